"""The fast road for dense networks: every buffer made once, a step is a list of numpy calls.

A call to numpy costs about a fifth of a microsecond before it has touched a number. What made the
readable way slow on small networks is not that: it is the looking up of names, the checking of
what was checked before, and above all the arrays that each call makes anew. So this road writes
down, before the first step, every call that a step consists of, with the arrays it reads and the
array it writes:

    [(V1.dot, (A0, Z1)), (np.exp, (Z1, E1)), (np.add, (E1, one, D1)), ...]

and a step is `for call, arguments in calls: call(*arguments)`. Nothing is allocated in it, and
nothing is decided. That is the whole trick; the rest is where the numbers lie:

- All parameters are one vector w, their gradient g, so that an optimizer is a few calls in all and
  not a few for each array. It has no arrays of its own beyond its memory: it writes on g.
- Samples are columns: A is (units, samples). Adding over the classes of a softmax then runs along
  whole rows, where processors are fast; over the ten numbers of a row it would not.
- A bias is the weight of an input that is always 1: each layer's block of w is V = [W | b], and A
  has a last row of ones. One call of BLAS does z = W x + b, one the gradients of both. Only the
  first layer of large data keeps b apart, since the ones would cost a copy of all data.
- Weights keep the public order (outputs, inputs): BLAS takes the transposed of either for nothing.
- A sigmoid is E / D with E = exp(z) and D = 1 + E, and its slope A / D: one exponential serves
  both, and nothing is lost where A is nearly 1. z is held at what exp can still answer.
- Constants and the learning rate are arrays without a dimension: a Python float would be turned
  into one at every call. Where numpy spreads a row over many it asks for a buffer; BLAS does not.
- Optimizers go through long vectors in pieces that stay in the processor's nearer memory.

What is rarely trained (leaky ReLU and its relatives, mean absolute error, hinge ...) uses the
functions of `nnbook.activations` and `nnbook.losses` as they are. Batches of another size, such as
the rest at the end of an epoch, have calls of their own on the same parameters.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, prod

import numpy as np

from nnbook._calls import Call, Unit, activate, compare, descend, penalize
from nnbook._checks import Array
from nnbook._road import Rows, Task, dense_layers
from nnbook.losses import LOSSES
from nnbook.network import Network
from nnbook.optimizers import L1, L2, SGD, Adam, Momentum

FEW_DATA = 2**18  # numbers in X up to which a copy with a column of ones costs nothing to speak of


def can_take(task: Task) -> bool:
    """Dense layers, functions and optimizers of the book, and real numbers of one kind."""
    layers = dense_layers(task.network)
    dtypes = {value.dtype for value in task.network.parameters.values()}
    return (
        len(layers) > 0
        and dtypes in ({np.dtype("f4")}, {np.dtype("f8")})
        and LOSSES.get(task.loss.name) is task.loss
        # A prediction that is no probability must be refused, step by step.
        and not (
            task.loss.probabilities and layers[-1].activation.name not in {"sigmoid", "softmax"}
        )
        and type(task.optimizer) in {SGD, Momentum, Adam}
        and type(task.penalty) in {L1, L2, type(None)}
        # With a beta of 1 Adam divides by 0, which is not this road's to explain.
        and not (
            isinstance(task.optimizer, Adam) and 1 in {task.optimizer.beta1, task.optimizer.beta2}
        )
    )


@dataclass(frozen=True)
class Block:
    """Where one layer's parameters lie in a vector: V = [W | b], or V = W and b behind it."""

    V: Array
    W: Array
    b: Array | None
    alpha: Array | None


@dataclass(frozen=True)
class Batch:
    """The samples of one step and the calls on them; then C is left.dot(right) / count."""

    X: Array
    y: Array
    calls: list[Call]
    left: Array
    right: Array
    count: int


class DenseRoad:
    """The parameters in one vector, and the calls of a step for each size of batch."""

    def __init__(self, task: Task) -> None:
        self.task, self.steps = task, 0
        self.layers = dense_layers(task.network)
        self.with_ones = [layer.b is not None for layer in self.layers]
        self.with_ones[0] &= task.X.size <= FEW_DATA
        self.X, self.y = np.ascontiguousarray(task.X), np.ascontiguousarray(task.y)
        if self.with_ones[0]:
            self.X = np.hstack([self.X, np.ones_like(self.X[:, :1])])

        size = sum(value.size for value in task.network.parameters.values())
        self.w, self.g = np.zeros(size, self.X.dtype), np.zeros(size, self.X.dtype)
        self.blocks, self.slopes = self._blocks(self.w), self._blocks(self.g)
        self.parameters = _public(self.blocks)
        for name, value in task.network.parameters.items():
            self.parameters[name][...] = value

        self.ending: list[Call] = []
        if task.penalty is not None:
            is_weight = np.zeros_like(self.w)
            for block in self._blocks(is_weight):
                block.W[...] = 1
            self.ending += penalize(task.penalty, self.w, self.g, is_weight)
        calls, self.tune = descend(task.optimizer, self.w, self.g)
        self.ending += calls
        self.batches: dict[int, Batch] = {}
        if task.full:
            self.whole = self._batch(len(self.X))

    def step(self, rows: Rows) -> float:
        """One step down the gradient on these samples; the loss before it."""
        if isinstance(rows, slice):
            batch = self.whole
        else:
            batch = self.batches.get(len(rows)) or self._batch(len(rows))
            self.X.take(rows, 0, batch.X, "clip")  # "raise" would copy
            self.y.take(rows, 0, batch.y, "clip")
        if self.tune:
            self.tune(self.steps)
        for call, arguments in batch.calls:
            call(*arguments)
        self.steps += 1
        return float(batch.left.dot(batch.right)) / batch.count

    def finite(self) -> bool:
        """Whether every parameter is a finite number; the sum of squares seldom leaves a doubt."""
        return isfinite(self.w.dot(self.w)) or bool(np.isfinite(self.w).all())

    def snapshot(self) -> Network:
        """The network as it is now, on arrays of its own."""
        return self.task.network.updated(self.parameters)

    def _blocks(self, vector: Array) -> list[Block]:
        """Views into a vector as long as w, a block for each layer."""
        blocks, start = [], 0

        def cut(*shape: int) -> Array:
            nonlocal start
            start += prod(shape)
            return vector[start - prod(shape) : start].reshape(shape)

        for layer, ones in zip(self.layers, self.with_ones, strict=True):
            V = cut(layer.outputs, layer.inputs + ones)
            b = V[:, -1] if ones else None if layer.b is None else cut(layer.outputs)
            alpha = cut(1) if layer.activation.learned else None
            blocks.append(Block(V, V[:, : layer.inputs], b, alpha))
        return blocks

    def _batch(self, size: int) -> Batch:
        """The buffers and calls for batches of this size, made when the first one comes."""
        X, y = self.X, self.y
        if not self.task.full:
            X, y = (np.ones((size, rows.shape[1]), rows.dtype) for rows in (X, y))
        columns = np.ascontiguousarray(y.T)
        in_batches = not self.task.full and columns.base is not y  # which it is for one output
        calls: list[Call] = [(np.copyto, (columns, y.T))] * in_batches

        sources, behind, units = [X.T], [X.T], []
        for number, layer in enumerate(self.layers):
            ones = self.with_ones[number + 1 : number + 2] == [True]
            A, D = np.ones((2, layer.outputs + ones, size), X.dtype)
            a, d = A[: layer.outputs], D[: layer.outputs]
            alpha, slope = self.blocks[number].alpha, self.slopes[number].alpha
            units.append(activate(layer.activation, a, alpha, slope, d=d))
            calls += self._forward(number, sources[-1], units[-1])
            sources.append(A)
            behind.append(D)
        comparing, left, right, count = compare(
            units[-1], columns, self.task.loss, layer.activation
        )
        calls += comparing
        for number in reversed(range(len(units))):
            calls += self._backward(number, sources[number], units[number])
            if number:
                calls.append((self.blocks[number].V.T.dot, (units[number].d, behind[number])))
        self.batches[size] = batch = Batch(X, y, calls + self.ending, left, right, count)
        return batch

    def _forward(self, number: int, source: Array, unit: Unit) -> list[Call]:
        """From the layer before to a."""
        block = self.blocks[number]
        calls: list[Call] = [(block.V.dot, (source, unit.z))]
        if block.b is not None and not self.with_ones[number]:
            room = np.empty_like(unit.z)
            calls.append((block.b[:, None].dot, (np.ones_like(source[:1]), room)))
            calls.append((np.add, (unit.z, room, unit.z)))
        return calls + unit.forward

    def _backward(self, number: int, source: Array, unit: Unit) -> list[Call]:
        """From dC/da to the gradients of this layer."""
        slopes = self.slopes[number]
        calls: list[Call] = [*unit.backward, (unit.d.dot, (source.T, slopes.V))]
        if slopes.b is not None and not self.with_ones[number]:
            calls.append((unit.d.dot, (np.ones(unit.d.shape[1], unit.d.dtype), slopes.b)))
        return calls


def _public(blocks: list[Block]) -> dict[str, Array]:
    """The parameters by their names in the book, as views."""
    named = {}
    for number, block in enumerate(blocks, 1):
        alpha = None if block.alpha is None else block.alpha.reshape(())
        for name, value in (("W", block.W), ("b", block.b), ("alpha", alpha)):
            if value is not None:
                named[f"{name}{number}"] = value
    return named
