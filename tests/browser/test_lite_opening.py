"""The page through which a reader comes into JupyterLite: it loads, or says why it cannot."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import lite
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from nnbook.commands import serving
from tests.browser.figure_pages import OVERHANG

SIZE = 300_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A site with the opening page, two files to load, and something to arrive at."""
    (tmp_path / "lite" / "notebooks").mkdir(parents=True)
    (tmp_path / "index.html").write_text("the book")
    (tmp_path / "lite" / "notebooks" / "index.html").write_text("<h1>arrived</h1>")
    for name in ("one.wasm", "two.whl"):
        (tmp_path / "lite" / name).write_bytes(bytes(SIZE))
    text = lite.opening_page(["02-neurons"], [("one.wasm", SIZE), ("two.whl", SIZE)])
    (tmp_path / "lite" / "open.html").write_text(text, "utf-8")
    return tmp_path


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    """The folder, served."""
    with serving.server(folder) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/lite/open.html"
        server.shutdown()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A narrow window that notices every error of the page's script."""
    found = chromium.new_page(viewport={"width": 360, "height": 740})
    troubles: list[str] = []
    found.on("pageerror", lambda error: troubles.append(str(error)))
    yield found
    found.close()
    assert troubles == []


def test_it_loads_everything_and_leads_on(page: Page, address: str) -> None:
    """Each file is read to its end, then the notebook is opened."""
    loaded = []
    page.on("requestfinished", lambda request: loaded.append(request.url.rpartition("/")[2]))
    page.goto(f"{address}?chapter=02-neurons")
    page.wait_for_url("**/lite/notebooks/index.html?path=02-neurons.ipynb")
    expect(page.get_by_role("heading")).to_have_text("arrived")
    assert {"one.wasm", "two.whl"} <= set(loaded)


def test_the_wait_is_told_in_megabytes(page: Page, address: str) -> None:
    """While a file is slow, the bar and the sentence say how much is there."""
    page.route("**/two.whl", lambda route: None)  # it never comes
    page.goto(f"{address}?chapter=02-neurons")
    status = page.get_by_role("status")
    expect(status).to_have_text("Loading Python for the browser, once: 0.3 of 0.6 MB.")
    assert page.get_by_role("progressbar").evaluate("(bar) => bar.value / bar.max") == 0.5
    assert page.evaluate(OVERHANG) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_file_that_cannot_be_loaded_is_named(page: Page, address: str, theme: str) -> None:
    """The sentence says from where, how to try again, and the other way; axe has no complaint."""
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    page.route("**/two.whl", lambda route: route.abort())
    page.goto(f"{address}?chapter=02-neurons")
    status = page.get_by_role("status")
    expect(status).to_contain_text("could not be loaded from 127.0.0.1")
    expect(status).to_contain_text("Reload this page to try again")
    expect(page.get_by_role("link", name="Back to the book")).to_be_visible()
    found = Axe().run(page).response["violations"]
    assert [one["id"] for one in found if one["impact"] in {"critical", "serious"}] == []


@pytest.mark.parametrize("query", ["", "?chapter=12-frameworks", "?chapter=../../etc"])
def test_only_chapters_are_opened(page: Page, address: str, query: str) -> None:
    """An unknown name loads nothing and leads nowhere."""
    page.goto(address + query)
    expect(page.get_by_role("status")).to_have_text("There is no such chapter to run.")


def test_an_old_browser_is_told(page: Page, address: str) -> None:
    """Without WebAssembly nothing is loaded; the sentence names what can be done."""
    page.add_init_script("delete window.WebAssembly;")
    page.goto(f"{address}?chapter=02-neurons")
    expect(page.get_by_role("status")).to_contain_text("too old to run Python")


def test_a_folder_is_told(page: Page, folder: Path) -> None:
    """Opened from a folder, the page says that a web address is needed, and how to get one."""
    page.goto((folder / "lite" / "open.html").as_uri() + "?chapter=02-neurons")
    expect(page.get_by_role("status")).to_contain_text("`nnbook read` gives this folder one")


def test_a_packed_copy_is_told(page: Page, folder: Path) -> None:
    """The page of the zip, which has no JupyterLite, says so."""
    (folder / "lite" / "open.html").write_text(lite.opening_page([], []), "utf-8")
    page.goto((folder / "lite" / "open.html").as_uri() + "?chapter=02-neurons")
    expect(page.get_by_role("status")).to_contain_text("was packed to be read")


def test_without_javascript_the_page_says_so(chromium: Browser, address: str) -> None:
    """The sentence stands in the page itself."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}?chapter=02-neurons")
    expect(page.get_by_role("status")).to_contain_text("takes JavaScript")
    context.close()
