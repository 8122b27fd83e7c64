"""The figure Digit reader in a real browser, with no kernel, served and from a folder."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from nnbook.widgets import DigitReader
from tests.browser.figure_pages import (
    OVERHANG,
    Desk,
    barriers,
    described,
    drag,
    press,
    settle,
    shown,
    swipe,
)
from tests.widgets.programs import run_programs

LINE = [[20, 80, 70, 20]]


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A page with the opening drawing, unless a test lays another figure."""
    desk.lay(DigitReader())
    return desk


def figure(page: Page) -> Locator:
    """The live figure of the page."""
    found = page.locator("figure.nnbook").first
    found.locator(".nnb-sheet").wait_for()
    return found


def sheet(found: Locator) -> Locator:
    """What is drawn on."""
    return found.get_by_role("application")


def bars(found: Locator) -> list[str]:
    """The ten probabilities as they stand."""
    settle(found.page)
    texts = found.get_by_role("img", name="the ten probabilities").locator("text")
    return texts.all_text_contents()[1::2]


def percents(figure: DigitReader) -> list[str]:
    """The ten probabilities that nnbook finds."""
    assert figure.probabilities is not None
    return [f"{100 * p:.1f} %" for p in figure.probabilities]


def state_in_link(found: Locator) -> str:
    """The link that the figure gives, by way of the address bar."""
    page = found.page
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    press(found, "Copy link")
    return str(page.evaluate("location.hash"))


def test_opens_with_the_numbers_of_nnbook(desk: Desk) -> None:
    """Probabilities and answer of the opening drawing are nnbook's."""
    found = figure(desk.open())
    assert bars(found) == percents(DigitReader())
    expect(found.locator(".nnb-reader-answer")).to_have_text(re.compile(r"^Unsure: 4 .* or 9 "))
    described(found, "A drawing of 2 strokes. Unsure: 4")


def test_reads_what_the_mouse_draws(desk: Desk) -> None:
    """Clear, draw a line: the answer comes while drawing; undo takes the stroke back."""
    page = desk.open()
    found = figure(page)
    press(found, "Clear")
    assert bars(found) == [""] * 10
    expect(found.locator(".nnb-reader-answer")).to_have_text("Draw a digit.")
    described(found, "A drawing of 0 strokes")
    place = sheet(found)
    box = place.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 0.2 * box["height"])
    page.mouse.down()
    seen = set()
    for down in (0.22, 0.5, 0.8):
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + down * box["height"])
        seen.add(tuple(bars(found)))
    assert len(seen) > 1
    page.mouse.up()
    expect(found.locator(".nnb-reader-answer")).to_have_text("It reads a 1.")
    page.mouse.move(box["x"] + 0.9 * box["width"], box["y"] + 0.8 * box["height"])
    described(found, "A drawing of 1 stroke. It reads a 1.")
    drag(page, place, (0.3, 0.5), (0.7, 0.5))
    described(found, "A drawing of 2 strokes")
    press(found, "Undo stroke")
    described(found, "A drawing of 1 stroke. It reads a 1.")


def test_a_finger_draws_and_does_not_scroll(desk: Desk) -> None:
    """A swipe over the sheet is a stroke, and the page stays where it is."""
    page = desk.open(width=360, touch=True)
    found = figure(page)
    press(found, "Clear")
    place = sheet(found)
    place.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    swipe(page, place, (0.5, 0.8), (0.5, 0.2))
    described(found, "A drawing of 1 stroke. It reads a 1.")
    assert page.evaluate("scrollY") == before


def test_the_keyboard_draws(desk: Desk) -> None:
    """Arrow keys move the pen, space puts it down and lifts it; numbers are nnbook's."""
    page = desk.open()
    found = figure(page)
    press(found, "Clear")
    sheet(found).focus()
    for key in ["Shift+ArrowUp"] * 3 + [" "] + ["ArrowDown"] * 17 + [" ", "ArrowRight"]:
        page.keyboard.press(key)
    settle(page)
    expect(found.locator(".nnb-where").first).to_have_text("Pen up at 54, 82 of 100.")
    wanted = DigitReader(strokes=[[(50, y) for y in range(14, 83, 4)]])
    assert bars(found) == percents(wanted)
    described(found, "A drawing of 1 stroke. It reads a 1.")
    assert page.evaluate("scrollY") == 0
    page.keyboard.press("Tab")
    expect(found.locator(".nnb-where").first).to_have_text(re.compile("^Draw with mouse"))


def test_hidden_neurons_are_chosen_by_slider_and_pointer(desk: Desk) -> None:
    """Another hidden neuron brings other weights, named with its number."""
    page = desk.open()
    found = figure(page)
    slider = found.get_by_role("slider", name="hidden neuron", exact=True)
    pictures = [shown(found)["pictures"]]
    slider.press("ArrowRight")
    pictures.append(shown(found)["pictures"])
    expect(found.get_by_text("Weights of hidden neuron 2")).to_be_visible()
    found.locator("[data-unit='20']").click()
    pictures.append(shown(found)["pictures"])
    expect(found.get_by_text("Weights of hidden neuron 20")).to_be_visible()
    assert slider.input_value() == "20"
    described(found, "neuron 20 gives")
    for number in (4, 5):  # the map of weights, and the row with its frame
        assert len({one[number] for one in pictures}) == 3


def test_reset_and_link_restore_exactly(desk: Desk) -> None:
    """Reset returns to the opening; a link holds the strokes alone and restores them."""
    page = desk.open()
    found = figure(page)
    opening = shown(found)
    drag(page, sheet(found), (0.4, 0.1), (0.66, 0.13))
    found.locator("[data-unit='7']").click()
    drawn = shown(found)
    assert drawn != opening
    link = state_in_link(found)
    assert len(link) < 600
    press(found, "Reset")
    assert shown(found) == opening
    assert shown(figure(desk.open(link))) == drawn


def test_a_broken_link_leaves_the_figure_alive(desk: Desk) -> None:
    """A stroke out of the sheet is a sentence; drawing and Reset go on."""
    page = desk.open("#figure=digit_reader-1&strokes=[500,2]&unit=1")
    found = figure(page)
    expect(found.get_by_role("alert")).to_have_text(
        "Stroke 1 must be pairs of numbers between 0 and 100."
    )
    assert bars(found) == percents(DigitReader())
    press(found, "Reset")
    expect(found.get_by_role("alert")).to_have_text("")


def test_too_much_ink_is_a_sentence(desk: Desk) -> None:
    """At 2000 points the pen stops with a sentence, and Clear begins anew."""
    knot: list[Any] = [[10 + i % 80, 20 + 3 * (i % 20)] for i in range(2000)]
    desk.lay(DigitReader(strokes=[knot]))
    page = desk.open()
    found = figure(page)
    drag(page, sheet(found), (0.2, 0.2), (0.8, 0.8))
    expect(found.get_by_role("alert")).to_have_text(re.compile("at most 2000 points"))
    press(found, "Clear")
    expect(found.get_by_role("alert")).to_have_text("")
    drag(page, sheet(found), (0.5, 0.2), (0.5, 0.8))
    described(found, "A drawing of 1 stroke")


def test_the_program_prints_what_is_shown(desk: Desk) -> None:
    """The Python that stands below after Copy prints the ten numbers of the bars."""
    found = figure(desk.open())
    drag(found.page, sheet(found), (0.4, 0.1), (0.66, 0.13))
    press(found, "Copy as Python")
    program = found.locator(".nnb-code pre").text_content()
    assert program is not None
    (said,) = run_programs([program])
    assert re.findall(r": (.*)%", said) == [one.removesuffix(" %") for one in bars(found)]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_fits_a_phone_and_breaks_no_rule(desk: Desk, theme: str) -> None:
    """At 360 px nothing hangs over; axe finds nothing serious."""
    desk.lay(DigitReader(strokes=LINE), theme=theme)
    page = desk.open(width=360)
    figure(page)
    settle(page)
    assert page.evaluate(OVERHANG) == []
    assert barriers(page) == []


def test_without_javascript_the_still_is_there(desk: Desk) -> None:
    """With JavaScript off the still and the caption are shown."""
    page = desk.open(java_script_enabled=False)
    expect(page.locator("img.nnb-still")).to_be_visible()
    expect(page.get_by_text("below 80 % it says that it is unsure")).to_be_visible()
