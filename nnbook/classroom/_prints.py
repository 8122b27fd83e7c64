"""A fingerprint of a program: what it does line by line, whatever it calls its variables.

Two answers with the same fingerprint differ at most in comments, docstrings, annotations, layout
and the names of what they define themselves.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable

__all__ = ["definitions", "fingerprint", "is_stub"]

Definition = ast.FunctionDef | ast.ClassDef | ast.Assign | ast.AnnAssign


def definitions(trees: Iterable[ast.Module]) -> dict[str, Definition]:
    """The last definition of each global name: a function, a class or a plain assignment."""
    found: dict[str, Definition] = {}
    for tree in trees:
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                found[node.name] = node
            elif isinstance(node, ast.Assign):
                found |= {each.id: node for each in node.targets if isinstance(each, ast.Name)}
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                found[node.target.id] = node
    return found


def fingerprint(name: str, found: dict[str, Definition]) -> str:
    """The fingerprint of a global name and of what it uses of the same program; empty if unknown.

    16 hexadecimal digits.
    """
    if name not in found:
        return ""
    writer = _Writer(found)
    text = writer.definition(name)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def is_stub(name: str, found: dict[str, Definition]) -> bool:
    """Whether a function has a body that does nothing: `...`, `pass`, `return None`."""
    node = found.get(name)
    return isinstance(node, ast.FunctionDef) and all(map(_idle, node.body))


def _idle(node: ast.stmt) -> bool:
    if isinstance(node, ast.Expr | ast.Return):
        value = node.value
        return value is None or (
            isinstance(value, ast.Constant)
            and (value.value is None or value.value is ... or isinstance(node, ast.Expr))
        )
    return isinstance(node, ast.Pass)


class _Writer:
    """Writes syntax trees with numbers in place of the names that the program itself gives."""

    def __init__(self, found: dict[str, Definition]) -> None:
        self.found = found
        self.numbers: dict[str, int] = {}  # of globals, in the order in which they are met
        self.text: list[str] = []

    def definition(self, name: str) -> str:
        """The definition of a name, followed by those that it needs."""
        waiting = [name]
        self.numbers[name] = 0
        while waiting:
            known = set(self.numbers)
            node = self.found[waiting.pop(0)]
            self.text.append(self._node(node, {each: f"_{n}" for n, each in enumerate(_own(node))}))
            waiting += [each for each in self.numbers if each not in known]
        return "\n".join(self.text)

    def _name(self, name: str, own: dict[str, str]) -> str:
        if name in own:
            return own[name]
        if name in self.found:
            return f"#{self.numbers.setdefault(name, len(self.numbers))}"
        return name

    def _node(self, node: object, own: dict[str, str]) -> str:
        if isinstance(node, list):
            return f"[{','.join(self._node(each, own) for each in _told(node))}]"
        if isinstance(node, ast.Name):
            return self._name(node.id, own)
        if isinstance(node, ast.arg):
            return self._name(node.arg, own)
        if not isinstance(node, ast.AST):
            return repr(node)
        skipped = {"annotation", "returns", "type_comment", "ctx", "decorator_list", "type_params"}
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            skipped.add("name")
        if isinstance(node, ast.AnnAssign) and node.value is not None:
            node = ast.Assign(targets=[node.target], value=node.value)
        parts = (self._node(value, own) for name, value in ast.iter_fields(node)
                 if name not in skipped)  # fmt: skip
        return f"{type(node).__name__}({','.join(parts)})"


def _told(nodes: list[object]) -> list[object]:
    """Statements without bare constants, which is what docstrings are."""
    return [
        node for node in nodes
        if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
    ]  # fmt: skip


def _own(node: ast.AST) -> dict[str, None]:
    """The names that a definition gives, in order: arguments, targets, functions inside."""
    names: dict[str, None] = {}
    if isinstance(node, ast.Assign | ast.AnnAssign):
        value = node.value
        return _own(value) if value is not None else names
    for each in ast.walk(node):
        if isinstance(each, ast.arg):
            names[each.arg] = None
        elif isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store):
            names[each.id] = None
        elif isinstance(each, ast.FunctionDef | ast.ClassDef):
            names[each.name] = None
    return names
