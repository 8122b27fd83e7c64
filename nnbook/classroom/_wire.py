"""Values on a pipe: JSON with a tag for what JSON lacks, arrays as plain bytes behind it.

Both ends of the jail speak this. What comes out of `decode` is built here from nothing but the
bytes: plain `bool int float str None list tuple dict`, exact `ndarray` of a numeric dtype, `...`,
`NotImplemented`, and `Odd` for everything that is none of these. There is no pickle and no class of
the sender's, so a value can be wrong but can do nothing. `.npy` would be as safe for arrays alone;
its header is a Python expression, though, and a table of dtypes is shorter than trusting that.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from numbers import Real
from typing import IO, Any

import numpy as np

__all__ = ["Malformed", "Odd", "decode", "encode", "read_frame", "write_frame"]

DTYPES = {
    np.dtype(name).str: np.dtype(name)
    for name in ("?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16")
}
MOST_TEXT = 1 << 20  # bytes of JSON in one frame
MOST_BYTES = 1 << 23  # bytes of arrays in one frame
DEEPEST = 40
LARGEST = 2**1024  # of whole numbers
_HEAD = struct.Struct("<II")


class Malformed(ValueError):
    """What came is no frame, or is larger than a frame may be."""


@dataclass(frozen=True)
class Odd:
    """Something that is no value: all that is known of it is the name of its kind."""

    kind: str

    def __repr__(self) -> str:
        return f"<{self.kind}>"


def encode(value: Any) -> bytes:
    """A value as the body of a frame. What has no place in one becomes Odd. Raises Malformed."""
    blobs: list[bytes] = []
    text = json.dumps(_packed(value, blobs, 0)).encode("ascii")
    blob = b"".join(blobs)
    if len(text) > MOST_TEXT or len(blob) > MOST_BYTES:
        raise Malformed(
            f"a frame holds {MOST_TEXT >> 20} MB of text and {MOST_BYTES >> 20} MB of arrays"
        )
    return _HEAD.pack(len(text), len(blob)) + text + blob


def decode(body: bytes) -> Any:
    """The value in the body of a frame. Raises Malformed for anything that `encode` cannot make."""
    try:
        length = _HEAD.unpack_from(body)[0] + _HEAD.size
        tree = _DECODER.decode(str(body[_HEAD.size : length], "ascii"))
        return _unpacked(tree, memoryview(body)[length:])
    except (ValueError, TypeError, KeyError, IndexError, RecursionError, struct.error) as error:
        raise Malformed(f"{type(error).__name__}: {error}") from None


def write_frame(stream: IO[bytes], value: Any) -> None:
    """Send one value."""
    stream.write(encode(value))
    stream.flush()


def read_frame(stream: IO[bytes]) -> Any:
    """The next value; EOFError where the stream ends. Never reads more than a frame may hold."""
    head = _exactly(stream, _HEAD.size)
    text, blob = _HEAD.unpack(head)
    if text > MOST_TEXT or blob > MOST_BYTES:
        raise Malformed("a frame that says it is larger than a frame may be")
    return decode(head + _exactly(stream, text + blob))


def _exactly(stream: IO[bytes], count: int) -> bytes:
    parts: list[bytes] = []
    while count:
        part = stream.read(count)
        if not part:
            raise EOFError("the stream ended")
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def _int(digits: str) -> int:
    if len(digits) > 310:
        raise ValueError("an integer of too many digits")
    return int(digits)


_DECODER = json.JSONDecoder(parse_int=_int)


def _packed(value: Any, blobs: list[bytes], depth: int) -> Any:
    """What JSON can hold of a value; the bytes of its arrays are added to `blobs`."""
    kind = type(value)
    if value is None or kind in {bool, str, float} or (kind is int and abs(value) < LARGEST):
        return value
    if value is ... or value is NotImplemented:
        return {"mark": "..." if value is ... else "NotImplemented"}
    if kind is Odd or kind is int:
        return {"odd": value.kind if kind is Odd else "int of many digits"}
    if depth < DEEPEST and kind in {list, tuple}:
        return {kind.__name__: [_packed(each, blobs, depth + 1) for each in value]}
    if depth < DEEPEST and kind is dict:
        return {"dict": [[_packed(k, blobs, DEEPEST), _packed(v, blobs, depth + 1)]
                         for k, v in value.items()]}  # fmt: skip
    return _array_or_odd(value, blobs)


def _array_or_odd(value: Any, blobs: list[bytes]) -> Any:
    """A subclass of an array or a number is the plain one with its numbers."""
    name = type(value).__name__
    if isinstance(value, Real) and not hasattr(value, "__array__"):
        value = float(value)  # a Fraction
    if not isinstance(value, np.ndarray | np.generic | int | float) and not hasattr(
        value, "__array__"
    ):
        return {"odd": name[:80]}
    array = np.asarray(value)
    if array.dtype.kind == "f" and array.dtype.itemsize > 8:
        array = array.astype(float)
    array = array.astype(array.dtype.newbyteorder("="), copy=False)
    if array.dtype.str not in DTYPES:
        return {"odd": f"{name} of dtype {array.dtype}"[:80]}
    if array.nbytes > MOST_BYTES:
        return {"odd": f"{name} of {array.nbytes >> 20} MB"[:80]}
    blobs.append(array.tobytes())
    return {"array": [array.dtype.str, list(array.shape), sum(map(len, blobs[:-1]))]}


def _unpacked(tree: Any, blob: memoryview, depth: int = 0) -> Any:
    if not isinstance(tree, dict):
        if isinstance(tree, list):
            raise TypeError("a list without its tag")
        return tree
    if depth > DEEPEST + 1:
        raise ValueError("a value that is nested too deeply")
    (tag, held), *more = tree.items()
    if more:
        raise ValueError("two tags on one value")
    if tag in {"mark", "odd"}:
        return _named(tag, held)
    if tag == "array":
        return _array(held, blob)
    if not isinstance(held, list) or tag not in {"dict", "list", "tuple"}:
        raise TypeError("a tag on something else")
    if tag == "dict":
        return {_unpacked(key, blob, DEEPEST): _unpacked(value, blob, depth + 1)
                for key, value in held}  # fmt: skip
    values = [_unpacked(each, blob, depth + 1) for each in held]
    return values if tag == "list" else tuple(values)


def _array(held: Any, blob: memoryview) -> Any:
    name, shape, start = held
    dtype = DTYPES[name]
    if len(shape) > 16 or not all(type(n) is int and n >= 0 for n in [*shape, start]):
        raise ValueError("a shape is a short list of counts")
    size = dtype.itemsize
    for count in shape:
        size *= count
    if start + size > len(blob):
        raise ValueError("an array that is longer than its bytes")
    # A copy, so that the array is its own and can be written to.
    array = np.frombuffer(blob[start : start + size], dtype).reshape(shape).copy()
    return array if shape else array[()]


def _named(tag: str, held: Any) -> Any:
    if tag == "mark":
        return {"...": ..., "NotImplemented": NotImplemented}[held]
    if not isinstance(held, str):
        raise TypeError("the kind of something odd is a name")
    return Odd("".join(letter if letter.isprintable() else "?" for letter in held[:80]))
