"""The quizzes of chapter 2, "Neurons, biological and artificial"."""

from __future__ import annotations

from nnbook.exercises._quizzes import Choice, Number, Option, QuizSheet

__all__ = ["QUIZZES"]

# fmt: off
QUIZZES = (
    QuizSheet("2.A", "The cell that lent its name", (
        Choice(
            "The input of a cell that fires now and then becomes stronger. How do the cells behind "
            "it learn of that?",
            (
                Option("Its pulses become higher.",
                       "A pulse is about a tenth of a volt, whatever set it off. There are no half "
                       "pulses, and no double ones."),
                Option("Its pulses become longer.",
                       "A pulse lasts a millisecond or two, whatever set it off."),
                Option("Its pulses follow one another sooner.",
                       "The climb to the threshold takes less time, so more pulses come. The one "
                       "number that our neuron puts out stands for that rate.", right=True),
            ),
        ),
    )),
    QuizSheet("2.B", "There is a minus sign in your elbow", (
        Number(
            "A motor neuron has orders of {orders} with the weight 1, takes the heat with a weight "
            "of −{against}, and fires while its sum is at least {threshold}. At which heat is it "
            "about to let go? (Three decimals.)",
            lambda rng: {
                "orders": round(0.7 + 0.1 * rng.integers(4), 1),
                "against": int(rng.choice([2, 4, 5])),
                "threshold": round(0.2 + 0.1 * rng.integers(4), 1),
            },
            lambda orders, against, threshold: (orders - threshold) / against,
            "{orders} minus {against} times the heat is {threshold} at a heat of {wanted}; with "
            "any more the sum is too small.",
            (
                (lambda orders, against, threshold: orders - threshold,
                 "That is how far the sum may fall. The heat lowers it by {against} times itself."),
                (lambda orders, against, threshold: orders / against,
                 "There the sum is 0. The neuron lets go sooner, when the sum falls below "
                 "{threshold}."),
                (lambda orders, against, threshold: (orders + threshold) / against,
                 "There the sum would be −{threshold}. It falls from {orders} to {threshold}, so "
                 "take the difference."),
            ),
            decimals=3,
        ),
    )),
    QuizSheet("2.C", "The artificial neuron", (
        Choice(
            "One of a neuron's inputs is 0 tonight. Which of these are true of tonight?",
            (
                Option("You may turn that input's weight round, and the answer stays.",
                       "Whatever the weight is, its product with 0 is 0.", right=True),
                Option("The neuron cannot fire.",
                       "The other inputs may carry the sum over the threshold by themselves."),
                Option("The sum is that of a neuron without this input.",
                       "The input adds 0 to it, as an input does that is not there.", right=True),
                Option("The sum has to be divided by fewer inputs.",
                       "Nothing is divided. The neuron adds up, and does not form a mean."),
            ),
        ),
        Choice(
            "With the threshold 0.5, one step neuron reaches a sum of 0.69, another a sum of 69. "
            "What can the next neuron tell about the two?",
            (
                Option("Nothing: it gets a 1 from both.",
                       "The step keeps one thing of the sum, on which side of the threshold it is.",
                       right=True),
                Option("That the second is surer, since its sum is larger.",
                       "A sum can be made a hundred times as large by a change of unit, and the "
                       "neuron decides as before. And the sum is not sent on."),
                Option("That the first one fired by a small margin.",
                       "The margin stays inside. For an answer that says by how much, the step has "
                       "to go: that is what the sigmoid is for."),
            ),
        ),
    )),
    QuizSheet("2.D", "What a weight can be", (
        Choice(
            "Somebody builds neurons whose weights all lie between 0 and 1, with any threshold. "
            "What is lost?",
            (
                Option("Nothing, if the threshold is chosen to suit.",
                       "No threshold helps: with such weights an input that goes from 0 to 1 can "
                       "only raise the sum, so it can never forbid anything."),
                Option("Every table in which one more input silences the neuron.",
                       "To lower a sum an input needs a weight below 0. NOT and NAND go with it.",
                       right=True),
                Option("All sums above 1.",
                       "Three inputs of 1 with weights of 1 make a sum of 3. And scaling weights "
                       "and threshold together changes no answer of a step neuron."),
                Option("XOR and its opposite, and those only.",
                       "Those two are lost with weights of either sign as well. Between 0 and 1 "
                       "eight more are."),
            ),
        ),
        Choice(
            "A neuron takes your age with the weight 0.02 and your shoe size with the weight 0.5. "
            "Which input is the more important one?",
            (
                Option("The shoe size, with twenty-five times the weight.",
                       "Counted in months, the age would get a twelfth of its weight, and every "
                       "answer would be as before. A weight alone depends on the unit."),
                Option("The age, since its numbers are larger.",
                       "Large numbers that hardly vary move the sum hardly at all. It is the "
                       "spread that counts, times the weight."),
                Option("It cannot be said before the spread of both inputs is known.",
                       "Weight times spread is how far an input usually moves the sum. Among "
                       "children of one class the age says little.", right=True),
            ),
        ),
    )),
    QuizSheet("2.E", "Threshold and bias are one thing", (
        Choice(
            "A step neuron with the threshold 0 has the bias −2. You change the bias to −3. What "
            "happens?",
            (
                Option("It fires for fewer inputs than before.",
                       "The weighted inputs now have to bring 3 instead of 2. A lower bias is a "
                       "higher threshold.", right=True),
                Option("Its outputs become smaller by 1.",
                       "The sum becomes smaller by 1. The output stays 0 or 1, only at other "
                       "inputs."),
                Option("Each of its weights counts for more.",
                       "The weights count as before. The bias is added once, whatever they are."),
            ),
        ),
    )),
    QuizSheet("2.F", "AND, OR, NOT", (
        Choice(
            "A neuron has two inputs and a line. You multiply both weights and the bias by −1. "
            "What becomes of it?",
            (
                Option("The line turns by a right angle.",
                       "The arrow stands at a right angle to the line, and it turns half round. "
                       "The line does not turn at all."),
                Option("The line moves to the other side of the origin.",
                       "That would take a change of the bias alone. Here the sum is 0 at the same "
                       "points as before."),
                Option("The line stays, and the two sides change places.",
                       "Every sum has turned its sign: AND becomes NAND.", right=True),
            ),
        ),
        Choice(
            "Three inputs, each 0 or 1, have the weight 1 each. Which biases make a neuron that "
            "fires when at least two of them are on?",
            (
                Option("−1",
                       "One input alone brings the sum to 0, and the neuron fires there."),
                Option("−1.5",
                       "One input leaves −0.5, two leave 0.5: the place between, with the same "
                       "room on both sides.", right=True),
                Option("−1.9",
                       "One input leaves −0.9, two leave 0.1. It works, with little room.",
                       right=True),
                Option("−2.5",
                       "Two inputs leave −0.5: this one waits for all three."),
            ),
        ),
    )),
)
