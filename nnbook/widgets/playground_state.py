"""What a state of the figure Playground may be; `js/playground_data.js` says the same."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

__all__ = ["ACTIVATIONS", "GALLERY", "MOST_POINTS", "held_out", "per_epoch", "problem"]

DATA = ("circles", "xor", "blobs", "diagonal", "moons", "spirals", "own")
ACTIVATIONS = ("tanh", "sigmoid", "relu", "leaky_relu", "elu", "identity")
GALLERY = ("zeros", "rate", "unscaled", "dead", "few", "overfit")
INPUTS = ("x1", "x2", "x1^2", "x2^2", "x1 x2", "sin x1", "sin x2")
SECOND = ("loss", "optimizer", "lr", "batch", "penalty", "strength", "dropout")
MOST_POINTS = 500
MOST_SAMPLES, MOST_STEPS = 1_000_000, 100_000
LARGEST = 1e6
WORDS = {
    "data": DATA,
    "loss": ("binary_cross_entropy", "mse"),
    "optimizer": ("sgd", "momentum", "adam"),
    "penalty": ("none", "l1", "l2"),
}
# Least, most, and whether it is a whole number.
NUMBERS: dict[str, tuple[float, float, bool]] = {
    "n": (4, MOST_POINTS, True),
    "noise": (0, 2, False),
    "held": (0, 0.8, False),
    "scale": (0.001, 1000, False),
    "seed": (0, 10**9, True),
    "lr": (0, 10**6, False),
    "batch": (0, MOST_POINTS, True),
    "strength": (0, 10, False),
    "dropout": (0, 0.9, False),
    "steps": (0, MOST_STEPS, True),
}


def held_out(state: Mapping[str, Any]) -> int:
    """How many of the points are held out."""
    n = _count(state)
    return min(n - 1, int(n * state["held"] + 0.5))


def per_epoch(state: Mapping[str, Any]) -> int:
    """How many steps an epoch takes."""
    return math.ceil(_training(state) / _size(state))


def problem(state: Mapping[str, Any]) -> str:
    """What is impossible about a state, in a sentence; "" if nothing."""
    return (
        _bad_inputs(state["inputs"])
        or _single(state)
        or _misshapen(state["layers"], len(state["inputs"]))
        or _bad_points(state)
        or _bad_second(state)
        or _bad_gallery(state)
        or _too_far(state)
    )


def _count(state: Mapping[str, Any]) -> int:
    return len(state["points"]) if state["data"] == "own" else int(state["n"])


def _training(state: Mapping[str, Any]) -> int:
    return _count(state) - held_out(state)


def _size(state: Mapping[str, Any]) -> int:
    """How many samples a step takes."""
    return min(state["batch"] or _training(state), _training(state))


def _last(state: Mapping[str, Any]) -> int:
    return min(MOST_STEPS, MOST_SAMPLES // _size(state))


def _single(state: Mapping[str, Any]) -> str:
    for key, known in WORDS.items():
        if state[key] not in known:
            return f"{key} must be one of {', '.join(known)}, but is {state[key]}"
    for key, (low, high, whole) in NUMBERS.items():
        value = state[key]
        if not _is_number(value, 1e9) or not low <= value <= high or (whole and value % 1):
            kind = "whole number" if whole else "number"
            return f"{key} must be a {kind} between {low} and {high}, but is {_shown(value)}"
    return ""


def _bad_inputs(inputs: Any) -> str:
    if inputs and [name for name in INPUTS if name in inputs] == inputs:
        return ""
    return f"inputs must be some of {', '.join(INPUTS)}, in this order"


def _misshapen(layers: Any, inputs: int) -> str:
    if not 1 <= len(layers) <= 4:
        return "a network here has at most 3 hidden layers and an output"
    for number, layer in enumerate(layers, 1):
        ending = number == len(layers)
        most, rows = (1, "one row") if ending else (8, "1 to 8 rows")
        W, b, name = (
            layer.get(key) if isinstance(layer, Mapping) else None
            for key in ("W", "b", "activation")
        )
        if (
            not isinstance(W, list)
            or not 1 <= len(W) <= most
            or not all(_is_row(row, inputs) for row in W)
        ):
            return f"W{number} must have {rows} of {inputs} numbers between −1000000 and 1000000"
        if not _is_row(b, len(W)):
            return f"b{number} must hold {len(W)} numbers, one for each unit"
        known = ("sigmoid",) if ending else ACTIVATIONS
        if name not in known:
            known_names = ", ".join(known)
            return f"the activation of layer {number} must be one of {known_names}, but is {name}"
        inputs = len(W)
    return ""


def _bad_points(state: Mapping[str, Any]) -> str:
    points = state["points"]
    if len(points) > MOST_POINTS:
        return f"there is room for {MOST_POINTS} points"
    for number, point in enumerate(points, 1):
        if not _is_row(point, 3) or point[2] not in {0, 1}:
            return f"point {number} must be two numbers and a class, 0 or 1"
    if state["data"] == "own" and len(points) < 2:
        return "at least two points are needed"
    if not _is_row(state["probe"], 2):
        return "the cross must stand at two numbers"
    return ""


def _bad_second(state: Mapping[str, Any]) -> str:
    for key in state["second"]:
        if key not in SECOND:
            return f"the second run cannot change {key}"
    found = _single({**state, **state["second"]})
    return f"second run: {found}" if found else ""


def _bad_gallery(state: Mapping[str, Any]) -> str:
    if state["gallery"] not in {"", *GALLERY}:
        return f"gallery must be one of {', '.join(GALLERY)}, but is {state['gallery']}"
    return ""


def _too_far(state: Mapping[str, Any]) -> str:
    most = min(_last(state), _last({**state, **state["second"]}))
    if state["steps"] > most:
        return f"with these settings the figure goes no further than step {most}"
    return ""


def _is_number(value: Any, largest: float = LARGEST) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and math.isfinite(value) and abs(value) <= largest


def _is_row(values: Any, length: int) -> bool:
    return isinstance(values, list) and len(values) == length and all(map(_is_number, values))


def _shown(value: Any) -> str:
    """A number as JavaScript writes it."""
    whole = isinstance(value, float) and value.is_integer() and abs(value) < 1e15
    return str(int(value)) if whole else str(value)
