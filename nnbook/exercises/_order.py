"""Judging lines that were put in order: `check("3.5", "DACB")`.

The lines are those of the solution's source, each with a letter. An order is right if no rule is
broken; a rule says which of two lines comes first, and its trap says why. A test runs the lines in
every order and finds that the rules allow exactly those that give the solution's results.
"""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, replace
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

from nnbook.exercises._words import Verdict, not_attempted, right, shown, wrong

if TYPE_CHECKING:
    import numpy as np

    from nnbook.exercises._engine import Exercise


@dataclass(frozen=True)
class Rule:
    """Line `first` comes before line `then`, both by letter; and what to say if they do not."""

    name: str
    first: str
    then: str
    says: str


@dataclass(frozen=True)
class OrderJudge:
    """Judges an order of the lines of the solution, written as letters.

    `shuffled` is the order in which the task shows the lines: its n-th entry is the number (from
    0) of the solution's line that is called by the n-th letter.
    """

    shuffled: tuple[int, ...]
    rules: tuple[Rule, ...]

    def __call__(self, exercise: Exercise, answer: Any) -> Verdict:
        """Judge an order such as "DACB"."""
        letters = ascii_uppercase[: len(self.shuffled)]
        lines = self.labelled(exercise.solution)
        if isinstance(answer, str) and not answer.strip():
            return not_attempted(exercise.id, list(lines.values()))
        given = answer.replace(" ", "").upper() if isinstance(answer, str) else ""
        if sorted(given) != list(letters):
            return wrong(
                f"Wanted is each of the letters {letters[0]} to {letters[-1]} once, in the order "
                f"of your program; this is {shown(answer)}.",
                [f'check("{exercise.id}", "{letters}")'],
                "not an order",
            )
        for rule in self.rules:
            if given.index(rule.first) > given.index(rule.then):
                return wrong(rule.says, [lines[rule.then], lines[rule.first]], rule.name)
        return right("The program runs, and does what it should.")

    def sheet(self, exercise: Exercise) -> dict[str, Any]:
        """What the judge needs on a page: the lines in the order of the task, and the rules."""
        lines = body_of(exercise.solution)
        rules = [{"first": rule.first, "then": rule.then, "says": rule.says} for rule in self.rules]
        return {"kind": "order", "lines": [lines[n] for n in self.shuffled], "rules": rules}

    def variant(self, exercise: Exercise, rng: np.random.Generator) -> Exercise:
        """The exercise with its lines shuffled anew; rules and hints follow by their letters."""
        order = rng.permutation(len(self.shuffled)).tolist()
        if order == sorted(order):
            order = [*order[1:], order[0]]
        letter = {ascii_uppercase[old]: ascii_uppercase[order.index(line)]
                  for old, line in enumerate(self.shuffled)}  # fmt: skip
        rules = (replace(r, first=letter[r.first], then=letter[r.then]) for r in self.rules)
        # The last hint may give places away: "The first is E, the last C."
        nudge, method, shape = exercise.hints
        shape = re.sub(r"\b(is|last) ([A-Z])\b", lambda m: f"{m[1]} {letter[m[2]]}", shape)
        judge = replace(self, shuffled=tuple(order), rules=tuple(rules))
        return replace(exercise, judge=judge, hints=(nudge, method, shape), variant=None)

    def labelled(self, solution: Callable[..., Any]) -> dict[str, str]:
        """The lines by letter, in the order of the task, as they are shown."""
        lines = body_of(solution)
        return {
            letter: f"{letter}  {lines[number]}"
            for letter, number in zip(ascii_uppercase, self.shuffled, strict=False)
        }


def body_of(function: Callable[..., Any]) -> list[str]:
    """The lines of a function behind its docstring, with their indentation."""
    source = textwrap.dedent(inspect.getsource(function)).splitlines()
    start = next(n for n, line in enumerate(source) if line.rstrip().endswith('"""')) + 1
    return textwrap.dedent("\n".join(source[start:])).splitlines()
