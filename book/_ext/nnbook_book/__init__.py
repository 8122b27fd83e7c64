"""The Sphinx extension of this book: all that the pages need beyond Jupyter Book.

Each module does one thing and offers one ``setup(app)``:

============  ==============================================================
mathematics   KaTeX at build time, with the Node that pip installed
proofs        the comments behind the numbers stay out of the pages
spaces        a number is not broken over two lines
pictures      pictures become part of the page, so that they follow its colours
explorables   figures that move on a page that is no notebook
figures       the figures that move: their script, style and frames
assets        what a page loads: no foreign address, no unused script or rule
downloads     a chapter as a notebook, from the network or from a folder
links         edit, report, Colab and Binder links, all from ``repository_url``
references    ``[text](page.md#target)`` reaches every named target
exercises     tables of the mistakes that the exercises know, and of what they practise
progress      the list of exercises and questions that the page "Your progress" fills
terms         the index of terms, computed from the glossary and the chapters
try_it        cells that are edited and run on the page
============  ==============================================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import (
    assets,
    downloads,
    exercises,
    explorables,
    figures,
    links,
    mathematics,
    pictures,
    progress,
    proofs,
    references,
    spaces,
    terms,
    try_it,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx


PARTS = (
    mathematics, proofs, spaces, references, terms, exercises, progress, explorables, pictures,
    figures, downloads, try_it, assets, links,
)  # fmt: skip


def setup(app: Sphinx) -> dict[str, Any]:
    """Register every part of the extension with Sphinx."""
    for part in PARTS:
        part.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
