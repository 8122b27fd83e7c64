"""The JavaScript engine's steps of backpropagation are nnbook's Trace, word by word."""

import re
import struct

import numpy as np

from nnbook import _words
from nnbook.activations import sigmoid
from nnbook.backpropagation import backprop
from nnbook.losses import LOSSES, binary_cross_entropy, cross_entropy, mse
from nnbook.network import Layer, Network
from tests.widgets.engine_cases import Case, one_sample, random_case
from tests.widgets.in_node import in_node

# A number below 1e-15, in parentheses if it is a negative factor.
ROUNDED = re.compile(r"(?<!\()−?\d(\.\d+)?e−(1[6-9]|[2-9]\d)|\(−\d(\.\d+)?e−(1[6-9]|[2-9]\d)\)")

CODE = """return given.map(({network, X, y, loss}) => nnbook.engine.backprop(network, X, y, loss)
  .map((step) => ({...step, scalars: [...step.scalars()]})));"""


def compare(cases: list[Case]) -> None:
    """Every step and every single operation of all cases: text equal, values to 1e-12."""
    answers = in_node(CODE, [case.json for case in cases])
    for number, (case, got) in enumerate(zip(cases, answers, strict=True)):
        what = f"case {number}: {case.network}, {case.loss}"
        trace = backprop(case.network, case.X, case.y, case.loss)
        assert [step["name"] for step in got] == trace.names, what
        for mine, step in zip(got, trace, strict=True):
            assert mine["rule"] == step.rule, what
            assert_same_numbers([mine["numbers"]], [step.numbers])
            assert np.shape(mine["value"]) == np.shape(step.value), what
            np.testing.assert_allclose(mine["value"], step.value, rtol=1e-12, atol=1e-12)
            wanted = [*step.scalars()]
            scalars = mine["scalars"]
            assert [(one["name"], one["rule"]) for one in scalars] == [
                (one.name, one.rule) for one in wanted
            ], what
            assert_same_numbers(
                [one["numbers"] for one in scalars], [one.numbers for one in wanted]
            )
            np.testing.assert_allclose(
                [one["value"] for one in scalars], [one.value for one in wanted],
                rtol=1e-12, atol=1e-12,
            )  # fmt: skip


def assert_same_numbers(got: list[str], wanted: list[str]) -> None:
    """Texts are equal, but for sums that should be 0: what rounding leaves of them differs."""
    for mine, nnbooks in zip(got, wanted, strict=True):
        if mine != nnbooks:
            assert ROUNDED.sub("0", mine) == ROUNDED.sub("0", nnbooks)


def test_traces_of_batches_agree() -> None:
    """40 random networks with every activation and loss, on 1 to 6 samples."""
    compare([random_case(number) for number in range(100, 140)])


def test_traces_of_one_sample_agree() -> None:
    """40 random networks with every activation and loss, on one sample as a row of numbers."""
    compare([one_sample(random_case(number)) for number in range(40)])


def test_trace_of_the_chapter_agrees() -> None:
    """The hand example of chapter 8, a 2-2-1 network of round numbers, with each loss that fits."""
    network = Network([Layer([[0.15, 0.2], [0.25, 0.3]], [0.35, 0.35], sigmoid),
                       Layer([[0.4, 0.45]], [0.6], sigmoid)])  # fmt: skip
    x = np.array([0.05, 0.1])
    compare([Case(network, x, np.array(y), loss) for loss in LOSSES.values() for y in (1.0, [1.0])])
    X = np.array([[0.05, 0.1], [0.5, 0.25]])
    compare([Case(network, X, np.array([1.0, 0.0]), mse),
             Case(network, X, np.array([[1.0], [0.0]]), binary_cross_entropy)])  # fmt: skip


def test_saturated_and_large_traces_agree() -> None:
    """Logits of 1000, rows of zeros, and arrays too large to be written out."""
    W1, W2 = np.arange(16.0).reshape(8, 2) / 7, np.arange(56.0).reshape(7, 8) ** 2 / 900
    wide = Network([Layer(W1, None, "relu"), Layer(W2, np.zeros(7), "softmax")])
    hot = Network([Layer([[1000.0], [-1000.0]], None, "softmax")])
    X = np.array([[0.0, 0.0], [0.5, -0.25]])
    compare([Case(wide, X, np.eye(7)[:2], cross_entropy), Case(wide, X[1], np.eye(7)[3], mse),
             Case(hot, np.array([1.0]), np.array([0.0, 1.0]), cross_entropy),
             Case(hot, np.array([[0.0]]), np.array([[0.0, 1.0]]), cross_entropy)])  # fmt: skip


def random_numbers() -> list[float]:
    """Doubles of all sizes, random bits among them, and halves that both ways of rounding meet."""
    rng = np.random.default_rng(6)
    bits = [struct.unpack("d", rng.bytes(8))[0] for _ in range(500)]
    halves = [k / 2**p for p in range(1, 17) for k in rng.integers(0, 2**17, 60).tolist()]
    powers = [float(f"{d}e{e}") for e in range(-12, 12) for d in ("9.9995", "9.9985", "1.23450001")]
    sizes = (rng.normal(size=500) * 10.0 ** rng.integers(-8, 9, 500)).tolist()
    found = [*bits, *halves, *powers, *sizes, 0.0, -0.0, 12345.0, 12355.0, 0.00012345, 99995.0]
    return [value for one in found for value in (one, -one) if np.isfinite(one)]


def test_numbers_are_written_alike() -> None:
    """Four significant digits as Python writes them, halves rounded to even, no minus zero."""
    numbers = random_numbers()
    got = in_node("return given.map(nnbook.engine.entry)", numbers)
    assert got == [_words.number(value) for value in numbers]


def test_what_is_no_number_is_written_alike() -> None:
    """Also where a figure has gone wrong, the words are the same."""
    got = in_node("return [Infinity, -Infinity, NaN].map(nnbook.engine.entry)", None)
    assert got == [_words.number(value) for value in (np.inf, -np.inf, np.nan)]
