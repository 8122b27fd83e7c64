"""The exercises of chapter 6, "Loss functions"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnbook.activations import sigmoid, softmax
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
    spelled,
    varied,
)
from nnbook.losses import binary_cross_entropy

__all__ = ["EXERCISES"]

# fmt: off

Array = NDArray[np.float64]


# Exercise 6.1


def four_buses(
    said: tuple[float, ...] = (3.5, 5, 2, 8), late: tuple[float, ...] = (2, 5, 4, 7)
) -> tuple[float, float]:
    """The mean squared and the mean absolute error of the four buses."""
    errors = np.subtract(said, late)
    return float(np.mean(errors**2)), float(np.mean(np.abs(errors)))


def other_buses(rng: np.random.Generator) -> Numbers | None:
    """Four buses, the second predicted exactly, with errors of either sign."""
    late = picks(rng, 4, 3, 12)
    errors = [pick(rng, -3, 3, 0.5) for _ in late]
    errors[1] = 0.0
    if errors.count(0) > 1 or min(errors) == 0 or max(errors) == 0:
        return None
    said = tuple(float(each + error) for each, error in zip(late, errors, strict=True))
    mse, mae = four_buses(said, late)
    return (said, late) if mae < mse and mse % 1 and mae % 1 and mse < 6 else None


def buses(solution: Solution, said: tuple[float, ...], late: tuple[float, ...]) -> Exercise:
    """The errors of a board that had said these minutes, for buses that were so late."""
    errors = np.subtract(said, late)
    mse, mae = solution()
    mean = errors.mean()
    low, high = int(mae), int(mse) + 1
    return Exercise(
        id="6.1",
        title="Four late buses",
        objective="Put one number on how wrong, by hand",
        level="warm-up",
        see="One number for how wrong",
        task=(
            f"Four buses were {listed(late)} minutes late. The board had said {listed(said)}. Work "
            "out the mean squared error and the mean absolute error. Enter both, with three "
            "decimals."
        ),
        solution=solution,
        judge=NumberJudge(("MSE", "MAE"), decimals=3),
        traps=(
            Trap("sum for mean", lambda: (4 * mse, 4 * mae),
                 "These are the sums. A mean divides by the number of buses, or a longer list "
                 "would look worse only because it is longer."),
            Trap("root taken", lambda: (np.sqrt(mse), mae),
                 "The MAE is right. You took the root of the other: that brings it back to "
                 "minutes, and is the root of the MSE, not the MSE."),
            Trap("square forgotten", lambda: (mean, mae),
                 "The MAE is right. For the MSE the errors went into the mean as they are, and "
                 "those with a minus have cancelled some of the others."),
            Trap("signs cancel", lambda: (mse, mean),
                 "The MSE is right. For the MAE the errors kept their signs, and too early made up "
                 "for too late. Take the distance of each first."),
            Trap("signs cancel in both", lambda: (mean, mean),
                 "This is the mean of the errors as they are: too early makes up for too late. "
                 "Lose the signs first, by a square for one, by the distance for the other."),
            Trap("squared after the mean", lambda: (mae**2, mae),
                 "The MAE is right, and you squared it. Square each error by itself, and take the "
                 "mean of the squares: the large ones weigh more that way."),
            Trap("right ones left out", lambda: (4 * mse / 3, 4 * mae / 3),
                 "You divided by three. There were four buses: the second prediction was exact, "
                 "and its error of 0 counts like the others."),
            Trap("half of it", lambda: (mse / 2, mae),
                 "The MAE is right. You halved the MSE, as some books do to get rid of the 2 in "
                 "its slope; ours does not."),
            Trap("swapped", lambda: (mae, mse),
                 "Both numbers are right, in the other order: the mean squared error is asked for "
                 "first."),
            Trap("mean before the square", lambda: (mean**2, mean),
                 "You took the mean of the errors first, and those with a minus have cancelled "
                 "some of the others. Square each error, or take its size, before you take the "
                 "mean."),
        ),
        hints=(
            "First write down four errors, with their signs.",
            "Once square each of them, once drop its sign; then take the mean of each row of four.",
            f"Two numbers in a list. The first lies between {low} and {high}, and so does the "
            "second.",
        ),
    )


BUSES = varied(buses, four_buses, other_buses)


# Exercise 6.2


def mse_slope(y: Array, y_hat: Array) -> Array:
    """Return the slope of the mean squared error with respect to each prediction."""
    slope: Array = 2 * (y_hat - y) / len(y)
    return slope


def pairs(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """One prediction, then few, then random ones with errors of both signs."""
    yield np.array([0.0]), np.array([1.0])
    yield np.array([2.0, 1.0, 0.0]), np.array([2.0, 4.0, 0.0])
    yield np.array([3.0, -0.5, 2.0, 7.0]), np.array([2.5, 0.0, 2.0, 8.0])
    for n in (2, 5, 8) * 4:
        y = rng.normal(size=n)
        yield y, y + rng.choice([-1, 1], n) * rng.uniform(0.2, 2.0, n)


MSE_SLOPE = Exercise(
    id="6.2",
    title="What a prediction feels",
    objective="Turn the slope of a loss into code",
    level="warm-up",
    see="The slope is what is felt",
    task=(
        "Write `mse_slope(y, y_hat)`: for targets `y` and predictions `y_hat`, two arrays of the "
        "same length, it returns the slope of the mean squared error with respect to each "
        "prediction, as an array of that length."
    ),
    solution=mse_slope,
    judge=FunctionJudge(pairs, (
        Property(
            "Where a prediction is right its slope is 0: nothing asks it to move.",
            lambda slope, y, y_hat: bool(np.allclose(slope[y == y_hat], 0, atol=1e-6)),
        ),
        Property(
            "Where a prediction is too large, making it larger makes the loss larger, so its slope "
            "is positive; where it is too small, negative.",
            lambda slope, y, y_hat: bool((slope * (y_hat - y) >= 0).all()),
        ),
    )),
    forbids=("losses.mse",),
    traps=(
        Trap("sign flipped", lambda y, y_hat: 2 * (y - y_hat) / y.size,
             "The sign is turned round. The slope says how the loss changes when a prediction "
             "grows: one that is too large has a positive slope."),
        Trap("missing 2", lambda y, y_hat: (y_hat - y) / y.size,
             "It is half of what it should be everywhere. The slope of a square is twice what is "
             "squared."),
        Trap("missing 1/N", lambda y, y_hat: 2 * (y_hat - y),
             "It is right for a single prediction. With more of them each has only its share in "
             "the mean, and its slope is that much smaller."),
        Trap("missing 2/N", lambda y, y_hat: y_hat - y,
             "These are the errors. The direction is theirs; the length is not: the square "
             "contributes a factor, and so does the mean."),
        Trap("slope of the other loss", lambda y, y_hat: np.sign(y_hat - y) / y.size,
             "All slopes are equally large: that is the mean absolute error. Under MSE an error "
             "twice as large pulls twice as hard."),
        Trap("loss for slope", lambda y, y_hat: (y_hat - y) ** 2 / y.size,
             "This is what each prediction adds to the loss. Asked is how that changes when the "
             "prediction moves, and it can be negative."),
        Trap("slope to the target", lambda y, y_hat: 2 * y_hat / y.size,
             "The targets are missing. The slope belongs to the square of an error, and the "
             "error is a difference."),
    ),
    hints=(
        "Take one prediction alone. If it grows by a hundredth, how does its square error change?",
        "What is squared comes down with a factor, and the mean leaves each prediction its "
        "share. The formula stands in the passage above; `nudge` can tell you whether you have it.",
        "One line. An array as long as `y`, each entry made of one error and two numbers that "
        "are the same for all.",
    ),
)


# Exercise 6.3


def swapped_digits(
    minutes: tuple[int, ...] = (13, 6, 14, 8, 9), typed: int = 41
) -> tuple[float, float, float]:
    """The best constant for MSE before and after the slip, and for MAE after it."""
    before, after = np.array(minutes), np.array(minutes)
    after[2] = typed
    return float(np.mean(before)), float(np.mean(after)), float(np.median(after))


def other_slip(rng: np.random.Generator) -> Numbers | None:
    """A third visit above the middle, and far above all others once its digits are swapped."""
    minutes = picks(rng, 5, 4, 19)
    typed = int(str(minutes[2])[::-1])
    _, after, middle = swapped_digits(minutes, typed)
    others = minutes[:2] + minutes[3:]
    fits = minutes[2] > middle != np.mean(minutes) and max(others) < after < typed
    return (minutes, typed) if fits else None


def slip(solution: Solution, minutes: tuple[int, ...], typed: int) -> Exercise:
    """The favourites of two losses before and after the third of these is mistyped."""
    before, after, middle = solution()
    others = minutes[:2] + minutes[3:]
    wrong = [*others, typed]
    third = minutes[2]
    return Exercise(
        id="6.3",
        title="A slip of the pen",
        objective="Say what each loss is after, and what one far sample does to it",
        level="warm-up",
        see="The mean has no friends at kilometre 10",
        task=(
            f"Five visitors stayed {listed(minutes)} minutes, and you predict one number for all. "
            f"Which number does MSE like best? Then somebody types the third as {typed}. Which "
            "number does MSE like best now, and which does MAE? Enter the three, with one decimal."
        ),
        solution=solution,
        judge=NumberJudge(("MSE before", "MSE after", "MAE after"), decimals=1),
        traps=(
            Trap("mean and median swapped", lambda: (middle, middle, after),
                 "You have the two losses the wrong way round. MSE weighs by distance and is "
                 "dragged along; MAE counts heads, left against right."),
            Trap("median for both", lambda: (middle, middle, middle),
                 "The third is right. MSE has its own favourite, and it is not the middle of the "
                 "row: its pull grows with the distance."),
            Trap("not sorted", lambda: (before, after, typed),
                 "The first two are right. The third is the middle of the list as it was written; "
                 "the median is the middle once the numbers stand in order."),
            Trap("middle of the range", lambda: (before, (min(wrong) + typed) / 2, middle),
                 "Halfway between the smallest and the largest is best for whoever counts only the "
                 "largest error. MSE counts all five."),
            Trap("outlier left out", lambda: (before, np.mean(others), np.median(others)),
                 f"You left the {typed} out. You may know that it is a slip; the losses do not, "
                 "and each has to live with five numbers."),
            Trap("sum for mean", lambda: (5 * before, 5 * after, middle),
                 "The third is right. The first two are sums: the stop of five houses is not as "
                 "far out as all of them together."),
            Trap("mean for both", lambda: (before, after, after),
                 "The first two are right. MAE does not follow them: whether the last visitor "
                 f"stayed {third} minutes or {typed}, that is one head, on the same side."),
        ),
        hints=(
            "Where do the ropes cancel, and where the votes?",
            "One of the losses is least at the mean, the other at the median. Work out both for "
            "the typed list; for the median, put it in order first.",
            "Three numbers in a list. The second is the largest, and above four of the five "
            "visits.",
        ),
    )


SLIP = varied(slip, swapped_digits, other_slip)


# Exercise 6.4


def worked_mornings(
    forecast: tuple[float, ...] = (0.8, 0.3, 0.6, 0.5)
) -> tuple[float, float, float, float]:
    """What the two dry mornings were given, the product, and the loss."""
    rain, dry, dry_too, rain_again = forecast
    given = np.array([rain, 1 - dry, 1 - dry_too, rain_again])
    return given[1], given[2], given.prod(), -np.log(given).mean()


def other_mornings(rng: np.random.Generator) -> Numbers | None:
    """Four different forecasts whose product is a little above a tenth."""
    forecast = picks(rng, 4, 0.1, 0.95, 0.05)
    a, b, product, _ = worked_mornings(forecast)
    fits = 0.1 < product < 0.13 and a + b + forecast[0] + forecast[3] > 1.2
    return (forecast,) if fits else None


def mornings(solution: Solution, forecast: tuple[float, ...]) -> Exercise:
    """The cross-entropy of these forecasts on a wet, two dry and a wet morning."""
    first, last = forecast[0], forecast[3]
    a, b, product, loss = solution()
    bounds = num(first), num(last)

    def with_dry(second: float, third: float) -> tuple[float, float, float, float]:
        product = first * second * third * last
        return second, third, product, -np.log(product) / 4

    return Exercise(
        id="6.4",
        title="Fill in the forecast",
        objective="Work out a cross-entropy from probabilities",
        level="core",
        see="The price of a probability",
        task=(
            "It rained, stayed dry, stayed dry, rained. The forecast for rain had been "
            f"{listed(forecast)}. The calculation, with gaps: what happened was given {bounds[0]}, "
            f"(a), (b) and {bounds[1]}; the product of the four is (c); the binary cross-entropy "
            "is (d). Fill in (a) to (d), with three decimals."
        ),
        solution=solution,
        judge=NumberJudge(("a", "b", "c", "d"), decimals=3, worked=(
            f"{bounds[0]} · {{}} · {{}} · {bounds[1]} = {{}}\n"
            "binary cross-entropy: {}"
        )),
        traps=(
            Trap("rain for dry", lambda: with_dry(forecast[1], forecast[2]),
                 "On the second and third morning it stayed dry. What was given to *that* is what "
                 "the forecast for rain has left over."),
            Trap("one term", lambda: (a, b, product, -np.log(first * last) / 4),
                 "The first three are right. In the loss only the rainy mornings have paid; the "
                 "dry ones pay by the other term."),
            Trap("another logarithm", lambda: (a, b, product, -np.log10(product) / 4),
                 "The first three are right. The logarithm was the one to base 10; the book counts "
                 "in nats, with the key ln or `np.log`."),
            Trap("bits for nats", lambda: (a, b, product, -np.log2(product) / 4),
                 "The first three are right. The loss is in bits; the book counts in nats, with "
                 "the natural logarithm."),
            Trap("sign flipped", lambda: (a, b, product, -loss),
                 "The first three are right, and so is the size of the fourth. A surprise is never "
                 "negative: the logarithm of a probability is, so its sign is turned."),
            Trap("sum for mean", lambda: (a, b, product, 4 * loss),
                 "The first three are right. The fourth is the surprise of all four mornings "
                 "together; the loss is that of one."),
            Trap("mean for product", lambda: (a, b, (first + a + b + last) / 4,
                                              -np.log((first + a + b + last) / 4)),
                 "You took the mean of the four. That independent things all happen has the "
                 "product of their probabilities; the mean comes later, over the logarithms."),
            Trap("logarithm forgotten", lambda: (a, b, product, product / 4),
                 "The first three are right. The fourth is the product shared out; a loss takes "
                 "the logarithm of it before it shares."),
            Trap("sum for product", lambda: (a, b, first + a + b + last, loss),
                 "For (c) you added the four. No probability is above 1: that independent things "
                 "all happen has the product of their probabilities."),
        ),
        hints=(
            "If rain was given one half, how much was given to no rain?",
            "A rainy morning counts with the forecast, a dry one with what the forecast leaves. "
            "Multiply the four; the loss is minus the natural logarithm of that, shared among the "
            "mornings.",
            "Four numbers in a list. (c) is a little above a tenth; (d) is below the loss of the "
            "shrug.",
        ),
    )


MORNINGS = varied(mornings, worked_mornings, other_mornings)


# Exercise 6.5


def likes_to_hear(rainy: float = 0.35) -> tuple[float, float, float]:
    """The answer that each loss likes best if it rains on this share of all mornings."""
    p = np.linspace(0.01, 0.99, 99)
    surprise = -rainy * np.log(p) - (1 - rainy) * np.log(1 - p)
    squares = rainy * (1 - p) ** 2 + (1 - rainy) * p**2
    distances = rainy * (1 - p) + (1 - rainy) * p
    return p[surprise.argmin()], p[squares.argmin()], p[distances.argmin()]


def other_truth(rng: np.random.Generator) -> Numbers:
    """A share below one half that the figure can be set to."""
    return (pick(rng, 0.05, 0.45, 0.05),)


def honest(solution: Solution, rainy: float) -> Exercise:
    """What three losses like to hear where it rains on this share of all mornings."""
    return Exercise(
        id="6.5",
        title="Who wants the truth?",
        objective="Tell a loss that rewards the truth from one that does not",
        level="core",
        see="Surprise, in coins",
        task=(
            f"Let it rain on a share of {num(rainy)} of all mornings. Predict first: which answer, "
            "from 0.01 to 0.99, is the cheapest under cross-entropy, under MSE and under MAE? Then "
            "set the figure to it and look. Enter the three in this order, with two decimals."
        ),
        solution=solution,
        judge=NumberJudge(("cross-entropy", "MSE", "MAE"), decimals=2),
        traps=(
            Trap("all are honest", lambda: (rainy, rainy, rainy),
                 "The first two are right. MAE does not reward the truth: it is after the median, "
                 "and what is the median morning if most are dry?"),
            Trap("wrong end", lambda: (rainy, rainy, 0.99),
                 "The first two are right, and MAE does exaggerate, but towards what happens more "
                 "often. Here that is no rain."),
            Trap("the share of dry mornings", lambda: (1 - rainy, 1 - rainy, 0.99),
                 "You answered for the dry mornings. The answer is the probability of rain."),
            Trap("squares exaggerate", lambda: (rainy, 0.01, 0.01),
                 "The first and the last are right. MSE is after the mean, and the mean of ones "
                 "and zeros is a share."),
            Trap("shrug", lambda: (rainy, rainy, 0.5),
                 "The first two are right. MAE shrugs only where it rains on every second morning, "
                 "and there all answers cost the same."),
            Trap("beyond the list", lambda: (rainy, rainy, 0.0),
                 "You have the right end. The list of answers stops a little before it: enter its "
                 "last entry on that side."),
            Trap("mean and median swapped", lambda: (rainy, 0.01, rainy),
                 "The first is right. The other two have changed places: which of the two losses "
                 "is after the mean, and which after the median?"),
            Trap("cross-entropy exaggerates", lambda: (0.01, rainy, 0.01),
                 "The last two are right. Cross-entropy does not exaggerate: what would it charge "
                 "for so sure an answer on each morning on which it rains after all?"),
        ),
        hints=(
            "Two of the three are cheapest for whoever says what is true.",
            "Ask what constant each loss likes best for a list of ones and zeros: a mean, or a "
            "median? The text below each name in the figure tells where its curve is lowest.",
            "Three numbers in a list; two of them are the same.",
        ),
    )


HONEST = varied(honest, likes_to_hear, other_truth)


# Exercise 6.6


def class_loss(P: Array, labels: NDArray[np.intp]) -> float:
    """Return the mean cross-entropy of probabilities (N, classes) at class numbers (N,)."""
    given = P[np.arange(len(P)), labels]
    return float(-np.log(given).mean())


def photographs(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """One photograph, then few, then random ones with no probability near 0."""
    yield np.array([[0.5, 0.25, 0.25]]), np.array([0])
    yield np.array([[0.5, 0.3, 0.2]]), np.array([2])
    yield np.array([[0.7, 0.2, 0.1], [0.1, 0.6, 0.3]]), np.array([0, 2])
    for n, classes in ((3, 2), (5, 3), (4, 10), (12, 4)) * 4:
        yield softmax(rng.normal(size=(n, classes))), rng.integers(classes, size=n)


CLASS_LOSS = Exercise(
    id="6.6",
    title="The surprise of a die",
    objective="Turn a loss of several classes into code",
    level="core",
    see="One of several",
    task=(
        "Write `class_loss(P, labels)`: the rows of `P` are what a network said, a probability for "
        "each class; `labels` holds the number of the right class of each row, counted from 0. "
        "Return the mean cross-entropy over the rows, one number."
    ),
    solution=class_loss,
    judge=FunctionJudge(photographs, (
        Property(
            "A surprise is never negative.",
            lambda loss, P, labels: bool(loss >= 0),
        ),
    )),
    forbids=("losses.cross_entropy",),
    traps=(
        Trap("integer labels for one-hot",
             lambda P, labels: -(labels[:, None] * np.log(P)).sum(axis=1).mean(),
             "The class numbers multiply as if they were amounts: class 0 never pays, and class 2 "
             "pays twice, for every entry. A label says *which* entry counts; as a factor it has "
             "to be a row of zeros with a single 1."),
        Trap("labels as columns", lambda P, labels: -np.log(P[:, labels]).mean(),
             "Every row pays for the labels of all rows. With a colon, `labels` picks columns for "
             "everybody; each row needs its own label."),
        Trap("sum for mean", lambda P, labels: -np.log(P[range(len(P)), labels]).sum(),
             "It is right for a single row. For more, this is the sum of their surprises, and a "
             "mean is asked for."),
        Trap("mean over the classes too",
             lambda P, labels: -np.log(P[range(len(P)), labels]).mean() / P.shape[1],
             "You divide by rows times classes. Only one entry of each row has paid, so the mean "
             "is over the rows."),
        Trap("sign flipped", lambda P, labels: np.log(P[range(len(P)), labels]).mean(),
             "The sign is missing: logarithms of probabilities are negative, and a loss that "
             "falls without end has nothing to rest on."),
        Trap("every class pays", lambda P, labels: -np.log(P).sum(axis=1).mean(),
             "All entries pay, whatever the label. The surprise is at what happened, and that is "
             "one class for each row."),
        Trap("logarithm of the mean", lambda P, labels: -np.log(P[range(len(P)), labels].mean()),
             "You take the mean first and the logarithm after it. Each row has its own surprise; "
             "the mean is over those."),
        Trap("mistake for surprise", lambda P, labels: 1 - P[range(len(P)), labels].mean(),
             "This is what was not given to the right class. Without the logarithm the price stays "
             "below 1, however certain the mistake."),
        Trap("another logarithm",
             lambda P, labels: -np.log10(P[range(len(P)), labels]).mean(),
             "The logarithm is the one to base 10; the book counts in nats."),
        Trap("double softmax",
             lambda P, labels: -np.log(softmax(P)[range(len(P)), labels]).mean(),
             "The rows of `P` are probabilities already. A softmax of them treats them as sums, "
             "and sums between 0 and 1 are hardly apart."),
        Trap("the largest for the right one", lambda P, labels: -np.log(P.max(axis=1)).mean(),
             "Each row pays for its own favourite, whether that was right or not. What counts is "
             "what it gave to its label."),
        Trap("classes counted from 1",
             lambda P, labels: -np.log(P[range(len(P)), labels - 1]).mean(),
             "Each row pays for the class before its own. Classes are counted from 0 here."),
        Trap("bits for nats", lambda P, labels: -np.log2(P[range(len(P)), labels]).mean(),
             "You took the logarithm to base 2. The book counts in nats, with the natural one."),
        Trap("the others charged too",
             lambda P, labels: -np.log(abs(1 - P - np.eye(P.shape[1])[labels])).sum(axis=1).mean(),
             "You also charge what the other classes were given, as for so many yes-or-no "
             "questions. Here the classes share one probability of 1, so what the right one was "
             "given says it all."),
    ),
    hints=(
        "Of each row, a single entry matters.",
        "Find what each row gave to its right class. The price is minus the natural logarithm of "
        "that; then take the mean over the rows.",
        "A loop over rows and labels will do, or two lines with an index of two arrays. The "
        "result is one number, never negative.",
    ),
)


# Exercise 6.7


def picture_loss(Z: Array, labels: NDArray[np.intp]) -> float:
    """Return the mean cross-entropy of sums (N, classes) at class numbers (N,)."""
    top = Z.max(axis=1, keepdims=True)
    log_total = top[:, 0] + np.log(np.exp(Z - top).sum(axis=1))
    return float((log_total - Z[np.arange(len(Z)), labels]).mean())


def twice_softmaxed(Z: Array, labels: NDArray[np.intp]) -> Any:
    """Return the mean cross-entropy of sums (N, classes) at class numbers (N,)."""
    P = softmax(Z)
    top = P.max(axis=1, keepdims=True)
    log_total = top[:, 0] + np.log(np.exp(P - top).sum(axis=1))
    return (log_total - P[np.arange(len(P)), labels]).mean()


def sums(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """A sure row, an unsure one, large sums of both signs, then random ones."""
    yield np.array([[50.0, 0.0, 0.0]]), np.array([0])
    yield np.array([[2.0, 1.0, 0.0]]), np.array([2])
    yield np.array([[1000.0, 0.0, 0.0], [0.0, 1.0, 2.0]]), np.array([1, 0])
    yield np.array([[-1000.0, -1040.0]]), np.array([1])
    for n, classes in ((3, 2), (5, 3), (6, 10)) * 4:
        yield rng.normal(scale=2, size=(n, classes)), rng.integers(classes, size=n)


def log_totals(Z: Array) -> Array:
    """The logarithm of the total of each row's powers of e, without leaving the range."""
    return np.asarray(np.logaddexp.reduce(Z, axis=1))


def behind(Z: Array, labels: NDArray[np.intp]) -> float:
    """By how much, in the mean, the right class lies behind the largest sum."""
    return float((Z.max(axis=1) - Z[range(len(Z)), labels]).mean())


def rounded(Z: Array, labels: NDArray[np.intp], lowest: float) -> float:
    """The loss by way of the probabilities, with logarithms held at the lowest."""
    with np.errstate(divide="ignore"):
        logs = np.log(softmax(Z))[range(len(Z)), labels]
    return float(-np.maximum(logs, lowest).mean())


PICTURE_LOSS = Exercise(
    id="6.7",
    title="A loss that will not fall",
    objective="Read a loss that stands still, and mend its cause",
    level="core",
    see="Sums of a thousand",
    task=(
        "`picture_loss(Z, labels)` should return the mean cross-entropy of a network's last sums, "
        "a row of `Z` for each picture, at the right classes `labels`. With three classes it never "
        "falls below 0.55, however sure and right the sums are. Mend it. It has to hold for sums "
        "of 1000 too."
    ),
    solution=picture_loss,
    judge=FunctionJudge(sums, (
        Property(
            "The result is no longer a number one can average: a power of e has left the range, or "
            "has vanished before its logarithm was taken.",
            lambda loss, Z, labels: bool(np.isfinite(loss)),
        ),
        Property(
            "The price is too low: who was sure of another class by so much pays that much. Was a "
            "probability clipped?",
            lambda loss, Z, labels: bool(loss >= 0.999 * behind(Z, labels)),
        ),
    ), given=twice_softmaxed),
    forbids=("losses.cross_entropy", "losses._cross_from_z"),
    traps=(
        Trap("double softmax",
             lambda Z, labels: rounded(np.asarray(softmax(Z)), labels, -np.inf),
             "The softmax is still taken twice: once to make probabilities, and once more inside "
             "the loss, as if these were sums."),
        Trap("softmax forgotten", lambda Z, labels: -Z[range(len(Z)), labels].mean(),
             "Now there is no softmax at all: only the sum of the right class is left, and what "
             "the other classes claim costs nothing."),
        Trap("half mended, total",
             lambda Z, labels: (log_totals(Z) - softmax(Z)[range(len(Z)), labels]).mean(),
             "The total is taken from the sums now. What is taken away from it is still a "
             "probability."),
        Trap("half mended, right class",
             lambda Z, labels: (log_totals(softmax(Z)) - Z[range(len(Z)), labels]).mean(),
             "The right class stands there with its sum now. The total is still made of "
             "probabilities."),
        Trap("logarithm of a rounded 0", lambda Z, labels: rounded(Z, labels, -np.inf),
             "One softmax, and it holds for small sums. For large ones the probability has been "
             "rounded to 0 before its logarithm is taken: do not leave the sums."),
        Trap("logarithm held", lambda Z, labels: rounded(Z, labels, -100),
             "One softmax, and it holds for small sums. For large ones the logarithm was held at "
             "-100, and that is the wrong price, with a slope of 0. Do not leave the sums."),
        Trap("largest sum not put back",
             lambda Z, labels: (
                 log_totals(Z) - Z.max(axis=1) - Z[range(len(Z)), labels]
             ).mean(),
             "The largest sum was taken off before the powers of e, which is good. The logarithm "
             "of the total has to get it back."),
        Trap("sum for mean",
             lambda Z, labels: (log_totals(Z) - Z[range(len(Z)), labels]).sum(),
             "It is right for a single picture. For more of them this is the sum, and the mean is "
             "asked for."),
        Trap("labels as columns",
             lambda Z, labels: (log_totals(Z)[:, None] - Z[:, labels]).mean(),
             "Every picture pays for the labels of all pictures; each has a label of its own."),
    ),
    hints=(
        "Follow one row through the program. What is it after each line, sums or probabilities?",
        "Minus the logarithm of a softmax is: the logarithm of the total of all powers of e, less "
        "the sum of the right class. Where in that does a softmax have to be taken beforehand?",
        "One line fewer than before, and three lines in which one letter changes.",
    ),
)


# Exercise 6.8


def three_marks(classes: int = 5) -> tuple[float, float, float]:
    """The loss of the shrug, the floor under a second softmax, the price of a lost logarithm."""
    perfect = np.exp([1] + [0] * (classes - 1))
    return np.log(classes), -np.log(perfect[0] / perfect.sum()), -max(-np.inf, -100)


def other_marks(rng: np.random.Generator) -> Numbers:
    """A number of classes, neither two nor the three of the chapter."""
    return (pick(rng, 4, 20),)


FRACTIONS = {4: "quarter", 5: "fifth", 6: "sixth", 7: "seventh", 8: "eighth", 9: "ninth",
             10: "tenth", 11: "eleventh", 12: "twelfth"}


def marks(solution: Solution, classes: int) -> Exercise:
    """The numbers at which a loss stands still with so many classes."""
    shrug, floor, _ = solution()
    count, zeros = (str(n) if n > 12 else spelled(n) for n in (classes, classes - 1))
    part = FRACTIONS.get(classes, f"{classes}th")
    article = "an" if classes in (8, 11, 18) else "a"

    def marks_of(others: int) -> tuple[float, float, float]:
        return np.log(others + 1), np.log(np.exp(1) + others) - 1, 100

    return Exercise(
        id="6.8",
        title="Where the loss stands still",
        objective="Read a loss that stands still, and say what went wrong",
        level="core",
        see="Sums of a thousand",
        task=(
            f"A network sorts pictures into {count} classes, and its cross-entropy stands still. "
            "At which number does it stand if the network gives every class the same probability? "
            "If it is perfect, and the loss takes a second softmax of its answers? If, by the "
            "library, it gave exactly 0 to what happened, every time? Enter the three, with three "
            "decimals."
        ),
        solution=solution,
        judge=NumberJudge(("shrug", "second softmax", "certain and wrong"), decimals=3),
        traps=(
            Trap("ln 2 for every number of classes", lambda: marks_of(1),
                 f"These are the marks of two classes. With {count} the shrug gives {article} "
                 f"{part} to each, and {zeros} zeros share with the 1."),
            Trap("probability for loss", lambda: (np.exp(-shrug), np.exp(-floor), 0),
                 "These are the probabilities that the right class is given. The loss is minus the "
                 "natural logarithm of them."),
            Trap("another logarithm", lambda: (shrug / np.log(10), floor / np.log(10), 100),
                 "The logarithms are those to base 10; the book counts in nats."),
            Trap("no floor seen", lambda: (shrug, 0, 100),
                 "The first and the last are right. Even of a perfect row the second softmax "
                 "leaves something to the wrong classes: e to the power 0 is 1, and not nothing."),
            Trap("three classes", lambda: marks_of(2),
                 "These are the marks of three classes, as in the text. Count the zeros of a "
                 f"perfect row of {count}."),
            Trap("sign flipped", lambda: (-shrug, -floor, -100),
                 "The sizes are right. A surprise is never negative."),
            Trap("sum of a thousand", lambda: (shrug, floor, 1000),
                 "The first two are right. 1000 would be the price worked out from the sums. Here "
                 "the probability has already been rounded to 0; where does the library hold its "
                 "logarithm?"),
            Trap("nothing given, nothing owed", lambda: (shrug, floor, 0),
                 "The first two are right. A loss of 0 is for whoever gave everything to what "
                 "happened. Here it got nothing at all."),
            Trap("bits for nats", lambda: (shrug / np.log(2), floor / np.log(2), 100),
                 "There is a logarithm to base 2 in it. The book counts in nats, with the natural "
                 "one."),
        ),
        hints=(
            "In each case ask first: which probability does the right class get?",
            f"Equal shares for {count}; then e to the 1 against e to the 0, {zeros} times; then "
            "none at all, with the logarithm held. Minus the natural logarithm of each.",
            f"Three numbers in a list: between {int(shrug)} and {int(shrug) + 1}, between "
            f"{int(floor)} and {int(floor) + 1}, and a round one.",
        ),
    )


MARKS = varied(marks, three_marks, other_marks)


# Exercise 6.9


def bce_from_z(y: Array, z: Array) -> float:
    """Return the mean binary cross-entropy of sigmoid(z) at targets y, from z alone."""
    softplus = np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))
    return float((softplus - y * z).mean())


def sums_of_one(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Sums of ordinary size, then of a thousand, then random ones and mixtures."""
    yield np.array([1.0]), np.array([0.0])
    for y in (1.0, 0.0):
        yield np.array([y]), np.array([2.0])
        yield np.array([y]), np.array([-2.0])
    for y in (0.0, 1.0):
        yield np.array([y]), np.array([1000.0])
        yield np.array([y]), np.array([-1000.0])
    for n in (2, 5, 9) * 4:
        yield rng.integers(2, size=n).astype(float), rng.normal(scale=3, size=n)
    yield np.array([1.0, 0.0, 0.0]), np.array([-800.0, 0.5, 900.0])


def softplus(z: Array) -> Array:
    """The logarithm of 1 + e^z."""
    return np.asarray(np.logaddexp(0, z))


FROM_Z = Exercise(
    id="6.9",
    title="Yes or no, straight from the sum",
    objective="Compute a loss that large sums cannot break",
    level="stretch",
    see="Sums of a thousand",
    task=(
        "Write `bce_from_z(y, z)`: the mean binary cross-entropy of the probabilities that a "
        "sigmoid would make of the sums `z`, at the targets `y` (0 or 1), two arrays of the same "
        "length. It must be exact for sums of 1000 and of -1000 as well, so it cannot go by way of "
        "the sigmoid."
    ),
    solution=bce_from_z,
    judge=FunctionJudge(sums_of_one, (
        Property(
            "The result is no longer a number one can average: a power of e has left the range, or "
            "a logarithm has met a 0. On which side does it happen? There is a form for which the "
            "exponent is never positive.",
            lambda loss, y, z: bool(np.isfinite(loss)),
        ),
        Property(
            "The price is too low. Who is sure of the wrong side by a sum of 1000 pays 1000; a "
            "probability that was clipped, or a logarithm that was held, has lost that.",
            lambda loss, y, z: bool(loss >= 0.999 * np.maximum((1 - 2 * y) * z, 0).mean()),
        ),
    )),
    forbids=("losses.binary_cross_entropy", "losses._binary_from_z"),
    traps=(
        Trap("logarithm held", lambda y, z: binary_cross_entropy(y, sigmoid(z)),
             "It holds for small sums. For large ones the sigmoid was rounded to 0 or 1, and the "
             "logarithm held at -100: start from the sum."),
        Trap("targets swapped", lambda y, z: (softplus(z) - (1 - y) * z).mean(),
             "A yes is charged as a no, and a no as a yes. A large sum should be cheap where the "
             "target is 1."),
        Trap("one term", lambda y, z: (y * softplus(-z)).mean(),
             "Only the targets that are 1 pay. A sure yes where the target is 0 costs nothing "
             "here."),
        Trap("sum for mean", lambda y, z: (softplus(z) - y * z).sum(),
             "It is right for a single sum. For more of them this is their total, and the mean is "
             "asked for."),
        Trap("sign flipped", lambda y, z: (y * z - softplus(z)).mean(),
             "The size is right. This is the logarithm of the likelihood; the loss is its "
             "opposite, and never negative."),
        Trap("lost the straight part",
             lambda y, z: (softplus(-np.abs(z)) - y * z).mean(),
             "The exponent is never positive now, which is good. But for a positive sum something "
             "was left behind when the sign in the exponent was turned."),
        Trap("target forgotten", lambda y, z: softplus(z).mean(),
             "This is what each sum would pay if all targets were 0. A target of 1 takes something "
             "off again."),
        Trap("product added", lambda y, z: (softplus(z) + y * z).mean(),
             "You added the product of target and sum. Where the target is 1, a larger sum has "
             "to make the loss *smaller*."),
        Trap("bits for nats", lambda y, z: (softplus(z) - y * z).mean() / np.log(2),
             "You took the logarithm to base 2. The book counts in nats, with the natural one."),
        Trap("0 and 1 for the sides", lambda y, z: softplus(-y * z).mean(),
             "Where the target is 0 you charge ln 2, whatever the sum. The formula with a "
             "product in the exponent wants the sides -1 and 1 for the classes."),
        Trap("size forgotten in the exponent",
             lambda y, z: (
                 np.maximum(z, 0) - y * z + np.where(z < -709, np.inf, softplus(-z))).mean(),
             "In the exponent a size has been forgotten. As it stands, a negative sum makes the "
             "power of e large; it should be small on both sides."),
    ),
    hints=(
        "Do it for a target of 0 first: minus the logarithm of what a sigmoid leaves over. Write "
        "that with powers of e.",
        "You get the logarithm of 1 plus a power of e. If the exponent is large, take it out of "
        "the logarithm, as the text does with the largest sum; `np.logaddexp` or `np.log1p` help. "
        "A target of 1 changes the result by a plain `z`.",
        "Two lines. One for the price at target 0, an array; one that corrects it by the targets "
        "and takes the mean.",
    ),
)


# Exercise 6.10


def hinge_of_classes(y: Array, s: Array) -> float:
    """Return the mean hinge loss of scores s at classes y, which are 0 or 1."""
    signs = 2 * y - 1
    return float(np.maximum(0, 1 - signs * s).mean())


def unsigned_hinge(y: Array, s: Array) -> Any:
    """Return the mean hinge loss of scores s at classes y, which are 0 or 1."""
    margin = y * s
    return np.maximum(0, 1 - margin).mean()


def scores(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """One score of either class and on either side of its margin, then random ones."""
    yield np.array([0.0]), np.array([-3.0])
    yield np.array([1.0]), np.array([3.0])
    yield np.array([1.0]), np.array([0.4])
    yield np.array([0.0]), np.array([0.5])
    yield np.array([1.0, 1.0, 0.0, 0.0]), np.array([2.0, 0.4, -3.0, 0.5])
    for n in (3, 6, 10) * 4:
        yield rng.integers(2, size=n).astype(float), rng.normal(scale=2, size=n)


def pays(y: Array, s: Array) -> Any:
    """What each sample pays."""
    return np.maximum(0, 1 - np.where(y == 1, s, -s))


HINGE = Exercise(
    id="6.10",
    title="A hinge that charges the innocent",
    objective="Hand a loss the labels that it believes in",
    level="core",
    see="The hinge",
    task=(
        "`hinge_of_classes(y, s)` should return the mean hinge loss of the scores `s`. The classes "
        "`y` come as 0 and 1, as in most data sets, and that is how they have to stay. But a "
        "sample of class 0 pays the same, whatever its score. Mend it."
    ),
    solution=hinge_of_classes,
    judge=FunctionJudge(scores, (
        Property(
            "What comes out is no number. Is a mean taken over the samples of one class, where "
            "there is none of them? Every sample has its part in the mean.",
            lambda loss, y, s: bool(np.isfinite(loss)),
        ),
        Property(
            "A sample on its own side by a margin of more than 1 pays nothing, in either class.",
            lambda loss, y, s: bool(pays(y, s).any() or abs(loss) < 1e-6),
        ),
    ), given=unsigned_hinge),
    forbids=("losses.hinge",),
    traps=(
        Trap("labels 0 and 1 for signs",
             lambda y, s: np.where(y == 0, 1.0, np.maximum(0, 1 - s)).mean(),
             "A class of 0 still wipes out its score: 0 times anything is no margin. The hinge "
             "wants the classes as -1 and 1."),
        Trap("sign flipped", lambda y, s: pays(1 - y, s).mean(),
             "The two classes have changed places: who is right by far now pays most."),
        Trap("half signs", lambda y, s: np.maximum(0, 1 - (y - 0.5) * s).mean(),
             "The classes stand on either side of 0 now, at one half instead of 1, so every margin "
             "counts half."),
        Trap("class 0 left out", lambda y, s: (y * pays(y, s)).mean(),
             "Class 0 pays nothing at all now. It should pay where its score is not clearly "
             "negative."),
        Trap("asks for no margin", lambda y, s: np.maximum(0, -np.where(y == 1, s, -s)).mean(),
             "This charges only what is on the wrong side, as the perceptron does. The hinge wants "
             "a margin of 1."),
        Trap("credit for large margins", lambda y, s: (1 - np.where(y == 1, s, -s)).mean(),
             "Samples with a large margin earn something, and pay for the mistakes of others. "
             "Where nothing is owed, the price is 0."),
        Trap("sum for mean", lambda y, s: pays(y, s).sum(),
             "It is right for a single sample. For more of them this is the sum, and the mean is "
             "asked for."),
        Trap("squared", lambda y, s: (pays(y, s) ** 2).mean(),
             "The prices are squared. The hinge grows in a straight line."),
        Trap("sides -1 and 0", lambda y, s: np.maximum(0, 1 - (y - 1) * s).mean(),
             "You moved the classes to -1 and 0. A 0 wipes out its score, now that of class 1. "
             "They have to lie on either side of 0, equally far."),
    ),
    hints=(
        "What is the margin of a sample of class 0, in this program, if its score is -3?",
        "The margin is class times score, with classes of -1 and 1. Make such signs out of 0 and 1 "
        "first, without touching `y`.",
        "One line more than before. It turns 0 into -1 and leaves 1 as it is, for a whole array.",
    ),
)


# Exercise 6.11


def regression(w: Array, X: Array, y: Array, lr: float) -> Any:
    """Return the weights of a logistic regression after a hundred steps."""
    for _ in range(100):
        z = X @ w
        a = 1 / (1 + np.exp(-z))
        dz = (a - y) / len(y)
        dw = X.T @ dz
        w = w - lr * dw
    return w


REGRESSION = Exercise(
    id="6.11",
    title="Logistic regression, shuffled",
    objective="Follow a slope from the loss back to the weights",
    level="core",
    see="A network without a hidden layer",
    task=(
        "Here are the lines of a logistic regression: one sigmoid neuron that goes a hundred steps "
        "against the slope of binary cross-entropy. They have been shuffled; the indentation is "
        "right. Give the letters in the order in which the lines have to stand."
    ),
    solution=regression,
    judge=OrderJudge((4, 2, 6, 0, 3, 5, 1), (
        Rule("used before the loop", "D", "G",
             "The sums belong into the loop: the weights change with every step, and the sums with "
             "them."),
        Rule("returned too early", "G", "C",
             "Behind `return` nothing is done: this program would hand the weights back before it "
             "has taken a step."),
        Rule("answer before sum", "G", "B",
             "The sigmoid needs a sum to make a probability of."),
        Rule("slope before prediction", "B", "E",
             "The slope at the sum is what was said less what is true; first something has to be "
             "said."),
        Rule("weights before sums", "E", "A",
             "The slope reaches the weights by way of the sum: the one at the sum comes first."),
        Rule("updated weight used too early", "A", "F",
             "The weights move by a slope that has not been worked out yet."),
        Rule("returned inside", "F", "C",
             "`return` comes last: what stands behind it is never reached."),
    )),
    traps=(),
    hints=(
        "The line that begins with `for` opens the program. What can be worked out from the "
        "weights alone?",
        "Forwards: sum, then what the neuron says. Backwards: slope at the sum, then slope at the "
        "weights. Then the step.",
        'Seven letters in a row, such as "ABCDEFG". The first is D, the last C.',
    ),
)


# Exercise 6.12


def why_no_slope() -> None:
    """The accuracy counts right answers, and a count only changes when a sample crosses one half.

    A small enough nudge of a weight lets none cross, so the accuracy stays the same and its slope
    is 0; where one does cross, it jumps and has no slope at all. A slope of 0 moves no weight.
    """


NO_SLOPE = Exercise(
    id="6.12",
    title="Why nobody descends on accuracy",
    objective="Say why a loss is needed beside the metric",
    level="stretch",
    see="Accuracy is not a loss",
    task=(
        "A colleague wants to train a classifier by gradient descent on its share of wrong "
        "answers, because that share is what the customer will look at. Explain in a sentence or "
        "two what will happen to the weights, and why."
    ),
    solution=why_no_slope,
    judge=SentenceJudge((
        "Do you say that a small change of a weight changes no answer, and so not the share?",
        "Do you say that the slope is therefore 0, or, at a jump, does not exist?",
        "Do you say what follows: the weights stay where they are?",
    )),
    traps=(),
    hints=(
        "Nudge one weight by a millionth. How many of the answers change?",
        "Say what happens to a count under a small nudge, what that makes of the slope, and what a "
        "step against such a slope does.",
        "Two sentences: one on the count and its slope, one on the weights.",
    ),
)


# Exercise 6.13


def which_and_why() -> None:
    """Take MAE, or Huber's loss: it predicts a median, and one record in a hundred hardly moves it.

    MSE predicts a mean. If deliveries take about 30 minutes and every hundredth is written down as
    1800, the mean is about 0.99 times 30 plus 0.01 times 1800, which is 48: more than half too
    much, for every customer.
    """


WHICH = Exercise(
    id="6.13",
    title="Seconds among the minutes",
    objective="Choose a loss for a job, and defend it with a number",
    level="stretch",
    see="Which loss for which job",
    task=(
        "A shop predicts how long a delivery takes, mostly about 30 minutes. In one record of a "
        "hundred somebody has written seconds instead of minutes, and nobody can tell which. "
        "Choose a loss, and defend it in two or three sentences with a number of your own."
    ),
    solution=which_and_why,
    judge=SentenceJudge((
        "Do you say what your loss predicts for many deliveries alike, a mean or a median?",
        "Do you give a number for how far the wrong records move the one, and the other?",
        "Do you name what your choice costs, or when it would be wrong?",
    ), fewest_words=12),
    traps=(),
    hints=(
        "How large is a wrong record, in minutes? Sixty times as large as it should be.",
        "Work out the mean of a hundred such records, one of them wrong, and then their median. "
        "Which of the two would you like to promise a customer?",
        "Two or three sentences: the choice, the number, and what the choice costs you.",
    ),
)


# Exercise 6.14


def one_large_miss(mae: float = 0.5) -> dict[str, Any]:
    """A state of the figure in which a single prediction carries the whole error."""
    return {"loss": "mse", "y": [3.0, -0.5, 2.0, 7.0], "y_hat": [3.0, -0.5, 2.0, 7.0 + 4 * mae]}


def other_miss(rng: np.random.Generator) -> Numbers:
    """Another mean distance, small enough for the picture."""
    return (pick(rng, 0.25, 0.75, 0.05),)


def misses(state: Mapping[str, Any]) -> Array:
    """How far each prediction of the figure is off."""
    return np.asarray(np.abs(np.subtract(state["y_hat"], state["y"])))


def shared_out(solution: Solution, mae: float) -> Exercise:
    """The largest squared error at this mean absolute error."""
    asked = num(mae)
    return Exercise(
        id="6.14",
        title="As far in all, as wrong as can be",
        objective="Put one number on how wrong a set of predictions is, by square and by distance",
        level="core",
        see="One number for how wrong",
        task=(
            "The figure `forecasts` opens with four exact forecasts. Leave the targets alone and "
            f"move the predictions so that the mean absolute error is {asked} and the mean squared "
            "error is as large as it can be at that. How must the misses be shared out?"
        ),
        solution=solution,
        judge=FigureJudge("LossExplorer", (
            Goal("another loss", lambda state: state["loss"] in {"mse", "mae"},
                 "The figure shows another loss. Choose MSE or MAE; these two are compared."),
            Goal("targets moved", lambda state: state["y"] == [3.0, -0.5, 2.0, 7.0],
                 "The targets are no longer what they were. Press Reset: it is the forecast that "
                 "may be wrong here, not the morning."),
            Goal("too good", lambda state: bool(misses(state).mean() >= mae - 0.01),
                 f"The mean absolute error is below {asked}. More distance may be shared out."),
            Goal("too far", lambda state: bool(misses(state).mean() <= mae + 0.01),
                 f"The mean absolute error is above {asked}. Choose MAE in the figure to read it "
                 "off."),
            Goal("shared evenly", lambda state: bool(np.ptp(misses(state)) > 0.05),
                 "All four are off by the same. That way the squares come out as small as they "
                 "can, not as large. Take some distance from one and give it to another: what "
                 "happens?"),
            Goal("still shared", lambda state: bool((misses(state) ** 2).mean() >= 3.8 * mae**2),
                 "The distance is right, and the squares can be larger. Which forecast would you "
                 "make better, and which worse by as much?"),
        )),
        traps=(),
        hints=(
            "The two errors have the same distances in them. Which distances does a square favour?",
            "Take two misses, say of 1 and 1. Make one larger and the other smaller by the same "
            "amount, and compare the squares before and after. Then go on until it cannot be done "
            "any more.",
            "The total distance is four times the mean. In the end most of the bars in the right "
            "picture are empty.",
        ),
    )


SHARED_OUT = varied(shared_out, one_large_miss, other_miss)


EXERCISES = (
    BUSES, MSE_SLOPE, SLIP, MORNINGS, HONEST, CLASS_LOSS, PICTURE_LOSS, MARKS, FROM_Z, HINGE,
    REGRESSION, NO_SLOPE, WHICH, SHARED_OUT,
)
