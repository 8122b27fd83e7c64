"""The one JavaScript text that makes figures move, for pages and for live notebooks.

It has no import, no export and asks for nothing: with one last line it is a page's classic script,
which works from a folder on a stick too; with another it is the module that anywidget loads.
"""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from pathlib import Path

__all__ = [
    "figure_scripts", "module_script", "page_script", "page_style", "progress_script",
    "source_digest",
]  # fmt: skip

HERE = Path(__file__).parent
PACKAGE = HERE.parent
DRAW_NOTHING = {"__main__.py", "classroom", "cli.py", "commands", "exercises"}
# In the order in which each needs those before it: what every page needs, and what each of the
# larger figures needs besides, which a page fetches when one of them is scrolled near.
SHARED = (
    "marks", "engine_functions", "engine_network", "engine_words", "engine_scalars", "engine_trace",
    "engine_random", "engine_kernel", "engine_map", "engine_trainer", "engine",
    "controls", "kit", "chart", "stage", "replay", "answers", "quiz",
    "form_judges", "form_lines", "form", "progress", "progress_share", "progress_page", "page",
)  # fmt: skip
FIGURES = {
    "neuron": ("neuron_picture", "neuron_plane", "neuron_code", "neuron"),
    "perceptron": ("perceptron_run", "perceptron_picture", "perceptron_code", "perceptron"),
    "xor": ("xor_lines", "xor_picture", "xor_code", "xor"),
    "activations": ("activations_picture", "activations_code", "activations"),
    "losses": ("losses_picture", "losses_code", "losses"),
    "descent": (
        "descent_paths", "descent_words", "descent_picture", "descent_code", "descent",
    ),
    "backpropagation": (
        "backpropagation_walk", "backpropagation_picture", "backpropagation_stepper",
        "backpropagation_table", "backpropagation_form", "backpropagation_code", "backpropagation",
    ),
    "playground": (
        "engine_normal", "playground_data", "playground_gallery", "playground_run",
        "playground_picture", "playground_look", "playground_form", "playground_code",
        "playground",
    ),
    "digit_reader": ("digit_reader_ink", "digit_reader_code", "digit_reader"),
    "convolution": ("convolution_numbers", "convolution"),
    "kohonen": ("kohonen_run", "kohonen"),
    "gan": ("engine_normal", "gan_run", "gan_code", "gan"),
}  # fmt: skip


COMMENT = re.compile(r"^[ \t]*(?:/\*(?:(?!\*/)[\s\S])*\*/|//[^\n]*)[ \t]*\n", re.MULTILINE)
NAMESPACE = """/** All names are in here. */
var nnbook = {};
/** The kinds of figures by name; what one is, says stage.js. @type {Object<string, any>} */
nnbook.figures = {};
"""


def parts() -> list[str]:
    """The names of all parts, in order."""
    return [*SHARED, *(part for parts in FIGURES.values() for part in parts)]


@cache
def text_of(parts: tuple[str, ...]) -> str:
    """The text of some parts, one after the other."""
    return "\n".join((HERE / "js" / f"{part}.js").read_text(encoding="utf-8") for part in parts)


def core() -> str:
    """All of it, in a namespace of its own: what every page needs, then every figure."""
    return NAMESPACE + "\n".join(map(text_of, (SHARED, *FIGURES.values())))


def page_script() -> str:
    """The script of a page: it finds the page's figures and brings them to life.

    A page loads it as a classic script. It fetches `figure_scripts` from `figures/` beside itself,
    and the frames of replayed figures from `frames/`, or from where the attribute `data-frames` of
    its script element says.
    """
    kinds = json.dumps(list(FIGURES))
    text = f"{NAMESPACE}{text_of(SHARED)}\nnnbook.page.open(document.currentScript, {kinds});\n"
    return without_comments(text)


def progress_script() -> str:
    """The script that keeps and shares a learner's progress on a page without figures.

    JupyterLite's page loads it: there the answers come from the Python of the notebook.
    """
    text = text_of(("progress", "progress_share"))
    return without_comments(f"{NAMESPACE}{text}\nnnbook.progressShare.open();\n")


def figure_scripts() -> dict[str, str]:
    """The scripts of the larger figures, by kind; a page loads one when such a figure is near."""
    return {kind: without_comments(text_of(parts)) for kind, parts in FIGURES.items()}


def without_comments(script: str) -> str:
    """The script without the comments that fill their lines; who reads the source has them."""
    return COMMENT.sub("", script)


def page_style() -> str:
    """The style sheet that belongs to the script, and to stills."""
    return (HERE / "style.css").read_text(encoding="utf-8")


def module_script(kind: str) -> str:
    """The same text as a module for anywidget, showing figures of one kind."""
    tail = f'{{ render: (context) => nnbook.page.render("{kind}", context) }}'
    return f"{NAMESPACE}{text_of(SHARED + FIGURES.get(kind, ()))}\nexport default {tail};\n"


def source_digest() -> str:
    """A digest of all code that a picture may depend on: what was drawn with other code is stale.

    Exercises and commands draw nothing; a page's script and style only show what was drawn.
    """
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*.py"), key=lambda path: path.relative_to(PACKAGE).parts):
        name = path.relative_to(PACKAGE)
        if name.parts[0] not in DRAW_NOTHING:
            digest.update(name.as_posix().encode() + b"\0")
            digest.update(path.read_text(encoding="utf-8").encode() + b"\0")
    return digest.hexdigest()[:16]
