"""Frames: all pictures of a figure that replays, packed into one small script.

Pictures of neighbouring states share most of their lines. So the frames are stored as a table of
the lines that occur, one frame in full, and for every other the edits that turn the one into it.
"""

from __future__ import annotations

import difflib
import gzip
import json
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nnbook.widgets.script import source_digest

__all__ = ["LARGEST", "coloured", "fresh", "pack", "rounded", "unpack", "write"]

LARGEST = 300_000  # bytes of a figure's frames, compressed as a web server sends them

Edit = list[int]


def rounded(svg: str) -> str:
    """An SVG whose coordinates have one decimal: a tenth of a point, which nobody sees.

    Only places are rounded, in paths, x, y and translations; scales and sizes stay.
    """
    places = re.compile(r'((?: d| x| y)="[^"]*"|translate\([^)]*\))')
    decimal = re.compile(r"-?\d+\.\d\d+")

    def one(match: re.Match[str]) -> str:
        shown = f"{float(match[0]):.1f}".removesuffix(".0")
        return "0" if shown == "-0" else shown

    return places.sub(lambda place: decimal.sub(one, place[0]), svg)


def coloured(svg: str) -> str:
    """An SVG whose blue, vermilion and green are the page's own, lighter on a dark page."""
    hues = {"#0072b2": "positive", "#d55e00": "negative", "#009e73": "gradient"}

    def one(hue: re.Match[str]) -> str:
        return f"var(--nnb-{hues[hue[0].lower()]},{hue[0]})"

    return re.sub("|".join(hues), one, svg, flags=re.IGNORECASE)


def pack(frames: Sequence[str], words: Sequence[str] = ()) -> dict[str, Any]:
    """Frames as `lines` (the table), `base` (the middle frame) and `frames` (the edits).

    An edit is [start, how many lines of the base go, the numbers of the lines that come ...].
    `words` are the frames' descriptions, if each has its own.
    """
    table: dict[str, int] = {}
    rows = [[table.setdefault(line, len(table)) for line in one.split("\n")] for one in frames]
    base = rows[len(rows) // 2]
    packed = {"lines": list(table), "base": base, "frames": [edits(base, row) for row in rows]}
    return {**packed, "words": list(words)} if words else packed


def edits(base: list[int], row: list[int]) -> list[Edit]:
    """What turns the base into the row, from top to bottom."""
    if len(row) != len(base):
        matcher = difflib.SequenceMatcher(a=base, b=row, autojunk=False)
        return [
            [start, stop - start, *row[first:last]]
            for kind, start, stop, first, last in matcher.get_opcodes()
            if kind != "equal"
        ]
    found: list[Edit] = []  # as long as the base: compare line by line, which is much faster
    for place, (old, new) in enumerate(zip(base, row, strict=True)):
        if old == new:
            continue
        if found and found[-1][0] + found[-1][1] == place:
            found[-1][1] += 1
            found[-1].append(new)
        else:
            found.append([place, 1, new])
    return found


def unpack(packed: dict[str, Any], number: int) -> str:
    """Frame `number` of packed frames, as the page unpacks it."""
    lines = list(packed["base"])
    for start, gone, *come in reversed(packed["frames"][number]):
        lines[start : start + gone] = come
    return "\n".join(packed["lines"][line] for line in lines)


def first_line() -> str:
    return f"/* nnbook-frames {source_digest()} */"


def fresh(folder: Path, key: str) -> bool:
    """Whether the folder holds the frames of that key, drawn by these sources."""
    path = folder / f"{key}.js"
    if not path.exists():
        return False
    with path.open(encoding="utf-8") as file:
        return file.readline().rstrip("\n") == first_line()


def write(folder: Path, key: str, packed: dict[str, Any], what: str) -> Path:
    """Write packed frames as the script KEY.js and return its path.

    Raises ValueError if they are more than a page can carry; `what` names the figure then.
    """
    data = json.dumps(packed, ensure_ascii=False, separators=(",", ":"))
    script = f'{first_line()}\nnnbook.deliver("{key}", {data});\n'
    size = len(gzip.compress(script.encode(), compresslevel=9))
    if size > LARGEST:
        msg = (
            f"the {len(packed['frames'])} pictures of {what} take {size // 1000} KB, but a page "
            f"carries at most {LARGEST // 1000} KB for a figure: take larger steps, or draw fewer "
            f"points and no filled contours"
        )
        raise ValueError(msg)
    folder.mkdir(parents=True, exist_ok=True)
    path, partial = folder / f"{key}.js", folder / f".{key}.{os.getpid()}"
    partial.write_text(script, encoding="utf-8")
    partial.replace(path)
    return path
