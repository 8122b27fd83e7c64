"""The exercises of chapter 2, "Neurons, biological and artificial"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnbook.exercises._engine import Exercise, Trap
from nnbook.exercises._figures import FigureJudge, Goal
from nnbook.exercises._functions import FunctionJudge, Property
from nnbook.exercises._numbers import NumberJudge
from nnbook.exercises._order import OrderJudge, Rule
from nnbook.exercises._sentences import SentenceJudge
from nnbook.exercises._variants import (
    Numbers,
    Solution,
    factor,
    listed,
    num,
    pick,
    picks,
    varied,
)

__all__ = ["EXERCISES"]

# fmt: off

Array = NDArray[np.float64]


# Exercise 2.1


def between_pulses(drive: int = 25, time: int = 200) -> tuple[float, float]:
    """The milliseconds between two pulses, and how many pulses fit into the time."""
    climb, leak = 15, 10
    interval = leak * np.log(drive / (drive - climb))
    return interval, np.floor(time / interval)


def other_pulses(rng: np.random.Generator) -> Numbers | None:
    """A drive that fires, with a count that does not hang on the decimals of the interval."""
    drive, time = pick(rng, 18, 40), pick(rng, 150, 400, 10)
    interval, count = between_pulses(drive, time)
    parts = time / interval % 1
    return (drive, time) if 0.1 < parts < 0.9 and time // round(interval, 1) == count else None


def pulses(solution: Solution, drive: int, time: int) -> Exercise:
    """How often a leaky cell fires with this drive, in so many milliseconds."""
    interval, count = solution()
    low = 5 * int(interval // 5)

    def every(interval: float) -> tuple[float, float]:
        return interval, np.floor(time / interval)

    return Exercise(
        id="2.1",
        title="How often does it fire?",
        objective="Predict how often a leaky cell fires",
        level="warm-up",
        see="The cell that lent its name",
        task=(
            f"Predict before you move. The drive is {drive} mV; threshold and leak stay as they "
            "were, 15 mV and 10 ms. How many milliseconds lie between two pulses (one decimal), "
            f"and how many pulses come in {time} ms?"
        ),
        solution=solution,
        judge=NumberJudge(("interval", "pulses"), decimals=1),
        traps=(
            Trap("another logarithm", lambda: every(10 * np.log10(drive / (drive - 15))),
                 "You took the logarithm to base 10. The climb is made of powers of e: `np.log`, "
                 "or the key ln."),
            Trap("divided by the climb", lambda: every(10 * np.log(drive / 15)),
                 "Below the line stands what the drive has left when the threshold is reached, the "
                 "drive minus 15, and not the 15 themselves."),
            Trap("leak time forgotten", lambda: every(interval / 10),
                 "This is the logarithm alone. It counts in leak times, and each lasts 10 ms."),
            Trap("no leak", lambda: every(15 * 10 / drive),
                 "So fast would a cell be that does not leak: it climbs in a straight line. This "
                 "one loses more the higher it stands, and needs longer."),
            Trap("a pulse too many", lambda: (interval, count + 1),
                 "The interval is right. But the cell starts at rest, so each pulse takes a whole "
                 f"interval, and the last one that you count comes after the {time} ms are over."),
        ),
        hints=(
            "The section ends with a formula for the time between two pulses. What is the drive "
            "here?",
            "Put the drive into the formula, with the natural logarithm. Then ask how many whole "
            f"intervals fit into {time} ms.",
            f"Two numbers in a list: a time between {low} and {low + 5} ms with one decimal, and a "
            "whole number.",
        ),
    )


PULSES = varied(pulses, between_pulses, other_pulses)


# Exercise 2.2


def with_gaps(
    x: tuple[float, ...] = (0.6, 0.5, 0.9),
    w: tuple[float, ...] = (0.7, -0.4, 0.2),
    threshold: float = 0.3,
) -> tuple[float, float, float]:
    """The second product, the sum, and the output."""
    products = np.multiply(w, x)
    z = products.sum()
    return products[1], z, float(z >= threshold)


def other_gaps(rng: np.random.Generator) -> Numbers | None:
    """A second weight that speaks against, and a sum that reaches the threshold all the same."""
    x, w = picks(rng, 3, 0.2, 0.9, 0.1), picks(rng, 3, 0.2, 0.9, 0.1)
    w, threshold = (w[0], -w[1], w[2]), pick(rng, 0.1, 0.6, 0.1)
    return (x, w, threshold) if with_gaps(x, w)[1] > threshold + 0.05 else None


def gaps(
    solution: Solution, x: tuple[float, ...], w: tuple[float, ...], threshold: float
) -> Exercise:
    """A neuron's sum with a product, the sum and the output left out."""
    first, third = w[0] * x[0], w[2] * x[2]
    a, z, fires = solution()
    inputs, weights = listed(x), listed(w)
    return Exercise(
        id="2.2",
        title="A sum with gaps",
        objective="Compute by hand what a neuron says",
        level="warm-up",
        see="The artificial neuron",
        task=(
            f"The inputs are {inputs}, the weights {weights}, the threshold is {num(threshold)}. "
            f"Three places of the calculation are left open: the first product is {num(first)}, "
            f"the second is A, the third is {num(third)}; the sum is B; the output is C. Enter A, "
            "B and C, with two decimals."
        ),
        solution=solution,
        judge=NumberJudge(("A", "B", "C"), decimals=2, worked=(
            f"z = {num(w[0])}·{num(x[0])} + {factor(w[1])}·{num(x[1])} + {num(w[2])}·{num(x[2])}\n"
            f"z = {num(first)} + {{}} + {num(third)} = {{}}\n"
            f"threshold {num(threshold)}, so the output is {{}}"
        )),
        traps=(
            Trap("sign lost", lambda: (-a, first - a + third, 1),
                 "The second weight has lost its minus sign. That input speaks against, so it "
                 "lowers the sum."),
            Trap("weight added to input", lambda: (x[1] + w[1], first + x[1] + w[1] + third, 1),
                 "For A you added the weight and the input. An input counts as much as its weight "
                 "says: multiply."),
            Trap("mean for sum", lambda: (a, z / 3, float(z / 3 >= threshold)),
                 "A is right. Then you took the mean of the three products. A neuron adds, and "
                 "does not divide by the number of its inputs."),
            Trap("sum for output", lambda: (a, z, z),
                 "A and B are right. The output of this neuron is its decision, 0 or 1; the sum is "
                 "what it decides on."),
            Trap("rest for output", lambda: (a, z, z - threshold),
                 "A and B are right. For C you entered what the sum has to spare. A step neuron "
                 "does not say by how much; it says 0 or 1."),
            Trap("silent above the threshold", lambda: (a, z, 0),
                 "A and B are right. Compare once more: does the sum reach the threshold?"),
            Trap("threshold taken off the sum", lambda: (a, z - threshold, fires),
                 "A and C are right. From B you have taken the threshold off already. The sum is "
                 "that of the three products; the threshold is what it is compared with."),
        ),
        hints=(
            "Each input has one weight, in the same place. Keep the signs.",
            "Multiply pair by pair and add the three products. The output is 1 if the sum reaches "
            "the threshold, and 0 otherwise.",
            "Three numbers in a list; the first is negative, the last is 0 or 1.",
        ),
    )


GAPS = varied(gaps, with_gaps, other_gaps)


# Exercise 2.3


def importance(w: Array, X: Array) -> Array:
    """Return how far each input usually moves the sum, as shares that add up to 1."""
    moves = np.abs(w) * X.std(axis=0)
    return np.asarray(moves / moves.sum())


def size_alone(w: Array, X: Array) -> Any:  # noqa: ARG001 - that is its mistake
    """Return how far each input usually moves the sum, as shares that add up to 1."""
    size = np.abs(w)
    return size / size.sum()


def importance_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """A height in metres and in millimetres first; no input stands still, no sum of moves is 0."""
    yield np.array([1.0, 1.0]), np.array([[0.0, 0.0], [1.0, 3.0]])
    yield np.array([1.0, -1.0]), np.array([[1.6, 1.9], [1.8, 2.0], [1.7, 2.2]])
    yield np.array([0.001, -1.0]), np.array([[1600.0, 1.9], [1800.0, 2.0], [1700.0, 2.2]])
    yield np.array([2.0, 0.0, -0.5]), np.array([[1.0, 5.0, 2.0], [2.0, 9.0, 8.0]])
    for n in (5, 8, 20) * 6:
        scale = 10.0 ** rng.uniform(-1, 1, 3)
        w = rng.uniform(0.5, 2.0, 3) * np.array([1, -1, 1])
        w[1] *= 3 * (scale[0] * w[0] + scale[2] * w[2]) / scale[1]
        yield w, (rng.uniform(size=(n, 3)) + rng.uniform(2, 4, 3)) * scale


def shares(moves: Array) -> Array:
    """The moves as parts of their sum."""
    return np.asarray(moves / moves.sum())


IMPORTANCE = Exercise(
    id="2.3",
    title="Mend the importance",
    objective="Tell what the size of a weight does not say",
    level="core",
    see="Is the largest weight the most important input?",
    task=(
        "`importance(w, X)` should return how far each input usually moves the sum, as shares that "
        "add up to 1. `w` holds the weights, each row of `X` is a sample; the spread of an input "
        "is its standard deviation. The program below believes that a weight's size is its "
        "input's importance. Mend it."
    ),
    solution=importance,
    judge=FunctionJudge(importance_cases, (
        Property("One of your shares is below 0. An input that speaks against moves the sum just "
                 "as far: what counts is the size of the weight.",
                 lambda parts, w, X: bool((parts >= 0).all())),
        Property("Your shares do not add up to 1: divide by the sum of the moves.",
                 lambda parts, w, X: abs(parts.sum() - 1) < 1e-4),
    ), given=size_alone),
    traps=(
        Trap("as it was", lambda w, X: shares(np.abs(w)),
             "The shares still follow the weights alone. An input in millimetres would count a "
             "thousandth of the same input in metres. Each input, each column of `X`, has a spread "
             "of its own."),
        Trap("spread alone", lambda w, X: shares(X.std(axis=0)),
             "Now the weights do not count at all. An input that varies a lot and is hardly "
             "listened to does not move the sum."),
        Trap("sign kept", lambda w, X: shares(w * X.std(axis=0)),
             "A negative weight makes your share negative, and the sum of the moves too small. "
             "For how far it moves the sum, the sign does not matter."),
        Trap("mean for spread", lambda w, X: shares(np.abs(w) * X.mean(axis=0)),
             "You multiply by the mean of the input. An input that is large and always the same "
             "moves nothing: what counts is how much it varies."),
        Trap("variance for spread", lambda w, X: shares(np.abs(w) * X.var(axis=0)),
             "The variance is the square of the spread: in millimetres it grows a millionfold, "
             "while the weight shrinks a thousandfold. Take its root."),
        Trap("divided by the spread", lambda w, X: shares(np.abs(w) / X.std(axis=0)),
             "You divide by the spread. An input that varies twice as much moves the sum twice as "
             "far, not half as far."),
        Trap("no shares", lambda w, X: np.abs(w) * X.std(axis=0),
             "These are the moves themselves. Wanted are their shares, which add up to 1."),
    ),
    hints=(
        "Ask of one input alone: if it moves by its usual amount, by how much does the sum move?",
        "The move is the size of the weight times the spread of its input over the samples. Then "
        "divide all moves by what they add up to.",
        "Two lines. The first gives as many moves as there are weights, one for each column of "
        "`X`; the second makes shares of them.",
    ),
)


# Exercise 2.4


def decide(X: Array, w: Array, b: float) -> Array:
    """Return the neuron's answer, 0 or 1, to each row of X."""
    z = X @ w + b
    return (z >= 0).astype(float)


def nights(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Small numbers, sums of exactly 0, then random ones that no rounding decides."""
    yield np.array([[1.0], [3.0]]), np.array([1.0]), -2.0
    yield np.array([[0.0, 0.0, 1.0], [0.5, 0.8, 0.3]]), np.array([0.4, 0.5, 0.3]), -0.5
    yield np.array([[0.0, 0.0], [1.0, 1.0], [1.0, 0.0]]), np.array([-1.0, -1.0]), 1.5
    yield np.array([[1.0, 0.0], [0.0, 1.0], [0.25, 0.25]]), np.array([0.5, 0.5]), -0.5
    found = 0
    while found < 24:
        n = int(rng.integers(2, 9))
        X, w, b = rng.normal(size=(n, 3)), rng.normal(size=3), float(rng.normal())
        if np.abs(np.subtract.outer(X @ w, [-b, 0, b, 0.5, 0.5 - b])).min() > 1e-2:
            found += 1
            yield X, w, b


def firing(condition: Any) -> Array:
    """Truth as 0 and 1."""
    return np.asarray(condition, dtype=float)


DECIDE = Exercise(
    id="2.4",
    title="Many nights, one neuron",
    objective="Write a neuron with a bias in three lines of code",
    level="core",
    see="Threshold and bias are one thing",
    task=(
        "Write `decide(X, w, b)`: each row of `X` holds the inputs of one night, `w` the weights, "
        "`b` the bias. Return an array with the neuron's answer to each night, 1 if it fires and 0 "
        "if not. There is no threshold besides the bias."
    ),
    solution=decide,
    judge=FunctionJudge(nights, (
        Property("One of your answers is neither 0 nor 1. A step neuron has no others.",
                 lambda answers, X, w, b: bool(np.isin(answers, (0, 1)).all())),
    )),
    forbids=("dense.Layer",),
    traps=(
        Trap("bias forgotten", lambda X, w, b: firing(X @ w >= 0),
             "Your neuron decides as if there were no bias. It is added to the sum before the "
             "question is asked."),
        Trap("bias as threshold", lambda X, w, b: firing(X @ w >= b),
             "You compare the sum with `b`. That makes a threshold of it, and the bias is a "
             "threshold with its sign turned: a larger bias makes firing easier."),
        Trap("threshold besides", lambda X, w, b: firing(X @ w + b >= 0.5),
             "The bias is there, and a threshold of 0.5 as well. Use one of the two: with a bias, "
             "ask whether the rest reaches 0."),
        Trap("threshold for the bias", lambda X, w, b: firing(X @ w >= 0.5),
             "Your neuron asks for 0.5, as the watchman did, and never for `b`. The bias is a "
             "number that the caller chooses."),
        Trap("greater than", lambda X, w, b: firing(X @ w + b > 0),
             "It is right except where the sum is exactly 0. The book's neuron fires there: it has "
             "reached the threshold.", see="The artificial neuron"),
        Trap("sum for answer", lambda X, w, b: X @ w + b,
             "These are the sums. The neuron's answer is what it decides on them, 0 or 1."),
        Trap("sigmoid", lambda X, w, b: 1 / (1 + np.exp(-(X @ w + b))),
             "These are answers between no and yes, as a sigmoid gives them. Wanted is the step: 0 "
             "or 1.", see="Yes, no, perhaps"),
        Trap("minus one for no", lambda X, w, b: np.where(X @ w + b >= 0, 1.0, -1.0),
             "Where the neuron is silent, you return -1. A silent neuron sends nothing on: 0."),
        Trap("turned round", lambda X, w, b: firing(X @ w + b < 0),
             "Yes and no are swapped: your neuron fires where its sum is negative."),
        Trap("bias for each input", lambda X, w, b: firing((X * w + b).sum(axis=1) >= 0),
             "The bias is in your sum once for each input. A neuron has one bias, and adds it "
             "once."),
    ),
    hints=(
        "First write it for one night, with numbers that you can add in your head.",
        "For each row: multiply with the weights pair by pair, add, add the bias, and ask whether "
        "0 is reached. A matrix times a vector does it for all rows at once; a loop does as well.",
        "Two or three lines. The result has one entry for each row of `X`, and each entry is 0 or "
        "1.",
    ),
)


# Exercise 2.5


def at_one_half(w: float = -2, b: float = 3) -> tuple[float, float, float]:
    """Where the output is one half, the output at 0, and where it is one half with twice w."""
    at_0 = 1 / (1 + np.exp(-b))
    return -b / w, at_0, -b / (2 * w)


def other_half(rng: np.random.Generator) -> Numbers:
    """A negative weight, and a bias with which the neuron is nearly sure at 0."""
    return -pick(rng, 0.5, 8, 0.5), pick(rng, 2.5, 5, 0.5)


def half(solution: Solution, w: float, b: float) -> Exercise:
    """What this weight and this bias do to a sigmoid neuron."""
    place, at_0, nearer = solution()
    return Exercise(
        id="2.5",
        title="Predict, then slide",
        objective="Tell what weight and bias do to a sigmoid neuron",
        level="core",
        see="Yes, no, perhaps",
        task=(
            f"A sigmoid neuron has one input, the weight {num(w)} and the bias {num(b)}. Predict "
            "three numbers, with two decimals: the input at which its output is one half; its "
            f"output at the input 0; and, with the weight doubled to {num(2 * w)} and the same "
            "bias, the input at which the output is one half."
        ),
        solution=solution,
        judge=NumberJudge(("half at", "output at 0", "then half at"), decimals=2),
        traps=(
            Trap("sign flipped", lambda: (-place, at_0, -nearer),
                 "The two places lie on the wrong side of 0. Put yours in: weight times input plus "
                 "bias has to be 0 there, and the weight is negative."),
            Trap("weight over bias", lambda: (-w / b, at_0, -2 * w / b),
                 "You divided the weight by the bias. At one half the sum is 0; solve that for the "
                 "input, and see what stands below the line."),
            Trap("bias alone", lambda: (-b, at_0, -b),
                 "The bias tells how far the *sum* has to move to reach 0. The input moves the sum "
                 "by its weight times as much."),
            Trap("doubled the place", lambda: (place, at_0, 2 * place),
                 "The first two are right. With twice the weight the same bias is outweighed by a "
                 "smaller input, not by a larger one."),
            Trap("place unmoved", lambda: (place, at_0, place),
                 "The first two are right. The weight makes the curve steeper, and it also moves "
                 "it: the curve turns about its value at the input 0, not about the place of one "
                 "half."),
            Trap("sum for output", lambda: (place, b, nearer),
                 f"The places are right. At the input 0 the *sum* is {num(b)}; the output is the "
                 "sigmoid of that, and it lies between 0 and 1."),
            Trap("sigmoid upside down", lambda: (place, 1 - at_0, nearer),
                 f"The places are right. At the input 0 the sum is {num(b)}, which is positive, so "
                 "the output is above one half. Look at the sign in the exponent."),
        ),
        hints=(
            "What must the sum be, for a sigmoid to say exactly one half?",
            "Set weight times input plus bias to 0 and solve for the input, once for each weight. "
            "For the output at 0, form the sum first; the weight has nothing to multiply there.",
            "Three numbers in a list, all positive; the third is smaller than the first, and the "
            "second is nearly 1.",
        ),
    )


HALF = varied(half, at_one_half, other_half)


# Exercise 2.6


def only_first() -> dict[str, Any]:
    """A state of the figure that fires for (1, 0) alone."""
    return {"x": [1.0, 0.0], "w": [1.0, -1.0], "b": -0.5, "activation": "step", "threshold": 0.0}


def at(state: Mapping[str, Any], x1: int, x2: int) -> float:
    """The sum of the figure's neuron at a corner."""
    return float(state["w"][0] * x1 + state["w"][1] * x2 + state["b"])


CORNERS = ((0, 0), (0, 1), (1, 0), (1, 1))

GATE = Exercise(
    id="2.6",
    title="The first and not the second",
    objective="Build a gate from numbers",
    level="core",
    see="AND, OR, NOT",
    task=(
        "Turn the neuron of the last figure, `gate`, into one that fires at the corner (1, 0) and "
        "at none of the other three. Keep the step and its threshold 0, and leave room: at each "
        "corner the sum has to stay at least 0.2 away from 0."
    ),
    solution=only_first,
    judge=FigureJudge("Neuron", (
        Goal("not a step at 0",
             lambda state: state["activation"] == "step" and state["threshold"] == 0,
             "The neuron has to be a step with the threshold 0; weights and bias are yours."),
        Goal("more than two inputs", lambda state: len(state["w"]) == 2,
             "This is a neuron with another number of inputs: hand over `gate`."),
        Goal("fires for nothing", lambda state: at(state, 0, 0) < 0,
             "It fires at (0, 0). There the inputs take both weights out of the sum, and what "
             "remains is the bias."),
        Goal("silent at (1, 0)", lambda state: at(state, 1, 0) >= 0,
             "It is silent at (1, 0), where it should fire. There the first weight is alone with "
             "the bias: is it strong enough?"),
        Goal("fires for the second", lambda state: at(state, 0, 1) < 0,
             "It fires at (0, 1). There the second weight is alone with the bias: which sign does "
             "an input need that speaks against?"),
        Goal("no veto", lambda state: at(state, 1, 1) < 0,
             "It fires at (1, 1): the first input carries the second along. The second has to be "
             "able to forbid what the first one wants."),
        Goal("no room", lambda state: min(abs(at(state, *c)) for c in CORNERS) >= 0.2 - 1e-9,
             "All four answers are right, but the line passes close to a corner. Move it until "
             "every corner's sum is at least 0.2 away from 0."),
    )),
    traps=(),
    hints=(
        "One of the inputs has to speak for it, the other against it.",
        "Go through the corners one by one. At (0, 0) only the bias speaks, at (1, 0) bias and "
        "first weight, at (0, 1) bias and second weight, at (1, 1) all three.",
        "One weight positive, one negative, a negative bias that the positive weight overcomes. "
        "Move the sliders, then run the cell; or set `gate.w` and `gate.b` in Python.",
    ),
)


# Exercise 2.7


def count_wrong(w: Array, X: Array, y: Array, b: float) -> int:
    """Return how many rows of X the neuron answers otherwise than y."""
    wrong = 0
    for x, target in zip(X, y, strict=True):
        z = w @ x + b
        a = 1 if z >= 0 else 0
        wrong += abs(a - int(target))
    return wrong


COUNT = Exercise(
    id="2.7",
    title="Count what a gate gets wrong",
    objective="Test a gate against its truth table",
    level="core",
    see="AND, OR, NOT",
    task=(
        "Here are the lines of a program that counts in how many rows of a truth table a neuron "
        "gives another answer than the table. They have been shuffled; the indentation is right. "
        "Give the letters in the order in which the lines have to stand."
    ),
    solution=count_wrong,
    judge=OrderJudge((4, 2, 5, 0, 3, 1), (
        Rule("counts from nowhere", "D", "F",
             "The count has to begin before the first row, and not anew with each: otherwise "
             "there is nothing to add to, or only the last row is left."),
        Rule("used before the loop", "F", "B",
             "The sum needs the inputs of a row, and there is none before the loop takes one."),
        Rule("decided before the sum", "B", "E",
             "The neuron decides on its sum, so the sum comes first."),
        Rule("compared before decided", "E", "A",
             "The target is compared with an answer that has not been given yet."),
        Rule("returned too early", "A", "C",
             "Behind `return` nothing is done: all rows have to be counted before."),
    )),
    traps=(),
    hints=(
        "Which line has to be run once, before anything is looked at?",
        "Start the count, take a row, form its sum, decide, compare and count; and when all rows "
        "are through, hand over the count.",
        'Six letters in a row, such as "ABCDEF". The first is D, the last is C.',
    ),
)


# Exercise 2.8


def room(w: Array, b: float, X: Array) -> float:
    """Return the distance from the neuron's line to the nearest row of X."""
    sums = X @ w + b
    return float(np.abs(sums).min() / np.sqrt((w**2).sum()))


def room_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """A line that can be measured with a ruler first, the book's gates, then random ones."""
    corners = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    yield np.array([2.0, 0.0]), -6.0, np.array([[1.0, 5.0], [9.0, 0.0]])
    yield np.array([3.0, 4.0]), -5.0, np.array([[0.0, 0.0], [3.0, 3.0]])
    yield np.array([1.0, 1.0]), -1.5, corners
    yield np.array([-1.0, -1.0]), 1.25, corners
    for n in (3, 5, 8) * 7:
        yield rng.normal(size=2) * 2, float(rng.normal()), 2 * rng.normal(size=(n, 2))


ROOM = Exercise(
    id="2.8",
    title="How much room does a gate leave?",
    objective="Find the line at which a neuron changes its mind",
    level="stretch",
    see="AND, OR, NOT",
    task=(
        "Write `room(w, b, X)`: the distance between the line of a neuron and that one of the "
        "points, the rows of `X`, which lies nearest to it. The section gives the line's distance "
        "from the origin; find out what it is from any other point."
    ),
    solution=room,
    judge=FunctionJudge(room_cases, (
        Property("A distance is never negative.", lambda value, w, b, X: bool(value >= 0)),
    )),
    traps=(
        Trap("not divided", lambda w, b, X: np.abs(X @ w + b).min(),
             "This is the smallest sum. With all weights and the bias doubled it would double, and "
             "the line would lie where it was: divide by the length of the weights."),
        Trap("divided by the squared length", lambda w, b, X: np.abs(X @ w + b).min() / (w @ w),
             "You divide by the square of the length of `w`. The length is the root of that."),
        Trap("sum of the weights for their length",
             lambda w, b, X: np.abs(X @ w + b).min() / np.abs(w).sum(),
             "You divide by the sum of the weights' sizes. The length of the arrow `w` is found as "
             "Pythagoras does it."),
        Trap("bias in the length",
             lambda w, b, X: np.abs(X @ w + b).min() / np.sqrt(w @ w + b**2),
             "The length is that of `w` alone. The bias shifts the line; it is no part of the "
             "arrow that stands at a right angle to it."),
        Trap("bias forgotten", lambda w, b, X: np.abs(X @ w).min() / np.sqrt(w @ w),
             "This is the distance from a line through the origin. The bias has shifted it."),
        Trap("bias subtracted", lambda w, b, X: np.abs(X @ w - b).min() / np.sqrt(w @ w),
             "The bias is added to the sum. You measure from a line on the other side of the "
             "origin."),
        Trap("size too late", lambda w, b, X: abs((X @ w + b).min()) / np.sqrt(w @ w),
             "First you took the smallest sum, then its size. The smallest sum is the most "
             "negative one, and its point may lie far away: take the sizes first."),
        Trap("from the origin", lambda w, b, X: abs(b) / np.sqrt(w @ w),
             "This is the distance from the origin, whatever the points are. What takes the place "
             "of the bias at another point?"),
        Trap("sign kept", lambda w, b, X: (X @ w + b).min() / np.sqrt(w @ w),
             "You took the most negative sum. A point on the silent side is as far from the line "
             "as one on the firing side with the opposite sum."),
        Trap("farthest", lambda w, b, X: np.abs(X @ w + b).max() / np.sqrt(w @ w),
             "This is the distance of the point that lies farthest. The room is what the nearest "
             "one leaves."),
        Trap("mean", lambda w, b, X: np.abs(X @ w + b).mean() / np.sqrt(w @ w),
             "This is the mean of the distances. A line may be far from most points and touch one "
             "of them: take the nearest."),
    ),
    hints=(
        "Along the arrow `w` the sum changes fastest. By how much, if you go a distance of 1?",
        "Going a distance of 1 along the arrow changes the sum by the length of `w`. So the sum at "
        "a point, without its sign, divided by that length is the way to where the sum is 0.",
        "Two lines: all sums first, then one number made of the smallest of their sizes and of a "
        "root.",
    ),
)


# Exercise 2.9


def to_and_from(
    first: tuple[float, ...] = (2, -1),
    second: tuple[float, ...] = (0.5, 3),
    b: tuple[float, ...] = (0.5, -1),
    x: tuple[float, ...] = (1, 2),
) -> tuple[float, float, float]:
    """The weight to neuron 1 from input 2, and the sums of both neurons."""
    W = np.array([first, second])
    z = W @ x + b
    return W[0, 1], z[0], z[1]


def other_layer(rng: np.random.Generator) -> Numbers | None:
    """A minus in the first row alone, and a second sum that is the largest of the three."""
    w = picks(rng, 4, 0.5, 4, 0.5)
    b, x = picks(rng, 2, -2, 2, 0.5), picks(rng, 2, 1, 4)
    numbers = (w[0], -w[1]), (w[2], w[3]), b, x
    _, z1, z2 = to_and_from(*numbers)
    return numbers if 0 <= z1 < z2 and 0 not in b else None


def layer(
    solution: Solution,
    first: tuple[float, ...],
    second: tuple[float, ...],
    b: tuple[float, ...],
    x: tuple[float, ...],
) -> Exercise:
    """A layer with these rows and biases, at these inputs."""
    W = np.array([first, second])
    weight, *z = solution()
    return Exercise(
        id="2.9",
        title="To first, from second",
        objective="Read a layer's matrix and compute its sums",
        level="core",
        see="Many neurons at once",
        task=(
            "A layer has two neurons and two inputs. The first row of its matrix is "
            f"{listed(first)}, the second {listed(second)}; the biases are {listed(b)}. The inputs "
            f"are {listed(x)}. Which number is the weight to neuron 1 from input 2, and what are "
            "the sums of the two neurons? Enter all three, with one decimal."
        ),
        solution=solution,
        judge=NumberJudge(("weight", "z1", "z2"), decimals=1),
        traps=(
            Trap("transposed", lambda: (second[0], *(W.T @ x + b)),
                 "You went down the columns. Each neuron has a row: its weights stand beside one "
                 "another."),
            Trap("weight read forwards", lambda: (second[0], *z),
                 "The sums are right. The weight is the one that goes the other way, from input 1 "
                 "to neuron 2: the row says *to* which neuron."),
            Trap("sums by columns", lambda: (weight, *(W.T @ x + b)),
                 "The weight is right. For the sums you went down the columns, though: a neuron's "
                 "weights are a row."),
            Trap("biases forgotten", lambda: (weight, *(W @ x)),
                 "A bias is missing: each neuron adds its own to its sum."),
            Trap("biases swapped", lambda: (weight, *(W @ x + b[::-1])),
                 "Each neuron got the bias of the other."),
            Trap("bias at every input", lambda: (weight, *(W @ x + 2 * np.array(b))),
                 "You added the bias once for each input. It is added once for each neuron."),
            Trap("answers for sums", lambda: (weight, *(float(one >= 0) for one in z)),
                 "The weight is right. Then you gave the answers, 0 or 1; asked for are the sums "
                 "before the step."),
            Trap("sign lost", lambda: (-weight, *(np.abs(W) @ x + b)),
                 "The minus in the first row has got lost on the way. That input speaks against, "
                 "so it lowers the sum."),
        ),
        hints=(
            "Cover the second row of the matrix with your hand. What is left is neuron 1.",
            "The weight's first index is the neuron, the row; its second is the input, the column. "
            "For each sum multiply a row with the inputs pair by pair, add, and add that row's "
            "bias.",
            "Three numbers in a list; one of them is negative, and the last is the largest.",
        ),
    )


LAYER = varied(layer, to_and_from, other_layer)


# Exercise 2.10


def how_alike() -> None:
    """True is that many small units of one kind compute, and what is known sits in strengths.

    Learning changes those strengths, in both. But a cell sends pulses in time, and their moments
    can matter; it mostly excites all its neighbours or none, and one cell alone can do what takes
    several layers of ours. Whether a brain learns as our networks do is open.
    """


LIKENESS = Exercise(
    id="2.10",
    title="Like a brain?",
    objective='Say where "like the brain" is true, and where it stops',
    level="stretch",
    see="Where the likeness ends",
    task=(
        'Somebody tells you: "It works like the brain, it is made of neurons." Answer in two or '
        "three sentences: what in that is true, and where does it stop?"
    ),
    solution=how_alike,
    judge=SentenceJudge((
        "Do you name something that cell and unit share: many small parts, strengths, learning by "
        "changing them?",
        "Do you name something that the cell does and the unit does not: pulses in time, fixed "
        "signs, computing in its branches?",
        "Do you leave open what is not known, such as how a brain learns?",
    ), fewest_words=12),
    traps=(),
    hints=(
        "What was taken over from the cell, and what was left behind?",
        "Begin with what both do: add up, pass on, change strengths. Then take one line of the "
        "list in the section, the one that you would least have expected.",
        "Two or three sentences in quotation marks: one for the likeness, one for its end.",
    ),
)


EXERCISES = (
    PULSES, GAPS, IMPORTANCE, DECIDE, HALF, GATE, COUNT, ROOM, LAYER, LIKENESS,
)
