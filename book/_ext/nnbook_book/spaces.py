"""A number stays on one line: no break inside 79 510, or between 80 and its %."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx

GAP = re.compile(r"(?<=\d) (?=%|\d{3}(?!\d))")
VERBATIM = (nodes.literal, nodes.FixedTextElement, nodes.math, nodes.raw, nodes.comment)


def kept_together(text: str) -> str:
    """The text with spaces that do not break inside its numbers."""
    return GAP.sub("\u00a0", text)


def setup(app: Sphinx) -> None:
    """Hold numbers together as soon as a page is read."""
    app.connect("doctree-read", _keep)


def _keep(_app: Sphinx, doctree: nodes.document) -> None:
    for text in list(doctree.findall(nodes.Text)):
        if not isinstance(text.parent, VERBATIM) and (kept := kept_together(text)) != text:
            text.parent.replace(text, nodes.Text(kept))
