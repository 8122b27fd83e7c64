"""The printed book: everything is in it, at the pages that its table of contents names."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pdf
import pytest
from bs4 import BeautifulSoup, Tag
from chromium import FLAGS, system_chromium
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import sync_playwright
from pypdf import PdfReader
from pypdf.generic import Destination

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


def folded(site: Path, name: str) -> list[Tag]:
    """What a page of the site shows after a click, except the code of its figures."""
    page = BeautifulSoup((site / f"{name}.html").read_text("utf-8"), "html.parser")
    return page.select(".bd-article details:not(.above-input)")


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
    elsewhere = [str(a["href"]) for a in document.select("a[href]:not([href^='#'])")]
    assert [link for link in elsewhere if not re.match("https?://|mailto:", link)] == []


def test_bookmarks_are_the_table_of_contents(printed: Path, articles: list[pdf.Article]) -> None:
    """Parts, pages and sections have bookmarks, in order, with their words and their pages."""
    reader, numbers = PdfReader(printed), pdf.page_numbers(printed)

    def flat(items: list[Destination | list[Destination]]) -> list[tuple[str, int]]:
        found = []
        for item in items:
            if isinstance(item, list):
                found += flat(item)
            else:
                found.append((str(item.title), (reader.get_destination_page_number(item) or 0) + 1))
        return found

    found = {article.name: article for article in articles}
    wanted = []
    for caption, names in pdf.contents():
        if caption:
            wanted.append((caption, numbers[found[names[0]].headings[0][1]]))
        wanted += [(title, numbers[at]) for name in names for _, at, title in found[name].listed]
    assert flat(reader.outline) == wanted


def test_what_a_click_shows_is_printed(site: Path, articles: list[pdf.Article]) -> None:
    """Answers, outputs and lists that a page folds stand on paper, and nothing is left folded."""
    seen = 0
    for article in articles:
        paper = words(article.tag.get_text())
        assert article.tag.select("details, summary, .nnb-message") == [], article.name
        cells = article.tag.select(".tag_hide-output")
        assert all(cell.select(".cell_output") for cell in cells), article.name
        for part in folded(site, article.name) if article.name != pdf.INDEX else ():
            for piece in part.select("li, td, pre"):
                if not piece.select("li, .math"):
                    seen += 1
                    assert words(piece.get_text()) in paper, (article.name, piece.get_text())
    assert seen > 1000


def test_there_is_room_for_every_answer(articles: list[pdf.Article]) -> None:
    """Where a page has a field or a stub of a function, the paper has gaps or lines."""
    forms = [form for a in articles for form in a.tag.select("[data-explorable=form]")]
    stubs = [cell for a in articles for cell in a.tag.select(".cell_input")
             if re.search(r"^\s+\.\.\.$", cell.get_text(), re.MULTILINE)]  # fmt: skip
    assert len(forms) > 50
    assert len(stubs) > 20
    assert [form.get_text() for form in forms if not form.select(".gap, .line")] == []
    assert [cell.get_text() for cell in stubs if not cell.find_next_sibling(class_="lines")] == []


@given(st.dictionaries(st.text("abcdef", min_size=1), st.integers(1, 40), min_size=1), st.data())
def test_entries_of_the_index_name_their_pages(pages: dict[str, int], data: st.DataObject) -> None:
    """An entry names the pages of its places, no other, and the one of the first by itself."""
    first = data.draw(st.sampled_from(["", *pages]))
    entry = BeautifulSoup(pdf._numbers(list(pages), first, pages), "html.parser")
    assert "often" not in entry.get_text()  # 40 pages fall into 24 runs at most
    named: list[int] = []
    for link in entry.select("a:not([hidden])"):
        start, _, end = link.get_text().partition("–")
        named += range(int(start), int(end or start) + 1)
        assert pages[str(link["href"])[1:]] == int(start)
    assert named == sorted(set(pages.values()))
    bold = [link.get_text() for link in entry.select(".first")]
    assert bold == ([str(pages[first])] if first else [])
    assert {str(link["href"])[1:] for link in entry.select("[hidden]")} == set(pages)


def test_a_word_that_is_everywhere_is_not_listed_everywhere() -> None:
    """More than two dozen numbers give way to the page that introduces the word."""
    pages = {f"a{page}": page for page in range(1, 100, 2)}
    words_of = BeautifulSoup(pdf._numbers(list(pages), "a7", pages), "html.parser").get_text()
    assert words_of == "7 and often"
    assert "often" not in pdf._numbers(list(pages)[: pdf.OFTEN], "a7", pages)


def test_the_index_is_printed_with_its_numbers(printed: Path, texts: list[str]) -> None:
    """No page number of the document is left at 0, and an entry leads to the page of its word."""
    numbers = pdf.page_numbers(printed)
    assert all(1 <= page <= len(texts) for page in numbers.values())
    assert not any("(p.0)" in text for text in texts)
    begin, end = "terms--index-of-terms", "misconceptions--mistakes-that-have-a-name"
    index = "".join(texts[numbers[begin] - 1 : numbers[end] - 1])
    for word, anchor in (("momentum", "07-gradient-descent--momentum"),
                         ("softmax", "05-activations--softmax-from-scores-to-shares")):  # fmt: skip
        assert re.search(rf"{word}(\d+(–\d+)?,)*{numbers[anchor]}\D", index), word


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
    root = PdfReader(printed).root_object
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("en", True)
    assert PdfReader(printed).pdf_header >= "%PDF-1.4"  # older readers know no tags
    assert b"file://" not in printed.read_bytes()


def test_printing_without_a_browser_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no Chromium, one sentence names what is wanted."""
    monkeypatch.setattr(pdf, "system_chromium", lambda: None)
    with pytest.raises(book.BookError, match="NNBOOK_CHROMIUM"):
        pdf.make(Path("never"))
