"""The figure XOR: the same numbers in JavaScript and in nnbook, lines that a hand moves."""

from typing import Any

import numpy as np
import pytest

from nnbook.widgets import XOR, StateError
from tests.needs import need
from tests.widgets.in_node import in_node
from tests.widgets.programs import run_programs


def some(seed: int) -> XOR:
    """A figure with random lines, in its one form or the other."""
    rng = np.random.default_rng(seed)
    h1, h2, output, one = (rng.normal(size=3) * [1.5, 1.5, 0.7] for _ in range(4))
    return XOR(h1=h1, h2=h2, output=output, one=one, sharpness=float(rng.choice([1, 2.5, 20])),
               neurons=1 if seed % 4 == 0 else 3)  # fmt: skip


FIGURES = [XOR(), XOR(neurons=1), *(some(seed) for seed in range(40))]


def test_answers_are_nnbooks() -> None:
    """Answers, hidden values and what is right are nnbook's; the opening has all four."""
    found = in_node(
        "return given.map((s) => nnbook.xorLines.answers(s));", [one.state() for one in FIGURES]
    )
    for figure, now in zip(FIGURES, found, strict=True):
        np.testing.assert_allclose(now["y"], figure.answers, rtol=1e-12, atol=1e-15)
        assert now["count"] == sum(now["right"]) == figure.right
        if figure.neurons == 3:
            first = figure.network.layers[0]
            hidden = first.forward(np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]))[0]
            np.testing.assert_allclose(now["hidden"], hidden, rtol=1e-12, atol=1e-15)
        else:
            assert now["hidden"] == []
            assert now["count"] < 4
    assert found[0]["count"] == 4


def test_opens_with_the_chapters_network() -> None:
    """20, 20, -10 and -20, -20, 30 and 20, 20, -30: the weights of the chapter."""
    first, last = XOR().network.layers
    assert first.W.tolist() == [[20, 20], [-20, -20]]
    assert first.b.tolist() == [-10, 30]
    assert last.W.tolist() == [[20, 20]]
    assert last.b.tolist() == [-30]


def test_ends_lie_on_line_and_circle() -> None:
    """A line that crosses the circle is held where it does, with its firing side to the left."""
    lines = [one for figure in FIGURES for one in (figure.h1, figure.h2, figure.output)]
    crossing = 0
    for (w1, w2, b), (p, q) in zip(
        lines, in_node("return given.map(nnbook.xorLines.ends);", lines), strict=True
    ):
        for x, y in (p, q):
            assert np.hypot(x - 0.5, y - 0.5) == pytest.approx(0.9)
        if abs(w1 / 2 + w2 / 2 + b) < 0.9 * np.hypot(w1, w2):
            crossing += 1
            for x, y in (p, q):
                assert w1 * x + w2 * y + b == pytest.approx(0, abs=1e-9)
            assert (q[0] - p[0]) * w2 - (q[1] - p[1]) * w1 > 0
    assert crossing > 60


def test_an_end_goes_where_it_is_dragged() -> None:
    """The dragged end arrives, the other stays, and the weights keep their length."""
    rng = np.random.default_rng(2)
    asked = []
    for figure in FIGURES:
        turn = rng.uniform(0, 2 * np.pi)
        place = [0.5 + 0.9 * np.cos(turn), 0.5 + 0.9 * np.sin(turn)]
        asked.append({"line": figure.h1, "which": int(rng.integers(2)), "place": place})
    code = """const { ends, moved } = nnbook.xorLines;
      return given.map(({ line, which, place }) => {
        const now = moved(line, which, ...place);
        return now && [ends(line), now, ends(now)];
      });"""
    done = [(a, found) for a, found in zip(asked, in_node(code, asked), strict=True) if found]
    assert len(done) > 30
    for a, (before, now, after) in done:
        np.testing.assert_allclose(after[a["which"]], a["place"], atol=0.02)
        np.testing.assert_allclose(after[1 - a["which"]], before[1 - a["which"]], atol=0.02)
        assert np.hypot(now[0], now[1]) == pytest.approx(np.hypot(*a["line"][:2]), abs=0.002)


def test_ends_never_meet() -> None:
    """An end dragged onto the other, or into the middle of the circle, stays where it is."""
    code = """const { ends, moved } = nnbook.xorLines;
      return [moved(given, 0, ...ends(given)[1]), moved(given, 1, 0.5, 0.5)];"""
    assert in_node(code, [1, 1, -0.5]) == [None, None]


BROKEN = [
    {"h1": [1.0, 2.0]}, {"h2": [1.0, 2.0, 101.0]}, {"output": [0.0, 0.0, 1.0]},
    {"one": [0.0001, 0.0, 1.0]}, {"sharpness": 0.0}, {"sharpness": -3.0}, {"sharpness": 1000.0},
    {"neurons": 2},
]  # fmt: skip


def test_both_languages_refuse_the_same() -> None:
    """What cannot be is refused by Python and by the page with the same sentence."""
    figure, code = XOR(), "return given.map((s) => nnbook.figures.xor.check(s));"
    states = [{**figure.state(), **change} for change in BROKEN]
    for sentence, state in zip(in_node(code, states), states, strict=True):
        assert sentence == figure.problem(state) != ""
    changes: list[dict[str, Any]] = [{"h1": "x"}, {"h1": [1, 2, "3"]}, {"sharpness": "x"}]
    assert all(in_node(code, [{**figure.state(), **change} for change in changes]))
    assert in_node(code, [figure.state()]) == [""]
    with pytest.raises(StateError, match="neurons must be 1 or 3"):
        figure.neurons = 2


def test_words_have_the_numbers() -> None:
    """Formulas show the weights of the network, the description the answers."""
    figure = XOR(h1=[1, -0.5, 0.25], sharpness=4)
    said = in_node("return nnbook.figures.xor.describe(given)", figure.state())
    assert "h₁ = σ(4x₁ − 2x₂ + 1)" in said
    assert f"Three neurons, {figure.right} of 4 right" in said
    assert f"corner 11, h 0.95 and 0.12: {figure.answers[3]:.2f}, " in said
    assert "4 of 4 right" in XOR().alt
    assert XOR().still() == XOR().still() != XOR(neurons=1).still()


def printed(kind: str) -> tuple[list[str], list[str]]:
    """What the programs of one kind print, and what the figure shows, for some figures."""
    code = "return given.map((s) => [nnbook.figures.xor.code(s), nnbook.xorLines.answers(s).y]);"
    found = in_node(code, [one.state() for one in FIGURES[:12]])
    corners = ["0 0", "0 1", "1 0", "1 1"]
    shown = [
        "".join(f"{corner} {a:.5f}\n" for corner, a in zip(corners, y, strict=True))
        for _, y in found
    ]
    return run_programs([programs[kind] for programs, _ in found]), shown


def test_its_python_prints_what_it_shows() -> None:
    """The program copied from a figure prints its four answers."""
    said, shown = printed("Python")
    assert said == shown


@pytest.mark.frameworks
@pytest.mark.parametrize("kind", ["Keras", "PyTorch"])
def test_its_programs_for_frameworks_print_what_it_shows(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So do the programs for the frameworks."""
    monkeypatch.setenv("KERAS_BACKEND", "torch")
    need({"Keras": "keras", "PyTorch": "torch"}[kind])
    said, shown = printed(kind)
    assert said == shown
