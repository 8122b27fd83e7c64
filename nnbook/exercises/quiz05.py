"""The quizzes of chapter 5, "Activation functions"."""

from __future__ import annotations

import numpy as np

from nnbook.exercises._quizzes import Choice, Number, Option, QuizSheet

__all__ = ["QUIZZES"]

# fmt: off


def squashed(z: float) -> float:
    """The sigmoid."""
    return float(1 / (1 + np.exp(-z)))


QUIZZES = (
    QuizSheet("5.A", 'A teacher who never says "nearly"', (
        Choice(
            "A step neuron is wrong on 12 of 100 samples. You move one of its weights by a hair. "
            "What becomes of the 12?",
            (
                Option("It falls or rises by a hair.",
                       "Mistakes come whole. A count has no hair by which it could move."),
                Option("It stays, as a rule, wherever you move the weight.",
                       "No sum has crossed the threshold, so no answer has changed. That is a "
                       "tread of the staircase, and its slope is 0.", right=True),
                Option("It falls by one if you went the right way, and rises by one if not.",
                       "That takes a sum that lies a hair away from the threshold. Between two "
                       "such sums there is nothing to tell the right way from the wrong one."),
            ),
        ),
    )),
    QuizSheet("5.B", "Why not leave it out?", (
        Choice(
            "Which of these networks can be replaced by a single layer without a bend?",
            (
                Option("Twenty layers; each neuron puts out half of its sum.",
                       "Half of a sum is a multiple of it. Multiples of multiples are multiples, "
                       "however many layers there are.", right=True),
                Option("Two layers; the first puts out its sum where that is positive, and "
                       "otherwise 0.9 of it.",
                       "The bend is slight, but it is one: such a layer can put out a kink, and a "
                       "line has none."),
                Option("Three layers with biases; each neuron puts out its sum.",
                       "A bias shifts a line. Shifted lines, stacked, give a shifted line.",
                       right=True),
                Option("Two layers; the first squashes its sums to numbers between 0 and 1.",
                       "A line leaves every strip. What stays between 0 and 1 has to bend."),
            ),
        ),
    )),
    QuizSheet("5.C", "The sigmoid: an answer with a degree", (
        Number(
            "A sigmoid neuron puts out {a}. How steep is the sigmoid there? (Three decimals.)",
            lambda rng: {"a": round(0.1 + 0.05 * rng.integers(18), 2)},
            lambda a: a * (1 - a),
            "{a} times what it lacks to 1 is {wanted}.",
            (
                (lambda a: 1 - a,
                 "That is what the output lacks to 1. Multiply it by the output."),
                (lambda a: 1 - a**2,
                 "So it is for the tanh, which you will meet below. Here no slope is above a "
                 "quarter."),
                (lambda a: squashed(a) * (1 - squashed(a)),
                 "You took {a} for the sum. It is the output already."),
            ),
            decimals=3,
        ),
        Choice(
            "On a hundred days a neuron said 0.9, and it rained on 70 of them. What do you know?",
            (
                Option("Its weights are too small: with larger ones it would be right more often.",
                       "Larger weights change no decision. They make it say 0.99 on the days on "
                       "which it now says 0.9."),
                Option("It is calibrated, since 70 is well above one half.",
                       "Calibrated means that the number keeps its word: of the days with 0.9, "
                       "nine in ten are rainy."),
                Option("It boasts, though *rain* was the right decision on most of these days.",
                       "The decision is one thing, the number another. The number promised 90 and "
                       "got 70.", right=True),
            ),
        ),
    )),
    QuizSheet("5.D", "The quarter, ten times over", (
        Choice(
            "In a deep sigmoid network all outputs are near one half. What happens to a slope on "
            "its way from the last layer back to the first?",
            (
                Option("It loses about three quarters of its size in each layer, if the weights "
                       "neither help nor harm.",
                       "Near one half the sigmoid is at its steepest, and its steepest is a "
                       "quarter. Each layer multiplies by that.", right=True),
                Option("It keeps its size: no neuron is saturated.",
                       "Saturation makes it worse, but it is not needed. The best slope that a "
                       "sigmoid has is a quarter."),
                Option("It would fade if the outputs grew from layer to layer, but they do not.",
                       "The outputs of sigmoids cannot grow, and the slopes fade nevertheless. "
                       "Look at the factor of each layer."),
            ),
        ),
        Number(
            "A chain of {n} sigmoid neurons, each with the weight {w}: by which factor does it "
            "multiply a small nudge of the input, at most? (Three decimals.)",
            lambda rng: {"n": int(rng.integers(2, 5)), "w": int(rng.choice([2, 3, 5, 6]))},
            lambda n, w: (w / 4) ** n,
            "Each neuron multiplies by its weight {w} and by a quarter at most. {n} of them: "
            "{wanted}.",
            (
                (lambda n, w: 0.25**n,
                 "These are the slopes alone. Each neuron multiplies by its weight as well."),
                (lambda n, w: w * 0.25**n,
                 "The weight has come in once. Every neuron has one."),
                (lambda n, w: n * w / 4,
                 "You added the factors. What leaves one neuron is multiplied by the next."),
            ),
            decimals=3,
        ),
    )),
    QuizSheet("5.E", "Everybody pulls the same way", (
        Choice(
            "A neuron without a bend gets 0.2, 0.9 and 0.5 from three sigmoids, and its answer was "
            "too high. What happens to its three weights after this sample?",
            (
                Option("The first rises, since its input was small.",
                       "A small input makes a small step, in the same direction as the others."),
                Option("All three fall.",
                       "What was missing is negative, once for all; what was there is positive "
                       "three times.", right=True),
                Option("The third stays where it is.",
                       "Only a weight whose input was 0 stays. This one was 0.5."),
                Option("The second moves farthest.",
                       "The steps are in proportion to the inputs, and its input was the largest.",
                       right=True),
            ),
        ),
    )),
    QuizSheet("5.F", "ReLU: nothing, or all of it", (
        Choice(
            "A ReLU unit in the first layer puts out 0 on every sample of the training set. What "
            "follows?",
            (
                Option("It will wake if the training goes on long enough.",
                       "Its slope is 0 on every sample, so nothing reaches its weights, in the "
                       "next epoch or in the millionth. And what feeds it, the data, stays."),
                Option("Without it the network would give the same answers to these samples.",
                       "It adds 0 to every sum of the next layer. A dead unit is a waste.",
                       right=True),
                Option("Its bias was very negative from the start.",
                       "That is one way to die. A step that was too long is another, and the more "
                       "usual one."),
                Option("No sample of this set moves its weights.",
                       "Whatever the loss wants from it is multiplied by its slope, and that is "
                       "0.", right=True),
            ),
        ),
        Choice(
            "Fifteen ReLU neurons in a row have the weight 3 each, and the input is positive. What "
            "becomes of a nudge?",
            (
                Option("It arrives whole: the slope of a ReLU is 1.",
                       "The slope is 1, and each neuron multiplies by its weight as well. A chain "
                       "passes a nudge on whole if its weights are 1."),
                Option("It stops at 1, where the ReLU does.",
                       "A ReLU has no upper end. What is 1 is its slope."),
                Option("It explodes.",
                       "Three times three, fifteen times: more than fourteen million. The ReLU "
                       "takes nothing away, and the weights decide.", right=True),
            ),
        ),
    )),
    QuizSheet("5.G", "Softmax: from scores to shares", (
        Number(
            "A softmax over two classes gets the scores {first} and {second}. Which share does the "
            "first class get? (Two decimals.)",
            lambda rng: {"first": int(rng.integers(1, 6)), "second": int(rng.integers(1, 6))},
            lambda first, second: squashed(first - second),
            "Only the difference counts: the sigmoid of {first} minus {second} is {wanted}.",
            (
                (lambda first, second: first / (first + second),
                 "You shared out the scores. The softmax shares out their exponentials."),
                (lambda first, second: squashed(first),
                 "That is the sigmoid of the first score. The second class has a say, too."),
                (lambda first, second: squashed(second - first),
                 "That is the share of the second class."),
            ),
        ),
        Choice(
            "A classifier with three classes is right nearly always, and never gives any class "
            "more than 0.57. What would you look for first?",
            (
                Option("A second softmax behind the first.",
                       "It would see scores between 0 and 1, and then 0.576 is the most that it "
                       "can say. The order of the classes stays, so the answers stay right.",
                       right=True),
                Option("A temperature that is too low.",
                       "Low temperatures make a softmax surer, up to all for the winner. A high "
                       "one would make it shy."),
                Option("A softmax that does not subtract the largest score.",
                       "That changes nothing for ordinary scores, and gives nan for very large "
                       "ones. It never makes shares shy."),
            ),
        ),
    )),
    QuizSheet("5.H", "Which one today?", (
        Choice(
            "A network shall say of a photo whether there is a dog on it, whether there is a ball, "
            "and whether there is grass. What belongs at its end?",
            (
                Option("A softmax over three outputs.",
                       "Its shares add up to 1. A photo with a dog *and* a ball would have to "
                       "share one whole between them, and one with neither would still have to "
                       "give it away."),
                Option("Three ReLUs, since they are the default.",
                       "In hidden layers they are. Here yes is asked for or no, and a ReLU has no "
                       "upper end that could mean yes."),
                Option("Three sigmoids.",
                       "Three questions, each with an answer of its own between 0 and 1; they "
                       "need not add up to anything.", right=True),
                Option("Three tanh, since they are centred.",
                       "To be centred helps the layer that comes next. Behind the last one there "
                       "is none, and −0.4 is no probability."),
            ),
        ),
    )),
)
