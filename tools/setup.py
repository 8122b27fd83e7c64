"""Make `.venv`, the project's own Python environment, or do nothing if it is up to date.

    python3 tools/setup.py

Takes any Python from 3.11 on, the exact packages of requirements.lock, and nnbook itself in place,
so that an edit counts at once. Uses the standard library alone, and no syntax newer than Python
3.7: an old Python must get as far as the sentence that says which one is wanted.
"""

from __future__ import annotations

import hashlib
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements.lock"
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "installed"
OLDEST, NEWEST = (3, 11), (3, 14)
LAST_LINES = 15


def main() -> int:
    """Bring the environment up to date; returns the exit status."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        command = other_python()
        if command:
            return subprocess.call([*command, str(Path(__file__).resolve())])
        if sys.version_info[:2] < OLDEST:
            return complain(
                f"Python {named(OLDEST)} or newer is wanted, but this is {named(sys.version_info)} "
                f"and no other was found. Install one, or name it: make PYTHON=/path/to/python3"
            )
    try:
        wanted = fingerprint()
        if not (PYTHON.exists() and STAMP.is_file() and STAMP.read_text("utf-8") == wanted):
            make_environment()
            install()
            STAMP.write_text(wanted, "utf-8")
        show_notebooks_as_text()
    except Failure as failure:
        return complain(str(failure))
    except KeyboardInterrupt:
        return complain("Stopped; the next run begins again.")
    return 0


class Failure(Exception):
    """The environment could not be made; the message says what to do."""


def other_python() -> list[str]:
    """Return the command of the newest Python that will do, or nothing."""
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        for command in ([f"python3.{minor}"], ["py", f"-3.{minor}"]):
            if shutil.which(command[0]) and runs([*command, "-c", ""]):
                return command
    return []


def fingerprint() -> str:
    """Return a digest of all that the environment depends on."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    parts = (ROOT, sys.version_info[:2], project["build-system"], project["project"])
    return hashlib.sha256(repr(parts).encode() + LOCK.read_bytes()).hexdigest()


def make_environment() -> None:
    """Make an empty `.venv` that has pip, in place of any old one."""
    print(f"Making .venv with Python {named(sys.version_info)}", flush=True)
    if has("venv") and has("ensurepip"):
        made = runs([sys.executable, "-m", "venv", "--clear", str(VENV)])
    elif has("virtualenv"):
        made = runs([sys.executable, "-m", "virtualenv", "--clear", str(VENV)])
    else:
        made = has("pip") and make_with_borrowed_virtualenv()
    if not made or not PYTHON.exists():
        raise Failure(
            "This Python cannot make environments. Give it its venv module (Debian, Ubuntu: sudo "
            f"apt install python{named(sys.version_info[:2])}-venv) or virtualenv; then try again."
        )


def make_with_borrowed_virtualenv() -> bool:
    """Make the environment with a virtualenv that is thrown away; returns whether it worked."""
    with tempfile.TemporaryDirectory() as folder:
        get = [sys.executable, "-m", "pip", "install", "--quiet", "--target", folder, "virtualenv"]
        make = [sys.executable, "-m", "virtualenv", "--clear", str(VENV)]
        return runs(get) and runs(make, PYTHONPATH=folder)


def install() -> None:
    """Install the locked packages, each checked against its hash, and nnbook in place."""
    lines = LOCK.read_text("utf-8").splitlines()
    total = sum("==" in line and not line.startswith((" ", "#")) for line in lines)
    print(f"Installing up to {total} packages (once; it takes a few minutes)", flush=True)
    pip_install("--no-deps", "--require-hashes", "--requirement", LOCK.name)
    pip_install("--no-deps", "--no-build-isolation", "--editable", ".")


def pip_install(*arguments: str) -> None:
    """Run pip in the environment; on a terminal show how far it is, on failure what it said."""
    command = [str(PYTHON), "-m", "pip", "install", "--progress-bar", "off", *arguments]
    settings = {**os.environ, "PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    said = []
    with subprocess.Popen(
        command, cwd=ROOT, env=settings, text=True, encoding="utf-8", errors="replace",
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as pip:  # fmt: skip
        for line in pip.stdout or ():
            said.append(line)
            if sys.stdout.isatty():
                print(f"\r\033[K  {line.strip()[:70]}", end="", flush=True)
    if sys.stdout.isatty():
        print("\r\033[K", end="", flush=True)
    if pip.returncode:
        last = "".join(said[-LAST_LINES:])
        raise Failure(f"{last}\npip could not install the packages (above: its last words).")


def show_notebooks_as_text() -> None:
    """Let git, where this is a checkout, compare notebooks as readable text."""
    git = shutil.which("git")
    if git and (ROOT / ".git").exists():
        program = (PYTHON, ROOT / "tools" / "notebooks.py")
        command = " ".join(shlex.quote(path.as_posix()) for path in program) + " text"
        runs([git, "config", "diff.ipynb.textconv", command])


def has(module: str) -> bool:
    """Return whether this Python has a module that works."""
    return runs([sys.executable, "-c", f"import {module}"])


def runs(command: list[str], **settings: str) -> bool:
    """Run a command in silence; returns whether it worked."""
    try:
        done = subprocess.run(
            command, cwd=ROOT, env={**os.environ, **settings}, check=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    except OSError:
        return False
    return done.returncode == 0


def named(version: Sequence[object]) -> str:
    """Return a version as text: 3.11, or 3.11.2."""
    return ".".join(str(part) for part in version[:3])


def complain(sentence: str) -> int:
    """Print what went wrong; returns the exit status for it."""
    print(sentence, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
