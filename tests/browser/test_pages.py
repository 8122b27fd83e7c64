"""Every page of the book in a real browser: wide and narrow, light and dark, served or as files."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import Visit, book

Open = Callable[..., Visit]

SOURCES = sorted([*book.SOURCE.glob("*.md"), *book.SOURCE.glob("*.ipynb")])
PAGES = [f"{path.stem}.html" for path in SOURCES] + ["search.html", "genindex.html"]
CHAPTERS = [f"{path.stem}.html" for path in SOURCES if path.suffix == ".ipynb"]
WIDTHS = (360, 1280)
OVERHANG = """() => {
  const edge = document.documentElement.clientWidth + 1;
  return document.documentElement.scrollWidth <= edge ? [] :
    [...document.querySelectorAll("body *")]
      .filter((one) => one.getBoundingClientRect().right > edge)
      .map((one) => `${one.tagName}.${one.className}`);
}"""

CUT = """() => [...document.querySelectorAll(".cell pre")]
  .filter((one) => one.scrollWidth > one.clientWidth + 1)
  .map((one) => one.textContent.trim().slice(0, 80))"""


def read_through(visit: Visit, name: str) -> None:
    """Open a page and scroll to its end, so that everything lazy wakes up."""
    page = visit.open(name)
    page.evaluate(
        """async () => {
          for (let y = 0; y < document.body.scrollHeight; y += 600) {
            window.scrollTo(0, y);
            await new Promise((done) => requestAnimationFrame(done));
          }
          window.scrollTo(0, 0);
        }"""
    )


def turn_dark(page: Page) -> None:
    """Let the system turn dark, and wait until the page has followed."""
    page.emulate_media(color_scheme="dark")
    page.wait_for_function("document.documentElement.dataset.theme === 'dark'")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_page_is_sound(visit: Open, name: str, width: int) -> None:
    """No error, no warning, no request to another host, no sideways scrolling, in either mode.

    On a desk, that goes for every line of code and of what it prints.
    """
    window = visit(width=width)
    read_through(window, name)
    assert window.page.evaluate(OVERHANG) == []
    if width != min(WIDTHS):
        assert window.page.evaluate(CUT) == []
    turn_dark(window.page)
    assert window.page.evaluate(OVERHANG) == []
    assert window.troubles == []


@pytest.mark.parametrize("address", ["http"], indirect=True)  # what axe sees is the same in both
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_page_is_accessible(visit: Open, name: str, dark: bool) -> None:
    """axe finds nothing critical or serious: contrast, names, roles, landmarks, order."""
    window = visit(dark=dark)
    read_through(window, name)
    found = Axe().run(window.page).response["violations"]
    grave = [one for one in found if one["impact"] in {"critical", "serious"}]
    lines = [
        f"{one['id']}: {node['html'][:160]} {node['any'][0]['message'] if node['any'] else ''}"
        for one in grave
        for node in one["nodes"]
    ]
    assert not lines, "\n".join(lines)


@pytest.mark.parametrize("name", CHAPTERS)
def test_pictures_follow_the_page_into_the_dark(visit: Open, name: str) -> None:
    """What is black in a picture has the colour of the text, in light and in dark."""
    window = visit()
    page = window.open(name)
    colours = """() => [...document.querySelectorAll("svg.nnb-still")].map((one) => [
      getComputedStyle(one).fill, getComputedStyle(one.closest("article")).color])"""
    light = page.evaluate(colours)
    turn_dark(page)
    dark = page.evaluate(colours)
    assert light
    assert all(fill == text for fill, text in light + dark)
    assert all(before != after for before, after in zip(light, dark, strict=True))


def test_the_reader_can_choose_the_mode(visit: Open) -> None:
    """The button changes between light and dark, and the next page remembers it."""
    window = visit()
    page = window.open(CHAPTERS[0])
    theme = "document.documentElement.dataset.theme"
    page.locator(".theme-switch-button").first.click()
    assert page.evaluate(theme) == "dark"
    window.open("index.html")
    assert page.evaluate(theme) == "dark"
    assert window.troubles == []


@pytest.mark.parametrize("width", WIDTHS)
def test_search_finds_a_chapter(visit: Open, width: int) -> None:
    """From any page, a word typed into the search leads to the chapter that is about it."""
    window = visit(width=width)
    page = window.open("notation.html")
    page.locator(".search-button__button:visible").first.click()
    page.locator("dialog[open] input[type=search]").fill("perceptron")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=perceptron*")
    # what is found grows line by line, and its summary moves it once more at the end
    page.locator(".search-summary", has_text="finished").wait_for()
    page.locator("#search-results li a", has_text="perceptron").first.click()
    page.wait_for_url("**/03-perceptron.html*")
    assert window.troubles == []


def test_next_and_previous_lead_through_the_book(visit: Open) -> None:
    """From the front page, *next* reaches every page of the contents, and *previous* comes back."""
    window = visit()
    page = window.open("index.html")
    seen = ["index.html"]
    while page.locator("a.right-next").count():
        seen.append(page.locator("a.right-next").get_attribute("href"))
        page.locator("a.right-next").click()
        page.wait_for_url(f"**/{seen[-1]}")
    assert sorted(seen) == sorted(f"{path.stem}.html" for path in SOURCES)
    page.locator("a.left-prev").click()
    page.wait_for_url(f"**/{seen[-2]}")


@pytest.mark.parametrize("name", CHAPTERS)
def test_notebook_downloads(visit: Open, name: str) -> None:
    """The arrow at the head of a chapter saves the very notebook that the page was made from."""
    page = visit().open(name)
    with page.expect_download() as download:
        page.locator(".bd-header-article a[download]").click()
    assert download.value.suggested_filename == name.replace(".html", ".ipynb")
    saved = json.loads(Path(download.value.path()).read_text("utf-8"))
    stored = json.loads((book.SOURCE / name).with_suffix(".ipynb").read_text("utf-8"))
    assert saved == stored


@pytest.mark.parametrize("address", ["http"], indirect=True)  # bytes count on the network
@pytest.mark.parametrize("name", CHAPTERS)
def test_first_load_is_light(visit: Open, address: str, site: Path, name: str) -> None:
    """What a browser asks for when a chapter opens fits 250 KB, gzipped, without its pictures."""
    window = visit()
    page = window.open(name)
    page.evaluate("document.fonts.ready.then(() => true)")
    sizes = {}
    for url in set(window.received):
        path = site / url.removeprefix(address).lstrip("/").split("?")[0]
        sizes[path.name] = len(gzip.compress(path.read_bytes(), 9))
    drawn = page.evaluate(
        "[...document.querySelectorAll('svg.nnb-still')].map((one) => one.outerHTML).join('')"
    )
    total = sum(sizes.values()) - len(gzip.compress(drawn.encode(), 9))
    assert name in sizes
    assert total <= 250_000, sizes


def test_sidebar_opens_on_a_phone(visit: Open) -> None:
    """On a phone the contents of the book open over the page and lead to a chapter."""
    window = visit(width=360)
    page = window.open("index.html")
    page.locator(".bd-header-article .primary-toggle").click()
    page.locator("dialog[open] a", has_text="perceptron").first.click()
    page.wait_for_url("**/03-perceptron.html")
    assert window.troubles == []


def test_long_things_scroll_in_their_own_box(visit: Open) -> None:
    """On a phone a wide table or formula scrolls by itself, and begins at its left end."""
    window = visit(width=360)
    page = window.open("notation.html")
    boxes = page.evaluate(
        """() => [...document.querySelectorAll(".katex-display .katex-html, table")]
          .map((one) => one.closest(".pst-scrollable-table-container") || one)
          .filter((one) => one.scrollWidth > one.clientWidth + 1)
          .map((one) => [getComputedStyle(one).overflowX, one.scrollLeft])"""
    )
    assert boxes
    assert all(overflow == "auto" and left == 0 for overflow, left in boxes)


@pytest.mark.parametrize("name", CHAPTERS)
def test_page_reads_without_javascript(visit: Open, name: str) -> None:
    """Without scripts the text, the formulas and every picture are still there."""
    page = visit(javascript=False).open(name)
    assert page.locator("article h1").is_visible()
    assert page.locator(".katex-html").first.is_visible()
    pictures = page.locator("svg.nnb-still")
    assert pictures.count()
    assert all(pictures.nth(i).is_visible() for i in range(pictures.count()))
