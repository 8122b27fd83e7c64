"""The JavaScript engine's networks: forward, loss and every gradient are nnbook's."""

from typing import Any

import numpy as np
import pytest

from nnbook.activations import sigmoid
from nnbook.backpropagation import backprop, evaluate
from nnbook.losses import LOSSES, binary_cross_entropy, cross_entropy, mse
from nnbook.network import Layer, Network
from tests.widgets.engine_cases import Case, one_sample, random_case
from tests.widgets.in_node import in_node

CODE = """return given.map(({network, X, y, loss}) => [nnbook.engine.forward(network, X),
  nnbook.engine.loss(network, X, y, loss), nnbook.engine.gradients(network, X, y, loss)]);"""


def assert_close(got: Any, wanted: Any, what: str) -> None:
    """Equal to 1e-12, relative for numbers above 1."""
    wanted = np.asarray(wanted)
    got = np.asarray(got, dtype=float).reshape(wanted.shape)
    np.testing.assert_allclose(got, wanted, rtol=1e-12, atol=1e-12, err_msg=what)


def compare(cases: list[Case]) -> None:
    """Forward, loss and gradients of all cases, from one run of Node."""
    answers = in_node(CODE, [case.json for case in cases])
    for number, (case, (forward, loss, gradients)) in enumerate(zip(cases, answers, strict=True)):
        what = f"case {number}: {case.network}, {case.loss}"
        memories = case.network.forward(case.X)[1]
        assert_close(forward["a"][0], case.X, what)
        for memory, z, a in zip(memories, forward["z"], forward["a"][1:], strict=True):
            assert_close(z, memory["z"], what)
            assert_close(a, memory["a"], what)
        assert_close(loss, evaluate(case.network, case.X, case.y, case.loss), what)
        trace = backprop(case.network, case.X, case.y, case.loss)
        assert_close(gradients["loss"], trace.loss, what)
        assert_close(gradients["x"], np.atleast_2d(trace.input_slope), what)
        found = {
            f"{name}{i}": value
            for i, layer in enumerate(gradients["layers"], 1)
            for name, value in layer.items()
            if value is not None
        }
        assert list(found) == list(trace.gradients)
        for name, value in trace.gradients.items():
            assert_close(found[name], value, f"{what}, {name}")


def test_random_networks_agree() -> None:
    """300 networks of every activation with every loss: forward, loss and gradients to 1e-12."""
    cases = [random_case(number) for number in range(300)]
    pairs = {(layer.activation.name, case.loss.name)
             for case in cases for layer in case.network.layers}  # fmt: skip
    assert len(pairs) == 9 * 5
    assert {layer.b is None for case in cases for layer in case.network.layers} == {True, False}
    compare(cases)


def test_one_sample_agrees() -> None:
    """One sample may be a row of numbers, and so are the results."""
    cases = [one_sample(random_case(number)) for number in range(60)]
    compare(cases)
    forward = in_node("return nnbook.engine.forward(given.network, given.X)", cases[1].json)
    assert np.shape(forward["a"][-1]) == cases[1].y.shape


def test_one_output_takes_plain_targets() -> None:
    """With one output y may be plain numbers, (N,), or one number for one sample."""
    network = Network([Layer([[0.5, -1.0]], [0.1], sigmoid)])
    X = np.random.default_rng(1).normal(size=(4, 2))
    compare([Case(network, X, np.array([0.0, 1.0, 1.0, 0.0]), mse),
             Case(network, X[0], np.array(1.0), binary_cross_entropy)])  # fmt: skip


@pytest.mark.parametrize("size", [40.0, 1000.0])
def test_saturated_units_agree(size: float) -> None:
    """Sums of 40 and of 1000, of both signs, of every last activation: no NaN, nothing lost."""
    cases = []
    for name, loss in (("sigmoid", "binary_cross_entropy"), ("sigmoid", "cross_entropy"),
                       ("softmax", "cross_entropy"), ("softmax", "binary_cross_entropy"),
                       ("tanh", "mse"), ("elu", "mae"), ("identity", "hinge")):  # fmt: skip
        network = Network([Layer([[size], [-size], [0.0]], None, "tanh"),
                           Layer(np.eye(3)[:2] * size, None, name)])  # fmt: skip
        y = [[1.0, -1.0]] if loss == "hinge" else [[0.0, 1.0]]
        cases += [Case(network, np.array([[x]]), np.array(y), LOSSES[loss]) for x in (1.0, -1.0)]
    compare(cases)
    answers = in_node(CODE, [case.json for case in cases])
    assert answers[4][1] == pytest.approx(2 * size, rel=1e-12)  # not infinite


def test_zero_rows_and_zero_weights_agree() -> None:
    """Samples of zeros, weights of zero and predictions on the corner of a loss."""
    network = Network(
        [Layer(np.zeros((3, 2)), None, "relu"), Layer(np.zeros((2, 3)), [0, 0], "step")]
    )
    for loss in ("mse", "mae"):
        compare([Case(network, np.zeros((3, 2)), np.ones((3, 2)), LOSSES[loss])])


def test_losses_agree_on_their_own() -> None:
    """Value and slope of each loss on numbers, rows and bare probabilities of 0 and 1."""
    rng, cases = np.random.default_rng(3), []
    for name, loss in LOSSES.items():
        hits = np.eye(3)[[0, 2]]
        y = hits * 2 - 1 if loss.labels == "sign" else hits
        for p in (rng.random((2, 3)), hits, 1 - hits):
            cases += [(name, y, p), (name, y[0], p[0])]
        if loss is not cross_entropy:
            cases += [(name, np.array(1.0), np.array(p)) for p in (0.0, 0.25, 1.0)]
    code = """return given.map(([name, y, p]) => [nnbook.engine.losses[name].value(y, p),
      nnbook.engine.losses[name].slope(y, p)]);"""
    answers = in_node(code, [(name, y.tolist(), p.tolist()) for name, y, p in cases])
    for (name, y, p), (value, slope) in zip(cases, answers, strict=True):
        assert_close(value, LOSSES[name](y, p), name)
        assert np.shape(slope) == np.shape(p)
        assert_close(slope, LOSSES[name].slope(y, p), name)
    assert in_node("return Object.keys(nnbook.engine.losses)", None) == [*LOSSES]
