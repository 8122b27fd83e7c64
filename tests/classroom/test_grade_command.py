"""`nnbook grade` as its users run it: real notebooks, the real jail, all files."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from nnbook.classroom.assignment import Assignment, Question
from nnbook.classroom.notebooks import released_solutions, student_notebook
from nnbook.cli import main
from tests.needs import need_program

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
ASSIGNMENT = Assignment(
    "hw1", "Homework 1", (Question("3.1", 2.0), Question("3.2"), Question("3.8")),
    due="2026-11-01 18:00", secret=bytes(range(16)).hex(),
)  # fmt: skip
FLIPPED = """def update(w, x, y, lr, threshold):
    y_hat = 1 if w @ x >= threshold else 0
    return w - lr * (y - y_hat) * x
"""
SENTENCE = "=1+1 is what my neuron would say, because <b>it</b> adds."


def notebook(**cells: str) -> bytes:
    """The students' notebook with these cells filled in."""
    table = json.loads(student_notebook(ASSIGNMENT))
    for cell in table["cells"]:
        cell["source"] = cells.get(cell["id"].replace("-", "_"), cell["source"])
    return json.dumps(table).encode()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An assignment, a class as Blackboard hands it over, and a roster."""
    need_program("bwrap")
    place = tmp_path_factory.mktemp("course")
    ASSIGNMENT.write(place / "hw1")
    (place / "handed-in").mkdir()
    sentence = f"answer_3_8 = {SENTENCE!r}"
    files = {
        "ann": released_solutions(ASSIGNMENT),
        "bob": notebook(answer_3_1=FLIPPED, exercise_3_8=sentence),
        "cat": notebook(),
        "dan": notebook(answer_3_1="def update(w, x, y, lr, threshold):\n    while True: pass"),
        "eve": b"not a notebook",
        "fay": notebook(answer_3_2="answer_3_2 = [0.55, 0.12, 0.371]"),
    }
    for student, content in files.items():
        name = f"HW1_{student}_attempt_2026-11-03-12-00-00_hw1.ipynb"
        (place / "handed-in" / name).write_bytes(content)
    (place / "roster.txt").write_text("\n".join([*files, "gus"]))
    return place


def words(place: Path, out: str, *more: str) -> list[str]:
    return ["grade", str(place / "handed-in"), "--assignment", str(place / "hw1"), "--out",
            str(place / out), "--roster", str(place / "roster.txt"), "--seconds", "2",
            "--workers", "2", *more]  # fmt: skip


@pytest.fixture(scope="module")
def graded(place: Path) -> Path:
    """The results of an undisturbed run."""
    assert main(words(place, "results")) == 0
    return place / "results"


def lines(path: Path, key: str) -> dict[str, dict[str, str]]:
    table = csv.DictReader(io.StringIO(path.read_text("utf-8-sig")))
    return {line[key]: line for line in table}


def test_everybody_has_the_points_that_are_due(graded: Path) -> None:
    """Right, wrong, empty, endless, broken, absent: one line each, in the order of the names."""
    table = lines(graded / "gradebook.csv", "student_id")
    assert list(table) == ["ann", "bob", "cat", "dan", "eve", "fay", "gus"]
    assert {name: line["score"] for name, line in table.items()} == {
        "ann": "3", "bob": "0", "cat": "0", "dan": "0", "eve": "0", "fay": "1", "gus": "0",
    }  # fmt: skip
    assert {line["state"] for name, line in table.items() if name in "evegus"} == {"broken"}
    assert table["ann"]["late"] == "1 day 18 h"
    assert table["gus"]["late"] == ""


def test_each_student_reads_what_happened(graded: Path) -> None:
    """The mistake by its name, the loop, the broken file, the absence: in words, and escaped."""
    pages = {path.stem: path.read_text("utf-8") for path in (graded / "feedback").iterdir()}
    assert "The weights move the wrong way." in pages["bob"]
    assert "still to be given by hand" in pages["bob"]
    assert "loop that never ends" in pages["dan"]
    assert "not a notebook" in pages["eve"]
    assert "Nothing was handed in." in pages["gus"]
    report = (graded / "report.html").read_text("utf-8")
    assert "7 students, 5 notebooks graded" in report
    assert "3.1: sign flipped" in report
    for page in (*pages.values(), report):
        assert "<b>" not in page
        assert ASSIGNMENT.secret not in page


def test_points_by_hand_enter_every_sum(graded: Path, place: Path) -> None:
    """The list that was written is filled in, handed over, and counts; nothing is marked again."""
    shutil.copytree(graded, place / "by-hand")
    path = place / "by-hand" / "by-hand.csv"
    table = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
    assert [line["student"] for line in table] == ["ann", "bob"]
    assert table[1]["answer"] == f"'{SENTENCE}"
    for line in table:
        line["points"], line["comment"] = "0.5", "Half of it."
    with (filled := place / "filled.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(table[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(table)
    assert main(words(place, "by-hand", "--manual", str(filled))) == 0
    after = lines(place / "by-hand" / "gradebook.csv", "student_id")
    assert (after["ann"]["score"], after["bob"]["score"]) == ("3.5", "0.5")
    assert "Half of it." in (place / "by-hand" / "feedback" / "bob.html").read_text("utf-8")


def test_killed_and_run_again_it_is_the_same(graded: Path, place: Path) -> None:
    """With the real jail: kill -9 to all its processes at a random moment, then to the end."""
    command = [sys.executable, "-m", "nnbook", *words(place, "killed")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    wait = random.SystemRandom().uniform(1.0, 6.0)
    process = subprocess.Popen(
        command, cwd=place, env=environment, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    time.sleep(wait)
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    subprocess.run(command, cwd=place, env=environment, check=True, capture_output=True)
    for name in ("gradebook.csv", "by-hand.csv"):
        assert (place / "killed" / name).read_bytes() == (graded / name).read_bytes()


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["--workers", "0"], "--workers is at least 1"),
        (["--memory", "1"], "--memory is at least 256"),
        (["--seconds", "nan"], "--seconds is at least"),
        (["--again", "nobody"], "--again: nobody handed in nothing"),
        (["--manual", "gone.csv"], "gone.csv"),
        (["--roster", "gone.txt"], "gone.txt"),
    ],
)
def test_a_mistake_of_the_user_is_a_sentence(
    more: list[str], says: str, graded: Path, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Status 2 and one line that says what was wanted; the results are as they were."""
    before = (graded / "gradebook.csv").read_bytes()
    assert main(words(place, "results", *more)) == 2
    assert says in capsys.readouterr().err
    assert (graded / "gradebook.csv").read_bytes() == before


def test_the_summary_is_one_line(
    graded: Path, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """How many, in which form they came, the mean, what waits, and where to look."""
    assert main(words(place, "results")) == 0
    assert capsys.readouterr().out == (
        "5 of 7 graded (0 now), from a download of Blackboard; mean 0.8 of 4 points; "
        f"2 answers wait in by-hand.csv; see {graded / 'report.html'}\n"
    )


def test_without_a_jail_nothing_is_run(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The reason and the way out are said, and nothing has been graded."""
    from nnbook.classroom import batch, sandbox

    batch._sandbox.cache_clear()
    monkeypatch.setattr(sandbox, "reason_against", lambda: "there is no bwrap")
    assert main(words(place, "none")) == 2
    told = capsys.readouterr().err
    assert "there is no bwrap" in told
    assert "--i-trust-these-submissions" in told
    assert not (place / "none" / "gradebook.csv").exists()
