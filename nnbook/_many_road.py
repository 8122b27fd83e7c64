"""The road for many small networks at once: the same calls, with the networks on the last axis.

A thousand networks of nine weights are not a thousand times the work of one: most of that was the
cost of a call. Here a weight is a row of a thousand numbers, one for each network, and a call
serves all of them. The order of the axes is what makes it fast: A is (samples, units, networks), so
that the innermost loop of numpy always runs along a thousand neighbours; V is (inputs, units,
networks), its last input the bias, so that the first layer, whose data all networks share, is one
product of matrices. A further layer multiplies each weight with its input and adds up.

That is worth it while layers are small; for large ones BLAS on one network at a time wins, and
`nnbook.many` goes that way then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from math import isfinite, prod

import numpy as np

from nnbook._calls import Call, Unit, activate, constant, descend, highest, penalize
from nnbook._checks import Array
from nnbook._road import Rows, Task, dense_layers
from nnbook.dense import Layer
from nnbook.losses import Loss
from nnbook.network import Network


@dataclass(frozen=True)
class Pass:
    """Buffers for one number of samples; the calls of a pass forward, and those of a step."""

    X: Array
    y: Array
    losses: Array
    forward: list[Call]
    backward: list[Call]


class ManyRoad:
    """Networks of one build side by side: `step` takes one step down with each of them."""

    def __init__(self, networks: Sequence[Network], task: Task) -> None:
        self.task, self.steps, self.many = task, 0, len(networks)
        self.layers = dense_layers(task.network)
        self.X, self.y = self._with_ones(task.X), task.y[:, :, None]
        names = task.network.parameters
        size = sum(value.size for value in names.values()) * self.many
        self.w, self.g = np.zeros(size, task.X.dtype), np.zeros(size, task.X.dtype)
        self.blocks, self.slopes = self._blocks(self.w), self._blocks(self.g)
        self.parameters = self._public(self.blocks)
        start = [network.parameters for network in networks]
        for name, values in self.parameters.items():
            values[...] = np.array([own[name] for own in start])

        self.ending: list[Call] = []
        if task.penalty is not None:
            is_weight = np.zeros_like(self.w)
            for name, values in self._public(self._blocks(is_weight)).items():
                values[...] = name[0] == "W"
            self.ending += penalize(task.penalty, self.w, self.g, is_weight)
        calls, self.tune = descend(task.optimizer, self.w, self.g)
        self.ending += calls
        self.passes: dict[int, Pass] = {}

    def step(self, rows: Rows) -> Array:
        """One step down the gradient on these samples; the loss of each network before it."""
        if isinstance(rows, slice):
            here = self.passes.get(len(self.X)) or self._pass(self.X, self._for_each(self.y))
            self.passes[len(self.X)] = here
        else:
            here = self.passes.get(len(rows)) or self._pass(self.X[rows], self.y[rows])
            self.passes[len(rows)] = here
            self.X.take(rows, 0, here.X, "clip")
            self.y.take(rows, 0, here.y, "clip")
        if self.tune:
            self.tune(self.steps)
        for call, arguments in here.forward:
            call(*arguments)
        for call, arguments in here.backward:
            call(*arguments)
        self.steps += 1
        return here.losses

    def evaluate(self, held_out: Pass) -> Array:
        """The loss of each network on other data, made with `held_out`."""
        for call, arguments in held_out.forward:
            call(*arguments)
        return held_out.losses.copy()

    def held_out(self, X: Array, y: Array) -> Pass:
        """A pass on data that are not learned from."""
        return self._pass(self._with_ones(X), self._for_each(y[:, :, None]))

    def finite(self, losses: Array) -> bool:
        """Whether every loss and parameter is a finite number; sums seldom leave a doubt."""
        return isfinite(losses.dot(losses) + self.w.dot(self.w)) or bool(
            np.isfinite(losses).all() and np.isfinite(self.w).all()
        )

    def first_lost(self, losses: Array) -> int:
        """Which network is the first whose loss or weights are no longer numbers."""
        fine = np.isfinite(losses)
        for values in self.parameters.values():
            fine &= np.isfinite(values).reshape(self.many, -1).all(axis=1)
        return int(fine.argmin())

    def snapshot(self) -> list[Network]:
        """The networks as they are now, on arrays of their own."""
        own = {name: np.array(values, order="C") for name, values in self.parameters.items()}
        for values in own.values():
            values.flags.writeable = False
        return [
            self.task.network.updated({n: v[one] for n, v in own.items()}, copy=False)
            for one in range(self.many)
        ]

    def _with_ones(self, X: Array) -> Array:
        if self.layers[0].b is None:
            return X.copy()
        return np.hstack([X, np.ones((len(X), 1), X.dtype)])

    def _for_each(self, y: Array) -> Array:
        """A copy for each network: numpy takes the next number faster than the same one again."""
        return np.repeat(y, self.many, axis=2)

    def _blocks(self, vector: Array) -> list[Array]:
        """Views (inputs, units, networks) into a vector as long as w, one for each layer."""
        blocks, start = [], 0
        for layer in self.layers:
            shape = (layer.inputs + (layer.b is not None), layer.outputs, self.many)
            blocks.append(vector[start : start + prod(shape)].reshape(shape))
            start += prod(shape)
        return blocks

    def _public(self, blocks: list[Array]) -> dict[str, Array]:
        """Views (networks, ...) by the names of the book."""
        named = {}
        for number, (layer, V) in enumerate(zip(self.layers, blocks, strict=True), 1):
            named[f"W{number}"] = V[: layer.inputs].T
            if layer.b is not None:
                named[f"b{number}"] = V[-1].T
        return named

    def _pass(self, X: Array, y: Array) -> Pass:
        """Buffers and calls for these samples."""
        size, many = len(X), self.many
        losses = np.empty(many, X.dtype)
        units = [
            activate(one.activation, np.empty((size, one.outputs, many), X.dtype))
            for one in self.layers
        ]
        forward: list[Call] = [(X.dot, (_flat(self.blocks[0]), _flat(units[0].z)))]
        forward += units[0].forward
        backward: list[Call] = []
        for k in range(1, len(units)):
            forward += self._product(k, units[k - 1], units[k])
        calls, slope = _compare(units[-1], y, self.task.loss, self.layers[-1], losses)
        forward += calls
        backward += slope
        for k in reversed(range(1, len(units))):
            backward += units[k].backward + self._back(k, units[k - 1], units[k])
        backward += units[0].backward
        backward.append((X.T.dot, (_flat(units[0].d), _flat(self.slopes[0]))))
        return Pass(X, y, losses, forward, backward + self.ending)

    def _product(self, k: int, before: Unit, unit: Unit) -> list[Call]:
        """z = W a + b for a layer that has a layer before it."""
        layer, V = self.layers[k], self.blocks[k]
        products = np.empty((len(unit.z), *V[: layer.inputs].shape), V.dtype)
        calls: list[Call] = [
            (np.multiply, (before.a[:, :, None], V[: layer.inputs], products)),
            (np.add.reduce, (products, 1, None, unit.z)),
        ]
        if layer.b is not None:
            calls.append((np.add, (unit.z, V[-1], unit.z)))
        return calls + unit.forward

    def _back(self, k: int, before: Unit, unit: Unit) -> list[Call]:
        """The gradients of this layer, and dC/da of the layer before."""
        layer, V, G = self.layers[k], self.blocks[k], self.slopes[k]
        products = np.empty((len(unit.z), *V[: layer.inputs].shape), V.dtype)
        calls: list[Call] = [
            (np.multiply, (before.a[:, :, None], unit.d[:, None], products)),
            (np.add.reduce, (products, 0, None, G[: layer.inputs])),
        ]
        if layer.outputs == 1:
            calls.append((np.multiply, (V[: layer.inputs, 0], unit.d, before.d)))
        else:
            calls += [
                (np.multiply, (V[: layer.inputs], unit.d[:, None], products)),
                (np.add.reduce, (products, 2, None, before.d)),
            ]
        if layer.b is not None:
            calls.append((np.add.reduce, (unit.d, 0, None, G[-1])))
        return calls


def _flat(values: Array) -> Array:
    """Units and networks side by side, as a matrix for BLAS: a view."""
    return values.reshape(len(values), -1)


def _compare(
    unit: Unit, y: Array, loss: Loss, layer: Layer, losses: Array
) -> tuple[list[Call], list[Call]]:
    """From the last layer's a to the losses; and to dC/da, or for the two famous pairs to dC/dz."""
    a, d, z, count = unit.a, unit.d, unit.z, loss.count(unit.a[:, :, 0])
    scale, error, room = constant(1 / count, a), np.empty_like(a), np.empty_like(a)
    mean: list[Call] = [
        (np.add.reduce, (error.reshape(-1, losses.size), 0, None, losses)),
        (np.multiply, (losses, scale, losses)),
    ]
    pair = layer.activation.name, loss.name
    if pair in {("softmax", "cross_entropy"), ("sigmoid", "binary_cross_entropy")}:
        unit.backward = []
        slope: list[Call] = [(np.subtract, (a, y, d)), (np.multiply, (d, scale, d))]
        log = np.empty_like(unit.total)
        if pair[0] == "softmax":
            calls: list[Call] = [
                (np.log, (unit.total, log)),
                (np.subtract, (log, z, error)),
                (np.multiply, (error, y, error)),
            ]
        else:  # log(1 + exp(z)) is z itself beyond what exp can answer
            calls = [
                (partial(np.maximum, z, highest(a), out=room), ()),
                (np.subtract, (room, highest(a), room)),
                (np.log, (unit.total, error)),
                (np.add, (error, room, error)),
                (np.multiply, (y, z, room)),
                (np.subtract, (error, room, error)),
            ]
        return calls + mean, slope
    if loss.name == "mse":
        calls = [(np.subtract, (a, y, room)), (np.multiply, (room, room, error))]
        return calls + mean, [(np.multiply, (room, constant(2 / count, a), d))]

    def terms() -> None:
        np.copyto(error, loss.terms(y, a))

    def slopes() -> None:
        np.multiply(loss._slopes(y, a), scale, d)

    return [(terms, ()), *mean], [(slopes, ())]
