"""`nnbook autograder ASSIGNMENT --out autograder.zip`: the zip that Gradescope asks for.

It holds this very nnbook, so what marks there is what marks here, and the assignment with its
secret. Numpy and what else nnbook needs is installed when Gradescope builds its image.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import zipfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import nnbook
from nnbook.classroom._output import write
from nnbook.classroom.assignment import MANIFEST, Assignment, series
from nnbook.classroom.autograder import STUDENTS

__all__ = ["add_arguments", "packed", "run"]

LEFT_OUT = {"__pycache__", "chapters", "commands"}  # which marking never reads
CORE = ("numpy>=2.0", "tqdm>=4.66")

SETUP = """#!/usr/bin/env bash
# Gradescope runs this once, as root, when it builds the image.
set -eu
export DEBIAN_FRONTEND=noninteractive
apt-get update
apt-get install --yes --no-install-recommends bubblewrap python3 python3-venv

python=
for each in python3 python3.14 python3.13 python3.12 python3.11; do
    if "$each" -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$each
        break
    fi
done
if [ -z "$python" ]; then  # the python3 of Ubuntu 22.04 is 3.10
    python=python3.11
    apt-get install --yes --no-install-recommends python3.11 python3.11-venv
fi

# Beside source, which is closed to what students hand in.
"$python" -m venv /opt/nnbook
/opt/nnbook/bin/python -m pip install --requirement /autograder/source/requirements.txt
chmod 700 /autograder/source
"""

RUN = """#!/usr/bin/env bash
# Gradescope runs this for each submission. The root of its tree can be given, to try it elsewhere.
set -eu
root=${1:-/autograder}
PYTHONPATH=$root/source OMP_NUM_THREADS=1 NNBOOK_PROGRESS=off \\
    exec "${NNBOOK_PYTHON:-/opt/nnbook/bin/python}" -m nnbook.classroom.autograder "$root"
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument(
        "assignment", type=Path, metavar="ASSIGNMENT", help="the folder that `nnbook assign` made"
    )
    parser.add_argument(
        "--out", type=Path, default=Path("autograder.zip"), metavar="FILE", help="%(default)s"
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the zip and say what to do with it."""
    assignment = Assignment.read(arguments.assignment)
    write(arguments.out, packed(assignment, arguments.assignment))
    print(  # noqa: T201
        f"{arguments.out} marks {assignment.name} ({len(assignment.questions)} questions, "
        f"{assignment.points:g} points).\n"
        "In Gradescope: Programming Assignment, Configure Autograder, upload it, with an image of "
        "Ubuntu 22.04 or later.\n"
        "It holds the secret and the answers, as your folder does: for Gradescope alone."
    )
    return 0


def packed(assignment: Assignment, folder: Path) -> bytes:
    """The zip of an assignment; the same bytes for the same assignment and the same nnbook."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(_files(assignment, folder)):
            entry = zipfile.ZipInfo(name)  # whose time is the first of 1980
            entry.compress_type = zipfile.ZIP_DEFLATED
            runs = name in {"setup.sh", "run_autograder"}
            entry.external_attr = (0o100755 if runs else 0o100644) << 16
            archive.writestr(entry, content)
    return stream.getvalue()


def _files(assignment: Assignment, folder: Path) -> Iterator[tuple[str, bytes]]:
    yield "setup.sh", SETUP.encode()
    yield "run_autograder", RUN.encode()
    yield "requirements.txt", "".join(f"{line}\n" for line in _requirements(assignment)).encode()
    yield f"assignment/{MANIFEST}", (folder / MANIFEST).read_bytes()
    yield f"assignment/{STUDENTS}", json.dumps(_students(assignment, folder)).encode()
    if assignment.bank:
        for path in (folder / assignment.bank).glob("*.py"):
            yield f"assignment/{assignment.bank}/{path.name}", path.read_bytes()
    home = Path(nnbook.__file__).parent
    for path in home.rglob("*"):
        inside = path.relative_to(home)
        hidden = any(part.startswith(".") for part in inside.parts)  # caches of other tools
        if path.is_file() and not hidden and not LEFT_OUT & set(inside.parts):
            yield f"nnbook/{inside.as_posix()}", path.read_bytes()


def _students(assignment: Assignment, folder: Path) -> list[str]:
    """Who has a notebook of their own, if the assignment has variants."""
    name = assignment.name
    owners = (path.parent.name for path in (folder / "release").glob(f"*/{name}.ipynb"))
    return sorted(owner for owner in owners if owner != name) if assignment.variants else []


def _requirements(assignment: Assignment) -> list[str]:
    """What nnbook asks for, extras aside; numpy as it was when variants were drawn."""
    try:
        lines = requires("nnbook") or []
    except PackageNotFoundError:  # run from its sources; figures are then not judged in part
        lines = []
    plain = [line for line in lines if not re.search(r";.*\bextra\b", line)]
    drawn = [f"numpy=={series(assignment.numpy)}.*"] if assignment.numpy else []
    found = {re.split(r"[^\w-]", line)[0]: line for line in [*CORE, *plain, *drawn]}
    return sorted(found.values())
