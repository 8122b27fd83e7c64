"""Dropout: who survives, what that costs the mean, and what stays as it is."""

import numpy as np
import pytest

from nnbook.layers import Dropout
from tests.layers.slopes import assert_slopes_hold


@pytest.mark.parametrize("p", [0.0, 0.2, 0.5, 0.9])
def test_survivors_make_up_for_the_silent(p: float) -> None:
    """A share p is silenced, the rest is larger by 1 / (1 - p), so the mean stays."""
    x = np.full((400, 100), 3.0)
    a, _ = Dropout(p).forward(x, training=True, rng=np.random.default_rng(0))
    assert set(np.unique(a.round(12))) <= {0.0, round(3.0 / (1 - p), 12)}
    spread = np.sqrt(p * (1 - p) / x.size)
    assert np.mean(a == 0) == pytest.approx(p, abs=4 * spread + 1e-12)
    assert a.mean() == pytest.approx(3.0, abs=4 * 3 * spread / (1 - p) + 1e-9)


def test_nothing_happens_after_training() -> None:
    """Outside of training the layer is the identity and needs no rng."""
    x = np.random.default_rng(0).normal(size=(5, 4))
    a, memory = Dropout(0.7).forward(x)
    np.testing.assert_array_equal(a, x)
    np.testing.assert_array_equal(Dropout(0.7).backward(memory, x)[0], x)


def test_chance_comes_from_the_rng_alone() -> None:
    """The same seed silences the same inputs, each call others, each sample its own."""
    x = np.ones((2, 50))
    rng = np.random.default_rng(1)
    first, second = (Dropout(0.5).forward(x, training=True, rng=rng)[0] for _ in range(2))
    again, _ = Dropout(0.5).forward(x, training=True, rng=np.random.default_rng(1))
    np.testing.assert_array_equal(first, again)
    assert (first != second).any()
    assert (first[0] != first[1]).any()


def test_training_without_an_rng_is_refused() -> None:
    """No hidden randomness: the sentence names the argument that is missing."""
    with pytest.raises(TypeError, match=r"Dropout in training takes rng=numpy\.random"):
        Dropout(0.5).forward(np.ones((2, 2)), training=True)


@pytest.mark.parametrize("training", [False, True])
def test_slopes(training: bool) -> None:
    """With the same survivors, the slopes agree with nudging and the complex step."""
    x = np.random.default_rng(2).normal(size=(3, 4))
    assert_slopes_hold(Dropout(0.4), x, training=training)


@pytest.mark.parametrize(
    ("p", "error", "words"),
    [
        (1.0, ValueError, "must be below 1"),
        (-0.1, ValueError, "between 0 and 1"),
        (1.5, ValueError, "between 0 and 1"),
        (float("nan"), ValueError, "between 0 and 1"),
        ("half", TypeError, "must be a number"),
    ],
)
def test_a_share_that_is_none_is_refused(p: object, error: type, words: str) -> None:
    """p is in [0, 1)."""
    with pytest.raises(error, match=words):
        Dropout(p)


def test_repr() -> None:
    """A layer says what it is."""
    assert repr(Dropout(0.25)) == "Dropout(0.25)"
