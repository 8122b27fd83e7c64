"""The perceptron rule on 1000 points, separable with a margin of 0.05, for up to 100 epochs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from benchmarks import limits, peers
from benchmarks.harness import Contestant, Result, race
from nnbook import perceptron

ROW = "perceptron, 1000 points, 100 epochs or until none is wrong"
POINTS, EPOCHS, MARGIN = 1000, 100, 0.05


def points(rng: np.random.Generator) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Points on both sides of a line through the middle, none nearer to it than the margin."""
    normal = np.array([0.6, 0.8])
    X = rng.uniform(-1, 1, (4 * POINTS, 2))
    X = X[np.abs(X @ normal) > MARGIN][:POINTS]
    return X, (X @ normal > 0).astype(float)


def run() -> list[Result]:
    """Ours, scikit-learn, which always goes through all epochs, and a loop in C."""
    X, y = points(np.random.default_rng(0))

    def ours() -> None:
        perceptron(X, y, w=np.zeros(2), b=0.0, lr=1.0, epochs=EPOCHS)

    others = limits.perceptron(X, y, 1.0, EPOCHS)
    if module := peers.find("sklearn.linear_model"):

        def theirs() -> None:
            module.Perceptron(shuffle=False, tol=None, max_iter=EPOCHS).fit(X, y)

        others["scikit-learn"] = Contestant(theirs, wanted=4.0)
    return race(ROW, ours, others)
