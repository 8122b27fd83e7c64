"""The exercises of chapter 7, "Gradient descent"."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

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
    spelled,
    varied,
)

__all__ = ["EXERCISES"]

# fmt: off

Array = NDArray[np.float64]
CANYON = "The clock that made learning five thousand times slower"

# The slopes are the exercise, so what finds slopes is not there when it is marked.
SLOPES = (
    "backpropagation.backprop", "backpropagation.sweep", "training.train", "many.train_many",
    "gradients.nudge", "gradients.complex_step", "writing.written_out",
)  # fmt: skip


# Exercise 7.1


def one_step(
    x: float = 3, y: float = 16, b: float = 20, lr: float = 0.05
) -> tuple[float, float, float]:
    """The slope at w = 0, the weight after one step, and the loss there."""
    w = 0.0
    slope = 2 * (w * x + b - y) * x
    w = w - lr * slope
    return slope, w, (w * x + b - y) ** 2


def other_candle(rng: np.random.Generator) -> Numbers | None:
    """A rate that leaves a hundredth of the loss, and a weight that is no whole number."""
    x, lr = ((1.5, 0.2), (3, 0.05), (6, 0.0125))[rng.integers(3)]
    b = pick(rng, 18, 26)
    y = b - pick(rng, 2, 9, 0.5)
    return (x, y, b, lr) if abs(one_step(x, y, b, lr)[1] % 1 - 0.5) < 0.45 else None


LONGER = {0.2: "five", 0.05: "twenty", 0.0125: "eighty"}  # times, without the learning rate


def step(solution: Solution, x: float, y: float, b: float, lr: float) -> Exercise:
    """One step from w = 0, for a candle that is y cm high after x hours."""
    inside = b - y
    slope, w, _ = solution()
    hours = spelled(x) if isinstance(x, int) else num(x)
    gain, miss, height = num(x), num(inside), num(inside**2)
    low = math.floor(w)

    def stepped(slope: float, change: float) -> tuple[float, float, float]:
        return slope, change, (x * change + inside) ** 2

    return Exercise(
        id="7.1",
        title="One step, by hand",
        objective="Do a step of plain descent with a pencil",
        level="warm-up",
        see="How long a step",
        task=(
            f"Another candle, a single measurement: {hours} hours after noon it is {num(y)} cm "
            f"high. The intercept is held at {b}, so the loss is C = ({gain}w + {miss})², and at "
            f"w = 0 it is {height}. Take one step from there, with a learning rate of {num(lr)}. "
            "Enter the slope of the loss at w = 0, the weight after the step, and the loss there, "
            "with two decimals."
        ),
        solution=solution,
        judge=NumberJudge(("slope", "new weight", "new loss"), decimals=2),
        traps=(
            Trap("factor 2 forgotten", lambda: stepped(slope / 2, w / 2),
                 "The slope is half as large as it should be. The derivative of a square is "
                 "*twice* what is squared, times the derivative of what is inside."),
            Trap("input forgotten", lambda: stepped(slope / x, w / x),
                 f"The inside, {gain}w + {miss}, climbs by {gain} for each unit of w. That {gain}, "
                 "the input, is missing from your slope."),
            Trap("loss taken for slope", lambda: stepped(inside**2, -lr * inside**2),
                 f"{height} is the height of the loss at the start. Wanted is how fast it climbs "
                 "there."),
            Trap("sign flipped", lambda: stepped(slope, -w),
                 f"The slope is right, and you went uphill: the loss was {height} and has grown. "
                 "The step goes against the slope."),
            Trap("target minus prediction", lambda: stepped(-slope, -w),
                 "You took the miss as target minus prediction, and the slope has the wrong sign: "
                 "at w = 0 the loss climbs. The step then goes uphill too."),
            Trap("change equals the gradient", lambda: stepped(slope, slope),
                 "The weight has moved by the slope itself. Between a slope and a step stands the "
                 "learning rate, and a minus sign before it."),
            Trap("opposite, same size", lambda: stepped(slope, -slope),
                 f"The direction is right. The step is {LONGER[lr]} times too long: the learning "
                 f"rate does not take part, and the loss has grown from {height} to "
                 f"{num((inside - x * slope) ** 2)}."),
            Trap("old loss", lambda: (slope, w, inside**2),
                 "Slope and weight are right. The loss is still that of the start: put the new "
                 "weight in."),
            Trap("square forgotten", lambda: (slope, w, x * w + inside),
                 "Slope and weight are right. What you give as loss is how far the prediction is "
                 "off; the loss is the square of that."),
        ),
        hints=(
            "In which direction does the loss fall at w = 0? Your new weight has to lie there.",
            "Derive the square from outside to inside: twice the inside, times what the inside "
            "gains for each unit of w. Then one step: the old weight minus rate times slope.",
            f"Three numbers in a list: a slope above {math.ceil(slope / 10) * 10 - 10}, a weight "
            f"between {low} and {low + 1}, and a loss that is a hundredth of the {height} it was.",
        ),
    )


STEP = varied(step, one_step, other_candle)


# Exercise 7.2


def from_two_slopes(
    places: tuple[int, ...] = (1, 3), slopes: tuple[int, ...] = (-6, 4)
) -> tuple[float, float, float]:
    """The curvature, the rate at the border, and the weight at the lowest point."""
    curvature = (slopes[1] - slopes[0]) / (places[1] - places[0])
    return curvature, 2 / curvature, places[0] - slopes[0] / curvature


def other_two_slopes(rng: np.random.Generator) -> Numbers | None:
    """A whole curvature above 2, and two slopes of opposite sign and different size."""
    first, way, curvature = pick(rng, 1, 6), pick(rng, 2, 6), pick(rng, 3, 9)
    falls = -pick(rng, 1, way * curvature - 1)
    climbs = way * curvature + falls
    fits = abs(falls) != climbs and min(-falls, climbs) > 1
    return ((first, first + way), (falls, climbs)) if fits else None


def border(solution: Solution, places: tuple[int, ...], slopes: tuple[int, ...]) -> Exercise:
    """The border of a parabola with these slopes at these places."""
    (first, second), (falls, climbs) = places, slopes
    curvature, rate, lowest = solution()
    way, change = second - first, climbs - falls

    def from_curvature(k: float) -> tuple[float, float, float]:
        return k, 2 / k, first - falls / k

    return Exercise(
        id="7.2",
        title="The border from two slopes",
        objective="Say from the curvature which learning rates settle",
        level="warm-up",
        see="The border",
        task=(
            "A loss is a parabola in w, and nobody tells you its formula. You measure two slopes: "
            f"at w = {first} it is {num(falls)}, at w = {second} it is {climbs}. Enter the "
            "curvature, the learning rate at which descent stops settling and begins to climb out, "
            "and the w of the lowest point, with two decimals."
        ),
        solution=solution,
        judge=NumberJudge(("curvature", "border", "lowest point"), decimals=2),
        traps=(
            Trap("not for each unit", lambda: from_curvature(change),
                 f"{change} is by how much the slope has changed on the whole way from {first} to "
                 f"{second}. The curvature is the change for one unit of w."),
            Trap("sign of a slope lost", lambda: from_curvature(abs(climbs + falls) / way),
                 f"You took both slopes for positive. The first one falls: from {falls} the slope "
                 f"had to climb to 0 first, and then on to {climbs}."),
            Trap("coefficient for curvature", lambda: from_curvature(curvature / 2),
                 "This is the number that stands before w² in the formula of the loss. The slope "
                 "changes twice as fast, and that change is the curvature."),
            Trap("one step for the border", lambda: (curvature, 1 / curvature, lowest),
                 "That rate arrives in a single step. Beyond it the ball lands on the other side, "
                 "and for a while it still comes nearer with each jump. Which factor is the first "
                 "that does not shrink?"),
            Trap("middle for the lowest point", lambda: (curvature, rate, (first + second) / 2),
                 "The lowest point is not half-way between the two. It lies where the slope is 0, "
                 "and that is nearer to the flatter of the two places."),
            Trap("wrong side", lambda: (curvature, rate, 2 * first - lowest),
                 f"You went from w = {first} to the left. The slope there is negative, so the loss "
                 "falls to the right."),
            Trap("slopes added", lambda: from_curvature((climbs + falls) / way),
                 "You added the two slopes. The curvature says how far the slope has come from the "
                 "first place to the second, for one unit of w."),
        ),
        hints=(
            "On a parabola the slope changes by the same amount for each unit of w.",
            "The change of the slope, divided by the way, is the curvature. The border depends on "
            f"it alone. And from w = {first}, how many units does a slope of {falls} need to climb "
            "to 0?",
            "Three numbers in a list: a whole number, a rate below 1, and a place between "
            f"{first} and {second}.",
        ),
    )


BORDER = varied(border, from_two_slopes, other_two_slopes)


# Exercise 7.3


def line_step(x: Array, y: Array, w: float, b: float, lr: float) -> Array:
    """Return slope and intercept of the line after one step of gradient descent."""
    miss = w * x + b - y
    slope_w, slope_b = 2 * np.mean(miss * x), 2 * np.mean(miss)
    return np.array([w - lr * slope_w, b - lr * slope_b])


def line_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """A single point, two, a line without a miss; then random ones, with rates that settle."""
    yield np.array([1.0]), np.array([3.0]), 0.0, 0.0, 0.25
    yield np.array([1.0, 3.0]), np.array([0.0, 4.0]), 1.0, 0.0, 0.05
    yield np.array([0.0, 2.0]), np.array([1.0, 5.0]), 2.0, 1.0, 0.1
    for n in (2, 3, 5, 8) * 5:
        x, miss = rng.uniform(-2, 3, n), rng.uniform(0.5, 2.0, n) * rng.choice([-1, 1], n)
        w, b = rng.normal(size=2)
        yield x, w * x + b - miss, float(w), float(b), float(0.4 / (1 + np.mean(x * x)))


def moved(x: Array, y: Array, w: float, b: float, lr: float, **other: Any) -> Array:
    """The step with its first slope, its second, or the mean taken in another way."""
    miss = w * x + b - y
    mean = other.get("mean", np.mean)
    to_w, to_b = other.get("to_w", miss * x), other.get("to_b", miss)
    return np.array([w - lr * 2 * mean(to_w), b - lr * 2 * mean(to_b)])


def slope_first(x: Array, y: Array, w: float, b: float, lr: float) -> Array:
    """The step if the slope has moved before the intercept's part of the gradient is taken."""
    new_w = line_step(x, y, w, b, lr)[0]
    return np.array([new_w, line_step(x, y, new_w, b, lr)[1]])


def intercept_first(x: Array, y: Array, w: float, b: float, lr: float) -> Array:
    """The step if the intercept has moved before the slope's part of the gradient is taken."""
    new_b = line_step(x, y, w, b, lr)[1]
    return np.array([line_step(x, y, w, new_b, lr)[0], new_b])


def point_after_point(x: Array, y: Array, w: float, b: float, lr: float) -> Array:
    """What comes out of a step for each point, each from where the one before has led."""
    for k in range(len(x)):
        w, b = line_step(x[k : k + 1], y[k : k + 1], w, b, lr)
    return np.array([w, b])


def mse_of(line: Array, x: Array, y: Array) -> float:
    """The mean squared error of a line."""
    return float(np.mean((line[0] * x + line[1] - y) ** 2))


LINE = Exercise(
    id="7.3",
    title="One step of a line",
    objective="Write gradient descent on a line",
    level="core",
    see="Two knobs: which way is down?",
    task=(
        "Write `line_step(x, y, w, b, lr)`: one step of gradient descent on the mean squared error "
        "of a line with the slope `w` and the intercept `b`. The points have the coordinates `x` "
        "and `y`. Return the new slope and the new intercept, in this order, as an array or a list "
        "of two numbers."
    ),
    solution=line_step,
    judge=FunctionJudge(line_cases, (
        Property("This line goes through every point: its loss is 0, and yet your step moves it.",
                 lambda new, x, y, w, b, lr: (
                     mse_of(np.array([w, b]), x, y) > 1e-9 or np.allclose(new, [w, b], atol=1e-6))),
        Property("The rate is small, and yet the loss is larger after your step than before. Try "
                 "your two slopes against `nudge`.",
                 lambda new, x, y, w, b, lr: (
                     mse_of(new, x, y) <= mse_of(np.array([w, b]), x, y) + 1e-9)),
    )),
    forbids=SLOPES,
    traps=(
        Trap("factor 2 forgotten", lambda x, y, w, b, lr: line_step(x, y, w, b, lr / 2),
             "Both steps are half as long as they should be. The derivative of a square brings a "
             "factor of 2 along."),
        Trap("sum for mean", lambda x, y, w, b, lr: moved(x, y, w, b, lr, mean=np.sum),
             "Both steps are too long by the number of points. The loss is the *mean* of the "
             "squares, so its slopes are means too; with a sum, twice the points would mean twice "
             "the step."),
        Trap("sum for mean, and no 2", lambda x, y, w, b, lr: line_step(x, y, w, b, lr*len(x)/2),
             "You add up misses times inputs, and that is all. The derivative of the mean of "
             "squares has a factor of 2 and is divided by the number of points."),
        Trap("sign flipped", lambda x, y, w, b, lr: line_step(x, y, w, b, -lr),
             "The line moves away from the points. Either the step goes along the slopes, or the "
             "miss was taken as target minus prediction while the minus of the step was kept."),
        Trap("updated slope used too early", slope_first,
             "The new slope is right. For the intercept you took the misses of a line whose slope "
             "had moved already. A gradient belongs to one place: take both of its parts first, "
             "then move both."),
        Trap("updated intercept used too early", intercept_first,
             "The new intercept is right. For the slope you took the misses of a line whose "
             "intercept had moved already. Take both parts of the gradient first, then move both."),
        Trap("input forgotten",
             lambda x, y, w, b, lr: moved(x, y, w, b, lr, to_w=w * x + b - y),
             "The intercept is right. The slope moves as far as the intercept does, but what was "
             "missing has to be multiplied by what was there: the input of each point."),
        Trap("input in both",
             lambda x, y, w, b, lr: moved(x, y, w, b, lr, to_b=(w * x + b - y) * x),
             "The slope is right. The intercept is not multiplied by the input, so the input has "
             "no place in its slope of the loss."),
        Trap("product of means",
             lambda x, y, w, b, lr: moved(x, y, w, b, lr, to_w=np.mean(w * x + b - y) * x),
             "You multiplied the mean of the misses by the mean of the inputs. Multiply point by "
             "point, and take the mean of the products: a miss on the left and one on the right "
             "turn the line, even if they add up to 0."),
        Trap("intercept held", lambda x, y, w, b, lr: np.array([line_step(x, y, w, b, lr)[0], b]),
             "The slope is right, and the intercept has not moved. It has a slope of the loss of "
             "its own."),
        Trap("point after point", point_after_point,
             "You make a step for each point, so the second meets a line that has moved. Here all "
             "points are asked about the same line, and one step follows."),
        Trap("absolute error",
             lambda x, y, w, b, lr: line_step(x, w * x + b - np.sign(w * x + b - y) / 2, w, b, lr),
             "Only the signs of the misses count in your step. That descends the mean *absolute* "
             "error; with squares a miss twice as large pulls twice as hard."),
        Trap("learning rate forgotten", lambda x, y, w, b, lr: line_step(x, y, w, b, 1.0),
             "The step is the whole gradient; `lr` does not take part."),
        Trap("only the change",
             lambda x, y, w, b, lr: line_step(x, y, w, b, lr) - np.array([w, b]),
             "These are the changes. Wanted are slope and intercept after them."),
        Trap("only the gradient",
             lambda x, y, w, b, lr: np.array([w, b]) - line_step(x, y, w, b, 1.0),
             "This is the gradient, and it is right. Now make the step with it."),
        Trap("slope and intercept swapped",
             lambda x, y, w, b, lr: line_step(x, y, w, b, lr)[::-1],
             "Both numbers are right, in the other order: first the slope, then the intercept."),
        Trap("predicts without the intercept",
             lambda x, y, w, b, lr: moved(x, y, w, b, lr, to_w=(w * x - y) * x, to_b=w * x - y),
             "You measure the misses of a line through the origin. The prediction of this one "
             "has the intercept in it."),
    ),
    hints=(
        "How far is each point's prediction from its height? Everything else is made of these "
        "misses.",
        "The slope of the loss for the intercept is twice the mean of the misses. For the line's "
        "slope, each miss is first multiplied by its input. Move both, and only then look again.",
        "Three lines: the misses, an array as long as `x`; two slopes of the loss, one number "
        "each; and the two new values.",
    ),
)


# Exercise 7.4


def best_directions() -> tuple[float, ...]:
    """The best direction from (0, 17) for a step of 2 and for one of 4, in whole degrees."""
    hours, height = np.arange(-2, 3), np.array([24.2, 21.9, 20.2, 17.8, 15.9])
    angles = np.radians(np.arange(360))
    best = []
    for length in (2, 4):
        w, b = length * np.cos(angles), 17 + length * np.sin(angles)
        misses = np.outer(w, hours) + b[:, None] - height
        best.append(float((misses**2).mean(axis=1).argmin()))
    return tuple(best)


DIRECTIONS = Exercise(
    id="7.4",
    title="Longer than the way",
    objective="Tell the steepest way down from the way to the minimum",
    level="core",
    see="Two knobs: which way is down?",
    task=(
        "Predict, then move. For a very short step the best direction was 144 degrees, against "
        "the gradient; for one of 3.64, which reaches the minimum, it was 125. Where is it for a "
        "step of length 2? And for one of length 4, which is longer than the way to the minimum? "
        "Write both guesses down, then find them in the figure and enter what it says, in whole "
        "degrees."
    ),
    solution=best_directions,
    judge=NumberJudge(("length 2", "length 4"), decimals=0),
    traps=(
        Trap("always against the gradient", lambda: (144, 144),
             "That is true of short steps only. The gradient knows the tilt under your feet, and "
             "after a length of 2 the tilt is another one."),
        Trap("always to the minimum", lambda: (125, 125),
             "So it would be if the valley were round. In this one a short step gains more by "
             "going down the steep side first."),
        Trap("the minimum once it is in reach", lambda: (best_directions()[0], 125),
             "The first is right. With a length of 4 you cannot stop at the minimum, you have to "
             "go past it. Where does that cost least?"),
        Trap("back to the gradient", lambda: (best_directions()[0], 144),
             "The first is right. A step that is longer still does not turn back: overshooting "
             "down the steep side would cost most of all."),
        Trap("other way round", lambda: best_directions()[::-1],
             "Both numbers are right, and each belongs to the other length."),
        Trap("half-way", lambda: (135, best_directions()[1]),
             "Half-way between 144 and 125 is a good guess for the first. The figure says it "
             "to the degree."),
    ),
    hints=(
        "Read the two directions in the title of the figure, which says where the solid curve is "
        "lowest.",
        "Move the length to 2, and read; then to 4. Look at how the lowest point of the solid "
        "curve wanders as the step grows.",
        "Two whole numbers in a list: one between 125 and 144, the other a little below 125.",
    ),
)


# Exercise 7.5


def valley_with_gaps(
    steep: float = 4, flat: float = 0.25, rate: float = 0.4
) -> tuple[float, float, float, float]:
    """The border, the factor along, the condition number, and the steps by the rule."""
    kappa = steep / flat
    return 2 / steep, 1 - rate * flat, kappa, kappa / 2 * np.log(1000)


def other_valley(rng: np.random.Generator) -> Numbers | None:
    """A whole condition number, and a rate with which the ball jumps to the other wall."""
    steep, kappa = pick(rng, 3, 10), pick(rng, 8, 50)
    flat, rate = steep / kappa, pick(rng, 1.2, 1.8, 0.1) / steep
    clean = all(each == round(each, 3) for each in (flat, rate, 2 / flat))
    return (steep, flat, rate) if clean and steep * flat > 0.05 else None


def valley(solution: Solution, steep: float, flat: float, rate: float) -> Exercise:
    """A valley of these two curvatures, gone down with this rate."""
    across = 1 - rate * steep
    _, _, kappa, steps = solution()
    decade = int(steps // 10) * 10

    def but(**other: float) -> tuple[float, ...]:
        return tuple({**dict(zip("ABCD", solution(), strict=True)), **other}.values())

    def steps_for(kappa: float) -> float:
        return float(kappa / 2 * np.log(1000))

    return Exercise(
        id="7.5",
        title="A valley with gaps",
        objective="Predict how many steps a valley costs",
        level="core",
        see=CANYON,
        task=(
            f"A valley has the curvature {num(steep)} across and {num(flat)} along. Four places of "
            "the calculation are left open. One learning rate serves both directions, and it has "
            f"to stay below A. At {num(rate)}, a step multiplies the distance across by "
            f"{num(across)} and the distance along by B. The condition number is C. With the best "
            "rate it takes about D steps to get a thousand times nearer. Enter A, B, C and D, with "
            "two decimals."
        ),
        solution=solution,
        judge=NumberJudge(("A", "B", "C", "D"), decimals=2, worked=(
            "the learning rate has to stay below {}\n"
            f"a step at {num(rate)} multiplies: across by {num(across)}, along by {{}}\n"
            "condition number: {}\n"
            "steps to get a thousand times nearer: {}"
        )),
        traps=(
            Trap("border of the flat direction", lambda: but(A=2 / flat),
                 "The more curved a valley is, the *shorter* its steps have to be. "
                 f"{num(2 / flat)} would do for the flat direction alone; the steep one has "
                 "climbed out long before."),
            Trap("one step for the border", lambda: but(A=1 / steep),
                 "At that rate the way across is done in one step. It may be larger: the ball then "
                 "jumps to the other wall and still comes nearer."),
            Trap("best rate for the border", lambda: but(A=2 / (steep + flat)),
                 "That is the rate that makes both directions equally slow, the best one. It may "
                 "be a little larger before the steep direction climbs out."),
            Trap("one factor for both", lambda: but(B=across),
                 "That is the factor across. Along the valley the curvature is another, and so is "
                 "the factor."),
            Trap("what is covered, not what is left", lambda: but(B=rate * flat),
                 "That is the share of the way that a step covers. Wanted is what is left of the "
                 "distance."),
            Trap("ratio upside down", lambda: but(C=1 / kappa, D=steps_for(1 / kappa)),
                 "Your condition number is below 1. It is the large curvature divided by the small "
                 "one; a round valley has 1, and any other has more."),
            Trap("root too early", lambda: but(C=kappa**0.5, D=steps_for(kappa**0.5)),
                 "You took the root of the ratio. For plain descent the ratio itself counts."),
            Trap("another logarithm", lambda: but(D=kappa / 2 * 3),
                 "You took the logarithm to base 10. The rule wants the natural one: `np.log`, or "
                 "the key ln."),
            Trap("half forgotten", lambda: but(D=2 * steps),
                 "A, B and C are right. The rule has half of the condition number before the "
                 "logarithm."),
            Trap("product for ratio", lambda: but(C=steep * flat, D=steps_for(steep * flat)),
                 "You multiplied the two curvatures. The condition number says how many times as "
                 "steep the one direction is as the other; a round valley has 1, and this one is "
                 "not round."),
        ),
        hints=(
            "The steep direction sets the limit, the flat one sets the pace.",
            "Border: 2 divided by the curvature that matters. Factor: 1 minus rate times "
            "curvature. Condition number: one curvature divided by the other. The rule for the "
            "steps stands before the program that counts them.",
            "Four numbers in a list. The first two are below 1, the third is a whole number, the "
            f"last is between {decade} and {decade + 10}.",
        ),
    )


VALLEY = varied(valley, valley_with_gaps, other_valley)


# Exercise 7.6


def standardised(X: Array, new: Array) -> Array:
    """Return the samples `new`, each input less its mean in X and divided by its spread in X."""
    return np.asarray((new - X.mean(axis=0)) / X.std(axis=0))


def standard_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """The clock of the candle first; every input has a spread that its mean does not drown."""
    clock = np.arange(10.0, 15.0)[:, None]
    yield clock, clock.copy()
    yield np.array([[0.0], [4.0]]), np.array([[1.0], [6.0]])
    yield np.array([[1.0, 100.0], [3.0, 500.0]]), np.array([[2.0, 400.0], [0.0, 100.0]])
    for n in (3, 5, 9) * 6:
        scale, zero = 10.0 ** rng.uniform(-1, 1, 3), rng.uniform(-3, 3, 3)
        X, new = (rng.uniform(-1, 1, (rows, 3)) for rows in (n, 4))
        X[:2] = [[-1, 1, -1], [1, -1, 1]]
        yield (X + zero) * scale, (new + zero) * scale


STANDARD = Exercise(
    id="7.6",
    title="Before any network sees it",
    objective="Make a valley rounder by moving its inputs",
    level="core",
    see=CANYON,
    task=(
        "Write `standardised(X, new)`. A network has learned from the samples `X` (a row each), "
        "with the mean of each input subtracted and the rest divided by the spread of that input, "
        "its standard deviation. Samples `new` have to be moved and scaled by the very same "
        "amounts before they may enter: return them so."
    ),
    solution=standardised,
    judge=FunctionJudge(standard_cases),
    traps=(
        Trap("only centred", lambda X, new: new - X.mean(axis=0),
             "The inputs are centred, and still of very different size. Divide by the spread."),
        Trap("only divided", lambda X, new: new / X.std(axis=0),
             "The inputs have been scaled, but their zero has not moved. It was the zero of the "
             "clock that made the canyon."),
        Trap("divided first", lambda X, new: new / X.std(axis=0) - X.mean(axis=0),
             "You divide first and then subtract a mean that has not been divided. Subtract "
             "first."),
        Trap("one mean for all inputs", lambda X, new: (new - X.mean()) / X.std(),
             "All inputs share one mean and one spread. Hours and millimetres have nothing in "
             "common: each input, each column of `X`, has its own."),
        Trap("mean of the new samples", lambda X, new: (new - new.mean(axis=0)) / new.std(axis=0),
             "You measure the new samples by their own mean and spread. The same candle would then "
             "enter as another number, depending on who else comes along. What counts is what the "
             "network has learned from."),
        Trap("spread of the new samples",
             lambda X, new: (new - X.mean(axis=0)) / new.std(axis=0),
             "The mean is that of `X`, and the spread is that of the new samples. Both have to be "
             "those that the network has learned from."),
        Trap("the old samples", lambda X, new: (X - X.mean(axis=0)) / X.std(axis=0),
             "You return the samples `X`. Their mean and spread are to be used for `new`."),
        Trap("rows for columns",
             lambda X, new: (
                 (new - new.mean(axis=1, keepdims=True))
                 / (1 if new.shape[1] == 1 else new.std(axis=1, keepdims=True))),
             "You take mean and spread along each sample. They belong to an input: go down the "
             "columns."),
        Trap("variance for spread", lambda X, new: (new - X.mean(axis=0)) / X.var(axis=0),
             "You divide by the variance, the square of the spread. Its unit is not that of the "
             "input."),
        Trap("range for spread", lambda X, new: (
                 (new - X.min(axis=0)) / (X.max(axis=0) - X.min(axis=0))),
             "This brings the inputs of `X` between 0 and 1. Their mean is then somewhere in "
             "between, and the valley stays tilted: subtract the mean."),
        Trap("one less than N", lambda X, new: (new - X.mean(axis=0)) / X.std(axis=0, ddof=1),
             "Your spread divides by one less than the number of samples, as statisticians do who "
             "guess the spread of what they have not seen. Here it is that of the samples "
             "themselves, as `np.std` gives it."),
        Trap("one spread for all inputs", lambda X, new: (new - X.mean(axis=0)) / X.std(),
             "The means are right. You divide by one spread for all numbers together; each "
             "input, each column, has its own."),
        Trap("one zero for all inputs", lambda X, new: (new - X.mean()) / X.std(axis=0),
             "The spreads are right. You subtract one mean of all numbers together; each input, "
             "each column, has its own."),
        Trap("old and new together",
             lambda X, new: (
                 (new - np.vstack([X, new]).mean(axis=0)) / np.vstack([X, new]).std(axis=0)),
             "The new samples take part in your mean and spread. The network has learned without"
             " them, and by the amounts of `X` alone."),
        Trap("brackets forgotten", lambda X, new: new - X.mean(axis=0) / X.std(axis=0),
             "Your program divides first and subtracts then, so only the mean is divided. Move "
             "the sample first, and divide what comes out."),
    ),
    hints=(
        "Whose mean, and along which side of the array? There is one for each input.",
        "Take mean and spread of every column of `X`, two arrays with an entry for each input, and "
        "apply them to every row of the other samples.",
        "One line is enough; the result has the shape of `new`.",
    ),
)


# Exercise 7.7


def fast_as_walls_allow(level: float = 0.7, steps: int = 100) -> dict[str, Any]:
    """The figure with the largest rate whose loss is below the level after so many steps."""
    rates = np.arange(1, 200) / 10_000
    losses = [canyon_loss({"start": [-8.0, 0.7], "lr": rate, "steps": steps}) for rate in rates]
    best = float(rates[np.array(losses) < level].max())
    return {"landscape": "canyon", "lr": best, "steps": steps}


def canyon_loss(state: Mapping[str, Any]) -> float:
    """The loss of plain descent in the canyon, where each step shrinks both distances."""
    c = np.array([1.0, 100.0])
    w = np.array(state["start"]) * (1 - state["lr"] * c) ** state["steps"]
    return float(c @ w**2 / 2)


def other_walls(rng: np.random.Generator) -> Numbers | None:
    """A level that the walls decide: at the next larger rate the loss is clearly above it."""
    state = {"start": [-8.0, 0.7], "steps": pick(rng, 60, 100, 5)}
    rate = pick(rng, 0.0185, 0.0198, 0.0001)
    here, next_one = (canyon_loss({**state, "lr": each}) for each in (rate, rate + 0.0001))
    level = round(here + 0.06, 1)
    fits = here + 0.01 < level < next_one - 0.01
    return (level, state["steps"]) if fits else None


def walls(solution: Solution, level: float, steps: int) -> Exercise:
    """The largest rate that brings plain descent below this level in the canyon."""
    best, below = solution()["lr"], num(level)
    return Exercise(
        id="7.7",
        title="As fast as the walls allow",
        objective="Say which learning rates settle in a valley",
        level="core",
        see="Three ways down a canyon",
        task=(
            "Predict, then move. In the last figure, `canyon`, let plain descent run alone from "
            f"where it started, without noise, for {steps} steps. Set the largest learning rate, "
            f"to a ten-thousandth, at which its loss is below {below} in the end."
        ),
        solution=solution,
        judge=FigureJudge("Descent", (
            Goal("another landscape", lambda state: state["landscape"] == "canyon",
                 "This is another landscape. Choose the canyon again."),
            Goal("not alone", lambda state: list(state["optimizers"]) == ["SGD"],
                 "Plain descent runs alone here: in the table switch SGD on and the others off."),
            Goal("another start", lambda state: list(state["start"]) == [-8.0, 0.7],
                 "The start has moved. Press Reset, which brings it back to where it was."),
            Goal("noise", lambda state: state["noise"] == 0,
                 "There is noise. With it no two ways are alike; put it back to 0."),
            Goal("another number of steps", lambda state: state["steps"] == steps,
                 f"The loss is asked for after exactly {steps} steps."),
            Goal("thrown out", lambda state: state["lr"] < 0.02,
                 "The walls do not let go of it: across the valley no step makes the distance "
                 "smaller. Which curvature sets the limit?"),
            Goal("too near the limit", lambda state: state["lr"] < best + 1e-9,
                 "It settles, but it still jumps from wall to wall in the end, and that costs too "
                 "much. Go down by a ten-thousandth at a time."),
            Goal("too slow", lambda state: canyon_loss(state) < level,
                 "The walls are no trouble at this rate, but along the valley it creeps. After "
                 f"{steps} steps the loss is still above {below}."),
            Goal("room left", lambda state: abs(state["lr"] - best) < 1e-9,
                 f"The loss is below {below}, but this is not the largest such rate. Type into the "
                 "field and go up by a ten-thousandth at a time."),
        )),
        traps=(),
        hints=(
            "The limit for the canyon stands under the figure. You want to be close to it, and not "
            "at it.",
            f"Set the steps to {steps} and watch the loss in the table while you change the rate. "
            "Once you have the right thousandth, type the fourth decimal into the field.",
            "A rate a little below the limit of 0.02, with four decimals.",
        ),
    )


WALLS = varied(walls, fast_as_walls_allow, other_walls)


# Exercise 7.8


def heavy_by_hand(start: float = 1, steep: int = 4, rate: float = 0.1) -> list[float]:
    """The weight after each of three steps of momentum, with a slope of steep times w."""
    w, v, places = float(start), 0.0, []
    for _ in range(3):
        v = 0.9 * v + steep * w
        w = w - rate * v
        places.append(w)
    return places


def other_heavy(rng: np.random.Generator) -> Numbers:
    """Another start; the rate goes with the curvature, so that the second step ends at 0."""
    steep, rate = ((2, 0.2), (4, 0.1), (8, 0.05))[rng.integers(3)]
    return pick(rng, 0.5, 9, 0.5), steep, rate


SHARES = {0.05: "a twentieth", 0.1: "a tenth", 0.2: "a fifth"}


def heavy(solution: Solution, start: float, steep: int, rate: float) -> Exercise:
    """Three steps of a heavy ball from this start down a parabola of this curvature."""
    parabola, narrower = (f"{'' if each == 1 else num(each)}w²" for each in (steep / 2, steep / 4))
    half = f"{'' if steep == 2 else num(steep / 2)}w"
    times = {2: "twice", 4: "four times", 8: "eight times"}[steep]

    def rolled(keep: float = 0.9, take: float = steep, rate: float = rate, *, still: bool = False
               ) -> list[float]:
        """The three places if something else is kept, taken or multiplied."""
        w, v, places = float(start), 0.0, []
        for _ in range(3):
            v = keep * v + take * (start if still else w)
            w = w - rate * v
            places.append(w)
        return places

    return Exercise(
        id="7.8",
        title="A heavy ball, by hand",
        objective="Do a step of momentum with a pencil",
        level="core",
        see="Momentum",
        task=(
            f"The loss is C = {parabola}, its slope {steep}w. A heavy ball starts at "
            f"w = {num(start)} with v = 0; the learning rate is {num(rate)}, and β is 0.9. Where "
            "is w after the first step, after the second, and after the third? Enter all three, "
            "with two decimals."
        ),
        solution=solution,
        judge=NumberJudge(("w after 1 step", "w after 2 steps", "w after 3 steps"), decimals=2),
        traps=(
            Trap("no momentum", lambda: rolled(keep=0.0),
                 "That is plain descent: each step knows only the slope of the place where it is. "
                 "The sum v still holds nine tenths of what it held before."),
            Trap("stops where it is flat", lambda: [*solution()[:2], 0.0],
                 "The first two are right. At the lowest point the slope is 0; the sum v is not, "
                 "and a heavy ball does not stop because the ground is level."),
            Trap("mean for sum", lambda: rolled(take=0.1 * steep),
                 "You took a running mean, with a tenth of each new slope. The sum of the chapter "
                 "takes the new slope whole; only the old ones fade."),
            Trap("nothing fades", lambda: rolled(keep=1.0),
                 "Old slopes count in full in your sum. With each step they fade to nine tenths."),
            Trap("old slope kept", lambda: rolled(still=True),
                 f"You added the slope of the start each time. The slope is {steep}w, and w has "
                 "moved."),
            Trap("new slope faded too", lambda: rolled(take=0.9 * steep),
                 "You multiplied by β after the new slope had been added. Only what was in the sum "
                 "before fades."),
            Trap("sign flipped", lambda: rolled(rate=-rate),
                 "The ball climbs. It goes against the sum of the slopes."),
            Trap("learning rate forgotten", lambda: rolled(rate=1.0),
                 "The steps are as long as the sum itself. The rate says which share of it: "
                 f"{SHARES[rate]}."),
            Trap("slope of another parabola", lambda: rolled(take=steep / 2),
                 f"You rolled down {narrower}, with the slope {half}. The loss of the task is "
                 "twice that, and so is its slope."),
        ),
        hints=(
            "Keep two columns on your paper, one for v and one for w.",
            f"In each row: nine tenths of the last v, plus {times} the last w, is the new v. The "
            f"new w is the old one minus {SHARES[rate]} of the new v.",
            "Three numbers in a list; one of them is exactly 0, and it is not the last.",
        ),
    )


HEAVY_BY_HAND = varied(heavy, heavy_by_hand, other_heavy)


# Exercise 7.9


def heavy_ball(w: Array, gradients: Array, lr: float, beta: float) -> Array:
    """Return the weights after one step of momentum for each of these gradients."""
    v = np.zeros(len(w))
    for g in gradients:
        v = beta * v + g
        w = w - lr * v
    return np.asarray(w)


def by_the_sum_itself(w: Array, gradients: Array, lr: float, beta: float) -> Any:  # noqa: ARG001
    """Return the weights after one step of momentum for each of these gradients."""
    v = np.zeros(len(w))
    for g in gradients:
        v = beta * v + g
        w = w + v
    return w


def gradient_cases(rng: np.random.Generator) -> Iterator[tuple[Array, Array]]:
    """Weights and a list of gradients, one, two, then more; none is near 0."""
    yield np.array([1.0]), np.array([[2.0]])
    yield np.array([0.0, 1.0]), np.array([[8.0, -6.0]])
    yield np.array([1.0]), np.array([[4.0], [2.0]])
    yield np.array([0.5, -1.0]), np.array([[1.0, 2.0], [1.0, -2.0], [1.0, 2.0]])
    for steps in (2, 3, 6) * 5:
        sizes = rng.uniform(0.5, 4.0, (steps, 3)) * rng.choice([-1, 1], (steps, 3))
        yield rng.normal(size=3), sizes


def heavy_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """The same with a rate and a fading."""
    for w, gradients in gradient_cases(rng):
        yield w, gradients, float(rng.choice([0.1, 0.25])), float(rng.choice([0.5, 0.9]))


def late_ball(w: Array, gradients: Array, lr: float, beta: float) -> Array:
    """What comes out if the step is made before the new gradient is added."""
    return heavy_ball(w, np.vstack([np.zeros(len(w)), gradients[:-1]]), lr, beta)


HEAVY = Exercise(
    id="7.9",
    title="Mend the heavy ball",
    objective="Say how far a step goes against the gradient",
    level="core",
    see="Momentum",
    task=(
        "`heavy_ball(w, gradients, lr, beta)` should return the weights after one step of momentum "
        "for each row of `gradients`. Whoever wrote it had read that the change of the weights "
        "*equals* the gradient. Mend it."
    ),
    solution=heavy_ball,
    judge=FunctionJudge(heavy_cases, given=by_the_sum_itself),
    forbids=("optimizers.Momentum",),
    traps=(
        Trap("change equals the gradient",
             lambda w, gradients, lr, beta: heavy_ball(w, gradients, -1.0, beta),
             "The weights still move by the sum itself, and uphill. Two things are missing between "
             "the sum and the change.", see="How long a step"),
        Trap("opposite, same size",
             lambda w, gradients, lr, beta: heavy_ball(w, gradients, 1.0, beta),
             "The direction is right now. The size is not: `lr` still takes no part.",
             see="How long a step"),
        Trap("sign flipped",
             lambda w, gradients, lr, beta: heavy_ball(w, gradients, -lr, beta),
             "The size is right now. The direction is not: with these gradients the loss grows.",
             see="How long a step"),
        Trap("learning rate twice",
             lambda w, gradients, lr, beta: heavy_ball(w, gradients, lr**2, beta),
             "`lr` takes part twice, once in the sum and once in the step. Once is enough."),
        Trap("no momentum",
             lambda w, gradients, lr, beta: heavy_ball(w, gradients, lr, 0.0),
             "This is plain descent: the sum has lost its memory. The program built its sum "
             "rightly; only the step was wrong."),
        Trap("nothing fades",
             lambda w, gradients, lr, beta: heavy_ball(w, gradients, lr, 1.0),
             "Old gradients count in full. The sum has to fade by `beta` before a new one is "
             "added."),
        Trap("mean for sum",
             lambda w, gradients, lr, beta: heavy_ball(w, (1 - beta) * gradients, lr, beta),
             "You made a running mean out of the running sum: the new gradient is multiplied by "
             "what `beta` leaves. Some libraries do so; the chapter's rule takes it whole."),
        Trap("new slope faded too",
             lambda w, gradients, lr, beta: heavy_ball(w, beta * gradients, lr, beta),
             "`beta` shrinks the new gradient as well. Only what was in the sum before fades."),
        Trap("one gradient late", late_ball,
             "The step uses the sum as it was before the new gradient. First add, then step."),
        Trap("one step at the end",
             lambda w, gradients, lr, beta: (
                 w - lr * sum(g * beta**k for k, g in enumerate(gradients[::-1]))),
             "Your weights move once, by what the sum is at the end. Each gradient is followed "
             "by a step of its own."),
    ),
    hints=(
        "Give it one gradient of 2, a rate of 0.1, and do the step by hand. Then run the program.",
        "The sum is built rightly. Look at the line that moves the weights: by what should it "
        "multiply the sum, and with which sign?",
        "A single line changes. An equal way is to let the rate and the sign into the sum and keep "
        "the last line; then the sum is a way instead of a slope.",
    ),
)


# Exercise 7.10


def adam(w: Array, gradients: Array, lr: float) -> Array:
    """Return the weights after one step of Adam for each of these gradients."""
    m, v = np.zeros(len(w)), np.zeros(len(w))
    for t, g in enumerate(gradients, start=1):
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        m_hat, v_hat = m / (1 - 0.9**t), v / (1 - 0.999**t)
        w = w - lr * m_hat / (np.sqrt(v_hat) + 1e-8)
    return np.asarray(w)


def adam_with(w: Array, gradients: Array, lr: float, *, betas: tuple[float, float] = (0.9, 0.999),
              correct: tuple[bool, bool] = (True, True), power: bool = True, whole: bool = False,
              root: bool = True, of_mean: bool = False, carried: bool = False) -> Array:
    """Adam with one of its parts taken wrongly."""
    m, v = np.zeros(len(w)), np.zeros(len(w))
    (b1, b2), (take1, take2) = betas, (1.0, 1.0) if whole else (1 - betas[0], 1 - betas[1])
    for t, g in enumerate(gradients, start=1):
        m = b1 * m + take1 * g
        v = b2 * v + take2 * (m if of_mean else g) ** 2
        exponent = t if power else 1
        m_hat = m / (1 - b1**exponent) if correct[0] else m
        v_hat = v / (1 - b2**exponent) if correct[1] else v
        w = w - lr * m_hat / ((np.sqrt(v_hat) if root else v_hat) + 1e-8)
        if carried:
            m, v = m_hat, v_hat
    return np.asarray(w)


def adam_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """The gradients above, each with a rate."""
    for w, gradients in gradient_cases(rng):
        yield w, gradients, float(rng.choice([0.01, 0.1, 0.5]))


ADAM = Exercise(
    id="7.10",
    title="Adam from its formulas",
    objective="Do a step of Adam",
    level="stretch",
    see="Adam",
    task=(
        "Write `adam(w, gradients, lr)`: it makes one step of Adam for each row of `gradients` and "
        "returns the weights at the end. Both running means start at 0; β₁ is 0.9, β₂ is 0.999, "
        "and ε is 1e-8."
    ),
    solution=adam,
    judge=FunctionJudge(adam_cases, (
        Property("What comes out is no number: something is divided by 0, or stands negative "
                 "below a root. What is the correction of the first step in your program, and of "
                 "the second? β to the power of 0 would be 1.",
                 lambda new, w, gradients, lr: bool(np.isfinite(new).all())),
        Property("There is only one gradient here, and yet the weights do not move by `lr` each: "
                 "at Adam's first step only the sign of the gradient is left.",
                 lambda new, w, gradients, lr: (
                     len(gradients) > 1 or np.allclose(np.abs(new - w), lr, rtol=1e-4))),
    )),
    forbids=("optimizers.Adam",),
    traps=(
        Trap("not corrected",
             lambda w, gradients, lr: adam_with(w, gradients, lr, correct=(False, False)),
             "Your first step is more than three times too long: the two means start at 0 and are "
             "too small at first, the second far more so. Correct both for it."),
        Trap("only the mean corrected",
             lambda w, gradients, lr: adam_with(w, gradients, lr, correct=(True, False)),
             "The mean of the gradients is corrected. That of the squares is not, so you divide by "
             "far too little."),
        Trap("only the squares corrected",
             lambda w, gradients, lr: adam_with(w, gradients, lr, correct=(False, True)),
             "The mean of the squares is corrected. That of the gradients is not: your first step "
             "is a tenth of what it should be."),
        Trap("always corrected as at first",
             lambda w, gradients, lr: adam_with(w, gradients, lr, power=False),
             "The first step is right, the others are not. The correction fades: β is raised to "
             "the number of the step."),
        Trap("corrected means carried on",
             lambda w, gradients, lr: adam_with(w, gradients, lr, carried=True),
             "The first step is right. You then go on from the *corrected* means. The running "
             "means stay as they are; the corrected ones are made anew for each step, and thrown "
             "away."),
        Trap("root forgotten", lambda w, gradients, lr: adam_with(w, gradients, lr, root=False),
             "You divide by the mean of the squares. A gradient ten times as large would then move "
             "the weight a tenth as far: take the root first."),
        Trap("square of the mean",
             lambda w, gradients, lr: adam_with(w, gradients, lr, of_mean=True),
             "The second mean is made of squares of the first. It has to be the mean of the "
             "squared *gradients*."),
        Trap("sum for mean", lambda w, gradients, lr: adam_with(w, gradients, lr, whole=True),
             "You add each new gradient and its square whole. A running mean takes only the share "
             "that β leaves, and gives the rest to the past."),
        Trap("the two β swapped",
             lambda w, gradients, lr: adam_with(w, gradients, lr, betas=(0.999, 0.9)),
             "The two β have changed places. The mean of the squares has the longer memory."),
        Trap("sign flipped", lambda w, gradients, lr: adam(w, gradients, -lr),
             "The weights climb. Adam, too, goes against the gradient."),
        Trap("signs alone", lambda w, gradients, lr: w - lr * np.sign(gradients).sum(axis=0),
             "Each of your steps follows the sign of the newest gradient alone. That is right for "
             "the first; after it, the two means remember."),
        Trap("plain descent", lambda w, gradients, lr: w - lr * gradients.sum(axis=0),
             "This is plain descent. Adam divides by the usual size of the gradient."),
        Trap("gradient for its mean",
             lambda w, gradients, lr: adam_with(w, gradients, lr, betas=(0.0, 0.999)),
             "The first step is right. Above the line you then take the last gradient alone; "
             "Adam takes the running mean of them."),
    ),
    hints=(
        "What would you have to keep from one step to the next? And what only within one?",
        "For each gradient: move the two means a little towards it and towards its square; divide "
        "each by 1 minus its β to the power of the step's number; take the ratio of the first to "
        "the root of the second.",
        "A loop with three lines or four in it, and before it two arrays of zeros. `enumerate` "
        "can count from 1.",
    ),
)


# Exercise 7.11


def counted(inputs: int = 20, hidden: int = 30, outputs: int = 5) -> tuple[int, int, int, int]:
    """Parameters, what momentum keeps, what Adam keeps, and all that stands in Adam's memory."""
    weights, biases = inputs * hidden + hidden * outputs, hidden + outputs
    parameters = weights + biases
    return parameters, parameters, 2 * parameters, 3 * parameters


def other_sizes(rng: np.random.Generator) -> Numbers:
    """A network of one hidden layer, of any size that a pencil can bear."""
    return pick(rng, 8, 60), pick(rng, 10, 50, 5), pick(rng, 2, 9)


def memory(solution: Solution, inputs: int, hidden: int, outputs: int) -> Exercise:
    """What momentum and Adam keep for a network of these sizes."""
    p = solution()[0]
    neurons = inputs + hidden + outputs

    def count_of(parameters: int) -> ArrayLike:
        """The four counts from another number of parameters."""
        return parameters * np.array([1, 1, 2, 3])

    return Exercise(
        id="7.11",
        title="What Adam has to remember",
        objective="Count what an optimiser keeps",
        level="warm-up",
        see="What the optimisers remember",
        task=(
            f"A network has {inputs} inputs, {hidden} hidden neurons and {outputs} outputs, with "
            "biases. How many parameters does it have? How many numbers does momentum keep between "
            "steps, how many does Adam keep, and how many are in memory with Adam if you count the "
            "parameters too? Enter the four counts."
        ),
        solution=solution,
        judge=NumberJudge(("parameters", "momentum keeps", "Adam keeps", "with Adam in all"),
                          decimals=0),
        traps=(
            Trap("biases forgotten", lambda: count_of(p - hidden - outputs),
                 "These are the weights alone. Each neuron of the hidden layer and of the output "
                 "has a bias too, and it is a parameter like any other."),
            Trap("biases of the inputs", lambda: count_of(p + inputs),
                 "You gave the inputs biases. An input is a number that comes in; only neurons add "
                 "something."),
            Trap("neurons counted", lambda: count_of(neurons),
                 f"{neurons} is the number of inputs and neurons. A parameter stands on each "
                 "*connection*, and there is one from every input to every hidden neuron."),
            Trap("momentum keeps nothing", lambda: (p, 0, 2 * p, 3 * p),
                 "Plain descent keeps nothing. Momentum has its running sum, and that is as long "
                 "as the gradient."),
            Trap("one mean for Adam", lambda: (p, p, p, 2 * p),
                 "Adam keeps two running means for each parameter: one of the gradient, one of its "
                 "square."),
            Trap("parameters counted as kept", lambda: (p, 2 * p, 3 * p, 3 * p),
                 "The number of parameters is right. You counted them among what the optimiser "
                 "keeps; the network has them anyway, even with plain descent, which keeps "
                 "nothing."),
            Trap("Adam keeps nothing", lambda: (p, p, 0, p),
                 "So it would be if Adam needed less memory, as one of the sources says. It needs "
                 "more: what would it divide by, if it remembered nothing?"),
            Trap("parameters forgotten in the sum", lambda: (p, p, 2 * p, 2 * p),
                 "The first three are right. In all there are the parameters as well."),
            Trap("gradient remembered", lambda: (p, p, 2 * p, 4 * p),
                 "The first three are right. The gradient needs room too, that is true, but it is "
                 "made anew in each step and not kept; the task asks for parameters and what Adam "
                 "keeps."),
            Trap("two sums for momentum", lambda: (p, 2 * p, 2 * p, 3 * p),
                 "Three are right. Momentum keeps less than Adam: how many running sums does it "
                 "carry along for each parameter?"),
        ),
        hints=(
            "One number on each connection, one for each neuron that adds something.",
            "Multiply the sizes of neighbouring layers and add the neurons. Momentum keeps one "
            "number for each parameter; how many running means has Adam?",
            "Four whole numbers in a list; the first two are equal, and the last is three times as "
            "large.",
        ),
    )


MEMORY = varied(memory, counted, other_sizes)


# Exercise 7.12


def in_three_batches(w: Array, X: Array, y: Array, lr: float) -> Array:
    """Walk once through the samples, in three batches, with a step for each."""
    batches = np.split(np.arange(len(X)), 3)
    for rows in batches:
        miss = X[rows] @ w - y[rows]
        g = 2 * X[rows].T @ miss / len(rows)
        w = w - lr * g
    return w


BATCHES = Exercise(
    id="7.12",
    title="Put the epoch in order",
    objective="Write an epoch of mini-batches",
    level="core",
    see="A thousand candles",
    task=(
        "A neuron without a bias and without a bend is to learn from the samples `X` and `y`, in "
        "three batches. Here are the lines of one epoch. They have been shuffled; the indentation "
        "is right. Give the letters in the order in which the lines have to stand."
    ),
    solution=in_three_batches,
    judge=OrderJudge((4, 2, 5, 0, 3, 1), (
        Rule("batches before they are made", "D", "F",
             "The loop walks through the batches, so they have to be made first."),
        Rule("returned too early", "F", "C",
             "Behind `return` nothing is done: this program would hand back the weights before it "
             "has seen a batch."),
        Rule("used before the loop", "F", "B",
             "The misses are those of one batch, the samples `rows`, and before the loop there is "
             "none."),
        Rule("gradient before the misses", "B", "E",
             "The gradient is made of the misses: first find out how far off the predictions are."),
        Rule("step before the gradient", "E", "A",
             "The step needs the gradient of *this* batch. In this order there is none yet, or "
             "that of the batch before."),
        Rule("returned inside", "A", "C",
             "`return` comes last: what stands behind it is never reached."),
    )),
    traps=(),
    hints=(
        "Which line needs no other line? And which one ends it all?",
        "Around it all the loop over the batches. For each of them: how far off, which gradient, "
        "which step. The next batch meets the new weights.",
        'Six letters in a row, such as "ABCDEF". The first is D.',
    ),
)


# Exercise 7.13


def epoch_in_batches(w: Array, X: Array, y: Array, lr: float, B: int) -> Array:
    """Return the weights after one epoch with batches of B samples, in their order."""
    for start in range(0, len(X), B):
        x, target = X[start : start + B], y[start : start + B]
        w = w - lr * 2 * x.T @ (x @ w - target) / len(x)
    return np.asarray(w)


def loses_the_rest(w: Array, X: Array, y: Array, lr: float, B: int) -> Any:
    """Return the weights after one epoch with batches of B samples, in their order."""
    for k in range(len(X) // B):
        x, target = X[k * B : (k + 1) * B], y[k * B : (k + 1) * B]
        w = w - lr * 2 * x.T @ (x @ w - target) / B
    return w


def batch_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Three samples in batches of two, then more; some divide evenly, some batches are too large.

    With the rates of each case no weight grows much.
    """
    three = np.array([[1.0], [1.0], [1.0]])
    yield np.array([0.0]), three, np.array([1.0, 3.0, 8.0]), 0.25, 2
    yield np.array([0.0]), three, np.array([1.0, 3.0, 8.0]), 0.25, 4
    yield np.array([1.0, 0.0]), np.eye(2), np.array([0.0, 1.0]), 0.25, 1
    for n, size in ((4, 2), (5, 2), (7, 3), (10, 4), (6, 5), (8, 3)) * 3:
        X = rng.uniform(0.5, 1.5, (n, 2)) * rng.choice([-1, 1], (n, 2))
        yield rng.normal(size=2), X, rng.uniform(1, 3, n), 0.125, size


def by_rows(w: Array, X: Array, y: Array, *, lr: float, batches: list[Any], part: int = 0) -> Array:
    """One epoch through batches of these row numbers, each gradient divided by `part` if given."""
    for rows in batches:
        x, target = X[rows], y[rows]
        w = w - lr * 2 * x.T @ (x @ w - target) / (part or len(rows))
    return w


def cut(n: int, size: int) -> list[Any]:
    """The row numbers of all batches, the last one smaller."""
    return [np.arange(k, min(k + size, n)) for k in range(0, n, size)]


def overlapping(n: int, size: int) -> list[Any]:
    """Row numbers that begin anew at each sample."""
    return [np.arange(k, min(k + size, n)) for k in range(n)]


def topped_up(n: int, size: int) -> list[Any]:
    """The same with the last batch filled up from the beginning."""
    return [np.arange(k, k + size) % n for k in range(0, n, size)]


def drawn_back(n: int, size: int) -> list[Any]:
    """The same with the last batch filled up by the samples before it."""
    starts = [min(k, n - size) for k in range(0, n, size)]
    return [np.arange(n)[k : k + size] for k in starts]


def rest_to_the_last(n: int, size: int) -> list[Any]:
    """The same with the rest added to the last full batch."""
    full = max(n // size, 1)
    return [np.arange(k * size, n if k == full - 1 else (k + 1) * size) for k in range(full)]


def from_one_place(w: Array, X: Array, y: Array, lr: float, B: int) -> Array:
    """What comes out if all gradients are taken at the weights of the start."""
    parts = [epoch_in_batches(w, X[rows], y[rows], lr, B) - w for rows in cut(len(X), B)]
    return np.asarray(w + np.sum(parts, axis=0))


EPOCH = Exercise(
    id="7.13",
    title="Mend the epoch that loses samples",
    objective="Write an epoch of mini-batches",
    level="core",
    see="A thousand candles",
    task=(
        "`epoch_in_batches(w, X, y, lr, B)` should return the weights of a neuron without bias and "
        "bend after one epoch of gradient descent on the mean squared error, with batches of `B` "
        "samples in the order in which they stand. Of seven samples in batches of three the "
        "program below sees only six. Mend it: the last batch may be smaller, and it makes a step "
        "like any other."
    ),
    solution=epoch_in_batches,
    judge=FunctionJudge(batch_cases, (
        Property("What comes out is no number. Is there an empty batch at the end, when the "
                 "batches divide the samples evenly? A mean over no samples does not exist.",
                 lambda new, w, X, y, lr, B: bool(np.isfinite(new).all())),
    ), given=loses_the_rest),
    forbids=SLOPES,
    traps=(
        Trap("last batch lost",
             lambda w, X, y, lr, B: by_rows(w, X, y, lr=lr, batches=cut(len(X) - len(X) % B, B)),
             "The samples that do not fill a batch are still left out. How many steps has the "
             "epoch, if the number of batches is rounded up?"),
        Trap("last batch divided by B",
             lambda w, X, y, lr, B: by_rows(w, X, y, lr=lr, batches=cut(len(X), B), part=B),
             "Every sample is seen now. But the last batch is smaller, and its mean is divided by "
             "`B` all the same: its step comes out too short. Divide by how many there are."),
        Trap("last batch topped up",
             lambda w, X, y, lr, B: by_rows(w, X, y, lr=lr, batches=topped_up(len(X), B)),
             "You fill the last batch with samples from the beginning. Those are then seen twice "
             "in one epoch; the last batch may be smaller."),
        Trap("rest added to the last batch",
             lambda w, X, y, lr, B: by_rows(w, X, y, lr=lr, batches=rest_to_the_last(len(X), B)),
             "The rest has been added to the last full batch, which is now larger than `B`. It is "
             "to be a batch of its own, with a step of its own."),
        Trap("sum for mean",
             lambda w, X, y, lr, B: by_rows(w, X, y, lr=lr, batches=cut(len(X), B), part=1),
             "The gradient of a batch is the *mean* of its samples' gradients. Yours is their sum, "
             "so a large batch would make a long step."),
        Trap("divided by all samples",
             lambda w, X, y, lr, B: by_rows(w, X, y, lr=lr, batches=cut(len(X), B), part=len(X)),
             "You divide by the number of all samples. The mean of a batch is over the samples of "
             "the batch."),
        Trap("batches overlap",
             lambda w, X, y, lr, B: by_rows(w, X, y, lr=lr, batches=overlapping(len(X), B)),
             "Your batches overlap: each begins one sample after the one before. In an epoch every "
             "sample has one turn."),
        Trap("ends after the first batch",
             lambda w, X, y, lr, B: by_rows(w, X, y, lr=lr, batches=cut(len(X), B)[:1]),
             "The epoch ends after its first batch. Is there a `return` inside the loop?"),
        Trap("sign flipped", lambda w, X, y, lr, B: epoch_in_batches(w, X, y, -lr, B),
             "The weights climb: each step goes along the gradient instead of against it."),
        Trap("all from the first weights", from_one_place,
             "All batches start from the weights of the beginning. Each has to go on from where "
             "the one before it has led."),
        Trap("one batch of all",
             lambda w, X, y, lr, B: by_rows(w, X, y, lr=lr, batches=[np.arange(len(X))]),
             "All samples are seen, in a single batch with a single step. `B` takes no part."),
        Trap("factor 2 forgotten",
             lambda w, X, y, lr, B: epoch_in_batches(w, X, y, lr / 2, B),
             "Now every step is half as long as it was. The derivative of a square has a factor "
             "of 2."),
        Trap("only the rest",
             lambda w, X, y, lr, B: by_rows(w, X, y, lr=lr, batches=cut(len(X), B)[len(X) // B :]),
             "Only the samples that are left over have made a step. The full batches come before"
             " them."),
        Trap("last batch begun earlier",
             lambda w, X, y, lr, B: by_rows(w, X, y, lr=lr, batches=drawn_back(len(X), B), part=B),
             "You filled the last batch up with the samples before it, and those have two turns "
             "in one epoch. It may be smaller."),
    ),
    hints=(
        "Take three samples and batches of two. Which rows does the program look at?",
        "Let the start of each batch run through the samples in strides of `B`, whether or not "
        "the last one is full. An array may be asked for more rows than it has: it gives those "
        "that exist. Then look at what you divide by.",
        "Two places change: what the loop runs through, and the number below the fraction line.",
    ),
)


# Exercise 7.14


def four_curvatures(square: int = 1, product: int = 4) -> list[float]:
    """The curvature of C = square·w1² + product·w1·w2 + square·w2² along axes and diagonals."""
    second = np.array([[2 * square, product], [product, 2 * square]])
    directions = [(1, 0), (0, 1), (1, 1), (1, -1)]
    return [d @ second @ d / (d @ d) for d in map(np.array, directions)]


def other_saddle(rng: np.random.Generator) -> Numbers | None:
    """A product that outweighs the squares."""
    square, product = pick(rng, 1, 6), pick(rng, 3, 20)
    return (square, product) if product > 2 * square else None


def saddle(solution: Solution, square: int, product: int) -> Exercise:
    """A saddle of two equal squares and a product that outweighs them."""
    axis, _, up, down = solution()
    before = "" if square == 1 else str(square)
    return Exercise(
        id="7.14",
        title="A saddle that the axes do not see",
        objective="Tell a minimum from a saddle",
        level="stretch",
        see="Flat is not low",
        task=(
            f"The loss is C = {before}w₁² + {product}w₁w₂ + {before}w₂², and at (0, 0) its "
            "gradient is 0. What is its curvature there along the axis of w₁? Along the axis of "
            "w₂? Along the diagonal on which both are equal, and along the one on which w₂ is −w₁? "
            "Measure the way s along a diagonal itself: a point of the first one has "
            "w₁ = w₂ = s/√2. Enter the four curvatures, and then say: is it a minimum?"
        ),
        solution=solution,
        judge=NumberJudge(("along w1", "along w2", "diagonal", "other diagonal"), decimals=0),
        traps=(
            Trap("product forgotten", lambda: (axis, axis, axis, axis),
                 "You left out the term with both weights. On the axes it is 0; on the diagonals "
                 "it is not, and it is all that matters."),
            Trap("coefficient for curvature", lambda: (axis / 2, axis / 2, up / 2, down / 2),
                 "These are the numbers before the square of the way. The slope of a square is "
                 "twice that and a factor of the way, and the curvature is how the slope changes."),
            Trap("diagonal counted too short", lambda: (axis, axis, 2 * up, 2 * down),
                 "The axes are right. On the diagonals you took w₁ for the way, but a step on a "
                 "diagonal is longer than its share along one axis."),
            Trap("sign of the product lost", lambda: (axis, axis, up, up),
                 "The first three are right. On the other diagonal one weight is negative, and so "
                 "is the product."),
            Trap("negative curvature lost", lambda: (axis, axis, up, -down),
                 "The first three are right. On the other diagonal the product outweighs the "
                 "squares, and the loss bends downwards: the curvature has a sign."),
            Trap("product alone", lambda: (0, 0, product, -product),
                 "You looked at the term with both weights alone. The two squares bend the loss "
                 "too."),
            Trap("largest along an axis", lambda: (axis, axis, axis, down),
                 "Along the first diagonal the product helps the squares, and the loss is bent "
                 "more than along the axes."),
            Trap("diagonals swapped", lambda: (axis, axis, down, up),
                 "The axes are right. The diagonals have changed places: on the first of them both "
                 "weights have the same sign, so what does their product do to the loss?"),
            Trap("axes added", lambda: (axis, axis, 2 * axis, 2 * axis),
                 "The axes are right. For the diagonals you added them up. On a diagonal the term "
                 "with both weights takes part, for the one differently than for the other."),
        ),
        hints=(
            "Along each direction the loss is a parabola in the way s. Write it down.",
            "Put the weights of a direction, made of s, into C and collect the squares of s. The "
            "curvature is twice the number before it. A single negative one makes a saddle.",
            "Four whole numbers in a list; the first two are equal, and one is negative.",
        ),
    )


HIDDEN_SADDLE = varied(saddle, four_curvatures, other_saddle)


# Exercise 7.15


def stuck_or_slow() -> None:
    """First the size of the gradient on all data.

    If it is not near 0, this is no minimum at all: the rate is too small for a flat direction,
    or so large that the steps jump to and fro, which another rate will show. If it is near 0, I
    push the weights a little in many directions: should the loss fall in one of them, it was a
    saddle or a ridge of equal neurons. Only if it rises in all of them is the friend right.
    """


STUCK = Exercise(
    id="7.15",
    title="Stuck, or slow?",
    objective="Tell a network that is stuck from one that is slow",
    level="stretch",
    see="Stuck",
    task=(
        "The loss of a network has not moved for two hundred epochs, and a friend says: a local "
        "minimum. Name two things that you would look at or try to find out whether that is true, "
        "and say what each of them would tell you."
    ),
    solution=stuck_or_slow,
    judge=SentenceJudge((
        "Do you look at the gradient, on all data and not on one batch?",
        "Do you say what a gradient that is *not* near 0 would mean?",
        "Do you tell a minimum from a saddle by something other than the gradient: a push, or the "
        "sign of a curvature?",
    ), fewest_words=15),
    traps=(),
    hints=(
        "The section names five other reasons why a loss stands still. Which of them have a "
        "gradient that is not 0?",
        "Start with the size of the gradient, which divides the reasons into two groups. Then find "
        "a question for each group.",
        "Two or three sentences, each of the form: I would look at this; if so, then that.",
    ),
)


EXERCISES = (
    STEP, BORDER, LINE, DIRECTIONS, VALLEY, STANDARD, WALLS, HEAVY_BY_HAND, HEAVY, ADAM, MEMORY,
    BATCHES, EPOCH, HIDDEN_SADDLE, STUCK,
)
