"""What every figure has: a question first, programs to copy, play and pause, maps."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from nnbook import Ask
from nnbook.widgets import (
    XOR,
    Backpropagation,
    Descent,
    GANExplorer,
    LossExplorer,
    Neuron,
    Playground,
)
from tests.browser.figure_pages import OVERHANG, Desk, settle
from tests.widgets.programs import run_programs

ASK = Ask("From which threshold on is it silent?", 0.69, "The sum is 0.69.")


def opened(desk: Desk, figure: Neuron, **how: object) -> Page:
    """A page with one figure, awake."""
    desk.lay(figure)
    page = desk.open(**how)
    page.locator("figure.nnbook .nnb").wait_for()
    return page


def test_the_guess_comes_first(desk: Desk) -> None:
    """Picture and controls are hidden until a guess is locked in; then the figure says how far."""
    page = opened(desk, Neuron(ask=ASK))
    expect(page.locator(".nnb-ask")).to_contain_text("From which threshold")
    expect(page.locator(".nnb-body")).to_be_hidden()
    expect(page.get_by_role("button", name="Reset")).to_be_hidden()
    field = page.locator(".nnb-ask input")
    field.fill("many")
    field.press("Enter")
    expect(page.locator(".nnb-guess")).to_have_text("A guess is a number.")
    field.fill("0,9")
    page.get_by_role("button", name="Lock in my guess").click()
    expect(page.locator(".nnb-guess")).to_have_text(ASK.reply("0.9"))
    expect(page.locator(".nnb-body")).to_be_visible()
    assert page.locator(".nnb-ask").count() == 0


def test_who_will_not_guess_sees_the_figure(desk: Desk) -> None:
    """The second button shows the figure and says nothing."""
    ask = Ask("Which weight?", "w2", "It has the larger input.", ("w1", "w2"))
    page = opened(desk, Neuron(ask=ask))
    assert page.locator(".nnb-ask option").all_text_contents() == ["w1", "w2"]
    page.get_by_role("button", name="Show the figure").click()
    expect(page.locator(".nnb-body")).to_be_visible()
    expect(page.locator(".nnb-guess")).to_have_text("")


def test_the_program_is_that_of_the_present_state(desk: Desk) -> None:
    """A press shows a program of the state on the screen; run, it prints the numbers there."""
    page = opened(desk, Neuron(x=[0.5, 0.8], w=[0.4, 0.5], activation="tanh"), width=360)
    page.get_by_label("bias b, as a number").fill("0.25")
    settle(page)
    page.get_by_role("button", name="Copy as Python").press("Enter")
    program = page.locator(".nnb-code pre").text_content()
    assert program is not None
    assert "0.25" in program
    said = run_programs([program])[0]
    assert said == "z = 0.8500, a = 0.6911\n"
    shown = page.locator(".nnb-formula").text_content()
    assert shown is not None
    assert "0.85" in shown
    assert "0.6911" in shown
    assert page.evaluate(OVERHANG) == []
    page.get_by_role("button", name="Close").click()
    expect(page.locator(".nnb-code")).to_be_hidden()


@pytest.mark.parametrize(("motion", "rate"), [("no-preference", 20), ("reduce", 2)])
def test_play_ticks_until_paused(desk: Desk, motion: str, rate: int) -> None:
    """Play calls tick no more often than asked, seldom where less motion is wanted, and stops."""
    page = opened(desk, Neuron(), reduced_motion=motion)
    page.evaluate("""() => {
      window.ticks = [];
      const place = document.querySelector(".nnb-tools");
      nnbook.kit.player(place,
        { perSecond: 20, tick: () => { window.ticks.push(performance.now()); } });
    }""")
    page.get_by_role("button", name="Play").press("Enter")
    page.wait_for_function(f"window.ticks.length >= {2 + rate // 2}")
    page.get_by_role("button", name="Pause").press("Enter")
    ticks = page.evaluate("window.ticks")
    # Ticks come with frames, and a busy machine paints late; 60 a second would still be too many.
    assert len(ticks) - 1 <= (ticks[-1] - ticks[0]) / 1000 * rate * 1.4
    page.wait_for_timeout(200)
    assert page.evaluate("window.ticks.length") == len(ticks)


def test_play_ends_where_tick_says_so_and_rests_out_of_sight(desk: Desk) -> None:
    """A tick that returns false ends playing; a figure scrolled away does not tick."""
    desk.lay(Neuron(), '<div style="height: 4000px"></div>')
    page = desk.open()
    page.locator("figure.nnbook .nnb").wait_for()
    page.evaluate("""() => {
      window.ticks = 0;
      const place = document.querySelector(".nnb-tools");
      nnbook.kit.player(place, { perSecond: 60, label: "Three",
        tick: () => { window.ticks += 1; return window.ticks % 3 !== 0; } });
      nnbook.kit.player(place, { perSecond: 60, label: "On", tick: () => { window.ticks += 1; } });
    }""")
    page.get_by_role("button", name="Three").click()
    page.get_by_role("button", name="Three").wait_for()
    page.wait_for_function("window.ticks === 3")
    page.get_by_role("button", name="On", exact=True).click()
    page.wait_for_function("window.ticks > 5")
    page.mouse.wheel(0, 3500)
    page.wait_for_timeout(500)
    before = page.evaluate("window.ticks")
    page.wait_for_timeout(400)
    assert page.evaluate("window.ticks") <= before + 1


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_map_is_blue_above_and_vermilion_below(desk: Desk, theme: str) -> None:
    """Values above the middle take the positive colour, below it the negative; the middle none."""
    desk.lay(Neuron(), theme=theme)
    page = desk.open()
    page.locator("figure.nnbook .nnb").wait_for()
    found = page.evaluate("""() => {
      const map = nnbook.kit.canvas(document.querySelector(".nnb-body"), 3, 1, "a map");
      map.show([1, 0.5, 0], 0, 1);
      return [...map.canvas.getContext("2d").getImageData(0, 0, 3, 1).data];
    }""")
    blue, nothing, red = found[:4], found[4:8], found[8:]
    assert blue[2] > blue[0] + 100
    assert red[0] > red[2] + 100
    assert nothing[3] == 0
    assert blue[3] == red[3] > 100


@pytest.mark.parametrize("width", [320, 360])
def test_tables_of_numbers_are_left_alone_by_the_page(desk: Desk, width: int) -> None:
    """Inside the book's style their numbers still stand at the right, and a phone holds them."""
    style = Path(__file__).parents[2].joinpath("book", "_static", "book.css").read_text("utf-8")
    figures = [XOR(), LossExplorer(), Descent(), Backpropagation()]
    desk.lay(f'<style>{style}</style><div class="bd-content">', *figures, "</div>")
    page = desk.open(width=width)
    for figure in page.locator("figure.nnbook").all():
        figure.scroll_into_view_if_needed()
        cell = figure.locator("td").last
        cell.wait_for(state="attached")
        look = "(one) => [getComputedStyle(one).textAlign, getComputedStyle(one).verticalAlign]"
        assert cell.evaluate(look) == ["right", "middle"]
    assert page.evaluate(OVERHANG) == []


def test_a_slider_is_seen_in_prescribed_colours(desk: Desk) -> None:
    """Where the system prescribes the colours, a slider keeps its track and its thumb."""
    page = opened(desk, Neuron(), forced_colors="active")
    picture = page.get_by_role("slider", name="bias b", exact=True).screenshot()
    pixels = np.asarray(Image.open(io.BytesIO(picture)).convert("L"))
    dark = pixels[len(pixels) // 2] < 128
    assert dark.mean() > 0.9


def test_on_paper_a_figure_shows_its_state_and_no_controls(desk: Desk) -> None:
    """Printed, a figure that still waits for a guess is seen, without buttons and sliders."""
    page = opened(desk, Neuron(ask=ASK))
    expect(page.locator(".nnb-body")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".nnb-body")).to_be_visible()
    expect(page.get_by_label("bias b, as a number")).to_be_visible()
    for control in page.locator(".nnb :is(button, input[type=range])").all():
        expect(control).to_be_hidden()


def test_a_formula_is_set_as_one(desk: Desk) -> None:
    """Letters are names, the article is not; short brackets and quotients stay on one line."""
    page = opened(desk, Neuron())
    said = page.evaluate("""() => {
      const place = document.querySelector(".nnb-body");
      const line = "f′(z) = a (1 − a), of a nudge: 1 / (1 + exp(−m̂₁)) (R/γ)²";
      nnbook.kit.formulas(place, 1).show([line]);
      const made = [...place.querySelectorAll(".nnb-formula")].pop();
      return { line: made.textContent === line,
        names: [...made.querySelectorAll("i")].map((one) => one.textContent),
        whole: [...made.querySelectorAll(".nnb-whole")].map((one) => one.textContent) };
    }""")
    assert said == {
        "line": True,
        "names": ["f", "z", "a", "a", "m̂", "R", "γ"],
        "whole": ["(1 − a),", "1 / (1 + exp(−m̂₁))"],
    }


def test_what_is_below_a_formula_stands_still(desk: Desk) -> None:
    """A formula that once needed two lines keeps their room; another width asks anew."""
    page = opened(desk, Neuron(x=[0.5], w=[1], activation="tanh"), width=360)
    slider = page.get_by_role("slider", name="bias b", exact=True)

    def top() -> float:
        return slider.evaluate("""async (one) => {
          for (let i = 0; i < 3; i++) await new Promise((done) => requestAnimationFrame(done));
          return one.getBoundingClientRect().top + window.scrollY; }""")

    field = page.get_by_label("bias b, as a number")
    short = top()
    field.fill("-0.12345678912345678")
    page.get_by_label("input x1, as a number").fill("-123456789.12345")
    page.get_by_label("weight w1, as a number").fill("-1234.123456")
    long = top()
    assert long > short
    page.get_by_role("button", name="Reset").press("Enter")
    assert top() == long
    page.set_viewport_size({"width": 800, "height": 800})
    assert top() < long
    page.set_viewport_size({"width": 360, "height": 800})
    assert top() == short


# Chromium warns of a canvas whose numbers are asked for often, but not of one that is saved.
PIXELS = """() => [...document.querySelectorAll("canvas.nnb-map")].filter((map) => map.offsetParent)
  .map((map) => map.toDataURL())"""


@pytest.mark.parametrize(
    ("way", "dark", "light"),
    [("html", "document.documentElement.dataset.theme = 'dark'",
      "document.documentElement.dataset.theme = 'light'"),
     ("jupyter", "document.body.dataset.jpThemeLight = 'false'",
      "document.body.dataset.jpThemeLight = 'true'"),
     ("system", "dark", "light")],
    ids=["html", "jupyter", "system"],
)  # fmt: skip
def test_maps_follow_a_change_of_theme(desk: Desk, way: str, dark: str, light: str) -> None:
    """Every map takes the other theme's colours at once, and the first ones back, to the pixel."""
    desk.lay(Playground(), GANExplorer(), XOR())
    if way != "html":
        file = desk.folder / "index.html"
        file.write_text(file.read_text("utf-8").replace(' data-theme="light"', ""), "utf-8")
    page = desk.open(color_scheme="light")
    for figure in page.locator("figure.nnbook").all():
        figure.scroll_into_view_if_needed()
        figure.locator("canvas.nnb-map").first.wait_for()
    settle(page)

    def turn(change: str) -> list[str]:
        if way == "system":
            page.emulate_media(color_scheme=change)
        else:
            page.evaluate(change)
        settle(page)
        return page.evaluate(PIXELS)

    opening = page.evaluate(PIXELS)
    assert len(opening) > 8
    turned = turn(dark)
    assert all(new != old for new, old in zip(turned, opening, strict=True))
    assert turn(light) == opening
    assert turn(dark) == turned
