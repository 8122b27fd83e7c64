"""Pages with cells to be tried and nothing else: made in a moment, without a built book."""

from __future__ import annotations

import sys
from html import escape
from pathlib import Path

from playwright.sync_api import Locator, Page

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "book" / "_ext"))

from nnbook_book import try_it  # noqa: E402

from nnbook import widgets  # noqa: E402

PAGE = """<!DOCTYPE html>
<html lang="en" data-content_root="./"><head><meta charset="utf-8"><title>Cells</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="_static/nnbook.css"><link rel="stylesheet" href="_static/book.css">
<script src="_static/nnbook.js" defer></script><script>{loader}</script></head>
<body><main class="bd-content"><h1>Cells</h1>{cells}{more}</main></body></html>
"""
CELL = """<div class="cell tag_try-it docutils container">
<div class="cell_input docutils container"><div class="highlight"><pre>{code}\n</pre></div></div>
{data}</div>"""


def write_page(folder: Path, *cells: tuple[str, list[tuple[str, str]]], more: str = "") -> None:
    """Write `cells.html` with these cells, each its source and the statements that it builds on."""
    try_it.deliver(folder)
    static = folder / "_static"
    static.joinpath("nnbook.js").write_text(widgets.page_script(), encoding="utf-8")
    static.joinpath("nnbook.css").write_text(widgets.page_style(), encoding="utf-8")
    style = (ROOT / "book" / "_static" / "book.css").read_text(encoding="utf-8")
    static.joinpath("book.css").write_text(style, encoding="utf-8")
    trials = [try_it.Trial(f"cell{n}", source, before) for n, (source, before) in enumerate(cells)]
    texts = [CELL.format(code=escape(one.source), data=one.as_html()) for one in trials]
    page = PAGE.format(loader=try_it.LOADER, cells="".join(texts), more=more)
    folder.joinpath("cells.html").write_text(page, encoding="utf-8")


def cell(page: Page, number: int = 0) -> Locator:
    """The button, or the editor, of a cell."""
    return page.locator(".nnb-try").nth(number)


def press(place: Locator, name: str) -> None:
    """Press a button of a cell."""
    place.get_by_role("button", name=name, exact=True).click()


def status(place: Locator) -> Locator:
    """What is said of the last run, or of the wait."""
    return place.get_by_role("status")


def output(place: Locator) -> Locator:
    """What the last run printed and showed."""
    return place.locator(".nnb-try-output")
