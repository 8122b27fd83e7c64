"""interact: ordinary ipywidgets in a notebook, frames for a page."""

import base64
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import ipywidgets
import matplotlib as mpl
import matplotlib.image
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.figure import Figure

from nnbook.plots.picture import Picture
from nnbook.widgets import Interaction, frames, interact

mpl.use("agg")
SHOWN = '<svg xmlns="http://www.w3.org/2000/svg"><text>{}</text></svg>'


def drawn(w: float, kind: str = "a") -> str:
    """An SVG that says what it was called with."""
    return SHOWN.format(f"{w:g} {kind}")


def line(w: float) -> Figure:
    """A line drawn with pyplot."""
    fig, ax = plt.subplots(figsize=(4, 3))
    ax.plot([0, 1], [0, w])
    return fig


def picture_of(made: Interaction) -> str:
    """What the notebook shows below the sliders."""
    return str(made.children[-1].value)


def sliders(made: Interaction) -> tuple[Any, ...]:
    """The controls."""
    return tuple(made.children[:-1])


def stored_state(made: Interaction) -> dict[str, Any]:
    """What a stored notebook keeps for the page."""
    found: dict[str, Any] = {}

    class Parser(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if tag == "figure":
                found.update(attrs)

    Parser().feed(made._repr_mimebundle_()["text/html"])
    assert found["data-explorable"] == "replay"
    state: dict[str, Any] = json.loads(found["data-state"])
    return state


@pytest.mark.parametrize(
    ("given", "widget", "values", "start"),
    [
        ((-1, 1, 0.5), ipywidgets.FloatSlider, [-1.0, -0.5, 0.0, 0.5, 1.0], 0.0),
        ((0, 4), ipywidgets.IntSlider, [0, 1, 2, 3, 4], 2),
        ((0, 10, 5), ipywidgets.IntSlider, [0, 5, 10], 5),
        (["x", "y"], ipywidgets.Dropdown, ["x", "y"], "x"),
        ({"one": 1, "two": 2}, ipywidgets.Dropdown, [1, 2], 1),
        (True, ipywidgets.Checkbox, [False, True], True),
        (ipywidgets.FloatLogSlider(value=1, min=-1, max=1, step=1), ipywidgets.FloatLogSlider,
         [0.1, 1.0, 10.0], 1.0),
        (ipywidgets.SelectionSlider(options=["p", "q"]), ipywidgets.SelectionSlider,
         ["p", "q"], "p"),
        (ipywidgets.RadioButtons(options=[7, 8], value=8), ipywidgets.RadioButtons, [7, 8], 8),
    ],
)  # fmt: skip
def test_takes_what_ipywidgets_takes(
    given: Any, widget: type, values: list[Any], start: Any
) -> None:
    """Each ordinary argument becomes the ipywidget it always was, with its values listed."""
    made = interact(lambda w: f"{w}", w=given)
    (control,) = sliders(made)
    assert isinstance(control, widget)
    assert control.value == start
    assert made._axes[0].values == values
    assert picture_of(made).count(f"<pre>{start}</pre>") == 1


def test_slider_draws_again_in_the_kernel() -> None:
    """Setting a slider's value calls the function and shows what it returns."""
    made = interact(drawn, w=(-3, 3, 0.1), kind=["a", "b"])
    before = picture_of(made)
    sliders(made)[0].value = 1.5
    after = picture_of(made)
    assert before != after
    sliders(made)[1].value = "b"
    assert picture_of(made) not in {before, after}
    assert repr(made) == "interact(drawn, w=1.5, kind=b)"


def test_an_error_of_the_function_is_shown() -> None:
    """When the function fails for some value, its error stands where the picture was."""
    made = interact(lambda w: str(1 / w), w=(0, 2, 1))
    sliders(made)[0].value = 0
    assert "ZeroDivisionError: division by zero" in picture_of(made)
    sliders(made)[0].value = 2
    assert "0.5" in picture_of(made)


def test_slider_between_two_steps_starts_on_one() -> None:
    """The middle of a range that is no step gives way to the nearest value, so frames fit."""
    made = interact(drawn, w=(0.0, 1.0, 0.3))
    assert sliders(made)[0].value in {0.3, 0.6}


def test_defaults_and_fixed_arguments() -> None:
    """An argument with a default keeps it, a slider starts at it, fixed values are passed on."""
    made = interact(drawn, w=(0, 3, 1))
    assert len(sliders(made)) == 1

    def f(w: float = 2.0, k: int = 1) -> str:
        return f"{w} {k}"

    made = interact(f, w=(0.0, 3.0, 1.0), k=ipywidgets.fixed(9))
    assert "2.0 9" in picture_of(made)


WRONG: list[tuple[Callable[..., Any], dict[str, Any], str]] = [
    (drawn, {"v": (0, 1)}, "drawn takes w, kind, but interact was given v"),
    (drawn, {"kind": ["a", "b"]}, "drawn takes w, kind, but interact was given no w"),
    (drawn, {}, "interact was given no w"),
    (lambda: "a", {}, "needs at least one argument to move"),
    (drawn, {"w": (3, -3, 0.1)}, r"w must be .*, but \(3, -3, 0.1\) is an empty range"),
    (drawn, {"w": (0, 1, 0)}, "0 is no step from 0 towards 1"),
    (drawn, {"w": (0, 1, 2, 3)}, "all of them numbers"),
    (drawn, {"w": (0, float("nan"))}, "all of them numbers"),
    (drawn, {"w": []}, "w"),
    (drawn, {"w": ["only"]}, "needs at least two values"),
    (drawn, {"w": "text"}, "w='text' is no control"),
    (drawn, {"w": None}, "w=None is no control"),
    (drawn, {"w": ipywidgets.IntText()}, "w is a IntText, whose states cannot be listed"),
    (drawn, {"w": list(range(500))}, "500 states are more than the 400"),
    (lambda alt: alt, {"alt": "words"}, "has an argument called alt, which interact itself takes"),
    (lambda w, caption: w, {"w": (0, 1)}, "an argument called caption"),
    (
        lambda w: None,
        {"w": (0, 1)},
        "returned None, which interact cannot show: return a matplotlib",
    ),
    (lambda w: object(), {"w": (0, 1)}, "which interact cannot show"),
]


@pytest.mark.parametrize(("f", "controls", "sentence"), WRONG)
def test_wrong_arguments_are_named(
    f: Callable[..., Any], controls: dict[str, Any], sentence: str
) -> None:
    """What does not fit is refused in one sentence, as ValueError or TypeError."""
    with pytest.raises((ValueError, TypeError), match=sentence):
        interact(f, **controls)


def test_a_string_is_no_function() -> None:
    """interact takes a function."""
    with pytest.raises(TypeError, match="interact takes a function, but received 'f'"):
        interact("f", w=(0, 1))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.123456789, "<pre>0.1235</pre>"), (3, "<pre>3</pre>"), (True, "<pre>True</pre>"),
     (np.array([1.0, 0.30000000000000004]), "<pre>[1.  0.3]</pre>"),
     ([1, 2.5], "<pre>[1.  2.5]</pre>"),
     ("a < b", "<pre>a &lt; b</pre>"), ("<b>bold</b>", "<b>bold</b>")],
)  # fmt: skip
def test_numbers_arrays_and_text_are_shown(value: Any, shown: str) -> None:
    """A number, an array or text is shown as text, HTML as HTML."""
    assert shown in interact(lambda w: value, w=(0, 1))._repr_mimebundle_()["text/html"]


def test_a_large_table_becomes_a_map() -> None:
    """Blue above 0, vermilion below, white at 0, and its first row on top."""
    table = np.zeros((30, 40))
    table[0, 0], table[29, 39], table[0, 39] = 2.0, -1.0, np.nan
    made = interact(lambda w: w * table, w=(1, 3))
    still = made._still
    data = base64.b64decode(re.search(r"data:image/png;base64,([^\"]+)", still)[1])
    pixels = mpl.image.imread(io.BytesIO(data))
    assert pixels.shape[:2] == (30, 40)
    np.testing.assert_allclose(pixels[0, 0, :3] * 255, [0x00, 0x72, 0xB2], atol=0.5)
    np.testing.assert_allclose(pixels[0, 39, :3], 1)
    np.testing.assert_allclose(pixels[15, 20, :3], 1)
    half = (np.array([0xD5, 0x5E, 0x00]) + 255) / 2
    np.testing.assert_allclose(pixels[29, 39, :3] * 255, half, atol=2)
    sliders(made)[0].value = 3
    assert made._still == still  # the scale is the map's own
    small = interact(lambda w: w * table[:2, :3], w=(1, 3))
    assert small._still.startswith("<pre>")


def test_matplotlib_figures_are_shown_and_closed() -> None:
    """A figure becomes SVG that takes the page's colours, and pyplot keeps none of them open."""
    plt.close("all")
    made = interact(line, w=(0, 1, 0.1))
    for value in (0.2, 0.9):
        sliders(made)[0].value = value
    assert plt.get_fignums() == []
    assert made._still.startswith("<svg")
    assert "#ffffff" not in made._still.replace("var(--nnb-paper,#ffffff)", "")
    assert "#000" not in made._still
    assert interact(line, w=(0, 1, 0.1))._still == interact(line, w=(0, 1, 0.1))._still


def test_a_picture_brings_its_own_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The alt text of a Picture describes each frame."""
    monkeypatch.setenv("NNBOOK_FRAMES", str(tmp_path))
    made = interact(lambda w: Picture(line(w), f"A line of slope {w:g}."), w=(0, 2, 1))
    assert 'alt="A line of slope 1."' in made._repr_mimebundle_()["text/html"]
    (path,) = tmp_path.iterdir()
    assert read(path)["words"] == [f"A line of slope {w}." for w in (0, 1, 2)]


def test_alt_text_names_the_values() -> None:
    """A name in braces in the alt text stands for the value, in the still and for the page."""
    made = interact(drawn, w=(-1, 1, 0.5), alt="A curve for w = {w}.", caption="Move w & look.")
    html = made._repr_mimebundle_()["text/html"]
    assert 'alt="A curve for w = 0.0."' in html
    assert "<figcaption>Move w &amp; look.</figcaption>" in html
    assert stored_state(made)["alt"] == "A curve for w = {w}."


def read(path: Path) -> dict[str, Any]:
    """The packed frames in a file."""
    second = path.read_text(encoding="utf-8").split("\n")[1]
    packed: dict[str, Any] = json.loads(second[second.index(", ") + 2 : -2])
    return packed


def test_frames_hold_every_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With NNBOOK_FRAMES set, frame n is what the function draws for the page's n-th state."""
    made = interact(drawn, w=(-1, 1, 0.5), kind=["a", "b"])
    assert not list(tmp_path.iterdir())
    monkeypatch.setenv("NNBOOK_FRAMES", str(tmp_path))
    made = interact(drawn, w=(-1, 1, 0.5), kind=["a", "b"])
    state = stored_state(made)
    (path,) = tmp_path.iterdir()
    assert path.name == f"{state['key']}.js"
    packed = read(path)
    wanted = [drawn(w, kind) for w in (-1, -0.5, 0, 0.5, 1) for kind in "ab"]
    assert [frames.unpack(packed, i) for i in range(10)] == wanted
    start = state["index"][0] * 2 + state["index"][1]
    assert frames.unpack(packed, start) == made._still
    assert [axis["labels"] for axis in state["axes"]] == [
        ["−1.0", "−0.5", "0.0", "0.5", "1.0"], ["a", "b"]]  # fmt: skip


def test_frames_drawn_by_these_sources_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Frames that are there and fresh are not drawn again."""
    monkeypatch.setenv("NNBOOK_FRAMES", str(tmp_path))
    calls: list[float] = []

    def f(w: float) -> float:
        calls.append(w)
        return w

    interact(f, w=(0, 3, 1))
    drawn_before = len(calls)
    interact(f, w=(0, 3, 1))
    assert drawn_before == 5
    assert len(calls) == drawn_before + 1


def test_large_grids_are_thinned_and_say_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """61 x 61 states become at most 400, the start among them, and the caption says so."""
    monkeypatch.setenv("NNBOOK_FRAMES", str(tmp_path))
    made = interact(lambda w, b: f"{w:g} {b:g}", w=(-3, 3, 0.1), b=(-3, 3, 0.1), caption="A line.")
    state = stored_state(made)
    counts = [len(axis["labels"]) for axis in state["axes"]]
    assert 200 < counts[0] * counts[1] <= 400
    assert [axis["labels"][i] for axis, i in zip(state["axes"], state["index"], strict=True)] == [
        "0.0", "0.0"]  # fmt: skip
    assert made.caption == (
        "A line. On this page w moves by 4 steps at a time and b moves by 3 steps at a time; "
        "in a notebook, by one."
    )
    assert len(made._axes[0].values) == 61
    (path,) = tmp_path.iterdir()
    packed = read(path)
    assert len(packed["frames"]) == counts[0] * counts[1]
    place = state["index"][0] * counts[1] + state["index"][1]
    assert frames.unpack(packed, place) == made._still


def test_key_depends_on_code_and_controls() -> None:
    """The same figure has the same key; another function or other controls have another."""

    def other(w: float) -> str:
        return f"other {w}"

    keys = [interact(drawn, w=(0, 1, 0.5))._key, interact(drawn, w=(0, 1, 0.5))._key,
            interact(drawn, w=(0, 1, 0.25))._key, interact(other, w=(0, 1, 0.5))._key]  # fmt: skip
    assert keys[0] == keys[1]
    assert len(set(keys)) == 3


SHELL = """
import sys
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
history = sys.argv[1] == "kept"
for cell in ["from nnbook.widgets import interact\\ndef f(w): return w * a", *sys.argv[2:],
             "made = interact(f, w=(0, 1))"]:
    shell.run_cell(cell, store_history=history).raise_error()
print(shell.user_ns["made"]._key)
"""


def key_after(home: Path, history: str, *cells: str) -> str:
    """The key of a figure in a notebook, after these cells."""
    command = [sys.executable, "-c", SHELL, history, *cells]
    environment = {**os.environ, "IPYTHONDIR": str(home)}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return done.stdout.split()[-1]


def test_key_depends_on_the_cells_before(tmp_path: Path) -> None:
    """In a notebook any code cell before counts, for the picture may depend on it; spaces do not.

    Nor does it matter whether the kernel keeps a history, which nbval's does not.
    """
    key = key_after(tmp_path, "kept", "a = 1")
    assert key_after(tmp_path, "kept", "a = 1 ") == key
    assert key_after(tmp_path, "none", "a = 1") == key
    assert key_after(tmp_path, "kept", "a = 2") != key


def test_matplotlib_waits_until_it_is_needed() -> None:
    """Neither importing nnbook.widgets nor a figure without matplotlib imports it."""
    code = ("import sys; from nnbook.widgets import Neuron, interact; Neuron(); "
            "interact(lambda w: w, w=(0, 1)); print('matplotlib' in sys.modules)")  # fmt: skip
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
