"""Descent: optimizers race down curves and valleys from one start."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import numpy as np
import traitlets
from numpy.typing import NDArray

from nnbook.optimizers import SGD, Adam, Momentum, Optimizer
from nnbook.widgets.descent_landscapes import LANDSCAPES, Landscape
from nnbook.widgets.explorable import Explorable, Number, Numbers

__all__ = ["Descent"]

Array = NDArray[np.float64]

LIMIT = 1e6  # a loss above it has run away
MOST_STEPS = 300
BOUNDS = {"lr": 10, "noise": 100, "seed": 1_000_000_000, "steps": MOST_STEPS}
WHOLE = ("seed", "steps")
OPTIMIZERS: dict[str, Callable[[float], Optimizer]] = {
    "SGD": SGD,
    "momentum": Momentum,
    "Adam": Adam,
}
# Colour, dashes and mark, as in js/descent_picture.js.
LOOKS: dict[str, dict[str, Any]] = {
    "SGD": {"color": "#000000", "linestyle": "-", "marker": "o"},
    "momentum": {"color": "#0072B2", "linestyle": "--", "marker": "s"},
    "Adam": {"color": "#D55E00", "linestyle": ":", "marker": "^"},
}


class Descent(Explorable):
    """Optimizers race down a loss of one or two weights, all from one start.

    Parameters
    ----------
    landscape
        "parabola" and "two minima" (one weight), "valley", "canyon" and "saddle" (two).
    start
        where all of them start: a number for each weight, inside the picture. By default the
        landscape's own.
    optimizers
        which of "SGD", "momentum" (beta = 0.9) and "Adam" run.
    watch
        the one of them whose next step is written out.
    lr
        the learning rate of all of them, from 0 to 10. By default the landscape's own.
    noise
        how far, at most, each slope of a batch is off that of all data: 0 for none.
    seed
        of the generator that draws the noise; each optimizer gets the same.
    steps
        how many steps are done, up to 300. An optimizer whose loss passes 1e6 stops there.

    All are traits: set them, and the figure follows; move the figure, and they hold what it shows.
    What cannot be raises StateError, a ValueError.

    """

    kind: ClassVar[str] = "descent"

    landscape = traitlets.Any("parabola").tag(sync=True, state=True)
    start = Numbers([0.0]).tag(sync=True, state=True)
    optimizers = traitlets.Any(["SGD"]).tag(sync=True, state=True)
    watch = traitlets.Any("SGD").tag(sync=True, state=True)
    lr = Number(0.3).tag(sync=True, state=True)
    noise = Number(0.0).tag(sync=True, state=True)
    seed = traitlets.Int(0).tag(sync=True, state=True)
    steps = traitlets.Int(0).tag(sync=True, state=True)

    def __init__(self, landscape: str = "parabola", **state: Any) -> None:
        own = LANDSCAPES.get(landscape) if isinstance(landscape, str) else None
        if own:
            state = {"start": own.start, "lr": own.lr, **state}
        running = state.setdefault("optimizers", ["SGD"])
        if isinstance(running, list | tuple) and running:
            state = {"watch": running[0], **state, "optimizers": list(running)}
        super().__init__(landscape=landscape, **state)

    def problem(self, state: Mapping[str, Any]) -> str:
        """What is impossible about a state, in a sentence; "" if nothing."""
        name = state["landscape"]
        if not isinstance(name, str) or name not in LANDSCAPES:
            return f"landscape must be one of {', '.join(LANDSCAPES)}, but is {name}"
        box, start = LANDSCAPES[name].box, state["start"]
        if len(start) != len(box):
            return f"start must be a list of {len(box)} numbers in this landscape, but is {start}"
        for i, ((low, high), value) in enumerate(zip(box, start, strict=True), 1):
            if not low <= value <= high:
                return (
                    f"start must lie in the picture, its number {i} between {low:.4g} and "
                    f"{high:.4g}, but that is {value}"
                )
        return _unfit(state["optimizers"], state["watch"]) or _beyond(state)

    @traitlets.validate("landscape", "start", "optimizers", "watch", "lr", "noise", "seed", "steps")
    def _possible(self, proposal: Any) -> Any:
        return self.checked(proposal)

    @property
    def ground(self) -> Landscape:
        """The loss, its slopes and curvature, as functions of the weights."""
        return LANDSCAPES[self.landscape]

    @property
    def paths(self) -> dict[str, Array]:
        """The weights of each optimizer that runs, from the start on: a row for each step."""
        return {name: self._ride(name) for name in OPTIMIZERS if name in self.optimizers}

    @property
    def losses(self) -> dict[str, Array]:
        """The losses along the paths."""
        loss = self.ground.loss
        return {name: np.array([loss(w) for w in path]) for name, path in self.paths.items()}

    def _ride(self, name: str) -> Array:
        optimizer, rng = OPTIMIZERS[name](self.lr), np.random.default_rng(self.seed)
        w = np.array(self.start)
        vectors, room = tuple(np.zeros_like(w) for _ in range(optimizer.memory)), np.empty_like(w)
        path = [w.copy()]
        for step in range(self.steps):
            if not self.ground.loss(w) <= LIMIT:
                break
            g = self.ground.slope(w)
            if self.noise:
                g = g + rng.uniform(-self.noise, self.noise, w.size)
            optimizer.descend(w, g, vectors, step, room)
            path.append(w.copy())
        return np.array(path)

    @property
    def alt(self) -> str:
        """The picture in words."""
        paths, losses = self.paths, self.losses
        where = "; ".join(
            f"{name} is at {_place(path[-1])} with loss {losses[name][-1]:.4g}"
            for name, path in paths.items()
        )
        return (
            f"{self.ground.title.capitalize()}, {self.ground.formula}. From {_place(self.start)}, "
            f"learning rate {self.lr:.4g}, step {self.steps}: {where}."
        ).replace("-", "−")

    @property
    def caption(self) -> str:
        """The line under the figure."""
        lines = "The curve is the loss." if len(self.start) == 1 else "Lines join equal losses."
        return (
            f"{lines} Circles: plain descent, SGD. Squares: momentum. Triangles: Adam. "
            "Drag the start, or press where it shall be."
        )

    def still(self) -> str:
        """The picture as SVG text, as the live figure opens."""
        from nnbook.plots import Picture, new_figure  # heavy, and only needed for a still

        ground, box = self.ground, self.ground.box
        figure, axes = new_figure(6.4, 3.6, xlabel=ground.names[0], xlim=box[0])
        x = np.linspace(*box[0], 121)
        flat = len(box) == 1
        if flat:
            axes.plot(x, np.round([ground.loss(np.array([w])) for w in x], 4), color="#000000",
                      linewidth=1.2)  # fmt: skip
            axes.set(ylabel="C", ylim=(-0.06 * ground.top, ground.top))
        else:
            y = np.linspace(*box[1], 121)
            C = np.array([[ground.loss(np.array([a, b])) for a in x] for b in y])
            axes.contour(x, y, np.round(C, 6), levels=ground.levels, colors="#000000",
                         linewidths=0.5)  # fmt: skip
            axes.set(ylabel=ground.names[1], ylim=box[1])
        for name, path in self.paths.items():
            losses = self.losses[name]
            points = np.column_stack([path[:, 0], losses]) if flat else path
            axes.plot(*np.clip(points, -50, 50).T, label=name, markersize=5, **LOOKS[name])
        axes.legend(loc="upper center" if flat else "upper right", frameon=False)
        return Picture(figure, self.alt).svg


def _unfit(running: Any, watched: Any) -> str:
    known, listed = ", ".join(OPTIMIZERS), isinstance(running, list | tuple)
    if (
        not listed
        or not running
        or any(one not in list(OPTIMIZERS) for one in running)
        or len(set(running)) < len(running)
    ):
        said = ",".join(map(str, running)) if listed else running
        return f"optimizers must be one or more of {known}, each once, but are {said or 'none'}"
    if watched not in running:
        return f"watch must be one of the optimizers that run, but is {watched}"
    return ""


def _beyond(state: Mapping[str, Any]) -> str:
    for key, most in BOUNDS.items():
        if not (math.isfinite(state[key]) and 0 <= state[key] <= most):
            kind = "whole number" if key in WHOLE else "number"
            return f"{key} must be a {kind} between 0 and {most}, but is {state[key]}"
    return ""


def _place(w: Any) -> str:
    numbers = ", ".join(f"{one:.4g}" for one in w)
    return numbers if len(w) == 1 else f"({numbers})"
