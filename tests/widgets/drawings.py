"""Drawings for the figure Digit reader: 50 digits in five hands, and random strokes."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np


@cache
def drawn_digits() -> list[dict[str, Any]]:
    """Five drawings of each digit: `digit`, `hand`, and `strokes` as lists of points.

    They were written before the network was trained, and take no part in its training or tuning.
    """
    path = Path(__file__).with_name("drawn_digits.json")
    return json.loads(path.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def flat(strokes: list[Any]) -> list[list[float]]:
    """Strokes as a figure's state holds them, x1, y1, x2, y2 ...."""
    return [[n for point in stroke for n in point] for stroke in strokes]


def scribbles(count: int) -> list[list[list[float]]]:
    """Random strokes, from a single point to a knot, narrow and wide."""
    rng = np.random.default_rng(8)
    found = []
    for number in range(count):
        extent = rng.uniform(3, 45, 2) if number % 3 else [0.5, 40]
        found.append([
            (50 + rng.uniform(-1, 1, (rng.integers(1, 8), 2)) * extent).ravel().round(1).tolist()
            for _ in range(rng.integers(1, 4))
        ])  # fmt: skip
    return found
