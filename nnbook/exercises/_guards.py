"""Calling a learner's function with care: its time, its errors, what it prints and changes."""

from __future__ import annotations

import copy
import dis
import inspect
import signal
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from typing import Any

import numpy as np

IDLE = {"RESUME", "NOP", "CACHE", "POP_TOP", "RETURN_VALUE"}
CONSTANT = {"LOAD_CONST", "RETURN_CONST"}
CALLING = {"CACHE", "NOP", "PRECALL", "PUSH_NULL"}


class Overtime(BaseException):
    """The time is up; not an Exception, so that the learner's `except Exception` lets it pass."""


@dataclass(frozen=True)
class Outcome:
    """What one call of an answer gave: its value, or the error that ended it.

    `line` is the learner's own line that raised `error`, `changed` counts the arguments (from 0)
    that are no longer what they were.
    """

    inputs: tuple[Any, ...]
    value: Any = None
    error: BaseException | None = None
    line: str = ""
    printed: bool = False
    changed: tuple[int, ...] = ()


def call(answer: Callable[..., Any], inputs: Sequence[Any]) -> Outcome:
    """Call an answer with copies of the inputs; whatever it raises becomes part of the Outcome.

    Only Ctrl-C passes through. What the answer prints is swallowed.
    """
    given, before = copy.deepcopy(tuple(inputs)), tuple(inputs)
    value, error, out = None, None, StringIO()
    try:
        with redirect_stdout(out):
            value = answer(*given)
        if isinstance(value, np.ndarray | list):  # it may hand out the same array each time
            value = copy.deepcopy(value)
    except KeyboardInterrupt:
        raise
    except BaseException as raised:  # noqa: BLE001 - also SystemExit and Overtime
        error = raised
    changed = tuple(i for i, (a, b) in enumerate(zip(given, before, strict=True)) if differ(a, b))
    line = own_line(error, answer) if error else ""
    return Outcome(before, value, error, line, bool(out.getvalue()), changed)


def differ(one: Any, other: Any) -> bool:
    """Whether two arguments differ, NaN being equal to NaN."""
    one, other = np.asarray(one), np.asarray(other)
    if one.dtype.kind in "fc" and other.dtype.kind in "fc":
        return not np.array_equal(one, other, equal_nan=True)
    return not np.array_equal(one, other)


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise Overtime in the block after so many seconds.

    Needs Unix and the main thread, which is where a notebook runs its cells; elsewhere the block
    runs without a limit and can be interrupted by hand.
    """
    main = threading.current_thread() is threading.main_thread()
    if not hasattr(signal, "setitimer") or not main:
        yield
        return

    def ring(*_: object) -> None:
        raise Overtime

    handler = signal.signal(signal.SIGALRM, ring)
    # It rings again each half second, for code that catches everything once.
    timer = signal.setitimer(signal.ITIMER_REAL, seconds, 0.5)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, *timer)
        signal.signal(signal.SIGALRM, handler)


def own_line(error: BaseException, answer: Callable[..., Any]) -> str:
    """The text of the learner's line in which an error arose; empty if it cannot be known."""
    code = code_of(answer)
    if code is None:
        return ""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if frame.filename == code.co_filename]
    return (own[-1].line or f"line {own[-1].lineno}") if own else ""


def code_of(answer: Callable[..., Any]) -> Any:
    """The code object of a plain Python function; None for anything else."""
    return getattr(inspect.unwrap(answer), "__code__", None)


def is_empty(answer: Callable[..., Any]) -> bool:
    """Whether a function has a body that does nothing: `...`, `pass`, a docstring."""
    code = code_of(answer)
    if code is None:
        return False
    return all(
        each.opname in IDLE or (each.opname in CONSTANT and each.argval in (None, ...))
        for each in dis.get_instructions(code)
    )


def same_program(one: Callable[..., Any], other: Callable[..., Any]) -> bool:
    """Whether two functions do the same by the same instructions, whatever their names."""
    codes = code_of(one), code_of(other)
    return None not in codes and _steps(codes[0]) == _steps(codes[1])


def _steps(code: Any) -> list[tuple[str, Any]]:
    """What a program does, step by step, with the programs inside it.

    A name that is imported in the same file is called by other instructions than one that an
    earlier cell has imported; such differences, and the jumps that they shift, do not count.
    """
    steps: list[tuple[str, Any]] = []
    for each in dis.get_instructions(code):
        if each.opname in CALLING:
            continue
        name, what = each.opname.replace("METHOD", "ATTR"), each.argval
        if each.opcode in dis.hasjrel or each.opcode in dis.hasjabs or "<locals>" in str(what):
            what = None
        elif hasattr(what, "co_code"):
            what = _steps(what)
        steps.append((name, (type(what), what)))
    return [*steps, ("arguments", code.co_argcount)]
