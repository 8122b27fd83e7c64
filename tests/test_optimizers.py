"""Optimizers and penalties: each step against its formula and against PyTorch."""

import numpy as np
import pytest

from nnbook.backpropagation import backprop
from nnbook.losses import mse
from nnbook.network import Network
from nnbook.optimizers import L1, L2, SGD, Adam, Momentum, Optimizer
from tests.needs import need

RNG = np.random.default_rng(0)
NETWORK = Network.random([3, 4, 2], ["prelu", "tanh"], rng=RNG)
X, Y = RNG.normal(size=(5, 3)), RNG.normal(size=(5, 2))
ALL = [SGD(0.1), Momentum(0.1, 0.9), Adam(0.01)]


def run(optimizer: Optimizer, steps: int) -> Network:
    network, state = NETWORK, None
    for _ in range(steps):
        gradients = backprop(network, X, Y, mse).gradients
        network, state = optimizer.step(network, gradients, state)
    return network


def test_sgd_goes_against_the_gradient_by_lr_times_its_size() -> None:
    """w <- w - lr g."""
    gradients = backprop(NETWORK, X, Y, mse).gradients
    for name, value in run(SGD(0.1), 1).parameters.items():
        np.testing.assert_allclose(value, NETWORK.parameters[name] - 0.1 * gradients[name])


def test_momentum_accumulates_what_it_keeps() -> None:
    """With a constant gradient the velocity grows as 1 + beta + beta^2 ..., so the path does."""
    gradients = backprop(NETWORK, X, Y, mse).gradients
    network, state = NETWORK, None
    for _ in range(3):
        network, state = Momentum(0.1, 0.5).step(network, gradients, state)
    for name, value in network.parameters.items():
        moved = 0.1 * gradients[name] * (1 + 1.5 + 1.75)
        np.testing.assert_allclose(value, NETWORK.parameters[name] - moved)


def test_adams_first_step_is_lr_long() -> None:
    """Whatever the size of the gradient: that is what the bias correction is for."""
    before, after = NETWORK.parameters, run(Adam(0.01), 1).parameters
    for name in before:
        np.testing.assert_allclose(abs(after[name] - before[name]), 0.01, rtol=1e-3)


def test_under_a_constant_gradient_adams_steps_are_equally_long() -> None:
    """lr g / (g + epsilon), the first as the fifth: both averages, once corrected, are exact."""
    gradients = {name: np.full_like(value, 0.01) for name, value in NETWORK.parameters.items()}
    network, state = NETWORK, None
    for _ in range(5):
        before = network.parameters
        network, state = Adam(0.1, epsilon=0.03).step(network, gradients, state)
        for name, value in network.parameters.items():
            np.testing.assert_allclose(before[name] - value, 0.025, rtol=1e-12)


def test_a_schedule_is_asked_at_each_step() -> None:
    """lr may be a function of the steps done, counted from 0."""
    asked = []

    def schedule(steps: int) -> float:
        asked.append(steps)
        return 0.1 / (1 + steps)

    scheduled, network = run(SGD(schedule), 3), NETWORK
    for steps in range(3):
        gradients = backprop(network, X, Y, mse).gradients
        network, _ = SGD(0.1 / (1 + steps)).step(network, gradients)
    assert asked == [0, 1, 2]
    np.testing.assert_allclose(scheduled.parameters["W1"], network.parameters["W1"])


@pytest.mark.parametrize("optimizer", ALL, ids=repr)
def test_a_step_changes_nothing_that_it_was_given(optimizer: Optimizer) -> None:
    """Network, gradients and state stay as they were: a step can be taken again."""
    gradients = backprop(NETWORK, X, Y, mse).gradients
    once, state = optimizer.step(NETWORK, gradients)
    first, _ = optimizer.step(once, gradients, state)
    second, _ = optimizer.step(once, gradients, state)
    for name in first.parameters:
        np.testing.assert_array_equal(first.parameters[name], second.parameters[name])


@pytest.mark.frameworks
@pytest.mark.parametrize(
    ("ours", "theirs", "options"),
    [
        (SGD(0.1), "SGD", {"lr": 0.1}),
        (Momentum(0.1, 0.9), "SGD", {"lr": 0.1, "momentum": 0.9}),
        (Adam(0.01), "Adam", {"lr": 0.01}),
        (Adam(0.02, 0.8, 0.99, 1e-4), "Adam", {"lr": 0.02, "betas": (0.8, 0.99), "eps": 1e-4}),
    ],
)
def test_a_hundred_steps_equal_pytorchs(ours: Optimizer, theirs: str, options: dict) -> None:
    """After 100 steps every parameter is PyTorch's to 1e-10."""
    torch = need("torch")
    parameters = {n: torch.tensor(v, requires_grad=True) for n, v in NETWORK.parameters.items()}
    optimizer = getattr(torch.optim, theirs)(parameters.values(), **options)
    for _ in range(100):
        z = torch.nn.functional.linear(torch.tensor(X), parameters["W1"], parameters["b1"])
        a = torch.where(z > 0, z, parameters["alpha1"] * z)
        a = torch.tanh(torch.nn.functional.linear(a, parameters["W2"], parameters["b2"]))
        optimizer.zero_grad()
        torch.nn.functional.mse_loss(a, torch.tensor(Y)).backward()
        optimizer.step()
    for name, value in run(ours, 100).parameters.items():
        np.testing.assert_allclose(value, parameters[name].detach(), rtol=0, atol=1e-10)


def test_penalties_and_their_slopes() -> None:
    """L2 costs strength x sum w², L1 strength x sum |w|; slopes 2 strength w and ± strength."""
    W = np.array([[1.0, -2.0], [0.0, 3.0]])
    assert L2(0.1)(W) == pytest.approx(0.1 * 14)
    assert L1(0.1)(W) == pytest.approx(0.1 * 6)
    np.testing.assert_allclose(L2(0.1).slope(W), 0.2 * W)
    np.testing.assert_allclose(L1(0.1).slope(W), [[0.1, -0.1], [0, 0.1]])


@pytest.mark.parametrize(
    ("call", "kind", "words"),
    [
        (lambda: SGD("fast"), TypeError, "lr of SGD must be a number, but received 'fast'"),
        (lambda: SGD(-0.1), ValueError, "lr of SGD must be at least 0"),
        (lambda: Momentum(0.1, 1.5), ValueError, "beta of Momentum must be between 0 and 1"),
        (lambda: Adam(0.1, beta2=2), ValueError, "beta2 of Adam"),
        (lambda: L2(-1), ValueError, "strength of L2 must be at least 0"),
        (lambda: SGD(0.1).step(NETWORK, {}), ValueError, "lack W1, b1, alpha1, W2, b2"),
        (
            lambda: SGD(0.1).step(NETWORK, {n: np.zeros(3) for n in NETWORK.parameters}),
            ValueError,
            "the gradient of W1 must have its shape",
        ),
    ],
)
def test_bad_input_is_answered_in_a_sentence(call, kind, words) -> None:
    """Rates and gradients that cannot be raise with what was wanted and what came."""
    with pytest.raises(kind, match=words):
        call()
