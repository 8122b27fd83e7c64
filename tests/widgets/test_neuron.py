"""Neuron: the figure of chapter 2 as a Python object."""

import base64
import json
import re
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pytest

from nnbook.activations import ACTIVATIONS
from nnbook.widgets import Neuron, StateError
from nnbook.widgets.explorable import figure_html
from tests.widgets.in_node import in_node


class Stored(HTMLParser):
    """The figure and its still in a stored output."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.figure: dict[str, Any] = {}
        self.image: dict[str, Any] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"figure", "img"}:
            setattr(self, {"figure": "figure", "img": "image"}[tag], dict(attrs))


def bundle(neuron: Neuron) -> dict[str, Any]:
    """What a notebook is given to show."""
    return neuron._repr_mimebundle_()[0]


def test_opens_on_the_number_of_the_book() -> None:
    """Three inputs and three weights give z = 0.69, which reaches 0.5: it fires."""
    neuron = Neuron()
    assert neuron.z == pytest.approx(0.69, abs=1e-12)
    assert neuron.a == 1.0
    assert "0.5·0.4 + 0.8·0.5 + 0.3·0.3 + 0 = 0.69" in neuron.still()
    assert "0.69 ≥ 0.5 → 1" in neuron.still()


@pytest.mark.parametrize(
    "name", ["step", "identity", "sigmoid", "tanh", "relu", "leaky_relu", "elu"]
)
def test_output_is_nnbooks(name: str) -> None:
    """z and a are those of nnbook's layer and activation."""
    neuron = Neuron(x=[0.5, -1.5], w=[0.4, 0.9], b=0.1, activation=name, threshold=-1.0)
    function = ACTIVATIONS[name].using(threshold=-1.0) if name == "step" else ACTIVATIONS[name]
    z = 0.5 * 0.4 - 1.5 * 0.9 + 0.1
    assert neuron.z == pytest.approx(z, abs=1e-15)
    assert neuron.a == pytest.approx(float(function(z)), abs=1e-15)
    assert neuron.layer.activation == function


def test_takes_arrays_and_follows_its_traits() -> None:
    """Arrays and whole numbers are rows of numbers; setting a trait changes z."""
    neuron = Neuron(x=np.array([1, 0]), w=(2, 3), b=1)
    assert (neuron.x, neuron.w, neuron.b, neuron.z) == ([1.0, 0.0], [2.0, 3.0], 1.0, 3.0)
    neuron.w = np.array([-1.0, 0.0])
    assert neuron.z == 0.0


def test_reset_returns_to_the_opening_state() -> None:
    """After any change reset restores every trait exactly."""
    neuron = Neuron(x=[0.1, 0.2], w=[0.3, 0.4])
    opening = neuron.state()
    neuron.x, neuron.b, neuron.activation = [3, 4], 5, "tanh"
    assert neuron.state() != opening
    neuron.reset()
    assert neuron.state() == opening


IMPOSSIBLE = [
    ({"x": [1, 2]}, "w must have one weight for each of the 2 inputs, but has 3"),
    ({"x": [], "w": []}, "one to three inputs, but x has 0"),
    ({"x": [1] * 4, "w": [1] * 4}, "one to three inputs, but x has 4"),
    ({"x": [1, float("nan"), 0]}, "x2 must be a number between -1000000 and 1000000, but is nan"),
    ({"w": [1, 2, 2e6]}, "w3 must be a number"),
    ({"b": float("inf")}, "b of Neuron must be finite, but received inf"),
    ({"b": "one"}, "b of Neuron must be a number, but received 'one'"),
    ({"x": "abc"}, "x of Neuron must be numbers, but received 'abc'"),
    ({"x": [[1], [2], [3]]}, "x of Neuron must be a list of numbers"),
    ({"activation": "softmax"}, "activation must be one of step, identity, .*, but is 'softmax'"),
    ({"activation": [1]}, "activation must be one of"),
    ({"treshold": 1}, "Neuron takes x, w, b, activation, threshold, but received treshold"),
]


@pytest.mark.parametrize(("state", "sentence"), IMPOSSIBLE)
def test_impossible_state_is_refused(state: dict[str, Any], sentence: str) -> None:
    """A neuron that cannot be is refused in one sentence, as ValueError or TypeError."""
    with pytest.raises((ValueError, TypeError), match=sentence):
        Neuron(**state)


def test_impossible_change_leaves_the_figure_alone() -> None:
    """A refused assignment changes nothing; two traits that fit only together change together."""
    neuron = Neuron()
    with pytest.raises(StateError, match="w must have one weight"):
        neuron.x = [1, 2]
    assert neuron.x == [0.5, 0.8, 0.3]
    with neuron.hold_trait_notifications():
        neuron.x, neuron.w = [1, 2], [3, 4]
    assert neuron.z == 11.0


def test_stored_output_follows_the_protocol() -> None:
    """html with kind, state, still, alt text, caption; a plain text; the live view with them."""
    neuron = Neuron(x=[0.9, 0.1], w=[0.3, -0.9])
    data = bundle(neuron)
    assert "application/vnd.jupyter.widget-view+json" in data
    assert data["text/plain"] == (
        "Neuron(x=[0.9, 0.1], w=[0.3, -0.9], b=0.0, activation='step', threshold=0.5)"
    )
    stored = Stored(data["text/html"])
    assert stored.figure["class"] == "nnbook"
    assert stored.figure["data-explorable"] == "neuron"
    assert json.loads(stored.figure["data-state"]) == neuron.state()
    assert stored.image["class"] == "nnb-still"
    assert stored.image["alt"] == neuron.alt
    kind, _, data64 = stored.image["src"].partition(",")
    assert kind == "data:image/svg+xml;base64"
    assert base64.b64decode(data64).decode() == neuron.still()
    assert f"<figcaption>{neuron.caption}</figcaption>" in data["text/html"]


def test_output_is_the_same_in_each_run() -> None:
    """Two equal neurons store equal bytes, so that a notebook can be compared strictly."""
    first, second = bundle(Neuron()), bundle(Neuron())
    for kind in ("text/html", "text/plain"):
        assert first[kind] == second[kind]
    assert not re.search(r"0x[0-9a-f]{6}", first["text/plain"] + first["text/html"])


def test_markup_in_words_is_escaped() -> None:
    """State, alt text and caption cannot break out of the figure."""
    html = figure_html("neuron", {"x": "<&'\">"}, "<svg></svg>", 'a "b" <c>', "<script>")
    assert "<script>" not in html
    assert Stored(html).image["alt"] == 'a "b" <c>'
    assert json.loads(Stored(html).figure["data-state"]) == {"x": "<&'\">"}


def test_the_page_refuses_what_python_refuses() -> None:
    """For impossible states JavaScript has a sentence too, and for possible ones none."""
    opening = Neuron().state()
    states = [{**opening, **state} for state, _ in IMPOSSIBLE if "treshold" not in state]
    wire = json.loads(
        json.dumps(states).replace("NaN", '"@NaN"').replace("Infinity", '"@Infinity"')
    )
    sentences = in_node("return given.map(nnbook.figures.neuron.check)", wire)
    assert all(sentences), sentences
    assert in_node("return nnbook.figures.neuron.check(given)", opening) == ""
