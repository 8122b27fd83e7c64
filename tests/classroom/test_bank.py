"""Private exercises: read from a folder, refused with their faults, handed out without checks."""

import json
import re

import pytest

from nnbook.classroom._answers import right_answer
from nnbook.classroom.assignment import Assignment
from nnbook.classroom.bank import exercises_in, faults
from nnbook.classroom.nbgrading import credit
from nnbook.classroom.notebooks import released_solutions, student_notebook
from nnbook.cli import main
from nnbook.exercises import check

TIDE = '''
"""Private exercises on a harbour."""

import numpy as np

from nnbook.exercises._engine import Exercise, Trap
from nnbook.exercises._functions import FunctionJudge
from nnbook.exercises._numbers import NumberJudge


def above(levels):
    """Return the levels above the mean, the rest as 0."""
    return np.where(levels > middle(levels), levels, 0.0)


def middle(levels):
    """The mean, as a helper of its own."""
    return levels.mean()


def cases(rng):
    yield (np.array([1.0, 2.0, 4.0]),)
    for _ in range(10):
        yield (rng.normal(size=5),)


def tide():
    """The level at noon, and at six."""
    return 1.5 + 0.25, 1.5 - 0.25


COMMON = dict(
    objective="Read a tide table", level="core", see="Tides",
    hints=("Look at the mean.", "Compare each with it.", "An array of the same length."),
)

EXERCISES = (
    Exercise(
        id="P.1", title="High water", task="Write `above(levels)`.", solution=above,
        judge=FunctionJudge(cases),
        traps=(Trap("below", lambda levels: np.where(levels < levels.mean(), levels, 0.0),
                    "Those are the levels below the mean."),),
        **COMMON,
    ),
    Exercise(
        id="P.2", title="Noon", task="Work out both levels, with two decimals.", solution=tide,
        judge=NumberJudge(("noon", "six"), 2),
        traps=(Trap("swapped", lambda: (1.25, 1.75), "Noon and six have changed places."),),
        **COMMON,
    ),
)
'''


@pytest.fixture
def bank(tmp_path):
    """A folder with one file of private exercises."""
    folder = tmp_path / "harbour"
    folder.mkdir()
    (folder / "tides.py").write_text(TIDE)
    return folder


def assign(folder, bank, *more):
    return main([
        "assign", "--exercise", "3.1", "--bank", str(bank), "--name", "hw", *map(str, more),
        "--out", str(folder),
    ])  # fmt: skip


def test_a_bank_is_read_in_the_books_own_form(bank):
    """The exercises by id; each passes with its own solution, and has no faults."""
    exercises = exercises_in(bank)
    assert list(exercises) == ["P.1", "P.2"]
    for exercise in exercises.values():
        assert list(faults(exercise)) == []
        assert exercise.judge(exercise, right_answer(exercise)).passed
    assert exercises_in(bank) is exercises  # read once


def test_a_changed_file_is_read_again(bank):
    """An edit counts at once, even of the same length."""
    before = exercises_in(bank)
    (bank / "tides.py").write_text(TIDE.replace("Noon", "Dusk"))
    assert exercises_in(bank)["P.2"].title == "Dusk"
    assert before["P.2"].title == "Noon"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('id="P.2"', 'id="3.2"', r"tides.py: 3.2 is the number of one of the book's own"),
        ('id="P.2"', 'id="P.1"', r"tides.py: tides.py has an exercise P.1 already"),
        ('id="P.2"', 'id="p2"', r"tides.py: ValueError: an exercise has an id such as"),
        ("EXERCISES = (", "THINGS = (", r"tides.py: wanted is a tuple EXERCISES"),
        ("EXERCISES = (", "EXERCISES = (3,", r"tides.py: wanted is a tuple EXERCISES"),
        ("import numpy", "import nampy", r"tides.py: ModuleNotFoundError: No module named 'nampy'"),
        ("import numpy as np", "import numpy as", r"tides.py: SyntaxError"),
        ('"Compare each with it.", ', "", r"tides.py: ValueError: exercise P.1 wants 3 hints"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(bank, old, new, says):
    """The sentence begins with the file, and says what is wrong in it."""
    (bank / "tides.py").write_text(TIDE.replace(old, new))
    with pytest.raises(ValueError, match=says):
        exercises_in(bank)


def test_an_empty_bank_is_none(tmp_path):
    """A folder without exercises is said to be one."""
    with pytest.raises(ValueError, match="holds no exercises"):
        exercises_in(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("1.5 + 0.25, 1.5 - 0.25", "1.25, 1.75", "the trap 'swapped' passes as right"),
        ("lambda: (1.25, 1.75)", "lambda: (9.0, 1.25)", None),
        ("levels < levels.mean()", "levels > levels.max()", None),
        ("(1.25, 1.75)", "1 / 0", "the trap 'swapped' stops with ZeroDivisionError"),
        ("(1.25, 1.75)", "(1.7501, 1.25)", "the trap 'swapped' passes as right"),
        ("levels < levels.mean()", "levels > levels.mean()", "the trap 'below' passes as right"),
        ("return levels.mean()", "return levels.mode()", "the solution stops with AttributeError"),
        (
            '("noon", "six"), 2',
            '("noon",), 2',
            "the solution stops with ValueError: 2 numbers come out, but 1 are asked for",
        ),
        ("middle(levels), levels", "BAR, levels", "the solution stops with NameError"),
        ("def middle", "BAR = [1]\n\n\ndef middle", None),
    ],
)
def test_an_exercise_with_a_fault_is_not_handed_out(bank, old, new, says, tmp_path, capsys):
    """Solution and traps are tried; each fault names file, exercise and what happened."""
    (bank / "tides.py").write_text(TIDE.replace(old, new))
    status = assign(tmp_path / "hw", bank)
    error = capsys.readouterr().err
    if says is None:
        assert (status, error) == (0, "")
        return
    assert status == 2
    assert re.search(rf"^tides.py, exercise P.[12]: {re.escape(says)}", error, re.MULTILINE)
    assert not (tmp_path / "hw").exists()


def test_a_trap_that_is_told_something_else_is_a_fault(bank):
    """Two traps with one answer: the second never gets its word in."""
    first = 'Trap("twin", lambda: (1.25, 1.75), "Turned round."), '
    (bank / "tides.py").write_text(TIDE.replace('Trap("swapped"', f'{first}Trap("swapped"'))
    found = list(faults(exercises_in(bank)["P.2"]))
    assert found == [
        "tides.py, exercise P.2: the trap 'swapped' is told something else: Turned round."
    ]


def test_private_exercises_are_handed_out_without_a_check(bank, tmp_path):
    """The students' notebook asks them, cannot judge them, and holds nothing of the answer."""
    assert assign(tmp_path / "hw", bank) == 0
    assignment = Assignment.read(tmp_path / "hw")
    assert [question.id for question in assignment.questions] == ["3.1", "P.1", "P.2"]
    assert (tmp_path / "hw" / "bank" / "tides.py").read_text() == TIDE
    cells = json.loads(student_notebook(assignment))["cells"]
    there = {cell["id"]: "".join(cell["source"]) for cell in cells}
    assert there["exercise-P-1"] == "# Exercise P.1 is marked after you have handed in."
    assert there["exercise-3-1"] == 'check("3.1", update)'
    assert "chapter" not in there["task-P-1"]
    assert "middle" not in there["answer-P-1"]
    assert there["answer-P-2"].count("...") == 2


def test_only_the_private_exercises_that_are_named_are_asked(bank, tmp_path):
    """Naming one by id leaves the others in the folder."""
    assert assign(tmp_path / "hw", bank, "--exercise", "P.2", "3.2") == 0
    assert [q.id for q in Assignment.read(tmp_path / "hw").questions] == ["P.2", "3.2"]


def test_the_solution_of_a_private_exercise_brings_its_helpers(bank, tmp_path):
    """The solved notebook runs by itself, and nbgrader's hidden test gives it all points."""
    assert assign(tmp_path / "hw", bank) == 0
    names: dict = {}
    for cell in json.loads(released_solutions(Assignment.read(tmp_path / "hw")))["cells"]:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), names)  # noqa: S102 - our own cells
    place = tmp_path / "hw" / "autograded" / "ann" / "hw"
    for id in ("3.1", "P.1", "P.2"):
        assert credit(id, names, place) == 1.0
    assert credit("P.2", {"answer_P_2": [1.75, 9.0]}, place) == 0.5
    assert credit("P.1", {}, place) == 0.0
    assert credit("P.1", {"above": lambda levels: levels}, place) == 0.0


def test_the_students_nnbook_does_not_know_a_private_exercise():
    """`check("P.1", ...)` is answered with what there is."""
    with pytest.raises(ValueError, match=r"there is no exercise 'P.1'"):
        check("P.1", 3)


def test_a_hidden_test_outside_of_an_assignment_says_so(tmp_path):
    """No manifest in any folder above: the error names the file and the place."""
    with pytest.raises(FileNotFoundError, match=r"no folder above .* holds an assignment.json"):
        credit("3.1", {}, tmp_path / "x" / "y")
