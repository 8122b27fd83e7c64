"""``[Rosenblatt (1958)](references.md#rosenblatt1958)`` reaches the target ``(rosenblatt1958)=``.

MyST resolves ``page.md#name`` for headings only. The same link opens the right file in JupyterLab
and on a code host, where MyST's own cross-reference syntax would show as raw text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx


def _note_targets(app: Sphinx, doctree: nodes.document) -> None:
    slugs = app.env.metadata[app.env.docname].setdefault("myst_slugs", {})
    for name, explicit in doctree.nametypes.items():
        if explicit and doctree.nameids.get(name):
            slugs.setdefault(name, (None, doctree.nameids[name], name))


def setup(app: Sphinx) -> None:
    """Make every explicit target of a page reachable by a plain Markdown link."""
    app.connect("doctree-read", _note_targets)
