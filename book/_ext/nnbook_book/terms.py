"""``{index-of-terms}``: where each word of the glossary is used, computed from the chapters.

A term counts in a section where it stands in the prose, in the singular or the plural; the longest
term wins, so that "activation function" is no use of "activation". The chapter in brackets at the
end of a glossary entry introduces the term; there the section named after it, or else the first
that uses it, is marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx

GLOSSARY = "glossary"
CHAPTER = re.compile(r"\[(\d+)\]\s*\Z")
NUMBERED = re.compile(r"(\d+)\s+(.*)", re.DOTALL)
SILENT = (nodes.literal, nodes.literal_block, nodes.math, nodes.math_block, nodes.raw,
          nodes.comment, nodes.section)  # fmt: skip
NO_USES = {"Further reading"}  # titles of other people's works
AT_ONCE = 4  # uses that a reader takes in without unfolding them


@dataclass(frozen=True)
class Use:
    """A section that uses a term. ``chapter`` is its number as text, or the title if it has none.

    ``opens`` a chapter: the part before its first heading, which tells what is to come.
    """

    document: str
    chapter: str
    title: str
    anchor: str
    opens: bool = False


@dataclass
class Term:
    """A word of the glossary, the chapter that introduces it, and where it is used."""

    name: str
    anchor: str
    introduced: str = ""
    uses: list[Use] = field(default_factory=list)

    @property
    def first(self) -> Use | None:
        """The section that introduces the term: one that is named after it, or else the first."""
        named = re.compile(rf"\b{inflections(self.name)}\b", re.IGNORECASE)
        there = [use for use in self.uses if use.chapter == self.introduced]
        ranked = sorted(there, key=lambda use: (use.opens, not named.search(use.title)))
        return ranked[0] if ranked else None


class Place(nodes.General, nodes.Element):  # type: ignore[misc]  # docutils has no types
    """Where the index will stand when all pages have been read."""


def inflections(term: str) -> str:
    """A pattern for a term: singular, plural or possessive, with any space or hyphen between words.

    Case counts where the term has a capital: "Adam" is not "adam".
    """
    words = [re.escape(word) for word in re.split(r"[\s-]+", term)]
    last = words[-1]
    if re.search(r"[^aeiou]y\Z", last):
        words[-1] = last[:-1] + "(?:y|ies)"
    elif re.search(r"(?:s|x|ch|sh)\Z", last):
        words[-1] = last + "(?:es)?"
    else:
        words[-1] = last + "s?"
    pattern = r"[\s-]+".join(words).replace("isation", "i[sz]ation").replace("iser", "i[sz]er")
    return pattern if term != term.lower() else f"(?i:{pattern})"


def finder(terms: list[Term]) -> Callable[[str], set[str]]:
    """A function that names the terms which a text uses."""
    ranked = sorted(terms, key=lambda term: len(term.name), reverse=True)
    patterns = (f"(?P<t{number}>{inflections(one.name)})" for number, one in enumerate(ranked))
    either = re.compile(rf"(?<![\w-])(?:{'|'.join(patterns)})(?![\w-])")
    names = {f"t{number}": one.name for number, one in enumerate(ranked)}
    return lambda text: {names[str(match.lastgroup)] for match in either.finditer(text)}


def glossary_terms(doctree: nodes.document) -> list[Term]:
    """The entries of the glossary, with the chapters that introduce them."""
    found = []
    for glossary in doctree.findall(addnodes.glossary):
        for item in glossary.findall(nodes.definition_list_item):
            chapter = CHAPTER.search(item.children[-1].astext().strip())
            for term in item.findall(nodes.term):
                introduced = chapter[1] if chapter else ""
                found.append(Term(term.astext(), term["ids"][0], introduced))
    return found


def prose(node: nodes.Node) -> Iterator[str]:
    """The words of a section, without its subsections, code and formulas."""
    for child in node.children:
        if isinstance(child, nodes.Text):
            yield child.astext()
        elif not isinstance(child, SILENT):
            yield from prose(child)
            yield "" if isinstance(child, nodes.Inline) else "\n\n"


def sections(document: str, doctree: nodes.document) -> Iterator[tuple[Use, str]]:
    """The sections of a page in reading order, each with its words."""
    head = next(doctree.findall(nodes.section), None)
    if head is None:
        return
    page = head.next_node(nodes.title).astext()
    numbered = NUMBERED.fullmatch(page)
    for section in doctree.findall(nodes.section):
        title = section.next_node(nodes.title).astext()
        opens = section is head
        title = numbered[2] if numbered and opens else title
        if title not in NO_USES:
            number = numbered[1] if numbered else page
            use = Use(document, number, title, section["ids"][0], opens)
            yield use, "".join(prose(section))


def collect(glossary: nodes.document, pages: Iterator[tuple[str, nodes.document]]) -> list[Term]:
    """The terms of the glossary in the order of the alphabet, with their uses in these pages."""
    terms = sorted(glossary_terms(glossary), key=lambda term: term.name.lower())
    by_name, find = {term.name: term for term in terms}, finder(terms)
    for document, doctree in pages:
        for use, text in sections(document, doctree):
            for name in find(text):
                by_name[name].uses.append(use)
    return terms


def as_html(terms: list[Term], address: Callable[[str], str]) -> str:
    """The index as HTML; ``address`` gives the link to a page."""
    letters = {key: list(group) for key, group in groupby(terms, lambda t: t.name[0].upper())}
    jumps = "".join(f'<li><a href="#letter-{one.lower()}">{one}</a></li>' for one in letters)
    parts = [f'<nav class="nnb-letters" aria-label="Letters"><ul>{jumps}</ul></nav>']
    for letter, group in letters.items():
        parts.append(f'<h2 id="letter-{letter.lower()}">{letter}</h2><dl class="nnb-terms">')
        parts += [_entry(term, address) for term in group]
        parts.append("</dl>")
    return "".join(parts)


def _entry(term: Term, address: Callable[[str], str]) -> str:
    meaning = f"{address(GLOSSARY)}#{term.anchor}"
    name = f'<dt><a href="{escape(meaning)}">{escape(term.name)}</a></dt>'
    if not term.uses:
        return f"{name}<dd>in the glossary only</dd>"
    first = term.first
    rest = [use for use in term.uses if use is not first]
    body = "".join(
        f"<li><b>{escape(chapter)}</b> {', '.join(_link(use, address) for use in uses)}</li>"
        for chapter, uses in groupby(rest, lambda use: use.chapter)
    )
    listed = f"<ul>{body}</ul>" if body else ""
    if len(rest) > AT_ONCE:
        chapters = len({use.chapter for use in rest})
        where = f"{len(rest)} {'more ' if first else ''}sections of "
        where += "1 chapter" if chapters == 1 else f"{chapters} chapters"
        listed = f"<details><summary>{where}</summary>{listed}</details>"
    head = (
        f'<p class="nnb-introduced"><b>{escape(first.chapter)}</b> {_link(first, address)} '
        "<span>introduced</span></p>"
        if first
        else ""
    )
    return f"{name}<dd>{head}{listed}</dd>"


def _link(use: Use, address: Callable[[str], str]) -> str:
    target = f"{address(use.document)}#{use.anchor}"
    return f'<a href="{escape(target)}">{escape(use.title)}</a>'


class IndexOfTerms(SphinxDirective):
    """Keeps the place of the index."""

    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {}

    def run(self) -> list[nodes.Node]:
        """The place."""
        return [Place()]


def _fill(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    places = list(doctree.findall(Place))
    if not places:
        return
    env = app.env
    chapters = [
        name for name in sorted(env.found_docs) if str(env.doc2path(name)).endswith(".ipynb")
    ]
    html = ""
    if app.builder.format == "html" and GLOSSARY in env.found_docs:
        terms = collect(
            env.get_doctree(GLOSSARY), ((one, env.get_doctree(one)) for one in chapters)
        )
        html = as_html(terms, lambda page: app.builder.get_relative_uri(docname, page))
    for place in places:
        place.replace_self(nodes.raw("", html, format="html"))


def setup(app: Sphinx) -> None:
    """Add the directive, and fill its place before the page is written."""
    app.add_directive("index-of-terms", IndexOfTerms)
    app.connect("doctree-resolved", _fill)
