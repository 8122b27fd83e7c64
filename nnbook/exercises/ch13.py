"""The exercises of chapter 13, "Applications, limits and what comes next"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnbook import sigmoid
from nnbook.exercises._engine import Exercise, Trap
from nnbook.exercises._functions import FunctionJudge, Property
from nnbook.exercises._numbers import NumberJudge
from nnbook.exercises._sentences import SentenceJudge
from nnbook.exercises._variants import Numbers, Solution, listed, num, pick, picks, varied

__all__ = ["EXERCISES"]

# fmt: off

Array = NDArray[np.float64]

ACCURACY = "Say what a printed accuracy leaves out"
FOOLED = "Aim a change at a network"
MAP = "Check a map of what an answer depends on"
GROUPS = "Find out whom an average hides"
FORECAST = "See through a forecast that looks excellent"


# Exercise 13.1


def worth_listening() -> tuple[int, int]:
    """How many settings make the bell more often right than wrong, and one share in per cent."""
    shares = {}
    for right in (0.9, 0.97, 0.999, 0.99999, 0.9999999):
        for crowd in (100, 10_000, 1_000_000):
            false = (1 - right) * (crowd - 1)
            shares[right, crowd] = right / (right + false)
    return sum(share > 0.5 for share in shares.values()), round(100 * shares[0.999, 10_000])


BELL = Exercise(
    id="13.1",
    title="When to listen to the bell",
    objective=ACCURACY,
    level="warm-up",
    see="One wanted man",
    task=(
        "Play with the figure: five accuracies, three crowds, fifteen settings. In how many of "
        "them is a ringing bell more often right than wrong? And in how many of a hundred rings is "
        "it he, with 99.9 % in a crowd of 10 000? Enter two whole numbers."
    ),
    solution=worth_listening,
    judge=NumberJudge(("settings", "of a hundred"), decimals=0),
    traps=(
        Trap("accuracy for share", lambda: (15, 100),
             "These would be right if the accuracy were the share of true rings. The figure shows "
             "how far the two are apart: read the line above the bars."),
        Trap("accuracy for share, once", lambda: (worth_listening()[0], 100),
             "The first is right. By 99.9 % you know how often the camera is right about one "
             "person. How often is the *bell* right? Set the figure to it."),
        Trap("the village only", lambda: (3, worth_listening()[1]),
             "The second is right. You have counted one crowd. The others need better cameras, and "
             "the figure offers some."),
        Trap("a quarter counted", lambda: (7, worth_listening()[1]),
             "The second is right. You have counted one too many: with 97 % in a village only "
             "every fourth ring is true."),
        Trap("false for true", lambda: (9, 91),
             "You counted the false rings. Asked for is how often the bell means him."),
        Trap("another crowd", lambda: (worth_listening()[0], 91),
             "The first is right. The second is the share in a crowd of another size, or that of "
             "the false rings."),
    ),
    hints=(
        "Predict first: which of the three crowds is the hardest?",
        "Set a crowd, go through the five accuracies, and read in the line above the bars when the "
        "share passes 50 %. Do it for all three crowds and add.",
        "Two whole numbers in a list, both between 4 and 12.",
    ),
)


# Exercise 13.2


def at_the_doctor(people: int = 20_000, one_in: int = 200) -> tuple[float, float, float]:
    """The ill and the well who are called in, and the share of the ill among them in per cent."""
    ill = people / one_in
    well = people - ill
    found, alarmed = 0.9 * ill, 0.05 * well
    return found, alarmed, 100 * found / (found + alarmed)


def other_doctor(rng: np.random.Generator) -> Numbers:
    """Whole people everywhere, and more than ten false alarms for each ill one found."""
    one_in = pick(rng, 200, 500, 50)
    return 20 * one_in * pick(rng, 3, 9), one_in


def doctor(solution: Solution, people: int, one_in: int) -> Exercise:
    """How many are called in of so many people, of whom one in so many is ill."""
    found, alarmed, _ = solution()
    ill = people // one_in
    crowd = f"{people:,}".replace(",", " ")

    def called_in(found: float = found, alarmed: float = alarmed) -> tuple[float, float, float]:
        return found, alarmed, 100 * found / (found + alarmed)

    return Exercise(
        id="13.2",
        title="Called in",
        objective=ACCURACY,
        level="warm-up",
        see="One wanted man",
        task=(
            "A network looks at photographs of the retina. It finds 90 % of the ill and clears 95 "
            f"% of the well. Of {crowd} people, one in {one_in} is ill. How many of the ill are "
            "called in, how many of the well, and what per cent of those called in are ill? Enter "
            "all three, with one decimal."
        ),
        solution=solution,
        judge=NumberJudge(("ill, called in", "well, called in", "per cent ill"), decimals=1),
        traps=(
            Trap("cleared for called in", lambda: called_in(alarmed=people - ill - alarmed),
                 "The second number are the well who are cleared. Called in are the others."),
            Trap("five per cent of all", lambda: called_in(alarmed=0.05 * people),
                 f"You took five per cent of all {crowd}. False alarms can only come from the "
                 "well."),
            Trap("the hit rate again", lambda: (found, alarmed, 90),
                 "The counts are right. Of the *ill* 90 % are called in; asked for is how many of "
                 "those *called in* are ill."),
            Trap("as many ill as well", lambda: (found, alarmed, 100 * 0.9 / 0.95),
                 "The counts are right, and the third forgets them: it would be true if one in two "
                 "were ill."),
            Trap("share of everybody", lambda: (found, alarmed, 100 / one_in),
                 "The counts are right. This is the share of the ill among all people. Among those "
                 "called in it is larger."),
            Trap("a tenth missed", lambda: called_in(found=ill - found),
                 "The first number are the ill who are missed."),
            Trap("ill to well", lambda: (found, alarmed, 100 * found / alarmed),
                 "The counts are right. You divided the ill by the well. Divide by all who are "
                 "called in."),
            Trap("all the ill found", lambda: called_in(found=ill),
                 "You called in all of the ill. The network does not find all of them."),
        ),
        hints=(
            "How many ill people are there at all, and how many well ones?",
            "Take 90 % of the ill. Of the well take those who are not cleared. Then divide the "
            "first by the sum of both.",
            "Three numbers in a list; the second is more than ten times the first.",
        ),
    )


DOCTOR = varied(doctor, at_the_doctor, other_doctor)


# Exercise 13.3


def push(x: Array, w: Array, b: float, y: int, epsilon: float) -> Array:
    """Return the picture, pushed so that the neuron's loss rises most."""
    y_hat = sigmoid(w @ x + b)
    uphill = (y_hat - y) * w
    return np.asarray(np.clip(x + epsilon * np.sign(uphill), 0, 1))


def pushes(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Two pixels, then random pictures with pixels near 0 and 1; no weight near 0."""
    yield np.array([0.5, 0.5]), np.array([2.0, -1.0]), 0.0, 1, 0.125
    yield np.array([0.5, 0.5]), np.array([2.0, -1.0]), 0.0, 0, 0.125
    yield np.array([0.0, 1.0]), np.array([1.0, -1.0]), -0.5, 0, 0.25
    for pixels in (3, 6, 9) * 6:
        w = rng.choice([-1, 1], pixels) * rng.uniform(0.2, 1.5, pixels)
        x = np.clip(rng.uniform(-0.3, 1.3, pixels), 0, 1)
        epsilon = float(rng.choice([0.05, 0.1, 0.25]))
        yield x, w, float(rng.normal()), int(rng.integers(2)), epsilon


def kept(x: Any) -> Array:
    """Between paper and ink."""
    return np.asarray(np.clip(x, 0, 1))


def climb(x: Array, w: Array, b: float, y: int) -> Any:
    """The slope of the loss for each pixel."""
    return (sigmoid(w @ x + b) - y) * w


PUSH = Exercise(
    id="13.3",
    title="Aim at one neuron",
    objective=FOOLED,
    level="core",
    see="Pushing it over",
    task=(
        "One sigmoid neuron with the weights `w` and the bias `b` reads a picture `x` with pixels "
        "from 0 to 1, and is trained with binary cross-entropy. Write `push(x, w, b, y, epsilon)`: "
        "it moves every pixel by `epsilon` in the direction in which the loss for the target `y` "
        "(0 or 1) rises, keeps the pixels between 0 and 1, and returns the new picture."
    ),
    solution=push,
    judge=FunctionJudge(pushes, (
        Property("One of your pixels lies outside 0 to 1: whiter than paper or blacker than ink.",
                 lambda new, x, w, b, y, epsilon: bool(
                     ((new >= -1e-6) & (new <= 1 + 1e-6)).all()
                 )),
        Property("One of your pixels has moved further than `epsilon`.",
                 lambda new, x, w, b, y, epsilon: bool(
                     (np.abs(new - x) <= epsilon + 1e-5).all()
                 )),
    )),
    traps=(
        Trap("downhill", lambda x, w, b, y, epsilon: kept(x - epsilon * np.sign(climb(x, w, b, y))),
             "The picture moves downhill: this helps the neuron. Training goes against the slope; "
             "an attack goes with it."),
        Trap("size kept", lambda x, w, b, y, epsilon: kept(x + epsilon * climb(x, w, b, y)),
             "Each pixel moves in proportion to its slope. Here only the sign of the slope counts, "
             "and all pixels move equally far."),
        Trap("not kept", lambda x, w, b, y, epsilon: x + epsilon * np.sign(climb(x, w, b, y)),
             "It aims well, but leaves the range from 0 to 1. No pixel is whiter than paper."),
        Trap("target ignored", lambda x, w, b, y, epsilon: kept(x + epsilon * np.sign(w)),
             "The sum always grows. That fools the neuron if the target is 0; if it is 1, it makes "
             "the neuron surer of what is right."),
        Trap("target ignored, the other way",
             lambda x, w, b, y, epsilon: kept(x - epsilon * np.sign(w)),
             "The sum always falls. That fools the neuron if the target is 1; if it is 0, it makes "
             "the neuron surer of what is right."),
        Trap("slope for the weights",
             lambda x, w, b, y, epsilon: kept(
                 x + epsilon * np.sign((sigmoid(w @ x + b) - y) * x)),
             "This is the slope with respect to the *weights*. The picture is to change: how does "
             "the sum answer to a pixel?"),
        Trap("all pixels alike",
             lambda x, w, b, y, epsilon: kept(x + epsilon * np.sign(sigmoid(w @ x + b) - y)),
             "Every pixel moves the same way, so most of the push cancels. A pixel with a negative "
             "weight has to go the other way."),
        Trap("only the change",
             lambda x, w, b, y, epsilon: epsilon * np.sign(climb(x, w, b, y)),
             "This is the change. Wanted is the picture after it."),
    ),
    hints=(
        "If the target is 1, should the neuron's sum rise or fall? And which pixels raise it?",
        "For a sigmoid with cross-entropy the slope for the sum is prediction minus target. For a "
        "pixel it is that times the pixel's weight. Take the sign, go `epsilon` uphill, and cut "
        "off at 0 and 1.",
        "Two or three lines; the result is an array as long as `x`. `np.sign` and `np.clip` help.",
    ),
)


# Exercise 13.4


def smallest_push(
    z: float = 1.5, weights: tuple[float, ...] = (3, -2, 0, 1)
) -> tuple[float, float, float]:
    """The smallest aimed epsilon, what it does by chance, and the epsilon for 64 pixels."""
    w = np.array(weights)
    epsilon = z / np.abs(w).sum()
    by_chance = epsilon * np.sqrt((w**2).sum())
    many = z / np.abs(np.tile(w, 16)).sum()
    return float(epsilon), float(by_chance), float(many)


def other_push(rng: np.random.Generator) -> Numbers | None:
    """Weights of which the second is negative and the third 0, and a sum that is not."""
    a, b, c = picks(rng, 3, 1, 6)
    return (pick(rng, 0.8, 3, 0.1), (a, -b, 0, c)) if a + c > b else None


def enough_to_fool(solution: Solution, z: float, weights: tuple[float, ...]) -> Exercise:
    """How far all pixels have to move, with these weights, to bring the sum from z to 0."""
    epsilon, _, many = solution()
    root = float(np.sum(np.square(weights))) ** 0.5

    def moved(epsilon: float, many: float) -> tuple[float, float, float]:
        return epsilon, epsilon * root, many

    return Exercise(
        id="13.4",
        title="How little is enough?",
        objective=FOOLED,
        level="core",
        see="Why so little is enough",
        task=(
            f"A neuron with the weights {listed(weights)} has a sum of {num(z)} and says one. "
            "Every pixel may move by ε, in the direction you choose: which ε brings the sum down "
            "to 0? How far does the same ε move the sum by chance? And which ε would be enough if "
            f"there were 64 pixels, sixteen with each of these weights, and the sum were {num(z)} "
            "as before? Enter all three, with three decimals."
        ),
        solution=solution,
        judge=NumberJudge(("epsilon", "moved by chance", "epsilon of 64"), decimals=3),
        traps=(
            Trap("weights cancel",
                 lambda: moved(z / sum(weights), z / sum(weights) / 16),
                 "You added the weights with their signs. Where a weight is negative, the pixel "
                 "moves the other way, and all of them push together."),
            Trap("largest weight only",
                 lambda: moved(z / max(map(abs, weights)), z / max(map(abs, weights)) / 16),
                 "You moved one pixel. All of them may move, and each adds its part."),
            Trap("shared equally", lambda: moved(z / 4, z / 64),
                 "You divided by the number of pixels. A pixel moves the sum by ε times the size "
                 "of its weight."),
            Trap("root forgotten", lambda: (epsilon, epsilon * root**2, many),
                 "The first is right. By chance the push is ε times the *root* of the sum of the "
                 "squared weights."),
            Trap("chance for aim", lambda: moved(z / root, z / root / 4),
                 "You worked with the root of the squares: that is what a push by chance comes to. "
                 "An aimed one moves the sum by ε times all the sizes together."),
            Trap("grows with the root", lambda: moved(epsilon, epsilon / 4),
                 "The first two are right. What grows with the root of the number is the advantage "
                 "over chance. The aimed push itself grows with the number."),
            Trap("unchanged", lambda: moved(epsilon, epsilon),
                 "The first two are right. With sixteen times as many pixels that push together, "
                 "each has less to do."),
            Trap("ε forgotten", lambda: (epsilon, root, many),
                 "The others are right. The second number is the root of the sum of the squares; "
                 "how far does each pixel move?"),
            Trap("multiplied for divided", lambda: moved(epsilon, 16 * epsilon),
                 "The first two are right. With more pixels that push together, does each have to "
                 "move further or less far?"),
        ),
        hints=(
            f"By how much can one pixel with the weight {num(weights[1])} move the sum, if it "
            "moves by ε?",
            "Aimed: ε times the sum of the sizes of the weights. By chance: ε times the root of "
            "the sum of their squares. With sixteen times the pixels the first sum is sixteen "
            "times as large.",
            "Three numbers in a list; the third is a sixteenth of the first, and the second is "
            f"below {num(z)}.",
        ),
    )


SMALLEST = varied(enough_to_fool, smallest_push, other_push)


# Exercise 13.5


def erased(
    picture: tuple[float, float] = (1, 0.5),
    weight: float = 3,
    offsets: tuple[float, float] = (1, 0.5),
) -> tuple[float, float, float]:
    """The slope for the first pixel, and what erasing it should do and does."""
    (x1, x2), (first, second) = picture, offsets
    z1, z2 = x1 + x2 - first, x1 - second
    slope = weight * (z1 > 0) - (z2 > 0)
    before = weight * max(z1, 0) - max(z2, 0)
    after = weight * max(0 + x2 - first, 0) - max(0 - second, 0)
    return slope, -slope * x1, after - before


def other_erased(rng: np.random.Generator) -> Numbers | None:
    """Two neurons that are awake before the first pixel is erased, and silent afterwards."""
    x1, x2 = picture = pick(rng, 0.8, 2, 0.2), pick(rng, 0.2, 0.8, 0.1)
    first, second = offsets = pick(rng, 0.6, 2, 0.2), pick(rng, 0.2, 1, 0.1)
    numbers = picture, pick(rng, 2, 5), offsets
    awake = x1 + x2 > first + 0.1 and x1 > second + 0.1 and x2 < first - 0.1
    return numbers if awake and erased(*numbers)[2] < -0.1 else None


def erasing(
    solution: Solution, picture: tuple[float, float], weight: float, offsets: tuple[float, float]
) -> Exercise:
    """What erasing the first pixel does to a score of two neurons."""
    (x1, x2), (first, second) = picture, offsets
    slope, foretold, fact = solution()
    return Exercise(
        id="13.5",
        title="What erasing does",
        objective=MAP,
        level="core",
        see="What the map does not tell",
        task=(
            f"A score is {weight} relu(x₁ + x₂ − {num(first)}) − relu(x₁ − {num(second)}), and the "
            f"picture is x₁ = {num(x1)}, x₂ = {num(x2)}. What is the slope of the score for x₁? "
            "Which change of the score does it foretell if x₁ is erased, that is, set to 0? Which "
            "change happens in fact? Enter all three, with one decimal."
        ),
        solution=solution,
        judge=NumberJudge(("slope", "foretold", "in fact"), decimals=1),
        traps=(
            Trap("one path forgotten", lambda: (weight, -weight * x1, fact),
                 "The pixel reaches the score by two paths, through each of the neurons. The "
                 "second one counts against it."),
            Trap("paths without signs", lambda: (weight + 1, -(weight + 1) * x1, fact),
                 "You added the two paths. The second neuron has the weight −1 to the score."),
            Trap("sign of the erasing", lambda: (slope, -foretold, fact),
                 f"The slope is right. Erasing takes the pixel *down*, from {num(x1)} to 0."),
            Trap("foretold for fact", lambda: (slope, foretold, foretold),
                 "The first two are right. For the fact, put x₁ = 0 into the formula: both sums "
                 "are then below 0, and a ReLU makes 0 of each."),
            Trap("score for change", lambda: (slope, foretold, 0),
                 "The first two are right. This is the score that is left. Asked for is by how "
                 "much it has changed."),
            Trap("sign of the change", lambda: (slope, foretold, -fact),
                 "The first two are right. The score has fallen."),
            Trap("sign of both changes", lambda: (slope, -foretold, -fact),
                 f"The slope is right. Erasing takes the pixel *down*, from {num(x1)} to 0, and "
                 "the score falls with it."),
            Trap("bend left out",
                 lambda: (slope, foretold, fact + weight * (x2 - first)),
                 "The first two are right. After the erasing the first sum is below 0, and there a "
                 "ReLU says 0."),
        ),
        hints=(
            "Which of the two neurons are awake before x₁ is erased, and which afterwards?",
            "The slope adds up both paths, each with its weight and with 1 for a neuron that is "
            "awake. The map foretells slope times change. For the fact, compute the score twice.",
            "Three numbers in a list: one positive, two negative, the last two not equal.",
        ),
    )


ERASED = varied(erasing, erased, other_erased)


# Exercise 13.6


def three_questions() -> None:
    """The map shows how the score answers to small changes of single pixels, not why.

    I would ask whether it foretells what happens when the pixels it marks are changed in fact,
    whether another network trained in the same way gives the same map, and whether a network with
    random weights gives one as convincing.
    """


THREE_QUESTIONS = Exercise(
    id="13.6",
    title="The map on the wall",
    objective=MAP,
    level="core",
    see="What the map does not tell",
    task=(
        'A maker shows a saliency map in which the lung lights up, and says: "You see that the '
        'network looks at the lung, and so it has understood the illness." What does the map show, '
        "and which checks do you ask for before you believe it?"
    ),
    solution=three_questions,
    judge=SentenceJudge((
        "Do you say that the map shows slopes, the answer to small changes?",
        "Do you ask for a check by changing what is marked?",
        "Do you ask for a comparison with another network, or with random weights?",
        "Do you keep apart where a score depends on something and why?",
    ), fewest_words=12),
    traps=(),
    hints=(
        "What would the map look like if the network had learned from a mark of the hospital that "
        "lies on the lung?",
        "Go through the three checks of the section and ask of each what it would be here.",
        "Two sentences in quotation marks: what it shows, and what you want to see.",
    ),
)


# Exercise 13.7


def group_errors(y: Array, y_hat: Array, group: Array) -> Array:
    """Return the share of wrong answers in group 0, in group 1, and of all."""
    wrong = y != y_hat
    return np.array([wrong[group == 0].mean(), wrong[group == 1].mean(), wrong.mean()])


def forms(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Few answers, then random ones in two groups of different size; labels are classes 0 to 9."""
    yield np.array([3, 5, 7]), np.array([3, 5, 1]), np.array([0, 0, 1])
    yield np.array([3, 5, 7, 2]), np.array([4, 5, 7, 2]), np.array([0, 0, 0, 1])
    for n in (8, 20, 40) * 5:
        group = (rng.random(n) < 0.25).astype(int)
        group[:3] = 0, 0, 1
        y = rng.integers(10, size=n)
        missed = rng.random(n) < np.where(group == 1, 0.6, 0.2)
        yield y, np.where(missed, (y + rng.integers(1, 10, size=n)) % 10, y), group


BY_GROUP = Exercise(
    id="13.7",
    title="Count by group",
    objective=GROUPS,
    level="core",
    see="Ninety-five to five",
    task=(
        "Write `group_errors(y, y_hat, group)`: `y` holds the digits that were written, `y_hat` "
        "those that were read, `group` a 0 or 1 for the group of each writer. Return an array of "
        "three numbers: the share of wrong answers in group 0, in group 1, and of all."
    ),
    solution=group_errors,
    judge=FunctionJudge(forms, (
        Property("One of your shares lies outside 0 to 1.",
                 lambda shares, y, y_hat, group: bool(((shares >= 0) & (shares <= 1)).all())),
        Property("The share of all has to lie between those of the two groups.",
                 lambda shares, y, y_hat, group: bool(
                     shares[:2].min() - 1e-5 <= shares[2] <= shares[:2].max() + 1e-5
                 )),
    )),
    traps=(
        Trap("right for wrong", lambda y, y_hat, group: 1 - group_errors(y, y_hat, group),
             "These are the shares of the right answers."),
        Trap("share of everybody",
             lambda y, y_hat, group: np.array([
                 *(np.mean((y != y_hat) & (group == g)) for g in (0, 1)), np.mean(y != y_hat)]),
             "You divided each group's mistakes by the number of all writers, so a small group can "
             "never look bad. Divide by the size of the group."),
        Trap("share of the mistakes",
             lambda y, y_hat, group: np.array([
                 *(np.sum((y != y_hat) & (group == g)) / max(np.sum(y != y_hat), 1)
                   for g in (0, 1)), np.mean(y != y_hat)]),
             "You asked who makes which part of the mistakes. Asked for is how often a member of "
             "each group is read wrongly."),
        Trap("mean of the two",
             lambda y, y_hat, group: np.array([
                 *group_errors(y, y_hat, group)[:2], group_errors(y, y_hat, group)[:2].mean()]),
             "The two groups are right. The average of all weighs them as they occur: the larger "
             "group counts more."),
        Trap("groups exchanged", lambda y, y_hat, group: group_errors(y, y_hat, group)[[1, 0, 2]],
             "The two groups stand in each other's place. Group 0 comes first."),
        Trap("counts for shares",
             lambda y, y_hat, group: np.array([
                 *(np.sum((y != y_hat) & (group == g)) for g in (0, 1)), np.sum(y != y_hat)]),
             "These are counts. Wanted are shares, each of its own group."),
        Trap("size of the miss",
             lambda y, y_hat, group: np.array([
                 *(np.abs(y - y_hat)[group == g].mean() for g in (0, 1)),
                 np.abs(y - y_hat).mean()]),
             "You averaged how far the digits are apart. A 9 read for a 1 is one mistake, no worse "
             "than a 2."),
    ),
    hints=(
        "What is divided by what, for a group of ten among a thousand?",
        "First mark the wrong answers, one truth value for each writer. Then take the mean of the "
        "marks of one group, of the other, and of all.",
        "Two lines: the marks, and an array of three means. A mean of truth values is the share of "
        "those that are true.",
    ),
)


# Exercise 13.8


def skill(price: Array, said: Array) -> float:
    """Return the share of the error of "as today" that a forecast takes away."""
    forecast = np.mean((price[1:] - said[1:]) ** 2)
    as_today = np.mean((price[1:] - price[:-1]) ** 2)
    return float(1 - forecast / as_today)


def walks(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """A steady rise, then a repetition of yesterday, then random walks with forecasts of all kinds.

    What is said about the first day is far off, so that it matters whether it is left out.
    """
    yield np.array([10.0, 12.0, 14.0]), np.array([0.0, 11.0, 13.0])
    yield np.array([10.0, 12.0, 11.0]), np.array([20.0, 10.0, 12.0])
    for days in (5, 12, 30) * 5:
        price = 50 + np.cumsum(rng.choice([-1, 1], days) * rng.uniform(0.5, 2, days))
        said = np.concatenate([[price[0] + 5], price[:-1] + rng.normal(size=days - 1)])
        yield price, said


def against(forecast: Any, yardstick: Any) -> float:
    """One minus the ratio of two mean squares."""
    return float(1 - np.mean(forecast**2) / np.mean(yardstick**2))


def from_today(price: Array, said: Array) -> float:
    """The error of the forecast, measured by how far it goes away from today's price."""
    with np.errstate(divide="ignore"):
        return against(price[1:] - said[1:], said[1:] - price[:-1])


SKILL = Exercise(
    id="13.8",
    title='Better than "as today"?',
    objective=FORECAST,
    level="stretch",
    see="Tomorrow's price",
    task=(
        "Write `skill(price, said)`. `price` holds the prices of some days, and `said[t]` is what "
        "was forecast for day t on the day before; there was no day before the first, so `said[0]` "
        'means nothing. Compare with the forecast "as today": return 1 minus the mean squared '
        'error of the forecast over that of "as today", both over the same days. It is 1 for a '
        'perfect forecast, 0 for one as good as "as today", and negative for a worse one.'
    ),
    solution=skill,
    judge=FunctionJudge(walks, (
        Property("It should never be above 1: no forecast is better than a perfect one.",
                 lambda value, price, said: bool(value <= 1 + 1e-6)),
    )),
    traps=(
        Trap("against the mean",
             lambda price, said: against(price[1:] - said[1:], price[1:] - price[1:].mean()),
             "You compare with the spread of the prices. That is the measure which praises "
             "everybody: a price that wanders far is easy to say roughly."),
        Trap("first day counted",
             lambda price, said: against(price - said, price[1:] - price[:-1]),
             "What was said about the first day takes part, and it means nothing."),
        Trap("the forecast a day late",
             lambda price, said: against(price[:-1] - said[1:], price[1:] - price[:-1]),
             "You compare what was said about tomorrow with the price of *today*, and so the "
             "forecast looks better than it is."),
        Trap("the forecast a day early",
             lambda price, said: against(price[1:] - said[:-1], price[1:] - price[:-1]),
             "You compare what was said about a day with the price of the day after. `said[t]` "
             "belongs to `price[t]`."),
        Trap("not squared",
             lambda price, said: float(1 - np.abs(price[1:] - said[1:]).mean()
                                       / np.abs(price[1:] - price[:-1]).mean()),
             "You took the mean sizes of the errors. The task asks for their mean squares."),
        Trap("root taken",
             lambda price, said: 1 - (1 - skill(price, said)) ** 0.5,
             "You took the roots of the mean squares before you divided."),
        Trap("ratio alone", lambda price, said: 1 - skill(price, said),
             "This is the ratio of the two errors: small is good. Wanted is 1 minus that."),
        Trap("upside down",
             lambda price, said: against(price[1:] - price[:-1], price[1:] - said[1:]),
             'You divided the error of "as today" by that of the forecast. A perfect forecast '
             "would divide by 0."),
        Trap("first day against the last",
             lambda price, said: against(price - said, price - np.roll(price, 1)),
             "The first day takes part. Nobody has said anything about it, and `np.roll` compares "
             "it with the last."),
        Trap("forecast against today", from_today,
             "Below the line stands how far the forecast goes away from today's price. The "
             'yardstick is the error of "as today", in which no forecast occurs.'),
    ),
    hints=(
        'What would "as today" have said about the second day?',
        "Two lists of errors over the same days, from the second on: price minus what was said, "
        "and price minus the price of the day before. Square, average, divide.",
        "Three lines, with `price[1:]` in two of them; the result is one number, at most 1.",
    ),
)


EXERCISES = (BELL, DOCTOR, PUSH, SMALLEST, ERASED, THREE_QUESTIONS, BY_GROUP, SKILL)
