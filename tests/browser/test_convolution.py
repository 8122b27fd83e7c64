"""The figure Convolution in a real browser, with no kernel, served and from a folder."""

from __future__ import annotations

import numpy as np
import pytest
from playwright.sync_api import Locator, expect

from nnbook.widgets import ConvolutionExplorer
from tests.browser.figure_pages import (
    OVERHANG,
    Desk,
    barriers,
    described,
    drag,
    live,
    settle,
    shown,
    swipe,
)
from tests.widgets.programs import run_programs

PLAIN = ConvolutionExplorer(down=1, right=3)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A page with the handwritten 1, unless a test lays another figure."""
    desk.lay(PLAIN)
    return desk


def numbers(found: Locator) -> list[float]:
    """What is written in the map."""
    settle(found.page)
    texts = found.locator(".nnb-slide > svg").last.locator("text").all_text_contents()
    return [float(text.replace("−", "-")) for text in texts]


def test_opens_with_the_numbers_of_nnbook(desk: Desk) -> None:
    """The map on the screen is nnbook's, to the two decimals shown."""
    found = live(desk.open())
    np.testing.assert_allclose(numbers(found), PLAIN.result.ravel(), atol=0.00501)
    described(found, "gives z = −1.5625")
    assert shown(found)["formulas"][3] == "z = −0.125 − 0.5625 − 0.875 = −1.5625"


def test_the_window_goes_by_keyboard_and_pointer(desk: Desk) -> None:
    """Arrow keys, mouse, finger, and a press on the map move the window and the sum."""
    page = desk.open(touch=True)
    found = live(page)
    window = found.get_by_role("slider", name="the window")
    for key in ("ArrowDown", "ArrowRight", "ArrowRight", "ArrowUp", "Shift+ArrowLeft"):
        window.press(key)
    described(found, "1 moves down and 0 to the right, gives z = 1.125")
    expect(window).to_have_attribute("aria-valuetext", "1 down, 0 right: 1.125")
    assert page.evaluate("window.scrollY") == 0
    left, right = found.locator(".nnb-slide > svg").all()
    drag(page, left, (1.5 / 8, 2.5 / 8), (6.5 / 8, 6.5 / 8))
    described(found, "5 moves down and 5 to the right")
    swipe(page, left, (6.5 / 8, 6.5 / 8), (4.5 / 8, 1.5 / 8))
    described(found, "0 moves down and 3 to the right")
    box = right.bounding_box()
    assert box is not None
    right.click(position={"x": box["width"] * 1.5 / 6, "y": box["height"] * 4.5 / 6})
    described(found, f"4 moves down and 1 to the right, gives z = {PLAIN.result[4, 1]:g}")


def test_the_map_fills_step_by_step(desk: Desk) -> None:
    """Step and Back write the map up to the window; Play goes on to the end; Fill in is at once."""
    page = desk.open()
    found = live(page)
    found.get_by_role("button", name="Step").press("Enter")
    assert len(numbers(found)) == 11
    described(found, "11 of 36 written")
    found.get_by_role("button", name="Back", exact=True).click()
    assert len(numbers(found)) == 10
    found.get_by_role("button", name="Fill in").click()
    assert len(numbers(found)) == 36
    found.get_by_role("slider", name="the window").press("Shift+ArrowDown")
    found.get_by_role("button", name="Step").click()
    described(found, "35 of 36 written")
    found.get_by_role("button", name="Play").click()
    described(found, "all written")
    expect(found.get_by_role("button", name="Play")).to_be_visible()
    assert len(numbers(found)) == 36


def test_kernels_pictures_padding_and_stride(desk: Desk) -> None:
    """Each choice changes picture, map and description as nnbook says it should."""
    found, wanted = live(desk.open()), ConvolutionExplorer(down=1, right=3)
    for label, option, change in (
        ("kernel", "blur", {"kernel": np.outer([1, 2, 1], [1, 2, 1]) / 16}),
        ("stride", "3", {"stride": 3}),
        ("padding", "2", {"padding": 2}),
        ("stride", "2", {"stride": 2}),
        ("picture", "a single dot", {"image": np.eye(64)[3 * 8 + 4]}),
    ):
        before = shown(found)
        found.get_by_label(label, exact=True).select_option(option)
        for key, value in change.items():
            setattr(wanted, key, value)
        after = shown(found)
        assert after["pictures"] != before["pictures"]
        np.testing.assert_allclose(numbers(found), wanted.result.ravel(), atol=0.00501)
        side = len(wanted.result)
        described(found, f"a map of {side} by {side}")


def test_weights_are_typed(desk: Desk) -> None:
    """A weight typed into its field counts at once; nonsense is answered and undone."""
    found = live(desk.open())
    field = found.get_by_label("kernel row 2, column 3")
    field.fill("-2.5")
    wanted = ConvolutionExplorer(kernel=[[-1, 0, 1], [-1, 0, -2.5], [-1, 0, 1]])
    np.testing.assert_allclose(numbers(found), wanted.result.ravel(), atol=0.00501)
    expect(found.get_by_label("kernel", exact=True).locator("option:checked")).to_have_text(
        "your own"
    )
    field.fill("1e9")
    expect(found.get_by_role("alert")).to_have_text(
        "Kernel must be 3 rows of 3 numbers between -1000 and 1000."
    )
    field.blur()
    expect(field).to_have_value("-2.5")
    np.testing.assert_allclose(numbers(found), wanted.result.ravel(), atol=0.00501)


def test_the_picture_is_drawn_on(desk: Desk) -> None:
    """With the pen, a press or the space bar changes a pixel, and the map follows."""
    page = desk.open()
    found = live(page)
    found.get_by_label("draw on the picture").check()
    pixels = np.array(PLAIN.image)
    left = found.locator(".nnb-slide > svg").first
    drag(page, left, (0.5 / 8, 0.5 / 8), (2.5 / 8, 0.5 / 8))
    pixels[0, :3] = 1
    np.testing.assert_allclose(
        numbers(found), ConvolutionExplorer(image=pixels).result.ravel(), atol=0.00501
    )
    paper = found.get_by_role("application")
    for key in ("ArrowDown", "ArrowRight", "ArrowRight", "ArrowLeft", "Space"):
        paper.press(key)
    pixels[1, 3] = 0
    expect(paper).to_have_attribute("aria-label", "pixel in row 2, column 4: 0; arrow keys move "
                                    "the pen, the space bar changes the pixel")  # fmt: skip
    np.testing.assert_allclose(
        numbers(found), ConvolutionExplorer(image=pixels).result.ravel(), atol=0.00501
    )


def test_reset_and_link_restore_exactly(desk: Desk) -> None:
    """Reset brings back the opening; a copied link opens what was left, drawn pixels included."""
    page = desk.open(permissions=["clipboard-read", "clipboard-write"])
    found = live(page)
    before = shown(found)
    found.get_by_label("kernel row 1, column 1").fill("0.123456789")
    found.get_by_label("stride", exact=True).select_option("2")
    found.get_by_label("picture", exact=True).select_option("a block of ink")
    found.get_by_role("button", name="Step").click()
    left = shown(found)
    found.get_by_role("button", name="Copy link").click()
    expect(found.locator(".nnb-note")).to_have_text("Link copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    found.get_by_role("button", name="Reset").click()
    assert shown(found) == before != left
    again = shown(live(desk.open(copied.removeprefix(desk.url))))
    assert again["pictures"] == left["pictures"]
    assert again["formulas"] == left["formulas"]


@pytest.mark.parametrize(
    ("link", "sentence"),
    [("kernel=[1,2],3", "Kernel must be 3 rows of 3 numbers"), ("stride=0", "Stride must be 1, 2"),
     ("image=1", "Image must be 8 rows of 8 numbers"), ("padding=x", "The link gives padding")],
)  # fmt: skip
def test_a_broken_link_is_answered(desk: Desk, link: str, sentence: str) -> None:
    """A link that cannot be is answered in a sentence; the figure opens and works."""
    found = live(desk.open(f"#figure=convolution-1&{link}"))
    expect(found.get_by_role("alert")).to_contain_text(sentence)
    found.get_by_role("button", name="Reset").click()
    expect(found.get_by_role("alert")).to_have_text("")
    described(found, "gives z = −1.5625")


def test_the_copied_python_prints_the_map(desk: Desk) -> None:
    """The program, run, prints the numbers on the screen."""
    found = live(desk.open())
    found.get_by_label("kernel", exact=True).select_option("outline")
    found.get_by_role("button", name="Copy as Python").click()
    program = found.locator(".nnb-code pre").text_content()
    assert program is not None
    said = [float(v) for v in run_programs([program])[0].split()]
    np.testing.assert_allclose(said, numbers(found), atol=0.00506)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_is_narrow_and_accessible(desk: Desk, theme: str) -> None:
    """At 360 px nothing is cut off; axe has no objection in either mode."""
    desk.lay(ConvolutionExplorer(kernel=[[-0.1234, 100, 0]] * 3, padding=2), theme=theme)
    page = desk.open(width=360)
    live(page)
    assert page.evaluate(OVERHANG) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert barriers(page) == []


def test_without_scripts_the_still_stays(desk: Desk) -> None:
    """With JavaScript off the still and the caption are there."""
    page = desk.open(java_script_enabled=False)
    expect(page.locator("figure.nnbook img.nnb-still")).to_be_visible()
    expect(page.locator("figcaption")).to_be_visible()
