"""Backpropagation written out: the step of one small network as a Python program, line by line.

    print(written_out(Network.random([2, 2, 1], sigmoid, rng=rng), mse, SGD(1.0)))

The program has no arrays and no loops over neurons: every weight is a variable, every product
stands there, under the book's names with their indices behind them: W1_2_1 is W1[2,1], dz2_1 is
dC/dz of neuron 1 in layer 2. On a network of a dozen weights nothing in Python is faster, for a
product costs 10 ns here, and a call to numpy 200; so `train` runs this very text where that pays.
"""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import fill, indent

from nnbook._road import dense_layers
from nnbook.dense import Layer
from nnbook.losses import LOSSES, Loss, binary_cross_entropy
from nnbook.network import Network
from nnbook.optimizers import L1, L2, SGD, Adam, Momentum, Optimizer, Penalty

__all__ = ["can_be_written_out", "written_out"]

IMPORTS = "from math import cosh, exp, expm1, log1p, sqrt, tanh"
# a from z, and dC/dz from da, which is dC/da; e is exp(-z), kept for the way back.
VALUES = {
    "identity": ["{a} = {z}"],
    "sigmoid": ["{e} = exp(-{z})", "{a} = 1.0 / (1.0 + {e})"],
    "tanh": ["{e} = cosh({z})", "{a} = tanh({z})"],
    "relu": ["{a} = {z} if {z} > 0.0 else 0.0"],
    "leaky_relu": ["{a} = {z} if {z} > 0.0 else {alpha} * {z}"],
    "elu": ["{a} = {z} if {z} > 0.0 else {alpha} * expm1({z})"],
}
SLOPES = {
    "identity": "{da}",
    "sigmoid": "{da} * ({a} * {e} * {a})",
    "tanh": "{da} / {e} / {e}",  # 1 - a² in a form that keeps its digits where a is as good as 1
    "relu": "{da} if {z} > 0.0 else 0.0",
    "leaky_relu": "{da} if {z} > 0.0 else {da} * {alpha}",
    "elu": "{da} if {z} > 0.0 else {da} * {alpha} * exp({z})",
}
# What an output adds to C, and its slope; after a sigmoid binary cross-entropy gives dC/dz at once.
TERMS = {
    "mse": ["C += ({a} - {y}) * ({a} - {y})", "da{n} = 2.0 * ({a} - {y}) / count"],
    "mae": ["C += abs({a} - {y})", "da{n} = (({a} > {y}) - ({a} < {y})) / count"],
    "hinge": ["C += max(0.0, 1.0 - {y} * {a})", "da{n} = -{y} / count if {y} * {a} < 1.0 else 0.0"],
    "binary_cross_entropy": ["C += log1p({e}) + (1.0 - {y}) * {z}", "dz{n} = ({a} - {y}) / count"],
}
PULLS = {L2: "d{w} += {twice} * {w}", L1: "d{w} += {once} * (({w} > 0.0) - ({w} < 0.0))"}
UPDATES = {
    SGD: ["{w} -= rate * d{w}"],
    Momentum: ["v_{w} = {beta} * v_{w} + d{w}", "{w} -= rate * v_{w}"],
    Adam: [
        "m_{w} = {beta1} * m_{w} + (1 - {beta1}) * d{w}",
        "v_{w} = {beta2} * v_{w} + (1 - {beta2}) * d{w} * d{w}",
        "{w} -= rate / shrunk1 * m_{w} / (sqrt(v_{w} / shrunk2) + {epsilon})",
    ],
}


def written_out(
    network: Network, loss: Loss, optimizer: Optimizer, penalty: Penalty | None = None
) -> str:
    """The text of a program whose `step(state, samples, rate)` takes one step down the gradient.

    `state` is a list: the parameters in the order of `network.parameters`, row by row, and behind
    them the optimizer's vectors; it changes in one assignment at the end, or not at all. `samples`
    are tuples (x1, ..., y1, ...). Adam takes shrunk1 = 1 - beta1^t and shrunk2 = 1 - beta2^t, too.
    Returns C before the step, without penalty. Raises ValueError for what it has no lines for.
    """
    if not can_be_written_out(network, loss, optimizer, penalty):
        raise ValueError(
            f"written_out takes dense layers with {', '.join(VALUES)}, nnbook's optimizers and "
            f"penalties, and {', '.join(TERMS)}, the last after a sigmoid, but received "
            f"{network!r}, {loss}, {optimizer!r} and {penalty!r}"
        )
    layers = dense_layers(network)
    weights, outputs = [], layers[-1].outputs
    for k, layer in enumerate(layers, 1):
        weights += [f"W{k}_{i}_{j}" for i in _to(layer.outputs) for j in _to(layer.inputs)]
        weights += [f"b{k}_{i}" for i in _to(layer.outputs) if layer.b is not None]
    prefixes = ["", *["m_", "v_"][2 - optimizer.memory :]]
    state = ", ".join(prefix + w for prefix in prefixes for w in weights)
    state = "(\n" + indent(fill(state, 88), "    ") + ",\n)"
    sample = [f"x{j}" for j in _to(layers[0].inputs)] + [f"y{i}" for i in _to(outputs)]
    pull, changes = getattr(penalty, "strength", 0.0), UPDATES[type(optimizer)]
    settings = vars(optimizer) | {"once": pull, "twice": 2 * pull}
    body = [
        f"{state} = state",
        f"count = len(samples){f' * {outputs}' if outputs > 1 else ''}",
        *(f"{total} = 0.0" for total in ["C", *(f"d{w}" for w in weights)]),
        f"for {', '.join(sample)} in samples:",
        *(f"    {line}" for line in _sample(layers, loss)),
        *(PULLS[type(penalty)].format(w=w, **settings) for w in weights if penalty and w[0] == "W"),
        *(line.format(w=w, **settings) for w in weights for line in changes),
        f"state[:] = {state}",
        "return C / count",
    ]
    lines = indent("\n".join(body), "    ")
    further = ", shrunk1, shrunk2" if isinstance(optimizer, Adam) else ""
    return f"{IMPORTS}\n\n\ndef step(state, samples, rate{further}):\n{lines}\n"


def can_be_written_out(
    network: Network, loss: Loss, optimizer: Optimizer, penalty: Penalty | None = None
) -> bool:
    """Whether `written_out` has lines for all of these."""
    names = [layer.activation.name for layer in dense_layers(network)]
    return (
        0 < len(names) == sum(name in VALUES for name in names)
        and loss in [LOSSES[name] for name in TERMS]
        and (loss is not binary_cross_entropy or names[-1] == "sigmoid")
        and type(optimizer) in UPDATES
        and type(penalty) in {*PULLS, type(None)}
    )


def _to(n: int) -> range:
    return range(1, n + 1)


def _sample(layers: list[Layer], loss: Loss) -> Iterator[str]:
    """What is done with one sample: forward, the loss, backward."""
    sources = ["x", *(f"a{k}_" for k in _to(len(layers)))]
    for k, layer in enumerate(layers, 1):
        for at in _neurons(layer, k):
            products = [f"W{at['n']}_{j} * {sources[k - 1]}{j}" for j in _to(layer.inputs)]
            products += [f"b{at['n']}"] * (layer.b is not None)
            yield f"{at['z']} = {' + '.join(products)}"
            yield from (line.format(**at) for line in VALUES[layer.activation.name])
    for k, layer in reversed(list(enumerate(layers, 1))):
        for at in _neurons(layer, k):
            if k == len(layers):
                yield from (line.format(**at) for line in TERMS[loss.name])
            else:
                n = f"W{k + 1}_{{i}}_{at['i']} * dz{k + 1}_{{i}}"
                yield f"{at['da']} = {' + '.join(n.format(i=i) for i in _to(layers[k].outputs))}"
            if k < len(layers) or loss is not binary_cross_entropy:
                yield f"dz{at['n']} = {SLOPES[layer.activation.name].format(**at)}"
            for j in _to(layer.inputs):
                yield f"dW{at['n']}_{j} += dz{at['n']} * {sources[k - 1]}{j}"
            if layer.b is not None:
                yield f"db{at['n']} += dz{at['n']}"


def _neurons(layer: Layer, k: int) -> Iterator[dict[str, str]]:
    """What the lines call the numbers of each neuron in layer k."""
    for i in _to(layer.outputs):
        names = {c: f"{c}{k}_{i}" for c in ("a", "da", "e", "z")} | {"n": f"{k}_{i}", "i": str(i)}
        yield names | {"y": f"y{i}", "alpha": repr(layer.activation.setting.real)}
