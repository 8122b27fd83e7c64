"""Activation functions: what a neuron makes of its sum z.

Each is an object that can be called, `sigmoid(z)`, and that knows its slope, `sigmoid.slope(z)`,
its formula, and how to send a slope back through itself. The table at the end is the whole list.

All work on numbers and arrays of any shape, element by element, keep float32 as float32, neither
overflow nor return NaN for finite input, and accept complex z, so that the complex step of
`nnbook.gradients` can prove every slope. Softmax alone mixes the entries of the last axis.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nnbook._checks import Array, as_number, as_numbers

__all__ = [
    "ACTIVATIONS",
    "Activation",
    "elu",
    "identity",
    "leaky_relu",
    "prelu",
    "relu",
    "sigmoid",
    "softmax",
    "step",
    "tanh",
]


@dataclass(frozen=True)
class Activation:
    """A function a = f(z) with its slope da/dz.

    `option` names the one setting that some functions have (`alpha`, `threshold`) and `setting` is
    its value; `using` gives the same function with another value. If `learned`, the setting is a
    parameter of the layer that holds the function, like its weights.
    """

    name: str
    formula: str
    slope_formula: str
    _value: Callable[..., Any] = field(repr=False)
    _slope: Callable[..., Any] = field(repr=False)
    option: str = ""
    setting: complex = 0.0
    learned: bool = False
    elementwise: bool = True

    def __call__(self, z: ArrayLike, **option: complex) -> Any:
        """a = f(z), of the shape of z. Raises TypeError if z is not numbers."""
        return self._with(option)._apply(self._value, as_numbers(z, f"z of {self.name}"))

    def slope(self, z: ArrayLike, **option: complex) -> Any:
        """da/dz, of the shape of z; for softmax the Jacobian, entry [..., i, j] = da_i/dz_j.

        At its corner, z = 0, relu has the slope of its left side, as its relatives do and as in
        PyTorch. The step function has slope 0 everywhere, also at its jump, where there is none.
        """
        return self._with(option)._apply(self._slope, as_numbers(z, f"z of {self.name}"))

    def using(self, **option: complex) -> Activation:
        """The same function with its option set: `step.using(threshold=0.5)`."""
        return self._with(option)

    def back(self, z: Array, behind: Array) -> Array:
        """dC/dz from dC/da (`behind`): the chain rule through this function."""
        slope = self._apply(self._slope, z)
        if self.elementwise:
            return np.asarray(behind * slope)
        return np.asarray((behind[..., None, :] @ slope)[..., 0, :])

    def option_slope(self, z: Array) -> Array:
        """da/d(alpha) of a function that learns its alpha: z where z <= 0, else 0."""
        return np.where(z.real > 0, 0.0, z)

    def __str__(self) -> str:
        return f"{self.name}({self.option} {self.setting.real:g})" if self.option else self.name

    def _apply(self, function: Callable[..., Any], z: Array) -> Any:
        if not self.elementwise and z.ndim == 0:
            raise ValueError(f"{self.name} takes a row of numbers, but received the number {z}")
        result = np.asarray(function(z, self.setting) if self.option else function(z))
        if result.dtype.kind == z.dtype.kind:
            result = result.astype(z.dtype, copy=False)
        return result[()]  # a number for a number

    def _with(self, option: dict[str, complex]) -> Activation:
        if not option:
            return self
        if list(option) != [self.option]:
            takes = f"takes only {self.option}" if self.option else "takes no option"
            raise TypeError(f"{self.name} {takes}, but received {', '.join(option)}")
        value = option[self.option]
        if not isinstance(value, complex):  # which a learned alpha is during the complex step
            value = as_number(value, f"{self.option} of {self.name}")
        return replace(self, setting=value)


def _sigmoid(z: Array) -> Array:
    # Only exponentials of negative numbers: exp(1000) overflows, exp(-1000) is 0.
    small = np.exp(np.where(z.real >= 0, -z, z))
    return np.where(z.real >= 0, 1.0, small) / (1.0 + small)


def _sigmoid_slope(z: Array) -> Array:
    # sigma(z) * sigma(-z) rather than a * (1 - a), which rounds to 0 already at z = 37.
    small = np.exp(np.where(z.real >= 0, -z, z))
    return small / (1.0 + small) ** 2


def _tanh_slope(z: Array) -> Array:
    return 4.0 * _sigmoid_slope(2.0 * z)


def _elu(z: Array, alpha: float) -> Array:
    return np.where(z.real > 0, z, alpha * np.expm1(np.where(z.real > 0, 0.0, z)))


def _elu_slope(z: Array, alpha: float) -> Array:
    return np.where(z.real > 0, 1.0, alpha * np.exp(np.where(z.real > 0, 0.0, z)))


def _softmax(z: Array) -> Array:
    e = np.exp(z - z.real.max(axis=-1, keepdims=True))
    return np.asarray(e / e.sum(axis=-1, keepdims=True))


def _softmax_slope(z: Array) -> Array:
    a = _softmax(z)
    return np.asarray(a[..., :, None] * (np.eye(a.shape[-1], dtype=a.dtype) - a[..., None, :]))


def _leaky(z: Array, alpha: float) -> Array:
    return np.where(z.real > 0, z, alpha * z)


def _leaky_slope(z: Array, alpha: float) -> Array:
    return np.where(z.real > 0, 1.0, alpha)


# fmt: off
step = Activation(
    "step", "1 if z ≥ threshold else 0", "0",
    lambda z, threshold: np.where(z.real >= threshold, 1.0, 0.0), lambda z, _: np.zeros_like(z),
    option="threshold", setting=0.0)
identity = Activation(
    "identity", "z", "1",
    np.positive, np.ones_like)
sigmoid = Activation(
    "sigmoid", "1 / (1 + exp(-z))", "a (1 - a)",
    _sigmoid, _sigmoid_slope)
tanh = Activation(
    "tanh", "(exp(z) - exp(-z)) / (exp(z) + exp(-z))", "1 - a²",
    np.tanh, _tanh_slope)
relu = Activation(
    "relu", "z if z > 0 else 0", "1 if z > 0 else 0",
    lambda z: np.where(z.real > 0, z, 0.0), lambda z: np.where(z.real > 0, 1.0, 0.0))
leaky_relu = Activation(
    "leaky_relu", "z if z > 0 else alpha z", "1 if z > 0 else alpha",
    _leaky, _leaky_slope, option="alpha", setting=0.01)
prelu = Activation(
    "prelu", "z if z > 0 else alpha z", "1 if z > 0 else alpha",
    _leaky, _leaky_slope, option="alpha", setting=0.25, learned=True)
elu = Activation(
    "elu", "z if z > 0 else alpha (exp(z) - 1)", "1 if z > 0 else alpha exp(z)",
    _elu, _elu_slope, option="alpha", setting=1.0)
softmax = Activation(
    "softmax", "exp(z_i) / sum_j exp(z_j)", "a_i ((1 if i = j else 0) - a_j)",
    _softmax, _softmax_slope, elementwise=False)
# fmt: on

ACTIVATIONS = {
    f.name: f for f in (step, identity, sigmoid, tanh, relu, leaky_relu, prelu, elu, softmax)
}
