"""All files of a folder of results but the first, each made from that one, and written whole.

The page that a student gets back says which mistake and which hint, never a hidden input or a
solution. It is one file without a script, reads on a phone, in the dark and on paper, and loads
nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from nnbook.classroom import gradebooks
from nnbook.classroom._output import clear, file_names, number, write
from nnbook.classroom._pages import STATES, heading, marked, page, points, text
from nnbook.classroom.assignment import Assignment
from nnbook.classroom.class_report import class_page
from nnbook.classroom.collect import Collection
from nnbook.classroom.marking import Mark
from nnbook.classroom.results import Row
from nnbook.exercises._engine import Exercise

__all__ = ["feedback_page", "write_reports"]

# What is said of a state where the mark says nothing.
SILENT = {
    "right": "All of it is right.",
    "not attempted": "There was no answer yet.",
    "by hand": "This answer is read by a person; its points are still to come.",
    "missing": "There was nothing to mark.",
}


def write_reports(
    out: Path, rows: Sequence[Row], assignment: Assignment, collection: Collection
) -> None:
    """Write gradebooks, the students' pages and the instructor's into `out`."""
    clear(out)
    files = file_names(row.submission.student for row in rows)
    titles = {one.id: assignment.exercise(one.id).title for one in assignment.questions}
    for row in rows:
        name = files[row.submission.student]
        write(out / "feedback" / f"{name}.html", feedback_page(row, assignment))
        write(out / "gradescope" / name / "results.json", gradebooks.gradescope(row.report, titles))
    write(out / "canvas.csv", gradebooks.canvas(rows, assignment))
    write(out / "moodle.csv", gradebooks.moodle(rows, assignment))
    write(out / "by-hand.csv", gradebooks.by_hand(rows))
    report = class_page(rows, assignment, form=collection.form, notes=collection.notes, files=files)
    write(out / "report.html", report)
    # Last, because who finds it takes the rest to be there.
    write(out / "gradebook.csv", gradebooks.gradebook(rows, assignment))


def feedback_page(row: Row, assignment: Assignment) -> bytes:
    """The page of one student."""
    name = row.submission.name or row.submission.student
    return page(f"{assignment.title}: {name}", _body(row, assignment))


def _body(row: Row, assignment: Assignment) -> Iterator[str]:
    report, submission = row.report, row.submission
    name = submission.name or submission.student
    yield f"<h1>{text(assignment.title)}</h1>"
    yield f"<p>{text(name)}</p>"
    yield f'<p class="points">{points(report.points, report.of)}</p>'
    waiting = sum(mark.of for mark in report.marks if mark.state == "by hand")
    if waiting:
        yield f"<p>{number(waiting)} of them are still to be given by hand.</p>"
    if submission.when:
        yield f'<p class="quiet">Handed in {text(submission.when)}.</p>'
    if report.late:
        late = report.late if report.late.startswith("late") else f"Late by {report.late}"
        yield f"<p>{text(late[0].upper() + late[1:])}.</p>"
    if report.says:
        yield f"<p>{text(report.says)}</p>"
    for mark in report.marks:
        yield from _question(mark, assignment.exercise(mark.id, row.report.student))


def _question(mark: Mark, exercise: Exercise) -> Iterator[str]:
    sign, word = STATES[mark.state]
    tone = (
        "good"
        if mark.state == "right"
        else "bad"
        if mark.state in {"wrong", "stopped"}
        else "quiet"
    )
    yield '<section class="question">'
    yield f"<h2>{text(mark.id)} {text(exercise.title)}</h2>"
    yield (
        f'<p><strong class="{tone}"><span aria-hidden="true">{sign}</span> '
        f"{text(word[0].upper() + word[1:])}</strong>, "
        f"{points(mark.points, mark.of)}</p>"
    )
    says = mark.says or SILENT.get(mark.state, "")
    if says:
        yield f"<p>{marked(says)}</p>"
    if mark.hint:
        yield f'<p class="hint"><strong>Hint.</strong> {marked(mark.hint)}</p>'
    if mark.state in {"wrong", "partly right", "not attempted", "stopped"}:
        yield f'<p class="quiet">Read again: {text(heading(mark, exercise))}.</p>'
    yield "</section>"
