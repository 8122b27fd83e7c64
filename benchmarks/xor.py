"""XOR with 2-2-1, sigmoid, cross-entropy, plain gradient descent on all four samples: one epoch."""

from __future__ import annotations

import numpy as np

from benchmarks import limits, peers
from benchmarks.harness import Contestant, Result, race
from nnbook import SGD, Network, binary_cross_entropy, train
from nnbook._road import Task
from nnbook.training import ROADS

ROW = "XOR, 2-2-1, an epoch"
EPOCHS = 2000
X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
Y = np.array([[0.0], [1.0], [1.0], [0.0]])
NETWORK = Network.random([2, 2, 1], "sigmoid", rng=np.random.default_rng(1))


def ours() -> None:
    """nnbook.train, on whatever road it takes."""
    train(NETWORK, X, Y, loss=binary_cross_entropy, optimizer=SGD(0.5), epochs=EPOCHS)


def other_roads() -> dict[str, Contestant]:
    """The same on the roads that train does not take here, and does where this one is closed."""
    task = Task(NETWORK, X, Y, binary_cross_entropy, SGD(0.5), None, len(X), None)
    open_to = [(make.__name__, make) for can_take, make in ROADS if can_take(task)][1:]
    found, few = {}, max(1, EPOCHS // 2)
    for name, make in open_to:

        def work(make: object = make) -> None:
            road = make(task)  # type: ignore[operator]
            for _ in range(few):
                road.step(slice(None))

        found[f"nnbook, {name}"] = Contestant(work, few)
    return found


def micrograd() -> dict[str, Contestant]:
    """micrograd, which has one number at a time, and tanh or relu only: tanh, squared error."""
    module = peers.find("micrograd.nn")
    if module is None:
        return {}
    model, few = module.MLP(2, [2, 1]), max(1, EPOCHS // 400)

    def work() -> None:
        for _ in range(few):
            outputs = [model([float(one) for one in row]) for row in X]
            loss = sum((a - float(y)) ** 2 for a, y in zip(outputs, Y[:, 0], strict=True))
            model.zero_grad()
            loss.backward()
            for parameter in model.parameters():
                parameter.data -= 0.1 * parameter.grad

    return {"micrograd": Contestant(work, few)}


def run() -> list[Result]:
    """Ours, our other roads, the peers, and a loop in C."""
    task = peers.Training(NETWORK, X, Y, binary_cross_entropy, SGD(0.5), len(X), EPOCHS // 10)
    others = {
        **other_roads(),
        **peers.contestants(task, {"torch": 100.0}, slow=100),
        **micrograd(),
        **limits.train_221(list(NETWORK.parameters.values()), X, Y, 0.5, EPOCHS, squared=False),
    }
    return race(ROW, ours, others, units=EPOCHS)
