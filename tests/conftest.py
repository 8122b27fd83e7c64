"""Which tests `make quick` leaves out follows from what they use, not from a list kept by hand."""

from __future__ import annotations

import os

import pytest

os.environ["NNBOOK_PROGRESS"] = "off"  # as in the root's, which a source distribution lacks

SLOW_FIXTURES = {"site"}  # builds the book
SLOW_FILES = {"test_notebooks.py"}  # runs the chapters


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that drive a browser, and those that build the book or run chapters."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if "chromium" in fixtures:
            item.add_marker("browser")
        if fixtures & SLOW_FIXTURES or item.path.name in SLOW_FILES:
            item.add_marker("slow")
