"""Find what every student handed in: a folder or a zip in any of the usual forms.

Two students are never taken for one: what tells them apart is what the form tells them apart by,
and where two of them would still be called alike, one gets a number. Of several attempts the newest
counts. Whatever had to be decided is said, to the student or to the instructor.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from pathlib import Path

from nnbook.classroom._files import File, files_of, printable
from nnbook.classroom._forms import FORMS, Handed, understood
from nnbook.classroom.roster import Person

__all__ = ["Collection", "Submission", "collect"]

KINDS = ("canvas", "moodle", "login", "sid", "email")
STATED = 4  # so many file names are listed


@dataclass(frozen=True)
class Submission:
    """What one student handed in; `notebook` is None if there is none.

    `student` is unique in its collection. `ids` are what systems know the student by, `when` is the
    time of handing in where the system wrote it down (ISO), `late` how late that is, and `says`
    what was odd about it.
    """

    student: str
    notebook: File | None = None
    name: str = ""
    email: str = ""
    ids: Mapping[str, str] = field(default_factory=dict)
    when: str = ""
    late: str = ""
    says: str = ""


@dataclass(frozen=True)
class Collection:
    """All submissions, by student; the form in which they came; what the instructor should know."""

    form: str
    submissions: tuple[Submission, ...]
    notes: tuple[str, ...] = ()


def collect(
    place: Path,
    assignment: str,
    *,
    due: str = "",
    roster: Sequence[Person] = (),
    form: str = "",
    results: Path | None = None,
) -> Collection:
    """The submissions in a folder or a zip.

    `assignment` is the name of the notebook that was handed out, `due` an ISO date and time (a date
    alone means the end of that day), `form` one of `FORMS` where it should not be guessed, and
    `results` a folder that may lie inside and is no submission. Raises ValueError for a place
    without submissions in any form, or OSError if it cannot be read.
    """
    if form and form not in FORMS:
        raise ValueError(f"the form is one of {', '.join(FORMS)}, but received {form!r}")
    files = files_of(place)
    theirs = [file for file in files.files if not _lies_in(file, place, results)]
    name, handed = understood(theirs, assignment, [form] if form else FORMS)
    if not handed:
        wanted = FORMS[form] if form else "; ".join(FORMS.values())
        raise ValueError(f"{place} holds no submissions in a form that is known: {wanted}")
    used = {id(one.file.read) for one in handed}
    unused = [file for file in theirs if file.is_notebook and id(file.read) not in used]
    notes = [*files.left_out]
    if unused:
        notes.append(f"{_listed(unused)} fits the form of none of the others, and was left aside")
    groups: dict[str, list[Handed]] = defaultdict(list)
    for one in handed:
        groups[one.who].append(one)
    found = _told_apart([_submission(group, assignment, due) for group in groups.values()], notes)
    if roster:
        found = _with_roster(found, roster, notes)
    found.sort(key=lambda submission: submission.student)
    return Collection(FORMS[name], tuple(found), tuple(notes))


def _lies_in(file: File, place: Path, results: Path | None) -> bool:
    return results is not None and (place.resolve() / file.path).is_relative_to(results.resolve())


def _submission(handed: Sequence[Handed], assignment: str, due: str) -> Submission:
    """What counts of all that one student handed in, and what is to be said of it."""
    notebooks = [one for one in handed if one.file.is_notebook]
    pool = [one for one in notebooks if _is_called(one.called, assignment)] or notebooks
    newest = max(pool, key=lambda one: (one.attempt, one.file.path.parts), default=None)
    first = newest or max(handed, key=lambda one: one.attempt)
    late = _late(first.when, due) or ("late, says the system it came from" if first.late else "")
    says = _missing(handed) if newest is None else _chosen(newest, notebooks)
    if first.together > 1:
        says += f" It was handed in by a group of {first.together}."
    return Submission(
        printable(first.student), newest.file if newest else None, printable(first.name),
        printable(first.email), {kind: printable(one) for kind, one in first.ids.items()},
        first.when.isoformat(sep=" ", timespec="seconds") if first.when else "", late, says.strip(),
    )  # fmt: skip


def _is_called(file: str, assignment: str) -> bool:
    """Whether a file has the assignment's name, but for the counter of a second upload."""
    stem = file.rpartition(".")[0].casefold()
    return re.sub(r"(-\d+|\s*\(\d+\))$", "", stem) == assignment.casefold() or (
        stem == assignment.casefold()
    )


def _missing(handed: Sequence[Handed]) -> str:
    names = _listed([one.file for one in handed])
    zips = any(one.file.path.suffix.lower() == ".zip" for one in handed)
    more = " A zip inside the hand-in is not opened: hand in the notebook itself." if zips else ""
    return f"No notebook was handed in, only {names}.{more}"


def _chosen(newest: Handed, notebooks: Sequence[Handed]) -> str:
    if len(notebooks) == 1:
        return ""
    name = printable(newest.called)
    return f"{len(notebooks)} notebooks were handed in; graded is the newest, {name}."


def _late(when: datetime | None, due: str) -> str:
    """How long after the due date; empty if it was in time or nobody knows."""
    if when is None or not due:
        return ""
    end = datetime.fromisoformat(due)
    if len(due) <= len("2026-10-30"):
        end = datetime.combine(end, time.max)
    seconds = (when - end.astimezone()).total_seconds()
    if seconds <= 0:
        return ""
    hours = int(seconds // 3600)
    days = [f"{hours // 24} day{'s' * (hours >= 48)}"] * (hours >= 24)
    rest = [f"{hours % 24} h"] * (hours % 24 > 0) or [f"{int(seconds // 60)} min"] * (hours == 0)
    return " ".join([*days, *rest])


def _told_apart(found: Iterable[Submission], notes: list[str]) -> list[Submission]:
    """The submissions, each under a name of its own."""
    taken: set[str] = set()
    told: list[Submission] = []
    for submission in found:
        student, number = submission.student, 1
        while student in taken:
            number += 1
            student = f"{submission.student} ({number})"
        if number > 1:
            notes.append(f"two students are called {submission.student!r}; one is now {student!r}")
        taken.add(student)
        told.append(replace(submission, student=student))
    return told


def _with_roster(
    found: Sequence[Submission], roster: Sequence[Person], notes: list[str]
) -> list[Submission]:
    """The submissions under the names of the roster, and who of it handed in nothing.

    Numbers and addresses decide before names do, and what fits two people or two submissions
    decides nothing.
    """
    open_, people, matched = list(found), list(roster), []
    for keys_of in (_sure_keys, _name_keys):
        for one, person in _pairs(open_, people, keys_of):
            open_.remove(one)
            people.remove(person)
            matched.append(_named(one, person))
    strangers = [one.student for one in open_]
    if strangers:
        notes.append(f"not on the roster: {', '.join(strangers)}")
    absent = [
        Submission(person.student, None, person.name, person.email, person.ids,
                   says="Nothing was handed in.")
        for person in people
    ]  # fmt: skip
    # Names of the roster stand; a stranger who is called like somebody on it is told apart.
    return _told_apart([*matched, *absent, *open_], notes)


def _pairs(
    found: Sequence[Submission],
    roster: Sequence[Person],
    keys_of: Callable[[Submission | Person], set[str]],
) -> list[tuple[Submission, Person]]:
    """Who fits a single submission that fits nobody else, by the keys they share."""
    owners: dict[str, set[int]] = defaultdict(set)
    for number, person in enumerate(roster):
        for key in keys_of(person):
            owners[key].add(number)
    fits = []
    for one in found:
        people = set().union(*(owners[key] for key in keys_of(one)))
        fits.append((one, {number for number in people if not _contradict(one, roster[number])}))
    claims = Counter(number for _, people in fits for number in people)
    return [
        (one, roster[number])
        for one, people in fits
        if len(people) == 1
        for number in people
        if claims[number] == 1
    ]


def _contradict(one: Submission, person: Person) -> bool:
    """Whether a system knows them by two numbers, so that they are two, whatever their names."""
    both = set(one.ids) & set(person.ids)
    return any(one.ids[kind].casefold() != person.ids[kind].casefold() for kind in both)


def _named(submission: Submission, person: Person) -> Submission:
    return replace(
        submission,
        student=person.student,
        name=person.name or submission.name,
        email=person.email or submission.email,
        ids={**submission.ids, **person.ids},
    )


def _sure_keys(one: Submission | Person) -> set[str]:
    """What belongs to one person alone, with its kind.

    Where nothing says of which kind a student's id is, it may be of any kind that is not known.
    """
    known = {**one.ids, "email": one.email} if one.email else dict(one.ids)
    unknown = set() if isinstance(one, Submission) and one.ids else set(KINDS) - set(known)
    pairs = {(kind, value) for kind, value in known.items() if value}
    pairs |= {(kind, one.student) for kind in {"student", *unknown}}
    return {f"{kind} {value.casefold()}" for kind, value in pairs}


def _name_keys(one: Submission | Person) -> set[str]:
    """The name in the ways it is written: "Doe, Jane", "Jane Doe", "doejane"."""
    name = one.name or one.student
    last, comma, first = name.partition(",")
    if not comma:
        first, _, last = name.rpartition(" ")
    written = {name, f"{first} {last}", f"{last} {first}"}
    return {re.sub(r"[\W_]", "", name.casefold()) for name in written} - {""}


def _listed(files: Sequence[File]) -> str:
    names = [printable(file.path.name) for file in files]
    more = f" and {len(names) - STATED} more" if len(names) > STATED else ""
    return ", ".join(names[:STATED]) + more
