"""The command line: `nnbook COMMAND`, or `python -m nnbook COMMAND`.

Each command lives in a module of its own, which is read only when the command is asked for: it has
`add_arguments(parser)` and `run(arguments)`, which returns the exit status.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from nnbook import __version__

__all__ = ["main"]

# name: the module, and what `nnbook --help` says of it
COMMANDS = {
    "read": ("nnbook.commands.read", "serve the finished book, or say how to build it"),
    "lab": ("nnbook.commands.lab", "copy the chapters to a folder of yours, open JupyterLab"),
    "doctor": ("nnbook.commands.doctor", "tell what is missing here"),
    "assign": ("nnbook.classroom.assign_command", "make an assignment from exercises"),
    "grade": ("nnbook.classroom.grade_command", "grade a folder of submitted notebooks"),
    "autograder": ("nnbook.classroom.autograder_command", "build the zip that Gradescope runs"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. A mistake of the user's ends in one sentence and status 2."""
    words = list(sys.argv[1:] if argv is None else argv)
    parser = argparse.ArgumentParser(prog="nnbook", description="An interactive textbook's helper.")
    parser.add_argument("--version", action="version", version=f"nnbook {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, (module, says) in COMMANDS.items():
        command = commands.add_parser(name, help=says, description=f"{says.capitalize()}.")
        if name in words[:1]:
            import_module(module).add_arguments(command)
    arguments = parser.parse_args(words)
    try:
        return int(import_module(COMMANDS[arguments.command][0]).run(arguments))
    except (OSError, ValueError, TypeError) as error:
        print(f"nnbook {arguments.command}: {error}", file=sys.stderr)  # noqa: T201
        return 2
    except ImportError as error:
        extra = 'python -m pip install "nnbook[classroom]"'
        print(f"nnbook {arguments.command}: {error}; {extra} brings it", file=sys.stderr)  # noqa: T201
        return 2
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)  # noqa: T201
        return 130
