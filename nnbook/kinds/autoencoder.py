"""Autoencoders: a network that is to give back what it was given, through a narrow middle.

An autoencoder is no new kind of layer and no new kind of training: it is a `Network` with X for its
target, `train(network, X, X, ...)`. What is new is the cut at the narrowest layer: what comes
before it encodes, what comes after it decodes, and the few numbers in between are the code.

With no bend in it, the best an autoencoder can do is known, and needs no training: principal
component analysis (Baldi & Hornik 1989). `principal_components` writes it down as a network.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from nnbook._checks import as_count, as_numbers
from nnbook.dense import Layer
from nnbook.network import Network

__all__ = ["principal_components", "random_autoencoder", "split"]


def random_autoencoder(
    features: int,
    hidden: Sequence[int],
    code: int,
    *,
    rng: np.random.Generator,
    activation: str = "tanh",
    output: str = "sigmoid",
) -> Network:
    """A random network features -> hidden -> code -> hidden reversed -> features.

    The code is plain sums, without a bend. `output` "sigmoid" is for targets in [0, 1], "identity"
    for any. With no hidden layers and output "identity" the network is linear.
    """
    inner = list(hidden)
    sizes = [as_count(features, "features"), *inner, as_count(code, "code"), *inner[::-1], features]
    bends = [activation] * len(inner)
    return Network.random(sizes, [*bends, "identity", *bends, output], rng=rng)


def split(network: Network) -> tuple[Network, Network]:
    """Encoder and decoder: the network cut behind its narrowest layer (the first of several).

    Raises ValueError when the last layer is the narrowest: there is no code inside.
    """
    widths = [layer.outputs or np.inf for layer in network.layers]
    narrowest = int(np.argmin(widths)) + 1
    if narrowest == len(network.layers):
        raise ValueError(f"the network has no narrow layer inside: its layers give {widths}")
    return Network(network.layers[:narrowest]), Network(network.layers[narrowest:])


def principal_components(X: ArrayLike, code: int) -> Network:
    """PCA as a linear autoencoder: the least squared error on X that `code` numbers allow.

    The encoder's rows are the first principal directions of X (N, features), the decoder is its
    transpose, and the biases subtract and add the mean (Pearson 1901). Raises ValueError when there
    are not so many directions.
    """
    data = as_numbers(X, "X", finite=True)
    if data.ndim != 2 or data.size == 0:
        raise ValueError(f"X must be (N, features), but its shape is {data.shape}")
    if as_count(code, "code") > min(data.shape):
        raise ValueError(f"code must be at most {min(data.shape)} for X of shape {data.shape}")
    mean = data.mean(axis=0)
    directions = np.linalg.svd(data - mean, full_matrices=False)[2][:code]
    # A direction has no sign of its own: let its largest entry be positive, on every machine.
    largest = np.abs(directions).argmax(axis=1)
    directions *= np.sign(directions[np.arange(code), largest])[:, None]
    return Network(
        [
            Layer(directions, -directions @ mean, "identity"),
            Layer(directions.T, mean, "identity"),
        ]
    )
