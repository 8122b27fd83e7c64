"""What chapter 7 claims about gradient descent, each against calls of nnbook."""

import numpy as np
import pytest

from nnbook import (
    SGD,
    Adam,
    Layer,
    Momentum,
    Network,
    backprop,
    binary_cross_entropy,
    datasets,
    evaluate,
    identity,
    mse,
    sigmoid,
    tanh,
    train,
)

HOURS = np.array([[-2.0], [-1.0], [0.0], [1.0], [2.0]])
HEIGHT = np.array([[24.2], [21.9], [20.2], [17.8], [15.9]])
CURVATURE = 4.0  # of the mean squared error over the slope: 2 mean(x^2)
BEST = -2.07


def line(w, b=None):
    """The line w x + b as a network; without b it goes through the origin."""
    return Network([Layer([[w]], None if b is None else [b], identity)])


def gradient(network, X=HOURS, y=HEIGHT, loss=mse):
    """The gradients by name."""
    return backprop(network, X, y, loss).gradients


def slopes_on_the_way(lr, steps):
    """The weights of a line through (0, 20), from 0 down the parabola."""
    run = train(
        line(0.0), HOURS, HEIGHT - 20, loss=mse, optimizer=SGD(lr), epochs=steps, keep=range(steps)
    )
    return np.array([network.parameters["W1"][0, 0] for network in run.networks])


@pytest.mark.parametrize("lr", [0.02, 0.25, 0.4, 0.49, 0.5, 0.51])
def test_a_step_multiplies_the_distance_by_one_minus_rate_times_curvature(lr):
    """On a parabola the distance to the lowest point is multiplied by 1 - lr c, each step."""
    away = slopes_on_the_way(lr, 8) - BEST
    np.testing.assert_allclose(away[1:], (1 - lr * CURVATURE) * away[:-1], atol=1e-12)


@pytest.mark.parametrize(("lr", "settles"), [(0.49, True), (0.51, False)])
def test_the_border_is_two_over_the_curvature(lr, settles):
    """With curvature 4, 0.49 settles and 0.51 climbs out."""
    away = np.abs(slopes_on_the_way(lr, 300) - BEST)
    assert bool(away[-1] < 1e-4) is settles
    assert bool(away[-1] > 1e4) is not settles


def test_the_change_is_minus_eta_times_the_gradient():
    """The change equals neither the gradient nor its opposite, whose step overshoots threefold."""
    start, lr = line(0.0, 20.0), 0.1
    g = gradient(start)["W1"][0, 0]
    after, _ = SGD(lr).step(start, gradient(start))
    change = after.parameters["W1"][0, 0]
    assert g == pytest.approx(8.28)
    assert change == pytest.approx(-lr * g)
    losses = [evaluate(line(w, 20.0), HOURS, HEIGHT, mse) for w in (0.0, g, -g)]
    np.testing.assert_allclose(losses, [8.588, 214.3, 77.1], atol=0.06)


def test_the_rate_has_a_unit():
    """By the minute the slope is 60 times larger and the wanted change 60 times smaller."""
    hourly, minutely = (gradient(line(0.0, 20.0), X)["W1"][0, 0] for X in (HOURS, 60 * HOURS))
    assert minutely == pytest.approx(60 * hourly)


def test_no_direction_falls_faster_than_minus_the_gradient():
    """Of 360 short steps the best is within a degree of minus the gradient; the goal is not."""
    found = gradient(line(0.0, 17.0))
    against = -np.array([found["W1"][0, 0], found["b1"][0]])
    angles = np.radians(np.arange(360))
    losses = [
        evaluate(line(0.001 * np.cos(a), 17 + 0.001 * np.sin(a)), HOURS, HEIGHT, mse)
        for a in angles
    ]
    best, wanted = np.argmin(losses), np.degrees(np.arctan2(*against[::-1]))
    assert abs(best - wanted) <= 1
    assert best == 144
    assert np.degrees(np.arctan2(20 - 17, BEST)) == pytest.approx(124.6, abs=0.1)


def test_descent_and_the_normal_equations_agree():
    """Gradient descent ends where the normal equations say."""
    run = train(line(0.0, 17.0), HOURS, HEIGHT, loss=mse, optimizer=SGD(0.2), epochs=80)
    A = np.column_stack([HOURS[:, 0], np.ones(5)])
    exact = np.linalg.solve(A.T @ A, A.T @ HEIGHT[:, 0])
    p = run.network.parameters
    np.testing.assert_allclose([p["W1"][0, 0], p["b1"][0]], exact, atol=1e-9)
    np.testing.assert_allclose(exact, [-2.07, 20.0], atol=1e-12)


def curvatures(X):
    """The smallest and largest curvature of a line's mean squared error."""
    A = np.column_stack([X[:, 0], np.ones(len(X))])
    return np.linalg.eigvalsh(2 * A.T @ A / len(X))


def steps_to_a_thousandth(optimizer, X, most):
    """How many epochs from (0, 0) until the line stays a thousand times nearer."""
    run = train(line(0.0, 0.0), X, HEIGHT, loss=mse, optimizer=optimizer, epochs=most, keep=1)
    ways = np.array([[n.parameters["W1"][0, 0], n.parameters["b1"][0]] for n in run.networks])
    goal = np.polyfit(X[:, 0], HEIGHT[:, 0], 1)
    far = np.hypot(*(ways - goal).T) > np.hypot(*goal) / 1000
    return run.epochs[np.nonzero(far)[0][-1]] + 1


def test_the_zero_of_the_clock_costs_a_factor_of_five_thousand():
    """Condition number 2 since noon, 10 802 by the clock: 7 steps against kappa/2 ln 1000."""
    flat, steep = curvatures(HOURS)
    assert steps_to_a_thousandth(SGD(2 / (flat + steep)), HOURS, 30) == 7
    clock = HOURS + 12
    flat, steep = curvatures(clock)
    assert steep / flat == pytest.approx(10802.5, abs=0.1)
    plain = np.log(1000) * steep / flat / 2
    assert plain == pytest.approx(37311, abs=1)
    low, high = np.sqrt([flat, steep])
    heavy = Momentum((2 / (low + high)) ** 2, ((high - low) / (high + low)) ** 2)
    assert plain / steps_to_a_thousandth(heavy, clock, 1500) == pytest.approx(68, abs=1)


def test_above_two_over_the_steepest_curvature_the_clock_explodes():
    """The steep direction sets the limit for both."""
    clock = HOURS + 12
    start, border = line(0.0, 0.0), 2 / curvatures(clock)[1]
    for lr, low, high in ((0.99 * border, 0.0, 2.0), (1.01 * border, 1e4, np.inf)):
        run = train(start, clock, HEIGHT, loss=mse, optimizer=SGD(lr), epochs=500)
        ratio = run.losses[-1] / run.losses[0]
        assert low <= ratio <= high


@pytest.mark.parametrize(("optimizer", "vectors"), [(SGD(0.1), 0), (Momentum(0.1), 1), (Adam(), 2)])
def test_adam_keeps_two_numbers_per_parameter(optimizer, vectors):
    """The state of 784-100-10: none for plain descent, 79 510 for momentum, 159 020 for Adam."""
    network = Network.random([784, 100, 10], sigmoid, rng=np.random.default_rng(0))
    _, state = optimizer.step(network, gradient(network, np.ones(784), np.zeros(10)))
    assert sum(vector.size for vector in state.vectors) == vectors * 79_510


@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e3])
def test_the_first_step_of_adam_is_as_long_as_its_rate(scale):
    """Whatever the size of the gradient, each parameter moves by lr against its sign."""
    start = line(0.0, 17.0)
    g = {name: scale * value for name, value in gradient(start).items()}
    after, _ = Adam(0.1).step(start, g)
    assert after.parameters["W1"][0, 0] == pytest.approx(-0.1, abs=1e-6)
    assert after.parameters["b1"][0] == pytest.approx(17.1, abs=1e-6)


def test_adam_needs_tuning():
    """With its usual rate b comes 1.59 of 44.84 in 3000 steps by the clock; with 1 it arrives."""
    ends = [
        train(
            line(0.0, 0.0), HOURS + 12, HEIGHT, loss=mse, optimizer=Adam(lr), epochs=3000
        ).network.parameters["b1"][0]
        for lr in (0.001, 1.0)
    ]
    assert ends == pytest.approx([1.59, 44.84], abs=0.01)


def test_adam_can_go_the_wrong_way():
    """Slopes 4, -1, -1: their mean is positive, and Adam with a short memory goes up (Reddi)."""
    optimizer, w, room = Adam(0.01, beta1=0.0, beta2=1 / 17), np.zeros(1), np.empty(1)
    vectors = (np.zeros(1), np.zeros(1))
    for step in range(3000):
        optimizer.descend(w, np.array([4.0 if step % 3 == 0 else -1.0]), vectors, step, room)
    assert w[0] == pytest.approx(6.9, abs=0.05)


def thousand():
    """A thousand measurements about the line, sorted in no way."""
    rng = np.random.default_rng(0)
    X = rng.uniform(-2, 2, (1000, 1))
    return X, 20 - 2.07 * X + rng.normal(0, 1.5, (1000, 1))


def test_the_noise_of_a_batch_falls_like_one_over_the_root_of_its_size():
    """Four times the samples, drawn with replacement, half the spread."""
    X, y = thousand()
    network, rng = line(-1.0, 19.0), np.random.default_rng(3)

    def spread(B):
        draws = (rng.integers(0, 1000, B) for _ in range(600))
        return np.std([gradient(network, X[i], y[i])["W1"][0, 0] for i in draws])

    one, four, sixteen = spread(1), spread(4), spread(16)
    assert one / four == pytest.approx(2, rel=0.12)
    assert four / sixteen == pytest.approx(2, rel=0.12)


def test_the_mean_of_the_samples_gradients_is_the_gradient():
    """A batch estimates the gradient of all data without bias."""
    X, y = thousand()
    network = line(-1.0, 19.0)
    each = [gradient(network, X[i], y[i])["W1"][0, 0] for i in range(1000)]
    assert np.mean(each) == pytest.approx(gradient(network, X, y)["W1"][0, 0])


def test_sorted_samples_teach_the_last_lesson():
    """Sorted by class one epoch leaves a neuron at half right; train, which shuffles, does not."""
    P, labels = datasets.diagonal(1000, np.random.default_rng(0))
    order = np.argsort(labels, kind="stable")
    P, y = P[order], labels[order, None]
    start = Network([Layer([[0.1, 0.1]], [0.0], sigmoid)])
    neuron, state = start, None
    for i in range(0, 1000, 10):
        slopes = gradient(neuron, P[i : i + 10], y[i : i + 10], binary_cross_entropy)
        neuron, state = SGD(1.0).step(neuron, slopes, state)
    shuffled = train(
        start,
        P,
        y,
        loss=binary_cross_entropy,
        optimizer=SGD(1.0),
        epochs=1,
        batch_size=10,
        rng=np.random.default_rng(0),
    ).network
    right, shuffled_right = (((net(P) >= 0.5) == y).mean() for net in (neuron, shuffled))
    assert right == pytest.approx(0.5, abs=0.02)
    assert shuffled_right > 0.85


def test_a_schedule_is_asked_once_a_step():
    """The rate may be a function of the step number, counted from 0."""
    asked = []

    def falling(step):
        asked.append(step)
        return 0.1 / (1 + step)

    w, g, room = np.zeros(1), np.ones(1), np.empty(1)
    for step in range(3):
        SGD(falling).descend(w, g, (), step, room)
    assert asked == [0, 1, 2]
    assert w[0] == pytest.approx(-0.1 * (1 + 1 / 2 + 1 / 3))


def chain(w1, w2):
    """Two weights in a row that are to copy their input."""
    return Network([Layer([[w1]], None, identity), Layer([[w2]], None, identity)])


def test_a_zero_gradient_is_not_a_minimum():
    """At (0, 0) the chain has gradient 0 and loss 1; beside it the loss is lower."""
    found = gradient(chain(0.0, 0.0), [1.0], [1.0])
    assert found["W1"] == found["W2"] == 0
    losses = [evaluate(chain(w, w), [1.0], [1.0], mse) for w in (0.0, 0.1, -0.1)]
    assert losses[0] == 1
    assert max(losses[1:]) < 1


def test_the_chain_rolls_onto_its_saddle_from_one_start_only():
    """From (1, -1) the descent ends on the saddle; a hundredth beside it, in a valley."""
    ends = [
        train(chain(1.0, w2), [[1.0]], [[1.0]], loss=mse, optimizer=SGD(0.05), epochs=200).losses[
            -1
        ]
        for w2 in (-1.01, -1.0, -0.99)
    ]
    assert ends == pytest.approx([0, 1, 0], abs=1e-6)


@pytest.mark.parametrize(("speck", "loss"), [(0.0, 0.257), (1e-6, 0.004)])
def test_twins_stay_twins(speck, loss):
    """Equal neurons stay equal and fail at |x|; a millionth of difference cures it."""
    x = np.linspace(-2, 2, 21)[:, None]
    start = Network(
        [
            Layer([[1.0], [1.0 + speck]], [0.0, 0.0], tanh),
            Layer([[0.5, 0.5]], [0.0], identity),
        ]
    )
    end = train(start, x, np.abs(x), loss=mse, optimizer=SGD(0.1), epochs=6000)
    first, second = end.network.parameters["W1"][:, 0]
    assert bool(first == second) == (speck == 0)
    assert end.losses[300] == pytest.approx(0.364, abs=0.001)
    assert end.losses[-1] == pytest.approx(loss, abs=0.001)


def test_one_neuron_can_have_a_local_minimum():
    """One tanh neuron, two samples: from -2 it stays at loss 1.62, from 0.8 it comes to 0.15."""
    X, y = [[20.0], [-1.0]], [[0.8], [0.5]]
    ends = [
        train(
            Network([Layer([[w]], None, tanh)]), X, y, loss=mse, optimizer=SGD(0.02), epochs=3000
        ).losses[-1]
        for w in (-2.0, 0.8)
    ]
    assert ends == pytest.approx([1.62, 0.15], abs=0.005)
