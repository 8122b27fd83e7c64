"""Marks: numbers as text and the pieces of SVG that the figures are drawn with.

`js/marks.js` is this module in JavaScript, line by line. A picture is a function from a figure's
state to SVG text, written in both languages; a test says that the two texts are equal, so that the
still in a notebook is what the live figure shows when it opens.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Context, Decimal

__all__ = [
    "GRADIENT", "HERE", "NEGATIVE", "POSITIVE", "arrow", "at", "circle", "equals", "line", "name",
    "number", "short", "tag", "text", "weighted",
]  # fmt: skip

# A page may change the variables (dark mode); where none is set, as in an <img>, Okabe-Ito stands.
POSITIVE = "var(--nnb-positive,#0072B2)"
NEGATIVE = "var(--nnb-negative,#D55E00)"
GRADIENT = "var(--nnb-gradient,#009E73)"
HERE = "var(--nnb-here,#E69F00)"

LARGEST_PLAIN = 10_000.0
EXACT = Context(prec=60, rounding=ROUND_HALF_UP)  # JavaScript's toFixed rounds like this


def number(value: float, digits: int = 4) -> str:
    """`value` rounded half up to at most `digits` decimals, with a true minus sign: "−0.25"."""
    rounded = Decimal(abs(value)).quantize(Decimal(1).scaleb(-digits), context=EXACT)
    shown = f"{rounded:f}"
    if digits:
        shown = shown.rstrip("0").rstrip(".")
    return shown if value >= 0 or shown == "0" else f"−{shown}"


def equals(value: float, digits: int = 4) -> str:
    """The sign that belongs before `number(value)`: "=" if nothing was rounded away, else "≈"."""
    shown = float(number(value, digits).replace("−", "-"))
    return "=" if abs(shown - value) < 1e-9 * max(1.0, abs(value)) else "≈"


def short(value: float) -> str:
    """`value` in at most seven characters, for the inside of a circle."""
    size = abs(value)
    if size < LARGEST_PLAIN:
        return number(value, 2 if size < 100 else 0)
    power = math.floor(math.log10(size))
    return f"{number(value / 10.0**power, 1)}e{power}"


def at(value: float) -> str:
    """A coordinate: one decimal is a tenth of a pixel."""
    return number(value, 1).replace("−", "-")


def tag(kind: str, attributes: Mapping[str, float | str], content: str = "") -> str:
    """One SVG element; numbers among the attributes are coordinates."""
    listed = "".join(
        f' {key}="{value if isinstance(value, str) else at(value)}"'
        for key, value in attributes.items()
    )
    return f"<{kind}{listed}>{content}</{kind}>"


def text(x: float, y: float, content: str, more: Mapping[str, float | str] | None = None) -> str:
    """Text centred on x, standing on the line y; `content` may hold SVG."""
    return tag("text", {"x": x, "y": y, "text-anchor": "middle", **(more or {})}, content)


def name(symbol: str) -> str:
    """The name of a quantity, in italics as in the book's formulas."""
    return f'<tspan font-style="italic">{symbol}</tspan>'


def line(x1: float, y1: float, x2: float, y2: float, more: Mapping[str, float | str]) -> str:
    """A straight stroke."""
    return tag("path", {"d": f"M{at(x1)} {at(y1)}L{at(x2)} {at(y2)}", **more})


def circle(x: float, y: float, r: float, more: Mapping[str, float | str]) -> str:
    """A circle."""
    return tag("circle", {"cx": x, "cy": y, "r": r, **more})


def arrow(x1: float, x2: float, y: float) -> str:
    """A level arrow from x1 to x2 in the text colour."""
    head = f"M{at(x2 - 8)} {at(y - 4.5)}L{at(x2)} {at(y)}L{at(x2 - 8)} {at(y + 4.5)}Z"
    shaft = line(x1, y, x2 - 6, y, {"stroke": "currentColor", "stroke-width": "1.5"})
    return shaft + tag("path", {"d": head})


def weighted(weight: float) -> dict[str, float | str]:
    """How a connection is drawn: colour and dashes tell the sign, width tells the size."""
    if weight == 0:
        return {"stroke": "currentColor", "stroke-width": "1", "stroke-dasharray": "1 5",
                "stroke-opacity": "0.6"}  # fmt: skip
    width = 1.0 + 2.0 * min(abs(weight), 4.0)
    if weight > 0:
        return {"style": f"stroke:{POSITIVE}", "stroke-width": width}
    dashes = f"{at(5.0 + width)} {at(3.0 + width / 2.0)}"
    return {"style": f"stroke:{NEGATIVE}", "stroke-width": width, "stroke-dasharray": dashes}
