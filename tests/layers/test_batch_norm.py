"""Batch normalisation: against its formula, nudging and PyTorch, running statistics included."""

import numpy as np
import pytest

from nnbook.backpropagation import backprop
from nnbook.layers import BatchNorm
from nnbook.losses import mse
from nnbook.network import Network
from nnbook.optimizers import SGD
from tests.layers.slopes import assert_slopes_hold, random_batch_norm
from tests.needs import need


def test_centres_and_scales_each_unit() -> None:
    """In training each unit leaves with mean 0 and variance 1, whatever came in."""
    x = np.random.default_rng(0).normal([5, -3], [2, 40], size=(50, 2))
    a, _ = BatchNorm(2).forward(x, training=True)
    np.testing.assert_allclose(a.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(a.var(axis=0), 1, atol=1e-4)


def test_numbers_of_a_small_case() -> None:
    """1 and 3 have mean 2 and variance 1; with gamma 10 and beta 5 they become -5 and 15."""
    layer = BatchNorm(1, gamma=[10.0], beta=[5.0], epsilon=1e-12)
    a, _ = layer.forward(np.array([[1.0], [3.0]]), training=True)
    np.testing.assert_allclose(a, [[-5.0], [15.0]])


def test_after_training_a_sample_does_not_depend_on_its_neighbours() -> None:
    """The running statistics take the place of the batch's."""
    layer = BatchNorm(2, mean=[1.0, 2.0], variance=[4.0, 9.0], epsilon=1e-12)
    x = np.array([[3.0, 5.0], [100.0, -100.0]])
    np.testing.assert_allclose(layer.forward(x)[0][0], [1.0, 1.0])
    np.testing.assert_allclose(layer.forward(x[0])[0], [1.0, 1.0])


def test_running_statistics_move_by_the_share_of_momentum() -> None:
    """1, 3, 8 have mean 4 and, over N - 1, variance 13; a quarter of each is taken over."""
    network = Network([BatchNorm(1, momentum=0.25)])
    trace = backprop(network, [[1.0], [3.0], [8.0]], [[0.0]] * 3, mse)
    after = SGD(0.0).step(network, trace.gradients)[0].layers[0]
    np.testing.assert_allclose(after.mean, [1.0])
    np.testing.assert_allclose(after.variance, [0.75 + 0.25 * 13])


def test_they_stay_when_nothing_is_trained() -> None:
    """A pass with training=False leaves no mark on the layer that the step makes."""
    network = Network([BatchNorm(1)])
    trace = backprop(network, [[1.0], [3.0]], [[0.0]] * 2, mse, training=False)
    after = SGD(0.1).step(network, trace.gradients)[0].layers[0]
    np.testing.assert_array_equal(after.mean, [0.0])
    np.testing.assert_array_equal(after.variance, [1.0])


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("training", [False, True])
def test_slopes(seed: int, training: bool) -> None:
    """Input, gamma and beta: in training each sample also moves the mean and the variance."""
    rng = np.random.default_rng(seed)
    layer = random_batch_norm(rng)
    x = rng.normal(size=(int(rng.integers(2, 6)), layer.inputs))
    assert_slopes_hold(layer, x, training=training)


@pytest.mark.frameworks
def test_pytorch_agrees_over_several_steps() -> None:
    """Outputs, slopes and running statistics of five training steps, then evaluation."""
    torch = need("torch")
    rng = np.random.default_rng(3)
    gamma, beta = rng.normal(size=(2, 4))
    theirs = torch.nn.BatchNorm1d(4, dtype=torch.float64)
    with torch.no_grad():
        theirs.weight[:], theirs.bias[:] = torch.tensor(gamma), torch.tensor(beta)
    descent = torch.optim.SGD(theirs.parameters(), lr=0.1)
    ours = Network([BatchNorm(4, gamma=gamma, beta=beta)])
    for step in range(5):
        x, y = rng.normal(2, 3, size=(2, 6 + step, 4))
        trace = backprop(ours, x, y, mse)
        ours, _ = SGD(0.1).step(ours, trace.gradients)
        descent.zero_grad()
        inputs = torch.tensor(x, requires_grad=True)
        torch.nn.functional.mse_loss(theirs(inputs), torch.tensor(y)).backward()
        np.testing.assert_allclose(trace.input_slope, inputs.grad, rtol=1e-10, atol=1e-12)
        descent.step()
        layer = ours.layers[0]
        for mine, other in [
            (layer.gamma, theirs.weight.detach()),
            (layer.beta, theirs.bias.detach()),
            (layer.mean, theirs.running_mean),
            (layer.variance, theirs.running_var),
        ]:
            np.testing.assert_allclose(mine, other, rtol=1e-10, atol=1e-12)
    theirs.eval()
    x = rng.normal(size=(3, 4))
    np.testing.assert_allclose(ours(x), theirs(torch.tensor(x)).detach(), rtol=1e-10)


@pytest.mark.parametrize("x", [np.ones(2), np.ones((1, 2))])
def test_training_on_one_sample_is_refused(x: np.ndarray) -> None:
    """One sample has no variance: the sentence says where it may come from."""
    with pytest.raises(ValueError, match=r"at least 2 samples, .*batch_size"):
        BatchNorm(2).forward(x, training=True)


def test_a_unit_that_never_varies_gives_beta() -> None:
    """A constant input is centred to 0; epsilon keeps the division alive."""
    a, memory = BatchNorm(1, beta=[7.0]).forward(np.full((4, 1), 3.0), training=True)
    np.testing.assert_array_equal(a, np.full((4, 1), 7.0))
    assert np.isfinite(BatchNorm(1).backward(memory, np.ones((4, 1)))[0]).all()


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"units": 0}, ValueError, "units of BatchNorm must be at least 1"),
        ({"units": 2, "gamma": [1.0]}, ValueError, "gamma must hold one number for each of the 2"),
        ({"units": 1, "mean": [[0.0]]}, ValueError, "mean must hold one number"),
        ({"units": 1, "variance": [-1.0]}, ValueError, "variance must not be negative"),
        ({"units": 1, "beta": [np.nan]}, ValueError, "beta must be finite"),
        ({"units": 1, "epsilon": 0.0}, ValueError, "epsilon of BatchNorm must be above 0"),
        ({"units": 1, "momentum": 2.0}, ValueError, "momentum of BatchNorm must be between"),
    ],
)
def test_errors(arguments: dict, error: type, words: str) -> None:
    """What does not fit is refused in one sentence."""
    with pytest.raises(error, match=words):
        BatchNorm(**arguments)


def test_repr() -> None:
    """A layer says what it is."""
    assert repr(BatchNorm(3)) == "BatchNorm(3)"
