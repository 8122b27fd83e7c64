"""Autoencoders: the narrow middle, PCA as the linear best, and digits."""

import numpy as np
import pytest

from nnbook.datasets import digits
from nnbook.kinds import principal_components, random_autoencoder, split
from nnbook.losses import mse
from nnbook.network import Network
from nnbook.optimizers import Adam
from nnbook.training import train

MIX = np.random.default_rng(0).normal(size=(6, 6)) * [3, 2, 1, 0.5, 0.2, 0.1]
X = np.random.default_rng(1).normal(size=(200, 6)) @ MIX.T + 2


@pytest.mark.parametrize("code", [1, 3, 6])
def test_what_pca_leaves_over(code: int) -> None:
    """Its squared error is the sum of the variances of the directions it drops."""
    variances = np.linalg.eigvalsh(np.cov(X.T, bias=True))[::-1]
    error = ((principal_components(X, code)(X) - X) ** 2).sum(axis=1).mean()
    assert error == pytest.approx(variances[code:].sum(), abs=1e-12)


def test_pca_is_a_projection() -> None:
    """Encoding what was decoded changes nothing; the directions stand upright on each other."""
    network = principal_components(X, 3)
    encoder, decoder = split(network)
    codes = np.random.default_rng(2).normal(size=(5, 3))
    np.testing.assert_allclose(encoder(decoder(codes)), codes, atol=1e-12)
    W = network.parameters["W1"]
    np.testing.assert_allclose(W @ W.T, np.eye(3), atol=1e-12)
    assert (W[np.arange(3), np.abs(W).argmax(axis=1)] > 0).all()


def test_a_linear_autoencoder_reaches_pca_and_cannot_pass_it() -> None:
    """Trained from random weights it ends within 1 % of PCA's error, and not below."""
    best = mse(X, principal_components(X, 2)(X))
    for seed in range(3):
        start = random_autoencoder(6, [], 2, rng=np.random.default_rng(seed), output="identity")
        history = train(start, X, X, loss=mse, optimizer=Adam(0.02), epochs=1500)
        end = mse(X, history.network(X))
        assert history.losses[0] > 5 * best
        assert best * (1 - 1e-9) <= end < best * 1.01


def test_the_cut_is_at_the_narrowest_layer() -> None:
    """Encoder and decoder in a row are the network; the code has `code` numbers."""
    network = random_autoencoder(6, [5, 4], 2, rng=np.random.default_rng(0))
    assert [layer.outputs for layer in network.layers] == [5, 4, 2, 4, 5, 6]
    encoder, decoder = split(network)
    assert encoder(X).shape == (200, 2)
    np.testing.assert_array_equal(decoder(encoder(X)), network(X))


def test_digits_better_than_pca_on_held_out_images() -> None:
    """64 -> 8 -> 64, median of 3 seeds: at most 3/4 of PCA's squared error on unseen images."""
    data = digits()
    pca = mse(data.X_test, principal_components(data.X, 8)(data.X_test))
    ours = []
    for seed in range(3):
        rng = np.random.default_rng(seed)
        start = random_autoencoder(64, [48], 8, rng=rng)
        history = train(
            start, data.X, data.X, loss=mse, optimizer=Adam(0.01), epochs=40, batch_size=32, rng=rng
        )
        ours.append(mse(data.X_test, history.network(data.X_test)))
    assert np.median(ours) < 0.75 * pca


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: principal_components(X[:4], 5), r"code must be at most 4 for X of shape \(4, 6\)"),
        (lambda: principal_components(X[0], 1), r"X must be \(N, features\)"),
        (lambda: principal_components(X, 0), "code must be at least 1"),
        (
            lambda: split(Network.random([4, 3, 2], "tanh", rng=np.random.default_rng(0))),
            "no narrow layer inside",
        ),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(call, words: str) -> None:
    """The message names the wanted and the received."""
    with pytest.raises(ValueError, match=words):
        call()
