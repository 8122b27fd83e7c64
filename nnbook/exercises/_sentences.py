"""A sentence of the learner's own beside a model answer: nobody judges it but they themselves."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nnbook.exercises._words import Verdict, compare, not_attempted, shown, wrong

if TYPE_CHECKING:
    from nnbook.exercises._engine import Exercise


@dataclass(frozen=True)
class SentenceJudge:
    """Hands out the model answer, the docstring of the solution, once a sentence is there.

    `points` are what a good answer says, as questions that the learner can answer with yes or no.
    """

    points: tuple[str, ...]
    fewest_words: int = 6

    def __call__(self, exercise: Exercise, answer: Any) -> Verdict:
        """Lay the answer beside the model answer."""
        if not isinstance(answer, str):
            return wrong(
                f"Wanted is a sentence in quotation marks; this is {shown(answer)}.",
                reason="not a sentence",
            )
        words = len(answer.split())
        if not words:
            return not_attempted(exercise.id)
        if words < self.fewest_words:
            return wrong(
                f"That is short. Say it in a sentence of {self.fewest_words} words or more, as "
                "you would to somebody beside you.",
                reason="too short",
            )
        return compare(self.model(exercise), self.points)

    def sheet(self, exercise: Exercise) -> dict[str, Any]:
        """What is needed on a page: the model answer, and what to look for in one's own."""
        return {"kind": "sentence", "model": self.model(exercise), "points": list(self.points),
                "fewest": self.fewest_words}  # fmt: skip

    @staticmethod
    def model(exercise: Exercise) -> str:
        """The model answer in one line."""
        return " ".join((inspect.getdoc(exercise.solution) or "").split())
