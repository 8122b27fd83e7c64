"""The road for tiny networks: the program of `nnbook.writing`, run as it stands.

Below a few hundred products a step, numbers in Python variables beat arrays: XOR takes a third of
the time. A program knows the numbers of an everyday training. Where one grows beyond what `exp` can
answer, it stops before it has changed anything, and the general road goes on from there.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from math import isfinite
from typing import Any

import numpy as np

from nnbook._general_road import GeneralRoad
from nnbook._road import Rows, Task
from nnbook.network import Network
from nnbook.optimizers import Adam, flatten, unflatten
from nnbook.writing import can_be_written_out, written_out

FEW_PRODUCTS = 100  # weights times samples, up to which the program is faster than arrays
FEW_DATA = 2**14  # numbers in X that may also be kept as Python's


def can_take(task: Task) -> bool:
    """A program exists, and is short: in float64, as Python's numbers are."""
    network = task.network
    return (
        can_be_written_out(network, task.loss, task.optimizer, task.penalty)
        and {value.dtype for value in network.parameters.values()} == {np.dtype(float)}
        and sum(v.size for v in network.parameters.values()) * task.batch_size <= FEW_PRODUCTS
        and task.X.size <= FEW_DATA
    )


@lru_cache(maxsize=64)
def _program(text: str) -> Callable[..., float]:
    """The function `step` of the text. To compile it takes as long as a hundred steps."""
    room: dict[str, Any] = {}
    exec(compile(text, "<written out>", "exec"), room)  # noqa: S102 - our own text
    step: Callable[..., float] = room["step"]
    return step


class NumberRoad:
    """The parameters as a list of numbers, and the program that changes it."""

    def __init__(self, task: Task) -> None:
        self.task, self.steps = task, 0
        self.parameters = task.network.parameters
        w = flatten(self.parameters)
        self.size = w.size
        vectors = task.optimizer.start(w).vectors
        self.state = np.concatenate([w, *vectors]).tolist()
        self.samples = [tuple(row) for row in np.hstack([task.X, task.y]).tolist()]
        self.program = _program(written_out(task.network, task.loss, task.optimizer, task.penalty))
        constant = not callable(task.optimizer.lr) and not isinstance(task.optimizer, Adam)
        self.rate = task.optimizer.rate(0) if constant else None
        self.beyond: GeneralRoad | None = None

    def step(self, rows: Rows) -> float:
        """One step down the gradient on these samples; the loss before it."""
        if self.beyond is None:
            samples = self.samples
            if not isinstance(rows, slice):
                samples = [samples[row] for row in rows.tolist()]
            try:
                if self.rate is None:
                    loss = self.program(self.state, samples, *self._rates())
                else:
                    loss = self.program(self.state, samples, self.rate)
            except (ArithmeticError, ValueError):
                self.beyond = self._general_road()
            else:
                self.steps += 1
                return loss
        loss = self.beyond.step(rows)
        self.steps = self.beyond.steps
        return loss

    def finite(self) -> bool:
        """Whether every parameter is a finite number; their sum seldom leaves a doubt."""
        if self.beyond:
            return self.beyond.finite()
        return isfinite(sum(self.state)) or all(map(isfinite, self.state[: self.size]))

    def snapshot(self) -> Network:
        """The network as it is now, on arrays of its own."""
        if self.beyond:
            return self.beyond.snapshot()
        return self.task.network.updated(unflatten(np.array(self.state), self.parameters))

    def _rates(self) -> tuple[float, ...]:
        """What the program asks for at this step: the learning rate, and two numbers for Adam."""
        optimizer, t = self.task.optimizer, self.steps + 1
        if isinstance(optimizer, Adam):
            return optimizer.rate(self.steps), 1 - optimizer.beta1**t, 1 - optimizer.beta2**t
        return (optimizer.rate(self.steps),)

    def _general_road(self) -> GeneralRoad:
        """The general road, from where the program stopped."""
        road = GeneralRoad(self.task)
        here, *vectors = np.array(self.state).reshape(-1, self.size)
        for old, new in zip((road.w, *road.vectors), (here, *vectors), strict=True):
            old[:] = new
        road.steps = self.steps
        return road
