"""Training: the perceptron rule, and gradient descent over epochs and batches.

`train` does what the four lines of `nnbook.backpropagation` do, again and again, without the
words: the parameters lie in one vector, changed in place, and no Trace is written. How a step is
computed is the business of a road (`nnbook._road`), chosen by what is to be trained. On each the
numbers agree with those of the four lines to the last few bits; a test says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from math import isfinite
from typing import overload

import numpy as np
from numpy.typing import ArrayLike

from nnbook import _convolution_road, _dense_road, _general_road, _number_road
from nnbook._checks import Array, as_count, as_number, as_numbers
from nnbook._road import EVERY_ROW, Road, Task, epochs_to_keep, prepare
from nnbook.activations import step
from nnbook.backpropagation import evaluate
from nnbook.losses import Loss
from nnbook.network import Layer, Network
from nnbook.optimizers import Optimizer, Penalty

__all__ = ["Divergence", "History", "PerceptronHistory", "perceptron", "train"]

ROADS: list[tuple[Callable[[Task], bool], Callable[[Task], Road]]] = [
    (_convolution_road.can_take, _convolution_road.ConvolutionRoad),
    (_number_road.can_take, _number_road.NumberRoad),
    (_dense_road.can_take, _dense_road.DenseRoad),
    (_general_road.can_take, _general_road.GeneralRoad),
]
FEW, MORE = 16, 8  # samples at which the perceptron looks ahead; how many times as many next


class Divergence(ArithmeticError):
    """Training left the range of numbers; `history` holds what came before."""

    def __init__(self, message: str, history: History) -> None:
        super().__init__(message)
        self.history = history


@dataclass(frozen=True, eq=False, repr=False)
class History(Sequence[Network]):
    """What training went through: a sequence of the networks it kept.

    `losses[e]` is the loss of epoch e, each batch measured before the step that it causes, so
    with one batch an epoch losses[0] is the loss of the untrained network. `epochs` says
    after how many epochs each network was kept; the last network is always there.
    `validation_losses[e]` is measured after epoch e (empty without validation data).
    """

    networks: tuple[Network, ...]
    epochs: tuple[int, ...]
    losses: Array
    validation_losses: Array

    @property
    def network(self) -> Network:
        """The network at the end."""
        return self.networks[-1]

    @overload
    def __getitem__(self, index: int) -> Network: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Network]: ...
    def __getitem__(self, index: int | slice) -> Network | Sequence[Network]:
        return self.networks[index]

    def __len__(self) -> int:
        return len(self.networks)

    def __repr__(self) -> str:
        last = f", loss {self.losses[0]:.4g} -> {self.losses[-1]:.4g}" if len(self.losses) else ""
        return f"History of {len(self.losses)} epochs, {len(self)} networks kept{last}"


def train(
    network: Network,
    X: ArrayLike,
    y: ArrayLike,
    *,
    loss: Loss,
    optimizer: Optimizer,
    epochs: int,
    batch_size: int | None = None,
    rng: np.random.Generator | None = None,
    penalty: Penalty | None = None,
    validation: tuple[ArrayLike, ArrayLike] | None = None,
    keep: int | Iterable[int] | None = None,
    progress: Callable[[Iterable[int]], Iterable[int]] | None = None,
) -> History:
    """Train a network on X (N, features) and y (N, outputs) and return the History.

    Each epoch goes once through all samples, in batches of `batch_size` (default: all at once) in
    an order shuffled by `rng`. `keep` says which networks the History holds besides the last: every
    so many epochs, or after which epochs (0 is the untrained network). `progress` wraps the
    epochs, as tqdm does. Ctrl-C ends training and returns the History so far. Raises Divergence
    when the loss is no longer a number, and ValueError or TypeError for data that do not fit.
    """
    task = prepare(network, X, y, loss, optimizer, epochs, batch_size, rng, penalty, validation)
    kept_epochs = epochs_to_keep(keep, epochs)
    road = next(make for can_take, make in ROADS if can_take(task))(task)
    kept = {0: network} if 0 in kept_epochs else {}
    losses: list[float] = []
    validation_losses: list[float] = []

    def history() -> History:
        measured = np.array(losses), np.array(validation_losses)
        return History(tuple(kept.values()), tuple(kept), *measured)

    full, validation = task.full, task.validation
    counting: Iterable[int] = range(1, epochs + 1)
    # Ctrl-C is answered with what there is: every number below changes in one operation.
    with suppress(KeyboardInterrupt), np.errstate(over="ignore", invalid="ignore"):
        for epoch in progress(counting) if progress else counting:
            if full:
                mean = road.step(EVERY_ROW)
            else:
                mean = sum(road.step(rows) * share for rows, share in task.batches())
            if not (isfinite(mean) and road.finite()):
                kept.setdefault(0, network)
                raise Divergence(advice(epoch, road.steps, optimizer), history())
            losses.append(mean)
            if validation:
                validation_losses.append(float(evaluate(road.snapshot(), *validation, loss)))
            if epoch in kept_epochs:
                kept[epoch] = road.snapshot()
    kept[len(losses)] = road.snapshot()
    return history()


def advice(epoch: int, steps: int, optimizer: Optimizer) -> str:
    """What to say when the numbers have run away."""
    return (
        f"in epoch {epoch} (step {steps}) the loss or a weight left the range of numbers; "
        f"try a learning rate of a tenth, {optimizer.rate(steps) / 10:g}"
    )


@dataclass(frozen=True, eq=False, repr=False)
class PerceptronHistory(History):
    """What the perceptron went through; networks and `losses` (the mistakes) for each epoch.

    `path` holds the weights before the first and after every single update, a row each.
    """

    path: Array

    @property
    def mistakes(self) -> Array:
        """How many samples each epoch got wrong, and so how many updates it made."""
        return self.losses.astype(int)

    @property
    def converged(self) -> bool:
        """Whether the last epoch made no mistake: no later one can make any either."""
        return len(self.losses) > 0 and self.losses[-1] == 0


def perceptron(
    X: ArrayLike,
    y: ArrayLike,
    *,
    w: ArrayLike,
    b: float | None = None,
    lr: float = 1.0,
    epochs: int = 10,
    threshold: float = 0.0,
) -> PerceptronHistory:
    """The perceptron rule (Rosenblatt 1958): w <- w + lr (y - y_hat) x after every sample.

    X is (N, features), y (N,) holds 0 and 1, w (features,) are the weights at the start. The neuron
    fires, y_hat = 1, when w.x + b >= threshold. With b given, the bias learns too, as the weight
    of an input that is always 1. Goes through the samples in their order, `epochs` times or until
    an epoch without a mistake. Raises ValueError or TypeError for what does not fit.
    """
    X, y, w = _checked_samples(X, y, w)
    lr, threshold = as_number(lr, "lr", low=0.0), as_number(threshold, "threshold")
    as_count(epochs, "epochs", low=0)

    # The bias is one more weight, of an input that is always 1 (or, without a bias, always 0).
    inputs = np.column_stack([X, np.full(len(X), 0.0 if b is None else 1.0)])
    weights = np.append(w, 0.0 if b is None else as_number(b, "b"))
    used = X.shape[1] + (b is not None)
    neuron = step.using(threshold=threshold)

    def network() -> Network:
        bias = None if b is None else weights[-1:]
        return Network([Layer(weights[None, :-1], bias, neuron)])

    networks, mistakes, path = [network()], [], [weights]
    for _ in range(epochs):
        before = len(path)
        for x, error in _mistakes(inputs, y, path, threshold):
            path.append(path[-1] + lr * error * x)
        weights = path[-1]
        networks.append(network() if len(path) > before else networks[-1])
        mistakes.append(float(len(path) - before))
        if len(path) == before:
            break
    kept = tuple(range(len(networks)))
    return PerceptronHistory(
        tuple(networks), kept, np.array(mistakes), np.array([]), np.array(path)[:, :used]
    )


def _checked_samples(X: ArrayLike, y: ArrayLike, w: ArrayLike) -> tuple[Array, Array, Array]:
    """X, y and w of `perceptron` as arrays that fit, or a sentence that says why not."""
    X, y = as_numbers(X, "X", finite=True), as_numbers(y, "y", finite=True)
    if X.ndim != 2 or X.size == 0:
        raise ValueError(f"perceptron takes X of shape (N, features), but X has shape {X.shape}")
    if y.shape != X.shape[:1]:
        raise ValueError(f"perceptron takes y of shape ({len(X)},), but y has shape {y.shape}")
    if not np.isin(y, (0, 1)).all():
        wrong = y[~np.isin(y, (0, 1))][0]
        raise ValueError(f"perceptron takes labels 0 and 1, but received {wrong:g}")
    start = as_numbers(w, "w", finite=True).astype(float)
    if start.shape != X.shape[1:]:
        raise ValueError(f"w must be of shape {X.shape[1:]}, but has shape {start.shape}")
    return X, y, start


def _mistakes(
    inputs: Array, y: Array, path: list[Array], threshold: float
) -> Iterator[tuple[Array, float]]:
    """The samples that the weights at the end of `path` get wrong, each with y - y_hat.

    After each mistake the weights are others. So it looks ahead at a few samples, and after each
    row of right answers at more of them at once. A sum so near to the threshold that rounding
    could decide is asked again alone.
    """
    signs, largest = 2 * y - 1, np.abs(inputs).max()
    towards, bounds = inputs * signs[:, None], threshold * signs
    position = 0
    while position < len(inputs):
        weights, ahead = path[-1], FEW
        doubt = 1e-12 * (np.abs(weights).sum() * largest + abs(threshold))
        while position < len(inputs):
            rows = slice(position, position + ahead)
            clear = towards[rows].dot(weights) - bounds[rows] > doubt
            first = int(clear.argmin())
            if clear[first]:
                position, ahead = rows.stop, MORE * ahead
                continue
            position += first + 1
            error = y[position - 1] - (weights.dot(inputs[position - 1]) >= threshold)
            if error:
                yield inputs[position - 1], error
                break
