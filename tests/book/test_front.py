"""Figures on pages that are no notebooks, and what every figure does without scripts or width."""

from __future__ import annotations

import json
import re
import sys
from html import unescape
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

import book
from nnbook import Neuron

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "book" / "_ext"))

from nnbook_book import explorables, figures  # noqa: E402

CALL = 'Neuron(x=[0.9, 0.1], w=[0.3, -0.9], b=0.5, activation="tanh")'
REPLAY = '<figure class="nnbook" data-explorable="replay" data-state="{}">'


@pytest.fixture(scope="module")
def site() -> Path:
    """The folder of the site, built now if anything changed."""
    return book.build()


class TestExplorable:
    """The directive that puts a figure into a Markdown page."""

    def test_it_is_what_a_notebook_stores(self) -> None:
        """The same call gives the same HTML, state, still and words on a page and in a notebook."""
        shown = Neuron(x=[0.9, 0.1], w=[0.3, -0.9], b=0.5, activation="tanh")
        stored = shown._repr_mimebundle_()[0]["text/html"]
        assert explorables.figure_of(explorables.explorable(CALL)) == stored
        assert stored.startswith('<figure class="nnbook" data-explorable="neuron" data-state=')

    def test_words_may_be_replaced(self) -> None:
        """An alt text and a caption given on the page take the place of the figure's own."""
        html = explorables.figure_of(explorables.explorable(CALL), alt="A <b>.", caption="C & d")
        assert 'alt="A &lt;b&gt;."' in html
        assert html.endswith("<figcaption>C &amp; d</figcaption></figure>")

    @pytest.mark.parametrize("word", ["alt", "caption"])
    def test_a_figure_without_words_is_refused(
        self, word: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A kind of figure that says nothing of itself does not get onto a page without words."""
        monkeypatch.setattr(Neuron, word, "")
        shown = explorables.explorable(CALL)
        with pytest.raises(ValueError, match="has no " + word.replace("alt", "alt text")):
            explorables.figure_of(shown)
        assert "Given." in explorables.figure_of(shown, **{word: "Given."})

    @pytest.mark.parametrize(
        ("call", "words"),
        [
            ("Neuron(", "wants a call such as"),
            ("Neuron", "no call with named values"),
            ("Neuron([1])", "no call with named values"),
            ("print(end=1)", "but not print"),
            ("Neuron(x=open('a'))", "malformed node"),
            ("Neuron(q=1)", "received q"),
            ("Neuron(x=[1, 2], w=[1])", "w must have one weight"),
        ],
    )
    def test_anything_else_is_refused(self, call: str, words: str) -> None:
        """No code is run, and what is no figure, or an impossible one, says so."""
        with pytest.raises(ValueError, match=re.escape(words)):
            explorables.explorable(call)


class TestWithoutScripts:
    """The line that stands below a still where no script runs."""

    def test_each_figure_says_what_it_is(self) -> None:
        """Each figure that moves gets the line with its link; a plain figure gets none."""
        html = f"{REPLAY}<svg/></figure><figure><img></figure>{REPLAY}<pre>1</pre></figure>"
        told = BeautifulSoup(figures.with_word_for_stills(html, "how.html"), "html.parser")
        words = [one.get_text() for one in told.select("figure.nnbook > noscript:last-child > p")]
        assert words == [f"{figures.WORD} where JavaScript is on, and in a notebook."] * 2
        assert [link["href"] for link in told.find_all("a")] == ["how.html"] * 2
        assert not told.select("figure:not(.nnbook) noscript")

    def test_without_the_page_there_is_no_link(self) -> None:
        """Where the page that tells how is not part of the book, no link leads to it."""
        told = figures.with_word_for_stills(f"{REPLAY}</figure>", None)
        assert "in a notebook." in told
        assert "<a " not in told

    def test_questions_are_no_pictures(self) -> None:
        """A figure that asks questions says that its answers need a script."""
        html = f"{REPLAY}</figure>".replace("replay", "quiz")
        assert "The answers are checked where JavaScript" in figures.with_word_for_stills(html, "h")


class TestPages:
    """The pages as they are built."""

    def test_the_front_page_has_a_figure(self, site: Path) -> None:
        """A reader meets a figure that moves before the first heading, with an inlined still."""
        soup = BeautifulSoup((site / "index.html").read_text("utf-8"), "html.parser")
        (figure,) = soup.select("figure[data-explorable]")
        state = json.loads(unescape(figure["data-state"]))
        assert state["x"] == [0.9, 0.1]
        assert state["w"] == [0.3, 0.9]
        assert "0.36" in figure.select_one("svg.nnb-still")["aria-label"]
        assert figure.find_previous("p", class_="rubric") is None

    def test_every_figure_tells_that_it_is_a_still(self, site: Path) -> None:
        """On every page each figure that moves has the line, and the line leads somewhere."""
        seen = 0
        for path in site.glob("*.html"):
            soup = BeautifulSoup(path.read_text("utf-8"), "html.parser")
            for figure in soup.select("figure[data-explorable]"):
                seen += 1
                link = figure.select_one("noscript p a")
                assert link, f"{path.name}: {figure['data-explorable']}"
                assert link["href"] == "how-to-use.html"
        assert seen
