"""The same work on a Dask cluster that is running already, on as many machines as it has."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from itertools import islice
from typing import Any

import nnbook
from nnbook.classroom._workers import Job, Lost, Marking, attempt
from nnbook.classroom.marking import Report
from nnbook.classroom.sandbox import Unavailable

WAIT = 20  # seconds for the scheduler to answer


def run(
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
    """Raise ValueError where the workers have another nnbook, which would mark otherwise."""
    try:
        versions = set(client.run(_version).values())
    except Exception as error:
        raise ValueError(f"a worker of the cluster cannot mark: {error}") from error
    if versions != {nnbook.__version__}:
        has = ", ".join(sorted(versions)) or "no worker at all"
        raise ValueError(f"the cluster must have nnbook {nnbook.__version__}, but it has {has}")


def _version() -> str:
    return nnbook.__version__
