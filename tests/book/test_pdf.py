"""The printed book: everything is in it, at the pages that its table of contents names."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pdf
import pytest
from bs4 import BeautifulSoup
from chromium import FLAGS, system_chromium
from playwright.sync_api import sync_playwright
from pypdf import PdfReader

import book
from tests.needs import missing

pytestmark = [pytest.mark.browser, pytest.mark.slow]
COLUMN = 597  # A4 less its margins, in CSS pixels


@pytest.fixture(scope="module")
def site() -> Path:
    """The folder of the site, built now if anything changed, in a process of its own."""
    if system_chromium() is None:
        missing("chromium")
    subprocess.run([sys.executable, book.__file__, "build"], check=True)
    return book.SITE


@pytest.fixture(scope="module")
def printed(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book, printed once for all tests of this file."""
    return pdf.make(tmp_path_factory.mktemp("pdf") / "book.pdf")


@pytest.fixture(scope="module")
def texts(printed: Path) -> list[str]:
    """What stands on each page, without its spaces, which a PDF sets as it likes."""
    return [words(page.extract_text()) for page in PdfReader(printed).pages]


@pytest.fixture(scope="module")
def articles(site: Path) -> list[pdf.Article]:
    """All pages as they are laid into the document."""
    names = {name for _, pages in pdf.contents() for name in pages}
    return [pdf.Article(name, names) for _, pages in pdf.contents() for name in pages]


def words(text: str) -> str:
    """Text without its spaces."""
    return re.sub(r"\s+", "", text)


def test_every_page_of_the_book_is_in_it() -> None:
    """The plan names every source of the table of contents but the one that only a script fills."""
    planned = {name for _, pages in pdf.contents() for name in pages}
    sources = {path.stem for path in book.SOURCE.iterdir() if path.suffix in {".md", ".ipynb"}}
    assert sources - planned == pdf.LEFT_OUT


def test_titles_stand_where_the_contents_say(
    printed: Path, texts: list[str], articles: list[pdf.Article]
) -> None:
    """On the page of each title and section, as the table of contents has it, the words stand."""
    numbers = pdf.page_numbers(printed)
    first = min(numbers[article.headings[0][1]] for article in articles)
    table = "".join(texts[1 : first - 1])
    for article in articles:
        kept = article.headings[: 1 if article.name in pdf.FLAT else None]
        for _, id, heading in kept:
            assert words(heading) in texts[numbers[id] - 1], heading
            assert f"{words(heading)}{numbers[id]}" in table, heading


def test_the_text_of_every_chapter_is_printed(
    texts: list[str], articles: list[pdf.Article]
) -> None:
    """Each paragraph that is plain text reaches the paper, with every word."""
    everything = "".join(texts).replace("-", "")
    lost = [
        paragraph.get_text()
        for article in articles
        for paragraph in article.tag.select("section > p")
        if not paragraph.find(True) and len(paragraph.get_text()) < 400
        and words(paragraph.get_text()).replace("-", "") not in everything
    ]  # fmt: skip
    # a page may end in the middle of a paragraph: its number and the next head stand between
    assert len(lost) < 0.15 * sum(len(a.tag.select("section > p")) for a in articles), lost[:5]


def test_every_reference_has_a_page(articles: list[pdf.Article]) -> None:
    """Each link within the book points at something that is in the document."""
    document = BeautifulSoup(pdf.document([("", articles)], {}), "html.parser")
    there = {tag["id"] for tag in document.find_all(id=True)}
    ids = [tag["id"] for tag in document.find_all(id=True)]
    assert len(ids) == len(there), "an id stands twice"
    links = [a["href"][1:] for a in document.select("a[href^='#']")]
    assert len(links) > 500
    assert set(links) - there == set()


def test_nothing_is_wider_than_the_column(articles: list[pdf.Article], tmp_path: Path) -> None:
    """Formulas, tables, code and pictures end within the page."""
    page_file = tmp_path / "book.html"
    page_file.write_text(pdf.document([("", articles)], {}), "utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system_chromium(), args=list(FLAGS))
        page = browser.new_page(viewport={"width": COLUMN, "height": 900})
        page.emulate_media(media="print")
        page.goto(page_file.as_uri())
        wide = page.evaluate(
            """(edge) => [...document.querySelectorAll(".chapter *")]
              .filter((one) => !one.ownerSVGElement && one.getBoundingClientRect().right > edge)
              .map((one) => `${one.closest(".chapter").id} ${one.tagName} ${one.textContent}`)
              .map((text) => text.slice(0, 120))""",
            COLUMN + 1,
        )
        browser.close()
    assert wide == []


def test_the_file_tells_nothing_of_this_machine(printed: Path) -> None:
    """Title and author are those of the book; no date, no program, no path is written down."""
    found = {key: str(value) for key, value in (PdfReader(printed).metadata or {}).items()}
    assert found["/Title"] == "Neural networks, number by number"
    assert set(found) <= {"/Title", "/Author", "/Producer"}
    assert b"file://" not in printed.read_bytes()


def test_printing_without_a_browser_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no Chromium, one sentence names what is wanted."""
    monkeypatch.setattr(pdf, "system_chromium", lambda: None)
    with pytest.raises(book.BookError, match="NNBOOK_CHROMIUM"):
        pdf.make(Path("never"))
