"""What an assignment is: its questions, their points, and the file that says so.

The folder of an assignment belongs to the instructor. `assignment.json` in it holds the seed of the
students' variants and the secret of the hidden inputs; neither is ever written into a notebook.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from dataclasses import dataclass, field, fields, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np

from nnbook.classroom._output import write
from nnbook.exercises._engine import Exercise, find
from nnbook.exercises._functions import FunctionJudge

__all__ = ["MANIFEST", "Assignment", "Checks", "Question", "answer_name"]

MANIFEST = "assignment.json"
FORMAT = 1

# "all": a check behind every question; "programs": not where a number, an order or a sentence could
# be found by trying; "none": the students hear nothing before the marks are given back.
Checks = Literal["all", "programs", "none"]


@dataclass(frozen=True)
class Question:
    """One exercise of an assignment, and what it is worth.

    Raises ValueError for points that are not a finite number above 0.
    """

    id: str
    points: float = 1.0

    def __post_init__(self) -> None:
        if not math.isfinite(self.points) or self.points <= 0:
            raise ValueError(
                f"the points of exercise {self.id} are a number above 0, but received {self.points}"
            )

    @property
    def cell(self) -> str:
        """The grade_id of the cell that is marked, "exercise-3-1"."""
        return f"exercise-{self.id.replace('.', '-')}"


@dataclass(frozen=True)
class Assignment:
    """A named list of questions, with all that decides how it is handed out and marked.

    `name` is the file name of the notebook, `due` an ISO date and time or empty, `seed` what the
    students' variants are drawn from, `secret` (hex) what the hidden random inputs are drawn from,
    `checks` where a notebook checks itself, `partial` whether part of an answer earns part of the
    points, `bank` the name of the folder of private exercises in the assignment's folder, `numpy`
    the version that drew the variants, if it is known, and `folder` where it was read from. Raises
    ValueError for a name that is no file name, a date that is none, and for no question or one that
    is asked twice.
    """

    name: str
    title: str
    questions: tuple[Question, ...]
    due: str = ""
    seed: int = 0
    secret: str = field(default="", repr=False)
    variants: bool = False
    checks: Checks = "all"
    partial: bool = True
    bank: str = ""
    numpy: str = ""
    folder: Path | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-Za-z0-9_-]+", self.name):
            raise ValueError(
                "the name of an assignment is made of letters, digits, - and _, but received "
                f"{self.name!r}"
            )
        if self.checks not in get_args(Checks):
            raise ValueError(
                f"checks is one of {', '.join(get_args(Checks))}, but received {self.checks!r}"
            )
        if self.due:
            _check_date(self.due)
        if not re.fullmatch(r"([0-9a-f]{2})*", self.secret):
            raise ValueError("the secret of an assignment is written in hexadecimal digits")
        if self.bank not in {"", Path(self.bank).name} or self.bank == "..":
            raise ValueError(f"the bank is a folder beside {MANIFEST}, but received {self.bank!r}")
        ids = [question.id for question in self.questions]
        if not ids:
            raise ValueError(f"assignment {self.name} has no question")
        twice = sorted({each for each in ids if ids.count(each) > 1})
        if twice:
            raise ValueError(f"assignment {self.name} asks {', '.join(twice)} more than once")

    @classmethod
    def read(cls, folder: Path | str) -> Assignment:
        """The assignment of a folder.

        Raises FileNotFoundError if there is none, ValueError for a manifest that is not one.
        """
        path = Path(folder) / MANIFEST
        if not path.is_file():
            raise FileNotFoundError(
                f"{folder} is not the folder of an assignment: it has no {MANIFEST}"
            )
        try:
            return replace(_from_json(json.loads(path.read_bytes())), folder=Path(folder))
        except (ValueError, TypeError) as error:
            raise ValueError(f"{path}: {error}") from error

    def write(self, folder: Path | str) -> None:
        """Write the manifest into a folder, whole or not at all, for the owner's eyes only."""
        table = {each.name: getattr(self, each.name) for each in fields(self)}
        del table["folder"]
        table["questions"] = [{"id": q.id, "points": q.points} for q in self.questions]
        text = json.dumps({"format": FORMAT, **table}, indent=2, ensure_ascii=False) + "\n"
        write(Path(folder) / MANIFEST, text.encode())

    @property
    def points(self) -> float:
        """What all questions together are worth."""
        return math.fsum(question.points for question in self.questions)

    def question(self, id: str) -> Question:
        """The question of this id. Raises ValueError if the assignment does not ask it."""
        for question in self.questions:
            if question.id == id:
                return question
        ids = ", ".join(question.id for question in self.questions)
        raise ValueError(f"assignment {self.name} has no question {id!r}; it has {ids}")

    def exercise(self, id: str, student: str = "") -> Exercise:
        """The exercise of a question: the student's own variant, or the plain one without a name.

        The variant follows from seed, student and id alone, on every machine.
        """
        exercise = self._plain(id)
        variant = exercise.variant
        if not (self.variants and student and variant):
            return exercise
        text = json.dumps([self.seed, student, id], ensure_ascii=False)
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
        return variant(np.random.default_rng(int.from_bytes(digest, "big")))

    @property
    def drawn_elsewhere(self) -> str:
        """A sentence where this numpy may draw other variants than were handed out; else empty."""
        if not self.variants or not self.numpy or series(self.numpy) == series(np.__version__):
            return ""
        return (
            f"The variants were drawn with numpy {self.numpy}, and this is numpy {np.__version__}, "
            "which may draw other numbers; where right answers are marked wrong, grade with numpy "
            f"{series(self.numpy)}."
        )

    def _plain(self, id: str) -> Exercise:
        if not id[:1].isalpha():
            return _published(id)
        from nnbook.classroom.bank import exercises_in

        if not self.bank or self.folder is None:
            raise ValueError(f"{id} is a private exercise, but assignment {self.name} has no bank")
        bank = exercises_in(self.folder / self.bank)
        if id not in bank:
            raise ValueError(f"there is no exercise {id} in {self.folder / self.bank}")
        return bank[id]


def series(version: str) -> str:
    """Major and minor number of a version; numpy may change what it draws with either."""
    return ".".join(version.split(".")[:2])


_published = cache(find)  # which looks through the folder of chapters


def answer_name(exercise: Exercise) -> str:
    """The global of the students' notebook that holds the answer: `update`, or `answer_3_2`."""
    if isinstance(exercise.judge, FunctionJudge):
        return exercise.solution.__name__
    return f"answer_{exercise.id.replace('.', '_')}"


def _check_date(due: str) -> None:
    from datetime import datetime

    try:
        datetime.fromisoformat(due)
    except ValueError:
        raise ValueError(
            f'the due date is written as "2026-10-30 18:00", but received {due!r}'
        ) from None


def _from_json(table: Any) -> Assignment:
    """An assignment from what its manifest holds, every field of the type it should have."""
    if not isinstance(table, dict) or table.pop("format", None) != FORMAT:
        raise ValueError(f"this is not a manifest of format {FORMAT}")
    wanted: dict[str, type | tuple[type, ...]] = {
        "name": str, "title": str, "questions": list, "due": str, "seed": int, "secret": str,
        "variants": bool, "checks": str, "partial": bool, "bank": str, "numpy": str,
    }  # fmt: skip
    for name, kind in wanted.items():
        if name in table and not isinstance(table[name], kind):
            raise TypeError(f"{name!r} has a value of the wrong kind: {table[name]!r}")
    missing = [name for name in ("name", "title", "questions") if name not in table]
    unknown = sorted(set(table) - set(wanted))
    if missing or unknown:
        words = [f"{', '.join(missing)} missing"] * bool(missing)
        words += [f"{', '.join(unknown)} unknown"] * bool(unknown)
        raise ValueError(f"the fields do not fit: {'; '.join(words)}")
    try:
        questions = tuple(Question(str(q["id"]), float(q["points"])) for q in table["questions"])
    except (KeyError, TypeError):
        raise ValueError('each question is written as {"id": "3.1", "points": 1}') from None
    return Assignment(**{**table, "questions": questions})
