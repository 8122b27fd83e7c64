"""Figures of interact on a page: they replay frames, with no kernel, served and from a folder."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from matplotlib.figure import Figure
from playwright.sync_api import Locator, Page, expect

from nnbook.plots.picture import Picture
from nnbook.plots.style import new_figure
from nnbook.widgets import Interaction, interact
from tests.browser.figure_pages import (
    OVERHANG,
    Desk,
    described,
    drag,
    settle,
    shown,
    stored,
    swipe,
)


def drawn(w: float, kind: str, on: bool) -> str:
    """An SVG that tells how it was made, and whose style would turn a page red."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 100" width="400" height="100">'
        "<style>* {fill: red; font-size: 20px}</style>\n"
        f'<text x="10" y="50">w {w:.1f}, {kind}, {on}</text>\n</svg>'
    )


def curve(w: float) -> Figure:
    """A matplotlib figure."""
    fig, ax = new_figure(height=2.4)
    ax.plot([-1, 0, 1], [-w, 0, w])
    ax.set_ylim(-3, 3)
    return fig


@pytest.fixture
def made(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Interaction:
    """A figure with a slider, a list and a switch, its frames beside the page, and a second one."""
    monkeypatch.setenv("NNBOOK_FRAMES", str(desk.folder / "frames"))
    first = interact(
        drawn,
        w=(-1, 1, 0.1),
        kind=["a", "b"],
        on=False,
        alt="Words for {w} and {kind}.",
        caption="A figure.",
    )
    desk.lay(first, interact(curve, w=(-3, 3, 0.5), alt="A bent line of slope {w}."))
    return first


def figure(page: Page, number: int = 0) -> Locator:
    """A live figure of the page."""
    found = page.locator("figure.nnbook").nth(number)
    found.scroll_into_view_if_needed()
    found.locator(".nnb-controls").wait_for()
    return found


def says(found: Locator, words: str) -> None:
    """Wait until the picture on the screen holds these words."""
    expect(found.locator(".nnb-drawn text", has_text=words)).to_be_visible()


def frames_asked(desk: Desk) -> list[str]:
    """The scripts of frames that were loaded."""
    return [url for url in desk.asked if "/frames/" in url]


def test_opens_with_the_still_and_loads_nothing(desk: Desk, made: Interaction) -> None:
    """Until somebody moves a control, the still stands there and no frames are loaded."""
    found = figure(desk.open())
    expect(found.locator(".nnb-drawn img.nnb-still")).to_be_visible()
    described(found, "w = 0.0, kind = a, on = off. Words for 0.0 and a.")
    assert shown(found)["controls"] == ["10", "0", False]
    assert frames_asked(desk) == []
    assert made.caption == "A figure."


def test_names_and_values_are_written_as_in_the_book(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Indices stand low, Greek letters are Greek, words apart, and minus is minus."""
    monkeypatch.setenv("NNBOOK_FRAMES", str(desk.folder / "frames"))

    def words(w11: float, turned_by: float, eta: float) -> str:
        return drawn(w11, f"{turned_by} {eta}", on=False)

    desk.lay(interact(words, w11=(-1, 1, 1), turned_by=(0, 1, 1), eta=[-0.5, 0.5]))
    found = figure(desk.open())
    assert found.locator(".nnb-symbol").all_text_contents() == ["w₁₁", "turned by", "η"]
    assert found.locator(".nnb-name").all_text_contents() == ["w₁₁", "η"]
    assert found.locator("option").all_text_contents() == ["−0.5", "0.5"]
    expect(found.get_by_role("slider", name="turned by")).to_be_visible()
    expect(found.get_by_role("combobox", name="eta")).to_be_visible()
    described(found, "w11 = 0, turned by = 0, eta = -0.5")


def test_slider_by_mouse(desk: Desk, made: Interaction) -> None:
    """Dragging the slider replays the picture for its value, which stands beside it."""
    page = desk.open()
    found = figure(page)
    drag(page, found.get_by_role("slider", name="w"), (0.5, 0.5), (0.98, 0.5))
    says(found, "w 1.0, a, False")
    expect(found.locator("output")).to_have_text("1.0")
    described(found, "w = 1.0, kind = a, on = off. Words for 1.0 and a.")
    assert len(frames_asked(desk)) == 1


def test_slider_by_finger(desk: Desk, made: Interaction) -> None:
    """Dragging with a finger does the same."""
    page = desk.open(width=360, touch=True, is_mobile=True)
    found = figure(page)
    swipe(page, found.get_by_role("slider", name="w"), (0.5, 0.5), (0.02, 0.5))
    says(found, "w -1.0, a, False")


def test_all_controls_by_keyboard(desk: Desk, made: Interaction) -> None:
    """Slider, list and switch are reached with Tab and worked with arrows and space."""
    page = desk.open()
    found = figure(page)
    found.get_by_role("slider", name="w").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    says(found, "w 0.2, a, False")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    says(found, "w 0.2, b, False")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    says(found, "w 0.2, b, True")
    described(found, "w = 0.2, kind = b, on = on. Words for 0.2 and b.")
    label = "w = 0.2, kind = b, on = on. Words for 0.2 and b."
    expect(found.locator(".nnb-drawn")).to_have_attribute("aria-label", label)


def test_every_frame_is_what_python_draws(desk: Desk, made: Interaction) -> None:
    """Scrubbing through all values shows, for each, the very picture of the function."""
    page = desk.open()
    found = figure(page)
    slider = found.get_by_role("slider", name="w")
    for i, w in enumerate(-1 + 0.1 * n for n in range(21)):
        slider.fill(str(i))
        says(found, f"w {w + 0.0:.1f}".replace("-0.0", "0.0"))
        assert drawn(round(w, 10) + 0.0, "a", on=False) in shown(found)["drawn"].replace(
            "></svg>", "/></svg>"
        )


def test_style_of_a_picture_stays_inside(desk: Desk, made: Interaction) -> None:
    """A picture's style rule for everything reaches neither the page nor the next picture."""
    page = desk.open()
    found = figure(page)
    found.get_by_role("slider", name="w").press("End")
    says(found, "w 1.0")
    colour = "(one) => getComputedStyle(one).fill"
    assert found.locator(".nnb-drawn text").evaluate(colour) == "rgb(255, 0, 0)"
    assert page.locator("h1").evaluate(colour) != "rgb(255, 0, 0)"


def test_matplotlib_follows_the_page_into_the_dark(desk: Desk, made: Interaction) -> None:
    """Text and axes of a replayed matplotlib figure have the text colour, in light and in dark."""
    page = desk.open()
    found = figure(page, 1)
    found.get_by_role("slider", name="w").press("End")
    label = found.locator(".nnb-drawn text").first
    label.wait_for()
    for theme in ("light", "dark"):
        page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
        colour = page.locator("body").evaluate("(one) => getComputedStyle(one).color")
        assert label.evaluate("(one) => getComputedStyle(one).fill") == colour
    line = found.locator(".nnb-drawn path[style*=positive]").first
    assert line.evaluate("(one) => getComputedStyle(one).stroke") == "rgb(86, 180, 233)"
    assert "#000" not in shown(found)["drawn"]
    if desk.url.startswith("http"):
        violations = Axe().run(page).response["violations"]
        assert [v["id"] for v in violations if v["impact"] in {"critical", "serious"}] == []


def test_reset_and_link_restore_exactly(desk: Desk, made: Interaction) -> None:
    """Reset returns to the opening picture; a link to the state in which the figure was left."""
    page = desk.open(permissions=["clipboard-read", "clipboard-write"])
    found = figure(page)
    found.get_by_role("slider", name="w").press("End")
    found.get_by_role("checkbox", name="on").check()
    says(found, "w 1.0, a, True")
    left = shown(found)
    found.get_by_role("button", name="Copy link").click()
    expect(found.locator(".nnb-note")).to_have_text("Link copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{desk.url}#figure=replay-1&index=20,0,1"
    found.get_by_role("button", name="Reset").click()
    says(found, "w 0.0, a, False")
    assert shown(found)["controls"] == ["10", "0", False]
    again = figure(desk.open(copied.removeprefix(desk.url)))
    says(again, "w 1.0, a, True")
    assert shown(again) == left


def test_broken_link_is_answered_with_a_sentence(desk: Desk, made: Interaction) -> None:
    """A link to a state that is not there says so, and the figure works."""
    page = desk.open("#figure=replay-1&index=21,0,1")
    found = figure(page)
    expect(found.get_by_role("alert")).to_have_text("W has 21 values, but number 21 is asked for.")
    found.get_by_role("slider", name="w").press("End")
    says(found, "w 1.0")
    expect(found.get_by_role("alert")).to_have_text("")


def test_missing_frames_are_answered_with_a_sentence(desk: Desk, made: Interaction) -> None:
    """Where the frames cannot be loaded a sentence says so, the still stays, and it tries again."""
    for path in desk.folder.glob("frames/*.js"):
        path.rename(path.with_suffix(".away"))
    page = desk.open()
    found = figure(page)
    slider = found.get_by_role("slider", name="w")
    slider.press("End")
    expect(found.get_by_role("alert")).to_have_text(
        "The pictures of the other states could not be loaded."
    )
    expect(found.locator("img.nnb-still")).to_be_visible()
    for path in desk.folder.glob("frames/*.away"):
        path.rename(path.with_suffix(".js"))
    slider.press("Home")
    says(found, "w -1.0")
    expect(found.get_by_role("alert")).to_have_text("")
    assert all("ERR_FILE_NOT_FOUND" in one or "404" in one for one in desk.troubles)
    desk.troubles.clear()


def test_fits_a_phone(desk: Desk, made: Interaction) -> None:
    """At 320 and 360 px nothing is cut off, before and after a move."""
    for width in (320, 360):
        page = desk.open(width=width)
        for i in (0, 1):
            found = figure(page, i)
            assert page.evaluate(OVERHANG) == []
            found.get_by_role("slider", name="w").press("End")
            found.locator(".nnb-drawn svg").wait_for()
            settle(page)
            assert page.evaluate(OVERHANG) == []


def test_a_picture_tells_what_it_shows(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The alt text of a Picture is read out for the still and for each frame."""
    monkeypatch.setenv("NNBOOK_FRAMES", str(desk.folder / "frames"))
    desk.lay(interact(lambda w: Picture(curve(w), f"A line of slope {w}."), w=(0, 2)))
    found = figure(desk.open())
    described(found, "w = 1. A line of slope 1.")
    assert frames_asked(desk) == []
    found.get_by_role("slider", name="w").press("End")
    described(found, "w = 2. A line of slope 2.")


def test_text_results_are_replayed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A function that returns a number shows it, on the page as in the notebook."""
    monkeypatch.setenv("NNBOOK_FRAMES", str(desk.folder / "frames"))
    figures = stored(interact(lambda w: w**2, w=(0, 5)))
    desk.lay(figures)
    page = desk.open()
    found = figure(page)
    expect(found.locator("pre")).to_have_text("4")
    found.get_by_role("slider", name="w").press("End")
    expect(found.locator("pre")).to_have_text("25")
