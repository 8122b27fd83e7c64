"""What instructors and students read: complete, escaped, and silent about what is hidden."""

from __future__ import annotations

import csv
import io
import json
import random
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser

from nnbook.classroom import _findings, _output, gradebooks
from nnbook.classroom._pages import STATES
from nnbook.classroom.assignment import Assignment, Question
from nnbook.classroom.class_report import class_page
from nnbook.classroom.collect import Collection, Submission
from nnbook.classroom.marking import Mark, Report
from nnbook.classroom.reports import feedback_page, write_reports
from nnbook.classroom.results import ByHand, Results, Row
from tests.browser.conftest import chromium

__all__ = ["chromium"]

ASSIGNMENT = Assignment(
    "hw1", "Home & work", (Question("3.1", 2.0), Question("3.2"), Question("3.4")),
    due="2026-11-01", secret=bytes(4).hex(),
)  # fmt: skip
HOSTILE = "<script>alert(1)</script>\"'&=cmd|' /C calc'!A0"
texts = st.text(max_size=60)


def mark(id: str, points: float, of: float, state: str, *, reason: str = "", says: str = "",
         code: str = "", **more: str) -> Mark:  # fmt: skip
    return Mark(id, points, of, state, reason, says, print=code, **more)


def row(student: str, *marks: Mark, state: str = "graded", says: str = "", **about) -> Row:
    report = Report(student, "hw1", state, says, marks, 0.5, about.get("late", ""))
    return Row(Submission(student, **about), report)


def a_class(size: int = 40) -> list[Row]:
    """A class of ordinary students: most are right, a few make the usual mistake."""
    rng = random.Random(4)  # noqa: S311 - the same class each time
    rows = []
    for number in range(size):
        right = rng.random() < 0.5
        first = mark("3.1", 2.0 * right, 2.0, "right" if right else "wrong",
                     reason="" if right else "sign flipped", says="said", hint="hinted",
                     code=f"u{number}")  # fmt: skip
        second = mark("3.2", 1.0, 1.0, "right", code="the right numbers")
        third = mark("3.4", 0.3, 1.0, "partly right", code=f"e{number}")
        rows.append(row(f"s{number:02}", first, second, third, name=f"Student {number}"))
    return rows


def read_csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def class_page_of(rows: list[Row], notes: tuple[str, ...] = ()) -> str:
    files = _output.file_names(one.submission.student for one in rows)
    return class_page(rows, ASSIGNMENT, form="a form", notes=notes, files=files).decode()


class Tags(HTMLParser):
    """The elements and attributes of a page, and whether all that opens is closed."""

    VOID = frozenset({"meta", "br", "rect", "path"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def sound(page: str) -> None:
    """Nothing of a page runs or is loaded, whatever was put into it."""
    tags = Tags(page)
    assert tags.open == []
    names = {name for name, _ in tags.seen}
    assert not names & {"script", "iframe", "img", "link", "object", "base", "form", "b"}
    for name, attributes in tags.seen:
        assert not [key for key in attributes if key.startswith("on")]
        for key in ("href", "src"):
            assert re.match(
                r"feedback/[A-Za-z0-9._-]+\.html$", attributes.get(key) or "feedback/a.html"
            )
        assert name != "style" or attributes == {}


@settings(max_examples=25, deadline=None)
@given(student=texts.filter(bool), name=texts, says=texts, late=texts, reason=texts)
def test_no_text_gets_out_of_its_place(
    student: str, name: str, says: str, late: str, reason: str
) -> None:
    """Whatever a student is called or hands in, the pages have the elements that they should."""
    said = mark("3.1", 0.0, 2.0, "wrong", reason=reason, says=says, hint=says, code="x")
    stopped = mark("3.2", 0.0, 1.0, "stopped", says=says)
    rows = [row(student, said, stopped, says=says, name=name, late=late),
            row(f"{student}+", said, name=HOSTILE, says=HOSTILE)]  # fmt: skip
    sound(class_page_of(rows, (says or "a note",)))
    for one in rows:
        sound(feedback_page(one, ASSIGNMENT).decode())


@settings(max_examples=200, deadline=None)
@given(text=texts | texts.map(lambda text: f"={text}") | texts.map(lambda text: f"'@{text}"))
def test_no_spreadsheet_takes_a_text_for_a_formula(text: str) -> None:
    """A guarded cell never begins with what makes a formula, and the guard can be undone."""
    guarded = _output.guarded(text)
    assert not re.match(r"\s*[=+\-@\t\r|%]", guarded)
    assert _output.unguarded(guarded) == text


@settings(max_examples=60, deadline=None)
@given(students=st.lists(texts.filter(bool), max_size=8, unique=True))
def test_every_student_has_a_file_name_of_their_own(students: list[str]) -> None:
    """It has no folder in it, fits every system, and differs in more than capitals."""
    names = _output.file_names([*students, "CON", "Ann", "ann", "jane"])
    assert names["jane"] == "jane"
    assert len({name.casefold() for name in names.values()}) == len(names)
    for name in names.values():
        assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,80}", name)
        assert not _output.RESERVED.fullmatch(name)


def test_a_file_is_written_whole_or_not(tmp_path: Path, monkeypatch) -> None:
    """If the disk fails in the middle, the old file is there, and nothing beside it."""
    path = tmp_path / "gradebook.csv"
    _output.write(path, b"old")

    def fail(self: Path, target: Path) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        _output.write(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_the_gradebook_has_nbgraders_columns() -> None:
    """In its order, one line a student, numbers as numbers, and ours behind them."""
    rows = [row("jane", mark("3.1", 1.5, 2.0, "partly right"), name="Doe, Jane", email="j@x.org",
                when="2026-11-02 10:00:00+00:00", late="10 h"), row("=1+1", name="John Q Roe",
                state="broken")]  # fmt: skip
    content = gradebooks.gradebook(rows, ASSIGNMENT)
    jane, john = read_csv(content)
    assert content.decode().splitlines()[0] == (
        "assignment,duedate,timestamp,student_id,last_name,first_name,email,raw_score,"
        "late_submission_penalty,score,max_score,late,state,3.1,3.2,3.4"
    )
    assert (jane["last_name"], jane["first_name"], jane["score"]) == ("Doe", "Jane", "1.5")
    assert (jane["max_score"], jane["late"], jane["3.1"], jane["3.2"]) == ("4", "10 h", "1.5", "0")
    assert jane["late_submission_penalty"] == "0"
    assert (john["student_id"], john["first_name"], john["last_name"]) == ("'=1+1", "John Q", "Roe")
    assert john["state"] == "broken"


def test_canvas_finds_its_students() -> None:
    """The columns that its importer asks for, the points that are possible, and its own number."""
    rows = [row("jane", mark("3.1", 2.0, 2.0, "right"), ids={"canvas": "7", "sid": "s7"}),
            row("john", mark("3.1", 0.5, 2.0, "partly right"))]  # fmt: skip
    lines = gradebooks.canvas(rows, ASSIGNMENT).decode().splitlines()
    assert lines == [
        "Student,ID,SIS User ID,SIS Login ID,Section,Home & work",
        "    Points Possible,,,,,4",
        "jane,7,s7,,,2",
        "john,,,john,,0.5",
    ]


def test_moodle_finds_its_participants() -> None:
    """The three columns without which its importer refuses a worksheet, and a comment in words."""
    one = row("jane@x.org", mark("3.1", 0.5, 2.0, "partly right", says="Nearly."), says="Odd.",
              ids={"moodle": "4711"}, name="Jane", email="jane@x.org")  # fmt: skip
    (line,) = read_csv(gradebooks.moodle([one], ASSIGNMENT))
    assert line["Identifier"] == "Participant 4711"
    assert (line["Grade"], line["Maximum Grade"], line["Last modified (grade)"]) == ("0.5", "4", "")
    assert line["Feedback comments"] == "Odd.\n3.1: 0.5 of 2. Nearly."


def test_gradescope_reads_its_results() -> None:
    """Points, and for each question its name, its points and what the student is told."""
    marks = (mark("3.1", 2.0, 2.0, "right", says="Yes."), mark("3.2", 0.0, 1.0, "wrong", hint="H"))
    made = json.loads(
        gradebooks.gradescope(row("jane", *marks, says="\ud800").report, {"3.1": "One"})
    )
    assert made["score"] == 2
    assert [test["name"] for test in made["tests"]] == ["One", "3.2"]
    assert [test["output"] for test in made["tests"]] == ["Yes.", "not yet right\n\nH"]
    assert [test["status"] for test in made["tests"]] == ["passed", "failed"]
    assert {test["max_score"] for test in made["tests"]} == {2.0, 1.0}


SENTENCE = mark("3.4", 0.0, 1.0, "by hand", code="f1", given="=SUM(1)\nbecause")


def test_what_is_graded_by_hand_comes_back() -> None:
    """The list holds the student's own sentence; filled in, it gives the points."""
    rows = [row("=jane", SENTENCE), row("john", mark("3.4", 1.0, 1.0, "right"))]
    content = gradebooks.by_hand(rows)
    (line,) = read_csv(content)
    assert line["answer"] == "'=SUM(1)\nbecause"
    assert line["points"] == ""


def filled(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "by-hand.csv"
    path.write_text(text, encoding)
    return path


@pytest.mark.parametrize(
    "text",
    [
        "student,question,points,comment\n'=jane,3.4,0.5,Good\n",
        "\ufeffstudent;question;points;comment\n'=jane;3.4;0,5;Good\n",
        "points\tstudent\tquestion\tcomment\tfingerprint\n0.5\t'=jane\t3.4\tGood\tf1\n",
    ],
)
def test_a_list_saved_by_any_spreadsheet_is_read(text: str, tmp_path: Path) -> None:
    """Commas, semicolons or tabs, a decimal comma, columns in another order."""
    given = gradebooks.read_by_hand(filled(tmp_path, text), [row("=jane", SENTENCE)])
    assert given == [ByHand("=jane", "3.4", "f1", 0.5, "Good")]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("'=jane,3.4,1.1,", r"line 2: points are a number from 0 to 1, but here is '1.1'"),
        ("'=jane,3.4,nan,", "from 0 to 1"),
        ("'=jane,3.4,-1,", "from 0 to 1"),
        ("'=jane,3.4,full,", "from 0 to 1"),
        ("eve,3.4,1,", "line 2: 'eve' has no answer '3.4'"),
        ("'=jane,3.1,1,", "has no answer '3.1'"),
    ],
)
def test_points_that_cannot_be_are_refused(line: str, says: str, tmp_path: Path) -> None:
    """The line is named, and nothing of the list is entered."""
    path = filled(tmp_path, f"student,question,points,comment\n{line}\n")
    with pytest.raises(ValueError, match=says):
        gradebooks.read_by_hand(path, [row("=jane", SENTENCE)])


def test_points_for_an_older_answer_are_not_taken(tmp_path: Path) -> None:
    """Who handed in anew after the list was made has another answer; it waits to be read."""
    path = filled(tmp_path, "student,question,points,comment,fingerprint\n'=jane,3.4,1,,older\n")
    assert gradebooks.read_by_hand(path, [row("=jane", SENTENCE)]) == []
    with pytest.raises(ValueError, match="has no column points"):
        gradebooks.read_by_hand(filled(tmp_path, "student,question\n"), [])


@pytest.mark.parametrize("state", STATES)
def test_a_student_reads_what_every_state_means(state: str) -> None:
    """State and points in words, the sentence and the hint where there are any."""
    one = row("jane", mark("3.1", 0.5, 2.0, state, says="A `sentence`.", hint="A hint."))
    page = feedback_page(one, ASSIGNMENT).decode()
    sign, word = STATES[state]
    assert f"{sign}</span> {word[0].upper()}{word[1:]}</strong>, 0.5 of 2 points" in page
    assert "<p>A <code>sentence</code>.</p>" in page
    assert "A hint." in page


def test_a_student_is_sent_to_the_passage_of_the_mistake() -> None:
    """A trap with a passage of its own names that one, all others that of the exercise."""
    exercise = ASSIGNMENT.exercise("3.1")
    page = feedback_page(row("jane", mark("3.1", 0.0, 2.0, "wrong")), ASSIGNMENT).decode()
    assert exercise.see in page
    assert "chapter 3" in page


def test_no_page_holds_a_secret() -> None:
    """Neither secret nor seed, neither the solution nor its numbers, is in what students get."""
    assignment = replace(ASSIGNMENT, secret="c0ffee" * 5, seed=8675309)
    one = row("jane", *(mark(q.id, 0.0, q.points, "wrong") for q in assignment.questions))
    page = feedback_page(one, assignment).decode()
    page += gradebooks.gradescope(one.report, {}).decode()
    assert "c0ffee" not in page
    assert "8675309" not in page
    for line in ("y_hat", "0.55", "return"):
        assert line not in page


def test_the_report_counts_what_is_there() -> None:
    """Students, states, the median, and how many made the mistake, with its own sentence."""
    rows = a_class()
    wrong = sum(one.report.marks[0].state == "wrong" for one in rows)
    page = class_page_of([*rows, row("late", state="broken", says="No notebook.")], ("a note",))
    assert "41 students, 40 notebooks graded" in page
    trap = next(t for t in ASSIGNMENT.exercise("3.1").traps if t.name == "sign flipped")
    assert trap.says.split(":")[0] in page
    assert f'3.1: sign flipped</th><td class="number">{wrong}</td>' in page
    assert "No notebook." in page
    assert "<li>A note.</li>" in page
    bars = re.findall(r'text-anchor="middle">(\d+)</text>', page)
    assert bars == [str(wrong), str(40 - wrong), "2"]  # of 1.3 and of 3.3 points; the axis
    for points, count in (("1.2 to 1.6", wrong), ("3.2 to 3.6", 40 - wrong), ("0 to 0.4", 0)):
        assert f'{points}</th><td class="number">{count}</td>' in page
    assert f"3.4 {ASSIGNMENT.exercise('3.4').title}: 30% of its points" in page


def test_what_waits_for_its_points_is_not_called_weak() -> None:
    """While an answer is to be graded by hand, its exercise has no mean, and is not weak."""
    rows = [row("jane", SENTENCE), row("john", mark("3.4", 0.0, 1.0, "not attempted"))]
    assert "of its points on average" not in class_page_of(rows)
    assert "3.4 One epoch: 0% of its points" in class_page_of(rows[1:])


def test_a_class_without_a_notebook_has_a_report() -> None:
    """Nobody handed in, or only broken files: no division by nothing."""
    sound(class_page_of([]))
    sound(class_page_of([row("jane", state="broken")]))


def test_only_rare_answers_count_as_alike() -> None:
    """Two who share rare programs are named.

    Right numbers, known mistakes, stubs and the book's own solutions are shared by honest people.
    """
    rows = a_class()
    assert _findings.alike(rows, ASSIGNMENT) == []
    pair = [
        row(student, mark("3.1", 0.0, 2.0, "wrong", code="odd"), mark("3.2", 1.0, 1.0, "right"),
            mark("3.4", 0.3, 1.0, "partly right", code="odd too"))
        for student in ("x", "y")
    ]  # fmt: skip
    (found,) = _findings.alike([*rows, *pair], ASSIGNMENT)
    assert found.students == ("x", "y")
    assert found.questions == ("3.1", "3.4")
    assert found.bits == pytest.approx(2 * 4.392, abs=0.01)  # log2(42 / 2) each
    page = class_page_of([*rows, *pair])
    assert "no proof" in page
    assert "x and y" in page
    solutions = _findings.own_solutions(ASSIGNMENT)
    for code, state, reason in (
        (solutions["3.1"], "right", ""), ("odd", "not attempted", ""), ("", "wrong", "")
    ):  # fmt: skip
        shared = mark("3.1", 0.0, 2.0, state, reason=reason, code=code)
        assert not _findings._tells(shared, ASSIGNMENT, solutions["3.1"])
    assert not _findings._tells(
        mark("3.2", 0.0, 1.0, "wrong", reason="sign flipped", code="n"), ASSIGNMENT, ""
    )
    assert _findings._tells(mark("3.2", 0.0, 1.0, "wrong", code="n"), ASSIGNMENT, "")


def test_what_a_tenth_of_the_class_wrote_is_no_surprise() -> None:
    """However much they have in common: it is what the task, or the lesson, leads to."""
    marks = [mark(id, 0.0, of, "wrong", code="common") for id, of in
             (("3.1", 2.0), ("3.2", 1.0), ("3.4", 1.0))]  # fmt: skip

    def pairs(sharing: int) -> int:
        rows = [*a_class(200), *(row(f"x{number}", *marks) for number in range(sharing))]
        return len(_findings.alike(rows, ASSIGNMENT))

    assert pairs(20) == 20 * 19 // 2
    assert pairs(25) == 0


def test_the_books_own_solution_is_recognised() -> None:
    """The solution of every function has the fingerprint under which marking would know it."""
    solutions = _findings.own_solutions(ASSIGNMENT)
    assert set(solutions) == {"3.1", "3.4"}
    rows = [row(f"s{n}", mark("3.1", 2.0, 2.0, "right", code=solutions["3.1"])) for n in range(3)]
    assert "3.1 (3)" in class_page_of(rows)


def test_all_files_are_written(tmp_path: Path) -> None:
    """A gradebook for each system, a page and a results.json for each student, nothing else."""
    rows = [row("jane", SENTENCE), row("../../etc", name=HOSTILE)]
    (tmp_path / ".gradebook.csv.part").write_bytes(b"of a batch that was killed")
    write_reports(tmp_path, rows, ASSIGNMENT, Collection("a form", ()))
    made = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    other = _output.file_names(["jane", "../../etc"])["../../etc"]
    assert made == {
        "gradebook.csv", "canvas.csv", "moodle.csv", "by-hand.csv", "report.html",
        "feedback/jane.html", f"feedback/{other}.html",
        "gradescope/jane/results.json", f"gradescope/{other}/results.json",
    }  # fmt: skip
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    write_reports(tmp_path, rows, ASSIGNMENT, Collection("a form", ()))
    assert {path: path.read_bytes() for path in before} == before


def test_points_by_hand_reach_the_gradebook(tmp_path: Path) -> None:
    """From the list through the file of results into every sum."""
    report = Report("jane", "hw1", "graded", marks=(SENTENCE,))
    with Results(tmp_path / "results.sqlite") as results:
        results.enrol([(Submission("jane"), "digest")])
        results.add("jane", "digest", "rules", report)
        path = filled(tmp_path, "student,question,points,comment\njane,3.4,0.75,Well said\n")
        results.give(gradebooks.read_by_hand(path, results.rows("rules")))
        rows = results.rows("rules")
    (line,) = read_csv(gradebooks.gradebook(rows, ASSIGNMENT))
    assert line["score"] == "0.75"
    assert "Well said" in feedback_page(rows[0], ASSIGNMENT).decode()
    (line,) = read_csv(gradebooks.by_hand(rows))
    assert (line["points"], line["comment"]) == ("0.75", "Well said")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_pages_are_accessible_and_ask_nobody(
    chromium: Browser, tmp_path: Path, width: int, scheme: str
) -> None:
    """No finding of axe, no request, no error, no sideways scrolling, in either mode.

    A name that wants to be a program is text.
    """
    rows = [*a_class(), row("x" * 200, SENTENCE, says=HOSTILE, name=HOSTILE, late="1 day")]
    write_reports(tmp_path, rows, ASSIGNMENT, Collection("a form", (), ("a note",)))
    feedback = next((tmp_path / "feedback").glob("x*.html"))
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("dialog", lambda dialog: (troubles.append("a dialog"), dialog.dismiss()))
    for path in (tmp_path / "report.html", feedback):
        asked: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto(path.as_uri())
        assert asked == [path.as_uri()]
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    assert troubles == []
    context.close()
