"""Judging a function: on many inputs, the simplest first, and by properties.

The answer is called on every input, and only then judged by what came back; so a grader that runs
answers elsewhere can bring the outcomes and have them judged here.
"""

from __future__ import annotations

import hashlib
import inspect
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nnbook.exercises._guards import (
    Outcome,
    Overtime,
    call,
    is_empty,
    same_program,
    time_limit,
)
from nnbook.exercises._words import Verdict, not_attempted, right, shown, shown_apart, wrong

if TYPE_CHECKING:
    from nnbook.exercises._engine import Exercise, Trap

RTOL, ATOL = 1e-5, 1e-6  # what float32 leaves; a trap differs by far more


@dataclass(frozen=True)
class Property:
    """What every right answer does: `holds(value, *inputs)`, and the sentence for when it fails."""

    says: str
    holds: Callable[..., bool]


@dataclass(frozen=True)
class Caller:
    """How the learner would write a call: the name of the function and of its parameters."""

    name: str
    parameters: tuple[str, ...]

    def __call__(self, inputs: Sequence[Any]) -> str:
        """The call with these inputs, in the learner's names."""
        pairs = zip(self.parameters, inputs, strict=True)
        return f"{self.name}({', '.join(f'{name}={shown(value)}' for name, value in pairs)})"


@dataclass(frozen=True)
class FunctionJudge:
    """Compares an answer with the solution on the inputs of `cases(rng)`.

    `cases` gives the simplest inputs first, since the first that fails is the one shown, and
    random ones last. `seconds` is the time for all of them together. `given` is the faulty program
    that the learner is to mend, where there is one.
    """

    cases: Callable[[np.random.Generator], Iterable[tuple[Any, ...]]]
    properties: tuple[Property, ...] = ()
    seconds: float = 2.0
    given: Callable[..., Any] | None = None

    def __call__(self, exercise: Exercise, answer: Any) -> Verdict:
        """Call the answer on all inputs and judge what comes back."""
        name, parameters = exercise.solution.__name__, _parameters(exercise.solution)
        if not callable(answer):
            return wrong(
                f'Hand over the function itself, `check("{exercise.id}", {name})`; this is '
                f"{shown(answer)}.",
                reason="not a function",
            )
        if is_empty(answer) or (self.given and same_program(answer, self.given)):
            return not_attempted(exercise.id)
        refusal = _refusal(name, parameters, answer)
        if refusal:
            return refusal
        outcomes: list[Outcome] = []
        try:
            with time_limit(self.seconds):
                for inputs in self.inputs(exercise):
                    outcomes.append(Outcome(inputs, error=Overtime()))
                    outcomes[-1] = call(answer, inputs)
                    if outcomes[-1].error:
                        break
        except Overtime:
            pass  # the last outcome says so already
        own = _parameters(answer)
        fits = len(own) == len(parameters)
        own_name = getattr(answer, "__name__", "")
        caller = Caller(own_name if own_name.isidentifier() else name, own if fits else parameters)
        return self.verdict(exercise, outcomes, caller)

    def inputs(self, exercise: Exercise, seed: str = "") -> list[tuple[Any, ...]]:
        """The inputs of an exercise, the same in every session; other random ones for a seed."""
        number = zlib.crc32(exercise.id.encode())
        if seed:
            number = int.from_bytes(hashlib.sha256(seed.encode("utf-8", "surrogatepass")).digest())
        return list(self.cases(np.random.default_rng(number)))

    def verdict(self, exercise: Exercise, outcomes: Sequence[Outcome], caller: Caller) -> Verdict:
        """The verdict on what an answer gave."""
        for outcome in outcomes:
            wanted = exercise.solution(*outcome.inputs)
            verdict = self._stopped(exercise, outcome, caller)
            verdict = verdict or _not_numbers(exercise, outcomes, outcome, wanted, caller)
            if not verdict and not same(outcome.value, wanted):
                verdict = self._differs(exercise, outcomes, outcome, wanted, caller)
            if verdict:
                return verdict
        for outcome in outcomes:
            if outcome.changed:
                return _changed("The numbers are right, but your function", outcome, caller)
        return right(f"Your answer holds on all {len(outcomes)} inputs tried.")

    def _stopped(self, exercise: Exercise, outcome: Outcome, caller: Caller) -> Verdict | None:
        error, here = outcome.error, [caller(outcome.inputs)]
        if error is None:
            return None
        if isinstance(error, Overtime):
            return wrong(
                f"After {self.seconds:g} seconds your function was still running. Is there a loop "
                "that never ends?",
                here,
                "takes forever",
            )
        unfinished = isinstance(error, TypeError) and "ellipsis" in str(error)
        if unfinished or isinstance(error, NotImplementedError):
            return not_attempted(exercise.id)
        place = f" in your line `{outcome.line}`" if outcome.line else ""
        says = f": {error}" if str(error) else ""
        return wrong(
            f"Your function stops with {type(error).__name__}{place}{says}.", here, "an error"
        )

    def _differs(
        self,
        exercise: Exercise,
        outcomes: Sequence[Outcome],
        first: Outcome,
        wanted: Any,
        caller: Caller,
    ) -> Verdict:
        want, got = shown_apart(wanted, first.value)
        lines = [caller(first.inputs), f"wanted  {want}", f"got     {got}"]
        trap = _trap(exercise, outcomes)
        if trap:
            return wrong(trap.says, lines, trap.name)
        for rule in self.properties:
            if not rule.holds(np.asarray(first.value), *first.inputs):
                return wrong(rule.says, lines, "a property")
        return wrong("This is the simplest input on which your answer differs.", lines)


def same(got: Any, wanted: Any) -> bool:
    """Whether two results agree in shape and, to what float32 keeps, in their numbers."""
    one, other = _as_array(got), np.asarray(wanted)
    if one is None or one.shape != other.shape:
        return False
    # Most answers are right to the last bit, and allclose takes ten times as long to see it.
    return bool(np.all(one == other)) or np.allclose(one, other, RTOL, ATOL)


def _trap(exercise: Exercise, outcomes: Sequence[Outcome]) -> Trap | None:
    """The trap that agrees with the answer wherever that is wrong, and most often elsewhere.

    A nan looks alike whatever was done before it. If only later inputs lead to one, the others
    say which mistake it is; if the first does, the nan itself is what has to be spoken of.
    """
    failing = [o for o in outcomes if not same(o.value, exercise.solution(*o.inputs))]
    if not _has_nan(failing[0].value):
        failing = [o for o in failing if not _has_nan(o.value)]

    def agrees(trap: Trap, some: Sequence[Outcome]) -> list[bool]:
        return [_alike(outcome, trap) for outcome in some]

    explaining = [trap for trap in exercise.traps if all(agrees(trap, failing))]
    return max(explaining, key=lambda trap: sum(agrees(trap, outcomes)), default=None)


def _alike(outcome: Outcome, trap: Trap) -> bool:
    """Whether a trap gives what the answer gave; a mistake may also stop both, by the shapes."""
    try:
        value = trap.wrong(*outcome.inputs)
    except ValueError:
        return isinstance(outcome.error, ValueError)
    return same(outcome.value, value)


def _has_nan(value: Any) -> bool:
    """Whether one of the numbers of a result is none."""
    array = _as_array(value)
    return array is not None and bool(np.isnan(array).any())


def _as_array(value: Any) -> np.ndarray[Any, Any] | None:
    """A result as an array of numbers; None for anything else."""
    try:
        array = np.asarray(value)
    except ValueError:
        return None
    return array if array.dtype.kind in "biuf" else None


def _not_numbers(
    exercise: Exercise, outcomes: Sequence[Outcome], outcome: Outcome, wanted: Any, caller: Caller
) -> Verdict | None:
    """What is wrong with the kind or the shape of a result, if anything."""
    value, here = outcome.value, [caller(outcome.inputs)]
    if value is ... or value is NotImplemented:
        return not_attempted(exercise.id)
    if value is None:
        for other in outcomes:
            if other.changed:
                return _changed("Your function returns nothing; instead it", other, caller)
        printed = "prints its result but returns" if outcome.printed else "returns"
        return wrong(
            f"Your function {printed} nothing. Only what stands behind `return` can be used by "
            "whoever calls it.",
            here,
            "returns nothing",
        )
    array, shape = _as_array(value), np.shape(wanted)
    if array is None:
        kind = type(value).__name__
        return wrong(
            f"Your function returns {shown(value)} ({kind}) where numbers are wanted.",
            here,
            "not numbers",
        )
    if array.shape != shape:
        return wrong(
            f"Your function returns {_shaped(array.shape)}; wanted is {_shaped(shape)}.",
            [*here, f"got     {shown(array)}"],
            "wrong shape",
        )
    return None


def _shaped(shape: tuple[int, ...]) -> str:
    return f"an array of shape {shape}" if shape else "a single number"


def _changed(opening: str, outcome: Outcome, caller: Caller) -> Verdict:
    names = " and ".join(f"`{caller.parameters[number]}`" for number in outcome.changed)
    return wrong(
        f"{opening} changes {names} in place. Whoever calls it still needs the old values: compute "
        "new ones, and return those.",
        [caller(outcome.inputs)],
        "changes its input",
    )


def _parameters(function: Callable[..., Any]) -> tuple[str, ...]:
    """The names of a function's parameters; none if it does not tell."""
    try:
        return tuple(inspect.signature(function).parameters)
    except (TypeError, ValueError):
        return ()


def _refusal(name: str, wanted: tuple[str, ...], answer: Callable[..., Any]) -> Verdict | None:
    """Why a function cannot be called with the wanted parameters, if it says so itself."""
    try:
        signature = inspect.signature(answer)
    except (TypeError, ValueError):
        return None
    own = tuple(signature.parameters)
    asked = f"`{name}({', '.join(wanted)})`"
    try:
        signature.bind(*wanted)
    except TypeError:
        return wrong(
            f"Wanted is a function of {len(wanted)} arguments, {asked}; yours takes "
            f"{len(own)}: `({', '.join(own)})`.",
            reason="wrong arguments",
        )
    if own != wanted and sorted(own) == sorted(wanted):
        return wrong(
            f"The arguments come in the order {asked}; yours takes them as `({', '.join(own)})`.",
            reason="arguments in another order",
        )
    return None
