"""What some tests need beyond the lock: here it is used when present; in CI its absence fails."""

import importlib
import os
import shutil
from types import ModuleType

import pytest

PROGRAMS = {"chromium": ("chromium", "chromium-browser", "google-chrome"), "bwrap": ("bwrap",)}


def need(name: str) -> ModuleType:
    """The module of that name; without it the test is skipped by name, or fails in CI."""
    if name == "keras":
        os.environ.setdefault("KERAS_BACKEND", "torch")  # the only one that the extra brings
    try:
        return importlib.import_module(name)
    except ImportError:
        missing(name)
        raise


def need_program(name: str) -> str:
    """The path of an installed program such as chromium; its absence as for modules."""
    for command in PROGRAMS[name]:
        if path := shutil.which(command):
            return path
    missing(name)
    raise FileNotFoundError(name)


def missing(name: str) -> None:
    """Skip, or in CI fail: what CI does not run, nobody runs."""
    if os.environ.get("CI"):
        pytest.fail(f"{name} is not installed, but CI must run this test")
    pytest.skip(f"{name} is not installed")
