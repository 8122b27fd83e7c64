"""What one call to numpy costs, on few numbers and on many, and one product in plain Python."""

from __future__ import annotations

import numpy as np

from benchmarks.harness import Contestant, Result, race

ROW = "np.add, {} numbers, a call"
SIZES = (1, 10, 100, 1000, 10_000, 100_000)
CALLS = 2000  # of the smallest; of larger ones fewer


def run() -> list[Result]:
    """For each size: into an array that is there, into a new one; for one number also a product."""
    return [one for size in SIZES for one in of_size(size)]


def of_size(size: int) -> list[Result]:
    """The row of one size."""
    a, b = np.random.default_rng(0).random((2, size))
    out, calls = np.empty(size), max(1, CALLS // (1 + size // 500))

    def into_what_is_there() -> None:
        add = np.add
        for _ in range(calls):
            add(a, b, out)

    def into_new() -> None:
        add = np.add
        for _ in range(calls):
            add(a, b)

    def plain() -> None:
        x, y = 0.7, 0.3
        for _ in range(calls):
            x * y

    others = {"into a new array": Contestant(into_new, calls)}
    if size == 1:
        others["a product in plain Python"] = Contestant(plain, calls)
    return race(ROW.format(size), into_what_is_there, others, units=calls, name="into an array")
