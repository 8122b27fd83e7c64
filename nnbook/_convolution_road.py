"""The road for images: convolutions, each with the pooling behind it, then dense layers.

`Convolution` and `MaxPooling` are written to be read. This road comes to the same numbers and is
about ten times as fast. How a convolution and its pooling are done stands in `nnbook._stages`; the
dense layers behind go as on `nnbook._dense_road`, with images as columns.

A batch goes through in chunks, small enough for the processor's cache; the gradients of the chunks
are added up. That is the same sum, since every loss is a mean over samples.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from nnbook import _dense_road
from nnbook._calls import Call, Unit, activate, compare, descend, penalize
from nnbook._checks import Array
from nnbook._road import Rows, Task, dense_layers
from nnbook._stages import Pair, Stage, numbers_of, shape_of
from nnbook.activations import ACTIVATIONS, Activation
from nnbook.dense import AnyLayer
from nnbook.layers import Convolution, MaxPooling
from nnbook.network import Network
from nnbook.optimizers import WEIGHTS, flatten, unflatten

__all__ = ["ConvolutionRoad", "can_take"]

CACHED = 2**19  # numbers of one stage for a chunk of images: what the processor's cache holds


def can_take(task: Task) -> bool:
    """Convolutions, pooled or not, whose activations never fall; then dense layers as usual."""
    pairs, dense = split(task.network)
    return (
        bool(pairs and dense)
        and all(one.K.dtype == task.network.dtype for one, _ in pairs)
        and all(_never_falls(one.activation) for one, _ in pairs)
        and _dense_road.can_take(replace(task, network=Network(dense)))
    )


def _never_falls(activation: Activation) -> bool:
    known = ACTIVATIONS.get(activation.name)
    falls = activation.option == "alpha" and activation.setting.real < 0
    ours = known is not None and known._value is activation._value
    return ours and activation.elementwise and not activation.learned and not falls


def split(network: Network) -> tuple[list[Pair], Sequence[AnyLayer]]:
    """Convolutions in front, each with the pooling that follows it, and all that comes behind."""
    pairs: list[Pair] = []
    layers = list(network.layers)
    while layers and type(convolution := layers[0]) is Convolution:
        if pairs and convolution.shape != shape_of(pairs[-1]):
            break  # as many numbers, but read as another image
        del layers[0]
        pool = layers[0] if layers and type(layers[0]) is MaxPooling else None
        if pool and pool.shape != convolution.output_shape:
            pool = None
        pairs.append((convolution, pool))
        del layers[: 1 if pool else 0]
    return pairs, layers


class ConvolutionRoad:
    """A road as in `nnbook._road`: all parameters in w, in the order of `network.parameters`."""

    def __init__(self, task: Task) -> None:
        self.task, self.steps = task, 0
        parameters = task.network.parameters
        self.w = flatten(parameters)
        self.g, self.part = np.empty_like(self.w), np.empty_like(self.w)
        self.views, self.slopes = unflatten(self.w, parameters), unflatten(self.part, parameters)
        self.ending: list[Call] = []
        if task.penalty is not None:
            is_weight = np.zeros_like(self.w)
            for name, value in unflatten(is_weight, parameters).items():
                value[...] = name[0] in WEIGHTS
            self.ending += penalize(task.penalty, self.w, self.g, is_weight)
        calls, self.tune = descend(task.optimizer, self.w, self.g)
        self.ending += calls
        self.most = max(1, CACHED // max(map(numbers_of, split(task.network)[0])))
        self.chunks: dict[int, _Chunk] = {}

    def step(self, rows: Rows) -> float:
        """One step down the gradient on these samples; the loss before it."""
        X, y, loss = self.task.X[rows], self.task.y[rows], 0.0
        size = math.ceil(len(X) / math.ceil(len(X) / self.most))
        self.g.fill(0)
        for start in range(0, len(X), size):
            here = slice(start, start + size)
            share = len(X[here]) / len(X)
            loss += share * self._chunk(len(X[here])).sweep(X[here], y[here])
            self.part *= share
            self.g += self.part
        if self.tune:
            self.tune(self.steps)
        for call, arguments in self.ending:
            call(*arguments)
        self.steps += 1
        return loss

    def _chunk(self, count: int) -> _Chunk:
        """The buffers for so many images, made when they first come."""
        if count not in self.chunks:
            self.chunks[count] = _Chunk(self.task, count, self.views, self.slopes)
        return self.chunks[count]

    def finite(self) -> bool:
        """Whether every parameter is a finite number."""
        return bool(np.isfinite(self.w).all())

    def snapshot(self) -> Network:
        """The network as it is now, on arrays of its own."""
        return self.task.network.updated(self.views)


class _Chunk:
    """The way through the network and back for so many images, each of them a column."""

    def __init__(
        self, task: Task, count: int, views: dict[str, Array], slopes: dict[str, Array]
    ) -> None:
        pairs, dense = split(task.network)
        layers = dense_layers(Network(dense))
        self.stages: list[Stage] = []
        number = 1
        for pair in pairs:
            self.stages.append(Stage(pair, count, views, slopes, number))
            number += 2 if pair[1] else 1
        dtype, maps = task.network.dtype, self.stages[-1].a.reshape(-1, count)
        self.y, self.behind = np.empty((task.y.shape[1], count), dtype), np.empty_like(maps)

        self.calls: list[Call] = []
        sources, units = [maps], list[Unit]()
        for here, layer in enumerate(layers, number):
            alpha, dalpha = (vector.get(f"alpha{here}") for vector in (views, slopes))
            a = np.empty((layer.outputs, count), dtype)
            units.append(activate(layer.activation, a, _row(alpha), _row(dalpha)))
            self.calls.append((views[f"W{here}"].dot, (sources[-1], units[-1].z)))
            if (b := views.get(f"b{here}")) is not None:
                self.calls.append((np.add, (units[-1].z, b[:, None], units[-1].z)))
            self.calls += units[-1].forward
            sources.append(a)
        comparing, self.left, self.right, self.count = compare(
            units[-1], self.y, task.loss, layers[-1].activation
        )
        self.calls += comparing
        before = [self.behind, *(unit.d for unit in units)]
        for place in reversed(range(len(units))):
            here, d = number + place, units[place].d
            self.calls += units[place].backward
            self.calls.append((d.dot, (sources[place].T, slopes[f"W{here}"])))
            if f"b{here}" in slopes:
                self.calls.append((np.add.reduce, (d, 1, None, slopes[f"b{here}"])))
            self.calls.append((views[f"W{here}"].T.dot, (d, before[place])))

    def sweep(self, X: Array, y: Array) -> float:
        """The loss on these images, for each of them; the gradient goes to the slopes."""
        np.copyto(self.y, y.T)
        maps = X.T
        for stage in self.stages:
            maps = stage.forward(maps)
        for call, arguments in self.calls:
            call(*arguments)
        behind = self.behind
        for stage in reversed(self.stages):
            behind = stage.backward(behind)
        return float(self.left.dot(self.right)) / self.count


def _row(alpha: Array | None) -> Array | None:
    """The one number as the row of one that `activate` takes."""
    return None if alpha is None else alpha.reshape(1)
