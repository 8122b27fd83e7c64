"""The judge of functions: right answers in any style, and what goes wrong around the numbers."""

import threading
import time
from dataclasses import replace

import numpy as np
import pytest

from nnbook.exercises import check
from nnbook.exercises._engine import find
from nnbook.exercises._guards import Overtime, time_limit
from nnbook.exercises._words import shown, shown_apart


def with_loops(w, x, y, lr, threshold):
    total = 0
    for i in range(len(w)):
        total += w[i] * x[i]
    new = []
    for i in range(len(w)):
        if total >= threshold and y == 0:
            new.append(w[i] - lr * x[i])
        elif total < threshold and y == 1:
            new.append(w[i] + lr * x[i])
        else:
            new.append(w[i])
    return new


def with_einsum(w, x, y, lr, threshold):
    return w + lr * (y - np.heaviside(np.einsum("i,i->", w, x) - threshold, 1.0)) * x


def in_float32(w, x, y, lr, threshold):
    w, x = np.float32(w), np.float32(x)
    return w + np.float32(lr) * np.float32(y - (w @ x >= np.float32(threshold))) * x


def as_a_tuple(w, x, y, lr, threshold):
    fires = sum(a * b for a, b in zip(w, x, strict=True)) >= threshold
    return tuple(a + lr * (y - fires) * b for a, b in zip(w, x, strict=True))


def with_a_copy(weights, inputs, label, eta, theta=0.0):
    weights = weights.copy()
    if (weights * inputs).sum() >= theta:
        label -= 1
    weights += eta * label * inputs
    return weights


class AsAnObject:
    def __call__(self, w, x, y, lr, threshold):
        print("looking at", x)
        return np.where(y == (w @ x >= threshold), w, w + np.where(y, lr, -lr) * x)


def one_buffer(w, x, y, lr, threshold, buffer={}):  # noqa: B006 - which is what is tested
    room = buffer.setdefault(len(w), np.empty(len(w)))
    room[:] = w + lr * (y - int(w @ x >= threshold)) * x
    return room


@pytest.mark.parametrize(
    "answer",
    [with_loops, with_einsum, in_float32, as_a_tuple, with_a_copy, AsAnObject(), one_buffer],
    ids=lambda answer: getattr(answer, "__name__", type(answer).__name__),
)
def test_a_right_answer_in_any_style_passes(answer):
    """Loops, lists, einsum, float32, other names, an object, a reused buffer: all are right."""
    verdict = check("3.1", answer)
    assert verdict.passed, verdict


def dots(w, x, y, lr, threshold): ...


def dots_inside(w, x, y, lr, threshold):
    y_hat = ...
    return w + lr * (y - y_hat) * x


def only_words(w, x, y, lr, threshold):
    """Return the new weights."""


def not_implemented(w, x, y, lr, threshold):
    raise NotImplementedError


@pytest.mark.parametrize(
    "stub",
    [
        None,
        ...,
        NotImplemented,
        dots,
        dots_inside,
        only_words,
        not_implemented,
        lambda w, x, y, lr, threshold: None,
        lambda w, x, y, lr, threshold: ...,
        lambda w, x, y, lr, threshold: NotImplemented if w is not None else 0,
    ],
)
def test_a_stub_is_not_attempted(stub):
    """What does nothing yet is not called wrong."""
    verdict = check("3.1", stub)
    assert verdict.state == "not attempted yet"
    assert not verdict.passed


def changes_in_place(w, x, y, lr, threshold):
    w += lr * (y - (w @ x >= threshold)) * x
    return w


def changes_and_returns_nothing(w, x, y, lr, threshold):
    w += lr * (y - (w @ x >= threshold)) * x


def prints_only(w, x, y, lr, threshold):
    print(w + lr * (y - (w @ x >= threshold)) * x)


def forgets_to_return(w, x, y, lr, threshold):
    w = w + lr * (y - (w @ x >= threshold)) * x


def for_two_weights(w, x, y, lr, threshold):
    error = y - (w @ x >= threshold)
    return [w[0] + lr * error * x[0], w[1] + lr * error * x[1]]


def multiplies_by_nothing(w, x, y, lr, threshold):
    return w + lr * missing * x  # noqa: F821


def exits(w, x, y, lr, threshold):
    raise SystemExit


@pytest.mark.parametrize(
    ("answer", "reason", "says"),
    [
        (changes_in_place, "changes its input", "numbers are right, but your function changes `w`"),
        (changes_and_returns_nothing, "changes its input", "returns nothing; instead it changes"),
        (prints_only, "returns nothing", "prints its result but returns nothing"),
        (forgets_to_return, "returns nothing", "Your function returns nothing"),
        (for_two_weights, "an error", "IndexError in your line `return [w[0]"),
        (multiplies_by_nothing, "an error", "line `return w + lr * missing * x"),
        (exits, "an error", "SystemExit in your line `raise SystemExit`"),
        (lambda w, x, y, lr, threshold: w @ x, "wrong shape", "a single number"),
        (lambda w, x, y, lr, threshold: w[None], "wrong shape", "shape (1, 2); wanted is"),
        (lambda w, x, y, lr, threshold: "up", "not numbers", "returns 'up' (str)"),
        (lambda w, x, y, lr, threshold: [w, 1], "not numbers", "rows differ in length"),
        (lambda w, x, y, lr, threshold: (c for c in w), "not numbers", "generator"),
        (lambda w, x, y: w, "wrong arguments", "yours takes 3: `(w, x, y)`"),
        (lambda x, w, y, lr, threshold: w, "arguments in another order", "as `(x, w, y"),
        (np.array([0.3, 0.9]), "not a function", "this is [0.3, 0.9]"),
        (lambda w, x, y, lr, threshold: 1.0 * w, "a property", "stay as they are"),
        (lambda w, x, y, lr, threshold: w + 1, "a property", "and yet the weights move"),
        (lambda w, x, y, lr, threshold: w + np.nan, "a property", ""),
    ],
)
def test_what_goes_wrong_around_the_numbers_is_named(answer, reason, says):
    """Mutation, printing, shape, kind, arguments and errors each have their own sentence."""
    verdict = check("3.1", answer)
    assert verdict.state == "wrong"
    assert verdict.reason == reason
    assert says in verdict.sentence


def test_a_change_in_a_wrong_direction_names_the_property():
    """A move after a mistake that is not along the input breaks the third property."""

    def answer(w, x, y, lr, threshold):
        return w + lr * (y - (w @ x >= threshold)) * x**2

    assert "in proportion to the inputs" in check("3.1", answer).sentence


def test_without_a_trap_the_simplest_input_is_shown():
    """Wanted and got stand under a call in the learner's own words, differing visibly."""

    def step(weights, inputs, label, eta, theta):
        error = label - (weights @ inputs >= theta)
        return weights + 1.001 * eta * error * inputs

    verdict = check("3.1", step)
    assert verdict.reason == ""
    assert verdict.lines == (
        "step(weights=[0, 0], inputs=[2, 4], label=1, eta=0.5, theta=1)",
        "wanted  [1, 2]",
        "got     [1.001, 2.002]",
    )


def test_an_answer_that_is_wrong_in_part_is_told_that_part():
    """A sign flipped for missed ones alone is recognised, though half of the answers are right."""

    def answer(w, x, y, lr, threshold):
        fires = w @ x >= threshold
        return w - lr * x if fires != y else w

    assert check("3.1", answer).reason == "sign flipped"


def test_differences_are_shown_with_the_digits_they_take():
    """Numbers that agree to four digits get more of them; arrays of any size stay short."""
    assert shown_apart(0.1, 0.1000001) == ("0.1", "0.1000001")
    assert shown_apart([0.1], [0.2]) == ("[0.1]", "[0.2]")
    assert shown(np.zeros((5, 5))) == "an array of shape (5, 5)"
    assert shown(-0.0) == "0"
    assert shown(object()) == "a object"


def test_an_endless_loop_is_stopped():
    """After its seconds the answer is stopped, even if it catches every error once."""

    def answer(w, x, y, lr, threshold):
        while True:
            try:
                time.sleep(0.001)
            except ArithmeticError:
                return w

    exercise = find("3.1")
    began = time.perf_counter()
    verdict = replace(exercise.judge, seconds=0.1)(exercise, answer)
    assert time.perf_counter() - began < 2.0
    assert verdict.reason == "takes forever"
    assert "After 0.1 seconds" in verdict.sentence
    assert verdict.lines == ("answer(w=[1, 0], x=[2, 4], y=1, lr=0.5, threshold=1)",)


def test_the_time_limit_leaves_other_threads_alone():
    """Off the main thread there is no alarm to set, and the block runs to its end."""
    reached = []

    def run():
        with time_limit(0.01):
            time.sleep(0.05)
            reached.append(True)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert reached


def test_the_time_limit_ends_with_its_block():
    """An alarm that was not needed does not ring later, and one that was rings once."""
    with time_limit(0.05):
        pass
    time.sleep(0.1)
    with pytest.raises(Overtime), time_limit(0.05):
        time.sleep(1)


def test_ctrl_c_passes_through():
    """The learner can always stop a check by hand."""

    def answer(w, x, y, lr, threshold):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check("3.1", answer)


def test_a_check_costs_less_than_50_ms():
    """Even on a busy machine, the best of five checks of a right answer is quick."""

    def seconds():
        began = time.perf_counter()
        check("3.1", find("3.1").solution)
        return time.perf_counter() - began

    assert min(seconds() for _ in range(5)) < 0.05


def test_a_known_mistake_that_stops_later_is_still_named():
    """Untransposed weights run as long as the matrix is square; the mistake is named, not lost."""

    def answer(W2, z1, dz2):
        a1 = 1 / (1 + np.exp(-z1))
        return (W2 @ dz2) * a1 * (1 - a1)

    def unknown(W2, z1, dz2):
        return answer(W2, z1, dz2) + 1

    assert check("8.5", answer).reason == "transposed"
    assert check("8.5", unknown).reason == ""


def test_a_mistake_is_named_even_where_numbers_overflow():
    """Two mistakes: the one that small numbers show is told, and nan does not hide it.

    Where nothing but the overflow is wrong, no other mistake is put in its place.
    """

    def undivided(queries, keys, values):
        with np.errstate(over="ignore", invalid="ignore"):
            votes = np.exp(queries @ keys.T)
            return votes / votes.sum(axis=1, keepdims=True) @ values

    def divided(queries, keys, values):
        return undivided(queries / np.sqrt(keys.shape[1]), keys, values)

    assert check("11.20", undivided).reason == "root forgotten"
    assert check("11.20", divided).reason == "a property"
    assert "off every score" in check("11.20", divided).sentence
