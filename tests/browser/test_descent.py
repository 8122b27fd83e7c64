"""The figure Descent in a real browser, with no kernel, served and from a folder."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, expect

from nnbook import Descent
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

ALL = ["SGD", "momentum", "Adam"]
CANYON = Descent("canyon", optimizers=ALL, steps=10)
KINDS = [CANYON, Descent("parabola", lr=0.51, steps=200),
         Descent("two minima", optimizers=ALL, noise=2, steps=40, watch="Adam"),
         Descent("valley", optimizers=["Adam", "momentum"], steps=25, watch="momentum"),
         Descent("saddle", optimizers=ALL, steps=60)]  # fmt: skip


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A page with the canyon, unless a test lays another figure."""
    desk.lay(CANYON)
    return desk


def field(found: Locator, name: str) -> Locator:
    """A number field by its accessible name."""
    return found.get_by_label(f"{name}, as a number")


def press(found: Locator, name: str) -> None:
    """Press a button by its name."""
    found.get_by_role("button", name=name, exact=True).press("Enter")
    settle(found.page)


def rows(found: Locator) -> dict[str, list[str]]:
    """Position, loss and slope of each optimizer that runs, as the table shows them."""
    settle(found.page)
    listed = [row.locator("th, td").all_text_contents() for row in
              found.locator(".nnb-race tbody tr").all()]  # fmt: skip
    return {name: rest for name, *rest in listed if rest[0] != "off"}


def expected(made: Descent) -> dict[str, list[str]]:
    """What nnbook says that stands there."""

    def told(values: Any) -> str:
        text = ", ".join(f"{value:.4g}" for value in values)
        return (text if len(values) == 1 else f"({text})").replace("-", "−")

    return {
        name: [told(path[-1]), told(made.losses[name][-1:]), told(made.ground.slope(path[-1]))]
        for name, path in made.paths.items()
    }


@pytest.mark.parametrize("made", KINDS, ids=lambda made: made.landscape)
def test_opens_with_the_numbers_of_nnbook(desk: Desk, made: Descent) -> None:
    """Each position, loss and slope is the one that nnbook computes; what diverged says so."""
    desk.lay(made)
    found = live(desk.open())
    assert rows(found) == expected(made)
    described(found, made.ground.formula)
    out = any(losses[-1] > 1e6 for losses in made.losses.values())
    assert ("diverged" in (found.locator(".nnb-body .nnb-message").text_content() or "")) == out
    assert "NaN" not in (found.text_content() or "")


def test_steps_by_buttons_slider_and_field(desk: Desk) -> None:
    """Step, Back and Start, the slider's keys, and the field all change the number of steps."""
    found = live(desk.open())
    pictures = {shown(found)["pictures"][0]}
    for name, steps in (("Step on", 11), ("Step on", 12), ("Back by one step", 11),
                        ("Start again", 0), ("Back by one step", 0)):  # fmt: skip
        press(found, name)
        assert rows(found) == expected(Descent("canyon", optimizers=ALL, steps=steps)), name
        pictures.add(shown(found)["pictures"][0])
    assert len(pictures) == 4
    found.get_by_role("slider", name="steps", exact=True).press("ArrowRight")
    described(found, "step 1:")
    field(found, "steps").fill("300")
    assert rows(found) == expected(Descent("canyon", optimizers=ALL, steps=300))
    press(found, "Step on")
    expect(field(found, "steps")).to_have_value("300")


def test_play_goes_on_and_rests(desk: Desk) -> None:
    """Play takes steps by itself until it is paused; a step by hand pauses it too."""
    page = desk.open()
    found = live(page)
    press(found, "Play")
    page.wait_for_function("Number(document.querySelector('input[type=number]').value) > 12")
    press(found, "Pause")
    stands = rows(found)
    page.wait_for_timeout(500)
    assert rows(found) == stands
    press(found, "Play")
    press(found, "Step on")
    expect(found.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_the_rate_to_divergence_and_back(desk: Desk) -> None:
    """Above the border the figure says who has gone, and why; a lower rate mends it."""
    desk.lay(Descent("parabola", lr=0.49, steps=200))
    found = live(desk.open())
    alarm = found.locator(".nnb-body .nnb-message")
    expect(alarm).to_have_text("")
    rate = found.get_by_role("slider", name="learning rate", exact=True)
    rate.press("ArrowRight")
    described(found, "learning rate 0.5,")
    rate.press("ArrowRight")
    expect(alarm).to_contain_text("SGD diverged: the loss passed 10⁶ at step 149.")
    expect(alarm).to_contain_text("1 − 0.51·4 = −1.04. A learning rate below 0.5 settles.")
    rate.press("ArrowLeft")
    expect(alarm).to_have_text("")
    field(found, "learning rate").fill("1e9")
    expect(found.get_by_role("alert")).to_have_text(
        "Lr must be a number between 0 and 10, but is 1000000000."
    )
    press(found, "Reset")
    assert rows(found) == expected(Descent("parabola", lr=0.49, steps=200))


def test_noise_is_drawn_anew(desk: Desk) -> None:
    """With noise the way is that of numpy's generator; other batches are another seed."""
    found = live(desk.open())
    expect(found.get_by_role("button", name="Other batches")).to_be_hidden()
    field(found, "noise of the batches").fill("12.5")
    for seed in (0, 1):
        made = Descent("canyon", optimizers=ALL, steps=10, noise=12.5, seed=seed)
        assert rows(found) == expected(made)
        press(found, "Other batches")
    expect(found.locator(".nnb-formula > div").first).to_contain_text("that of the batch")


def test_optimizers_are_switched_and_watched(desk: Desk) -> None:
    """Boxes switch optimizers, never all off; the one watched is written out and runs."""
    found = live(desk.open())
    first = found.locator(".nnb-formula > div").first
    expect(first).to_have_text("step 11 of SGD")
    found.get_by_role("checkbox", name="SGD").press("Space")
    expect(first).to_have_text("step 11 of momentum")
    found.get_by_role("checkbox", name="momentum").click()
    assert list(rows(found)) == ["Adam"]
    found.get_by_role("checkbox", name="Adam").click()
    expect(found.get_by_role("alert")).to_contain_text("Optimizers must be one or more of")
    expect(found.get_by_role("checkbox", name="Adam")).to_be_checked()
    found.get_by_role("combobox", name="next step of").select_option("momentum")
    expect(first).to_have_text("step 11 of momentum")
    path = CANYON.paths["momentum"]
    following = Descent("canyon", optimizers=["momentum"], steps=11).paths["momentum"][-1]
    last = found.locator(".nnb-formula > div").last.text_content() or ""
    assert last == f"w₂ = {path[-1][1]:.4g} − 0.018 · (−34.62) = {following[1]:.4g}".replace(
        "-", "−")  # fmt: skip


def test_start_by_mouse_finger_and_keyboard(desk: Desk) -> None:
    """The start is dragged, pressed and moved by arrow keys; the ways follow."""
    page = desk.open(touch=True)
    found = live(page)
    picture = found.locator("svg").first
    point = found.get_by_role("slider", name="the start; arrow keys move it")
    box, ring = picture.bounding_box(), point.bounding_box()
    assert box is not None
    assert ring is not None
    here = ((ring["x"] + ring["width"] / 2 - box["x"]) / box["width"],
            (ring["y"] + ring["height"] / 2 - box["y"]) / box["height"])  # fmt: skip
    drag(page, picture, here, (0.6, 0.3))
    starts = [point.get_attribute("aria-valuetext")]
    swipe(page, picture, (0.6, 0.3), (0.3, 0.7))
    starts.append(point.get_attribute("aria-valuetext"))
    point.focus()
    height = page.evaluate("window.scrollY")
    for key in ("ArrowRight", "Shift+ArrowUp", "ArrowDown"):
        page.keyboard.press(key)
    settle(page)
    starts.append(point.get_attribute("aria-valuetext"))
    places = [[float(one) for one in (text or "").replace("−", "-").split(",")] for text in starts]
    assert places[0][0] > 1
    assert places[1][0] < -1
    np.testing.assert_allclose(
        np.subtract(places[2], places[1]), [0.1, min(1.0, 1.6 - places[1][1]) - 0.1], atol=1e-9
    )
    wanted = Descent("canyon", optimizers=ALL, start=places[2], steps=10)
    assert rows(found) == expected(wanted)
    assert page.evaluate("window.scrollY") == height


@pytest.mark.parametrize("landscape", ["parabola", "two minima", "valley", "saddle"])
def test_landscape_is_chosen(desk: Desk, landscape: str) -> None:
    """A landscape brings its own start and rate, at step 0."""
    found = live(desk.open())
    found.get_by_role("combobox", name="landscape").select_option(landscape)
    assert rows(found) == expected(Descent(landscape, optimizers=ALL))
    press(found, "Step on")
    assert rows(found) == expected(Descent(landscape, optimizers=ALL, steps=1))


def test_reset_and_link_restore_exactly(desk: Desk) -> None:
    """A copied link opens the figure as it was left; Reset brings the opening back."""
    page = desk.open(permissions=["clipboard-read", "clipboard-write"])
    found = live(page)
    before = shown(found)
    found.get_by_role("combobox", name="landscape").select_option("two minima")
    field(found, "learning rate").fill("0.0123456789")
    field(found, "noise of the batches").fill("1.25")
    field(found, "steps").fill("33")
    found.get_by_role("checkbox", name="SGD").click()
    press(found, "Copy link")
    expect(found.locator(".nnb-note")).to_have_text("Link copied.")
    left = shown(found)
    copied = page.evaluate("navigator.clipboard.readText()")
    again = live(desk.open(copied.removeprefix(desk.url)))
    assert shown(again) == left != before
    press(again, "Reset")
    assert shown(again) == before


@pytest.mark.parametrize(
    ("link", "sentence"),
    [("landscape=moon", "Landscape must be one of"), ("steps=1e99", "Steps must be a whole"),
     ("lr=NaN", "The link gives lr a value that cannot be read"), ("start=1", "Start must be"),
     ("optimizers=1", "Optimizers must be one or more of")],
)  # fmt: skip
def test_broken_link_is_answered_with_a_sentence(desk: Desk, link: str, sentence: str) -> None:
    """A link with impossible state says so; the figure opens as stored, and works."""
    found = live(desk.open(f"#figure=descent-1&{link}"))
    expect(found.get_by_role("alert")).to_contain_text(sentence)
    assert rows(found) == expected(CANYON)
    press(found, "Reset")
    expect(found.get_by_role("alert")).to_have_text("")


def test_the_copied_program_prints_the_numbers_on_the_screen(desk: Desk) -> None:
    """The program of a figure that was moved says what its table says."""
    found = live(desk.open())
    field(found, "steps").fill("25")
    press(found, "Copy as Python")
    program = found.locator(".nnb-code pre").text_content() or ""
    said = run_programs([program])[0].splitlines()
    for line, (name, (position, loss, _)) in zip(said, rows(found).items(), strict=True):
        wanted = f"{name} {position.strip('()').replace(',', '')} loss {loss}"
        assert line == wanted.replace("−", "-")


@pytest.mark.parametrize(("width", "theme"), [(320, "light"), (360, "dark"), (1200, "light")])
def test_fits_and_is_accessible(desk: Desk, width: int, theme: str) -> None:
    """Nothing is cut off or scrolls sideways, narrow or wide; axe has no objection."""
    desk.lay(*KINDS, theme=theme)
    page = desk.open(width=width)
    for i in range(len(KINDS)):
        live(page, i)
    settle(page)
    assert page.evaluate(OVERHANG) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert barriers(page) == []


def test_without_scripts_the_still_stays(desk: Desk) -> None:
    """With JavaScript off the still and the caption are there."""
    page = desk.open(java_script_enabled=False)
    expect(page.locator("figure.nnbook img.nnb-still")).to_be_visible()
    expect(page.locator("figcaption")).to_be_visible()
