"""The exercises of chapter 3, "The perceptron learns"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnbook.exercises._engine import Exercise, Trap
from nnbook.exercises._functions import FunctionJudge, Property

__all__ = ["EXERCISES"]

Array = NDArray[np.float64]


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


# fmt: off
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
    Trap("weight for input",
         lambda w, x, y, lr, threshold: w + lr * (y - fires(w, x, threshold)) * w,
         "Each weight moves in proportion to itself. It has to move in proportion to its input: "
         "a weight that starts at 0 would stay there for ever."),
)
# fmt: on

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

EXERCISES = (
    Exercise(
        id="3.1",
        title="One update of a perceptron",
        objective="Turn the learning rule into code",
        level="warm-up",
        task=(
            "Write `update(w, x, y, lr, threshold)`: the neuron decides on the sample `x` with the "
            "weights `w`, compares with the target `y` (0 or 1), and returns the weights after one "
            "step of the learning rule. It fires when its sum reaches the threshold."
        ),
        solution=update,
        judge=FunctionJudge(cases, PROPERTIES),
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
    ),
)
