"""The pictures and sentences of the figure `Neuron`, as functions of its state.

`js/neuron_picture.js` is this module in JavaScript, line by line (see `marks`).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

from nnbook.widgets.marks import (
    HERE,
    NEGATIVE,
    POSITIVE,
    arrow,
    at,
    circle,
    equals,
    line,
    name,
    number,
    short,
    tag,
    text,
    weighted,
)  # fmt: skip

__all__ = ["LABELS", "State", "curve", "describe", "diagram", "output_text", "sum_text"]

LABELS = {
    "step": "step", "identity": "identity", "sigmoid": "sigmoid", "tanh": "tanh", "relu": "ReLU",
    "leaky_relu": "leaky ReLU", "elu": "ELU",
}  # fmt: skip
ROWS = {1: [130.0], 2: [78.0, 182.0], 3: [42.0, 130.0, 218.0]}
INPUT_X, INPUT_R, SUM_X, OUTPUT_X, MIDDLE, R = 54.0, 25.0, 212.0, 338.0, 130.0, 32.0
FAINT = {"stroke": "currentColor", "stroke-opacity": "0.35", "fill": "none"}
SMALL: dict[str, float | str] = {"font-size": "14.5"}
QUIET: dict[str, float | str] = {"font-size": "14.5", "fill-opacity": "0.7"}


class State(NamedTuple):
    """What the pictures show: the figure's traits, and z and a as nnbook computes them."""

    x: list[float]
    w: list[float]
    b: float
    activation: str
    threshold: float
    z: float
    a: float
    value: Callable[[float], float]


def subscript(index: int) -> str:
    """1 as ₁, the way the book counts inputs and weights."""
    return "₀₁₂₃₄₅₆₇₈₉"[index]


def in_product(value: float, first: bool) -> str:
    """A factor; a negative one in parentheses unless the line begins with it."""
    return number(value) if value >= 0 or first else f"({number(value)})"


def sum_text(s: State) -> str:
    """The sum with the numbers put in: "z = 0.5·0.4 + 0.8·0.5 + 0 = 0.9"."""
    terms = [
        f"{in_product(x, i == 0)}·{in_product(w, False)}"
        for i, (x, w) in enumerate(zip(s.x, s.w, strict=True))
    ]
    bias = f" + {number(s.b)}" if s.b >= 0 else f" − {number(-s.b)}"
    return f"z = {' + '.join(terms)}{bias} {equals(s.z)} {number(s.z)}"


def compared(s: State) -> tuple[str, str, str]:
    """z, the sign of the comparison and the threshold, with enough digits to be seen unequal."""
    z, threshold = number(s.z), number(s.threshold)
    if z == threshold and s.z != s.threshold:
        z, threshold = number(s.z, 17), number(s.threshold, 17)
    return z, "≥" if s.z >= s.threshold else "<", threshold


def output_text(s: State) -> str:
    """What the activation makes of the sum: "0.69 ≥ 0.5 → 1" or "a = tanh(0.9) ≈ 0.7163"."""
    if s.activation == "step":
        return f"{' '.join(compared(s))} → {number(s.a)}"
    return f"a = {LABELS[s.activation]}({number(s.z)}) {equals(s.a)} {number(s.a)}"


def describe(s: State) -> str:
    """The picture in words."""
    inputs = ", ".join(
        f"x{i + 1} = {number(s.x[i])} with weight {number(s.w[i])}" for i in range(len(s.x))
    )
    says = f"A neuron takes {inputs}, and bias {number(s.b)}. Its sum z is {number(s.z)}. "
    if s.activation != "step":
        label = LABELS[s.activation]
        return f"{says}The {label} activation makes of it the output a = {number(s.a)}."
    _, sign, threshold = compared(s)
    if sign == "≥":
        return f"{says}That reaches the threshold {threshold}: the neuron fires, a = 1."
    return f"{says}That is below the threshold {threshold}: the neuron stays silent, a = 0."


def diagram(s: State) -> str:
    """The neuron: inputs left, weights on the edges, sum and output in circles. 400 x 250."""
    parts = [line(SUM_X, 34, SUM_X, MIDDLE - R, weighted(s.b))]
    parts.append(text(SUM_X + 10, 52, f"{name('b')} = {number(s.b)}", {"text-anchor": "start"}))
    for i, (x, w) in enumerate(zip(s.x, s.w, strict=True)):
        y = ROWS[len(s.x)][i]
        run, rise = SUM_X - INPUT_X, MIDDLE - y
        length = math.sqrt(run * run + rise * rise)
        left, right = INPUT_R / length, 1 - R / length
        parts.append(
            line(INPUT_X + run * left, y + rise * left,
                 INPUT_X + run * right, y + rise * right, weighted(w))
        )  # fmt: skip
        # The label rides on its edge, clear of the widest stroke.
        lift = 6 + min(abs(w), 4.0)
        turn = f"translate({at(INPUT_X + run * 0.42)} {at(y + rise * 0.42)}) "
        turn += f"rotate({at(math.atan2(rise, run) * 180 / math.pi)})"
        label = f"{name('w' + subscript(i + 1))} = {number(w)}"
        parts.append(text(0, -lift, label, {"transform": turn}))
        parts.append(circle(INPUT_X, y, INPUT_R, ring()))
        parts.append(text(INPUT_X, y + 5, short(x)))
        parts.append(text(14, y + 5, name("x" + subscript(i + 1))))
    parts.append(circle(SUM_X, MIDDLE, R, ring()))
    parts.append(text(SUM_X, MIDDLE + 5, short(s.z), {"font-weight": "600"}))
    parts.append(text(SUM_X, MIDDLE + R + 19, f"sum {name('z')}", QUIET))
    parts.append(arrow(SUM_X + R, OUTPUT_X - R, MIDDLE))
    between = (SUM_X + OUTPUT_X) / 2 - 3
    asked = f"≥ {number(s.threshold)} ?" if s.activation == "step" else LABELS[s.activation]
    parts.append(text(between, MIDDLE - 11, asked, SMALL))
    glow = {**ring(), "style": f"fill:{POSITIVE if s.a >= 0 else NEGATIVE}",
            "fill-opacity": number(0.3 * min(1.0, abs(s.a)), 3)}  # fmt: skip
    parts.append(circle(OUTPUT_X, MIDDLE, R, glow))
    parts.append(text(OUTPUT_X, MIDDLE + 5, short(s.a), {"font-weight": "600"}))
    parts.append(text(OUTPUT_X, MIDDLE + R + 19, f"output {name('a')}", QUIET))
    parts.append(arrow(OUTPUT_X + R, OUTPUT_X + R + 24, MIDDLE))
    return "".join(parts)


def ring() -> dict[str, float | str]:
    """The outline of a neuron."""
    return {"fill": "none", "stroke": "currentColor", "stroke-width": "1.5"}


def reach(least: float, *values: float) -> float:
    """Half the width of an axis that holds all values: `least`, doubled until they fit."""
    needed = max(abs(value) for value in values)
    while least < needed:
        least *= 2
    return least


def curve(s: State) -> str:
    """The activation's curve with the point (z, a) on it. 240 x 250."""
    step = s.activation == "step"
    far = reach(2.0, s.z * 1.1, s.threshold * 1.6) if step else reach(4.0, s.z * 1.1)
    low = {"tanh": -1.0, "elu": -1.0, "identity": -far}.get(s.activation, 0.0)
    high = 1.0 if s.activation in {"step", "sigmoid", "tanh"} else far
    tall = (high - low) * 1.16

    def across(z: float) -> float:
        return 20 + 200 * (z + far) / (2 * far)

    def up(a: float) -> float:
        return 212 - 176 * (a - low + tall * 0.07) / tall

    ground, centre = up(0), across(0)
    parts = [
        tag("path", {"d": f"M12 {at(ground)}L228 {at(ground)}M{at(centre)} 28L{at(centre)} 218",
                     **FAINT}),
        text(234, ground + 4, name("z"), {"text-anchor": "end", "dx": "4"}),
        text(centre, 20, name("a")),
        text(across(-far), ground + 17, number(-far), QUIET),
        text(across(far), ground + 17, number(far), QUIET),
        text(centre - 6, up(high) - 4, number(high), {**QUIET, "text-anchor": "end"}),
    ]  # fmt: skip
    if low < 0:
        parts.append(text(centre - 6, up(low) + 4, number(low), {**QUIET, "text-anchor": "end"}))
    stroke = {"fill": "none", "stroke": "currentColor", "stroke-width": "2.5",
              "stroke-linejoin": "round"}  # fmt: skip
    if step:
        edge = across(s.threshold)
        d = (f"M{at(across(-far))} {at(ground)}L{at(edge)} {at(ground)}"
             f"M{at(edge)} {at(up(1))}L{at(across(far))} {at(up(1))}")  # fmt: skip
        parts.append(line(edge, ground, edge, up(1), {**FAINT, "stroke-dasharray": "3 4"}))
        parts.append(text(edge, ground + 17, number(s.threshold), SMALL))
        parts.append(circle(edge, up(1), 3.5, {}))
    else:
        z = [-far + 2 * far * i / 80 for i in range(81)]
        d = "M" + "L".join(f"{at(across(one))} {at(up(s.value(one)))}" for one in z)
    parts.append(tag("path", {"d": d, **stroke}))
    x, y = across(s.z), up(s.a)
    trail = f"M{at(x)} {at(ground)}L{at(x)} {at(y)}L{at(centre)} {at(y)}"
    parts.append(tag("path", {"d": trail, "fill": "none", "style": f"stroke:{HERE}",
                              "stroke-width": "1.5", "stroke-dasharray": "3 3"}))  # fmt: skip
    parts.append(here(x, y))
    return "".join(parts)


def here(x: float, y: float) -> str:
    """Where the neuron stands now: the same orange dot in every picture."""
    return circle(x, y, 6.5, {"style": f"fill:{HERE}", "stroke": "currentColor",
                              "stroke-width": "1.5"})  # fmt: skip
