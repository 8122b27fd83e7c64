"""Losses: how wrong the predictions are, as one number C, and the slope of C.

`loss(y, y_hat)` is a number, `loss.slope(y, y_hat)` has the shape of y_hat. The first argument is
always the target, the second the prediction. mse, mae, binary cross-entropy and hinge are means
over all N x outputs elements; cross-entropy is the mean over the N samples of the sum over the
classes. A one-dimensional y is N elements of one output, except for cross-entropy, where it is one
sample of several classes.

A logarithm of a probability that was rounded to 0 is lost for good, so cross-entropy is best
computed from the sums z before the activation; `FROM_Z` holds the two pairs for which this works.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nnbook._checks import Array, as_numbers
from nnbook.activations import sigmoid, softmax

__all__ = [
    "FROM_Z",
    "LOSSES",
    "FromZ",
    "Loss",
    "binary_cross_entropy",
    "cross_entropy",
    "hinge",
    "mae",
    "mse",
]

LOWEST_LOG = -100.0  # what PyTorch puts for log(0)
LEAST_PRODUCT = 1e-12  # what PyTorch puts for a denominator of 0 in the slope


@dataclass(frozen=True)
class Loss:
    """A loss C(y, y_hat) with its slope dC/dy_hat.

    `per` says what the mean is over: "element" or "sample". `term` is the formula of what is
    averaged. `labels` says which targets are allowed, `probabilities` whether y_hat must lie in
    [0, 1].
    """

    name: str
    term: str
    slope_term: str
    _terms: Callable[[Array, Array], Array] = field(repr=False)
    _slopes: Callable[[Array, Array], Array] = field(repr=False)
    per: str = "element"
    labels: str = "any"
    probabilities: bool = False

    def __call__(self, y: ArrayLike, y_hat: ArrayLike) -> Any:
        """C, a number >= 0. Raises ValueError for shapes that differ and labels out of range."""
        targets, predictions = self.checked(y, y_hat)
        return self._terms(targets, predictions).sum() / self.count(predictions)

    def slope(self, y: ArrayLike, y_hat: ArrayLike) -> Any:
        """dC/dy_hat, of the shape of y_hat. For mae and hinge 0 at the corner itself."""
        targets, predictions = self.checked(y, y_hat)
        return self._slopes(targets, predictions) / self.count(predictions)

    def value_and_slope(self, y: Array, y_hat: Array) -> tuple[Any, Array]:
        """C and dC/dy_hat for targets that `checked_targets` has seen."""
        self._check_predictions(y_hat)
        count = self.count(y_hat)
        return self._terms(y, y_hat).sum() / count, self._slopes(y, y_hat) / count

    def terms(self, y: Array, y_hat: Array) -> Array:
        """What is summed and divided by `count`, one for each element."""
        return self._terms(y, y_hat)

    def count(self, y_hat: Array) -> int:
        """What the sum is divided by: N x outputs, or N for cross-entropy."""
        return y_hat.size if self.per == "element" else max(y_hat.size // y_hat.shape[-1], 1)

    def checked(self, y: ArrayLike, y_hat: ArrayLike) -> tuple[Array, Array]:
        """y and y_hat as arrays that fit this loss, or one sentence that says why they do not."""
        predictions = as_numbers(y_hat, f"y_hat of {self.name}")
        targets = self.checked_targets(y, predictions.shape)
        self._check_predictions(predictions)
        return targets, predictions

    def _check_predictions(self, y_hat: Array) -> None:
        if self.probabilities and ((y_hat.real < 0) | (y_hat.real > 1)).any():
            raise ValueError(
                f"{self.name} takes predictions between 0 and 1, "
                f"but received {_offender(y_hat, 0, 1):g}"
            )

    def checked_targets(self, y: ArrayLike, shape: tuple[int, ...]) -> Array:
        """y as an array of the predictions' shape with allowed labels."""
        targets = as_numbers(y, f"y of {self.name}", finite=True)
        if targets.shape != shape:
            hint = (
                "; make class numbers into rows of 0 and 1 with nnbook.datasets.one_hot"
                if self.labels == "distribution" and targets.ndim < len(shape)
                else ""
            )
            raise ValueError(
                f"{self.name} takes y and y_hat of one shape, "
                f"but y is {targets.shape} and y_hat is {shape}{hint}"
            )
        if targets.size == 0 or (not shape and self.per == "sample"):
            raise ValueError(f"{self.name} takes at least one sample, but y is {targets.shape}")
        _check_labels(self, targets)
        return targets

    def __str__(self) -> str:
        return self.name


def _check_labels(loss: Loss, y: Array) -> None:
    if loss.labels == "sign" and (np.abs(y) != 1).any():
        wanted, wrong = "labels -1 and 1", y[np.abs(y) != 1].flat[0]
    elif loss.labels in {"unit", "distribution"} and ((y < 0) | (y > 1)).any():
        wanted, wrong = "targets between 0 and 1", _offender(y, 0, 1)
    elif loss.labels == "distribution" and (np.abs(y.sum(axis=-1) - 1) > 1e-6).any():
        sums = np.atleast_1d(y.sum(axis=-1))
        wanted, wrong = "targets that sum to 1 in each sample", sums[np.abs(sums - 1) > 1e-6][0]
    else:
        return
    raise ValueError(f"{loss.name} takes {wanted}, but received {wrong:g}")


def _offender(values: Array, low: float, high: float) -> float:
    return float(values[(values.real < low) | (values.real > high)].flat[0].real)


def _log(p: Array) -> Array:
    """log p, held at LOWEST_LOG."""
    with np.errstate(divide="ignore"):
        log = np.log(p)
    return np.where(log.real < LOWEST_LOG, LOWEST_LOG, log)


def _binary_terms(y: Array, p: Array) -> Array:
    return np.asarray(-(y * _log(p) + (1 - y) * _log(1 - p)))


def _binary_slopes(y: Array, p: Array) -> Array:
    product = p * (1 - p)
    return (p - y) / np.where(product.real < LEAST_PRODUCT, LEAST_PRODUCT, product)


def _cross_slopes(y: Array, p: Array) -> Array:
    return -y / np.where(p.real < LEAST_PRODUCT, LEAST_PRODUCT, p)


def _absolute(e: Array) -> Array:
    return np.where(e.real < 0, -e, e)


# fmt: off
mse = Loss(
    "mse", "(y_hat - y)²", "2·(y_hat - y)",
    lambda y, p: (p - y) ** 2, lambda y, p: 2 * (p - y))
mae = Loss(
    "mae", "|y_hat - y|", "sign(y_hat - y)",
    lambda y, p: _absolute(p - y), lambda y, p: np.sign((p - y).real))
binary_cross_entropy = Loss(
    "binary_cross_entropy",
    "-(y·log(y_hat) + (1 - y)·log(1 - y_hat))", "(y_hat - y) / (y_hat·(1 - y_hat))",
    _binary_terms, _binary_slopes, labels="unit", probabilities=True)
cross_entropy = Loss(
    "cross_entropy", "-y·log(y_hat)", "-y / y_hat",
    lambda y, p: -y * _log(p), _cross_slopes,
    per="sample", labels="distribution", probabilities=True)
hinge = Loss(
    "hinge", "max(0, 1 - y·y_hat)", "(-y if y·y_hat < 1 else 0)",
    lambda y, p: np.where((y * p).real < 1, 1 - y * p, 0.0),
    lambda y, p: np.where((y * p).real < 1, -y, 0.0), labels="sign")
# fmt: on

LOSSES = {f.name: f for f in (mse, mae, binary_cross_entropy, cross_entropy, hinge)}


@dataclass(frozen=True)
class FromZ:
    """A loss computed from the sums z of the last layer, for one activation.

    `terms(y, z)` sums to count x C; `slopes(y, z)` is count x dC/dz, in both cases a - y.
    """

    terms: Callable[[Array, Array], Array]
    slopes: Callable[[Array, Array], Array]
    term: str


def _binary_from_z(y: Array, z: Array) -> Array:
    # -y log s(z) - (1 - y) log s(-z) = max(z, 0) - y z + log(1 + exp(-|z|)): nothing overflows.
    softplus = np.where(z.real > 0, z, 0.0) + np.log1p(np.exp(np.where(z.real > 0, -z, z)))
    return np.asarray(softplus - y * z)


def _cross_from_z(y: Array, z: Array) -> Array:
    top = z.real.max(axis=-1, keepdims=True)
    log_sum = top + np.log(np.exp(z - top).sum(axis=-1, keepdims=True))
    return np.asarray(y * (log_sum - z))


FROM_Z: dict[tuple[str, str], FromZ] = {
    ("sigmoid", "binary_cross_entropy"): FromZ(
        _binary_from_z, lambda y, z: sigmoid(z) - y, "max(0, z) - y·z + log(1 + exp(-|z|))"
    ),
    ("softmax", "cross_entropy"): FromZ(
        _cross_from_z, lambda y, z: softmax(z) - y, "y·(logsumexp(z) - z)"
    ),
}
