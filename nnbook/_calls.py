"""The calls that a step on `nnbook._dense_road` is made of: each with what it reads and writes.

A call is a function of numpy and its arguments, output last. Arrays are (units, samples). The
buffers of one layer are z, a and d: d holds dC/da when `backward` begins and dC/dz when it ends.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from nnbook._checks import Array
from nnbook.activations import Activation
from nnbook.losses import Loss
from nnbook.optimizers import L1, Adam, Momentum, Optimizer, Penalty

Call = tuple[Callable[..., Any], tuple[Any, ...]]
PIECE = 2**14  # numbers: four vectors of that length fit a processor's second cache


@dataclass
class Unit:
    """The buffers of one layer for one size of batch, and the calls from z to a and from d to d."""

    z: Array
    a: Array
    d: Array
    forward: list[Call]
    backward: list[Call]
    total: Array  # of a sigmoid or softmax: what it divided by


def constant(value: float, like: Array) -> Array:
    """A number as an array without a dimension, of the kind of `like`."""
    return np.array(value, dtype=like.dtype)


def highest(like: Array) -> Array:
    """The highest z that exp can answer in numbers of this kind, as often as `like` has entries.

    For minimum and maximum a whole array is four times faster than an array without a dimension.
    """
    return np.full_like(like, np.floor(np.log(np.finfo(like.dtype).max)))


def activate(
    f: Activation,
    a: Array,
    alpha: Array | None = None,
    alpha_slope: Array | None = None,
    *,
    d: Array | None = None,
) -> Unit:
    """What it takes to get from z to a, and back; `alpha` of a function that learns it.

    `d` may be given where it is part of a larger array. Units lie along the first of two axes, or
    the middle one of three.
    """
    z = a if f.name == "identity" else np.empty_like(a)
    unit = Unit(z, a, np.empty_like(a) if d is None else d, [], [], np.empty_like(a))
    build = {
        "identity": lambda _: None,
        "relu": _relu,
        "sigmoid": _sigmoid,
        "softmax": _softmax,
        "tanh": _tanh,
    }.get(f.name)
    if build:
        build(unit)
    else:
        _as_it_is(unit, f, alpha, alpha_slope)
    return unit


def _relu(unit: Unit) -> None:
    z, a, d = unit.z, unit.a, unit.d
    unit.forward = [(partial(np.maximum, z, np.zeros_like(z), out=a), ())]
    unit.backward = [(np.sign, (a, z)), (np.multiply, (d, z, d))]


def _tanh(unit: Unit) -> None:
    z, d, cosh = unit.z, unit.d, np.empty_like(unit.a)
    unit.forward = [(np.tanh, (z, unit.a))]
    # 1 - a² in a form that keeps its digits where a is as good as 1
    unit.backward = [
        (np.cosh, (z, cosh)),
        (np.divide, (d, cosh, d)),
        (np.divide, (d, cosh, d)),
    ]


def _sigmoid(unit: Unit) -> None:
    a, d, total, e = unit.a, unit.d, unit.total, np.empty_like(unit.a)
    unit.forward = [
        (partial(np.minimum, unit.z, highest(a), out=e), ()),
        (np.exp, (e, e)),
        (np.add, (e, constant(1, a), total)),
        (np.divide, (e, total, a)),
    ]
    unit.backward = [(np.divide, (a, total, e)), (np.multiply, (d, e, d))]


def _softmax(unit: Unit) -> None:
    z, a, d, axis = unit.z, unit.a, unit.d, unit.a.ndim - 2
    top, room = np.ones_like(a.max(axis=axis, keepdims=True)), np.empty_like(a)
    unit.forward = [
        (np.maximum.reduce, (z, axis, None, top, True)),
        spread(top, room),
        (np.subtract, (z, room, z)),
        (np.exp, (z, a)),
        *_add_up(a, unit.total),
        (np.divide, (a, unit.total, a)),
    ]
    shares = np.empty_like(a)
    unit.backward = [
        (np.multiply, (d, a, room)),
        *_add_up(room, shares),
        (np.subtract, (d, shares, d)),
        (np.multiply, (d, a, d)),
    ]


def spread(row: Array, rows: Array) -> Call:
    """The same numbers for each unit. BLAS does it in a third of the time, and without a buffer."""
    if row.ndim == 2:
        return np.ones((len(rows), 1), row.dtype).dot, (row, rows)
    return np.copyto, (rows, row)


def _add_up(values: Array, total: Array) -> list[Call]:
    """The sum over units, for each unit."""
    if values.ndim == 2:
        return [(np.ones((len(values), len(values)), values.dtype).dot, (values, total))]
    row = np.empty_like(values[:, :1])
    return [(np.add.reduce, (values, 1, None, row, True)), spread(row, total)]


def _as_it_is(unit: Unit, f: Activation, alpha: Array | None, alpha_slope: Array | None) -> None:
    """Any other function, by its own value and slope, which numpy hands out on new arrays."""
    z, a, d = unit.z, unit.a, unit.d

    def now() -> Activation:
        return f if alpha is None else f.using(alpha=float(alpha[0]))

    def forward() -> None:
        np.copyto(a, now()(z))

    def backward() -> None:
        if alpha_slope is not None:
            alpha_slope[0] = (d * f.option_slope(z)).sum()
        np.copyto(d, now().back(z, d))

    unit.forward, unit.backward = [(forward, ())], [(backward, ())]


def compare(
    unit: Unit, y: Array, loss: Loss, activation: Activation
) -> tuple[list[Call], Array, Array, int]:
    """From the last layer's a to its dC/da, or for the two famous pairs from z to dC/dz.

    Behind the calls stand left, right and count: after them C is left.dot(right) / count.
    """
    count = y.size if loss.per == "element" else y.shape[1]
    z, a, d = unit.z, unit.a, unit.d
    scale = constant(1 / count, a)
    error, ones = np.empty_like(a), np.ones_like(a)
    if (activation.name, loss.name) == ("softmax", "cross_entropy"):
        log = np.empty_like(a)
        unit.backward = []
        calls: list[Call] = [
            (np.log, (unit.total, log)),
            (np.subtract, (log, z, error)),
            (np.subtract, (a, y, d)),
            (np.multiply, (d, scale, d)),
        ]
        return calls, y.ravel(), error.ravel(), count
    if (activation.name, loss.name) == ("sigmoid", "binary_cross_entropy"):
        unit.backward = []
        calls = [
            (np.multiply, (y, z, d)),
            (np.logaddexp, (z, constant(0, a), error)),
            (np.subtract, (error, d, error)),
            (np.subtract, (a, y, d)),
            (np.multiply, (d, scale, d)),
        ]
        return calls, ones.ravel(), error.ravel(), count
    if loss.name == "mse":
        calls = [(np.subtract, (a, y, error)), (np.multiply, (error, constant(2 / count, a), d))]
        return calls, error.ravel(), error.ravel(), count

    def as_it_is() -> None:
        np.copyto(error, loss.terms(y, a))
        np.multiply(loss._slopes(y, a), scale, d)

    return [(as_it_is, ())], ones.ravel(), error.ravel(), count


def penalize(penalty: Penalty, w: Array, g: Array, is_weight: Array) -> list[Call]:
    """The slope of L1 or L2 added to g, on the weights alone."""
    room = np.empty_like(w)
    if isinstance(penalty, L1):
        pull = penalty.strength * is_weight
        first: Call = (np.sign, (w, room))
    else:
        pull = 2 * penalty.strength * is_weight
        first = (np.positive, (w, room))
    pull = pull.astype(w.dtype)
    return [first, (np.multiply, (room, pull, room)), (np.add, (g, room, g))]


def descend(
    optimizer: Optimizer, w: Array, g: Array
) -> tuple[list[Call], Callable[[int], None] | None]:
    """The optimizer's calls, which use up g, and what to do before each step, if anything."""
    rate, shift = constant(0, w), constant(0, w)
    vectors = optimizer.start(w).vectors
    calls: list[Call] = []
    for start in range(0, w.size, PIECE):
        piece = slice(start, start + PIECE)
        own = w[piece], g[piece], *(v[piece] for v in vectors)
        if isinstance(optimizer, Adam):
            calls += _adam(optimizer, rate, shift, *own)
        elif isinstance(optimizer, Momentum):
            calls += _momentum(optimizer, rate, *own)
        else:
            calls += _sgd(rate, *own)
    if isinstance(optimizer, Adam):
        return calls, partial(_tune_adam, optimizer, rate, shift)

    def tune(steps: int) -> None:
        rate[()] = optimizer.rate(steps)

    if callable(optimizer.lr):
        return calls, tune
    tune(0)
    return calls, None


def _sgd(rate: Array, w: Array, g: Array) -> list[Call]:
    return [(np.multiply, (g, rate, g)), (np.subtract, (w, g, w))]


def _momentum(optimizer: Momentum, rate: Array, w: Array, g: Array, v: Array) -> list[Call]:
    return [
        (np.multiply, (v, constant(optimizer.beta, w), v)),
        (np.add, (v, g, v)),
        (np.multiply, (v, rate, g)),
        (np.subtract, (w, g, w)),
    ]


def _adam(optimizer: Adam, rate: Array, shift: Array, *own: Array) -> list[Call]:
    """Adam with m / (1 - beta1) and v / (1 - beta2) in place of m and v: three calls fewer."""
    w, g, m, v = own
    return [
        (np.multiply, (m, constant(optimizer.beta1, w), m)),
        (np.add, (m, g, m)),
        (np.multiply, (g, g, g)),
        (np.multiply, (v, constant(optimizer.beta2, w), v)),
        (np.add, (v, g, v)),
        (np.sqrt, (v, g)),
        (np.add, (g, shift, g)),
        (np.divide, (m, g, g)),
        (np.multiply, (g, rate, g)),
        (np.subtract, (w, g, w)),
    ]


def _tune_adam(optimizer: Adam, rate: Array, shift: Array, steps: int) -> None:
    """The step's length and epsilon for the m and v that `_adam` keeps."""
    t = steps + 1
    scale = ((1 - optimizer.beta2) / (1 - optimizer.beta2**t)) ** 0.5
    shift[()] = optimizer.epsilon / scale
    rate[()] = optimizer.rate(steps) * (1 - optimizer.beta1) / ((1 - optimizer.beta1**t) * scale)
