"""The two links of the page for instructors, pressed on a chapter that is opened from a folder."""

import html
import re
from pathlib import Path

import pytest

BOOK = Path(__file__).parents[2] / "book"
LINKS = {
    name: html.unescape(address)
    for address, name in re.findall(
        r'href="(javascript:[^"]*)">([^<]*)</a>',
        (BOOK / "instructors.md").read_text(encoding="utf-8"),
    )
}
PRESS = """(address) => {
    const link = document.createElement("a");
    link.href = address;
    document.body.append(link);
    link.click();
    link.remove();
}"""
HEADINGS = """() => [...document.querySelectorAll("article :is(h1, h2, h3)")]
    .filter((each) => each.checkVisibility()).map((each) => each.innerText)"""
CONTROLS = """() => [...document.querySelectorAll("article .nnb-controls")]
    .filter((each) => each.checkVisibility()).length"""


@pytest.fixture
def chapter(chromium, site):
    """Chapter 3 as it was built, and the addresses that it asks for."""
    page = chromium.new_page(viewport={"width": 1280, "height": 720})
    asked, troubles = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.goto((site / "03-perceptron.html").as_uri())
    yield page
    assert troubles == []
    assert {url.partition(":")[0] for url in asked} <= {"file", "data", "blob"}
    page.close()


def test_slides_are_one_section_at_a_time(chapter):
    """Page Down and Page Up turn, the ends hold, the figures live, and Escape brings all back."""
    every = chapter.evaluate(HEADINGS)
    chapter.evaluate(PRESS, LINKS["Slides"])
    seen = [chapter.evaluate(HEADINGS)]
    for _ in every[1:]:
        chapter.keyboard.press("PageDown")
        seen.append(chapter.evaluate(HEADINGS))
    assert seen == [[heading] for heading in every]
    chapter.keyboard.press("PageDown")
    assert chapter.evaluate(HEADINGS) == seen[-1]
    chapter.keyboard.press("PageUp")
    assert chapter.evaluate(HEADINGS) == seen[-2]
    while chapter.evaluate(HEADINGS) != ["Points of your own"]:
        chapter.keyboard.press("PageUp")
    chapter.get_by_role("button", name="Show the figure without a guess").click()
    chapter.locator("figure[data-explorable] .nnb-controls:visible").first.wait_for()
    assert not chapter.locator(".bd-sidebar-primary").is_visible()
    with chapter.expect_navigation():
        chapter.keyboard.press("Escape")
    assert chapter.evaluate(HEADINGS) == every


def test_controls_go_and_come_back(chapter):
    """Pressed once, no figure shows its controls; pressed again, all do; pictures stay."""
    figure = chapter.locator("figure[data-explorable=replay]").first
    figure.scroll_into_view_if_needed()
    figure.locator(".nnb-controls").wait_for()
    before = chapter.evaluate(CONTROLS)
    chapter.evaluate(PRESS, LINKS["Figures without controls"])
    assert not figure.locator(".nnb-controls").is_visible()
    assert not figure.locator(".nnb-tools").is_visible()
    assert figure.locator("svg").first.is_visible()
    chapter.evaluate(PRESS, LINKS["Figures without controls"])
    assert chapter.evaluate(CONTROLS) >= before > 0
