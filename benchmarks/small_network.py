"""2-2-1, sigmoid, mean squared error, 100 points, plain gradient descent: one epoch."""

from __future__ import annotations

import numpy as np

from benchmarks import limits, peers
from benchmarks.harness import Contestant, Result, Work, race
from nnbook import SGD, Network, backprop, datasets, mse, sigmoid, train

EPOCHS = 2000
X, LABELS = datasets.diagonal(100, np.random.default_rng(0))
Y = LABELS[:, None]
NETWORK = Network.random([2, 2, 1], sigmoid, rng=np.random.default_rng(1))


def ours() -> None:
    """nnbook.train."""
    train(NETWORK, X, Y, loss=mse, optimizer=SGD(1.0), epochs=EPOCHS)


def four_lines() -> None:
    """The loop of chapter 8, which writes a Trace at every step."""
    network, state, optimizer = NETWORK, None, SGD(1.0)
    for _ in range(EPOCHS):
        trace = backprop(network, X, Y, mse)
        network, state = optimizer.step(network, trace.gradients, state)


def textbook() -> None:
    """The same in plain numpy, as textbooks print it."""
    W1, b1, W2, b2 = (value.copy() for value in NETWORK.parameters.values())
    for _ in range(EPOCHS):
        a1 = 1 / (1 + np.exp(-(X @ W1.T + b1)))
        a2 = 1 / (1 + np.exp(-(a1 @ W2.T + b2)))
        np.mean((a2 - Y) ** 2)
        d2 = 2 * (a2 - Y) / Y.size * a2 * (1 - a2)
        d1 = d2 @ W2 * a1 * (1 - a1)
        W2 -= d2.T @ a1
        b2 -= d2.sum(axis=0)
        W1 -= d1.T @ X
        b1 -= d1.sum(axis=0)


def run() -> list[Result]:
    """Ours, the loop of four lines, a textbook script, the peers, and a loop in C."""
    task = peers.Training(NETWORK, X, Y, mse, SGD(1.0), len(X), EPOCHS)
    others: dict[str, Work | Contestant] = {
        "four lines": four_lines,
        "textbook numpy": Contestant(textbook, EPOCHS, wanted=4.0),
        **peers.contestants(task, {"torch": 30.0}, slow=100),
        **limits.train_221(list(NETWORK.parameters.values()), X, Y, 1.0, EPOCHS, squared=True),
    }
    return race("2-2-1, 100 points, an epoch", ours, others, units=EPOCHS)
