"""What JupyterLite is made of: which chapters, which files of Pyodide, which settings."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import lite
import pytest

sys.path.insert(0, str(lite.ROOT / "book" / "_ext"))

from nnbook_book.links import runs_in_browser


def release(folder: Path, **depends: list[str]) -> Path:
    """A made-up release of Pyodide: the core, and packages with what each depends on."""
    folder.mkdir()
    for name in lite.CORE:
        (folder / name).write_text(name)
    packages = {
        name: {"name": name, "file_name": f"{name}.whl", "depends": needs}
        for name, needs in depends.items()
    }
    (folder / "pyodide-lock.json").write_text(json.dumps({"packages": packages}))
    for name in depends:
        (folder / f"{name}.whl").write_text(name)
    return folder


def test_every_chapter_but_the_one_on_frameworks_is_in_it() -> None:
    """The twelfth needs what no browser runs; the buttons of the pages agree."""
    names = {path.stem for path in lite.runnable()}
    everything = {path.stem for path in lite.chapters()}
    assert everything - names == {"12-frameworks"}
    assert {path.stem for path in lite.chapters() if runs_in_browser(path)} == names


def test_of_a_release_only_what_is_needed_is_taken(tmp_path: Path) -> None:
    """The packages that the chapters import come with all they depend on, and no others."""
    folder = release(
        tmp_path / "pyodide", numpy=[], matplotlib=["pillow", "numpy"], pillow=[], scipy=["numpy"]
    )
    names = {path.name for path in lite._files(folder)}
    assert names == {*lite.CORE, "numpy.whl", "matplotlib.whl", "pillow.whl"}


def test_a_broken_release_is_named(tmp_path: Path) -> None:
    """A folder that is none, or that lacks a file, ends in one sentence and writes nothing."""
    with pytest.raises(lite.LiteError, match=r"pyodide\.mjs"):
        lite.build(tmp_path / "lite", tmp_path)
    folder = release(tmp_path / "pyodide", numpy=[])
    (folder / "numpy.whl").unlink()
    with pytest.raises(lite.LiteError, match=r"it lacks numpy\.whl"):
        lite.build(tmp_path / "lite", folder)
    assert not (tmp_path / "lite").exists()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """JupyterLite as it is made without a setting: Python comes from its CDN."""
    folder = tmp_path_factory.mktemp("site") / "lite"
    lite.build(folder)
    return folder


@pytest.mark.slow
def test_it_holds_the_chapters_as_they_are(built: Path) -> None:
    """Each notebook arrives byte for byte; images in letters that JupyterLite can take."""
    for path in lite.runnable():
        assert (built / "files" / path.name).read_bytes() == path.read_bytes()
    for path in (built / "files" / "images").glob("*.svg"):
        assert path.read_bytes().isascii()


@pytest.mark.slow
def test_it_carries_the_package(built: Path) -> None:
    """The wheel of nnbook is in its index, so that `%pip install nnbook` asks nobody else."""
    index = json.loads((built / "pypi" / "all.json").read_text("utf-8"))
    (release_,) = index["nnbook"]["releases"].values()
    assert (built / "pypi" / release_[0]["filename"]).is_file()


@pytest.mark.slow
def test_each_edition_has_a_store_of_its_own(built: Path) -> None:
    """Who comes back to a changed chapter does not meet the copy of last year."""
    settings = json.loads((built / "jupyter-lite.json").read_text("utf-8"))["jupyter-config-data"]
    assert settings["contentsStorageName"].startswith("nnbook ")
    assert not (built / "static" / "pyodide").exists()
