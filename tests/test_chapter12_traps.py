"""Chapter 12: the numbers that give a framework's traps away."""

from __future__ import annotations

import numpy as np
import pytest

from nnbook import Layer, Momentum, Network, backprop, cross_entropy, datasets, mse, nudge, softmax
from tests.needs import need

LABELS = datasets.xor()[1]
Y = LABELS[:, None]


@pytest.mark.frameworks
def test_a_gradient_that_is_not_cleared_is_momentum_without_friction():
    """Without zero_grad SGD walks like momentum with beta = 1, and on a parabola never rests."""
    torch = need("torch")
    weight = torch.zeros(1, 1, dtype=torch.float64, requires_grad=True)
    sgd, path = torch.optim.SGD([weight], lr=0.1), []
    network, state = Network([Layer([[0.0]], None, "identity")]), None
    for _ in range(60):
        ((weight - 3) ** 2).sum().backward()
        sgd.step()
        trace = backprop(network, [1.0], 3.0, mse)
        network, state = Momentum(0.1, beta=1.0).step(network, trace.gradients, state)
        path.append(weight.item())
        assert network.layers[0].W[0, 0] == pytest.approx(path[-1], abs=1e-9)
    assert max(path[-15:]) > 5.9
    assert min(path[-15:]) < 0.1


@pytest.mark.parametrize(("classes", "floor"), [(2, "0.3133"), (10, "1.4612"), (100, "3.6222")])
def test_softmax_twice_has_a_floor_and_no_slope_where_it_is_wrong(classes, floor):
    """The least loss is ln(1 + (n - 1) / e), and a sure mistake has no slope; once, it has -1."""

    def loss(z, times):
        row = np.concatenate([z, np.zeros(classes - 1)])
        for _ in range(times - 1):
            row = softmax(row)
        return cross_entropy(np.eye(classes)[0], softmax(row))

    assert f"{np.log(1 + (classes - 1) / np.e):.4f}" == floor
    assert loss(np.array([40.0]), 2) == pytest.approx(float(floor), abs=1e-4)
    assert nudge(lambda z: loss(z, 1), [-12.0])[0] == pytest.approx(-1, abs=1e-4)
    assert abs(nudge(lambda z: loss(z, 2), [-12.0])[0]) < 1e-4


def test_a_column_minus_a_row_is_a_table():
    """Perfect predictions (4, 1) against targets (4,) cost 0.5 and are pulled to the mean."""
    assert ((Y - LABELS) ** 2).mean() == 0.5
    slopes = nudge(lambda p: ((p[:, None] - LABELS) ** 2).mean(), LABELS)
    np.testing.assert_allclose(slopes, (LABELS - LABELS.mean()) * 2 / 4, atol=1e-9)
    with pytest.raises(ValueError, match="of one shape"):
        mse(LABELS, Y)


def test_only_two_of_eighteen_keep_their_place():
    """Channels last reads two maps of 3 x 3 in another order; only the ends agree."""
    order = np.arange(18).reshape(2, 3, 3).transpose(1, 2, 0).ravel()
    assert np.flatnonzero(order == np.arange(18)).tolist() == [0, 17]
