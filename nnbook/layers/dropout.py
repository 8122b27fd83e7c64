"""Dropout: in training, chance silences some inputs, so that no neuron relies on one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from nnbook._checks import Array, as_generator, as_number
from nnbook.dense import Memory

__all__ = ["Dropout"]


@dataclass(frozen=True)
class Dropout:
    """In training each input survives with probability 1 - p; afterwards all of them do.

    Survivors are divided by 1 - p, so that the mean of each is what it is without dropout
    ("inverted" dropout; Srivastava et al. 2014), and after training nothing is left to do.
    Takes any number of inputs; p is in [0, 1). Training draws from the rng of `train` or
    `backprop`, and raises TypeError without one.
    """

    p: float
    inputs = None
    outputs = None

    def __post_init__(self) -> None:
        if as_number(self.p, "p of Dropout", 0.0, 1.0) == 1.0:
            raise ValueError("p of Dropout must be below 1, or nothing comes through")

    @property
    def parameters(self) -> dict[str, Array]:
        """None: nothing here is learned."""
        return {}

    def updated(
        self, parameters: Mapping[str, Array], memory: Memory | None = None, *, copy: bool = True
    ) -> Dropout:
        """The layer itself, which never changes."""
        return self

    def forward(
        self, x: Array, *, training: bool = False, rng: np.random.Generator | None = None
    ) -> tuple[Array, Memory]:
        """The output x ⊙ kept, where kept is 0 with probability p and else 1 / (1 - p)."""
        kept = np.ones(x.shape, dtype=x.real.dtype)
        if training and self.p:
            kept[as_generator(rng, "Dropout in training").random(x.shape) < self.p] = 0.0
            kept /= 1 - self.p
        a = x * kept
        return a, {"x": x, "kept": kept, "a": a}

    def backward(self, memory: Memory, behind: Array) -> tuple[Array, dict[str, Array]]:
        """What did not come through is not to blame."""
        return behind * memory["kept"], {}

    def rules(self, name: str, source: str, one: bool) -> dict[str, str]:
        """The rule of each step, for layer number `name` fed by `source`."""
        survivor = f"{1 / (1 - self.p):.4g}"
        return {
            "kept": f"0 with probability {self.p:g}, else {survivor}; after training always 1",
            "a": f"{source} ⊙ kept{name}",
            "dx": f"dC/da{name} ⊙ kept{name}",
        }

    def __repr__(self) -> str:
        return f"Dropout({self.p:g})"
