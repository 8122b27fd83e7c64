"""Judging a figure that the learner has set: `check("2.5", gate)`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nnbook.exercises._words import Verdict, not_attempted, right, shown, wrong

if TYPE_CHECKING:
    from nnbook.exercises._engine import Exercise


@dataclass(frozen=True)
class Goal:
    """What the figure has to do: `met(state)`, and what a learner is told if it does not."""

    name: str
    met: Callable[[Mapping[str, Any]], bool]
    says: str


@dataclass(frozen=True)
class FigureJudge:
    """Judges the state of a figure, goal by goal; the first that is not met is named.

    `figure` is the name of the figure's class. The solution is a function without arguments that
    returns a state which meets all goals. An answer is the figure itself, or the dictionary that
    its `state()` gave.
    """

    figure: str
    goals: tuple[Goal, ...]

    def __call__(self, exercise: Exercise, answer: Any) -> Verdict:
        """Judge a figure of a notebook; one that nobody has moved is not attempted."""
        if isinstance(answer, Mapping):
            return self.verdict(answer)
        if type(answer).__name__ != self.figure:
            return wrong(
                f"Hand over the figure, a `{self.figure}`; this is {shown(answer)}.",
                reason="not the figure",
            )
        state = answer.state()
        if state == answer.opening:
            return not_attempted(exercise.id)
        return self.verdict(state)

    def verdict(self, state: Mapping[str, Any]) -> Verdict:
        """The verdict on a state, which may have been written by hand and be none at all."""
        lines = [f"{name} = {shown(value)}" for name, value in state.items()]
        for goal in self.goals:
            try:
                met = bool(goal.met(state))
            except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
                return wrong(
                    f"This is no state of a `{self.figure}`. Copy all of what `state()` of the "
                    "figure prints.",
                    lines,
                    "not a state",
                )
            if not met:
                return wrong(goal.says, lines, goal.name)
        return right("The figure does all that was asked.")
