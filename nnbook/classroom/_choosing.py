"""Which exercises an instructor asks for, and what each is worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from nnbook.classroom.assignment import Question
from nnbook.exercises._engine import Exercise, chapters, exercises_of

__all__ = ["chosen", "points_of"]


def chosen(
    numbers: Sequence[int],
    ids: Sequence[str],
    levels: Sequence[str],
    bank: Mapping[str, Exercise],
) -> list[Exercise]:
    """The exercises of these chapters and levels, then those named by id, none of them twice.

    Levels without a chapter are taken from the whole book. Of a bank come those that are named, or
    all if none is. Raises ValueError if nothing is chosen, or for what does not exist.
    """
    missing = sorted(set(numbers) - set(chapters()))
    if missing:
        raise ValueError(
            f"there is no chapter {', '.join(map(str, missing))}; the book has {chapters()[0]} "
            f"to {chapters()[-1]}"
        )
    if levels and not numbers and not ids:
        numbers = chapters()
    book = {each.id: each for chapter in chapters() for each in exercises_of(chapter)}
    there = {**book, **bank}
    unknown = [each for each in ids if each not in there]
    if unknown:
        raise ValueError("; ".join(_no_such(each, there, bool(bank)) for each in unknown))
    found = [
        exercise
        for chapter in numbers
        for exercise in exercises_of(chapter)
        if not levels or exercise.level in levels
    ]
    found += [there[each] for each in ids]
    if not any(each in bank for each in ids):
        found += [each for each in bank.values() if not levels or each.level in levels]
    if not found:
        raise ValueError("no exercise is chosen; name some with --chapter, --exercise or --level")
    return list({exercise.id: exercise for exercise in found}.values())


def points_of(rules: Sequence[str], exercises: Sequence[Exercise]) -> tuple[Question, ...]:
    """The questions, with points by these rules: "2" for all, "3.1=2" for one.

    Raises ValueError for a rule that is neither, or is about an exercise that was not chosen.
    """
    overall, own = 1.0, dict[str, float]()
    for rule in rules:
        one, given, number = rule.rpartition("=")
        try:
            points = float(number)
        except ValueError:
            raise ValueError(
                f'points are given as "2" for all or "3.1=2" for one, but received {rule!r}'
            ) from None
        if given:
            own[one] = points
        else:
            overall = points
    strange = sorted(set(own) - {exercise.id for exercise in exercises})
    if strange:
        raise ValueError(f"points are given for {', '.join(strange)}, which the assignment lacks")
    return tuple(Question(each.id, own.get(each.id, overall)) for each in exercises)


def _no_such(id: str, there: Mapping[str, Exercise], bank: bool) -> str:
    if id[:1].isalpha() and not bank:
        return f"{id!r} is the id of a private exercise, which needs --bank"
    near = get_close_matches(id, there, n=3, cutoff=0.4)
    return f"there is no exercise {id!r}" + (f"; near it: {', '.join(near)}" if near else "")
