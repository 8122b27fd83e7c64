"""Chapters that need the extra `frameworks`, where it is there and where it is not."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import notebooks
import pytest
from chapters import ROOT, ChapterError, canonical, chapters, frameworks
from chapters.running import run_chapter
from packaging.requirements import Requirement

from tests import test_project

ABSENT = "no_such_framework"
DRAW = """
def f(w):
    return f'<svg xmlns="http://www.w3.org/2000/svg"><g>{w}</g></svg>'


interact(f, w=(0, 2, 1), alt="w is {w}")
"""
CELLS = [
    "from nnbook import interact",
    f"import {ABSENT} as theirs",
    DRAW.strip(),
    "print(theirs.__name__)",
]
TAGGED = [path for path in chapters() if any(map(frameworks.is_tagged, canonical.read(path).cells))]


@pytest.fixture
def absent(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is a module that no Python has."""
    monkeypatch.setattr(frameworks, "MODULES", (ABSENT,))


@pytest.fixture
def chapter(tmp_path: Path, store: Callable[..., Path]) -> Path:
    """A chapter with a figure between two cells that need a framework, run where it was there."""
    path = store(*(("code", source) for source in CELLS))
    notebook = canonical.read(path)
    for number in (1, 3):
        notebook["cells"][number]["metadata"]["tags"] = [frameworks.TAG]
    canonical.write(path, canonical.unexecuted(notebook))
    there = tmp_path / "there"
    there.mkdir()
    (there / f"{ABSENT}.py").touch()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frameworks, "MODULES", ())
        patch.setenv("PYTHONPATH", str(there))
        fresh = run_chapter(path, tmp_path / "frames-of-all").fresh
    canonical.write(path, fresh)
    return path


def nbval(path: Path, **settings: str) -> str:
    """What pytest says of a chapter, the project's conftest.py in force, without the framework."""
    program = (
        f"import sys, pytest; from chapters import frameworks; frameworks.MODULES = ('{ABSENT}',)\n"
        f"sys.exit(pytest.main(['--nbval', '--nbval-current-env', '-p', 'no:cacheprovider', '-ra', "
        f"'-c', {os.devnull!r}, '-p', 'conftest', {str(path)!r}]))"
    )
    environment = {key: value for key, value in os.environ.items() if key != "CI"} | settings
    environment["PYTHONPATH"] = os.pathsep.join([str(ROOT), str(ROOT / "tools")])
    command = [sys.executable, "-c", program]
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", check=False, env=environment
    ).stdout


def test_the_extra_is_what_the_tools_look_for() -> None:
    """The modules whose absence leaves a chapter out are those of the extra in pyproject.toml."""
    extra = test_project.pyproject()["project"]["optional-dependencies"]["frameworks"]
    assert tuple(Requirement(line).name for line in extra) == frameworks.MODULES


def test_only_tagged_chapters_need_the_extra(absent: None, store: Callable[..., Path]) -> None:
    """Without the tag a chapter needs nothing, whatever it imports."""
    path = store(("code", f"import {ABSENT}"))
    assert frameworks.cannot_run(path) == ""
    notebook = canonical.read(path)
    notebook["cells"][0]["metadata"]["tags"] = [frameworks.TAG]
    assert frameworks.lacking(notebook) == (ABSENT,)


@pytest.mark.slow
def test_run_and_check_leave_the_chapter_out(
    absent: None, chapter: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """``run`` and ``check`` name chapter and framework, change nothing, and do not fail."""
    stored = chapter.read_bytes()
    for command in ("run", "check"):
        assert notebooks.main([command, str(chapter)]) == 0
        said = capsys.readouterr().err
        assert f"skipped  {chapter}: it needs {ABSENT}: install the extra `frameworks`" in said
    assert chapter.read_bytes() == stored


@pytest.mark.slow
def test_figures_are_drawn_without_the_extra(absent: None, chapter: Path, tmp_path: Path) -> None:
    """The frames bear the names that the stored figures ask for, and tagged cells stay."""
    run = run_chapter(chapter, tmp_path / "frames")
    assert run.missing_frames == ()
    assert [file.name for file in (tmp_path / "frames").iterdir()] == [
        file.name for file in (tmp_path / "frames-of-all").iterdir()
    ]
    assert run.changes_nothing, run.difference()
    assert f'"{ABSENT}\\n"' in run.fresh


@pytest.mark.slow
def test_a_figure_that_needs_the_extra_is_refused(
    absent: None, chapter: Path, tmp_path: Path
) -> None:
    """A cell without the tag has to run without the extra."""
    text = chapter.read_text(encoding="utf-8").replace("<g>{w}", "<g>{theirs}")
    chapter.write_text(text, encoding="utf-8")
    with pytest.raises(ChapterError, match=r"cell 3 .* failed with NameError"):
        run_chapter(chapter, tmp_path / "frames")


@pytest.mark.slow
def test_nbval_skips_by_name_and_fails_in_ci(absent: None, chapter: Path) -> None:
    """Where a framework is missing, nbval skips each cell and says why; in CI that is a failure."""
    said = nbval(chapter)
    assert "4 skipped" in said, said
    assert f"{ABSENT} is not installed" in said
    said = nbval(chapter, CI="true")
    assert "4 errors" in said, said


@pytest.mark.slow
@pytest.mark.parametrize("path", TAGGED, ids=[path.stem for path in TAGGED])
def test_the_book_can_be_built_without_the_extra(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With every import of a framework blocked, a chapter still draws the figures it stores."""
    for name in frameworks.MODULES:
        (tmp_path / f"{name}.py").write_text("raise ImportError('blocked')", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    found: list[Any] = []
    monkeypatch.setattr(frameworks, "find_spec", found.append)
    run = run_chapter(path, tmp_path / "frames")
    assert found
    assert run.missing_frames == ()
    assert run.changes_nothing, run.difference()
