"""Neuron: a neuron with up to three inputs, to be moved by hand."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
import traitlets

from nnbook.activations import ACTIVATIONS, Activation
from nnbook.network import Layer
from nnbook.widgets import neuron_picture as picture
from nnbook.widgets.explorable import Explorable, Number, Numbers
from nnbook.widgets.marks import tag, text
from nnbook.widgets.neuron_plane import plane

__all__ = ["Neuron"]

LARGEST = 1e6
MOST_INPUTS = 3


class Neuron(Explorable):
    """A neuron: z = w1 x1 + w2 x2 + w3 x3 + b, a = f(z), with a slider for every number.

    Parameters
    ----------
    x, w
        one to three inputs and as many weights.
    b
        the bias.
    activation
        one of step, identity, sigmoid, tanh, relu, leaky_relu, elu.
    threshold
        for the step activation: the neuron fires, a = 1, when z >= threshold.

    All are traits: set them, and the figure follows; move the figure, and they hold what it shows.
    Every number lies between -1e6 and 1e6; anything else raises StateError, a ValueError.

    """

    kind: ClassVar[str] = "neuron"

    x = Numbers([0.5, 0.8, 0.3]).tag(sync=True, state=True)
    w = Numbers([0.4, 0.5, 0.3]).tag(sync=True, state=True)
    b = Number(0.0).tag(sync=True, state=True)
    activation = traitlets.Any("step").tag(sync=True, state=True)
    threshold = Number(0.5).tag(sync=True, state=True)

    def problem(self, state: Mapping[str, Any]) -> str:
        """What is impossible about a state, in a sentence; "" if nothing."""
        inputs, weights = len(state["x"]), len(state["w"])
        if not 1 <= inputs <= MOST_INPUTS:
            return f"a neuron here takes one to three inputs, but x has {inputs}"
        if weights != inputs:
            return f"w must have one weight for each of the {inputs} inputs, but has {weights}"
        numbers = {f"{key}{i}": v for key in "xw" for i, v in enumerate(state[key], 1)}
        numbers |= {"b": state["b"], "threshold": state["threshold"]}
        for key, value in numbers.items():
            if not math.isfinite(value) or abs(value) > LARGEST:
                return f"{key} must be a number between -1000000 and 1000000, but is {value}"
        if state["activation"] not in list(picture.LABELS):
            known = ", ".join(picture.LABELS)
            return f"activation must be one of {known}, but is {state['activation']!r}"
        return ""

    @traitlets.validate("x", "w", "b", "activation", "threshold")
    def _possible(self, proposal: Any) -> Any:
        return self.checked(proposal)

    @property
    def layer(self) -> Layer:
        """The neuron as a layer of nnbook, with one output."""
        return Layer([self.w], [self.b], self._function)

    @property
    def z(self) -> float:
        """The sum, w1 x1 + w2 x2 + w3 x3 + b."""
        return float(self.layer.forward(np.array(self.x))[1]["z"][0])

    @property
    def a(self) -> float:
        """The output, f(z)."""
        return float(self.layer.forward(np.array(self.x))[0][0])

    @property
    def _function(self) -> Activation:
        function = ACTIVATIONS[self.activation]
        return function.using(threshold=self.threshold) if function.name == "step" else function

    def _shown(self) -> picture.State:
        function = self._function
        return picture.State(
            x=self.x, w=self.w, b=self.b, activation=self.activation, threshold=self.threshold,
            z=self.z, a=self.a, value=lambda z: float(function(z)),
        )  # fmt: skip

    @property
    def alt(self) -> str:
        """The picture in words."""
        return picture.describe(self._shown())

    @property
    def caption(self) -> str:
        """The line under the figure."""
        drag = " Drag the point in the plane." if len(self.x) == 2 else ""
        return (
            f"A neuron. Blue, solid edges carry positive weights, vermilion, dashed ones negative; "
            f"the wider, the larger.{drag}"
        )

    def still(self) -> str:
        """The picture as SVG text, as the live figure opens."""
        shown = self._shown()
        if len(self.x) == 2:
            height, places = 530, [(120, -20), (68, 200), (332, 200)]
        else:
            height, places = 310, [(0, 0), (400, 0)]
        pictures = [picture.diagram(shown), picture.curve(shown)]
        if len(self.x) == 2:
            pictures.append(plane(shown))
        parts = [
            tag("g", {"transform": f"translate({x} {y})"}, content)
            for (x, y), content in zip(places, pictures, strict=True)
        ]
        lines = (height - 38, picture.sum_text(shown)), (height - 13, picture.output_text(shown))
        for y, line in lines:
            parts.append(text(320, y, line_html(line), {"font-size": "16"}))
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="640" height="{height}" '
            f'viewBox="0 0 640 {height}" fill="currentColor" font-size="16" '
            f'font-family="system-ui,sans-serif">{"".join(parts)}</svg>'
        )


def line_html(line: str) -> str:
    """A line of text with what SVG would take for markup escaped."""
    return line.replace("&", "&amp;").replace("<", "&lt;")
