"""Edit, report, Colab and Binder links: all from the one setting ``repository_url``.

Without that setting there are no such links, and so no dead ones.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sphinx.errors import ConfigError

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config

BRANCH = "main"
FOLDER = "book"
GITHUB = re.compile(r"https://github\.com/(?P<repository>[\w.-]+/[\w.-]+?)(?:\.git)?/?")


def page_links(repository_url: str | None, file: str) -> list[tuple[str, str]]:
    """Label and address of each link that belongs to a source file of the book.

    ``file`` is the name inside ``book/``, for example ``02-neurons.ipynb``; only notebooks can be
    run. Returns nothing where ``repository_url`` is None or empty. Raises ConfigError where it is
    not the address of a GitHub repository, the only host that Colab can read from.
    """
    if not repository_url:
        return []
    match = GITHUB.fullmatch(repository_url)
    if not match:
        raise ConfigError(
            "repository_url wants https://github.com/OWNER/NAME, but got " + repr(repository_url)
        )
    repository, path = match["repository"], quote(f"{FOLDER}/{file}")
    home = f"https://github.com/{repository}"
    links = []
    if file.endswith(".ipynb"):
        colab = f"https://colab.research.google.com/github/{repository}/blob/{BRANCH}/{path}"
        binder = f"https://mybinder.org/v2/gh/{repository}/{BRANCH}?urlpath=lab/tree/{path}"
        links += [("Run in Colab", colab), ("Run in Binder", binder)]
    return [
        *links,
        ("Suggest an edit", f"{home}/edit/{BRANCH}/{path}"),
        ("Report a mistake", f"{home}/issues/new?title={quote('Mistake in ' + file, safe='')}"),
    ]


def runs_in_browser(notebook: Path) -> bool:
    """Whether a chapter is in JupyterLite: not if a cell needs a framework, which is not there."""
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    return not any("frameworks" in cell["metadata"].get("tags", []) for cell in cells)


def _validate(_app: Sphinx, config: Config) -> None:
    page_links(config.repository_url, "index.md")


def _offer(
    app: Sphinx,
    pagename: str,
    _template: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Put the links of the page and its notebook where the templates find them."""
    context["page_links"], context["notebook"], context["runs_here"] = [], None, False
    if doctree is None:
        return
    source = app.env.doc2path(pagename, base=False)
    context["page_links"] = page_links(app.config.repository_url, str(source))
    if str(source).endswith(".ipynb"):
        context["notebook"] = str(source)
        context["runs_here"] = runs_in_browser(Path(app.srcdir, source))


def setup(app: Sphinx) -> None:
    """Add the setting and offer the links to the templates."""
    app.add_config_value("repository_url", None, "html", types=[str, type(None)])
    app.connect("config-inited", _validate)
    app.connect("html-page-context", _offer)
