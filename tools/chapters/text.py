"""A chapter as readable text, and differences between two chapters that a person can read."""

from __future__ import annotations

import base64
import difflib
import hashlib
import json
import re

from .canonical import Node

DATA = re.compile(r"data:(image/[\w+.-]+);base64,([A-Za-z0-9+/=\s]+)")
DECIMAL = re.compile(r"-?\d+\.\d+(?:e[-+]?\d+)?")
WIDTH = 300
LINES = 80
LAST_DIGITS = 1e-6


def as_text(notebook: Node, *, pictures: bool = False) -> str:
    """Return a notebook as py:percent text with its outputs as comments.

    Pictures are shown as digests, or, for a comparison, as the text of their SVG.
    """
    parts = []
    for cell in notebook["cells"]:
        tags = cell["metadata"].get("tags", [])
        marked = f" tags={json.dumps(tags)}" if tags else ""
        if cell["cell_type"] == "code":
            count = cell["execution_count"]
            shown = [
                _commented(_shown(output, pictures=pictures), "#> ") for output in cell["outputs"]
            ]
            parts.append("\n".join([f"# %% [{count}]{marked}", cell["source"], *shown]))
        else:
            head = f"# %% [{cell['cell_type']}]{marked}"
            parts.append(f"{head}\n{_commented(cell['source'], '# ')}")
    return "\n\n".join(parts) + "\n"


def difference(stored: str, fresh: str, old: Node, new: Node) -> str:
    """Return how a fresh run differs from what is stored: as text, or else in the JSON itself."""
    lines = _diff(as_text(old, pictures=True), as_text(new, pictures=True))
    lines = lines or _diff(stored, fresh)
    hint = ""
    if _only_last_digits(lines):
        hint = (
            "\nOnly the last digits differ: another processor may add in another order. "
            "Print fewer digits, or round before drawing."
        )
    more = f"\n... and {len(lines) - LINES} lines more" if len(lines) > LINES else ""
    return "\n".join(_shortened(lines)[:LINES]) + more + hint


def _diff(before: str, after: str) -> list[str]:
    old, new = before.splitlines(), after.splitlines()
    return list(difflib.unified_diff(old, new, "stored", "fresh run", lineterm="", n=2))


def _shortened(lines: list[str]) -> list[str]:
    """Return the lines of a difference, long ones cut down to where the two sides part."""
    removed = [number for number, line in enumerate(lines) if line.startswith("-")]
    added = [number for number, line in enumerate(lines) if line.startswith("+")]
    parted = {}
    if len(removed) == len(added):
        for one, other in zip(removed, added, strict=True):
            pairs = enumerate(zip(lines[one][1:], lines[other][1:], strict=False), start=1)
            common = next((at for at, (a, b) in pairs if a != b), 0)
            parted[one] = parted[other] = max(0, common - WIDTH // 2)
    short = []
    for number, line in enumerate(lines):
        start = min(parted.get(number, 0), max(0, len(line) - WIDTH))
        shown = line[start : start + WIDTH] + (" ..." if len(line) > start + WIDTH else "")
        short.append(line[:1] + "... " + shown if start else shown)
    return short


def _only_last_digits(lines: list[str]) -> bool:
    removed = [line[1:] for line in lines if re.match(r"-(?!--)", line)]
    added = [line[1:] for line in lines if re.match(r"\+(?!\+\+)", line)]
    if not removed or len(removed) != len(added):
        return False
    for before, after in zip(removed, added, strict=True):
        if DECIMAL.sub("#", before) != DECIMAL.sub("#", after):
            return False
        for a, b in zip(DECIMAL.findall(before), DECIMAL.findall(after), strict=True):
            if abs(float(a) - float(b)) > LAST_DIGITS * max(abs(float(a)), abs(float(b)), 1.0):
                return False
    return True


def _shown(output: Node, *, pictures: bool) -> str:
    if output["output_type"] == "stream":
        return str(output["text"])
    if output["output_type"] == "error":
        return f"{output['ename']}: {output['evalue']}"
    data = output["data"]
    shown = [f"[{mime}] {_flat(data[mime], pictures=pictures)}" for mime in sorted(data)]
    return "\n".join(shown)


def _flat(content: object, *, pictures: bool) -> str:
    text = content if isinstance(content, str) else json.dumps(content, sort_keys=True)

    def shown(match: re.Match[str]) -> str:
        body = "".join(match[2].split())
        if pictures and match[1] == "image/svg+xml":
            svg = base64.b64decode(body).decode("utf-8", "replace")
            return f"{match[1]}:\n{svg}"
        return f"{match[1]}:{hashlib.sha256(body.encode()).hexdigest()[:12]}:{len(body)}"

    return DATA.sub(shown, text)


def _commented(text: str, mark: str) -> str:
    return "\n".join(f"{mark}{line}".rstrip() for line in text.splitlines())
