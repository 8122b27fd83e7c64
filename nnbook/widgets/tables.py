"""Numbers as a figure shows them: few of them as text, a large table as a map.

A plotting library takes 20 ms for a map of 100 x 100, most of it for axes and ticks. Under a slider
the map alone is enough: a coloured square for each number, in a PNG, in about a millisecond.
"""

from __future__ import annotations

import base64
import struct
import zlib
from typing import Any

import numpy as np

from nnbook._checks import Array

__all__ = ["as_text", "is_map", "map_svg"]

SHADES = 127  # of either colour, with white for 0 between them
POSITIVE, NEGATIVE, WHITE = (0x00, 0x72, 0xB2), (0xD5, 0x5E, 0x00), (0xFF, 0xFF, 0xFF)
MANY = 1000  # numbers: more than that numpy does not print in full
WIDTH = 400  # pixels of the picture


def as_text(value: Any) -> str:
    """A number or an array with few enough digits to be the same on every machine."""
    if isinstance(value, bool | int | np.integer | np.bool_):
        return str(value)
    with np.printoptions(precision=4, suppress=True):
        return str(np.round(np.asarray(value, dtype=float), 4))


def is_map(value: object) -> bool:
    """Whether a value is a table of real numbers too large to be read."""
    return (
        isinstance(value, np.ndarray)
        and value.ndim == 2
        and value.size > MANY
        and value.dtype.kind in "biuf"
    )


def map_svg(values: Array) -> str:
    """An SVG of a table of numbers, its first row on top; blue above 0, vermilion below.

    The largest number, by size, has the full colour and 0 is white, as is what is no number.
    """
    table = np.nan_to_num(np.asarray(values, dtype=float), nan=0.0, posinf=0.0, neginf=0.0)
    largest = np.abs(table).max() or 1.0
    shades = np.rint(table / largest * SHADES).astype(np.int16) + SHADES
    rows, columns = table.shape
    height = round(WIDTH * rows / columns)
    data = base64.b64encode(_png(shades.astype(np.uint8))).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
        f'viewBox="0 0 {columns} {rows}">'
        f'<image width="{columns}" height="{rows}" style="image-rendering:pixelated" '
        f'href="data:image/png;base64,{data}"/></svg>'
    )


def _png(shades: Array) -> bytes:
    """A PNG with one byte a pixel, which counts in the palette from NEGATIVE over WHITE."""
    rows, columns = shades.shape
    lines = np.zeros((rows, columns + 1), np.uint8)  # each line begins with its filter: none
    lines[:, 1:] = shades
    header = struct.pack(">IIBBBBB", columns, rows, 8, 3, 0, 0, 0)
    parts = (
        (b"IHDR", header),
        (b"PLTE", _palette()),
        (b"IDAT", zlib.compress(lines.tobytes())),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )


def _palette() -> bytes:
    share = np.linspace(0, 1, SHADES + 1)[:, None]
    below = np.multiply(1 - share, NEGATIVE) + np.multiply(share, WHITE)
    above = np.multiply(1 - share, WHITE) + np.multiply(share, POSITIVE)
    return bytes(np.rint(np.concatenate([below, above[1:]])).astype(np.uint8).tobytes())
