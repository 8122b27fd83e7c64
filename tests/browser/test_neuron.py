"""The figure Neuron in a real browser, with no kernel, served and from a folder."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from nnbook.widgets import Neuron
from nnbook.widgets import neuron_picture as picture
from nnbook.widgets.neuron_plane import plane
from tests.browser.figure_pages import (
    OVERHANG,
    Desk,
    barriers,
    described,
    drag,
    live,
    settle,
    shown,
    stored,
    swipe,
)

PLAIN = Neuron()
PLANE = Neuron(x=[0.9, -0.4], w=[0.8, -1.5], b=0.2)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A page with a plain neuron, unless a test lays another figure."""
    desk.lay(PLAIN)
    return desk


def slider(found: Locator, name: str) -> Locator:
    """A slider by its accessible name."""
    return found.get_by_role("slider", name=name, exact=True)


def field(found: Locator, name: str) -> Locator:
    """A number field by its accessible name."""
    return found.get_by_label(f"{name}, as a number")


def texts(neuron: Neuron) -> dict[str, Any]:
    """What Python says that the figure shows."""
    s = neuron._shown()
    pictures = [picture.diagram(s), picture.curve(s)]
    if len(s.x) == 2:
        pictures.append(plane(s))
    return {"pictures": pictures, "formulas": [picture.sum_text(s), picture.output_text(s)]}


@pytest.mark.parametrize(
    "neuron",
    [PLAIN, PLANE, Neuron(x=[1.5], w=[-2], b=1, activation="elu"),
     Neuron(x=[1, 2, -3], w=[0, 1, 0.5], activation="sigmoid")],
    ids=str,
)  # fmt: skip
def test_opens_with_the_numbers_of_nnbook(desk: Desk, neuron: Neuron) -> None:
    """Pictures, sum, output and description are, to the letter, those that nnbook computes."""
    desk.lay(neuron)
    found = live(desk.open())
    seen = shown(found)
    assert {key: seen[key] for key in ("pictures", "formulas")} == texts(neuron)
    described(found, neuron.alt)


def test_slider_by_mouse(desk: Desk) -> None:
    """Dragging a weight's slider changes pictures, formula, number field and description."""
    page = desk.open()
    found = live(page)
    before = shown(found)
    drag(page, slider(found, "weight w1"), (0.567, 0.5), (0.1, 0.5))
    value = float(field(found, "weight w1").input_value())
    assert -3 <= value < -2
    wanted = Neuron(w=[value, 0.5, 0.3])
    after = shown(found)
    assert after["pictures"] == texts(wanted)["pictures"] != before["pictures"]
    assert after["formulas"] == texts(wanted)["formulas"]
    described(found, wanted.alt)


def test_slider_by_finger(desk: Desk) -> None:
    """Dragging with a finger does the same."""
    page = desk.open(width=360, touch=True, is_mobile=True)
    found = live(page)
    swipe(page, slider(found, "weight w2"), (0.58, 0.5), (0.9, 0.5))
    value = float(field(found, "weight w2").input_value())
    assert 2 < value <= 3
    wanted = Neuron(w=[0.4, value, 0.3])
    assert shown(found)["pictures"] == texts(wanted)["pictures"]
    described(found, wanted.alt)


def test_slider_by_keyboard(desk: Desk) -> None:
    """Arrow keys move a slider that was reached with the Tab key, by one step each."""
    page = desk.open()
    found = live(page)
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.ariaLabel") == "bias b":
            break
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(field(found, "bias b")).to_have_value("-0.1")
    wanted = Neuron(b=-0.1)
    assert shown(found)["formulas"] == texts(wanted)["formulas"]
    described(found, wanted.alt)
    assert slider(found, "bias b").evaluate("(one) => one.matches(':focus-visible')")


@pytest.mark.parametrize(
    ("name", "change"),
    [("input x2", {"x": [0.5, 7.25, 0.3]}), ("weight w3", {"w": [0.4, 0.5, 7.25]}),
     ("bias b", {"b": 7.25}), ("threshold", {"threshold": 7.25})],
)  # fmt: skip
def test_number_field_takes_any_number(desk: Desk, name: str, change: dict[str, Any]) -> None:
    """A number typed into a field counts, also one beyond the slider's range."""
    found = live(desk.open())
    field(found, name).fill("7.25")
    wanted = Neuron(**change)
    described(found, wanted.alt)
    seen = shown(found)
    assert {key: seen[key] for key in ("pictures", "formulas")} == texts(wanted)


def test_what_is_no_number_is_answered_with_a_sentence(desk: Desk) -> None:
    """A number too large, or none, is answered, the figure stands, and the field recovers."""
    page = desk.open()
    found = live(page)
    before = shown(found)
    box = field(found, "weight w1")
    box.fill("1e9")
    expect(found.get_by_role("alert")).to_have_text(
        "W1 must be a number between −1000000 and 1000000, but is 1000000000."
    )
    assert box.get_attribute("aria-invalid") == "true"
    box.press("Tab")
    assert shown(found) == before
    box.fill("")
    box.press("Tab")
    expect(found.get_by_role("alert")).to_have_text(
        "W1 must be a number between −1000000 and 1000000, but is NaN."
    )
    assert shown(found) == before
    box.fill("0.5")
    expect(found.get_by_role("alert")).to_have_text("")


def test_typing_is_not_disturbed(desk: Desk) -> None:
    """Digits typed one by one, with a minus sign and a point, stay as they were typed."""
    page = desk.open()
    found = live(page)
    box = field(found, "bias b")
    box.click()
    page.keyboard.press("Control+a")
    page.keyboard.type("-0.50", delay=30)
    assert box.input_value() == "-0.50"
    assert shown(found)["formulas"] == texts(Neuron(b=-0.5))["formulas"]


@pytest.mark.parametrize("activation", list(picture.LABELS)[1:])
def test_activation_is_chosen(desk: Desk, activation: str) -> None:
    """Choosing an activation redraws the figure; only step shows a threshold."""
    found = live(desk.open())
    found.get_by_role("combobox", name="activation").select_option(activation)
    wanted = Neuron(activation=activation)
    described(found, wanted.alt)
    assert shown(found)["pictures"] == texts(wanted)["pictures"]
    expect(slider(found, "threshold")).to_be_hidden()


def test_point_in_the_plane_by_mouse_and_finger(desk: Desk) -> None:
    """The input is dragged in the plane by mouse and by finger, and moved by a click."""
    desk.lay(PLANE)
    page = desk.open(touch=True)
    found = live(page)
    square = found.locator("svg").nth(2)
    # The plane's square reaches from 20 to 220 of 240 across, and from 28 to 228 of 250 down.
    start = ((20 + 200 * 2.9 / 4) / 240, (228 - 200 * 1.6 / 4) / 250)
    drag(page, square, start, (0.25, 0.3))
    first = [float(field(found, f"input x{i}").input_value()) for i in (1, 2)]
    assert first[0] == pytest.approx((0.25 * 240 - 20) / 50 - 2, abs=0.06)
    assert first[1] == pytest.approx((228 - 0.3 * 250) / 50 - 2, abs=0.06)
    swipe(page, square, (0.25, 0.3), (0.75, 0.4))
    second = [float(field(found, f"input x{i}").input_value()) for i in (1, 2)]
    assert second[0] == pytest.approx((0.75 * 240 - 20) / 50 - 2, abs=0.06)
    described(found, Neuron(x=second, w=PLANE.w, b=PLANE.b).alt)
    box = square.bounding_box()
    assert box is not None
    square.click(position={"x": box["width"] * 0.3, "y": box["height"] * 0.8})
    settle(page)
    third = [float(field(found, f"input x{i}").input_value()) for i in (1, 2)]
    assert third[0] == pytest.approx((0.3 * 240 - 20) / 50 - 2, abs=0.06)
    assert shown(found)["pictures"] == texts(Neuron(x=third, w=PLANE.w, b=PLANE.b))["pictures"]


def test_point_in_the_plane_by_keyboard(desk: Desk) -> None:
    """Arrow keys move the point a step, with Shift ten, and it says where it is."""
    desk.lay(PLANE)
    page = desk.open()
    found = live(page)
    point = slider(found, "the input; arrow keys move it")
    point.focus()
    height = page.evaluate("window.scrollY")
    for key in ("ArrowRight", "Shift+ArrowUp", "ArrowDown", "Shift+ArrowLeft"):
        page.keyboard.press(key)
    expect(field(found, "input x1")).to_have_value("0.45")
    expect(field(found, "input x2")).to_have_value("0.05")
    expect(point).to_have_attribute("aria-valuetext", "0.45, 0.05")
    assert page.evaluate("window.scrollY") == height


def test_reset_restores_exactly(desk: Desk) -> None:
    """After changes of every kind, Reset brings back the very same figure."""
    desk.lay(PLANE)
    page = desk.open()
    found = live(page)
    before = shown(found)
    drag(page, slider(found, "weight w1"), (0.5, 0.5), (0.2, 0.5))
    field(found, "bias b").fill("123.456")
    found.get_by_role("combobox").select_option("tanh")
    slider(found, "the input; arrow keys move it").press("ArrowUp")
    assert shown(found) != before
    found.get_by_role("button", name="Reset").click()
    described(found, PLANE.alt)
    assert shown(found) == before


def test_link_restores_exactly(desk: Desk) -> None:
    """A copied link opens the second figure of a page as it was left, and only that one."""
    desk.lay(PLAIN, PLANE, PLANE)
    page = desk.open(permissions=["clipboard-read", "clipboard-write"])
    second = page.locator("figure.nnbook").nth(1)
    second.scroll_into_view_if_needed()
    second = live(page, 1)
    field(second, "weight w1").fill("0.123456789012345")
    field(second, "input x2").fill("-1e-7")
    second.get_by_role("combobox").select_option("leaky_relu")
    second.get_by_role("button", name="Copy link").click()
    expect(second.locator(".nnb-note")).to_have_text("Link copied.")
    left = shown(second)
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"{desk.url}#figure=neuron-2&x=0.9,-1e-7")
    again = desk.open(copied.removeprefix(desk.url))
    expect(again.locator("figure.nnbook").nth(1)).to_be_in_viewport()
    found = live(again, 1)
    described(found, "leaky ReLU")
    assert shown(found) == left
    assert shown(live(again, 0))["formulas"] == texts(PLAIN)["formulas"]
    found.get_by_role("button", name="Reset").click()
    described(found, PLANE.alt)
    assert shown(found)["formulas"] == texts(PLANE)["formulas"]


def test_link_on_the_open_page(desk: Desk) -> None:
    """A link followed on the page itself changes the figure too, also its number of inputs."""
    page = desk.open()
    found = live(page)
    page.evaluate("location.hash = 'figure=neuron-1&x=1,2&w=3,-4'")
    wanted = Neuron(x=[1, 2], w=[3, -4])
    described(found, wanted.alt)
    seen = shown(found)
    assert {key: seen[key] for key in ("pictures", "formulas")} == texts(wanted)


@pytest.mark.parametrize(
    ("link", "sentence"),
    [("x=1,2", "W must have one weight for each of the 2 inputs, but has 3."),
     ("b=hello",
      "The link gives b a value that cannot be read: hello; the figure stays as it was."),
     ("b=1e400", "B must be a number between −1000000 and 1000000, but is Infinity."),
     ("volume=11", "The link sets volume, which this figure has not; the figure stays as it was."),
     ("activation=magic", "Activation must be one of step, ")],
)  # fmt: skip
def test_broken_link_is_answered_with_a_sentence(desk: Desk, link: str, sentence: str) -> None:
    """A link with impossible state says so; the figure opens as stored, and works."""
    page = desk.open(f"#figure=neuron-1&{link}")
    found = live(page)
    expect(found.get_by_role("alert")).to_contain_text(sentence)
    assert shown(found)["formulas"] == texts(PLAIN)["formulas"]
    slider(found, "bias b").press("ArrowRight")
    expect(found.get_by_role("alert")).to_have_text("")
    found.get_by_role("button", name="Reset").click()
    described(found, PLAIN.alt)
    assert shown(found)["formulas"] == texts(PLAIN)["formulas"]


def test_impossible_stored_state_shows_sentence_and_still(desk: Desk) -> None:
    """Stored with impossible state, a figure shows the sentence and its still below, no blank."""
    html = stored(PLAIN)
    desk.lay(html.replace("&quot;w&quot;:[0.4,", "&quot;w&quot;:["),
             html.replace('data-state="{', 'data-state="{{'))  # fmt: skip
    page = desk.open()
    for i, sentence in enumerate(
        ("W must have one weight for each of the 3 inputs, but has 2.",
         "The state of this figure cannot be read.")
    ):  # fmt: skip
        found = page.locator("figure.nnbook").nth(i)
        expect(found.locator(".nnb-message")).to_have_text(sentence)
        expect(found.locator("img.nnb-still")).to_be_visible()


def test_reset_revives_a_figure_without_help(desk: Desk) -> None:
    """Where only the state is impossible, a good link brings the figure to life."""
    desk.lay(stored(PLAIN).replace("&quot;b&quot;:0.0", "&quot;b&quot;:1e99"))
    page = desk.open()
    found = page.locator("figure.nnbook")
    expect(found.get_by_role("alert")).to_contain_text("B must be a number")
    page.evaluate("location.hash = 'figure=neuron-1&b=0'")
    described(live(page), PLAIN.alt)
    expect(found.get_by_role("alert")).to_have_text("")
    expect(found.locator("img.nnb-still")).to_have_count(0)


@pytest.mark.parametrize("width", [320, 360, 600, 1200])
def test_fits_narrow_and_wide(desk: Desk, width: int) -> None:
    """Nothing is cut off and nothing needs sideways scrolling, with long numbers too."""
    desk.lay(PLAIN, PLANE, Neuron(x=[-123.4567, 0.0001, 9], w=[-0.3333, 100, -2.5], b=-0.1234))
    page = desk.open(width=width)
    for i in range(3):
        page.locator("figure.nnbook").nth(i).scroll_into_view_if_needed()
        live(page, i)
    assert page.evaluate(OVERHANG) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for box in page.locator("figure.nnbook svg").all():
        place = box.bounding_box()
        assert place is not None
        assert 200 <= place["width"] <= width


CONTRAST = """(svg) => {
  const numbers = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map(Number);
  const light = (colour) => numbers(colour).map((v) => v / 255)
    .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const paper = light(getComputedStyle(document.body).backgroundColor);
  const ratio = (colour) => {
    const [a, b] = [light(colour), paper].sort((p, q) => q - p);
    return (a + 0.05) / (b + 0.05);
  };
  return [...svg.querySelectorAll("text, path[style*=stroke]")].map((one) => {
    const style = getComputedStyle(one);
    return [one.tagName, ratio(one.tagName === "text" ? style.fill : style.stroke)];
  });
}"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_is_legible_and_accessible_in_both_modes(desk: Desk, theme: str) -> None:
    """Text stands out 4.5 to 1 and strokes 3 to 1; axe has no objection."""
    desk.lay(PLAIN, PLANE, theme=theme)
    page = desk.open()
    page.locator("figure.nnbook").nth(1).scroll_into_view_if_needed()
    live(page, 1)
    found = page.locator("figure.nnbook svg").first.evaluate(CONTRAST)
    assert len(found) > 10
    for kind, ratio in found:
        assert ratio >= (4.5 if kind == "text" else 3), (kind, ratio)
    assert barriers(page) == []


def test_follows_the_system_where_the_page_says_nothing(desk: Desk) -> None:
    """On a page without a theme of its own, blue is the lighter blue when the system is dark."""
    page_file = desk.folder / "index.html"
    page_file.write_text(page_file.read_text("utf-8").replace(' data-theme="light"', ""), "utf-8")
    colours = []
    for scheme in ("light", "dark"):
        page = desk.open(color_scheme=scheme)
        edge = live(page).locator("svg path[style*=stroke]").first
        colours.append(edge.evaluate("(one) => getComputedStyle(one).stroke"))
    assert colours == ["rgb(0, 114, 178)", "rgb(86, 180, 233)"]


def test_wakes_only_when_scrolled_near(desk: Desk) -> None:
    """A figure far down the page stays a still until the reader comes near."""
    far = '<div style="height: 5000px"></div>'
    desk.lay(PLAIN, far, PLANE)
    page = desk.open()
    live(page, 0)
    last = page.locator("figure.nnbook").nth(1)
    expect(last.locator("img.nnb-still")).to_have_count(1)
    assert last.locator(".nnb").count() == 0
    last.scroll_into_view_if_needed()
    live(page, 1)
    expect(last.locator("img.nnb-still")).to_have_count(0)


def test_without_scripts_the_still_stays(desk: Desk) -> None:
    """With JavaScript off the still and the caption are there."""
    page = desk.open(java_script_enabled=False)
    expect(page.locator("figure.nnbook img.nnb-still")).to_be_visible()
    expect(page.locator("figcaption")).to_be_visible()
    assert page.locator(".nnb").count() == 0
