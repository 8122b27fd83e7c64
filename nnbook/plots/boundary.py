"""draw_boundary: where a function of two inputs changes its mind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from contourpy import FillType, LineType, contour_generator
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from numpy.typing import ArrayLike

from nnbook._checks import Array, as_number
from nnbook.plots.charts import checked_points, checked_range, draw_data
from nnbook.plots.style import NEGATIVE, POSITIVE, TEXT, axes_or_new, book_style

__all__ = ["draw_boundary"]

Rule = Callable[[Array], Any]
Test = Callable[[Array], Array]

HEIGHT = 4.6
# Nodes across and up; not equal, so that a diagonal hardly ever meets a node.
NODES = (83, 79)
HALVINGS = 24
MARGIN = 0.08
# A point on the boundary belongs to class 1 even if rounding puts it a hair below the threshold.
HAIR = 1e-9
NAME_SHAPE = 3.0


def draw_boundary(
    network: Rule,
    X: ArrayLike,
    y: ArrayLike,
    ax: Axes | None = None,
    *,
    threshold: float = 0.5,
    limits: tuple[tuple[float, float], tuple[float, float]] | None = None,
) -> Axes:
    """Draw data and the line where a network's answer crosses from class 0 to class 1.

    Both regions are lightly shaded and named. The line is found by halving, to a hair: it is as
    straight for a step function as for a sigmoid.

    Parameters
    ----------
    network
        a Network with two inputs and one output, or any function that takes points (N, 2) and
        returns (N,) or (N, 1) numbers. A point is in class 1 where the answer is at least
        `threshold`.
    X, y
        points (N, 2) and their labels, 0 or 1, (N,) or (N, 1).
    ax
        where to draw; a new figure by default.
    threshold
        a finite number.
    limits
        the ranges ((low, high), (low, high)) of the two inputs; by default a little more than the
        data's.

    Returns
    -------
    Axes

    Raises
    ------
    TypeError, ValueError
        when the network is no function of two inputs with one output, or the data do not fit.

    """
    points, labels = checked_points(X, y, "draw_boundary")
    if not callable(network):
        raise TypeError(f"draw_boundary takes a network or a function, but received {network!r}")
    level = as_number(threshold, "threshold")
    x_range, y_range = around(points) if limits is None else checked_limits(limits)
    corner = np.array([x_range[0], y_range[0]])
    size = np.array([x_range[1] - x_range[0], y_range[1] - y_range[0]])

    def fires(places: Array) -> Array:
        scale = size / (np.array(NODES) - 1)
        return answers(network, corner + places * scale) >= level - HAIR

    def on_axes(places: Array) -> Array:
        return np.asarray(corner + places * size / (np.array(NODES) - 1))

    nodes = np.stack(np.meshgrid(*map(np.arange, NODES)), axis=-1).astype(float)
    side = fires(nodes.reshape(-1, 2)).reshape(nodes.shape[:2])
    with book_style():
        ax = axes_or_new(ax, "draw_boundary", height=HEIGHT)
        contours = contour_generator(
            z=side.astype(float),
            line_type=LineType.Separate,
            fill_type=FillType.OuterOffset,
        )
        regions = ((0, (-np.inf, 0.5), NEGATIVE, 0.12), (1, (0.5, np.inf), POSITIVE, 0.2))
        for label, between, colour, alpha in regions:
            for ring, offsets in zip(*contours.filled(*between), strict=True):
                path = closed_path(on_axes(refined(ring, fires)), offsets)
                region = PathPatch(path, facecolor=colour, alpha=alpha, linewidth=0)
                region.set_gid(f"region {label}")
                ax.add_patch(region)
        for line in contours.lines(0.5):
            ax.plot(
                *on_axes(refined(np.asarray(line), fires)).T,
                color=TEXT,
                linewidth=1.6,
                gid="boundary",
            )
        draw_data(points, labels, ax)
        places = (points - corner) / size * (np.array(NODES) - 1)
        for label in (0, 1):
            if (spot := roomiest(nodes, side == label, places)) is not None:
                x, y_name = on_axes(spot)
                ax.text(x, y_name, f"class {label}", ha="center", va="center", zorder=4)
        ax.set_xlim(*x_range)
        ax.set_ylim(*y_range)
    return ax


def answers(network: Rule, points: Array) -> Array:
    """The function's answers, one number a point."""
    try:
        result = np.asarray(network(points), dtype=float)
    except (TypeError, ValueError) as problem:
        raise ValueError(f"draw_boundary takes a function of points (N, 2): {problem}") from problem
    if result.shape not in {(len(points),), (len(points), 1)}:
        raise ValueError(
            "draw_boundary takes a function with one output, (N, 2) -> (N,) or (N, 1), "
            f"but {points.shape} gave {result.shape}"
        )
    if not np.isfinite(result).all():
        raise ValueError("draw_boundary takes finite answers, but the function gave NaN or inf")
    return result.ravel()


def refined(vertices: Array, fires: Test) -> Array:
    """Contour vertices moved along their edge of the grid to where `fires` changes.

    On a grid of 0 and 1 each crossing lies half-way between two nodes: one coordinate is a half.
    """
    crossing = (vertices % 1 == 0.5).any(axis=1)
    found = vertices.copy()
    half = np.where(vertices[crossing] % 1 == 0.5, 0.5, 0.0)
    low, high = vertices[crossing] - half, vertices[crossing] + half
    if not len(low):
        return found
    first = fires(low)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        same = (fires(middle) == first)[:, None]
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    found[crossing] = (low + high) / 2
    return found


def closed_path(vertices: Array, offsets: Array) -> Path:
    """One region with its holes, from the rings that contourpy gives."""
    codes = np.full(len(vertices), Path.LINETO, dtype=Path.code_type)
    codes[offsets[:-1]] = Path.MOVETO
    codes[offsets[1:] - 1] = Path.CLOSEPOLY
    return Path(vertices, codes)


def roomiest(nodes: Array, inside: Array, points: Array) -> Array | None:
    """The place for a region's name: far from its rim, from the frame and from the data."""
    # A name is wider than it is high: room to the sides counts less.
    stretch = np.array([1.0, NAME_SHAPE])
    candidates = nodes[2:-2:4, 2:-2:4][inside[2:-2:4, 2:-2:4]]
    if not len(candidates):
        return None
    outside = nodes[::2, ::2][~inside[::2, ::2]]
    obstacles = np.concatenate([outside, points]) * stretch
    gaps = candidates[:, None, :] * stretch - obstacles[None, :, :]
    room = np.sqrt((gaps**2).sum(axis=-1)).min(axis=1)
    frame = np.minimum(candidates, np.array(NODES) - 1 - candidates) * stretch
    room = np.round(np.minimum(room, frame.min(axis=1)), 1)
    return np.asarray(candidates[int(np.argmax(room))])


def around(points: Array) -> tuple[tuple[float, float], tuple[float, float]]:
    """Ranges a little wider than the data, never empty."""
    low, high = points.min(axis=0), points.max(axis=0)
    extra = np.where(high > low, MARGIN * (high - low), 0.5)
    ranges = [(float(a), float(b)) for a, b in zip(low - extra, high + extra, strict=True)]
    return ranges[0], ranges[1]


def checked_limits(
    limits: tuple[tuple[float, float], tuple[float, float]],
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Two rising ranges."""
    try:
        first, second = limits
    except (TypeError, ValueError):
        raise ValueError(
            f"limits must be two ranges ((low, high), (low, high)), but is {limits!r}"
        ) from None
    return checked_range(first, "limits of x1"), checked_range(second, "limits of x2")
