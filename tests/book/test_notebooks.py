"""The guards of every chapter: its stored form, its run, its numbers, and how it reads."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from chapters import ROOT, ChapterError, canonical, chapters, frameworks
from chapters.passages import parser
from chapters.running import Run, run_chapters

from tests.needs import missing

CHAPTERS = chapters()
each_chapter = pytest.mark.parametrize("path", CHAPTERS, ids=[path.stem for path in CHAPTERS])
RAW_REPR = re.compile(r"\bnp\.(?:float|int|uint|bool|complex|str)_?\d*\(")
ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]+|\b0x[0-9a-fA-F]{8,}")
MACHINE_PATH = re.compile(
    rf"{re.escape(str(ROOT))}|(?<![\w:/.])/(?:home|opt|root|tmp|usr|var|Users)/|\b[A-Z]:\\\w"
)
IMG = re.compile(r"<img\b[^>]*>")
ALT = re.compile(r"""\balt=(?:"[^"]+"|'[^']+')""")


@cache
def outcome(path: Path) -> Run | ChapterError:
    """Run a chapter once for all the tests that ask what came of it."""
    return run_chapters([path])[0]


def gate(path: Path) -> Run:
    """Return what a run of the chapter gave; a chapter that does not run fails the test."""
    for name in frameworks.lacking(canonical.read(path)):
        missing(name)
    run = outcome(path)
    if isinstance(run, ChapterError):
        pytest.fail(str(run), pytrace=False)
    return run


def shown(path: Path) -> list[tuple[str, str]]:
    """Return what the outputs of a chapter show, as pairs of MIME type and text."""
    texts = []
    for cell in canonical.code_cells(canonical.read(path)):
        for output in cell["outputs"]:
            if output["output_type"] == "stream":
                texts.append(("text/plain", output["text"]))
            elif output["output_type"] == "error":
                texts.append(("text/plain", output["evalue"]))
            else:
                texts += [(mime, str(data)) for mime, data in output["data"].items()]
    return texts


def markdown_tokens(path: Path) -> list[Any]:
    """Return the parsed prose of a chapter, cell after cell."""
    cells = canonical.read(path)["cells"]
    sources = [cell["source"] for cell in cells if cell["cell_type"] == "markdown"]
    return [token for source in sources for token in parser().parse(source)]


def test_there_are_chapters() -> None:
    """The guards below guard something."""
    assert CHAPTERS


@each_chapter
def test_counts(path: Path) -> None:
    """Code cells are counted 1..n: nbval compares no cell whose count is null."""
    counts = [cell["execution_count"] for cell in canonical.code_cells(canonical.read(path))]
    assert counts == list(range(1, len(counts) + 1))


@each_chapter
def test_stored_in_canonical_form(path: Path) -> None:
    """The file is the canonical form of what it holds, and that form's form is itself."""
    stored = path.read_bytes()
    form = canonical.canonical(canonical.read(path))
    assert form.encode() == stored
    assert canonical.canonical(canonical.parsed(form)) == form


@each_chapter
def test_ids_are_unique(path: Path) -> None:
    """Every cell has an id of its own."""
    ids = [cell["id"] for cell in canonical.read(path)["cells"]]
    assert len(set(ids)) == len(ids)


@pytest.mark.slow
@each_chapter
def test_running_changes_nothing(path: Path) -> None:
    """Running the chapter and storing it again gives the same bytes."""
    run = gate(path)
    assert run.changes_nothing, run.difference()


@pytest.mark.slow
@each_chapter
def test_numbers_in_prose_hold(path: Path) -> None:
    """Every decimal in prose is given or proven, and every proof gives what the prose says."""
    faults = gate(path).faults
    assert not faults, "\n".join(faults)


@pytest.mark.slow
@each_chapter
def test_frames_exist(path: Path) -> None:
    """The run leaves the frames of every figure that replays them on the page."""
    assert not gate(path).missing_frames


@each_chapter
def test_pictures_have_alt_text(path: Path) -> None:
    """Every picture, in prose and in outputs, says in words what is to be seen."""
    for token in markdown_tokens(path):
        for child in [token, *(token.children or [])]:
            if child.type == "image":
                assert child.content.strip(), child.attrs["src"]
            elif child.type in {"html_block", "html_inline"}:
                assert all(ALT.search(tag) for tag in IMG.findall(child.content)), child.content
    for mime, text in shown(path):
        if mime == "text/html":
            assert all(ALT.search(tag) for tag in IMG.findall(text)), text[:300]
        assert not mime.startswith("image/"), f"{mime}: show an html img with alt text instead"


@each_chapter
def test_headings_nest(path: Path) -> None:
    """A chapter opens with its one first-level heading, and no level is skipped."""
    tokens = markdown_tokens(path)
    levels = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    assert levels[:1] == [1]
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels)), levels


@each_chapter
def test_outputs_are_for_readers(path: Path) -> None:
    """No output shows numpy's raw repr, a memory address or a path of some machine."""
    for mime, text in shown(path):
        visible = re.sub(r"base64,[A-Za-z0-9+/=\s]+", "", text)
        for unwanted in (RAW_REPR, ADDRESS, MACHINE_PATH):
            found = unwanted.search(visible)
            assert not found, f"{mime}: {visible[max(0, found.start() - 40) : found.end() + 40]!r}"
