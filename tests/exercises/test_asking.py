"""check, hint and solution: what they answer, and what they refuse in one sentence."""

import subprocess
import sys

import pytest

import nnbook
from nnbook.exercises import check, hint, solution
from nnbook.exercises._engine import Exercise, find, session


@pytest.fixture(autouse=True)
def fresh_session(monkeypatch):
    """Each test begins as a new kernel does."""
    monkeypatch.setattr(session, "attempted", set())
    monkeypatch.setattr(session, "hinted", {})


def test_the_door_of_nnbook_leads_here():
    """nnbook.check is nnbook.exercises.check, and so on."""
    assert (nnbook.check, nnbook.hint, nnbook.solution) == (check, hint, solution)
    assert nnbook.exercises.__all__ == ["check", "hint", "progress", "quiz", "solution"]


def test_importing_reads_no_chapter():
    """A chapter's exercises are read when one of them is asked for, and not before."""
    program = (
        "import sys, nnbook.exercises as e\n"
        "chapters = lambda: [m for m in sys.modules if m.startswith('nnbook.exercises.ch')]\n"
        "before = chapters(); e.hint('3.1'); print(before, chapters())"
    )
    command = [sys.executable, "-c", program]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[] ['nnbook.exercises.ch03']"


@pytest.mark.parametrize("id", ["3.99", "99.1", "3", "", "three", "0.1"])
@pytest.mark.parametrize("ask", [check, hint, solution])
def test_an_unknown_exercise_is_named(ask, id):
    """An id that does not exist is repeated, with what there is instead."""
    with pytest.raises(ValueError, match=f"there is no exercise '{id}'; chapter"):
        ask(id)


def test_an_id_that_is_no_string_is_named():
    """check(3.1, f) is answered by how to write it."""
    with pytest.raises(TypeError, match=r'a string such as "3.1", but received 3.1'):
        check(3.1, len)


@pytest.mark.parametrize(
    ("number", "error"), [(0, ValueError), (4, ValueError), ("1", TypeError), (True, TypeError)]
)
def test_a_hint_that_does_not_exist_is_refused(number, error):
    """Only hints 1 to 3 can be asked for by number."""
    with pytest.raises(error, match="hint"):
        hint("3.1", number)


def test_a_hint_by_number_counts_as_given():
    """After the second hint by number comes the third."""
    assert hint("3.1", 2).word == "Hint 2 of 3, the method."
    assert hint("3.1").word == "Hint 3 of 3, the shape of the answer."
    assert hint("3.1", 1).word == "Hint 1 of 3, a nudge."
    assert hint("3.1").word == "Hint 3 of 3, the shape of the answer."


def test_the_solution_waits_for_an_attempt():
    """The solution is not shown before an attempt or after a stub; after a wrong answer it is."""
    assert "insist=True" in str(solution("3.1"))
    check("3.1", lambda w, x, y, lr, threshold: ...)
    assert not solution("3.1").lines
    check("3.1", find("3.1").traps[0].wrong)
    assert solution("3.1").lines


def test_insisting_shows_the_solution_at_once():
    """Nobody has to fail first."""
    assert solution("3.1", insist=True).lines


def test_a_message_in_a_notebook_says_what_the_terminal_says():
    """The notebook's form holds the same words, escaped, with code as code."""
    verdict = check("3.1", lambda w, x, y, lr, threshold: w + (y - (w @ x >= threshold)) * x)
    page = verdict._repr_html_()
    assert "<strong>Not yet.</strong>" in page
    assert "<code>lr</code>" in page
    for line in verdict.lines:
        assert line in page
    refused = check("3.1", "<script>")
    assert "<script>" not in refused._repr_html_()
    assert "&lt;script&gt;" in refused._repr_html_()


@pytest.mark.parametrize(
    ("change", "wanted"), [({"id": "x"}, "id such as"), ({"hints": ("one",)}, "wants 3 hints")]
)
def test_an_exercise_in_the_making_is_checked(change, wanted):
    """A wrong id or a missing hint is said when the chapter's file is read."""
    parts = {name: getattr(find("3.1"), name) for name in Exercise.__dataclass_fields__}
    with pytest.raises(ValueError, match=wanted):
        Exercise(**parts | change)
