"""draw_network: a network as circles and lines, with its numbers in it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from nnbook._checks import Array, as_numbers
from nnbook.dense import Layer
from nnbook.network import Network
from nnbook.plots.layout import canvas, grid_for, rows_drawn
from nnbook.plots.pen import Column, Pen
from nnbook.plots.style import axes_or_new, book_style, figure_of
from nnbook.trace import Trace

__all__ = ["draw_network"]

MOST_LAYERS = 8
MOST_NUMBERED = 9
# In points: the room for a name and for a line of text, radii in a new figure, its width, and the
# least distance of two columns with numbers between them.
NAME, LINE = 22.0, 16.0
RADIUS, RADIUS_BARE = 21.0, 17.0
WIDTH, LEAST_ROOM = 460.8, 110.0


def draw_network(
    network: Network,
    trace: Trace | None = None,
    ax: Axes | None = None,
    *,
    values: Sequence[ArrayLike] | None = None,
    labels: bool | None = None,
    slopes: bool = False,
    sample: int = 1,
    digits: int = 2,
) -> Axes:
    """Draw a network of dense layers: neurons in columns, from left to right.

    A line's width is the size of its weight: blue and solid if positive, vermilion and dashed if
    negative, a hairline if zero. Above each neuron stands its name, below it its bias. A layer of
    more than 10 neurons is drawn as the first four, dots, and the last.

    Parameters
    ----------
    network
        a Network of at most 8 dense layers.
    trace
        of `backprop` with this network: its inputs and activations are written into the circles.
    ax
        where to draw; a new figure by default.
    values
        instead of a trace, what to write into the circles: one row for the inputs and one for each
        layer, of shapes (inputs,), (outputs of layer 1,), ...
    labels
        whether weights are written beside their lines; by default where no two layers have more
        than 9 lines between them, and room for them.
    slopes
        also draw dC/dW of the trace, as arrows from right to left, dashed if negative, and write
        the numbers under them; under each neuron, dC/dz.
    sample
        which sample of a trace of many is shown in the circles, counted from 1. dC/dW is always
        that of all samples together.
    digits
        decimals of values, weights and biases; slopes have two more.

    Returns
    -------
    Axes

    Raises
    ------
    TypeError, ValueError
        when the network is too deep or not dense, or trace and values do not belong to it.

    """
    layers = dense_layers(network)
    sizes = [layers[0].inputs, *(layer.outputs for layer in layers)]
    shown = checked_values(sizes, trace, values, sample)
    if slopes and trace is None:
        raise ValueError("slopes=True takes the trace they are in: draw_network(network, trace)")
    crowd = max(len(rows_drawn(a)) * len(rows_drawn(b)) for a, b in pairwise(sizes))
    below = LINE * (max(layer.b is not None for layer in layers) + 2 * slopes)
    above = NAME * (shown is not None)
    with book_style():
        size = (WIDTH, 0.0) if ax is None else canvas(axes_or_new(ax, "draw_network"))
        room = size[0] / (len(sizes) - 1)
        numbered = crowd <= MOST_NUMBERED and room > LEAST_ROOM if labels is None else labels
        if ax is None:
            row = 2 * (RADIUS if shown else RADIUS_BARE) + above + below + LINE * numbered
            rows = max(len(rows_drawn(units)) for units in sizes)
            ax = axes_or_new(None, "draw_network", height=max(1.3, rows * row / 72))
            figure_of(ax).set_layout_engine("none")
            ax.set_position((0, 0, 1, 1))
            size = canvas(ax)
        grid = grid_for(sizes, size, above, below)
        pen = Pen(ax, grid, digits)
        for number, layer in enumerate(layers, 1):
            behind = trace[f"dC/dW{number}"].value if slopes and trace else None
            pen.edges(number, layer.W, behind, numbered=numbered)
        for number, units in enumerate(sizes):
            values_here = shown[number] if shown else None
            b = layers[number - 1].b if number else None
            dz = row_of(trace, f"dC/dz{number}", sample) if slopes and trace and number else None
            pen.column(Column(number, units, len(layers), values_here, b, dz))
    return ax


def dense_layers(network: Network) -> list[Layer]:
    """The layers of the network, if it can be drawn."""
    if not isinstance(network, Network):
        raise TypeError(f"draw_network takes a Network, but received {network!r}")
    if len(network.layers) > MOST_LAYERS:
        raise ValueError(
            f"draw_network draws at most {MOST_LAYERS} layers, "
            f"but this network has {len(network.layers)}"
        )
    layers = [layer for layer in network.layers if isinstance(layer, Layer)]
    for number, layer in enumerate(network.layers, 1):
        if layer not in layers:
            raise ValueError(f"draw_network draws dense layers, but layer {number} is {layer!r}")
    return layers


def checked_values(
    sizes: Sequence[int],
    trace: Trace | None,
    values: Sequence[ArrayLike] | None,
    sample: int,
) -> list[Array] | None:
    """What to write into the circles, a row for each column; None for nothing."""
    if trace is not None and values is not None:
        raise ValueError("draw_network takes a trace or values, but received both")
    if trace is not None:
        if not isinstance(trace, Trace):
            raise TypeError(f"trace must be a Trace, as backprop gives it, but received {trace!r}")
        names = ["x", *(f"a{number}" for number in range(1, len(sizes)))]
        rows = [row_of(trace, name, sample) for name in names]
    elif values is not None:
        if len(values) != len(sizes):
            raise ValueError(
                f"values must hold {len(sizes)} rows, one for the inputs and one for each layer, "
                f"but holds {len(values)}"
            )
        rows = [as_numbers(row, f"row {i} of values") for i, row in enumerate(values, 1)]
    else:
        return None
    for number, (units, row) in enumerate(zip(sizes, rows, strict=True)):
        if row.shape != (units,):
            place = f"layer {number}" if number else "the input"
            raise ValueError(
                f"{place} of the network has {units} values, "
                f"but those to be shown have shape {row.shape}"
            )
    return rows


def row_of(trace: Trace, name: str, sample: int) -> Array:
    """The values of one step for one sample, counted from 1."""
    known = trace.steps[0].values
    if name not in known:
        raise ValueError(f"the trace has no {name}: it belongs to another network")
    value = np.asarray(known[name])
    if value.ndim == 1:
        return value
    if not 1 <= sample <= len(value):
        raise ValueError(f"sample must be 1 to {len(value)}, as the trace has, but is {sample!r}")
    return np.asarray(value[sample - 1])
