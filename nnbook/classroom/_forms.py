"""The forms in which submissions come: what says whose file it is, and which attempt is newer.

Canvas writes `doejane_LATE_4711_90210_hw1-2.ipynb`: name, lateness, the number of the student, the
number of the upload, and the file with a counter of its own. Moodle makes a folder
`Jane Doe_4711_assignsubmission_file_` for each participant, or puts that before the file name.
Blackboard writes `HW1_jdoe_attempt_2026-11-02-17-45-01_hw1.ipynb`, and a .txt beside it that opens
with the name. Gradescope's export has a folder for each submission, and `submission_metadata.yml`,
which says whose they are. nbgrader collects `submitted/jdoe/hw1/hw1.ipynb`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

from nnbook.classroom._files import File, TooLarge

METADATA = "submission_metadata.yml"
CANVAS = re.compile(r"(?P<name>.+?)_(?P<late>LATE_)?(?P<id>\d+)_(?P<upload>\d+)_(?P<file>.+)")
CANVAS_ANONYMOUS = re.compile(
    r"(?P<late>LATE_)?(?P<name>anon)_(?P<id>[A-Za-z0-9]+)_(?P<upload>\d+)_(?P<file>.+)"
)
MOODLE = re.compile(r"(?P<name>.+)_(?P<id>\d+)_assignsubmission_[a-z]+(?:_(?P<file>.*))?")
BLACKBOARD = re.compile(
    r"(?P<before>.+)_attempt_(?P<when>\d{4}(?:-\d\d){5})(?:_(?P<file>.+)|\.txt)", re.DOTALL
)


@dataclass(frozen=True)
class Handed:
    """A file that somebody handed in.

    `who` tells students apart, `student` is what they are called. `ids` are what the system knows
    them by. Of two attempts the one whose `attempt` is larger is newer. `when` is the time that
    the system itself wrote down, not that of the file; `late` is what the system says without one.
    """

    who: str
    file: File
    called: str  # the name that the student gave to the file
    student: str = ""
    name: str = ""
    email: str = ""
    ids: Mapping[str, str] = field(default_factory=dict)
    attempt: tuple[float, ...] = ()
    when: datetime | None = None
    late: bool = False
    together: int = 1  # how many handed it in as a group


Reader = Callable[[Sequence[File]], list[Handed]]


def canvas(files: Sequence[File]) -> list[Handed]:
    """Canvas's "Download submissions"."""
    found = []
    for file in files:
        name = file.path.name
        match = CANVAS_ANONYMOUS.fullmatch(name) or CANVAS.fullmatch(name)
        if match:
            who = f"{match['name']}_{match['id']}"
            found.append(
                Handed(
                    who,
                    file,
                    match["file"],
                    who,
                    match["name"],
                    ids={"canvas": match["id"]},
                    attempt=(float(match["upload"]),),
                    late=bool(match["late"]),
                )
            )
    return found if 2 * len(found) > len(files) else []


def moodle(files: Sequence[File]) -> list[Handed]:
    """Moodle's "Download all submissions", in folders or not."""
    found = []
    for file in files:
        match = next(filter(None, map(MOODLE.fullmatch, file.path.parts)), None)
        if match:
            who = f"{match['name']}_{match['id']}"
            own = match["file"] if match[0] == file.path.name else ""
            found.append(
                Handed(
                    who,
                    file,
                    own or file.path.name,
                    who,
                    match["name"],
                    ids={"moodle": match["id"]},
                    attempt=_written(file),
                )
            )
    return found


def blackboard(files: Sequence[File]) -> list[Handed]:
    """Blackboard's "Assignment file download"."""
    matches = [(file, BLACKBOARD.fullmatch(file.path.name)) for file in files]
    entries = [(file, match) for file, match in matches if match]
    names = {match["before"]: _blackboard_name(file) for file, match in entries
             if match["file"] is None}  # fmt: skip
    found = []
    for file, match in entries:
        before = match["before"]
        name, user = names.get(before, ("", ""))
        # The text beside it knows the user name; without it, what stands behind the last _.
        user = user if user and before.endswith(f"_{user}") else before.rpartition("_")[2]
        when = datetime.strptime(match["when"], "%Y-%m-%d-%H-%M-%S").astimezone()
        found.append(
            Handed(
                before,
                file,
                match["file"] or file.path.name,
                user,
                name,
                ids={"login": user},
                attempt=(when.timestamp(),),
                when=when,
            )
        )
    return found


def _blackboard_name(file: File) -> tuple[str, str]:
    """Name and user name from the first line, which Blackboard writes: "Name: Jane Doe (jdoe)"."""
    first = _opening(file).partition("\n")[0]
    match = re.fullmatch(r"Name:\s*(.*?)\s*\(([^()]+)\)\s*", first)
    return (match[1], match[2]) if match else ("", "")


def gradescope(files: Sequence[File]) -> list[Handed]:
    """Gradescope's "Export submissions"."""
    about = next((file for file in files if file.path.name == METADATA), None)
    if about is None:
        return []
    table, base = _metadata(about), about.path.parent
    found = []
    for file in files:
        if file is about or not file.path.is_relative_to(base):
            continue
        folder = file.path.relative_to(base).parts[0]
        entry = table.get(folder)
        people = _people(entry)
        when = _as_time(entry.get(":created_at")) if isinstance(entry, dict) else None
        for person in people:
            ids = {"sid": person[":sid"]} if person.get(":sid") else {}
            student = person.get(":sid") or person.get(":email") or person.get(":name") or folder
            attempt = (when.timestamp() if when else 0.0, *_written(file))
            found.append(
                Handed(
                    student,
                    file,
                    file.path.name,
                    student,
                    person.get(":name", ""),
                    person.get(":email", ""),
                    ids,
                    attempt,
                    when,
                    together=len(people),
                )
            )
    return found


def _metadata(file: File) -> dict[str, Any]:
    try:
        import yaml
    except ImportError:
        raise ValueError(
            "a Gradescope export is read with PyYAML, which is missing here: "
            'python -m pip install "nnbook[classroom]"'
        ) from None
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        table = yaml.load(file.read(), Loader=loader)  # noqa: S506 - one of the two safe ones
    except yaml.YAMLError as error:
        where = str(error).replace("\n", " ")
        raise ValueError(f"{file.path} cannot be read: {where}") from None
    if not isinstance(table, dict):
        raise ValueError(f"{file.path} lists no submissions")  # noqa: TRY004 - it is a file's value
    return table


def _people(entry: Any) -> list[dict[str, str]]:
    """Who handed in an entry of the metadata; somebody without a name if it does not tell."""
    people = entry.get(":submitters") if isinstance(entry, dict) else None
    found = [
        {key: str(value) for key, value in person.items() if value is not None}
        for person in (people if isinstance(people, list) else [])
        if isinstance(person, dict)
    ]
    return found or [{}]


def nbgrader(files: Sequence[File], assignment: str) -> list[Handed]:
    """A course folder of nbgrader, or its folder `submitted`."""
    inside = [(file, file.path.parts) for file in files]
    below = [(file, parts[1:]) for file, parts in inside if parts[0] == "submitted"]
    ours = [(file, parts) for file, parts in below or inside
            if len(parts) > 2 and parts[1] == assignment]  # fmt: skip
    times = {parts[0]: _timestamp(file) for file, parts in ours if parts[2] == "timestamp.txt"}
    return [
        Handed(
            parts[0], file, parts[-1], parts[0], attempt=_written(file), when=times.get(parts[0])
        )
        for file, parts in ours
        if parts[2:] != ("timestamp.txt",)
    ]


def _timestamp(file: File) -> datetime | None:
    """What nbgrader writes down: "2026-11-02 17:45:01.948203 UTC", or another zone's name."""
    match = re.match(r"(\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+)?)\s*(\S*)",
                     _opening(file))  # fmt: skip
    return _as_time(match[1], match[2]) if match else None


def _opening(file: File) -> str:
    """The first letters of a text, none if it cannot be read: it decides on nobody else's work."""
    try:
        return file.read()[:500].decode("utf-8-sig", "replace")
    except (TooLarge, OSError):
        return ""


def folder(files: Sequence[File]) -> list[Handed]:
    """A folder with a notebook or a folder for each student."""
    found = []
    for file in files:
        alone = len(file.path.parts) == 1
        if alone and not file.is_notebook:
            continue
        student = file.path.stem if alone else file.path.parts[0]
        found.append(Handed(student, file, file.path.name, student, attempt=_written(file)))
    return found


# The name of each form, and what it is, from the surest sign to none.
FORMS = {
    "gradescope": "an export of Gradescope",
    "moodle": "a download of Moodle",
    "blackboard": "a download of Blackboard",
    "canvas": "a download of Canvas",
    "nbgrader": "nbgrader's submitted folder",
    "folder": "a notebook or a folder for each student",
}


def understood(
    files: Sequence[File], assignment: str, names: Iterable[str] = FORMS
) -> tuple[str, list[Handed]]:
    """The first form of those named that the files have, and what was handed in."""
    forms: dict[str, Reader] = {
        "gradescope": gradescope, "moodle": moodle, "blackboard": blackboard, "canvas": canvas,
        "nbgrader": partial(nbgrader, assignment=assignment), "folder": folder,
    }  # fmt: skip
    stripped = _inside(files, assignment)
    for name in names:
        for inside in (files, stripped) if name == "nbgrader" else (stripped,):
            if found := forms[name](inside):
                return name, found
    return "", []


def _inside(files: Sequence[File], assignment: str) -> Sequence[File]:
    """The files without the one folder that holds all of them, unless it is a student's."""
    tops = Counter(file.path.parts[0] for file in files)
    deep = all(len(file.path.parts) > 1 for file in files)
    own = any(file.path.parts[1:] == (f"{assignment}.ipynb",) for file in files) if deep else True
    if len(tops) != 1 or own:
        return files
    return [replace(file, path=PurePosixPath(*file.path.parts[1:])) for file in files]


def _written(file: File) -> tuple[float, ...]:
    return (file.when.timestamp(),)


def _as_time(value: Any, zone: str = "") -> datetime | None:
    """A time with its zone, from a date or its text; of this machine if it has none."""
    try:
        found = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        if found.tzinfo is None and zone:
            found = found.replace(tzinfo=UTC if zone == "UTC" else ZoneInfo(zone))
        return found.astimezone()
    except (ValueError, OSError, KeyError):
        return None
