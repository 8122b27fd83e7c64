"""An exercise with other numbers is the same exercise: right, true, and another answer."""

import inspect
import re
from functools import cache

import numpy as np
import pytest

import nnbook
from nnbook.exercises._engine import chapters, exercises_of, find
from nnbook.exercises._figures import FigureJudge
from nnbook.exercises._functions import FunctionJudge
from nnbook.exercises._numbers import NumberJudge
from nnbook.exercises._order import OrderJudge, body_of
from nnbook.exercises._variants import (
    factor,
    listed,
    num,
    numbers_of,
    on_border,
    pick,
    picks,
    varied,
    with_numbers,
)

pytestmark = pytest.mark.slow

SEEDS = 30
EXERCISES = [exercise for chapter in chapters() for exercise in exercises_of(chapter)]
VARIED = [exercise for exercise in EXERCISES if exercise.variant is not None]
NUMBERS = [exercise for exercise in VARIED if isinstance(exercise.judge, NumberJudge)]
LEFTOVERS = re.compile(
    r"−−|[-−]\s?[-−]\d|-\d|[{}]|[-−]0(?!\.\d)|[-−]0\.0+\b|\d\.\d{7,}|nan|inf\b|\bnp\.|None|  "
)
TOKEN = re.compile(r"−?\d[\d ]*\d(?:\.\d+)?|−?\d(?:\.\d+)?")

every = pytest.mark.parametrize("exercise", VARIED, ids=lambda exercise: exercise.id)
every_number = pytest.mark.parametrize("exercise", NUMBERS, ids=lambda exercise: exercise.id)


@cache
def variants(id):
    """The variants of an exercise, one for each seed."""
    return [find(id).variant(np.random.default_rng(seed)) for seed in range(SEEDS)]


def answer_of(exercise):
    """The right answer as a learner gives it: rounded numbers, letters, a state."""
    judge = exercise.judge
    if isinstance(judge, OrderJudge):
        return "".join("ABCDEFGHIJ"[judge.shuffled.index(n)] for n in range(len(judge.shuffled)))
    if isinstance(judge, NumberJudge):
        return np.round(np.atleast_1d(exercise.solution()).astype(float), judge.decimals).tolist()
    return exercise.solution()


def is_right(exercise, answer):
    """Whether this answer is right for this exercise."""
    if isinstance(exercise.judge, FigureJudge):
        answer = getattr(nnbook, exercise.judge.figure)(**answer).state()
    return exercise.judge(exercise, answer).passed


def texts(exercise):
    """All that a learner can read of an exercise, each text by itself and in a fixed order."""
    judge = exercise.judge
    known = [*exercise.traps, *getattr(judge, "rules", ()), *getattr(judge, "goals", ())]
    return [exercise.task, *exercise.hints, *(each.says for each in known),
            getattr(judge, "worked", "")]  # fmt: skip


def flat(numbers):
    """The numbers in tuples of tuples, one by one."""
    for number in numbers:
        yield from flat(number) if isinstance(number, tuple) else [number]


@every
def test_the_right_answer_is_right(exercise):
    """Each variant's own solution passes its own judge, exactly and rounded."""
    for variant in variants(exercise.id):
        assert is_right(variant, answer_of(variant)), variant.task
        if isinstance(variant.judge, NumberJudge):
            assert is_right(variant, np.atleast_1d(variant.solution()).tolist()), variant.task


@every
def test_every_trap_keeps_its_name(exercise):
    """What somebody gets who makes a known mistake is told that mistake, in every variant."""
    for variant in variants(exercise.id):
        for trap in variant.traps:
            wrong = trap.wrong
            if isinstance(variant.judge, NumberJudge):
                wrong = tuple(np.atleast_1d(trap.wrong()).tolist())
            verdict = variant.judge(variant, wrong)
            assert (verdict.state, verdict.reason) == ("wrong", trap.name), variant.task


@every
def test_an_answer_cannot_be_passed_on(exercise):
    """The published answer, and that of another student, are nearly always wrong."""
    if isinstance(exercise.judge, FunctionJudge):
        return  # a function is judged on cases that no student has seen
    found = variants(exercise.id)
    assert sum(not is_right(variant, answer_of(exercise)) for variant in found) >= 0.9 * SEEDS
    others = zip(found, [*found[1:], found[0]], strict=True)
    assert sum(not is_right(one, answer_of(other)) for one, other in others) >= 0.8 * SEEDS


@every
def test_it_is_still_the_same_exercise(exercise):
    """Id, title, aim, level, heading, kind of judge and the names of the traps stay."""
    kept = ("id", "title", "objective", "level", "see")
    for variant in variants(exercise.id):
        assert [getattr(variant, name) for name in kept] == [getattr(exercise, n) for n in kept]
        assert type(variant.judge) is type(exercise.judge)
        for part in ("names", "decimals", "figure"):
            assert getattr(variant.judge, part, None) == getattr(exercise.judge, part, None)
        assert [t.name for t in variant.traps] == [t.name for t in exercise.traps]
        assert [t.see for t in variant.traps] == [t.see for t in exercise.traps]
        assert len(texts(variant)) == len(texts(exercise))
        assert variant.solution.__doc__ == exercise.solution.__doc__
        assert variant.variant is not None


@every
def test_a_seed_gives_one_exercise_and_seeds_give_many(exercise):
    """The same seed makes the same texts; other seeds hardly ever do."""
    first = variants(exercise.id)[3]
    again = find(exercise.id).variant(np.random.default_rng(3))
    assert texts(again) == texts(first)
    assert answer_of(again) == answer_of(first) or isinstance(exercise.judge, FunctionJudge)
    if isinstance(exercise.judge, OrderJudge):
        seen = {variant.judge.shuffled for variant in variants(exercise.id)}
    else:
        seen = {variant.task for variant in variants(exercise.id)}
    assert len(seen) >= 6


def leftovers(exercise):
    """What looks like a slip of a program in the texts of an exercise, whatever its digits."""
    found = (each for text in texts(exercise) for each in LEFTOVERS.findall(text))
    return {re.sub("[1-9]", "9", each) for each in found}


@every
def test_texts_are_written_as_by_hand(exercise):
    """No doubled sign, lost brace, minus nought or row of decimals that the book does not have."""
    for variant in variants(exercise.id):
        assert leftovers(variant) <= leftovers(exercise), texts(variant)


def tokens_of(exercise):
    """The numbers of a solution as the texts write them."""
    numbers = flat(numbers_of(exercise.solution))
    return [number if isinstance(number, str) else num(number) for number in numbers]


@every_number
def test_no_number_of_the_book_has_stayed_behind(exercise):
    """A number that is drawn anew is drawn anew wherever a sentence names it."""
    for token in {token for token in tokens_of(exercise) if len(token) > 1}:
        others = [v for v in variants(exercise.id) if token not in tokens_of(v)]
        for place, published in enumerate(texts(exercise)):
            if len(others) > 4 and token in TOKEN.findall(published):
                now = [TOKEN.findall(texts(variant)[place]) for variant in others]
                assert not all(token in numbers for numbers in now), (token, published)


@every_number
def test_hints_do_not_name_the_answer(exercise):
    """Hints hold none of the numbers asked for, but for those that the book's hints hold."""

    def named(one):
        said = TOKEN.findall(" ".join(one.hints))
        return {n for n, value in enumerate(answer_of(one)) if len(num(value)) > 1
                and num(value) in said}  # fmt: skip

    often = [n for variant in variants(exercise.id) for n in named(variant) - named(exercise)]
    assert all(often.count(n) <= 0.2 * SEEDS for n in set(often))


@every_number
def test_no_result_hangs_on_the_way_of_rounding(exercise):
    """No number asked for lies so near to a half of its last decimal that rounding is a toss-up."""
    for variant in variants(exercise.id):
        assert not on_border(np.atleast_1d(variant.solution()), variant.judge.decimals)


@every_number
def test_the_solution_shown_holds_the_students_numbers(exercise):
    """The source of a variant's solution, run by itself, gives the variant's answer."""
    for variant in variants(exercise.id)[:5]:
        made = {}
        exec(inspect.getsource(variant.solution), dict(variant.solution.__globals__), made)  # noqa: S102
        assert np.array_equal(made[exercise.solution.__name__](), variant.solution())


def test_most_numbers_can_be_varied():
    """At least 85 of 100 exercises with numbers have a variant, and all with lines to order."""
    judged = [e for e in EXERCISES if isinstance(e.judge, NumberJudge)]
    assert len(NUMBERS) >= 0.85 * len(judged)
    assert all(e.variant for e in EXERCISES if isinstance(e.judge, OrderJudge))


def test_rules_and_letters_follow_the_lines():
    """After another shuffle a rule still speaks of the same two lines, and a hint of the same."""
    exercise = find("3.3")
    assert "The first is E." in exercise.hints[2]
    lines = body_of(exercise.solution)
    for variant in variants("3.3"):
        for old, new in zip(exercise.judge.rules, variant.judge.rules, strict=True):
            for one, other in ((old.first, new.first), (old.then, new.then)):
                before = lines[exercise.judge.shuffled["ABCDEF".index(one)]]
                assert lines[variant.judge.shuffled["ABCDEF".index(other)]] == before
        first = re.search(r"The first is ([A-F])\.", variant.hints[2])[1]
        assert variant.judge.labelled(variant.solution)[first][3:] == lines[0]
        assert variant.judge.shuffled != tuple(range(6))


def base(gain: float = 0.5, row: tuple[float, ...] = (1.0, -2.0), name: str = "a") -> float:
    """A solution with numbers."""
    # A comment stays where it is.
    return gain * sum(row) + len(name)


def test_other_numbers_stand_in_the_source_too():
    """The drawn numbers become the defaults, in what runs and in what is shown."""
    other = with_numbers(base, (0.25, (3.0, 1.0), "abc"))
    assert other() == 4.0
    assert numbers_of(other) == (0.25, (3.0, 1.0), "abc")
    source = inspect.getsource(other)
    assert "gain: float = 0.25, row: tuple[float, ...] = (3.0, 1.0), name: str = 'abc'" in source
    assert source.partition("\n")[2] == inspect.getsource(base).partition("\n")[2]
    assert base() == 0.5


def test_numbers_that_cannot_be_written_are_refused():
    """Numbers of another kind or count are named, before anything is made of them."""
    with pytest.raises(TypeError, match=r"plain numbers.*float64"):
        with_numbers(base, (np.float64(0.5), (1.0,), "a"))
    with pytest.raises(ValueError, match="3 numbers of its own, but was given 1"):
        with_numbers(base, (0.5,))


def test_a_draw_that_never_fits_ends():
    """Where no numbers can be found, there is an error that says so, and no endless loop."""
    exercise = varied(lambda solution, *_: find("3.3"), base, lambda _: None)
    with pytest.raises(RuntimeError, match="no numbers found for a variant of `base`"):
        exercise.variant(np.random.default_rng(0))


def test_numbers_are_written_as_in_the_texts():
    """A true minus, no digit too many, no minus nought; a list has its and."""
    assert [num(0.1 + 0.2), num(-2), num(-0.0), num(-1.5, 2)] == ["0.3", "−2", "0", "−1.50"]
    assert num(-0.001, 2) == "0.00"
    assert num(10) == "10"
    assert (factor(-0.4), factor(0.4)) == ("(−0.4)", "0.4")
    assert listed([0.6, 0.5, 0.9]) == "0.6, 0.5 and 0.9"
    assert listed([1]) == "1"


def test_what_is_picked_lies_on_its_grid():
    """Picked numbers are clean members of the grid, both ends among them, and several differ."""
    rng = np.random.default_rng(1)
    assert {pick(rng, -0.2, 0.2, 0.1) for _ in range(200)} == {-0.2, -0.1, 0.0, 0.1, 0.2}
    assert {type(pick(rng, 1, 5)) for _ in range(20)} == {int}
    assert sorted(picks(rng, 4, 2, 5)) == [2, 3, 4, 5]
