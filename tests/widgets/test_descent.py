"""Descent: the figure of chapter 7 as a Python object, and its other half in JavaScript."""

import json
import re
from typing import Any

import numpy as np
import pytest

from nnbook import SGD, Adam, Descent, Momentum, mse, nudge
from nnbook.widgets import StateError
from nnbook.widgets.descent_landscapes import LANDSCAPES
from tests.needs import need
from tests.widgets.in_node import in_node
from tests.widgets.programs import run_programs

ALL = ["SGD", "momentum", "Adam"]
STATES: list[dict[str, Any]] = [
    {"landscape": "parabola", "lr": 0.49, "steps": 50},
    {"landscape": "two minima", "steps": 50, "noise": 2.5, "seed": 7},
    {"landscape": "valley", "steps": 50, "start": [-5.5, 23.25], "lr": 0.3},
    {"landscape": "canyon", "steps": 50, "watch": "momentum"},
    {"landscape": "saddle", "steps": 50, "noise": 0.5, "seed": 1_000_000},
    {"landscape": "canyon", "lr": 0.05, "steps": 50},
    {"landscape": "parabola", "lr": 0.51, "steps": 300},
    {"landscape": "two minima", "lr": 10, "steps": 50},
]
figures = pytest.mark.parametrize("state", STATES, ids=lambda s: f"{s['landscape']} {s['steps']}")


def figure(state: dict[str, Any]) -> Descent:
    """A figure in which all optimizers run."""
    return Descent(**{"optimizers": ALL, **state})


@figures
def test_the_page_goes_the_ways_of_nnbook(state: dict[str, Any]) -> None:
    """Every place and every loss of 50 steps, noise and all, agrees to 1e-9."""
    made = figure(state)
    found = in_node("return nnbook.descentPaths.rides(given)", made.state())
    assert [ride["name"] for ride in found] == ALL
    for ride in found:
        np.testing.assert_allclose(
            ride["path"], made.paths[ride["name"]], rtol=1e-9, atol=1e-9, err_msg=ride["name"]
        )
        np.testing.assert_allclose(ride["losses"], made.losses[ride["name"]], rtol=1e-9, atol=1e-9)
    again = figure({**state, "steps": state["steps"] - 1, "seed": 3})
    assert ("noise" in state) == any(
        not np.array_equal(path[1], again.paths[name][1]) for name, path in made.paths.items()
    )


def test_python_goes_the_ways_of_the_optimizers() -> None:
    """The ways are those of nnbook's optimizers with the batches' slopes, started afresh each."""
    made = Descent("valley", optimizers=ALL, steps=20, noise=1.5, seed=4)
    for optimizer, path in zip((SGD(0.1), Momentum(0.1), Adam(0.1)), made.paths.values(),
                               strict=True):  # fmt: skip
        rng, w = np.random.default_rng(4), np.array([0.0, 17.0])
        vectors, room = tuple(np.zeros(2) for _ in range(optimizer.memory)), np.empty(2)
        for step in range(20):
            assert np.array_equal(path[step], w)
            g = np.array([4 * (w[0] + 2.07), 2 * (w[1] - 20)]) + rng.uniform(-1.5, 1.5, 2)
            optimizer.descend(w, g, vectors, step, room)


@pytest.mark.parametrize("name", list(LANDSCAPES))
def test_a_landscape_is_the_same_on_the_page(name: str) -> None:
    """Loss, slopes and curvature agree at many places; slopes and curvature are those of C."""
    ground, rng = LANDSCAPES[name], np.random.default_rng(1)
    places = np.array([rng.uniform(*box, 30) for box in ground.box]).T
    code = """const l = nnbook.descentPaths.LANDSCAPES[given[0]];
      return [l.title, l.formula, l.names, l.box, l.start, l.lr, l.top || 0,
        given[1].map((w) => [l.loss(w), l.slope(w), l.curvature(w)])];"""
    *told, values = in_node(code, [name, places.tolist()])
    assert told == json.loads(json.dumps(
        [ground.title, ground.formula, ground.names, ground.box, ground.start, ground.lr,
         ground.top]
    ))  # fmt: skip
    for w, (loss, slope, curvature) in zip(places, values, strict=True):
        assert ground.loss(w) == pytest.approx(loss, rel=1e-12)
        np.testing.assert_allclose(ground.slope(w), slope, rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(nudge(ground.loss, w), slope, atol=1e-5)
        assert ground.curvature(w) == pytest.approx(curvature, rel=1e-12)
        rows = [nudge(lambda v, i=i: ground.slope(v)[i], w) for i in range(w.size)]
        assert np.linalg.eigvalsh(rows).max() == pytest.approx(curvature, abs=1e-5)


def test_two_landscapes_are_the_candle() -> None:
    """Parabola and round valley are the loss of chapter 7's line on its five heights."""
    hours, height = np.arange(-2.0, 3), np.array([24.2, 21.9, 20.2, 17.8, 15.9])
    for w, b in ((0.0, 17.0), (-2.07, 20.0), (1.5, 23.0)):
        candle = mse(height, w * hours + b)
        assert LANDSCAPES["valley"].loss(np.array([w, b])) == pytest.approx(candle, abs=1e-12)
    assert LANDSCAPES["parabola"].loss(np.array([0.0])) == pytest.approx(8.588, abs=1e-12)


@pytest.mark.parametrize(("landscape", "border"), [("parabola", 0.5), ("canyon", 0.02)])
def test_the_border_that_is_told_is_the_border(landscape: str, border: float) -> None:
    """Just below 2/curvature and 3.8/curvature the way settles, above it leaves; it is told."""
    for name, factor in (("SGD", 1), ("momentum", 1.9)):
        for way, settles in ((0.99, True), (1.01, False)):
            lr = border * factor * way
            made = Descent(landscape, optimizers=[name], lr=lr, steps=300)
            goal = 0.0182 if landscape == "parabola" else 0.0
            first, last = made.losses[name][[0, -1]] - goal
            assert (last < first) == settles
    told = in_node("return nnbook.descentWords.border(given)", made.state())
    assert f"= {border:g}, momentum" in told
    assert told.endswith(f"= {1.9 * border:g}.")


def test_divergence_is_explained() -> None:
    """The sentence says who, at which step, by which factor, and which rate would do."""
    made = Descent("parabola", lr=0.51, steps=200)
    step = len(made.paths["SGD"]) - 1
    assert made.losses["SGD"][-1] > 1e6 >= made.losses["SGD"][-2]
    assert in_node("return nnbook.descentWords.trouble(given)", made.state()) == (
        f"SGD diverged: the loss passed 10⁶ at step {step}. Each step multiplied the distance by "
        "1 − 0.51·4 = −1.04. A learning rate below 0.5 settles."
    )
    described = in_node("return nnbook.figures.descent.describe(given)", made.state())
    assert f"at step {step}" in described
    assert not re.search("NaN|Infinity|undefined", described)


@figures
def test_the_next_step_is_the_next_step(state: dict[str, Any]) -> None:
    """The last line of each update ends on the place where nnbook goes next."""
    made = figure(state)
    for name in ALL:
        now = {**made.state(), "watch": name, "steps": 20}
        lines = in_node("return nnbook.descentWords.update(given)", now)
        path = figure({**state, "steps": 21}).paths[name]
        if len(path) < 22:
            assert lines == [f"{name} takes no further step"]
        else:
            assert lines[0].startswith(f"step 21 of {name}")
            assert lines[-1].endswith(f"= {path[21][-1]:.4g}".replace("-", "−"))
            assert f"= {path[20][-1]:.4g} − ".replace("-", "−") in lines[-1]


def printed(kind: str) -> tuple[list[str], list[str]]:
    """What the programs of one kind print, and where nnbook's optimizers stand."""
    made = [figure(state) for state in STATES]
    code = "return given.map((s) => nnbook.figures.descent.code(s))"
    programs = in_node(code, [one.state() for one in made])
    shown = [
        "".join(
            f"{name} {' '.join(f'{w:.4g}' for w in path[-1])} loss {one.losses[name][-1]:.4g}\n"
            for name, path in one.paths.items()
        )
        for one in made
    ]
    return run_programs([each[kind] for each in programs]), shown


def test_its_python_prints_what_it_shows() -> None:
    """The program copied from a figure prints where each optimizer stands, and its loss."""
    said, shown = printed("Python")
    assert said == shown


@pytest.mark.frameworks
@pytest.mark.parametrize("kind", ["Keras", "PyTorch"])
def test_its_programs_for_frameworks_print_what_it_shows(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So do the programs for the frameworks, whose optimizers are their own."""
    monkeypatch.setenv("KERAS_BACKEND", "torch")
    need({"Keras": "keras", "PyTorch": "torch"}[kind])
    said, shown = printed(kind)
    assert said == shown


IMPOSSIBLE = [
    ({"landscape": "moon"}, "landscape must be one of parabola, two minima, .*, but is moon"),
    ({"landscape": ["canyon"]}, "landscape must be one of"),
    ({"landscape": "canyon", "start": [1]}, "start must be a list of 2 numbers in this landscape"),
    ({"start": [2.6]}, "start must lie in the picture, its number 1 between .6.5 and 2.5, but"),
    ({"optimizers": []}, "optimizers must be one or more of SGD, momentum, Adam, each once, but"),
    ({"optimizers": ["SGD", "SGD"]}, "optimizers must be one or more of"),
    ({"optimizers": ["RMSprop"]}, "optimizers must be one or more of"),
    ({"optimizers": "SGD"}, "optimizers must be one or more of"),
    ({"watch": "Adam"}, "watch must be one of the optimizers that run, but is Adam"),
    ({"lr": -0.1}, "lr must be a number between 0 and 10, but is -0.1"),
    ({"lr": 11.5}, "lr must be a number between 0 and 10, but is 11.5"),
    ({"noise": 101.5}, "noise must be a number between 0 and 100, but is 101.5"),
    ({"steps": 301}, "steps must be a whole number between 0 and 300, but is 301"),
    ({"seed": -1}, "seed must be a whole number between 0 and 1000000000, but is -1"),
]


@pytest.mark.parametrize(("state", "sentence"), IMPOSSIBLE)
def test_impossible_state_is_refused(state: dict[str, Any], sentence: str) -> None:
    """What cannot be is refused in one sentence, by Python and by the page alike."""
    with pytest.raises(StateError, match=sentence):
        Descent(**state)
    on_page = in_node("return nnbook.figures.descent.check(given)", {**Descent().state(), **state})
    assert re.match(sentence, on_page)


def test_more_than_python_lets_in_is_refused_by_the_page() -> None:
    """Half a step, text for numbers and nonsense are answered with a sentence; what is, is not."""
    opening = Descent().state()
    broken = [{"steps": 0.5}, {"lr": "fast"}, {"lr": "@NaN"}, {"start": "here"}, {"start": [None]},
              {"landscape": "toString"}, {"optimizers": 3}, {"seed": None}]  # fmt: skip
    code = "return given.map(nnbook.figures.descent.check)"
    assert all(in_node(code, [{**opening, **one} for one in broken]))
    assert in_node(code, [figure(state).state() for state in STATES]) == [""] * len(STATES)


def test_a_figure_is_set_and_reset() -> None:
    """A landscape brings its own start and rate; traits can be set; reset restores exactly."""
    made = Descent("canyon", optimizers=("momentum", "Adam"))
    assert (made.start, made.lr, made.watch) == ([-8.0, 0.7], 0.018, "momentum")
    opening = made.state()
    made.lr, made.steps, made.start = 0.02, 30, np.array([3, 0.5])
    assert len(made.paths["Adam"]) == 31
    with pytest.raises(StateError, match="watch must be"):
        made.optimizers = ["Adam"]
    made.reset()
    assert made.state() == opening


@figures
def test_a_figure_is_stored_the_same_each_time(state: dict[str, Any]) -> None:
    """Still, alt text and html are equal in each run, and tell the numbers of nnbook."""
    first, second = (figure(state)._repr_mimebundle_()[0] for _ in range(2))
    assert first["text/html"] == second["text/html"]
    made = figure(state)
    assert f"{made.losses['Adam'][-1]:.4g}".replace("-", "−") in made.alt
    assert made.still().startswith("<svg")
