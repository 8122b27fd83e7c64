"""An assignment: what it accepts, what its file keeps, and each student's own exercise."""

import json
import stat
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nnbook.classroom.assignment import MANIFEST, Assignment, Question, answer_name
from nnbook.exercises._engine import chapters, exercises_of, find

ONE = Assignment("hw1", "Homework 1", (Question("3.1", 2.0), Question("3.2")))
NAMES = st.text("abcXYZ019_-", min_size=1, max_size=12)
ASSIGNMENTS = st.builds(
    Assignment,
    name=NAMES,
    title=st.text(max_size=30),
    questions=st.lists(
        st.builds(
            Question,
            id=st.sampled_from([e.id for c in chapters() for e in exercises_of(c)] + ["P.1"]),
            points=st.floats(0.01, 1e6),
        ),
        min_size=1,
        max_size=5,
        unique_by=lambda question: question.id,
    ).map(tuple),
    due=st.sampled_from(["", "2026-10-30", "2026-10-30 18:00", "2026-10-30T18:00:00+02:00"]),
    seed=st.integers(0, 2**53),
    secret=st.binary(max_size=16).map(bytes.hex),
    variants=st.booleans(),
    checks=st.sampled_from(["all", "programs", "none"]),
    partial=st.booleans(),
    bank=st.sampled_from(["", "bank"]),
    numpy=st.sampled_from(["", "2.3.1"]),
)


@given(assignment=ASSIGNMENTS)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_written_is_read_again(assignment, tmp_path):
    """Every field survives the file; the folder is where it was read from."""
    assignment.write(tmp_path)
    again = Assignment.read(tmp_path)
    assert again == assignment
    assert again.folder == tmp_path
    assert [path.name for path in tmp_path.iterdir()] == [MANIFEST]


def test_the_manifest_is_for_the_owner_alone(tmp_path):
    """Seed and secret lie in a file that nobody else on the machine can read, nor in the repr."""
    hidden = replace(ONE, secret=bytes([0, 255]).hex())
    hidden.write(tmp_path)
    assert stat.S_IMODE((tmp_path / MANIFEST).stat().st_mode) & 0o077 == 0
    assert "00ff" not in repr(hidden)


def test_a_manifest_is_replaced_whole_or_not_at_all(tmp_path, monkeypatch):
    """If the new file cannot take its place, the old one is still there, and nothing else."""
    ONE.write(tmp_path)

    def refuse(*_):
        raise PermissionError("no")

    monkeypatch.setattr("os.replace", refuse)
    with pytest.raises(PermissionError):
        replace(ONE, title="other").write(tmp_path)
    assert Assignment.read(tmp_path) == ONE
    assert [path.name for path in tmp_path.iterdir()] == [MANIFEST]


def test_points_add_up():
    """The points of an assignment are those of its questions."""
    assert ONE.points == 3.0
    assert ONE.question("3.2").points == 1.0
    assert ONE.question("3.1").cell == "exercise-3-1"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name": "a b"}, "letters, digits, - and _, but received 'a b'"),
        ({"name": "../x"}, "letters, digits"),
        ({"checks": "some"}, "checks is one of all, programs, none, but received 'some'"),
        ({"due": "tomorrow"}, "written as \"2026-10-30 18:00\", but received 'tomorrow'"),
        ({"secret": "xyz"}, "hexadecimal"),
        ({"bank": "../bank"}, r"a folder beside assignment.json, but received '../bank'"),
        ({"questions": ()}, "hw1 has no question"),
        ({"questions": (Question("3.1"), Question("3.1"))}, r"asks 3.1 more than once"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(change, says):
    """A wrong field raises ValueError that names what was wanted and what came."""
    with pytest.raises(ValueError, match=says):
        replace(ONE, **change)


@pytest.mark.parametrize("points", [0.0, -1.0, float("nan"), float("inf")])
def test_points_are_numbers_above_0(points):
    """A question is worth something, and not infinitely much."""
    with pytest.raises(ValueError, match=r"points of exercise 3.1 are a number above 0"):
        Question("3.1", points)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("no json", "Expecting value"),
        ("[]", "not a manifest of format 1"),
        ('{"format": 9}', "not a manifest of format 1"),
        ('{"format": 1, "name": "a"}', "title, questions missing"),
        (
            '{"format": 1, "name": "a", "title": "", "questions": [], "x": 1}',
            "x unknown",
        ),
        ('{"format": 1, "name": 3, "title": "", "questions": []}', "'name' has a value of"),
        ('{"format": 1, "name": "a", "title": "", "questions": [3]}', "each question is written"),
        ('{"format": 1, "name": "a", "title": "", "questions": []}', "a has no question"),
    ],
)
def test_a_broken_manifest_is_named_with_its_fault(text, says, tmp_path):
    """The sentence begins with the path and says what does not fit."""
    (tmp_path / MANIFEST).write_text(text)
    with pytest.raises(ValueError, match=says) as error:
        Assignment.read(tmp_path)
    assert str(error.value).startswith(str(tmp_path / MANIFEST))


def test_a_folder_without_manifest_is_no_assignment(tmp_path):
    """The error says which file is missing where."""
    with pytest.raises(FileNotFoundError, match=r"it has no assignment\.json"):
        Assignment.read(tmp_path)


VARIED = [e.id for c in chapters() for e in exercises_of(c) if e.variant]


@pytest.mark.parametrize("id", ["3.3", *VARIED[:3]])
def test_a_variant_follows_from_seed_student_and_id(id):
    """The same three give the same exercise; another student or seed gives another one."""
    assignment = Assignment("hw1", "", (Question(id),), seed=5, variants=True)

    def seen(assignment, student):
        exercise = assignment.exercise(id, student)
        lines = getattr(exercise.judge, "shuffled", ())
        return exercise.task, exercise.hints, lines

    assert seen(assignment, "ann") == seen(assignment, "ann")
    others = [seen(assignment, f"student {n}") for n in range(8)]
    assert len({json.dumps(other) for other in others}) > 1
    assert seen(replace(assignment, seed=6), "ann") != seen(assignment, "ann")


def test_without_variants_or_a_name_everybody_has_the_published_exercise():
    """Only an assignment with variants, and only for a student, differs from the book."""
    plain = find("3.3")
    assert replace(ONE, variants=True).exercise("3.3") is plain
    assert ONE.exercise("3.3", "ann") is plain
    assert replace(ONE, variants=True).exercise("3.1", "ann").id == "3.1"


def test_names_of_answers():
    """A program is found by its own name, everything else by the number of the exercise."""
    assert answer_name(find("3.1")) == "update"
    assert answer_name(find("3.2")) == "answer_3_2"
    assert answer_name(find("10.15")) == "answer_10_15"


def test_a_private_exercise_needs_a_bank():
    """An id with a letter is looked for in the bank alone, and the error says there is none."""
    with pytest.raises(ValueError, match=r"P.1 is a private exercise, but assignment hw1 has no"):
        replace(ONE, questions=(Question("P.1"),)).exercise("P.1")


def test_an_unknown_question_is_answered_with_the_known_ones():
    """Asking for a question that is not there lists those that are."""
    with pytest.raises(ValueError, match=r"has no question '9.9'; it has 3.1, 3.2"):
        ONE.question("9.9")


@pytest.mark.parametrize("student", ["Zoë", "a" * 300, "\udcff", "o'neil, ann", "../x"])
def test_any_text_can_be_the_name_of_a_student(student):
    """A variant is drawn for every name that a file system may bring, even half a letter."""
    drawn = replace(ONE, variants=True).exercise("3.3", student)
    assert sorted(drawn.judge.shuffled) == sorted(find("3.3").judge.shuffled)


@pytest.mark.parametrize(
    ("variants", "drawn", "here", "says"),
    [
        (True, "2.3.1", "2.4.0", "drawn with numpy 2.3.1, and this is numpy 2.4.0"),
        (True, "2.3.1", "3.3.1", "grade with numpy 2.3."),
        (True, "2.3.1", "2.3.5", ""),
        (True, "2.3.1", "2.30.0", "this is numpy 2.30.0"),
        (True, "", "2.4.0", ""),
        (False, "2.3.1", "2.4.0", ""),
    ],
)
def test_another_numpy_than_drew_the_variants_is_named(monkeypatch, variants, drawn, here, says):
    """One sentence for another major or minor version, only where variants were drawn with one."""
    monkeypatch.setattr(np, "__version__", here)
    sentence = replace(ONE, variants=variants, numpy=drawn).drawn_elsewhere
    assert says in sentence
    assert bool(sentence) == bool(says)
    assert sentence.count("\n") == 0
