"""LossExplorer: targets and predictions to drag, and what each loss makes of them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

import numpy as np
import traitlets

from nnbook._checks import Array
from nnbook.activations import softmax
from nnbook.backpropagation import backprop
from nnbook.dense import Layer
from nnbook.losses import LOSSES, Loss, cross_entropy
from nnbook.network import Network
from nnbook.widgets.explorable import Explorable, Numbers
from nnbook.widgets.marks import GRADIENT, HERE, at, circle, line, number, tag, text

__all__ = ["LossExplorer"]

LARGEST = 1e6
FEWEST, MOST = 3, 8
LEFT, RIGHT, TOP, BOTTOM = 60.0, 600.0, 30.0, 220.0
LONGEST = 46.0


class LossExplorer(Explorable):
    """A loss of three to eight predictions: its value, each point's part in it, and its slopes.

    Parameters
    ----------
    loss
        one of nnbook's losses, or its name.
    y
        the targets: any numbers for mse and mae, 0 to 1 for binary_cross_entropy, -1 and 1 for
        hinge, one 1 and two 0s for cross_entropy.
    y_hat
        the predictions, as many; for cross_entropy the three sums z of which softmax makes them.

    All are traits: set them, and the figure follows; move the figure, and they hold what it shows.
    Traits that fit only together are set in `with figure.hold_trait_notifications():`. Every number
    lies between -1e6 and 1e6; what cannot be raises StateError, a ValueError.

    """

    kind: ClassVar[str] = "losses"

    loss = traitlets.Any("mse").tag(sync=True, state=True)
    y = Numbers([3.0, -0.5, 2.0, 7.0]).tag(sync=True, state=True)
    y_hat = Numbers([2.5, 0.0, 2.0, 8.0]).tag(sync=True, state=True)

    def __init__(self, **state: Any) -> None:
        if isinstance(state.get("loss"), Loss):
            state["loss"] = state["loss"].name
        super().__init__(**state)

    def problem(self, state: Mapping[str, Any]) -> str:
        """What is impossible about a state, in a sentence; "" if nothing."""
        return next(_problems(state), "")

    @traitlets.validate("loss", "y", "y_hat")
    def _possible(self, proposal: Any) -> Any:
        return self.checked(proposal)

    @property
    def predictions(self) -> Array:
        """What is predicted, (n,): y_hat, or for cross_entropy the softmax of it."""
        found = np.array(self.y_hat)
        return np.asarray(softmax(found)) if self._classes else found

    @property
    def value(self) -> float:
        """The loss C; for cross_entropy computed from the sums."""
        if self._classes:
            return float(self._trace().loss)
        return float(LOSSES[self.loss](self.y, self.y_hat))

    @property
    def slopes(self) -> Array:
        """dC/dy_hat for each point, (n,); for cross_entropy dC/dz."""
        if self._classes:
            return np.asarray(self._trace()["dC/dz1"].value)
        return np.asarray(LOSSES[self.loss].slope(self.y, self.y_hat))

    @property
    def _classes(self) -> bool:
        return bool(self.loss == "cross_entropy")

    def _trace(self) -> Any:
        network = Network([Layer(np.eye(FEWEST), None, softmax)])
        return backprop(network, self.y_hat, self.y, cross_entropy)

    @property
    def alt(self) -> str:
        """The picture in words."""
        rows = zip(self.y, self.predictions, self.slopes, strict=True)
        points = "; ".join(
            f"{i}: target {y:g}, prediction {p:.4g}, slope {slope:.4g}"
            for i, (y, p, slope) in enumerate(rows, 1)
        )
        return f"Squares are targets, circles predictions. {points}. The loss is {self.value:.4g}."

    @property
    def caption(self) -> str:
        """The line under the figure."""
        return (
            "Squares: targets. Circles: predictions. Drag either. A green arrow says which way "
            "learning moves a prediction; the longest belongs to the steepest slope."
        )

    def still(self) -> str:
        """Targets, predictions and slopes as SVG text."""
        values = np.concatenate([self.y, self.predictions, [0.0, 1.0]])
        low, high = float(values.min()), float(values.max())
        steepest = float(np.abs(self.slopes).max()) or 1.0
        slot = (RIGHT - LEFT) / len(self.y)

        def up(value: float) -> float:
            return BOTTOM - (BOTTOM - TOP) * (float(value) - low) / (high - low)

        faint = {"stroke": "currentColor", "stroke-opacity": "0.35"}
        parts = [line(LEFT, up(0.0), RIGHT, up(0.0), faint), line(LEFT, TOP, LEFT, BOTTOM, faint)]
        parts += [
            text(LEFT - 8, up(v) + 5, number(v), {"text-anchor": "end"})
            for v in dict.fromkeys((low, 0.0, high))
            if v == 0.0 or abs(up(v) - up(0.0)) > 14
        ]  # fmt: skip
        for i, (y, p, slope) in enumerate(zip(self.y, self.predictions, self.slopes, strict=True)):
            x = LEFT + slot * (i + 0.5)
            if slope:
                parts.append(_pull(x + 14, up(p), LONGEST * float(slope) / steepest))
            parts.append(tag("rect", {"x": x - 19, "y": up(y) - 5, "width": 10.0, "height": 10.0}))
            parts.append(circle(x + 14, up(p), 6.0, {"style": f"fill:{HERE}",
                                                     "stroke": "currentColor"}))  # fmt: skip
            parts.append(text(x, BOTTOM + 46, f"slope {number(float(slope))}"))
        name = {"mse": "MSE", "mae": "MAE"}.get(self.loss, self.loss.replace("_", " "))
        parts.append(text(320, BOTTOM + 76, f"{name}: C = {number(self.value)}"))
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="640" height="310" '
            f'viewBox="0 0 640 310" fill="currentColor" font-size="16" '
            f'font-family="system-ui,sans-serif">{"".join(parts)}</svg>'
        )


def _pull(x: float, y: float, length: float) -> str:
    """An arrow down by `length`, or up if it is negative: against the slope."""
    sign = math.copysign(1.0, length)
    tip = y + length + 8 * sign
    back = tip - 7 * sign
    head = f"M{at(x - 5)} {at(back)}L{at(x)} {at(tip)}L{at(x + 5)} {at(back)}Z"
    shaft = line(x, y, x, back, {"style": f"stroke:{GRADIENT}", "stroke-width": "3"})
    return shaft + tag("path", {"d": head, "style": f"fill:{GRADIENT}"})


def _problems(state: Mapping[str, Any]) -> Iterator[str]:
    # Lazily: what comes later may be asked only if all before it is in order.
    yield from _forms(state["loss"], state["y"], state["y_hat"])
    yield from _numbers(state["loss"], {"y": state["y"], "y_hat": state["y_hat"]})
    if state["loss"] == "hinge" and any(abs(one) != 1 for one in state["y"]):
        yield "hinge takes the targets −1 and 1"
    if state["loss"] == "cross_entropy" and sorted(state["y"]) != [0, 0, 1]:
        yield "cross_entropy takes the target 1 for one class and 0 for the others"


def _forms(loss: Any, y: list[float], y_hat: list[float]) -> Iterator[str]:
    if loss not in list(LOSSES):
        yield f"loss must be one of {', '.join(LOSSES)}, but is {loss}"
    if loss == "cross_entropy" and len(y) != FEWEST:
        yield f"cross_entropy takes three classes here, but y has {len(y)}"
    if not FEWEST <= len(y) <= MOST:
        yield f"y must have {FEWEST} to {MOST} targets, but has {len(y)}"
    if len(y_hat) != len(y):
        wanted = f"y_hat must have one prediction for each of the {len(y)} targets"
        yield f"{wanted}, but has {len(y_hat)}"


def _numbers(loss: str, lists: Mapping[str, list[float]]) -> Iterator[str]:
    for key, values in lists.items():
        for i, value in enumerate(values, 1):
            if not math.isfinite(value) or abs(value) > LARGEST:
                yield f"{key}{i} must be a number between −1000000 and 1000000, but is {value:g}"
            if loss == "binary_cross_entropy" and not 0 <= value <= 1:
                yield f"{loss} takes {key} between 0 and 1, but {key}{i} is {value:g}"
