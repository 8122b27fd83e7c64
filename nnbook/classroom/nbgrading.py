"""What the hidden tests of an assignment call when nbgrader runs them.

nbgrader runs a notebook in `autograded/STUDENT/NAME/`, so the assignment and the student are known
from the folder. It marks in the same Python that has run the student's cells: whoever wants points
without an answer can have them there. `nnbook grade` does not share that weakness.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nnbook.classroom._credit import share_of_value
from nnbook.classroom.assignment import MANIFEST, Assignment, answer_name

__all__ = ["credit"]


def credit(id: str, names: Mapping[str, Any], folder: Path | None = None) -> float:
    """The points for the answer to a question that is found among a notebook's globals.

    Part of the numbers, or of a figure's goals, earns part of the points if the assignment says
    so. `folder` is where the notebook lies, by default where Python works. Raises FileNotFoundError
    outside of an assignment's folder.
    """
    here = (folder or Path.cwd()).resolve()
    home = next((each for each in here.parents if (each / MANIFEST).is_file()), None)
    if home is None:
        raise FileNotFoundError(f"no folder above {here} holds an {MANIFEST}")
    assignment = Assignment.read(home)
    exercise = assignment.exercise(id, here.parent.name)
    points = assignment.question(id).points
    answer = names.get(answer_name(exercise))
    if answer is None or answer is ...:
        return 0.0
    if exercise.judge(exercise, answer).passed:
        return points
    return points * share_of_value(exercise, answer) if assignment.partial else 0.0
