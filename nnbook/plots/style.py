"""The look of the book's pictures: one style, applied without touching anybody else's settings.

Okabe-Ito colours; positive is blue and solid, negative vermilion and dashed, gradients run in
bluish green; class 0 is a hollow circle, class 1 a filled square, and their regions have the
colours of negative and positive. Text and axes are black, which a page may exchange for its own
text colour.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

import matplotlib as mpl
import numpy as np
from cycler import cycler
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.text import Annotation, Text
from matplotlib.ticker import MaxNLocator

from nnbook._checks import as_count, as_number

__all__ = [
    "AMBER",
    "GRADIENT",
    "NEGATIVE",
    "OKABE_ITO",
    "POSITIVE",
    "SKY",
    "TEXT",
    "axes_or_new",
    "book_style",
    "figure_of",
    "new_figure",
    "use_book_style",
]

TEXT = "#000000"
POSITIVE = "#0072B2"
NEGATIVE = "#D55E00"
GRADIENT = "#009E73"
AMBER = "#E69F00"
SKY = "#56B4E9"
OKABE_ITO = (POSITIVE, NEGATIVE, GRADIENT, AMBER, SKY, "#CC79A7", "#F0E442")

MOST_STEPS = 4
TICK_STEPS = (1, 2, 5, 10)

# Any, because the keys that matplotlib's type hints know differ between its versions.
STYLE: Any = {
    # Matplotlib carries DejaVu Sans with it, so widths and layout are the same everywhere.
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "mathtext.fontset": "dejavusans",
    # In a 640 px picture 13 pt is 18 px: still 9 px when a phone shows the picture at 312 px. No
    # letter of the book is smaller than 12 pt.
    "font.size": 13,
    "axes.labelsize": 13,
    "axes.titlesize": 13,
    "xtick.labelsize": 12,
    "ytick.labelsize": 12,
    "legend.fontsize": 12,
    "legend.frameon": False,
    "axes.prop_cycle": cycler(color=OKABE_ITO),
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": False,
    "axes.linewidth": 1.0,
    "lines.linewidth": 2.0,
    "lines.markersize": 6.5,
    "text.color": TEXT,
    "axes.edgecolor": TEXT,
    "axes.labelcolor": TEXT,
    "axes.titlecolor": TEXT,
    "xtick.color": TEXT,
    "ytick.color": TEXT,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "savefig.edgecolor": "none",
    "figure.dpi": 100,
    "svg.fonttype": "none",
    "svg.hashsalt": "nnbook",
    # Simplification decides on the last bits of a float, which differ between processors.
    "path.simplify": False,
}


def use_book_style() -> None:
    """Set matplotlib's global rcParams to the book's style, for pyplot code of your own.

    The drawing functions of nnbook do not need it and never change global settings; call it once,
    before you create a figure. `matplotlib.rcdefaults()` takes it back.
    """
    mpl.rcParams.update(STYLE)


def book_style() -> AbstractContextManager[None]:
    """The book's style for the length of a `with` block; afterwards rcParams are as before."""
    return mpl.rc_context(STYLE)


class BookAxes(Axes):
    """Axes whose words are in the book's style whenever they are written.

    Matplotlib gives a text the size that is set when it is made, long after `new_figure` is done.
    """

    def text(self, *args: Any, **kwargs: Any) -> Text:
        """As `Axes.text`."""
        with book_style():
            return super().text(*args, **kwargs)

    def annotate(self, *args: Any, **kwargs: Any) -> Annotation:
        """As `Axes.annotate`."""
        with book_style():
            return super().annotate(*args, **kwargs)

    def legend(self, *args: Any, **kwargs: Any) -> Legend:
        """As `Axes.legend`."""
        with book_style():
            return super().legend(*args, **kwargs)


def new_figure(
    width: float = 6.4,
    height: float = 3.6,
    rows: int = 1,
    columns: int = 1,
    **subplot_kw: Any,
) -> tuple[Figure, Any]:
    """A figure in the book's style and its axes, created without pyplot.

    Parameters
    ----------
    width, height
        in inches, more than 0; 6.4 inches are 640 px on the page.
    rows, columns
        the grid of axes, each at least 1.
    subplot_kw
        handed to each axes, for example `xlabel="epoch"` or `xlim=(0, 1)`.

    Returns
    -------
    figure, axes
        One `Axes` for a grid of 1 x 1, else an array of them as `Figure.subplots` gives it.

    Raises
    ------
    TypeError, ValueError
        when a size is not a positive number or the grid has no cell.

    """
    for what, size in (("width", width), ("height", height)):
        if as_number(size, f"{what} of new_figure") <= 0:
            raise ValueError(f"{what} of new_figure must be above 0, but received {size!r}")
    rows, columns = as_count(rows, "rows of new_figure"), as_count(columns, "columns of new_figure")
    if not {"axes_class", "projection", "polar"} & set(subplot_kw):
        subplot_kw["axes_class"] = BookAxes
    with book_style():
        figure = Figure(figsize=(width, height), layout="constrained")
        grid = np.asarray(figure.subplots(rows, columns, squeeze=False, subplot_kw=subplot_kw))
        for ax in grid.flat:
            ax.xaxis.set_major_locator(MaxNLocator(MOST_STEPS, steps=TICK_STEPS))
            ax.yaxis.set_major_locator(MaxNLocator(MOST_STEPS, steps=TICK_STEPS))
    return figure, grid[0, 0] if grid.size == 1 else grid.squeeze()


def figure_of(ax: Axes) -> Figure:
    """The figure that axes stand in."""
    figure = ax.get_figure(root=True)
    if figure is None:
        raise ValueError("ax must belong to a figure, but it has been removed from its own")
    return figure


def axes_or_new(ax: Axes | None, where: str, height: float = 3.6) -> Axes:
    """The axes the caller gave, or those of a new figure 6.4 inches wide."""
    if ax is None:
        new: Axes = new_figure(height=height)[1]
        return new
    if not isinstance(ax, Axes):
        raise TypeError(f"ax of {where} must be a matplotlib Axes, but received {ax!r}")
    return ax
