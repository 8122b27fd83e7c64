"""The road for any network: forward, backward and a step, on arrays that numpy hands out anew.

It does what the four lines of `nnbook.backpropagation` do, without the words. Every layer that
keeps the protocol of `nnbook.dense` can go here; the other roads are faster and more particular.
"""

from __future__ import annotations

import numpy as np

from nnbook._road import Rows, Task
from nnbook.backpropagation import sweep
from nnbook.network import Network
from nnbook.optimizers import WEIGHTS, flatten, unflatten


def can_take(_: Task) -> bool:
    """Whether this road is open to the task: it always is."""
    return True


class GeneralRoad:
    """The parameters as one vector w, changed in place, and a network that stands on it."""

    def __init__(self, task: Task) -> None:
        self.task = task
        parameters = task.network.parameters
        self.w = flatten(parameters)
        self.g, self.room = np.empty_like(self.w), np.empty_like(self.w)
        self.views, self.slopes = unflatten(self.w, parameters), unflatten(self.g, parameters)
        self.network = task.network.updated(self.views, copy=False)
        self.vectors = task.optimizer.start(self.w).vectors
        self.steps = 0

    def step(self, rows: Rows) -> float:
        """One step down the gradient on these samples; the loss before it."""
        task = self.task
        done = sweep(self.network, task.X[rows], task.y[rows], task.loss, rng=task.rng)
        np.concatenate([done.gradients[name].ravel() for name in self.views], out=self.g)
        if task.penalty is not None:
            for name, value in self.views.items():
                if name[0] in WEIGHTS:
                    self.slopes[name] += task.penalty.slope(value)
        task.optimizer.descend(self.w, self.g, self.vectors, self.steps, self.room)
        self.network = self.network.updated(self.views, done.gradients.memories, copy=False)
        self.steps += 1
        return float(done.loss)

    def finite(self) -> bool:
        """Whether every parameter is a finite number."""
        return bool(np.isfinite(self.w).all())

    def snapshot(self) -> Network:
        """The network as it is now, on arrays of its own."""
        return self.network.updated(self.views)
