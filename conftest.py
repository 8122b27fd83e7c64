"""Chapters under `pytest --nbval`: one that needs a missing framework is skipped by name."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest
from chapters import canonical, frameworks

from tests.needs import missing

# As tools/chapters/running.py does it: small matrices want one thread.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# Nor does a test, or a chapter that it runs, answer exercises in the name of who runs it.
os.environ["NNBOOK_PROGRESS"] = "off"
# What students handed in is run by `nnbook grade` alone: one of these notebooks never ends.
collect_ignore_glob = ["book/instructors/*"]


@cache
def lacking(path: Path) -> tuple[str, ...]:
    """What a chapter needs and this Python does not have; read once for all of its cells."""
    return frameworks.lacking(canonical.read(path))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a chapter's cells, or in CI fail, before a kernel is started for them."""
    if item.path.suffix == ".ipynb":
        for name in lacking(item.path):
            missing(name)
