"""The roads of `train`: each comes to the numbers of the loop of four lines, save the last bits."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nnbook.training as room
from nnbook import _calls, _dense_road, _general_road, _number_road
from nnbook._road import prepare
from nnbook.activations import ACTIVATIONS, Activation, elu, leaky_relu, sigmoid, tanh
from nnbook.backpropagation import backprop
from nnbook.layers import Dropout
from nnbook.losses import LOSSES, binary_cross_entropy, cross_entropy, hinge, mae, mse
from nnbook.network import Layer, Network
from nnbook.optimizers import L1, L2, SGD, WEIGHTS, Adam, Momentum
from nnbook.training import Divergence, perceptron, train
from nnbook.writing import TERMS, VALUES

# Adam divides by the size of the gradient. Where that is 0 but for rounding, as with mae when half
# of the samples pull each way, an epsilon of 1e-8 would make rounding into steps of 1e-12.
OPTIMIZERS = [
    SGD(0.1),
    SGD(lambda steps: 0.2 / (1 + steps)),
    Momentum(0.05),
    Momentum(lambda steps: 0.1 * 0.9**steps, beta=0.5),
    Adam(0.01, epsilon=1e-3),
    Adam(lambda steps: 0.02 / (1 + steps), beta1=0.5, beta2=0.9, epsilon=1e-3),
]
PENALTIES = [None, L1(0.01), L2(0.02)]
ROADS = {
    "numbers": (_number_road.can_take, _number_road.NumberRoad),
    "arrays": (_dense_road.can_take, _dense_road.DenseRoad),
    "general": (_general_road.can_take, _general_road.GeneralRoad),
}


def targets(loss, n: int, outputs: int, rng):
    if loss is hinge:
        return rng.choice([-1.0, 1.0], (n, outputs))
    if loss is cross_entropy:
        return np.eye(outputs)[rng.integers(outputs, size=n)]
    return rng.random((n, outputs))


@st.composite
def tasks(draw, names=tuple(ACTIVATIONS), losses=tuple(LOSSES), dtypes=(np.float64, np.float32)):
    """A network with data, and all that `train` may be asked for."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    sizes = draw(st.lists(st.integers(1, 5), min_size=2, max_size=4))
    loss = LOSSES[draw(st.sampled_from(losses))]
    activations = [draw(st.sampled_from(names)) for _ in sizes[1:]]
    if loss.probabilities:
        activations[-1] = draw(st.sampled_from([n for n in ("sigmoid", "softmax") if n in names]))
    dtype = draw(st.sampled_from(dtypes))
    network = Network.random(sizes, activations, rng=rng, dtype=dtype, bias=draw(st.booleans()))
    n = draw(st.integers(1, 12))
    X, y = rng.normal(size=(n, sizes[0])), targets(loss, n, sizes[-1], rng)
    keywords = {
        "loss": loss,
        "optimizer": draw(st.sampled_from(OPTIMIZERS)),
        "penalty": draw(st.sampled_from(PENALTIES)),
        "batch_size": draw(st.one_of(st.none(), st.integers(1, 12))),
    }
    return network, X.astype(dtype), y, keywords


def loop(network, X, y, *, loss, optimizer, epochs, batch_size=None, penalty=None, rng):
    """The four lines, with batches and a penalty: what `train` is to come to."""
    state, losses, n = None, [], len(X)
    size = min(batch_size or n, n)
    for _ in range(epochs):
        order = np.arange(n) if size == n else rng.permutation(n)
        total = 0.0
        for rows in (order[start : start + size] for start in range(0, n, size)):
            trace = backprop(network, X[rows], y[rows], loss)
            gradients = trace.gradients
            if penalty is not None:
                for name, value in network.parameters.items():
                    if name[0] in WEIGHTS:
                        gradients[name] = gradients[name] + penalty.slope(value)
            network, state = optimizer.step(network, gradients, state)
            total += float(trace["C"].value) * len(rows)
        losses.append(total / n)
    return network, np.array(losses)


SLOWING = Momentum(lambda steps: 60.0 / (1 + 0.5 * steps))  # so that steps are counted on


def on_the_road(name, monkeypatch):
    """Only this road, and whatever it takes however long it lasts."""
    monkeypatch.setattr(room, "ROADS", [ROADS[name]])
    monkeypatch.setattr(_number_road, "FEW_PRODUCTS", 10**6)


def closeness(dtype) -> dict[str, float]:
    """A few units in the last place of the numbers that occur, which are of size 1."""
    bits = 400 if dtype == np.float32 else 4000
    return {"rtol": bits * np.finfo(dtype).eps, "atol": bits * np.finfo(dtype).eps}


def assert_equal_training(task, epochs=3) -> None:
    network, X, y, keywords = task
    history = train(network, X, y, epochs=epochs, rng=np.random.default_rng(3), **keywords)
    expected, losses = loop(network, X, y, epochs=epochs, rng=np.random.default_rng(3), **keywords)
    close = closeness(network.dtype)
    np.testing.assert_allclose(history.losses, losses, **close)
    for name, value in expected.parameters.items():
        assert history.network.parameters[name].dtype == network.dtype
        np.testing.assert_allclose(history.network.parameters[name], value, **close, err_msg=name)


EXAMPLES = settings(max_examples=60, deadline=None, derandomize=True)


@EXAMPLES
@given(task=tasks())
def test_train_equals_the_loop_of_four_lines_whatever_is_trained(task) -> None:
    """Random networks x losses x optimizers x batches x penalties x dtypes, on the road chosen."""
    assert_equal_training(task)


@pytest.mark.parametrize(
    ("road", "those"),
    [
        ("numbers", tasks(tuple(VALUES), tuple(TERMS), (np.float64,))),
        ("arrays", tasks()),
        ("general", tasks()),
    ],
)
def test_each_road_equals_the_loop_of_four_lines(road, those, monkeypatch) -> None:
    """The same with one road alone, which must take all that it is made for."""
    on_the_road(road, monkeypatch)

    @EXAMPLES
    @given(task=those)
    def check(task):
        assert_equal_training(task)

    check()


def case(seed, loss=mse, activations=sigmoid, sizes=(2, 3, 1), n=10, dtype=float):
    rng = np.random.default_rng(seed)
    network = Network.random(sizes, activations, rng=rng, dtype=dtype)
    return network, rng.normal(size=(n, sizes[0])), targets(loss, n, sizes[-1], rng)


def taken(network, X, y, *, optimizer=OPTIMIZERS[0], penalty=None, batch_size=None):
    """The name of the road that `train` would take."""
    rng = np.random.default_rng(0)
    task = prepare(network, X, y, mse, optimizer, 1, batch_size, rng, penalty, None)
    return next(make for can_take, make in room.ROADS if can_take(task)).__name__


def test_the_road_is_chosen_by_what_is_to_be_done() -> None:
    """Few numbers: the program; dense: arrays; what a road does not know: the next one."""
    network, X, y = case(0, n=4)
    assert taken(network, X, y) == "NumberRoad"
    assert taken(network, X, y, batch_size=1) == "NumberRoad"
    network, X, y = case(0, n=100)
    assert taken(network, X, y) == "DenseRoad"
    assert taken(network, X, y, batch_size=1) == "NumberRoad"
    assert taken(*case(0, n=4, dtype=np.float32)) == "DenseRoad"
    assert taken(*case(0, n=4, activations="softmax")) == "DenseRoad"
    assert taken(network, X, y, optimizer=Adam(0.1, beta2=1.0)) == "GeneralRoad"
    with_dropout = Network([network.layers[0], Dropout(0.5), network.layers[1]])
    assert taken(with_dropout, X, y) == "GeneralRoad"


def test_own_functions_optimizers_and_penalties_take_the_general_road() -> None:
    """What only looks like a function of the book is trained by its own arithmetic."""
    network, X, y = case(1)
    doubled = Activation("tanh", "2 z", "2", lambda z: 2 * z, lambda z: 2 * np.ones_like(z))
    own = Network([Layer(one.W, one.b, doubled) for one in network.layers])

    class Slow(SGD):
        def descend(self, w, g, vectors, steps, room):
            w -= 0.001 * g

    class Zero(L2):
        def slope(self, W):
            return 0 * W

    assert taken(own, X, y) == "GeneralRoad"
    assert taken(network, X, y, optimizer=Slow(1.0)) == "GeneralRoad"
    assert taken(network, X, y, penalty=Zero(1.0)) == "GeneralRoad"


def test_predictions_that_are_no_probabilities_are_refused_in_training() -> None:
    """Cross-entropy after tanh: the general road meets the negative number and says so."""
    network, X, y = case(2, loss=binary_cross_entropy, activations=tanh)
    with pytest.raises(ValueError, match="takes predictions between 0 and 1"):
        train(network, X, y, loss=binary_cross_entropy, optimizer=SGD(0.1), epochs=3)


@pytest.mark.parametrize("road", ["numbers", "arrays"])
@pytest.mark.parametrize("scale", [40.0, 1000.0, 1e6])
@pytest.mark.parametrize("loss", [mse, binary_cross_entropy])
def test_saturated_sigmoids_are_answered_as_by_the_trace(road, scale, loss, monkeypatch) -> None:
    """Sums of thousands neither overflow nor change the loss or a gradient."""
    on_the_road(road, monkeypatch)
    network, X, y = case(3, loss=loss, n=6)
    network = network.updated({"W1": scale * network.parameters["W1"], "b2": [scale]})
    assert_equal_training((network, X, y, {"loss": loss, "optimizer": SGD(0.5)}))


@pytest.mark.parametrize("road", ["numbers", "arrays"])
@pytest.mark.parametrize(("activation", "z"), [("sigmoid", 40.0), ("tanh", 20.0)])
def test_a_saturated_neuron_keeps_the_digits_of_its_slope(road, activation, z, monkeypatch) -> None:
    """Where 1 - a has rounded to 0 the slope has not: a huge rate shows it."""
    on_the_road(road, monkeypatch)
    network = Network([Layer([[z]], None, activation)])
    arguments = [[1.0]], [[0.0]]
    history = train(network, *arguments, loss=mse, optimizer=SGD(1e17), epochs=1)
    slope = backprop(network, *arguments, mse).gradients["W1"]
    assert 1e-18 < slope[0, 0] < 1e-16
    moved = network.parameters["W1"] - history.network.parameters["W1"]
    np.testing.assert_allclose(moved, 1e17 * slope, rtol=1e-12)


@pytest.mark.parametrize("road", ["numbers", "arrays"])
@pytest.mark.parametrize("activation", ["relu", leaky_relu, elu.using(alpha=0.5), "elu"])
def test_at_its_corner_a_function_has_the_slope_of_its_left_side(
    road, activation, monkeypatch
) -> None:
    """A sum of exactly 0: the weights move as in the loop of four lines, those of relu not."""
    on_the_road(road, monkeypatch)
    network = Network([Layer([[0.0, 0.0], [0.0, 0.0]], [0.0, 0.0], activation)])
    X, y = np.array([[1.0, 2.0], [-1.0, 0.5]]), np.array([[1.0, 0.0], [1.0, 3.0]])
    assert_equal_training((network, X, y, {"loss": mse, "optimizer": SGD(0.1)}), epochs=1)


@pytest.mark.parametrize("road", ["numbers", "arrays", "general"])
def test_weights_are_lost_only_when_they_are_no_numbers(road, monkeypatch) -> None:
    """Weights whose sum overflows are still numbers; a step to infinity is noticed in its epoch."""
    on_the_road(road, monkeypatch)
    network = Network([Layer([[1e308, 1e308]], None, "identity")])
    history = train(network, [[1e-300] * 2], [[0.0]], loss=mae, optimizer=SGD(0.0), epochs=2)
    np.testing.assert_allclose(history.losses, 2e8)
    small = Network([Layer([[1.0, 1.0]], None, "identity")])
    with pytest.raises(Divergence, match=r"in epoch 1 \(step 1\)"):
        train(small, [[1e10, 1.0]], [[0.0]], loss=mae, optimizer=SGD(1e300), epochs=1)


@pytest.mark.parametrize("road", ["numbers", "arrays"])
def test_logits_of_a_thousand_cost_a_thousand(road, monkeypatch) -> None:
    """Where exp would overflow the loss is the sum itself."""
    on_the_road(road, monkeypatch)
    network = Network([Layer([[1000.0]], [0.0], sigmoid)])
    history = train(
        network, [[1.0]], [[0.0]], loss=binary_cross_entropy, optimizer=SGD(0), epochs=1
    )
    assert history.losses.tolist() == [1000.0]


def test_a_program_that_stops_goes_on_from_where_it_was(monkeypatch) -> None:
    """Momentum carries the sums beyond what exp can answer; the numbers stay those of the loop."""
    on_the_road("numbers", monkeypatch)
    network, X, y = case(4, loss=binary_cross_entropy, n=4)
    keywords = {"loss": binary_cross_entropy, "optimizer": SLOWING, "batch_size": 2}
    road = []
    make = _number_road.NumberRoad
    monkeypatch.setattr(
        room, "ROADS", [(lambda _: True, lambda task: road.append(make(task)) or road[0])]
    )
    assert_equal_training((network, 20 * X, y, keywords), epochs=12)
    assert road[0].beyond is not None


@pytest.mark.parametrize("road", ["numbers", "arrays", "general"])
def test_every_road_explains_divergence(road, monkeypatch) -> None:
    """The same epoch, the same words and the same losses on every road."""
    on_the_road(road, monkeypatch)
    network, X, y = case(5, activations="identity", n=8)
    with pytest.raises(Divergence, match=r"in epoch \d+ \(step \d+\)") as caught:
        train(network, X, y, loss=mse, optimizer=SGD(30.0), epochs=400)
    monkeypatch.setattr(room, "ROADS", [ROADS["general"]])
    with pytest.raises(Divergence) as expected:
        train(network, X, y, loss=mse, optimizer=SGD(30.0), epochs=400)
    assert str(caught.value) == str(expected.value)
    np.testing.assert_allclose(
        caught.value.history.losses, expected.value.history.losses, rtol=1e-9
    )


@pytest.mark.parametrize("road", ["numbers", "arrays", "general"])
def test_ctrl_c_in_the_middle_of_a_step_returns_whole_epochs(road, monkeypatch) -> None:
    """Interrupted while it computes the third epoch: the losses of two, and their network."""
    on_the_road(road, monkeypatch)
    network, X, y = case(6)
    calls = []

    def rate(steps):
        calls.append(steps)
        if steps == 2:
            raise KeyboardInterrupt
        return 0.1

    history = train(network, X, y, loss=mse, optimizer=SGD(rate), epochs=9)
    two = train(network, X, y, loss=mse, optimizer=SGD(0.1), epochs=2)
    assert history.epochs == (2,)
    np.testing.assert_allclose(history.losses, two.losses, rtol=1e-12)
    np.testing.assert_allclose(
        history.network.parameters["W1"], two.network.parameters["W1"], rtol=1e-12
    )


def test_validation_and_kept_networks_do_not_depend_on_the_road(monkeypatch) -> None:
    """keep and validation give the same on every road."""
    network, X, y = case(7, n=6)
    found = []
    for road in ROADS:
        on_the_road(road, monkeypatch)
        keywords = {"loss": mse, "optimizer": Adam(0.1), "epochs": 5, "keep": 2}
        found.append(train(network, X, y, validation=(X[:3], y[:3]), **keywords))
    for history in found[1:]:
        assert history.epochs == found[0].epochs
        np.testing.assert_allclose(
            history.validation_losses, found[0].validation_losses, rtol=1e-12
        )
        for one, other in zip(history, found[0], strict=True):
            for name, value in one.parameters.items():
                np.testing.assert_allclose(value, other.parameters[name], rtol=1e-10)


def test_the_first_layer_of_large_data_keeps_its_bias_apart(monkeypatch) -> None:
    """Without a column of ones in the data the numbers are the same."""
    on_the_road("arrays", monkeypatch)
    monkeypatch.setattr(_dense_road, "FEW_DATA", 0)
    for batch_size in (None, 3):
        network, X, y = case(8, activations=["prelu", "tanh"])
        keywords = {"loss": mae, "optimizer": Momentum(0.1), "penalty": L1(0.1)}
        assert_equal_training((network, X, y, {**keywords, "batch_size": batch_size}))


def test_long_vectors_are_descended_in_pieces(monkeypatch) -> None:
    """An optimizer that goes piece by piece comes to the same."""
    on_the_road("arrays", monkeypatch)
    monkeypatch.setattr(_calls, "PIECE", 4)
    for optimizer in OPTIMIZERS:
        assert_equal_training((*case(9), {"loss": mse, "optimizer": optimizer}))


@pytest.mark.frameworks
@pytest.mark.parametrize("road", ["numbers", "arrays", "chosen"])
@pytest.mark.parametrize("name", ["SGD", "Momentum", "Adam"])
@pytest.mark.parametrize("loss", [mse, binary_cross_entropy, cross_entropy])
def test_a_hundred_steps_equal_those_of_pytorch(road, name, loss, monkeypatch) -> None:
    """After 100 steps from the same weights the parameters agree to 1e-10."""
    torch = pytest.importorskip("torch")
    if road == "numbers" and loss is cross_entropy:
        pytest.skip("no program is written for softmax")
    if road != "chosen":
        on_the_road(road, monkeypatch)
    outputs, last, compare = {
        mse: (1, "identity", torch.nn.functional.mse_loss),
        binary_cross_entropy: (
            1,
            "sigmoid",
            torch.nn.functional.binary_cross_entropy_with_logits,
        ),
        cross_entropy: (3, "softmax", torch.nn.functional.cross_entropy),
    }[loss]
    network, X, y = case(10, loss, ["tanh", "sigmoid", last], (2, 4, 3, outputs), n=12)
    optimizer = {"SGD": SGD(0.5), "Momentum": Momentum(0.1, 0.9), "Adam": Adam(0.02)}[name]
    history = train(network, X, y, loss=loss, optimizer=optimizer, epochs=100)

    weights = [torch.tensor(v.copy(), requires_grad=True) for v in network.parameters.values()]
    descent = {
        "SGD": lambda: torch.optim.SGD(weights, lr=0.5),
        "Momentum": lambda: torch.optim.SGD(weights, lr=0.1, momentum=0.9),
        "Adam": lambda: torch.optim.Adam(weights, lr=0.02),
    }[name]()
    inputs, wanted = torch.tensor(X), torch.tensor(y)
    for _ in range(100):
        descent.zero_grad()
        W1, b1, W2, b2, W3, b3 = weights
        hidden = torch.sigmoid(torch.tanh(inputs @ W1.T + b1) @ W2.T + b2)
        compare(hidden @ W3.T + b3, wanted).backward()
        descent.step()
    for ours, theirs in zip(history.network.parameters.values(), weights, strict=True):
        np.testing.assert_allclose(ours, theirs.detach().numpy(), rtol=1e-10, atol=1e-10)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    seed=st.integers(0, 2**32),
    n=st.integers(1, 80),
    tenths=st.booleans(),
    separable=st.booleans(),
    bias=st.booleans(),
    threshold=st.sampled_from([0.0, 0.5]),
)
def test_the_perceptron_that_looks_ahead_learns_sample_by_sample(
    seed, n, tenths, separable, bias, threshold
) -> None:
    """Bit for bit the path of the plain loop, also where sums of tenths meet the threshold."""
    rng = np.random.default_rng(seed)
    X = rng.integers(-10, 11, size=(n, 2)) / 10 if tenths else rng.normal(size=(n, 2))
    y = (X[:, 0] > 0.3 * X[:, 1]) * 1.0 if separable else rng.integers(2, size=n) * 1.0
    history = perceptron(
        X, y, w=[0.1, 0.2], b=0.0 if bias else None, lr=0.1, epochs=20, threshold=threshold
    )
    inputs = np.column_stack([X, np.full(n, float(bias))])
    weights, path, mistakes = np.array([0.1, 0.2, 0.0]), [[0.1, 0.2, 0.0]], []
    for _ in range(20):
        before = len(path)
        for x, target in zip(inputs, y, strict=True):
            if error := target - (1.0 if weights.dot(x) >= threshold else 0.0):
                weights = weights + 0.1 * error * x
                path.append(weights)
        mistakes.append(len(path) - before)
        if not mistakes[-1]:
            break
    assert history.mistakes.tolist() == mistakes
    assert len(history.networks) == len(mistakes) + 1
    np.testing.assert_array_equal(history.path, np.array(path)[:, : 2 + bias])
    np.testing.assert_array_equal(history.network.parameters["W1"][0], weights[:2])


def test_the_perceptron_leaves_a_tie_to_the_sum_of_one_sample() -> None:
    """Where a sum of many samples at once rounds to the other side, the sample's own sum counts."""
    rng, rounded = np.random.default_rng(0), 0
    for _ in range(200):
        X, w = rng.normal(size=(8, 5)), rng.normal(size=5)
        sums = np.array([w.dot(x) for x in X])
        rounded += bool((X.dot(w) != sums).any())
        for x, threshold in zip(X, sums, strict=True):
            y = (sums > threshold) * 1.0  # wrong for x alone, at which the neuron fires
            path = perceptron(X, y, w=w, threshold=threshold, epochs=1).path
            np.testing.assert_array_equal(path[1], w - x)
    assert rounded > 20  # times that the two sums differ, so that this test can fail
