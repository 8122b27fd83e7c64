"""Form: an exercise that is answered on the spot, in a notebook and on a page."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from html import escape
from string import ascii_uppercase
from typing import Any, ClassVar

import traitlets

from nnbook._words import marked
from nnbook.widgets.explorable import Explorable

__all__ = ["Form"]

GAP = "……"


class Form(Explorable):
    """Numbers to be filled in, lines to be put in order, or a sentence to be written.

    `sheet` is a dict with the `id` of the exercise, the heading to `see`, its `hints` as pairs of a
    first word and the hint, and, by its `kind`:

    - "numbers": `names`, `decimals`, `wanted`, `traps` as dicts of `values`, `says` and `see`, and
      `worked`, "" or a calculation with `{}` for each number;
    - "order": `lines`, and `rules` as dicts of `first`, `then` (by letter) and `says`;
    - "sentence": `model`, `points`, and `fewest`, the number of words wanted.

    `answer` holds what was typed for each name, the letters of the lines in the reader's order, or
    the sentence; `judged` says whether it was checked, `hints` how many were asked for.
    """

    kind: ClassVar[str] = "form"

    sheet = traitlets.Dict().tag(sync=True, state=True)
    answer = traitlets.List(traitlets.Unicode()).tag(sync=True, state=True)
    judged = traitlets.Bool(default_value=False).tag(sync=True, state=True)
    hints = traitlets.Int(0).tag(sync=True, state=True)

    def __init__(self, sheet: Mapping[str, Any]) -> None:
        super().__init__(sheet=dict(sheet), answer=_unanswered(sheet))

    @traitlets.validate("sheet", "answer", "judged", "hints")
    def _possible(self, proposal: Any) -> Any:
        return self.checked(proposal) if self._opening else proposal["value"]

    def problem(self, state: Mapping[str, Any]) -> str:
        """What is impossible about a state, in a sentence; "" if nothing."""
        sheet, empty = state["sheet"], _unanswered(state["sheet"])
        if sheet["kind"] == "order":
            fits = sorted(state["answer"]) == empty
        else:
            fits = len(state["answer"]) == len(empty)
        if not fits:
            return f"this is no answer to exercise {sheet['id']}"
        last = len(sheet["hints"])
        return "" if 0 <= state["hints"] <= last else f"exercise {sheet['id']} has {last} hints"

    @property
    def given(self) -> str | list[float]:
        """The answer as `nnbook.check` takes it; what is no number is nan."""
        if self.sheet["kind"] == "numbers":
            return [_number(typed, self.sheet["decimals"]) for typed in self.answer]
        return "".join(self.answer)

    @property
    def alt(self) -> str:
        """The exercise in words."""
        return f"Exercise {self.sheet['id']}, not attempted yet."

    @property
    def caption(self) -> str:
        """The line under the exercise."""
        return f"Exercise {self.sheet['id']}. Answer it here, or in the cell of a notebook."

    def still(self) -> str:
        """What is to be answered, with its gaps or its lines in the order of the task."""
        return f"<p><strong>Not attempted yet.</strong></p>{_stills(self.sheet)}"

    def __repr__(self) -> str:
        return f"Exercise {self.sheet['id']}, to be answered on the spot"


def _unanswered(sheet: Mapping[str, Any]) -> list[str]:
    if sheet["kind"] == "order":
        return list(ascii_uppercase[: len(sheet["lines"])])
    return [""] * (len(sheet["names"]) if sheet["kind"] == "numbers" else 1)


def _number(typed: str, decimals: int) -> float:
    bare = typed if decimals else re.sub(r",(?=\d{3}\b)", "", typed)
    try:
        return float("".join(bare.split()).replace("−", "-").replace(",", "."))
    except ValueError:
        return math.nan


def _stills(sheet: Mapping[str, Any]) -> str:
    if sheet["kind"] == "sentence":
        return "<p>Write a sentence, and lay it beside a model answer.</p>"
    if sheet["kind"] == "order":
        named = zip(ascii_uppercase, sheet["lines"], strict=False)
        block = "\n".join(f"{letter}  {line}" for letter, line in named)
        return f"<pre>{escape(block, quote=False)}</pre>"
    text = sheet["worked"] or "\n".join(f"{name}: {{}}" for name in sheet["names"])
    return "".join(f"<p>{marked(line).replace('{}', GAP)}</p>" for line in text.split("\n"))
