"""A network is layers in a row: what one gives, the next takes.

Notation, the same in text, code and figures; layers, neurons and inputs are counted from 1:

    x, X        one sample (features,), or N of them (N, features)
    y, y_hat    target and prediction, (outputs,) or (N, outputs)
    W1          weights of layer 1, (outputs, inputs): a row for each neuron
    W1[2,1]     the weight with which neuron 2 of layer 1 takes input 1
    b1          biases of layer 1, (outputs,)
    z1          sums of layer 1:        z1 = W1 x + b1
    a1          activations of layer 1: a1 = f(z1); a of the last layer is y_hat
    C           the loss of the network on the given data, one number
    K1, U1      filters of a convolution; a recurrent layer's weights from its own last state
    dC/dW1      slope of C for each entry of W1; likewise dC/db1, dC/dz1, dC/da1, dC/dalpha1

A layer is anything that keeps the protocol of `nnbook.dense`. Nothing is ever changed in
place: layers, networks and traces are frozen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from nnbook._checks import Array, as_count, as_generator, as_numbers
from nnbook.activations import Activation, elu, leaky_relu, prelu, relu
from nnbook.dense import AnyLayer, Layer, Memory, as_activation

__all__ = ["Layer", "Network"]


@dataclass(frozen=True, eq=False)
class Network:
    """Layers in a row: the outputs of one are the inputs of the next.

    A network is called like a function, `network(x)`, with one sample (features,) or a batch
    (N, features). Raises ValueError where two neighbours do not fit.
    """

    layers: tuple[AnyLayer, ...]

    def __init__(self, layers: Sequence[AnyLayer]) -> None:
        if not isinstance(layers, Sequence) or not all(isinstance(one, AnyLayer) for one in layers):
            raise TypeError("Network takes a list of layers: Network([Layer(W, b, activation)])")
        if not layers:
            raise ValueError("Network takes at least one layer, but received none")
        for number, (here, behind) in enumerate(pairwise(layers), 1):
            if None not in {here.outputs, behind.inputs} and here.outputs != behind.inputs:
                raise ValueError(
                    f"layer {number + 1} takes {behind.inputs} inputs, "
                    f"but layer {number} gives {here.outputs}"
                )
        object.__setattr__(self, "layers", tuple(layers))

    @classmethod
    def random(
        cls,
        sizes: Sequence[int],
        activations: Activation | str | Sequence[Activation | str],
        *,
        rng: np.random.Generator,
        dtype: DTypeLike = float,
        init: str | Callable[[np.random.Generator, tuple[int, ...]], ArrayLike] | None = None,
        bias: bool = True,
    ) -> Network:
        """A network of dense layers with random weights and zero biases.

        `sizes` counts inputs and neurons, [2, 3, 1]; `activations` is one for all layers or one
        for each. `init` is "glorot" (uniform, +-sqrt(6 / (inputs + outputs)); Glorot & Bengio
        2010), "he" (normal, variance 2 / inputs; He et al. 2015), or a function of (rng, shape)
        that draws weights and biases alike. By default he for the relu family, else glorot.
        """
        rng = as_generator(rng, "Network.random")
        counts = [as_count(size, f"sizes[{i}]") for i, size in enumerate(sizes)]
        if len(counts) < 2:
            raise ValueError(f"sizes must name inputs and at least one layer, but is {counts}")
        if isinstance(activations, Activation | str):
            activations = [activations] * (len(counts) - 1)
        if len(activations) != len(counts) - 1:
            raise ValueError(
                f"{len(counts) - 1} layers take as many activations, "
                f"but received {len(activations)}"
            )
        layers = []
        for inputs, outputs, one in zip(counts[:-1], counts[1:], activations, strict=True):
            activation = as_activation(one)
            draw = init if callable(init) else _initialiser(init, activation)
            W = np.asarray(draw(rng, (outputs, inputs)), dtype=dtype)
            b = np.asarray(draw(rng, (outputs,)), dtype=dtype) if bias else None
            layers.append(Layer(W, b, activation))
        return cls(layers)

    def __call__(self, x: ArrayLike) -> Array:
        """The prediction y_hat for one sample (features,) or a batch (N, features)."""
        return self.forward(self.checked_input(x))[0]

    def forward(
        self, x: Array, *, training: bool = False, rng: np.random.Generator | None = None
    ) -> tuple[Array, list[Memory]]:
        """The prediction, and what each layer keeps for the way back."""
        memories = []
        for layer in self.layers:
            x, memory = layer.forward(x, training=training, rng=rng)
            memories.append(memory)
        return x, memories

    @property
    def parameters(self) -> dict[str, Array]:
        """All parameters by name, in order: W1, b1, W2, ..."""
        return {
            f"{name}{number}": value
            for number, layer in enumerate(self.layers, 1)
            for name, value in layer.parameters.items()
        }

    @property
    def dtype(self) -> np.dtype[Any]:
        """The kind of float that the network computes in."""
        kinds = [value.dtype for value in self.parameters.values()]
        return np.result_type(*kinds) if kinds else np.dtype(float)

    def updated(
        self,
        parameters: Mapping[str, ArrayLike],
        memories: Sequence[Memory] = (),
        *,
        copy: bool = True,
    ) -> Network:
        """A new network in which the named parameters have the given values.

        `memories` are those of the last forward pass, for layers that keep running statistics.
        Without `copy` the layers stand on the given arrays, unchecked: for training's inner loop.
        """
        if copy:
            parameters = self._checked_parameters(parameters)
        layers = []
        for number, layer in enumerate(self.layers, 1):
            own = {
                name: parameters[f"{name}{number}"]
                for name in layer.parameters
                if f"{name}{number}" in parameters
            }
            memory = memories[number - 1] if memories else None
            layers.append(layer.updated(own, memory, copy=copy))  # type: ignore[arg-type]
        if copy:
            return Network(layers)
        network = object.__new__(Network)
        object.__setattr__(network, "layers", tuple(layers))
        return network

    def _checked_parameters(self, parameters: Mapping[str, ArrayLike]) -> dict[str, Array]:
        known, checked = self.parameters, {}
        for name, value in parameters.items():
            if name not in known:
                raise ValueError(f"the network has {', '.join(known)}, but received {name}")
            checked[name] = as_numbers(value, name, finite=True)
            if checked[name].shape != known[name].shape:
                raise ValueError(
                    f"{name} must have shape {known[name].shape}, "
                    f"but received shape {checked[name].shape}"
                )
        return checked

    def checked_input(self, x: ArrayLike) -> Array:
        """x as finite numbers of the network's kind, (features,) or (N, features)."""
        array = as_numbers(x, "x", finite=True)
        features = self.layers[0].inputs
        if features is not None and (array.ndim not in {1, 2} or array.shape[-1] != features):
            raise ValueError(
                f"the network takes x of shape ({features},) or (N, {features}), "
                f"but x has shape {array.shape}"
            )
        if array.size == 0:
            raise ValueError(
                f"the network takes at least one sample, but x has shape {array.shape}"
            )
        return array if array.dtype == self.dtype else array.astype(self.dtype)

    def __repr__(self) -> str:
        return f"Network([{', '.join(map(repr, self.layers))}])"


def _initialiser(
    init: str | None, activation: Activation
) -> Callable[[np.random.Generator, tuple[int, ...]], Array]:
    if init is None:
        family = {f.name for f in (relu, leaky_relu, prelu, elu)}
        init = "he" if activation.name in family else "glorot"

    def draw(rng: np.random.Generator, shape: tuple[int, ...]) -> Array:
        if len(shape) == 1:
            return np.zeros(shape)
        outputs, inputs = shape
        if init == "he":
            return rng.normal(0.0, np.sqrt(2 / inputs), shape)
        limit = np.sqrt(6 / (inputs + outputs))
        return rng.uniform(-limit, limit, shape)

    if init not in {"he", "glorot"}:
        raise ValueError(f'init must be "glorot", "he" or a function, but received {init!r}')
    return draw
