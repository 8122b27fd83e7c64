"""A reader of drawn digits: the network of the figure "Digit reader", and how it came about.

`digits` holds the hands of 13 people, one thickness of pen, and hardly a seven without a bar. Who
is to read what anybody draws has to have seen more. So each image is varied: enlarged, slanted,
turned, made narrower or wider, inked with a thinner or a thicker pen, and prepared anew by
`fit_image`, as every drawing will be.
"""

from __future__ import annotations

import json
from importlib import resources

import numpy as np
from numpy.typing import ArrayLike

from nnbook._checks import Array, as_generator, as_numbers
from nnbook.activations import relu, softmax
from nnbook.datasets import digits, one_hot
from nnbook.dense import Layer
from nnbook.images import fit_image
from nnbook.losses import cross_entropy
from nnbook.network import Network
from nnbook.optimizers import L2, Adam
from nnbook.training import train

__all__ = ["SURE", "digit_network", "train_digit_network", "varied"]

# Below this probability an answer counts as unsure. On test images, as they are and varied, fewer
# than 2 in 100 answers above it are wrong, and more than 1 in 4 below it: a test says so.
SURE = 0.8
STORED = "data/digit_reader.json"
DECIMALS = 2
SIZE = 32  # the rows that a digit had before it was shrunk to eight


def digit_network() -> Network:
    """The network 64-32-10 that reads drawn digits: ReLU, then softmax over 0 ... 9.

    It takes images as `fit_image` makes them, `network(image.ravel())`, and has been trained by
    `train_digit_network`; its weights are kept in hundredths.
    """
    stored = json.loads(resources.files("nnbook").joinpath(STORED).read_text(encoding="utf-8"))
    W1, b1, W2, b2 = (np.array(stored[key]) / 10**DECIMALS for key in ("W1", "b1", "W2", "b2"))
    return Network([Layer(W1, b1, relu), Layer(W2, b2, softmax)])


def train_digit_network(*, copies: int = 10, epochs: int = 25, seed: int = 0) -> Network:
    """Train 64-32-10 on the digits and `copies` variations of each; weights come in hundredths.

    The test part of `digits` is left out. With the defaults it takes some ten seconds and
    gives, but for the last bits of the processor, the network of `digit_network`.
    """
    data, rng = digits(), np.random.default_rng(seed)
    fitted = [fit_image(x.reshape(8, 8)).ravel() for x in data.X]
    X = np.vstack([fitted, *(varied(data.X, rng) for _ in range(copies))])
    start = Network.random([64, 32, 10], [relu, softmax], rng=rng)
    trained = train(
        start, X, one_hot(np.tile(data.y, copies + 1), 10), loss=cross_entropy,
        optimizer=Adam(0.002), epochs=epochs, batch_size=64, rng=rng, penalty=L2(1e-4),
    ).network  # fmt: skip
    return trained.updated({key: np.round(v, DECIMALS) for key, v in trained.parameters.items()})


def varied(X: ArrayLike, rng: np.random.Generator) -> Array:
    """Images (N, 64), each as another hand and another pen might have written it.

    Each is enlarged to 32 x 32, slanted by up to 35 %, turned by up to 15 degrees, made narrower
    or wider by up to a fifth, and blackened where the grey is above a level from 0.25, a thick pen,
    to 0.8, a thin one. Then `fit_image` prepares it.
    """
    images = as_numbers(X, "X", finite=True).reshape(-1, 8, 8)
    rng = as_generator(rng, "varied")
    middles = (np.arange(2 * SIZE) + 0.5) / 2 - SIZE / 2
    down, across = np.meshgrid(middles, middles, indexing="ij")
    found = np.empty((len(images), 64))
    for n, image in enumerate(images):
        turn = np.deg2rad(rng.uniform(-15, 15))
        x = across / rng.uniform(0.8, 1.2) + rng.uniform(-0.35, 0.35) * down
        rows = np.sin(turn) * x + np.cos(turn) * down
        columns = np.cos(turn) * x - np.sin(turn) * down
        grey = _between(image, 4 + rows * 8 / SIZE - 0.5, 4 + columns * 8 / SIZE - 0.5)
        level = min(rng.uniform(0.25, 0.8), 0.9 * grey.max())
        found[n] = fit_image(grey >= level).ravel()
    return found


def _between(image: Array, rows: Array, columns: Array) -> Array:
    """The grey at places between the pixels, linear in both directions; 0 outside."""
    padded = np.pad(image, 1)
    last = len(padded) - 1
    top, left = np.floor(rows).astype(int), np.floor(columns).astype(int)
    down, across = rows - top, columns - left
    i, j = ((np.clip(n, -1, last - 2) + 1, np.clip(n + 1, -1, last - 1) + 1) for n in (top, left))
    upper = padded[i[0], j[0]] * (1 - across) + padded[i[0], j[1]] * across
    lower = padded[i[1], j[0]] * (1 - across) + padded[i[1], j[1]] * across
    return np.asarray(upper * (1 - down) + lower * down)
