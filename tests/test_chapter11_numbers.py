"""What the first half of chapter 11 claims, each against calls of nnbook, on medians of starts."""

from functools import cache

import numpy as np
import pytest

from nnbook import Adam, Network, cross_entropy, datasets, mse, tanh, train
from nnbook.layers import Convolution, MaxPooling, Recurrent

TAP = np.eye(31)[0]  # 1, then thirty times 0


def dense(*sizes, rng, last="softmax"):
    return list(Network.random(sizes, ["relu"] * (len(sizes) - 2) + [last], rng=rng).layers)


def size(network):
    return sum(value.size for value in network.parameters.values())


@pytest.mark.parametrize(("w", "printed"), [(0.9, "0.042"), (1.0, "1.000"), (1.1, "17.449")])
def test_an_echo_fades_stays_or_explodes_and_its_blame_too(w: float, printed: str) -> None:
    """Thirty moments after a tap it is worth w^30, and so is the slope of the answer for it."""
    layer = Recurrent([[1.0]], [[w]], None, "identity", 31)
    answer, memory = layer.forward(TAP)
    blame, _ = layer.backward(memory, np.array([1.0]))
    assert f"{answer[0]:.3f}" == f"{blame[0]:.3f}" == printed


def test_a_bent_neuron_with_feedback_2_is_a_latch() -> None:
    """It keeps the direction of the last strong push, for as long as you like, and nothing else."""
    for push in (0.5, 1.5, 3.0):
        for sign in (1, -1):
            layer = Recurrent([[1.0]], [[2.0]], None, tanh, 200)
            state = layer.forward(sign * push * np.eye(200)[0])[0][0]
            assert state == pytest.approx(np.tanh(2 * state), abs=1e-12)
            assert state == pytest.approx(sign * 0.9575, abs=1e-4)
    fading = Recurrent([[1.0]], [[0.9]], None, tanh, 200)
    assert abs(fading.forward(3 * np.eye(200)[0])[0][0]) < 1e-6  # below 1 there is nothing to keep


YEARS, SPOTS = datasets.sunspots()
T = 12
PAST = np.lib.stride_tricks.sliding_window_view(SPOTS / 100, T)[:-1]
TARGET = SPOTS[T:] / 100
EARLY = YEARS[T:] <= 1920


def error_of(forecast):
    return 100 * np.sqrt(np.mean((forecast - TARGET[~EARLY]) ** 2))


@cache
def sun(seed):
    rng = np.random.default_rng(seed)
    listener = Recurrent.random(1, 8, T, "tanh", rng=rng)
    start = Network([listener, *dense(8, 1, rng=rng, last="identity")])
    how = {"loss": mse, "optimizer": Adam(0.01), "epochs": 400}
    return train(start, PAST[EARLY], TARGET[EARLY], **how).network


@cache
def straight(k):
    A = np.column_stack([PAST[:, -k:], np.ones(len(PAST))])
    weights = np.linalg.lstsq(A[EARLY], TARGET[EARLY], rcond=None)[0]
    return weights, error_of(A[~EARLY] @ weights)


@pytest.mark.slow
def test_a_recurrent_network_beats_last_years_sunspots_but_not_nine_years_on_a_line() -> None:
    """Held out, 1921 to 2008: last value 30.4, network 19 in the median of 5, line 17.5."""
    errors = [error_of(sun(seed)(PAST[~EARLY])[:, 0]) for seed in range(5)]
    assert size(sun(0)) == 89
    assert error_of(PAST[~EARLY, -1]) == pytest.approx(30.4, abs=0.05)
    assert np.median(errors) < 0.65 * 30.4
    assert np.median(errors) < straight(2)[1] == pytest.approx(20.3, abs=0.05)
    assert min(errors) > straight(9)[1] == pytest.approx(17.5, abs=0.05)


@pytest.mark.slow
def test_running_alone_the_network_keeps_swinging_and_the_line_fades() -> None:
    """Thirty years on the network's cycle is more than twice as high; far ahead it errs less."""

    def alone(rule, start):
        heard = list(SPOTS[start - 1700 - T : start - 1700] / 100)
        for _ in range(30):
            heard.append(rule(np.array(heard[-T:])))
        return 100 * np.array(heard[T:])

    def line(window):
        return window[-9:] @ straight(9)[0][:-1] + straight(9)[0][-1]

    def wrong(rule):
        pairs = [(alone(rule, s), SPOTS[s - 1700 : s - 1670]) for s in range(1921, 1980)]
        return np.sqrt(np.mean([(a - truth)[10:30] ** 2 for a, truth in pairs]))

    suns = [sun(seed) for seed in range(5)]
    networks = [lambda window, one=one: one(window)[0] for one in suns]
    assert np.ptp(alone(networks[0], 1925)[15:]) > 2 * np.ptp(alone(line, 1925)[15:])
    assert np.median([wrong(network) for network in networks]) < 0.95 * wrong(line)


def voices(n, rng, pitches, noise):
    parts = [datasets.vowels(n // len(pitches), rng, pitch=p, noise=noise) for p in pitches]
    return [np.concatenate(values) for values in zip(*parts, strict=True)]


@cache
def letters():
    rng = np.random.default_rng(11)
    known = voices(1500, rng, [(90, 130), (170, 210)], 0.1)
    return *known, *voices(1000, rng, [(130, 170)], 0.2)


def share_of_letters(make):
    X, y, X_new, y_new = letters()
    shares = []
    for seed in range(3):
        rng = np.random.default_rng(seed)
        falling = Adam(lambda step: 0.004 * (1 - step / 450))
        how = {"loss": cross_entropy, "optimizer": falling, "epochs": 30, "batch_size": 100}
        net = train(Network(make(rng)), X, datasets.one_hot(y, 5), rng=rng, **how).network
        shares.append(np.mean(net(X_new).argmax(axis=1) == y_new))
    return np.median(shares)


@pytest.mark.slow
def test_recurrent_layers_hear_letters_that_logistic_regression_cannot() -> None:
    """At a pitch between those learned and twice the noise: over 90 % against under 40 %."""

    def two(rng):
        lower = Recurrent.random(8, 24, 20, "tanh", rng=rng, sequence=True)
        return [lower, Recurrent.random(24, 24, 20, "tanh", rng=rng), *dense(24, 5, rng=rng)]

    def one(rng):
        return [Recurrent.random(8, 36, 20, "tanh", rng=rng), *dense(36, 5, rng=rng)]

    assert share_of_letters(two) > 0.90
    assert share_of_letters(one) > 0.90
    assert share_of_letters(lambda rng: dense(160, 5, rng=rng)) < 0.40
    assert 0.65 < share_of_letters(lambda rng: dense(160, 40, 5, rng=rng)) < 0.85


def shifted(X, right):
    images = np.zeros((len(X), 8, 8))
    source = X.reshape(-1, 8, 8)
    if right > 0:
        images[:, :, right:] = source[:, :, :-right]
    else:
        images[:, :, :right] = source[:, :, -right:]
    return images.reshape(-1, 64)


def convolutional(rng):
    conv = Convolution.random((1, 8, 8), 16, 3, "relu", rng=rng)
    pool = MaxPooling(conv.output_shape, 3)
    return [conv, pool, *dense(pool.outputs, 10, rng=rng)]


def plain(rng):
    return dense(64, 11, 10, rng=rng)


def readers(make, X, y, epochs, seeds):
    found = []
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        how = {"loss": cross_entropy, "optimizer": Adam(0.01), "batch_size": 32, "rng": rng}
        start, targets = Network(make(rng)), datasets.one_hot(y, 10)
        found.append(train(start, X, targets, epochs=epochs, **how).network)
    return found


def mistakes(networks, X, y):
    return np.median([np.sum(network(X).argmax(axis=1) != y) for network in networks])


@pytest.mark.slow
def test_a_convolution_reads_moved_digits_with_half_the_mistakes() -> None:
    """With fewer parameters it errs less on the digits as they are, and half as often on moved."""
    X, y, X_test, y_test = datasets.digits()
    ours, theirs = (readers(make, X, y, 30, 5) for make in (convolutional, plain))
    assert (size(ours[0]), size(theirs[0])) == (810, 835)
    assert mistakes(ours, X_test, y_test) < mistakes(theirs, X_test, y_test)
    for by in (1, -1):
        moved = shifted(X_test, by)
        assert 1 - moved.sum() / X_test.sum() < 0.004  # hardly any ink is lost
        assert mistakes(ours, moved, y_test) < 0.6 * mistakes(theirs, moved, y_test)
        assert 0.4 < mistakes(theirs, moved, y_test) / 355 < 0.65


@pytest.mark.slow
def test_shown_moved_digits_both_learn_them_and_the_dense_one_pays() -> None:
    """Three-fold training data: over 92 % of moved digits for both, more lost by the dense net."""
    X, y, X_test, y_test = datasets.digits()
    three = np.concatenate([X, shifted(X, 1), shifted(X, -1)])
    ours, theirs = (readers(make, three, np.tile(y, 3), 10, 3) for make in (convolutional, plain))
    moved = shifted(X_test, 1)
    for networks in (ours, theirs):
        assert mistakes(networks, moved, y_test) < 0.08 * 355
    assert mistakes(theirs, X_test, y_test) > 1.5 * mistakes(ours, X_test, y_test)


def test_a_single_layer_reads_digits_as_well_as_with_eleven_hidden_neurons() -> None:
    """Medians of three starts differ by less than 1 % of the test digits."""
    X, y, X_test, y_test = datasets.digits()
    single = readers(lambda rng: dense(64, 10, rng=rng), X, y, 30, 3)
    hidden = readers(plain, X, y, 30, 3)
    gap = mistakes(single, X_test, y_test) - mistakes(hidden, X_test, y_test)
    assert abs(gap) < 3.55
