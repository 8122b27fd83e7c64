"""What `train` drives on: a road takes one step of gradient descent after the other.

`train` counts epochs, shuffles, keeps and stops. The arithmetic of a step is the business of a
road, and there are several that come to the same numbers, save the last few bits:

    _general_road       any network: what `backprop` and an optimizer do, without the words
    _dense_road         dense layers: every buffer made once, a step is a list of numpy calls
    _number_road        a tiny dense network: the step as a Python program, number by number
    _convolution_road   images: convolution, pooling, and dense layers behind them

A road is chosen by the table `ROADS` in `nnbook.training`: the first whose `can_take(task)` is true
is built by `make(task)`. None is asked for by name, and no result tells which one was taken.

To add a road: a module with `can_take(task) -> bool` and a class that keeps the protocol `Road`,
made from the task alone; a line in `ROADS`; and a test that it agrees with the loop of four lines.
A road keeps the parameters in a vector of its own, w, in whatever order serves it, with their
gradient g; the optimizer changes w in place. Public arrays keep their shapes: `snapshot` copies.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnbook._checks import Array, as_count, as_generator
from nnbook.activations import ACTIVATIONS
from nnbook.backpropagation import check_data
from nnbook.dense import Layer
from nnbook.losses import Loss
from nnbook.network import Network
from nnbook.optimizers import Optimizer, Penalty

Rows = slice | NDArray[np.int64]  # slice(None), or which samples of X make up this batch
EVERY_ROW = slice(None)


@dataclass(frozen=True, eq=False)
class Task:
    """What `train` was asked to do, after `check_data`: X and y have the network's dtype."""

    network: Network
    X: Array
    y: Array
    loss: Loss
    optimizer: Optimizer
    penalty: Penalty | None
    batch_size: int
    rng: np.random.Generator | None
    validation: tuple[Array, Array] | None = None

    @cached_property
    def full(self) -> bool:
        """Whether each step sees all samples, in their order: then `step` gets slice(None)."""
        return self.batch_size == len(self.X)

    def batches(self) -> Iterable[tuple[Rows, float]]:
        """The batches of one epoch, in an order the rng draws: rows, and their share of all."""
        rng, size = as_generator(self.rng, "train with batches"), self.batch_size
        order = rng.permutation(len(self.X))
        parts = (order[start : start + size] for start in range(0, len(order), size))
        return ((rows, len(rows) / len(order)) for rows in parts)


def prepare(  # noqa: PLR0917 - the settings of `train`, in its order
    network: Network,
    X: ArrayLike,
    y: ArrayLike,
    loss: Loss,
    optimizer: Optimizer,
    epochs: int,
    batch_size: int | None,
    rng: np.random.Generator | None,
    penalty: Penalty | None,
    validation: tuple[ArrayLike, ArrayLike] | None,
) -> Task:
    """The task, checked; or one sentence that says what does not fit."""
    X, y = check_data(network, X, y, loss)
    if X.ndim == 1:
        raise ValueError(f"train takes X of shape (N, features), but X has shape {X.shape}")
    if not isinstance(optimizer, Optimizer):
        raise TypeError(f"optimizer must be SGD, Momentum or Adam, but received {optimizer!r}")
    if penalty is not None and not isinstance(penalty, Penalty):
        raise TypeError(f"penalty must be L1, L2 or None, but received {penalty!r}")
    as_count(epochs, "epochs", low=0)
    if validation is not None and not (isinstance(validation, tuple) and len(validation) == 2):
        raise TypeError("validation must be a pair (X, y) or None")
    size = len(X) if batch_size is None else min(as_count(batch_size, "batch_size"), len(X))
    if size < len(X) or rng is not None:
        rng = as_generator(rng, "train with batches")
    held_out = check_data(network, *validation, loss) if validation else None
    return Task(network, X, y, loss, optimizer, penalty, size, rng, held_out)


def dense_layers(network: Network) -> list[Layer]:
    """The layers, if all are dense and their activations nnbook's own; else none."""
    layers = [layer for layer in network.layers if type(layer) is Layer]
    functions = [layer.activation for layer in layers]
    known = all(f.name in ACTIVATIONS and ACTIVATIONS[f.name]._value is f._value for f in functions)
    return layers if known and len(layers) == len(network.layers) else []


def epochs_to_keep(keep: int | Iterable[int] | None, epochs: int) -> set[int]:
    """After which epochs the History keeps a network, the last aside."""
    if keep is None:
        return set()
    if isinstance(keep, Iterable):
        return {as_count(epoch, "an epoch to keep", low=0) for epoch in keep}
    return set(range(0, epochs + 1, as_count(keep, "keep")))


class Road(Protocol):
    """One step after the other, on the task it was made from."""

    steps: int  # taken so far

    def step(self, rows: Rows) -> float:
        """One step down the gradient on these samples; the loss (without penalty) before it."""

    def finite(self) -> bool:
        """Whether every parameter is a finite number; asked once an epoch, so it must be cheap."""

    def snapshot(self) -> Network:
        """The network as it is now, on arrays of its own."""
