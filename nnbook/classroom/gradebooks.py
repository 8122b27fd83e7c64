"""The marks in the forms that other systems read: nbgrader, Canvas, Moodle, Gradescope.

`gradebook.csv` has the columns of nbgrader's exporter, and behind them one for each question.
`canvas.csv` is the smallest that Canvas's importer takes; it finds students by Canvas's own number,
the SIS id or the login, where the roster or the file names told them, and else by the name.
`moodle.csv` is a grading worksheet: Moodle takes it where the assignment has "Offline grading
worksheet" switched on, and a student is found by the number of the participant.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from nnbook.classroom._output import Cell, number, read_table, table, unguarded
from nnbook.classroom._pages import STATES
from nnbook.classroom.assignment import Assignment
from nnbook.classroom.marking import Report
from nnbook.classroom.results import BY_HAND, ByHand, Row

__all__ = ["by_hand", "canvas", "gradebook", "gradescope", "moodle", "read_by_hand"]

NBGRADER = ("assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email",
            "raw_score", "late_submission_penalty", "score", "max_score")  # fmt: skip
COLUMNS = ("student", "question", "of", "points", "comment", "answer", "fingerprint")


def gradebook(rows: Iterable[Row], assignment: Assignment) -> bytes:
    """nbgrader's columns, then how late, the state, and the points of each question.

    There is no penalty for being late: `late_submission_penalty` is 0, the column `late` tells.
    """
    ids = [question.id for question in assignment.questions]
    lines: list[list[Cell]] = []
    for row in rows:
        one, report = row.submission, row.report
        last, first = _last_first(one.name)
        points = {mark.id: mark.points for mark in report.marks}
        lines.append([
            assignment.name, assignment.due, one.when, one.student, last, first, one.email,
            report.points, 0.0, report.points, assignment.points, report.late, report.state,
            *(points.get(each, 0.0) for each in ids),
        ])  # fmt: skip
    return table([*NBGRADER, "late", "state", *ids], lines)


def canvas(rows: Iterable[Row], assignment: Assignment) -> bytes:
    """What Canvas's "Import" in the gradebook reads; the title names the column."""
    header = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", assignment.title]
    lines: list[list[Cell]] = [["    Points Possible", "", "", "", "", assignment.points]]
    for row in rows:
        one = row.submission
        ids = one.ids
        lines.append([one.name or one.student, ids.get("canvas", ""), ids.get("sid", ""),
                      ids.get("login", "" if ids else one.student), "",
                      row.report.points])  # fmt: skip
    return table(header, lines)


def moodle(rows: Iterable[Row], assignment: Assignment) -> bytes:
    """What Moodle's "Upload grading worksheet" reads."""
    header = ["Identifier", "Full name", "Email address", "Status", "Grade", "Maximum Grade",
              "Last modified (submission)", "Last modified (grade)",
              "Feedback comments"]  # fmt: skip
    lines: list[list[Cell]] = []
    for row in rows:
        one = row.submission
        number_ = one.ids.get("moodle", "")
        lines.append([
            f"Participant {number_}" if number_ else "", one.name or one.student, one.email, "",
            row.report.points, assignment.points, one.when, "", _in_words(row.report),
        ])  # fmt: skip
    return table(header, lines)


def gradescope(report: Report, titles: Mapping[str, str]) -> bytes:
    """Gradescope's results.json of one student; `titles` are those of the exercises by id."""
    tests = [
        {
            "number": mark.id,
            "name": titles.get(mark.id, mark.id),
            "score": round(mark.points, 4),
            "max_score": mark.of,
            "status": "passed" if mark.state == "right" else "failed",
            "output": "\n\n".join(filter(None, [mark.says or STATES[mark.state][1], mark.hint])),
            "output_format": "text",
            "visibility": "visible",
        }
        for mark in report.marks
    ]
    results = {
        "score": round(report.points, 4),
        "output": report.says,
        "output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": tests,
    }
    # In ASCII: half a character, which a student's text may hold, has no other form.
    return (json.dumps(results, indent=2) + "\n").encode("ascii")


def by_hand(rows: Iterable[Row]) -> bytes:
    """All answers that a person grades, with the points given so far."""
    lines: list[list[Cell]] = []
    for row in rows:
        for mark in row.report.marks:
            given = mark.reason == BY_HAND
            if given or mark.state == "by hand":
                lines.append([row.submission.student, mark.id, mark.of,
                              mark.points if given else "", mark.says if given else "",
                              mark.given, mark.print])  # fmt: skip
    return table(COLUMNS, lines, bom=True)


def read_by_hand(path: Path, rows: Sequence[Row]) -> list[ByHand]:
    """The points in a `by-hand.csv` that somebody filled in; lines without points are left out.

    Raises ValueError, naming the line, for points that are no number from 0 to what the question is
    worth, and for a student or a question that has nothing to be graded by hand.
    """
    text = path.read_bytes().decode("utf-8-sig", "replace")
    reader = read_table(text)
    lacking = [name for name in ("student", "question", "points")
               if name not in (reader.fieldnames or ())]  # fmt: skip
    if lacking:
        raise ValueError(f"{path} has no column {' and no column '.join(lacking)}")
    waiting = {
        (row.submission.student, mark.id): mark
        for row in rows
        for mark in row.report.marks
        if mark.state == "by hand" or mark.reason == BY_HAND
    }
    found = []
    for line in reader:
        student, question, points, comment = (
            unguarded(line.get(name) or "").strip()
            for name in ("student", "question", "points", "comment")
        )
        if not points:
            continue
        where = f"{path}, line {reader.line_num}"
        mark = waiting.get((student, question))
        if mark is None:
            raise ValueError(f"{where}: {student!r} has no answer {question!r} to grade by hand")
        given = _points(points, mark.of, where)
        # A student who has handed in anew since then has another answer than the one that was read.
        if (line.get("fingerprint") or mark.print) == mark.print:
            found.append(ByHand(student, question, mark.print, given, comment))
    return found


def _points(text: str, of: float, where: str) -> float:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = -1.0
    if not 0 <= value <= of:
        raise ValueError(
            f"{where}: points are a number from 0 to {number(of)}, but here is {text!r}"
        )
    return value


def _in_words(report: Report) -> str:
    lines = [report.says] if report.says else []
    for mark in report.marks:
        says = mark.says or STATES[mark.state][1]
        lines.append(f"{mark.id}: {number(mark.points)} of {number(mark.of)}. {says}")
    return "\n".join(lines)


def _last_first(name: str) -> tuple[str, str]:
    """A name in two parts: "Doe, Jane" and "Jane Doe" alike; one word is a last name."""
    if "," in name:
        last, _, first = name.partition(",")
    else:
        first, _, last = name.rpartition(" ")
    return last.strip(), first.strip()
