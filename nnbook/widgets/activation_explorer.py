"""ActivationExplorer: an activation function with its slope, and what a chain makes of a nudge."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import numpy as np
import traitlets

from nnbook._checks import Array
from nnbook.activations import ACTIVATIONS, Activation
from nnbook.widgets.explorable import Explorable, Number
from nnbook.widgets.marks import GRADIENT, HERE, at, circle, line, name, number, tag, text

__all__ = ["ActivationExplorer"]

LARGEST = 1e6
MOST_LAYERS = 20
NAMES = [f.name for f in ACTIVATIONS.values() if f.elementwise]
HALF_WIDTH = 6.0


class ActivationExplorer(Explorable):
    """A chain of neurons, z = w x and a = f(z) in each, and how much of a nudge of x arrives.

    Parameters
    ----------
    activation
        the name of one of nnbook's activations, all but softmax.
    option
        its alpha or its threshold; None for the one that nnbook takes.
    x, w
        the input of the first neuron, and the weight of all of them; there are no biases.
    n
        how many neurons stand in a row, 1 to 20.

    All are traits: set them, and the figure follows; move the figure, and they hold what it shows.
    Every number lies between -1e6 and 1e6; anything else raises StateError, a ValueError.

    """

    kind: ClassVar[str] = "activations"

    activation = traitlets.Any("sigmoid").tag(sync=True, state=True)
    option = traitlets.Any(None).tag(sync=True, state=True)
    x = Number(1.0).tag(sync=True, state=True)
    w = Number(1.0).tag(sync=True, state=True)
    n = traitlets.Any(10).tag(sync=True, state=True)

    def problem(self, state: Mapping[str, Any]) -> str:
        """What is impossible about a state, in a sentence; "" if nothing."""
        name, option = state["activation"], state["option"]
        if name not in NAMES:
            return f"activation must be one of {', '.join(NAMES)}, but is {name}"
        numbers = {"x": state["x"], "w": state["w"]}
        if option is not None:
            numbers[ACTIVATIONS[name].option or "option"] = option
        for key, value in numbers.items():
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            if not is_number or not math.isfinite(value) or abs(value) > LARGEST:
                return f"{key} must be a number between −1000000 and 1000000, but is {value}"
        if not isinstance(state["n"], int) or not 1 <= state["n"] <= MOST_LAYERS:
            wanted = f"n must be a whole number of layers from 1 to {MOST_LAYERS}"
            return f"{wanted}, but is {state['n']}"
        return ""

    @traitlets.validate("activation", "option", "x", "w", "n")
    def _possible(self, proposal: Any) -> Any:
        return self.checked(proposal)

    @property
    def function(self) -> Activation:
        """The activation as an object of nnbook, with its option."""
        function = ACTIVATIONS[self.activation]
        if self.option is None or not function.option:
            return function
        return function.using(**{function.option: self.option})

    @property
    def outputs(self) -> Array:
        """What each neuron of the chain puts out, (n,)."""
        return self._followed()[:, 1]

    @property
    def products(self) -> Array:
        """How much of a nudge of x is left behind each neuron, (n,): the product of w f'(z)."""
        return self._followed()[:, 2]

    @property
    def product(self) -> float:
        """How much of a nudge of x arrives."""
        return float(self.products[-1])

    def _followed(self) -> Array:
        """z, a and the product of slopes of each neuron, (n, 3)."""
        f, rows, a, product = self.function, [], self.x, 1.0
        for _ in range(self.n):
            z = self.w * a
            a, product = float(f(z)), product * self.w * float(f.slope(z))
            rows.append((z, a, product))
        return np.array(rows)

    @property
    def alt(self) -> str:
        """The picture in words."""
        (z, a, _), f = self._followed()[0], self.function
        first = f"The curve of {f} and its slope; at z = {z:.4g} it is {a:.4g}, its slope "
        first += f"{float(f.slope(z)):.4g}."
        if self.n == 1:
            return first
        return (
            f"{first} Beside it a bar for each of {self.n} neurons in a row, weight {self.w:g}: of "
            f"a nudge of the input {self.product:.1e} is left behind the last."
        )

    @property
    def caption(self) -> str:
        """The line under the figure."""
        first = "Solid: the function. Dashed, green: its slope. Drag the orange point."
        if self.n == 1:
            return first
        return f"{first} Small circles: the later neurons of the chain. A hollow bar is negative."

    def still(self) -> str:
        """The curves and the bars as SVG text."""
        parts = [self._curves(40.0 if self.n > 1 else 190.0)]
        if self.n > 1:
            parts.append(self._bars())
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="640" height="300" '
            f'viewBox="0 0 640 300" fill="currentColor" font-size="16" '
            f'font-family="system-ui,sans-serif">{"".join(parts)}</svg>'
        )

    def _curves(self, left: float) -> str:
        f, (z, a, _) = self.function, self._followed()[0]
        slope = float(f.slope(z))
        far = max(HALF_WIDTH, 1.1 * abs(z))
        every = np.linspace(-far, far, 121)
        heights = np.concatenate([f(every), f.slope(every)])
        low, high = float(heights.min()), float(heights.max())
        across = _scale(-far, far, left, left + 240)
        up = _scale(low, high, 230, 40)
        at_zero, look = up(0.0), {"fill": "none", "stroke-width": "2.5"}
        shown = f"{name('z')} = {number(z)}: {name('a')} = {number(a)}, slope {number(slope)}"
        return "".join([
            _axes(left, at_zero, across(0.0)),
            text(left + 252, at_zero + 5, name("z")),
            *(text(across(v), at_zero + 17, number(v)) for v in (-far, far)),
            tag("path", {"d": _path(every, f.slope(every), across, up), **look,
                         "style": f"stroke:{GRADIENT}", "stroke-dasharray": "7 4"}),
            tag("path", {"d": _path(every, f(every), across, up), **look,
                         "stroke": "currentColor"}),
            circle(across(z), up(slope), 5.5, {"style": f"fill:{GRADIENT}"}),
            circle(across(z), up(a), 6.5, {"style": f"fill:{HERE}", "stroke": "currentColor"}),
            text(left + 120, 280, shown),
        ])  # fmt: skip

    def _bars(self) -> str:
        sizes = np.abs(self.products)
        logs = np.log10(sizes, where=sizes > 0, out=np.zeros(self.n))
        low, high = min(-1.0, math.floor(logs.min())), max(1.0, math.ceil(logs.max()))
        up, slot = _scale(low, high, 230.0, 50.0), 240 / self.n
        one, wide = up(0.0), min(26.0, 0.72 * slot)
        parts = [_axes(370, one, 370),
                 text(490, 22, "what is left of a nudge, layer by layer", {"font-size": "15"}),
                 text(358, one + 5, "1")]  # fmt: skip
        for i, (product, log) in enumerate(zip(self.products, logs, strict=True)):
            end = up(float(log)) if product else 230.0
            parts.append(tag("rect", {
                "x": 370 + slot * (i + 0.5) - wide / 2, "y": min(one, end), "width": wide,
                "height": max(1.0, abs(one - end)), "style": f"fill:{GRADIENT};stroke:{GRADIENT}",
                "fill-opacity": "0.85" if product > 0 else "0.1",
            }))  # fmt: skip
        parts.append(text(490, 280, f"behind layer {self.n}: {self.product:.1e}"))
        return "".join(parts)


def _scale(low: float, high: float, start: float, end: float) -> Callable[[float], float]:
    span = (high - low) or 1.0
    return lambda value: start + (end - start) * (float(value) - low) / span


def _axes(left: float, ground: float, wall: float) -> str:
    faint = {"stroke": "currentColor", "stroke-opacity": "0.35"}
    return line(left, ground, left + 240, ground, faint) + line(wall, 32, wall, 240, faint)


def _path(
    z: Array, heights: Array, across: Callable[[float], float], up: Callable[[float], float]
) -> str:
    # Rounded first: a path of the last bits would differ between processors.
    points = [
        f"{at(across(v))} {at(up(round(float(h), 6)))}" for v, h in zip(z, heights, strict=True)
    ]
    return "M" + "L".join(points)
