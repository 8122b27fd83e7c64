"""What ruff and mypy find, as tests like any other: settings and reasons are in pyproject.toml."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("command", [["ruff", "check", "--quiet"], ["mypy"]], ids=lambda c: c[0])
def test_nothing_is_found_by(command: list[str]) -> None:
    """The whole project, chapters too, keeps the rules of style; package and tools their types."""
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.fail(done.stdout + done.stderr, pytrace=False)
