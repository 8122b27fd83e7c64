"""``{progress}``: every exercise and question of the book, which a script marks as solved or due.

The list is made of what ``nnbook.exercises`` holds when the book is built. What is solved stays in
the reader's browser; where no script runs, the list alone is there.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from nnbook.exercises._review import Entry, entries

from .exercises import SOURCES
from .figures import NOTE

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx

BUTTON = '<button type="button" class="nnb-button"'
# What nnbook/widgets/js/progress_page.js fills and shows; where it does not run, it stays hidden.
TOP = f"""
<noscript><p>What you have solved is kept in your browser and shown here where JavaScript is on.
Without it this is the list of all exercises and questions.</p></noscript>
<p class="nnb-message" data-part="forbidden" hidden>This browser keeps nothing for this page: some
do not for files that are opened from a folder, or in private windows. Your answers are judged, and
forgotten with the page.</p>
<div data-part="top" hidden>
<p class="nnb-message" role="alert" data-part="message"></p>
<div class="nnb-tools" data-part="mend">{BUTTON} data-part="save">Save their text</button>
<div class="nnb-twice" data-part="anew">{BUTTON}>Begin them anew</button>
<div role="group" aria-label="Begin them anew" hidden>What cannot be read goes, for good.
{BUTTON}>Begin anew</button>{BUTTON}>Keep all</button></div></div></div>
<p data-part="sum"></p>
<h2>Due today</h2>
<p data-part="next"></p>
<ul class="nnb-items" data-part="list"></ul>
</div>
<h2>Chapter by chapter</h2>
"""
COUNT = '<span class="nnb-note"></span><span class="nnb-bar" aria-hidden="true" hidden></span>'
BOTTOM = f"""
<div data-part="tools" hidden>
<h2>Take it along, or erase it</h2>
<div class="nnb-tools">{BUTTON} data-part="export">Export</button>
{BUTTON} data-part="import">Import</button>
<input type="file" accept=".json,application/json" data-part="file" aria-label="file" hidden>
<div class="nnb-twice" data-part="erase">{BUTTON}>Erase</button>
<div role="group" aria-label="Erase" hidden>All that this browser keeps of your progress goes, for
good.
{BUTTON}>Erase all</button>{BUTTON}>Keep all</button></div></div></div>
<p class="nnb-note" role="status" data-part="note"></p>
</div>
"""


class Place(nodes.General, nodes.Element):  # type: ignore[misc]  # docutils has no types
    """Where the list will stand when the titles of all pages are known."""


class ProgressDirective(SphinxDirective):
    """Keeps the place of the list, and lets its page load the script that fills it."""

    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {}

    def run(self) -> list[nodes.Node]:
        """The place; the page is read again when an exercise or a quiz has changed."""
        for path in [*SOURCES.glob("ch*.py"), *SOURCES.glob("quiz*.py")]:
            self.env.note_dependency(str(path))
        self.env.metadata[self.env.docname].setdefault(NOTE, [])
        return [Place()]


def as_html(found: list[Entry], title: Callable[[int], str], address: Callable[[int], str]) -> str:
    """The list as HTML; ``title`` and ``address`` are those of a chapter."""
    chapters = "".join(
        f"<details><summary><span>{escape(title(chapter))}</span>{COUNT}</summary>"
        f"{_rows(own, address(chapter))}</details>"
        for chapter, own in groupby(found, lambda entry: entry.chapter)
    )
    return f'<div class="nnb nnb-progress" data-progress>{TOP}{chapters}{BOTTOM}</div>'


def _rows(own: Iterable[Entry], page: str) -> str:
    return f'<ul class="nnb-items">{"".join(_row(entry, page) for entry in own)}</ul>'


def _row(entry: Entry, page: str) -> str:
    target = f"{page}#{nodes.make_id(entry.heading)}"
    return (
        f'<li data-item="{entry.id}"><a href="{escape(target)}">{entry.name}</a> '
        f'<span>{escape(entry.title)}</span> <span class="nnb-stand"></span></li>'
    )


def _fill(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    env, pages = app.env, sorted(app.env.found_docs)

    def page(chapter: int) -> str:
        return next(one for one in pages if one.startswith(f"{chapter:02d}-"))

    for place in list(doctree.findall(Place)):
        html = as_html(
            entries(),
            lambda chapter: str(env.titles[page(chapter)].astext()),
            lambda chapter: str(app.builder.get_relative_uri(docname, page(chapter))),
        )
        place.replace_self(nodes.raw("", html, format="html"))


def setup(app: Sphinx) -> None:
    """Add the directive, and fill its place before the page is written."""
    app.add_directive("progress", ProgressDirective)
    app.connect("doctree-resolved", _fill)
