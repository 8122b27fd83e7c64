"""`nnbook doctor`: what works here, what is missing, and what to do about it."""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import platform
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from nnbook import __version__
from nnbook.commands._sources import built_site, chapters_folder

__all__ = ["Finding", "add_arguments", "examine", "run"]


@dataclass(frozen=True)
class Finding:
    """One line of the report. `remedy` is empty where all is well."""

    what: str
    found: str
    remedy: str = ""
    needed: bool = False

    def __str__(self) -> str:
        sign = "ok" if not self.remedy else "MISSING" if self.needed else "absent"
        line = f"{sign:8} {self.what:<24} {self.found}"
        return f"{line}\n{'':9}-> {self.remedy}" if self.remedy else line


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """There are none."""


def run(_: argparse.Namespace) -> int:
    """Print all findings; the status is 1 if something is missing that the chapters need."""
    findings = list(examine())
    print("\n".join(map(str, findings)))  # noqa: T201
    missing = [finding.what for finding in findings if finding.remedy and finding.needed]
    says = f"Missing: {', '.join(missing)}." if missing else "The chapters run here."
    print(says)  # noqa: T201
    return 1 if missing else 0


def examine() -> Iterator[Finding]:
    """Look at this Python, the packages, the book, and what only some need."""
    yield Finding("nnbook", __version__)
    yield Finding("Python", f"{platform.python_version()}, {sys.executable}")
    for line in importlib.metadata.requires("nnbook") or []:
        if "extra ==" not in line:
            yield _package(line)
    yield _module("jupyterlab", "`nnbook lab` opens the chapters in it")
    yield _module("ipykernel", "notebooks run in it; VS Code wants it, too")
    try:
        yield Finding("the chapters", str(chapters_folder()))
    except FileNotFoundError as error:
        yield Finding("the chapters", "not found", str(error), needed=True)
    site = built_site()
    remedy = "" if site else "`nnbook read FOLDER` serves an unpacked book"
    yield Finding("the finished pages", str(site or "none here"), remedy)
    for name in ("torch", "keras"):
        yield _module(name, "only chapter 12 compares with it")
    bubblewrap = shutil.which("bwrap")
    remedy = "" if bubblewrap else "`nnbook grade` needs it (Linux: the package bubblewrap)"
    yield Finding("bubblewrap", bubblewrap or "not found", remedy)


def _package(requirement: str) -> Finding:
    """A package the chapters need, against the oldest version that will do."""
    match = re.fullmatch(r"([\w.-]+)\s*>=\s*([\d.]+).*", requirement)
    name, least = match.groups() if match else (requirement, "0")
    remedy = f'`python -m pip install "{requirement}"`'
    try:
        version = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return Finding(name, "not installed", remedy, needed=True)
    old = _numbers(version) < _numbers(least)
    found = f"{version}, but {least} or newer is wanted" if old else version
    return Finding(name, found, remedy if old else "", needed=True)


def _module(name: str, purpose: str) -> Finding:
    if importlib.util.find_spec(name) is None:
        return Finding(name, "not installed", f"{purpose}: `python -m pip install {name}`")
    return Finding(name, importlib.metadata.version(name))


def _numbers(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", version)[:3]]
