"""What chapter 1 claims, against calls of nnbook; its sources print no number."""

from functools import cache

import numpy as np
import pytest

from nnbook import (
    SGD,
    Adam,
    Layer,
    Network,
    cross_entropy,
    datasets,
    mse,
    nudge,
    perceptron,
    softmax,
    tanh,
    train,
)

DIGITS = datasets.digits()
WARMER = np.array([30, 32, 34, 35, 36, 37, 38, 39, 40, 41, 42, 44])[:, None] - 37.0
VERDICT = np.array([0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0])[:, None]


def pair(a, b, X, y):
    """The pictures of two digits, labelled 0 and 1."""
    chosen = (y == a) | (y == b)
    return X[chosen], (y[chosen] == b).astype(int)


def learned(X, y):
    """The neuron that the perceptron rule finds from weights 0, and its mistakes."""
    history = perceptron(X, y, w=np.zeros(X.shape[1]), b=0.0, epochs=100)
    return history.network, list(history.mistakes)


def right(network, X, y):
    """How many answers of a neuron with a step are right."""
    return int(np.sum(network(X)[:, 0] == y))


def bath(knobs):
    """The 1-2-1 network that seven numbers make."""
    w1, w2, b1, b2, v1, v2, b = knobs
    return Network([Layer([[w1], [w2]], [b1, b2], "sigmoid"), Layer([[v1, v2]], [b], "sigmoid")])


@cache
def reader():
    """The 64-64-10 network of the section on damage."""
    rng = np.random.default_rng(1)
    start = Network.random([64, 64, 10], [tanh, softmax], rng=rng)
    targets = datasets.one_hot(DIGITS.y, 10)
    return train(
        start,
        DIGITS.X,
        targets,
        loss=cross_entropy,
        optimizer=Adam(0.01),
        epochs=20,
        batch_size=32,
        rng=rng,
    ).network


def share_right(lost):
    """The share of test digits read rightly when these hidden neurons are silent."""
    W2 = reader().layers[1].W.copy()
    W2[:, lost] = 0
    answers = reader().updated({"W2": W2})(DIGITS.X_test).argmax(axis=1)
    return np.mean(answers == DIGITS.y_test)


def test_a_sentence_and_a_neuron_tell_noughts_from_ones():
    """Ink in the middle decides 68 of 71 unseen pictures, a neuron taught with 289 others 70."""
    unseen, truth = pair(0, 1, DIGITS.X_test, DIGITS.y_test)
    middle = unseen[:, [27, 28, 35, 36]].sum(axis=1) > 1.5
    assert (int(np.sum(middle == truth)), len(truth)) == (68, 71)
    examples, labels = pair(0, 1, DIGITS.X, DIGITS.y)
    neuron, mistakes = learned(examples, labels)
    assert (len(labels), mistakes, right(neuron, unseen, truth)) == (289, [6, 0], 70)


def test_in_a_negative_world_old_weights_fail_and_new_ones_do_not():
    """With black and white exchanged: sentence 5 of 71, old weights 0, learned anew 71."""
    X, y = pair(0, 1, DIGITS.X, DIGITS.y)
    P, target = pair(0, 1, DIGITS.X_test, DIGITS.y_test)
    assert np.sum(((1 - P)[:, [27, 28, 35, 36]].sum(axis=1) > 1.5) == target) == 5
    assert right(learned(X, y)[0], 1 - P, target) == 0
    assert right(learned(1 - X, y)[0], 1 - P, target) == 71


def test_shuffled_pixels_change_nothing_for_a_neuron():
    """The same weights in another order: it never knew that it was looking at a picture."""
    X, y = pair(0, 1, DIGITS.X, DIGITS.y)
    order = np.random.default_rng(1).permutation(64)
    plain, shuffled = learned(X, y)[0], learned(X[:, order], y)[0]
    assert np.array_equal(shuffled.layers[0].W[0], plain.layers[0].W[0][order])
    assert np.array_equal(shuffled.layers[0].b, plain.layers[0].b)
    assert not np.array_equal(shuffled.layers[0].W, plain.layers[0].W)


def test_looking_up_is_hard_to_beat_until_the_pictures_move():
    """The most similar example is right for 350 of 355 test digits; moved by one pixel, for 244."""

    def looked_up(X):
        nearest = ((X[:, None] - DIGITS.X) ** 2).sum(axis=-1).argmin(axis=1)
        return int(np.sum(DIGITS.y[nearest] == DIGITS.y_test))

    moved = np.roll(DIGITS.X_test.reshape(-1, 8, 8), 1, axis=2).reshape(-1, 64)
    assert looked_up(DIGITS.X_test) == 350
    assert looked_up(moved) == 244
    assert 0.45 < np.mean(reader()(moved).argmax(axis=1) == DIGITS.y_test) < 0.6


@pytest.mark.parametrize(
    ("start", "solved"),
    [
        ([0.5, -0.3, 0, 0, 0.5, 0.5, 0], True),
        ([0.5, 0.3, 0, 0, 0.5, 0.5, 0], True),
        ([0.0] * 7, False),
    ],
)
def test_nudging_seven_knobs_trains_the_bath_as_train_does(start, solved):
    """1000 steps of nudging and of backpropagation end at the same weights; twins stay twins."""
    knobs = np.array(start)
    for _ in range(1000):
        knobs = knobs - 2 * nudge(lambda k: mse(VERDICT, bath(k)(WARMER)), knobs)
    fast = train(bath(start), WARMER, VERDICT, loss=mse, optimizer=SGD(2.0), epochs=1000).network
    np.testing.assert_allclose(bath(knobs)(WARMER), fast(WARMER), atol=1e-5)
    assert (mse(VERDICT, fast(WARMER)) < 0.01) == solved
    W = fast.layers[0].W[:, 0]
    assert (abs(W[0] - W[1]) < 1e-9) == (not solved)


def test_one_neuron_cannot_say_yes_only_in_between():
    """Trained, it stays near the loss of answering one third to everything, 2/9."""
    one = Network([Layer([[0.5]], [0.0], "sigmoid")])
    trained = train(one, WARMER, VERDICT, loss=mse, optimizer=SGD(0.1), epochs=5000).network
    constant = np.mean((1 / 3 - VERDICT) ** 2)
    assert constant == pytest.approx(2 / 9)
    assert mse(VERDICT, trained(WARMER)) > 0.2
    assert np.all(np.diff(trained(WARMER)[:, 0]) <= 0) or np.all(
        np.diff(trained(WARMER)[:, 0]) >= 0
    )


def test_a_network_bears_the_loss_of_half_its_hidden_neurons():
    """98 % whole, in the middle about 95 % with 32 of 64 silent, and a tenth with none left."""
    rng = np.random.default_rng(7)
    half = np.median([share_right(rng.permutation(64)[:32]) for _ in range(50)])
    assert share_right([]) > 0.96
    assert 0.93 < half < share_right([])
    assert share_right(np.arange(64)) < 0.15


def test_the_network_of_2012_counted_from_its_layers():
    """724 million multiplications a picture: 93 years on a Cray-1, 1.7 days on its two cards."""
    maps = [(55, 96, 11, 3), (27, 256, 5, 48), (13, 384, 3, 256), (13, 384, 3, 192)]
    maps.append((13, 256, 3, 192))
    multiplications = sum(side**2 * out * k**2 * into for side, out, k, into in maps)
    multiplications += 9216 * 4096 + 4096**2 + 4096 * 1000
    work = 90 * 1.2e6 * 3 * 2 * multiplications
    assert round(multiplications / 1e6) == 724
    assert round(work / 160e6 / 86400 / 365) == 93
    assert work / (2 * 512 * 2 * 1.544e9) / 86400 == pytest.approx(1.7, abs=0.05)
