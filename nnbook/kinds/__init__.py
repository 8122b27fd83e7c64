"""Kinds of networks that are not layers in a row; one short file each."""

from nnbook.kinds.autoencoder import principal_components, random_autoencoder, split
from nnbook.kinds.gan import GAN, GANHistory, Modes, count_modes, train_gan
from nnbook.kinds.kohonen import (
    KohonenMap,
    MapHistory,
    nearest_neighbour_tour,
    organise,
    ring_order,
    stretched_ring,
    tour,
    tour_length,
)
from nnbook.kinds.modular import ExpertHistory, MixtureOfExperts, train_experts
from nnbook.kinds.rbf import Clusters, RadialBasis, fit_rbf, k_means

__all__ = [
    "GAN",
    "Clusters",
    "ExpertHistory",
    "GANHistory",
    "KohonenMap",
    "MapHistory",
    "MixtureOfExperts",
    "Modes",
    "RadialBasis",
    "count_modes",
    "fit_rbf",
    "k_means",
    "nearest_neighbour_tour",
    "organise",
    "principal_components",
    "random_autoencoder",
    "ring_order",
    "split",
    "stretched_ring",
    "tour",
    "tour_length",
    "train_experts",
    "train_gan",
]
