"""The quizzes of chapter 12, "The same networks in the big frameworks"."""

from __future__ import annotations

import numpy as np

from nnbook.exercises._quizzes import Choice, Number, Option, QuizSheet

__all__ = ["QUIZZES"]

# fmt: off
QUIZZES = (
    QuizSheet("12.A", "One network in three dialects", (
        Choice(
            "You carry a trained 4-4-2 network from this book into Keras and forget to turn the "
            "matrices. What happens?",
            (
                Option("Keras refuses the first matrix.",
                       "The first is 4 by 4: turned or not, its shape fits."),
                Option("Keras takes the first matrix and refuses the second.",
                       "4 by 4 fits either way. The second is 2 by 4 and should be 4 by 2, which "
                       "gives the mistake away.", right=True),
                Option("Both are taken, and the network answers something else.",
                       "So it would be if every layer were square. The second has 4 inputs and 2 "
                       "outputs."),
                Option("Both are taken, and nothing changes.",
                       "A matrix that is not its own mirror image gives other sums when it is "
                       "turned."),
            ),
        ),
    )),
    QuizSheet("12.B", 'What "the same" means', (
        Choice(
            "Our gradients and those of Keras differ in the eighth decimal. What follows?",
            (
                Option("One of the two libraries has a bug.",
                       "Then the difference would be as large as a gradient, and not a "
                       "ten-millionth of one."),
                Option("Nothing: numbers of 32 bits are not surer than that.",
                       "They carry about seven decimal digits, and sums in another order differ in "
                       "the last.", right=True),
                Option("The weights were carried across wrongly.",
                       "Wrong weights show in the first digits, and mostly in the first gradient."),
            ),
        ),
    )),
    QuizSheet("12.C", "8-5-1, with everything left at its default", (
        Choice(
            'A recipe says "Adam, everything at its default". You move it from Keras to PyTorch. '
            "What can be different?",
            (
                Option("The first weights.",
                       "Keras draws by Glorot's rule with biases of 0, PyTorch with a third of the "
                       "variance and random biases.", right=True),
                Option("The learning rate of Adam.",
                       "This is the one row of the table in which the two agree: 0.001. (For SGD "
                       "they differ by a factor of ten.)"),
                Option("Where the epsilon stands, and how large it is.",
                       "Keras follows the other version of the paper, with a ten times larger "
                       "epsilon.", right=True),
                Option("What a sum of products is.",
                       "The arithmetic is the same, but for rounding."),
            ),
        ),
        Number(
            "An epoch goes over {n} rows in batches of {batch}, and the loss is a mean. By which "
            "number is the sum over the last batch divided?",
            lambda rng: {"n": int(1024 + rng.integers(1, 63)), "batch": 64},
            lambda n, batch: n % batch,
            "The full batches take as many rows as fit; {wanted} are left, and the mean is over "
            "those.",
            (
                (lambda n, batch: batch,
                 "So many are in a full batch. The last one has only what is left."),
                (lambda n, batch: n // batch,
                 "That is how many full batches there are."),
                (lambda n, batch: batch - n % batch,
                 "So many rows are missing for a full batch. The mean is over those that are "
                 "there."),
            ),
            decimals=0,
        ),
    )),
    QuizSheet("12.D", "What frameworks add: a tape", (
        Choice(
            "What does autograd do?",
            (
                Option("It turns every weight a little and measures what the loss does.",
                       "That is nudging: two passes for each weight, and some ten digits."),
                Option("It finds a formula for the whole network and differentiates that.",
                       "No formula of the whole is ever written down. It knows the slopes of "
                       "single operations, and multiplies them."),
                Option("It records how each number was made, and runs the chain rule backward.",
                       "As our Trace does; only the writing is done by an overloaded `*`.",
                       right=True),
                Option("It changes the weights so that the loss falls.",
                       "That is the optimiser's step. Autograd hands it the slopes."),
            ),
        ),
    )),
    QuizSheet("12.E", "What they take away: six traps", (
        Number(
            "A network with {n} classes gives the right class 1 and all others 0, for every "
            "sample. Somebody has put a second softmax behind the first. At which loss does the "
            "training stop? (Three decimals.)",
            lambda rng: {"n": int(rng.integers(3, 30))},
            lambda n: np.log(1 + (n - 1) / np.e),
            "The second softmax makes e/(e + {n} − 1) of the 1, and the loss is the negative "
            "logarithm of that: {wanted}.",
            (
                (lambda n: 0.0,
                 "That would be the loss of such an answer with one softmax. The second one only "
                 "sees numbers between 0 and 1."),
                (lambda n: -np.log(1 / n),
                 "This is the loss of a network that gives all classes the same share. The second "
                 "softmax spoils the answer, but not so far."),
                (lambda n: np.log(1 + n / np.e),
                 "Nearly: the classes that get 0 are one fewer than {n}."),
                (lambda n: np.log10(1 + (n - 1) / np.e),
                 "This is the logarithm to base 10. The loss takes the natural one."),
            ),
            decimals=3,
        ),
        Choice(
            "With targets in a row of shape (N,) and predictions in a column of shape (N, 1), "
            "what does a network learn whose loss squares their difference?",
            (
                Option("Nothing: the program stops with an error about shapes.",
                       "Column minus row is a table, and a table has a mean. nnbook and `BCELoss` "
                       "refuse; plain arithmetic does not."),
                Option("To answer the mean of all targets, whatever the sample.",
                       "Each prediction is compared with every target, and pulled to their mean.",
                       right=True),
                Option("The right answers, only more slowly.",
                       "The right answers have no special place in it: their loss is not even the "
                       "smallest."),
            ),
        ),
        Choice(
            "A photograph is shown to a trained PyTorch model twice, and gets two different "
            "answers. What was forgotten?",
            (
                Option("`zero_grad()`", "Leftover gradients matter to a step. Here nobody takes "
                       "one."),
                Option("`eval()`",
                       "Until then dropout goes on taking neurons out, others each time.",
                       right=True),
                Option("`double()`",
                       "That changes how many bits a number has. Two passes in 32 bits still give "
                       "the same answer."),
            ),
        ),
    )),
)
