"""Mark a submission: each question in a fresh jailed process, compared outside."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import Literal

from nnbook.classroom._asking import Answer, Trial, ask
from nnbook.classroom._judging import forbidden, judge
from nnbook.classroom._report import Mark, Report
from nnbook.classroom.assignment import Assignment, Question, answer_name
from nnbook.classroom.sandbox import Sandbox
from nnbook.classroom.submission import Broken, Code, read
from nnbook.exercises._engine import Exercise
from nnbook.exercises._functions import FunctionJudge

__all__ = ["Mark", "Report", "forbidden", "mark", "without_marks"]

MOST_SKIPPED = 3  # cells that end Python or never end; behind them, no more is tried
ENDS = {"time": "it did not end in time", "crash": "the process ended while it ran"}
BUDGET = 4  # so many times the sandbox's seconds for all questions together


def mark(notebook: bytes, student: str, assignment: Assignment, *, sandbox: Sandbox) -> Report:
    """The report on a notebook; it never raises for anything that is in one.

    A cell that stops with an error does not stop the next. One that ends the process, or does not
    end, is left out when the rest of the notebook is run again. The hidden random inputs follow
    from the assignment's secret, the student and the exercise.
    """
    start = time.monotonic()
    try:
        code = read(notebook, tuple(question.cell for question in assignment.questions))
    except Broken as broken:
        return without_marks(student, assignment, str(broken))
    run = _Run(code, student, assignment, sandbox, start + BUDGET * sandbox.seconds)
    marks = tuple(run.mark(question) for question in assignment.questions)
    says = " ".join([*code.says, *run.says()])
    return Report(student, assignment.name, "graded", says, marks,
                  round(time.monotonic() - start, 3))  # fmt: skip


def without_marks(
    student: str,
    assignment: Assignment,
    says: str = "",
    state: Literal["missing", "stopped"] = "missing",
) -> Report:
    """The report on somebody of whom there is nothing to mark; `says` tells why."""
    marks = tuple(Mark(each.id, 0.0, each.points, state) for each in assignment.questions)
    return Report(student, assignment.name, "broken", says, marks)


@dataclass
class _Run:
    """One submission on its way through the questions."""

    code: Code
    student: str
    assignment: Assignment
    sandbox: Sandbox
    deadline: float
    skip: dict[int, str] = field(default_factory=dict)  # cells that are run no more, and why
    errors: dict[int, str] = field(default_factory=dict)

    def mark(self, question: Question) -> Mark:
        """The mark for one question."""
        start = time.monotonic()
        exercise = self.assignment.exercise(question.id, self.student)
        answer = self._answer(exercise)
        while self._left_out(answer):
            answer = self._answer(exercise)
        for number, kind in answer.errors:
            if kind not in {"Forbidden", "Overtime"}:
                self.errors.setdefault(number, kind)
        made = judge(question, exercise, answer, self.code.cells, self.assignment.partial)
        return replace(made, seconds=round(time.monotonic() - start, 3))

    def _left_out(self, answer: Answer) -> bool:
        """Leave out the cells that ended the process or did not end; whether there are new ones.

        Nonsense may come from any cell, also from one that has ended, so it is nobody's.
        """
        found = {number: "time" for number, kind in answer.errors if kind == "Overtime"}
        if answer.cell is not None and answer.ended in ENDS:
            found[answer.cell] = answer.ended
        new = found.keys() - self.skip.keys()
        if not new or len(self.skip) >= MOST_SKIPPED:
            return False
        self.skip |= {number: found[number] for number in new}
        return True

    def _answer(self, exercise: Exercise) -> Answer:
        if time.monotonic() > self.deadline:
            return Answer(ended="time")
        kind, seconds = exercise.judge, 0.0
        inputs = None
        if isinstance(kind, FunctionJudge):
            seed = f"{self.assignment.secret}/{self.student}/{exercise.id}"
            inputs, seconds = kind.inputs(exercise, seed), kind.seconds
        return ask(self.sandbox, Trial(
            exercise.id, answer_name(exercise), self.code.cells, frozenset(self.skip),
            inputs, seconds, exercise.forbids,
        ))  # fmt: skip

    def says(self) -> list[str]:
        """What the cells did that was odd, in the order of the notebook."""
        odd = {n: f"was left out: {ENDS[why]}" for n, why in self.skip.items()}
        for number, kind in self.errors.items():
            magic = "was left out: it is a magic and not Python"
            odd.setdefault(number, magic if kind == "a magic" else f"stops with {kind}")
        return [f"Code cell {number + 1} {odd[number]}." for number in sorted(odd)[:10]]
