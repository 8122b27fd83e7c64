"""The figure PerceptronTrainer: one run in JavaScript and in nnbook, the same words about it."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from nnbook import perceptron
from nnbook.widgets import PerceptronTrainer, StateError
from tests.needs import need
from tests.widgets.in_node import in_node
from tests.widgets.programs import run_programs

XOR = {"points": [[0, 0], [0, 1], [1, 0], [1, 1]], "labels": [0, 1, 1, 0]}


def some(seed: int) -> PerceptronTrainer:
    """A figure with random points and a random start; separable in about half of the cases."""
    rng = np.random.default_rng(seed)
    points = rng.random((int(rng.integers(2, 25)), 2))
    side = rng.normal(size=2)
    labels = (points - 0.5) @ side > 0
    if seed % 2:
        labels[0] = not labels[0]
    start = rng.normal(size=3) * (seed % 3)
    return PerceptronTrainer(
        points, labels, w=start[:2], b=start[2], lr=float(rng.choice([0.05, 0.1, 1.0])),
        steps=int(rng.integers(0, 200)),
    )  # fmt: skip


FIGURES = [PerceptronTrainer(), PerceptronTrainer(steps=60), PerceptronTrainer(**XOR, steps=30)]
FIGURES += [some(seed) for seed in range(40)]


def test_the_run_is_nnbooks() -> None:
    """Weights after every correction and mistakes of every epoch are those of nnbook."""
    code = "return given.map((s) => nnbook.perceptronRun.run(s));"
    runs = in_node(code, [figure.state() for figure in FIGURES])
    assert sum(run["rest"] for run in runs) > 5
    for figure, run in zip(FIGURES, runs, strict=True):
        np.testing.assert_allclose(run["path"], figure.path, rtol=1e-12, atol=1e-12)
        assert run["mistakes"] == figure.mistakes == sum(run["counts"])
        whole = figure.history.mistakes.tolist()
        assert run["counts"][: len(whole)] == whole
        assert run["rest"] == figure.history.converged
        answers = figure.network(figure.points)[:, 0]
        assert run["wrong"] == (answers != figure.labels).tolist()


def test_each_look_is_one_step_of_the_rule() -> None:
    """The last look names the point, its sum, and the error that moved the weights."""
    figure = PerceptronTrainer(w=[0.2, -0.1], b=0.05, lr=0.5)
    states = [{**figure.state(), "steps": n} for n in range(1, 30)]
    runs = in_node("return given.map((s) => nnbook.perceptronRun.run(s));", states)
    for number, run in enumerate(runs):
        look, i = run["look"], number % 12
        assert (look["number"], look["x"], look["y"]) == (i + 1, figure.points[i], figure.labels[i])
        sample = np.append(look["x"], 1)
        assert look["z"] == pytest.approx(np.dot(look["before"], sample), abs=1e-12)
        assert look["error"] == look["y"] - (look["z"] >= 0)
        moved = np.subtract(run["weights"], look["before"])
        np.testing.assert_allclose(moved, 0.5 * look["error"] * sample, atol=1e-12)
    assert {run["look"]["error"] for run in runs} == {-1, 0, 1}


def test_room_and_bound_are_the_same_in_both_languages() -> None:
    """The two implementations agree on gamma and on the bound; infinity is null in JSON."""
    code = """const { room, bound } = nnbook.perceptronRun;
      return given.map((s) => [room(s).gamma, bound(s)]);"""
    found = in_node(code, [figure.state() for figure in FIGURES])
    for figure, (gamma, bound) in zip(FIGURES, found, strict=True):
        assert gamma == pytest.approx(figure.room, rel=1e-9)
        assert (np.inf if bound is None else bound) == pytest.approx(figure.bound, rel=1e-8)


def test_the_room_is_the_largest() -> None:
    """No direction of many, tried with care around the best, has more room than `room`."""
    rng = np.random.default_rng(1)
    for figure in (one for one in FIGURES if one.room):
        turned = np.column_stack([figure.points, np.ones(len(figure.points))])
        turned *= np.where(np.array(figure.labels) == 1, 1, -1)[:, None]
        directions = rng.normal(size=(4000, 3))
        for far in (0.3, 0.03, 0.003):
            directions /= np.linalg.norm(directions, axis=1, keepdims=True)
            rooms = (directions @ turned.T).min(axis=1)
            assert rooms.max() <= figure.room * (1 + 1e-9)
            directions = directions[rooms.argmax()] + far * rng.normal(size=(4000, 3))
        assert rooms.max() == pytest.approx(figure.room, abs=0.001)


def test_separable_is_what_comes_to_rest() -> None:
    """With room the run ends within the bound; without, it errs in every epoch of 100."""
    ends = []
    for figure in FIGURES:
        run = perceptron(
            figure.points, figure.labels, w=figure.w, b=figure.b, lr=figure.lr,
            epochs=100 if not figure.room else int(figure.bound) + 1,
        )  # fmt: skip
        assert run.converged == (figure.room > 0)
        assert len(run.path) - 1 <= figure.bound
        ends.append(run.converged)
    assert 8 < sum(ends) < len(ends) - 8


@pytest.mark.parametrize(
    ("points", "labels"),
    [
        (XOR["points"], XOR["labels"]),
        ([[0.2, 0.2], [0.8, 0.8], [0.5, 0.5]], [1, 1, 0]),
        ([[0.1, 0.1], [0.9, 0.1], [0.5, 0.9], [0.5, 0.3]], [1, 1, 1, 0]),
        ([[0.4, 0.7], [0.4, 0.7]], [1, 0]),
    ],
    ids=["two strings that cross", "between two", "inside a triangle", "twice the same place"],
)
def test_what_no_line_separates_is_said(points: Any, labels: Any) -> None:
    """Hulls of the two classes that meet: no line, said in words, and an infinite bound."""
    figure = PerceptronTrainer(points, labels)
    assert figure.room == 0
    assert figure.bound == np.inf
    said = in_node("return nnbook.figures.perceptron.describe(given)", figure.state())
    assert "Not separable: no line has all squares on one side. It will never rest" in said


def test_one_class_alone_is_separable() -> None:
    """A single point, or points of a single class, leave room."""
    assert PerceptronTrainer([[0.5, 0.5]], [0]).room == pytest.approx(np.sqrt(1.5))
    assert PerceptronTrainer([[0.5, 0.5], [0.1, 0.2]], [1, 1]).room > 1


def test_the_lines_show_the_chapters_rule() -> None:
    """The update is written out with its numbers, then the counts and the promise."""
    figure = PerceptronTrainer([[0.9, 0.1], [0.2, 0.3]], [1, 0], w=[0.3, 0.9], b=-0.5, lr=0.01,
                               steps=1)  # fmt: skip
    code = """const p = nnbook.perceptronPicture;
      return given.map((s) => [...p.lookLines(s), ...p.countLines(s)]);"""
    start, wrong, right = in_node(code, [{**figure.state(), "steps": n} for n in (0, 1, 2)])
    assert start[0] == "Not begun: w = (0.3, 0.9), b = −0.5"
    assert wrong[:4] == [
        "Epoch 1, point 1: x = (0.9, 0.1), y = 1",
        "z = 0.3·0.9 + 0.9·0.1 + (−0.5) = −0.14 < 0, so ŷ = 0: wrong",
        "w ← (0.3, 0.9) + 0.01·(1 − 0)·(0.9, 0.1) = (0.309, 0.901)",
        "b ← −0.5 + 0.01·(1 − 0) = −0.49",
    ]
    assert wrong[4] == "1 mistake so far, 1 in this epoch; 1 of 2 points on the wrong side"
    assert right[2:4] == ["", ""]
    assert "nothing moves" in right[1]
    assert right[6].startswith("Separable: at most (‖w₀‖/ηR + R/γ)² = (")
    assert f"{int(figure.bound)} corrections" in right[6]


BROKEN = [
    {"points": []}, {"points": [[0.5, 0.5]] * 61, "labels": [0] * 61}, {"labels": [0, 1]},
    {"points": [[0.5]], "labels": [0]}, {"points": [[0.5, 1.01]], "labels": [0]},
    {"points": [["a", 0]], "labels": [0]}, {"points": [3], "labels": [0]},
    {"points": [[True, 0]], "labels": [0]}, {"points": [[0, 0]], "labels": [2]},
    {"points": [[0, 0]], "labels": ["1"]}, {"w": [1.0]}, {"w": [1e4, 0.0]}, {"b": -1e4},
    {"lr": 0.0}, {"lr": -1.0}, {"lr": 1e9}, {"steps": -1}, {"steps": 20001}, {"adds": 2},
]  # fmt: skip


def test_both_languages_refuse_the_same() -> None:
    """What cannot be is refused by Python and by the page with the same sentence."""
    figure = PerceptronTrainer()
    states = [{**figure.state(), **change} for change in BROKEN]
    said = in_node("return given.map((s) => nnbook.figures.perceptron.check(s));", states)
    for sentence, state in zip(said, states, strict=True):
        assert sentence == figure.problem(state) != ""
    for change in ({"steps": 0.5}, {"points": "x"}, {"w": "x"}, {"b": None}, {"lr": "0.1"}):
        code = "return nnbook.figures.perceptron.check(given);"
        assert in_node(code, {**figure.state(), **change})
    assert in_node("return nnbook.figures.perceptron.check(given);", figure.state()) == ""


def test_python_refuses_with_the_sentence() -> None:
    """A broken state raises StateError and leaves the figure as it was."""
    figure = PerceptronTrainer()
    with pytest.raises(StateError, match="label 3 must be 0 or 1"):
        figure.labels = [0, 1, 7, *figure.labels[3:]]
    assert figure.state() == PerceptronTrainer().state()


def printed(kind: str, many: int = 30) -> tuple[list[str], list[str]]:
    """What the programs of one kind print, and what the figure shows, for many figures."""
    code = """return given.map((s) => [nnbook.figures.perceptron.code(s),
      nnbook.perceptronRun.run(s)]);"""
    found = in_node(code, [figure.state() for figure in FIGURES[:many]])
    shown = []
    for _, run in found:
        w1, w2, b = run["weights"]
        shown.append(f"w1 = {w1:.4f}, w2 = {w2:.4f}, b = {b:.4f}, mistakes = {run['mistakes']}\n")
    return run_programs([programs[kind] for programs, _ in found]), shown


def test_its_python_prints_what_it_shows() -> None:
    """The program copied from a figure prints its weights and its mistakes."""
    said, shown = printed("Python")
    assert said == shown


@pytest.mark.frameworks
@pytest.mark.parametrize("name", ["Keras", "PyTorch"])
def test_its_programs_for_frameworks_print_what_it_shows(name: str) -> None:
    """So do the ones for Keras and PyTorch."""
    need({"Keras": "keras", "PyTorch": "torch"}[name])
    said, shown = printed(name, 8)
    assert said == shown


def test_opening_shows_that_mistakes_may_rise() -> None:
    """The opening run has the property that its question is about: more mistakes, then none."""
    run = perceptron(FIGURES[0].points, FIGURES[0].labels, w=[0, 0], b=0, lr=0.1, epochs=50)
    assert any(later > earlier for earlier, later in pairwise(run.mistakes))
    assert run.converged


def test_still_and_words_have_the_numbers() -> None:
    """The still has a number beside each point; the alt text gives the weights."""
    figure = PerceptronTrainer(steps=60)
    assert figure.still() == PerceptronTrainer(steps=60).still()
    assert figure.still() != PerceptronTrainer().still()
    assert "The perceptron has no line yet" in PerceptronTrainer().alt
    assert f"{figure.path[-1][0]:.3g} and {figure.path[-1][1]:.3g}" in figure.alt
