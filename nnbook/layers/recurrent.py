"""A recurrent layer: reads a sequence one step at a time and hears its own last answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from nnbook._checks import Array, as_count, as_generator
from nnbook.activations import Activation
from nnbook.dense import Memory, as_activation
from nnbook.layers._parts import learned, own, put, relearned
from nnbook.network import _initialiser

__all__ = ["Recurrent"]


@dataclass(frozen=True, eq=False)
class Recurrent:
    """a_t = f(W x_t + U a_{t-1} + b) for t = 1 ... steps, with a_0 = 0 (Elman 1990).

    Takes steps * features numbers, x_1, x_2, ... one after the other, and gives the last a,
    (units,), or, with `sequence`, all of them, steps * units numbers. W is (units, features), U
    (units, units), b (units,) or None. The same W, U and b serve at each step, and the way back
    adds up their blame over all steps (backpropagation through time; Werbos 1990). Raises
    ValueError for shapes that do not fit.
    """

    W: Array
    U: Array
    b: Array | None
    activation: Activation
    steps: int
    sequence: bool

    def __init__(
        self,
        W: ArrayLike,
        U: ArrayLike,
        b: ArrayLike | None,
        activation: Activation | str,
        steps: int,
        *,
        sequence: bool = False,
    ) -> None:
        inward = own(W, "W")
        if inward.ndim != 2 or inward.size == 0:
            raise ValueError(f"W must be (units, features), but its shape is {inward.shape}")
        units = len(inward)
        around, biases = own(U, "U", inward), None if b is None else own(b, "b", inward)
        if around.shape != (units, units):
            raise ValueError(
                f"U must be ({units}, {units}), from each unit to each, "
                f"but its shape is {around.shape}"
            )
        if biases is not None and biases.shape != (units,):
            raise ValueError(
                f"b must hold one number for each of the {units} rows of W, "
                f"but its shape is {biases.shape}"
            )
        put(
            self,
            W=inward,
            U=around,
            b=biases,
            activation=as_activation(activation),
            steps=as_count(steps, "steps"),
            sequence=bool(sequence),
        )

    @classmethod
    def random(
        cls,
        features: int,
        units: int,
        steps: int,
        activation: Activation | str,
        *,
        rng: np.random.Generator,
        sequence: bool = False,
        dtype: DTypeLike = float,
        init: str | Callable[[np.random.Generator, tuple[int, ...]], ArrayLike] | None = None,
    ) -> Recurrent:
        """Random weights with zero biases.

        `init` is as in `Network.random`. Unless it is a function, U is drawn so that it turns the
        state without stretching it (orthogonal; Saxe et al. 2014), for it acts at every step.
        """
        rng = as_generator(rng, "Recurrent.random")
        shape = as_count(units, "units"), as_count(features, "features")
        draw = init if callable(init) else _initialiser(init, as_activation(activation))
        W = np.asarray(draw(rng, shape), dtype=dtype)
        U = draw(rng, (units, units)) if callable(init) else _orthogonal(units, rng)
        b = np.asarray(draw(rng, (units,)), dtype=dtype)
        return cls(W, np.asarray(U, dtype=dtype), b, activation, steps, sequence=sequence)

    @property
    def inputs(self) -> int:
        """How many numbers go in: steps * features."""
        return self.steps * int(self.W.shape[1])

    @property
    def outputs(self) -> int:
        """How many numbers come out: units, or steps * units with `sequence`."""
        return len(self.W) * (self.steps if self.sequence else 1)

    @property
    def parameters(self) -> dict[str, Array]:
        """W, U, b if there is one, and alpha if the activation learns it."""
        found = {"W": self.W, "U": self.U}
        if self.b is not None:
            found["b"] = self.b
        return found | learned(self.activation, self.W)

    def updated(
        self, parameters: Mapping[str, Array], memory: Memory | None = None, *, copy: bool = True
    ) -> Recurrent:
        """A new layer with these parameters. Without `copy` it stands on the given arrays."""
        fields: dict[str, Any] = {
            "W": parameters.get("W", self.W),
            "U": parameters.get("U", self.U),
            "b": parameters.get("b", self.b),
            "activation": relearned(self.activation, parameters),
            "steps": self.steps,
            "sequence": self.sequence,
        }
        if copy:
            return Recurrent(**fields)
        layer = object.__new__(Recurrent)
        put(layer, **fields)
        return layer

    def forward(
        self, x: Array, *, training: bool = False, rng: np.random.Generator | None = None
    ) -> tuple[Array, Memory]:
        """The states a_1 ... a_steps, one after the other; all samples of a batch at once."""
        units, features = self.W.shape
        read = x.reshape(-1, self.steps, features).swapaxes(0, 1)  # (steps, N, features)
        z = read @ self.W.T if self.b is None else read @ self.W.T + self.b
        z = z.astype(np.result_type(z, *self.parameters.values()), copy=False)
        states = np.zeros((self.steps + 1, *z.shape[1:]), dtype=z.dtype)  # states[0] is a_0 = 0
        for t in range(self.steps):
            z[t] += states[t].dot(self.U.T)
            states[t + 1] = self.activation(z[t])
        shape = (*x.shape[:-1], self.outputs)
        a = states[1:].swapaxes(0, 1).reshape(shape) if self.sequence else states[-1].reshape(shape)
        rows = z.swapaxes(0, 1).reshape(*x.shape[:-1], self.steps * units)
        return a, {"x": x, "read": read, "sums": z, "states": states, "z": rows, "a": a}

    def backward(self, memory: Memory, behind: Array) -> tuple[Array, dict[str, Array]]:
        """Backpropagation through time: from the last step to the first.

        A state is to blame for what it gave out, and for what it told the next step.
        """
        x, read, z, states = (memory[key] for key in ("x", "read", "sums", "states"))
        blame = np.zeros_like(states[1:])
        if self.sequence:
            blame += behind.reshape(-1, *blame.shape[::2]).swapaxes(0, 1)
        else:
            blame[-1] = behind
        dz = np.empty_like(z)
        for t in reversed(range(self.steps)):
            dz[t] = self.activation.back(z[t], blame[t])
            if t:
                blame[t - 1] += dz[t].dot(self.U)
        # Step by step, then added up: products so small run on one thread, and that is faster.
        slopes = {
            "z": dz.swapaxes(0, 1).reshape(memory["z"].shape),
            "W": (dz.swapaxes(1, 2) @ read).sum(axis=0),
            "U": (dz.swapaxes(1, 2) @ states[:-1]).sum(axis=0),
        }
        if self.b is not None:
            slopes["b"] = dz.sum(axis=(0, 1))
        if self.activation.learned:
            slopes["alpha"] = np.asarray((blame * self.activation.option_slope(z)).sum())
        return (dz @ self.W).swapaxes(0, 1).reshape(x.shape), slopes

    def rules(self, name: str, source: str, one: bool) -> dict[str, str]:
        """The rule of each step, for layer number `name` fed by `source`."""
        f, n, bias = self.activation.name, self.steps, f" + b{name}" if self.b is not None else ""
        over = "steps" if one else "samples and steps"
        z, dz, last = f"z{name}", f"dC/dz{name}", f"dC/da{name}"
        given = f"{last}[t]" if self.sequence else f"({last} if t = {n})"
        return {
            "z": f"W{name}·{source}[t] + U{name}·{f}({z}[t-1]){bias} for t = 1 ... {n}",
            "a": f"{f}({z})" if self.sequence else f"{f}({z}[t]) for t = {n}",
            "dz": f"{f}'({z}[t]) ⊙ ({given} + U{name}ᵀ·{dz}[t+1]) for t = {n} ... 1",
            "dW": f"sum over {over} of {dz}[t]·{source}[t]ᵀ",
            "dU": f"sum over {over} of {dz}[t]·{f}({z}[t-1])ᵀ",
            "db": f"sum over {over} of {dz}[t]",
            "dalpha": f"sum over {over} of dC/d{f}({z}[t]) ⊙ min(0, {z}[t])",
            "dx": f"W{name}ᵀ·{dz}[t] for each t",
        }

    def __repr__(self) -> str:
        gives = "all states" if self.sequence else "the last state"
        return (
            f"Recurrent({self.steps} x {self.W.shape[1]} -> {len(self.W)}, {self.activation}, "
            f"gives {gives})"
        )


def _orthogonal(units: int, rng: np.random.Generator) -> Array:
    """A random rotation (or reflection), uniform among all."""
    q, r = np.linalg.qr(rng.normal(size=(units, units)))
    return np.asarray(q * np.sign(np.diag(r)))
