"""What a page loads: nothing from another host, and nothing that it does not use.

The theme brings 1.5 MB of icon script, a script for tooltips and menus, two thousand style rules
for icons, and asks other hosts for notebook scripts. Our templates load none of that; what is left
over is cut out of the finished site.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tinycss2

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config

TEMPLATES = Path(__file__).parent / "templates"

UNWANTED = re.compile(r"thebe|://|require\.js|mathjax", re.IGNORECASE)
LEFTOVERS = (
    "scripts/fontawesome.js", "scripts/fontawesome.js.LICENSE.txt", "scripts/bootstrap.js",
    "scripts/bootstrap.js.LICENSE.txt", "vendor/fontawesome", "sphinx-thebe.js", "sphinx-thebe.css",
    "images", "sbt-webpack-macros.html", "webpack-macros.html",
)  # fmt: skip
ICON_SELECTOR = re.compile(r"\.fa-[\w-]+(::?before|::?after)?|\.(fa[srb]?|svg-inline--fa)\b.*")


def _wanted(asset: Any) -> bool:
    text = str(getattr(asset, "filename", asset) or "")
    body = str((getattr(asset, "attributes", None) or {}).get("body") or "")
    return not UNWANTED.search(text + body)


def _choose(
    _app: Sphinx,
    _page: str,
    _template: str,
    context: dict[str, Any],
    _doctree: nodes.document | None,
) -> None:
    for kind in ("script_files", "css_files"):
        context[kind] = [asset for asset in context.get(kind, []) if _wanted(asset)]


def without_icon_rules(css: str) -> str:
    """The style sheet without the rules of the icon font: its faces, and a rule for each icon."""
    return "".join(
        rule.serialize()
        for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
        if not _is_icon_rule(rule)
    )


def _is_icon_rule(rule: tinycss2.ast.Node) -> bool:
    if rule.type == "at-rule" and rule.lower_at_keyword == "font-face":
        return "Awesome" in tinycss2.serialize(rule.content)
    if rule.type != "qualified-rule":
        return False
    selectors = tinycss2.serialize(rule.prelude).split(",")
    return all(ICON_SELECTOR.fullmatch(one.strip()) for one in selectors)


def _clear(app: Sphinx, error: Exception | None) -> None:
    if error is not None or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    for name in LEFTOVERS:
        path = static / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    for source_map in static.rglob("*.map"):
        source_map.unlink()
    sheet = static / "styles" / "pydata-sphinx-theme.css"
    sheet.write_text(without_icon_rules(sheet.read_text(encoding="utf-8")), encoding="utf-8")


def _configure(_app: Sphinx, config: Config) -> None:
    config.templates_path.insert(0, str(TEMPLATES))
    config.nb_ipywidgets_js = {}


def setup(app: Sphinx) -> None:
    """Use our templates, choose what each page loads, and clear what the theme leaves behind."""
    app.connect("config-inited", _configure)
    app.connect("html-page-context", _choose, priority=950)
    app.connect("build-finished", _clear)
