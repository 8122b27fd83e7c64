"""`nnbook lab`: copy the chapters to a folder of the user's own and open them in JupyterLab.

The folder keeps a list of what was copied, `.nnbook-chapters.json`, with a digest of each file. By
it a later version of the book brings a chapter up to date if nobody has changed it, and lets it be
otherwise: what a reader wrote is never overwritten.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from nnbook.commands._sources import chapters_folder

__all__ = ["Copied", "add_arguments", "copy_chapters", "run"]

LIST = ".nnbook-chapters.json"
CARRIED = ("*.ipynb", "*.md", "images/*.svg", "measured.json")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The folder, and whether to open it."""
    parser.add_argument("folder", nargs="?", type=Path, default=Path("nnbook-chapters"),
                        help="where your copies are kept (default: %(default)s)")  # fmt: skip
    parser.add_argument("--copy-only", action="store_true", help="copy, and do not open JupyterLab")


def run(arguments: argparse.Namespace) -> int:
    """Copy what is new, say what was done, and open JupyterLab."""
    copied = copy_chapters(chapters_folder(), arguments.folder)
    print(copied)  # noqa: T201
    if arguments.copy_only:
        return 0
    if importlib.util.find_spec("jupyterlab") is None:
        raise FileNotFoundError(
            "JupyterLab is not installed in this Python: `python -m pip install jupyterlab`, then "
            "run this again; your copies are ready"
        )
    command = [sys.executable, "-m", "jupyterlab", str(arguments.folder)]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")  # in a container there is often nobody else
    return subprocess.run(command, check=False).returncode  # noqa: S603 - our own interpreter


@dataclass(frozen=True)
class Copied:
    """What copying did, by file name: new copies, brought up to date, and the reader's own."""

    folder: Path
    new: tuple[str, ...]
    updated: tuple[str, ...]
    kept: tuple[str, ...]

    def __str__(self) -> str:
        said = [f"{self.folder}: {len(self.new)} files copied, {len(self.updated)} updated"]
        said += [f"  yours is kept, though the book has another one: {name}" for name in self.kept]
        return "\n".join(said)


def copy_chapters(source: Path, target: Path) -> Copied:
    """Copy the notebooks, pages and images of `source`; raises ValueError if `target` is a file.

    A file that the reader has changed, or that was there before, stays as it is. Each file appears
    whole: it is written under another name first.
    """
    if target.exists() and not target.is_dir():
        raise ValueError(f"{target} is a file; name a folder for the chapters")
    target.mkdir(parents=True, exist_ok=True)
    before = _read_list(target / LIST)
    new: list[str] = []
    updated: list[str] = []
    kept: list[str] = []
    now = dict(before)
    for path in sorted(path for pattern in CARRIED for path in source.glob(pattern)):
        name, text = path.relative_to(source).as_posix(), path.read_bytes()
        own = target / name
        there = _digest(own.read_bytes()) if own.exists() else ""
        if there in {"", before.get(name), _digest(text)}:
            if there != _digest(text):
                (updated if there else new).append(name)
                _write(own, text)
            now[name] = _digest(text)
        elif before.get(name) != _digest(text):
            kept.append(name)
    _write(target / LIST, (json.dumps(now, indent=1, sort_keys=True) + "\n").encode())
    return Copied(target, tuple(new), tuple(updated), tuple(kept))


def _read_list(path: Path) -> dict[str, str]:
    """The digests of what was copied; empty where nothing was, or the list cannot be read."""
    try:
        found = json.loads(path.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _digest(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()


def _write(path: Path, text: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_bytes(text)
    part.replace(path)
