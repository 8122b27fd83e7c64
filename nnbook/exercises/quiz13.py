"""The quizzes of chapter 13, "Applications, limits and what comes next"."""

from __future__ import annotations

from nnbook.exercises._quizzes import Choice, Number, Option, QuizSheet

__all__ = ["QUIZZES"]

# fmt: off
QUIZZES = (
    QuizSheet("13.A", "What goes in, what comes out", (
        Number(
            "A network is right about {right} % of the ill and about {right} % of the well. In a "
            "clinic {ill} of 1000 patients are ill. Of those whom it calls ill, what per cent are "
            "ill? (One decimal.)",
            lambda rng: {"right": int(rng.integers(80, 98)), "ill": int(rng.integers(5, 60))},
            lambda right, ill: 100 * right * ill / (right * ill + (100 - right) * (1000 - ill)),
            "{right} % of {ill} are rightly called ill, and what is left to 100 % of the others "
            "wrongly: {wanted} % of them together.",
            (
                (lambda right, ill: right,
                 "So many of the ill are found. The question starts from those who are *called* "
                 "ill, and most of the others who come are well."),
                (lambda right, ill: ill / 10,
                 "So many of all patients are ill. Among those called ill there are more."),
                (lambda right, ill: 100 * right * ill / ((100 - right) * (1000 - ill)),
                 "You divided the ill by the well. Divide by everybody who is called ill."),
            ),
            decimals=1,
        ),
        Choice(
            "How did the AlphaGo of 2016 learn to play?",
            (
                Option("By playing against itself, from nothing.",
                       "That was AlphaGo Zero, a year later."),
                Option("From rules that masters of the game had written.",
                       "Deep Blue, for chess, judged its positions so. AlphaGo learned its "
                       "judgement."),
                Option("From games of people, then from games against itself; and it searches.",
                       "Thirty million positions of people came first.", right=True),
            ),
        ),
    )),
    QuizSheet("13.B", "Pushing it over", (
        Choice(
            "Why does an aimed change of 0.1 in each pixel do so much more than a random one of "
            "the same size?",
            (
                Option("Because all its small pushes move the sums in one direction.",
                       "At random they mostly cancel. The more inputs, the larger the difference.",
                       right=True),
                Option("Because the network has learned the training pictures by heart.",
                       "It reads 97 % of new pictures, and 96 % of those with random changes. "
                       "Learning by heart is another illness."),
                Option("Because the changed picture looks like another digit.",
                       "To you it does not. That is what is strange about it."),
                Option("Because an aimed change is larger where it counts.",
                       "Every pixel moves equally far in both. They differ in the signs alone."),
            ),
        ),
        Choice(
            "A network was trained on attacks of 0.1, in one step each. What can be said of it?",
            (
                Option("It resists one step of 0.1 better than before.",
                       "From about 45 % to about 80 % in the chapter.", right=True),
                Option("It resists steps of 0.2 just as well.",
                       "About 15 % were left there: it holds for what it was trained for."),
                Option("Ten small steps still find more than one large one.",
                       "They follow the slope, which turns on the way.", right=True),
                Option("Its training took about three times as much work.",
                       "One more way there and back for the attack, and twice the pictures.",
                       right=True),
            ),
        ),
    )),
    QuizSheet("13.C", "Asking it why", (
        Choice(
            "A saliency map marks a pixel that has never borne ink in any example. What does the "
            "mark show?",
            (
                Option("That the network expects ink there.",
                       "It has no experience of that pixel at all: its weights were never moved."),
                Option("A random first weight that no example has ever changed.",
                       "The slope for a weight is the tag times the input, and the input was "
                       "always 0.", right=True),
                Option("That the pixel matters to how digits are drawn.",
                       "Nobody draws there. The map shows what the network would answer to, not "
                       "what matters to digits."),
            ),
        ),
    )),
    QuizSheet("13.D", "Ninety-five to five", (
        Number(
            "In {share} % of the forms, those of group B, {b} of a hundred are read wrongly; in "
            "the others {a} of a hundred. What per cent does the report print for all? (Two "
            "decimals.)",
            lambda rng: {
                "share": int(rng.integers(2, 21)),
                "a": int(rng.integers(1, 4)),
                "b": int(rng.integers(12, 30)),
            },
            lambda share, a, b: (share * b + (100 - share) * a) / 100,
            "Each group counts as often as it occurs: {share} % of {b} and the rest of {a} make "
            "{wanted}. The report is true, and group B is not in it.",
            (
                (lambda share, a, b: (a + b) / 2,
                 "This is the plain mean of the two rates. In the report the larger group counts "
                 "more."),
                (lambda share, a, b: (share * a + (100 - share) * b) / 100,
                 "The shares have changed places: group B is the small one."),
                (lambda share, a, b: a + b,
                 "Rates of two groups do not add up. Weigh each with its share."),
            ),
        ),
        Choice(
            "Group B has 72 pictures, and each is now shown nineteen times. Why does that help so "
            "little?",
            (
                Option("Because the network has too few hidden neurons for both groups.",
                       "With as many pictures of B as of A the same network reads both about "
                       "equally well."),
                Option("Because group A is now shown too rarely.",
                       "A's pictures all stay in, and A's errors hardly change."),
                Option("Because they are still only 72 pictures.",
                       "Repeating makes them weigh more. What other pictures of B look like they "
                       "cannot say.", right=True),
            ),
        ),
    )),
    QuizSheet("13.E", "Tomorrow's price", (
        Choice(
            "A forecast of prices explains 96 % of the variance on days it has never seen. What "
            "does that prove?",
            (
                Option("That prices can be forecast.",
                       "Ours explained as much, and our price was made with dice."),
                Option("Nothing yet: saying the price of today would do as well.",
                       'A price that wanders far is easy to say roughly. Ask what "as today" '
                       "gets, and what of the steps.", right=True),
                Option("That it was overfitted.",
                       "Overfitting shows as a good result on training days and a bad one on "
                       "unseen days. These days were unseen; it is the measure that praises "
                       "everybody."),
            ),
        ),
    )),
)
