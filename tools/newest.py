"""Do the newest releases still give the same numbers? Install them beside the lock and look.

    python tools/newest.py

In an environment of its own, build/newest, every package that the chapters compute and draw with
is taken at its newest release instead of at the locked one. Then every chapter is run and each of
its outputs compared with what is stored, pictures left aside (their bytes may change with
matplotlib), and the tests of the package are run. The answer is one line, and the exit status.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import tomllib
import venv
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "build" / "newest"
PYTHON = FOLDER / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
# What runs a chapter and its tests, besides what the package itself asks for.
RUNNERS = ("defusedxml", "hypothesis", "ipykernel", "jupytext", "nbclient", "nbformat", "nbval",
           "packaging", "pyspellchecker", "pytest", "pytest-xdist", "pyyaml", "sympy", "tinycss2",
           "tqdm")  # fmt: skip
# Pictures are compared byte for byte with the locked matplotlib; here they are blanked.
PICTURES = r"""[a picture]
regex: data:image/svg\+xml;base64,[A-Za-z0-9+/=]+
replace: PICTURE
"""
NUMBERS = ["-m", "not slow and not browser and not frameworks", "tests/kinds", "tests/layers"]


def wanted() -> list[str]:
    """The packages to take at their newest: the dependencies of pyproject.toml, and the runners."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return [*project["dependencies"], *RUNNERS]


def changes(locked: Mapping[str, str], found: Mapping[str, str]) -> list[str]:
    """A line for each package that is now another than the locked one."""
    return [
        f"  {name:<20} {locked[name]:>12} -> {version}"
        for name, version in sorted(found.items())
        if name in locked and locked[name] != version
    ]


def install() -> dict[str, str]:
    """Make the environment anew; returns the version of each package in it."""
    venv.create(FOLDER, with_pip=True, clear=True)
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--quiet", "--upgrade", *wanted()], cwd=ROOT, check=True)
    nnbook = [*pip, "install", "--quiet", "--no-deps", "--editable", "."]
    subprocess.run(nnbook, cwd=ROOT, check=True)
    listed = subprocess.run(
        [*pip, "list", "--format", "json"], stdout=subprocess.PIPE, check=True, encoding="utf-8"
    )
    return {one["name"].lower(): one["version"] for one in json.loads(listed.stdout)}


def look() -> bool:
    """Run the chapters and the tests there; whether all gave what they should."""
    with tempfile.TemporaryDirectory() as folder:
        pictures = Path(folder) / "pictures.cfg"
        pictures.write_text(PICTURES, encoding="utf-8")
        pytest = [str(PYTHON), "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile"]
        chapters = ["--nbval", "--nbval-current-env", f"--nbval-sanitize-with={pictures}", "book"]
        tests = [*NUMBERS, *(path.as_posix() for path in sorted(ROOT.glob("tests/test_chapter*")))]
        return all(
            subprocess.run([*pytest, *part], cwd=ROOT, check=False).returncode == 0
            for part in (chapters, tests)
        )


def main() -> int:
    """Install, say what is newer, look, and say what came of it."""
    text = (ROOT / "requirements.lock").read_text("utf-8")
    locked = dict(re.findall(r"^([\w.-]+)==([^\s;]+)", text, re.MULTILINE))
    newer = changes(locked, install())
    print("\n".join(["Newer than the lock:", *newer] if newer else ["The lock is the newest."]))
    same = look()
    print("The newest releases give the same numbers." if same else
          "The newest releases give other numbers, or warnings: see above.")  # fmt: skip
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
