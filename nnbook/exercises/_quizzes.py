"""Quizzes: what a question is, and how the quizzes of a chapter are found.

A chapter's questions lie in `quizNN.py` beside its exercises. Every option has its own explanation;
a question for a number draws its numbers anew, from a seed, for those who want to try again.
"""

from __future__ import annotations

import pkgutil
import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from nnbook.exercises._progress import record

if TYPE_CHECKING:
    from nnbook.widgets import Quiz

VARIANTS = 8
MOST_DRAWS = 1000


@dataclass(frozen=True)
class Option:
    """One answer to choose, and what is said to whoever chooses it."""

    text: str
    says: str
    right: bool = False


@dataclass(frozen=True)
class Choice:
    """A question with options; where more than one is right, all of them are wanted.

    Raises ValueError if no option is right, or none is wrong.
    """

    text: str
    options: tuple[Option, ...]

    def __post_init__(self) -> None:
        if len({option.right for option in self.options}) < 2:
            raise ValueError(f"{self.text!r} needs an option that is right and one that is wrong")

    def state(self, _rng: np.random.Generator) -> dict[str, Any]:
        """The question as the figure takes it."""
        several = sum(option.right for option in self.options) > 1
        options = [vars(option) for option in self.options]
        return {"kind": "several" if several else "one", "text": self.text, "options": options,
                "variants": [], "decimals": 0}  # fmt: skip


@dataclass(frozen=True)
class Number:
    """A question for a number, with numbers of its own in each variant.

    `draw(rng)` gives the numbers by name; `text` and `says` are formatted with them, `wanted` and
    the functions of `mistakes` compute with them.
    """

    text: str
    draw: Callable[[np.random.Generator], Mapping[str, Any]]
    wanted: Callable[..., float]
    says: str
    mistakes: tuple[tuple[Callable[..., float], str], ...]
    decimals: int = 2

    def state(self, rng: np.random.Generator) -> dict[str, Any]:
        """The question as the figure takes it, in several variants."""
        variants: list[dict[str, Any]] = []
        for _ in range(MOST_DRAWS):
            if len(variants) == VARIANTS:
                break
            variant = self._variant(self.draw(rng))
            answers = [variant["wanted"], *(value for value, _ in variant["mistakes"])]
            apart = np.diff(np.sort(answers)) > 2 * 10.0**-self.decimals
            if apart.all() and variant["text"] not in [other["text"] for other in variants]:
                variants.append(variant)
        if len(variants) < VARIANTS:
            raise ValueError(
                f"{self.text!r} gives {len(variants)} questions instead of {VARIANTS}: with "
                f"{self.decimals} decimals its answer and its mistakes lie too close together"
            )
        return {"kind": "number", "text": "", "options": [], "variants": variants,
                "decimals": self.decimals}  # fmt: skip

    def _variant(self, numbers: Mapping[str, Any]) -> dict[str, Any]:
        mistakes = [
            [round(float(wrong(**numbers)), 9), says.format(**numbers)]
            for wrong, says in self.mistakes
        ]
        wanted = round(float(self.wanted(**numbers)), 9)
        shown = {**numbers, "wanted": f"{wanted:.{self.decimals}f}"}
        return {"text": self.text.format(**numbers), "wanted": wanted,
                "says": self.says.format(**shown), "mistakes": mistakes}  # fmt: skip


@dataclass(frozen=True)
class QuizSheet:
    """The questions of one section: `id` is chapter and letter, "3.A"; `section` its heading."""

    id: str
    section: str
    questions: tuple[Choice | Number, ...] = field(default=())


def quiz_chapters() -> list[int]:
    """The chapters that have quizzes, in order."""
    names = (module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]))
    return sorted(int(name[4:]) for name in names if re.fullmatch(r"quiz\d\d", name))


def sheets_of(chapter: int) -> tuple[QuizSheet, ...]:
    """The quizzes of one chapter in their order; none if it has no file here."""
    if chapter not in quiz_chapters():
        return ()
    found: tuple[QuizSheet, ...] = import_module(f"nnbook.exercises.quiz{chapter:02d}").QUIZZES
    return found


def quiz(id: str) -> Quiz:
    """The quiz of that id, to be answered where it stands: `quiz("3.A")`.

    Raises TypeError if the id is no string, ValueError if there is no such quiz.
    """
    if not isinstance(id, str):
        raise TypeError(f'the id of a quiz is a string such as "3.A", but received {id!r}')
    from nnbook.widgets import Quiz  # only who asks for a quiz needs widgets

    chapter = re.fullmatch(r"\s*(\d{1,2})\.[A-Z]\s*", id)
    there = sheets_of(int(chapter[1])) if chapter else ()
    for sheet in there:
        if sheet.id == id.strip():
            rng = np.random.default_rng(zlib.crc32(sheet.id.encode()))
            questions = [question.state(rng) for question in sheet.questions]
            made = Quiz(questions, f"Quiz {sheet.id}", sheet.id)
            made.observe(_keep, "judged")
            return made
    ids = ", ".join(sheet.id for number in quiz_chapters() for sheet in sheets_of(number))
    raise ValueError(f"there is no quiz {id.strip()!r}; there are {ids}")


def _keep(change: Mapping[str, Any]) -> None:
    """Keep the answers that have been judged just now, for `nnbook.progress()`."""
    made = change["owner"]
    for number, (was, now) in enumerate(zip(change["old"], change["new"], strict=False)):
        right = made.is_right(number)
        if now and not was and right is not None:
            record(f"{made.sheet}.{number + 1}", right)
