"""Taking a matrix step apart into the single operations that pencil and paper would do.

The rules are few: a product of two matrices (with a bias added), a function of each entry, a
product entry by entry, a sum over samples. The names of the entries follow the notation table,
W1[2,1], and for a batch the sample comes first, z1[3,2].
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from nnbook._checks import Array
from nnbook._words import NAME, entry, factor

Index = tuple[int, ...]
Values = Mapping[str, Array]

N = NAME.pattern
PRODUCT = re.compile(rf"\(?({N})\)?(ᵀ?)·({N})(ᵀ?)(?: \+ (b\d+))?")
ENTRYWISE = re.compile(rf"({N}) ⊙ (.+)")
TOLD = re.compile(r" (?:of|for|at|if|where|probability|running) ")  # said in words, not in signs
JACOBIAN = re.compile(rf"({N}) · (softmax'\(z\d+\))")


@dataclass(frozen=True)
class Scalar:
    """One operation on numbers: `name` = `rule` = `numbers` = `value`."""

    name: str
    rule: str
    numbers: str
    value: float

    def __str__(self) -> str:
        words = [self.name, self.rule, self.numbers, entry(self.value)]
        return " = ".join(dict.fromkeys(words))  # a product is its own name: say it once


def scalars(name: str, rule: str, values: Values) -> Iterator[Scalar]:
    """The operations inside the step `name` = `rule`, in the order of its entries."""
    if name == "C":
        yield from _loss(rule, values)
    elif match := PRODUCT.fullmatch(rule):
        yield from _matrix_product(name, match, values)
    elif match := ENTRYWISE.fullmatch(rule):
        yield from _slope_through_function(name, match, values)
    elif match := JACOBIAN.fullmatch(rule):
        yield from _slope_through_softmax(name, match, values)
    elif rule.startswith("sum of "):
        yield from _alpha(name, rule, values)
    elif rule.startswith("sum over samples of "):
        yield from _sum_over_samples(name, rule, values)
    elif rule.startswith("softmax("):
        yield from _softmax(name, rule, values)
    else:
        for index in np.ndindex(np.shape(values[name])):
            texts = (rule, rule) if TOLD.search(rule) else _at(rule, values, index)
            yield Scalar(_label(name, index), *texts, _get(values, name, index))


def _label(name: str, index: Index) -> str:
    """W1[2,1] from W1 and (1, 0); `sigmoid'(z1)` carries the index inside."""
    counted = f"[{','.join(str(i + 1) for i in index)}]" if index else ""
    return f"{name[:-1]}{counted})" if name.endswith(")") else f"{name}{counted}"


def _get(values: Values, name: str, index: Index) -> float:
    return float(np.real(values[name][index]))


def _at(rule: str, values: Values, index: Index) -> tuple[str, str]:
    """The rule for one entry: with the entry's names, and with its numbers."""

    def put(numbers: bool, match: re.Match[str]) -> str:
        whole, name = match[1] or "", match[2]
        if name not in values:
            return match[0]
        # logsumexp takes the whole row, and gamma of a unit is the same for all samples
        place = index[:-1] if whole else index[len(index) - np.ndim(values[name]) :]
        return whole + (factor(values[name][place]) if numbers else _label(name, place))

    pattern = rf"(logsumexp\()?({N})"
    if NAME.fullmatch(rule):
        return _label(rule, index), entry(values[rule][index])
    return (
        re.sub(pattern, lambda m: put(False, m), rule),
        re.sub(pattern, lambda m: put(True, m), rule),
    )


def _add_up(name: str, parts: list[tuple[str, float]], value: float) -> Scalar:
    return Scalar(
        name,
        " + ".join(label for label, _ in parts),
        " + ".join(factor(part) for _, part in parts),
        value,
    )


def _multiply(left: tuple[str, float], right: tuple[str, float], name: str = "") -> Scalar:
    rule = f"{left[0]}·{right[0]}"
    numbers = f"{factor(left[1])}·{factor(right[1])}"
    return Scalar(name or rule, rule, numbers, left[1] * right[1])


def _entries(name: str, transposed: bool, values: Values) -> list[list[tuple[str, float]]]:
    """A matrix, or a vector as a column, as rows of (label, value)."""
    array = np.asarray(values[name])
    rows = [
        [(_label(name, (i, j)), float(np.real(array[i, j]))) for j in range(array.shape[1])]
        if array.ndim == 2
        else [(_label(name, (i,)), float(np.real(array[i])))]
        for i in range(len(array))
    ]
    return [list(row) for row in zip(*rows, strict=True)] if transposed else rows


def _matrix_product(name: str, match: re.Match[str], values: Values) -> Iterator[Scalar]:
    left = _entries(match[1], bool(match[2]), values)
    right = list(zip(*_entries(match[3], bool(match[4]), values), strict=True))
    bias = match[5]
    vector = np.ndim(values[name]) == 1
    for (i, row), (j, column) in itertools.product(enumerate(left), enumerate(right)):
        index = (i,) if vector else (i, j)
        label, value = _label(name, index), _get(values, name, index)
        if len(row) == 1 and not bias:
            yield _multiply(row[0], column[0], label)
            continue
        products = [_multiply(a, b) for a, b in zip(row, column, strict=True)]
        yield from products
        parts = [(product.name, product.value) for product in products]
        if bias:
            parts.append((_label(bias, index[-1:]), _get(values, bias, index[-1:])))
        yield _add_up(label, parts, value)


def _slope_through_function(name: str, match: re.Match[str], values: Values) -> Iterator[Scalar]:
    behind, slope = match[1], match[2]
    for index in np.ndindex(np.shape(values[name])):
        inner = Scalar(_label(slope, index), *_at(slope, values, index), _get(values, slope, index))
        yield inner
        pair = (_label(behind, index), _get(values, behind, index)), (inner.name, inner.value)
        yield _multiply(*pair, name=_label(name, index))


def _slope_through_softmax(name: str, match: re.Match[str], values: Values) -> Iterator[Scalar]:
    behind, jacobian = match[1], match[2]
    for index in np.ndindex(np.shape(values[name])):
        row, j = index[:-1], index[-1]
        products = [
            _multiply(
                (_label(behind, (*row, i)), _get(values, behind, (*row, i))),
                (_label(jacobian, (*row, i, j)), _get(values, jacobian, (*row, i, j))),
            )
            for i in range(np.shape(values[name])[-1])
        ]
        yield from products
        parts = [(product.name, product.value) for product in products]
        yield _add_up(_label(name, index), parts, _get(values, name, index))


def _sum_over_samples(name: str, rule: str, values: Values) -> Iterator[Scalar]:
    source = rule.removeprefix("sum over samples of ")
    for (i,) in np.ndindex(np.shape(values[name])):
        parts = [
            (_label(source, (n, i)), _get(values, source, (n, i)))
            for n in range(len(values[source]))
        ]
        yield _add_up(_label(name, (i,)), parts, _get(values, name, (i,)))


def _softmax(name: str, rule: str, values: Values) -> Iterator[Scalar]:
    z = rule.removeprefix("softmax(").removesuffix(")")
    for row in np.ndindex(np.shape(values[z])[:-1]):
        sums = np.asarray(values[z][row])
        top = f"max({_label(z, row)})"
        yield Scalar(top, top, f"max({entry(sums)})", float(sums.real.max()))
        powers = []
        for i, value in enumerate(sums.real):
            inside = f"exp({_label(z, (*row, i))} - {top})"
            numbers = f"exp({factor(value)} - {factor(sums.real.max())})"
            powers.append((inside, float(np.exp(value - sums.real.max()))))
            yield Scalar(inside, inside, numbers, powers[-1][1])
        total = _add_up(f"sum of exp({_label(z, row)})", powers, sum(p for _, p in powers))
        yield total
        for i, (inside, power) in enumerate(powers):
            yield Scalar(
                _label(name, (*row, i)),
                f"{inside} / {total.name}",
                f"{entry(power)} / {entry(total.value)}",
                _get(values, name, (*row, i)),
            )


def _loss(rule: str, values: Values) -> Iterator[Scalar]:
    terms, value = np.asarray(values["terms"]), float(np.real(values["C"]))
    term, _, count = rule.removeprefix("sum of (").partition(") / ")
    if not rule.startswith("sum of "):
        yield Scalar("C", *_at(rule, values, (0,) * terms.ndim), value)
        return
    term = term.removesuffix(")") if not count else term
    parts = []
    for index in np.ndindex(terms.shape):
        parts.append((_label("term", index), _get(values, "terms", index)))
        yield Scalar(parts[-1][0], *_at(term, values, index), parts[-1][1])
    total = _add_up("C", parts, value)
    if count:
        total = Scalar("C", f"({total.rule}) / {count}", f"({total.numbers}) / {count}", value)
    yield total


def _alpha(name: str, rule: str, values: Values) -> Iterator[Scalar]:
    behind, _, rest = rule.removeprefix("sum of ").partition(" ⊙ ")
    z = NAME.findall(rest)[0]
    parts = []
    for index in np.ndindex(np.shape(values[z])):
        negative = min(0.0, _get(values, z, index))
        left = (_label(behind, index), _get(values, behind, index))
        product = _multiply(left, (f"min(0, {_label(z, index)})", negative))
        yield product
        parts.append((product.name, product.value))
    yield _add_up(name, parts, float(np.real(values[name])))
