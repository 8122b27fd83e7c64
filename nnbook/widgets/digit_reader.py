"""DigitReader: a sheet to draw a digit on, and a network that reads it while you draw."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, ClassVar

import numpy as np
import traitlets

from nnbook._checks import Array
from nnbook.images import draw_strokes, fit_image
from nnbook.network import Network
from nnbook.reader import SURE, digit_network
from nnbook.widgets.explorable import Explorable
from nnbook.widgets.marks import line, number, tag, text

__all__ = ["DigitReader"]

UNITS = 32
MOST_STROKES = 40
MOST_POINTS = 2000
SMALLEST = 10.0  # hundredths of the sheet that a drawing has to reach over
# Between a four and a nine: the network gives each of them half.
OPENING = [[40, 10, 34, 28, 30, 46, 30, 50, 44, 50, 58, 49, 72, 48],
           [66, 12, 66, 34, 65, 60, 63, 90]]  # fmt: skip


class Strokes(traitlets.TraitType[list[list[float]], Any]):
    """A trait that holds strokes, each x1, y1, x2, y2 ..., and takes lists of points too."""

    info_text = "a list of strokes"

    def validate(self, obj: Any, value: Any) -> Any:
        """Arrays of points laid out flat; what is no list of strokes stays for `problem`."""
        if not isinstance(value, Iterable) or isinstance(value, str):
            return value
        return [_flat(stroke) for stroke in value]


def _flat(stroke: Any) -> Any:
    try:
        numbers = np.asarray(stroke)
    except ValueError:
        return stroke
    return numbers.ravel().tolist() if numbers.dtype.kind in "if" else stroke


@cache
def shipped() -> tuple[int, ...]:
    """The weights of `digit_network`, in hundredths, one after the other."""
    values = digit_network().parameters.values()
    return tuple(int(one) for v in values for one in np.rint(100 * v.ravel()))


class DigitReader(Explorable):
    """A digit drawn in strokes, the picture of 8 x 8 that a network gets of it, and its answer.

    Parameters
    ----------
    strokes
        up to 40 strokes of at most 2000 points together, each a list of points (x, y) or flat,
        x1, y1, x2, y2 ..., in hundredths of the sheet, from its upper left corner.
    unit
        the hidden neuron whose weights are shown, 1 ... 32.

    Both are traits: set them, and the figure follows; draw in the figure, and they hold what it
    shows. What cannot be raises StateError, a ValueError. The network is
    `nnbook.reader.digit_network()`; `weights` takes it to the page, and cannot be another.

    """

    kind: ClassVar[str] = "digit_reader"

    strokes = Strokes(OPENING).tag(sync=True, state=True)
    unit = traitlets.Any(1).tag(sync=True, state=True)
    weights = traitlets.Any().tag(sync=True, state=True)

    @traitlets.default("weights")
    def _weights(self) -> list[int]:
        return list(shipped())

    def problem(self, state: Mapping[str, Any]) -> str:
        """What is impossible about a state, in a sentence; "" if nothing."""
        return next(self._problems(**state), "")

    @staticmethod
    def _problems(strokes: Any, unit: Any, weights: Any) -> Iterator[str]:
        # Lazily: what comes later may be asked only if all before it is in order.
        if not isinstance(strokes, list):
            yield "strokes must be a list"
        if len(strokes) > MOST_STROKES:
            yield f"a drawing here has at most {MOST_STROKES} strokes, but this has {len(strokes)}"
        for i, stroke in enumerate(strokes, 1):
            if not _possible_stroke(stroke):
                yield f"stroke {i} must be pairs of numbers between 0 and 100"
        points = sum(len(stroke) for stroke in strokes) // 2
        if points > MOST_POINTS:
            yield f"a drawing here has at most {MOST_POINTS} points, but this has {points}"
        if not isinstance(unit, int) or not 1 <= unit <= UNITS:
            yield f"unit must be a whole number from 1 to {UNITS}, but is {unit}"
        if weights != list(shipped()):
            count = len(shipped())
            yield f"weights must be the {count} of nnbook.reader.digit_network(), in hundredths"

    @traitlets.validate("strokes", "unit", "weights")
    def _possible(self, proposal: Any) -> Any:
        return self.checked(proposal)

    @property
    def network(self) -> Network:
        """The network that reads."""
        return digit_network()

    @property
    def image(self) -> Array | None:
        """The drawing as the network gets it, (8, 8) in [0, 1]; None if there is too little."""
        points = np.array([n for stroke in self.strokes for n in stroke]).reshape(-1, 2)
        if not len(points) or np.ptp(points, axis=0).max() < SMALLEST:
            return None
        return fit_image(draw_strokes(self.strokes))

    @property
    def probabilities(self) -> Array | None:
        """What the network says, (10,); None if there is too little to read."""
        image = self.image
        return None if image is None else np.asarray(self.network(image.ravel()))

    @property
    def answer(self) -> int | None:
        """The digit that it reads; None if there is too little, or if it is unsure."""
        p = self.probabilities
        return None if p is None or p.max() < SURE else int(p.argmax())

    @property
    def _said(self) -> str:
        p = self.probabilities
        if p is None:
            return "Too little to read: draw larger." if self.strokes else "Draw a digit."
        best, second = np.argsort(-p, kind="stable")[:2]
        if p[best] >= SURE:
            return f"It reads a {best}."
        return f"Unsure: {best} ({_percent(p[best])}) or {second} ({_percent(p[second])})?"

    @property
    def alt(self) -> str:
        """The picture in words."""
        strokes = "1 stroke" if len(self.strokes) == 1 else f"{len(self.strokes)} strokes"
        return f"A drawing of {strokes}, beside it the ten probabilities. {self._said}"

    @property
    def caption(self) -> str:
        """The line under the figure."""
        return (
            "Draw a digit. It is cut out, shrunk to 8 × 8 and read by a network 64-32-10 while "
            "you draw; below 80 % it says that it is unsure."
        )

    def __repr__(self) -> str:
        return f"DigitReader(strokes={self.strokes}, unit={self.unit})"

    def still(self) -> str:
        """The drawing, its 8 x 8 picture and the ten bars, as SVG text."""
        parts = [_drawing(self.strokes)]
        image, p = self.image, self.probabilities
        if image is not None:
            parts += [_greys(image), text(270, 252, "what the network gets")]
        parts.append(_bars(p))
        parts.append(text(494, 24, self._said, {"font-weight": "600"}))
        return (
            '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="310" '
            'viewBox="0 0 640 310" fill="currentColor" font-size="15" '
            f'font-family="system-ui,sans-serif">{"".join(parts)}</svg>'
        )


def _possible_stroke(stroke: Any) -> bool:
    if not isinstance(stroke, list) or not stroke or len(stroke) % 2:
        return False
    return all(
        isinstance(n, int | float) and not isinstance(n, bool) and 0 <= n <= 100 for n in stroke
    )


def _percent(p: float) -> str:
    return f"{100 * p:.1f} %"


def _drawing(strokes: list[list[float]]) -> str:
    """The sheet with its strokes, 180 wide."""
    paths = []
    for stroke in strokes:
        points = np.array(stroke).reshape(-1, 2) * 1.8 + [10, 60]
        listed = "L".join(f"{number(x, 1)} {number(y, 1)}" for x, y in [*points, points[-1]])
        paths.append(f"M{listed}")
    look = {"fill": "none", "stroke": "currentColor"}
    frame: dict[str, float | str] = {
        "x": 10, "y": 60, "width": 180, "height": 180, "stroke-opacity": "0.4"
    }  # fmt: skip
    pen = {"stroke-width": "14.4", "stroke-linecap": "round", "stroke-linejoin": "round"}
    return tag("rect", {**frame, **look}) + tag("path", {"d": "".join(paths), **look, **pen})


def _greys(image: Array) -> str:
    """The picture of 8 x 8, 140 wide."""
    side = 17.5
    squares = [
        tag("rect", {"x": 200 + side * column, "y": 90 + side * row, "width": side, "height": side,
                     "fill-opacity": number(float(grey), 3)})
        for (row, column), grey in np.ndenumerate(image) if grey > 0
    ]  # fmt: skip
    frame = tag("rect", {"x": 200.0, "y": 90.0, "width": 140.0, "height": 140.0, "fill": "none",
                         "stroke": "currentColor", "stroke-opacity": "0.4"})  # fmt: skip
    return frame + "".join(squares)


def _bars(p: Array | None) -> str:
    """Ten bars with their probabilities."""
    parts = []
    for digit in range(10):
        y = 50.0 + 25 * digit
        best = p is not None and digit == p.argmax()
        look = {"font-weight": "700"} if best else {}
        parts.append(text(400, y + 13, str(digit), look))
        parts.append(
            line(412, y + 8, 562, y + 8, {"stroke": "currentColor", "stroke-opacity": "0.25"})
        )
        if p is not None:
            bar = {"x": 412.0, "y": y, "width": 150 * float(p[digit]), "height": 16.0}
            shade: dict[str, float | str] = {} if best else {"fill-opacity": "0.45"}
            parts.append(tag("rect", {**bar, **shade}))
            parts.append(text(604, y + 13, _percent(p[digit]), look))
    return "".join(parts)
