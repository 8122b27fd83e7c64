"""Activation functions: their values, their slopes, and what they refuse."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nnbook.activations import ACTIVATIONS, Activation, prelu, relu, sigmoid, softmax, step, tanh
from nnbook.gradients import complex_step, nudge
from tests.needs import need

ELEMENTWISE = [f for f in ACTIVATIONS.values() if f.elementwise]
SMOOTH = [f for f in ELEMENTWISE if f.name != "step"]
ANY_FINITE = arrays(float, 5, elements=st.floats(-1e300, 1e300))


@pytest.mark.parametrize("f", SMOOTH, ids=str)
def test_slope_is_what_nudging_and_the_complex_step_find(f: Activation) -> None:
    """f.slope(z) is the slope of f at z, on both sides of 0 and far out."""
    for z in (-30.0, -3.0, -0.5, -0.01, 0.01, 0.5, 3.0, 30.0):
        assert f.slope(z) == pytest.approx(complex_step(f, z), rel=1e-13, abs=1e-300)
        assert f.slope(z) == pytest.approx(nudge(f, z, h=1e-6), rel=1e-6, abs=1e-9)


def test_softmax_jacobian_is_what_the_complex_step_finds() -> None:
    """softmax.slope(z)[i, j] is the slope of output i for input j."""
    z = np.array([0.3, -1.2, 2.0])
    for i in range(3):
        found = complex_step(lambda z, i=i: softmax(z)[i], z)
        np.testing.assert_allclose(softmax.slope(z)[i], found, rtol=1e-13)


@pytest.mark.parametrize("f", ACTIVATIONS.values(), ids=str)
@given(z=ANY_FINITE)
def test_finite_in_finite_out(f: Activation, z: np.ndarray) -> None:
    """Nothing overflows, warns or becomes NaN for finite z, neither value nor slope."""
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        assert np.isfinite(f(z)).all()
        assert np.isfinite(f.slope(z)).all()


@given(z=arrays(float, 4, elements=st.floats(-40, 40)))
def test_one_minus_sigmoid_is_the_sigmoid_of_the_negative(z: np.ndarray) -> None:
    """sigmoid(-z) = 1 - sigmoid(z)."""
    np.testing.assert_allclose(sigmoid(-z), 1 - sigmoid(z), atol=1e-15)


@given(z=arrays(float, 4, elements=st.floats(-40, 40)))
def test_tanh_is_a_stretched_sigmoid(z: np.ndarray) -> None:
    """tanh(z) = 2 sigmoid(2z) - 1 = 2 / (1 + exp(-2z)) - 1."""
    np.testing.assert_allclose(tanh(z), 2 * sigmoid(2 * z) - 1, atol=1e-15)


@given(z=arrays(float, 4, elements=st.floats(-700, 700)), shift=st.floats(-700, 700))
def test_softmax_sums_to_one_and_ignores_a_shift(z: np.ndarray, shift: float) -> None:
    """Softmax gives probabilities, and adding one number to all scores changes nothing."""
    assert softmax(z).sum() == pytest.approx(1)
    np.testing.assert_allclose(softmax(z + shift), softmax(z), rtol=1e-10, atol=1e-300)


def test_softmax_keeps_rows_apart() -> None:
    """In a batch each row is its own distribution."""
    z = np.array([[0.0, 1.0], [5.0, 5.0]])
    np.testing.assert_allclose(softmax(z), [softmax(z[0]), softmax(z[1])])
    assert softmax(z)[1] == pytest.approx([0.5, 0.5])


def test_sigmoid_keeps_its_digits_far_from_zero() -> None:
    """sigmoid(-40) is exp(-40) to full precision, not 0, and its slope likewise."""
    assert sigmoid(-40.0) == pytest.approx(np.exp(-40.0), rel=1e-14)
    assert sigmoid.slope(40.0) == pytest.approx(np.exp(-40.0), rel=1e-14)


def test_step_fires_at_the_threshold() -> None:
    """step is 1 at the threshold itself (>=), and its slope is 0 everywhere."""
    assert step(0.0) == 1
    assert step(0.5, threshold=0.5) == 1
    assert step(0.4999, threshold=0.5) == 0
    assert step.using(threshold=0.5)(0.5) == 1
    assert step.slope(np.array([-1.0, 0.0, 1.0])).tolist() == [0, 0, 0]


def test_relu_is_not_capped_and_flat_at_its_corner() -> None:
    """relu(7) is 7; at 0 the slope is that of the left side."""
    assert relu(7.0) == 7
    assert relu.slope(0.0) == 0


def test_alphas_are_the_published_ones() -> None:
    """leaky_relu has alpha 0.01, elu 1, prelu starts at 0.25; each can be set."""
    assert ACTIVATIONS["leaky_relu"](-1.0) == pytest.approx(-0.01)
    assert ACTIVATIONS["leaky_relu"](-1.0, alpha=0.02) == pytest.approx(-0.02)
    assert ACTIVATIONS["elu"](-1.0) == pytest.approx(np.exp(-1) - 1)
    assert prelu(-1.0) == pytest.approx(-0.25)
    assert prelu.using(alpha=0.1)(-1.0) == pytest.approx(-0.1)


@pytest.mark.parametrize("f", ACTIVATIONS.values(), ids=str)
def test_kind_and_shape_are_kept(f: Activation) -> None:
    """float32 stays float32, integers become float64, the shape stays."""
    single = np.array([[-1, 2, 0.5]], dtype=np.float32)
    assert f(single).dtype == np.float32
    assert f.slope(single).dtype == np.float32
    assert f([[1, -2, 3]]).dtype == np.float64
    assert f(single).shape == (1, 3)


@pytest.mark.parametrize("f", ACTIVATIONS.values(), ids=str)
def test_input_is_left_alone(f: Activation) -> None:
    """The result is a new array: writing on it does not write on z."""
    z = np.array([1.0, -2.0])
    f(z)[...] = 9
    assert z.tolist() == [1, -2]


@pytest.mark.parametrize(
    ("call", "kind", "words"),
    [
        (lambda: sigmoid("0.3"), TypeError, "z of sigmoid must be numbers, but received '0.3'"),
        (lambda: sigmoid([[1], [1, 2]]), ValueError, "its rows differ"),
        (lambda: step(1.0, alpha=2), TypeError, "step takes only threshold, but received alpha"),
        (lambda: sigmoid(1.0, alpha=2), TypeError, "sigmoid takes no option"),
        (lambda: prelu.using(alpha="a"), TypeError, "alpha of prelu must be a number"),
        (lambda: prelu.using(alpha=np.nan), ValueError, "alpha of prelu must be finite"),
        (lambda: softmax(3.0), ValueError, "softmax takes a row of numbers"),
    ],
)
def test_bad_input_is_answered_in_a_sentence(call, kind, words) -> None:
    """Wrong input raises with what was wanted and what came."""
    with pytest.raises(kind, match=words):
        call()


@pytest.mark.frameworks
@pytest.mark.parametrize(
    ("name", "theirs"),
    [
        ("sigmoid", "sigmoid"),
        ("tanh", "tanh"),
        ("relu", "relu"),
        ("leaky_relu", "leaky_relu"),
        ("elu", "elu"),
        ("softmax", "softmax"),
        ("prelu", "prelu"),
    ],
)
def test_values_and_slopes_equal_pytorch(name: str, theirs: str) -> None:
    """Values and slopes, at the corner too, are PyTorch's to 1e-12."""
    torch = need("torch")
    z = np.array([-30.0, -2.0, -0.1, 0.0, 0.1, 2.0, 30.0])
    ours, tensor = ACTIVATIONS[name], torch.tensor(z, requires_grad=True)
    options = {"softmax": {"dim": -1}, "prelu": {"weight": torch.tensor([0.25]).double()}}
    value = getattr(torch.nn.functional, theirs)(tensor, **options.get(name, {}))
    np.testing.assert_allclose(ours(z), value.detach(), rtol=1e-12)
    behind = np.linspace(1, 2, 7)
    value.backward(torch.tensor(behind))
    np.testing.assert_allclose(ours.back(z, behind), tensor.grad, rtol=1e-12, atol=1e-15)
