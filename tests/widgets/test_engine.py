"""The JavaScript engine computes what nnbook computes."""

import numpy as np
import pytest

from nnbook.activations import ACTIVATIONS, softmax
from nnbook.network import Layer
from tests.widgets.in_node import in_node

CLOSE = {"rtol": 1e-12, "atol": 1e-300}
ELEMENTWISE = [name for name, f in ACTIVATIONS.items() if f.elementwise]


def sums() -> np.ndarray:
    """Ordinary sums, small and large ones, and the corners."""
    rng = np.random.default_rng(2)
    edges = [0.0, 0.5, -0.5, 1e-9, -1e-9, 36.0, -36.0, 700.0, -700.0, 1e6, -1e6]
    return np.concatenate([rng.normal(0, 3, 500), rng.normal(0, 200, 100), edges])


def test_the_engine_has_the_activations_of_nnbook() -> None:
    """Every activation that works element by element, and no other, is in the engine's table."""
    assert in_node("return Object.keys(nnbook.engine.activations)", None) == ELEMENTWISE


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_activation_and_slope_agree(name: str) -> None:
    """f(z) and f'(z) agree to 1e-12 relative, with the option as it stands and with another."""
    function, z = ACTIVATIONS[name], sums()
    code = """const {value, slope} = nnbook.engine.activations[given.name];
      const pair = (...o) => given.z.map((z) => [value(z, ...o), slope(z, ...o)]);
      return [pair(), pair(0.3)];"""
    plain, changed = in_node(code, {"name": name, "z": z.tolist()})
    other = function.using(**{function.option: 0.3}) if function.option else function
    for got, f in ((plain, function), (changed, other)):
        np.testing.assert_allclose(np.array(got)[:, 0], f(z), **CLOSE)
        np.testing.assert_allclose(np.array(got)[:, 1], f.slope(z), **CLOSE)


def test_options_stand_as_in_nnbook() -> None:
    """The engine's alpha and threshold are nnbook's."""
    code = """return Object.entries(nnbook.engine.activations)
      .map(([name, f]) => [name, f.option || "", f.setting || 0]);"""
    for name, option, setting in in_node(code, None):
        assert (option, setting) == (ACTIVATIONS[name].option, ACTIVATIONS[name].setting)


def test_softmax_agrees() -> None:
    """Softmax agrees to 1e-12, also where exp alone would overflow."""
    rows = [*np.random.default_rng(3).normal(0, 5, (50, 4)).tolist(), [1000.0, 1001.0], [-1e5, 0.0]]
    for got, row in zip(
        in_node("return given.map(nnbook.engine.softmax)", rows), rows, strict=True
    ):
        np.testing.assert_allclose(got, softmax(row), rtol=1e-12)


def test_sum_agrees_with_a_layer() -> None:
    """A neuron's z is that of a Layer, for 300 random neurons."""
    rng = np.random.default_rng(4)
    cases = []
    for _ in range(300):
        n = int(rng.integers(1, 6))
        cases.append([rng.normal(size=n).tolist(), rng.normal(size=n).tolist(), rng.normal()])
    got = in_node("return given.map(([w, x, b]) => nnbook.engine.sum(w, x, b))", cases)
    wanted = [Layer([w], [b], "identity").forward(np.array(x))[0][0] for w, x, b in cases]
    np.testing.assert_allclose(got, wanted, rtol=0, atol=1e-12)
