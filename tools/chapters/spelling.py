"""The spelling of the book's prose: unknown words, American spellings, words that stand twice.

Prose is what a reader reads: paragraphs, headings, tables, captions and alt texts, not code,
formulas or comments. The words of the field, and names, stand in ``book/words.txt``: one a line, in
the order of the alphabet. There a capital counts: ``Kohonen`` allows no "kohonen". American
spellings may stand in the references and under "Further reading": titles are quoted as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from spellchecker import SpellChecker

from . import BOOK, canonical
from .british import american, british
from .passages import COMMENT, passages

__all__ = ["Fault", "accept", "everywhere", "faults", "sorted_words", "unused"]

OWN_WORDS = BOOK / "words.txt"
GAP = " \N{BULLET} "  # stands for code or a formula, so that no two words meet across it
TOKEN = re.compile(r"[^\s\d\W][^\s/\N{EN DASH}\N{EM DASH}…()\[\]{}|+=<>:;,!?\"“”*•-]*")
WORD = re.compile(r"[^\W\d_²³¹⁰-⁹₀-₉]+(?:['’][^\W\d_]+)*")
TWICE = re.compile(r"(?<![\w-])([^\W\d_]{2,})\s+(\1)(?![\w-])", re.IGNORECASE)
ADDRESS = re.compile(r"\w+://\S+")
SUFFIX = re.compile(r"['’]s?\Z")
OPTION = re.compile(r"^:(?:alt|caption):[ ]*(.*)$", re.MULTILINE)
LONGEST_ACRONYM = 5
UNKNOWN = "is in no dictionary"
AMERICAN = "is American"
TITLES = re.compile(r"(?m)^(?=# References$|## Further reading$)")


@dataclass(frozen=True)
class Fault:
    """A word that should not stand where it stands, and why."""

    path: Path
    place: str
    word: str
    why: str

    def __str__(self) -> str:
        """Return the page, the place, the word and the reason."""
        return f"{self.path.name}, {self.place}: {self.word!r} {self.why}"


class _Captions(HTMLParser):
    """Collects the alt texts and captions of an output."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._inside = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag == "figcaption"
        self.texts += [value for name, value in attrs if name in {"alt", "aria-label"} and value]

    def handle_endtag(self, _tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.texts.append(data)


def pages() -> list[Path]:
    """Return the files of the book that hold prose, in order."""
    return sorted([*BOOK.glob("*.md"), *BOOK.glob("*.ipynb")])


@cache
def dictionary() -> frozenset[str]:
    """Return the words of the English language, as they are spelt in America."""
    return frozenset(SpellChecker(language="en").word_frequency.dictionary)


def read_words() -> list[str]:
    """Return the book's own words."""
    return OWN_WORDS.read_text(encoding="utf-8").split()


def sorted_words(words: Iterable[str]) -> list[str]:
    """Return each word once, in the order of the alphabet, whatever its case."""
    return sorted(set(words), key=lambda word: (word.lower(), word))


def faults(path: Path, own: Iterable[str]) -> list[Fault]:
    """Return what is spelt wrongly on a page, given the book's own words."""
    known = frozenset(own)
    found = []
    for place, source, texts in _parts(path):
        for text in texts:
            found += [
                Fault(path, _line(place, source, word), word, why)
                for word, why in _wrong(text, known)
                if not (why.startswith(AMERICAN) and TITLES.match(source.lstrip("\n")))
            ]
    return list(dict.fromkeys(found))


def unused(paths: Iterable[Path], own: Iterable[str]) -> list[str]:
    """Return those of the book's own words that no page needs."""
    needed = {
        word
        for path in paths
        for _, _, texts in _parts(path)
        for text in texts
        for word in _words(text)
        if _complaint(word)
    }
    needed |= {word.lower() for word in needed}
    words = list(own)
    return [word for word in words if word not in needed or word.lower() in {*words} - {word}]


def everywhere() -> list[str]:
    """Return all that is wrong in the book, as sentences."""
    own = read_words()
    wrong = [str(fault) for path in pages() for fault in faults(path, own)]
    if own != sorted_words(own):
        wrong.append(f"{OWN_WORDS.name} is not in the order of the alphabet")
    return wrong + [f"{OWN_WORDS.name}: no page needs {word!r}" for word in unused(pages(), own)]


def accept() -> None:
    """Put every unknown word into the book's own words, and take out those that no page needs."""
    unknown = {fault.word for path in pages() for fault in faults(path, []) if fault.why == UNKNOWN}
    words = {word.lower() if word.lower() in unknown else word for word in unknown}
    OWN_WORDS.write_text("\n".join(sorted_words(words)) + "\n", encoding="utf-8", newline="\n")


def _wrong(text: str, own: frozenset[str]) -> Iterator[tuple[str, str]]:
    for match in TWICE.finditer(text):
        if match[2] in {match[1], match[1][0].lower() + match[1][1:]}:
            yield match[2], "stands twice"
    for word in _words(text):
        if word not in own and word.lower() not in own and (why := _complaint(word)):
            yield word, why


def _words(text: str) -> Iterator[str]:
    """Yield the words of a text; a name such as ``W1``, a file or an acronym is none."""
    for token in (found.rstrip(".'’_") for found in TOKEN.findall(ADDRESS.sub("", text))):
        if not WORD.fullmatch(token):
            continue
        word = SUFFIX.sub("", token).replace("’", "'")
        if len(word) > 1 and not (word.isupper() and len(word) <= LONGEST_ACRONYM):
            yield word


@cache
def _complaint(word: str) -> str:
    """Return what is wrong with a word, or nothing."""
    low = word.lower()
    if instead := british(low):
        return f"{AMERICAN}: {instead}"
    if low in dictionary() or american(low) in dictionary():
        return ""
    return UNKNOWN


def _parts(path: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Yield each part of a page: where it stands, its source, and its texts."""
    if path.suffix == ".md":
        source = path.read_text(encoding="utf-8")
        yield from (("line", part, list(_texts(part))) for part in _split(source))
        yield "line", source, OPTION.findall(source)
        return
    for number, cell in enumerate(canonical.read(path)["cells"], start=1):
        if cell["cell_type"] == "markdown":
            for part in _split(cell["source"]):
                yield f"cell {number}", part, list(_texts(part))
        for output in cell.get("outputs", []):
            html = "".join(output.get("data", {}).get("text/html", ""))
            yield f"cell {number}, output", html, _Captions(html).texts


def _split(source: str) -> Iterator[str]:
    """Yield what stands before and after a heading over titles, each on its own lines."""
    lines = 0
    for part in TITLES.split(source):
        yield "\n" * lines + part
        lines += part.count("\n")


def _texts(markdown: str) -> Iterator[str]:
    for pieces in passages(markdown):
        yield "".join(
            piece.text if piece.kind in {"text", "alt"} else GAP
            for piece in pieces
            if piece.kind not in {"comment", "problem"}
        )


def _line(place: str, source: str, word: str) -> str:
    """Return the place with the line where the word first stands, outside comments."""
    if place.endswith("output"):
        return place
    seen = COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment[0]), source)
    at = re.search(rf"\b{re.escape(word)}\b", seen)
    line = f"line {source.count(chr(10), 0, at.start()) + 1}" if at else "line ?"
    return line if place == "line" else f"{place}, {line}"
