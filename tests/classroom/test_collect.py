"""Collecting: whose file it is, which attempt counts, and what a dump cannot do to us."""

from __future__ import annotations

import os
import stat
import unicodedata
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnbook.classroom import _files
from nnbook.classroom.collect import Collection, Submission, collect
from nnbook.classroom.roster import Person, read_roster

NOTEBOOK = "hw1"
METADATA = """\
submission_{number}:
  :submitters:
{people}
  :created_at: {when} Z
  :score: 3.0
  :status: processed
"""

names = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters='/\\:*?"<>|_'), min_size=1
).filter(lambda text: text.strip(" .") == text and len(text.encode()) < 60)
people = st.lists(names, min_size=1, max_size=8, unique_by=lambda name: name.casefold())


def put(folder: Path, files: dict[str, bytes], *, zipped: bool) -> Path:
    """The files in a folder, or in a zip."""
    if not zipped:
        for name, content in files.items():
            path = folder / "dump" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return folder / "dump"
    with zipfile.ZipFile(folder / "dump.zip", "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return folder / "dump.zip"


def found(collection: Collection) -> dict[str, bytes]:
    """Whose notebook has which bytes."""
    return {one.student: one.notebook.read() for one in collection.submissions if one.notebook}


def one_of(collection: Collection, student: str) -> Submission:
    return next(one for one in collection.submissions if one.student == student)


def canvas_name(name: str, number: int, upload: int, file: str = f"{NOTEBOOK}.ipynb") -> str:
    return f"{name}_{number}_{upload}_{file}"


def moodle_name(name: str, number: int, upload: int) -> str:
    return f"{name}_{number}_assignsubmission_file_/{NOTEBOOK}.ipynb"


def blackboard_name(name: str, number: int, upload: int) -> str:
    return f"HW1_u{number}_attempt_2026-11-02-17-45-{upload % 60:02d}_{NOTEBOOK}.ipynb"


FORMS = {
    "a download of Canvas": canvas_name,
    "a download of Moodle": moodle_name,
    "a download of Blackboard": blackboard_name,
    "nbgrader's submitted folder": lambda name, number, upload: (
        f"submitted/{name}/{NOTEBOOK}/{NOTEBOOK}.ipynb"
    ),
    "a notebook or a folder for each student": lambda name, number, upload: f"{name}.ipynb",
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("zipped", [False, True])
@settings(max_examples=25, deadline=None)
@given(class_=people)
def test_no_two_students_are_mixed_up(
    form: str, zipped: bool, class_: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """In every form, each of any names gets one submission with exactly their own bytes."""
    files = {
        FORMS[form](name, 100 + number, 9000 + number): f"{number}".encode()
        for number, name in enumerate(class_)
    }
    collection = collect(put(tmp_path_factory.mktemp("dump"), files, zipped=zipped), NOTEBOOK)
    assert collection.form == form
    assert sorted(found(collection).values()) == sorted(files.values())
    assert len(collection.submissions) == len({one.student for one in collection.submissions})


@settings(max_examples=40, deadline=None)
@given(name=names)
def test_a_name_survives(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Blanks, quotes and letters of any script: a student is called as the folder is, composed."""
    place = tmp_path_factory.mktemp("dump")
    put(place, {f"submitted/{name}/{NOTEBOOK}/{NOTEBOOK}.ipynb": b"x"}, zipped=False)
    (one,) = collect(place / "dump", NOTEBOOK).submissions
    shown = _files.printable(name)
    assert one.student == shown
    if name.isprintable():
        assert shown == unicodedata.normalize("NFC", name).strip()


def test_canvas_tells_the_newest_and_the_late(tmp_path: Path) -> None:
    """The upload with the highest number counts, with the assignment's name before any other."""
    files = {
        canvas_name("doejane", 7, 99): b"old",
        canvas_name("doejane", 7, 100, f"{NOTEBOOK}-1.ipynb"): b"new",
        canvas_name("doejane", 7, 102, "scratch.ipynb"): b"scratch",
        f"roejohn_LATE_8_103_{NOTEBOOK}.ipynb": b"late",
        canvas_name("roejohn", 9, 104): b"namesake",
        f"anon_x7Bq_105_{NOTEBOOK}.ipynb": b"nameless",
    }
    collection = collect(put(tmp_path, files, zipped=True), NOTEBOOK)
    assert found(collection) == {
        "doejane_7": b"new", "roejohn_8": b"late", "roejohn_9": b"namesake",
        "anon_x7Bq": b"nameless",
    }  # fmt: skip
    assert one_of(collection, "doejane_7").says == (
        "3 notebooks were handed in; graded is the newest, hw1-1.ipynb."
    )
    assert one_of(collection, "roejohn_8").late == "late, says the system it came from"
    assert one_of(collection, "doejane_7").late == ""


def test_blackboard_names_come_from_its_own_text(tmp_path: Path) -> None:
    """A user name with a _ is read from the first line of the .txt; what follows there is not."""
    base = "HW1_j_doe_attempt_2026-11-0{}-10-00-00"
    text = b"Name: Jane Doe (j_doe)\nComments:\nName: Somebody Else (j_roe)\n"
    files = {
        base.format(1) + ".txt": text,
        base.format(1) + "_a.ipynb": b"first",
        base.format(3) + ".txt": text,
        base.format(3) + "_a.ipynb": b"second",
    }
    collection = collect(put(tmp_path, files, zipped=False), NOTEBOOK, due="2026-11-02 10:00")
    assert found(collection) == {"j_doe": b"second"}
    one = one_of(collection, "j_doe")
    assert (one.name, one.late) == ("Jane Doe", "1 day")


def test_gradescope_knows_groups(tmp_path: Path) -> None:
    """Each of a group has the notebook; name, number and time come from the metadata."""
    person = "  - :name: {}\n    :sid: '{}'\n    :email: {}@x.org"
    two = "\n".join([person.format("Jane", 11, "jane"), person.format("John", 12, "john")])
    about = METADATA.format(number=5, people=two, when="2026-11-02 10:00:00.5")
    about += METADATA.format(number=6, people=person.format("Ann", 13, "ann"), when="2026-11-02")
    files = {
        "export/submission_metadata.yml": about.encode(),
        f"export/submission_5/{NOTEBOOK}.ipynb": b"both",
        "export/submission_6/essay.pdf": b"%PDF",
    }
    collection = collect(
        put(tmp_path, files, zipped=True), NOTEBOOK, due="2026-11-02T09:30:00+00:00"
    )
    assert found(collection) == {"11": b"both", "12": b"both"}
    jane = one_of(collection, "11")
    assert (jane.name, jane.email, jane.late) == ("Jane", "jane@x.org", "30 min")
    assert jane.says == "It was handed in by a group of 2."
    assert one_of(collection, "13").says == "No notebook was handed in, only essay.pdf."


def test_nbgrader_reads_its_timestamp_and_nothing_else_of_the_course(tmp_path: Path) -> None:
    """Of a course folder only submitted/ counts, and of that this assignment."""
    files = {
        f"submitted/jane/{NOTEBOOK}/{NOTEBOOK}.ipynb": b"jane",
        f"submitted/jane/{NOTEBOOK}/timestamp.txt": b"2026-11-02 12:00:00.000000 UTC",
        "submitted/john/hw2/hw2.ipynb": b"another",
        f"release/jane/{NOTEBOOK}.ipynb": b"handed out",
        f"source/{NOTEBOOK}/{NOTEBOOK}.ipynb": b"key",
    }
    collection = collect(
        put(tmp_path, files, zipped=False), NOTEBOOK, due="2026-11-01T12:00:00+00:00"
    )
    assert found(collection) == {"jane": b"jane"}
    assert one_of(collection, "jane").late == "1 day"


@pytest.mark.parametrize("zone", ["Europe/Berlin", "PST", "nowhere/at all", ""])
def test_a_timestamp_of_any_zone_is_survived(zone: str, tmp_path: Path) -> None:
    """A known zone is used, an unknown one gives no time, and neither stops the collecting."""
    files = {
        f"jane/{NOTEBOOK}/{NOTEBOOK}.ipynb": b"jane",
        f"jane/{NOTEBOOK}/timestamp.txt": f"2026-11-02 12:00:00 {zone}".encode(),
    }
    (one,) = collect(put(tmp_path, files, zipped=True), NOTEBOOK).submissions
    assert bool(one.when) == (zone in {"Europe/Berlin", ""})


def test_a_timestamp_too_large_stops_nobody(tmp_path: Path, monkeypatch) -> None:
    """What a student puts there in its place cannot end the collecting."""
    monkeypatch.setattr(_files, "MOST_BYTES", 100)
    files = {
        f"jane/{NOTEBOOK}/{NOTEBOOK}.ipynb": b"x",
        f"jane/{NOTEBOOK}/timestamp.txt": b"2" * 999,
    }
    (one,) = collect(put(tmp_path, files, zipped=True), NOTEBOOK).submissions
    assert (one.student, one.when) == ("jane", "")


def test_a_zip_of_a_folder_is_the_folder(tmp_path: Path) -> None:
    """One folder around everything makes nobody a student, a folder of a single student does."""
    wrapped = put(tmp_path, {"class/jane.ipynb": b"1", "class/john.ipynb": b"2"}, zipped=True)
    assert found(collect(wrapped, NOTEBOOK)) == {"jane": b"1", "john": b"2"}
    alone = put(tmp_path, {f"jane/{NOTEBOOK}.ipynb": b"1"}, zipped=True)
    assert found(collect(alone, NOTEBOOK)) == {"jane": b"1"}


def test_nothing_in_a_zip_leads_out_of_it(tmp_path: Path) -> None:
    """Paths outside, links, doubles and encrypted members are left out, and each is said."""
    place = tmp_path / "bad.zip"
    link = zipfile.ZipInfo("link.ipynb")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr("jane.ipynb", b"mine")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("jane.ipynb", b"not mine")
        archive.writestr("../john.ipynb", b"outside")
        archive.writestr("/etc/ann.ipynb", b"outside")
        archive.writestr("C:/eve.ipynb", b"outside")
        archive.writestr("..\\bob.ipynb", b"outside")
        archive.writestr(link, b"/etc/passwd")
        archive.writestr("locked.ipynb", b"")
    content = bytearray(place.read_bytes())
    content[content.rindex(b"PK\x01\x02") + 8] |= 1  # says that the last one is encrypted
    place.write_bytes(content)
    collection = collect(place, NOTEBOOK)
    assert found(collection) == {"jane": b"mine"}
    assert len(collection.notes) == 7
    assert "'locked.ipynb' is encrypted, and was left out" in collection.notes
    assert sum("points outside" in note for note in collection.notes) == 4
    assert list(tmp_path.iterdir()) == [place]


def test_links_in_a_folder_are_not_followed(tmp_path: Path) -> None:
    """Neither a linked notebook nor a linked folder is read."""
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "key.ipynb").write_bytes(b"key")
    place = put(tmp_path, {"jane.ipynb": b"mine"}, zipped=False)
    (place / "john.ipynb").symlink_to(secret / "key.ipynb")
    (place / "ann").symlink_to(secret)
    collection = collect(place, NOTEBOOK)
    assert found(collection) == {"jane": b"mine"}
    assert len(collection.notes) == 2


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_does_not_stop_the_collecting(tmp_path: Path) -> None:
    """What would be waited for for ever is left out."""
    place = put(tmp_path, {"jane.ipynb": b"mine"}, zipped=False)
    os.mkfifo(place / "john.ipynb")
    assert found(collect(place, NOTEBOOK)) == {"jane": b"mine"}


def test_a_bomb_is_read_no_further_than_its_limit(tmp_path: Path, monkeypatch) -> None:
    """A member that unpacks to more than a notebook can have is refused after that much."""
    monkeypatch.setattr(_files, "MOST_BYTES", 1_000)
    place = tmp_path / "bomb.zip"
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("jane.ipynb", bytes(5_000_000))
    (one,) = collect(place, NOTEBOOK).submissions
    assert one.notebook is not None
    with pytest.raises(_files.TooLarge):
        one.notebook.read()


@pytest.mark.parametrize(("limit", "says"), [("MOST_FILES", "files"), ("MOST_BYTES_IN_ALL", "GB")])
def test_there_is_a_limit_to_a_zip(limit: str, says: str, tmp_path: Path, monkeypatch) -> None:
    """More files or bytes than a class hands in end in a sentence."""
    monkeypatch.setattr(_files, limit, 1)
    place = put(tmp_path, {"jane.ipynb": b"12", "john.ipynb": b"34"}, zipped=True)
    with pytest.raises(ValueError, match=says):
        collect(place, NOTEBOOK)


def test_a_zip_inside_is_not_opened(tmp_path: Path) -> None:
    """Who hands in a zip is told to hand in the notebook."""
    files = {"jane/work.zip": b"PK", f"john/{NOTEBOOK}.ipynb": b"john"}
    collection = collect(put(tmp_path, files, zipped=False), NOTEBOOK)
    assert one_of(collection, "jane").notebook is None
    assert "A zip inside the hand-in is not opened" in one_of(collection, "jane").says


def test_names_that_look_alike_are_told_apart(tmp_path: Path) -> None:
    """Composed and decomposed letters are two files, so they are two students, and it is said."""
    files = {"Jos\u00e9.ipynb": b"one", "Jose\u0301.ipynb": b"two"}
    collection = collect(put(tmp_path, files, zipped=True), NOTEBOOK)
    assert sorted(found(collection).values()) == [b"one", b"two"]
    assert {one.student for one in collection.submissions} == {"Jos\u00e9", "Jos\u00e9 (2)"}
    assert "two students are called" in collection.notes[0]


def test_what_cannot_be_printed_is_written_out(tmp_path: Path) -> None:
    """Line breaks and characters that turn the writing around stay visible, and harmless."""
    (one,) = collect(put(tmp_path, {"a\nb\u202ec.ipynb": b""}, zipped=True), NOTEBOOK).submissions
    assert one.student == "a\\u000ab\\u202ec"


ROSTERS = {
    "Student,ID,SIS User ID,SIS Login ID,Section\n    Points Possible,,,,\n"
    '"Doe, Jane",7,s7,jane,A\n"Roe, John",8,s8,john,A\n': ("jane", "john"),
    "Identifier,Full name,Email address,Grade\nParticipant 7,Jane Doe,jane@x.org,\n"
    "Participant 8,John Roe,john@x.org,\n": ("jane@x.org", "john@x.org"),
    "id;first_name;last_name;email\n7;Jane;Doe;jane@x.org\n8;John;Roe;john@x.org\n": ("7", "8"),
    "\ufeffjane\n\n# a comment\njohn\n": ("jane", "john"),
}


@pytest.mark.parametrize("text", ROSTERS)
def test_a_roster_is_read_in_any_of_its_forms(text: str, tmp_path: Path) -> None:
    """Canvas, Moodle, a table with semicolons, a list: who is in the class, and under what name."""
    (tmp_path / "roster").write_text(text, "utf-8")
    assert tuple(person.student for person in read_roster(tmp_path / "roster")) == ROSTERS[text]


@pytest.mark.parametrize("text", ["", "# nobody\n", "jane\njane\n", "colour,taste\nred,sweet\n"])
def test_a_roster_of_nobody_is_refused(text: str, tmp_path: Path) -> None:
    """No name, or one twice, is an error that names the file."""
    (tmp_path / "roster").write_text(text, "utf-8")
    with pytest.raises(ValueError, match="roster"):
        read_roster(tmp_path / "roster")


def test_the_roster_names_those_it_knows_and_adds_the_absent(tmp_path: Path) -> None:
    """Canvas's number decides; who handed in nothing has a submission that says so."""
    roster = [
        Person("jane", "Doe, Jane", ids={"canvas": "7", "login": "jane"}),
        Person("john", "Roe, John", ids={"canvas": "8", "login": "john"}),
    ]
    files = {canvas_name("doejane", 7, 1): b"jane", canvas_name("roejohn", 80, 2): b"another john"}
    collection = collect(put(tmp_path, files, zipped=True), NOTEBOOK, roster=roster)
    assert one_of(collection, "jane").notebook is not None
    assert one_of(collection, "jane").name == "Doe, Jane"
    # The name would fit, and decides where the numbers do not contradict: here they do.
    assert one_of(collection, "john").says == "Nothing was handed in."
    assert "not on the roster: roejohn_80" in collection.notes


@pytest.mark.parametrize("student", ["Jane Doe", "doejane", "Doe, Jane"])
def test_a_name_decides_where_it_fits_one_alone(student: str, tmp_path: Path) -> None:
    """However it is written; and not if two on the roster have it."""
    place = put(tmp_path, {f"{student}.ipynb": b"x"}, zipped=True)
    jane = Person("s1", "Doe, Jane")
    assert found(collect(place, NOTEBOOK, roster=[jane])) == {"s1": b"x"}
    twins = [jane, Person("s2", "Jane Doe")]
    assert found(collect(place, NOTEBOOK, roster=twins)) == {student: b"x"}


@settings(max_examples=60, deadline=None)
@given(data=st.data(), class_=people)
def test_a_roster_moves_no_work_to_another(
    data: st.DataObject, class_: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whoever is on the roster, no notebook is lost, doubled, or given to another number."""
    numbers = list(range(1, len(class_) + 1))
    files = {
        canvas_name(n, i, 50 + i): f"{i}".encode() for n, i in zip(class_, numbers, strict=True)
    }
    listed = data.draw(st.lists(st.sampled_from(numbers), unique=True, min_size=1))
    shuffled = data.draw(st.permutations(class_))
    roster = [
        Person(f"s{number}", shuffled[place], ids={"canvas": str(number)})
        for place, number in enumerate(listed)
    ]
    place = put(tmp_path_factory.mktemp("dump"), files, zipped=True)
    collection = collect(place, NOTEBOOK, roster=roster)
    assert sorted(found(collection).values()) == sorted(files.values())
    for student, content in found(collection).items():
        if student in {person.student for person in roster}:
            assert student == f"s{content.decode()}"


def test_results_among_the_submissions_are_none(tmp_path: Path) -> None:
    """A folder of results inside of the folder is no student's, the second time either."""
    files = {"jane.ipynb": b"x", "results/feedback/jane.html": b"", "results/hw1.ipynb": b"y"}
    place = put(tmp_path, files, zipped=False)
    assert len(collect(place, NOTEBOOK).submissions) == 2
    assert found(collect(place, NOTEBOOK, results=place / "results")) == {"jane": b"x"}


def test_a_form_can_be_named(tmp_path: Path) -> None:
    """Names that look like Canvas's are students where the instructor says so."""
    files = {"a_1_2_b.ipynb": b"1", "c_3_4_d.ipynb": b"2"}
    place = put(tmp_path, files, zipped=True)
    assert set(found(collect(place, NOTEBOOK))) == {"a_1", "c_3"}
    assert set(found(collect(place, NOTEBOOK, form="folder"))) == {"a_1_2_b", "c_3_4_d"}
    with pytest.raises(ValueError, match="the form is one of gradescope"):
        collect(place, NOTEBOOK, form="pigeon")


def test_what_holds_no_submissions_is_said(tmp_path: Path) -> None:
    """An empty folder, a file that is no zip, a place that is not there: a sentence each."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "text").write_text("no zip")
    for place, says in (
        ("empty", "holds no submissions"),
        ("text", "neither"),
        ("gone", "no folder"),
    ):
        with pytest.raises(ValueError, match=says):
            collect(tmp_path / place, NOTEBOOK)


@pytest.mark.parametrize(
    ("due", "late"),
    [("2026-11-02", ""), ("2026-11-01", "10 h"), ("2026-10-30 23:00:00", "2 days 11 h"), ("", "")],
)
def test_lateness_is_counted_from_the_end(due: str, late: str, tmp_path: Path) -> None:
    """A date alone means the end of that day; without a date nobody is late."""
    files = {"HW1_jane_attempt_2026-11-02-10-00-30_a.ipynb": b""}
    (one,) = collect(put(tmp_path, files, zipped=True), NOTEBOOK, due=due).submissions
    assert one.late == late
