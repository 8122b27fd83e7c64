"""What has been graded, in one SQLite file: whatever is in it is never graded again.

Each finished submission is one transaction, written out before the next is asked for, so a batch
that is killed loses what was in work and nothing else. The journal is SQLite's ordinary one: there
is a single writer, and a write-ahead log would neither work on network drives nor leave a single
file to copy. The file stays locked while a batch runs, so that no second one grades the same.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from nnbook.classroom.collect import Submission
from nnbook.classroom.marking import Mark, Report

__all__ = ["BY_HAND", "ByHand", "Results", "Row"]

FORMAT = 1
BY_HAND = "graded by hand"  # the reason of a mark that a person gave
TABLES = """
CREATE TABLE results (
    student TEXT NOT NULL, notebook TEXT NOT NULL, rules TEXT NOT NULL,
    report TEXT NOT NULL, finished TEXT NOT NULL,
    PRIMARY KEY (student, notebook, rules)
) WITHOUT ROWID;
CREATE TABLE class (
    student TEXT NOT NULL PRIMARY KEY, notebook TEXT NOT NULL, about TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE by_hand (
    student TEXT NOT NULL, question TEXT NOT NULL, answer TEXT NOT NULL,
    points REAL NOT NULL, comment TEXT NOT NULL,
    PRIMARY KEY (student, question, answer)
) WITHOUT ROWID;
"""


@dataclass(frozen=True)
class ByHand:
    """Points that a person gave for one answer: `answer` is its fingerprint, `Mark.print`."""

    student: str
    question: str
    answer: str
    points: float
    comment: str = ""


@dataclass(frozen=True)
class Row:
    """One student of the class, and the report on what they handed in."""

    submission: Submission
    report: Report


class Results:
    """The results of one folder; to be used in a `with`.

    Raises ValueError if the file is none of ours, or if another batch is writing into it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._base = sqlite3.connect(path, timeout=1.0, isolation_level=None)
            self._base.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._base.execute("BEGIN EXCLUSIVE")
            self._prepare()
            self._base.execute("COMMIT")
        except sqlite3.OperationalError as error:
            raise ValueError(
                f"{path} is in use: does another grading run there? ({error})"
            ) from None
        except sqlite3.DatabaseError as error:
            raise ValueError(f"{path} holds no results of nnbook ({error})") from None

    def _prepare(self) -> None:
        (version,) = self._base.execute("PRAGMA user_version").fetchone()
        (tables,) = self._base.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        if version == 0 and tables == 0:
            for statement in TABLES.split(";"):
                self._base.execute(statement)
            self._base.execute(f"PRAGMA user_version = {FORMAT}")
        elif version != FORMAT:
            raise sqlite3.DatabaseError(f"its format is {version}, not {FORMAT}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._base.close()

    def enrol(self, submissions: Iterable[tuple[Submission, str]]) -> None:
        """Replace the class: each submission with the sha256 of its notebook, or "" for none."""
        rows = [
            (one.student, notebook, json.dumps(asdict(replace(one, notebook=None))))
            for one, notebook in submissions
        ]
        with self._base:
            self._base.execute("BEGIN")
            self._base.execute("DELETE FROM class")
            self._base.executemany("INSERT INTO class VALUES (?, ?, ?)", rows)

    def finished(self, rules: str) -> set[tuple[str, str]]:
        """Student and notebook of all that was graded under these rules."""
        asked = "SELECT student, notebook FROM results WHERE rules = ?"
        return set(self._base.execute(asked, (rules,)))

    def add(self, student: str, notebook: str, rules: str, report: Report) -> None:
        """Write one finished report, for good. Raises ValueError if there is one already."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        row = (student, notebook, rules, json.dumps(report.to_json()), now)
        try:
            self._base.execute("INSERT INTO results VALUES (?, ?, ?, ?, ?)", row)
        except sqlite3.IntegrityError:
            raise ValueError(f"the submission of {student} has been graded already") from None

    def forget(self, students: Iterable[str]) -> None:
        """Take back the reports on these students, so that they are graded again."""
        with self._base:
            self._base.execute("BEGIN")
            self._base.executemany(
                "DELETE FROM results WHERE student = ?", [(student,) for student in students]
            )

    def give(self, points: Iterable[ByHand]) -> None:
        """Enter points given by hand, all or none; later ones replace earlier ones."""
        rows = [(one.student, one.question, one.answer, one.points, one.comment) for one in points]
        with self._base:
            self._base.execute("BEGIN")
            self._base.executemany("INSERT OR REPLACE INTO by_hand VALUES (?, ?, ?, ?, ?)", rows)

    def rows(self, rules: str) -> list[Row]:
        """The class with its reports under these rules, by student; who has none is left out."""
        asked = (
            "SELECT about, report FROM class JOIN results USING (student, notebook) "
            "WHERE rules = ? ORDER BY student"
        )
        given = self._given()
        found = []
        for about, text in self._base.execute(asked, (rules,)):
            submission = Submission(**json.loads(about))
            report = Report.from_json(json.loads(text))
            marks = tuple(
                _by_hand(mark, given.get((submission.student, mark.id, mark.print)))
                for mark in report.marks
            )
            says = " ".join(filter(None, [submission.says, report.says]))
            late = submission.late
            found.append(Row(submission, replace(report, marks=marks, says=says, late=late)))
        return found

    def _given(self) -> Mapping[tuple[str, str, str], ByHand]:
        rows = [ByHand(*row) for row in self._base.execute("SELECT * FROM by_hand")]
        return {(one.student, one.question, one.answer): one for one in rows}


def _by_hand(mark: Mark, given: ByHand | None) -> Mark:
    """The mark with the points that a person gave, if it waits for them."""
    if given is None or mark.state != "by hand":
        return mark
    points = min(given.points, mark.of)
    state = "right" if points == mark.of else "partly right" if points else "wrong"
    return replace(mark, points=points, state=state, says=given.comment, reason=BY_HAND)
