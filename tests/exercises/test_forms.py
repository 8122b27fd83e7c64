"""Exercises answered on the spot: the page judges them as Python does, in the same words."""

import json
import re
import subprocess
import sys
from itertools import permutations
from string import ascii_uppercase

import numpy as np
import pytest

from nnbook.exercises import check, solution
from nnbook.exercises._engine import chapters, exercises_of, find, session
from nnbook.exercises._numbers import NumberJudge
from nnbook.exercises._order import OrderJudge
from nnbook.exercises._sentences import SentenceJudge
from tests.widgets.in_node import in_node

pytestmark = pytest.mark.slow

EXERCISES = [exercise for chapter in chapters() for exercise in exercises_of(chapter)]
NUMBERS, ORDERS, SENTENCES = (
    [exercise for exercise in EXERCISES if isinstance(exercise.judge, kind)]
    for kind in (NumberJudge, OrderJudge, SentenceJudge)
)

JUDGE = """return given.answers.map((answer) => {
  const verdict = nnbook.figures.form.judge(given.sheet, answer);
  return [verdict.state, verdict.says, verdict.see || "", verdict.off || [], verdict.lines || []];
})"""


def form_of(exercise):
    """The form in which the exercise is answered on the spot."""
    return check(exercise.id).form()


def on_the_page(exercise, answers):
    """What the page's judge says to each of the answers."""
    return in_node(JUDGE, {"sheet": form_of(exercise).sheet, "answers": answers})


def in_python(exercise, answer):
    """What check says to the answer, in the form of `JUDGE`."""
    verdict = check(exercise.id, answer)
    lines = list(verdict.lines)
    numbers = isinstance(exercise.judge, NumberJudge) and verdict.state == "wrong"
    order = isinstance(exercise.judge, OrderJudge)
    off = [line.endswith("not yet") for line in lines] if numbers else []
    return [verdict.state, verdict.sentence, verdict.see, off,
            [line[0] for line in lines] if order else []]  # fmt: skip


def answers_to(exercise):
    """The right numbers, those of every trap, and many that are off in one place or another."""
    rng = np.random.default_rng(int(exercise.id.replace(".", "")))
    decimals = exercise.judge.decimals
    rows = [exercise.solution(), *(trap.wrong() for trap in exercise.traps)]
    rows = [np.atleast_1d(np.asarray(row, dtype=float)) for row in rows]
    mixed = [np.array([rows[rng.integers(len(rows))][i] for i in range(len(row))])
             for row in rows * 3]  # fmt: skip
    off = [row + rng.choice([0, 0, 1, -3, 40], len(row)) * 10.0**-decimals for row in rows * 2]
    wild = [rng.normal(scale=10.0 ** rng.integers(-2, 3), size=len(rows[0])) for _ in range(5)]
    return [[f"{one + 0.0:.{decimals}f}" for one in row] for row in rows + mixed + off + wild]


@pytest.mark.parametrize("exercise", NUMBERS, ids=lambda exercise: exercise.id)
def test_the_page_judges_numbers_as_python_does(exercise):
    """For the right answer, every trap and answers at random: the same words and the same marks."""
    answers = answers_to(exercise)
    wanted = [in_python(exercise, [float(one) for one in row]) for row in answers]
    assert on_the_page(exercise, answers) == wanted
    said = [says for _, says, *_ in wanted]
    assert said[1 : 1 + len(exercise.traps)] == [trap.says for trap in exercise.traps]
    assert wanted[0][0] == "right"


@pytest.mark.parametrize("exercise", ORDERS, ids=lambda exercise: exercise.id)
def test_the_page_judges_orders_as_python_does(exercise):
    """For the right order and 120 others: the same sentence, and the same two lines."""
    shuffled = exercise.judge.shuffled
    right = [ascii_uppercase[shuffled.index(n)] for n in range(len(shuffled))]
    orders = [right, *map(list, permutations(right))]
    orders = [orders[n] for n in np.linspace(0, len(orders) - 1, 121).astype(int)]
    wanted = [in_python(exercise, "".join(order)) for order in orders]
    assert on_the_page(exercise, orders) == wanted
    assert wanted[0][0] == "right"
    assert len({says for _, says, *_ in wanted}) > 3


@pytest.mark.parametrize("exercise", SENTENCES, ids=lambda exercise: exercise.id)
def test_the_page_judges_sentences_as_python_does(exercise):
    """One word too few is short; from there on the model answer stands beside it."""
    fewest = exercise.judge.fewest_words
    sentences = [" word" * (fewest - 1), "word\n" * fewest, "word " * 40]
    wanted = [in_python(exercise, sentence) for sentence in sentences]
    assert on_the_page(exercise, [[sentence] for sentence in sentences]) == wanted
    assert [state for state, *_ in wanted] == ["wrong", "compare", "compare"]
    assert form_of(exercise).sheet["points"] == list(exercise.judge.points)


@pytest.mark.parametrize(
    ("typed", "state"),
    [
        (["0,55", " 0.12", "+.371"], "right"),
        (["0.55", "0.12", ""], "not attempted yet"),
        (["0.55", "a tenth", "0.371"], "wrong"),
        (["0.1", "−0.6", "-0,43"], "wrong"),
    ],
)
def test_numbers_may_be_typed_in_many_ways(typed, state):
    """A decimal comma, a true minus sign and spaces are understood; gaps and words are named."""
    ((found, says, *_),) = on_the_page(find("3.2"), [typed])
    assert found == state
    assert ("`wind's weight` is not a number" in says) == ("a tenth" in typed)
    assert ("learning rate" in says) == ("−0.6" in typed)


@pytest.mark.parametrize(
    ("typed", "right"), [("148,200", True), ("148 200", True), ("148.2", False)]
)
def test_a_count_may_group_its_digits(typed, right):
    """Where no decimals are asked for, a comma or a space before three digits groups them."""
    exercise = find("8.12")
    ((state, *_),) = on_the_page(exercise, [["260", "360", typed]])
    form = form_of(exercise)
    form.answer = ["260", "360", typed]
    assert (state == "right") == check("8.12", form.given).passed == right


@pytest.mark.parametrize("exercise", NUMBERS + ORDERS + SENTENCES, ids=lambda e: e.id)
def test_what_is_not_attempted_can_be_answered_on_the_spot(exercise):
    """Beside the same words as before there is a form whose still is readable and says so."""
    verdict = check(exercise.id)
    data, _ = verdict._repr_mimebundle_()
    assert data["text/plain"] == repr(verdict) == str(verdict)
    html = data["text/html"]
    assert '<figure class="nnbook" data-explorable="form"' in html
    still = html.partition('<div class="nnb-still">')[2]
    assert "Not attempted yet." in still
    sheet = form_of(exercise).sheet
    json.dumps(sheet, allow_nan=False)
    if sheet["kind"] == "numbers":
        assert still.count("……") == len(sheet["names"])
    for line in sheet.get("lines", ()):
        assert line.replace("<", "&lt;").replace(">", "&gt;") in still


@pytest.mark.parametrize("exercise", NUMBERS + SENTENCES, ids=lambda exercise: exercise.id)
def test_no_source_of_a_solution_stands_in_a_page(exercise):
    """A page holds wanted numbers and model answers, and no line of the program behind them."""
    page = re.sub(r"\s", "", json.dumps(form_of(exercise).sheet))
    lines = solution(exercise.id, insist=True).lines
    code = [line for line in lines if "=" in line or "return" in line]
    assert not [line for line in code if re.sub(r"\s", "", line) in page]


def test_other_exercises_have_no_form():
    """A program is written in a cell; its verdict shows as before, and so do all others."""
    assert check("3.1").form is None
    assert check("3.1")._repr_mimebundle_() is None
    assert check("3.2", [0.55, 0.12, 0.371])._repr_mimebundle_() is None


def worked():
    """The exercises with a worked calculation."""
    return [exercise for exercise in NUMBERS if exercise.judge.worked]


def test_a_worked_calculation_uses_the_numbers_of_its_task():
    """No number stands in the calculation that is not in the task, but for wholes: 1 and 100."""
    assert len(worked()) >= 4
    for exercise in worked():
        number = r"\d+(?:\.\d+)?"
        given = {"1", "100", *re.findall(number, exercise.task)}
        assert set(re.findall(number, exercise.judge.worked)) <= given, exercise.id


def test_the_equations_of_a_worked_calculation_hold():
    """With the solution's numbers in the gaps, both sides of every = are equal."""
    seen = 0
    for exercise in worked():
        wanted = iter(np.atleast_1d(exercise.solution()))
        for line in exercise.judge.worked.split("\n"):
            parts = line.split("{}")
            gaps = [f"({float(next(wanted))!r})" for _ in parts[1:]]
            filled = "".join(part + gap for part, gap in zip(parts, [*gaps, ""], strict=True))
            sides = filled.replace("·", "*").replace("−", "-").split("=")
            sides = [side for side in sides if re.fullmatch(r"[\d\s.()+*e-]+", side)]
            values = [eval(side) for side in sides]  # noqa: S307
            assert np.allclose(values, values[:1]), line
            seen += len(values) > 1
        assert next(wanted, None) is None
    assert seen >= 2


def test_a_calculation_has_a_gap_for_every_number():
    """Two names and one gap are refused."""
    with pytest.raises(ValueError, match="for 2 numbers has as many gaps, but this one has 1"):
        NumberJudge(("a", "b"), decimals=1, worked="1 + {} = 2")


def test_an_impossible_state_is_refused_on_both_sides():
    """Python and the page refuse the same states in the same words."""
    for id, broken in [
        ("3.2", {"answer": ["1"]}),
        ("3.2", {"hints": 4}),
        ("3.2", {"hints": -1}),
        ("3.3", {"answer": list("AABCDE")}),
        ("3.3", {"answer": []}),
        ("3.8", {"answer": ["a", "b"]}),
    ]:
        form = form_of(find(id))
        sentence = in_node("return nnbook.figures.form.check(given)", {**form.state(), **broken})
        assert in_node("return nnbook.figures.form.check(given)", form.state()) == ""
        assert id in sentence
        ((name, value),) = broken.items()
        with pytest.raises(ValueError, match=re.escape(sentence)):
            setattr(form, name, value)


def test_what_is_answered_in_a_notebook_counts_as_an_attempt(monkeypatch):
    """Checked in the figure, the answer goes to the same judge, and the solution may be shown."""
    monkeypatch.setattr(session, "attempted", set())
    for id, answer in (("3.2", ["0.55", "0,12", "0.371"]), ("3.3", list("ABCDEF"))):
        form = form_of(find(id))
        form.answer = answer
        assert id not in session.attempted
        form.judged = True
        assert id in session.attempted
    assert form.given == "ABCDEF"
    form.reset()
    assert not form.judged


def test_a_verdict_needs_no_widgets():
    """Grading imports none, showing a verdict where there are none falls back on text."""
    program = (
        "import sys\n"
        "from nnbook.exercises import check\n"
        "verdict = check('3.2')\n"
        "print('ipywidgets' in sys.modules)\n"
        "sys.modules['anywidget'] = None\n"
        "print(verdict._repr_mimebundle_(), check('3.2', [0.55, 0.12, 0.371]).passed)"
    )
    command = [sys.executable, "-c", program]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "None", "True"]
