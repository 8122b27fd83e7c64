"""Marking one submission in the container that Gradescope starts for it.

    python -m nnbook.classroom.autograder /autograder

reads what Gradescope puts there, `submission/` and `submission_metadata.json`, and writes
`results/results.json`. Where the container allows no namespaces, which is usual, there can be no
jail. Then a submission runs as a user who owns nothing, and to whom `source/`, with secret and
solutions, and `results/` are closed; values are compared outside, by root, as always. Each
container has one submission and ends with it, so there is nobody else's to be read.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from nnbook.classroom._output import write
from nnbook.classroom.assignment import Assignment
from nnbook.classroom.gradebooks import gradescope
from nnbook.classroom.marking import Report, mark, without_marks
from nnbook.classroom.sandbox import Sandbox, Unavailable
from nnbook.classroom.submission import MOST_BYTES

__all__ = ["STUDENTS", "main", "run", "student_of"]

STUDENTS = "students.json"
NOBODY = 65534


def run(root: Path) -> Report:
    """Mark the submission below a root that looks like /autograder, and write its results.

    Raises Unavailable where a submission cannot be kept from the results and the secret: without
    namespaces, and without root.
    """
    home = root / "source" / "assignment"
    assignment = Assignment.read(home)
    known = json.loads((home / STUDENTS).read_text(encoding="utf-8"))
    student = student_of(_metadata(root), known)
    path, says = _notebook(root / "submission", assignment.name)
    if known and not student:
        says = (
            "You are not on the list of students for whom this assignment was made. Tell your "
            "instructor the address with which you handed in."
        )
    if path is None or (known and not student):
        report = without_marks(student, assignment, says)
    else:
        with _sandbox(root) as sandbox:
            report = mark(_bytes(path), student, assignment, sandbox=sandbox)
    titles = {each.id: assignment.exercise(each.id).title for each in assignment.questions}
    write(root / "results" / "results.json", gradescope(report, titles))
    return report


def student_of(metadata: Mapping[str, Any], known: Sequence[str]) -> str:
    """Who handed in: of the known names the one that fits, or else the address.

    Gradescope says of each user the address, the name and perhaps a student id. Empty if none of
    them is known.
    """
    users = metadata.get("users")
    users = [user for user in users if isinstance(user, dict)] if isinstance(users, list) else []
    called: list[str] = []
    for user in users:
        email = str(user.get("email") or "")
        names = (str(user.get("sid") or ""), email, email.partition("@")[0], user.get("name") or "")
        called += [str(name) for name in names if name]
    if not known:
        return next((name for name in called if "@" in name), next(iter(called), "student"))
    by_name = {name.casefold(): name for name in known}
    return next((by_name[name.casefold()] for name in called if name.casefold() in by_name), "")


def main(arguments: Sequence[str]) -> int:
    """Mark what lies below the folder named, and say in one line what came of it."""
    report = run(Path(arguments[0]))
    print(f"{report.state}: {report.points:g} of {report.of:g} points")  # noqa: T201
    return 0


def _metadata(root: Path) -> Mapping[str, Any]:
    path = root / "submission_metadata.json"
    found = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return found if isinstance(found, dict) else {}


def _notebook(folder: Path, name: str) -> tuple[Path | None, str]:
    """The notebook of the assignment's name, or the only one; or why there is none."""
    paths = sorted(p for p in folder.rglob("*.ipynb") if p.is_file() and not p.is_symlink())
    paths = [path for path in paths if ".ipynb_checkpoints" not in path.parts]
    named = [path for path in paths if path.name == f"{name}.ipynb"] or paths
    if len(named) == 1:
        return named[0], ""
    if not named:
        return None, f"There is no notebook among the files. Hand in {name}.ipynb."
    return None, f"There are {len(named)} notebooks among the files. Hand in {name}.ipynb alone."


def _bytes(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(MOST_BYTES + 1)  # one more, and it is said to be too large


def _sandbox(root: Path) -> Sandbox:
    """A jail; for root in a container without namespaces, processes of a user without rights."""
    try:
        return Sandbox.find()
    except Unavailable:
        if os.geteuid() != 0:
            raise
    for folder in ("source", "results", "submission"):
        (root / folder).mkdir(exist_ok=True)
        (root / folder).chmod(0o700)
    return Sandbox.find(trust=True, uid=NOBODY)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
