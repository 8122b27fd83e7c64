"""All files of a folder of results but the first, each made from that one, and written whole."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from nnbook.classroom import gradebooks
from nnbook.classroom._tables import clear, file_names, write
from nnbook.classroom.assignment import Assignment
from nnbook.classroom.class_report import class_page
from nnbook.classroom.collect import Collection
from nnbook.classroom.feedback import feedback_page
from nnbook.classroom.results import Row

__all__ = ["write_reports"]


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
    page = class_page(rows, assignment, form=collection.form, notes=collection.notes, files=files)
    write(out / "report.html", page)
    # Last, because who finds it takes the rest to be there.
    write(out / "gradebook.csv", gradebooks.gradebook(rows, assignment))
