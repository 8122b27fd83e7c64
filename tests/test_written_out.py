"""Backpropagation written out: the program runs alone, and says what the Trace says."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnbook.activations import elu, leaky_relu, sigmoid
from nnbook.backpropagation import backprop
from nnbook.layers import Dropout
from nnbook.losses import binary_cross_entropy, cross_entropy, hinge, mae, mse
from nnbook.network import Layer, Network
from nnbook.optimizers import L1, L2, SGD, Adam, Momentum
from nnbook.writing import VALUES, can_be_written_out, written_out

LOSSES = [mse, mae, hinge, binary_cross_entropy]


def program(*arguments):
    """The step that a text defines."""
    names: dict = {}
    exec(written_out(*arguments), names)  # noqa: S102 - our own text, and what is tested
    return names["step"]


def flat(parameters) -> list[float]:
    return np.concatenate([np.ravel(value) for value in parameters.values()]).tolist()


def xor():
    network = Network.random([2, 2, 1], sigmoid, rng=np.random.default_rng(1))
    return network, [(0.0, 0.0, 0.0), (0.0, 1.0, 1.0), (1.0, 0.0, 1.0), (1.0, 1.0, 0.0)]


@pytest.mark.parametrize(
    "hidden", [*VALUES, elu.using(alpha=0.3), leaky_relu.using(alpha=0.3)], ids=str
)
@settings(max_examples=15, deadline=None, derandomize=True)
@given(
    seed=st.integers(0, 2**32),
    sizes=st.lists(st.integers(1, 4), min_size=2, max_size=4),
    loss=st.sampled_from(LOSSES),
    bias=st.booleans(),
)
def test_a_step_moves_each_weight_by_its_gradient(hidden, seed, sizes, loss, bias) -> None:
    """With a rate of 1, what SGD takes away is dC/dw of the Trace, and C is the Trace's C."""
    rng = np.random.default_rng(seed)
    activations = [hidden] * (len(sizes) - 2) + ["sigmoid"]
    network = Network.random(sizes, activations, rng=rng, bias=bias)
    X, y = rng.normal(size=(5, sizes[0])), rng.choice([-1.0, 1.0], (5, sizes[-1]))
    if loss.probabilities:
        y = (y + 1) / 2
    trace = backprop(network, X, y, loss)
    before = flat(network.parameters)
    state = list(before)
    samples = [tuple(row) for row in np.hstack([X, y]).tolist()]
    C = program(network, loss, SGD(1.0))(state, samples, 1.0)
    np.testing.assert_allclose(C, trace["C"].value, rtol=1e-12, atol=1e-14)
    moved = np.array(before) - state
    np.testing.assert_allclose(moved, flat(trace.gradients), rtol=1e-11, atol=1e-14)


@pytest.mark.parametrize("optimizer", [SGD(0.5), Momentum(0.2, 0.7), Adam(0.1, 0.8, 0.9, 1e-4)])
@pytest.mark.parametrize("penalty", [None, L1(0.01), L2(0.02)])
def test_ten_steps_are_those_of_the_optimizer(optimizer, penalty) -> None:
    """State and all: the parameters, and behind them the vectors of Momentum and Adam."""
    network, samples = xor()
    data = np.array(samples)
    step = program(network, mse, optimizer, penalty)
    state = flat(network.parameters) + [0.0] * 9 * optimizer.memory
    vectors = None
    for t in range(1, 11):
        rates = [0.1, 1 - 0.8**t, 1 - 0.9**t] if isinstance(optimizer, Adam) else [optimizer.lr]
        step(state, samples, *rates)
        gradients = backprop(network, data[:, :2], data[:, 2:], mse).gradients
        if penalty is not None:
            for name in ("W1", "W2"):
                gradients[name] = gradients[name] + penalty.slope(network.parameters[name])
        network, vectors = optimizer.step(network, gradients, vectors)
    expected = flat(network.parameters) + np.ravel(vectors.vectors).tolist()
    np.testing.assert_allclose(state, expected, rtol=1e-12)


def test_the_names_are_those_of_the_book() -> None:
    """Every product of the backward pass stands there, named as in the notation table."""
    text = written_out(xor()[0], binary_cross_entropy, SGD(1.0))
    for line in (
        "z1_2 = W1_2_1 * x1 + W1_2_2 * x2 + b1_2",
        "a1_2 = 1.0 / (1.0 + e1_2)",
        "dz2_1 = (a2_1 - y1) / count",
        "da1_2 = W2_1_2 * dz2_1",
        "dW1_2_1 += dz1_2 * x1",
        "W1_2_1 -= rate * dW1_2_1",
    ):
        assert text.count(f" {line}\n") == 1
    assert max(map(len, text.splitlines())) <= 100


def test_the_program_runs_on_its_own() -> None:
    """Python without nnbook and numpy learns XOR with the text that was printed."""
    network, samples = xor()
    text = written_out(network, binary_cross_entropy, SGD(1.0))
    after = f"""
state = {flat(network.parameters)}
first = step(state, {samples}, 2.0)
for _ in range(3000):
    last = step(state, {samples}, 2.0)
print(first, last)
"""
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", text + after], capture_output=True, text=True, check=True
    )
    first, last = map(float, done.stdout.split())
    assert first > 0.6
    assert last < 0.01


def test_what_stops_half_way_has_changed_nothing() -> None:
    """The state is written in one assignment: an error in the last sample leaves it as it was."""
    network, samples = xor()
    state = flat(network.parameters)
    before = list(state)
    with pytest.raises(OverflowError):
        program(network, mse, SGD(1.0))(state, [*samples, (1e6, -1e6, 0.0), (-1e6, 1e6, 0.0)], 1.0)
    assert state == before


NETWORK = xor()[0]


@pytest.mark.parametrize(
    "arguments",
    [
        (Network([*NETWORK.layers, Dropout(0.5)]), mse, SGD(1.0)),
        (Network([Layer([[1.0]], None, "prelu")]), mse, SGD(1.0)),
        (Network([Layer([[1.0]], None, "softmax")]), mse, SGD(1.0)),
        (Network([Layer([[1.0]], None, "tanh")]), binary_cross_entropy, SGD(1.0)),
        (NETWORK, cross_entropy, SGD(1.0)),
        (NETWORK, mse, "SGD"),
        (NETWORK, mse, SGD(1.0), 0.1),
    ],
)
def test_what_it_cannot_write_it_refuses_in_a_sentence(arguments) -> None:
    """Layers, pairs, optimizers and penalties that it has no lines for."""
    assert not can_be_written_out(*arguments)
    with pytest.raises(ValueError, match=r"^written_out takes dense layers with identity, .* but "):
        written_out(*arguments)


def test_the_generator_stays_short() -> None:
    """A program that writes programs must be readable itself: 150 lines at most."""
    assert len(Path(sys.modules["nnbook.writing"].__file__).read_text().splitlines()) <= 150
