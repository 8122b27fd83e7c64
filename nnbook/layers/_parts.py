"""What layers with an activation, an image or arrays of their own have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nnbook._checks import Array, as_count, as_numbers
from nnbook.activations import Activation

Shape = tuple[int, int, int]


def own(value: ArrayLike, what: str, like: Array | None = None) -> Array:
    """A copy that cannot be written to, of the kind of `like` (unless complex: a nudged one is)."""
    array = as_numbers(value, what, finite=True).copy()
    if like is not None and array.dtype.kind != "c":
        array = array.astype(like.real.dtype)
    array.flags.writeable = False
    return array


def put(layer: Any, **fields: Any) -> None:
    """Set the fields of a frozen layer while it is made."""
    for name, value in fields.items():
        object.__setattr__(layer, name, value)


def as_shape(shape: Any, what: str) -> Shape:
    """(channels, height, width) as three counts."""
    if not isinstance(shape, tuple | list) or len(shape) != 3:
        raise ValueError(f"{what} must be (channels, height, width), but received {shape!r}")
    channels, height, width = (
        as_count(size, f"the {name} in {what}")
        for size, name in zip(shape, ("channels", "height", "width"), strict=True)
    )
    return channels, height, width


def learned(activation: Activation, like: Array) -> dict[str, Array]:
    """{"alpha": ...} if the activation learns it, else nothing."""
    if not activation.learned:
        return {}
    alpha = np.asarray(activation.setting)
    return {"alpha": alpha if alpha.dtype.kind == "c" else alpha.astype(like.real.dtype)}


def relearned(activation: Activation, parameters: Mapping[str, Array]) -> Activation:
    """The activation with the alpha among the parameters, if it learns one."""
    if not activation.learned or "alpha" not in parameters:
        return activation
    return activation.using(alpha=np.asarray(parameters["alpha"]).item())
