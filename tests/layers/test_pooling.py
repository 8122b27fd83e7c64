"""Max pooling: winners, ties and what is left over at the border."""

import numpy as np
import pytest

from nnbook.layers import MaxPooling
from tests.layers.slopes import assert_slopes_hold, random_pooling
from tests.needs import need


def test_the_largest_of_each_window() -> None:
    """Four windows of four numbers, worked by hand."""
    x = np.array([[1, 2, 5, 0], [3, 4, 1, 1], [0, 0, -1, -2], [9, 0, -3, -4.0]])
    a, memory = MaxPooling((1, 4, 4)).forward(x.ravel())
    np.testing.assert_array_equal(a, [4, 5, 9, -1])
    dx, slopes = MaxPooling((1, 4, 4)).backward(memory, np.array([10.0, 20.0, 30.0, 40.0]))
    wanted = np.zeros((4, 4))
    wanted[1, 1], wanted[0, 2], wanted[3, 0], wanted[2, 2] = 10, 20, 30, 40
    np.testing.assert_array_equal(dx.reshape(4, 4), wanted)
    assert slopes == {}


def test_of_equals_the_first_wins() -> None:
    """Where all four are the same, the blame goes to the one at the upper left."""
    layer = MaxPooling((1, 2, 2))
    _, memory = layer.forward(np.full(4, 0.5))
    np.testing.assert_array_equal(layer.backward(memory, np.array([1.0]))[0], [1, 0, 0, 0])


@pytest.mark.parametrize("seed", range(25))
def test_slopes(seed: int) -> None:
    """The slope of each pixel, for any shape and size."""
    rng = np.random.default_rng(seed)
    layer = random_pooling(rng)
    assert_slopes_hold(layer, rng.normal(size=(2, layer.inputs)))


@pytest.mark.frameworks
@pytest.mark.parametrize("seed", range(10))
def test_pytorch_agrees_also_on_ties(seed: int) -> None:
    """max_pool2d gives the same numbers and slopes, here with a third of all pixels equal."""
    torch = need("torch")
    rng = np.random.default_rng(seed)
    layer = random_pooling(rng)
    x = rng.integers(0, 3, size=(4, layer.inputs)).astype(float)
    a, memory = layer.forward(x)
    behind = rng.normal(size=a.shape)
    inputs = torch.tensor(x.reshape(4, *layer.shape), requires_grad=True)
    theirs = torch.nn.functional.max_pool2d(inputs, layer.size).flatten(1)
    theirs.backward(torch.tensor(behind))
    np.testing.assert_array_equal(a, theirs.detach())
    np.testing.assert_array_equal(layer.backward(memory, behind)[0], inputs.grad.flatten(1))


def test_shapes() -> None:
    """What is left over at the right and below is not looked at."""
    layer = MaxPooling((3, 7, 8), 2)
    assert (layer.inputs, layer.outputs) == (168, 36)
    assert layer.output_shape == (3, 3, 4)
    assert repr(layer) == "MaxPooling((3, 7, 8) -> (3, 3, 4))"
    x = np.zeros((3, 7, 8))
    x[:, 6, :] = 100.0
    assert not layer.forward(x.ravel())[0].any()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (((4, 4), 2), "shape of MaxPooling must be"),
        (((1, 4, 4), 0), "size of MaxPooling must be at least 1"),
        (((1, 4, 2), 3), "3 x 3 does not fit into 4 x 2 pixels"),
    ],
)
def test_errors(arguments: tuple, words: str) -> None:
    """What does not fit is refused in one sentence."""
    with pytest.raises(ValueError, match=words):
        MaxPooling(*arguments)
