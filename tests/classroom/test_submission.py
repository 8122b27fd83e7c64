"""Reading a submitted file: whatever it is, it gives cells or a sentence."""

from __future__ import annotations

import json
import time
import tracemalloc
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnbook.classroom.submission import MOST_CELLS, MOST_CODE, Broken, read

QUICK = settings(deadline=None, max_examples=60)
plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
near = st.fixed_dictionaries(
    {},
    optional={
        "nbformat": st.sampled_from([3, 4, 5, "4", None, True, -1]),
        "cells": plain | st.lists(st.fixed_dictionaries({}, optional={
            "cell_type": st.sampled_from(["code", "markdown", "raw", 7]), "source": plain,
            "metadata": plain | st.fixed_dictionaries({"nbgrader": plain}),
        })),
        "worksheets": plain,
    },
)  # fmt: skip


def written(**table: Any) -> bytes:
    return json.dumps({"nbformat": 4, **table}).encode()


def code(source: Any) -> dict[str, Any]:
    return {"cell_type": "code", "source": source}


def said_of(content: bytes) -> str:
    """What is said of a file that is refused; a full stop of one that is read."""
    try:
        found = read(content, ("exercise-3-1",))
    except Broken as broken:
        return str(broken)
    return "." if all(type(cell) is str for cell in found.cells) else "cells that are no text"


@given(st.binary() | plain.map(lambda value: json.dumps(value).encode()))
@QUICK
def test_any_bytes_give_cells_or_a_sentence(content: bytes) -> None:
    """No file raises anything but Broken, whose message is a sentence."""
    assert said_of(content).endswith(".")


@given(near)
@QUICK
def test_what_is_nearly_a_notebook_gives_cells_or_a_sentence(table: dict[str, Any]) -> None:
    """Wrong types anywhere in a notebook raise nothing but Broken; cells are text."""
    assert said_of(json.dumps(table).encode()).endswith(".")


@given(st.lists(st.text()))
@QUICK
def test_the_code_of_a_notebook_comes_out_unchanged(sources: list[str]) -> None:
    """Code cells keep their text and order, written whole or line by line; others are left out."""
    cells: list[Any] = [{"cell_type": "markdown", "source": "1 / 0"}]
    for source in sources:
        cells += [code(source), code(source.splitlines(keepends=True))]
    twice = [source for each in sources for source in (each, "".join(each.splitlines(True)))]
    assert read(written(cells=cells)).cells == tuple(twice)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"   \n", "is empty"),
        (b"\x80\x81\x82", "not written in JSON"),
        (b"%PDF-1.7", "not written in JSON"),
        (b"[" * 1_000_000, "nested more deeply"),
        (b'{"a":' * 100_000, "nested more deeply"),
        (b"[1, 2]", "not a notebook"),
        (b'{"nbformat": 4}', "no list of cells"),
        (b'{"nbformat": 3, "worksheets": []}', "old format"),
        (b"[" + b"[]," * 2_000_000 + b"[]]", "millions of parts"),
        (b" " * 40_000_000, "larger than 32 MB"),
        (b'{"nbformat": 4, "cells": [' + b"1" * 10_000 + b"]}", "not written in JSON"),
        (written(cells=[code("1")] * (MOST_CELLS + 1)), "cells; at most"),
        (written(cells=[code("x" * MOST_CODE), code("y")]), "characters of code"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_marked_is_named(content: bytes, says: str) -> None:
    """Every way of being no notebook has its own true sentence, found in little time and memory."""
    tracemalloc.start()
    start = time.perf_counter()
    with pytest.raises(Broken, match=says):
        read(content)
    assert time.perf_counter() - start < 2
    assert tracemalloc.get_traced_memory()[1] < 100_000_000
    tracemalloc.stop()


def test_what_is_odd_is_said_and_the_rest_is_read() -> None:
    """A cell that is none, or whose source is no text, is named by its number and left out."""
    found = read(written(cells=[None, code("a = 1"), code([1, 2]), code(None), code({"a": 1})]))
    assert found.cells == ("a = 1",)
    assert [says.split(",")[0] for says in found.says] == [
        "Cell 1 is no cell",
        "Cell 3 has a source that is no text",
        "Cell 4 has a source that is no text",
        "Cell 5 has a source that is no text",
    ]


def test_doubled_and_missing_cells_are_said() -> None:
    """Edited metadata changes nothing but the remarks; a notebook without any has no remark."""
    named = {"metadata": {"nbgrader": {"grade_id": "exercise-3-1", "points": 1000}}}
    cells = [code("a = 1") | named, code("a = 2") | named, code("b = 3")]
    found = read(written(cells=cells), ("exercise-3-1", "exercise-3-2"))
    assert found.cells == ("a = 1", "a = 2", "b = 3")
    assert "exercise-3-1 is there 2 times" in found.says[0]
    assert "exercise-3-2 cannot be found" in found.says[1]
    assert read(written(cells=[code("a = 1")]), ("exercise-3-1",)).says == ()
