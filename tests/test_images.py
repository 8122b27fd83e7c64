"""fit_image: what comes out does not depend on where, how large or how dark a drawing was."""

import numpy as np
import pytest

from nnbook.datasets import digits
from nnbook.images import draw_strokes, fit_image
from tests.widgets.drawings import drawn_digits

IMAGES = digits().X[:40].reshape(-1, 8, 8)


def on_a_sheet(image, times, top, left, size=64):
    """The image, each pixel a square of `times` pixels, on an empty sheet."""
    sheet = np.zeros((size, size))
    height, width = (times * n for n in image.shape)
    sheet[top : top + height, left : left + width] = np.kron(image, np.ones((times, times)))
    return sheet


@pytest.mark.parametrize("image", IMAGES[::4])
def test_place_size_and_strength_do_not_matter(image):
    """Moved, enlarged three to six times, or half as dark: the same 8 x 8 comes out."""
    expected = fit_image(image)
    for times, top, left in ((3, 0, 0), (4, 30, 7), (6, 16, 16)):
        for strength in (0.5, 255.0):
            fitted = fit_image(strength * on_a_sheet(image, times, top, left))
            np.testing.assert_allclose(fitted, expected, atol=1e-12)


def test_an_image_that_lies_right_stays_as_it_is():
    """A drawing that fills box and middle comes back unchanged."""
    image = np.zeros((8, 8))
    image[:, 2:6] = np.random.default_rng(0).random((8, 2)).repeat(2, axis=1) + 0.2
    image[:, 4:6] = image[:, 2:4][:, ::-1]
    image[0, 2:6] = image.max()
    np.testing.assert_allclose(fit_image(image), image / image.max(), atol=1e-12)


def test_a_pixel_is_the_mean_of_what_it_covers():
    """A full square of 12 x 12 shrunk to 4 x 4 is full; every other column empty, it is half."""
    full = np.ones((12, 12))
    np.testing.assert_allclose(fit_image(np.pad(full, 12), 4, box=(4, 4)), np.ones((4, 4)))
    striped = full.copy()
    striped[:, 1:10:2] = 0
    striped = np.pad(striped, 12)
    middle = fit_image(striped, 2, box=(2, 2), centre=("box", "box"))
    np.testing.assert_allclose(middle, [[0.5, 4 / 6], [0.5, 4 / 6]])


@pytest.mark.parametrize("axis", [0, 1])
def test_proportions_are_kept(axis):
    """A bar three times as long as wide stays so, whichever way it lies."""
    bar = np.zeros((60, 60))
    bar[(slice(10, 46), slice(20, 32))[:: 1 - 2 * axis]] = 1
    fitted = fit_image(bar, 24, box=(24, 24), centre=("box", "box"))
    lengths = fitted.sum(axis=0).max(), fitted.sum(axis=1).max()
    assert lengths == pytest.approx((24, 8) if axis == 0 else (8, 24))


def test_the_box_is_what_the_ink_may_take():
    """By default 8 rows and 6 columns: a wide drawing is bound by the columns."""
    wide, tall = np.pad(np.ones((4, 20)), 20), np.pad(np.ones((20, 4)), 20)
    assert np.sum(fit_image(wide).max(axis=0) > 1e-9) == 6
    assert np.sum(fit_image(tall).max(axis=1) > 1e-9) == 8
    assert np.sum(fit_image(tall, 28, box=(20, 20)).max(axis=1) > 1e-9) == 20


def test_the_middle_is_that_of_the_box_or_of_the_mass():
    """A heavy left column: its box lies in the middle, or its mass does."""
    lopsided = np.full((16, 8), 0.25)
    lopsided[:, :2] = 1
    sheet = np.pad(lopsided, 8)

    def mean_column(image):
        return image.sum(axis=0) @ (np.arange(8) + 0.5) / image.sum()

    assert mean_column(fit_image(sheet)) == pytest.approx(4)
    by_box = fit_image(sheet, centre=("box", "box"))
    assert by_box[0] == pytest.approx([0, 0, 1, 0.25, 0.25, 0.25, 0, 0])
    by_mass = fit_image(sheet.T, 8, box=(8, 8), centre=("mass", "box"))
    assert mean_column(by_mass.T) == pytest.approx(4)
    assert mean_column(fit_image(sheet.T, 8, box=(8, 8), centre=("box", "box")).T) < 3.6


def test_a_faint_speck_does_not_move_the_picture():
    """What is fainter than the threshold belongs to the paper; a threshold of 0 counts it."""
    image = on_a_sheet(IMAGES[0], 4, 20, 20)
    speck = image.copy()
    speck[2, 2] = 0.05
    np.testing.assert_allclose(fit_image(speck), fit_image(image), atol=0.01)
    assert np.abs(fit_image(speck, threshold=0.0) - fit_image(image)).max() > 0.3
    np.testing.assert_allclose(fit_image(image, threshold=0.0), fit_image(image), atol=1e-12)


@pytest.mark.parametrize(
    ("call", "kind", "words"),
    [
        (lambda: fit_image(np.zeros((28, 28))), ValueError, "the picture is empty"),
        (lambda: fit_image(255 - 255 * np.eye(28)), ValueError, "96% ink.*turn it round"),
        (lambda: fit_image(np.ones(784)), ValueError, r"shape is \(784,\).*reshape"),
        (lambda: fit_image(np.ones((9, 9, 3))), ValueError, r"mean\(axis=2\)"),
        (lambda: fit_image(-np.eye(8)), ValueError, "at least 0, but received -1"),
        (lambda: fit_image(1j * np.eye(8)), TypeError, "complex"),
        (lambda: fit_image([[np.nan, 1], [0, 0]]), ValueError, "finite"),
        (lambda: fit_image(np.eye(8), 1), ValueError, "size must be at least 2"),
        (lambda: fit_image(np.eye(8), box=(9, 4)), ValueError, "rows of box must be between"),
        (lambda: fit_image(np.eye(8), box=(8, 0)), ValueError, "columns of box must be above 0"),
        (lambda: fit_image(np.eye(8), centre=("box", "top")), ValueError, "centre must be a pair"),
        (lambda: fit_image(np.eye(8), threshold=2), ValueError, "threshold must be between"),
    ],
)
def test_what_is_no_drawing_is_answered_in_a_sentence(call, kind, words):
    """Errors name what was wanted, and what to do about the two usual mistakes."""
    with pytest.raises(kind, match=words):
        call()


def test_strokes_are_inked_in_one_thickness():
    """However large and wherever it was drawn, the sheet is the same: ink 1, paper 0, 64 rows."""
    strokes = [[(50, 10), (26, 55), (76, 55)], [(60, 35), (56, 90)]]
    sheet = draw_strokes(strokes)
    assert sheet.shape == (64, 64)
    assert set(np.unique(sheet)) == {0.0, 1.0}
    assert sheet.any(axis=1).all()
    moved = [[(x / 4 + 60, y / 4 + 2) for x, y in stroke] for stroke in strokes]
    np.testing.assert_array_equal(draw_strokes(moved), sheet)
    np.testing.assert_array_equal(draw_strokes([np.ravel(stroke) for stroke in strokes]), sheet)


def test_a_pen_is_five_rows_of_32():
    """An upright stroke is as wide as the pen, a level one takes three quarters of the columns."""
    upright, level = draw_strokes([[5, 0, 5, 9]]), draw_strokes([[0, 5, 9, 5]], size=128)
    assert upright.sum(axis=1).max() == 10
    assert level.sum(axis=0).max() == 20
    assert np.count_nonzero(level.any(axis=0)) == 96
    dot = draw_strokes([[3, 3]])
    assert dot.sum(axis=0).max() == dot.sum(axis=1).max() == 10


def test_drawings_have_as_much_ink_as_the_data():
    """After fit_image the mean grey of drawn digits is that of the data, within a tenth."""
    drawn = [fit_image(draw_strokes(one["strokes"])).mean() for one in drawn_digits()]
    data = [fit_image(x.reshape(8, 8)).mean() for x in digits().X]
    assert np.mean(drawn) == pytest.approx(np.mean(data), rel=0.1)


def test_no_point_is_no_drawing():
    """Nothing to draw is refused in words."""
    for nothing in ([], [[]]):
        with pytest.raises(ValueError, match="no stroke has a point"):
            draw_strokes(nothing)
