"""Killed at any moment and run again, a batch ends as if nobody had touched it."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.classroom.class_of import ASSIGNMENT, fill

ROOT = Path(__file__).resolve().parents[2]
STUDENTS = 60
WORKERS = 2
KILLS = 4
PAUSE = 0.08  # seconds that a marking takes

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "killpg"), reason="no groups of processes here"),
]


class Batch:
    """`nnbook grade` on a class made up, with a marking that takes no time to speak of."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.out, self.log = folder, folder / name, folder / f"{name}.log"

    def start(self, *more: str) -> subprocess.Popen[str]:
        """The command, in a group of processes of its own."""
        words = [
            str(self.folder / "handed-in"), "--assignment", str(self.folder / "hw1"), "--out",
            str(self.out), "--workers", str(WORKERS), "--i-trust-these-submissions", *more,
        ]  # fmt: skip
        code = (
            "import sys; from tests.classroom.class_of import grade_with_pretended; "
            f"sys.exit(grade_with_pretended({words!r}, {str(self.log)!r}, {PAUSE}))"
        )
        return subprocess.Popen(
            [sys.executable, "-c", code], cwd=ROOT, start_new_session=True, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def finish(self, *more: str) -> str:
        """Run it to its end; what it says."""
        process = self.start(*more)
        out, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
        return out

    def finished(self) -> int:
        """How many results there are, as anybody may look while it runs."""
        if not (self.out / "results.sqlite").exists():
            return 0
        # A copy, because the file itself is locked.
        copy = self.folder / "look.sqlite"
        for suffix in ("", "-journal"):
            source = self.out / f"results.sqlite{suffix}"
            if source.exists():
                Path(f"{copy}{suffix}").write_bytes(source.read_bytes())
        base = sqlite3.connect(copy)
        try:
            (count,) = base.execute("SELECT count(*) FROM results").fetchone()
            return int(count)
        except sqlite3.Error:  # copied in the middle of a write
            return 0
        finally:
            base.close()
            Path(f"{copy}-journal").unlink(missing_ok=True)

    def wait_for(self, count: int) -> subprocess.Popen[str]:
        """Start it, and wait until so many more are finished, or it is over."""
        process, before = self.start(), self.logged()
        end = time.monotonic() + 60
        while self.logged() - before < count and process.poll() is None:
            assert time.monotonic() < end, "no progress for a minute"
            time.sleep(0.01)
        return process

    def logged(self) -> int:
        return self.log.read_text("utf-8").count("\n") if self.log.exists() else 0


def gone(group: int) -> bool:
    """Whether all processes of a group have ended, soon."""
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Batch:
    """A batch that ran through."""
    folder = tmp_path_factory.mktemp("class")
    fill(folder / "handed-in", STUDENTS)
    ASSIGNMENT.write(folder / "hw1")
    batch = Batch(folder, "undisturbed")
    assert f"{STUDENTS} of {STUDENTS} graded ({STUDENTS} now)" in batch.finish()
    return batch


def test_killed_at_random_moments_it_ends_the_same(undisturbed: Batch) -> None:
    """kill -9 to all its processes, several times: the same gradebook, each result there once.

    A marking that is in work at the kill is lost and done again; no other is.
    """
    moments = random.Random(time.time_ns())  # noqa: S311 - anew each time, and nothing secret
    batch = Batch(undisturbed.folder, "killed")
    kills = 0
    for _ in range(KILLS):
        process = batch.wait_for(moments.randrange(0, 2 * STUDENTS // KILLS))
        time.sleep(moments.uniform(0, 2 * PAUSE))
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            kills += 1
        process.communicate(timeout=20)
    batch.finish()
    assert kills
    for name in ("gradebook.csv", "canvas.csv", "moodle.csv", "by-hand.csv"):
        assert (batch.out / name).read_bytes() == (undisturbed.out / name).read_bytes()
    base = sqlite3.connect(batch.out / "results.sqlite")
    students = Counter(student for (student,) in base.execute("SELECT student FROM results"))
    base.close()
    assert set(students.values()) == {1}
    assert len(students) == STUDENTS
    assert STUDENTS <= batch.logged() <= STUDENTS + kills * WORKERS
    assert [path.name for path in batch.out.rglob(".*")] == []
    assert "(0 now)" in batch.finish()


def test_a_worker_alone_may_be_killed_from_outside(undisturbed: Batch) -> None:
    """Its work is done by another, in the same run."""
    batch = Batch(undisturbed.folder, "bereaved")
    process = batch.wait_for(5)
    own = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not own.exists():
        pytest.skip("this system does not list the children of a process")
    for child in own.read_text("utf-8").split():
        if "spawn_main" in Path(f"/proc/{child}/cmdline").read_text("utf-8"):
            os.kill(int(child), signal.SIGKILL)
            break
    out, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    assert f"{STUDENTS} of {STUDENTS} graded" in out
    assert (batch.out / "gradebook.csv").read_bytes() == (
        undisturbed.out / "gradebook.csv"
    ).read_bytes()


def test_ctrl_c_ends_it_cleanly(undisturbed: Batch) -> None:
    """It says how far it came, leaves no process, and what is finished is kept."""
    batch = Batch(undisturbed.folder, "stopped")
    process = batch.wait_for(8)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode != 0
    assert f"of {STUDENTS} are graded; the same command goes on." in errors
    assert gone(process.pid), "a process of the batch is still there"
    kept = batch.finished()
    assert 6 <= kept < STUDENTS
    assert f"({STUDENTS - kept} now)" in batch.finish()


def test_a_second_batch_is_told_that_one_is_running(undisturbed: Batch) -> None:
    """Two of them in one folder of results would grade the same twice."""
    batch = Batch(undisturbed.folder, "twice")
    first = batch.wait_for(2)
    second = batch.start()
    _, errors = second.communicate(timeout=30)
    assert second.returncode != 0
    assert "is in use: does another grading run there?" in errors
    assert first.wait(timeout=60) == 0
    first.communicate()


def test_a_changed_notebook_is_graded_anew(undisturbed: Batch, tmp_path: Path) -> None:
    """And it alone; --again does the same for one that has not changed."""
    shutil.copytree(undisturbed.folder, tmp_path / "class")
    batch = Batch(tmp_path / "class", "undisturbed")
    notebook = batch.folder / "handed-in" / "student007.ipynb"
    notebook.write_text('{"cells": [], "number": "another"}', "utf-8")
    assert "(1 now)" in batch.finish()
    assert "(2 now)" in batch.finish("--again", "student001", "student002")
