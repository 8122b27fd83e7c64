"""Answers that were written from the exercises' texts alone, without a look at what is known.

`unseen/chNN.py` holds them: right ones in many styles, which must pass, and wrong ones, each with
its mistake in words and the reason that the checker gives: the name of a trap, or of what was
wrong in general ("" where only the smallest failing input is shown).
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest

from nnbook.exercises import check
from nnbook.exercises._engine import chapters

# Where a learner works, a warning is no error.
pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning")

FILES = {n: import_module(f"tests.exercises.unseen.ch{n:02d}") for n in chapters()}
RIGHT = [entry for file in FILES.values() for entry in file.RIGHT]
WRONG = [entry for file in FILES.values() for entry in file.WRONG]


def called(entry: Any) -> str:
    """The id of a test: exercise and answer."""
    return f"{entry[0]}-{getattr(entry[1], '__name__', str(entry[1])[:30])}"


@pytest.mark.parametrize("entry", RIGHT, ids=called)
def test_a_right_answer_in_any_style_passes(entry: tuple[str, Any]) -> None:
    """Loops, einsum, lists, float32, fractions: what is right is called right."""
    verdict = check(*entry)
    assert verdict.state == "right", verdict


@pytest.mark.parametrize("entry", WRONG, ids=called)
def test_a_wrong_answer_fails_for_its_own_reason(entry: tuple[str, Any, str, str]) -> None:
    """What is wrong is called wrong, for the mistake that was made and not for another."""
    id, answer, mistake, reason = entry
    verdict = check(id, answer)
    assert verdict.state == "wrong", mistake
    assert verdict.reason == reason, f"{mistake}: {verdict}"


def test_there_are_enough_of_them() -> None:
    """At least 150 answers, from every chapter, most of the wrong ones told their mistake."""
    assert len(RIGHT) + len(WRONG) >= 1000
    assert all(file.RIGHT and len(file.WRONG) >= 20 for file in FILES.values())
    general = {"", "a property", "wrong shape", "not a number", "wrong dtype"}
    assert sum(reason not in general for *_, reason in WRONG) > 0.7 * len(WRONG)
