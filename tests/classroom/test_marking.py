"""Marking: good answers in any style earn all, parts a part, those without an idea nothing."""

from __future__ import annotations

import ast
import inspect
import json
import re
import textwrap
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from types import ModuleType
from typing import Any

import numpy as np
import pytest

import nnbook
from nnbook.classroom._answers import opening
from nnbook.classroom._asking import Answer, error_kind
from nnbook.classroom._judging import judge
from nnbook.classroom._prints import definitions, fingerprint
from nnbook.classroom.assignment import Question, answer_name
from nnbook.classroom.marking import Mark, Report, forbidden, mark
from nnbook.exercises._engine import Exercise, chapters, exercises_of, find
from nnbook.exercises._figures import FigureJudge
from nnbook.exercises._functions import FunctionJudge
from nnbook.exercises._guards import call
from nnbook.exercises._numbers import NumberJudge
from nnbook.exercises._sentences import SentenceJudge
from tests.classroom.marked import assignment, jail, mark_of, notebook, report_on

ALL = [exercise for n in chapters() for exercise in exercises_of(n)]
FUNCTIONS = [each for each in ALL if isinstance(each.judge, FunctionJudge)]
NUMBERS = [each for each in ALL if isinstance(each.judge, NumberJudge)]
FIGURES = [each for each in ALL if isinstance(each.judge, FigureJudge)]
UPDATE = "def update(w, x, y, lr, threshold):\n    return w + lr * (y - (w @ x >= threshold)) * x"


def named(exercise: Exercise) -> str:
    return exercise.id


def judged(exercise: Exercise, answer: Callable[..., Any], seed: str = "s") -> Mark:
    """The mark of a function that is called here, as if a jail had told what it gives."""
    inputs = exercise.judge.inputs(exercise, seed)
    with np.errstate(all="ignore"):
        outcomes = [call(answer, each) for each in inputs]
    told = Answer(callable=True, outcomes=[replace(each, line="") for each in outcomes])
    return judge(Question(exercise.id), exercise, told, (), partial=True)


# Right


STYLES = {
    "plain": UPDATE,
    "a lambda": "update = lambda w, x, y, lr, threshold: w + lr * (y - (w @ x >= threshold)) * x",
    "an object": "class Update:\n    def __call__(self, w, x, y, lr, threshold):\n"
    "        return w + lr * (y - (w @ x >= threshold)) * x\nupdate = Update()",
    "a method": "class Rule:\n    rate = 1\n    def step(self, w, x, y, lr, threshold):\n"
    "        return w + self.rate * lr * (y - (w @ x >= threshold)) * x\nupdate = Rule().step",
    "a partial": "from functools import partial\ndef general(one, w, x, y, lr, threshold):\n"
    "    return w + one * lr * (y - (w @ x >= threshold)) * x\nupdate = partial(general, 1.0)",
    "decorated": "import functools\ndef noisy(f):\n    @functools.wraps(f)\n    def g(*a):\n"
    f"        print(a)\n        return f(*a)\n    return g\n@noisy\n{UPDATE}",
    "with hints of types": UPDATE.replace("(w, x,", "(w: 'np.ndarray', x: list,"),
    "with a walrus": "def update(w, x, y, lr, threshold):\n"
    "    return w if (e := y - int(w @ x >= threshold)) == 0 else w + lr * e * x",
    "a list": "def update(w, x, y, lr, threshold):\n    e = y - (sum(w * x) >= threshold)\n"
    "    return [a + lr * e * b for a, b in zip(w, x)]",
    "a tuple of numpy numbers": UPDATE.replace("return ", "return tuple(").replace("* x", "* x)"),
    "few bits": UPDATE.replace("return ", "import numpy as np\n    return np.float32(") + ")",
    "masked": UPDATE.replace("return ", "import numpy as np\n    return np.ma.array(") + ")",
    "other names": "def update(weights, inputs, wanted, eta, limit):\n"
    "    return weights + eta * (wanted - (weights @ inputs >= limit)) * inputs",
    "an optional argument": UPDATE.replace("threshold):", "threshold, verbose=False):"),
    "recursive and cached": "from functools import cache\n@cache\ndef one():\n    return 1\n"
    + UPDATE.replace("lr *", "one() * lr *"),
    "defined twice": "def update(*_):\n    return 0\n" + UPDATE,
    "an early return in a loop": "def update(w, x, y, lr, threshold):\n    while True:\n"
    "        return w + lr * (y - (w @ x >= threshold)) * x",
    "prints": UPDATE.replace("    return", "    print('w', w)\n    return"),
}


@pytest.mark.parametrize("style", STYLES)
def test_a_right_function_in_any_style_earns_all(style: str) -> None:
    """How it is written is the student's own business."""
    made = mark_of("3.1", STYLES[style])
    assert (made.state, made.points) == ("right", 1), made


def test_helpers_constants_and_pictures_of_other_cells_are_there() -> None:
    """A notebook as people write them: imports, pictures, prints, helpers, checks, magics."""
    report = report_on(
        notebook(
            "%matplotlib inline\nimport matplotlib.pyplot as plt\nimport numpy as np\n"
            "from nnbook import check, hint, perceptron, Neuron, interact\nRATE = 1.0",
            "fig, axes = plt.subplots(1, 2, figsize=(6, 3))\naxes[0].plot([1, 2])\nplt.show()",
            "def fires(w, x, threshold):\n    return np.dot(w, x) >= threshold",
            "def update(w, x, y, lr, threshold):\n"
            "    return w + RATE * lr * (y - fires(w, x, threshold)) * x",
            "check('3.1', update)\nhint('3.1')\nfigure = Neuron(w=[1, 2])\nfigure",
            "@interact(w=(0, 1))\ndef show(w):\n    return w",
            "answer_3_2 = [0.55, 0.12, np.float64(0.371)]\ncheck('3.2', answer_3_2)",
        ),
        "3.1",
        "3.2",
    )
    assert [made.state for made in report.marks] == ["right", "right"], report
    assert report.says == ""


def test_an_answer_handed_to_check_counts_where_there_is_no_global() -> None:
    """The chapters' own style; where both are there, the global counts."""
    assert mark_of("3.2", "import nnbook\nnnbook.check('3.2', [0.55, 0.12, 0.371])").points == 1
    both = "from nnbook import check\ncheck('3.2', [0, 0, 7])\nanswer_3_2 = [0.55, 0.12, 0.371]"
    assert mark_of("3.2", both).points == 1


def test_an_error_in_one_cell_does_not_stop_the_next() -> None:
    """Each is named once, by its number and kind."""
    report = report_on(notebook("1 / 0", UPDATE, "import nothing", "for"), "3.1", "3.2")
    assert report.marks[0].points == 1
    assert report.says == (
        "Code cell 1 stops with ZeroDivisionError. Code cell 3 stops with ModuleNotFoundError. "
        "Code cell 4 stops with SyntaxError."
    )


@pytest.mark.slow
@pytest.mark.parametrize("exercise", FUNCTIONS, ids=named)
def test_the_solution_earns_all_for_many_students(exercise: Exercise) -> None:
    """Hidden inputs are fair: on those of ten students the solution is right."""
    with np.errstate(all="ignore"):
        for student in range(10):
            made = judged(exercise, exercise.solution, f"secret/{student}/{exercise.id}")
            assert (made.state, made.points) == ("right", 1), made


# Nothing


def trivial(exercise: Exercise) -> list[Callable[..., Any]]:
    """Answers without an idea."""
    count = len(inspect.signature(exercise.solution).parameters)
    shaped = [
        lambda *given, n=number: np.full(np.shape(exercise.solution(*given)), n)
        for number in (0.0, 1.0)
    ]
    arguments = [lambda *given, n=n: given[n] for n in range(count)]
    constants = [lambda *_: None, lambda *_: 0, lambda *_: 1.0, lambda *_: True, lambda *_: "1"]
    return [*shaped, *arguments, *constants]


@pytest.mark.slow
@pytest.mark.parametrize("exercise", FUNCTIONS, ids=named)
def test_an_answer_without_an_idea_earns_nothing(exercise: Exercise) -> None:
    """Zeros, ones, an input handed back, nothing, the program to be mended, any known mistake."""
    answers = [*trivial(exercise), *(trap.wrong for trap in exercise.traps)]
    if exercise.judge.given:
        answers.append(exercise.judge.given)
    for answer in answers:
        made = judged(exercise, answer)
        assert made.points == 0, (made, answer)
        assert made.state in {"wrong", "not attempted"}
        assert made.says or made.state == "not attempted"


@pytest.mark.parametrize("exercise", NUMBERS, ids=named)
def test_guessing_one_number_for_all_earns_nothing(exercise: Exercise) -> None:
    """Zeros and ones are what people enter who have nothing."""
    for guess in (0, 1):
        told = Answer(value=[guess] * len(exercise.judge.names))
        made = judge(Question(exercise.id), exercise, told, (), partial=True)
        assert made.points == 0
        assert made.state == "wrong"


# A part


@pytest.mark.parametrize("exercise", NUMBERS, ids=named)
def test_numbers_earn_their_share(exercise: Exercise) -> None:
    """More right numbers never earn less; all earn all, none earns nothing."""
    wanted = np.atleast_1d(np.asarray(exercise.solution(), dtype=float))
    points = []
    for right in range(len(wanted) + 1):
        given = [*wanted[:right].tolist(), *(wanted[right:] + 123.456).tolist()]
        told = Answer(value=given)
        points.append(judge(Question(exercise.id), exercise, told, (), partial=True).points)
    assert points == sorted(points)
    assert (points[0], points[-1]) == (0, 1)
    whole = [judge(Question(exercise.id), exercise, Answer(value=[*wanted[:-1].tolist(), 99.5]), (),
                   partial=False).points]  # fmt: skip
    assert whole == [0]


def test_a_function_that_is_right_most_of_the_time_earns_up_to_half() -> None:
    """The part grows with the share of right calls, beyond what the known mistakes get."""
    exercise = find("7.6")

    def wrong_for(share: float) -> Callable[..., Any]:
        def answer(X: Any, new: Any) -> Any:
            right = exercise.solution(X, new)
            return right if abs(float(X.sum()) * 1e4) % 1 >= share else right + 0.25

        return answer

    earned = [judged(exercise, wrong_for(share)).points for share in (1.1, 0.5, 0.2, 0.0)]
    assert earned[0] == 0
    assert 0 < earned[1] <= earned[2] < 0.5
    assert earned[3] == 1
    half = judged(exercise, wrong_for(0.2))
    assert half.state == "partly right"
    assert half.hint == exercise.hints[0]


def test_without_partial_marks_it_is_all_or_nothing() -> None:
    """As the instructor decides."""
    cell = "answer_3_2 = [0.55, 0.12, 9]"
    assert mark_of("3.2", cell).points == pytest.approx(2 / 3)
    assert mark_of("3.2", cell, partial=False).points == 0


@pytest.mark.parametrize("exercise", FIGURES, ids=named)
def test_figures_are_marked_by_their_state(exercise: Exercise) -> None:
    """The solution's state earns all; as it opens, emptied or as a number it earns nothing."""
    code = opening(exercise.id, exercise.judge.figure)[1]
    opened = eval(code, {"np": np} | {n: getattr(nnbook, n) for n in nnbook.__all__})  # noqa: S307

    def earned(value: Any) -> Mark:
        told = Answer(value=json.loads(json.dumps(value)))
        return judge(Question(exercise.id), exercise, told, (), partial=True)

    assert earned({**opened.state(), **exercise.solution()}).points == 1
    endless = dict.fromkeys(opened.state(), 10**9)
    for value in (opened.state(), {}, 7, "figure", [1], {"w": None}, {"x y": 1}, endless):
        made = earned(value)
        assert made.points == 0
        assert made.state == "wrong", made


# What else is said


def test_each_way_of_having_no_answer_has_its_own_word() -> None:
    """Missing is not the same as not attempted, and neither is wrong."""
    assert mark_of("3.1").state == "missing"
    for stub in (
        "...",
        "pass",
        "'''Only a docstring.'''",
        "return None",
        "raise NotImplementedError",
    ):
        assert mark_of("3.1", f"def update(w, x, y, lr, threshold):\n    {stub}").state == (
            "not attempted"
        )
    assert mark_of("3.1", "update = ...").state == "not attempted"
    assert mark_of("3.2", "answer_3_2 = [..., ..., ...]").state == "not attempted"
    assert mark_of("3.3", "answer_3_3 = ''").state == "not attempted"
    assert mark_of("3.9", "answer_3_9 = ...").state == "not attempted"
    given = inspect.getsource(find("3.6").judge.given)
    name = find("3.6").judge.given.__name__
    stub = given.replace(f"def {name}", "def line").replace("Array", "list")
    assert mark_of("3.6", "from typing import Any", stub).state == "not attempted"


def test_a_sentence_is_marked_by_hand() -> None:
    """It comes out as it was written, without what could harm; an empty one is not attempted."""
    exercise = next(each for each in ALL if isinstance(each.judge, SentenceJudge))
    name = answer_name(exercise)
    words = "Because \x1b[31m the sum\nis too small, I say, and so the neuron keeps silent."
    made = mark_of(exercise.id, f"{name} = {words!r}")
    assert (made.state, made.points) == ("by hand", 0)
    assert made.given == words.replace("\x1b", "\N{REPLACEMENT CHARACTER}")
    assert mark_of(exercise.id, f"{name} = ''").state == "not attempted"
    assert mark_of(exercise.id, f"{name} = 'Too short.'").state == "wrong"


def test_a_forbidden_call_is_refused_with_its_name() -> None:
    """The sentence says what cannot be used; an answer that has it only beside it is marked."""
    cells = ("from nnbook import mse", "def mse_slope(y, y_hat):\n    return mse.slope(y, y_hat)")
    made = mark_of("6.2", *cells)
    assert (made.state, made.points, made.reason) == ("refused", 0, "a forbidden call")
    assert "`mse` of nnbook cannot be used" in made.says
    own = "def mse_slope(y, y_hat):\n    return 2 * (y_hat - y) / y.size"
    assert mark_of("6.2", cells[0], "loss = mse([1.0], [2.0])", own).state == "right"


def test_what_is_forbidden_is_said_by_its_public_names() -> None:
    """In one sentence, which a task can say beforehand; nothing where all is allowed."""
    assert forbidden(find("5.12")) == (
        "Writing it yourself is the exercise, so `softmax` of nnbook cannot be used here."
    )
    assert "`sigmoid.slope`, `nudge` and `complex_step` of nnbook" in forbidden(find("5.2"))
    assert forbidden(find("3.6")) == ""
    assert all(forbidden(each) for each in ALL if each.forbids)


def test_a_variant_forbids_what_its_exercise_does() -> None:
    """Other numbers change nothing about that."""
    rng = np.random.default_rng(1)
    for exercise in ALL:
        if exercise.variant is not None:
            assert exercise.variant(rng).forbids == exercise.forbids


def test_feedback_names_the_own_line_and_nothing_that_went_in() -> None:
    """An error is told by its kind and the line of the notebook, a result not at all."""
    made = mark_of("3.1", "def update(w, x, y, lr, threshold):\n    return w @ x @ y  # mine")
    assert made.says == (
        "On some inputs your function stops with TypeError in your line `return w @ x @ y  # mine`."
    )
    made = mark_of("3.1", "def update(w, x, y, lr, threshold):\n    return {'w': w.tolist()}")
    assert made.says == "Your function returns something that is not numbers."


@pytest.mark.parametrize(
    ("claim", "kept"),
    [
        *((kind, kind) for kind in ("ValueError", "Overtime", "a magic", "LinAlgError")),
        *((kind, "an error of its own") for kind in ("W[0.3]", "print", 7, "__doc__", "object")),
    ],
)
def test_only_known_kinds_of_errors_are_repeated(claim: Any, kept: str) -> None:
    """A student chooses the name of an error, so it could carry what they have seen."""
    assert error_kind(claim) == kept


def test_hidden_inputs_differ_by_student_secret_and_exercise() -> None:
    """And are the same for the same ones; without a seed they are the published ones."""
    exercise = find("3.1")

    def inputs(seed: str) -> str:
        return repr(exercise.judge.inputs(exercise, seed))

    seeds = ("s/ann/3.1", "s/bob/3.1", "t/ann/3.1", "")
    assert len({inputs(seed) for seed in seeds}) == 4
    assert all(inputs(seed) == inputs(seed) for seed in seeds)


def test_the_same_program_has_the_same_fingerprint() -> None:
    """Whatever its names, comments and layout; another program has another."""

    def of(source: str) -> str:
        return fingerprint("update", definitions([ast.parse(source)]))

    plain = of("def update(w, x):\n    s = w @ x\n    return [s + v for v in w]")
    same = of(
        "def update(ww: list, xx) -> list:\n    '''Doc.'''\n    # mine\n"
        "    total = (ww @ xx)\n    return [total + entry\n            for entry in ww]"
    )
    assert plain == same
    assert len(plain) == 16
    others = ["def update(w, x):\n    s = x @ w\n    return [s + v for v in w]",
              "def update(w, x):\n    s = w @ x\n    return [v + s for v in w]",
              "def update(w, x, y):\n    s = w @ x\n    return [s + v for v in w]"]  # fmt: skip
    assert len({plain, *map(of, others)}) == 4
    helped = "def {0}(a):\n    return a + {1}\ndef update(w):\n    return {0}(w)"
    assert of(helped.format("one", 1)) == of(helped.format("uno", 1)) != of(helped.format("one", 2))


def test_marks_carry_fingerprints_of_programs_and_values() -> None:
    """So identical answers can be found in a class."""
    one = mark_of("3.1", UPDATE)
    assert one.print
    assert mark_of("3.1", UPDATE.replace("threshold", "limit")).print == one.print
    assert (
        mark_of("3.2", "answer_3_2 = [1, 2, 3]").print
        == mark_of("3.2", "answer_3_2 = [\n1,2, 3]").print
        != mark_of("3.2", "answer_3_2 = [1, 2, 4]").print
    )


def test_a_broken_file_has_a_report_too() -> None:
    """With a mark for each question, all of them missing."""
    report = mark(b"[", "ann", assignment("3.1", "3.2"), sandbox=jail())
    assert (report.state, report.points, report.of) == ("broken", 0, 2)
    assert report.says == "The file is not a notebook: it is not written in JSON."
    assert Report.from_json(json.loads(json.dumps(report.to_json()))) == report


def test_cells_that_end_the_process_are_left_out_for_all_questions() -> None:
    """The notebook runs again without them, and the report says so."""
    cells = ("import os\nos._exit(1)", UPDATE, "answer_3_2 = [0.55, 0.12, 0.371]")
    report = report_on(notebook(*cells), "3.1", "3.2")
    assert report.points == 2
    assert report.says == "Code cell 1 was left out: the process ended while it ran."


# All answers that were written without knowing the exercises


def module_of(node: ast.stmt) -> ast.Module:
    return ast.Module([node], [])


def cells_for(file: ModuleType, kind: str, number: int, exercise: Exercise) -> tuple[str, ...]:
    """A notebook with one of these answers, and what it needs of its file."""
    answer = getattr(file, kind)[number][1]
    tree = ast.parse(inspect.getsource(file))
    name = getattr(answer, "__name__", "")
    if name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}:
        others = re.compile(rf"(?!{name}$)(right|wrong)_")
        lists = {"RIGHT", "WRONG"}
        tree.body = [
            node for node in tree.body if not lists & definitions([module_of(node)]).keys()
        ]
        tree.body = [node for node in tree.body if not others.match(getattr(node, "name", ""))]
        return ast.unparse(tree), f"{answer_name(exercise)} = {name}"
    return ast.unparse(tree), f"{answer_name(exercise)} = {kind}[{number}][1]"


@pytest.mark.slow
@pytest.mark.parametrize("chapter", chapters())
def test_every_unseen_answer_is_marked_as_it_deserves(chapter: int) -> None:
    """In the jail, on hidden inputs: right ones earn all, wrong ones less, for their own reason."""
    file = import_module(f"tests.exercises.unseen.ch{chapter:02d}")
    for kind in ("RIGHT", "WRONG"):
        for number, (id, *_) in enumerate(getattr(file, kind)):
            exercise = find(id)
            if isinstance(exercise.judge, FigureJudge):
                continue  # is answered by a state, see above
            made = mark_of(id, *cells_for(file, kind, number, exercise))
            if kind == "RIGHT":
                assert (made.state, made.points) == ("right", 1), (id, number, made)
            else:
                assert made.points < 1, (id, number, made)
                assert made.state in {"wrong", "partly right", "stopped"}


def test_an_input_that_is_changed_in_place_is_noticed() -> None:
    """The numbers are right, the caller's array is not what it was: that is said by its name."""
    cell = """
        def update(w, x, y, lr, threshold):
            w += lr * (y - int(w @ x >= threshold)) * x
            return w
    """
    mark = mark_of("3.1", textwrap.dedent(cell))
    assert (mark.reason, mark.state) == ("changes its input", "partly right")
    assert mark.says.startswith("The function changes one of its inputs in place.")
