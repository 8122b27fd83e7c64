"""The one canonical form in which chapters are stored.

A notebook in this form has nbformat 4.5, code cells counted 1..n, unique and lasting cell ids,
metadata cut to kernel, language and cell tags, merged streams, no trace of a session (widget ids
and states, timings, Colab keys), and is written as UTF-8 JSON with LF and one newline at the end.
The same content always gives the same bytes, and the form of the form is the form itself.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from pathlib import Path
from typing import Any

import nbformat
import nbformat.v4

from . import ChapterError

Node = Any  # nbformat's NotebookNode: a dict whose keys can be read as attributes
NBFORMAT: Any = nbformat  # has no type hints of its own
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
MAJOR, MINOR = 4, 5
SESSION_MIMES = ("application/vnd.jupyter.widget-", "application/vnd.google.colab")
ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def read(path: Path) -> Node:
    """Read a notebook of format 4; raises ChapterError for anything else."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ChapterError(f"{path.name}: not a readable notebook: {error}") from error
    if not isinstance(stored, dict) or stored.get("nbformat") != MAJOR or "cells" not in stored:
        raise ChapterError(f"{path.name}: wanted a notebook of format {MAJOR}")
    return NBFORMAT.v4.to_notebook_json(stored)


def write(path: Path, text: str) -> None:
    """Put ``text`` in place of the file in one step: readers see the old file or the new one."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-", suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        temporary.chmod(path.stat().st_mode if path.exists() else 0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def unexecuted(notebook: Node) -> str:
    """Return the text of a notebook that has yet to be run: canonical but for its counts."""
    return _written(tidied(notebook))


def canonical(notebook: Node) -> str:
    """Return the canonical text of a notebook whose cells have been run in order.

    Raises ChapterError for an empty code cell, for output on stderr, and for an error that the
    cell does not announce with the tag ``raises-exception``.
    """
    notebook = tidied(notebook)
    for count, cell in enumerate(code_cells(notebook), start=1):
        where = f"code cell {count} (id {cell['id']})"
        if not cell["source"].strip():
            raise ChapterError(f"{where} is empty: delete it")
        cell["execution_count"] = count
        for output in cell["outputs"]:
            _must_be_clean(output, cell, where)
            if output["output_type"] == "execute_result":
                output["execution_count"] = count
    return _written(notebook)


def parsed(text: str) -> Node:
    """Return the notebook that a text of format 4 stands for."""
    return NBFORMAT.v4.reads_json(text)


def code_cells(notebook: Node) -> list[Node]:
    """Return the code cells of a notebook, in order."""
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def _written(notebook: Node) -> str:
    return str(NBFORMAT.v4.writes_json(notebook)).rstrip("\n") + "\n"


def tidied(notebook: Node) -> Node:
    """Return a copy in canonical form, its execution counts as they are."""
    cells = [_cell(cell) for cell in notebook["cells"]]
    _give_ids(cells)
    return NBFORMAT.from_dict(
        {"cells": cells, "metadata": METADATA, "nbformat": MAJOR, "nbformat_minor": MINOR}
    )


def _cell(cell: Node) -> Node:
    tags = sorted(set(cell.get("metadata", {}).get("tags", [])))
    tidy: Node = {
        "cell_type": cell["cell_type"],
        "id": cell.get("id"),
        "metadata": {"tags": tags} if tags else {},
        "source": _lf(cell["source"]).rstrip("\n"),
    }
    if cell.get("attachments"):
        tidy["attachments"] = cell["attachments"]
    if cell["cell_type"] == "code":
        tidy["execution_count"] = cell.get("execution_count")
        tidy["outputs"] = _outputs(cell.get("outputs", []))
    return tidy


def _give_ids(cells: list[Node]) -> None:
    taken: set[str] = set()
    for cell in cells:
        kept = cell["id"]
        fits = isinstance(kept, str) and ID.fullmatch(kept)
        if not fits or kept in taken:
            cell["id"] = None
        else:
            taken.add(kept)
    for cell in cells:
        again = 0
        while cell["id"] is None:
            seed = f"{cell['cell_type']}\n{cell['source']}\n{again}"
            made = hashlib.sha256(seed.encode()).hexdigest()[:8]
            again += 1
            if made not in taken:
                taken.add(made)
                cell["id"] = made


def _outputs(outputs: list[Node]) -> list[Node]:
    tidy: list[Node] = []
    for output in outputs:
        kind = output["output_type"]
        if kind == "stream":
            before = tidy[-1] if tidy else {}
            if before.get("output_type") == kind and before["name"] == output["name"]:
                before["text"] += _lf(output["text"])
            else:
                text = _lf(output["text"])
                tidy.append({"output_type": kind, "name": output["name"], "text": text})
        elif kind == "error":
            # the traceback holds colours and the paths of this machine; the last line is the news
            last = f"{output['ename']}: {output['evalue']}"
            error = {"output_type": kind, "ename": output["ename"], "evalue": output["evalue"]}
            tidy.append(error | {"traceback": [last]})
        else:
            data = {
                mime: _lf(content) if isinstance(content, str) else content
                for mime, content in output["data"].items()
                if not mime.startswith(SESSION_MIMES)
            }
            shown: Node = {"output_type": kind, "data": data, "metadata": {}}
            if kind == "execute_result":
                shown["execution_count"] = output.get("execution_count")
            if data:
                tidy.append(shown)
    return tidy


def _lf(text: str) -> str:
    return text.replace("\r\n", "\n")


def _must_be_clean(output: Node, cell: Node, where: str) -> None:
    if output["output_type"] == "stream" and output["name"] == "stderr":
        raise ChapterError(f"{where} wrote to stderr:\n{output['text'].rstrip()}")
    expected = "raises-exception" in cell["metadata"].get("tags", [])
    if output["output_type"] == "error" and not expected:
        raise ChapterError(f"{where} failed with {output['ename']}: {output['evalue']}")
