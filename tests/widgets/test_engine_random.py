"""The JavaScript engine's random numbers are numpy's, bit for bit."""

import numpy as np

from tests.widgets.in_node import in_node

SEEDS = [0, 1, 2, 42, 2**31, 2**32 - 1, 2**32, 2**40 + 5, 2**53 - 1, *range(1000, 1041)]


def test_streams_agree() -> None:
    """50 seeds: numbers, orders of any length, and numbers after orders that drew odd halves."""
    code = """return given.map((seed) => {
      const rng = nnbook.engine.random(seed), numbers = () => [rng.random(), rng.random()];
      return [numbers(), [...rng.permutation(7)], numbers(), [...rng.permutation(300)],
        [...rng.permutation(1)], [...rng.permutation(2)], numbers()];
    });"""
    assert len(SEEDS) == 50
    for seed, got in zip(SEEDS, in_node(code, SEEDS), strict=True):
        rng = np.random.default_rng(seed)
        wanted = [
            rng.random(2).tolist(), rng.permutation(7).tolist(), rng.random(2).tolist(),
            rng.permutation(300).tolist(), rng.permutation(1).tolist(),
            rng.permutation(2).tolist(), rng.random(2).tolist(),
        ]  # fmt: skip
        assert got == wanted, seed


def test_a_long_stream_agrees() -> None:
    """The stream stays numpy's for 20,000 numbers."""
    code = """const rng = nnbook.engine.random(11);
      return Array.from({length: 20000}, () => rng.random());"""
    assert in_node(code, None) == np.random.default_rng(11).random(20_000).tolist()


def test_what_is_no_seed_is_refused() -> None:
    """A seed is a whole number that JavaScript holds exactly."""
    code = """return [-1, 0.5, 2 ** 53, NaN, "1", undefined].map((seed) => {
      try { nnbook.engine.random(seed); } catch (error) { return error.message; }
    });"""
    for message in in_node(code, None):
        assert message.startswith("the seed must be a whole number from 0 on, not ")
