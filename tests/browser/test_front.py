"""The front page's figure, stills without scripts, and pictures on a narrow screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visit, book

Open = Callable[..., Visit]

CHAPTERS = [f"{path.stem}.html" for path in sorted(book.SOURCE.glob("*.ipynb"))]
PICTURES = ".bd-article :is(svg, img, canvas):not(.katex *)"
PLACE = """(one) =>
  one.getBoundingClientRect().top - one.closest("figure").getBoundingClientRect().top"""
# What leaves the page, or stands in a box that scrolls. A replay draws in a shadow root.
CUT_OFF = """(pictures) => {
  const shadows = [...document.querySelectorAll(".nnb-drawn > div")].map((one) => one.shadowRoot);
  const all = [document, ...shadows.filter(Boolean)].flatMap((root) =>
    [...root.querySelectorAll(root === document ? pictures : "svg, img")]);
  const edge = document.documentElement.clientWidth;
  const found = [];
  for (const picture of all) {
    const { left, right } = picture.getBoundingClientRect();
    if (left < -1 || right > edge + 1) found.push(`${left} to ${right}: ${picture.outerHTML}`);
    let box = picture.parentElement || picture.getRootNode().host;
    for (; box && !box.matches(".bd-article"); box = box.parentElement) {
      if (box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).overflowX !== "visible") {
        found.push(`${box.className} scrolls ${picture.outerHTML}`);
      }
    }
  }
  return found.map((one) => one.slice(0, 160));
}"""


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


@pytest.mark.parametrize("name", CHAPTERS)
def test_every_picture_fits_a_phone(visit: Open, name: str) -> None:
    """At 360 pixels no picture, still, replayed or computed, is cut off or scrolls in a box."""
    window = visit(width=360)
    page = window.open(name)
    for figure in page.locator("figure.nnbook").all():
        figure.scroll_into_view_if_needed()
        figure.locator(".nnb-body > *").first.wait_for(state="attached")
    for figure in page.locator("figure.nnbook[data-explorable=replay]").all():
        another_picture(figure)
    assert page.locator(PICTURES).count() >= 1
    assert page.evaluate(CUT_OFF, PICTURES) == []
    assert window.troubles == []


def another_picture(figure: Locator) -> None:
    """Move the first control of a replay: what was drawn when the book was built takes over."""
    control = figure.locator(".nnb-controls :is(input, select)").first
    before = control.evaluate(PLACE)
    if control.evaluate("(one) => one.type === 'range'"):
        start = control.input_value()
        control.press("End")
        if control.input_value() == start:
            control.press("Home")
    else:
        control.select_option(index=1 - min(1, control.evaluate("(one) => one.selectedIndex")))
    figure.locator(".nnb-drawn > div").wait_for()
    assert abs(control.evaluate(PLACE) - before) < 1, "the controls jump"
