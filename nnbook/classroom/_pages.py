"""What the pages for students and instructors share: one file each, that asks nobody for anything.

Every text that comes from outside goes through `text`, or `marked`, which escapes as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from nnbook._words import marked
from nnbook.classroom._output import number
from nnbook.classroom.marking import Mark
from nnbook.exercises._engine import Exercise

__all__ = ["bar", "counted", "heading", "listed", "marked", "page", "points", "table", "text"]

# What the states of a mark are called, with a sign, so that colour is never alone.
STATES = {
    "right": ("✓", "right"),
    "partly right": ("◐", "partly right"),
    "wrong": ("✗", "not yet right"),
    "not attempted": ("○", "not attempted"),
    "by hand": ("✎", "to be graded by hand"),
    "stopped": ("■", "stopped"),
    "missing": ("○", "missing"),
    "refused": ("⊘", "refused"),
}

STYLE = """
:root { color-scheme: light dark; --ink: #1a1a1a; --paper: #fff; --quiet: #595959; --line: #c8c8c8;
  --good: #00664b; --bad: #a33c00; --bar: #0072b2; --shade: #f4f4f4; }
@media (prefers-color-scheme: dark) { :root { --ink: #ececec; --paper: #161616; --quiet: #b4b4b4;
  --line: #4a4a4a; --good: #4fd0a5; --bad: #ff9a5c; --bar: #56b4e9; --shade: #232323; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 46rem; color: var(--ink); background: var(--paper);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
body.wide { max-width: 64rem; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 0.5rem; }
h2 { font-size: 1.2rem; line-height: 1.3; margin: 2rem 0 0.5rem; }
p { margin: 0.5rem 0; }
a { color: inherit; }
code { font-family: ui-monospace, monospace; font-size: 0.93em; }
.quiet { color: var(--quiet); }
.points { font-size: 1.3rem; font-weight: 600; }
.question { border-top: 1px solid var(--line); break-inside: avoid; }
.question h2 { margin-top: 1rem; }
.good { color: var(--good); } .bad { color: var(--bad); }
.hint { border-left: 4px solid var(--bar); padding-left: 0.8rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; color: var(--quiet); padding-bottom: 0.3rem; }
th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.8rem 0.3rem 0;
  border-bottom: 1px solid var(--line); overflow-wrap: normal; }
td.number, th.number { text-align: right; padding-left: 0.8rem;
  font-variant-numeric: tabular-nums; }
td.long { min-width: 14rem; overflow-wrap: anywhere; }
svg { max-width: min(100%, 40rem); height: auto; display: block; }
svg text { fill: var(--ink); font: 18px system-ui, sans-serif; }
svg .bar { fill: var(--bar); } svg .axis { stroke: var(--ink); }
@media print { :root { color-scheme: light; --ink: #000; --paper: #fff; --quiet: #444; --line: #999;
  --good: #000; --bad: #000; --bar: #555; }
  body { max-width: none; padding: 0; } a { text-decoration: none; }
}
"""

# Nothing may be loaded or run, not even by what somebody has smuggled in.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def text(value: object) -> str:
    """A text as HTML."""
    return escape(str(value))


def page(title: str, body: Iterable[str], *, wide: bool = False) -> bytes:
    """A whole page. `body` is HTML, `title` is text."""
    kind = ' class="wide"' if wide else ""
    lines = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        '<head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{text(title)}</title>",
        f"<style>{STYLE}</style></head>",
        f"<body{kind}><main>",
        *body,
        "</main></body></html>",
    ]
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def table(
    caption: str,
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    numbers: Iterable[int] = (),
    long: Iterable[int] = (),
) -> str:
    """A table that scrolls by itself where the screen is narrow.

    `caption` and `header` are text, the cells are HTML; the first of each row names it. `numbers`
    and `long` are the columns that are aligned as numbers, and those of sentences.
    """
    kinds = dict.fromkeys(numbers, ' class="number"') | dict.fromkeys(long, ' class="long"')
    heads = "".join(
        f'<th scope="col"{kinds.get(n, "") if n in set(numbers) else ""}>{text(name)}</th>'
        for n, name in enumerate(header)
    )
    lines = []
    for row in rows:
        first, *rest = row
        cells = "".join(
            f"<td{kinds.get(n, '')}>{cell}</td>" for n, cell in enumerate(rest, start=1)
        )
        lines.append(f'<tr><th scope="row">{first}</th>{cells}</tr>')
    # What scrolls has to be reached by the keyboard, and says what it is.
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{text(caption)}"><table>'
        f"<caption>{text(caption)}</caption><thead><tr>{heads}</tr></thead>"
        f"<tbody>{''.join(lines)}</tbody></table></div>"
    )


def bar(share: float) -> str:
    """A share of 1 as a small bar; it stands beside the number and says nothing by itself."""
    width = round(100 * min(max(share, 0.0), 1.0))
    return (
        '<svg width="102" height="12" viewBox="0 0 102 12" aria-hidden="true">'
        f'<rect class="bar" x="1" y="1" width="{width}" height="10"/>'
        '<path class="axis" d="M0.5 0V12"/></svg>'
    )


def points(earned: float, of: float) -> str:
    """Points as a student reads them: "1.5 of 2 points"."""
    return f"{number(earned)} of {number(of)} point{'' if of == 1 else 's'}"


def counted(count: int, one: str, many: str = "") -> str:
    """A number with its noun."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def listed(names: Sequence[str], most: int = 6) -> str:
    """Names in a row, the last ones counted if there are many."""
    shown, rest = names[:most], len(names) - most
    return ", ".join(shown) + (f" and {rest} more" if rest > 0 else "")


def heading(mark: Mark, exercise: Exercise) -> str:
    """Where the book explains it: the passage of the mistake if it has one, else the exercise's."""
    own = [trap.see for trap in exercise.traps if trap.name == mark.reason and trap.see]
    chapter = exercise.id.partition(".")[0]
    where = f", chapter {chapter}" if chapter.isdigit() else ""
    return f"“{own[0] if own else exercise.see}”{where}"
