"""The front page's figure, stills without scripts, and wide pictures on a narrow screen."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.conftest import Visit

Open = Callable[..., Visit]

SCROLL = "(box) => [box.clientWidth, box.scrollWidth, box.scrollLeft]"


def test_the_question_of_the_front_page_has_its_answer(visit: Open) -> None:
    """With w1 at 0.5 the neuron fires; with w2 alone only from 2.3 on, as the page says."""
    window = visit()
    page = window.open("index.html")
    figure = page.locator("figure.nnbook")
    formula = figure.locator(".nnb-formula")
    expect(formula).to_contain_text("0.36 < 0.5 → 0")
    w1, w2 = (figure.get_by_role("spinbutton", name=f"weight w{i}") for i in (1, 2))
    w1.fill("0.45")
    w1.press("Enter")
    expect(formula).to_contain_text("→ 0")
    w1.fill("0.5")
    w1.press("Enter")
    expect(formula).to_contain_text("0.54 ≥ 0.5 → 1")
    figure.get_by_role("button", name="Reset").click()
    expect(formula).to_contain_text("0.36 < 0.5 → 0")
    w2.fill("2.25")
    w2.press("Enter")
    expect(formula).to_contain_text("→ 0")
    w2.fill("2.35")
    w2.press("Enter")
    expect(formula).to_contain_text("→ 1")
    assert window.troubles == []


def test_without_scripts_a_figure_says_that_it_is_a_still(visit: Open) -> None:
    """Where no script runs the still is there, and a line that tells how to see it move."""
    page = visit(javascript=False).open("index.html")
    figure = page.locator("figure.nnbook")
    expect(figure.locator("svg.nnb-still")).to_be_visible()
    word = figure.locator(".nnb-noscript")
    expect(word).to_be_visible()
    expect(word).to_contain_text("This is a still picture.")
    expect(word.locator("a[href='how-to-use.html']")).to_be_visible()


def test_with_scripts_it_does_not(visit: Open) -> None:
    """Where the figure moves, nothing claims that it is a still."""
    page = visit().open("index.html")
    expect(page.locator("figure.nnbook .nnb-controls")).to_be_visible()
    expect(page.locator(".nnb-noscript")).to_have_count(0)


def test_a_wide_picture_scrolls_on_a_phone(visit: Open) -> None:
    """At 360 pixels a wide picture keeps 432, scrolls in its box by the keyboard, page at rest."""
    window = visit(width=360)
    page = window.open("04-xor.html")
    box = page.locator(".nnb-scroll:not([data-explorable] *):has(> svg.nnb-wide)").first
    box.scroll_into_view_if_needed()
    inside, across, at = box.evaluate(SCROLL)
    assert inside < 360
    assert across == 432
    assert at == 0
    expect(box).to_have_attribute("tabindex", "0")
    box.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("(box) => box.scrollLeft > 0", arg=box.element_handle())
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert window.troubles == []


def test_a_replayed_figure_scrolls_on_a_phone(visit: Open) -> None:
    """A figure whose still is wide keeps the width when another picture takes its place."""
    page = visit(width=360).open("07-gradient-descent.html")
    figure = page.locator("figure.nnb-wide[data-explorable=replay]").first
    figure.scroll_into_view_if_needed()
    drawn = figure.locator(".nnb-drawn")
    assert drawn.evaluate(SCROLL)[1] == 432
    slider = figure.locator("input[type=range]").first
    slider.focus()
    slider.press("ArrowRight")
    expect(drawn.locator(".nnb-still")).to_have_count(0)
    assert drawn.evaluate(SCROLL)[1] == 432
    expect(drawn).to_have_attribute("tabindex", "0")


def test_on_a_wide_screen_nothing_scrolls(visit: Open) -> None:
    """At 1280 pixels no picture needs its box, and none is a stop for the keyboard."""
    page = visit().open("04-xor.html")
    expect(page.locator(".nnb-scroll").first).to_be_attached()
    boxes = page.locator(".nnb-scroll")
    assert all(box.evaluate("(box) => box.scrollWidth <= box.clientWidth") for box in boxes.all())
    expect(page.locator(".nnb-scroll[tabindex]")).to_have_count(0)
