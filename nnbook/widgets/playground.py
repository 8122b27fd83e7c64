"""Playground: points of the plane and a network that learns to tell them apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

import numpy as np
import traitlets

from nnbook import datasets
from nnbook._checks import Array
from nnbook.backpropagation import backprop, evaluate
from nnbook.dense import Layer
from nnbook.layers import Dropout
from nnbook.losses import LOSSES, Loss
from nnbook.network import Network
from nnbook.optimizers import L1, L2, SGD, Adam, Momentum, Optimizer, Penalty
from nnbook.widgets import playground_state as possible
from nnbook.widgets.explorable import Explorable, Number, Numbers

__all__ = ["Playground"]

OPTIMIZERS: dict[str, type[Optimizer]] = {"sgd": SGD, "momentum": Momentum, "adam": Adam}
PENALTIES: dict[str, type[Penalty]] = {"l1": L1, "l2": L2}
OPENING = Network.random([2, 4, 1], ["tanh", "sigmoid"], rng=np.random.default_rng(1))


def as_layers(network: Network) -> list[dict[str, Any]]:
    """The layers of a network of dense layers as data."""
    if not isinstance(network, Network):
        raise TypeError(f"Playground takes a Network, but received {network!r}")
    found = []
    for number, layer in enumerate(network.layers, 1):
        if not isinstance(layer, Layer) or layer.b is None:
            raise TypeError(
                f"Playground takes dense layers with biases, but layer {number} is {layer!r}"
            )
        found.append({"W": layer.W.tolist(), "b": layer.b.tolist(),
                      "activation": layer.activation.name})  # fmt: skip
    return found


class Playground(Explorable):
    """A network that learns to tell two kinds of points apart.

    Parameters
    ----------
    network
        where training starts: dense layers with biases, none to three hidden ones of at most eight
        units, and one sigmoid output; or give its `layers` as data,
        [{"W": ..., "b": ..., "activation": ...}].
    data, n, noise, seed
        `datasets.<data>(n, np.random.default_rng(seed), noise=noise)` with circles, xor, blobs
        (there `noise` is the spread), diagonal (without noise), moons or spirals; or "own".
    points
        [x1, x2, class] for each point of data="own"; the class is 0 or 1.
    scale
        what all inputs are multiplied by.
    held
        the share of points that is held out, those at the end of
        `np.random.default_rng(seed).permutation(n)`.
    loss, optimizer, lr, batch, penalty, strength, dropout
        how training goes: "binary_cross_entropy" or "mse"; "sgd", "momentum" or "adam"; the
        learning rate; samples a step, 0 for all; "none", "l1" or "l2" and its strength; the
        probability with which a hidden unit is silenced.
    steps
        how many steps have been taken.
    probe
        where the cross stands.
    gallery
        which failure of the gallery is shown, "" for none.
    second
        what a second run from the same weights does otherwise, such as {"lr": 0.3}.
    inputs
        what of a point the network is told: some of x1, x2, x1^2, x2^2, x1 x2, sin x1, sin x2, in
        this order, as many as the network has inputs.

    All but `network` are traits: set them, and the figure follows; move the figure, and they hold
    what it shows. What cannot be raises StateError, a ValueError.

    """

    kind: ClassVar[str] = "playground"

    data = traitlets.Any("circles").tag(sync=True, state=True)
    n = traitlets.Int(100).tag(sync=True, state=True)
    noise = Number(0.1).tag(sync=True, state=True)
    held = Number(0.5).tag(sync=True, state=True)
    scale = Number(1.0).tag(sync=True, state=True)
    seed = traitlets.Int(1).tag(sync=True, state=True)
    points = traitlets.List(traitlets.Any()).tag(sync=True, state=True)
    layers = traitlets.List(trait=traitlets.Any(), default_value=as_layers(OPENING)).tag(  # type: ignore[misc]
        sync=True, state=True
    )
    loss = traitlets.Any("binary_cross_entropy").tag(sync=True, state=True)
    optimizer = traitlets.Any("adam").tag(sync=True, state=True)
    lr = Number(0.03).tag(sync=True, state=True)
    batch = traitlets.Int(10).tag(sync=True, state=True)
    penalty = traitlets.Any("none").tag(sync=True, state=True)
    strength = Number(0.001).tag(sync=True, state=True)
    dropout = Number(0.0).tag(sync=True, state=True)
    steps = traitlets.Int(0).tag(sync=True, state=True)
    probe = Numbers([0.2, 0.1]).tag(sync=True, state=True)
    gallery = traitlets.Any("").tag(sync=True, state=True)
    second = traitlets.Dict().tag(sync=True, state=True)
    inputs = traitlets.List(trait=traitlets.Any(), default_value=["x1", "x2"]).tag(  # type: ignore[misc]
        sync=True, state=True
    )

    def __init__(self, network: Network | None = None, **state: Any) -> None:
        if network is not None:
            state["layers"] = as_layers(network)
        if isinstance(state.get("loss"), Loss):
            state["loss"] = state["loss"].name
        super().__init__(**state)

    def problem(self, state: Mapping[str, Any]) -> str:
        """What is impossible about a state, in a sentence; "" if nothing."""
        return possible.problem(state)

    @traitlets.validate(
        "data", "n", "noise", "held", "scale", "seed", "points", "layers", "loss", "optimizer",
        "lr", "batch", "penalty", "strength", "dropout", "steps", "probe", "gallery", "second",
        "inputs",
    )  # fmt: skip
    def _possible(self, proposal: Any) -> Any:
        return self.checked(proposal)

    @property
    def training(self) -> tuple[Array, Array]:
        """The points to learn from, as told, X (N, inputs), and their classes y (N,)."""
        X, y = self._points()
        rows = self._dealt()[: len(X) - possible.held_out(self.state())]
        return self.told(X[rows]), y[rows]

    @property
    def held_out(self) -> tuple[Array, Array]:
        """The points that are held out."""
        X, y = self._points()
        rows = self._dealt()[len(X) - possible.held_out(self.state()) :]
        return self.told(X[rows]), y[rows]

    def told(self, points: Array) -> Array:
        """What the network is told of points (N, 2), (N, inputs)."""
        x1, x2 = points.T
        ways = {"x1": x1, "x2": x2, "x1^2": x1 * x1, "x2^2": x2 * x2, "x1 x2": x1 * x2,
                "sin x1": np.sin(x1), "sin x2": np.sin(x2)}  # fmt: skip
        return np.column_stack([ways[name] for name in self.inputs])

    @property
    def start(self) -> Network:
        """The network before training."""
        return Network([Layer(one["W"], one["b"], one["activation"]) for one in self.layers])

    @property
    def network(self) -> Network:
        """The network after `steps` steps."""
        layers: list[Any] = []
        for one in self.start.layers:
            layers += [one, Dropout(self.dropout)]
        network, state = Network(layers[:-1]), None
        optimizer, rng = OPTIMIZERS[self.optimizer](self.lr), np.random.default_rng(self.seed)
        X, y = self.training
        for rows in self._batches(rng):
            trace = backprop(network, X[rows], y[rows], LOSSES[self.loss], rng=rng)
            slopes = dict(trace.gradients)
            if self.penalty in PENALTIES:
                penalty = PENALTIES[self.penalty](self.strength)
                for name, value in network.parameters.items():
                    if name[0] == "W":
                        slopes[name] = slopes[name] + penalty.slope(value)
            network, state = optimizer.step(network, slopes, state)
        return Network([layer for layer in network.layers if isinstance(layer, Layer)])

    @property
    def losses(self) -> tuple[float, float | None]:
        """The loss on the training and on the held-out points (None without any)."""
        loss, network = LOSSES[self.loss], self.network
        X, y = self.held_out
        held = float(evaluate(network, X, y, loss)) if len(X) else None
        return float(evaluate(network, *self.training, loss)), held

    def _points(self) -> tuple[Array, Array]:
        if self.data == "own":
            table = np.array(self.points, dtype=float)
            return self.scale * table[:, :2], table[:, 2]
        names = {"blobs": "spread", "diagonal": ""}
        name = names.get(self.data, "noise")
        noise = {name: self.noise} if name else {}
        X, y = getattr(datasets, self.data)(self.n, np.random.default_rng(self.seed), **noise)
        return self.scale * X, y

    def _dealt(self) -> Array:
        n = len(self.points) if self.data == "own" else self.n
        return np.random.default_rng(self.seed).permutation(n)

    def _batches(self, rng: np.random.Generator) -> Iterator[Any]:
        """The rows of each step, drawn as nnbook.train draws them."""
        X, _ = self.training
        size, each = self.batch or len(X), possible.per_epoch(self.state())
        order = np.arange(len(X))
        for step in range(self.steps):
            if step % each == 0 and each > 1:
                order = rng.permutation(len(X))
            yield order[step % each * size :][:size]

    @property
    def alt(self) -> str:
        """The picture in words."""
        units = ", ".join(str(len(one["W"])) for one in self.layers[:-1]) or "no"
        seen, held = self.losses
        said = f", {held:.4f} on the held-out ones" if held is not None else ""
        return (
            f"{len(self._points()[0])} points of two classes over the answers of a network with "
            f"{units} hidden units after {self.steps} steps; its loss is {seen:.4f} on the "
            f"training points{said}."
        )

    @property
    def caption(self) -> str:
        """The line under the figure."""
        return (
            "A playground. Blue is where the network answers class 1 (filled squares), vermilion "
            "class 0 (hollow circles); the line is its border, small points are held out."
        )

    def still(self) -> str:
        """The points over the network's answers, and the network, as SVG text."""
        from nnbook.plots import Picture, draw_boundary  # heavy, and only needed for a still

        network = self.network
        axes = draw_boundary(lambda points: network(self.told(points)), *self._points())
        return Picture(axes.figure, self.alt).svg  # type: ignore[arg-type]
