"""The Trace: its steps in order, its rules true, its scalars complete, its tables readable."""

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from nnbook.activations import ACTIVATIONS, sigmoid
from nnbook.backpropagation import backprop
from nnbook.dense import Layer
from nnbook.losses import cross_entropy, mse
from nnbook.network import Network
from nnbook.trace import Trace
from tests.test_backpropagation import random_case

HAND = Network(
    [Layer([[0.7, 0.4], [0.3, 0.7]], None, sigmoid), Layer([[0.55, 0.45]], None, sigmoid)]
)


def evaluate_rule(rule: str, values: dict) -> np.ndarray:
    """What a rule says, computed from its own text: the meaning of the words, nothing more."""
    one = values["x"].ndim == 1
    samples = ("sum over samples of ", "over_samples(")
    text = rule.replace("²", "**2").replace("−", "-")
    for words, call in (samples, ("sum of ", "np.sum(")):
        if text.startswith(words):
            rest, over, count = text.removeprefix(words).rpartition(" / ")
            text = f"{call}{rest or count})" + (f" / {count}" if over else "")
    names: dict[str, object] = {}

    def name(match: re.Match[str]) -> str:
        key = f"v{len(names)}"
        names[key] = values[match[0]] if match[0] in values else match[0]
        return key

    def column(value: object) -> np.ndarray:
        array = np.asarray(value)
        return array[:, None] if one and array.ndim == 1 else array

    # slopes of functions first, then values by name
    text = re.sub(r"(\w+)'\((\w+)\)", lambda m: name(re.match(r".*", m[0])), text)
    text = re.sub(r"dC/d[A-Za-z]+\d+", name, text)
    text = re.sub(r"(?<![A-Za-z_0-9])(?:(?:alpha|[Wbza])\d+|[xy])(?![A-Za-z_0-9])", name, text)
    matrix = re.fullmatch(r"\(?(v\d+)\)?(ᵀ?)·(v\d+)(ᵀ?)( \+ (v\d+))?", text)
    if matrix:
        left, right = column(names[matrix[1]]), column(names[matrix[3]])
        product = (left.T if matrix[2] else left) @ (right.T if matrix[4] else right)
        if matrix[6]:
            product = product + column(names[matrix[6]])
        return product
    jacobian = re.fullmatch(r"(v\d+) · (v\d+)", text)
    if jacobian:
        return np.einsum("...i,...ij->...j", names[jacobian[1]], names[jacobian[2]])
    text = text.replace("·", "*").replace("⊙", "*").replace("|", "")
    functions = {
        **ACTIVATIONS,
        "np": np,
        "log": lambda p: np.maximum(np.log(p), -100),
        "exp": np.exp,
        "max": np.maximum,
        "min": np.minimum,
        "sign": np.sign,
        "logsumexp": lambda z: np.log(np.exp(z).sum(-1, keepdims=True)),
        "over_samples": lambda a: a.sum(0),
    }
    return eval(text, functions, names)  # noqa: S307 - the text is the library's own


@pytest.mark.parametrize("seed", range(200))
def test_each_rule_evaluated_as_written_gives_the_value(seed: int) -> None:
    """The rule printed in the trace, computed from its own words, is the step's value."""
    trace = backprop(*random_case(seed))
    values = dict(trace.steps[0].values)
    for step in trace:
        if step.rule.startswith("prelu(") or " if " in step.rule or "|" in step.rule:
            continue  # told in words; their values are held against PyTorch elsewhere
        with np.errstate(divide="ignore"):
            found = evaluate_rule(step.rule, values)
        np.testing.assert_allclose(
            np.ravel(found), np.ravel(step.value), rtol=1e-9, atol=1e-12, err_msg=str(step)
        )


def test_steps_come_in_the_order_of_pencil_and_paper() -> None:
    """Forward, loss, then backward: each slope after the one it is made from."""
    names = backprop(HAND, [0.5, 0.3], 1, mse).names
    assert names == [
        "z1",
        "a1",
        "z2",
        "a2",
        "C",
        "dC/da2",
        "dC/dz2",
        "dC/dW2",
        "dC/da1",
        "dC/dz1",
        "dC/dW1",
    ]


def test_a_trace_is_a_sequence_and_can_be_asked_by_name() -> None:
    """By position, by name, by slice; an unknown name is answered with the known ones."""
    trace = backprop(HAND, [0.5, 0.3], 1, mse)
    assert trace[0].name == "z1"
    assert trace[-1].name == "dC/dW1"
    assert [step.name for step in trace[:2]] == ["z1", "a1"]
    np.testing.assert_allclose(trace["z1"].value, [0.47, 0.36])
    assert trace["C"].value == trace.loss
    with pytest.raises(KeyError, match="no 'z9'"):
        trace["z9"]


def test_numbers_are_the_rule_with_the_values_put_in() -> None:
    """Each name in the rule gives way to its value, a negative one in parentheses."""
    trace = backprop(HAND, [0.5, 0.3], 1, mse)
    assert trace["z1"].numbers == "[[0.7, 0.4], [0.3, 0.7]]·[0.5, 0.3]"
    assert trace["C"].numbers == "([0.6465] - [1])²"
    assert str(trace["a1"]) == "a1 = sigmoid(z1) = sigmoid([0.47, 0.36]) = [0.6154, 0.589]"


def test_the_road_from_z_is_said() -> None:
    """With softmax and cross-entropy there is no dC/da step, and the loss is told from z."""
    network = Network.random([2, 3], "softmax", rng=np.random.default_rng(0))
    trace = backprop(network, [1.0, 2.0], [0, 1, 0], cross_entropy)
    assert "dC/da1" not in trace.names
    assert "z1" in trace["C"].rule
    assert trace["dC/dz1"].rule == "(a1 - y)"


def value_of(name: str, step_values: dict) -> float:
    """The value of a scalar's name that is an entry of an array: W1[2,1]."""
    key, _, index = name.rstrip("]").partition("[")
    place = tuple(int(i) - 1 for i in index.split(",")) if index else ()
    return float(np.asarray(step_values[key])[place])


@pytest.mark.parametrize("seed", range(60))
def test_scalars_cover_every_entry_and_are_true(seed: int) -> None:
    """Each entry of each step appears with its value; products and sums are what they say."""
    trace = backprop(*random_case(seed))
    for step in trace:
        scalars = list(step.scalars())
        known = {scalar.name: scalar.value for scalar in scalars}
        for index in np.ndindex(np.shape(step.value)):
            label = step.name + (f"[{','.join(str(i + 1) for i in index)}]" if index else "")
            assert known[label] == pytest.approx(float(np.asarray(step.value)[index]))
        for scalar in scalars:
            product = re.fullmatch(r"(\S+?)·(\S+)", scalar.rule)
            if product and "(" not in scalar.rule:
                left, right = (value_of(part, step.values) for part in product.groups())
                assert scalar.value == pytest.approx(left * right)
            parts = scalar.rule.split(" + ")
            if len(parts) > 1 and all(part in known for part in parts):
                assert scalar.value == pytest.approx(sum(known[part] for part in parts), abs=1e-9)


def test_the_last_scalar_of_a_sum_adds_the_ones_before() -> None:
    """z1[1] is told as two products and their sum."""
    first = list(backprop(HAND, [0.5, 0.3], 1, mse)["z1"].scalars())[:3]
    assert [str(scalar) for scalar in first] == [
        "W1[1,1]·x[1] = 0.7·0.5 = 0.35",
        "W1[1,2]·x[2] = 0.4·0.3 = 0.12",
        "z1[1] = W1[1,1]·x[1] + W1[1,2]·x[2] = 0.35 + 0.12 = 0.47",
    ]


def test_prints_as_a_table() -> None:
    """In a terminal: a header, a rule under it, a line for each step."""
    lines = str(backprop(HAND, [0.5, 0.3], 1, mse)).split("\n")
    assert lines[0].split("  ")[0] == "step"
    assert set(lines[1]) == {"-", " "}
    assert len(lines) == 2 + 11


def test_shows_as_mathml_in_a_notebook() -> None:
    """The table is well-formed, with four cells of <math> a step; layer numbers stand above."""
    trace = backprop(HAND, [0.5, 0.3], 1, mse)
    table = ET.fromstring(trace._repr_html_())
    rows = table.findall("./tbody/tr")
    assert len(rows) == len(trace)
    assert all(len(row.findall("./td/math")) == 4 for row in rows)
    weight = rows[-1][0].find(".//mfrac//msup")
    assert weight is not None
    assert "".join(weight.itertext()) == "W(1)"


def test_large_arrays_are_shown_by_their_size() -> None:
    """A wide layer prints its shape, not its thousand numbers, and stays quick."""
    network = Network.random([784, 100, 10], ["relu", "softmax"], rng=np.random.default_rng(0))
    trace = backprop(network, np.ones((32, 784)), np.eye(10)[np.zeros(32, int)], cross_entropy)
    assert "(784 × 100" not in str(trace)
    assert "(100 × 784 numbers)" in str(trace)
    assert len(trace._repr_html_()) < 40_000


def test_repr_is_one_short_line() -> None:
    """repr names the steps and the loss."""
    trace = backprop(HAND, [0.5, 0.3], 1, mse)
    assert isinstance(trace, Trace)
    assert repr(trace) == "Trace of 11 steps, C = 0.125"
