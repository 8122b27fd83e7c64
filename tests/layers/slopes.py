"""Hold what a layer sends backward against nudging and against the complex step."""

from collections.abc import Iterator

import numpy as np

from nnbook.dense import AnyLayer
from nnbook.gradients import complex_step, nudge
from nnbook.layers import BatchNorm, Convolution, Dropout, MaxPooling, Recurrent

SMOOTH = ("identity", "sigmoid", "tanh", "softmax", "elu", "prelu")


def assert_slopes_hold(layer: AnyLayer, x: np.ndarray, *, training: bool = False) -> None:
    """Slopes of a weighted sum of the outputs, for the input and for every parameter."""

    def forward(changed: AnyLayer, data: np.ndarray) -> tuple[np.ndarray, dict]:
        return changed.forward(data, training=training, rng=np.random.default_rng(7))

    a, memory = forward(layer, x)
    weights = np.random.default_rng(8).normal(size=a.shape)
    dx, slopes = layer.backward(memory, weights)

    def total_at(name: str, value: np.ndarray) -> complex:
        if name == "x":
            return (forward(layer, value)[0] * weights).sum()
        return (forward(layer.updated({name: value}), x)[0] * weights).sum()

    for name, at in {"x": x, **layer.parameters}.items():
        claimed = dx if name == "x" else slopes[name]
        assert claimed.shape == at.shape, name
        nudged = nudge(lambda value, name=name: total_at(name, value), at)
        exact = complex_step(lambda value, name=name: total_at(name, value), at)
        np.testing.assert_allclose(claimed, exact, rtol=1e-11, atol=1e-11, err_msg=name)
        np.testing.assert_allclose(claimed, nudged, rtol=1e-6, atol=1e-6, err_msg=name)


def random_convolution(rng: np.random.Generator, activation: str | None = None) -> Convolution:
    """Any sizes, paddings and strides, oblong images and filters, with and without biases."""
    rows, columns, padding = (int(n) for n in rng.integers((1, 1, 0), (4, 4, 3)))
    shape = tuple(int(n) for n in rng.integers((1, rows, columns), (4, 7, 7)))
    filters = int(rng.integers(1, 4))
    K = rng.normal(size=(filters, shape[0], rows, columns))
    b = rng.normal(size=filters) if rng.random() < 0.8 else None
    stride = int(rng.integers(1, 4))
    activation = activation or str(rng.choice(SMOOTH))
    return Convolution(K, b, activation, shape, padding=padding, stride=stride)


def random_recurrent(rng: np.random.Generator, activation: str | None = None) -> Recurrent:
    """Any sizes and lengths, with and without biases, giving the last state or all."""
    features, units, steps = (int(n) for n in rng.integers(1, (4, 5, 6)))
    b = rng.normal(size=units) if rng.random() < 0.8 else None
    W, U = rng.normal(size=(units, features)), rng.normal(size=(units, units))
    activation = activation or str(rng.choice(SMOOTH))
    return Recurrent(W, U, b, activation, steps, sequence=rng.random() < 0.5)


def random_batch_norm(rng: np.random.Generator) -> BatchNorm:
    """Any number of units, everything random."""
    units = int(rng.integers(1, 5))
    gamma, beta, mean = rng.normal(size=(3, units))
    return BatchNorm(units, gamma=gamma, beta=beta, mean=mean, variance=rng.uniform(0.2, 2, units))


def random_pooling(rng: np.random.Generator) -> MaxPooling:
    """Any shape, with rows and columns left over or not."""
    size = int(rng.integers(1, 4))
    shape = tuple(int(n) for n in rng.integers((1, size, size), (4, size + 5, size + 5)))
    return MaxPooling(shape, size)


def one_of_each(rng: np.random.Generator) -> Iterator[AnyLayer]:
    """A random layer of every kind."""
    yield Dropout(float(rng.uniform(0, 0.9)))
    yield random_batch_norm(rng)
    yield random_convolution(rng)
    yield random_pooling(rng)
    yield random_recurrent(rng)
