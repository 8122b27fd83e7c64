"""What an attack is."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

IDS = ("3.1", "3.2", "5.12")
RIGHT_NUMBERS = "answer_3_2 = [0.55, 0.12, 0.371]"
RIGHT_UPDATE = """
def update(w, x, y, lr, threshold):
    fires = 1 if w @ x >= threshold else 0
    return w + lr * (y - fires) * x
"""
RIGHT_SOFTMAX = """
import numpy as np
def safe_softmax(Z):
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
"""


@dataclass(frozen=True)
class Attack:
    """A submission, the points it earns to the last bit, and words that its report has to hold.

    `CANARY` and `PORT` in a cell stand for a file outside the jail and a port of this machine.
    """

    name: str
    content: bytes
    points: float
    says: tuple[str, ...]


def attack(name: str, *cells: str, points: float, says: str | tuple[str, ...]) -> Attack:
    """An attack by code cells."""
    table = {"nbformat": 4, "cells": [code(cell) for cell in cells]}
    return raw(name, json.dumps(table).encode(), points, says)


def raw(name: str, content: bytes, points: float, says: str | tuple[str, ...]) -> Attack:
    """An attack by the bytes of a file."""
    return Attack(name, content, points, (says,) if isinstance(says, str) else says)


def code(source: Any, **metadata: Any) -> dict[str, Any]:
    """A code cell."""
    return {"cell_type": "code", "metadata": metadata, "source": source}
