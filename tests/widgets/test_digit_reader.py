"""Digit reader: the figure of chapter 10 as a Python object, and its numbers in Node."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from nnbook import Layer, Network, identity, nudge
from nnbook.images import draw_strokes, fit_image
from nnbook.reader import SURE
from nnbook.widgets import DigitReader, StateError
from tests.needs import need
from tests.widgets.drawings import drawn_digits, flat, scribbles
from tests.widgets.in_node import in_node
from tests.widgets.programs import run_programs

FIGURE = "const figure = nnbook.figures.digit_reader;"
SINGLE = [[20, 80, 70, 20]]


def states(drawings: list[Any]) -> list[dict[str, Any]]:
    """States of figures with these strokes, as the page receives them."""
    return json.loads(json.dumps([DigitReader(strokes=one).state() for one in drawings]))  # type: ignore[no-any-return]


def test_opens_between_a_four_and_a_nine() -> None:
    """The opening drawing gets about half for each, and the figure says that it is unsure."""
    figure = DigitReader()
    assert figure.probabilities is not None
    assert np.argsort(-figure.probabilities)[:2].tolist() == [4, 9]
    assert figure.probabilities[9] > 0.4
    assert figure.answer is None
    assert "Unsure: 4 (" in figure.alt


def test_takes_strokes_as_they_come() -> None:
    """Points, arrays and flat lists are the same strokes; the repr shows them, not the weights."""
    points = [[(20, 80), (70, 20)]]
    for strokes in (points, SINGLE, [np.array(points[0])], [np.array(SINGLE[0], dtype=float)]):
        figure = DigitReader(strokes=strokes)
        assert figure.strokes == SINGLE
    assert repr(DigitReader(strokes=points)) == "DigitReader(strokes=[[20, 80, 70, 20]], unit=1)"
    figure.strokes = []
    assert (figure.image, figure.probabilities, figure.answer) == (None, None, None)
    assert "Draw a digit." in figure.alt
    figure.reset()
    assert figure.strokes == SINGLE


def test_too_little_is_not_read() -> None:
    """A dot, or a drawing smaller than a tenth of the sheet, gets no answer."""
    for strokes in ([[50, 50]], [[50, 50, 59, 55]], []):
        assert DigitReader(strokes=strokes).image is None
    assert DigitReader(strokes=[[50, 50, 60, 55]]).image is not None


IMPOSSIBLE: list[tuple[dict[str, Any], str]] = [
    ({"strokes": 3}, "strokes must be a list"),
    ({"strokes": [[1, 2]] * 41}, "a drawing here has at most 40 strokes, but this has 41"),
    ({"strokes": [[1, 2], [3]]}, "stroke 2 must be pairs of numbers between 0 and 100"),
    ({"strokes": [[]]}, "stroke 1 must be pairs of numbers between 0 and 100"),
    ({"strokes": [[1, 101]]}, "stroke 1 must be pairs of numbers between 0 and 100"),
    ({"strokes": [[-1, 2]]}, "stroke 1 must be pairs of numbers between 0 and 100"),
    ({"strokes": [["a", 2]]}, "stroke 1 must be pairs of numbers between 0 and 100"),
    ({"strokes": [None]}, "stroke 1 must be pairs of numbers between 0 and 100"),
    ({"strokes": [[1, 2] * 1001] * 2}, "a drawing here has at most 2000 points, but this has 2002"),
    ({"unit": 0}, "unit must be a whole number from 1 to 32, but is 0"),
    ({"unit": 33}, "unit must be a whole number from 1 to 32, but is 33"),
    ({"unit": 1.5}, "unit must be a whole number from 1 to 32, but is 1.5"),
    ({"weights": [1, 2]},
     "weights must be the 2410 of nnbook.reader.digit_network(), in hundredths"),
]  # fmt: skip


@pytest.mark.parametrize(("part", "sentence"), IMPOSSIBLE)
def test_what_cannot_be_is_refused(part: dict[str, Any], sentence: str) -> None:
    """A broken state is refused in one sentence."""
    with pytest.raises(StateError) as refused:
        DigitReader(**part)
    assert str(refused.value) == sentence


def test_the_page_refuses_in_the_same_words() -> None:
    """JavaScript has the same sentences for the same states, and none for the opening."""
    opening = DigitReader().state()
    given = [opening, *({**opening, **part} for part, _ in IMPOSSIBLE)]
    said = in_node(f"{FIGURE} return given.map(figure.check)", given)
    assert said == ["", *(sentence for _, sentence in IMPOSSIBLE)]


def test_a_link_with_nonsense_is_refused() -> None:
    """What only a link can hold (NaN, text, a hole) is a sentence too."""
    opening = DigitReader().state()
    parts = [{"strokes": [["@NaN", 1]]}, {"strokes": "abc"}, {"unit": "@NaN"}, {"unit": "2"},
             {"strokes": [[1, 2], 5]}, {"strokes": None}, {"weights": None}]  # fmt: skip
    sentences = in_node(f"{FIGURE} return given.map(figure.check)",
                        [{**opening, **part} for part in parts])  # fmt: skip
    assert all(sentences), sentences


def test_ink_and_picture_are_those_of_nnbook() -> None:
    """200 random drawings give the same sheet, pixel by pixel, and the same 8 x 8 to 1e-12."""
    drawings = scribbles(200)
    code = """const { ink, fitImage } = nnbook.digitInk;
      return given.map((strokes) => { const sheet = ink(strokes);
        return [[...sheet].join(""), fitImage(sheet)]; });"""
    for strokes, (inked, pixels) in zip(drawings, in_node(code, drawings), strict=True):
        sheet = draw_strokes(strokes)
        assert inked == "".join(str(int(one)) for one in sheet.ravel())
        np.testing.assert_allclose(pixels, fit_image(sheet).ravel(), rtol=0, atol=1e-12)


def test_answers_are_those_of_nnbook() -> None:
    """The ten probabilities, the hidden layer and the verdict of 50 drawn digits are nnbook's."""
    figures = [DigitReader(strokes=one["strokes"]) for one in drawn_digits()]
    found = in_node(f"{FIGURE} return given.map((s) => figure.read(s));",
                    [figure.state() for figure in figures])  # fmt: skip
    right = 0
    for figure, seen, one in zip(figures, found, drawn_digits(), strict=True):
        p, image = figure.probabilities, figure.image
        assert p is not None
        assert image is not None
        np.testing.assert_allclose(seen["p"], p, rtol=0, atol=1e-12)
        hidden = Network(figure.network.layers[:1])(image.ravel())
        np.testing.assert_allclose(seen["hidden"], hidden, rtol=0, atol=1e-12)
        assert seen["best"] == p.argmax()
        assert seen["sure"] == (p.max() >= SURE) == (figure.answer is not None)
        right += seen["best"] == one["digit"]
    assert right >= 0.85 * len(figures)


def test_the_map_is_the_slope_of_the_answer() -> None:
    """What would change the answer is the slope of its logit, as nudging finds it."""
    given = states([one["strokes"] for one in drawn_digits()[::7]])
    found = in_node(f"{FIGURE} return given.map((s) => figure.read(s));", given)
    first, last = DigitReader().network.layers
    logits = Network([first, Layer(last.W, last.b, identity)])
    for seen in found:
        slope = nudge(lambda x, k=seen["best"]: logits(x)[k], np.array(seen["pixels"]))
        np.testing.assert_allclose(seen["slope"], slope, rtol=0, atol=1e-6)


def test_other_weights_are_read_anew() -> None:
    """What is remembered of a drawing is forgotten with the weights that read it."""
    code = f"""{FIGURE} const [s] = given, first = figure.read(s);
      const other = figure.read({{ ...s, weights: s.weights.map((w) => -w) }});
      return [first.p, other.p, figure.read(s).p, figure.read(s) === figure.read(s)];"""
    first, other, again, same = in_node(code, states([DigitReader().strokes]))
    assert first == again != other
    assert same


def test_says_what_is_seen() -> None:
    """The description names strokes, answer, the two best and the chosen hidden neuron."""
    four = drawn_digits()[20]["strokes"]
    given = states([four, DigitReader().strokes, [], [[5, 5]]])
    sure, unsure, empty, dot = in_node(f"{FIGURE} return given.map(figure.describe);", given)
    assert sure.startswith(f"A drawing of {len(four)} strokes. It reads a 4. Probability of 4: ")
    assert "hidden neurons are silent; neuron 1 gives" in sure
    said = DigitReader().alt.split("probabilities. ")[1]
    assert unsure.startswith(f"A drawing of 2 strokes. {said} Probability of 4: 49.")
    assert empty == "A drawing of 0 strokes. Draw a digit."
    assert dot == "A drawing of 1 stroke. Too little to read: draw larger."


def test_the_link_holds_the_strokes_and_not_the_weights() -> None:
    """Strokes and hidden neuron go through a link and come back; the weights stay at home."""
    given = states([flat(one["strokes"]) for one in drawn_digits()[:10]] + [[]])
    code = f"""{FIGURE} const {{ toLink, fromLink }} = nnbook.stage;
      const moving = (s) => Object.fromEntries(figure.moves.map((key) => [key, s[key]]));
      return given.map((s) => [moving(s), toLink("digit_reader-1", moving(s)),
        fromLink(toLink("digit_reader-1", moving(s)), "digit_reader-1", moving(given[0]))]);"""
    for moved, link, back in in_node(code, given):
        assert back == moved
        assert set(moved) == {"strokes", "unit"}
        assert "weights" not in link
        assert len(link) < 2000


def printed(kind: str) -> tuple[list[str], list[str]]:
    """What the programs of one kind print, and the probabilities on the screen."""
    drawings = [flat(one["strokes"]) for one in drawn_digits()[3::12]]
    given = states([DigitReader().strokes, *drawings])
    found = in_node(f"{FIGURE} return given.map((s) => [figure.code(s), figure.read(s).p]);", given)
    shown = ["".join(f"{i}: {one:.1%}\n" for i, one in enumerate(p)) for _, p in found]
    return run_programs([programs[kind] for programs, _ in found]), shown


def test_its_python_prints_what_it_shows() -> None:
    """The program copied from a figure prints the ten probabilities, also from an empty sheet."""
    said, shown = printed("Python")
    assert said == shown
    (empty,) = in_node(f"{FIGURE} return given.map(figure.code);", states([[]]))
    assert run_programs([empty["Python"]]) == ["Nothing has been drawn that could be read.\n"]


@pytest.mark.frameworks
@pytest.mark.parametrize("kind", ["Keras", "PyTorch"])
def test_its_programs_for_frameworks_print_what_it_shows(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So do the programs for the frameworks."""
    monkeypatch.setenv("KERAS_BACKEND", "torch")
    need({"Keras": "keras", "PyTorch": "torch"}[kind])
    said, shown = printed(kind)
    assert said == shown


def test_the_still_shows_the_opening_numbers() -> None:
    """The still has the ten probabilities, none for an empty sheet, and is always the same."""
    figure = DigitReader()
    still = figure.still()
    assert still == DigitReader().still()
    assert figure.probabilities is not None
    for p in figure.probabilities:
        assert f">{100 * p:.1f} %<" in still
    assert " %<" not in DigitReader(strokes=[]).still()
