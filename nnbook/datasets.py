"""Small data sets, drawn from an explicit rng: X (n, 2) and y (n,) with labels 0 and 1."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from nnbook._checks import Array, as_count, as_generator, as_number

__all__ = ["blobs", "circles", "diagonal", "moons", "one_hot", "spirals", "xor"]

Data = tuple[Array, Array]


def diagonal(n: int, rng: np.random.Generator) -> Data:
    """n points of the unit square; label 1 where x1 + x2 > 1."""
    X = as_generator(rng, "diagonal").random((as_count(n, "n"), 2))
    return X, (X.sum(axis=1) > 1).astype(float)


def xor(n: int = 4, rng: np.random.Generator | None = None, noise: float = 0.0) -> Data:
    """The four corners of the unit square, label 1 where exactly one input is 1.

    More than four points repeat the corners in turn. `noise` is the standard deviation of what is
    added to each input, and takes an rng.
    """
    corners = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    X = corners[np.arange(as_count(n, "n")) % 4]
    y = (X[:, 0] != X[:, 1]).astype(float)
    if as_number(noise, "noise", low=0.0):
        X = X + as_generator(rng, "xor with noise").normal(0.0, noise, X.shape)
    return X, y


def blobs(
    n: int,
    rng: np.random.Generator,
    centres: Sequence[ArrayLike] = ((-1, -1), (1, 1)),
    spread: float = 0.5,
) -> Data:
    """n points around the centres in turn, with the number of the centre, from 0, as label.

    Each coordinate is normal around its centre's with standard deviation `spread`.
    """
    middles = np.asarray(centres, dtype=float)
    if middles.ndim != 2:
        raise ValueError(f"centres must be a list of points, but its shape is {middles.shape}")
    y = np.arange(as_count(n, "n")) % len(middles)
    noise = as_generator(rng, "blobs").normal(
        0.0, as_number(spread, "spread", 0.0), (n, middles.shape[1])
    )
    return middles[y] + noise, y.astype(float)


def circles(n: int, rng: np.random.Generator, noise: float = 0.1) -> Data:
    """A disc of radius 0.5 (label 1) inside a ring of radius 1 (label 0)."""
    y = (np.arange(as_count(n, "n")) % 2).astype(float)
    angle = as_generator(rng, "circles").uniform(0.0, 2 * np.pi, n)
    radius = np.where(y == 1, 0.5 * np.sqrt(rng.random(n)), 1.0)
    X = radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    return X + rng.normal(0.0, as_number(noise, "noise", low=0.0), X.shape), y


def moons(n: int, rng: np.random.Generator, noise: float = 0.1) -> Data:
    """Two half circles that reach into each other; the upper one has label 0."""
    y = (np.arange(as_count(n, "n")) % 2).astype(float)
    angle = as_generator(rng, "moons").uniform(0.0, np.pi, n)
    upper = np.column_stack([np.cos(angle), np.sin(angle)])
    X = np.where(y[:, None] == 1, np.array([1.0, 0.5]) - upper, upper)
    return X + rng.normal(0.0, as_number(noise, "noise", low=0.0), X.shape), y


def spirals(n: int, rng: np.random.Generator, noise: float = 0.05, turns: float = 1.5) -> Data:
    """Two arms that wind around each other, from the middle out to radius 1."""
    y = (np.arange(as_count(n, "n")) % 2).astype(float)
    radius = np.sqrt(as_generator(rng, "spirals").random(n))
    angle = 2 * np.pi * as_number(turns, "turns", low=0.0) * radius + np.pi * y
    X = radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    return X + rng.normal(0.0, as_number(noise, "noise", low=0.0), X.shape), y


def one_hot(labels: ArrayLike, classes: int) -> Array:
    """Class numbers 0 ... classes - 1 as rows (N, classes) with a single 1."""
    numbers = np.asarray(labels)
    as_count(classes, "classes", low=2)
    if numbers.ndim != 1 or not np.array_equal(numbers, np.asarray(numbers, dtype=int)):
        raise ValueError("one_hot takes a list of whole numbers, one for each sample")
    if ((numbers < 0) | (numbers >= classes)).any():
        wrong = numbers[(numbers < 0) | (numbers >= classes)][0]
        raise ValueError(f"labels must be 0 ... {classes - 1}, but received {wrong}")
    return np.asarray(np.eye(classes)[numbers.astype(int)])
