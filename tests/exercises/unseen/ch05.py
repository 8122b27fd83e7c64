"""Answers to the exercises of chapter 5 that the checker has never seen."""

import math
from fractions import Fraction

import numpy as np


def right_5_2_tanh(z):
    return (1 - np.tanh(np.asarray(z) / 2) ** 2) / 4


def right_5_2_two_exponentials(z):
    return 1 / (np.exp(z / 2) + np.exp(-z / 2)) ** 2


def right_5_2_case_by_case(z):
    def one(s):
        a = 1 / (1 + math.exp(-s))
        return a * (1 - a)

    if np.ndim(z) == 0:
        return one(float(z))
    return np.vectorize(one, otypes=[float])(z)


def right_5_2_quotient(z):
    return np.exp(-z) / (1 + np.exp(-z)) ** 2


def wrong_5_2_output(z):
    return 1 / (1 + np.exp(-z))


def wrong_5_2_half_mended(z):
    a = 1 / (1 + np.exp(-z))
    return a * (1 - z)


def wrong_5_2_no_square(z):
    return np.exp(-z) / (1 + np.exp(-z))


def wrong_5_2_minus(z):
    return -np.exp(-z) / (1 + np.exp(-z)) ** 2


def wrong_5_2_plus(z):
    a = 1 / (1 + np.exp(-z))
    return a * (1 + a)


def wrong_5_2_tanh_slope(z):
    return 1 - np.tanh(z) ** 2


def wrong_5_2_squared_output(z):
    a = 1 / (1 + np.exp(-z))
    return 1 - a**2


def wrong_5_2_twice(z):
    a = 1 / (1 + np.exp(-z))
    s = 1 / (1 + np.exp(-a))
    return s * (1 - s)


def right_5_7_loop(z):
    out, slope = [], []
    for v in z:
        out.append(max(0, v))
        slope.append(1 if v > 0 else 0)
    return [out, slope]


def right_5_7_gate(z):
    gate = (np.asarray(z) > 0).astype(float)
    return np.stack((gate * z, gate))


def right_5_7_abs(z):
    return np.vstack([(z + np.abs(z)) / 2, np.heaviside(z, 0)])


def wrong_5_7_outputs_only(z):
    a = np.maximum(z, 0)
    slope = np.where((z > 0) & (z < 1), 1.0, 0.0)
    return np.array([a, slope])


def wrong_5_7_slopes_only(z):
    a = np.clip(z, 0, 1)
    slope = np.where(z > 0, 1.0, 0.0)
    return np.array([a, slope])


def wrong_5_7_corner(z):
    return np.array([np.maximum(z, 0), np.where(z >= 0, 1.0, 0.0)])


def wrong_5_7_columns(z):
    return np.array([np.maximum(z, 0), np.where(z > 0, 1.0, 0.0)]).T


def wrong_5_7_swapped(z):
    return np.array([np.where(z > 0, 1.0, 0.0), np.maximum(z, 0)])


def wrong_5_7_lower(z):
    return np.array([np.minimum(z, 0), np.where(z > 0, 1.0, 0.0)])


def wrong_5_7_slope_is_output(z):
    a = np.maximum(z, 0)
    return np.array([a, a])


def right_5_8_loops(X, W, b):
    dead = mixed = straight = 0
    for w, bias in zip(W, b, strict=True):
        alive = sum(1 for x in X if float(np.dot(w, x)) + bias > 0)
        if alive == 0:
            dead += 1
        elif alive == len(X):
            straight += 1
        else:
            mixed += 1
    return dead, mixed, straight


def right_5_8_extremes(X, W, b):
    z = np.einsum("ni,ji->jn", X, W) + np.asarray(b)[:, None]
    dead = np.count_nonzero(z.max(axis=1) <= 0)
    straight = np.count_nonzero(z.min(axis=1) > 0)
    return np.array([dead, len(W) - dead - straight, straight])


def right_5_8_shares(X, W, b):
    share = (np.maximum(X @ W.T + b, 0) > 0).mean(axis=0)
    return [
        int((share == 0).sum()),
        int(((share > 0) & (share < 1)).sum()),
        int((share == 1).sum()),
    ]


def wrong_5_8_wrong_way(X, W, b):
    on = X @ W.T + b > 0
    dead, straight = (~on).all(axis=1).sum(), on.all(axis=1).sum()
    return np.array([dead, len(on) - dead - straight, straight])


def wrong_5_8_no_bias(X, W, b):
    on = X @ W.T > 0
    dead, straight = (~on).all(axis=0).sum(), on.all(axis=0).sum()
    return np.array([dead, len(W) - dead - straight, straight])


def wrong_5_8_order(X, W, b):
    on = X @ W.T + b > 0
    dead, straight = (~on).all(axis=0).sum(), on.all(axis=0).sum()
    return np.array([straight, len(W) - dead - straight, dead])


def wrong_5_8_once_silent(X, W, b):
    on = X @ W.T + b > 0
    dead, straight = (~on).any(axis=0).sum(), on.all(axis=0).sum()
    return np.array([dead, len(W) - dead - straight, straight])


def wrong_5_8_shares_of_units(X, W, b):
    on = X @ W.T + b > 0
    dead, straight = (~on).all(axis=0).mean(), on.all(axis=0).mean()
    return np.array([dead, 1 - dead - straight, straight])


def wrong_5_8_mixed_has_all(X, W, b):
    on = X @ W.T + b > 0
    return np.array([(~on).all(axis=0).sum(), on.any(axis=0).sum(), on.all(axis=0).sum()])


def wrong_5_8_mean_sum(X, W, b):
    z = (X @ W.T + b).mean(axis=0)
    return np.array([(z < 0).sum(), (z == 0).sum(), (z > 0).sum()])


def right_5_9_where(z, alpha):
    return np.where(np.asarray(z) > 0, z, alpha * np.asarray(z))


def right_5_9_sum(z, alpha):
    return np.maximum(z, 0) + alpha * np.minimum(z, 0)


def right_5_9_in_place(z, alpha):
    out = np.array(z, dtype=float)
    out[out < 0] *= alpha
    return out


def right_5_9_average(z, alpha):
    return ((1 + alpha) * z + (1 - alpha) * np.abs(z)) / 2


def wrong_5_9_minimum(z, alpha):
    return np.minimum(z, alpha * z)


def wrong_5_9_swapped(z, alpha):
    return np.where(z > 0, alpha * z, z)


def wrong_5_9_minus(z, alpha):
    return np.maximum(z, 0) - alpha * np.minimum(z, 0)


def wrong_5_9_slope(z, alpha):
    return np.where(z > 0, 1.0, alpha)


def wrong_5_9_clipped_alpha(z, alpha):
    alpha = min(alpha, 1)
    return np.maximum(z, alpha * z)


def wrong_5_9_alpha_alone(z, alpha):
    return np.where(z > 0, z, -alpha)


def wrong_5_9_mutates(z, alpha):
    z[z < 0] *= alpha
    return z


def right_5_10_loop(z, behind):
    total = 0.0
    for sums, slopes in zip(z, behind, strict=True):
        for s, g in zip(sums, slopes, strict=True):
            if s < 0:
                total += s * g
    return total


def right_5_10_masked(z, behind):
    below = np.asarray(z) < 0
    return np.dot(np.asarray(z)[below], np.asarray(behind)[below])


def right_5_10_einsum(z, behind):
    return np.einsum("ij,ij->", np.minimum(z, 0), behind)


def wrong_5_10_mean(z, behind):
    return np.mean(behind * np.minimum(z, 0))


def wrong_5_10_samples_mean(z, behind):
    return np.sum(behind * np.minimum(z, 0)) / len(z)


def wrong_5_10_upper(z, behind):
    return np.sum(behind * np.maximum(z, 0))


def wrong_5_10_count(z, behind):
    return np.sum(behind[z < 0])


def wrong_5_10_each_unit(z, behind):
    return np.sum(behind * np.minimum(z, 0), axis=0)


def wrong_5_10_size(z, behind):
    return np.sum(behind * np.abs(np.minimum(z, 0)))


def wrong_5_10_everywhere(z, behind):
    return np.sum(behind * z)


def wrong_5_10_behind_below(z, behind):
    return np.sum(z * np.minimum(behind, 0))


def right_5_12_rows(Z):
    rows = []
    for row in Z:
        top = max(row)
        powers = [math.exp(s - top) for s in row]
        rows.append([p / math.fsum(powers) for p in powers])
    return np.array(rows)


def right_5_12_logs(Z):
    Z = np.asarray(Z, dtype=float)
    return np.exp(Z - np.logaddexp.reduce(Z, axis=1)[:, None])


def right_5_12_gaps(Z):
    """Each share from the gaps to all others: no score is ever taken alone."""
    with np.errstate(over="ignore"):
        return 1 / np.exp(Z[:, None, :] - Z[:, :, None]).sum(axis=2)


def wrong_5_12_plain(Z):
    with np.errstate(all="ignore"):
        e = np.exp(Z)
        return e / e.sum(axis=1, keepdims=True)


def wrong_5_12_one_top(Z):
    with np.errstate(all="ignore"):
        e = np.exp(Z - Z.max())
        return e / e.sum(axis=1, keepdims=True)


def wrong_5_12_columns(Z):
    e = np.exp(Z - Z.max(axis=0))
    return e / e.sum(axis=0)


def wrong_5_12_clipped(Z):
    e = np.exp(np.clip(Z, -50, 50))
    return e / e.sum(axis=1, keepdims=True)


def wrong_5_12_total(Z):
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    return e / e.sum()


def wrong_5_12_scaled(Z):
    e = np.exp(Z / np.abs(Z).max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def wrong_5_12_zeros_for_nan(Z):
    with np.errstate(all="ignore"):
        e = np.exp(Z)
        return np.nan_to_num(e / e.sum(axis=1, keepdims=True))


def wrong_5_12_base_two(Z):
    e = 2.0 ** (Z - Z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def right_5_15_recursive(n, spread, depth):
    if depth == 0:
        return 1.0
    return right_5_15_recursive(n, spread, depth - 1) * math.sqrt(n / 2) * spread


def right_5_15_mean_squares(n, spread, depth):
    square = 1.0
    for _ in range(depth):
        square = n * spread**2 * square / 2
    return square**0.5


def right_5_15_logs(n, spread, depth):
    return np.exp(depth * (np.log(spread) + 0.5 * np.log(n / 2)))


def wrong_5_15_no_half(n, spread, depth):
    return (spread * np.sqrt(n)) ** depth


def wrong_5_15_square(n, spread, depth):
    return (n * spread**2 / 2) ** depth


def wrong_5_15_one_less(n, spread, depth):
    return (spread * np.sqrt(n / 2)) ** (depth - 1)


def wrong_5_15_times(n, spread, depth):
    return depth * spread * np.sqrt(n / 2)


def wrong_5_15_variance(n, spread, depth):
    return np.sqrt(n * spread / 2) ** depth


def wrong_5_15_half_outside(n, spread, depth):
    return (spread * np.sqrt(n) / 2) ** depth


def wrong_5_15_no_n(n, spread, depth):
    return (spread / np.sqrt(2)) ** depth


RIGHT = [
    ("5.1", [6, -1, -4]),
    ("5.1", (Fraction(6), Fraction(-1), Fraction(-4))),
    ("5.2", right_5_2_tanh),
    ("5.2", right_5_2_two_exponentials),
    ("5.2", right_5_2_case_by_case),
    ("5.2", right_5_2_quotient),
    ("5.3", [0.75, Fraction(16, 17)]),
    ("5.4", [0.16, 0.36, 0.0972]),
    ("5.7", right_5_7_loop),
    ("5.7", right_5_7_gate),
    ("5.7", right_5_7_abs),
    ("5.8", right_5_8_loops),
    ("5.8", right_5_8_extremes),
    ("5.8", right_5_8_shares),
    ("5.9", right_5_9_where),
    ("5.9", right_5_9_sum),
    ("5.9", right_5_9_in_place),
    ("5.9", right_5_9_average),
    ("5.10", right_5_10_loop),
    ("5.10", right_5_10_masked),
    ("5.10", right_5_10_einsum),
    ("5.12", right_5_12_rows),
    ("5.12", right_5_12_logs),
    ("5.12", right_5_12_gaps),
    ("5.13", [1 / 8, 5 / 8, 15 / 8]),
    ("5.14", [0.2, 0.1]),
    ("5.14", np.sqrt([2 / 50, 2 / 200])),
    ("5.15", right_5_15_recursive),
    ("5.15", right_5_15_mean_squares),
    ("5.15", right_5_15_logs),
]

WRONG = [
    ("5.1", [6, -3, -4], "does not multiply the inner bias by 3", "biases added"),
    ("5.1", [5, -3, -4], "adds weights and biases", "neurons added"),
    ("5.1", [6, -1, -7], "leaves the bend out", "no bend"),
    ("5.1", [6, -1, 0], "puts the bend at the end, too", "bend at the end"),
    ("5.2", wrong_5_2_output, "returns the output, not the slope", "output for slope"),
    ("5.2", wrong_5_2_half_mended, "mends only one of the two places", "half mended"),
    ("5.2", wrong_5_2_no_square, "forgets the square below the line", "square forgotten"),
    ("5.2", wrong_5_2_minus, "loses a sign with the inner derivative", "sign flipped"),
    ("5.2", wrong_5_2_plus, "a times 1 plus a", "a property"),
    ("5.2", wrong_5_2_tanh_slope, "gives the slope of tanh", "a property"),
    (
        "5.2",
        wrong_5_2_squared_output,
        "takes one minus the square, as for tanh",
        "slope of the tanh",
    ),
    (
        "5.2",
        wrong_5_2_twice,
        "sends the output through the sigmoid once more",
        "sigmoid taken twice",
    ),
    (
        "5.3",
        [0.99, 0.67],
        "doubles where it should halve, and the other way round",
        "the wrong way",
    ),
    ("5.3", [0.45, 1.6], "halves and doubles the probabilities", "output scaled"),
    (
        "5.3",
        [0.7, 1.1],
        "halves and doubles the distance from one half",
        "distance from one half scaled",
    ),
    ("5.3", [0.82, 0.89], "halves and doubles the odds instead of the log odds", "odds scaled"),
    ("5.4", [0.16, 0.12, 0.0108], "forgets the weights", "weights forgotten"),
    ("5.4", [0.16, 0.36, 0.0324], "forgets the last weight", "weight only once"),
    ("5.4", [0.8, 1.8, 0.486], "takes the output for the slope of the second", "output for slope"),
    ("5.4", [0.16, 0.48, 0.27], "does not multiply along the chain", "each neuron for itself"),
    ("5.4", [0.16, 0.91, 1.0], "adds the slopes up", "slopes added"),
    ("5.7", wrong_5_7_outputs_only, "takes the lid off the outputs only", "lid on the slope"),
    ("5.7", wrong_5_7_slopes_only, "takes the lid off the slopes only", "lid on the output"),
    ("5.7", wrong_5_7_corner, "has the slope 1 at 0", "awake at the corner"),
    ("5.7", wrong_5_7_columns, "returns columns instead of rows", "wrong shape"),
    ("5.7", wrong_5_7_swapped, "has swapped the two rows", "rows swapped"),
    ("5.7", wrong_5_7_lower, "keeps what is below 0", "a property"),
    ("5.7", wrong_5_7_slope_is_output, "returns the outputs as slopes", "output for slope"),
    ("5.8", wrong_5_8_wrong_way, "counts samples instead of units", "samples counted"),
    ("5.8", wrong_5_8_no_bias, "forgets the biases", "bias forgotten"),
    ("5.8", wrong_5_8_order, "gives the counts in the opposite order", "dead and straight swapped"),
    (
        "5.8",
        wrong_5_8_once_silent,
        "calls a unit dead that is silent once",
        "dead when once silent",
    ),
    ("5.8", wrong_5_8_shares_of_units, "returns shares instead of counts", "a property"),
    (
        "5.8",
        wrong_5_8_mixed_has_all,
        "counts the units without a bend among the mixed, too",
        "a property",
    ),
    (
        "5.8",
        wrong_5_8_mean_sum,
        "looks at the mean sum instead of every sample",
        "sign of the mean",
    ),
    ("5.9", wrong_5_9_minimum, "takes the smaller of the two", "smaller for larger"),
    ("5.9", wrong_5_9_swapped, "leaks above 0 instead of below", "alpha on the right"),
    ("5.9", wrong_5_9_minus, "makes what leaks positive", "sign of the leak"),
    ("5.9", wrong_5_9_slope, "returns the slope", "a property"),
    ("5.9", wrong_5_9_clipped_alpha, "holds alpha at 1", "alpha capped"),
    ("5.9", wrong_5_9_alpha_alone, "puts out -alpha below 0, without the sum", ""),
    ("5.9", wrong_5_9_mutates, "changes the sums it was given", "changes its input"),
    ("5.10", wrong_5_10_mean, "takes the mean over all places", "mean for sum"),
    (
        "5.10",
        wrong_5_10_samples_mean,
        "divides by the number of samples again",
        "mean over samples",
    ),
    ("5.10", wrong_5_10_upper, "adds up where the sum is above 0", "wrong side"),
    ("5.10", wrong_5_10_count, "forgets to multiply by the sum", "sum forgotten"),
    ("5.10", wrong_5_10_each_unit, "returns a number for each unit", "wrong shape"),
    ("5.10", wrong_5_10_size, "takes the size of the sum without its sign", "sign flipped"),
    ("5.10", wrong_5_10_everywhere, "counts the sums above 0, too", "both sides"),
    ("5.10", wrong_5_10_behind_below, "asks whether the slope behind is below 0", ""),
    ("5.12", wrong_5_12_plain, "does not subtract the largest score", "a property"),
    ("5.12", wrong_5_12_one_top, "subtracts the largest of all rows", "a property"),
    ("5.12", wrong_5_12_columns, "shares out along the columns", "down the columns"),
    ("5.12", wrong_5_12_clipped, "cuts the scores off at 50", "cut off"),
    ("5.12", wrong_5_12_total, "divides by the sum over all rows", "a property"),
    ("5.12", wrong_5_12_scaled, "divides the scores by the largest", "divided by the largest"),
    ("5.12", wrong_5_12_zeros_for_nan, "puts 0 in place of nan", "a property"),
    ("5.12", wrong_5_12_base_two, "takes powers of 2", "two to the score"),
    ("5.13", [0.125, 0.125, 1], "believes that the program is right", "letter keeps its value"),
    ("5.13", [0.125, 0.625, 1], "believes that the shares still add up to 1", "must be 1"),
    ("5.13", [0.017, 0.936, 2.809], "takes the powers for the scores", "exponential twice"),
    ("5.13", [0.125, 0.125, 0.375], "gives every class the share of the first", "first for last"),
    ("5.14", [0.04, 0.01], "gives the variances", "variance for spread"),
    ("5.14", [0.12, 0.1], "takes the number of neurons for He", "neurons for inputs"),
    ("5.14", [0.14, 0.1], "forgets the 2 in He", "two forgotten for ReLU"),
    ("5.14", [0.2, 0.07], "forgets the 2 in Glorot", "Glorot without the two"),
    ("5.14", [0.1, 0.2], "has swapped the two", "swapped"),
    ("5.15", wrong_5_15_no_half, "forgets that the ReLU halves the squares", "nothing cut off"),
    ("5.15", wrong_5_15_square, "forgets the root", "mean square"),
    ("5.15", wrong_5_15_one_less, "counts one layer too few", "a layer too few"),
    ("5.15", wrong_5_15_times, "multiplies by the depth instead of taking a power", "layers added"),
    ("5.15", wrong_5_15_variance, "does not square the spread", "spread for variance"),
    ("5.15", wrong_5_15_half_outside, "halves the size instead of the mean square", "size halved"),
    ("5.15", wrong_5_15_no_n, "forgets the number of inputs", "one unit"),
]
