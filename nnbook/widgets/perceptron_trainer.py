"""PerceptronTrainer: points of two classes, and a neuron that learns from its mistakes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any, ClassVar

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from nnbook._checks import Array
from nnbook.network import Network
from nnbook.training import PerceptronHistory, perceptron
from nnbook.widgets.explorable import Explorable, Number, Numbers

__all__ = ["PerceptronTrainer"]

MOST_POINTS, LONGEST, LARGEST = 60, 20_000, 1000.0

# Six points of either class, in an order in which the mistakes rise before they end.
POINTS = [
    [0.74, 0.45], [0.08, 0.17], [0.71, 0.11], [0.84, 0.62], [0.93, 0.29], [0.31, 0.49],
    [0.12, 0.68], [0.46, 0.12], [0.21, 0.35], [0.33, 0.93], [0.55, 0.95], [0.58, 0.74],
]  # fmt: skip
LABELS = [1, 0, 0, 1, 1, 0, 0, 0, 0, 1, 1, 1]


class PerceptronTrainer(Explorable):
    """A perceptron with two inputs that learns points of the unit square, one look at a time.

    Parameters
    ----------
    points, labels
        1 to 60 points (x1, x2) with both numbers between 0 and 1, and the class of each, 0 or 1.
    w, b
        the weights and the bias at the start, between -1000 and 1000.
    lr
        the learning rate, above 0 and at most 1000.
    steps
        how many looks at a point are done, at most 20000; a run that has come to rest, after an
        epoch without a mistake, stays there.
    adds
        the class of the point that the reader's next press puts down.

    All are traits: set them, and the figure follows; move the figure, and they hold what it shows.
    What cannot be raises StateError, a ValueError.

    """

    kind: ClassVar[str] = "perceptron"

    points = traitlets.List(trait=traitlets.Any(), default_value=POINTS).tag(  # type: ignore[misc]
        sync=True, state=True
    )
    labels = traitlets.List(trait=traitlets.Any(), default_value=LABELS).tag(  # type: ignore[misc]
        sync=True, state=True
    )
    w = Numbers([0.0, 0.0]).tag(sync=True, state=True)
    b = Number(0.0).tag(sync=True, state=True)
    lr = Number(0.1).tag(sync=True, state=True)
    steps = traitlets.Int(0).tag(sync=True, state=True)
    adds = traitlets.Int(1).tag(sync=True, state=True)

    def __init__(
        self, points: ArrayLike | None = None, labels: ArrayLike | None = None, **state: Any
    ) -> None:
        if points is not None:
            state["points"] = np.asarray(points, dtype=float).tolist()
        if labels is not None:
            state["labels"] = [int(label) for label in np.asarray(labels)]
        super().__init__(**state)

    def problem(self, state: Mapping[str, Any]) -> str:
        """What is impossible about a state, in a sentence; "" if nothing."""
        return next(problems(state), "")

    @traitlets.validate("points", "labels", "w", "b", "lr", "steps", "adds")
    def _possible(self, proposal: Any) -> Any:
        return self.checked(proposal)

    @property
    def history(self) -> PerceptronHistory:
        """What nnbook.perceptron remembers of the epochs that are done."""
        return perceptron(
            self.points, self.labels, w=self.w, b=self.b, lr=self.lr,
            epochs=self.steps // len(self.points),
        )  # fmt: skip

    @property
    def path(self) -> Array:
        """The weights (w1, w2, b) at the start and after every correction, a row each."""
        history, rest = self.history, self.steps % len(self.points)
        if history.converged or not rest:
            return history.path
        *w, b = history.path[-1]
        more = perceptron(self.points[:rest], self.labels[:rest], w=w, b=b, lr=self.lr, epochs=1)
        return np.concatenate([history.path, more.path[1:]])

    @property
    def mistakes(self) -> int:
        """How many corrections have been made."""
        return len(self.path) - 1

    @property
    def network(self) -> Network:
        """The neuron as it stands, as a network of nnbook."""
        *w, b = self.path[-1]
        return perceptron(self.points, self.labels, w=w, b=b, epochs=0).network

    @property
    def room(self) -> float:
        """The theorem's gamma in the best direction; 0 if no line separates the classes.

        With the samples of class 0 turned to the other side, the direction with most room is the
        one to the nearest point of their hull, on a corner, an edge or a triangle: try them all.
        """
        samples = np.column_stack([self.points, np.ones(len(self.points))])
        turned = np.where(np.array(self.labels) == 1, 1.0, -1.0)[:, None] * samples
        found = [turned]
        if len(turned) > 1:
            a, b = turned[np.array(list(combinations(range(len(turned)), 2))).T]
            edge = b - a
            long = np.maximum((edge**2).sum(axis=1, keepdims=True), 1e-300)
            found.append(a - (a * edge).sum(axis=1, keepdims=True) / long * edge)
        if len(turned) > 2:
            a, b, c = turned[np.array(list(combinations(range(len(turned)), 3))).T]
            normal = np.cross(b - a, c - a)
            found += [normal, -normal]
        directions = np.concatenate(found)
        length = np.sqrt((directions**2).sum(axis=1))
        directions = directions[length > 1e-9] / length[length > 1e-9, None]
        room = float((directions @ turned.T).min(axis=1).max())
        return room if room > 1e-9 else 0.0

    @property
    def bound(self) -> float:
        """How many corrections the theorem allows: (|w| / (lr R) + R / gamma)^2, or infinity."""
        if not self.room:
            return float("inf")
        R = np.sqrt(1 + (np.array(self.points) ** 2).sum(axis=1).max())
        start = np.sqrt(np.sum(np.square(self.w)) + self.b**2)
        return float((start / (self.lr * R) + R / self.room) ** 2)

    @property
    def alt(self) -> str:
        """The picture in words."""
        ones = sum(self.labels)
        w1, w2, b = self.path[-1]
        said = f"{len(self.points)} points in the unit square, {ones} of them squares, class 1. "
        if w1 == w2 == 0:
            return said + "The perceptron has no line yet."
        return said + f"The perceptron's weights are {w1:.3g} and {w2:.3g}, its bias {b:.3g}."

    @property
    def caption(self) -> str:
        """The line under the figure."""
        return (
            "A perceptron at work. Press in the square to add a point, on a point to take it away. "
            "Ringed: the point it looked at last. Crossed out: points on the wrong side. Right: "
            "the way of the weights, from hollow to filled."
        )

    def still(self) -> str:
        """The points and the line as it stands, as SVG text."""
        from nnbook.plots import Picture, draw_boundary, draw_data, new_figure  # heavy

        figure, axes = new_figure(6.4, 4.0, aspect="equal")
        X, y, (w1, w2, b) = np.array(self.points), np.array(self.labels), self.path[-1]
        limits = ((0.0, 1.0), (0.0, 1.0))
        if w1 or w2:
            draw_boundary(lambda P: P @ [w1, w2] + b, X, y, axes, limits=limits, threshold=0)
        else:
            draw_data(X, y, axes)
        for number, (x1, x2) in enumerate(self.points, 1):
            axes.annotate(
                str(number), (x1, x2), xytext=(6, 5), textcoords="offset points", fontsize=12
            )
        axes.set(xlim=limits[0], ylim=limits[1], xlabel="$x_1$", ylabel="$x_2$")
        return Picture(figure, self.alt).svg


def problems(state: Mapping[str, Any]) -> Iterator[str]:
    """What is impossible about a state, sentence by sentence."""
    yield from problems_of_points(state["points"], state["labels"])
    limits = f"between −{LARGEST:.0f} and {LARGEST:.0f}"
    if len(state["w"]) != 2 or not within(state["w"], -LARGEST, LARGEST):
        yield f"w must be two numbers {limits}"
    if not within([state["b"]], -LARGEST, LARGEST):
        yield f"b must be a number {limits}"
    if not 0 < state["lr"] <= LARGEST:
        yield f"the learning rate must be above 0 and at most {LARGEST:.0f}"
    if not 0 <= state["steps"] <= LONGEST:
        yield f"steps must be a whole number from 0 to {LONGEST}"
    if state["adds"] not in {0, 1}:
        yield "adds must be 0 or 1, the class of the next point"


def problems_of_points(points: list[Any], labels: list[Any]) -> Iterator[str]:
    """What is impossible about the points, sentence by sentence."""
    if not 1 <= len(points) <= MOST_POINTS:
        yield f"there must be 1 to {MOST_POINTS} points, but there are {len(points)}"
    if len(labels) != len(points):
        yield (
            f"there must be {len(points)} labels, one for each point, but there are {len(labels)}"
        )
    for i, (point, label) in enumerate(zip(points, labels, strict=True), 1):
        if not (isinstance(point, list) and len(point) == 2 and within(point, 0, 1)):
            yield f"point {i} must be two numbers between 0 and 1"
        if not (within([label], 0, 1) and label in {0, 1}):
            yield f"label {i} must be 0 or 1"


def within(values: Any, low: float, high: float) -> bool:
    """Whether all are numbers between the two."""
    return all(
        isinstance(one, int | float) and not isinstance(one, bool) and low <= one <= high
        for one in values
    )
