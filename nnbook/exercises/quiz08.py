"""The quizzes of chapter 8, "Backpropagation, step by step"."""

from __future__ import annotations

from nnbook.exercises._quizzes import Choice, Number, Option, QuizSheet

__all__ = ["QUIZZES"]

# fmt: off
QUIZZES = (
    QuizSheet("8.A", "Backward, with a pencil", (
        Choice(
            "A hidden neuron says 0.6, and its tag is -0.09. What does the tag tell you?",
            (
                Option("The neuron should have said 0.69.",
                       "Nobody knows what a hidden neuron should have said: it has no target. The "
                       "tag is a slope, and how far to go it does not tell."),
                Option("A little more of what it says makes the loss smaller.",
                       "By about 0.09 of that little. A negative tag is a discount.", right=True),
                Option("It matters little to the output, since the tag is small.",
                       "The tag holds for a small change, here. A sigmoid that has run flat makes "
                       "tags small without making a neuron unimportant."),
            ),
        ),
        Number(
            "On the way back the sum of the output has the tag {d}. A hidden neuron says {h}, and "
            "the weight from it to the output is {w}. All neurons are sigmoids. What is the tag of "
            "the sum in front of the hidden neuron? (Four decimals.)",
            lambda rng: {
                "d": round(-0.1 - 0.05 * rng.integers(1, 7), 2),
                "h": round(0.6 + 0.05 * rng.integers(6), 2),
                "w": round(0.4 + 0.1 * rng.integers(1, 9), 1),
            },
            lambda d, h, w: d * w * h * (1 - h),
            "{d} · {w} is the tag of what the neuron says; times {h} · (1 - {h}) for its bend it "
            "is {wanted}.",
            (
                (lambda d, h, w: d * w,
                 "This is the tag of what the hidden neuron says. To its sum it has to pass the "
                 "bend."),
                (lambda d, h, w: d * h,
                 "This is the slope of the weight: the tag of the sum times what came in. You are "
                 "on the way to the neuron, not to the weight."),
                (lambda d, h, w: d * h * (1 - h),
                 "The weight is missing. A unit more of what the neuron says is {w} units more of "
                 "the output's sum."),
                (lambda d, h, w: d * w * h,
                 "The bend is what came out, {h}, times what that lacks to 1. The second factor is "
                 "missing."),
            ),
            decimals=4,
        ),
    )),
    QuizSheet("8.B", "In numpy, in the open", (
        Choice(
            "A program keeps the activation a of each sigmoid neuron and throws the sum z away. "
            "How can it get the slope?",
            (
                Option("With a(1 - a).",
                       "This is the slope at the sum, read off from what came out.", right=True),
                Option("With a function for the true slope, sigmoid.slope(a).",
                       "That function wants the sum. Handed a, it sends the value through the "
                       "sigmoid twice; near 0 nobody notices."),
                Option("With z(1 - z), after asking the neuron for its sum once more.",
                       "The short formula is for what came out. With a sum of 5 it gives -20, and "
                       "learning walks uphill."),
                Option("Not at all: the slope cannot be had without z.",
                       "It can. The sigmoid never gives the same a for two sums, so a knows all "
                       "that z knows."),
            ),
        ),
    )),
    QuizSheet("8.C", "A batch", (
        Choice(
            "A layer has 4 inputs and 3 neurons, and sees a batch of 10 samples. Which shapes are "
            "right on the way back?",
            (
                Option("The tags of its sums: (10, 3).",
                       "A row for each sample, a column for each neuron.", right=True),
                Option("The slopes of its biases: (10, 3).",
                       "A bias serves all ten samples, so what they say about it is added: (3,)."),
                Option("The slopes of its weights: (3, 4).",
                       "As W itself. The ten samples have been added up by the matrix product.",
                       right=True),
                Option("What it hands to the layer before: (10, 4).",
                       "A tag for each input of each sample.", right=True),
                Option("The slopes of its weights, one matrix for each sample: (10, 3, 4).",
                       "There is one W, and all samples use it. Over several paths the tags add."),
            ),
        ),
    )),
    QuizSheet("8.D", "A hundred points, ten thousand epochs", (
        Number(
            "A program prints the mean squared error of a network with one output, but descends "
            "the sum of (a - y) a (1 - a) over the samples, without the 2 of the square. Its "
            "learning rate is {lr}, and it has {N} samples. Which rate does the same with the "
            "slopes of the loss that it prints?",
            lambda rng: {
                "lr": round(0.01 * rng.integers(1, 6), 2),
                "N": int(20 * rng.integers(2, 13)),
            },
            lambda lr, N: lr * N / 2,
            "{lr} · {N} / 2 = {wanted}. The mean's slope has a factor of 2 over N, and the program "
            "has 1 in its place.",
            (
                (lambda lr, N: lr,
                 "The two slopes are not the same: the one is a mean, the other a sum."),
                (lambda lr, N: lr * N,
                 "You have seen the sum for the mean, but not the 2 that the square brings with "
                 "it."),
                (lambda lr, N: lr * 2 * N,
                 "The 2 is missing in what the program descends, so its steps are half as long, "
                 "not twice."),
                (lambda lr, N: 2 * lr / N,
                 "Upside down: sums are larger than means, so the rate acts larger."),
            ),
            decimals=3,
        ),
    )),
    QuizSheet("8.E", "Thirteen slopes, one by one", (
        Choice(
            "Somebody has written a backward pass. The loss falls in every epoch. What does that "
            "show?",
            (
                Option("That all slopes are right.",
                       "The program of the notes had nine wrong slopes out of thirteen, and its "
                       "loss fell."),
                Option("That at least the signs of all slopes are right.",
                       "Even that it does not show: if most weights go the right way, they can "
                       "carry a few that go the wrong one."),
                Option("That the steps, taken together, lead downhill.",
                       "No more than that. Whether each slope is right, only a gradient check can "
                       "say.", right=True),
                Option("That the learning rate is small enough, and the slopes are right up to a "
                       "factor.",
                       "In the notes each hidden neuron had a factor of its own, and one bias did "
                       "not move at all."),
            ),
        ),
        Choice(
            "A batch holds two samples. For the first the tag of the prediction is 3, for the "
            "second -3. What is the slope of a weight?",
            (
                Option("0, since the two cancel.",
                       "They would, if both samples had the same input and the same bend. A mean "
                       "of products is not the product of means."),
                Option("It depends on the inputs and the bends of the two samples.",
                       "Each tag passes the bend of its own sample and meets its own input. Only "
                       "then are the two added.", right=True),
                Option("It cannot be said: the network has to see them one at a time.",
                       "A batch has a slope like anything else. The samples only have to be kept "
                       "apart until they reach the weight."),
            ),
        ),
    )),
    QuizSheet("8.F", "What it costs", (
        Choice(
            "You make the hidden layer ten times as wide, so that there are about ten times as "
            "many parameters. What happens to the price of one gradient?",
            (
                Option("By backpropagation and by nudging it is ten times as high.",
                       "With nudging each of ten times as many runs costs ten times as much."),
                Option("Ten times by backpropagation, a hundred times by nudging.",
                       "One run forward and one back grow with the weights; nudging needs two runs "
                       "for each parameter besides.", right=True),
                Option("By backpropagation it stays as it was: one run forward, one back.",
                       "The number of runs stays. But each of them meets ten times as many "
                       "weights."),
                Option("A hundred times by both, since all weights influence each other.",
                       "A tag is written once and used by all the weights in front of it; nothing "
                       "is worked out in pairs."),
            ),
        ),
    )),
    QuizSheet("8.G", "Trust, but nudge", (
        Choice(
            "A gradient check of a network with two layers finds W2 and b2 right, and W1 and b1 "
            "wrong by several factors, some with the wrong sign. Which mistakes can do that?",
            (
                Option("The 2 of the square was forgotten.",
                       "Then all slopes, of both layers, are wrong by one factor of a half."),
                Option("The tags went back through the transposed weights.",
                       "They reach the wrong hidden neurons, and all that lies in front of those "
                       "is spoiled.", right=True),
                Option("The rows were not added up for the biases.",
                       "Then the biases of both layers are wrong, and no weight is."),
                Option("The hidden values were used in place of the weights behind them.",
                       "The mistake of the notes: it spoils the tags on their way through the "
                       "second layer, signs included.", right=True),
            ),
        ),
        Choice(
            "You nudge in both directions with double precision. Which h is likely to give you the "
            "most correct digits?",
            (
                Option("1e-15, since a slope is meant for an endlessly small step.",
                       "The two readings then agree in nearly all their digits, and the difference "
                       "is made of what is left: rounding."),
                Option("0.1, since a large difference can be read off exactly.",
                       "It can. But over so long a step the curve bends, and the quotient is the "
                       "slope of a chord."),
                Option("1e-5, since two errors are balanced there.",
                       "With a larger h the bend costs digits, with a smaller one the "
                       "subtraction.", right=True),
            ),
        ),
    )),
)
