"""The quizzes of chapter 10, "Reading digits"."""

from __future__ import annotations

from nnbook.exercises._quizzes import Choice, Number, Option, QuizSheet

__all__ = ["QUIZZES"]

# fmt: off
QUIZZES = (
    QuizSheet("10.A", "A picture is a row of numbers", (
        Number(
            "Images of {r} rows and {c} columns go into a network with {h} hidden neurons and ten "
            "outputs. How many parameters has it, weights and biases together?",
            lambda rng: {
                "r": int(4 * rng.integers(2, 7)),
                "c": int(4 * rng.integers(2, 6) + 2),
                "h": int(10 * rng.integers(2, 9)),
            },
            lambda r, c, h: (r * c + 1) * h + (h + 1) * 10,
            "({r} · {c} + 1) · {h} + ({h} + 1) · 10 = {wanted}; the 1 is the bias of each neuron.",
            (
                (lambda r, c, h: r * c * h + h * 10,
                 "These are the weights. Each of the {h} hidden neurons and ten outputs has a "
                 "bias besides."),
                (lambda r, c, h: (r + c + 1) * h + (h + 1) * 10,
                 "An image has {r} times {c} points, not {r} plus {c}."),
                (lambda r, c, h: (r * c + 1) * h + (h + 1),
                 "You gave the network one output. It has ten, one for each digit."),
                (lambda r, c, h: (r * c + 1) * h + (h + 1) * 10 + r * c,
                 "You gave the inputs biases too. Nothing is added up at an input."),
            ),
            decimals=0,
        ),
        Choice(
            "In the original file our grey values are whole numbers from 0 to 16. Somebody is used "
            "to photos, divides them by 255, and asks the network that we have trained. What does "
            "it get to see?",
            (
                Option("What it knows: all that counts is that 0 stays 0.",
                       "The weights have learned how large full ink is. At a sixteenth of that, "
                       "hardly more than the biases speak."),
                Option("Very pale digits, with ink of at most 0.06.",
                       "16 divided by 255 is 0.063. It has never met such faint ones.",
                       right=True),
                Option("Digits with black and white swapped.",
                       "For that they would have to be taken away from something. A division keeps "
                       "paper at 0."),
            ),
        ),
    )),
    QuizSheet("10.B", "Six lines", (
        Choice(
            "Our network reads 97.5 % of the test images, the nearest neighbour 98.6 %. Which of "
            "these follow?",
            (
                Option("The network has not been trained for long enough.",
                       "Nothing says so. It makes no mistake on its training images; more epochs "
                       "have little left to teach."),
                Option("A score tells little until something stands beside it.",
                       "Beside one who always says the same, 97.5 % is much; beside a drawer of "
                       "old images it is not.", right=True),
                Option("The drawer has looked at the test labels.",
                       "It looks at test *images*, as any reader must. The labels that it answers "
                       "with are those of the training images."),
                Option("The better reader pays with memory and with a search for every answer.",
                       "It keeps all 92 288 numbers, while the network gets by on 7510.",
                       right=True),
            ),
        ),
        Choice(
            "Before its first step a reader of ten digits has a loss of 2.3 and reads 11 % of the "
            "images. What do you make of that?",
            (
                Option("It has learned something already, or it could not read a tenth.",
                       "Whoever names digits at random is right once in ten. It has learned "
                       "nothing."),
                Option("Something is broken: 2.3 is far too much for so small a network.",
                       "The size has no part in it. Ten equal shares cost 2.3, minus the logarithm "
                       "of a tenth."),
                Option("Nothing is wrong: it knows nothing yet, and says so.",
                       "ln 10 is 2.3, and one image in ten is what chance gives.", right=True),
            ),
        ),
    )),
    QuizSheet("10.C", "Hands it has never met", (
        Choice(
            "A product is meant for people whom nobody has met. In which of these is the test part "
            "easier than life?",
            (
                Option("40 people speak; every fifth recording of each is held out.",
                       "Every voice of the test has been heard in training. New users bring new "
                       "voices.", right=True),
                Option("13 people write; all pages of three of them are held out.",
                       "Nobody stands on both sides. Three hands are few to measure with, but they "
                       "are strange ones."),
                Option("Faces were filmed, ten images a second; a random fifth of them is held "
                       "out.",
                       "Each test image has a twin in the training part, a tenth of a second older "
                       "or younger.", right=True),
                Option("Pages are cut by people; then each training image is copied, moved by a "
                       "point.",
                       "The copies stay on the side of their original, since the cut came first. "
                       "The other way round it would leak."),
            ),
        ),
    )),
    QuizSheet("10.D", "How sure is it?", (
        Choice(
            "You show the network a letter A. It answers 4, with 97 %. What does this number say?",
            (
                Option("That of a hundred such pictures 97 are fours.",
                       "It may hold for digits like those of the training. Among letters A there "
                       "are no fours at all."),
                Option("That among its ten answers the four is far ahead.",
                       "No more than that. The softmax shares 1 among ten digits, and nobody has "
                       "asked whether it is one.", right=True),
                Option("That it was badly trained: it should give each digit one tenth.",
                       "Nobody has ever shown it what to do with a letter. A training set of "
                       "digits cannot teach that."),
            ),
        ),
        Choice(
            "Another network reads just as many digits, but its largest output is never above "
            "0.24. What has happened?",
            (
                Option("A second softmax is taken of the ten outputs.",
                       "A perfect 1 beside nine zeros becomes e over e + 9, which is 0.23. The "
                       "order stays, so it reads as well.", right=True),
                Option("It is honest, and really is so unsure.",
                       "Then it would also be wrong far more often. And a limit that no image "
                       "ever passes has another reason."),
                Option("There is no softmax, only raw sums.",
                       "Raw sums know no limit: they would be negative at times, and at others "
                       "far above 1."),
            ),
        ),
    )),
    QuizSheet("10.E", "Who is taken for whom", (
        Number(
            "In a confusion matrix the row of the eights reads: {a} as 8, {b} as 3, {c} as 1. In "
            "the column of the 8 there are, besides those {a}, {d} that were meant as a 3. Of the "
            "images that are *read* as 8, which share are eights? (Two decimals.)",
            lambda rng: {
                "a": int(rng.integers(20, 41)),
                "b": int(rng.integers(1, 7)),
                "c": int(rng.integers(1, 5)),
                "d": int(rng.integers(2, 15)),
            },
            lambda a, b, c, d: a / (a + d),
            "{a} / ({a} + {d}) = {wanted}. Who asks about what was read goes down the column.",
            (
                (lambda a, b, c, d: a / (a + b + c),
                 "That is the share of the eights that are read: along the row. The question was "
                 "about what is read as 8."),
                (lambda a, b, c, d: a / (a + b + c + d),
                 "You divided by row and column together. Those read as 3 or 1 are not among the "
                 "images read as 8."),
                (lambda a, b, c, d: d / (a + d),
                 "That is the share that are *not* eights."),
            ),
        ),
    )),
    QuizSheet("10.F", "Scrambled", (
        Choice(
            "Which of these can you do to all images, training and test, without any loss to "
            "64-100-10, apart from the luck of its start?",
            (
                Option("Turn each of them upside down.",
                       "That is one order of the 64 points like another, the same for all images.",
                       right=True),
                Option("Shuffle the points of each image in an order of its own.",
                       "Now no input means the same place twice. What is left is how many points "
                       "there are of each grey."),
                Option("Read them column after column.",
                       "It is a fixed order again. To draw the weights you only have to know "
                       "which.", right=True),
                Option("Move each one by two columns; what leaves the sheet is gone.",
                       "The moving does no harm if all move alike. But the ink in two columns is "
                       "lost, and with it what it said."),
            ),
        ),
    )),
    QuizSheet("10.G", "Your own digit", (
        Number(
            "The ink of a drawing on a sheet of 28 rows reaches from row {a} to row {b}, both "
            "included, counted from 0. It is to fill eight rows. How many rows of the drawing go "
            "into each? (Three decimals.)",
            lambda rng: {"a": int(rng.integers(2, 9)), "b": int(rng.integers(17, 26))},
            lambda a, b: (b - a + 1) / 8,
            "Rows {a} to {b} are {b} - {a} + 1 rows; an eighth of them is {wanted}.",
            (
                (lambda a, b: (b - a) / 8,
                 "One row is missing: from row 3 to row 4, both included, are two rows."),
                (lambda a, b: 28 / 8,
                 "That shrinks the whole sheet, with its empty rows. Cut first."),
                (lambda a, b: (b + 1) / 8,
                 "You left the empty rows above the ink in."),
                (lambda a, b: 8 / (b - a + 1),
                 "Upside down: that is how many new rows an old one makes."),
            ),
            decimals=3,
        ),
        Choice(
            "A camera sees a sheet of 64 × 64 points with a small digit in one corner. What do "
            "you do before the network gets it?",
            (
                Option("Shrink the sheet to 8 × 8, then move the ink to the middle.",
                       "After the shrinking the digit is two points wide. It can be moved, by "
                       "whole points, and what has been blurred stays so."),
                Option("Find the ink, lay the grid around its middle, then shrink.",
                       "The middle is found to a fraction of a point, and the digit gets all "
                       "eight rows.", right=True),
                Option("Nothing: the network has seen this digit a hundred times.",
                       "In the middle, and large. Moved by one column it already reads fewer than "
                       "half of them."),
            ),
        ),
    )),
    QuizSheet("10.H", "Bring your own file", (
        Choice(
            "You train on a file of your own with ten classes. Before the first step the loss is "
            "74. Where do you look first?",
            (
                Option("At the learning rate: it is too large.",
                       "Before the first step it has not done anything yet."),
                Option("At the labels: they are counted from 1.",
                       "Wrong labels make a network that knows nothing no more wrong: it would "
                       "start near 2.3. And `one_hot` refuses a 10."),
                Option("At the number of hidden neurons: there are too few.",
                       "A small network that has learned nothing costs as much as a large one, "
                       "about 2.3."),
                Option("At the grey values: they go up to 255.",
                       "Inputs 255 times as large make sums as large, and a network that is sure "
                       "before it knows anything.", right=True),
            ),
        ),
        Choice(
            "The rows of a file are sorted by label. You train on the first nine tenths and test "
            "on the last. What do you see?",
            (
                Option("Nearly nothing is read.",
                       "The last tenth holds the nines, and the training has hardly met one.",
                       right=True),
                Option("Nearly all is read: a test with one digit is easy.",
                       "It would be, for somebody who had learned that digit."),
                Option("The same as ever: the order of the rows does not matter.",
                       "Within a training part it matters little, since batches are drawn anew. "
                       "But the cut goes by order."),
            ),
        ),
    )),
)
