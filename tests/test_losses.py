"""Losses: their values, their slopes, and what they refuse."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnbook.activations import sigmoid, softmax
from nnbook.gradients import complex_step, nudge
from nnbook.losses import (
    FROM_Z,
    LOSSES,
    Loss,
    binary_cross_entropy,
    cross_entropy,
    hinge,
    mae,
    mse,
)
from tests.needs import need


def data(loss: Loss, rng: np.random.Generator, shape: tuple[int, ...] = (4, 3)):
    """Targets and predictions that this loss allows, away from every corner."""
    if loss.labels == "sign":
        y = rng.choice([-1.0, 1.0], shape)
        # hinge bends where y y_hat = 1: stay on either side
        return y, y * rng.choice([rng.uniform(-2, 0.9), rng.uniform(1.1, 2)], shape)
    if loss.labels == "distribution":
        return softmax(rng.normal(size=shape)), softmax(rng.normal(size=shape))
    if loss.labels == "unit":
        return rng.random(shape), rng.uniform(0.1, 0.9, shape)
    return rng.normal(size=shape), rng.normal(size=shape)


@pytest.mark.parametrize("loss", LOSSES.values(), ids=str)
@pytest.mark.parametrize("seed", range(5))
def test_slope_is_what_nudging_and_the_complex_step_find(loss: Loss, seed: int) -> None:
    """loss.slope is the slope of loss for each prediction."""
    y, y_hat = data(loss, np.random.default_rng(seed))
    slope = loss.slope(y, y_hat)
    assert slope.shape == y_hat.shape

    def at(p):
        # a nudged row no longer sums to 1, which predictions need not
        return loss.value_and_slope(y, p)[0]

    np.testing.assert_allclose(slope, complex_step(at, y_hat), rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(slope, nudge(at, y_hat), rtol=1e-6, atol=1e-8)


def test_means_are_over_elements_and_for_cross_entropy_over_samples() -> None:
    """Two outputs double the elements, not the samples."""
    assert mse([[1, 2], [3, 4]], [[2, 2], [3, 6]]) == pytest.approx((1 + 4) / 4)
    assert mae([[1, 2], [3, 4]], [[2, 2], [3, 6]]) == pytest.approx((1 + 2) / 4)
    assert binary_cross_entropy([[1, 0]], [[0.5, 0.25]]) == pytest.approx(
        (np.log(2) - np.log(0.75)) / 2
    )
    rows = [[0.5, 0.5], [0.25, 0.75]]
    assert cross_entropy([[1, 0], [0, 1]], rows) == pytest.approx((np.log(2) - np.log(0.75)) / 2)
    assert hinge([1, -1, 1, 1], [0.5, 0.5, 2, 1]) == pytest.approx((0.5 + 1.5) / 4)


@pytest.mark.parametrize("loss", [mse, mae, binary_cross_entropy], ids=str)
@given(y=st.floats(0, 1), y_hat=st.floats(0, 1))
def test_no_loss_is_negative(loss: Loss, y: float, y_hat: float) -> None:
    """A loss is at least 0, and for mse and mae exactly 0 at the target."""
    assert loss([y], [y_hat]) >= 0
    if loss in (mse, mae):
        assert loss([y], [y]) == 0


def test_one_sample_may_be_a_vector_or_a_number() -> None:
    """(outputs,) is one sample; a plain number is one element."""
    assert mse(3, 2.5) == 0.25
    assert cross_entropy([0, 1], [0.5, 0.5]) == pytest.approx(np.log(2))


def test_a_sure_and_wrong_probability_is_held_at_minus_100() -> None:
    """log 0 counts as -100, as in PyTorch; the slope stays finite."""
    assert binary_cross_entropy([1.0], [0.0]) == 100
    assert cross_entropy([1.0, 0.0], [0.0, 1.0]) == 100
    assert np.isfinite(binary_cross_entropy.slope([1.0, 0.0], [0.0, 1.0])).all()
    assert np.isfinite(cross_entropy.slope([1.0, 0.0], [0.0, 1.0])).all()


@pytest.mark.parametrize("pair", FROM_Z, ids="+".join)
def test_the_road_from_z_is_the_same_loss(pair: tuple[str, str]) -> None:
    """From z the loss and its slope equal the long way through a, where that way has the digits."""
    f, loss = {"sigmoid": sigmoid, "softmax": softmax}[pair[0]], LOSSES[pair[1]]
    rng = np.random.default_rng(3)
    y, _ = data(loss, rng)
    z, road = rng.normal(size=y.shape), FROM_Z[pair]
    count = loss.count(z)
    assert road.terms(y, z).sum() / count == pytest.approx(loss(y, f(z)), rel=1e-13)
    long_way = f.back(z, loss.slope(y, f(z)))
    np.testing.assert_allclose(road.slopes(y, z) / count, long_way, rtol=1e-11, atol=1e-15)


def test_logits_of_1000_cost_1000() -> None:
    """From z nothing overflows: a logit of 1000 on the wrong side costs 1000, not inf or 100."""
    binary = FROM_Z["sigmoid", "binary_cross_entropy"]
    several = FROM_Z["softmax", "cross_entropy"]
    y, z = np.array([0.0, 1.0]), np.array([1000.0, -1000.0])
    assert binary.terms(y, z).tolist() == [1000, 1000]
    assert several.terms(np.array([0.0, 1.0]), np.array([1000.0, 0.0])).sum() == 1000


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: mse([1, 2], [1, 2, 3]), r"mse takes y and y_hat of one shape, but y is \(2,\)"),
        (lambda: mse([], []), "at least one sample"),
        (lambda: mse([np.nan], [1]), "y of mse must be finite, but holds nan at entry 1"),
        (lambda: hinge([0, 1], [0, 1]), "hinge takes labels -1 and 1, but received 0"),
        (lambda: binary_cross_entropy([2], [0.5]), "targets between 0 and 1, but received 2"),
        (lambda: binary_cross_entropy([1], [1.5]), "predictions between 0 and 1, but received 1.5"),
        (lambda: cross_entropy([1, 1], [0.5, 0.5]), "sum to 1 in each sample, but received 2"),
        (lambda: cross_entropy([0, 1], [[0.5, 0.5], [0.1, 0.9]]), "one_hot"),
    ],
)
def test_bad_values_are_answered_in_a_sentence(call, words: str) -> None:
    """Shapes that differ, empty data, NaN and labels out of range raise ValueError."""
    with pytest.raises(ValueError, match=words):
        call()


def test_strings_are_refused() -> None:
    """A string where a number belongs raises TypeError."""
    with pytest.raises(TypeError, match="y of mse must be numbers"):
        mse(["a"], [1.0])


@pytest.mark.frameworks
@pytest.mark.parametrize(
    ("loss", "theirs"),
    [(mse, "mse_loss"), (mae, "l1_loss"), (binary_cross_entropy, "binary_cross_entropy")],
    ids=str,
)
def test_values_and_slopes_equal_pytorch(loss: Loss, theirs: str) -> None:
    """mse, mae and binary cross-entropy are PyTorch's by default, to 1e-12, also at 0 and 1."""
    torch = need("torch")
    y, y_hat = data(loss, np.random.default_rng(1))
    if loss is binary_cross_entropy:
        y[0, 0], y_hat[0, 0], y[1, 0], y_hat[1, 0] = 1.0, 0.0, 0.0, 0.0
    p = torch.tensor(y_hat, requires_grad=True)
    value = getattr(torch.nn.functional, theirs)(p, torch.tensor(y))
    value.backward()
    assert loss(y, y_hat) == pytest.approx(value.item(), rel=1e-12)
    # PyTorch keeps its 1e-12 in single precision, which shows where y_hat is 0.
    inside = (y_hat > 0) & (y_hat < 1)
    np.testing.assert_allclose(loss.slope(y, y_hat), p.grad, rtol=1e-8)
    np.testing.assert_allclose(loss.slope(y, y_hat)[inside], p.grad[inside], rtol=1e-12)


@pytest.mark.frameworks
def test_cross_entropy_from_z_equals_pytorch() -> None:
    """Softmax with cross-entropy from logits is PyTorch's cross_entropy, value and slope."""
    torch = need("torch")
    y, z = softmax(np.random.default_rng(2).normal(size=(4, 3))), np.arange(12.0).reshape(4, 3)
    logits, road = torch.tensor(z, requires_grad=True), FROM_Z["softmax", "cross_entropy"]
    value = torch.nn.functional.cross_entropy(logits, torch.tensor(y))
    value.backward()
    assert road.terms(y, z).sum() / 4 == pytest.approx(value.item(), rel=1e-12)
    np.testing.assert_allclose(road.slopes(y, z) / 4, logits.grad, rtol=1e-12, atol=1e-15)
