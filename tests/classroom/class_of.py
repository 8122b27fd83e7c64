"""A class made up for tests: submissions, and a marking that takes no time and no sandbox."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path, PurePosixPath

from nnbook.classroom import grade_command
from nnbook.classroom._files import File
from nnbook.classroom.assignment import Assignment, Question
from nnbook.classroom.batch import Rules
from nnbook.classroom.collect import Submission, collect
from nnbook.classroom.marking import Mark, Report
from nnbook.classroom.sandbox import Unavailable

ASSIGNMENT = Assignment(
    "hw1", "Homework 1", (Question("3.1", 2.0), Question("3.2")), secret=bytes(4).hex()
)


@dataclass(frozen=True)
class Pretended(Rules):
    """Marks by the bytes of the notebook, and does what a few of them tell it to.

    `log` gets a line for each marking that came to its end.
    """

    log: str = ""
    pause: float = 0.0

    def __call__(self, notebook: bytes, student: str) -> Report:
        """A report that depends on the bytes alone, as a real one does."""
        if notebook == b"kill":
            os.kill(os.getpid(), 9)
        if notebook == b"kill once" and not Path(f"{self.log}.once").exists():
            Path(f"{self.log}.once").touch()
            os.kill(os.getpid(), 9)
        if notebook == b"sleep":
            time.sleep(60)
        if notebook == b"raise":
            raise ArithmeticError("of marking itself")
        if notebook == b"no sandbox":
            raise Unavailable("no jail in this worker")
        time.sleep(self.pause)
        report = report_on(notebook, student)
        if self.log:
            with open(self.log, "a", encoding="utf-8") as log:  # noqa: PTH123 - one short write
                log.write(f"{student}\n")
        return report

    def sandbox(self) -> None:
        """None is needed: nothing of a notebook is run."""


def report_on(notebook: bytes, student: str) -> Report:
    """The report of the pretended marking."""
    digest = hashlib.sha256(notebook + student.encode()).digest()
    share = digest[0] / 255
    states = "right" if share > 0.5 else "wrong"
    marks = (
        Mark("3.1", 2.0 * (share > 0.5), 2.0, states, "" if share > 0.5 else "sign flipped",
             "said", "hinted", digest.hex()[:16]),
        Mark("3.2", round(share, 3), 1.0, "partly right", print=digest.hex()[16:32]),
    )  # fmt: skip
    return Report(student, ASSIGNMENT.name, "graded", marks=marks, seconds=0.01)


def handed_in(**notebooks: bytes | None) -> list[Submission]:
    """Submissions by student; None handed in nothing."""
    return [
        Submission(student, None if content is None else file_of(f"{student}.ipynb", content))
        for student, content in sorted(notebooks.items())
    ]


def file_of(name: str, content: bytes) -> File:
    """A file that is nowhere."""
    return File(PurePosixPath(name), datetime(2026, 11, 1, tzinfo=UTC), lambda: content)


def fill(folder: Path, students: int) -> Path:
    """A folder with a notebook for each of so many students."""
    folder.mkdir(parents=True)
    for number in range(students):
        text = json.dumps({"cells": [], "number": number})
        (folder / f"student{number:03}.ipynb").write_text(text, "utf-8")
    return folder


def grade_with_pretended(words: list[str], log: str, pause: float) -> int:
    """`nnbook grade` with these words, only that marking is pretended."""
    parser = argparse.ArgumentParser()
    grade_command.add_arguments(parser)
    grade_command.Rules = partial(Pretended, log=log, pause=pause)
    return grade_command.run(parser.parse_args(words))


def submissions_in(folder: Path) -> Sequence[Submission]:
    """What `fill` has put there."""
    return collect(folder, ASSIGNMENT.name, form="folder").submissions
