"""The dense layer, and what any layer must offer.

A layer is anything that keeps the protocol `AnyLayer`; `Layer`, the dense layer, is the model.
Nothing here is ever changed in place: a layer is frozen, and training makes new ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import ArrayLike

from nnbook._checks import Array, as_numbers
from nnbook.activations import ACTIVATIONS, Activation

__all__ = ["AnyLayer", "Layer", "Memory", "as_activation"]

Memory = dict[str, Any]


@runtime_checkable
class AnyLayer(Protocol):
    """What a Network asks of a layer."""

    @property
    def inputs(self) -> int | None:
        """How many numbers it takes; None where any number will do."""

    @property
    def outputs(self) -> int | None:
        """How many numbers it gives; None where as many as it took."""

    @property
    def parameters(self) -> dict[str, Array]:
        """What training changes, by name: {"W": ..., "b": ...}."""

    def updated(
        self, parameters: Mapping[str, Array], memory: Memory | None = None, *, copy: bool = True
    ) -> AnyLayer:
        """A new layer with these parameters, and running statistics from the memory."""

    def forward(
        self, x: Array, *, training: bool = False, rng: np.random.Generator | None = None
    ) -> tuple[Array, Memory]:
        """The output, and a memory of what the way back and the Trace need."""

    def backward(self, memory: Memory, behind: Array) -> tuple[Array, dict[str, Array]]:
        """From dC/d(output) to dC/d(input), and slopes that hold each parameter's gradient."""

    def rules(self, name: str, source: str, one: bool) -> dict[str, str]:
        """The Trace's text for the keys of memory and slopes; one sample or a batch."""


@dataclass(frozen=True, eq=False)
class Layer:
    """A dense layer: a = f(W x + b), each neuron connected to each input.

    W is (outputs, inputs), b is (outputs,) or None, the activation one of `nnbook.activations` or
    its name. The arrays are copied and cannot be written to. Raises ValueError or TypeError for
    shapes that do not fit, NaN, infinity and unknown names.
    """

    W: Array
    b: Array | None
    activation: Activation

    def __init__(self, W: ArrayLike, b: ArrayLike | None, activation: Activation | str) -> None:
        weights = as_numbers(W, "W", finite=True).copy()
        if weights.ndim != 2 or weights.size == 0:
            raise ValueError(f"W must be (outputs, inputs), but its shape is {weights.shape}")
        biases = None if b is None else as_numbers(b, "b", finite=True).copy()
        if biases is not None and biases.dtype.kind != "c":  # as it is during the complex step
            biases = biases.astype(weights.dtype)
        if biases is not None and biases.shape != weights.shape[:1]:
            raise ValueError(
                f"b must hold one number for each of the {len(weights)} rows of W, "
                f"but its shape is {biases.shape}"
            )
        for array in (weights, biases):
            if array is not None:
                array.flags.writeable = False
        self._set(weights, biases, as_activation(activation))

    def _set(self, W: Array, b: Array | None, activation: Activation) -> None:
        for name, value in (("W", W), ("b", b), ("activation", activation)):
            object.__setattr__(self, name, value)

    @property
    def inputs(self) -> int:
        """How many numbers a neuron takes."""
        return int(self.W.shape[1])

    @property
    def outputs(self) -> int:
        """How many neurons there are."""
        return int(self.W.shape[0])

    @property
    def parameters(self) -> dict[str, Array]:
        """W, b if there is one, and alpha if the activation learns it."""
        found = {"W": self.W}
        if self.b is not None:
            found["b"] = self.b
        if self.activation.learned:
            alpha = np.asarray(self.activation.setting)
            found["alpha"] = alpha if alpha.dtype.kind == "c" else alpha.astype(self.W.dtype)
        return found

    def updated(
        self, parameters: Mapping[str, Array], memory: Memory | None = None, *, copy: bool = True
    ) -> Layer:
        """A new layer with these parameters. Without `copy` it stands on the given arrays."""
        del memory  # a dense layer remembers nothing from one pass to the next
        W, b = parameters.get("W", self.W), parameters.get("b", self.b)
        activation = self.activation
        if activation.learned and "alpha" in parameters:
            activation = activation.using(alpha=np.asarray(parameters["alpha"]).item())
        if copy:
            return Layer(W, b, activation)
        layer = object.__new__(Layer)
        layer._set(W, b, activation)
        return layer

    def forward(
        self, x: Array, *, training: bool = False, rng: np.random.Generator | None = None
    ) -> tuple[Array, Memory]:
        """z = W x + b and a = f(z) for one sample (inputs,) or a batch (N, inputs)."""
        del training, rng  # a dense layer does the same in training and afterwards, without chance
        z = x.dot(self.W.T) if self.b is None else x.dot(self.W.T) + self.b
        a = self.activation(z)
        return a, {"x": x, "z": z, "a": a}

    def backward(
        self, memory: Memory, behind: Array, *, at: str = "a"
    ) -> tuple[Array, dict[str, Array]]:
        """From dC/da (or dC/dz if `at` is "z") to dC/dx, dC/dz, dC/dW, dC/db, dC/dalpha."""
        x, z = memory["x"], memory["z"]
        dz = behind if at == "z" else self.activation.back(z, behind)
        slopes = {"z": dz, "W": np.atleast_2d(dz).T.dot(np.atleast_2d(x))}
        if self.b is not None:
            slopes["b"] = np.atleast_2d(dz).sum(axis=0)
        if self.activation.learned:
            slopes["alpha"] = np.asarray((behind * self.activation.option_slope(z)).sum())
        return dz.dot(self.W), slopes

    def rules(self, name: str, source: str, one: bool) -> dict[str, str]:
        """The rule of each step, for layer number `name` fed by `source`."""
        f, bias = self.activation.name, f" + b{name}" if self.b is not None else ""
        product = "⊙" if self.activation.elementwise else "·"
        return {
            "z": (f"W{name}·{source}" if one else f"{source}·W{name}ᵀ") + bias,
            "a": f"{f}(z{name})",
            "dz": f"dC/da{name} {product} {f}'(z{name})",
            "dW": f"dC/dz{name}·{source}ᵀ" if one else f"(dC/dz{name})ᵀ·{source}",
            "db": f"dC/dz{name}" if one else f"sum over samples of dC/dz{name}",
            "dalpha": f"sum of dC/da{name} ⊙ min(0, z{name})",
            "dx": f"W{name}ᵀ·dC/dz{name}" if one else f"dC/dz{name}·W{name}",
        }

    def __repr__(self) -> str:
        bias = "" if self.b is not None else ", no bias"
        return f"Layer({self.inputs} -> {self.outputs}, {self.activation}{bias})"


def as_activation(activation: Activation | str) -> Activation:
    """The activation of that name, or the activation itself."""
    if isinstance(activation, Activation):
        return activation
    if not isinstance(activation, str) or activation not in ACTIVATIONS:
        raise ValueError(f"activation must be one of {', '.join(ACTIVATIONS)}, not {activation!r}")
    return ACTIVATIONS[activation]
