"""The Trace: what one pass through a network did, step by step.

A step has a name in the book's notation (`dC/dW2`), the rule that gives it, the rule with the
numbers put in, and its value. A Trace is a sequence of steps that can also be asked by name,
`trace["z1"].value`; it prints as a table in a terminal and shows as one, in MathML, in a notebook.
`step.scalars()` takes a step apart into its single arithmetic operations.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import overload

from nnbook._checks import Array
from nnbook._mathml import mathml, mathml_value
from nnbook._scalars import Scalar, scalars
from nnbook._words import entry, put_numbers

__all__ = ["Scalar", "Step", "Trace"]


@dataclass(frozen=True, eq=False)
class Step:
    """One step: `name` = `rule`. `values` are those of all names in the pass, this one included."""

    name: str
    rule: str
    values: Mapping[str, Array] = field(repr=False)

    @property
    def value(self) -> Array:
        """The result: an array, or a number for C and alpha."""
        return self.values[self.name]

    @property
    def numbers(self) -> str:
        """The rule with the numbers put in, to 4 significant digits."""
        return put_numbers(self.rule, self.values)

    def scalars(self) -> Iterator[Scalar]:
        """The single arithmetic operations of this step, in order."""
        return scalars(self.name, self.rule, self.values)

    def __str__(self) -> str:
        return f"{self.name} = {self.rule} = {self.numbers} = {entry(self.value)}"


@dataclass(frozen=True, eq=False)
class Trace(Sequence[Step]):
    """The record of one pass forward and one backward; see `nnbook.backprop`.

    `loss` is C, `gradients` the slopes of C for every parameter by name, and `input_slope` the
    slope for each input, dC/dx.
    """

    steps: Sequence[Step]
    loss: float
    gradients: dict[str, Array]
    input_slope: Array

    @property
    def names(self) -> list[str]:
        """The names of all steps in order."""
        return [step.name for step in self.steps]

    @overload
    def __getitem__(self, index: int | str) -> Step: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Step]: ...
    def __getitem__(self, index: int | str | slice) -> Step | Sequence[Step]:
        if not isinstance(index, str):
            return self.steps[index]
        for step in self.steps:
            if step.name == index:
                return step
        raise KeyError(f"the trace has the steps {', '.join(self.names)}, but no {index!r}")

    def __len__(self) -> int:
        return len(self.steps)

    def scalars(self) -> Iterator[Scalar]:
        """The single arithmetic operations of all steps, in order."""
        for step in self.steps:
            yield from step.scalars()

    def __str__(self) -> str:
        rows = [("step", "rule", "with numbers", "value")]
        rows += [(s.name, s.rule, s.numbers, entry(s.value)) for s in self.steps]
        widths = [max(len(row[column]) for row in rows) for column in range(4)]
        rows.insert(1, tuple("-" * width for width in widths))  # type: ignore[arg-type]
        return "\n".join(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in rows
        )

    def __repr__(self) -> str:
        return f"Trace of {len(self)} steps, C = {self.loss:.4g}"

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{word}</th>" for word in ("step", "rule", "with numbers", "value"))
        body = "".join(
            f"<tr>{''.join(f'<td>{cell}</td>' for cell in _cells(step))}</tr>"
            for step in self.steps
        )
        return (
            f'<table class="nnb-trace"><caption>{self!r}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        )


def _cells(step: Step) -> tuple[str, str, str, str]:
    value = mathml_value(step.value, upright=step.values["x"].ndim == 1)
    return mathml(step.name), mathml(step.rule), mathml(step.rule, step.values), value
