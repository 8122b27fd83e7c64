"""What a learner solved: the boxes, the file it is kept in, and the table that shows it."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import nnbook
from nnbook.exercises import _progress, check, progress, quiz
from nnbook.exercises._engine import find
from nnbook.exercises._progress import Item, ProgressError, after, merged
from nnbook.exercises._review import entries

ROOT = Path(nnbook.__file__).parents[1]
DAY = "2026-11-21"
RIGHT = find("3.1").solution
WRONG = find("3.1").traps[0].wrong


@pytest.fixture
def file(monkeypatch, tmp_path):
    """A file of the test's own, in a folder that is not there yet."""
    path = tmp_path / "folder" / "progress.json"
    monkeypatch.setenv("NNBOOK_PROGRESS", str(path))
    monkeypatch.setattr(_progress, "this_day", lambda: DAY)
    return path


# The boxes.


def test_right_when_due_climbs_through_all_boxes():
    """1, 2, 4, 8 and 16 days; from then on every 16."""
    item, day, waits = None, DAY, []
    for _ in range(7):
        item = after(item, True, day)
        waits.append(_days(item.due) - _days(day))
        day = item.due
    assert waits == [1, 2, 4, 8, 16, 16, 16]
    assert (item.box, item.tried == item.right) == (5, True)


def _days(day):
    return _progress.date.fromisoformat(day).toordinal()


def test_wrong_goes_back_to_the_start():
    """Due at once, box 1, and the day of the last success is not forgotten."""
    before = Item(4, "2026-11-21", "2026-11-13", "2026-11-13")
    back = after(before, False, DAY)
    assert back == Item(1, DAY, DAY, "2026-11-13")
    assert after(back, True, DAY) == after(None, True, DAY) == Item(1, "2026-11-22", DAY, DAY)


def test_right_before_it_is_due_moves_nothing_up():
    """Many right answers on one day count as one; a late one counts as if it were in time."""
    item = first = after(None, True, DAY)
    for _ in range(5):
        item = after(item, True, DAY)
    assert item == first
    assert after(first, True, "2027-03-01").box == after(first, True, first.due).box == 2


# Merging.


def test_the_later_record_wins():
    """The later day decides, whichever side it is on; a success of the other side stays known."""
    early = Item(4, "2026-11-28", "2026-11-20", "2026-11-20")
    late = Item(1, "2026-11-21", "2026-11-21", None)
    assert merged(early, late) == merged(late, early) == Item(1, DAY, DAY, "2026-11-20")


def test_of_two_records_of_one_day_the_sooner_due_wins():
    """Rather once too often than once too seldom."""
    right, wrong = after(None, True, DAY), after(None, False, DAY)
    assert merged(right, wrong) == merged(wrong, right) == Item(1, DAY, DAY, DAY)


# The file.


def test_check_keeps_what_is_right_and_wrong_and_no_stub(file):
    """Nothing is written for a stub; a wrong and a right answer leave their record."""
    check("3.1")
    check("3.1", lambda w, x, y, lr, threshold: ...)
    assert not file.exists()
    check("3.1", WRONG)
    assert _progress.load(file) == {"3.1": Item(1, DAY, DAY, None)}
    assert check("3.1", RIGHT).aside == ""
    assert _progress.load(file) == {"3.1": Item(1, "2026-11-22", DAY, DAY)}


def test_a_sentence_is_solved_when_it_has_been_compared(file):
    """What nobody but the learner can judge counts once the model answer has been seen."""
    sentence = next(entry for entry in entries() if _is_sentence(entry.id))
    check(sentence.id, "Too short.")
    assert progress().solved([sentence.id]) == 0
    check(sentence.id, "Here I say in my own words what I think of it.")
    assert progress().solved([sentence.id]) == 1


def _is_sentence(id):
    return id.count(".") == 1 and hasattr(find(id).judge, "fewest_words")


def test_a_quiz_in_a_notebook_is_kept_too(file):
    """The kernel judges as the page does, once for each press of Check; no number is no mistake."""
    asked = quiz("3.B")
    asked.chosen = [[0], *asked.chosen[1:]]
    assert not file.exists()
    asked.judged = [True, *asked.judged[1:]]
    assert _progress.load(file) == {"3.B.1": Item(1, DAY, DAY, None)}
    asked.judged = [False, *asked.judged[1:]]
    right = [k for k, o in enumerate(asked.questions[0]["options"]) if o["right"]]
    asked.chosen = [right, *asked.chosen[1:]]
    asked.judged = [True, *asked.judged[1:]]
    assert _progress.load(file) == {"3.B.1": after(None, True, DAY)}
    number = quiz("3.A")
    number.typed = ["", "abc"]
    number.judged = [False, True]
    number.judged = [False, False]
    assert "3.A.2" not in _progress.load(file)
    number.typed = ["", f"{number.questions[1]['variants'][0]['wanted']:.3f}".replace(".", ",")]
    number.judged = [False, True]
    assert _progress.load(file)["3.A.2"] == after(None, True, DAY)


def test_a_file_that_cannot_be_read_is_left_alone(file):
    """The verdict comes, with a sentence on the file, which stays as it is to the letter."""
    file.parent.mkdir()
    for text in (b"{oops", b"\xff\xfe", b'{"format": "other"}'):
        file.write_bytes(text)
        verdict = check("3.1", RIGHT)
        assert verdict.passed
        assert f"Your progress was not kept: {file} cannot be read: " in repr(verdict)
        assert str(file) in verdict._repr_html_()
        assert file.read_bytes() == text
        assert f"{file} cannot be read" in repr(progress())
        assert "erase(sure=True)" in progress()._repr_html_()
        with pytest.raises(ProgressError, match="cannot be read"):
            progress().export_to(file.with_name("export.json"))
    assert progress().erase(sure=True).word == "Erased."
    assert check("3.1", RIGHT).aside == ""


def test_a_file_that_cannot_be_written_costs_no_verdict(file, monkeypatch):
    """A folder that is a file, and a disk that is full: the verdict comes, and nothing is left."""
    file.parent.write_text("a file where the folder should be")
    verdict = check("3.1", RIGHT)
    assert verdict.passed
    assert "Your progress was not kept: " in verdict.aside
    file.parent.unlink()
    check("3.1", WRONG)
    before = file.read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert "cannot be written: No space left on device" in check("3.1", RIGHT).aside
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    assert file.read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such links and modes")
def test_a_link_is_followed_and_the_file_is_the_learners_own(file, tmp_path):
    """Who keeps the file elsewhere by a link keeps it there; nobody else may read it."""
    real = tmp_path / "elsewhere.json"
    file.parent.mkdir()
    file.symlink_to(real)
    check("3.1", RIGHT)
    assert file.is_symlink()
    assert set(_progress.load(real)) == {"3.1"}
    assert stat.S_IMODE(real.stat().st_mode) == 0o600


def test_off_keeps_nothing(file, monkeypatch):
    """NNBOOK_PROGRESS=off: verdicts without a trace, and a table that says why it is empty."""
    monkeypatch.setenv("NNBOOK_PROGRESS", "off")
    assert check("3.1", RIGHT).aside == ""
    assert "Switched off" in repr(progress())
    assert progress().erase(sure=True).word == "Nothing is kept."
    with pytest.raises(ProgressError, match="switched off"):
        progress().import_from(file)


@pytest.mark.parametrize(
    ("system", "variable", "wanted"),
    [("linux", "XDG_DATA_HOME", "{data}/nnbook"), ("win32", "APPDATA", "{data}/nnbook"),
     ("darwin", "", "{home}/Library/Application Support/nnbook"),
     ("linux", "", "{home}/.local/share/nnbook")],
)  # fmt: skip
def test_the_file_lies_where_the_system_wants_it(monkeypatch, tmp_path, system, variable, wanted):
    """In the user's data folder, whose place is another one on each system."""
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    monkeypatch.delenv("NNBOOK_PROGRESS")
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    if variable:
        monkeypatch.setenv(variable, str(tmp_path / "data"))
    folder = wanted.format(data=tmp_path / "data", home=tmp_path / "home")
    assert _progress.progress_file() == Path(folder) / "progress.json"


def test_an_account_without_a_home_gets_a_sentence(monkeypatch):
    """Where there is no home there is no file, and check still answers."""

    def nowhere():
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", nowhere)
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.delenv("NNBOOK_PROGRESS")
    verdict = check("3.1", RIGHT)
    assert verdict.passed
    assert "Could not determine home directory" in verdict.aside
    assert "Could not determine home directory" in repr(progress())


def test_tests_and_their_kernels_keep_nothing():
    """Tests, and all that they start, answer in nobody's name, whatever file their user has set."""
    assert os.environ["NNBOOK_PROGRESS"] == "off"
    from chapters.running import _environment

    assert _environment(ROOT)["NNBOOK_PROGRESS"] == "off"
    for conftest in (ROOT / "conftest.py", ROOT / "tests" / "conftest.py"):
        assert 'os.environ["NNBOOK_PROGRESS"] = "off"' in conftest.read_text(encoding="utf-8")


# The table.


def test_the_table_says_what_is_due_and_solved(file):
    """In the terminal and in the notebook: counts, reviews with the longest overdue first."""
    check("3.1", WRONG)
    _progress.record("2.4", False, "2026-11-18")
    _progress.record("3.A.1", True, "2026-11-01")
    _progress.record("3.A.2", True, DAY)
    shown = progress(DAY)
    assert [entry.id for entry in shown.due] == ["3.A.1", "2.4", "3.1"]
    text = repr(shown).splitlines()
    assert text[0] == f"Your progress: 2 of {len(entries())} solved, 3 due on {DAY}."
    words = "Quiz 3.A, question 1 What was missing, times what was there 2026-11-02"
    assert " ".join(text[3].split()) == words
    questions = sum(entry.id.startswith("3.") and entry.id.count(".") == 2 for entry in entries())
    exercises = sum(entry.id.startswith("3.") and entry.id.count(".") == 1 for entry in entries())
    assert f"3 0 of {exercises} 2 of {questions}" in [" ".join(line.split()) for line in text]
    assert text[-1] == f"Kept in {file}"
    html = shown._repr_html_()
    assert f'<td style="text-align:left">2 of {questions}</td>' in html
    assert (
        html.index("Quiz 3.A, question 1") < html.index("Exercise 2.4") < html.index("Exercise 3.1")
    )


def test_a_long_list_of_reviews_is_cut(file):
    """Twenty, and how many more there are."""
    _progress.write(file, {entry.id: Item(1, DAY, DAY, None) for entry in entries()})
    lines = repr(progress(DAY)).splitlines()
    assert f"and {len(entries()) - 20} more" in lines
    assert sum(line.startswith(("Exercise ", "Quiz ")) for line in lines) == 20


def test_export_import_and_erase(file, tmp_path):
    """What is exported comes back; another machine's file is merged; erasing wants to be sure."""
    check("3.1", RIGHT)
    away = tmp_path / "away.json"
    assert repr(progress().export_to(away)) == f"Exported. 1 record in `{away}`."
    assert progress().erase().word == "Nothing is erased yet."
    assert file.exists()
    assert progress().erase(sure=True).word == "Erased."
    assert not file.exists()
    check("3.2", "nothing of the kind")
    assert repr(progress().import_from(str(away))) == "Imported. 1 record new or newer, of 1."
    assert repr(progress().import_from(away)) == "Imported. 0 records new or newer, of 1."
    assert _progress.load(file) == {"3.1": after(None, True, DAY), "3.2": after(None, False, DAY)}
    progress().export_to(away)
    assert set(_progress.load(away)) == {"3.1", "3.2"}


def test_export_overwrites_no_other_file(file, tmp_path):
    """A file that holds something else is refused, and a folder too."""
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear reader")
    with pytest.raises(ProgressError, match=r"letter.txt cannot be read: the file is no JSON"):
        progress().export_to(letter)
    assert letter.read_text() == "Dear reader"
    with pytest.raises(ProgressError, match="cannot be read"):
        progress().export_to(tmp_path)


def test_import_of_what_is_none_changes_nothing(file, tmp_path):
    """A missing and a broken file are named with what is wrong; the own one stays."""
    check("3.1", RIGHT)
    before = file.read_bytes()
    with pytest.raises(ProgressError, match=r"missing.json cannot be read: No such file"):
        progress().import_from(tmp_path / "missing.json")
    broken = tmp_path / "broken.json"
    broken.write_text('{"format": "nnbook progress", "version": 2, "items": {}}')
    with pytest.raises(ProgressError, match=r"broken.json cannot be read: the file is of another"):
        progress().import_from(broken)
    assert file.read_bytes() == before


def test_every_exercise_and_question_has_one_entry():
    """Ids are unique and of the form that a file may hold; the door leads here."""
    ids = [entry.id for entry in entries()]
    assert len(ids) == len({*ids}) > 100
    assert all(_progress.ITEM.fullmatch(id) for id in ids)
    assert nnbook.progress is progress


def test_keeping_an_answer_is_quick(file):
    """A kernel of its own, all answers kept already: what check adds stays far below 50 ms."""
    _progress.write(file, {entry.id: Item(1, DAY, DAY, None) for entry in entries()})
    program = (
        "import time; from nnbook.exercises._progress import record\n"
        "t = time.perf_counter(); [record('3.1', True) for _ in range(10)]\n"
        "print((time.perf_counter() - t) / 10)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert float(run.stdout) < 0.025
