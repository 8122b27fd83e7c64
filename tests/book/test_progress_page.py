"""The list on the page "Your progress": all of the book, each entry leading to where it stands."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

import book

sys.path.insert(0, str(book.SOURCE / "_ext"))
from nnbook_book import progress

from nnbook.exercises._review import Entry, entries

EVERYTHING = entries()


@pytest.fixture(scope="module")
def site() -> Path:
    """The folder of the site, built now if anything changed."""
    return book.build()


def listed(found: list[Entry]) -> BeautifulSoup:
    """The list of these entries on a page beside the chapters."""
    return BeautifulSoup(
        progress.as_html(found, "Title {0}".format, "{0}.html".format), "html.parser"
    )


def test_the_list_holds_everything_by_chapter() -> None:
    """Every exercise and question once, in the order of the book, under its chapter's title."""
    soup = listed(EVERYTHING)
    assert [row["data-item"] for row in soup.select("[data-item]")] == [e.id for e in EVERYTHING]
    chapters = sorted({entry.chapter for entry in EVERYTHING})
    titles = [summary.get_text() for summary in soup.select("summary")]
    assert titles == [f"Title {chapter}" for chapter in chapters]
    for details, chapter in zip(soup.select("details"), chapters, strict=True):
        links = [str(link["href"]) for link in details.select("a")]
        assert all(link.startswith(f"{chapter}.html#") for link in links)


def test_titles_are_text() -> None:
    """What has a meaning in HTML is written out."""
    entry = Entry("3.1", 3, "Exercise 3.1", "w < 0 & <b>", "A heading")
    (row,) = listed([entry]).select("[data-item]")
    assert row.get_text(" ", strip=True) == "Exercise 3.1 w < 0 & <b>"
    assert not row.select("b")


def test_without_a_script_nothing_promises_what_it_cannot_do() -> None:
    """Buttons and empty places are hidden until the script shows them; a sentence says why."""
    soup = listed(EVERYTHING[:1])
    assert "where JavaScript is on" in " ".join(soup.select_one("noscript").get_text().split())
    for button in soup.select("button"):
        assert button.find_parent(hidden=True), button
    assert {part["data-part"] for part in soup.select("[data-part][hidden]")} == {
        "forbidden", "top", "tools", "file",
    }  # fmt: skip


@pytest.mark.slow
def test_every_link_ends_where_the_exercise_stands(site: Path) -> None:
    """On the built page each entry leads to a heading that exists, on a page that has its cell."""
    soup = BeautifulSoup((site / "progress.html").read_text("utf-8"), "html.parser")
    rows = soup.select("[data-item]")
    assert [row["data-item"] for row in rows] == [entry.id for entry in EVERYTHING]
    assert soup.select_one('script[src*="nnbook.js"]')
    pages: dict[str, BeautifulSoup] = {}
    for row in rows:
        target, _, anchor = str(row.a["href"]).partition("#")
        if target not in pages:
            pages[target] = BeautifulSoup((site / target).read_text("utf-8"), "html.parser")
        assert pages[target].find(id=anchor), row.a["href"]
    titles = [summary.span.get_text() for summary in soup.select("summary")]
    assert titles[1] == pages["02-neurons.html"].h1.find(string=True, recursive=False).strip()


@pytest.mark.slow
def test_every_quiz_of_the_book_is_kept_under_its_own_name(site: Path) -> None:
    """The quizzes that stand on the chapters' pages are those of the list, question by question."""
    found = [
        f"{state['sheet']}.{number}"
        for path in sorted(site.glob("[01][0-9]-*.html"))
        for figure in BeautifulSoup(path.read_text("utf-8"), "html.parser").select(
            '[data-explorable="quiz"]'
        )
        for state in [json.loads(str(figure["data-state"]))]
        for number, _ in enumerate(state["questions"], 1)
    ]
    assert found == [entry.id for entry in EVERYTHING if entry.id.count(".") == 2]
