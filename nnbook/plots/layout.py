"""Where the neurons of a drawn network stand, and where beside its edges there is room for numbers.

All lengths are points: the axes' limits are set to their size on the page, so that a circle can be
made wide enough for its number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from nnbook.plots.style import figure_of

__all__ = ["MOST_DRAWN", "Grid", "Spot", "canvas", "free_spots", "grid_for", "rows_drawn"]

Points = NDArray[np.float64]

# A larger layer is drawn as its first neurons, three dots, and its last.
MOST_DRAWN = 10
FIRST_DRAWN = 4
MARGIN = 34.0
LARGEST_RADIUS = 21.0
SMALLEST_RADIUS = 3.0
PLACES_ALONG = tuple(part / 100 for part in range(24, 77, 4))


@dataclass(frozen=True)
class Grid:
    """Centres of the neurons, {(column, index): (x, y)}, with index from 0; and their radius."""

    centres: dict[tuple[int, int], Points]
    radius: float


@dataclass(frozen=True)
class Spot:
    """A place for a number beside an edge, and the angle of that edge in degrees."""

    x: float
    y: float
    angle: float


def rows_drawn(units: int) -> list[int | None]:
    """Indices of the neurons that are drawn, from the top; None is the place of the dots."""
    if units <= MOST_DRAWN:
        return list(range(units))
    return [*range(FIRST_DRAWN), None, units - 1]


def canvas(ax: Axes) -> tuple[float, float]:
    """Clear the axes of frame and ticks, make one unit one point, and return width and height."""
    figure = figure_of(ax)
    ax.set_axis_off()
    if (engine := figure.get_layout_engine()) is not None:
        engine.execute(figure)
    box = ax.get_window_extent()
    width, height = box.width * 72 / figure.dpi, box.height * 72 / figure.dpi
    ax.set_xlim(0, width)
    ax.set_ylim(0, height)
    return float(width), float(height)


def grid_for(sizes: Sequence[int], size: tuple[float, float], above: float, below: float) -> Grid:
    """Columns from left to right, each centred, with room for text above and below each neuron."""
    width, height = size
    rows = max(len(rows_drawn(units)) for units in sizes)
    spacing = height / rows
    across = (width - 2 * MARGIN) / (len(sizes) - 1)
    radius = min(LARGEST_RADIUS, (spacing - above - below) / 2 - 2, 0.2 * across)
    radius, middle = max(radius, SMALLEST_RADIUS), (height + below - above) / 2
    centres = {}
    for column, units in enumerate(sizes):
        drawn = rows_drawn(units)
        for row, index in enumerate(drawn):
            place = np.array(
                [MARGIN + column * across, middle + ((len(drawn) - 1) / 2 - row) * spacing]
            )
            centres[column, -1 if index is None else index] = place
    return Grid(centres, radius)


def free_spots(
    ends: Sequence[tuple[Points, Points]], shift: float, wide: float, taken: list[Points]
) -> list[Spot]:
    """A place for one number beside each edge, as far as can be from the other edges and numbers.

    `shift` is the distance from the edge, above it if positive; `wide` the width of a number;
    `taken` holds points in the numbers written so far, and gets those of these.
    """
    spots: list[Spot] = []
    starts, stops = np.array([pair[0] for pair in ends]), np.array([pair[1] for pair in ends])
    for number, (start, end) in enumerate(ends):
        along = (end - start) / np.hypot(*(end - start))
        upward = np.array([-along[1], along[0]])
        centres = start + np.outer(PLACES_ALONG, end - start) + shift * upward
        letters = centres[:, None] + np.outer((-1, -0.5, 0, 0.5, 1), wide / 2 * along)
        others = np.arange(len(ends)) != number
        room = np.full(len(centres), 2 * wide)
        if others.any():
            gaps = distances(letters, starts[others], stops[others])
            room = np.minimum(room, gaps.min(axis=(1, 2)))
        if taken:
            gaps = np.linalg.norm(letters[:, :, None] - np.array(taken), axis=-1)
            room = np.minimum(room, gaps.min(axis=(1, 2)))
        # Rounded, so that the last bits of a distance never decide where a number stands.
        best = int(np.argmax(np.round(room, 1)))
        taken += list(letters[best])
        x, y = centres[best]
        spots.append(Spot(float(x), float(y), float(np.degrees(np.arctan2(along[1], along[0])))))
    return spots


def distances(points: Points, starts: Points, ends: Points) -> Points:
    """Distances of points (..., 2) from K line segments (K, 2), as (..., K)."""
    along = ends - starts
    away = points[..., None, :] - starts
    part = np.clip((away * along).sum(axis=-1) / (along**2).sum(axis=-1), 0, 1)
    gaps: Points = np.linalg.norm(away - part[..., None] * along, axis=-1)
    return gaps
