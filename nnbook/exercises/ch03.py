"""The exercises of chapter 3, "The perceptron learns"."""

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
    num,
    pick,
    picks,
    varied,
)
from nnbook.training import PerceptronHistory, perceptron

__all__ = ["EXERCISES"]

# fmt: off

Array = NDArray[np.float64]


# Exercise 3.1


def update(w: Array, x: Array, y: int, lr: float, threshold: float) -> Array:
    """Return the weights after one look at the sample x with target y."""
    y_hat = 1 if np.dot(w, x) >= threshold else 0
    return w + lr * (y - y_hat) * x


def cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Small numbers first, then ties at the threshold, then random ones away from it.

    The ties are exact in float32 too, and the random sums keep clear of the threshold, so that
    right answers that add up in another order decide alike.
    """
    for y in (1, 0):
        yield np.array([1.0, 0.0]), np.array([2.0, 4.0]), y, 0.5, 1.0
        yield np.array([0.0, 0.0]), np.array([2.0, 4.0]), y, 0.5, 1.0
        yield np.array([0.0, 0.0]), np.array([2.0, 4.0]), y, 0.5, -1.0
        yield np.array([0.3, 0.9]), np.array([0.9, 0.1]), y, 0.01, 0.5
        yield np.array([0.5, 0.25]), np.array([0.5, 1.0]), y, 0.25, 0.5
        yield np.array([-1.5]), np.array([-0.5]), y, 0.1, 0.75
    for features in (1, 3, 6) * 12:
        w, x = rng.normal(size=features), rng.normal(size=features)
        margin = rng.choice([-1, 1]) * rng.uniform(0.05, 1.0)
        lr = rng.choice([0.01, 0.1, 0.5, 2.0])
        yield w, x, int(rng.integers(2)), float(lr), float(w @ x + margin)


def fires(w: Array, x: Array, threshold: float) -> int:
    """The neuron's decision."""
    return int(w @ x >= threshold)


TRAPS = (
    Trap("sign flipped",
         lambda w, x, y, lr, threshold: w + lr * (fires(w, x, threshold) - y) * x,
         "The weights move the wrong way. The error is target minus prediction: when the neuron "
         "should have fired and did not, its sum has to grow."),
    Trap("learning rate forgotten",
         lambda w, x, y, lr, threshold: w + (y - fires(w, x, threshold)) * x,
         "The direction is right, the step is too long: `lr` does not take part. It is the share "
         "of the input by which the weights move."),
    Trap("input forgotten",
         lambda w, x, y, lr, threshold: w + lr * (y - fires(w, x, threshold)),
         "All weights move equally far. Each has to move in proportion to its own input: one "
         "whose input was 0 had no part in the mistake."),
    Trap("raw sum in the error",
         lambda w, x, y, lr, threshold: w + lr * (y - w @ x) * x,
         "The error is taken from the sum. The perceptron compares the target with its decision, "
         "0 or 1; how far the sum was from the threshold does not matter to it."),
    Trap("greater than",
         lambda w, x, y, lr, threshold: w + lr * (y - int(w @ x > threshold)) * x,
         "It is right except where the sum equals the threshold exactly. The book's neuron fires "
         "there: `>=`, not `>`."),
    Trap("threshold forgotten",
         lambda w, x, y, lr, threshold: w + lr * (y - fires(w, x, 0.0)) * x,
         "The neuron decides against 0, whatever `threshold` says. It fires when the sum reaches "
         "the threshold."),
    Trap("moves when it was right",
         lambda w, x, y, lr, threshold: w + lr * y * x,
         "The weights move by the target instead of the error. A neuron that decided rightly has "
         "an error of 0 and stays as it is; one that fired without reason has an error of -1."),
    Trap("learns from one kind of mistake",
         lambda w, x, y, lr, threshold: w + lr * max(y - fires(w, x, threshold), 0) * x,
         "The neuron learns when it missed a 1, and never when it fired without reason. Then the "
         "error is -1, and the weights have to go down."),
    Trap("error without a sign",
         lambda w, x, y, lr, threshold: w + lr * abs(y - fires(w, x, threshold)) * x,
         "The error has lost its sign: the weights go up after every mistake. When the neuron "
         "fired without reason they have to go down."),
    Trap("only the change",
         lambda w, x, y, lr, threshold: lr * (y - fires(w, x, threshold)) * x,
         "This is the change of the weights. Wanted are the weights after the change."),
    Trap("minus one for no",
         lambda w, x, y, lr, threshold: w + lr * (y + 1 - 2 * fires(w, x, threshold)) * x,
         "Your neuron says -1 where it is silent. Its answers are 0 and 1, like the targets; one "
         "that is rightly silent would otherwise go on learning."),
    Trap("weight for input",
         lambda w, x, y, lr, threshold: w + lr * (y - fires(w, x, threshold)) * w,
         "Each weight moves in proportion to itself. It has to move in proportion to its input: "
         "a weight that starts at 0 would stay there for ever."),
)

PROPERTIES = (
    Property(
        "Here the neuron decides rightly, and yet the weights move. Without an error there is "
        "nothing to learn.",
        lambda new, w, x, y, lr, threshold: (
            y != fires(w, x, threshold) or np.allclose(new, w, rtol=1e-5, atol=1e-6)
        ),
    ),
    Property(
        "Here the neuron decides wrongly, and yet its weights stay as they are.",
        lambda new, w, x, y, lr, threshold: (
            y == fires(w, x, threshold) or not np.allclose(new, w, rtol=1e-5, atol=1e-6)
        ),
    ),
    Property(
        "The change is not in proportion to the inputs: divided by its input, each weight has to "
        "move equally far.",
        lambda new, w, x, y, lr, threshold: bool(
            np.allclose(np.outer(new - w, x), np.outer(x, new - w), rtol=1e-4, atol=1e-6)
        ),
    ),
)

UPDATE = Exercise(
    id="3.1",
    title="One update of a perceptron",
    objective="Turn the learning rule into code",
    level="warm-up",
    see="What was missing, times what was there",
    task=(
        "Write `update(w, x, y, lr, threshold)`: the neuron decides on the sample `x` with the "
        "weights `w`, compares with the target `y` (0 or 1), and returns the weights after one "
        "step of the learning rule. It fires when its sum reaches the threshold."
    ),
    solution=update,
    judge=FunctionJudge(cases, PROPERTIES),
    forbids=("training.perceptron",),
    traps=TRAPS,
    hints=(
        (
            "Two questions in this order: what does the neuron say, and by how much was that "
            "wrong? The second has only three possible answers."
        ),
        (
            "Form the sum of weights times inputs and compare it with the threshold; that is "
            "the prediction, 0 or 1. The error is what it should have been minus what it was. "
            "Each weight then moves by learning rate times error times its own input."
        ),
        (
            "Two lines are enough. The first makes a decision (0 or 1) out of `w`, `x` and "
            "`threshold`; the second returns an array as long as `w`: the old weights plus a "
            "change, the change being a number times `x`."
        ),
    ),
)


# Exercise 3.2


def one_dry_day(
    w: tuple[float, ...] = (0.6, 0.2),
    x: tuple[float, ...] = (0.5, 0.8),
    threshold: float = 0.4,
    lr: float = 0.1,
) -> tuple[float, float, float]:
    """The two weights after the dry day, and the sum of the same day with them."""
    y_hat = 1 if np.dot(w, x) >= threshold else 0
    new = np.array(w) + lr * (0 - y_hat) * np.array(x)
    return new[0], new[1], float(new @ x)


def other_day(rng: np.random.Generator) -> Numbers | None:
    """A neuron that fires without reason, and after one correction is silent, but not by much."""
    w, x = picks(rng, 2, 0.1, 0.9, 0.1), picks(rng, 2, 0.1, 0.9, 0.1)
    threshold, lr = pick(rng, 0.2, 0.8, 0.05), float(rng.choice([0.05, 0.1, 0.2]))
    before, after = np.dot(w, x), one_dry_day(w, x, threshold, lr)[2]
    fits = before > threshold + 0.01 and threshold - 0.1 < after < threshold - 0.001
    return (w, x, threshold, lr) if fits else None


def dry_day(
    solution: Solution, w: tuple[float, ...], x: tuple[float, ...], threshold: float, lr: float
) -> Exercise:
    """One correction after a dry day on which the neuron said rain."""
    z, theta, rate = num(np.dot(w, x)), num(threshold), num(lr)
    share = {0.05: "a twentieth", 0.1: "a tenth", 0.2: "a fifth"}[lr]

    def corrected(step: tuple[float, ...], error: float = -1) -> tuple[float, float, float]:
        new = np.array(w) + error * np.array(step)
        return new[0], new[1], float(new @ x)

    step = (lr * x[0], lr * x[1])
    return Exercise(
        id="3.2",
        title="A dry day, by hand",
        objective="Correct a neuron by hand after one wrong answer",
        level="warm-up",
        see="One wrong morning",
        task=(
            f"Clouds {num(x[0])}, wind {num(x[1])}, and it stayed dry. The weights are {num(w[0])} "
            f"for the clouds and {num(w[1])} for the wind, the threshold is {theta}, the learning "
            f"rate {rate}. Work out the two weights after this day, and the sum that the same day "
            "would then give. Enter all three, with three decimals."
        ),
        solution=solution,
        judge=NumberJudge(("clouds' weight", "wind's weight", "sum"), decimals=3),
        traps=(
            Trap("sign flipped", lambda: corrected(step, +1),
                 "The weights went up. The neuron fired and should not have: the error, target "
                 "minus prediction, is 0 - 1, and the sum has to fall."),
            Trap("no mistake seen", lambda: corrected(step, 0),
                 f"Nothing has moved. The sum is {z}, which reaches {theta}: the neuron says "
                 "rainy, and it stayed dry."),
            Trap("input forgotten", lambda: corrected((lr, lr)),
                 f"Both weights moved by the same {rate}. Each moves by the learning rate times "
                 "its own input."),
            Trap("learning rate forgotten", lambda: corrected(x),
                 "The weights moved by the whole inputs. The learning rate says which share of "
                 f"them: {share}."),
            Trap("raw sum in the error", lambda: corrected(step, -np.dot(w, x)),
                 f"You took the sum, {z}, for the prediction. The prediction is the decision, 0 or "
                 "1, and here it is 1."),
            Trap("old weights in the sum", lambda: (*solution()[:2], np.dot(w, x)),
                 "The weights are right. The sum is still the old one: put the new weights in."),
            Trap("inputs swapped", lambda: corrected(step[::-1]),
                 "Each weight has moved by the input of the other one. How far a weight moves "
                 "depends on the input that it is multiplied by."),
        ),
        hints=(
            "First find out whether there is anything to correct: what did the neuron say?",
            "Multiply each weight with its input, add, compare with the threshold; the error is "
            "the target minus that decision. Each weight changes by rate times error times its "
            "input. Then form the sum once more.",
            "Three numbers in a list. The first two are a little below the old weights, the third "
            "is a little below the threshold.",
        ),
    )


DRY_DAY = varied(dry_day, one_dry_day, other_day)


# Exercise 3.3


def one_walk(w: Array, X: Array, y: Array, lr: float) -> Array:
    """Walk once through all samples and learn."""
    for x, target in zip(X, y, strict=True):
        y_hat = 1 if w @ x >= 0 else 0
        error = target - y_hat
        change = lr * error * x
        w = w + change
    return w


WALK = Exercise(
    id="3.3",
    title="Put the loop in order",
    objective="Write the loop that learns from all samples",
    level="core",
    see="A hundred points",
    task=(
        "Here are the lines of a program that walks once through all samples and learns. They have "
        "been shuffled; the indentation is right. Give the letters in the order in which the lines "
        "have to stand."
    ),
    solution=one_walk,
    judge=OrderJudge((3, 5, 1, 4, 0, 2), (
        Rule("used before the loop", "E", "C",
             "The prediction needs a sample `x`, and there is none before the loop takes one."),
        Rule("returned too early", "E", "B",
             "Behind `return` nothing is done: this program would hand the weights back before it "
             "has seen a sample."),
        Rule("error before prediction", "C", "F",
             "The error compares the target with a prediction, so the prediction comes first."),
        Rule("change before error", "F", "A",
             "The change is made of the error: first find out by how much the answer was wrong."),
        Rule("changed before it is known", "A", "D",
             "The weights take on a change that has not been worked out yet."),
        Rule("returned inside", "D", "B",
             "`return` comes last: what stands behind it is never reached."),
    )),
    traps=(),
    hints=(
        "Which line must every other line wait for?",
        "One sample, four steps: predict, compare, work out the change, make it. Around them the "
        "loop, and at the very end what is handed back.",
        'Six letters in a row, such as "ABCDEF". The first is E.',
    ),
)


# Exercise 3.4


def epoch(w: Array, X: Array, y: Array, lr: float, threshold: float) -> Array:
    """Return the weights after one walk through the samples in their order."""
    for x, target in zip(X, y, strict=True):
        y_hat = 1 if np.dot(w, x) >= threshold else 0
        w = w + lr * (target - y_hat) * x
    return w


def epoch_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """One sample, then few, then random ones; no sum on the way comes near the threshold."""
    yield np.array([0.3, 0.9]), np.array([[0.9, 0.1]]), np.array([1]), 0.01, 0.5
    yield np.array([0.0, 0.0]), np.array([[1.0, 2.0], [2.0, 1.0]]), np.array([1, 0]), 0.5, 0.25
    found = 0
    while found < 20:
        X, y = rng.normal(size=(6, 2)), rng.integers(2, size=6).astype(float)
        w, lr = rng.normal(size=2), float(rng.choice([0.1, 0.5, 1.0]))
        threshold = float(rng.choice([-0.5, 0.25, 0.5]))
        if all(away(w, X, y, lr, theta) for theta in (threshold, 0.0)):
            found += 1
            yield w, X, y, lr, threshold


def away(w: Array, X: Array, y: Array, lr: float, threshold: float) -> bool:
    """Whether every sum on the walk keeps clear of the threshold, so that no rounding decides."""
    for x, target in zip(X, y, strict=True):
        if abs(w @ x - threshold) < 1e-3:
            return False
        w = w + lr * (target - fires(w, x, threshold)) * x
    return True


def all_at_once(w: Array, X: Array, y: Array, lr: float, threshold: float) -> Array:
    """What comes out if every sample is judged by the weights of the start."""
    errors = y - (X @ w >= threshold)
    return np.asarray(w + lr * errors @ X)


def first_mistake_only(w: Array, X: Array, y: Array, lr: float, threshold: float) -> Array:
    """What comes out if the walk ends after the first correction."""
    for x, target in zip(X, y, strict=True):
        if target != fires(w, x, threshold):
            return np.asarray(update(w, x, target, lr, threshold))
    return w


EPOCH = Exercise(
    id="3.4",
    title="One epoch",
    objective="Write the loop that learns from all samples",
    level="core",
    see="A hundred points",
    task=(
        "Write `epoch(w, X, y, lr, threshold)`: it walks once through the samples, the rows of "
        "`X`, in their order, corrects the weights after each wrong answer, and returns the "
        "weights at the end."
    ),
    solution=epoch,
    judge=FunctionJudge(epoch_cases),
    forbids=("training.perceptron",),
    traps=(
        Trap("all judged by the old weights", all_at_once,
             "All samples are judged by the weights of the start. The perceptron corrects at once, "
             "and the next sample meets the corrected weights."),
        Trap("ends after the first mistake", first_mistake_only,
             "The walk ends with the first correction. Is there a `return` inside the loop?"),
        Trap("only the last sample",
             lambda w, X, y, lr, threshold: update(w, X[-1], y[-1], lr, threshold),
             "Only the last sample has left a trace. Each correction has to start from the weights "
             "that the one before it left, not from those of the start."),
        Trap("backwards", lambda w, X, y, lr, threshold: epoch(w, X[::-1], y[::-1], lr, threshold),
             "You walk through the samples from the last to the first. The order matters to a "
             "perceptron: another order, another line."),
        Trap("threshold forgotten", lambda w, X, y, lr, threshold: epoch(w, X, y, lr, 0.0),
             "The neuron decides against 0, whatever `threshold` says."),
        Trap("sign flipped",
             lambda w, X, y, lr, threshold: epoch(w, X, y, -lr, threshold),
             "The weights move the wrong way: the error is target minus prediction."),
        Trap("last sample unseen",
             lambda w, X, y, lr, threshold: epoch(w, X[:-1], y[:-1], lr, threshold),
             "The last sample has left no trace. Where does your loop end?"),
        Trap("threshold learns too",
             lambda w, X, y, lr, threshold: epoch(
                 np.append(w, threshold), np.column_stack([X, -np.ones(len(X))]), y, lr, 0.0)[:-1],
             "Your threshold learns as well. Here it is given, and stays what it is; only the "
             "weights move."),
    ),
    hints=(
        "You have the heart of it from exercise 3.1. What has to be different for the second "
        "sample?",
        "A loop over the rows of `X` and the entries of `y` together. In it: decide, compare, "
        "correct. The weights of one turn are those with which the next one begins.",
        "A `for` with two lines in it, and behind it a `return`. The result is an array as long "
        "as `w`.",
    ),
)


# Exercise 3.5


def crossing(w1: float = 0.4, w2: float = 0.8, theta: float = 0.6) -> tuple[float, float]:
    """Slope of the line, and where it meets the axis of the second input."""
    return -w1 / w2, theta / w2


def other_crossing(rng: np.random.Generator) -> Numbers | None:
    """Three positive numbers, all different, with a height that lies clear of the hint's ends."""
    w1, w2, theta = picks(rng, 3, 0.2, 1.2, 0.1)
    fits = theta / w2 < 3 and 0.02 < theta / w2 % 0.3 < 0.28
    return (w1, w2, theta) if fits and 1 not in (w1, w2) else None


def reading(solution: Solution, w1: float, w2: float, theta: float) -> Exercise:
    """The line of a neuron with these weights and this threshold."""
    slope, height = solution()
    low = 0.3 * float(height // 0.3)
    return Exercise(
        id="3.5",
        title="Read the line off the weights",
        objective="Read the boundary off the weights",
        level="warm-up",
        see="The line it draws",
        task=(
            f"A neuron has the weights {num(w1)} and {num(w2)} and the threshold {num(theta)}. "
            "Draw its line with the first input to the right and the second upwards. What is its "
            "slope, and at which height does it cross the vertical axis? Enter both, with two "
            "decimals."
        ),
        solution=solution,
        judge=NumberJudge(("slope", "height"), decimals=2),
        traps=(
            Trap("weights swapped", lambda: (1 / slope, theta / w1),
                 "These are the numbers of the mirror image, with the two weights swapped. Put a "
                 "point of your line into the sum: does the threshold come out?"),
            Trap("weights swapped in the slope", lambda: (1 / slope, height),
                 "The height is right, the slope is upside down: divide by the weight of the input "
                 "that you solve for."),
            Trap("sign of the slope", lambda: (-slope, height),
                 "The height is right. The line falls, though: where the first input is larger, "
                 "the second has to be smaller for the same sum."),
            Trap("threshold for the height", lambda: (slope, theta),
                 "The slope is right. At the vertical axis the first input is 0, so the second "
                 "weight times the height has to be the threshold; the height is not the threshold "
                 "itself."),
            Trap("height of the other axis", lambda: (slope, theta / w1),
                 "The slope is right. What you give as height is where the line crosses the other "
                 "axis, the horizontal one."),
            Trap("sign of the height", lambda: (slope, -height),
                 "The slope is right. Put a first input of 0 and your height into the sum: does it "
                 "reach the threshold, or minus the threshold?"),
        ),
        hints=(
            "The line consists of the points whose sum is exactly the threshold.",
            "Write that as an equation with both inputs in it, and solve it for the second one. "
            "What multiplies the first input is the slope; what is left is the height.",
            "Two numbers in a list, the first negative, the second between "
            f"{num(low)} and {num(low + 0.3)}.",
        ),
    )


CROSSING = varied(reading, crossing, other_crossing)


# Exercise 3.6


def line(w: Array, threshold: float, x1: Array) -> Array:
    """Return the second inputs at which the neuron wavers, for these first inputs."""
    x2: Array = (threshold - w[0] * x1) / w[1]
    return x2


def mirrored_line(w: Array, threshold: float, x1: Array) -> Any:
    """Return the second inputs at which the neuron wavers, for these first inputs."""
    slope, height = -w[1] / w[0], threshold / w[0]
    return slope * x1 + height


def line_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Weights that differ, of either sign, and never near 0."""
    yield np.array([1.0, 2.0]), 0.5, np.array([0.0, 1.0])
    yield np.array([0.309, 0.901]), 0.5, np.array([0.2])
    yield np.array([2.0, -1.0]), 0.25, np.array([0.0, 1.0])
    yield np.array([-0.5, 2.0]), -1.0, np.array([-1.0, 0.5])
    for _ in range(20):
        w = rng.uniform(0.3, 2.0, 2) * rng.choice([-1, 1], 2)
        yield w, float(rng.normal()), rng.normal(size=3)


LINE = Exercise(
    id="3.6",
    title="Mend the line",
    objective="Find a mistake that symmetric data hide",
    level="core",
    see="The line it draws",
    task=(
        "`line(w, threshold, x1)` should return, for each first input in `x1`, the second input at "
        "which the neuron wavers. The program below is right whenever both weights are equal, and "
        "wrong otherwise. Mend it."
    ),
    solution=line,
    judge=FunctionJudge(line_cases, (
        Property(
            "Put a point of your line into the sum of weights times inputs: it is not the "
            "threshold.",
            lambda x2, w, threshold, x1: bool(
                np.allclose(w[0] * x1 + w[1] * x2, threshold, rtol=1e-4, atol=1e-5)
            ),
        ),
    ), given=mirrored_line),
    traps=(
        Trap("as it was", lambda w, threshold, x1: (threshold - w[1] * x1) / w[0],
             "This is still the mirror image: the weights stand the wrong way round. You divide by "
             "the weight of the input that you solve for, and that is the second."),
        Trap("half mended, slope", lambda w, threshold, x1: -(w[0] / w[1]) * x1 + threshold / w[0],
             "The slope is right now. The height is not: at a first input of 0, the second weight "
             "alone has to reach the threshold."),
        Trap("half mended, height", lambda w, threshold, x1: -(w[1] / w[0]) * x1 + threshold / w[1],
             "The height is right now. The slope is still upside down."),
        Trap("sign of the slope", lambda w, threshold, x1: (w[0] / w[1]) * x1 + threshold / w[1],
             "The line rises where it should fall. When a term changes sides, its sign turns."),
        Trap("sign of the height", lambda w, threshold, x1: -(w[0] * x1 + threshold) / w[1],
             "The line has the right slope and the wrong height: the threshold stands on the other "
             "side of the equation and keeps its sign."),
        Trap("not divided", lambda w, threshold, x1: threshold - w[0] * x1,
             "This is the part of the threshold that the first input leaves over. The second input "
             "reaches it with its weight in front."),
        Trap("threshold for the height", lambda w, threshold, x1: -(w[0] / w[1]) * x1 + threshold,
             "The slope is right now. The height is not the threshold itself: at a first input "
             "of 0, the second weight *times* the height has to reach it."),
        Trap("slope and height", lambda w, threshold, x1: np.array([-w[0], threshold]) / w[1],
             "These are slope and height of the line, and they are right. Wanted are its points:"
             " a second input for each first input in `x1`."),
    ),
    hints=(
        "Try weights that differ, and put one point of the line back into the sum.",
        "Start from the equation of the line: first weight times first input, plus second weight "
        "times second input, is the threshold. Solve for the second input, step by step.",
        "One line: what the first input leaves of the threshold, divided by one of the weights. "
        "`x1` is an array, and so is the result.",
    ),
)


# Exercise 3.7


def bound(X: Array, y: Array, u: Array) -> float:
    """Return the largest number of corrections that the theorem allows."""
    s = 2 * y - 1
    R = np.sqrt((X**2).sum(axis=1)).max()
    gamma = (s * (X @ u)).min() / np.sqrt((u**2).sum())
    return float((R / gamma) ** 2)


def bound_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Separable samples of either class, with directions of many lengths."""
    yield np.array([[3.0, 4.0], [-1.0, 0.0]]), np.array([1, 0]), np.array([1.0, 0.0])
    yield np.array([[1.0, 1.0], [-2.0, 1.0]]), np.array([1, 0]), np.array([2.0, 0.0])
    for n in (4, 8, 12) * 6:
        u = rng.normal(size=3) + np.sign(rng.normal(size=3))
        X = rng.normal(size=(n, 3))
        sides = X @ u
        X += np.outer(0.3 * np.sign(sides) * rng.uniform(1, 2, n), u) / (u @ u)
        y = (sides > 0).astype(float)
        y[0], X[0] = 1.0, u * rng.uniform(0.5, 1.5)
        y[1], X[1] = 0.0, -u * rng.uniform(0.5, 1.5)
        yield X, y, u


def bound_with(X: Array, y: Array, u: Array, *, room: Any = np.min, length: float = 1.0,
               radius: Any = np.max) -> float:
    """The bound with one part of it taken wrongly."""
    s = 2 * y - 1
    R = radius(np.sqrt((X**2).sum(axis=1)))
    return float((R / (room(s * (X @ u)) / (u @ u) ** (length / 2))) ** 2)


BOUND = Exercise(
    id="3.7",
    title="How many corrections at most?",
    objective="Compute what the convergence theorem promises",
    level="stretch",
    see="The theorem",
    task=(
        "Write `bound(X, y, u)`: the number of corrections that the convergence theorem allows, "
        "for samples `X` (with the input that is always 1 already among their columns), their "
        "classes `y` (0 and 1), and a direction `u` that separates them. `u` may have any length; "
        "the theorem wants it to be 1."
    ),
    solution=bound,
    judge=FunctionJudge(bound_cases),
    traps=(
        Trap("length of u", lambda X, y, u: bound_with(X, y, u, length=0.0),
             "`u` was taken as it came. The room is measured along a direction of length 1: a "
             "direction twice as long must not make it twice as wide."),
        Trap("divided by the squared length", lambda X, y, u: bound_with(X, y, u, length=2.0),
             "You divide by the square of the length of `u`. The length is the root of that."),
        Trap("mean room", lambda X, y, u: bound_with(X, y, u, room=np.mean),
             "The room is that of the worst sample, not the mean of all."),
        Trap("largest room", lambda X, y, u: bound_with(X, y, u, room=np.max),
             "The room is that of the worst sample: the smallest, not the largest."),
        Trap("classes not turned",
             lambda X, y, u: float(
                 (X**2).sum(axis=1).max() / ((X @ u) / np.sqrt(u @ u)).min() ** 2
             ),
             "The samples of class 0 lie on the other side, where the sum is negative. Turn their "
             "sign before you look for the smallest."),
        Trap("mean length", lambda X, y, u: bound_with(X, y, u, radius=np.mean),
             "R is the length of the longest sample, not of the average one."),
        Trap("not squared", lambda X, y, u: float(np.sqrt(bound(X, y, u))),
             "This is R divided by the room. The theorem has the square of it."),
        Trap("length of the whole table",
             lambda X, y, u: bound_with(X, y, u, radius=np.linalg.norm),
             "R is too large: you took the length of the whole table. Each row is a sample, and "
             "R is the length of the longest of them."),
        Trap("ones a second time",
             lambda X, y, u: bound_with(X, y, u, radius=lambda r: np.hypot(r, 1).max()),
             "You added a column of ones. The input that is always 1 stands in `X` already."),
        Trap("upside down", lambda X, y, u: 1 / bound(X, y, u),
             "You divide the room by R. The wider the room, the *fewer* corrections are needed: "
             "it stands below."),
        Trap("room among the ones",
             lambda X, y, u: bound_with(X[y == 1], y[y == 1], u, radius=lambda r: (
                 np.sqrt((X**2).sum(axis=1)).max())),
             "You look for the room among the samples of class 1. Those of class 0 may lie "
             "nearer to the line, on its other side."),
    ),
    hints=(
        "Two numbers of the data count: how long the longest sample is, and how much room the "
        "worst one has.",
        "Write the classes as +1 and -1. The room of a sample is its class times its sum with `u`, "
        "where `u` has been divided by its length. Take the smallest, and the theorem's quotient.",
        "Three short lines and a `return`; the result is one number, at least 1.",
    ),
)


# Exercise 3.8


def why_no_rate() -> None:
    """From a start at zero, every weight is the learning rate times a sum of samples.

    The threshold is such a weight too. Another rate makes every sum larger or smaller by one
    factor and turns the sign of none. The decisions ask for signs alone, so the mistakes are the
    same.
    """


RATE = Exercise(
    id="3.8",
    title="The rate that does nothing",
    objective="Say what the learning rate does to a perceptron",
    level="stretch",
    see="What the learning rate does, and when it does nothing",
    task=(
        "A perceptron starts with all weights at 0 and learns its threshold too. Somebody makes "
        "the learning rate a thousand times as large, and it makes exactly the same mistakes as "
        "before. Explain why in a sentence or two."
    ),
    solution=why_no_rate,
    judge=SentenceJudge((
        "Do you say that every weight is the rate times something that does not depend on it?",
        "Do you say that the decision asks only for the sign of the sum?",
        "Do you use that the start is 0, or that the threshold learns along?",
    )),
    traps=(),
    hints=(
        "Write down the weights after the first correction, and after the second.",
        "Look for the learning rate in the weights, and then in the sum. What of the sum decides?",
        "Two sentences: one on what the weights are made of, one on what the decision asks.",
    ),
)


# Exercise 3.9


def narrow_road() -> dict[str, Any]:
    """Two points of different classes side by side, and looks enough to come to rest."""
    return {"points": [[0.45, 0.5], [0.5, 0.53]], "labels": [0, 1], "w": [0.0, 0.0], "b": 0.0,
            "lr": 0.1, "steps": 20000, "adds": 1}


def whole_run(state: Mapping[str, Any]) -> PerceptronHistory:
    """The run as far as the figure goes, 20000 looks, or until it rests."""
    points = state["points"]
    return perceptron(points, state["labels"], w=state["w"], b=state["b"], lr=state["lr"],
                      epochs=20000 // len(points))


CORRECTED = Exercise(
    id="3.9",
    title="Sixty corrections",
    objective="Say what makes learning take long",
    level="core",
    see="Held against a run",
    task=(
        "Add points to the last figure, `trainer`, or take some away, until the perceptron makes "
        "at least 60 corrections, from a start at 0, before it comes to rest. It must come to "
        "rest. Let it run to its end."
    ),
    solution=narrow_road,
    judge=FigureJudge("PerceptronTrainer", (
        Goal("another start", lambda state: [*state["w"], state["b"]] == [0, 0, 0],
             "The start is not 0: after you change a point, what was learned stays. Press *Start "
             "at 0*, or set `trainer.w = [0, 0]` and `trainer.b = 0`."),
        Goal("never at rest", lambda state: bool(whole_run(state).converged),
             "It does not come to rest. Look at the figure's last line: is there a line between "
             "the classes, and how much room does it have?"),
        Goal("too few corrections", lambda state: len(whole_run(state).path) - 1 >= 60,
             "It comes to rest after fewer than 60 corrections. What has to become narrower?"),
        Goal("not yet at rest",
             lambda state: state["steps"] >= len(whole_run(state).mistakes) * len(state["points"]),
             "The points will do. Now let it run until it rests."),
    )),
    traps=(),
    hints=(
        "Neither the number of points nor the learning rate is what costs corrections.",
        "Make the road between the two classes narrow, but leave one. The bound under the figure "
        "tells you which way you are going, though not how far.",
        "One new circle between the two crowds, close to the squares, is enough; if it is too "
        "close, no line is left.",
    ),
)


EXERCISES = (UPDATE, DRY_DAY, WALK, EPOCH, CROSSING, LINE, BOUND, RATE, CORRECTED)
