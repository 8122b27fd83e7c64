"""Judging numbers that were worked out by hand: `check("3.2", [0.55, 0.12])`.

The solution is a function without arguments that computes them, so no right number is written down
anywhere; a trap is another such function, for what somebody gets who makes that mistake.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnbook.exercises._words import Verdict, not_attempted, right, shown, wrong

if TYPE_CHECKING:
    from nnbook.exercises._engine import Exercise, Trap

Array = NDArray[np.float64]


@dataclass(frozen=True)
class NumberJudge:
    """Compares numbers with those of the solution, to so many decimals.

    `names` say what is asked for, in the order in which it is entered; a single name asks for a
    single number.
    """

    names: tuple[str, ...]
    decimals: int

    def __call__(self, exercise: Exercise, answer: Any) -> Verdict:
        """Judge a number, or a list of as many numbers as there are names."""
        entries = answer if isinstance(answer, list | tuple | np.ndarray) else [answer]
        if any(entry is ... or entry is None for entry in entries):
            return not_attempted(exercise.id)
        given = _as_numbers(entries)
        if given is None or given.shape != (len(self.names),):
            return wrong(
                f"Wanted {self._asked()}; this is {shown(answer)}.",
                [f'check("{exercise.id}", {self._example()})'],
                "not the numbers asked for",
            )
        wanted = _flat(exercise.solution())
        missed = ~self._agree(given, wanted)
        if not missed.any():
            return right("To the last decimal." if self.decimals else "Exactly.")
        trap = self._trap(exercise, given, missed)
        if trap:
            return wrong(trap.says, self._lines(given, missed), trap.name)
        if self.decimals and self._agree(given, wanted, self.decimals - 1).all():
            return wrong(
                "Very near, but not to the last decimal asked for. Round at the end, not on the "
                "way.",
                self._lines(given, missed),
                "rounded too early",
            )
        first = int(np.argmax(missed))
        size = "large" if given[first] > wanted[first] else "small"
        return wrong(
            f"`{self.names[first]}` is too {size}.",
            self._lines(given, missed),
        )

    def _trap(self, exercise: Exercise, given: Array, missed: NDArray[np.bool]) -> Trap | None:
        """The trap that has all the wrong numbers, and most of the others."""
        agreeing = [(trap, self._agree(given, _flat(trap.wrong()))) for trap in exercise.traps]
        explaining = [(trap, agree.sum()) for trap, agree in agreeing if agree[missed].all()]
        return max(explaining, key=lambda pair: pair[1], default=(None, 0))[0]

    def _agree(self, given: Array, wanted: Array, decimals: int | None = None) -> NDArray[np.bool]:
        """Where they agree to so many decimals, whichever way somebody rounds a half."""
        places = self.decimals if decimals is None else decimals
        return np.asarray(np.abs(given - wanted) <= 0.51 * 10.0**-places)

    def _lines(self, given: Array, missed: NDArray[np.bool]) -> list[str]:
        width = max(map(len, self.names))
        return [
            f"{name:{width}}  {shown(value, 9)}  {'not yet' if off else 'right'}"
            for name, value, off in zip(self.names, given, missed, strict=True)
        ]

    def _asked(self) -> str:
        decimals = f"{self.decimals or 'no'} decimal{'' if self.decimals == 1 else 's'}"
        if len(self.names) == 1:
            return f"is one number, `{self.names[0]}`, with {decimals}"
        names = ", ".join(f"`{name}`" for name in self.names)
        return f"are {len(self.names)} numbers in a list, {names}, with {decimals}"

    def _example(self) -> str:
        return f"[{', '.join(self.names)}]" if len(self.names) > 1 else self.names[0]


def _as_numbers(entries: Any) -> Array | None:
    """The entries as finite floats; None if one of them is no number."""
    kinds = {type(entry) for entry in entries}
    if not all(issubclass(kind, int | float | np.number) and kind is not bool for kind in kinds):
        return None
    numbers = np.array(entries, dtype=float)
    return numbers if np.isfinite(numbers).all() else None


def _flat(values: ArrayLike) -> Array:
    return np.atleast_1d(np.asarray(values, dtype=float))
