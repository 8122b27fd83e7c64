"""Plain nbgrader on the folder of an assignment, unchanged: generate, autograde, feedback, export.

It runs in an environment of its own, which `python tools/fetch_nbgrader.py` makes.
"""

import csv
import json
import os
import subprocess

import pytest
from fetch_nbgrader import python

from nnbook.classroom.assignment import Assignment
from nnbook.classroom.notebooks import released_solutions, student_notebook
from nnbook.cli import main
from tests.classroom.test_bank import TIDE
from tests.needs import missing

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course folder that nbgrader has gone through, with three submissions."""
    if not python().exists():
        missing("nbgrader (python tools/fetch_nbgrader.py)")
    top = tmp_path_factory.mktemp("nbgrader")
    (top / "bank").mkdir()
    (top / "bank" / "tides.py").write_text(TIDE)
    folder = top / "hw"
    ids = ["3.1", "3.2", "3.3", "3.6", "3.8", "3.9", "P.1"]
    words = ["--exercise", *ids, "--points", "1", "3.1=2", "--bank", str(top / "bank")]
    assert not main(["assign", *words, "--name", "hw", "--out", str(folder)])
    ours = (folder / "release" / "hw" / "hw.ipynb").read_bytes()
    nbgrader(folder, "generate_assignment", "hw")
    solved = json.loads(released_solutions(Assignment.read(folder)))
    part = json.loads(ours)
    for cell in part["cells"]:
        if cell["id"] == "answer-3-2":
            cell["source"] = "answer_3_2 = [0.55, 0.12, 0.46]"
        elif cell["id"] == "answer-3-1":
            cell["source"] = "def update(w, x, y, lr, threshold):\n    return w"
        elif cell["id"] == "answer-3-3":
            cell["source"] = "1 / 0"
    for student, notebook in {"all": solved, "part": part}.items():
        place = folder / "submitted" / student / "hw"
        place.mkdir(parents=True)
        (place / "hw.ipynb").write_text(json.dumps(notebook))
    place = folder / "submitted" / "none" / "hw"
    place.mkdir(parents=True)
    (place / "hw.ipynb").write_bytes((folder / "release" / "hw" / "hw.ipynb").read_bytes())
    for command in ("autograde", "generate_feedback"):
        nbgrader(folder, command, "hw")
    nbgrader(folder, "export")
    return folder, ours


def nbgrader(folder, *words):
    """Run nbgrader as its users do, with this tree's nnbook."""
    paths = f"{python().parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": paths, "PYTHONPATH": os.getcwd(), "OMP_NUM_THREADS": "1"}  # noqa: PTH109
    done = subprocess.run(
        [python(), "-m", "nbgrader", *words], cwd=folder, env=environment, check=False,
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_nbgrader_hands_out_our_notebook(course):
    """What it makes of the key is our students' notebook, and a checksum for each of its cells."""
    folder, ours = course
    theirs = json.loads((folder / "release" / "hw" / "hw.ipynb").read_text())
    sums = 0
    for cell in theirs["cells"]:
        sums += cell["metadata"].get("nbgrader", {}).pop("checksum", None) is not None
        cell["source"] = "".join(cell["source"]).rstrip()
    mine = json.loads(ours)
    for cell in mine["cells"]:
        cell["source"] = "".join(cell["source"]).rstrip()
    assert theirs["cells"] == mine["cells"]
    managed = [cell for cell in mine["cells"] if "nbgrader" in cell["metadata"]]
    assert sums == len(managed) > 0


def test_nbgrader_gives_the_points(course):
    """All points for the key but those given by hand, parts for parts, none for nothing."""
    folder, _ = course
    with (folder / "grades.csv").open(newline="") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert {name: float(row["max_score"]) for name, row in rows.items()} == dict.fromkeys(rows, 8.0)
    assert float(rows["all"]["score"]) == pytest.approx(7.0)
    assert float(rows["part"]["score"]) == pytest.approx(2 / 3)
    assert float(rows["none"]["score"]) == 0.0


def test_nbgraders_feedback_holds_no_solution(course):
    """The students' pages show what they handed in, and nothing of the key."""
    folder, _ = course
    for student in ("none", "part"):
        page = (folder / "feedback" / student / "hw" / "hw.html").read_text()
        assert "One update of a perceptron" in page
        assert "BEGIN SOLUTION" not in page
        assert "np.dot(w, x) &gt;= threshold" not in page


def test_what_nbgrader_collected_is_what_students_had(course):
    """The released notebook has not been touched by anything but checksums since."""
    folder, ours = course
    assert student_notebook(Assignment.read(folder)) == ours
