"""Quizzes in a real browser, with no kernel, served and from a folder."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from nnbook.exercises import quiz
from tests.browser.figure_pages import OVERHANG, Desk, described, settle

CHOICE, NUMBERS = quiz("3.B"), quiz("3.A")


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A page with two quizzes."""
    desk.lay(CHOICE, NUMBERS)
    return desk


def figure(page: Page, number: int = 0) -> Locator:
    """A live quiz of the page."""
    found = page.locator("figure.nnbook").nth(number)
    found.scroll_into_view_if_needed()
    found.locator(".nnb-question").first.wait_for()
    return found


def said(found: Locator, question: int) -> Locator:
    """What the quiz says to an answer; questions count from 1."""
    return found.get_by_role("status").and_(found.locator(".nnb-said")).nth(question - 1)


def test_every_option_says_its_sentence(desk: Desk) -> None:
    """By pointer: choose, check, read why; choosing again takes the old judgement away."""
    found = figure(desk.open())
    check = found.get_by_role("button", name="Check question 1")
    for option in CHOICE.questions[0]["options"]:
        found.get_by_label(option["text"]).check()
        expect(said(found, 1)).to_be_empty()
        check.click()
        expect(said(found, 1)).to_contain_text("✓ Right." if option["right"] else "✗ Not yet.")
        expect(said(found, 1)).to_contain_text(option["says"])
    described(found, "Question 1 not yet right, question 2 open.")


def test_a_quiz_by_keyboard(desk: Desk) -> None:
    """Tab, arrow keys, space and Enter answer a quiz from its first to its last question."""
    page = desk.open()
    found = figure(page)
    found.get_by_label(CHOICE.questions[0]["options"][0]["text"]).focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(said(found, 1)).to_contain_text("✓ Right.")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(said(found, 2)).to_contain_text("✓ Right.")
    described(found, "Question 1 right, question 2 right.")


def test_an_unanswered_question_is_not_judged(desk: Desk) -> None:
    """Check without an answer asks for one."""
    page = desk.open()
    found = figure(page)
    found.get_by_role("button", name="Check question 1").click()
    expect(said(found, 1)).to_have_text("Choose first.")
    other = figure(page, 1)
    other.get_by_role("button", name="Check question 2").click()
    expect(said(other, 2)).to_have_text("Enter a number first.")


def test_numbers_are_judged_and_drawn_anew(desk: Desk) -> None:
    """A known mistake gets its sentence, the right number too; other numbers begin afresh."""
    found = figure(desk.open(), 1)
    field = found.get_by_label("your answer to question 2")
    question = NUMBERS.questions[1]
    for variant in question["variants"]:
        expect(found.locator("legend").nth(1)).to_contain_text(variant["text"])
        value, says = variant["mistakes"][0]
        field.fill(str(value))
        field.press("Enter")
        expect(said(found, 2)).to_contain_text(says)
        field.fill(f"{variant['wanted']:.3f}")
        expect(said(found, 2)).to_be_empty()
        field.press("Enter")
        expect(said(found, 2)).to_contain_text("✓ Right.")
        found.get_by_role("button", name="Other numbers").click()
        expect(field).to_have_value("")
    expect(found.locator("legend").nth(1)).to_contain_text(question["variants"][0]["text"])


def test_reset_and_link(desk: Desk) -> None:
    """Reset returns to the unanswered quiz; a link restores answers and judgements."""
    page = desk.open("#figure=quiz-1&chosen=[1],[0]&judged=true,true")
    found = figure(page)
    expect(said(found, 1)).to_contain_text("✓ Right.")
    expect(said(found, 2)).to_contain_text("Missing: Leave the point")
    expect(found.get_by_label(CHOICE.questions[0]["options"][1]["text"])).to_be_checked()
    found.get_by_role("button", name="Reset").click()
    expect(said(found, 1)).to_be_empty()
    expect(found.get_by_label(CHOICE.questions[0]["options"][1]["text"])).not_to_be_checked()


def test_a_broken_link_leaves_the_quiz_alone(desk: Desk) -> None:
    """An answer that does not exist is refused in a sentence."""
    page = desk.open("#figure=quiz-1&chosen=[9],[0]")
    expect(figure(page).get_by_role("alert")).to_have_text(
        re.compile("An answer of this quiz does not exist")
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_accessible_and_within_the_page(desk: Desk, theme: str, width: int) -> None:
    """No finding of axe, nothing beyond the edge, answered or not, in both themes and widths."""
    desk.lay(CHOICE, NUMBERS, theme=theme)
    page = desk.open("#figure=quiz-1&chosen=[0],[0]&judged=true,true", width=width)
    figure(page, 1)
    settle(page)
    if desk.url.startswith("http"):  # axe reads style sheets, which a page from a folder may not
        findings = Axe().run(page).response["violations"]
        assert [one["id"] for one in findings if one["impact"] in {"serious", "critical"}] == []
    assert page.evaluate(OVERHANG) == []
