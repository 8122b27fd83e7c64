"""Frames: packed small, unpacked to the letter, never too large for a page."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnbook.widgets import frames, source_digest
from tests.widgets.in_node import in_node

FRAMES = st.lists(
    st.lists(st.sampled_from("abcdef"), min_size=1, max_size=12).map("\n".join),
    min_size=1, max_size=8,
)  # fmt: skip


@given(FRAMES)
def test_unpacking_gives_the_frames_back(drawn: list[str]) -> None:
    """Whatever is packed comes out again, in Python."""
    packed = json.loads(json.dumps(frames.pack(drawn)))
    assert [frames.unpack(packed, i) for i in range(len(drawn))] == drawn


def test_the_page_unpacks_the_same() -> None:
    """JavaScript unpacks 200 random sets of frames to the letter."""
    rng = np.random.default_rng(6)
    sets = [
        [
            "\n".join(rng.choice(list("abcdef"), rng.integers(1, 15)))
            for _ in range(rng.integers(1, 9))
        ]
        for _ in range(200)
    ]
    code = """return given.map((p) => p.frames.map((_, i) => nnbook.frames.unpack(p, i)));"""
    assert in_node(code, [frames.pack(one) for one in sets]) == sets


def test_rounding_moves_places_only() -> None:
    """Paths, x, y and translations get one decimal; scales, widths and data urls stay."""
    svg = ('<path d="M 1.2345 -0.04\nL 10.06 2" stroke-width="1.2345"/><text x="3.14159" '
           'transform="translate(5.55 6.66) scale(0.015625)"/>'
           '<image href="data:1.2345"/>')  # fmt: skip
    assert frames.rounded(svg) == (
        '<path d="M 1.2 0\nL 10.1 2" stroke-width="1.2345"/><text x="3.1" '
        'transform="translate(5.5 6.7) scale(0.015625)"/><image href="data:1.2345"/>'
    )


def test_frames_take_the_hues_of_the_page() -> None:
    """The book's three hues become the page's variables, with themselves to fall back on."""
    assert frames.coloured('style="stroke: #0072b2; fill: #E69F00"') == (
        'style="stroke: var(--nnb-positive,#0072b2); fill: #E69F00"'
    )
    assert frames.coloured("#D55E00 #009e73") == (
        "var(--nnb-negative,#D55E00) var(--nnb-gradient,#009e73)"
    )


def test_file_names_the_sources_that_drew_it(tmp_path: Path) -> None:
    """The first line holds the digest of nnbook, the second delivers the frames under their key."""
    packed = frames.pack(["a\nb", "a\nc"])
    path = frames.write(tmp_path / "new", "k1", packed, "interact(f)")
    first, second, end = path.read_text(encoding="utf-8").split("\n")
    assert (path.name, first, end) == ("k1.js", f"/* nnbook-frames {source_digest()} */", "")
    match = re.fullmatch(r'nnbook\.deliver\("k1", (.*)\);', second)
    assert match is not None
    assert json.loads(match[1]) == packed
    assert [one.name for one in path.parent.iterdir()] == ["k1.js"]
    assert frames.fresh(path.parent, "k1")
    assert not frames.fresh(path.parent, "k2")
    path.write_text("/* nnbook-frames 0 */\n", encoding="utf-8")
    assert not frames.fresh(path.parent, "k1")


def test_frames_too_large_for_a_page_are_refused(tmp_path: Path) -> None:
    """More than 300 KB compressed is refused with the size, the limit and what to do about it."""
    rng = np.random.default_rng(7)
    noise = ["\n".join(map(str, rng.random(2000))) for _ in range(20)]
    said = (
        r"the 20 pictures of interact\(f\) take \d+ KB, but a page carries at most 300 KB "
        r"for a figure: take larger steps"
    )
    with pytest.raises(ValueError, match=said):
        frames.write(tmp_path, "k", frames.pack(noise), "interact(f)")
    assert not list(tmp_path.iterdir())
