"""From a moved slider of nnbook.interact to the new picture, in the kernel: a line, and a map."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.harness import Result, race
from nnbook import Network, interact

ROW = "interact, redraw of {}"
MOVES = 10
TARGETS = {"a line": 0.025, "a map of 100 x 100": 0.005}  # seconds
NETWORK = Network.random([2, 8, 8, 1], "tanh", rng=np.random.default_rng(0))
PLANE = np.stack(np.meshgrid(*[np.linspace(-1, 1, 100)] * 2), axis=-1).reshape(-1, 2)


def line(w: float) -> Any:
    """A curve of 200 points, drawn by matplotlib."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(4, 3))
    x = np.linspace(-3, 3, 200)
    figure.subplots().plot(x, np.tanh(w * x))
    return figure


def plane(w: float) -> Any:
    """What a network of 2-8-8-1 says at 100 x 100 points."""
    return NETWORK(w * PLANE).reshape(100, 100)


def mover(f: Callable[..., Any]) -> Callable[[], None]:
    """MOVES moves of the slider, to and fro."""
    slider = interact(f, w=(-3.0, 3.0, 0.1)).children[0]

    def work() -> None:
        start = slider.value
        for move in range(1, MOVES + 1):
            slider.value = start + 0.1 * move if start <= 0 else start - 0.1 * move

    return work


def run() -> list[Result]:
    """The median of a redraw, and the target."""
    found = []
    for f, (what, target) in zip((line, plane), TARGETS.items(), strict=True):
        (ours,) = race(ROW.format(what), mover(f), {}, units=MOVES)
        ratio = target / ours.amount
        found += [ours, Result(ours.row, "target", target, ratio, kind="target", wanted=1.0)]
    return found
