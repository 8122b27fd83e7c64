"""`nnbook read`: the finished book is served, or one sentence says how to get it."""

from __future__ import annotations

import re
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from nnbook.cli import main
from nnbook.commands import _sources, read


def test_a_folder_is_served(tmp_path: Path) -> None:
    """The printed address answers with the folder's first page."""
    (tmp_path / "index.html").write_text("the book")
    command = [sys.executable, "-m", "nnbook", "read", "--no-browser", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        address = re.search(r"http://127\.0\.0\.1:\d+/", running.stdout.readline())
        assert address is not None
        with urllib.request.urlopen(address[0]) as answer:  # noqa: S310 - the pattern says http
            assert answer.read() == b"the book"
        running.terminate()


def test_a_folder_without_a_book_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The sentence names the folder and what it lacks."""
    assert main(["read", str(tmp_path)]) == 2
    assert "it has no index.html" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("clone", "says"), [(True, "run `make read` in"), (False, "`nnbook read FOLDER`")]
)
def test_without_a_book_the_way_to_one_is_said(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    clone: bool,
    says: str,
) -> None:
    """A clone can build it; an installed package has to be told where it lies."""
    if clone:
        (tmp_path / "tools").mkdir()
        (tmp_path / "tools" / "book.py").touch()
    for module in (_sources, read):
        monkeypatch.setattr(module, "PACKAGE", tmp_path / "nnbook")
    assert main(["read"]) == 2
    assert says in capsys.readouterr().err


def test_what_the_clone_has_built_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The site of `make book` is served without being named."""
    site = tmp_path / "build" / "book" / "_build" / "html"
    site.mkdir(parents=True)
    monkeypatch.setattr(_sources, "PACKAGE", tmp_path / "nnbook")
    assert _sources.built_site() is None
    (site / "index.html").touch()
    assert _sources.built_site() == site
