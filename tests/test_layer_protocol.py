"""The protocol of a layer carries more than dense layers: two made here, trained and checked."""

from dataclasses import dataclass, field

import numpy as np
import pytest

from nnbook.backpropagation import backprop, evaluate
from nnbook.dense import AnyLayer
from nnbook.gradients import gradient_check
from nnbook.losses import mse
from nnbook.network import Network
from nnbook.optimizers import SGD
from nnbook.training import train


@dataclass(frozen=True, eq=False)
class Dropout:
    """In training each input survives with probability 1 - p, and is made larger for it."""

    p: float
    inputs: None = None
    outputs: None = None
    parameters: dict = field(default_factory=dict)

    def updated(self, parameters, memory=None, *, copy=True):
        return self

    def forward(self, x, *, training=False, rng=None):
        kept = (rng.random(x.shape) >= self.p) / (1 - self.p) if training else np.ones(x.shape)
        return x * kept, {"x": x, "kept": kept, "a": x * kept}

    def backward(self, memory, behind):
        return behind * memory["kept"], {}

    def rules(self, name, source, one):
        return {"a": f"{source} ⊙ kept{name}", "dx": f"dC/da{name} ⊙ kept{name}"}


@dataclass(frozen=True, eq=False)
class Centre:
    """Subtracts the batch mean in training, and afterwards the mean that it has run into."""

    shift: np.ndarray
    mean: np.ndarray
    inputs: None = None
    outputs: None = None

    @property
    def parameters(self):
        return {"b": self.shift}

    def updated(self, parameters, memory=None, *, copy=True):
        mean = self.mean if memory is None else 0.9 * self.mean + 0.1 * memory["mean"]
        return Centre(parameters.get("b", self.shift), mean)

    def forward(self, x, *, training=False, rng=None):
        mean = x.mean(axis=0) if training else self.mean
        return x - mean + self.shift, {"x": x, "mean": mean, "a": x - mean + self.shift}

    def backward(self, memory, behind):
        return behind - behind.mean(axis=0), {"b": behind.sum(axis=0)}

    def rules(self, name, source, one):
        return {
            "a": f"{source} - mean + b{name}",
            "db": f"sum over samples of dC/da{name}",
            "dx": f"dC/da{name} - mean",
        }


def network_with(layer: AnyLayer) -> Network:
    rng = np.random.default_rng(0)
    front, back = Network.random([3, 4, 2], "tanh", rng=rng).layers
    return Network([front, layer, back])


X, Y = np.random.default_rng(1).normal(size=(6, 3)), np.random.default_rng(2).normal(size=(6, 2))


def test_both_are_layers() -> None:
    """What keeps the protocol is a layer."""
    assert isinstance(Dropout(0.5), AnyLayer)
    assert isinstance(Centre(np.zeros(4), np.zeros(4)), AnyLayer)


def test_a_network_without_parameters_computes_in_float64() -> None:
    """There is nothing to take the kind of float from, so it is the ordinary one."""
    assert Network([Dropout(0.5)])([1, 2]).dtype == np.float64


def test_slopes_pass_through_a_layer_that_is_not_dense() -> None:
    """Gradients around and inside the centring layer agree with nudging."""
    network = network_with(Centre(np.full(4, 0.3), np.zeros(4)))
    check = gradient_check(network, X, Y, mse)
    assert check.ok, check
    assert "dC/db2[1]" in [row.name for row in check.rows]


def test_the_trace_names_its_steps() -> None:
    """A layer's own rules appear in the trace."""
    trace = backprop(network_with(Centre(np.zeros(4), np.zeros(4))), X, Y, mse)
    assert trace["a2"].rule == "a1 - mean + b2"
    assert trace["dC/da1"].rule == "dC/da2 - mean"


def test_chance_comes_from_the_rng_and_only_in_training() -> None:
    """Dropout draws from the given rng in training, and is the identity afterwards."""
    network = network_with(Dropout(0.5))
    first, again, other = (
        backprop(network, X, Y, mse, rng=np.random.default_rng(seed)).loss for seed in (3, 3, 4)
    )
    assert first == again != other
    plain = Network([network.layers[0], network.layers[2]])
    np.testing.assert_array_equal(network(X), plain(X))


def test_running_statistics_are_part_of_the_new_layer() -> None:
    """A step of the optimizer returns a layer that has seen the batch; the old one has not."""
    network = network_with(Centre(np.zeros(4), np.zeros(4)))
    trace = backprop(network, X, Y, mse)
    stepped, _ = SGD(0.1).step(network, trace.gradients)
    before, after = network.layers[1], stepped.layers[1]
    assert not before.mean.any()
    np.testing.assert_allclose(after.mean, 0.1 * trace["a1"].value.mean(axis=0))


def test_train_carries_them_too() -> None:
    """Training with such layers equals the loop of steps, running means included."""
    network = network_with(Centre(np.zeros(4), np.zeros(4)))
    history = train(network, X, Y, loss=mse, optimizer=SGD(0.1), epochs=5)
    state = None
    for _ in range(5):
        network, state = SGD(0.1).step(network, backprop(network, X, Y, mse).gradients, state)
    np.testing.assert_allclose(history.network.layers[1].mean, network.layers[1].mean, rtol=1e-14)
    assert evaluate(history.network, X, Y, mse) == pytest.approx(evaluate(network, X, Y, mse))
