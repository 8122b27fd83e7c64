"""The figures that move: their script, their style, and the frames that ``interact`` replays.

A figure stands in a stored notebook as ``<figure data-explorable="NAME" data-state="JSON">``.
Where the JSON has a ``key``, the figure replays ``build/frames/KEY.js``. That file names the source
of nnbook that drew it: frames of another source would show old pictures, so they fail the build
just as missing ones do. Where no script runs, the still stays, with a line that says so.
"""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util import logging

from nnbook import widgets
from nnbook.widgets import frames

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)

SCRIPT, STYLE = "nnbook.js", "nnbook.css"
HELP = "how-to-use"  # the page that says how to run a chapter
FIGURE = re.compile(r'(<figure\b[^>]*\bdata-explorable="([^"]*)".*?)(</figure>)', re.DOTALL)
WORDS = {"quiz": "The answers are checked", "form": "Your answer is checked"}
WORD = "This is a still picture. The figure moves"
NOTE = "nnbook_figures"  # in a page's metadata: the keys of the frames that its figures replay


@dataclass(frozen=True)
class Figure:
    """A figure that moves, as the notebook stores it."""

    name: str
    state: dict[str, Any]

    @property
    def frames(self) -> str | None:
        """Key of the frames that this figure replays, or None where it computes its pictures."""
        return self.state.get("key")


class _Figures(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[Figure] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag == "figure" and "data-explorable" in known:
            state = json.loads(known.get("data-state") or "{}")
            self.found.append(Figure(str(known["data-explorable"]), state))


def figures_in(html: str) -> list[Figure]:
    """The figures that move in a piece of HTML, in their order."""
    return _Figures(html).found


def with_word_for_stills(html: str, address: str | None) -> str:
    """The HTML in which each figure that moves says, where no script runs, that it is a still.

    ``address`` leads to the page that tells how to run it; None leaves the link out.
    """
    how = "in a notebook" if address is None else f'<a href="{address}">in a notebook</a>'

    def told(figure: re.Match[str]) -> str:
        word = f"{WORDS.get(figure[2], WORD)} where JavaScript is on, and {how}."
        return f'{figure[1]}<noscript><p class="nnb-noscript">{word}</p></noscript>{figure[3]}'

    return FIGURE.sub(told, html)


def complaint(folder: Path, key: str) -> str | None:
    """What is wrong with the frames of that key, or None where they fit the source of nnbook."""
    if frames.fresh(folder, key):
        return None
    what = "older than nnbook" if (folder / f"{key}.js").is_file() else "missing"
    return f"the frames {key}.js of a figure are {what}: run `python tools/book.py frames`"


def _folder(app: Sphinx) -> Path:
    return Path(app.srcdir, str(app.config.nnbook_frames)).resolve()


def _write_assets(app: Sphinx) -> None:
    folder = Path(app.doctreedir) / "nnbook_static"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / SCRIPT).write_text(widgets.page_script(), encoding="utf-8")
    (folder / STYLE).write_text(widgets.page_style(), encoding="utf-8")
    app.config.html_static_path.append(str(folder))


def _note(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Remember the figures of a page, tell what they are without a script, and check frames."""
    found = []
    known = app.builder.format == "html" and HELP in app.env.found_docs
    address = app.builder.get_relative_uri(docname, HELP) if known else None
    for raw in doctree.findall(nodes.raw):
        if raw.get("format") == "html" and (here := figures_in(raw.astext())):
            found += here
            raw.children = [nodes.Text(with_word_for_stills(raw.astext(), address))]
    if not found:
        return
    app.env.metadata[docname][NOTE] = keys = sorted({f.frames for f in found if f.frames})
    for key in keys:
        problem = complaint(_folder(app), key)
        if problem:
            logger.warning("%s", problem, location=docname)


def _load(
    app: Sphinx,
    pagename: str,
    _template: str,
    _context: dict[str, Any],
    _doctree: nodes.document | None,
) -> None:
    if NOTE in app.env.metadata.get(pagename, {}):
        app.add_js_file(SCRIPT, loading_method="defer")
        app.add_css_file(STYLE)


def _deliver(app: Sphinx, error: Exception | None) -> None:
    """Add what pages fetch later: scripts that lay in ``_static`` before would be on every page."""
    if error is not None or app.builder.format != "html":
        return
    figures = Path(app.outdir) / "_static" / "figures"
    figures.mkdir(parents=True, exist_ok=True)
    for kind, script in widgets.figure_scripts().items():
        (figures / f"{kind}.js").write_text(script, encoding="utf-8")
    target = Path(app.outdir) / "_static" / "frames"
    keys = {key for page in app.env.metadata.values() for key in page.get(NOTE, [])}
    for key in sorted(key for key in keys if complaint(_folder(app), key) is None):
        target.mkdir(parents=True, exist_ok=True)
        shutil.copy(_folder(app) / f"{key}.js", target)


def setup(app: Sphinx) -> None:
    """Load the figures' script on the pages that have figures, and check and copy their frames."""
    app.add_config_value("nnbook_frames", "../build/frames", "env", types=[str])
    app.connect("builder-inited", _write_assets)
    app.connect("doctree-resolved", _note)
    app.connect("html-page-context", _load)
    app.connect("build-finished", _deliver)
