"""The figure Kohonen in a real browser, with no kernel, served and from a folder."""

from __future__ import annotations

import re

import numpy as np
import pytest
from playwright.sync_api import Locator, expect

from nnbook.widgets import KohonenExplorer
from tests.browser.figure_pages import (
    OVERHANG,
    Desk,
    barriers,
    described,
    drag,
    live,
    press,
    settle,
    shown,
)
from tests.widgets.programs import run_programs

PLAIN = KohonenExplorer(points=np.random.default_rng(1).random((20, 2)).round(3), epochs=30)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A page with a small ring, unless a test lays another figure."""
    desk.lay(PLAIN)
    return desk


def at(found: Locator) -> int:
    """How many samples have been shown."""
    settle(found.page)
    return int(found.get_by_role("slider", name="samples shown").input_value())


def after(step: int) -> KohonenExplorer:
    """The figure in Python after so many samples."""
    return KohonenExplorer(**{**PLAIN.state(), "step": step})


def test_steps_with_the_numbers_of_nnbook(desk: Desk) -> None:
    """Step, epoch and back show the tour's length that nnbook computes, and light the winner."""
    found = live(desk.open())
    for name, step in (
        ("Step", 1), ("Step", 2), ("One epoch", 20), ("One epoch", 40), ("Back", 39), ("Rewind", 0),
    ):  # fmt: skip
        before = shown(found)["pictures"]
        press(found, name)
        assert at(found) == step
        seen = shown(found)
        assert seen["pictures"] != before
        assert f"ring: {after(step).length:.4f};" in seen["formulas"][3]
        described(found, f"Sample {step} of 600" if step else "Before sample 1 of 600")


def test_scrubs_by_keyboard_and_pointer_and_plays(desk: Desk) -> None:
    """The slider goes anywhere; at the end the tour is drawn; playing goes on until paused."""
    page = desk.open()
    found = live(page)
    scrub = found.get_by_role("slider", name="samples shown")
    drag(page, scrub, (0.01, 0.5), (0.5, 0.5))
    assert 250 <= at(found) <= 350
    tour = found.locator("svg path[stroke-width='3']:not([d*='L']:not([d*='Z']))")
    scrub.press("End")
    assert at(found) == 600
    assert "Z" in (tour.first.get_attribute("d") or "")
    scrub.press("Home")
    assert at(found) == 0
    press(found, "Play samples")
    page.wait_for_timeout(900)
    press(found, "Pause")
    assert 1 <= at(found) <= 9
    press(found, "Play epochs")
    described(found, "Sample 600 of 600")
    expect(found.get_by_role("button", name="Play epochs")).to_be_visible()


def test_rate_radius_shape_and_points(desk: Desk) -> None:
    """Every control changes picture and description, to nnbook's numbers."""
    desk.lay(after(300))
    found, wanted = live(desk.open()), after(300)
    for label, value, change in (
        ("learning rate in the first epoch", "0.3", {"lr": [0.3, 0.8]}),
        ("learning rate in the last epoch", "0.1", {"lr": [0.3, 0.1]}),
        ("radius in the first epoch", "2", {"radius": [2, 0.4]}),
        ("radius in the last epoch", "1", {"radius": [2, 1]}),
    ):
        before = shown(found)["pictures"]
        found.get_by_label(f"{label}, as a number").fill(value)
        for key, one in change.items():
            setattr(wanted, key, one)
        seen = shown(found)
        assert seen["pictures"] != before
        assert f"ring: {wanted.length:.4f};" in seen["formulas"][3]
    found.get_by_label("neurons", exact=True).select_option("grid")
    wanted.shape = "grid"
    described(found, "A grid of 6 by 6 neurons and 20 points")
    assert f"winner: {wanted.map.error(wanted.points):.4f}" in shown(found)["formulas"][3]
    for points, words in (
        ("circle", "40 points"),
        ("clouds", "60 points"),
        ("square", "60 points"),
    ):
        found.get_by_label("points", exact=True).select_option(points)
        described(found, words)
        assert at(found) == 0
    assert not re.search("NaN|undefined|Infinity", found.inner_text())


def test_reset_link_and_nonsense(desk: Desk) -> None:
    """Reset and link restore exactly; what cannot be is answered in a sentence."""
    page = desk.open(permissions=["clipboard-read", "clipboard-write"])
    found = live(page)
    before = shown(found)
    found.get_by_label("neurons", exact=True).select_option("grid")
    found.get_by_label("radius in the first epoch, as a number").fill("3.25")
    press(found, "One epoch")
    left = shown(found)
    press(found, "Copy link")
    expect(found.locator(".nnb-note")).to_have_text("Link copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    found.get_by_label("radius in the first epoch, as a number").fill("-1")
    expect(found.get_by_role("alert")).to_have_text("Radius must be two numbers from 0.001 to 100.")
    press(found, "Reset")
    assert shown(found) == before != left
    assert shown(live(desk.open(copied.removeprefix(desk.url)))) == left
    broken = live(desk.open("#figure=kohonen-1&points=[1,2]&step=4"))
    expect(broken.get_by_role("alert")).to_contain_text("Points must be 3 to 60 pairs")
    press(broken, "Reset")
    expect(broken.get_by_role("alert")).to_have_text("")


def test_the_copied_python_prints_the_length(desk: Desk) -> None:
    """The program, run, prints the length on the screen."""
    found = live(desk.open())
    for _ in range(3):
        press(found, "One epoch")
    press(found, "Copy as Python")
    program = found.locator(".nnb-code pre").text_content()
    assert program is not None
    said = run_programs([program])[0].splitlines()[0]
    assert f"ring: {said};" in shown(found)["formulas"][3]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_is_narrow_and_accessible(desk: Desk, theme: str) -> None:
    """At 360 px nothing is cut off; axe has no objection in either mode."""
    desk.lay(after(77), theme=theme)
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
