"""Data sets: shapes, labels, and that chance comes from the rng alone."""

import numpy as np
import pytest

from nnbook import datasets

DRAWN = ["diagonal", "blobs", "circles", "moons", "spirals"]


@pytest.mark.parametrize("name", DRAWN)
def test_each_gives_n_points_with_labels_0_and_1(name: str) -> None:
    """X is (n, 2), y is (n,) with both labels, and the same seed gives the same points."""
    make = getattr(datasets, name)
    X, y = make(101, np.random.default_rng(0))
    again, _ = make(101, np.random.default_rng(0))
    assert X.shape == (101, 2)
    assert set(y.tolist()) == {0, 1}
    np.testing.assert_array_equal(X, again)


def test_diagonal_is_labelled_by_its_line() -> None:
    """y = [x1 + x2 > 1] on the unit square."""
    X, y = datasets.diagonal(200, np.random.default_rng(0))
    assert ((X >= 0) & (X < 1)).all()
    np.testing.assert_array_equal(y, X[:, 0] + X[:, 1] > 1)


def test_xor_is_the_four_corners() -> None:
    """Label 1 where exactly one input is 1; noise moves the points, not the labels."""
    X, y = datasets.xor()
    assert [(*map(int, x), int(label)) for x, label in zip(X, y, strict=True)] == [
        (0, 0, 0),
        (0, 1, 1),
        (1, 0, 1),
        (1, 1, 0),
    ]
    noisy, labels = datasets.xor(40, np.random.default_rng(0), noise=0.1)
    np.testing.assert_array_equal(labels, np.tile(y, 10))
    assert 0.05 < (noisy - np.tile(X, (10, 1))).std() < 0.15


def test_rings_without_noise_are_apart() -> None:
    """Inside radius 0.5 label 1, on radius 1 label 0."""
    X, y = datasets.circles(200, np.random.default_rng(0), noise=0.0)
    radius = np.linalg.norm(X, axis=1)
    assert radius[y == 1].max() <= 0.5
    assert radius[y == 0] == pytest.approx(1)


def test_one_hot_has_a_single_one_at_the_label() -> None:
    """Row n is the label of sample n."""
    rows = datasets.one_hot([2, 0, 1], 3)
    np.testing.assert_array_equal(rows.argmax(axis=1), [2, 0, 1])
    np.testing.assert_array_equal(rows.sum(axis=1), 1)


@pytest.mark.parametrize(
    ("call", "kind", "words"),
    [
        (lambda: datasets.moons(0, np.random.default_rng(0)), ValueError, "n must be at least 1"),
        (lambda: datasets.moons(10, 0), TypeError, "rng=numpy.random.default_rng"),
        (lambda: datasets.xor(8, noise=0.1), TypeError, "xor with noise takes rng="),
        (
            lambda: datasets.one_hot([0, 3], 3),
            ValueError,
            r"labels must be 0 ... 2, but received 3",
        ),
        (lambda: datasets.one_hot([0.5], 3), ValueError, "whole numbers"),
    ],
)
def test_bad_input_is_answered_in_a_sentence(call, kind, words) -> None:
    """What cannot be drawn raises with what was wanted."""
    with pytest.raises(kind, match=words):
        call()
