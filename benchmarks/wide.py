"""784-100-10, ReLU and softmax, batches of 128, float32, SGD and Adam: one step."""

from __future__ import annotations

import numpy as np

from benchmarks import limits, peers
from benchmarks.harness import Result, race
from nnbook import SGD, Adam, Network, cross_entropy, train
from nnbook.optimizers import Optimizer

ROW = "784-100-10, batch 128, {}, float32, a step"
SIZES = [784, 100, 10]
SAMPLES, EPOCHS = 12800, 1
LIMITS = {"SGD": 1.25, "Adam": 1.4}  # how many times the products alone ours may take


def run() -> list[Result]:
    """Both optimizers: ours, the peers, and the products alone."""
    rng = np.random.default_rng(0)
    X = rng.random((SAMPLES, SIZES[0])).astype(np.float32)
    Y = np.eye(SIZES[-1], dtype=np.float32)[rng.integers(SIZES[-1], size=SAMPLES)]
    network = Network.random(SIZES, ["relu", "softmax"], rng=rng, dtype=np.float32)
    found = []
    for optimizer in (SGD(0.1), Adam(0.001)):
        name = type(optimizer).__name__
        task = peers.Training(network, X, Y, cross_entropy, optimizer, 128, EPOCHS)

        def ours(optimizer: Optimizer = optimizer) -> None:
            train(
                network, X, Y, loss=cross_entropy, optimizer=optimizer, epochs=EPOCHS,
                batch_size=128, rng=np.random.default_rng(1),
            )  # fmt: skip

        others = {
            **peers.contestants(task, {"torch": 1.7}),
            **peers.sklearn_work(task),
            "the products alone": limits.products(
                limits.of_dense(SIZES, 128), np.float32, repeat=EPOCHS * task.steps,
                wanted=1 / LIMITS[name],
            ),
        }  # fmt: skip
        found += race(ROW.format(name), ours, others, units=EPOCHS * task.steps)
    return found
