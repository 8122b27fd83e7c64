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

__all__ = ["Answer", "Job", "ask", "error_kind"]

EASE = 1.0  # seconds more, for what the process does beside running foreign code
WALL = 3  # as in the runner
MOST_ASKED = 20_000  # calls of our functions during one call of the answer


@dataclass(frozen=True)
class Job:
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


def ask(sandbox: Sandbox, job: Job) -> Answer:
    """Run a notebook in a fresh process and hear what its answer gives.

    Never raises for anything in a notebook. Raises Unavailable where no process can be shut in.
    """
    answer = Answer()
    with sandbox.talk(job.forbids) as talk:
        end = _limit(talk, sandbox.seconds + EASE)
        try:
            _run_cells(talk, job, answer, sandbox.seconds)
            if answer.callable and job.inputs is not None:
                end = _limit(talk, WALL * job.seconds + EASE)
                _call(talk, job, answer)
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


def _run_cells(talk: Talk, job: Job, answer: Answer, seconds: float) -> None:
    talk.send({
        "id": job.id, "name": job.name, "cells": list(job.cells), "skip": sorted(job.skip),
        "seconds": seconds / 2, "function": job.inputs is not None,
    })  # fmt: skip
    for _ in range(len(job.cells) + 1):
        said = talk.receive()
        if "ready" in said:
            answer.cell = None
            _understand(said["ready"], answer, len(job.cells))
            return
        answer.cell = _count(said["cell"], len(job.cells))
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


def _call(talk: Talk, job: Job, answer: Answer) -> None:
    """Hand over the inputs of one call after the other, until the time is up."""
    left = job.seconds
    for inputs in job.inputs or ():
        answer.outcomes.append(Outcome(inputs, error=Overtime()))
        functions = {n: each for n, each in enumerate(inputs) if callable(each)}
        given = [None if n in functions else each for n, each in enumerate(inputs)]
        talk.send({"inputs": given, "functions": list(functions), "seconds": left})
        said = _heard(talk, functions)
        answer.outcomes[-1] = _outcome(inputs, said)
        left -= max(0.0, float(said["spent"]))
        if isinstance(answer.outcomes[-1].error, Overtime):
            return
        left = max(left, 0.01)


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
