"""XOR: two hidden lines to drag, and the space in which a third one is enough."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

import numpy as np
import traitlets

from nnbook._checks import Array
from nnbook.dense import Layer
from nnbook.network import Network
from nnbook.widgets.explorable import Explorable, Number, Numbers

__all__ = ["XOR"]

LARGEST = 100.0
CORNERS = [[0, 0], [0, 1], [1, 0], [1, 1]]
TARGETS = [0, 1, 1, 0]


class XOR(Explorable):
    """A 2-2-1 network of sigmoids, or a single one, with its lines to be dragged.

    Parameters
    ----------
    h1, h2
        two weights and a bias (w1, w2, b) of either hidden neuron: its line in the input space.
    output
        the same of the output neuron: its line in the hidden space.
    one
        the same of the single neuron that stands alone if `neurons` is 1.
    sharpness
        by which all of these are multiplied, above 0 and at most 100.
    neurons
        3 for the network, 1 for the single neuron.

    All are traits: set them, and the figure follows; move the figure, and they hold what it shows.
    Numbers lie between -100 and 100; what cannot be raises StateError, a ValueError.

    """

    kind: ClassVar[str] = "xor"

    h1 = Numbers([1.0, 1.0, -0.5]).tag(sync=True, state=True)
    h2 = Numbers([-1.0, -1.0, 1.5]).tag(sync=True, state=True)
    output = Numbers([1.0, 1.0, -1.5]).tag(sync=True, state=True)
    one = Numbers([1.0, 0.0, -0.5]).tag(sync=True, state=True)
    sharpness = Number(20.0).tag(sync=True, state=True)
    neurons = traitlets.Int(3).tag(sync=True, state=True)

    def problem(self, state: Mapping[str, Any]) -> str:
        """What is impossible about a state, in a sentence; "" if nothing."""
        return next(problems(state), "")

    @traitlets.validate("h1", "h2", "output", "one", "sharpness", "neurons")
    def _possible(self, proposal: Any) -> Any:
        return self.checked(proposal)

    def _layer(self, *lines: list[float]) -> Layer:
        rows = self.sharpness * np.array(lines)
        return Layer(rows[:, :2], rows[:, 2], "sigmoid")

    @property
    def network(self) -> Network:
        """The network, or the single neuron, as an object of nnbook."""
        if self.neurons == 1:
            return Network([self._layer(self.one)])
        return Network([self._layer(self.h1, self.h2), self._layer(self.output)])

    @property
    def answers(self) -> Array:
        """The answers at the corners 00, 01, 10, 11."""
        found: Array = self.network(CORNERS)[:, 0]
        return found

    @property
    def right(self) -> int:
        """At how many corners the answer is on the right side of one half."""
        return int(np.sum((self.answers >= 0.5) == TARGETS))

    @property
    def alt(self) -> str:
        """The picture in words."""
        said = ", ".join(
            f"{x1}{x2} {answer:.2f}" for (x1, x2), answer in zip(CORNERS, self.answers, strict=True)
        )
        spaces = (
            "The input space with one line"
            if self.neurons == 1
            else "Left, the input space with two lines; right, the hidden space with one"
        )
        return f"{spaces}. Answers: {said}; {self.right} of 4 right."

    @property
    def caption(self) -> str:
        """The line under the figure."""
        return (
            "Drag a line by one of its ends; its arrow points to where the neuron fires. Squares "
            "want 1, circles 0. Blue: the answer is above one half. A cross: on the wrong side."
        )

    def still(self) -> str:
        """Input space and hidden space, as SVG text."""
        from nnbook.plots import Picture, draw_boundary, new_figure  # heavy

        figure, (left, right) = new_figure(6.4, 3.5, columns=2, aspect="equal")
        limits = ((-0.45, 1.45), (-0.45, 1.45))
        draw_boundary(self.network, CORNERS, TARGETS, left, limits=limits)
        if self.neurons == 1:
            right.remove()
        else:
            hidden = Network(self.network.layers[:1])(CORNERS).round(6)
            last = Network(self.network.layers[1:])
            draw_boundary(last, hidden, TARGETS, right, limits=limits)
            right.set(xlabel="$h_1$", ylabel="$h_2$", xticks=[0, 1], yticks=[0, 1])
        left.set(xlabel="$x_1$", ylabel="$x_2$", xticks=[0, 1], yticks=[0, 1])
        return Picture(figure, self.alt).svg


def problems(state: Mapping[str, Any]) -> Iterator[str]:
    """What is impossible about a state, sentence by sentence."""
    for key in ("h1", "h2", "output", "one"):
        line = state[key]
        if len(line) != 3 or not all(abs(one) <= LARGEST for one in line):
            yield (f"{key} must be two weights and a bias between −{LARGEST:.0f} and {LARGEST:.0f}")
        if np.hypot(line[0], line[1]) < 0.001:
            yield f"{key} needs a weight that is not 0"
    if not 0 < state["sharpness"] <= LARGEST:
        yield f"the sharpness must be above 0 and at most {LARGEST:.0f}"
    if state["neurons"] not in {1, 3}:
        yield "neurons must be 1 or 3"
