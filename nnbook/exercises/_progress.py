"""What a learner solved and when to review it: Leitner boxes in a small file of their own.

The file is the one that the page "Your progress" exports and imports; `js/progress.js` keeps the
same boxes by the same rules in the browser, and a test compares the two. A Python that runs in a
browser shares them with the pages. Nothing leaves the machine.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from nnbook.exercises import _browser

WAITS = (1, 2, 4, 8, 16)  # days that an item rests in boxes 1 to 5
FORMAT, VERSION = "nnbook progress", 1
ITEM = re.compile(r"[1-9][0-9]?\.(?:[A-Z]\.)?[1-9][0-9]?")  # exercise 3.5, question 3.A.1
DAY = re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}")


class ProgressError(ValueError):
    """A progress file cannot be read or written; the message is a sentence that says why."""


@dataclass(frozen=True)
class Item:
    """Where one exercise or question stands.

    `box` is 1 to 5; the rest are days such as "2026-11-21": when it is `due`, when it was last
    `tried`, and when it was last `right`, None if it never was.
    """

    box: int
    due: str
    tried: str
    right: str | None


Items = dict[str, Item]


def this_day() -> str:
    """Today where the learner is, as an ISO day."""
    return date.today().isoformat()  # noqa: DTZ011  # a day of the learner's own calendar


def after(item: Item | None, right: bool, today: str) -> Item:
    """Where an item stands after an answer; None is an item that was never tried.

    A right answer moves it one box up, a wrong one back to the start of box 1, due at once. From
    the start, the first right answer leads to box 1 and is due in a day.
    """
    if not right:
        return Item(1, today, today, item.right if item else None)
    if item is not None and today < item.due:
        # What was seen a moment ago is still in view: only an answer that had time to be forgotten
        # shows that it was not. Else five answers in a minute would put an item away for 16 days.
        return replace(item, tried=today, right=today)
    at_start = item is None or item.due <= item.tried
    box = 1 if item is None or at_start else min(item.box + 1, len(WAITS))
    due = date.fromisoformat(today) + timedelta(days=WAITS[box - 1])
    return Item(box, due.isoformat(), today, today)


def merged(one: Item, other: Item) -> Item:
    """The later record of the two; of two of one day, the one that is due first.

    The order within a day is not known, and to ask once too often does less harm than once too
    seldom. A day on which the answer was right stays known, whichever record has it.
    """
    latest = min(one, other, key=lambda item: (_backwards(item.tried), item.due, item.box))
    return replace(latest, right=max(one.right or "", other.right or "") or None)


def _backwards(day: str) -> int:
    return -date.fromisoformat(day).toordinal()


def merged_all(items: Mapping[str, Item], others: Mapping[str, Item]) -> Items:
    """All items of both, merged where both have one."""
    both = {key: merged(items[key], others[key]) for key in items.keys() & others.keys()}
    return {**items, **others, **both}


def to_text(items: Mapping[str, Item]) -> str:
    """The file that holds these items."""
    rows = {key: asdict(items[key]) for key in sorted(items)}
    return json.dumps({"format": FORMAT, "version": VERSION, "items": rows}, indent=2) + "\n"


def from_text(text: str) -> Items:
    """The items of a file. Raises ProgressError with what is wrong with it."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise ProgressError("the file is no JSON") from None
    if problem := _problem(data):
        raise ProgressError(problem)
    return {
        key: Item(int(row["box"]), row["due"], row["tried"], row["right"])
        for key, row in data["items"].items()
    }


def _problem(data: Any) -> str:
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        return f'the file is JSON, but no "{FORMAT}"'
    if data.get("version") != VERSION or isinstance(data["version"], bool):
        return f"the file is of another version than {VERSION}, which this book reads"
    if not isinstance(data.get("items"), dict):
        return "the file has no table of items"
    problems = (_problem_of(key, row) for key, row in data["items"].items())
    return next(filter(None, problems), "")


def _problem_of(id: str, row: Any) -> str:
    if not ITEM.fullmatch(id):
        return f'the file has a record of "{id}", which is no exercise and no question'
    if not isinstance(row, dict):
        return f"the record of {id} is no table"
    box = row.get("box")
    if isinstance(box, bool) or box not in range(1, len(WAITS) + 1):
        return f"the record of {id} has a box that is not 1 to {len(WAITS)}"
    for key in ("due", "tried", "right"):
        if not _is_day(row.get(key)) and not (key == "right" and row.get(key, "") is None):
            return f'the record of {id} has no day under "{key}"'
    return ""


def _is_day(value: Any) -> bool:
    if not isinstance(value, str) or not DAY.fullmatch(value):
        return False
    with contextlib.suppress(ValueError):
        return bool(date.fromisoformat(value))
    return False


def progress_file() -> Path | None:
    """The learner's file: NNBOOK_PROGRESS, or one in the data folder; None if switched "off"."""
    named = os.environ.get("NNBOOK_PROGRESS", "")
    if named == "off":
        return None
    try:
        return Path(named).expanduser() if named else _data_folder() / "nnbook" / "progress.json"
    except RuntimeError as error:  # an account without a home
        raise ProgressError(f"there is no folder for it ({error})") from None


def _data_folder() -> Path:
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    name = "APPDATA" if sys.platform == "win32" else "XDG_DATA_HOME"
    set_by_system = os.environ.get(name)
    return Path(set_by_system) if set_by_system else Path.home() / ".local" / "share"


def read(path: Path) -> Items:
    """The items of that file, none if it is not there. Raises ProgressError."""
    try:
        return load(path) if path.exists() else {}
    except OSError as error:
        raise ProgressError(f"{path} cannot be read: {error.strerror}") from None


def load(path: Path) -> Items:
    """The items of a file that must be there. Raises ProgressError."""
    try:
        return from_text(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ProgressError(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ProgressError(f"{path} cannot be read: the file is no text") from None
    except ProgressError as error:
        raise ProgressError(f"{path} cannot be read: {error}") from None


def write(path: Path, items: Mapping[str, Item]) -> None:
    """Write the items to that file, whole or not at all. Raises ProgressError."""
    try:
        path = path.resolve()  # a link is followed, not replaced
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as part:
            part.write(to_text(items).encode())
        try:
            Path(part.name).replace(path)
        except OSError:
            Path(part.name).unlink()
            raise
    except OSError as error:
        raise ProgressError(f"{path} cannot be written: {error.strerror}") from None


def record(id: str, right: bool, today: str | None = None) -> str:
    """Keep an answer in the learner's file; returns "" or a sentence on why it was not kept.

    A file that cannot be read is left as it is.
    """
    try:
        path = progress_file()
        if path is not None:
            items, today = read(path), today or this_day()
            write(path, {**items, id: after(items.get(id), right, today)})
            pages.tell(id=id, right=right, today=today)
    except ProgressError as error:
        return f"Your progress was not kept: {error}. `nnbook.progress()` says more."
    return ""


def _take(text: str) -> None:
    """Let the learner's file be the one that the pages of the book keep in this browser."""
    path = progress_file()
    if path is not None:
        write(path, from_text(text))


pages = _browser.Pages(_take)
