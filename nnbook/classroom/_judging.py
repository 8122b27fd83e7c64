"""From what was heard of an answer to a mark. All comparing is done here, outside the jail."""

from __future__ import annotations

import ast
import hashlib
import inspect
import re
import textwrap
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache, wraps
from typing import Any

import numpy as np

from nnbook.classroom._asking import Answer
from nnbook.classroom._credit import share_of_calls, share_of_value, state_of
from nnbook.classroom._prints import definitions, fingerprint
from nnbook.classroom._report import Mark
from nnbook.classroom.assignment import Question, answer_name
from nnbook.exercises._engine import Exercise
from nnbook.exercises._figures import FigureJudge
from nnbook.exercises._functions import Caller, FunctionJudge, _parameters, _refusal
from nnbook.exercises._guards import Outcome, Overtime, time_limit
from nnbook.exercises._sentences import SentenceJudge
from nnbook.exercises._words import Verdict

__all__ = ["forbidden", "judge"]

FIGURE = 10.0  # seconds for all goals of a figure
LONGEST = 400  # characters of a sentence
MOST_WORDS = 20_000  # characters of a student's own sentence

# What is said of a function's calls without a word of what went in or should come out.
GENERAL = {
    "": "On some inputs your function gives other numbers than it should.",
    "takes forever": "Your function was still running when its time was up. Is there a loop that "
    "never ends?",
    "returns nothing": "Your function returns nothing. Only what stands behind `return` can be "
    "used by whoever calls it.",
    "not numbers": "Your function returns something that is not numbers.",
    "wrong shape": "Your function returns an array of another shape than it should.",
    "changes its input": "The function changes one of its inputs in place. Whoever calls it still "
    "needs the old values: compute new ones, and return those.",
}


class Unseen(Caller):
    """A call of which nobody is shown the inputs; writing them out takes longer than judging."""

    def __call__(self, inputs: Sequence[Any]) -> str:
        """Nothing."""
        return ""


def judge(
    question: Question, exercise: Exercise, answer: Answer, cells: Sequence[str], partial: bool
) -> Mark:
    """The mark for an answer that was heard out, or for one that was not."""
    exercise = _remembering(exercise)
    told = _found(exercise, answer)
    if told is None:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            try:
                told = _judged(exercise, answer, cells, partial)
            except Exception:  # noqa: BLE001 - a judge need not take every claim
                says = "What the notebook gives is not of the kind asked for."
                told = {"state": "wrong", "reason": "no answer of its kind", "says": says}
    share = told.pop("share", float(told["state"] == "right"))
    if told["state"] == "wrong" and share > 0:
        told["state"] = "partly right"
    hint = exercise.hints[0] if told["state"] in {"wrong", "partly right"} else ""
    return Mark(question.id, round(share * question.points, 6), question.points,
                hint=hint, print=_print(answer), **told)  # fmt: skip


def _remembering(exercise: Exercise) -> Exercise:
    """The exercise with programs that compute each result once: judging asks many times.

    Inputs are told apart by which objects they are; they live as long as the answer does.
    """

    def once(program: Callable[..., Any]) -> Callable[..., Any]:
        results: dict[tuple[int, ...], Any] = {}

        @wraps(program)
        def remembered(*inputs: Any) -> Any:
            key = tuple(map(id, inputs))
            if key not in results:
                results[key] = program(*inputs)
            return results[key]

        return remembered

    if not isinstance(exercise.judge, FunctionJudge):
        return exercise
    traps = tuple(replace(trap, wrong=once(trap.wrong)) for trap in exercise.traps)
    return replace(exercise, solution=once(exercise.solution), traps=traps)


def _found(exercise: Exercise, answer: Answer) -> dict[str, Any] | None:
    """What is to be said where there is no answer to judge."""
    name = answer_name(exercise)
    if answer.ended:
        return _stopped(answer)
    if answer.missing:
        says = f"When all cells have run, there is no `{name}`."
        refused = any(kind == "Forbidden" for _, kind in answer.errors)
        if refused:
            return {"state": "refused", "reason": "a forbidden call", "says": forbidden(exercise)}
        return {"state": "missing", "says": says}
    return None


def _stopped(answer: Answer) -> dict[str, Any]:
    if answer.ended == "time" and answer.outcomes:
        return {"state": "stopped", "reason": "takes forever", "says": GENERAL["takes forever"]}
    says = {
        "time": "The program did not end in time, and was stopped.",
        "crash": "The process that ran the notebook was ended from within, so there was no answer "
        "to mark.",
        "nonsense": "What came back was no result: something in the notebook writes where only "
        "results belong.",
    }[answer.ended]
    return {"state": "stopped", "reason": answer.ended, "says": says}


def forbidden(exercise: Exercise) -> str:
    """The sentence that says what of nnbook an answer must not use; empty if nothing."""
    names = (name.rpartition(".")[2] for name in exercise.forbids)
    # What has no public name cannot be called by accident, a slope apart: it belongs to a function.
    public = (re.sub(r"^_(.*)_slope$", r"\1.slope", name) for name in names)
    words = [f"`{name}`" for name in public if not name.startswith("_")]
    if not words:
        return ""
    listed = " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
    return f"Writing it yourself is the exercise, so {listed} of nnbook cannot be used here."


def _judged(
    exercise: Exercise, answer: Answer, cells: Sequence[str], partial: bool
) -> dict[str, Any]:
    if isinstance(exercise.judge, FunctionJudge):
        return _function(exercise, exercise.judge, answer, cells, partial)
    if isinstance(exercise.judge, SentenceJudge):
        return _sentence(exercise, answer)
    if isinstance(exercise.judge, FigureJudge) and isinstance(answer.value, Mapping):
        return _figure(exercise, exercise.judge, answer.value, partial)
    if answer.value is None or answer.value is ... or answer.value is NotImplemented:
        return {"state": "not attempted"}
    told = _told(exercise.judge(exercise, answer.value))
    if partial and told["state"] == "wrong":
        told["share"] = share_of_value(exercise, answer.value)
    return told


def _figure(
    exercise: Exercise, judge: FigureJudge, claim: Mapping[Any, Any], partial: bool
) -> dict[str, Any]:
    state = state_of(judge, claim)
    if state is None:
        says = f"This is no state of a `{judge.figure}`. Copy all of what `state()` prints."
        return {"state": "wrong", "reason": "not a state", "says": says}
    try:
        with time_limit(FIGURE):
            told = _told(judge.verdict(state))
            if partial and told["state"] == "wrong":
                told["share"] = share_of_value(exercise, state)
    except Overtime:
        return {"state": "stopped", "reason": "takes forever",
                "says": "What the figure should do with these settings took too long."}  # fmt: skip
    return told


def _told(verdict: Verdict) -> dict[str, Any]:
    state = "not attempted" if verdict.state == "not attempted yet" else verdict.state
    says = "" if state == "not attempted" else _clean(verdict.sentence)
    return {"state": state, "reason": verdict.reason, "says": says}


def _sentence(exercise: Exercise, answer: Answer) -> dict[str, Any]:
    verdict = exercise.judge(exercise, answer.value)
    if verdict.state != "compare":
        return _told(verdict)
    given = _clean(answer.value, MOST_WORDS, lines=True)
    return {"state": "by hand", "share": 0.0, "given": given,
            "says": "Your sentence is read and marked by your instructor."}  # fmt: skip


def _function(
    exercise: Exercise, judge: FunctionJudge, answer: Answer, cells: Sequence[str], partial: bool
) -> dict[str, Any]:
    wanted = _parameters(exercise.solution)
    if answer.stub or (judge.given and answer.print == _print_of(judge.given)):
        return {"state": "not attempted"}
    if not answer.callable:
        if answer.value is None or answer.value is ...:
            return {"state": "not attempted"}
        return _told(judge(exercise, answer.value))
    refusal = _refusal(exercise.solution.__name__, wanted, _stand_in(answer))
    if refusal:
        return _told(refusal)
    if any(type(o.error).__name__ == "Forbidden" for o in answer.outcomes):
        return {"state": "refused", "reason": "a forbidden call", "says": forbidden(exercise)}
    own = tuple(name for name, *_ in answer.parameters or ())
    caller = Unseen(exercise.solution.__name__, own if len(own) == len(wanted) else wanted)
    verdict = judge.verdict(exercise, answer.outcomes, caller)
    told = _told(verdict)
    if told["state"] == "wrong":
        told["says"] = _safe(verdict, answer.outcomes, cells)
        told["share"] = share_of_calls(exercise, judge, answer.outcomes) if partial else 0.0
    if verdict.reason == "takes forever":
        told |= {"state": "stopped", "share": 0.0}
    return told


def _safe(verdict: Verdict, outcomes: Sequence[Outcome], cells: Sequence[str]) -> str:
    """The sentence of a verdict; never one that holds what a call was given or gave."""
    if verdict.reason in GENERAL:
        return GENERAL[verdict.reason]
    if verdict.reason != "an error":
        return _clean(verdict.sentence)  # of a trap or a property, which knows no inputs
    first = next(outcome for outcome in outcomes if outcome.error)
    line = _line(first.line, cells)
    place = f" in your line `{line}`" if line else ""
    name = type(first.error).__name__
    kind = f"with {name}" if name.isidentifier() and name != "Exception" else "with an error"
    return f"On some inputs your function stops {kind}{place}."


def _line(place: str, cells: Sequence[str]) -> str:
    """The line of the notebook in which an answer says that it stopped."""
    cell, _, number = place.partition(":")
    if not number or int(cell) >= len(cells):
        return ""
    lines = cells[int(cell)].splitlines()
    return _clean(lines[int(number) - 1].strip(), 80) if 0 < int(number) <= len(lines) else ""


def _stand_in(answer: Answer) -> Callable[..., Any]:
    """Something with the signature that the answer says it has."""

    def stand_in(*_: Any) -> None: ...

    try:
        parameters = [
            inspect.Parameter(name, inspect._ParameterKind(kind),
                              default=None if default else inspect.Parameter.empty)
            for name, kind, default in answer.parameters or ()
        ]  # fmt: skip
        signature = inspect.Signature(parameters)
    except ValueError:
        return stand_in
    if answer.parameters is not None:
        stand_in.__signature__ = signature  # type: ignore[attr-defined]
    return stand_in


@cache
def _print_of(function: Callable[..., Any]) -> str:
    source = textwrap.dedent(inspect.getsource(function))
    return fingerprint(function.__name__, definitions([ast.parse(source)]))


def _print(answer: Answer) -> str:
    """The fingerprint of an answer: its program, or its value."""
    if answer.callable or answer.missing or answer.value is None:
        return answer.print
    text = repr(answer.value) if not isinstance(answer.value, str) else answer.value.casefold()
    text = "".join(text.split())
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _clean(text: str, longest: int = LONGEST, *, lines: bool = False) -> str:
    """A text without control characters and halves of characters, and not too long."""
    kept = "".join(
        letter
        if letter.isprintable() or (lines and letter == "\n")
        else "\N{REPLACEMENT CHARACTER}"
        for letter in text[: longest + 1]
    )
    return kept if len(kept) <= longest else f"{kept[:longest]}…"
