"""Optimizers: from gradients to the next network. Penalties: what large weights cost.

An optimizer is called like this, from `state = None` on:

    network, state = optimizer.step(network, trace.gradients, state)

The arithmetic of each stands in `descend`, on one long vector w that holds all parameters, with
its gradient g. `step` wraps it; `nnbook.train` calls it directly, so the two agree to the last bit.
A learning rate may be a number or a function of the step number, counted from 0: a schedule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from nnbook._checks import Array, as_number
from nnbook.dense import Memory
from nnbook.network import Network

__all__ = ["L1", "L2", "SGD", "Adam", "Momentum", "Optimizer", "Penalty", "Rate", "State"]

WEIGHTS = "KUW"  # what a penalty acts on: W, a filter's K, a recurrent layer's U; no biases
Rate = float | Callable[[int], float]


@dataclass(frozen=True, eq=False)
class State:
    """What an optimizer remembers: the steps taken, and its vectors (v, or m and v)."""

    steps: int
    vectors: tuple[Array, ...]


@dataclass(frozen=True)
class Optimizer:
    """Plain gradient descent is `SGD`; the others refine its step. `lr` is the learning rate."""

    lr: Rate
    memory = 0  # how many vectors the size of w it keeps

    def __post_init__(self) -> None:
        if not callable(self.lr):
            as_number(self.lr, f"lr of {type(self).__name__}", low=0.0)

    def step(
        self, network: Network, gradients: Mapping[str, Array], state: State | None = None
    ) -> tuple[Network, State]:
        """The network after one step down its gradients, and the state for the next step."""
        parameters = network.parameters
        missing = [name for name in parameters if name not in gradients]
        if missing:
            raise ValueError(f"gradients must name every parameter, but lack {', '.join(missing)}")
        for name, value in parameters.items():
            if np.shape(gradients[name]) != value.shape:
                raise ValueError(
                    f"the gradient of {name} must have its shape {value.shape}, "
                    f"but received shape {np.shape(gradients[name])}"
                )
        w = flatten(parameters)
        g = flatten({name: np.asarray(gradients[name], dtype=w.dtype) for name in parameters})
        before = state or self.start(w)
        vectors = tuple(vector.copy() for vector in before.vectors)
        self.descend(w, g, vectors, before.steps, np.empty_like(w))
        memories: tuple[Memory, ...] = tuple(getattr(gradients, "memories", ()))
        after = network.updated(unflatten(w, parameters), memories)
        return after, State(before.steps + 1, vectors)

    def start(self, w: Array) -> State:
        """The state before the first step: zeros."""
        return State(0, tuple(np.zeros_like(w) for _ in range(self.memory)))

    def rate(self, steps: int) -> float:
        """The learning rate after so many steps."""
        return float(self.lr(steps)) if callable(self.lr) else self.lr

    def descend(
        self, w: Array, g: Array, vectors: tuple[Array, ...], steps: int, room: Array
    ) -> None:
        """Change w and the vectors in place; `room` is as large as w and free to write on."""
        raise TypeError("use SGD, Momentum or Adam")


class SGD(Optimizer):
    """w <- w - lr g."""

    def descend(
        self, w: Array, g: Array, vectors: tuple[Array, ...], steps: int, room: Array
    ) -> None:
        """w <- w - lr g."""
        np.multiply(g, self.rate(steps), out=room)
        w -= room


@dataclass(frozen=True)
class Momentum(Optimizer):
    """v <- beta v + g, then w <- w - lr v, with v = 0 at the start (Polyak 1964; as PyTorch)."""

    beta: float = 0.9
    memory = 1

    def __post_init__(self) -> None:
        super().__post_init__()
        as_number(self.beta, "beta of Momentum", 0.0, 1.0)

    def descend(
        self, w: Array, g: Array, vectors: tuple[Array, ...], steps: int, room: Array
    ) -> None:
        """v <- beta v + g, w <- w - lr v."""
        (v,) = vectors
        v *= self.beta
        v += g
        np.multiply(v, self.rate(steps), out=room)
        w -= room


@dataclass(frozen=True)
class Adam(Optimizer):
    """Steps of about lr, whatever the size of the gradients (Kingma & Ba 2015).

    m <- beta1 m + (1 - beta1) g and v <- beta2 v + (1 - beta2) g², then at step t = 1, 2, ...
    w <- w - lr (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon).

    m and v start at 0; dividing by 1 - beta^t undoes that, and is what makes the first step
    as long as lr.
    """

    lr: Rate = 0.001
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8
    memory = 2

    def __post_init__(self) -> None:
        super().__post_init__()
        for name in ("beta1", "beta2"):
            as_number(getattr(self, name), f"{name} of Adam", 0.0, 1.0)
        as_number(self.epsilon, "epsilon of Adam", low=0.0)

    def descend(
        self, w: Array, g: Array, vectors: tuple[Array, ...], steps: int, room: Array
    ) -> None:
        """Both averages, then the step."""
        m, v = vectors
        m *= self.beta1
        np.multiply(g, 1 - self.beta1, out=room)
        m += room
        v *= self.beta2
        np.multiply(g, g, out=room)
        room *= 1 - self.beta2
        v += room
        t = steps + 1
        np.divide(v, 1 - self.beta2**t, out=room)
        np.sqrt(room, out=room)
        room += self.epsilon
        np.divide(m, room, out=room)
        room *= self.rate(steps) / (1 - self.beta1**t)
        w -= room


@dataclass(frozen=True)
class Penalty:
    """An extra loss on the weights W, K and U of all layers; biases go free."""

    strength: float

    def __post_init__(self) -> None:
        as_number(self.strength, f"strength of {type(self).__name__}", low=0.0)

    def __call__(self, W: Array) -> float:
        """What these weights cost."""
        raise TypeError("use L1 or L2")

    def slope(self, W: Array) -> Array:
        """The slope of the cost for each weight."""
        raise TypeError("use L1 or L2")


class L2(Penalty):
    """strength times the sum of w²: pulls each weight towards 0 in proportion to its size."""

    def __call__(self, W: Array) -> float:
        """Strength times the sum of w²."""
        return self.strength * float((W**2).sum())

    def slope(self, W: Array) -> Array:
        """2 strength w."""
        return 2 * self.strength * W


class L1(Penalty):
    """strength times the sum of |w|: pulls each weight towards 0 with the same force."""

    def __call__(self, W: Array) -> float:
        """Strength times the sum of the sizes."""
        return self.strength * float(np.abs(W).sum())

    def slope(self, W: Array) -> Array:
        """Strength times the sign of w."""
        return self.strength * np.sign(W)


def flatten(parameters: Mapping[str, Array]) -> Array:
    """All parameters behind each other in one new vector."""
    return np.concatenate([np.ravel(value) for value in parameters.values()])


def unflatten(w: Array, parameters: Mapping[str, Array]) -> dict[str, Array]:
    """Views into w with the names and shapes of `parameters`."""
    views, start = {}, 0
    for name, value in parameters.items():
        views[name] = w[start : start + value.size].reshape(value.shape)
        start += value.size
    return views
