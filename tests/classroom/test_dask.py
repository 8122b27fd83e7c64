"""The same batch on a Dask cluster: two workers on this machine, one of which is killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from nnbook.classroom import _workers
from tests.classroom.class_of import ASSIGNMENT, Pretended, fill
from tests.needs import need

ROOT = Path(__file__).resolve().parents[2]
STUDENTS = 40
PAUSE = 0.1  # seconds that a marking takes

pytestmark = [pytest.mark.slow, pytest.mark.frameworks]


class Cluster:
    """A scheduler and two workers, each a process of its own."""

    def __init__(self, folder: Path) -> None:
        need("distributed")
        self.folder, self.file = folder, folder / "scheduler.json"
        self.running: list[subprocess.Popen[bytes]] = []
        self._start("scheduler", "--host", "127.0.0.1", "--port", "0")
        self.workers = [
            self._start("worker", "--nthreads", "1", "--no-nanny", "--name", f"worker{number}")
            for number in range(2)
        ]

    def _start(self, kind: str, *words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", *words,
                   "--scheduler-file", str(self.file), "--no-dashboard"]  # fmt: skip
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        self.running.append(process)
        return process

    @property
    def address(self) -> str:
        """Where the scheduler answers, once it does."""
        for _ in range(600):
            if self.file.exists() and self.file.stat().st_size:
                return str(json.loads(self.file.read_text("utf-8"))["address"])
            time.sleep(0.1)
        raise TimeoutError("the scheduler did not start within a minute")

    def close(self) -> None:
        for process in self.running:
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """A cluster that is gone afterwards."""
    found = Cluster(tmp_path)
    yield found
    found.close()


def start(folder: Path, name: str, *words: str) -> subprocess.Popen[str]:
    """`nnbook grade` with a pretended marking, on a cluster or not."""
    words = (str(folder / "handed-in"), "--assignment", str(folder / "hw1"), "--out",
             str(folder / name), "--i-trust-these-submissions", *words)  # fmt: skip
    code = (
        "import sys; from tests.classroom.class_of import grade_with_pretended; "
        f"sys.exit(grade_with_pretended({list(words)!r}, {str(folder / name)!r} + '.log', {PAUSE}))"
    )
    return subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def test_a_worker_that_dies_changes_nothing(cluster: Cluster, tmp_path: Path) -> None:
    """Killed in the middle, it leaves its work to the other: the same gradebook as without Dask."""
    fill(tmp_path / "handed-in", STUDENTS)
    ASSIGNMENT.write(tmp_path / "hw1")
    _, errors = (alone := start(tmp_path, "alone")).communicate(timeout=120)
    assert alone.returncode == 0, errors
    batch = start(tmp_path, "cluster", "--scheduler", cluster.address)
    log = tmp_path / "cluster.log"
    end = time.monotonic() + 60
    while not log.exists() or log.read_text("utf-8").count("\n") < STUDENTS // 3:
        assert batch.poll() is None, batch.communicate()[1]
        assert time.monotonic() < end, "no progress for a minute"
        time.sleep(0.02)
    cluster.workers[0].kill()
    out, errors = batch.communicate(timeout=120)
    assert batch.returncode == 0, errors
    assert f"{STUDENTS} of {STUDENTS} graded ({STUDENTS} now)" in out
    for name in ("gradebook.csv", "canvas.csv", "moodle.csv", "by-hand.csv"):
        files = [(tmp_path / run / name).read_bytes() for run in ("alone", "cluster")]
        assert files[0] == files[1]
    # What the dead worker had in work, and had done without having said so, is done again.
    assert STUDENTS <= log.read_text("utf-8").count("\n") <= STUDENTS + 4


def test_an_address_where_nobody_answers_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """A scheduler that is not there is a sentence, not a traceback."""
    need("distributed")
    monkeypatch.setattr(_workers, "WAIT", 1)
    with pytest.raises(ValueError, match="no Dask scheduler answers at tcp:"):
        next(_workers.run_on_cluster([], Pretended(ASSIGNMENT), address="tcp://127.0.0.1:9"))


def test_without_dask_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is named."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ValueError, match=r"nnbook\[cluster\]"):
        next(_workers.run_on_cluster([], Pretended(ASSIGNMENT), address="tcp://127.0.0.1:9"))
