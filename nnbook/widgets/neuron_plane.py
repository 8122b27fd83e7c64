"""The plane of the figure `Neuron` with two inputs: where it fires, and where the input lies.

`js/neuron_plane.js` is this module in JavaScript, line by line (see `marks`).
"""

from __future__ import annotations

from nnbook.widgets.marks import POSITIVE, at, line, name, number, tag, text
from nnbook.widgets.neuron_picture import FAINT, QUIET, State, here, reach

__all__ = ["plane"]

Point = tuple[float, float]


def plane(s: State) -> str:
    """For two inputs: the plane, the line where the neuron decides, and the point. 240 x 250."""
    step = s.activation == "step"
    level = s.threshold if step else 0.0
    far = reach(2.0, s.x[0] * 1.1, s.x[1] * 1.1)

    def across(x: float) -> float:
        return 20 + 200 * (x + far) / (2 * far)

    def up(x: float) -> float:
        return 228 - 200 * (x + far) / (2 * far)

    yes, no, border = divided(s.w, s.b - level, far)
    parts = []
    if yes:
        d = "M" + "L".join(f"{at(across(p))} {at(up(q))}" for p, q in yes) + "Z"
        parts.append(tag("path", {"d": d, "style": f"fill:{POSITIVE}", "fill-opacity": "0.16"}))
    axes = f"M12 {at(up(0))}L228 {at(up(0))}M{at(across(0))} 22L{at(across(0))} 234"
    parts.append(tag("path", {"d": axes, **FAINT}))
    parts.append(text(234, up(0) + 5, name("x₁"), {"text-anchor": "end", "dx": "6"}))
    parts.append(text(across(0), 17, name("x₂")))
    parts.append(text(across(far) - 3, up(0) + 16, number(far), QUIET))
    parts.append(text(across(-far) + 3, up(0) + 16, number(-far), QUIET))
    parts.append(text(across(0) - 6, up(far) + 9, number(far), {**QUIET, "text-anchor": "end"}))
    parts.append(text(across(0) - 6, up(-far), number(-far), {**QUIET, "text-anchor": "end"}))
    if len(border) == 2:
        (p1, q1), (p2, q2) = border
        parts.append(line(across(p1), up(q1), across(p2), up(q2),
                          {"stroke": "currentColor", "stroke-width": "2.5"}))  # fmt: skip
    at_x, at_y = across(s.x[0]), up(s.x[1])
    sides = (yes, "fires" if step else "z ≥ 0"), (no, "silent" if step else "z &lt; 0")
    for corners, label in sides:
        if area(corners) > 0.1 * (2 * far) ** 2:
            p, q = inside(corners, s.w)
            x, y = across(p), up(q)
            if abs(x - at_x) < 34 and abs(y - at_y) < 20:  # make way for the point
                y = at_y - 20 if y <= at_y else at_y + 20
            parts.append(text(x, y + 4, label, {"font-style": "italic"}))
    parts.append(here(at_x, at_y))
    return "".join(parts)


def inside(corners: list[Point], w: list[float]) -> Point:
    """A place for a label: halfway from a side's middle to its corner farthest from the cut."""
    p = sum(corner[0] for corner in corners) / len(corners)
    q = sum(corner[1] for corner in corners) / len(corners)
    far = corners[0]
    for corner in corners:
        if distance(corner, p, q, w) > distance(far, p, q, w) + 1e-9:
            far = corner
    return (p + far[0]) / 2, (q + far[1]) / 2


def distance(corner: Point, p: float, q: float, w: list[float]) -> float:
    """How far a corner lies from (p, q) across the lines of equal z."""
    return abs(w[0] * (corner[0] - p) + w[1] * (corner[1] - q))


def divided(w: list[float], b: float, far: float) -> tuple[list[Point], list[Point], list[Point]]:
    """The square [-far, far]² cut by w1 x1 + w2 x2 + b = 0: side >= 0, side < 0, the cut's ends."""
    corners = [(-far, -far), (far, -far), (far, far), (-far, far)]
    yes: list[Point] = []
    no: list[Point] = []
    border: list[Point] = []
    for i, (p, q) in enumerate(corners):
        p2, q2 = corners[(i + 1) % 4]
        value, following = w[0] * p + w[1] * q + b, w[0] * p2 + w[1] * q2 + b
        (yes if value >= 0 else no).append((p, q))
        if (value >= 0) != (following >= 0):
            t = value / (value - following)
            cut = (p + (p2 - p) * t, q + (q2 - q) * t)
            yes.append(cut)
            no.append(cut)
            border.append(cut)
    return yes, no, border


def area(corners: list[Point]) -> float:
    """The area of a polygon."""
    total = 0.0
    for i, (p, q) in enumerate(corners):
        p2, q2 = corners[(i + 1) % len(corners)]
        total += p * q2 - p2 * q
    return abs(total) / 2
