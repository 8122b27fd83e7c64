"""Where the chapters and the finished pages are, in a clone and in an installed package."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]


def chapters_folder() -> Path:
    """The folder of the notebooks: in the package, as installed, or `book` of a clone.

    Raises FileNotFoundError where there is neither.
    """
    for folder in (PACKAGE / "chapters", PACKAGE.parent / "book"):
        if any(folder.glob("[0-9][0-9]-*.ipynb")):
            return folder
    raise FileNotFoundError(
        f"the nnbook in {PACKAGE} came without its chapters; install it again, or clone the project"
    )


def built_site() -> Path | None:
    """The pages that `make book` has built in this clone; None if there are none."""
    site = PACKAGE.parent / "build" / "book" / "_build" / "html"
    return site if (site / "index.html").is_file() else None
