"""`nnbook lab`: the chapters reach the reader's folder, and what the reader wrote stays."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnbook.cli import main
from nnbook.commands._sources import chapters_folder
from nnbook.commands.lab import LIST, copy_chapters

NAMES = ["01-one.ipynb", "02-two.ipynb", "notation.md", "images/cell.svg"]


def fill(folder: Path, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def holds(folder: Path) -> dict[str, str]:
    return {name: (folder / name).read_text() for name in NAMES if (folder / name).exists()}


versions = st.lists(st.dictionaries(st.sampled_from(NAMES), st.sampled_from("abc")), min_size=2)
edits = st.lists(st.dictionaries(st.sampled_from(NAMES), st.sampled_from("xyz")), min_size=1)


@settings(max_examples=60, deadline=None)
@given(books=versions, changes=edits)
def test_no_version_of_the_book_overwrites_a_change(
    books: list[dict[str, str]],
    changes: list[dict[str, str]],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Through any row of new books and edits, a file holds the edit, or else the newest book."""
    place = tmp_path_factory.mktemp("lab")
    expected: dict[str, str] = {}
    for number, book in enumerate(books):
        fill(place / str(number), {"filler.md": "f", **book})
        copy_chapters(place / str(number), place / "mine")
        for name, text in book.items():
            if expected.get(name, "a") in "abc":
                expected[name] = text
        assert holds(place / "mine") == expected
        change = changes[number % len(changes)]
        own = {name: text for name, text in change.items() if name in expected}
        fill(place / "mine", own)
        expected |= own


def test_what_happened_is_said(tmp_path: Path) -> None:
    """New, updated and kept files are named; a second time there is nothing to do."""
    source, mine = tmp_path / "book", tmp_path / "mine"
    fill(source, dict.fromkeys(NAMES, "first"))
    assert sorted(copy_chapters(source, mine).new) == sorted(NAMES)
    again = copy_chapters(source, mine)
    assert (again.new, again.updated, again.kept) == ((), (), ())
    fill(mine, {"01-one.ipynb": "my own"})
    fill(source, dict.fromkeys(NAMES[:2], "second"))
    last = copy_chapters(source, mine)
    assert (last.new, last.updated, last.kept) == ((), ("02-two.ipynb",), ("01-one.ipynb",))
    assert "yours is kept, though the book has another one: 01-one.ipynb" in str(last)


def test_a_file_that_was_there_before_is_the_readers(tmp_path: Path) -> None:
    """A notebook of the same name that nobody copied is kept, also where the list is broken."""
    source, mine = tmp_path / "book", tmp_path / "mine"
    fill(source, {"01-one.ipynb": "book"})
    fill(mine, {"01-one.ipynb": "older than the book", LIST: "{not json"})
    assert copy_chapters(source, mine).kept == ("01-one.ipynb",)
    assert (mine / "01-one.ipynb").read_text() == "older than the book"


def test_a_file_in_place_of_the_folder_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command names the file in one sentence, changes nothing and returns 2."""
    (tmp_path / "taken").write_text("mine")
    assert main(["lab", "--copy-only", str(tmp_path / "taken")]) == 2
    assert "taken is a file; name a folder" in capsys.readouterr().err
    assert (tmp_path / "taken").read_text() == "mine"


def test_the_real_chapters_are_copied(tmp_path: Path) -> None:
    """All thirteen chapters and the images they show arrive byte for byte, as valid notebooks."""
    assert main(["lab", "--copy-only", str(tmp_path)]) == 0
    chapters = sorted(tmp_path.glob("[0-9][0-9]-*.ipynb"))
    assert len(chapters) == 13
    for path in chapters:
        assert path.read_bytes() == (chapters_folder() / path.name).read_bytes()
        assert json.loads(path.read_text("utf-8"))["nbformat"] == 4
    assert (tmp_path / "images" / "synapse.svg").is_file()
    assert not list(tmp_path.rglob("*.part"))


@pytest.mark.parametrize(("user", "allowed"), [(0, ["--allow-root"]), (1000, [])])
def test_jupyterlab_is_opened_in_the_folder(
    user: int, allowed: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without --copy-only this Python's JupyterLab is started there, and its status returned.

    Jupyter refuses root unless it is allowed, and in a container there may be nobody else.
    """
    monkeypatch.setattr("os.geteuid", lambda: user, raising=False)
    started: list[list[str]] = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        started.append(command)
        return subprocess.CompletedProcess(command, 3)

    monkeypatch.setattr(subprocess, "run", run)
    assert main(["lab", str(tmp_path)]) == 3
    assert started == [[sys.executable, "-m", "jupyterlab", str(tmp_path), *allowed]]


def test_without_jupyterlab_the_way_to_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The copies are made all the same."""
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert main(["lab", str(tmp_path)]) == 2
    assert "pip install jupyterlab" in capsys.readouterr().err
    assert (tmp_path / "01-what-networks-are.ipynb").is_file()
