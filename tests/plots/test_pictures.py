"""Picture and the style of the book: bytes, text, colours, and the hand-made drawings."""

import base64
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from nnbook import (
    backprop,
    mse,
    sigmoid,
)
from nnbook.plots import (
    Picture,
    draw_activation,
    draw_boundary,
    draw_history,
    draw_network,
    new_figure,
    use_book_style,
)
from nnbook.plots.wording import typeset
from tests.plots.drawings import (
    AND,
    CHAPTERS,
    HAND,
    IMAGES,
    POINTS,
    SIGNED,
    SVG,
    every_picture,
    svg_of,
)


@pytest.fixture(scope="module")
def pictures() -> list[tuple[Axes, str]]:
    """One of each kind, and its SVG."""
    return [(ax, svg_of(ax)) for ax in every_picture()]


class TestPicture:
    """Picture: a figure with the words that stand for it."""

    def test_two_runs_give_equal_bytes(self, pictures: list[tuple[Axes, str]]) -> None:
        """Drawing the same twice, and showing the same figure twice, gives the same bytes."""
        for (first, svg), second in zip(pictures, every_picture(), strict=True):
            assert svg_of(first) == svg
            assert svg_of(second) == svg

    def test_another_process_gives_equal_bytes(self) -> None:
        """No hash seed, clock or memory address gets into the picture."""
        code = (
            "from nnbook.plots import *; from nnbook import sigmoid;"
            "print(Picture(draw_activation(sigmoid).figure, alt='a picture').svg, end='')"
        )
        run = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
            cwd=IMAGES.parents[1],
            env={**os.environ, "PYTHONHASHSEED": "1", "PYTHONPATH": ".", "PYTHONUTF8": "1"},
        )
        assert run.stdout == svg_of(draw_activation(sigmoid))

    def test_last_bits_do_not_show(self) -> None:
        """Data that differ in the last bits, as between processors, give the same bytes."""
        curve = np.sin(np.arange(40.0)) + 1.5
        near = curve * (1 + 3e-16 * np.arange(-20, 20))
        assert not np.array_equal(curve, near)
        first, second = (draw_history(SimpleNamespace(losses=losses)) for losses in (curve, near))
        assert svg_of(first) == svg_of(second)

    @pytest.mark.parametrize("alt", ["", "   ", "\n"])
    def test_alt_text_is_required(self, alt: str) -> None:
        """A picture without words for those who do not see it is refused."""
        with pytest.raises(ValueError, match="alt of Picture must say what is to be seen"):
            Picture(new_figure()[0], alt=alt)

    def test_wrong_types_are_named(self) -> None:
        """An Axes is no Figure, and a number is no text: each is said in a sentence."""
        figure, ax = new_figure()
        with pytest.raises(TypeError, match="fig of Picture must be a matplotlib Figure"):
            Picture(ax, alt="x")
        with pytest.raises(TypeError, match="caption of Picture must be a string, but received 3"):
            Picture(figure, alt="x", caption=3)  # type: ignore[arg-type]

    def test_html_holds_alt_caption_and_white_ground(self) -> None:
        """The page gets an img with the alt text, escaped, on white, and the caption under it."""
        html = Picture(new_figure()[0], alt='a < "b"', caption="w & b")._repr_html_()
        figure = ET.fromstring(re.sub(r"(<img [^>]*)>", r"\1/>", html))
        img = figure.find("img")
        assert img is not None
        assert figure.get("class") == "nnb-picture"
        assert img.get("class") == "nnb-still"
        assert img.get("alt") == 'a < "b"'
        assert "background:#fff" in img.attrib["style"]
        assert img.attrib["src"].startswith("data:image/svg+xml;base64,")
        assert figure.findtext("figcaption") == "w & b"

    def test_text_form_is_the_alt_text(self) -> None:
        """In a terminal the alt text stands for the picture; there is no memory address in it."""
        assert repr(Picture(new_figure()[0], alt="two lines cross")) == "Picture: two lines cross"

    def test_text_stays_text_in_the_pages_colour(self, pictures: list[tuple[Axes, str]]) -> None:
        """Words are text elements, and no text or axis has a colour of its own."""
        for _, svg in pictures:
            root = ET.fromstring(svg)
            words = "".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))
            assert words.strip()
            assert root.get("fill") == "currentColor"
            assert root.get("color") == "#000"
            for text in [*root.iter(f"{SVG}text"), *root.iter(f"{SVG}tspan")]:
                assert "fill" not in text.get("style", "")
            assert "#000000" not in ET.tostring(root, encoding="unicode")
            assert not list(root.iter(f"{SVG}style"))

    def test_decimals_are_cut_in_places_but_not_in_words(self) -> None:
        """Coordinates have at most two decimals; a number written in the picture keeps its own."""
        _, ax = new_figure()
        ax.text(1 / 3, 2 / 3, "0.123456789")
        svg = svg_of(ax)
        assert "0.123456789" in svg
        assert not [tag for tag in re.findall(r"<[^>]*>", svg) if re.search(r"\.\d{3}", tag)]

    def test_ids_are_unlike_in_unlike_pictures(self, pictures: list[tuple[Axes, str]]) -> None:
        """Two pictures in one page share no id, so neither takes the other's clip path."""
        ids = [set(re.findall(r' id="([^"]+)"', svg)) for _, svg in pictures[2:]]
        assert all(ids)
        assert len(set.union(*ids)) == sum(map(len, ids))

    def test_every_reference_finds_its_id(self, pictures: list[tuple[Axes, str]]) -> None:
        """Renaming ids loses none that is referred to."""
        for _, svg in pictures:
            used = set(re.findall(r'href="#([^"]+)"', svg)) | set(re.findall(r"url\(#(.+?)\)", svg))
            assert used == set(re.findall(r' id="([^"]+)"', svg))


class TestStyle:
    """new_figure and use_book_style."""

    def test_global_settings_stay(self) -> None:
        """Drawing and showing change nothing in rcParams."""
        before = dict(mpl.rcParams)
        svg_of(draw_boundary(HAND, POINTS, AND))
        draw_network(SIGNED, backprop(SIGNED, [0.5, 0.3], [1.0], mse), slopes=True)
        draw_activation(sigmoid)
        draw_history(SimpleNamespace(losses=[0.7, 0.5]), log=True)
        assert dict(mpl.rcParams) == before

    def test_pyplot_is_not_loaded(self) -> None:
        """nnbook.plots draws without pyplot, its windows and its list of open figures."""
        code = (
            "import sys; from nnbook.plots import *; from nnbook import sigmoid;"
            "Picture(draw_activation(sigmoid).figure, alt='x').svg;"
            "print('matplotlib.pyplot' in sys.modules)"
        )
        run = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            cwd=IMAGES.parents[1],
        )
        assert run.stdout.strip() == "False"

    def test_settings_of_the_reader_do_not_leak_in(self) -> None:
        """A reader's own rcParams do not change the book's pictures."""
        plain = svg_of(draw_activation(sigmoid))
        with mpl.rc_context({"font.size": 30, "axes.spines.top": True, "svg.fonttype": "path"}):
            assert svg_of(draw_activation(sigmoid)) == plain

    def test_use_book_style_sets_the_globals(self) -> None:
        """After use_book_style a plain figure has no upper frame, and its SVG text is text."""
        with mpl.rc_context():
            use_book_style()
            assert mpl.rcParams["svg.fonttype"] == "none"
            assert not Figure().subplots().spines["top"].get_visible()

    def test_grid_and_size(self) -> None:
        """The sizes are inches, the grid is as asked for, and axes options are handed on."""
        figure, axes = new_figure(5, 2, rows=1, columns=3, xlabel="epoch")
        assert list(figure.get_size_inches()) == [5, 2]
        assert axes.shape == (3,)
        assert {ax.get_xlabel() for ax in axes} == {"epoch"}
        assert 'width="500" height="200"' in Picture(figure, alt="x").svg

    @pytest.mark.parametrize(
        ("options", "sentence"),
        [
            ({"width": 0}, "width of new_figure must be above 0, but received 0"),
            ({"height": np.nan}, "height of new_figure must be finite, but received nan"),
            ({"rows": 0}, "rows of new_figure must be at least 1, but received 0"),
            ({"columns": 1.5}, "columns of new_figure must be a whole number"),
        ],
    )
    def test_impossible_sizes(self, options: dict[str, Any], sentence: str) -> None:
        """A figure without extent or without cells is refused in one sentence."""
        with pytest.raises((ValueError, TypeError), match=sentence):
            new_figure(**options)


class TestWords:
    """What is written in pictures."""

    def test_words_are_in_the_style_whenever_they_are_written(self) -> None:
        """Texts, notes and legends added to a new figure are as large as its labels or ticks."""
        _, ax = new_figure()
        ax.plot([0, 1], label="a line")
        legend = ax.legend().get_texts()[0]
        words = [ax.text(0, 0, "here"), ax.annotate("there", (1, 1)), legend]
        assert [one.get_fontsize() for one in words] == [13, 13, 12]
        assert ax.text(0, 0, "small", fontsize=9).get_fontsize() == 9

    def test_another_kind_of_axes_is_left_alone(self) -> None:
        """Axes that the caller chooses, by class or by projection, are those that come."""
        assert new_figure(projection="polar")[1].name == "polar"
        assert type(new_figure(axes_class=Axes)[1]) is Axes

    @pytest.mark.parametrize(
        ("written", "shown"),
        [
            ("-0.5", "−0.5"),
            ("w = -4, b = -.5 (-1 to -2)", "w = −4, b = −.5 (−1 to −2)"),
            ("+1.5, 2-2-1, x-1, f(x)-1, 1e-05, [2]-3", "+1.5, 2-2-1, x-1, f(x)-1, 1e-05, [2]-3"),
            ("67% of 10 000, 5 %", "67\u00a0% of 10\u00a0000, 5\u00a0%"),
            ("8 1000 and 2 000 000", "8 1000 and 2\u00a0000\u00a0000"),
            ("%d, 100", "%d, 100"),
        ],
    )
    def test_numbers_are_written_as_in_prose(self, written: str, shown: str) -> None:
        """A minus is a minus, 67% is 67 %, and no number breaks, in title, ticks and alt text."""
        assert typeset(written) == shown
        fig, ax = new_figure()
        ax.set_title(written)
        ax.set_yticks([0], [written])
        picture = Picture(fig, alt=written)
        assert picture.alt == shown
        assert picture.svg.count(f">{shown}</text>") == 2

    @pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
    def test_letters_can_be_read_on_a_phone(self, path: Path) -> None:
        """In a chapter's pictures, 312 pixels wide, no letter but an index is below 7 pixels."""
        pictures = re.findall(
            r"data:image/svg\+xml;base64,([\w+/=]+)", path.read_text(encoding="utf-8")
        )
        assert pictures
        for data in pictures:
            root = ET.fromstring(base64.b64decode(data))
            across = float(root.get("viewBox", "").split()[2])
            assert all(size * 312 / across >= 7 for size in sizes(root, 0)), root.get("viewBox")


def sizes(element: ET.Element, inherited: float) -> Iterator[float]:
    """The size of each text below an element: of its largest letters, where it has several."""
    style = dict(re.findall(r"([\w-]+): *([\d.]+)", element.get("style", "")))
    size = float(style.get("font-size", element.get("font-size", inherited)))
    if element.tag == f"{SVG}text" and "".join(element.itertext()).strip():
        yield max([size, *(one for part in element for one in sizes(part, size))])
    elif element.tag == f"{SVG}tspan":
        yield size
    else:
        for child in element:
            yield from sizes(child, size)


class TestImages:
    """The hand-made pictures in book/images."""

    @pytest.mark.parametrize("path", sorted(IMAGES.glob("*.svg")), ids=lambda path: path.stem)
    def test_says_what_it_shows(self, path: Path) -> None:
        """Each is 640 wide, has a title and a description, and text in the page's colour."""
        root = ET.fromstring(path.read_text(encoding="utf-8"))
        assert root.get("viewBox", "").startswith("0 0 640 ")
        assert root.get("color") == "#000"
        assert (root.findtext(f"{SVG}title") or "").strip()
        assert len(root.findtext(f"{SVG}desc") or "") > 40
        assert list(root.iter(f"{SVG}text"))

        def check(element: ET.Element, fill: str, size: float) -> None:
            fill = element.get("fill", fill)
            size = float(element.get("font-size", size))
            if element.tag in {f"{SVG}text", f"{SVG}tspan"}:
                assert fill == "currentColor"
                assert size >= 15  # at 312 of 640 pixels: 7.3
            for child in element:
                check(child, fill, size)

        check(root, "#000", 0)

    def test_all_are_used(self) -> None:
        """The chapters refer to exactly the pictures that are there."""
        chapters = "".join(path.read_text("utf-8") for path in IMAGES.parent.glob("*.ipynb"))
        used = set(re.findall(r"images/([\w-]+)\.svg", chapters))
        assert used == {path.stem for path in IMAGES.glob("*.svg")}
