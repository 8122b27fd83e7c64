"""What marking gives: a mark for each question, and a report for each submission."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, fields
from typing import Any

__all__ = ["Mark", "Report"]


@dataclass(frozen=True)
class Mark:
    """What one question earned.

    `points` of the `of` possible ones. `state` is "right", "partly right", "wrong", "missing", "not
    attempted", "by hand" (a sentence, in `given`), "stopped" (time, memory, crash) or "refused" (it
    calls what the exercise forbids). `reason` names the trap or what was wrong in general, `says`
    is the sentence for the student, `hint` the hint that helps now; none of them holds a hidden
    input or a right number. `print` is alike for answers that do the same. `seconds` is real time.
    """

    id: str
    points: float
    of: float
    state: str
    reason: str = ""
    says: str = ""
    hint: str = ""
    print: str = ""
    seconds: float = 0.0
    given: str = ""


@dataclass(frozen=True)
class Report:
    """What one submission earned. `state` is "graded" or "broken"; `says` is what was odd about it.

    `late` is filled in by who knows when it was handed in.
    """

    student: str
    assignment: str
    state: str
    says: str = ""
    marks: tuple[Mark, ...] = ()
    seconds: float = 0.0
    late: str = ""

    @property
    def points(self) -> float:
        """The points earned."""
        return math.fsum(mark.points for mark in self.marks)

    @property
    def of(self) -> float:
        """The points that could be earned."""
        return math.fsum(mark.of for mark in self.marks)

    def to_json(self) -> dict[str, Any]:
        """The report as a table of plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, table: dict[str, Any]) -> Report:
        """The report of such a table. Raises TypeError or KeyError if it is none."""
        known = {each.name for each in fields(cls)}
        marks = tuple(Mark(**mark) for mark in table["marks"])
        return cls(
            **{name: table[name] for name in table if name in known - {"marks"}}, marks=marks
        )
