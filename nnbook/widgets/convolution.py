"""ConvolutionExplorer: a kernel slid over a small picture, one place after the other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
import traitlets

from nnbook._checks import Array, as_numbers
from nnbook.layers import Convolution
from nnbook.network import Network
from nnbook.widgets import marks
from nnbook.widgets.explorable import Explorable

__all__ = ["ConvolutionExplorer"]

SIDE = 8
LARGEST = 1000
UPRIGHT = [[-1.0, 0.0, 1.0]] * 3
# A handwritten 1, the first in nnbook.datasets.digits, in sixteenths.
ONE = """
0 0 0 12 13 5 0 0
0 0 0 11 16 9 0 0
0 0 3 15 16 6 0 0
0 7 15 16 16 2 0 0
0 0 1 16 16 3 0 0
0 0 1 16 16 6 0 0
0 0 1 16 16 6 0 0
0 0 0 11 16 10 0 0
"""


class ConvolutionExplorer(Explorable):
    """A kernel of 3 x 3 weights slid over a picture of 8 x 8 pixels, and the map that it writes.

    Parameters
    ----------
    image
        8 rows of 8 numbers from 0, paper, to 1, ink; 64 numbers in a row will do. By default a
        handwritten 1.
    kernel
        3 rows of 3 weights between -1000 and 1000.
    padding, stride
        so many rows and columns of zeros around the picture (0 to 2), so many pixels a move (1-3).
    down, right
        how many moves the window is away from the corner; beyond the last is the last.
    written
        how many places of the map are filled in, row by row; beyond the last is the last.

    All are traits: set them, and the figure follows; move the figure, and they hold what it shows.
    What cannot be raises StateError, a ValueError.

    """

    kind: ClassVar[str] = "convolution"

    image = traitlets.Any().tag(sync=True, state=True)
    kernel = traitlets.Any(UPRIGHT).tag(sync=True, state=True)
    padding = traitlets.Int(0).tag(sync=True, state=True)
    stride = traitlets.Int(1).tag(sync=True, state=True)
    down = traitlets.Int(0).tag(sync=True, state=True)
    right = traitlets.Int(0).tag(sync=True, state=True)
    written = traitlets.Int(SIDE * SIDE * 2).tag(sync=True, state=True)

    @traitlets.default("image")
    def _one(self) -> list[list[float]]:
        pixels = np.array(ONE.split(), dtype=float).reshape(SIDE, SIDE) / 16
        rows: list[list[float]] = pixels.tolist()
        return rows

    def problem(self, state: Mapping[str, Any]) -> str:
        """What is impossible about a state, in a sentence; "" if nothing."""
        if not _square(_in_rows(state["image"]), SIDE, 0, 1):
            return "image must be 8 rows of 8 numbers from 0 to 1"
        if not _square(state["kernel"], 3, -LARGEST, LARGEST):
            return "kernel must be 3 rows of 3 numbers between -1000 and 1000"
        if state["padding"] not in (0, 1, 2):
            return f"padding must be 0, 1 or 2, but is {state['padding']}"
        if state["stride"] not in (1, 2, 3):
            return f"stride must be 1, 2 or 3, but is {state['stride']}"
        for key in ("down", "right", "written"):
            if state[key] < 0:
                return f"{key} must be a whole number from 0 on, but is {state[key]}"
        return ""

    @traitlets.validate("image", "kernel")
    def _matrix(self, proposal: Any) -> Any:
        name = proposal["trait"].name
        value = as_numbers(proposal["value"], f"{name} of ConvolutionExplorer")
        if name == "image":
            value = _in_rows(value)
        return self.checked({**proposal, "value": value.tolist()})

    @traitlets.validate("padding", "stride", "down", "right", "written")
    def _possible(self, proposal: Any) -> Any:
        return self.checked(proposal)

    @property
    def layer(self) -> Convolution:
        """The kernel as a layer of nnbook, without bias and bend."""
        return Convolution(
            [[self.kernel]], None, "identity", (1, SIDE, SIDE),
            padding=self.padding, stride=self.stride,
        )  # fmt: skip

    @property
    def result(self) -> Array:
        """The whole map, rows by columns."""
        answer = Network([self.layer])(np.ravel(self.image))
        return np.asarray(answer).reshape(self.layer.output_shape[1:])

    @property
    def place(self) -> tuple[int, int]:
        """Row and column of the map, from 0, that the window writes."""
        last = len(self.result) - 1
        return min(self.down, last), min(self.right, last)

    @property
    def z(self) -> float:
        """The sum at the window's place."""
        return float(self.result[self.place])

    @property
    def alt(self) -> str:
        """The picture in words."""
        (down, right), side = self.place, len(self.result)
        return (
            f"A picture of 8 by 8 pixels, a kernel of 3 by 3 weights, and the map of {side} by "
            f"{side} numbers that it writes. The window, {down} moves down and {right} to the "
            f"right, gives {marks.number(self.z)}."
        )

    @property
    def caption(self) -> str:
        """The line under the figure."""
        return (
            "Left the picture with the window, in the middle the kernel, right the map: blue and + "
            "is positive, vermilion and − negative."
        )

    def still(self) -> str:
        """Picture, kernel and map with their numbers, as SVG text."""
        wide, (down, right), result = SIDE + 2 * self.padding, self.place, self.result
        size, cell = 224 / wide, 224 / len(result)
        padded = np.pad(np.array(self.image), self.padding)
        ink = [
            _rect(j * size, i * size, size, {"fill-opacity": f"{padded[i, j]:.3f}"})
            for i, j in np.argwhere(padded)
        ]
        step = self.stride * size
        frame = {"fill": "none", "style": f"stroke:{marks.HERE}", "stroke-width": "4"}
        ink += [_lattice(size, wide), _rect(right * step, down * step, 3 * size, frame)]
        weights = [
            marks.text(28 + 56 * v, 34 + 56 * u, marks.number(weight, 3), {"font-size": "16"})
            for u, row in enumerate(self.kernel)
            for v, weight in enumerate(row)
        ]
        most, shown = max(1.0, float(np.abs(result).max())), []
        for n, z in enumerate(result.ravel()[: self.written]):
            i, j = divmod(n, len(result))
            colour = marks.POSITIVE if z > 0 else marks.NEGATIVE
            fill = {"style": f"fill:{colour}", "fill-opacity": f"{0.6 * abs(z) / most:.3f}"}
            sign = "+" if z > 0 else "−" if z < 0 else "0"
            label = marks.number(z, 1) if cell > 32 else sign
            shown.append(_rect(j * cell, i * cell, cell, fill))
            shown.append(marks.text((j + 0.5) * cell, (i + 0.5) * cell + 4.5, label))
        shown += [_lattice(cell, len(result)), _rect(right * cell, down * cell, cell, frame)]
        parts = [
            f'<g transform="translate({x} {y})">{"".join(content)}</g>'
            for x, y, content in (
                (4, 4, ink), (236, 32, [_lattice(56, 3), *weights]), (412, 4, shown),
            )
        ]  # fmt: skip
        line = f"z = {marks.number(self.z)} at {down} down, {right} right"
        return (
            '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="264" '
            'viewBox="0 0 640 264" fill="currentColor" font-size="15" '
            f'font-family="system-ui,sans-serif">{"".join(parts)}'
            f"{marks.text(320, 256, line, {'font-size': '16'})}</svg>"
        )


def _in_rows(pixels: Any) -> Array:
    values = np.asarray(pixels)
    return values.reshape(SIDE, SIDE) if values.shape == (SIDE * SIDE,) else values


def _square(rows: Any, n: int, low: float, high: float) -> bool:
    values = np.asarray(rows)
    return values.shape == (n, n) and bool(((values >= low) & (values <= high)).all())


def _rect(x: float, y: float, size: float, look: Mapping[str, float | str]) -> str:
    return marks.tag("rect", {"x": x, "y": y, "width": size, "height": size, **look})


def _lattice(size: float, n: int) -> str:
    far = marks.at(n * size)
    d = "".join(f"M0 {marks.at(k * size)}H{far}M{marks.at(k * size)} 0V{far}" for k in range(n + 1))
    return marks.tag(
        "path", {"d": d, "fill": "none", "stroke": "currentColor", "stroke-opacity": "0.25"}
    )
