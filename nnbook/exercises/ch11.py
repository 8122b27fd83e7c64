"""The exercises of chapter 11, "Kinds of networks"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnbook.activations import sigmoid, softmax
from nnbook.exercises._engine import Exercise, Trap
from nnbook.exercises._figures import FigureJudge, Goal
from nnbook.exercises._functions import FunctionJudge, Property
from nnbook.exercises._numbers import NumberJudge
from nnbook.exercises._order import OrderJudge, Rule
from nnbook.exercises._sentences import SentenceJudge
from nnbook.exercises._variants import Numbers, Solution, listed, num, pick, picks, spelled, varied

__all__ = ["EXERCISES"]

# fmt: off

Array = NDArray[np.float64]

TINY = 1e-6

LOOP = "Say when a neuron that hears itself forgets, remembers or explodes"
SEQUENCE = "Train on a sequence, and name the baseline to beat"
LOOKING = "Look back by queries and keys, and say what shares do not tell"
SHARING = "Say who hears whom, and which wires share one weight"
SLIDING = "Say what a filter gains by sliding, and what it does not"
DIVIDING = "Let neurons divide a space, a job or an image among themselves"
PLAYING = "Let two networks play against each other"
CHOOSING = "Name a task for each kind, and one on which something simpler wins"


# Exercise 11.1

OFFERED = (0.5, 0.9, 1, 1.1, 1.5, 2, 3)  # the positive weights that the figure offers


def after_thirty(w: float, bend: Callable[[Any], Any] = np.tanh) -> float:
    """What the neuron says thirty moments after a tap of 1."""
    a = bend(1.0)
    for _ in range(30):
        a = bend(w * a)
    return float(a)


def straight_on(z: Any) -> Any:
    """No bend at all."""
    return z


def where_it_latches() -> tuple[float, float, float, float]:
    """The first weight that remembers, what it says bent and straight, and what 1 says bent."""
    w = next(w for w in OFFERED if after_thirty(w) > 0.4)
    return w, after_thirty(w), after_thirty(w, straight_on), after_thirty(1)


LATCH = Exercise(
    id="11.1",
    title="Where memory begins",
    objective=LOOP,
    level="warm-up",
    see="One neuron, one bit",
    task=(
        "Use the figure above. Switch to tanh and go through the weights above 0. Which is the "
        "smallest of them at which the neuron still says more than 0.4 at moment 30? Enter that "
        "weight; what the neuron says there at moment 30; what it says at the same weight without "
        "a bend; and what it says with tanh at a weight of 1. Three decimals, as the figure shows "
        "them."
    ),
    solution=where_it_latches,
    judge=NumberJudge(("weight", "with tanh", "without", "tanh at 1"), decimals=3),
    traps=(
        Trap("bend left out",
             lambda: (1, after_thirty(1, straight_on), after_thirty(1, straight_on),
                      after_thirty(1)),
             "The second control of your figure stands at none. Without a bend 1 is the border; "
             "tanh takes a little off at every moment, so the loop has to make up for it."),
        Trap("strongest for smallest",
             lambda: (3, after_thirty(3), after_thirty(3, straight_on), after_thirty(1)),
             "This weight remembers best. Asked for is the first that remembers at all: go down "
             "from here until the answer is gone."),
        Trap("well above the border",
             lambda: (2, after_thirty(2), after_thirty(2, straight_on), after_thirty(1)),
             "It remembers here, but not here first. Try the weights between 1 and 2."),
        Trap("columns swapped",
             lambda: (1.1, after_thirty(1.1, straight_on), after_thirty(1.1), after_thirty(1)),
             "The weight is right, and the two numbers behind it stand in each other's place. "
             "Which of the two can grow beyond 1 at all?"),
        Trap("last number without the bend",
             lambda: (*where_it_latches()[:3], after_thirty(1, straight_on)),
             "The first three are right. The last one is the straight neuron at weight 1, which "
             "keeps the tap as it was. With tanh it fades, slowly."),
    ),
    hints=(
        "A tap that fades is small at moment 30. Where does it stop getting small?",
        "With tanh, step through the weights upward from 0 and read the number in the figure's "
        "corner. At the weight you have found, switch the bend off; then go back to tanh and to 1.",
        "Four numbers in a list. The second and the fourth lie between 0 and 1, the third is "
        "larger than 10.",
    ),
)


# Exercise 11.2


def four_moments(
    w: float = -0.5, first: float = 2, third: float = 1
) -> tuple[float, float, float, float]:
    """The answers at moments 2, 3 and 4, and the slope of the last one for the first input."""
    a, heard = 0.0, []
    for x in (first, 0, third, 0):
        a = w * a + x
        heard.append(a)
    return heard[1], heard[2], heard[3], w**3


def other_moments(rng: np.random.Generator) -> Numbers | None:
    """A weight between -1 and 0, and a slope that is smaller than all the answers."""
    w, first, third = -pick(rng, 0.2, 0.9, 0.1), pick(rng, 2, 6), pick(rng, 1, 5)
    *answers, slope = np.abs(four_moments(w, first, third))
    return (w, first, third) if first != third and slope < min(answers) else None


def moments(solution: Solution, w: float, first: float, third: float) -> Exercise:
    """What a neuron says that hears itself through a negative weight."""
    slope = w**3

    def loop_of(
        w: float = w,
        slope: float = slope,
        hear: Callable[[float, float, float, float], float] | None = None,
    ) -> tuple[float, float, float, float]:
        """The four numbers with another loop: `hear(w, a, x, x_before)` gives the next answer."""
        a, before, heard = 0.0, 0.0, []
        for x in (first, 0, third, 0):
            a = hear(w, a, x, before) if hear else w * a + x
            before = x
            heard.append(a)
        return heard[1], heard[2], heard[3], slope

    return Exercise(
        id="11.2",
        title="Four moments, by hand",
        objective=LOOP,
        level="warm-up",
        see="A neuron that hears itself",
        task=(
            f"A neuron without a bend hears itself through a weight of {w:g}. Its inputs at four "
            f"moments are {first}, 0, {third} and 0, and before the first it said 0. At the first "
            f"moment it says {first}. What does it say at the second, the third and the fourth? "
            "And what is the slope of its fourth answer for its first input? Enter all four, with "
            "three decimals."
        ),
        solution=solution,
        judge=NumberJudge(("second", "third", "fourth", "slope"), decimals=3),
        traps=(
            Trap("sign of the weight lost", lambda: loop_of(-w, -slope),
                 "The weight is negative: whatever the neuron has said pushes it the other way at "
                 "the next moment."),
            Trap("hears the last input",
                 lambda: loop_of(hear=lambda w, a, x, before: w * before + x),
                 "You fed back the last *input*. The wire comes from the output, so what runs "
                 "round it is the last answer, with all that is still in it."),
            Trap("no memory", lambda: loop_of(slope=0.0, hear=lambda w, a, x, before: x),
                 "These are the inputs. The wire from the output back to the input has been left "
                 "out."),
            Trap("new input weighed too", lambda: loop_of(hear=lambda w, a, x, before: w * (a + x)),
                 "You sent the new input through the loop's weight as well. Only the old answer "
                 "comes by that wire."),
            Trap("nothing forgotten", lambda: loop_of(hear=lambda w, a, x, before: a + x),
                 "The answers add up as if the loop had a weight of 1."),
            Trap("one factor too many", lambda: loop_of(slope=w**4),
                 "The answers are right. From the first moment to the fourth there are four "
                 "moments, and how many passages between them?"),
            Trap("one passage only", lambda: loop_of(slope=w),
                 "The answers are right. The slope is that for the input one moment ago; the first "
                 "input has gone round more often."),
            Trap("factors added", lambda: loop_of(slope=3 * w),
                 "The answers are right. Along a chain the ratios multiply: a part of a part of a "
                 "part."),
            Trap("sign of the slope lost", lambda: loop_of(slope=-slope),
                 "The answers are right. On its way round, the share of the first input has turned "
                 "its sign each time it passed the wire."),
            Trap("answer for slope", lambda: loop_of(slope=solution()[2]),
                 "The answers are right. The slope asks how far the fourth answer moves if the "
                 "first input is one larger, and nothing else changes."),
            Trap("answer's part for its slope", lambda: loop_of(slope=first * slope),
                 f"The answers are right. Your slope is what the first input, {first}, has left "
                 "behind in the fourth answer. The slope is what one unit more of it would do."),
        ),
        hints=(
            "What runs round the wire: what came in last time, or what came out?",
            "Each answer is the new input plus the loop's weight times the last answer. For the "
            "slope, follow one unit of the first input forward and count how often it passes the "
            "wire.",
            "Four numbers in a list, with signs in turn: negative, positive, negative, negative. "
            "The last is the smallest.",
        ),
    )


FOUR = varied(moments, four_moments, other_moments)


# Exercise 11.3


def slope_of_loop(w: Any, states: Any, target: Any) -> Any:
    """Return the slope of the squared error for the weight of a loop without a bend."""
    slope = 0.0
    tag = 2 * (states[-1] - target)
    for before in reversed(states[:-1]):
        slope = slope + tag * before
        tag = w * tag
    return slope


THROUGH_TIME = Exercise(
    id="11.3",
    title="Backward through time",
    objective=SEQUENCE,
    level="core",
    see="A layer that hears itself: recurrent networks",
    task=(
        "A neuron without a bend has heard a sequence. `states` are its answers in their order, "
        "the 0 before the first included, and `target` is what it should have said at the end. "
        "Here are the lines of a program that finds the slope of the squared error for the loop's "
        "weight `w`; `tag` is the slope for the state at which the way back has arrived. They have "
        "been shuffled; the indentation is right. Give the letters in an order that works."
    ),
    solution=slope_of_loop,
    judge=OrderJudge((4, 2, 5, 1, 3, 0), (
        Rule("sum not begun", "F", "B",
             "Inside the loop the slope is added to, and there is nothing yet to add to."),
        Rule("tag before the way back", "D", "B",
             "The way back starts with the tag of the last state. It has to be there before the "
             "loop begins."),
        Rule("returned too early", "B", "C",
             "Behind `return` nothing is done: the way back has not been walked yet."),
        Rule("used before the loop", "B", "E",
             "`before` is the state that the loop has arrived at. The line that uses it stands "
             "inside the loop."),
        Rule("stepped before the loop", "B", "A",
             "The tag takes one step back at each moment, so that line stands inside the loop."),
        Rule("tag moved on too early", "E", "A",
             "The tag has gone one moment further back before it was used. At each link the "
             "weight's share is tag times what came in; only then does the tag pass the weight."),
        Rule("returned inside", "A", "C",
             "`return` comes last. Here the tag would never pass the weight."),
    )),
    traps=(),
    hints=(
        "The weight stands in every link of the chain. What does each link contribute, and what is "
        "done with the contributions?",
        "First what the loop needs at its beginning. Then, link by link from the last: the share "
        "of this link, and the tag's passage to the state before it.",
        'Six letters in a row, such as "ABCDEF". The last is C, and two orders are right.',
    ),
)


# Exercise 11.4


def states(W: Array, U: Array, b: Array, X: Array) -> Any:
    """Return what a recurrent layer says at each step of a sequence X, a row for each step."""
    a, heard = np.zeros(len(U)), []
    for x in X:
        a = np.tanh(W @ x + U @ a + b)
        heard.append(a)
    return np.array(heard)


def sequences(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """One unit and one step, then two steps, then larger layers and longer sequences."""
    yield np.array([[1.0]]), np.array([[0.5]]), np.array([0.25]), np.array([[1.0]])
    yield np.array([[1.0]]), np.array([[0.5]]), np.array([0.25]), np.array([[1.0], [-0.5]])
    yield (np.eye(2), np.array([[0.0, 1.0], [-0.5, 0.0]]), np.array([0.1, -0.2]),
           np.array([[1.0, 0.0], [0.0, 0.0], [0.0, 0.5]]))
    for units, features, steps in ((2, 2, 3), (3, 1, 4), (2, 3, 5), (4, 2, 6)) * 3:
        yield (rng.normal(scale=0.7, size=(units, features)),
               rng.normal(scale=0.7, size=(units, units)),
               rng.normal(scale=0.5, size=units), rng.normal(size=(steps, features)))


def listener(
    rule: Callable[..., Any], *, out: Callable[[Any], Any] = straight_on,
) -> Callable[..., Array]:
    """A recurrent layer with another rule `rule(W, U, b, x, a)`; `out` is what is written down."""

    def wrong(W: Array, U: Array, b: Array, X: Array) -> Array:
        a, heard = np.zeros(len(U)), []
        for x in X:
            a = rule(W, U, b, x, a)
            heard.append(out(a))
        return np.array(heard)

    return wrong


def in_turn(W: Array, U: Array, b: Array, X: Array) -> Array:
    """A layer whose units speak one after the other, so that later ones hear too early."""
    a, heard = np.zeros(len(U)), []
    for x in X:
        for unit in range(len(U)):
            a[unit] = np.tanh(W[unit] @ x + U[unit] @ a + b[unit])
        heard.append(a.copy())
    return np.array(heard)


STATES = Exercise(
    id="11.4",
    title="A recurrent layer in a loop",
    objective=SEQUENCE,
    level="core",
    see="A layer that hears itself: recurrent networks",
    task=(
        "Write `states(W, U, b, X)`: a recurrent layer with tanh hears the sequence `X`, a row for "
        "each step, and has said 0 before the first. `W` (units, features) holds the weights of "
        "the inputs, `U` (units, units) the feedback, `b` the biases. Return what the layer says "
        "at every step, a row for each."
    ),
    solution=states,
    judge=FunctionJudge(sequences, (
        Property("tanh never leaves the space between -1 and 1, and here is a number outside it.",
                 lambda value, *inputs: bool((np.abs(value) <= 1).all())),
    )),
    forbids=("layers.recurrent.Recurrent",),
    traps=(
        Trap("no memory", listener(lambda W, U, b, x, a: np.tanh(W @ x + b)),
             "The first step is right, and every other is a first step too. Nothing of the last "
             "answer comes round to the next."),
        Trap("transposed", listener(lambda W, U, b, x, a: np.tanh(W @ x + U.T @ a + b)),
             "The feedback takes the wrong roads. A row of `U` holds what one unit hears of all "
             "the others; you send along the rows."),
        Trap("hears itself only",
             listener(lambda W, U, b, x, a: np.tanh(W @ x + np.diag(U) * a + b)),
             "Every unit hears its own last answer, and none of the others'. `U` is a matrix "
             "because all hear all."),
        Trap("bias forgotten", listener(lambda W, U, b, x, a: np.tanh(W @ x + U @ a)),
             "The biases do not take part. They are added at every step."),
        Trap("sum handed on",
             listener(lambda W, U, b, x, a: W @ x + U @ a + b, out=np.tanh),
             "What goes round the loop is the bare sum. The layer hears what it has *said*, and "
             "that has been through the bend."),
        Trap("feedback past the bend",
             listener(lambda W, U, b, x, a: np.tanh(W @ x + b) + U @ a),
             "The feedback is added behind the bend. It belongs into the sum, beside the inputs: "
             "a loop outside the bend can run away."),
        Trap("bend forgotten", listener(lambda W, U, b, x, a: W @ x + U @ a + b),
             "There is no bend in your layer: these are the sums."),
        Trap("another bend",
             listener(lambda W, U, b, x, a: 1 / (1 + np.exp(-(W @ x + U @ a + b)))),
             "The bend is a sigmoid. This layer has tanh, which may say something negative."),
        Trap("from the last to the first",
             lambda W, U, b, X: states(W, U, b, X[::-1])[::-1],
             "You hear the sequence backward. Each answer may depend on what came before it, not "
             "on what comes later."),
        Trap("one step late",
             lambda W, U, b, X: np.vstack([np.zeros(len(U)), states(W, U, b, X)[:-1]]),
             "Your first row is the silence before the first step, and the last answer is missing. "
             "Write down what the layer says after it has heard."),
        Trap("heard too early", in_turn,
             "The units hear each other at the same step: the second already hears what the first "
             "has just said. All of them hear the answers of the step before."),
    ),
    hints=(
        "What has to survive from one step to the next?",
        "Begin with as many zeros as there are units. At each step form three parts, from the "
        "input, from the last answer and from the biases; add them, bend the sum, keep the result "
        "and write it down.",
        "A loop over the rows of `X` with two lines in it. For 5 steps and 3 units the result has "
        "the shape (5, 3).",
    ),
)


# Exercise 11.5


def against_friend(series: Array, forecast: Array) -> float:
    """Return the forecast's typical error, divided by that of the last value."""
    own = forecast[1:] - series[1:]
    friends = series[:-1] - series[1:]
    return float(np.sqrt(np.mean(own**2) / np.mean(friends**2)))


def against_clairvoyant(series: Array, forecast: Array) -> Any:
    """Return the forecast's typical error, divided by that of the last value."""
    friend = np.roll(series, 1)
    own = np.sqrt(np.mean((forecast - series) ** 2))
    return own / np.sqrt(np.mean((friend - series) ** 2))


def forecasts(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Three moments, then more; the last value is never right by chance all along."""
    yield np.array([1.0, 3.0, 4.0]), np.array([3.0, 3.0, 3.0])
    yield np.array([0.0, 1.0, 3.0, 7.0]), np.array([0.0, 1.0, 2.0, 6.0])
    for length in (4, 6, 9, 15) * 3:
        series = np.cumsum(rng.normal(size=length)) + rng.normal()
        yield series, series + rng.normal(scale=0.7, size=length) + 0.3


def root(errors: Array) -> float:
    """The root of the mean square."""
    return float(np.sqrt(np.mean(errors**2)))


def against(own: Callable[[Array, Array], Array], friends: Callable[[Array], Array],
            ) -> Callable[..., float]:
    """The quotient of two other typical errors."""
    return lambda series, forecast: root(own(series, forecast)) / root(friends(series))


FRIEND = Exercise(
    id="11.5",
    title="Mend the friend",
    objective=SEQUENCE,
    level="core",
    see="Next year's sunspots",
    task=(
        "`against_friend(series, forecast)` should return the typical error of a forecast, the "
        "root of the mean square, divided by that of the friend who says *the same as last time*. "
        "`forecast[t]` is meant for `series[t]`. Before the first moment there is nothing that the "
        "friend could repeat, so both are judged from the second on. The program below gives the "
        "friend something else to say at the first. Mend it."
    ),
    solution=against_friend,
    judge=FunctionJudge(forecasts, given=against_clairvoyant),
    traps=(
        Trap("as it was",
             against(lambda s, f: f - s, lambda s: np.concatenate([s[-1:], s[:-1]]) - s),
             "At one end the friend is still given a value from the other end of the series, which "
             "he cannot know. `np.roll` goes round in a circle."),
        Trap("own first moment kept", against(lambda s, f: f - s, lambda s: s[1:] - s[:-1]),
             "The friend is mended. The forecast is still judged at the first moment as well, at "
             "which he had nothing to say: both want the same moments."),
        Trap("half mended",
             against(lambda s, f: f[1:] - s[1:], lambda s: np.roll(s, 1) - s),
             "The forecast is judged from the second moment on. The friend still stands at the "
             "first, with a value from the far end of the series."),
        Trap("a free point for the friend",
             against(lambda s, f: f - s, lambda s: np.concatenate([[0.0], s[1:] - s[:-1]])),
             "You let the friend be right at the first moment. A moment at which he could not "
             "speak should not count for anybody."),
        Trap("zero for the unknown",
             against(lambda s, f: f - s, lambda s: np.concatenate([[0.0], s[:-1]]) - s),
             "At the first moment your friend says 0. He does not: he has nothing to say there, "
             "and that moment drops out for both."),
        Trap("one moment late",
             against(lambda s, f: f[:-1] - s[1:], lambda s: s[1:] - s[:-1]),
             "The forecast is compared with the moment behind the one it was made for. Drop the "
             "first entry of both, not the last of one."),
        Trap("cut at the wrong end",
             against(lambda s, f: f[:-1] - s[:-1], lambda s: s[1:] - s[:-1]),
             "You left out the last moment of the forecast and kept the first. The one without a "
             "yesterday is the first."),
        Trap("upside down", lambda s, f: 1 / against_friend(s, f),
             "This is the friend's error divided by the forecast's. Below 1 should mean that the "
             "forecast is the better one."),
        Trap("root forgotten", lambda s, f: against_friend(s, f) ** 2,
             "You divide the mean squares. A typical error is the root of one."),
        Trap("mean size of the errors",
             lambda s, f: float(np.abs(f - s)[1:].mean() / np.abs(np.diff(s)).mean()),
             "You took the mean of the errors' sizes. Asked for is the root of the mean square, "
             "which minds large errors more."),
        Trap("mean for the friend",
             against(lambda s, f: f[1:] - s[1:], lambda s: s[1:] - s[1:].mean()),
             "You divide by the error of somebody who always says the mean of the series. This "
             "friend says the same as last time."),
        Trap("spread of the errors",
             lambda s, f: float(np.std((f - s)[1:]) / np.std(np.diff(s))),
             "You took the spread of the errors around their mean. A forecast that is always too "
             "high by the same amount would look perfect."),
    ),
    hints=(
        "Write down for a series of three numbers what the friend says at each moment. What does "
        "the program let him say at the first?",
        "Form the errors of both for the same moments, from the second to the last. The friend's "
        "are the differences between each value and the one before it.",
        "Two or three lines and a single number; for a forecast that repeats the last value it is "
        "1.",
    ),
)


# Exercise 11.19


def outvoted(
    query: float = 2, keys: tuple[float, ...] = (1, 0.5, 0),
    values: tuple[float, ...] = (3, -1, 4), silent: int = 4,
) -> tuple[float, ...]:
    """The first moment's share, the answer, and the answer among so many silent moments."""
    votes = np.exp(query * np.array(keys))
    shares = votes / votes.sum()
    drowned = votes @ values / (votes.sum() + silent)
    return float(shares[0]), float(shares @ values), float(drowned)


def other_votes(rng: np.random.Generator) -> Numbers | None:
    """A loud first moment, a third with a key of 0, and an answer that the silence halves."""
    query, middle, silent = pick(rng, 1, 3, 0.5), pick(rng, 0.2, 0.9, 0.1), pick(rng, 3, 9)
    values = pick(rng, 2, 6), -pick(rng, 1, 3), pick(rng, 3, 8)
    *_, answer, drowned = outvoted(query, (1, middle, 0), values, silent)
    fits = values[0] != values[2] and 0.4 < drowned / answer < 0.9
    return (query, (1, middle, 0), values, silent) if fits else None


def votes_of(
    solution: Solution, query: float, keys: tuple[float, ...], values: tuple[float, ...],
    silent: int,
) -> Exercise:
    """Three moments share an answer out; then silent ones want their share, too."""
    many = spelled(silent)

    def count(
        votes: Array | None = None, held: tuple[float, ...] = values, late: float = silent,
    ) -> tuple[float, ...]:
        """The three numbers with other votes, other values, or other votes of the silence."""
        v = np.exp(query * np.array(keys)) if votes is None else votes
        total = float(v.sum())
        whole = float(v @ held)
        return float(v[0]) / total, whole / total, whole / (total + late)

    def bare(votes: Array) -> tuple[float, ...]:
        """The three numbers if nothing is divided."""
        whole = float(votes @ values)
        return float(votes[0]), whole, whole

    return Exercise(
        id="11.19",
        title="Outvoted, by hand",
        objective=LOOKING,
        level="warm-up",
        see="Looking back instead: attention",
        task=(
            f"A query of {num(query)} looks back at three moments. Their keys are {listed(keys)}, "
            f"their values {listed(values)}. What share does the first moment get, and what is the "
            f"answer? Then {many} more moments come in, silent ones: key 0, value 0. What is the "
            "answer now? Enter all three, with three decimals."
        ),
        solution=solution,
        judge=NumberJudge(("share", "answer", "with silence"), decimals=3),
        traps=(
            Trap("scores shared out", lambda: count(query * np.array(keys), late=0),
                 "You shared out the scores. Share out their exponentials: a score of 0 has one "
                 "vote, too."),
            Trap("scores for shares", lambda: bare(query * np.array(keys)),
                 "These are the scores. Shares add up to 1: the softmax is missing."),
            Trap("not divided", lambda: bare(np.exp(query * np.array(keys))),
                 "These are the votes. Divide by all of them."),
            Trap("query left out", lambda: count(np.exp(np.array(keys))),
                 "These shares do not ask the query. A score is query times key."),
            Trap("keys and values swapped",
                 lambda: count(np.exp(query * np.array(values)), held=keys),
                 "Keys and values stand in each other's place: what is taken is the value."),
            Trap("keys for values", lambda: count(held=keys),
                 "The share is right, but you have added up keys, not values."),
            Trap("nothing for a key of 0",
                 lambda: count(np.append(np.exp(query * np.array(keys[:2])), 0.0), late=0),
                 "You left the key of 0 out. A score of 0 has one vote."),
            Trap("silence without a vote", lambda: count(late=0),
                 "The first two are right. Silent moments add nothing, but each has a vote."),
            Trap("one vote for all", lambda: count(late=1),
                 "The first two are right. Each silent moment has a vote of its own."),
        ),
        hints=(
            "How many votes has a moment whose key is 0?",
            "Query times key is a score, its exponential the votes. Divide by all votes, and add "
            "up the values by their shares. Silence changes only what you divide by.",
            "Three numbers in a list. The last lies nearer to 0 than the second.",
        ),
    )


OUTVOTED = varied(votes_of, outvoted, other_votes)


# Exercise 11.20


def attend(queries: Array, keys: Array, values: Array) -> Any:
    """Return the answer of attention to each query, a row for each."""
    scores = queries @ keys.T / np.sqrt(keys.shape[1])
    return softmax(scores) @ values


def glances(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Twos of everything, then random shapes, and at last scores of more than a thousand.

    Those are exact in float32; with positive values undivided votes become inf, and not nan.
    """
    yield (np.array([[1.0, 0.0], [0.0, 2.0]]), np.array([[1.0, 0.0], [2.0, 1.0]]),
           np.array([[1.0, 0.0], [3.0, 4.0]]))
    yield (np.array([[1.0, -1.0]]), np.array([[1.0, 2.0], [3.0, 1.0], [0.0, 0.5]]),
           np.array([[2.0], [-1.0], [3.0]]))
    for asked, moments, length, features in (
        (3, 3, 3, 3), (2, 5, 3, 1), (4, 3, 2, 2), (1, 4, 5, 3), (3, 6, 4, 2), (5, 2, 1, 4),
    ) * 3:
        yield (rng.normal(size=(asked, length)), rng.normal(size=(moments, length)),
               rng.normal(size=(moments, features)))
    yield (np.array([[80.0, 0.0, 0.0, 8.0]]),
           np.array([[32.0, 0.0, 1.0, 0.0], [32.0, 3.0, 0.0, -0.25], [-32.0, 1.0, 0.0, 0.0]]),
           np.array([[1.0, 4.0], [2.0, 1.0], [5.0, 1.0]]))
    yield (np.array([[80.0, 0.0, 0.0, 8.0], [-80.0, 0.0, 0.0, 4.0]]),
           np.array([[32.0, 0.0, 1.0, 0.0], [32.0, 3.0, 0.0, 0.5]]),
           np.array([[1.0, 4.0], [2.0, 1.0]]))


def products(queries: Array, keys: Array) -> Array:
    """The sum of products of each query with each key, undivided."""
    return np.asarray(queries @ keys.T)


def rooted(queries: Array, keys: Array) -> Array:
    """The scores as they should be."""
    return np.asarray(queries @ keys.T / np.sqrt(keys.shape[1]))


def lengths(rows: Array) -> Array:
    """How long each row is, as an arrow."""
    return np.asarray(np.linalg.norm(rows, axis=1))


def looked(
    score: Callable[[Array, Array], Array] = rooted, share: Callable[[Array], Array] = softmax,
    answer: Callable[[Array, Array], Array] = np.matmul,
) -> Callable[..., Array]:
    """Attention with other scores, other shares, or another use of them."""
    return lambda queries, keys, values: answer(share(score(queries, keys)), values)


def votes(S: Array) -> Array:
    """Exponentials that nobody divides; the largest are infinite."""
    with np.errstate(over="ignore"):
        return np.asarray(np.exp(S))


def earlier(S: Array) -> Array:
    """The scores without those of moments that come later than the query's own."""
    return np.where(np.tri(*S.shape) == 1, S, -np.inf)


def sums_lying(S: Array) -> Array:
    """What comes out if the sums of the rows divide the columns; ValueError for most shapes."""
    e = np.exp(S - S.max())
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(e / e.sum(axis=1))


def overflowed(answers: Array, queries: Array, keys: Array) -> bool:
    """Whether an answer is no number where scores are so large that exponentials overflow."""
    return bool(np.isnan(answers).any() and np.abs(rooted(queries, keys)).max() > 1000)


ATTEND = Exercise(
    id="11.20",
    title="Many queries at once",
    objective=LOOKING,
    level="core",
    see="Looking back instead: attention",
    task=(
        "Write `attend(queries, keys, values)`. `queries` has a row for each query; `keys` and "
        "`values` have a row for each moment. A query has as many numbers as a key; a score is the "
        "sum of their products, divided by the square root of that count. Return one answer for "
        "each query, a row each. You may use `nnbook.softmax`, which works along the rows; scores "
        "can go beyond 1000."
    ),
    solution=attend,
    judge=FunctionJudge(glances, (
        Property("A score of more than 1000 has an exponential that overflows, and one of less "
                 "than -1000 an exponential of 0; so the answer is no number. What may be taken "
                 "off every score of a query without a change in the shares?",
                 lambda value, queries, keys, values: len(queries) > 1
                 or not overflowed(value, queries, keys)),
        Property("An answer is no number: what you take off the scores suits one query and not "
                 "another. Each row of scores needs a number of its own.",
                 lambda value, queries, keys, values: not overflowed(value, queries, keys)),
        Property("An answer lies outside of what the moments hold. It is a mixture of the values: "
                 "for each query, shares that are not negative and add up to 1.",
                 lambda value, queries, keys, values: bool(
                     (value <= values.max(axis=0) + TINY).all()
                     and (value >= values.min(axis=0) - TINY).all())),
    )),
    traps=(
        Trap("softmax over the queries", looked(share=lambda S: softmax(S.T).T),
             "Your shares add up to 1 down the columns: queries compete for a moment. It is the "
             "moments that compete, for each query anew, so add along the row."),
        Trap("one softmax for all", looked(share=lambda S: softmax(S.ravel()).reshape(S.shape)),
             "All your shares together add up to 1. Each query has a whole of its own to give "
             "away."),
        Trap("sums lying", looked(share=sums_lying),
             "The sum of each query's votes lies down, and divides the columns: that fits only by "
             "chance. It has to stand upright beside its row: `keepdims=True`."),
        Trap("two to the score", looked(share=lambda S: softmax(S * np.log(2))),
             "You took powers of 2. The softmax takes powers of e."),
        Trap("root forgotten", looked(products),
             "The scores are bare sums of products. Divide them by the square root of how many "
             "numbers a key has."),
        Trap("divided without the root", looked(lambda q, k: products(q, k) / k.shape[1]),
             "You divided by how many numbers a key has. The spread of a sum of random products "
             "grows with the *root* of their number."),
        Trap("multiplied by the root", looked(lambda q, k: products(q, k) * np.sqrt(k.shape[1])),
             "You multiplied by the root. It is there to keep the scores small: divide."),
        Trap("root of the moments", looked(lambda q, k: products(q, k) / np.sqrt(len(k))),
             "You took the root of how many *moments* there are. What makes a score large is how "
             "many products are added up in it: as many as a key has numbers."),
        Trap("root of the queries",
             lambda q, k, v: softmax(products(q, k) / np.sqrt(len(q))) @ v,
             "You took the root of how many queries there are, so an answer depends on who else is "
             "asking. Take that of how many numbers a query or a key has."),
        Trap("divided by the key's norm", looked(lambda q, k: products(q, k) / lengths(k)),
             "You divided each score by the norm of its key, so a key cannot raise its voice. "
             "Divide by the root of how many numbers it has, the same for all."),
        Trap("divided by the query's norm",
             looked(lambda q, k: products(q, k) / lengths(q)[:, None]),
             "You divided each score by the norm of its query, so nobody can ask louder. Divide by "
             "the root of how many numbers a query has, the same for all."),
        Trap("cosines", looked(lambda q, k: products(q, k) / np.outer(lengths(q), lengths(k))),
             "Your scores are cosines: only directions count. Here a long query asks louder, as "
             "the 6 did in the chapter; nothing is divided but by the root."),
        Trap("root too late", lambda q, k, v: looked(products)(q, k, v) / np.sqrt(k.shape[1]),
             "You divided by the root behind the softmax, and now the shares no longer add up to "
             "1. The scores are what has to be divided."),
        Trap("distance for product",
             looked(lambda q, k: -((q[:, None] - k) ** 2).sum(axis=2) / np.sqrt(k.shape[1])),
             "You score by how near query and key are. That would be a bell; the score here is the "
             "sum of their products."),
        Trap("sign flipped", looked(lambda q, k: -rooted(q, k)),
             "The scores have the wrong sign: whoever matches the query least gets the most."),
        Trap("transposed", looked(lambda q, k: np.asarray(q @ k / np.sqrt(k.shape[1]))),
             "You multiply the query with the *columns* of `keys`. A key is a row, so the matrix "
             "has to be turned."),
        Trap("softmax forgotten", looked(share=lambda S: S),
             "The values are weighed by the scores themselves. The softmax makes shares of them "
             "first."),
        Trap("scores shared out", looked(share=lambda S: S / S.sum(axis=1, keepdims=True)),
             "You divided the scores by their sum. Scores may be negative or cancel; a share is "
             "made of exponentials."),
        Trap("not divided", looked(share=votes),
             "The values are weighed by the votes, the exponentials of the scores. To be shares "
             "they have to be divided by what they add up to."),
        Trap("sigmoid for softmax", looked(share=sigmoid),
             "Each score went through a sigmoid by itself, so nobody's gain is anybody's loss. "
             "Shares compete: the softmax."),
        Trap("softmax of softmax", looked(share=lambda S: softmax(softmax(S))),
             "You took the softmax twice. The second one sees shares, which differ by 1 at most, "
             "and comes out shy."),
        Trap("winner takes all", looked(share=lambda S: np.eye(S.shape[1])[S.argmax(axis=1)]),
             "You return the value of the best key alone. A softmax gives the others their shares, "
             "and a slope to learn from."),
        Trap("plain mean", looked(share=lambda S: np.full(S.shape, 1 / S.shape[1])),
             "Every query gets the mean of all values. That is the answer to a query of 0; here "
             "the scores decide."),
        Trap("cut off", looked(share=lambda S: softmax(np.clip(S, -700, 700))),
             "Large scores have been cut off, so that 1280 and 1279 are alike. Subtract the same "
             "from all scores of a query: the differences are what counts."),
        Trap("later moments hidden", looked(share=lambda S: softmax(earlier(S))),
             "You hid from each query the moments behind its own place. Whoever writes the next "
             "word has to; here every query may look at all."),
        Trap("shares for the answer", looked(answer=lambda shares, values: shares),
             "These are the shares. The answer is what the moments hold, added up by them."),
        Trap("keys for values", lambda q, k, v: looked()(q, k, k),
             "You added up the keys by their shares. Keys decide who is heard; what is said are "
             "the values."),
        Trap("values for keys", lambda q, k, v: looked()(q, v, v),
             "You compare the query with the values. It is the keys that the moments hang out."),
        Trap("keys and values swapped",
             lambda q, k, v: softmax(products(q, v) / np.sqrt(k.shape[1])) @ k,
             "Keys and values stand in each other's place: the query meets the keys, and the "
             "answer is made of the values."),
        Trap("mean for sum", looked(answer=lambda shares, values: shares @ values / len(values)),
             "The shares are right, and add up to 1. Then you took the mean of the weighed values, "
             "which divides once more; add them up."),
        Trap("answers lying", lambda q, k, v: attend(q, k, v).T,
             "The answers lie in the columns. Each query's answer is a row."),
        Trap("first query's answer for all",
             lambda q, k, v: attend(np.tile(q[0], (len(q), 1)), k, v),
             "Every row is the answer to the first query. Each query gets its own."),
        Trap("last query's answer for all",
             lambda q, k, v: attend(np.tile(q[-1], (len(q), 1)), k, v),
             "Every row is the answer to the last query: the others have been overwritten."),
    ),
    hints=(
        "For one query: how many scores are there, how many shares, and how many numbers in the "
        "answer?",
        "One matrix product gives all scores, a row for each query and a column for each moment. "
        "Divide by the root, make shares of each row, and let a second matrix product add up the "
        "values by them.",
        "Two lines. For 4 queries, 3 moments and values of 2 numbers the scores are (4, 3), and so "
        "are the shares; the answer is (4, 2).",
    ),
)


# Exercise 11.21


def empty_share() -> None:
    """Two moments have the shares 0.9 and 0.1 and hold the values 0 and 5, so the answer is 0.5.

    All of it comes from the small share. A share says how much is taken, not what there is to
    take. Whoever wants to know what a word did changes the word, and compares the answers.
    """


EMPTY_SHARE = Exercise(
    id="11.21",
    title="A large share of nothing",
    objective=LOOKING,
    level="core",
    see="Looking back instead: attention",
    task=(
        'Of all words in a review, *not* got the largest share. "So the network judged by that '
        'word", says a newspaper. Invent two moments, with shares and values, at which the larger '
        "share adds nothing to the answer. What does a share tell, then? And how would you find "
        "out what the word did?"
    ),
    solution=empty_share,
    judge=SentenceJudge((
        "Does your larger share belong to a value of 0?",
        "Do you say that a share is how much is taken, not what there is to take?",
        "Do you change the word and compare the answers?",
    ), fewest_words=15),
    traps=(),
    hints=(
        "Share times value: which of the two can be 0 while the other is large?",
        "A value that adds nothing, however large its share; and for the last question, a nudge.",
        "Two products and their sum, then a sentence for each question.",
    ),
)


# Exercise 11.6


def lower_ends() -> dict[str, Any]:
    """A state of the figure whose kernel looks for ink above and paper below."""
    return {"kernel": [[1, 1, 1], [0, 0, 0], [-1, -1, -1]]}


def on(state: Mapping[str, Any], scene: list[list[int]]) -> float:
    """What the figure's kernel says to nine pixels."""
    return float(np.sum(np.array(state["kernel"]) * np.array(scene)))


INK, PAPER = [1, 1, 1], [0, 0, 0]

LOWER = Exercise(
    id="11.6",
    title="The lower ends",
    objective=SLIDING,
    level="core",
    see="One filter, everywhere: convolution",
    task=(
        "Give the figure above, `lens`, a kernel that finds the lower ends of strokes. On empty "
        "paper and inside a block of ink it says 0. It says 0 at every upright edge too, wherever "
        "the edge lies under the window. But where ink fills the window's top row alone, or its "
        "two upper rows, it says 1 or more. The nine weights are yours; the picture does not "
        "matter."
    ),
    solution=lower_ends,
    judge=FigureJudge("ConvolutionExplorer", (
        Goal("ink is not silent", lambda state: abs(on(state, [INK] * 3)) < TINY,
             "Inside a block of ink it does not say 0. All nine pixels are 1 there, so the sum is "
             "that of the nine weights: what has to stand against the positive ones?"),
        Goal("sees upright edges",
             lambda state: max(abs(on(state, [[1, 0, 0]] * 3)),
                               abs(on(state, [[1, 1, 0]] * 3))) < TINY,
             "It still answers to an upright edge. Put ink under the left column of the window "
             "alone, then under the two left columns: each time three or six weights are added "
             "up, and each time they have to cancel."),
        Goal("upside down", lambda state: on(state, [INK, PAPER, PAPER]) > -TINY,
             "It has an eye for level edges, but says a negative number where ink is above and "
             "paper below. It looks for the upper ends."),
        Goal("misses the end", lambda state: on(state, [INK, PAPER, PAPER]) >= 1 - TINY,
             "Where ink fills the top row alone it says less than 1. Only the first row of your "
             "weights counts there."),
        Goal("misses two rows of ink", lambda state: on(state, [INK, INK, PAPER]) >= 1 - TINY,
             "Where ink fills the two upper rows it says less than 1: your middle row takes away "
             "what the first has given."),
    )),
    traps=(),
    hints=(
        "The kernel that the figure opens with finds ink on the right. Which way would it have to "
        "be turned?",
        "Draw a block of ink and move the window over its four sides and its middle. The lines "
        "under the picture say which weights count at each place.",
        "In each column the three weights cancel, with a positive one on top. Type them into the "
        "fields, then run the cell; or set `lens.kernel` in Python.",
    ),
)


# Exercise 11.7


def four_places(
    image: tuple[tuple[int, ...], ...] = ((1, 2, 0), (0, 1, 3), (2, 0, 1)),
    weights: tuple[tuple[int, ...], ...] = ((1, -1), (0, 2)),
) -> tuple[float, ...]:
    """The four numbers of the map, and what pooling makes of them behind a ReLU."""
    scene, window = np.array(image), np.array(weights)
    places = [(i, j) for i in range(2) for j in range(2)]
    found = [float((window * scene[i : i + 2, j : j + 2]).sum()) for i, j in places]
    return *found, max(0.0, *found)


def other_places(rng: np.random.Generator) -> Numbers | None:
    """One negative weight, and one negative number in the map."""
    a, b, c = picks(rng, 3, 0, 3)
    weights = [((a, -1), (b, c)), ((-1, a), (b, c)), ((a, b), (-1, c)), ((a, b), (c, -1))]
    image = tuple(tuple(rng.integers(4, size=3).tolist()) for _ in range(3))
    numbers = image, weights[rng.integers(4)]
    found = four_places(*numbers)[:4]
    return numbers if sum(one < 0 for one in found) == 1 and len({*found}) == 4 else None


def places(
    solution: Solution, image: tuple[tuple[int, ...], ...], weights: tuple[tuple[int, ...], ...]
) -> Exercise:
    """A filter that slides over an image of three rows."""
    scene, window = np.array(image), np.array(weights)
    first, *others = (" ".join(map(str, row)) for row in image)
    upper, lower = (" ".join(map(str, row)) for row in weights)

    def slid_with(kernel: Array, pool: Callable[[Array], Any] = np.max) -> tuple[float, ...]:
        """The five numbers with another kernel or another kind of pooling."""
        corners = np.ndindex(2, 2)
        found = np.array([(kernel * scene[i : i + 2, j : j + 2]).sum() for i, j in corners])
        return *found.tolist(), float(pool(np.maximum(found, 0)))

    return Exercise(
        id="11.7",
        title="Four places, by hand",
        objective=SLIDING,
        level="warm-up",
        see="One filter, everywhere: convolution",
        task=(
            f"An image has the rows {first}, then {', then '.join(others)}. A filter of 2 × 2 has "
            f"the rows {upper} and {lower}. Slide it over the image, one pixel at a time and "
            "without going over the edge. Enter the four numbers of the map, row by row, and then "
            "what a pooling layer makes of them, if a ReLU comes first and its window covers the "
            "whole map."
        ),
        solution=solution,
        judge=NumberJudge(
            ("top left", "top right", "bottom left", "bottom right", "pooled"), decimals=0,
        ),
        traps=(
            Trap("kernel flipped", lambda: slid_with(window[::-1, ::-1]),
                 "You have turned the filter over before laying it on. Mathematicians do, and call "
                 "that convolution; networks lay it on as it is, since the weights are learned "
                 "anyway."),
            Trap("transposed", lambda: slid_with(window.T),
                 "You have laid the filter on with its rows for columns."),
            Trap("filter forgotten", lambda: slid_with(np.ones((2, 2))),
                 "You added up what lies under the window. Each pixel counts as much as the weight "
                 "above it."),
            Trap("average for sum", lambda: slid_with(window / 4),
                 "You took the average of the four products. A filter is a neuron: it adds up."),
            Trap("sign of a weight lost", lambda: slid_with(np.abs(window)),
                 "One weight of the filter is negative, and you have added where it takes away."),
            Trap("averaged in the pool", lambda: slid_with(window, np.mean),
                 "The map is right. You pooled by averaging; the pooling of this chapter keeps the "
                 "largest number and forgets the others."),
            Trap("added in the pool", lambda: slid_with(window, np.sum),
                 "The map is right. You pooled by adding. Only one of the numbers goes on."),
            Trap("first for largest", lambda: slid_with(window, lambda found: found[0]),
                 "The map is right. Pooling asks who is largest, not who stands first."),
            Trap("map behind the ReLU", lambda: np.maximum(0, slid_with(window)),
                 "The last is right. In the map you have written down what the ReLU makes of the "
                 "sums; asked for is what the filter says before it."),
        ),
        hints=(
            "The window has four places. What lies under it at the first one?",
            "At each place multiply the four pixels by the weights above them and add. The ReLU "
            "turns what is negative into 0, and pooling keeps the largest.",
            "Five whole numbers in a list. One of the first four is negative, and the last one has "
            "stood among them already.",
        ),
    )


PLACES = varied(places, four_places, other_places)


# Exercise 11.8


def map_size(pixels: int, side: int, padding: int, stride: int) -> int:
    """Return how many places a window of this side finds along a row of so many pixels."""
    return (pixels + 2 * padding - side) // stride + 1


def windows(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """One pixel at a time, then a border, then longer steps; last what does not come out even."""
    yield 8, 3, 0, 1
    yield 3, 3, 0, 1
    yield 8, 3, 1, 1
    yield 9, 3, 0, 2
    yield 8, 3, 0, 2
    yield 28, 5, 2, 3
    for _ in range(30):
        side, padding = int(rng.integers(1, 8)), int(rng.integers(0, 4))
        yield side + int(rng.integers(0, 30)), side, padding, int(rng.integers(1, 5))


MAP_SIZE = Exercise(
    id="11.8",
    title="How large is the map?",
    objective=SLIDING,
    level="core",
    see="One filter, everywhere: convolution",
    task=(
        "Write `map_size(pixels, side, padding, stride)`. A row of so many `pixels` gets `padding` "
        "zeros at either end. A window that is `side` pixels wide starts at its left end and moves "
        "`stride` pixels at a time, as long as all of it lies on the row. Return the number of "
        "places at which it stands."
    ),
    solution=map_size,
    judge=FunctionJudge(windows),
    traps=(
        Trap("off by one", lambda pixels, side, padding, stride:
             (pixels + 2 * padding - side) // stride,
             "One place is missing. The window stands somewhere before its first step, and it may "
             "end exactly where the row ends."),
        Trap("padding at one end", lambda pixels, side, padding, stride:
             (pixels + padding - side) // stride + 1,
             "The zeros were added at one end only."),
        Trap("padding forgotten", lambda pixels, side, padding, stride:
             (pixels - side) // stride + 1,
             "`padding` does not take part. The zeros make the row longer."),
        Trap("stride forgotten", lambda pixels, side, padding, stride:
             pixels + 2 * padding - side + 1,
             "It is right for a window that moves one pixel at a time. With a longer stride it "
             "skips places."),
        Trap("rounded up", lambda pixels, side, padding, stride:
             -(-(pixels + 2 * padding - side) // stride) + 1,
             "Where it does not come out even, you let the window hang over the edge. What is left "
             "at the end is not looked at."),
        Trap("not whole", lambda pixels, side, padding, stride:
             (pixels + 2 * padding - side) / stride + 1,
             "There is no half a place. What is left at the end, shorter than a stride, is not "
             "looked at."),
        Trap("divided one after the other", lambda pixels, side, padding, stride:
             (pixels + 2 * padding) // stride + 1 - side // stride,
             "You divided the row and the window by the stride one after the other. The window has "
             "to be taken off first; what is left is the room to move in."),
        Trap("window subtracted last", lambda pixels, side, padding, stride:
             (pixels + 2 * padding) // stride - side + 1,
             "The stride divides too little or too much: first take the window off the row, then "
             "count the steps that fit into what is left."),
        Trap("window forgotten", lambda pixels, side, padding, stride:
             -(-(pixels + 2 * padding) // stride),
             "You count where the window may begin, and let it hang over the end of the row. All "
             "of it has to lie on the row."),
        Trap("one added before dividing", lambda pixels, side, padding, stride:
             (pixels + 2 * padding - side + 1) // stride,
             "It is right for a window that moves one pixel at a time. With a longer stride one "
             "place may be missing: where the window starts is a place before any stride is made."),
    ),
    hints=(
        "Draw a row of five pixels and a window of two. In how many places does it fit?",
        "Make the row longer by its zeros, take the window off: that is the room in which it can "
        "move. Count the strides that fit into this room, and do not forget where it started.",
        "One line that returns a whole number, at least 1. For 8 pixels, a window of 3, no zeros "
        "and steps of 1 it is the 6 of the text.",
    ),
)


# Exercise 11.9


def feature_map(image: Array, K: Array, b: float) -> Any:
    """Return the map of one filter K over an image of several channels."""
    rows, columns = K.shape[1:]
    down, across = image.shape[1] - rows + 1, image.shape[2] - columns + 1
    z = np.zeros((down, across))
    for i in range(down):
        for j in range(across):
            z[i, j] = np.sum(K * image[:, i : i + rows, j : j + columns]) + b
    return z


def pictures(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """One channel, then two with small numbers, then colour images and windows of other shapes."""
    yield np.array([[[1.0, 2.0, 0.0], [0.0, 1.0, 3.0]]]), np.array([[[1.0, -1.0], [0.0, 2.0]]]), 0.5
    yield (np.array([[[1.0, 0.0], [2.0, 1.0]], [[0.0, 3.0], [1.0, 0.0]]]),
           np.array([[[1.0]], [[-2.0]]]), 1.0)
    for shape, window in (((1, 4, 5), (1, 2, 3)), ((2, 5, 4), (2, 3, 2)), ((3, 6, 6), (3, 3, 3)),
                          ((3, 3, 4), (3, 3, 1))) * 3:
        yield rng.normal(size=shape), rng.normal(size=window), float(rng.normal())


MAP = Exercise(
    id="11.9",
    title="A filter for colour",
    objective=SLIDING,
    level="core",
    see="One filter, everywhere: convolution",
    task=(
        "A colour image has three numbers at each pixel: three *channels*. A filter then has "
        "weights for all of them, and adds up everything under its window. Write "
        "`feature_map(image, K, b)`: `image` is (channels, height, width), `K` is one filter, "
        "(channels, rows, columns), and `b` its bias. One pixel at a time, no padding, no bend. "
        "Return the map: a single matrix, whatever the number of channels."
    ),
    solution=feature_map,
    judge=FunctionJudge(pictures),
    forbids=("layers.convolution.Convolution",),
    traps=(
        Trap("channels forgotten",
             lambda image, K, b: feature_map(image[:1], K[:1], b),
             "Only the first channel is looked at. A filter has weights for each channel, and adds "
             "up over all of them."),
        Trap("last channel only",
             lambda image, K, b: feature_map(image[-1:], K[-1:], b),
             "Only the last channel has left a trace: each overwrites the one before it. They are "
             "added."),
        Trap("mean over the channels",
             lambda image, K, b: feature_map(image, K, 0.0) / len(K) + b,
             "You take the mean over the channels. The filter is one neuron, and a neuron adds up "
             "all its inputs."),
        Trap("bias for each channel",
             lambda image, K, b: feature_map(image, K, b * len(K)),
             "The bias comes in once for each channel. It belongs to the filter, and is added "
             "once at each place."),
        Trap("bias forgotten", lambda image, K, b: feature_map(image, K, 0.0),
             "The bias is missing. It is the same at every place."),
        Trap("kernel flipped",
             lambda image, K, b: feature_map(image, K[:, ::-1, ::-1], b),
             "Your filter has been turned over, upside down and left for right. Networks lay it on "
             "as it is."),
        Trap("channels mixed",
             lambda image, K, b: feature_map(
                 image.sum(axis=0, keepdims=True), K.sum(axis=0, keepdims=True), b),
             "You added up the channels first and multiplied then, so the weights for one colour "
             "meet the ink of another."),
        Trap("average for sum",
             lambda image, K, b: feature_map(image, K / K.size, b),
             "You take the mean of what lies under the window. A neuron adds up."),
        Trap("a bend added", lambda image, K, b: np.maximum(0, feature_map(image, K, b)),
             "Whatever is negative has become 0. The map asked for has no bend behind it."),
    ),
    hints=(
        "What is the shape of the part of the image that lies under the window?",
        "At each place cut a block out of the image, with all its channels, as large as the "
        "filter. Multiply the two, entry by entry, add all of it up, and add the bias.",
        "Two loops, or something that slides by itself. For an image (3, 6, 6) and a filter "
        "(3, 3, 3) the map is (4, 4).",
    ),
)


# Exercise 11.10


def how_many(
    filters: int = 8, window: int = 5, pixels: int = 16, units: int = 24
) -> tuple[int, int, int, int]:
    """Parameters of the convolution, of a dense layer, and of the recurrent layer, twice."""
    convolution = filters * (3 * window**2 + 1)
    side = pixels - window + 1
    dense = filters * side**2 * (3 * pixels**2 + 1)
    recurrent = units * (8 + units + 1)
    return convolution, dense, recurrent, recurrent


def other_layers(rng: np.random.Generator) -> Numbers | None:
    """Layers of which the dense one has more than a thousand times as many parameters."""
    filters, window, pixels = pick(rng, 4, 12), pick(rng, 3, 5), pick(rng, 14, 24, 2)
    numbers = filters, window, pixels, pick(rng, 10, 40, 2)
    convolution, dense, *_ = how_many(*numbers)
    return numbers if dense > 1000 * convolution else None


def layers(solution: Solution, filters: int, window: int, pixels: int, units: int) -> Exercise:
    """The parameters of three kinds of layers."""
    convolution, dense, recurrent, _ = solution()
    weights, side, whole = window**2, pixels - window + 1, pixels**2

    def counted(
        convolution: int = convolution,
        dense: int = dense,
        recurrent: int = recurrent,
        longer: int | None = None,
    ) -> tuple[int, ...]:
        """The four counts, with others in some places."""
        return convolution, dense, recurrent, recurrent if longer is None else longer

    return Exercise(
        id="11.10",
        title="Who shares a weight?",
        objective=SHARING,
        level="core",
        see="One filter, everywhere: convolution",
        task=(
            f"Count parameters, biases included. First: {filters} filters of {window} × {window}, "
            f"each with weights for all three colours of an image of {pixels} × {pixels} pixels; "
            "they move one pixel at a time, without padding. Second: a dense layer that computes "
            "as many numbers as the maps of those filters hold, from the same image. Third: a "
            f"recurrent layer of {units} units that hears a wave in 20 steps of 8 amplitudes. "
            "Fourth: the same layer, if it is to hear 40 such steps."
        ),
        solution=solution,
        judge=NumberJudge(("filters", "dense", "20 steps", "40 steps"), decimals=0),
        traps=(
            Trap("channels forgotten", lambda: counted(filters * (weights + 1)),
                 f"The filters see one colour only. Each has {weights} weights for every channel."),
            Trap("one bias for all filters", lambda: counted(filters * 3 * weights + 1),
                 "The filters share nothing with each other: each has a bias of its own."),
            Trap("bias forgotten", lambda: counted(
                    convolution - filters, dense - filters * side**2, recurrent - units),
                 "The weights are counted, the biases are not: one for each filter, one for each "
                 "neuron."),
            Trap("counted at each place", lambda: counted(convolution * side**2),
                 f"You counted the filters anew at each of the {side**2} places of the map. It is "
                 "the same few weights that slide over all of them."),
            Trap("map as large as the image",
                 lambda: counted(dense=filters * whole * (3 * whole + 1)),
                 "Without padding the maps are smaller than the image: how many places has a "
                 f"window of {window} on a row of {pixels}?"),
            Trap("off by one",
                 lambda: counted(dense=filters * (side - 1) ** 2 * (3 * whole + 1)),
                 "The maps have one row and one column more: where the window stands before its "
                 "first step counts too."),
            Trap("one map for all filters", lambda: counted(dense=side**2 * (3 * whole + 1)),
                 f"Each of the {filters} filters writes a map of its own."),
            Trap("colours forgotten in the dense layer",
                 lambda: counted(dense=filters * side**2 * (whole + 1)),
                 "A dense neuron hears all numbers of the image, and there are three at each "
                 "pixel."),
            Trap("feedback forgotten", lambda: counted(recurrent=units * 9),
                 "These are the weights of the inputs and the biases. The layer also hears "
                 "itself."),
            Trap("hears itself only", lambda: counted(recurrent=units * 10),
                 "You gave each unit one wire back to itself. In a recurrent layer each hears "
                 "all."),
            Trap("counted at each step",
                 lambda: counted(recurrent=20 * recurrent, longer=40 * recurrent),
                 "You counted the layer anew for each step. The unrolled picture shows it many "
                 "times, and every copy carries the same weights."),
            Trap("twice as long, twice as many", lambda: counted(longer=2 * recurrent),
                 "The first three are right. Does a loop that runs longer need more weights?"),
            Trap("bias for each channel", lambda: counted(filters * 3 * (weights + 1)),
                 "You gave each filter a bias for every colour. A filter is one neuron, whatever "
                 "it looks at: how many biases has a neuron?"),
        ),
        hints=(
            "Ask for each weight in how many places it is at work, and count it once.",
            "A filter: window times channels, and a bias. A dense neuron: all that comes in, and a "
            "bias; there are as many of them as places in all the maps. A recurrent unit: the "
            "inputs of one step, what all units said last, and a bias.",
            "Four whole numbers in a list. The second is more than a thousand times the first.",
        ),
    )


COUNT = varied(layers, how_many, other_layers)


# Exercise 11.11


def after_the_shuffle() -> None:
    """The dense network learns as well as before, since its neurons hear all pixels anyway.

    Each of its weights belongs to one pixel, and the weights change places along with the pixels.
    The convolution gets worse: its window looks at pixels that were neighbours and are not any
    more, and what one place looks like is no longer what another looks like. Sharing weights was
    worth something because the fact behind it was true.
    """


SHUFFLE = Exercise(
    id="11.11",
    title="The shuffled pixels",
    objective=SLIDING,
    level="core",
    see="One filter, everywhere: convolution",
    task=(
        "Somebody shuffles the 64 pixels of all digits, those for training and those for the test, "
        "in the same way. Then a dense network and a convolutional one learn from scratch. Which "
        "of the two reads about as well as before, which does not, and why? Say it in a sentence "
        "or two."
    ),
    solution=after_the_shuffle,
    judge=SentenceJudge((
        "Do you say that to a dense layer every order of the inputs is as good as any other?",
        "Do you say that the filter's window no longer holds neighbours?",
        "Do you say that the shared weights help only if all places look much alike?",
    )),
    traps=(),
    hints=(
        "Which of the two networks would notice if you renumbered its inputs?",
        "Ask of each layer what it takes for granted about two pixels that stand side by side.",
        "Two sentences: one for the network that does not care, one for the one that does.",
    ),
)


# Exercise 11.12


def bell_answers(X: Array, centres: Array, s: float) -> Any:
    """Return what each bell of width s says to each point: a row for each point."""
    squared = ((X[:, None] - centres) ** 2).sum(axis=-1)
    return np.exp(-squared / (2 * s**2))


def tent_answers(X: Array, centres: Array, s: float) -> Any:
    """Return what each bell of width s says to each point: a row for each point."""
    distance = np.linalg.norm(X[:, None] - centres, axis=-1)
    return np.exp(-distance / (2 * s**2))


def points(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """On a line at distances 0, 1 and 2, then in the plane, then anywhere, with other widths."""
    yield np.array([[0.0], [1.0], [2.0]]), np.array([[0.0]]), 1.0
    yield np.array([[0.0], [1.0], [2.0]]), np.array([[0.0]]), 2.0
    yield np.array([[3.0, 4.0], [1.0, 1.0]]), np.array([[0.0, 0.0], [3.0, 0.0]]), 3.0
    for n, k, features in ((3, 2, 2), (2, 4, 1), (5, 3, 3)) * 4:
        yield (rng.normal(size=(n, features)), rng.normal(size=(k, features)),
               float(rng.choice([0.7, 1.3, 2.0])))


def bells_of(shape: Callable[[Array, float], Array]) -> Callable[..., Array]:
    """Bells of another shape, from the squared distance and the width."""
    return lambda X, centres, s: shape(((X[:, None] - centres) ** 2).sum(axis=-1), s)


BELLS = Exercise(
    id="11.12",
    title="Mend the bells",
    objective=DIVIDING,
    level="core",
    see="Near and far: radial basis functions",
    task=(
        "`bell_answers(X, centres, s)` should return what each bell says to each point: a row for "
        "each row of `X`, a column for each row of `centres`. The program below is right at the "
        "centre and at a distance of exactly 1. Between the two its bells fall too fast, and "
        "beyond they reach too far. Mend it."
    ),
    solution=bell_answers,
    judge=FunctionJudge(points, (
        Property("At its centre a bell says 1, and nowhere more.",
                 lambda value, *inputs: bool((value <= 1 + 1e-5).all())),
    ), given=tent_answers),
    forbids=("kinds.rbf.RadialBasis",),
    traps=(
        Trap("distance for its square", bells_of(lambda d2, s: np.exp(-np.sqrt(d2) / (2 * s**2))),
             "The distance still stands where its square belongs: three widths away these bells "
             "say much more than 0.011."),
        Trap("width not squared", bells_of(lambda d2, s: np.exp(-d2 / (2 * s))),
             "The distance is mended. Now the width has lost its square: one width away every bell "
             "should say 0.607, whatever the width."),
        Trap("neither squared", bells_of(lambda d2, s: np.exp(-np.sqrt(d2) / (2 * s))),
             "Both the distance and the width have lost their squares."),
        Trap("2 forgotten", bells_of(lambda d2, s: np.exp(-d2 / s**2)),
             "Your bells are too narrow: one width away they say 0.368. Something in front of the "
             "squared width is missing."),
        Trap("2 squared too", bells_of(lambda d2, s: np.exp(-d2 / (2 * s) ** 2)),
             "The 2 has been squared along with the width."),
        Trap("multiplied for divided", bells_of(lambda d2, s: np.exp(-d2 / 2 * s**2)),
             "The larger the width, the narrower your bells. In a row of divisions and products "
             "Python goes from left to right: parentheses."),
        Trap("width forgotten", bells_of(lambda d2, s: np.exp(-d2 / 2)),
             "The width does not take part: all bells are as wide as if it were 1."),
        Trap("sign flipped", bells_of(lambda d2, s: np.exp(d2 / (2 * s**2))),
             "The farther away a point is, the louder the bell. What is in the exponent has to "
             "fall with the distance."),
        Trap("area for height",
             bells_of(lambda d2, s: np.exp(-d2 / (2 * s**2)) / (s * np.sqrt(2 * np.pi))),
             "You have divided by what makes the area under a bell 1, as for a probability "
             "density. Here the height at the centre is 1."),
        Trap("shares of the bells",
             lambda X, centres, s: bell_answers(X, centres, s)
             / bell_answers(X, centres, s).sum(axis=1, keepdims=True),
             "The bells have been made to add up to 1, as in a softmax. Then they cannot all be "
             "silent, and a point a mile away gets a sure answer."),
        Trap("along the axes",
             lambda X, centres, s: np.exp(
                 -np.abs(X[:, None] - centres).sum(axis=-1) ** 2 / (2 * s**2)),
             "You add the differences along the axes and square the sum. The squared distance is "
             "the sum of the squares."),
        Trap("all squared", bells_of(lambda d2, s: np.exp(-d2 / (2 * s**2) ** 2)),
             "The whole fraction has been squared. The width has its square already, and the 2 has "
             "none: only the distance lacks one."),
        Trap("differences added",
             lambda X, centres, s: np.exp(
                 -((X[:, None] - centres).sum(axis=-1) ** 2) / (2 * s**2)),
             "You add the differences along the axes, where they can cancel, and square the sum. "
             "The squared distance is the sum of the squares."),
    ),
    hints=(
        "What does the program say three widths away, and what does the chapter say?",
        "Compare the exponent with the formula above, part by part. Which part is nothing but "
        "itself at a distance of 0 or 1, whether it is squared or not?",
        "One place has to change. The result keeps its shape: with 5 points and 3 bells (5, 3).",
    ),
)


# Exercise 11.13


def move(w: Array, apart: Array, x: Array, lr: float, radius: float) -> Any:
    """Return the weights of a Kohonen map after one sample x."""
    winner = ((x - w) ** 2).sum(axis=1).argmin()
    pull = lr * np.exp(-(apart[winner] ** 2) / (2 * radius**2))
    return w + pull[:, None] * (x - w)


def steps_apart(units: int, *, ring: bool) -> Array:
    """How far the neurons of a row stand from each other, along the row or round the ring."""
    apart = np.abs(np.subtract.outer(np.arange(units), np.arange(units))).astype(float)
    return np.minimum(apart, units - apart) if ring else apart


def visits(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Three neurons in a row, then random maps; no second one is nearly as near as the winner."""
    yield (np.array([[0.0], [4.0], [1.0]]), steps_apart(3, ring=False), np.array([2.0]), 0.5, 1.0)
    yield (np.array([[0.0, 0.0], [2.0, 1.0], [0.0, 3.0]]), steps_apart(3, ring=False),
           np.array([0.0, 1.0]), 0.5, 1.5)
    found = 0
    while found < 16:
        units, features = int(rng.integers(3, 8)), int(rng.integers(1, 4))
        w, x = rng.normal(size=(units, features)), rng.normal(size=features)
        near = np.sort(((w - x) ** 2).sum(axis=1))
        if near[1] - near[0] > 0.05:
            found += 1
            yield (w, steps_apart(units, ring=bool(found % 2)), x, float(rng.choice([0.1, 0.5])),
                   float(rng.choice([0.7, 1.5, 2.5])))


def winner_of(w: Array, x: Array) -> int:
    """The neuron whose weights are nearest."""
    return int(((x - w) ** 2).sum(axis=1).argmin())


def pulled(
    reach: Callable[..., Any], toward: Callable[..., Any] = lambda w, x, winner: x - w,
    wins: Callable[..., int] = winner_of,
) -> Callable[..., Array]:
    """A step with another reach, another direction or another winner."""

    def wrong(w: Array, apart: Array, x: Array, lr: float, radius: float) -> Array:
        winner = wins(w, x)
        far = apart[winner]
        pull = lr * np.asarray(reach(w, far, x, radius, winner), dtype=float)
        return np.asarray(w + pull[:, None] * toward(w, x, winner))

    return wrong


def hat(*given: Any) -> Any:
    """The reach of the rule; it asks for the distances on the grid and the radius alone."""
    _, far, _, radius, _ = given
    return np.exp(-far**2 / (2 * radius**2))


KOHONEN = Exercise(
    id="11.13",
    title="One sample for Kohonen's map",
    objective=DIVIDING,
    level="core",
    see="Neighbours: Kohonen's map",
    task=(
        "Write `move(w, apart, x, lr, radius)`. `w` holds the weights of a map, a row for each "
        "neuron. Row i of `apart` says how far neuron i stands from each neuron on the grid. The "
        "sample `x` comes in. Return the weights after one step of the map's rule with the rate "
        "`lr` and the radius `radius`."
    ),
    solution=move,
    judge=FunctionJudge(visits),
    forbids=("kinds.kohonen.KohonenMap",),
    traps=(
        Trap("winner only", pulled(lambda w, far, x, radius, winner: far == 0),
             "The winner moves, and its neighbours stay where they are. This is clustering; for a "
             "map the neighbours on the grid have to come along, each a little less."),
        Trap("neighbourhood forgotten",
             pulled(lambda w, far, x, radius, winner: np.ones_like(far)),
             "All neurons move equally far toward the sample, and end up in one heap. The farther "
             "from the winner on the grid, the less."),
        Trap("sign flipped", pulled(hat, lambda w, x, winner: w - x),
             "The neurons flee from the sample. They have to move toward it: sample minus "
             "weights."),
        Trap("all or nothing", pulled(lambda w, far, x, radius, winner: far <= radius),
             "Within the radius all move as far as the winner, and beyond it nobody. The share "
             "falls gradually, by the bell of the rule."),
        Trap("neighbours among the data",
             pulled(lambda w, far, x, radius, winner:
                    np.exp(-((w - w[winner]) ** 2).sum(axis=1) / (2 * radius**2))),
             "Your neighbours are those whose *weights* are like the winner's. The rule asks who "
             "stands beside it on the grid, whatever their weights are; so the order comes about."),
        Trap("near the sample",
             pulled(lambda w, far, x, radius, winner:
                    np.exp(-((w - x) ** 2).sum(axis=1) / (2 * radius**2))),
             "Every neuron moves by how near *it* is to the sample. There is one winner, and the "
             "others move by how near they are to it on the grid."),
        Trap("farthest wins",
             pulled(hat, wins=lambda w, x: int(((x - w) ** 2).sum(axis=1).argmax())),
             "The neuron that is farthest from the sample has won. Smallest distance, not "
             "largest."),
        Trap("largest sum wins", pulled(hat, wins=lambda w, x: int((w @ x).argmax())),
             "You let the largest sum of weights times inputs win. Here a neuron wins by being "
             "near the sample, not by being long."),
        Trap("all move as the winner", pulled(hat, lambda w, x, winner: x - w[winner]),
             "The neighbours copy the winner's move. Each has its own way to the sample."),
        Trap("distance for its square",
             pulled(lambda w, far, x, radius, winner: np.exp(-far / (2 * radius**2))),
             "The distance on the grid is to be squared."),
        Trap("width not squared",
             pulled(lambda w, far, x, radius, winner: np.exp(-far**2 / (2 * radius))),
             "The radius has lost its square."),
        Trap("2 forgotten",
             pulled(lambda w, far, x, radius, winner: np.exp(-far**2 / radius**2)),
             "The reach is too short: a factor in front of the squared radius is missing."),
        Trap("learning rate forgotten",
             lambda w, apart, x, lr, radius: move(w, apart, x, 1.0, radius),
             "The winner jumps onto the sample. `lr` is the share of the way that it goes."),
        Trap("only the change", lambda w, apart, x, lr, radius: move(w, apart, x, lr, radius) - w,
             "This is by how much the weights move. Wanted are the weights afterwards."),
    ),
    hints=(
        "Two distances are in the rule, in two different spaces. Which one decides who wins, and "
        "which one who comes along?",
        "Find the row of `w` that is nearest to `x`. The row of `apart` that belongs to it says "
        "how far everybody stands from the winner; the bell makes a share of it. Each neuron goes "
        "this share, times the rate, of its own way to the sample.",
        "Three lines. The result has the shape of `w`; numbers, one for each neuron, have to be "
        "set upright to multiply rows: `[:, None]`.",
    ),
)


# Exercise 11.14


def one_bill(
    trust: float = 1, says: tuple[float, float] = (1.2, 2), bill: float = 1.9, width: float = 0.4
) -> tuple[float, ...]:
    """Share, answer, earned share, and the slopes for the gate and for the first expert."""
    first, second = says
    g1 = np.exp(trust) / (np.exp(trust) + np.exp(0))
    y_hat = g1 * first + (1 - g1) * second
    near1, near2 = (np.exp(-((bill - o) ** 2) / (2 * width**2)) for o in says)
    h1 = g1 * near1 / (g1 * near1 + (1 - g1) * near2)
    return tuple(map(float, (g1, y_hat, h1, g1 - h1, h1 * (first - bill) / width**2)))


def other_bill(rng: np.random.Generator) -> Numbers | None:
    """A first expert who says too little, and has earned about half of what it is trusted."""
    trust, width = pick(rng, 0.5, 1.5, 0.1), pick(rng, 0.3, 0.6, 0.1)
    says = pick(rng, 1, 2, 0.1), pick(rng, 1.5, 3, 0.1)
    bill = pick(rng, 1.4, 3, 0.1)
    g1, _, h1, *_ = one_bill(trust, says, bill, width)
    fits = says[0] < bill - 0.2 and says[0] != says[1] and bill != says[1] and 0.45 < h1 / g1 < 0.55
    return (trust, says, bill, width) if fits else None


def experts(
    solution: Solution, trust: float, says: tuple[float, float], bill: float, width: float
) -> Exercise:
    """The shares of two experts in one bill, and the slopes that follow."""
    first, second = says
    o1, o2 = num(first), num(second)

    def bill_with(
        *,
        g1: float = 1 / (1 + float(np.exp(-trust))),
        answer: Callable[[float], float] = lambda g1: g1 * first + (1 - g1) * second,
        earned: Callable[[float, float, float], float] = lambda g1, n1, n2:
            g1 * n1 / (g1 * n1 + (1 - g1) * n2),
        gate: Callable[[float, float], float] = lambda g1, h1: g1 - h1,
        expert: Callable[[float, float], float] = lambda g1, h1: h1 * (first - bill) / width**2,
    ) -> tuple[float, ...]:
        """The five numbers with something else in one of the gaps."""
        near1, near2 = (float(np.exp(-((bill - o) ** 2) / (2 * width**2))) for o in says)
        h1 = earned(g1, near1, near2)
        return g1, answer(g1), h1, gate(g1, h1), expert(g1, h1)

    return Exercise(
        id="11.14",
        title="One bill, two experts",
        objective=DIVIDING,
        level="core",
        see="Divide the work: a modular network",
        task=(
            f"For one trip the gate's sums are {num(trust)} and 0, the experts say {o1} and {o2}, "
            f"and the true bill is {num(bill)}. The width s is {num(width)}. The calculation "
            "stands below with five gaps: the gate's share for the first expert, the answer of the "
            "whole network, the share that the first expert has earned, the slope for the gate's "
            "first sum, and the slope for what the first expert says. Enter them in this order, "
            "with three decimals."
        ),
        solution=solution,
        judge=NumberJudge(
            ("share", "answer", "earned", "gate's slope", "expert's slope"), decimals=3, worked=(
                "the gate's shares: {}, and what is left of 1\n"
                f"the answer: first share · {o1} + second share · {o2} = {{}}\n"
                "the shares earned: {}, and what is left of 1\n"
                "slope for the gate's first sum: {}\n"
                "slope for what the first expert says: {}"
            ),
        ),
        traps=(
            Trap("softmax forgotten", lambda: bill_with(g1=1.0),
                 "The gate's sums are not shares yet: a sum of 0 would leave the second expert "
                 "with nothing. The softmax comes first."),
            Trap("mean of the experts",
                 lambda: bill_with(answer=lambda g1: (first + second) / 2),
                 "The share is right. The experts' answers are weighed by their shares; you took "
                 "the plain mean."),
            Trap("favourite's answer", lambda: bill_with(answer=lambda g1: first),
                 "The share is right. You let the gate's favourite speak alone; here both speak, "
                 "each as loud as its share."),
            Trap("shares swapped",
                 lambda: bill_with(answer=lambda g1: (1 - g1) * first + g1 * second),
                 "The share is right. In the answer the two shares stand at each other's expert."),
            Trap("share not asked", lambda: bill_with(earned=lambda g1, n1, n2: n1 / (n1 + n2)),
                 "The first two are right. What an expert has earned depends on how near it was, "
                 "and on how much it was trusted: the gate's share is missing in the terms."),
            Trap("not divided", lambda: bill_with(earned=lambda g1, n1, n2: g1 * n1),
                 "The first two are right. You have the first expert's term; a share is the term "
                 "divided by the sum of both."),
            Trap("sign flipped", lambda: bill_with(gate=lambda g1, h1: h1 - g1),
                 "The gate's slope has the wrong sign. As in cross-entropy it is what was said "
                 "minus what should have been: the first expert was trusted too much, so the sum "
                 "has to fall."),
            Trap("target minus prediction", lambda: bill_with(
                    expert=lambda g1, h1: h1 * (bill - first) / width**2),
                 "The expert's slope has the wrong sign: it says too little, so the loss falls "
                 "when it says more."),
            Trap("blame not divided",
                 lambda: bill_with(expert=lambda g1, h1: (first - bill) / width**2),
                 "The first four are right. The expert takes the whole blame. It has to take as "
                 "much as it has earned of this bill."),
            Trap("blamed by the gate's share",
                 lambda: bill_with(expert=lambda g1, h1: g1 * (first - bill) / width**2),
                 "The first four are right. You shared the blame out by what the gate said "
                 "beforehand. What counts is what each has earned, once the bill is known."),
            Trap("width forgotten",
                 lambda: bill_with(expert=lambda g1, h1: h1 * (first - bill)),
                 "The first four are right. In the exponent the squared miss is divided by twice "
                 "the squared width, so its slope is divided as well."),
            Trap("second expert's share", lambda: bill_with(g1=1 / (1 + float(np.exp(trust)))),
                 "The first number is the share of the second expert. The larger sum has the "
                 "larger share."),
        ),
        hints=(
            "Before the bill is known, and after: which of the two shares belongs to which?",
            "Softmax of the two sums; the answers, weighed by the shares; then for each expert "
            "share times nearness, and the first divided by the sum of both. The slopes stand in "
            "the text above.",
            "Five numbers in a list. The third is about half of the first; the fourth is their "
            "difference, and the last is negative.",
        ),
    )


BILL = varied(experts, one_bill, other_bill)


# Exercise 11.15


def gate_slopes(Z: Array, answers: Array, y: Array, s: float) -> Any:
    """Return the slopes of each sample's loss for the sums of the gate."""
    G = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    terms = G * np.exp(-((y[:, None] - answers) ** 2) / (2 * s**2))
    H = terms / terms.sum(axis=1, keepdims=True)
    return G - H


def trips(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """One sample, then as many as experts, then other numbers of both."""
    yield np.array([[0.0, 0.0]]), np.array([[1.0, 2.0]]), np.array([1.0]), 1.0
    yield (np.array([[1.0, 0.0], [0.0, 2.0]]), np.array([[1.2, 2.0], [1.0, 0.0]]),
           np.array([1.9, 0.25]), 0.5)
    for n, experts in ((3, 3), (4, 2), (2, 4), (6, 3)) * 3:
        yield (rng.normal(size=(n, experts)), rng.normal(size=(n, experts)),
               rng.normal(size=n), float(rng.choice([0.8, 1.5, 2.0])))


def gated(
    *,
    axis: int = 1,
    over: int = 1,
    near: Callable[[Array, float], Array] = lambda miss, s: np.exp(-miss**2 / (2 * s**2)),
    weigh: Callable[[Array, Array], Array] = lambda G, E: G * E,
    slope: Callable[[Array, Array], Array] = lambda G, H: G - H,
) -> Callable[..., Array]:
    """The slopes with something else in one place."""

    def wrong(Z: Array, answers: Array, y: Array, s: float) -> Array:
        G = np.exp(Z) / np.exp(Z).sum(axis=axis, keepdims=True)
        terms = weigh(G, near(y[:, None] - answers, s))
        return np.asarray(slope(G, terms / terms.sum(axis=over, keepdims=True)))

    return wrong


def earnings(Z: Array, answers: Array, y: Array, s: float) -> Array:
    """What comes out if the terms of the experts are taken for their shares."""
    G = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    return np.asarray(G - G * np.exp(-((y[:, None] - answers) ** 2) / (2 * s**2)))


def mixed_slope(Z: Array, answers: Array, y: Array) -> Array:
    """The slopes of the squared error of the mixed answer for the gate's sums."""
    G = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    mixed = (G * answers).sum(axis=1, keepdims=True)
    return np.asarray(2 * (mixed - y[:, None]) * G * (answers - mixed))


GATE = Exercise(
    id="11.15",
    title="The gate's slopes for many bills",
    objective=DIVIDING,
    level="stretch",
    see="Divide the work: a modular network",
    task=(
        "Write `gate_slopes(Z, answers, y, s)`. `Z` are the gate's sums and `answers` those of the "
        "experts, both with a row for each sample and a column for each expert; `y` holds the "
        "targets and `s` is the width of the loss. Return the slopes of each sample's own loss for "
        "its sums, in the shape of `Z`: the gate's shares minus those that the experts have "
        "earned."
    ),
    solution=gate_slopes,
    judge=FunctionJudge(trips, (
        Property("Both kinds of shares add up to 1 in each row, so the slopes of a row add up to "
                 "0. Here they do not.",
                 lambda value, *inputs: bool(np.allclose(value.sum(axis=1), 0, atol=1e-5))),
    )),
    forbids=("kinds.modular.MixtureOfExperts", "kinds.modular._gradients"),
    traps=(
        Trap("softmax over the samples", gated(axis=0),
             "The gate's shares add up to 1 over the *samples*: one bill's share depends on the "
             "other bills. For each bill the experts share, so add along the row."),
        Trap("earned over the samples", gated(over=0),
             "The gate is right. What has been earned is divided by a sum over the samples; at "
             "each bill it is the experts who compete."),
        Trap("both over the samples", gated(axis=0, over=0),
             "Both shares add up to 1 down the columns. Experts compete for a bill, not bills for "
             "an expert: add along the rows."),
        Trap("sign flipped", gated(slope=lambda G, H: H - G),
             "All signs are turned. As in cross-entropy, the slope is what was said minus what "
             "should have been said; `lr` times that is taken *off* the sums."),
        Trap("share not asked", gated(weigh=lambda G, E: E),
             "Your experts earn by nearness alone. An expert whom the gate did not trust has "
             "earned less, however near it was: the gate's share is a factor of each term."),
        Trap("not divided", earnings,
             "You have subtracted the terms themselves. An expert's share is its term divided by "
             "the sum of the terms of all experts at this bill."),
        Trap("only what was earned", gated(slope=lambda G, H: H),
             "These are the shares that the experts have earned. The slope compares them with "
             "those that the gate gave."),
        Trap("only the gate", gated(slope=lambda G, H: G),
             "These are the gate's shares. What the experts have earned is missing, and with it "
             "all that the bills could tell."),
        Trap("distance for its square",
             gated(near=lambda miss, s: np.exp(-np.abs(miss) / (2 * s**2))),
             "The miss stands in the exponent without its square."),
        Trap("width not squared", gated(near=lambda miss, s: np.exp(-miss**2 / (2 * s))),
             "The width stands in the exponent without its square."),
        Trap("2 forgotten", gated(near=lambda miss, s: np.exp(-miss**2 / s**2)),
             "A factor in front of the squared width is missing in the exponent."),
        Trap("mean over the samples",
             lambda Z, answers, y, s: gate_slopes(Z, answers, y, s) / len(y),
             "You divided by the number of samples. Asked for is the slope of each sample's own "
             "loss; their mean comes later."),
        Trap("squared error's slope",
             lambda Z, answers, y, s: mixed_slope(Z, answers, y),
             "This is the slope of the squared error of the mixed answer. The loss of the chapter "
             "is another one, in which the experts compete instead of helping each other out."),
    ),
    hints=(
        "At one bill, who shares with whom? That settles the axis of both sums.",
        "First the softmax, row by row. Then for each expert its share times the bell of its miss; "
        "divided by the row's sum, that is what it has earned. Subtract.",
        "Four lines. Each row of the result adds up to 0; `y` has to be set upright, `y[:, None]`, "
        "before it meets the answers.",
    ),
)


# Exercise 11.16


def gan_losses(p_real: Array, p_forged: Array) -> Any:
    """Return the judge's loss and the forger's."""
    right = np.concatenate([p_real, 1 - p_forged])
    return np.array([-np.log(right).mean(), -np.log(p_forged).mean()])


def verdicts(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """One point of each, then unequal numbers; never a verdict that is nearly certain."""
    yield np.array([0.9]), np.array([0.2])
    yield np.array([0.8, 0.6]), np.array([0.3])
    for real, forged in ((2, 2), (3, 5), (6, 2), (4, 4)) * 3:
        yield rng.uniform(0.05, 0.95, real), rng.uniform(0.05, 0.95, forged)


def wanting(p: Array, target: int) -> float:
    """The mean binary cross-entropy of these verdicts, for one target."""
    return float(-np.log(p if target else 1 - p).mean())


def pair(judge: Callable[[Array, Array], float], forger: Callable[[Array, Array], float],
         ) -> Callable[..., Array]:
    """Two losses."""
    return lambda p_real, p_forged: np.array([judge(p_real, p_forged), forger(p_real, p_forged)])


def judged(p_real: Array, p_forged: Array) -> float:
    """The judge's loss."""
    return float(gan_losses(p_real, p_forged)[0])


def forged(*p: Array) -> float:
    """The forger's loss, which does not ask about the real points."""
    return wanting(p[1], 1)


LOSSES = Exercise(
    id="11.16",
    title="What each of them wants",
    objective=PLAYING,
    level="core",
    see="Forger and judge: a generative adversarial network",
    task=(
        "The judge has given its verdicts, probabilities of being real: `p_real` on real points, "
        "`p_forged` on forged ones, and there need not be equally many. Write "
        "`gan_losses(p_real, p_forged)`. Return two numbers: the judge's loss, the mean binary "
        "cross-entropy over all its verdicts, and the loss that the forger's step goes down, the "
        "mean over the forged points alone."
    ),
    solution=gan_losses,
    judge=FunctionJudge(verdicts),
    traps=(
        Trap("labels swapped",
             pair(lambda r, f: float(-np.log(np.concatenate([1 - r, f])).mean()), forged),
             "The forger's loss is right. The judge's targets are swapped: this one is content "
             "when it calls forged points real."),
        Trap("forger wants to be caught",
             pair(judged, lambda r, f: wanting(f, 0)),
             "The judge's loss is right. Your forger's loss is small when the judge says 0 to its "
             "points. What does the forger want to hear?"),
        Trap("all labels swapped",
             pair(lambda r, f: float(-np.log(np.concatenate([1 - r, f])).mean()),
                  lambda r, f: wanting(f, 0)),
             "Both targets are swapped: this judge wants to be fooled, and this forger wants to be "
             "caught."),
        Trap("minus the other's loss", pair(judged, lambda r, f: -judged(r, f)),
             "The judge's loss is right. You gave the forger the same loss with the other sign. In "
             "the chapter it asks for 1 on its own points, which still has a slope where the judge "
             "is sure of a forgery."),
        Trap("sign of the forger's log", pair(judged, lambda r, f: float(np.log(f).mean())),
             "The judge's loss is right. The forger's is negative: a cross-entropy is the mean of "
             "the *minus* logarithms."),
        Trap("minus what the judge pays",
             pair(judged, lambda r, f: -wanting(f, 0)),
             "The judge's loss is right. Your forger goes down the mean logarithm of what the "
             "verdict lacks to 1. It pulls the right way, but it is nearly flat where a forgery is "
             "recognised; the chapter puts 1 as the target instead."),
        Trap("two means added",
             pair(lambda r, f: wanting(r, 1) + wanting(f, 0), forged),
             "The forger's loss is right. For the judge you added two means; asked for is one mean "
             "over all its verdicts."),
        Trap("mean of two means",
             pair(lambda r, f: (wanting(r, 1) + wanting(f, 0)) / 2, forged),
             "It is right where there are as many real points as forged ones. Otherwise each of "
             "the fewer counts more: take one mean over all verdicts."),
        Trap("judge of real points only", pair(lambda r, f: wanting(r, 1), forged),
             "The forger's loss is right. Your judge is asked about real points only; it could "
             "learn to say 1 to everything."),
        Trap("judge of forged points only", pair(lambda r, f: wanting(f, 0), forged),
             "The forger's loss is right. Your judge is asked about forged points only; it could "
             "learn to say 0 to everything."),
        Trap("forger judged on real points", pair(judged, lambda r, f: wanting(r, 1)),
             "The judge's loss is right. The forger is judged on points that it has not made."),
        Trap("forger first", lambda r, f: gan_losses(r, f)[::-1],
             "The two losses stand in each other's place: the judge's comes first."),
        Trap("sum for mean",
             lambda r, f: gan_losses(r, f) * np.array([len(r) + len(f), len(f)]),
             "These are sums over the points. Wanted are the means."),
        Trap("judge says real to all",
             pair(lambda r, f: float(-np.log(np.concatenate([r, f])).mean()), forged),
             "The forger's loss is right. Your judge is content when it calls everything real: "
             "what is its target on forged points?"),
        Trap("forger's mean over all points",
             pair(judged, lambda r, f: float(-np.log(f).sum() / (len(r) + len(f)))),
             "The judge's loss is right. The forger's sum is divided by all points; its mean is "
             "over the forged ones alone."),
        Trap("logarithm to base 2", lambda r, f: gan_losses(r, f) / np.log(2),
             "You took logarithms to base 2. Cross-entropy has the natural one."),
    ),
    hints=(
        "What is the judge's target for each kind of point? And what would the forger like to be "
        "the verdict on its own?",
        "A verdict p with the target 1 costs the minus logarithm of p, with the target 0 that of "
        "what p lacks to 1. The judge's mean runs over all verdicts together, the forger's over "
        "the verdicts on forged points.",
        "Two positive numbers in an array, the judge's first.",
    ),
)


# Exercise 11.17


def squeeze(X: Array, X_new: Array, k: int) -> Any:
    """Return what is left of new samples behind a code of k numbers found on X by PCA."""
    mean = X.mean(axis=0)
    V = np.linalg.svd(X - mean, full_matrices=False)[2][:k]
    return (X_new - mean) @ V.T @ V + mean


def clouds(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Points on a line beside the origin, then clouds whose directions differ in spread."""
    yield (np.array([[0.0, 1.0], [1.0, 1.0], [2.0, 1.0]]), np.array([[0.5, 2.0]]), 1)
    for features, k, n in ((2, 1, 9), (3, 1, 12), (3, 2, 12), (4, 2, 15), (5, 3, 20)) * 3:
        turn = np.linalg.qr(rng.normal(size=(features, features)))[0]
        spread = 0.6 ** np.arange(features)
        middle = rng.uniform(0.5, 1.5, features)
        X = rng.normal(scale=0.5, size=(n, features)) * spread @ turn + middle
        X_new = rng.normal(scale=0.5, size=(4, features)) * spread @ turn + middle
        if clear(X, k):
            yield X, X_new, k


def clear(X: Array, k: int) -> bool:
    """Whether the k-th direction has clearly more spread than the next."""
    found = np.linalg.svd(X - X.mean(axis=0), compute_uv=False)
    return bool(found[k - 1] > 1.15 * found[k])


def directions(X: Array) -> Array:
    """The directions of the data as they come, the one of largest size first."""
    return np.asarray(np.linalg.svd(X, full_matrices=False)[2])


def squeezed(
    *,
    found: Callable[[Array, Array, int], Array] = lambda X, new, k:
        directions(X - X.mean(axis=0))[:k],
    less: Callable[[Array, Array], Any] = lambda X, new: X.mean(axis=0),
    plus: Callable[[Array, Array], Any] = lambda X, new: X.mean(axis=0),
) -> Callable[..., Array]:
    """A code with other directions, or with other means taken off and put back."""

    def wrong(X: Array, X_new: Array, k: int) -> Array:
        V = found(X, X_new, k)
        return np.asarray((X_new - less(X, X_new)) @ V.T @ V + plus(X, X_new))

    return wrong


SQUEEZE = Exercise(
    id="11.17",
    title="The best straight code",
    objective=DIVIDING,
    level="stretch",
    see="Through the needle's eye: autoencoders",
    task=(
        "Write `squeeze(X, X_new, k)`: what a linear autoencoder could give back at best. Find the "
        "mean of the training samples `X` and the `k` directions in which they vary most. Send the "
        "new samples `X_new` through this code of `k` numbers each, and return what comes out "
        "again, in the shape of `X_new`."
    ),
    solution=squeeze,
    judge=FunctionJudge(clouds),
    forbids=("kinds.autoencoder.principal_components",),
    traps=(
        Trap("not centred",
             squeezed(found=lambda X, new, k: directions(X)[:k], less=lambda X, new: 0.0,
                      plus=lambda X, new: 0.0),
             "The mean has not been taken away. Then the first direction points from the origin to "
             "the middle of the cloud, and one of your numbers is spent on saying where everybody "
             "is anyway."),
        Trap("directions of data not centred", squeezed(found=lambda X, new, k: directions(X)[:k]),
             "The mean is taken off the new samples and put back. But the directions were found on "
             "data with the mean still in it."),
        Trap("mean not put back", squeezed(plus=lambda X, new: 0.0),
             "What comes out lies around the origin. Whoever unpacks has to add the mean again."),
        Trap("mean not taken off", squeezed(less=lambda X, new: 0.0),
             "The mean goes through the code along with the samples, and is added once more behind "
             "it. Take it off first."),
        Trap("mean left in the code",
             squeezed(less=lambda X, new: 0.0, plus=lambda X, new: 0.0),
             "The directions are right. But the new samples were sent through with the mean in "
             "them, and what of it does not lie along those directions is lost."),
        Trap("mean of the new samples",
             squeezed(less=lambda X, new: new.mean(axis=0), plus=lambda X, new: new.mean(axis=0)),
             "You used the mean of the new samples. The code was agreed upon before anybody had "
             "seen them: it belongs to the training samples."),
        Trap("directions of the new samples",
             squeezed(found=lambda X, new, k: directions(new - X.mean(axis=0))[:k]),
             "The directions were found on the samples that are to be sent. They belong to the "
             "training samples."),
        Trap("least for most",
             squeezed(found=lambda X, new, k: directions(X - X.mean(axis=0))[-k:]),
             "You kept the directions in which the samples vary *least*. Some routines sort the "
             "other way round: `eigh` puts the smallest first."),
        Trap("one direction too few",
             squeezed(found=lambda X, new, k: directions(X - X.mean(axis=0))[: k - 1]),
             "A number less than allowed gets through."),
        Trap("one direction too many",
             squeezed(found=lambda X, new, k: directions(X - X.mean(axis=0))[: k + 1]),
             "A number more than allowed gets through."),
        Trap("nothing but the mean", lambda X, X_new, k: np.tile(X.mean(axis=0), (len(X_new), 1)),
             "Every new sample comes back as the mean: nothing has got through the code."),
        Trap("code made of the new samples", lambda X, X_new, k: squeeze(X_new, X_new, k),
             "Mean and directions were found on the samples that are to be sent. The code was "
             "agreed upon before: both belong to the training samples."),
        Trap("columns for directions",
             squeezed(found=lambda X, new, k: directions(X - X.mean(axis=0))[:, :k].T),
             "You took columns where the directions are rows. What `svd` hands back last has been "
             "turned already; only `eigh` gives columns."),
        Trap("inputs that vary most",
             lambda X, X_new, k: np.where(
                 np.isin(np.arange(X.shape[1]), np.argsort(-X.var(axis=0))[:k]),
                 X_new, X.mean(axis=0)),
             "You keep the inputs that vary most. A direction may lie slantwise: it is a mixture "
             "of inputs."),
    ),
    hints=(
        "What do both ends of the telephone know before the call, and what has to be said in it?",
        "Take the mean of `X` off the training samples and find their directions, with "
        "`np.linalg.svd` or from the matrix of their products. Take the same mean off the new "
        "samples, measure them along the first few directions, build them up again from these "
        "numbers, and add the mean.",
        "Three lines. `np.linalg.svd(..., full_matrices=False)[2]` has one direction in each row, "
        "the most important first.",
    ),
)


# Exercise 11.18


def right_tool() -> None:
    """Spoken numbers have an order and every length, so a recurrent network fits; a table does not.

    Ten thousand spoken numbers ask for one that hears step after step with the same weights, and
    the baseline is logistic regression on the samples of the wave. A table with age, income and
    rent of two hundred customers has no order and no neighbours; there a single layer, or nothing
    but the majority, is hard to beat.
    """


TOOL = Exercise(
    id="11.18",
    title="The right kind, and the simpler rival",
    objective=CHOOSING,
    level="stretch",
    see="All kinds side by side",
    task=(
        "Choose two kinds from the table above. For each, name a task of your own that it is made "
        "for, with the fact about the data that is built into it, and a baseline that it has to "
        "beat there. For one of the two, name a task on which something simpler is likely to win, "
        "and say why."
    ),
    solution=right_tool,
    judge=SentenceJudge((
        "Do you name for each kind the fact that it takes for granted: order, neighbours, near "
        "inputs with like answers, jobs that switch?",
        "Does each task come with a baseline that costs next to nothing?",
        "Does your counterexample lack just that fact, or have too few samples for it?",
    ), fewest_words=20),
    traps=(),
    hints=(
        "Begin with the data, not with the network: what is true of them that a dense layer does "
        "not know?",
        "For the rival, take the fact away: a table without an order, places that mean something, "
        "a series that hardly moves.",
        "Three or four sentences: task, fact and baseline, twice; then a task where the fact is "
        "missing.",
    ),
)


EXERCISES = (
    LATCH, FOUR, THROUGH_TIME, STATES, FRIEND, OUTVOTED, ATTEND, EMPTY_SHARE, LOWER, PLACES,
    MAP_SIZE, MAP, COUNT, SHUFFLE, BELLS, KOHONEN, BILL, GATE, LOSSES, SQUEEZE, TOOL,
)
