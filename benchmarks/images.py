"""28 x 28 pixels, 8 filters of 3 x 3, ReLU, 2 x 2 max-pooling, 10 classes, batch 64: one step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from benchmarks import limits, peers
from benchmarks.harness import Contestant, Result, race
from nnbook import SGD, Network, cross_entropy, train
from nnbook.layers import Convolution, MaxPooling

ROW = "28 x 28, 8 filters 3 x 3, pool 2, dense 10, batch 64, {}, a step"
SIDE, FILTERS, BATCH, STEPS = 28, 8, 64, 100
WANTED = {"float64": (2.3, 1 / 1.6), "float32": (2.3, 1 / 1.6)}  # beside torch, beside the limit


def network_of(dtype: DTypeLike, rng: np.random.Generator) -> Network:
    """The network that all of them train."""
    convolution = Convolution.random((1, SIDE, SIDE), FILTERS, 3, "relu", rng=rng, dtype=dtype)
    pool = MaxPooling(convolution.output_shape, 2)
    dense = Network.random([pool.outputs, 10], "softmax", rng=rng, dtype=dtype)
    return Network([convolution, pool, *dense.layers])


def run() -> list[Result]:
    """Both kinds of float: ours, torch, the peers that have convolutions, and the products."""
    found = []
    for dtype, (beside_torch, beside_limit) in WANTED.items():
        rng = np.random.default_rng(0)
        network = network_of(dtype, rng)
        X = rng.random((BATCH, SIDE * SIDE)).astype(dtype)
        Y = np.eye(10, dtype=dtype)[rng.integers(10, size=BATCH)]

        def ours(network: Network = network, X: Any = X, Y: Any = Y) -> None:
            train(network, X, Y, loss=cross_entropy, optimizer=SGD(0.01), epochs=STEPS)

        others: dict[str, Contestant] = {}
        if torch := peers.find("torch"):
            work = torch_work(torch, X, Y)
            others["torch"] = Contestant(work, STEPS, wanted=beside_torch)
        if jax := peers.find("jax"):
            others["jax, compiled"] = Contestant(jax_work(jax, network, X, Y), STEPS)
        places, inputs = (SIDE - 2) ** 2 * BATCH, FILTERS * ((SIDE - 2) // 2) ** 2
        shapes = [(FILTERS, 9, places), (FILTERS, places, 9)]
        shapes += [(10, inputs, BATCH), (10, BATCH, inputs), (inputs, 10, BATCH)]
        others["the products alone"] = limits.products(
            shapes, dtype, repeat=STEPS, wanted=beside_limit
        )
        found += race(ROW.format(dtype), ours, others, units=STEPS)
    return found


def torch_work(torch: Any, X: NDArray[Any], Y: NDArray[Any]) -> Callable[[], object]:
    """The same in PyTorch."""
    pixels = torch.tensor(X).reshape(-1, 1, SIDE, SIDE)
    labels = torch.tensor(Y.argmax(axis=1))
    model = torch.nn.Sequential(
        torch.nn.Conv2d(1, FILTERS, 3), torch.nn.ReLU(), torch.nn.MaxPool2d(2), torch.nn.Flatten(),
        torch.nn.Linear(FILTERS * ((SIDE - 2) // 2) ** 2, 10),
    ).to(pixels.dtype)  # fmt: skip
    descent = torch.optim.SGD(model.parameters(), lr=0.01)

    def work() -> None:
        for _ in range(STEPS):
            descent.zero_grad()
            torch.nn.functional.cross_entropy(model(pixels), labels).backward()
            descent.step()

    return work


def jax_work(jax: Any, network: Network, X: NDArray[Any], Y: NDArray[Any]) -> Callable[[], object]:
    """The same in JAX, compiled."""
    jnp, start = jax.numpy, {name: jax.numpy.asarray(w) for name, w in network.parameters.items()}
    pixels, targets = jnp.asarray(X).reshape(-1, 1, SIDE, SIDE), jnp.asarray(Y)

    def loss(w: Any) -> Any:
        z = jax.lax.conv(pixels, w["K1"], (1, 1), "VALID") + w["b1"][:, None, None]
        pooled = jax.lax.reduce_window(
            jax.nn.relu(z), -jnp.inf, jax.lax.max, (1, 1, 2, 2), (1, 1, 2, 2), "VALID"
        )
        logits = pooled.reshape(len(X), -1) @ w["W3"].T + w["b3"]
        return -(targets * jax.nn.log_softmax(logits)).sum(axis=1).mean()

    def step(_: Any, w: Any) -> Any:
        return jax.tree.map(lambda p, g: p - 0.01 * g, w, jax.grad(loss)(w))

    run_all = jax.jit(lambda w: jax.lax.fori_loop(0, STEPS, step, w))
    return lambda: jax.block_until_ready(run_all(start))
