"""What a learner sees: messages with a text for the terminal and one for the notebook."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

import numpy as np

from nnbook._words import marked

COLOURS = {"right": "#009E73", "wrong": "#D55E00"}
QUIET = "#767676"
MOST_NUMBERS = 24


@dataclass(frozen=True, repr=False)
class Message:
    """A first word, a sentence in which `code` stands in backticks, and lines shown as they are."""

    word: str
    sentence: str
    lines: tuple[str, ...] = ()
    see: str = ""  # the heading of the chapter that explains it
    aside: str = ""  # what has nothing to do with the answer: a file that cannot be written

    def __repr__(self) -> str:
        read = [f'Read again: "{self.see}".'] if self.see else []
        lines = (f"    {line}" for line in self.lines)
        aside = [self.aside] if self.aside else []
        return "\n".join([f"{self.word} {self.sentence}", *lines, *read, *aside])

    def _repr_html_(self) -> str:
        sentence, lines = marked(self.sentence), escape("\n".join(self.lines), quote=False)
        block = f'<pre style="margin:0.5em 0 0">{lines}</pre>' if self.lines else ""
        return (
            f'<div class="nnb-message" style="border-left:4px solid {self._colour};'
            f'padding:0.2em 0 0.2em 0.8em"><strong>{self.word}</strong> {sentence}{block}'
            f"{self._link()}{f'<div>{marked(self.aside)}</div>' if self.aside else ''}</div>"
        )

    def _link(self) -> str:
        """A link to the heading, by the name that Jupyter gives it in a notebook."""
        if not self.see:
            return ""
        anchor = escape(self.see.replace(" ", "-"))
        return f'<div>Read again: <a href="#{anchor}">{escape(self.see, quote=False)}</a></div>'

    @property
    def _colour(self) -> str:
        return QUIET


@dataclass(frozen=True, repr=False)
class Verdict(Message):
    """What `check` found. `state` is "right", "wrong", "not attempted yet" or "compare".

    `reason` names the trap or the guard that spoke; it is empty if none did. `form` makes the
    figure in which the exercise can be answered on the spot, if there is one.
    """

    state: str = "wrong"
    reason: str = ""
    form: Callable[[], Any] | None = field(default=None, compare=False)

    @property
    def passed(self) -> bool:
        """Whether the answer is right."""
        return self.state == "right"

    def _repr_mimebundle_(self, **options: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:
        try:
            figure = self.form() if self.form else None
        except ImportError:  # grading does without widgets
            figure = None
        if figure is None:
            return None
        data, metadata = figure._repr_mimebundle_(**options)
        return {**data, "text/plain": repr(self)}, metadata

    @property
    def _colour(self) -> str:
        return COLOURS.get(self.state, QUIET)


def right(sentence: str) -> Verdict:
    """The verdict on a right answer."""
    return Verdict("Right.", sentence, state="right")


def wrong(sentence: str, lines: Sequence[str] = (), reason: str = "") -> Verdict:
    """The verdict on a wrong answer, with the name of what was recognised."""
    return Verdict("Not yet.", sentence, tuple(lines), state="wrong", reason=reason)


def not_attempted(id: str, lines: Sequence[str] = ()) -> Verdict:
    """The verdict on a stub, with what has to be worked on, if it is not in the cell."""
    sentence = f'Exercise {id} is waiting for you; `hint("{id}")` gives a nudge.'
    return Verdict("Not attempted yet.", sentence, tuple(lines), state="not attempted yet")


def compare(model: str, points: Sequence[str]) -> Verdict:
    """What is said of a sentence: a model answer, and what to look for in one's own."""
    return Verdict("Compare with your own.", model, tuple(points), state="compare")


def shown(value: Any, digits: int = 4) -> str:
    """A value in short, as it can be typed: numbers to so many digits, arrays as lists."""
    if isinstance(value, np.ndarray | list | tuple):
        try:
            array = np.asarray(value)
        except ValueError:
            return f"a {type(value).__name__} whose rows differ in length"
        if array.size > MOST_NUMBERS:
            return f"an array of shape {array.shape}"
        if array.ndim:
            return f"[{', '.join(shown(entry, digits) for entry in array)}]"
        value = array[()]
    if isinstance(value, float | np.floating):
        return f"{value + 0.0:.{digits}g}"  # + 0.0 makes -0.0 plain 0
    if isinstance(value, np.generic):
        value = value.item()
    text = repr(value)
    return text if len(text) <= 80 and "0x" not in text else f"a {type(value).__name__}"


def shown_apart(one: Any, other: Any) -> tuple[str, str]:
    """Two values with as many digits as it takes to see that they differ."""
    for digits in (4, 6, 9, 17):
        texts = shown(one, digits), shown(other, digits)
        if texts[0] != texts[1]:
            break
    return texts
