"""Playground: the figure of chapter 9 as a Python object, and its numbers in Node."""

from __future__ import annotations

import json
import re
from itertools import product
from typing import Any

import numpy as np
import pytest

from nnbook import L2, SGD, Adam, Layer, Network, backprop, evaluate, sigmoid, tanh, train
from nnbook.activations import ACTIVATIONS
from nnbook.layers import Dropout
from nnbook.losses import LOSSES
from nnbook.widgets import Playground, StateError, playground_state
from tests.needs import need
from tests.widgets.in_node import in_node
from tests.widgets.programs import run_programs

FIGURE = "const figure = nnbook.figures.playground;"
DATA = ("circles", "xor", "blobs", "diagonal", "moons", "spirals", "own")
HIDDEN = ([], [4], [3, 2], [8, 8, 8])
PLAIN = ["x1", "x2"]
TOLD = (PLAIN, PLAIN, ["x1^2", "x2^2"], list(playground_state.INPUTS), ["x2", "x1 x2", "sin x1"])


def made(number: int, optimizer: str) -> Playground:
    """A figure in the middle of training; all settings are met among 21 of them."""
    rng = np.random.default_rng(number)
    hidden, name = HIDDEN[number % 4], playground_state.ACTIVATIONS[number % 6]
    inputs = TOLD[number % 5]
    network = Network.random(
        [len(inputs), *hidden, 1], [name] * len(hidden) + ["sigmoid"], rng=np.random.default_rng(7)
    )
    kind = number // 3
    return Playground(
        network, data=DATA[kind], n=40, noise=[0.0, 0.2, 0.5][kind % 3], seed=number,
        points=[[*rng.normal(size=2).tolist(), i % 2] for i in range(30)],
        optimizer=optimizer, lr=0.05, batch=[0, 7, 1][number % 3],
        penalty=["none", "l1", "l2"][kind % 3], strength=0.01, dropout=[0, 0.3][number % 2],
        steps=[0, 23, 60, 120][number % 4], held=[0.5, 0, 0.2][number % 3],
        loss=["mse", "binary_cross_entropy"][kind % 2], scale=[1, 2.5][kind % 2],
        inputs=inputs,
    )  # fmt: skip


FIGURES = [made(i, name) for i, (_, name) in
           enumerate(product(DATA, ("sgd", "momentum", "adam")))]  # fmt: skip


def states(figures: list[Playground]) -> list[dict[str, Any]]:
    """Their states as a page receives them."""
    return json.loads(json.dumps([one.state() for one in figures]))  # type: ignore[no-any-return]


def test_opens_untrained_and_equals_train() -> None:
    """It opens on 100 points and four tanh units; after 20 epochs it is where nnbook.train is."""
    figure = Playground()
    assert figure.steps == 0
    assert [len(part[0]) for part in (figure.training, figure.held_out)] == [50, 50]
    figure = Playground(steps=100, penalty="l2", strength=0.01, loss="mse")
    history = train(
        figure.start, *figure.training, loss=LOSSES["mse"], optimizer=Adam(0.03), epochs=20,
        batch_size=10, rng=np.random.default_rng(1), penalty=L2(0.01),
        validation=figure.held_out,
    )  # fmt: skip
    for name, value in history.network.parameters.items():
        np.testing.assert_allclose(figure.network.parameters[name], value, rtol=0, atol=1e-12)
    assert figure.losses[1] == pytest.approx(history.validation_losses[-1], abs=1e-12)


def test_the_network_is_told_what_is_chosen() -> None:
    """Squares, product and sines of the scaled points, in the order of the names."""
    figure = Playground(
        Network.random([7, 2, 1], ["tanh", "sigmoid"], rng=np.random.default_rng(0)),
        inputs=list(playground_state.INPUTS), scale=3, n=10, held=0,
    )  # fmt: skip
    told, y = figure.training
    plain, again = Playground(scale=3, n=10, held=0).training
    x1, x2 = plain.T
    wanted = [x1, x2, x1**2, x2**2, x1 * x2, np.sin(x1), np.sin(x2)]
    np.testing.assert_array_equal(y, again)
    np.testing.assert_allclose(told, np.column_stack(wanted), rtol=0, atol=1e-15)
    figure.reset()
    with figure.hold_trait_notifications():
        figure.inputs, figure.layers = ["x1", "x2"], Playground().layers
    figure.reset()
    assert figure.inputs == list(playground_state.INPUTS)


def test_a_ring_is_a_line_in_squares() -> None:
    """Told the squares, one neuron without a hidden layer parts the disc from the ring."""
    network = Network.random([2, 1], "sigmoid", rng=np.random.default_rng(1))
    squares = Playground(network, inputs=["x1^2", "x2^2"], noise=0.05, steps=1500, lr=0.1)
    plain = Playground(network, noise=0.05, steps=1500, lr=0.1)
    shares = [np.mean((one.network(one.training[0])[:, 0] > 0.5) == one.training[1])
              for one in (squares, plain)]  # fmt: skip
    assert shares[0] == 1
    assert shares[1] < 0.8


def test_dropout_is_that_of_train() -> None:
    """With dropout too: a Dropout behind each hidden layer, and the same random numbers."""
    figure = Playground(dropout=0.4, steps=15, batch=0, optimizer="sgd", lr=0.5)
    first, last = figure.start.layers
    network = Network([first, Dropout(0.4), last])
    history = train(
        network, *figure.training, loss=LOSSES["binary_cross_entropy"], optimizer=SGD(0.5),
        epochs=15, rng=np.random.default_rng(1),
    )  # fmt: skip
    wanted = evaluate(history.network, *figure.training, LOSSES["binary_cross_entropy"])
    assert figure.losses[0] == pytest.approx(float(wanted), abs=1e-12)


def test_the_page_has_the_same_points_weights_and_losses() -> None:
    """Points, new weights, the weights after training, and both losses agree to 1e-9."""
    code = f"""{FIGURE} const data = nnbook.playgroundData;
      return given.map((s) => {{
        const [now] = figure.runs(s), points = data.points(s);
        return {{ losses: [now.seen.loss, now.unseen.loss], network: now.network.layers,
          X: points.training.X, y: points.training.y, problem: figure.check(s),
          fresh: data.fresh(data.hidden(s), data.activation(s), 7, s.inputs.length) }};
      }});"""
    assert {one.optimizer for one in FIGURES} == {"sgd", "momentum", "adam"}
    for figure, got in zip(FIGURES, in_node(code, states(FIGURES)), strict=True):
        assert got["problem"] == ""
        np.testing.assert_allclose(got["X"], figure.training[0], rtol=0, atol=1e-12)
        assert got["y"] == figure.training[1].tolist()
        for mine, layer in zip(got["fresh"], figure.layers, strict=True):
            np.testing.assert_allclose(mine["W"], layer["W"], rtol=0, atol=1e-12)
        for mine, layer in zip(got["network"], figure.network.layers, strict=True):
            assert isinstance(layer, Layer)
            np.testing.assert_allclose(mine["W"], layer.W, rtol=0, atol=1e-9)
        for mine, wanted in zip(got["losses"], figure.losses, strict=True):
            assert mine == (None if wanted is None else pytest.approx(wanted, abs=1e-9))


def test_normal_numbers_are_numpys() -> None:
    """The ziggurat gives numpy's normal numbers, its rare branches included."""
    code = """return given.map((seed) => { const rng = nnbook.engine.random(seed);
      return Array.from({length: 5000}, () => nnbook.normal(rng)); });"""
    got = np.array(in_node(code, list(range(20))))
    wanted = [np.random.default_rng(seed).normal(size=5000) for seed in range(20)]
    assert np.abs(wanted).max() > 3.6541528853610088  # the tail has been met
    np.testing.assert_allclose(got, wanted, rtol=0, atol=1e-13)


def test_a_run_is_the_same_in_one_go_and_step_by_step() -> None:
    """Curve and weights do not depend on how a step was reached, forward or after a rewind."""
    code = """const make = nnbook.playgroundRun.runner, one = make(), s = given;
      let last;
      for (let steps = 0; steps <= 2100; steps += 7) last = one({...s, steps});
      const back = one({...s, steps: 14}), again = one({...s, steps: 2100});
      return [last, again, make()({...s, steps: 2100}), back, make()({...s, steps: 14})];"""
    slowly, again, at_once, back, short = in_node(code, states([Playground(batch=20)])[0])
    assert slowly == at_once == again
    assert back == short
    assert slowly["curve"][-1][1] == slowly["seen"]["loss"]


def test_divergence_is_noticed_and_explained() -> None:
    """Where a weight leaves the numbers, the last good step is shown, and a sentence says why."""
    figure = Playground(
        Network.random([2, 8, 8, 1], ["relu", "relu", "sigmoid"], rng=np.random.default_rng(0)),
        scale=1000, lr=1e6, optimizer="sgd", steps=40,
    )  # fmt: skip
    code = f"""{FIGURE} const [now] = figure.runs(given);
      return [now.diverged, now.steps, now.seen.loss, figure.describe(given)];"""
    diverged, steps, loss, said = in_node(code, states([figure])[0])
    assert 0 < diverged <= 40
    assert steps == max(0, diverged - 2)
    assert loss <= 1e6
    assert f"Diverged: at step {diverged}" in said
    assert "A smaller learning rate" in said
    assert not re.search("NaN|Infinity", said)
    figure.steps = steps
    assert figure.losses[0] == pytest.approx(loss, rel=1e-9)


def test_slope_and_update_of_a_weight_are_nnbooks() -> None:
    """The lines for a weight hold its value, dC/dW on all training points, and its last change."""
    figure, before = Playground(steps=37), Playground(steps=36)
    code = f"""{FIGURE} const [now] = figure.runs(given);
      const say = (name) => nnbook.playgroundLook.lines(given, now, name);
      return ["W1[2,1]", "b2[1]", "a1[3]"].map(say);"""
    weight, bias, unit = in_node(code, states([figure])[0])
    trace = backprop(figure.network, *figure.training, LOSSES["binary_cross_entropy"])
    for line, name, at in ((weight[0], "W1", (1, 0)), (bias[0], "b2", (0,))):
        is_, slope = figure.network.parameters[name][at], trace.gradients[name][at]
        change = is_ - before.network.parameters[name][at]
        numbers = [
            float(one) for one in re.findall(r"-?\d[\d.e-]*", line.split("= ")[1].replace("−", "-"))
        ]
        np.testing.assert_allclose(numbers, [is_, slope, change], rtol=5.1e-3)
    assert unit[0].startswith("z1[3] = ")
    a = backprop(figure.network, figure.probe, 0, LOSSES["mse"])["a1"].value[2]
    assert float(re.findall(r"[≈=] (\S+) at", unit[1])[0].replace("−", "-")) == pytest.approx(
        a, abs=6e-5
    )


IMPOSSIBLE: list[tuple[dict[str, Any], str]] = [
    ({"data": "stars"}, ("data must be one of circles, xor, blobs, diagonal, moons, spirals, own, "
                         "but is stars")),
    ({"n": 2}, "n must be a whole number between 4 and 500, but is 2"),
    ({"noise": -1.0}, "noise must be a number between 0 and 2, but is -1"),
    ({"held": 0.9}, "held must be a number between 0 and 0.8, but is 0.9"),
    ({"scale": 0.0}, "scale must be a number between 0.001 and 1000, but is 0"),
    ({"seed": -1}, "seed must be a whole number between 0 and 1000000000, but is -1"),
    ({"lr": 2e6}, "lr must be a number between 0 and 1000000, but is 2000000"),
    ({"batch": 501}, "batch must be a whole number between 0 and 500, but is 501"),
    ({"loss": "hinge"}, "loss must be one of binary_cross_entropy, mse, but is hinge"),
    ({"optimizer": "luck"}, "optimizer must be one of sgd, momentum, adam, but is luck"),
    ({"penalty": "l3"}, "penalty must be one of none, l1, l2, but is l3"),
    ({"layers": []}, "a network here has at most 3 hidden layers and an output"),
    ({"layers": [3]}, "W1 must have one row of 2 numbers between −1000000 and 1000000"),
    ({"layers": [{"W": [[1, 2]] * 9, "b": [0] * 9, "activation": "tanh"}] * 2},
     "W1 must have 1 to 8 rows of 2 numbers between −1000000 and 1000000"),
    ({"layers": [{"W": [[1, 2]], "b": [], "activation": "sigmoid"}]},
     "b1 must hold 1 numbers, one for each unit"),
    ({"layers": [{"W": [[1, 2]], "b": [0], "activation": "relu"}]},
     "the activation of layer 1 must be one of sigmoid, but is relu"),
    ({"points": [[1, 2]]}, "point 1 must be two numbers and a class, 0 or 1"),
    ({"points": [[1, 2, 0], [1, 2, 2]]}, "point 2 must be two numbers and a class, 0 or 1"),
    ({"points": [[1, 2, 0]] * 501}, "there is room for 500 points"),
    ({"data": "own"}, "at least two points are needed"),
    ({"probe": [1.0]}, "the cross must stand at two numbers"),
    ({"second": {"n": 3}}, "the second run cannot change n"),
    ({"second": {"lr": -1}}, "second run: lr must be a number between 0 and 1000000, but is -1"),
    ({"gallery": "x"}, ("gallery must be one of zeros, rate, unscaled, dead, few, overfit, "
                        "but is x")),
    ({"steps": 100001}, "steps must be a whole number between 0 and 100000, but is 100001"),
    ({"steps": 30000, "batch": 0},
     "with these settings the figure goes no further than step 20000"),
]  # fmt: skip


@pytest.mark.parametrize(("part", "sentence"), IMPOSSIBLE)
def test_what_cannot_be_is_refused(part: dict[str, Any], sentence: str) -> None:
    """A broken state is refused in one sentence."""
    with pytest.raises(StateError) as refused:
        Playground(**part)
    assert str(refused.value) == sentence


def test_the_page_refuses_in_the_same_words() -> None:
    """JavaScript has the same sentences; what only a link can hold is a sentence too."""
    opening = Playground().state()
    given = [opening, *({**opening, **part} for part, _ in IMPOSSIBLE)]
    said = in_node(f"{FIGURE} return given.map(figure.check)", given)
    assert said == ["", *(sentence for _, sentence in IMPOSSIBLE)]
    nonsense = [{"layers": None}, {"layers": [None]}, {"points": 3}, {"probe": "a"},
                {"second": [1]}, {"second": None}, {"lr": "@NaN"}, {"n": "5"}, {"held": None},
                {"layers": [{"W": 1}]}, {"data": "constructor"},
                {"gallery": "toString"}]  # fmt: skip
    given = [{**opening, **part} for part in nonsense]
    sentences = in_node(f"{FIGURE} return given.map(figure.check)", given)
    assert all(sentences), sentences


@pytest.mark.parametrize(
    ("text", "said"),
    [("0.5, 1, 0\n\n-1 2 1\n", ""), ("1;2;1\r\n3\t4\t0", ""),
     ("1, 2, 0\n1, 2", "line 2, “1, 2”, must hold x1, x2 and a class, separated by commas"),
     ("1, two, 0", "line 1, “1, two, 0”, holds “two”, which is no number up to 1000000"),
     ("1, 1e9, 0", "line 1, “1, 1e9, 0”, holds “1e9”, which is no number up to 1000000"),
     ("1, 2, 2", "line 1, “1, 2, 2”, must end in class 0 or 1"),
     ("1, 2, 0\n" * 501, "501 points are too many; there is room for 500"),
     ("", "at least two points are needed")],
)  # fmt: skip
def test_pasted_points(text: str, said: str) -> None:
    """Lines of three numbers are taken, in the usual ways to separate them; others are named."""
    got = in_node("return nnbook.playgroundData.parse(given)", text)
    assert got["problem"] == said
    assert len(got["points"]) == (0 if said else 2)


def test_a_link_restores_the_state() -> None:
    """Weights, points and the second run survive a link to the last bit."""
    opening = Playground().state()
    given = states([*FIGURES, Playground(second={"lr": 0.3})])
    code = """const { toLink, fromLink } = nnbook.stage;
      return given[1].map((s) => fromLink(toLink("playground-1", s), "playground-1", given[0]));"""
    assert in_node(code, [opening, given]) == given


def test_the_gallery_fails_as_it_says() -> None:
    """Each failure of the gallery is a possible state, and shows what its sentence says."""
    code = """return Object.fromEntries(Object.entries(nnbook.playgroundGallery)
      .map(([key, one]) => [key, one.part()]));"""
    found = in_node(code, None)
    assert tuple(found) == playground_state.GALLERY
    figures = {key: Playground(**{**part, "steps": 0}) for key, part in found.items()}

    figures["zeros"].steps = 200
    assert not figures["zeros"].network.parameters["W1"].any()

    losses = []
    for step in range(0, 21, 2):
        figures["rate"].steps = step
        losses.append(figures["rate"].losses[0])
    assert np.sum(np.diff(losses) > 0) >= 3
    calm = Playground(**{**found["rate"], "lr": 1.0, "steps": 20}).losses[0]
    assert calm < min(losses[-3:])

    hidden = figures["unscaled"].start.layers[0]
    z = figures["unscaled"].training[0] @ np.asarray(hidden.parameters["W"]).T
    assert np.mean(ACTIVATIONS["tanh"].slope(z) < 0.01) > 0.8

    figures["dead"].steps = 200
    assert (figures["dead"].network.parameters["W1"]
            == figures["dead"].start.parameters["W1"]).all()  # fmt: skip

    figures["few"].steps = 1000
    assert min(x for x in figures["few"].losses if x) > 0.4
    more = Playground(
        Network.random([2, 4, 1], ["tanh", "sigmoid"], rng=np.random.default_rng(1)),
        **{**{k: v for k, v in found["few"].items() if k != "layers"}, "steps": 1000},
    )
    assert more.losses[0] < 0.2

    count = sum(p.size for p in figures["overfit"].start.parameters.values())
    assert (count, len(figures["overfit"].training[0])) == (105, 10)
    figures["overfit"].steps = 40
    early = figures["overfit"].losses
    figures["overfit"].steps = 600
    late = figures["overfit"].losses
    assert late[0] < 0.01 < early[0]
    assert late[1] is not None
    assert early[1] is not None
    assert late[1] > early[1] + 0.2


def printed(kind: str, figures: list[Playground]) -> tuple[list[str], list[str]]:
    """What the programs of one kind print, and the losses on the screen."""
    code = f"""{FIGURE} return given.map((s) => {{ const [now] = figure.runs(s);
      return [figure.code(s)[{kind!r}], now.seen.loss, now.unseen.loss]; }});"""
    found = in_node(code, states(figures))
    shown = [
        f"training loss {seen:.4f}\n" + (f"held-out loss {held:.4f}\n" if held is not None else "")
        for _, seen, held in found
    ]
    return run_programs([program for program, _, _ in found]), shown


def test_its_python_prints_what_it_shows() -> None:
    """For every data set, optimizer, penalty and dropout, in the middle of an epoch too."""
    said, shown = printed("Python", FIGURES)
    assert said == shown


@pytest.mark.frameworks
@pytest.mark.parametrize("kind", ["Keras", "PyTorch"])
def test_its_programs_for_frameworks_print_what_it_shows(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So do the programs for the frameworks, to 1e-4: Keras keeps its rates in 32 bits."""
    monkeypatch.setenv("KERAS_BACKEND", "torch")
    need({"Keras": "keras", "PyTorch": "torch"}[kind])
    for said, shown in zip(*printed(kind, FIGURES), strict=True):
        ours, theirs = (re.findall(r"\d+\.\d{4}", one) for one in (shown, said))
        np.testing.assert_allclose(np.array(theirs, float), np.array(ours, float),
                                   rtol=0, atol=1.01e-4 if kind == "Keras" else 1e-9)  # fmt: skip


def test_takes_and_gives_objects_of_nnbook() -> None:
    """A network and a loss go in, a network comes out; what it cannot hold is named."""
    network = Network([Layer([[1, 2]], [0.5], sigmoid)])
    figure = Playground(network, loss=LOSSES["mse"])
    assert figure.loss == "mse"
    assert figure.network.parameters["W1"].tolist() == [[1, 2]]
    with pytest.raises(TypeError, match="takes a Network, but received 3"):
        Playground(3)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="layer 1 is"):
        Playground(Network([Layer([[1, 2]], None, tanh)]))


def test_still_and_words_are_the_same_each_time() -> None:
    """The still is the same bytes each time; alt and caption tell the losses and the marks."""
    figure = Playground(steps=10)
    assert figure.still() == Playground(steps=10).still()
    assert f"{figure.losses[0]:.4f} on the training points" in figure.alt
    assert "filled squares" in figure.caption
