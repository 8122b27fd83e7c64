"""Backpropagation: how much each weight is to blame for the loss.

`backprop` runs a network forward, compares, and sends the slopes backward, layer by layer. What it
returns, the Trace, is the record of that walk in the order a person with pencil and paper takes
it. The four lines in which the whole of learning fits:

    trace = backprop(network, X, y, loss)
    network, state = optimizer.step(network, trace.gradients, state)
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nnbook._checks import Array, as_numbers
from nnbook.activations import Activation
from nnbook.dense import Layer, Memory
from nnbook.losses import FROM_Z, FromZ, Loss
from nnbook.network import Network
from nnbook.trace import Step, Trace

__all__ = ["Gradients", "Sweep", "backprop", "check_data", "evaluate", "find_from_z", "sweep"]


class Gradients(dict[str, Array]):
    """Gradients by name, {"W1": ..., "b1": ...}, and what the layers kept of the pass forward."""

    memories: Sequence[Memory] = ()


@dataclass(frozen=True, eq=False)
class Sweep:
    """One pass forward and one backward, without the words: all that training needs.

    `values` holds what was computed, by its name in the Trace and in that order.
    """

    loss: Any
    values: dict[str, Array]
    gradients: Gradients
    input_slope: Array


def sweep(
    network: Network,
    x: Array,
    y: Array,
    loss: Loss,
    *,
    training: bool = True,
    rng: np.random.Generator | None = None,
) -> Sweep:
    """Forward and backward on data that `check_data` has seen."""
    values: dict[str, Array] = {}
    last = len(network.layers)
    prediction, memories = network.forward(x, training=training, rng=rng)
    for number, memory in enumerate(memories, 1):
        values |= {f"{key}{number}": value for key, value in memory.items() if key != "x"}

    from_z = find_from_z(network, loss)
    if from_z:
        z, count = memories[-1]["z"], loss.count(prediction)
        total, behind = from_z.terms(y, z).sum() / count, from_z.slopes(y, z) / count
    else:
        total, behind = loss.value_and_slope(y, prediction)
        values[f"dC/da{last}"] = behind

    slopes_by_name: dict[str, Array] = {}
    for number in range(last, 0, -1):
        layer, memory = network.layers[number - 1], memories[number - 1]
        if from_z and number == last and isinstance(layer, Layer):
            behind, slopes = layer.backward(memory, behind, at="z")
        else:
            behind, slopes = layer.backward(memory, behind)
        for key, value in slopes.items():
            values[f"dC/d{key}{number}"] = value
            if key in layer.parameters:
                slopes_by_name[f"{key}{number}"] = value
        if number > 1:
            values[f"dC/da{number - 1}"] = behind
    # found from back to front, handed on in the order of network.parameters
    gradients = Gradients({name: slopes_by_name[name] for name in network.parameters})
    gradients.memories = memories
    return Sweep(total, values, gradients, behind)


def backprop(
    network: Network,
    x: ArrayLike,
    y: ArrayLike,
    loss: Loss,
    *,
    training: bool = True,
    rng: np.random.Generator | None = None,
) -> Trace:
    """The Trace of one pass forward and one backward, with dC/dW and dC/db of each layer.

    x is one sample (features,) or a batch (N, features); y has the shape of the prediction, and
    may be a plain number or (N,) where there is one output. Softmax with cross-entropy and sigmoid
    with binary cross-entropy go from z to the loss, and back, without passing a; the trace says
    so. `training` and `rng` matter only to layers that behave differently in training.
    Raises ValueError or TypeError for data that do not fit, in one sentence.
    """
    data, targets = check_data(network, x, y, loss)
    done = sweep(network, data, targets, loss, training=training, rng=rng)
    rules = _rules(network, loss, one=data.ndim == 1, count=loss.count(targets))
    values = {"x": data, "y": targets, **network.parameters, **done.values, "C": done.loss}
    values |= _parts(network, loss, values)
    forward = [name for name in done.values if not name.startswith("dC/")]
    order = [*forward, "C", *(name for name in done.values if name.startswith("dC/"))]
    steps = [Step(name, rules[name], values) for name in order if name in rules]
    return Trace(steps, done.loss, done.gradients, done.input_slope)


def evaluate(
    network: Network,
    x: ArrayLike,
    y: ArrayLike,
    loss: Loss,
    *,
    training: bool = False,
    rng: np.random.Generator | None = None,
) -> Any:
    """The loss C of the network on these data, with no way back; from z where that is known."""
    data, targets = check_data(network, x, y, loss)
    prediction, memories = network.forward(data, training=training, rng=rng)
    if from_z := find_from_z(network, loss):
        return from_z.terms(targets, memories[-1]["z"]).sum() / loss.count(prediction)
    return loss(targets, prediction)


def check_data(network: Network, x: ArrayLike, y: ArrayLike, loss: Loss) -> tuple[Array, Array]:
    """x and y as arrays that fit the network and the loss, or a sentence that says why not."""
    if not isinstance(network, Network):
        raise TypeError(f"network must be a Network, but received {network!r}")
    if not isinstance(loss, Loss):
        raise TypeError(f"loss must be one of nnbook's losses, such as mse, but received {loss!r}")
    data = network.checked_input(x)
    outputs = network.layers[-1].outputs or network(data).shape[-1]
    shape = (outputs,) if data.ndim == 1 else (len(data), outputs)
    targets = as_numbers(y, f"y of {loss.name}", finite=True)
    if outputs == 1 and targets.shape == shape[:-1]:
        targets = targets[..., None]
    return data, loss.checked_targets(targets, shape).astype(network.dtype)


def find_from_z(network: Network, loss: Loss) -> FromZ | None:
    """The road from z past a, where the last activation and the loss have one."""
    last = network.layers[-1]
    return FROM_Z.get((last.activation.name, loss.name)) if isinstance(last, Layer) else None


def _rules(network: Network, loss: Loss, *, one: bool, count: int) -> dict[str, str]:
    """The rule of each step by name, as a person would write it."""
    last, rules = len(network.layers), {}
    for number, layer in enumerate(network.layers, 1):
        source = "x" if number == 1 else f"a{number - 1}"
        for key, rule in layer.rules(str(number), source, one).items():
            name = {"dx": f"dC/da{number - 1}"}.get(
                key, f"dC/d{key[1:]}{number}" if key[0] == "d" else f"{key}{number}"
            )
            rules[name] = rule
    prediction, from_z = f"a{last}", find_from_z(network, loss)
    term, slope = loss.term, loss.slope_term
    if from_z:
        term, prediction = from_z.term, f"z{last}"
        rules[f"dC/dz{last}"] = _over(f"(a{last} - y)", count)
    else:
        rules[f"dC/da{last}"] = _over(_put(slope, prediction), count)
    term = _put(term, prediction)
    rules["C"] = _over(f"sum of ({term})", count) if count > 1 or loss.per == "sample" else term
    return rules


def _parts(network: Network, loss: Loss, values: Mapping[str, Array]) -> dict[str, Array]:
    """Values inside a step that are no step of their own: f'(z), and the terms of the loss."""
    last, from_z = len(network.layers), find_from_z(network, loss)
    parts = {}
    for number, layer in enumerate(network.layers, 1):
        if isinstance(activation := getattr(layer, "activation", None), Activation):
            parts[f"{activation.name}'(z{number})"] = activation.slope(values[f"z{number}"])
    terms = from_z.terms if from_z else loss.terms
    parts["terms"] = terms(values["y"], values[f"{'z' if from_z else 'a'}{last}"])
    return parts


def _put(formula: str, prediction: str) -> str:
    return re.sub(r"\b(y_hat|z)\b", prediction, formula)


def _over(formula: str, count: int) -> str:
    return formula if count == 1 else f"{formula} / {count}"
