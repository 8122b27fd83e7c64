"""Processes that mark one submission after the other, each replaced when it dies.

A pool of the standard library gives up all work when one of its processes is killed. Here the one
submission that was in work is tried once more, in a fresh process, and the rest go on. On a Dask
cluster that is running already, the scheduler does that.
"""

from __future__ import annotations

import multiprocessing
import signal
import tempfile
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

import numpy as np

import nnbook
from nnbook.classroom.assignment import series
from nnbook.classroom.marking import Report
from nnbook.classroom.sandbox import Unavailable

TRIES = 2
LOOK = 0.5  # seconds between two looks at the clock
WAIT = 20  # seconds for a scheduler to answer


@dataclass(frozen=True)
class Job:
    """One submission to be marked: whose it is, its bytes, and their sha256."""

    student: str
    notebook: bytes
    digest: str


@dataclass(frozen=True)
class Lost:
    """What became of a submission for which no process came to an end; `why` is a sentence."""

    why: str


Marking = Callable[[bytes, str], Report]


class Worker:
    """A process and the job that it has in work, if any."""

    def __init__(self, marking: Marking, folder: str) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs, marking, folder), daemon=True)
        self._process.start()
        theirs.close()
        self.job: Job | None = None
        self.tries = 0
        self._began = 0.0

    def take(self, job: Job, tries: int) -> None:
        """Begin a job, for the so-manieth time."""
        self.job, self.tries, self._began = job, tries, time.monotonic()
        with suppress(OSError):  # if it is dead already, `result` finds out
            self.connection.send((job.notebook, job.student))

    def result(self) -> Report | Lost | None:
        """What came back; None if the process has died instead. Raises Unavailable."""
        try:
            found: Report | Lost | Unavailable = self.connection.recv()
        except (EOFError, OSError):
            return None
        if isinstance(found, Unavailable):
            raise found
        self.job = None
        return found

    def overdue(self, patience: float) -> bool:
        """Whether its job has been in work for longer than that."""
        return self.job is not None and time.monotonic() - self._began > patience

    def end(self) -> None:
        """Kill it, whatever it does: what it has started dies with it."""
        self._process.kill()
        self._process.join()
        self.connection.close()


def _work(connection: Connection, marking: Marking, folder: str) -> None:
    # Ctrl-C is for the process that started this one; it decides what becomes of the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tempfile.tempdir = folder
    while True:
        try:
            notebook, student = connection.recv()
        except EOFError:
            return
        connection.send(attempt(marking, notebook, student))


def attempt(marking: Marking, notebook: bytes, student: str) -> Report | Lost | Unavailable:
    """The report; or what is to be said where there is none, since one must not stop all others."""
    try:
        return marking(notebook, student)
    except Unavailable as error:
        return error
    except Exception as error:  # noqa: BLE001 - whatever it is, it is said in the report
        return Lost(f"The grader itself failed: {type(error).__name__}: {error}")


def run(
    jobs: Iterable[Job], marking: Marking, *, workers: int, patience: float
) -> Generator[tuple[Job, Report | Lost], None, None]:
    """Mark all jobs in so many processes; what is finished first comes first.

    `patience` is how many seconds one job may take before its process is killed. Closing the
    iterator kills them all.
    """
    # They are killed, not asked to go, so what they leave behind is in a folder that goes as well.
    with tempfile.TemporaryDirectory(prefix="nnbook-grade-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)  # a jail of another user has to get through to its own
        yield from _run(jobs, lambda: Worker(marking, folder), workers, patience)


def _run(
    jobs: Iterable[Job], hire: Callable[[], Worker], workers: int, patience: float
) -> Generator[tuple[Job, Report | Lost], None, None]:
    waiting = ((job, 1) for job in jobs)
    again: deque[tuple[Job, int]] = deque()
    crew: list[Worker] = []
    try:
        while True:
            _set_to_work(crew, again, waiting, hire, workers)
            busy = [worker for worker in crew if worker.job]
            if not busy:
                return
            ready = set(wait([worker.connection for worker in busy], timeout=LOOK))
            for worker in busy:
                job, late = worker.job, worker.overdue(patience)
                if job is None or not (late or worker.connection in ready):
                    continue
                found = worker.result() if worker.connection in ready else None
                if found is not None:
                    try:  # the next job first: nobody waits while a report is written down
                        _set_to_work(crew, again, waiting, hire, workers)
                    finally:  # if there is none to be had, this report is there all the same
                        yield job, found
                    continue
                crew.remove(worker)
                worker.end()
                if late or worker.tries == TRIES:
                    yield job, Lost(_why(late=late, patience=patience))
                else:
                    again.append((job, worker.tries + 1))
    finally:
        for worker in crew:
            worker.end()


def _set_to_work(
    crew: list[Worker],
    again: deque[tuple[Job, int]],
    waiting: Iterator[tuple[Job, int]],
    hire: Callable[[], Worker],
    workers: int,
) -> None:
    """Give every idle worker a job, and hire while there are jobs and places."""
    while True:
        idle = next((worker for worker in crew if worker.job is None), None)
        if idle is None and len(crew) == workers:
            return
        job = again.popleft() if again else next(waiting, None)
        if job is None:
            return
        if idle is None:
            crew.append(idle := hire())
        idle.take(*job)


def _why(*, late: bool, patience: float) -> str:
    if late:
        return f"Marking it took longer than {patience:.0f} seconds, and was stopped."
    return f"The process that marked it died {TRIES} times."


def run_on_cluster(
    jobs: Iterable[Job], marking: Marking, *, address: str
) -> Generator[tuple[Job, Report | Lost], None, None]:
    """Mark all jobs on the workers of the scheduler at `address`; finished ones first.

    The scheduler gives the jobs of a worker that died to the others. Raises ValueError where
    nothing answers at the address, Unavailable where a worker has no sandbox.
    """
    try:
        from distributed import Client, as_completed
    except ImportError:
        raise ValueError(
            'a cluster needs Dask, which is missing here: python -m pip install "nnbook[cluster]"'
        ) from None
    try:
        client = Client(address, timeout=WAIT, set_as_default=False)
    except (OSError, TimeoutError) as error:
        raise ValueError(f"no Dask scheduler answers at {address}: {error}") from None
    with client:
        _check(client)
        waiting, running = iter(jobs), {}

        def submit(count: int) -> list[Any]:
            futures = []
            for job in islice(waiting, count):
                future = client.submit(attempt, marking, job.notebook, job.student, pure=False)
                running[future.key] = job
                futures.append(future)
            return futures

        # Enough to keep all busy, and not the notebooks of a whole class in memory at once.
        places = sum(client.nthreads().values()) or 1
        queue = as_completed(submit(2 * places + 2), loop=client.loop, raise_errors=False)
        for future in queue:
            job = running.pop(future.key)
            found = _found(future)
            if isinstance(found, Unavailable):
                raise found
            queue.update(submit(1))
            yield job, found


def _found(future: Any) -> Report | Lost | Unavailable:
    from distributed import KilledWorker

    try:
        found: Report | Lost | Unavailable = future.result()
    except KilledWorker:
        return Lost("Each process that marked it on the cluster died.")
    except Exception as error:
        # `attempt` answers whatever happens in it; so this worker cannot even begin.
        raise ValueError(f"a worker of the cluster cannot mark: {error}") from error
    return found


def _check(client: Any) -> None:
    """Raise ValueError where the workers would mark otherwise: another nnbook, or numpy."""
    try:
        versions = set(client.run(_version).values())
    except Exception as error:
        raise ValueError(f"a worker of the cluster cannot mark: {error}") from error
    if versions != {_version()}:
        has = ", ".join(sorted(versions)) or "no worker at all"
        raise ValueError(f"the cluster must have nnbook {_version()}, but it has {has}")


def _version() -> str:
    """What decides on marks; another numpy may draw other hidden inputs and variants."""
    return f"{nnbook.__version__} with numpy {series(np.__version__)}"
