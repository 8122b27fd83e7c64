"""The exercises of chapter 10, "Reading digits"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnbook import Adam, Network, cross_entropy, train
from nnbook.activations import relu, sigmoid, softmax
from nnbook.datasets import digits, one_hot
from nnbook.exercises._engine import Exercise, Trap
from nnbook.exercises._figures import FigureJudge, Goal
from nnbook.exercises._functions import FunctionJudge, Property
from nnbook.exercises._numbers import NumberJudge
from nnbook.exercises._order import OrderJudge, Rule
from nnbook.exercises._sentences import SentenceJudge
from nnbook.exercises._variants import Numbers, Solution, pick, spelled, varied
from nnbook.images import draw_strokes, fit_image
from nnbook.reader import SURE, digit_network

__all__ = ["EXERCISES"]

# fmt: off

Array = NDArray[np.float64]
Labels = NDArray[np.intp]
Bools = NDArray[np.bool]

COST = "Turn a picture into inputs, and count what they cost"
TRAIN = "Read real handwriting with two layers"
HONEST = "Say how much of a score is honest"
LOOK = "Look at a network's mistakes, its doubts and its hidden neurons"
OWN = "Bring a drawing into the size and the place that a network expects"
FILE = "Put a table of your own in place of the data"


# Exercise 10.1


def letter_reader(
    image: tuple[int, int] = (20, 12),
    point: tuple[int, int] = (3, 5),
    hidden: int = 50,
    outputs: int = 36,
) -> tuple[int, int, int, int]:
    """Inputs, place of one point, parameters, and parameters at twice the sharpness."""
    (rows, columns), (row, column) = image, point
    points, after = rows * columns, (hidden + 1) * outputs
    small, large = ((inputs + 1) * hidden + after for inputs in (points, 2 * rows * 2 * columns))
    return points, row * columns + column, small, large


def other_letters(rng: np.random.Generator) -> Numbers | None:
    """Images that are higher than wide, and a little less than so many thousand parameters."""
    columns = pick(rng, 8, 16)
    image, point = (pick(rng, columns + 2, 24), columns), (pick(rng, 2, 7), pick(rng, 2, 7))
    numbers = image, point, pick(rng, 20, 80, 5), pick(rng, 26, 36, 10)
    return numbers if point[0] != point[1] and letter_reader(*numbers)[3] % 1000 > 750 else None


def letters(
    solution: Solution, image: tuple[int, int], point: tuple[int, int], hidden: int, outputs: int
) -> Exercise:
    """The size of a network that reads images of so many rows and columns."""
    (rows, columns), (row, column) = image, point
    points, place, small, large = solution()
    biases, behind = hidden + outputs, small - points * hidden
    nearly = f"{-(-large // 1000) * 1000:,}".replace(",", " ")
    rows_before = spelled(row)
    return Exercise(
        id="10.1",
        title="What a sharper camera costs",
        objective=COST,
        level="warm-up",
        see="A picture is a row of numbers",
        task=(
            f"The camera at the gate cuts each letter out as {rows} rows and {columns} columns of "
            f"grey points. Row after row they go into a network of {hidden} hidden neurons and "
            f"{outputs} outputs. How many inputs has it? Which input is the point in row {row}, "
            f"column {column}, if rows, columns and inputs are all counted from 0? How many "
            "parameters are there, biases included? And how many if the camera becomes twice as "
            "sharp in both directions? Enter the four numbers."
        ),
        solution=solution,
        judge=NumberJudge(("inputs", "place", "parameters", "parameters if sharper"), decimals=0),
        traps=(
            Trap("biases forgotten", lambda: (points, place, small - biases, large - biases),
                 "These are the weights. Every hidden neuron and every output has a bias besides."),
            Trap("biases of one layer forgotten",
                 lambda: (points, place, small - outputs, large - outputs),
                 "The hidden neurons have got their biases. The outputs have biases too."),
            Trap("inputs have biases",
                 lambda: (points, place, small + points, large + 4 * points),
                 "You gave the inputs biases too. An input is a number that comes in; nothing is "
                 "added up there."),
            Trap("twice for four times",
                 lambda: (points, place, small, small + points * hidden),
                 "The first three are right. Twice as sharp in *both* directions: twice as many "
                 "rows, each of twice as many points."),
            Trap("everything four times", lambda: (points, place, small, 4 * small),
                 "The first three are right. Only the first layer sees the points: the biases and "
                 "the second layer stay as they are."),
            Trap("column after column", lambda: (points, column * rows + row, small, large),
                 "The place is that of a picture read column after column. Ours is read like a "
                 f"page: {rows_before} whole rows stand before the point."),
            Trap("row and column swapped", lambda: (points, column * columns + row, small, large),
                 f"You found the point in row {column}, column {row}. {rows_before.capitalize()} "
                 f"whole rows stand before ours, and then {spelled(column)} points."),
            Trap("length of a row", lambda: (points, row * rows + column, small, large),
                 f"You took {rows} for the length of a row. There are {rows} rows; how many points "
                 "has one?"),
            Trap("off by one", lambda: (points, place + 1, small, large),
                 "One too far. Counted from 0, the first point of the picture is input 0."),
            Trap("sum for product",
                 lambda: (rows + columns, place, (rows + columns) * hidden + behind,
                          2 * (rows + columns) * hidden + behind),
                 "The inputs are not the rows and the columns but the points where they cross."),
        ),
        hints=(
            "Every neuron has one weight for each number that reaches it, and one bias.",
            "Count the points in front of the one you look for, whole rows first. For each layer: "
            "inputs times neurons, and the neurons once more. At twice the sharpness only one of "
            "these products changes.",
            f"Four whole numbers in a list, the last of them nearly {nearly}.",
        ),
    )


LETTERS = varied(letters, letter_reader, other_letters)


# Exercise 10.2


def as_inputs(photos: NDArray[Any]) -> Array:
    """Return inputs in [0, 1], ink large, from photos (N, rows, columns) of 0 ... 255."""
    ink = 1 - photos / 255
    return np.asarray(ink.reshape(len(photos), -1))


def photos_of(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Two points, a small sheet, then sheets without pure black and pure white."""
    yield (np.array([[[255, 0]]]),)
    yield (np.array([[[255, 51, 204], [102, 255, 255]]]),)
    yield (np.array([[[200, 100], [50, 150]], [[250, 30], [40, 160]]]),)
    for n, rows, columns in ((1, 3, 2), (3, 4, 5), (2, 8, 8)) * 4:
        yield (rng.integers(20, 236, size=(n, rows, columns)),)


def rows_of(grey: NDArray[Any]) -> Array:
    """Each picture as a row."""
    return np.asarray(grey.reshape(len(grey), -1), dtype=float)


AS_INPUTS = Exercise(
    id="10.2",
    title="Black on white",
    objective=COST,
    level="warm-up",
    see="A picture is a row of numbers",
    task=(
        "Write `as_inputs(photos)`. A camera gives an array (N, rows, columns) of whole numbers "
        "from 0, black, to 255, white, and the writing is black on white. Return what a network of "
        "this chapter takes: a row for each photo, paper 0 and full ink 1."
    ),
    solution=as_inputs,
    judge=FunctionJudge(photos_of, (
        Property(
            "An input lies between 0 and 1, and this one does not.",
            lambda inputs, photos: bool((inputs >= 0).all() and (inputs <= 1.001).all()),
        ),
    )),
    traps=(
        Trap("paper for ink", lambda photos: rows_of(photos) / 255,
             "Paper has become 1 and ink 0. The network has learned from images in which paper is "
             "0, and would see a dark sheet with a hole in it."),
        Trap("scaled by 16", lambda photos: (255 - rows_of(photos)) / 16,
             "You divide by 16. That was the darkest grey of the book's own images; a camera's "
             "goes up to 255."),
        Trap("scaled by 256", lambda photos: (255 - rows_of(photos)) / 256,
             "Full ink does not quite become 1. There are 256 shades, and the farthest from 0 is "
             "number 255."),
        Trap("not scaled", lambda photos: 255 - rows_of(photos),
             "The picture is turned round, and its numbers are still those of the camera. A first "
             "loss of 50 or 100 would tell you."),
        Trap("own darkest",
             lambda photos: (255 - rows_of(photos)) / (255 - rows_of(photos)).max(),
             "The darkest point that you found counts as 1. So the same grey becomes another "
             "number in other company; divide by what full ink would be."),
        Trap("own lightest", lambda photos: 1 - rows_of(photos) / rows_of(photos).max(),
             "The lightest point that you found counts as paper. In dim light that would be a "
             "grey; divide by what white paper would be."),
        Trap("black or white", lambda photos: np.where(rows_of(photos) < 128, 1.0, 0.0),
             "You have decided for each point whether it is ink or paper. The network takes all "
             "the shades between as well."),
        Trap("divided too early", lambda photos: 1 - rows_of(photos) // 255,
             "Everything but pure white has become full ink. `//` divides to whole numbers."),
        Trap("column after column",
             lambda photos: 1 - rows_of(photos.transpose(0, 2, 1)) / 255,
             "The pictures are read column after column. Each would lie on its side."),
        Trap("whole numbers", lambda photos: (255 - rows_of(photos)) // 255,
             "All shades between black and white are gone. `//` divides to whole numbers."),
        Trap("paper not quite 0", lambda photos: 1 - rows_of(photos) / 256,
             "Paper does not quite become 0. There are 256 shades, and white is number 255."),
        Trap("each its own darkest",
             lambda photos: (255 - rows_of(photos))
             / (255 - rows_of(photos)).max(axis=1, keepdims=True),
             "The darkest point of each photo counts as full ink. So a pale photo is made as dark "
             "as the others; divide by what full ink would be."),
    ),
    hints=(
        "What does a white point have to become, and what a black one?",
        "Two things happen to each grey value: it is turned round, and it is brought into [0, 1]. "
        "Then every picture is laid out as a row; `reshape` reads it like a page.",
        "Two lines. The result has the shape (N, rows times columns).",
    ),
)


# Exercise 10.3


def share_read(P: Array, labels: Labels) -> float:
    """Return the share of rows whose largest entry stands at the label."""
    said = P.argmax(axis=1)
    return float(np.mean(said == labels))


def outputs_of(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """As many images as classes, then other numbers of both; no two outputs are equal."""
    yield (np.array([[0.5, 0.3, 0.2], [0.4, 0.35, 0.25], [0.38, 0.28, 0.34]]),
           np.array([0, 0, 1]))
    yield np.array([[0.9, 0.06, 0.04], [0.2, 0.7, 0.1]]), np.array([0, 2])
    for n, classes in ((4, 3), (7, 10), (20, 10), (9, 4)) * 4:
        P = softmax(rng.normal(scale=2, size=(n, classes)))
        guess = rng.integers(classes, size=n)
        yield P, np.where(rng.random(n) < 0.6, P.argmax(axis=1), guess)


def at_label(P: Array, labels: Labels) -> Array:
    """What each row gives to its label."""
    return np.asarray(P[range(len(P)), labels])


SHARE_READ = Exercise(
    id="10.3",
    title="How many are read?",
    objective=TRAIN,
    level="warm-up",
    see="Six lines",
    task=(
        "Write `share_read(P, labels)`: the rows of `P` are a network's outputs, one row for each "
        "image, and `labels` are the digits that were meant. Return the share of images that are "
        "read, a number from 0 to 1. An image is read if its label has the largest output."
    ),
    solution=share_read,
    judge=FunctionJudge(outputs_of, (
        Property("A share lies between 0 and 1.", lambda share, P, labels: bool(0 <= share <= 1)),
    )),
    traps=(
        Trap("argmax over the wrong axis",
             lambda P, labels: np.mean(P.argmax(axis=0) == labels),
             "You looked for the largest output along the other axis: which image is most of a "
             "three, not which digit an image is. An image is a row."),
        Trap("no axis", lambda P, labels: np.mean(P.argmax() == labels),
             "Without an axis there is one place in the whole table, and it is compared with "
             "all the labels. Every row has a largest output of its own."),
        Trap("sum for mean", lambda P, labels: np.sum(P.argmax(axis=1) == labels),
             "This is how many were read. The share of how many?"),
        Trap("mistakes for hits", lambda P, labels: np.mean(P.argmax(axis=1) != labels),
             "This is the share that was misread."),
        Trap("certainty for accuracy", lambda P, labels: P.max(axis=1).mean(),
             "This is how sure the network was, in the mean, and it never asked the labels. One "
             "can be sure and wrong."),
        Trap("probability for accuracy", lambda P, labels: at_label(P, labels).mean(),
             "This is the probability that the labels got, in the mean. An image is read or it is "
             "not: the largest output decides, by however little."),
        Trap("more than half", lambda P, labels: np.mean(at_label(P, labels) > 0.5),
             "You ask for more than one half. Among ten outputs 30 % can be the largest."),
        Trap("entry by entry",
             lambda P, labels: np.mean(
                 np.equal(P, P.max(axis=1, keepdims=True)) == np.eye(P.shape[1])[labels]),
             "You compared all entries with those of the one-hot rows. Eight of ten agree even if "
             "the digit is wrong, so everybody looks good. Compare digits."),
        Trap("digits as amounts",
             lambda P, labels: np.mean(np.abs(P.argmax(axis=1) - labels)),
             "You measure how far the digits lie apart. A digit is a name here: a 3 taken for an 8 "
             "is no worse than one taken for a 4."),
        Trap("mean over the classes too",
             lambda P, labels: np.sum(P.argmax(axis=1) == labels) / P.size,
             "You divide by images times classes. Each image is read or not, once."),
        Trap("classes counted from 1",
             lambda P, labels: np.mean(P.argmax(axis=1) + 1 == labels),
             "You are off by one class. The first output is that of the nought, and its place is "
             "number 0."),
        Trap("divided to whole numbers",
             lambda P, labels: np.sum(P.argmax(axis=1) == labels) // len(P),
             "`//` divides to whole numbers: unless all are read, nothing is left of the share."),
    ),
    hints=(
        "What does the network say to the first image? One digit.",
        "Find the place of the largest output in each row, compare these places with the labels, "
        "and take the mean of the answers: a True counts as 1.",
        "Two lines; one number comes back.",
    ),
)


# Exercise 10.4


def napkin(X: Array, W1: Array, b1: Array, W2: Array, b2: Array) -> Array:
    """Return the outputs (N, classes) of a ReLU layer and a softmax layer for images X."""
    a1 = np.maximum(0, X @ W1.T + b1)
    e = np.exp(a1 @ W2.T + b2)
    return np.asarray(e / e.sum(axis=1, keepdims=True))


def layers_of(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """One image and square layers, then batches and layers of all sizes."""
    yield (np.array([[1.0, 0.5]]), np.array([[1.0, 2.0], [-1.0, 0.5]]), np.array([0.5, 0.25]),
           np.array([[1.0, 3.0], [-0.5, 2.0]]), np.array([-0.5, 0.25]))
    for n, inputs, hidden, classes in (
        (3, 3, 3, 3), (2, 3, 3, 3), (4, 5, 4, 3), (6, 8, 5, 10), (10, 4, 6, 2)
    ) * 3:
        yield (rng.random((n, inputs)), rng.normal(size=(hidden, inputs)), rng.normal(size=hidden),
               rng.normal(size=(classes, hidden)), rng.normal(size=classes))


def sums_of(
    X: Array, W1: Array, b1: Array, W2: Array, b2: Array, *, bend: Any = relu, bias: float = 1.0
) -> Array:
    """The sums in front of the softmax, with another bend or without biases."""
    return np.asarray(bend(X @ W1.T + bias * b1) @ W2.T + bias * b2)


NAPKIN = Exercise(
    id="10.4",
    title="A napkin for a batch",
    objective=TRAIN,
    level="core",
    see="Six lines",
    task=(
        "The two layers above read one image. Write `napkin(X, W1, b1, W2, b2)` for a batch: the "
        "rows of `X` are images, the weights have a row for each neuron as everywhere in this "
        "book, the hidden layer has ReLU and the last one softmax. Return the outputs, a row for "
        "each image. Use numpy alone."
    ),
    solution=napkin,
    judge=FunctionJudge(layers_of, (
        Property(
            "The outputs of an image have to add up to 1: one row, one total.",
            lambda P, X, W1, b1, W2, b2: bool(np.allclose(P.sum(axis=1), 1, atol=1e-4)),
        ),
    )),
    forbids=("dense.Layer",),
    traps=(
        Trap("double softmax", lambda *all_: softmax(softmax(sums_of(*all_))),
             "The softmax is taken twice. The second one takes probabilities for sums, and sums "
             "between 0 and 1 are hardly apart: nobody is ever sure."),
        Trap("softmax over the images", lambda *all_: softmax(sums_of(*all_).T).T,
             "The images compete for a digit. It should be the digits that compete for an image: "
             "the total is over a row."),
        Trap("one total for all",
             lambda *all_: np.exp(sums_of(*all_)) / np.exp(sums_of(*all_)).sum(),
             "It is right for a single image. In a batch all images share one total; each needs "
             "its own."),
        Trap("totals as a row",
             lambda *all_: np.exp(sums_of(*all_)) / np.exp(sums_of(*all_)).sum(axis=1),
             "The totals are right, but numpy lays them along the rows: output 0 is divided by the "
             "total of image 0, output 1 by that of image 1. Keep them as a column."),
        Trap("powers of e forgotten",
             lambda *all_: sums_of(*all_) / sums_of(*all_).sum(axis=1, keepdims=True),
             "You share out the sums themselves, and some are negative. First make each of them "
             "positive by a power of e."),
        Trap("softmax forgotten", sums_of,
             "These are the sums. The last step is missing that makes probabilities of them."),
        Trap("ReLU forgotten", lambda *all_: softmax(sums_of(*all_, bend=np.asarray)),
             "The hidden layer has lost its bend. Without it two layers are no more than one."),
        Trap("ReLU in the last layer", lambda *all_: softmax(np.maximum(0, sums_of(*all_))),
             "There is a ReLU in front of the softmax too. It makes all negative sums equal, and "
             "they had something to say."),
        Trap("sigmoid in the hidden layer", lambda *all_: softmax(sums_of(*all_, bend=sigmoid)),
             "The hidden layer has a sigmoid. These weights belong to one with ReLU."),
        Trap("sigmoids for the softmax", lambda *all_: sigmoid(sums_of(*all_)),
             "Ten sigmoids are ten separate answers. The ten digits exclude each other, and have "
             "to share."),
        Trap("biases forgotten", lambda *all_: softmax(sums_of(*all_, bias=0.0)),
             "The biases are missing, in both layers."),
        Trap("bias behind the bend",
             lambda X, W1, b1, W2, b2: softmax((relu(X @ W1.T) + b1) @ W2.T + b2),
             "The hidden bias comes too late. It belongs to the sum, and ReLU decides about that."),
        Trap("transposed",
             lambda X, W1, b1, W2, b2: softmax(relu(X @ W1 + b1) @ W2 + b2),
             "The weights stand the wrong way round. A row of `W1` belongs to one neuron; for the "
             "sums of a batch, `X` has to meet it as a column."),
        Trap("transposed in the last layer",
             lambda X, W1, b1, W2, b2: softmax(relu(X @ W1.T + b1) @ W2 + b2),
             "The hidden layer is right. In the last one the weights stand the wrong way round: "
             "its neurons are rows as well."),
        Trap("second bias forgotten",
             lambda X, W1, b1, W2, b2: softmax(relu(X @ W1.T + b1) @ W2.T),
             "The hidden layer is right. The last one has biases too."),
        Trap("first bias forgotten",
             lambda X, W1, b1, W2, b2: softmax(relu(X @ W1.T) @ W2.T + b2),
             "The last layer has its biases. Those of the hidden layer are missing."),
    ),
    hints=(
        "Write next to each line of the program above which shape comes out for one image, and "
        "which for N.",
        "With images as rows, `W @ x` becomes a product with the transposed weights on the right. "
        "The total of the softmax is a column: one number for each row, kept as a column by "
        "`keepdims=True`.",
        "Three lines. The result has the shape (N, rows of `W2`), and each of its rows adds up "
        "to 1.",
    ),
)


# Exercise 10.5


def cut_by_writer(writers: NDArray[Any]) -> Bools:
    """Return True for the images of every fifth person, in the order of their numbers."""
    people = np.unique(writers)
    return np.isin(writers, people[4::5])


def cut_by_image(writers: NDArray[Any]) -> Any:
    """Return True for the images of every fifth person, in the order of their numbers."""
    place = np.arange(len(writers))
    return place % 5 == 4


def files_of(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Ten images of five people, then more of both, with numbers that leave gaps, shuffled."""
    yield (np.repeat(np.arange(1, 6), 2),)
    yield (np.repeat([3, 8, 11, 20, 21, 29], [2, 3, 1, 2, 4, 1]),)
    yield (np.array([40, 7, 7, 13, 40, 2, 5, 13, 2, 5]),)
    for people in (6, 10, 13, 17) * 4:
        numbers = rng.choice(100, size=people, replace=False)
        yield (rng.permutation(np.repeat(numbers, rng.integers(2, 7, size=people))),)


def every_fifth_of_each(writers: NDArray[Any]) -> Bools:
    """What comes out if a fifth of everybody's images is held out."""
    held_out = np.zeros(len(writers), dtype=bool)
    for person in np.unique(writers):
        held_out[np.flatnonzero(writers == person)[4::5]] = True
    return held_out


CUT = Exercise(
    id="10.5",
    title="Cut by people",
    objective=HONEST,
    level="core",
    see="Hands it has never met",
    task=(
        "`cut_by_writer(writers)` gets, for each image of a file, the number of the person who "
        "wrote it, and should return True for the images of the test part: all those of every "
        "fifth person, beginning with the fifth, if the people are put in order by their numbers. "
        "The program below holds out every fifth *image*, so that nearly everybody is met on both "
        "sides. Mend it. Numbers may be missing, and the images come in any order."
    ),
    solution=cut_by_writer,
    judge=FunctionJudge(files_of, (
        Property(
            "Somebody stands on both sides of the cut: some of their images are for training, "
            "others for the test.",
            lambda held, writers: all(
                len(np.unique(held[writers == person])) == 1 for person in np.unique(writers)
            ),
        ),
    ), given=cut_by_image),
    traps=(
        Trap("as it was", lambda writers: np.arange(1, len(writers) + 1) % 5 == 0,
             "This still holds out every fifth image, whoever wrote it. Look at `writers`, not at "
             "the places in the file."),
        Trap("split that leaks", every_fifth_of_each,
             "You hold out a fifth of everybody's images. That is fair to the people, and leaks: "
             "each test image has its writer's other images on the training side."),
        Trap("last fifth of the file",
             lambda writers: np.arange(len(writers)) >= len(writers) * 4 // 5,
             "This is the last fifth of the file. It would do if the file were sorted by people "
             "and the cut fell between two of them; neither is promised."),
        Trap("numbers for ranks", lambda writers: np.asarray(writers) % 5 == 0,
             "You count by the numbers that people have, and those leave gaps. Every fifth of the "
             "people who are there, not every number that 5 divides."),
        Trap("numbers for places", lambda writers: np.asarray(writers) % 5 == 4,
             "You treat the people's numbers as if they were their places in the row. Make the row "
             "of those who are there first."),
        Trap("from the sixth person on",
             lambda writers: np.isin(writers, np.unique(writers)[5::5]),
             "One person too far: counted from 0, the fifth is at place 4."),
        Trap("last fifth of the people",
             lambda writers: np.isin(
                 writers, np.unique(writers)[len(np.unique(writers)) * 4 // 5:]),
             "A fair cut: nobody is on both sides. But it holds out the last fifth of the people, "
             "and asked is every fifth."),
        Trap("order of appearance",
             lambda writers: np.isin(writers, list(dict.fromkeys(writers.tolist()))[4::5]),
             "You took the people in the order in which they turn up in the file. They should be "
             "put in order by their numbers first."),
        Trap("from the first person on",
             lambda writers: np.isin(writers, np.unique(writers)[::5]),
             "Every fifth person, but you begin with the first. Counted from 0, the fifth is at "
             "place 4."),
        Trap("only one person", lambda writers: writers == np.unique(writers)[4],
             "It is right as long as there are fewer than ten people. After the fifth comes the "
             "tenth, and so on."),
        Trap("parts swapped", lambda writers: ~np.isin(writers, np.unique(writers)[4::5]),
             "The cut is in the right place, and the two sides are swapped: True means test."),
    ),
    hints=(
        "First forget the images, and make a list of the people. Who of them is held out?",
        "`np.unique` gives each number once, in order. Take every fifth from that list. Then ask "
        "of each image whether its writer is among them; `np.isin` does it for all at once.",
        "Two lines: one for the people, one for the images. As many entries as `writers`, each "
        "True or False.",
    ),
)


# Exercise 10.6


def why_by_patient() -> None:
    """A patient's images are alike in bones, implants and machine, and many are on both sides.

    So part of the 99 % is recognising patients. New patients bring none of this, and the score for
    them is unknown and probably lower. Put all images of a patient on one side, and measure again;
    if another clinic will use it, hold out a whole clinic.
    """


CLINIC = Exercise(
    id="10.6",
    title="Six images of each patient",
    objective=HONEST,
    level="stretch",
    see="Hands it has never met",
    task=(
        "A clinic has 24 000 X-ray images of 4000 patients. A random fifth of the images is held "
        "out, and a network finds the broken bones in 99 % of them. Explain in two or three "
        "sentences what this number does not tell about the next patient, and how you would cut "
        "instead."
    ),
    solution=why_by_patient,
    judge=SentenceJudge((
        "Do you say that images of one patient stand on both sides of the cut?",
        "Do you say why that makes the test easier than the next patient will be?",
        "Do you say by what you would cut, and that the score may then be lower?",
    ), fewest_words=12),
    traps=(),
    hints=(
        "How many images of the same patient does a training part of four fifths hold, on average?",
        "Say what a network can recognise in an image besides the broken bone, then who brings "
        "that along to the test, then which cut keeps it out.",
        "Two or three sentences: what leaks, what follows for the number, how to cut.",
    ),
)


# Exercise 10.7


def five_digits(
    known_hands: tuple[int, int] = (350, 355), new_hands: tuple[int, int] = (324, 360)
) -> tuple[float, float, float, float]:
    """Mistakes in a hundred for both kinds of writers, their ratio, and forms without one."""
    known, new = (right / images for right, images in (known_hands, new_hands))
    return 100 * (1 - known), 100 * (1 - new), (1 - new) / (1 - known), 100 * new**5


def other_readers(rng: np.random.Generator) -> Numbers | None:
    """Results that come out the same from mistakes that were rounded on the way."""
    known, new = pick(rng, 300, 450, 5), pick(rng, 300, 450, 5)
    readers = (known - pick(rng, 3, 8), known), (new - pick(rng, 22, 55), new)
    a, b, c, d = five_digits(*readers)
    rounded = round(b, 1) / round(a, 1) - c, 100 * (1 - round(b, 1) / 100) ** 5 - d
    fits = c > 5.1 and 51 < d < 69 and known != new and np.abs(rounded).max() < 0.04
    return readers if fits else None


def forms_read(
    solution: Solution, known_hands: tuple[int, int], new_hands: tuple[int, int]
) -> Exercise:
    """What a reader of digits does on forms from new hands."""
    (known_right, known), (new_right, new) = known_hands, new_hands
    a, b, c, d = (round(number, 3) for number in solution())
    read_a, read_b = 100 * known_right / known, 100 * new_right / new
    missed_a, missed_b = known - known_right, new - new_right
    return Exercise(
        id="10.7",
        title="Five digits on a form",
        objective=HONEST,
        level="core",
        see="Ten answers, or one?",
        task=(
            f"Another reader gets {known_right} of {known} images right from hands that it knows, "
            f"and {new_right} of {new} from new ones. The calculation, with gaps: of a hundred "
            "digits it misreads (a) from known hands and (b) from new ones, so the mistakes are "
            "(c) times as many. A form has five digits. If each is misread on its own, whatever "
            "happens to the others, then of a hundred forms from new hands (d) are read without a "
            "mistake. Fill in (a) to (d), with one decimal."
        ),
        solution=solution,
        judge=NumberJudge(("a", "b", "c", "d"), decimals=1, worked=(
            "misread of 100 digits: known hands {}, new hands {}\n"
            "new : known = {}\n"
            "right of 100 forms from new hands: {}"
        )),
        traps=(
            Trap("hits for mistakes", lambda: (read_a, read_b, read_b / round(read_a, 4), d),
                 "You counted what it reads. Asked is what it misreads: the rest to a hundred."),
            Trap("ratio of the scores", lambda: (a, b, round(read_a, 4) / read_b, d),
                 "The others are right. (c) compares the scores, and the scores look alike. "
                 "Compare the mistakes: somebody has to mend each of them."),
            Trap("ratio upside down", lambda: (a, b, round(a / b, 4), d),
                 "The others are right. (c) is upside down: how many mistakes are there now for "
                 "each one there was?"),
            Trap("difference for ratio", lambda: (a, b, b - a, d),
                 "The others are right. (c) is how many more, not how many times as many."),
            Trap("mistakes added up", lambda: (a, b, c, 100 - 5 * b),
                 "The others are right. For (d) you took five times the mistakes off. A form with "
                 "two mistakes is lost only once; the shares multiply."),
            Trap("forms with a mistake", lambda: (a, b, c, 100 - d),
                 "The others are right. (d) is what is left over: the forms that do have a "
                 "mistake."),
            Trap("one digit for five", lambda: (a, b, c, read_b),
                 "The others are right. (d) is the share of digits that are read. A form needs "
                 "five of them in a row."),
            Trap("known hands for new ones",
                 lambda: (a, b, c, round(100 * (known_right / known) ** 5, 3)),
                 "The others are right. (d) is for hands that it knows; the forms come from new "
                 "ones."),
            Trap("shares for hundreds",
                 lambda: (round(a / 100, 3), round(b / 100, 3), c, round(d / 100, 2)),
                 "These are shares of 1. Asked are numbers out of a hundred."),
            Trap("four digits for five", lambda: (a, b, c, 100 * (new_right / new) ** 4),
                 "The others are right. For (d) you multiplied four shares. Count the digits on "
                 "the form."),
            Trap("counts for hundreds", lambda: (missed_a, missed_b, missed_b / missed_a, d),
                 f"You took the mistakes as they were counted, out of {known} images and out of "
                 f"{new}. Asked are numbers out of a hundred, and (c) is the ratio of those."),
        ),
        hints=(
            "Count the images that it got wrong, in both tests.",
            "Mistakes over images, times a hundred, twice; then the second over the first. For a "
            "form to be right, all five digits have to be: multiply five shares of what is *read*.",
            "Four numbers in a list. The third is above 5, the last between 50 and 70.",
        ),
    )


FORMS = varied(forms_read, five_digits, other_readers)


# Exercise 10.8


def by_itself(P: Array, labels: Labels, bar: float) -> Any:
    """Return the share of images answered above the bar, and the share of those that is wrong."""
    sure = P.max(axis=1) > bar
    wrong = P.argmax(axis=1) != labels
    mistakes = wrong[sure].mean() if sure.any() else 0.0
    return sure.mean(), mistakes


def doubts_of(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Four images, nobody sure, then random outputs with bars of several heights."""
    yield (np.array([[0.9, 0.06, 0.04], [0.1, 0.8, 0.1], [0.4, 0.35, 0.25], [0.15, 0.2, 0.65]]),
           np.array([0, 2, 1, 2]), 0.6)
    yield np.array([[0.5, 0.3, 0.2], [0.1, 0.3, 0.6]]), np.array([0, 1]), 0.9
    for n, classes in ((8, 3), (20, 10), (15, 4)) * 5:
        P = softmax(rng.normal(scale=2.5, size=(n, classes)))
        guess = rng.integers(classes, size=n)
        labels = np.where(rng.random(n) < 0.5, P.argmax(axis=1), guess)
        yield P, labels, float(rng.choice([0.4, 0.55, 0.7]))


def doubt(P: Array, labels: Labels, sure: Any) -> tuple[Bools, Bools, int]:
    """Who is sure, who is wrong, and how many are sure, at least 1."""
    return np.asarray(sure), P.argmax(axis=1) != labels, max(1, int(np.sum(sure)))


def with_sure(P: Array, labels: Labels, sure: Any) -> Any:
    """The two shares for another choice of who is sure."""
    sure, wrong, n = doubt(P, labels, sure)
    return sure.mean(), np.sum(sure & wrong) / n


def second_as(P: Array, labels: Labels, bar: float, second: Any) -> Any:
    """The first share as it should be, and another second one."""
    sure, wrong, n = doubt(P, labels, P.max(axis=1) > bar)
    return sure.mean(), second(sure, wrong, n)


GATE = Exercise(
    id="10.8",
    title="When the gate opens by itself",
    objective=LOOK,
    level="core",
    see="How sure is it?",
    task=(
        "Write `by_itself(P, labels, bar)`. The rows of `P` are outputs, and the gate opens by "
        "itself if the largest of them is above `bar`; otherwise somebody comes and looks. Return "
        "two numbers: the share of all images for which it opens by itself, and the share of "
        "*those* that are misread. If it never opens by itself, the second is 0."
    ),
    solution=by_itself,
    judge=FunctionJudge(doubts_of, (
        Property(
            "One of your two is not a number. The mean over no images at all does not exist; the "
            "second was to be 0 there.",
            lambda pair, P, labels, bar: bool(np.isfinite(pair).all()),
        ),
    )),
    traps=(
        Trap("share of all",
             lambda P, labels, bar: second_as(P, labels, bar, lambda s, w, n: np.mean(s & w)),
             "The first number is right. The second counts the mistakes at an open gate, and "
             "divides by all images; it should divide by those for which the gate opened."),
        Trap("sure among the wrong",
             lambda P, labels, bar: second_as(
                 P, labels, bar, lambda s, w, n: np.sum(s & w) / max(1, np.sum(w))),
             "The first number is right. The second is how many of the mistakes were sure ones. "
             "Asked is the other way round: how many of the sure ones were mistakes."),
        Trap("bar forgotten",
             lambda P, labels, bar: second_as(P, labels, bar, lambda s, w, n: np.mean(w)),
             "The first number is right. The second is the share of mistakes among all images, "
             "those that somebody looked at included."),
        Trap("hits for mistakes",
             lambda P, labels, bar: second_as(
                 P, labels, bar, lambda s, w, n: np.sum(s & ~w) / n),
             "The first number is right. The second is what was read right, not what was misread."),
        Trap("peeked at the label",
             lambda P, labels, bar: with_sure(P, labels, P[range(len(P)), labels] > bar),
             "The gate opens if the *right* digit is above the bar. Then it can never be wrong; "
             "but at the gate nobody knows the right digit."),
        Trap("the doubtful ones", lambda P, labels, bar: with_sure(
            P, labels, P.max(axis=1) <= bar),
             "These are the images for which somebody has to come."),
        Trap("all outputs counted",
             lambda P, labels, bar: (np.greater(P, bar).mean(), by_itself(P, labels, bar)[1]),
             "The second number is right. The first counts outputs above the bar among all "
             "outputs; it should count images."),
        Trap("counts for shares",
             lambda P, labels, bar: (np.sum(P.max(axis=1) > bar),
                                     np.sum((P.max(axis=1) > bar) & (P.argmax(axis=1) != labels))),
             "These are counts. Asked are shares: of all images, and of those for which the gate "
             "opened."),
        Trap("mistakes first", lambda P, labels, bar: by_itself(P, labels, bar)[::-1],
             "The two numbers stand in each other's place: how often the gate opens comes first."),
    ),
    hints=(
        "Two questions to each image: is it sure, and is it wrong? Only the second needs the "
        "label.",
        "Make two arrays of True and False. The mean of the first is the first number. For the "
        "second, keep only those entries of the other array at which the first is True. And think "
        "of the day on which nobody is sure.",
        "Four lines. Two numbers come back, both between 0 and 1.",
    ),
)


# Exercise 10.9


def confusion_table(meant: Labels, said: Labels, classes: int) -> NDArray[Any]:
    """Return how often each class (row) was read as each class (column)."""
    table = np.zeros((classes, classes), dtype=int)
    for row, column in zip(meant, said, strict=True):
        table[row, column] += 1
    return table


def readings_of(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """One reading, two equal ones, then many, most of them right."""
    yield np.array([0]), np.array([2]), 3
    yield np.array([1, 1, 0]), np.array([2, 2, 0]), 3
    for n, classes in ((10, 3), (40, 10), (25, 4)) * 5:
        meant = rng.integers(classes, size=n)
        said = np.where(rng.random(n) < 0.6, meant, rng.integers(classes, size=n))
        yield meant, said, classes


def shares_by(table: NDArray[Any], axis: int | None) -> Array:
    """The table over its totals along an axis; empty rows stay 0."""
    total = table.sum(axis=axis, keepdims=True)
    return np.asarray(table / np.maximum(total, 1))


CONFUSION = Exercise(
    id="10.9",
    title="Meant and read",
    objective=LOOK,
    level="core",
    see="Who is taken for whom",
    task=(
        "Write `confusion_table(meant, said, classes)`: `meant` and `said` are class numbers, "
        "counted from 0, one of each for every image, and `classes` is how many classes there are. "
        "Return the confusion matrix, a row for each class as it was meant and a column for what "
        "was said. Each entry counts images."
    ),
    solution=confusion_table,
    judge=FunctionJudge(readings_of, (
        Property(
            "All entries together have to be the number of images: each image counts once.",
            lambda table, meant, said, classes: bool(np.isclose(table.sum(), len(meant))),
        ),
    )),
    traps=(
        Trap("confusion matrix transposed",
             lambda meant, said, classes: confusion_table(said, meant, classes),
             "Rows and columns have changed places. Six threes read as eights are not six eights "
             "read as threes: a row is what was meant."),
        Trap("counted once",
             lambda meant, said, classes: np.minimum(confusion_table(meant, said, classes), 1),
             "Nothing is ever counted twice. If you wrote `+=` with two arrays as index: numpy "
             "reads the old entries first, adds 1, and writes; a pair that occurs five times "
             "is written five times, with the same number."),
        Trap("hits left out",
             lambda meant, said, classes: (
                 confusion_table(meant, said, classes)
                 * (1 - np.eye(classes, dtype=int))),
             "The diagonal is empty. What went well belongs into the table too."),
        Trap("only hits",
             lambda meant, said, classes: (
                 confusion_table(meant, said, classes) * np.eye(classes, dtype=int)),
             "Only the diagonal is filled. The table is there for the rest of it."),
        Trap("classes counted from 1",
             lambda meant, said, classes: np.roll(
                 confusion_table(meant, said, classes), (-1, -1), axis=(0, 1)),
             "All is one class too early, and class 0 has come round to the end: numpy takes place "
             "-1 for the last. Classes are counted from 0 here."),
        Trap("shares of all",
             lambda meant, said, classes: shares_by(confusion_table(meant, said, classes), None),
             "These are shares of all images. Asked are counts."),
        Trap("shares of a row",
             lambda meant, said, classes: shares_by(confusion_table(meant, said, classes), 1),
             "These are shares of what was meant. Asked are counts; how many images a row holds is "
             "worth knowing too."),
    ),
    hints=(
        "Begin with a table of zeros. What does one image change?",
        "Go through both lists together. Each image adds 1 in one place: its row is what was "
        "meant, its column what was said. (`np.add.at` does it without a loop.)",
        "A line for the empty table, a loop of two lines, and a `return`.",
    ),
)


# Exercise 10.10


def unscrambled(W: Array, order: Labels) -> Array:
    """Return the weights that do for X what W does for X[:, order]."""
    plain = np.empty_like(W)
    plain[:, order] = W
    return plain


def scrambles_of(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Three points in a circle, then random orders; never fewer neurons than points."""
    yield np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]]), np.array([1, 2, 0])
    yield np.array([[0.5, -1.0, 2.0, 0.0]] * 3 + [[1.0, 2.0, 3.0, 4.0]]), np.array([2, 0, 3, 1])
    for neurons, points in ((5, 5), (9, 6), (8, 8), (10, 9)) * 4:
        yield rng.normal(size=(neurons, points)), rng.permutation(points)


UNSCRAMBLE = Exercise(
    id="10.10",
    title="Unscramble the weights",
    objective=LOOK,
    level="stretch",
    see="Scrambled",
    task=(
        "Somebody has trained a network on scrambled images, `X[:, order]`, and you would like to "
        "draw what its hidden neurons see. Write `unscrambled(W, order)`: from the weights `W` of "
        "its first layer, a row for each neuron, it returns those that give the same sums for the "
        "images as they were, `X`."
    ),
    solution=unscrambled,
    judge=FunctionJudge(scrambles_of, (
        Property(
            "Try it on one image: your weights and the plain image do not give the sums of the old "
            "weights and the scrambled one.",
            lambda plain, W, order: bool(
                np.allclose(plain[:, order] @ np.arange(len(order)) ** 2,
                            W @ np.arange(len(order)) ** 2, rtol=1e-4, atol=1e-4)
            ),
        ),
    )),
    traps=(
        Trap("scrambled once more", lambda W, order: W[:, order],
             "This scrambles once more. It is the step from plain weights to scrambled ones; you "
             "want to go back."),
        Trap("left as they were", lambda W, order: W.copy(),
             "The weights have not changed. The first of them still belongs to what was the first "
             "point *after* the scrambling."),
        Trap("neurons for points", lambda W, order: W[order],
             "You put the neurons in another order. A neuron is a row, and stays where it is; its "
             "weights for the points are what has to move."),
        Trap("neurons for points, backwards", lambda W, order: W[np.argsort(order)],
             "The right move, along the wrong axis: these are the neurons. Each of them keeps its "
             "place, and its weights for the points have to move."),
        Trap("reversed", lambda W, order: W[:, ::-1],
             "You turned each row round. That undoes an order which runs backwards, and no other."),
        Trap("transposed", lambda W, order: unscrambled(W, order).T,
             "The weights stand in the right order, and the table is turned: a row for each point. "
             "A row is to be a neuron."),
        Trap("order from behind", lambda W, order: W[:, order[::-1]],
             "You read the order from its end. The way back is another one: which place of the "
             "scrambled image has each point gone to?"),
    ),
    hints=(
        "Where in the plain image does the first point of the scrambled one come from?",
        "Place 0 of the scrambled image holds point `order[0]` of the plain one. So the weight at "
        "place 0 has to go to place `order[0]`. Do that for all places. (Sorting `order` and "
        "keeping track of the places, `np.argsort`, gives the way back as well.)",
        "A line or three; a loop over the places will do. The result has the shape of `W`.",
    ),
)


# Exercise 10.11


def kept_of_start(before: Array, after: Array) -> Array:
    """Return the correlation of each row of `after` with the same row of `before`."""
    a = before - before.mean(axis=1, keepdims=True)
    b = after - after.mean(axis=1, keepdims=True)
    spread = np.sqrt((a**2).sum(axis=1) * (b**2).sum(axis=1))
    return np.asarray((a * b).sum(axis=1) / spread)


def weights_of(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Small square layers first; weights that are not centred at 0."""
    yield (np.array([[1.0, 2.0, 3.0], [3.0, 1.0, 2.0], [2.0, 4.0, 0.0]]),
           np.array([[2.0, 4.0, 7.0], [-1.0, 1.0, 4.0], [1.0, 2.0, 1.0]]))
    for neurons, points in ((4, 4), (3, 8), (10, 6), (5, 16)) * 4:
        before = 0.5 + rng.normal(size=(neurons, points))
        yield before, 0.7 * before + rng.normal(size=(neurons, points)) - 0.8


def products(before: Array, after: Array, *, off: bool = True, axis: int = 1) -> tuple[Any, ...]:
    """The sums of products and of squares along an axis, with or without the means taken off."""
    a, b = (w - off * w.mean(axis=axis, keepdims=True) for w in (before, after))
    return (a * b).sum(axis=axis), (a**2).sum(axis=axis), (b**2).sum(axis=axis)


def correlation(before: Array, after: Array, *, off: bool = True, axis: int = 1) -> Array:
    """The correlation, or what comes out with one part of it left out."""
    ab, aa, bb = products(before, after, off=off, axis=axis)
    return np.asarray(ab / np.sqrt(aa * bb))


KEPT = Exercise(
    id="10.11",
    title="What was there before",
    objective=LOOK,
    level="core",
    see="What the hidden neurons see",
    task=(
        "Write `kept_of_start(before, after)`: for each hidden neuron, the correlation of its "
        "weights after training with those before. Both arrays have a row for each neuron. The "
        "correlation of two rows: take off from each its mean, multiply entry by entry and add up, "
        "and divide by the root of the product of both sums of squares. Return one number for each "
        "neuron."
    ),
    solution=kept_of_start,
    judge=FunctionJudge(weights_of, (
        Property(
            "A correlation lies between -1 and 1.",
            lambda found, before, after: bool((np.abs(found) < 1.001).all()),
        ),
    )),
    traps=(
        Trap("means not taken off",
             lambda before, after: correlation(before, after, off=False),
             "The means are still in. Two rows that only share their level, all weights a little "
             "above 0, would look alike."),
        Trap("one mean for all",
             lambda before, after: correlation(
                 before - before.mean(), after - after.mean(), off=False),
             "You took off the mean of the whole layer. Each neuron has its own level, and that is "
             "what has to go."),
        Trap("means as a row",
             lambda before, after: correlation(
                 before - before.mean(axis=1), after - after.mean(axis=1), off=False),
             "The means are right, but numpy lays them along the rows: each neuron loses the means "
             "of all the others, one a point. Keep them as a column."),
        Trap("points for neurons", lambda before, after: correlation(before, after, axis=0),
             "You have a number for each point of the image. A neuron is a row: go along it, not "
             "across."),
        Trap("covariance for correlation",
             lambda before, after: products(before, after)[0] / before.shape[1],
             "This is the mean product. It grows with the weights; the correlation divides by "
             "their spread, so that only the pattern counts."),
        Trap("root forgotten",
             lambda before, after: products(before, after)[0]
             / (products(before, after)[1] * products(before, after)[2]),
             "The root is missing below. Twice the weights would halve the result; the pattern is "
             "the same, and so the correlation should be."),
        Trap("squared", lambda before, after: correlation(before, after) ** 2,
             "This is the square of the correlation. A neuron that has turned into its own "
             "negative would look as if it had not changed."),
        Trap("sign lost", lambda before, after: np.abs(correlation(before, after)),
             "The sign is lost. A neuron that has turned into its own negative has -1, not 1."),
        Trap("not divided", lambda before, after: products(before, after)[0],
             "This is the sum of products, with the means taken off. It still has to be divided."),
    ),
    hints=(
        "Do it for one neuron first, with two rows of three weights.",
        "All means and sums go along the rows. Keep the means as a column with `keepdims=True`, so "
        "that each row loses its own.",
        "Four lines, or a loop over pairs of rows. The result has as many entries as there are "
        "neurons, each between -1 and 1.",
    ),
)


# Exercise 10.12


def ink_middle(image: Array) -> tuple[float, float]:
    """Return the mean position of the ink, from the top and from the left."""
    down, across = (np.arange(points) + 0.5 for points in image.shape)
    ink = image.sum()
    return float(down @ image.sum(axis=1) / ink), float(across @ image.sum(axis=0) / ink)


def drawings_of(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """One point, two points of different grey, then sheets with an empty border."""
    yield (np.array([[0.0, 1.0], [0.0, 0.0]]),)
    yield (np.array([[0.0, 0.0, 0.0, 0.0], [0.0, 0.25, 0.0, 0.75], [0.0, 0.0, 0.0, 0.0]]),)
    for rows, columns in ((4, 6), (7, 5), (8, 8), (10, 12)) * 4:
        sheet = np.zeros((rows, columns))
        height, width = rng.integers(2, rows), rng.integers(2, columns)
        top, left = rng.integers(rows - height + 1), rng.integers(columns - width + 1)
        ink = rng.uniform(0.2, 1.0, (height, width)) * (rng.random((height, width)) < 0.6)
        sheet[top : top + height, left : left + width] = ink
        sheet[top, left] = 0.1
        yield (sheet,)


def middle_of_box(image: Array) -> tuple[float, float]:
    """Halfway between the first and the last row, and column, with ink."""
    ends = [np.flatnonzero(image.any(axis=axis)) for axis in (1, 0)]
    down, across = ((places[0] + places[-1] + 1) / 2 for places in ends)
    return float(down), float(across)


MIDDLE = Exercise(
    id="10.12",
    title="Where the ink is",
    objective=OWN,
    level="core",
    see="Your own digit",
    task=(
        "Write `ink_middle(image)`: the mean position of the ink in an image (rows, columns), with "
        "paper 0. Each point counts as much as it holds ink. Return two numbers, how far down from "
        "the upper edge and how far across from the left one, in points; the middle of the first "
        "point is half a point from both edges."
    ),
    solution=ink_middle,
    judge=FunctionJudge(drawings_of, (
        Property(
            "That is not on the sheet.",
            lambda middle, image: bool(
                (middle >= 0).all() and (middle <= np.array(image.shape)).all()
            ),
        ),
    )),
    traps=(
        Trap("half a point", lambda image: np.subtract(ink_middle(image), 0.5),
             "Both are half a point too small. You used the numbers of the rows and columns; row 0 "
             "begins at the edge, and its middle does not lie there."),
        Trap("off by one", lambda image: np.add(ink_middle(image), 0.5),
             "Both are half a point too large. A point ends where the next begins; its middle is "
             "before that."),
        Trap("across before down", lambda image: ink_middle(image)[::-1],
             "The two numbers stand in each other's place. Adding up along a row leaves a number "
             "for each row, and those say how far down."),
        Trap("middle of the box", middle_of_box,
             "This is halfway between the ends of the ink. A single thin stroke that sticks out "
             "moves it as much as a heavy one would."),
        Trap("grey counted as black", lambda image: ink_middle(np.where(image > 0, 1.0, 0.0)),
             "Every point with any ink counts in full. A pale one should pull less than a dark "
             "one."),
        Trap("middle of the sheet", lambda image: np.divide(image.shape, 2),
             "This is the middle of the paper, wherever the ink is."),
        Trap("darkest point",
             lambda image: np.add(np.unravel_index(image.argmax(), image.shape), 0.5),
             "This is where the darkest point lies. The others pull as well."),
        Trap("divided by the points", lambda image: np.multiply(
            ink_middle(image), image.sum() / image.size),
             "You divided by the number of points. Each position counts by its ink, so all the ink "
             "together is what to divide by."),
        Trap("share of the sheet", lambda image: np.divide(ink_middle(image), image.shape),
             "These are shares of the height and of the width. Asked are points."),
        Trap("from the lower edge",
             lambda image: (image.shape[0] - ink_middle(image)[0], ink_middle(image)[1]),
             "The second number is right. The first is measured from the lower edge; rows are "
             "counted from the top."),
    ),
    hints=(
        "Two points of ink, one with a quarter, one with three quarters: where is their middle?",
        "How much ink does each row hold? Multiply that by how far down the middle of the row is, "
        "add up, and divide by all the ink. Then the same for the columns.",
        "Three lines; two numbers come back, first the one downwards.",
    ),
)


# Exercise 10.13


def from_photo(photo: NDArray[Any]) -> Any:
    """Return the 64 inputs that a photo of a digit makes."""
    image = 255 - photo
    image = image / image.max()
    image = image[image.any(axis=1)]
    image = image[:, image.any(axis=0)]
    image = image.reshape(8, -1, 8, len(image[0]) // 8).mean(axis=(1, 3))
    return image.ravel()


FROM_PHOTO = Exercise(
    id="10.13",
    title="From a photo to 64 inputs",
    objective=OWN,
    level="core",
    see="Your own digit",
    task=(
        "Here are the lines of a simpler `fit_image`, shuffled. It takes a photo, pencil on paper "
        "of a perfect white, 255. The pencil's darkest point should count as 1, and the digit "
        "should fill all eight rows and columns. (It may be stretched, and its ink takes rows and "
        "columns that 8 divides.) `any` asks which rows or columns hold anything but 0. Give the "
        "letters in the order in which the lines have to stand."
    ),
    solution=from_photo,
    judge=OrderJudge((4, 1, 5, 3, 0, 2), (
        Rule("scaled before turned", "E", "B",
             "The largest number of the photo is its paper. Before you ask for the darkest point, "
             "dark has to be large."),
        Rule("rows cut before turned", "E", "F",
             "In the photo nothing is 0 but the blackest black, so this would keep all the paper. "
             "Turn it round first."),
        Rule("columns cut before turned", "E", "D",
             "As long as paper is 255, every column holds something. Turn the photo round first."),
        Rule("shrunk before cut", "F", "A",
             "Shrunk first, the rows of empty paper are among the eight, and the digit gets what "
             "they leave. Cut first, then shrink what is left."),
        Rule("columns left in", "D", "A",
             "Shrunk with the empty columns left and right, the digit becomes too narrow, and no "
             "longer has eight columns once they are cut off."),
        Rule("darkest after shrinking", "B", "A",
             "After the shrinking the darkest is a mean over many points. Asked is that the "
             "darkest point of the *pencil* counts as 1."),
        Rule("returned too early", "A", "C",
             "Behind `return` nothing is done: the network would get a row that is not yet 8 times "
             "8 points long."),
    )),
    traps=(),
    hints=(
        "Which line can do something with the photo as it comes?",
        "Turn round, cut, shrink, lay out. One line is left; it needs the dark to be large, and "
        "every single point of the pencil to be still there.",
        'Six letters in a row, such as "ABCDEF". The first is E, the last C.',
    ),
)


# Exercise 10.14


@cache
def said_of_the_six() -> dict[int, list[int]]:
    """What the chapter's network says of its six images, moved by so many columns."""
    data, rng = digits(), np.random.default_rng(0)
    start = Network.random([64, 100, 10], ["relu", "softmax"], rng=rng)
    network = train(start, data.X, one_hot(data.y, 10), loss=cross_entropy, optimizer=Adam(0.003),
                    epochs=30, batch_size=32, rng=rng).network
    sure = network(data.X_test).max(axis=1) > 0.95
    six = [np.flatnonzero((data.y_test == digit) & sure)[0] for digit in SIX]
    wide = np.pad(data.X_test[six].reshape(-1, 8, 8), ((0, 0), (0, 0), (2, 2)))
    return {
        by: network(wide[:, :, 2 - by : 10 - by].reshape(-1, 64)).argmax(axis=1).tolist()
        for by in range(-2, 3)
    }


SIX = (0, 1, 2, 4, 6, 7)


def still_read(by: int) -> int:
    """How many of the six are still read."""
    return sum(digit == said for digit, said in zip(SIX, said_of_the_six()[by], strict=True))


def aside() -> tuple[int, int, int, int]:
    """How many of the six are still read and what most become, two to the right and to the left."""
    right, left = (max(SIX, key=said_of_the_six()[by].count) for by in (2, -2))
    return still_read(2), right, still_read(-2), left


ASIDE = Exercise(
    id="10.14",
    title="Two columns aside",
    objective=OWN,
    level="core",
    see="Your own digit",
    task=(
        "Guess first. Then, in the figure above, move each of the six digits two columns to the "
        "right. How many does the network still read as what they are? As which digit does it read "
        "most of the six? Then two columns to the left: how many, and as which? Enter the four "
        "numbers. Has it *recognised* the ones that it still gets right?"
    ),
    solution=aside,
    judge=NumberJudge(("right: read", "right: as", "left: read", "left: as"), decimals=0),
    traps=(
        Trap("mistakes for hits", lambda: (6 - aside()[0], aside()[1], 6 - aside()[2], aside()[3]),
             "You counted those that it misreads."),
        Trap("sides swapped", lambda: (aside()[0], aside()[3], aside()[2], aside()[1]),
             "You have the two sides the wrong way round. In the figure, negative is to the left."),
        Trap("one column for two", lambda: (still_read(1), aside()[1], still_read(-1), aside()[3]),
             "So many are read if they move by one column. Go to the end of the slider."),
        Trap("nothing counted", lambda: (0, aside()[1], 0, aside()[3]),
             "You counted none. On each side the digit that most of them become is one of the six "
             "itself, and that counts, even if the network has hardly recognised it."),
        Trap("surest for most", lambda: (aside()[0], 1, aside()[2], aside()[3]),
             "Three are right. To the right you took the answer of which it is surest; count how "
             "often each digit is said."),
    ),
    hints=(
        "Twelve settings of the figure. Note for each only the digit with the longest bar.",
        "Set `right_by` to one end and go through the digits; then to the other end. Count the "
        "hits, and find the answer that occurs most often.",
        "Four whole numbers in a list. The second and the fourth are digits, and differ.",
    ),
)


# Exercise 10.15


def slash() -> dict[str, Any]:
    """A state of the figure with one stroke that is no eight to anybody else."""
    return {"strokes": [[80, 25, 20, 73]]}


def bend(state: Mapping[str, Any]) -> float:
    """How far the first stroke leaves the straight line between its ends, as part of its length."""
    points = np.reshape(state["strokes"][0], (-1, 2))
    x, y = points[-1] - points[0]
    length = np.hypot(x, y)
    away = np.abs((points - points[0]) @ [-y, x]) / max(length, 1.0)
    return float(away.max() / max(length, 1.0))


def said_of(state: Mapping[str, Any]) -> Array:
    """The ten probabilities of the drawing."""
    return np.asarray(digit_network()(fit_image(draw_strokes(state["strokes"])).ravel()))


STRAIGHT = Exercise(
    id="10.15",
    title="A line that is an eight",
    objective=LOOK,
    level="core",
    see="Draw one",
    task=(
        "A single straight stroke, what else can it be but a one? Clear the sheet of the last "
        "figure, `pad`, and draw one straight stroke that the network reads as an 8, without being "
        "unsure. Then hand over the figure."
    ),
    solution=slash,
    judge=FigureJudge("DigitReader", (
        Goal("empty", lambda state: len(state["strokes"]) > 0,
             "The sheet is empty. Draw one stroke, then run the cell again."),
        Goal("several strokes", lambda state: len(state["strokes"]) == 1,
             "It has to be a single stroke. Press Clear, and draw without lifting the pen."),
        Goal("too small", lambda state: np.ptp(np.reshape(state["strokes"][0], (-1, 2)), axis=0)
             .max() >= 10,
             "That is a dot, too small to be read. Draw across half of the sheet."),
        Goal("bent", lambda state: bend(state) <= 0.1,
             "Your stroke bends, and then there is no wonder in an eight. Draw it in one go from "
             "end to end, or give the two ends in Python."),
        Goal("another digit", lambda state: said_of(state).argmax() == 8,
             "The network reads another digit. The preparation leaves a straight stroke nothing of "
             "its own but its direction: turn it."),
        Goal("unsure", lambda state: said_of(state).max() >= SURE,
             "The bar of the 8 is the longest, but the figure says that it is unsure. Turn the "
             "stroke a little further."),
    )),
    traps=(),
    hints=(
        "Cutting, shrinking and centring take away where a stroke lies and how long it is. What "
        "is left of a straight one?",
        "Draw a stroke, look at the bar of the 8, press Clear, and turn the next one by a few "
        "degrees. Go once round; half a turn is enough.",
        "One stroke that climbs towards the right, less steep than the diagonal of the sheet.",
    ),
)


# Exercise 10.16


def from_table(rows: NDArray[Any]) -> Any:
    """Return inputs in [0, 1] and one-hot targets of ten digits, side by side."""
    labels, points = rows[:, 0].astype(int), rows[:, 1:] / 255
    targets = np.zeros((len(rows), 10))
    targets[np.arange(len(rows)), labels] = 1
    return np.hstack([points, targets])


def from_table_twice_wrong(rows: NDArray[Any]) -> Any:
    """Return inputs in [0, 1] and one-hot targets of ten digits, side by side."""
    rows = rows / 255
    labels, points = rows[:, 0].astype(int), rows[:, 1:]
    targets = np.zeros((len(rows), 10))
    targets[:, labels] = 1
    return np.hstack([points, targets])


def tables_of(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """One image of two points, two images, then tables without pure black."""
    yield (np.array([[3.0, 0.0, 255.0]]),)
    yield (np.array([[1.0, 51.0, 102.0], [0.0, 204.0, 0.0]]),)
    for n, points in ((3, 4), (8, 9), (20, 16)) * 5:
        labels, grey = rng.integers(10, size=n), rng.integers(0, 240, size=(n, points))
        yield (np.column_stack([labels, grey]).astype(float),)


def table_with(
    rows: NDArray[Any], *, labels: Any = None, grey: float = 255.0, columns: bool = False
) -> Array:
    """What comes out with other labels, another scale, or columns set for everybody."""
    labels = rows[:, 0].astype(int) if labels is None else labels
    targets = np.eye(10)[labels]
    if columns:
        targets = np.tile(targets.max(axis=0), (len(rows), 1))
    return np.hstack([rows[:, 1:] / grey, targets])


TABLE = Exercise(
    id="10.16",
    title="A table with two faults",
    objective=FILE,
    level="stretch",
    see="Bring your own file",
    task=(
        "Each row of a table is an image: its label, 0 to 9, and behind it grey values from 0 to "
        "255. `from_table(rows)` should return, side by side in one array, the inputs in [0, 1] "
        "and ten one-hot targets. A network that learns from the program below says 0 to "
        "everything, with a training loss near 0. The program has two faults; the first hides the "
        "second. Mend both."
    ),
    solution=from_table,
    judge=FunctionJudge(tables_of, (
        Property(
            "Each row has to have a single 1 among its ten targets, and zeros beside it.",
            lambda table, rows: bool(np.allclose(np.sort(table[:, -10:], axis=1), np.eye(10)[9])),
        ),
    ), given=from_table_twice_wrong),
    traps=(
        Trap("as it was", lambda rows: table_with(rows, labels=np.zeros(len(rows), dtype=int)),
             "Every image is still a nought. What has happened to a label of 7 by the time that it "
             "is made a whole number?"),
        Trap("labels as columns", lambda rows: table_with(rows, columns=True),
             "The labels are whole now, and the second fault has come out: with a colon, every row "
             "gets a 1 for the labels of all rows. Each row has one of its own."),
        Trap("not scaled", lambda rows: table_with(rows, grey=1.0),
             "The targets are right. The grey values are no longer brought into [0, 1]: the "
             "division was wrong for the label only."),
        Trap("scaled by 16", lambda rows: table_with(rows, grey=16.0),
             "The targets are right. You divide by 16, the darkest grey of the book's own images; "
             "this table goes up to 255."),
        Trap("scaled by 256", lambda rows: table_with(rows, grey=256.0),
             "The targets are right. You divide by 256; the largest grey value is one less."),
        Trap("own darkest",
             lambda rows: table_with(rows, grey=max(1.0, float(rows[:, 1:].max()))),
             "The targets are right. You divide by the largest value found, so that the scale "
             "changes with the table; a test part would get another one."),
        Trap("classes counted from 1",
             lambda rows: table_with(rows, labels=(rows[:, 0].astype(int) - 1) % 10),
             "The 1 stands one place too early, and a nought's has come round to the end. The "
             "first target is that of the nought."),
        Trap("targets first", lambda rows: np.roll(table_with(rows), 10, axis=1),
             "Both parts are right, and they have changed places: first the inputs, then the "
             "targets."),
        Trap("ink and paper exchanged",
             lambda rows: np.hstack([1 - rows[:, 1:] / 255, table_with(rows)[:, -10:]]),
             "The targets are right. Black and white have changed places in the inputs; the "
             "program you were given leaves them as they are."),
    ),
    hints=(
        "Take one row with the label 3 and follow the label through the program, line by line.",
        "First fault: what is meant for the grey values happens to the label too. Second: an index "
        "of a colon and a list sets whole columns. A list of row numbers beside the list of labels "
        "picks one entry in each row.",
        "One line fewer than before, and two that change.",
    ),
)


EXERCISES = (
    LETTERS, AS_INPUTS, SHARE_READ, NAPKIN, CUT, CLINIC, FORMS, GATE, CONFUSION, UNSCRAMBLE, KEPT,
    MIDDLE, FROM_PHOTO, ASIDE, STRAIGHT, TABLE,
)
