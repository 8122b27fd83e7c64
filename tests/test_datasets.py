"""Data sets: shapes, labels, and that chance comes from the rng alone."""

import hashlib
from pathlib import Path

import numpy as np
import pytest

import nnbook
from nnbook import datasets

FILE = Path(nnbook.__file__).parent / "data" / "digits.npz"
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


def test_sunspots_are_the_historical_series() -> None:
    """309 years; the lowest and the highest, and single years that are in every almanac."""
    years, numbers = datasets.sunspots()
    assert years[0] == 1700
    assert years[-1] == 2008
    known = {1700: 5.0, 1778: 154.4, 1810: 0.0, 1816: 45.8, 1957: 190.2, 1964: 10.2, 2008: 2.9}
    assert {int(year): n for year, n in zip(years, numbers, strict=True) if year in known} == known
    assert years[numbers.argmax()] == 1957
    assert numbers.min() == 0.0


def test_vowels_are_sounds_of_the_right_pitch_and_colour() -> None:
    """The wave repeats at its pitch, and is strongest where the formula puts the first formant."""
    arguments = {"pitch": (125.0, 125.0), "noise": 0.0, "samples": 640}
    X, y = datasets.vowels(50, np.random.default_rng(0), **arguments)
    assert X.shape == (50, 640)
    assert y.tolist() == [0, 1, 2, 3, 4] * 10
    np.testing.assert_allclose(X.std(axis=1), 1.0)
    np.testing.assert_allclose(X[:, 64:], X[:, :-64], atol=1e-9)  # 8000 / 125 = 64 samples
    power = np.abs(np.fft.rfft(X, axis=1)) ** 2
    frequency = np.fft.rfftfreq(640, 1 / 8000)
    for row, label in zip(power, y, strict=True):
        first = list(datasets.VOWELS.values())[label][0]
        assert frequency[row.argmax()] == pytest.approx(first, abs=125)


def test_vowels_begin_anywhere_in_the_wave() -> None:
    """Averaged over many recordings of one vowel nothing is left: no sample says which it is."""
    X, y = datasets.vowels(5000, np.random.default_rng(1), noise=0.0)
    for label in range(5):
        assert np.abs(X[y == label].mean(axis=0)).max() < 5 / np.sqrt(1000)


def test_vowel_noise_is_added_and_drawn_from_the_rng() -> None:
    """The same seed gives the same sounds; noise raises the variance of 1 by its own."""
    X, _ = datasets.vowels(200, np.random.default_rng(2), noise=0.5)
    again, _ = datasets.vowels(200, np.random.default_rng(2), noise=0.5)
    np.testing.assert_array_equal(X, again)
    assert X.var() == pytest.approx(1.25, rel=0.02)
    with pytest.raises(TypeError, match="vowels takes rng="):
        datasets.vowels(5, 0)
    with pytest.raises(ValueError, match="an end of pitch must be at least 50"):
        datasets.vowels(5, np.random.default_rng(0), pitch=(10, 100))


def fingerprint(*arrays: np.ndarray) -> str:
    """A hash of shapes and contents that is the same on every machine."""
    digest = hashlib.sha256()
    for array in arrays:
        whole = np.rint(array * 16 if array.dtype.kind == "f" else array).astype("<i8")
        digest.update(f"{whole.shape}".encode() + np.ascontiguousarray(whole).tobytes())
    return digest.hexdigest()


SPLITS = {
    False: "2763e188515312584f0a05c2f7a06a5d78bccbab3658fde955771f1c11c65775",
    True: "e8fd87e8f3d9fdaf97f9376331f173632126838cd40e05a5ad77a06c18745a78",
}


@pytest.mark.parametrize("new_writers", [False, True])
def test_the_digits_are_these_and_stay_these(new_writers: bool) -> None:
    """Every image and label of both splits, in their order, is the one the book was made with."""
    assert fingerprint(*datasets.digits(new_writers=new_writers)) == SPLITS[new_writers]


@pytest.mark.parametrize(("new_writers", "parts"), [(False, (1442, 355)), (True, (1437, 360))])
def test_digits_have_64_greys_and_a_label(new_writers: bool, parts: tuple[int, int]) -> None:
    """Shapes; greys are sixteenths from 0 to 1; labels are whole numbers 0 ... 9, all present."""
    X, y, X_test, y_test = datasets.digits(new_writers=new_writers)
    assert (X.shape, X_test.shape) == ((parts[0], 64), (parts[1], 64))
    assert (y.shape, y_test.shape) == (parts[:1], parts[1:])
    for images, labels in ((X, y), (X_test, y_test)):
        assert (images.min(), images.max()) == (0, 1)
        np.testing.assert_array_equal(images * 16, np.rint(images * 16))
        assert labels.dtype == np.int64
        assert set(labels.tolist()) == set(range(10))


def test_an_image_is_stored_row_by_row() -> None:
    """The mean zero, as 8 x 8, has a hole in its middle, two thick sides."""
    X, y, *_ = datasets.digits()
    zero = X[y == 0].mean(axis=0).reshape(8, 8)
    assert zero[3:5, 3:5].mean() < 0.1
    assert zero[3:5, [2, 5]].mean() > 0.5
    assert zero[:, 0].max() < 0.01
    assert zero[0].max() > 0.3


@pytest.mark.parametrize("new_writers", [False, True])
def test_no_image_is_in_both_parts(new_writers: bool) -> None:
    """Training and test part share no image, and together they hold all 1797."""
    X, _, X_test, _ = datasets.digits(new_writers=new_writers)
    trained, tested = ({image.tobytes() for image in part} for part in (X, X_test))
    assert trained & tested == set()
    assert len(X) + len(X_test) == 1797


def test_the_test_part_is_every_fifth_of_each_digit() -> None:
    """In the order of the file, which the split by writers keeps, it is the 5th, 10th, 15th ..."""
    by_writers = datasets.digits(new_writers=True)
    images = np.concatenate([by_writers.X, by_writers.X_test])
    labels = np.concatenate([by_writers.y, by_writers.y_test])
    split = datasets.digits()
    for digit in range(10):
        of_digit = images[labels == digit]
        np.testing.assert_array_equal(split.X_test[split.y_test == digit], of_digit[4::5])
        rest = np.delete(of_digit, np.s_[4::5], axis=0)
        np.testing.assert_array_equal(split.X[split.y == digit], rest)


def test_digits_are_handed_out_fresh() -> None:
    """Writing on the arrays of one call leaves the next call's alone."""
    first = datasets.digits()
    first.X[:] = 0
    first.y[:] = 0
    assert fingerprint(*datasets.digits()) == SPLITS[False]


def test_the_file_of_digits_holds_no_code() -> None:
    """It is read without pickle, and holds two small arrays of whole numbers."""
    with np.load(FILE, allow_pickle=False) as stored:
        assert set(stored.files) == {"images", "labels"}
        assert all(stored[name].dtype.kind in "iu" for name in stored.files)
    assert FILE.stat().st_size < 100_000
