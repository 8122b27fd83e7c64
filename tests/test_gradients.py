"""Nudging, the complex step, and the verdict on a network's gradients."""

import numpy as np
import pytest

from nnbook.backpropagation import backprop
from nnbook.gradients import complex_step, gradient_check, nudge
from nnbook.losses import mse
from nnbook.network import Network


@pytest.mark.parametrize(
    ("f", "slope", "at"),
    [(np.sin, np.cos, 0.7), (np.exp, np.exp, -1.3), (lambda w: w**3, lambda w: 3 * w**2, 2.0)],
)
def test_both_find_known_slopes(f, slope, at: float) -> None:
    """The complex step to the last digits, nudging to about ten."""
    assert complex_step(f, at) == pytest.approx(slope(at), rel=1e-15)
    assert nudge(f, at) == pytest.approx(slope(at), rel=1e-9)


def test_both_keep_the_shape_of_w() -> None:
    """The slopes of a matrix are a matrix."""
    w = np.arange(6.0).reshape(2, 3)
    for method in (nudge, complex_step):
        np.testing.assert_allclose(method(lambda w: (w**2).sum(), w), 2 * w, atol=1e-9)


def test_nudging_is_second_order() -> None:
    """Ten times the h, a hundred times the error: the differences are central."""
    error = [abs(nudge(np.exp, 1.0, h=h) - np.e) for h in (1e-2, 1e-3)]
    assert error[0] / error[1] == pytest.approx(100, rel=0.01)


NETWORK = Network.random([3, 4, 2], ["prelu", "tanh"], rng=np.random.default_rng(0))
X, Y = np.random.default_rng(1).normal(size=(5, 3)), np.random.default_rng(2).normal(size=(5, 2))


def test_backprop_passes() -> None:
    """The check of backprop's own gradients agrees everywhere and counts every parameter."""
    check = gradient_check(NETWORK, X, Y, mse)
    assert check.ok
    assert len(check.rows) == 3 * 4 + 4 + 1 + 4 * 2 + 2
    assert check.worst.difference < 1e-6
    assert "27 of 27 slopes agree" in str(check)


@pytest.mark.parametrize("name", NETWORK.parameters)
def test_one_wrong_slope_is_found_and_named(name: str) -> None:
    """A slope that is off by a thousandth is named, and only that one."""
    gradients = {key: value.copy() for key, value in backprop(NETWORK, X, Y, mse).gradients.items()}
    index = tuple(size - 1 for size in gradients[name].shape)
    gradients[name][index] *= 1.001
    check = gradient_check(NETWORK, X, Y, mse, gradients=gradients)
    place = f"[{','.join(str(i + 1) for i in index)}]" if index else ""
    assert not check.ok
    assert check.wrong == [f"dC/d{name}{place}"]
    assert check.worst.name == check.wrong[0]
    assert "NO" in str(check)


def test_only_the_claimed_slopes_are_checked() -> None:
    """A claim about b2 alone is judged alone."""
    claim = {"b2": backprop(NETWORK, X, Y, mse).gradients["b2"]}
    assert len(gradient_check(NETWORK, X, Y, mse, gradients=claim).rows) == 2


@pytest.mark.parametrize(
    ("gradients", "words"),
    [
        (
            {"W1": np.zeros((3, 4))},
            r"gradient of W1 must have its shape \(4, 3\), but received shape \(3, 4\)",
        ),
        ({"V1": 0}, "but received V1"),
        ({}, "at least one"),
    ],
)
def test_a_claim_that_fits_nothing_is_refused(gradients, words: str) -> None:
    """Wrong shapes and unknown names raise ValueError in a sentence."""
    with pytest.raises(ValueError, match=words):
        gradient_check(NETWORK, X, Y, mse, gradients=gradients)


def test_single_precision_is_refused() -> None:
    """float32 cannot judge to a millionth, so the check asks for float64."""
    network = Network.random([2, 1], "tanh", rng=np.random.default_rng(0), dtype=np.float32)
    with pytest.raises(ValueError, match="float64 network, but this one is float32"):
        gradient_check(network, [1, 2], 1, mse)
