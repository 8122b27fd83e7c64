"""Runs one notebook for one question, inside the jail, and says what its answer gives.

Plain Python, numpy and the core of nnbook. There are no expected values here and no other student;
no input is here before the cells have run. Foreign code runs in this very process, so it may
replace all of this: whatever is sent is what the student claims, and no more.

    in   {"id", "name", "cells", "skip", "seconds", "calls": seconds for all of them, or None}
    out  {"cell": n} before each cell, {"ready": ...} behind the last
    in   {"calls": [{"inputs": [...], "functions": [...]}, ...]}
    out  {"ask": n, "given": [...]} while a call needs a function of ours;  in {"gives": value}
    out  {"value" or "error", "line", "printed", "changed"} for each call; none behind an Overtime
"""

from __future__ import annotations

import ast
import builtins
import inspect
import io
import os
import pkgutil
import re
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import Any, BinaryIO

from nnbook.classroom._prints import definitions, fingerprint, is_stub
from nnbook.classroom._wire import Malformed, Odd, decode, encode, read_frame, write_frame

SHELL = re.compile(r"^(\s*)(?:[%!]|[\w, ]+=\s*[%!]|\?|[\w.]+\?\??\s*$)")
PYTHON_INSIDE = re.compile(r"^\s*%%(time|timeit|capture|prun)\b")
WALL = 3  # real time may be so many times the processor's: the machine has other work
LEAST = 0.01  # seconds for a call after which another may come


class Overtime(BaseException):
    """The time is up; not an Exception, so that `except Exception` lets it pass."""


class Sink(io.TextIOBase):
    """Takes what is printed and remembers only that something was."""

    def __init__(self) -> None:
        self.used = False

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.used = True
        return len(text)


class Clock:
    """Rings while it is armed, and is silent otherwise."""

    def __init__(self) -> None:
        self.armed = False
        if hasattr(signal, "setitimer"):
            signal.signal(signal.SIGPROF, self._ring)
            signal.signal(signal.SIGALRM, self._ring)

    def _ring(self, *_: object) -> None:
        if self.armed:
            raise Overtime

    @contextmanager
    def limit(self, seconds: float) -> Iterator[None]:
        """Raise Overtime in the block after so much of the processor's time."""
        self._set(seconds)
        self.armed = True
        try:
            yield
        finally:
            self.armed = False
            self._set(0)

    @staticmethod
    def _set(seconds: float) -> None:
        """Ring again each half second, for code that catches everything once."""
        if hasattr(signal, "setitimer"):
            again = 0.5 if seconds else 0
            signal.setitimer(signal.ITIMER_PROF, seconds, again)
            signal.setitimer(signal.ITIMER_REAL, seconds * WALL, again)


def serve(reader: BinaryIO, writer: BinaryIO) -> None:
    """Answer for one notebook and one question, until the other end hangs up."""
    import nnbook

    job, noted = read_frame(reader), getattr(nnbook, "noted", {})
    sink, clock = Sink(), Clock()
    sys.stdout = sys.stderr = sink
    sys.stdin = io.StringIO()
    trees = [parsed(source) for source in job["cells"]]
    found = definitions(tree for tree in trees if isinstance(tree, ast.Module))
    about = {
        "print": _careful(fingerprint, job["name"], found),
        "stub": is_stub(job["name"], found),
    }
    space: dict[str, Any] = {"__name__": "__main__", "__builtins__": builtins}
    errors = []
    for number, tree in enumerate(trees):
        if number in job["skip"]:
            continue
        write_frame(writer, {"cell": number})
        error = tree if isinstance(tree, str) else _run(tree, number, space, clock, job["seconds"])
        if error:
            errors.append([number, error])
    answer = space.get(job["name"], noted.get(job["id"], Odd("nothing")))
    left = job["calls"]
    ready = {**about, "errors": errors, **_described(answer, bool(left), clock)}
    write_frame(writer, {"ready": ready})
    while left:
        for case in read_frame(reader)["calls"]:
            for place in case["functions"]:
                case["inputs"][place] = _asker(place, reader, writer)
            start = time.process_time()
            said = _called(answer, case["inputs"], left, sink, clock)
            writer.write(encode(said))
            left = max(left - (time.process_time() - start), LEAST)
            if said["error"] == "Overtime":
                break
        writer.flush()


def parsed(source: str) -> ast.Module | str:
    """A cell as a syntax tree, without magics and shell lines; or why it cannot be one."""
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        pass
    lines = source.splitlines()
    first = next((n for n, line in enumerate(lines) if line.strip()), 0)
    if lines and lines[first].lstrip().startswith("%%"):
        if not PYTHON_INSIDE.match(lines[first]):
            return "a magic"
        lines[first] = ""
    try:
        return ast.parse("\n".join(SHELL.sub(r"\1pass  #", line) for line in lines))
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return _kind(error)


def _run(
    tree: ast.Module, number: int, space: dict[str, Any], clock: Clock, seconds: float
) -> str | None:
    """Run a cell. Returns the kind of error that ended it, if one did."""
    try:
        code = compile(tree, f"<cell {number + 1}>", "exec", dont_inherit=True)
        with clock.limit(seconds):
            exec(code, space)  # noqa: S102 - this is what the jail is for
    except BaseException as error:  # noqa: BLE001 - also SystemExit and Overtime
        return _kind(error)
    finally:
        sys.settrace(None)
        sys.setprofile(None)
    return None


def _described(answer: Any, function: bool, clock: Clock) -> dict[str, Any]:
    """What the answer is: its value, or how it wants to be called."""
    if not (function and callable(answer)):
        return {"callable": False, "value": _value(answer, clock)}
    return {
        "callable": True,
        "value": None,
        "called": _careful(lambda: str(answer.__name__)[:80]),
        "parameters": _careful(_parameters, answer) or None,
    }


def _value(answer: Any, clock: Clock) -> Any:
    if isinstance(answer, Odd):
        return answer
    try:
        with clock.limit(1):
            return decode(encode(answer))
    except BaseException:  # noqa: BLE001 - the answer's own methods may do anything
        return Odd(_careful(lambda: type(answer).__name__[:80]) or "something")


def _parameters(answer: Callable[..., Any]) -> list[Any]:
    return [[p.name, int(p.kind), p.default is not p.empty]
            for p in inspect.signature(answer).parameters.values()]  # fmt: skip


def _called(
    answer: Any, given: list[Any], seconds: float, sink: Sink, clock: Clock
) -> dict[str, Any]:
    """One call, and what came of it."""
    before = encode(given)
    sink.used, error, value, line = False, None, None, ""
    try:
        with clock.limit(seconds):
            value = answer(*given)
            encoded = encode(value)
        value = decode(encoded)
    except Malformed:
        value = Odd(_careful(lambda: type(value).__name__[:80]) or "something")
    except BaseException as raised:  # noqa: BLE001 - also SystemExit and Overtime
        error, line = _kind(raised), _careful(_line, raised)
    changed = _careful(encode, given) != before and _changed(decode(before), given)
    return {"value": value, "error": error, "line": line, "printed": sink.used,
            "changed": changed or []}  # fmt: skip


def _changed(before: list[Any], after: list[Any]) -> list[int]:
    """The places of the inputs that are not what they were."""
    return [n for n, (one, other) in enumerate(zip(before, after, strict=True))
            if encode(one) != _careful(encode, other)]  # fmt: skip


def _asker(place: int, reader: BinaryIO, writer: BinaryIO) -> Callable[..., Any]:
    """A function that is computed outside."""

    def ask(*given: Any) -> Any:
        write_frame(writer, {"ask": place, "given": list(given)})
        reply = read_frame(reader)
        if "error" in reply:
            raise ValueError(reply["error"])
        return reply["gives"]

    return ask


def _line(error: BaseException) -> list[int]:
    """Cell and line of the learner's own code in which an error arose."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        cell = re.fullmatch(r"<cell (\d+)>", frame.filename)
        if cell:
            return [int(cell[1]) - 1, frame.lineno or 0]
    return []


def _kind(error: BaseException) -> str:
    """The kind of an error, marked where a stub or something forbidden is the reason."""
    name = type(error).__name__
    says = _careful(lambda: str(error)) or ""
    if isinstance(error, TypeError) and "ellipsis" in says:
        return "NotImplementedError"
    return str(name)[:80]


def _careful(function: Callable[..., Any], *given: Any) -> Any:
    """What a function gives, or nothing if foreign code makes it stop."""
    try:
        return function(*given)
    except BaseException:  # noqa: BLE001 - __repr__, __str__ and the like may do anything
        return ""


def core() -> list[str]:
    """The modules of the core, as they lie beside this one."""
    import nnbook

    found = pkgutil.walk_packages(nnbook.__path__, "nnbook.")
    return sorted(each.name for each in found if not each.name.startswith("nnbook.classroom"))


def close_core() -> None:
    """From now on, what the exercise forbids refuses: the core is loaded."""
    from nnbook._stand_ins import Refused  # type: ignore[import-not-found]

    Refused.loaded = True


def main(memory: int) -> None:
    """Answer one question on standard input and output, without a jail."""
    for name in core():
        import_module(name)
    close_core()
    inlet, outlet = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in range(3):
        os.dup2(nothing, standard)
    try:
        if sys.platform != "win32":
            import resource

            for limit, most in ((resource.RLIMIT_AS, memory << 20), (resource.RLIMIT_CORE, 0)):
                # Not every system knows every limit, and macOS refuses some.
                with suppress(OSError, ValueError):
                    resource.setrlimit(limit, (most, most))
        with os.fdopen(inlet, "rb") as reader, os.fdopen(outlet, "wb") as writer:
            write_frame(writer, "confined")
            serve(reader, writer)
    finally:
        os._exit(0)  # nothing that the notebook has left behind runs now
