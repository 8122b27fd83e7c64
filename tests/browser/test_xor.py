"""The figure XOR in a real browser, with no kernel, served and from a folder."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from nnbook.widgets import XOR
from tests.browser.figure_pages import OVERHANG, Desk, barriers, described, live, settle, shown
from tests.widgets.programs import run_programs


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A page with the chapter's network, unless a test lays another figure."""
    desk.lay(XOR())
    return desk


def answers(found: Locator) -> list[str]:
    """The answers of the truth table."""
    settle(found.page)
    return found.locator(".nnb-truth tbody td:nth-child(5)").all_text_contents()


def wanted(one: XOR) -> list[str]:
    """What nnbook answers."""
    return [f"{a:.5f}" for a in one.answers]


def end(found: Locator, number: int, name: str) -> Locator:
    """The handle of one end of a line."""
    return found.get_by_role("slider", name=f"end {number} of the line of {name}", exact=True)


def pull(page: Page, handle: Locator, right: float, down: float) -> None:
    """Drag a handle by so many pixels."""
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right / 2, y + down / 2)
    page.mouse.move(x + right, y + down)
    page.mouse.up()
    settle(page)


def test_opens_with_nnbooks_numbers(desk: Desk) -> None:
    """The truth table is that of the chapter, to five digits."""
    found = live(desk.open())
    assert answers(found) == wanted(XOR()) == ["0.00005", "0.99995", "0.99995", "0.00005"]
    expect(found.locator(".nnb-where")).to_have_text("4 of 4 right")
    assert shown(found)["formulas"][0] == "h₁ = σ(20x₁ + 20x₂ − 10)"
    described(found, "Three neurons, 4 of 4 right")


@pytest.mark.parametrize(
    ("name", "formula"), [("h1", 0), ("h2", 1), ("the output", 2)]
)  # fmt: skip
def test_a_line_by_mouse(desk: Desk, name: str, formula: int) -> None:
    """Dragging an end of a line changes its neuron, pictures and words, and no other line."""
    page = desk.open()
    found = live(page)
    before = shown(found)
    pull(page, end(found, 1, name), 60, 90)
    after = shown(found)
    changed = [a != b for a, b in zip(before["formulas"], after["formulas"], strict=True)]
    assert changed == [i == formula for i in range(3)]
    assert after["pictures"] != before["pictures"]
    description = found.locator(".nnb-description")
    expect(description).not_to_contain_text(before["formulas"][formula])
    expect(description).to_contain_text(after["formulas"][formula])
    found.get_by_role("button", name="Reset").click()
    assert shown(found) == before


def test_a_line_by_keyboard(desk: Desk) -> None:
    """Arrow keys move an end; with Shift it goes ten times as far."""
    page = desk.open()
    found = live(page)
    handle = end(found, 2, "h1")
    handle.focus()
    before, height = answers(found), page.evaluate("window.scrollY")
    for _ in range(4):
        page.keyboard.press("Shift+ArrowUp")
    assert answers(found) != before
    described(found, "wrong")
    assert page.evaluate("window.scrollY") == height


def test_one_line_never_gets_four(desk: Desk) -> None:
    """The challenge: one neuron, its line turned all round; the best is remembered, and is 3."""
    page = desk.open()
    found = live(page)
    found.get_by_label("how many neurons").select_option("1")
    score = found.locator(".nnb-where")
    expect(score).to_have_text("2 of 4 right; the best line so far had 2")
    assert answers(found) == wanted(XOR(neurons=1))
    pull(page, end(found, 2, "the neuron"), 90, -30)
    expect(score).to_have_text("1 of 4 right; the best line so far had 2")
    turn = found.get_by_role("button", name="Turn round", exact=True)
    turn.click()
    expect(score).to_have_text("3 of 4 right; the best line so far had 3")
    turn.click()
    expect(score).to_have_text("1 of 4 right; the best line so far had 3")
    found.get_by_role("button", name="Reset").click()
    expect(score).to_have_text("4 of 4 right")
    found.get_by_label("how many neurons").select_option("1")
    expect(score).to_have_text("2 of 4 right; the best line so far had 2")


def test_turning_round_and_sharpness(desk: Desk) -> None:
    """A neuron turned round swaps its sides; soft sigmoids put the lamps out."""
    found = live(desk.open())
    found.get_by_role("button", name="Turn ŷ round").click()
    expect(found.locator(".nnb-where")).to_have_text("0 of 4 right")
    assert answers(found) == wanted(XOR(output=[-1, -1, 1.5]))
    found.get_by_role("button", name="Turn ŷ round").click()
    found.get_by_label("sharpness of the sigmoids, as a number").fill("2")
    assert answers(found) == wanted(XOR(sharpness=2))
    described(found, "2 of 4 right")
    found.get_by_label("sharpness of the sigmoids, as a number").fill("-1")
    expect(found.get_by_role("alert")).to_have_text(
        "The sharpness must be above 0 and at most 100."
    )


def test_link_and_program(desk: Desk) -> None:
    """A copied link opens the very same figure; the program prints its answers."""
    page = desk.open(permissions=["clipboard-read", "clipboard-write"])
    found = live(page)
    found.get_by_label("sharpness of the sigmoids, as a number").fill("3.3")
    pull(page, end(found, 1, "h2"), 20, 40)
    left, said = shown(found), answers(found)
    found.get_by_role("button", name="Copy link").click()
    expect(found.locator(".nnb-note")).to_have_text("Link copied.")
    link = page.evaluate("navigator.clipboard.readText()").removeprefix(desk.url)
    again = live(desk.open(link))
    expect(again.locator(".nnb-truth td").nth(4)).to_have_text(said[0])
    assert shown(again) == left
    found.get_by_role("button", name="Copy as Python").click()
    program = found.locator(".nnb-code pre").text_content() or ""
    assert [line.split()[-1] for line in run_programs([program])[0].splitlines()] == said


@pytest.mark.parametrize(
    ("link", "sentence"),
    [("h1=1,2", "H1 must be two weights and a bias between −100 and 100."),
     ("output=0,0,1", "Output needs a weight that is not 0."),
     ("one=x", "The link gives one a value that cannot be read: x;")],
)  # fmt: skip
def test_broken_link_is_answered_with_a_sentence(desk: Desk, link: str, sentence: str) -> None:
    """Impossible state in a link is a sentence; the figure opens as stored, and works."""
    found = live(desk.open(f"#figure=xor-1&{link}"))
    expect(found.get_by_role("alert")).to_contain_text(sentence)
    found.get_by_role("button", name="Reset").click()
    expect(found.get_by_role("alert")).to_have_text("")
    assert answers(found) == wanted(XOR())


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_fits_narrow_and_wide(desk: Desk, width: int) -> None:
    """Nothing is cut off, nothing scrolls sideways, with long numbers."""
    desk.lay(XOR(h1=[-12.345, 23.456, -7.891], output=[1.234, -5.678, 0.912], sharpness=19.87))
    page = desk.open(width=width)
    live(page)
    assert page.evaluate(OVERHANG) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("neurons", [1, 3])
def test_is_accessible_in_both_modes(desk: Desk, theme: str, neurons: int) -> None:
    """axe finds nothing serious."""
    desk.lay(XOR(neurons=neurons), theme=theme)
    page = desk.open()
    live(page)
    settle(page)
    assert barriers(page) == []


def test_without_scripts_the_still_stays(desk: Desk) -> None:
    """With JavaScript off the still and the caption are there."""
    page = desk.open(java_script_enabled=False)
    expect(page.locator("figure.nnbook img.nnb-still")).to_be_visible()
    expect(page.locator("figcaption")).to_be_visible()
