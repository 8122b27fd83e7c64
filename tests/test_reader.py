"""The network that reads drawn digits: what it was trained on, and how often it is right."""

import json
from importlib import resources
from pathlib import Path

import numpy as np
import pytest

from nnbook.datasets import digits
from nnbook.images import draw_strokes, fit_image
from nnbook.reader import DECIMALS, STORED, SURE, digit_network, train_digit_network, varied
from tests.widgets.drawings import drawn_digits

DATA = digits()
BOOK = Path(__file__).resolve().parents[1] / "book"


def fitted(X):
    """Images (N, 64), prepared as a drawing is."""
    return np.array([fit_image(x.reshape(8, 8)).ravel() for x in X])


def test_reads_the_test_images():
    """Of the 355 test images it reads at least 96 %."""
    said = digit_network()(fitted(DATA.X_test)).argmax(axis=1)
    assert np.mean(said == DATA.y_test) >= 0.96


def test_reads_what_was_drawn():
    """Of 50 digits, drawn before there was a network, it reads 85 % or more, as the book says."""
    images = [fit_image(draw_strokes(one["strokes"])).ravel() for one in drawn_digits()]
    said = digit_network()(images).argmax(axis=1)
    right = np.sum(said == [one["digit"] for one in drawn_digits()])
    assert right >= 0.85 * len(images)
    chapter = (BOOK / "10-digits.ipynb").read_text(encoding="utf-8")
    assert f"of those {len(images)} it reads {right}." in chapter


def test_is_small_and_written_in_hundredths():
    """The file has less than 20 KB, and the network's weights are its numbers by 100."""
    text = resources.files("nnbook").joinpath(STORED).read_text(encoding="utf-8")
    assert len(text) < 20_000
    stored = json.loads(text)
    assert list(stored) == ["W1", "b1", "W2", "b2"]
    parameters = digit_network().parameters
    assert [value.shape for value in parameters.values()] == [(32, 64), (32,), (10, 32), (10,)]
    for key, value in parameters.items():
        np.testing.assert_array_equal(value, np.array(stored[key]) / 10**DECIMALS)


def test_comes_from_its_training():
    """Training anew with the defaults gives a network that answers as the stored one does."""
    trained, X = train_digit_network(), fitted(DATA.X_test)
    assert np.mean(trained(X).argmax(axis=1) == digit_network()(X).argmax(axis=1)) >= 0.98
    for value in trained.parameters.values():
        np.testing.assert_array_equal(value, np.round(value, DECIMALS))


def test_sure_means_something():
    """On varied images at most 2 in 100 sure answers are wrong, of the others at least 1 in 4."""
    rng = np.random.default_rng(9)
    X = np.vstack([fitted(DATA.X_test), *(varied(DATA.X_test, rng) for _ in range(3))])
    p, meant = digit_network()(X), np.tile(DATA.y_test, 4)
    wrong, sure = p.argmax(axis=1) != meant, p.max(axis=1) >= SURE
    assert np.mean(wrong[sure]) <= 0.02
    assert np.mean(wrong[~sure]) >= 0.25
    assert 0.05 < np.mean(~sure) < 0.2


def test_variations_are_digits_still():
    """Varied images are prepared ones, differ from draw to draw, and are read nearly all."""
    X = varied(DATA.X_test, np.random.default_rng(1))
    assert X.shape == DATA.X_test.shape
    assert X.min() >= 0
    assert X.max() <= 1
    np.testing.assert_array_equal(X, varied(DATA.X_test, np.random.default_rng(1)))
    assert (varied(DATA.X_test, np.random.default_rng(2)) != X).any(axis=1).all()
    assert np.mean(digit_network()(X).argmax(axis=1) == DATA.y_test) >= 0.9
    with pytest.raises(TypeError, match="rng"):
        varied(DATA.X_test, 3)
