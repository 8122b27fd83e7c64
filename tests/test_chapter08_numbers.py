"""The numbers that the sources print for chapter 8, each against a call of nnbook.

Where a source cut digits off or rounded on the way, the test says so and holds the tighter bound
as well as that of `tests.sources`.
"""

from __future__ import annotations

import numpy as np
import pytest

from nnbook import (
    SGD,
    Layer,
    Network,
    Trace,
    backprop,
    binary_cross_entropy,
    datasets,
    evaluate,
    gradient_check,
    mse,
    relu,
    sigmoid,
    train,
)
from tests.sources import close_to_print

X, TARGET, RATE = [0.5, 0.3], 1, 0.1


def hand_network() -> Network:
    """The 2-2-1 network with the reconstructed weights w1 ... w6."""
    return Network(
        [
            Layer([[0.7, 0.4], [0.3, 0.7]], None, sigmoid),
            Layer([[0.55, 0.45]], None, sigmoid),
        ]
    )


def hand_trace() -> Trace:
    """The pass that Shin walks through."""
    return backprop(hand_network(), X, TARGET, mse)


def stepped() -> Network:
    """The 2-2-1 network after one step of gradient descent."""
    return SGD(RATE).step(hand_network(), hand_trace().gradients)[0]


def digits_network() -> Network:
    """The 784-100-10 network that reads digits."""
    return Network.random([784, 100, 10], sigmoid, rng=np.random.default_rng(0))


def count(network: Network, letter: str) -> int:
    """How many weights (W) or biases (b) a network has."""
    return sum(value.size for name, value in network.parameters.items() if name[0] == letter)


# fmt: off
PRINTED = {
    "h1":          ("0.615",   lambda: hand_trace()["a1"].value[0]),
    "y_hat":       ("0.646",   lambda: hand_trace()["a2"].value[0]),
    "C":           ("0.1250",  lambda: hand_trace().loss),
    "dC/dy_hat":   ("-0.71",   lambda: hand_trace()["dC/da2"].value[0]),
    "dC/dw5":      ("-0.1",    lambda: hand_trace().gradients["W2"][0, 0]),
    "w5 after":    ("0.56",    lambda: stepped().parameters["W2"][0, 0]),
    "dC/dw6":      ("-0.095",  lambda: hand_trace().gradients["W2"][0, 1]),
    "w6 after":    ("0.4595",  lambda: stepped().parameters["W2"][0, 1]),
    "dC/dw1":      ("-0.0106", lambda: hand_trace().gradients["W1"][0, 0]),
    "w1 after":    ("0.7010",  lambda: stepped().parameters["W1"][0, 0]),
}
# fmt: on


@pytest.mark.parametrize("name", PRINTED)
def test_shin_prints(name: str) -> None:
    """What Shin prints of the 2-2-1 network is what nnbook gives."""
    printed, ours = PRINTED[name]
    assert close_to_print(float(ours()), printed)


def test_where_rounding_shows() -> None:
    """dC/dw1 is exactly -0.01052 and w1 becomes 0.70105; rounding on the way gives the prints."""
    assert float(PRINTED["dC/dw1"][1]()) == pytest.approx(-0.01052, abs=5e-6)
    assert float(PRINTED["w1 after"][1]()) == pytest.approx(0.70105, abs=5e-6)
    tag = round(round(mse.slope(1.0, 0.64646), 2) * 0.646 * (1 - 0.646), 3)
    slope = tag * 0.55 * round(0.615 * (1 - 0.615), 3) * 0.5
    assert f"{slope:.4f}" == "-0.0106"
    assert f"{tag * 0.589:.3f}" == "-0.095"
    assert f"{tag * 0.615:.1f}" == "-0.1"
    assert int((0.7 - RATE * slope) * 1e4) / 1e4 == 0.7010, "cut off: 0.70106 would round to 0.7011"


def test_the_error_was_not_rounded() -> None:
    """0.1250 needs y_hat = 0.64646: the printed 0.646 would give 0.1253."""
    assert f"{mse(1.0, 0.64646):.4f}" == "0.1250"
    assert f"{mse(1.0, 0.646):.4f}" == "0.1253"
    assert f"{hand_trace()['a2'].value[0]:.5f}" == "0.64646"


def test_six_reconstructions() -> None:
    """Six choices in tenths of inputs and hidden weights, with w1 = 0.7, fit every print."""
    tenths = np.arange(1, 11) / 10
    x1, x2, w2, w3, w4 = np.meshgrid(*[tenths] * 5, indexing="ij", sparse=True)
    h1, h2 = sigmoid(0.7 * x1 + w2 * x2), sigmoid(w3 * x1 + w4 * x2)
    y_hat = sigmoid(0.55 * h1 + 0.45 * h2)
    tag = 2 * (y_hat - 1) * y_hat * (1 - y_hat)
    fits = (
        (abs(h1 - 0.615) < 5e-4)
        & (abs(y_hat - 0.646) < 5e-4)
        & (abs((y_hat - 1) ** 2 - 0.1250) < 5e-5)
        & (abs(tag * h2 + 0.095) < 5e-4)
        & (abs(tag * 0.55 * h1 * (1 - h1) * x1 + 0.0106) < 1e-4)
    )
    found = [tuple(tenths[list(index)]) for index in np.argwhere(fits)]
    assert len(found) == 6
    assert (0.5, 0.3, 0.4, 0.3, 0.7) in found


def test_second_pass_is_better() -> None:
    """After one step the error is smaller, by 99.5 % of what the slopes promise."""
    before, after = hand_trace().loss, evaluate(stepped(), X, TARGET, mse)
    squared = sum(float((slope**2).sum()) for slope in hand_trace().gradients.values())
    assert after < before
    assert (before - after) / (RATE * squared) == pytest.approx(0.995, abs=0.001)


def test_chain_of_ratios() -> None:
    """2 x 2 x 1.5 = 6: three layers of one weight each hand a slope through as their product."""
    chain = Network([Layer([[ratio]], None, "identity") for ratio in (2.0, 2.0, 1.5)])
    assert backprop(chain, [1.0], [5.5], mse).input_slope[0] == pytest.approx(2 * 0.5 * 6)
    assert chain([1.0])[0] == 6


def test_cost_of_doing_without() -> None:
    """79 400 weights, 110 biases, 4 764 000 000 operations a loss, 380 trillion, 123 hours."""
    weights, biases = count(digits_network(), "W"), count(digits_network(), "b")
    assert (weights, biases) == (79_400, 110)
    one_loss = weights * 60_000
    assert one_loss == 4_764_000_000
    once_each = one_loss * (weights + biases)
    assert abs(once_each / 1e12 - 380) <= 10, "printed to two digits"
    assert f"{once_each / 1e12:.1f}" == "378.8"
    hours = once_each / 850e6 / 3600
    assert f"{hours:.1f}" == "123.8"
    assert int(hours) == 123, "cut off, not rounded"


def test_images_of_mnist() -> None:
    """Of 70 000 images 60 000 train; the rest is the test set."""
    assert 4_764_000_000 // count(digits_network(), "W") == 70_000 - 10_000


def test_shins_program_acts_with_rate_5() -> None:
    """Summed slopes without the 2 at rate 0.1 are the mean squared error at rate 5, N = 100."""
    rng = np.random.default_rng(42)
    points, labels = datasets.diagonal(100, rng)
    start = Network.random([2, 2, 1], sigmoid, rng=rng, init=lambda rng, shape: rng.random(shape))
    assert all(((value >= 0) & (value < 1)).all() for value in start.parameters.values())
    W1, b1, W2, b2 = (value.copy() for value in start.parameters.values())
    for _ in range(1000):
        A1 = sigmoid(points @ W1.T + b1)
        A2 = sigmoid(A1 @ W2.T + b2)
        dZ2 = (A2 - labels[:, None]) * A2 * (1 - A2)
        dZ1 = dZ2 @ W2 * A1 * (1 - A1)
        W1, b1 = W1 - 0.1 * dZ1.T @ points, b1 - 0.1 * dZ1.sum(axis=0)
        W2, b2 = W2 - 0.1 * dZ2.T @ A1, b2 - 0.1 * dZ2.sum(axis=0)
    run = train(start, points, labels, loss=mse, optimizer=SGD(5.0), epochs=1000)
    for ours, theirs in zip((W1, b1, W2, b2), run.network.parameters.values(), strict=True):
        assert np.allclose(ours, theirs, rtol=1e-9)


def test_faulty_gradients_of_the_notes_are_caught() -> None:
    """h3 in place of w7, w8, w9: nine of thirteen slopes are off by h3 / w7, h3 / w8, h3 / w9."""
    network = Network(
        [
            Layer([[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]], [0.1, 0.2, 0.3], sigmoid),
            Layer([[0.7, 0.8, 0.9]], [0.4], sigmoid),
        ]
    )
    x = np.array([0.8, 0.2])
    trace = backprop(network, x, 1, binary_cross_entropy)
    h, tag = trace["a1"].value, trace["dC/dz2"].value
    faulty = tag * h[2] * h * (1 - h)
    claimed = trace.gradients | {"W1": np.outer(faulty, x), "b1": faulty}
    verdict = gradient_check(network, x, 1, binary_cross_entropy, gradients=claimed)
    assert len(verdict.rows) == 13
    assert len(verdict.wrong) == 9
    ratios = [row.claimed / row.nudged for row in verdict.rows if not row.ok]
    expected = h[2] / np.array([0.7, 0.8, 0.9])
    assert ratios == pytest.approx([*np.repeat(expected, 2), *expected], rel=1e-6)
    assert gradient_check(network, x, 1, binary_cross_entropy).ok


def test_random_labels_teach_nothing() -> None:
    """The 8-5-1 network on coin tosses: the median loss on unseen rows stays above ln 2."""
    unseen = []
    for seed in range(15):
        rng = np.random.default_rng(seed)
        rows, coins = rng.random((2000, 8)), rng.integers(0, 2, 2000)
        network = Network.random([8, 5, 1], [relu, sigmoid], rng=rng)
        run = train(
            network,
            rows[:1000],
            coins[:1000],
            loss=binary_cross_entropy,
            optimizer=SGD(0.01),
            epochs=10,
            batch_size=32,
            rng=rng,
            validation=(rows[1000:], coins[1000:]),
        )
        assert run.losses[-1] < run.losses[0]
        unseen.append(run.validation_losses[-1])
    assert np.median(unseen) > np.log(2)
