"""What a state of the figure Backpropagation may be; `js/backpropagation_walk.js` says the same."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from typing import Any

from nnbook.activations import ACTIVATIONS
from nnbook.dense import Layer
from nnbook.losses import LOSSES
from nnbook.network import Network

__all__ = ["as_network", "problem"]

LARGEST = 1e6
MOST = 4  # units in a layer, and layers
PROBABLE = ("binary_cross_entropy", "cross_entropy")
NEAR = 1e-6


def as_network(layers: list[dict[str, Any]]) -> Network:
    """The network that the layers describe."""
    return Network([Layer(one["W"], one.get("b"), _activation(one)) for one in layers])


def problem(state: Mapping[str, Any]) -> str:
    """What is impossible about a state, in a sentence; "" if nothing."""
    # Lazily: what comes later may be asked only if all before it is in order.
    return next(itertools.chain(_forms(state), _numbers(state), _labels(state)), "")


def _forms(state: Mapping[str, Any]) -> Iterator[str]:
    layers, inputs = state["layers"], len(state["x"])
    if not 1 <= inputs <= MOST:
        yield "x must be a list of one to four numbers"
    if not 1 <= len(layers) <= MOST:
        yield f"a network here has one to {MOST} layers, the output's included"
    for number, layer in enumerate(layers, 1):
        yield from _layer_forms(layer, number, inputs)
        inputs = len(layer["W"])
    if len(state["y"]) != inputs:
        yield f"y must have one target for each of the {inputs} outputs"


def _numbers(state: Mapping[str, Any]) -> Iterator[str]:
    for name, value in _named(state):
        if not _finite(value):
            yield f"{name} must be a number between −1000000 and 1000000, but is {_shown(value)}"
    if not isinstance(state["loss"], str) or state["loss"] not in LOSSES:
        yield f"loss must be one of {', '.join(LOSSES)}, but is {state['loss']}"
    if not 0 <= state["lr"] <= LARGEST:
        wanted = "the learning rate must be a number between 0 and 1000000"
        yield f"{wanted}, but is {_shown(state['lr'])}"
    for name in ("step", "updates"):
        if state[name] < 0:
            yield f"{name} must be a whole number from 0 on, but is {state[name]}"


def _activation(layer: Mapping[str, Any]) -> Any:
    activation, option = ACTIVATIONS[layer["activation"]], layer.get("option")
    return activation if option is None else activation.using(**{activation.option: option})


def _shown(value: Any) -> str:
    """A number as JavaScript writes it."""
    whole = isinstance(value, float) and value.is_integer() and abs(value) < 1e15
    return str(int(value)) if whole else str(value)


def _finite(value: Any) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and math.isfinite(value) and abs(value) <= LARGEST


def _is_list(value: Any, length: int | None = None) -> bool:
    if not isinstance(value, list):
        return False
    return 1 <= len(value) <= MOST if length is None else len(value) == length


def _layer_forms(layer: Any, number: int, inputs: int) -> Iterator[str]:
    rows = layer.get("W") if isinstance(layer, Mapping) else None
    if not _is_list(rows) or not all(_is_list(row, inputs) for row in rows or []):
        yield f"W{number} must have one to four rows of {inputs} numbers"
    b, name, option = layer.get("b"), layer.get("activation"), layer.get("option")
    if b is not None and not _is_list(b, len(layer["W"])):
        yield f"b{number} must hold one number for each of the {len(layer['W'])} rows of W{number}"
    if not isinstance(name, str) or name not in ACTIVATIONS:
        known = ", ".join(ACTIVATIONS)
        yield f"the activation of layer {number} must be one of {known}, but is {name}"
    if option is not None and not ACTIVATIONS[str(name)].option:
        yield f"{name} of layer {number} takes no option"


def _named(state: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every number of the state by its name, in the order in which the figure shows them."""
    for i, value in enumerate(state["x"], 1):
        yield f"x[{i}]", value
    for number, layer in enumerate(state["layers"], 1):
        for i, row in enumerate(layer["W"], 1):
            for j, value in enumerate(row, 1):
                yield f"W{number}[{i},{j}]", value
        for i, value in enumerate(layer.get("b") or [], 1):
            yield f"b{number}[{i}]", value
        if layer.get("option") is not None:
            yield f"{ACTIVATIONS[layer['activation']].option}{number}", layer["option"]
    for i, value in enumerate(state["y"], 1):
        yield f"y[{i}]", value


def _labels(state: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with targets or predictions for the loss."""
    y, name = state["y"], state["loss"]
    for i, one in enumerate(y, 1):
        if name == "hinge" and abs(one) != 1:
            yield f"hinge takes targets −1 and 1, but y[{i}] is {_shown(one)}"
        if name in PROBABLE and not 0 <= one <= 1:
            yield f"{name} takes targets between 0 and 1, but y[{i}] is {_shown(one)}"
    if name == "cross_entropy" and abs(sum(y) - 1) > NEAR:
        yield f"cross_entropy takes targets that sum to 1, but they sum to {_shown(sum(y))}"
    for one in as_network(state["layers"])(state["x"]) if name in PROBABLE else ():
        if not 0 <= one <= 1:
            says = _shown(float(one))
            yield f"{name} takes predictions between 0 and 1, but the network says {says}"
