"""Convolution and the pooling behind it as `nnbook._convolution_road` does them, for many images.

One product for a whole pooling window. A 3 x 3 filter gives the four numbers of a 2 x 2 window from
four overlapping patches of the image, which lie in one patch of 4 x 4. So the window takes that one
patch and four filters of 4 x 4: the filter, moved to each of the four places (the *phases*),
with zeros around it. A quarter as many patches, 16 numbers each in place of 9, are less
than half to copy; the product does 16/9 of the work, but of a shape that the processor likes, and
takes 1.2 times as long.

The phases lie behind each other, (phases, filters, places), each a long row without gaps. So the
largest of a window is an `np.maximum` of whole rows, and its way back a product with whole rows of
True and False.

Images last: within the road an image is (channels, height, width, N). What a window sees then is
copied in runs of N numbers, not three by three.

The activation comes after the pooling, on a quarter of the numbers, and so does the bias. Neither
changes which of a window's numbers is the largest, as long as the activation never falls; a road
for others there is not (`can_take`). Ties go to the first, as in `MaxPooling`.

Nothing is allocated in a step, and the slope for the pixels, which nobody asks for, is left out.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from nnbook._checks import Array
from nnbook.layers import Convolution, MaxPooling

Pair = tuple[Convolution, MaxPooling | None]


def shape_of(pair: Pair) -> tuple[int, int, int]:
    """(filters, height, width) of what a convolution with its pooling gives."""
    convolution, pool = pair
    return pool.output_shape if pool else convolution.output_shape


def reach_of(convolution: Convolution, pool: MaxPooling | None) -> tuple[int, tuple[int, int]]:
    """The side of a pooling window, and (height, width) of the patch that it is found from."""
    window = pool.size if pool else 1
    height, width = convolution.K.shape[2:]
    beyond = (window - 1) * convolution.stride
    return window, (height + beyond, width + beyond)


def numbers_of(pair: Pair) -> int:
    """How many numbers a stage needs for one image: the patches, and z in all phases."""
    window, reach = reach_of(*pair)
    filters, rows, columns = shape_of(pair)
    patch = pair[0].shape[0] * reach[0] * reach[1]
    return rows * columns * (patch + filters * window**2)


class Stage:
    """A convolution and the pooling behind it, with all buffers for so many images."""

    def __init__(
        self,
        pair: Pair,
        count: int,
        parameters: Mapping[str, Array],
        slopes: Mapping[str, Array],
        number: int,
    ) -> None:
        (self.layer, pool), layer, K, b = pair, pair[0], f"K{number}", f"b{number}"
        self.K, self.b, self.dK, self.db = (
            parameters[K],
            parameters.get(b),
            slopes[K],
            slopes.get(b),
        )
        self.first, self.dtype = number == 1, self.K.dtype
        filters, channels = self.K.shape[:2]
        window, reach = reach_of(layer, pool)
        _, rows, columns = shape_of((layer, pool))
        places, patch = rows * columns * count, channels * reach[0] * reach[1]
        self.phases = list(np.ndindex(window, window))

        _, height, width = layer.shape
        p, hop = layer.padding, window * layer.stride
        image = np.zeros((channels, height + 2 * p, width + 2 * p, count), self.dtype)
        self.image, self.inner = image, image[:, p : p + height, p : p + width]
        seen = sliding_window_view(image, reach, axis=(1, 2), writeable=True)
        seen = seen[:, ::hop, ::hop][:, :rows, :columns]
        self.seen = seen.transpose(0, 4, 5, 1, 2, 3)  # (channels, *reach, rows, columns, count)

        self.patches = np.empty(self.seen.shape, self.dtype)
        self.columns = self.patches.reshape(patch, places)
        self.spread = np.zeros((window, window, filters, channels, *reach), self.dtype)
        self.moved = self.spread.reshape(-1, patch)  # a row for each phase of each filter
        self.dmoved = np.empty_like(self.moved)
        self.z = np.empty((len(self.phases), filters, places), self.dtype)
        self.largest, self.a = (np.empty((filters, places), self.dtype) for _ in range(2))
        self.won = np.empty(self.z.shape, bool)
        self.taken = np.empty((filters, places), bool)
        self.zeros = np.zeros(places, self.dtype)  # with the number 0 numpy takes twice as long

    def forward(self, x: Array) -> Array:
        """Images (features, N) or (channels, height, width, N) in; maps (filters, places) out."""
        if self.layer.padding and not self.first:
            self.image.fill(0)  # the way back has left its numbers on the edge
        np.copyto(self.inner, x.reshape(self.inner.shape))
        np.copyto(self.patches, self.seen)
        for phase in self.phases:
            self._filters_in(self.spread, phase)[...] = self.K
        rows = self.z.reshape(len(self.moved), -1)
        self.moved.dot(self.columns, out=rows)
        np.maximum.reduce(self.z, axis=0, out=self.largest)
        self._find_winners()
        if self.b is not None:
            self.largest += self.b[:, None]
        if self.layer.activation.name == "relu":
            np.maximum(self.largest, self.zeros, out=self.a)
        else:
            np.copyto(self.a, self.layer.activation(self.largest))
        return self.a

    def _filters_in(self, spread: Array, phase: tuple[int, ...]) -> Array:
        """Where the filters stand among the zeros in this phase, in the shape of K."""
        (i, j), s = phase, self.layer.stride
        _, _, height, width = self.K.shape
        return spread[i, j, :, :, i * s : i * s + height, j * s : j * s + width]

    def _find_winners(self) -> None:
        """`won` says in which phase each window has its largest number; the first, if several."""
        np.equal(self.z, self.largest, out=self.won)
        np.copyto(self.taken, self.won[0])
        for won in self.won[1:]:
            np.greater(won, self.taken, out=won)  # won, and not taken yet
            self.taken |= won

    def backward(self, behind: Array) -> Array:
        """From the slope of the maps to those of K and b, and to that of the images in front."""
        dz = self._through_activation(behind.reshape(self.a.shape))
        if self.db is not None:
            np.add.reduce(dz, axis=1, out=self.db)
        np.multiply(dz, self.won.view(np.int8), out=self.z)  # the blame goes to the winners
        rows = self.z.reshape(len(self.moved), -1)
        rows.dot(self.columns.T, out=self.dmoved)
        spread = self.dmoved.reshape(self.spread.shape)
        self.dK.fill(0)
        for phase in self.phases:
            self.dK += self._filters_in(spread, phase)
        if self.first:
            return behind
        self.moved.T.dot(rows, out=self.columns)
        self.image.fill(0)
        for u, v in np.ndindex(self.patches.shape[1:3]):
            self.seen[:, u, v] += self.patches[:, u, v]
        return self.inner

    def _through_activation(self, behind: Array) -> Array:
        if self.layer.activation.name != "relu":
            return self.layer.activation.back(self.largest, behind)
        np.greater(self.largest, 0, out=self.taken)
        return np.multiply(behind, self.taken, out=self.a)
