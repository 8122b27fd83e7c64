"""Max pooling: of each small window only the largest number goes on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from nnbook._checks import Array, as_count
from nnbook.dense import Memory
from nnbook.layers._parts import Shape, as_shape, put

__all__ = ["MaxPooling"]


@dataclass(frozen=True)
class MaxPooling:
    """The largest number in each window of size x size pixels, channel by channel.

    Takes channels * height * width numbers, channel by channel and row by row, and gives
    channels * (height // size) * (width // size): rows and columns left over at the end are not
    looked at. Where several are the largest, the first of them is the winner, as in PyTorch.
    """

    shape: Shape
    size: int

    def __init__(self, shape: Shape, size: int = 2) -> None:
        shape, size = as_shape(shape, "shape of MaxPooling"), as_count(size, "size of MaxPooling")
        if size > min(shape[1:]):
            raise ValueError(
                f"a window of {size} x {size} does not fit into {shape[1]} x {shape[2]} pixels"
            )
        put(self, shape=shape, size=size)

    @property
    def output_shape(self) -> Shape:
        """(channels, height, width) of what comes out."""
        channels, height, width = self.shape
        return channels, height // self.size, width // self.size

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
        """None: nothing here is learned."""
        return {}

    def updated(
        self, parameters: Mapping[str, Array], memory: Memory | None = None, *, copy: bool = True
    ) -> MaxPooling:
        """The layer itself, which never changes."""
        return self

    def _windows(self, images: Array) -> Array:
        """A view (N, channels, rows, columns, size, size) of images (N, channels, h, w)."""
        channels, rows, columns = self.output_shape
        size = self.size
        cut = images[:, :, : rows * size, : columns * size]
        return cut.reshape(-1, channels, rows, size, columns, size).swapaxes(3, 4)

    def forward(
        self, x: Array, *, training: bool = False, rng: np.random.Generator | None = None
    ) -> tuple[Array, Memory]:
        """The largest of each window, and where in the window it stood."""
        windows = self._windows(x.reshape(-1, *self.shape))
        flat = windows.reshape(*windows.shape[:4], -1)
        winner = flat.real.argmax(axis=-1)[..., None]
        a = np.take_along_axis(flat, winner, axis=-1).reshape(*x.shape[:-1], self.outputs)
        return a, {"x": x, "winner": winner, "a": a}

    def backward(self, memory: Memory, behind: Array) -> tuple[Array, dict[str, Array]]:
        """All the blame goes to the winner of each window."""
        winner = memory["winner"]
        blame = np.zeros((*winner.shape[:4], self.size**2), dtype=behind.dtype)
        np.put_along_axis(blame, winner, behind.reshape(winner.shape), axis=-1)
        dx = np.zeros((len(winner), *self.shape), dtype=behind.dtype)
        _, rows, columns = self.output_shape
        size = self.size
        for place in range(size**2):
            i, j = divmod(place, size)
            dx[:, :, i : rows * size : size, j : columns * size : size] = blame[..., place]
        return dx.reshape(memory["x"].shape), {}

    def rules(self, name: str, source: str, one: bool) -> dict[str, str]:
        """The rule of each step, for layer number `name` fed by `source`."""
        return {
            "a": f"largest of each {self.size} × {self.size} pixels of {source}",
            "dx": f"dC/da{name} where the largest of its window was, else 0",
        }

    def __repr__(self) -> str:
        return f"MaxPooling({self.shape} -> {self.output_shape})"
