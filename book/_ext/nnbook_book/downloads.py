"""Each chapter can be saved as the notebook it is, from a page on the network or in a folder.

A browser refuses to save a file that lies beside a page in a folder. There the button runs a script
that carries the notebook: ``_sources/NAME.ipynb.js``, read by ``_static/book.js``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def carrier(notebook: Path) -> str:
    """The script that hands a notebook to the page."""
    text = json.dumps(notebook.read_text(encoding="utf-8"))
    return f"nnbookSave({json.dumps(notebook.name)}, {text});\n"


def _write(app: Sphinx, error: Exception | None) -> None:
    if error is not None or app.builder.format != "html":
        return
    for notebook in sorted((Path(app.outdir) / "_sources").rglob("*.ipynb")):
        notebook.with_name(notebook.name + ".js").write_text(carrier(notebook), encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Write the scripts when the notebooks have been copied."""
    app.connect("build-finished", _write)
