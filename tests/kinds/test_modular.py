"""Experts and a gate: the mixture, its likelihood, its slopes, and a task with two regimes."""

import numpy as np
import pytest

from nnbook.gradients import complex_step
from nnbook.kinds import MixtureOfExperts, train_experts
from nnbook.losses import mse
from nnbook.network import Network
from nnbook.optimizers import Adam
from nnbook.training import train

WIDTH = 0.7


def random_mixture(seed: int = 0) -> MixtureOfExperts:
    rng = np.random.default_rng(seed)
    gate = Network.random([2, 3, 3], ["tanh", "softmax"], rng=rng)
    experts = [
        Network.random([2, 2], "identity", rng=rng),
        Network.random([2, 4, 2], ["tanh", "identity"], rng=rng),
        Network.random([2, 2], "sigmoid", rng=rng),
    ]
    return MixtureOfExperts(gate, experts)


X = np.random.default_rng(1).normal(size=(7, 2))
Y = np.random.default_rng(2).normal(size=(7, 2))


def fares(n: int, rng: np.random.Generator):
    """Trips of 1 to 15 km between 8 and 24 h; from 20 h another tariff. Scaled; fare in 10."""
    km, hour = rng.uniform(1, 15, n), rng.uniform(8, 24, n)
    fare = np.where(hour >= 20, 6 + 3 * km, 3 + 1.8 * km) + rng.normal(0, 0.3, n)
    return np.column_stack([(km - 8) / 7, (hour - 16) / 8]), fare[:, None] / 10


def straight_pair(rng: np.random.Generator) -> MixtureOfExperts:
    gate = Network.random([2, 2], "softmax", rng=rng)
    return MixtureOfExperts(gate, [Network.random([2, 1], "identity", rng=rng) for _ in range(2)])


def test_shares_sum_to_one() -> None:
    """What the gate gives and what was deserved are shares, one for each expert."""
    mixture = random_mixture()
    for shares in (mixture.gate(X), mixture.deserved(X, Y, width=WIDTH)):
        assert shares.shape == (7, 3)
        np.testing.assert_allclose(shares.sum(axis=1), 1, rtol=1e-14)
        assert (shares > 0).all()


def test_the_answer_is_mixed_by_share() -> None:
    """Written out with a loop, for a batch and for one sample."""
    mixture = random_mixture()
    g = mixture.gate(X)
    mixed = sum(g[:, j : j + 1] * expert(X) for j, expert in enumerate(mixture.experts))
    np.testing.assert_allclose(mixture(X), mixed)
    np.testing.assert_allclose(mixture(X[0]), mixed[0])


def test_the_loss_is_the_likelihood() -> None:
    """-log of the mixture of bells, written out."""
    mixture = random_mixture()
    bells = np.exp(-((Y[:, None] - mixture.answers(X)) ** 2).sum(axis=2) / (2 * WIDTH**2))
    likelihood = (mixture.gate(X) * bells).sum(axis=1)
    assert mixture.loss(X, Y, width=WIDTH) == pytest.approx(-np.log(likelihood).mean())
    deserved = mixture.gate(X) * bells / likelihood[:, None]
    np.testing.assert_allclose(mixture.deserved(X, Y, width=WIDTH), deserved)


def test_every_slope_agrees_with_the_complex_step() -> None:
    """Each parameter of the gate and of all experts, to the last digits."""
    mixture = random_mixture()
    gradients = mixture.gradients(X, Y, width=WIDTH)
    assert list(gradients) == list(mixture.parameters)
    for name, value in mixture.parameters.items():

        def loss_at(w, name=name):
            return mixture.updated({name: w}).loss(X, Y, width=WIDTH)

        exact = complex_step(loss_at, value)
        np.testing.assert_allclose(gradients[name], exact, rtol=1e-10, atol=1e-14, err_msg=name)


def test_one_expert_is_ordinary_least_squares() -> None:
    """With nothing to choose, C is half the squared error over s²."""
    mixture = random_mixture()
    gate = Network.random([2, 1], "softmax", rng=np.random.default_rng(0))
    alone = MixtureOfExperts(gate, mixture.experts[:1])
    squared = ((alone(X) - Y) ** 2).sum(axis=1).mean()
    assert alone.loss(X, Y, width=WIDTH) == pytest.approx(squared / (2 * WIDTH**2))


def test_targets_out_of_reach_give_numbers() -> None:
    """A target a thousand widths off: every bell rounds to 0, loss and slopes stay finite."""
    mixture = random_mixture()
    far = Y + 1e4
    assert np.isfinite(mixture.loss(X, far, width=0.1))
    slopes = mixture.gradients(X, far, width=0.1)
    assert all(np.isfinite(value).all() for value in slopes.values())


def test_who_did_best_learns_most() -> None:
    """An expert that is right takes nearly all of the deserved share from one that is 5 s off."""
    gate = Network.random([2, 2], "softmax", rng=np.random.default_rng(0)).updated(
        {"W1": np.zeros((2, 2))}
    )
    right = Network.random([2, 1], "identity", rng=np.random.default_rng(1))
    wrong = right.updated({"b1": right.parameters["b1"] + 5 * WIDTH})
    pair = MixtureOfExperts(gate, [right, wrong])
    deserved = pair.deserved(X, right(X), width=WIDTH)
    np.testing.assert_allclose(deserved[:, 1], np.exp(-12.5) / (1 + np.exp(-12.5)))
    slopes = pair.gradients(X, right(X), width=WIDTH)
    assert np.abs(slopes["expert1.b1"]).max() < 1e-12
    assert 0 < np.abs(slopes["expert2.b1"]).max() < 1e-4


@pytest.mark.parametrize("seed", range(3))
def test_two_tariffs_are_found_and_one_network_is_beaten(seed: int) -> None:
    """The experts' slopes are the two fares per kilometre; 12 parameters beat 13 held out."""
    rng = np.random.default_rng(seed)
    (x, y), (x_test, y_test) = fares(400, rng), fares(500, rng)
    history = train_experts(straight_pair(rng), x, y, width=0.1, optimizer=Adam(0.1), epochs=1000)
    mixture = history.mixture
    slopes = sorted(e.parameters["W1"][0, 0] * 10 / 7 for e in mixture.experts)
    assert slopes == pytest.approx([1.8, 3.0], abs=0.06)
    assert history.losses[-1] < 0.2 * history.losses[0]

    single = Network.random([2, 3, 1], ["tanh", "identity"], rng=rng)
    sizes = [sum(v.size for v in one.parameters.values()) for one in (mixture, single)]
    assert sizes == [12, 13]
    single = train(single, x, y, loss=mse, optimizer=Adam(0.1), epochs=1000).network
    assert mse(y_test, mixture(x_test)) < 0.8 * mse(y_test, single(x_test))


def test_training_is_the_loop_of_steps() -> None:
    """train_experts takes the steps that gradients and an optimizer give, part by part."""
    mixture = random_mixture()
    history = train_experts(mixture, X, Y, width=WIDTH, optimizer=Adam(0.01), epochs=1)
    gradients = mixture.gradients(X, Y, width=WIDTH)
    for name, value in history.mixture.parameters.items():
        step = -0.01 * np.sign(gradients[name])  # Adam's first step is as long as its rate
        np.testing.assert_allclose(value, mixture.parameters[name] + step, atol=1e-5)
    assert history.losses[0] == pytest.approx(mixture.loss(X, Y, width=WIDTH))


def test_ctrl_c_returns_the_mixture_so_far() -> None:
    """An interrupted run hands back what it has."""

    def interrupted(epochs):
        for epoch in epochs:
            if epoch == 3:
                raise KeyboardInterrupt
            yield epoch

    history = train_experts(
        random_mixture(), X, Y, width=1, optimizer=Adam(0.1), epochs=9, progress=interrupted
    )
    assert len(history.losses) == 2
    assert history.mixture.loss(X, Y, width=1) < history.losses[0]


GATE, EXPERT = random_mixture().gate, random_mixture().experts[0]


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: MixtureOfExperts(GATE, []), TypeError, "a Network as gate and a list"),
        (lambda: MixtureOfExperts(EXPERT, [EXPERT] * 2), ValueError, "softmax"),
        (lambda: MixtureOfExperts(GATE, [EXPERT] * 2), ValueError, "3 outputs for 2 experts"),
        (
            lambda: MixtureOfExperts(
                GATE,
                [EXPERT, EXPERT, Network.random([2, 1], "tanh", rng=np.random.default_rng(0))],
            ),
            ValueError,
            "same outputs, but have 1, 2",
        ),
        (lambda: random_mixture().loss(X, Y, width=0), ValueError, "width must be above 0"),
        (lambda: random_mixture().loss(X, Y[:, :1], width=1), ValueError, "of one shape"),
        (lambda: random_mixture().updated({"W1": 0}), ValueError, "gate.W1.*but received W1"),
        (
            lambda: train_experts(GATE, X, Y, width=1, optimizer=Adam(), epochs=1),
            TypeError,
            "takes a MixtureOfExperts",
        ),
        (
            lambda: train_experts(random_mixture(), X, Y, width=1, optimizer=0.1, epochs=1),
            TypeError,
            "optimizer must be",
        ),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(call, error, words: str) -> None:
    """The message names the wanted and the received."""
    with pytest.raises(error, match=words):
        call()
