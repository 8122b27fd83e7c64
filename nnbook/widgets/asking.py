"""Predict, lock, reveal: a question that is answered before its figure is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any

import ipywidgets

from nnbook._checks import as_number
from nnbook.widgets.marks import number

__all__ = ["Ask"]


@dataclass(frozen=True)
class Ask:
    """A question that any figure can be given: `Neuron(..., ask=Ask("...", 0.5, says="..."))`.

    The reader locks in a guess; then the figure appears, with how far off the guess was and what
    `says` adds. `answer` is a number or, where there are `options`, one of them. Raises TypeError
    or ValueError for an answer that is neither.
    """

    question: str
    answer: float | str
    says: str = ""
    options: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.options:
            object.__setattr__(self, "answer", as_number(self.answer, "the answer of Ask"))
        elif self.answer not in self.options:
            known = ", ".join(self.options)
            raise ValueError(f"the answer must be one of {known}, but is {self.answer!r}")

    def state(self) -> dict[str, Any]:
        """What the figure's other half needs."""
        return {"question": self.question, "answer": self.answer, "says": self.says,
                "options": list(self.options)}  # fmt: skip

    def reply(self, guess: str) -> str:
        """What is said to a guess; "" if it is none. kit.js says the same."""
        if self.options:
            return f"You guessed “{guess}”; it is “{self.answer}”. {self.says}".strip()
        try:
            value = as_number(float(guess.strip().replace("−", "-").replace(",", ".")), "a guess")
        except ValueError:
            return ""
        wanted = float(self.answer)
        off = abs(value - wanted)
        far = f", you were off by {number(off)}" if off >= 1e-9 else ""
        return f"You guessed {number(value)}; it is {number(wanted)}{far}. {self.says}".strip()

    def widget(self, reveal: Callable[[str], None]) -> ipywidgets.VBox:
        """The question in a notebook; calls `reveal` with the reply, once."""
        field = ipywidgets.Dropdown(options=self.options) if self.options else ipywidgets.Text()
        lock = ipywidgets.Button(description="Lock in my guess")
        skip = ipywidgets.Button(description="Show the figure")
        note = ipywidgets.HTML()

        def press(_button: Any) -> None:
            if reply := self.reply(field.value):
                reveal(reply)
            else:
                note.value = "A guess is a number."

        lock.on_click(press)
        skip.on_click(lambda _button: reveal(""))
        question = ipywidgets.HTML(escape(self.question))
        buttons = ipywidgets.HBox([lock, skip])
        return ipywidgets.VBox([question, field, buttons, note])
