"""The figure GANExplorer in a real browser, with no kernel, served and from a folder."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from nnbook.widgets import GANExplorer
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

PLAIN = GANExplorer(seed=1)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A page with a fresh pair, unless a test lays another figure."""
    desk.lay(PLAIN)
    return desk


def lines(figure: GANExplorer) -> list[str]:
    """The beginnings of what the figure must say, from nnbook's numbers."""
    now = figure.now
    judge, forger = now.losses
    return [
        f"Judge: loss {judge:.4f} after {now.steps[0]} step",
        f"Forger: loss {forger:.4f} after {now.steps[1]} step",
        f"Modes covered: {now.modes.covered} of 8.",
    ]


def says(found: Locator, wanted: GANExplorer) -> None:
    """The figure says nnbook's numbers."""
    for line, start in zip(shown(found)["formulas"], lines(wanted), strict=True):
        assert line.startswith(start)


def test_steps_of_either_player_with_the_numbers_of_nnbook(desk: Desk) -> None:
    """Each button moves its player alone; picture, numbers and description follow."""
    found = live(desk.open())
    says(found, PLAIN)
    moves: list[list[float]] = []
    for name, move in (
        ("Judge: one step", [1, 0, 1, 0.005, 0.005]), ("Forger: one step", [0, 1, 1, 0.005, 0.005]),
        ("One round", [1, 1, 1, 0.005, 0.005]),
    ):  # fmt: skip
        before = shown(found)["pictures"]
        button = found.get_by_role("button", name=name, exact=True)
        button.focus()
        button.press("Enter")
        moves.append(move)
        assert shown(found)["pictures"][0] != before[0]
        wanted = GANExplorer(seed=1, moves=moves)
        says(found, wanted)
        described(found, lines(wanted)[0])
    press(found, "Rewind")
    says(found, PLAIN)
    press(found, "Another start")
    says(found, GANExplorer(seed=2))


def test_the_judges_step_turns_the_map_and_the_forgers_moves_the_points(desk: Desk) -> None:
    """After the judge's step the forged points stand where they stood; the forger moves them."""
    found = live(desk.open())
    points = "[...document.querySelectorAll('svg circle[r=\"3\"]')].map((c) => c.outerHTML).join()"
    colours = "document.querySelector('canvas').toDataURL()"
    page = found.page
    settle(page)
    before = page.evaluate(points), page.evaluate(colours)
    press(found, "Judge: one step")
    between = page.evaluate(points), page.evaluate(colours)
    press(found, "Forger: one step")
    after = page.evaluate(points), page.evaluate(colours)
    assert before[0] == between[0] != after[0]
    assert before[1] != between[1] == after[1]


def test_says_how_many_forged_points_stand_at_the_edge(desk: Desk) -> None:
    """The number of points out of sight is nnbook's; where all are in sight, nothing is said."""
    together = GANExplorer(seed=1, moves=[[1, 1, 270, 0.005, 0.005]])
    for wanted in (GANExplorer(seed=0), PLAIN, together):
        far = int((abs(wanted.now.forged) > 2).any(axis=1).sum())
        assert (far == 0) == (wanted is together)
        desk.lay(wanted)
        found = live(desk.open())
        says(found, wanted)
        note = found.locator("svg text", has_text="farther out")
        expect(note).to_have_text([f"{far} farther out, held at the edge"] if far else [])


def test_rates_and_steps_are_for_what_comes_next(desk: Desk) -> None:
    """Sliders, by keyboard and pointer, and settings change the next step, not those before."""
    page = desk.open()
    found = live(page)
    press(found, "One round")
    still = shown(found)["pictures"]
    rate = found.get_by_role("slider", name="the forger's learning rate")
    rate.focus()
    rate.press("ArrowRight")
    assert shown(found)["pictures"] == still
    assert found.get_by_label("setting").input_value() == "own"
    steps = found.get_by_role("slider", name="the judge's steps in a round")
    drag(page, steps, (0.02, 0.5), (0.99, 0.5))
    found.get_by_label("the judge's learning rate, as a number").fill("0.002")
    press(found, "One round")
    says(found, GANExplorer(seed=1, moves=[[1, 1, 1, 0.005, 0.005], [10, 1, 1, 0.002, 0.006]]))
    found.get_by_label("setting").select_option("greedy")
    press(found, "Forger: one step")
    moves = [[1, 1, 1, 0.005, 0.005], [10, 1, 1, 0.002, 0.006], [0, 1, 1, 0.001, 0.02]]
    says(found, GANExplorer(seed=1, moves=moves))


def test_plays_until_paused_and_stops_at_the_end(desk: Desk) -> None:
    """Play goes on in rounds until Pause; past the last step there is a sentence instead."""
    desk.lay(GANExplorer(seed=1, moves=[[1, 1, 1960, 0.005, 0.005]]))
    page = desk.open()
    found = live(page)
    described(found, "after 1960 steps")
    press(found, "Play rounds")
    expect(found.get_by_role("alert")).to_have_text("The figure goes no further than step 4000.")
    expect(found.get_by_role("button", name="Play rounds")).to_be_visible()
    press(found, "Rewind")
    press(found, "Play rounds")
    page.wait_for_timeout(500)
    press(found, "Pause")
    left = shown(found)
    page.wait_for_timeout(150)
    assert shown(found) == left
    assert left["pictures"] != shown(live(desk.open()))["pictures"]


def test_collapse_and_its_cure(desk: Desk) -> None:
    """A greedy forger covers one mode at most; a judge who looks five times brings it back."""
    sick, well = [1, 1, 300, 0.001, 0.02], [5, 1, 300, 0.005, 0.005]
    for moves, low, high in (([sick], 0, 1), ([sick, well], 7, 8)):
        desk.lay(GANExplorer(seed=1, moves=moves))
        said = shown(live(desk.open()))["formulas"][2]
        assert low <= int(re.findall(r"covered: (\d)", said)[0]) <= high


def test_reset_link_program_and_nonsense(desk: Desk) -> None:
    """Reset and link restore exactly; the program prints the screen; nonsense gets a sentence."""
    page = desk.open(permissions=["clipboard-read", "clipboard-write"])
    found = live(page)
    before = shown(found)
    for _ in range(3):
        press(found, "One round")
    found.get_by_label("setting").select_option("greedy")
    press(found, "Forger: one step")
    left = shown(found)
    press(found, "Copy link")
    expect(found.locator(".nnb-note")).to_have_text("Link copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    press(found, "Copy as Python")
    program = found.locator(".nnb-code pre").text_content()
    assert program is not None
    judge, forger = re.findall(r"judge (\d\.\d+), forger (\d\.\d+)", run_programs([program])[0])[0]
    assert f"loss {judge} " in left["formulas"][0]
    assert f"loss {forger} " in left["formulas"][1]
    found.get_by_label("the judge's learning rate, as a number").fill("-1")
    expect(found.get_by_role("alert")).to_have_text(
        "Judge_lr must be a number from 0 to 1, but is -1."
    )
    press(found, "Reset")
    assert shown(found) == before != left
    assert shown(live(desk.open(copied.removeprefix(desk.url)))) == left
    broken = live(desk.open("#figure=gan-1&moves=[1,2]"))
    expect(broken.get_by_role("alert")).to_contain_text("Each of the moves must be five numbers")
    press(broken, "Reset")
    expect(broken.get_by_role("alert")).to_have_text("")


def test_a_rate_that_explodes_leaves_a_living_figure(desk: Desk) -> None:
    """With the largest rates nothing on the screen is no number, and Reset works."""
    desk.lay(GANExplorer(seed=1, judge_lr=1, forger_lr=1))
    found = live(desk.open())
    before = shown(found)
    for _ in range(20):
        press(found, "One round")
    assert not re.search("NaN|undefined|Infinity", found.inner_text() + found.inner_html())
    press(found, "Reset")
    assert shown(found) == before


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_is_narrow_and_accessible(desk: Desk, theme: str) -> None:
    """At 360 px nothing is cut off; axe has no objection in either mode."""
    desk.lay(GANExplorer(seed=1, moves=[[1, 1, 50, 0.005, 0.005]]), theme=theme)
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
