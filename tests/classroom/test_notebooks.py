"""The notebooks of an assignment, for every exercise of the book: unsolved, key and solved."""

import ast
import html
import json
import re
from dataclasses import replace
from pathlib import Path

import nbformat
import numpy as np
import pytest

import nnbook
from nnbook.classroom._answers import OPENINGS, right_answer
from nnbook.classroom._judging import forbidden
from nnbook.classroom._sources import imports, plain_source, program
from nnbook.classroom.assignment import Assignment, Question, answer_name
from nnbook.classroom.nbgrading import credit
from nnbook.classroom.notebooks import answer_key, released_solutions, student_notebook
from nnbook.cli import main
from nnbook.exercises._engine import chapters, exercises_of, find
from nnbook.exercises._functions import FunctionJudge
from nnbook.exercises._numbers import NumberJudge
from nnbook.exercises._sentences import SentenceJudge

BOOK = Path(__file__).parents[2] / "book"
EVERY = [exercise for chapter in chapters() for exercise in exercises_of(chapter)]
HEX = "5ec2e7"
ALL = Assignment(
    "all", "Everything", tuple(Question(e.id) for e in EVERY), seed=77_777_777, secret=HEX
)
SIX = Assignment(
    "six", "Six", tuple(Question(i) for i in ("3.1", "3.2", "3.3", "3.6", "3.8", "3.9"))
)


def cells(notebook):
    """Id and source of each cell, with its own metadata."""
    read = json.loads(notebook)["cells"]
    return {cell["id"]: "".join(cell["source"]) for cell in read}


def code(notebook):
    read = json.loads(notebook)["cells"]
    return {c["id"]: "".join(c["source"]) for c in read if c["cell_type"] == "code"}


def run(sources, names=None):
    """Run cells in order, and give what the last line of each one is worth."""
    names, values = {} if names is None else names, {}
    for id, source in sources.items():
        tree = ast.parse(source)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, id, "exec"), names)  # noqa: S102 - our own cells
        if last:
            values[id] = eval(compile(ast.Expression(last.value), id, "eval"), names)  # noqa: S307
    return names, values


@pytest.fixture(scope="module")
def unsolved():
    return student_notebook(ALL)


@pytest.fixture(scope="module")
def solved():
    return released_solutions(ALL)


@pytest.mark.parametrize("make", [student_notebook, answer_key, released_solutions])
def test_a_notebook_is_valid_and_always_the_same(make):
    """Format 4.5 with unique ids, no trace of a session, and no chance in its bytes."""
    made = make(ALL)
    notebook = nbformat.reads(made.decode(), 4)
    nbformat.validate(notebook)
    assert notebook.metadata.keys() == {"kernelspec", "language_info"}
    assert made == make(ALL)
    assert made.endswith(b"}\n")


def test_an_unsolved_notebook_runs_clean_and_nothing_is_attempted(unsolved):
    """Every cell runs as it is handed out; every check says that the stub waits."""
    _, values = run(code(unsolved))
    verdicts = {id: value for id, value in values.items() if id.startswith("exercise")}
    judged = [e for e in EVERY if not isinstance(e.judge, SentenceJudge)]
    assert len(verdicts) == len(judged)
    assert {verdict.state for verdict in verdicts.values()} == {"not attempted yet"}


def test_the_solved_notebook_answers_everything_rightly(solved):
    """What the key hands in, under the names of the stubs, passes every exercise."""
    names, values = run(code(solved))
    for exercise in EVERY:
        verdict = exercise.judge(exercise, names[answer_name(exercise)])
        assert verdict.state in {"right", "compare"}, exercise.id
    states = {value.state for id, value in values.items() if id.startswith("exercise")}
    assert states == {"right"}


@pytest.mark.parametrize("exercise", EVERY, ids=lambda exercise: exercise.id)
def test_the_students_notebook_holds_no_answer(exercise, unsolved):
    """Neither a line of a solution, nor a right number, nor an order, nor a model answer."""
    there = cells(unsolved)
    place = exercise.id.replace(".", "-")
    own = there.get(f"answer-{place}", there[f"exercise-{place}"])
    if isinstance(exercise.judge, FunctionJudge):
        given = plain_source(exercise.judge.given) if exercise.judge.given else ""
        body = ast.parse(plain_source(exercise.solution)).body[0].body[1:]
        for line in "\n".join(ast.unparse(node) for node in body).splitlines():
            new = ast.unparse(ast.parse(given)) if given else ""
            assert line.strip() not in own or line in new
    elif isinstance(exercise.judge, NumberJudge):
        values = run({"answer": own})[0][answer_name(exercise)]
        assert set(values if isinstance(values, list) else [values]) == {...}
    else:
        assert run({"answer": own})[0][answer_name(exercise)] in {"", "\n\n", ...}


def test_what_is_the_instructors_stays_there(unsolved):
    """No mark of solutions or hidden tests, no seed, no secret in what students get."""
    for word in (b"SOLUTION", b"HIDDEN", b"credit", b"77777777", b"5ec2e7"):
        assert word not in unsolved


def test_the_key_is_the_students_notebook_and_what_is_cut_out_of_it(unsolved):
    """Without what stands between the marks, source and release are one notebook."""
    marked = re.compile(r"\n*### BEGIN (SOLUTION|HIDDEN TESTS)\n.*?### END \1", re.DOTALL)
    key, handed_out = json.loads(answer_key(ALL)), json.loads(unsolved)
    for cell in handed_out["cells"]:
        cell["metadata"] = {k: v for k, v in cell["metadata"].items() if k == "nbgrader"}
    for cell in key["cells"]:
        cell["source"] = marked.sub("", "".join(cell["source"])).splitlines(keepends=True)
    assert key == handed_out


def test_tasks_stand_word_for_word(unsolved):
    """A task is the registry's own text, under a heading with its id and title."""
    there = cells(unsolved)
    for exercise in EVERY:
        text = there[f"task-{exercise.id.replace('.', '-')}"]
        assert text.startswith(f"## Exercise {exercise.id}: {exercise.title}\n\n*1 point, ")
        assert exercise.task in text
        assert forbidden(exercise) in text


def test_metadata_follows_schema_3():
    """Each graded cell carries its points once; answers alone can be changed."""
    graded = 0
    for cell in json.loads(student_notebook(SIX))["cells"]:
        ours = cell["metadata"].get("nbgrader")
        if ours is None:
            continue
        assert ours["schema_version"] == 3
        assert ours["grade_id"] == cell["id"]
        assert ours["cell_type"] == cell["cell_type"]
        assert ("points" in ours) == ours["grade"]
        assert ours["locked"] != ours["solution"]
        assert cell["metadata"]["deletable"] is False
        assert cell["metadata"].get("editable", True) != ours["locked"]
        assert not ours["task"]
        graded += ours["grade"]
    assert graded == len(SIX.questions)


@pytest.mark.parametrize(
    ("checks", "checked"),
    [
        ("all", {"3-1", "3-2", "3-3", "3-6", "3-9"}),
        ("programs", {"3-1", "3-6", "3-9"}),
        ("none", set()),
    ],
)
def test_a_notebook_checks_itself_where_the_instructor_says(checks, checked):
    """`check` stands behind these questions, and is not even imported where behind none."""
    there = code(student_notebook(replace(SIX, checks=checks)))
    found = {id[9:] for id, source in there.items() if id[:5] == "exerc" and "check(" in source}
    assert found == checked
    assert ("check" in there["imports"]) == bool(checked)


def test_each_student_has_numbers_of_their_own():
    """A variant's own notebook is right for its student, and wrong for most of the others."""
    varying = replace(
        ALL, variants=True, questions=tuple(Question(e.id) for e in EVERY if e.variant)
    )
    assert len(varying.questions) >= 10
    names = {who: run(code(released_solutions(varying, who)))[0] for who in ("ann", "bob")}
    passed = 0
    for question in varying.questions:
        exercise = varying.exercise(question.id, "ann")
        name = answer_name(exercise)
        assert exercise.judge(exercise, names["ann"][name]).state in {"right", "compare"}, question
        passed += exercise.judge(exercise, names["bob"].get(name)).passed
    assert passed <= len(varying.questions) / 4
    text = cells(student_notebook(varying, "ann"))
    assert "`ann`" in text["how-to-work"]
    assert not any("check(" in source for id, source in text.items() if id[:5] == "exerc")


def test_nbgraders_hidden_tests_know_whose_variant_it_is(tmp_path):
    """Ann's answers earn the point in Ann's folder and none in Bob's."""
    assignment = replace(SIX, variants=True, questions=(Question("3.3"),))
    assignment.write(tmp_path)
    names = run(code(released_solutions(assignment, "ann")))[0]
    places = {who: tmp_path / "autograded" / who / "six" for who in ("ann", "bob")}
    assert {who: credit("3.3", names, place) for who, place in places.items()} == {
        "ann": 1.0, "bob": 0.0,
    }  # fmt: skip


def test_a_varied_notebook_leaves_its_tasks_to_itself():
    """nbgrader puts back what the key says of a managed cell: a student's task is not one."""
    made = json.loads(student_notebook(replace(SIX, variants=True), "ann"))["cells"]
    assert all("nbgrader" not in cell["metadata"] for cell in made if cell["id"][:5] == "task-")


@pytest.mark.parametrize("id", OPENINGS)
def test_figures_open_as_in_their_chapter(id):
    """The state in which a figure is handed out is the one stored with the chapter."""
    (name, made), exercise = OPENINGS[id], find(id)
    figure = eval(made, {**{n: getattr(nnbook, n) for n in nnbook.__all__}, "np": np})  # noqa: S307
    assert type(figure).__name__ == exercise.judge.figure
    assert f"`{name}`" in exercise.task
    (path,) = BOOK.glob(f"{int(id.partition('.')[0]):02d}-*.ipynb")
    (cell,) = (
        cell
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        if cell["cell_type"] == "code"
        and re.search(rf"^{name} = ", "".join(cell["source"]), flags=re.MULTILINE)
    )
    shown = "".join("".join(out.get("data", {}).get("text/html", "")) for out in cell["outputs"])
    state = json.loads(html.unescape(re.search(r'data-state="([^"]*)"', shown)[1]))
    opened = json.loads(json.dumps(figure.state()))
    assert {key: opened[key] for key in state} == state


@pytest.mark.parametrize("id", OPENINGS)
def test_a_figure_is_judged_by_the_state_that_was_copied(id):
    """The printed state of the solution passes, pasted as text; half of it is no state."""
    exercise = find(id)
    pasted = ast.literal_eval(repr(right_answer(exercise)))
    assert exercise.judge(exercise, pasted).passed
    assert exercise.judge(exercise, {"x": "nothing"}).state == "wrong"


def helper(x):
    return np.sign(x)


def with_helper(x: "np.ndarray", *, twice: bool = False) -> "np.ndarray":
    """Return the sign of x."""
    y: float = helper(x)
    return y * (1 + twice)


def with_constant(x):
    """Return x."""
    return x + len(SIX.name)


def test_a_solution_brings_what_it_needs():
    """Helpers of the same file come along, imports are named, hints of types are gone."""
    text = program(with_helper)
    names: dict = {}
    exec("\n".join(sorted(imports(with_helper))) + "\n" + text, names)  # noqa: S102
    assert names["with_helper"](-3.0, twice=True) == -2.0
    assert "def with_helper(x, *, twice = False):" in text
    assert "y = helper(x)" in text


def test_a_constant_of_the_file_is_refused():
    """What a notebook would not have is named before it is handed out."""
    with pytest.raises(ValueError, match="`with_constant` uses the global `SIX`"):
        imports(with_constant)


@pytest.mark.slow
def test_a_notebook_runs_in_a_kernel(monkeypatch):
    """Handed out as it is, it runs from top to bottom in Jupyter without error."""
    from nbclient import NotebookClient

    monkeypatch.setenv("PYTHONPATH", str(BOOK.parent))
    notebook = nbformat.reads(student_notebook(SIX).decode(), 4)
    NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    outputs = [out for cell in notebook.cells if cell.cell_type == "code" for out in cell.outputs]
    assert outputs
    assert {out.output_type for out in outputs} <= {"execute_result", "display_data"}


# The command


def assign(*words):
    return main(["assign", *map(str, words)])


def test_the_command_writes_what_it_says(tmp_path, capsys):
    """Every file it prints is there; the manifest holds what was asked for."""
    out = tmp_path / "a"
    assert not assign(
        "--chapter", 3, "--level", "core", "--exercise", "3.1", "5.2", "--points", 2, "3.1=0.5",
        "--due", "2026-10-30 18:00", "--title", "Week 3", "--name", "w3", "--no-partial",
        "--checks", "programs", "--seed", 7, "--out", out,
    )  # fmt: skip
    made = Assignment.read(out)
    core = [e.id for e in exercises_of(3) if e.level == "core"]
    assert [q.id for q in made.questions] == [*core, "3.1", "5.2"]
    assert made.question("3.1").points == 0.5
    assert made.question("5.2").points == 2
    assert (made.title, made.due, made.seed) == ("Week 3", "2026-10-30 18:00", 7)
    assert (made.partial, made.checks, made.variants) == (False, "programs", False)
    assert len(bytes.fromhex(made.secret)) == 16
    printed = capsys.readouterr().out
    for line in re.findall(r"^  (\S+[.]\w{4,5})  ", printed, flags=re.MULTILINE):
        assert (out / line).is_file()
    assert "Week 3: " in printed
    assert made.secret not in printed
    assert (out / "release/w3/w3.ipynb").read_bytes() == student_notebook(made)
    assert (out / "source/w3/w3.ipynb").read_bytes() == answer_key(made)


def test_again_in_the_same_folder_keeps_seed_and_secret(tmp_path):
    """A corrected title must not change hidden inputs, nor the numbers students already have."""
    assign("--exercise", "3.1", "--name", "w", "--out", tmp_path / "w")
    before = Assignment.read(tmp_path / "w")
    assign("--exercise", "3.1", "3.2", "--name", "w", "--title", "New", "--out", tmp_path / "w")
    after = Assignment.read(tmp_path / "w")
    assert (after.secret, after.seed) == (before.secret, before.seed)
    assert (after.title, len(after.questions)) == ("New", 2)


def test_secrets_differ():
    """Two assignments never share what their hidden inputs are drawn from."""
    from nnbook.classroom._folder import new_secret, new_seed

    assert len({new_secret() for _ in range(50)}) == len({new_seed() for _ in range(50)}) == 50


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--exercise", "3.41"], "there is no exercise '3.41'; near it: "),
        (["--exercise", "P.1"], "'P.1' is the id of a private exercise, which needs --bank"),
        (["--chapter", "14"], "there is no chapter 14; the book has 1 to 13"),
        ([], "no exercise is chosen; name some with --chapter, --exercise or --level"),
        (["--chapter", "3", "--points", "many"], 'as "2" for all or "3.1=2" for one'),
        (["--chapter", "3", "--points", "4.1=2"], "given for 4.1, which the assignment lacks"),
        (["--chapter", "3", "--points", "0"], "points of exercise 3.1 are a number above 0"),
        (["--chapter", "3", "--due", "soon"], "the due date is written as"),
        (["--chapter", "3", "--name", "a/b"], "made of letters, digits, - and _"),
        (["--chapter", "3", "--variants"], "--variants and --students FILE go together"),
        (["--show-solutions"], "it has no assignment.json"),
    ],
)
def test_a_mistake_of_the_instructors_ends_in_a_sentence(words, says, tmp_path, capsys):
    """Status 2, one sentence on stderr, and nothing written."""
    assert assign(*words, "--out", tmp_path / "new") == 2
    error = capsys.readouterr().err
    assert error.startswith("nnbook assign: ")
    assert says in error
    assert not (tmp_path / "new").exists()


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path, capsys):
    """Neither somebody's files nor another assignment are written over."""
    (tmp_path / "thesis.txt").write_text("three years")
    assert assign("--exercise", "3.1", "--out", tmp_path) == 2
    assert "holds something else already" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
    assign("--exercise", "3.1", "--name", "one", "--out", tmp_path / "one")
    assert assign("--exercise", "3.1", "--name", "two", "--out", tmp_path / "one") == 2
    assert "holds the assignment 'one' already" in capsys.readouterr().err
    assert assign("--exercise", "3.1", "--out", tmp_path / "thesis.txt") == 2


def test_a_dry_run_writes_nothing(tmp_path, capsys):
    """It lists the questions with their points, and the folder is not there."""
    assert not assign("--level", "stretch", "--dry-run", "--out", tmp_path / "x")
    stretch = [e.id for e in EVERY if e.level == "stretch"]
    assert re.findall(r"^  ([\d.]+) ", capsys.readouterr().out, re.MULTILINE) == stretch
    assert not (tmp_path / "x").exists()


def test_everybody_on_the_roster_gets_a_notebook(tmp_path, capsys):
    """With variants there is one for each student, and solutions for each, when asked for."""
    (tmp_path / "roster.txt").write_text("ann\nbo b\nZoë\n")
    out = tmp_path / "v"
    given = ("--exercise", "3.3", "3.5", "--variants", "--students", tmp_path / "roster.txt")
    assert not assign(*given, "--name", "v", "--out", out)
    assert "for each of 3 students" in capsys.readouterr().out
    assignment = Assignment.read(out)
    for student in ("ann", "bo b", "Zoë"):
        released = (out / "release" / student / "v.ipynb").read_bytes()
        assert released == student_notebook(assignment, student)
    assert not assign("--show-solutions", "--out", out)
    solved = (out / "solutions" / "Zoë" / "v.ipynb").read_bytes()
    assert solved == released_solutions(assignment, "Zoë")
    exercise = assignment.exercise("3.3", "Zoë")
    answers = run(code(solved))[0]
    assert exercise.judge(exercise, answers["answer_3_3"]).passed


@pytest.mark.parametrize("student", ["../up", "a/b", "..", "v", "x\\y"])
def test_a_student_is_a_folder_and_no_path(student, tmp_path, capsys):
    """A name that leads elsewhere, or is the assignment's, is refused before anything is made."""
    (tmp_path / "roster.txt").write_text(f"ann\n{student}\n")
    given = ("--exercise", "3.3", "--variants", "--students", tmp_path / "roster.txt")
    assert assign(*given, "--name", "v", "--out", tmp_path / "v") == 2
    assert repr(student) in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["roster.txt"]
