"""The quizzes of chapter 6, "Loss functions"."""

from __future__ import annotations

import numpy as np

from nnbook.exercises._quizzes import Choice, Number, Option, QuizSheet

__all__ = ["QUIZZES"]

# fmt: off
QUIZZES = (
    QuizSheet("6.A", "The slope is what is felt", (
        Choice(
            "One prediction is off by 1, another by 4. How much harder does each loss pull at the "
            "second than at the first?",
            (
                Option("MSE sixteen times, MAE four times as hard.",
                       "So much more do they add to the loss. What pulls is the slope, and that "
                       "grows by one power less."),
                Option("MSE four times, MAE just as hard.",
                       "The slope of a square grows with the error; that of a distance has only a "
                       "sign.", right=True),
                Option("Both four times as hard.",
                       "MSE does. The slope of MAE does not know how large the error is, only on "
                       "which side."),
            ),
        ),
        Number(
            "One of {n} predictions is {p}, and its target is {y}. What is the slope of MSE with "
            "respect to it? (Three decimals.)",
            lambda rng: {
                "n": int(rng.choice([4, 5, 8, 10])),
                "p": round(1 + 0.5 * rng.integers(1, 8), 1),
                "y": int(rng.integers(1, 7)),
            },
            lambda n, p, y: 2 * (p - y) / n,
            "2 · ({p} - {y}) / {n} = {wanted}.",
            (
                (lambda n, p, y: (p - y) / n,
                 "The 2 is missing that comes down when a square is differentiated."),
                (lambda n, p, y: 2 * (p - y),
                 "The mean is missing: each of {n} predictions has only its share in it."),
                (lambda n, p, y: 2 * (y - p) / n,
                 "The sign is turned round: the slope asks what happens if the prediction grows."),
                (lambda n, p, y: (p - y) ** 2 / n,
                 "That is what it adds to the loss, not how the loss changes with it."),
            ),
            decimals=3,
        ),
    )),
    QuizSheet("6.B", "A loss is an opinion about noise", (
        Choice(
            "You train with MSE and call the result the most probable one. Which of these have you "
            "taken for granted?",
            (
                Option("The inputs are scattered like a bell.",
                       "Nothing is said about the inputs. They may come from anywhere."),
                Option("What is left over, target less prediction, is scattered like a bell.",
                       "Minus the logarithm of the bell curve is the square of the error, up to "
                       "constants.", right=True),
                Option("The targets are scattered like a bell.",
                       "They need not be: targets along a steep line can have any scatter. It is "
                       "about what the line leaves over."),
                Option("The errors of different samples are independent, with one spread.",
                       "The likelihoods were multiplied, which needs independence, and shared one "
                       "width.", right=True),
            ),
        ),
    )),
    QuizSheet("6.C", "Surprise, in coins", (
        Number(
            "The binary cross-entropy of a forecaster is {C} nats a morning. Which probability did "
            "what happened get, in the geometric mean? (Two decimals.)",
            lambda rng: {"C": round(0.15 + 0.05 * rng.integers(16), 2)},
            lambda C: float(np.exp(-C)),
            "e to the power -{C} is {wanted}: the logarithm undone.",
            (
                (lambda C: 1 - C,
                 "That reads the loss as a share of wrong answers. It is none; it can be 3."),
                (lambda C: C,
                 "That is the loss itself, a surprise. Undo its logarithm to get a probability."),
                (lambda C: float(10**-C),
                 "You undid a logarithm to base 10; nats come from the natural one."),
                (lambda C: float(2**-C),
                 "So you would read bits. The loss is in nats."),
            ),
        ),
        Choice(
            "It rains on half of all mornings, and nothing tells you on which. Your training "
            "reaches a cross-entropy of 0.693 and falls no further. What do you do?",
            (
                Option("Train longer: a loss has to come down to 0.",
                       "On fresh mornings it cannot. 0.693 is the entropy of a fair coin, and no "
                       "forecast is less surprised by one."),
                Option("Change to MSE, which gets down to 0.25.",
                       "0.25 is what the same shrug costs in squares. The number is smaller and "
                       "the forecast no better."),
                Option("Nothing, or look for inputs that know more.",
                       "The shrug is the best forecast for a fair coin. Only something that tells "
                       "the mornings apart can beat it.", right=True),
            ),
        ),
    )),
    QuizSheet("6.D", "Confident, and wrong", (
        Number(
            "A sigmoid neuron says {a}, and its target is 0. What is the slope of binary "
            "cross-entropy at its *sum*, for this one sample? (Three decimals.)",
            lambda rng: {"a": round(0.55 + 0.04 * rng.integers(11), 2)},
            lambda a: a,
            "Said minus true: {a} - 0 = {wanted}. The sigmoid's own slope has cancelled.",
            (
                (lambda a: 1 / (1 - a),
                 "That is the slope at the output. On its way to the sum it still meets the slope "
                 "of the sigmoid."),
                (lambda a: 2 * a * a * (1 - a),
                 "That is the slope of MSE at the sum, with the sigmoid's slope left in it."),
                (lambda a: -a,
                 "The sign is turned round: the sum is too large, so the loss grows with it."),
                (lambda a: a * (1 - a),
                 "That is the slope of the sigmoid alone, without any loss."),
            ),
            decimals=3,
        ),
    )),
    QuizSheet("6.E", "Sums of a thousand", (
        Choice(
            "A classifier of three animals gets every picture of the training set right. Its "
            "cross-entropy stands at 0.551, and nothing moves it. What is wrong?",
            (
                Option("It has learned to shrug.",
                       "A shrug among three classes costs ln 3, about 1.10, and would not get "
                       "every picture right."),
                Option("A logarithm was held because a probability was rounded to 0.",
                       "That shows as a loss of up to 100, for pictures that are certain and "
                       "wrong. These are all right."),
                Option("The loss softmaxes what has been softmaxed already.",
                       "Of a perfect 1, 0, 0 a second softmax makes 0.576, and minus its logarithm "
                       "is 0.551.", right=True),
                Option("The learning rate is too small.",
                       "Then it would still fall, slowly. This number is a floor, and it comes "
                       "from three classes alone."),
            ),
        ),
    )),
    QuizSheet("6.F", "Accuracy is not a loss", (
        Choice(
            "From one epoch to the next the loss falls from 0.40 to 0.35, and the accuracy falls "
            "too. What can have happened?",
            (
                Option("Many right answers became surer, and a few crossed one half the wrong way.",
                       "The loss counts all the gains; the accuracy sees only the few that "
                       "crossed.", right=True),
                Option("There is a mistake in the program: the two have to move together.",
                       "They need not. The loss asks how well the probabilities are set, the "
                       "accuracy on which side of one half they lie."),
                Option("The learning rate is too large, so the loss is jumping.",
                       "The loss has come down. A jump would show in the loss itself."),
            ),
        ),
        Choice(
            "A program *sums* the losses of 50 samples where ours takes the mean. Both use plain "
            "gradient descent. To take the same steps as ours at a rate of 0.1, it needs a rate of",
            (
                Option("0.1: the minimum is in the same place.",
                       "It is, and the slopes on the way there are 50 times as steep."),
                Option("5: a sum is 50 times as large.",
                       "The sum's slope is already 50 times as steep. This would make the steps "
                       "2500 times as long."),
                Option("0.002: its slopes are 50 times as steep.",
                       "A step is rate times slope; a fiftieth of the one makes up for the "
                       "other.", right=True),
            ),
        ),
    )),
    QuizSheet("6.G", "Which loss for which job", (
        Choice(
            "A photograph may show any number of twenty things: a boat, a dog, both, none. Which "
            "last layer, and which loss?",
            (
                Option("A softmax over twenty, and cross-entropy.",
                       "A softmax shares a total of 1: a boat *and* a dog could get one half each "
                       "at most."),
                Option("Twenty sigmoids, and binary cross-entropy.",
                       "Twenty coins, each for itself: the answers need not sum to 1.",
                       right=True),
                Option("One sigmoid, and binary cross-entropy.",
                       "One output answers one question. Here there are twenty."),
                Option("Twenty raw scores, and MSE against the numbers 1 to 20.",
                       "The number of a thing is a name and no amount: number 4 is not twice "
                       "number 2."),
            ),
        ),
    )),
)
