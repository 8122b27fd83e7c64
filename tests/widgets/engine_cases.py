"""Random networks and data for the conformance tests, as nnbook's objects and as plain JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from nnbook.activations import ACTIVATIONS
from nnbook.losses import LOSSES, Loss
from nnbook.network import Layer, Network

HIDDEN = [*ACTIVATIONS]
PROBABILITIES = ("sigmoid", "softmax")


@dataclass(frozen=True)
class Case:
    """A network with data, as nnbook takes them."""

    network: Network
    X: np.ndarray
    y: np.ndarray
    loss: Loss

    @property
    def json(self) -> dict[str, Any]:
        """The same as the JavaScript engine takes them."""
        return {
            "network": plain(self.network), "X": self.X.tolist(), "y": self.y.tolist(),
            "loss": self.loss.name,
        }  # fmt: skip


def plain(network: Network) -> dict[str, Any]:
    """A dense network as JSON: what the figures' states hold."""
    return {"layers": [plain_layer(layer) for layer in network.layers]}


def plain_layer(layer: Any) -> dict[str, Any]:
    """A dense layer as JSON, its option only where it is not the usual one."""
    found = {
        "W": layer.W.tolist(), "b": None if layer.b is None else layer.b.tolist(),
        "activation": layer.activation.name,
    }  # fmt: skip
    if layer.activation.setting != ACTIVATIONS[layer.activation.name].setting:
        found["option"] = layer.activation.setting
    return found


def targets(loss: Loss, shape: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """Targets that the loss allows, those of cross-entropy partly soft."""
    if loss.labels == "sign":
        return rng.choice([-1.0, 1.0], shape)
    if loss.labels == "unit":
        return rng.choice([0.0, 1.0, 0.3], shape)
    if loss.labels == "distribution":
        soft = rng.random(shape)
        hard = np.eye(shape[1])[rng.integers(0, shape[1], shape[0])]
        return hard if rng.random() < 0.7 else soft / soft.sum(axis=1, keepdims=True)
    return rng.normal(size=shape)


def random_case(number: int) -> Case:
    """Case number so: every loss in turn with every activation, 1 to 4 layers of 1 to 5 units."""
    rng = np.random.default_rng([7, number])
    loss = [*LOSSES.values()][number % len(LOSSES)]
    sizes = rng.integers(1, 6, size=rng.integers(2, 6)).tolist()
    names = [HIDDEN[(number // len(LOSSES) + i) % len(HIDDEN)] for i in range(len(sizes) - 1)]
    if loss.probabilities and names[-1] not in PROBABILITIES:
        names[-1] = PROBABILITIES[number // len(LOSSES) % 2]
    if loss.name == "cross_entropy":  # whose targets sum to 1 over the units
        sizes[-1] = max(sizes[-1], 2) if rng.random() < 0.9 else 1
    layers = []
    for inputs, outputs, name in zip(sizes[:-1], sizes[1:], names, strict=True):
        activation = ACTIVATIONS[name]
        if activation.option and rng.random() < 0.5:
            setting = float(rng.choice([rng.normal(0, 0.5), 0.0]))
            activation = activation.using(**{activation.option: setting})
        b = rng.normal(size=outputs) if rng.random() < 0.7 else None
        layers.append(
            Layer(rng.normal(0, rng.choice([0.3, 1.0, 3.0]), (outputs, inputs)), b, activation)
        )
    samples = int(rng.integers(1, 7))
    X = rng.normal(size=(samples, sizes[0]))
    X[rng.random(X.shape) < 0.1] = 0.0
    return Case(Network(layers), X, targets(loss, (samples, sizes[-1]), rng), loss)


def one_sample(case: Case) -> Case:
    """The first sample of a case, as a row of numbers."""
    return Case(case.network, case.X[0], case.y[0], case.loss)
