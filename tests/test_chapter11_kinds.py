"""What the second half of chapter 11 claims, each against calls of nnbook."""

import numpy as np
import pytest

from nnbook import (
    Adam,
    Network,
    binary_cross_entropy,
    datasets,
    mse,
    train,
)
from nnbook.kinds import (
    GAN,
    KohonenMap,
    MixtureOfExperts,
    count_modes,
    fit_rbf,
    k_means,
    nearest_neighbour_tour,
    organise,
    principal_components,
    random_autoencoder,
    split,
    tour,
    tour_length,
    train_experts,
    train_gan,
)

DIGITS = datasets.digits()
SEEDS = range(3)


def moons(seed):
    """200 points to learn from, 1000 to be asked about, and the generator."""
    rng = np.random.default_rng(seed)
    return *(datasets.moons(n, rng, noise=0.15) for n in (200, 1000)), rng


def right(network, X, y):
    """The share of points on the right side of one half."""
    return np.mean((network(X)[:, 0] > 0.5) == y)


def median_right(make):
    """The median over seeds of the share of unseen moons that make(X, y, rng) gets right."""
    shares = []
    for seed in SEEDS:
        (X, y), held_out, rng = moons(seed)
        shares.append(right(make(X, y, rng), *held_out))
    return np.median(shares)


def trained(sizes, activations, X, y, rng):
    """A network after 500 epochs, as the chapter trains its rivals."""
    start = Network.random(sizes, activations, rng=rng)
    how = {"loss": binary_cross_entropy, "optimizer": Adam(0.05), "epochs": 500}
    return train(start, X, y, **how).network


def test_bells_are_as_good_as_a_trained_network_and_better_than_a_neuron():
    """20 bells, centres by k-means or drawn, are within 2 points of 20 tanh neurons."""
    fitted = median_right(lambda X, y, rng: fit_rbf(X, y, centres=20, width=0.35, rng=rng))
    drawn = median_right(
        lambda X, y, rng: fit_rbf(X, y, centres=X[rng.choice(200, 20, replace=False)], width=0.35)
    )
    mlp = median_right(lambda X, y, rng: trained([2, 20, 1], ["tanh", "sigmoid"], X, y, rng))
    neuron = median_right(lambda X, y, rng: trained([2, 1], "sigmoid", X, y, rng))
    assert min(fitted, drawn) > 0.96
    assert min(fitted, drawn) > mlp - 0.02
    assert min(fitted, drawn) > neuron + 0.08


def test_far_away_bells_are_silent_and_the_tanh_network_is_certain():
    """Outside the data all bells are off and the bias is left; tanh neurons say 0.00 and 1.00."""
    (X, y), _, rng = moons(1)
    far = np.array([[6.0, 3.0], [-6.0, 3.0], [6.0, -3.0], [-6.0, -3.0]])
    rbf = fit_rbf(X, y, centres=20, width=0.35, rng=rng)
    bells, _ = rbf.layers[0].forward(far)
    assert bells.max() < 1e-10
    np.testing.assert_allclose(rbf(far)[:, 0], rbf.parameters["b2"][0])
    answers = trained([2, 20, 1], ["tanh", "sigmoid"], X, y, rng)(far)[:, 0]
    assert np.sum(np.abs(answers - 0.5) > 0.45) >= 3


def test_the_width_is_the_price():
    """20 bells: 0.05 is too narrow, 3.2 too wide; at 1.6 four times as many bells help."""
    (X, y), held_out, _ = moons(0)

    def share(bells, width):
        rng = np.random.default_rng(1)
        return right(fit_rbf(X, y, centres=bells, width=width, rng=rng), *held_out)

    assert share(20, 0.4) > 0.96
    assert share(20, 0.05) < 0.8
    assert share(20, 3.2) < share(20, 0.4) - 0.02
    assert share(80, 1.6) >= share(20, 1.6)


def test_rbf_networks_are_not_clustering():
    """Two clusters do worse than one neuron; other labels turn the answers of the same bells."""
    (X, y), (X_test, y_test), rng = moons(0)
    pair = k_means(X, 2, rng=rng).centres
    nearest = np.linalg.norm(X_test[:, None] - pair, axis=-1).argmin(axis=1)
    alone = max(np.mean(nearest == y_test), np.mean(nearest != y_test))
    assert alone < right(trained([2, 1], "sigmoid", X, y, rng), X_test, y_test) - 0.05
    there, back = (fit_rbf(X, t, centres=X[:20], width=0.4, ridge=0.0) for t in (y, 1 - y))
    np.testing.assert_allclose(back(X_test), 1 - there(X_test), atol=1e-8)


@pytest.mark.slow
def test_three_hundred_bells_read_digits():
    """Over 98 % of unseen digits, with 22 510 parameters and no epoch."""
    targets = datasets.one_hot(DIGITS.y, 10)
    rng = np.random.default_rng(0)
    network = fit_rbf(DIGITS.X, targets, centres=300, width=1.5, ridge=1e-3, rng=rng)
    assert np.mean(network(DIGITS.X_test).argmax(axis=1) == DIGITS.y_test) > 0.98
    assert sum(v.size for v in network.parameters.values()) == 22_510


def read_by_names(winners, winners_test, units):
    """Name each unit by the digits it wins; the names, and the share read of the test digits."""
    votes = np.zeros((units, 10))
    np.add.at(votes, (winners, DIGITS.y), 1)
    names = np.where(votes.any(axis=1), votes.argmax(axis=1), -1)
    return names, np.mean(names[winners_test] == DIGITS.y_test)


@pytest.mark.slow
def test_a_map_of_digits_without_labels():
    """It reads over 90 %, k-means as much; neighbours agree six times as often as strangers."""
    rows = []
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        one = organise(KohonenMap.grid(8, 8, DIGITS.X, rng=rng), DIGITS.X, epochs=10, rng=rng).map
        names, share = read_by_names(one.winners(DIGITS.X), one.winners(DIGITS.X_test), 64)
        clusters = k_means(DIGITS.X, 64, rng=rng)
        apart = ((DIGITS.X_test[:, None] - clusters.centres) ** 2).sum(axis=-1)
        share_k = read_by_names(clusters.labels, apart.argmin(axis=1), 64)[1]
        same = names[:, None] == names
        rows.append((share, share_k, same[one.apart == 1].mean(), same[one.apart > 1].mean()))
    share, share_k, beside, strangers = np.median(rows, axis=0)
    assert share > 0.9
    assert share_k > share - 0.01
    assert beside > 0.5
    assert beside > 6 * strangers


@pytest.mark.slow
def test_the_ring_on_twenty_maps():
    """No trip is longer than nearest neighbour's best start; the median is 4 to 10 % shorter."""
    ratios = []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        cities = rng.random((rng.integers(30, 61), 2))
        ours = tour_length(cities, tour(cities, rng=rng))
        starts = range(len(cities))
        best = min(tour_length(cities, nearest_neighbour_tour(cities, i)) for i in starts)
        ratios.append(ours / best)
    assert max(ratios) <= 1
    assert 0.9 < np.median(ratios) < 0.96


def bills(n, rng):
    """Taxi bills with a tariff by day and one from 20 h, as in the chapter."""
    km, hour = rng.uniform(1, 15, n), rng.uniform(8, 24, n)
    fare = np.where(hour >= 20, 6 + 3 * km, 3 + 1.8 * km) + rng.normal(0, 0.3, n)
    return np.column_stack([(km - 8) / 7, (hour - 16) / 8]), fare[:, None] / 10


def two_experts(rng):
    """A gate of one layer and two straight experts: 12 parameters."""
    gate = Network.random([2, 2], "softmax", rng=rng)
    return MixtureOfExperts(gate, [Network.random([2, 1], "identity", rng=rng) for _ in range(2)])


def test_the_tariffs_can_be_read():
    """3 and then 1.8, 6 and then 3.0 a kilometre, and the change at 20 h."""
    rng = np.random.default_rng(0)
    X, y = bills(400, rng)
    how = {"width": 0.1, "optimizer": Adam(0.1), "epochs": 1000}
    taxi = train_experts(two_experts(rng), X, y, **how).mixture
    tariffs = []
    for expert in taxi.experts:
        per_km = 10 * expert.parameters["W1"][0, 0] / 7
        tariffs.append((per_km, 10 * expert.parameters["b1"][0] - 8 * per_km))
    np.testing.assert_allclose(sorted(tariffs), [(1.8, 3), (3, 6)], atol=0.2)
    W, b = taxi.gate.parameters.values()
    assert 16 - 8 * (b[0] - b[1]) / (W[0, 1] - W[1, 1]) == pytest.approx(20, abs=0.1)


@pytest.mark.slow
def test_the_experts_beat_one_network_of_their_size_and_one_of_four_times_that():
    """Median of 3 seeds on 1000 new trips, against 3 and 12 tanh neurons and a line."""
    errors = []
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        (X, y), (X_test, y_test) = bills(400, rng), bills(1000, rng)
        how = {"optimizer": Adam(0.1), "epochs": 1000}
        networks = [train_experts(two_experts(rng), X, y, width=0.1, **how).mixture]
        for sizes, bends in (
            ([2, 3, 1], ["tanh", "identity"]),
            ([2, 12, 1], ["tanh", "identity"]),
            ([2, 1], "identity"),
        ):
            start = Network.random(sizes, bends, rng=rng)
            networks.append(train(start, X, y, loss=mse, **how).network)
        errors.append([np.sqrt(mse(y_test, network(X_test))) for network in networks])
    experts, small, large, line = np.median(errors, axis=0)
    assert experts < 0.8 * small
    assert experts < large
    assert line > 3 * experts


ANGLES = 2 * np.pi * np.arange(8) / 8
MODES = np.column_stack([np.cos(ANGLES), np.sin(ANGLES)])


def real(n, rng):
    """Points of a ring of eight blurs."""
    return MODES[rng.integers(8, size=n)] + rng.normal(0, 0.1, (n, 2))


def forged(seed, **how):
    """How 2000 forged points lie after 1500 steps."""
    rng = np.random.default_rng(seed)
    gan = train_gan(GAN.random(rng=rng), real, steps=1500, rng=rng, **how).gan
    return count_modes(gan.sample(2000, np.random.default_rng(0)), MODES, radius=0.3)


def test_one_gaussian_misses():
    """The best single Gaussian puts less than a third of its points near a mode."""
    rng = np.random.default_rng(0)
    sample = real(2000, rng)
    blob = rng.multivariate_normal(sample.mean(axis=0), np.cov(sample.T), 2000)
    assert count_modes(blob, MODES, radius=0.3).good < 1 / 3


@pytest.mark.slow
def test_the_patient_forger_finds_all_modes_in_each_run():
    """8 of 8 in five runs, median share near a mode above two thirds."""
    found = [forged(seed) for seed in range(5)]
    assert [one.covered for one in found] == [8] * 5
    assert np.median([one.good for one in found]) > 2 / 3


@pytest.mark.slow
def test_the_greedy_forger_collapses():
    """Median of five runs at most 4 modes; the run of the figure: all good, all the same."""
    greedy = {"forger": Adam(0.005), "judge": Adam(0.001)}
    found = [forged(seed, **greedy) for seed in range(5)]
    assert np.median([one.covered for one in found]) <= 4
    assert found[4].covered == 1
    assert found[4].good > 0.95


def compress(seed, k):
    """The chapter's autoencoder 64-48-k-48-64, trained on the digits."""
    rng = np.random.default_rng(seed)
    start = random_autoencoder(64, [48], k, rng=rng)
    how = {"loss": mse, "optimizer": Adam(0.01), "epochs": 40, "batch_size": 32}
    return train(start, DIGITS.X, DIGITS.X, rng=rng, **how).network


@pytest.mark.parametrize(("k", "share"), [(1, 0.85), (2, 0.8), (4, 0.7), (8, 0.667), (16, 0.85)])
def test_the_autoencoder_beats_pca_at_small_codes(k, share):
    """Median of 3 seeds: its error on unseen digits is at most this share of PCA's."""
    pca = mse(DIGITS.X_test, principal_components(DIGITS.X, k)(DIGITS.X_test))
    ours = [mse(DIGITS.X_test, compress(seed, k)(DIGITS.X_test)) for seed in SEEDS]
    assert np.median(ours) < share * pca


def test_eight_directions_say_more_than_eight_pixels():
    """PCA leaves less than half of the error of the eight most varying pixels on unseen digits."""
    told = DIGITS.X.std(axis=0).argsort()[-8:]
    by_pixels = np.tile(DIGITS.X.mean(axis=0), (len(DIGITS.X_test), 1))
    by_pixels[:, told] = DIGITS.X_test[:, told]
    pca = mse(DIGITS.X_test, principal_components(DIGITS.X, 8)(DIGITS.X_test))
    assert pca < 0.5 * mse(DIGITS.X_test, by_pixels)


def test_with_32_numbers_pca_wins():
    """A straight map is nearly perfect by then, and training does not reach it."""
    pca = mse(DIGITS.X_test, principal_components(DIGITS.X, 32)(DIGITS.X_test))
    assert mse(DIGITS.X_test, compress(0, 32)(DIGITS.X_test)) > 1.2 * pca


def test_a_code_must_be_rounded_and_tells_what_it_holds():
    """4 bits a number cost under a fifth more error, 2 bits double it; the nearest code reads."""
    encoder, decoder = split(compress(0, 8))
    codes, codes_test = encoder(DIGITS.X), encoder(DIGITS.X_test)
    low, high = codes.min(axis=0), codes.max(axis=0)

    def error(levels):
        cells = np.round((codes_test - low) / (high - low) * (levels - 1)).clip(0, levels - 1)
        return mse(DIGITS.X_test, decoder(low + cells / (levels - 1) * (high - low)))

    exact = mse(DIGITS.X_test, decoder(codes_test))
    assert exact < error(16) < 1.2 * exact
    assert error(4) > 2 * exact
    nearest = ((codes_test[:, None] - codes) ** 2).sum(axis=-1).argmin(axis=1)
    assert np.mean(DIGITS.y[nearest] == DIGITS.y_test) > 0.93
    assert np.unique(DIGITS.X * 16).size == 17


def test_sizes_that_the_chapter_states():
    """7080 parameters of the autoencoder, 1096 of PCA, 12 of the mixture."""

    def size(parameters):
        return sum(value.size for value in parameters.values())

    rng = np.random.default_rng(0)
    assert size(random_autoencoder(64, [48], 8, rng=rng).parameters) == 7080
    assert size(principal_components(DIGITS.X, 8).parameters) == 1096
    assert size(two_experts(rng).parameters) == 12
