"""What chapter 9 claims about training in practice, each against calls of nnbook."""

import numpy as np
import pytest

from nnbook import (
    L1,
    L2,
    SGD,
    Adam,
    Divergence,
    Layer,
    Network,
    binary_cross_entropy,
    cross_entropy,
    datasets,
    identity,
    leaky_relu,
    mse,
    relu,
    sigmoid,
    softmax,
    train,
)
from nnbook.datasets import one_hot
from nnbook.layers import BatchNorm, Dropout

DATA = datasets.digits()
ORDER = np.random.default_rng(90).permutation(len(DATA.X))  # not the chapter's division
X_POOL, Y_POOL = DATA.X[ORDER[:942]], DATA.y[ORDER[:942]]
X_VAL, Y_VAL = DATA.X[ORDER[942:]], DATA.y[ORDER[942:]]
SEEDS = range(9)
MOVES = [(0, 1), (0, -1), (1, 0), (-1, 0)]


def lesson(seed, n=100, wrong=20):
    """n images, `wrong` per cent of them falsely labelled."""
    rng = np.random.default_rng([seed, 7])
    rows = rng.permutation(len(X_POOL))[:n]
    labels, false = Y_POOL[rows], 100 * np.arange(n) < wrong * n
    labels[false] = (labels[false] + rng.integers(1, 10, false.sum())) % 10
    return X_POOL[rows], labels


def fresh(seed, inputs=64, hidden=32):
    """A network with random weights."""
    rng = np.random.default_rng([seed, 8])
    return Network.random([inputs, hidden, 10], [relu, softmax], rng=rng)


def fit(network, X, labels, seed=0, epochs=60, optimizer=None, **more):
    """Train as the chapter does."""
    return train(
        network,
        X,
        one_hot(labels, 10),
        loss=cross_entropy,
        optimizer=optimizer or Adam(0.02),
        epochs=epochs,
        batch_size=20,
        rng=np.random.default_rng([seed, 9]),
        **more,
    )


def accuracy(network, X=X_VAL, y=Y_VAL):
    """The share of images read."""
    return np.mean(network(X).argmax(axis=1) == y)


def static(X, seed):
    """Images with 192 inputs of noise beside them."""
    return np.hstack([X, np.random.default_rng([seed, 10]).normal(0, 0.5, (len(X), 192))])


def shift(X, down, right):
    """Images moved by a pixel."""
    wide = np.pad(X.reshape(-1, 8, 8), ((0, 0), (1, 1), (1, 1)))
    moved = np.roll(wide, (down, right), axis=(1, 2))
    return moved[:, 1:9, 1:9].reshape(-1, 64)


def gain_and_spread(treated, plain):
    """Median and interquartile range of paired differences."""
    low, middle, high = np.percentile(np.subtract(treated, plain), [25, 50, 75])
    return middle, high - low


def plain_reads(wrong, n=100, epochs=60, **more):
    """Accuracy on unseen digits for each seed, untreated or with a penalty."""
    return [accuracy(fit(fresh(s), *lesson(s, n, wrong), s, epochs, **more).network) for s in SEEDS]


@pytest.mark.parametrize("wrong", [0, 20])
def test_more_data_gain_more_than_the_spread(wrong):
    """Four times the images, in as many steps, help with true and with false labels."""
    gain, spread = gain_and_spread(plain_reads(wrong, 400, 15), plain_reads(wrong))
    assert gain > spread > 0


@pytest.mark.slow
def test_l2_gains_on_false_labels_and_not_on_true_ones():
    """L2 of 0.01 exceeds its spread with 20 false labels, and does not with none."""
    mislabelled = gain_and_spread(plain_reads(20, penalty=L2(0.01)), plain_reads(20))
    few = gain_and_spread(plain_reads(0, penalty=L2(0.01)), plain_reads(0))
    assert mislabelled[0] > mislabelled[1]
    assert few[0] < max(few[1], 0.02)


@pytest.mark.slow
def test_the_network_learns_false_labels_last_and_is_best_before():
    """At the lowest validation loss few false labels are repeated; at the end nearly all are."""
    early, late, gains = [], [], []
    for seed in SEEDS:
        X, labels = lesson(seed)
        run = fit(fresh(seed), X, labels, seed, validation=(X_VAL, one_hot(Y_VAL, 10)), keep=1)
        best = run.networks[run.validation_losses.argmin() + 1]
        early.append(np.sum(best(X[:20]).argmax(axis=1) == labels[:20]))
        late.append(np.sum(run.network(X[:20]).argmax(axis=1) == labels[:20]))
        gains.append(accuracy(best) - accuracy(run.network))
        assert run.validation_losses[-1] > 1.2 * run.validation_losses.min()
    assert np.median(early) < 10
    assert np.median(late) > 17
    low, middle, high = np.percentile(gains, [25, 50, 75])
    assert middle > 0.02
    assert middle > high - low


@pytest.mark.slow
def test_l1_finds_the_useless_inputs_and_l2_does_not():
    """With 192 inputs of noise L1 gains more than its spread and more than L2."""
    unseen = static(X_VAL, 99), Y_VAL

    def reads(penalty):
        nets = []
        for seed in SEEDS:
            X, labels = lesson(seed, wrong=0)
            nets.append(fit(fresh(seed, 256), static(X, seed), labels, seed, penalty=penalty))
        return [accuracy(run.network, *unseen) for run in nets]

    plain, l1, l2 = reads(None), reads(L1(0.003)), reads(L2(0.01))
    gain, spread = gain_and_spread(l1, plain)
    assert gain > spread
    assert np.median(l1) > np.median(l2) + 0.05


def test_shifted_copies_help_shifted_images_and_no_others():
    """Copies moved by a pixel gain over 20 points on moved images, nothing on centred ones."""
    moved = np.concatenate([shift(X_VAL, *move) for move in MOVES])
    with_copies, without, centred = [], [], []
    for seed in SEEDS:
        X, labels = lesson(seed, wrong=0)
        copies = np.concatenate([X, *(shift(X, *move) for move in MOVES)])
        plain = fit(fresh(seed), X, labels, seed).network
        treated = fit(fresh(seed), copies, np.tile(labels, 5), seed, epochs=12).network
        with_copies.append(accuracy(treated, moved, np.tile(Y_VAL, 4)))
        without.append(accuracy(plain, moved, np.tile(Y_VAL, 4)))
        centred.append(accuracy(treated) - accuracy(plain))
    gain, spread = gain_and_spread(with_copies, without)
    assert gain > max(spread, 0.2)
    assert np.median(centred) < 0.01


@pytest.mark.slow
def test_dropout_gains_in_a_wide_network():
    """256 neurons, 400 images, 80 false labels: dropout gains more than the spread."""
    plain, treated = [], []
    for seed in range(7):
        first, last = fresh(seed, hidden=256).layers
        for found, layers in (
            (plain, [first, last]),
            (treated, [Dropout(0.2), first, Dropout(0.5), last]),
        ):
            run = fit(Network(layers), *lesson(seed, 400), seed, 40, Adam(0.01))
            found.append(accuracy(run.network))
    gain, spread = gain_and_spread(treated, plain)
    assert gain > spread


@pytest.mark.slow
def test_batch_norm_makes_deep_sigmoids_trainable():
    """Four hidden layers of sigmoids guess without it and read with it."""
    for seed in range(3):
        rng = np.random.default_rng([seed, 8])
        network = Network.random([64, 32, 32, 32, 32, 10], [sigmoid] * 4 + [softmax], rng=rng)
        *hidden, last = network.layers
        normed = [part for one in hidden for part in (one, BatchNorm(32, epsilon=0.01))]
        X, labels = lesson(seed, 800, wrong=0)
        assert accuracy(fit(network, X, labels, seed, 20, SGD(0.1)).network) < 0.3
        treated = fit(Network([*normed, last]), X, labels, seed, 20, SGD(0.1)).network
        assert accuracy(treated) > 0.85


def test_the_best_of_a_hundred_untrained_networks_flatters():
    """Chosen by sixty images, it does better on them than on the others, in nearly every try."""
    flattered = 0
    for attempt in range(10):
        nets = [fresh(100 * attempt + seed) for seed in range(100)]
        best = max(nets, key=lambda net: accuracy(net, X_VAL[:60], Y_VAL[:60]))
        flattered += accuracy(best, X_VAL[:60], Y_VAL[:60]) > accuracy(best, X_POOL, Y_POOL) + 0.02
    assert flattered >= 8


def test_zeros_stay_and_equals_stay_equal():
    """All-zero weights never move; equal hidden neurons are equal after training."""
    start, (X, labels) = fresh(0), lesson(0, 300, wrong=0)
    zeros = start.updated({name: 0 * value for name, value in start.parameters.items()})
    stuck = fit(zeros, X, labels, epochs=10, optimizer=SGD(0.3))
    assert not stuck.network.parameters["W1"].any()
    assert stuck.losses[-1] == pytest.approx(np.log(10), abs=0.05)
    equal = start.updated({"W1": np.full((32, 64), 0.1), "W2": np.full((10, 32), 0.1)})
    W1 = fit(equal, X, labels, epochs=10, optimizer=SGD(0.3)).network.parameters["W1"]
    assert np.ptp(W1, axis=0).max() < 1e-9
    assert np.abs(W1 - 0.1).max() > 1e-3


@pytest.mark.parametrize(("factor", "rate"), [(1, 5.0), (255, 0.3)])
def test_large_rates_and_unscaled_inputs_kill_every_unit(factor, rate):
    """With a rate of 5, or grey values up to 255, all 32 ReLUs are silent on all images."""
    X, labels = lesson(0, 300, wrong=0)
    hidden = fit(fresh(0), factor * X, labels, epochs=40, optimizer=SGD(rate)).network.layers[0]
    assert (factor * X @ hidden.W.T + hidden.b <= 0).all()
    alive = fit(fresh(0), X, labels, epochs=40, optimizer=SGD(0.3)).network
    assert accuracy(alive) > 0.9


def test_leaky_units_and_squares_explode():
    """Without saturation and dying, a rate of 5 leaves the range of numbers; 0.5 does not."""
    first, last = fresh(0).layers
    network = Network([Layer(first.W, first.b, leaky_relu), Layer(last.W, last.b, identity)])
    X, labels = lesson(0, 300, wrong=0)
    with pytest.raises(Divergence, match="learning rate of a tenth") as caught:
        train(network, X, one_hot(labels, 10), loss=mse, optimizer=SGD(5), epochs=40)
    assert (np.diff(caught.value.history.losses) > 0).all()
    fine = train(network, X, one_hot(labels, 10), loss=mse, optimizer=SGD(0.5), epochs=40)
    assert fine.losses[-1] < fine.losses[0]


@pytest.mark.parametrize(("honest", "low", "high"), [(False, 0.7, 0.95), (True, 0.43, 0.57)])
def test_choosing_columns_before_dividing_leaks(honest, low, high):
    """On pure noise the leak makes four of five right; dividing first makes one half."""
    shares = []
    for seed in range(100, 140):
        rng = np.random.default_rng(seed)
        rows, verdict = rng.normal(size=(100, 1000)), rng.integers(0, 2, 100) * 1.0
        used = slice(0, 70) if honest else slice(0, 100)
        agreement = np.abs((verdict[used] - verdict[used].mean()) @ rows[used])
        best = np.argsort(-agreement)[:20]
        run = train(
            Network.random([20, 1], sigmoid, rng=rng),
            rows[:70, best],
            verdict[:70, None],
            loss=binary_cross_entropy,
            optimizer=Adam(0.05),
            epochs=60,
        )
        shares.append(np.mean((run.network(rows[70:, best])[:, 0] > 0.5) == verdict[70:]))
    assert low < np.mean(shares) < high


@pytest.mark.slow
def test_random_labels_can_be_learned_by_heart_and_teach_nothing():
    """8-200-1 repeats most coin tosses, guesses new ones, and grows surer while it does."""
    rng = np.random.default_rng(5)
    rows, toss = rng.random((2000, 8)), rng.integers(0, 2, 2000)
    run = train(
        Network.random([8, 200, 1], [relu, sigmoid], rng=rng),
        rows[:1000],
        toss[:1000],
        loss=binary_cross_entropy,
        optimizer=Adam(0.01),
        epochs=200,
        batch_size=32,
        rng=rng,
        validation=(rows[1000:], toss[1000:]),
    )
    right = (run.network(rows)[:, 0] > 0.5) == toss
    assert right[:1000].mean() > 0.8
    assert abs(right[1000:].mean() - 0.5) < 0.06
    assert run.validation_losses[-1] > 1.0 > np.log(2) > run.losses[-1]
