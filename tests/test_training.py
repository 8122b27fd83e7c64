"""Training: the fast road against the four-line loop, the History, the perceptron, and trouble."""

import itertools

import numpy as np
import pytest

from nnbook import datasets
from nnbook.activations import sigmoid, softmax
from nnbook.backpropagation import backprop, evaluate
from nnbook.losses import binary_cross_entropy, cross_entropy, hinge, mae, mse
from nnbook.network import Network
from nnbook.optimizers import L1, L2, SGD, Adam, Momentum
from nnbook.training import Divergence, History, perceptron, train

LOSSES = [mse, mae, binary_cross_entropy, cross_entropy, hinge]
OPTIMIZERS = [SGD(0.1), Momentum(0.05), Adam(0.01), SGD(lambda steps: 0.1 / (1 + steps))]


def case(loss, seed: int, dtype=float):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(12, 3))
    last = {binary_cross_entropy: "sigmoid", cross_entropy: "softmax"}.get(loss, "tanh")
    network = Network.random([3, 5, 2], ["prelu", last], rng=rng, dtype=dtype)
    y = {
        hinge: lambda: rng.choice([-1.0, 1.0], (12, 2)),
        cross_entropy: lambda: np.eye(2)[rng.integers(2, size=12)],
    }.get(loss, lambda: rng.random((12, 2)))()
    return network, X, y


@pytest.mark.parametrize(("loss", "optimizer"), list(itertools.product(LOSSES, OPTIMIZERS)))
@pytest.mark.parametrize("batch_size", [None, 5])
def test_train_equals_the_loop_of_four_lines(loss, optimizer, batch_size) -> None:
    """The fast road and backprop + step agree to the last few bits, batches and all."""
    network, X, y = case(loss, 0)
    history = train(
        network,
        X,
        y,
        loss=loss,
        optimizer=optimizer,
        epochs=7,
        batch_size=batch_size,
        rng=np.random.default_rng(9),
    )
    rng, state = np.random.default_rng(9), None
    for _ in range(7):
        order = np.arange(12) if batch_size is None else rng.permutation(12)
        for start in range(0, 12, batch_size or 12):
            rows = order[start : start + (batch_size or 12)]
            trace = backprop(network, X[rows], y[rows], loss)
            network, state = optimizer.step(network, trace.gradients, state)
    for name, value in network.parameters.items():
        np.testing.assert_allclose(history.network.parameters[name], value, rtol=1e-13, atol=1e-15)


def test_train_leaves_the_network_it_was_given() -> None:
    """The untrained network stays untrained."""
    network, X, y = case(mse, 1)
    before = {name: value.copy() for name, value in network.parameters.items()}
    train(network, X, y, loss=mse, optimizer=Adam(0.1), epochs=3)
    for name, value in network.parameters.items():
        np.testing.assert_array_equal(value, before[name])


def test_losses_are_measured_before_the_step() -> None:
    """losses[0] is the untrained network's loss; a loss goes with each epoch."""
    network, X, y = case(mse, 2)
    history = train(network, X, y, loss=mse, optimizer=SGD(0.1), epochs=4, keep=1)
    expected = [evaluate(one, X, y, mse) for one in history.networks[:-1]]
    np.testing.assert_allclose(history.losses, expected, rtol=1e-13)


def test_keep_says_which_networks_stay() -> None:
    """Default the last; a number keeps every so many; a list names the epochs."""
    network, X, y = case(mse, 3)

    def kept(keep):
        return train(network, X, y, loss=mse, optimizer=SGD(0.1), epochs=10, keep=keep).epochs

    assert kept(None) == (10,)
    assert kept(4) == (0, 4, 8, 10)
    assert kept([1, 2]) == (1, 2, 10)


def test_kept_networks_do_not_move_on() -> None:
    """What History keeps is a copy, not a view of what is still being trained."""
    network, X, y = case(mse, 4)
    history = train(network, X, y, loss=mse, optimizer=SGD(0.5), epochs=6, keep=2)
    weights = [one.parameters["W1"] for one in history]
    assert all((a != b).any() for a, b in itertools.pairwise(weights))
    half = train(network, X, y, loss=mse, optimizer=SGD(0.5), epochs=2)
    np.testing.assert_array_equal(half.network.parameters["W1"], weights[1])


def test_history_is_a_sequence() -> None:
    """len, index, slice and iteration go over the kept networks."""
    network, X, y = case(mse, 5)
    history = train(network, X, y, loss=mse, optimizer=SGD(0.1), epochs=3, keep=1)
    assert isinstance(history, History)
    assert len(history) == 4
    assert history[0] is network
    assert history[-1] is history.network
    assert len(history[1:3]) == 2
    assert repr(history).startswith("History of 3 epochs, 4 networks kept, loss 0.")


def test_validation_is_measured_after_each_epoch_and_not_learned_from() -> None:
    """Held-out losses are those of the networks after each epoch; the weights do not notice."""
    network, X, y = case(mse, 6)
    arguments = {"loss": mse, "optimizer": Adam(0.05), "epochs": 3, "keep": 1}
    with_it = train(network, X[:8], y[:8], validation=(X[8:], y[8:]), **arguments)
    without = train(network, X[:8], y[:8], **arguments)
    expected = [evaluate(one, X[8:], y[8:], mse) for one in with_it.networks[1:]]
    np.testing.assert_allclose(with_it.validation_losses, expected, rtol=1e-13)
    np.testing.assert_array_equal(
        with_it.network.parameters["W1"], without.network.parameters["W1"]
    )
    assert len(without.validation_losses) == 0


@pytest.mark.parametrize("penalty", [L1(0.01), L2(0.01)])
def test_a_penalty_adds_its_slope_to_the_weights_only(penalty) -> None:
    """One step with a penalty differs from one without by lr x slope on W, by nothing on b."""
    network, X, y = case(mse, 7)
    arguments = {"loss": mse, "optimizer": SGD(0.1), "epochs": 1}
    plain = train(network, X, y, **arguments).network.parameters
    held = train(network, X, y, penalty=penalty, **arguments).network.parameters
    for name, value in plain.items():
        pull = 0.1 * penalty.slope(network.parameters[name]) if name.startswith("W") else 0.0
        np.testing.assert_allclose(held[name], value - pull, rtol=1e-12)


def test_the_same_rng_gives_the_same_training() -> None:
    """Batches are drawn from the given rng and nothing else."""
    network, X, y = case(mse, 8)

    def weights(seed):
        return train(
            network,
            X,
            y,
            loss=mse,
            optimizer=SGD(0.1),
            epochs=3,
            batch_size=4,
            rng=np.random.default_rng(seed),
        ).network.parameters["W1"]

    np.testing.assert_array_equal(weights(1), weights(1))
    assert (weights(1) != weights(2)).any()


def test_float32_stays_float32() -> None:
    """A float32 network is trained in float32."""
    network, X, y = case(cross_entropy, 9, dtype=np.float32)
    trained = train(network, X, y, loss=cross_entropy, optimizer=Adam(0.01), epochs=2).network
    assert all(value.dtype == np.float32 for value in trained.parameters.values())


def test_progress_wraps_the_epochs() -> None:
    """progress is handed the epochs and may do with them what tqdm does."""
    network, X, y = case(mse, 10)
    seen = []

    def progress(epochs):
        for epoch in epochs:
            seen.append(epoch)
            yield epoch

    train(network, X, y, loss=mse, optimizer=SGD(0.1), epochs=3, progress=progress)
    assert seen == [1, 2, 3]


def test_ctrl_c_returns_the_history_so_far() -> None:
    """Interrupted in epoch 3, training returns the two epochs that it has done."""
    network, X, y = case(mse, 11)

    def progress(epochs):
        for epoch in epochs:
            if epoch == 3:
                raise KeyboardInterrupt
            yield epoch

    arguments = {"loss": mse, "optimizer": SGD(0.1)}
    history = train(network, X, y, epochs=9, progress=progress, **arguments)
    two = train(network, X, y, epochs=2, **arguments)
    assert history.epochs == (2,)
    np.testing.assert_array_equal(history.losses, two.losses)
    np.testing.assert_array_equal(history.network.parameters["W1"], two.network.parameters["W1"])


def test_divergence_is_explained() -> None:
    """A rate that explodes stops with the step and what to try, and keeps what came before."""
    network = Network.random([3, 5, 2], "identity", rng=np.random.default_rng(0))
    _, X, y = case(mse, 12)
    with pytest.raises(
        Divergence, match=r"in epoch \d+ \(step \d+\).*try a learning rate of a tenth, 10"
    ) as caught:
        train(network, X, y, loss=mse, optimizer=SGD(100.0), epochs=500)
    assert len(caught.value.history.losses) > 1
    assert np.isfinite(caught.value.history.losses).all()
    assert caught.value.history[0] is network


def test_it_learns() -> None:
    """100 points on either side of a line are learned by a 2-2-1 network."""
    rng = np.random.default_rng(42)
    X, y = datasets.diagonal(100, rng)
    network = Network.random([2, 2, 1], sigmoid, rng=rng)
    trained = train(network, X, y, loss=mse, optimizer=SGD(5.0), epochs=2000).network
    assert ((trained(X)[:, 0] > 0.5) == y).mean() >= 0.98


def test_several_classes_are_learned() -> None:
    """Three blobs, softmax and cross-entropy."""
    rng = np.random.default_rng(0)
    X, labels = datasets.blobs(90, rng, centres=[(0, 0), (3, 0), (0, 3)])
    network = Network.random([2, 3], softmax, rng=rng)
    y = datasets.one_hot(labels, 3)
    trained = train(network, X, y, loss=cross_entropy, optimizer=Adam(0.1), epochs=200).network
    assert (trained(X).argmax(axis=1) == labels).mean() > 0.95


NETWORK, DATA, TARGETS = case(mse, 13)


@pytest.mark.parametrize(
    ("change", "kind", "words"),
    [
        ({"epochs": -1}, ValueError, "epochs must be at least 0"),
        ({"epochs": "many"}, TypeError, "epochs must be a whole number, but received 'many'"),
        ({"batch_size": 0}, ValueError, "batch_size must be at least 1"),
        ({"batch_size": 4}, TypeError, "train with batches takes rng="),
        (
            {"optimizer": 0.1},
            TypeError,
            "optimizer must be SGD, Momentum or Adam, but received 0.1",
        ),
        ({"penalty": 0.1}, TypeError, "penalty must be L1, L2 or None"),
        ({"keep": 0}, ValueError, "keep must be at least 1"),
        (
            {"X": DATA[0], "y": TARGETS[0]},
            ValueError,
            r"X of shape \(N, features\), but X has shape \(3,\)",
        ),
        ({"y": TARGETS[:5]}, ValueError, r"y is \(5, 2\) and y_hat is \(12, 2\)"),
        ({"validation": (DATA[:, :2], TARGETS)}, ValueError, r"x of shape \(3,\) or \(N, 3\)"),
        ({"validation": DATA}, TypeError, "validation must be a pair"),
    ],
)
def test_bad_input_is_answered_in_a_sentence(change, kind, words) -> None:
    """What does not fit raises before the first step."""
    arguments = {"X": DATA, "y": TARGETS, "loss": mse, "optimizer": SGD(0.1), "epochs": 1, **change}
    with pytest.raises(kind, match=words):
        train(NETWORK, arguments.pop("X"), arguments.pop("y"), **arguments)


def separable(seed: int, margin: float = 0.1):
    """Points on either side of a random line through the origin, none nearer than the margin."""
    rng = np.random.default_rng(seed)
    normal = rng.normal(size=3)
    normal /= np.linalg.norm(normal)
    X = rng.uniform(-1, 1, size=(200, 3))
    X = X[abs(X @ normal) > margin]
    return X, (X @ normal > 0).astype(float), margin


@pytest.mark.parametrize("seed", range(10))
def test_the_perceptron_converges_within_its_bound(seed: int) -> None:
    """On separable data from w = 0 it makes at most (R / margin)² updates, and ends without one."""
    X, y, margin = separable(seed)
    history = perceptron(X, y, w=np.zeros(3), epochs=1000)
    bound = (np.linalg.norm(X, axis=1).max() / margin) ** 2
    assert history.converged
    assert history.mistakes.sum() == len(history.path) - 1 <= bound
    assert ((X @ history.path[-1] >= 0) == y).all()
    np.testing.assert_array_equal(history.network(X)[:, 0], y)


def test_the_perceptron_fires_at_the_threshold() -> None:
    """A sum equal to the threshold counts as 1: no mistake, no update."""
    history = perceptron([[1.0]], [1], w=[0.5], threshold=0.5, epochs=1)
    assert history.mistakes.tolist() == [0]


def test_the_perceptron_with_a_bias_is_one_with_a_further_input_of_one() -> None:
    """b is learned like the weight of an input that is always 1."""
    X, y = datasets.diagonal(50, np.random.default_rng(1))
    one = perceptron(X, y, w=[0, 0], b=0.0, epochs=20)
    other = perceptron(np.column_stack([X, np.ones(50)]), y, w=[0, 0, 0], epochs=20)
    np.testing.assert_allclose(one.path, other.path)


def test_the_perceptron_never_settles_on_xor() -> None:
    """XOR is not separable: every epoch has mistakes."""
    X, y = datasets.xor()
    history = perceptron(X, y, w=[0, 0], b=0.0, epochs=100)
    assert not history.converged
    assert history.mistakes.min() >= 1


@pytest.mark.parametrize(
    ("change", "kind", "words"),
    [
        ({"X": [1, 2]}, ValueError, r"X of shape \(N, features\), but X has shape \(2,\)"),
        ({"y": [1]}, ValueError, r"y of shape \(2,\), but y has shape \(1,\)"),
        ({"y": [1, -1]}, ValueError, "labels 0 and 1, but received -1"),
        ({"w": [1, 2, 3]}, ValueError, r"w must be of shape \(2,\), but has shape \(3,\)"),
        ({"lr": -1}, ValueError, "lr must be at least 0"),
        ({"threshold": "high"}, TypeError, "threshold must be a number"),
    ],
)
def test_the_perceptron_refuses_in_a_sentence(change, kind, words) -> None:
    """What does not fit raises with what was wanted and what came."""
    arguments = {"X": [[0, 1], [1, 0]], "y": [0, 1], "w": [0, 0], **change}
    with pytest.raises(kind, match=words):
        perceptron(arguments.pop("X"), arguments.pop("y"), **arguments)
