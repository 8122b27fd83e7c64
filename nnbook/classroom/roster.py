"""Who is in the class: a list of names, or the table that a learning management system exports."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from nnbook.classroom._files import printable
from nnbook.classroom._output import read_table

__all__ = ["Person", "read_roster"]

# What the columns of the exports are called, in lower case. The first that is filled names the
# student; "id" alone is Canvas's own number where a column "student" holds the name.
IDS = {
    "sis login id": "login", "sis user id": "sid", "id": "canvas", "identifier": "moodle",
    "student_id": "student", "username": "login", "user name": "login", "id number": "sid",
    "sid": "sid", "student id": "sid",
}  # fmt: skip
NAMES = ("full name", "name", "student", "student name")
FIRST, LAST = ("first_name", "first name", "firstname"), ("last_name", "last name", "surname")
EMAILS = ("email", "email address", "e-mail", "mail")


@dataclass(frozen=True)
class Person:
    """One student of a roster: what they are called in the gradebook, and what is known of them.

    `ids` are what systems know them by: "canvas", "moodle", "login", "sid".
    """

    student: str
    name: str = ""
    email: str = ""
    ids: Mapping[str, str] = field(default_factory=dict)


def read_roster(path: Path | str) -> tuple[Person, ...]:
    """The students of a file: one id a line, or a CSV as Canvas, Moodle or nbgrader export it.

    Raises ValueError for a file that names nobody, or somebody twice; OSError if it cannot be read.
    """
    text = Path(path).read_bytes().decode("utf-8-sig", "replace")
    people = list(_table(text) if re.search("[,;\t]", text.partition("\n")[0]) else _lines(text))
    students = [person.student for person in people]
    twice = sorted({student for student in students if students.count(student) > 1})
    if twice:
        raise ValueError(f"{path} names {', '.join(twice)} more than once")
    if not people:
        raise ValueError(
            f"{path} names no student: wanted is one id a line, or a CSV with a header"
        )
    return tuple(people)


def _lines(text: str) -> Iterator[Person]:
    lines = [line.strip() for line in text.splitlines()]
    header = bool(lines) and lines[0].lower() in {*IDS, *NAMES, *EMAILS} - {"name"}
    return (Person(printable(line)) for line in lines[header:] if line and not line.startswith("#"))


def _table(text: str) -> Iterator[Person]:
    for row in read_table(text):
        table = {
            (key or "").strip().lower(): printable(value)
            for key, value in row.items()
            if isinstance(value, str)
        }
        person = _person(table)
        # Canvas's second line holds the points, and the last a student that it made up.
        if person and person.name not in {"Points Possible", "Student, Test"}:
            yield person


def _person(row: Mapping[str, str]) -> Person | None:
    ids = {kind: row[column] for column, kind in IDS.items() if row.get(column)}
    if "student" not in row and "canvas" in ids:
        ids = {"student": ids.pop("canvas"), **ids}
    email = next((row[column] for column in EMAILS if row.get(column)), "")
    first = next((row[column] for column in FIRST if row.get(column)), "")
    last = next((row[column] for column in LAST if row.get(column)), "")
    called = next((row[column] for column in NAMES if row.get(column)), "")
    if "moodle" in ids:  # "Participant 4711"
        ids["moodle"] = ids["moodle"].rpartition(" ")[2]
    student = next((ids[kind] for kind in ("student", "login", "sid") if kind in ids), "")
    student = student or email or next(iter(ids.values()), "") or called
    name = called or f"{first} {last}".strip()
    return Person(student, name, email, ids) if student else None
