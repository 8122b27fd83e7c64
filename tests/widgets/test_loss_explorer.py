"""LossExplorer: the figure of chapter 6, in Python and in JavaScript."""

import json
import re
from typing import Any

import numpy as np
import pytest

from nnbook import mae, nudge
from nnbook.activations import softmax
from nnbook.losses import LOSSES
from nnbook.widgets import LossExplorer
from tests.needs import need
from tests.widgets.in_node import in_node
from tests.widgets.programs import run_programs

MORNINGS = LossExplorer()
FIGURES = [
    MORNINGS,
    LossExplorer(loss="mae"),
    LossExplorer(y=[1, 2, 3, 4, 40], y_hat=[10] * 5),
    LossExplorer(loss="mae", y=[1, 2, 3, 4, 40, 5, 6, -7], y_hat=[3, 3, 3, 3, 3, 5, 9, 8.5]),
    LossExplorer(y=[1, 2, 3], y_hat=[1, 2, 3]),
    LossExplorer(loss="binary_cross_entropy", y=[1, 0, 1, 0], y_hat=[0.9, 0.1, 0.8, 0.4]),
    LossExplorer(loss="binary_cross_entropy", y=[1, 0, 0.5], y_hat=[0.01, 0.99, 0.3]),
    LossExplorer(loss="hinge", y=[1, 1, -1, -1], y_hat=[2, 0.4, -3, 0.5]),
    LossExplorer(loss="hinge", y=[1, -1, -1], y_hat=[1, -1, 2]),
    LossExplorer(loss="cross_entropy", y=[0, 0, 1], y_hat=[2, 1, 0]),
    LossExplorer(loss="cross_entropy", y=[0, 1, 0], y_hat=[1000, 0, 0]),
]
CASES = pytest.mark.parametrize("figure", FIGURES, ids=str)


def test_opens_on_the_numbers_of_the_chapter() -> None:
    """Four mornings: 0.375 under MSE, 0.5 under MAE; a hen costs 2.408, a sum of 1000 that."""
    assert MORNINGS.value == 0.375
    assert MORNINGS.slopes.tolist() == [-0.25, 0.25, 0.0, 0.5]
    assert LossExplorer(loss=mae).value == 0.5
    assert f"{FIGURES[5].value:.4f}" == "0.2362"
    assert f"{FIGURES[9].value:.3f}" == "2.408"
    assert FIGURES[10].value == 1000
    assert "MSE: C = 0.375" in MORNINGS.still()
    for slope in ("−0.25", "0.25", "0", "0.5"):
        assert f">slope {slope}<" in MORNINGS.still()


@CASES
def test_slopes_are_what_nudging_measures(figure: LossExplorer) -> None:
    """The slopes are those of the loss, for cross-entropy with respect to the sums."""
    loss = LOSSES[figure.loss]
    if figure.loss == "cross_entropy":
        if figure.value < 100:
            found = nudge(lambda z: loss(figure.y, softmax(z)), np.array(figure.y_hat))
            assert np.allclose(figure.slopes, found, atol=1e-8)
        assert np.allclose(figure.slopes, softmax(figure.y_hat) - figure.y)
        return
    away = np.abs(1 - np.multiply(figure.y, figure.y_hat)) > 1e-3
    found = nudge(lambda p: loss(figure.y, p), np.array(figure.y_hat))
    assert np.allclose(figure.slopes[away], found[away], atol=1e-5)
    assert figure.value == loss(figure.y, figure.y_hat)


def test_the_page_computes_what_nnbook_computes() -> None:
    """Loss, slopes and predictions of the JavaScript agree with nnbook to 1e-12."""
    code = "return given.map((s) => nnbook.lossesPicture.computed(s))"
    found = in_node(code, [figure.state() for figure in FIGURES])
    for figure, now in zip(FIGURES, found, strict=True):
        assert np.isclose(now["C"], figure.value, rtol=1e-12, atol=1e-15)
        assert np.allclose(now["slopes"], figure.slopes, rtol=1e-12, atol=1e-15)
        assert np.allclose(now["p"], figure.predictions, rtol=1e-12, atol=1e-15)
        share = 1 if figure.loss == "cross_entropy" else len(figure.y)
        assert np.isclose(sum(now["terms"]) / share, figure.value, rtol=1e-12)


def said(figure: LossExplorer) -> list[str]:
    """The lines under the pictures."""
    code = "return nnbook.lossesPicture.lines(nnbook.lossesPicture.computed(given))"
    lines: list[str] = in_node(code, figure.state())
    return lines


def test_the_lines_hold() -> None:
    """Loss, largest part, best constants: each number is nnbook's."""
    assert said(MORNINGS) == [
        "C = (0.25 + 0.25 + 0 + 1) / 4 = 0.375",
        "Point 4 adds most: (8 − 7)² = 1, 67 % of the whole.",
        "Best constant: for MSE the mean, 2.875; for MAE the median, 2.5.",
    ]
    houses = FIGURES[2]
    assert said(houses)[2] == "Best constant: for MSE the mean, 10; for MAE the median, 3."
    constants = np.linspace(0, 45, 451)
    for name, best in (("mse", 10), ("mae", 3)):
        values = [LOSSES[name](houses.y, np.full(5, c)) for c in constants]
        assert np.isclose(constants[np.argmin(values)], best)
    assert said(FIGURES[4])[1] == "No point adds anything: the loss is 0."
    assert said(FIGURES[5])[2].endswith(
        f"≈ {np.exp(-FIGURES[5].value):.4f}, in the geometric mean."
    )
    assert said(FIGURES[7]) == [
        "C = (0 + 0.6 + 0 + 1.5) / 4 = 0.525",
        "Point 4 adds most: max(0, 1 − (−1)·0.5) = 1.5, 71 % of the whole.",
        "2 of 4 points pay.",
    ]
    assert said(FIGURES[9])[0] == "C = −ln 0.09 ≈ 2.4076"
    assert "from the sums" in said(FIGURES[10])[0]


IMPOSSIBLE = [
    ({"loss": "huber"}, "loss must be one of mse, mae, .*, but is huber"),
    ({"loss": "toString"}, "loss must be one of"),
    ({"y": [1, 2], "y_hat": [1, 2]}, "y must have 3 to 8 targets, but has 2"),
    ({"y": [1] * 9, "y_hat": [1] * 9}, "y must have 3 to 8 targets, but has 9"),
    ({"y": [1, 2, 3]}, "y_hat must have one prediction for each of the 3 targets, but has 4"),
    ({"y": [1, 2, 3, 2e6]}, "y4 must be a number between −1000000 and 1000000"),
    ({"y_hat": [1, 2, 3, float("nan")]}, "y_hat of LossExplorer must be finite|y_hat4"),
    ({"y": "abc"}, "y of LossExplorer must be numbers"),
    ({"loss": "binary_cross_entropy"}, "binary_cross_entropy takes y between 0 and 1, but y1 is 3"),
    ({"loss": "binary_cross_entropy", "y": [1, 0, 1], "y_hat": [0.5, 0.5, 1.5]},
     "binary_cross_entropy takes y_hat between 0 and 1, but y_hat3 is 1.5"),
    ({"loss": "hinge"}, "hinge takes the targets −1 and 1"),
    ({"loss": "cross_entropy"}, "cross_entropy takes three classes here, but y has 4"),
    ({"loss": "cross_entropy", "y": [1, 1, 0], "y_hat": [1, 2, 3]},
     "cross_entropy takes the target 1 for one class and 0 for the others"),
]  # fmt: skip


@pytest.mark.parametrize(("state", "sentence"), IMPOSSIBLE)
def test_impossible_state_is_refused(state: dict[str, Any], sentence: str) -> None:
    """What cannot be is refused in one sentence, by Python and by the page."""
    with pytest.raises((ValueError, TypeError), match=sentence):
        LossExplorer(**state)
    wire = json.loads(json.dumps({**MORNINGS.state(), **state}).replace("NaN", '"@NaN"'))
    answer = in_node("return nnbook.figures.losses.check(given)", wire)
    assert answer
    if "LossExplorer" not in sentence:
        assert re.search(sentence, answer)


def test_possible_states_are_not_refused() -> None:
    """The page takes what Python takes, extreme states included, and draws no NaN."""
    extreme = [
        LossExplorer(y=[1e6, -1e6, 0], y_hat=[-1e6, 1e6, 0]),
        LossExplorer(loss="binary_cross_entropy", y=[1, 0, 1], y_hat=[0, 1, 1]),
        LossExplorer(loss="hinge", y=[1, -1, 1], y_hat=[-1e6, 1e6, 0]),
        LossExplorer(loss="cross_entropy", y=[1, 0, 0], y_hat=[-1e6, 1e6, 0]),
    ]
    code = """return given.map((s) => { const p = nnbook.lossesPicture, c = p.computed(s);
      return [nnbook.figures.losses.check(s), p.points(c) + p.shares(c) + p.describe(c)]; })"""
    for problem, drawn in in_node(code, [one.state() for one in FIGURES + extreme]):
        assert problem == ""
        assert not re.search("NaN|Infinity|undefined", drawn)


def test_follows_its_traits_and_resets() -> None:
    """Traits that fit only together change together; reset restores all of them."""
    figure = LossExplorer(loss="hinge", y=[1, 1, -1], y_hat=[1, 2, 3])
    opening = figure.state()
    with figure.hold_trait_notifications():
        figure.loss, figure.y, figure.y_hat = "mse", [1, 2, 3, 4], [0, 0, 0, 0]
    assert figure.value == 7.5
    figure.reset()
    assert figure.state() == opening


@CASES
def test_still_is_stable(figure: LossExplorer) -> None:
    """Two equal figures store equal stills, and their words hold the loss."""
    assert figure.still() == LossExplorer(**figure.state()).still()
    assert "nan" not in figure.still()
    assert figure.alt.endswith(f"The loss is {figure.value:.4g}.")


def printed(kind: str, figures: list[LossExplorer]) -> list[np.ndarray[Any, Any]]:
    """Loss and slopes as the programs of one kind print them."""
    found = in_node("return given.map((s) => nnbook.figures.losses.code(s))",
                    [figure.state() for figure in figures])  # fmt: skip
    matches = [
        re.fullmatch(r"C (\S+)\nslopes (\[.*\])\n", one)
        for one in run_programs([programs[kind] for programs in found])
    ]
    return [np.array([float(m[1]), *json.loads(m[2])]) for m in matches if m]


def shown(figures: list[LossExplorer]) -> list[np.ndarray[Any, Any]]:
    """Loss and slopes as the figures show them."""
    return [np.array([figure.value, *figure.slopes]) for figure in figures]


def test_its_python_prints_what_it_shows() -> None:
    """The program copied from a figure prints its loss and slopes to the last digits."""
    for got, wanted in zip(printed("Python", FIGURES), shown(FIGURES), strict=True):
        np.testing.assert_allclose(got, wanted, rtol=1e-14, atol=0)


@pytest.mark.frameworks
@pytest.mark.parametrize("kind", ["Keras", "PyTorch"])
def test_its_programs_for_frameworks_print_what_it_shows(kind: str) -> None:
    """So do the programs for the frameworks; Keras rounds its data to 32 bits on the way in."""
    need({"Keras": "keras", "PyTorch": "torch"}[kind])
    tolerance = 1e-12 if kind == "PyTorch" else 1e-5
    for got, wanted in zip(printed(kind, FIGURES), shown(FIGURES), strict=True):
        np.testing.assert_allclose(got, wanted, rtol=tolerance, atol=tolerance)
