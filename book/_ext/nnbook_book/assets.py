"""What a page loads: nothing from another host, and nothing that it does not use.

The theme brings 1.5 MB of icon script, a script for tooltips and menus, four thousand style rules
for icons and for parts that no page has, and asks other hosts for notebook scripts. Our templates
load none of that; what is left over is cut out of the finished site.
"""

from __future__ import annotations

import re
import shutil
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tinycss2
from tinycss2.ast import Node

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
SHEETS = (
    "styles/pydata-sphinx-theme.css", "styles/sphinx-book-theme.css", "sphinx-design.min.css",
    "mystnb.*.css",
)  # fmt: skip
CLASSES = re.compile(r"""\bclass=["']([^"']*)["']""")
WORD = re.compile(r"[A-Za-z_-][\w-]*")
# Brackets and spaces in code have the colour of the code around them.
PLAIN = re.compile(r'<span class="[pw]">([^<]*)</span>')


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
    if "body" in context:
        context["body"] = PLAIN.sub(r"\1", context["body"])


def needed(css: str, words: set[str]) -> str:
    """The style sheet without the rules that can style nothing, and without icon fonts.

    A selector can style something only if each class it asks for is among ``words``. What stands
    inside ``:not()``, ``:is()`` and the like asks for nothing.
    """
    return _needed(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), words)


def _needed(rules: list[Node], words: set[str]) -> str:
    kept = []
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [one for one in _split(rule.prelude) if _classes(one) <= words]
            if selectors:
                prelude = ",".join(tinycss2.serialize(one) for one in selectors)
                kept.append(f"{prelude}{{{tinycss2.serialize(rule.content)}}}")
        elif rule.type == "at-rule" and rule.lower_at_keyword in {"media", "supports"}:
            inside = tinycss2.parse_rule_list(
                rule.content, skip_comments=True, skip_whitespace=True
            )
            if text := _needed(inside, words):
                prelude = tinycss2.serialize(rule.prelude)
                kept.append(f"@{rule.at_keyword}{prelude}{{{text}}}")
        elif rule.type != "at-rule" or rule.lower_at_keyword != "font-face":
            kept.append(rule.serialize())
    return "".join(kept)


def _split(prelude: list[Node]) -> list[list[Node]]:
    parts: list[list[Node]] = [[]]
    for part in prelude:
        if part == ",":
            parts.append([])
        else:
            parts[-1].append(part)
    return parts


def _classes(selector: list[Node]) -> set[str]:
    return {word.value for dot, word in pairwise(selector) if dot == "." and word.type == "ident"}


def _words(site: Path) -> set[str]:
    """Every class of every page, and every word of every script, which may add it as a class."""
    words = set()
    for page in site.rglob("*.html"):
        for classes in CLASSES.findall(page.read_text(encoding="utf-8")):
            words.update(classes.split())
    for script in (site / "_static").rglob("*.js"):
        words.update(WORD.findall(script.read_text(encoding="utf-8")))
    return words


def _clear(app: Sphinx, error: Exception | None) -> None:
    if error is not None or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    for name in LEFTOVERS:
        path = static / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    for source_map in static.rglob("*.map"):
        source_map.unlink()
    words = _words(Path(app.outdir))
    for sheet in (path for name in SHEETS for path in static.glob(name)):
        sheet.write_text(needed(sheet.read_text(encoding="utf-8"), words), encoding="utf-8")


def _configure(_app: Sphinx, config: Config) -> None:
    config.templates_path.insert(0, str(TEMPLATES))
    config.nb_ipywidgets_js = {}


def setup(app: Sphinx) -> None:
    """Use our templates, choose what each page loads, and clear what the theme leaves behind."""
    app.connect("config-inited", _configure)
    app.connect("html-page-context", _choose, priority=950)
    app.connect("build-finished", _clear)
