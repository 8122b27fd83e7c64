"""A forger and a judge: their slopes, their turns, and how many modes the forger finds."""

import numpy as np
import pytest

from nnbook.gradients import complex_step, gradient_check
from nnbook.kinds import GAN, count_modes, train_gan
from nnbook.losses import binary_cross_entropy
from nnbook.network import Network
from nnbook.optimizers import SGD, Adam

ANGLES = 2 * np.pi * np.arange(8) / 8
MODES = np.column_stack([np.cos(ANGLES), np.sin(ANGLES)])
SPREAD = 0.1


def ring(n: int, rng: np.random.Generator) -> np.ndarray:
    return MODES[rng.integers(8, size=n)] + rng.normal(0, SPREAD, (n, 2))


def small(seed: int = 0) -> GAN:
    rng = np.random.default_rng(seed)
    return GAN(
        Network.random([2, 4, 2], ["tanh", "identity"], rng=rng),
        Network.random([2, 5, 1], ["tanh", "sigmoid"], rng=rng),
    )


def outcome(seed: int, **how):
    rng = np.random.default_rng(seed)
    gan = train_gan(GAN.random(rng=rng), ring, steps=1500, rng=rng, **how).gan
    return count_modes(gan.sample(2000, rng), MODES, radius=3 * SPREAD)


def test_the_judges_slopes() -> None:
    """Those of binary cross-entropy on real points with target 1 and forged ones with 0."""
    rng = np.random.default_rng(1)
    gan, real, forged = small(), ring(5, rng), rng.normal(size=(3, 2))
    claim = gan.judge_gradients(real, forged)
    y = np.array([[1.0]] * 5 + [[0.0]] * 3)
    check = gradient_check(
        gan.discriminator, np.vstack([real, forged]), y, binary_cross_entropy, claim
    )
    assert check.ok, check
    assert list(claim) == list(gan.discriminator.parameters)


def test_the_forgers_slopes_come_through_the_judge() -> None:
    """The slopes of -mean log D(G(z)) for G's parameters, by the complex step."""
    gan, z = small(), np.random.default_rng(2).normal(size=(6, 2))
    slopes = gan.forger_gradients(z)
    assert list(slopes) == list(gan.generator.parameters)
    for name, value in gan.generator.parameters.items():

        def loss_at(w, name=name):
            forged = gan.generator.updated({name: w}).forward(z)[0]
            return -np.log(gan.discriminator.forward(forged)[0]).mean()

        np.testing.assert_allclose(slopes[name], complex_step(loss_at, value), rtol=1e-11)


def test_a_step_fools_the_judge_of_before_a_little_more() -> None:
    """After G's step the judge thinks the same noise more real; after D's step, less."""
    rng = np.random.default_rng(0)
    gan, z = small(), np.random.default_rng(3).normal(size=(50, 2))
    G, _ = SGD(0.1).step(gan.generator, gan.forger_gradients(z))
    forged = gan.generator(z)
    assert gan.discriminator(G(z)).mean() > gan.discriminator(forged).mean()
    D, _ = SGD(0.1).step(gan.discriminator, gan.judge_gradients(ring(50, rng), forged))
    assert D(forged).mean() < gan.discriminator(forged).mean()


def test_the_forger_meets_the_judge_who_has_just_learned() -> None:
    """A step of training is a step of D on new forgeries, then a step of G against that D."""
    start, rng = small(), np.random.default_rng(4)
    end = train_gan(
        start, ring, steps=1, batch_size=6, rng=np.random.default_rng(4),
        forger=SGD(0.3), judge=SGD(0.5),
    ).gan  # fmt: skip
    D, _ = SGD(0.5).step(
        start.discriminator, start.judge_gradients(ring(6, rng), start.sample(6, rng))
    )
    slopes = GAN(start.generator, D).forger_gradients(start.noise(6, rng))
    G, _ = SGD(0.3).step(start.generator, slopes)
    for ours, wanted in ((end.discriminator, D), (end.generator, G)):
        for name, value in wanted.parameters.items():
            np.testing.assert_array_equal(ours.parameters[name], value, err_msg=name)


def test_training_changes_both_and_mutates_nothing() -> None:
    """The start stays as it was, the kept pairs differ, and the same rng gives the same pair."""
    start = small()
    before = {name: value.copy() for name, value in start.generator.parameters.items()}

    def run(seed: int):
        return train_gan(start, ring, steps=5, rng=np.random.default_rng(seed), keep=[0, 2])

    history = run(0)
    assert history.steps == (0, 2, 5)
    assert history[0] is start
    for part in ("generator", "discriminator"):
        weights = [getattr(gan, part).parameters["W1"] for gan in history]
        assert not np.array_equal(weights[0], weights[1])
        assert not np.array_equal(weights[1], weights[2])
    for name, value in before.items():
        np.testing.assert_array_equal(start.generator.parameters[name], value)
    same, other = run(0).gan, run(1).gan
    last = history.gan.generator.parameters["W1"]
    np.testing.assert_array_equal(same.generator.parameters["W1"], last)
    assert not np.array_equal(other.generator.parameters["W1"], last)


def test_ctrl_c_returns_the_pair_so_far() -> None:
    """An interrupted run hands back what it has, and says after how many steps."""

    def interrupted(steps):
        for step in steps:
            if step == 3:
                raise KeyboardInterrupt
            yield step

    history = train_gan(small(), ring, steps=9, rng=np.random.default_rng(0), progress=interrupted)
    assert history.steps == (2,)


def test_counting_modes() -> None:
    """Points on three modes and one far away: 3 in 4 are good, and a mode needs its share."""
    points = np.array([[0.0]] * 40 + [[10.1]] * 38 + [[20.0]] * 2 + [[14.0]] * 20)
    found = count_modes(points, [[0.0], [10.0], [20.0]], radius=0.5)
    assert found.counts.tolist() == [40, 38, 2]
    assert found.good == pytest.approx(0.8)
    assert found.covered == 2


def test_real_points_cover_every_mode() -> None:
    """The measure passes the real distribution itself: 8 modes, 98.9 % within three spreads."""
    found = count_modes(ring(20_000, np.random.default_rng(0)), MODES, radius=3 * SPREAD)
    assert found.covered == 8
    assert found.good == pytest.approx(1 - np.exp(-4.5), abs=0.003)


@pytest.mark.slow
def test_all_modes_are_covered() -> None:
    """Median of 5 seeds: 8 of 8 modes, and more than half of the points near one."""
    found = [outcome(seed) for seed in range(5)]
    assert np.median([one.covered for one in found]) == 8
    assert np.median([one.good for one in found]) > 0.6


@pytest.mark.slow
def test_collapse() -> None:
    """A forger five times as fast, with Adam's usual memory: median of 5 seeds, at most 4 modes."""
    found = [outcome(seed, forger=Adam(0.005), judge=Adam(0.001)) for seed in range(5)]
    assert np.median([one.covered for one in found]) <= 4


JUDGE = small().discriminator


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: GAN(JUDGE, 3), TypeError, "discriminator must be a Network, not 3"),
        (lambda: GAN(JUDGE, small().generator), ValueError, "one sigmoid neuron"),
        (lambda: GAN(JUDGE, JUDGE), ValueError, "gives 1 numbers, the discriminator takes 2"),
        (
            lambda: train_gan(JUDGE, ring, steps=1, rng=np.random.default_rng(0)),
            TypeError,
            "takes a GAN",
        ),
        (lambda: train_gan(small(), ring, steps=1, rng=0), TypeError, "train_gan takes rng"),
        (
            lambda: count_modes([[1.0]], [[1.0, 2.0]], radius=1),
            ValueError,
            r"\(1, 1\) and \(1, 2\)",
        ),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(call, error, words: str) -> None:
    """The message names the wanted and the received."""
    with pytest.raises(error, match=words):
        call()
