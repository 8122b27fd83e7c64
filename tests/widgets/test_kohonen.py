"""The figure Kohonen: its numbers, words and programs beside nnbook's."""

from __future__ import annotations

import base64
import re
from typing import Any

import numpy as np
import pytest

from nnbook.kinds import nearest_neighbour_tour, ring_order, stretched_ring, tour_length
from nnbook.widgets import KohonenExplorer, StateError
from tests.needs import need
from tests.widgets.in_node import in_node
from tests.widgets.programs import run_programs

NUMBERS = "const { run, route, length, greedy, lines, describe, code, check } = nnbook.kohonen;"
OTHERS = np.random.default_rng(1).random((20, 2)).round(3)
FIGURES = [
    KohonenExplorer(step=0),
    KohonenExplorer(step=1),
    KohonenExplorer(step=137, seed=5, lr=[0.5, 0.05], radius=[8, 0.5]),
    KohonenExplorer(step=9000),
    KohonenExplorer(points=OTHERS, shape="grid", step=0),
    KohonenExplorer(
        points=OTHERS, shape="grid", epochs=30, lr=[0.5, 0.05], radius=[3, 0.5], step=333
    ),
    KohonenExplorer(points=OTHERS, shape="grid", epochs=1, step=10**9),
]  # fmt: skip
STATES = [figure.state() for figure in FIGURES]


def test_the_chapters_ring() -> None:
    """The opening figure, played to its end, is the chapter's ring and its tour."""
    rings = stretched_ring(OTHERS, rng=np.random.default_rng(0), epochs=20)
    figure = KohonenExplorer(points=OTHERS, epochs=20, radius=[60 / 8, 0.4], step=400)
    np.testing.assert_allclose(figure.map.weights, rings.map.weights, atol=1e-12)
    np.testing.assert_array_equal(figure.tour, ring_order(rings.map, OTHERS))


def test_its_map_is_that_of_nnbook() -> None:
    """After any number of samples the page's neurons stand where nnbook's do."""
    for figure, found in zip(
        FIGURES, in_node(f"{NUMBERS} return given.map((s) => run(s).w)", STATES), strict=True
    ):
        np.testing.assert_allclose(found, figure.map.weights, rtol=0, atol=1e-9)


def test_back_is_the_way_it_came() -> None:
    """A step back, or a leap to and fro, leads to the very same map."""
    code = f"""{NUMBERS} const at = (step) => JSON.stringify(run({{ ...given, step }}).w);
      const there = at(300); at(301); at(9000); at(7); return there === at(300);"""
    assert in_node(code, STATES[0])


def test_tours_and_their_lengths_are_those_of_nnbook() -> None:
    """Order and length of the tour, and of the nearest neighbour's best, are nnbook's."""
    code = f"""{NUMBERS} return given.map((s) => {{ const order = route(run(s).w, s.points);
      return [order, length(s.points, order), greedy(s.points)]; }});"""
    for figure, (order, length, best) in zip(FIGURES, in_node(code, STATES), strict=True):
        np.testing.assert_array_equal(order, figure.tour)
        assert length == pytest.approx(figure.length, abs=1e-12)
        points = np.array(figure.points)
        rivals = [nearest_neighbour_tour(points, start) for start in range(len(points))]
        assert best == pytest.approx(min(tour_length(points, one) for one in rivals), abs=1e-12)


def test_the_update_is_written_with_its_numbers() -> None:
    """Rate, winner, pull and the new weights in the lines are those of the sample shown."""
    figure = FIGURES[2]
    where, winner, beside, found = in_node(f"{NUMBERS} return lines(given)", figure.state())
    assert where.startswith("Sample 137 of 9000, epoch 4: η = 0.")
    number = int(re.findall(r"neuron (\d+)", winner)[0])
    values = [float(v.replace("−", "-")) for v in re.findall(r"−?\d+\.?\d*", winner)][1:]
    bx, by, rate, x, y, bx2, by2, ax, ay = values
    assert (bx, by) == (bx2, by2)
    assert ax == pytest.approx(bx + rate * (x - bx), abs=2e-3)
    assert ay == pytest.approx(by + rate * (y - by), abs=2e-3)
    np.testing.assert_allclose(figure.map.weights[number - 1], [ax, ay], atol=5.1e-4)
    assert [x, y] in np.round(figure.points, 3).tolist()
    assert beside.startswith(f"Neuron {number + 1}, 1 away: ")
    assert f"ring: {figure.length:.4f};" in found


BROKEN: list[dict[str, Any]] = [
    {"points": [[0.1, 0.2]] * 2}, {"points": [[0.1, 0.2]] * 61}, {"points": [[0.1, 2.0]] * 5},
    {"shape": "line"}, {"lr": [0.0, 0.5]}, {"lr": [2.0, 0.5]}, {"radius": [1.0]},
    {"radius": [1.0, 1000.0]}, {"epochs": 0}, {"epochs": 301}, {"seed": -1}, {"step": -1},
]  # fmt: skip


@pytest.mark.parametrize("part", BROKEN, ids=str)
def test_what_cannot_be_is_refused_alike(part: dict[str, Any]) -> None:
    """The page says the sentence that Python raises."""
    says = in_node(f"{NUMBERS} return check(given)", {**STATES[0], **part})
    assert says
    with pytest.raises(StateError, match=f"^{re.escape(says)}$"):
        KohonenExplorer(**part)


def test_links_bring_every_state_and_nonsense_is_answered() -> None:
    """Possible states are let through and survive a link; nonsense gets a sentence."""
    assert set(in_node(f"{NUMBERS} return given.map(check)", STATES)) == {""}
    code = """return given.map((s) => nnbook.stage.fromLink(
      nnbook.stage.toLink("kohonen-1", s), "kohonen-1", given[0]));"""
    assert in_node(code, STATES) == STATES
    nonsense = [
        {"points": 3},
        {"points": [["a", 1]] * 4},
        {"lr": "ab"},
        {"step": 1.5},
        {"seed": None},
    ]
    given = [{**STATES[0], **part} for part in nonsense]
    assert all(in_node(f"{NUMBERS} return given.map(check)", given))


def test_describes_what_is_seen() -> None:
    """The words hold neurons, points, sample, winner and length."""
    before, after = in_node(f"{NUMBERS} return given.map(describe)", STATES[:2])
    assert before.startswith("A ring of 135 neurons and 45 points. Before sample 1 of 9000. Tour")
    assert "Sample 1 of 9000, epoch 1: η = 0.8, r = 16.875. Winner, neuron " in after


@pytest.mark.parametrize(
    ("name", "module"),
    [
        ("Python", "numpy"),
        pytest.param("Keras", "keras", marks=pytest.mark.frameworks),
        pytest.param("PyTorch", "torch", marks=pytest.mark.frameworks),
    ],
)
def test_its_programs_print_length_and_places(name: str, module: str) -> None:
    """Each copied program prints the length, or the error, and where the neurons are."""
    need(module)
    # A framework takes long for the ring's 9000 samples and shows nothing new by them.
    figures = [one for one in FIGURES if name == "Python" or one.step != 9000]
    programs = in_node(f"{NUMBERS} return given.map(code)", [one.state() for one in figures])
    said = run_programs([program[name] for program in programs])
    for figure, text in zip(figures, said, strict=True):
        first, *rows = text.splitlines()
        ring = figure.shape == "ring"
        wanted = figure.length if ring else figure.map.error(figure.points)
        assert first == f"{wanted:.4f}"
        places = [[float(v) for v in row.split()] for row in rows]
        np.testing.assert_allclose(places, figure.map.weights, atol=5.01e-5)


def test_reset_and_what_a_notebook_stores() -> None:
    """Reset restores all; html with kind and a still with the length; equal bytes each time."""
    figure = KohonenExplorer(points=OTHERS)
    opening = figure.state()
    figure.step, figure.shape = 12, "grid"
    figure.reset()
    assert figure.state() == opening
    first, second = (KohonenExplorer(step=90)._repr_mimebundle_()[0] for _ in range(2))
    assert first["text/html"] == second["text/html"]
    still = base64.b64decode(re.findall(r"base64,([^\"]+)", first["text/html"])[0]).decode()
    assert f"tour along the ring: {KohonenExplorer(step=90).length:.4f}" in still
    grid = KohonenExplorer(shape="grid").still()
    assert grid.count("<circle") == 36
