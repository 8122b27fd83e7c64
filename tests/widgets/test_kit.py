"""The kit outside any page: axes, curves, what is said to a guess."""

import math

import numpy as np
import pytest

from nnbook import Ask, Neuron, interact
from tests.widgets.in_node import in_node

ASKS = [
    Ask("How far?", 2.5, "Drag w to see it."),
    Ask("How far?", -0.3334),
    Ask("Which?", "both", "One line cannot.", ("the left", "both")),
]
GUESSES = ["2.5", " 3 ", "-1", "−1", "0,5", "1e3", "", "much", "inf", "nan", "--1", "2.50000"]


def test_ticks_are_round_and_inside() -> None:
    """Ticks are multiples of 1, 2 or 5 times a power of ten, inside the range, two to nine."""
    rng = np.random.default_rng(0)
    ranges = [(a, a + 10 ** rng.uniform(-3, 4)) for a in rng.normal(0, 5, 200)]
    for (low, high), ticks in zip(
        ranges, in_node("return given.map((r) => nnbook.chart.ticks(...r))", ranges), strict=True
    ):
        assert 2 <= len(ticks) <= 9
        slack = 1e-9 * (high - low)
        assert low - slack <= ticks[0] <= ticks[-1] <= high + slack
        step = ticks[1] - ticks[0]
        assert round(step / 10 ** math.floor(math.log10(step * 1.0001)), 6) in {1, 2, 5}
        np.testing.assert_allclose(np.diff(ticks), step, rtol=1e-6)


def test_places_and_values_are_each_others_inverse() -> None:
    """toX undoes across and toY undoes up."""
    code = """const p = nnbook.chart.plane({left: 20, top: 10, width: 200, height: 150, ...given});
      return [[-1, 0.3], [2, 7]].map(([x, y]) => [p.toX(p.across(x)), p.toY(p.up(y))]);"""
    got = in_node(code, {"x": [-2, 5], "y": [0.5, 9]})
    np.testing.assert_allclose(got, [[-1, 0.3], [2, 7]], atol=1e-12)


def test_a_curve_is_interrupted_where_it_is_not_finite() -> None:
    """A point at infinity or not a number ends a line; the next begins another."""
    code = """const box = {left: 0, top: 0, width: 10, height: 10}, unit = [0, 1];
      const p = nnbook.chart.plane({...box, x: unit, y: unit});
      return nnbook.chart.curve(p, [[0, 0], [0.5, 0.5], [0.6, NaN], [0.7, 0], [1, Infinity]]);"""
    assert 'd="M0 10L5 5M7 10"' in in_node(code, None)


@pytest.mark.parametrize("ask", ASKS, ids=["number", "negative", "options"])
def test_page_and_notebook_answer_a_guess_alike(ask: Ask) -> None:
    """Every guess gets the same sentence from both halves; what is no guess gets none."""
    guesses = ask.options or GUESSES
    got = in_node(
        "return given[1].map((g) => nnbook.kit.reply(given[0], g))", [ask.state(), guesses]
    )
    assert got == [ask.reply(guess) for guess in guesses]


def test_the_reply_says_how_far_off() -> None:
    """The reply holds the guess, the answer, the distance between them, and what the book adds."""
    said = ASKS[0].reply("3")
    assert said == "You guessed 3; it is 2.5, you were off by 0.5. Drag w to see it."
    assert "off" not in ASKS[0].reply("2.5")
    assert ASKS[0].reply("much") == ""


def test_an_impossible_question_is_refused() -> None:
    """An answer that is no number, or not among the options, is named."""
    with pytest.raises(TypeError, match="answer of Ask must be a number"):
        Ask("How far?", "far")
    with pytest.raises(ValueError, match="must be one of a, b, but is 'c'"):
        Ask("Which?", "c", options=("a", "b"))


def test_a_notebook_asks_before_it_shows() -> None:
    """The stored figure carries the question; a live interact shows its sliders after the guess."""
    html = Neuron(ask=ASKS[0])._repr_mimebundle_()[0]["text/html"]
    assert "data-ask=" in html
    assert "How far?" in html
    figure = interact(lambda w: w, w=(0, 4), ask=ASKS[0])
    assert "How far?" in figure._repr_mimebundle_()["text/html"]
    question = figure.children[0]
    _, field, buttons, note = question.children
    field.value = "much"
    buttons.children[0].click()
    assert note.value == "A guess is a number."
    assert figure.children == (question,)
    field.value = "3"
    buttons.children[0].click()
    assert "off by 0.5" in figure.children[0].value
    assert len(figure.children) == 3
    assert "data-ask" not in Neuron()._repr_mimebundle_()[0]["text/html"]
