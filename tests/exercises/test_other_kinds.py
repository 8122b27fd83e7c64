"""Numbers worked out by hand, lines put in order, sentences: how each kind is judged."""

from itertools import permutations

import numpy as np
import pytest

from nnbook import Neuron
from nnbook._words import marked
from nnbook.exercises import check, solution
from nnbook.exercises._engine import Exercise, chapters, exercises_of, find, session
from nnbook.exercises._figures import FigureJudge, Goal
from nnbook.exercises._guards import same_program
from nnbook.exercises._order import OrderJudge, body_of

ORDERS = [
    exercise
    for chapter in chapters()
    for exercise in exercises_of(chapter)
    if isinstance(exercise.judge, OrderJudge)
]

# What the programs that are put in order are run with, by the names of their arguments.
RNG = np.random.default_rng(0)
INPUTS = {
    "w": RNG.normal(size=2),
    "X": RNG.normal(size=(6, 2)),
    "y": np.array([1.0, 0.0, 0.0, 1.0, 0.0, 1.0]),
    "b": 0.3,
    "lr": 0.3,
    "x": 0.5,
    "target": 1.0,
    "w1": 0.7,
    "w2": 0.9,
    "grad": np.array([0.4, -0.2]),
    "photo": 255 - np.pad(RNG.uniform(20, 200, (24, 16)), ((6, 10), (20, 28))),
    "states": np.array([0.0, 1.0, 0.4, -0.7]),
}


@pytest.mark.parametrize(
    "answer", [(0.55, 0.12, 0.371), [0.55, 0.12, 0.371], np.array([0.55, 0.12, 0.371])]
)
def test_numbers_come_in_any_row(answer):
    """A tuple, a list and an array of the right numbers are all right."""
    assert check("3.2", answer).passed


@pytest.mark.parametrize("answer", [[0.5504, 0.1196, 0.3714], [np.float32(0.55), 0.12, 0.371]])
def test_the_last_decimal_may_be_rounded_either_way(answer):
    """What rounds to the wanted decimals is right, in any precision."""
    assert check("3.2", answer).passed


@pytest.mark.parametrize(
    "answer",
    [0.55, [0.55, 0.12], "0.55 0.12 0.371", [True, 0.12, 0.371], [np.nan, 0.1, 0.3], {}, [[1, 2]]],
)
def test_other_things_than_the_numbers_asked_for_are_named(answer):
    """Wrong counts, texts, truth values and NaN get a sentence that says what is wanted."""
    verdict = check("3.2", answer)
    assert verdict.state == "wrong"
    assert verdict.reason == "not the numbers asked for"
    assert "3 numbers in a list" in str(verdict)


@pytest.mark.parametrize("answer", [..., [0.55, ..., ...], None])
def test_dots_are_not_an_attempt(answer):
    """As long as a place is left open, nothing is judged."""
    assert check("3.2", answer).state == "not attempted yet"


def test_a_number_that_was_rounded_too_early_is_told_so():
    """Agreeing to one decimal less than wanted is a mistake of its own."""
    assert check("3.2", [0.55, 0.12, 0.375]).reason == "rounded too early"


def test_a_count_that_is_near_was_not_rounded():
    """Where no decimals are asked for, a count that is off by a few is too large or too small."""
    verdict = check("7.11", [785, 785, 1570, 2353])
    assert verdict.reason == ""
    assert "`with Adam in all` is too small" in str(verdict)


def test_a_wrong_number_without_a_trap_is_too_large_or_too_small():
    """The verdict says which number is off and to which side, and not what it should be."""
    verdict = check("3.2", [0.55, 0.7, 0.371])
    assert "`wind's weight` is too large" in str(verdict)
    assert "0.12" not in str(verdict)
    assert "`clouds' weight` is too small" in str(check("3.2", [0.3, 0.12, 0.371]))


@pytest.mark.slow
@pytest.mark.parametrize("exercise", ORDERS, ids=lambda exercise: exercise.id)
def test_the_rules_of_an_order_allow_what_runs_and_nothing_else(exercise):
    """Of all orders of the lines, those called right are those that give the solution's result."""
    name = exercise.solution.__name__
    names = exercise.solution.__code__.co_varnames[: exercise.solution.__code__.co_argcount]
    head, lines = f"def {name}({', '.join(names)}):\n", body_of(exercise.solution)
    inputs = [INPUTS[name] for name in names]
    wanted = exercise.solution(*inputs)
    assert not np.allclose(wanted, inputs[0])
    letters = dict(zip(exercise.judge.shuffled, "ABCDEFGH", strict=False))
    for order in permutations(range(len(lines))):
        made = {}
        try:
            exec(head + "\n".join("    " + lines[n] for n in order), {"np": np}, made)  # noqa: S102
            runs = np.allclose(made[name](*inputs), wanted)
        except (SyntaxError, NameError, UnboundLocalError, TypeError, ValueError, IndexError):
            runs = False
        verdict = check(exercise.id, "".join(letters[n] for n in order))
        assert verdict.passed == runs, [lines[n] for n in order]


@pytest.mark.slow
@pytest.mark.parametrize("exercise", ORDERS, ids=lambda exercise: exercise.id)
def test_each_rule_of_an_order_is_told_to_somebody(exercise):
    """Every sentence about an order is the answer to at least one order."""
    told = {
        check(exercise.id, "".join(order)).reason
        for order in permutations("ABCDEFGH"[: len(exercise.judge.shuffled)])
    }
    assert told == {"", *(rule.name for rule in exercise.judge.rules)}


@pytest.mark.parametrize("answer", ["ABC", "AABCDE", 7, ["A"], "ABCDEFG"])
def test_what_is_no_order_is_named(answer):
    """Each letter is wanted once."""
    assert check("3.3", answer).reason == "not an order"


def test_an_order_may_be_written_with_spaces_and_small_letters():
    """How it is typed does not matter."""
    assert check("3.3", "e c f a d b").passed


def test_the_lines_to_be_ordered_are_shown_to_whoever_has_not_begun():
    """An empty order is not attempted, and its message holds the shuffled lines."""
    verdict = check("3.3", "")
    assert verdict.state == "not attempted yet"
    assert len(verdict.lines) == len(find("3.3").judge.shuffled)
    assert verdict.lines[1] == "B  return w"


def test_a_sentence_is_answered_by_the_model_answer(monkeypatch):
    """Nobody judges a sentence; the learner gets one to compare with, and what to look for."""
    monkeypatch.setattr(session, "attempted", set())
    assert check("3.8", "").state == "not attempted yet"
    assert check("3.8", "No idea at all").reason == "too short"
    assert check("3.8", 3).reason == "not a sentence"
    verdict = check("3.8", "The sign of the sum is what decides, and the rate cannot turn it.")
    assert verdict.state == "compare"
    assert not verdict.passed
    assert verdict.lines == find("3.8").judge.points
    assert solution("3.8").sentence == verdict.sentence


def test_the_program_to_be_mended_is_not_an_attempt():
    """Handed back as it was, it is not attempted; the same mistake in other words is a trap."""

    def line(w, threshold, x1):
        """Return the second inputs at which the neuron wavers, for these first inputs."""
        slope, height = -w[1] / w[0], threshold / w[0]
        return slope * x1 + height

    def rewritten(w, threshold, x1):
        return (threshold - w[1] * x1) / w[0]

    assert check("3.6", line).state == "not attempted yet"
    assert check("3.6", rewritten).reason == "as it was"


def test_programs_are_told_apart_by_what_they_do():
    """Names of functions do not count; constants, operations and names inside do."""
    assert same_program(lambda x: x + 1, lambda x: x + 1)
    assert not same_program(lambda x: x + 1, lambda x: x + 2)
    assert not same_program(lambda x: x + 1, lambda x: x - 1)
    assert not same_program(lambda x: abs(x) + 1, lambda x: len(x) + 1)
    assert not same_program(len, len)


def test_a_program_is_the_same_wherever_it_was_written():
    """In a cell of its own, without the import above it, the program to be mended is the same."""
    imported, own, other = {}, {}, {}
    source = "def f(w):\n    return np.abs(w) if w > 0 else np.max([v**2 for v in w])\n"
    exec("import numpy as np\n\n" + source.replace("f(", "g("), imported)  # noqa: S102
    exec(source, own)  # noqa: S102
    exec(source.replace("**2", "**3"), other)  # noqa: S102
    assert same_program(imported["g"], own["f"])
    assert not same_program(own["f"], other["f"])


def exercise_of(judge, solution):
    """An exercise made for a test."""
    return Exercise(
        id="3.1",
        title="",
        objective="",
        level="core",
        see="",
        task="",
        solution=solution,
        judge=judge,
        traps=(),
        hints=("", "", ""),
    )


def test_a_figure_is_judged_by_the_state_it_was_brought_into():
    """Unmoved it is not attempted; moved, the first goal it misses is named; or it is right."""
    goals = (
        Goal("positive", lambda state: state["b"] > 0, "The bias has to be positive."),
        Goal("small", lambda state: state["b"] < 1, "The bias has to be small."),
    )
    judge = FigureJudge("Neuron", goals)
    exercise = exercise_of(judge, lambda: {"b": 0.5})
    figure = Neuron(x=[1.0], w=[1.0], b=0.0)
    assert judge(exercise, figure).state == "not attempted yet"
    for b, reason in ((-1, "positive"), (2, "small"), (0.5, "")):
        figure.b = b
        verdict = judge(exercise, figure)
        assert verdict.reason == reason
        assert verdict.passed == (reason == "")
    assert judge(exercise, 7).reason == "not the figure"


def test_a_wrong_answer_leads_back_to_its_passage():
    """The heading is named in the terminal, and linked as a notebook names it."""
    verdict = check("3.5", [-2, 1.5])
    assert str(verdict).endswith('Read again: "The line it draws".')
    assert '<a href="#The-line-it-draws">The line it draws</a>' in verdict._repr_html_()
    assert "Read again" not in str(check("3.5", [-0.5, 0.75]))


def test_code_and_stress_are_marked_and_the_rest_is_safe():
    """Backticks and stars become elements; a product and markup stay what they are."""
    assert marked("`a * b` is *not* 2 * 3 * 4 <b>") == (
        "<code>a * b</code> is <em>not</em> 2 * 3 * 4 &lt;b&gt;"
    )
