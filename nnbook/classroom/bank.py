"""An instructor's private exercises: a folder of Python files in the form of the book's own.

Each file has a tuple `EXERCISES`, as `nnbook/exercises/ch03.py` has; the ids begin with a capital
letter, "P.1", so that none clashes with a chapter's. Students never get the folder: their notebook
cannot check such an exercise, and cannot show its solution.
"""

from __future__ import annotations

import importlib.util
import inspect
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType, ModuleType

import numpy as np

from nnbook.classroom._answers import form_of, right_answer
from nnbook.exercises._engine import Exercise, Trap
from nnbook.exercises._figures import FigureJudge
from nnbook.exercises._numbers import NumberJudge
from nnbook.exercises._sentences import SentenceJudge

__all__ = ["exercises_in", "faults"]

SEEDS = 5


def exercises_in(folder: Path | str) -> Mapping[str, Exercise]:
    """The exercises of a bank by id, in the order of the files.

    Raises ValueError for a folder without exercises, a file that cannot be read or has none, and
    ids that are not private or given twice; each sentence names the file.
    """
    paths = sorted(Path(folder).resolve().glob("*.py"))
    return _read(tuple((path, path.stat().st_mtime_ns) for path in paths), str(folder))


@lru_cache(maxsize=8)
def _read(files: tuple[tuple[Path, int], ...], folder: str) -> Mapping[str, Exercise]:
    found: dict[str, Exercise] = {}
    home: dict[str, str] = {}
    for path, _ in files:
        for exercise in _exercises(path):
            name = path.name
            if not exercise.id[0].isalpha():
                raise ValueError(
                    f"{name}: {exercise.id} is the number of one of the book's own exercises; a "
                    'private one has a letter in front, such as "P.1"'
                )
            if exercise.id in found:
                first = home[exercise.id]
                raise ValueError(f"{name}: {first} has an exercise {exercise.id} already")
            found[exercise.id], home[exercise.id] = exercise, name
    if not found:
        raise ValueError(f"{folder} holds no exercises: wanted are Python files with EXERCISES")
    return MappingProxyType(found)


def _exercises(path: Path) -> tuple[Exercise, ...]:
    spec = importlib.util.spec_from_file_location(f"nnbook_bank_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise ValueError(f"{path.name}: no Python file")
    module: ModuleType = importlib.util.module_from_spec(spec)
    try:
        # Not by the loader: its stored byte code is as good as the file's date, to the second.
        exec(compile(path.read_bytes(), str(path), "exec"), vars(module))  # noqa: S102
    except Exception as error:
        raise ValueError(f"{path.name}: {type(error).__name__}: {error}") from error
    exercises: tuple[Exercise, ...] = getattr(module, "EXERCISES", ())
    whole = isinstance(exercises, tuple) and all(isinstance(each, Exercise) for each in exercises)
    if not whole or not exercises:
        raise ValueError(f"{path.name}: wanted is a tuple EXERCISES of Exercise objects")
    return exercises


def faults(exercise: Exercise) -> Iterator[str]:
    """What is wrong with an exercise, a sentence for each; nothing if it can be handed out.

    The solution has to pass, every trap to be caught under its own name, and a notebook to be able
    to hold both. The same is asked of a few variants.
    """
    yield from _faults(exercise)
    for seed in range(SEEDS if exercise.variant else 0):
        assert exercise.variant is not None  # noqa: S101
        for fault in _faults(exercise.variant(np.random.default_rng(seed))):
            yield f"in the variant of seed {seed}, {fault}"


def _faults(exercise: Exercise) -> Iterator[str]:
    file, judge = Path(inspect.getfile(exercise.solution)).name, exercise.judge
    here = f"{file}, exercise {exercise.id}:"
    try:
        verdict = judge(exercise, right_answer(exercise))
        if verdict.state != ("compare" if isinstance(judge, SentenceJudge) else "right"):
            yield f"{here} the solution does not pass: {verdict.sentence}"
            return
        form_of(exercise)
    except Exception as error:  # noqa: BLE001 - whatever the instructor's file does
        yield f"{here} the solution stops with {type(error).__name__}: {error}"
        return
    if isinstance(judge, FigureJudge | SentenceJudge):
        return
    for trap in exercise.traps:
        yield from (f"{here} {fault}" for fault in _trap_faults(exercise, trap))


def _trap_faults(exercise: Exercise, trap: Trap) -> Iterator[str]:
    try:
        by_hand = isinstance(exercise.judge, NumberJudge)
        verdict = exercise.judge(exercise, trap.wrong() if by_hand else trap.wrong)
    except Exception as error:  # noqa: BLE001 - whatever the instructor's file does
        yield f"the trap {trap.name!r} stops with {type(error).__name__}: {error}"
        return
    if verdict.passed:
        yield f"the trap {trap.name!r} passes as right"
    elif verdict.reason != trap.name:
        yield f"the trap {trap.name!r} is told something else: {verdict.sentence}"
