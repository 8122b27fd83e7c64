"""Images: a drawing of any size, cut out, shrunk and centred to what a network takes.

The digits of `nnbook.datasets.digits` were prepared in a fixed way before anybody trained on them:
each fills all eight rows and lies in the middle of the columns. A network that has seen only such
images reads only such images, so a drawing goes through the same preparation.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from nnbook._checks import Array, as_count, as_number, as_numbers

__all__ = ["draw_strokes", "fit_image"]

Centre = Literal["box", "mass"]
# A sheet that is darker than this on average is paper seen the wrong way round.
DARKEST = 0.7

# Of the rows that a drawing fills, one pen is so many: so thick, drawn digits have as much ink as
# those of `nnbook.datasets.digits`, a mean grey of 0.3 after fit_image.
PEN = 5 / 32


def draw_strokes(strokes: Sequence[ArrayLike], size: int = 64) -> Array:
    """Ink strokes on a sheet of (size, size) pixels, 1 for ink and 0 for paper.

    A stroke is a row of points x1, y1, x2, y2 ..., or an array (points, 2), with y downwards; any
    unit will do. The strokes are enlarged to fill the rows, or three quarters of the columns, and
    put in the middle. A pixel is ink if its middle is at most half a pen from a stroke; the pen is
    5/32 of `size` thick, whatever the size of the drawing was. Raises ValueError for no points.
    """
    found = [as_numbers(stroke, "a stroke", finite=True) for stroke in strokes]
    lines = [stroke.reshape(-1, 2) for stroke in found if stroke.size]
    if not lines:
        raise ValueError("there is nothing to draw: no stroke has a point")
    points = np.vstack(lines)
    low, high = points.min(axis=0), points.max(axis=0)
    pen = PEN * as_count(size, "size", low=8)
    width, height = high - low
    room = [(0.75 * size - pen, width), (size - pen, height)]
    scale = min((space / extent for space, extent in room if extent > 0), default=1.0)
    centres = np.arange(size) + 0.5
    x, y = centres[None, :], centres[:, None]
    sheet = np.zeros((size, size), dtype=bool)
    for line in lines:
        at = (line - (low + high) / 2) * scale + size / 2
        for (ax, ay), (bx, by) in zip(at, [*at[1:], at[-1]], strict=True):
            dx, dy = bx - ax, by - ay
            length = dx * dx + dy * dy
            along = 0.0 if length == 0 else ((x - ax) * dx + (y - ay) * dy) / length
            along = np.clip(along, 0.0, 1.0)
            across, down = x - ax - along * dx, y - ay - along * dy
            sheet |= across * across + down * down <= pen * pen / 4
    return sheet.astype(float)


def fit_image(
    picture: ArrayLike,
    size: int = 8,
    *,
    box: tuple[float, float] | None = None,
    centre: tuple[Centre, Centre] = ("box", "mass"),
    threshold: float = 0.1,
) -> Array:
    """Shrink and centre a drawing: (height, width) of any size to (size, size) in [0, 1].

    The rectangle around the ink is scaled, its proportions kept, until it just fits into `box`
    rows and columns, and each new pixel is the mean grey of the area that it covers. 0 is paper;
    the darkest pixel of `picture` counts as 1.

    Parameters
    ----------
    picture
        finite grey values >= 0, ink large and paper 0. Black on white has to be turned round:
        `255 - photo`.
    size
        rows and columns of the result, at least 2.
    box
        rows and columns that the ink may take, more than 0 and at most `size`; (size, 3/4 size) by
        default, which is how the digits of `nnbook.datasets.digits` lie.
    centre
        what goes to the middle, for the rows and for the columns: of the ink its "box" (halfway
        between its ends) or its "mass" (the mean position). The default restores those digits;
        MNIST is `fit_image(picture, 28, box=(20, 20), centre=("mass", "mass"))`.
    threshold
        from this share of the darkest pixel on a pixel counts as ink for the rectangle.

    Returns
    -------
    image
        (size, size), in [0, 1]; `image.ravel()` is what a network takes.

    Raises
    ------
    TypeError, ValueError
        when `picture` is not a rectangle of grey values, holds no ink, or is nearly all ink; when
        another argument is out of its range.

    """
    grey = _grey(picture)
    as_count(size, "size", low=2)
    rows, columns = box or (size, 0.75 * size)
    for name, room in (("rows", rows), ("columns", columns)):
        if as_number(room, f"{name} of box", 0.0, size) == 0:
            raise ValueError(f"{name} of box must be above 0, but received 0")
    if len(centre) != 2 or not set(centre) <= {"box", "mass"}:
        raise ValueError(f'centre must be a pair of "box" and "mass", but received {centre!r}')

    ink = grey >= as_number(threshold, "threshold", 0.0, 1.0)
    ink &= grey > 0
    top, bottom = _ends(np.any(ink, axis=1))
    left, right = _ends(np.any(ink, axis=0))
    step = max((bottom - top) / rows, (right - left) / columns)
    middles = {
        "box": ((top + bottom) / 2, (left + right) / 2),
        "mass": (_mean(grey.sum(axis=1)), _mean(grey.sum(axis=0))),
    }
    starts = [middles[kind][axis] - step * size / 2 for axis, kind in enumerate(centre)]
    down, across = (
        _shares(start, step, size, pixels) for start, pixels in zip(starts, grey.shape, strict=True)
    )
    return np.asarray(down @ grey @ across.T).clip(0.0, 1.0)


def _grey(picture: ArrayLike) -> Array:
    """The picture as an array (height, width) whose darkest pixel is 1."""
    grey = as_numbers(picture, "picture", finite=True)
    if grey.ndim != 2 or grey.size == 0:
        raise ValueError(
            f"picture must be (height, width) of grey values, but its shape is {grey.shape}; "
            f"a row of pixels needs .reshape(height, width), a colour picture .mean(axis=2)"
        )
    if np.iscomplexobj(grey):
        raise TypeError("grey values must be real numbers, but the picture is complex")
    if grey.min() < 0:
        raise ValueError(f"grey values must be at least 0, but received {grey.min():g}")
    if grey.max() == 0:
        raise ValueError("the picture is empty: all its pixels are 0, which is paper")
    grey = grey / grey.max()
    if grey.mean() > DARKEST:
        raise ValueError(
            f"the picture is {grey.mean():.0%} ink; if it is black on white, where white is the "
            f"large number, turn it round: 255 - picture, or 1 - picture"
        )
    return np.asarray(grey)


def _ends(used: Array) -> tuple[int, int]:
    """Where the ink begins, and where it has ended."""
    places = np.flatnonzero(used)
    return int(places[0]), int(places[-1]) + 1


def _mean(ink: Array) -> float:
    """The mean position of the ink along an axis; the middle of the first pixel is at 0.5."""
    return float(ink @ (np.arange(len(ink)) + 0.5) / ink.sum())


def _shares(start: float, step: float, cells: int, pixels: int) -> Array:
    """Row i: how much each old pixel gives to new cell i, which is `step` old pixels wide."""
    edges = start + step * np.arange(cells + 1)
    low = np.maximum(edges[:-1, None], np.arange(pixels))
    high = np.minimum(edges[1:, None], np.arange(1, pixels + 1))
    return np.asarray((high - low).clip(min=0.0) / step)
