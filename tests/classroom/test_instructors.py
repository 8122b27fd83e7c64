"""The page for instructors: every command on it is run, every output compared."""

import csv
import html
import json
import re
import shlex
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from nnbook.classroom.assignment import Assignment
from nnbook.classroom.bank import exercises_in, faults
from nnbook.classroom.notebooks import released_solutions
from nnbook.cli import main
from nnbook.exercises._engine import find
from tests.needs import need_program

BOOK = Path(__file__).parents[2] / "book"
PAGE = (BOOK / "instructors.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```text\n\$ (.*)\n((?:.*\n)*?)```$", PAGE, re.MULTILINE)
CAPTIONED = re.findall(
    r"^```\{code-block\} text\n:caption: (.*)\n((?:.*\n)*?)```$", PAGE, re.MULTILINE
)
POINTS = re.findall(
    r"^\| ([a-z, ]+?) \|.*\| ([\d.]+)(?:<!--given-->)?(?: of 7| each)? \|$", PAGE, re.MULTILINE
)
WEEK = re.compile(
    r"^\| (\d+) \| ([\d and]+) \| (\d+) min \| (.*?) \| (.*?) \| (.*?) \|$", re.MULTILINE
)


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    """The commands of the page, run one after the other in a copy of its folder."""
    need_program("bwrap")
    top = tmp_path_factory.mktemp("session") / "instructors"
    shutil.copytree(BOOK / "instructors", top)
    outputs, books = {}, []
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(top)
        for command, _ in BLOCKS:
            outputs[command] = said(command)
            book = top / "results" / "gradebook.csv"
            if book.exists():
                books.append(book.read_text())
    return top, outputs, books


def said(command):
    """What a command prints: ours in this process, cat by reading."""
    import contextlib
    import io

    words = shlex.split(command)
    if words[0] == "cat":
        return Path(words[1]).read_text(encoding="utf-8-sig")
    assert words[0] == "nnbook"
    if "--manual" in words:
        fill_in(Path(words[words.index("--manual") + 1]))
    with contextlib.redirect_stdout(io.StringIO()) as out:
        assert main(words[1:]) == 0
    return out.getvalue()


def fill_in(path):
    """As the page tells: Ada and Hanna get their point."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["points"] = "1" if row["student"] in {"ada", "hanna"} else "0"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def words_of(page):
    """The text of an HTML page without its marks, runs of spaces as one."""
    text = re.sub(r"<(style|script|title)\b.*?</\1>", "", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", text)).split())


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(BLOCKS)), ids=[block[0][:40] for block in BLOCKS])
def test_a_command_says_what_the_page_says(session, number):
    """Byte for byte, in the order of the page."""
    command, shown = BLOCKS[number]
    assert session[1][command].rstrip() == shown.rstrip()


@pytest.mark.slow
@pytest.mark.parametrize(("path", "shown"), CAPTIONED, ids=[path for path, _ in CAPTIONED])
def test_a_page_that_is_quoted_says_so(session, path, shown):
    """Each quoted line stands in the file that the caption names."""
    text = words_of((session[0] / path).read_text(encoding="utf-8"))
    for line in shown.splitlines():
        assert " ".join(line.split()) in text


@pytest.mark.slow
def test_the_table_of_students_is_the_gradebook(session):
    """Every student of the table has the points that the first marking gave."""
    rows = {row["student_id"]: row for row in csv.DictReader(session[2][0].splitlines())}
    shown = {name: points for names, points in POINTS for name in names.split(", ")}
    assert shown == {name: row["score"] for name, row in rows.items()}
    assert len(shown) == 10


@pytest.mark.slow
def test_every_kind_of_submission_is_among_the_ten(session):
    """Right, partly right, wrong, untouched, alike, endless, cheating and broken."""
    top = session[0]
    states = {}
    for path in (top / "results" / "gradescope").glob("*/results.json"):
        told = json.loads(path.read_text())
        states[path.parent.name] = [test["score"] for test in told["tests"]]
    assert len(states) == len(list((top / "submissions").iterdir())) == 10
    assert states["ada"] == [2, 1, 1, 1, 1, 1]
    assert 0 < states["ben"][1] < 1
    assert sum(states["emil"]) == sum(states["ivo"]) == sum(states["jun"]) == 0
    assert states["farah"] == states["gustav"]
    assert states["hanna"][3] == 0


def test_the_page_shows_every_command():
    """Assigning, grading, packing: no command without an example."""
    assert {command.split()[1] for command, _ in BLOCKS if command.startswith("nnbook")} == {
        "assign", "grade", "autograder",
    }  # fmt: skip
    assert len(BLOCKS) == 8
    assert len(CAPTIONED) == 5


def test_the_bank_to_copy_from_is_in_order():
    """The example of a private exercise has no fault."""
    (exercise,) = exercises_in(BOOK / "instructors" / "bank").values()
    assert list(faults(exercise)) == []
    assert len(exercise.traps) >= 3


@pytest.mark.parametrize("row", WEEK.findall(PAGE), ids=lambda row: f"{row[0]} {row[1]}")
def test_a_week_of_the_syllabus_exists(row):
    """Minutes are the chapters' own, figures stand in them, and the exercises are theirs."""
    _, chapters, minutes, figures, together, homework = row
    numbers = chapters.split(" and ")
    paths = [next(BOOK.glob(f"{int(number):02d}-*.ipynb")) for number in numbers]
    texts = ["".join("".join(c["source"]) + "\n" for c in json.loads(p.read_text())["cells"])
             for p in paths]  # fmt: skip
    assert sum(int(re.search(r"About (\d+) minutes", text)[1]) for text in texts) == int(minutes)
    for figure in re.findall(r"`(\w+)`", figures):
        assert any(re.search(rf"^{figure} = [A-Z]\w+\(", text, re.MULTILINE) for text in texts)
    ids = re.findall(r"`([\d.]+)`", together + homework)
    assert {id.partition(".")[0] for id in ids} <= set(numbers)
    assert all(find(id).level == "core" for id in re.findall(r"`([\d.]+)`", homework))
    assert all(find(id).level != "stretch" for id in re.findall(r"`([\d.]+)`", together))


def test_both_plans_are_whole():
    """Six weeks and twelve, counted through; the long one leaves no chapter out."""
    weeks = WEEK.findall(PAGE)
    assert [int(week[0]) for week in weeks] == [*range(1, 7), *range(1, 13)]
    read = [number for week in weeks[6:] for number in week[1].split(" and ")]
    assert sorted(map(int, read)) == list(range(1, 14))


@pytest.mark.slow
def test_variants_and_private_exercises_go_all_the_way(tmp_path, monkeypatch, capsys):
    """One's own answers earn all points, a neighbour's only those that are the same for all.

    That another numpy has drawn the variants is said, and stops nothing.
    """
    need_program("bwrap")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "class.csv").write_text("SIS Login ID,Student\nann,Ann A\nbob,Bob B\ncy,Cy C\n")
    bank = str(BOOK / "instructors" / "bank")
    given = ["--exercise", "3.3", "3.4", "P.1", "--bank", bank, "--seed", "1"]
    assert not main(["assign", *given, "--variants", "--students", "class.csv", "--name", "hw"])
    assignment = Assignment.read(Path("hw"))
    assert assignment.numpy == np.__version__
    replace(assignment, numpy="1.26.4").write("hw")
    Path("in").mkdir()
    for who, whose in {"ann": "ann", "bob": "ann", "cy": "cy"}.items():
        Path("in", f"{who}.ipynb").write_bytes(released_solutions(assignment, whose))
    words = ["--assignment", "hw", "--roster", "class.csv", "--out", "out"]
    assert not main(["grade", "in", *words])
    assert "The variants were drawn with numpy 1.26.4, and this is" in capsys.readouterr().err
    with Path("out", "gradebook.csv").open(newline="") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    scores = {who: float(row["score"]) for who, row in rows.items()}
    assert scores == {"ann": 3.0, "bob": 2.0, "cy": 3.0}
