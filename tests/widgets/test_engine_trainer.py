"""The JavaScript engine trains as nnbook.train does, and its maps show what networks answer."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from nnbook.backpropagation import evaluate
from nnbook.layers import Dropout
from nnbook.losses import LOSSES
from nnbook.network import Layer, Network
from nnbook.optimizers import L1, L2, SGD, Adam, Momentum, Optimizer, Penalty
from nnbook.training import History, train
from tests.widgets.engine_cases import Case, plain, random_case, targets
from tests.widgets.in_node import in_node

OPTIMIZERS: tuple[tuple[Optimizer, dict[str, Any]], ...] = (
    (SGD(0.05), {"name": "sgd", "lr": 0.05}),
    (Momentum(0.02, beta=0.8), {"name": "momentum", "lr": 0.02, "beta": 0.8}),
    (Momentum(0.01), {"name": "momentum", "lr": 0.01}),
    (Adam(0.01), {"name": "adam", "lr": 0.01}),
    (Adam(0.02, 0.8, 0.95, 1e-4),
     {"name": "adam", "lr": 0.02, "beta1": 0.8, "beta2": 0.95, "epsilon": 1e-4}),
)  # fmt: skip
PENALTIES: tuple[tuple[Penalty | None, dict[str, Any] | None], ...] = (
    (None, None), (L1(0.01), {"name": "l1", "strength": 0.01}),
    (L2(0.02), {"name": "l2", "strength": 0.02}),
)  # fmt: skip
PAIRS = (("tanh", "sigmoid"), ("sigmoid", "softmax"), ("relu", "tanh"), ("elu", "identity"),
         ("step", "leaky_relu"), ("prelu", "tanh"))  # fmt: skip
CODE = """return given.map(({network, X, y, settings, epochs}) => {
  const trainer = nnbook.engine.trainer(network, X, y, settings), losses = [];
  for (let i = 0; i < epochs; i++) losses.push(trainer.epoch());
  return {network: trainer.network(), losses, loss: trainer.loss(), steps: trainer.steps,
    epochs: trainer.epochs, diverged: trainer.diverged};
});"""


@dataclass(frozen=True)
class Run:
    """One training, as nnbook takes it and as the engine takes it."""

    case: Case
    optimizer: Optimizer
    penalty: Penalty | None
    epochs: int
    settings: dict[str, Any]

    @property
    def json(self) -> dict[str, Any]:
        """What the engine takes."""
        return {**self.case.json, "settings": self.settings, "epochs": self.epochs}

    def trained(self) -> tuple[History, Network]:
        """What nnbook makes of it: the history, and the dense layers at the end."""
        # One for each hidden layer: what is given beyond them does nothing.
        hidden = len(self.case.network.layers) - 1
        dropout, layers = self.settings.get("dropout", [])[:hidden], []
        for i, layer in enumerate(self.case.network.layers):
            layers.append(layer)
            if i < len(dropout) and dropout[i]:
                layers.append(Dropout(dropout[i]))
        batch, seed = self.settings["batch"], self.settings["seed"]
        history = train(
            Network(layers), self.case.X, self.case.y, loss=self.case.loss,
            optimizer=self.optimizer, penalty=self.penalty, epochs=self.epochs,
            batch_size=batch, rng=np.random.default_rng(seed),
        )  # fmt: skip
        return history, Network([one for one in history.network.layers if isinstance(one, Layer)])


def random_run(number: int) -> Run:
    """Training number so: 50 steps or more of a random network on 12 random samples."""
    rng = np.random.default_rng([9, number])
    case = random_case(number)
    X = rng.normal(size=(12, case.network.layers[0].inputs))
    y = targets(case.loss, (12, case.network.layers[-1].outputs), rng)
    layers = [Layer(layer.W * 0.3, layer.b, layer.activation) for layer in case.network.layers]
    optimizer, asked = OPTIMIZERS[number % len(OPTIMIZERS)]
    penalty, charged = PENALTIES[number // len(OPTIMIZERS) % len(PENALTIES)]
    batch = [None, 4, 5, 1, 12, 50][number // 2 % 6]
    steps = 1 if batch is None else -(-12 // batch)
    dropout = [[], [0.3, 0.0, 0.5], [0.2]][number % 3] if number % 2 else []
    settings = {
        "loss": case.loss.name, "optimizer": asked, "penalty": charged, "batch": batch,
        "seed": number, "dropout": dropout,
    }  # fmt: skip
    return Run(
        Case(Network(layers), X, y, case.loss), optimizer, penalty, -(-50 // steps), settings
    )


def compare(runs: list[Run]) -> None:
    """Losses on the way and weights at the end of all runs, from one run of Node."""
    for run, got in zip(runs, in_node(CODE, [run.json for run in runs]), strict=True):
        what = f"{run.case.network}, {run.settings}"
        history, network = run.trained()
        assert got["diverged"] is None, what
        assert got["epochs"] == run.epochs
        np.testing.assert_allclose(got["losses"], history.losses, rtol=1e-9, atol=1e-9)
        for mine, layer, wanted in zip(
            got["network"]["layers"], plain(network)["layers"], network.layers, strict=True
        ):
            np.testing.assert_allclose(mine["W"], wanted.W, rtol=0, atol=1e-9, err_msg=what)
            assert (mine["b"] is None) == (wanted.b is None)
            if wanted.b is not None:
                np.testing.assert_allclose(mine["b"], wanted.b, rtol=0, atol=1e-9, err_msg=what)
            assert mine["activation"] == layer["activation"]
            if wanted.activation.learned:
                assert mine["option"] == pytest.approx(wanted.activation.setting, abs=1e-9)
        loss = evaluate(network, run.case.X, run.case.y, run.case.loss)
        assert got["loss"] == pytest.approx(loss, rel=1e-9, abs=1e-9)
        assert got["steps"] >= 50


def test_weights_after_training_agree() -> None:
    """300 trainings: every optimizer, penalty and batch size, with and without dropout, to 1e-9."""
    compare([random_run(number) for number in range(300)])


def test_saturated_units_train_alike() -> None:
    """Sums of hundreds: slopes of 1e-40, which Adam magnifies, are as exact as others."""
    runs, y = [], np.eye(3)[[0, 1, 2, 0]]
    for number, (name, last, loss) in enumerate(
        (("tanh", "softmax", "cross_entropy"), ("sigmoid", "sigmoid", "binary_cross_entropy"),
         ("elu", "softmax", "cross_entropy"), ("tanh", "sigmoid", "mse"),
         ("sigmoid", "tanh", "mse"), ("tanh", "sigmoid", "cross_entropy"))
    ):  # fmt: skip
        rng = np.random.default_rng([5, number])
        network = Network([Layer(rng.normal(0, 40, (4, 2)), rng.normal(size=4), name),
                           Layer(rng.normal(0, 9, (3, 4)), None, last)])  # fmt: skip
        case = Case(network, rng.normal(size=(4, 2)), y, LOSSES[loss])
        settings = {"loss": loss, "optimizer": {"name": "adam", "lr": 1e-3, "epsilon": 1e-30},
                    "batch": 2, "seed": number}  # fmt: skip
        runs.append(Run(case, Adam(1e-3, epsilon=1e-30), None, 25, settings))
    compare(runs)


def test_steps_make_up_epochs() -> None:
    """Steps taken one by one, in bunches and as epochs lead to the same weights, bit for bit."""
    run = random_run(2)
    code = """const {network, X, y, settings} = given, start = JSON.stringify(network);
      const make = () => nnbook.engine.trainer(network, X, y, {...settings, batch: 5});
      const one = make(), two = make(), three = make();
      for (let i = 0; i < 15; i++) { one.step(); one.loss(); }
      two.step(4); two.epoch(1); two.step(9);
      three.epoch(5);
      return {same: JSON.stringify(one.network()) === JSON.stringify(three.network())
        && JSON.stringify(two.network()) === JSON.stringify(three.network()),
        steps: [one.steps, two.steps, three.steps], epochs: [one.epochs, two.epochs, three.epochs],
        kept: JSON.stringify(network) === start};"""
    assert in_node(code, run.json) == {
        "same": True, "steps": [15, 15, 15], "epochs": [5, 5, 5], "kept": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("lr", "limit", "step"),
    [(1e308, None, 1), (1e9, None, 2), (1e300, 1e308, 2), (3.0, 1e4, 0)],
)
def test_divergence_stops_at_the_last_good_weights(
    lr: float, limit: float | None, step: int
) -> None:
    """Where the loss passes the limit training stops, says at which step, and goes back."""
    network = Network([Layer([[1.0, -1.0]], [0.5], "identity")])
    rng = np.random.default_rng(1)
    X, y = rng.normal(size=(6, 2)), 9 * rng.normal(size=(6, 1))
    if not step:
        losses = train(network, X, y, loss=LOSSES["mse"], optimizer=SGD(lr), epochs=30).losses
        step = 1 + int(np.argmax(losses > limit))
        assert step > 2
    case = Case(network, X, y, LOSSES["mse"])
    settings = {"loss": "mse", "optimizer": {"name": "sgd", "lr": lr}}
    code = """const {network, X, y, settings} = given;
      const trainer = nnbook.engine.trainer(network, X, y, settings);
      trainer.step(1000);
      const [steps, layers] = [trainer.steps, trainer.network().layers];
      const again = trainer.epoch(5);
      return {again, diverged: trainer.diverged, steps, after: trainer.steps, loss: trainer.loss(),
        numbers: [...layers[0].W[0], ...layers[0].b]};"""
    got = in_node(code, {**case.json, "settings": settings | ({"limit": limit} if limit else {})})
    assert got["diverged"] == got["steps"] == got["after"] == step
    assert None not in got["numbers"]  # which is what JSON makes of NaN
    assert (got["again"] is None) == (got["diverged"] == 1)
    assert 0 < got["loss"] <= (limit or 1e6)


def test_the_learning_rate_may_change_on_the_way() -> None:
    """What is set between two epochs counts from the next on."""
    run = random_run(0)
    code = """const {network, X, y, settings} = given;
      const trainer = nnbook.engine.trainer(network, X, y, settings);
      trainer.epoch(3);
      const before = JSON.stringify(trainer.network());
      trainer.settings.optimizer.lr = 0;
      trainer.epoch(3);
      return JSON.stringify(trainer.network()) === before;"""
    assert in_node(code, {**run.json, "settings": {**run.settings, "optimizer": {
        "name": "sgd", "lr": 0.1}, "penalty": None}}) is True  # fmt: skip


@pytest.mark.parametrize("size", [1, 7, 64, 450])
def test_maps_agree(size: int) -> None:
    """A cell of a map is the network's answer at its middle; the largest second input is on top."""
    rng = np.random.default_rng(size)
    networks = [
        Network([Layer(hidden, rng.normal(size=5), name), Layer(last, None, f)])
        for (name, f), hidden, last in zip(
            PAIRS, rng.normal(0, 2, (6, 5, 2)), rng.normal(size=(6, 3, 5)), strict=True
        )
    ][: 1 if size > 100 else None]
    x0, x1, y0, y1 = box = [-3.0, 5.0, -2.0, 40.0]
    code = """const [networks, n, box] = given;
      return networks.map((network) => [...nnbook.engine.map(network, n, box)]);"""
    answers = in_node(code, [[plain(network) for network in networks], size, box])
    middles = (np.arange(size) + 0.5) / size
    x, y = np.meshgrid(x0 + (x1 - x0) * middles, y1 - (y1 - y0) * middles)
    for network, got in zip(networks, answers, strict=True):
        wanted = network(np.column_stack([x.ravel(), y.ravel()]))[:, 0]
        np.testing.assert_allclose(got, wanted, rtol=0, atol=2e-14 * max(1, np.abs(wanted).max()))
