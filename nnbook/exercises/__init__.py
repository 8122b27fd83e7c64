"""Exercises that name the mistake: `check("3.1", answer)`, `hint("3.1")`, `solution("3.1")`.

Each exercise lives whole in one place, `chNN.py` of its chapter: task, solution, judge, traps and
hints. A chapter's file is read when the first of its exercises is asked for.
"""

from nnbook.exercises._engine import check, hint, solution

__all__ = ["check", "hint", "solution"]
