"""Answers to the exercises of chapter 6 that the checker has never seen."""

import math
from fractions import Fraction

import numpy as np


def right_6_2_list(y, y_hat):
    n = len(y)
    return [2 * (p - t) / n for t, p in zip(y, y_hat, strict=True)]


def right_6_2_other_way(y, y_hat):
    return -np.subtract(y, y_hat) * (2 / np.size(y))


def right_6_2_mean_of_table(y, y_hat):
    """Each error once for each slope, zeros elsewhere, and then the mean."""
    return (2 * np.diag(np.asarray(y_hat) - np.asarray(y))).mean(axis=0)


def wrong_6_2_no_mean(y, y_hat):
    return 2 * (y_hat - y)


def wrong_6_2_no_two(y, y_hat):
    return (y_hat - y) / len(y)


def wrong_6_2_sign(y, y_hat):
    return 2 * (y - y_hat) / len(y)


def wrong_6_2_one_number(y, y_hat):
    return np.mean(2 * (y_hat - y))


def wrong_6_2_loss(y, y_hat):
    return (y_hat - y) ** 2 / len(y)


def wrong_6_2_mae(y, y_hat):
    return np.sign(y_hat - y) / len(y)


def wrong_6_2_column(y, y_hat):
    return (2 * (y_hat - y) / len(y)).reshape(-1, 1)


def wrong_6_2_whole(y, y_hat):
    return 2 * (y_hat - y) // len(y)


def right_6_6_loop(P, labels):
    total = 0
    for row, k in zip(P, labels, strict=True):
        total += math.log(row[k])
    return -total / len(P)


def right_6_6_one_hot(P, labels):
    T = np.eye(np.shape(P)[1])[labels]
    return -np.sum(T * np.log(np.where(T == 1, P, 1))) / len(P)


def right_6_6_take(P, labels):
    given = np.take_along_axis(np.asarray(P), np.asarray(labels)[:, None], axis=1)
    return np.mean(np.log(1 / given))


def wrong_6_6_sum(P, labels):
    return -np.log(P[np.arange(len(P)), labels]).sum()


def wrong_6_6_bits(P, labels):
    return -np.log2(P[np.arange(len(P)), labels]).mean()


def wrong_6_6_sign(P, labels):
    return np.log(P[np.arange(len(P)), labels]).mean()


def wrong_6_6_columns(P, labels):
    return -np.log(P[:, labels]).mean()


def wrong_6_6_from_one(P, labels):
    return -np.log(P[np.arange(len(P)), labels - 1]).mean()


def wrong_6_6_all_entries(P, labels):
    T = np.eye(P.shape[1])[labels]
    return -(T * np.log(P)).mean()


def wrong_6_6_largest(P, labels):
    return -np.log(P.max(axis=1)).mean()


def wrong_6_6_log_of_mean(P, labels):
    return -np.log(P[np.arange(len(P)), labels].mean())


def wrong_6_6_binary(P, labels):
    T = np.eye(P.shape[1])[labels]
    return -(T * np.log(P) + (1 - T) * np.log(1 - P)).sum(axis=1).mean()


def wrong_6_6_each(P, labels):
    return -np.log(P[np.arange(len(P)), labels])


def wrong_6_6_softmax_again(P, labels):
    Q = np.exp(P) / np.exp(P).sum(axis=1, keepdims=True)
    return -np.log(Q[np.arange(len(Q)), labels]).mean()


def right_6_7_sums(Z, labels):
    top = Z.max(axis=1, keepdims=True)
    log_total = top[:, 0] + np.log(np.exp(Z - top).sum(axis=1))
    return (log_total - Z[np.arange(len(Z)), labels]).mean()


def right_6_7_logaddexp(Z, labels):
    Z = np.asarray(Z, dtype=float)
    losses = [np.logaddexp.reduce(z - z[k]) for z, k in zip(Z, labels, strict=True)]
    return sum(losses) / len(losses)


def right_6_7_plain_python(Z, labels):
    total = 0.0
    for z, k in zip(Z, labels, strict=True):
        top = max(z)
        total += top - z[k] + math.log(sum(math.exp(s - top) for s in z))
    return total / len(Z)


def wrong_6_7_no_top(Z, labels):
    with np.errstate(all="ignore"):
        log_total = np.log(np.exp(Z).sum(axis=1))
        return (log_total - Z[np.arange(len(Z)), labels]).mean()


def wrong_6_7_log_of_share(Z, labels):
    with np.errstate(all="ignore"):
        e = np.exp(Z - Z.max(axis=1, keepdims=True))
        P = e / e.sum(axis=1, keepdims=True)
        return -np.log(P[np.arange(len(P)), labels]).mean()


def wrong_6_7_top_forgotten(Z, labels):
    top = Z.max(axis=1, keepdims=True)
    log_total = np.log(np.exp(Z - top).sum(axis=1))
    return (log_total - Z[np.arange(len(Z)), labels]).mean()


def wrong_6_7_sum(Z, labels):
    top = Z.max(axis=1, keepdims=True)
    log_total = top[:, 0] + np.log(np.exp(Z - top).sum(axis=1))
    return (log_total - Z[np.arange(len(Z)), labels]).sum()


def wrong_6_7_half_mended(Z, labels):
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    top = Z.max(axis=1, keepdims=True)
    log_total = top[:, 0] + np.log(np.exp(Z - top).sum(axis=1))
    return (log_total - P[np.arange(len(P)), labels]).mean()


def wrong_6_7_held(Z, labels):
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = e / e.sum(axis=1, keepdims=True)
    return -np.log(np.maximum(P[np.arange(len(P)), labels], 1e-12)).mean()


def right_6_9_cases(y, z):
    total = 0.0
    for t, s in zip(y, z, strict=True):
        total += math.log1p(math.exp(-abs(s))) + max(s, 0) - t * s
    return total / len(y)


def right_6_9_logaddexp(y, z):
    return np.mean(np.logaddexp(0, z) - np.asarray(y) * z)


def right_6_9_sides(y, z):
    return np.logaddexp(0, (1 - 2 * np.asarray(y)) * np.asarray(z)).mean()


def wrong_6_9_sigmoid(y, z):
    with np.errstate(all="ignore"):
        p = 1 / (1 + np.exp(-z))
        return -(y * np.log(p) + (1 - y) * np.log(1 - p)).mean()


def wrong_6_9_clipped(y, z):
    with np.errstate(all="ignore"):
        p = np.clip(1 / (1 + np.exp(-z)), 1e-12, 1 - 1e-12)
    return -(y * np.log(p) + (1 - y) * np.log(1 - p)).mean()


def wrong_6_9_overflows(y, z):
    with np.errstate(all="ignore"):
        return (np.log(1 + np.exp(z)) - y * z).mean()


def wrong_6_9_sum(y, z):
    return (np.logaddexp(0, z) - y * z).sum()


def wrong_6_9_turned(y, z):
    return np.logaddexp(0, (2 * y - 1) * z).mean()


def wrong_6_9_ones_only(y, z):
    return (y * np.logaddexp(0, -z)).mean()


def wrong_6_9_plus(y, z):
    return (np.logaddexp(0, z) + y * z).mean()


def wrong_6_9_classes_as_sides(y, z):
    return np.logaddexp(0, -y * z).mean()


def wrong_6_9_bits(y, z):
    return ((np.logaddexp(0, z) - y * z) / np.log(2)).mean()


def wrong_6_9_no_abs(y, z):
    with np.errstate(all="ignore"):
        return (np.maximum(z, 0) - y * z + np.log1p(np.exp(-z))).mean()


def right_6_10_sides(y, s):
    margin = (2 * y - 1) * s
    return np.maximum(0, 1 - margin).mean()


def right_6_10_where(y, s):
    return np.where(np.asarray(y) == 1, np.clip(1 - s, 0, None), np.clip(1 + s, 0, None)).mean()


def right_6_10_loop(y, s):
    paid = []
    for c, score in zip(y, s, strict=True):
        side = -1 if c == 0 else 1
        paid.append(max(0, 1 - side * score))
    return sum(paid) / len(paid)


def right_6_10_float32(y, s):
    side = np.sign(np.asarray(y, dtype=np.float32) - np.float32(0.5))
    return np.float32(np.mean(np.maximum(np.float32(0), 1 - side * np.asarray(s, np.float32))))


def wrong_6_10_turned(y, s):
    margin = (1 - 2 * y) * s
    return np.maximum(0, 1 - margin).mean()


def wrong_6_10_sum(y, s):
    margin = (2 * y - 1) * s
    return np.maximum(0, 1 - margin).sum()


def wrong_6_10_corner_at_zero(y, s):
    margin = (2 * y - 1) * s
    return np.maximum(0, -margin).mean()


def wrong_6_10_squared(y, s):
    margin = (2 * y - 1) * s
    return (np.maximum(0, 1 - margin) ** 2).mean()


def wrong_6_10_plus(y, s):
    margin = (2 * y - 1) * s
    return np.maximum(0, 1 + margin).mean()


def wrong_6_10_skips_noughts(y, s):
    return np.maximum(0, 1 - s[y == 1]).mean()


def wrong_6_10_noughts_free(y, s):
    return (y * np.maximum(0, 1 - s)).mean()


def wrong_6_10_minus_one(y, s):
    margin = (y - 1) * s
    return np.maximum(0, 1 - margin).mean()


def wrong_6_10_changes_classes(y, s):
    y[y == 0] = -1
    return np.maximum(0, 1 - y * s).mean()


def wrong_6_10_no_floor(y, s):
    return (1 - (2 * y - 1) * s).mean()


RIGHT = [
    ("6.1", [1.8125, 1.125]),
    ("6.1", [Fraction(29, 16), Fraction(9, 8)]),
    ("6.2", right_6_2_list),
    ("6.2", right_6_2_other_way),
    ("6.2", right_6_2_mean_of_table),
    ("6.3", [10, 15.4, 9]),
    ("6.4", [0.7, 0.4, 0.112, 0.547]),
    ("6.4", [0.7, 0.4, 0.8 * 0.7 * 0.4 * 0.5, -math.log(0.112) / 4]),
    ("6.5", [0.35, 0.35, 0.01]),
    ("6.6", right_6_6_loop),
    ("6.6", right_6_6_one_hot),
    ("6.6", right_6_6_take),
    ("6.7", right_6_7_sums),
    ("6.7", right_6_7_logaddexp),
    ("6.7", right_6_7_plain_python),
    ("6.8", [np.log(5), np.log(1 + 4 / np.e), 100]),
    ("6.9", right_6_9_cases),
    ("6.9", right_6_9_logaddexp),
    ("6.9", right_6_9_sides),
    ("6.10", right_6_10_sides),
    ("6.10", right_6_10_where),
    ("6.10", right_6_10_loop),
    ("6.10", right_6_10_float32),
]

WRONG = [
    ("6.1", [7.25, 4.5], "adds up and forgets to divide", "sum for mean"),
    ("6.1", [1.346, 1.125], "takes the root of the mean squared error", "root taken"),
    ("6.1", [2.417, 1.5], "divides by one less", "right ones left out"),
    ("6.1", [1.813, 0.125], "lets late and early cancel in the second", "signs cancel"),
    ("6.1", [1.125, 1.813], "has swapped the two", "swapped"),
    (
        "6.1",
        [0.016, 0.125],
        "takes the mean of the errors before squaring",
        "mean before the square",
    ),
    ("6.2", wrong_6_2_no_mean, "forgets to divide by the number", "missing 1/N"),
    ("6.2", wrong_6_2_no_two, "forgets the 2 of the square", "missing 2"),
    ("6.2", wrong_6_2_sign, "target minus prediction", "sign flipped"),
    ("6.2", wrong_6_2_one_number, "returns one mean slope for all", "wrong shape"),
    ("6.2", wrong_6_2_loss, "returns the terms of the loss", "loss for slope"),
    ("6.2", wrong_6_2_mae, "gives the slope of the mean absolute error", "slope of the other loss"),
    ("6.2", wrong_6_2_column, "returns a column", "wrong shape"),
    ("6.2", wrong_6_2_whole, "divides with //", ""),
    ("6.3", [9, 9, 9], "takes the median for all", "median for both"),
    ("6.3", [10, 9, 15.4], "has swapped MSE and MAE", "mean and median swapped"),
    (
        "6.3",
        [10, 15.4, 41],
        "takes the one in the middle without putting them in order",
        "not sorted",
    ),
    ("6.3", [10, 15.4, 15.4], "gives the mean for MAE, too", "mean for both"),
    ("6.3", [50, 77, 9], "adds up and does not divide", "sum for mean"),
    (
        "6.4",
        [0.3, 0.6, 0.072, 0.658],
        "takes the forecast for rain on dry days, too",
        "rain for dry",
    ),
    ("6.4", [0.7, 0.4, 0.112, 2.189], "forgets the mean", "sum for mean"),
    ("6.4", [0.7, 0.4, 0.112, 0.79], "takes the logarithm to base 2", "bits for nats"),
    ("6.4", [0.7, 0.4, 0.112, 0.238], "takes the logarithm to base 10", "another logarithm"),
    ("6.4", [0.7, 0.4, 0.112, -0.547], "forgets the minus", "sign flipped"),
    ("6.4", [0.7, 0.4, 2.4, 0.547], "adds the four instead of multiplying", "sum for product"),
    ("6.5", [0.35, 0.35, 0.35], "believes that MAE wants the truth, too", "all are honest"),
    ("6.5", [0.35, 0.35, 0.99], "sends MAE to the wrong end", "wrong end"),
    ("6.5", [0.35, 0.01, 0.35], "has swapped MSE and MAE", "mean and median swapped"),
    ("6.5", [0.65, 0.65, 0.01], "takes the share of the dry mornings", "the share of dry mornings"),
    (
        "6.5",
        [0.01, 0.35, 0.01],
        "believes that cross-entropy goes to the end",
        "cross-entropy exaggerates",
    ),
    ("6.6", wrong_6_6_sum, "adds up and forgets the mean", "sum for mean"),
    ("6.6", wrong_6_6_bits, "takes logarithms to base 2", "bits for nats"),
    ("6.6", wrong_6_6_sign, "forgets the minus", "sign flipped"),
    (
        "6.6",
        wrong_6_6_columns,
        "picks whole columns instead of one entry of each row",
        "labels as columns",
    ),
    ("6.6", wrong_6_6_from_one, "counts the classes from 1", "classes counted from 1"),
    (
        "6.6",
        wrong_6_6_all_entries,
        "takes the mean over all entries, not over the rows",
        "mean over the classes too",
    ),
    (
        "6.6",
        wrong_6_6_largest,
        "takes the largest probability, not that of the right class",
        "the largest for the right one",
    ),
    ("6.6", wrong_6_6_log_of_mean, "takes the logarithm of the mean", "logarithm of the mean"),
    ("6.6", wrong_6_6_binary, "charges the other classes as well", "the others charged too"),
    ("6.6", wrong_6_6_each, "returns the loss of each row", "wrong shape"),
    ("6.6", wrong_6_6_softmax_again, "takes a softmax of the probabilities", "double softmax"),
    ("6.7", wrong_6_7_no_top, "does not take off the largest, and fails at 1000", "a property"),
    (
        "6.7",
        wrong_6_7_log_of_share,
        "takes the logarithm of a share that was rounded to 0",
        "logarithm of a rounded 0",
    ),
    (
        "6.7",
        wrong_6_7_top_forgotten,
        "forgets to add the largest sum again",
        "largest sum not put back",
    ),
    ("6.7", wrong_6_7_sum, "adds up and forgets the mean", "sum for mean"),
    (
        "6.7",
        wrong_6_7_half_mended,
        "subtracts the probability instead of the sum",
        "half mended, total",
    ),
    ("6.7", wrong_6_7_held, "holds the share above a small number", "a property"),
    ("6.8", [2.322, 0.905, 100], "takes the first logarithm to base 2", "bits for nats"),
    ("6.8", [1.609, 0, 100], "believes that a second softmax does no harm", "no floor seen"),
    ("6.8", [1.609, 0.905, 0], "believes that 0 costs nothing", "nothing given, nothing owed"),
    ("6.8", [0.2, 0.905, 100], "gives the probability instead of the loss", "probability for loss"),
    ("6.8", [1.609, 0.551, 100], "takes three classes for the second", "three classes"),
    (
        "6.8",
        [1.609, 0.405, 100],
        "gives the probability after the second softmax",
        "probability for loss",
    ),
    ("6.9", wrong_6_9_sigmoid, "goes by way of the sigmoid", "a property"),
    ("6.9", wrong_6_9_clipped, "clips the probabilities", "a property"),
    ("6.9", wrong_6_9_overflows, "the exponential of 1000 overflows", "a property"),
    ("6.9", wrong_6_9_sum, "adds up and forgets the mean", "sum for mean"),
    ("6.9", wrong_6_9_turned, "charges the right side", "targets swapped"),
    ("6.9", wrong_6_9_ones_only, "charges only the targets that are 1", "one term"),
    ("6.9", wrong_6_9_plus, "adds the product instead of subtracting it", "product added"),
    ("6.9", wrong_6_9_classes_as_sides, "takes 0 and 1 for -1 and 1", "0 and 1 for the sides"),
    ("6.9", wrong_6_9_bits, "measures in bits", "bits for nats"),
    (
        "6.9",
        wrong_6_9_no_abs,
        "forgets the absolute value in the exponential",
        "size forgotten in the exponent",
    ),
    ("6.10", wrong_6_10_turned, "has the sides the wrong way round", "sign flipped"),
    ("6.10", wrong_6_10_sum, "adds up and forgets the mean", "sum for mean"),
    ("6.10", wrong_6_10_corner_at_zero, "asks for no margin", "asks for no margin"),
    ("6.10", wrong_6_10_squared, "squares the hinge", "squared"),
    ("6.10", wrong_6_10_plus, "adds the margin instead of subtracting it", "sign flipped"),
    ("6.10", wrong_6_10_skips_noughts, "leaves the samples of class 0 out", "a property"),
    ("6.10", wrong_6_10_noughts_free, "lets class 0 pay nothing", "class 0 left out"),
    ("6.10", wrong_6_10_minus_one, "makes -1 and 0 of 0 and 1", "sides -1 and 0"),
    ("6.10", wrong_6_10_changes_classes, "changes the classes it was given", "changes its input"),
    (
        "6.10",
        wrong_6_10_no_floor,
        "lets samples far on the right side earn something",
        "credit for large margins",
    ),
]
