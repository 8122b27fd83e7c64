"""The page "Your progress" in a real browser, served and from a folder, by pointer and keyboard."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from nnbook.exercises import _progress, quiz
from nnbook.exercises._progress import Item
from nnbook.exercises._review import Entry, entries_of
from tests.browser.conftest import Visit
from tests.browser.figure_pages import OVERHANG, Desk, settle

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "book" / "_ext"))

from nnbook_book.progress import as_html

NOON = "2026-11-21T12:00:00"
QUIZ = quiz("3.B")  # its first question has options of which one is right
LISTED: list[Entry] = [*entries_of(2), *entries_of(3)]
LIST = as_html(LISTED, "{0} A chapter".format, "{0}.html".format)
KEPT = {
    "3.1": Item(2, "2026-11-22", "2026-11-20", "2026-11-20"),
    "3.2": Item(1, "2026-11-19", "2026-11-19", None),
    "2.4": Item(3, "2026-11-21", "2026-11-17", "2026-11-17"),
}
FORBID = """Object.defineProperty(window, "localStorage",
  { get() { throw new DOMException("no", "SecurityError"); } });"""


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A page with the list of two chapters, and with a quiz."""
    desk.lay(LIST, QUIZ)
    return desk


def keep(page: Page, items: dict[str, Any], *, raw: bool = False) -> None:
    """Put records, or any text, into the browser's storage."""
    texts = {key: item if raw else json.dumps(vars(item)) for key, item in items.items()}
    page.evaluate(
        "(texts) => { for (const id in texts) localStorage['nnbook.progress:' + id] = texts[id]; }",
        texts,
    )


def kept(page: Page) -> dict[str, Item]:
    """What the storage of the browser holds now."""
    return {
        key: Item(**item) for key, item in page.evaluate("nnbook.progress.read().items").items()
    }


def open_on(desk: Desk, items: dict[str, Item], day: str = NOON, **more: Any) -> Page:
    """The page on that day, with these records kept before."""
    page = desk.open(**more)
    page.clock.set_fixed_time(day)
    keep(page, items)
    page.reload()
    return page


def row(page: Page, id: str) -> Locator:
    """An exercise or question in the list of its chapter, unfolded."""
    found = page.locator(f'[data-item="{id}"]')
    found.locator("xpath=ancestor::details").evaluate("(one) => { one.open = true; }")
    return found


def note(page: Page) -> Locator:
    """What is said to what was done last."""
    return page.locator("[data-part=note]")


def answer(page: Page, option: int) -> None:
    """Answer the first question of the quiz by keyboard."""
    figure = page.locator("figure.nnbook")
    figure.scroll_into_view_if_needed()
    box = figure.get_by_label(QUIZ.questions[0]["options"][option]["text"])
    box.focus()
    page.keyboard.press("Space")
    figure.get_by_role("button", name="Check question 1").focus()
    page.keyboard.press("Enter")
    expect(figure.locator(".nnb-said").first).to_contain_text("Right" if option == 1 else "Not yet")


def test_what_is_due_and_what_is_solved(desk: Desk) -> None:
    """The longest overdue first, a count for each chapter, a word and a sign for each exercise."""
    page = open_on(desk, KEPT)
    expect(page.locator("[data-part=sum]")).to_have_text(f"2 of {len(LISTED)} solved, 2 due today.")
    due = page.locator("[data-part=list] > li")
    expect(due.locator("a")).to_have_text(["Exercise 3.2", "Exercise 2.4"])
    expect(due.first).to_contain_text("since 19 November")
    expect(due.locator("a").first).to_have_attribute(
        "href", "3.html#exercise-3-2-a-dry-day-by-hand-warm-up"
    )
    second, third = (len(entries_of(chapter)) for chapter in (2, 3))
    expect(page.locator("summary").first).to_contain_text(f"1 of {second} solved, 1 due")
    expect(page.locator("summary").last).to_contain_text(f"1 of {third} solved, 1 due")
    expect(row(page, "3.1")).to_contain_text("✓ solved, next on 22 November")
    expect(row(page, "3.2")).to_contain_text("✗ not right yet")
    expect(row(page, "3.3")).to_contain_text("not tried yet")
    expect(row(page, "2.4")).to_contain_text("↻ solved, due again")
    width = page.locator(".nnb-bar").first.evaluate("(b) => b.style.getPropertyValue('--nnb-part')")
    assert float(width.removesuffix("%")) == pytest.approx(100 / second)


def test_nothing_due_names_the_next_day(desk: Desk) -> None:
    """Without reviews the day of the next is told; without any record, how one comes about."""
    page = open_on(desk, {"3.1": KEPT["3.1"]})
    expect(page.locator("[data-part=next]")).to_have_text(
        "Nothing. The next review is on 22 November."
    )
    fresh = open_on(desk, {})
    expect(fresh.locator("[data-part=next]")).to_contain_text("Nothing is kept yet.")


def test_a_long_list_is_cut(desk: Desk) -> None:
    """At most twenty reviews are asked for at once."""
    page = open_on(desk, {entry.id: KEPT["3.2"] for entry in LISTED})
    expect(page.locator("[data-part=list] > li")).to_have_count(20)
    expect(page.locator("[data-part=next]")).to_contain_text(f"{len(LISTED) - 20} more")


def test_a_quiz_is_kept_and_comes_back(desk: Desk) -> None:
    """By keyboard: wrong, right, right again on the day, and once more on the day it is due."""
    page = open_on(desk, {})
    answer(page, 0)
    assert kept(page) == {"3.B.1": Item(1, "2026-11-21", "2026-11-21", None)}
    answer(page, 1)
    first = Item(1, "2026-11-22", "2026-11-21", "2026-11-21")
    assert kept(page) == {"3.B.1": first}
    page.reload()
    answer(page, 1)
    assert kept(page) == {"3.B.1": first}
    page.clock.set_fixed_time("2026-11-23T12:00:00")
    page.reload()
    expect(row(page, "3.B.1")).to_contain_text("↻ solved, due again")
    answer(page, 1)
    assert kept(page) == {"3.B.1": Item(2, "2026-11-25", "2026-11-23", "2026-11-23")}


def test_a_link_to_an_answered_quiz_keeps_nothing(desk: Desk) -> None:
    """Answers that came with a link are somebody else's; only a press of Check is one's own."""
    page = desk.open("#figure=quiz-1&chosen=[1],[0]&judged=true,true")
    page.locator("figure.nnbook").scroll_into_view_if_needed()
    expect(page.locator(".nnb-said").first).to_contain_text("Right")
    page.get_by_role("button", name="Check question 1").click()
    assert kept(page) == {}


def test_two_tabs_lose_nothing(desk: Desk) -> None:
    """Answers given in turn in two tabs are all kept, and each tab shows those of the other.

    A browser tells one tab of what another has stored in its own time, so both are waited for.
    """
    one = open_on(desk, {})
    other = one.context.new_page()
    other.goto(desk.url)
    for number, entry in enumerate(LISTED):
        page = (one, other)[number % 2]
        page.evaluate("(id) => nnbook.progress.record(id, true)", entry.id)
    for page in (one, other):
        page.wait_for_function(
            "(many) => Object.keys(nnbook.progress.read().items).length === many", arg=len(LISTED)
        )
    assert set(kept(one)) == set(kept(other)) == {entry.id for entry in LISTED}
    expect(row(one, LISTED[1].id)).to_contain_text("✓ solved")
    expect(row(other, LISTED[-2].id)).to_contain_text("✓ solved")


def test_export_and_import(desk: Desk, tmp_path: Path) -> None:
    """The kernel reads what the page exports; what the kernel exports is merged."""
    page = open_on(desk, KEPT)
    with page.expect_download() as download:
        page.get_by_role("button", name="Export").press("Enter")
    assert download.value.suggested_filename == "nnbook-progress-2026-11-21.json"
    assert _progress.load(Path(download.value.path())) == KEPT
    expect(note(page)).to_have_text("3 records exported.")

    later = Item(3, "2026-11-25", "2026-11-21", "2026-11-21")
    earlier = Item(5, "2026-12-01", "2026-11-15", "2026-11-15")
    path = tmp_path / "from-the-kernel.json"
    _progress.write(path, {"3.1": later, "3.2": earlier, "2.1": later, "2.4": KEPT["2.4"]})
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Import").press("Space")
    chooser.value.set_files(path)
    expect(note(page)).to_have_text("Imported: 3 records new or newer, of 4.")
    solved = Item(1, "2026-11-19", "2026-11-19", "2026-11-15")
    assert kept(page) == {"3.1": later, "3.2": solved, "2.1": later, "2.4": KEPT["2.4"]}
    expect(row(page, "2.1")).to_contain_text("next on 25 November")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("{oops", "the file is no JSON."),
     ('{"format": "nnbook progress", "version": 1, "items": {"3.1": {"box": 9}}}',
      "the record of 3.1 has a box that is not 1 to 5."),
     (" " * 1_000_001, "it is too large for a progress file.")],
    ids=["no JSON", "no box", "too large"],
)  # fmt: skip
def test_a_bad_file_changes_nothing(desk: Desk, tmp_path: Path, text: str, sentence: str) -> None:
    """A file that is none is answered with what is wrong with it, and all records stay."""
    page = open_on(desk, KEPT)
    path = tmp_path / "bad.json"
    path.write_text(text, encoding="utf-8")
    page.locator("[data-part=file]").set_input_files(path)
    expect(note(page)).to_have_text(f"Nothing was imported from bad.json: {sentence}")
    assert kept(page) == KEPT


def test_erase_asks_first(desk: Desk) -> None:
    """By keyboard: Escape and Keep all keep it, Erase all erases; what others store stays."""
    page = open_on(desk, KEPT)
    page.evaluate("localStorage.theme = 'dark'")
    erase = page.get_by_role("button", name="Erase", exact=True)
    erase.press("Enter")
    expect(page.get_by_role("button", name="Keep all").last).to_be_focused()
    page.keyboard.press("Escape")
    expect(erase).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(erase).to_be_focused()
    assert kept(page) == KEPT
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(note(page)).to_have_text("Erased.")
    expect(page.locator("[data-part=sum]")).to_contain_text("0 of")
    assert kept(page) == {}
    assert page.evaluate("localStorage.theme") == "dark"


@pytest.mark.parametrize(
    "script",
    [FORBID, "Storage.prototype.setItem = () => { throw new DOMException('full'); };"],
    ids=["forbidden", "takes nothing"],
)
def test_without_storage_the_page_says_so(desk: Desk, script: str) -> None:
    """Where the browser keeps nothing a sentence says so, and quizzes judge as ever."""
    page = desk.open()
    page.context.add_init_script(script)
    page.reload()
    expect(page.locator("[data-part=forbidden]")).to_be_visible()
    expect(page.locator("[data-part=top]")).to_be_hidden()
    expect(page.get_by_role("button", name="Export")).to_be_hidden()
    page.locator(".nnb-progress summary").last.click()
    expect(page.get_by_role("link", name="Exercise 3.1")).to_be_visible()
    answer(page, 1)


def test_unreadable_records_are_not_lost(desk: Desk) -> None:
    """What cannot be read is told, not overwritten, can be saved as it is, and goes when asked."""
    page = open_on(desk, KEPT)
    broken = {"3.B.1": "{oops", "3.5": '{"box": 7}'}
    keep(page, broken, raw=True)
    page.reload()
    message = page.locator("[data-part=message]")
    expect(message).to_contain_text("2 records in this browser cannot be read.")
    answer(page, 1)
    assert page.evaluate("localStorage['nnbook.progress:3.B.1']") == "{oops"
    assert kept(page) == KEPT
    with page.expect_download() as download:
        page.get_by_role("button", name="Save their text").click()
    assert json.loads(Path(download.value.path()).read_text("utf-8")) == broken
    page.get_by_role("button", name="Begin them anew").click()
    page.get_by_role("button", name="Begin anew").click()
    expect(message).to_be_empty()
    assert kept(page) == KEPT
    assert page.evaluate("localStorage['nnbook.progress:3.5']") is None


def test_without_scripts_the_list_is_there(desk: Desk) -> None:
    """With JavaScript off: every exercise with its link, a sentence, and no dead button."""
    page = desk.open(java_script_enabled=False)
    expect(page.locator("[data-item] > a")).to_have_count(len(LISTED))
    expect(page.locator("noscript > p").first).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)
    page.locator(".nnb-progress summary").last.click()
    expect(page.get_by_role("link", name="Exercise 3.1")).to_be_visible()


def test_in_the_book_an_answer_of_a_chapter_reaches_the_page(visit: Callable[..., Visit]) -> None:
    """A quiz answered by keyboard in chapter 3 stands in the list, whose link leads back to it."""
    window = visit()
    page = window.open("03-perceptron.html")
    figure = page.locator('figure[data-explorable="quiz"]').nth(1)
    figure.scroll_into_view_if_needed()
    figure.get_by_label(QUIZ.questions[0]["options"][1]["text"]).focus()
    page.keyboard.press("Space")
    figure.get_by_role("button", name="Check question 1").press("Enter")
    expect(figure.locator(".nnb-said").first).to_contain_text("Right")
    window.open("progress.html")
    found = row(page, "3.B.1")
    expect(found).to_contain_text("✓ solved, next on")
    expect(page.locator("[data-part=sum]")).to_contain_text("1 of ")
    found.get_by_role("link").press("Enter")
    page.wait_for_url("**/03-perceptron.html#*")
    assert window.troubles == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_accessible_and_within_the_page(desk: Desk, theme: str, width: int) -> None:
    """No finding of axe, nothing beyond the edge, all unfolded, in both themes and widths."""
    desk.lay(LIST, "<style>a { color: inherit; }</style>", theme=theme)
    page = open_on(desk, KEPT, width=width)
    keep(page, {"3.5": "{oops"}, raw=True)
    page.reload()
    row(page, "3.1")
    row(page, "2.1")
    page.get_by_role("button", name="Erase", exact=True).click()
    settle(page)
    if desk.url.startswith("http"):  # axe reads style sheets, which a page from a folder may not
        findings = Axe().run(page).response["violations"]
        assert [one["id"] for one in findings if one["impact"] in {"serious", "critical"}] == []
    assert page.evaluate(OVERHANG) == []
