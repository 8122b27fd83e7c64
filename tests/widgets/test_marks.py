"""Numbers as text, and the rule that Python and JavaScript draw the same."""

import math
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from nnbook.widgets import Neuron, marks, neuron_plane
from nnbook.widgets import neuron_picture as picture
from tests.widgets.in_node import in_node

NUMBERS = [0.0, -0.0, 0.5, -0.25, 0.03125, -0.03125, 0.69, 0.6900000000000001, 1 / 3, 99.995,
           100.0, -1234.5, 9999.5, 10_000.0, 123_456.0, -1e6, 1e-9, 3e12]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.6900000000000001, "0.69"), (-0.25, "−0.25"), (100.0, "100"), (-0.00001, "0"),
     (0.03125, "0.0313"), (1 / 3, "0.3333")],
)  # fmt: skip
def test_numbers_are_written_as_in_the_book(value: float, shown: str) -> None:
    """At most four decimals, no trailing zeros, a true minus sign, no minus zero."""
    assert marks.number(value) == shown


def test_rounding_is_admitted() -> None:
    """A number that was rounded away from what it is gets the sign for nearly equal."""
    assert marks.equals(0.6900000000000001) == "="
    assert marks.equals(1 / 3) == "≈"


@pytest.mark.parametrize("value", NUMBERS)
def test_short_numbers_fit_a_circle(value: float) -> None:
    """No number inside a circle has more than seven characters."""
    assert len(marks.short(value)) <= 7


def test_javascript_writes_numbers_alike() -> None:
    """number, equals, short and at give the same text in both languages."""
    values = [*NUMBERS, *np.random.default_rng(0).normal(0, 50, 500).tolist()]
    code = """const { number, equals, short, at } = nnbook.marks;
      return given.map((v) => [number(v), number(v, 17), equals(v), short(v), at(v)]);"""
    got = in_node(code, values)
    for value, texts in zip(values, got, strict=True):
        wanted = [marks.number(value), marks.number(value, 17), marks.equals(value),
                  marks.short(value), marks.at(value)]  # fmt: skip
        assert texts == wanted, value


def random_states(count: int) -> list[dict[str, Any]]:
    """States of the figure, most of them usual, some at the edges of what it takes."""
    rng = np.random.default_rng(1)
    states = []
    for i in range(count):
        n, size = int(rng.integers(1, 4)), (1.0, 1.0, 3.0, 1e5)[i % 4]
        states.append({
            "x": np.round(rng.normal(0, size, n), 2).tolist(),
            "w": np.round(rng.normal(0, 1.5, n) * (rng.random(n) > 0.1), 2).tolist(),
            "b": float(np.round(rng.normal(), 2)) if i % 3 else 0.0,
            "activation": list(picture.LABELS)[i % len(picture.LABELS)],
            "threshold": float(np.round(rng.normal(), 2)),
        })  # fmt: skip
    return states


def test_the_still_is_what_the_live_figure_shows() -> None:
    """Every picture and sentence of 300 neurons is the same text in Python and in JavaScript."""
    states = random_states(300)
    code = """const p = { ...nnbook.neuronPicture, ...nnbook.neuronPlane };
      const { computed } = nnbook.figures.neuron;
      return given.map((state) => {
        const s = computed(state);
        return [p.diagram(s), p.curve(s), s.x.length === 2 ? p.plane(s) : "", p.sumText(s),
          p.outputText(s), p.describe(s)];
      });"""
    for state, texts in zip(states, in_node(code, states), strict=True):
        s = Neuron(**state)._shown()
        plane = neuron_plane.plane(s) if len(s.x) == 2 else ""
        assert texts == [picture.diagram(s), picture.curve(s), plane, picture.sum_text(s),
                         picture.output_text(s), picture.describe(s)], state  # fmt: skip


def test_every_still_is_well_formed() -> None:
    """A still is XML, or a notebook would show a broken image."""
    for state in random_states(100):
        ET.fromstring(Neuron(**state).still())


def test_a_near_miss_is_shown_as_one() -> None:
    """Where z misses the threshold in the last bit, the comparison shows digits that differ."""
    neuron = Neuron(x=[0.1, 0.7], w=[1, 1], b=-0.3, threshold=0.5)
    assert neuron.z < 0.5
    assert math.isclose(neuron.z, 0.5)
    text = picture.output_text(neuron._shown())
    assert text.endswith("< 0.5 → 0")
    assert not text.startswith("0.5 ")


def test_signs_are_told_by_more_than_colour() -> None:
    """A negative weight is dashed, a positive one is not, and a weight of 0 is neither colour."""
    assert "stroke-dasharray" in marks.weighted(-1.0)
    assert "stroke-dasharray" not in marks.weighted(1.0)
    assert "style" not in marks.weighted(0.0)
    assert float(marks.weighted(2.0)["stroke-width"]) > float(marks.weighted(1.0)["stroke-width"])
