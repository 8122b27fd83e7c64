"""KohonenExplorer: a ring or a grid of neurons that unfolds over points, sample by sample."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
import traitlets

from nnbook._checks import Array, as_numbers
from nnbook.kinds.kohonen import KohonenMap, ring_order, tour_length
from nnbook.widgets import marks
from nnbook.widgets.explorable import Explorable

__all__ = ["KohonenExplorer"]

SIDE = 6
UNITS_PER_POINT = 3
MOST_EPOCHS, MOST = 300, 1_000_000_000


class KohonenExplorer(Explorable):
    """Kohonen's map over points in the plane, one sample after the other.

    Parameters
    ----------
    points
        3 to 60 points (N, 2) with coordinates from 0 to 1; by default 45 random ones.
    shape
        "ring", three neurons a point on a circle at first, or "grid", 6 x 6 in a small square.
    lr, radius
        the first and the last learning rate and radius; in between they change by equal factors
        an epoch, as in `nnbook.kinds.organise`.
    epochs, seed
        how often all points are shown, and the seed of `np.random.default_rng`, which shuffles
        them before each epoch.
    step
        how many samples have been shown; beyond the last is the last.

    All are traits: set them, and the figure follows; move the figure, and they hold what it shows.
    What cannot be raises StateError, a ValueError.

    """

    kind: ClassVar[str] = "kohonen"

    points = traitlets.Any().tag(sync=True, state=True)
    shape = traitlets.Any("ring").tag(sync=True, state=True)
    lr = traitlets.Any([0.8, 0.8]).tag(sync=True, state=True)
    radius = traitlets.Any([16.875, 0.4]).tag(sync=True, state=True)
    epochs = traitlets.Int(200).tag(sync=True, state=True)
    seed = traitlets.Int(0).tag(sync=True, state=True)
    step = traitlets.Int(0).tag(sync=True, state=True)

    @traitlets.default("points")
    def _some(self) -> list[list[float]]:
        points: list[list[float]] = np.random.default_rng(3).random((45, 2)).tolist()
        return points

    def problem(self, state: Mapping[str, Any]) -> str:
        """What is impossible about a state, in a sentence; "" if nothing."""
        points = np.asarray(state["points"])
        if not (points.ndim == 2 and points.shape[1] == 2 and 3 <= len(points) <= 60
                and (points >= 0).all() and (points <= 1).all()):  # fmt: skip
            return "points must be 3 to 60 pairs of numbers from 0 to 1"
        if state["shape"] not in ("ring", "grid"):
            return f"shape must be ring or grid, but is {state['shape']}"
        for key, high in (("lr", 1), ("radius", 100)):
            ends = np.asarray(state[key])
            if ends.shape != (2,) or (ends < 0.001).any() or (ends > high).any():
                return f"{key} must be two numbers from 0.001 to {high}"
        for key, low, most in (("epochs", 1, MOST_EPOCHS), ("seed", 0, MOST), ("step", 0, MOST)):
            if not low <= state[key] <= most:
                return f"{key} must be from {low} to {most}, but is {state[key]}"
        return ""

    @traitlets.validate("points", "lr", "radius")
    def _numbers(self, proposal: Any) -> Any:
        name = proposal["trait"].name
        value = as_numbers(proposal["value"], f"{name} of KohonenExplorer")
        return self.checked({**proposal, "value": value.tolist()})

    @traitlets.validate("shape", "epochs", "seed", "step")
    def _possible(self, proposal: Any) -> Any:
        return self.checked(proposal)

    @property
    def start(self) -> KohonenMap:
        """The map before the first sample."""
        points = np.array(self.points)
        if self.shape == "ring":
            return KohonenMap.ring(UNITS_PER_POINT * len(points), points)
        i, j = np.divmod(np.arange(SIDE**2), SIDE)
        places = np.column_stack([j, i])
        apart = np.sqrt(((places[:, None] - places) ** 2).sum(axis=-1))
        small = points.std() * (places / (SIDE - 1) - 0.5)
        return KohonenMap(points.mean(axis=0) + small, apart)

    @property
    def map(self) -> KohonenMap:
        """The map after `step` samples."""
        points, start, rng = np.array(self.points), self.start, np.random.default_rng(self.seed)
        rates, radii = (np.geomspace(a, b, self.epochs) for a, b in (self.lr, self.radius))
        w, shown = start.weights.copy(), 0
        for rate, radius in zip(rates, radii, strict=True):
            for x in points[rng.permutation(len(points))]:
                if shown == self.step:
                    return KohonenMap(w, start.apart)
                shown += 1
                winner = ((x - w) ** 2).sum(axis=1).argmin()
                pull = rate * np.exp(-(start.apart[winner] ** 2) / (2 * radius**2))
                w += pull[:, None] * (x - w)
        return KohonenMap(w, start.apart)

    @property
    def tour(self) -> Array:
        """The numbers of the points, from 0, in the order of their winners."""
        return np.asarray(ring_order(self.map, self.points))

    @property
    def length(self) -> float:
        """How long the round trip in the order of the winners is."""
        return tour_length(self.points, self.tour)

    @property
    def alt(self) -> str:
        """The picture in words."""
        neurons = f"ring of {UNITS_PER_POINT * len(self.points)}" if self.shape == "ring" else (
            f"grid of {SIDE} by {SIDE}")  # fmt: skip
        shown = min(self.step, self.epochs * len(self.points))
        return f"{len(self.points)} points, and a {neurons} neurons after {shown} samples."

    @property
    def caption(self) -> str:
        """The line under the figure."""
        return (
            "Squares: points. Dots on the lines: neurons. In amber the last sample and its winner; "
            "the larger a dot, the more that neuron was pulled along."
        )

    def still(self) -> str:
        """Points and neurons, and the length of the tour, as SVG text."""
        w = 400 * self.map.weights * [1, -1] + [120, 412]
        places = 400 * np.array(self.points) * [1, -1] + [120, 412]
        if self.shape == "ring":
            d = _through(w) + "Z"
            line = f"tour along the ring: {self.length:.4f}"
        else:
            grid = w.reshape(SIDE, SIDE, 2)
            d = "".join(_through(row) for row in [*grid, *grid.swapaxes(0, 1)])
            line = f"mean squared distance to the winner: {self.map.error(self.points):.4f}"
        parts = [
            marks.tag("path", {"d": d, "fill": "none", "stroke": "currentColor",
                               "stroke-opacity": "0.55"}),
            *(marks.circle(x, y, 2.5, {}) for x, y in w),
            *(marks.tag("rect", {"x": x - 4.5, "y": y - 4.5, "width": 9, "height": 9})
              for x, y in places),
            marks.text(320, 448, line, {"font-size": "16"}),
        ]  # fmt: skip
        return (
            '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="460" '
            'viewBox="0 0 640 460" fill="currentColor" font-size="16" '
            f'font-family="system-ui,sans-serif">{"".join(parts)}</svg>'
        )


def _through(places: Array) -> str:
    return "M" + "L".join(f"{marks.at(x)} {marks.at(y)}" for x, y in places)
