"""The quizzes of chapter 1, "What neural networks are"."""

from __future__ import annotations

from nnbook.exercises._quizzes import Choice, Number, Option, QuizSheet

__all__ = ["QUIZZES"]

# fmt: off
QUIZZES = (
    QuizSheet("1.A", "Change the world", (
        Choice(
            "The scanner now delivers negatives. What has to be done about the neuron that was "
            "trained on the old scans?",
            (
                Option("Nothing: it adapts by itself as the new scans come in.",
                       "Once it is trained its weights stay as they are. On negatives the old ones "
                       "got 0 of 71 right."),
                Option("Somebody has to write it a new rule.",
                       "That is what the sentence about the middle needs. The neuron's rule is its "
                       "weights, and those are found from examples."),
                Option("It needs new examples with right answers, and the same program as before.",
                       "From those it learns other weights by the same lines, and gets 71 of 71.",
                       right=True),
            ),
        ),
        Choice(
            "What did the neuron of this chapter find by itself?",
            (
                Option("That pictures are made of neighbouring pixels.",
                       "It does not know that to this day: with all pixels shuffled it learns as "
                       "well."),
                Option("The 64 weights and the bias.",
                       "These 65 numbers are what was learned. All else had been decided.",
                       right=True),
                Option("How many weights it needs.",
                       "One for each pixel, because its author had given it all 64."),
                Option("What counts as a mistake.",
                       "That came with the right answers and with the line of the program that "
                       "compares."),
            ),
        ),
    )),
    QuizSheet("1.B", "A third way: remember everything", (
        Choice(
            "Which of these tasks is better done *without* learning from examples?",
            (
                Option("To compute the tax on an income.",
                       "Somebody wrote the rules down, and they have to be followed to the cent.",
                       right=True),
                Option("To say which word was spoken.",
                       "Everybody can do it and nobody can say how: this is where learning is "
                       "best."),
                Option("To play the game with the heap of 20 matches.",
                       "The rules of the game say everything, and there is little to try: a search "
                       "plays without a mistake.", right=True),
                Option("To tell a photograph of a cat from one of a dog.",
                       "Many know the answer and nobody has a rule that works for every "
                       "photograph."),
            ),
        ),
        Number(
            "A look-up keeps {n} pictures of {side} by {side} pixels. A neuron that reads such a "
            "picture keeps its weights and its bias. How many numbers more does the look-up keep?",
            lambda rng: {"n": int(100 * rng.integers(2, 9)), "side": int(rng.integers(5, 11))},
            lambda n, side: n * side**2 - side**2 - 1,
            "{n} · {side} · {side} for the look-up, {side} · {side} and one bias for the neuron: "
            "{wanted} more.",
            (
                (lambda n, side: (n - 1) * side**2 - side**2 - 1,
                 "You took the neuron's weights away twice."),
                (lambda n, side: n * side - side - 1,
                 "A picture has {side} rows of {side} pixels."),
                (lambda n, side: n * side**2,
                 "That is what the look-up keeps. The neuron keeps something as well."),
                (lambda n, side: n - side**2 - 1,
                 "Each of the pictures is kept whole, with all its pixels."),
            ),
            decimals=0,
        ),
    )),
    QuizSheet("1.C", "Turning knobs", (
        Choice(
            "A knob turned up a little makes the loss a little larger. What does gradient descent "
            "do with it?",
            (
                Option("It leaves it alone, since it did harm.",
                       "A knob that does harm in one direction helps in the other. The one to "
                       "leave alone is the one that makes no difference."),
                Option("It turns it down, and by the more the larger the harm was.",
                       "Against the change, in proportion to it.", right=True),
                Option("It turns it down, always by the same amount.",
                       "The direction is right. The amount is in proportion to how much the loss "
                       "answered."),
                Option("It turns it up: a larger loss means more to learn.",
                       "The loss says how wrong the network is. Learning makes it smaller."),
            ),
        ),
        Choice(
            "In the bath network, which layer is hidden?",
            (
                Option("The one that holds the degrees.",
                       "That is the input: the question is on it in plain sight."),
                Option("The one whose answers are called warm enough and not too hot.",
                       "Neither the question nor the verdict shows what these two neurons say.",
                       right=True),
                Option("The one with the weights 10 and 10 and the bias −15.",
                       "That neuron gives the answer: it is the output layer."),
                Option("The one that compares answers with verdicts.",
                       "That is the loss. It is no layer of the network, and a trained network "
                       "does without it."),
            ),
        ),
    )),
    QuizSheet("1.D", "Why around 2010?", (
        Choice(
            "What was there in 2012 that had been missing in 1986?",
            (
                Option("A million labelled pictures.",
                       "ImageNet came in 2009; the digits before it were 60 000.", right=True),
                Option("A way to train hidden layers.",
                       "Backpropagation was well known from 1986 on."),
                Option("Cheap cards that do million millions of operations a second.",
                       "They had been built for video games.", right=True),
                Option("The idea that a machine can learn its weights from examples.",
                       "Rosenblatt's neuron did so in 1958."),
                Option("Better first weights and activations for deep networks.",
                       "Both were worked out around 2010.", right=True),
            ),
        ),
    )),
)
