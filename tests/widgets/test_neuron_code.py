"""The programs that the figure Neuron gives away."""

import pytest

from nnbook.widgets import neuron_picture as picture
from tests.needs import need
from tests.widgets.in_node import in_node
from tests.widgets.programs import run_programs

STATES = [
    {"x": x, "w": [-0.4, 0.5, 0.1][: len(x)], "b": -0.1, "activation": name, "threshold": 0.05}
    for name in picture.LABELS
    for x in ([0.5, 0.8, 0.3], [1.25])
]


def printed(kind: str) -> tuple[list[str], list[str]]:
    """What the programs of one kind print, and what the figure shows, for all states."""
    code = """return given.map((s) => [nnbook.figures.neuron.code(s),
      nnbook.figures.neuron.computed(s)]);"""
    found = in_node(code, STATES)
    shown = [f"z = {now['z']:.4f}, a = {now['a']:.4f}\n" for _, now in found]
    return run_programs([programs[kind] for programs, _ in found]), shown


def test_its_python_prints_what_it_shows() -> None:
    """The program copied from a figure prints the figure's z and a."""
    said, shown = printed("Python")
    assert said == shown


@pytest.mark.frameworks
@pytest.mark.parametrize("kind", ["Keras", "PyTorch"])
def test_its_programs_for_frameworks_print_what_it_shows(kind: str) -> None:
    """So do the programs for the frameworks."""
    need({"Keras": "keras", "PyTorch": "torch"}[kind])
    said, shown = printed(kind)
    assert said == shown
