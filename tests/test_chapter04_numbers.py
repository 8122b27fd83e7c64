"""The numbers that the sources print about XOR, each against a call of nnbook.

The starts of the two trainings are reconstructed: the source gives none.
"""

from functools import cache

import numpy as np
import pytest

from nnbook import (
    SGD,
    Adam,
    Layer,
    Network,
    binary_cross_entropy,
    datasets,
    nudge,
    perceptron,
    sigmoid,
    train,
)
from tests.sources import close_to_print

X, LABELS = datasets.xor()
Y = LABELS[:, None]


def network(W1, b1, W2, b2):
    """A 2-2-1 network of sigmoid neurons."""
    return Network([Layer(W1, b1, "sigmoid"), Layer([W2], [b2], "sigmoid")])


@cache
def single_neuron():
    """Keras, no hidden layer: learning rate 0.01, 50 000 epochs, all points at once."""
    start = Network([Layer([[0.5, -0.3]], [0.0], "sigmoid")])
    return train(start, X, Y, loss=binary_cross_entropy, optimizer=SGD(0.01), epochs=50_000)


@cache
def keras():
    """Keras, two hidden neurons, the same training."""
    start = network([[-0.4126, -0.6341], [-0.5244, 0.6051]], [0, 0], [1.1265, -1.22], 0)
    return train(start, X, Y, loss=binary_cross_entropy, optimizer=SGD(0.01), epochs=50_000)


@cache
def pytorch():
    """PyTorch, two hidden neurons, Adam at 0.01, 1000 epochs."""
    start = network(
        [[-0.5319, -0.2076], [-0.6951, -0.1261]], [-0.0779, 0.4448], [-0.183, 0.6573], -0.5888
    )
    return train(start, X, Y, loss=binary_cross_entropy, optimizer=Adam(0.01), epochs=1000)


def answers(history):
    """The four answers at the end."""
    return history.network(X)[:, 0]


def accuracy(history):
    """The share of right answers; a tie at 0.5 counts as class 0."""
    return np.mean((answers(history) > 0.5) == (LABELS == 1))


def test_the_network_made_by_hand_computes_xor():
    """The weights 20/-10, -20/30, 20/-30 answer about 0, 1, 1, 0."""
    by_hand = network([[20, 20], [-20, -20]], [-10, 30], [20, 20], -30)
    np.testing.assert_allclose(by_hand(X)[:, 0], [0, 1, 1, 0], atol=1e-4)


@pytest.mark.parametrize(
    ("literal", "computed"),
    [
        *(("0.5", lambda row=row: answers(single_neuron())[row]) for row in range(4)),
        ("0.6931", lambda: binary_cross_entropy(Y, single_neuron().network(X))),
        ("0.25", lambda: accuracy(single_neuron())),
        ("0.0812", lambda: binary_cross_entropy(Y, keras().network(X))),
        ("1.0", lambda: accuracy(keras())),
        ("0.079", lambda: answers(keras())[0]),
        ("0.922", lambda: answers(keras())[1]),
        ("0.910", lambda: answers(keras())[2]),
        ("0.065", lambda: answers(keras())[3]),
        ("0.7065", lambda: pytorch().losses[0]),
        ("0.6805", lambda: pytorch().losses[100]),
        ("0.5317", lambda: pytorch().losses[200]),
        ("0.3014", lambda: pytorch().losses[300]),
        ("0.1711", lambda: pytorch().losses[400]),
        ("0.1096", lambda: pytorch().losses[500]),
        ("0.0769", lambda: pytorch().losses[600]),
        ("0.0575", lambda: pytorch().losses[700]),
        ("0.0448", lambda: pytorch().losses[800]),
        ("0.0361", lambda: pytorch().losses[900]),
        ("0.0325", lambda: answers(pytorch())[0]),
        ("0.9716", lambda: answers(pytorch())[1]),
        ("0.0287", lambda: answers(pytorch())[3]),
    ],
)
def test_a_printed_number_is_what_nnbook_computes(literal, computed):
    """Both Keras runs and the PyTorch run, each loss, accuracy and answer that is legible."""
    assert close_to_print(computed(), literal)


def test_an_accuracy_without_knowledge_hangs_on_the_start():
    """Mirrored first weights give the same loss, ln 2, and three right corners instead of one."""
    start = Network([Layer([[-0.5, 0.3]], [0.0], "sigmoid")])
    mirrored = train(start, X, Y, loss=binary_cross_entropy, optimizer=SGD(0.01), epochs=50_000)
    assert mirrored.losses[-1] == pytest.approx(np.log(2), abs=1e-12)
    assert accuracy(mirrored) == 0.75


def test_for_one_neuron_not_knowing_is_the_best():
    """At weights 0 every slope of the loss is 0, and a neuron's loss is convex: ln 2 is least."""

    def loss(parameters):
        neuron = Network([Layer([parameters[:2]], parameters[2:], "sigmoid")])
        return binary_cross_entropy(Y, neuron(X))

    np.testing.assert_allclose(nudge(loss, np.zeros(3)), 0, atol=1e-9)
    rng = np.random.default_rng(4)
    for a, b in rng.normal(0, 3, (20, 2, 3)):
        assert loss((a + b) / 2) <= (loss(a) + loss(b)) / 2
        assert loss(a) > np.log(2)


@pytest.mark.parametrize(
    ("labels", "settles"),
    [([0, 0, 0, 1], True), ([0, 1, 1, 1], True), ([1, 0, 0, 0], True), ([0, 1, 1, 0], False)],
)
def test_and_or_nor_are_separable_and_xor_is_not(labels, settles):
    """The perceptron settles on AND, OR and NOR, and never on XOR."""
    assert perceptron(X, labels, w=[0, 0], b=0.0, epochs=100).converged == settles


@pytest.mark.parametrize("n", [2, 3, 784])
def test_n_inputs_are_cut_by_n_minus_1_dimensions(n):
    """In n - 1 directions the sum does not change; not in n, as one source says."""
    w = np.random.default_rng(n).normal(size=(1, n))
    still = np.linalg.svd(w)[2][1:]  # an orthonormal basis of what w does not see
    assert still.shape == (n - 1, n)
    neuron = Network([Layer(w, [0.7], "identity")])
    x = np.linspace(-1, 1, n)
    np.testing.assert_allclose(neuron(x + still)[:, 0], neuron(x)[0], atol=1e-9)
    assert abs(neuron(x + w)[0, 0] - neuron(x)[0]) > 1e-3


@pytest.mark.parametrize("level", [0.1, 0.5, 0.9])
def test_logistic_regression_cuts_along_a_line(level):
    """Where sigmoid(3 x1 - 2 x2 + 0.5) has one value, x2 rises by 1.5 for each 1 of x1."""
    x1 = np.array([-1.0, 0.0, 2.0])
    offset = (0.5 - np.log(level / (1 - level))) / 2
    neuron = Network([Layer([[3, -2]], [0.5], "sigmoid")])
    np.testing.assert_allclose(neuron(np.column_stack([x1, 1.5 * x1 + offset])), level)
    bent = np.column_stack([x1, 1.5 * x1 + offset + 0.1 * x1**2])
    assert np.ptp(neuron(bent)) > 0.01


def test_two_in_five_random_starts_succeed():
    """Rate 0.1 and 5000 epochs (as 0.01 and 50 000): about 40 % of 1000 starts solve XOR."""
    rng = np.random.default_rng(1969)
    W1, W2 = rng.uniform(-1, 1, (2, 2, 1000)), rng.uniform(-1, 1, (2, 1000))
    b1, b2 = np.zeros((2, 1000)), np.zeros(1000)
    for _ in range(5000):
        a1 = sigmoid(X @ W1 + b1[:, None])
        d2 = (sigmoid((W2[:, None] * a1).sum(axis=0) + b2) - Y) / 4
        d1 = W2[:, None] * d2 * a1 * (1 - a1)
        W1, b1 = W1 - 0.1 * X.T @ d1, b1 - 0.1 * d1.sum(axis=1)
        W2, b2 = W2 - 0.1 * (d2 * a1).sum(axis=1), b2 - 0.1 * d2.sum(axis=0)
    a1 = sigmoid(X @ W1 + b1[:, None])
    y_hat = sigmoid((W2[:, None] * a1).sum(axis=0) + b2)
    assert ((y_hat >= 0.5) == (Y == 1)).all(axis=0).mean() == pytest.approx(0.42, abs=0.01)
