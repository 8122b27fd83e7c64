"""The figure Playground in a real browser, with no kernel, served and from a folder."""

from __future__ import annotations

import re

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from nnbook import Network
from nnbook.widgets import Playground
from nnbook.widgets.playground import as_layers
from tests.browser.figure_pages import OVERHANG, Desk, barriers, described, press, settle, shown
from tests.browser.figure_pages import stored as html_of
from tests.widgets.programs import run_programs

LARGE = Playground(
    Network.random([2, 8, 8, 8, 1], ["relu"] * 3 + ["sigmoid"], rng=np.random.default_rng(3)),
    data="spirals", n=500, held=0.2, steps=40, second={"lr": 0.3}, gallery="few",
)  # fmt: skip


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A page with the figure as it opens, unless a test lays another."""
    desk.lay(Playground())
    return desk


def figure(page: Page) -> Locator:
    """The live figure of the page, with all its parts open."""
    found = page.locator("figure.nnbook")
    found.locator(".nnb-body > *").first.wait_for()
    page.evaluate("document.querySelectorAll('.nnb-part').forEach((one) => { one.open = true; })")
    settle(page)
    return found


def choose(found: Locator, label: str, option: str) -> None:
    """Choose from a list by its label."""
    found.get_by_label(label, exact=True).select_option(label=option)
    settle(found.page)


def standing(found: Locator) -> str:
    """The line that says where training stands."""
    settle(found.page)
    return found.locator(".nnb-standing").inner_text()


def losses(found: Locator) -> list[float]:
    """The losses of that line."""
    return [float(one) for one in re.findall(r"loss (\d+\.\d{4})", standing(found))]


def test_opens_on_the_numbers_of_nnbook(desk: Desk) -> None:
    """Untrained, with nnbook's two losses; a line for the output with the cross's numbers."""
    found = figure(desk.open())
    assert losses(found) == [pytest.approx(x, abs=5.1e-5) for x in Playground().losses]
    assert standing(found).startswith("Epoch 0: training loss")
    described(found, "100 points (disc and ring), 50 to train on; hidden layers of 4 tanh units")
    said = found.locator(".nnb-formula").inner_text()
    answer = Playground().network([0.2, 0.1])[0]
    assert f"{answer:.4f}".rstrip("0") in said


def test_batch_epoch_play_and_rewind(desk: Desk) -> None:
    """A batch, an epoch, and a rewind to the same weights; playing goes on until it is paused."""
    page = desk.open()
    found = figure(page)
    opening = shown(found)
    press(found, "One batch")
    assert standing(found).startswith("Epoch 0, batch 1 of 5:")
    assert losses(found)[0] == pytest.approx(Playground(steps=1).losses[0], abs=5.1e-5)
    press(found, "One epoch")
    assert standing(found).startswith("Epoch 1:")
    assert losses(found) == [pytest.approx(x, abs=5.1e-5) for x in Playground(steps=5).losses]
    found.get_by_role("button", name="Train").press("Enter")
    page.wait_for_function(
        "!/^Epoch [0-9]:/.test(document.querySelector('.nnb-standing').textContent)"
    )
    press(found, "Pause")
    stopped = standing(found)
    page.wait_for_timeout(300)
    assert standing(found) == stopped
    steps = 5 * int(stopped.split(":")[0].split()[1])
    assert losses(found) == [pytest.approx(x, abs=5.1e-5) for x in Playground(steps=steps).losses]
    press(found, "Rewind")
    assert shown(found)["pictures"] == opening["pictures"]


def test_every_control_changes_the_figure(desk: Desk) -> None:
    """Every list and every slider changes what is seen, and Reset brings all of it back."""
    page = desk.open()
    found = figure(page)
    press(found, "One epoch")
    press(found, "Reset")
    opening = shown(found)
    for label, option in (
        ("data set", "moons"), ("gallery of failures", "dead ReLUs"), ("hidden layers", "3"),
        ("activation", "sigmoid"), ("units in layer 1", "7"), ("points", "50"),
        ("held out", "20 %"), ("inputs times", "10"), ("seed of the data", "4"),
    ):  # fmt: skip
        before = shown(found)
        choose(found, label, option)
        assert shown(found)["pictures"] != before["pictures"], label
    press(found, "Reset")
    assert shown(found) == opening
    for label, option in (
        ("loss", "squared error"), ("optimizer", "SGD"), ("batch size", "all points"),
        ("penalty", "L2"),
    ):  # fmt: skip
        press(found, "One epoch")
        before = losses(found)
        choose(found, label, option)
        press(found, "One epoch")
        assert losses(found) != before, label
    for label in ("noise", "learning rate", "its strength", "dropout"):
        slider = found.get_by_role("slider", name=label, exact=True)
        before = shown(found)
        slider.focus()
        for _ in range(3):
            page.keyboard.press("ArrowRight")
        settle(page)
        press(found, "One epoch")
        assert shown(found)["pictures"] != before["pictures"], label
    press(found, "Reset")
    assert shown(found) == opening


def test_inputs_are_chosen_by_pointer_and_keyboard(desk: Desk) -> None:
    """A box adds or takes away an input, with new weights; the last one stays, with a sentence."""
    page = desk.open()
    found = figure(page)
    press(found, "One epoch")
    opening = Playground().state()
    box = found.get_by_role("checkbox", name="the network is told x₁²")
    box.check()
    inputs = ["x1", "x2", "x1^2"]
    network = Network.random([3, 4, 1], ["tanh", "sigmoid"], rng=np.random.default_rng(1))
    wanted = Playground(network, **{**opening, "inputs": inputs, "layers": as_layers(network)})
    settle(page)
    assert losses(found) == [pytest.approx(x, abs=5.1e-5) for x in wanted.losses]
    box.focus()
    page.keyboard.press("Space")
    settle(page)
    assert losses(found) == [pytest.approx(x, abs=5.1e-5) for x in Playground().losses]
    for name in ("x₁", "x₂"):
        found.get_by_role("checkbox", name=f"the network is told {name}", exact=True).click()
    expect(found.get_by_role("alert")).to_contain_text("Inputs must be some of x1, x2, x1^2")
    assert found.get_by_role("checkbox", name="told x₂", exact=False).first.is_checked()
    press(found, "Reset")
    assert found.get_by_role("checkbox", checked=True).count() == 2


def test_looking_at_a_weight_by_pointer_and_keyboard(desk: Desk) -> None:
    """Hovering shows a weight in passing, a press or the list keeps it; its value can be set."""
    page = desk.open()
    found = figure(page)
    press(found, "One epoch")
    line = found.locator(".nnb-formula > div").first
    edge = found.locator("[data-name='W1[2,1]']")
    edge.scroll_into_view_if_needed()
    box = edge.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 0.2 * box["width"], box["y"] + 0.2 * box["height"])
    middle = edge.evaluate("""(one) => { const p = one.getPointAtLength(one.getTotalLength() / 3);
      const at = p.matrixTransform(one.getScreenCTM()); return [at.x, at.y]; }""")
    page.mouse.move(*middle)
    expect(line).to_contain_text("W1[2,1] =")
    expect(line).to_contain_text("last update")
    page.mouse.move(5, 5)
    expect(line).to_contain_text("z2[1] =")
    page.mouse.click(*middle)
    page.mouse.move(5, 5)
    expect(line).to_contain_text("W1[2,1] =")
    choose(found, "look at", "weight W2[1,3]")
    expect(line).to_contain_text("W2[1,3] =")
    found.get_by_label("value of the weight, as a number").fill("-2.5")
    expect(line).to_have_text(re.compile(r"^W2\[1,3\] = −2.5, slope .*, not updated yet$"))
    assert standing(found).startswith("Epoch 0:")
    choose(found, "look at", "hidden unit 2 of layer 1, a1[2]")
    expect(line).to_contain_text("z1[2] =")


def test_points_are_drawn_by_pointer_and_keyboard(desk: Desk) -> None:
    """A click adds or removes a point, buttons do so at the cross, which arrow keys move."""
    page = desk.open()
    found = figure(page)
    press(found, "Begin with two points")
    described(found, "2 points (your own points)")
    choose(found, "a click in the map", "adds a square")
    top = found.locator("svg.nnb-top").first
    top.click(position={"x": 60, "y": 60})
    described(found, "3 points")
    choose(found, "a click in the map", "removes the nearest point")
    top.click(position={"x": 60, "y": 60})
    described(found, "2 points")
    cross = found.get_by_role("slider", name="the cross in the map")
    cross.focus()
    before = cross.get_attribute("aria-valuetext")
    page.keyboard.press("Shift+ArrowRight")
    settle(page)
    assert cross.get_attribute("aria-valuetext") != before
    found.get_by_role("button", name="Circle at the cross").press("Enter")
    found.get_by_role("button", name="Square at the cross").press("Enter")
    described(found, "4 points")
    press(found, "Remove the point nearest to it")
    described(found, "3 points")
    press(found, "Remove the point nearest to it")
    press(found, "Remove the point nearest to it")
    expect(found.get_by_role("alert")).to_have_text("At least two points are needed.")


def test_points_are_pasted(desk: Desk) -> None:
    """Pasted lines become the points; nonsense is a sentence, and the figure stays as it was."""
    found = figure(desk.open())
    field = found.locator("textarea")
    field.fill("1, 2, zero")
    press(found, "Take these points")
    expect(found.get_by_role("alert")).to_contain_text("holds “zero”, which is no number")
    described(found, "100 points")
    field.fill("\n".join(f"{i / 10}, {i % 7}, {i % 2}" for i in range(12)))
    press(found, "Take these points")
    described(found, "12 points (your own points)")
    press(found, "One epoch")
    press(found, "Write the present points here")
    assert field.input_value().splitlines()[3] == "0.3, 3, 1"


def test_a_second_run_from_the_same_weights(desk: Desk) -> None:
    """Two maps and two lines of losses; both are nnbook's."""
    found = figure(desk.open())
    choose(found, "the second run differs in", "learning rate")
    found.get_by_label("second run: learning rate, as a number").fill("0.3")
    for _ in range(3):
        press(found, "One epoch")
    wanted = [*Playground(steps=15).losses, *Playground(steps=15, lr=0.3).losses]
    assert losses(found) == [pytest.approx(x, abs=5.1e-5) for x in wanted]
    assert found.locator("svg.nnb-top:visible").count() == 2
    choose(found, "the second run differs in", "penalty")
    expect(found.get_by_label("second run: penalty", exact=True)).to_have_value("l2")
    choose(found, "the second run differs in", "no second run")
    assert found.locator("svg.nnb-top:visible").count() == 1


def test_divergence_is_a_sentence(desk: Desk) -> None:
    """Training that runs away ends with advice; no figure shows NaN, and Rewind works."""
    desk.lay(Playground(
        Network.random([2, 8, 8, 1], ["relu", "relu", "sigmoid"], rng=np.random.default_rng(0)),
        scale=1000, lr=1e6, optimizer="sgd",
    ))  # fmt: skip
    found = figure(desk.open())
    found.get_by_role("button", name="Train").click()
    expect(found.locator(".nnb-standing")).to_contain_text("Diverged: at step")
    expect(found.get_by_role("button", name="Train")).to_be_visible()
    expect(found.locator(".nnb-standing")).to_contain_text("A smaller learning rate")
    assert not re.search("NaN|Infinity", found.inner_html())
    press(found, "Rewind")
    assert standing(found).startswith("Epoch 0:")


@pytest.mark.parametrize(
    ("link", "sentence"),
    [("steps=1e9", "steps must be a whole number"), ("layers=1", "W1 must have"),
     ("lr=null", "lr must be a number"), ("points=[1]&data=own", "point 1 must be")],
)  # fmt: skip
def test_a_broken_link_is_a_sentence(desk: Desk, link: str, sentence: str) -> None:
    """A link that makes no sense is refused in a sentence, and the figure stands."""
    found = figure(desk.open(f"#figure=playground-1&{link}"))
    expect(found.get_by_role("alert")).to_contain_text(sentence, ignore_case=True)
    press(found, "Reset")
    expect(found.get_by_role("alert")).to_have_text("")


def test_the_link_restores_weights_curves_and_settings(desk: Desk) -> None:
    """What Copy link gives away opens as the same pictures and the same controls."""
    page = desk.open()
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    found = figure(page)
    press(found, "New weights")
    choose(found, "penalty", "L1")
    for _ in range(4):
        press(found, "One epoch")
    press(found, "One batch")
    before = shown(found)
    press(found, "Copy link")
    link = page.evaluate("location.hash")
    again = figure(desk.open(link))
    assert shown(again) == before


def test_the_program_prints_the_screen(desk: Desk) -> None:
    """Copy as Python, executed, prints the two losses on the screen."""
    found = figure(desk.open())
    choose(found, "hidden layers", "2")
    for _ in range(3):
        press(found, "One epoch")
    press(found, "Copy as Python")
    program = found.locator(".nnb-code pre").inner_text()
    printed = run_programs([program])[0]
    assert [float(one) for one in re.findall(r"loss (\d+\.\d{4})", printed)] == losses(found)


@pytest.mark.parametrize("laid", [Playground(steps=60), LARGE], ids=["opening", "large"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_fits_a_phone_and_is_accessible(desk: Desk, laid: Playground, theme: str) -> None:
    """Nothing is cut off at 360 px, and axe finds nothing serious."""
    desk.lay(laid, theme=theme)
    page = desk.open(width=360)
    figure(page)
    assert page.evaluate(OVERHANG) == []
    assert barriers(page) == []


def test_without_a_script_the_still_stands(desk: Desk) -> None:
    """With JavaScript off the still is there, with its words."""
    page = desk.open(java_script_enabled=False)
    still = page.locator("figure.nnbook img.nnb-still")
    expect(still).to_be_visible()
    assert "hidden units" in (still.get_attribute("alt") or "")
    assert 'data-explorable="playground"' in html_of(Playground())


def test_the_network_follows_the_width_of_the_page(desk: Desk) -> None:
    """In a narrow window and back in a wide one, the network is drawn as if it had opened there."""
    page = desk.open(width=900)
    figure(page)
    network = page.locator(".nnb-net svg")
    wide = network.inner_html()
    page.set_viewport_size({"width": 360, "height": 800})
    expect(network).to_have_attribute("viewBox", re.compile("^0 0 330 "))
    narrow = network.inner_html()
    page.set_viewport_size({"width": 900, "height": 800})
    expect(network).to_have_attribute("viewBox", re.compile("^0 0 640 "))
    assert network.inner_html() == wide
    again = desk.open(width=360)
    figure(again)
    assert again.locator(".nnb-net svg").inner_html() == narrow
