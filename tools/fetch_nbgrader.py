"""Fetch nbgrader into build/nbgrader: `make test` then tries our assignments in it.

    python tools/fetch_nbgrader.py

It gets an environment of its own, with what a chapter needs to run, but without nnbook: the tests
put this tree in front. Only who changes the assignments needs it.
"""

from __future__ import annotations

import os
import subprocess
import tomllib
import venv
from pathlib import Path

VERSION = "0.9.6"
ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "build" / "nbgrader"


def python(folder: Path = FOLDER) -> Path:
    """The interpreter of the environment, whether it is there or not."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def main() -> int:
    """Make the environment, or bring it up to date; returns pip's exit code."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    if not python().exists():
        venv.EnvBuilder(with_pip=True).create(FOLDER)
    command = [str(python()), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += [f"nbgrader=={VERSION}", *project["dependencies"]]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
