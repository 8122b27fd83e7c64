"""ActivationExplorer: the figure of chapter 5, in Python and in JavaScript."""

import json
import math
import re
from typing import Any

import numpy as np
import pytest

from nnbook import nudge, sigmoid
from nnbook.activations import ACTIVATIONS
from nnbook.widgets import ActivationExplorer
from tests.needs import need
from tests.widgets.in_node import in_node
from tests.widgets.programs import run_programs

NAMES = [f.name for f in ACTIVATIONS.values() if f.elementwise]
FIGURES = [
    *(ActivationExplorer(activation=name, x=x, w=w, n=n)
      for name in NAMES for x, w, n in [(1.0, 1.0, 10), (-1.5, -1.2, 3), (0.7, 2.5, 1)]),
    ActivationExplorer(activation="leaky_relu", option=0.3, x=-2.0, w=1.5, n=20),
    ActivationExplorer(activation="prelu", option=-0.5, x=-0.4, w=0.8, n=7),
    ActivationExplorer(activation="elu", option=0.5, x=-0.4, w=1.8, n=7),
    ActivationExplorer(activation="step", option=0.5, x=0.5, n=2),
    ActivationExplorer(x=40.0, n=5),
    ActivationExplorer(w=0.0, n=5),
]  # fmt: skip
CASES = pytest.mark.parametrize("figure", FIGURES, ids=str)


def test_opens_on_the_numbers_of_the_chapter() -> None:
    """Ten sigmoids with weight 1, fed with 1, leave three ten-millionths of a nudge."""
    figure = ActivationExplorer()
    assert f"{figure.product:.0e}" == "3e-07"
    assert f"{figure.outputs[0]:.4f}" == "0.7311"
    assert "a</tspan> = 0.7311, slope 0.1966" in figure.still()
    assert "behind layer 10: 2.8e-07" in figure.still()


@CASES
def test_product_is_the_slope_of_the_whole_chain(figure: ActivationExplorer) -> None:
    """The product of the slopes is what nudging the input measures, away from the corners."""

    def chain(x: float) -> float:
        for _ in range(figure.n):
            x = float(figure.function(figure.w * x))
        return x

    assert chain(figure.x) == figure.outputs[-1]
    if figure.activation == "step" or figure.x == 40.0:
        assert abs(figure.product) < 1e-15
        return
    assert np.isclose(figure.product, nudge(chain, figure.x), rtol=1e-4, atol=1e-9)


def test_the_page_computes_what_nnbook_computes() -> None:
    """z, a, slope and every product of the JavaScript agree with nnbook to 1e-12."""
    code = "return given.map((s) => nnbook.activationsPicture.computed(s))"
    found = in_node(code, [figure.state() for figure in FIGURES])
    for figure, now in zip(FIGURES, found, strict=True):
        f, z = figure.function, figure.w * figure.x
        assert np.allclose(now["a"], figure.outputs, rtol=1e-12, atol=0)
        assert np.allclose(now["products"], figure.products, rtol=1e-12, atol=0)
        assert math.isclose(now["steepness"], f.slope(z), rel_tol=1e-12)
        assert now["z"][0] == z


def test_the_formulas_hold() -> None:
    """Each line ends on the number that nnbook gives, as the line writes it."""
    code = """return given.map((s) => {
      const picture = nnbook.activationsPicture, c = picture.computed(s);
      return [...picture.neuronLines(c), picture.productLine(c)];
    })"""
    found = in_node(code, [figure.state() for figure in FIGURES])
    for figure, lines in zip(FIGURES, found, strict=True):
        f, z = figure.function, figure.w * figure.x
        wanted = z, float(f(z)), float(f.slope(z)), figure.product
        for line, value in zip(lines, wanted, strict=True):
            before = line.split(",")[0] if ":" not in line else line
            assert math.isclose(number_in(before), value, rel_tol=0.05, abs_tol=5.1e-5), line
            assert "NaN" not in line


def number_in(line: str) -> float:
    """The number on which a line ends: "≈ 3.1·10⁻⁷"."""
    shown = re.split(r"[=≈] ", line)[-1].replace("−", "-")
    digits, _, power = shown.partition("·10")
    exponent = power.translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-"))
    return float(digits) * 10.0 ** int(exponent or 0)


@pytest.mark.parametrize(
    ("state", "said"),
    [({}, "Vanishing: of a nudge of the input, one part in 3.6·10⁶ arrives."),
     ({"activation": "relu"}, "Kept: a nudge of the input arrives whole."),
     ({"activation": "relu", "w": 0.6}, "Vanishing: "),
     ({"activation": "relu", "w": 0.7}, "Fading: "),
     ({"activation": "relu", "w": 2.0},
      "Exploding: a nudge of the input arrives 1000 times as large."),
     ({"activation": "relu", "w": 1.2, "n": 5},
      "Growing: a nudge of the input arrives 2.5 times as large."),
     ({"activation": "identity", "w": -0.9, "n": 3},
      "Fading: 0.73 of a nudge of the input arrives. Its sign is turned."),
     ({"activation": "relu", "w": -1.0}, "Nothing arrives: the slope in layer 1 is 0."),
     ({"w": 0.0}, "Nothing arrives: the weight is 0."),
     ({"x": 2000.0, "n": 3}, "Nothing arrives: the slope in layer 1 is 0."),
     ({"x": 700.0, "n": 20, "w": 1.0}, "Vanishing: ")],
)  # fmt: skip
def test_says_what_becomes_of_the_nudge(state: dict[str, Any], said: str) -> None:
    """Vanishing, fading, kept, growing and exploding are called by their names."""
    code = """const c = nnbook.activationsPicture.computed(given);
      return [nnbook.activationsPicture.verdict(c), nnbook.figures.activations.describe(given)];"""
    verdict, description = in_node(code, ActivationExplorer(**state).state())
    assert verdict.startswith(said)
    assert description.endswith(verdict)


IMPOSSIBLE = [
    ({"activation": "softmax"}, "activation must be one of step, identity, .*, but is softmax"),
    ({"activation": "toString"}, "activation must be one of"),
    ({"x": float("nan")}, "x of ActivationExplorer must be finite"),
    ({"x": 2e6}, "x must be a number between −1000000 and 1000000"),
    ({"w": "one"}, "w of ActivationExplorer must be a number"),
    ({"w": -2e6}, "w must be a number between −1000000 and 1000000"),
    ({"option": "half"}, "option must be a number between .*, but is half"),
    ({"activation": "elu", "option": 1e7}, "alpha must be a number between"),
    ({"activation": "step", "option": True}, "threshold must be a number between"),
    ({"n": 0}, "n must be a whole number of layers from 1 to 20, but is 0"),
    ({"n": 21}, "n must be a whole number of layers from 1 to 20, but is 21"),
    ({"n": 2.5}, "n must be a whole number of layers from 1 to 20, but is 2.5"),
]


@pytest.mark.parametrize(("state", "sentence"), IMPOSSIBLE)
def test_impossible_state_is_refused(state: dict[str, Any], sentence: str) -> None:
    """What cannot be is refused in one sentence, by Python and by the page."""
    with pytest.raises((ValueError, TypeError), match=sentence):
        ActivationExplorer(**state)
    wire = json.loads(
        json.dumps({**ActivationExplorer().state(), **state}).replace("NaN", '"@NaN"')
    )
    assert in_node("return nnbook.figures.activations.check(given)", wire)


def test_possible_states_are_not_refused() -> None:
    """The page takes every state that Python takes, extreme ones included, and draws no NaN."""
    extreme = [
        ActivationExplorer(activation=name, x=sign * 1e6, w=w, n=20)
        for name in NAMES for sign in (-1, 1) for w in (-1e6, -1e-6, 1e6)
    ]  # fmt: skip
    code = """return given.map((s) => { const p = nnbook.activationsPicture, c = p.computed(s);
      return [nnbook.figures.activations.check(s), p.curves(c) + p.bars(c) + p.describe(c)
        + p.neuronLines(c) + p.productLine(c)]; })"""
    for problem, drawn in in_node(code, [one.state() for one in FIGURES + extreme]):
        assert problem == ""
        assert not re.search("NaN|Infinity|undefined", drawn)


def test_follows_its_traits_and_resets() -> None:
    """Setting a trait changes what follows from it; reset restores all of them."""
    figure = ActivationExplorer(activation="elu", x=-1.0, n=1)
    opening = figure.state()
    assert figure.product == pytest.approx(math.exp(-1.0))
    figure.option = 0.5
    assert figure.product == pytest.approx(0.5 * math.exp(-1.0))
    figure.activation, figure.w, figure.n = "sigmoid", 2.0, 4
    assert figure.function == sigmoid  # which has no option to heed
    figure.reset()
    assert figure.state() == opening


@pytest.mark.parametrize("figure", [FIGURES[0], FIGURES[2], FIGURES[-1]], ids=str)
def test_still_is_stable_and_says_its_numbers(figure: ActivationExplorer) -> None:
    """Two equal figures store equal stills; the words hold the product."""
    again = ActivationExplorer(**figure.state())
    assert figure.still() == again.still()
    assert "nan" not in figure.still()
    assert (f"{figure.product:.1e}" in figure.alt) == (figure.n > 1)


def printed(kind: str) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """What the programs of one kind print, and what the figures show, for all states."""
    found = in_node("return given.map((s) => nnbook.figures.activations.code(s))",
                    [figure.state() for figure in FIGURES])  # fmt: skip
    said = run_programs([programs[kind] for programs in found])
    pattern = r"f\(z\) (\S+)  f'\(z\) (\S+)  product (\S+)\n"
    matches = [re.fullmatch(pattern, one) for one in said]
    shown = [
        (f.function(f.w * f.x), f.function.slope(f.w * f.x), f.product) for f in FIGURES
    ]  # fmt: skip
    return np.array([one.groups() if one else [] for one in matches], float), np.array(shown)


def test_its_python_prints_what_it_shows() -> None:
    """The program copied from a figure prints output, slope and product to the last digit."""
    said, shown = printed("Python")
    assert np.allclose(said, shown, rtol=1e-14, atol=0)


@pytest.mark.frameworks
@pytest.mark.parametrize("kind", ["Keras", "PyTorch"])
def test_its_programs_for_frameworks_print_what_it_shows(kind: str) -> None:
    """So do the programs for the frameworks; Keras rounds its data to 32 bits on the way in."""
    need({"Keras": "keras", "PyTorch": "torch"}[kind])
    said, shown = printed(kind)
    assert np.allclose(said, shown, rtol=1e-9 if kind == "PyTorch" else 1e-5, atol=1e-17)
