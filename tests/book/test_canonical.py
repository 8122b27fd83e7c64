"""The canonical form of chapters, and how two chapters differ: each rule kept and broken once."""

from __future__ import annotations

import base64
import copy
import json
from pathlib import Path
from typing import Any

import pytest
from chapters import ChapterError, canonical
from chapters.text import as_text, difference
from nbformat import validate

WIDGET = "application/vnd.jupyter.widget-view+json"


def executed(*outputs: dict[str, Any], **cell: Any) -> dict[str, Any]:
    """Return a notebook as a session leaves it: one heading, one code cell with outputs."""
    code = {"cell_type": "code", "source": "f()", "metadata": {}, "execution_count": 7}
    code |= {"id": "code", "outputs": list(outputs)} | cell
    head = {"cell_type": "markdown", "source": "# A", "metadata": {}, "id": "head"}
    return {"cells": [head, code], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def stream(text: str, name: str = "stdout") -> dict[str, Any]:
    """Return a stream output."""
    return {"output_type": "stream", "name": name, "text": text}


def result(**data: Any) -> dict[str, Any]:
    """Return what a last expression shows."""
    data = {"text/plain": "3"} | data
    return {"output_type": "execute_result", "execution_count": 7, "data": data, "metadata": {}}


def form(notebook: dict[str, Any]) -> dict[str, Any]:
    """Return the canonical form as plain JSON, having checked that it is valid and lasting."""
    text = canonical.canonical(notebook)
    again = canonical.parsed(text)
    validate(copy.deepcopy(again))
    assert canonical.canonical(again) == text
    assert text.endswith("}\n")
    parsed: dict[str, Any] = json.loads(text)
    return parsed


def test_counts_run_from_one() -> None:
    """Whatever a session counted, the stored counts are 1..n, in results too."""
    cell = form(executed(result()))["cells"][1]
    assert cell["execution_count"] == cell["outputs"][0]["execution_count"] == 1


def test_nothing_of_a_session_stays() -> None:
    """Widget views and states, timings, Colab's keys, trust and collapsing all go; tags stay."""
    notebook = executed(
        result(**{WIDGET: {"model_id": "ab12"}, "text/html": "<p>"}),
        metadata={"tags": ["b", "a", "b"], "collapsed": True, "execution": {"iopub": "now"}},
    )
    notebook["metadata"] = {"widgets": {"state": 1}, "colab": {}, "language_info": {"version": "3"}}
    notebook["cells"][1]["outputs"][0]["metadata"] = {"image/png": {"width": 3}}
    stored = form(notebook)
    assert stored["metadata"] == canonical.METADATA
    assert stored["cells"][1]["metadata"] == {"tags": ["a", "b"]}
    output = stored["cells"][1]["outputs"][0]
    assert output["data"] == {"text/plain": ["3"], "text/html": ["<p>"]}
    assert output["metadata"] == {}


def test_an_output_of_nothing_but_a_widget_goes() -> None:
    """A display that showed only a live view leaves no empty output."""
    display = {"output_type": "display_data", "data": {WIDGET: {}}, "metadata": {}}
    assert form(executed(display))["cells"][1]["outputs"] == []


def test_streams_are_merged() -> None:
    """How the kernel cut what was printed does not show; what stood between prints does."""
    outputs = form(executed(stream("a\n"), stream("b\r\n"), result(), stream("c")))
    texts = [output.get("text") for output in outputs["cells"][1]["outputs"]]
    assert texts == [["a\n", "b\n"], None, ["c"]]


def test_ids_last() -> None:
    """Good ids stay; missing, double and impossible ones are made, the same ones every time."""
    notebook = executed()
    cells = notebook["cells"] = [copy.deepcopy(notebook["cells"][0]) for _ in range(5)]
    for cell, kept in zip(cells, ["keep", "keep", None, "no good", "last"], strict=True):
        cell["id"] = kept
    del cells[2]["id"]
    ids = [cell["id"] for cell in form(notebook)["cells"]]
    assert ids == [cell["id"] for cell in form(notebook)["cells"]]
    assert (ids[0], ids[4]) == ("keep", "last")
    assert len(set(ids)) == 5


@pytest.mark.parametrize(
    ("notebook", "message"),
    [
        (executed(source=" \n"), r"code cell 1 \(id code\) is empty"),
        (executed(stream("a warning", "stderr")), r"code cell 1 \(id code\) wrote to stderr"),
        (
            executed({"output_type": "error", "ename": "E", "evalue": "bad", "traceback": []}),
            r"code cell 1 \(id code\) failed with E: bad",
        ),
    ],
)
def test_refused(notebook: dict[str, Any], message: str) -> None:
    """Empty cells, stderr and unannounced errors never reach a stored chapter."""
    with pytest.raises(ChapterError, match=message):
        canonical.canonical(notebook)


def test_announced_error() -> None:
    """An announced error is stored as its last line, without colours, paths or frames."""
    error = {
        "output_type": "error",
        "ename": "E",
        "evalue": "bad",
        "traceback": ["\x1b[31m/home/x"],
    }
    cell = form(executed(error, metadata={"tags": ["raises-exception"]}))["cells"][1]
    assert cell["outputs"][0]["traceback"] == ["E: bad"]


def test_not_a_notebook(tmp_path: Path) -> None:
    """A file that is no notebook of format 4 is refused by name."""
    for text in ("{", '{"nbformat": 3}'):
        (tmp_path / "x.ipynb").write_text(text)
        with pytest.raises(ChapterError, match=r"x\.ipynb"):
            canonical.read(tmp_path / "x.ipynb")


def test_write_leaves_old_or_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Text is stored with LF as UTF-8; a write that fails leaves the old file and no other."""
    path = tmp_path / "a.ipynb"
    canonical.write(path, "η\n")
    assert path.read_bytes() == "η\n".encode()

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        canonical.write(path, "new")
    assert [file.name for file in tmp_path.iterdir()] == ["a.ipynb"]
    assert path.read_text(encoding="utf-8") == "η\n"


def test_last_digits_are_hinted_at() -> None:
    """A difference in the last digits only is named as what another processor does."""
    old = canonical.parsed(canonical.canonical(executed(stream("loss 0.30000000000000004\n"))))
    new = canonical.parsed(canonical.canonical(executed(stream("loss 0.30000000000000001\n"))))
    far = canonical.parsed(canonical.canonical(executed(stream("loss 0.31\n"))))
    assert "Only the last digits differ" in difference("", "", old, new)
    assert "Only the last digits differ" not in difference("", "", old, far)
    assert "+#> loss 0.31" in difference("", "", old, far)


def test_pictures_are_compared_as_text() -> None:
    """A picture that changed is shown by the lines of its SVG, long lines where they part."""

    def drawn(x: str) -> Any:
        svg = f'<svg>\n<path d="{"M 0 0 " * 100}{x}"/>\n</svg>'
        data = base64.b64encode(svg.encode()).decode()
        html = {"text/html": f'<img alt="a" src="data:image/svg+xml;base64,{data}">'}
        return canonical.parsed(canonical.canonical(executed(result(**html))))

    shown = difference("", "", drawn("1.00000001"), drawn("1.00000002"))
    assert '1.00000001"/>' in shown
    assert "Only the last digits differ" in shown
    assert "Only the last digits differ" not in difference("", "", drawn("1.0"), drawn("1.1"))
    assert len(shown) < 2000


def test_difference_outside_the_text() -> None:
    """What the readable form leaves out, such as an id, is shown from the JSON."""
    old = canonical.canonical(executed())
    new = old.replace('"code"', '"other"', 1)
    texts = canonical.parsed(old), canonical.parsed(old)
    assert as_text(texts[0]) == as_text(texts[1])
    assert "other" in difference(old, new, *texts)
