"""What stands in the jail for the parts of nnbook, and of the world, that are not there.

A line that draws must not cost the answer below it, so a missing picture library takes everything
and does nothing. This file lies only in the jail's copy of nnbook, whose `__init__` imports it
last.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, MutableSequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

import nnbook

ABSENT = {
    "IPython", "anywidget", "google", "ipywidgets", "matplotlib", "mpl_toolkits", "nbformat",
    "pandas", "plotly", "seaborn", "tqdm",
}  # fmt: skip
ABOVE = {"nnbook.plots", "nnbook.widgets", "nnbook.exercises"}


class Forbidden(RuntimeError):
    """The answer calls what the exercise asks it to write."""


class Refused:
    """Takes the place of what an exercise forbids; whoever uses it is told so.

    While the core is loaded it is silent: a module may make one as a default that nobody uses.
    """

    loaded = False

    def __init__(self, name: str) -> None:
        self.__dict__["name"] = name

    def __call__(self, *_: Any, **__: Any) -> Any:
        if not Refused.loaded:
            return self
        raise Forbidden(f"{self.name} is what this exercise is about, so it is not here")

    def __getattr__(self, wanted: str) -> Any:
        if wanted.startswith("__"):
            raise AttributeError(wanted)
        return self()


class Inert:
    """Takes every call, index and attribute, and gives itself."""

    def __call__(self, *given: Any, **_: Any) -> Any:
        # As a decorator or a callback it hands the function back.
        return given[0] if len(given) == 1 and callable(given[0]) else self

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __getitem__(self, _: Any) -> Any:
        if isinstance(_, int) and _ > 1:
            raise IndexError(_)
        return self

    def __setitem__(self, _: Any, __: Any) -> None:
        pass

    def __iter__(self) -> Iterator[Any]:
        return iter((self, self))  # as in `figure, axes = plt.subplots()`

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def __repr__(self) -> str:
        return ""


class Absent(ModuleType):
    """A module that has every name."""

    __path__: MutableSequence[str] = []  # noqa: RUF012 - what makes it a package

    def __getattr__(self, name: str) -> Any:
        if name == "__all__":
            return []
        if name.startswith("__"):
            raise AttributeError(name)
        if name == "check":
            return check
        if name == "tqdm":
            return lambda things=(), *_, **__: things
        return Inert()


class Finder(MetaPathFinder, Loader):
    """Finds the absent modules, after everything that is really there."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        first, *rest = name.split(".")
        absent = first in ABSENT or f"{first}.{''.join(rest[:1])}" in ABOVE
        return ModuleSpec(name, self, is_package=True) if absent else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return Absent(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        pass


def check(id: str, answer: Any = ...) -> Inert:
    """Note an answer; what it is worth is decided elsewhere."""
    noted[str(id).strip()] = answer
    return Inert()


noted: dict[str, Any] = {}


def install() -> None:
    """Put the stand-ins into this copy of nnbook."""
    sys.meta_path.append(Finder())
    names: dict[str, Any] = {"noted": noted, "check": check}
    nnbook.__dict__.update(names)
    nnbook.__dict__.update(dict.fromkeys(("hint", "progress", "quiz", "solution"), Inert()))
