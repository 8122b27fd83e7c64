"""The file of results: what is in it stays, and nothing is in it by halves."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnbook.classroom.marking import Mark, Report
from nnbook.classroom.results import ByHand, Results
from tests.classroom.class_of import handed_in, report_on

texts = st.text(max_size=40)
# torch and its like may have told the processor to make the smallest numbers zero
floats = st.floats(0, 1e6, allow_subnormal=False)
marks = st.builds(
    Mark, texts, floats, st.floats(0.001, 1e6), st.sampled_from(["right", "wrong", "stopped"]),
    texts, texts, texts, texts, floats, texts,
)  # fmt: skip
reports = st.builds(
    Report, st.just("jane"), texts, st.sampled_from(["graded", "broken"]), texts,
    st.lists(marks, max_size=5).map(tuple), floats,
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(report=reports)
def test_a_report_comes_back_as_it_went_in(
    report: Report, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Any text, any number: what was added is read after closing and opening, unchanged."""
    path = tmp_path_factory.mktemp("results") / "results.sqlite"
    with Results(path) as results:
        results.enrol([(handed_in(jane=b"")[0], "digest")])
        results.add("jane", "digest", "rules", report)
    with Results(path) as results:
        (row,) = results.rows("rules")
        assert row.report == report
        assert results.finished("rules") == {("jane", "digest")}
        assert results.finished("other rules") == set()


def test_nothing_is_added_twice(tmp_path: Path) -> None:
    """A second report on the same notebook under the same rules is an error, not a replacement."""
    with Results(tmp_path / "results.sqlite") as results:
        results.add("jane", "digest", "rules", report_on(b"1", "jane"))
        with pytest.raises(ValueError, match="jane has been graded already"):
            results.add("jane", "digest", "rules", report_on(b"2", "jane"))
        results.add("jane", "digest", "other rules", report_on(b"2", "jane"))
        results.forget(["jane"])
        assert results.finished("rules") == set()


def test_two_batches_cannot_write_into_one_file(tmp_path: Path) -> None:
    """The second is told so, and the first goes on."""
    with Results(tmp_path / "results.sqlite") as results:
        with pytest.raises(ValueError, match="in use"), Results(tmp_path / "results.sqlite"):
            pass
        results.add("jane", "digest", "rules", report_on(b"1", "jane"))
    with Results(tmp_path / "results.sqlite") as results:
        assert results.finished("rules") == {("jane", "digest")}


@pytest.mark.parametrize("content", [b"not a database, but long enough to be one" * 40, b"sqlite"])
def test_another_file_is_left_alone(content: bytes, tmp_path: Path) -> None:
    """What is no file of results is neither read nor written."""
    (tmp_path / "results.sqlite").write_bytes(content)
    with pytest.raises(ValueError, match="no results of nnbook"):
        Results(tmp_path / "results.sqlite")
    assert (tmp_path / "results.sqlite").read_bytes() == content


def test_a_later_format_is_left_alone(tmp_path: Path) -> None:
    """A file of a version that does not exist yet is refused."""
    base = sqlite3.connect(tmp_path / "results.sqlite")
    base.execute("PRAGMA user_version = 99")
    base.execute("CREATE TABLE t (x)")
    base.close()
    with pytest.raises(ValueError, match="its format is 99"):
        Results(tmp_path / "results.sqlite")


def test_the_class_is_what_was_collected_last(tmp_path: Path) -> None:
    """Who is no longer in the folder is not in the gradebook; the result itself is kept."""
    with Results(tmp_path / "results.sqlite") as results:
        results.enrol([(one, "digest") for one in handed_in(jane=b"", john=b"")])
        for student in ("jane", "john"):
            results.add(student, "digest", "rules", report_on(b"", student))
        results.enrol([(one, "digest") for one in handed_in(john=b"")])
        assert [row.submission.student for row in results.rows("rules")] == ["john"]
        assert ("jane", "digest") in results.finished("rules")


def test_what_collecting_found_is_in_the_report(tmp_path: Path) -> None:
    """Lateness and oddities of the hand-in come before what marking says."""
    (jane,) = handed_in(jane=b"")
    jane = replace(jane, late="2 days", says="Two notebooks.", ids={"canvas": "7"})
    with Results(tmp_path / "results.sqlite") as results:
        results.enrol([(jane, "digest")])
        results.add("jane", "digest", "rules", replace(report_on(b"", "jane"), says="An odd cell."))
        (row,) = results.rows("rules")
    assert (row.report.late, row.report.says) == ("2 days", "Two notebooks. An odd cell.")
    assert row.submission == replace(jane, notebook=None)


@pytest.mark.parametrize(
    ("points", "state"), [(0.0, "wrong"), (1.5, "partly right"), (2.0, "right")]
)
def test_points_by_hand_enter_the_report(points: float, state: str, tmp_path: Path) -> None:
    """They count for the answer that was read, and for no other of the same student."""
    waiting = Mark("3.6", 0.0, 2.0, "by hand", print="f1", given="A sentence.")
    judged = Mark("3.7", 0.0, 2.0, "wrong", print="f1")
    report = Report("jane", "hw1", "graded", marks=(waiting, judged))
    with Results(tmp_path / "results.sqlite") as results:
        results.enrol([(one, "digest") for one in handed_in(jane=b"")])
        results.add("jane", "digest", "rules", report)
        results.give([ByHand("jane", "3.6", "f2", 2.0, "of an older answer")])
        results.give([ByHand("jane", "3.7", "f1", 2.0, "of what is not graded by hand")])
        assert results.rows("rules")[0].report.marks == (waiting, judged)
        results.give([ByHand("jane", "3.6", "f1", points, "Well said.")])
        mark, same = results.rows("rules")[0].report.marks
    assert same == judged
    assert (mark.points, mark.state, mark.says) == (points, state, "Well said.")
