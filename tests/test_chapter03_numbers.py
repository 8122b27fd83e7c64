"""The numbers that the sources print about the perceptron, each against a call of nnbook."""

import numpy as np
import pytest

from nnbook import Layer, Network, datasets, perceptron, step
from nnbook.exercises._engine import find
from tests.sources import close_to_print

CLOUDS_AND_WIND = [[0.9, 0.1]]
WEIGHTS = [0.3, 0.9]


def one_morning(lr=0.01):
    """The perceptron's history of one wrong morning."""
    return perceptron(CLOUDS_AND_WIND, [1], w=WEIGHTS, lr=lr, epochs=1, threshold=0.5)


def sum_after(history, update):
    """The weighted sum of the morning after so many updates."""
    neuron = Network([Layer(history.path[update : update + 1], None, "identity")])
    return neuron(CLOUDS_AND_WIND[0])[0]


@pytest.mark.parametrize(
    ("literal", "computed"),
    [
        ("0.36", lambda: sum_after(one_morning(), 0)),
        ("0.37", lambda: sum_after(one_morning(), 1)),
        ("1", lambda: 1 - one_morning()[0](CLOUDS_AND_WIND[0])[0]),
        ("0.01", lambda: (one_morning().path[1] - one_morning().path[0])[0] / 0.9),
        ("0.5", lambda: end_of_the_program(0.1).mean(axis=0)[0]),
        ("0.5", lambda: end_of_the_program(0.1).mean(axis=0)[1]),
    ],
)
def test_a_printed_number_is_what_nnbook_computes(literal, computed):
    """Sum, sum after the update, error, rate, and both weights at the end of the program."""
    assert close_to_print(computed(), literal)


def test_the_update_moves_the_weights_as_printed():
    """The morning moves the weights from (0.3, 0.9) to (0.309, 0.901), and the sum to 0.3682."""
    history = one_morning()
    np.testing.assert_allclose(history.path, [[0.3, 0.9], [0.309, 0.901]], atol=1e-12)
    assert sum_after(history, 1) == pytest.approx(0.3682, abs=1e-12)
    assert history.mistakes.tolist() == [1]


def test_the_exercise_moves_them_in_the_same_way():
    """The solution of exercise 3.1 is the update of nnbook.perceptron."""
    update = find("3.1").solution
    moved = update(np.array(WEIGHTS), np.array(CLOUDS_AND_WIND[0]), 1, 0.01, 0.5)
    assert moved.tolist() == one_morning().path[1].tolist()


def end_of_the_program(lr):
    """The weights at which sixty data sets leave the program of the chapter, (60, 2)."""
    ends = []
    for seed in range(60):
        X, y = datasets.diagonal(100, np.random.default_rng(seed))
        ends.append(perceptron(X, y, w=WEIGHTS, lr=lr, epochs=10, threshold=0.5).path[-1])
    return np.array(ends)


@pytest.mark.parametrize(
    ("lr", "weights", "spread"),
    [(0.1, (0.50, 0.51), 0.03), (0.01, (0.45, 0.56), 0.04), (0.001, (0.31, 0.82), 0.02)],
)
def test_how_near_the_weights_come_depends_on_the_rate(lr, weights, spread):
    """Sixty seeds, ten epochs: the mean of the weights and their spread for each learning rate."""
    ends = end_of_the_program(lr)
    np.testing.assert_allclose(ends.mean(axis=0), weights, atol=0.01)
    assert ends.std(axis=0).max() == pytest.approx(spread, abs=0.005)


def test_a_sum_at_the_threshold_fires():
    """With both weights at 0.5 the same morning reaches the threshold 0.5, and that is enough."""
    fixed = step.using(threshold=0.5)
    assert Network([Layer([[0.5, 0.5]], None, fixed)])(CLOUDS_AND_WIND[0])[0] == 1
    assert perceptron(CLOUDS_AND_WIND, [1], w=[0.5, 0.5], epochs=1, threshold=0.5).converged


def test_the_printed_boundary_is_not_the_boundary():
    """On x2 = -(w2/w1) x1 + theta/w1 the sum is not theta unless w1 = w2; on ours it always is."""
    theta, x1 = 0.5, 0.2

    def sums(w1, w2):
        neuron = Network([Layer([[w1, w2]], None, "identity")])
        right, printed = -(w1 / w2) * x1 + theta / w2, -(w2 / w1) * x1 + theta / w1
        return neuron([x1, right])[0], neuron([x1, printed])[0]

    assert sums(0.5, 0.5) == pytest.approx((theta, theta))
    assert sums(0.309, 0.901) == pytest.approx((theta, 0.994), abs=0.001)


@pytest.mark.parametrize("seed", range(5))
def test_the_convergence_theorem_holds(seed):
    """From 0 and with a threshold that learns: at most (R/gamma)^2 updates, at any rate."""
    X, y = datasets.diagonal(100, np.random.default_rng(seed))
    X3, s = np.column_stack([X, np.ones(100)]), 2 * y - 1
    gamma = (s * (X3 @ [1, 1, -1]) / np.sqrt(3)).min()
    runs = [perceptron(X, y, w=[0, 0], b=0.0, lr=lr, epochs=5000) for lr in (2**-10, 1, 2**3)]
    assert all(run.converged for run in runs)
    assert len({len(run.path) for run in runs}) == 1
    assert len(runs[0].path) - 1 <= (X3**2).sum(axis=1).max() / gamma**2


@pytest.mark.parametrize("seed", [18, 20])
def test_with_a_fixed_threshold_there_is_no_promise(seed):
    """On two of the sixty data sets the program never settles, unless its threshold learns too."""
    X, y = datasets.diagonal(100, np.random.default_rng(seed))
    assert not perceptron(X, y, w=WEIGHTS, lr=0.1, epochs=2000, threshold=0.5).converged
    assert perceptron(X, y, w=WEIGHTS, b=-0.5, lr=0.1, epochs=50).converged


def test_xor_never_settles():
    """On XOR the weights run in a circle of four updates, and every answer is wrong."""
    X, y = datasets.xor()
    run = perceptron(X, y, w=[0, 0], b=0.0, epochs=50)
    assert not run.converged
    assert run.mistakes[2:].tolist() == [4] * 48
    assert run.path[-1].tolist() == run.path[-5].tolist()
