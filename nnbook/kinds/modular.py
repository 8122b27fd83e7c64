"""A modular network: experts that each learn a part of the task, and a gate that chooses.

Gate and experts are networks that see the same input. The gate's softmax gives each expert j a
share g_j, and the answer is the experts' answers o_j, mixed by share:

    y_hat = sum of g_j o_j

They are trained together, on the likelihood of the target under a mixture of bells of width s:

    C = mean over samples of -log(sum of g_j exp(-|y - o_j|² / (2 s²)))

Its slopes need nothing new. Let h_j be expert j's share of that sum: the share that it deserved,
now that the target is known. Then the gate learns as in cross-entropy, with h for its target; and
expert j learns from the squared error, each sample weighed by h_j. Who did best on a sample learns
most from it.

Jacobs, Jordan, Nowlan & Hinton 1991.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nnbook._checks import Array, as_count, as_number, as_numbers
from nnbook.activations import softmax
from nnbook.backpropagation import check_data, sweep
from nnbook.dense import Layer
from nnbook.losses import Loss, cross_entropy, mse
from nnbook.network import Network
from nnbook.optimizers import Optimizer, State

__all__ = ["ExpertHistory", "MixtureOfExperts", "train_experts"]


@dataclass(frozen=True, eq=False)
class MixtureOfExperts:
    """A `gate`, a network with one softmax output for each expert, and `experts`, networks.

    Called like a network, with one sample (features,) or a batch (N, features). Raises ValueError
    when the parts do not fit.
    """

    gate: Network
    experts: tuple[Network, ...]

    def __init__(self, gate: Network, experts: Sequence[Network]) -> None:
        parts = (gate, *experts)
        if not experts or not all(isinstance(part, Network) for part in parts):
            raise TypeError("MixtureOfExperts takes a Network as gate and a list of Networks")
        last = gate.layers[-1]
        if not (isinstance(last, Layer) and last.activation.name == "softmax"):
            raise ValueError("the gate must end in a softmax layer")
        if last.outputs != len(experts):
            raise ValueError(f"the gate has {last.outputs} outputs for {len(experts)} experts")
        for what, sizes in (
            ("inputs", {part.layers[0].inputs for part in parts}),
            ("outputs", {expert.layers[-1].outputs for expert in experts}),
        ):
            if len(sizes) > 1:
                sizes_found = ", ".join(sorted(map(str, sizes)))
                raise ValueError(f"all parts must have the same {what}, but have {sizes_found}")
        object.__setattr__(self, "gate", gate)
        object.__setattr__(self, "experts", tuple(experts))

    def __call__(self, x: ArrayLike) -> Array:
        """The mixed answer, (outputs,) or (N, outputs)."""
        shares = self.gate(x)
        return np.asarray((shares[..., None] * self.answers(x)).sum(axis=-2))

    def answers(self, x: ArrayLike) -> Array:
        """What each expert says, (experts, outputs) or (N, experts, outputs)."""
        return np.stack([expert(x) for expert in self.experts], axis=-2)

    @property
    def parts(self) -> tuple[Network, ...]:
        """The gate, then the experts."""
        return (self.gate, *self.experts)

    @property
    def parameters(self) -> dict[str, Array]:
        """All parameters by name: gate.W1, ..., expert1.W1, ..."""
        return {
            f"{name}.{key}": value
            for name, part in zip(self._names, self.parts, strict=True)
            for key, value in part.parameters.items()
        }

    def updated(self, parameters: Mapping[str, ArrayLike]) -> MixtureOfExperts:
        """A new mixture in which the named parameters have the given values."""
        own: dict[str, dict[str, ArrayLike]] = {name: {} for name in self._names}
        for key, value in parameters.items():
            name, _, rest = key.partition(".")
            if name not in own:
                known = ", ".join(self.parameters)
                raise ValueError(f"the mixture has {known}, but received {key}")
            own[name][rest] = value
        gate, *experts = (
            part.updated(own[name]) for name, part in zip(self._names, self.parts, strict=True)
        )
        return MixtureOfExperts(gate, experts)

    @property
    def _names(self) -> list[str]:
        return ["gate", *(f"expert{number}" for number in range(1, len(self.experts) + 1))]

    def loss(self, x: ArrayLike, y: ArrayLike, *, width: float) -> Any:
        """C >= 0, without the constant of the bells, which no parameter changes."""
        each = _log_shares(self, *self._checked(x, y), width)
        return (-_log_sum(each).sum() / len(each))[()]

    def deserved(self, x: ArrayLike, y: ArrayLike, *, width: float) -> Array:
        """h (N, experts): the share that each expert deserved, now that y is known."""
        return np.asarray(softmax(_log_shares(self, *self._checked(x, y), width)))

    def gradients(self, x: ArrayLike, y: ArrayLike, *, width: float) -> dict[str, Array]:
        """The slope of C for each parameter, by name."""
        inputs, targets = self._checked(x, y)
        return {
            f"{name}.{key}": value
            for name, found in zip(
                self._names, _gradients(self, inputs, targets, width), strict=True
            )
            for key, value in found.items()
        }

    def _checked(self, x: ArrayLike, y: ArrayLike) -> tuple[Array, Array]:
        inputs = np.atleast_2d(as_numbers(x, "x"))
        return inputs, check_data(self.experts[0], inputs, y, mse)[1]

    def __repr__(self) -> str:
        count = sum(value.size for value in self.parameters.values())
        return f"MixtureOfExperts({len(self.experts)} experts, {count} parameters)"


@dataclass(frozen=True, eq=False, repr=False)
class ExpertHistory:
    """The mixture at the end of training, and the loss before each epoch's step."""

    mixture: MixtureOfExperts
    losses: Array

    def __repr__(self) -> str:
        last = f", loss {self.losses[0]:.4g} -> {self.losses[-1]:.4g}" if len(self.losses) else ""
        return f"ExpertHistory of {len(self.losses)} epochs{last}"


def train_experts(
    mixture: MixtureOfExperts,
    X: ArrayLike,
    y: ArrayLike,
    *,
    width: float,
    optimizer: Optimizer,
    epochs: int,
    progress: Callable[[Iterable[int]], Iterable[int]] | None = None,
) -> ExpertHistory:
    """Train gate and experts together on X (N, features), y (N, outputs), all at once each epoch.

    `width` is the s of the bells, in the unit of y: how far a good expert may be off. Ctrl-C ends
    training with what there is.
    """
    if not isinstance(mixture, MixtureOfExperts):
        raise TypeError(f"train_experts takes a MixtureOfExperts, but received {mixture!r}")
    if not isinstance(optimizer, Optimizer):
        raise TypeError(f"optimizer must be SGD, Momentum or Adam, but received {optimizer!r}")
    inputs, targets = mixture._checked(X, y)
    states: list[State | None] = [None] * len(mixture.parts)
    losses: list[float] = []
    counting: Iterable[int] = range(1, as_count(epochs, "epochs", low=0) + 1)
    with suppress(KeyboardInterrupt):
        for _ in progress(counting) if progress else counting:
            loss = float(mixture.loss(inputs, targets, width=width))
            found = _gradients(mixture, inputs, targets, width)
            stepped = [
                optimizer.step(part, gradients, state)
                for part, gradients, state in zip(mixture.parts, found, states, strict=True)
            ]
            (gate, *experts), states = [part for part, _ in stepped], [s for _, s in stepped]
            mixture = MixtureOfExperts(gate, experts)
            losses.append(loss)
    return ExpertHistory(mixture, np.array(losses))


def _log_shares(mixture: MixtureOfExperts, x: Array, y: Array, width: float) -> Array:
    """log(g_j exp(-|y - o_j|² / (2 s²))), (N, experts); from the gate's z, so nothing is log 0."""
    if as_number(width, "width", low=0.0) == 0:
        raise ValueError("width must be above 0")
    z = mixture.gate.forward(x)[1][-1]["z"]
    away = ((y[:, None] - mixture.answers(x)) ** 2).sum(axis=-1)
    return np.asarray(z - _log_sum(z)[:, None] - away / (2 * width**2))


def _log_sum(z: Array) -> Array:
    top = z.real.max(axis=-1)
    return np.asarray(top + np.log(np.exp(z - top[:, None]).sum(axis=-1)))


def _gradients(
    mixture: MixtureOfExperts, x: Array, y: Array, width: float
) -> list[Mapping[str, Array]]:
    """The gradients of the gate, then of each expert."""
    h = softmax(_log_shares(mixture, x, y, width))
    found: list[Mapping[str, Array]] = [sweep(mixture.gate, x, h, cross_entropy).gradients]
    for number, expert in enumerate(mixture.experts):
        loss = _weighed(h[:, number : number + 1] / width**2)
        found.append(sweep(expert, x, y, loss).gradients)
    return found


def _weighed(weight: Array) -> Loss:
    """Half the squared error, each sample weighed."""
    return Loss(
        "weighed",
        "weight·(y_hat - y)²/2",
        "weight·(y_hat - y)",
        lambda y, p: weight * (p - y) ** 2 / 2,
        lambda y, p: weight * (p - y),
        per="sample",
    )
