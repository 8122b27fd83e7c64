"""Evaluating the proofs of a page, and judging what came out.

Expressions are evaluated where the reader stands: in the chapter's kernel after the cells above.
They may read names and call functions; they cannot bind names.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .numbers import same_spelling
from .prose import Fault, Proof, read_prose


@dataclass(frozen=True)
class Outcome:
    """What an expression gave: its values as text (of a claim, its truth), or why it failed."""

    values: tuple[Any, ...] = ()
    error: str = ""


def expression(proof: Proof) -> str:
    """Return the expression whose value is the proof's values as JSON text.

    Raises ValueError if the proof is no expression, binds a name, or only repeats its number.
    """
    try:
        body = ast.parse(f"[{proof.expression}\n]", mode="eval").body
    except SyntaxError as error:
        raise ValueError(f"not an expression: {error.msg}") from error
    if not isinstance(body, ast.List) or not body.elts:
        raise ValueError("not an expression")
    if any(isinstance(node, ast.NamedExpr) for node in ast.walk(body)):
        raise ValueError("a proof must not bind a name (:=)")
    if proof.is_claim:
        if not any(isinstance(node, ast.Name) for node in ast.walk(body)):
            raise ValueError("a claim about nothing")
        return f"__import__('json').dumps([bool(value) for value in {ast.unparse(body)}])"
    if all(isinstance(element, ast.Constant) for element in body.elts):
        raise ValueError(
            "a proof that only repeats its number: compute it, or mark it <!--given-->"
        )
    return f"__import__('json').dumps([str(value) for value in {ast.unparse(body)}])"


def judge(proof: Proof, outcome: Outcome) -> Fault | None:
    """Return what is wrong with a proof that gave ``outcome``, or None if it holds."""
    shown = f"<!--{'?' if proof.is_claim else '='} {proof.expression} -->"
    if outcome.error:
        return Fault(proof.sentence, f"{shown} failed: {outcome.error}")
    if proof.is_claim:
        holds = all(outcome.values)
        return None if holds else Fault(proof.sentence, f"{shown} is not true")
    if proof.exactly and outcome.values == (proof.exactly,):
        return None
    wanted, values = proof.wanted, outcome.values
    if not any(number.is_decimal for number in wanted):
        # in a formula without decimals the results stand at the end
        wanted = wanted[max(0, len(wanted) - len(values)) :]
    listed = ", ".join(number.text for number in wanted)
    if len(wanted) != len(values):
        return Fault(
            proof.sentence,
            f"{shown} gives {len(values)} values ({', '.join(values)}) "
            f"for {len(wanted)} decimals ({listed or 'none'})",
        )
    for number, value in zip(wanted, values, strict=True):
        if same_spelling(value) not in number.readings:
            return Fault(proof.sentence, f"expected {number.text}, but {shown} gives {value}")
    return None


def decoded(text: str) -> Outcome:
    """Return the outcome that an evaluated ``expression`` stands for."""
    return Outcome(tuple(json.loads(text)))


def check_page(markdown: str, namespace: Mapping[str, Any]) -> list[Fault]:
    """Return the faults of a page whose proofs are evaluated here, in ``namespace``."""
    proofs, faults = read_prose(markdown)
    for proof in proofs:
        try:
            outcome = decoded(eval(expression(proof), dict(namespace)))  # noqa: S307 - our own pages
        except Exception as error:  # noqa: BLE001 - whatever fails is the finding
            outcome = Outcome(error=f"{type(error).__name__}: {error}")
        fault = judge(proof, outcome)
        faults += [fault] if fault else []
    return faults
