"""The pen that draws a network on its grid: edges with their numbers, arrows, neurons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle, FancyArrowPatch

from nnbook._checks import Array
from nnbook.plots.layout import Grid, Spot, free_spots, rows_drawn
from nnbook.plots.style import GRADIENT, NEGATIVE, POSITIVE, TEXT

__all__ = ["Column", "Pen"]

# A circle with a smaller radius, in points, is a dot without text.
SMALLEST_RADIUS = 7.0
# From this radius on a name fits inside at full size.
ROOMY_RADIUS = 15.0
# Slopes are small beside weights: they get two decimals more.
SLOPE_DIGITS = 2
# Line widths and sizes of text, in points.
THIN, THICK, THICK_ARROW = 0.8, 3.6, 2.4
DASHES = (0, (4, 2))
INSIDE, BESIDE = 12.0, 12.0
# Width of a digit of DejaVu Sans in parts of its size.
LETTER = 0.62


@dataclass(frozen=True)
class Column:
    """What is written at the neurons of layer `number`; 0 is the input, `last` the output."""

    number: int
    units: int
    last: int
    values: Array | None = None
    b: Array | None = None
    dz: Array | None = None

    def symbol(self, index: int) -> str:
        """The book's name of a neuron's value, in TeX: x_1, a^{(1)}_2, and y-hat at the end."""
        if self.number == 0:
            return f"x_{{{index + 1}}}"
        if self.number == self.last:
            return r"\hat{y}" if self.units == 1 else rf"\hat{{y}}_{{{index + 1}}}"
        return f"a^{{({self.number})}}_{{{index + 1}}}"


@dataclass(frozen=True)
class Pen:
    """Draws edges and neurons of a network on a grid whose unit is one point."""

    ax: Axes
    grid: Grid
    digits: int

    def number(self, value: float, more: int = 0) -> str:
        """The value with its decimals and a true minus sign; no minus before zero."""
        text = f"{value:.{self.digits + more}f}"
        zero = float(text) == 0
        return text.lstrip("-") if zero else text.replace("-", "\N{MINUS SIGN}")

    def edges(self, column: int, W: Array, behind: Array | None, *, numbered: bool) -> None:
        """The lines into one layer, and the arrows back if its slopes are given."""
        pairs = [
            (to, origin)
            for to in range(W.shape[0])
            for origin in range(W.shape[1])
            if (column, to) in self.grid.centres and (column - 1, origin) in self.grid.centres
        ]
        ends = [self.ends(column, to, origin) for to, origin in pairs]
        apart = 0.0 if behind is None else 3.0
        sizes = [W[pair] for pair in pairs]
        for pair, end, width in zip(pairs, ends, widths(W, sizes, THICK), strict=True):
            self.line(*shifted(*end, apart), W[pair], width, entry(f"W{column}", pair))
        if behind is not None:
            slopes = [behind[pair] for pair in pairs]
            wide_arrows = widths(behind, slopes, THICK_ARROW)
            for pair, end, width in zip(pairs, ends, wide_arrows, strict=True):
                name = entry(f"dC/dW{column}", pair)
                self.arrow(*shifted(*end, -apart), behind[pair], width, name)
        if numbered:
            taken: list[Array] = []
            wide = LETTER * BESIDE * (self.digits + 2.5)
            spots = free_spots(ends, apart + 9.5, wide, taken)
            names = [entry(f"W{column}", pair) for pair in pairs]
            self.beside(spots, [self.number(weight) for weight in sizes], names)
            if behind is not None:
                wide += LETTER * BESIDE * SLOPE_DIGITS
                spots = free_spots(ends, -apart - 11, wide, taken)
                names = [entry(f"dC/dW{column}", pair) for pair in pairs]
                self.beside(spots, [self.number(slope, SLOPE_DIGITS) for slope in slopes], names)

    def ends(self, column: int, to: int, origin: int) -> tuple[Array, Array]:
        """Where an edge leaves one circle and reaches the next."""
        start, end = self.grid.centres[column - 1, origin], self.grid.centres[column, to]
        along = (end - start) / np.hypot(*(end - start)) * (self.grid.radius + 1.5)
        return start + along, end - along

    def line(self, start: Array, end: Array, weight: float, width: float, name: str) -> None:
        """A weight."""
        colour = POSITIVE if weight > 0 else NEGATIVE if weight < 0 else TEXT
        self.ax.plot(
            *np.transpose([start, end]),
            color=colour,
            linewidth=width,
            linestyle=DASHES if weight < 0 else "-",
            solid_capstyle="butt",
            clip_on=False,
            gid=name,
        )

    def arrow(self, start: Array, end: Array, slope: float, width: float, name: str) -> None:
        """A slope, from the right to the left."""
        self.ax.add_patch(
            FancyArrowPatch(
                tuple(end),
                tuple(start),
                arrowstyle="-|>",
                mutation_scale=11,
                shrinkA=0,
                shrinkB=0,
                color=GRADIENT,
                linewidth=width,
                linestyle=DASHES if slope < 0 else "-",
                clip_on=False,
                gid=name,
            )
        )

    def beside(self, spots: Sequence[Spot], texts: Sequence[str], names: Sequence[str]) -> None:
        """Numbers along their edges."""
        for spot, text, name in zip(spots, texts, names, strict=True):
            self.ax.text(
                spot.x,
                spot.y,
                text,
                rotation=spot.angle,
                rotation_mode="anchor",
                ha="center",
                va="center_baseline",
                fontsize=BESIDE,
                gid=name,
            )

    def column(self, column: Column) -> None:
        """The neurons of one layer, with what is known of them inside, above and below."""
        radius = self.grid.radius
        for index in rows_drawn(column.units):
            x, y = self.grid.centres[column.number, -1 if index is None else index]
            if index is None:
                self.ax.text(x, y, "\N{VERTICAL ELLIPSIS}", ha="center", va="center", fontsize=20)
                continue
            dot = radius < SMALLEST_RADIUS
            self.ax.add_patch(
                Circle((x, y), radius, fill=dot, color=TEXT, linewidth=1.3, clip_on=False)
            )
            if not dot:
                self.texts(x, y, index, column)

    def texts(self, x: float, y: float, index: int, column: Column) -> None:
        """Name, value, bias and slope of one neuron."""
        radius, name = self.grid.radius, f"${column.symbol(index)}$"
        if column.values is None:
            size = min(INSIDE, INSIDE * radius / ROOMY_RADIUS)
            self.ax.text(x, y, name, ha="center", va="center", fontsize=size)
        else:
            value = self.number(column.values[index])
            size = min(INSIDE, 1.75 * radius / (LETTER * max(len(value), 3)))
            self.ax.text(x, y, value, ha="center", va="center_baseline", fontsize=size)
            self.ax.text(x, y + radius + 3, name, ha="center", va="bottom", fontsize=INSIDE)
        below = []
        if column.b is not None:
            below += [f"$b$ = {self.number(column.b[index])}"]
        if column.dz is not None:
            below += [r"$\partial C/\partial z$", self.number(column.dz[index], SLOPE_DIGITS)]
        if below:
            text = "\n".join(below)
            self.ax.text(x, y - radius - 3, text, ha="center", va="top", fontsize=BESIDE)


def entry(matrix: str, pair: tuple[int, int]) -> str:
    """The name of one entry as the Trace writes it, counted from 1: W1[2,1]."""
    return f"{matrix}[{pair[0] + 1},{pair[1] + 1}]"


def widths(weights: Array, chosen: Sequence[float], thick: float) -> list[float]:
    """Line widths in points, growing with |w|; the largest of the layer gets the thickest."""
    largest = float(np.max(np.abs(weights))) or 1.0
    return [THIN + (thick - THIN) * abs(float(w)) / largest for w in chosen]


def shifted(start: Array, end: Array, by: float) -> tuple[Array, Array]:
    """The same segment, moved `by` points to its left."""
    along = (end - start) / np.hypot(*(end - start))
    move = by * np.array([-along[1], along[0]])
    return start + move, end + move
