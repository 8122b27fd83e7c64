"""The folder of an assignment on disk: what lies in it, and how it is written."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from tqdm import tqdm

from nnbook.classroom._output import write
from nnbook.classroom.assignment import MANIFEST, Assignment
from nnbook.classroom.bank import faults
from nnbook.classroom.notebooks import answer_key, released_solutions, student_notebook

__all__ = ["before", "check_students", "make", "solve"]

CONFIG = '''"""For nbgrader, which works in this folder; `nnbook grade` does not read it."""

import os

# What is checked here is not the progress of whoever marks.
os.environ["NNBOOK_PROGRESS"] = "off"

c = get_config()  # noqa: F821 - nbgrader brings it
# The key holds the students' cell and, behind it, the solution: nothing is put in its place.
c.ClearSolutions.code_stub = {"python": ""}
# release/ is there already.
c.GenerateAssignment.force = True
c.Execute.timeout = 60
'''


def before(folder: Path, name: str) -> Assignment | None:
    """The assignment that lies there already, None if nothing does.

    Raises ValueError for a folder that holds something else.
    """
    if folder.exists() and not folder.is_dir():
        raise ValueError(f"{folder} is a file; wanted is a new folder, or one of this assignment")
    if not folder.exists() or not any(folder.iterdir()):
        return None
    if not (folder / MANIFEST).is_file():
        raise ValueError(f"{folder} holds something else already; name another folder with --out")
    there = Assignment.read(folder)
    if there.name != name:
        raise ValueError(
            f"{folder} holds the assignment {there.name!r} already; name another folder with --out"
        )
    return there


def check_students(students: Iterable[str], name: str) -> None:
    """Raises ValueError for a student after whom no folder of release/ can be called."""
    for student in students:
        if set(student) & set('/\\\0:*?"<>|') or student.strip(" .") != student:
            raise ValueError(f"no folder can be called after the student {student!r}")
        if student == name:
            raise ValueError(
                f"a student is called {student!r}, as the assignment is; give it another --name"
            )


def make(
    assignment: Assignment, folder: Path, *, students: Iterable[str] = (), bank: Path | None = None
) -> list[Path]:
    """Write an assignment into its folder and return the files made, the manifest last.

    Everything is worked out before anything is written, and a file is there whole or not at all.
    Raises ValueError for a bank with faults, each with a line of its own.
    """
    files: dict[str, bytes] = {"nbgrader_config.py": CONFIG.encode()}
    readable = assignment
    if bank is not None:
        bank = bank.resolve()
        readable = replace(assignment, folder=bank.parent, bank=bank.name)
        _check_bank(readable)
        files |= {f"{assignment.bank}/{path.name}": path.read_bytes() for path in bank.glob("*.py")}
    name = assignment.name
    files[f"source/{name}/{name}.ipynb"] = answer_key(readable)
    files[f"release/{name}/{name}.ipynb"] = student_notebook(readable)
    for student in tqdm(list(students), unit="student", disable=None, leave=False):
        files[f"release/{student}/{name}.ipynb"] = student_notebook(readable, student)
    made = _write(folder, files)
    assignment.write(folder)
    return [*made, folder / MANIFEST]


def solve(assignment: Assignment, folder: Path) -> list[Path]:
    """Write the solved notebooks into solutions/, one for each notebook that was released."""
    name, files = assignment.name, dict[str, bytes]()
    for path in sorted((folder / "release").glob(f"*/{name}.ipynb")):
        owner = path.parent.name
        student = "" if owner == name else owner
        if assignment.variants or not student:
            files[f"solutions/{owner}/{name}.ipynb"] = released_solutions(assignment, student)
    return _write(folder, files)


def new_secret() -> str:
    """What the hidden inputs are drawn from."""
    return secrets.token_hex(16)


def new_seed() -> int:
    """What the variants are drawn from, if the instructor names no seed."""
    return secrets.randbelow(2**53)  # a whole number that every JSON keeps


def _check_bank(assignment: Assignment) -> None:
    private = [question.id for question in assignment.questions if question.id[0].isalpha()]
    found = [fault for each in private for fault in faults(assignment.exercise(each))]
    if found:
        raise ValueError("\n".join(["the bank is not in order", *found]))


def _write(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    made: list[Path] = []
    for name, content in files.items():
        path = folder / name
        write(path, content)
        path.chmod(0o644)  # the students' notebooks are no secret to other users of the machine
        made.append(path)
    return made
