"""What holds for every exercise of the book, whoever wrote it."""

import ast
import inspect
import json
import re
import textwrap
from pathlib import Path

import pytest

from nnbook.exercises import check, hint, solution
from nnbook.exercises._engine import chapters, exercises_of, session

BOOK = Path(__file__).parents[2] / "book"
EXERCISES = [exercise for chapter in chapters() for exercise in exercises_of(chapter)]
TRAPS = [(exercise, trap) for exercise in EXERCISES for trap in exercise.traps]

every = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)


def source_lines(exercise):
    """The lines of a solution that say something, without signature and docstring."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(exercise.solution))).body[0]
    body = tree.body[1:] if ast.get_docstring(tree) else tree.body
    return [line.strip() for node in body for line in ast.unparse(node).splitlines()]


def messages(exercise):
    """All that a learner can be shown of an exercise before its solution."""
    said = [exercise.task, *exercise.hints, *(trap.says for trap in exercise.traps)]
    said += [str(check(exercise.id, trap.wrong)) for trap in exercise.traps]
    return [*said, *(rule.says for rule in getattr(exercise.judge, "properties", ()))]


def test_there_are_exercises():
    """Chapter 3 has exercises, so the tests below test something."""
    assert 3 in chapters()
    assert TRAPS


@every
def test_the_solution_passes(exercise):
    """The solution that is shown is right by the judge's own word."""
    verdict = check(exercise.id, exercise.solution)
    assert verdict.passed, verdict


@pytest.mark.parametrize(
    ("exercise", "trap"), TRAPS, ids=[f"{exercise.id} {trap.name}" for exercise, trap in TRAPS]
)
def test_a_trap_is_caught_by_its_own_message(exercise, trap):
    """Each known wrong answer is told its own sentence and not that of another."""
    verdict = check(exercise.id, trap.wrong)
    assert verdict.state == "wrong"
    assert verdict.reason == trap.name
    assert trap.says in str(verdict)


@every
def test_there_are_enough_traps(exercise):
    """An exercise knows at least three misconceptions, each with a name and sentence of its own."""
    assert len(exercise.traps) >= 3
    assert len({trap.says for trap in exercise.traps}) == len(exercise.traps)
    assert len({trap.name for trap in exercise.traps}) == len(exercise.traps)


@every
def test_nothing_shown_gives_the_solution_away(exercise):
    """No task, hint, or message holds a line of the solution, spaces aside."""
    for line in source_lines(exercise):
        for text in messages(exercise):
            assert re.sub(r"\s", "", line) not in re.sub(r"\s", "", text)


@every
def test_a_verdict_is_the_same_each_time(exercise):
    """The random inputs are the same in every call, so a stored verdict can be compared."""
    wrong = exercise.traps[0].wrong
    assert repr(check(exercise.id, wrong)) == repr(check(exercise.id, wrong))


@every
def test_the_solution_shown_is_the_tested_source(exercise):
    """What `solution` shows is, line by line, the function that passes above."""
    shown = solution(exercise.id, insist=True)
    assert "\n".join(shown.lines) == inspect.getsource(exercise.solution).rstrip()


@every
def test_a_hint_can_be_asked_for_by_number(exercise, monkeypatch):
    """Hints come in their order, the last one again and again, or by number."""
    monkeypatch.setattr(session, "hinted", {})
    sentences = [hint(exercise.id).sentence for _ in range(4)]
    assert sentences == [*exercise.hints, exercise.hints[-1]]
    assert hint(exercise.id, 1).sentence == exercise.hints[0]


def test_chapters_and_registry_name_the_same_exercises():
    """Each exercise has its cell in the chapter of its number, and each such cell its exercise."""
    asked = set()
    for path in sorted(BOOK.glob("[0-9][0-9]-*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            ids = re.findall(r'\bcheck\("([\d.]+)"', "".join(cell["source"]))
            if cell["cell_type"] == "code" and ids:
                assert {id.partition(".")[0] for id in ids} == {str(int(path.name[:2]))}
                asked.update(ids)
    assert asked == {exercise.id for exercise in EXERCISES}


def test_a_chapters_stubs_are_not_attempted():
    """Every cell of a chapter that asks for a check stands unsolved, and its output says so."""
    for path in sorted(BOOK.glob("[0-9][0-9]-*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code" and re.search(r"\bcheck\(\"", "".join(cell["source"])):
                assert "Not attempted yet." in json.dumps(cell["outputs"])
