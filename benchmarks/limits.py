"""The least that work can cost on this machine: its matrix products alone, or a loop in C."""

from __future__ import annotations

import ctypes
import itertools
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from benchmarks.harness import Contestant

SOURCE = Path(__file__).with_name("loops.c")
TRIES = 15  # of each way to store a product's factors
Product = tuple[int, int, int]  # (rows, inner, columns)


def products(
    shapes: Sequence[Product], dtype: DTypeLike, *, repeat: int, wanted: float | None = None
) -> Contestant:
    """The bare matrix products of a step, each with its factors stored as BLAS likes them best."""
    calls = [_fastest(shape, dtype) for shape in shapes]

    def work() -> None:
        for _ in range(repeat):
            for call in calls:
                call()

    return Contestant(work, repeat, "limit", wanted)


def of_dense(sizes: Sequence[int], batch: int) -> list[Product]:
    """The products of one step of a dense network: z, dC/dW, and dC/da but for the first layer."""
    found: list[Product] = []
    for number, (inputs, outputs) in enumerate(itertools.pairwise(sizes)):
        found += [(outputs, inputs, batch), (outputs, batch, inputs)]
        if number:
            found.append((inputs, outputs, batch))
    return found


def _fastest(shape: Product, dtype: DTypeLike) -> Callable[[], object]:
    rows, inner, columns = shape
    rng = np.random.default_rng(0)
    left = rng.normal(size=(rows, inner)).astype(dtype)
    right = rng.normal(size=(inner, columns)).astype(dtype)
    lefts, rights = (left, np.asfortranarray(left)), (right, np.asfortranarray(right))
    calls = [
        call for a, b in itertools.product(lefts, rights) for call in (_call(a, b), _call(b.T, a.T))
    ]
    return min(calls, key=lambda call: min(_seconds(call) for _ in range(TRIES)))


def _call(a: NDArray[Any], b: NDArray[Any]) -> Callable[[], object]:
    out = np.empty((len(a), b.shape[1]), a.dtype)
    return lambda: a.dot(b, out)


def _seconds(call: Callable[[], object]) -> float:
    start = time.process_time()
    call()
    return time.process_time() - start


@cache
def in_c() -> ctypes.CDLL | None:
    """The functions of loops.c, compiled for this processor; None, said aloud, if they are not."""
    compiler = next(
        filter(None, map(shutil.which, (os.environ.get("CC", "cc"), "gcc", "clang"))), None
    )
    if compiler is None:
        print("The loops in C are not timed: there is no C compiler.")
        return None
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        unlinked, path = Path(folder) / "loops.o", Path(folder) / "loops.so"
        flags = ["-O3", "-march=native", "-ffast-math", "-fPIC"]
        # Linked with -ffast-math, a library makes the whole process round tiny numbers to zero.
        for options in (
            [*flags, "-c", str(SOURCE), "-o", str(unlinked)],
            ["-shared", str(unlinked), "-o", str(path), "-lm"],
        ):
            done = subprocess.run([compiler, *options], capture_output=True, check=False)
            if done.returncode:
                print(f"The loops in C are not timed: {compiler} cannot compile them.")
                return None
        library = ctypes.CDLL(str(path))
    library.train_221.restype = ctypes.c_double
    library.perceptron.restype = ctypes.c_long
    return library


def pointer(array: NDArray[Any]) -> Any:
    """Where the numbers of a double array lie."""
    return array.ctypes.data_as(ctypes.POINTER(ctypes.c_double))


def train_221(
    parameters: Sequence[NDArray[Any]], X: NDArray[Any], y: NDArray[Any], lr: float,
    epochs: int, *, squared: bool, wanted: float | None = None,
) -> dict[str, Contestant]:  # fmt: skip
    """The training of a 2-2-1 network in C, as a contestant; none without a compiler."""
    library = in_c()
    if library is None:
        return {}
    start = np.concatenate([np.ravel(one) for one in parameters]).astype(float)
    X, y = np.ascontiguousarray(X, float), np.ascontiguousarray(y, float)

    def work() -> float:
        w = start.copy()
        return float(library.train_221(
            pointer(X), pointer(y), ctypes.c_long(len(X)), pointer(w), ctypes.c_long(epochs),
            ctypes.c_double(lr), ctypes.c_int(squared),
        ))  # fmt: skip

    return {"a loop in C": Contestant(work, epochs, "limit", wanted)}


def perceptron(X: NDArray[Any], y: NDArray[Any], lr: float, epochs: int) -> dict[str, Contestant]:
    """The perceptron rule in C, as a contestant; none without a compiler."""
    library = in_c()
    if library is None:
        return {}
    X, y = np.ascontiguousarray(X, float), np.ascontiguousarray(y, float)

    def work() -> int:
        w = np.zeros(X.shape[1] + 1)
        return int(library.perceptron(
            pointer(X), pointer(y), ctypes.c_long(len(X)), ctypes.c_long(X.shape[1]), pointer(w),
            ctypes.c_double(lr), ctypes.c_long(epochs),
        ))  # fmt: skip

    return {"a loop in C": Contestant(work, kind="limit")}
