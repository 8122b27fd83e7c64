"""The source of a solution as it can stand in a notebook, and what it needs there."""

from __future__ import annotations

import ast
import dis
import inspect
import re
import textwrap
from collections.abc import Callable, Iterator
from itertools import chain
from types import CodeType, FunctionType, ModuleType
from typing import Any

import nnbook

Function = Callable[..., Any]


def plain_source(function: Function, name: str = "") -> str:
    """The source of a function without type hints, under this name if one is given.

    Raises TypeError for anything but a function written with `def`.
    """
    source = textwrap.dedent(inspect.getsource(function)).rstrip()
    tree = ast.parse(source).body[0]
    if not isinstance(tree, ast.FunctionDef):
        raise TypeError(f"a solution is a function written with def, but this is {source!r}")
    lines = [line.encode() for line in source.splitlines()]  # ast counts bytes
    for place in sorted(_hints(tree, lines), reverse=True):
        (first, start), (last, end) = place
        lines[first : last + 1] = [lines[first][:start] + lines[last][end:]]
    text = b"\n".join(lines).decode()
    return re.sub(r"^def \w+", f"def {name}", text, count=1) if name else text


def _hints(
    tree: ast.FunctionDef, lines: list[bytes]
) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Where the type hints stand: from behind what they are about to their own end."""
    for node in ast.walk(tree):
        if isinstance(node, ast.arg) and node.annotation:
            start = node.lineno - 1, node.col_offset + len(node.arg.encode())
            yield start, _end(node.annotation)
        elif isinstance(node, ast.AnnAssign) and node.value:
            yield _end(node.target), _end(node.annotation)
        elif isinstance(node, ast.FunctionDef) and node.returns:
            row = node.returns.lineno - 1
            arrow = lines[row].rindex(b"->", 0, node.returns.col_offset)
            yield (row, arrow - 1), _end(node.returns)


def _end(node: ast.expr) -> tuple[int, int]:
    return (node.end_lineno or node.lineno) - 1, node.end_col_offset or node.col_offset


def stub(function: Function) -> str:
    """A function that does nothing yet: name, parameters, and the first line of the docstring."""
    parameters = inspect.signature(function).parameters.values()
    plain = [each.replace(annotation=inspect.Parameter.empty) for each in parameters]
    says = (inspect.getdoc(function) or "").partition("\n")[0]
    doc = [f'    """{says}"""'] if says else []
    return "\n".join([f"def {function.__name__}{inspect.Signature(plain)}:", *doc, "    ..."])


def program(function: Function) -> str:
    """The function and, before it, the helpers of its own file that it calls."""
    helpers = [plain_source(each) for each in _helpers(function)]
    return "\n\n\n".join([*helpers, plain_source(function, function.__name__)])


def _helpers(function: Function) -> list[Function]:
    found: list[Function] = [function]
    for each in found:  # which grows on the way
        for value in _globals(each).values():
            if _is_own(value, function) and value not in found:
                found.append(value)
    return found[:0:-1]


def imports(function: Function) -> set[str]:
    """The import lines that a program needs.

    Raises ValueError for a global that no import brings: a constant of the file, for example.
    """
    lines: set[str] = set()
    for name, value in chain(*(_globals(each).items() for each in (function, *_helpers(function)))):
        if isinstance(value, ModuleType):
            lines.add(f"import {value.__name__}" + f" as {name}" * (value.__name__ != name))
        elif getattr(nnbook, name, None) is value:
            lines.add(f"from nnbook import {name}")
        elif _is_own(value, function):
            continue
        elif getattr(value, "__name__", "") == name and hasattr(value, "__module__"):
            lines.add(f"from {value.__module__} import {name}")
        else:
            raise ValueError(
                f"the solution `{function.__name__}` uses the global `{name}`, which a notebook "
                "does not have; put it into the function"
            )
    return lines


def _globals(function: Function) -> dict[str, Any]:
    """The globals that a function reads, builtins aside, in the order of their names."""
    there = getattr(function, "__globals__", {})
    names = {name for name in _names(function.__code__) if name in there}
    return {name: there[name] for name in sorted(names)}


def _names(code: CodeType) -> Iterator[str]:
    for each in dis.get_instructions(code):
        if each.opname in {"LOAD_GLOBAL", "LOAD_NAME"}:
            yield each.argval
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)


def _is_own(value: Any, function: Function) -> bool:
    return isinstance(value, FunctionType) and value.__module__ == function.__module__
