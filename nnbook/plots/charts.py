"""Charts: data, decision boundaries, the loss over the epochs, an activation and its slope."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, runtime_checkable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullLocator
from numpy.typing import ArrayLike

from nnbook._checks import Array, as_number, as_numbers
from nnbook.activations import Activation
from nnbook.plots.style import (
    GRADIENT,
    OKABE_ITO,
    POSITIVE,
    TEXT,
    axes_or_new,
    book_style,
    figure_of,
)

__all__ = ["HasLosses", "checked_points", "draw_activation", "draw_data", "draw_history"]

SQUARE_HEIGHT = 4.6
SAMPLES = 241
# A step between neighbouring samples larger than this is a jump, drawn as a gap.
JUMP = 0.5
FEATURES = 2
LABEL_HEIGHT = 16.0
WIDE_SPAN = 200.0


# Name, line style, colour, first epoch and losses of one curve.
Curve = tuple[str, Any, str, int, ArrayLike]


@runtime_checkable
class HasLosses(Protocol):
    """What draw_history asks of a History."""

    @property
    def losses(self) -> ArrayLike:
        """The loss at each epoch."""


def draw_data(X: ArrayLike, y: ArrayLike, ax: Axes | None = None) -> Axes:
    """Draw points with two features: class 0 as hollow circles, class 1 as filled squares.

    X is (N, 2); y holds N labels 0 or 1, as (N,) or (N, 1). Returns the Axes. Raises ValueError or
    TypeError where X and y are anything else.
    """
    points, labels = checked_points(X, y, "draw_data")
    with book_style():
        ax = axes_or_new(ax, "draw_data", height=SQUARE_HEIGHT)
        for label, marker, fill in ((0, "o", "none"), (1, "s", TEXT)):
            ax.plot(
                *points[labels == label].T,
                marker,
                color=TEXT,
                markerfacecolor=fill,
                markeredgewidth=1.2,
                gid=f"class {label}",
                zorder=3,
            )
        ax.set_xlabel("$x_1$")
        ax.set_ylabel("$x_2$", rotation=0, labelpad=12)
    return ax


def draw_history(history: HasLosses, ax: Axes | None = None, *, log: bool = False) -> Axes:
    """Draw the loss over the epochs, and the validation loss (dashed) where there is one.

    `history.losses[e]` belongs to the network after e epochs and `history.validation_losses[e]`,
    which may be missing, to that after e + 1, as `train` measures them. With `log`
    the loss axis is logarithmic, and all losses must be above 0. Returns the Axes. Raises
    ValueError or TypeError where there are no losses or they are not finite numbers.
    """
    if not isinstance(history, HasLosses):
        raise TypeError(f"draw_history takes a History from train, but received {history!r}")
    curves: list[Curve] = [("training", "-", POSITIVE, 0, history.losses)]
    validation = getattr(history, "validation_losses", None)
    if validation is not None and np.size(validation):
        curves.append(("validation", (0, (4, 2)), OKABE_ITO[5], 1, validation))
    rows = [as_numbers(losses, f"{name} losses", finite=True) for name, _, _, _, losses in curves]
    for (name, *_), row in zip(curves, rows, strict=True):
        if row.ndim != 1 or row.size == 0:
            raise ValueError(f"{name} losses must be one an epoch, but have shape {row.shape}")
        if log and row.min() <= 0:
            raise ValueError(f"log=True takes losses above 0, but a {name} loss is {row.min():g}")
    with book_style():
        ax = axes_or_new(ax, "draw_history")
        ends = []
        for (name, line, colour, first, _), row in zip(curves, rows, strict=True):
            epochs = np.arange(first, first + row.size)
            ax.plot(epochs, row, linestyle=line, color=colour, gid=name)
            ends.append((epochs[-1], row[-1], name))
        if log:
            ax.set_yscale("log")
            few_log_ticks(ax, min(row.min() for row in rows), max(row.max() for row in rows))
        elif min(row.min() for row in rows) >= 0:
            ax.set_ylim(bottom=0)
        ax.xaxis.set_major_locator(MaxNLocator(4, integer=True))
        ax.set_xlabel("epoch")
        ax.set_ylabel("loss $C$")
        label_ends(ax, ends)
    return ax


def draw_activation(
    activation: Activation, ax: Axes | None = None, *, limits: tuple[float, float] = (-5, 5)
) -> Axes:
    """Draw a function a = f(z) in the text colour and its slope in green, dash-dotted.

    `limits` is the range of z. Jumps are gaps. Returns the Axes. Raises TypeError for anything but
    an Activation of single numbers (softmax is none), ValueError for limits that do not rise.
    """
    if not isinstance(activation, Activation):
        raise TypeError(f"draw_activation takes an Activation, but received {activation!r}")
    if not activation.elementwise:
        raise ValueError(
            f"draw_activation draws functions of one number, but {activation.name} takes a row"
        )
    low, high = checked_range(limits, "limits")
    z = np.linspace(low, high, SAMPLES)
    with book_style():
        ax = axes_or_new(ax, "draw_activation")
        curves = (
            (f"{activation.name}", "-", TEXT, activation(z)),
            ("slope", (0, (6, 2, 1, 2)), GRADIENT, activation.slope(z)),
        )
        ax.axhline(0, color=TEXT, linewidth=0.6, alpha=0.4)
        ends = []
        for name, line, colour, a in curves:
            values = np.asarray(a, dtype=float)
            ax.plot(*with_gaps(z, values), linestyle=line, color=colour, gid=name)
            ends.append((high, values[-1], name))
        ax.set_xlabel("$z$")
        ax.margins(x=0, y=0.08)
        label_ends(ax, ends)
    return ax


def label_ends(ax: Axes, ends: Sequence[tuple[float, float, str]]) -> None:
    """Write each name to the right of its curve's end (x, y), moved up where two would touch.

    The lowest stands clear of the axis, too.
    """
    bottom = ax.transAxes.transform((0, 0))[1]
    below = bottom * 72 / figure_of(ax).dpi - LABEL_HEIGHT / 2
    for x, y, name in sorted(ends, key=lambda end: end[1]):
        pixels = ax.transData.transform((x, y))[1]
        height = pixels * 72 / figure_of(ax).dpi
        place = max(height, below + LABEL_HEIGHT)
        below = place
        ax.annotate(
            name,
            (x, y),
            xytext=(6, round(place - height, 1)),
            textcoords="offset points",
            ha="left",
            va="center",
            annotation_clip=False,
        )


def few_log_ticks(ax: Axes, low: float, high: float) -> None:
    """Ticks at 1, 2, 5 within two decades, written plainly; at a few powers of ten beyond that."""
    if high / low > WIDE_SPAN:
        ax.yaxis.set_major_locator(LogLocator(numticks=5))
    else:
        ax.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    ax.yaxis.set_minor_locator(NullLocator())


def with_gaps(z: Array, values: Array) -> tuple[Array, Array]:
    """The curve with a NaN wherever it jumps, so that no line joins the two sides."""
    jumps = np.flatnonzero(np.abs(np.diff(values)) > JUMP) + 1
    return np.insert(z, jumps, np.nan), np.insert(values, jumps, np.nan)


def checked_range(limits: tuple[float, float], what: str) -> tuple[float, float]:
    """Two finite rising numbers."""
    try:
        low, high = limits
    except (TypeError, ValueError):
        raise ValueError(f"{what} must be two numbers (low, high), but is {limits!r}") from None
    low, high = as_number(low, f"{what}: low"), as_number(high, f"{what}: high")
    if low >= high:
        raise ValueError(f"{what} must rise from low to high, but is {limits!r}")
    return low, high


def checked_points(X: ArrayLike, y: ArrayLike, where: str) -> tuple[Array, Array]:
    """Points (N, 2) and labels (N,), each 0 or 1."""
    points = as_numbers(X, f"X of {where}", finite=True)
    if points.ndim != FEATURES or points.shape[1] != FEATURES or not len(points):
        raise ValueError(f"X of {where} must be (N, 2), but its shape is {points.shape}")
    labels = as_numbers(y, f"y of {where}", finite=True)
    if labels.shape not in {(len(points),), (len(points), 1)}:
        raise ValueError(
            f"y of {where} must hold one label for each of the {len(points)} points, "
            f"but its shape is {labels.shape}"
        )
    labels = labels.ravel()
    strange = labels[~np.isin(labels, (0, 1))]
    if strange.size:
        raise ValueError(f"y of {where} must hold labels 0 and 1, but holds {strange[0]:g}")
    return points, labels
