"""The figure GANExplorer: its numbers, words and programs beside nnbook's."""

from __future__ import annotations

import base64
import re
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from nnbook import Adam
from nnbook.kinds import GAN
from nnbook.widgets import GANExplorer, StateError
from tests.needs import need
from tests.widgets.in_node import in_node
from tests.widgets.programs import run_programs

NUMBERS = """const { run, check } = nnbook.gan, { describe, lines, code } = nnbook.figures.gan;"""
GREEDY = [1, 1, 40, 0.001, 0.02]
FIGURES = [
    GANExplorer(),
    GANExplorer(moves=[[1, 0, 30, 0.005, 0.005], [0, 1, 30, 0.005, 0.005]]),
    GANExplorer(seed=3, moves=[[0, 1, 1, 0.01, 0.3], [5, 1, 4, 0.002, 0.01], [1, 0, 1, 0, 0]]),
    GANExplorer(seed=7, judge_lr=0.001, forger_lr=0.02, moves=[GREEDY, [10, 1, 3, 0.005, 0.005]]),
]
STATES = [figure.state() for figure in FIGURES]


def layers(gan: GAN) -> list[Any]:
    """W and b of each layer, the forger's first."""
    both = [*gan.generator.layers, *gan.discriminator.layers]
    return [(one.W, one.b) for one in both]  # type: ignore[attr-defined]


@pytest.mark.parametrize("which", range(len(FIGURES)))
def test_its_numbers_are_those_of_nnbook(which: int) -> None:
    """Weights after thirty steps of each player, losses, points and modes are nnbook's."""
    found, now = in_node(f"{NUMBERS} return run(given)", STATES[which]), FIGURES[which].now
    for made, (W, b) in zip(found["layers"], layers(now.gan), strict=True):
        np.testing.assert_allclose(made["W"], W, rtol=0, atol=1e-9)
        np.testing.assert_allclose(made["b"], b, rtol=0, atol=1e-9)
    np.testing.assert_allclose(found["real"], now.real, rtol=0, atol=1e-12)
    np.testing.assert_allclose(found["forged"], now.forged, rtol=0, atol=1e-9)
    np.testing.assert_allclose([found["judge"], found["forger"]], now.losses, rtol=0, atol=1e-9)
    assert tuple(found["steps"]) == now.steps
    assert found["counts"] == now.modes.counts.tolist()
    assert found["covered"] == now.modes.covered
    assert found["near"] / 128 == now.modes.good
    verdicts = now.gan.discriminator(np.vstack([now.real, now.forged]))[:, 0]
    np.testing.assert_allclose(found["trust"], verdicts, rtol=0, atol=1e-9)


def test_each_step_is_one_of_nnbook_kinds() -> None:
    """Thirty steps of either player are Adam's along the gradients of nnbook.kinds.GAN."""
    for who, moves in enumerate(([1, 0, 30, 0.005, 0.01], [0, 1, 30, 0.005, 0.01])):
        plays = list(GANExplorer(seed=2, moves=[moves]).play())
        real, z, state = plays[0].real, plays[0].noise, None
        adam = Adam(moves[3 + who], beta1=0.5)
        for before, after in pairwise(plays):
            gan = before.gan
            player = (gan.discriminator, gan.generator)[who]
            forged = gan.generator(z)
            slopes = gan.forger_gradients(z) if who else gan.judge_gradients(real, forged)
            wanted, state = adam.step(player, slopes, state)
            found = (after.gan.discriminator, after.gan.generator)[who]
            for name, value in wanted.parameters.items():
                np.testing.assert_allclose(found.parameters[name], value, rtol=0, atol=5.01e-7)
            still = (after.gan.generator, after.gan.discriminator)[who]
            assert still is (gan.generator, gan.discriminator)[who]


def test_the_pulls_are_the_slopes_of_the_forgers_loss() -> None:
    """Each forged point's line points down its own loss, as nudging the point says."""
    figure = FIGURES[3]
    pulls = np.array(in_node(f"{NUMBERS} return run(given).pulls", figure.state()))
    now, judge = figure.now, figure.now.gan.discriminator
    for k, way in enumerate(np.eye(2) * 1e-6):
        up, down = (-np.log(judge(now.forged + sign * way)[:, 0]) for sign in (1, -1))
        np.testing.assert_allclose(pulls[:, k], -(up - down) / 2e-6, atol=1e-5)


def test_a_play_is_the_same_by_every_way() -> None:
    """Step by step, at once, after another play, or back and forth: the same end."""
    code = f"""{NUMBERS} const at = (moves) => JSON.stringify(run({{ ...given, moves }}));
      const half = [[1, 1, 20, 0.001, 0.02]], all = [given.moves[0], given.moves[1]];
      const there = at(all); at([]); at(half); at([[0, 1, 3, 0.1, 0.1]]);
      for (let k = 21; k <= 40; k++) at([[1, 1, k, 0.001, 0.02]]);
      for (let k = 1; k < 3; k++) at([given.moves[0], [10, 1, k, 0.005, 0.005]]);
      const slowly = at(all); return [slowly === there, at(half) !== there, at(all) === there];"""
    assert in_node(code, STATES[3]) == [True, True, True]


def test_the_curve_stays_short_and_ends_at_the_end() -> None:
    """After any number of steps there are at most 202 places, the same by every way."""
    code = f"""{NUMBERS} const at = (n) => run({{ ...given, moves: [[1, 1, n, 0.005, 0.005]] }});
      at(150); const slow = at(330).curve; for (let k = 0; k < 4; k++) at([k]);
      at(331); run({{ ...given, seed: 1, moves: [] }}); run({{ ...given, seed: 2, moves: [] }});
      run({{ ...given, seed: 3, moves: [] }}); run({{ ...given, seed: 4, moves: [] }});
      return [slow, at(330).curve];"""
    slow, again = in_node(code, STATES[0])
    assert slow == again
    assert len(slow) <= 202
    assert slow[0][0] == 0
    assert slow[-1][0] == 660


BROKEN: list[dict[str, Any]] = [
    {"seed": -1}, {"judge_lr": 2}, {"forger_lr": -0.5}, {"judge_steps": 0}, {"judge_steps": 11},
    {"moves": [[1, 1]]}, {"moves": [[1, 2, 1, 0, 0]]}, {"moves": [[0, 0, 1, 0, 0]]},
    {"moves": [[11, 1, 1, 0, 0]]}, {"moves": [[1, 1, 0, 0, 0]]}, {"moves": [[1, 1, 1, 0, 2]]},
    {"moves": [[10, 1, 400, 0, 0]]}, {"moves": [3]},
]  # fmt: skip


@pytest.mark.parametrize("part", BROKEN, ids=str)
def test_what_cannot_be_is_refused_alike(part: dict[str, Any]) -> None:
    """The page says the sentence that Python raises."""
    says = in_node(f"{NUMBERS} return check(given)", {**STATES[0], **part})
    assert says
    with pytest.raises(StateError, match=f"^{re.escape(says)}$"):
        GANExplorer(**part)


def test_links_bring_every_state_and_nonsense_is_answered() -> None:
    """Possible states are let through and survive a link; nonsense gets a sentence."""
    assert set(in_node(f"{NUMBERS} return given.map(check)", STATES)) == {""}
    code = """return given.map((s) => nnbook.stage.fromLink(
      nnbook.stage.toLink("gan-1", s), "gan-1", given[0]));"""
    assert in_node(code, STATES) == STATES
    nonsense = [{"moves": "ab"}, {"moves": [["a", 1, 1, 1, 1]]}, {"seed": 1.5}, {"judge_lr": None}]
    given = [{**STATES[0], **part} for part in nonsense]
    assert all(in_node(f"{NUMBERS} return given.map(check)", given))


def test_describes_what_is_seen() -> None:
    """The words hold losses, steps, points near a mode and modes, as nnbook has them."""
    for figure, said in zip(
        FIGURES, in_node(f"{NUMBERS} return given.map(describe)", STATES), strict=True
    ):
        now = figure.now
        judge, forger = now.losses
        assert f"Judge: loss {judge:.4f} after {now.steps[0]} step" in said
        assert f"Forger: loss {forger:.4f} after {now.steps[1]} step" in said
        assert f"{now.modes.counts.sum()} of 128 forged points" in said
        assert f"covered: {now.modes.covered} of 8" in said
        counts = ", ".join(map(str, now.modes.counts))
        assert f"round: {counts}." in said


def printed(figure: GANExplorer) -> str:
    """What each program should print."""
    now = figure.now
    judge, forger = now.losses
    return (
        f"judge {judge:.4f}, forger {forger:.4f}\n{now.modes.counts.sum()} of 128 near a mode, "
        f"{now.modes.covered} of 8 modes covered\n"
    )


def programs(name: str) -> list[str]:
    """The programs of one name for all figures."""
    return [one[name] for one in in_node(f"{NUMBERS} return given.map(code)", STATES)]


def test_its_python_prints_the_numbers() -> None:
    """The program copied as Python plays all moves and prints the numbers on the screen."""
    assert run_programs(programs("Python")) == [printed(figure) for figure in FIGURES]


@pytest.mark.frameworks
@pytest.mark.parametrize("name", ["Keras", "PyTorch"])
def test_its_programs_for_frameworks_print_the_numbers(name: str) -> None:
    """The programs for Keras and PyTorch, with the weights written in, print the same."""
    need({"Keras": "keras", "PyTorch": "torch"}[name])
    assert run_programs(programs(name)) == [printed(figure) for figure in FIGURES]


def test_reset_and_what_a_notebook_stores() -> None:
    """Reset restores all; html with kind and still; equal bytes each time."""
    figure = GANExplorer()
    opening = figure.state()
    figure.moves, figure.seed = [[1, 1, 2, 0.1, 0.1]], 4
    figure.reset()
    assert figure.state() == opening
    first, second = (FIGURES[1]._repr_mimebundle_()[0]["text/html"] for _ in range(2))
    assert first == second
    assert 'data-explorable="gan"' in first
    still = base64.b64decode(re.findall(r"base64,([^\"]+)", first)[0]).decode()
    assert still.startswith("<svg")
    assert f"the forger's {FIGURES[1].now.losses[1]:.4f}" in FIGURES[1].alt
