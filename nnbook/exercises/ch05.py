"""The exercises of chapter 5, "Activation functions"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnbook.activations import sigmoid
from nnbook.exercises._engine import Exercise, Trap
from nnbook.exercises._figures import FigureJudge, Goal
from nnbook.exercises._functions import FunctionJudge, Property
from nnbook.exercises._numbers import NumberJudge
from nnbook.exercises._order import OrderJudge, Rule
from nnbook.exercises._sentences import SentenceJudge
from nnbook.exercises._variants import (
    Numbers,
    Solution,
    listed,
    num,
    pick,
    picks,
    varied,
)

__all__ = ["EXERCISES"]

# fmt: off

Array = NDArray[np.float64]


# Exercise 5.1


def one_line(w1: int = 2, b1: int = 1, w2: int = 3, b2: int = -4) -> tuple[float, float, float]:
    """Weight and bias of the one neuron, and what the two give for -1 with a bend between."""
    between = max(0, w1 * -1 + b1)
    return w2 * w1, w2 * b1 + b2, w2 * between + b2


def other_line(rng: np.random.Generator) -> Numbers | None:
    """A first neuron below 0 at −1, and a second that subtracts more than the first brings."""
    w1, b1 = pick(rng, 2, 8), pick(rng, 1, 5)
    w2, b2 = pick(rng, 2, 6), -pick(rng, 2, 30)
    return (w1, b1, w2, b2) if b1 < w1 and w1 != w2 and w2 * b1 + b2 < 0 else None


TIMES = {2: "twice", 3: "three times", 4: "four times", 5: "five times", 6: "six times",
         7: "seven times", 8: "eight times"}


def in_a_row(solution: Solution, w1: int, b1: int, w2: int, b2: int) -> Exercise:
    """Two neurons in a row that make w1·x + b1, and w2 times that plus b2."""
    weight, bias, bent = solution()
    off = -b2
    return Exercise(
        id="5.1",
        title="Two neurons, one line",
        objective="Say what a function needs so that a neuron can learn: a bend and a slope",
        level="warm-up",
        see="Why not leave it out?",
        task=(
            f"Two neurons in a row, neither with a bend. The first makes {w1}x + {b1} of its input "
            f"x. The second takes what it gets {TIMES[w2]} and subtracts {off}. Which weight and "
            "which bias does one neuron need to do the work of both? Then put a bend between the "
            "two: whatever the first puts out below 0 becomes 0. What comes out at the end for "
            "x = −1? Enter all three."
        ),
        solution=solution,
        judge=NumberJudge(("weight", "bias", "with a bend"), decimals=0),
        traps=(
            Trap("weights added", lambda: (w1 + w2, bias, bent),
                 "You added the two weights. The second neuron takes "
                 f"{TIMES[w2]} what the first already has taken {TIMES[w1]}."),
            Trap("biases added", lambda: (weight, b1 + b2, bent),
                 "You added the two biases. The first bias passes through the second neuron like "
                 "everything else that comes out of the first."),
            Trap("neurons added", lambda: (w1 + w2, b1 + b2, bent),
                 "You added weight to weight and bias to bias, as for two neurons side by side. "
                 "These stand in a row: the second works on what the first puts out."),
            Trap("second bias forgotten", lambda: (weight, w2 * b1, 0),
                 f"The {off} that the second neuron subtracts are missing."),
            Trap("second neuron first", lambda: (weight, w1 * b2 + b1, b1),
                 "You went through the second neuron first. Put in x = 0 and go step by step: what "
                 "leaves the first neuron, and what becomes of it in the second?"),
            Trap("no bend", lambda: (weight, bias, w2 * (b1 - w1) + b2),
                 "Weight and bias are right. For the last number you went along the straight line: "
                 "what the first neuron puts out for −1 is below 0."),
            Trap("bend at the end", lambda: (weight, bias, 0),
                 "Weight and bias are right. The bend stands between the neurons, and you put it "
                 "behind the second, which may well go below 0."),
        ),
        hints=(
            "Follow x = 0 through both neurons, then x = 1.",
            "Write the second neuron with the whole of the first in the place of its input, and "
            "multiply out: what stands before x is the weight, what stands alone is the bias. For "
            "the last number stop between the neurons and look at the sign.",
            "Three whole numbers in a list; only the first is positive.",
        ),
    )


ONE_LINE = varied(in_a_row, one_line, other_line)


# Exercise 5.2


def sigmoid_slope(z: Any) -> Any:
    """Return the slope of the sigmoid at the sum z."""
    a = 1 / (1 + np.exp(-z))
    return a * (1 - a)


def slope_of_an_output(z: Any) -> Any:
    """Return the slope of the sigmoid at the sum z."""
    return z * (1 - z)


def sums(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Single sums first, then rows of them, none so large that an exponential overflows."""
    yield (0.0,)
    yield (3.0,)
    yield (-1.0,)
    yield (np.array([0.0, 1.0, -2.0]),)
    for n in (1, 4, 9):
        yield (rng.normal(0, 3, n),)
    yield (rng.normal(0, 3, (3, 4)),)


def squashed(z: Any) -> Any:
    """The sigmoid."""
    return 1 / (1 + np.exp(-z))


SLOPE = Exercise(
    id="5.2",
    title="Mend the slope",
    objective="Compute the slope of a sigmoid, and recognise a saturated neuron",
    level="warm-up",
    see="The sigmoid: an answer with a degree",
    task=(
        "`sigmoid_slope(z)` should return the slope of the sigmoid at the sum `z`, a number or an "
        "array. The program below is right for whoever hands it the neuron's output, and nothing "
        "in it says so: at the sum 3 it finds a slope of −6. Mend it, so that it takes the sum."
    ),
    solution=sigmoid_slope,
    judge=FunctionJudge(sums, (
        Property("A sigmoid rises everywhere, and never faster than by a quarter: its slope lies "
                 "between 0 and 0.25.",
                 lambda slope, z: bool((slope >= 0).all() and (slope <= 0.25 + 1e-6).all())),
    ), given=slope_of_an_output),
    forbids=("activations._sigmoid_slope", "gradients.nudge", "gradients.complex_step"),
    traps=(
        Trap("as it was", lambda z: z - z**2,
             "The sum still stands where the output belongs. The short formula for the slope is "
             "written in the output; `z` has to become one first."),
        Trap("output for slope", squashed,
             "This is the output itself. The slope says how fast it changes."),
        Trap("sigmoid taken twice", lambda z: sigmoid_slope(squashed(z)),
             "This is the slope at another place: you made an output of the sum, and then took the "
             "output for a sum again."),
        Trap("sign flipped", lambda z: -sigmoid_slope(z),
             "The sign is turned. A larger sum gives a larger output, so the slope is positive."),
        Trap("square forgotten", lambda z: 1 - squashed(z),
             "This is what the output lacks to 1. Far to the left it is nearly 1, and there the "
             "curve is flat."),
        Trap("output squared", lambda z: squashed(z) ** 2,
             "This is the square of the output. Written with exponentials, the slope has one above "
             "the line, too."),
        Trap("half mended", lambda z: squashed(z) * (1 - z),
             "The first factor is an output now, the second still is made of the sum."),
        Trap("other half mended", lambda z: z * (1 - squashed(z)),
             "The second factor is made of the output now, the first still is the sum."),
        Trap("slope of the tanh", lambda z: 1 - squashed(z) ** 2,
             "That is how the slope of the tanh is made from its output. At 0 a sigmoid rises by a "
             "quarter.", see="tanh: the same curve, moved to the middle"),
        Trap("always a quarter", lambda z: 0.25 + 0 * z,
             "A quarter is the most that there can be, at the sum 0. Further out the slope fades."),
    ),
    hints=(
        "Which sum would you have to hand to the program below, so that what it does is right?",
        "The section has a short formula for the slope. It is written in the output; so compute "
        "the output from the sum first.",
        "Two lines: the first makes an output out of `z`, the second uses nothing but that output.",
    ),
)


# Exercise 5.3


def honest_odds(loud: float = 0.9, low: float = 0.8) -> tuple[float, float]:
    """What the honest neuron says where the doubled one is loud, and the halved one low."""
    doubled, halved = np.log(loud / (1 - loud)), np.log(low / (1 - low))
    z = np.array([doubled / 2, halved * 2])
    first, second = 1 / (1 + np.exp(-z))
    return first, second


def other_odds(rng: np.random.Generator) -> Numbers:
    """Two answers for rain, the second so sure that twice as sure is impossible."""
    return pick(rng, 0.7, 0.97, 0.01), pick(rng, 0.76, 0.92, 0.01)


def from_odds(first: float, second: float) -> tuple[float, float]:
    """The probabilities that belong to these odds."""
    return first / (1 + first), second / (1 + second)


def odds(solution: Solution, loud: float, low: float) -> Exercise:
    """What an honest neuron says, from what it says with all weights doubled, and halved."""
    first, second = loud / (1 - loud), low / (1 - low)
    one, two = num(loud), num(low)
    return Exercise(
        id="5.3",
        title="Back to honest odds",
        objective="Say when a number between 0 and 1 may be believed",
        level="core",
        see="A number between 0 and 1: is it a probability?",
        task=(
            "An honest neuron's weights and bias are all doubled, and for some day it then says "
            f"{one}. What did the honest neuron say of that day? In another case weights and bias "
            f"were halved, and it then says {two}. What did the honest one say there? Enter both, "
            "with two decimals. Then set the figure above to the factors 2 and 0.5, and see how "
            f"often it rained where the neuron says about {one} and about {two}."
        ),
        solution=solution,
        judge=NumberJudge(("before doubling", "before halving"), decimals=2),
        traps=(
            Trap("taken at its word", lambda: (loud, low),
                 "You believed what the changed neurons say. They decide as the honest one does, "
                 "but what they say is no longer what happens."),
            Trap("the wrong way", lambda: from_odds(first**2, second**0.5),
                 "You doubled what had been doubled already. Undo the change: whoever shouts has "
                 "to be turned down, whoever mumbles turned up."),
            Trap("output scaled", lambda: (loud / 2, low * 2),
                 "You scaled the output. The factor acts on the sum, before the sigmoid; an output "
                 "above 1 cannot come from one."),
            Trap("odds scaled", lambda: from_odds(first / 2, second * 2),
                 "You went by the odds, which is a good way, and scaled them. The sum is the "
                 "*logarithm* of the odds: what happens to a number whose logarithm is halved?"),
            Trap("distance from one half scaled", lambda: (0.25 + loud / 2, 2 * low - 0.5),
                 "You scaled the distance from one half. Near the middle that is nearly true; "
                 "further out the sigmoid bends, and beyond 1 there is nothing."),
            Trap("sums for outputs", lambda: (np.log(first) / 2, np.log(second) * 2),
                 "These are the sums of the honest neuron. One more step: what does it say with "
                 "them?"),
        ),
        hints=(
            f"The factor acts on the sum. Which sum makes a sigmoid say {one}?",
            "Turn the sigmoid round: the sum is the natural logarithm of the odds, the output "
            "divided by what it lacks to 1. Undo the factor on that sum, and take the sigmoid "
            "again.",
            f"Two numbers in a list. The first is nearer to one half than {one} is, the second is "
            f"farther from it than {two}.",
        ),
    )


ODDS = varied(odds, honest_odds, other_odds)


# Exercise 5.4


def three_slopes(
    a: tuple[float, ...] = (0.5, 0.8, 0.9), w: float = 3
) -> tuple[float, float, float]:
    """The second slope, and what is left of a nudge behind the second and the third neuron."""
    slopes = np.multiply(a, np.subtract(1, a))
    left = np.cumprod(w * slopes)
    return slopes[1], left[1], left[2]


def other_slopes(rng: np.random.Generator) -> Numbers | None:
    """A second output further out than the first, and little left behind the third."""
    a, w = (0.5, pick(rng, 0.6, 0.95, 0.05), pick(rng, 0.8, 0.95, 0.05)), pick(rng, 2.5, 4, 0.5)
    _, second, third = three_slopes(a, w)
    return (a, w) if a[1] != a[2] and second < 0.48 and 0.005 < third < 0.098 else None


def three(solution: Solution, a: tuple[float, ...], w: float) -> Exercise:
    """Three sigmoid neurons that put out a, each with the weight w."""
    s1, s2, s3 = np.multiply(a, np.subtract(1, a))
    behind = w * s1
    _, second, _ = solution()
    out, slopes = [num(one) for one in a], [num(s1), num(s2), num(s3)]

    def left(slope: float) -> tuple[float, float, float]:
        return slope, behind * w * slope, behind * w * slope * w * s3

    return Exercise(
        id="5.4",
        title="What three slopes leave",
        objective="Compute how much of a nudge survives",
        level="warm-up",
        see="The quarter, ten times over",
        task=(
            f"Three sigmoid neurons in a row, each with the weight {num(w)} and a bias of its own, "
            f"put out {listed(a)}. A small nudge is given to the input of the first. Fill the "
            f"gaps. The slopes of the three sigmoids are {slopes[0]}, A and {slopes[2]}. Behind "
            f"the first neuron {num(behind)} of the nudge is left, behind the second B, behind the "
            "third C. Enter A, B and C, with four decimals."
        ),
        solution=solution,
        judge=NumberJudge(("A", "B", "C"), decimals=4, worked=(
            f"first neuron: output {out[0]}, slope {slopes[0]}, behind it {num(behind)} is left\n"
            f"second neuron: output {out[1]}, slope {{}}, behind it {{}} is left\n"
            f"third neuron: output {out[2]}, slope {slopes[2]}, behind it {{}} is left"
        )),
        traps=(
            Trap("weights forgotten", lambda: (s2, behind * s2, behind * s2 * s3),
                 "A is right. The weight has dropped out after the first neuron: each neuron "
                 "multiplies by its weight, and then by its slope."),
            Trap("output for slope", lambda: left(a[1]),
                 "For A you took the output. A slope of a sigmoid is never more than a quarter."),
            Trap("what the output lacks", lambda: left(1 - a[1]),
                 "For A you took what the output lacks to 1. Multiply that by the output."),
            Trap("output taken for a sum", lambda: left(sigmoid_slope(a[1])),
                 f"For A you put {out[1]} into the sigmoid's slope as if it were the sum. It is "
                 "the output already.", see="The sigmoid: an answer with a degree"),
            Trap("always a quarter", lambda: left(0.25),
                 "For A you took a quarter. That is the most that a slope can be, at the output "
                 "0.5; the second neuron is further out."),
            Trap("sum for product", lambda: (s2, behind + w * s2, behind + w * (s2 + s3)),
                 "A is right. Then you added the factors. What leaves one neuron is what the next "
                 "one multiplies."),
            Trap("each neuron for itself", lambda: (s2, w * s2, w * s3),
                 "A is right. B and C are what each neuron does alone; only what the one before it "
                 "has left reaches it."),
            Trap("weight only once", lambda: (s2, second, second * s3),
                 "A and B are right. The third neuron has a weight, too."),
            Trap("slopes added", lambda: (s2, behind + s2, behind + s2 + s3),
                 "A is right. Then you added the slopes to what was left. Each neuron lets a share "
                 "through of what reaches it, and its weight takes part as well."),
        ),
        hints=(
            f"How did {slopes[0]} become {num(behind)}?",
            "The slope of a sigmoid is its output times what the output lacks to 1. Each neuron "
            "multiplies what reaches it by its weight and by its slope.",
            "Three numbers in a list, the first and the second below one half, the third below a "
            "tenth.",
        ),
    )


THREE = varied(three, three_slopes, other_slopes)


# Exercise 5.5


def left_over(w: Array, x: float) -> float:
    """How much of a nudge of x arrives behind the last sigmoid."""
    product = 1.0
    for weight in w:
        z = weight * x
        x = 1 / (1 + np.exp(-z))
        product = product * weight * x * (1 - x)
    return product


ON_ITS_WAY = Exercise(
    id="5.5",
    title="A nudge on its way",
    objective="Compute how much of a nudge survives any number of layers",
    level="core",
    see="The quarter, ten times over",
    task=(
        "Here are the lines of a program that follows a nudge through a chain of sigmoid neurons. "
        "It is given the weights `w` and the input `x`, and returns the share of the nudge that "
        "arrives at the end. The lines have been shuffled; the indentation is right. Give the "
        "letters in the order in which the lines have to stand."
    ),
    solution=left_over,
    judge=OrderJudge((4, 2, 5, 0, 3, 1), (
        Rule("multiplied before it is there", "D", "F",
             "The loop multiplies `product` turn after turn. It has to be there before the first "
             "turn, and must not be set back later."),
        Rule("used before the loop", "F", "B",
             "The sum needs a `weight`, and there is none before the loop takes one."),
        Rule("output before sum", "B", "E",
             "The output is made of the sum, so the sum comes first."),
        Rule("slope before output", "E", "A",
             "The slope is read off the neuron's *output*. Above the line that computes it, `x` "
             "still is what came in: the slope of another place."),
        Rule("returned too early", "A", "C",
             "Behind `return` nothing is done; the product has to be finished."),
    )),
    traps=(),
    hints=(
        "How much of the nudge is left before the first neuron?",
        "One neuron, three steps: its sum, its output, its factor in the product. The slope needs "
        "the output. Around them the loop, before it the start, after it what is handed back.",
        'Six letters in a row, such as "ABCDEF". The first is D.',
    ),
)


# Exercise 5.6


def why_it_tacks() -> None:
    """Each weight moves by the rate, times what was missing, times its own input.

    What was missing is one number for both weights, and neither input is ever negative, so after
    one sample both rise or both fall. To get to the lower right, the neuron takes a step to the
    upper right and a step to the lower left that do not cancel quite. With a half taken away, an
    input may be negative, and one sample can raise one weight and lower the other.
    """


TACKS = Exercise(
    id="5.6",
    title="Why it tacks",
    objective="Recognise a zigzag, name its cause, and cure it",
    level="core",
    see="Everybody pulls the same way",
    task=(
        "Two sigmoids feed a neuron, and its two weights should go to the lower right: the first "
        "up, the second down. Explain in two or three sentences why no single sample can take "
        "them there, how they arrive nevertheless, and what changes if one half is taken away from "
        "both inputs."
    ),
    solution=why_it_tacks,
    judge=SentenceJudge((
        "Do you say that what was missing is one number, and has one sign, for both weights?",
        "Do you say that the inputs are never negative, so that both weights move the same way?",
        "Do you say that the way there is made of steps whose differences add up?",
        "Do you say that centred inputs can have different signs, and so can the two changes?",
    ), fewest_words=15),
    traps=(),
    hints=(
        "Write down the change of each weight after one sample. Which parts do the two share?",
        "Take the rule apart: rate, what was missing, input. Ask each part for its sign, once for "
        "outputs of sigmoids and once for the same minus a half.",
        "Three sentences: one on the signs, one on two steps that do not cancel, one on inputs "
        "below 0.",
    ),
)


# Exercise 5.7


def rectify(z: Array) -> Array:
    """Return two rows: the ReLU's outputs at the sums z, and its slopes there."""
    a = np.maximum(z, 0)
    slope = np.where(z > 0, 1.0, 0.0)
    return np.array([a, slope])


def with_a_lid(z: Array) -> Any:
    """Return two rows: the ReLU's outputs at the sums z, and its slopes there."""
    a = np.clip(z, 0, 1)
    slope = np.where((z > 0) & (z < 1), 1.0, 0.0)
    return np.array([a, slope])


def rows_of_sums(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Small sums, then large ones and an exact 0; never exactly 1."""
    yield (np.array([-2.0, 0.5, 3.0]),)
    yield (np.array([0.0]),)
    yield (np.array([0.25, -0.25, 1000.0, 0.0]),)
    for n in (3, 5, 8) * 4:
        yield (rng.normal(0, 2, n),)


LID = Exercise(
    id="5.7",
    title="Take off the lid",
    objective="Say what the ReLU and its slope are, and what they are not",
    level="warm-up",
    see="ReLU: nothing, or all of it",
    task=(
        "`rectify(z)` should return two rows for the sums in `z`: the outputs of the ReLU, and its "
        "slopes. The program below follows notes that say the ReLU is capped at 1, and so it is "
        "wrong in both rows. Mend it. At a sum of exactly 0 the slope is 0, as in the section."
    ),
    solution=rectify,
    judge=FunctionJudge(rows_of_sums, (
        Property("An output of the ReLU is never negative.",
                 lambda rows, z: bool((rows[0] >= 0).all())),
        Property("The slope of the ReLU is 0 or 1, and nothing else.",
                 lambda rows, z: bool(np.isin(rows[1], (0, 1)).all())),
    ), given=with_a_lid),
    forbids=("activations.relu", "activations.leaky_relu", "activations.prelu"),
    traps=(
        Trap("as it was",
             lambda z: [np.minimum(np.maximum(z, 0), 1), np.where(z > 1, 0, np.where(z > 0, 1, 0))],
             "The lid is still on, in both rows: a sum of 3 gives 3, and a nudge of that sum is "
             "passed on whole."),
        Trap("lid on the slope", lambda z: [np.maximum(z, 0), (z > 0) & (z < 1)],
             "The outputs are right now. The slopes still have the lid on: at a sum of 3 the line "
             "rises as it does at one half."),
        Trap("lid on the output", lambda z: [np.clip(z, 0, 1), z > 0],
             "The slopes are right now. The outputs still stop at 1."),
        Trap("awake at the corner", lambda z: [np.maximum(z, 0), z >= 0],
             "It is right except at a sum of exactly 0. There the ReLU has no slope of its own, "
             "and the book, like nearly every library, says 0."),
        Trap("output for slope", lambda z: [np.maximum(z, 0), np.maximum(z, 0)],
             "Both rows hold the outputs. The slope is how much of a nudge passes: all of it, or "
             "nothing."),
        Trap("slope always 1", lambda z: [np.maximum(z, 0), np.ones_like(z)],
             "The outputs are right. On the left the ReLU is flat: of a nudge of a negative sum "
             "nothing passes."),
        Trap("no bend", lambda z: [z, np.ones_like(z)],
             "Now negative sums pass as well: this is a line, and the bend is gone."),
        Trap("absolute value", lambda z: [np.abs(z), np.sign(z)],
             "You folded the left side up. A negative sum becomes 0."),
        Trap("rows swapped", lambda z: [z > 0, np.maximum(z, 0)],
             "The two rows are swapped: first the outputs, below them the slopes."),
    ),
    hints=(
        "What does a unit do that has a sum of 3, and what if the sum becomes 3.1?",
        "The output is the larger of the sum and 0. The slope asks one question only: is the sum "
        "above 0?",
        "As many lines as below, and shorter. The result has two rows, each as long as `z`.",
    ),
)


# Exercise 5.8


def census(X: Array, W: Array, b: Array) -> Array:
    """Return how many units are dead, how many bend, and how many are straight on these data."""
    awake = (X @ W.T + b > 0).sum(axis=0)
    dead = np.sum(awake == 0)
    straight = np.sum(awake == len(X))
    return np.array([dead, len(b) - dead - straight, straight])


def layers(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """One unit, then a few with sums of exactly 0, then layers of all three kinds."""
    yield np.array([[1.0], [2.0]]), np.array([[1.0]]), np.array([-5.0])
    yield np.array([[1.0, 2.0], [2.0, 4.0]]), np.array([[0.0, 0.0], [2.0, -1.0]]), np.zeros(2)
    yield np.array([[1.0], [2.0]]), np.array([[1.0], [2.0], [1.0]]), np.array([-1.5, 1.0, 0.5])
    found = 0
    while found < 18:
        n, units = int(rng.integers(3, 7)), int(rng.integers(5, 9))
        X, W, b = rng.normal(size=(n, 3)), rng.normal(size=(units, 3)), rng.normal(0, 2, units)
        if np.abs(X @ W.T + b).min() > 1e-2 and census(X, W, b).all():
            found += 1
            yield X, W, b


def counted(awake: NDArray[np.bool], axis: int = 0) -> Array:
    """The three counts, from who is awake on which sample."""
    dead, straight = (~awake).all(axis=axis).sum(), awake.all(axis=axis).sum()
    return np.array([dead, awake.shape[1 - axis] - dead - straight, straight])


def some_for_all(X: Array, W: Array, b: Array) -> Array:
    """What comes out if a unit is called dead for being silent once, and straight likewise."""
    awake = X @ W.T + b > 0
    dead, straight = (~awake).any(axis=0).sum(), awake.any(axis=0).sum()
    return np.array([dead, len(b) - dead - straight, straight])


CENSUS = Exercise(
    id="5.8",
    title="Census of a layer",
    objective="Recognise dead units",
    level="core",
    see="Dead units",
    task=(
        "Write `census(X, W, b)` for a layer of ReLUs: each row of `X` is a sample, each row of "
        "`W` holds the weights of one unit, `b` the biases. Return three counts in a row. How "
        "many units are dead, that is, put out 0 on every sample? How many put out 0 on some "
        "samples and more on others? And how many put out more than 0 on every sample, so that on "
        "these data they have no bend?"
    ),
    solution=census,
    judge=FunctionJudge(layers, (
        Property("Your three counts do not add up to the number of units. Each unit is of one "
                 "kind, and of one only.", lambda counts, X, W, b: counts.sum() == len(b)),
        Property("One of your counts is below 0. Is a unit counted twice?",
                 lambda counts, X, W, b: bool((counts >= 0).all())),
    )),
    traps=(
        Trap("once is enough", some_for_all,
             "You count a unit as dead if it is silent on *one* sample, and as straight if it is "
             "awake on one. Dead means silent on all of them."),
        Trap("samples counted", lambda X, W, b: counted(X @ W.T + b > 0, axis=1),
             "These are counts of samples: you asked each sample about all units. Ask each unit "
             "about all samples."),
        Trap("bias forgotten", lambda X, W, b: counted(X @ W.T > 0),
             "The sums have no bias. A very negative bias is one of the two things that kill "
             "units."),
        Trap("bias as threshold", lambda X, W, b: counted(b < X @ W.T),
             "The bias has the wrong sign: it is added to the sum, and the result is compared with "
             "0."),
        Trap("transposed", lambda X, W, b: counted(X @ W + b > 0),
             "You multiplied by the columns of `W`. The weights of a unit stand in a row."),
        Trap("awake at 0", lambda X, W, b: counted(X @ W.T + b >= 0),
             "It is right except where a sum is exactly 0. There the unit puts out 0, and its "
             "slope is 0: for that sample it is silent."),
        Trap("dead and straight swapped", lambda X, W, b: census(X, W, b)[::-1],
             "The first and the last count are swapped: the dead come first."),
        Trap("judged by the mean", lambda X, W, b: counted((X @ W.T + b).mean(axis=0)[None] > 0),
             "You judged each unit by its mean sum. A unit that is silent on average may be wide "
             "awake on one sample, and one is enough to keep learning."),
        Trap("dead when once silent",
             lambda X, W, b: census(X, W, b) @ [[1, 0, 0], [1, 0, 0], [0, 0, 1]],
             "You call a unit dead that was silent once. Dead is one that is silent on *every* "
             "sample."),
        Trap("sign of the mean",
             lambda X, W, b: (
                 np.sign((X @ W.T + b).mean(axis=0))[:, None] == [-1, 0, 1]).sum(axis=0),
             "You sort the units by the sign of their mean sum. A unit may be silent on most "
             "samples and still wake on one: look at each sample by itself."),
    ),
    hints=(
        "Write down a table with a column for each unit and a row for each sample, and in it only "
        "whether the sum is above 0.",
        "Form all the sums, a row for each sample. Ask of each whether it is above 0, and count "
        "down the columns: a unit that is never awake is dead, one that is awake as often as there "
        "are samples is straight. The others bend.",
        "Three or four lines. The result is three whole numbers that add up to the number of "
        "units.",
    ),
)


# Exercise 5.9


def leaky(z: Array, alpha: float) -> Array:
    """Return the leaky ReLU of the sums z, for any alpha."""
    return np.where(z > 0, z, alpha * z)


def larger_of_two(z: Array, alpha: float) -> Any:
    """Return the leaky ReLU of the sums z, for any alpha."""
    return np.maximum(z, alpha * z)


def leaks(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """A usual alpha first, then one above 1, 1 itself, 0, one below 0, then random ones."""
    z = np.array([-2.0, 3.0])
    for alpha in (0.25, 2.0, 1.0, 0.0, -1.0):
        yield z, alpha
    yield np.array([0.0, -0.5, 10.0]), 0.02
    for alpha in (0.1, 0.5, 1.5, 3.0, -0.5, -2.0):
        yield rng.normal(0, 2, 6), alpha
        yield rng.normal(0, 2, (2, 3)), alpha


LEAK = Exercise(
    id="5.9",
    title="Mend the leak",
    objective="Compute a leaky ReLU for every alpha that a PReLU can learn",
    level="core",
    see="Something on the left: leaky ReLU, PReLU, ELU",
    task=(
        "`leaky(z, alpha)` should return the leaky ReLU of the sums in `z`, for any `alpha`: a "
        "PReLU that learns it may arrive anywhere. The line below is often used, and gives the "
        "right numbers for 0.01 and 0.25. Set the last figure to the leaky ReLU and to every alpha "
        "it has, find the one for which the line below is wrong, and mend it."
    ),
    solution=leaky,
    judge=FunctionJudge(leaks, (
        Property("Sums above 0 have to pass unchanged, whatever `alpha` is.",
                 lambda a, z, alpha: bool(np.allclose(a[z > 0], z[z > 0], rtol=1e-4))),
    ), given=larger_of_two),
    forbids=("activations.leaky_relu", "activations.prelu", "activations._leaky"),
    traps=(
        Trap("as it was", lambda z, alpha: np.where(z > alpha * z, z, alpha * z),
             "This still takes the larger of the two. With an alpha of 2, which of the two is "
             "larger for a sum of 3, and which should it be?"),
        Trap("smaller for larger", lambda z, alpha: np.minimum(z, alpha * z),
             "You take the smaller of the two. That mends every alpha above 1 and breaks those "
             "below. Not the size decides, but the side."),
        Trap("alpha on the right", lambda z, alpha: np.where(z > 0, alpha * z, z),
             "The sides are swapped: sums *below* 0 are multiplied."),
        Trap("nothing on the left", lambda z, alpha: np.maximum(z, 0) + 0 * alpha,
             "This is the plain ReLU: there is no leak on the left."),
        Trap("alpha capped", lambda z, alpha: np.maximum(z, min(alpha, 1) * z),
             "You stopped `alpha` at 1. Steeper than the right side is unwise in a deep network, "
             "but a leaky ReLU with alpha 2 has the slope 2 on the left."),
        Trap("sign of the leak", lambda z, alpha: np.where(z > 0, z, -alpha * z),
             "The left side is turned upwards: with a positive alpha a negative sum stays "
             "negative."),
        Trap("alpha without its sign", lambda z, alpha: np.where(z > 0, z, abs(alpha) * z),
             "An `alpha` below 0 has lost its sign. The PReLU that was asked for |x| learned "
             "−1.", see="A PReLU that learns its alpha"),
        Trap("a level for a slope", lambda z, alpha: np.where(z > 0, z, alpha),
             "On the left your function is flat, at the height `alpha`. There `alpha` is a slope: "
             "it multiplies the sum."),
        Trap("ELU", lambda z, alpha: np.where(z > 0, z, alpha * (np.exp(np.minimum(z, 0)) - 1)),
             "This is the ELU, which bends to a level. The leaky ReLU is straight on the left."),
    ),
    hints=(
        "Draw the two lines for an alpha of 2. Which of them lies above the other, and where?",
        "Do not ask which of two numbers is larger; ask on which side of 0 the sum is. `np.where` "
        "takes a question and two answers, and so does a loop with an `if`.",
        "One line; the result has the shape of `z`.",
    ),
)


# Exercise 5.10


def alpha_slope(z: Array, behind: Array) -> float:
    """Return the slope of the loss for alpha, from its slopes for the layer's outputs."""
    share = np.where(z < 0, z, 0.0)
    return float((behind * share).sum())


def batches(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """One sum, then a few, then batches in which no wrong sum happens to be right."""
    yield np.array([[-2.0]]), np.array([[3.0]])
    yield np.array([[3.0]]), np.array([[3.0]])
    yield np.array([[-1.0, 2.0], [-3.0, 0.0]]), np.array([[1.0, 5.0], [-2.0, 4.0]])
    for n in (2, 3, 5) * 6:
        yield rng.normal(0, 2, (n, 4)), rng.normal(size=(n, 4))


ALPHA = Exercise(
    id="5.10",
    title="The slope for alpha",
    objective="Say what a PReLU learns from",
    level="stretch",
    see="A PReLU that learns its alpha",
    task=(
        "A PReLU layer has one `alpha` for all its units. Write `alpha_slope(z, behind)`: `z` "
        "holds the sums, a row for each sample, and `behind`, in the same places, the slope of the "
        "loss for each output. Return one number, the slope of the loss for `alpha`."
    ),
    solution=alpha_slope,
    judge=FunctionJudge(batches, (
        Property("Here all sums are positive. Then no output depends on `alpha`, and its slope is "
                 "0.", lambda slope, z, behind: bool((z < 0).any() or abs(slope) < 1e-6)),
    )),
    forbids=("activations.prelu", "backpropagation.backprop", "backpropagation.sweep"),
    traps=(
        Trap("mean for sum", lambda z, behind: (behind * np.minimum(z, 0)).mean(),
             "You took the mean. One `alpha` acts in many places at once, and what it does there "
             "adds up. If the loss is a mean, `behind` has been divided already."),
        Trap("mean over samples", lambda z, behind: (behind * np.minimum(z, 0)).sum() / len(z),
             "You divided by the number of samples. If the loss is a mean over them, `behind` has "
             "been divided already; if it is a sum, nothing is to be divided at all."),
        Trap("both sides", lambda z, behind: (behind * z).sum(),
             "You also counted the positive sums. Their outputs do not contain `alpha`."),
        Trap("wrong side", lambda z, behind: (behind * np.maximum(z, 0)).sum(),
             "You counted the positive sums, and those only. `alpha` acts on the left."),
        Trap("slope behind forgotten", lambda z, behind: np.minimum(z, 0).sum() + 0 * behind.sum(),
             "This is how far all outputs together move. How much the loss cares for each of them "
             "is in `behind`."),
        Trap("sum forgotten", lambda z, behind: behind[z < 0].sum(),
             "You count each place on the left alike. An output far to the left moves more: alpha "
             "times what? That factor is missing."),
        Trap("sign flipped", lambda z, behind: -(behind * np.minimum(z, 0)).sum(),
             "The sign is turned: the sums on the left are negative, and they come in with their "
             "sign."),
        Trap("summed too early", lambda z, behind: behind.sum() * np.minimum(z, 0).sum(),
             "You summed both and multiplied the sums. Multiply place by place first."),
    ),
    hints=(
        "Nudge `alpha` by a hair. Which outputs move, and how far does each?",
        "An output on the left is alpha times its sum, so a nudge of alpha moves it by the nudge "
        "times that sum; an output on the right stays. Times the slope behind it, that is what the "
        "loss gets from this place. All places count together.",
        "One or two lines; the result is one number, whatever the shape of `z`.",
    ),
)


# Exercise 5.11


def hot_and_cold() -> tuple[float, float, float, float]:
    """The smallest and the largest first share at temperature 10, and who ties with the second."""
    first = np.arange(-1, 5)
    e = np.exp(first / 10)
    shares = e / (e + np.exp(1 / 10) + np.exp(0.1 / 10))
    return shares.min(), shares.max(), 1, 1


def first_shares(temperature: float) -> Array:
    """The first share at the lowest and at the highest first score."""
    e = np.exp(np.array([-1, 4]) / temperature)
    return np.asarray(e / (e + np.exp(1 / temperature) + np.exp(0.1 / temperature)))


def second_shares() -> tuple[float, float]:
    """The smallest and the largest share of the second score at temperature 10."""
    e = np.exp(np.array([4, -1]) / 10)
    low, high = np.exp(0.1) / (e + np.exp(0.1) + np.exp(0.01))
    return low, high


HOT = Exercise(
    id="5.11",
    title="Hot and cold",
    objective="Turn scores into probabilities, and say what the temperature does",
    level="core",
    see="Softmax: from scores to shares",
    task=(
        "Play with the figure above. At temperature 10, move the first score through its six "
        "places: what are the smallest and the largest share that it gets? And for which first "
        "score are the two upper bars equally long, at temperature 10, and at temperature 0.1? "
        "Guess the last two before you look. Enter four numbers, with three decimals."
    ),
    solution=hot_and_cold,
    judge=NumberJudge(("smallest", "largest", "equal at 10", "equal at 0.1"), decimals=3),
    traps=(
        Trap("temperature 1", lambda: (*first_shares(1), 1, 1),
             "These shares belong to temperature 1. Move the temperature, then the score."),
        Trap("temperature 0.1", lambda: (*first_shares(0.1), 1, 1),
             "These shares belong to the cold end, temperature 0.1. You divide the scores by the "
             "temperature: a high one makes their differences small."),
        Trap("second bar", lambda: (*second_shares(), 1, 1),
             "These are the shares of the second score. It is the first that you move, and its own "
             "bar that is asked for."),
        Trap("largest first", lambda: (*hot_and_cold()[1::-1], 1, 1),
             "The two shares are swapped: the smallest comes first."),
        Trap("tie moves with the temperature", lambda: (*hot_and_cold()[:2], 10, 0.1),
             "The shares are right. You let the tie move with the temperature. But all scores are "
             "divided by it, the second one too."),
        Trap("one score divided", lambda: (*hot_and_cold()[:2], 0.1, 10),
             "The shares are right. For the tie you divided one of the two scores by the "
             "temperature, and not the other."),
        Trap("tie with the third", lambda: (*hot_and_cold()[:2], 0.1, 0.1),
             "The shares are right. You name the score of the third bar; asked for is the tie with "
             "the second."),
    ),
    hints=(
        "Set the temperature first, then go through the scores one by one, and read the numbers "
        "beside the upper bar.",
        "The smallest share belongs to the lowest score, the largest to the highest. For the tie, "
        "ask what two scores must have in common to get the same exponential.",
        "Four numbers in a list: two shares between 0.25 and 0.45, and two scores from −1 to 4.",
    ),
)


# Exercise 5.12


def safe_softmax(Z: Array) -> Array:
    """Return the shares of each row of scores, whatever their size."""
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    return np.asarray(e / e.sum(axis=1, keepdims=True))


def tables(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Small scores, scores of a thousand, rows that differ by as much, then random ones.

    Small are those below 30, which no cut-off touches, and large those above 900, which overflow.
    """
    yield (np.log([[1.0, 3.0]]),)
    yield (np.array([[2.0, 1.0, 0.1], [1.0, 1.0, 1.0]]),)
    yield (np.array([[1000.0, 999.0, 0.0]]),)
    yield (np.array([[-1000.0, -999.0]]),)
    yield (np.array([[1000.0, 998.0], [-1000.0, -999.0]]),)
    yield (np.array([[1000.0, -1000.0, -1000.0]]),)
    for n in (1, 2, 4) * 5:
        yield (rng.normal(0, 2, (n, 3)),)
    quarters = rng.integers(-16, 17, (3, 4)) / 4  # exact in float32 also next to 980
    yield (quarters + np.array([[980.0], [0.0], [-980.0]]),)


def divided_by_the_largest(Z: Array) -> Array:
    """What comes out if the largest score is divided out instead of subtracted."""
    e = np.exp(Z / np.abs(Z).max(axis=1, keepdims=True))
    return np.asarray(e / e.sum(axis=1, keepdims=True))


SAFE = Exercise(
    id="5.12",
    title="Scores of any size",
    objective="Turn scores into probabilities without overflow",
    level="core",
    see="Scores of a thousand",
    task=(
        "Write `safe_softmax(Z)`: each row of `Z` holds the scores of one sample, and each row of "
        "the result the shares of its classes. Scores may be as large as 1000 and as low as −1000, "
        "in one row or in different rows, and no share may come out as `nan`."
    ),
    solution=safe_softmax,
    judge=FunctionJudge(tables, (
        Property("A share is `nan`, not a number: an exponential of a large score overflows, or "
                 "those of a whole row are all 0. What may be taken off every score of a row "
                 "without a change in the shares?",
                 lambda shares, Z: len(Z) > 1 or bool(np.isfinite(shares).all())),
        Property("A share is `nan`: what you take off suits one row and not another. Each row "
                 "needs a number of its own.",
                 lambda shares, Z: bool(np.isfinite(shares).all())),
        Property("A row of your shares does not add up to 1.",
                 lambda shares, Z: bool(np.allclose(shares.sum(axis=1), 1, atol=1e-5))),
        Property("A share is negative. No exponential is.",
                 lambda shares, Z: bool((shares >= 0).all())),
    )),
    forbids=("activations.softmax", "activations._softmax"),
    traps=(
        Trap("down the columns", lambda Z: safe_softmax(Z.T).T,
             "Your columns add up to 1. The shares are those of one sample, and a sample is a "
             "row."),
        Trap("one whole for all",
             lambda Z: safe_softmax(Z.reshape(1, -1)).reshape(Z.shape),
             "Your whole table adds up to 1. Each row is a whole of its own."),
        Trap("softmax of softmax", lambda Z: safe_softmax(safe_softmax(Z)),
             "You took the softmax twice. The second one sees shares, which differ by 1 at most, "
             "and comes out shy.", see="One letter for two things"),
        Trap("cut off", lambda Z: safe_softmax(np.clip(Z, -100, 100)),
             "You cut the scores off, so that 1000 and 999 have become alike. Only the difference "
             "counts, and it is lost."),
        Trap("divided by the largest", divided_by_the_largest,
             "You divided by the largest score. That squeezes all differences; to subtract the "
             "same number from all leaves them as they are."),
        Trap("logarithms", lambda Z: (
                 Z - Z.max(axis=1, keepdims=True)
                 - np.log(np.exp(Z - Z.max(axis=1, keepdims=True)).sum(axis=1, keepdims=True))
             ),
             "These are the logarithms of the shares. Wanted are the shares."),
        Trap("not divided", lambda Z: np.exp(Z - Z.max(axis=1, keepdims=True)),
             "These are the exponentials, safely made. To become shares they have to be divided by "
             "what their row adds up to."),
        Trap("scores shared out", lambda Z: Z / Z.sum(axis=1, keepdims=True),
             "You shared out the scores themselves. A share is made of the exponential of its "
             "score.", see="Softmax: from scores to shares"),
        Trap("winner takes all", lambda Z: np.eye(Z.shape[1])[Z.argmax(axis=1)],
             "You gave everything to the highest score. The others get their shares, too, as far "
             "as they are not a thousand behind."),
        Trap("two to the score", lambda Z: safe_softmax(Z * np.log(2)),
             "You took powers of 2. The softmax of the book, and of all libraries, takes powers of "
             "e."),
        Trap("turned round", lambda Z: safe_softmax(-Z),
             "The lowest score gets the largest share: the sign in the exponent is turned."),
    ),
    hints=(
        "Which number, added to or taken off all scores of a row, makes the largest exponential a "
        "tame one?",
        "Take the row's largest score off the row, so that the largest exponential is that of 0. "
        "Then exponentials, then divide each by the sum of its own row.",
        "Two lines. `axis=1` with `keepdims=True` gives one number for each row, in a shape that "
        "can be subtracted from the table; a loop over the rows does as well.",
    ),
)


# Exercise 5.13


def one_letter(e: tuple[int, ...] = (1, 2, 5)) -> tuple[float, float, float]:
    """The first share, the first share with one letter, and what the latter three add up to."""
    shares = np.array(e) / sum(e)
    with_one_letter = shares[[-1, -1, -1]]
    return shares[0], with_one_letter[0], with_one_letter.sum()


def other_letter(rng: np.random.Generator) -> Numbers | None:
    """Three different numbers, the last of them the largest."""
    e = picks(rng, 3, 1, 12)
    return (e,) if max(e) == e[2] else None


def letters(solution: Solution, e: tuple[int, ...]) -> Exercise:
    """The softmax with one letter for two things, of scores with these powers of e."""
    share, last, _ = solution()
    again, whole = np.exp(np.subtract(e, max(e))), sum(e)
    return Exercise(
        id="5.13",
        title="A letter too few",
        objective="Read a formula as a computer does",
        level="warm-up",
        see="One letter for two things",
        task=(
            f"Three scores, taken as powers of e, give {listed(e)}, in this order. Which share "
            "does the softmax give the first class? Which does the program with one letter give "
            "it? And what do that program's three shares add up to? Enter all three, with three "
            "decimals."
        ),
        solution=solution,
        judge=NumberJudge(("share", "with one letter", "sum"), decimals=3),
        traps=(
            Trap("exponential twice", lambda: np.array([again[0], again[2], 3 * again[2]])
                                              / again.sum(),
                 f"You took powers of e once more. {listed(e)} *are* the powers of e."),
            Trap("share of the others", lambda: (e[0] / (whole - e[0]), e[2] / (whole - e[2]),
                                                 3 * e[2] / (whole - e[2])),
                 "You divided by what the other classes have. A share is a part of the whole, its "
                 "own part included."),
            Trap("letter keeps its value", lambda: (share, share, 1),
                 "The first number is right. In the program the sum counts with the same letter: "
                 "when it is done, the letter no longer stands for the first class."),
            Trap("first for last", lambda: (share, share, 3 * share),
                 "The first number is right. You let every class have the first one's share. Where "
                 "does a loop leave its letter when it ends?"),
            Trap("must be 1", lambda: (share, last, 1),
                 "Two are right. That shares add up to 1 is what the program fails to see to: add "
                 "the three that it really gives."),
            Trap("a mean", lambda: (share, last, last),
                 "Two are right. This is one of the three equal shares, not what they add up to."),
            Trap("last over itself", lambda: (share, 1, 3),
                 "The first number is right. Below the line the program adds up all three "
                 "exponentials; only the letter above the line has gone astray."),
        ),
        hints=(
            "Play the computer: say aloud what the letter stands for, line by line.",
            "Below the line both formulas have the sum of all exponentials. Above it, the program "
            "uses the letter as its own loop has left it, for each of the three classes.",
            "Three numbers in a list, all different; one of them shows that these are no shares.",
        ),
    )


LETTER = varied(letters, one_letter, other_letter)


# Exercise 5.14


def two_spreads(n_in: int = 50, n_out: int = 150) -> tuple[float, float]:
    """He's spread for ReLU and Glorot's for tanh, for a layer of this size."""
    he, glorot = 2 / n_in, 2 / (n_in + n_out)
    return he**0.5, glorot**0.5


def other_spreads(rng: np.random.Generator) -> Numbers:
    """Three times as many neurons as inputs, so that one spread is twice the other."""
    n_in = pick(rng, 10, 90)
    return n_in, 3 * n_in


def spreads(solution: Solution, n_in: int, n_out: int) -> Exercise:
    """The spreads of the starting weights of a layer of this size."""
    he, glorot = solution()
    return Exercise(
        id="5.14",
        title="Two spreads",
        objective="Choose the starting weights that go with an activation function",
        level="core",
        see="Why a root of two",
        task=(
            f"A layer has {n_in} inputs and {n_out} neurons. Its weights will be drawn from a bell "
            "curve around 0. Which standard deviation should the bell curve have, after He, if the "
            "neurons are ReLUs, and which, after Glorot, if they are tanh neurons? Enter both, "
            "with two decimals."
        ),
        solution=solution,
        judge=NumberJudge(("ReLU", "tanh"), decimals=2),
        traps=(
            Trap("variance for spread", lambda: (he**2, glorot**2),
                 "These are the variances. The standard deviation is the root of a variance."),
            Trap("swapped", lambda: (glorot, he),
                 "The two are swapped. ReLU throws half of the squares away, and its weights have "
                 "to make up for it."),
            Trap("neurons for inputs", lambda: ((2 / n_out) ** 0.5, glorot),
                 "For ReLU you counted the neurons. A sum has as many terms as there are inputs."),
            Trap("two forgotten for ReLU", lambda: ((1 / n_in) ** 0.5, glorot),
                 "That would do for a function that keeps the whole sum. For the ReLU the 2 is "
                 "missing: it makes up for the half that is cut off."),
            Trap("no two", lambda: ((1 / n_in) ** 0.5, (1 / (n_in + n_out)) ** 0.5),
                 "In both the 2 above the line is missing. For ReLU it makes up for the half that "
                 "is cut off; for tanh it makes a middle of inputs and outputs."),
            Trap("Glorot without the outputs", lambda: (he, (1 / n_in) ** 0.5),
                 "For tanh you looked at the way forward alone. Glorot takes the middle between "
                 "the way forward and the way back."),
            Trap("Glorot without the two", lambda: (he, (1 / (n_in + n_out)) ** 0.5),
                 "For tanh you divided by inputs plus outputs. The middle of the two is half of "
                 "that."),
            Trap("one for both", lambda: (he, he),
                 "You gave tanh the weights of the ReLU. With them it drifts towards its flat "
                 "ends."),
        ),
        hints=(
            "The section gives two variances. What is asked for here?",
            "He: 2 divided by the number of inputs. Glorot: 2 divided by inputs plus outputs. Both "
            "are variances, so take the root.",
            "Two numbers in a list; one is twice the other.",
        ),
    )


SPREADS = varied(spreads, two_spreads, other_spreads)


# Exercise 5.15


def size_after(n: int, spread: float, depth: int) -> float:
    """Return the size of the activations behind so many ReLU layers, for an input of size 1."""
    kept = n * spread**2 / 2
    return float(np.sqrt(kept**depth))


def deep_networks(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Numbers for the head first; no result so small that only its smallness is compared."""
    yield 2, 2.0, 1
    yield 8, 1.0, 3
    yield 100, 0.1, 2
    for _ in range(16):
        n, depth = int(rng.integers(4, 400)), int(rng.integers(2, 9))
        kept = rng.uniform(0.4, 2.5)
        yield n, float(np.sqrt(2 * kept / n)), depth


SIZE = Exercise(
    id="5.15",
    title="How much arrives",
    objective="Predict whether signals fade or explode, from the starting weights",
    level="stretch",
    see="Why a root of two",
    task=(
        "Write `size_after(n, spread, depth)`: a ReLU network has `depth` layers with `n` units "
        "each and `n` inputs, no biases, and weights drawn around 0 with the standard deviation "
        "`spread`. Its input has the size 1, size being the root of the mean square. Return the "
        "size that the section's reckoning predicts behind the last layer."
    ),
    solution=size_after,
    judge=FunctionJudge(deep_networks, (
        Property("A size is never negative.",
                 lambda size, n, spread, depth: bool(size >= 0)),
    )),
    traps=(
        Trap("nothing cut off", lambda n, spread, depth: (n * spread**2) ** (depth / 2),
             "You kept the whole mean square. A ReLU throws the negative half away, in every "
             "layer."),
        Trap("cut off once", lambda n, spread, depth: (n * spread**2) ** (depth / 2) / 2,
             "You halved once. Every layer cuts off its half."),
        Trap("size halved", lambda n, spread, depth: (n * spread**2) ** (depth / 2) / 2**depth,
             "You halved the *size* in every layer. What is halved is the mean square, and the "
             "size is its root."),
        Trap("mean square", lambda n, spread, depth: (n * spread**2 / 2) ** depth,
             "This is the mean square behind the last layer. The size is the root of it."),
        Trap("spread for variance", lambda n, spread, depth: (n * spread / 2) ** (depth / 2),
             "You used the standard deviation as the variance. The variance is its square."),
        Trap("one unit", lambda n, spread, depth: (spread**2 / 2) ** (depth / 2) * n**0,
             "A sum has `n` terms, and each brings its part of the variance. Where is `n`?"),
        Trap("a layer too few", lambda n, spread, depth: (n * spread**2 / 2) ** ((depth - 1) / 2),
             "One layer is missing: already the first multiplies."),
        Trap("one layer", lambda n, spread, depth: (n * spread**2 / 2) ** 0.5 * depth**0,
             "This is what one layer does. There are `depth` of them."),
        Trap("layers added", lambda n, spread, depth: depth * (n * spread**2 / 2) ** 0.5,
             "You added up what the layers do. Each multiplies what the one before it has left."),
        Trap("root per unit", lambda n, spread, depth: (n**0.5 * spread**2 / 2) ** (depth / 2),
             "You took the root of `n`. In the variance of a sum the number of terms stands as it "
             "is; roots belong at the end."),
    ),
    hints=(
        "By which factor does one layer multiply the mean square?",
        "The sums have the variance: number of terms, times variance of a weight, times mean "
        "square of what comes in. The ReLU keeps half of that as its mean square. Do it as often "
        "as there are layers; the size is a root.",
        "One or two lines; the result is one number. With the spread that He recommends it is 1.",
    ),
)


# Exercise 5.16


def passed_on() -> dict[str, Any]:
    """A state of the figure in which ten sigmoids pass on more than a tenth of a nudge."""
    return {"activation": "sigmoid", "option": None, "x": 0.2, "w": -6.0, "n": 10}


def factors(state: Mapping[str, Any]) -> Array:
    """What each neuron of the figure's chain multiplies a nudge by, without its sign."""
    found, a = [], state["x"]
    for _ in range(state["n"]):
        z = state["w"] * a
        a = sigmoid(z)
        found.append(abs(state["w"] * sigmoid.slope(z)))
    return np.array(found)


RESCUE = Exercise(
    id="5.16",
    title="Ten sigmoids that pass it on",
    objective="Find out what decides whether a chain of slopes vanishes",
    level="stretch",
    see="The quarter, ten times over",
    task=(
        "Is a chain of sigmoids lost, whatever its weight? Set the figure `rescue` so that behind "
        "ten sigmoids, with one weight for all of them, at least a tenth of a nudge of the input "
        "is left, with whichever sign."
    ),
    solution=passed_on,
    judge=FigureJudge("ActivationExplorer", (
        Goal("another function", lambda state: state["activation"] == "sigmoid",
             "These are not sigmoids. With another function it would be too easy: choose the "
             "sigmoid again."),
        Goal("a shorter chain", lambda state: state["n"] >= 10,
             "The chain has become shorter, and with it the product. Ten neurons are asked for."),
        Goal("all on one side", lambda state: state["w"] < 0,
             "A sigmoid puts out nothing but positive numbers. With such a weight all later sums "
             "lie on the same side, and the larger the weight, the farther out, where the curve is "
             "flat. What would pull the next sum back instead?"),
        Goal("the first one is deaf",
             lambda state: factors(state)[0] >= 0.5 * np.median(factors(state)),
             "The first neuron passes on much less than most of the others: its sum lies where the "
             "curve is flat. It is the only one whose sum you can move without the weight."),
        Goal("still too little", lambda state: factors(state).prod() >= 0.1,
             "The sign is right, and less than a tenth arrives all the same. Watch the small "
             "circles on the curve while you move the weight: where do the later sums gather, and "
             "how large is the factor there?"),
    )),
    traps=(),
    hints=(
        "Watch the small circles on the curve, not only the bars: they are the later neurons.",
        "Each factor is the weight times a slope. The weight has to be large without driving the "
        "sums to where the curve is flat. So look for a weight that turns large outputs into small "
        "ones, and small ones into large ones.",
        "Two sliders have to move: one by several whole numbers, one by less than 1.",
    ),
)


EXERCISES = (
    ONE_LINE, SLOPE, ODDS, THREE, ON_ITS_WAY, TACKS, LID, CENSUS, LEAK, ALPHA, HOT, SAFE, LETTER,
    SPREADS, SIZE, RESCUE,
)
