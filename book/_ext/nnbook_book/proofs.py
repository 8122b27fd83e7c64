"""Numbers in the prose carry their proof in an HTML comment; readers never receive it.

A comment that *opens* a line turns the whole line into raw HTML for Markdown, so that the words
after it would lose their formatting: that is reported rather than printed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util import logging

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)

COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def without_comments(html: str) -> str:
    """The HTML with its comments cut out."""
    return COMMENT.sub("", html)


def _drop(app: Sphinx, doctree: nodes.document) -> None:
    for comment in list(doctree.findall(nodes.comment)):
        comment.parent.remove(comment)
    for raw in list(doctree.findall(nodes.raw)):
        text = raw.astext()
        if raw.get("format") != "html" or not COMMENT.search(text):
            continue
        rest = without_comments(text)
        if text.lstrip().startswith("<!--") and rest.strip():
            logger.warning(
                "a comment opens this line and swallows the rest of it (%r): "
                "put the comment behind the number it proves",
                rest.strip()[:60],
                location=(app.env.docname, raw.line),
            )
        if rest.strip():
            raw.children = [nodes.Text(rest)]
        else:
            raw.parent.remove(raw)


def setup(app: Sphinx) -> None:
    """Drop the comments as soon as a page is read."""
    app.connect("doctree-read", _drop)
