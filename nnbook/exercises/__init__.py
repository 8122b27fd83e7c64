"""Exercises that name the mistake: `check("3.1", answer)`, `hint("3.1")`, `solution("3.1")`.

Each exercise lives whole in one place, `chNN.py` of its chapter: task, solution, judge, traps and
hints. A chapter's file is read when the first of its exercises is asked for. `quiz("3.A")` is a
figure with questions; they lie beside the exercises, in `quizNN.py`. `progress()` shows what is
solved, and what is due for review.
"""

from nnbook.exercises._engine import check, hint, solution
from nnbook.exercises._quizzes import quiz
from nnbook.exercises._review import progress

__all__ = ["check", "hint", "progress", "quiz", "solution"]
