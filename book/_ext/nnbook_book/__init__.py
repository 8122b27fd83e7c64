"""The Sphinx extension of this book: all that the pages need beyond Jupyter Book.

Each module does one thing and offers one ``setup(app)``:

============  ==============================================================
mathematics   KaTeX at build time, with the Node that pip installed
proofs        the comments behind the numbers stay out of the pages
pictures      pictures become part of the page, so that they follow its colours
figures       the figures that move: their script, style and frames
assets        what a page loads: no foreign address, no unused script or rule
downloads     a chapter as a notebook, from the network or from a folder
links         edit, report, Colab and Binder links, all from ``repository_url``
references    ``[text](page.md#target)`` reaches every named target
============  ==============================================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import assets, downloads, figures, links, mathematics, pictures, proofs, references

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Register every part of the extension with Sphinx."""
    for part in (mathematics, proofs, references, pictures, figures, downloads, assets, links):
        part.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
