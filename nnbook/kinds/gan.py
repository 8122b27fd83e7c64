"""A generative adversarial network: one network forges, another one tells forgeries from the real.

The generator G makes points from noise z, the discriminator D says how probable it is that a point
is real. In turns, each takes one step down its own loss:

    D:  binary cross-entropy, with target 1 for real points and 0 for G(z)
    G:  binary cross-entropy of D(G(z)), with target 1: the forger wants to hear "real"

This loss of G is the non-saturating one of its inventors. The two losses pull against each other,
so no low loss says that training has come to an end: look at the points.

Goodfellow et al. 2014.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnbook._checks import Array, as_count, as_generator, as_number, as_numbers
from nnbook.backpropagation import sweep
from nnbook.dense import Layer
from nnbook.losses import binary_cross_entropy
from nnbook.network import Network
from nnbook.optimizers import Adam, Optimizer

__all__ = ["GAN", "GANHistory", "Modes", "count_modes", "train_gan"]

Sampler = Callable[[int, "np.random.Generator"], Array]


@dataclass(frozen=True, eq=False)
class GAN:
    """A `generator` from noise to points, and a `discriminator` from points to one sigmoid."""

    generator: Network
    discriminator: Network

    def __post_init__(self) -> None:
        for name in ("generator", "discriminator"):
            if not isinstance(getattr(self, name), Network):
                raise TypeError(f"{name} must be a Network, not {getattr(self, name)!r}")
        last = self.discriminator.layers[-1]
        if not (
            isinstance(last, Layer) and last.activation.name == "sigmoid" and last.outputs == 1
        ):
            raise ValueError("the discriminator must end in a layer of one sigmoid neuron")
        given, taken = self.generator.layers[-1].outputs, self.discriminator.layers[0].inputs
        if None not in {given, taken} and given != taken:
            raise ValueError(
                f"the generator gives {given} numbers, the discriminator takes {taken}"
            )

    @classmethod
    def random(
        cls, *, rng: np.random.Generator, noise: int = 2, features: int = 2, hidden: int = 32
    ) -> GAN:
        """Two networks with two hidden layers each, relu in the forger, leaky relu in the judge."""
        forger = Network.random(
            [noise, hidden, hidden, features], ["relu", "relu", "identity"], rng=rng
        )
        judge = Network.random(
            [features, hidden, hidden, 1], ["leaky_relu", "leaky_relu", "sigmoid"], rng=rng
        )
        return cls(forger, judge)

    def noise(self, n: int, rng: np.random.Generator) -> Array:
        """n draws of the generator's input, each number normal with spread 1."""
        size = self.generator.layers[0].inputs
        return as_generator(rng, "GAN").normal(size=(as_count(n, "n"), size or 1))

    def sample(self, n: int, rng: np.random.Generator) -> Array:
        """n forged points (n, features)."""
        return self.generator(self.noise(n, rng))

    def judge_gradients(self, real: Array, forged: Array) -> dict[str, Array]:
        """The slopes of D's loss for D's parameters; real and forged points count alike."""
        x = np.vstack([real, forged])
        y = np.repeat([1.0, 0.0], [len(real), len(forged)])[:, None]
        return sweep(self.discriminator, x, y, binary_cross_entropy).gradients

    def forger_gradients(self, z: Array) -> dict[str, Array]:
        """The slopes of G's loss for G's parameters: backpropagation through D into G."""
        chain = Network([*self.generator.layers, *self.discriminator.layers])
        done = sweep(chain, z, np.ones((len(z), 1)), binary_cross_entropy)
        return {name: done.gradients[name] for name in self.generator.parameters}


@dataclass(frozen=True, eq=False, repr=False)
class GANHistory(Sequence[GAN]):
    """The pairs that were kept, and after how many steps; the last is always there."""

    pairs: tuple[GAN, ...]
    steps: tuple[int, ...]

    @property
    def gan(self) -> GAN:
        """The pair at the end."""
        return self.pairs[-1]

    @overload
    def __getitem__(self, index: int) -> GAN: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[GAN]: ...
    def __getitem__(self, index: int | slice) -> GAN | Sequence[GAN]:
        return self.pairs[index]

    def __len__(self) -> int:
        return len(self.pairs)

    def __repr__(self) -> str:
        return f"GANHistory of {self.steps[-1]} steps, {len(self)} pairs kept"


def train_gan(
    start: GAN,
    real: Sampler,
    *,
    steps: int,
    rng: np.random.Generator,
    batch_size: int = 128,
    forger: Optimizer | None = None,
    judge: Optimizer | None = None,
    keep: Iterable[int] = (),
    progress: Callable[[Iterable[int]], Iterable[int]] | None = None,
) -> GANHistory:
    """Train both networks in turns, one step each, on batches that `real(n, rng)` draws.

    The optimizers are Adam with rate 0.001 and beta1 0.5 by default: a pair that chases each other
    is better off without much memory of where the other one was. `keep` says after which steps the
    History keeps a pair (0 is the start). Ctrl-C ends training with what there is.
    """
    if not isinstance(start, GAN):
        raise TypeError(f"train_gan takes a GAN, but received {start!r}")
    size, rng = as_count(batch_size, "batch_size"), as_generator(rng, "train_gan")
    wanted = {as_count(step, "a step to keep", low=0) for step in keep}
    forger, judge = forger or Adam(0.001, beta1=0.5), judge or Adam(0.001, beta1=0.5)
    gan, taken, forger_state, judge_state = start, 0, None, None
    kept = {0: start} if 0 in wanted else {}
    counting: Iterable[int] = range(1, as_count(steps, "steps", low=0) + 1)
    with suppress(KeyboardInterrupt):
        for step in progress(counting) if progress else counting:
            gradients = gan.judge_gradients(real(size, rng), gan.sample(size, rng))
            D, judge_state = judge.step(gan.discriminator, gradients, judge_state)
            gradients = GAN(gan.generator, D).forger_gradients(gan.noise(size, rng))
            G, forger_state = forger.step(gan.generator, gradients, forger_state)
            gan, taken = GAN(G, D), step
            if step in wanted:
                kept[step] = gan
    kept[taken] = gan
    return GANHistory(tuple(kept.values()), tuple(kept))


@dataclass(frozen=True, eq=False)
class Modes:
    """How forged points lie among the modes of the real distribution.

    `good` is the share of points near a mode, `counts` how many of them are at each, and
    `covered` the number of modes with at least a fifth of an equal share.
    """

    good: float
    counts: NDArray[np.int64]
    covered: int


def count_modes(points: ArrayLike, modes: ArrayLike, *, radius: float) -> Modes:
    """Count points (N, features) within `radius` of the nearest of the modes (M, features)."""
    made = as_numbers(points, "points", finite=True)
    middles = as_numbers(modes, "modes", finite=True)
    if made.ndim != 2 or middles.ndim != 2 or made.shape[1] != middles.shape[1] or not len(made):
        raise ValueError(
            f"count_modes takes points (N, features) and modes (M, features), "
            f"but received {made.shape} and {middles.shape}"
        )
    apart = np.sqrt(((made[:, None] - middles) ** 2).sum(axis=-1))
    near = apart.min(axis=1) <= as_number(radius, "radius", low=0.0)
    counts = np.bincount(apart.argmin(axis=1)[near], minlength=len(middles))
    least = len(made) / len(middles) / 5
    return Modes(float(near.mean()), counts, int((counts >= least).sum()))
