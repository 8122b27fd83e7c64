"""The figure Convolution: its numbers, words and programs beside nnbook's."""

from __future__ import annotations

import base64
import re
from typing import Any

import numpy as np
import pytest

from nnbook import datasets
from nnbook.widgets import ConvolutionExplorer, StateError
from tests.needs import need
from tests.widgets.in_node import in_node
from tests.widgets.programs import run_programs

NUMBERS = "const { computed, lines, sizeLine, describe, code } = nnbook.convolution;"


def figures() -> list[ConvolutionExplorer]:
    """A figure for each padding and stride, with random pictures and kernels."""
    rng = np.random.default_rng(0)
    return [
        ConvolutionExplorer(
            image=rng.integers(0, 17, (8, 8)) / 16, kernel=rng.normal(size=(3, 3)).round(3),
            padding=padding, stride=stride, down=int(rng.integers(5)), right=int(rng.integers(9)),
        )
        for padding in (0, 1, 2)
        for stride in (1, 2, 3)
    ]  # fmt: skip


FIGURES = figures()


def test_opens_on_the_one_of_the_book() -> None:
    """By default it shows the first handwritten 1 of the digits."""
    digits = datasets.digits()
    np.testing.assert_array_equal(
        np.ravel(ConvolutionExplorer().image), digits.X[np.flatnonzero(digits.y == 1)[0]]
    )


def test_its_map_is_that_of_nnbook() -> None:
    """Map, size and the sum at the window are those of nnbook's Convolution."""
    states = [figure.state() for figure in FIGURES]
    for figure, shown in zip(
        FIGURES, in_node(f"{NUMBERS} return given.map(computed)", states), strict=True
    ):
        np.testing.assert_allclose(shown["result"], figure.result, rtol=0, atol=1e-12)
        assert shown["side"] == figure.layer.output_shape[1]
        assert (shown["down"], shown["right"]) == figure.place
        assert shown["z"] == pytest.approx(figure.z, abs=1e-12)


def test_the_sum_it_writes_is_true() -> None:
    """Each of the four lines, evaluated, is what it says behind its last equals sign."""
    states = [figure.state() for figure in FIGURES]
    for lines in in_node(f"{NUMBERS} return given.map(lines)", states):
        assert len(lines) == 4
        for line in lines:
            *terms, result = line.removeprefix("z = ").replace("−", "-").split(" = ")
            found = re.findall(r"(-?) ?([\d.]+)(?:·([\d.]+))?", terms[0])
            value = sum(float(sign + "1") * float(a) * float(b or 1) for sign, a, b in found)
            assert value == pytest.approx(float(result), abs=2e-4)


@pytest.mark.parametrize(
    ("padding", "stride", "says"),
    [(0, 1, "Map: (8 + 2·0 − 3) / 1 + 1 = 6 in each direction"),
     (2, 2, "Map: (8 + 2·2 − 3) / 2 = 4.5, rounded down 4, + 1 = 5 in each direction"),
     (0, 3, "Map: (8 + 2·0 − 3) / 3 = 1.67, rounded down 1, + 1 = 2 in each direction")],
)  # fmt: skip
def test_the_size_comes_with_its_numbers(padding: int, stride: int, says: str) -> None:
    """The formula of the map's size has the numbers put in, rounding down included."""
    figure = ConvolutionExplorer(padding=padding, stride=stride)
    assert in_node(f"{NUMBERS} return sizeLine(given)", figure.state()) == says
    assert f"= {len(figure.result)} in" in says


BROKEN: list[dict[str, Any]] = [
    {"image": [[0.0] * 8] * 7}, {"image": [[2.0] * 8] * 8}, {"image": [[-0.1] * 8] * 8},
    {"kernel": [[1.0, 2.0]] * 3}, {"kernel": [[1e4] * 3] * 3}, {"padding": 3}, {"padding": -1},
    {"stride": 0}, {"stride": 4}, {"down": -1}, {"right": -2}, {"written": -3},
]  # fmt: skip


@pytest.mark.parametrize("part", BROKEN, ids=str)
def test_what_cannot_be_is_refused_alike(part: dict[str, Any]) -> None:
    """The page says the sentence that Python raises."""
    state = {**ConvolutionExplorer().state(), **part}
    says = in_node("return nnbook.figures.convolution.check(given)", state)
    assert says
    with pytest.raises(StateError, match=f"^{re.escape(says)}$"):
        ConvolutionExplorer(**part)


@pytest.mark.parametrize(
    "part",
    [{"image": 3}, {"image": [["a"] * 8] * 8}, {"image": None}, {"kernel": [1, 2, 3]},
     {"padding": "1"}, {"stride": 1.5}, {"down": 0.5}, {"written": None}],
    ids=str,
)  # fmt: skip
def test_a_link_with_nonsense_is_answered(part: dict[str, Any]) -> None:
    """What a link may bring that is no number at all gets a sentence, not an exception."""
    state = {**ConvolutionExplorer().state(), **part}
    assert in_node("return nnbook.figures.convolution.check(given)", state)


def test_possible_states_are_let_through() -> None:
    """No state of a figure made in Python is refused on the page; links carry it whole."""
    states = [figure.state() for figure in FIGURES]
    assert set(in_node("return given.map(nnbook.figures.convolution.check)", states)) == {""}
    code = """return given.map((s) => nnbook.stage.fromLink(
      nnbook.stage.toLink("convolution-1", s), "convolution-1", given[0]));"""
    assert in_node(code, states) == states


def test_describes_what_is_seen() -> None:
    """The words hold kernel, place, sum and the size of the map."""
    figure = ConvolutionExplorer(down=1, right=3, written=9)
    assert in_node(f"{NUMBERS} return describe(given)", figure.state()) == (
        "A picture of 8 by 8 pixels and the kernel −1 0 1; −1 0 1; −1 0 1. The window, 1 moves "
        "down and 3 to the right, gives z = −1.5625. Padding 0, stride 1: a map of 6 by 6, 9 of "
        "36 written, from −3 to 3."
    )


def printed(kind: str) -> None:
    """Run the programs of one kind; each prints the map that the figure shows."""
    programs = in_node(f"{NUMBERS} return given.map(code)", [one.state() for one in FIGURES])
    said = run_programs([program[kind] for program in programs])
    for figure, text in zip(FIGURES, said, strict=True):
        rows = [[float(v) for v in line.split()] for line in text.splitlines()]
        np.testing.assert_allclose(rows, figure.result, rtol=0, atol=5.01e-5)


def test_its_python_prints_the_map() -> None:
    """The program copied as Python prints the map on the screen."""
    printed("Python")


@pytest.mark.frameworks
@pytest.mark.parametrize("kind", ["Keras", "PyTorch"])
def test_its_programs_for_frameworks_print_the_map(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So do the programs for the frameworks."""
    monkeypatch.setenv("KERAS_BACKEND", "torch")
    need({"Keras": "keras", "PyTorch": "torch"}[kind])
    printed(kind)


def test_takes_a_row_of_pixels_and_arrays() -> None:
    """64 numbers are a picture; arrays become lists; Reset brings all of it back."""
    pixels = np.linspace(0, 1, 64)
    figure = ConvolutionExplorer(image=pixels, kernel=np.eye(3))
    assert figure.image == pixels.reshape(8, 8).tolist()
    assert figure.kernel == np.eye(3).tolist()
    opening = figure.state()
    figure.kernel, figure.stride = -np.eye(3), 2
    assert figure.state() != opening
    figure.reset()
    assert figure.state() == opening


def test_what_a_notebook_stores() -> None:
    """html with kind, state and a still with the map's numbers; equal figures, equal bytes."""
    first, second = (ConvolutionExplorer(down=1)._repr_mimebundle_()[0] for _ in range(2))
    assert first["text/html"] == second["text/html"]
    assert 'data-explorable="convolution"' in first["text/html"]
    still = base64.b64decode(re.findall(r"base64,([^\"]+)", first["text/html"])[0]).decode()
    assert "z = 1.125 at 1 down, 0 right" in still
    assert ">−2.8<" in still
    narrow = ConvolutionExplorer(padding=2, stride=1, written=7).still()
    assert len(re.findall(r">(?:\+|−|0)</text>", narrow)) == 7 + 3
