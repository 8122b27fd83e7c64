"""Pictures of networks, data, boundaries and losses in the book's style; needs matplotlib.

Every `draw_` function takes `ax=None`, returns the Axes it drew on, and leaves matplotlib's global
settings alone. `Picture(ax.figure, alt="...")` shows a figure with its alt text.
"""

from nnbook.plots.boundary import draw_boundary
from nnbook.plots.charts import draw_activation, draw_data, draw_history
from nnbook.plots.diagram import draw_network
from nnbook.plots.picture import Picture
from nnbook.plots.style import new_figure, use_book_style

__all__ = [
    "Picture",
    "draw_activation",
    "draw_boundary",
    "draw_data",
    "draw_history",
    "draw_network",
    "new_figure",
    "use_book_style",
]
