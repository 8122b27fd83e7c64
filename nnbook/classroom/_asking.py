"""The conversation with a jailed process about one question. What it says is only ever a claim."""

from __future__ import annotations

import builtins
import re
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from nnbook.classroom._wire import Malformed, Odd
from nnbook.classroom.sandbox import Sandbox, Talk
from nnbook.exercises._guards import Outcome, Overtime

__all__ = ["Answer", "Trial", "ask", "error_kind"]

EASE = 1.0  # seconds more, for what the process does beside running foreign code
NAP = 0.0015  # seconds; being woken for each cell costs more than most cells do
WALL = 3  # as in the runner
MOST_ASKED = 20_000  # calls of our functions during one call of the answer


@dataclass(frozen=True)
class Trial:
    """A question to a notebook: the global name that holds the answer, and how to try it.

    `inputs` are those of each call, for a function; `seconds` is the processor's time for all of
    them together. `skip` are the numbers of the cells that are not run.
    """

    id: str
    name: str
    cells: tuple[str, ...]
    skip: frozenset[int] = frozenset()
    inputs: Sequence[tuple[Any, ...]] | None = None
    seconds: float = 2.0
    forbids: tuple[str, ...] = ()


@dataclass
class Answer:
    """What a jailed process said of an answer.

    `ended` is empty if it was heard out, else "time", "crash" or "nonsense"; `cell` is the number
    of the cell in which it ended, None if that was later. `errors` are pairs of a cell's number and
    the kind of error that stopped it.
    """

    print: str = ""
    stub: bool = False
    errors: list[tuple[int, str]] = field(default_factory=list)
    callable: bool = False
    value: Any = None
    called: str = ""
    parameters: list[tuple[str, int, bool]] | None = None
    outcomes: list[Outcome] = field(default_factory=list)
    ended: str = ""
    cell: int | None = None

    @property
    def missing(self) -> bool:
        """Whether nothing has the name of the answer."""
        return isinstance(self.value, Odd) and self.value.kind == "nothing"


def ask(sandbox: Sandbox, trial: Trial) -> Answer:
    """Run a notebook in a fresh process and hear what its answer gives.

    Never raises for anything in a notebook. Raises Unavailable where no process can be shut in.
    """
    answer = Answer()
    with sandbox.talk(trial.forbids) as talk:
        end = _limit(talk, sandbox.seconds + EASE)
        try:
            _run_cells(talk, trial, answer, sandbox.seconds)
            if answer.callable and trial.inputs is not None:
                end = _limit(talk, WALL * trial.seconds + EASE)
                _call(talk, trial.inputs, answer)
        except (EOFError, OSError):
            answer.ended = "time" if time.monotonic() >= end else "crash"
        except (Malformed, LookupError, TypeError, ValueError, AttributeError):
            answer.ended = "nonsense"
    return answer


def _limit(talk: Talk, seconds: float) -> float:
    """Give the process so many seconds from now. Returns when they end."""
    end = time.monotonic() + seconds
    talk.limit(seconds)
    return end


def _run_cells(talk: Talk, trial: Trial, answer: Answer, seconds: float) -> None:
    talk.send({
        "id": trial.id, "name": trial.name, "cells": list(trial.cells), "skip": sorted(trial.skip),
        "seconds": seconds / 2, "calls": None if trial.inputs is None else trial.seconds,
    })  # fmt: skip
    time.sleep(NAP)
    for _ in range(len(trial.cells) + 1):
        said = talk.receive()
        if "ready" in said:
            answer.cell = None
            _understand(said["ready"], answer, len(trial.cells))
            return
        answer.cell = _count(said["cell"], len(trial.cells))
    raise Malformed("more cells than there are")


def _understand(ready: dict[str, Any], answer: Answer, cells: int) -> None:
    """Take over what was said, each part only in the form that it should have."""
    print_ = ready["print"]
    answer.print = print_ if re.fullmatch(r"[0-9a-f]{16}", print_) else ""
    answer.stub = ready["stub"] is True
    answer.errors = [(_count(n, cells), error_kind(kind)) for n, kind in ready["errors"][:cells]]
    answer.callable = ready["callable"] is True
    answer.value = ready["value"]
    if answer.callable:
        called = ready["called"]
        answer.called = called if isinstance(called, str) and called.isidentifier() else ""
        answer.parameters = _parameters(ready["parameters"])


def _parameters(said: Any) -> list[tuple[str, int, bool]] | None:
    if said is None or len(said) > 50:
        return None
    return [(name, _count(kind, 5), default is True) for name, kind, default in said
            if name.isidentifier() and len(name) <= 40]  # fmt: skip


def _call(talk: Talk, inputs: Sequence[tuple[Any, ...]], answer: Answer) -> None:
    """Hand over the inputs of all calls, in parts if need be, and hear what each call gives."""
    functions = [{n: one for n, one in enumerate(each) if callable(one)} for each in inputs]
    try:
        talk.send({"calls": [
            {"inputs": [None if n in asked else one for n, one in enumerate(each)],
             "functions": list(asked)}
            for each, asked in zip(inputs, functions, strict=True)
        ]})  # fmt: skip
    except Malformed:
        half = len(inputs) // 2
        if not half:
            raise
        _call(talk, inputs[:half], answer)
        if not isinstance(answer.outcomes[-1].error, Overtime):
            _call(talk, inputs[half:], answer)
        return
    for each, asked in zip(inputs, functions, strict=True):
        answer.outcomes.append(Outcome(each, error=Overtime()))
        answer.outcomes[-1] = _outcome(each, _heard(talk, asked))
        if isinstance(answer.outcomes[-1].error, Overtime):
            return


def _heard(talk: Talk, functions: dict[int, Callable[..., Any]]) -> dict[str, Any]:
    """What a call gave, after answering what it asks on the way."""
    for _ in range(MOST_ASKED):
        said: dict[str, Any] = talk.receive()
        if "ask" not in said:
            return said
        try:
            talk.send({"gives": functions[said["ask"]](*said["given"])})
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            talk.send({"error": f"the function takes arrays like the one given: {error}"[:200]})
    raise Malformed("a call that asks without end")


def _outcome(inputs: tuple[Any, ...], said: dict[str, Any]) -> Outcome:
    changed = tuple(_count(n, len(inputs)) for n in said["changed"])
    error = None if said["error"] is None else _error(said["error"])
    place = said["line"]
    line = f"{_count(place[0], 10**6)}:{_count(place[1], 10**6)}" if place else ""
    return Outcome(inputs, said["value"], error, line, said["printed"] is True, changed)


def error_kind(name: Any) -> str:
    """The name of an error, if it is one of Python's or ours; nothing else is repeated."""
    kind = getattr(builtins, str(name), None)
    known = isinstance(kind, type) and issubclass(kind, BaseException)
    own = {"Overtime", "Forbidden", "a magic", "LinAlgError"}
    return str(name) if name in own or known else "an error of its own"


def _error(name: Any) -> BaseException:
    """An exception of that kind, without a word of the student's."""
    kind = error_kind(name)
    if kind == "Overtime":
        return Overtime()
    error: BaseException = type(kind, (Exception,), {})()
    with suppress(TypeError):  # UnicodeDecodeError wants to know more
        error = getattr(builtins, kind, type(error))()
    return error


def _count(said: Any, below: int) -> int:
    if type(said) is not int or not 0 <= said < below:
        raise Malformed("a number that is no count")
    return said
