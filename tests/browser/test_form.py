"""Exercises answered on the page, with no kernel, served and from a folder."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from nnbook.exercises import check
from nnbook.exercises._engine import find
from tests.browser.figure_pages import OVERHANG, Desk, described, drag, settle, stored, swipe

HEADING = (
    '<section id="one-wrong-morning"><h2>One wrong morning'
    '<a class="headerlink" href="#one-wrong-morning">#</a></h2></section>'
)
FIGURES = [HEADING, *(stored(check(id)) for id in ("3.2", "2.2", "3.3", "3.8"))]
RIGHT_ORDER = "ECFADB"


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A page with one exercise of each kind, and one with gaps in a calculation."""
    desk.lay(*FIGURES)
    return desk


def form(page: Page, id: str) -> Locator:
    """The live exercise of this id."""
    found = page.locator("figure.nnbook", has=page.locator("figcaption", has_text=f"{id}."))
    found.scroll_into_view_if_needed()
    found.get_by_role("button", name="Check").wait_for()
    return found


def said(found: Locator) -> Locator:
    """What is said to the answer."""
    return found.locator(".nnb-said")


def press_check(found: Locator) -> None:
    """Have the answer judged."""
    found.get_by_role("button", name="Check").click()


def order(found: Locator) -> str:
    """The letters of the lines from top to bottom."""
    settle(found.page)
    grips = found.locator(".nnb-grip").all_inner_texts()
    return "".join(text[-1] for text in grips)


def grip(found: Locator, letter: str) -> Locator:
    """The handle of a line."""
    return found.locator(".nnb-grip", has_text=letter)


def test_numbers_in_fields(desk: Desk) -> None:
    """Gaps are asked for, a trap is named with the passage to read, and then all is right."""
    page = desk.open()
    found = form(page, "3.2")
    expect(said(found)).to_have_text("Not attempted yet.")
    press_check(found)
    expect(said(found)).to_have_text("Fill in every gap first.")
    for name, typed in (("clouds' weight", "0.65"), ("wind's weight", "0,28"), ("sum", "0.549")):
        found.get_by_label(name).fill(typed)
    page.keyboard.press("Enter")
    trap = next(trap for trap in find("3.2").traps if trap.name == "sign flipped")
    expect(said(found)).to_contain_text(f"✗ Not yet. {trap.says}")
    expect(said(found).get_by_role("link")).to_have_attribute("href", "#one-wrong-morning")
    expect(found.get_by_label("sum")).to_have_attribute("aria-invalid", "true")
    described(found, "Exercise 3.2: not yet right.")
    found.get_by_label("clouds' weight").fill("0.55")
    expect(said(found)).to_be_empty()
    found.get_by_label("wind's weight").fill("0.12")
    found.get_by_label("sum").fill("0.371")
    press_check(found)
    expect(said(found)).to_have_text("✓ Right. To the last decimal.")
    expect(found.locator(".nnb-mark")).to_have_text(["✓", "✓", "✓"])
    described(found, "Exercise 3.2: right.")


def test_gaps_in_a_calculation_by_keyboard(desk: Desk) -> None:
    """The fields stand inside the calculation, in its order; Tab leads from one to the next."""
    page = desk.open()
    found = form(page, "2.2")
    expect(found.locator(".nnb-worked")).to_contain_text("z = 0.42 +  + 0.18 = ")
    found.get_by_label("A", exact=True).focus()
    for typed in ("−0.2", "0.9", "1"):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(said(found)).to_contain_text("B is too large.")
    expect(found.locator(".nnb-mark")).to_have_text(["✓", "✗", "✓"])
    found.get_by_label("B", exact=True).fill("0.4")
    page.keyboard.press("Enter")
    expect(said(found)).to_contain_text("✓ Right.")


def test_lines_by_buttons(desk: Desk) -> None:
    """Arrows move a line by one; at the ends they rest; a broken rule is named with its lines."""
    found = form(desk.open(), "3.3")
    assert order(found) == "ABCDEF"
    expect(found.get_by_label("Move A up")).to_be_disabled()
    expect(found.get_by_label("Move F down")).to_be_disabled()
    found.get_by_label("Move A down").click()
    found.get_by_label("Move F up").click()
    assert order(found) == "BACDFE"
    press_check(found)
    rule = find("3.3").judge.rules[0]
    expect(said(found)).to_contain_text(rule.says.replace("`", ""))
    expect(said(found).locator("pre")).to_contain_text("C      y_hat")
    expect(found.locator(".nnb-off .nnb-grip")).to_contain_text([rule.then, rule.first])
    described(found, "Exercise 3.3: not yet right.")


def test_lines_by_keyboard(desk: Desk) -> None:
    """Space takes a line, arrows carry it, Space lets it go, Escape puts it back; all announced."""
    page = desk.open()
    found = form(page, "3.3")
    heard = found.locator(".nnb-body .nnb-description")
    grip(found, "A").focus()
    page.keyboard.press("ArrowDown")
    expect(grip(found, "B")).to_be_focused()
    page.keyboard.press("Space")
    expect(grip(found, "B")).to_have_attribute("aria-pressed", "true")
    expect(heard).to_have_text("B is held: line 2 of 6.")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert order(found) == "ACDBEF"
    expect(heard).to_have_text("B is now line 4 of 6.")
    expect(grip(found, "B")).to_be_focused()
    page.keyboard.press("Escape")
    assert order(found) == "ABCDEF"
    expect(grip(found, "B")).to_have_attribute("aria-pressed", "false")
    for at, letter in enumerate(RIGHT_ORDER):
        grip(found, letter).focus()
        page.keyboard.press("Space")
        while order(found).index(letter) > at:
            page.keyboard.press("ArrowUp")
        page.keyboard.press("Space")
        expect(heard).to_have_text(f"{letter} stays line {at + 1} of 6.")
    assert order(found) == RIGHT_ORDER
    page.keyboard.press("Alt+ArrowUp")
    assert order(found) == "ECFABD"
    page.keyboard.press("Alt+ArrowDown")
    found.get_by_role("button", name="Check").focus()
    page.keyboard.press("Enter")
    expect(said(found)).to_contain_text("✓ Right. The program runs")


def test_lines_by_mouse_and_finger(desk: Desk) -> None:
    """A line is dragged by its text with the mouse, by its grip with a finger; text scrolls."""
    page = desk.open()
    found = form(page, "3.3")
    drag(page, found.locator(".nnb-lines"), (0.5, 0.92), (0.5, 0.02))
    assert order(found) == "FABCDE"
    expect(grip(found, "F")).to_have_attribute("aria-pressed", "false")
    page = desk.open(touch=True)
    found = form(page, "3.3")
    swipe(page, found.locator(".nnb-lines"), (0.02, 0.08), (0.02, 0.6))
    moved = order(found)
    assert moved.index("A") >= 2
    swipe(page, found.locator(".nnb-lines"), (0.5, 0.08), (0.5, 0.6))
    assert order(found) == moved


def test_a_sentence_beside_the_model_answer(desk: Desk) -> None:
    """A sentence that is long enough is answered by the model answer and what to look for."""
    found = form(desk.open(), "3.8")
    field, judge = found.get_by_label("your sentence"), find("3.8").judge
    press_check(found)
    expect(said(found)).to_have_text("Write a sentence first.")
    field.fill("No idea at all")
    press_check(found)
    expect(said(found)).to_contain_text("✗ Not yet. That is short.")
    field.fill("The sign of the sum decides, and no rate can turn it.")
    press_check(found)
    expect(said(found)).to_contain_text(f"Compare with your own. {judge.model(find('3.8'))}")
    expect(said(found).get_by_role("listitem")).to_have_text(list(judge.points))
    expect(field).to_have_value("The sign of the sum decides, and no rate can turn it.")


def test_hints_come_one_by_one(desk: Desk) -> None:
    """Each press gives one more, down to the shape of the answer; Reset takes them away."""
    found = form(desk.open(), "3.2")
    more = found.get_by_role("button", name="Hint")
    for n, hint in enumerate(find("3.2").hints, start=1):
        more.click()
        expect(found.get_by_role("status").get_by_text(f"Hint {n} of 3")).to_be_visible()
        expect(found).to_contain_text(hint)
    expect(more).to_be_disabled()
    found.get_by_role("button", name="Reset").click()
    expect(found).not_to_contain_text("a nudge")
    expect(more).to_be_enabled()


def test_reset_and_link(desk: Desk) -> None:
    """A link restores answer, judgement and hints; Reset returns to the page as it was."""
    page = desk.open('#figure=form-3&answer="E","C","F","A","D","B"&judged=true&hints=2')
    found = form(page, "3.3")
    assert order(found) == RIGHT_ORDER
    expect(said(found)).to_contain_text("✓ Right.")
    expect(found).to_contain_text("Hint 2 of 3, the method.")
    found.get_by_role("button", name="Reset").click()
    assert order(found) == "ABCDEF"
    expect(said(found)).to_have_text("Not attempted yet.")


@pytest.mark.parametrize(
    "link", ['answer="A","A"', "answer=7,8,9,1,2,3", "hints=9", "answer=[1],2"]
)
def test_a_broken_link_leaves_the_exercise_alone(desk: Desk, link: str) -> None:
    """What cannot be is refused in a sentence, and the exercise stays as it was."""
    found = form(desk.open(f"#figure=form-3&{link}"), "3.3")
    expect(found.get_by_role("alert")).to_contain_text("xercise 3.3")
    assert order(found) == "ABCDEF"


def test_a_judged_answer_is_recorded(desk: Desk) -> None:
    """Each judged answer is kept once, right or not; a gap or a word for a number is not."""
    page = desk.open()
    page.evaluate(
        "nnbook.progress = {kept: [], record(id, right) { this.kept.push([id, right]); }}"
    )
    for id, letters in (("3.3", "ABCDEF"), ("3.8", ""), ("2.2", "")):
        found = form(page, id)
        press_check(found)
        press_check(found)
        assert bool(letters) == ("Not yet" in said(found).inner_text())
    found = form(page, "3.8")
    found.get_by_label("your sentence").fill("one two three four five six seven")
    press_check(found)
    found = form(page, "2.2")
    for typed in ("a fifth", "-0.2"):
        for name, value in (("A", typed), ("B", "0.4"), ("C", "1")):
            found.get_by_label(name, exact=True).fill(value)
        press_check(found)
        settle(page)
    kept = page.evaluate("nnbook.progress.kept")
    assert kept == [["3.3", False], ["3.8", True], ["2.2", True]]


def test_without_javascript_the_exercise_can_be_read(desk: Desk) -> None:
    """The still shows gaps and lines in their order, and says that nothing was attempted."""
    page = desk.open(java_script_enabled=False)
    stills = page.locator(".nnb-still")
    expect(stills).to_have_count(4)
    for number in range(4):
        expect(stills.nth(number)).to_contain_text("Not attempted yet.")
    expect(stills.nth(0)).to_contain_text("wind's weight: ……")
    expect(stills.nth(1)).to_contain_text("z = 0.42 + …… + 0.18 = ……")
    expect(stills.nth(2)).to_contain_text("C      y_hat = 1 if w @ x >= 0 else 0")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_accessible_and_within_the_page(desk: Desk, theme: str, width: int) -> None:
    """No finding of axe, nothing beyond the edge, judged or not, in both themes and widths."""
    desk.lay(*FIGURES, theme=theme)
    page = desk.open(width=width)
    for id in ("3.2", "2.2", "3.3", "3.8"):
        found = form(page, id)
        if id in {"3.3", "3.8"}:
            found.get_by_role("button", name="Hint").click()
            press_check(found)
    settle(page)
    if desk.url.startswith("http"):  # axe reads style sheets, which a page from a folder may not
        findings = Axe().run(page).response["violations"]
        assert [one["id"] for one in findings if one["impact"] in {"serious", "critical"}] == []
    assert page.evaluate(OVERHANG) == []
