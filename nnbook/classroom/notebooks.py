"""The notebooks of an assignment: what students get, the answer key, and released solutions.

Cells carry the metadata of nbgrader's schema 3, so that nbgrader works on the same files. The key
holds each unsolved cell with the solution behind it, between `### BEGIN SOLUTION` and
`### END SOLUTION`; nbgrader cuts that out and is left with the students' cell.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from nnbook.classroom._answers import Form, form_of
from nnbook.classroom._judging import forbidden
from nnbook.classroom.assignment import Assignment, Question, answer_name
from nnbook.exercises._engine import Exercise
from nnbook.exercises._figures import FigureJudge
from nnbook.exercises._functions import FunctionJudge
from nnbook.exercises._sentences import SentenceJudge

__all__ = ["answer_key", "released_solutions", "student_notebook"]

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
LOCKED = {"locked", "test"}
OURS = "from nnbook import "
KEEP = (
    "You may add cells. Leave the names of the functions and of `answer_...` as they are: by them "
    "your answers are found. Programs are marked with inputs that you have not seen."
)
HAND_IN = (
    "Before you hand in, restart the kernel and run all cells from top to bottom, as will be done "
    "when this is marked. Then save it as `{name}.ipynb`. It needs nothing but "
    "`pip install nnbook`."
)
LATER = "# Exercise {} is marked after you have handed in."
HIDDEN = """### BEGIN HIDDEN TESTS
from nnbook.classroom.nbgrading import credit
credit("{}", globals())
### END HIDDEN TESTS"""


@dataclass(frozen=True)
class Cell:
    """One cell. `role` says what nbgrader is to do with it; "free" is none of its business."""

    id: str
    source: str
    role: Literal["free", "locked", "answer", "test", "by hand"] = "locked"
    code: bool = True
    points: float = 0.0

    def node(self, *, guarded: bool) -> dict[str, Any]:
        """The cell as format 4.5 stores it, not yet run.

        One that is guarded cannot be deleted in Jupyter, nor changed unless it is for an answer.
        """
        kind = "code" if self.code else "markdown"
        run: dict[str, Any] = {"execution_count": None, "outputs": []} if self.code else {}
        lines = self.source.splitlines(keepends=True)
        metadata: dict[str, Any] = {}
        if self.role != "free":
            metadata["nbgrader"] = self._nbgrader(kind)
            metadata |= {"deletable": False} if guarded else {}
            metadata |= {"editable": False} if guarded and self.role in LOCKED else {}
        return {"cell_type": kind, "id": self.id, "metadata": metadata, "source": lines, **run}

    def _nbgrader(self, kind: str) -> dict[str, Any]:
        graded = self.role in {"test", "by hand"}
        return {
            "cell_type": kind,
            "grade": graded,
            "grade_id": self.id,
            "locked": self.role in LOCKED,
            **({"points": self.points} if graded else {}),
            "schema_version": 3,
            "solution": self.role in {"answer", "by hand"},
            "task": False,
        }


def student_notebook(assignment: Assignment, student: str = "") -> bytes:
    """The notebook that is handed out; with variants, and a name, that student's own."""
    return _written(_cells(assignment, student, "unsolved"), guarded=True)


def answer_key(assignment: Assignment) -> bytes:
    """The instructor's notebook, nbgrader's source: solutions and hidden tests between marks."""
    return _written(_cells(assignment, "", "key"))


def released_solutions(assignment: Assignment, student: str = "") -> bytes:
    """The solved notebook that may be given to students when all have handed in."""
    return _written(_cells(assignment, student, "solved"))


Kind = Literal["unsolved", "key", "solved"]


def _cells(assignment: Assignment, student: str, kind: Kind) -> Iterator[Cell]:
    exercises = [assignment.exercise(question.id, student) for question in assignment.questions]
    forms = [form_of(exercise) for exercise in exercises]
    text: Literal["free", "locked"] = "free" if assignment.variants else "locked"
    yield Cell("how-to-work", _opening(assignment, student), text, code=False)
    yield Cell("imports", _imports(forms, assignment))
    for question, exercise, form in zip(assignment.questions, exercises, forms, strict=True):
        yield Cell(f"task{question.cell[8:]}", _task(question, exercise, form), text, code=False)
        yield from _answer(question, exercise, form, kind)
        if not isinstance(exercise.judge, SentenceJudge):
            yield Cell(
                question.cell, _test(assignment, question, kind), "test", True, question.points
            )


def _answer(question: Question, exercise: Exercise, form: Form, kind: Kind) -> Iterator[Cell]:
    for number, code in enumerate(form.shown, start=1):
        yield Cell(f"figure{question.cell[8:]}-{number}", code, "free")
    source = form.solved if kind == "solved" else form.unsolved
    if kind == "key":
        source += f"\n\n\n### BEGIN SOLUTION\n{form.solved}\n### END SOLUTION"
    if isinstance(exercise.judge, SentenceJudge):
        yield Cell(question.cell, source, "by hand", True, question.points)
    else:
        yield Cell(f"answer{question.cell[8:]}", source, "answer")


def _test(assignment: Assignment, question: Question, kind: Kind) -> str:
    """What stands behind an answer. A check can judge only what the students' nnbook knows."""
    exercise = assignment.exercise(question.id)
    lines = LATER.format(question.id)
    if checks_itself(assignment, exercise):
        lines = f'check("{question.id}", {answer_name(exercise)})'
    return f"{lines}\n{HIDDEN.format(question.id)}" if kind == "key" else lines


def checks_itself(assignment: Assignment, exercise: Exercise) -> bool:
    """Whether the students' notebook judges this exercise.

    It cannot for a private one, nor for one of which each student has other numbers.
    """
    private = exercise.id[0].isalpha()
    varied = assignment.variants and exercise.variant is not None
    if private or varied or isinstance(exercise.judge, SentenceJudge):
        return False
    of_kind = isinstance(exercise.judge, FunctionJudge | FigureJudge)
    return assignment.checks == "all" or (assignment.checks == "programs" and of_kind)


def _imports(forms: list[Form], assignment: Assignment) -> str:
    lines = {"import numpy as np", *(line for form in forms for line in form.imports)}
    ours = {line.removeprefix("from nnbook import ") for line in lines if line.startswith(OURS)}
    if any(checks_itself(assignment, assignment.exercise(q.id)) for q in assignment.questions):
        ours |= {"check", "hint"}
    others = sorted(line for line in lines if not line.startswith(OURS))
    last = [OURS + ", ".join(sorted(ours))] if ours else []
    return "\n".join(["\n".join(others), *([""] if last else []), *last])


def _opening(assignment: Assignment, student: str) -> str:
    """The title and how to work, in words for students."""
    facts = [f"**Due:** {due_date(assignment.due)}."] if assignment.due else []
    facts.append(f"**Points:** {assignment.points:g}.")
    if student and assignment.variants:
        facts.append(f"**For:** `{student}`. The numbers in here are yours alone.")
    exercises = [assignment.exercise(question.id) for question in assignment.questions]
    checking = [exercise for exercise in exercises if checks_itself(assignment, exercise)]
    how = "Put your answer to each question where the dots or the quotation marks are."
    if checking:
        how += (
            " Run the cell, then the one below it: it says what it thinks of your answer. "
            f'`hint("{checking[0].id}")` in a cell of your own gives a nudge for exercise '
            f"{checking[0].id}, and a little more each time."
        )
    parts = [
        f"# {assignment.title}",
        "  \n".join(facts),
        how,
        KEEP,
        HAND_IN.format(name=assignment.name),
    ]
    return "\n\n".join(parts)


def _task(question: Question, exercise: Exercise, form: Form) -> str:
    chapter = exercise.id.partition(".")[0]
    points = f"{question.points:g} point{'' if question.points == 1 else 's'}"
    where = f", chapter {chapter}, “{exercise.see}”" if chapter.isdecimal() else ""
    heading = f"## Exercise {exercise.id}: {exercise.title}"
    parts = [heading, f"*{points}, {exercise.level}{where}*", exercise.task, form.how,
             forbidden(exercise)]  # fmt: skip
    return "\n\n".join(filter(None, parts))


def due_date(due: str) -> str:
    when = datetime.fromisoformat(due)
    day = f"{when:%A} {when.day} {when:%B %Y}"
    return f"{day}, {when:%H:%M}" if re.search(r"\d[T ]\d", due) else day


def _written(cells: Iterator[Cell], *, guarded: bool = False) -> bytes:
    """A notebook of format 4.5 in the form that Jupyter itself writes."""
    nodes = [cell.node(guarded=guarded) for cell in cells]
    notebook = {"cells": nodes, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}
    return (json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()
