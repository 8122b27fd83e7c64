"""A private exercise, to be copied from: the tide of a harbour that is in no chapter."""

from collections.abc import Iterator

import numpy as np

from nnbook.exercises._engine import Exercise, Trap
from nnbook.exercises._functions import FunctionJudge


def afloat(levels: np.ndarray, draught: float) -> np.ndarray:
    """Return 1 for each hour in which the boat floats, and 0 for the others."""
    return np.where(levels >= draught, 1, 0)


def cases(rng: np.random.Generator) -> Iterator[tuple[np.ndarray, float]]:
    """The smallest case first, then a tie, then random ones."""
    yield np.array([1.0]), 2.0
    yield np.array([1.0, 2.0, 3.0]), 2.0
    for hours in (3, 6, 12) * 8:
        yield rng.normal(2, 1, size=hours), float(rng.normal(2, 0.5))


EXERCISES = (
    Exercise(
        id="P.1",
        title="High water",
        objective="Write a threshold for many inputs at once",
        level="core",
        see="The artificial neuron",
        task=(
            "A boat floats where the water is at least as deep as its draught. Write "
            "`afloat(levels, draught)`: for the levels of several hours, an array with 1 where it "
            "floats and 0 where it lies in the mud."
        ),
        solution=afloat,
        judge=FunctionJudge(cases),
        traps=(
            Trap(
                "greater than",
                lambda levels, draught: np.where(levels > draught, 1, 0),
                "It is right except where the water is exactly as deep as the draught. There, too, "
                "the boat floats: `>=`, not `>`.",
            ),
            Trap(
                "upside down",
                lambda levels, draught: np.where(levels >= draught, 0, 1),
                "Your boat floats in the mud: 1 is for the hours with enough water.",
            ),
            Trap(
                "one answer for all",
                lambda levels, draught: (
                    np.where(levels.mean() >= draught, 1, 0) * np.ones(len(levels))
                ),
                "Every hour gets the same answer. Compare each level with the draught, not their "
                "mean.",
            ),
        ),
        hints=(
            "It is a neuron with one input, and many mornings.",
            "numpy compares an array with a number entry by entry.",
            "One line. The result is as long as `levels`.",
        ),
    ),
)
