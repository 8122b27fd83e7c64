"""Chapters with cells that need the extra `frameworks`: where it is missing, they are not run.

Such cells carry the tag `frameworks`, and nothing else says so. The other cells of the chapter must
run without the extra: they draw its figures, and the book is built without it too.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from .canonical import Node, read

TAG = "frameworks"
MODULES = ("torch", "keras")


def is_tagged(cell: Node) -> bool:
    """Whether a cell may need the extra."""
    return TAG in cell["metadata"].get("tags", [])


def lacking(notebook: Node) -> tuple[str, ...]:
    """Return the modules that a notebook needs and that this Python does not have."""
    if not any(map(is_tagged, notebook["cells"])):
        return ()
    return tuple(name for name in MODULES if find_spec(name) is None)


def cannot_run(path: Path) -> str:
    """Return the sentence that says why a chapter cannot be run here, or nothing."""
    names = lacking(read(path))
    return f"it needs {' and '.join(names)}: install the extra `frameworks`" if names else ""
