"""A batch: everybody gets a report, whatever becomes of the processes, and nobody two."""

from __future__ import annotations

import pickle
import time
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from nnbook.classroom import _files, _workers, batch
from nnbook.classroom._workers import Job, Lost
from nnbook.classroom.assignment import Question
from nnbook.classroom.batch import Rules, grade
from nnbook.classroom.marking import Report
from nnbook.classroom.results import Results, Row
from nnbook.classroom.sandbox import Unavailable
from tests.classroom.class_of import ASSIGNMENT, Pretended, handed_in, report_on

# Starting a process costs a second where the machine is busy.
pytestmark = pytest.mark.slow


def batch_of(
    folder: Path, *, workers: int = 2, patience: float = 30.0, rules: Rules | None = None,
    **notebooks: bytes | None,
) -> tuple[int, dict[str, Report]]:  # fmt: skip
    """Grade these with real processes; how many were marked now, and all reports."""
    rules = rules or Pretended(ASSIGNMENT)
    run = partial(_workers.run, marking=rules, workers=workers, patience=patience)
    with Results(folder / "results.sqlite") as results:
        now = grade(handed_in(**notebooks), rules, results, run)
        return now, {row.report.student: row.report for row in results.rows(rules.digest)}


def test_everybody_gets_a_report_and_nobody_two(tmp_path: Path) -> None:
    """Each report is that of the student's own bytes; the second time nothing is marked."""
    notebooks = {f"student{number}": f"{number % 3}".encode() for number in range(8)}
    log = str(tmp_path / "log")
    rules = Pretended(ASSIGNMENT, log=log)
    now, reports = batch_of(tmp_path, rules=rules, **notebooks)
    assert now == 8
    assert reports == {name: report_on(content, name) for name, content in notebooks.items()}
    changed = {**notebooks, "student0": b"another", "student8": b"new"}
    now, again = batch_of(tmp_path, rules=rules, **changed)
    assert (now, again["student1"]) == (2, reports["student1"])
    assert len(Path(log).read_text("utf-8").splitlines()) == 10


def test_a_killed_worker_is_replaced(tmp_path: Path) -> None:
    """A notebook at which the process dies is tried twice; the others are not held up by it."""
    now, reports = batch_of(
        tmp_path, rules=Pretended(ASSIGNMENT, log=str(tmp_path / "log")), workers=1,
        a=b"1", b=b"kill", c=b"kill once", d=b"2",
    )  # fmt: skip
    assert now == 4
    assert [reports[name].state for name in "abcd"] == ["graded", "broken", "graded", "graded"]
    assert reports["b"].says == "The process that marked it died 2 times."
    assert (reports["b"].points, reports["b"].of) == (0, 3)


def test_what_never_ends_is_ended(tmp_path: Path) -> None:
    """A process that takes longer than its patience is killed, once, and the batch goes on."""
    began = time.monotonic()
    _, reports = batch_of(tmp_path, patience=6.0, a=b"sleep", b=b"1", c=b"2")
    assert time.monotonic() - began < 40
    assert reports["a"].says == "Marking it took longer than 6 seconds, and was stopped."
    assert reports["b"].state == reports["c"].state == "graded"


def test_an_error_of_the_grader_itself_is_said(tmp_path: Path) -> None:
    """A fault in marking costs one report, which names it; a missing sandbox ends the batch."""
    _, reports = batch_of(tmp_path, a=b"raise", b=b"1")
    assert reports["a"].says == "The grader itself failed: ArithmeticError: of marking itself"
    assert reports["b"].state == "graded"
    with pytest.raises(Unavailable, match="no jail in this worker"):
        batch_of(tmp_path, c=b"no sandbox")


def test_whoever_handed_in_nothing_has_a_report(tmp_path: Path, monkeypatch) -> None:
    """So has who handed in too much: all questions missing, and a sentence that says why."""
    (absent,) = handed_in(jane=None)
    (large,) = handed_in(john=b"x" * 30)
    monkeypatch.setattr(_files, "MOST_BYTES", 10)
    read = large.notebook.read
    large = replace(large, notebook=replace(large.notebook, read=lambda: _files._bounded(read())))
    rules = Pretended(ASSIGNMENT)
    with Results(tmp_path / "results.sqlite") as results:
        now = grade([absent, large], rules, results, nobody)
        jane, john = results.rows(rules.digest)
    assert now == 0
    assert {mark.state for mark in jane.report.marks + john.report.marks} == {"missing"}
    assert "john.ipynb could not be read: it is larger than" in john.report.says


def nobody(jobs):
    """A runner without workers, for a batch without work."""
    assert list(jobs) == []
    yield from ()


def test_a_batch_that_is_left_leaves_no_process(tmp_path: Path) -> None:
    """Closing the iterator in the middle, as Ctrl-C does, kills what is in work."""
    jobs = [Job("a", b"1", "1"), Job("b", b"sleep", "2")]
    began = time.monotonic()
    with closing(_workers.run(jobs, Pretended(ASSIGNMENT), workers=2, patience=99)) as running:
        job, report = next(running)
    assert (job.student, report) == ("a", report_on(b"1", "a"))
    assert time.monotonic() - began < 40
    import multiprocessing

    assert multiprocessing.active_children() == []


def test_jobs_are_read_as_they_are_needed() -> None:
    """A class of thousands is not held in memory: no more jobs are taken than there are workers."""
    taken = []

    def jobs():
        for number in range(6):
            taken.append(number)
            yield Job(f"s{number}", b"1", str(number))

    with closing(_workers.run(jobs(), Pretended(ASSIGNMENT), workers=2, patience=99)) as running:
        for seen, _ in enumerate(running, start=1):
            assert len(taken) <= seen + 2


def test_a_worker_has_its_next_job_while_its_last_report_is_written() -> None:
    """Whoever takes a report finds the job behind it in work already."""
    taken = []

    def jobs():
        for number in range(3):
            taken.append(number)
            yield Job(f"s{number}", b"1", str(number))

    with closing(_workers.run(jobs(), Pretended(ASSIGNMENT), workers=1, patience=99)) as running:
        assert [len(taken) for _ in running] == [2, 3, 3]


def test_a_job_that_cannot_be_read_costs_no_report() -> None:
    """What was finished before it is handed over, and only then the error is raised."""

    def jobs():
        yield Job("a", b"1", "1")
        raise ValueError("a notebook is being changed")

    running = _workers.run(jobs(), Pretended(ASSIGNMENT), workers=1, patience=99)
    job, report = next(running)
    assert (job.student, report) == ("a", report_on(b"1", "a"))
    with pytest.raises(ValueError, match="is being changed"):
        next(running)


RULES = Rules(ASSIGNMENT)


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (replace(RULES, assignment=replace(ASSIGNMENT, title="T", due="2026-01-01")), True),
        (replace(RULES, assignment=replace(ASSIGNMENT, checks="none")), True),
        (replace(RULES, assignment=replace(ASSIGNMENT, secret=bytes(5).hex())), False),
        (replace(RULES, assignment=replace(ASSIGNMENT, seed=1)), False),
        (replace(RULES, assignment=replace(ASSIGNMENT, questions=(Question("3.1"),))), False),
        (replace(RULES, seconds=11.0), False),
        (replace(RULES, memory=2048), False),
        (replace(RULES, trust=True), False),
    ],
)
def test_the_rules_are_what_decides_on_marks(other: Rules, same: bool) -> None:
    """Title, date and self-checks change no mark; points, secret, seed, limits and trust do."""
    assert (other.digest == RULES.digest) == same


def test_the_bank_and_the_version_are_rules(tmp_path: Path, monkeypatch) -> None:
    """A changed private exercise is graded anew, and so is everything by a new nnbook."""
    (tmp_path / "bank").mkdir()
    (tmp_path / "bank" / "own.py").write_text("EXERCISES = ()")
    rules = Rules(replace(ASSIGNMENT, bank="bank", folder=tmp_path))
    before = rules.digest
    (tmp_path / "bank" / "own.py").write_text("EXERCISES = []")
    assert rules.digest != before
    before = rules.digest
    monkeypatch.setattr(batch.nnbook, "__version__", "99")
    assert rules.digest != before


def test_the_bank_travels_to_another_machine(tmp_path: Path, monkeypatch) -> None:
    """Packed, pickled and gone from here, its files are there where the notebook is marked."""
    (tmp_path / "bank").mkdir()
    (tmp_path / "bank" / "own.py").write_text("EXERCISES = ()")
    packed = pickle.dumps(Rules(replace(ASSIGNMENT, bank="bank", folder=tmp_path)).packed())
    (tmp_path / "bank" / "own.py").unlink()
    monkeypatch.setattr(Rules, "sandbox", lambda self: None)
    monkeypatch.setattr(
        batch, "mark", lambda notebook, student, assignment, sandbox: assignment.folder
    )
    there = pickle.loads(packed)(b"", "jane")  # noqa: S301 - made three lines above
    assert (there / "bank" / "own.py").read_text() == "EXERCISES = ()"
    assert there != tmp_path


def test_a_lost_job_says_why() -> None:
    """Its report has no marks, all points, and the sentence."""
    report = batch._report("jane", Lost("The reason."), ASSIGNMENT)
    assert (report.says, report.points, report.of, report.state) == ("The reason.", 0, 3, "broken")
    assert isinstance(Row(handed_in(jane=None)[0], report), Row)
