"""Networks, points and helpers that the tests of the pictures share."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from nnbook import (
    Layer,
    Network,
    backprop,
    mse,
    sigmoid,
    tanh,
)
from nnbook.plots import (
    Picture,
    draw_activation,
    draw_boundary,
    draw_data,
    draw_history,
    draw_network,
)

IMAGES = Path(__file__).parents[2] / "book" / "images"
CHAPTERS = sorted(IMAGES.parent.glob("*.ipynb"))
SVG = "{http://www.w3.org/2000/svg}"
POINTS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
AND = np.array([0, 0, 0, 1])

HAND = Network(
    [
        Layer([[0.7, 0.4], [0.3, 0.7]], None, sigmoid),
        Layer([[0.55, 0.45]], None, sigmoid),
    ]
)
SIGNED = Network(
    [
        Layer([[0.1, 0.2], [0.3, -0.4], [0.5, 0.0]], [0.1, -0.25, 0.3], tanh),
        Layer([[0.7, -0.8, 0.9]], [0.4], sigmoid),
    ]
)


def random_network(*sizes: int) -> Network:
    """A network of these sizes with weights of both signs."""
    return Network.random(list(sizes), "tanh", rng=np.random.default_rng(7))


def svg_of(ax: Axes) -> str:
    """The axes' figure as a picture."""
    return Picture(ax.figure, alt="a picture").svg


def texts_of(ax: Axes) -> list[str]:
    """All text that stands in the axes."""
    return [text.get_text() for text in ax.texts]


def by_name(artists: Any) -> dict[str, Any]:
    """Artists that carry a name, by it."""
    return {artist.get_gid(): artist for artist in artists if artist.get_gid()}


def every_picture() -> list[Axes]:
    """One of each kind."""
    trace = backprop(SIGNED, [0.5, 0.3], [1.0], mse)
    history = SimpleNamespace(losses=[0.7, 0.5, 0.4], validation_losses=[0.8, 0.6, 0.6])
    return [
        draw_network(SIGNED, trace, slopes=True),
        draw_network(random_network(4, 8, 3)),
        draw_boundary(lambda p: p.sum(axis=1) / 3, POINTS, AND),
        draw_history(history),
        draw_history(history, log=True),
        draw_activation(sigmoid),
        draw_data(POINTS, AND),
    ]
