"""Training: the perceptron rule, and gradient descent over epochs and batches.

`train` does what the four lines of `nnbook.backpropagation` do, again and again, without the
words: the parameters lie in one vector, the optimizer changes it in place, and no Trace is written.
Its numbers agree with those of the four lines to the last few bits; a test says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnbook._checks import Array, as_count, as_generator, as_number, as_numbers
from nnbook.activations import step
from nnbook.backpropagation import check_data, evaluate, sweep
from nnbook.losses import Loss
from nnbook.network import Layer, Network
from nnbook.optimizers import WEIGHTS, Optimizer, Penalty, flatten, unflatten

__all__ = ["Divergence", "History", "PerceptronHistory", "perceptron", "train"]


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
    X, y = check_data(network, X, y, loss)
    if X.ndim == 1:
        raise ValueError(f"train takes X of shape (N, features), but X has shape {X.shape}")
    _check_settings(optimizer, penalty, epochs, validation)
    size = len(X) if batch_size is None else min(as_count(batch_size, "batch_size"), len(X))
    if size < len(X) or rng is not None:
        rng = as_generator(rng, "train with batches")
    held_out = check_data(network, *validation, loss) if validation else None
    kept_epochs = _kept_epochs(keep, epochs)

    descent = _Descent(network, loss, optimizer, penalty, rng)
    kept = {0: network} if 0 in kept_epochs else {}
    losses: list[float] = []
    validation_losses: list[float] = []

    def history() -> History:
        measured = np.array(losses), np.array(validation_losses)
        return History(tuple(kept.values()), tuple(kept), *measured)

    counting: Iterable[int] = range(1, epochs + 1)
    # Ctrl-C is answered with what there is: every number below changes in one operation.
    with suppress(KeyboardInterrupt), np.errstate(over="ignore", invalid="ignore"):
        for epoch in progress(counting) if progress else counting:
            total = 0.0
            for rows in _batches(len(X), size, rng):
                total += descent.step(X[rows], y[rows]) * len(y[rows])
            if not (np.isfinite(total) and np.isfinite(descent.w).all()):
                kept.setdefault(0, network)
                raise Divergence(descent.advice(epoch), history())
            losses.append(total / len(X))
            if held_out:
                validation_losses.append(float(evaluate(descent.network, *held_out, loss)))
            if epoch in kept_epochs:
                kept[epoch] = descent.snapshot()
    kept[len(losses)] = descent.snapshot()
    return history()


class _Descent:
    """The parameters as one vector w, changed in place, and a network that stands on it."""

    def __init__(
        self,
        network: Network,
        loss: Loss,
        optimizer: Optimizer,
        penalty: Penalty | None,
        rng: np.random.Generator | None,
    ) -> None:
        self.loss, self.optimizer, self.penalty, self.rng = loss, optimizer, penalty, rng
        parameters = network.parameters
        self.w = flatten(parameters)
        self.g, self.room = np.empty_like(self.w), np.empty_like(self.w)
        self.views, self.slopes = unflatten(self.w, parameters), unflatten(self.g, parameters)
        self.network = network.updated(self.views, copy=False)
        self.vectors = optimizer.start(self.w).vectors
        self.steps = 0

    def step(self, X: Array, y: Array) -> float:
        """One step down the gradient on these samples; the loss before it."""
        done = sweep(self.network, X, y, self.loss, rng=self.rng)
        np.concatenate([done.gradients[name].ravel() for name in self.views], out=self.g)
        if self.penalty is not None:
            for name, value in self.views.items():
                if name[0] in WEIGHTS:
                    self.slopes[name] += self.penalty.slope(value)
        self.optimizer.descend(self.w, self.g, self.vectors, self.steps, self.room)
        self.network = self.network.updated(self.views, done.gradients.memories, copy=False)
        self.steps += 1
        return float(done.loss)

    def snapshot(self) -> Network:
        """The network as it is now, on arrays of its own."""
        return self.network.updated(self.views)

    def advice(self, epoch: int) -> str:
        """What to say when the numbers have run away."""
        return (
            f"in epoch {epoch} (step {self.steps}) the loss or a weight left the range of numbers; "
            f"try a learning rate of a tenth, {self.optimizer.rate(self.steps) / 10:g}"
        )


def _check_settings(optimizer: object, penalty: object, epochs: int, validation: object) -> None:
    if not isinstance(optimizer, Optimizer):
        raise TypeError(f"optimizer must be SGD, Momentum or Adam, but received {optimizer!r}")
    if penalty is not None and not isinstance(penalty, Penalty):
        raise TypeError(f"penalty must be L1, L2 or None, but received {penalty!r}")
    as_count(epochs, "epochs", low=0)
    if validation is not None and not (isinstance(validation, tuple) and len(validation) == 2):
        raise TypeError("validation must be a pair (X, y) or None")


def _kept_epochs(keep: int | Iterable[int] | None, epochs: int) -> set[int]:
    if keep is None:
        return set()
    if isinstance(keep, Iterable):
        return {as_count(epoch, "an epoch to keep", low=0) for epoch in keep}
    return set(range(0, epochs + 1, as_count(keep, "keep")))


def _batches(
    samples: int, size: int, rng: np.random.Generator | None
) -> Iterable[slice | NDArray[np.int64]]:
    if rng is None or size == samples:
        return [slice(None)]
    order = rng.permutation(samples)
    return [order[start : start + size] for start in range(0, samples, size)]


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
    an epoch without a mistake.
    """
    X = as_numbers(X, "X", finite=True)
    if X.ndim != 2 or X.size == 0:
        raise ValueError(f"perceptron takes X of shape (N, features), but X has shape {X.shape}")
    y = as_numbers(y, "y", finite=True)
    if y.shape != X.shape[:1]:
        raise ValueError(f"perceptron takes y of shape ({len(X)},), but y has shape {y.shape}")
    if not np.isin(y, (0, 1)).all():
        wrong = y[~np.isin(y, (0, 1))][0]
        raise ValueError(f"perceptron takes labels 0 and 1, but received {wrong:g}")
    start = as_numbers(w, "w", finite=True).astype(float)
    if start.shape != X.shape[1:]:
        raise ValueError(f"w must be of shape {X.shape[1:]}, but has shape {start.shape}")
    lr, threshold = as_number(lr, "lr", low=0.0), as_number(threshold, "threshold")
    as_count(epochs, "epochs", low=0)

    # The bias is one more weight, of an input that is always 1 (or, without a bias, always 0).
    inputs = np.column_stack([X, np.full(len(X), 0.0 if b is None else 1.0)])
    weights = np.append(start, 0.0 if b is None else as_number(b, "b"))
    used = X.shape[1] + (b is not None)

    def network() -> Network:
        bias = None if b is None else weights[-1:]
        return Network([Layer(weights[None, :-1], bias, step.using(threshold=threshold))])

    networks, mistakes, path = [network()], [], [weights[:used].copy()]
    for _ in range(epochs):
        errors = 0
        for x, target in zip(inputs, y, strict=True):
            error = target - (1.0 if weights.dot(x) >= threshold else 0.0)
            if error:
                weights = weights + lr * error * x
                path.append(weights[:used].copy())
                errors += 1
        networks.append(network())
        mistakes.append(float(errors))
        if not errors:
            break
    kept = tuple(range(len(networks)))
    return PerceptronHistory(
        tuple(networks), kept, np.array(mistakes), np.array([]), np.array(path)
    )
