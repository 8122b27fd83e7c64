"""The command line as a whole."""

from __future__ import annotations

import subprocess
import sys

import pytest

import nnbook
from nnbook.cli import COMMANDS, main


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    """`nnbook --help` lists all commands, each with what it does."""
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    out = " ".join(capsys.readouterr().out.split())
    for name, (_, says) in COMMANDS.items():
        assert f"{name} {says}" in out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_its_own_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`nnbook COMMAND --help` reads the command's module and lists its arguments."""
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    assert ended.value.code == 0
    assert f"usage: nnbook {name}" in capsys.readouterr().out


@pytest.mark.parametrize("words", [[], ["no-such-command"]])
def test_nothing_and_nonsense_are_refused(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Both end with status 2 and the usage."""
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert "usage: nnbook" in capsys.readouterr().err


def test_the_module_runs_as_a_program() -> None:
    """`python -m nnbook --version` prints the version, and loads no command."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "nnbook", "--version"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == f"nnbook {nnbook.__version__}\n"
    assert "nnbook.commands" not in done.stderr
    assert "numpy" not in done.stderr
