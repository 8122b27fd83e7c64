"""`nnbook doctor`: what is missing is named, with what to do."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import shutil

import pytest

from nnbook.cli import main
from nnbook.commands.doctor import examine


def test_all_is_well_here(capsys: pytest.CaptureFixture[str]) -> None:
    """In the project's own environment nothing that is needed is missing."""
    assert main(["doctor"]) == 0
    out = capsys.readouterr().out
    assert "The chapters run here." in out
    for name in ("numpy", "matplotlib", "ipywidgets", "anywidget"):
        assert f"ok       {name}" in out
        assert importlib.metadata.version(name) in out


@pytest.mark.parametrize("name", ["numpy", "matplotlib", "ipywidgets", "anywidget"])
def test_an_old_package_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    """A package older than the chapters need gives status 1 and the command that mends it."""
    real = importlib.metadata.version
    monkeypatch.setattr(
        importlib.metadata, "version", lambda asked: "0.9" if asked == name else real(asked)
    )
    assert main(["doctor"]) == 1
    out = capsys.readouterr().out
    assert f"Missing: {name}." in out
    assert f'pip install "{name}>=' in out


def test_a_missing_package_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One that is not installed at all, likewise."""
    real = importlib.metadata.version

    def version(asked: str) -> str:
        if asked == "ipywidgets":
            raise importlib.metadata.PackageNotFoundError(asked)
        return real(asked)

    monkeypatch.setattr(importlib.metadata, "version", version)
    assert main(["doctor"]) == 1
    assert "MISSING  ipywidgets               not installed" in capsys.readouterr().out


def test_what_only_some_need_is_no_fault(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without JupyterLab, frameworks and bubblewrap the chapters still run; each is explained."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert main(["doctor"]) == 0
    absent = [finding for finding in examine() if finding.remedy]
    assert {"jupyterlab", "ipykernel", "torch", "keras", "bubblewrap"} <= {f.what for f in absent}
    assert capsys.readouterr().out.count("absent") == len(absent)
