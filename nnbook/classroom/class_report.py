"""The page for the instructor: how the class did, what it got wrong, and what to teach again."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator, Mapping, Sequence

from nnbook.classroom._findings import (
    alike,
    marks_of,
    mistakes,
    own_solutions,
    questions,
    to_teach_again,
)
from nnbook.classroom._output import number
from nnbook.classroom._pages import STATES, bar, counted, heading, listed, marked, page, table, text
from nnbook.classroom.assignment import Assignment
from nnbook.classroom.results import Row

__all__ = ["class_page"]

BINS = 10
MOST = 15  # rows of a table of mistakes or pairs


def class_page(
    rows: Sequence[Row],
    assignment: Assignment,
    *,
    form: str,
    notes: Sequence[str],
    files: Mapping[str, str],
) -> bytes:
    """The report on a class.

    `form` and `notes` are what collecting found, `files` the names of the students' pages.
    """
    return page(
        f"{assignment.title}: the class", _body(rows, assignment, form, notes, files), wide=True
    )


def _body(
    rows: Sequence[Row],
    assignment: Assignment,
    form: str,
    notes: Sequence[str],
    files: Mapping[str, str],
) -> Iterator[str]:
    yield f"<h1>{text(assignment.title)}</h1>"
    yield from _summary(rows, assignment, form)
    yield from _distribution(rows, assignment)
    yield from _exercises(rows, assignment)
    yield from _again(rows, assignment)
    yield from _mistakes(rows, assignment)
    yield from _alike(rows, assignment)
    yield from _odd(rows, notes)
    yield from _students(rows, files)


def _summary(rows: Sequence[Row], assignment: Assignment, form: str) -> Iterator[str]:
    graded = [row for row in rows if row.report.state == "graded"]
    yield (
        f"<p>{counted(len(rows), 'student')}, {counted(len(graded), 'notebook')} graded. "
        f"The submissions came as {text(form)}.</p>"
    )
    if graded:
        points = [row.report.points for row in graded]
        seconds = [row.report.seconds for row in graded]
        yield (
            f"<p>Of {number(assignment.points)} points the median is "
            f"{number(statistics.median(points))}, the mean {number(statistics.fmean(points))}, "
            f"from {number(min(points))} to {number(max(points))}. Marking a notebook took "
            f"{statistics.median(seconds):.1f} s in the middle, {max(seconds):.1f} s at most.</p>"
        )
    waiting = sum(mark.state == "by hand" for row in rows for mark in row.report.marks)
    if waiting:
        yield (
            f"<p>{counted(waiting, 'answer')} to be graded by hand: fill in "
            "<code>by-hand.csv</code> and hand it over with <code>--manual</code>. Until then "
            "their points are missing from every sum.</p>"
        )


def _distribution(rows: Sequence[Row], assignment: Assignment) -> Iterator[str]:
    """How many students have how many points, as bars and as a table."""
    points = [row.report.points for row in rows if row.report.state == "graded"]
    if not points:
        return
    of = assignment.points
    counts = [0] * BINS
    for value in points:
        counts[min(int(BINS * value / of + 1e-9), BINS - 1)] += 1
    names = [f"{number(of * n / BINS)} to {number(of * (n + 1) / BINS)}" for n in range(BINS)]
    yield "<h2>Points</h2>"
    yield _bars(counts, names, of)
    cells = [[text(name), str(count)] for name, count in zip(names, counts, strict=True)]
    yield "<details><summary>The same as a table</summary>"
    yield table("Students by points", ["Points", "Students"], cells, numbers=[1])
    yield "</details>"


def _bars(counts: Sequence[int], names: Sequence[str], of: float) -> str:
    wide, high, top = 60, 160, 24
    most = max(counts)
    told = "; ".join(f"{name}: {count}" for name, count in zip(names, counts, strict=True) if count)
    box = f"0 0 {wide * BINS + 20} {high + top + 30}"
    parts = [f'<svg viewBox="{box}" role="img" aria-label="Students by points. {text(told)}">']
    for place, count in enumerate(counts):
        x, height = 10 + wide * place, round(high * count / most)
        y = top + high - height
        if count:
            parts.append(
                f'<rect class="bar" x="{x + 3}" y="{y}" width="{wide - 6}" height="{height}"/>'
            )
            parts.append(
                f'<text x="{x + wide / 2:g}" y="{y - 6}" text-anchor="middle">{count}</text>'
            )
    floor = top + high
    parts.append(f'<path class="axis" d="M10 {floor + 0.5}H{10 + wide * BINS}"/>')
    for share, anchor in ((0.0, "start"), (0.5, "middle"), (1.0, "end")):
        where = f'x="{10 + wide * BINS * share:g}" y="{floor + 20}" text-anchor="{anchor}"'
        parts.append(f"<text {where}>{number(of * share)}</text>")
    return "".join([*parts, "</svg>"])


def _exercises(rows: Sequence[Row], assignment: Assignment) -> Iterator[str]:
    found = questions(rows, assignment)
    shown = [state for state in STATES if any(question.states[state] for question in found)]
    lines = []
    for question in found:
        share = "" if math.isnan(question.share) else f"{bar(question.share)} {question.share:.0%}"
        counts = [str(question.states[state] or "") for state in shown]
        lines.append([f"{text(question.id)} {text(question.title)}", share, *counts])
    yield "<h2>Exercise by exercise</h2>"
    yield table(
        "Mean share of the points, and students in each state",
        ["Exercise", "Points", *(STATES[state][1].capitalize() for state in shown)],
        lines, numbers=range(2, 2 + len(shown)),
    )  # fmt: skip
    count = {
        each: sum(mark.print == solution for _, mark in marks_of(rows, each))
        for each, solution in own_solutions(assignment).items()
    }
    copies = [f"{text(each)} ({copied})" for each, copied in count.items() if copied]
    if copies:
        yield (
            f"<p>Line by line the published solution, names aside: {', '.join(copies)}. Short "
            "functions are written like that without help, too.</p>"
        )


def _again(rows: Sequence[Row], assignment: Assignment) -> Iterator[str]:
    lines = [
        f"<li>{text(mark.id)} {text(assignment.exercise(mark.id).title)}: {text(why)}. Read again "
        f"{text(heading(mark, assignment.exercise(mark.id)))}.</li>"
        for why, mark in to_teach_again(rows, assignment)
    ]
    if lines:
        yield "<h2>What to teach again</h2>"
        yield f"<ul>{''.join(lines)}</ul>"


def _mistakes(rows: Sequence[Row], assignment: Assignment) -> Iterator[str]:
    found = mistakes(rows, assignment)
    if not found:
        return
    lines = [
        [f"{text(one.id)}: {text(one.reason)}", str(len(one.students)), marked(one.says)]
        for one in found[:MOST]
    ]
    yield "<h2>Mistakes by name</h2>"
    yield table("The most frequent first, with what it means, or what one student was told",
                ["Mistake", "Students", "What was said"], lines, numbers=[1], long=[2])  # fmt: skip
    if len(found) > MOST:
        yield f"<p>And {len(found) - MOST} more.</p>"


def _alike(rows: Sequence[Row], assignment: Assignment) -> Iterator[str]:
    found = alike(rows, assignment)
    if not found:
        return
    yield "<h2>Answers that are alike</h2>"
    yield (
        "<p>These pairs have answers in common that hardly anybody else gave. That is a question "
        "to ask, and no proof: they may have learned together, or from the same page. Ten bits are "
        "as rare as ten coins that all fall heads.</p>"
    )
    lines = [
        [text(" and ".join(one.students)), f"{one.bits:.0f}", text(listed(one.questions))]
        for one in found[:MOST]
    ]
    yield table("Pairs with rare answers in common, the most surprising first",
                ["Students", "Bits", "Exercises"], lines, numbers=[1])  # fmt: skip
    if len(found) > MOST:
        yield f"<p>And {len(found) - MOST} more pairs.</p>"


def _odd(rows: Sequence[Row], notes: Sequence[str]) -> Iterator[str]:
    odd = [(row.report.student, row.report.says) for row in rows if row.report.says]
    odd += [
        (row.report.student, f"{mark.id}: {mark.says}")
        for row in rows
        for mark in row.report.marks
        if mark.state in {"stopped", "refused"} and mark.says
    ]
    if odd or notes:
        yield "<h2>What was odd</h2>"
    if notes:
        lines = (f"<li>{text(note[0].upper() + note[1:])}.</li>" for note in notes)
        yield f"<ul>{''.join(lines)}</ul>"
    if odd:
        cells = [[text(student), marked(says)] for student, says in sorted(odd)]
        yield table("Broken, stopped or unusual submissions", ["Student", "What"], cells, long=[1])


def _students(rows: Sequence[Row], files: Mapping[str, str]) -> Iterator[str]:
    yield "<h2>Everybody</h2>"
    lines = []
    for row in rows:
        one = row.submission
        link = f'<a href="feedback/{text(files[one.student])}.html">{text(one.student)}</a>'
        points = number(row.report.points)
        lines.append([link, points, text(one.name), text(row.report.late)])
    header = ["Student", "Points", "Name", "Late by"]
    # A column in which nobody has anything says nothing.
    kept = [n for n in range(len(header)) if any(line[n] for line in lines)]
    yield table("Each name leads to the page of the student", [header[n] for n in kept],
                [[line[n] for n in kept] for line in lines], numbers=[1])  # fmt: skip
