"""The command that builds and serves the book: when it builds, and what an interruption leaves."""

from __future__ import annotations

import os
import threading
import urllib.request
import zipfile
from pathlib import Path

import lite
import pytest

import book
from nnbook.commands import serving


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tiny project whose build writes one page, and needs no frames."""
    for name in ("book", "nnbook"):
        (tmp_path / name).mkdir()
    (tmp_path / "book" / "index.md").write_text("# One")
    places = {
        "ROOT": tmp_path, "SOURCE": tmp_path / "book", "PACKAGE": tmp_path / "nnbook",
        "BUILD": tmp_path / "build", "BOOK": tmp_path / "build" / "book",
        "SITE": tmp_path / "build" / "book" / "_build" / "html",
        "STAMP": tmp_path / "build" / "book" / "stamp",
    }  # fmt: skip
    for name, place in places.items():
        monkeypatch.setattr(book, name, place)
    monkeypatch.setattr(book, "make_frames", lambda: None)
    monkeypatch.setattr(book, "_add_lite", lambda target: None)
    monkeypatch.delenv("PYODIDE", raising=False)
    monkeypatch.setattr(book, "_run_jupyter_book", write_page)
    return tmp_path


def write_page(target: Path) -> None:
    """What the stand-in of Jupyter Book does: one page that holds the source."""
    site = target / "_build" / "html"
    site.mkdir(parents=True)
    (site / "index.html").write_text((book.SOURCE / "index.md").read_text())


def test_builds_only_what_is_stale(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second build does nothing; a changed page, a new file or a forced build does it again."""
    runs: list[Path] = []

    def counted(target: Path) -> None:
        runs.append(target)
        write_page(target)

    monkeypatch.setattr(book, "_run_jupyter_book", counted)
    book.build()
    book.build()
    assert len(runs) == 1
    (project / "book" / "index.md").write_text("# Two")
    assert book.is_stale()
    assert (book.build() / "index.html").read_text() == "# Two"
    (project / "nnbook" / "new.py").write_text("x = 1")
    assert book.is_stale()
    book.build()
    assert not book.is_stale()
    before = len(runs)
    book.build(force=True)
    assert len(runs) == before + 1


def test_a_newer_builder_makes_the_book_stale(
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The versions of what builds the book are part of what it is made of."""
    book.build()
    monkeypatch.setattr(book.importlib.metadata, "version", lambda _name: "99")
    assert book.is_stale()


def test_an_interrupted_build_leaves_the_old_site(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever happens midway, readers keep the old site, and the next build starts afresh."""
    book.build()
    (project / "book" / "index.md").write_text("# Two")

    def interrupted(target: Path) -> None:
        write_page(target)
        raise KeyboardInterrupt

    monkeypatch.setattr(book, "_run_jupyter_book", interrupted)
    with pytest.raises(KeyboardInterrupt):
        book.build()
    assert (book.SITE / "index.html").read_text() == "# One"
    assert book.is_stale()
    monkeypatch.setattr(book, "_run_jupyter_book", write_page)
    assert (book.build() / "index.html").read_text() == "# Two"


def test_a_source_that_changes_during_the_build_is_noticed(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is saved while the book is being built is built next time."""

    def edited_meanwhile(target: Path) -> None:
        write_page(target)
        (project / "book" / "index.md").write_text("# Two")

    monkeypatch.setattr(book, "_run_jupyter_book", edited_meanwhile)
    book.build()
    assert book.is_stale()


def test_the_zip_holds_the_site_and_its_licences(project: Path) -> None:
    """Each page is in the zip as it is, in one folder, with the licences; JupyterLite is not."""
    for name in book.LICENCES:
        (project / name).write_text(f"the text of {name}")
    site = book.build()
    (site / "_static").mkdir()
    (site / "_static" / "book.css").write_bytes(bytes(range(256)))
    pages = {path.relative_to(site).as_posix(): path.read_bytes()
             for path in site.rglob("*") if path.is_file()}  # fmt: skip
    (site / "lite").mkdir()
    (site / "lite" / "open.html").write_text("needs a server")
    with zipfile.ZipFile(book.pack()) as packed:
        assert packed.testzip() is None
        found = {name: packed.read(name) for name in packed.namelist()}
    others = {name: f"the text of {name}".encode() for name in book.LICENCES}
    others["lite/open.html"] = lite.opening_page([], []).encode()
    assert found == {f"{book.ARCHIVE}/{n}": b for n, b in (pages | others).items()}
    assert list(book.BUILD.glob("*.part")) == []


def test_pyodide_changes_the_book(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A book with Python for the browser in it is another one; a folder without it is refused."""
    book.build()
    folder = project / "python"
    folder.mkdir()
    monkeypatch.setenv("PYODIDE", "python")
    with pytest.raises(book.BookError, match="python holds none"):
        book.is_stale()
    (folder / "pyodide-lock.json").write_text("{}")
    assert book.is_stale()
    book.build()
    assert not book.is_stale()


def test_the_same_site_gives_the_same_zip(project: Path) -> None:
    """No date, owner or mode of this machine gets into the zip."""
    for name in book.LICENCES:
        (project / name).touch()
    site = book.build()
    first = book.pack().read_bytes()
    os.utime(site / "index.html", (1e9, 1e9))
    (site / "index.html").chmod(0o600)
    assert book.pack().read_bytes() == first


def test_packing_needs_a_book(project: Path) -> None:
    """Without a site the command says what to do, and leaves no zip behind."""
    with pytest.raises(book.BookError, match=r"tools/book\.py build"):
        book.pack()
    assert list(project.rglob("*.zip*")) == []


def test_serving_needs_a_book(project: Path) -> None:
    """Without a site the command says what to do."""
    with pytest.raises(book.BookError, match=r"tools/book\.py build"):
        book.serve()


def test_the_server_is_for_this_machine_only(project: Path) -> None:
    """The site is served on a free port of 127.0.0.1, and never kept by the browser."""
    with serving.server(book.build()) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        host, port = server.server_address[:2]
        assert host == "127.0.0.1"
        with urllib.request.urlopen(f"http://{host}:{port}/") as answer:
            assert answer.read() == b"# One"
            assert answer.headers["Cache-Control"] == "no-cache"
        server.shutdown()


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [("linux", {}, False), ("linux", {"DISPLAY": ":0"}, True), ("darwin", {}, True)],
)
def test_a_browser_opens_where_there_is_a_desktop(
    monkeypatch: pytest.MonkeyPatch, platform: str, variables: dict[str, str], expected: bool
) -> None:
    """On a machine without a screen only the address is printed."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(serving.sys, "platform", platform)
    assert serving.has_desktop() is expected
