"""The road for images: the numbers of the loop of four lines, for the networks it is meant for."""

import numpy as np
import pytest

from nnbook import SGD, Adam, Momentum, backprop, train
from nnbook import _convolution_road as road
from nnbook._road import Task
from nnbook.activations import ACTIVATIONS, leaky_relu, prelu, relu
from nnbook.layers import Convolution, Dropout, MaxPooling
from nnbook.losses import binary_cross_entropy, cross_entropy, hinge, mae, mse
from nnbook.network import Layer, Network
from nnbook.optimizers import L1, L2
from tests.needs import need

TAILS = {
    "softmax": cross_entropy,
    "sigmoid": binary_cross_entropy,
    "tanh": mse,
    "identity": mae,
    "elu": hinge,
}
RISING = ("identity", "sigmoid", "tanh", "relu", "leaky_relu", "elu")


def random_images(rng: np.random.Generator, dtype: type = float) -> tuple[Network, np.ndarray]:
    """One or two convolutions of any shape, pooled or not, dense layers behind, and images."""
    shape = tuple(int(n) for n in rng.integers((1, 7, 7), (4, 12, 12)))
    layers: list = []
    here = shape
    for _ in range(int(rng.integers(1, 3))):
        rows, columns, padding, filters = (int(n) for n in rng.integers((1, 1, 0, 1), (4, 4, 3, 5)))
        K = rng.normal(size=(filters, here[0], rows, columns)).astype(dtype)
        b = rng.normal(size=filters).astype(dtype) if rng.random() < 0.7 else None
        stride = int(rng.integers(1, 3))
        layers.append(
            Convolution(K, b, str(rng.choice(RISING)), here, padding=padding, stride=stride)
        )
        here = layers[-1].output_shape
        if rng.random() < 0.7 and min(here[1:]) > 1:
            layers.append(MaxPooling(here, int(rng.integers(1, min(4, *here[1:])))))
            here = layers[-1].output_shape
        if min(here[1:]) < 3:
            break
    sizes = [int(np.prod(here)), *rng.integers(1, 5, size=int(rng.integers(0, 2))).tolist(), 3]
    tail = str(rng.choice(list(TAILS)))
    activations = ["tanh"] * (len(sizes) - 2) + [tail]
    dense = Network.random(sizes, activations, rng=rng, dtype=dtype)
    X = rng.normal(size=(int(rng.integers(1, 9)), layers[0].inputs)).astype(dtype)
    return Network([*layers, *dense.layers]), X


def targets(network: Network, count: int, rng: np.random.Generator) -> np.ndarray:
    """Labels that the loss of this network's tail allows."""
    rows = np.eye(3)[rng.integers(3, size=count)]
    return 2 * rows - 1 if network.layers[-1].activation.name == "elu" else rows


def task_of(network: Network, X: np.ndarray, y: np.ndarray, **changes: object) -> Task:
    """What train would hand to a road."""
    settings = {
        "loss": TAILS[network.layers[-1].activation.name],
        "optimizer": SGD(0.05),
        "penalty": None,
        "batch_size": len(X),
        "rng": None,
    }
    return Task(network, X, y, **(settings | changes))


@pytest.mark.parametrize("seed", range(60))
def test_agrees_with_the_four_lines(seed: int) -> None:
    """Any shapes, strides, paddings, poolings, activations and losses: the same few steps."""
    rng = np.random.default_rng(seed)
    dtype = np.float32 if seed % 4 == 3 else float
    network, X = random_images(rng, dtype)
    y = targets(network, len(X), rng).astype(dtype)
    optimizer = [SGD(0.05), Momentum(0.02), Adam(0.01, epsilon=1e-3)][seed % 3]
    task = task_of(network, X, y, optimizer=optimizer)
    assert road.can_take(task)
    fast = road.ConvolutionRoad(task)
    state, close = None, 1e-12 if dtype is float else 2e-4
    for _ in range(3):
        trace = backprop(network, X, y, task.loss)
        network, state = optimizer.step(network, trace.gradients, state)
        np.testing.assert_allclose(fast.step(slice(None)), trace["C"].value, rtol=close, atol=close)
        ours = fast.snapshot().parameters
        for name, wanted in network.parameters.items():
            np.testing.assert_allclose(ours[name], wanted, rtol=close, atol=close, err_msg=name)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("penalty", [L1(0.01), L2(0.01)])
def test_chunks_and_penalties_change_nothing(
    seed: int, penalty: L1 | L2, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two images at a time give the gradient of all; the penalty acts on filters and weights."""
    rng = np.random.default_rng(100 + seed)
    network, _ = random_images(rng)
    X = rng.normal(size=(7, network.layers[0].inputs))
    y = targets(network, 7, rng)
    task = task_of(network, X, y, penalty=penalty)
    numbers = max(road.numbers_of(pair) for pair in road.split(network)[0])
    monkeypatch.setattr(road, "CACHED", 2 * numbers)
    fast = road.ConvolutionRoad(task)
    loss = fast.step(slice(None))
    assert set(fast.chunks) == {1, 2}
    trace = backprop(network, X, y, task.loss)
    gradients = {
        name: trace.gradients[name] + (penalty.slope(value) if name[0] in "KW" else 0)
        for name, value in network.parameters.items()
    }
    wanted, _ = task.optimizer.step(network, gradients)
    assert loss == pytest.approx(trace["C"].value, rel=1e-12)
    for name, value in fast.snapshot().parameters.items():
        np.testing.assert_allclose(value, wanted.parameters[name], rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(("window", "winner"), [([[1, 1], [1, 1]], 0), ([[0, 1], [1, 1]], 1)])
def test_ties_go_to_the_first(window: list, winner: int) -> None:
    """Where several numbers of a window are the largest, one gets the blame, as in MaxPooling."""
    dense = Layer(np.ones((1, 4)), None, "identity")
    pooled = [Convolution(np.ones((1, 1, 1, 1)), [0.0], "relu", (1, 4, 4)), MaxPooling((1, 4, 4))]
    network, X = Network([*pooled, dense]), np.tile(window, (2, 2)).reshape(1, 16)
    X, y = np.repeat(X, 2, axis=0).astype(float), np.zeros((2, 1))
    fast = road.ConvolutionRoad(Task(network, X, y, mse, SGD(1.0), None, 2, None))
    fast.step(slice(None))
    (stage,) = fast.chunks[2].stages
    assert [won.all() for won in stage.won] == [phase == winner for phase in range(4)]
    assert stage.won.sum() == stage.won[winner].size
    trace = backprop(network, X, y, mse)
    assert fast.part[0] == pytest.approx(trace["dC/dK1"].value.item())


@pytest.mark.parametrize("pooled", [True, False])
def test_where_an_image_is_blank_nothing_is_learned(pooled: bool) -> None:
    """A sum of exactly 0 after relu: the slope of its left side, as in the four lines."""
    rng = np.random.default_rng(0)
    convolution = Convolution(np.ones((2, 1, 3, 3)), [0.0, 0.0], "relu", (1, 6, 6))
    pool = [MaxPooling(convolution.output_shape, 2)] if pooled else []
    dense = Network.random([(pool or [convolution])[-1].outputs, 3], "identity", rng=rng)
    network, X, y = Network([convolution, *pool, *dense.layers]), np.zeros((2, 36)), np.eye(3)[:2]
    fast = road.ConvolutionRoad(Task(network, X, y, mse, SGD(1.0), None, 2, None))
    fast.step(slice(None))
    np.testing.assert_array_equal(fast.snapshot().parameters["b1"], [0.0, 0.0])
    np.testing.assert_array_equal(backprop(network, X, y, mse).gradients["b1"], [0.0, 0.0])


def test_kept_networks_do_not_move_on() -> None:
    """What a History keeps on this road is a copy of what is still being trained."""
    rng = np.random.default_rng(1)
    network, X = random_images(rng)
    assert network.layers[0].b is not None
    y, loss = targets(network, len(X), rng), TAILS[network.layers[-1].activation.name]
    two, four = (
        train(network, X, y, loss=loss, optimizer=SGD(0.05), epochs=epochs, keep=[2])
        for epochs in (2, 4)
    )
    for name, value in two.network.parameters.items():
        np.testing.assert_array_equal(four[0].parameters[name], value, err_msg=name)
    assert (four.network.parameters["K1"] != two.network.parameters["K1"]).any()


def test_train_takes_this_road(monkeypatch: pytest.MonkeyPatch) -> None:
    """In train, with shuffled batches of several sizes, the History is that of the four lines."""
    taken, step = [], road.ConvolutionRoad.step
    monkeypatch.setattr(
        road.ConvolutionRoad, "step", lambda self, rows: (taken.append(1), step(self, rows))[1]
    )
    rng = np.random.default_rng(5)
    network, _ = random_images(rng)
    X = rng.normal(size=(10, network.layers[0].inputs))
    y, loss = targets(network, 10, rng), TAILS[network.layers[-1].activation.name]
    history = train(
        network, X, y, loss=loss, optimizer=Adam(0.01), epochs=3, batch_size=4,
        rng=np.random.default_rng(6),
    )  # fmt: skip
    assert len(taken) == 9
    order, state, optimizer = np.random.default_rng(6), None, Adam(0.01)
    for epoch in range(3):
        rows, losses = order.permutation(10), []
        for start in range(0, 10, 4):
            batch = rows[start : start + 4]
            trace = backprop(network, X[batch], y[batch], loss)
            losses.append(float(trace["C"].value) * len(batch))
            network, state = optimizer.step(network, trace.gradients, state)
        assert history.losses[epoch] == pytest.approx(sum(losses) / 10, rel=1e-10)
    for name, value in history.network.parameters.items():
        np.testing.assert_allclose(value, network.parameters[name], rtol=1e-9, atol=1e-10)


@pytest.mark.frameworks
def test_pytorch_agrees_after_100_steps() -> None:
    """Two convolutions, two poolings, a dense layer and Adam: the same weights to ten digits."""
    torch = need("torch")
    rng = np.random.default_rng(0)
    first = Convolution.random((1, 12, 12), 3, 3, "relu", rng=rng, padding=1)
    pool = MaxPooling(first.output_shape, 2)
    second = Convolution.random(pool.output_shape, 4, 3, "tanh", rng=rng)
    last = MaxPooling(second.output_shape, 2)
    dense = Network.random([last.outputs, 3], "softmax", rng=rng)
    network = Network([first, pool, second, last, *dense.layers])
    X, labels = rng.normal(size=(20, 144)), rng.integers(3, size=20)
    history = train(
        network, X, np.eye(3)[labels], loss=cross_entropy, optimizer=Adam(0.002), epochs=100
    )
    model = torch.nn.Sequential(
        torch.nn.Conv2d(1, 3, 3, padding=1), torch.nn.ReLU(), torch.nn.MaxPool2d(2),
        torch.nn.Conv2d(3, 4, 3), torch.nn.Tanh(), torch.nn.MaxPool2d(2), torch.nn.Flatten(),
        torch.nn.Linear(last.outputs, 3),
    ).double()  # fmt: skip
    with torch.no_grad():
        for theirs, value in zip(model.parameters(), network.parameters.values(), strict=True):
            theirs.copy_(torch.tensor(value.copy()))
    descent = torch.optim.Adam(model.parameters(), lr=0.002)
    images, targets = torch.tensor(X).reshape(20, 1, 12, 12), torch.tensor(labels)
    for _ in range(100):
        descent.zero_grad()
        torch.nn.functional.cross_entropy(model(images), targets).backward()
        descent.step()
    ours = history.network.parameters.values()
    for theirs, value in zip(model.parameters(), ours, strict=True):
        np.testing.assert_allclose(value, theirs.detach(), rtol=1e-10, atol=1e-10)


CONVOLUTION = Convolution(np.ones((2, 1, 3, 3)), None, "relu", (1, 8, 8))
POOL = MaxPooling((2, 6, 6), 2)
OUT = Layer(np.ones((1, 18)), None, "identity")
NINE = Layer(np.ones((1, 9)), None, "identity")
WIDE = Layer(np.ones((1, 72)), None, "identity")


def with_activation(activation: object) -> Convolution:
    """The convolution above with another activation."""
    return Convolution(CONVOLUTION.K, None, activation, CONVOLUTION.shape)


@pytest.mark.parametrize(
    ("layers", "takes"),
    [
        ([CONVOLUTION, POOL, OUT], True),
        ([CONVOLUTION, WIDE], True),
        ([with_activation(leaky_relu.using(alpha=0.2)), POOL, OUT], True),
        ([with_activation(leaky_relu.using(alpha=-0.2)), POOL, OUT], False),
        ([with_activation(prelu), POOL, OUT], False),
        ([with_activation("softmax"), POOL, OUT], False),
        ([CONVOLUTION, MaxPooling((2, 4, 9), 2), Layer(np.ones((1, 16)), None, relu)], False),
        ([CONVOLUTION, Convolution(np.ones((1, 8, 1, 1)), None, relu, (8, 3, 3)), NINE], False),
        ([CONVOLUTION, POOL, MaxPooling((2, 3, 3), 3), Layer(np.ones((1, 2)), None, relu)], False),
        ([CONVOLUTION, POOL, Dropout(0.5), OUT], False),
        ([CONVOLUTION, POOL], False),
        ([Layer(np.ones((64, 3)), None, relu), CONVOLUTION, POOL, OUT], False),
        ([OUT], False),
    ],
)
def test_takes_what_it_can(layers: list, takes: bool) -> None:
    """Convolutions, each with its own pooling, then dense layers; all else goes another way."""
    network = Network(layers)
    X = np.ones((2, network.layers[0].inputs))
    assert road.can_take(Task(network, X, np.ones((2, 1)), mse, SGD(1.0), None, 2, None)) is takes


def test_a_function_of_the_readers_own_goes_another_way() -> None:
    """An activation of a known name that does something else might fall."""
    own = ACTIVATIONS["tanh"]
    other = type(own)("tanh", "-z", "-1", np.negative, lambda z: -np.ones_like(z))
    network = Network([with_activation(other), POOL, OUT])
    X = np.ones((2, 64))
    assert not road.can_take(Task(network, X, np.ones((2, 1)), mse, SGD(1.0), None, 2, None))
