"""Small data sets: points and sounds drawn from an explicit rng, real digits, real sunspots.

The points are X (n, 2) and y (n,) with labels 0 and 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnbook._checks import Array, as_count, as_generator, as_number

__all__ = [
    "VOWELS",
    "Digits",
    "blobs",
    "circles",
    "diagonal",
    "digits",
    "moons",
    "one_hot",
    "spirals",
    "sunspots",
    "vowels",
    "xor",
]

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


class Digits(NamedTuple):
    """Images of handwritten digits, (N, 64) in [0, 1] row by row, and what they show, 0 ... 9."""

    X: Array
    y: NDArray[np.int64]
    X_test: Array
    y_test: NDArray[np.int64]


def digits(*, new_writers: bool = False) -> Digits:
    """1797 real digits of 8 x 8 pixels, about a fifth of them held out for a test.

    The test part is every fifth image of each digit; with `new_writers` it is the last fifth of
    the file, whose pages other people probably filled than the first four fifths (13 people wrote,
    and the file does not say who wrote what). Grey values run from 0, paper, to 1, ink. The data
    are the test part of Alpaydin & Kaynak (1998), Optical Recognition of Handwritten Digits,
    UCI Machine Learning Repository, doi:10.24432/C50P49 (CC BY 4.0), as scikit-learn ships it.
    """
    with resources.files("nnbook").joinpath("data/digits.npz").open("rb") as file:
        stored = np.load(file, allow_pickle=False)
        X = stored["images"].reshape(-1, 64) / 16.0
        y = stored["labels"].astype(np.int64)
    if new_writers:
        held_out = np.arange(len(y)) >= len(y) * 4 // 5
    else:
        held_out = np.zeros(len(y), dtype=bool)
        for digit in range(10):
            held_out[np.flatnonzero(y == digit)[4::5]] = True
    return Digits(X[~held_out], y[~held_out], X[held_out], y[held_out])


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


def sunspots() -> Data:
    """The years 1700 ... 2008 and their sunspot numbers, both (309,).

    A sunspot number counts ten for each group of spots and one for each spot, averaged over the
    days of a year (Wolf's number, the Zurich series; NOAA National Geophysical Data Center, public
    domain). It swings between near 0 and up to 190 in about eleven years.
    """
    with resources.files("nnbook").joinpath("data/sunspots.txt").open(encoding="utf-8") as file:
        words = [word for line in file if not line.startswith("#") for word in line.split()]
    numbers = np.array(words, dtype=float)
    return np.arange(1700.0, 1700.0 + len(numbers)), numbers


# Mean resonances of the mouth for 33 men, in hertz (Peterson & Barney 1952, table II).
VOWELS = {
    "A": (730, 1090, 2440),
    "E": (530, 1840, 2480),
    "I": (270, 2290, 3010),
    "O": (570, 840, 2410),
    "U": (300, 870, 2240),
}
RATE = 8000  # amplitudes a second, as on the telephone


def vowels(
    n: int,
    rng: np.random.Generator,
    *,
    pitch: tuple[float, float] = (90.0, 210.0),
    noise: float = 0.1,
    samples: int = 160,
) -> tuple[Array, NDArray[np.int64]]:
    """Waves of the letters A, E, I, O, U as amplitudes X (n, samples), and labels 0 ... 4.

    Made, not recorded: a buzz of a pitch drawn from the range (in hertz), with all its overtones,
    through the three resonances of the vowel, which differ by up to 5 % from voice to voice. Where
    in the wave a recording begins is chance. 8000 samples make a second. Each wave has variance 1
    before noise of that standard deviation is added.
    """
    rng = as_generator(rng, "vowels")
    y = np.arange(as_count(n, "n")) % len(VOWELS)
    low, high = (as_number(end, "an end of pitch", low=50.0) for end in pitch)
    base, begin = rng.uniform(low, high, n)[:, None], rng.random(n)[:, None]
    centres = np.array(list(VOWELS.values()))[y] * rng.uniform(0.95, 1.05, (n, 1))
    widths = np.array([60.0, 90.0, 150.0])

    k = np.arange(1, int(RATE / 2 / low) + 1)  # overtones up to what this rate can hold
    f, c = (base * k)[:, :, None], centres[:, None, :]
    through = (c**2 / (c**2 - f**2 + 1j * f * widths)).prod(axis=2)
    through *= (f[:, :, 0] < RATE / 2) / k
    turns = base * np.arange(as_count(samples, "samples", low=2)) / RATE + begin
    waves = np.zeros((n, samples))
    for number in k:
        overtone = through[:, number - 1, None] * np.exp(2j * np.pi * number * turns)
        waves += overtone.imag
    waves /= waves.std(axis=1, keepdims=True)
    return waves + rng.normal(0.0, as_number(noise, "noise", low=0.0), waves.shape), y
