"""Backpropagation: the figure of chapter 8 as a Python object, and its numbers in Node."""

from __future__ import annotations

import ast
import base64
import json
import re
from typing import Any

import numpy as np
import pytest

from nnbook import Layer, Network, backprop, cross_entropy, evaluate, gradient_check, mse, sigmoid
from nnbook._words import entry
from nnbook.activations import ACTIVATIONS
from nnbook.losses import LOSSES
from nnbook.optimizers import SGD
from nnbook.widgets import Backpropagation, StateError
from nnbook.widgets.explorable import Explorable
from tests.needs import need
from tests.widgets.engine_cases import one_sample, random_case
from tests.widgets.in_node import in_node
from tests.widgets.programs import run_programs

FIGURE = "const figure = nnbook.figures.backpropagation;"
WALK = "const { walk, rows, updated, changed, known } = nnbook.backpropagationWalk;"
SIGMOID = {"W": [[0.5, -0.5]], "b": [0.1], "activation": "sigmoid"}


def fits(case: Any) -> bool:
    """Whether a network is small enough for the figure."""
    return all(max(layer.W.shape) <= 4 for layer in case.network.layers)


def figures(count: int) -> list[Backpropagation]:
    """Figures of random networks, with every activation and every loss among them."""
    cases = (one_sample(random_case(number)) for number in range(1000))
    small = [case for case in cases if fits(case)][:count]
    return [
        Backpropagation(case.network, x=case.X, y=case.y, loss=case.loss, lr=0.2) for case in small
    ]


def states(made: list[Backpropagation]) -> list[dict[str, Any]]:
    """Their states as the page receives them."""
    return json.loads(json.dumps([figure.state() for figure in made]))  # type: ignore[no-any-return]


def test_opens_on_the_numbers_of_the_chapter() -> None:
    """Two inputs, two sigmoid neurons, one more; C = 0.12499, and nothing walked yet."""
    figure = Backpropagation()
    assert figure.trace.loss == pytest.approx(0.12499, abs=5e-6)
    assert figure.network.parameters["W1"].tolist() == [[0.7, 0.4], [0.3, 0.7]]
    assert (figure.x, figure.y, figure.lr, figure.step) == ([0.5, 0.3], [1.0], 0.1, 0)


def test_takes_and_gives_objects_of_nnbook() -> None:
    """A network, a loss and a plain target go in; network and trace come out, options kept."""
    rng = np.random.default_rng(1)
    network = Network.random([3, 2, 1], ["prelu", "elu"], rng=rng)
    figure = Backpropagation(network, x=np.array([1, 2, 3]), y=2, loss=mse)
    assert figure.y == [2.0]
    assert figure.loss == "mse"
    assert [layer["option"] for layer in figure.layers] == [0.25, 1.0]
    wanted = backprop(network, [1, 2, 3], 2, mse)
    assert str(figure.trace) == str(wanted)
    figure.network = figure.network.updated({"W1": np.zeros((2, 3))})
    assert figure.layers[0]["W"] == [[0.0] * 3] * 2
    figure.reset()
    assert str(figure.trace) == str(wanted)


def test_a_network_that_cannot_be_drawn_is_refused() -> None:
    """What is no network, or not dense, is named."""
    with pytest.raises(TypeError, match="Backpropagation takes a Network, but received 3"):
        Backpropagation(3)  # type: ignore[arg-type]
    with pytest.raises(StateError, match="one to four rows"):
        Backpropagation(Network([Layer(np.ones((5, 2)), None, sigmoid)]), x=[1, 2], y=[1] * 5)


IMPOSSIBLE: list[tuple[dict[str, Any], str]] = [
    ({"x": []}, "x must be a list of one to four numbers"),
    ({"x": [1] * 5}, "x must be a list of one to four numbers"),
    ({"x": [1]}, "W1 must have one to four rows of 1 numbers"),
    ({"layers": []}, "a network here has one to 4 layers, the output's included"),
    ({"layers": [SIGMOID] * 5}, "a network here has one to 4 layers, the output's included"),
    ({"layers": [3]}, "W1 must have one to four rows of 2 numbers"),
    ({"layers": [SIGMOID, SIGMOID]}, "W2 must have one to four rows of 1 numbers"),
    ({"layers": [{**SIGMOID, "b": [1, 2]}]},
     "b1 must hold one number for each of the 1 rows of W1"),
    ({"layers": [{**SIGMOID, "activation": "magic"}]},
     f"the activation of layer 1 must be one of {', '.join(ACTIVATIONS)}, but is magic"),
    ({"layers": [{**SIGMOID, "option": 1}]}, "sigmoid of layer 1 takes no option"),
    ({"layers": [{**SIGMOID, "activation": "elu", "option": 2e6}]},
     "alpha1 must be a number between −1000000 and 1000000, but is 2000000"),
    ({"layers": [{**SIGMOID, "W": [[1, 2e6]]}]},
     "W1[1,2] must be a number between −1000000 and 1000000, but is 2000000"),
    ({"layers": [{**SIGMOID, "b": ["one"]}]},
     "b1[1] must be a number between −1000000 and 1000000, but is one"),
    ({"y": [1, 0]}, "y must have one target for each of the 1 outputs"),
    ({"loss": "anger"}, f"loss must be one of {', '.join(LOSSES)}, but is anger"),
    ({"lr": -0.5}, "the learning rate must be a number between 0 and 1000000, but is -0.5"),
    ({"step": -1}, "step must be a whole number from 0 on, but is -1"),
    ({"updates": -2}, "updates must be a whole number from 0 on, but is -2"),
    ({"loss": "hinge", "y": [0.5]}, "hinge takes targets −1 and 1, but y[1] is 0.5"),
    ({"loss": "binary_cross_entropy", "y": [2]},
     "binary_cross_entropy takes targets between 0 and 1, but y[1] is 2"),
    ({"loss": "cross_entropy", "y": [0.5]},
     "cross_entropy takes targets that sum to 1, but they sum to 0.5"),
    ({"loss": "binary_cross_entropy",
      "layers": [{"W": [[1, 1]], "b": [0.7], "activation": "identity"}]},
     "binary_cross_entropy takes predictions between 0 and 1, but the network says 1.5"),
]  # fmt: skip


@pytest.mark.parametrize(("part", "sentence"), IMPOSSIBLE)
def test_what_cannot_be_is_refused(part: dict[str, Any], sentence: str) -> None:
    """A broken state is refused in one sentence."""
    with pytest.raises(StateError) as refused:
        Backpropagation(**part)
    assert str(refused.value) == sentence


def test_the_page_refuses_in_the_same_words() -> None:
    """JavaScript has the same sentences for the same states, and none for the opening."""
    opening = Backpropagation().state()
    given = [opening, *({**opening, **part} for part, _ in IMPOSSIBLE)]
    said = in_node(f"{FIGURE} return given.map(figure.check)", given)
    assert said == ["", *(sentence for _, sentence in IMPOSSIBLE)]


def test_a_link_with_nonsense_is_refused() -> None:
    """What only a link can hold (text for a list, half a step, NaN) is a sentence too."""
    opening = Backpropagation().state()
    parts = [{"x": 3}, {"layers": [None]}, {"layers": [{"W": 1}]}, {"y": ["a"]}, {"step": 0.5},
             {"before": "@NaN"}, {"lr": "@Infinity"},
             {"layers": [{**SIGMOID, "b": 1}]}]  # fmt: skip
    given = [{**opening, **part} for part in parts]
    sentences = in_node(f"{FIGURE} return given.map(figure.check)", given)
    assert all(sentences), sentences


def test_walks_through_the_trace_of_nnbook() -> None:
    """Every operation of 60 random networks is nnbook's, in its words, order and numbers."""
    made = figures(60)
    found = in_node(f"{WALK} return given.map((s) => walk(s).operations);", states(made))
    for figure, operations in zip(made, found, strict=True):
        wanted = list(figure.trace.scalars())
        assert [(one["name"], one["text"], one["numbers"]) for one in operations] == [
            (one.name, one.rule, one.numbers) for one in wanted
        ]
        np.testing.assert_allclose(
            [one["value"] for one in operations], [one.value for one in wanted], rtol=1e-10,
            atol=1e-12,
        )  # fmt: skip


def test_every_operation_lights_exactly_one_thing() -> None:
    """At every operation one thing of the picture is lit, before them none; no NaN is drawn."""
    code = f"""{WALK} const {{ draw }} = nnbook.backpropagationPicture;
      return given.map((s) => [320, 640].map((width) =>
        [...Array(walk(s).operations.length + 1).keys()].map((step) => {{
          const {{ markup }} = draw({{ ...s, step }}, width);
          return [(markup.match(/nnb-lit/g) || []).length, /NaN|undefined|Infinity/.test(markup)];
        }})));"""
    for widths in in_node(code, states(figures(40))):
        for counts in widths:
            assert counts == [[0, False], *[[1, False]] * (len(counts) - 1)]


def test_the_light_is_where_the_operation_happens() -> None:
    """An edge, neuron, tag, bias or the loss is lit, by the operation's name."""
    network = Network.random([2, 2, 2], ["tanh", "softmax"], rng=np.random.default_rng(9))
    figure = Backpropagation(network, x=[1, 2], y=[0, 1])
    code = f"""{WALK} const places = {{}};
      for (const {{ name, place }} of walk(given).operations) {{
        places[name] = [place.kind, place.layer, place.i, place.j];
      }}
      return places;"""
    places = in_node(code, figure.state())
    for name, kind, layer, *at in (
        ("W1[2,1]·x[1]", "edge", 1, 1, 0), ("z1[2]", "unit", 1, 1, 0), ("a2[2]", "unit", 2, 1, 0),
        ("max(z2)", "column", 2, 0, 0), ("term[2]", "target", 2, 1, 0), ("C", "loss", 2, 0, 0),
        ("dC/da2[1]·softmax'(z2[1,2])", "tag", 2, 1, 0), ("dC/dz2[2]", "tag", 2, 1, 0),
        ("dC/dW2[1,2]", "slope", 2, 0, 1), ("dC/db2[2]", "bias", 2, 1, 0),
        ("W2[1,2]·dC/dz2[1]", "back", 2, 0, 1), ("dC/da1[2]", "tag", 1, 1, 0),
        ("tanh'(z1[2])", "unit", 1, 1, 0), ("dC/dW1[2,1]", "slope", 1, 1, 0),
    ):  # fmt: skip
        assert places[name] == [kind, layer, *at], name


def test_nothing_is_said_twice() -> None:
    """The lines are name, rule, numbers and value, each said once: a bias takes over its tag."""
    figure = Backpropagation(layers=[SIGMOID], x=[1, 2], y=[1])
    names = [one.name for one in figure.trace.scalars()]
    code = "return nnbook.backpropagationStepper.lines(given)"
    place, *rest = in_node(code, {**figure.state(), "step": names.index("dC/db1[1]") + 1})
    assert place == f"backward, {len(names)} of {len(names)}: dC/db1 = dC/dz1"
    value = entry(figure.trace["dC/db1"].value[0])
    assert rest == ["dC/db1[1] = dC/dz1[1]", "", f"= {value}"]


def test_slopes_nudges_and_update_are_those_of_nnbook() -> None:
    """The table's slopes and finite differences, and the weights after an update, are nnbook's."""
    made = figures(40)
    code = f"{WALK} return given.map((s) => [rows(s), updated(s)]);"
    for figure, (rows, layers) in zip(made, in_node(code, states(made)), strict=True):
        loss = LOSSES[figure.loss]
        check = gradient_check(figure.network, figure.x, figure.y, loss)
        assert [f"dC/d{row['name']}" for row in rows] == [row.name for row in check.rows]
        claimed = [row.claimed for row in check.rows]
        np.testing.assert_allclose([row["slope"] for row in rows], claimed, rtol=1e-9, atol=1e-12)
        scale = max(1.0, float(figure.trace.loss), *np.abs(claimed))
        nudged = [row.nudged for row in check.rows]
        np.testing.assert_allclose([row["nudged"] for row in rows], nudged, atol=1e-8 * scale)
        stepped, _ = SGD(figure.lr).step(figure.network, figure.trace.gradients)
        for layer, wanted in zip(layers, stepped.layers, strict=True):
            np.testing.assert_allclose(layer["W"], wanted.W, rtol=1e-9, atol=1e-12)
            if wanted.b is not None:
                np.testing.assert_allclose(layer["b"], wanted.b, rtol=1e-9, atol=1e-12)
            if wanted.activation.learned:
                assert layer["option"] == pytest.approx(wanted.activation.setting.real, rel=1e-9)


def test_a_corner_is_noticed() -> None:
    """Where a sum stands on the corner of a ReLU, slope and nudge are marked as apart."""
    corner = Backpropagation(
        layers=[{"W": [[1.0]], "b": None, "activation": "relu"}], x=[0.0], y=[1.0], step=99
    )
    biased = {**states([corner])[0], "layers": [{"W": [[1.0]], "b": [0.0], "activation": "relu"}]}
    apart, words = in_node(
        f"{FIGURE} {WALK} return [rows(given).map((r) => r.agree), figure.describe(given)];", biased
    )
    assert apart == [True, False]
    assert "1 of 2 slopes agree with nudging" in words


def test_describes_what_is_seen() -> None:
    """The description names network, operation with its numbers, and the loss once it is known."""
    opening = Backpropagation().state()
    code = f"{FIGURE} return [0, 9, 13, 99].map((step) => figure.describe({{...given, step}}));"
    start, early, loss, end = in_node(code, opening)
    assert start == (
        "A network of 2 inputs, then 2 sigmoid, then 1 sigmoid; loss mse. Before operation 1 of 28."
    )
    assert "C =" not in early
    assert "Operation 13 of 28: C; C = (a2[1] - y[1])² = (0.6465 - 1)² = 0.125" in loss
    last = list(Backpropagation().trace.scalars())[-1]
    assert f"{last.name} = {last.rule} = {last.numbers} = −0.005281" in end
    assert "6 of 6 slopes agree with nudging" in end


def test_numbers_change_where_they_stand() -> None:
    """A number is changed by its name, all others stay; targets of cross-entropy keep their sum."""
    network = Network.random([2, 3, 3], ["elu", "softmax"], rng=np.random.default_rng(4))
    figure = Backpropagation(network, x=[1, 2], y=[0.2, 0.3, 0.5], loss=cross_entropy)
    code = f"{WALK} return given[1].map(([name, value]) => ({{...given[0],"
    code += " ...changed(given[0], name, value)}));"
    edits = [("W2[3,1]", 9), ("b1[2]", 8), ("x[2]", 7), ("alpha1", 0.5), ("y[1]", 0.6)]
    weight, bias, x, alpha, y = in_node(code, [figure.state(), edits])
    assert weight["layers"][1]["W"][2][0] == 9
    assert bias["layers"][0]["b"] == [0, 8, 0]
    assert x["x"] == [1, 7]
    assert alpha["layers"][0]["option"] == 0.5
    np.testing.assert_allclose(y["y"], [0.6, 0.15, 0.25])
    for changed in (weight, bias, x, alpha, y):
        assert Backpropagation(**changed).state() == changed


def test_every_form_of_network_is_possible() -> None:
    """Units, layers and losses chosen by hand give possible states; old weights stay in place."""
    code = """const { sized, deeper, withLoss } = nnbook.backpropagationForm;
      const { check } = nnbook.figures.backpropagation, opening = given, seen = [];
      for (const a of [1, 2, 4]) for (const b of [1, 3, 4]) for (const c of [1, 2, 4]) {
        seen.push({ ...opening, ...sized(opening, [a, b, c]) });
      }
      let deep = opening;
      for (const way of [1, 1, -1, 1, -1, -1, -1]) {
        deep = { ...deep, ...deeper(deep, way) };
        seen.push(deep);
      }
      const layers = seen[8].layers.map((layer) => ({ ...layer, activation: "relu" }));
      const relu = { ...seen[8], layers };
      for (const loss of Object.keys(nnbook.engine.losses)) {
        for (const s of [opening, seen[8], relu]) seen.push({ ...s, ...withLoss(s, loss) });
      }
      return seen.map((s) => [s, check(s)]);"""
    opening = Backpropagation().state()
    found = in_node(code, opening)
    assert [problem for _, problem in found if problem] == []
    depths = [len(state["layers"]) for state, _ in found[27:34]]
    assert depths == [3, 4, 3, 4, 3, 2, 1]
    for state, _ in found:
        Backpropagation(**state)
    widest = next(s for s, _ in found if [len(layer["W"]) for layer in s["layers"]] == [4, 4])
    assert np.array(widest["layers"][0]["W"])[:2, :1].tolist() == [[0.7], [0.3]]


def test_a_link_carries_the_whole_network() -> None:
    """State put into a link and taken out again is the same, to the last bit."""
    made = states(figures(30))
    code = """const { toLink, fromLink } = nnbook.stage;
      return given[1].map((s) => fromLink(toLink("backpropagation-1", s), "backpropagation-1",
        given[0]));"""
    assert in_node(code, [Backpropagation().state(), made]) == made


def printed(text: str) -> dict[str, Any]:
    """The loss and the slopes that a program prints, by name."""
    lines = (line.partition(" ") for line in text.splitlines())
    return {name: ast.literal_eval(value) for name, _, value in lines}


def programs(kind: str, made: list[Backpropagation]) -> list[dict[str, Any]]:
    """What the copied programs of these figures print."""
    found = in_node(f"{FIGURE} return given.map(figure.code)", states(made))
    return [printed(said) for said in run_programs([code[kind] for code in found])]


def agrees(said: dict[str, Any], figure: Backpropagation, tolerance: float) -> None:
    """Assert that a program printed loss and slopes of the figure."""
    trace = figure.trace
    assert said.pop("C") == pytest.approx(trace.loss, rel=tolerance, abs=tolerance)
    assert list(said) == [f"dC/d{name}" for name in trace.gradients]
    for name, slopes in trace.gradients.items():
        got = np.reshape(said[f"dC/d{name}"], slopes.shape)
        np.testing.assert_allclose(got, slopes, rtol=tolerance, atol=tolerance)


def test_its_python_prints_its_numbers() -> None:
    """The program copied as Python prints the loss and every slope of the figure."""
    made = figures(30)
    for said, figure in zip(programs("Python", made), made, strict=True):
        agrees(said, figure, 1e-12)


def lonely(figure: Backpropagation) -> bool:
    """Whether a softmax of the figure has a single unit, and so always says 1."""
    return any(one["activation"] == "softmax" and len(one["W"]) == 1 for one in figure.layers)


@pytest.mark.frameworks
@pytest.mark.parametrize(("kind", "module"), [("PyTorch", "torch"), ("Keras", "keras")])
def test_its_programs_for_frameworks_print_its_numbers(
    kind: str, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So do the programs for PyTorch and Keras."""
    monkeypatch.setenv("KERAS_BACKEND", "torch")
    need(module)
    # Keras holds probabilities 1e-7 away from 0 and 1, and warns of a softmax with one unit.
    made = [figure for figure in figures(25) if figure.trace.loss < 10 and not lonely(figure)]
    for said, figure in zip(programs(kind, made), made, strict=True):
        agrees(said, figure, 1e-9 if kind == "PyTorch" else 1e-6)


def test_what_a_notebook_stores() -> None:
    """html with kind, state and a still with text; two equal figures store equal bytes."""
    first, second = (Backpropagation(step=5)._repr_mimebundle_()[0] for _ in range(2))
    assert first["text/html"] == second["text/html"]
    assert 'data-explorable="backpropagation"' in first["text/html"]
    still = base64.b64decode(re.findall(r"base64,([^\"]+)", first["text/html"])[0]).decode()
    assert "0.65" in still
    assert first["text/plain"].startswith("Backpropagation(layers=[{'W': [[0.7, 0.4]")
    assert issubclass(Backpropagation, Explorable)


def test_an_update_lowers_the_loss_of_the_chapter() -> None:
    """One update with 0.1 takes the loss from 0.12499 to 0.12308."""
    figure = Backpropagation()
    (layers,) = in_node(f"{WALK} return [updated(given)];", figure.state())
    figure.layers = layers
    after = evaluate(figure.network, figure.x, figure.y, mse)
    assert f"{after:.5f}" == "0.12308"
