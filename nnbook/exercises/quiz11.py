"""The quizzes of chapter 11, "Kinds of networks"."""

from __future__ import annotations

import numpy as np

from nnbook.exercises._quizzes import Choice, Number, Option, QuizSheet

__all__ = ["QUIZZES"]

# fmt: off
QUIZZES = (
    QuizSheet("11.A", "Straight ahead: feed-forward networks", (
        Choice(
            "Which of these can no feed-forward network do, however many layers it has?",
            (
                Option("Give two answers to the same input, depending on what it heard before.",
                       "It has nowhere to keep what it heard. The same numbers in, the same "
                       "numbers out.", right=True),
                Option("Compute XOR.",
                       "A single layer cannot. With a hidden layer it is two cuts and a weighing "
                       "of them."),
                Option("Take in a sequence of any length.",
                       "Each of its weights belongs to one input, so their number is fixed "
                       "before it begins.", right=True),
                Option("Read images whose pixels have all been shuffled in the same way.",
                       "It does so as well as before: to a dense layer one order of the pixels is "
                       "as good as another."),
            ),
        ),
    )),
    QuizSheet("11.B", "A neuron that hears itself", (
        Number(
            "A neuron without a bend hears itself through a weight of {w}. It gets one tap of {x}, "
            "says {x}, and hears nothing more. What does it say {t} moments after that? (Three "
            "decimals.)",
            lambda rng: {
                "w": round(0.5 + 0.1 * rng.integers(5), 1),
                "x": int(rng.integers(2, 6)),
                "t": int(rng.integers(3, 6)),
            },
            lambda w, x, t: x * w**t,
            "It goes round {t} times, and each time {w} of it is left: {wanted}.",
            (
                (lambda w, x, t: x * w ** (t + 1),
                 "You counted the tap itself as a passage. At moment 0 it has not been round yet."),
                (lambda w, x, t: x * w ** (t - 1),
                 "One passage is missing: {t} moments after the tap it has been round {t} times."),
                (lambda w, x, t: x * w,
                 "This is what it says one moment after the tap."),
                (lambda w, x, t: x * w * t,
                 "You added up the passages. Each leaves a part of what the last one left."),
                (lambda w, x, t: w**t,
                 "This would be left of a tap of 1."),
            ),
            decimals=3,
        ),
        Choice(
            "A neuron with tanh and a feedback weight of 2 rests at 0.958. You push it down once, "
            "by 0.1. What does it say a hundred moments later?",
            (
                Option("0.858: the push has been subtracted, and it remembers everything.",
                       "It remembers the direction of the last strong push and nothing else. What "
                       "lies beside its resting place slides back."),
                Option("-0.958: it has been pushed down, so it lies down.",
                       "For that the push must carry it past 0. This one is much too weak."),
                Option("0.958: it has slid back.",
                       "Below its resting place the loop pushes up, above it down. A bit is not "
                       "upset by a little noise.", right=True),
                Option("About 0: whatever it heard has faded.",
                       "With a weight below 1 it would. At 2 the neighbourhood of 0 pushes "
                       "outward."),
            ),
        ),
    )),
    QuizSheet("11.C", "A layer that hears itself: recurrent networks", (
        Choice(
            "A recurrent layer has learned from stretches of 12 years. Now it is to hear 20 years "
            "before it answers. What has to be learned anew?",
            (
                Option("The feedback U, which now has more steps to serve.",
                       "U has a row and a column for each unit. The number of steps is not in its "
                       "shape."),
                Option("Eight more sets of weights W, one for each new year.",
                       "The unrolled picture shows one for each step. They are copies of the same "
                       "W."),
                Option("Nothing.",
                       "W, U and b serve at every step, so the loop may run longer. Whether it "
                       "still answers well is for a test to say.", right=True),
            ),
        ),
        Choice(
            "Somebody shows you a network that forecasts tomorrow's temperature, typically wrong "
            "by 2.1 degrees on days that it has not seen. What do you ask first?",
            (
                Option("By how much somebody is wrong who says: the same as today.",
                       "If the answer is 2.2, the network has learned next to nothing. A number "
                       "without its baseline says little.", right=True),
                Option("Whether the curve of the forecasts follows that of the temperatures.",
                       "It does. The curve of whoever repeats today's value follows as well, one "
                       "day late."),
                Option("How large the error is on the days that it has learned from.",
                       "That tells whether it overfits. It does not tell whether 2.1 is much."),
                Option("How many parameters and how many epochs it took.",
                       "That is the price. First find out whether anything was bought."),
            ),
        ),
    )),
    QuizSheet("11.I", "Looking back instead: attention", (
        Choice(
            "A query looks back at some moments. What may you do to them, and the answer stays?",
            (
                Option("Shuffle the moments, each with its key and its value.",
                       "The shares move along, and a sum does not ask for an order.", right=True),
                Option("Shuffle the values alone.",
                       "The shares stay where they are, and meet other values."),
                Option("Let every moment come twice.",
                       "All shares are halved, and there are two of each.", right=True),
            ),
        ),
    )),
    QuizSheet("11.D", "One filter, everywhere: convolution", (
        Number(
            "A convolutional layer has {f} filters of {k} × {k} with biases. It slides them over "
            "an image of {n} × {n} pixels with {c} channels, one pixel at a time and without "
            "padding. How many parameters has the layer?",
            lambda rng: {
                "f": int(rng.integers(2, 9)) * 2,
                "k": int(rng.choice([3, 5])),
                "n": int(rng.integers(10, 31)),
                "c": int(rng.integers(2, 5)),
            },
            lambda f, k, n, c: f * (c * k * k + 1),
            "Each filter has {c} · {k} · {k} weights and a bias: {wanted} in all. The size of the "
            "image does not come into it.",
            (
                (lambda f, k, n, c: f * (k * k + 1),
                 "A filter looks at all {c} channels, and has weights of its own for each."),
                (lambda f, k, n, c: f * c * k * k,
                 "The biases are missing: one for each filter."),
                (lambda f, k, n, c: f * (c * k * k + 1) * (n - k + 1) ** 2,
                 "You counted the filters anew at each place. They are the same everywhere."),
                (lambda f, k, n, c: f * (c * n * n + 1),
                 "This is a dense layer of {f} neurons, each with a weight for the whole image."),
                (lambda f, k, n, c: c * k * k + 1,
                 "This is one filter. Each of the {f} has weights of its own."),
            ),
            decimals=0,
        ),
        Choice(
            "A digit in the middle of an image moves one pixel to the right. What moves along and "
            "is the same otherwise?",
            (
                Option("What ten softmax neurons behind a convolution say.",
                       "Their weights belong to fixed places, so they hear something new. A "
                       "quarter of the moved digits was lost that way."),
                Option("The maps of a convolutional layer.",
                       "The same weights meet the same ink one place further on.", right=True),
                Option("What a 3 × 3 pooling makes of these maps.",
                       "Its blocks stand still. Some of the largest numbers stay in their block, "
                       "others have crossed into the next."),
                Option("What a dense hidden layer says.",
                       "Every neuron meets other pixels with the same weights. In the chapter the "
                       "answers changed by half of their size."),
            ),
        ),
    )),
    QuizSheet("11.E", "Near and far: radial basis functions", (
        Choice(
            "Twenty bells have been fitted to two moons. You ask about a point a mile away, and "
            "the output is 0.49. What does that mean?",
            (
                Option("The point belongs to the first moon, narrowly.",
                       "The output is the same in every direction: nothing in it comes from the "
                       "point."),
                Option("Nothing. All bells are silent, and what is left is the bias.",
                       "The silence itself is the message: I have not been here.", right=True),
                Option("Both moons are about equally likely there.",
                       "That would be knowledge about the place. The network has none, and the "
                       "loudest bell tells you so."),
                Option("The point lies near the boundary between the moons.",
                       "Near the boundary bells of both sides fire and cancel. Here no bell fires "
                       "at all."),
            ),
        ),
    )),
    QuizSheet("11.F", "Neighbours: Kohonen's map", (
        Choice(
            "A sample comes in, and the radius is still large. Which of these change?",
            (
                Option("The weights of the neuron that is nearest to the sample.",
                       "It has won, and moves by the full rate.", right=True),
                Option("The weights of the neurons that stand beside the winner on the grid, even "
                       "if they are far from the sample.",
                       "They are taken along. That is how neighbours come to answer to like "
                       "samples.", right=True),
                Option("The places of the neurons on the grid.",
                       "The grid is fixed. What moves are the weights, in the space of the data."),
                Option("The winner's alone, since the winner takes it all.",
                       "That would be clustering. Without the neighbours there is no map."),
            ),
        ),
    )),
    QuizSheet("11.G", "Forger and judge: a generative adversarial network", (
        Choice(
            "Nobody tells the forger what a right point is. Where do its slopes come from?",
            (
                Option("From the distance of its points to the nearest real ones.",
                       "The forger never meets a real point. If it copied the nearest, it could "
                       "make nothing new."),
                Option("From the judge, through which the blame runs back to the forged points.",
                       "Forger and judge stand in a row, the target is 1, and only the forger "
                       "moves.", right=True),
                Option("From the judge, which moves along so that both agree on the answer.",
                       "A judge that moves along would learn to say 1 to forgeries. In the "
                       "forger's step it stands still."),
            ),
        ),
        Choice(
            "All forged points of a GAN lie within a hand's breadth of a real mode. What do you "
            "have to find out before you call it good?",
            (
                Option("Whether the forger's loss has stopped falling.",
                       "It rises and falls with the judge. Neither of the two losses says done."),
                Option("Whether the judge is still wrong about half of the time.",
                       "A judge that cannot tell may also be a poor judge, or too slow for a "
                       "forger on the run."),
                Option("How many of the modes get about their share of the points.",
                       "A forger that prints one perfect banknote over and over passes each single "
                       "inspection.", right=True),
            ),
        ),
    )),
    QuizSheet("11.H", "Through the needle's eye: autoencoders", (
        Choice(
            "An autoencoder without any bend and with a code of 8 is trained for a very long time. "
            "How does its squared error on the training data compare with that of PCA with 8 "
            "directions?",
            (
                Option("It comes near, and at best equals it.",
                       "PCA is the best straight map through 8 numbers, and this is a straight "
                       "map.", right=True),
                Option("It falls below, since PCA has not been trained at all.",
                       "PCA needs no training, because its answer is known to be the best of its "
                       "kind."),
                Option("It stays clearly above, since its directions need not be at right angles.",
                       "They need not, and it does no harm: many codes span the same eight "
                       "directions."),
            ),
        ),
        Number(
            "A picture has {pixels} pixels with {grey} grey values. A code keeps {k} numbers of "
            "it, each rounded to one of {levels} levels. How many times fewer bits does the code "
            "need? (Two decimals.)",
            lambda rng: {
                "pixels": int(rng.choice([64, 100, 144, 256, 400, 784])),
                "grey": int(2 ** rng.integers(4, 9)),
                "k": int(rng.integers(5, 13)),
                "levels": int(2 ** rng.integers(2, 7)),
            },
            lambda pixels, grey, k, levels: pixels * np.log2(grey) / (k * np.log2(levels)),
            "All bits of the picture over all bits of the code, where n values are worth log2 n "
            "bits: {wanted}.",
            (
                (lambda pixels, grey, k, levels: pixels / k,
                 "You compared how many numbers there are. It also matters how fine each of them "
                 "is."),
                (lambda pixels, grey, k, levels: pixels * grey / (k * levels),
                 "{grey} values are not {grey} bits: every further bit doubles the number of "
                 "values."),
                (lambda pixels, grey, k, levels: k * np.log2(levels) / (pixels * np.log2(grey)),
                 "Upside down: this is which part of the bits is left."),
                (lambda pixels, grey, k, levels: pixels * np.log2(grey) / (k * 64),
                 "You left the numbers of the code as floats of 64 bits. They have been rounded."),
            ),
            decimals=2,
        ),
    )),
)
