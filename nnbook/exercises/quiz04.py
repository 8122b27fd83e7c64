"""The quizzes of chapter 4, "XOR and networks of more than one layer"."""

from __future__ import annotations

import numpy as np

from nnbook.exercises._quizzes import Choice, Number, Option, QuizSheet

__all__ = ["QUIZZES"]

# fmt: off
QUIZZES = (
    QuizSheet("4.A", "One neuron, one cut", (
        Choice(
            "A neuron has three inputs. Of what kind is the place where it changes its mind?",
            (
                Option("A point",
                       "A point has no dimension. That is the cut of a neuron with one input."),
                Option("A line",
                       "A line is the cut of a neuron with two inputs. It leaves no two sides in "
                       "space: one can walk around it."),
                Option("A plane",
                       "One equation takes one freedom away: three inputs are cut by something of "
                       "two dimensions.", right=True),
                Option("A solid",
                       "That has as many dimensions as the space itself, and leaves nothing on "
                       "either side."),
            ),
        ),
    )),
    QuizSheet("4.B", "No line: two proofs", (
        Choice(
            "What would let a single neuron answer XOR?",
            (
                Option("A third input that is the product of the two switches.",
                       "Then it can: weights 1, 1 and −2 with the bias −0.5. The cut is flat in "
                       "three dimensions, and the four corners do not lie as they did.",
                       right=True),
                Option("A better start for its weights.",
                       "The proof speaks of all weights there are. Where the search starts makes "
                       "no difference to what does not exist."),
                Option("Another curve in place of the step, as long as it rises.",
                       "Where a rising curve reaches one half, the sum has one fixed value: the "
                       "cut is flat again."),
            ),
        ),
        Choice(
            "Of the tables of four inputs a neuron can compute 3 %. What does that say?",
            (
                Option("That XOR is the one exception, in four inputs as in two.",
                       "It is the smallest exception. With four inputs there are more than 63 000 "
                       "others."),
                Option("That most ways to colour the corners cannot be parted by one cut.",
                       "There are 65 536 ways to colour sixteen corners, and a flat cut makes "
                       "1882 of them.", right=True),
                Option("That 97 % of the weights are of no use.",
                       "The share is one of tables, not of weights. Every choice of weights "
                       "computes some table."),
            ),
        ),
    )),
    QuizSheet("4.C", "A softer neuron does not help", (
        Choice(
            "A single sigmoid neuron is trained on XOR, and ends at a loss of 0.6931 and an "
            "accuracy of 0.75. What has it learned?",
            (
                Option("Three quarters of the task.",
                       "A neuron that had three corners right, and surely so, would pay for "
                       "the fourth alone. This one pays ln 2 for each of the four."),
                Option("To answer one half, whatever the switches say.",
                       'That loss is ln 2, the price of "I do not know". The accuracy counts on '
                       "which side of one half the last leftovers lie.", right=True),
                Option("Not enough yet: with a larger learning rate the rest would follow.",
                       "It is at the lowest place there is for a single neuron. No rate leads "
                       "lower."),
            ),
        ),
    )),
    QuizSheet("4.D", "The space where it is easy", (
        Choice(
            "In the hand-made network, 01 and 10 land on one spot of the hidden space. Which of "
            "these are true?",
            (
                Option("The output neuron cannot tell them apart.",
                       "It sees the hidden space only, and there they are one point.", right=True),
                Option("The network has failed, since it has lost information.",
                       "What it has lost is which of the two switches is up. The lamp does not "
                       "depend on that."),
                Option("That is no harm, since both want the same answer.",
                       "Only corners of different class must not meet.", right=True),
                Option("A larger weight in the output neuron would part them again.",
                       "Whatever its weights are, equal inputs give equal sums."),
            ),
        ),
    )),
    QuizSheet("4.E", "It is the bend", (
        Choice(
            "Which of these networks cannot compute XOR, whatever their weights are?",
            (
                Option("Two hidden neurons with ReLU, then one output.",
                       "ReLU bends, so it can: the square falls below the line between the "
                       "circles."),
                Option("A hundred hidden neurons without an activation function, then a sigmoid.",
                       "The hidden layer and the sums of the output multiply out to one neuron.",
                       right=True),
                Option("Two layers without activation functions, then a sigmoid neuron.",
                       "Three matrices are one matrix. What remains is a single sigmoid neuron.",
                       right=True),
                Option("Two hidden neurons with a very gentle sigmoid, then a step.",
                       "The bend is small, but it is there; an output with large weights can live "
                       "on it."),
            ),
        ),
    )),
    QuizSheet("4.F", "What a failure looks like", (
        Number(
            "A network learns a table of {n} rows by binary cross-entropy. It answers {k} of them "
            "by one half, and all others rightly and surely. What is the loss? (Three decimals.)",
            lambda rng: {
                "n": int(rng.choice([8, 10, 12, 16, 20])),
                "k": int(rng.choice([2, 4, 6])),
            },
            lambda n, k: k * np.log(2) / n,
            "Each of the {k} rows costs ln 2, the others nothing, and the loss is the mean over "
            "{n} rows: {wanted}.",
            (
                (lambda n, k: np.log(2),
                 "That is what one undecided row costs. The others cost nothing, and the loss is "
                 "the mean over all of them."),
                (lambda n, k: k * np.log(2),
                 "That is the sum. The loss is the mean over the {n} rows."),
                (lambda n, k: k / n,
                 "That is the share of undecided rows. Each costs ln 2, which is less than 1."),
                (lambda n, k: (n - k) * np.log(2) / n,
                 "You let the others pay. A row that is answered rightly and surely costs "
                 "nothing."),
            ),
            decimals=3,
        ),
        Choice(
            "A run on the staircase lamp has had a loss of about 0.347 for thousands of epochs. "
            "What is the cheapest thing to do?",
            (
                Option("Wait: it is on a plateau.",
                       "The plateau lies at 0.693, where all four are alike. At half of it two "
                       "corners have met, and they draw only closer."),
                Option("Start once more, from other weights.",
                       "Two corners of different class share a spot. Another start succeeds in "
                       "four cases of five.", right=True),
                Option("Lower the learning rate, since it jumps over the minimum.",
                       "It jumps over nothing: it walks down a valley that leads to the wrong "
                       "height. With smaller steps it walks more slowly."),
            ),
        ),
    )),
)
