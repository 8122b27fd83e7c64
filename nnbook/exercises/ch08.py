"""The exercises of chapter 8, "Backpropagation, step by step"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from nnbook import Layer, Network, backprop, gradient_check, mse, sigmoid
from nnbook.exercises._engine import Exercise, Trap
from nnbook.exercises._figures import FigureJudge, Goal
from nnbook.exercises._functions import FunctionJudge
from nnbook.exercises._numbers import NumberJudge
from nnbook.exercises._order import OrderJudge, Rule
from nnbook.exercises._sentences import SentenceJudge
from nnbook.exercises._variants import Numbers, Solution, listed, num, pick, spelled, varied

__all__ = ["EXERCISES"]

# fmt: off

Array = NDArray[np.float64]

PENCIL = "Work out the slopes of a small network by hand"
PROGRAM = "Write backpropagation for any batch"
DAMAGE = "Catch a wrong gradient and name the mistake"
COST = "Say what a gradient costs with backpropagation and without"
BORDER = "Keep finding the slopes and using them apart"

# The slopes are the exercise, so what finds slopes is not there when it is marked.
SLOPES = (
    "backpropagation.backprop", "backpropagation.sweep", "training.train", "many.train_many",
    "gradients.nudge", "gradients.complex_step", "writing.written_out",
)  # fmt: skip


# Exercise 8.1


def cloakroom(
    tickets: int = 10, visitors: int = 3, divisor: int = 50
) -> tuple[float, float, float]:
    """The tags of a visitor, of a ticket, and of a ticket that brings guides along."""
    people, guides = tickets * visitors, 0.5
    person = 2 * people / divisor
    return person, visitors * person, (visitors + guides) * person


def other_queue(rng: np.random.Generator) -> Numbers | None:
    """A wait of less than an hour, and a visitor's tag that is no whole number."""
    tickets, visitors, divisor = pick(rng, 6, 20), pick(rng, 2, 5), pick(rng, 20, 120, 10)
    wait, person = (tickets * visitors) ** 2 / divisor, cloakroom(tickets, visitors, divisor)[0]
    return (tickets, visitors, divisor) if wait < 60 and 0.3 < person < 3 and person % 1 else None


def queue(solution: Solution, tickets: int, visitors: int, divisor: int) -> Exercise:
    """The tags in a queue of so many visitors for each ticket."""
    person, ticket, _ = solution()
    people = tickets * visitors

    def tags(person: float) -> tuple[float, float, float]:
        return person, visitors * person, (visitors + 0.5) * person

    return Exercise(
        id="8.1",
        title="Tags at the cloakroom",
        objective=PENCIL,
        level="warm-up",
        see="Price tags",
        task=(
            f"A museum has sold {tickets} tickets, and each lets {visitors} visitors in. With v "
            f"visitors in front of the cloakroom the wait is v²/{divisor} minutes. What is the tag "
            "of one more visitor, in minutes? What is the tag of one more ticket? And what is the "
            "tag of a ticket in another museum, where there is also a guide for every two tickets, "
            f"guides queue like everybody else, and {people} people stand in the queue as well? "
            "Enter all three, with two decimals."
        ),
        solution=solution,
        judge=NumberJudge(("visitor", "ticket", "ticket with guide"), decimals=2),
        traps=(
            Trap("average for slope", lambda: tags(people / divisor),
                 "This is the wait divided by the visitors, what one of them costs on average; it "
                 "also comes out if the derivative of a square has lost its 2. The tag is what the "
                 "next one adds, and the queue gets slower."),
            Trap("ratio at another place", lambda: tags(2 * tickets / divisor),
                 f"This is the slope at {tickets}. But {tickets} are the tickets: the wait has to "
                 f"be asked where it is now, with {people} in the queue."),
            Trap("added along the path",
                 lambda: (person, visitors + person, visitors + 0.5 + person),
                 "Along a path the ratios multiply: so many visitors for a ticket, so many minutes "
                 "for a visitor."),
            Trap("multiplied over the paths", lambda: (person, ticket, 0.5 * ticket),
                 "The first two are right. Visitors and guides come into the queue on two paths, "
                 "and over several paths the tags add."),
            Trap("one path forgotten", lambda: (person, ticket, ticket),
                 "The first two are right. In the other museum a ticket has a second way into the "
                 "queue: half a guide comes along with it."),
            Trap("guides counted in full", lambda: (person, ticket, ticket + person),
                 "The first two are right. You gave each ticket a guide of its own. There is one "
                 "for every two tickets."),
            Trap("value for slope", lambda: tags(people**2 / divisor),
                 "The first number is the wait itself. A tag says how much the wait grows for one "
                 "visitor more."),
            Trap("ratio forgotten", lambda: (person, person, person),
                 "The first is right. A ticket does not bring one visitor along but several, and "
                 "each of them stands in the queue."),
            Trap("ratio upside down",
                 lambda: (person, person / visitors, person / (visitors + 0.5)),
                 "The first is right. You divided by the visitors of a ticket. Each of them costs "
                 "what one visitor costs, so a ticket costs more than that."),
            Trap("guides alone", lambda: (person, ticket, 0.5 * person),
                 "The first two are right. The third counts the guides alone; the visitors come as "
                 "before, on their own path."),
            Trap("two guides for each ticket", lambda: (person, ticket, ticket + 2 * person),
                 "The first two are right. You let two guides come along with every ticket. It is "
                 "one guide for two tickets."),
        ),
        hints=(
            "Begin at the end of the queue, not at the till: which of the numbers touches the wait "
            "directly?",
            "The tag of a visitor is the slope of the parabola at the present number of visitors. "
            "A ticket's tag is made of it and of one ratio. With guides there are two paths: work "
            "out each, then put them together.",
            "Three numbers in a list, each larger than the one before; the first lies between "
            f"{int(person)} and {int(person) + 1}.",
        ),
    )


CLOAKROOM = varied(queue, cloakroom, other_queue)


# Exercise 8.2


def second_path(
    inputs: tuple[float, ...] = (0.5, 2),
    hidden: tuple[float, ...] = (0.2, 0.2, -0.6, 0.2),
    output: tuple[float, ...] = (1.5, -0.5),
) -> tuple[float, float, float, float]:
    """The slope of w6, the tags of h2 and of the sum in front of it, and the slope of w4."""
    (x1, x2), (w1, w2, w3, w4), (w5, w6), y = inputs, hidden, output, 0
    h1, h2 = sigmoid(w1 * x1 + w2 * x2), sigmoid(w3 * x1 + w4 * x2)
    y_hat = sigmoid(w5 * h1 + w6 * h2)
    d_z = 2 * (y_hat - y) * y_hat * (1 - y_hat)
    d_h2 = d_z * w6
    d_sum2 = d_h2 * h2 * (1 - h2)
    return float(d_z * h2), float(d_h2), float(d_sum2), float(d_sum2 * x2)


def other_path(rng: np.random.Generator) -> Numbers | None:
    """A second path that takes away, and slopes that four decimals on the way are enough for."""
    inputs = pick(rng, 0.2, 0.9, 0.1), pick(rng, 1.5, 3, 0.5)
    hidden = tuple(pick(rng, -0.8, 0.8, 0.1) for _ in range(4))
    output = pick(rng, 0.8, 2.2, 0.1), -pick(rng, 0.3, 0.9, 0.1)
    d_w6, d_h2, *_ = slopes = second_path(inputs, hidden, output)
    d_z, h2 = round(d_h2 / output[1], 4), round(d_w6 * output[1] / d_h2, 4)
    d_sum2 = d_z * output[1] * h2 * (1 - h2)
    by_hand = d_z * h2, d_z * output[1], d_sum2, d_sum2 * inputs[1]
    enough = np.array_equal(np.round(by_hand, 3), np.round(slopes, 3))
    return (inputs, hidden, output) if all(hidden) and enough else None


def path(
    solution: Solution,
    inputs: tuple[float, ...],
    hidden: tuple[float, ...],
    output: tuple[float, ...],
) -> Exercise:
    """The way back through the second hidden neuron, that through the first being done."""
    (x1, x2), (w1, w2, w3, w4), (w5, w6) = inputs, hidden, output
    h1, h2 = float(sigmoid(w1 * x1 + w2 * x2)), float(sigmoid(w3 * x1 + w4 * x2))
    y_hat = float(sigmoid(w5 * h1 + w6 * h2))
    bound = np.ceil(10 * np.abs(solution()).max()) / 10

    def faded(
        *,
        y: float = 0,
        w6: float = w6,
        tag: Callable[[float, float], float] = lambda d, a: d * a * (1 - a),
        bend: float = h2 * (1 - h2),
        swapped: bool = False,
        x: float = x2,
        h: float = h2,
    ) -> tuple[float, float, float, float]:
        """The four numbers with something else at one place of the calculation."""
        d_z = tag(2 * (y_hat - y), y_hat)
        d_w6, d_h2 = (d_z * w6, d_z * h) if swapped else (d_z * h, d_z * w6)
        d_sum2 = d_h2 * bend
        return d_w6, d_h2, d_sum2, d_sum2 * x

    d_z, d_h1 = faded()[1] / w6, faded()[1] / w6 * w5
    d_sum1 = d_h1 * h1 * (1 - h1)
    # The chapter prints what is done for its own numbers; a variant brings it along.
    table, so_far = ("the table", "") if solution is second_path else (
        "the task",
        f" Forward: h1 is {num(h1, 4)}, h2 is {num(h2, 4)}, the prediction {num(y_hat, 4)}. "
        f"Backward: the tag of the prediction is {num(2 * y_hat, 4)}, that of the sum in front of "
        f"it {num(d_z, 4)}; the slope of w5 is {num(d_z * h1, 4)}, the tag of h1 {num(d_h1, 4)}, "
        f"that of its sum {num(d_sum1, 4)}, and the slopes of w1 and w2 are {num(d_sum1 * x1, 4)} "
        f"and {num(d_sum1 * x2, 4)}.",
    )
    return Exercise(
        id="8.2",
        title="The second path",
        objective=PENCIL,
        level="warm-up",
        see="Backward, with a pencil",
        task=(
            f"The network of this section has got other numbers: inputs {listed(inputs)}, target "
            f"0, hidden weights {listed(hidden)}, output weights "
            f"{listed(output)}. The way forward is done, and so is the way back "
            "through the first hidden neuron. Four places on the way through the second are empty. "
            "Fill them in their order: the slope of w6, the tag of h2, the tag of the sum in front "
            f"of h2, the slope of w4. Enter them with three decimals.{so_far}"
        ),
        solution=solution,
        judge=NumberJudge(
            ("slope of w6", "tag of h2", "tag of its sum", "slope of w4"), decimals=3
        ),
        traps=(
            Trap("weight and input swapped", lambda: faded(swapped=True),
                 "The first two numbers stand in each other's place. In the product of w6 and h2, "
                 "one unit more of w6 is worth h2 units of the sum, and the other way round."),
            Trap("another neuron's weight", lambda: faded(w6=w5),
                 "This is the tag of the first hidden neuron. The second one speaks to the output "
                 "through a weight of its own."),
            Trap("sign of the weight lost", lambda: faded(w6=-w6),
                 "The weight w6 is negative: more of h2 means less of the sum, so the tag changes "
                 "its sign on the way."),
            Trap("slope forgotten", lambda: faded(bend=1.0),
                 "The tag has gone past the bend of the hidden neuron. The sigmoid lets only a "
                 "part of each change through; that part is missing."),
            Trap("slope taken at the output",
                 lambda: faded(bend=float(sigmoid.slope(h2))),
                 "You put h2 into the slope of the sigmoid. The slope belongs to the sum in front "
                 "of it; or, read off from what came out, it is that times what it lacks to 1."),
            Trap("another neuron's slope", lambda: faded(bend=y_hat * (1 - y_hat)),
                 "This is the slope at the output once more. Each neuron has its own bend, and the "
                 "second hidden one stands elsewhere on it."),
            Trap("output's slope forgotten", lambda: faded(tag=lambda d, a: d),
                 "You went on with the tag of the prediction. Before the weights comes the sum in "
                 f"front of it, and its tag is smaller: {table} has it."),
            Trap("another input", lambda: faded(x=x1),
                 "The first three are right. The weight w4 leads from the second input."),
            Trap("wrong target", lambda: faded(y=1),
                 "All signs are turned, since you took 1 for the target. Here it is 0, and the "
                 "network says too much."),
            Trap("another neuron's value", lambda: (faded(h=h1)[0], *faded()[1:]),
                 "The others are right. For the slope of w6 you took what the first hidden neuron "
                 "says. What comes in along w6?"),
        ),
        hints=(
            "Read the lines of the first hidden neuron from top to bottom. Which of their numbers "
            "are the same for the second one, and which have to be exchanged?",
            "A weight's slope is the tag of the sum behind it times what came in. A neuron's tag "
            "is the tag of the sum behind it times the weight between. Through its bend: times "
            "what came out, times what that lacks to 1.",
            "Four numbers in a list: the first positive, the others negative, none beyond "
            f"{num(bound)}.",
        ),
    )


FADED = varied(path, second_path, other_path)


# Exercise 8.3


def hand_network() -> Network:
    """The network of the hand calculation."""
    hidden, output = [[0.7, 0.4], [0.3, 0.7]], [[0.55, 0.45]]
    return Network([Layer(hidden, None, sigmoid), Layer(output, None, sigmoid)])


def along_w5() -> Array:
    """Weight, slope and loss at each position of w5 in the figure, a row for each."""
    rows = []
    for turned_by in np.linspace(-6, 6, 31):
        network = hand_network().updated({"W2": [[0.55 + turned_by, 0.45]]})
        found = backprop(network, np.array([0.5, 0.3]), 1, mse)
        rows.append((0.55 + turned_by, found.gradients["W2"][0, 0], found.loss))
    return np.array(rows)


def steepest() -> tuple[float, float, float]:
    """The position of w5 with the steepest slope, that slope, and the loss there."""
    weight, slope, loss = min(along_w5(), key=lambda row: row[1])
    return weight, slope, loss


STEEPEST = Exercise(
    id="8.3",
    title="Where the road is steepest",
    objective=PENCIL,
    level="warm-up",
    see="Backward, with a pencil",
    task=(
        "Use the figure above. Take w5 and walk from the far left to the far right. At which value "
        "of w5 is the slope steepest? Enter w5, the slope there and the loss C there, each to "
        "three decimals, as the figure shows them or rounded."
    ),
    solution=steepest,
    judge=NumberJudge(("w5", "slope", "C"), decimals=3),
    traps=(
        Trap("worst for steepest", lambda: tuple(along_w5()[0]),
             "Here the loss is largest. The slope is not: the sigmoid has run flat. Watch the "
             "slope, not the loss."),
        Trap("best for steepest", lambda: tuple(along_w5()[-1]),
             "Here the loss is smallest, and there is hardly any slope left. Watch how steep the "
             "green line is."),
        Trap("where it started", lambda: tuple(along_w5()[15]),
             "This is where the figure stands when it opens. Move the second slider, to both "
             "sides."),
        Trap("turn for the weight", lambda: (steepest()[0] - 0.55, *steepest()[1:]),
             "The place is right. What you give for w5 is how far it was turned; the figure says "
             "where that has led."),
        Trap("sign lost", lambda: (steepest()[0], -steepest()[1], steepest()[2]),
             "The place is right. The line falls from left to right, so its slope has a sign."),
    ),
    hints=(
        "The loss falls from left to right everywhere. Where does it fall fastest?",
        "Move the second slider step by step and read the slope. It grows, in size, as far as one "
        "place, and shrinks behind it.",
        "Three numbers in a list: two negative ones and a loss between 0.3 and 0.6.",
    ),
)


# Exercise 8.4


def learn_once(w1: float, w2: float, x: float, target: float, lr: float) -> tuple[float, float]:
    """Take one step with a chain of two sigmoid neurons."""
    h = 1 / (1 + np.exp(-w1 * x))
    y_hat = 1 / (1 + np.exp(-w2 * h))
    dz2 = 2 * (y_hat - target) * y_hat * (1 - y_hat)
    dz1 = dz2 * w2 * h * (1 - h)
    w2 = w2 - lr * dz2 * h
    w1 = w1 - lr * dz1 * x
    return w1, w2


CHAIN = Exercise(
    id="8.4",
    title="One step in order",
    objective=BORDER,
    level="core",
    see="One step",
    task=(
        "Two sigmoid neurons stand in a row: the input x, the weight w1, the hidden value h, the "
        "weight w2, the prediction. Here are the lines of a program that takes one step with one "
        "sample; dz1 and dz2 are the tags of the two sums. They have been shuffled. Give the "
        "letters in an order in which the program does what it should."
    ),
    solution=learn_once,
    judge=OrderJudge((3, 6, 0, 5, 2, 4, 1), (
        Rule("prediction before the hidden value", "C", "G",
             "The prediction is made of the hidden value, so that has to be there first."),
        Rule("tag before prediction", "G", "E",
             "The tag of the last sum says how far off the prediction is. There is no prediction "
             "yet."),
        Rule("tags from front to back", "E", "A",
             "The hidden tag is made of the tag behind it. The way back begins at the loss."),
        Rule("updated weight used too early", "A", "F",
             "It runs, and it is wrong: when the hidden tag is worked out, w2 has already moved. "
             "The tag belongs to the network that made the prediction."),
        Rule("changed before its slope is known", "A", "D",
             "The first weight moves by a tag that has not been worked out yet."),
        Rule("returned before the first weight moved", "D", "B",
             "What stands behind `return` is never reached: the first weight goes back unmoved."),
        Rule("returned before the second weight moved", "F", "B",
             "What stands behind `return` is never reached: the second weight goes back unmoved."),
    )),
    traps=(),
    hints=(
        "Forward, backward, update. Which lines belong to which of the three?",
        "Ask of every line which names it uses, and whether they have the value that it means. One "
        "line uses a weight that another line changes.",
        'Seven letters in a row, such as "ABCDEFG". The first is C, the last is B, and two orders '
        "are right.",
    ),
)


# Exercise 8.5


def hidden_tags(W2: Array, z1: Array, dz2: Array) -> Any:
    """Return the tags of the hidden sums z1, from the tags dz2 of the sums behind them."""
    a1 = sigmoid(z1)
    return (W2.T @ dz2) * a1 * (1 - a1)


def bent_twice(W2: Array, z1: Array, dz2: Array) -> Any:
    """Return the tags of the hidden sums z1, from the tags dz2 of the sums behind them."""
    a1 = sigmoid(z1)
    return (W2.T @ dz2) * sigmoid.slope(a1)


def hidden_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """One neuron, then as many outputs as hidden neurons, then other shapes; sums far from 0."""
    yield np.array([[1.0]]), np.array([2.0]), np.array([1.0])
    yield np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([1.0, -3.0]), np.array([1.0, 0.5])
    for outputs, hidden in ((3, 3), (1, 2), (2, 4), (4, 3)) * 3:
        yield (
            rng.normal(size=(outputs, hidden)),
            rng.normal(scale=3, size=hidden),
            rng.normal(size=outputs),
        )


HIDDEN = Exercise(
    id="8.5",
    title="Mend the hidden tags",
    objective=DAMAGE,
    level="core",
    see="In numpy, in the open",
    task=(
        "`hidden_tags(W2, z1, dz2)` should return the tags of the sums `z1` of a hidden layer of "
        "sigmoids, for one sample. `W2` are the weights of the layer behind it, `dz2` the tags of "
        "that layer's sums. The program below is nearly right when the sums are near 0, and thirty "
        "times too large where a sum is 5. Mend it."
    ),
    solution=hidden_tags,
    judge=FunctionJudge(hidden_cases, given=bent_twice),
    forbids=SLOPES,
    traps=(
        Trap("slope taken at the output",
             lambda W2, z1, dz2: (W2.T @ dz2) * sigmoid.slope(sigmoid(z1)),
             "The mistake is still there: a true derivative of the sigmoid wants the sum, and here "
             "it gets what came out. The value has been through the bend twice.",
             see="In numpy, in the open"),
        Trap("formula of the output, fed with the sum",
             lambda W2, z1, dz2: (W2.T @ dz2) * z1 * (1 - z1),
             "Now it is the other way round. The short formula, something times what it lacks to "
             "1, is for what came out of the sigmoid; with a sum of 5 it is negative."),
        Trap("slope forgotten", lambda W2, z1, dz2: W2.T @ dz2,
             "These are the tags of the activations. On the way to the sums they pass the bend, "
             "which takes at least three quarters off."),
        Trap("value for slope", lambda W2, z1, dz2: (W2.T @ dz2) * sigmoid(z1),
             "You multiply by what came out of the neuron. What is needed is how much comes out "
             "for a little more of the sum."),
        Trap("transposed", lambda W2, z1, dz2: (W2 @ dz2) * sigmoid.slope(z1),
             "The tags take the wrong roads home. A column of `W2` holds the weights on which one "
             "hidden value leaves; you add along the rows."),
        Trap("slope squared", lambda W2, z1, dz2: (W2.T @ dz2) * sigmoid.slope(z1) ** 2,
             "The bend is in there twice. Each sigmoid is passed once on the way back."),
        Trap("sign flipped", lambda W2, z1, dz2: -(W2.T @ dz2) * sigmoid.slope(z1),
             "All signs are turned. A tag changes its sign on the way only where a weight is "
             "negative; the sigmoid's slope never is."),
        Trap("slope of tanh", lambda W2, z1, dz2: (W2.T @ dz2) * (1 - sigmoid(z1) ** 2),
             "1 minus the square of what came out is the slope of tanh. These neurons have a "
             "sigmoid."),
        Trap("mean over the paths",
             lambda W2, z1, dz2: (W2.T @ dz2) / len(dz2) * sigmoid.slope(z1),
             "It is right for one output. With several you take the mean over the paths; over "
             "several paths the tags add."),
        Trap("one path only",
             lambda W2, z1, dz2: W2[0] * dz2[0] * sigmoid.slope(z1),
             "It is right for one output. With several, only the path through the first is "
             "there; a hidden value reaches the loss through all of them."),
        Trap("signs of the weights lost",
             lambda W2, z1, dz2: (np.abs(W2).T @ dz2) * sigmoid.slope(z1),
             "The weights have lost their signs. A tag that goes back along a negative weight "
             "changes its sign on the way."),
    ),
    hints=(
        "What does the slope of the sigmoid want to be asked: the sum, or what came out?",
        "Two forms of the same slope are in this chapter. One takes the sum, the other what came "
        "out. Look at which form the program uses, and what it puts in.",
        "The last line alone has to change, and there only what stands behind the product. The "
        "result is an array as long as `z1`.",
    ),
)


# Exercise 8.6


def weight_slopes(dA: Array, Z: Array, A_before: Array) -> Any:
    """Return the slopes of the weights of one sigmoid layer."""
    A = sigmoid(Z)
    dZ = dA * A * (1 - A)
    return dZ.T @ A_before


def layer_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """One sample, then as many neurons as inputs and samples, then other shapes."""
    yield np.array([[1.0, 2.0]]), np.array([[2.0, -1.0]]), np.array([[1.0, 3.0]])
    yield np.array([[1.0, 0.0], [0.0, 2.0]]), np.array([[1.0, 2.0], [-1.0, 3.0]]), np.eye(2)
    for samples, neurons, inputs in ((3, 3, 3), (1, 2, 3), (5, 1, 2), (4, 3, 2)) * 3:
        yield (
            rng.normal(size=(samples, neurons)),
            rng.normal(scale=2, size=(samples, neurons)),
            rng.normal(size=(samples, inputs)),
        )


def weight_slopes_from(dZ: Array, A_before: Array) -> Array:
    """The slopes of the weights from the tags of the sums."""
    return np.asarray(dZ.T @ A_before)


def tags_of_sums(dA: Array, Z: Array) -> Array:
    """The tags of the sums."""
    return np.asarray(dA * sigmoid.slope(Z))


LAYER = Exercise(
    id="8.6",
    title="The slopes of one layer",
    objective=PROGRAM,
    level="core",
    see="A batch",
    task=(
        "Write `weight_slopes(dA, Z, A_before)` for one layer of sigmoids and a batch. `dA` are "
        "the tags of what the layer says, `Z` its sums, `A_before` what came in: each has a row "
        "for each sample. Return the slopes of the layer's weights, in the shape of W: a row for "
        "each neuron, a column for each input. The mean over the samples is already in `dA`."
    ),
    solution=weight_slopes,
    judge=FunctionJudge(layer_cases),
    forbids=SLOPES,
    traps=(
        Trap("slope taken at the output",
             lambda dA, Z, A_before: weight_slopes_from(dA * sigmoid.slope(sigmoid(Z)), A_before),
             "Your slope is asked at what came out of the sigmoid. It belongs to the sum.",
             see="In numpy, in the open"),
        Trap("formula of the output, fed with the sum",
             lambda dA, Z, A_before: weight_slopes_from(dA * Z * (1 - Z), A_before),
             "Something times what it lacks to 1 is the slope if that something is what came out "
             "of the sigmoid. You put the sum in.",
             see="In numpy, in the open"),
        Trap("slope forgotten", lambda dA, Z, A_before: weight_slopes_from(dA, A_before),
             "The tags of the outputs went straight to the weights. Between them lies the bend of "
             "the sigmoid."),
        Trap("transposed",
             lambda dA, Z, A_before: weight_slopes_from(dA * sigmoid.slope(Z), A_before).T,
             "The numbers are there, in the mirror image: a row for each input. W has a row for "
             "each neuron."),
        Trap("mean taken twice",
             lambda dA, Z, A_before: weight_slopes_from(dA * sigmoid.slope(Z), A_before) / len(Z),
             "You divide by the number of samples, and `dA` has been divided by it already. A "
             "weight serves all samples, so what they say is added."),
        Trap("averaged before the chain rule",
             lambda dA, Z, A_before: np.outer(
                 tags_of_sums(dA, Z).sum(axis=0), A_before.mean(axis=0)
             ),
             "The inputs were averaged over the batch before the tags met them. A mean of products "
             "is not the product of means: multiply within each sample, and add at the weight.",
             see="Thirteen slopes, one by one"),
        Trap("both averaged",
             lambda dA, Z, A_before: np.outer(
                 tags_of_sums(dA, Z).mean(axis=0), A_before.mean(axis=0)
             ),
             "You averaged the tags, averaged the inputs, and multiplied the averages. So a tag of "
             "one sample meets the inputs of the others; and the mean is in `dA` already.",
             see="Thirteen slopes, one by one"),
        Trap("samples mixed",
             lambda dA, Z, A_before: np.outer(
                 tags_of_sums(dA, Z).sum(axis=0), A_before.sum(axis=0)
             ),
             "Here the tags of one sample meet the inputs of another. Multiply each sample's tag "
             "with its own input, and add after that."),
        Trap("last sample only",
             lambda dA, Z, A_before: np.outer(tags_of_sums(dA, Z)[-1], A_before[-1]),
             "Only the last sample has left a trace. The weight is used by all of them, and over "
             "several paths the tags add."),
        Trap("first sample only",
             lambda dA, Z, A_before: np.outer(tags_of_sums(dA, Z)[0], A_before[0]),
             "Only the first sample counts. Is there a `return` inside a loop, or an index that "
             "never moves?"),
        Trap("value for slope",
             lambda dA, Z, A_before: weight_slopes_from(dA * sigmoid(Z), A_before),
             "You multiply the tags by what came out of the neurons. What is needed is how much "
             "comes out for a little more of the sum."),
        Trap("output for the input",
             lambda dA, Z, A_before: weight_slopes_from(tags_of_sums(dA, Z), sigmoid(Z)),
             "The tags meet what came out of this layer. A weight multiplies what came in."),
        Trap("sign flipped",
             lambda dA, Z, A_before: -weight_slopes_from(dA * sigmoid.slope(Z), A_before),
             "The sign is turned. A slope says where the loss grows; that a step goes the other "
             "way is the optimiser's affair."),
    ),
    hints=(
        "Two things happen to a tag here: it passes a bend, and it meets an input.",
        "First the tags of the sums, entry by entry. Then, for each neuron and each input, add "
        "over the samples the product of the two. A matrix product does the adding.",
        "Two or three short lines. With 4 samples, 3 neurons and 2 inputs the result has the shape "
        "(3, 2).",
    ),
)


# Exercise 8.7


def all_slopes(W1: Array, b1: Array, W2: Array, X: Array, Y: Array) -> Any:
    """Return the slopes of all parameters in one row: W1, b1, W2."""
    A1 = np.tanh(X @ W1.T + b1)
    A2 = A1 @ W2.T
    dZ2 = 2 * (A2 - Y) / Y.size
    dZ1 = dZ2 @ W2 * (1 - A1**2)
    slopes = dZ1.T @ X, dZ1.sum(axis=0), dZ2.T @ A1
    return np.concatenate([part.ravel() for part in slopes])


def pass_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Small numbers and square matrices first, then other shapes and larger batches."""
    W1, W2 = np.array([[1.0, -1.0], [0.5, 2.0]]), np.array([[1.0, 0.5], [2.0, -1.0]])
    yield W1, np.zeros(2), W2, np.array([[1.0, 0.5]]), np.array([[1.0, 0.0]])
    for N, *sizes in ((3, 2, 2, 2), (4, 3, 2, 1), (1, 1, 3, 2), (5, 2, 4, 3)) * 3:
        features, hidden, outputs = sizes
        yield (
            rng.normal(size=(hidden, features)),
            rng.normal(size=hidden),
            rng.normal(size=(outputs, hidden)),
            rng.normal(size=(N, features)),
            rng.normal(size=(N, outputs)),
        )


Part = Callable[..., Array]


def pass_with(
    *,
    tag: Part = lambda A2, Y: 2 * (A2 - Y) / Y.size,
    bend: Part = lambda Z1, A1: 1 - A1**2,
    back: Part = lambda dZ2, W2: dZ2 @ W2,
    bias: Part = lambda dZ: dZ.sum(axis=0),
    came_in: Part = lambda X, A1: A1,
    row: tuple[int, ...] = (0, 1, 2),
    laid: Literal["C", "F"] = "C",
) -> Part:
    """A backward pass with something else at one of its places."""

    def wrong(W1: Array, b1: Array, W2: Array, X: Array, Y: Array) -> Array:
        Z1 = X @ W1.T + b1
        A1 = np.tanh(Z1)
        dZ2 = tag(A1 @ W2.T, Y)
        dZ1 = back(dZ2, W2) * bend(Z1, A1)
        parts = dZ1.T @ X, bias(dZ1), dZ2.T @ came_in(X, A1)
        return np.concatenate([parts[number].ravel(laid) for number in row])

    return wrong


PASS = Exercise(
    id="8.7",
    title="The whole way back",
    objective=PROGRAM,
    level="stretch",
    see="A batch",
    task=(
        "Write `all_slopes(W1, b1, W2, X, Y)` for a network that predicts numbers: a hidden layer "
        "with tanh, an output layer without biases and without any bend, the mean squared error "
        "over all entries of `Y`, and a batch with a row for each sample. (The slope of tanh is 1 "
        "minus the square of what came out.) Return all slopes in one row: those of `W1` row by "
        "row, then those of `b1`, then those of `W2`."
    ),
    solution=all_slopes,
    judge=FunctionJudge(pass_cases),
    forbids=SLOPES,
    traps=(
        Trap("sum for mean", pass_with(tag=lambda A2, Y: 2 * (A2 - Y)),
             "All slopes are too large by the number of entries of `Y`: you descend the sum of the "
             "squares, and the loss is their mean.", see="A hundred points, ten thousand epochs"),
        Trap("2 of the square forgotten", pass_with(tag=lambda A2, Y: (A2 - Y) / Y.size),
             "All slopes are half of what they should be. What does the derivative of a square "
             "bring with it?", see="A hundred points, ten thousand epochs"),
        Trap("2 forgotten, and mean over the samples only",
             pass_with(tag=lambda A2, Y: (A2 - Y) / len(Y)),
             "Two things are wrong with the factor in front: the 2 of the square is missing, and "
             "the mean runs over all entries of `Y`, not over its rows.",
             see="A hundred points, ten thousand epochs"),
        Trap("2/N forgotten", pass_with(tag=lambda A2, Y: A2 - Y),
             "The tag of the prediction is the bare difference. The loss is a mean of squares: the "
             "square brings a factor, and so does the mean.",
             see="A hundred points, ten thousand epochs"),
        Trap("mean over the samples only", pass_with(tag=lambda A2, Y: 2 * (A2 - Y) / len(Y)),
             "It is right for one output. With several, the mean runs over all entries of `Y`, "
             "samples times outputs."),
        Trap("sign flipped", pass_with(tag=lambda A2, Y: 2 * (Y - A2) / Y.size),
             "All signs are turned. The loss grows when a prediction that is already too large "
             "grows further."),
        Trap("slope forgotten", pass_with(bend=lambda Z1, A1: np.ones_like(A1)),
             "The last layer is right. On the way to the hidden sums the tags have gone past the "
             "bend of tanh."),
        Trap("slope taken at the output", pass_with(bend=lambda Z1, A1: 1 - np.tanh(A1) ** 2),
             "The last layer is right. In the hidden one the value has been through tanh twice: "
             "the formula of the task already takes what came out.",
             see="In numpy, in the open"),
        Trap("formula of the output, fed with the sum",
             pass_with(bend=lambda Z1, A1: 1 - Z1**2),
             "The last layer is right. The formula of the task wants what came out of tanh; you "
             "put the sum in, and where that is beyond 1 the slope comes out negative.",
             see="In numpy, in the open"),
        Trap("sigmoid's formula", pass_with(bend=lambda Z1, A1: A1 * (1 - A1)),
             "The last layer is right. In the hidden one you took the short formula of the "
             "sigmoid; the neurons here have tanh."),
        Trap("sigmoid's slope", pass_with(bend=lambda Z1, A1: np.asarray(sigmoid.slope(Z1))),
             "The last layer is right. In the hidden one the tags pass the bend of a sigmoid; the "
             "values went through tanh."),
        Trap("square forgotten in the slope", pass_with(bend=lambda Z1, A1: 1 - A1),
             "The last layer is right. The slope of tanh is 1 minus the square of what came out, "
             "not 1 minus what came out."),
        Trap("bend where there is none",
             pass_with(tag=lambda A2, Y: 2 * (A2 - Y) / Y.size * A2 * (1 - A2)),
             "The output layer has no bend, so there is none to pass on the way back."),
        Trap("transposed", pass_with(back=lambda dZ2, W2: dZ2 @ W2.T),
             "The tags go home on the wrong roads. With a row for each sample, they meet `W2` as "
             "it is; with different numbers of neurons numpy would refuse yours."),
        Trap("averaged biases", pass_with(bias=lambda dZ: dZ.mean(axis=0)),
             "The weights are right, the biases too small. A bias serves all samples, so its tag "
             "is a sum; the mean has already been taken in the loss."),
        Trap("bias of one sample", pass_with(bias=lambda dZ: dZ[0]),
             "The weights are right. For the biases you took one sample; over the samples their "
             "tags add, and no matrix product does that for you."),
        Trap("inputs of another layer", pass_with(came_in=lambda X, A1: X),
             "The slopes of `W2` are made with the inputs of the network. What came in at the "
             "second layer is what the first one said."),
        Trap("column by column", pass_with(laid="F"),
             "All slopes are there, but a matrix has been laid flat column by column. Asked for is "
             "one neuron after the other: row by row."),
        Trap("layers in another order", pass_with(row=(2, 0, 1)),
             "All slopes are there, the last layer's first. That is the order in which they are "
             "found; asked for is the first layer in front."),
        Trap("biases last", pass_with(row=(0, 2, 1)),
             "All slopes are there, with the biases at the end. Asked for are the biases in the "
             "middle, behind the layer that they belong to."),
        Trap("tanh where there is none",
             pass_with(tag=lambda A2, Y: 2 * (A2 - Y) / Y.size * (1 - A2**2)),
             "On the way back you pass a tanh at the output. The output layer has no bend: its "
             "sums are what it says."),
        Trap("bias forgotten",
             lambda W1, b1, W2, X, Y: all_slopes(W1, 0 * b1, W2, X, Y),
             "The way back is right, but the way forward was another one: the biases of the "
             "hidden layer have been left out."),
    ),
    hints=(
        "Go through the eleven lines above and ask of each what changes: the bend of the first "
        "layer, and that of the second.",
        "Forward through both layers, keeping what each says. The tag of the last sums is the "
        "slope of the loss itself. Send it back through the weights, then through the bend. Each "
        "layer: tags times what came in, and the tags added up for the biases.",
        "Six lines or so. `np.concatenate` joins pieces that `ravel` has laid flat; for 2 inputs, "
        "3 hidden neurons and 1 output the row has 12 entries.",
    ),
)


# Exercise 8.8


def descend(W: Array, X: Array, Y: Array, lr: float) -> Any:
    """Return the weights of one sigmoid layer after a step down the mean squared error."""
    A = sigmoid(X @ W.T)
    dZ = 2 * (A - Y) / Y.size * A * (1 - A)
    return W - lr * dZ.T @ X


def descend_elsewhere(W: Array, X: Array, Y: Array, lr: float) -> Any:
    """Return the weights of one sigmoid layer after a step down the mean squared error."""
    A = sigmoid(X @ W.T)
    dZ = (A - Y) * A * (1 - A)
    return W - lr * dZ.T @ X


def descend_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """One sample, then a few with one output, then random batches with several."""
    yield np.array([[0.0]]), np.array([[1.0]]), np.array([[1.0]]), 1.0
    yield np.array([[0.0, 1.0]]), np.eye(2).repeat(2, axis=0), np.array([[1.0], [0], [1], [0]]), 1.0
    for samples, outputs, features in ((3, 2, 2), (7, 1, 3), (10, 3, 1)) * 4:
        yield (
            rng.normal(size=(outputs, features)),
            rng.normal(size=(samples, features)),
            rng.integers(2, size=(samples, outputs)).astype(float),
            float(rng.choice([0.5, 1.0, 5.0])),
        )


def step_times(factor: Callable[[Array], float]) -> Callable[..., Array]:
    """A step down with this factor where 2 over the number of entries belongs."""
    return lambda W, X, Y, lr: np.asarray(descend(W, X, Y, lr * factor(Y) * Y.size / 2))


DESCEND = Exercise(
    id="8.8",
    title="Mend what it descends",
    objective=DAMAGE,
    level="core",
    see="A hundred points, ten thousand epochs",
    task=(
        "`descend(W, X, Y, lr)` should return the weights of one layer of sigmoids after one step "
        "of gradient descent on the mean squared error, the mean of all entries of `(A - Y)**2`. "
        "The program below goes in the right direction; but give it every sample twice, and its "
        "step becomes twice as long, although the loss is the same. Mend it."
    ),
    solution=descend,
    judge=FunctionJudge(descend_cases, given=descend_elsewhere),
    forbids=SLOPES,
    traps=(
        Trap("2/N forgotten", step_times(lambda Y: 1.0),
             "It still descends the sum of half the squares, and not the loss that it is meant to "
             "descend. Put the loss on paper and take its slope for one entry of `A`."),
        Trap("2 of the square forgotten", step_times(lambda Y: 1.0 / Y.size),
             "The number of samples no longer matters, that is mended. But every step is half as "
             "long as the slope says: what does a square bring with it?"),
        Trap("sum for mean", step_times(lambda Y: 2.0),
             "The square has been seen to, but the number of samples still matters. The loss is a "
             "mean."),
        Trap("mean over the samples only", step_times(lambda Y: 2.0 / len(Y)),
             "With one output it is mended. With several, the mean is over all entries of `Y`: "
             "samples times outputs."),
        Trap("2 forgotten, and mean over the samples only", step_times(lambda Y: 1.0 / len(Y)),
             "Two things about the factor: what does a square bring with it, and over how many "
             "squares does the mean run?"),
        Trap("mean taken twice", step_times(lambda Y: 2.0 / Y.size**2),
             "The step has become too short: you divide by the number of entries twice."),
        Trap("slope forgotten",
             lambda W, X, Y, lr: W - lr * (2 * (sigmoid(X @ W.T) - Y) / Y.size).T @ X,
             "The bend of the sigmoid has got lost on the way. It was right in the program you "
             "were given."),
        Trap("sign flipped", step_times(lambda Y: -2.0 / Y.size),
             "It walks uphill now. A step goes against the slope."),
        Trap("mean over the outputs only", step_times(lambda Y: 2.0 / Y.shape[1]),
             "You divide by the number of outputs alone. The mean is over all entries of `Y`, and "
             "there are as many of those as samples times outputs."),
        Trap("divided by the inputs",
             lambda W, X, Y, lr: descend(W, X, Y, lr * Y.size / X.size),
             "You divide by the number of entries of `X`. The mean is over the squared "
             "differences; how many of those are there?"),
    ),
    hints=(
        "Compare two things: the loss in the task, and the loss whose slope the program takes.",
        "The slope of the mean of squares, for one entry of `A`, has two factors besides the "
        "difference: one from the square, one from the mean. How many entries does the mean run "
        "over?",
        "One line has to change. `Y.size` counts entries, `len(Y)` counts rows.",
    ),
)


# Exercise 8.9


def thirteen(w: Array, b: Array, x: Array, y: int, lr: float) -> Any:
    """Return w1 ... w9 and b1 ... b4 after one step, in one row."""
    h = sigmoid(w[:6].reshape(3, 2) @ x + b[:3])
    y_hat = sigmoid(w[6:] @ h + b[3])
    dz = y_hat - y
    dh = dz * w[6:]
    dsum = dh * h * (1 - h)
    dw = np.concatenate([np.outer(dsum, x).ravel(), dz * h])
    db = np.array([dsum[0], dsum[1], dsum[2], dz])
    return np.concatenate([w - lr * dw, b - lr * db])


def thirteen_as_noted(w: Array, b: Array, x: Array, y: int, lr: float) -> Any:
    """Return w1 ... w9 and b1 ... b4 after one step, in one row."""
    h = sigmoid(w[:6].reshape(3, 2) @ x + b[:3])
    y_hat = sigmoid(w[6:] @ h + b[3])
    dz = y_hat - y
    dh = np.array([dz * h[2], dz * h[2], dz * h[2]])
    dsum = dh * h * (1 - h)
    dw = np.concatenate([np.outer(dsum, x).ravel(), dz * h])
    db = np.array([0.0, dsum[1], dsum[2], dz])
    return np.concatenate([w - lr * dw, b - lr * db])


def thirteen_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """The network of the notes, one whose output weights differ in sign, then random ones."""
    w, b = np.arange(1, 10) / 10, np.arange(1, 5) / 10
    yield w, b, np.array([0.8, 0.2]), 1, 1.0
    yield np.array([1.0, 0, 0, 1, 1, 1, -2, 1, 3]), np.zeros(4), np.array([1.0, -1.0]), 0, 1.0
    for _ in range(12):
        x, y = rng.normal(size=2), int(rng.integers(2))
        yield 2 * rng.normal(size=9), rng.normal(size=4), x, y, float(rng.choice([0.5, 1.0]))


def thirteen_with(
    *,
    back: Callable[[Array, Array, float], Any] = lambda w, h, moved: w[6:],
    bend: Callable[[Array], Any] = lambda h: h * (1 - h),
    tag: Callable[[float, int], float] = lambda y_hat, y: y_hat - y,
    first_bias: float = 1.0,
) -> Callable[..., Array]:
    """A step with something else at one place; `moved` is how far lr takes the last tag."""

    def wrong(w: Array, b: Array, x: Array, y: int, lr: float) -> Array:
        h = np.asarray(sigmoid(w[:6].reshape(3, 2) @ x + b[:3]))
        dz = tag(float(sigmoid(w[6:] @ h + b[3])), y)
        dsum = dz * back(w, h, lr * dz) * bend(h)
        dw = np.concatenate([np.outer(dsum, x).ravel(), dz * h])
        db = np.array([first_bias * dsum[0], dsum[1], dsum[2], dz])
        return np.concatenate([w - lr * dw, b - lr * db])

    return wrong


THIRTEEN = Exercise(
    id="8.9",
    title="Mend the thirteen slopes",
    objective=DAMAGE,
    level="core",
    see="Thirteen slopes, one by one",
    task=(
        "`thirteen(w, b, x, y, lr)` should take one step with the 2-3-1 network of this section, "
        "sigmoids and binary cross-entropy, and return the nine new weights and the four new "
        "biases in one row. In `w`, the first six lead to the hidden neurons, two for each, and "
        "the last three to the output. The program below makes both mistakes of the notes. Mend "
        "them."
    ),
    solution=thirteen,
    judge=FunctionJudge(thirteen_cases, given=thirteen_as_noted),
    forbids=SLOPES,
    traps=(
        Trap("hidden value for the weight, and one bias stuck",
             thirteen_with(back=lambda w, h, moved: h[2], first_bias=0.0),
             "Both mistakes are still there. Which number says how much the output's sum grows for "
             "a little more of a hidden value? And which of the four biases never moves?"),
        Trap("hidden value for the weight", thirteen_with(back=lambda w, h, moved: h[2]),
             "All four biases move now. But the tags of the hidden neurons are still made with "
             "what the third one says, which is the slope for a weight."),
        Trap("one bias stuck", thirteen_with(first_bias=0.0),
             "The hidden tags are right. One number still does not move at all: compare what you "
             "return with what you were given."),
        Trap("each its own value", thirteen_with(back=lambda w, h, moved: h),
             "Each hidden tag is now made with that neuron's own value. That is the slope for the "
             "weight behind it; asked is the slope for the value."),
        Trap("one weight for all", thirteen_with(back=lambda w, h, moved: w[8]),
             "You send all three tags back through one weight. Each hidden neuron has its own road "
             "to the output."),
        Trap("updated weight used too early",
             thirteen_with(back=lambda w, h, moved: w[6:] - moved * h),
             "The hidden tags are made with the weights after the step. They belong to the network "
             "that made the prediction: first all slopes, then the update.", see="One step"),
        Trap("slope forgotten", thirteen_with(bend=np.ones_like),
             "The hidden tags have gone past the bend of their neurons."),
        Trap("bend that had cancelled", thirteen_with(tag=lambda a, y: (a - y) * a * (1 - a)),
             "You sent the last tag through the sigmoid again. With this loss the difference is "
             "the tag of the sum already: the bend has cancelled.",
             see="Why the tag of z is so short"),
        Trap("sign flipped", thirteen_with(tag=lambda y_hat, y: y - y_hat),
             "Everything moves the wrong way: a step goes against the slope."),
        Trap("slopes for new weights",
             lambda w, b, x, y, lr: np.concatenate([w, b]) - thirteen(w, b, x, y, 1.0),
             "These are the thirteen slopes. Asked for are the weights and biases after the step."),
    ),
    hints=(
        "Two lines are wrong. Compare each with the table above: which letter does the table have "
        "in the nine lines of the hidden layer?",
        "The output's sum is made of products, a weight times a hidden value. Its slope for the "
        "one factor is the other. Then look at the biases: which of them gets a 0?",
        "The two lines begin with `dh` and `db`. The result has thirteen entries, and none of them "
        "is as it was.",
    ),
)


# Exercise 8.10


def neuron_slopes(w: Array, X: Array, y: Array) -> Any:
    """Return the slopes of one sigmoid neuron's weights, binary cross-entropy, over a batch."""
    a = sigmoid(X @ w)
    dz = (a - y) / len(y)
    return dz @ X


def neuron_on_average(w: Array, X: Array, y: Array) -> Any:
    """Return the slopes of one sigmoid neuron's weights, binary cross-entropy, over a batch."""
    a = sigmoid(X @ w)
    da = np.mean((a - y) / (a * (1 - a)))
    dz = da * np.mean(a * (1 - a))
    return dz * X.mean(axis=0)


def neuron_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """The pair of the chapter and one sample, which the program gets right; then batches."""
    yield np.array([0.85]), np.array([[-1.0], [1.0]]), np.array([1.0, 0.0])
    yield np.array([1.0, 0.5]), np.array([[2.0, -1.0]]), np.array([0.0])
    for samples, features in ((3, 2), (6, 1), (5, 4)) * 4:
        yield (
            rng.normal(size=features),
            rng.normal(size=(samples, features)),
            rng.integers(2, size=samples).astype(float),
        )


def mean_tag(a: Array, y: Array) -> float:
    """The mean tag of the predictions times the mean slope of the sigmoid."""
    return float(np.mean((a - y) / (a * (1 - a))) * np.mean(a * (1 - a)))


def sample_by_sample(factor: Callable[[Array, Array], Array]) -> Callable[..., Array]:
    """The slopes from other tags of the sums, one for each sample."""
    return lambda w, X, y: np.asarray(factor(np.asarray(sigmoid(X @ w)), y) @ X)


AVERAGE = Exercise(
    id="8.10",
    title="Mend the average",
    objective=DAMAGE,
    level="stretch",
    see="Thirteen slopes, one by one",
    task=(
        "`neuron_slopes(w, X, y)` should return the slopes of the weights of one sigmoid neuron, "
        "for the mean of the binary cross-entropy over a batch. The program below is right for "
        "one sample. For two samples that err in opposite directions it says that there is "
        "nothing to learn. Mend it."
    ),
    solution=neuron_slopes,
    judge=FunctionJudge(neuron_cases, given=neuron_on_average),
    forbids=SLOPES,
    traps=(
        Trap("averaged before the chain rule",
             lambda w, X, y: mean_tag(sigmoid(X @ w), y) * X.mean(axis=0),
             "It still takes the averages first and multiplies them then. As long as a sample's "
             "tag has not met its own bend and its own input, keep the samples apart."),
        Trap("averaged halfway",
             lambda w, X, y: np.mean(sigmoid(X @ w) - y) * X.mean(axis=0),
             "The first half is mended: every tag passes the bend of its own sample. But then you "
             "average the tags, and they meet the average of the inputs."),
        Trap("tags averaged too early",
             lambda w, X, y: (
                 np.mean((sigmoid(X @ w) - y) / sigmoid.slope(X @ w))
                 * (sigmoid.slope(X @ w) @ X) / len(y)
             ),
             "Bends and inputs are kept apart by samples now. The tags are not: their mean is "
             "taken in the first step, and there the two errors cancel."),
        Trap("samples mixed",
             lambda w, X, y: np.sum(sigmoid(X @ w) - y) * X.sum(axis=0) / len(y),
             "The tags are added, the inputs are added, and the sums multiplied: so the tag of one "
             "sample meets the input of another."),
        Trap("sum for mean", sample_by_sample(lambda a, y: a - y),
             "The samples are kept apart, and the directions are right. But the loss is the mean "
             "over the batch, and this is the slope of the sum."),
        Trap("bend that had cancelled",
             sample_by_sample(lambda a, y: (a - y) * a * (1 - a) / len(y)),
             "The bend of the sigmoid is in there once too often. Cancel it against the loss, or "
             "multiply by it once, but not both.", see="Why the tag of z is so short"),
        Trap("slope forgotten", sample_by_sample(lambda a, y: (a - y) / (a * (1 - a)) / len(y)),
             "These tags are those of what the neuron says. On the way to its sum they pass the "
             "bend, each that of its own sample."),
        Trap("sign flipped", sample_by_sample(lambda a, y: (y - a) / len(y)),
             "All signs are turned: more of a weight that makes a prediction too large makes the "
             "loss grow."),
        Trap("squared error for cross-entropy",
             sample_by_sample(lambda a, y: 2 * (a - y) * a * (1 - a) / len(y)),
             "The samples are kept apart. But these are the slopes of the mean squared error; the "
             "loss here is the cross-entropy.", see="Why the tag of z is so short"),
        Trap("sigmoid forgotten", lambda w, X, y: (X @ w - y) @ X / len(y),
             "Here the bare sum is compared with the target. The neuron says what the sigmoid "
             "makes of it."),
        Trap("divided by all inputs",
             lambda w, X, y: (np.asarray(sigmoid(X @ w)) - y) @ X / X.size,
             "It is right for one input. With several you divide by the number of entries of `X`; "
             "the mean is over the samples."),
    ),
    hints=(
        "Follow one sample through the program. From which line on can it no longer be told from "
        "the others?",
        "Let the tags be an array with an entry for each sample until they have met the inputs. "
        "The mean over the samples comes at the weight, at the very end. Two factors in the middle "
        "cancel.",
        "Three short lines. The result is an array as long as `w`.",
    ),
)


# Exercise 8.11


def adam_instead() -> None:
    """Adam and backpropagation do different work, so neither can stand in for the other.

    Backpropagation computes the slopes of the loss for all weights and moves none of them. Adam
    takes slopes, wherever they come from, and decides how far each weight goes. A training with
    Adam needs backpropagation as much as plain gradient descent does.
    """


INSTEAD = Exercise(
    id="8.11",
    title="Adam instead?",
    objective=BORDER,
    level="core",
    see="What backpropagation is not",
    task=(
        'A colleague writes: "We first optimised with backpropagation, but it was slow, and so we '
        'use Adam instead." Explain in two or three sentences what is mixed up here.'
    ),
    solution=adam_instead,
    judge=SentenceJudge((
        "Do you say that backpropagation computes slopes and moves no weight?",
        "Do you say that Adam, like plain gradient descent, uses slopes and decides on the step?",
        "Do you say that the colleague still uses backpropagation, with Adam?",
    )),
    traps=(),
    hints=(
        "Two lines of code train a network. Which of the two names belongs to which line?",
        "Say what goes into each of the two and what comes out. Then ask whether one could be had "
        "without the other.",
        "Two sentences on what each of them does, and one on what the colleague really changed.",
    ),
)


# Exercise 8.12


def bill_of_a_gradient(
    inputs: int = 8, hidden: int = 20, outputs: int = 5
) -> tuple[float, float, float]:
    """Multiplications for one sample: forward, backward, and a gradient by nudging."""
    forward = inputs * hidden + hidden * outputs
    handed_on = hidden * outputs
    parameters = forward + hidden + outputs
    return forward, forward + handed_on, 2 * parameters * forward


def other_sizes(rng: np.random.Generator) -> Numbers | None:
    """Sizes with which the way back costs about a third more, and nudging six digits."""
    sizes = pick(rng, 5, 16), pick(rng, 8, 30), pick(rng, 3, 8)
    forward, backward, nudging = bill_of_a_gradient(*sizes)
    return sizes if 1.3 < backward / forward < 1.4 and 1e5 <= nudging < 1e6 else None


def bill(solution: Solution, inputs: int, hidden: int, outputs: int) -> Exercise:
    """What a gradient of a network of these sizes costs."""
    forward, backward, nudging = solution()
    handed_on, parameters = backward - forward, forward + hidden + outputs
    neurons, product = inputs + hidden + outputs, inputs * hidden * outputs
    return Exercise(
        id="8.12",
        title="The bill for one gradient",
        objective=COST,
        level="core",
        see="What it costs",
        task=(
            f"A network has {inputs} inputs, {hidden} hidden neurons and {outputs} outputs, all "
            "with biases. Count the multiplications with a weight or for a weight's slope, for one "
            "sample: how many does the way forward take? The way back, in which nobody asks for "
            "the tags of the inputs? And a whole gradient by nudging, two runs for each parameter?"
        ),
        solution=solution,
        judge=NumberJudge(("forward", "backward", "nudging"), decimals=0),
        traps=(
            Trap("one run for each parameter", lambda: (forward, backward, nudging / 2),
                 "Forward and backward are right. The nudge goes both ways: one run with the "
                 "parameter a little higher, one with it a little lower."),
            Trap("biases not nudged", lambda: (forward, backward, 2 * forward**2),
                 "Forward and backward are right. A bias is a parameter too: it takes no "
                 "multiplication on the way forward, but it has to be nudged."),
            Trap("biases multiplied",
                 lambda: (parameters, parameters + handed_on, 2 * parameters**2),
                 "You counted a multiplication for each bias. A bias is added."),
            Trap("tags of the inputs", lambda: (forward, 2 * forward, nudging),
                 "Forward and nudging are right. On the way back you handed tags on to the inputs; "
                 "the first layer has nobody before it who would need one."),
            Trap("tags not handed on", lambda: (forward, forward, nudging),
                 "Forward and nudging are right. The way back also has to hand tags from the last "
                 "layer to the hidden one: a product for each weight between them."),
            Trap("neurons for weights", lambda: (neurons, neurons, 2 * neurons**2),
                 "You counted neurons. Each connection costs a multiplication, and between two "
                 "layers there are as many as the product of their sizes."),
            Trap("sizes multiplied",
                 lambda: (product, product + handed_on, 2 * parameters * product),
                 "You multiplied all three sizes. Inputs and outputs are not connected with each "
                 "other: count each of the two layers of weights, and add."),
        ),
        hints=(
            "How many weights are there? On the way forward each of them is met once.",
            "Backward, each weight costs one product for its slope; those of the last layer cost "
            "another one, to hand the tag on. Nudging: count weights and biases, two runs for "
            "each, and a run is a way forward.",
            "Three whole numbers in a list: the second is larger than the first by about a third, "
            "the third runs to six digits.",
        ),
    )


BILL = varied(bill, bill_of_a_gradient, other_sizes)


# Exercise 8.13


def slopes_by_nudging(f: Callable[[Array], float], w: Array, h: float) -> Array:
    """Return the slopes of f at w, from two calls of f for each entry of w."""
    slopes = np.zeros(len(w))
    for k in range(len(w)):
        nudge = np.zeros(len(w))
        nudge[k] = h
        slopes[k] = (f(w + nudge) - f(w - nudge)) / (2 * h)
    return slopes


def square(w: Array) -> float:
    """A parabola in each entry."""
    return float(np.sum(w * w))


def cube(w: Array) -> float:
    """Steeper to one side than to the other."""
    return float(np.sum(w**3))


def product(w: Array) -> float:
    """Each entry's slope depends on the others."""
    return float(np.prod(w) + w[0] ** 2)


def hilly(w: Array) -> float:
    """Bent in every direction."""
    return float(np.exp(w[0] / 2) + np.sin(np.sum(w)) + w[-1] ** 3)


def nudge_cases(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """One entry, then several; h is large, so that one-sided slopes can be told from these."""
    yield square, np.array([1.0]), 0.5
    yield cube, np.array([1.0, 2.0]), 0.5
    for entries, f in ((2, product), (3, product), (3, cube), (4, hilly)) * 3:
        yield f, rng.uniform(0.5, 2, size=entries), float(rng.choice([0.1, 0.5]))


def slopes_from(
    quotient: Callable[[Any, Array, Array, float], float], *, kept: bool = False
) -> Callable[..., Array]:
    """Slopes from another quotient; with `kept`, nobody takes the last nudge back."""

    def wrong(f: Any, w: Array, h: float) -> Array:
        slopes, place = np.zeros(len(w)), w.copy()
        for k in range(len(w)):
            slopes[k] = quotient(f, place, h * np.eye(len(w))[k], h)
            place = place - kept * h * np.eye(len(w))[k]
        return slopes

    return wrong


def both_ways(f: Any, w: Array, step: Array, h: float) -> float:
    """The right quotient."""
    return float((f(w + step) - f(w - step)) / (2 * h))


NUDGING = Exercise(
    id="8.13",
    title="A judge that knows no chain rule",
    objective=DAMAGE,
    level="stretch",
    see="Trust, but nudge",
    task=(
        "Write `slopes_by_nudging(f, w, h)`: `f` takes an array like `w` (one row of numbers) and "
        "returns one number. Return the slope of `f` for each entry of `w`, each from two calls: "
        "one with that entry higher by `h`, one with it lower by `h`. The `h` of the test is large "
        "on purpose, so do what is asked and not something more exact."
    ),
    solution=slopes_by_nudging,
    judge=FunctionJudge(nudge_cases),
    forbids=("gradients.nudge", "gradients.complex_step", "gradients.gradient_check"),
    traps=(
        Trap("nudged to one side", slopes_from(lambda f, w, step, h: (f(w + step) - f(w)) / h),
             "You nudge upwards only. Where the curve bends, such a slope is off by a part that "
             "shrinks with h; nudging both ways, it shrinks with its square."),
        Trap("nudged downwards", slopes_from(lambda f, w, step, h: (f(w) - f(w - step)) / h),
             "You nudge downwards only. Both ways, and the error of the one side cancels that of "
             "the other."),
        Trap("width of the nudge", slopes_from(lambda f, w, step, h: 2 * both_ways(f, w, step, h)),
             "All slopes are twice what they should be. From the lower point to the higher one it "
             "is further than h."),
        Trap("not divided",
             slopes_from(lambda f, w, step, h: 2 * h * both_ways(f, w, step, h)),
             "These are the changes of `f`. A slope is a change divided by the way on which it "
             "came about."),
        Trap("divided by h squared",
             slopes_from(lambda f, w, step, h: both_ways(f, w, step, h) / h),
             "You divide by h once too often. `2 * h` under a fraction needs its parentheses in "
             "Python, too."),
        Trap("multiplied by h",
             slopes_from(lambda f, w, step, h: h * h * both_ways(f, w, step, h)),
             "Division and multiplication go from left to right: `/ 2 * h` halves, and then "
             "multiplies. The whole width has to stand below the line."),
        Trap("nudge not taken back", slopes_from(both_ways, kept=True),
             "The first slope is right. When the second entry is nudged, the first one still "
             "stands where its nudge has left it."),
        Trap("two names for one array", slopes_from(lambda f, w, step, h: 0.0),
             "All slopes are 0: both readings were taken at the same place. A second name is not a "
             "second array; make a copy before you move an entry."),
        Trap("all nudged at once",
             slopes_from(lambda f, w, step, h: both_ways(f, w, np.full_like(w, h), h)),
             "All entries move together, so each slope you return is that of all of them. Move "
             "one, and leave the others alone."),
        Trap("sign flipped", slopes_from(lambda f, w, step, h: -both_ways(f, w, step, h)),
             "The signs are turned: the higher point minus the lower one."),
        Trap("an h of its own",
             lambda f, w, h: slopes_by_nudging(f, w, 1e-5),
             "You nudge by an h of your own. The one to be used is handed over."),
        Trap("half of h", lambda f, w, h: slopes_by_nudging(f, w, h / 2),
             "Each nudge is only half as far as asked: the higher and the lower point lie h apart. "
             "Each of them should be h away from `w`."),
    ),
    hints=(
        "Turn one knob, read the dial, turn the knob to the other side, read again, turn it back.",
        "A loop over the entries. In it make two copies of `w`, one with the entry raised and one "
        "with it lowered; the difference of the readings, divided by the way from the one to the "
        "other.",
        "An array for the results, a `for` with three or four lines in it, and a `return`. The "
        "result is as long as `w`.",
    ),
)


# Exercise 8.14


def fingerprints(samples: int = 5, outputs: int = 2) -> tuple[float, float, float, float]:
    """The factors by which four mistakes in the slope of the loss make every slope wrong."""
    difference = 1.0
    true = 2 * difference / (samples * outputs)
    claims = difference / (samples * outputs), 2 * difference, difference, -2 * difference / samples
    one, two, three, four = (claim / true for claim in claims)
    return one, two, three, four


def other_batch(rng: np.random.Generator) -> Numbers:
    """A batch of a few samples, and a few outputs."""
    return pick(rng, 3, 16), pick(rng, 2, 6)


def marks_left(solution: Solution, samples: int, outputs: int) -> Exercise:
    """The marks that four mistakes leave in a batch of this size."""
    entries = float(samples * outputs)
    return Exercise(
        id="8.14",
        title="Which crime leaves which mark?",
        objective=DAMAGE,
        level="stretch",
        see="Trust, but nudge",
        task=(
            f"A batch has {samples} samples, the network {outputs} outputs, and the loss is the "
            "mean of all the squared differences. A gradient check divides what is claimed by the "
            "truth, and finds one and the same factor everywhere. Predict it for four mistakes: "
            "the 2 of the square forgotten; the mean forgotten; both forgotten; target minus "
            "prediction, and divided by the number of samples alone. Enter the four factors, with "
            "one decimal."
        ),
        solution=solution,
        judge=NumberJudge(("no 2", "no mean", "neither", "turned, by samples"), decimals=1),
        traps=(
            Trap("truth over claim", lambda: (2.0, 1 / entries, 2 / entries, -1 / outputs),
                 "You divide the truth by the claim. The check does it the other way round: a "
                 "claim that is too large has a factor above 1."),
            Trap("mean over the samples only", lambda: (0.5, samples, samples / 2, -1.0),
                 f"Your mean runs over the {samples} samples. It runs over all squared "
                 f"differences, and each sample has {spelled(outputs)} of them."),
            Trap("2 added twice", lambda: (0.5, entries, 2 * entries, -outputs),
                 "The third is not: without the 2 a claim gets smaller, without the mean larger. "
                 "The two work against each other."),
            Trap("sign lost", lambda: (0.5, entries, entries / 2, outputs),
                 "The first three are right. In the last one the difference is turned, and the "
                 "factor shows it."),
            Trap("samples not seen", lambda: (0.5, entries, entries / 2, -1.0),
                 "The first three are right. In the last one the sign is turned, and besides the "
                 "division is by too small a number."),
            Trap("2 forgotten twice", lambda: (1.0, entries, entries, -outputs),
                 "A claim without the 2 is not the truth: by how much does it fall short?"),
            Trap("factors added", lambda: (0.5, entries, entries + 0.5, -outputs),
                 "The others are right. In the third both mistakes act on the same slope, one "
                 "after the other: factors of one product do not add."),
        ),
        hints=(
            "Write the true slope for one output of one sample. Which numbers stand beside the "
            "difference?",
            "Write down the claim of each mistake below it, and divide. The difference itself "
            "cancels, except perhaps for its sign.",
            "Four numbers in a list: one below 1, two above, one negative.",
        ),
    )


FINGERPRINTS = varied(marks_left, fingerprints, other_batch)


# Exercise 8.15


def second_on_its_corner() -> dict[str, Any]:
    """A state of the figure in which the second hidden neuron's sum is exactly 0."""
    return {
        "layers": [
            {"W": [[0.75, -0.5], [-0.25, 0.5]], "b": [0.0, 0.0], "activation": "relu"},
            {"W": [[0.5, -0.75]], "b": [0.25], "activation": "identity"},
        ],
        "x": [0.5, 0.25], "y": [1.0], "loss": "mse",
    }


def kept(state: Mapping[str, Any]) -> list[Any]:
    """Everything of the figure that has to stay, but for the first hidden neuron."""
    hidden, *rest = state["layers"]
    around = [[layer["W"], layer["b"], layer["activation"]] for layer in rest]
    form = [hidden["b"], hidden["activation"], len(hidden["W"])]
    return [form, around, state["x"], state["y"], state["loss"]]


def apart(state: Mapping[str, Any]) -> bool:
    """Whether the slopes of the second hidden neuron disagree with their nudges."""
    network = Network([Layer(one["W"], one["b"], one["activation"]) for one in state["layers"]])
    return "dC/dW1[2,1]" in gradient_check(network, state["x"], state["y"], mse).wrong


def second_sum(state: Mapping[str, Any]) -> float:
    """The sum of the second hidden neuron."""
    hidden = state["layers"][0]
    return float(np.dot(hidden["W"][1], state["x"]) + hidden["b"][1])


CORNER = Exercise(
    id="8.15",
    title="On the corner",
    objective=DAMAGE,
    level="core",
    see="Trust, but nudge",
    task=(
        "Bring the *second* hidden neuron of the last figure, `corner`, to the place where slope "
        "and nudge disagree. Only its own two weights may change; everything else stays as it was."
    ),
    solution=second_on_its_corner,
    judge=FigureJudge("Backpropagation", (
        Goal("something else moved", lambda state: kept(state) == kept(second_on_its_corner()),
             "Something has changed besides weights of the hidden layer. Press Reset, and leave "
             "inputs, target, biases and the output's weights as they are."),
        Goal("the first neuron moved",
             lambda state: state["layers"][0]["W"][0] == [0.75, -0.5],
             "You have moved the first hidden neuron, the upper one. Press Reset and take the "
             "other one."),
        Goal("sum above the corner", lambda state: apart(state) or second_sum(state) <= 0,
             "The second sum is positive: there a ReLU is a straight line that climbs, and both "
             "columns say the same. Where does the line bend?"),
        Goal("sum below the corner", apart,
             "The second sum is negative: the neuron is silent on both sides of the nudge, and "
             "both columns say 0. You have gone past the place."),
    )),
    traps=(),
    hints=(
        "Which value of the sum does a ReLU bend at?",
        "The sum is the first weight times 0.5 plus the second weight times 0.25. Leave one of the "
        "weights and solve for the other.",
        "Two weights of opposite signs, one twice as large as the other; then both rows of the "
        "neuron show ≠.",
    ),
)


EXERCISES = (
    CLOAKROOM, FADED, STEEPEST, CHAIN, HIDDEN, LAYER, PASS,
    DESCEND, THIRTEEN, AVERAGE, INSTEAD, BILL, NUDGING, FINGERPRINTS, CORNER,
)
