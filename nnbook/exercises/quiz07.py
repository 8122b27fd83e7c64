"""The quizzes of chapter 7, "Gradient descent"."""

from __future__ import annotations

from nnbook.exercises._quizzes import Choice, Number, Option, QuizSheet

__all__ = ["QUIZZES"]

# fmt: off
QUIZZES = (
    QuizSheet("7.A", "The border", (
        Number(
            "A ball lies on a parabola of curvature {c}, and the lowest point is {d} to its left. "
            "It takes one step at a learning rate of {eta}. How far to the right of the lowest "
            "point is it now? (Negative if it is on the left; two decimals.)",
            lambda rng: {
                "c": int(rng.integers(2, 9)),
                "d": round(float(rng.integers(5, 31)) / 10, 1),
                "eta": round(float(rng.integers(1, 8)) / 20, 2),
            },
            lambda c, d, eta: (1 - eta * c) * d,
            "(1 − {eta} · {c}) · {d} = {wanted}. The factor does not ask where the ball is.",
            (
                (lambda c, d, eta: eta * c * d,
                 "That is the length of the step. What is left of the distance?"),
                (lambda c, d, eta: (1 + eta * c) * d,
                 "The ball has climbed: it lies to the right, where the slope is positive, and "
                 "the step goes against it."),
                (lambda c, d, eta: d - eta,
                 "The ball has moved by the learning rate alone. It moves by the rate times the "
                 "slope, and the slope is {c} times {d} here."),
                (lambda c, d, eta: (1 - 2 * eta * c) * d,
                 "The slope is curvature times distance. You have doubled it; the factor 2 of the "
                 "square is in the curvature already."),
            ),
        ),
        Choice(
            "Somebody replaces the mean of the candle's five squared errors by their sum. With "
            "which learning rate does the line take the same steps as before?",
            (
                Option("The same.",
                       "The lowest point is where it was. But the slopes are five times as large, "
                       "and so would be the steps."),
                Option("Five times the old one.",
                       "Slopes and steps are five times as large already. You would make them "
                       "twenty-five times as large."),
                Option("A fifth of the old one.",
                       "The curvature is five times as large, and so the border is a fifth of what "
                       "it was. This is how a rate that worked in one program explodes in "
                       "another.", right=True),
                Option("None: another loss has another lowest point.",
                       "Five times a parabola is lowest where the parabola was."),
            ),
        ),
    )),
    QuizSheet("7.B", "Two knobs: which way is down?", (
        Choice(
            "Which of these are true of the direction against the gradient?",
            (
                Option("It points to the minimum.",
                       "Only in a round valley. The candle's descent set out 19 degrees beside the "
                       "way to the minimum, and a narrower valley can make it 88."),
                Option("No other direction goes down faster, for a short enough step.",
                       "The cosine in the dot product is never below −1, and it is −1 in this "
                       "direction alone.", right=True),
                Option("A step along it always makes the loss smaller.",
                       "A *short* step does. At a rate of 0.51 each of the ball's steps went "
                       "against the slope, and each made the loss larger."),
                Option("It changes if an input is measured in another unit.",
                       "Then a weight changes its unit too, one slope gets larger or smaller, and "
                       "the direction turns with it.", right=True),
            ),
        ),
    )),
    QuizSheet("7.C", "Adam", (
        Number(
            "Adam makes its very first step. The weight is {w}, the gradient {g}, the learning "
            "rate {eta}, and the other settings are the usual ones. What is the weight afterwards? "
            "(Three decimals.)",
            lambda rng: {
                "w": round(float(rng.integers(1, 10)) / 10, 1),
                "g": int(rng.integers(3, 40)),
                "eta": round(float(rng.integers(1, 9)) / 50, 2),
            },
            lambda w, g, eta: w - eta,
            "{w} − {eta} = {wanted}. At the first step the corrected means are the gradient and "
            "its square, so only the sign of {g} is left.",
            (
                (lambda w, g, eta: w - eta * g,
                 "That is the step of plain descent. Adam divides by the size of the gradient."),
                (lambda w, g, eta: w + eta,
                 "The size is right. The gradient is positive, so the loss falls to the other "
                 "side."),
                (lambda w, g, eta: w - 0.1 * eta,
                 "The mean of the gradients holds only a tenth of the first one, that is so. But "
                 "it is divided by 1 − 0.9 before it is used."),
                (lambda w, g, eta: w - eta * 0.1 / 0.001**0.5,
                 "That is the step without the two corrections, more than three times too long."),
            ),
            decimals=3,
        ),
        Choice(
            "A loss is multiplied by 1000, and nothing else is changed. What becomes of the steps?",
            (
                Option("Those of plain descent and of Adam become a thousand times as long.",
                       "So it is for plain descent. Adam divides by a mean of the gradients' "
                       "sizes, and that is a thousand times as large too."),
                Option("Neither changes, since the lowest point stays where it is.",
                       "The lowest point stays. But plain descent takes its step in proportion to "
                       "the slope, and all slopes are a thousand times as large."),
                Option("Only plain descent's become longer.",
                       "In Adam's ratio the factor cancels, but for the tiny ε. It is the scale of "
                       "the gradients that Adam frees you from.", right=True),
                Option("Only Adam's become longer, since it keeps the squares.",
                       "It keeps the squares, and takes their root before it divides."),
            ),
        ),
    )),
    QuizSheet("7.D", "A thousand candles", (
        Choice(
            "You want the gradient of a batch to scatter half as much. How large must the batch "
            "be?",
            (
                Option("Four times as large.",
                       "The spread falls like one over the root of B, and the root of 4 is 2.",
                       right=True),
                Option("Twice as large.",
                       "Twice the samples leave about 71 % of the spread. It falls with the root, "
                       "not with the number."),
                Option("About 1.4 times as large.",
                       "You went through the root in the other direction: 1.4 times as many "
                       "samples leave about 84 % of the spread."),
                Option("No size does it: the noise is in the data.",
                       "The samples scatter, whatever you do. Their *mean* scatters less the more "
                       "of them are in it."),
            ),
        ),
        Number(
            "{N} samples in batches of {B}, {E} epochs. How many steps are that, if the last batch "
            "of each epoch may be smaller?",
            lambda rng: {
                "N": int(rng.integers(200, 990)),
                "B": int(rng.choice([16, 32, 50, 64])),
                "E": int(rng.integers(4, 13)),
            },
            lambda N, B, E: -(-N // B) * E,
            "{N} / {B}, rounded up, times {E} makes {wanted}. The last batch of each epoch makes a "
            "step like any other.",
            (
                (lambda N, B, E: N // B * E,
                 "You rounded down. The samples that do not fill a batch make a step too, in each "
                 "epoch."),
                (lambda N, B, E: -(-N // B),
                 "These are the steps of one epoch."),
                (lambda N, B, E: N * E,
                 "That is a step for each sample. One for each *batch* is wanted."),
            ),
            decimals=0,
        ),
    )),
    QuizSheet("7.E", "A rate that falls", (
        Choice(
            "With a constant rate, a line learns from one sample a step and trembles about the "
            "best one. What brings it to rest?",
            (
                Option("More epochs at the same rate.",
                       "After a hundred steps it trembled, and after four thousand as well: near "
                       "the lowest point the gradient of a single sample does not go to 0."),
                Option("Always the same order of the samples.",
                       "Then it trembles in a fixed pattern. Each sample still pulls towards "
                       "itself."),
                Option("A starting point that is nearer to the best line.",
                       "The noise drives it away again. How far it trembles does not depend on "
                       "where it came from."),
                Option("A rate that falls.",
                       "The noise of a step is the rate times the scatter of the gradient. The "
                       "rate is the part that you can take to 0.", right=True),
            ),
        ),
    )),
    QuizSheet("7.F", "Flat is not low", (
        Choice(
            "The gradient of a loss is 0 at some point. What can that point be?",
            (
                Option("A maximum.",
                       "It can: on the very top it is level too. Descent never rolls onto it, but "
                       "it can start there.", right=True),
                Option("A place that is low in one direction and high in another.",
                       "It can: that is a saddle, and a network with two layers has one where all "
                       "its weights are 0.", right=True),
                Option("A point from which the next step of plain descent goes down.",
                       "It cannot: the step is minus eta times the gradient, and that is 0. Even "
                       "where it would go down to one side, descent stays."),
                Option("The lowest point of all.",
                       "It can, and this is the case one hopes for. The gradient does not tell it "
                       "from the others.", right=True),
            ),
        ),
        Choice(
            "Two hidden neurons start with the same weights, also to the output. You train with "
            "plain descent. What becomes of them?",
            (
                Option("The data drive them apart, only slowly.",
                       "Both see the same data and get the same blame, so the same correction. "
                       "After 6000 epochs the chapter's twins were equal to the last bit."),
                Option("They stay equal for ever.",
                       "Equal neurons have equal gradients. It takes a difference at the start, "
                       "however small, to make one later.", right=True),
                Option("A larger learning rate separates them.",
                       "It makes both corrections larger, by the same amount."),
                Option("Shuffled batches separate them.",
                       "Each batch is seen by both, so both get the same correction from it, "
                       "whatever its noise."),
            ),
        ),
    )),
)
