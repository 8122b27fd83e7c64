"""Figures that move: alive in a notebook and on a page, still in print.

`Neuron` is a figure whose state is its traits; `interact` puts sliders on a Python function of the
reader's own. A page brings to life what a notebook stores of them, with `page_script()` and
`page_style()`.
"""

from nnbook.widgets.explorable import Explorable, StateError
from nnbook.widgets.interaction import Interaction, interact
from nnbook.widgets.neuron import Neuron
from nnbook.widgets.questions import Quiz
from nnbook.widgets.script import page_script, page_style, source_digest

__all__ = [
    "Explorable", "Interaction", "Neuron", "Quiz", "StateError", "interact", "page_script",
    "page_style", "source_digest",
]  # fmt: skip
