"""Layers and networks: what they compute, that nothing changes them, what they refuse."""

import dataclasses

import numpy as np
import pytest

from nnbook.activations import prelu, relu, sigmoid
from nnbook.dense import AnyLayer, Layer
from nnbook.network import Network

W, B = [[0.4, -0.5, 0.3], [1.0, 2.0, 3.0]], [0.1, -0.2]


def test_a_layer_is_f_of_w_x_plus_b_with_a_row_for_each_neuron() -> None:
    """a = f(W x + b); row i of W and entry i of b belong to neuron i."""
    x = np.array([0.5, 0.8, 0.3])
    layer = Layer(W, B, sigmoid)
    for i in range(2):
        z = sum(W[i][j] * x[j] for j in range(3)) + B[i]
        assert Network([layer])(x)[i] == pytest.approx(1 / (1 + np.exp(-z)))


def test_a_batch_is_its_samples_one_by_one() -> None:
    """network(X)[n] is network(X[n])."""
    rng = np.random.default_rng(0)
    network = Network.random([3, 4, 2], ["relu", "softmax"], rng=rng)
    X = rng.normal(size=(5, 3))
    np.testing.assert_allclose(network(X), [network(x) for x in X], rtol=1e-14)


def test_without_b_there_is_no_bias() -> None:
    """b=None is the same as zeros in value, but is no parameter."""
    layer = Layer(W, None, "identity")
    assert list(layer.parameters) == ["W"]
    zeros = Network([Layer(W, [0, 0], "identity")])
    np.testing.assert_array_equal(Network([layer])([1, 2, 3]), zeros([1, 2, 3]))


def test_parameters_are_named_by_layer_in_order() -> None:
    """W1, b1, W2, b2, ... and alpha where a PReLU learns it."""
    network = Network([Layer(W, B, prelu), Layer([[1, 1]], None, sigmoid)])
    assert list(network.parameters) == ["W1", "b1", "alpha1", "W2"]
    assert network.parameters["alpha1"] == 0.25


def test_nothing_can_be_changed() -> None:
    """Arrays are read-only copies, fields cannot be set, the given arrays stay the caller's."""
    given = np.array(W)
    layer = Layer(given, B, sigmoid)
    given[0, 0] = 99
    assert layer.W[0, 0] == 0.4
    with pytest.raises(ValueError, match="read-only"):
        layer.W[0, 0] = 1
    with pytest.raises(ValueError, match="read-only"):
        layer.b[0] = 1
    with pytest.raises(dataclasses.FrozenInstanceError):
        layer.W = given
    with pytest.raises(dataclasses.FrozenInstanceError):
        Network([layer]).layers = ()


def test_updated_makes_a_new_network() -> None:
    """The named parameters change in the new network only; the others are carried over."""
    network = Network([Layer(W, B, prelu), Layer([[1, 1]], [0.5], sigmoid)])
    other = network.updated({"b2": [0.7], "alpha1": 0.1})
    assert other.parameters["b2"].tolist() == [0.7]
    assert other.parameters["alpha1"] == 0.1
    assert network.parameters["b2"].tolist() == [0.5]
    np.testing.assert_array_equal(other.parameters["W1"], W)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_dtype_is_kept_throughout(dtype: type) -> None:
    """A network computes in the kind of float of its weights, whatever the data are."""
    network = Network.random(
        [2, 3, 1], ["prelu", "sigmoid"], rng=np.random.default_rng(0), dtype=dtype
    )
    assert network.dtype == dtype
    assert network([1, 2]).dtype == dtype
    assert network(np.ones((3, 2))).dtype == dtype


def test_random_is_determined_by_its_rng() -> None:
    """The same seed gives the same network, another seed another."""
    make = lambda seed: Network.random([3, 2], relu, rng=np.random.default_rng(seed))  # noqa: E731
    np.testing.assert_array_equal(make(1).parameters["W1"], make(1).parameters["W1"])
    assert (make(1).parameters["W1"] != make(2).parameters["W1"]).any()


@pytest.mark.parametrize(
    ("init", "activation", "variance"),
    [
        ("glorot", "tanh", 2 / 500),
        ("he", "relu", 2 / 200),
        (None, "tanh", 2 / 500),
        (None, "leaky_relu", 2 / 200),
    ],
)
def test_initial_weights_have_the_published_variance(init, activation, variance) -> None:
    """Glorot: 2 / (inputs + outputs); He: 2 / inputs; by default He for the relu family."""
    network = Network.random([200, 300], activation, rng=np.random.default_rng(0), init=init)
    assert network.parameters["W1"].var() == pytest.approx(variance, rel=0.03)
    assert not network.parameters["b1"].any()


def test_an_initialiser_of_ones_own_draws_weights_and_biases() -> None:
    """init may be a function of (rng, shape)."""
    network = Network.random(
        [2, 3], sigmoid, rng=np.random.default_rng(0), init=lambda rng, shape: rng.random(shape)
    )
    assert (network.parameters["b1"] > 0).all()


def test_a_dense_layer_keeps_the_protocol() -> None:
    """Layer is an AnyLayer."""
    assert isinstance(Layer(W, B, sigmoid), AnyLayer)


def rng():
    return np.random.default_rng(0)


@pytest.mark.parametrize(
    ("call", "kind", "words"),
    [
        (
            lambda: Layer([1, 2], None, sigmoid),
            ValueError,
            r"W must be \(outputs, inputs\), but its shape is \(2,\)",
        ),
        (
            lambda: Layer(W, [1], sigmoid),
            ValueError,
            r"each of the 2 rows of W, but its shape is \(1,\)",
        ),
        (
            lambda: Layer([[np.nan]], None, sigmoid),
            ValueError,
            "W must be finite, but holds nan at entry 1, 1",
        ),
        (lambda: Layer([["a"]], None, sigmoid), TypeError, "W must be numbers"),
        (
            lambda: Layer(W, B, "swosh"),
            ValueError,
            "activation must be one of step, .* not 'swosh'",
        ),
        (lambda: Layer(W, B, np.tanh), ValueError, "activation must be one of"),
        (lambda: Network([]), ValueError, "at least one layer"),
        (lambda: Network(Layer(W, B, sigmoid)), TypeError, "a list of layers"),
        (lambda: Network([W]), TypeError, "a list of layers"),
        (
            lambda: Network([Layer(W, B, sigmoid), Layer([[1, 2, 3]], None, sigmoid)]),
            ValueError,
            "layer 2 takes 3 inputs, but layer 1 gives 2",
        ),
        (
            lambda: Network([Layer(W, B, sigmoid)])([1, 2]),
            ValueError,
            r"x of shape \(3,\) or \(N, 3\), but x has shape \(2,\)",
        ),
        (lambda: Network([Layer(W, B, sigmoid)])([1, 2, np.inf]), ValueError, "x must be finite"),
        (
            lambda: Network([Layer(W, B, sigmoid)]).updated({"W9": 1}),
            ValueError,
            "the network has W1, b1, but received W9",
        ),
        (
            lambda: Network([Layer(W, B, sigmoid)]).updated({"b1": [1]}),
            ValueError,
            r"b1 must have shape \(2,\)",
        ),
        (
            lambda: Network.random([2, 1], sigmoid, rng=0),
            TypeError,
            r"rng=numpy.random.default_rng\(seed\), but received rng=0",
        ),
        (lambda: Network.random([2], sigmoid, rng=rng()), ValueError, "at least one layer"),
        (
            lambda: Network.random([2, 0], sigmoid, rng=rng()),
            ValueError,
            r"sizes\[1\] must be at least 1",
        ),
        (lambda: Network.random([2, 1.5], sigmoid, rng=rng()), TypeError, "whole number"),
        (
            lambda: Network.random([2, 1], [sigmoid, relu], rng=rng()),
            ValueError,
            "1 layers take as many activations, but received 2",
        ),
        (
            lambda: Network.random([2, 1], sigmoid, rng=rng(), init="xavier"),
            ValueError,
            "init must be",
        ),
    ],
)
def test_bad_input_is_answered_in_a_sentence(call, kind, words) -> None:
    """What does not fit raises with what was wanted, what came, and where."""
    with pytest.raises(kind, match=words):
        call()
