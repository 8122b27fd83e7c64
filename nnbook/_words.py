"""Rules as text: finding the names in them, putting numbers in their place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Any

import numpy as np

from nnbook._checks import Array

# A name of the notation table: dC/dW1, W1, alpha2, or plain x and y.
# ᵀ counts as a letter for \b, so the ends of a name are spelled out.
LONG = "alpha|beta|gamma|kept|mean|variance"
NAME = re.compile(
    rf"dC/d(?:{LONG}|[A-Za-z])\d+|(?<![A-Za-z])(?:(?:{LONG}|[KUWbza])\d+|[xy](?![A-Za-z]))"
)
LARGEST = 12  # of more entries than this, or more than 4 in a row, only the shape is shown


def number(value: Any) -> str:
    """A number to 4 significant digits, with a minus sign where there is one."""
    return f"{float(np.real(value)) + 0.0:.4g}".replace("-", "−")  # + 0.0 makes -0.0 plain 0


def shown(value: Array) -> bool:
    """Whether an array is small enough to be written out."""
    array = np.asarray(value)
    return array.size <= LARGEST and (array.ndim == 0 or array.shape[-1] <= LARGEST // 2)


def entry(value: Any) -> str:
    """A number or a small array on one line; a large array as its shape."""
    array = np.asarray(value)
    if array.ndim == 0:
        return number(array)
    if not shown(array):
        return f"({' × '.join(map(str, array.shape))} numbers)"
    return f"[{', '.join(entry(row) for row in array)}]"


def factor(value: Any) -> str:
    """A number as it stands inside a formula: a negative one in parentheses."""
    text = entry(value)
    return f"({text})" if text.startswith("−") else text


def put_numbers(rule: str, values: Mapping[str, Any]) -> str:
    """The rule with each name replaced by its value."""
    return NAME.sub(lambda m: factor(values[m[0]]) if m[0] in values else m[0], rule)


def marked(text: str) -> str:
    """A text as HTML, with its `code` and *stress* as elements."""
    parts = re.split(r"(`[^`]+`|\*[^*\s](?:[^*]*[^*\s])?\*)", text)
    shown = []
    for part in parts:
        element = {"`": "code", "*": "em"}.get(part[:1]) if len(part) > 2 else None
        inside = escape(part[1:-1] if element else part, quote=False)
        shown.append(f"<{element}>{inside}</{element}>" if element else inside)
    return "".join(shown)
