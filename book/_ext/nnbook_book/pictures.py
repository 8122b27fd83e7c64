"""Pictures become part of the page: stills in notebook outputs, and SVG files named in the text.

A picture in an ``<img>`` cannot take the colours of the page. What an author writes is

- ``<img class="nnb-still" alt="..." src="data:image/svg+xml;base64,...">`` in an output, or
- ``![what is to be seen](images/name.svg)`` in the text;

what a reader gets is an ``<svg role="img">`` with that description as its name, never wider than
the column it stands in.
"""

from __future__ import annotations

import base64
import binascii
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util import logging

from .svg import counter, inline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)

DATA = "data:image/svg+xml;base64,"
CSS_CLASS = "nnb-still"


class _Images(HTMLParser):
    """Collects the place, the source text and the attributes of every ``<img>``."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[int, str, dict[str, str]]] = []
        self._starts = [0]
        for line in html.split("\n"):  # the parser counts these line ends, and no others
            self._starts.append(self._starts[-1] + len(line) + 1)
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            line, column = self.getpos()
            source = self.get_starttag_text() or ""
            known = {name: value or "" for name, value in attrs}
            self.found.append((self._starts[line - 1] + column, source, known))


def inline_stills(html: str, scopes: Iterator[str]) -> str:
    """The HTML with every still replaced by its SVG; all else is kept to the letter.

    Raises ValueError where an image has no description, or a still is broken.
    """
    out, end = [], 0
    for start, source, attributes in _Images(html).found:
        label = attributes.get("alt", "").strip()
        if not label:
            raise ValueError(f"an image has no alt text: {source[:80]}")
        if CSS_CLASS not in attributes.get("class", "").split():
            continue
        if not attributes.get("src", "").startswith(DATA):
            raise ValueError(f"a still must be inline SVG ({DATA}...), but is {source[:80]}")
        try:
            text = base64.b64decode(attributes["src"].removeprefix(DATA), validate=True).decode()
        except (binascii.Error, UnicodeDecodeError) as error:
            raise ValueError(f"the still {label!r} cannot be decoded: {error}") from error
        picture = inline(text, label=label, scope=next(scopes), css_class=CSS_CLASS)
        out += [html[end:start], picture]
        end = start + len(source)
    return "".join(out) + html[end:]


def _inline_all(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    if app.builder.format != "html":
        return
    scopes = counter("nnb-picture-")
    for node in [*doctree.findall(nodes.raw), *doctree.findall(nodes.image)]:
        try:
            if isinstance(node, nodes.image):
                _inline_file(Path(app.srcdir), node, scopes)
            elif node.get("format") == "html":
                node.children = [nodes.Text(inline_stills(node.astext(), scopes))]
        except ValueError as error:
            logger.warning("%s", error, location=docname)


def _inline_file(folder: Path, node: nodes.image, scopes: Iterator[str]) -> None:
    label = node.get("alt", "").strip()
    if not label:
        raise ValueError(f"the picture {node['uri']} has no description: ![...]({node['uri']})")
    file = folder / node["uri"]
    if file.suffix != ".svg" or not file.is_file():  # Sphinx itself names a missing file
        return
    text = file.read_text(encoding="utf-8")
    css_class = " ".join([CSS_CLASS, *node.get("classes", [])])
    picture = inline(text, label=label, scope=next(scopes), css_class=css_class)
    node.replace_self(nodes.raw("", picture, format="html"))


def setup(app: Sphinx) -> None:
    """Inline the pictures of each page before it is written."""
    app.connect("doctree-resolved", _inline_all)
