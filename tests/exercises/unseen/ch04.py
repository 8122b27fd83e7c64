"""Answers to the exercises of chapter 4 that the checker has never seen."""

import itertools
import math

import numpy as np


def right_4_5_mended(X, W1, b1, W2, b2):
    h = 1 / (1 + np.exp(-(X @ W1.T + b1)))
    return 1 / (1 + np.exp(-(h @ W2.T + b2)))


def right_4_5_tanh(X, W1, b1, W2, b2):
    h = (1 + np.tanh((np.einsum("ni,ji->nj", X, W1) + b1) / 2)) / 2
    return (1 + np.tanh((np.einsum("ni,ji->nj", h, W2) + b2) / 2)) / 2


def right_4_5_loops(X, W1, b1, W2, b2):
    answers = []
    for x in X:
        values = list(x)
        for W, b in ((W1, b1), (W2, b2)):
            sums = [sum(w * v for w, v in zip(W[j], values, strict=True)) for j in range(len(W))]
            values = [1 / (1 + math.exp(-s - b[j])) for j, s in enumerate(sums)]
        answers.append(values)
    return np.array(answers)


def wrong_4_5_second(X, W1, b1, W2, b2):
    h = 1 / (1 + np.exp(-(X @ W1.T + b1)))
    return 1 / (1 + np.exp(-(h @ W2 + b2)))


def wrong_4_5_flat(X, W1, b1, W2, b2):
    h = 1 / (1 + np.exp(-(X @ W1.T + b1)))
    return (1 / (1 + np.exp(-(h @ W2.T + b2)))).ravel()


def wrong_4_5_last_sum(X, W1, b1, W2, b2):
    h = 1 / (1 + np.exp(-(X @ W1.T + b1)))
    return h @ W2.T + b2


def wrong_4_5_sign(X, W1, b1, W2, b2):
    h = 1 / (1 + np.exp(X @ W1.T + b1))
    return 1 / (1 + np.exp(-(h @ W2.T + b2)))


def wrong_4_5_no_bend(X, W1, b1, W2, b2):
    h = X @ W1.T + b1
    return 1 / (1 + np.exp(-(h @ W2.T + b2)))


def wrong_4_5_bias(X, W1, b1, W2, b2):
    h = 1 / (1 + np.exp(-(X @ W1.T)) + b1)
    return 1 / (1 + np.exp(-(h @ W2.T + b2)))


def wrong_4_5_yes_no(X, W1, b1, W2, b2):
    h = 1 / (1 + np.exp(-(X @ W1.T + b1)))
    return np.round(1 / (1 + np.exp(-(h @ W2.T + b2))))


def right_4_6_loops(H, y):
    pairs = 0
    for i in range(len(H)):
        for j in range(i):
            if y[i] != y[j] and all(abs(a - b) < 0.01 for a, b in zip(H[i], H[j], strict=True)):
                pairs += 1
    return pairs


def right_4_6_table(H, y):
    y = np.asarray(y)
    near = (np.abs(H[:, None] - H[None]) < 0.01).all(axis=2)
    return int((near & (y[:, None] != y[None])).sum()) // 2


def right_4_6_pairs(H, y):
    return sum(
        y[i] != y[j] and np.max(np.abs(H[i] - H[j])) < 0.01
        for i, j in itertools.combinations(range(len(y)), 2)
    )


def wrong_4_6_twice(H, y):
    near = (np.abs(H[:, None] - H) < 0.01).all(axis=2)
    return (near & (y[:, None] != y)).sum()


def wrong_4_6_any(H, y):
    near = (np.abs(H[:, None] - H) < 0.01).any(axis=2)
    return (near & (y[:, None] != y)).sum() // 2


def wrong_4_6_same_class(H, y):
    near = (np.abs(H[:, None] - H) < 0.01).all(axis=2)
    return (near & (y[:, None] == y)).sum() // 2


def wrong_4_6_any_class(H, y):
    count = 0
    for i in range(len(H)):
        for j in range(i + 1, len(H)):
            count += (np.abs(H[i] - H[j]) < 0.01).all()
    return count


def wrong_4_6_neighbours(H, y):
    near = (np.abs(H[1:] - H[:-1]) < 0.01).all(axis=1)
    return (near & (y[1:] != y[:-1])).sum()


def wrong_4_6_signed(H, y):
    count = 0
    for i in range(len(H)):
        for j in range(i + 1, len(H)):
            count += y[i] != y[j] and (H[i] - H[j] < 0.01).all()
    return count


def wrong_4_6_exact(H, y):
    count = 0
    for i in range(len(H)):
        for j in range(i + 1, len(H)):
            count += y[i] != y[j] and np.array_equal(H[i], H[j])
    return count


def right_4_7_stack(W1, b1, W2, b2):
    return np.column_stack([W2 @ W1, W2 @ b1 + b2])


def right_4_7_probe(W1, b1, W2, b2):
    """Send in nothing, and then each input alone."""
    n = W1.shape[1]
    bias = W2 @ (W1 @ np.zeros(n) + b1) + b2
    columns = [W2 @ (W1 @ e + b1) + b2 - bias for e in np.eye(n)]
    return np.array([*columns, bias]).T


def right_4_7_one_more_input(W1, b1, W2, b2):
    first = np.vstack([np.c_[W1, b1], [0] * W1.shape[1] + [1]])
    return np.c_[W2, b2] @ first


def right_4_7_loops(W1, b1, W2, b2):
    rows = []
    for k in range(len(W2)):
        row = [sum(W2[k][j] * W1[j][i] for j in range(len(W1))) for i in range(np.shape(W1)[1])]
        row.append(b2[k] + sum(W2[k][j] * b1[j] for j in range(len(W1))))
        rows.append(row)
    return rows


def wrong_4_7_order(W1, b1, W2, b2):
    return np.column_stack([W1 @ W2, W2 @ b1 + b2])


def wrong_4_7_biases_added(W1, b1, W2, b2):
    return np.column_stack([W2 @ W1, np.full(len(W2), np.sum(b1)) + b2])


def wrong_4_7_last_bias(W1, b1, W2, b2):
    return np.column_stack([W2 @ W1, b2])


def wrong_4_7_bias_first(W1, b1, W2, b2):
    return np.column_stack([W2 @ b1 + b2, W2 @ W1])


def wrong_4_7_no_b2(W1, b1, W2, b2):
    return np.column_stack([W2 @ W1, W2 @ b1])


def wrong_4_7_no_column(W1, b1, W2, b2):
    return W2 @ W1


def wrong_4_7_transposed(W1, b1, W2, b2):
    return np.vstack([(W2 @ W1).T, W2 @ b1 + b2])


def wrong_4_7_bend(W1, b1, W2, b2):
    return np.column_stack([W2 @ np.maximum(W1, 0), W2 @ np.maximum(b1, 0) + b2])


def right_4_8_counts(y, groups):
    total = 0.0
    for g in set(np.asarray(groups).tolist()):
        members = [t for t, h in zip(y, groups, strict=True) if h == g]
        p = sum(members) / len(members)
        for t in members:
            total -= math.log(p if t == 1 else 1 - p)
    return total / len(y)


def right_4_8_everybody(y, groups):
    y, groups = np.asarray(y, dtype=float), np.asarray(groups)
    p = np.array([y[groups == g].mean() for g in groups])
    given = np.where(y == 1, p, 1 - p)
    return -np.log(given).mean()


def right_4_8_entropy(y, groups):
    y, groups = np.asarray(y, dtype=float), np.asarray(groups)
    names, inverse = np.unique(groups, return_inverse=True)
    size = np.bincount(inverse, minlength=len(names))
    ones = np.bincount(inverse, weights=y)
    loss = 0.0
    for n, k in zip(size, ones, strict=True):
        for part in (k, n - k):
            if part > 0:
                loss += part * (np.log(n) - np.log(part))
    return loss / len(y)


def wrong_4_8_groups_equal(y, groups):
    losses = []
    for g in np.unique(groups):
        p = y[groups == g].mean()
        losses.append(-sum(q * np.log(q) for q in (p, 1 - p) if q > 0))
    return np.mean(losses)


def wrong_4_8_bits(y, groups):
    p = np.array([y[groups == g].mean() for g in groups])
    return -np.log2(np.where(y == 1, p, 1 - p)).mean()


def wrong_4_8_squares(y, groups):
    p = np.array([y[groups == g].mean() for g in groups])
    return ((y - p) ** 2).mean()


def wrong_4_8_sum(y, groups):
    p = np.array([y[groups == g].mean() for g in groups])
    return -np.log(np.where(y == 1, p, 1 - p)).sum()


def wrong_4_8_always_half(y, groups):
    p = np.array([y[groups == g].mean() for g in groups])
    return np.where((p > 0) & (p < 1), np.log(2), 0.0).mean()


def wrong_4_8_majority(y, groups):
    p = np.array([round(y[groups == g].mean()) for g in groups])
    return np.abs(y - p).mean()


def wrong_4_8_one_group(y, groups):
    p = y.mean()
    return -np.log(np.where(y == 1, p, 1 - p)).mean()


def wrong_4_8_ones_only(y, groups):
    p = np.array([y[groups == g].mean() for g in groups])
    return -(y * np.log(np.where(y == 1, p, 1))).mean()


RIGHT = [
    ("4.3", [-1 / 2, 1 / 4, (1 + np.log(9)) / 4]),
    ("4.3", [-0.5, 0.25, 0.8]),
    ("4.4", [-1, 1, -1]),
    ("4.4", np.array([-1, 1, -1], dtype=np.int8)),
    ("4.5", right_4_5_mended),
    ("4.5", right_4_5_tanh),
    ("4.5", right_4_5_loops),
    ("4.6", right_4_6_loops),
    ("4.6", right_4_6_table),
    ("4.6", right_4_6_pairs),
    ("4.7", right_4_7_stack),
    ("4.7", right_4_7_probe),
    ("4.7", right_4_7_one_more_input),
    ("4.7", right_4_7_loops),
    ("4.8", right_4_8_counts),
    ("4.8", right_4_8_everybody),
    ("4.8", right_4_8_entropy),
    ("4.9", [math.ceil(math.log(0.001) / math.log(p)) for p in (0.2, 0.45)]),
    ("4.9", [5.0, 9.0]),
]

WRONG = [
    ("4.3", [-0.5, 0.25, 0.48], "takes nine tenths for the sum", "output for sum, once"),
    ("4.3", [-0.5, 0.25, -0.3], "has the sign of the log odds wrong", "odds upside down"),
    (
        "4.3",
        [-2, 0.25, 0.8],
        "divides the weights the other way round for the slope",
        "weights swapped",
    ),
    ("4.3", [-0.5, -0.25, 0.3], "does not change the sign of the bias", "sign of the bias"),
    ("4.3", [-0.5, 0.25, 0.49], "takes the logarithm to base 10", "another logarithm"),
    ("4.3", [0.5, 0.25, 0.8], "loses the minus of the slope", "rising"),
    ("4.4", [0, 1, 0], "gives the answers instead of the sums", "answers for sums"),
    ("4.4", [0, 2, 0], "forgets the bias of the output", "bias forgotten"),
    (
        "4.4",
        [1, 1, 1],
        "lets the hidden neurons hand on their sums, without a step",
        "hidden sums passed on",
    ),
    ("4.4", [-1, 1, 1], "AND stays dark at 11", "AND silent at 11"),
    ("4.4", [-1, 1, 3], "adds the weight of AND instead of taking it off", "sign lost"),
    ("4.5", wrong_4_5_second, "takes the turn away from the second matrix, too", "an error"),
    ("4.5", wrong_4_5_flat, "returns a row instead of a column", "wrong shape"),
    ("4.5", wrong_4_5_last_sum, "leaves the last sigmoid out", "last sigmoid forgotten"),
    ("4.5", wrong_4_5_sign, "loses the minus in the first sigmoid", "minus lost in the exponent"),
    ("4.5", wrong_4_5_no_bend, "leaves the bend of the hidden layer out", "no bend"),
    ("4.5", wrong_4_5_bias, "adds the bias outside the exponential", ""),
    ("4.5", wrong_4_5_yes_no, "rounds the answers to 0 and 1", "yes or no"),
    ("4.6", wrong_4_6_twice, "counts every pair twice", "each pair twice"),
    ("4.6", wrong_4_6_any, "is content if one coordinate agrees", "one coordinate is enough"),
    (
        "4.6",
        wrong_4_6_same_class,
        "counts the pairs of the same class",
        "same class, and each with itself",
    ),
    ("4.6", wrong_4_6_any_class, "does not ask for the classes", "classes forgotten"),
    ("4.6", wrong_4_6_neighbours, "compares only neighbouring rows", "neighbours only"),
    ("4.6", wrong_4_6_signed, "forgets the absolute value of the difference", "size forgotten"),
    ("4.6", wrong_4_6_exact, "wants exactly equal places", "exactly equal"),
    (
        "4.7",
        wrong_4_7_order,
        "multiplies the matrices in the wrong order",
        "product the other way round",
    ),
    ("4.7", wrong_4_7_biases_added, "adds the biases without the second matrix", ""),
    ("4.7", wrong_4_7_last_bias, "forgets the first bias", "first bias lost"),
    ("4.7", wrong_4_7_bias_first, "puts the bias in front of the weights", "bias in front"),
    ("4.7", wrong_4_7_no_b2, "forgets the second bias", "second bias lost"),
    ("4.7", wrong_4_7_no_column, "returns the weights without the biases", "wrong shape"),
    ("4.7", wrong_4_7_transposed, "returns a column for each neuron", "wrong shape"),
    ("4.7", wrong_4_7_bend, "puts a ReLU between the two layers", ""),
    (
        "4.8",
        wrong_4_8_groups_equal,
        "gives every group the same weight, whatever its size",
        "mean over groups",
    ),
    ("4.8", wrong_4_8_bits, "takes logarithms to base 2", "base 2"),
    ("4.8", wrong_4_8_squares, "takes squared errors", "squared error"),
    ("4.8", wrong_4_8_sum, "adds up and forgets the mean", "sum for mean"),
    ("4.8", wrong_4_8_always_half, "lets every mixed group say one half", "one half for all"),
    ("4.8", wrong_4_8_majority, "lets the majority win and counts the mistakes", ""),
    ("4.8", wrong_4_8_one_group, "answers all samples alike", "all in one group"),
    ("4.8", wrong_4_8_ones_only, "charges only the samples whose target is 1", "targets 1 only"),
    ("4.9", [31, 12], "takes the chance of success for that of failure", "chance of success"),
    ("4.9", [4, 8], "rounds down", "one too few"),
    ("4.9", [4.29, 8.65], "does not round up to whole starts", "not rounded up"),
    ("4.9", [3, 6], "is content with one case of a hundred", "one in a hundred"),
    ("4.9", [9, 5], "has swapped the two", "swapped"),
]
