"""Self-organising maps, and the ring that is a tour."""

from itertools import pairwise

import numpy as np
import pytest

from nnbook.kinds import (
    KohonenMap,
    nearest_neighbour_tour,
    organise,
    ring_order,
    stretched_ring,
    tour,
    tour_length,
)

SQUARE = np.random.default_rng(0).random((400, 2))


def grid(seed: int = 0, rows: int = 6, columns: int = 6) -> KohonenMap:
    return KohonenMap.grid(rows, columns, SQUARE, rng=np.random.default_rng(seed))


def distances(points) -> np.ndarray:
    return np.linalg.norm(points[:, None] - points, axis=-1)


def test_how_far_apart_neurons_are() -> None:
    """Straight across a grid, and the shorter way round a ring."""
    assert grid(rows=2, columns=3).apart[0].tolist() == pytest.approx([0, 1, 2, 1, 2**0.5, 5**0.5])
    assert KohonenMap.ring(5, SQUARE).apart[0].tolist() == [0, 1, 2, 2, 1]


def test_winners_are_the_nearest() -> None:
    """Also where the data lie far from the origin and digits are scarce."""
    for shift in (0.0, 1e6):
        start = KohonenMap(grid().weights + shift, grid().apart)
        apart = np.linalg.norm((SQUARE + shift)[:, None] - start.weights, axis=-1)
        np.testing.assert_array_equal(start.winners(SQUARE + shift), apart.argmin(axis=1))
        assert start.error(SQUARE + shift) == pytest.approx((apart.min(axis=1) ** 2).mean())


def test_one_sample_by_hand() -> None:
    """The winner moves by lr of the way, a neighbour one step off by exp(-1/2) of that."""
    start = KohonenMap([[0.0], [1.0], [5.0]], [[0, 1, 2], [1, 0, 1], [2, 1, 0]])
    end = organise(
        start, [[2.0]], epochs=1, rng=np.random.default_rng(0), lr=(0.5, 0.5), radius=(1, 1)
    ).map
    near = 0.5 * np.exp(-0.5)
    np.testing.assert_allclose(end.weights[:, 0], [2 * near, 1.5, 5 - 3 * near])


def test_rate_and_radius_fall() -> None:
    """The first epoch moves all neurons; the last, with a radius near 0, the winner alone."""
    middle = [[0.5, 0.5]]
    history = organise(
        grid(), middle, epochs=3, rng=np.random.default_rng(0), radius=(3, 0.01), keep=[0, 1, 2]
    )
    moved = [
        (np.abs(after.weights - before.weights).max(axis=1) > 1e-9).sum()
        for before, after in pairwise(history)
    ]
    assert moved[0] > 20
    assert moved[-1] <= 1


def test_rates_fall_by_equal_factors() -> None:
    """From 0.9 to 0.1 in three epochs goes through 0.3: each moves by its share of the rest."""
    history = organise(
        KohonenMap([[0.0]], [[0]]), [[1.0]], epochs=3, rng=np.random.default_rng(0),
        lr=(0.9, 0.1), keep=[1, 2],
    )  # fmt: skip
    left = [1 - one.weights[0, 0] for one in history]
    np.testing.assert_allclose(left, [0.1, 0.1 * 0.7, 0.1 * 0.7 * 0.9])


@pytest.mark.parametrize("seed", range(3))
def test_neighbours_on_the_grid_become_neighbours_among_the_data(seed: int) -> None:
    """Neurons one step apart end at a third of the usual distance, from random places."""
    start = grid(seed)
    end = organise(start, SQUARE, epochs=30, rng=np.random.default_rng(seed)).map
    beside = start.apart == 1

    def share(one: KohonenMap) -> float:
        return float(distances(one.weights)[beside].mean() / distances(one.weights).mean())

    assert share(start) > 0.8
    assert share(end) < 0.4
    grid_and_data = np.corrcoef(end.apart.ravel(), distances(end.weights).ravel())[0, 1]
    assert grid_and_data > 0.95


def test_the_map_comes_nearer_to_the_data_and_every_neuron_wins() -> None:
    """A lower error than the random samples it started from, and no dead neuron."""
    start = grid()
    end = organise(start, SQUARE, epochs=30, rng=np.random.default_rng(0)).map
    assert end.error(SQUARE) < 0.75 * start.error(SQUARE)
    assert len(np.unique(end.winners(SQUARE))) == 36


@pytest.mark.parametrize("n", [3, 4, 17, 50])
def test_a_tour_visits_every_city_once(n: int) -> None:
    """The order is a permutation, for either heuristic."""
    cities = np.random.default_rng(n).random((n, 2))
    for order in (
        tour(cities, rng=np.random.default_rng(0)),
        nearest_neighbour_tour(cities, n - 1),
    ):
        assert sorted(order) == list(range(n))


def test_the_length_of_a_tour() -> None:
    """Round the unit square 4, crosswise 2 + 2 sqrt 2; start and direction do not matter."""
    corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1]])
    assert tour_length(corners, [0, 1, 2, 3]) == 4
    assert tour_length(corners, [0, 2, 1, 3]) == pytest.approx(2 + 2 * 2**0.5)
    cities = np.random.default_rng(0).random((20, 2))
    order = np.random.default_rng(1).permutation(20)
    same = [tour_length(cities, one) for one in (order, order[::-1], np.roll(order, 7))]
    assert np.ptp(same) < 1e-12


def test_the_nearest_neighbour_by_hand() -> None:
    """From 0 on a line with cities at 0, -2, 1 and 4: to 1, then back to -2 or on to 4."""
    line = np.array([[0.0, 0], [-2.0, 0], [1.0, 0], [4.5, 0]])
    assert nearest_neighbour_tour(line).tolist() == [0, 2, 1, 3]
    assert nearest_neighbour_tour(line, start=3).tolist() == [3, 2, 0, 1]


def test_the_ring_finds_the_circle() -> None:
    """Cities on a circle, numbered at random: the tour goes round."""
    rng = np.random.default_rng(0)
    angle = rng.uniform(0, 2 * np.pi, 25)
    cities = np.column_stack([np.cos(angle), np.sin(angle)])
    best = tour_length(cities, np.argsort(angle))
    assert tour_length(cities, tour(cities, rng=rng)) == pytest.approx(best)


def test_no_longer_than_nearest_neighbour() -> None:
    """20 random instances of 30 to 60 cities: always below nearest neighbour's median start.

    Against its best start, of all 30 to 60, the ring loses at most once.
    """
    ratios = []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        cities = rng.random((rng.integers(30, 61), 2))
        ours = tour_length(cities, tour(cities, rng=rng))
        theirs = [
            tour_length(cities, nearest_neighbour_tour(cities, start))
            for start in range(len(cities))
        ]
        ratios.append((ours / np.median(theirs), ours / min(theirs)))
    over_median, over_best = np.transpose(ratios)
    assert over_median.max() < 1
    assert np.median(over_median) < 0.9
    assert (over_best > 1).sum() <= 1


def test_the_history_of_a_ring_ends_in_the_tour() -> None:
    """Scrubbing shows the ring that `tour` reads its order from, the start included."""
    cities = np.random.default_rng(0).random((20, 2))
    history = stretched_ring(cities, rng=np.random.default_rng(3), epochs=50, keep=[0, 10])
    assert history.epochs == (0, 10, 50)
    assert len(history) == 3
    assert history[0].error(cities) > history.map.error(cities)
    np.testing.assert_array_equal(
        ring_order(history.map, cities), tour(cities, rng=np.random.default_rng(3), epochs=50)
    )


def test_nothing_is_mutated() -> None:
    """The start and the data are as they were; a map cannot be written to."""
    start, data = grid(), SQUARE.copy()
    before = start.weights.copy()
    history = organise(start, data, epochs=2, rng=np.random.default_rng(0), keep=[1])
    np.testing.assert_array_equal(start.weights, before)
    np.testing.assert_array_equal(data, SQUARE)
    assert not np.array_equal(history[0].weights, history[1].weights)
    with pytest.raises(ValueError, match="read-only"):
        start.weights[0, 0] = 1


def test_the_same_rng_gives_the_same_map() -> None:
    """Chance comes from the rng alone."""
    first, again, other = (
        organise(grid(), SQUARE, epochs=1, rng=np.random.default_rng(seed)).map.weights
        for seed in (5, 5, 6)
    )
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


def test_ctrl_c_returns_the_map_so_far() -> None:
    """An interrupted run hands back what it has, and says after how many epochs."""

    def interrupted(epochs):
        for epoch in epochs:
            if epoch == 3:
                raise KeyboardInterrupt
            yield epoch

    history = organise(grid(), SQUARE, epochs=9, rng=np.random.default_rng(0), progress=interrupted)
    assert history.epochs == (2,)


RNG = np.random.default_rng(0)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: KohonenMap([1.0], [[0.0]]), r"weights must be \(units, features\)"),
        (lambda: KohonenMap([[1.0]], [[0.0, 1.0]]), r"apart must be \(1, 1\).*\(1, 2\)"),
        (lambda: KohonenMap.ring(9, np.ones((4, 3))), r"points \(N, 2\).*\(4, 3\)"),
        (lambda: KohonenMap.ring(2, SQUARE), "units must be at least 3"),
        (lambda: grid().winners(np.ones((4, 3))), "takes 2 features, but X has 3"),
        (lambda: organise(grid(), np.ones((4, 3)), epochs=1, rng=RNG), "2 features, but X has 3"),
        (lambda: organise(grid(), SQUARE, epochs=1, rng=RNG, lr=(1, 0)), "lr of organise must be"),
        (lambda: tour([[1.0, np.nan]], rng=RNG), "cities must be finite"),
        (lambda: tour_length([[0, 0], [1, 1]], [0, 0]), "each of the 2 cities"),
        (lambda: nearest_neighbour_tour([[0, 0], [1, 1]], 2), "start must be below 2, but is 2"),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(call, words: str) -> None:
    """The message names the wanted and the received."""
    with pytest.raises(ValueError, match=words):
        call()


def test_an_rng_is_asked_for() -> None:
    """Nothing is drawn from hidden randomness."""
    with pytest.raises(TypeError, match="organise takes rng"):
        organise(grid(), SQUARE, epochs=1, rng=None)  # type: ignore[arg-type]
