"""GANExplorer: a forger and a judge, and a step of either at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
import traitlets

from nnbook._checks import Array
from nnbook.backpropagation import evaluate
from nnbook.kinds.gan import GAN, Modes, count_modes
from nnbook.losses import binary_cross_entropy
from nnbook.network import Network
from nnbook.optimizers import Adam, State
from nnbook.widgets.explorable import Explorable, Number

__all__ = ["GANExplorer", "Play"]

ANGLES = 2 * np.pi * np.arange(8) / 8
MODES = np.column_stack([np.cos(ANGLES), np.sin(ANGLES)])
HIDDEN, POINTS, RADIUS, SPREAD, BETA1 = 12, 128, 0.3, 0.1, 0.5
MOST_STEPS, MOST = 4000, 1_000_000_000


def rounded(values: Array, parts: float) -> Array:
    """Values on a grid of 1 / parts, half up; js/gan_run.js says why."""
    return np.floor(values * parts + 0.5) / parts


def tidy(network: Network) -> Network:
    """A network whose parameters have six decimals."""
    return network.updated({name: rounded(v, 1e6) for name, v in network.parameters.items()})


@dataclass(frozen=True)
class Play:
    """Where both players stand: `gan`, after so many `steps` of the judge and of the forger."""

    gan: GAN
    real: Array
    noise: Array
    steps: tuple[int, int]

    @cached_property
    def forged(self) -> Array:
        """The forged points (128, 2)."""
        return self.gan.generator(self.noise)

    @property
    def losses(self) -> tuple[float, float]:
        """The judge's loss and the forger's."""
        ones, judge = np.ones((POINTS, 1)), self.gan.discriminator
        points, y = np.vstack([self.real, self.forged]), np.vstack([ones, 0 * ones])
        return (
            float(evaluate(judge, points, y, binary_cross_entropy)),
            float(evaluate(judge, self.forged, ones, binary_cross_entropy)),
        )

    @property
    def modes(self) -> Modes:
        """How the forged points lie among the eight modes."""
        return count_modes(self.forged, MODES, radius=RADIUS)


class GANExplorer(Explorable):
    """A generative adversarial network on a ring of eight modes, one step of either player a time.

    128 real points and 128 draws of noise stay the same, and each step is one of Adam, with beta1
    0.5, on all of them; then all weights are rounded to six decimals, so that a play leads to the
    same end in every browser and in Python.

    Parameters
    ----------
    seed
        of `np.random.default_rng`, which draws points, noise and both networks (12 + 12 hidden).
    judge_lr, forger_lr
        the learning rates of what comes next, from 0 to 1.
    judge_steps
        how many steps the judge takes in a round, 1 to 10; the forger takes one.
    moves
        what has been done: [judge's steps, forger's steps, times, judge_lr, forger_lr], one after
        the other, at most 4000 steps together.

    All are traits: set them, and the figure follows; move the figure, and they hold what it shows.
    What cannot be raises StateError, a ValueError.

    """

    kind: ClassVar[str] = "gan"

    seed = traitlets.Int(0).tag(sync=True, state=True)
    judge_lr = Number(0.005).tag(sync=True, state=True)
    forger_lr = Number(0.005).tag(sync=True, state=True)
    judge_steps = traitlets.Int(1).tag(sync=True, state=True)
    moves = traitlets.List(traitlets.Any()).tag(sync=True, state=True)

    def problem(self, state: Mapping[str, Any]) -> str:
        """What is impossible about a state, in a sentence; "" if nothing."""
        if not 0 <= state["seed"] <= MOST:
            return f"seed must be a whole number from 0 to {MOST}, but is {state['seed']}"
        for key in ("judge_lr", "forger_lr"):
            if not 0 <= state[key] <= 1:
                return f"{key} must be a number from 0 to 1, but is {state[key]:g}"
        if not 1 <= state["judge_steps"] <= 10:
            return f"judge_steps must be a whole number from 1 to 10, but is {state['judge_steps']}"
        if not all(map(_is_move, state["moves"])):
            return (
                "each of the moves must be five numbers: the judge's steps, at most 10, the "
                f"forger's, at most 1, how many times, at most {MOST_STEPS}, and two rates from 0 "
                "to 1"
            )
        if sum((one[0] + one[1]) * one[2] for one in state["moves"]) > MOST_STEPS:
            return f"the figure goes no further than step {MOST_STEPS}"
        return ""

    @traitlets.validate("seed", "judge_lr", "forger_lr", "judge_steps", "moves")
    def _possible(self, proposal: Any) -> Any:
        return self.checked(proposal)

    def play(self) -> Iterator[Play]:
        """Both players before the first step, and after each step of the moves."""
        rng = np.random.default_rng(self.seed)
        real = MODES[np.arange(POINTS) % 8] + rng.normal(0, SPREAD, (POINTS, 2))
        noise = rng.normal(size=(POINTS, 2))
        drawn = GAN.random(rng=rng, hidden=HIDDEN)
        G, D = tidy(drawn.generator), tidy(drawn.discriminator)
        now = Play(GAN(G, D), rounded(real, 1000), rounded(noise, 1000), (0, 0))
        states: list[State | None] = [None, None]
        moves: list[Any] = self.state()["moves"]
        yield now
        for judge, forger, times, *rates in moves:
            for k in range((judge + forger) * times):
                who = int(k % (judge + forger) >= judge)
                now, states[who] = _stepped(now, who, rates[who], states[who])
                yield now

    @property
    def now(self) -> Play:
        """Both players after all moves."""
        *_, last = self.play()
        return last

    @property
    def alt(self) -> str:
        """The picture in words."""
        now = self.now
        judge, forger = now.losses
        return (
            f"128 real points in eight groups on a ring, 128 forged ones after {now.steps[1]} "
            f"steps of the forger, and the line where the judge is undecided after "
            f"{now.steps[0]} of its own. {now.modes.counts.sum()} forged points lie near a mode, "
            f"{now.modes.covered} of 8 modes are covered; the judge's loss is {judge:.4f}, the "
            f"forger's {forger:.4f}."
        )

    @property
    def caption(self) -> str:
        """The line under the figure."""
        return (
            "Squares: real points. Hollow circles: forged ones, each with a green line the way "
            "the judge's slope would send it, the longest where the slope is steepest. Blue: the "
            "judge believes; vermilion: it does not; on the line it is undecided. Dashed rings: "
            "three spreads around each mode."
        )

    def still(self) -> str:
        """Real and forged points over the judge's verdicts, as SVG text."""
        from nnbook.plots import Picture, draw_boundary  # heavy, and only needed for a still

        now = self.now
        points = np.vstack([now.real, rounded(now.forged, 1000)])
        axes = draw_boundary(now.gan.discriminator, points, np.repeat([1, 0], POINTS))
        return Picture(axes.figure, self.alt).svg  # type: ignore[arg-type]


def _is_move(move: Any) -> bool:
    if not isinstance(move, list | tuple) or len(move) != 5:
        return False
    judge, forger, times, *rates = move
    whole = all(isinstance(one, int) for one in (judge, forger, times))
    numbers = all(isinstance(one, int | float) and 0 <= one <= 1 for one in rates)
    counts = whole and 0 <= judge <= 10 and 0 <= forger <= 1 and 1 <= times <= MOST_STEPS
    return counts and numbers and judge + forger > 0


def _stepped(now: Play, who: int, lr: float, state: State | None) -> tuple[Play, State]:
    """One step of the judge (0) or of the forger (1)."""
    G, D = now.gan.generator, now.gan.discriminator
    adam, (judged, forged) = Adam(lr, beta1=BETA1), now.steps
    if who:
        gradients = now.gan.forger_gradients(now.noise)
        network, state = adam.step(G, gradients, state)
        return Play(GAN(tidy(network), D), now.real, now.noise, (judged, forged + 1)), state
    gradients = now.gan.judge_gradients(now.real, now.forged)
    network, state = adam.step(D, gradients, state)
    return Play(GAN(G, tidy(network)), now.real, now.noise, (judged + 1, forged)), state
