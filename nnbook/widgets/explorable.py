"""Explorable: a figure that moves, alive in a notebook and on a page, still in print."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from html import escape
from typing import Any, ClassVar

import anywidget
import traitlets

from nnbook._checks import as_number, as_numbers
from nnbook.widgets.asking import Ask
from nnbook.widgets.script import module_script, page_style

__all__ = ["Explorable", "Number", "Numbers", "StateError", "figure_html"]


class StateError(traitlets.TraitError, ValueError):
    """A figure was given a state that it cannot be in."""


class Number(traitlets.TraitType[float, Any]):
    """A trait that holds one finite float."""

    info_text = "a number"

    def validate(self, obj: Any, value: Any) -> float:
        """The value as a float; raises TypeError or ValueError for what is no finite number."""
        return as_number(value, f"{self.name} of {type(obj).__name__}")


class Numbers(traitlets.TraitType[list[float], Any]):
    """A trait that holds a list of floats and takes anything that is a row of numbers."""

    info_text = "a list of numbers"

    def validate(self, obj: Any, value: Any) -> list[float]:
        """The value as a list of floats."""
        numbers = as_numbers(value, f"{self.name} of {type(obj).__name__}")
        if numbers.ndim != 1:
            msg = f"{self.name} of {type(obj).__name__} must be a list of numbers, not {value!r}"
            raise StateError(msg)
        return [float(one) for one in numbers]


class Explorable(anywidget.AnyWidget):
    """A figure whose state is its traits: Python sets and reads them, so does the reader's hand.

    A kind of figure is a subclass that sets `kind`, the name of its half in JavaScript (an entry of
    `nnbook.figures`), declares its state as traits tagged `sync=True, state=True`, and says what is
    impossible (`problem`, applied by a `traitlets.validate` method that returns `self.checked`),
    how it looks (`still`), in words (`alt`), and its caption.

    What a notebook stores is a still picture with the state; a page that loads
    `nnbook.widgets.page_script()` brings it to life without a kernel.
    """

    kind: ClassVar[str]
    _css = page_style()
    _opening = traitlets.Dict().tag(sync=True)  # what Reset returns to
    _ask = traitlets.Dict().tag(sync=True)  # a question put before the figure is shown

    def __init_subclass__(cls, **options: Any) -> None:
        # anywidget's add_traits makes a hidden subclass, which must keep the trait it has by then.
        if "kind" in cls.__dict__:
            cls._esm = module_script(cls.kind)
        super().__init_subclass__(**options)

    def __init__(self, *, ask: Ask | None = None, **state: Any) -> None:
        unknown = [key for key in state if key not in self._state_names()]
        if unknown:
            known = ", ".join(self._state_names())
            msg = f"{type(self).__name__} takes {known}, but received {', '.join(unknown)}"
            raise TypeError(msg)
        super().__init__(**state)
        self._refuse(self.problem(self.state()))
        self._opening = self.state()
        self._ask = ask.state() if ask else {}

    @classmethod
    def _state_names(cls) -> list[str]:
        # In the order in which they are declared, which is that of the class's parameters.
        declared = (vars(one).items() for one in reversed(cls.__mro__))
        return [
            key
            for items in declared
            for key, trait in items
            if isinstance(trait, traitlets.TraitType) and trait.metadata.get("state")
        ]

    def state(self) -> dict[str, Any]:
        """The traits that say what is shown, by name."""
        return {key: getattr(self, key) for key in self._state_names()}

    @property
    def opening(self) -> dict[str, Any]:
        """The state in which the figure was made, to which `reset` returns."""
        return dict(self._opening)

    def reset(self) -> None:
        """Return to the state in which the figure was made."""
        with self.hold_sync(), self.hold_trait_notifications():
            for key, value in self._opening.items():
                setattr(self, key, value)

    def problem(self, state: Mapping[str, Any]) -> str:
        """What is impossible about a state, in a sentence; "" if nothing."""
        raise NotImplementedError

    def still(self) -> str:
        """The picture as SVG text, as the live figure opens."""
        raise NotImplementedError

    @property
    def alt(self) -> str:
        """What is to be seen, in words."""
        raise NotImplementedError

    @property
    def caption(self) -> str:
        """The line under the figure."""
        raise NotImplementedError

    def checked(self, proposal: Any) -> Any:
        """A proposed value of a trait; raises StateError if the state would be impossible."""
        self._refuse(self.problem({**self.state(), proposal["trait"].name: proposal["value"]}))
        return proposal["value"]

    @staticmethod
    def _refuse(problem: str) -> None:
        if problem:
            raise StateError(problem)

    def __repr__(self) -> str:
        shown = ", ".join(f"{key}={value!r}" for key, value in self.state().items())
        return f"{type(self).__name__}({shown})"

    def _repr_mimebundle_(self, **options: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        data, metadata = super()._repr_mimebundle_(**options) or ({}, {})
        data["text/html"] = figure_html(
            self.kind, self.state(), self.still(), self.alt, self.caption, ask=self._ask
        )
        data["text/plain"] = repr(self)
        return data, metadata


def figure_html(
    kind: str, state: Mapping[str, Any], still: str, alt: str, caption: str, *,
    ask: Mapping[str, Any] | None = None,
) -> str:  # fmt: skip
    """What a notebook stores of a figure: its kind, state, still, alt text, caption, question."""
    asked = f' data-ask="{_packed(ask)}"' if ask else ""
    return (
        f'<figure class="nnbook" data-explorable="{kind}" data-state="{_packed(state)}"{asked}>'
        f"{still_html(still, alt)}<figcaption>{escape(caption)}</figcaption></figure>"
    )


def _packed(value: Mapping[str, Any]) -> str:
    return escape(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def still_html(still: str, alt: str) -> str:
    """A still as an image: an untrusted notebook shows it, and its styles stay inside."""
    if still.startswith(("<ol", "<p>")):  # questions are read as they stand, not as a picture
        return f'<div class="nnb-still">{still}</div>'
    if not still.startswith("<svg"):
        return f'<div class="nnb-still" role="img" aria-label="{escape(alt)}">{still}</div>'
    data = base64.b64encode(still.encode()).decode()
    return (
        f'<img class="nnb-still" alt="{escape(alt)}" style="max-width:100%;background:#fff" '
        f'src="data:image/svg+xml;base64,{data}">'
    )
