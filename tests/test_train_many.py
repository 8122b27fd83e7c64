"""Many networks, one training: each History is the one that `train` would have given."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nnbook.many as room
from nnbook.activations import ACTIVATIONS, leaky_relu, sigmoid
from nnbook.losses import LOSSES, binary_cross_entropy, cross_entropy, hinge, mae, mse
from nnbook.many import train_many
from nnbook.network import Layer, Network
from nnbook.optimizers import L1, L2, SGD, Adam, Momentum
from nnbook.training import Divergence, train

OPTIMIZERS = [SGD(0.1), Momentum(lambda steps: 0.1 / (1 + steps)), Adam(0.01, epsilon=1e-3)]
XOR = [[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0]


def family(count, sizes=(2, 2, 1), activations=sigmoid, dtype=float, **more):
    return [
        Network.random(sizes, activations, rng=np.random.default_rng(i), dtype=dtype, **more)
        for i in range(count)
    ]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(data=st.data())
def test_each_history_is_that_of_train(data) -> None:
    """Losses, validation losses, kept networks: for random builds, losses, optimizers, batches."""
    draw = data.draw
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    sizes = draw(st.lists(st.integers(1, 4), min_size=2, max_size=4))
    loss = LOSSES[draw(st.sampled_from(sorted(LOSSES)))]
    activations = [draw(st.sampled_from(sorted(ACTIVATIONS))) for _ in sizes[1:]]
    if loss.probabilities:
        activations[-1] = draw(st.sampled_from(["sigmoid", "softmax"]))
    dtype = draw(st.sampled_from([np.float64, np.float32]))
    networks = family(3, sizes, activations, dtype, bias=draw(st.booleans()))
    X, y = rng.normal(size=(6, sizes[0])), rng.random((6, sizes[-1]))
    if loss is hinge:
        y = np.sign(y - 0.5)
    if loss is cross_entropy:
        y = np.eye(sizes[-1])[rng.integers(sizes[-1], size=6)]
    keywords = {
        "loss": loss,
        "optimizer": draw(st.sampled_from(OPTIMIZERS)),
        "penalty": draw(st.sampled_from([None, L1(0.01), L2(0.02)])),
        "batch_size": draw(st.sampled_from([None, 1, 4])),
        "epochs": 3,
        "keep": 2,
        "validation": (X[:2], y[:2]),
    }
    together = train_many(networks, X, y, rng=np.random.default_rng(5), **keywords)
    assert len(together) == 3
    eps = 4000 * np.finfo(dtype).eps
    for network, history in zip(networks, together, strict=True):
        alone = train(network, X, y, rng=np.random.default_rng(5), **keywords)
        assert history.epochs == alone.epochs == (0, 2, 3)
        np.testing.assert_allclose(history.losses, alone.losses, rtol=eps, atol=eps)
        np.testing.assert_allclose(
            history.validation_losses, alone.validation_losses, rtol=eps, atol=eps
        )
        for one, other in zip(history, alone, strict=True):
            for name, value in other.parameters.items():
                assert one.parameters[name].dtype == dtype
                np.testing.assert_allclose(one.parameters[name], value, rtol=eps, atol=eps)


def test_large_networks_go_one_after_the_other(monkeypatch) -> None:
    """The same Histories on either way, and the caller's rng is moved on as by one training."""
    networks, (X, y) = family(4), XOR
    keywords = {"loss": mse, "optimizer": Adam(0.1), "epochs": 20, "batch_size": 3}
    rngs = [np.random.default_rng(1) for _ in range(3)]
    together = train_many(networks, X, y, rng=rngs[0], **keywords)
    monkeypatch.setattr(room, "FEW_PRODUCTS", 0)
    in_turn = train_many(networks, X, y, rng=rngs[1], **keywords)
    train(networks[0], X, y, rng=rngs[2], **keywords)
    assert rngs[0].integers(2**60) == rngs[1].integers(2**60) == rngs[2].integers(2**60)
    for one, other in zip(together, in_turn, strict=True):
        np.testing.assert_allclose(one.losses, other.losses, rtol=1e-10)


def test_networks_that_come_back_are_frozen_and_their_own() -> None:
    """What a History holds cannot be written to, and training on does not change it."""
    networks, (X, y) = family(3), XOR
    histories = train_many(networks, X, y, loss=mse, optimizer=SGD(1.0), epochs=4, keep=[2])
    two = train_many(networks, X, y, loss=mse, optimizer=SGD(1.0), epochs=2)
    for history, half in zip(histories, two, strict=True):
        np.testing.assert_array_equal(history[0].parameters["W1"], half.network.parameters["W1"])
        with pytest.raises(ValueError, match="read-only"):
            history.network.parameters["W1"][0, 0] = 1.0


def test_saturated_sigmoids_cost_what_they_cost() -> None:
    """A sum of 1000 costs 1000, side by side as alone."""
    networks = [Network([Layer([[w]], [0.0], sigmoid)]) for w in (1000.0, -1000.0, 0.0)]
    histories = train_many(
        networks, [[1.0]], [[0.0]], loss=binary_cross_entropy, optimizer=SGD(0), epochs=1
    )
    np.testing.assert_allclose([h.losses[0] for h in histories], [1000.0, 0.0, np.log(2)])


@pytest.mark.parametrize("few", [4000, 0])
def test_progress_and_ctrl_c(few, monkeypatch) -> None:
    """progress counts epochs side by side, networks in turn; what is interrupted is handed over."""
    monkeypatch.setattr(room, "FEW_PRODUCTS", few)
    networks, (X, y) = family(4), XOR
    seen = []

    def progress(counted):
        for one in counted:
            seen.append(one)
            if one == 3:
                raise KeyboardInterrupt
            yield one

    histories = train_many(
        networks, X, y, loss=mse, optimizer=SGD(1.0), epochs=5, progress=progress
    )
    assert seen == [1, 2, 3]
    assert [len(h.losses) for h in histories] == ([2] * 4 if few else [5, 5, 0, 0])
    assert len(histories[3].network.parameters) == 4


def test_ctrl_c_within_a_network_ends_the_rest(monkeypatch) -> None:
    """In turn: the interrupted network keeps its epochs, the later ones have none."""
    monkeypatch.setattr(room, "FEW_PRODUCTS", 0)
    steps = []

    def rate(_):
        steps.append(1)
        if len(steps) == 9:
            raise KeyboardInterrupt
        return 0.1

    histories = train_many(family(4), *XOR, loss=mse, optimizer=SGD(rate), epochs=5)
    assert len(histories) == 4
    assert len(histories[0].losses) == 5
    assert 0 < len(histories[1].losses) < 5
    assert [len(h.losses) for h in histories[2:]] == [0, 0]


def test_divergence_names_the_network() -> None:
    """One of three has weights that explode: the sentence says which, and what to try."""
    X, y = np.ones((3, 1)), np.zeros((3, 1))
    networks = [Network([Layer([[w]], None, "identity")]) for w in (0.0, 1.0, 0.0)]
    with pytest.raises(
        Divergence, match=r"^network 2 of 3: in epoch \d+ .*learning rate of a tenth, 10"
    ) as caught:
        train_many(networks, X, y, loss=mse, optimizer=SGD(100.0), epochs=500)
    assert caught.value.history[0] is networks[1]
    assert np.isfinite(caught.value.history.losses).all()


def test_a_network_is_also_lost_by_its_weights_alone() -> None:
    """The last step leads one of three to infinity, from a loss that was still a number."""
    X, y = np.full((3, 1), 1e10), np.zeros((3, 1))
    networks = [Network([Layer([[w]], None, "relu")]) for w in (-1.0, 1.0, -1.0)]
    with pytest.raises(Divergence, match=r"^network 2 of 3: in epoch 1 "):
        train_many(networks, X, y, loss=mae, optimizer=SGD(1e300), epochs=1)


def test_large_weights_are_no_lost_ones() -> None:
    """Weights whose squares overflow train on."""
    networks = [Network([Layer([[w]], None, "identity")]) for w in (1e200, -1e200)]
    histories = train_many(networks, [[1e-200]], [[0.0]], loss=mse, optimizer=SGD(0.0), epochs=2)
    np.testing.assert_allclose([one.losses for one in histories], 1.0)


@pytest.mark.parametrize(
    ("networks", "kind", "words"),
    [
        ([], TypeError, r"takes a list of networks, but received \[\]"),
        (family(1)[0], TypeError, "takes a list of networks"),
        ([family(1)[0], 3], TypeError, "network 2 must be a Network, but is 3"),
        ([*family(1), *family(1, (2, 3, 1))], ValueError, "of one build, but network 2"),
        ([*family(1), *family(1, activations="tanh")], ValueError, "of one build"),
        ([*family(1), *family(1, dtype=np.float32)], ValueError, "of one build"),
        (
            [one for a in (0.1, 0.2) for one in family(1, activations=leaky_relu.using(alpha=a))],
            ValueError,
            "of one build, but network 2",
        ),
    ],
)
def test_bad_input_is_answered_in_a_sentence(networks, kind, words) -> None:
    """Networks that differ, or are none."""
    with pytest.raises(kind, match=words):
        train_many(networks, *XOR, loss=mse, optimizer=SGD(0.1), epochs=1)
