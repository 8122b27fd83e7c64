"""Backpropagation: its slopes against the complex step, nudging and PyTorch, and its refusals."""

import numpy as np
import pytest

from nnbook.activations import ACTIVATIONS, sigmoid, softmax
from nnbook.backpropagation import backprop, evaluate
from nnbook.dense import Layer
from nnbook.gradients import complex_step, nudge
from nnbook.losses import LOSSES, Loss, binary_cross_entropy, cross_entropy, mse
from nnbook.network import Network
from tests.needs import need

HIDDEN = ["identity", "sigmoid", "tanh", "relu", "leaky_relu", "prelu", "elu", "softmax"]
CASES = range(200)


def random_case(seed: int):
    """A random network of 1 to 4 layers, data and a loss that its last activation allows."""
    rng = np.random.default_rng(seed)
    loss = list(LOSSES.values())[seed % len(LOSSES)]
    depth = int(rng.integers(1, 5))
    sizes = rng.integers(1, 5, depth + 1).tolist()
    activations = rng.choice(HIDDEN, depth).tolist()
    if loss.probabilities:
        activations[-1] = "softmax" if loss is cross_entropy else rng.choice(["sigmoid", "softmax"])
    if activations[-1] == "softmax":  # of one unit is 1 whatever z, where logarithms have no slope
        sizes[-1] = max(sizes[-1], 2)
    network = Network.random(
        sizes,
        activations,
        rng=rng,
        bias=bool(rng.integers(2)),
        init=lambda rng, shape: rng.normal(0.0, 0.8, shape),
    )
    one = bool(rng.integers(2))
    x = rng.normal(size=sizes[0] if one else (int(rng.integers(1, 6)), sizes[0]))
    shape = (sizes[-1],) if one else (len(x), sizes[-1])
    y = {
        "any": lambda: rng.normal(size=shape),
        "unit": lambda: rng.random(shape),
        "sign": lambda: rng.choice([-1.0, 1.0], shape),
        "distribution": lambda: softmax(rng.normal(size=shape)),
    }[loss.labels]()
    return network, x, y, loss


def loss_at(network: Network, name: str, x, y, loss: Loss):
    return lambda value: evaluate(network.updated({name: value}), x, y, loss)


@pytest.mark.parametrize("seed", CASES)
def test_gradients_agree_with_complex_step_and_nudging(seed: int) -> None:
    """Every slope of 200 random networks agrees to 1e-10 (complex step) and 1e-6 (nudging)."""
    network, x, y, loss = random_case(seed)
    trace = backprop(network, x, y, loss)
    assert trace.loss == pytest.approx(evaluate(network, x, y, loss), rel=1e-14)
    assert list(trace.gradients) == list(network.parameters)
    for name, value in network.parameters.items():
        f = loss_at(network, name, x, y, loss)
        ours = trace.gradients[name]
        scale = max(float(np.abs(ours).max()), 1e-4)
        np.testing.assert_allclose(ours, complex_step(f, value), rtol=0, atol=1e-10 * scale)
        np.testing.assert_allclose(ours, nudge(f, value), rtol=0, atol=1e-6 * scale)


@pytest.mark.parametrize("seed", range(20))
def test_input_slope_agrees_with_complex_step(seed: int) -> None:
    """trace.input_slope is dC/dx."""
    network, x, y, loss = random_case(seed)
    trace = backprop(network, x, y, loss)

    def at(x):
        layers = network.layers
        first = Layer(layers[0].W.astype(complex), layers[0].b, layers[0].activation)
        return evaluate(Network([first, *layers[1:]]), x, y, loss)

    np.testing.assert_allclose(trace.input_slope, complex_step(at, x), rtol=1e-10, atol=1e-14)


@pytest.mark.frameworks
@pytest.mark.parametrize("seed", CASES)
def test_gradients_equal_pytorch(seed: int) -> None:
    """Loss and every slope of the same 200 networks are PyTorch's in float64, to 1e-12."""
    torch = need("torch")
    network, x, y, loss = random_case(seed)
    parameters = {
        name: torch.tensor(value, requires_grad=True) for name, value in network.parameters.items()
    }
    a, F = torch.tensor(x), torch.nn.functional
    for number, layer in enumerate(network.layers, 1):
        z = F.linear(a, parameters[f"W{number}"], parameters.get(f"b{number}"))
        alpha = parameters.get(f"alpha{number}")
        a = {
            "identity": lambda z: z,
            "sigmoid": torch.sigmoid,
            "tanh": torch.tanh,
            "relu": F.relu,
            "leaky_relu": F.leaky_relu,
            "elu": F.elu,
            "softmax": lambda z: F.softmax(z, -1),
            "prelu": lambda z, alpha=alpha: torch.where(z > 0, z, alpha * z),
        }[layer.activation.name](z)
    target = torch.tensor(y)
    total = {
        "mse": lambda: F.mse_loss(a, target),
        "mae": lambda: F.l1_loss(a, target),
        "binary_cross_entropy": lambda: F.binary_cross_entropy(a, target),
        "cross_entropy": lambda: -(target * torch.log(a)).sum(-1).mean(),
        "hinge": lambda: torch.clamp(1 - target * a, min=0).mean(),
    }[loss.name]()
    total.backward()
    trace = backprop(network, x, y, loss)
    assert trace.loss == pytest.approx(total.item(), rel=1e-12)
    for name, gradient in trace.gradients.items():
        theirs = parameters[name].grad.numpy()
        scale = max(float(np.abs(theirs).max()), 1e-12)
        np.testing.assert_allclose(gradient, theirs, rtol=0, atol=1e-12 * max(scale, 1e-3))


def test_logits_of_1000_give_1000() -> None:
    """Loss and slope come from z: a logit of 1000 on the wrong side costs 1000, slope 1."""
    network = Network([Layer([[1000.0]], None, sigmoid)])
    trace = backprop(network, [1.0], 0, binary_cross_entropy)
    assert trace.loss == 1000
    assert trace.gradients["W1"].item() == 1
    several = Network([Layer([[1000.0], [0.0]], None, softmax)])
    trace = backprop(several, [1.0], [0.0, 1.0], cross_entropy)
    assert trace.loss == 1000
    assert trace.gradients["W1"].tolist() == [[1], [-1]]


def test_a_batch_is_the_mean_of_its_samples() -> None:
    """With mse the loss and gradients of a batch are the means of those of its samples."""
    rng = np.random.default_rng(5)
    network = Network.random([3, 4, 2], "tanh", rng=rng)
    X, Y = rng.normal(size=(6, 3)), rng.normal(size=(6, 2))
    whole = backprop(network, X, Y, mse)
    single = [backprop(network, x, y, mse) for x, y in zip(X, Y, strict=True)]
    assert whole.loss == pytest.approx(np.mean([trace.loss for trace in single]))
    for name, gradient in whole.gradients.items():
        mean = np.mean([trace.gradients[name] for trace in single], axis=0)
        np.testing.assert_allclose(gradient, mean, rtol=1e-12)


def test_float32_stays_float32() -> None:
    """A float32 network computes in float32 throughout, and agrees with float64 to 1e-5."""
    rng = np.random.default_rng(6)
    network = Network.random([3, 5, 2], ["prelu", "softmax"], rng=rng, dtype=np.float32)
    double = Network.random([3, 5, 2], ["prelu", "softmax"], rng=np.random.default_rng(6))
    X, Y = rng.normal(size=(4, 3)), np.eye(2)[[0, 1, 1, 0]]
    trace, exact = backprop(network, X, Y, cross_entropy), backprop(double, X, Y, cross_entropy)
    for step in trace:
        assert np.asarray(step.value).dtype == np.float32, step.name
        np.testing.assert_allclose(step.value, exact[step.name].value, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("loss", [mse, binary_cross_entropy], ids=str)
def test_one_output_takes_plain_labels(loss: Loss) -> None:
    """A number, (N,) and (N, 1) are the same targets for one output."""
    network = Network([Layer([[1.0, 2.0]], [0.5], sigmoid)])
    assert (
        backprop(network, [1.0, 0.0], 1, loss).loss == backprop(network, [1.0, 0.0], [1], loss).loss
    )
    X = [[1.0, 0.0], [0.0, 1.0]]
    assert backprop(network, X, [1, 0], loss).loss == backprop(network, X, [[1], [0]], loss).loss


GOOD = Network([Layer([[1.0, 2.0]], [0.5], sigmoid)])


@pytest.mark.parametrize(
    ("call", "kind", "words"),
    [
        (
            lambda: backprop(GOOD, [1, 2, 3], 1, mse),
            ValueError,
            r"takes x of shape \(2,\) or \(N, 2\), but x has shape \(3,\)",
        ),
        (
            lambda: backprop(GOOD, [1, np.nan], 1, mse),
            ValueError,
            "x must be finite, but holds nan at entry 2",
        ),
        (
            lambda: backprop(GOOD, [[1, 2], [np.inf, 0]], [1, 0], mse),
            ValueError,
            r"inf at entry 2, 1 \(counted from 1\)",
        ),
        (lambda: backprop(GOOD, np.empty((0, 2)), [], mse), ValueError, "at least one sample"),
        (lambda: backprop(GOOD, ["a", "b"], 1, mse), TypeError, "x must be numbers"),
        (
            lambda: backprop(GOOD, [1, 2], [1, 2], mse),
            ValueError,
            r"y is \(2,\) and y_hat is \(1,\)",
        ),
        (lambda: backprop(GOOD, [1, 2], 3, binary_cross_entropy), ValueError, "between 0 and 1"),
        (
            lambda: backprop(GOOD, [1, 2], 1, "mse"),
            TypeError,
            "loss must be one of nnbook's losses",
        ),
        (lambda: backprop([1], [1, 2], 1, mse), TypeError, "network must be a Network"),
    ],
)
def test_bad_input_is_answered_in_a_sentence(call, kind, words) -> None:
    """What does not fit raises with what was wanted, what came, and where."""
    with pytest.raises(kind, match=words):
        call()


def test_probabilities_are_asked_of_the_prediction() -> None:
    """A tanh output with binary cross-entropy is told that it left [0, 1]."""
    network = Network([Layer([[-1.0]], None, "tanh")])
    with pytest.raises(ValueError, match=r"predictions between 0 and 1, but received -0\.76"):
        backprop(network, [1.0], 1, binary_cross_entropy)


def test_every_activation_is_exercised() -> None:
    """The random networks leave out no activation but the step, which has no slope."""
    assert set(HIDDEN) == set(ACTIVATIONS) - {"step"}
