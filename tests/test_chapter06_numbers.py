"""The numbers that the sources print for chapter 6, as literals, against calls of nnbook."""

import numpy as np
import pytest

from nnbook import (
    Layer,
    Loss,
    Network,
    binary_cross_entropy,
    cross_entropy,
    evaluate,
    hinge,
    mae,
    mse,
    sigmoid,
    softmax,
)
from tests.sources import prose_of

TARGETS, PREDICTIONS = [3, -0.5, 2, 7], [2.5, 0, 2, 8]
LABELS, PROBABILITIES = [1, 0, 1, 0], [0.9, 0.1, 0.8, 0.4]


@pytest.mark.parametrize(
    ("loss", "y", "y_hat", "printed", "last_digit"),
    [
        (mse, TARGETS, PREDICTIONS, 0.375, 0.001),
        (mae, TARGETS, PREDICTIONS, 0.5, 0.1),
        (binary_cross_entropy, LABELS, PROBABILITIES, 0.2362, 0.0001),
    ],
)
def test_the_loss_is_the_printed_one(
    loss: Loss, y: list[float], y_hat: list[float], printed: float, last_digit: float
) -> None:
    """Each loss of the worked example rounds to the number that the source prints."""
    assert abs(loss(y, y_hat) - printed) < last_digit / 2


@pytest.mark.parametrize("loss", [mse, mae])
def test_the_printed_errors_have_no_digits_left_over(loss: Loss) -> None:
    """0.375 and 0.5 are exact: the four errors are -0.5, 0.5, 0 and 1."""
    exact = {"mse": 1.5 / 4, "mae": 2 / 4}
    assert loss(TARGETS, PREDICTIONS) == exact[loss.name]


def test_the_printed_cross_entropy_is_the_surprise_at_what_happened() -> None:
    """exp(-4 x 0.2362) is the likelihood 0.9 x 0.9 x 0.8 x 0.6 of the four labels."""
    likelihood = np.exp(-4 * binary_cross_entropy(LABELS, PROBABILITIES))
    assert np.isclose(likelihood, 0.9 * 0.9 * 0.8 * 0.6, rtol=1e-12)


@pytest.mark.parametrize(("loss", "centre"), [(mse, np.mean), (mae, np.median)])
def test_the_best_constant_is_the_mean_or_the_median(loss: Loss, centre: object) -> None:
    """No stop on the chapter's road beats the mean under MSE, the median under MAE."""
    houses = np.array([1, 2, 3, 4, 40])
    stops = np.linspace(0, 50, 1001)
    losses = [loss(houses, np.full(5, stop)) for stop in stops]
    assert callable(centre)
    assert np.isclose(stops[np.argmin(losses)], centre(houses))


@pytest.mark.parametrize("classes", [2, 3, 10])
def test_a_second_softmax_holds_the_loss_up(classes: int) -> None:
    """Softmax of a softmax never gives less than ln(e + K - 1) - 1, however sure the sums are."""
    floor = np.log(np.e + classes - 1) - 1
    target = np.eye(classes)[0]
    sure = softmax(1000 * target)
    assert np.isclose(cross_entropy(target, softmax(sure)), floor, rtol=1e-12)
    tries = np.random.default_rng(6).normal(0, 20, (500, classes))
    losses = [cross_entropy(target, softmax(softmax(z))) for z in tries]
    assert min(losses) >= floor - 1e-12


def test_sums_of_a_thousand_give_a_loss_of_a_thousand() -> None:
    """From the sums the loss is 1000; from probabilities the logarithm is held at -100."""
    z, dog = [1000.0, 0.0, 0.0], [0, 1, 0]
    network = Network([Layer(np.eye(3), None, softmax)])
    assert evaluate(network, z, dog, cross_entropy) == 1000
    assert cross_entropy(dog, softmax(z)) == 100


def test_one_output_and_two_are_the_same_two_classes() -> None:
    """Softmax over two sums with cross-entropy is the sigmoid of their difference with BCE."""
    for z0, z1 in np.random.default_rng(6).normal(0, 5, (50, 2)):
        two = cross_entropy([0, 1], softmax([z0, z1]))
        assert np.isclose(two, binary_cross_entropy(1, sigmoid(z1 - z0)))


def test_the_hinge_is_paid_up_to_a_margin_of_1() -> None:
    """Of four samples with margins 2, 0.4, 3 and -0.5 two pay, and only these have a slope."""
    signs, scores = [1, 1, -1, -1], [2, 0.4, -3, 0.5]
    assert np.isclose(hinge(signs, scores), (0.6 + 1.5) / 4)
    assert hinge.slope(signs, scores).tolist() == [0, -0.25, 0, 0.25]


def test_the_printed_numbers_stand_in_the_chapter() -> None:
    """A reader finds the printed losses in the prose, not only in hidden comments."""
    prose = prose_of("06-losses")
    assert "The **mean squared error** is 0.375, the **mean absolute error** 0.5." in prose
    assert "0.2362 is what our source prints" in prose
