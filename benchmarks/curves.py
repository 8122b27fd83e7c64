"""Cost of a step against the size of the network and of the batch: ours, torch and the products.

Networks are n-n-10 with ReLU and softmax, trained by SGD in float32. Small ones show what a call
costs, large ones what the products cost; where the curves cross, the one becomes the other.
"""

from __future__ import annotations

import numpy as np

from benchmarks import limits, peers
from benchmarks.harness import Contestant, Result, race
from nnbook import SGD, Network, cross_entropy, train

WIDTHS, BATCH = (2, 4, 8, 16, 32, 64, 128, 256, 512), 32
BATCHES, WIDTH = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512), 64
ROW = "{width}-{width}-10, batch {batch}, SGD, float32, a step"
STEPS = 20
ROUNDS = 7


def run() -> list[Result]:
    """A row for each point of the two curves."""
    points = [(width, BATCH) for width in WIDTHS] + [(WIDTH, batch) for batch in BATCHES]
    return [one for width, batch in dict.fromkeys(points) for one in point(width, batch)]


def point(width: int, batch: int) -> list[Result]:
    """One width and one batch: ours, torch, the products."""
    rng, sizes = np.random.default_rng(0), [width, width, 10]
    X = rng.random((batch, width)).astype(np.float32)
    Y = np.eye(10, dtype=np.float32)[rng.integers(10, size=batch)]
    network = Network.random(sizes, ["relu", "softmax"], rng=rng, dtype=np.float32)
    task = peers.Training(network, X, Y, cross_entropy, SGD(0.01), batch, STEPS)

    def ours() -> None:
        train(network, X, Y, loss=cross_entropy, optimizer=SGD(0.01), epochs=STEPS)

    others = {"the products alone": limits.products(limits.of_dense(sizes, batch), np.float32,
                                                    repeat=STEPS)}  # fmt: skip
    if torch := peers.find("torch"):
        others["torch"] = Contestant(peers.torch_work(torch, task), STEPS)
    return race(ROW.format(width=width, batch=batch), ours, others, units=STEPS, rounds=ROUNDS)
