"""The quizzes of chapter 3, "The perceptron learns"."""

from __future__ import annotations

from nnbook.exercises._quizzes import Choice, Number, Option, QuizSheet

__all__ = ["QUIZZES"]

# fmt: off
QUIZZES = (
    QuizSheet("3.A", "What was missing, times what was there", (
        Choice(
            "A neuron stays silent and should have fired. One of its inputs was 0. What happens to "
            "that input's weight?",
            (
                Option("It grows, since the sum was too small.",
                       "The other weights grow. This one multiplies 0: making it larger would not "
                       "have moved the sum at all."),
                Option("It stays as it is.",
                       "The change is the error times the input, and the input was 0: it had no "
                       "part in the mistake.", right=True),
                Option("It shrinks.",
                       "A weight shrinks if the neuron fired without reason. And it would shrink "
                       "in proportion to its input, which is 0."),
            ),
        ),
        Number(
            "A neuron has the weights {w1} and {w2} and the threshold 0.5. It sees the inputs {x1} "
            "and {x2} and should have fired. With a learning rate of 0.1, what is the first weight "
            "afterwards? (Three decimals.)",
            lambda rng: {
                "w1": round(0.1 + 0.05 * rng.integers(3), 2),
                "w2": round(0.1 + 0.05 * rng.integers(3), 2),
                "x1": round(0.2 + 0.1 * rng.integers(8), 1),
                "x2": round(0.2 + 0.1 * rng.integers(8), 1),
            },
            lambda w1, w2, x1, x2: w1 + 0.1 * x1,
            "{w1} + 0.1 · {x1} = {wanted}. The sum was below 0.5, so the error is 1.",
            (
                (lambda w1, w2, x1, x2: w1,
                 "That is the old weight. The neuron stayed silent and should have fired: there is "
                 "an error."),
                (lambda w1, w2, x1, x2: w1 - 0.1 * x1,
                 "The wrong way: after a silence that should have been a firing, the sum has to "
                 "grow."),
                (lambda w1, w2, x1, x2: w1 + x1,
                 "The learning rate is missing: the weight moves by a tenth of its input."),
                (lambda w1, w2, x1, x2: w1 + 0.1,
                 "The input is missing: the step is the rate times {x1}."),
            ),
            decimals=3,
        ),
    )),
    QuizSheet("3.B", "The line it draws", (
        Choice(
            "A neuron's two weights and its threshold are all doubled. Where does its line go?",
            (
                Option("Twice as far from the origin.",
                       "The threshold alone would push it out. But the sums have doubled too, and "
                       "reach it at the same points as before."),
                Option("Nowhere.",
                       "Both sides of the equation have doubled, so the same points solve it: only "
                       "the ratios of weights and threshold can be seen in the line.", right=True),
                Option("It becomes twice as steep.",
                       "The slope is a ratio of the two weights, and that has not changed."),
            ),
        ),
        Choice(
            "The first 22 corrections have brought a perceptron down to 2 points on the wrong "
            "side. Which of these can the next correction do?",
            (
                Option("Leave more than 2 points on the wrong side.",
                       "It can, and did in the chapter: a correction mends one point and asks "
                       "nobody else.", right=True),
                Option("Leave the point that it corrects on the wrong side.",
                       "It can. The sum of that point moves in the right direction, and whether "
                       "far enough depends on the learning rate.", right=True),
                Option("Move the weights although the point was on the right side.",
                       "No: without an error there is no correction, so the one that comes is for "
                       "a point on the wrong side."),
            ),
        ),
    )),
    QuizSheet("3.C", "Why it must end", (
        Choice(
            "What does the convergence theorem promise, if a separating line exists?",
            (
                Option("That the number of mistakes falls from epoch to epoch.",
                       "It may rise on the way. What falls with each correction is the distance to "
                       "a solution."),
                Option("That the line with the most room is found.",
                       "A line is found, and the order of the samples helps to choose which. It "
                       "often passes close to a point."),
                Option("That there is a last correction, at a number known beforehand at most.",
                       "At most the square of R over gamma, and mostly far fewer.", right=True),
                Option("That fewer samples mean fewer corrections.",
                       "The bound does not know the number of samples, only how long they are and "
                       "how much room they leave."),
            ),
        ),
        Choice(
            "A perceptron starts at 0, and its threshold learns along. You make the learning rate "
            "ten times as large. What changes?",
            (
                Option("It needs a tenth of the corrections.",
                       "Every weight becomes ten times as large, and so does every sum; no sign "
                       "changes, and so no answer."),
                Option("The weights are ten times as large, and nothing else.",
                       "The decision asks for the sign of the sum only, so the same mistakes are "
                       "made at the same points.", right=True),
                Option("It may jump over the solution and never settle.",
                       "That is what gradient descent does in chapter 7. Here the weights can only "
                       "be scaled, and the line stays where it is."),
            ),
        ),
        Choice(
            "The labels of three points are wrong, so that no line separates the classes. What "
            "does the perceptron do?",
            (
                Option("It settles on the line that gets the most points right.",
                       "It has no idea of a compromise. As long as one point is wrong, the weights "
                       "go on moving."),
                Option("Its weights grow without end.",
                       "They stay bounded, which is proven; and they never come to rest."),
                Option("It never comes to rest, and what you get depends on when you stop.",
                       "Every epoch has mistakes, and each moves the line once more.", right=True),
            ),
        ),
    )),
)
