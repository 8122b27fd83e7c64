"""What a verdict costs: every exercise judges its own solution, beside the target of 50 ms."""

from __future__ import annotations

import statistics
import time

from benchmarks.harness import Result
from nnbook.exercises._engine import Exercise, chapters, exercises_of
from nnbook.exercises._functions import FunctionJudge

ROW = "a verdict on its own solution, all functions to write or mend"
TARGET = 0.05  # seconds


def run() -> list[Result]:
    """The median over all exercises of the best of three, the slowest of them, and the target."""
    seconds = {}
    for chapter in chapters():
        for exercise in exercises_of(chapter):
            if isinstance(exercise.judge, FunctionJudge):
                seconds[exercise.id] = min(_once(exercise) for _ in range(3))
    slowest = max(seconds, key=seconds.__getitem__)
    median = statistics.median(seconds.values())
    rows = {"median": median, f"slowest ({slowest})": seconds[slowest], "target": TARGET}
    return [Result(ROW, name, value, value / median) for name, value in rows.items()]


def _once(exercise: Exercise) -> float:
    start = time.perf_counter()
    exercise.judge(exercise, exercise.solution)  # not `check`, which keeps the reader's progress
    return time.perf_counter() - start
