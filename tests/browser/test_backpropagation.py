"""The figure Backpropagation in a real browser, with no kernel, served and from a folder."""

from __future__ import annotations

import ast
import re
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, expect

from nnbook import Network
from nnbook._words import entry
from nnbook.widgets import Backpropagation
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
from tests.browser.figure_pages import stored as html_of
from tests.widgets.programs import run_programs

PLAIN = Backpropagation()
END = Backpropagation(step=28)
LARGE = Backpropagation(
    Network.random([4, 4, 4, 4, 4], ["relu", "tanh", "prelu", "softmax"],
                   rng=np.random.default_rng(3)),
    x=[0.5, -1, 2, 0.3], y=[0, 1, 0, 0], loss="cross_entropy", step=150,
)  # fmt: skip


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A page with the chapter's network, unless a test lays another figure."""
    desk.lay(PLAIN)
    return desk


def walk(found: Locator) -> Locator:
    """The slider that scrubs through the operations."""
    return found.get_by_role("slider", name="operation", exact=True)


def at(found: Locator) -> int:
    """How many operations are done."""
    settle(found.page)
    return int(walk(found).input_value())


def cells(found: Locator) -> list[tuple[str, str]]:
    """Slope and nudged slope of each row of the tables, as text."""
    settle(found.page)
    rows = found.locator(".nnb-slopes tbody tr").all()
    return [tuple(row.locator("td").all_text_contents()[1:]) for row in rows]  # type: ignore[misc]


def lit(found: Locator) -> int:
    """How many things of the picture are lit."""
    return found.locator(".nnb-net svg .nnb-lit").count()


def test_steps_through_the_trace_of_nnbook(desk: Desk) -> None:
    """Each press of Step shows the next operation of nnbook's Trace, and lights one thing."""
    found = live(desk.open())
    described(found, "Before operation 1 of 28")
    assert lit(found) == 0
    pictures = set()
    for number, one in enumerate(PLAIN.trace.scalars(), 1):
        press(found, "Step on by one operation")
        assert at(found) == number
        assert lit(found) == 1
        value = found.locator(".nnb-operation > div").last.text_content()
        assert value == f"= {entry(one.value)}"
        expect(walk(found)).to_have_attribute(
            "aria-valuetext", f"operation {number} of 28: {one.name}"
        )
        pictures.add(shown(found)["pictures"][0])
    assert len(pictures) == 28
    described(found, "6 of 6 slopes agree with nudging")
    press(found, "Back by one operation")
    assert at(found) == 27


def test_whole_steps_and_keyboard(desk: Desk) -> None:
    """Whole steps by buttons; arrow keys step, with Shift by whole steps, Home and End leap."""
    page = desk.open()
    found = live(page)
    press(found, "on by a whole step")
    assert at(found) == 6
    press(found, "on by a whole step")
    press(found, "back by a whole step")
    assert at(found) == 6
    height = page.evaluate("window.scrollY")
    for key, wanted in (
        ("ArrowRight", 7), ("Shift+ArrowRight", 8), ("ArrowLeft", 7), ("PageDown", 6), ("End", 28),
        ("Shift+ArrowLeft", 24), ("Home", 0), ("ArrowLeft", 0), ("ArrowUp", 1),
    ):  # fmt: skip
        page.keyboard.press(key)
        assert at(found) == wanted, key
    walk(found).focus()
    page.keyboard.press("ArrowRight")
    assert at(found) == 2
    assert page.evaluate("window.scrollY") == height


def test_scrubbing_and_playing(desk: Desk) -> None:
    """The slider scrubs by mouse; Play goes on by itself until it is stopped, or at the end."""
    page = desk.open()
    found = live(page)
    drag(page, walk(found), (0.01, 0.5), (0.995, 0.5))
    assert at(found) == 28
    press(found, "Play")
    expect(walk(found)).to_have_value("1", timeout=4000)
    press(found, "Pause")
    stopped = at(found)
    page.wait_for_timeout(1200)
    assert at(found) == stopped


def test_slopes_appear_when_they_are_known(desk: Desk) -> None:
    """A slope and its finite difference stand in the table from their operation on, not before."""
    desk.lay(Backpropagation(step=16))
    found = live(desk.open())
    assert cells(found) == [("", "")] * 6
    press(found, "Step on by one operation")
    slope, nudged = cells(found)[4]
    wanted = PLAIN.trace.gradients["W2"][0, 0]
    for text in (slope, nudged):
        assert float(text.replace("−", "-")) == pytest.approx(wanted, rel=1e-4)
    assert [one for one, _ in cells(found)].count("") == 5
    walk(found).press("End")
    flat = [*PLAIN.trace.gradients["W1"].ravel(), *PLAIN.trace.gradients["W2"].ravel()]
    for (slope, nudged), wanted in zip(cells(found), flat, strict=True):
        assert slope == nudged
        assert float(slope.replace("−", "-")) == pytest.approx(wanted, rel=1e-4)


def test_the_update_waits_for_all_slopes(desk: Desk) -> None:
    """Before the end the update is refused with a sentence; at the end it lowers the loss."""
    found = live(desk.open())
    press(found, "Apply the update")
    alert = found.get_by_role("alert")
    expect(alert).to_have_text("First every slope, then the update: 28 operations to go.")
    walk(found).press("End")
    expect(alert).to_have_text("")
    press(found, "Apply the update")
    expect(found.locator(".nnb-loss")).to_have_text("C was 0.125, is 0.1231 after 1 update")
    press(found, "Apply the update")
    expect(found.locator(".nnb-loss")).to_have_text("C was 0.1231, is 0.1212 after 2 updates")
    found.get_by_label("learning rate").fill("1e6")
    for _ in range(40):
        press(found, "Apply the update")
    assert not re.search("NaN|Infinity", found.inner_text())
    found.get_by_label("learning rate").fill("-1")
    expect(alert).to_have_text(
        "The learning rate must be a number between 0 and 1000000, but is -1."
    )
    press(found, "Reset")
    described(found, "Before operation 1 of 28")
    assert shown(found) == shown(live(desk.open()))


def test_a_learning_rate_that_explodes_is_explained(desk: Desk) -> None:
    """An update beyond the largest number is refused in a sentence, and the figure stands."""
    network = Network.random([1, 1, 1], "identity", rng=np.random.default_rng(2))
    desk.lay(Backpropagation(network, x=[100], y=[-100], lr=1000, step=99))
    found = live(desk.open())
    for _ in range(4):
        press(found, "Apply the update")
    expect(found.get_by_role("alert")).to_contain_text(
        "a smaller learning rate takes smaller steps"
    )
    assert not re.search("NaN|Infinity", found.inner_text())


def test_numbers_change_in_the_table_and_in_the_picture(desk: Desk) -> None:
    """A number typed in its field, or where it stands in the picture, changes all at once."""
    desk.lay(END)
    page = desk.open()
    found = live(page)
    layer = found.locator(".nnb-slopes").last
    layer.get_by_label("W2[1,1]", exact=True).fill("-0.9")
    changed = Backpropagation(layers=[END.layers[0], {**END.layers[1], "W": [[-0.9, 0.45]]}])
    expect(found.locator(".nnb-loss")).to_have_text(f"C = {entry(changed.trace.loss)}")
    found.locator(".nnb-net text[data-edit='x[2]']").click()
    page.keyboard.type("-1.5")
    changed.x = [0.5, -1.5]
    expect(found.locator(".nnb-loss")).to_have_text(f"C = {entry(changed.trace.loss)}")
    page.keyboard.press("Enter")
    expect(found.get_by_label("x[2] in the picture")).to_be_hidden()
    expect(found.locator(".nnb-sample").get_by_label("x[2]", exact=True)).to_have_value("-1.5")
    found.locator(".nnb-net text[data-edit='W1[2,2]']").click()
    page.keyboard.type("4")
    page.keyboard.press("Escape")
    expect(found.locator(".nnb-loss")).to_have_text(f"C = {entry(changed.trace.loss)}")
    field = found.locator(".nnb-sample").get_by_label("y[1]", exact=True)
    field.fill("1e9")
    expect(found.get_by_role("alert")).to_contain_text("Y[1] must be a number between")
    field.blur()
    expect(field).to_have_value("1")


def test_another_network(desk: Desk) -> None:
    """Units, layers, activations, biases, loss: each control changes picture and description."""
    page = desk.open()
    found = live(page)
    found.get_by_text("Another network").click()
    for control, wanted in (
        ("one more in layer 1", "2 inputs, then 3 sigmoid, then 1 sigmoid"),
        ("one more in inputs", "3 inputs, then 3 sigmoid"),
        ("one more in layer 2", "then 2 sigmoid; loss mse"),
        ("one hidden layer more", "then 3 sigmoid, then 2 sigmoid, then 2 sigmoid"),
    ):
        before = shown(found)["pictures"]
        button = found.get_by_role("button", name=control)
        button.focus()
        page.keyboard.press("Enter")
        described(found, wanted)
        assert shown(found)["pictures"] != before
        assert page.evaluate("document.activeElement.ariaLabel") == control
    found.get_by_label("activation of layer 1").select_option("relu")
    described(found, "3 inputs, then 3 relu")
    before = shown(found)["pictures"]
    found.get_by_label("biases").check()
    assert shown(found)["pictures"] != before
    found.get_by_label("loss", exact=True).select_option("cross_entropy")
    described(found, "loss cross_entropy")
    found.get_by_label("activation of layer 3").select_option("tanh")
    found.get_by_label("loss", exact=True).select_option("hinge")
    described(found, "loss hinge")
    less = found.get_by_role("button", name="one hidden layer less")
    for _ in range(2):
        less.click()
    described(found, "3 inputs, then 2 ")
    expect(less).to_have_attribute("aria-disabled", "true")
    assert not re.search("NaN|undefined", found.inner_text())
    press(found, "Reset")
    described(found, "2 inputs, then 2 sigmoid, then 1 sigmoid; loss mse")


def test_link_and_programs_carry_the_whole_network(desk: Desk) -> None:
    """A copied link opens the very same figure; the copied program prints its numbers."""
    desk.lay(LARGE, PLAIN)
    page = desk.open(permissions=["clipboard-read", "clipboard-write"])
    found = live(page)
    walk(found).press("ArrowRight")
    described(found, "Operation 151 of")
    left = shown(found)
    press(found, "Copy link")
    expect(found.locator(".nnb-note")).to_have_text("Link copied.")
    link = page.evaluate("navigator.clipboard.readText()").removeprefix(desk.url)
    again = desk.open(link)
    described(live(again), "Operation 151 of")
    assert shown(live(again)) == left
    press(found, "Copy as Python")
    program = found.locator(".nnb-code pre").text_content() or ""
    said = run_programs([program])[0].splitlines()
    assert said[0].startswith("C ")
    assert ast.literal_eval(said[0][2:]) == pytest.approx(LARGE.trace.loss, rel=1e-12)
    assert f"C = {entry(LARGE.trace.loss)}" in found.locator(".nnb-loss").inner_text()


@pytest.mark.parametrize(
    ("link", "sentence"),
    [("x=1", "W1 must have one to four rows of 1 numbers."),
     ("layers=[]", "W1 must have one to four rows of 2 numbers."),
     ("layers=nonsense", "The link gives layers a value that cannot be read: nonsense;"),
     ("step=-3", "Step must be a whole number from 0 on, but is -3."),
     ("loss=hinge&y=0", "Hinge takes targets −1 and 1, but y[1] is 0.")],
)  # fmt: skip
def test_broken_link_is_answered_with_a_sentence(desk: Desk, link: str, sentence: str) -> None:
    """Impossible state in a link is a sentence; the figure opens as stored, and works."""
    found = live(desk.open(f"#figure=backpropagation-1&{link}"))
    expect(found.get_by_role("alert")).to_contain_text(sentence)
    walk(found).press("ArrowRight")
    expect(found.get_by_role("alert")).to_have_text("")
    described(found, "Operation 1 of 28")


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_fits_narrow_and_wide(desk: Desk, width: int) -> None:
    """Nothing is cut off, nothing scrolls sideways, also with the largest network all unfolded."""
    desk.lay(END, LARGE)
    page = desk.open(width=width)
    for i in range(2):
        found = live(page, i)
        found.scroll_into_view_if_needed()
        found.locator("details").evaluate_all("(all) => all.forEach((one) => { one.open = true; })")
        walk(found).press("End")
        settle(page)
    assert page.evaluate(OVERHANG) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for box in page.locator(".nnb-slopes").all():
        assert box.evaluate("(one) => one.scrollWidth <= one.clientWidth")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_is_accessible_in_both_modes(desk: Desk, theme: str) -> None:
    """axe finds nothing serious, with tables, sentences and the form of the network open."""
    desk.lay(END, theme=theme)
    page = desk.open()
    found = live(page)
    found.get_by_text("Another network").click()
    settle(page)
    assert barriers(page) == []


def test_without_scripts_the_still_stays(desk: Desk) -> None:
    """With JavaScript off the still and the caption are there."""
    page = desk.open(java_script_enabled=False)
    expect(page.locator("figure.nnbook img.nnb-still")).to_be_visible()
    expect(page.locator("figcaption")).to_be_visible()
    assert "data-explorable" in html_of(PLAIN)


def test_is_read_out_in_words(desk: Desk) -> None:
    """Every control has a name, and the description follows the walk."""
    page = desk.open()
    found = live(page)
    walk(found).press("End")
    last: Any = list(PLAIN.trace.scalars())[-1]
    described(found, f"{last.name} = {last.rule} = {last.numbers} = {entry(last.value)}")
    for control in found.locator("input:visible, select:visible, button:visible").all():
        name = control.evaluate("(one) => one.ariaLabel || one.textContent")
        assert name, control.evaluate("(one) => one.outerHTML")
