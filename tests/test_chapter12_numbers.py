"""Chapter 12: the same weights give the same numbers in nnbook, PyTorch and Keras.

PyTorch computes here in 64 bits, Keras in 32: its back end multiplies matrices in no other way.
"""

from __future__ import annotations

import os
import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pytest

from nnbook import (
    SGD,
    Adam,
    Layer,
    Network,
    backprop,
    binary_cross_entropy,
    cross_entropy,
    datasets,
)
from nnbook.layers import Convolution, MaxPooling
from tests.needs import need

IN_TORCH, IN_KERAS = 1e-12, 1e-6
X, LABELS = datasets.xor()
Y = LABELS[:, None]
KIM = Network([
    Layer([[-0.5319, -0.2076], [-0.6951, -0.1261]], [-0.0779, 0.4448], "sigmoid"),
    Layer([[-0.183, 0.6573]], [-0.5888], "sigmoid"),
])  # fmt: skip


@pytest.fixture(scope="module")
def frameworks():
    """Both frameworks, Keras on PyTorch."""
    os.environ.update(KERAS_BACKEND="torch", KERAS_TORCH_DEVICE="cpu")
    found = SimpleNamespace(torch=need("torch"), keras=need("keras"))
    found.torch.set_num_threads(1)
    return found


def case(name):
    """A network, data, targets and loss: XOR both ways, 8-5-1, and the digits."""
    rng = np.random.default_rng(12)
    if name == "digits":
        convolution = Convolution.random((1, 8, 8), 6, 3, "relu", rng=rng)
        pooling = MaxPooling(convolution.output_shape)
        last = Network.random([54, 10], "softmax", rng=rng).layers[0]
        data = datasets.digits()
        y = datasets.one_hot(data.y[:32], 10)
        return Network([convolution, pooling, last]), data.X[:32], y, cross_entropy
    if name == "8-5-1":
        y = rng.integers(0, 2, (32, 1)).astype(float)
        network = Network.random([8, 5, 1], ["relu", "sigmoid"], rng=rng)
        return network, rng.random((32, 8)), y, binary_cross_entropy
    neuron = Network([Layer([[0.5, -0.3]], [0.1], "sigmoid")])
    return (neuron if name == "2-1" else KIM), X, Y, binary_cross_entropy


CASES = pytest.mark.parametrize("name", ["2-1", "2-2-1", "8-5-1", "digits"])
TURN = np.arange(54).reshape(6, 3, 3).transpose(1, 2, 0).ravel()  # channels last, in our places


def torch_model(torch, network, name):
    """The network in PyTorch, up to the probabilities."""
    nn = torch.nn
    if name == "digits":
        parts = [nn.Unflatten(1, (1, 8, 8)), nn.Conv2d(1, 6, 3), nn.ReLU(), nn.MaxPool2d(2)]
        parts += [nn.Flatten(), nn.Linear(54, 10), nn.Softmax(dim=1)]
    else:
        parts = []
        for layer in network.layers:
            bend = {"relu": nn.ReLU, "sigmoid": nn.Sigmoid}[layer.activation.name]
            parts += [nn.Linear(layer.inputs, layer.outputs), bend()]
    model = nn.Sequential(*parts).double()
    with torch.no_grad():
        for theirs, ours in zip(model.parameters(), network.parameters.values(), strict=True):
            theirs.copy_(torch.tensor(ours))
    return model


def to_keras(values):
    """Our parameters as Keras keeps them: turned, filters last, rows of maps in another order."""
    shaped = [v.transpose(2, 3, 1, 0) if v.ndim == 4 else v for v in values]
    return [v[:, TURN].T if v.shape == (10, 54) else v.T if v.ndim < 4 else v for v in shaped]


def from_keras(values):
    """The way back."""
    turned = [v.transpose(3, 2, 0, 1) if v.ndim == 4 else v.T for v in values]
    return [v[:, np.argsort(TURN)] if v.shape == (10, 54) else v for v in turned]


def keras_model(keras, network, name):
    """The network in Keras."""
    layers = keras.layers
    if name == "digits":
        parts = [layers.Reshape((8, 8, 1)), layers.Conv2D(6, 3, activation="relu")]
        parts += [layers.MaxPooling2D(2), layers.Flatten(), layers.Dense(10, activation="softmax")]
    else:
        parts = [
            layers.Dense(one.outputs, activation=one.activation.name) for one in network.layers
        ]
    model = keras.Sequential([keras.Input((network.layers[0].inputs,)), *parts])
    model.set_weights(to_keras(network.parameters.values()))
    return model


def torch_loss(torch, model, x, y):
    """The loss in PyTorch, from probabilities."""
    y_hat, targets = model(torch.tensor(x)), torch.tensor(y)
    if y.shape[1] > 1:
        return -(targets * y_hat.log()).sum(dim=1).mean()
    return torch.nn.BCELoss()(y_hat, targets)


def keras_loss(keras, y):
    """The loss of Keras for such targets."""
    losses = keras.losses
    return losses.CategoricalCrossentropy() if y.shape[1] > 1 else losses.BinaryCrossentropy()


def assert_equal(ours, theirs, tolerance):
    """Every number of one list of arrays equals that of the other."""
    for a, b in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(a, b, rtol=0, atol=tolerance)


@pytest.mark.frameworks
@CASES
def test_outputs_loss_and_gradients_equal_pytorch(frameworks, name):
    """With copied weights PyTorch gives the same outputs, loss and gradients to 12 decimals."""
    network, x, y, loss = case(name)
    model = torch_model(frameworks.torch, network, name)
    theirs = torch_loss(frameworks.torch, model, x, y)
    theirs.backward()
    trace = backprop(network, x, y, loss)
    output = model(frameworks.torch.tensor(x)).detach()
    assert_equal([network(x), trace.loss], [output, theirs.item()], IN_TORCH)
    assert_equal(trace.gradients.values(), [p.grad for p in model.parameters()], IN_TORCH)


@pytest.mark.frameworks
@CASES
def test_outputs_loss_and_gradients_equal_keras(frameworks, name):
    """With copied weights Keras gives the same outputs, loss and gradients to 6 decimals."""
    network, x, y, loss = case(name)
    model = keras_model(frameworks.keras, network, name)
    theirs = keras_loss(frameworks.keras, y)(y, model(x))
    theirs.backward()
    trace = backprop(network, x, y, loss)
    assert_equal([network(x), trace.loss], [model(x).detach(), theirs.item()], IN_KERAS)
    gradients = [w.value.grad.numpy() for w in model.trainable_weights]
    assert_equal(trace.gradients.values(), from_keras(gradients), IN_KERAS)


def steps(network, x, y, loss, optimizer, count):
    """The network after so many of our steps."""
    state = None
    for _ in range(count):
        gradients = backprop(network, x, y, loss).gradients
        network, state = optimizer.step(network, gradients, state)
    return network


@pytest.mark.frameworks
@CASES
@pytest.mark.parametrize("count", [1, 50])
@pytest.mark.parametrize("optimizer", ["SGD", "Adam"])
def test_steps_equal_pytorch(frameworks, name, count, optimizer):
    """After one step and after 50, by SGD and by Adam, the weights are those of PyTorch."""
    network, x, y, loss = case(name)
    model = torch_model(frameworks.torch, network, name)
    theirs = getattr(frameworks.torch.optim, optimizer)(model.parameters(), lr=0.01)
    for _ in range(count):
        theirs.zero_grad()
        torch_loss(frameworks.torch, model, x, y).backward()
        theirs.step()
    ours = {"SGD": SGD(0.01), "Adam": Adam(0.01)}[optimizer]
    after = steps(network, x, y, loss, ours, count).parameters.values()
    assert_equal(after, [p.detach() for p in model.parameters()], 1e-9)


@pytest.mark.frameworks
@CASES
@pytest.mark.parametrize("count", [1, 50])
def test_steps_equal_keras(frameworks, name, count):
    """After one step of SGD and after 50 the weights are those of Keras."""
    network, x, y, loss = case(name)
    model = keras_model(frameworks.keras, network, name)
    model.compile(
        optimizer=frameworks.keras.optimizers.SGD(0.01), loss=keras_loss(frameworks.keras, y)
    )
    for _ in range(count):
        model.train_on_batch(x, y)
    after = steps(network, x, y, loss, SGD(0.01), count).parameters.values()
    weights = [w.value.detach().numpy() for w in model.trainable_weights]
    assert_equal(after, from_keras(weights), IN_KERAS if count == 1 else 1e-5)


@pytest.mark.frameworks
def test_kims_run_in_pytorch_itself(frameworks):
    """From the reconstructed start PyTorch, in 32 bits, prints the ten losses of the slide."""
    torch = frameworks.torch
    model = torch_model(torch, KIM, "2-2-1").float()
    x, y = torch.tensor(X).float(), torch.tensor(Y).float()
    adam, losses = torch.optim.Adam(model.parameters(), lr=0.01), []
    for _ in range(1000):
        adam.zero_grad()
        loss = torch.nn.BCELoss()(model(x), y)
        loss.backward()
        adam.step()
        losses.append(loss.item())
    printed = [0.7065, 0.6805, 0.5317, 0.3014, 0.1711, 0.1096, 0.0769, 0.0575, 0.0448, 0.0361]
    np.testing.assert_allclose(losses[::100], printed, rtol=0, atol=1e-4)
    first, second, _, fourth = model(x)[:, 0].tolist()
    np.testing.assert_allclose([first, second, fourth], [0.0325, 0.9716, 0.0287], atol=1e-4)


@pytest.mark.frameworks
def test_the_epsilon_of_keras_stands_elsewhere(frameworks):
    """Keras's Adam adds epsilon before v is repaired: at step 1 it acts like 32 times as much."""
    network, x, y, loss = case("8-5-1")
    gradients, epsilon = backprop(network, x, y, loss).gradients, 1e-3
    model = keras_model(frameworks.keras, network, "8-5-1")
    adam = frameworks.keras.optimizers.Adam(0.01, epsilon=epsilon)
    model.compile(optimizer=adam, loss=keras_loss(frameworks.keras, y))
    model.train_on_batch(x, y)
    theirs = from_keras([w.value.detach().numpy() for w in model.trainable_weights])
    larger = Adam(0.01, epsilon=epsilon / np.sqrt(1 - 0.999))
    assert_equal(larger.step(network, gradients)[0].parameters.values(), theirs, IN_KERAS)
    same = Adam(0.01, epsilon=epsilon).step(network, gradients)[0].parameters.values()
    assert max(np.abs(a - b).max() for a, b in zip(same, theirs, strict=True)) > 1e-3


@pytest.mark.frameworks
def test_weights_in_the_wrong_order_run_and_guess(frameworks):
    """Copied without the order of Flatten, the digits' network runs and gives other answers."""
    network, x, _, _ = case("digits")
    model = keras_model(frameworks.keras, network, "digits")
    weights = to_keras(network.parameters.values())
    weights[2] = network.parameters["W3"].T
    model.set_weights(weights)
    assert np.abs(model(x).detach().numpy() - network(x)).max() > 0.1


@pytest.mark.frameworks
def test_the_old_back_ends_are_gone(frameworks):
    """Keras 3 refuses Theano and CNTK; it runs on PyTorch here, and no TensorFlow is imported."""
    for old in ("theano", "cntk"):
        done = subprocess.run(
            [sys.executable, "-c", "import keras"],
            env=os.environ | {"KERAS_BACKEND": old}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert f"Unable to import backend : {old}" in done.stderr
    assert frameworks.keras.backend.backend() == "torch"
    assert "tensorflow" not in sys.modules
