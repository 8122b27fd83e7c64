"""Convolution: against its formula in four loops, nudging, and PyTorch."""

import numpy as np
import pytest

from nnbook.activations import ACTIVATIONS
from nnbook.layers import Convolution
from tests.layers.slopes import assert_slopes_hold, random_convolution
from tests.needs import need


def by_the_formula(layer: Convolution, x: np.ndarray) -> np.ndarray:
    """z[f, i, j] for one sample, one number at a time."""
    channels, height, width = layer.shape
    p, s = layer.padding, layer.stride
    image = np.zeros((channels, height + 2 * p, width + 2 * p))
    image[:, p : p + height, p : p + width] = x.reshape(layer.shape)
    z = np.zeros(layer.output_shape)
    for f, i, j in np.ndindex(z.shape):
        for c, u, v in np.ndindex(layer.K.shape[1:]):
            z[f, i, j] += layer.K[f, c, u, v] * image[c, i * s + u, j * s + v]
        z[f, i, j] += 0 if layer.b is None else layer.b[f]
    return z.ravel()


@pytest.mark.parametrize("seed", range(40))
def test_each_number_is_what_the_formula_says(seed: int) -> None:
    """Window by window: filter times what lies under it, plus the bias."""
    rng = np.random.default_rng(seed)
    layer = random_convolution(rng)
    x = rng.normal(size=(2, layer.inputs))
    wanted = np.array([by_the_formula(layer, row) for row in x])
    a, memory = layer.forward(x)
    np.testing.assert_allclose(memory["z"], wanted, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(a, layer.activation(wanted), rtol=1e-12, atol=1e-12)


def test_the_filter_is_not_turned_over() -> None:
    """As in all frameworks: on a single 1, the map shows the filter upside down."""
    K = np.arange(1.0, 5.0).reshape(1, 1, 2, 2)
    x = np.zeros((3, 3))
    x[1, 1] = 1.0
    a, _ = Convolution(K, None, "identity", (1, 3, 3)).forward(x.ravel())
    np.testing.assert_array_equal(a.reshape(2, 2), [[4, 3], [2, 1]])


def test_a_shifted_image_gives_a_shifted_map() -> None:
    """Away from the border, what is found moves with the thing that is found."""
    rng = np.random.default_rng(0)
    layer = Convolution.random((1, 9, 9), 3, 3, "relu", rng=rng)
    image = np.zeros((9, 9))
    image[2:6, 2:6] = rng.random((4, 4))
    maps, _ = layer.forward(image.ravel())
    moved, _ = layer.forward(np.roll(image, 1, axis=1).ravel())
    wanted = np.roll(maps.reshape(layer.output_shape), 1, axis=2)
    np.testing.assert_allclose(moved.reshape(layer.output_shape), wanted, atol=1e-15)


@pytest.mark.parametrize("seed", range(40))
def test_slopes(seed: int) -> None:
    """Filters, biases, alpha and every pixel, for any size, padding and stride."""
    rng = np.random.default_rng(100 + seed)
    layer = random_convolution(rng)
    assert_slopes_hold(layer, rng.normal(size=(2, layer.inputs)))


@pytest.mark.frameworks
@pytest.mark.parametrize("seed", range(15))
def test_pytorch_agrees(seed: int) -> None:
    """conv2d gives the same numbers and the same slopes, padding and stride included."""
    torch = need("torch")
    rng = np.random.default_rng(200 + seed)
    layer = random_convolution(rng, "tanh")
    x = rng.normal(size=(3, layer.inputs))
    a, memory = layer.forward(x)
    behind = rng.normal(size=a.shape)
    dx, slopes = layer.backward(memory, behind)
    values = {"x": x.reshape(3, *layer.shape), **layer.parameters}
    tensors = {name: torch.tensor(np.array(v), requires_grad=True) for name, v in values.items()}
    theirs = torch.tanh(
        torch.nn.functional.conv2d(
            tensors["x"],
            tensors["K"],
            tensors.get("b"),
            stride=layer.stride,
            padding=layer.padding,
        )
    ).flatten(1)
    theirs.backward(torch.tensor(behind))
    np.testing.assert_allclose(a, theirs.detach(), rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(dx, tensors["x"].grad.flatten(1), rtol=1e-10, atol=1e-12)
    for name in layer.parameters:
        np.testing.assert_allclose(slopes[name], tensors[name].grad, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize(
    ("size", "side", "padding", "stride", "wanted"),
    [(8, 3, 0, 1, 6), (8, 3, 1, 1, 8), (8, 3, 1, 2, 4), (7, 3, 0, 2, 3), (3, 3, 0, 5, 1)],
)
def test_output_shape(size: int, side: int, padding: int, stride: int, wanted: int) -> None:
    """(size + 2 padding - side) // stride + 1 in both directions."""
    K = np.ones((2, 3, side, side))
    layer = Convolution(K, None, "relu", (3, size, size), padding=padding, stride=stride)
    assert layer.output_shape == (2, wanted, wanted)
    assert (layer.inputs, layer.outputs) == (3 * size**2, 2 * wanted**2)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_random_filters(activation: str) -> None:
    """He for the relu family, else Glorot, with channels * size² inputs; biases 0."""
    layer = Convolution.random((3, 9, 9), 64, 5, activation, rng=np.random.default_rng(0))
    assert layer.K.shape == (64, 3, 5, 5)
    assert not layer.b.any()
    family = activation in {"relu", "leaky_relu", "prelu", "elu"}
    spread = np.sqrt(2 / 75) if family else np.sqrt(2 / (75 + 64))
    assert layer.K.std() == pytest.approx(spread, rel=0.05)


def test_initialisation_can_be_chosen() -> None:
    """A function of (rng, shape) draws filters and biases; float32 is kept."""
    layer = Convolution.random(
        (1, 4, 4),
        2,
        2,
        "relu",
        rng=np.random.default_rng(0),
        init=lambda rng, shape: np.full(shape, 0.5),
        dtype=np.float32,
    )
    assert layer.K.dtype == layer.b.dtype == np.float32
    assert (layer.K == 0.5).all()
    assert (layer.b == 0.5).all()


K3 = np.ones((2, 1, 3, 3))


@pytest.mark.parametrize(
    ("arguments", "options", "error", "words"),
    [
        ((np.ones((3, 3)), None, "relu", (1, 5, 5)), {}, ValueError, "K must be .filters, channel"),
        ((K3, [1.0], "relu", (1, 5, 5)), {}, ValueError, "each of the 2 filters"),
        ((K3, None, "relu", (3, 5, 5)), {}, ValueError, "1 channels, but the image has 3"),
        ((K3, None, "relu", (5, 5)), {}, ValueError, r"shape of Convolution must be .*\(5, 5\)"),
        ((K3, None, "relu", (1, 5, 0)), {}, ValueError, "the width in shape .* at least 1"),
        ((K3, None, "relu", (1, 2, 5)), {}, ValueError, "3 x 3 does not fit .* 2 x 5 pixels"),
        ((K3, None, "relu", (1, 5, 5)), {"padding": -1}, ValueError, "padding must be at least 0"),
        ((K3, None, "relu", (1, 5, 5)), {"stride": 0}, ValueError, "stride must be at least 1"),
        ((K3, None, "reLU", (1, 5, 5)), {}, ValueError, "activation must be one of"),
        ((K3 * np.nan, None, "relu", (1, 5, 5)), {}, ValueError, "K must be finite"),
    ],
)
def test_errors(arguments: tuple, options: dict, error: type, words: str) -> None:
    """What does not fit is refused in one sentence."""
    with pytest.raises(error, match=words):
        Convolution(*arguments, **options)


def test_random_needs_an_rng() -> None:
    """No hidden randomness."""
    with pytest.raises(TypeError, match=r"Convolution\.random takes rng="):
        Convolution.random((1, 4, 4), 1, 2, "relu", rng=None)


def test_repr() -> None:
    """A layer says what it takes and gives."""
    layer = Convolution(K3, None, "relu", (1, 8, 8), padding=1)
    assert repr(layer) == "Convolution((1, 8, 8) -> (2, 8, 8), 3 x 3, relu, no bias)"
