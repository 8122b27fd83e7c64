"""Grading a class: 500 notebooks of 6 exercises on 2 workers, beside nbgrader on some of the same.

Both are started as their users start them, and the time counts to the last file. They take turns,
so that a slow minute slows both. nbgrader, which has no workers, gets few enough notebooks for the
row to end; starting it is a tenth of its time. For the ratio of one process to one process there is
a row of ours with a single worker.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.harness import Result
from nnbook.classroom.assignment import Assignment, Question
from nnbook.classroom.notebooks import answer_key, released_solutions, student_notebook

ROOT = Path(__file__).resolve().parents[1]
NBGRADER = ROOT / "build" / "nbgrader" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
IDS = ("3.1", "3.2", "3.3", "3.4", "3.5", "2.1")  # two programs, three by hand, an order
STUDENTS = 500
ROUNDS = 2
ALONE, SAMPLE = 50, 12  # notebooks a round for a single worker, and for nbgrader
RIGHT, FLIP = 0.7, 0.8  # below the one an answer is right, above the other its signs are wrong
ROW = f"a notebook of {len(IDS)} exercises, of a class of {STUDENTS}"
FLIPPED = """def update(w, x, y, lr, threshold):
    y_hat = 1 if w @ x >= threshold else 0
    return w - lr * (y - y_hat) * x
"""


def run() -> list[Result]:
    """Seconds for a notebook: with two workers, with one, and nbgrader where it is fetched."""
    with tempfile.TemporaryDirectory(prefix="nnbook-bench-") as folder:
        place = Path(folder)
        assignment = Assignment(
            "hw1", "Homework 1", tuple(map(Question, IDS)), secret=bytes(16).hex(), folder=place
        )
        assignment.write(place)
        notebooks = list(_notebooks(assignment))
        theirs = _course(place, assignment) if NBGRADER.exists() else None
        seconds: dict[str, list[float]] = {"nnbook": [], "nnbook, 1 worker": [], "nbgrader": []}
        for turn in range(ROUNDS):
            mine = notebooks[turn::ROUNDS]
            seconds["nnbook"].append(_ours(place, f"two{turn}", mine, workers=2))
            seconds["nnbook, 1 worker"].append(_ours(place, f"one{turn}", mine[:ALONE], workers=1))
            if theirs:
                seconds["nbgrader"].append(_nbgraders(theirs, turn, mine[:SAMPLE]))
    return [
        Result(
            ROW,
            name,
            statistics.median(taken),
            statistics.median(t / o for t, o in zip(taken, seconds["nnbook"], strict=True)),
        )
        for name, taken in seconds.items()
        if taken
    ]


def _notebooks(assignment: Assignment) -> Iterator[str]:
    """Submissions of an ordinary class: most answers right, some wrong, some not there."""
    rng = random.Random(500)  # noqa: S311 - the same class each time
    solved, unsolved = (
        {cell["id"]: cell["source"] for cell in json.loads(made)["cells"]}
        for made in (released_solutions(assignment), student_notebook(assignment))
    )
    for _ in range(STUDENTS):
        notebook = json.loads(student_notebook(assignment))
        for cell in notebook["cells"]:
            chance = rng.random()
            if cell["id"].startswith("answer-"):
                cell["source"] = (solved if chance < RIGHT else unsolved)[cell["id"]]
                if cell["id"] == "answer-3-1" and chance > FLIP:
                    cell["source"] = FLIPPED
        yield json.dumps(notebook)


def _ours(place: Path, name: str, notebooks: list[str], *, workers: int) -> float:
    submitted = place / f"submitted-{name}"
    submitted.mkdir()
    for number, notebook in enumerate(notebooks):
        (submitted / f"student{number:03}.ipynb").write_text(notebook, encoding="utf-8")
    words = ["grade", submitted, "--assignment", place, "--out", place / name, "--workers", workers]
    with _timed(len(notebooks)) as taken:
        subprocess.run(
            [sys.executable, "-m", "nnbook", *map(str, words)], check=True, capture_output=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
    return taken[0]


def _course(place: Path, assignment: Assignment) -> Path:
    """A course folder of nbgrader's with the same assignment, generated."""
    course = place / "course"
    source = course / "source" / assignment.name
    source.mkdir(parents=True)
    assignment.write(course)
    (source / f"{assignment.name}.ipynb").write_bytes(answer_key(assignment))
    _nbgrader(course, "generate_assignment", assignment.name)
    return course


def _nbgraders(course: Path, turn: int, notebooks: list[str]) -> float:
    for number, notebook in enumerate(notebooks):
        folder = course / "submitted" / f"student{turn}-{number:03}" / "hw1"
        folder.mkdir(parents=True)
        (folder / "hw1.ipynb").write_text(notebook, encoding="utf-8")
    with _timed(len(notebooks)) as taken:
        _nbgrader(course, "autograde", "hw1")
        _nbgrader(course, "generate_feedback", "hw1")
        _nbgrader(course, "export")
    return taken[0]


def _nbgrader(course: Path, *words: str) -> None:
    path = f"{NBGRADER.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    subprocess.run(
        [str(NBGRADER), "-m", "nbgrader", *words], cwd=course, check=True, capture_output=True,
        env={**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
    )  # fmt: skip


@contextmanager
def _timed(units: int) -> Iterator[list[float]]:
    """The seconds for each unit, in a list that is filled at the end."""
    taken: list[float] = []
    start = time.perf_counter()
    yield taken
    taken.append((time.perf_counter() - start) / units)
