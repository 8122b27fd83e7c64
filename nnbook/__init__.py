"""nnbook: small, readable neural networks whose every step can be looked at.

    from nnbook import Layer, Network, backprop, mse, sigmoid

    network = Network([Layer([[0.7, 0.4]], None, sigmoid)])
    print(backprop(network, [0.5, 0.3], 1, mse))

This is the door: it hands on the names of the rooms behind it, each fetched on first use, so that
`import nnbook` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nnbook import datasets, kinds, layers, plots
    from nnbook.activations import (
        Activation,
        elu,
        identity,
        leaky_relu,
        prelu,
        relu,
        sigmoid,
        softmax,
        step,
        tanh,
    )
    from nnbook.backpropagation import backprop, evaluate
    from nnbook.dense import Layer
    from nnbook.exercises import check, hint, progress, quiz, solution
    from nnbook.gradients import complex_step, gradient_check, nudge
    from nnbook.losses import Loss, binary_cross_entropy, cross_entropy, hinge, mae, mse
    from nnbook.many import train_many
    from nnbook.network import Network
    from nnbook.optimizers import L1, L2, SGD, Adam, Momentum
    from nnbook.trace import Trace
    from nnbook.training import Divergence, History, perceptron, train
    from nnbook.widgets import (
        XOR,
        ActivationExplorer,
        Ask,
        Backpropagation,
        ConvolutionExplorer,
        Descent,
        DigitReader,
        GANExplorer,
        KohonenExplorer,
        LossExplorer,
        Neuron,
        PerceptronTrainer,
        Playground,
        interact,
    )
    from nnbook.writing import written_out

__version__ = "0.1.0"

_ROOMS = {
    "activations": [
        "Activation",
        "elu",
        "identity",
        "leaky_relu",
        "prelu",
        "relu",
        "sigmoid",
        "softmax",
        "step",
        "tanh",
    ],
    "backpropagation": ["backprop", "evaluate"],
    "dense": ["Layer"],
    "exercises": ["check", "hint", "progress", "quiz", "solution"],
    "gradients": ["complex_step", "gradient_check", "nudge"],
    "losses": ["Loss", "binary_cross_entropy", "cross_entropy", "hinge", "mae", "mse"],
    "many": ["train_many"],
    "network": ["Network"],
    "optimizers": ["L1", "L2", "SGD", "Adam", "Momentum"],
    "trace": ["Trace"],
    "training": ["Divergence", "History", "perceptron", "train"],
    "widgets": [
        "ActivationExplorer",
        "Ask",
        "Backpropagation",
        "ConvolutionExplorer",
        "Descent",
        "DigitReader",
        "GANExplorer",
        "KohonenExplorer",
        "LossExplorer",
        "Neuron",
        "PerceptronTrainer",
        "Playground",
        "XOR",
        "interact",
    ],
    "writing": ["written_out"],
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}
_MODULES = {*_ROOMS, "datasets", "kinds", "layers", "plots"}

__all__ = [
    "L1",
    "L2",
    "SGD",
    "XOR",
    "Activation",
    "ActivationExplorer",
    "Adam",
    "Ask",
    "Backpropagation",
    "ConvolutionExplorer",
    "Descent",
    "DigitReader",
    "Divergence",
    "GANExplorer",
    "History",
    "KohonenExplorer",
    "Layer",
    "Loss",
    "LossExplorer",
    "Momentum",
    "Network",
    "Neuron",
    "PerceptronTrainer",
    "Playground",
    "Trace",
    "backprop",
    "binary_cross_entropy",
    "check",
    "complex_step",
    "cross_entropy",
    "datasets",
    "elu",
    "evaluate",
    "gradient_check",
    "hinge",
    "hint",
    "identity",
    "interact",
    "kinds",
    "layers",
    "leaky_relu",
    "mae",
    "mse",
    "nudge",
    "perceptron",
    "plots",
    "prelu",
    "progress",
    "quiz",
    "relu",
    "sigmoid",
    "softmax",
    "solution",
    "step",
    "tanh",
    "train",
    "train_many",
    "written_out",
]


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return import_module(f"nnbook.{name}")
    if name not in _ROOM_OF:
        raise AttributeError(f"nnbook has no {name!r}; it has {', '.join(__all__)}")
    value = getattr(import_module(f"nnbook.{_ROOM_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*__all__, *_MODULES, "__version__"})
