"""What the tests of marking share: notebooks made of cells, and one jail for all of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from nnbook.classroom.assignment import Assignment, Question
from nnbook.classroom.marking import Mark, Report, mark
from nnbook.classroom.sandbox import Sandbox
from tests.needs import need_program

SECRET = "5ec7e7"  # noqa: S105 - of a made-up class
SECONDS = 3.0  # for the cells of a notebook; each cell has half of them


@cache
def jail() -> Sandbox:
    """One jail for all tests; it ends with the process."""
    need_program("bwrap")
    return Sandbox.find(seconds=SECONDS, memory=512)


@contextmanager
def own_jail(**settings: Any) -> Iterator[Sandbox]:
    need_program("bwrap")
    with Sandbox.find(**settings) as sandbox:
        yield sandbox


def notebook(*cells: str) -> bytes:
    """A notebook with these code cells."""
    table = {"cells": [{"cell_type": "code", "source": cell} for cell in cells], "nbformat": 4}
    return json.dumps(table).encode()


def assignment(*ids: str, **settings: Any) -> Assignment:
    """An assignment that asks these exercises, each for one point."""
    questions = tuple(Question(id) for id in ids)
    return Assignment("week", "A week", questions, secret=SECRET, **settings)


def report_on(text: bytes, *ids: str, student: str = "ann", **settings: Any) -> Report:
    """The report on a notebook, from the jail that all tests share."""
    return mark(text, student, assignment(*ids, **settings), sandbox=jail())


def mark_of(id: str, *cells: str, **settings: Any) -> Mark:
    """The mark that these cells earn for one exercise."""
    return report_on(notebook(*cells), id, **settings).marks[0]
