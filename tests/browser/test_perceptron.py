"""The figure PerceptronTrainer in a real browser, with no kernel, served and from a folder."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from nnbook.widgets import PerceptronTrainer
from tests.browser.figure_pages import OVERHANG, Desk, barriers, described, live, settle, shown
from tests.widgets.programs import run_programs

PLAIN = PerceptronTrainer()
XOR = PerceptronTrainer([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0], lr=1)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A page with the opening figure, unless a test lays another."""
    desk.lay(PLAIN)
    return desk


def press(found: Locator, name: str, times: int = 1) -> None:
    """Press a button by its name."""
    for _ in range(times):
        found.get_by_role("button", name=name, exact=True).click()
    settle(found.page)


def lines(found: Locator) -> list[str]:
    """What the figure writes under its pictures."""
    return shown(found)["formulas"]  # type: ignore[no-any-return]


def place(found: Locator, x1: float, x2: float, *, tap: bool = False) -> None:
    """Press at a place of the unit square; the square's edges in the picture are known."""
    svg = found.locator("svg").first
    svg.scroll_into_view_if_needed()
    box = svg.bounding_box()
    assert box is not None
    x = box["x"] + box["width"] * (26 + 335 * x1) / 400
    y = box["y"] + box["height"] * (361 - 335 * x2) / 390
    (found.page.touchscreen.tap if tap else found.page.mouse.click)(x, y)
    settle(found.page)


def after(steps: int) -> str:
    """What nnbook says about the weights after so many steps of the opening figure."""
    w1, w2, b = (f"{value:.3f}".rstrip("0").rstrip(".") for value in weights_after(steps))
    return f"w = ({w1}, {w2}), b = {b}".replace("-", "−")


def weights_after(steps: int) -> tuple[float, float, float]:
    """The weights after so many steps of the opening figure."""
    w1, w2, b = PerceptronTrainer(steps=steps).path[-1]
    return w1, w2, b


def test_steps_epochs_and_the_way_back(desk: Desk) -> None:
    """One point, one epoch, back, rewind: the weights are nnbook's after as many steps."""
    found = live(desk.open())
    described(found, "Not begun")
    press(found, "One point", 2)
    described(found, after(2))
    pictures = shown(found)["pictures"]
    press(found, "One epoch")
    described(found, after(12))
    assert shown(found)["pictures"] != pictures
    press(found, "One epoch")
    described(found, after(24))
    press(found, "Back", 22)
    described(found, after(2))
    assert shown(found)["pictures"] == pictures
    press(found, "Rewind")
    described(found, "Not begun")


def test_comes_to_rest_and_says_so(desk: Desk) -> None:
    """After the epoch without a mistake nothing moves; counts and bound are nnbook's."""
    found = live(desk.open())
    run = PerceptronTrainer(steps=1200).history
    press(found, "One epoch", len(run.mistakes) + 3)
    seen = lines(found)
    assert seen[4].startswith(f"{run.mistakes.sum()} mistakes so far, 0 in this epoch; 0 of 12")
    listed = " ".join(map(str, run.mistakes))
    assert seen[5] == f"mistakes in each epoch: {listed}. An epoch without a mistake: at rest"
    assert seen[6].endswith(f", {int(PLAIN.bound)} corrections")


def test_plays_until_it_rests(desk: Desk) -> None:
    """Play steps by itself, Pause stops it."""
    found = live(desk.open())
    press(found, "Play")
    expect(found.locator(".nnb-formula > div").first).to_contain_text(
        re.compile("point [3-9]"), timeout=5000
    )
    press(found, "Pause")
    stopped = lines(found)
    found.page.wait_for_timeout(700)
    assert lines(found) == stopped


def test_points_by_mouse(desk: Desk) -> None:
    """A press puts down a point of the chosen class; a press on it takes it away again."""
    found = live(desk.open())
    press(found, "One epoch")
    place(found, 0.05, 0.05)
    described(found, "13 points, 7 of class 1")
    described(found, after(12))  # what was learned stays, and the count begins anew
    assert lines(found)[4].startswith("0 mistakes so far")
    assert "Not separable" in lines(found)[6]
    place(found, 0.05, 0.05)
    described(found, "12 points, 6 of class 1")
    found.get_by_label("class of the next point").select_option("0")
    place(found, 0.95, 0.95)
    described(found, "13 points, 6 of class 1")
    press(found, "Reset")
    described(found, "12 points, 6 of class 1")
    described(found, "Not begun: w = (0, 0), b = 0")


def test_points_by_finger(desk: Desk) -> None:
    """A tap does the same as a press."""
    found = live(desk.open(width=360, touch=True, is_mobile=True))
    place(found, 0.9, 0.9, tap=True)
    described(found, "13 points, 7 of class 1")
    place(found, *PLAIN.points[0], tap=True)
    described(found, "12 points, 6 of class 1")


def test_points_by_keyboard(desk: Desk) -> None:
    """The crosshair is reached by Tab, moved by arrow keys, and Enter and Space press."""
    page = desk.open()
    found = live(page)
    page.keyboard.press("Tab")
    cross = found.get_by_role("button", name=re.compile("^crosshair"))
    expect(cross).to_be_focused()
    assert cross.evaluate("(one) => getComputedStyle(one).stroke") == "rgb(0, 114, 178)"
    height = page.evaluate("window.scrollY")
    for key in ("ArrowRight", "Shift+ArrowUp", "ArrowDown", "ArrowLeft", "ArrowLeft"):
        page.keyboard.press(key)
    expect(cross).to_have_attribute("aria-label", re.compile("^crosshair at 0.48, 0.68"))
    page.keyboard.press("Enter")
    described(found, "13 points, 7 of class 1")
    page.keyboard.press(" ")
    described(found, "12 points, 6 of class 1")
    for _ in range(5):
        page.keyboard.press("Shift+ArrowLeft")
    expect(cross).to_have_attribute("aria-label", re.compile("^crosshair at 0.00, 0.68"))
    assert page.evaluate("window.scrollY") == height


def test_limits_are_sentences(desk: Desk) -> None:
    """The last point cannot be taken away, and a learning rate of 0 is no rate."""
    desk.lay(PerceptronTrainer([[0.5, 0.5]], [1]))
    found = live(desk.open())
    place(found, 0.5, 0.5)
    alert = found.get_by_role("alert")
    expect(alert).to_have_text("There must be 1 to 60 points, but there are 0.")
    found.get_by_label("learning rate, as a number").fill("0")
    expect(alert).to_have_text("The learning rate must be above 0 and at most 1000.")
    press(found, "One point")
    expect(alert).to_have_text("")


def test_a_start_at_0_makes_the_rate_idle(desk: Desk) -> None:
    """From 0 another rate makes the same mistakes; from elsewhere it does not."""
    found = live(desk.open())
    press(found, "One epoch", 3)
    counts, line = lines(found)[4:6], found.locator("svg").first.inner_html()
    found.get_by_label("learning rate, as a number").fill("2")
    assert lines(found)[4:6] == counts
    assert found.locator("svg").first.inner_html() == line
    found.get_by_text("The weights at the start").click()
    found.get_by_label("w1 at the start, as a number").fill("-1.5")
    found.get_by_label("b at the start, as a number").fill("1")
    assert lines(found)[4:6] != counts
    assert "‖w₀‖" in lines(found)[6]
    press(found, "Start at 0")
    described(found, "Not begun: w = (0, 0), b = 0")


def test_xor_is_noticed_and_never_rests(desk: Desk) -> None:
    """Four corners of XOR: no line, four mistakes in an epoch, for ever, and a last look."""
    desk.lay(XOR)
    found = live(desk.open())
    press(found, "One epoch", 14)
    seen = lines(found)
    assert seen[5] == "mistakes in each epoch: … 4 4 4 4 4 4 4 4 4 4 4 4"
    assert seen[6] == "Not separable: no line has all squares on one side. It will never rest"
    desk.lay(PerceptronTrainer(**{**XOR.state(), "steps": 20000}))
    found = live(desk.open())
    press(found, "One point")
    assert "20000 looks are as many as this figure keeps" in lines(found)[5]


def test_link_and_program(desk: Desk) -> None:
    """A copied link opens the very same figure; the program prints the weights on the screen."""
    page = desk.open(permissions=["clipboard-read", "clipboard-write"])
    found = live(page)
    place(found, 0.31, 0.6)
    press(found, "One epoch")
    press(found, "One point", 3)
    left = shown(found)
    press(found, "Copy link")
    expect(found.locator(".nnb-note")).to_have_text("Link copied.")
    link = page.evaluate("navigator.clipboard.readText()").removeprefix(desk.url)
    again = live(desk.open(link))
    described(again, "13 points")
    assert shown(again) == left
    press(found, "Copy as Python")
    program = found.locator(".nnb-code pre").text_content() or ""
    w1, w2, b, mistakes = re.findall(r"= (\S+?)(?:,|\n)", run_programs([program])[0])
    assert lines(found)[4].startswith(f"{mistakes} mistakes so far")
    weights = ", ".join(f"{float(w):.4f}".rstrip("0").rstrip(".") for w in (w1, w2))
    wanted = f"w = ({weights}), b = {float(b):.4f}".rstrip("0").rstrip(".")
    described(found, wanted.replace("-", "−"))


@pytest.mark.parametrize(
    ("link", "sentence"),
    [("points=[0.5,2]", "There must be 1 labels, one for each point, but there are 12."),
     ("labels=0,1,0", "There must be 12 labels, one for each point, but there are 3."),
     ("steps=1e9", "Steps must be a whole number from 0 to 20000."),
     ("points=nonsense", "The link gives points a value that cannot be read: nonsense;")],
)  # fmt: skip
def test_broken_link_is_answered_with_a_sentence(desk: Desk, link: str, sentence: str) -> None:
    """Impossible state in a link is a sentence; the figure opens as stored, and works."""
    found = live(desk.open(f"#figure=perceptron-1&{link}"))
    expect(found.get_by_role("alert")).to_contain_text(sentence)
    press(found, "One point")
    expect(found.get_by_role("alert")).to_have_text("")
    described(found, after(1))


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_fits_narrow_and_wide(desk: Desk, width: int) -> None:
    """Nothing is cut off, nothing scrolls sideways, with long numbers and all unfolded."""
    desk.lay(PerceptronTrainer(w=[-123.4567, 89.0123], b=-0.3333, lr=0.0007, steps=5))
    page = desk.open(width=width)
    found = live(page)
    found.get_by_text("The weights at the start").click()
    settle(page)
    assert page.evaluate(OVERHANG) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    left = page.evaluate("Math.min(...[...document.querySelectorAll('.nnb-button')]"
                         ".map((one) => one.getBoundingClientRect().left))")  # fmt: skip
    assert left >= 0


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_is_accessible_in_both_modes(desk: Desk, theme: str) -> None:
    """axe finds nothing serious."""
    desk.lay(PerceptronTrainer(steps=7), theme=theme)
    page = desk.open()
    found = live(page)
    found.get_by_text("The weights at the start").click()
    settle(page)
    assert barriers(page) == []


def test_without_scripts_the_still_stays(desk: Desk) -> None:
    """With JavaScript off the still and the caption are there."""
    page = desk.open(java_script_enabled=False)
    expect(page.locator("figure.nnbook img.nnb-still")).to_be_visible()
    expect(page.locator("figcaption")).to_be_visible()
