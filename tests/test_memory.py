"""What training holds in memory: the data, the arrays of the optimizer, one batch; no more."""

import tracemalloc

import numpy as np
import pytest

from nnbook import _dense_road
from nnbook._dense_road import DenseRoad
from nnbook._road import prepare
from nnbook.losses import binary_cross_entropy, cross_entropy, mse
from nnbook.network import Network
from nnbook.optimizers import L2, SGD, Adam, Momentum
from nnbook.training import train


@pytest.fixture
def traced():
    """Tracemalloc, which numpy tells of every array."""
    tracemalloc.start()
    yield tracemalloc
    tracemalloc.stop()


@pytest.mark.parametrize("optimizer", [SGD(0.1), Momentum(0.1), Adam(0.01)])
@pytest.mark.parametrize(
    ("hidden", "last", "loss"),
    [
        ("relu", "softmax", cross_entropy),
        ("sigmoid", "sigmoid", binary_cross_entropy),
        ("tanh", "identity", mse),
        ("softmax", "relu", mse),
    ],
)
@pytest.mark.parametrize(("dtype", "few"), [(np.float32, 0), (np.float64, 10**6)])
def test_a_step_allocates_nothing(
    optimizer, hidden, last, loss, dtype, few, traced, monkeypatch
) -> None:
    """A hundred steps on arrays of 10 to 64 KB: at no moment one array more than before."""
    monkeypatch.setattr(_dense_road, "FEW_DATA", few)  # with and without a column of ones
    rng = np.random.default_rng(0)
    network = Network.random([32, 32, 10], [hidden, last], rng=rng, dtype=dtype)
    X, y = rng.normal(size=(400, 32)), np.eye(10)[rng.integers(10, size=400)]
    task = prepare(network, X, y, loss, optimizer, 1, 256, rng, L2(0.1), None)
    road, rows = DenseRoad(task), rng.permutation(400)[:256]
    for _ in range(2):
        road.step(rows)
    before = traced.get_traced_memory()[0]
    traced.reset_peak()
    for _ in range(100):
        road.step(rows)
    assert traced.get_traced_memory()[1] - before < 8192


@pytest.mark.slow
@pytest.mark.parametrize(("optimizer", "vectors"), [(SGD(0.1), 2), (Momentum(0.1), 3), (Adam(), 4)])
def test_sixty_thousand_images_cost_their_vectors_and_a_batch(optimizer, vectors, traced) -> None:
    """784-100-10 with keep at its default: the data, w, g and the optimizer's own, one batch."""
    rng = np.random.default_rng(0)
    X = rng.random((60_000, 784), dtype=np.float32)
    y = np.eye(10, dtype=np.float32)[rng.integers(10, size=60_000)]
    network = Network.random([784, 100, 10], ["relu", "softmax"], rng=rng, dtype=np.float32)
    before, held, peaks = traced.get_traced_memory()[0], [], []

    def progress(epochs):
        for epoch in epochs:
            held.append(traced.get_traced_memory()[0] - before)
            traced.reset_peak()
            yield epoch
            peaks.append(traced.get_traced_memory()[1] - before)

    train(
        network,
        X,
        y,
        loss=cross_entropy,
        optimizer=optimizer,
        epochs=3,
        batch_size=128,
        rng=rng,
        progress=progress,
    )
    w = sum(value.nbytes for value in network.parameters.values())
    order = 60_000 * np.dtype(np.int64).itemsize
    images = 128 * 784 * X.itemsize
    activations = 128 * (100 + 10) * X.itemsize
    # z, a, d, what a softmax divides by ...: ten arrays the size of the activations, and two sizes
    # of batch, for the last one has 96 images; y is held once more in the network's kind.
    allowed = vectors * w + 2 * (images + 10 * activations) + y.nbytes
    assert vectors * w < held[-1] < allowed
    assert max(peaks) < allowed + order
    assert held[-1] - held[1] < 2048
