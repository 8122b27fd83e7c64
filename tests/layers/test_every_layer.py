"""What all layers of `nnbook.layers` have in common: protocol, kinds of floats, frozenness."""

import numpy as np
import pytest

from nnbook import layers
from nnbook.backpropagation import backprop
from nnbook.dense import AnyLayer, Layer
from nnbook.gradients import gradient_check
from nnbook.layers import BatchNorm, Convolution, Dropout, MaxPooling, Recurrent
from nnbook.losses import cross_entropy, mse
from nnbook.network import Network
from nnbook.optimizers import L2, SGD, Adam
from nnbook.training import train
from tests.layers.slopes import one_of_each

ALL = [layer for seed in range(4) for layer in one_of_each(np.random.default_rng(seed))]
each_layer = pytest.mark.parametrize("layer", ALL, ids=lambda layer: repr(layer).split("(")[0])


def data_for(layer: AnyLayer, samples: int = 3) -> np.ndarray:
    return np.random.default_rng(1).normal(size=(samples, layer.inputs or 5))


def mixed_network(rng: np.random.Generator, dtype: type = float) -> Network:
    """Every layer of this folder in one network, with dense layers around and between."""
    conv = Convolution.random((2, 6, 5), 4, 3, "tanh", rng=rng, padding=1, dtype=dtype)
    pool = MaxPooling(conv.output_shape)
    reader = Recurrent.random(4, 3, 6, "tanh", rng=rng, sequence=True, dtype=dtype)
    last = Recurrent.random(3, 4, 6, "sigmoid", rng=rng, dtype=dtype)
    dense = Network.random([4, 3], "softmax", rng=rng, dtype=dtype).layers[0]
    assert pool.outputs == reader.inputs == 24
    return Network([conv, pool, BatchNorm(24, dtype=dtype), reader, last, Dropout(0.25), dense])


MIXED = mixed_network(np.random.default_rng(2))
X = np.random.default_rng(3).normal(size=(6, 60))
Y = np.eye(3)[[0, 1, 2, 2, 1, 0]]


def test_exported_names() -> None:
    """The room holds the five layers and nothing else."""
    assert layers.__all__ == ["BatchNorm", "Convolution", "Dropout", "MaxPooling", "Recurrent"]


@each_layer
def test_keeps_the_protocol(layer: AnyLayer) -> None:
    """Each is a layer, gives as many numbers as it says, and as many slopes as it took."""
    assert isinstance(layer, AnyLayer)
    x = data_for(layer)
    a, memory = layer.forward(x)
    assert a.shape == (3, layer.outputs or x.shape[1])
    dx, slopes = layer.backward(memory, np.ones_like(a))
    assert dx.shape == x.shape
    assert {name: slopes[name].shape for name in layer.parameters} == {
        name: value.shape for name, value in layer.parameters.items()
    }


@each_layer
def test_one_sample_is_a_batch_of_one(layer: AnyLayer) -> None:
    """After training, a row by itself gives the numbers that it gives in a batch."""
    x = data_for(layer)
    a, memory = layer.forward(x)
    for row in range(3):
        alone, own = layer.forward(x[row])
        np.testing.assert_allclose(alone, a[row], rtol=1e-12, atol=1e-14)
        behind = np.random.default_rng(row).normal(size=a.shape)
        dx = layer.backward(memory, behind)[0][row]
        np.testing.assert_allclose(layer.backward(own, behind[row])[0], dx, rtol=1e-12, atol=1e-14)


@each_layer
def test_cannot_be_changed(layer: AnyLayer) -> None:
    """Fields cannot be set, arrays cannot be written to, and neither pass touches its input."""
    with pytest.raises(AttributeError):
        layer.activation = None
    for value in layer.parameters.values():
        if value.ndim:
            assert not value.flags.writeable
    x = data_for(layer)
    x.flags.writeable = False
    a, memory = layer.forward(x, training=True, rng=np.random.default_rng(0))
    behind = np.ones_like(a)
    behind.flags.writeable = False
    before = {name: np.array(value, copy=True) for name, value in memory.items()}
    layer.backward(memory, behind)
    for name, value in before.items():
        np.testing.assert_array_equal(memory[name], value)


@each_layer
def test_keeps_arrays_of_its_own(layer: AnyLayer) -> None:
    """What the caller does with the arrays afterwards does not reach the layer."""
    given = {name: np.array(value) for name, value in layer.parameters.items()}
    made = layer.updated(given)
    for value in given.values():
        value[...] = 99.0
    for name, value in made.parameters.items():
        np.testing.assert_array_equal(value, layer.parameters[name])


def test_a_network_of_all_of_them_has_true_slopes() -> None:
    """Forward and back through every kind of layer in one network agrees with nudging."""
    rng = np.random.default_rng(4)
    check = gradient_check(MIXED, X, Y, cross_entropy, rng=rng)
    assert check.worst.difference < 1e-4  # slopes of 1e-6 among them, nudged in 10 digits
    assert sum(not row.ok for row in check.rows) < 0.02 * len(check.rows)
    names = {row.name.partition("[")[0] for row in check.rows}
    assert {"dC/dK1", "dC/db1", "dC/dgamma3", "dC/dbeta3", "dC/dU4", "dC/dU5"} <= names
    assert rng.random() == np.random.default_rng(4).random()  # left as it was


def test_single_precision_stays_single() -> None:
    """A float32 network gives float32 numbers, slopes and running statistics."""
    network = mixed_network(np.random.default_rng(2), np.float32)
    trace = backprop(network, X, Y, cross_entropy, rng=np.random.default_rng(0))
    assert {step.value.dtype for step in trace} == {np.dtype(np.float32)}
    stepped, _ = SGD(0.1).step(network, trace.gradients)
    assert {value.dtype for value in stepped.parameters.values()} == {np.dtype(np.float32)}
    assert stepped.layers[2].mean.dtype == np.float32
    wide = backprop(MIXED, X, Y, cross_entropy, rng=np.random.default_rng(0))
    assert trace.loss == pytest.approx(wide.loss, rel=1e-4)


def test_every_step_of_the_trace_has_a_rule() -> None:
    """Forward and backward, nothing that a reader would miss is left out, and scalars are told."""
    for x, y, training in ((X, Y, True), (X[0], Y[0], False)):
        trace = backprop(
            MIXED, x, y, cross_entropy, training=training, rng=np.random.default_rng(0)
        )
        numbers = range(1, 8)
        wanted = {f"a{n}" for n in numbers} | {f"z{n}" for n in (1, 3, 4, 5, 7)} | {"kept6"}
        wanted |= {f"dC/da{n}" for n in range(1, 7)} | {"mean3", "variance3"}
        wanted |= {f"dC/d{name}" for name in MIXED.parameters}
        assert wanted <= set(trace.names)
        for step in trace:
            scalars = {scalar.name: scalar.value for scalar in step.scalars()}
            assert len(scalars) >= np.size(step.value)
            assert step.rule
            assert "None" not in step.rule
        assert "<math" in trace._repr_html_()


def test_training_equals_the_loop_of_steps() -> None:
    """`train` carries running statistics and draws as the four lines do."""
    arguments = {"loss": cross_entropy, "optimizer": Adam(0.01)}
    history = train(MIXED, X, Y, epochs=6, rng=np.random.default_rng(5), **arguments)
    network, state, rng = MIXED, None, np.random.default_rng(5)
    for _ in range(6):
        trace = backprop(network, X, Y, cross_entropy, rng=rng)
        network, state = Adam(0.01).step(network, trace.gradients, state)
    for name, value in network.parameters.items():
        np.testing.assert_allclose(history.network.parameters[name], value, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(
        history.network.layers[2].variance, network.layers[2].variance, rtol=1e-9
    )
    assert history.losses[-1] < history.losses[0]
    assert not MIXED.layers[2].mean.any()  # the network it began with has not moved


def test_a_penalty_reaches_filters_and_recurrent_weights() -> None:
    """L2 pulls W, K and U, and leaves b, gamma and beta alone."""
    network = Network([*MIXED.layers[:5], MIXED.layers[6]])  # without chance
    arguments = {"loss": cross_entropy, "optimizer": SGD(0.1), "epochs": 1}
    free = train(network, X, Y, **arguments).network.parameters
    held = train(network, X, Y, penalty=L2(0.3), **arguments).network.parameters
    for name, value in network.parameters.items():
        pull = 0.1 * 0.6 * value if name[0] in "WKU" else 0.0
        np.testing.assert_allclose(free[name] - held[name], pull, rtol=1e-9, atol=1e-12)


def test_neighbours_that_do_not_fit_are_refused() -> None:
    """A convolution says how many numbers it takes, so the network can object."""
    conv = Convolution.random((1, 4, 4), 2, 3, "relu", rng=np.random.default_rng(0))
    with pytest.raises(ValueError, match="layer 2 takes 7 inputs, but layer 1 gives 8"):
        Network([conv, BatchNorm(7)])
    with pytest.raises(ValueError, match=r"takes x of shape \(16,\) or \(N, 16\)"):
        Network([conv])(np.zeros((2, 4, 4)))


def test_sizes_may_be_left_open_between_layers() -> None:
    """Dropout takes what comes, also as the first or the last layer."""
    dense = Layer(np.eye(2), None, "identity")
    network = Network([Dropout(0.5), dense, Dropout(0.5)])
    np.testing.assert_array_equal(network([[3.0, 4.0]]), [[3.0, 4.0]])
    assert backprop(network, [3.0, 4.0], [0.0, 0.0], mse, training=False).loss == 12.5
