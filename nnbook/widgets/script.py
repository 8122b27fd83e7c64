"""The one JavaScript text that makes figures move, for pages and for live notebooks.

It has no import, no export and asks for nothing: with one last line it is a page's classic script,
which works from a folder on a stick too; with another it is the module that anywidget loads.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path

__all__ = ["module_script", "page_script", "page_style", "source_digest"]

HERE = Path(__file__).parent
PACKAGE = HERE.parent
# In the order in which each needs those before it.
PARTS = ("marks", "engine", "kit", "stage", "neuron_picture", "neuron_plane", "neuron", "replay",
         "quiz", "page")  # fmt: skip


NAMESPACE = """/** All names are in here. */
var nnbook = {};
/** The kinds of figures by name; what one is, says stage.js. @type {Object<string, any>} */
nnbook.figures = {};
"""


@cache
def core() -> str:
    """The parts in order, in a namespace of their own."""
    parts = (HERE / "js" / f"{part}.js" for part in PARTS)
    return NAMESPACE + "\n".join(part.read_text(encoding="utf-8") for part in parts)


def page_script() -> str:
    """The script of a page: it finds the page's figures and brings them to life.

    A page loads it as a classic script. It looks for the frames of replayed figures in `frames/`
    beside itself, or where the attribute `data-frames` of its script element says.
    """
    # The comments are for who reads the source; a page is lighter without them.
    bare = re.sub(r"(?m)^[ \t]*(?:/\*[\s\S]*?\*/|//[^\n]*)[ \t]*\n", "", core())
    return f"{bare}\nnnbook.page.open(document.currentScript);\n"


def page_style() -> str:
    """The style sheet that belongs to the script, and to stills."""
    return (HERE / "style.css").read_text(encoding="utf-8")


def module_script(kind: str) -> str:
    """The same text as a module for anywidget, showing figures of one kind."""
    tail = f'{{ render: (context) => nnbook.page.render("{kind}", context) }}'
    return f"{core()}\nexport default {tail};\n"


def source_digest() -> str:
    """A digest of all code that a picture may depend on: what was drawn with other code is stale.

    Exercises draw nothing, and a page's script and style only show what was drawn.
    """
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*.py"), key=lambda path: path.relative_to(PACKAGE).parts):
        name = path.relative_to(PACKAGE)
        if name.parts[0] != "exercises":
            digest.update(name.as_posix().encode() + b"\0")
            digest.update(path.read_text(encoding="utf-8").encode() + b"\0")
    return digest.hexdigest()[:16]
