"""Answers to the exercises of chapter 12 that the checker has never seen."""

import math

import numpy as np


def right_12_3_transpose(kernel, maps, height, width):
    K = np.reshape(kernel, (height, width, maps, -1))
    return K.transpose(3, 2, 0, 1).reshape(K.shape[-1], -1)


def right_12_3_loops(kernel, maps, height, width):
    outputs = np.shape(kernel)[1]
    W = np.zeros((outputs, maps * height * width))
    for m in range(maps):
        for r in range(height):
            for c in range(width):
                W[:, (m * height + r) * width + c] = kernel[(r * width + c) * maps + m]
    return W


def right_12_3_order(kernel, maps, height, width):
    places = np.arange(maps * height * width).reshape(height, width, maps)
    return np.asarray(kernel)[np.moveaxis(places, 2, 0).ravel()].T


def wrong_12_3_only_turned(kernel, maps, height, width):
    return kernel.T


def wrong_12_3_not_turned(kernel, maps, height, width):
    K = kernel.reshape(height, width, maps, -1)
    return K.transpose(2, 0, 1, 3).reshape(-1, K.shape[-1])


def wrong_12_3_other_way(kernel, maps, height, width):
    K = kernel.reshape(maps, height, width, -1)
    return K.transpose(3, 1, 2, 0).reshape(K.shape[-1], -1)


def wrong_12_3_across_first(kernel, maps, height, width):
    K = kernel.reshape(height, width, maps, -1)
    return K.transpose(3, 2, 1, 0).reshape(K.shape[-1], -1)


def wrong_12_3_just_reshaped(kernel, maps, height, width):
    return kernel.reshape(kernel.shape[1], -1)


def right_12_6_two_ways(y, out, from_logits):
    if from_logits:
        return np.mean(np.logaddexp(0, out) - y * out)
    return -np.mean(y * np.log(out) + (1 - y) * np.log(1 - out))


def right_12_6_loop(y, out, from_logits):
    total = 0.0
    for t, v in zip(y, out, strict=True):
        if from_logits:
            total += max(v, 0) - t * v + math.log1p(math.exp(-abs(v)))
        else:
            total -= math.log(v if t == 1 else 1 - v)
    return total / len(y)


def right_12_6_to_sums(y, out, from_logits):
    """Turn probabilities back into sums."""
    out, side = np.asarray(out, dtype=float), 2 * np.asarray(y) - 1
    z = out if from_logits else np.log(out) - np.log1p(-out)
    return np.logaddexp(0, -side * z).mean()


def wrong_12_6_flag_turned(y, out, from_logits):
    p = out if from_logits else 1 / (1 + np.exp(-out))
    with np.errstate(all="ignore"):
        return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def wrong_12_6_always_sigmoid(y, out, from_logits):
    p = 1 / (1 + np.exp(-out))
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def wrong_12_6_ignores_flag(y, out, from_logits):
    with np.errstate(all="ignore"):
        return -np.mean(y * np.log(out) + (1 - y) * np.log(1 - out))


def wrong_12_6_sum(y, out, from_logits):
    p = 1 / (1 + np.exp(-out)) if from_logits else out
    with np.errstate(all="ignore"):
        return -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p))


def wrong_12_6_ones_only(y, out, from_logits):
    p = 1 / (1 + np.exp(-out)) if from_logits else out
    with np.errstate(all="ignore"):
        return -np.mean(y * np.log(p))


def wrong_12_6_sign(y, out, from_logits):
    p = 1 / (1 + np.exp(-out)) if from_logits else out
    with np.errstate(all="ignore"):
        return np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def wrong_12_6_targets_turned(y, out, from_logits):
    p = 1 / (1 + np.exp(-out)) if from_logits else out
    with np.errstate(all="ignore"):
        return -np.mean((1 - y) * np.log(p) + y * np.log(1 - p))


RIGHT = [
    ("12.1", [3, -0.75, 0, 5.25]),
    ("12.3", right_12_3_transpose),
    ("12.3", right_12_3_loops),
    ("12.3", right_12_3_order),
    ("12.4", [16, 16, 32, 64]),
    ("12.5", [0.48, 0.24, 0.4]),
    ("12.6", right_12_6_two_ways),
    ("12.6", right_12_6_loop),
    ("12.6", right_12_6_to_sums),
    ("12.8", [15 / 6, 15, 0.3 / 6]),
]

WRONG = [
    ("12.1", [0, 5.25, 3, -0.75], "has swapped Keras and the book", "the two exchanged"),
    ("12.1", [3, -1.75, 0, 4.25], "forgets the bias", "bias forgotten"),
    ("12.1", [3, -0.75, 3, -0.75], "believes that both do the same", "no difference"),
    ("12.1", [3, 3.25, 2, 5.25], "loses the minus of the second weight", "sign of a weight lost"),
    (
        "12.3",
        wrong_12_3_only_turned,
        "turns the matrix and leaves the order of the inputs",
        "turned, not sorted",
    ),
    (
        "12.3",
        wrong_12_3_not_turned,
        "orders the inputs and does not turn the matrix",
        "wrong shape",
    ),
    (
        "12.3",
        wrong_12_3_other_way,
        "reorders as if from channel first to channel last",
        "sorted the other way",
    ),
    (
        "12.3",
        wrong_12_3_across_first,
        "goes down the columns of each map",
        "rows and columns exchanged",
    ),
    ("12.3", wrong_12_3_just_reshaped, "reshapes where it should turn", "reshaped for turned"),
    ("12.4", [16, 16, 32, 48], "forgets the way of a straight into q", "sum overlooked"),
    ("12.4", [16, 16, 32, 16], "forgets the way of a through p", "product overlooked"),
    ("12.4", [8, 8, 16, 32], "counts only one of the two factors of C", "square for product"),
    ("12.4", [16, 16, 48, 64], "multiplies by b itself for b", "own factor"),
    ("12.5", [0, 0.24, 0.4], "believes that right predictions cost nothing", "shapes that fit"),
    ("12.5", [0.48, 0.25, 0.5], "takes one half for the best shrug", "one half"),
    ("12.5", [12, 6, 0.4], "takes sums for means", "sum for mean"),
    ("12.5", [0.48, 0.4, 0.24], "has swapped the last two", "last two swapped"),
    ("12.6", wrong_12_6_flag_turned, "has the flag the wrong way round", "a property"),
    ("12.6", wrong_12_6_always_sigmoid, "takes the sigmoid of probabilities, too", "sigmoid twice"),
    ("12.6", wrong_12_6_ignores_flag, "takes sums for probabilities", "a property"),
    ("12.6", wrong_12_6_sum, "takes the sum for the mean", "sum for mean"),
    ("12.6", wrong_12_6_ones_only, "charges only the targets that are 1", "ones only"),
    ("12.6", wrong_12_6_sign, "forgets the minus", "sign lost"),
    ("12.6", wrong_12_6_targets_turned, "has the targets the wrong way round", "targets turned"),
    ("12.8", [7.5, 15, 0.15], "divides by the samples alone", "mean over the samples"),
    ("12.8", [2.5, 15, 1.8], "multiplies the rate instead of dividing it", "rate the wrong way"),
    ("12.8", [5, 15, 0.1], "divides by the outputs alone", "mean over the outputs"),
    ("12.8", [1.17, 7, 0.05], "does not square", "not squared"),
    ("12.8", [2.5, 15, 0.3], "believes that the rate can stay", "rate unchanged"),
]
