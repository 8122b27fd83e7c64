"""Batch normalisation: each unit is centred and scaled by what the batch around it shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from nnbook._checks import Array, as_count, as_number
from nnbook.dense import Memory
from nnbook.layers._parts import own, put

__all__ = ["BatchNorm"]


@dataclass(frozen=True, eq=False)
class BatchNorm:
    """z = (x - mean) / sqrt(variance + epsilon), then a = gamma z + beta, for each unit by itself.

    In training the mean and the variance are those of the batch. The layer after the step
    has moved its own running ones towards them, by the share `momentum` (of the variance the one
    over N - 1, as PyTorch does); after training the running ones are used (Ioffe & Szegedy
    2015). gamma (units,) and beta (units,) are learned and start at 1 and 0; mean and variance
    start at 0 and 1. Training needs a batch of at least 2 samples, else it raises ValueError.
    """

    gamma: Array
    beta: Array
    mean: Array
    variance: Array
    momentum: float
    epsilon: float

    def __init__(
        self,
        units: int,
        *,
        gamma: ArrayLike | None = None,
        beta: ArrayLike | None = None,
        mean: ArrayLike | None = None,
        variance: ArrayLike | None = None,
        momentum: float = 0.1,
        epsilon: float = 1e-5,
        dtype: DTypeLike = float,
    ) -> None:
        as_count(units, "units of BatchNorm")
        start = np.ones(units, dtype=dtype)
        arrays = {
            "gamma": own(start if gamma is None else gamma, "gamma"),
            "beta": own(0 * start if beta is None else beta, "beta"),
            "mean": own(0 * start if mean is None else mean, "mean"),
            "variance": own(start if variance is None else variance, "variance"),
        }
        for name, array in arrays.items():
            if array.shape != (units,):
                raise ValueError(
                    f"{name} must hold one number for each of the {units} units, "
                    f"but its shape is {array.shape}"
                )
        if (arrays["variance"].real < 0).any():
            raise ValueError("variance must not be negative")
        if as_number(epsilon, "epsilon of BatchNorm", low=0.0) == 0.0:
            raise ValueError("epsilon of BatchNorm must be above 0: a unit may never vary")
        momentum = as_number(momentum, "momentum of BatchNorm", 0.0, 1.0)
        put(self, **arrays, momentum=momentum, epsilon=float(epsilon))

    @property
    def inputs(self) -> int:
        """How many units there are."""
        return len(self.gamma)

    @property
    def outputs(self) -> int:
        """As many as go in."""
        return len(self.gamma)

    @property
    def parameters(self) -> dict[str, Array]:
        """Gamma and beta. The running mean and variance are remembered, not learned."""
        return {"gamma": self.gamma, "beta": self.beta}

    def updated(
        self, parameters: Mapping[str, Array], memory: Memory | None = None, *, copy: bool = True
    ) -> BatchNorm:
        """A new layer with these parameters, its running statistics moved if it saw a batch."""
        mean, variance = self.mean, self.variance
        if memory is not None and memory["training"]:
            N, share = len(memory["x"]), self.momentum
            mean = (1 - share) * mean + share * memory["mean"]
            variance = (1 - share) * variance + share * memory["variance"] * (N / (N - 1))
        fields: dict[str, Any] = {
            "gamma": parameters.get("gamma", self.gamma),
            "beta": parameters.get("beta", self.beta),
            "mean": mean,
            "variance": variance,
            "momentum": self.momentum,
            "epsilon": self.epsilon,
        }
        if copy:
            return BatchNorm(len(self.gamma), **fields)
        layer = object.__new__(BatchNorm)
        put(layer, **fields)
        return layer

    def forward(
        self, x: Array, *, training: bool = False, rng: np.random.Generator | None = None
    ) -> tuple[Array, Memory]:
        """The scaled z and a for a batch (N, units); after training also for one sample."""
        mean, variance = self.mean, self.variance
        if training:
            if x.ndim == 1 or len(x) == 1:
                raise ValueError(
                    "BatchNorm in training needs a batch of at least 2 samples, but received one; "
                    "choose a batch_size that leaves no single sample over"
                )
            mean = x.mean(axis=0)
            variance = ((x - mean) ** 2).mean(axis=0)
        z = (x - mean) / np.sqrt(variance + self.epsilon)
        a = self.gamma * z + self.beta
        seen = {"training": training, "mean": mean, "variance": variance}
        return a, {"x": x, **seen, "z": z, "a": a}

    def backward(self, memory: Memory, behind: Array) -> tuple[Array, dict[str, Array]]:
        """From dC/da to dC/dx: in training each sample also moved the mean and the variance."""
        z, dz = memory["z"], behind * self.gamma
        slopes = {
            "z": dz,
            "gamma": np.atleast_2d(behind * z).sum(axis=0),
            "beta": np.atleast_2d(behind).sum(axis=0),
        }
        dx = dz
        if memory["training"]:
            dx = dz - dz.mean(axis=0) - z * (dz * z).mean(axis=0)
        return dx / np.sqrt(memory["variance"] + self.epsilon), slopes

    def rules(self, name: str, source: str, one: bool) -> dict[str, str]:
        """The rule of each step, for layer number `name` fed by `source`."""
        spread, dz = f"sqrt(variance{name} + {self.epsilon:g})", f"dC/dz{name}"
        later = f"{dz} / {spread}"
        running = "; after training the running {}"
        return {
            "mean": "the running mean"
            if one
            else f"mean over samples of {source}" + running.format("mean"),
            "variance": "the running variance"
            if one
            else f"mean over samples of ({source} - mean{name})²" + running.format("variance"),
            "z": f"({source} - mean{name}) / {spread}",
            "a": f"gamma{name} · z{name} + beta{name}",
            "dz": f"dC/da{name} · gamma{name}",
            "dgamma": f"dC/da{name} · z{name}"
            if one
            else f"sum over all samples of dC/da{name} · z{name}",
            "dbeta": f"dC/da{name}" if one else f"sum over samples of dC/da{name}",
            "dx": later
            if one
            else f"({dz} - mean of {dz} - z{name} · mean of ({dz} · z{name})) / {spread}; "
            f"after training {later}",
        }

    def __repr__(self) -> str:
        return f"BatchNorm({len(self.gamma)})"
