"""`nnbook grade SUBMISSIONS --assignment DIR --out RESULTS`: grade a class.

What is finished is in RESULTS/results.sqlite. Stopped at any moment and started again, the command
goes on where it was; all other files are made from that one, and can be made again.
"""

from __future__ import annotations

import argparse
import os
import sys
from functools import partial
from pathlib import Path

from tqdm import tqdm

from nnbook.classroom import _workers
from nnbook.classroom._forms import FORMS
from nnbook.classroom._output import number
from nnbook.classroom._pages import counted
from nnbook.classroom.assignment import Assignment
from nnbook.classroom.batch import Rules, grade
from nnbook.classroom.collect import Collection, collect
from nnbook.classroom.gradebooks import read_by_hand
from nnbook.classroom.reports import write_reports
from nnbook.classroom.results import Results, Row
from nnbook.classroom.roster import read_roster
from nnbook.classroom.sandbox import Unavailable

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command can be told."""
    add = parser.add_argument
    add("submissions", type=Path, metavar="SUBMISSIONS",
        help="folder or zip: of nbgrader, Canvas, Moodle, Blackboard, Gradescope, or one notebook "
        "or folder a student")  # fmt: skip
    add("--assignment", type=Path, required=True, metavar="DIR",
        help="the folder that `nnbook assign` made")  # fmt: skip
    add("--out", type=Path, required=True, metavar="RESULTS", help="folder for all results")
    add("--workers", type=int, default=_cores(), metavar="N",
        help="processes on this machine (%(default)s)")  # fmt: skip
    add("--scheduler", metavar="ADDRESS",
        help="grade on a Dask cluster instead: tcp://HOST:8786")  # fmt: skip
    add("--seconds", type=float, default=10.0, metavar="S",
        help="processor time for one question (%(default)g)")  # fmt: skip
    add("--memory", type=int, default=1024, metavar="MB",
        help="memory for one question (%(default)s)")  # fmt: skip
    add("--form", choices=FORMS, help="how the submissions came, where it is not to be guessed")
    add("--roster", type=Path, metavar="FILE",
        help="the class: one id a line, or the LMS's CSV; adds who handed in nothing")  # fmt: skip
    add("--manual", type=Path, metavar="FILE", help="a by-hand.csv that was filled in")
    add("--again", nargs="+", default=[], metavar="STUDENT",
        help="grade these once more, whatever is known")  # fmt: skip
    add("--i-trust-these-submissions", action="store_true", dest="trust",
        help="run without a sandbox: they can read and change what you can")  # fmt: skip


def run(arguments: argparse.Namespace) -> int:
    """Grade, write all reports, and say in one line what came out."""
    _check(arguments)
    assignment = Assignment.read(arguments.assignment)
    out = arguments.out.resolve()
    if out == arguments.submissions.resolve():
        raise ValueError("the results go into another folder than the submissions")
    collection = collect(
        arguments.submissions, assignment.name, due=assignment.due, form=arguments.form or "",
        roster=read_roster(arguments.roster) if arguments.roster else (), results=out,
    )  # fmt: skip
    if assignment.drawn_elsewhere:
        print(f"nnbook: {assignment.drawn_elsewhere}", file=sys.stderr, flush=True)  # noqa: T201
    rules = Rules(assignment, arguments.seconds, arguments.memory, arguments.trust)
    arguments.out.mkdir(parents=True, exist_ok=True)
    with Results(arguments.out / "results.sqlite") as results:
        _forget(arguments.again, collection, results)
        try:
            now = _grade(arguments, collection, rules, results)
        except Unavailable as error:
            raise ValueError(str(error)) from None
        if arguments.manual:
            results.give(read_by_hand(arguments.manual, results.rows(rules.digest)))
        rows = results.rows(rules.digest)
        write_reports(arguments.out, rows, assignment, collection)
    print(_summary(rows, assignment, collection, now, arguments.out))  # noqa: T201
    return 0


def _cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _check(arguments: argparse.Namespace) -> None:
    for name, least in (("workers", 1), ("seconds", 0.1), ("memory", 256)):
        value = getattr(arguments, name)
        if not value >= least:
            raise ValueError(f"--{name} is at least {least}, but received {value}")


def _forget(students: list[str], collection: Collection, results: Results) -> None:
    there = {submission.student for submission in collection.submissions}
    unknown = [student for student in students if student not in there]
    if unknown:
        raise ValueError(
            f"--again: {', '.join(unknown)} handed in nothing; names are as in report.html"
        )
    results.forget(students)


def _grade(
    arguments: argparse.Namespace, collection: Collection, rules: Rules, results: Results
) -> int:
    """Grade what is not graded yet, with a bar for whoever watches; returns how many it was."""
    if arguments.scheduler:
        runner = partial(
            _workers.run_on_cluster, marking=rules.packed(), address=arguments.scheduler
        )
    else:
        rules.sandbox()  # where there is none, that is said before anything is begun
        runner = partial(
            _workers.run, marking=rules, workers=arguments.workers, patience=rules.patience
        )
    with tqdm(total=len(collection.submissions), unit="notebook", disable=None) as bar:

        def progress(done: int, of: int) -> None:
            bar.total = of
            bar.update(done - bar.n)

        try:
            return grade(collection.submissions, rules, results, runner, progress)
        except KeyboardInterrupt:
            bar.close()
            of = len(collection.submissions)
            bar.write(f"{bar.n} of {of} are graded; the same command goes on.", file=sys.stderr)
            raise


def _summary(
    rows: list[Row], assignment: Assignment, collection: Collection, now: int, out: Path
) -> str:
    """One line: how many, from where, what came out, and where it lies."""
    graded = [row.report for row in rows if row.report.state == "graded"]
    waiting = sum(mark.state == "by hand" for row in rows for mark in row.report.marks)
    parts = [f"{len(graded)} of {len(rows)} graded ({now} now), from {collection.form}"]
    if graded:
        mean = sum(report.points for report in graded) / len(graded)
        parts.append(f"mean {number(mean)} of {number(assignment.points)} points")
    if waiting:
        parts.append(f"{counted(waiting, 'answer waits', 'answers wait')} in by-hand.csv")
    return "; ".join([*parts, f"see {out / 'report.html'}"])
