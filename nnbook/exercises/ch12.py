"""The exercises of chapter 12, "The same networks in the big frameworks"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnbook.exercises._engine import Exercise, Trap
from nnbook.exercises._functions import FunctionJudge, Property
from nnbook.exercises._numbers import NumberJudge
from nnbook.exercises._order import OrderJudge, Rule
from nnbook.exercises._sentences import SentenceJudge
from nnbook.exercises._variants import Numbers, Solution, listed, num, pick, picks, spelled, varied

__all__ = ["EXERCISES"]

# fmt: off

Array = NDArray[np.float64]

CARRY = "Carry weights from one library to another"
PROVE = "Prove that a copy is a copy"
TAPE = "Say what autograd does"
GUARD = "Find a trap by the number that gives it away"


# Exercise 12.1


def both_readings(
    kernel: tuple[tuple[float, ...], ...] = ((0.5, -1), (2, 0.25)),
    bias: tuple[float, ...] = (0, 1),
    x: tuple[float, ...] = (2, 1),
) -> tuple[float, ...]:
    """The two sums that Keras forms, then those of the careless copy."""
    in_keras = np.array(x) @ kernel + bias
    careless = np.array(kernel) @ x + bias
    return *in_keras, *careless


def other_readings(rng: np.random.Generator) -> Numbers | None:
    """A negative weight that turns one of Keras's sums negative, and none of the careless ones."""
    a, c, d = pick(rng, 0.25, 2, 0.25), pick(rng, 1, 4), pick(rng, 0.25, 1.5, 0.25)
    numbers = ((a, -pick(rng, 1, 3)), (c, d)), (0, pick(rng, 1, 3)), picks(rng, 2, 1, 5)
    sums = both_readings(*numbers)
    return numbers if sums[0] > 0 > sums[1] and min(sums[2:]) >= 0 else None


def kernel_read(
    solution: Solution,
    kernel: tuple[tuple[float, ...], ...],
    bias: tuple[float, ...],
    x: tuple[float, ...],
) -> Exercise:
    """A kernel read as Keras reads it, and as somebody does who is careless."""
    keras, careless = solution()[:2], solution()[2:]
    rows = ", ".join(f"[{num(a)}, {num(b)}]" for a, b in kernel)

    def with_bias(first: float, second: float) -> tuple[float, ...]:
        add = np.array([first, second]) - bias
        return *(keras + add), *(careless + add)

    return Exercise(
        id="12.1",
        title="A kernel, read twice",
        objective=CARRY,
        level="warm-up",
        see="One network in three dialects",
        task=(
            f"A layer in Keras has the kernel [{rows}] and the bias [{bias[0]}, {bias[1]}]; its "
            f"input is ({x[0]}, {x[1]}). Which two sums does Keras form? Somebody types the same "
            "four rows and columns into `Layer(W, b)` of this book, as they are: which two sums "
            "does that layer form? Enter all four, with two decimals."
        ),
        solution=solution,
        judge=NumberJudge(("Keras, 1", "Keras, 2", "careless, 1", "careless, 2"), decimals=2),
        traps=(
            Trap("the two exchanged", lambda: (*careless, *keras),
                 "The pairs stand in each other's place. A kernel has a row for each *input*, a "
                 "matrix of this book a row for each *neuron*."),
            Trap("no difference", lambda: (*keras, *keras),
                 "The first pair is right. The careless layer reads each row as the weights of one "
                 "neuron, and so gets something else."),
            Trap("no difference, by rows", lambda: (*careless, *careless),
                 "The second pair is right. Keras gives a neuron a *column* of the kernel."),
            Trap("bias forgotten", lambda: with_bias(0, 0),
                 "The bias is missing from the second of each pair."),
            Trap("bias to the other neuron", lambda: with_bias(bias[1], bias[0]),
                 f"The bias of {bias[1]} belongs to the second neuron. A bias is a list with one "
                 "entry for each neuron, and is not turned."),
            Trap("sign of a weight lost",
                 lambda: both_readings(tuple(tuple(map(abs, row)) for row in kernel), bias, x),
                 "One number of the kernel is negative, and you have added where it takes away."),
        ),
        hints=(
            "Which numbers of the kernel meet the first input?",
            "In Keras the weights of a neuron stand in a column: multiply the inputs down the "
            "column, add, add its bias. The careless layer does the same along a row.",
            "Four numbers in a list: two for Keras, one of them negative, and two for the careless "
            "layer, neither of them negative.",
        ),
    )


KERNEL = varied(kernel_read, both_readings, other_readings)


# Exercise 12.2


def not_a_proof() -> None:
    """At the start nearly every network answers about one half, so agreement there proves little.

    A copy must also agree where the sizes differ, for inputs that are not 0, in the loss and in
    every gradient, to the decimals that the float type leaves; and then in what a few steps make
    of it.
    """


COPY = Exercise(
    id="12.2",
    title="To three digits",
    objective=PROVE,
    level="core",
    see='What "the same" means',
    task=(
        "Before any training, a network and its copy in another library give the same answers to "
        'three digits, and somebody says: "So the copy is right." Explain why that is no proof, '
        "and say what you would compare instead."
    ),
    solution=not_a_proof,
    judge=SentenceJudge((
        "Do you say that fresh networks answer much the same, whatever their weights?",
        "Do you name the gradients?",
        "Do you say to how many decimals they have to agree, and that 32 or 64 bits decide it?",
    ), fewest_words=10),
    traps=(),
    hints=(
        "What would another network, drawn with another seed, have answered?",
        "Think of what a step of training uses. If the copy agrees in that, it will still agree "
        "after the step.",
        "Two sentences in quotation marks: why the answers alone do not do, and what does.",
    ),
)


# Exercise 12.3


def from_keras(kernel: Array, maps: int, height: int, width: int) -> Array:
    """Return our W for the layer behind a flattened block, from Keras's kernel."""
    outputs = kernel.shape[1]
    block = kernel.reshape(height, width, maps, outputs)
    return block.transpose(3, 2, 0, 1).reshape(outputs, -1)


def kernels(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Two maps of one row, then all sizes different, whole numbers first."""
    yield np.arange(4.0)[:, None], 2, 1, 2
    yield np.arange(12.0).reshape(6, 2), 3, 2, 1
    yield np.arange(24.0).reshape(12, 2), 2, 2, 3
    for maps, height, width, outputs in ((2, 3, 4, 5), (6, 3, 2, 4), (3, 4, 5, 2)) * 3:
        yield rng.normal(size=(maps * height * width, outputs)), maps, height, width


def places(maps: int, height: int, width: int) -> NDArray[np.int_]:
    """For each number of a channels-last row, its place in our row."""
    return np.arange(maps * height * width).reshape(maps, height, width).transpose(1, 2, 0).ravel()


CARRIED = Exercise(
    id="12.3",
    title="Back from Keras",
    objective=CARRY,
    level="stretch",
    see='Pictures: what "flatten" hides',
    task=(
        "Write `from_keras(kernel, maps, height, width)`. In Keras a block of (height, width, "
        "maps) numbers was flattened, and a dense layer stands behind it; `kernel` is its matrix "
        "(inputs, outputs). Return the matrix `W` (outputs, inputs) with which a layer of this "
        "book gives the same sums, when its input is the same block written channel by channel: "
        "(maps, height, width)."
    ),
    solution=from_keras,
    judge=FunctionJudge(kernels, (
        Property("The numbers in your matrix are not those of the kernel: they should only change "
                 "places.",
                 lambda W, kernel, maps, height, width: bool(
                     np.allclose(np.sort(W.ravel()), np.sort(kernel.ravel()), rtol=1e-5, atol=1e-6)
                 )),
        Property("The first output has got weights that belong to another one. Each row of your "
                 "matrix should hold the numbers of one column of the kernel.",
                 lambda W, kernel, maps, height, width: bool(
                     np.allclose(np.sort(W[0]), np.sort(kernel[:, 0]), rtol=1e-5, atol=1e-6)
                 )),
    )),
    traps=(
        Trap("turned, not sorted", lambda kernel, maps, height, width: kernel.T,
             "The matrix is turned, as any kernel has to be. But its columns still stand in "
             "Keras's order: there the first numbers of the row are one pixel, seen in all maps."),
        Trap("sorted the other way",
             lambda kernel, maps, height, width: kernel.T[:, places(maps, height, width)],
             "You have sorted in the direction that leads from this book *to* Keras. Done twice, "
             "it does not lead back: the other direction undoes it."),
        Trap("rows and columns exchanged",
             lambda kernel, maps, height, width: kernel.reshape(
                 height, width, maps, -1).transpose(3, 2, 1, 0).reshape(kernel.shape[1], -1),
             "The maps stand in the right place, but within each of them rows and columns are "
             "exchanged."),
        Trap("reshaped for turned",
             lambda kernel, maps, height, width: kernel.reshape(kernel.shape[1], -1),
             "The shape is right, and the numbers of several neurons are mixed: `reshape` cuts a "
             "row of numbers anew, and does not turn a matrix."),
    ),
    hints=(
        "Give the rows of the kernel three indices instead of one. In which order does Keras "
        "count them?",
        "`reshape` the inputs of the kernel into the block they came from, with the outputs as a "
        "fourth axis. Then `transpose` puts the axes into our order, and a second `reshape` makes "
        "a row of each block.",
        "Two or three lines. The axes after the reshape are height, width, maps, outputs; wanted "
        "are outputs, maps, height, width.",
    ),
)


# Exercise 12.4


def four_slopes(a: int = 2, b: int = 3) -> tuple[float, float, float, float]:
    """The slopes of C for q, p, b and a."""
    q = a * b + a
    d_q = q + q  # C is q * q: both factors are q
    d_p = d_q
    d_b = d_p * a
    d_a = d_p * b + d_q
    return d_q, d_p, d_b, d_a


def other_tape(rng: np.random.Generator) -> Numbers | None:
    """Two numbers of which the second is larger, so that the last slope is the largest."""
    a, b = pick(rng, 2, 9), pick(rng, 3, 12)
    return (a, b) if a < b else None


def tape(solution: Solution, a: int, b: int) -> Exercise:
    """A tape of a product, a sum and a square."""
    q = a * b + a

    def tape_with(
        *, second_use: bool = True, other: bool = True, plain_sum: bool = True, product: bool = True
    ) -> tuple[float, float, float, float]:
        """The slopes with one rule of the tape broken."""
        d_q = 2 * q if second_use else q
        d_b, d_a = (d_q * a, d_q * b) if other else (d_q * b, d_q * a)
        return d_q, d_q, d_b, d_a * product + d_q * plain_sum

    return Exercise(
        id="12.4",
        title="A tape by hand",
        objective=TAPE,
        level="core",
        see="What frameworks add: a tape",
        task=(
            f"A program computes p = a · b, then q = p + a, then C = q · q, with a = {a} and b = "
            f"{b}. Walk the tape backward: what are the slopes of C for q, for p, for b and for a? "
            "Enter four whole numbers in this order."
        ),
        solution=solution,
        judge=NumberJudge(("for q", "for p", "for b", "for a"), decimals=0),
        traps=(
            Trap("last word counts", lambda: (q, q, q * a, q * b),
                 "Where a number is used twice, you kept only the last slope. Both uses count: q "
                 "stands twice in C, and a has two ways into q. The slopes add up, hence `+=`."),
            Trap("square for product", lambda: tape_with(second_use=False),
                 "The slope of q · q is not q. The first factor has the slope q, and so has the "
                 "second; they are the same number, so its two slopes add."),
            Trap("own factor", lambda: tape_with(other=False),
                 "In the product of a and b you gave each its own value. The slope for one factor "
                 "is the *other*."),
            Trap("sum overlooked", lambda: tape_with(plain_sum=False),
                 "The first three are right. The number a is also added to p, and that is a second "
                 "way into q."),
            Trap("product overlooked", lambda: tape_with(product=False),
                 "The first three are right. The number a is also a factor of p, and that is "
                 "another way into q."),
            Trap("not passed on", lambda: (2 * q, 1, a, b + 1),
                 "The slope for q is right. Behind it you wrote down how q itself answers, and "
                 "left out how C answers to q: on the way back each slope is multiplied by the one "
                 "before."),
        ),
        hints=(
            "Write down the four values first. Then begin at the end: how does C answer to q?",
            "A sum passes the slope on to both its parts. A product passes it on times the other "
            "factor. A number that was used twice adds up what arrives.",
            "Four positive whole numbers in a list, the first two equal, the last one the largest.",
        ),
    )


TAPE_BY_HAND = varied(tape, four_slopes, other_tape)


# Exercise 12.5


def column_minus_row(targets: tuple[int, ...] = (1, 0, 0, 0, 1)) -> tuple[float, float, float]:
    """The loss of a perfect column, that of a constant one, and the constant."""
    y = np.array(targets)
    perfect, constant = y[:, None], np.full((len(y), 1), y.mean())
    losses = [float(np.mean((answers - y) ** 2)) for answers in (perfect, constant)]
    return losses[0], losses[1], float(y.mean())


def other_targets(rng: np.random.Generator) -> Numbers | None:
    """More noughts than ones, and another share of ones than in the book."""
    samples = pick(rng, 5, 12)
    ones = pick(rng, 1, (samples - 1) // 2)
    targets = tuple(rng.permutation([1] * ones + [0] * (samples - ones)).tolist())
    return (targets,) if ones / samples != 0.4 else None


def shrugs(solution: Solution, targets: tuple[int, ...]) -> Exercise:
    """What a column minus a row makes of these targets."""
    truth, smallest, number = solution()
    samples = len(targets)
    count = spelled(samples)
    return Exercise(
        id="12.5",
        title="The truth loses to a shrug",
        objective=GUARD,
        level="core",
        see="1. The loss of a perfect answer",
        task=(
            f"{count.capitalize()} targets, {listed(targets)}, as a row of shape ({samples},); the "
            f"predictions are a column of shape ({samples}, 1), and the loss is the mean of the "
            "squares of column minus row. What is the loss of perfectly right predictions? Which "
            f"one number, given as the answer to all {count}, has the smallest loss, and which "
            "loss is that? Enter the loss of the perfect answer, the smallest loss, and that "
            "number, with two decimals."
        ),
        solution=solution,
        judge=NumberJudge(("loss of the truth", "smallest loss", "number"), decimals=2),
        traps=(
            Trap("shapes that fit", lambda: (0, smallest, number),
                 "The second and third are right. The perfect answer has no loss if each "
                 f"prediction meets its own target. Here each meets all {count}."),
            Trap("one half", lambda: (truth, 0.25, 0.5),
                 "The first is right. One half would be best if there were as many ones as "
                 "noughts. Each prediction is pulled towards the mean of the targets: what is it "
                 "here?"),
            Trap("divided by the samples",
                 lambda: (samples * truth, samples * smallest, number),
                 f"You divided by {samples}. The mean is over all pairs of a prediction and a "
                 "target, and there are more of those."),
            Trap("pairs counted once", lambda: (smallest, smallest, number),
                 "You counted each unequal pair once. In the table a one meets a nought twice: as "
                 "prediction against target, and the other way round."),
            Trap("the more frequent", lambda: (truth, number, 0),
                 "The first is right. Nought is the most frequent target, and would be best for "
                 "the number of mistakes. Squares are smallest at the mean."),
            Trap("sum for mean", lambda: (samples**2 * truth, samples**2 * smallest, number),
                 "These are the sums of the squares. The loss is their mean."),
            Trap("last two swapped", lambda: (truth, number, smallest),
                 "The last two stand in each other's place: first the loss, then the number that "
                 "has it."),
        ),
        hints=(
            f"Draw the table: {count} predictions down, {count} targets across. How many of its "
            "cells hold a difference?",
            "For perfect predictions, count the cells in which a one meets a nought. For one "
            "number as the answer to all, every row of the table is the same: where is its mean "
            "square smallest?",
            "Three numbers in a list, all between 0 and 0.5, the second half of the first.",
        ),
    )


SHRUG = varied(shrugs, column_minus_row, other_targets)


# Exercise 12.6


def bce(y: Array, out: Array, from_logits: bool) -> float:
    """Return the mean binary cross-entropy of sums or of probabilities."""
    p = 1 / (1 + np.exp(-out)) if from_logits else out
    return float(np.mean(-y * np.log(p) - (1 - y) * np.log(1 - p)))


def outs(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """A sure answer either way, sums and probabilities, then random batches of both."""
    yield np.array([1.0]), np.array([0.0]), True
    yield np.array([1.0]), np.array([0.75]), False
    yield np.array([0.0]), np.array([0.75]), False
    yield np.array([1.0, 0.0]), np.array([2.0, -3.0]), True
    for n in (1, 3, 8) * 4:
        y = rng.integers(2, size=n).astype(float)
        yield y, rng.uniform(-4, 4, size=n), True
        yield y, rng.uniform(0.05, 0.95, size=n), False


def soft(z: Array) -> Array:
    """The sigmoid."""
    return np.asarray(1 / (1 + np.exp(-z)))


def surprise(y: Array, p: Array) -> Array:
    """The binary cross-entropy of each prediction; a framework cuts p off before the logarithm."""
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return np.asarray(-y * np.log(p) - (1 - y) * np.log(1 - p))


def chosen(out: Array, from_logits: bool) -> Array:
    """The probabilities, however they were handed over."""
    return soft(out) if from_logits else out


FLAG = Exercise(
    id="12.6",
    title="One flag",
    objective=GUARD,
    level="core",
    see="2. Softmax twice",
    task=(
        "Write `bce(y, out, from_logits)`, the binary cross-entropy as a framework offers it: the "
        "mean over a batch of targets `y` (0 or 1). If `from_logits` is true, `out` holds the sums "
        "z of the output neuron; if not, it holds probabilities."
    ),
    solution=bce,
    judge=FunctionJudge(outs, (
        Property("Your loss is not a finite number here: a logarithm was taken of something that "
                 "is no probability between 0 and 1. What does `out` hold?",
                 lambda loss, y, out, from_logits: bool(np.isfinite(loss))),
        Property("A cross-entropy is never below 0.",
                 lambda loss, y, out, from_logits: bool(loss >= 0)),
    )),
    forbids=("losses.binary_cross_entropy", "losses._binary_from_z"),
    traps=(
        Trap("sigmoid twice", lambda y, out, from_logits: np.mean(surprise(y, soft(out))),
             "With `from_logits=False` the sigmoid has been applied already, and here it comes "
             "once more: no answer can then be surer than 0.73 or less sure than one half."),
        Trap("no sigmoid", lambda y, out, from_logits: np.mean(surprise(y, out)),
             "The sums are taken for probabilities. With `from_logits=True` the sigmoid is the "
             "loss's task."),
        Trap("flag upside down",
             lambda y, out, from_logits: np.mean(surprise(y, chosen(out, not from_logits))),
             "The flag is read the wrong way round. True says that `out` are sums, which still "
             "need the sigmoid."),
        Trap("sum for mean",
             lambda y, out, from_logits: np.sum(surprise(y, chosen(out, from_logits))),
             "This is the sum over the batch. Wanted is the mean."),
        Trap("ones only",
             lambda y, out, from_logits: np.mean(-y * np.log(chosen(out, from_logits))),
             "Only the ones count in it. Where the target is 0, the surprise comes from what is "
             "left to 1."),
        Trap("sign lost",
             lambda y, out, from_logits: -np.mean(surprise(y, chosen(out, from_logits))),
             "The loss is below 0. The logarithm of a probability is negative; the surprise is its "
             "size."),
        Trap("arguments exchanged",
             lambda y, out, from_logits: np.mean(surprise(chosen(out, from_logits), y)),
             "Target and prediction have changed places: the logarithm belongs to the prediction.",
             see="A dictionary"),
        Trap("targets turned",
             lambda y, out, from_logits: np.mean(surprise(1 - y, chosen(out, from_logits))),
             "The targets are taken the wrong way round: here a sure and right answer costs most."),
    ),
    hints=(
        "Two jobs: get at the probabilities, then take the mean surprise.",
        "If the flag is set, put the sums through the sigmoid; if not, leave them alone. The "
        "surprise is the negative logarithm of the probability that was given to what happened: "
        "of p for a one, of the rest for a nought.",
        "Two lines: one that makes probabilities, with an `if`, and one that returns a number.",
    ),
)


# Exercise 12.7


def one_epoch(w: Array, grad: Array, X: Array, y: Array, lr: float) -> Array:
    """Train for one epoch on single samples; `grad` still holds something from before."""
    for x, target in zip(X, y, strict=True):
        grad = np.zeros(len(w))  # optimizer.zero_grad()
        y_hat = w @ x  # model(x)
        grad = grad + 2 * (y_hat - target) * x  # loss.backward()
        w = w - lr * grad  # optimizer.step()
    return w


THREE_LINES = Exercise(
    id="12.7",
    title="Clear, backward, step",
    objective=GUARD,
    level="core",
    see="3. A gradient that stays",
    task=(
        "Here is a framework's training loop for one linear neuron, in plain numpy; behind each "
        "line stands the call that does the same in PyTorch. As there, going backward *adds* to "
        "`grad`, which still holds something from before. The lines have been shuffled; give the "
        "letters in an order in which every step goes down the slope of its own sample."
    ),
    solution=one_epoch,
    judge=OrderJudge((4, 1, 5, 3, 0, 2), (
        Rule("cleared before the loop", "E", "B",
             "This line stands inside the loop, by its indentation, so it comes behind the line "
             "that begins it. Clearing once would not do: something is left over by every sample."),
        Rule("used before the loop", "E", "F",
             "The model needs a sample `x`, and there is none before the loop takes one."),
        Rule("backward before forward", "F", "D",
             "The slope is made of the prediction, so the model comes first."),
        Rule("cleared too late", "B", "D",
             "It clears away the slope that has been worked out, or lets the old one take part in "
             "the first step. Clear *before* going backward."),
        Rule("step before backward", "D", "A",
             "The step goes down a slope that is not there yet, or that belongs to the sample "
             "before."),
        Rule("returned too early", "A", "C",
             "`return` comes last: what stands behind it is never reached."),
    )),
    traps=(),
    hints=(
        "Which three lines have to stand in one order in every framework?",
        "One round: an empty gradient and a prediction, then the slope, then the step. The line "
        "that takes a sample stands above them, and what is handed back below.",
        'Six letters in a row, such as "ABCDEF". The first is E, the last is C, and two orders '
        "are right.",
    ),
)


# Exercise 12.8


def three_reductions(
    errors: tuple[tuple[int, ...], ...] = ((1, 2, 0), (0, -1, 3)), rate: float = 0.3
) -> tuple[float, float, float]:
    """PyTorch's mean and sum of the squares, and the rate that goes with the sum."""
    squares = np.square(errors)
    mean, total = np.mean(squares), np.sum(squares)
    return float(mean), float(total), float(rate * mean / total)


def other_reductions(rng: np.random.Generator) -> Numbers | None:
    """Errors of both signs, and a rate of which a sixth has two decimals."""
    errors = tuple(tuple(rng.integers(-3, 4, size=3).tolist()) for _ in range(2))
    distinct = len({*errors[0], *errors[1]}) > 3 and min(map(min, errors)) < 0 < np.sum(errors)
    return (errors, pick(rng, 0.12, 0.6, 0.06)) if distinct else None


def reductions(
    solution: Solution, errors: tuple[tuple[int, ...], ...], rate: float
) -> Exercise:
    """The mean and the sum of these squares, and the rates that go with them."""
    mean, total, slower = solution()
    sizes, signed = int(np.abs(errors).sum()), int(np.sum(errors))
    return Exercise(
        id="12.8",
        title="What a mean divides by",
        objective=GUARD,
        level="warm-up",
        see="5. Sum or mean",
        task=(
            "A network with three outputs sees a batch of two samples and is off by "
            f'{listed(errors[0])} in the first and by {listed(errors[1])} in the second. What is '
            '`nn.MSELoss()`, and what is it with `reduction="sum"`? A recipe works with the mean '
            f'and a learning rate of {num(rate)}. Which rate takes the same step with the sum? '
            "Enter all three, with two decimals."
        ),
        solution=solution,
        judge=NumberJudge(("mean", "sum", "rate"), decimals=2),
        traps=(
            Trap("mean over the samples", lambda: (total / 2, total, rate / 2),
                 "You divided by the number of samples. This loss is a mean over all elements, "
                 "samples times outputs; over samples it is the cross-entropy that is averaged."),
            Trap("rate by samples", lambda: (mean, total, rate / 2),
                 "The losses are right. The slopes of the sum are as many times as long as there "
                 "are *elements*, not samples."),
            Trap("rate the wrong way", lambda: (mean, total, 6 * rate),
                 "The losses are right. The sum has the longer slopes already: with a rate larger "
                 "still the step would be 36 times too long."),
            Trap("rate unchanged", lambda: (mean, total, rate),
                 "The losses are right. With the same rate the step of the sum is longer than that "
                 "of the mean, as its slopes are."),
            Trap("not squared", lambda: (sizes / 6, sizes, slower),
                 "You added the sizes of the errors. The S in the name says that each is squared."),
            Trap("errors cancel", lambda: (signed / 6, signed, slower),
                 "You added the errors with their signs, so that they cancel. Each is squared "
                 "first."),
            Trap("root taken", lambda: (mean**0.5, total**0.5, rate / 6**0.5),
                 "You took a root at the end. The mean squared error has none."),
            Trap("mean over the outputs", lambda: (total / 3, total, rate / 3),
                 "You divided by the number of outputs. This loss is a mean over all elements, "
                 "samples times outputs."),
            Trap("rate by outputs", lambda: (mean, total, rate / 3),
                 "The losses are right. You divided the rate by the number of outputs. The sum has "
                 "as many terms as there are *elements*: samples times outputs."),
        ),
        hints=(
            "How many numbers come out of this network for the whole batch?",
            "Square every error and add: that is the sum. Divide by the number of elements for the "
            "mean. The slopes stand in the same ratio as the losses; the step is rate times slope.",
            "Three numbers in a list: the second is six times the first, the third is small.",
        ),
    )


REDUCTIONS = varied(reductions, three_reductions, other_reductions)


EXERCISES = (KERNEL, COPY, CARRIED, TAPE_BY_HAND, SHRUG, FLAG, THREE_LINES, REDUCTIONS)
