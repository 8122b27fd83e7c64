"""What holds for every exercise of the book, whoever wrote it."""

import ast
import inspect
import json
import re
import textwrap
from pathlib import Path

import pytest

import nnbook
from nnbook.exercises import check, hint, solution
from nnbook.exercises._engine import chapters, exercises_of, session
from nnbook.exercises._figures import FigureJudge
from nnbook.exercises._numbers import NumberJudge
from nnbook.exercises._order import OrderJudge
from nnbook.exercises._sentences import SentenceJudge

BOOK = Path(__file__).parents[2] / "book"
EXERCISES = [exercise for chapter in chapters() for exercise in exercises_of(chapter)]
JUDGED = [exercise for exercise in EXERCISES if not isinstance(exercise.judge, SentenceJudge)]
TRAPS = [(exercise, trap) for exercise in EXERCISES for trap in exercise.traps]

every = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
every_judged = pytest.mark.parametrize("exercise", JUDGED, ids=lambda exercise: exercise.id)


def answer_of(exercise, function):
    """What a learner hands over who writes, or works out, what this function does."""
    return function() if isinstance(exercise.judge, NumberJudge) else function


def moved(judge, state):
    """A figure that somebody has brought into this state."""
    figure = getattr(nnbook, judge.figure)(**state)
    figure._opening = {}
    return figure


def right_answer(exercise):
    """The solution in the form in which a learner hands it over."""
    if isinstance(exercise.judge, FigureJudge):
        return moved(exercise.judge, exercise.solution())
    if isinstance(exercise.judge, OrderJudge):
        shuffled = exercise.judge.shuffled
        return "".join("ABCDEFGHIJ"[shuffled.index(line)] for line in range(len(shuffled)))
    return answer_of(exercise, exercise.solution)


def wrong_answer(exercise):
    """An answer that is judged wrong."""
    if isinstance(exercise.judge, FigureJudge):
        return 0
    if isinstance(exercise.judge, OrderJudge):
        return right_answer(exercise)[::-1]
    return answer_of(exercise, exercise.traps[0].wrong)


def misconceptions(exercise):
    """Name and sentence of each mistake that the exercise knows."""
    judge = exercise.judge
    known = [*exercise.traps, *getattr(judge, "rules", ()), *getattr(judge, "goals", ())]
    return [(each.name, each.says) for each in known]


def source_lines(exercise):
    """The lines of a solution that say something, without signature and docstring."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(exercise.solution))).body[0]
    body = tree.body[1:] if ast.get_docstring(tree) else tree.body
    return [line.strip() for node in body for line in ast.unparse(node).splitlines()]


def messages(exercise):
    """All that a learner can be shown of an exercise before its solution."""
    said = [exercise.task, *exercise.hints, *(says for _, says in misconceptions(exercise))]
    said.append(getattr(exercise.judge, "worked", ""))
    said += [str(check(exercise.id, answer_of(exercise, t.wrong))) for t in exercise.traps]
    return [*said, *(rule.says for rule in getattr(exercise.judge, "properties", ()))]


def test_there_are_exercises():
    """Chapter 3 has exercises, so the tests below test something."""
    assert 3 in chapters()
    assert TRAPS


@every_judged
def test_the_solution_passes(exercise):
    """The solution that is shown is right by the judge's own word."""
    verdict = check(exercise.id, right_answer(exercise))
    assert verdict.passed, verdict


@pytest.mark.parametrize(
    ("exercise", "trap"), TRAPS, ids=[f"{exercise.id} {trap.name}" for exercise, trap in TRAPS]
)
def test_a_trap_is_caught_by_its_own_message(exercise, trap):
    """Each known wrong answer is told its own sentence and not that of another."""
    verdict = check(exercise.id, answer_of(exercise, trap.wrong))
    assert verdict.state == "wrong"
    assert verdict.reason == trap.name
    assert trap.says in str(verdict)
    assert verdict.see == (trap.see or exercise.see)


@every_judged
def test_there_are_enough_traps(exercise):
    """An exercise knows at least three misconceptions, each with a name and sentence of its own."""
    known = misconceptions(exercise)
    assert len(known) >= 3
    assert len({name for name, _ in known}) == len({says for _, says in known}) == len(known)


@pytest.mark.slow
@every_judged
def test_nothing_shown_gives_the_solution_away(exercise):
    """No task, hint, or message holds a line of the solution, spaces aside."""
    if isinstance(exercise.judge, OrderJudge):
        return  # its lines are the task; what is kept back is their order
    for line in source_lines(exercise):
        for text in messages(exercise):
            assert re.sub(r"\s", "", line) not in re.sub(r"\s", "", text)


@every_judged
def test_a_verdict_is_the_same_each_time(exercise):
    """The random inputs are the same in every call, so a stored verdict can be compared."""
    wrong = wrong_answer(exercise)
    assert not check(exercise.id, wrong).passed
    assert repr(check(exercise.id, wrong)) == repr(check(exercise.id, wrong))


@every_judged
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


@every
def test_what_to_read_again_is_a_heading_of_the_chapter(exercise):
    """A wrong answer leads back to a passage that exists."""
    (path,) = BOOK.glob(f"{int(exercise.id.partition('.')[0]):02d}-*.ipynb")
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    prose = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
    headings = re.findall(r"^#+ (.*)$", prose, flags=re.MULTILINE)
    for see in (exercise.see, *filter(None, (trap.see for trap in exercise.traps))):
        assert see in headings


@every
def test_a_task_stands_in_its_chapter_as_it_stands_here(exercise):
    """Title, level and task are the same words on the page and in the registry."""
    heading = f"### Exercise {exercise.id}: {exercise.title} ({exercise.level})"
    (path,) = BOOK.glob(f"{int(exercise.id.partition('.')[0]):02d}-*.ipynb")
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    prose = "\n\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
    words = " ".join(re.sub(r"<!--.*?-->", "", prose, flags=re.DOTALL).split())
    assert f"{heading} {exercise.task}" in words


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
