"""Proofs of the numbers in prose: each rule is kept once and broken once; and the book's pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from chapters import BOOK
from chapters.numbers import numbers_in, numbers_in_formula, same_spelling
from chapters.proofs import check_page

import nnbook

Store = Callable[..., Path]
PAGES = sorted(BOOK.glob("*.md"))
NAMES: dict[str, Any] = {"np": np, "x": 0.25, "n": 4_764_000_000, "small": 1.2e-7}

HOLD = {
    "number": 'It is 0.250<!--= f"{x:.3f}" -->.',
    "integer": "There are 4 764 000 000<!--= n --> of them.",
    "thin spaces": "There are 4\u202f764\u202f000\u202f000<!--= n --> of them.",
    "commas": "There are 4,764,000,000<!--= n --> of them.",
    "minus sign": "From −0.25<!--= -x --> and -0.25<!--= -x -->.",
    "percent inside": 'It is 25.0 %<!--= f"{x:.1%}" -->.',
    "percent without": 'It is 25.0%<!--= f"{100 * x:.1f}" -->.',
    "percent after": 'It is 25.0<!--= f"{100 * x:.1f}" --> %.',
    "emphasis": "It is **0.25**<!--= x --> or *0.25<!--= x -->*.",
    "exponent": "About 1.2e-7<!--= small -->.",
    "power of ten": "About 1.2·10⁻⁷<!--= small --> or 1.2 × 10⁻⁷<!--= small -->.",
    "given": "We choose 0.4<!--given--> and `w = 0.4, 0.5`<!--given-->.",
    "formula": r'$z = 0.4\cdot0.5 = 0.2$<!--= "0.4", "0.5", f"{0.4 * 0.5:.1f}" -->',
    "formula, unpacked": "$(0.25, 0.50)$<!--= *[f'{k * x:.2f}' for k in (1, 2)] -->",
    "formula, sign": r"$z = -0.25, \eta - 0.25, y = 1 - 0.25$<!--= -x, x, -x -->",
    "formula, power": r"$\epsilon = 1.2\cdot 10^{-7}$<!--= small -->",
    "formula, thousands": r"$N = 4\,764\,000\,000$<!--= n -->",
    "formula, integers": "$W_{21} = 1 + 2 = 3$<!--= 1 + int(8 * x) -->",
    "formula, lengths": r"$a \\[0.5em] b \hspace{1.5em}$",
    "displayed": "$$\nz = 0.25\n$$\n<!--= x -->",
    "displayed and labelled": "$$\nz = 0.25\n$$ (eq-z)\n\n<!--= x -->",
    "align": "\\begin{align}\nz &= 0.25\n\\end{align}\n<!--= x -->",
    "directive": "```{math}\n:label: eq-z\nz = 0.25\n```\n<!--= x -->",
    "claim": "Half of it.<!--? x < 0.5 -->",
    "claim, own line": "$$\nz\n$$\n<!--? np.isclose(x, 0.25) -->",
    "table": "| a | b |\n|---|---|\n| 0.25<!--= x --> | 0.3<!--given--> |",
    "code span": "The call `f(0.25)`<!--= x --> or `0.250`<!--= f'{x:.3f}' -->.",
    "code span, unproven": "The option `alpha=0.01`.",
    "code block": "```python\nx = 0.3\n```",
    "code directive": "```{code-block} python\nx = 0.3\n```",
    "link": "See [here](http://a.org/1.5), https://a.org/2.5 and 10.1038/323.533.",
    "picture": "![A line through 0.5](a.svg)<!--given-->",
    "html": '<div style="width: 0.5em">\n</div>',
    "names": "Exercise 3.2, section 8.1, Python 3.11 and release 1.0.4.",
    "admonition": "```{note}\n:class: tip\nIt is 0.25<!--= x -->.\n```",
}
BREAK = {
    "unproven": ("One. It is 0.31. Two.", "0.31 is neither proven nor given\n    in: It is 0.31."),
    "unproven, in a list of numbers": ("(0.25<!--= x -->,0.31)", "0.31 is neither"),
    "unproven, formula": ("$z = 0.3$", "0.3 is neither"),
    "unproven, displayed": ("$$\nz = 0.3\n$$", "0.3 is neither"),
    "unproven, table": ("| a |\n|---|\n| 0.3 |", "0.3 is neither"),
    "unproven, heading": ("# At 0.3", "0.3 is neither"),
    "unproven, link text": ("[0.3](a.md)", "0.3 is neither"),
    "unproven, alt text": ("![At 0.3](a.svg)", "0.3 is neither"),
    "unproven, note": ("```{note}\n:class: tip\nIt is 0.3.\n```", "0.3 is neither"),
    "unproven, note's title": ("```{admonition} At 0.3\nYes.\n```", "0.3 is neither"),
    "unproven, colon fence": (":::{note}\nIt is 0.3.\n:::", "0.3 is neither"),
    "unproven, caption": ("```{figure} a.svg\n:name: fig\n\nAt 0.3.\n```", "0.3 is neither"),
    "unproven, before a claim": ("At 0.3<!--? x < 1 -->", "0.3 is neither"),
    "wrong": ("It is 0.31<!--= x -->.", "expected 0.31, but <!--= x --> gives 0.25"),
    "wrong number of digits": ("It is 0.250<!--= x -->.", "expected 0.250"),
    "wrong sign": ("It is 0.25<!--= -x -->.", "expected 0.25"),
    "wrong sign in a formula": ("$z = -0.25$<!--= x -->", "expected -0.25"),
    "wrong exponent": (r"$1.2\cdot10^{-6}$<!--= small -->", "expected 1.2"),
    "wrong integer": ("There are 5<!--= 2 * 2 -->.", "expected 5"),
    "wrong integer in a formula": ("$2 + 2 = 5$<!--= 2 + 2 -->", "expected 5"),
    "wrong code span": ("`w = 0.3`<!--= x -->", "expected 0.3"),
    "too few values": ("$0.25 + 0.25 = 0.5$<!--= x, x -->", "2 values (0.25, 0.25) for 3 decimals"),
    "fails": ("It is 0.31<!--= nobody -->.", "failed: NameError: name 'nobody' is not defined"),
    "not an expression": ("It is 0.31<!--= x = 3 -->.", "failed: ValueError: not an expression"),
    "escapes its brackets": ("It is 0.31<!--= x] + [0.31 -->.", "not an expression"),
    "empty": ("It is 0.31<!--= -->.", "not an expression"),
    "empty claim": ("It is so<!--? -->.", "not an expression"),
    "binds a name": ("It is 0.25<!--= (y := x) -->.", "must not bind"),
    "repeats itself": ('It is 0.31<!--= "0.31" -->.', "only repeats its number"),
    "false claim": ("Half.<!--? x > 0.5 -->", "<!--? x > 0.5 --> is not true"),
    "one of two claims false": ("Half.<!--? x < 0.5, x < 0 -->", "is not true"),
    "claim that fails": ("Half.<!--? 1 / (x - x) -->", "failed: ZeroDivisionError"),
    "claim about nothing": ("Half.<!--? 1 < 2 -->", "a claim about nothing"),
    "given without a decimal": (
        "We take 5<!--given--> of them.",
        "after something without a decimal",
    ),
    "given after a word": ("We take 0.5<!--given--> of it<!--given-->.", "no number stands right"),
    "given after a formula without": ("$x$<!--given-->", "no number stands right before"),
    "given after code without": ("`x`<!--given-->", "after something without a decimal"),
    "space before the proof": ("It is 0.25 <!--= x -->.", "no number stands right before"),
    "word before the proof": ("It is 0.25 or so<!--= x -->", "no number stands right before"),
    "twice proven": ("It is 0.25<!--= x --><!--= x -->.", "no number stands right before"),
    "unknown comment": ("It is<!-- so -->.", "not a proof: <!-- so -->"),
    "misspelt given": ("It is 0.5<!--givn-->.", "0.5 is neither proven nor given"),
    "two hyphens": ("It is 0.25<!--= x--0 -->.", "a broken comment"),
    "begins a line": ("It is so.\n\n<!--? x < 1 --> And 0.3.", "begins with a comment"),
    "splits a paragraph": ("It is\n<!--? x < 1 -->\nso.", "splits the paragraph"),
}


@pytest.mark.parametrize("page", HOLD.values(), ids=HOLD)
def test_holds(page: str) -> None:
    """Prose that keeps the rules has no faults."""
    assert [str(fault) for fault in check_page(page, NAMES)] == []


@pytest.mark.parametrize(("page", "message"), BREAK.values(), ids=BREAK)
def test_breaks(page: str, message: str) -> None:
    """Each rule, broken once, is found and named."""
    faults = [str(fault) for fault in check_page(page, NAMES)]
    assert any(message in fault for fault in faults), faults


def test_every_fault_is_found() -> None:
    """One fault does not hide the next, and each is shown with its own sentence."""
    page = "First 0.1. Second 0.25<!--= x -->. Third 0.3<!--= x -->.\n\nFourth 0.4."
    faults = check_page(page, NAMES)
    assert [fault.sentence for fault in faults] == ["First 0.1.", "Fourth 0.4.", "Third 0.3."]


def test_signs_and_groups() -> None:
    """A hyphen between numbers is no sign, three digits after a year are no group."""
    assert [n.text for n in numbers_in("from 3-0.5 to (-0.5)")] == ["3", "0.5", "-0.5"]
    assert [n.text for n in numbers_in("in 1998 100 of 12 000")] == ["1998", "100", "12 000"]
    assert [n.text for n in numbers_in("x1.5 v2.0 0.4,0.525")] == ["0.4", "0.525"]
    assert [n.text for n in numbers_in_formula(r"a - 0.5 = -0.5")] == ["-0.5", "-0.5"]


@pytest.mark.parametrize(
    ("value", "same"),
    [("−0.5", "-0.5"), ("4,764,000", "4764000"), ("1.2e-07", "1.2e-7"), ("1e+20", "1e20")],
)
def test_same_spelling(value: str, same: str) -> None:
    """Python's spelling of a number and the book's are the same number; digits are kept."""
    assert same_spelling(value) == same
    assert same_spelling("0.1250") == "0.1250"


@pytest.mark.slow
def test_kernel_evaluates_where_the_reader_stands(store: Store) -> None:
    """A proof sees the cells above it, not those below, and leaves no mark in the chapter."""
    from chapters import canonical
    from chapters.running import run_chapter

    path = store(
        ("md", "# One\n\nToo early: 0.5<!--= x -->."),
        ("code", "x = 0.5"),
        (
            "md",
            "Now 0.5<!--= x -->, $1 - 0.5$<!--= x -->, wrong: 0.6<!--= x -->. <!--? x == 0.5 -->",
        ),
        ("code", "x = 0.25"),
        ("md", "Later 0.25<!--= x --> and 0.7."),
        ("code", "sorted(name for name in globals() if not name.startswith('_')), In[1:], Out"),
    )
    run = run_chapter(path, path.parent / "frames")
    assert [fault.split("\n")[0].partition("): ")[2] for fault in run.faults] == [
        "<!--= x --> failed: NameError: name 'x' is not defined",
        "expected 0.6, but <!--= x --> gives 0.5",
        "0.7 is neither proven nor given",
    ]
    assert all(fault.startswith("made-up.ipynb, cell ") for fault in run.faults)
    last = canonical.code_cells(canonical.parsed(run.fresh))[-1]
    names, source, results = last["outputs"][0]["data"]["text/plain"].partition(",\n ['x = 0.5'")
    assert "'x'" in names
    assert "json" not in names
    assert source
    assert "sorted(name" in results
    assert results.endswith("{})")


@pytest.mark.parametrize("path", PAGES, ids=[path.stem for path in PAGES])
def test_pages(path: Path) -> None:
    """Every decimal on the book's other pages is given, or proven with numpy and nnbook."""
    names = {name: getattr(nnbook, name) for name in nnbook.__all__}
    faults = check_page(path.read_text(encoding="utf-8"), {"np": np, **names})
    assert not faults, "\n".join(str(fault) for fault in faults)
