"""The controls of `interact`: each of its arguments as a widget and as a list of values."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import ipywidgets

__all__ = ["MOST_STATES", "Axis", "axis", "strides"]

MOST_STATES = 400

Slider = (ipywidgets.IntSlider, ipywidgets.FloatSlider, ipywidgets.BoundedIntText,
          ipywidgets.BoundedFloatText, ipywidgets.FloatLogSlider)  # fmt: skip
Selection = (ipywidgets.Dropdown, ipywidgets.RadioButtons, ipywidgets.Select,
             ipywidgets.ToggleButtons, ipywidgets.SelectionSlider)  # fmt: skip


@dataclass(frozen=True)
class Axis:
    """One control: its widget, the values it can take and how they are shown."""

    name: str
    kind: str  # number (a slider), choice (a list) or flag (a switch)
    values: list[Any]
    labels: list[str]
    widget: Any

    def index(self, value: Any) -> int:
        """The place of a value; of the nearest one on a slider."""
        if self.kind == "number":
            try:
                return min(range(len(self.values)), key=lambda i: abs(self.values[i] - value))
            except TypeError:  # a selection slider of things that are not numbers
                pass
        return self.values.index(value)

    def every(self, stride: int) -> Axis:
        """The axis with each `stride`-th value only, the present one among them."""
        first = self.index(self.widget.value) % stride
        return Axis(
            self.name, self.kind, self.values[first::stride], self.labels[first::stride],
            self.widget,
        )  # fmt: skip


def axis(name: str, given: Any, default: Any) -> Axis:
    """The control for one argument of `interact`, given as for `ipywidgets.interact`."""
    check_range(name, given)
    if isinstance(given, ipywidgets.Widget):
        widget = given
    else:
        widget = ipywidgets.interactive.widget_from_abbrev(given, default)
    if widget is None or isinstance(widget, ipywidgets.Text):
        msg = (
            f"{name}={given!r} is no control: give (smallest, largest, step), a list of choices, "
            f"True or False, or a widget such as ipywidgets.FloatSlider"
        )
        raise TypeError(msg)
    widget.description = widget.description or name
    if isinstance(widget, ipywidgets.Checkbox | ipywidgets.ToggleButton):
        return Axis(name, "flag", [False, True], ["off", "on"], widget)
    if isinstance(widget, Selection):
        kind = "number" if isinstance(widget, ipywidgets.SelectionSlider) else "choice"
        values, labels = list(widget._options_values), list(widget._options_labels)
    elif isinstance(widget, Slider):
        kind, values = "number", slider_values(widget)
        labels = [shown(value, widget) for value in values]
    else:
        msg = (
            f"{name} is a {type(widget).__name__}, whose states cannot be listed for the page: "
            f"use a slider, a list of choices or a checkbox"
        )
        raise TypeError(msg)
    if len(values) < 2:
        msg = f"{name}={given!r} leaves nothing to choose: it needs at least two values"
        raise ValueError(msg)
    made = Axis(name, kind, values, labels, widget)
    widget.value = values[made.index(widget.value)]  # a slider's middle may lie between two steps
    return made


def check_range(name: str, given: Any) -> None:
    """Say what is wrong with a tuple before ipywidgets says something less clear."""
    if not isinstance(given, tuple):
        return
    wanted = f"{name} must be (smallest, largest) or (smallest, largest, step)"
    if len(given) not in {2, 3} or not all(
        isinstance(one, int | float) and math.isfinite(one) for one in given
    ):
        msg = f"{wanted}, all of them numbers, but is {given!r}"
        raise ValueError(msg)
    if not given[0] < given[1]:
        msg = f"{wanted}, but {given!r} is an empty range"
        raise ValueError(msg)
    if len(given) == 3 and not 0 < given[2] <= given[1] - given[0]:
        msg = f"{wanted}, but {given[2]!r} is no step from {given[0]!r} towards {given[1]!r}"
        raise ValueError(msg)


def slider_values(widget: Any) -> list[Any]:
    """All values a slider can stand at."""
    count = math.floor((widget.max - widget.min) / widget.step + 1e-9) + 1
    places = [widget.min + i * widget.step for i in range(count)]
    if isinstance(widget, ipywidgets.FloatLogSlider):
        return [float(f"{widget.base**place:.12g}") for place in places]
    if isinstance(widget, ipywidgets.IntSlider | ipywidgets.BoundedIntText):
        return places
    return [round(place, 10) + 0.0 for place in places]


def shown(value: float, widget: Any) -> str:
    """A value as a label: with as many decimals as the slider's steps have."""
    if isinstance(widget, ipywidgets.FloatLogSlider):
        return f"{value:.4g}"
    digits = max(decimals(widget.min), decimals(widget.step))
    return f"{value:.{digits}f}".replace("-", "−")


def decimals(value: float) -> int:
    """How many decimals a number is written with."""
    exponent = Decimal(repr(value)).normalize().as_tuple().exponent
    return max(0, -int(exponent))


def strides(axes: Sequence[Axis]) -> list[int]:
    """How far apart the drawn values of each axis lie, so that all states together are few enough.

    Only sliders are thinned, the longest first. Raises ValueError if that is not enough.
    """
    steps = [1] * len(axes)

    def count(i: int) -> int:
        return len(axes[i].every(steps[i]).values)

    while math.prod(map(count, range(len(axes)))) > MOST_STATES:
        longest = max(
            (i for i, one in enumerate(axes) if one.kind == "number" and count(i) > 2),
            key=count, default=None,
        )  # fmt: skip
        if longest is None:
            msg = (
                f"{' x '.join(str(len(one.values)) for one in axes)} states are more than the "
                f"{MOST_STATES} that a page can replay: offer fewer choices"
            )
            raise ValueError(msg)
        steps[longest] += 1
    return steps
