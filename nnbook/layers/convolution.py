"""Convolution: a few weights, slid over the image, looking for the same thing everywhere.

Each filter is one neuron with few inputs: what lies under a small window. It is moved over
the image and gives a number at each place, a map of where it found what it looks for. As
in all frameworks the filter is not turned over, so mathematicians call this cross-correlation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike, DTypeLike

from nnbook._checks import Array, as_count, as_generator
from nnbook.activations import Activation
from nnbook.dense import Memory, as_activation
from nnbook.layers._parts import Shape, as_shape, learned, own, put, relearned
from nnbook.network import _initialiser

__all__ = ["Convolution"]


@dataclass(frozen=True, eq=False)
class Convolution:
    """z[f, i, j] = b[f] + sum over c, u, v of K[f, c, u, v] x[c, i stride + u, j stride + v].

    K is (filters, channels, rows, columns), b is (filters,) or None, `shape` the (channels, height,
    width) of the image, which travels as channels * height * width numbers in this order;
    `padding` puts so many rows and columns of zeros around it. Gives a = f(z), filters * height *
    width numbers of `output_shape` (LeCun et al. 1989). Raises ValueError for shapes that do not
    fit.
    """

    K: Array
    b: Array | None
    activation: Activation
    shape: Shape
    padding: int
    stride: int

    def __init__(
        self,
        K: ArrayLike,
        b: ArrayLike | None,
        activation: Activation | str,
        shape: Shape,
        *,
        padding: int = 0,
        stride: int = 1,
    ) -> None:
        filters = own(K, "K")
        if filters.ndim != 4 or filters.size == 0:
            raise ValueError(
                f"K must be (filters, channels, rows, columns), but its shape is {filters.shape}"
            )
        shape = as_shape(shape, "shape of Convolution")
        biases = None if b is None else own(b, "b", filters)
        if biases is not None and biases.shape != filters.shape[:1]:
            raise ValueError(
                f"b must hold one number for each of the {len(filters)} filters, "
                f"but its shape is {biases.shape}"
            )
        if filters.shape[1] != shape[0]:
            raise ValueError(
                f"the filters look at {filters.shape[1]} channels, but the image has {shape[0]}"
            )
        put(
            self,
            K=filters,
            b=biases,
            activation=as_activation(activation),
            shape=shape,
            padding=as_count(padding, "padding", low=0),
            stride=as_count(stride, "stride"),
        )
        if min(self.output_shape) < 1:
            rows, columns = filters.shape[2:]
            raise ValueError(
                f"a filter of {rows} x {columns} does not fit into an image of {shape[1]} x "
                f"{shape[2]} pixels with padding {padding}"
            )

    @classmethod
    def random(
        cls,
        shape: Shape,
        filters: int,
        size: int,
        activation: Activation | str,
        *,
        rng: np.random.Generator,
        padding: int = 0,
        stride: int = 1,
        dtype: DTypeLike = float,
        init: str | Callable[[np.random.Generator, tuple[int, ...]], ArrayLike] | None = None,
    ) -> Convolution:
        """Random filters of size x size pixels with zero biases.

        `init` is as in `Network.random`; a filter is a neuron with channels * size * size inputs.
        """
        rng = as_generator(rng, "Convolution.random")
        channels = as_shape(shape, "shape of Convolution")[0]
        count, side = as_count(filters, "filters"), as_count(size, "size of the filters")
        draw = init if callable(init) else _initialiser(init, as_activation(activation))
        K = np.asarray(draw(rng, (count, channels * side * side)), dtype=dtype)
        b = np.asarray(draw(rng, (count,)), dtype=dtype)
        K = K.reshape(count, channels, side, side)
        return cls(K, b, activation, shape, padding=padding, stride=stride)

    @property
    def output_shape(self) -> Shape:
        """(filters, height, width) of what comes out."""
        height, width = (
            (size + 2 * self.padding - side) // self.stride + 1
            for size, side in zip(self.shape[1:], self.K.shape[2:], strict=True)
        )
        return len(self.K), height, width

    @property
    def inputs(self) -> int:
        """How many numbers go in."""
        return int(np.prod(self.shape))

    @property
    def outputs(self) -> int:
        """How many numbers come out."""
        return int(np.prod(self.output_shape))

    @property
    def parameters(self) -> dict[str, Array]:
        """K, b if there is one, and alpha if the activation learns it."""
        found = {"K": self.K} if self.b is None else {"K": self.K, "b": self.b}
        return found | learned(self.activation, self.K)

    def updated(
        self, parameters: Mapping[str, Array], memory: Memory | None = None, *, copy: bool = True
    ) -> Convolution:
        """A new layer with these parameters. Without `copy` it stands on the given arrays."""
        fields: dict[str, Any] = {
            "K": parameters.get("K", self.K),
            "b": parameters.get("b", self.b),
            "activation": relearned(self.activation, parameters),
            "shape": self.shape,
            "padding": self.padding,
            "stride": self.stride,
        }
        if copy:
            return Convolution(**fields)
        layer = object.__new__(Convolution)
        put(layer, **fields)
        return layer

    def forward(
        self, x: Array, *, training: bool = False, rng: np.random.Generator | None = None
    ) -> tuple[Array, Memory]:
        """The maps of all filters by one matrix product.

        `columns` holds what the window sees, a column for each place in each image, a row for each
        weight of a filter.
        """
        edge = (self.padding, self.padding)
        images = x.reshape(-1, *self.shape).swapaxes(0, 1)  # (channels, N, height, width)
        padded = np.pad(images, ((0, 0), (0, 0), edge, edge)) if self.padding else images
        windows = sliding_window_view(padded, self.K.shape[2:], axis=(2, 3))
        seen = windows[:, :, :: self.stride, :: self.stride].transpose(0, 4, 5, 1, 2, 3)
        filters = self.K.reshape(len(self.K), -1)
        columns = seen.reshape(filters.shape[1], -1)
        maps = filters.dot(columns)
        if self.b is not None:
            maps = maps + self.b[:, None]
        z = maps.reshape(len(self.K), images.shape[1], -1).swapaxes(0, 1)
        z = z.reshape(*x.shape[:-1], self.outputs)
        a = self.activation(z)
        return a, {"x": x, "columns": columns, "z": z, "a": a}

    def backward(self, memory: Memory, behind: Array) -> tuple[Array, dict[str, Array]]:
        """A weight is to blame at every place where it was used, a pixel in every window."""
        x, z, columns = memory["x"], memory["z"], memory["columns"]
        dz = self.activation.back(z, behind)
        maps = dz.reshape(-1, *self.output_shape).swapaxes(0, 1).reshape(len(self.K), -1)
        slopes = {"z": dz, "K": maps.dot(columns.T).reshape(self.K.shape)}
        if self.b is not None:
            slopes["b"] = maps.sum(axis=1)
        if self.activation.learned:
            slopes["alpha"] = np.asarray((behind * self.activation.option_slope(z)).sum())
        blame = self.K.reshape(len(self.K), -1).T.dot(maps)
        return self._put_back(blame).reshape(x.shape), slopes

    def _put_back(self, blame: Array) -> Array:
        """Add the columns up at the pixels that they came from: (N, channels, height, width)."""
        channels, height, width = self.shape
        _, rows, columns = self.K.shape[1:]
        _, down, across = self.output_shape
        p, s = self.padding, self.stride
        blame = blame.reshape(channels, rows, columns, -1, down, across)
        padded = np.zeros(
            (channels, blame.shape[3], height + 2 * p, width + 2 * p), dtype=blame.dtype
        )
        for u in range(rows):
            for v in range(columns):
                padded[:, :, u : u + s * down : s, v : v + s * across : s] += blame[:, u, v]
        return padded[:, :, p : p + height, p : p + width].swapaxes(0, 1)

    def rules(self, name: str, source: str, one: bool) -> dict[str, str]:
        """The rule of each step, for layer number `name` fed by `source`."""
        f, bias = self.activation.name, f" + b{name}" if self.b is not None else ""
        product = "⊙" if self.activation.elementwise else "·"
        everywhere = "places" if one else "samples and places"
        return {
            "z": f"K{name} ⋆ {source}{bias} at each place",
            "a": f"{f}(z{name})",
            "dz": f"dC/da{name} {product} {f}'(z{name})",
            "dK": f"sum over {everywhere} of dC/dz{name} · {source} under K{name}",
            "db": f"sum over {everywhere} of dC/dz{name}",
            "dalpha": f"sum of dC/da{name} ⊙ min(0, z{name})",
            "dx": f"sum over the places of K{name} that saw it of K{name} · dC/dz{name}",
        }

    def __repr__(self) -> str:
        rows, columns = self.K.shape[2:]
        bias = "" if self.b is not None else ", no bias"
        return (
            f"Convolution({self.shape} -> {self.output_shape}, {rows} x {columns}, "
            f"{self.activation}{bias})"
        )
