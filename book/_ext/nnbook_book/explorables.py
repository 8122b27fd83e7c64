"""``{explorable}``: a figure of ``nnbook.widgets`` on a page that is no notebook.

::

    ```{explorable} Neuron(x=[0.9, 0.1], w=[0.3, 0.9], threshold=0.5)
    :caption: Clouds and wind.
    ```

is what the same call leaves in a stored notebook: the still, with the state that brings it to life.
Alt text and caption are the figure's own, computed from its state; the options replace them.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from nnbook import widgets
from nnbook.widgets.explorable import Explorable, figure_html

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx

KINDS = {
    name: kind
    for name in widgets.__all__
    if isinstance(kind := getattr(widgets, name), type) and hasattr(kind, "kind")
}


def explorable(call: str) -> Explorable:
    """The figure that a call such as ``Neuron(x=[1], w=[2])`` makes.

    Nothing but literal values is evaluated. Raises ValueError for any other text, for a figure that
    does not exist, and for a state that the figure cannot be in.
    """
    try:
        kind, state = _read(call)
    except (SyntaxError, ValueError) as error:
        raise ValueError(
            f"explorable wants a call such as Neuron(x=[1], w=[2]), but got {call!r}: {error}"
        ) from error
    if kind not in KINDS:
        raise ValueError(f"explorable knows {', '.join(KINDS)}, but not {kind}")
    try:
        return KINDS[kind](**state)  # type: ignore[no-any-return]
    except TypeError as error:
        raise ValueError(str(error)) from error


def _read(call: str) -> tuple[str, dict[str, Any]]:
    made = ast.parse(call.strip(), mode="eval").body
    if not isinstance(made, ast.Call) or not isinstance(made.func, ast.Name) or made.args:
        raise ValueError("it is no call with named values")
    return made.func.id, {str(one.arg): ast.literal_eval(one.value) for one in made.keywords}


def figure_of(shown: Explorable, *, alt: str = "", caption: str = "") -> str:
    """The HTML of a figure, as a stored notebook has it. Raises ValueError without words for it."""
    alt, caption = alt or shown.alt, caption or shown.caption
    if not alt or not caption:
        raise ValueError(f"the figure {shown!r} has no {'caption' if alt else 'alt text'}")
    return figure_html(shown.kind, shown.state(), shown.still(), alt, caption)


class ExplorableDirective(SphinxDirective):
    """Puts a figure that moves into a page."""

    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        "alt": directives.unchanged_required,
        "caption": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        """The figure as HTML; other formats get nothing."""
        try:
            html = figure_of(explorable(self.arguments[0]), **self.options)
        except ValueError as error:
            raise self.error(str(error)) from error
        return [nodes.raw("", html, format="html")]


def setup(app: Sphinx) -> None:
    """Add the directive."""
    app.add_directive("explorable", ExplorableDirective)
