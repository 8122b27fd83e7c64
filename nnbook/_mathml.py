"""Rules and values as MathML, which notebooks and pages show without a script."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from nnbook._words import NAME, number, shown

TOKEN = re.compile(
    rf"(?P<name>{NAME.pattern})|(?P<word>[A-Za-z_]+'?)|(?P<digits>\d[\d.]*)|(?P<sign>\S)"
)

GREEK = {"alpha": "α", "beta": "β", "gamma": "γ"}
SIGNS = {"-": "−", "<": "&lt;", ">": "&gt;", "&": "&amp;"}


def mathml(rule: str, values: Mapping[str, Any] | None = None) -> str:
    """A rule as a <math> element; names that stand in `values` are shown as their numbers.

    Vectors of a single sample stand upright, as in W x; those of a batch lie, as in X Wᵀ + b.
    """
    put = values or {}
    upright = np.ndim(put.get("x", 0)) == 1
    return _math("".join(_token(match, put, upright) for match in TOKEN.finditer(rule)))


def mathml_value(value: Any, *, upright: bool) -> str:
    """A number, vector or matrix as a <math> element."""
    return _math(_array(value, upright))


def _math(inside: str) -> str:
    return f'<math display="inline"><mrow>{inside}</mrow></math>'


def _token(match: re.Match[str], values: Mapping[str, Any], upright: bool) -> str:
    text = match[0]
    if match["name"]:
        return _array(values[text], upright) if text in values else _name(text)
    if match["digits"]:
        return f"<mn>{text}</mn>"
    if match["word"]:
        style = "" if len(text) == 1 else ' mathvariant="normal"'
        return f"<mi{style}>{text.replace(chr(39), '′')}</mi>"
    return f"<mo>{SIGNS.get(text, text)}</mo>"


def _name(name: str) -> str:
    """dC/dW1 as a fraction, W1 as W with (1) above it."""
    if name.startswith("dC/d"):
        below = f"<mrow><mi>∂</mi>{_name(name.removeprefix('dC/d'))}</mrow>"
        return f"<mfrac><mrow><mi>∂</mi><mi>C</mi></mrow>{below}</mfrac>"
    letter = name.rstrip("0123456789")
    symbol = f"<mi>{GREEK.get(letter, letter)}</mi>"
    if letter == name:
        return symbol
    return f"<msup>{symbol}<mrow><mo>(</mo><mn>{name[len(letter) :]}</mn><mo>)</mo></mrow></msup>"


def _array(value: Any, upright: bool) -> str:
    array = np.asarray(value)
    if array.ndim == 0:
        return f"<mn>{number(array)}</mn>"
    if not shown(array) or array.ndim > 2:
        size = "<mo>×</mo>".join(f"<mn>{n}</mn>" for n in array.shape)
        return f"<mrow><mo>(</mo>{size}<mtext> numbers</mtext><mo>)</mo></mrow>"
    rows = array.reshape(-1, 1) if array.ndim == 1 and upright else np.atleast_2d(array)
    body = "".join(
        f"<mtr>{''.join(f'<mtd><mn>{number(x)}</mn></mtd>' for x in row)}</mtr>" for row in rows
    )
    return f"<mrow><mo>[</mo><mtable>{body}</mtable><mo>]</mo></mrow>"
