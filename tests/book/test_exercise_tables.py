"""The tables made of the exercises: mistakes and what catches them, and what each practises."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

import book
from nnbook._words import marked

sys.path.insert(0, str(book.SOURCE / "_ext"))
from nnbook_book import exercises as tables

EXERCISES = tables.all_exercises()


@pytest.fixture(scope="module")
def page() -> BeautifulSoup:
    """The page of the tables, built now if anything changed."""
    site: Path = book.build()
    return BeautifulSoup((site / "misconceptions.html").read_text("utf-8"), "html.parser")


def test_a_mistake_that_several_exercises_know_stands_once() -> None:
    """Names are unique, in order, and each mistake names all the exercises that catch it."""
    found = tables.mistakes(EXERCISES)
    names = [mistake.name for mistake in found]
    assert names == sorted({*names}, key=str.lower)
    flipped = next(mistake for mistake in found if mistake.name == "sign flipped")
    assert {"3.1", "3.2", "3.4"} <= {exercise.id for exercise in flipped.caught_by}


def test_every_exercise_practises_something() -> None:
    """The table of objectives holds each exercise once."""
    practised = [one.id for each in tables.objectives(EXERCISES).values() for one in each]
    assert sorted(practised) == sorted(exercise.id for exercise in EXERCISES)


@pytest.mark.slow
def test_the_page_holds_every_mistake_and_leads_to_every_exercise(page: BeautifulSoup) -> None:
    """All that the exercises know is on the page, and each link ends at a heading that exists."""
    cells = {cell.get_text() for cell in page.select("td")}
    for exercise in EXERCISES:
        for mistake in tables.mistakes([exercise]):
            assert mistake.name in cells
    for mistake in tables.mistakes(EXERCISES):
        assert BeautifulSoup(marked(mistake.says), "html.parser").get_text() in cells
    linked = {link.get_text(): link["href"] for link in page.select("td a")}
    assert set(linked) == {exercise.id for exercise in EXERCISES}
    for address in linked.values():
        target, _, anchor = str(address).partition("#")
        chapter = BeautifulSoup((book.SITE / target).read_text("utf-8"), "html.parser")
        assert chapter.find(id=anchor), address
