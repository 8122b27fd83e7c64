"""Cells to be tried on the page: each runs with what it brings along, and shows what is stored."""

from __future__ import annotations

import asyncio
import io
import re
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "book" / "_ext"), str(ROOT / "tools")]

from chapters import canonical, chapters, frameworks  # noqa: E402
from nnbook_book.try_it import Trial, needed, trials  # noqa: E402
from nnbook_book.try_it_cell import Desk, fetch_imports  # noqa: E402

PATHS = chapters()
NUMBERED = [path for path in PATHS if path.stem[:2].isdigit()]


def run(desk: Desk, trial: Trial) -> tuple[str, list[tuple[str, str]], str]:
    """What a cell prints and shows, and its traceback, with what it brings along run first."""
    printed = io.StringIO()
    with redirect_stdout(printed):
        problem = desk.prepare(trial.before)
        shown, problem = ([], problem) if problem else desk.run(trial.id, trial.source)
    return printed.getvalue(), shown, problem


def stored(path: Path, trial: Trial) -> tuple[str, list[tuple[str, str]], str]:
    """What the notebook has kept of the cell."""
    cells = canonical.code_cells(canonical.read(path))
    outputs = next(cell["outputs"] for cell in cells if cell["id"] == trial.id)
    printed = "".join("".join(one["text"]) for one in outputs if "text" in one)
    data: list[dict[str, Any]] = [one["data"] for one in outputs if "data" in one]
    shown = [
        ("html", "".join(one["text/html"])) if "text/html" in one
        else ("text", "".join(one["text/plain"]))
        for one in data
    ]  # fmt: skip
    return printed, shown, ""


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_cell_brings_along_what_it_needs(path: Path) -> None:
    """Each tagged cell shows what is stored, in whatever order the cells of its page are tried."""
    there = trials(path)
    for order in (there, there[::-1]):
        desk = Desk()
        for trial in order:
            assert run(desk, trial) == stored(path, trial), trial.id


@pytest.mark.parametrize("path", NUMBERED, ids=lambda path: path.stem)
def test_every_chapter_has_a_cell_to_try(path: Path) -> None:
    """At least one, short enough to be read; none that needs a framework."""
    there = trials(path)
    assert there
    assert all(len(trial.source.splitlines()) <= 20 for trial in there)
    extra = {cell["id"] for cell in canonical.read(path)["cells"] if frameworks.is_tagged(cell)}
    brought = {id for trial in there for id, _ in trial.before}
    assert extra.isdisjoint({trial.id for trial in there} | brought)


def names(above: list[str], source: str) -> list[str]:
    """The statements that a cell needs of the cells above."""
    return [text for _, text in needed([(str(n), text) for n, text in enumerate(above)], source)]


@pytest.mark.parametrize("path", NUMBERED, ids=lambda path: path.stem)
def test_an_exercise_in_code_is_answered_on_the_page(path: Path) -> None:
    """Every cell that wants a function can be tried, with numpy, `hint` and `solution` at hand."""
    wanted = {
        cell["id"]: found[1]
        for cell in canonical.code_cells(canonical.read(path))
        if (found := re.search(r'^check\("([\d.]+)"', cell["source"], re.MULTILINE))
        and re.search(r"^def ", cell["source"], re.MULTILINE)
    }
    there = {trial.id: trial for trial in trials(path)}
    assert wanted.keys() <= there.keys(), [n for id, n in wanted.items() if id not in there]
    for id, number in wanted.items():
        desk = Desk()
        assert run(desk, there[id])[2] == ""
        assert "Hint 1 of 3" in desk.run("more", f"hint({number!r})")[0][0][1]
        assert "def " in desk.run("more", f"solution({number!r}, insist=True)")[0][0][1]
        assert desk.run("more", "np.arange(3).sum()")[0] == [("text", "np.int64(3)")]


def test_an_import_is_cut_to_what_is_used() -> None:
    """Of many names only those that the cell or its forerunners use stay, under their own names."""
    above = ["import numpy as np, os\nfrom nnbook import Neuron, mse as error, sigmoid"]
    assert names(above, "error(1, 2)") == ["from nnbook import mse as error"]
    assert names(above, "np.zeros(2)") == ["import numpy as np"]
    assert names(above, "print(1)") == []


def test_a_name_leads_to_its_last_binding() -> None:
    """An earlier value does not come along, unless the last is a change of it or may not happen."""
    assert names(["w = 1", "w = 2"], "w") == ["w = 2"]
    assert names(["w = 1", "w += 2"], "w") == ["w = 1", "w += 2"]
    assert names(in_place := ["w = [1]", "w[0] = 2", "w.append(3)"], "w") == in_place
    assert names(["w = 1", "if z:\n    w = 2", "z = 0"], "w") == ["w = 1", "if z:\n    w = 2"]
    assert names(["w = 1"], "w = 2\nw") == []
    assert names(["w = 1"], "def f(w):\n    return w") == []


def test_a_call_does_not_change_a_module() -> None:
    """What is done by a function of a module is not brought along with the module."""
    above = ["import os", "import numpy as np", "folder = os.getcwd()", "np.seterr(all='warn')"]
    assert names(above, "np.ones(3)") == ["import numpy as np"]


def test_a_function_finds_what_it_looks_up_later() -> None:
    """What a function uses may be bound below it; decorators belong to it."""
    above = ["@cache\ndef f(x):\n    return g(x)", "def g(x):\n    return k * x", "k = 3"]
    assert names(above, "f(2)") == above
    with_import = ["from functools import cache, partial", *above]
    assert names(with_import, "f(2)")[0] == "from functools import cache"


def test_a_random_generator_draws_what_it_drew() -> None:
    """Every statement that draws comes along, or the numbers would be others."""
    above = ["rng = np.random.default_rng(0)", "a = rng.random()", "b = 1", "c = rng.random()"]
    assert names(above, "c") == [above[0], above[1], above[3]]


def test_magic_lines_are_left_out() -> None:
    """`%pip install` in a cell above is no Python, and no obstacle."""
    above = ["try:\n    import nnbook\nexcept ImportError:\n    %pip install nnbook", "w = 1"]
    assert names(above, "w") == ["w = 1"]


@given(st.lists(st.sampled_from(["a = 1", "a += b", "b = 2", "b = a", "c = [a, b]", "d = c"])))
def test_what_is_needed_gives_what_all_would(above: list[str]) -> None:
    """Whatever stands above: the statements that are kept lead to the result that all lead to."""
    everything, kept = Desk(), Desk()
    text = "a = 3\nb = 4\nc = d = []"
    for one in [text, *above]:
        everything.run("", one)
    for one in names([text, *above], "(a, d)"):
        kept.run("", one)
    assert kept.run("", "(a, d)") == everything.run("", "(a, d)")


def test_what_ran_is_not_run_again() -> None:
    """A reader's change stays: neither their own cell nor what was prepared runs a second time."""
    desk = Desk()
    assert desk.prepare([("a", "w = 1"), ("b", "v = 1")]) == ""
    desk.run("c", "w = 5")
    assert desk.prepare([("a", "w = 1")]) == ""
    assert desk.run("d", "w, v") == ([("text", "(5, 1)")], "")
    desk.run("a", "u = 7")
    assert desk.prepare([("a", "u = 1")]) == ""
    assert desk.run("d", "u") == ([("text", "7")], "")


def test_an_error_shows_the_readers_own_lines() -> None:
    """The lines of their code and the last word, and nothing of the library in between."""
    desk = Desk()
    _, problem = desk.run("a", "import json\ndef f(text):\n    return json.loads(text)\nf('{')")
    first, place, line, *_ = problem.splitlines()
    assert (first, place) == ("Traceback (most recent call last):", "  line 4, in <module>")
    assert line.strip() == "f('{')"
    assert "line 3, in f\n    return json.loads(text)" in problem
    assert ".py" not in problem
    assert problem.rstrip().splitlines()[-1].startswith("json.decoder.JSONDecodeError: ")
    assert "line 2" in desk.run("a", "x = 1\nx = = 2")[1]
    assert desk.run("a", "exit()")[1].rstrip().endswith("SystemExit: None")
    problem = desk.prepare([("b", "1 / 0")])
    assert "the cells above, line 1" in problem
    assert "ZeroDivisionError" in desk.run("a", "x = 1\n1 / 0")[1]
    assert desk.run("a", "x") == ([("text", "1")], "")


def test_values_are_shown_as_in_a_notebook() -> None:
    """HTML where a value has it, pictures as images, else text; None shows nothing."""
    desk = Desk()
    assert desk.run("a", "None") == ([], "")
    assert desk.run("a", "'a'") == ([("text", "'a'")], "")
    assert desk.run("a", "display(1)\n2") == ([("text", "1"), ("text", "2")], "")
    table = "class T:\n    def _repr_html_(self):\n        return '<b>1</b>'\nT()"
    assert desk.run("a", table) == ([("html", "<b>1</b>")], "")
    assert desk.run("a", "T")[0][0][0] == "text"
    broken = "class B:\n    def __repr__(self):\n        return 1 / 0\nB()"
    assert "ZeroDivisionError" in desk.run("a", broken)[1]
    figure = "from matplotlib.figure import Figure\nFigure()"
    ((kind, html),) = desk.run("a", figure)[0]
    assert kind == "html"
    assert html.startswith('<img alt="The picture that your code draws"')


def test_packages_are_fetched_until_the_imports_hold() -> None:
    """Each missing module is asked for once; one that is not to be had is left to the run."""
    asked: list[str] = []

    async def load(name: str) -> bool:
        asked.append(name)
        if name == "no_such_module_a":
            sys.modules[name] = io  # as if it had come
        return name in sys.modules

    code = "import no_such_module_a as a, no_such_module_b\ndef f():\n    import no_such_module_c"
    try:
        asyncio.run(fetch_imports(code, load))
    finally:
        for name in asked:
            sys.modules.pop(name, None)
    assert asked == ["no_such_module_a", "no_such_module_b", "no_such_module_c"]
    asyncio.run(fetch_imports("not python", load))
