"""Timing that can be trusted on a busy machine: contestants in turn, medians of ratios.

A row times several ways to do the same work. They run interleaved, one after the other, again and
again, so that a slow minute of the machine slows them all; a ratio is taken within each round, and
the median of the ratios is what counts. Absolute times are printed for orientation only.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Work = Callable[[], object]


@dataclass(frozen=True)
class Result:
    """One contestant of one row: what one unit of work takes, and how many times ours that is.

    Where the name holds a target, "median of 18 ms", it is how many times the target.
    """

    row: str
    name: str
    amount: float  # seconds, or bytes
    ratio: float
    unit: str = "s"  # or "B"


def race(
    row: str, ours: Work, peers: Mapping[str, Work], *, units: int = 1, rounds: int = 15
) -> list[Result]:
    """Time `ours` and each peer in turn. `units` is how many units of work one call does."""
    contestants = {"nnbook": ours, **peers}
    for work in contestants.values():
        work()  # warm up: imports, caches, the first allocation
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, work in contestants.items():
            start = time.perf_counter()
            work()
            times[name].append((time.perf_counter() - start) / units)
    return [
        Result(
            row,
            name,
            statistics.median(seconds),
            statistics.median(s / o for s, o in zip(seconds, times["nnbook"], strict=True)),
        )
        for name, seconds in times.items()
    ]


def table(results: list[Result]) -> str:
    """The results as text: a line for each contestant, ratios to ours."""
    width = max((len(result.row) for result in results), default=0)
    lines = [f"{'work'.ljust(width)}  {'by':<16} {'takes':>10}  times ours, or the target"]
    for result in results:
        micro, kilo = f"{result.amount * 1e6:.1f} us", f"{result.amount / 1000:.1f} KB"
        taken = micro if result.unit == "s" else kilo
        lines.append(
            f"{result.row.ljust(width)}  {result.name:<16} {taken:>10}  {result.ratio:.2f}"
        )
    return "\n".join(lines)
