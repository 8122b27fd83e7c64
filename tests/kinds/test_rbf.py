"""Radial basis functions: clusters, bells, and the fit that needs no descent."""

import numpy as np
import pytest

from nnbook.backpropagation import backprop, sweep
from nnbook.datasets import circles
from nnbook.dense import AnyLayer, Layer
from nnbook.gradients import complex_step, gradient_check
from nnbook.kinds import RadialBasis, fit_rbf, k_means
from nnbook.losses import binary_cross_entropy, mse
from nnbook.network import Network
from nnbook.optimizers import Adam
from nnbook.training import train


def random_rbf(seed: int = 0) -> Network:
    rng = np.random.default_rng(seed)
    bells = RadialBasis(rng.normal(size=(4, 3)), rng.uniform(0.5, 2, 4))
    return Network([bells, *Network.random([4, 2], "tanh", rng=rng).layers])


X = np.random.default_rng(1).normal(size=(6, 3))
Y = np.random.default_rng(2).normal(size=(6, 2))


@pytest.mark.parametrize("seed", range(8))
def test_the_spread_of_k_means_never_rises(seed: int) -> None:
    """Each move leaves the points at most as far from their centres as before."""
    rng = np.random.default_rng(seed)
    points = np.repeat(rng.normal(size=(30, 2)), rng.integers(1, 5, 30), axis=0)
    found = k_means(points, 9, rng=rng)
    assert len(found.spreads) > 2
    assert (np.diff(found.spreads) <= 1e-15).all()
    assert found.spreads[-1] < found.spreads[0]


def test_k_means_ends_where_nothing_moves() -> None:
    """Each point is with its nearest centre, and each centre in the middle of its points."""
    points = np.random.default_rng(3).normal(size=(100, 2))
    found = k_means(points, 5, rng=np.random.default_rng(0))
    apart = np.linalg.norm(points[:, None] - found.centres, axis=-1)
    np.testing.assert_array_equal(found.labels, apart.argmin(axis=1))
    means = [points[found.labels == j].mean(axis=0) for j in range(5)]
    np.testing.assert_allclose(found.centres, means)
    assert found.spreads[-1] == pytest.approx((apart.min(axis=1) ** 2).mean())


@pytest.mark.parametrize("seed", range(6))
def test_an_empty_cluster_finds_a_point(seed: int) -> None:
    """Three centres that start on one spot still end on the three different points."""
    points = np.array([[0.0]] * 20 + [[10.0], [20.0]])
    found = k_means(points, 3, rng=np.random.default_rng(seed))
    assert sorted(found.centres[:, 0]) == [0, 10, 20]
    assert found.spreads[-1] == 0


def test_more_centres_than_different_points_is_no_disaster() -> None:
    """Where all points are one, every centre stands on it."""
    found = k_means(np.ones((5, 2)), 3, rng=np.random.default_rng(0))
    np.testing.assert_array_equal(found.centres, np.ones((3, 2)))


def test_a_bell_by_hand() -> None:
    """1 at the centre, exp(-1/2) one width away, exp(-2) two widths away."""
    bell = RadialBasis([[1.0, 2.0]], 0.5)
    assert isinstance(bell, AnyLayer)
    a, _ = bell.forward(np.array([[1.0, 2.0], [1.5, 2.0], [1.0, 1.0]]))
    np.testing.assert_allclose(a[:, 0], np.exp([0, -0.5, -2]), rtol=1e-15)


@pytest.mark.parametrize("samples", [X, X[0]])
def test_every_slope_agrees_with_nudging(samples) -> None:
    """Centres, widths and what lies behind them, for a batch and for one sample."""
    check = gradient_check(
        random_rbf(), samples, Y[: len(samples)] if samples.ndim > 1 else Y[0], mse
    )
    assert check.ok, check
    assert len(check.rows) == 12 + 4 + 8 + 2


def test_every_slope_agrees_with_the_complex_step() -> None:
    """To the last digits, the slope of the input included."""
    network = random_rbf()
    trace = backprop(network, X, Y, mse)
    for name, value in network.parameters.items():
        exact = complex_step(lambda w, name=name: mse(Y, network.updated({name: w})(X)), value)
        np.testing.assert_allclose(trace.gradients[name], exact, rtol=1e-11, atol=1e-14)

    def loss_at(x):
        return mse(Y, network.forward(x)[0])

    np.testing.assert_allclose(trace.input_slope, complex_step(loss_at, X), rtol=1e-11, atol=1e-14)


def test_slopes_pass_through_bells_inside_a_network() -> None:
    """A layer in front of the bells gets the right gradients, and the trace tells the steps."""
    front = Network.random([3, 3], "tanh", rng=np.random.default_rng(4)).layers
    network = Network([*front, *random_rbf().layers])
    assert gradient_check(network, X, Y, mse).ok
    trace = backprop(network, X, Y, mse)
    assert {"z2", "a2", "dC/dcentres2", "dC/dwidth2", "dC/da1"} <= set(trace.names)
    assert "exp(z2)" in str(trace)
    assert len(list(trace.scalars())) > 100
    assert "<table" in trace._repr_html_()


def test_the_sign_of_a_width_does_not_matter() -> None:
    """Training that crosses 0 does no harm."""
    centres = [[0.0, 1.0]]
    points = np.random.default_rng(0).normal(size=(5, 2))
    left, right = (RadialBasis(centres, s).forward(points)[0] for s in (-0.7, 0.7))
    np.testing.assert_array_equal(left, right)


def test_fit_goes_through_every_point_that_is_a_centre() -> None:
    """As many bells as points and no penalty: the fit is exact."""
    rng = np.random.default_rng(5)
    points, heights = rng.uniform(-1, 1, (12, 2)), rng.normal(size=(12, 2))
    network = fit_rbf(points, heights, centres=points, ridge=0.0)
    np.testing.assert_allclose(network(points), heights, atol=1e-6)


def test_nothing_in_front_of_the_output_could_be_better() -> None:
    """After the fit the slopes of W2 and b2 are 0 but for the penalty's 2 ridge W."""
    x, y = circles(80, np.random.default_rng(6))
    ridge = 0.3
    network = fit_rbf(x, y, centres=10, ridge=ridge, rng=np.random.default_rng(0))
    gradients = sweep(network, x, y[:, None], mse).gradients
    scale = 2 * ridge / len(x)
    np.testing.assert_allclose(gradients["W2"], -scale * network.parameters["W2"], atol=1e-12)
    np.testing.assert_allclose(gradients["b2"], 0, atol=1e-12)


def test_the_penalty_makes_the_weights_smaller() -> None:
    """Ridge 1 against ridge 1e-6."""
    x, y = circles(80, np.random.default_rng(6))
    small, large = (
        np.abs(fit_rbf(x, y, centres=x[:20], ridge=r).parameters["W2"]).sum() for r in (1.0, 1e-6)
    )
    assert small < large / 2


def test_the_usual_width_is_the_distance_to_the_next_centre() -> None:
    """Centres at 0, 1 and 3: distances 1, 1 and 2, so the width is 4/3."""
    network = fit_rbf([[0.0], [1.0], [3.0]], [0.0, 1.0, 0.0], centres=[[0.0], [1.0], [3.0]])
    np.testing.assert_allclose(network.parameters["width1"], 4 / 3)


def test_far_from_all_centres_only_the_bias_speaks() -> None:
    """At a distance of a hundred widths the answer is b."""
    x, y = circles(100, np.random.default_rng(0))
    network = fit_rbf(x, y, centres=12, rng=np.random.default_rng(0))
    assert network([100.0, 100.0])[0] == network.parameters["b2"][0]


def test_circles_without_an_epoch() -> None:
    """Median of 5 seeds: over 97 % on held-out points, where one neuron stays below 70 %."""
    shares, alone = [], []
    for seed in range(5):
        rng = np.random.default_rng(seed)
        (x, y), (x_test, y_test) = circles(200, rng), circles(400, rng)
        network = fit_rbf(x, y, centres=12, rng=rng)
        shares.append(np.mean((network(x_test)[:, 0] > 0.5) == y_test))
        neuron = Network.random([2, 1], "sigmoid", rng=rng)
        neuron = train(
            neuron, x, y, loss=binary_cross_entropy, optimizer=Adam(0.1), epochs=200
        ).network
        alone.append(np.mean((neuron(x_test)[:, 0] > 0.5) == y_test))
    assert np.median(shares) > 0.97
    assert np.median(alone) < 0.7


def test_it_can_be_trained_like_any_network() -> None:
    """Descent moves centres and widths too, and the loss falls below that of the fit at once."""
    x, y = circles(100, np.random.default_rng(0))
    start = fit_rbf(x, y, centres=x[:4])
    history = train(start, x, y[:, None], loss=mse, optimizer=Adam(0.02), epochs=200)
    assert history.losses[-1] < 0.7 * history.losses[0]
    moved = history.network.parameters["centres1"]
    assert np.abs(moved - start.parameters["centres1"]).max() > 0.05
    assert np.abs(history.network.parameters["width1"] - start.parameters["width1"]).max() > 0.02


def test_layers_copy_and_cannot_be_written_to() -> None:
    """The caller's array stays the caller's; the layer's cannot be changed."""
    centres = np.zeros((2, 2))
    bell = RadialBasis(centres, [1.0, 2.0])
    centres[0, 0] = 9
    assert bell.centres[0, 0] == 0
    with pytest.raises(ValueError, match="read-only"):
        bell.width[0] = 3


RNG = np.random.default_rng(0)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: RadialBasis([1.0, 2.0], 1), r"centres must be \(units, inputs\).*\(2,\)"),
        (lambda: RadialBasis([[1.0]], 0), "width must not be 0"),
        (lambda: RadialBasis([[1.0], [2.0]], [1, 2, 3]), r"each of the 2 centres.*\(3,\)"),
        (lambda: RadialBasis([[np.nan]], 1), "centres must be finite"),
        (lambda: k_means([[1.0]], 2, rng=RNG), "at least k points, but k is 2 and X has 1"),
        (lambda: k_means([1.0, 2.0], 1, rng=RNG), r"X must be \(N, features\)"),
        (lambda: fit_rbf(X, Y[:3], centres=X), r"y of shape \(6, outputs\).*\(3, 2\)"),
        (lambda: fit_rbf(X, Y, centres=X[:, :2]), "3 features, but the centres have 2"),
        (lambda: fit_rbf(X, Y, centres=X[:1]), "width must be given"),
        (lambda: fit_rbf(X, Y, centres=X, ridge=-1), "ridge must be at least 0"),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(call, words: str) -> None:
    """The message names the wanted and the received."""
    with pytest.raises(ValueError, match=words):
        call()


def test_centres_by_number_need_an_rng() -> None:
    """Nothing is drawn from hidden randomness."""
    with pytest.raises(TypeError, match="fit_rbf takes rng"):
        fit_rbf(X, Y, centres=3)


def test_bells_fit_only_their_neighbours_in_a_network() -> None:
    """A network refuses a layer behind the bells that takes another number of inputs."""
    with pytest.raises(ValueError, match="layer 2 takes 3 inputs, but layer 1 gives 4"):
        Network([RadialBasis(np.zeros((4, 1)), 1.0), Layer(np.zeros((1, 3)), None, "tanh")])
