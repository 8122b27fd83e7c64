"""The exercises of chapter 4, "XOR and networks of more than one layer"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnbook.exercises._engine import Exercise, Trap
from nnbook.exercises._figures import FigureJudge, Goal
from nnbook.exercises._functions import FunctionJudge, Property
from nnbook.exercises._numbers import NumberJudge
from nnbook.exercises._sentences import SentenceJudge
from nnbook.exercises._variants import (
    Numbers,
    Solution,
    num,
    pick,
    spelled,
    varied,
)

__all__ = ["EXERCISES"]

# fmt: off

Array = NDArray[np.float64]
CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
LAMP = np.array([0, 1, 1, 0])


# Exercise 4.1


def good_angles() -> tuple[float, float]:
    """How many angles get three corners right at 0.4, and the smallest that does at -1.1."""
    found: dict[float, list[int]] = {0.4: [], -1.1: []}
    for distance, angles in found.items():
        for angle in range(0, 360, 30):
            w = np.array([np.cos(np.deg2rad(angle)), np.sin(np.deg2rad(angle))]).round(9)
            answers = CORNERS @ w - distance >= 0
            if np.sum(answers == LAMP) == 3:
                angles.append(angle)
    return len(found[0.4]), found[-1.1][0]


TURN = Exercise(
    id="4.1",
    title="Turn the line",
    objective="Find that one line gets three corners right and never four",
    level="warm-up",
    see="One neuron, one cut",
    task=(
        "Play with the figure. Leave the distance at 0.4 and turn the line through all twelve "
        "angles: at how many of them are three corners right? Then set the distance to −1.1: which "
        "is the smallest angle at which three are right there?"
    ),
    solution=good_angles,
    judge=NumberJudge(("angles", "smallest angle"), decimals=0),
    traps=(
        Trap("only the lines of OR", lambda: (2, good_angles()[1]),
             "You have counted the angles at which 11 is the corner that is wrong. There are "
             "others at the same distance, with another corner wrong: turn on."),
        Trap("only the lines of one square", lambda: (4, good_angles()[1]),
             "You have counted the lines that cut off one of the two squares. A line that has both "
             "squares on its side and one circle with them counts as well."),
        Trap("one of each kind", lambda: (3, good_angles()[1]),
             "Three different corners can be the wrong one at this distance, and for each there is "
             "more than one angle."),
        Trap("turned the other way", lambda: (good_angles()[0], 30),
             "At 30 degrees and −1.1 all four corners lie on one side of the line. The distance is "
             "measured from the corner 00 along the angle, and a negative one goes backwards."),
        Trap("the larger of the two", lambda: (good_angles()[0], 240),
             "That one is right, but there is a smaller one."),
    ),
    hints=(
        "A setting counts if there is exactly one cross.",
        "Go through the angles from 0 to 330 in steps of 30 and count the pictures with a single "
        "cross. At the second distance, only NAND can be had.",
        "A count between 1 and 12, and an angle between 180 and 270, in a list.",
    ),
)


# Exercise 4.2


def no_line_for_equal() -> None:
    """The demands are b >= 0, w2 + b < 0, w1 + b < 0 and w1 + w2 + b >= 0.

    The first and the last add up to w1 + w2 + 2b >= 0, the two in the middle to w1 + w2 + 2b < 0.
    No number is both, so there are no such weights.
    """


EQUAL = Exercise(
    id="4.2",
    title="Prove it for the opposite",
    objective="Prove that a single neuron cannot do it",
    level="core",
    see="In algebra",
    task=(
        "A signal is to burn when both switches stand alike: 1, 0, 0, 1. Prove that no single "
        "neuron computes that: which four demands do the corners make, and why can they not all be "
        "met?"
    ),
    solution=no_line_for_equal,
    judge=SentenceJudge((
        "Do you have a demand for each corner, two with at least 0 and two with below 0?",
        "Do you add the demands in pairs, so that both pairs speak of the same sum?",
        "Do you say why that is impossible: one number would be negative and not negative?",
    ), fewest_words=12),
    traps=(),
    hints=(
        "What does the corner 00 demand of the bias now?",
        "Write the four demands as the section does for the lamp, with the signs that this signal "
        "needs. Then add those of the two corners that burn, and those of the two that do not.",
        "Four short inequalities and two sums of two, in quotation marks; names such as w1 will "
        "do.",
    ),
)


# Exercise 4.3


def half_and_nine_tenths(w1: int = 2, w2: int = 4, b: float = -1) -> tuple[float, float, float]:
    """Slope of both lines, and where they cross the vertical axis."""
    at_half, at_nine = 0, np.log(0.9 / 0.1)
    return -w1 / w2, (at_half - b) / w2, (at_nine - b) / w2


def other_levels(rng: np.random.Generator) -> Numbers | None:
    """Positive weights and a negative bias, with both heights below 1."""
    w1, w2, b = pick(rng, 1, 9), pick(rng, 3, 9), pick(rng, -4, -1, 0.5)
    return (w1, w2, b) if w1 != w2 and half_and_nine_tenths(w1, w2, b)[2] < 0.97 else None


def levels(solution: Solution, w1: int, w2: int, b: float) -> Exercise:
    """The lines along which this sigmoid neuron says one half and nine tenths."""
    slope, at_half, at_nine = solution()

    def heights(*sums: float, below: float = w2) -> list[float]:
        return [(z - b) / below for z in sums]

    return Exercise(
        id="4.3",
        title="Where it says nine tenths",
        objective="Show that a sigmoid neuron's boundary is a line",
        level="core",
        see="A softer neuron does not help",
        task=(
            f"A sigmoid neuron has the weights {w1} and {w2} and the bias {num(b)}. It says one "
            "half along one line and nine tenths along another. With the first input to the right "
            "and the second upwards: what is the slope of both, and at which heights do they cross "
            "the vertical axis, first one half, then nine tenths? Enter three numbers, with two "
            "decimals."
        ),
        solution=solution,
        judge=NumberJudge(("slope", "height of 0.5", "height of 0.9"), decimals=2),
        traps=(
            Trap("output for sum", lambda: (slope, *heights(0.5, 0.9)),
                 "You set the *sum* to 0.5 and 0.9. Those are outputs. First find the sums at "
                 "which the sigmoid has these values."),
            Trap("output for sum, once", lambda: (slope, *heights(0, 0.9)),
                 "The line of one half is right. For the other you set the sum to 0.9, which is "
                 "the output: at which sum is the sigmoid 0.9?"),
            Trap("logarithm of the output", lambda: (slope, *heights(0, np.log(0.9))),
                 "You took the logarithm of 0.9 alone. What undoes the sigmoid is the logarithm of "
                 "the output over the rest to 1."),
            Trap("odds upside down", lambda: (slope, *heights(0, np.log(0.1 / 0.9))),
                 "That is the height at which the neuron says one tenth. Nine tenths need a "
                 "positive sum."),
            Trap("another logarithm", lambda: (slope, *heights(0, np.log10(0.9 / 0.1))),
                 "You took the logarithm to base 10. The sigmoid is made with e."),
            Trap("sign of the bias", lambda: (slope, -at_half, (np.log(9) + b) / w2),
                 "Both heights are off by the same amount: the bias changes its sign when it goes "
                 "to the other side."),
            Trap("weights swapped", lambda: (1 / slope, *heights(0, np.log(9), below=w1)),
                 "You divided by the first weight. Solve for the second input, and divide by its "
                 "weight."),
            Trap("rising", lambda: (-slope, at_half, at_nine),
                 "The heights are right. Both weights are positive, so where the first input is "
                 "larger the second has to be smaller."),
        ),
        hints=(
            "On each of the two lines the sum has one value. Which?",
            "The sigmoid is one half at the sum 0, and it has the value p at the sum "
            "ln(p/(1 − p)). Set weights times inputs plus bias to that and solve for the second "
            "input.",
            "Three numbers in a list: the first negative, the others positive and below 1.",
        ),
    )


LEVELS = varied(levels, half_and_nine_tenths, other_levels)


# Exercise 4.4


def sums_of_the_output(v1: int = 2, v2: int = -2, bias: int = -1) -> list[int]:
    """The sum of the output neuron at the corners 00, 01 and 11."""
    sums = []
    for t in (0, 1, 2):
        h1, h2 = int(t - 0.5 >= 0), int(t - 1.5 >= 0)
        sums.append(v1 * h1 + v2 * h2 + bias)
    return sums


def other_output(rng: np.random.Generator) -> Numbers:
    """An output neuron that burns at 01 by as much as it stays dark at 00 and 11."""
    size = pick(rng, 2, 30)
    return 2 * size, -2 * size, -size


def gate(t: int, theta: float) -> int:
    """The hidden neuron that counts the switches and fires from theta on."""
    return int(t >= theta)


def other_lamp(solution: Solution, v1: int, v2: int, bias: int) -> Exercise:
    """A network for the lamp with this output neuron."""
    def sums(h: Any = gate, v2: int = v2, bias: int = bias) -> list[float]:
        return [v1 * h(t, 0.5) + v2 * h(t, 1.5) + bias for t in (0, 1, 2)]

    return Exercise(
        id="4.4",
        title="Another lamp",
        objective="Follow a sample through two layers by hand",
        level="warm-up",
        see="Two cuts, and a third to combine them",
        task=(
            "Another network for the lamp, with steps at 0: its first hidden neuron is OR, with "
            "the weights 1 and 1 and the bias −0.5, its second is AND, with 1 and 1 and −1.5. The "
            f"output gives the first the weight {v1} and the second the weight {num(v2)}, and has "
            f"the bias {num(bias)}. What is the *sum* of the output neuron at the corners 00, 01 "
            "and 11? Enter three numbers."
        ),
        solution=solution,
        judge=NumberJudge(("at 00", "at 01", "at 11"), decimals=0),
        traps=(
            Trap("hidden sums passed on", lambda: sums(lambda t, theta: t - theta),
                 "You passed on the *sums* of the hidden neurons, and so all three corners look "
                 "alike to the output. Each hidden neuron sends a 0 or a 1."),
            Trap("output sees the switches", lambda: [bias, v2 + bias, v1 + v2 + bias],
                 "You gave the switches to the output neuron. It sees what the two hidden neurons "
                 "say, and nothing else."),
            Trap("bias forgotten", lambda: sums(bias=0),
                 "The bias of the output neuron is missing."),
            Trap("sign lost", lambda: sums(v2=-v2),
                 "AND has a weight below 0: when it fires, it forbids what OR wants."),
            Trap("answers for sums", lambda: [0, 1, 0],
                 "These are the answers of the lamp, and they are right. Asked for are the sums "
                 "before the last step."),
            Trap("AND silent at 11", lambda: [bias, v1 + bias, v1 + bias],
                 "The corners 00 and 01 are right. At 11 you left out what AND has to say. Both of "
                 "its inputs are 1: does its sum reach 0?"),
        ),
        hints=(
            "For each corner, first write down what the two hidden neurons say.",
            "Hidden sums, then the step, then the sum of the output: weight times answer for both, "
            "and the bias. Two of the three results are equal.",
            "Three numbers in a list, all of the same size; one of them is positive.",
        ),
    )


OTHER_LAMP = varied(other_lamp, sums_of_the_output, other_output)


# Exercise 4.5


def lamp(X: Array, W1: Array, b1: Array, W2: Array, b2: Array) -> Array:
    """Return the network's answers to the rows of X, as an array (N, 1)."""
    h = 1 / (1 + np.exp(-(X @ W1.T + b1)))
    return np.asarray(1 / (1 + np.exp(-(h @ W2.T + b2))))


def lamp_by_columns(X: Array, W1: Array, b1: Array, W2: Array, b2: Array) -> Any:
    """Return the network's answers to the rows of X, as an array (N, 1)."""
    h = 1 / (1 + np.exp(-(X @ W1 + b1)))
    return 1 / (1 + np.exp(-(h @ W2.T + b2)))


def lamp_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """One sample, then Kim's network, then random ones; W1 is square, so that nothing complains."""
    yield (np.array([[1.0, 0.0]]), np.array([[1.0, 2.0], [0.0, 1.0]]), np.zeros(2),
           np.array([[1.0, -1.0]]), np.zeros(1))
    yield (CORNERS, np.array([[20.0, 20.0], [-20.0, -20.0]]), np.array([-10.0, 30.0]),
           np.array([[20.0, 20.0]]), np.array([-30.0]))
    for n in (1, 3, 6) * 6:
        yield (rng.normal(size=(n, 2)), 2 * rng.normal(size=(2, 2)), rng.normal(size=2),
               2 * rng.normal(size=(1, 2)), rng.normal(size=1))


def soft(z: Array) -> Array:
    """The sigmoid."""
    return np.asarray(1 / (1 + np.exp(-z)))


MEND = Exercise(
    id="4.5",
    title="Mend the lamp",
    objective="Write a network of two layers",
    level="core",
    see="Two cuts, and a third to combine them",
    task=(
        "`lamp(X, W1, b1, W2, b2)` should return the answers of a network of two sigmoid layers; "
        "the matrices have a row for each neuron, as everywhere in the book. The program below "
        "raises no error, but with Kim's weights the lamp stays dark at a corner where it should "
        "burn. Mend it."
    ),
    solution=lamp,
    judge=FunctionJudge(lamp_cases, (
        Property("One of your answers lies outside 0 to 1: the output of a sigmoid never does.",
                 lambda y_hat, X, W1, b1, W2, b2: bool(((y_hat >= 0) & (y_hat <= 1)).all())),
    ), given=lamp_by_columns),
    forbids=("dense.Layer",),
    traps=(
        Trap("as it was", lambda X, W1, b1, W2, b2: soft(soft(X @ W1 + b1) @ W2.T + b2),
             "The first layer is still read by its columns. A neuron's weights are a row of `W1`; "
             "as there are as many neurons as inputs, nothing complains."),
        Trap("no bend", lambda X, W1, b1, W2, b2: soft((X @ W1.T + b1) @ W2.T + b2),
             "The hidden neurons pass on their sums. Without the bend between them the two layers "
             "are one.", see="It is the bend"),
        Trap("output reads the inputs", lambda X, W1, b1, W2, b2: soft(X @ W2.T + b2),
             "The output neuron sees the switches. It has to see what the hidden neurons say.",
             see="The space where it is easy"),
        Trap("bias behind the bend",
             lambda X, W1, b1, W2, b2: soft((soft(X @ W1.T) + b1) @ W2.T + b2),
             "The hidden bias is added after the sigmoid. It belongs to the sum: it says where the "
             "neuron changes its mind."),
        Trap("last sigmoid forgotten", lambda X, W1, b1, W2, b2: soft(X @ W1.T + b1) @ W2.T + b2,
             "These are the sums of the output neuron; its sigmoid is missing."),
        Trap("biases forgotten", lambda X, W1, b1, W2, b2: soft(soft(X @ W1.T) @ W2.T),
             "There are no biases in it: all cuts would pass through the corner 00."),
        Trap("hidden bias forgotten", lambda X, W1, b1, W2, b2: soft(soft(X @ W1.T) @ W2.T + b2),
             "The hidden neurons have no bias: both their cuts pass through the corner 00."),
        Trap("minus lost in the exponent",
             lambda X, W1, b1, W2, b2: soft(soft(-(X @ W1.T + b1)) @ W2.T + b2),
             "Your hidden neurons fall where they should rise: a large sum has to bring a "
             "sigmoid near 1. Look at the sign in the exponent."),
        Trap("yes or no", lambda X, W1, b1, W2, b2: np.round(lamp(X, W1, b1, W2, b2)),
             "You rounded the answers to 0 and 1. A sigmoid answers with a degree, and that is "
             "wanted here."),
    ),
    hints=(
        "Take one sample and the first hidden neuron. Which two weights does the program give it?",
        "For all samples at once, a layer with a row for each neuron multiplies with the rows of "
        "its matrix: turn the matrix round on the right of the samples. Compare the two lines.",
        "Two lines, as in the program; one of them needs a change of two characters.",
    ),
)


# Exercise 4.6


def met(H: Array, y: Array) -> int:
    """Return how many pairs of different class lie on one spot of the hidden space."""
    pairs = 0
    for i in range(len(H)):
        for j in range(i):
            pairs += int(y[i] != y[j] and np.abs(H[i] - H[j]).max() < 0.01)
    return pairs


def met_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Two corners, the book's hidden spaces, then random spots of which some coincide."""
    y = LAMP.astype(float)
    yield np.array([[0.5, 0.5], [0.5, 0.5]]), np.array([0.0, 1.0])
    yield np.array([[0.0, 1.0], [1.0, 1.0], [1.0, 1.0], [1.0, 0.0]]), y
    yield np.array([[0.0, 1.0], [0.0, 1.0], [0.0, 1.0], [1.0, 0.0]]), y
    yield np.array([[0.81, 0.97], [0.0, 1.0], [0.03, 0.11], [0.004, 1.0]]), y
    for n in (4, 6, 9) * 6:
        spots = rng.permutation(16)[:4] / 4
        spots = np.column_stack([spots, rng.permutation(4) / 4])
        H = spots[rng.integers(4, size=n)] + rng.uniform(-0.004, 0.004, (n, 2))
        H[0, 0], H[1] = H[1, 0], H[1] + [0, 0.5]
        yield H, rng.integers(2, size=n).astype(float)


def met_by(H: Array, y: Array, *, close: Any = None, differ: Any = None) -> int:
    """The count with another idea of one spot, or of which pairs count."""
    close = close or (lambda a, b: np.abs(a - b).max() < 0.01)
    differ = differ or (lambda a, b: a != b)
    pairs = [(i, j) for i in range(len(H)) for j in range(i)]
    return sum(int(differ(y[i], y[j]) and close(H[i], H[j])) for i, j in pairs)


MET = Exercise(
    id="4.6",
    title="Who has met?",
    objective="Say what the hidden neurons have done to the data",
    level="core",
    see="The space where it is easy",
    task=(
        "Corners that have met in the hidden space get the same answer for ever. Write "
        "`met(H, y)`: each row of `H` is the place at which a sample lands in the hidden space, "
        "`y` holds the classes. Return the number of pairs of samples that are of different class "
        "and lie on one spot: each of their coordinates differs by less than 0.01."
    ),
    solution=met,
    judge=FunctionJudge(met_cases, (
        Property("A number of pairs is never negative.", lambda pairs, H, y: bool(pairs >= 0)),
    )),
    traps=(
        Trap("each pair twice", lambda H, y: 2 * met(H, y),
             "You count each pair twice, once from either side."),
        Trap("classes forgotten", lambda H, y: met_by(H, y, differ=lambda a, b: True),
             "You count every pair that has met. Two of one class may meet: they want the same "
             "answer. That is how the lamp works."),
        Trap("same class", lambda H, y: met_by(H, y, differ=lambda a, b: a == b),
             "You count the pairs of one class. They may meet; it is the others that are lost."),
        Trap("one coordinate is enough",
             lambda H, y: met_by(H, y, close=lambda a, b: np.abs(a - b).min() < 0.01),
             "You count pairs that agree in one coordinate. On one spot they agree in all."),
        Trap("first coordinate only",
             lambda H, y: met_by(H, y, close=lambda a, b: abs(a[0] - b[0]) < 0.01),
             "You compare the first coordinate only. The other hidden neurons may still tell the "
             "two apart."),
        Trap("coordinates added",
             lambda H, y: met_by(H, y, close=lambda a, b: abs(a.sum() - b.sum()) < 0.01),
             "You compare the sums of the coordinates. Differences of opposite sign cancel there: "
             "01 and 10 would be one spot."),
        Trap("exactly equal", lambda H, y: met_by(H, y, close=lambda a, b: bool((a == b).all())),
             "You ask for exact equality. Corners that meet come closer and closer, and seldom "
             "to the last digit."),
        Trap("neighbours only",
             lambda H, y: sum(int(y[i] != y[i - 1] and np.abs(H[i] - H[i - 1]).max() < 0.01)
                              for i in range(1, len(H))),
             "You compare each row with the one next to it. Any two can meet: compare each with "
             "all others."),
        Trap("size forgotten", lambda H, y: met_by(H, y, close=lambda a, b: (b - a).max() < 0.01),
             "A difference may be negative, and then it is below 0.01 however far the two lie "
             "apart. Take its size."),
        Trap("same class, and each with itself",
             lambda H, y: met_by(H, y, differ=lambda a, b: a == b) + len(H) // 2,
             "You count the samples of one class that have met, and each sample with itself. It "
             "is those of *different* class that are lost when they meet."),
    ),
    hints=(
        "For four corners there are six pairs. How do you visit each of them once?",
        "Two loops, the inner one only over the samples before the outer one's. A pair counts if "
        "the classes differ and the largest difference of a coordinate is small.",
        "A counter, two loops, one condition; the result is a whole number, 0 if nobody is lost.",
    ),
)


# Exercise 4.7


def one_layer(W1: Array, b1: Array, W2: Array, b2: Array) -> Array:
    """Return the weights of the one layer, with its bias as the last column."""
    return np.column_stack([W2 @ W1, W2 @ b1 + b2])


def straight_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Whole numbers, Kim's weights doubled up, then random square matrices."""
    yield (np.array([[1.0, 1.0], [0.0, 1.0]]), np.array([1.0, 2.0]),
           np.array([[2.0, 0.0], [1.0, 1.0]]), np.array([0.0, 5.0]))
    yield (np.array([[20.0, 20.0], [-20.0, -20.0]]), np.array([-10.0, 30.0]),
           np.array([[20.0, 20.0], [20.0, 0.0]]), np.array([-30.0, 0.0]))
    for n in (2, 3, 4) * 6:
        yield (rng.normal(size=(n, n)), rng.normal(size=n), rng.normal(size=(n, n)),
               rng.normal(size=n))


STRAIGHT = Exercise(
    id="4.7",
    title="Two layers are one",
    objective="Show that two layers without a bend are one",
    level="core",
    see="It is the bend",
    task=(
        "Write `one_layer(W1, b1, W2, b2)`: given two layers without a bend, return the one layer "
        "that does the same, as a matrix with a row for each neuron: its weights, and behind them "
        "its bias as one more column."
    ),
    solution=one_layer,
    judge=FunctionJudge(straight_cases),
    traps=(
        Trap("order and bias",
             lambda W1, b1, W2, b2: np.column_stack([W1 @ W2, b1 + b2]),
             "Put the first layer into the second and multiply out. You will see which matrix "
             "stands on the right, and that the first bias is multiplied on its way."),
        Trap("product the other way round",
             lambda W1, b1, W2, b2: np.column_stack([W1 @ W2, W2 @ b1 + b2]),
             "The bias is right. The product stands the other way round, though: the first layer "
             "meets the input first, so its matrix stands next to the input, on the right."),
        Trap("all the other way round",
             lambda W1, b1, W2, b2: np.column_stack([W1 @ W2, W1 @ b2 + b1]),
             "You have put the layers in the other order: the second one would meet the input "
             "first."),
        Trap("biases added", lambda W1, b1, W2, b2: np.column_stack([W2 @ W1, b1 + b2]),
             "The weights are right. The first bias goes through the second layer too, and is "
             "multiplied by its weights on the way."),
        Trap("first bias lost", lambda W1, b1, W2, b2: np.column_stack([W2 @ W1, b2]),
             "The weights are right. The bias of the first layer has been lost; at an input of 0 "
             "it is all that the second layer hears."),
        Trap("second bias lost", lambda W1, b1, W2, b2: np.column_stack([W2 @ W1, W2 @ b1]),
             "The weights are right, and the first bias arrives. The second layer adds one of its "
             "own."),
        Trap("added, not multiplied",
             lambda W1, b1, W2, b2: np.column_stack([W1 + W2, b1 + b2]),
             "You added the layers. They stand one behind the other: put the first into the "
             "second."),
        Trap("entry by entry", lambda W1, b1, W2, b2: np.column_stack([W2 * W1, W2 @ b1 + b2]),
             "`*` multiplies entry by entry. Each neuron of the second layer adds up over all of "
             "the first: that is the product of matrices."),
        Trap("transposed", lambda W1, b1, W2, b2: np.column_stack([(W2 @ W1).T, W2 @ b1 + b2]),
             "Your weights are transposed: a row for each neuron is wanted."),
        Trap("bias in front", lambda W1, b1, W2, b2: np.column_stack([W2 @ b1 + b2, W2 @ W1]),
             "The numbers are right, in another order: the bias comes behind the weights, as the"
             " last column."),
    ),
    hints=(
        "Write down what the second layer gets, and put it in.",
        "Multiply out: what stands in front of the input is the matrix, what is left over is the "
        "bias. Mind the order in which the matrices stand.",
        "Two expressions, one matrix and one array, side by side: as many rows as the second layer "
        "has neurons, one column more than there are inputs.",
    ),
)


# Exercise 4.8


def resting_loss(y: Array, groups: Array) -> float:
    """Return the loss of the best answers if all samples of a group are answered alike."""
    alike = np.array([y[groups == group].mean() for group in groups])
    given_to_target = np.where(y == 1, alike, 1 - alike)
    return float(-np.log(given_to_target).mean())


def resting_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """The three levels of the lamp, then random lumps of more samples."""
    y = LAMP.astype(float)
    for lumps in ([0, 0, 0, 0], [0, 1, 2, 1], [0, 1, 1, 1], [0, 1, 2, 3]):
        yield y, np.array(lumps)
    yield np.array([1.0, 1.0, 1.0, 0.0, 0.0]), np.array([0, 0, 0, 0, 1])
    for n in (6, 10, 15) * 6:
        y = rng.integers(2, size=n).astype(float)
        y[:4] = 1, 1, 0, 0
        groups = rng.integers(1, 4, size=n)
        groups[:4] = 0, 0, 0, 1
        yield y, groups


def resting_with(y: Array, groups: Array, answer: Any = np.mean) -> Array:
    """What each sample costs if its group is answered in another way."""
    alike = np.array([answer(y[groups == group]) for group in groups])
    return -np.log(np.where(y == 1, alike, 1 - alike))


def one_half(targets: Array) -> float:
    """One half to a mixed group; the target to a pure one."""
    return float(targets[0]) if np.ptp(targets) == 0 else 0.5


def by_group(y: Array, groups: Array) -> float:
    """The mean of the groups' mean losses."""
    cost = resting_with(y, groups)
    return float(np.mean([cost[groups == group].mean() for group in np.unique(groups)]))


RESTING = Exercise(
    id="4.8",
    title="At which height does it rest?",
    objective="Tell a run that may be early from one that is lost",
    level="stretch",
    see="What a failure looks like",
    task=(
        "Write `resting_loss(y, groups)`: the loss that a run approaches if some samples have met "
        "in the hidden space and all else goes well. `y` holds the targets, 0 or 1; samples with "
        "the same number in `groups` are answered alike, with the answer that is best for them "
        "together. For all four corners of the lamp in one group it is ln 2."
    ),
    solution=resting_loss,
    judge=FunctionJudge(resting_cases, (
        Property("A loss is never negative. The logarithm of a share is, so take minus that.",
                 lambda loss, y, groups: bool(loss >= -1e-9)),
    )),
    traps=(
        Trap("one half for all", lambda y, groups: float(resting_with(y, groups, one_half).mean()),
             "Each mixed group is answered by one half. Where two of three want a 1, another "
             "answer costs less: which?"),
        Trap("all in one group", lambda y, groups: float(resting_with(y, 0 * groups).mean()),
             "You give every sample the same answer. Each group has one of its own."),
        Trap("sum for mean", lambda y, groups: float(resting_with(y, groups).sum()),
             "This is the sum of what the samples cost. The loss is their mean."),
        Trap("mean over groups", by_group,
             "You average over the groups. Each sample counts once, so a group of three weighs "
             "three times as much as a group of one."),
        Trap("base 2", lambda y, groups: float(resting_with(y, groups).mean() / np.log(2)),
             "You took the logarithm to base 2. With the natural one, four corners alike cost "
             "ln 2, and not 1."),
        Trap("squared error",
             lambda y, groups: float(np.mean(
                 [(y[i] - y[groups == groups[i]].mean()) ** 2 for i in range(len(y))]
             )),
             "This is the mean squared error. The runs of the section were trained with binary "
             "cross-entropy: minus the logarithm of what the target was given."),
        Trap("targets 1 only",
             lambda y, groups: float((resting_with(y, groups) * y).mean()),
             "You count what the samples of class 1 cost. Those of class 0 pay as well, for the "
             "part that was given to the other class."),
    ),
    hints=(
        "Three corners with the targets 1, 1, 0 had to share an answer. Which one was it, and why?",
        "The best common answer is the mean of the group's targets. A sample of class 1 then pays "
        "minus the logarithm of that answer, one of class 0 minus the logarithm of the rest to 1. "
        "Take the mean over all samples.",
        "One line for the answers, as long as `y`; one for what each target was given; one for "
        "the loss, a single number. Choose instead of multiplying, and no logarithm of 0 comes up.",
    ),
)


# Exercise 4.9


def starts_needed(cases: int = 1, of: int = 1000) -> tuple[float, float]:
    """The fewest starts that all fail in less than so many cases of so many."""
    needed = []
    for success in (0.8, 0.55):
        n = 1
        while (1 - success) ** n >= cases / of:
            n += 1
        needed.append(n)
    return needed[0], needed[1]


HOW_MANY = {100: "a hundred", 1000: "a thousand", 10_000: "ten thousand",
            100_000: "a hundred thousand", 1_000_000: "a million"}
PARTS = {1000: "thousandth", 10_000: "ten-thousandth", 100_000: "hundred-thousandth",
         1_000_000: "millionth"}
RISKS = (  # each needs other numbers of starts, and none lies near a tie
    (3, 1000), (4, 1000), (2, 10_000), (6, 10_000), (4, 100_000), (1, 1_000_000), (5, 1_000_000),
    (8, 1_000_000),
)


def other_risk(rng: np.random.Generator) -> Numbers:
    """Another small chance that all starts fail."""
    return RISKS[int(rng.integers(len(RISKS)))]


def again(solution: Solution, cases: int, of: int) -> Exercise:
    """How many starts are needed if only so many cases of so many may fail."""
    risk, fails = cases / of, np.array([0.2, 0.45])
    descent, adam = solution()
    few, plural = spelled(cases), "" if cases == 1 else "s"
    some = f"{few} case{plural}"
    often = {1: "once", 2: "twice"}.get(cases, f"{few} times") + f" in {HOW_MANY[of]}"
    parts = f"{'a' if cases == 1 else few} {PARTS[of]}{plural}"
    return Exercise(
        id="4.9",
        title="Start again",
        objective="Reckon with runs that fail",
        level="core",
        see="Is it a local minimum?",
        task=(
            "You want to light the stairs, and may try several starts. How many do you need at "
            f"least, so that all of them fail in less than {some} of {HOW_MANY[of]}: with gradient "
            "descent, where 80 % of the starts succeed, and with Adam, where 55 % do?"
        ),
        solution=solution,
        judge=NumberJudge(("gradient descent", "Adam"), decimals=0),
        traps=(
            Trap("one too few", lambda: (descent - 1, adam - 1),
                 "With one start more you are there: so many fail together still more often than "
                 f"{often}."),
            Trap("chance of success", lambda: np.ceil(np.log(risk) / np.log(1 - fails)),
                 "You asked when all of them *succeed* so seldom. It is the failures that are "
                 "multiplied."),
            Trap("divided", lambda: fails / risk,
                 f"You divided by {parts}. Failures that have nothing to do with one another are "
                 "multiplied: with each start the chance shrinks to a share of what it was."),
            Trap("one in a hundred", lambda: np.ceil(np.log(10 * risk) / np.log(fails)),
                 f"So many do for {some} in {HOW_MANY[of // 10]}. Asked for is {few} in "
                 f"{HOW_MANY[of]}."),
            Trap("always one half", lambda: 2 * [np.ceil(-np.log2(risk))],
                 "You took one half for both. What is the share of starts that fail?"),
            Trap("not rounded up", lambda: np.log(risk) / np.log(fails),
                 "Starts come whole. Where the calculation ends between two whole numbers, only "
                 "the larger of them is enough."),
            Trap("swapped", lambda: (adam, descent),
                 "The two have changed places. Whoever fails more often needs more starts."),
        ),
        hints=(
            "How often do two starts fail, one after the other?",
            f"Multiply the share of failures with itself until it falls below {num(risk)}, and "
            "count the factors.",
            f"Two whole numbers in a list, both below {num(adam + 3)}, the second the larger one.",
        ),
    )


AGAIN = varied(again, starts_needed, other_risk)


# Exercise 4.10


def what_it_promises() -> None:
    """The theorem says that weights exist: if the layer is wide enough, some come close enough.

    It does not say how wide, nor that training finds them: XOR fits into two hidden neurons, and
    many runs miss it, however long they go on. Nor does it speak of places without data.
    """


PROMISE = Exercise(
    id="4.10",
    title="A network can, so it will?",
    objective='Say what "can represent anything" promises',
    level="stretch",
    see='What "can approximate anything" says',
    task=(
        'A colleague says: "One hidden layer can represent anything, that is proven. So ours will '
        'learn our data, if we train it long enough." What is right about it, and what is not? '
        "Use an example from this chapter."
    ),
    solution=what_it_promises,
    judge=SentenceJudge((
        "Do you grant what is proven: that with enough neurons weights exist, as close as one "
        "likes?",
        "Do you separate that weights exist from that training finds them?",
        "Do you use an example: runs that miss XOR, a level at which they rest, the width of the "
        "staircase?",
    ), fewest_words=12),
    traps=(),
    hints=(
        "The theorem speaks of weights that exist. Who looks for them?",
        "Grant what it says, then name one thing that it leaves open, and take your example from "
        "the thousand starts.",
        "Two or three sentences in quotation marks.",
    ),
)


# Exercise 4.11


def rising() -> dict[str, Any]:
    """One hidden line cuts off 10, the other 01, and the output is OR."""
    return {"h1": [1.0, -1.0, -0.5], "h2": [-1.0, 1.0, -0.5], "output": [1.0, 1.0, -0.5],
            "one": [1.0, 0.0, -0.5], "sharpness": 20.0, "neurons": 3}


def lamp_answers(state: Mapping[str, Any]) -> Array:
    """What the figure's network says at 00, 01, 10, 11."""
    rows = np.array([state["h1"], state["h2"], state["output"]]) * state["sharpness"]
    hidden = 1 / (1 + np.exp(-(CORNERS @ rows[:2, :2].T + rows[:2, 2])))
    answers: Array = 1 / (1 + np.exp(-(hidden @ rows[2, :2] + rows[2, 2])))
    return answers


RISING = Exercise(
    id="4.11",
    title="Lines that rise",
    objective="Build a network that computes XOR",
    level="core",
    see="Two cuts, and a third to combine them",
    task=(
        "Drag the lines of the last figure, `lines`, until both hidden lines rise from left to "
        "right and the network of three neurons gives all four answers within 0.1 of what is "
        "wanted."
    ),
    solution=rising,
    judge=FigureJudge("XOR", (
        Goal("one neuron", lambda state: state["neurons"] == 3,
             "This is a single neuron. Choose three."),
        Goal("a line that falls",
             lambda state: all(state[key][0] * state[key][1] < 0 for key in ("h1", "h2")),
             "A hidden line does not rise from left to right. A line rises if the two weights of "
             "its neuron have opposite signs: what has to become of its ends?"),
        Goal("a corner on the wrong side",
             lambda state: bool(np.all((lamp_answers(state) >= 0.5) == LAMP)),
             "A corner has a cross. Look at the hidden space: if one line can part squares from "
             "circles there, drag the output's; if not, the hidden lines have to move, or to turn "
             "round."),
        Goal("too soft",
             lambda state: float(np.abs(lamp_answers(state) - LAMP).max()) < 0.1,
             "All four are on the right side, but one answer is more than 0.1 away from what is "
             "wanted. A line passes close to a corner, or the sigmoids are soft."),
    )),
    traps=(),
    hints=(
        "Exactly one switch is up: either the first and not the second, or the second and not the "
        "first.",
        "Let each hidden line cut off one of the squares, on the side to which its arrow points. "
        "Then ask which gate the output has to be.",
        "Two lines along the diagonal from 00 to 11, one on either side of it, with arrows that "
        "point away from each other; and a line in the hidden space that cuts off a single spot.",
    ),
)


EXERCISES = (
    TURN, EQUAL, LEVELS, OTHER_LAMP, MEND, MET, STRAIGHT, RESTING, AGAIN, PROMISE, RISING,
)
