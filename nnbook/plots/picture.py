"""Picture: a figure with the words that stand for it, shown the same way everywhere."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from html import escape

from matplotlib.figure import Figure

from nnbook.plots.style import book_style
from nnbook.plots.wording import typeset

__all__ = ["Picture"]

PIXELS_PER_INCH = 100
# The layout starts from where the last one left the axes; after so many it stays.
LAYOUTS = 2
FONTS = "'DejaVu Sans', Verdana, system-ui, sans-serif"
# What matplotlib puts into a style sheet for `*` (which would leak into a page that inlines the
# picture) is said once on the root; black becomes the colour of the text around the picture.
ROOT = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {right:g} {bottom:g}" '
    'color="#000" fill="currentColor" stroke-linejoin="round" stroke-linecap="butt">'
)


class Picture:
    """A matplotlib figure as a still image with alt text, to end a cell with.

    In a notebook it shows as an SVG on white; the text in it is text, not outlines. The bytes are
    the same in each run, and coordinates are rounded to 0.01 pt, so that a stored picture can be
    compared with a new one.

    Parameters
    ----------
    fig
        the figure; drawn when the picture is shown.
    alt
        what is to be seen, in a sentence or two, for those who do not see it; not empty.
    caption
        the line under the picture, as plain text; empty for none.

    Raises
    ------
    TypeError
        when `fig` is not a Figure, or alt or caption is not a string.
    ValueError
        when `alt` is empty or blank.

    """

    def __init__(self, fig: Figure, alt: str, caption: str = "") -> None:
        if not isinstance(fig, Figure):
            raise TypeError(f"fig of Picture must be a matplotlib Figure, but received {fig!r}")
        for name, text in (("alt", alt), ("caption", caption)):
            if not isinstance(text, str):
                raise TypeError(f"{name} of Picture must be a string, but received {text!r}")
        if not alt.strip():
            raise ValueError("alt of Picture must say what is to be seen, but is empty")
        self.fig = fig
        self.alt = typeset(alt.strip())
        self.caption = caption.strip()

    @property
    def svg(self) -> str:
        """The figure as SVG text, `currentColor` where matplotlib writes black."""
        return figure_svg(self.fig)

    def __repr__(self) -> str:
        return f"Picture: {self.alt}"

    def _repr_html_(self) -> str:
        data = base64.b64encode(self.svg.encode()).decode()
        caption = f"<figcaption>{escape(self.caption)}</figcaption>" if self.caption else ""
        return (
            '<figure class="nnb-picture">'
            f'<img class="nnb-still" alt="{escape(self.alt)}" '
            f'style="max-width:100%;background:#fff" src="data:image/svg+xml;base64,{data}">'
            f"{caption}</figure>"
        )


def figure_svg(fig: Figure) -> str:
    """A figure as canonical SVG: same figure, same text, on any processor."""
    stream = io.StringIO()
    nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
    with book_style():
        for _ in range(LAYOUTS if fig.get_layout_engine() else 0):
            fig.draw_without_rendering()
        fig.savefig(stream, format="svg", metadata=nothing)
    text = stream.getvalue()
    body = text[text.index(">", text.index("<svg")) + 1 :]
    body = re.sub(r"<!--.*?-->|<style.*?</style>", "", body, flags=re.DOTALL)
    body = numbered_ids(re.sub(r"<[^>]*>", lambda tag: canonical_tag(tag[0]), body))
    # The empty background, and empty definitions.
    body = re.sub(r'<path d="[^"]*" style="fill: none"/>|<defs>\s*</defs>|<defs/>', "", body)
    body = re.sub(r' transform="rotate\(-?0 [^"]*"', "", body)
    body = re.sub(r"\n\s*", "\n", body)
    body = re.sub(r"(<text [^>]*>)([^<]+)", lambda text: text[1] + typeset(text[2]), body)
    inches = fig.get_size_inches()
    pixels, points = inches * PIXELS_PER_INCH, inches * 72
    root = ROOT.format(
        width=pixels[0], height=pixels[1], right=round(points[0], 2), bottom=round(points[1], 2)
    )
    return root + body.rstrip() + "\n"


def canonical_tag(tag: str) -> str:
    """One tag with numbers of at most two decimals, the book's fonts, and no black."""
    tag = re.sub(r"-?\d+\.\d{3,}", lambda number: f"{round(float(number[0]), 2) + 0.0:g}", tag)
    tag = re.sub(r"'DejaVu Sans'(?:, [^;\"]*)?", FONTS, tag)
    return tag.replace("#000000", "currentColor")


def numbered_ids(svg: str) -> str:
    """SVG in which ids that are referred to are numbered in order, and the others are gone.

    Matplotlib makes them from unrounded numbers. Ours begin with a hash of the whole picture, so
    that two pictures in one page do not borrow each other's clip paths.
    """
    used = dict.fromkeys(re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', svg))
    bare = re.sub(r'id="[^"]*"|#[^")]*[")]', "", svg)
    mark = hashlib.sha256(bare.encode()).hexdigest()[:6]
    new = {a or b: f"p{mark}-{number}" for number, (a, b) in enumerate(used, start=1)}
    svg = re.sub(r' id="([^"]*)"', lambda m: f' id="{new[m[1]]}"' if m[1] in new else "", svg)
    svg = re.sub(r'href="#([^"]+)"', lambda m: f'href="#{new[m[1]]}"', svg)
    return re.sub(r"url\(#([^)]+)\)", lambda m: f"url(#{new[m[1]]})", svg)
