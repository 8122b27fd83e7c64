"""Backpropagation: a small network, walked through one arithmetic operation at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import traitlets

from nnbook.activations import ACTIVATIONS
from nnbook.backpropagation import backprop
from nnbook.dense import Layer
from nnbook.losses import LOSSES, Loss
from nnbook.network import Network
from nnbook.trace import Trace
from nnbook.widgets import backpropagation_state as possible
from nnbook.widgets.explorable import Explorable, Number, Numbers

__all__ = ["Backpropagation"]

# The network of chapter 8, two sigmoid neurons and one more.
OPENING = [
    {"W": [[0.7, 0.4], [0.3, 0.7]], "b": None, "activation": "sigmoid"},
    {"W": [[0.55, 0.45]], "b": None, "activation": "sigmoid"},
]


class Backpropagation(Explorable):
    """Backpropagation in a network of up to three hidden layers, one operation after the other.

    Parameters
    ----------
    network
        a Network of one to four dense layers of one to four neurons each, with one to four inputs;
        or give its `layers` as data, [{"W": ..., "b": ..., "activation": ..., "option": ...}],
        where `option` is the alpha or threshold of an activation that has one.
    x, y
        one sample: the inputs, and a target for each output.
    loss
        one of nnbook's losses, or its name.
    lr
        the learning rate of "Apply the update", from 0 on.
    step
        how many of the operations of `trace.scalars()` are done; beyond the last is the last.
    updates, before
        how many updates have been applied, and the loss before the last of them.

    All but `network` are traits: set them, and the figure follows; move the figure, and they hold
    what it shows. `figure.network` can be set too. Every number lies between -1e6 and 1e6; what
    cannot be raises StateError, a ValueError.

    """

    kind: ClassVar[str] = "backpropagation"

    layers = traitlets.List(trait=traitlets.Any(), default_value=OPENING).tag(  # type: ignore[misc]
        sync=True, state=True
    )
    x = Numbers([0.5, 0.3]).tag(sync=True, state=True)
    y = Numbers([1.0]).tag(sync=True, state=True)
    loss = traitlets.Any("mse").tag(sync=True, state=True)
    lr = Number(0.1).tag(sync=True, state=True)
    step = traitlets.Int(0).tag(sync=True, state=True)
    updates = traitlets.Int(0).tag(sync=True, state=True)
    before = Number(0.0).tag(sync=True, state=True)

    def __init__(self, network: Network | None = None, **state: Any) -> None:
        if network is not None:
            state["layers"] = as_layers(network)
        if isinstance(state.get("y"), int | float):
            state["y"] = [state["y"]]
        if isinstance(state.get("loss"), Loss):
            state["loss"] = state["loss"].name
        super().__init__(**state)

    def problem(self, state: Mapping[str, Any]) -> str:
        """What is impossible about a state, in a sentence; "" if nothing."""
        return possible.problem(state)

    @traitlets.validate("layers", "x", "y", "loss", "lr", "step", "updates", "before")
    def _possible(self, proposal: Any) -> Any:
        if isinstance(proposal["value"], Loss):
            proposal = {**proposal, "value": proposal["value"].name}
        return self.checked(proposal)

    @property
    def network(self) -> Network:
        """The network as an object of nnbook."""
        return possible.as_network(self.layers)

    @network.setter
    def network(self, network: Network) -> None:
        self.layers = as_layers(network)

    @property
    def trace(self) -> Trace:
        """The Trace that the figure walks through."""
        return backprop(self.network, self.x, self.y, LOSSES[self.loss])

    @property
    def alt(self) -> str:
        """The picture in words."""
        trace = self.trace
        sizes = [len(self.x), *(len(layer["W"]) for layer in self.layers)]
        count = sum(value.size for value in self.network.parameters.values())
        return (
            f"A network of {', '.join(map(str, sizes))} units from the inputs to the outputs, with "
            f"its values, C = {trace.loss:.4g}, and green arrows back from right to left: "
            f"{count} slopes."
        )

    @property
    def caption(self) -> str:
        """The line under the figure."""
        return (
            "Backpropagation, one operation at a time. Values flow to the right, slopes to the "
            "left, in green. Press any number in the picture to change it."
        )

    def still(self) -> str:
        """The network with its values and slopes, as SVG text."""
        from nnbook.plots import Picture, draw_network  # heavy, and only needed for a still

        axes = draw_network(self.network, self.trace, slopes=True)
        return Picture(axes.figure, self.alt).svg  # type: ignore[arg-type]


def as_layers(network: Network) -> list[dict[str, Any]]:
    """The layers of a network of dense layers as data."""
    if not isinstance(network, Network):
        raise TypeError(f"Backpropagation takes a Network, but received {network!r}")
    found = []
    for number, layer in enumerate(network.layers, 1):
        if not isinstance(layer, Layer):
            raise TypeError(f"Backpropagation takes dense layers, but layer {number} is {layer!r}")
        here: dict[str, Any] = {
            "W": layer.W.tolist(),
            "b": None if layer.b is None else layer.b.tolist(),
            "activation": layer.activation.name,
        }
        if ACTIVATIONS[layer.activation.name].option:
            here["option"] = float(layer.activation.setting.real)
        found.append(here)
    return found
