"""The zip for Gradescope: what is in it, and that it marks in a tree like Gradescope's."""

import io
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import pytest

from nnbook.classroom import autograder
from nnbook.classroom.assignment import Assignment
from nnbook.classroom.autograder import STUDENTS, student_of
from nnbook.classroom.autograder_command import RUN, SETUP, packed
from nnbook.classroom.notebooks import released_solutions, student_notebook
from nnbook.classroom.sandbox import Unavailable
from nnbook.cli import main
from tests.needs import need_program

NOBODY = 65534
HOSTILE = """
from pathlib import Path

top, loot = Path({top!r}), []
for place in ("source/assignment/assignment.json", "source/nnbook/exercises/ch03.py",
              "submission_metadata.json", "results/results.json", "source/run_autograder"):
    try:
        loot.append(Path(top / "autograder" / place).read_text())
    except OSError:
        pass
    try:
        Path(top / "autograder" / place).write_text("forged")
        loot.append("written")
    except OSError:
        pass
(top / "loot" / "all").write_text(str(len(loot)))
answer_3_2 = [0.55, 0.12, 0.371]
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """An assignment with all kinds of questions."""
    folder = tmp_path_factory.mktemp("course") / "hw"
    ids = ("3.1", "3.2", "3.3", "3.8", "3.9")
    assert not main(["assign", "--exercise", *ids, "--name", "hw", "--out", str(folder)])
    return folder


@pytest.fixture(scope="module")
def varied(tmp_path_factory):
    """An assignment with numbers of their own for two students."""
    folder = tmp_path_factory.mktemp("course")
    (folder / "roster.txt").write_text("ann@uni.edu\nbob\n")
    words = ["--exercise", "3.3", "--variants", "--students", str(folder / "roster.txt")]
    assert not main(["assign", *words, "--name", "hw", "--out", str(folder / "hw")])
    return folder / "hw"


def tree(folder, root, notebook, users=()):
    """A root like Gradescope's, with the zip unpacked and one submission."""
    (root / "results").mkdir(parents=True)
    (root / "submission").mkdir()
    archive = zipfile.ZipFile(io.BytesIO(packed(Assignment.read(folder), folder)))
    archive.extractall(root / "source")
    if notebook is not None:
        (root / "submission" / "hw.ipynb").write_bytes(notebook)
    metadata = {"id": 1, "users": [{"email": user, "id": 2, "name": "X"} for user in users]}
    (root / "submission_metadata.json").write_text(json.dumps(metadata))
    return root


def results(root):
    return json.loads((root / "results" / "results.json").read_text())


def run(root, **options):
    environment = {**os.environ, "NNBOOK_PYTHON": sys.executable, **options.pop("env", {})}
    return subprocess.run(
        [shutil.which("bash"), str(root / "source" / "run_autograder"), str(root)],
        env=environment, capture_output=True, text=True, check=False, timeout=120, **options,
    )  # fmt: skip


def test_the_zip_holds_what_marks_and_nothing_else(made):
    """Scripts that run, the assignment, nnbook; always the same bytes for the same assignment."""
    content = packed(Assignment.read(made), made)
    assert content == packed(Assignment.read(made), made)
    archive = zipfile.ZipFile(io.BytesIO(content))
    names = set(archive.namelist())
    assert {"setup.sh", "run_autograder", "requirements.txt"} < names
    assert {"assignment/assignment.json", f"assignment/{STUDENTS}"} < names
    assert {"nnbook/__init__.py", "nnbook/classroom/marking.py"} < names
    assert not [
        name for name in names if re.search(r"__pycache__|\.pyc|source/|release/|/\.", name)
    ]
    for name in ("setup.sh", "run_autograder"):
        assert archive.getinfo(name).external_attr >> 16 & stat.S_IXUSR
    assert b"numpy" in archive.read("requirements.txt")
    assert b"extra" not in archive.read("requirements.txt")
    assert len(content) < 5_000_000


@pytest.mark.parametrize("script", [SETUP, RUN])
def test_the_scripts_are_written_in_bash(script):
    """bash reads them without complaint, and they stop at the first command that fails."""
    done = subprocess.run(
        [shutil.which("bash"), "-n"], input=script, text=True, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert script.startswith("#!/usr/bin/env bash\n")
    assert "\nset -eu\n" in script


def test_the_command_says_what_to_do_with_it(made, tmp_path, capsys):
    """It writes the file that it names, and refuses a folder that is no assignment."""
    assert not main(["autograder", str(made), "--out", str(tmp_path / "a.zip")])
    assert zipfile.is_zipfile(tmp_path / "a.zip")
    assert "marks hw (5 questions, 5 points)" in capsys.readouterr().out
    assert main(["autograder", str(tmp_path), "--out", str(tmp_path / "b.zip")]) == 2
    assert not (tmp_path / "b.zip").exists()


@pytest.mark.slow
def test_it_marks_in_a_tree_like_gradescopes(made, tmp_path):
    """The unpacked zip, by itself, gives the marks in the form that Gradescope reads."""
    need_program("bwrap")
    root = tree(made, tmp_path / "g", released_solutions(Assignment.read(made)), ["a@b.c"])
    done = run(root)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "graded: 4 of 5 points\n"
    told = results(root)
    assert told["score"] == 4
    assert [test["max_score"] for test in told["tests"]] == [1] * 5
    assert [test["score"] for test in told["tests"]] == [1, 1, 1, 0, 1]
    assert {"number", "name", "output", "visibility"} < told["tests"][0].keys()
    assert told["stdout_visibility"] == "hidden"


def runs_for_nobody(python):
    """Whether a user without rights can run this Python and read its numpy."""
    user = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    try:
        return not subprocess.run(
            [python, "-c", "import numpy"], cwd="/", check=False, **user
        ).returncode
    except PermissionError:
        return False


def python_for_all(folder):
    """A Python that nobody, too, can run: this one, or the system's with this one's numpy."""
    if runs_for_nobody(sys.executable):
        return sys.executable
    packages = Path(np.__file__).parents[1]
    system = shutil.which(f"python3.{sys.version_info.minor}", path="/usr/bin")
    wrapper = folder / "python"
    wrapper.write_text(f'#!/bin/sh\nPYTHONPATH="$PYTHONPATH:{packages}" exec {system} "$@"\n')
    wrapper.chmod(0o755)
    if system is None or not runs_for_nobody(wrapper):
        pytest.skip("no Python here can be run by other users")
    return str(wrapper)


@pytest.fixture
def open_folder():
    """A folder all of whose parents anybody may enter; pytest's own are closed to others."""
    top = Path(tempfile.mkdtemp(prefix="nnbook-gradescope-"))
    top.chmod(0o755)
    yield top
    shutil.rmtree(top)


@pytest.mark.slow
@pytest.mark.parametrize("hostile", [False, True])
def test_without_namespaces_answers_belong_to_nobody(made, open_folder, hostile):
    """Root, but no bubblewrap: right answers are right, and nothing can be read or forged."""
    if os.geteuid() != 0:
        pytest.skip("only root can start processes of another user")
    notebook = json.loads(released_solutions(Assignment.read(made)))
    if hostile:
        source = HOSTILE.format(top=str(open_folder)).splitlines(keepends=True)
        cell = {"cell_type": "code", "id": "x", "metadata": {}, "source": source}
        notebook["cells"] = [{**cell, "outputs": [], "execution_count": None}]
    root = tree(made, open_folder / "autograder", json.dumps(notebook).encode())
    (root / "submission_metadata.json").chmod(0o600)
    before = {path: path.read_bytes() for path in (root / "source").rglob("*.*") if path.is_file()}
    for name, mode in (("bin", 0o755), ("loot", 0o777)):
        (open_folder / name).mkdir()
        (open_folder / name).chmod(mode)
    for name in ("bash", "env"):
        (open_folder / "bin" / name).symlink_to(shutil.which(name))
    done = run(
        root, env={"PATH": str(open_folder / "bin"), "NNBOOK_PYTHON": python_for_all(open_folder)}
    )
    assert done.returncode == 0, done.stderr
    assert results(root)["score"] == (1 if hostile else 4)
    # It was there, it could write where anybody may, and it had nothing to tell.
    assert [path.read_text() for path in (open_folder / "loot").iterdir()] == ["0"] * hostile
    assert {path: path.read_bytes() for path in before} == before
    for closed in ("source", "results", "submission"):
        assert stat.S_IMODE((root / closed).stat().st_mode) == 0o700


def test_without_namespaces_and_without_root_nothing_is_marked(made, tmp_path, monkeypatch):
    """Where a submission could write its own results, there are none."""
    root = tree(made, tmp_path / "g", student_notebook(Assignment.read(made)))

    def none(**_):
        raise Unavailable("no namespaces")

    monkeypatch.setattr(autograder.Sandbox, "find", none)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(Unavailable, match="no namespaces"):
        autograder.run(root)
    assert not (root / "results" / "results.json").exists()


def test_no_notebook_and_several_are_told_apart(made, tmp_path):
    """Each ends in a sentence with the name of the file that is wanted, and 0 points."""
    root = tree(made, tmp_path / "none", None)
    assert autograder.run(root).points == 0
    assert results(root)["output"] == "There is no notebook among the files. Hand in hw.ipynb."
    root = tree(made, tmp_path / "two", None)
    for name in ("a.ipynb", "b.ipynb"):
        (root / "submission" / name).write_bytes(b"{}")
    assert autograder.run(root).state == "broken"
    assert results(root)["output"].startswith("There are 2 notebooks among the files.")


@pytest.mark.parametrize(
    ("user", "known", "who"),
    [
        ({"email": "ann@uni.edu"}, [], "ann@uni.edu"),
        ({"email": "ann@uni.edu", "name": "Ann", "sid": "7"}, [], "ann@uni.edu"),
        ({"name": "Ann"}, [], "Ann"),
        ({}, [], "student"),
        ({"email": "Ann@uni.edu"}, ["bob", "ann@uni.edu"], "ann@uni.edu"),
        ({"email": "ann@uni.edu"}, ["ann"], "ann"),
        ({"email": "x@y.z", "sid": "4711"}, ["4711"], "4711"),
        ({"email": "x@y.z", "name": "Ann B"}, ["Ann B"], "Ann B"),
        ({"email": "eve@uni.edu", "name": "Eve"}, ["ann", "bob"], ""),
        ({"email": None, "name": 5}, ["ann"], ""),
    ],
)
def test_who_handed_in(user, known, who):
    """The name of the roster is found by id, address, its first half, or name."""
    assert student_of({"users": [user]}, known) == who
    assert student_of({"users": "nobody"}, known) in {"student", ""}


@pytest.mark.slow
def test_numpy_there_is_the_one_that_drew_the_variants(made, varied):
    """Only where there are variants; its last number is free, since it changes no draw."""
    wanted = f"numpy=={'.'.join(np.__version__.split('.')[:2])}.*"
    for folder, pinned in ((varied, [wanted]), (made, [])):
        archive = zipfile.ZipFile(io.BytesIO(packed(Assignment.read(folder), folder)))
        lines = archive.read("requirements.txt").decode().splitlines()
        assert [line for line in lines if line.startswith("numpy==")] == pinned
        assert sum(line.startswith("numpy") for line in lines) == 1


def test_a_variant_is_marked_as_that_students_own(varied, tmp_path):
    """Ann's answers are right under Ann's address, wrong under Bob's, and nobody's for Eve."""
    need_program("bwrap")
    solved = released_solutions(Assignment.read(varied), "ann@uni.edu")
    scores = {}
    for user in ("ann@uni.edu", "bob@uni.edu", "eve@uni.edu"):
        root = tree(varied, tmp_path / user, solved, [user])
        report = autograder.run(root)
        scores[user] = results(root)["score"]
    assert scores == {"ann@uni.edu": 1, "bob@uni.edu": 0, "eve@uni.edu": 0}
    assert report.state == "broken"
    assert "not on the list of students" in results(root)["output"]
