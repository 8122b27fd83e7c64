"""The figure LossExplorer in a real browser, with no kernel, served and from a folder."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, expect

from nnbook.widgets import LossExplorer
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

MORNINGS = LossExplorer()
HOUSES = LossExplorer(y=[1, 2, 3, 4, 40], y_hat=[10] * 5)
RAIN = LossExplorer(loss="binary_cross_entropy", y=[1, 0, 1, 0], y_hat=[0.9, 0.1, 0.8, 0.4])
HINGE = LossExplorer(loss="hinge", y=[1, 1, -1, -1], y_hat=[2, 0.4, -3, 0.5])
HEN = LossExplorer(loss="cross_entropy", y=[0, 0, 1], y_hat=[2, 1, 0])


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A page with the four mornings, unless a test lays another figure."""
    desk.lay(MORNINGS)
    return desk


def read(found: Locator) -> dict[str, Any]:
    """Targets and predictions in the fields, slopes and loss in the table."""
    settle(found.page)
    fields = [float(one.input_value()) for one in found.locator(".nnb-losses input").all()]
    cells = [one.inner_text().replace("−", "-") for one in found.locator(".nnb-losses td").all()]
    rows = [cells[4 * i : 4 * i + 4] for i in range(len(fields) // 2)]
    return {
        "y": fields[::2],
        "y_hat": fields[1::2],
        "slopes": [float(row[3]) for row in rows],
        "whole": float(cells[-2]),
    }


def agrees(found: Locator, loss: str) -> LossExplorer:
    """What stands in the table is what nnbook computes of the points in it."""
    seen = read(found)
    now = LossExplorer(loss=loss, y=seen["y"], y_hat=seen["y_hat"])
    assert np.allclose(seen["slopes"], now.slopes, atol=5.1e-5)
    assert seen["whole"] == pytest.approx(1 if loss == "cross_entropy" else now.value, abs=5.1e-5)
    return now


@pytest.mark.parametrize("opening", [MORNINGS, HOUSES, RAIN, HINGE, HEN], ids=lambda f: f.loss)
def test_opens_on_the_numbers_of_nnbook(desk: Desk, opening: LossExplorer) -> None:
    """Points, slopes and loss are those of nnbook, in the table and in words."""
    desk.lay(opening)
    found = live(desk.open())
    now = agrees(found, opening.loss)
    assert now.state() == opening.state()
    described(found, f"C = {round(now.value, 4):g}.")
    assert shown(found)["formulas"][0].endswith(f" {round(now.value, 4):g}")


def test_a_point_at_the_top_has_room_above(desk: Desk) -> None:
    """The highest prediction can be dragged farther up, and the picture grows with it."""
    page = desk.open()
    found = live(page)
    highest = found.get_by_role("slider", name="prediction 4")
    before = read(found)["y_hat"][3]
    for _ in range(2):
        drag(page, highest, (0.5, 0.5), (0.5, -1.5))
    assert read(found)["y_hat"][3] > before + 2
    agrees(found, "mse")


def test_points_are_dragged(desk: Desk) -> None:
    """Prediction and target follow the mouse up and down; the slope follows them."""
    page = desk.open()
    found = live(page)
    chart = found.locator("svg").first
    # The fourth of four slots, 44 to 306 of 320 across; 24 to 236 of 262 for values down to -2,
    # from 10 as long as a point stands at 8, then from 8.
    x, apart = (44 + 262 * 7 / 8) / 320, 12 / 320

    def height(value: float, high: float = 8) -> float:
        return (236 - 212 * (value + 2) / (high + 2)) / 262

    drag(page, chart, (x + apart, height(8, 10)), (x + apart, height(5, 10)))
    assert read(found)["y_hat"] == [2.5, 0, 2, 5]
    drag(page, chart, (x - apart, height(7)), (x - apart, height(1)))
    assert read(found)["y"] == [3, -0.5, 2, 1]
    assert agrees(found, "mse").slopes[3] == 2
    drag(page, chart, (0.5, 0.5), (0.5, 0.2))
    assert read(found)["y"] == [3, -0.5, 2, 1]


@pytest.mark.parametrize(
    ("opening", "name", "keys", "y", "y_hat"),
    [(MORNINGS, "prediction 1", ["ArrowUp", "ArrowUp"], MORNINGS.y, [2.7, 0, 2, 8]),
     (MORNINGS, "target 2", ["Shift+ArrowDown"], [3, -1.5, 2, 7], MORNINGS.y_hat),
     (HOUSES, "target 5", ["ArrowLeft"], [1, 2, 3, 4, 39], HOUSES.y_hat),
     (RAIN, "prediction 4", ["ArrowDown"], RAIN.y, [0.9, 0.1, 0.8, 0.39]),
     (RAIN, "target 4", ["ArrowUp"], [1, 0, 1, 1], RAIN.y_hat),
     (HINGE, "target 1", ["ArrowDown"], [-1, 1, -1, -1], HINGE.y_hat),
     (HEN, "target 2", ["ArrowUp"], [0, 1, 0], HEN.y_hat)],
)  # fmt: skip
def test_points_by_keyboard(
    desk: Desk, opening: LossExplorer, name: str, keys: list[str], y: list[float],
    y_hat: list[float],
) -> None:  # fmt: skip
    """Arrow keys move each kind of point a step; one of two targets turns into the other."""
    desk.lay(opening)
    found = live(desk.open())
    before = shown(found)
    point = found.get_by_role("slider", name=f"{name}; arrow keys move it", exact=True)
    for key in keys:
        point.press(key)
    seen = read(found)
    assert (seen["y"], seen["y_hat"]) == (y, y_hat)
    agrees(found, opening.loss)
    assert shown(found)["pictures"] != before["pictures"]


def test_the_scale_stands_still_while_a_point_is_dragged(desk: Desk) -> None:
    """The far house is pulled from 40 down to 5 in one go; afterwards the picture is enlarged."""
    desk.lay(HOUSES)
    page = desk.open()
    found = live(page)
    x = (44 + 262 * 9 / 10 - 12) / 320
    start, end = [(236 - 212 * value / 64) / 262 for value in (40, 5)]
    drag(page, found.locator("svg").first, (x, start), (x, end))
    assert read(found)["y"] == [1, 2, 3, 4, 5]
    expect(found.locator("svg").first.get_by_text("60")).to_have_count(0)


def test_a_probability_is_pushed_through_its_sum(desk: Desk) -> None:
    """Moving a class of a softmax changes its sum alone; the others make room."""
    desk.lay(HEN)
    found = live(desk.open())
    found.get_by_role("slider", name="prediction 3; arrow keys move it").press("Shift+ArrowUp")
    now = agrees(found, "cross_entropy")
    assert now.y_hat[:2] == [2, 1]
    assert now.predictions[2] == pytest.approx(0.19, abs=1e-3)


@pytest.mark.parametrize(
    "shown_first",
    [MORNINGS, HOUSES, LossExplorer(y=[1, 5, 3], y_hat=[5, 1, 3]),
     LossExplorer(loss="mae", y=[0, 9, 4, 5], y_hat=[1, 8, 0, 5])],
)  # fmt: skip
def test_the_name_of_the_best_constant_covers_no_point(
    desk: Desk, shown_first: LossExplorer
) -> None:
    """The word mean, or median, stands where no target, prediction or arrow is."""
    desk.lay(shown_first)
    found = live(desk.open(width=360))
    settle(found.page)
    assert found.evaluate(
        """(figure) => {
          const name = [...figure.querySelectorAll("svg text")]
            .find((one) => /^(mean|median)$/.test(one.textContent));
          const box = name.getBBox();
          const covers = ({ x, y, width, height }) => x < box.x + box.width && box.x < x + width &&
            y < box.y + box.height && box.y < y + height;
          return [...name.parentElement.querySelectorAll("circle, rect, path")]
            .map((one) => one.getBBox()).filter(({ width }) => width < 40).filter(covers).length;
        }"""
    ) == 0  # fmt: skip


def test_the_outlier_moves_the_mean_and_not_the_median(desk: Desk) -> None:
    """At the mean the slopes of MSE add up to 0, at the median those of MAE; 400 moves one."""
    desk.lay(HOUSES)
    found = live(desk.open())
    together = found.locator(".nnb-losses tfoot td").last
    expect(together).to_have_text("0")
    found.get_by_role("combobox").select_option("mae")
    expect(together).to_have_text("0.6")
    found.get_by_role("button", name="Predict the median").click()
    expect(together).to_have_text("0")
    assert agrees(found, "mae").y_hat == [3] * 5
    found.get_by_label("target 5", exact=True).fill("400")
    expect(together).to_have_text("0")
    assert shown(found)["formulas"][2].endswith("the mean, 82; for MAE the median, 3.")
    found.get_by_role("button", name="Predict the mean").click()
    assert agrees(found, "mae").y_hat == [82] * 5


def test_every_loss_can_be_chosen(desk: Desk) -> None:
    """Each opens on the chapter's points where those that stand will not do; focus stays."""
    page = desk.open()
    found = live(page)
    for other in (RAIN, HEN, HINGE, MORNINGS):
        found.get_by_role("combobox").select_option(other.loss)
        now = agrees(found, other.loss)
        assert now.state() == other.state()
        assert page.evaluate("document.activeElement.ariaLabel") in {"loss", None}
    found.get_by_role("button", name="Add a point").click()
    assert len(read(found)["y"]) == 5
    for _ in range(3):
        found.get_by_role("button", name="Remove a point").click()
        settle(page)
    expect(found.get_by_role("alert")).to_have_text("Y must have 3 to 8 targets, but has 2.")
    agrees(found, "mse")


def test_reset_and_link_restore_exactly(desk: Desk) -> None:
    """A copied link opens the figure as it was left; Reset returns to where it opened."""
    page = desk.open(permissions=["clipboard-read", "clipboard-write"])
    found = live(page)
    opening = shown(found)
    found.get_by_role("combobox").select_option("hinge")
    settle(page)
    found.get_by_label("prediction 2", exact=True).fill("-1.23456789")
    described(found, "prediction −1.2346")
    left = shown(found)
    found.get_by_role("button", name="Copy link").click()
    expect(found.locator(".nnb-note")).to_have_text("Link copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    again = live(desk.open(copied.removeprefix(desk.url)))
    described(again, "prediction −1.2346")
    assert shown(again) == left
    for one in (found, again):
        one.get_by_role("button", name="Reset").click()
        described(one, "Loss MSE, C = 0.375.")
        assert shown(one) == opening


def test_bad_input_is_answered_with_a_sentence(desk: Desk) -> None:
    """A target that the loss does not take, and a broken link, are named; the figure goes on."""
    desk.lay(HINGE)
    found = live(desk.open("#figure=losses-1&y=1,2"))
    alert = found.get_by_role("alert")
    expect(alert).to_have_text("Y must have 3 to 8 targets, but has 2.")
    found.get_by_label("target 1", exact=True).fill("0")
    expect(alert).to_have_text("Hinge takes the targets −1 and 1.")
    agrees_still = found.get_by_label("prediction 1", exact=True)
    agrees_still.fill("0.5")
    expect(alert).to_have_text("")
    assert agrees(found, "hinge").y_hat[0] == 0.5


def test_programs_are_shown(desk: Desk) -> None:
    """Each of the three programs stands in the page after its button was pressed."""
    found = live(desk.open())
    for name, word in (("Python", "from nnbook"), ("Keras", "keras"), ("PyTorch", "torch")):
        found.get_by_role("button", name=f"Copy as {name}").click()
        expect(found.locator(".nnb-code pre")).to_contain_text(word)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_fits_and_is_accessible(desk: Desk, theme: str) -> None:
    """At 360 px nothing is cut off, and axe has no objection, light or dark."""
    many = LossExplorer(y=[1.2345, 2, 3, 4, 5, 6, -7, 8], y_hat=[-1e5, 2, 3, 0, 5, 6, 7, -8.1234])
    desk.lay(many, HEN, theme=theme)
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
