"""Progress in a browser's Python, which is that of the pages: here the pages are made of Python."""

from __future__ import annotations

import asyncio
import json
import types
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from nnbook.exercises import _browser, _progress, progress
from nnbook.exercises._engine import check
from nnbook.exercises._progress import Item, from_text, to_text

DONE = Item(2, "2026-11-24", "2026-11-22", "2026-11-22")


class Channel:
    """A BroadcastChannel with one page behind it, which keeps items by the book's rules."""

    def __init__(self, kept: dict[str, Item]) -> None:
        self.kept = kept
        self.said: list[dict[str, Any]] = []
        self.onmessage: Callable[[Any], None] = lambda _: None

    def postMessage(self, text: str) -> None:  # noqa: N802  # the browser's name
        """Take what Python says."""
        message = json.loads(text)
        self.said.append(message)
        if "id" in message:
            old = self.kept.get(message["id"])
            self.kept[message["id"]] = _progress.after(old, message["right"], message["today"])

    def answer(self) -> None:
        """Let the page say what it keeps, and another Python say something."""
        for message in ({"ask": True, "at": 0}, {"kept": to_text(self.kept)}):
            self.onmessage(types.SimpleNamespace(data=json.dumps(message)))


class Pyodide:
    """What Python finds in a browser: `js`, and `pyodide.ffi`, which may be able to wait."""

    def __init__(self, channel: Channel, *, waits: bool) -> None:
        self.channel, self.waits = channel, waits
        self.BroadcastChannel = types.SimpleNamespace(new=lambda _: channel)

    def can_run_sync(self) -> bool:
        """Whether this browser lets Python wait."""
        return self.waits

    def run_sync(self, waiting: Any) -> None:
        """Wait; the page answers meanwhile."""
        self.channel.answer()
        asyncio.run(waiting)


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Channel]:
    """Put Python into a browser: `browser(kept, waits=True)`."""

    def start(kept: dict[str, Item], *, waits: bool = True) -> Channel:
        channel = Channel(dict(kept))
        monkeypatch.setenv("NNBOOK_PROGRESS", str(tmp_path / "progress.json"))
        monkeypatch.setattr(_browser, "HERE", True)
        pyodide = Pyodide(channel, waits=waits)
        monkeypatch.setattr(_browser, "import_module", lambda _: pyodide)
        monkeypatch.setattr(_browser, "PATIENCE", 0.05)
        monkeypatch.setattr(_progress, "pages", _browser.Pages(_progress._take))
        return channel

    return start


def test_what_the_pages_keep_is_what_python_shows(browser: Callable[..., Channel]) -> None:
    """It asks at the start and for each table, and what the page has replaces what it had."""
    channel = browser({"3.1": DONE})
    assert [message["ask"] for message in channel.said] == [True]
    shown = progress("2026-11-22")
    assert shown.items == {"3.1": DONE}
    assert "Kept in this browser" in repr(shown)
    channel.kept = {"3.2": DONE}
    assert progress().items == {"3.2": DONE}


def test_an_answer_is_told_as_it_was_given(browser: Callable[..., Channel]) -> None:
    """Id, right or wrong, and the day: the page applies the rules to its own record, once."""
    channel = browser({"3.2": DONE})
    check("3.2", [1, 2, 3])
    told = channel.said[-1]
    assert (told["id"], told["right"], told["today"]) == ("3.2", False, _progress.this_day())
    assert progress().items["3.2"] == _progress.after(DONE, False, _progress.this_day())


def test_without_an_answer_it_says_so(browser: Callable[..., Channel]) -> None:
    """No page is there, or Python cannot wait: a sentence, until a page has spoken."""
    channel = browser({"3.1": DONE}, waits=False)
    assert "No page of the book has answered yet" in repr(progress())
    channel.answer()
    shown = progress()
    assert shown.items == {"3.1": DONE}
    assert "Kept in this browser" in repr(shown)
    silent = browser({"3.1": DONE})
    silent.answer = lambda: None  # type: ignore[method-assign]
    assert "No page of the book has answered yet" in repr(progress())


def test_import_and_erase_reach_the_pages(browser: Callable[..., Channel], tmp_path: Path) -> None:
    """What is imported is told as a file to be merged; erasing erases what the browser keeps."""
    channel = browser({"3.1": DONE})
    file = tmp_path / "mine.json"
    file.write_text(to_text({"3.3": DONE}))
    progress().import_from(file)
    assert {key: asdict(item) for key, item in from_text(channel.said[-1]["merge"]).items()} == {
        "3.3": asdict(DONE)
    }
    assert "what this browser keeps" in repr(progress().erase())
    assert "What this browser keeps is gone." in repr(progress().erase(sure=True))
    assert channel.said[-1]["erase"] is True


def test_switched_off_tells_nobody(
    browser: Callable[..., Channel], monkeypatch: pytest.MonkeyPatch
) -> None:
    """NNBOOK_PROGRESS=off: no answer leaves Python, and none comes in."""
    channel = browser({"3.1": DONE})
    monkeypatch.setenv("NNBOOK_PROGRESS", "off")
    before = len(channel.said)
    check("3.2", [1, 2, 3])
    channel.answer()
    assert progress().items == {}
    assert len(channel.said) == before


def test_outside_a_browser_nothing_is_said() -> None:
    """There are no pages to talk to, and no wait for them."""
    pages = _browser.Pages(lambda _: pytest.fail("nobody speaks here"))
    pages.tell(ask=True)
    assert pages.refresh()
