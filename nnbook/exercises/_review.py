"""`progress()`: what is solved and what is due, as a table, to take along and to erase."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from pathlib import Path

from nnbook.exercises import _browser, _progress
from nnbook.exercises._engine import chapters, exercises_of
from nnbook.exercises._progress import Items, ProgressError
from nnbook.exercises._quizzes import quiz_chapters, sheets_of
from nnbook.exercises._words import Message

DUE_AT_ONCE = 20  # more than that is no list for a day


@dataclass(frozen=True)
class Entry:
    """An exercise or question of the book: its id, name and title, and the heading it is under."""

    id: str
    chapter: int
    name: str
    title: str
    heading: str


def entries() -> list[Entry]:
    """All exercises and questions, by chapter, exercises first."""
    numbers = sorted({*chapters(), *quiz_chapters()})
    return [entry for chapter in numbers for entry in entries_of(chapter)]


def entries_of(chapter: int) -> list[Entry]:
    """The exercises of a chapter, and then the questions of its quizzes."""
    asked = [
        Entry(one.id, chapter, f"Exercise {one.id}", one.title,
              f"Exercise {one.id}: {one.title} ({one.level})")
        for one in exercises_of(chapter)
    ]  # fmt: skip
    return asked + [
        Entry(f"{sheet.id}.{number}", chapter, f"Quiz {sheet.id}, question {number}",
              sheet.section, sheet.section)
        for sheet in sheets_of(chapter)
        for number, _ in enumerate(sheet.questions, 1)
    ]  # fmt: skip


class Progress:
    """What the learner's file says today; `progress()` makes one.

    `items` holds where each item stands, by id; `trouble` is a sentence if the file cannot be read.
    Its tables show in a terminal and in a notebook.
    """

    def __init__(self, today: str | None = None) -> None:
        self.today = today or _progress.this_day()
        self.items: Items = {}
        self.trouble = ""
        self.path: Path | None = None
        self._fresh = True
        try:
            self.path = _progress.progress_file()
            self._fresh = self.path is None or _progress.pages.refresh()
            self.items = _progress.read(self.path) if self.path else {}
        except ProgressError as error:
            self.trouble = str(error)

    @property
    def due(self) -> list[Entry]:
        """What is to be reviewed today, the longest overdue first."""
        found = [entry for entry in entries() if self._is_due(entry.id)]
        return sorted(found, key=lambda entry: self.items[entry.id].due)

    def solved(self, ids: Iterable[str]) -> int:
        """How many of these have been answered rightly at least once."""
        return sum(key in self.items and self.items[key].right is not None for key in ids)

    def export_to(self, path: str | Path) -> Message:
        """Write a file that the page "Your progress", or another machine, can import.

        Raises ProgressError where it cannot be written, and for a file that holds something else.
        """
        self._ready()
        target = Path(path).expanduser()
        _progress.read(target)  # what is no progress file is not overwritten
        _progress.write(target, self.items)
        return Message("Exported.", f"{_records(len(self.items))} in `{target}`.")

    def import_from(self, path: str | Path) -> Message:
        """Merge a file into the learner's own: of two records of an item the later one stays.

        Raises ProgressError, and changes nothing, if either cannot be read or there is no file.
        """
        own = self._ready()
        source = Path(path).expanduser()
        news = _progress.load(source)
        before = _progress.read(own)
        self.items = _progress.merged_all(before, news)
        _progress.write(own, self.items)
        _progress.pages.tell(merge=_progress.to_text(news))
        changed = sum(before.get(key) != item for key, item in self.items.items())
        return Message("Imported.", f"{_records(changed)} new or newer, of {len(news)}.")

    def erase(self, *, sure: bool = False) -> Message:
        """Delete the learner's file, readable or not, if `sure=True`."""
        if self.path is None:
            return Message("Nothing is kept.", "Your progress is switched off.")
        if not sure:
            return Message("Nothing is erased yet.", f"`erase(sure=True)` deletes {self._place}.")
        try:
            self.path.unlink(missing_ok=True)
        except OSError as error:
            raise ProgressError(f"{self.path} cannot be erased: {error.strerror}") from None
        self.items, self.trouble = {}, ""
        _progress.pages.tell(erase=True)
        return Message("Erased.", f"{self._place[0].upper()}{self._place[1:]} is gone.")

    def _ready(self) -> Path:
        if self.trouble:
            raise ProgressError(self.trouble)
        if self.path is None:
            raise ProgressError("your progress is switched off: NNBOOK_PROGRESS is set to off")
        return self.path

    def _is_due(self, id: str) -> bool:
        return id in self.items and self.items[id].due <= self.today

    def _head(self) -> str:
        everything = entries()
        ids = [entry.id for entry in everything]
        due = sum(map(self._is_due, ids))
        return f"{self.solved(ids)} of {len(ids)} solved, {due} due on {self.today}."

    def _chapters(self) -> list[tuple[str, str, str]]:
        """Chapter, exercises and questions, as words."""
        rows = []
        for chapter in sorted({*chapters(), *quiz_chapters()}):
            keys = [entry.id for entry in entries_of(chapter)]
            kinds = [[key for key in keys if key.count(".") == dots] for dots in (1, 2)]
            counts = [f"{self.solved(kind)} of {len(kind)}" if kind else "none" for kind in kinds]
            rows.append((str(chapter), counts[0], counts[1]))
        return rows

    def _due_rows(self) -> list[tuple[str, str, str]]:
        due = self.due
        rows = [(entry.name, entry.title, self.items[entry.id].due) for entry in due]
        if len(due) > DUE_AT_ONCE:
            rows[DUE_AT_ONCE:] = [(f"and {len(due) - DUE_AT_ONCE} more", "", "")]
        return rows

    def _where(self) -> str:
        if self.trouble:
            return f"{self.trouble[0].upper()}{self.trouble[1:]}. {HELP}"
        if self.path is None:
            return "Switched off: the environment variable NNBOOK_PROGRESS says so."
        if not self._fresh:
            return "No page of the book has answered yet: run this once more."
        return "Kept in this browser" if _browser.HERE else f"Kept in {self.path}"

    @property
    def _place(self) -> str:
        return "what this browser keeps" if _browser.HERE else f"`{self.path}`"

    def __repr__(self) -> str:
        if self.trouble or self.path is None:
            return f"Your progress. {self._where()}"
        parts = [f"Your progress: {self._head()}", ""]
        if due := self._due_rows():
            parts += [*_columns([DUE, *due]), ""]
        return "\n".join([*parts, *_columns([CHAPTERS, *self._chapters()]), "", self._where()])

    def _repr_html_(self) -> str:
        if self.trouble or self.path is None:
            return f"<p><strong>Your progress.</strong> {escape(self._where(), quote=False)}</p>"
        due = self._due_rows()
        return (
            f"<p><strong>Your progress.</strong> {self._head()}</p>"
            f"{_table([DUE, *due]) if due else ''}{_table([CHAPTERS, *self._chapters()])}"
            f"<p>{escape(self._where(), quote=False)}</p>"
        )


DUE = ("Due", "", "Since")
CHAPTERS = ("Chapter", "Exercises", "Questions")
HELP = "The file was left as it is: mend it, move it away, or `nnbook.progress().erase(sure=True)`."


def _records(n: int) -> str:
    return "1 record" if n == 1 else f"{n} records"


def _columns(rows: list[tuple[str, str, str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    )
    return [line.rstrip() for line in lines]


def _table(rows: list[tuple[str, str, str]]) -> str:
    head, *body = (
        "".join(f'<{kind} style="text-align:left">{escape(cell)}</{kind}>' for cell in row)
        for kind, row in [("th", rows[0]), *(("td", row) for row in rows[1:])]
    )
    lines = "".join(f"<tr>{line}</tr>" for line in body)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"


def progress(today: str | None = None) -> Progress:
    """What you have solved and what is due for review, by your file on this machine.

    `progress().export_to(path)`, `.import_from(path)` and `.erase(sure=True)` move and delete it.
    `today`, a day such as "2026-11-21", stands in for the clock.
    """
    return Progress(today)
