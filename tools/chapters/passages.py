"""The prose of a page as passages: runs of text, formulas, code spans and comments, in order.

Pages are read with the parser that builds the book, so what counts is what a reader sees.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

import yaml
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from . import BOOK

COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
DIRECTIVE = re.compile(r"\{([\w:-]+)\}\s*(.*)")
OPTIONS = re.compile(r"\A(?:---\n(?s:.*?)\n---\n|(?:[ \t]*:[\w-]+:.*\n?)+)")
CODE_DIRECTIVES = {
    "code",
    "code-block",
    "code-cell",
    "literalinclude",
    "raw",
    "toctree",
    "eval-rst",
}
FILE_DIRECTIVES = {"explorable", "figure", "image"}  # what follows the name is no prose


@dataclass(frozen=True)
class Piece:
    """A part of a passage; ``problem`` is a comment that Markdown takes for something else."""

    kind: Literal["text", "formula", "code", "alt", "comment", "role", "problem"]
    text: str

    @property
    def shown(self) -> str:
        """What a person reads of it."""
        if self.kind in {"comment", "role", "problem"}:
            return ""
        if self.kind == "formula":
            return f"${self.text.strip()}$"
        return f"`{self.text}`" if self.kind == "code" else self.text


@cache
def parser() -> MarkdownIt:
    """Return the parser of the book's pages, with the extensions that the book switches on."""
    settings = yaml.safe_load((BOOK / "_config.yml").read_text(encoding="utf-8"))
    extensions = set(settings["parse"]["myst_enable_extensions"])
    return create_md_parser(MdParserConfig(enable_extensions=extensions), RendererHTML)


def passages(markdown: str) -> Iterator[list[Piece]]:
    """Yield the passages of a page; in each, a comment speaks of what stands right before it.

    A displayed formula and the comments on the lines below it are one passage.
    """
    tokens = parser().parse(markdown)
    displayed: list[Piece] = []
    for index, token in enumerate(tokens):
        if token.type == "html_block":
            displayed += _html(token.content, splits=_splits_a_paragraph(tokens, index))
            continue
        if displayed:
            yield displayed
        formula = _displayed_formula(token)
        displayed = [] if formula is None else [Piece("formula", formula)]
        if token.type == "inline":
            yield _inline(token.children or [])
        elif token.type in {"fence", "colon_fence"} and formula is None:
            yield from _directive(token)
    if displayed:
        yield displayed


def _displayed_formula(token: Token) -> str | None:
    if token.type in {"math_block", "math_block_label", "amsmath"}:
        return token.content
    name = DIRECTIVE.match(token.info.strip())
    return OPTIONS.sub("", token.content) if name and name[1] == "math" else None


def _directive(fence: Token) -> Iterator[list[Piece]]:
    """Yield the passages of a note, a caption or the like: its title and its body."""
    name = DIRECTIVE.match(fence.info.strip())
    if name and name[1] not in CODE_DIRECTIVES:
        yield from passages("" if name[1] in FILE_DIRECTIVES else name[2])
        yield from passages(OPTIONS.sub("", fence.content))


def _splits_a_paragraph(tokens: list[Token], index: int) -> bool:
    """Return whether the block at ``index`` stands between paragraphs without blank lines."""
    around = tokens[max(0, index - 3) : index + 2]
    if [token.type for token in around[0::4]] != ["paragraph_open", "paragraph_open"]:
        return False
    before, block, after = (around[i].map or [-1, -1] for i in (0, 3, 4))
    return before[1] == block[0] and block[1] == after[0]


def _html(content: str, *, splits: bool) -> Iterator[Piece]:
    comments = [Piece("comment", match[1]) for match in COMMENT.finditer(content)]
    rest = COMMENT.sub("", content).strip()
    if comments and rest:
        yield Piece("problem", f"a line that begins with a comment is not Markdown: {rest}")
    elif comments and splits:
        line = content.strip()
        yield Piece("problem", f"a comment on a line of its own splits the paragraph: {line}")
    yield from comments


def _inline(tokens: Iterable[Token]) -> list[Piece]:
    pieces: list[Piece] = []
    for token in tokens:
        piece = _piece(token)
        if piece.kind == "text" and pieces and pieces[-1].kind == "text":
            piece = Piece("text", pieces.pop().text + piece.text)
        if piece != Piece("text", ""):
            pieces.append(piece)
    return pieces


def _piece(token: Token) -> Piece:
    """Return what a token adds to a passage; marks around emphasis and links add nothing."""
    comment = COMMENT.fullmatch(token.content) if token.type == "html_inline" else None
    if comment:
        return Piece("comment", comment[1])
    if token.type == "myst_role":
        return Piece("formula" if token.meta["name"] == "math" else "role", token.content)
    kinds: dict[str, Piece] = {
        "softbreak": Piece("text", "\n"),
        "hardbreak": Piece("text", "\n"),
        "math_inline": Piece("formula", token.content),
        "math_inline_double": Piece("formula", token.content),
        "code_inline": Piece("code", token.content),
        "image": Piece("alt", token.content),
        "text": Piece("text", token.content),
    }
    return kinds.get(token.type, Piece("text", ""))
