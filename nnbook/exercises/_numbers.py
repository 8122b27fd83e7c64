"""Judging numbers that were worked out by hand: `check("3.2", [0.55, 0.12])`.

The solution is a function without arguments that computes them, so no right number is written down
anywhere; a trap is another such function, for what somebody gets who makes that mistake.
"""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Real
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
    single number. `worked` is a calculation in which `{}` stands for each of them, in that order;
    on the page the numbers are filled in there. Raises ValueError for another number of gaps.
    """

    names: tuple[str, ...]
    decimals: int
    worked: str = ""

    def __post_init__(self) -> None:
        if self.worked and self.worked.count("{}") != len(self.names):
            raise ValueError(
                f"a calculation for {len(self.names)} numbers has as many gaps, but this one has "
                f"{self.worked.count('{}')}: {self.worked!r}"
            )

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

    def sheet(self, exercise: Exercise) -> dict[str, Any]:
        """What the judge needs on a page, where there is no Python: numbers in place of programs.

        Nothing is asked to more than `decimals` places; a few more of them are alike everywhere.
        """

        def values(numbers: ArrayLike) -> list[float]:
            return [round(float(one), self.decimals + 6) + 0.0 for one in _flat(numbers)]

        traps = [
            {"values": values(trap.wrong()), "says": trap.says, "see": trap.see}
            for trap in exercise.traps
        ]
        return {"kind": "numbers", "names": list(self.names), "decimals": self.decimals,
                "wanted": values(exercise.solution()), "worked": self.worked,
                "traps": traps}  # fmt: skip

    def _trap(self, exercise: Exercise, given: Array, missed: NDArray[np.bool]) -> Trap | None:
        """The trap that has all the wrong numbers, and most of the others."""
        agreeing = [(trap, self._agree(given, _flat(trap.wrong()))) for trap in exercise.traps]
        explaining = [(trap, agree.sum()) for trap, agree in agreeing if agree[missed].all()]
        return max(explaining, key=lambda pair: pair[1], default=(None, 0))[0]

    def _agree(self, given: Array, wanted: Array, decimals: int | None = None) -> NDArray[np.bool]:
        """Where they agree to so many decimals, whichever way somebody rounds a half."""
        places = self.decimals if decimals is None else decimals
        # A little more than a half, and so odd that no number with few decimals is on the border.
        return np.asarray(np.abs(given - wanted) <= 0.5101 * 10.0**-places)

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
    if not all(issubclass(kind, Real) and not issubclass(kind, bool) for kind in kinds):
        return None
    numbers = np.array(entries, dtype=float)
    return numbers if np.isfinite(numbers).all() else None


def _flat(values: ArrayLike) -> Array:
    return np.atleast_1d(np.asarray(values, dtype=float))
