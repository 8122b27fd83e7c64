"""The same exercise with other numbers, so that answers cannot be passed on.

The numbers of an exercise are the default arguments of its solution. One function makes the
exercise from a solution and its numbers: the published one from those in the source, a variant
from others that were drawn. So no text, trap or hint is written twice.
"""

from __future__ import annotations
import __future__

import ast
import inspect
import linecache
import textwrap
import zlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nnbook.exercises._engine import Exercise
from nnbook.exercises._numbers import NumberJudge

TRIES = 2000
BORDER = 1e-3  # so far from a half, in units of the last decimal, every result has to stay

Solution = Callable[..., Any]
Numbers = tuple[Any, ...]


def varied(
    make: Callable[..., Exercise],
    solution: Solution,
    draw: Callable[[np.random.Generator], Numbers | None],
) -> Exercise:
    """The published exercise, with a `variant` that draws other numbers.

    `make(solution, *numbers)` builds an exercise, `solution` has the published numbers as its
    defaults, and `draw(rng)` gives others in the same order, or None where they do not fit. What
    is drawn is drawn again until `sound` holds; RuntimeError if that never happens.
    """
    published = numbers_of(solution)

    def variant(rng: np.random.Generator) -> Exercise:
        for _ in range(TRIES):
            numbers = draw(rng)
            if numbers is None or numbers == published:
                continue
            exercise = make(with_numbers(solution, numbers), *numbers)
            if sound(exercise):
                return replace(exercise, variant=variant)
        raise RuntimeError(
            f"no numbers found for a variant of `{solution.__name__}` in {TRIES} tries; its draw "
            "asks for too much"
        )

    return replace(make(solution, *published), variant=variant)


def numbers_of(solution: Solution) -> Numbers:
    """The numbers of a solution: its defaults, in their order."""
    return tuple(each.default for each in inspect.signature(solution).parameters.values())


def with_numbers(solution: Solution, numbers: Numbers) -> Solution:
    """The solution with other defaults, in its source as well: that is what a reader is shown.

    Raises TypeError for anything but plain numbers, strings, and tuples of them, ValueError for
    another number of them.
    """
    source = textwrap.dedent(inspect.getsource(solution))
    lines = source.splitlines(keepends=True)
    places = _defaults(source)
    if len(places) != len(numbers):
        raise ValueError(
            f"`{solution.__name__}` has {len(places)} numbers of its own, but was given "
            f"{len(numbers)}: {numbers!r}"
        )
    for place, number in reversed(list(zip(places, numbers, strict=True))):
        _splice(lines, place, _written(number))
    text = "".join(lines)
    name = f"<{solution.__module__}.{solution.__name__} {zlib.crc32(text.encode()):08x}>"
    # With its source in the cache, `inspect` finds it as it finds that of a file.
    linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
    made: dict[str, Any] = {}
    code = compile(text, name, "exec", __future__.annotations.compiler_flag, dont_inherit=True)
    exec(code, getattr(solution, "__globals__"), made)  # noqa: B009, S102 - our own source
    varied_solution: Solution = made[solution.__name__]
    return varied_solution


def sound(exercise: Exercise) -> bool:
    """Whether numbers that were drawn leave the exercise what it is.

    No result is so near to a rounding border that two ways of rounding differ, and each trap is
    still caught under its own name.
    """
    judge = exercise.judge
    if not isinstance(judge, NumberJudge):
        return True
    wanted = np.atleast_1d(np.asarray(exercise.solution(), dtype=float))
    if not np.isfinite(wanted).all() or on_border(wanted, judge.decimals):
        return False
    return all(
        judge(exercise, tuple(np.atleast_1d(trap.wrong()).tolist())).reason == trap.name
        for trap in exercise.traps
    )


def on_border(values: ArrayLike, decimals: int) -> bool:
    """Whether one of the values lies where rounding to so many decimals is a toss-up."""
    rest = np.mod(np.asarray(values, dtype=float) * 10.0**decimals, 1.0)
    return bool((np.abs(rest - 0.5) < BORDER).any())


def pick(rng: np.random.Generator, low: float, high: float, step: float = 1) -> Any:
    """One of low, low + step, ... up to high: a plain int or float with no digits left over."""
    value = low + step * int(rng.integers(round((high - low) / step) + 1))
    return value if isinstance(value, int) else round(value, 10)


def picks(
    rng: np.random.Generator, n: int, low: float, high: float, step: float = 1
) -> tuple[Any, ...]:
    """So many of them, all different, in a random order."""
    some = rng.permutation(round((high - low) / step) + 1)[:n]
    return tuple(pick(rng, low + step * int(k), low + step * int(k), step) for k in some)


def num(value: float, decimals: int | None = None) -> str:
    """A number as the texts write it: a true minus, and no digit more than it has."""
    if decimals is None:
        text = np.format_float_positional(float(value), precision=10, trim="-")
    else:
        text = f"{value:.{decimals}f}"
    return (text if text.strip("-0.") else text.lstrip("-")).replace("-", "−")


def factor(value: float) -> str:
    """A number inside a calculation: one below 0 stands in parentheses."""
    return f"({num(value)})" if value < 0 else num(value)


def listed(values: Iterable[float | str]) -> str:
    """Numbers or words as a sentence lists them: "0.6, 0.5 and 0.9"."""
    texts = [value if isinstance(value, str) else num(value) for value in values]
    return " and ".join(filter(None, [", ".join(texts[:-1]), texts[-1]]))


def spelled(number: int) -> str:
    """A small number in letters, as the texts write counts. Raises IndexError beyond twelve."""
    return SPELLED[number]


SPELLED = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve",
)  # fmt: skip


def _defaults(source: str) -> list[ast.expr]:
    """Where the defaults of a function stand in its source."""
    function = ast.parse(source).body[0]
    if not isinstance(function, ast.FunctionDef):
        raise TypeError(f"a solution with numbers is a function, but this is {source!r}")
    arguments = function.args
    return [*arguments.defaults, *filter(None, arguments.kw_defaults)]


def _splice(lines: list[str], place: ast.expr, text: str) -> None:
    """Put a text where an expression stands in these lines."""
    first, last = place.lineno - 1, (place.end_lineno or place.lineno) - 1
    before, behind = lines[first][: place.col_offset], lines[last][place.end_col_offset :]
    lines[first : last + 1] = [before + text + behind]


def _written(number: Any) -> str:
    """A number as it stands in a program."""
    text = repr(number)
    try:
        same = ast.literal_eval(text) == number
    except (ValueError, SyntaxError):
        same = False
    if not same:
        raise TypeError(
            f"a variant is made of plain numbers and tuples of them, but was given {text}"
        )
    return text
