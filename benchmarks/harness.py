"""Timing that can be trusted on a busy machine: contestants in turn, medians of ratios.

A row times several ways to do the same work. They run interleaved, one after the other, again and
again, so that a slow minute of the machine slows them all; a ratio is taken within each round, and
the median of the ratios is what counts. Absolute times are printed for orientation only. Time is
the processor's, of all threads together, which a busy machine lengthens less than the clock's.

Contestants are of three kinds: ours, peers, and limits, which are the least that the work can cost
on this machine: its matrix products alone, or a loop in C.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

Work = Callable[[], object]
ROUNDS = 25
MANY = 1e-5  # seconds, of which nanoseconds are not worth printing
THREADS = (
    "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS",
)  # fmt: skip


@dataclass(frozen=True)
class Result:
    """One contestant of one row: what one unit of work takes, and how many times ours that is.

    Where the name holds a target, "median of 18 ms", it is how many times the target. `wanted` is
    the least ratio that we aim at: 10 beside a peer, 0.8 beside a limit.
    """

    row: str
    name: str
    amount: float  # seconds, or bytes
    ratio: float
    unit: str = "s"  # or "B"
    kind: str = "peer"  # or "ours", "limit"
    wanted: float | None = None


@dataclass(frozen=True)
class Contestant:
    """A way to do the work; one call of `work` does `units` of it."""

    work: Work
    units: int = 1
    kind: str = "peer"
    wanted: float | None = None


def race(
    row: str,
    ours: Work,
    peers: Mapping[str, Work | Contestant],
    *,
    units: int = 1,
    rounds: int | None = None,
    clock: Callable[[], float] = time.process_time,
    name: str = "nnbook",
) -> list[Result]:
    """Time `ours`, called `name`, and each peer in turn; one call does `units` units of work."""
    contestants = {name: Contestant(ours, units, "ours")}
    for label, peer in peers.items():
        contestants[label] = peer if isinstance(peer, Contestant) else Contestant(peer, units)
    times: dict[str, list[float]] = {label: [] for label in contestants}
    with one_processor():
        for one in contestants.values():
            one.work()  # warm up: imports, caches, the first allocation
        for _ in range(rounds or ROUNDS):
            for label, one in contestants.items():
                start = clock()
                one.work()
                times[label].append((clock() - start) / one.units)
    return [
        Result(
            row,
            label,
            statistics.median(seconds),
            statistics.median(s / o for s, o in zip(seconds, times[name], strict=True)),
            kind=contestants[label].kind,
            wanted=contestants[label].wanted,
        )
        for label, seconds in times.items()
    ]


@contextmanager
def one_processor() -> Iterator[None]:
    """Hold everything to one processor, where the system lets us, as all frameworks must obey."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(allowed)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)


def one_thread() -> None:
    """Ask BLAS and XLA for one thread; they listen only before they are first imported."""
    for name in THREADS:
        os.environ[name] = "1"
    os.environ.setdefault(
        "XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
    )


def table(results: list[Result]) -> str:
    """The results as text: a line for each contestant, ratios to ours."""
    width = max((len(result.row) for result in results), default=0)
    lines = [f"{'work'.ljust(width)}  {'by':<24} {'takes':>10}  times ours, or the target"]
    for result in results:
        micro, kilo = _microseconds(result.amount), f"{result.amount / 1000:.1f} KB"
        taken = micro if result.unit == "s" else kilo
        lines.append(
            f"{result.row.ljust(width)}  {result.name:<24} {taken:>10}  {result.ratio:.2f}"
            f"{_verdict(result)}"
        )
    return "\n".join(lines)


def _microseconds(seconds: float) -> str:
    """To a nanosecond, where there are so few that it matters."""
    return f"{seconds * 1e6:.{1 if seconds > MANY else 3}f} us"


def _verdict(result: Result) -> str:
    """How ours stands to a limit, and whether what we aim at was reached."""
    notes = [f"ours takes {1 / result.ratio:.2f} of it"] if result.kind == "limit" else []
    if result.wanted is not None:
        met = "met" if result.ratio >= result.wanted else "missed"
        notes.append(f"wanted {result.wanted:.3g}: {met}")
    return f"  ({'; '.join(notes)})" if notes else ""
