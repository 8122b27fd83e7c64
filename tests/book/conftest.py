"""What the guards of the chapters share: the tools they use, and notebooks made up for a test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from chapters import canonical
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

Store = Callable[..., Path]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Store a chapter that has yet to be run: ``("md", text)`` and ``("code", source)`` cells."""
    make = {"md": new_markdown_cell, "code": new_code_cell}

    def stored(*cells: tuple[str, str], name: str = "made-up") -> Path:
        path = tmp_path / f"{name}.ipynb"
        notebook = new_notebook(cells=[make[kind](source) for kind, source in cells])
        for number, cell in enumerate(notebook["cells"]):
            cell["id"] = f"cell-{number}"
        canonical.write(path, canonical.unexecuted(notebook))
        return path

    return stored
