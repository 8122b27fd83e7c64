"""The recurrent layer: against its formula step by step, nudging, and PyTorch."""

import numpy as np
import pytest

from nnbook.layers import Recurrent
from tests.layers.slopes import assert_slopes_hold, random_recurrent
from tests.needs import need


def test_an_echo_by_hand() -> None:
    """One unit with W = 1 and U = 1/2 on 1, 0, 0: it says 1, 1/2, 1/4."""
    arguments = ([[1.0]], [[0.5]], None, "identity", 3)
    a, _ = Recurrent(*arguments, sequence=True).forward(np.array([1.0, 0.0, 0.0]))
    np.testing.assert_array_equal(a, [1.0, 0.5, 0.25])
    last, memory = Recurrent(*arguments).forward(np.array([1.0, 0.0, 0.0]))
    np.testing.assert_array_equal(last, [0.25])
    dx, slopes = Recurrent(*arguments).backward(memory, np.array([1.0]))
    np.testing.assert_array_equal(dx, [0.25, 0.5, 1.0])  # early inputs count less
    np.testing.assert_array_equal(slopes["U"], [[1.0]])  # of w², at 1/2


@pytest.mark.parametrize("seed", range(30))
def test_each_step_is_what_the_formula_says(seed: int) -> None:
    """a_t = f(W x_t + U a_{t-1} + b) from a_0 = 0, sample by sample."""
    rng = np.random.default_rng(seed)
    layer = random_recurrent(rng)
    x = rng.normal(size=(3, layer.inputs))
    wanted = []
    for row in x:
        a, states = np.zeros(len(layer.W)), []
        for x_t in row.reshape(layer.steps, -1):
            z = layer.W @ x_t + layer.U @ a + (0 if layer.b is None else layer.b)
            a = layer.activation(z)
            states.append(a)
        wanted.append(np.concatenate(states) if layer.sequence else a)
    np.testing.assert_allclose(layer.forward(x)[0], wanted, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("seed", range(40))
def test_slopes(seed: int) -> None:
    """W, U, b, alpha and every input at every step, through time."""
    rng = np.random.default_rng(100 + seed)
    layer = random_recurrent(rng)
    assert_slopes_hold(layer, rng.normal(size=(2, layer.inputs)))


@pytest.mark.frameworks
@pytest.mark.parametrize("seed", range(10))
def test_pytorch_agrees(seed: int) -> None:
    """RNN with tanh gives the same states and slopes."""
    torch = need("torch")
    rng = np.random.default_rng(200 + seed)
    layer = random_recurrent(rng, "tanh")
    units, features = layer.W.shape
    theirs = torch.nn.RNN(features, units, batch_first=True, dtype=torch.float64)
    bias = np.zeros(units) if layer.b is None else layer.b
    with torch.no_grad():
        theirs.weight_ih_l0[:] = torch.tensor(np.array(layer.W))
        theirs.weight_hh_l0[:] = torch.tensor(np.array(layer.U))
        theirs.bias_ih_l0[:], theirs.bias_hh_l0[:] = torch.tensor(np.array(bias)), 0
    x = rng.normal(size=(4, layer.inputs))
    a, memory = layer.forward(x)
    behind = rng.normal(size=a.shape)
    dx, slopes = layer.backward(memory, behind)
    inputs = torch.tensor(x.reshape(4, layer.steps, features), requires_grad=True)
    states, last = theirs(inputs)
    out = states.flatten(1) if layer.sequence else last[0]
    out.backward(torch.tensor(behind))
    np.testing.assert_allclose(a, out.detach(), rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(dx, inputs.grad.flatten(1), rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(slopes["W"], theirs.weight_ih_l0.grad, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(slopes["U"], theirs.weight_hh_l0.grad, rtol=1e-10, atol=1e-12)
    if layer.b is not None:
        np.testing.assert_allclose(slopes["b"], theirs.bias_ih_l0.grad, rtol=1e-10, atol=1e-12)


def test_random_weights() -> None:
    """U turns without stretching; W as in Network.random; biases 0."""
    layer = Recurrent.random(50, 40, 3, "tanh", rng=np.random.default_rng(0))
    np.testing.assert_allclose(layer.U @ layer.U.T, np.eye(40), atol=1e-12)
    assert layer.W.std() == pytest.approx(np.sqrt(2 / 90), rel=0.05)
    assert not layer.b.any()
    assert (layer.inputs, layer.outputs) == (150, 40)


def test_initialisation_can_be_chosen() -> None:
    """A function of (rng, shape) draws W, U and b alike; float32 is kept."""
    layer = Recurrent.random(
        2,
        3,
        4,
        "tanh",
        rng=np.random.default_rng(0),
        init=lambda rng, shape: np.full(shape, 0.5),
        dtype=np.float32,
        sequence=True,
    )
    assert {value.dtype for value in layer.parameters.values()} == {np.dtype(np.float32)}
    assert all((value == 0.5).all() for value in layer.parameters.values())
    assert layer.outputs == 12


EYE = np.eye(2)


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ((np.ones(2), EYE, None, "tanh", 3), ValueError, "W must be .units, features"),
        ((EYE, np.ones((2, 3)), None, "tanh", 3), ValueError, r"U must be \(2, 2\), from each"),
        ((EYE, EYE, [1.0], "tanh", 3), ValueError, "each of the 2 rows of W"),
        ((EYE, EYE, None, "tanh", 0), ValueError, "steps must be at least 1"),
        ((EYE, EYE, None, "tan", 3), ValueError, "activation must be one of"),
        ((EYE, np.full((2, 2), np.inf), None, "tanh", 3), ValueError, "U must be finite"),
    ],
)
def test_errors(arguments: tuple, error: type, words: str) -> None:
    """What does not fit is refused in one sentence."""
    with pytest.raises(error, match=words):
        Recurrent(*arguments)


def test_random_needs_an_rng() -> None:
    """No hidden randomness."""
    with pytest.raises(TypeError, match=r"Recurrent\.random takes rng="):
        Recurrent.random(1, 1, 1, "tanh", rng=0)


def test_repr() -> None:
    """A layer says what it reads and what it gives."""
    layer = Recurrent(EYE, EYE, None, "tanh", 7)
    assert repr(layer) == "Recurrent(7 x 2 -> 2, tanh, gives the last state)"
