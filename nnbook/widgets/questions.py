"""Quiz: questions with an explanation for every answer, in a notebook and on a page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import traitlets

from nnbook._words import marked
from nnbook.widgets.explorable import Explorable

__all__ = ["Quiz"]


class Quiz(Explorable):
    """Questions to be answered on the spot; each option says why it is right or wrong.

    `questions` is a list of dicts: `kind` is "one", "several" or "number"; `text` the question;
    `options` a list of {"text", "says", "right"}; `variants` (of a question for a number) a list of
    {"text", "wanted", "says", "mistakes"}, with pairs of a wrong number and what to say to it;
    `decimals` how many are asked for. In a text, `code` stands in backticks and *stress* in stars.
    `sheet`, "3.A" for a quiz of the book, is under which name its answers are kept; none are if it
    is empty.
    """

    kind: ClassVar[str] = "quiz"

    questions = traitlets.List(traitlets.Dict()).tag(sync=True, state=True)
    chosen = traitlets.List(traitlets.List(traitlets.Int())).tag(sync=True, state=True)
    typed = traitlets.List(traitlets.Unicode()).tag(sync=True, state=True)
    variant = traitlets.List(traitlets.Int()).tag(sync=True, state=True)
    judged = traitlets.List(traitlets.Bool()).tag(sync=True, state=True)
    sheet = traitlets.Unicode().tag(sync=True, state=True)

    def __init__(
        self, questions: Sequence[Mapping[str, Any]], name: str = "Quiz", sheet: str = ""
    ) -> None:
        n = len(questions)
        self._name = name
        super().__init__(
            questions=[dict(question) for question in questions],
            chosen=[[]] * n, typed=[""] * n, variant=[0] * n, judged=[False] * n, sheet=sheet,
        )  # fmt: skip

    @traitlets.validate("questions", "chosen", "typed", "variant", "judged")
    def _possible(self, proposal: Any) -> Any:
        return self.checked(proposal) if self._opening else proposal["value"]

    def problem(self, state: Mapping[str, Any]) -> str:
        """What is impossible about a state, in a sentence; "" if nothing."""
        n = len(state["questions"])
        answers = (state[key] for key in ("chosen", "typed", "variant", "judged"))
        if any(len(answer) != n for answer in answers):
            return f"a quiz of {n} questions has as many answers"
        return ""

    def is_right(self, number: int) -> bool | None:
        """Whether the answer to a question, counted from 0, is right; None if it is no number."""
        question = self.questions[number]
        if question["kind"] != "number":
            wanted = {k for k, option in enumerate(question["options"]) if option["right"]}
            return {*self.chosen[number]} == wanted
        typed = re.sub(r"\s", "", self.typed[number]).replace("−", "-").replace(",", ".")
        if not re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?", typed):
            return None
        off = abs(float(typed) - question["variants"][self.variant[number]]["wanted"])
        return bool(off <= 0.5101 * 10.0 ** -question["decimals"])  # a half rounded either way

    @property
    def alt(self) -> str:
        """The quiz in words."""
        return f"{self._name}: {_count(len(self.questions))}."

    @property
    def caption(self) -> str:
        """The line under the quiz."""
        return f"{self._name}. Every answer says why."

    def still(self) -> str:
        """The questions as a list, with the answers folded away."""
        return f"<ol>{''.join(map(_still_question, self.questions))}</ol>"

    def __repr__(self) -> str:
        return f"{self._name}: {_count(len(self.questions))}"


def _count(n: int) -> str:
    return "1 question" if n == 1 else f"{n} questions"


def _still_question(question: Mapping[str, Any]) -> str:
    if question["kind"] == "number":
        first = question["variants"][0]
        body, answer = "", f"{first['wanted']:.{question['decimals']}f}. {marked(first['says'])}"
        text = first["text"]
    else:
        more = " Mark all that are right." if question["kind"] == "several" else ""
        text, options = question["text"] + more, question["options"]
        body = "".join(f"<li>{marked(option['text'])}</li>" for option in options)
        body = f'<ol type="a">{body}</ol>'
        answer = "".join(
            f"<li>{'Right' if option['right'] else 'Wrong'}. {marked(option['says'])}</li>"
            for option in options
        )
        answer = f'<ol type="a">{answer}</ol>'
    return f"<li>{marked(text)}{body}<details><summary>Answer</summary>{answer}</details></li>"
