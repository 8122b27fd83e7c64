"""interact: sliders for a Python function of the reader's own, in a notebook and on a page.

In a notebook the sliders are ordinary ipywidgets and Python draws. A page has no Python: there the
figure replays pictures that were drawn when the chapters were last run with NNBOOK_FRAMES set.
"""

from __future__ import annotations

import hashlib
import inspect
import itertools
import json
import linecache
import os
import sys
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import Any

import ipywidgets
import numpy as np

from nnbook.widgets import frames
from nnbook.widgets.asking import Ask
from nnbook.widgets.axes import axis, strides
from nnbook.widgets.explorable import figure_html, still_html
from nnbook.widgets.tables import as_text, is_map, map_svg

__all__ = ["Interaction", "interact"]

OWN = ("alt", "ask", "caption")


def interact(
    f: Callable[..., Any], *, alt: str = "", caption: str = "", ask: Ask | None = None,
    **controls: Any,
) -> Interaction:  # fmt: skip
    """Sliders for the arguments of f, and what f returns below them; let a cell end with it.

    Parameters
    ----------
    f
        a function that returns a matplotlib Figure, an object that shows itself as SVG or HTML, a
        string of either, a number, an array or text. A table of more than 1000 numbers becomes a
        map (blue above 0, vermilion below). Called with keyword arguments.
    alt
        what is to be seen, for those who do not see it; "{w}" in it stands for the value of w.
    caption
        the line under the figure.
    ask
        a question to be answered before the figure is shown.
    controls
        for each argument of f what `ipywidgets.interact` takes: (smallest, largest, step) for a
        slider, a list or dict of choices, True or False for a switch, a single number for a slider
        around it, or a widget. Arguments of f with a default may be left out, and keep it.

    Where the environment variable NNBOOK_FRAMES names a folder, the pictures of all states (at most
    400; else the sliders move in larger steps on the page, and the caption says so) are written
    there for the page.

    Raises
    ------
    TypeError
        for a name that is not an argument of f, one that is missing, an argument of f called alt,
        ask or caption, a control that cannot be one.
    ValueError
        for an empty range, too many choices, or pictures too large for a page.

    """
    return Interaction(f, controls, alt, caption, ask)


class Interaction(ipywidgets.VBox):  # type: ignore[misc]
    """What `interact` returns: the controls, and the picture below them."""

    def __init__(
        self, f: Callable[..., Any], controls: Mapping[str, Any], alt: str, caption: str,
        ask: Ask | None,
    ) -> None:  # fmt: skip
        self._f, self._name = f, getattr(f, "__name__", type(f).__name__)
        defaults = checked_names(f, self._name, controls)
        self._fixed = {k: v.value for k, v in controls.items() if isinstance(v, ipywidgets.fixed)}
        moved = {k: v for k, v in controls.items() if k not in self._fixed}
        if not moved:
            msg = f"interact({self._name}) needs at least one argument to move, such as w=(-3, 3)"
            raise TypeError(msg)
        self._axes = [axis(k, v, defaults[k]) for k, v in moved.items()]
        self._steps = strides(self._axes)
        self._page_axes = [
            one.every(step) for one, step in zip(self._axes, self._steps, strict=True)
        ]
        shown = ", ".join(f"{one.name} = {{{one.name}}}" for one in self._axes)
        self._alt, self._caption = alt or f"What {self._name} gives for {shown}", caption
        self._still, self._words = self._draw(self._values())
        self._picture = ipywidgets.HTML(value=self._live())
        self._ask = ask
        super().__init__()
        if ask:
            self.children = [ask.widget(self._show)]
        else:
            self._show("")
        for one in self._axes:
            one.widget.observe(self._redraw, "value")
        self._key = self._make_key()
        if folder := os.environ.get("NNBOOK_FRAMES"):
            self._write_frames(Path(folder))

    def _show(self, reply: str) -> None:
        said = [ipywidgets.HTML(escape(reply))] if reply else []
        self.children = [*said, *(one.widget for one in self._axes), self._picture]

    def _values(self) -> dict[str, Any]:
        return {one.name: one.widget.value for one in self._axes}

    def _draw(self, values: Mapping[str, Any]) -> tuple[str, str]:
        """The picture for these values as SVG or HTML, and words that it brings itself."""
        return rendered(self._f, {**self._fixed, **values}, self._name)

    def _described(self) -> str:
        """The picture in words: its own, or the alt text with the values in its braces."""
        words = self._words or self._alt
        for one in self._axes:
            words = words.replace(f"{{{one.name}}}", one.labels[one.index(one.widget.value)])
        return words

    def _live(self) -> str:
        caption = f"<p>{escape(self._caption)}</p>" if self._caption else ""
        return still_html(self._still, self._described()) + caption

    def _redraw(self, _change: Any) -> None:
        try:
            self._still, self._words = self._draw(self._values())
        except Exception as error:  # noqa: BLE001  the function is the reader's: show what it raised
            self._picture.value = f"<pre>{escape(f'{type(error).__name__}: {error}')}</pre>"
        else:
            self._picture.value = self._live()

    def _make_key(self) -> str:
        """What the pictures depend on, as a name: all code up to here, and the controls."""
        from nnbook import __version__

        code = cells_so_far()
        controls = [[one.name, one.kind, one.labels] for one in self._page_axes]
        parts = [__version__, code, self._name, source(self._f), controls]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]

    def _write_frames(self, folder: Path) -> None:
        if frames.fresh(folder, self._key):
            return
        names = [one.name for one in self._page_axes]
        states = itertools.product(*(one.values for one in self._page_axes))
        drawn = [self._draw(dict(zip(names, state, strict=True))) for state in states]
        words = [own for _, own in drawn] if self._words else ()
        packed = frames.pack([frames.coloured(markup) for markup, _ in drawn], words)
        frames.write(folder, self._key, packed, f"interact({self._name})")

    @property
    def caption(self) -> str:
        """The line under the figure on a page: the caption, and how it was thinned."""
        thinned = [
            f"{one.name} moves by {step} steps at a time"
            for one, step in zip(self._axes, self._steps, strict=True)
            if step > 1
        ]
        note = f"On this page {' and '.join(thinned)}; in a notebook, by one." if thinned else ""
        return " ".join(filter(None, (self._caption, note)))

    def state(self) -> dict[str, Any]:
        """What the page needs: the controls, where they stand, the frames' key, the words."""
        return {
            "axes": [
                {"name": one.name, "kind": one.kind, "labels": one.labels}
                for one in self._page_axes
            ],
            "index": [one.index(one.widget.value) for one in self._page_axes],
            "key": self._key,
            "alt": "" if self._words else self._alt,  # words of their own come with the frames
        }

    def __repr__(self) -> str:
        shown = ", ".join(
            f"{one.name}={one.labels[one.index(one.widget.value)]}" for one in self._axes
        )
        return f"interact({self._name}, {shown})"

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        data: dict[str, Any] = super()._repr_mimebundle_(**options)
        data["text/plain"] = repr(self)
        data["text/html"] = figure_html(
            "replay", self.state(), self._still, self._described(), self.caption,
            ask=self._ask.state() if self._ask else None,
        )  # fmt: skip
        return data


def checked_names(f: Callable[..., Any], name: str, controls: Mapping[str, Any]) -> dict[str, Any]:
    """The default of each argument of f, after a check that the controls fit them."""
    if not callable(f):
        msg = f"interact takes a function, but received {f!r}"
        raise TypeError(msg)
    parameters = inspect.signature(f).parameters
    kinds = {one.kind for one in parameters.values()}
    for own in OWN:
        if own in parameters:
            msg = (
                f"{name} has an argument called {own}, which interact itself takes for the "
                f"figure's {own}: give the argument of {name} another name"
            )
            raise TypeError(msg)
    known = ", ".join(parameters) or "no arguments"
    unknown = [key for key in controls if key not in parameters]
    if unknown and inspect.Parameter.VAR_KEYWORD not in kinds:
        msg = f"{name} takes {known}, but interact was given {', '.join(unknown)}"
        raise TypeError(msg)
    missing = [
        key
        for key, one in parameters.items()
        if key not in controls
        and one.default is one.empty
        and one.kind not in {one.VAR_KEYWORD, one.VAR_POSITIONAL}
    ]
    if missing:
        msg = f"{name} takes {known}, but interact was given no {', '.join(missing)}"
        raise TypeError(msg)
    empty = inspect.Parameter.empty
    return {key: parameters[key].default if key in parameters else empty for key in controls}


def rendered(f: Callable[..., Any], values: Mapping[str, Any], name: str) -> tuple[str, str]:
    """What f returns for these values as SVG or HTML, with words if it brings its own."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    before = set(pyplot.get_fignums()) if pyplot else set()
    value = f(**values)
    markup, words = as_markup(value, name)
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        # A notebook would show figures that are left open once more below the cell.
        for number in set(pyplot.get_fignums()) - before:
            pyplot.close(number)
        pyplot.close(value) if is_figure(value) else None
    return markup, words


def is_figure(value: Any) -> bool:
    """Whether a value is a matplotlib figure, without importing matplotlib for the question."""
    module = sys.modules.get("matplotlib.figure")
    return module is not None and isinstance(value, module.Figure)


def as_markup(value: Any, name: str) -> tuple[str, str]:
    """A value as SVG or HTML, with words if it brings its own."""
    if is_figure(value):
        from nnbook.plots.picture import figure_svg

        return themed(figure_svg(value)), ""
    if hasattr(value, "svg") and hasattr(value, "alt"):  # a Picture of nnbook.plots
        return themed(value.svg), str(value.alt)
    if is_map(value):
        return map_svg(value), ""
    for method in ("_repr_svg_", "_repr_html_"):
        if (markup := getattr(value, method, lambda: None)()) is not None:
            return str(markup), ""
    if isinstance(value, str):
        markup = value.lstrip().startswith("<")
        return value if markup else f"<pre>{escape(value)}</pre>", ""
    if isinstance(value, int | float | np.number | np.ndarray | list | tuple):
        return f"<pre>{escape(as_text(value))}</pre>", ""
    msg = (
        f"{name} returned {value!r}, which interact cannot show: return a matplotlib Figure, "
        f"an SVG or HTML string, a number, an array or text"
    )
    raise TypeError(msg)


def themed(svg: str) -> str:
    """A matplotlib SVG that takes the page's colours: its text's, and for white the paper's."""
    svg = svg.replace(' color="#000"', "", 1)
    return frames.rounded(svg).replace("#ffffff", "var(--nnb-paper,#ffffff)")


def cells_so_far() -> list[str]:
    """The code cells run so far, if this is a notebook; what f draws may depend on any of them."""
    if (module := sys.modules.get("IPython")) is None or (shell := module.get_ipython()) is None:
        return []
    # Not the history: whoever runs a notebook only to compare its outputs may keep none.
    named = shell.compile.format_code_name
    cells = [entry for name, entry in list(linecache.cache.items()) if named(name)]
    return ["".join(entry[2]).strip() for entry in cells if len(entry) > 1]


def source(f: Callable[..., Any]) -> str:
    """The text of f."""
    try:
        return inspect.getsource(f)
    except (OSError, TypeError):  # made by exec, or a callable object
        return ""
