"""The figure ActivationExplorer in a real browser, with no kernel, served and from a folder."""

from __future__ import annotations

import numpy as np
import pytest
from playwright.sync_api import Locator, expect

from nnbook.widgets import ActivationExplorer
from tests.browser.figure_pages import (
    OVERHANG,
    Desk,
    barriers,
    described,
    drag,
    live,
    settle,
    shown,
)

CHAIN = ActivationExplorer()
ALONE = ActivationExplorer(x=0.5, n=1)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A page with a chain of ten sigmoids and a single one."""
    desk.lay(CHAIN, ALONE)
    return desk


def field(found: Locator, name: str) -> Locator:
    """A number field by its accessible name."""
    return found.get_by_label(f"{name}, as a number")


def test_opens_on_the_numbers_of_nnbook(desk: Desk) -> None:
    """Output, slope and product of the chapter stand there; a single neuron has no chain."""
    page = desk.open()
    z, a, slope, product, verdict = shown(live(page))["formulas"]
    assert z == "z = w x = 1·1 = 1"
    assert a.endswith(f"≈ {CHAIN.outputs[0]:.4f}")
    assert slope.endswith(f"≈ {float(CHAIN.function.slope(1.0)):.4f}")
    digits, power = f"{CHAIN.product:.1e}".split("e-0")
    assert product.endswith(f"≈ {digits}·10⁻{'⁰¹²³⁴⁵⁶⁷⁸⁹'[int(power)]}")
    assert verdict.startswith("Vanishing: ")
    described(
        live(page), "A chain of 10 such neurons with weight 1 multiplies a nudge by 2.8·10⁻⁷."
    )
    alone = live(page, 1)
    described(alone, "The function sigmoid at z = 0.5: a = 0.6225, slope 0.235.")
    expect(alone.locator("svg").nth(1)).to_be_hidden()


@pytest.mark.parametrize(
    ("name", "keys", "state"),
    [("input x", ["ArrowRight"] * 2, {"x": 1.2}), ("weight w", ["ArrowLeft"], {"w": 0.9}),
     ("layers n", ["ArrowRight"] * 3, {"n": 13}),
     ("sum z; arrow keys move it", ["Shift+ArrowRight", "ArrowLeft"], {"x": 1.9})],
)  # fmt: skip
def test_every_slider_by_keyboard(
    desk: Desk, name: str, keys: list[str], state: dict[str, float]
) -> None:
    """Arrow keys change pictures, numbers and description, a step for each."""
    page = desk.open()
    found = live(page)
    before = shown(found)
    slider = found.get_by_role("slider", name=name, exact=True)
    for key in keys:
        slider.press(key)
    now = ActivationExplorer(**state)
    described(found, f"a = {now.outputs[0]:.4f}".rstrip("0"))
    seen = shown(found)
    assert seen["pictures"] != before["pictures"]
    assert field(found, "input x").input_value() == f"{now.x:g}"
    assert field(found, "layers n").input_value() == str(now.n)
    assert seen["formulas"] != before["formulas"]


def test_point_is_dragged_along_the_curve(desk: Desk) -> None:
    """The mouse moves the sum, within the picture, and the slope follows."""
    page = desk.open()
    found = live(page)
    # z = 1 lies at 18 + 276·7/12 of 320, its output at 0.73.
    drag(page, found.locator("svg").first, ((18 + 161) / 320, 0.36), ((18 + 207) / 320, 0.1))
    assert field(found, "input x").input_value() == "3"
    described(found, "slope 0.0452.")
    drag(page, found.locator("svg").first, ((18 + 207) / 320, 0.19), (0.999, 0.5))
    assert field(found, "input x").input_value() == "6"


def test_function_and_its_option(desk: Desk) -> None:
    """Each function is chosen, and only one with an option shows a slider for it."""
    page = desk.open()
    found = live(page)
    alpha = found.get_by_role("slider", name="alpha", exact=True)
    threshold = found.get_by_role("slider", name="threshold", exact=True)
    for name in ("step", "identity", "tanh", "relu", "leaky_relu", "prelu", "elu"):
        found.get_by_role("combobox", name="function").select_option(name)
        settle(page)
        assert alpha.is_visible() == (name in {"leaky_relu", "prelu", "elu"})
        assert threshold.is_visible() == (name == "step")
    field(found, "input x").fill("-1")
    field(found, "alpha").fill("0.5")
    now = ActivationExplorer(activation="elu", option=0.5, x=-1.0)
    described(found, f"with alpha 0.5 at z = −1: a = −{-now.outputs[0]:.4f}")
    assert np.isclose(now.product, 2.0e-4, rtol=0.025)
    assert shown(found)["formulas"][3].endswith("≈ 2·10⁻⁴")


def test_reset_and_link_restore_exactly(desk: Desk) -> None:
    """A copied link opens the figure as it was left; Reset returns to where it opened."""
    page = desk.open(permissions=["clipboard-read", "clipboard-write"])
    found = live(page)
    opening = shown(found)
    found.get_by_role("combobox", name="function").select_option("prelu")
    field(found, "alpha").fill("-0.3")
    field(found, "weight w").fill("-1.23456789")
    field(found, "layers n").fill("7")
    described(found, "A chain of 7 such neurons")
    left = shown(found)
    found.get_by_role("button", name="Copy link").click()
    expect(found.locator(".nnb-note")).to_have_text("Link copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    again = live(desk.open(copied.removeprefix(desk.url)))
    described(again, "A chain of 7 such neurons")
    assert shown(again) == left
    for one in (found, again):
        one.get_by_role("button", name="Reset").click()
        described(one, "A chain of 10 such neurons")
        assert shown(one) == opening


def test_bad_input_is_answered_with_a_sentence(desk: Desk) -> None:
    """Layers that are not whole, and a broken link, are named, and the figure goes on working."""
    page = desk.open("#figure=activations-1&n=99")
    found = live(page)
    alert = found.get_by_role("alert")
    expect(alert).to_have_text("N must be a whole number of layers from 1 to 20, but is 99.")
    field(found, "layers n").fill("2.5")
    expect(alert).to_have_text("N must be a whole number of layers from 1 to 20, but is 2.5.")
    field(found, "layers n").fill("2")
    expect(alert).to_have_text("")
    described(found, "A chain of 2 such neurons")


def test_programs_are_shown_and_copied(desk: Desk) -> None:
    """Each of the three programs stands in the page after its button was pressed."""
    page = desk.open()
    found = live(page)
    for name, word in (("Python", "from nnbook"), ("Keras", "keras"), ("PyTorch", "torch")):
        found.get_by_role("button", name=f"Copy as {name}").click()
        expect(found.locator(".nnb-code pre")).to_contain_text(word)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_fits_and_is_accessible(desk: Desk, theme: str) -> None:
    """At 360 px nothing is cut off, and axe has no objection, light or dark."""
    desk.lay(CHAIN, ActivationExplorer(activation="elu", x=-1.2345, w=-1.2345, n=20), theme=theme)
    page = desk.open(width=360)
    for number in range(2):
        live(page, number)
    settle(page)
    assert page.evaluate(OVERHANG) == []
    assert barriers(page) == []


def test_still_without_javascript(desk: Desk) -> None:
    """With JavaScript off the still is there."""
    page = desk.open(java_script_enabled=False)
    expect(page.locator("img.nnb-still").first).to_be_visible()
