"""What part of the points an answer earns that is not right.

Numbers earn the share of them that is right, beyond what one number for all of them gets. A
function earns at most half: by the share of its calls that are right beyond what the best answer
without an idea gets, which is one of its inputs, zeros, ones, the commonest result, the program to
be mended or any of the known mistakes. A figure likewise, goal by goal, beyond the figure as it
opens. An order earns all or nothing: half of the rules are kept by chance.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

import nnbook
from nnbook.classroom._answers import opening
from nnbook.exercises._engine import Exercise
from nnbook.exercises._figures import FigureJudge
from nnbook.exercises._functions import FunctionJudge, same
from nnbook.exercises._guards import Outcome
from nnbook.exercises._numbers import NumberJudge, _as_numbers, _flat

__all__ = ["share_of_calls", "share_of_value", "state_of"]

DECIMALS = 6  # to which two results count as one
PART = 0.5  # what a function or a figure that is not right earns at most


def share_of_value(exercise: Exercise, value: Any) -> float:
    """The part of the points that a wrong answer earns; 0 for one without an idea."""
    if isinstance(exercise.judge, NumberJudge):
        entries = value if isinstance(value, list | tuple | np.ndarray) else [value]
        given, wanted = _as_numbers(entries), _flat(exercise.solution())
        if given is None or given.shape != wanted.shape:
            return 0.0
        right = exercise.judge._agree(given, wanted).mean()
        blind = max(exercise.judge._agree(np.full(wanted.shape, n), wanted).mean() for n in (0, 1))
        return _beyond(right, blind)
    if isinstance(exercise.judge, FigureJudge):
        return PART * _beyond(_met(exercise.judge, value), _at_rest(exercise.id, exercise.judge))
    return 0.0


def state_of(judge: FigureJudge, claim: Mapping[Any, Any]) -> dict[str, Any] | None:
    """The state of a figure that has been set as claimed; None if it cannot be set so.

    A goal may compute long with a number that no control of the figure goes to, so what a figure
    itself refuses is not judged.
    """
    try:
        state: dict[str, Any] = getattr(nnbook, judge.figure)(**claim).state()
    except Exception:  # noqa: BLE001 - each figure has errors of its own for what it does not take
        return None
    return state if claim.keys() <= state.keys() else None


def _beyond(right: float, blind: float) -> float:
    return max(0.0, float(right - blind) / (1 - float(blind))) if blind < 1 else 0.0


def _met(judge: FigureJudge, state: Mapping[str, Any]) -> float:
    def met(goal: Any) -> bool:
        try:
            return bool(goal.met(state))
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            return False

    return sum(map(met, judge.goals)) / len(judge.goals)


def _at_rest(id: str, judge: FigureJudge) -> float:
    """The share of the goals that the figure meets untouched; all, where that is not known."""
    try:
        opened = eval(opening(id, judge.figure)[1], {}, _Door(np=np))  # noqa: S307 - our own words
        plain = getattr(nnbook, judge.figure)()
    except (ImportError, LookupError, ValueError):
        return 1.0
    return max(_met(judge, opened.state()), _met(judge, plain.state()))


class _Door(dict[str, Any]):
    """All names of nnbook, each fetched when it is needed."""

    def __missing__(self, name: str) -> Any:
        return getattr(nnbook, name)


def share_of_calls(exercise: Exercise, judge: FunctionJudge, outcomes: Sequence[Outcome]) -> float:
    """The part of the points that a function earns which is not right."""
    wanted = [exercise.solution(*outcome.inputs) for outcome in outcomes]

    def share(values: Sequence[Any]) -> float:
        return sum(map(same, values, wanted)) / len(wanted)

    right, blind = share([outcome.value for outcome in outcomes]), 0.0
    for guess in _blind(exercise, judge, outcomes, wanted):
        if blind >= right:
            break
        blind = max(blind, share(guess))
    return PART * _beyond(right, blind)


def _blind(
    exercise: Exercise, judge: FunctionJudge, outcomes: Sequence[Outcome], wanted: Sequence[Any]
) -> Iterator[list[Any]]:
    """What answers without an idea give: a known mistake, an input, zeros, ones, a constant."""
    programs = [trap.wrong for trap in exercise.traps]
    if judge.given:
        programs.append(judge.given)
    for program in programs:
        yield [_given(program, outcome.inputs) for outcome in outcomes]
    for number in range(len(outcomes[0].inputs)):
        yield [outcome.inputs[number] for outcome in outcomes]
    for fill in (np.zeros, np.ones):
        yield [fill(np.shape(value)) for value in wanted]
    yield [_commonest(wanted)] * len(wanted)


def _commonest(wanted: Sequence[Any]) -> Any:
    arrays = [np.asarray(one, dtype=float).round(DECIMALS) + 0.0 for one in wanted]
    keys = [(each.shape, each.tobytes()) for each in arrays]
    return wanted[keys.index(Counter(keys).most_common(1)[0][0])]


def _given(program: Callable[..., Any], inputs: Sequence[Any]) -> Any:
    try:
        return program(*inputs)
    except (ArithmeticError, LookupError, TypeError, ValueError):
        return None
