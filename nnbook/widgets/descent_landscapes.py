"""The landscapes of the figure Descent: losses of one or two weights, with slopes and curvatures.

`js/descent_paths.js` holds the same landscapes; a test compares them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import hypot

import numpy as np
from numpy.typing import NDArray

__all__ = ["LANDSCAPES", "Landscape"]

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Landscape:
    """A loss C of one or two weights w, its slopes, and its largest curvature at w.

    `box` holds the range of each weight that is seen, `levels` the losses whose contour lines are
    drawn, `top` the highest loss that is seen above one weight.
    """

    title: str
    formula: str
    names: tuple[str, ...]
    box: tuple[tuple[float, float], ...]
    start: tuple[float, ...]
    lr: float
    loss: Callable[[Array], float]
    slope: Callable[[Array], Array]
    curvature: Callable[[Array], float]
    levels: tuple[float, ...] = ()
    top: float = 0.0


def saddle_curvature(w: Array) -> float:
    """The larger eigenvalue of [[2 b², 4 ab - 2], [4 ab - 2, 2 a²]]."""
    a, b = map(float, w)
    return a * a + b * b + hypot(a * a - b * b, 4 * a * b - 2)


LANDSCAPES = {
    # The candle of chapter 7 with its intercept held at 20, and with both weights.
    "parabola": Landscape(
        "parabola", "C = 2(w + 2.07)² + 0.0182", ("w",), ((-6.5, 2.5),), (0.0,), 0.3,
        lambda w: float(2 * (w[0] + 2.07) ** 2 + 0.0182),
        lambda w: 4 * (w + 2.07),
        lambda _: 4.0, top=36.0,
    ),
    "two minima": Landscape(
        "two minima", "C = w⁴ − 2w² + 0.4w + 1.5", ("w",), ((-1.8, 1.8),), (1.6,), 0.03,
        lambda w: float(w[0] ** 4 - 2 * w[0] ** 2 + 0.4 * w[0] + 1.5),
        lambda w: 4 * w**3 - 4 * w + 0.4,
        lambda w: float(12 * w[0] ** 2 - 4), top=4.5,
    ),
    "valley": Landscape(
        "round valley", "C = 2(w + 2.07)² + (b − 20)² + 0.0182", ("w", "b"),
        ((-6.5, 2.5), (16.0, 24.0)), (0.0, 17.0), 0.1,
        lambda w: float(2 * (w[0] + 2.07) ** 2 + (w[1] - 20) ** 2 + 0.0182),
        lambda w: np.array([4 * (w[0] + 2.07), 2 * (w[1] - 20)]),
        lambda _: 4.0, levels=(0.5, 2, 5, 10, 20),
    ),
    "canyon": Landscape(
        "canyon", "C = ½(w₁² + 100 w₂²)", ("w₁", "w₂"), ((-9.0, 9.0), (-1.6, 1.6)), (-8.0, 0.7),
        0.018,
        lambda w: float(w[0] ** 2 / 2 + 50 * w[1] ** 2),
        lambda w: np.array([w[0], 100 * w[1]]),
        lambda _: 100.0, levels=(1, 4, 10, 20, 40),
    ),
    # A chain of two weights that is to copy its input.
    "saddle": Landscape(
        "saddle", "C = (w₁ w₂ − 1)²", ("w₁", "w₂"), ((-2.2, 2.2), (-2.2, 2.2)), (1.0, -0.9), 0.05,
        lambda w: float((w[0] * w[1] - 1) ** 2),
        lambda w: 2 * (w[0] * w[1] - 1) * w[::-1],
        saddle_curvature, levels=(0.001, 0.25, 2.25, 4, 9),
    ),
}  # fmt: skip
