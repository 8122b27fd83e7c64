"""The numbers of a page's prose, and the proofs that stand behind them in comments.

``gives 0.7311<!--= f"{sigmoid(1.0):.4f}" -->``
    an expression whose text must be the number right before it; after a formula or a code span,
    one expression for each of its decimals, in order (for the last numbers, if it has none);
``0.4<!--given-->``
    the decimals right before it are given (an input, a choice, a quotation), not computed;
``<!--? np.isclose(a, b) -->``
    a claim that must be true.

Prose is what a reader sees: not code, not the target of a link, not raw HTML, but the text of
tables, notes, captions and alt texts. A code span counts only if a proof follows it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from .numbers import Number, numbers_in, numbers_in_formula
from .passages import Piece, passages

PROOF = re.compile(r"\s*(?:(?P<given>given)\s*|(?P<mark>[=?])(?P<expression>.*))", re.DOTALL)
SENTENCE_END = re.compile(r"[.!?:]\s+(?!\d)")


@dataclass(frozen=True)
class Proof:
    """An expression to evaluate, and what its values must read as.

    A claim has no numbers: it must be true. After a code span, one value may be its whole text.
    """

    expression: str
    wanted: tuple[Number, ...]
    sentence: str
    is_claim: bool = False
    exactly: str = ""


@dataclass(frozen=True)
class Fault:
    """What is wrong, and the sentence where it stands."""

    sentence: str
    message: str

    def __str__(self) -> str:
        """Return the message, and below it the sentence."""
        return f"{self.message}\n    in: {self.sentence}"


@dataclass
class _Reading:
    """One passage being read; ``plain`` is its visible text, or that of the one it speaks of."""

    plain: str
    position: int = 0
    proofs: list[Proof] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def sentence(self, position: int | None = None) -> str:
        """Return the sentence that holds, or ends at, a position (here, if none is given)."""
        at = self.position if position is None else position
        breaks = [match.end() for match in SENTENCE_END.finditer(self.plain)]
        for start, end in pairwise([0, *breaks, len(self.plain)]):
            if start <= at <= end and end > start:
                return " ".join(self.plain[start:end].split())
        return ""

    def fault(self, message: str, position: int | None = None) -> None:
        self.faults.append(Fault(self.sentence(position), message))


def read_prose(markdown: str) -> tuple[list[Proof], list[Fault]]:
    """Return the proofs of a page or cell, in order, and the faults that need no kernel to see."""
    proofs: list[Proof] = []
    faults: list[Fault] = []
    plain = ""
    for pieces in passages(markdown):
        # a comment on a line of its own speaks of the passage above it
        visible = "".join(piece.shown for piece in pieces)
        plain = visible or plain
        reading = _Reading(plain, 0 if visible else len(plain))
        _read(pieces, reading)
        proofs += reading.proofs
        faults += reading.faults
    return proofs, faults


def _read(pieces: list[Piece], reading: _Reading) -> None:
    """Read a passage piece by piece, each together with the comment that follows it."""
    before = Piece("role", "")
    for piece, following in pairwise([*pieces, Piece("role", "")]):
        if piece.kind == "comment":
            _read_comment(piece, before, reading)
        elif piece.kind == "problem":
            reading.fault(piece.text)
        elif piece.kind != "role":
            proof = PROOF.fullmatch(following.text) if following.kind == "comment" else None
            _read_numbers(piece, None if proof and proof["mark"] == "?" else proof, reading)
        reading.position += len(piece.shown)
        before = piece


def _read_comment(comment: Piece, before: Piece, reading: _Reading) -> None:
    """Read what a comment says by itself: a claim, or that it proves nothing."""
    proof = PROOF.fullmatch(comment.text)
    if not proof:
        reading.fault(f"not a proof: <!--{comment.text}-->")
    elif proof["mark"] == "?":
        expression = proof["expression"].strip()
        reading.proofs.append(Proof(expression, (), reading.sentence(), is_claim=True))
    elif before.kind in {"comment", "problem", "role"}:
        reading.fault(f"no number stands right before <!--{comment.text}-->")


def _read_numbers(piece: Piece, proof: re.Match[str] | None, reading: _Reading) -> None:
    """Read the numbers of a piece, and the proof that may follow it."""
    in_words = piece.kind in {"text", "alt"}
    numbers = numbers_in(piece.text) if in_words else numbers_in_formula(piece.text)
    decimals = [number for number in numbers if number.is_decimal]
    proven: list[Number] = []
    if "<!--" in piece.text:
        reading.fault("a broken comment: it may hold neither -- nor a blank line")
    if proof:
        if piece.kind == "text":
            proven = [number for number in numbers if number.end == len(piece.text)]
        else:
            proven = decimals or numbers
        _read_proof(piece, proof, proven, reading)
    if piece.kind == "code":
        return
    for number in decimals:
        if number not in proven:
            at = reading.position + (number.start if piece.kind == "text" else 0)
            reading.fault(f"{number.text} is neither proven nor given", at)


def _read_proof(
    piece: Piece, proof: re.Match[str], proven: list[Number], reading: _Reading
) -> None:
    """Read a proof or ``given`` right after a piece, of whose numbers it proves some."""
    end = reading.position + len(piece.shown)
    if not proven and piece.kind != "code":
        reading.fault(f"no number stands right before <!--{proof[0]}-->", end)
    elif proof["given"]:
        if not any(number.is_decimal for number in proven):
            reading.fault("<!--given--> after something without a decimal", end)
    else:
        expression = proof["expression"].strip()
        exactly = piece.text if piece.kind == "code" else ""
        sentence = reading.sentence(end)
        reading.proofs.append(Proof(expression, tuple(proven), sentence, exactly=exactly))
