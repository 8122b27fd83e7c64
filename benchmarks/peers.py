"""The same training by the peers: each takes an nnbook network and does what `train` does with it.

A peer that is not installed is said once, by name, and left out.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from benchmarks.harness import Contestant
from nnbook._checks import Array
from nnbook.losses import Loss
from nnbook.network import Layer, Network
from nnbook.optimizers import Adam, Optimizer


@cache
def find(name: str) -> Any:
    """The module of that name, or None after a word that it is missing."""
    if name == "keras":
        os.environ.setdefault("KERAS_BACKEND", "torch")
    package = name.partition(".")[0]
    if importlib.util.find_spec(package) is None:
        print(f"{package} is not timed: it is not installed (see the extra bench).")
        return None
    module = importlib.import_module(name)
    if name == "torch":
        module.set_num_threads(1)
    if name == "jax":
        module.config.update("jax_enable_x64", val=True)
    return module


@dataclass(frozen=True)
class Training:
    """What all of them are to do: so many epochs of a dense network, in batches."""

    network: Network
    X: Array
    y: Array
    loss: Loss
    optimizer: Optimizer
    batch_size: int
    epochs: int

    @property
    def layers(self) -> list[Layer]:
        """The layers, all of them dense."""
        return [layer for layer in self.network.layers if isinstance(layer, Layer)]

    @property
    def steps(self) -> int:
        """How many steps one epoch takes."""
        return -(-len(self.X) // self.batch_size)

    @property
    def adam(self) -> bool:
        """Whether the optimizer is Adam; else it is SGD."""
        return isinstance(self.optimizer, Adam)


def contestants(
    task: Training, wanted: dict[str, float] | None = None, *, slow: int = 1
) -> dict[str, Contestant]:
    """torch, jax and Keras; Keras goes through one `slow`-th of the epochs."""
    builders: dict[str, Callable[[Any, Training], Callable[[], object]]] = {
        "torch": torch_work, "jax": jax_work, "keras": keras_work,
    }  # fmt: skip
    found = {}
    for name, build in builders.items():
        if (module := find(name)) is None:
            continue
        epochs = max(1, task.epochs // slow) if name == "keras" else task.epochs
        own = Training(
            task.network, task.X, task.y, task.loss, task.optimizer, task.batch_size, epochs
        )
        label = {"jax": "jax, compiled", "keras": "Keras on torch"}.get(name, name)
        found[label] = Contestant(
            build(module, own), epochs * own.steps, wanted=(wanted or {}).get(name)
        )
    return found


def torch_model(torch: Any, layers: Sequence[Layer]) -> Any:
    """The network in PyTorch, without a last activation that the loss takes into account."""
    names = {"sigmoid": torch.nn.Sigmoid, "tanh": torch.nn.Tanh, "relu": torch.nn.ReLU}
    parts: list[Any] = []
    for layer in layers:
        linear = torch.nn.Linear(
            layer.inputs, layer.outputs, dtype=getattr(torch, layer.W.dtype.name)
        )
        with torch.no_grad():
            linear.weight.copy_(torch.tensor(layer.W.copy()))
            linear.bias.copy_(torch.tensor(_bias(layer)))
        parts.append(linear)
        if layer.activation.name in names:
            parts.append(names[layer.activation.name]())
    return torch.nn.Sequential(*parts)


def _bias(layer: Layer) -> Array:
    """A copy of b, or zeros."""
    return np.zeros(layer.outputs, layer.W.dtype) if layer.b is None else layer.b.copy()


def torch_work(torch: Any, task: Training) -> Callable[[], object]:
    """PyTorch, eager, as its tutorials do it, but without a DataLoader. Gives the last loss."""
    F = torch.nn.functional
    X = torch.tensor(task.X)
    targets = torch.tensor(task.y.argmax(axis=1) if task.loss.name == "cross_entropy" else task.y)
    loss = {
        "mse": F.mse_loss, "cross_entropy": F.cross_entropy,
        "binary_cross_entropy": F.binary_cross_entropy_with_logits,
    }[task.loss.name]  # fmt: skip
    model = torch_model(torch, task.layers)
    if task.loss.name == "binary_cross_entropy":
        model = model[:-1]
    kind = torch.optim.Adam if task.adam else torch.optim.SGD
    descent = kind(model.parameters(), lr=task.optimizer.rate(0))

    def step(inputs: Any, wanted: Any) -> Any:
        descent.zero_grad()
        error = loss(model(inputs), wanted)
        error.backward()
        descent.step()
        return error

    def work() -> Any:
        error: Any = None
        for _ in range(task.epochs):
            if task.batch_size >= len(X):
                error = step(X, targets)
                continue
            for rows in torch.randperm(len(X)).split(task.batch_size):
                error = step(X[rows], targets[rows])
        return error.detach()

    return work


def jax_work(jax: Any, task: Training) -> Callable[[], object]:
    """JAX: all epochs in one program; compiling it is not counted. Gives the last (W.T, b)s."""
    jnp = jax.numpy
    functions = {"sigmoid": jax.nn.sigmoid, "tanh": jnp.tanh, "relu": jax.nn.relu}
    start = [(jnp.asarray(one.W.T), jnp.asarray(_bias(one))) for one in task.layers]
    names, lr = [layer.activation.name for layer in task.layers], task.optimizer.rate(0)
    X, y, count = jnp.asarray(task.X), jnp.asarray(task.y), task.batch_size

    def loss(parameters: Any, inputs: Any, targets: Any) -> Any:
        a = z = inputs
        for (W, b), name in zip(parameters, names, strict=True):
            z = a @ W + b
            a = functions.get(name, lambda z: z)(z)
        if task.loss.name == "mse":
            return ((a - targets) ** 2).mean()
        if task.loss.name == "cross_entropy":
            return -(targets * jax.nn.log_softmax(z)).sum(axis=1).mean()
        return (jnp.logaddexp(0, z) - targets * z).mean()

    def step(state: Any, rows: Any) -> Any:
        w, m, v, t = state
        inputs, targets = (X, y) if rows is None else (X[rows], y[rows])
        g = jax.grad(loss)(w, inputs, targets)
        if not task.adam:
            return (jax.tree.map(lambda p, s: p - lr * s, w, g), m, v, t), None
        m = jax.tree.map(lambda a, s: 0.9 * a + 0.1 * s, m, g)
        v = jax.tree.map(lambda a, s: 0.999 * a + 0.001 * s * s, v, g)
        rate = (lr / (1 - 0.9 ** (t + 1))).astype(X.dtype)
        share = (1 - 0.999 ** (t + 1)).astype(X.dtype)
        w = jax.tree.map(lambda p, a, b: p - rate * a / (jnp.sqrt(b / share) + 1e-8), w, m, v)
        return (w, m, v, t + 1), None

    whole = len(task.X) // count * count

    def epoch(number: Any, state: Any) -> Any:
        if count >= len(task.X):
            return step(state, None)[0]
        order = jax.random.permutation(jax.random.PRNGKey(number), len(task.X))
        return jax.lax.scan(step, state, order[:whole].reshape(-1, count))[0]

    def run(parameters: Any) -> Any:
        zeros = jax.tree.map(jnp.zeros_like, parameters)
        state = (parameters, zeros, zeros, jnp.asarray(0.0))
        return jax.lax.fori_loop(0, task.epochs, epoch, state)[0]

    compiled = jax.jit(run)
    return lambda: jax.block_until_ready(compiled(start))


def keras_work(keras: Any, task: Training) -> Callable[[], object]:
    """Keras: `fit`, silent."""
    kinds = {"mse": "mse", "cross_entropy": "categorical_crossentropy"}
    layers = [keras.Input((task.layers[0].inputs,))]
    layers += [keras.layers.Dense(layer.outputs, layer.activation.name) for layer in task.layers]
    model = keras.Sequential(layers)
    kind = keras.optimizers.Adam if task.adam else keras.optimizers.SGD
    loss = kinds.get(task.loss.name, "binary_crossentropy")
    model.compile(optimizer=kind(task.optimizer.rate(0)), loss=loss)
    X, y = task.X.astype(np.float32), task.y.astype(np.float32)
    return lambda: model.fit(X, y, batch_size=task.batch_size, epochs=task.epochs, verbose=0)


def sklearn_work(task: Training) -> dict[str, Contestant]:
    """scikit-learn's MLPClassifier, where it has what is asked for."""
    module = find("sklearn.neural_network")
    if module is None:
        return {}
    hidden = [layer.outputs for layer in task.layers[:-1]]
    name = {"sigmoid": "logistic"}.get(task.layers[0].activation.name, "relu")
    labels = task.y.argmax(axis=1)

    def work() -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it has not converged, it says
            module.MLPClassifier(
                hidden, activation=name, solver="adam" if task.adam else "sgd", alpha=0,
                batch_size=task.batch_size, learning_rate_init=task.optimizer.rate(0), momentum=0,
                max_iter=task.epochs, tol=0.0, n_iter_no_change=task.epochs + 1,
            ).fit(task.X, labels)  # fmt: skip

    return {"scikit-learn": Contestant(work, task.epochs * task.steps)}
