"""Digits, 64-32-10, ReLU and softmax, batches of 32, Adam, float32: one step."""

from __future__ import annotations

import numpy as np

from benchmarks import limits, peers
from benchmarks.harness import Result, race
from nnbook import Adam, Network, cross_entropy, train

ROW = "64-32-10, batch 32, Adam, float32, a step"
SIZES = [64, 32, 10]
SAMPLES, EPOCHS = 1792, 4
WANTED = {"torch": 10.0}


def run() -> list[Result]:
    """Ours, the peers, and the products alone."""
    rng = np.random.default_rng(0)
    X = rng.random((SAMPLES, SIZES[0])).astype(np.float32)
    Y = np.eye(SIZES[-1], dtype=np.float32)[rng.integers(SIZES[-1], size=SAMPLES)]
    network = Network.random(SIZES, ["relu", "softmax"], rng=rng, dtype=np.float32)
    task = peers.Training(network, X, Y, cross_entropy, Adam(0.001), 32, EPOCHS)

    def ours() -> None:
        train(
            network, X, Y, loss=cross_entropy, optimizer=Adam(0.001), epochs=EPOCHS,
            batch_size=32, rng=np.random.default_rng(1),
        )  # fmt: skip

    shapes = limits.of_dense(SIZES, 32)
    others = {
        **peers.contestants(task, WANTED, slow=4),
        **peers.sklearn_work(task),
        "the products alone": limits.products(
            shapes, np.float32, repeat=EPOCHS * task.steps, wanted=1 / 4
        ),
    }
    return race(ROW, ours, others, units=EPOCHS * task.steps)
