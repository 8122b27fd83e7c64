"""Two ways to a slope that know nothing of backpropagation, and so can judge it.

Nudging asks how the loss changes when one number is moved a little: (f(w + h) - f(w - h)) / 2h. It
is right to about 10 digits: a smaller h loses digits in the difference, a larger one bends away.
The complex step nudges into the imaginary direction, Im f(w + ih) / h: there is no difference
in which digits could cancel, so h may be 1e-30 and the slope is right to the last digit
(Squire & Trapp 1998). It needs a function that is smooth in the complex plane; nnbook's are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nnbook._checks import Array, as_numbers
from nnbook.backpropagation import check_data, evaluate, sweep
from nnbook.losses import Loss
from nnbook.network import Network

__all__ = ["GradientCheck", "GradientRow", "complex_step", "gradient_check", "nudge"]

TOLERANCE = 1e-6  # relative; nudging itself is good to about 1e-9


def nudge(f: Callable[[Array], Any], w: ArrayLike, h: float = 1e-5) -> Any:
    """The slopes of f at w by central differences, one entry of w at a time; shape of w.

    f takes an array like w and returns one number. Costs two calls of f for each entry.
    """
    point = as_numbers(w, "w", finite=True).astype(float)

    def one(index: tuple[int, ...]) -> float:
        higher, lower = point.copy(), point.copy()
        higher[index] += h
        lower[index] -= h
        return float((f(higher) - f(lower)) / (2 * h))

    slopes = np.array([one(index) for index in np.ndindex(point.shape)])
    return slopes.reshape(point.shape)[()]


def complex_step(f: Callable[[Array], Any], w: ArrayLike, h: float = 1e-30) -> Any:
    """The slopes of f at w from f(w + ih), one entry of w at a time; shape of w.

    f takes a complex array like w and returns one number. Costs one call of f for each entry.
    """
    point = as_numbers(w, "w", finite=True).astype(complex)

    def one(index: tuple[int, ...]) -> float:
        aside = point.copy()
        aside[index] += 1j * h
        return float(np.imag(f(aside)) / h)

    slopes = np.array([one(index) for index in np.ndindex(point.shape)])
    return slopes.reshape(point.shape)[()]


@dataclass(frozen=True)
class GradientRow:
    """One slope, claimed and found by nudging, and how far they are apart, relative to the larger.

    Slopes that are both below a millionth of the largest are compared with that millionth:
    nudging cannot see them more sharply.
    """

    name: str
    claimed: float
    nudged: float
    difference: float

    @property
    def ok(self) -> bool:
        """Whether the two agree to a millionth."""
        return self.difference <= TOLERANCE


@dataclass(frozen=True)
class GradientCheck:
    """The verdict on every slope of a network; prints as a table."""

    rows: tuple[GradientRow, ...]

    @property
    def ok(self) -> bool:
        """Whether every slope agrees with nudging to a millionth."""
        return all(row.ok for row in self.rows)

    @property
    def worst(self) -> GradientRow:
        """The row with the largest difference."""
        return max(self.rows, key=lambda row: row.difference)

    @property
    def wrong(self) -> list[str]:
        """The names of the slopes that do not agree."""
        return [row.name for row in self.rows if not row.ok]

    def __str__(self) -> str:
        width = max(len(row.name) for row in self.rows)
        lines = [f"{'slope'.ljust(width)}  {'claimed':>12}  {'nudged':>12}  agree"]
        lines += [
            f"{row.name.ljust(width)}  {row.claimed:12.8f}  {row.nudged:12.8f}  "
            f"{'yes' if row.ok else 'NO'}"
            for row in self.rows
        ]
        count = f"{len(self.rows) - len(self.wrong)} of {len(self.rows)} slopes agree"
        return "\n".join([*lines, count])

    def __repr__(self) -> str:
        return f"GradientCheck({len(self.rows) - len(self.wrong)} of {len(self.rows)} slopes agree)"


def gradient_check(
    network: Network,
    x: ArrayLike,
    y: ArrayLike,
    loss: Loss,
    gradients: Mapping[str, ArrayLike] | None = None,
    *,
    rng: np.random.Generator | None = None,
) -> GradientCheck:
    """Hold gradients, by default those of backprop, against nudging each parameter.

    `gradients` are somebody's claim, by name: {"W1": ..., "b1": ...}; those not named are not
    checked. The network must compute in float64. Where a parameter sits on a corner (relu at
    z = 0 exactly) there is no slope to agree on. Layers that draw, such as Dropout, draw the same
    from `rng` every time, and leave it as it was.
    """
    data, targets = check_data(network, x, y, loss)
    if network.dtype != np.float64:
        raise ValueError(f"gradient_check needs a float64 network, but this one is {network.dtype}")
    if gradients is None:
        gradients = sweep(network, data, targets, loss, rng=deepcopy(rng)).gradients
    known = network.parameters
    claims = _checked_claims(gradients, known)

    def slopes_of(name: str) -> Array:
        def loss_at(value: Array) -> Any:
            nudged = network.updated({name: value})
            return evaluate(nudged, data, targets, loss, training=True, rng=deepcopy(rng))

        return np.asarray(nudge(loss_at, known[name]))

    nudged = {name: slopes_of(name) for name in claims}
    largest = max(float(np.abs(slopes).max()) for slopes in nudged.values())
    rows = [
        _row(f"dC/d{name}", index, float(claim[index]), float(nudged[name][index]), largest)
        for name, claim in claims.items()
        for index in np.ndindex(claim.shape)
    ]
    return GradientCheck(tuple(rows))


def _checked_claims(
    gradients: Mapping[str, ArrayLike], known: Mapping[str, Array]
) -> dict[str, Array]:
    if not gradients:
        raise ValueError("gradients must name at least one parameter, but is empty")
    if unknown := [name for name in gradients if name not in known]:
        raise ValueError(f"the network has {', '.join(known)}, but received {', '.join(unknown)}")
    claims = {
        name: as_numbers(gradients[name], f"the gradient of {name}")
        for name in known
        if name in gradients
    }
    for name, claim in claims.items():
        if claim.shape != known[name].shape:
            raise ValueError(
                f"the gradient of {name} must have its shape {known[name].shape}, "
                f"but received shape {claim.shape}"
            )
    return claims


def _row(
    name: str, index: tuple[int, ...], claimed: float, nudged: float, largest: float
) -> GradientRow:
    place = f"[{','.join(str(i + 1) for i in index)}]" if index else ""
    scale = max(abs(claimed), abs(nudged), 1e-6 * largest, 1e-12)
    return GradientRow(f"{name}{place}", claimed, nudged, abs(claimed - nudged) / scale)
