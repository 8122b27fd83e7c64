"""How the answer to each kind of exercise is written in a notebook: unsolved, and solved."""

from __future__ import annotations

import ast
import pprint
import textwrap
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any

import numpy as np

import nnbook
from nnbook.classroom._sources import imports, plain_source, program, stub
from nnbook.classroom.assignment import answer_name
from nnbook.exercises._engine import Exercise
from nnbook.exercises._figures import FigureJudge
from nnbook.exercises._functions import FunctionJudge
from nnbook.exercises._numbers import NumberJudge
from nnbook.exercises._order import OrderJudge
from nnbook.exercises._sentences import SentenceJudge

__all__ = ["Form", "form_of", "opening", "right_answer"]

# The figures of the exercises as they open: the name that the task gives one, and how it is made.
# In a chapter the figure stands above its exercise, often with more around it; here alone.
OPENINGS = {
    "1.4": ("alarm", 'Neuron(x=[3.0], w=[1.0], b=0.0, activation="sigmoid")'),
    "2.6": ("gate", 'Neuron(x=[1.0, 1.0], w=[1.0, 1.0], b=-1.5, activation="step", threshold=0.0)'),
    "3.9": ("trainer", "PerceptronTrainer()"),
    "4.11": ("lines", "XOR()"),
    "5.16": ("rescue", "ActivationExplorer()"),
    "6.14": ("forecasts", "LossExplorer(y_hat=[3, -0.5, 2, 7])"),
    "7.7": ("canyon", 'Descent("canyon", steps=10)'),
    "8.15": (
        "corner",
        """Backpropagation(Network([
    Layer([[0.75, -0.5], [0.5, 0.5]], [0.0, 0.0], "relu"),
    Layer([[0.5, -0.75]], [0.25], "identity"),
]), x=[0.5, 0.25], y=1, loss=mse, step=99)""",
    ),
    "9.16": (
        "playground",
        """Playground(
    Network.random([2, 8, 8, 1], [tanh, tanh, sigmoid], rng=np.random.default_rng(1)),
    data="moons", n=60, noise=0.4, batch=0, strength=0.003,
)""",
    ),
    "10.15": ("pad", "DigitReader()"),
    "11.6": ("lens", "ConvolutionExplorer(down=1, right=3)"),
}


@dataclass(frozen=True)
class Form:
    """What a question puts into a notebook.

    `how` (Markdown) says how to answer, `shown` are cells of code that come before the answer,
    `unsolved` and `solved` are the cell of the answer, `imports` the lines that they need.
    """

    how: str
    unsolved: str
    solved: str
    shown: tuple[str, ...] = ()
    imports: frozenset[str] = frozenset()


def form_of(exercise: Exercise) -> Form:
    """The form of an exercise. Raises TypeError for a judge of no known kind."""
    judge, name = exercise.judge, answer_name(exercise)
    if isinstance(judge, FunctionJudge):
        return _function(exercise, judge)
    if isinstance(judge, NumberJudge):
        return _numbers(exercise, judge, name)
    if isinstance(judge, OrderJudge):
        lines = "\n".join(judge.labelled(exercise.solution).values())
        how = f"```\n{lines}\n```\n\nWrite the letters between the quotation marks, in your order."
        return Form(how, f'{name} = ""', f'{name} = "{right_answer(exercise)}"')
    if isinstance(judge, SentenceJudge):
        how = "Write between the quotation marks, in as many lines as you like."
        return Form(how, _paragraph(name, ""), _paragraph(name, judge.model(exercise)))
    if isinstance(judge, FigureJudge):
        return _figure(exercise, judge, name)
    raise TypeError(f"exercise {exercise.id} has a judge of no known kind: {type(judge).__name__}")


def right_answer(exercise: Exercise) -> Any:
    """What a student hands in who has everything right: a function, numbers, letters, a state.

    Numbers come rounded as the task asks; one number comes alone. A sentence is the model answer.
    Raises ValueError if not as many numbers come out as the judge asks for.
    """
    judge = exercise.judge
    if isinstance(judge, OrderJudge):
        places = range(len(judge.shuffled))
        return "".join(ascii_uppercase[judge.shuffled.index(line)] for line in places)
    if isinstance(judge, NumberJudge):
        values = np.atleast_1d(np.asarray(exercise.solution(), dtype=float))
        if len(values) != len(judge.names):
            asked = len(judge.names)
            raise ValueError(f"{len(values)} numbers come out, but {asked} are asked for")
        rounded = [round(float(value), judge.decimals) + 0.0 for value in values]
        return rounded if len(judge.names) > 1 else rounded[0]
    if isinstance(judge, SentenceJudge):
        return judge.model(exercise)
    if isinstance(judge, FigureJudge):  # what the solution leaves out is as the figure opens
        return getattr(nnbook, judge.figure)(**exercise.solution()).state()
    return exercise.solution


def _function(exercise: Exercise, judge: FunctionJudge) -> Form:
    solution, given = exercise.solution, judge.given
    unsolved = plain_source(given, solution.__name__) if given else stub(solution)
    needed = imports(solution) | (imports(given) if given else set())
    how = "" if given else "Put your lines in place of the dots."
    return Form(how, unsolved, program(solution), imports=frozenset(needed))


def _numbers(exercise: Exercise, judge: NumberJudge, name: str) -> Form:
    answer = right_answer(exercise)
    several = isinstance(answer, list)
    texts = [f"{value:.{judge.decimals}f}" for value in (answer if several else [answer])]
    worked = f"```\n{judge.worked.replace('{}', '___')}\n```" if judge.worked else ""

    def written(entries: list[str]) -> str:
        if not several:
            return f"{name} = {entries[0]}  # {judge.names[0]}"
        lines = (f"    {one},  # {what}" for one, what in zip(entries, judge.names, strict=True))
        return "\n".join([f"{name} = [", *lines, "]"])

    return Form(worked, written(["..."] * len(texts)), written(texts))


def _figure(exercise: Exercise, judge: FigureJudge, name: str) -> Form:
    figure, made = opening(exercise.id, judge.figure)
    how = (
        f"When the figure does what is asked, run the cell with `{figure}.state()`, and copy all "
        "that it prints in place of the dots. What is marked is what you copied: the figure itself "
        "opens anew whenever the notebook is run."
    )
    state = pprint.pformat(right_answer(exercise), width=88, sort_dicts=False)
    if "\n" in state:
        state = f"(\n{textwrap.indent(state, '    ')}\n)"
    return Form(
        how,
        f"{name} = ...",
        f"{name} = {state}",
        # It imports for itself: where there are no figures, the other answers must not suffer.
        shown=(f"{_import_of(made)}\n\n{figure} = {made}\n{figure}", f"{figure}.state()"),
    )


def opening(id: str, figure: str) -> tuple[str, str]:
    """The name of the figure and the expression that makes it; one of a bank opens plainly."""
    return OPENINGS.get(id, ("figure", f"{figure}()"))


def _import_of(code: str) -> str:
    names = {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}
    return f"from nnbook import {', '.join(sorted(names & set(nnbook.__all__)))}"


def _paragraph(name: str, text: str) -> str:
    lines = textwrap.fill(text.replace("\\", "\\\\").replace('"""', '\\"""'), 92)
    return f'{name} = """\n{lines}\n"""' if lines else f'{name} = """\n\n"""'
