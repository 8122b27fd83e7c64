"""Many networks, one training: the same task for a thousand beginnings at once.

Does this network learn XOR? One training says yes or no; a thousand say how often. `train_many`
gives each network the History that `train` would have given it, in a small part of the time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from copy import deepcopy

import numpy as np
from numpy.typing import ArrayLike

from nnbook import _dense_road
from nnbook._checks import Array
from nnbook._many_road import ManyRoad
from nnbook._road import EVERY_ROW, Task, epochs_to_keep, prepare
from nnbook.losses import Loss
from nnbook.network import Network
from nnbook.optimizers import Optimizer, Penalty
from nnbook.training import Divergence, History, advice, train

__all__ = ["train_many"]

FEW_PRODUCTS = 4000  # weights times samples of one network, up to which they go side by side


def train_many(
    networks: Sequence[Network],
    X: ArrayLike,
    y: ArrayLike,
    *,
    loss: Loss,
    optimizer: Optimizer,
    epochs: int,
    batch_size: int | None = None,
    rng: np.random.Generator | None = None,
    penalty: Penalty | None = None,
    validation: tuple[ArrayLike, ArrayLike] | None = None,
    keep: int | Iterable[int] | None = None,
    progress: Callable[[Iterable[int]], Iterable[int]] | None = None,
) -> list[History]:
    """Train each of the networks on the same X and y; one History for each, in their order.

    The networks have one build: layers of the same sizes, activations and dtype. Everything else
    is as in `train`, and so is each History, to rounding; with batches all networks see the same
    ones, those that `train` would draw from this rng. Small dense networks go side by side, and
    `progress` wraps the epochs; others go one after the other, and it wraps their numbers.

    Raises what `train` raises, TypeError or ValueError for networks that differ, and Divergence
    with the History of the first network whose numbers ran away.
    """
    _check_build(networks)
    task = prepare(networks[0], X, y, loss, optimizer, epochs, batch_size, rng, penalty, validation)
    kept = epochs_to_keep(keep, epochs)
    if _side_by_side(task):
        return _together(networks, task, epochs, kept, progress)
    return _in_turn(networks, task, epochs, kept, progress)


def _together(
    networks: Sequence[Network],
    task: Task,
    epochs: int,
    keep: set[int],
    progress: Callable[[Iterable[int]], Iterable[int]] | None,
) -> list[History]:
    """All networks on one road."""
    road = ManyRoad(networks, task)
    held_out = road.held_out(*task.validation) if task.validation else None
    kept = {0: list(networks)} if 0 in keep else {}
    nothing = np.zeros(len(networks), road.w.dtype)
    losses: list[Array] = []
    validation_losses: list[Array] = []

    def histories() -> list[History]:
        measured = np.array(losses, float).reshape(-1, len(networks)).T
        validated = np.array(validation_losses, float).reshape(-1, len(networks)).T
        return [
            History(tuple(group[i] for group in kept.values()), tuple(kept), *of_one)
            for i, of_one in enumerate(zip(measured, validated, strict=True))
        ]

    counting: Iterable[int] = range(1, epochs + 1)
    with suppress(KeyboardInterrupt), np.errstate(over="ignore", invalid="ignore"):
        for epoch in progress(counting) if progress else counting:
            if task.full:
                mean = road.step(EVERY_ROW).copy()
            else:
                mean = sum((road.step(rows) * share for rows, share in task.batches()), nothing)
            if not road.finite(mean):
                kept.setdefault(0, list(networks))
                first = road.first_lost(mean)
                raise Divergence(
                    f"network {first + 1} of {len(networks)}: "
                    + advice(epoch, road.steps, task.optimizer),
                    histories()[first],
                )
            losses.append(mean)
            if held_out:
                validation_losses.append(road.evaluate(held_out))
            if epoch in keep:
                kept[epoch] = road.snapshot()
    kept[len(losses)] = road.snapshot()
    return histories()


def _in_turn(
    networks: Sequence[Network],
    task: Task,
    epochs: int,
    keep: set[int],
    progress: Callable[[Iterable[int]], Iterable[int]] | None,
) -> list[History]:
    """One training after the other, each with an rng in the same state."""
    histories: list[History] = []

    def next_history(epochs: int) -> History:
        network = networks[len(histories)]
        is_last = len(histories) == len(networks) - 1  # which moves the caller's rng on
        rng = task.rng if is_last else deepcopy(task.rng)
        return train(
            network,
            task.X,
            task.y,
            loss=task.loss,
            optimizer=task.optimizer,
            epochs=epochs,
            batch_size=task.batch_size,
            rng=rng,
            penalty=task.penalty,
            validation=task.validation,
            keep=keep,
        )

    counting: Iterable[int] = range(1, len(networks) + 1)
    with suppress(KeyboardInterrupt):
        for _ in progress(counting) if progress else counting:
            histories.append(next_history(epochs))
            if len(histories[-1].losses) < epochs:  # Ctrl-C
                break
    while len(histories) < len(networks):
        histories.append(next_history(0))
    return histories


def _side_by_side(task: Task) -> bool:
    """Whether the networks are of the kind and size for `ManyRoad`."""
    parameters = task.network.parameters
    return (
        _dense_road.can_take(task)
        and not any(name.startswith("alpha") for name in parameters)
        and sum(value.size for value in parameters.values()) * task.batch_size <= FEW_PRODUCTS
    )


def _check_build(networks: Sequence[Network]) -> None:
    if not isinstance(networks, Sequence) or not networks:
        raise TypeError(f"train_many takes a list of networks, but received {networks!r}")
    first = None
    for number, network in enumerate(networks, 1):
        if not isinstance(network, Network):
            raise TypeError(f"network {number} must be a Network, but is {network!r}")
        first = first or _build(network)
        if _build(network) != first:
            raise ValueError(
                f"train_many takes networks of one build, but network {number} is {network!r} "
                f"and network 1 is {networks[0]!r}"
            )


def _build(network: Network) -> tuple[object, ...]:
    shapes = {name: (value.shape, value.dtype) for name, value in network.parameters.items()}
    functions = [getattr(one, "activation", None) for one in network.layers]
    named = [f if f is None else (f.name, None if f.learned else f.setting) for f in functions]
    return shapes, named, *map(type, network.layers)
