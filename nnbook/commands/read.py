"""`nnbook read`: serve the finished book, or say how to build it."""

from __future__ import annotations

import argparse
from pathlib import Path

from nnbook.commands._sources import PACKAGE, built_site
from nnbook.commands.serving import serve

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The folder of the pages, the port, and whether a browser opens."""
    parser.add_argument("folder", nargs="?", type=Path,
                        help="the unpacked book (default: what this clone has built)")  # fmt: skip
    parser.add_argument("--port", type=int, default=0, help="port (default: any free one)")
    parser.add_argument("--no-browser", action="store_true", help="open no browser")


def run(arguments: argparse.Namespace) -> int:
    """Serve until Ctrl-C. Raises FileNotFoundError, with what to do, where there is no book."""
    folder = arguments.folder or built_site()
    if folder is None:
        raise FileNotFoundError(_how_to_build())
    if not (folder / "index.html").is_file():
        raise FileNotFoundError(f"{folder} holds no finished book: it has no index.html")
    serve(folder, port=arguments.port, browser=not arguments.no_browser)
    return 0


def _how_to_build() -> str:
    root = PACKAGE.parent
    if (root / "tools" / "book.py").is_file():
        return f"there is no book yet: run `make read` in {root}"
    return (
        "the package holds the notebooks, which `nnbook lab` opens, and not the finished pages; "
        "unpack the book's zip and name its folder, `nnbook read FOLDER`, or run `make read` in a "
        "clone of the project"
    )
