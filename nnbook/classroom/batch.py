"""A whole class: every submission marked once, whatever happens on the way.

What decides on marks is the notebook, the assignment with its points, secret and bank, this version
of nnbook, and the limits. A submission that was marked under the same rules is not marked again.
"""

from __future__ import annotations

import atexit
import hashlib
import json
import multiprocessing
import shutil
import tempfile
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from threading import get_ident

import nnbook
from nnbook.classroom import sandbox
from nnbook.classroom._files import TooLarge, printable
from nnbook.classroom._workers import Job, Lost
from nnbook.classroom.assignment import Assignment
from nnbook.classroom.collect import Submission
from nnbook.classroom.marking import Report, mark, without_marks
from nnbook.classroom.results import Results
from nnbook.classroom.sandbox import Sandbox

__all__ = ["Rules", "grade"]

# These say how an assignment looks, not what an answer is worth.
LOOKS = {"title", "due", "checks", "folder"}

Runner = Callable[[Iterable[Job]], Generator[tuple[Job, Report | Lost], None, None]]


@dataclass(frozen=True)
class Rules:
    """All that decides on the marks of a notebook; called with one, it marks it.

    `seconds` and `memory` (MB) are the limits of one question, `trust` does without a sandbox, and
    `shipped` are the files of the bank where they have to travel.
    """

    assignment: Assignment
    seconds: float = 10.0
    memory: int = 1024
    trust: bool = False
    shipped: tuple[tuple[str, bytes], ...] = ()

    def __call__(self, notebook: bytes, student: str) -> Report:
        """Mark one notebook."""
        return mark(notebook, student, self._here(), sandbox=self.sandbox())

    def packed(self) -> Rules:
        """The same for another machine, which cannot see the bank: its files go along."""
        files = tuple(
            (str(Path(file.parent.name, file.name)), file.read_bytes()) for file in self._files()
        )
        return replace(self, shipped=files)

    def sandbox(self) -> Sandbox:
        """What the answers run in. Raises Unavailable where there is none."""
        first = self._here().exercise(self.assignment.questions[0].id)
        return _sandbox(self.trust, self.seconds, self.memory, first.forbids, get_ident())

    def _here(self) -> Assignment:
        """The assignment with its bank, where that has travelled."""
        folder = _unpacked(self.shipped) if self.shipped else self.assignment.folder
        return replace(self.assignment, folder=folder)

    @property
    def digest(self) -> str:
        """The sha256 of everything that decides."""
        table = asdict(self.assignment)
        parts = {
            "assignment": {key: value for key, value in table.items() if key not in LOOKS},
            "bank": self._bank(),
            "nnbook": nnbook.__version__,
            "limits": [self.seconds, self.memory, self.trust],
        }
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    @property
    def patience(self) -> float:
        """Seconds after which marking a whole notebook has failed: far above its own limits."""
        return 60 + 3 * self.seconds * (len(self.assignment.questions) + 1)

    def _files(self) -> list[Path]:
        folder = self.assignment.folder
        if not self.assignment.bank or folder is None:
            return []
        return sorted((folder / self.assignment.bank).glob("*.py"))

    def _bank(self) -> dict[str, str]:
        return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in self._files()}


@cache
def _unpacked(files: tuple[tuple[str, bytes], ...]) -> Path:
    """A folder with these files, for as long as this process lives."""
    folder = tempfile.mkdtemp(prefix="nnbook-bank-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name, content in files:
        path = Path(folder, name)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    return Path(folder)


@cache
def _sandbox(
    trust: bool,
    seconds: float,
    memory: int,
    forbids: tuple[str, ...],
    thread: int,  # noqa: ARG001
) -> Sandbox:
    """One for each thread, to which it belongs; it takes longer to make than to use."""
    if trust and multiprocessing.parent_process() is not None:
        sandbox._warned.append(True)  # the process that started this one has said it
    found = Sandbox.find(trust=trust, seconds=seconds, memory=memory, forbids=forbids)
    atexit.register(found.close)
    return found


def grade(
    submissions: Sequence[Submission],
    rules: Rules,
    results: Results,
    run: Runner,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Mark what has not been marked under these rules; returns how many were marked now.

    `run` does the work, `progress` is told how many of how many are done. Each report is written
    into `results` as soon as it is there. On an exception, Ctrl-C among them, the work in hand is
    given up, and all that is finished stays.
    """
    enrolled = [_read(submission) for submission in submissions]
    results.enrol(enrolled)
    finished = results.finished(rules.digest)
    waiting = []
    for submission, digest in enrolled:
        if (submission.student, digest) in finished:
            continue
        if submission.notebook:
            waiting.append((submission, digest))
        else:
            absent = without_marks(submission.student, rules.assignment)
            results.add(submission.student, "", rules.digest, absent)
    done = len(enrolled) - len(waiting)
    tell = progress or _silent
    tell(done, len(enrolled))
    reports = run(_jobs(waiting))
    try:
        for job, found in reports:
            report = _report(job.student, found, rules.assignment)
            results.add(job.student, job.digest, rules.digest, report)
            done += 1
            tell(done, len(enrolled))
    finally:
        reports.close()
    return len(waiting)


def _silent(done: int, of: int) -> None:
    """For a batch that nobody watches."""


def _read(submission: Submission) -> tuple[Submission, str]:
    """The submission with the sha256 of its notebook; without one if it cannot be read."""
    if submission.notebook is None:
        return submission, ""
    try:
        return submission, hashlib.sha256(submission.notebook.read()).hexdigest()
    except (TooLarge, OSError) as error:
        name = printable(submission.notebook.path.name)
        why = getattr(error, "strerror", None) or error  # without the path, which is ours alone
        says = f"{submission.says} {name} could not be read: {why}.".strip()
        return replace(submission, notebook=None, says=says), ""


def _jobs(waiting: Iterable[tuple[Submission, str]]) -> Iterator[Job]:
    for submission, digest in waiting:
        if submission.notebook:
            content = submission.notebook.read()
            if hashlib.sha256(content).hexdigest() != digest:
                raise ValueError(
                    f"{submission.notebook.path} is being changed: grade once it rests"
                )
            yield Job(submission.student, content, digest)


def _report(student: str, found: Report | Lost, assignment: Assignment) -> Report:
    if isinstance(found, Report):
        return found
    return without_marks(student, assignment, found.why, "stopped")
