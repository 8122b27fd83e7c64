"""The index of terms: what counts as a use, and that the built page is right about the book."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from docutils import nodes
from sphinx import addnodes

import book

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "book" / "_ext"))

from nnbook_book import terms  # noqa: E402
from nnbook_book.terms import Term, Use  # noqa: E402


def section(title: str, *children: nodes.Node) -> nodes.section:
    """A section of a page, as Sphinx reads it."""
    anchor = title.lower().replace(" ", "-")
    return nodes.section("", nodes.title("", title), *children, ids=[anchor])


def page(head: nodes.section) -> nodes.document:
    """A page with one section that holds all others."""
    settings = SimpleNamespace(record_dependencies=None, language_code="en", warning_stream=None)
    document = nodes.document(settings, None)
    document += head
    return document


def glossary(**entries: str) -> nodes.document:
    """A glossary with these terms; an underscore stands for a space."""
    items = [
        nodes.definition_list_item(
            "",
            nodes.term("", name.replace("_", " "), ids=[f"term-{name}"]),
            nodes.definition("", nodes.paragraph("", meaning)),
        )
        for name, meaning in entries.items()
    ]
    return page(section("Glossary", addnodes.glossary("", nodes.definition_list("", *items))))


CHAPTER = page(
    section(
        "7 Gradient descent",
        nodes.paragraph("", "Adam and a batch."),
        section(
            "A thousand candles",
            nodes.paragraph(
                "", "An ", nodes.emphasis("", "activation function"), nodes.Text("; batches.")
            ),
        ),
        section("Adam", nodes.literal_block("", "batch"), nodes.math("", "batch")),
        section("Further reading", nodes.paragraph("", "A batch.")),
    )
)


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("weight", "Weights"), ("batch", "mini batches"), ("Adam", "Adam's steps"),
        ("binary cross-entropy", "binary cross entropy"), ("axon", "(axon)"),
        ("chain rule", "the chain\nrule"), ("optimiser", "optimizers"), ("entropy", "entropies"),
        ("loss", "losses"), ("normalisation", "Normalization"), ("ReLU", "ReLUs"),
    ],
)  # fmt: skip
def test_forms_of_a_term_are_found(term: str, text: str) -> None:
    """Plural, possessive, either spelling, a hyphen or a line end between words, a capital."""
    assert terms.finder([Term(term, "")])(text) == {term}


@pytest.mark.parametrize(
    ("term", "text"),
    [("Adam", "adam"), ("sum", "summary"), ("step", "one-step"), ("Trace", "trace")],
)
def test_other_words_are_not(term: str, text: str) -> None:
    """A longer word, a compound, or a name in small letters is another word."""
    assert terms.finder([Term(term, "")])(text) == set()


def test_the_longest_term_wins() -> None:
    """An activation function is no activation; where both stand, both are found."""
    find = terms.finder([Term("activation", ""), Term("activation function", "")])
    assert find("activation functions") == {"activation function"}
    assert find("activation functions of the activation") == {"activation", "activation function"}


def test_uses_are_collected_from_prose() -> None:
    """Each section counts by its own words, without code, formulas and other people's titles."""
    entries = {"batch": "Samples. [7]", "Adam": "A way. [7]", "activation_function": "f [2]"}
    found = terms.collect(glossary(**entries), iter([("07-descent", CHAPTER)]))
    assert [one.name for one in found] == ["activation function", "Adam", "batch"]
    function, adam, batch = found
    assert [use.title for use in batch.uses] == ["Gradient descent", "A thousand candles"]
    assert [use.title for use in adam.uses] == ["Gradient descent", "Adam"]
    assert function.uses == [Use("07-descent", "7", "A thousand candles", "a-thousand-candles")]


def test_the_introduction_is_the_section_about_it() -> None:
    """Named after the term, or the first after the opening; none where the chapter is not there."""
    entries = {"batch": "Samples. [7]", "Adam": "A way. [7]", "activation_function": "f [2]"}
    function, adam, batch = terms.collect(glossary(**entries), iter([("07-descent", CHAPTER)]))
    assert adam.first
    assert adam.first.title == "Adam"
    assert batch.first
    assert batch.first.title == "A thousand candles"
    assert function.first is None


def test_many_uses_are_folded() -> None:
    """What is more than a glance takes is folded, with a count; a term without uses says so."""
    uses = [Use("03-c", "3", f"Part {n}", f"part-{n}") for n in range(terms.AT_ONCE + 1)]
    html = terms.as_html([Term("bias", "term-bias", "", uses)], lambda name: f"{name}.html")
    assert "<summary>5 sections of 1 chapter</summary>" in html
    assert html.count('<a href="03-c.html#part-') == 5
    assert "<details" not in terms.as_html([Term("bias", "b", "", uses[1:])], str)
    assert "in the glossary only" in terms.as_html([Term("bias", "b")], str)


@pytest.fixture(scope="module")
def index() -> BeautifulSoup:
    """The index of terms as it is built."""
    return BeautifulSoup((book.build() / "terms.html").read_text("utf-8"), "html.parser")


@pytest.mark.slow
class TestPage:
    """The page as it is built."""

    def test_it_has_every_term(self, index: BeautifulSoup) -> None:
        """Each entry of the glossary stands in the index, in the order of the alphabet."""
        text = (book.SOURCE / "glossary.md").read_text("utf-8").partition(":::{glossary}")[2]
        words = re.findall(r"^(\S.*)\n  ", text, re.MULTILINE)
        listed = [entry.get_text() for entry in index.select("dl.nnb-terms dt")]
        assert listed == sorted(words, key=str.lower)

    def test_every_letter_can_be_reached(self, index: BeautifulSoup) -> None:
        """The letters above lead to the letters below, and no entry stands under another's."""
        jumps = [link["href"] for link in index.select(".nnb-letters a")]
        assert jumps == [f"#{head['id']}" for head in index.select("article h2[id^=letter-]")]
        for head in index.select("article h2[id^=letter-]"):
            names = [one.get_text() for one in head.find_next_sibling("dl").find_all("dt")]
            assert {name[0].upper() for name in names} == {head.get_text()}

    def test_a_known_use_is_listed(self, index: BeautifulSoup) -> None:
        """Axons are introduced in the section of chapter 2 on the nerve cell; the entry says so."""
        entry = index.find("a", href="glossary.html#term-axon").parent.find_next_sibling("dd")
        first = entry.select_one(".nnb-introduced a")
        assert first["href"] == "02-neurons.html#the-cell-that-lent-its-name"
