"""The package as it is handed out: what `pip install` brings, made the way pip makes it."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

import nnbook
from nnbook.commands.lab import CARRIED

ROOT = Path(nnbook.__file__).parents[1]
pytestmark = pytest.mark.slow


def built(kind: str, project: Path, target: Path) -> Path:
    """The sdist or the wheel of a project."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", kind, "--directory"]
    subprocess.run([*command, str(target)], cwd=project, check=True, capture_output=True)
    (found,) = target.iterdir()
    return found


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source distribution."""
    return built("sdist", ROOT, tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="module")
def wheel(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the source distribution and from nothing else."""
    folder = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(sdist) as packed:
        packed.extractall(folder, filter="data")
    (project,) = folder.iterdir()
    return built("wheel", project, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the wheel is installed."""
    folder = tmp_path_factory.mktemp("installed")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*command, "--target", str(folder), str(wheel)], check=True)
    return folder


def run(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`nnbook` with these arguments, from the installed package and in a folder of its own."""
    environment = {**os.environ, "PYTHONPATH": str(installed), "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, "-m", "nnbook", *arguments],
        cwd=folder, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_wheel_is_complete(wheel: Path) -> None:
    """It holds each module, data file and chapter, byte for byte, and nothing else."""
    with zipfile.ZipFile(wheel) as packed:
        names = [name for name in packed.namelist() if ".dist-info/" not in name]
        found = {name: packed.read(name) for name in names}
    package = (path for path in (ROOT / "nnbook").rglob("*") if path.is_file())
    book = ROOT / "book"
    expected = {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for path in package
        if not any(part.startswith((".", "__pycache__")) for part in path.relative_to(ROOT).parts)
    }
    for path in [p for pattern in CARRIED for p in book.glob(pattern)]:
        expected[f"nnbook/chapters/{path.relative_to(book).as_posix()}"] = path.read_bytes()
    assert sorted(found) == sorted(expected)
    assert found == expected
    assert wheel.stat().st_size < 5e6


def test_the_installed_package_copies_its_chapters(installed: Path, tmp_path: Path) -> None:
    """`nnbook lab` needs no clone: the notebooks come out of the package, byte for byte."""
    done = run(installed, tmp_path, "lab", "--copy-only", "mine")
    assert (done.returncode, done.stderr) == (0, "")
    for path in (ROOT / "book").glob("*.ipynb"):
        assert (tmp_path / "mine" / path.name).read_bytes() == path.read_bytes()


def test_the_installed_package_knows_where_it_is(installed: Path, tmp_path: Path) -> None:
    """`nnbook doctor` names the chapters of the package; `nnbook read` says what it lacks."""
    assert str(installed / "nnbook" / "chapters") in run(installed, tmp_path, "doctor").stdout
    done = run(installed, tmp_path, "read")
    assert done.returncode == 2
    assert "unpack the book's zip" in done.stderr


def test_the_command_is_installed(installed: Path) -> None:
    """`nnbook` is a command of its own, not only a module."""
    (entry,) = installed.glob("nnbook-*.dist-info/entry_points.txt")
    assert "nnbook = nnbook.cli:main" in entry.read_text()
