"""Cells that are tried on the page, up to where Python itself begins: tests/lite goes on there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Visit
from tests.browser.figure_pages import address
from tests.browser.try_it_pages import cell, output, press, try_it, write_page

SOURCE = 'w = 0.3\nif w < 1 and w > 0:\n    print(f"{w:.2f}")'
BEFORE = [("above", "import numpy as np"), ("above", "x = np.array([1, 2])")]
TOO_OLD = "Object.defineProperty(window, 'WebAssembly', { value: undefined });"
SETTINGS = {"python": "no/pyodide.mjs", "core": ["pyodide.mjs"], "nnbook": "no.whl", "sizes": {}}
FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
Open = Callable[..., Page]


@pytest.fixture
def open_page(chromium: Browser, tmp_path: Path) -> Iterator[Open]:
    """Open the page with two cells: `open_page("http")`; afterwards no script has failed."""
    write_page(tmp_path, (SOURCE, BEFORE), ("1 / 3", []))
    failed: list[str] = []
    with ExitStack() as opened:

        def start(scheme: str = "http", *, before: str = "", **options: Any) -> Page:
            url = opened.enter_context(address(tmp_path, scheme))
            page = opened.enter_context(chromium.new_context(**options)).new_page()
            page.set_default_timeout(10_000)
            page.on("pageerror", lambda error: failed.append(str(error)))
            page.add_init_script(before)
            page.goto(url.replace("index.html", "cells.html"))
            return page

        yield start
    assert failed == []


def area(page: Page) -> Any:
    """The editor of the first cell."""
    return cell(page).get_by_role("textbox", name="Python code of this cell")


def test_nothing_is_loaded_before_the_click(open_page: Open) -> None:
    """The script on the page is small, and asks for nothing until a reader wants to try a cell."""
    assert len(try_it.LOADER.encode()) < 1200
    page = open_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.wait_for_timeout(300)
    assert asked == []
    press(cell(page), "Try it")
    expect(area(page)).to_be_focused()
    page.wait_for_load_state("networkidle")
    assert asked == ["try.js", "try.json"]


def test_the_editor_holds_the_source_and_what_runs_first(open_page: Open) -> None:
    """The text is the cell's, to the letter; the lines from above are folded beside it."""
    page = open_page()
    press(cell(page), "Try it")
    expect(area(page)).to_have_value(SOURCE)
    above = cell(page).locator("details")
    expect(above.locator("summary")).to_have_text("Runs first: 2 lines from above")
    expect(above.locator("pre")).to_have_text("import numpy as np\nx = np.array([1, 2])")
    expect(page.locator(".cell_input").first).to_be_hidden()
    press(cell(page, 1), "Try it")
    expect(cell(page, 1).locator("details")).to_have_count(0)


def test_the_keyboard_alone_does_it(open_page: Open) -> None:
    """Enter keeps the indentation, Tab leaves the editor, Reset and Close bring the text back."""
    page = open_page()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(area(page)).to_be_focused()
    page.keyboard.press("Control+Home")
    page.keyboard.insert_text("for i in range(2):")
    for key in ("Enter", "i", "Enter", "j"):
        page.keyboard.press(key)
    expect(area(page)).to_have_value(f"for i in range(2):\n    i\n    j{SOURCE}")
    page.keyboard.press("Control+z")
    expect(area(page)).to_have_value(f"for i in range(2):{SOURCE}")
    page.keyboard.press("Tab")
    expect(cell(page).get_by_role("button", name="Run")).to_be_focused()
    page.keyboard.press("Tab")  # Stop has nothing to stop, and is skipped
    page.keyboard.press("Enter")
    expect(area(page)).to_have_value(SOURCE)
    for key in ("Tab", "Tab", "Tab", "Space"):
        page.keyboard.press(key)
    expect(cell(page).get_by_role("button", name="Try it")).to_be_focused()
    expect(page.locator(".cell_input").first).to_be_visible()
    expect(area(page)).to_have_count(0)


@pytest.mark.parametrize(
    ("scheme", "before", "word"),
    [("file", "", "From a folder a page cannot start Python"), ("http", TOO_OLD, "too old")],
)
def test_where_python_cannot_run_a_sentence_says_so(
    open_page: Open, scheme: str, before: str, word: str
) -> None:
    """From a folder, and without WebAssembly, the button gives the reason, and another way."""
    page = open_page(scheme, before=before)
    press(cell(page), "Try it")
    expect(cell(page).get_by_role("alert")).to_contain_text(word)
    expect(cell(page).get_by_role("alert")).to_contain_text("nnbook lab")
    expect(area(page)).to_have_count(0)


def test_a_broken_download_is_told_and_can_be_tried_again(open_page: Open) -> None:
    """Whatever does not come, the editor, its settings or Python: a sentence, and a second try."""
    page = open_page()
    page.route("**/try.js", lambda route: route.abort())
    press(cell(page), "Try it")
    expect(cell(page).get_by_role("alert")).to_contain_text("The editor could not be loaded")
    page.unroute("**/try.js")
    press(cell(page), "Try it")
    said = output(cell(page)).get_by_role("alert")
    expect(said).to_contain_text("packed without Python")  # the site has no folder lite/
    page.route("**/try.json", lambda route: route.abort())
    press(cell(page), "Run")
    expect(said).to_contain_text("Python could not be loaded")
    page.unroute("**/try.json")
    page.route("**/try.json", lambda route: route.fulfill(body=json.dumps(SETTINGS)))
    press(cell(page), "Run")
    expect(said).to_contain_text("Python could not be loaded from 127.0.0.1")
    expect(cell(page).get_by_role("button", name="Run")).to_be_enabled()


def test_the_wait_can_be_ended(open_page: Open) -> None:
    """Stop, while Python is on its way, ends the download and begins no other."""
    page = open_page()
    page.route("**/try.json", lambda route: route.fulfill(body=json.dumps(SETTINGS)))
    page.route("**/pyodide.mjs", lambda route: None)  # an answer that never comes
    with page.expect_request("**/pyodide.mjs"):
        press(cell(page), "Try it")
    press(cell(page), "Run")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    press(cell(page), "Stop")
    expect(output(cell(page)).get_by_role("alert")).to_have_text("Stopped before Python was there.")
    expect(cell(page).get_by_role("button", name="Run")).to_be_enabled()
    page.wait_for_timeout(300)
    assert asked == []


def test_without_javascript_there_is_no_button(open_page: Open) -> None:
    """The code stands there as ever."""
    page = open_page(java_script_enabled=False)
    assert page.locator("pre").first.is_visible()
    assert page.locator("button").count() == 0


@pytest.mark.parametrize("address", ["http"], indirect=True)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_editor_is_at_home_in_a_chapter(
    visit: Callable[..., Visit], width: int, dark: bool
) -> None:
    """In the built book, light and dark, wide and narrow: nothing hangs over, axe is content."""
    window = visit(width=width, dark=dark)
    page = window.open("03-perceptron.html")
    page.route("**/try.json", lambda route: route.fulfill(status=404))
    for number in range(page.locator(".nnb-try").count()):
        press(cell(page, number), "Try it")
    cell(page).locator("summary").click()
    expect(output(cell(page)).get_by_role("alert")).to_contain_text("packed without Python")
    assert page.evaluate(FITS)
    found = Axe().run(page, ".nnb-try").response["violations"]
    assert [one["id"] for one in found] == []
    assert [one for one in window.troubles if "404" not in one] == []
