"""The Chromium or Chrome of this machine, which tests drive and which prints the book."""

from __future__ import annotations

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
)  # fmt: skip


def system_chromium() -> str | None:
    """Path of an installed Chromium or Chrome; ``NNBOOK_CHROMIUM`` may name another one."""
    found = (shutil.which(name) for name in NAMES)
    return os.environ.get("NNBOOK_CHROMIUM") or next(filter(None, found), None)
