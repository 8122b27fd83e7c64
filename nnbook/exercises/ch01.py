"""The exercises of chapter 1, "What neural networks are"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnbook.exercises._engine import Exercise, Trap
from nnbook.exercises._figures import FigureJudge, Goal
from nnbook.exercises._functions import FunctionJudge
from nnbook.exercises._numbers import NumberJudge
from nnbook.exercises._sentences import SentenceJudge
from nnbook.exercises._variants import (
    Numbers,
    Solution,
    listed,
    num,
    pick,
    picks,
    spelled,
    varied,
)

__all__ = ["EXERCISES"]

# fmt: off

Array = NDArray[np.float64]

LEARNED = "Say what is learned, and what its author still decides"
WAYS = "Tell learning from looking up and from searching"
PARTS = "Turn the weights, the bias and the loss of a network by hand"
DAMAGE = "Say what a lost piece does to a network and to a program"
WAIT = "Explain why an idea of 1958 had to wait"


# Exercise 1.1


def four_strips(
    strips: tuple[tuple[float, ...], ...] = (
        (0.1, 0.8, 0.2), (0.7, 0.2, 0.9), (0.2, 1, 0.1), (0.3, 0.6, 0.2)
    ),
) -> Any:
    """The three weights and the bias after one round."""
    w, b = np.zeros(3), 0
    for x, target in zip(np.array(strips), (1, 0, 1, 0), strict=True):
        answer = 1 if w @ x + b >= 0 else 0
        w, b = w + (target - answer) * x, b + (target - answer)
    return *w, b


def other_strips(rng: np.random.Generator) -> Numbers | None:
    """Ones dark in the middle, a nought dark at the sides, and one that looks like a one."""
    def strip(left: tuple[float, float], middle: tuple[float, float]) -> tuple[float, ...]:
        return tuple(pick(rng, *ink, 0.1) for ink in (left, middle, left))

    thin, dark, middling = (0.1, 0.3), (0.7, 1.0), (0.4, 0.7)
    strips = strip(thin, dark), strip(dark, (0.1, 0.3)), strip(thin, dark), strip(thin, middling)
    w = np.subtract(strips[2], strips[1])  # after the second and the third strip
    positive = np.array(four_strips(strips)[:3]) > 0.01
    return (strips,) if w @ strips[3] > 0.02 and positive.sum() == 1 else None


def strips_by_hand(solution: Solution, strips: tuple[tuple[float, ...], ...]) -> Exercise:
    """One round of learning through these strips: a one, a nought, a one, a nought."""
    shown = [f"({', '.join(map(num, strip))})" for strip in strips]

    def round_with(
        missed: Callable[[int, float], int] = lambda target, z: target - int(z >= 0),
        ink: Callable[[Array], Array] = lambda x: x,
        bias: int = 1,
    ) -> tuple[float, ...]:
        """The same round with another error, another step or another bias."""
        w, b = np.zeros(3), 0
        for x, target in zip(np.array(strips), (1, 0, 1, 0), strict=True):
            error = missed(target, float(w @ x) + b)
            w, b = w + error * ink(x), b + bias * error
        return *w, b

    return Exercise(
        id="1.1",
        title="One round by hand",
        objective=LEARNED,
        level="warm-up",
        see="Examples in, rule out",
        task=(
            "A neuron reads strips of three pixels: left, middle, right. It starts with three "
            "weights of 0 and a bias of 0 and goes once through four strips: "
            f"{shown[0]}, a one; {shown[1]}, a nought; {shown[2]}, a one; {shown[3]}, a nought. It "
            "says one if its sum is not below 0, and learns as in the section above. Enter the "
            "three weights and the bias after the round, with one decimal."
        ),
        solution=solution,
        judge=NumberJudge(("left", "middle", "right", "bias"), decimals=1),
        traps=(
            Trap("silent at zero", lambda: round_with(lambda target, z: target - int(z > 0)),
                 "You let the neuron say nought at a sum of exactly 0. It says one as long as its "
                 "sum is not *below* 0, so the first strip is answered rightly."),
            Trap("wrong way", lambda: round_with(lambda target, z: int(z >= 0) - target),
                 "The weights move the wrong way. After a one that was missed they grow; after a "
                 "nought that was called a one they shrink."),
            Trap("moves when it was right",
                 lambda: round_with(lambda target, z: 2 * target - 1),
                 "You changed the weights at every strip. When the answer is right, nothing "
                 "happens."),
            Trap("bias unmoved", lambda: round_with(bias=0),
                 "The bias has stayed behind. It goes up or down by 1 together with the weights."),
            Trap("ink forgotten", lambda: round_with(ink=np.ones_like),
                 "All weights moved by 1. Each moves by the ink at its own place: where there was "
                 "little, little changes."),
            Trap("learns from one kind of mistake",
                 lambda: round_with(lambda target, z: max(target - int(z >= 0), 0)),
                 "The neuron has learned nothing from a nought that it called a one. Then every "
                 "weight shrinks by the ink at its place."),
        ),
        hints=(
            "For each strip, first find out what the neuron says. Only then ask whether anything "
            "has to move.",
            "Multiply each pixel by its weight, add the three and the bias. Compare with 0, then "
            "with the right answer. After a mistake add or subtract the whole strip, and 1 at the "
            "bias.",
            "Four numbers in a list: one of the weights is positive, two are not, and neither is "
            "the bias. Three of the four strips are answered wrongly.",
        ),
    )


STRIPS = varied(strips_by_hand, four_strips, other_strips)


# Exercise 1.2


def lost_heaps(takes: tuple[int, ...] = (1, 3, 4)) -> list[int]:
    """The three smallest heaps that are lost for whoever is to move."""
    lost: list[int] = []
    heap = 0
    while len(lost) < 4:
        if not any(heap - take in lost for take in takes):
            lost.append(heap)
        heap += 1
    return lost[1:]


OTHER_RULES = (  # each with 1 and 4 and without 2, and each loses other heaps
    (1, 4, 5), (1, 4, 8), (1, 3, 4, 9), (1, 4, 5, 6), (1, 4, 6, 7), (1, 4, 7, 8), (1, 4, 7, 11),
    (1, 4, 5, 9, 10), (1, 4, 5, 6, 7), (1, 4, 5, 7, 8), (1, 3, 4, 7, 10), (1, 3, 4, 9, 10),
    (1, 4, 5, 8, 9), (1, 4, 5, 10, 12), (1, 4, 6, 7, 8), (1, 4, 6, 7, 10), (1, 4, 7, 8, 9),
)


def other_rules(rng: np.random.Generator) -> Numbers:
    """Other numbers of matches that may be taken."""
    return (OTHER_RULES[rng.integers(len(OTHER_RULES))],)


def lost_in_order(takes: tuple[int, ...], *, last_loses: bool = False) -> list[int]:
    """All lost heaps up to 30, also of the game in which whoever takes the last match has lost."""
    won = [last_loses]
    for heap in range(1, 31):
        won.append(any(take <= heap and not won[heap - take] for take in takes))
    return [heap for heap in range(1, 31) if not won[heap]]


def heaps(solution: Solution, takes: tuple[int, ...]) -> Exercise:
    """The lost heaps of the game in which so many matches may be taken."""
    first, second, third = solution()
    guess = max(takes) + 1
    slow = [heap for heap in range(1, 20) if heap not in takes][:3]
    saved = next(t for t in takes if guess - t in (first, second, third))
    moves = listed(takes).replace(" and ", " or ")
    return Exercise(
        id="1.2",
        title="Another heap of matches",
        objective=WAYS,
        level="core",
        see="A third way: remember everything",
        task=(
            f"New rules: two players take {moves} matches in turn, and who takes the last one "
            "wins. Search by hand, from the small heaps upwards. Which are the three smallest "
            "heaps that are lost for whoever is to move, if the other makes no mistake? (The empty "
            "heap does not count.)"
        ),
        solution=solution,
        judge=NumberJudge(("smallest", "second", "third"), decimals=0),
        traps=(
            Trap("the old game", lambda: [4, 8, 12],
                 "These are the lost heaps of the old game, where 2 could be taken and 4 could "
                 "not. A search has to be done again when the rules change."),
            Trap("a rule guessed", lambda: [guess, 2 * guess, 3 * guess],
                 "Multiples of one more than the largest move: that works when every smaller "
                 f"number can be taken too. Here 2 cannot. Try a heap of {guess}: take {saved}, "
                 "and what is left?"),
            Trap("won for lost", lambda: takes[:3],
                 "From these heaps one can take everything and has won. Asked for are those from "
                 "which every move leads to a heap that the other wins."),
            Trap("one move ahead", lambda: slow,
                 "From these heaps one cannot win *at once*. Look one move further: from "
                 f"{slow[1]}, is there a move to a heap that is lost for the other?"),
            Trap("one of them left out", lambda: [first, second, lost_in_order(takes)[3]],
                 "The first two are right. Between the second and your third there is another: try "
                 f"every heap in turn, with all {spelled(len(takes))} moves."),
            Trap("multiples of the first", lambda: [first, 2 * first, 3 * first],
                 "The first is right. The others are not its multiples: from "
                 f"{2 * first} one takes everything."),
            Trap("empty heap counted", lambda: [0, first, second],
                 "You began with the empty heap. Whoever faces it has lost, and the search starts "
                 "from there; but the task does not count it, so one is still missing at the end."),
            Trap("the last match loses",
                 lambda: lost_in_order(takes, last_loses=True)[:3],
                 "You searched well, and played another game: there whoever takes the last match "
                 "loses. Here that player wins, so an empty heap is lost for whoever faces it."),
        ),
        hints=(
            "Begin with a heap of 1, then 2, and write behind each: won or lost.",
            "A heap is won if *some* move leads to a heap that is lost; it is lost if *every* move "
            "leads to a heap that is won. The empty heap is lost for whoever finds it.",
            f"Three whole numbers in a list, the third below {third + 3}.",
        ),
    )


HEAPS = varied(heaps, lost_heaps, other_rules)


# Exercise 1.3


def nearest(picture: Array, X: Array, y: Array) -> Any:
    """Return the answer that belongs to the most similar row of X."""
    return y[np.argmin(((X - picture) ** 2).sum(axis=1))]


def nearest_ink(picture: Array, X: Array, y: Array) -> Any:
    """Return the answer that belongs to the most similar row of X."""
    differences = np.abs(X.sum(axis=1) - picture.sum())
    return y[np.argmin(differences)]


def pictures(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Two strips with the same ink, then random ones with one that is clearly the nearest."""
    yield np.array([1.0, 0.0]), np.array([[0.0, 1.0], [0.75, 0.0]]), np.array([7, 3])
    yield np.array([0.0, 0.5, 1.0]), np.array([[1.0, 0.5, 0.0], [0.0, 1.0, 1.0]]), np.array([4, 9])
    found = 0
    while found < 24:
        X, picture = rng.random((5, 4)), rng.random(4)
        apart = np.sort(((X - picture) ** 2).sum(axis=1))
        if apart[1] - apart[0] > 0.05:
            found += 1
            yield picture, X, rng.permutation(10)[:5]


LOOK_UP = Exercise(
    id="1.3",
    title="Mend the look-up",
    objective=WAYS,
    level="core",
    see="A third way: remember everything",
    task=(
        "`nearest(picture, X, y)` should return the answer that belongs to the most similar row of "
        "`X`: the one with the smallest sum of squared differences, pixel by pixel. The program "
        "below finds a nought in a one, if both are drawn with the same amount of ink. Mend it."
    ),
    solution=nearest,
    judge=FunctionJudge(pictures, given=nearest_ink),
    traps=(
        Trap("as it was", lambda picture, X, y: y[np.argmin(np.abs((X - picture).sum(axis=1)))],
             "It still compares the amounts of ink: where one pixel is too dark and another too "
             "light, the two cancel. Make each difference count before you add them."),
        Trap("signs kept", lambda picture, X, y: y[np.argmin((X - picture).sum(axis=1))],
             "The differences keep their signs, so the row with the least ink always wins. A pixel "
             "that is too light differs as well."),
        Trap("most different", lambda picture, X, y: y[np.argmax(((X - picture) ** 2).sum(axis=1))],
             "This is the row that differs most."),
        Trap("place for answer", lambda picture, X, y: np.argmin(((X - picture) ** 2).sum(axis=1)),
             "You return the place of the most similar row. Wanted is the answer that stands at "
             "that place."),
        Trap("added over the pictures",
             lambda picture, X, y: y[np.argmin(((X - picture) ** 2).sum(axis=0))],
             "You add over the rows, and get a number for each pixel. Wanted is one for each "
             "picture of `X`."),
        Trap("not squared", lambda picture, X, y: y[np.argmin(np.abs(X - picture).sum(axis=1))],
             "You add the sizes of the differences. The task squares them, so that one large "
             "difference weighs more than several small ones."),
        Trap("largest product", lambda picture, X, y: y[np.argmax(X @ picture)],
             "You multiply the pixels and take the row with the largest sum. A row with ink "
             "everywhere wins that against every picture; similar is the row that differs "
             "little."),
        Trap("worst pixel alone",
             lambda picture, X, y: y[np.argmin(np.abs(X - picture).max(axis=1))],
             "You go by the one pixel that differs most. All of them count: add up what they "
             "differ by."),
    ),
    hints=(
        "Two strips, (1, 0) and (0, 1): what does the program think of them?",
        "First subtract the picture from each row, pixel by pixel. Square what you get, so that no "
        "two differences can cancel. Then add within each row.",
        "Two lines, as in the program; only the first has to change.",
    ),
)


# Exercise 1.4


def cries_below() -> dict[str, Any]:
    """A state of the figure that cries at 34 degrees and is silent at 36."""
    return {"x": [-3.0], "w": [-3.0], "b": -6.0, "activation": "sigmoid"}


def says(state: Mapping[str, Any], x1: float) -> float:
    """What the figure's neuron says at an input."""
    return float(1 / (1 + np.exp(-(state["w"][0] * x1 + state["b"]))))


TOO_COLD = Exercise(
    id="1.4",
    title="Too cold",
    objective=PARTS,
    level="warm-up",
    see="A network to hold in one hand",
    task=(
        "Turn the neuron of the figure, `alarm`, into one that cries when the water is too cold: "
        "at 34 degrees, an input of −3, it should say at least 0.9, and at 36 degrees, an input of "
        "−1, at most 0.1. Keep the sigmoid."
    ),
    solution=cries_below,
    judge=FigureJudge("Neuron", (
        Goal("another neuron", lambda s: s["activation"] == "sigmoid" and len(s["w"]) == 1,
             "The neuron has to keep its one input and the sigmoid; weight and bias are yours."),
        Goal("cries in the heat", lambda s: s["w"][0] < 0,
             "The warmer the water, the more it says: this is an alarm for heat. Which number has "
             "to change its sign?"),
        Goal("silent in the cold", lambda s: says(s, -3) >= 0.5,
             "At 34 degrees it says less than one half. The sum at an input of −3 has to be above "
             "0: the bias decides where the neuron changes its mind."),
        Goal("cries at 36", lambda s: says(s, -1) <= 0.5,
             "It cries at 36 degrees already. The sum at an input of −1 has to be below 0, and "
             "there the weight and the bias pull in opposite directions."),
        Goal("too soft", lambda s: says(s, -3) >= 0.9 - 1e-9 and says(s, -1) <= 0.1 + 1e-9,
             "It changes its mind between 34 and 36 degrees, as it should, but not surely enough "
             "for 0.9 and 0.1. A steeper curve needs a larger weight, and then another bias."),
    )),
    traps=(),
    hints=(
        "At which input should the neuron say exactly one half?",
        "The weight says how steep the curve is and whether it rises or falls; the sum is 0 where "
        "it changes its mind, in the middle between the two inputs. Set the weight first.",
        "A negative weight beyond −2, and a negative bias about twice as large. Move the sliders, "
        "then run the cell; or set `alarm.w` and `alarm.b` in Python.",
    ),
)


# Exercise 1.5


def one_knob(
    answers: tuple[float, ...] = (0.8, 0.4, 0.5), knob: float = 1.2, turned: float = 0.1506
) -> tuple[float, float, float]:
    """The loss, the slope, and where the knob stands after the step."""
    verdicts = np.array([1, 0, 1])
    loss = np.mean((answers - verdicts) ** 2)
    slope = (turned - loss) / 0.01
    return float(loss), float(slope), float(knob - 2 * slope)


def other_knob(rng: np.random.Generator) -> Numbers | None:
    """Answers whose loss has two decimals, nearer to no than to yes, and a knob to turn down."""
    answers = picks(rng, 3, 0.1, 0.9, 0.1)
    loss, knob = one_knob(answers)[0], pick(rng, 0.6, 3, 0.1)
    turned = round(loss + 0.01 * pick(rng, 0.03, 0.09, 0.01), 4)
    fits = abs(loss - round(loss, 2)) < 1e-9 and sum(answers) < 1.95 and loss > 0.05
    return (answers, knob, turned) if fits else None


def turning(
    solution: Solution, answers: tuple[float, ...], knob: float, turned: float
) -> Exercise:
    """A network's loss on three baths, and one knob that makes it larger."""
    loss, rise, _ = solution()
    misses = np.subtract(answers, (1, 0, 1))

    def standing(loss: float = loss, turn: float = 0.01, new: float | None = None
                 ) -> tuple[float, ...]:
        """The three numbers with one of them taken wrongly, and what follows from it."""
        slope = (turned - loss) / turn
        return loss, slope, knob - 2 * slope if new is None else new

    return Exercise(
        id="1.5",
        title="Turn one knob",
        objective=PARTS,
        level="core",
        see="Turning knobs",
        task=(
            f"A small network answers {listed(answers)} to three baths; the verdicts were 1, 0 and "
            f"1. What is the loss? One knob stands at {num(knob)}. Turned up by 0.01 it makes the "
            f"loss {num(turned)}. By how much does the loss rise for each unit of the knob? "
            "Training turns the knob by twice that number, in the direction that helps: where does "
            "it stand then? Enter all three, with two decimals."
        ),
        solution=solution,
        judge=NumberJudge(("loss", "rise per unit", "knob"), decimals=2),
        traps=(
            Trap("sum for mean", lambda: standing(3 * loss),
                 "This is the sum over the three baths. The loss is their average."),
            Trap("not squared", lambda: standing(np.abs(misses).mean()),
                 "You averaged the differences themselves. Each is squared first."),
            Trap("differences cancel", lambda: standing(misses.mean()),
                 "You averaged differences with their signs, and they cancel: a loss is never "
                 "below 0. Square each one first."),
            Trap("uphill", lambda: standing(new=knob + 2 * rise),
                 "Loss and rise are right. Turned up, this knob made things worse: which way "
                 "helps?"),
            Trap("twice forgotten", lambda: standing(new=knob - rise),
                 "Loss and rise are right. The knob turns by *twice* the rise."),
            Trap("not for each unit", lambda: standing(turn=1),
                 "By so much the loss rose for a turn of 0.01. For each whole unit it is a hundred "
                 "times as much."),
            Trap("only the change", lambda: standing(new=-2 * rise),
                 "Loss and rise are right. By so much the knob turns; asked for is where it stands "
                 "then."),
        ),
        hints=(
            "Three questions, one after the other: how wrong is it, which way is up, where is "
            "down?",
            "Loss: answer minus verdict, squared, averaged over the three. Rise: the new loss "
            "minus the old one, divided by the turn. The knob then goes against the rise, by twice "
            "its size.",
            "Three numbers in a list: two small positive ones, and one a little below "
            f"{num(knob)}.",
        ),
    )


KNOB = varied(turning, one_knob, other_knob)


# Exercise 1.6


def not_by_itself() -> None:
    """It found the seven numbers, its weights and biases, by itself.

    Somebody decided the rest: which examples and verdicts it saw, that it had two hidden neurons,
    where it started and how long its steps were, and what counts as loss. With another start the
    same machine found another solution, or none.
    """


BY_ITSELF = Exercise(
    id="1.6",
    title="By itself?",
    objective=LEARNED,
    level="core",
    see="Turning knobs",
    task=(
        '"The network worked out by itself what a good bath is", says the newspaper. Correct it in '
        "two sentences: what did the machine find, and what had somebody decided before?"
    ),
    solution=not_by_itself,
    judge=SentenceJudge((
        "Do you say that what it found are numbers, its weights and biases?",
        "Do you name at least two decisions of its author: the examples, the number of neurons, "
        "the start, the steps, the loss?",
        "Do you say where the idea of a good bath came from?",
    ), fewest_words=12),
    traps=(),
    hints=(
        "What was different after the thousand steps, and what was the same?",
        "Go through the programs of the section and ask of every line: did the machine change it, "
        "or did somebody write it?",
        "Two sentences in quotation marks, one for what was found and one for what was given.",
    ),
)


# Exercise 1.7


def what_the_morning_shows() -> None:
    """Sooner or later the program stops, or talks nonsense, and the clerk notices at once.

    The network goes on answering, a little worse each morning, because what it knows is spread
    over many neurons; nobody notices until somebody counts its mistakes.
    """


MORNING = Exercise(
    id="1.7",
    title="The morning after",
    objective=DAMAGE,
    level="core",
    see="Take a piece out",
    task=(
        "Two machines sort letters by their postcodes: a program of rules, and a network with many "
        "more hidden neurons than it needs. Every night a fault deletes one character of the "
        "program and one hidden neuron of the network. What does the clerk notice in the morning, "
        "in the one case and in the other, and why?"
    ),
    solution=what_the_morning_shows,
    judge=SentenceJudge((
        "Do you say that the program mostly stops or goes visibly wrong?",
        "Do you say that the network goes on answering, and becomes worse little by little?",
        "Do you give the reason: its knowledge sits in no single place?",
        "Do you say that its damage shows only if somebody counts mistakes?",
    ), fewest_words=12),
    traps=(),
    hints=(
        "Which of the two is easier to live with on the first morning? And after a month?",
        "Look at the two results of the section: what became of the program with one character "
        "less, and of the reader with eight neurons less? Then ask who would have noticed.",
        "Two sentences in quotation marks, one for each machine, each with a because.",
    ),
)


# Exercise 1.8


def two_bills(
    millions: int = 200, pictures: int = 500_000, rounds: int = 40
) -> tuple[float, float]:
    """Days on the Cray-1, hours on the graphics cards."""
    one_picture = millions * 1e6 * 3  # there, and twice that for the way back
    work = one_picture * pictures * rounds
    return work / 160e6 / 86400, work / (3e12 / 3) / 3600


def other_bills(rng: np.random.Generator) -> Numbers | None:
    """A network that would have kept the Cray-1 busy for between two and three years."""
    numbers = pick(rng, 100, 900, 10), pick(rng, 100_000, 900_000, 50_000), pick(rng, 15, 90)
    return numbers if 750 < two_bills(*numbers)[0] < 1080 else None


def bill(solution: Solution, millions: int, pictures: int, rounds: int) -> Exercise:
    """What it costs to train so large a network on so many pictures, in 1976 and in 2010."""
    work = 3.0 * millions * 1e6 * pictures * rounds

    def bills(work: float = work, day: float = 86400, speed: float = 1e12,
              hour: float = 3600) -> tuple[float, float]:
        """Both times for another amount of work, another speed or other units."""
        return work / 160e6 / day, work / speed / hour

    return Exercise(
        id="1.8",
        title="A bill from 1976",
        objective=WAIT,
        level="stretch",
        see="Why around 2010?",
        task=(
            f"A network takes {millions} million operations for the way through it with one "
            f"picture; the way back costs twice as much. It is to go {rounds} times through "
            f"{pictures // 1000} 000 pictures. How many days would the Cray-1 have calculated, at "
            "160 million operations a second? How many hours do graphics cards take that could do "
            "3 000 000 million operations a second and reach a third of that? Enter both, with one "
            "decimal."
        ),
        solution=solution,
        judge=NumberJudge(("days on the Cray-1", "hours on the cards"), decimals=1),
        traps=(
            Trap("way back forgotten", lambda: bills(work / 3),
                 "This is the way there alone. Training also needs the way back, which costs twice "
                 "as much again."),
            Trap("way back counted once", lambda: bills(2 * work / 3),
                 "You counted the way back like the way there. It costs twice as much, so there "
                 f"and back are three times {millions} million."),
            Trap("once through", lambda: bills(work / rounds),
                 "This is for going through the pictures once. It goes through them "
                 f"{rounds} times."),
            Trap("full speed", lambda: bills(speed=3e12),
                 "The days are right. The cards reach a third of their speed, so they take three "
                 "times as long as that."),
            Trap("a third taken away", lambda: bills(speed=2e12),
                 "The days are right. You took a third of the speed away. What is left is a "
                 "third."),
            Trap("hours for days", lambda: bills(day=3600),
                 "The hours on the cards are right. The first number is in hours as well; a day "
                 "has 24 of them."),
            Trap("minutes for hours", lambda: bills(hour=60),
                 "The days are right. The second number is in minutes."),
        ),
        hints=(
            "First the whole work, in operations. Only then ask how fast somebody does it.",
            "Operations for one picture there and back, times pictures, times rounds. Divide by "
            "operations a second, which gives seconds; a day has 86 400 of them, an hour 3600.",
            "Two numbers in a list: more than two years' worth of days, and an afternoon of hours.",
        ),
    )


BILL = varied(bill, two_bills, other_bills)


EXERCISES = (STRIPS, HEAPS, LOOK_UP, TOO_COLD, KNOB, BY_ITSELF, MORNING, BILL)
