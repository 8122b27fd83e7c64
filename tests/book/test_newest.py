"""The command that tries the newest releases: what it takes, what it compares, what it says."""

from __future__ import annotations

import configparser
import re
import subprocess
import tomllib
from pathlib import Path
from types import SimpleNamespace

import newest
import pytest


def test_what_the_chapters_stand_on_is_taken() -> None:
    """Every dependency of the package is among what is installed at its newest release."""
    project = tomllib.loads((newest.ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert set(project["dependencies"]) <= set(newest.wanted())
    assert len(newest.wanted()) == len(set(newest.wanted()))


def test_only_what_changed_is_listed() -> None:
    """A package at its locked version, or outside the lock, is not worth a line."""
    locked = {"numpy": "2.4.6", "matplotlib": "3.11.2"}
    found = {"numpy": "2.5.0", "matplotlib": "3.11.2", "pip": "30.0"}
    (line,) = newest.changes(locked, found)
    assert line.split() == ["numpy", "2.4.6", "->", "2.5.0"]


def test_pictures_are_left_aside_and_nothing_else() -> None:
    """The pattern blanks the stills of a stored chapter, and no printed number."""
    settings = configparser.ConfigParser()
    settings.read_string(newest.PICTURES)
    ((_, section),) = [item for item in settings.items() if item[0] != "DEFAULT"]
    text = (newest.ROOT / "book" / "02-neurons.ipynb").read_text("utf-8")
    blanked = re.sub(section["regex"], section["replace"], text)
    assert text.count("base64,") > 3
    assert "base64," not in blanked
    assert blanked.count("PICTURE") == text.count("base64,")
    assert "sum 0.30   lets you sleep" in blanked


@pytest.mark.parametrize(("codes", "status"), [([0, 0], 0), ([1, 0], 1), ([0, 1], 1)])
def test_the_answer_is_that_of_the_chapters_and_the_tests(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    codes: list[int], status: int,
) -> None:  # fmt: skip
    """One failing part is enough for status 1; the sentence says so."""
    monkeypatch.setattr(newest, "install", lambda: {"numpy": "99.0"})
    left = iter(codes)
    monkeypatch.setattr(
        subprocess, "run", lambda command, **_: SimpleNamespace(returncode=next(left))
    )
    assert newest.main() == status
    out = capsys.readouterr().out
    assert "-> 99.0" in out
    assert ("give the same numbers" in out) is (status == 0)


def test_the_tests_it_runs_exist() -> None:
    """The folders that it hands to pytest are there, and the numbers of the chapters with them."""
    for name in newest.NUMBERS:
        if name.startswith("tests/"):
            assert (newest.ROOT / name).is_dir()
    assert list(Path(newest.ROOT).glob("tests/test_chapter*"))
