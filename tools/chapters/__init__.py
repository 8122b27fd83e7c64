"""What the tools and the tests know about chapters: stored form, running, and proofs in prose."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BOOK = ROOT / "book"
FRAMES = ROOT / "build" / "frames"


class ChapterError(Exception):
    """A chapter that cannot be read, stored or run; the message names the file and the cell."""


def chapters() -> list[Path]:
    """Return every chapter of the book, in order."""
    return sorted(BOOK.glob("*.ipynb"))
