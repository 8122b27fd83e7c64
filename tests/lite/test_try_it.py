"""Cells that are tried on a page, with a real Python behind them, and progress that tabs share."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from nnbook.exercises._progress import Item, this_day, to_text
from nnbook.exercises._review import entries_of
from tests.browser.try_it_pages import cell, output, press, status, write_page
from tests.lite.conftest import Lab

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "book" / "_ext"))

from nnbook_book.progress import as_html

LONG = 120_000  # ms, on a busy machine; the figures that were measured are in the docs
IMPORTS = [("above", "import numpy as np"), ("above", "w = np.array([0.3, 0.9])")]
RIGHT = """def update(w, x, y, lr, threshold):
    return w + lr * (y - (w @ x >= threshold)) * x


check("3.1", update)"""
WRONG = RIGHT.replace("y - (w @ x >= threshold)", "(w @ x >= threshold) - y")
CHECK = [("first", "from nnbook import check")]
TRACE = """from nnbook import Layer, Network, backprop, mse
backprop(Network([Layer([[0.4, 0.5]], [0.0], "sigmoid")]), [0.9, 0.1], [1.0], mse)"""
HEADING = "what-was-missing-times-what-was-there"
Kept = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def tab(site: Path, window: tuple[BrowserContext, str]) -> Iterator[Page]:
    """A page with cells and the list of chapter 3; nothing goes wrong, nobody else is asked."""
    listed = as_html(entries_of(3), "Chapter {0}".format, "{0}.html".format)
    listed += f'<h2 id="{HEADING}">What was missing, times what was there</h2>'
    write_page(site, ("print(w.sum())\nw", IMPORTS), (WRONG, CHECK), (TRACE, []), more=listed)
    context, address = window
    page = context.new_page()
    troubles: list[str] = []
    own = (address, "data:", "blob:")
    page.on("request", lambda one: None if one.url.startswith(own) else troubles.append(one.url))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
    page.goto(f"{address}/cells.html")
    for number in range(page.locator(".nnb-try").count()):
        press(cell(page, number), "Try it")
    expect(status(cell(page))).to_have_text("Python is ready.", timeout=LONG)
    yield page
    assert troubles == []


def run(place: Locator, code: str | None = None) -> Locator:
    """Run a cell, with other code if some is given; returns its output when it has ended."""
    if code is not None:
        place.get_by_role("textbox").fill(code)
    place.get_by_role("textbox").press("Control+Enter")
    # its status may still be the last run's when a package has to be fetched first
    expect(output(place)).to_have_attribute("aria-busy", "false", timeout=LONG)
    expect(status(place)).to_contain_text("after", timeout=LONG)
    return output(place)


def kept(page: Page) -> Kept:
    """What the browser keeps of the learner's progress."""
    found: Kept = page.evaluate("nnbook.progress.read().items")
    return found


def test_a_cell_prints_and_shows(tab: Page) -> None:
    """What stands above runs first, without a word; printed text and the last value come out."""
    press(cell(tab), "Reset")
    expect(run(cell(tab))).to_have_text("1.2\narray([0.3, 0.9])", use_inner_text=True)
    expect(status(cell(tab))).to_contain_text("Done after")


def test_later_runs_take_no_second_thought(tab: Page) -> None:
    """Python stays: the variables are there, and nothing is loaded or made ready again."""
    run(cell(tab), "kept = 41")
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    start = time.monotonic()
    expect(run(cell(tab), "kept + 1")).to_have_text("42")
    assert time.monotonic() - start < 10
    assert asked == []


def test_a_trace_is_a_table_of_mathematics(tab: Page) -> None:
    """A trace shows as in the book: MathML in a table, without matplotlib."""
    shown = run(cell(tab, 2))
    expect(shown.locator("table.nnb-trace math").first).to_be_visible()
    expect(run(cell(tab), "import sys\n'matplotlib' in sys.modules")).to_have_text("False")


def test_a_picture_is_drawn(tab: Page) -> None:
    """matplotlib is fetched when some code imports it; its pictures are images."""
    code = "from nnbook.plots import new_figure\nfig, ax = new_figure()\nax.plot([1, 3])\nfig"
    shown = run(cell(tab), code).locator("img")
    expect(shown).to_have_attribute("src", re.compile("^data:image/svg"))


def test_a_figure_that_needs_a_notebook_shows_its_still(tab: Page) -> None:
    """What its class imports is fetched; what a function imports when called, after the fact."""
    shown = run(cell(tab), "from nnbook import Neuron\nNeuron(x=[1.0], w=[2.0])")
    expect(shown.locator("figure img")).to_have_attribute("alt", re.compile("neuron|circle|input"))
    code = "def later():\n    from xml.dom import minidom\n    import six\n    return six\nlater()"
    expect(run(cell(tab), code)).to_contain_text("module 'six'")


def test_an_error_can_be_read(tab: Page) -> None:
    """The traceback has the reader's own lines and ends in the library's sentence."""
    code = ("from nnbook import Layer, Network\n"
            "Network([Layer([[1, 2]], [0], 'step'), Layer([[1, 1, 1]], [0], 'step')])")  # fmt: skip
    said = run(cell(tab), code).get_by_role("alert")
    expect(said).to_contain_text("line 2, in <module>")
    expect(said).to_contain_text("layer 2 takes 3 inputs, but layer 1 gives 1")
    expect(said).not_to_contain_text(".py")
    expect(status(cell(tab))).to_contain_text("Ended with an error")


@pytest.mark.parametrize("body", ["pass", "print('round and round')"])
def test_an_endless_loop_is_stopped(tab: Page, body: str) -> None:
    """Stop ends it, says that the variables are gone, and the next run finds Python there again."""
    run(cell(tab), "mine = 1")
    cell(tab).get_by_role("textbox").fill(f"while True:\n    {body}")
    press(cell(tab), "Run")
    expect(status(cell(tab))).to_have_text("Running.", timeout=LONG)
    press(cell(tab, 2), "Run")
    expect(output(cell(tab, 2))).to_contain_text("Another cell of this page is running.")
    press(cell(tab), "Stop")
    expect(output(cell(tab)).get_by_role("alert")).to_contain_text("Variables are lost")
    expect(run(cell(tab), "mine")).to_contain_text("NameError: name 'mine' is not defined")


def test_a_run_has_a_limit(tab: Page) -> None:
    """After a minute a run is stopped by itself."""
    assert tab.context.browser
    page = tab.context.browser.new_page()  # a clock is turned for all pages of a window
    page.clock.install()
    page.goto(tab.url)
    press(cell(page), "Try it")
    cell(page).get_by_role("textbox").fill("print('begun')\nwhile True:\n    pass")
    press(cell(page), "Run")
    expect(output(cell(page))).to_contain_text("begun", timeout=LONG)
    page.clock.fast_forward(61_000)
    expect(output(cell(page)).get_by_role("alert")).to_contain_text("Stopped after 60 seconds.")
    page.close()


def test_an_answer_is_judged_and_kept(tab: Page) -> None:
    """`check` names the mistake, and the page's own list knows what was answered."""
    tab.evaluate("localStorage.clear()")
    row = tab.locator('[data-item="3.1"] .nnb-stand')
    said = run(cell(tab, 1), WRONG)
    expect(said).to_contain_text("Not yet.")
    expect(said.get_by_role("link")).to_have_attribute("href", f"#{HEADING}")
    expect(row).to_have_text("✗ not right yet")
    expect(run(cell(tab, 1), RIGHT)).to_contain_text("Right.")
    expect(row).to_contain_text("✓ solved")
    assert kept(tab)["3.1"]["box"] == 1
    expect(run(cell(tab, 1), "import nnbook\nnnbook.progress()")).to_contain_text("1 of 9")
    tab.evaluate("nnbook.progress.record('3.4', true)")
    tab.wait_for_timeout(500)
    # told, without being asked: not every browser lets Python wait for an answer
    code = (
        "from nnbook.exercises import _progress\nsorted(_progress.read(_progress.progress_file()))"
    )
    expect(run(cell(tab, 1), code)).to_have_text("['3.1', '3.4']")


def test_progress_is_shared_with_jupyterlite(lab: Callable[[str], Lab], tab: Page) -> None:
    """What one tab answers the other knows, in both directions, once; erasing goes both ways."""
    tab.evaluate("localStorage.clear()")
    tab.evaluate("nnbook.progress.record('3.2', true)")
    notebook = lab("03-perceptron")
    notebook.execute("from nnbook import check, progress")
    said = notebook.execute(f"print(progress())\n{RIGHT}")
    assert "Your progress: 1 of" in said
    assert "Kept in this browser" in said
    expect(tab.locator('[data-item="3.1"] .nnb-stand')).to_contain_text("✓ solved")
    assert {key: item["box"] for key, item in kept(tab).items()} == {"3.1": 1, "3.2": 1}
    tab.evaluate("nnbook.progress.record('3.2', false)")
    tab.wait_for_timeout(1_000)  # JupyterLite's page hears of it, and tells its Python
    assert "box=1, due='{0}', tried='{0}'".format(this_day()) in notebook.execute(
        "from nnbook.exercises import _progress\n"
        "print(_progress.read(_progress.progress_file())['3.2'])"
    )
    assert "1 due" in notebook.execute("print(progress())")
    item = Item(4, due="2026-12-01", tried="2026-11-21", right="2026-11-21")
    file = to_text({"3.3": item})
    notebook.execute(f"open('mine.json', 'w').write({file!r})\nprogress().import_from('mine.json')")
    expect(tab.locator('[data-item="3.3"] .nnb-stand')).to_contain_text("✓ solved")
    assert kept(tab)["3.3"]["box"] == 4
    notebook.execute("progress().erase(sure=True)")
    expect(tab.locator("[data-part=sum]")).to_contain_text("0 of")
    assert kept(tab) == {}
    assert notebook.troubles == []


def test_jupyterlite_keeps_answers_by_itself(lab: Callable[[str], Lab], tab: Page) -> None:
    """Where no page of the book is open, JupyterLite's own page keeps what is answered there."""
    tab.evaluate("localStorage.clear()")
    tab.goto("about:blank")
    notebook = lab("03-perceptron")
    notebook.execute("from nnbook import check, progress")
    notebook.execute(WRONG)
    entry = "localStorage['nnbook.progress:3.1']"
    notebook.page.wait_for_function(entry, timeout=10_000)
    assert notebook.page.evaluate(f"JSON.parse({entry}).right") is None
    assert "1 due" in notebook.execute("print(progress())")
