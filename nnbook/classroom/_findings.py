"""What a class has done, counted: shares, misconceptions, and answers that are strangely alike."""

from __future__ import annotations

import ast
import math
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from nnbook.classroom._pages import STATES
from nnbook.classroom._prints import definitions, fingerprint
from nnbook.classroom._sources import program
from nnbook.classroom.assignment import Assignment
from nnbook.classroom.marking import Mark
from nnbook.classroom.results import BY_HAND, Row
from nnbook.exercises._functions import FunctionJudge
from nnbook.exercises._sentences import SentenceJudge

__all__ = ["Alike", "Mistake", "Tally", "alike", "mistakes", "own_solutions", "questions"]

BITS = 8.0  # so surprising, or more, must be what two students have in common: once in 256
FEW = 0.1  # an answer that more than this share of the class gave is no surprise
WEAK = 0.6  # below this mean share of its points an exercise is worth a second look
MANY = 0.2  # so is a mistake that this share of the class made
ATTEMPTED = {"right", "partly right", "wrong", "stopped", "refused", "by hand"}


@dataclass(frozen=True)
class Tally:
    """How one question went: how many students are in each state, and the mean share of points."""

    id: str
    title: str
    states: Counter[str]
    share: float


@dataclass(frozen=True)
class Mistake:
    """A recognised mistake: where it was made, what it is called and told, and who made it."""

    id: str
    reason: str
    says: str
    mark: Mark
    students: tuple[str, ...]


@dataclass(frozen=True)
class Alike:
    """Two students with rare answers in common, and how surprising that is, in bits."""

    students: tuple[str, str]
    questions: tuple[str, ...]
    bits: float


def marks_of(rows: Sequence[Row], id: str) -> list[tuple[str, Mark]]:
    """Student and mark of everybody whose notebook was graded."""
    return [
        (row.report.student, mark)
        for row in rows
        if row.report.state == "graded"
        for mark in row.report.marks
        if mark.id == id
    ]


def questions(rows: Sequence[Row], assignment: Assignment) -> list[Tally]:
    """Each question of the assignment; one with answers to be graded by hand has no mean (NaN)."""
    found = []
    for question in assignment.questions:
        marks = [mark for _, mark in marks_of(rows, question.id)]
        shares = [mark.points / mark.of for mark in marks]
        states = Counter(mark.state for mark in marks)
        share = statistics.fmean(shares) if shares and not states["by hand"] else math.nan
        title = assignment.exercise(question.id).title
        found.append(Tally(question.id, title, Counter({s: states[s] for s in STATES}), share))
    return found


def mistakes(rows: Sequence[Row], assignment: Assignment) -> list[Mistake]:
    """The mistakes that were recognised, the most frequent first."""
    made: dict[tuple[str, str], list[tuple[str, Mark]]] = defaultdict(list)
    for question in assignment.questions:
        for student, mark in marks_of(rows, question.id):
            if mark.reason not in {"", BY_HAND} and mark.state not in {"right", "by hand"}:
                made[question.id, mark.reason].append((student, mark))
    found = []
    for (number, reason), who in made.items():
        traps = {trap.name: trap.says for trap in assignment.exercise(number).traps}
        mark = who[0][1]
        students = tuple(student for student, _ in who)
        found.append(Mistake(number, reason, traps.get(reason, mark.says), mark, students))
    return sorted(found, key=lambda one: -len(one.students))


def to_teach_again(rows: Sequence[Row], assignment: Assignment) -> Iterator[tuple[str, Mark]]:
    """Why, and a mark that leads to the passage: what the class lacks most."""
    graded = sum(row.report.state == "graded" for row in rows)
    often = [
        one for one in mistakes(rows, assignment) if len(one.students) >= max(2, MANY * graded)
    ]
    for mistake in often:
        yield f"{len(mistake.students)} of {graded}: {mistake.reason}", mistake.mark
    for question in questions(rows, assignment):
        if question.share < WEAK and question.id not in {one.id for one in often}:
            mark = Mark(question.id, 0.0, 1.0, "wrong")
            yield f"{question.share:.0%} of its points on average", mark


def own_solutions(assignment: Assignment) -> dict[str, str]:
    """The fingerprints of the solutions to functions, by the id of the question."""
    found = {}
    for question in assignment.questions:
        exercise = assignment.exercise(question.id)
        if isinstance(exercise.judge, FunctionJudge):
            name = exercise.solution.__name__
            tree = ast.parse(program(exercise.solution))
            found[question.id] = fingerprint(name, definitions([tree]))
    return found


def alike(rows: Sequence[Row], assignment: Assignment) -> list[Alike]:
    """Pairs of students whose answers have more in common than chance and the task explain.

    An answer that k of n students gave counts log2(n / k) bits. Left out are stubs, the book's own
    solution, right numbers, orders and figures, which are all alike, mistakes that are known by
    name, and answers of more than a tenth of the class.
    """
    solutions = own_solutions(assignment)
    bits: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    for question in assignment.questions:
        groups: dict[str, list[str]] = defaultdict(list)
        marks = marks_of(rows, question.id)
        for student, mark in marks:
            if _tells(mark, assignment, solutions.get(question.id, "")):
                groups[mark.print].append(student)
        for students in groups.values():
            if 2 <= len(students) <= max(2, FEW * len(marks)):
                for pair in combinations(sorted(students), 2):
                    bits[pair][question.id] = math.log2(len(marks) / len(students))
    found = [Alike(pair, tuple(own), sum(own.values())) for pair, own in bits.items()]
    found = [one for one in found if one.bits >= BITS]
    return sorted(found, key=lambda one: (-one.bits, one.students))


def _tells(mark: Mark, assignment: Assignment, solution: str) -> bool:
    """Whether an answer says something about who wrote it."""
    if not mark.print or mark.state not in ATTEMPTED or mark.print == solution:
        return False
    judge = assignment.exercise(mark.id).judge
    if isinstance(judge, FunctionJudge | SentenceJudge):
        return True
    return mark.state != "right" and not mark.reason
