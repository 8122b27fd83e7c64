"""What every module asks of its input, and how it says in one sentence what it got instead."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[Any]


def as_numbers(value: ArrayLike, what: str, *, finite: bool = False) -> Array:
    """Return `value` as an array of floats (or complex, for the complex step).

    Integers and booleans become float64; float32 stays float32. Raises TypeError for anything
    that is not a number and, if `finite`, ValueError for NaN and infinity, naming the place.
    """
    try:
        array = np.asarray(value)
    except ValueError:
        raise ValueError(
            f"{what} must be a regular array of numbers, but its rows differ"
        ) from None
    if array.dtype.kind in "biu":
        array = array.astype(float)
    elif array.dtype.kind not in "fc":
        received = repr(value) if array.ndim == 0 else f"an array of {array.dtype}"
        raise TypeError(f"{what} must be numbers, but received {received}")
    if finite and not np.isfinite(array).all():
        place = tuple(int(i) + 1 for i in np.argwhere(~np.isfinite(array))[0])
        where = f" at entry {', '.join(map(str, place))} (counted from 1)" if place else ""
        raise ValueError(f"{what} must be finite, but holds {array[~np.isfinite(array)][0]}{where}")
    return array


def as_number(value: Any, what: str, low: float = -np.inf, high: float = np.inf) -> float:
    """Return `value` as one finite float with low <= value <= high, or say what was wrong."""
    if isinstance(value, bool | np.bool_) or not isinstance(value, int | float | np.number):
        raise TypeError(f"{what} must be a number, but received {value!r}")
    number = float(value)
    if not (np.isfinite(number) and low <= number <= high):
        bounds = (
            "finite"
            if low == -np.inf and high == np.inf
            else f"at least {low:g}"
            if high == np.inf
            else f"between {low:g} and {high:g}"
        )
        raise ValueError(f"{what} must be {bounds}, but received {value!r}")
    return number


def as_count(value: Any, what: str, low: int = 1) -> int:
    """Return `value` as an int of at least `low`, or say what was wrong."""
    if isinstance(value, bool | np.bool_) or not isinstance(value, int | np.integer):
        raise TypeError(f"{what} must be a whole number, but received {value!r}")
    if value < low:
        raise ValueError(f"{what} must be at least {low}, but received {value}")
    return int(value)


def as_generator(value: Any, where: str) -> np.random.Generator:
    """Return `value` if it is a numpy Generator; nothing in nnbook draws from hidden randomness."""
    if not isinstance(value, np.random.Generator):
        raise TypeError(
            f"{where} takes rng=numpy.random.default_rng(seed), but received rng={value!r}"
        )
    return value
