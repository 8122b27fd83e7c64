"""The code in a submitted notebook, and what is odd about it. Nothing in it is trusted or run."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

__all__ = ["Broken", "Code", "read"]

MOST_BYTES = 32_000_000
MOST_PARTS = 3_000_000  # commas, brackets and braces: what a parser makes objects of
MOST_CELLS = 2_000
MOST_CODE = 150_000  # characters; escaped, they have to fit into one frame


class Broken(ValueError):
    """A file that cannot be marked; the message is the sentence for the student."""


@dataclass(frozen=True)
class Code:
    """`cells` holds the sources of the code cells in their order, `says` what is odd about them."""

    cells: tuple[str, ...]
    says: tuple[str, ...] = ()


def read(notebook: bytes, wanted: tuple[str, ...] = ()) -> Code:
    """The code of a notebook (format 4).

    `wanted` are the grade_ids of the cells that were handed out; that one is missing or doubled is
    said, and does not matter: what counts is what the code gives. Raises Broken.
    """
    cells = _cells(_parsed(notebook))
    if len(cells) > MOST_CELLS:
        raise Broken(f"The notebook has {len(cells)} cells; at most {MOST_CELLS} are read.")
    sources, says, ids = [], [], []
    for number, cell in enumerate(cells, start=1):
        if not isinstance(cell, dict):
            says.append(f"Cell {number} is no cell, and was left out.")
            continue
        ids.append(_grade_id(cell))
        if cell.get("cell_type") != "code":
            continue
        source = _source(cell.get("source", cell.get("input")))
        if source is None:
            says.append(f"Cell {number} has a source that is no text, and was left out.")
        else:
            sources.append(source)
    if sum(map(len, sources)) > MOST_CODE:
        raise Broken(f"The notebook has more than {MOST_CODE:,} characters of code.")
    return Code(tuple(sources), (*says[:5], *_changes(ids, wanted)))


def _parsed(notebook: bytes) -> dict[str, Any]:
    if len(notebook) > MOST_BYTES:
        raise Broken(f"The file is larger than {MOST_BYTES // 10**6} MB, so it was not read.")
    if not notebook.strip():
        raise Broken("The file is empty.")
    if sum(map(notebook.count, (b",", b"[", b"{"))) > MOST_PARTS:
        raise Broken("The file has millions of parts, so it was not read.")
    try:
        table = json.loads(notebook)
    except RecursionError:
        raise Broken("The file is nested more deeply than a notebook is.") from None
    except ValueError:
        raise Broken("The file is not a notebook: it is not written in JSON.") from None
    if not isinstance(table, dict):
        raise Broken("The file is JSON, but not a notebook.")
    return table


def _cells(table: dict[str, Any]) -> list[Any]:
    version = table.get("nbformat")
    if isinstance(version, int) and not isinstance(version, bool) and version < 4:
        raise Broken(
            "The notebook is in an old format; opened and saved once in JupyterLab, it can be read."
        )
    cells = table.get("cells")
    if not isinstance(cells, list):
        raise Broken("The file is JSON, but not a notebook: it has no list of cells.")
    return cells


def _source(source: Any) -> str | None:
    if isinstance(source, str):
        return source
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        return "".join(source)
    return None


def _grade_id(cell: dict[str, Any]) -> str:
    found: Any = cell
    for name in ("metadata", "nbgrader", "grade_id"):
        found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, str) else ""


def _changes(ids: list[str], wanted: tuple[str, ...]) -> list[str]:
    count = Counter(ids)
    says = [f"The cell {each} is there {count[each]} times; the last definition counts."
            for each in wanted if count[each] > 1]  # fmt: skip
    gone = [each for each in wanted if not count[each]]
    if gone and len(gone) < len(wanted):
        says.append(f"Of the cells handed out, {', '.join(gone)} cannot be found by name.")
    return says
