"""What the browser's Python does with a cell that a reader tries.

`try_it_worker.js` loads this file as it is, so it needs nothing but the standard library. All cells
of a page share one `Desk`, as those of a notebook share a kernel.
"""

from __future__ import annotations

import ast
import base64
import io
import linecache
import sys
import traceback
from collections.abc import Awaitable, Callable, Iterable
from contextlib import redirect_stdout
from typing import Any

HERE, ABOVE = "your code", "the cells above"
REPR_HTML = "_repr_html_"


class Desk:
    """The variables of a page, and what has been run of it."""

    def __init__(self) -> None:
        self.names: dict[str, Any] = {"__name__": "__main__"}
        self._ran: set[str] = set()
        self._given: list[tuple[str, str]] = []
        self.names["display"] = lambda value: self._given.append(shown(value))

    def prepare(self, cells: Iterable[tuple[str, str]]) -> str:
        """Run what a cell builds on, pairs of a cell's id and statements of it, without a word.

        What has run once, or belongs to a cell that the reader has run, is not run again: it would
        undo what the reader has changed. Returns "" or the traceback of an error.
        """
        for cell, source in cells:
            if {cell, source} & self._ran:
                continue
            with redirect_stdout(io.StringIO()):
                _, problem = self._execute(source, ABOVE)
            if problem:
                return problem
            self._ran.add(source)
        return ""

    def run(self, cell: str, source: str) -> tuple[list[tuple[str, str]], str]:
        """Run a cell's code; returns what it shows, and "" or the traceback of an error.

        What is shown are pairs of "html" or "text" and the text itself; printed text goes to
        stdout.
        """
        self._given.clear()
        value, problem = self._execute(source, HERE)
        self._ran.add(cell)
        if value is not None and not problem:
            try:
                self._given.append(shown(value))
            except Exception as error:  # noqa: BLE001  # whatever the reader's own class raises
                problem = told(error)
        return list(self._given), problem

    def _execute(self, source: str, place: str) -> tuple[Any, str]:
        lines = source.splitlines(keepends=True)
        linecache.cache[place] = (len(source), None, lines, place)
        try:
            module = ast.parse(source, place)
            shows = bool(module.body) and isinstance(module.body[-1], ast.Expr)
            last = module.body.pop() if shows else None
            exec(compile(module, place, "exec"), self.names)  # noqa: S102  # what this is for
            if isinstance(last, ast.Expr):
                value = compile(ast.Expression(last.value), place, "eval")
                return eval(value, self.names), ""  # noqa: S307
        except BaseException as error:  # noqa: BLE001  # SystemExit too ends the cell, not Python
            return None, told(error)
        return None, ""


def told(error: BaseException) -> str:
    """A traceback cut to the reader's own lines: what happened inside a library stays there."""
    report = traceback.TracebackException.from_exception(error, compact=True)
    part: traceback.TracebackException | None = report
    while part is not None:
        own = [frame for frame in part.stack if frame.filename in {HERE, ABOVE}]
        part.stack = traceback.StackSummary.from_list(own)
        part = part.__cause__ or part.__context__
    lines = "".join(report.format())
    return lines.replace(f'File "{HERE}", line', "line").replace(f'File "{ABOVE}",', f"{ABOVE},")


def shown(value: Any) -> tuple[str, str]:
    """A value as a notebook shows it: its HTML, its picture, or its text."""
    bundle = getattr(value, "_repr_mimebundle_", None)
    data = bundle() if callable(bundle) and not isinstance(value, type) else None
    data = data[0] if isinstance(data, tuple) else data
    if data and "text/html" in data:
        return "html", data["text/html"]
    if callable(getattr(value, REPR_HTML, None)) and not isinstance(value, type):
        html = value._repr_html_()
        if html is not None:
            return "html", html
    drawing = sys.modules.get("matplotlib.figure")
    if drawing is not None:
        figure = value if isinstance(value, drawing.Figure) else getattr(value, "figure", None)
        if isinstance(figure, drawing.Figure):
            return "html", picture(figure)
    return "text", repr(value)


def picture(figure: Any) -> str:
    """A matplotlib figure as an image; its words are unknown, so it says whose picture it is."""
    svg = io.BytesIO()
    figure.savefig(svg, format="svg")
    data = base64.b64encode(svg.getvalue()).decode()
    return (
        '<img alt="The picture that your code draws" style="max-width:100%;background:#fff" '
        f'src="data:image/svg+xml;base64,{data}">'
    )


async def fetch_imports(source: str, load: Callable[[str], Awaitable[bool]]) -> None:
    """Load the packages that some code imports, whatever they import themselves included.

    `load` is asked for a module that is missing; it returns False where there is none to be had.
    The error is then left to the run of the code itself.
    """
    try:
        module = ast.parse(source)
    except SyntaxError:
        return
    for node in ast.walk(module):
        if isinstance(node, ast.Import | ast.ImportFrom):
            while (name := _missing(ast.unparse(node))) and await load(name):
                pass


def _missing(statement: str) -> str:
    """The top-level module for want of which an import fails, or ""."""
    try:
        exec(statement, {"__name__": "__main__"})  # noqa: S102  # an import of the reader's
    except ModuleNotFoundError as error:
        return (error.name or "").partition(".")[0]
    except Exception:  # noqa: BLE001  # the run of the code tells it
        return ""
    return ""
