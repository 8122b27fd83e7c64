"""The exercises of chapter 9, "Training in practice"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnbook import Adam, Network, cross_entropy, datasets, relu, sigmoid, softmax, tanh, train
from nnbook.datasets import one_hot
from nnbook.exercises._engine import Exercise, Trap
from nnbook.exercises._figures import FigureJudge, Goal
from nnbook.exercises._functions import FunctionJudge, Property
from nnbook.exercises._numbers import NumberJudge
from nnbook.exercises._order import OrderJudge, Rule
from nnbook.exercises._sentences import SentenceJudge
from nnbook.exercises._variants import Numbers, Solution, listed, num, pick, picks, spelled, varied

__all__ = ["EXERCISES"]

# fmt: off

Array = NDArray[np.float64]

BY_HEART = "Tell what was learned from what was learned by heart"
HOW_SURE = "Say how sure you are of a number"
CURE = "Choose the cure that fits the disease"
SEARCH = "Search and choose without fooling yourself"
FAILURE = "Recognise a failure by its loss and one look inside"
NOTHING = "Notice when a good accuracy means nothing"


# Exercise 9.1


def rolled_labels(images: int = 200, rolled: int = 50) -> tuple[float, float, float]:
    """How many of the labels are false, agree with the truth, and agree with a guesser."""
    true_by_luck = rolled / 10
    return rolled - true_by_luck, images - rolled + true_by_luck, images / 10


def other_rolls(rng: np.random.Generator) -> Numbers:
    """Tens of images, fewer than half of them with a label that was rolled."""
    return pick(rng, 150, 500, 10), pick(rng, 30, 70, 10)


def die(solution: Solution, images: int, rolled: int) -> Exercise:
    """Labels of which some were rolled with a die of ten faces."""
    false, agreed, guessed = solution()
    true = images - rolled
    return Exercise(
        id="9.1",
        title="A teacher who rolls a die",
        objective=BY_HEART,
        level="warm-up",
        see="Learned by heart",
        task=(
            f"Predict, without a computer. A teacher labels {images} images of digits. For "
            f"{rolled} of them he rolls a die with the ten faces 0 to 9 and writes down what comes "
            f"up; the other {true} labels are true. How many of the {images} labels are false, on "
            "average? With how many of them does a network agree that reads every digit perfectly? "
            "And with how many does one agree that has learned nothing and rolls a die of its own? "
            "Enter three numbers of labels."
        ),
        solution=solution,
        judge=NumberJudge(("false labels", "perfect reader", "guesser"), decimals=0),
        traps=(
            Trap("every random label is false", lambda: (rolled, true, guessed),
                 "A die that knows nothing is right now and then: on one of its ten faces stands "
                 "the true digit. So not all of the rolled labels are false."),
            Trap("agreement for knowledge", lambda: (false, images, guessed),
                 "Whoever reads perfectly reads what is in the image, not what the teacher wrote. "
                 "Where the label is false they disagree, and the network is right."),
            Trap("shares for numbers",
                 lambda: (100 * false / images, 100 * agreed / images, 10),
                 f"These are shares in per cent. There are {images} labels; how many are that?"),
            Trap("guesses meet true labels only", lambda: (false, agreed, agreed / 10),
                 "The first two are right. The guesser is compared with the label, be it true or "
                 "false: his die has one chance in ten to show what is written there."),
            Trap("even chances", lambda: (false, agreed, images / 2),
                 "The first two are right. With two classes a guesser would agree with one half. "
                 "Here there are ten."),
            Trap("lucky rolls for false labels", lambda: (rolled - false, agreed, guessed),
                 "The last two are right. Your first number counts the rolled labels that are true "
                 "by luck; asked for are the others."),
        ),
        hints=(
            f"What does the die say, on average, about the {rolled} images for which it was "
            "rolled?",
            "One rolled label in ten is true by luck. A perfect reader agrees with all true labels "
            "and no other. A guesser agrees with any label with the same probability, whoever "
            "wrote it.",
            f"Three whole numbers in a list; the first two add up to {images}.",
        ),
    )


DIE = varied(die, rolled_labels, other_rolls)


# Exercise 9.2


def gain_and_spread(
    without: tuple[int, ...] = (62, 71, 66, 75, 58), treated: tuple[int, ...] = (67, 74, 72, 71, 62)
) -> tuple[float, float]:
    """The median of the paired differences, and the width of their middle half."""
    low, middle, high = np.percentile(np.subtract(treated, without), [25, 50, 75])
    return float(middle), float(high - low)


def middle_of(values: Array) -> float:
    """The width of the middle half."""
    return float(np.subtract(*np.percentile(values, [75, 25])))


def other_scores(rng: np.random.Generator) -> Numbers | None:
    """Four gains and a loss that pulls the mean down and without its sign halves the spread."""
    without = picks(rng, 5, 55, 80)
    gains = rng.permutation([*rng.integers(3, 13, size=4), -rng.integers(2, 10)])
    treated = tuple((gains + without).tolist())
    gain, spread = gain_and_spread(without, treated)
    fits = 2 * middle_of(np.abs(gains)) == spread < gain and gains.mean() < gain
    return (without, treated) if fits else None


def seeds(solution: Solution, without: tuple[int, ...], treated: tuple[int, ...]) -> Exercise:
    """The gain of a treatment, told from runs with and without it."""
    gain, spread = solution()
    before, after = np.array(without), np.array(treated)
    gains = after - before
    harmed = ("first", "second", "third", "fourth", "fifth")[int(gains.argmin())]
    return Exercise(
        id="9.2",
        title="Gain or luck?",
        objective=HOW_SURE,
        level="warm-up",
        see="Four patients",
        task=(
            f"Five seeds. Untreated, a network reads {listed(without)} per cent of the unseen "
            f"digits; treated, with the same seeds in the same order, {listed(treated)}. Enter the "
            "gain and its spread in points, as this section defines them, with one decimal. (Of "
            "five numbers, the middle half reaches from the second smallest to the second "
            "largest.) Do you believe the gain?"
        ),
        solution=solution,
        judge=NumberJudge(("gain", "spread"), decimals=1),
        traps=(
            Trap("pairs torn apart",
                 lambda: (np.median(after) - np.median(before), middle_of(after)),
                 "You summed up each row by itself, and threw away that they come in pairs. Most "
                 "of what the seeds do, they do to both runs; in the differences it cancels."),
            Trap("difference of the medians",
                 lambda: (np.median(after) - np.median(before), spread),
                 "The spread is right. The gain is the median of the differences, and that is not "
                 "the difference of the medians."),
            Trap("spread of one row", lambda: (gain, middle_of(after)),
                 "The gain is right. The spread is that of the treated scores, which differ for "
                 "reasons of their own: the spread of the *differences* is asked for."),
            Trap("mean for median", lambda: (gains.mean(), spread),
                 "This is the mean of the differences. One seed that went wrong has pulled it "
                 "down; the median looks at the middle one."),
            Trap("sorted before paired",
                 lambda: (gain, middle_of(np.sort(after) - np.sort(before))),
                 "You sorted both rows before you took the differences. Then the runs of different "
                 "seeds stand beside each other. Take the differences first, sort those."),
            Trap("range for spread", lambda: (gain, np.ptp(gains)),
                 "The gain is right. The spread leaves out a quarter at each end, so that one seed "
                 "that went wrong does not decide it."),
            Trap("sign flipped", lambda: (-gain, spread),
                 "The sign of the gain is turned: it is treated minus untreated."),
            Trap("sign of a loss dropped", lambda: (gain, middle_of(np.abs(gains))),
                 "The gain is right, the spread too small. Either its width has been halved, or a "
                 f"difference has lost its sign: with the {harmed} seed the treatment did harm, so "
                 "keep the minus before you sort."),
            Trap("not put in order", lambda: (gains[2], spread),
                 "The spread is right. You took the difference that stands in the middle as the "
                 "seeds come. The median is the middle one by size."),
        ),
        hints=(
            "What stands in the table five times, once for each seed?",
            "Take the five differences, treated minus untreated, with their signs. Put them in a "
            "row by size. The middle one is the gain; the spread is the width of the middle half.",
            "Two numbers in a list, both whole this time; the gain is the larger of the two.",
        ),
    )


GAIN = varied(seeds, gain_and_spread, other_scores)


# Exercise 9.3


@cache
def mislabelled_lesson() -> tuple[tuple[Network, ...], Array, NDArray[np.int64]]:
    """The networks after each epoch, the images, the labels: the first 20 are false."""
    data, rng = datasets.digits(), np.random.default_rng([0, 0])
    pool = np.random.default_rng(9).permutation(len(data.X))[:942]
    rows, false = pool[rng.permutation(942)[:100]], np.arange(100) < 20
    X, labels = data.X[rows], data.y[rows].astype(np.int64)
    labels[false] = (labels[false] + rng.integers(1, 10, 20)) % 10
    network = Network.random([64, 32, 10], [relu, softmax], rng=np.random.default_rng([0, 1]))
    run = train(network, X, one_hot(labels, 10), loss=cross_entropy, optimizer=Adam(0.02),
                epochs=25, batch_size=20, rng=np.random.default_rng([0, 2]), keep=1)
    return run.networks, X, labels


def what_comes_when() -> tuple[int, int, int]:
    """When all true labels are known, how many false ones are then, and when all of those are."""
    networks, X, labels = mislabelled_lesson()
    shown = [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 25]
    repeats = {epoch: networks[epoch](X).argmax(axis=1) == labels for epoch in shown}
    true = next(epoch for epoch in shown if repeats[epoch][20:].all())
    false = next(epoch for epoch in shown if repeats[epoch][:20].all())
    return true, int(repeats[true][:20].sum()), false


def false_at(epoch: int) -> int:
    """How many false labels the network repeats after so many epochs."""
    networks, X, labels = mislabelled_lesson()
    return int((networks[epoch](X).argmax(axis=1) == labels)[:20].sum())


WHEN = Exercise(
    id="9.3",
    title="First the rule, then the exceptions",
    objective=BY_HEART,
    level="warm-up",
    see="Early stopping",
    task=(
        "Predict, then move the figure above. At which of its epochs does the network first repeat "
        "all 80 true labels? How many of the 20 false ones does it repeat at that epoch? And at "
        "which of its epochs does it first repeat all 20 false ones? Enter three whole numbers."
    ),
    solution=what_comes_when,
    judge=NumberJudge(("all true at epoch", "false ones by then", "all false at epoch"),
                      decimals=0),
    traps=(
        Trap("lowest loss for all learned",
             lambda: (5, false_at(5), what_comes_when()[2]),
             "At epoch 5 the validation loss is lowest. The network does not repeat all true "
             "labels there; read the title, it counts them."),
        Trap("lowest loss, and the rest at the end", lambda: (5, false_at(5), 60),
             "You read off the mark and the end of the figure. Both kinds of labels are complete "
             "somewhere in between."),
        Trap("nearly all", lambda: (10, false_at(10), what_comes_when()[2]),
             "One true label is still missing at that epoch. Read the title, not the height of the "
             "curve."),
        Trap("the end of the figure", lambda: (what_comes_when()[0], false_at(12), 60),
             "The first two are right. At epoch 60 all false labels are repeated, and they have "
             "been for a while: asked for is the first such epoch."),
        Trap("false labels never learned", lambda: (what_comes_when()[0], 0, 0),
             "The first is right. The false labels are learned too, later, one by one; the title "
             "counts them."),
        Trap("true and false together",
             lambda: (what_comes_when()[0], 80 + false_at(12), what_comes_when()[2]),
             "Two of three are right. The one in the middle counts all labels that the network "
             "repeats; asked for are the false ones among them."),
    ),
    hints=(
        "The title of the figure counts both kinds for you.",
        "Move the slider to the right until the first count stands at 80, and read the second. "
        "Then go on until the second stands at 20.",
        "Three whole numbers in a list. The first two differ by one, and the third is about twice "
        "as large.",
    ),
)


# Exercise 9.4


def stop_early(losses: Array, patience: int) -> Any:
    """Return after how many epochs training ends, and after how many it was at its best."""
    best = 0
    for epoch in range(len(losses)):
        if losses[epoch] < losses[best]:
            best = epoch
        if epoch - best == patience:
            return np.array([epoch + 1, best + 1])
    return np.array([len(losses), best + 1])


def stop_with(*, waits: Callable[[int], int] = lambda patience: patience,
              ties: bool = False, before: bool = False, total: bool = False) -> Any:
    """Early stopping with something else for its patience or for what counts as better."""

    def wrong(losses: Array, patience: int) -> Array:
        best, waited = 0, 0
        for epoch in range(1, len(losses)):
            other = losses[epoch - 1] if before else losses[best]
            better = losses[epoch] <= other if ties else losses[epoch] < other
            waited = waited + 1 if not better else waited if total else 0
            if losses[epoch] < losses[best] or (ties and losses[epoch] == losses[best]):
                best = epoch
            if waited >= waits(patience) and not better:
                return np.array([epoch + 1, best + 1])
        return np.array([len(losses), best + 1])

    return wrong


def patience_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Short curves with whole numbers, then wandering ones, in steps that float32 holds too."""
    yield np.array([4.0, 3.0, 2.0]), 2
    yield np.array([4.0, 3.0, 5.0, 6.0, 1.0]), 2
    yield np.array([4.0, 3.0, 5.0, 2.0, 6.0, 5.0, 4.0, 1.0]), 3
    yield np.array([2.0, 3.0, 3.0, 1.0]), 2
    yield np.array([3.0, 2.0, 2.0, 2.0, 1.0]), 2
    for epochs in (6, 12, 24) * 8:
        walk = np.cumsum(rng.integers(-8, 8, epochs)) + np.abs(np.arange(epochs) - epochs // 2)
        yield 4 + walk / 64, int(rng.integers(1, 5))


PATIENCE = Exercise(
    id="9.4",
    title="Patience",
    objective=CURE,
    level="core",
    see="Early stopping",
    task=(
        "While a network trains, nobody knows whether the validation loss will fall once more. So "
        "one waits: training ends as soon as `patience` epochs in a row have brought no loss below "
        "the lowest so far, or when the epochs run out. Write `stop_early(losses, patience)`: "
        "`losses` holds the validation loss after epoch 1, after epoch 2 and so on. Return two "
        "whole numbers: after how many epochs training ends, and after how many the network was "
        "taken that is kept, the one with the lowest loss so far."
    ),
    solution=stop_early,
    judge=FunctionJudge(patience_cases, (
        Property("The network that is kept comes from an epoch that training has reached, the "
                 "first or a later one.",
                 lambda stop, losses, patience: bool(1 <= stop[1] <= stop[0] <= len(losses))),
    )),
    traps=(
        Trap("best counted from 0",
             lambda losses, patience: stop_early(losses, patience) - np.array([0, 1]),
             "The end is right, the other number one too small. The first entry of `losses` was "
             "measured *after* epoch 1; in front of it there was the untrained network."),
        Trap("epochs counted from 0",
             lambda losses, patience: stop_early(losses, patience) - 1,
             "Both numbers are one too small. The first entry of `losses` was measured after one "
             "epoch, not after none."),
        Trap("counted from 0 inside the loop",
             lambda losses, patience: stop_early(losses, patience) - np.array([
                 int(len(losses) - stop_early(losses, patience)[1] >= patience), 1]),
             "Where patience ends the training, both numbers are one too small, and otherwise the "
             "second. A loop over a list counts from 0; the first loss was measured after epoch "
             "1."),
        Trap("last network kept",
             lambda losses, patience: np.repeat(stop_early(losses, patience)[0], 2),
             "You keep the network that training ended with. It has had all the epochs of waiting "
             "to get worse; the better one came earlier."),
        Trap("compared with the epoch before", stop_with(before=True),
             "You compare each loss with the one before. A curve that has climbed and comes down a "
             "little is not better yet: compare with the lowest so far."),
        Trap("patience never renewed", stop_with(total=True),
             "You count all bad epochs since the beginning. A new lowest loss renews the patience: "
             "count from there."),
        Trap("one epoch too patient", stop_with(waits=lambda patience: patience + 1),
             "You wait one epoch too long. With a patience of 2, the second bad epoch in a row is "
             "the last."),
        Trap("one epoch too impatient", stop_with(waits=lambda patience: patience - 1),
             "You stop one epoch too early. With a patience of 2, one bad epoch is forgiven."),
        Trap("no patience", stop_with(waits=lambda patience: 1),
             "Training ends at the first loss that is not the lowest. Validation curves tremble; "
             "`patience` says for how long that is forgiven."),
        Trap("a tie counts as better", stop_with(ties=True),
             "It is right except where a loss equals the lowest so far. That is not below it."),
        Trap("the future known",
             lambda losses, patience: np.array([len(losses), np.argmin(losses) + 1]),
             "You took the lowest loss of the whole list. Whoever stops early never sees the rest "
             "of it."),
        Trap("patience taken off the end",
             lambda losses, patience: stop_early(losses, patience)[0] - np.array([0, patience]),
             "The best epoch is not always so many before the end: the epochs may have run out "
             "first."),
        Trap("in the other order",
             lambda losses, patience: stop_early(losses, patience)[::-1],
             "Both numbers are right, in the other order: first the end, then the network kept."),
    ),
    hints=(
        "Play it with a pencil for the losses 4, 3, 5, 6, 1 and a patience of 2. Does anybody see "
        "the 1?",
        "Go through the losses and remember where the lowest so far was. How far away that is says "
        "how long you have waited. A new lowest one starts the waiting afresh.",
        "A loop with two questions in it, and two places from which to return: inside the loop if "
        "patience ends, behind it if the epochs do. Two whole numbers, counted from 1.",
    ),
)


# Exercise 9.5


def penalised_step(
    weights: tuple[float, ...] = (3, -0.25),
    slope: float = 0.4,
    lr: float = 0.5,
    strength: float = 0.1,
) -> list[float]:
    """With L2 both weights and the bias, with L1 both weights, after one step."""
    w, bias = np.array(weights), 1.0
    with_l2 = w - lr * (slope + 2 * strength * w)
    with_l1 = w - lr * (slope + strength * np.sign(w))
    return [*with_l2, bias - lr * slope, *with_l1]


def other_penalties(rng: np.random.Generator) -> Numbers | None:
    """A large weight and a small negative one, which the loss pushes further from 0."""
    weights = pick(rng, 2, 5), -pick(rng, 0.2, 0.45, 0.05)
    slope, lr = pick(rng, 0.2, 0.8, 0.1), pick(rng, 0.2, 0.6, 0.1)
    strength = pick(rng, 0.1, 0.3, 0.1)
    stays = slope > 1.1 * max(strength, -2 * strength * weights[1])
    return (weights, slope, lr, strength) if stays else None


def penalties(
    solution: Solution, weights: tuple[float, ...], slope: float, lr: float, strength: float
) -> Exercise:
    """One step with each penalty, from these weights."""
    large, small = weights
    right = solution()

    def pulled(
        *,
        l2: Callable[[Array], Any] = lambda w: 2 * strength * w,
        l1: Callable[[Array], Any] = lambda w: strength * np.sign(w),
        on_bias: float = 0.0,
        slope: float = slope,
        rate: float = lr,
        outside: float = lr,
    ) -> list[float]:
        """What comes out with other pulls, or if the learning rate does not reach all of them."""
        w = np.array(weights)
        moved = w - rate * slope
        return [*(moved - outside * l2(w)), 1 - rate * slope - outside * on_bias,
                *(moved - outside * l1(w))]

    return Exercise(
        id="9.5",
        title="Two penalties, by hand",
        objective=CURE,
        level="core",
        see="Penalties: L2 and L1",
        task=(
            f"A neuron has the weights {large:g} and {small:g} and the bias 1. At this place the "
            f"slope of the loss itself is {num(slope)} for each of the three. The learning rate is "
            f"{num(lr)}. Take one step of plain descent with an L2 penalty of strength "
            f"{num(strength)}; then, from the same start, one with an L1 penalty of strength "
            f"{num(strength)}. As everywhere in the book, the bias goes free. Enter five numbers "
            "with three decimals: with L2 the two weights and the bias, with L1 the two weights."
        ),
        solution=solution,
        judge=NumberJudge(("L2, first", "L2, second", "L2, bias", "L1, first", "L1, second"),
                          decimals=3),
        traps=(
            Trap("factor 2 forgotten", lambda: pulled(l2=lambda w: strength * w),
                 "L2 pulls half as hard as it should: its cost is a square, and the derivative of "
                 "a square brings a factor of 2 along."),
            Trap("bias penalised", lambda: pulled(on_bias=2 * strength),
                 "The weights are right. The bias was pulled as well; it only moves the sum up and "
                 "down, has nothing to do with how sharply the answer bends, and goes free."),
            Trap("cost for slope",
                 lambda: pulled(l2=lambda w: strength * w**2, l1=lambda w: strength * np.abs(w)),
                 "You added what the weights cost. A step follows the slope: by how much the cost "
                 "grows for a little more of the weight."),
            Trap("pushed away from zero",
                 lambda: pulled(l2=lambda w: -2 * strength * w,
                                l1=lambda w: -strength * np.sign(w)),
                 "The penalties make your weights larger. The slope of the cost is *added* to that "
                 "of the loss, and the step goes against the sum."),
            Trap("sign of the weight lost", lambda: pulled(l1=lambda w: np.full(2, strength)),
                 "With L1 the negative weight was pushed away from 0. The size of L1's slope is "
                 "the same for all weights; its sign is that of the weight."),
            Trap("sign lost in both",
                 lambda: pulled(l2=lambda w: 2 * strength * np.abs(w),
                                l1=lambda w: np.full(2, strength)),
                 "A penalty pulls towards 0, and for a negative weight that is upwards. You pull "
                 "both weights down."),
            Trap("penalty alone", lambda: pulled(slope=0.0),
                 "Only the penalties have moved the weights. The slope of the loss itself, "
                 f"{num(slope)}, is still there, and belongs to the same step."),
            Trap("penalty without learning rate", lambda: pulled(outside=1.0),
                 "The penalty acts in full, the slope of the loss through the learning rate. Add "
                 "the two slopes first; one rate multiplies the sum."),
            Trap("the two swapped",
                 lambda: [*right[3:], right[2], *right[:2]],
                 "The two penalties have changed places. L2 pulls in proportion to the weight, L1 "
                 "pulls all alike."),
            Trap("no penalty", lambda: pulled(l2=lambda w: 0 * w, l1=lambda w: 0 * w),
                 "This is a step without any penalty. Which slope does each of them add?"),
            Trap("learning rate forgotten", lambda: pulled(rate=1.0, outside=1.0),
                 "You took the whole slope off. A step is the learning rate times the slope."),
        ),
        hints=(
            "Each weight has two slopes now, that of the loss and that of the penalty.",
            "Work out what the penalty adds to the slope of each weight, with its sign: twice the "
            "strength times the weight for L2, the strength with the sign of the weight for L1. "
            f"Add {num(slope)}, multiply by the rate, take it off.",
            "Five numbers in a list. With either penalty the first weight shrinks, more under L2; "
            "the second becomes more negative.",
        ),
    )


PENALTIES = varied(penalties, penalised_step, other_penalties)


# Exercise 9.6


def dropout(a: Array, p: float, draws: Array, training: bool) -> Any:
    """Return what dropout makes of the activations a."""
    if not training:
        return a
    return np.where(draws < p, 0.0, a / (1 - p))


def half_a_dropout(a: Array, p: float, draws: Array, training: bool) -> Any:  # noqa: ARG001
    """Return what dropout makes of the activations a."""
    kept = draws >= p
    return a * kept


def dropout_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """The chapter's row, then other shapes and p; no draw comes near p."""
    yield np.array([[1.0, 2.0, 3.0, 4.0]]), 0.5, np.array([[0.9, 0.1, 0.75, 0.25]]), True
    yield np.array([[1.0, 2.0, 3.0, 4.0]]), 0.5, np.array([[0.9, 0.1, 0.75, 0.25]]), False
    yield np.array([[10.0, 20.0], [30.0, 40.0]]), 0.2, np.array([[0.1, 0.3], [0.7, 0.05]]), True
    for case in range(16):
        p, shape = float(rng.choice([0.1, 0.2, 0.3, 0.8])), (int(rng.integers(2, 5)), 4)
        draws = rng.uniform(0.02, 0.98, shape)
        draws += 0.02 * np.sign(draws - p)
        yield rng.normal(2.0, 1.0, shape), p, draws.clip(0, 0.999), case % 4 != 0


def drop_with(scale: Callable[[float], float], used: Callable[[float], float] = lambda p: 1.0
              ) -> Any:
    """Dropout with another factor on the survivors, or one when the network is used."""
    return lambda a, p, draws, training: (
        a * (draws >= p) * scale(p) if training else a * used(p)
    )


DROPOUT = Exercise(
    id="9.6",
    title="Mend the dropout",
    objective=CURE,
    level="core",
    see="Dropout",
    task=(
        "`dropout(a, p, draws, training)` should return what dropout makes of the activations `a`. "
        "`draws` has the shape of `a` and holds a random number from 0 to 1 for each entry: where "
        "it is below `p`, the neuron is silenced. `training` is `True` while the network learns "
        "and `False` when it is used. The program below forgets two things. Mend it."
    ),
    solution=dropout,
    judge=FunctionJudge(dropout_cases, (
        Property("When the network is used, all neurons are there, and say what they said.",
                 lambda out, a, p, draws, training: training or np.allclose(out, a, rtol=1e-5)),
    ), given=half_a_dropout),
    forbids=("layers.dropout.Dropout",),
    traps=(
        Trap("as it was", lambda a, p, draws, training: a * (draws >= p),
             "Both faults are still there. Ask what the next layer's sum is on average while the "
             "network learns, and then what happens when it is used."),
        Trap("survivors not made up for", drop_with(lambda p: 1.0),
             "When it is used, it is right now. But in training the next layer receives less than "
             "it will later: the survivors have to make up for the silenced."),
        Trap("silenced when used",
             lambda a, p, draws, training: a * (draws >= p) / (1 - p),
             "The survivors are right now. But neurons are still silenced when the network is "
             "used: the same image would get another answer each time."),
        Trap("made up for when used", drop_with(lambda p: 1.0, lambda p: 1 - p),
             "So it stood in the first papers: nothing in training, and smaller activations later. "
             "On average it fits. The chapter does it the other way round, so that whoever uses "
             "the network need not know of `p`."),
        Trap("made up for twice", drop_with(lambda p: 1 / (1 - p), lambda p: 1 - p),
             "In training the survivors make up for the silenced, so that there is nothing left to "
             "make up for when the network is used."),
        Trap("the two cases swapped",
             lambda a, p, draws, training: a if training else a * (draws >= p) / (1 - p),
             "The two cases have changed places: neurons are silenced while the network learns, "
             "not when it is used."),
        Trap("scaled when used", drop_with(lambda p: 1 / (1 - p), lambda p: 1 / (1 - p)),
             "In training it is right. When the network is used nobody is silenced, so there is "
             "nothing to make up for."),
        Trap("made smaller", drop_with(lambda p: 1 - p),
             "The survivors were made smaller. They have to speak *louder*, for those who are "
             "silent."),
        Trap("divided by p", drop_with(lambda p: 1 / p),
             "You divide by the share that is silenced. With one half nobody notices; divide by "
             "the share that survives."),
        Trap("survivors silenced",
             lambda a, p, draws, training: a * (draws < p) / p if training else a,
             "The wrong ones are silent: `p` is the probability of being silenced, not of "
             "surviving."),
        Trap("survivors silenced, and another factor",
             lambda a, p, draws, training: a * (draws < p) / (1 - p) if training else a,
             "The wrong ones are silent: where the draw is below `p`, nothing should come out."),
        Trap("scaled by who survived",
             lambda a, p, draws, training: (
                 a * (draws >= p) * draws.size / max((draws >= p).sum(), 1) if training else a),
             "You divide by the share that has survived this time. The factor makes the sum right "
             "*on average over many draws*, and depends on `p` alone."),
    ),
    hints=(
        "With one half of the neurons silent, how large is the next layer's sum on average? And "
        "who tells your function that the network is being used?",
        "Two cases. If the network is used, nothing happens at all. If it learns, those whose draw "
        "is below `p` say 0, and the others are multiplied as the section says.",
        "Two more lines, or an `if` and a factor. The result has the shape of `a`.",
    ),
)


# Exercise 9.7


def batch_norm(A: Array, gamma: Array, beta: Array, running: Array, training: bool) -> Any:
    """Return what a layer of batch normalisation makes of the batch A."""
    mean, variance = (A.mean(axis=0), A.var(axis=0)) if training else running
    return gamma * (A - mean) / np.sqrt(variance + 0.01) + beta


def norm_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """One unit in training and in use, as many units as samples, then other shapes."""
    one = np.ones(1)
    for training in (True, False):
        yield np.array([[1.0], [3.0]]), one, 0 * one, np.array([[0.0], [1.0]]), training
    yield np.array([[4.0]]), one, 0 * one, np.array([[2.0], [4.0]]), False
    for N, units in ((3, 3), (2, 4), (5, 2), (8, 3)) * 3:
        A = rng.normal(size=(N, units)) * rng.uniform(0.3, 2.0, units) + rng.normal(size=units)
        gamma, beta, mean = rng.normal(size=(3, units))
        running = np.array([mean, rng.uniform(0.2, 3.0, units)])
        for training in (True, False):
            yield A, gamma, beta, running, training


def norm_with(*, mean: Callable[[Array], Array] = lambda A: A.mean(axis=0),
              variance: Callable[[Array], Array] = lambda A: A.var(axis=0),
              spread: Callable[[Array], Array] = lambda v: np.sqrt(v + 0.01),
              last: Callable[[Array, Array, Array], Array] = lambda z, g, b: g * z + b,
              runs: Callable[[bool], bool] = lambda training: not training) -> Any:
    """Batch normalisation with something else at one of its places."""

    def wrong(A: Array, gamma: Array, beta: Array, running: Array, training: bool) -> Array:
        one, other = running if runs(training) else (mean(A), variance(A))
        return last((A - one) / spread(other), gamma, beta)

    return wrong


BATCH_NORM = Exercise(
    id="9.7",
    title="Batch normalisation",
    objective=CURE,
    level="core",
    see="Batch normalisation",
    task=(
        "Write `batch_norm(A, gamma, beta, running, training)`. `A` holds a batch, a row for each "
        "sample and a column for each unit. `gamma` and `beta` have been learned. `running` holds "
        "the running averages, in its first row the means and in its second the variances. "
        "`training` is `True` while the network learns and `False` when it is used. Take 0.01 for "
        "ε, and return what the layer says; to move the running averages is not asked for."
    ),
    solution=batch_norm,
    judge=FunctionJudge(norm_cases),
    forbids=("layers.batch_norm.BatchNorm",),
    traps=(
        Trap("running statistics in training", norm_with(runs=lambda training: True),
             "When the network is used it is right. In training you take the running averages: "
             "there the batch measures itself, and its mean and variance are its own."),
        Trap("batch statistics in use", norm_with(runs=lambda training: False),
             "In training it is right. When the network is used you still measure the batch: what "
             "an image is told would depend on which others came along, and a single one would "
             "always come out as `beta`."),
        Trap("the two cases swapped", norm_with(runs=lambda training: training),
             "The two cases have changed places: the batch is measured in training, the running "
             "averages are for later."),
        Trap("mean over the units",
             norm_with(mean=lambda A: A.mean(axis=1, keepdims=True),
                       variance=lambda A: A.var(axis=1, keepdims=True)),
             "You measure each sample over its units. Batch normalisation measures each unit over "
             "the samples of the batch: go down the columns."),
        Trap("one mean for all units",
             norm_with(mean=lambda A: A.mean(keepdims=True),
                       variance=lambda A: A.var(keepdims=True)),
             "All units share one mean and one variance. Each has its own."),
        Trap("root forgotten", norm_with(spread=lambda v: v + 0.01),
             "You divide by the variance. The unit is measured in standard deviations, and those "
             "are its root."),
        Trap("ε forgotten", norm_with(spread=lambda v: np.sqrt(np.maximum(v, 1e-12))),
             "ε takes no part. It is there for a unit that says the same on a whole batch: its "
             "variance is 0."),
        Trap("the usual ε", norm_with(spread=lambda v: np.sqrt(v + 1e-5)),
             "This ε is the usual one. Here it is to be 0.01, as in the networks of this section, "
             "for units that hardly vary."),
        Trap("running variance for a spread",
             lambda A, gamma, beta, running, training: batch_norm(
                 A, gamma, beta, running if training else np.array(
                     [running[0], (running[1] + 0.01)**2 - 0.01]), training),
             "In training it is right. When the network is used you divide by the running variance "
             "as it is; it needs its root like the other."),
        Trap("ε outside the root", norm_with(spread=lambda v: np.sqrt(v) + 0.01),
             "ε was added to the standard deviation. In the formula it stands below the root, with "
             "the variance."),
        Trap("one less than N",
             norm_with(variance=lambda A: A.var(axis=0) * len(A) / max(len(A) - 1, 1)),
             "Your variance divides by one less than the number of samples. In the formula it is "
             "the mean of the squares, as `np.var` gives it."),
        Trap("γ and β forgotten", norm_with(last=lambda z, g, b: z),
             "The units are centred and scaled, and that is all. What the layer has learned, "
             "`gamma` and `beta`, has to be applied to them."),
        Trap("γ and β swapped", norm_with(last=lambda z, g, b: b * z + g),
             "`gamma` and `beta` have changed places: the first multiplies, the second is added."),
        Trap("β added first", norm_with(last=lambda z, g, b: g * (z + b)),
             "`beta` was multiplied by `gamma` as well. First multiply, then add."),
        Trap("mean not subtracted",
             lambda A, gamma, beta, running, training: (
                 gamma * A / np.sqrt((A.var(axis=0) if training else running[1]) + 0.01) + beta),
             "The units were scaled and not centred: subtract the mean first."),
        Trap("γ forgotten", norm_with(last=lambda z, g, b: z + b),
             "`gamma` takes no part. The layer has learned a factor for each unit, besides what it "
             "adds."),
    ),
    hints=(
        "Whose mean and variance count, in each of the two cases?",
        "Decide which mean and which variance to take; both have an entry for each unit. Then the "
        "formula of the section, which is the same in both cases.",
        "A choice between two pairs of arrays, and a `return`. The result has the shape of `A`.",
    ),
)


# Exercise 9.8


def two_diagnoses() -> None:
    """The first underfits and the second overfits.

    The first cannot even follow what it is shown: give it more neurons, a better rate or more
    epochs, and no penalty or dropout, which would make it stiffer still. The second knows its
    images by heart. The labels are true, so stopping early has no false ones to spare it, and the
    first cure is more data, or copies changed in a way that the new images change; more neurons
    and more epochs do nothing for it.
    """


DIAGNOSES = Exercise(
    id="9.8",
    title="Two diagnoses",
    objective=CURE,
    level="core",
    see="The chart at the foot of the bed",
    task=(
        "Two networks are to tell ten kinds of leaf apart. The first has 62 per cent of its "
        "training images right and 61 per cent of the unseen ones; the second has all training "
        "images right and 70 per cent of the unseen ones, and every label has been checked. For "
        "each of them, name the disease, what you would try first, and something from this chapter "
        "that would not help or would do harm."
    ),
    solution=two_diagnoses,
    judge=SentenceJudge((
        "Do you call the first underfitting and the second overfitting, and say by which of the "
        "numbers?",
        "Do you keep penalties and dropout away from the first?",
        "Do you use that the labels of the second are true?",
        "Does each cure fit its disease: more room or more training for the first, more or varied "
        "images for the second?",
    ), fewest_words=20),
    traps=(),
    hints=(
        "For each, look at the training score first, and only then at the gap.",
        "Low and close together is one disease, high and far apart the other. For the second, read "
        "the column of the chart whose patient has true labels and nothing else wrong.",
        "Four sentences or so: two for each network, one on the disease and its cure, one on what "
        "to leave alone.",
    ),
)


# Exercise 9.9


def cross_validate(y: Array, K: int) -> Any:
    """Return the mean of the K marks for a recipe that predicts the mean of its lesson."""
    parts, marks = np.split(y, K), []
    for k, part in enumerate(parts):
        lesson = np.concatenate(parts[:k] + parts[k + 1:])
        marks.append(np.mean((part - lesson.mean()) ** 2))
    return np.mean(marks)


def marked_by_itself(y: Array, K: int) -> Any:
    """Return the mean of the K marks for a recipe that predicts the mean of its lesson."""
    marks = []
    for part in np.split(y, K):
        prediction = y.mean()
        marks.append(np.mean((part - prediction) ** 2))
    return np.mean(marks)


def fold_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Two samples in two parts, then more, then random ones."""
    yield np.array([0.0, 2.0]), 2
    yield np.array([1.0, 3.0, 5.0, 9.0]), 2
    yield np.array([0.0, 0.0, 6.0]), 3
    for K in (2, 3, 4, 5) * 5:
        yield rng.normal(size=K * int(rng.integers(1, 5))) * 3 + rng.normal(), K


def fold_with(*, lesson: Callable[[list[Array], int], Any], test: Any = None,
              together: Callable[[list[Any]], Any] = np.mean,
              mark: Callable[[Array], Any] = lambda miss: np.mean(miss**2)) -> Any:
    """Cross-validation with another lesson, other images to test on, or another end."""

    def wrong(y: Array, K: int) -> Any:
        parts = np.split(y, K)
        tested = [part if test is None else test(parts, k) for k, part in enumerate(parts)]
        return together([mark(tested[k] - np.mean(lesson(parts, k))) for k in range(K)])

    return wrong


def others(parts: list[Array], k: int) -> Array:
    """All parts but one."""
    return np.concatenate(parts[:k] + parts[k + 1:])


FOLDS = Exercise(
    id="9.9",
    title="Mend the cross-validation",
    objective=HOW_SURE,
    level="core",
    see="A hundred images and none to spare",
    task=(
        "The plainest of all recipes predicts, whatever it is shown, the mean of the targets in "
        "its lesson. `cross_validate(y, K)` should judge it by K-fold cross-validation: cut the "
        "targets `y` into `K` parts of equal length, in the order in which they come, and return "
        "the mean of the `K` mean squared errors. The program below flatters the recipe, as it "
        "would flatter any. Mend it."
    ),
    solution=cross_validate,
    judge=FunctionJudge(fold_cases, given=marked_by_itself),
    traps=(
        Trap("tested on its own lesson", lambda y, K: np.var(y),
             "Each part is still tested with a lesson that contained it. The mark of a part has to "
             "come from a lesson without that part."),
        Trap("each part its own lesson", fold_with(lesson=lambda parts, k: parts[k]),
             "Now each part is tested on nothing but itself, which flatters more than before. The "
             "lesson is made of the *other* parts."),
        Trap("lesson and test swapped",
             fold_with(lesson=lambda parts, k: parts[k], test=others),
             "You learn from one part and test on the others. It is the other way round: one part "
             "is kept aside for the test."),
        Trap("part left out off by one",
             fold_with(lesson=lambda parts, k: np.concatenate(parts[:k + 1] + parts[k + 2:])),
             "A part is left out of the lesson, but it is the neighbour of the one that is tested. "
             "Play it with two parts."),
        Trap("one other part as lesson",
             fold_with(lesson=lambda parts, k: parts[(k + 1) % len(parts)]),
             "The lesson is a single other part. All parts but the tested one belong to it; that "
             "is what makes it nearly as good as the lesson with everything."),
        Trap("best of the marks", fold_with(lesson=others, together=min),
             "You return the best of the marks. That part was lucky; the recipe is judged by the "
             "mean of all."),
        Trap("worst of the marks", fold_with(lesson=others, together=max),
             "You return the worst of the marks. The recipe is judged by the mean of all."),
        Trap("first part only", fold_with(lesson=others, together=lambda marks: marks[0]),
             "Only the first part was tested. Is there a `return` inside the loop?"),
        Trap("last part only", fold_with(lesson=others, together=lambda marks: marks[-1]),
             "Only the last part counts. The marks of the others have been overwritten."),
        Trap("sum for mean", fold_with(lesson=others, together=sum),
             "You return the sum of the marks. With more parts the same recipe would look worse."),
        Trap("square forgotten",
             fold_with(lesson=others, mark=lambda miss: np.mean(np.abs(miss))),
             "These are means of the sizes of the misses. Asked for are squared errors."),
        Trap("signed misses", fold_with(lesson=others, mark=np.mean),
             "The misses were neither squared nor made positive, and cancel each other."),
        Trap("every K-th target",
             lambda y, K: cross_validate(np.concatenate([y[k::K] for k in range(K)]), K),
             "Your parts are made of every K-th target. Here the parts are pieces that lie "
             "together, in the order in which the targets come."),
        Trap("only what came before",
             lambda y, K: np.mean([np.mean((part - y[: (k + 1) * len(part)].mean()) ** 2)
                                   for k, part in enumerate(np.split(y, K)[1:])]),
             "You learn only from the parts that come before the tested one, as for a series in "
             "time. The parts behind it belong to the lesson too, and the first part is to be "
             "tested as well."),
        Trap("tested on the lesson", fold_with(lesson=others, test=others),
             "The part that was left out is not used at all: the recipe is marked on its own "
             "lesson."),
        Trap("root of each mark",
             fold_with(lesson=others, mark=lambda miss: np.sqrt(np.mean(miss**2))),
             "You take the root of each mark. The marks asked for are mean squared errors, as they "
             "are."),
        Trap("means compared", fold_with(lesson=others, mark=lambda miss: np.mean(miss) ** 2),
             "You compare the mean of the part with the prediction. Misses in both directions "
             "cancel in it: square each one first."),
    ),
    hints=(
        "Try it with the targets 0 and 2 and two parts. What can somebody predict who has seen "
        "only the other one?",
        "For each part, put all the others together and take their mean; this predicts every "
        "target of the part. Take the mean squared error there, and at the end the mean over the "
        "parts.",
        "The line with the prediction has to change, and it has to know which part is left out. "
        "The result is one number.",
    ),
)


# Exercise 9.10


def throws(count: int = 3, level: float = 0.05) -> tuple[float, float, int]:
    """The good share of the map, the chance to miss it 16 times, and the throws that suffice."""
    good = 0.5**count
    enough = next(n for n in range(1, 1000) if (1 - good) ** n < level)
    return good, (1 - good) ** 16, enough


def other_throws(rng: np.random.Generator) -> Numbers | None:
    """A number of throws that suffices by more than a hair, and is no multiple of ten."""
    count, level = pick(rng, 3, 4), pick(rng, 0.01, 0.15, 0.005)
    good, _, enough = throws(count, level)
    clear = (1 - good) ** enough < 0.99 * level and (1 - good) ** (enough - 1) > 1.01 * level
    return (count, level) if clear and enough % 10 else None


def dice(solution: Solution, count: int, level: float) -> Exercise:
    """How often to throw for so many hyperparameters, each with a good half."""
    good, missed, enough = solution()
    parts, part = {3: ("eight", "eighths"), 4: ("sixteen", "sixteenths")}[count]
    low = np.floor(10 * min(good, missed)) / 10
    high = next(limit for limit in (0.13, 0.2, 0.3, 0.4) if limit > max(good, missed))

    def first_below(missing: float) -> int:
        return next(n for n in range(1, 1000) if missing**n < level)

    def with_share(share: float) -> tuple[float, float, int]:
        return share, (1 - share) ** 16, first_below(1 - share)

    return Exercise(
        id="9.10",
        title="How many throws?",
        objective=SEARCH,
        level="core",
        see="What nobody learns",
        task=(
            f"{spelled(count).capitalize()} hyperparameters are searched for with dice. For each "
            "of them half of its range is good enough, whatever the others are, and only a network "
            f"for which all {spelled(count)} are good enough will do. Which share of the map is "
            "that? With which probability do 16 throws all miss it? And how many throws are needed "
            f"at least, so that this probability is below {num(level)}? Enter the two numbers with "
            "two decimals or more, and the third as it is."
        ),
        solution=solution,
        judge=NumberJudge(("share", "all 16 miss", "throws"), decimals=2),
        traps=(
            Trap("shares averaged", lambda: with_share(0.5),
                 f"Each of the {spelled(count)} is good with one half, but they have to be good at "
                 "the same time. Of the throws with a good first one, only half have a good "
                 "second."),
            Trap("shares divided", lambda: with_share(0.5 / count),
                 f"You divided one half by {spelled(count)}. Of the good half for the first, one "
                 "half is good for the second; and of that, one half for the third."),
            Trap("hit for miss", lambda: (good, 1 - missed, enough),
                 "Two of three are right. The one in the middle is the probability that at least "
                 "one throw hits; asked for is that all miss."),
            Trap("chances added", lambda: (good, 0, 2**count),
                 f"The share is right. Chances do not add up like that: {parts} throws do not "
                 f"visit the {parts} {part} of the map in turn. To miss twice is to miss once, and "
                 "then again."),
            Trap("all hit for all miss", lambda: (good, good**16, first_below(good)),
                 "You raised the good share to a power: that is the chance that every throw hits. "
                 "A miss has the other share."),
            Trap("rounded down", lambda: (good, missed, enough - 1),
                 f"The first two are right. With {enough - 1} throws the probability is still "
                 f"above {num(level)}: put it in."),
            Trap("sixty for everything", lambda: (good, missed, 60),
                 "The first two are right. The 60 of the section belong to a good share of one "
                 "twentieth; here it is larger."),
        ),
        hints=(
            "What is the chance that a single throw misses?",
            f"The shares of the {spelled(count)} multiply. What they leave of 1 is the chance of a "
            "miss, and for several throws in a row it is raised to their number. For the last "
            "question, try, or take logarithms.",
            f"Three numbers in a list: two between {num(low)} and {num(high)}, and a whole one "
            f"above {enough // 10 * 10}.",
        ),
    )


THROWS = varied(dice, throws, other_throws)


# Exercise 9.11


def three_marks(y: Array, says: Array) -> Any:
    """Return accuracy, recall and balanced accuracy."""
    y, says = np.asarray(y), np.asarray(says)
    accuracy = np.mean(y == says)
    recall = np.mean(says[y == 1])
    specificity = 1 - np.mean(says[y == 0])
    return np.array([accuracy, recall, (recall + specificity) / 2])


def rare_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """The answering machine, four digits, then random ones; both classes are always there."""
    yield np.array([0, 0, 0, 1]), np.array([0, 0, 0, 0])
    yield np.array([1, 1, 0, 0]), np.array([1, 0, 0, 0])
    yield np.array([1, 0, 0, 0, 0]), np.array([1, 1, 1, 0, 0])
    for n in (10, 30, 80) * 6:
        y = (rng.random(n) < rng.choice([0.1, 0.3, 0.6])).astype(np.int64)
        y[:2] = 0, 1
        yield y, np.where(rng.random(n) < 0.3, rng.integers(0, 2, n), y)


def marked_with(recall: Any = None, balanced: Any = None) -> Any:
    """The three marks with something else for the last two."""

    def wrong(y: Array, says: Array) -> Array:
        right = three_marks(y, says)
        second = right[1] if recall is None else recall(y, says)
        third = (second + 2 * right[2] - right[1]) / 2
        return np.array([right[0], second, third if balanced is None else balanced(y, says)])

    return wrong


def precision(y: Array, says: Array) -> float:
    """The share of those called rare that are; 0 if nobody is called so."""
    return float((y * says).sum() / max(says.sum(), 1))


def negative_precision(y: Array, says: Array) -> float:
    """The same for the other class."""
    return precision(1 - y, 1 - says)


MARKS = Exercise(
    id="9.11",
    title="Three marks for a rare class",
    objective=NOTHING,
    level="core",
    see="Bad lessons",
    task=(
        "Write `three_marks(y, says)`. `y` holds a 1 for each image that is a nine and a 0 for "
        "each that is not; `says` holds what a network says of them, 1 or 0. Return three numbers: "
        "the accuracy, the recall of the nines, and the balanced accuracy. There is at least one "
        "image of either kind."
    ),
    solution=three_marks,
    judge=FunctionJudge(rare_cases, (
        Property("One of your three is not a number: the network never says yes, and you divide by "
                 "how often it does. The recall of the nines divides by the nines that there are.",
                 lambda marks, y, says: bool(np.isfinite(marks).all())),
        Property("Here the network always says no: it finds no nine, and its balanced accuracy is "
                 "one half.",
                 lambda marks, y, says: says.any() or np.allclose(marks[1:], [0, 0.5])),
    )),
    traps=(
        Trap("precision for recall", marked_with(recall=precision),
             "Your second number is the share of those *called* nines that are nines. Recall asks "
             "the other way round: of the nines that there are, how many were found? Divide by "
             "what is in `y`."),
        Trap("precision for recall, in both classes",
             marked_with(precision, lambda y, says: (
                 precision(y, says) + negative_precision(y, says)) / 2),
             "You divide by how often the network says so, in both classes. Recall divides by how "
             "many there are: its base is in `y`."),
        Trap("precision in the middle",
             marked_with(precision, lambda y, says: three_marks(y, says)[2]),
             "The first and the last are right. In the middle stands the share of those *called* "
             "nines that are nines; recall divides by the nines that there are."),
        Trap("numbers for shares",
             lambda y, says: three_marks(y, says) * np.array([len(y), 1, 1]),
             "Your first number counts the images; accuracy is a share of them."),
        Trap("found among all images",
             marked_with(recall=lambda y, says: float(np.mean(y * says))),
             "Your second number divides the nines that were found by all images. The base of "
             "recall is the nines alone."),
        Trap("found among all images, balanced all the same",
             marked_with(lambda y, says: float(np.mean(y * says)),
                         lambda y, says: three_marks(y, says)[2]),
             "The first and the last are right. In the middle you divide the nines that were found "
             "by all images; the base of recall is the nines alone."),
        Trap("recall of the others",
             marked_with(lambda y, says: 1 - np.mean(says[y == 0]),
                         lambda y, says: three_marks(y, says)[2]),
             "Your second number is the share of the *other* images that were rightly let pass. "
             "Asked for is that of the nines."),
        Trap("accuracy for balanced",
             marked_with(balanced=lambda y, says: float(np.mean(y == says))),
             "Your third number is the accuracy once more: each class counts as much as it has "
             "images. In the balanced one both classes count the same."),
        Trap("mean of accuracy and recall",
             marked_with(balanced=lambda y, says: float(three_marks(y, says)[:2].mean())),
             "Your third number is the mean of the other two. The accuracy contains the nines "
             "already, lost among the many; take the recall of each *class*."),
        Trap("false alarms added",
             marked_with(balanced=lambda y, says: float(
                 np.mean(says[y == 1]) + np.mean(says[y == 0])) / 2),
             "For the second class you took the share of false alarms. Its recall is the share "
             "that the network rightly lets pass."),
        Trap("misses for finds",
             marked_with(recall=lambda y, says: 1 - np.mean(says[y == 1]),
                         balanced=lambda y, says: three_marks(y, says)[2]),
             "Your second number is the share of the nines that were missed."),
        Trap("mean of two precisions",
             marked_with(balanced=lambda y, says: (
                 precision(y, says) + negative_precision(y, says)) / 2),
             "The first two are right. For the third you divide by how often the network gives an "
             "answer; divide by how often it would have been true."),
        Trap("not halved", marked_with(balanced=lambda y, says: 2 * three_marks(y, says)[2]),
             "The first two are right. The third adds the recalls of both classes; asked for is "
             "their mean, which is never above 1."),
        Trap("last two swapped", lambda y, says: three_marks(y, says)[[0, 2, 1]],
             "The last two stand in each other's place: first the recall, then the balanced "
             "accuracy."),
        Trap("per cent for a share", lambda y, says: 100 * three_marks(y, says),
             "These are per cent. Asked for are shares, between 0 and 1."),
        Trap("mistakes for hits",
             lambda y, says: np.abs(three_marks(y, says) - np.array([1, 0, 0])),
             "The last two are right. The first is the share of the images on which the network is "
             "*wrong*."),
    ),
    hints=(
        "By what do you divide: all images, the nines there are, or the nines that the network "
        "sees?",
        "Accuracy: the share of images where both agree. Recall: among the nines only, how often "
        "the network says so. Do the same among the others, where it should say no, and take the "
        "mean of the two.",
        "Three or four lines; masks such as `y == 1` choose the images that count. Three numbers "
        "between 0 and 1.",
    ),
)


# Exercise 9.12


def what_a_shrug_costs(shares: tuple[float, ...] = (0.5, 0.25, 0.25)) -> tuple[float, float, float]:
    """Loss before training and at the end, and the accuracy there."""
    frequent = np.array(shares)
    before = -(frequent * np.log(1 / 3)).sum()
    after = -(frequent * np.log(frequent)).sum()
    return float(before), float(after), float(frequent.max())


def other_shares(rng: np.random.Generator) -> Numbers | None:
    """Three shares, the first clearly the largest."""
    first, second = pick(rng, 0.5, 0.7, 0.1), pick(rng, 0.06, 0.34, 0.01)
    third = round(1 - first - second, 2)
    return ((first, second, third),) if third > 0.05 and max(second, third) < first - 0.1 else None


def shrugs(solution: Solution, shares: tuple[float, ...]) -> Exercise:
    """The loss of a network that learns how frequent each of three classes is, and nothing else."""
    before, after, most = solution()
    words = {0.5: "half", 0.6: "sixty per cent", 0.7: "seventy per cent", 0.25: "a quarter"}
    first, second, third = (words.get(p, f"{num(100 * p)} per cent") for p in shares)
    size = "a little above 1" if after > 1 else f"between {num(np.floor(10 * after) / 10)} and 1.2"
    # The cell stands in the chapter, and has the chapter's shares.
    settle = ", then run the cell below this one" if solution is what_a_shrug_costs else ""

    def shrugged(
        before: float = before, after: float = after, accuracy: float = most
    ) -> tuple[float, float, float]:
        return before, after, accuracy

    return Exercise(
        id="9.12",
        title="What a shrug costs",
        objective=FAILURE,
        level="core",
        see="A gallery of failures",
        task=(
            f"Predict{settle}. A network has three classes and a softmax at the end, and every "
            f"weight and bias starts at 0. {first.capitalize()} of the training images belong to "
            f"the first class, {second} to the second, {third} to the third. It is trained with "
            "cross-entropy, on all images at once and for a long time. What is its loss before the "
            "first step? At which loss does it end? And which share of the training images does it "
            "get right then? Enter three numbers, with two decimals."
        ),
        solution=solution,
        judge=NumberJudge(("loss before", "loss at the end", "share right"), decimals=2),
        traps=(
            Trap("zero weights, zero loss", lambda: shrugged(before=0.0),
                 "With all sums at 0 the softmax gives each class the same share, and a third for "
                 "the right class costs something."),
            Trap("zero weights, and it learns as usual", lambda: (0.0, 0.0, 1.0),
                 "With all sums at 0 the softmax gives each class a third, and that costs "
                 "something. And weights that all start at 0 have no slope: what is left to "
                 "learn?"),
            Trap("per cent for a share", lambda: shrugged(accuracy=100 * most),
                 "The losses are right. The third number is a share, between 0 and 1."),
            Trap("it learns as usual", lambda: shrugged(after=0.0, accuracy=1.0),
                 "The first is right. But weights that all start at 0 have no slope and stay "
                 "there; what is left to learn without them?"),
            Trap("nothing learns", lambda: shrugged(after=before, accuracy=1 / 3),
                 "The first is right. The weights stay at 0, but the biases of the output have a "
                 "slope of their own, and learn how frequent each class is."),
            Trap("nothing learns, most frequent right", lambda: shrugged(after=before),
                 "Two of three are right. The loss does fall a little: the output's biases learn "
                 "that one class is more frequent than the others."),
            Trap("right by chance", lambda: shrugged(accuracy=1 / 3),
                 "The losses are right. One share is larger than the others, so the network gives "
                 "the same answer to every image, and is right whenever that class comes."),
            Trap("guesses by shares", lambda: shrugged(accuracy=float(np.square(shares).sum())),
                 "The losses are right. The network does not roll dice by the shares: the largest "
                 "output is its answer, and that is the same for all images."),
            Trap("logarithm to base 2", lambda: shrugged(before / np.log(2), after / np.log(2)),
                 "You took logarithms to base 2. Cross-entropy has the natural one."),
            Trap("classes weighed alike",
                 lambda: shrugged(after=float(-np.log(shares).mean())),
                 "The others are right. At the end you weighed the three classes alike; the loss "
                 f"is the mean over the images, and {first} of them belong to the first."),
            Trap("the first class only", lambda: shrugged(after=float(-np.log(most))),
                 "The others are right. That is what an image of the first class costs at the end. "
                 "Those of the other two cost more, and belong to the mean."),
        ),
        hints=(
            "Which of the parameters have a slope at all, when every weight is 0?",
            "At the start each class gets the same share; take the logarithm of that. Later the "
            "network gives each class the share that it has among the images, whatever it is "
            "shown: average what that costs over the images.",
            f"Three numbers in a list: two losses {size}, the second smaller than the first, and a "
            "share.",
        ),
    )


SHRUG = varied(shrugs, what_a_shrug_costs, other_shares)


# Exercise 9.13


def look_inside(A: Array) -> Any:
    """Return how many neurons are silent on all images, and how many different ones are left."""
    silent, different = 0, set()
    for neuron in np.asarray(A).T:
        if neuron.any():
            different.add(tuple(neuron))
        else:
            silent += 1
    return np.array([silent, len(different)])


def hidden_layers(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """A neuron, the gallery's layers in small, then mixtures in steps that float32 holds too."""
    yield (np.array([[1.0], [0.0]]),)
    yield (np.zeros((3, 2)),)
    yield (np.array([[0.0, 1.0], [0.0, 2.0], [0.0, 0.0]]),)
    yield (np.array([[2.0, 2.0, 2.0], [1.0, 1.0, 1.0]]),)
    yield (np.array([[1.0, 3.0, 1.0, 0.0], [3.0, 1.0, 3.0, 0.0]]),)
    for N, units in ((4, 5), (6, 4), (5, 8)) * 5:
        kinds = rng.integers(1, 40, (N, units)) / 8 * (rng.random((N, units)) < 0.7)
        kinds[:, 0], kinds[0, 1:] = 0.0, kinds[0, 1:] + 0.125
        yield (kinds[:, rng.integers(0, units, units)],)


def seen_with(silent: Callable[[Array], Any], different: Callable[[Array], Any]) -> Any:
    """Two other counts."""
    return lambda A: np.array([silent(A), different(A)])


def count_silent(A: Array) -> int:
    """The number of silent neurons."""
    return int(look_inside(A)[0])


def count_different(A: Array) -> int:
    """The number of different neurons that are not silent."""
    return int(look_inside(A)[1])


def distinct(columns: Array) -> int:
    """The number of different columns."""
    return len({tuple(column) for column in columns.T})


INSIDE = Exercise(
    id="9.13",
    title="One look inside",
    objective=FAILURE,
    level="stretch",
    see="A gallery of failures",
    task=(
        "Write `look_inside(A)`. `A` holds what a hidden layer of ReLUs says: a row for each "
        "image, a column for each neuron. Return two whole numbers: how many neurons are silent, "
        "that is, say 0 on every image; and how many *different* neurons are left beside those, "
        "where neurons that say the same on every image count as one. For the gallery's \"all "
        'zero" that is 32 and 0, for "all equal" 0 and 1.'
    ),
    solution=look_inside,
    judge=FunctionJudge(hidden_layers),
    traps=(
        Trap("silent on one image for silent",
             seen_with(lambda A: (A == 0).any(axis=0).sum(), count_different),
             "You call a neuron silent that says 0 on *some* image. That is what a ReLU is for. "
             "Dead is one that says 0 on all of them."),
        Trap("silent on one image, and left out",
             seen_with(lambda A: (A == 0).any(axis=0).sum(),
                       lambda A: distinct(A[:, (A != 0).all(axis=0)])),
             "A neuron that is silent on some images and speaks on others is healthy. Only those "
             "that are silent on all of them are to be left out."),
        Trap("zeros counted", seen_with(lambda A: (A == 0).sum(), count_different),
             "You count the zeros in the table. Asked for are neurons, that is whole columns."),
        Trap("rows for columns", lambda A: look_inside(A.T),
             "You looked along the images. A neuron is a column: what it says on one image after "
             "the other."),
        Trap("silent images counted",
             seen_with(lambda A: (A == 0).all(axis=1).sum(), count_different),
             "The second number is right. The first counts the images on which no neuron speaks: "
             "you looked along the rows."),
        Trap("silent on one image, and counted as different",
             seen_with(lambda A: (A == 0).any(axis=0).sum(), distinct),
             "Two things: silent is a neuron that says 0 on *all* images, not on some; and the "
             "silent ones are not to be counted among the different ones."),
        Trap("one kind taken off always",
             seen_with(count_silent, lambda A: distinct(A) - 1),
             "The first number is right. For the second you take one kind off for the silent "
             "neurons, even where there are none."),
        Trap("silent ones counted as different", seen_with(count_silent, distinct),
             "The first number is right. The silent neurons are equal to each other, too, and you "
             "count them as one more kind; they have been counted already."),
        Trap("all that speak",
             seen_with(count_silent, lambda A: A.shape[1] - count_silent(A)),
             "The first number is right. The second counts all neurons that speak. Two that say "
             "the same on every image do the work of one."),
        Trap("told apart by their means",
             seen_with(count_silent,
                       lambda A: len(set(A.mean(axis=0)) - {0.0})),
             "You compare mean outputs, as the bars of the figure do. Two neurons can be equally "
             "loud on average and speak on different images."),
        Trap("told apart by their means, the silent too",
             seen_with(count_silent, lambda A: len(set(A.mean(axis=0)))),
             "You compare mean outputs. Two neurons can be equally loud on average and speak on "
             "different images; and the silent ones have been counted already."),
        Trap("neighbours only",
             seen_with(count_silent, lambda A: sum(
                 bool(A[:, j].any() and (j == 0 or (A[:, j] != A[:, j - 1]).any()))
                 for j in range(A.shape[1]))),
             "You compare each neuron with its neighbour. Its twin may stand further off."),
        Trap("twins left out altogether",
             seen_with(count_silent, lambda A: sum(
                 bool(column.any() and (column == A.T).all(axis=1).sum() == 1)
                 for column in A.T)),
             "You count the neurons that have no twin. Those that have one do some work as well: "
             "each group of equal ones counts as one."),
        Trap("in the other order", lambda A: look_inside(A)[::-1],
             "Both numbers are right, in the other order: first the silent, then the different."),
        Trap("told apart by how often they speak",
             seen_with(count_silent, lambda A: len(set(np.count_nonzero(A, axis=0)) - {0})),
             "The first number is right. You compare on how many images the neurons speak. Two can "
             "speak equally often, on different images or with different values."),
        Trap("first image only",
             seen_with(count_silent, lambda A: len(set(A[0, A.any(axis=0)]))),
             "The first number is right. You compare the neurons on the first image alone. Twins "
             "say the same on every image."),
    ),
    hints=(
        "What is a neuron in this table, and what would its twin look like?",
        "Go through the columns. One that holds nothing but zeros is silent. Put the others into "
        "something that keeps of equal things only one; a `set` of tuples does.",
        "A loop over the columns with an `if` in it, or two lines with masks and `np.unique`. Two "
        "whole numbers, which together are at most the number of columns.",
    ),
)


# Exercise 9.14


def held_out_error(w: Array, X: Array, y: Array, lr: float) -> Any:
    """Judge one step of learning by the last two samples."""
    X, held, y, held_y = X[:4], X[4:], y[:4], y[4:]
    mean, spread = X.mean(axis=0), X.std(axis=0)
    X, held = (X - mean) / spread, (held - mean) / spread
    w = w + lr * X.T @ (y - X @ w)
    misses = held @ w - held_y
    return np.mean(misses**2)


DIVIDE = Exercise(
    id="9.14",
    title="In which order?",
    objective=SEARCH,
    level="core",
    see="The leak",
    task=(
        "A program puts two of six samples aside, scales the inputs, learns from the four others "
        "(one step of a linear neuron) and returns the error on the two. Its lines have been "
        "shuffled. Dozens of wrong orders run without a complaint and give a number. Enter the "
        "letters in the one order that gives an honest one."
    ),
    solution=held_out_error,
    judge=OrderJudge((2, 4, 0, 5, 1, 3), (
        Rule("measured before divided", "C", "E",
             "It runs, and it leaks: mean and spread were measured on all six samples, the two to "
             "be tested among them. Divide first."),
        Rule("scaled before measured", "E", "A",
             "The inputs are to be scaled by a mean and a spread that have not been measured yet."),
        Rule("learned before scaled", "A", "F",
             "It runs, and it is wrong: the weights were learned from inputs as they came and are "
             "then used on scaled ones."),
        Rule("tested before learned", "F", "B",
             "The error is that of the weights at the start. Learn first, then test."),
        Rule("returned too early", "B", "D",
             "Behind `return` nothing is done, and at this place there is no error yet to return."),
    )),
    traps=(),
    hints=(
        "The chapter says which of all steps comes first.",
        "Divide; measure on the part that is left for learning; scale both parts with that; learn; "
        "test; return. One line for each.",
        'Six letters in a row, such as "ABCDEF". The last is D.',
    ),
)


# Exercise 9.15


def best_columns(X: Array, y: Array, k: int, held: NDArray[np.bool]) -> Any:
    """Return the numbers of the k columns that agree best with y, in rising order."""
    seen, labels = X[~held], y[~held]
    agreement = np.abs((labels - labels.mean()) @ seen)
    return np.sort(np.argsort(-agreement)[:k])


def columns_of_all(X: Array, y: Array, k: int, held: NDArray[np.bool]) -> Any:  # noqa: ARG001
    """Return the numbers of the k columns that agree best with y, in rising order."""
    agreement = np.abs((y - y.mean()) @ X)
    return np.sort(np.argsort(-agreement)[:k])


def agreement_of(X: Array, y: Array) -> Array:
    """How well each column agrees with the labels."""
    return np.asarray(np.abs((y - y.mean()) @ X))


def first_of(agreement: Array, k: int) -> Array:
    """The k columns that agree best, in rising order."""
    return np.sort(np.argsort(-agreement)[:k])


def column_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Two columns, one of which agrees only by the row put aside; then random ones without ties."""
    yield (np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 0.0], [1.0, 9.0]]),
           np.array([0.0, 1.0, 0.0, 1.0]), 1, np.array([False, False, False, True]))
    found = 0
    while found < 20:
        N, columns, k = int(rng.integers(8, 14)), 8, int(rng.integers(1, 4))
        X = rng.normal(size=(N, columns)) + 2 * rng.normal(size=columns)
        y, held = rng.integers(0, 2, N).astype(np.float64), rng.permutation(N) < N // 3
        ranked = np.sort(agreement_of(X[~held], y[~held]))[::-1]
        if ranked[k - 1] > 1.01 * ranked[k] and 0 < y[held].mean() < 1 and 0 < y[~held].mean() < 1:
            found += 1
            yield X, y, k, held


LEAK = Exercise(
    id="9.15",
    title="Mend the leak",
    objective=NOTHING,
    level="stretch",
    see="The leak",
    task=(
        "`best_columns(X, y, k, held)` should return the numbers of the `k` columns of `X` that "
        "agree best with the labels `y`, in rising order. `held` says with `True` which rows have "
        "been put aside for the test. With the program below, noise can be predicted. Mend it."
    ),
    solution=best_columns,
    judge=FunctionJudge(column_cases, given=columns_of_all),
    traps=(
        Trap("chosen on all rows", lambda X, y, k, held: first_of(agreement_of(X, y), k),
             "The rows that were put aside still help to choose. Whoever chooses by them has seen "
             "them, even if the network has not."),
        Trap("mean of all labels",
             lambda X, y, k, held: first_of(np.abs((y[~held] - y.mean()) @ X[~held]), k),
             "The rows put aside no longer take part in the sum. But they do in the mean of the "
             "labels: a smaller leak, and a leak."),
        Trap("chosen on the rows put aside",
             lambda X, y, k, held: first_of(agreement_of(X[held], y[held]), k),
             "Now you choose by nothing but the rows for the test, which is the worst leak of all. "
             "`held` is `True` for the rows that must *not* be looked at."),
        Trap("columns filled up with zeros",
             lambda X, y, k, held: first_of(agreement_of(X * ~held[:, None], y * ~held), k),
             "You set the rows put aside to 0 instead of leaving them out. They count in the mean "
             "of the labels all the same."),
        Trap("labels not centred",
             lambda X, y, k, held: first_of(np.abs(y[~held] @ X[~held]), k),
             "The labels have to be centred before they are compared: otherwise a column that is "
             "large everywhere seems to agree."),
        Trap("sign of the agreement kept",
             lambda X, y, k, held: first_of((y[~held] - y[~held].mean()) @ X[~held], k),
             "A column that falls where the label rises is as good as one that rises. Take the "
             "size of the agreement."),
        Trap("worst for best",
             lambda X, y, k, held: first_of(-agreement_of(X[~held], y[~held]), k),
             "These are the columns that agree least: a sort begins with the smallest."),
        Trap("agreements for numbers",
             lambda X, y, k, held: np.sort(agreement_of(X[~held], y[~held]))[-k:],
             "These are the agreements themselves. Asked for are the numbers of the columns that "
             "have them."),
        Trap("best first",
             lambda X, y, k, held: np.argsort(-agreement_of(X[~held], y[~held]))[:k],
             "The columns are right. They were to come in rising order of their numbers."),
        Trap("held rows in the sum",
             lambda X, y, k, held: first_of(np.abs((y - y[~held].mean()) @ X), k),
             "The mean of the labels no longer looks at the rows put aside. The sum over the rows "
             "still does."),
        Trap("counted from 1", lambda X, y, k, held: best_columns(X, y, k, held) + 1,
             "All numbers are one too large: the first column is number 0."),
    ),
    hints=(
        "Which rows may be looked at before the test? Everything in the program that looks at "
        "rows has to keep to those.",
        "Leave the rows that were put aside out of the inputs and out of the labels, before "
        "anything is computed. The rest of the program is right.",
        "One line at the beginning is enough; `~held` turns a mask round. The result has `k` whole "
        "numbers.",
    ),
)


# Exercise 9.16


def penalised() -> dict[str, Any]:
    """The playground of the chapter after 300 epochs, with an L2 penalty of 0.005."""
    from nnbook.widgets import Playground

    network = Network.random([2, 8, 8, 1], [tanh, tanh, sigmoid], rng=np.random.default_rng(1))
    figure = Playground(network, data="moons", n=60, noise=0.4, batch=0, steps=300,
                        penalty="l2", strength=0.005)
    return figure.state()


def untouched(state: Mapping[str, Any]) -> list[Any]:
    """What has to stay: points, weights at the start, loss, optimizer, rate and batch."""
    keys = ("data", "n", "noise", "held", "scale", "seed", "layers", "loss", "optimizer", "lr",
            "batch")
    return [state[key] for key in keys]


def both_losses(state: Mapping[str, Any]) -> tuple[float, float]:
    """Training and held-out loss of the figure's network, trained anew from its state."""
    from nnbook.widgets import Playground

    seen, held = Playground(**state).losses
    return seen, 1.0 if held is None else held


BRAKES = Exercise(
    id="9.16",
    title="A brake that holds",
    objective=CURE,
    level="core",
    see="A playground",
    task=(
        "Without a brake the held-out loss of the last figure, `playground`, stands at 0.68 after "
        "300 epochs. Bring it below 0.27, after exactly 300 epochs. Only the penalty, its strength "
        "and the dropout may change; points, weights at the start and everything else stay as they "
        "were."
    ),
    solution=penalised,
    judge=FigureJudge("Playground", (
        Goal("something else changed", lambda state: untouched(state) == untouched(penalised()),
             "Something has changed besides penalty, strength and dropout. Press Reset, and leave "
             "points, network, loss, optimizer, learning rate and batch as they are."),
        Goal("not 300 epochs", lambda state: state["steps"] == 300,
             "The figure does not stand at epoch 300. Stopping early helps too, but here the brake "
             "has to hold to the end."),
        Goal("no brake", lambda state: state["dropout"] > 0
             or (state["penalty"] != "none" and state["strength"] > 0),
             "There is neither a penalty nor dropout yet, so the network learns its thirty points "
             "by heart."),
        Goal("too strong", lambda state: both_losses(state)[1] < 0.27
             or both_losses(state)[0] < 0.2 or state["dropout"] > 0,
             "Now the training loss has risen as well: the penalty is so strong that the network "
             "cannot follow the moons any more."),
        Goal("too high", lambda state: both_losses(state)[1] < 0.27,
             "The held-out loss is not below 0.27 yet. Is the training loss still far below it? "
             "Then try a stronger brake, or one of another kind."),
    )),
    traps=(),
    hints=(
        "The gap between the two losses says how much is learned by heart. What makes it narrower?",
        "Try L2 first. Change its strength by factors of about 3, then go between the two best.",
        "One penalty, one strength between 0.003 and 0.006, 300 epochs.",
    ),
)


# Exercise 9.17


def opened_twice() -> None:
    """The 95 per cent were chosen by the test set, so they flatter, as a validation score does.

    Somebody tried several networks and kept the one that these images liked best. An honest number
    needs images that have decided nothing: new ones, if they can be had. If not, she should give
    the first number, or say how often the envelope was opened.
    """


OPENED = Exercise(
    id="9.17",
    title="The envelope, opened six times",
    objective=SEARCH,
    level="stretch",
    see="The envelope",
    task=(
        "A student opens the envelope: 93 per cent. She changes the dropout, looks again, and so "
        "on; at the sixth time it is 95 per cent, and this she reports as the accuracy on unseen "
        "images. She has never trained on one of them. What is wrong with her number, and what "
        "could she do now?"
    ),
    solution=opened_twice,
    judge=SentenceJudge((
        "Do you say that choosing by the test set is a way of learning from it?",
        "Do you say in which direction the number is wrong?",
        "Do you name a way out that is possible *now*, with the envelope open?",
    ), fewest_words=15),
    traps=(),
    hints=(
        "Think of the hundred untrained networks at the beginning of the chapter. Which of them "
        "had been trained?",
        "Ask what made her keep the sixth network and not one of the other five. What do you call "
        "a set that is used like that?",
        "Two or three sentences: what has happened to the test set, what that does to the number, "
        "and what is left to do.",
    ),
)


EXERCISES = (
    DIE, GAIN, WHEN, PATIENCE, PENALTIES, DROPOUT, BATCH_NORM, DIAGNOSES, FOLDS, THROWS, MARKS,
    SHRUG, INSIDE, DIVIDE, LEAK, BRAKES, OPENED,
)
