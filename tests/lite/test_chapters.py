"""Every chapter in JupyterLite, in a real Chromium: the numbers that are stored, and no error.

Slow, so a target of its own: `make test-lite PYODIDE=DIR`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import lite
import pytest
from chapters import canonical

from tests.lite.conftest import Lab

CHAPTERS = [path.stem for path in lite.runnable()]
PICTURES = """(output) => [...output.querySelectorAll("img, svg")]
  .map((one) => one.src ?? one.outerHTML).join("")"""
Open = Callable[[str], Lab]


def shown(cells: list[dict[str, Any]]) -> list[str]:
    """What each code cell printed and returned, as text; figures by the words that stand for them.

    Chunks of one stream are joined: where a stream is cut depends on the clock. A whole number of
    numpy has 32 bits in a browser.
    """
    texts = []
    for cell in cells:
        text = ""
        for output in cell["outputs"]:
            if output["output_type"] == "stream":
                text += "".join(output["text"])
            elif output["output_type"] == "error":
                text += f"{output['ename']}: {output['evalue']}"
            else:
                text += "".join(output["data"].get("text/plain", "")) + "\n"
        texts.append(text.replace("int32", "int64"))
    return texts


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_gives_the_stored_numbers(lab: Open, name: str) -> None:
    """Run from top to bottom in the browser, each cell shows what the stored chapter shows."""
    window = lab(name)
    window.run_all()
    path = next(path for path in lite.runnable() if path.stem == name)
    stored = shown(canonical.code_cells(canonical.read(path)))
    here = shown(window.code_cells())
    assert len(here) == len(stored)
    for number, (got, wanted) in enumerate(zip(here, stored, strict=True), 1):
        assert got == wanted, f"code cell {number}"
    assert window.troubles == []


def test_a_slider_redraws(lab: Open) -> None:
    """In chapter 2 the slider of an `interact` calls the Python function and shows its picture."""
    window = lab("02-neurons")
    window.run_all()
    output = window.page.locator(".jp-OutputArea-output:has(.widget-hslider)").first
    output.scroll_into_view_if_needed()
    before = output.evaluate(PICTURES)
    assert before
    output.locator("[role=slider]").focus()
    for _ in range(3):
        window.page.keyboard.press("ArrowRight")
    window.page.wait_for_function(
        f"([one, before]) => ({PICTURES})(one) !== before", arg=[output.element_handle(), before]
    )


def test_an_answer_is_judged(lab: Open) -> None:
    """`check` runs in the browser: it names the mistake, and knows the right answer."""
    window = lab("03-perceptron")
    said = window.execute(
        "from nnbook import check\n"
        "def update(w, x, y, lr, threshold):\n"
        "    return w + lr * ((w @ x >= threshold) - y) * x\n"
        "print(check('3.1', update).reason)"
    )
    assert "sign flipped" in said
