"""XOR with 2-2-1 from 1000 beginnings at once, in float32: one epoch of one of them."""

from __future__ import annotations

import numpy as np

from benchmarks import limits
from benchmarks.harness import Contestant, Result, race
from benchmarks.xor import X, Y
from nnbook import SGD, Network, binary_cross_entropy, train, train_many

ROW = "XOR, 2-2-1, {} seeds at once, float32, an epoch of one"
SEEDS, EPOCHS = 1000, 2000


def run() -> list[Result]:
    """All together, one after the other, and one of them in C (which takes doubles)."""
    networks = [
        Network.random([2, 2, 1], "sigmoid", rng=np.random.default_rng(seed), dtype=np.float32)
        for seed in range(SEEDS)
    ]

    def ours() -> None:
        train_many(networks, X, Y, loss=binary_cross_entropy, optimizer=SGD(0.5), epochs=EPOCHS)

    few, shorter = SEEDS // 100 or 1, EPOCHS // 10 or 1

    def in_turn() -> None:
        for network in networks[:few]:
            train(network, X, Y, loss=binary_cross_entropy, optimizer=SGD(0.5), epochs=shorter)

    others = {"one after the other": Contestant(in_turn, few * shorter)}
    others |= limits.train_221(
        list(networks[0].parameters.values()), X, Y, 0.5, EPOCHS, squared=False, wanted=1.0
    )
    return race(ROW.format(SEEDS), ours, others, units=SEEDS * EPOCHS)
