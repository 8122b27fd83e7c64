"""What an exercise is, where it is found, and the three things a learner can ask of it."""

from __future__ import annotations

import inspect
import pkgutil
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np

from nnbook.exercises._progress import record
from nnbook.exercises._sentences import SentenceJudge
from nnbook.exercises._words import Message, Verdict, not_attempted

HINT_KINDS = ("a nudge", "the method", "the shape of the answer")


@dataclass(frozen=True)
class Trap:
    """A known wrong answer: the misconception as a function, and the sentence that helps.

    An answer is in the trap if, wherever it is wrong, it gives what `wrong` gives. `wrong` takes
    what the solution takes: the inputs of a function, nothing for numbers worked out by hand.
    """

    name: str
    wrong: Callable[..., Any]
    says: str
    see: str = ""  # the heading that explains it, if that is not the exercise's


class Judge(Protocol):
    """What decides on an answer; one class for each kind of exercise."""

    def __call__(self, exercise: Exercise, answer: Any) -> Verdict:
        """Return the verdict on an answer to this exercise."""
        ...


@dataclass(frozen=True)
class Exercise:
    """All of one exercise.

    `id` is chapter and number, "3.1", or a letter and number in an instructor's own bank; `see` is
    the heading of the chapter that explains what is asked; `hints` are a nudge, the method and the
    shape of the answer; `solution` is shown by its source, so it is written to be read. `variant`
    gives, from an rng, the same exercise with other numbers: same id, level, kind of judge and
    names of traps; None where there is nothing to vary. A judge that can vary any exercise of its
    kind does so by itself. `forbids` names what of nnbook is missing where an answer is marked,
    "losses.mse", since writing it is the exercise. Raises ValueError for an id of another form or
    hints that are not three.
    """

    id: str
    title: str
    objective: str
    level: Literal["warm-up", "core", "stretch"]
    see: str
    task: str
    solution: Callable[..., Any]
    judge: Judge
    traps: tuple[Trap, ...]
    hints: tuple[str, str, str]
    variant: Callable[[np.random.Generator], Exercise] | None = None
    forbids: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not re.fullmatch(r"([1-9]\d?|[A-Z])\.[1-9]\d?", self.id):
            raise ValueError(f'an exercise has an id such as "3.1", but this one has {self.id!r}')
        if len(self.hints) != len(HINT_KINDS):
            raise ValueError(
                f"exercise {self.id} wants {len(HINT_KINDS)} hints, but has {len(self.hints)}"
            )
        of_its_kind = getattr(self.judge, "variant", None)
        if self.variant is None and of_its_kind is not None:
            object.__setattr__(self, "variant", lambda rng: of_its_kind(self, rng))


@dataclass
class Session:
    """What a learner has asked for since this Python started; this is not stored."""

    attempted: set[str] = field(default_factory=set)
    hinted: dict[str, int] = field(default_factory=dict)


session = Session()


def chapters() -> list[int]:
    """The chapters that have exercises, in order."""
    names = (module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]))
    return sorted(int(name[2:]) for name in names if re.fullmatch(r"ch\d\d", name))


def exercises_of(chapter: int) -> tuple[Exercise, ...]:
    """The exercises of one chapter in their order; none if it has no file here."""
    if chapter not in chapters():
        return ()
    found: tuple[Exercise, ...] = import_module(f"nnbook.exercises.ch{chapter:02d}").EXERCISES
    return found


def find(id: str) -> Exercise:
    """The exercise of this id. Raises TypeError if it is no string, ValueError if there is none."""
    if not isinstance(id, str):
        raise TypeError(f'the id of an exercise is a string such as "3.1", but received {id!r}')
    chapter = re.fullmatch(r"\s*(\d{1,2})\.\d+\s*", id)
    there = exercises_of(int(chapter[1])) if chapter else ()
    for exercise in there:
        if exercise.id == id.strip():
            return exercise
    if there and chapter:
        ids = ", ".join(exercise.id for exercise in there)
        raise ValueError(f"there is no exercise {id.strip()!r}; chapter {chapter[1]} has {ids}")
    has = ", ".join(map(str, chapters()))
    raise ValueError(f"there is no exercise {id.strip()!r}; chapters with exercises: {has}")


def check(id: str, answer: Any = ...) -> Verdict:
    """Judge an answer to an exercise: `check("3.1", update)`.

    The verdict says what is right or names the mistake; it never shows the solution. A stub that
    does nothing yet is "not attempted yet", which is not wrong. What is right or wrong is kept for
    `nnbook.progress()`. Raises ValueError for an id that does not exist.
    """
    exercise = find(id)
    empty = answer is None or answer is ... or answer is NotImplemented
    verdict = not_attempted(exercise.id) if empty else exercise.judge(exercise, answer)
    if verdict.state == "not attempted yet":
        return replace(verdict, form=_form(exercise))
    session.attempted.add(exercise.id)
    if verdict.state == "wrong":
        own = [trap.see for trap in exercise.traps if trap.name == verdict.reason]
        verdict = replace(verdict, see=next(filter(None, own), exercise.see))
    # Who has laid a sentence beside the model answer has done what there is to do.
    return replace(verdict, aside=record(exercise.id, verdict.state != "wrong"))


def _form(exercise: Exercise) -> Callable[[], Any] | None:
    """What makes the figure in which an exercise is answered on the spot, if its judge has one."""
    sheet = getattr(exercise.judge, "sheet", None)
    if sheet is None:
        return None

    def form() -> Any:
        from nnbook.widgets import Form  # only a notebook needs widgets, and they are slow

        hints = [[_hint_word(n), hint] for n, hint in enumerate(exercise.hints, start=1)]
        made = Form({"id": exercise.id, "see": exercise.see, "hints": hints, **sheet(exercise)})
        made.observe(lambda change: change.new and check(exercise.id, made.given), "judged")
        return made

    return form


def _hint_word(number: int) -> str:
    return f"Hint {number} of {len(HINT_KINDS)}, {HINT_KINDS[number - 1]}."


def hint(id: str, number: int | None = None) -> Message:
    """The next hint of an exercise, from a nudge to the shape of the answer.

    `hint("3.1", 2)` gives the second, whatever was asked before. Raises ValueError for a number
    or an id that does not exist.
    """
    exercise = find(id)
    last = len(exercise.hints)
    if number is None:
        number = min(session.hinted.get(exercise.id, 0) + 1, last)
    elif isinstance(number, bool) or not isinstance(number, int):
        raise TypeError(f"the number of a hint is a whole number, but received {number!r}")
    elif not 1 <= number <= last:
        raise ValueError(f"exercise {exercise.id} has hints 1 to {last}, but received {number}")
    session.hinted[exercise.id] = max(number, session.hinted.get(exercise.id, 0))
    return Message(_hint_word(number), exercise.hints[number - 1])


def solution(id: str, *, insist: bool = False) -> Message:
    """The source of the solution, after a first attempt or with `insist=True`."""
    exercise = find(id)
    if not insist and exercise.id not in session.attempted:
        return Message(
            "Try once first.",
            f'A wrong attempt tells you more than a right answer to read. `hint("{exercise.id}")` '
            f'helps; `solution("{exercise.id}", insist=True)` shows it all the same.',
        )
    if isinstance(exercise.judge, SentenceJudge):
        return Message(f"Exercise {exercise.id}.", exercise.judge.model(exercise))
    source = inspect.getsource(exercise.solution).rstrip().splitlines()
    return Message(f"Exercise {exercise.id}.", exercise.title + ":", tuple(source))
