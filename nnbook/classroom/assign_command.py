"""`nnbook assign`: make an assignment from exercises.

`nnbook assign --chapter 3 --level core --points 2 3.4=3 --due "2026-10-30 18:00" --out hw1`
makes the folder `hw1` with the students' notebook, the answer key and what marking needs.
"""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import get_args

import numpy as np

from nnbook.classroom import _folder
from nnbook.classroom.assignment import Assignment, Checks, Question
from nnbook.classroom.bank import exercises_in
from nnbook.classroom.notebooks import checks_itself, due_date
from nnbook.classroom.roster import read_roster
from nnbook.exercises._engine import Exercise, chapters, exercises_of
from nnbook.exercises._figures import FigureJudge
from nnbook.exercises._functions import FunctionJudge
from nnbook.exercises._numbers import NumberJudge
from nnbook.exercises._order import OrderJudge

__all__ = ["add_arguments", "run"]

LEVELS = ("warm-up", "core", "stretch")
KINDS = {
    FunctionJudge: "program",
    NumberJudge: "numbers",
    OrderJudge: "order",
    FigureJudge: "figure",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    which = parser.add_argument_group("which exercises (what is chosen in several ways adds up)")
    which.add_argument("--chapter", type=int, nargs="+", default=[], metavar="N")
    which.add_argument("--exercise", nargs="+", default=[], metavar="ID", help='"3.1", "P.1"')
    which.add_argument(
        "--level", nargs="+", default=[], choices=LEVELS, help="only these, of the chapters named"
    )
    which.add_argument("--bank", type=Path, metavar="DIR", help="a folder of private exercises")
    what = parser.add_argument_group("what is handed out")
    what.add_argument("--name", default="homework", help="of the notebook's file (homework)")
    what.add_argument("--title", default="", help="its first line (the name)")
    what.add_argument("--due", default="", metavar="WHEN", help='"2026-10-30 18:00"')
    what.add_argument(
        "--points", nargs="+", default=[], metavar="RULE", help='"2" for all (1), "3.1=2" for one'
    )
    what.add_argument(
        "--checks", choices=get_args(Checks), default="all",
        help="where the notebook judges itself: all questions, only programs and figures, or none",
    )  # fmt: skip
    what.add_argument("--no-partial", action="store_true", help="all points or none, no parts")
    what.add_argument("--variants", action="store_true", help="other numbers for each student")
    what.add_argument("--students", type=Path, metavar="FILE", help="one a line, or the LMS's CSV")
    what.add_argument("--seed", type=int, help="of the variants (drawn)")
    where = parser.add_argument_group("where")
    where.add_argument("--out", type=Path, metavar="DIR", help="the assignment's folder (the name)")
    where.add_argument("--dry-run", action="store_true", help="list the questions, write nothing")
    where.add_argument(
        "--show-solutions", action="store_true",
        help="write the solved notebooks of the assignment in --out, to be given to students",
    )  # fmt: skip


def run(arguments: argparse.Namespace) -> int:
    """Make the assignment and say what was made."""
    folder = arguments.out or Path(arguments.name)
    if arguments.show_solutions:
        return _show_solutions(folder)
    there = None if arguments.dry_run else _folder.before(folder, arguments.name)
    assignment = _assignment(arguments, there)
    students = _students(arguments, assignment.name)
    lines = _questions(assignment, arguments.bank)
    if not arguments.dry_run:
        _folder.make(assignment, folder, students=students, bank=arguments.bank)
        lines += _made(assignment, folder, len(students), renewed=there is not None)
        lines.append(_next(folder, arguments.students))
    print("\n".join(lines))  # noqa: T201
    return 0


def _assignment(arguments: argparse.Namespace, there: Assignment | None) -> Assignment:
    """What the options ask for; seed and secret stay what they are in a folder made before."""
    bank = exercises_in(arguments.bank) if arguments.bank else {}
    exercises = chosen(arguments.chapter, arguments.exercise, arguments.level, bank)
    seed = there.seed if there else _folder.new_seed()
    return Assignment(
        name=arguments.name,
        title=arguments.title or arguments.name.replace("_", " ").capitalize(),
        questions=points_of(arguments.points, exercises),
        due=arguments.due,
        seed=seed if arguments.seed is None else arguments.seed,
        secret=there.secret if there else _folder.new_secret(),
        variants=arguments.variants,
        checks=arguments.checks,
        partial=not arguments.no_partial,
        numpy=np.__version__ if arguments.variants else "",
        bank="bank" if any(exercise.id in bank for exercise in exercises) else "",
    )


def chosen(
    numbers: Sequence[int],
    ids: Sequence[str],
    levels: Sequence[str],
    bank: Mapping[str, Exercise],
) -> list[Exercise]:
    """The exercises of these chapters and levels, then those named by id, none of them twice.

    Levels without a chapter are taken from the whole book. Of a bank come those that are named, or
    all if none is. Raises ValueError if nothing is chosen, or for what does not exist.
    """
    missing = sorted(set(numbers) - set(chapters()))
    if missing:
        raise ValueError(
            f"there is no chapter {', '.join(map(str, missing))}; the book has {chapters()[0]} "
            f"to {chapters()[-1]}"
        )
    if levels and not numbers and not ids:
        numbers = chapters()
    book = {each.id: each for chapter in chapters() for each in exercises_of(chapter)}
    there = {**book, **bank}
    unknown = [each for each in ids if each not in there]
    if unknown:
        raise ValueError("; ".join(_no_such(each, there, bool(bank)) for each in unknown))
    found = [
        exercise
        for chapter in numbers
        for exercise in exercises_of(chapter)
        if not levels or exercise.level in levels
    ]
    found += [there[each] for each in ids]
    if not any(each in bank for each in ids):
        found += [each for each in bank.values() if not levels or each.level in levels]
    if not found:
        raise ValueError("no exercise is chosen; name some with --chapter, --exercise or --level")
    return list({exercise.id: exercise for exercise in found}.values())


def points_of(rules: Sequence[str], exercises: Sequence[Exercise]) -> tuple[Question, ...]:
    """The questions, with points by these rules: "2" for all, "3.1=2" for one.

    Raises ValueError for a rule that is neither, or is about an exercise that was not chosen.
    """
    overall, own = 1.0, dict[str, float]()
    for rule in rules:
        one, given, number = rule.rpartition("=")
        try:
            points = float(number)
        except ValueError:
            raise ValueError(
                f'points are given as "2" for all or "3.1=2" for one, but received {rule!r}'
            ) from None
        if given:
            own[one] = points
        else:
            overall = points
    strange = sorted(set(own) - {exercise.id for exercise in exercises})
    if strange:
        raise ValueError(f"points are given for {', '.join(strange)}, which the assignment lacks")
    return tuple(Question(each.id, own.get(each.id, overall)) for each in exercises)


def _no_such(id: str, there: Mapping[str, Exercise], bank: bool) -> str:
    if id[:1].isalpha() and not bank:
        return f"{id!r} is the id of a private exercise, which needs --bank"
    near = get_close_matches(id, there, n=3, cutoff=0.4)
    return f"there is no exercise {id!r}" + (f"; near it: {', '.join(near)}" if near else "")


def _students(arguments: argparse.Namespace, name: str) -> list[str]:
    if arguments.variants != (arguments.students is not None):
        raise ValueError(
            "--variants and --students FILE go together: a notebook of their own for each of them"
        )
    people = read_roster(arguments.students) if arguments.students else ()
    students = [person.student for person in people]
    _folder.check_students(students, name)
    return students


def _questions(assignment: Assignment, bank: Path | None) -> list[str]:
    if bank:
        assignment = replace(assignment, folder=bank.resolve().parent, bank=bank.resolve().name)
    count = len(assignment.questions)
    facts = [f"{count} question{'' if count == 1 else 's'}", _points(assignment.points)]
    facts += [f"due {due_date(assignment.due)}"] if assignment.due else []
    lines = [f"{assignment.title}: {', '.join(facts)}"]
    for question in assignment.questions:
        exercise = assignment.exercise(question.id)
        notes = [] if checks_itself(assignment, exercise) else ["no check"]
        notes += ["varies"] if assignment.variants and exercise.variant else []
        kind = KINDS.get(type(exercise.judge), "sentence, by hand")
        words = f"{exercise.title} ({', '.join([exercise.level, kind, *notes])})"
        lines.append(f"  {exercise.id:<6}{_points(question.points):<12}{words}")
    return lines


def _made(assignment: Assignment, folder: Path, students: int, *, renewed: bool) -> list[str]:
    name = assignment.name
    handed_out = f"release/{name}/{name}.ipynb"
    rows = [
        (handed_out, "for students" if not students else "for students, with the book's numbers"),
        (f"source/{name}/{name}.ipynb", "the answer key, with hidden tests for nbgrader"),
        ("assignment.json", "what marking needs; its seed and secret are for you alone"),
    ]
    if students:
        rows.insert(0, (f"release/STUDENT/{name}.ipynb", f"for each of {students} students"))
    if assignment.bank:
        rows.append((f"{assignment.bank}/", "your private exercises, copied"))
    width = max(len(path) for path, _ in rows)
    return [
        f"{folder}, {'made anew; seed and secret are the old ones' if renewed else 'new'}:",
        *(f"  {path:<{width}}  {says}" for path, says in rows),
    ]


def _next(folder: Path, students: Path | None) -> str:
    """The command that grades; variants are told apart by the names of the same list."""
    words = ["nnbook", "grade", "SUBMISSIONS", "--assignment", str(folder)]
    words += ["--roster", str(students)] if students else []
    return f"next: {shlex.join([*words, '--out', 'RESULTS'])}"


def _show_solutions(folder: Path) -> int:
    assignment = Assignment.read(folder)
    made = _folder.solve(assignment, folder)
    if not made:
        raise ValueError(f"{folder} has no released notebook of {assignment.name!r} to be solved")
    warning = [f"not before {due_date(assignment.due)}:"] if assignment.due else []
    print(*warning, *made, sep="\n")  # noqa: T201
    return 0


def _points(points: float) -> str:
    return f"{points:g} point{'' if points == 1 else 's'}"
