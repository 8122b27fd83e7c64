"""What others open: tables that no spreadsheet runs, and files that are whole or not there."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

# A cell that begins with one of these, blanks aside, is a formula to a spreadsheet.
FORMULA = re.compile(r"\s*'*\s*[=+\-@\t\r|%\uff1d\uff0b\uff0d\uff20]")
RESERVED = re.compile(r"(con|prn|aux|nul|(com|lpt)\d)(\..*)?", re.IGNORECASE)

Cell = str | float | int


def guarded(text: str) -> str:
    """The text as a cell that is not taken for a formula: with ' before it, if it need be."""
    return f"'{text}" if FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """The text that `guarded` was given."""
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


def number(value: float) -> str:
    """Points in as few digits as they need: 2, 1.5, 0.33."""
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").removesuffix(".")


def table(header: Sequence[str], rows: Iterable[Sequence[Cell]], *, bom: bool = False) -> bytes:
    """A CSV in UTF-8; texts are guarded, numbers are numbers. `bom` is for what Excel opens."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    for row in [header, *rows]:
        writer.writerow([guarded(cell) if isinstance(cell, str) else number(cell) for cell in row])
    return stream.getvalue().encode("utf-8-sig" if bom else "utf-8", "replace")


def read_table(text: str) -> csv.DictReader[str]:
    """The lines of a CSV, whichever of comma, semicolon and tab its header has most of."""
    header = text.partition("\n")[0]
    return csv.DictReader(io.StringIO(text), delimiter=max(",;\t", key=header.count))


def write(path: Path, content: bytes) -> None:
    """Write a file whole, or leave what was there; it is for the owner's eyes alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def clear(folder: Path) -> None:
    """Remove what a process that was killed had written by halves."""
    for path in folder.rglob(".*.part"):
        path.unlink(missing_ok=True)


def file_names(students: Iterable[str]) -> Mapping[str, str]:
    """A file name for each student, without suffix: theirs where every system takes it.

    Others lose what is special and get eight digits that tell them apart.
    """
    students = list(students)
    plain = {
        student: re.sub(r"[^A-Za-z0-9._-]+", "-", student).strip("-.")[:60] for student in students
    }
    used = [name.casefold() for name in plain.values()]
    return {
        student: name
        if name == student and not RESERVED.fullmatch(name) and used.count(name.casefold()) == 1
        else f"{name}-{hashlib.sha256(student.encode('utf-8', 'replace')).hexdigest()[:8]}".strip(
            "-"
        )
        for student, name in plain.items()
    }
