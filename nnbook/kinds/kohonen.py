"""Kohonen's self-organising map: neurons that compete, and help their neighbours.

Each neuron has a place on a grid and a weight vector in the space of the data. A sample comes in;
the neuron whose weights are nearest wins; the winner, and less so its neighbours *on the grid*,
move toward the sample:

    w_j <- w_j + lr · exp(-d(j, winner)² / (2 radius²)) · (x - w_j)

Rate and radius shrink. No label, no loss, no gradient: what comes out is a map on which neighbours
answer to similar samples. Bend the grid to a ring and show it cities, and it becomes a tour.

Kohonen 1982; the ring for the travelling salesperson: Durbin & Willshaw 1987 (elastic net),
Angeniol, de La Croix Vaubois & Le Texier 1988 (map).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnbook._checks import Array, as_count, as_generator, as_number, as_numbers

__all__ = [
    "KohonenMap",
    "MapHistory",
    "nearest_neighbour_tour",
    "organise",
    "ring_order",
    "stretched_ring",
    "tour",
    "tour_length",
]

Order = NDArray[np.int64]
UNITS_PER_CITY = 3


@dataclass(frozen=True, eq=False)
class KohonenMap:
    """Neurons with `weights` (units, features), and how far apart they are on their grid.

    `apart` is (units, units), 0 on the diagonal: steps along the ring, or straight across the
    grid. Make one with `KohonenMap.grid` or `KohonenMap.ring`.
    """

    weights: Array
    apart: Array

    def __post_init__(self) -> None:
        weights = as_numbers(self.weights, "weights", finite=True).copy()
        apart = as_numbers(self.apart, "apart", finite=True).copy()
        if weights.ndim != 2 or weights.size == 0:
            raise ValueError(f"weights must be (units, features), but are {weights.shape}")
        if apart.shape != (len(weights),) * 2:
            raise ValueError(
                f"apart must be ({len(weights)}, {len(weights)}), but its shape is {apart.shape}"
            )
        for name, array in (("weights", weights), ("apart", apart)):
            array.flags.writeable = False
            object.__setattr__(self, name, array)

    @classmethod
    def grid(cls, rows: int, columns: int, X: ArrayLike, *, rng: np.random.Generator) -> KohonenMap:
        """A grid, row by row, whose weights start at samples drawn from X (N, features)."""
        places = np.array(
            [
                (i, j)
                for i in range(as_count(rows, "rows"))
                for j in range(as_count(columns, "columns"))
            ],
            dtype=float,
        )
        samples = _samples(X)
        drawn = as_generator(rng, "KohonenMap.grid").integers(len(samples), size=len(places))
        apart = np.sqrt(((places[:, None] - places) ** 2).sum(axis=-1))
        return cls(samples[drawn], apart)

    @classmethod
    def ring(cls, units: int, X: ArrayLike) -> KohonenMap:
        """A closed ring in the plane, a circle around the middle of the points X (N, 2)."""
        points = _samples(X)
        if points.shape[1] != 2:
            raise ValueError(f"a ring takes points (N, 2), but X has shape {points.shape}")
        number = np.arange(as_count(units, "units", low=3))
        angle = 2 * np.pi * number / units
        circle = points.std() * np.column_stack([np.cos(angle), np.sin(angle)])
        steps = np.abs(number[:, None] - number)
        return cls(points.mean(axis=0) + circle, np.minimum(steps, units - steps))

    def winners(self, X: ArrayLike) -> Order:
        """The number, from 0, of the neuron nearest to each sample (N, features)."""
        samples = _samples(X)
        if samples.shape[1] != self.weights.shape[1]:
            raise ValueError(
                f"the map takes {self.weights.shape[1]} features, but X has {samples.shape[1]}"
            )
        # |x - w|² without the |x|² that all neurons share; the middle taken off, or digits cancel
        middle = self.weights.mean(axis=0)
        w = self.weights - middle
        return np.asarray(((w**2).sum(axis=1) - 2 * (samples - middle) @ w.T).argmin(axis=1))

    def error(self, X: ArrayLike) -> float:
        """The mean squared distance from a sample to its winner."""
        samples = _samples(X)
        return float(((samples - self.weights[self.winners(samples)]) ** 2).sum(axis=1).mean())

    def __repr__(self) -> str:
        units, features = self.weights.shape
        return f"KohonenMap({units} neurons, {features} features)"


@dataclass(frozen=True, eq=False, repr=False)
class MapHistory(Sequence[KohonenMap]):
    """The maps that were kept, and after how many epochs; the last is always there."""

    maps: tuple[KohonenMap, ...]
    epochs: tuple[int, ...]

    @property
    def map(self) -> KohonenMap:
        """The map at the end."""
        return self.maps[-1]

    @overload
    def __getitem__(self, index: int) -> KohonenMap: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[KohonenMap]: ...
    def __getitem__(self, index: int | slice) -> KohonenMap | Sequence[KohonenMap]:
        return self.maps[index]

    def __len__(self) -> int:
        return len(self.maps)

    def __repr__(self) -> str:
        return f"MapHistory of {self.epochs[-1]} epochs, {len(self)} maps kept"


def organise(
    start: KohonenMap,
    X: ArrayLike,
    *,
    epochs: int,
    rng: np.random.Generator,
    lr: tuple[float, float] = (0.5, 0.05),
    radius: tuple[float, float] | None = None,
    keep: Iterable[int] = (),
    progress: Callable[[Iterable[int]], Iterable[int]] | None = None,
) -> MapHistory:
    """Show the samples X (N, features) to the map, `epochs` times in an order shuffled by rng.

    Rate and radius go from the first to the second number, by equal factors an epoch. By default
    the radius goes from a quarter of the map's extent to half a step. `keep` says after
    which epochs the History keeps a map (0 is the start). Ctrl-C ends it with what there is.
    """
    samples, rng = _samples(X), as_generator(rng, "organise")
    if samples.shape[1] != start.weights.shape[1]:
        raise ValueError(
            f"the map takes {start.weights.shape[1]} features, but X has {samples.shape[1]}"
        )
    rates = _falling(lr, "lr", as_count(epochs, "epochs", low=0))
    radii = _falling(radius or (max(start.apart.max() / 4, 0.5), 0.5), "radius", epochs)
    wanted = {as_count(epoch, "an epoch to keep", low=0) for epoch in keep}
    squares = start.apart**2
    w, done = start.weights.copy(), 0
    kept = {0: start} if 0 in wanted else {}
    counting: Iterable[int] = range(1, epochs + 1)
    with suppress(KeyboardInterrupt):
        for epoch in progress(counting) if progress else counting:
            pull = rates[epoch - 1] * np.exp(-squares / (2 * radii[epoch - 1] ** 2))
            for x in samples[rng.permutation(len(samples))]:
                away = x - w
                w += pull[(away**2).sum(axis=1).argmin(), :, None] * away
            done = epoch
            if epoch in wanted:
                kept[epoch] = KohonenMap(w, start.apart)
    kept[done] = KohonenMap(w, start.apart)
    return MapHistory(tuple(kept.values()), tuple(kept))


def tour(cities: ArrayLike, *, rng: np.random.Generator, epochs: int = 200) -> Order:
    """A round trip through all cities (N, 2): their numbers, from 0, in the order of a ring map.

    The ring has three neurons a city and is pulled out to them like a rubber band; then each city
    stands at its winner. Good, not the shortest: it solves nothing exactly.
    """
    return ring_order(stretched_ring(cities, rng=rng, epochs=epochs).map, cities)


def stretched_ring(
    cities: ArrayLike,
    *,
    rng: np.random.Generator,
    epochs: int = 200,
    keep: Iterable[int] = (),
) -> MapHistory:
    """The ring map of `tour`, as a History that a slider can scrub."""
    ring = KohonenMap.ring(UNITS_PER_CITY * len(_cities(cities)), cities)
    radius = (len(ring.weights) / 8, 0.4)
    return organise(ring, cities, epochs=epochs, rng=rng, lr=(0.8, 0.8), radius=radius, keep=keep)


def ring_order(ring: KohonenMap, cities: ArrayLike) -> Order:
    """The cities (N, 2) in the order of their winners around the ring."""
    return np.argsort(ring.winners(cities), kind="stable")


def nearest_neighbour_tour(cities: ArrayLike, start: int = 0) -> Order:
    """The round trip that always goes on to the nearest city not yet seen, from city `start`."""
    points = _cities(cities)
    if as_count(start, "start", low=0) >= len(points):
        raise ValueError(f"start must be below {len(points)}, but is {start}")
    order, left = [start], np.ones(len(points), dtype=bool)
    left[start] = False
    while left.any():
        away = ((points - points[order[-1]]) ** 2).sum(axis=1)
        order.append(int(np.where(left, away, np.inf).argmin()))
        left[order[-1]] = False
    return np.array(order)


def tour_length(cities: ArrayLike, order: ArrayLike) -> float:
    """How long the round trip through the cities (N, 2) in this order is, way back included."""
    points, numbers = _cities(cities), np.asarray(order)
    if not np.array_equal(np.sort(numbers), np.arange(len(points))):
        raise ValueError(f"order must name each of the {len(points)} cities, 0 first, once")
    along = points[numbers] - points[np.roll(numbers, -1)]
    return float(np.hypot(along[:, 0], along[:, 1]).sum())


def _falling(pair: tuple[float, float], what: str, epochs: int) -> Array:
    first, last = (as_number(value, f"{what} of organise", low=0.0) for value in pair)
    if min(first, last) == 0:
        raise ValueError(f"{what} of organise must be above 0, but is {pair}")
    return np.geomspace(first, last, max(epochs, 1))


def _samples(X: ArrayLike) -> Array:
    samples = as_numbers(X, "X", finite=True)
    if samples.ndim != 2 or samples.size == 0:
        raise ValueError(f"X must be (N, features), but its shape is {samples.shape}")
    return samples


def _cities(cities: ArrayLike) -> Array:
    points = as_numbers(cities, "cities", finite=True)
    if points.ndim != 2 or points.shape[1] != 2 or not len(points):
        raise ValueError(f"cities must be (N, 2), but their shape is {points.shape}")
    return points
