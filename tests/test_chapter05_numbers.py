"""What the sources print about activation functions, as literals, against calls of nnbook."""

import numpy as np
import pytest

from nnbook import (
    Layer,
    Network,
    complex_step,
    elu,
    identity,
    leaky_relu,
    nudge,
    prelu,
    relu,
    sigmoid,
    softmax,
    step,
    tanh,
)

PRINTED_THRESHOLD = 0.5
SCORES = np.array([2.0, 1.0, 0.1])
Z = np.linspace(-30, 30, 601)


@pytest.mark.parametrize("printed_sum", [0.36, 0.37, 0.001, 0.4999])
def test_the_step_gives_0_for_each_printed_sum(printed_sum):
    """0.36 and 0.37 both give 0, and 0.001 and 0.4999 are equally wrong where 1 is right."""
    neuron = Network([Layer([[1.0]], None, step.using(threshold=PRINTED_THRESHOLD))])
    assert neuron([printed_sum])[0] == 0
    assert neuron([PRINTED_THRESHOLD])[0] == 1


@pytest.mark.parametrize(("less", "more"), [(0.36, 0.37), (0.001, 0.4999)])
def test_the_sigmoid_tells_the_printed_sums_apart(less, more):
    """The step has slope 0 between them; the sigmoid rises and has a slope to follow."""
    assert nudge(lambda z: step(z, threshold=PRINTED_THRESHOLD), less) == 0
    assert sigmoid(less) < sigmoid(more)
    assert nudge(sigmoid, less) > 0.2


def test_a_sigmoid_is_steepest_at_0_with_slope_one_quarter():
    """a (1 - a) is 1/4 at z = 0 and below it everywhere else."""
    slopes = sigmoid.slope(Z)
    assert sigmoid.slope(0.0) == 0.25
    assert slopes.argmax() == 300
    assert np.sort(slopes)[-2] < 0.25


def test_the_sigmoid_stays_between_its_printed_ends():
    """Where no rounding hides it, the output is above 0 and below 1, and 0.8 is reached."""
    assert ((sigmoid(Z) > 0) & (sigmoid(Z) < 1)).all()
    assert sigmoid(np.log(4.0)) == pytest.approx(0.8)


def test_ten_sigmoids_pass_on_less_than_a_millionth():
    """The slope of ten neurons in a row, weights 1, is below (1/4)^10, while no output passes 1."""
    row = Network([Layer([[1.0]], None, sigmoid)] * 10)
    slope = complex_step(lambda x: row.forward(np.array([x]))[0][0], 1.0)
    assert 0 < slope < 0.25**10
    assert row([1.0])[0] < 1


def test_tanh_is_the_printed_stretched_sigmoid():
    """Tanh z = 2/(1 + exp(-2z)) - 1 lies between -1 and 1 and is centred at 0."""
    np.testing.assert_allclose(tanh(Z), 2 / (1 + np.exp(-2 * Z)) - 1, atol=1e-14)
    assert tanh(0.0) == 0
    np.testing.assert_array_equal(tanh(-Z), -tanh(Z))


def test_tanh_saturates_too():
    """At z = 3 the slope of tanh is below that of the sigmoid, at 0 it is four times as large."""
    assert tanh.slope(3.0) < sigmoid.slope(3.0) / 4
    assert tanh.slope(0.0) == 4 * sigmoid.slope(0.0)


def test_relu_has_no_cap():
    """relu(1000) is 1000 with slope 1, and a chain of them passes the slope on whole."""
    assert relu(1000.0) == 1000
    assert relu.slope(1000.0) == 1
    row = Network([Layer([[1.0]], None, relu)] * 20)
    assert nudge(lambda x: row([x])[0], 1.0) == pytest.approx(1)


@pytest.mark.parametrize(
    ("function", "alpha", "left"),
    [
        (leaky_relu, 0.01, -0.02),
        (leaky_relu.using(alpha=0.02), 0.02, -0.04),
        (prelu.using(alpha=0.01), 0.01, -0.02),
        (prelu, 0.25, -0.5),
        (elu, 1.0, np.exp(-2.0) - 1),
    ],
)
def test_the_printed_alphas(function, alpha, left):
    """Leaky 0.01 or 0.02, PReLU 0.01 or 0.25, ELU 1: as printed on the left, z on the right."""
    assert function.setting == alpha
    assert function(-2.0) == pytest.approx(left)
    assert function(2.0) == 2
    assert function.slope(-2.0) > 0


def test_softmax_makes_shares_of_one_whole():
    """The shares are e^z_i / sum_j e^z_j; they sum to 1 and a shift of all scores does nothing."""
    shares = softmax(SCORES)
    np.testing.assert_allclose(shares, np.exp(SCORES) / np.exp(SCORES).sum())
    assert shares.sum() == pytest.approx(1)
    np.testing.assert_allclose(softmax(SCORES + 1000), shares)


def test_two_classes_are_a_sigmoid():
    """With two scores the first share is the sigmoid of their difference."""
    pairs = np.random.default_rng(5).normal(0, 5, (100, 2))
    np.testing.assert_allclose(softmax(pairs)[:, 0], sigmoid(pairs[:, 0] - pairs[:, 1]))


def test_layers_without_a_bend_are_one_layer():
    """Ten layers of the identity give what the product of their matrices gives."""
    rng = np.random.default_rng(5)
    ten = Network.random([3] * 11, identity, rng=rng)
    product = np.linalg.multi_dot([layer.W for layer in reversed(ten.layers)])
    X = rng.normal(size=(20, 3))
    np.testing.assert_allclose(ten(X), Network([Layer(product, None, identity)])(X))


@pytest.mark.parametrize(("f", "keeps"), [(tanh, 1.0), (relu, 2.0)])
def test_the_starting_weights_keep_the_size(f, keeps):
    """With as many inputs as outputs the variance times their number is 1 (Glorot) or 2 (He)."""
    W = Network.random([500, 500], f, rng=np.random.default_rng(5)).layers[0].W
    assert 500 * W.var() == pytest.approx(keeps, rel=0.02)
