"""Radial basis functions: neurons that fire near a place, and fall silent far from it.

An ordinary neuron cuts the input space with a plane; one of these is a bell around its centre:

    a_j = exp(-|x - c_j|² / (2 s_j²)),    y_hat = W a + b

The network is two layers, the bells and a plain layer with no bend. It can be trained by gradient
descent like any other. But when the centres stand, y_hat is linear in W and b, and the best W and b
need no descent: `fit_rbf` puts the centres where the data are (`k_means`), and solves once.

Broomhead & Lowe 1988; Moody & Darken 1989.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnbook._checks import Array, as_count, as_generator, as_number, as_numbers
from nnbook.dense import Layer, Memory
from nnbook.network import Network

__all__ = ["Clusters", "RadialBasis", "fit_rbf", "k_means"]


@dataclass(frozen=True, eq=False)
class RadialBasis:
    """A layer of bells: a_j = exp(z_j) with z_j = -|x - c_j|² / (2 s_j²).

    `centres` is (units, inputs), `width` s one number, or one for each unit (units,); its sign does
    not matter, and 0 is refused. Both are parameters: training moves them unless it is told the
    gradients of the other layers only. Raises ValueError or TypeError for what does not fit.
    """

    centres: Array
    width: Array

    def __init__(self, centres: ArrayLike, width: ArrayLike) -> None:
        middles = as_numbers(centres, "centres", finite=True).copy()
        if middles.ndim != 2 or middles.size == 0:
            raise ValueError(f"centres must be (units, inputs), but their shape is {middles.shape}")
        widths = as_numbers(width, "width", finite=True)
        if widths.dtype.kind != "c":  # as it is during the complex step
            widths = widths.astype(middles.dtype)
        if widths.shape not in {(), middles.shape[:1]}:
            raise ValueError(
                f"width must be one number or one for each of the {len(middles)} centres, "
                f"but its shape is {widths.shape}"
            )
        if (widths == 0).any():
            raise ValueError("width must not be 0")
        widths = np.full(len(middles), widths) if widths.ndim == 0 else widths.copy()
        for array in (middles, widths):
            array.flags.writeable = False
        self._set(middles, widths)

    def _set(self, centres: Array, width: Array) -> None:
        object.__setattr__(self, "centres", centres)
        object.__setattr__(self, "width", width)

    @property
    def inputs(self) -> int:
        """How many numbers a bell takes."""
        return int(self.centres.shape[1])

    @property
    def outputs(self) -> int:
        """How many bells there are."""
        return int(self.centres.shape[0])

    @property
    def parameters(self) -> dict[str, Array]:
        """Centres (units, inputs) and width (units,)."""
        return {"centres": self.centres, "width": self.width}

    def updated(
        self, parameters: Mapping[str, Array], memory: Memory | None = None, *, copy: bool = True
    ) -> RadialBasis:
        """A new layer with these parameters. Without `copy` it stands on the given arrays."""
        del memory
        centres = parameters.get("centres", self.centres)
        width = parameters.get("width", self.width)
        if copy:
            return RadialBasis(centres, width)
        layer = object.__new__(RadialBasis)
        layer._set(centres, width)
        return layer

    def forward(
        self, x: Array, *, training: bool = False, rng: np.random.Generator | None = None
    ) -> tuple[Array, Memory]:
        """The bells for one sample (inputs,) or a batch (N, inputs)."""
        del training, rng
        away = x[..., None, :] - self.centres
        z = -(away**2).sum(axis=-1) / (2 * self.width**2)
        a = np.exp(z)
        return a, {"x": x, "z": z, "a": a}

    def backward(self, memory: Memory, behind: Array) -> tuple[Array, dict[str, Array]]:
        """From dC/da to dC/dx, dC/dz, dC/dcentres and dC/dwidth."""
        x, z = memory["x"], memory["z"]
        dz = behind * memory["a"]
        # dz_j/dc_j = (x - c_j) / s_j², dz_j/dx is its opposite, dz_j/ds_j = -2 z_j / s_j
        pull = (dz / self.width**2)[..., None] * (x[..., None, :] - self.centres)
        slopes = {
            "z": dz,
            "centres": pull.reshape(-1, *self.centres.shape).sum(axis=0),
            "width": np.atleast_2d(dz * -2 * z / self.width).sum(axis=0),
        }
        return -pull.sum(axis=-2), slopes

    def rules(self, name: str, source: str, one: bool) -> dict[str, str]:
        """The rule of each step, for layer number `name`; distances are told in words."""
        samples = "" if one else ", added up over samples"
        return {
            "z": "-(distance to each centre)² / (2·width²)",
            "a": f"exp(z{name})",
            "dz": f"dC/da{name} ⊙ a{name}",
            "dcentres": f"blame of each bell·(input - centre) / width²{samples}",
            "dwidth": f"blame of each bell·(distance to its centre)² / width³{samples}",
            "dx": "blame of each bell·(centre - input) / width², added up over bells",
        }

    def __repr__(self) -> str:
        return f"RadialBasis({self.inputs} -> {self.outputs})"


@dataclass(frozen=True, eq=False)
class Clusters:
    """What `k_means` found.

    `centres` (k, features), `labels` (N,) the centre nearest to each point, and `spreads`, the
    mean squared distance to the nearest centre before each move and at the end: it never rises.
    """

    centres: Array
    labels: NDArray[np.int64]
    spreads: Array


def k_means(X: ArrayLike, k: int, *, rng: np.random.Generator, moves: int = 100) -> Clusters:
    """k centres among the points X (N, features), by Lloyd's iteration.

    Starts from k of the points, drawn by rng. Then, until nothing changes (or `moves` times): each
    point joins its nearest centre, each centre goes to the middle of those that joined it. A centre
    that nobody joined goes to the point that is farthest from its own. Finds a good answer, not
    always the best. Raises ValueError when there are fewer than k points.
    """
    points = _points(X)
    if as_count(k, "k") > len(points):
        raise ValueError(f"k_means takes at least k points, but k is {k} and X has {len(points)}")
    start = as_generator(rng, "k_means").choice(len(points), k, replace=False)
    centres, spreads = points[start], []
    for move in range(as_count(moves, "moves", low=0) + 1):
        apart = _squared_distances(points, centres)
        labels, nearest = apart.argmin(axis=1), apart.min(axis=1)
        spreads.append(float(nearest.mean()))
        if move == moves:
            break
        joined = labels.copy()
        for empty in np.setdiff1d(np.arange(k), labels):
            farthest = nearest.argmax()
            joined[farthest], nearest[farthest] = empty, 0.0
        moved = centres.copy()
        for j in np.unique(joined):
            moved[j] = points[joined == j].mean(axis=0)
        if np.array_equal(moved, centres):
            break
        centres = moved
    return Clusters(centres, labels, np.array(spreads))


def fit_rbf(
    X: ArrayLike,
    y: ArrayLike,
    *,
    centres: ArrayLike | int,
    width: float | None = None,
    ridge: float = 1e-6,
    rng: np.random.Generator | None = None,
) -> Network:
    """A network of bells and one plain layer that fits X (N, features) to y (N, outputs) at once.

    `centres` are given (units, features), or their number, and then k-means places them (takes
    rng). `width` is one for all; by default the mean distance from a centre to its nearest
    neighbour (Moody & Darken 1989). The output layer minimises the summed squared error plus
    `ridge` times the sum of W², so it is the best there is for these bells: no epochs, no rate.
    """
    points = _points(X)
    targets = as_numbers(y, "y", finite=True)
    if targets.shape[:1] != points.shape[:1] or targets.ndim > 2:
        raise ValueError(
            f"fit_rbf takes y of shape ({len(points)}, outputs), but y has shape {targets.shape}"
        )
    if isinstance(centres, int | np.integer):
        centres = k_means(points, int(centres), rng=as_generator(rng, "fit_rbf")).centres
    middles = as_numbers(centres, "centres", finite=True)
    bells = RadialBasis(middles, _usual_width(middles) if width is None else width)
    if bells.inputs != points.shape[1]:
        raise ValueError(
            f"X has {points.shape[1]} features, but the centres have {bells.inputs} coordinates"
        )
    a, _ = bells.forward(points)
    shift, mean = a.mean(axis=0), targets.reshape(len(points), -1).mean(axis=0)
    # The penalty as rows below the data; the bias goes free, and is what is left at the mean.
    rows = np.vstack(
        [a - shift, np.sqrt(as_number(ridge, "ridge", low=0.0)) * np.eye(bells.outputs)]
    )
    wanted = np.vstack(
        [targets.reshape(len(points), -1) - mean, np.zeros((bells.outputs, len(mean)))]
    )
    W = np.linalg.lstsq(rows, wanted, rcond=None)[0].T
    return Network([bells, Layer(W, mean - W @ shift, "identity")])


def _usual_width(centres: Array) -> float:
    apart = np.sqrt(_squared_distances(centres, centres))
    apart[np.diag_indices_from(apart)] = np.inf
    width = float(apart.min(axis=1).mean())
    if not 0 < width < np.inf:
        raise ValueError("width must be given where there are no two different centres")
    return width


def _squared_distances(X: Array, centres: Array) -> Array:
    return np.asarray(((X[:, None] - centres) ** 2).sum(axis=-1))


def _points(X: ArrayLike) -> Array:
    points = as_numbers(X, "X", finite=True)
    if points.ndim != 2 or points.size == 0:
        raise ValueError(f"X must be (N, features), but its shape is {points.shape}")
    return points
