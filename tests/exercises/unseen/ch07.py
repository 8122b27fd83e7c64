"""Answers to the exercises of chapter 7 that the checker has never seen."""

import math

import numpy as np


def right_7_3_loop(x, y, w, b, lr):
    n = len(x)
    slope_w = slope_b = 0.0
    for i in range(n):
        error = w * x[i] + b - y[i]
        slope_w += 2 * error * x[i] / n
        slope_b += 2 * error / n
    return [w - lr * slope_w, b - lr * slope_b]


def right_7_3_matrix(x, y, w, b, lr):
    A = np.column_stack((x, np.ones(len(x))))
    p = np.array([w, b])
    return p - 2 * lr / len(x) * A.T @ (A @ p - y)


def right_7_3_moments(x, y, w, b, lr):
    x, y = np.asarray(x), np.asarray(y)
    of_w = 2 * (w * np.mean(x * x) + b * np.mean(x) - np.mean(x * y))
    of_b = 2 * (w * np.mean(x) + b - np.mean(y))
    return w - lr * of_w, b - lr * of_b


def wrong_7_3_no_two(x, y, w, b, lr):
    r = w * x + b - y
    return np.array([w - lr * np.mean(r * x), b - lr * np.mean(r)])


def wrong_7_3_sum(x, y, w, b, lr):
    r = w * x + b - y
    return np.array([w - lr * 2 * np.sum(r * x), b - lr * 2 * np.sum(r)])


def wrong_7_3_uphill(x, y, w, b, lr):
    r = w * x + b - y
    return np.array([w + lr * 2 * np.mean(r * x), b + lr * 2 * np.mean(r)])


def wrong_7_3_too_early(x, y, w, b, lr):
    w = w - lr * 2 * np.mean((w * x + b - y) * x)
    b = b - lr * 2 * np.mean(w * x + b - y)
    return np.array([w, b])


def wrong_7_3_no_input(x, y, w, b, lr):
    r = w * x + b - y
    return np.array([w - lr * 2 * np.mean(r), b - lr * 2 * np.mean(r)])


def wrong_7_3_fixed_intercept(x, y, w, b, lr):
    r = w * x + b - y
    return np.array([w - lr * 2 * np.mean(r * x), b])


def wrong_7_3_swapped(x, y, w, b, lr):
    r = w * x + b - y
    return np.array([b - lr * 2 * np.mean(r), w - lr * 2 * np.mean(r * x)])


def wrong_7_3_product_of_means(x, y, w, b, lr):
    r = w * x + b - y
    return np.array([w - lr * 2 * np.mean(r) * np.mean(x), b - lr * 2 * np.mean(r)])


def wrong_7_3_slopes(x, y, w, b, lr):
    r = w * x + b - y
    return np.array([2 * np.mean(r * x), 2 * np.mean(r)])


def wrong_7_3_no_intercept(x, y, w, b, lr):
    r = w * x - y
    return np.array([w - lr * 2 * np.mean(r * x), b - lr * 2 * np.mean(r)])


def right_7_6_loops(X, new):
    columns = []
    for j in range(len(X[0])):
        known = [row[j] for row in X]
        mean = sum(known) / len(known)
        spread = math.sqrt(sum((v - mean) ** 2 for v in known) / len(known))
        columns.append([(row[j] - mean) / spread for row in new])
    return np.array(columns).T


def right_7_6_moments(X, new):
    mean = np.add.reduce(X) / len(X)
    variance = np.einsum("ij,ij->j", X - mean, X - mean) / len(X)
    return (np.array(new, dtype=float) - mean) * variance**-0.5


def right_7_6_float32(X, new):
    return ((new - np.mean(X, axis=0)) / np.std(X, axis=0)).astype(np.float32)


def wrong_7_6_by_new(X, new):
    return (new - new.mean(axis=0)) / new.std(axis=0)


def wrong_7_6_one_spread(X, new):
    return (new - X.mean(axis=0)) / X.std()


def wrong_7_6_one_mean(X, new):
    return (new - X.mean()) / X.std(axis=0)


def wrong_7_6_variance(X, new):
    return (new - X.mean(axis=0)) / X.var(axis=0)


def wrong_7_6_only_moved(X, new):
    return new - X.mean(axis=0)


def wrong_7_6_only_scaled(X, new):
    return new / X.std(axis=0)


def wrong_7_6_together(X, new):
    both = np.vstack([X, new])
    return (new - both.mean(axis=0)) / both.std(axis=0)


def wrong_7_6_old_ones(X, new):
    return (X - X.mean(axis=0)) / X.std(axis=0)


def wrong_7_6_range(X, new):
    return (new - X.min(axis=0)) / (X.max(axis=0) - X.min(axis=0))


def wrong_7_6_brackets(X, new):
    return new - X.mean(axis=0) / X.std(axis=0)


def wrong_7_6_in_place(X, new):
    new -= X.mean(axis=0)
    new /= X.std(axis=0)
    return new


def right_7_8_rate_outside(w, gradients, lr, beta):
    v = np.zeros(len(w))
    for g in gradients:
        v = beta * v + g
        w = w - lr * v
    return w


def right_7_8_rate_inside(w, gradients, lr, beta):
    v = 0
    for g in gradients:
        v = beta * v - lr * np.asarray(g)
        w = w + v
    return w


def right_7_8_powers(w, gradients, lr, beta):
    """Every gradient counts once for each step that still follows."""
    steps = len(gradients)
    counts = [sum(beta**k for k in range(steps - i)) for i in range(steps)]
    return w - lr * sum(c * np.asarray(g) for c, g in zip(counts, gradients, strict=True))


def right_7_8_lists(w, gradients, lr, beta):
    w, v = list(w), [0.0] * len(w)
    for g in gradients:
        for j in range(len(w)):
            v[j] = beta * v[j] + g[j]
            w[j] -= lr * v[j]
    return w


def wrong_7_8_no_rate(w, gradients, lr, beta):
    v = np.zeros(len(w))
    for g in gradients:
        v = beta * v + g
        w = w - v
    return w


def wrong_7_8_uphill(w, gradients, lr, beta):
    v = np.zeros(len(w))
    for g in gradients:
        v = beta * v + g
        w = w + lr * v
    return w


def wrong_7_8_no_momentum(w, gradients, lr, beta):
    for g in gradients:
        w = w - lr * g
    return w


def wrong_7_8_running_mean(w, gradients, lr, beta):
    v = np.zeros(len(w))
    for g in gradients:
        v = beta * v + (1 - beta) * g
        w = w - lr * v
    return w


def wrong_7_8_too_late(w, gradients, lr, beta):
    v = np.zeros(len(w))
    for g in gradients:
        w = w - lr * v
        v = beta * v + g
    return w


def wrong_7_8_starts_anew(w, gradients, lr, beta):
    for g in gradients:
        v = np.zeros(len(w))
        v = beta * v + g
        w = w - lr * v
    return w


def wrong_7_8_one_step(w, gradients, lr, beta):
    v = np.zeros(len(w))
    for g in gradients:
        v = beta * v + g
    return w - lr * v


def wrong_7_8_rate_twice(w, gradients, lr, beta):
    v = np.zeros(len(w))
    for g in gradients:
        v = beta * v + lr * g
        w = w - lr * v
    return w


def wrong_7_8_mutates(w, gradients, lr, beta):
    v = np.zeros(len(w))
    for g in gradients:
        v = beta * v + g
        w -= lr * v
    return w


def right_7_9_sums(w, gradients, lr):
    """The means written out as sums over all gradients so far."""
    G = np.asarray(gradients, dtype=float)
    for t in range(1, len(G) + 1):
        past = np.arange(t - 1, -1, -1)
        m = 0.1 * (0.9**past) @ G[:t] / (1 - 0.9**t)
        v = 0.001 * (0.999**past) @ G[:t] ** 2 / (1 - 0.999**t)
        w = w - lr * m / (np.sqrt(v) + 1e-8)
    return w


def right_7_9_one_weight_at_a_time(w, gradients, lr):
    out = []
    for j, weight in enumerate(w):
        m, v, now = 0.0, 0.0, float(weight)
        for t, row in enumerate(gradients, start=1):
            m += 0.1 * (row[j] - m)
            v += 0.001 * (row[j] ** 2 - v)
            now -= lr * (m / (1 - 0.9**t)) / (math.sqrt(v / (1 - 0.999**t)) + 1e-8)
        out.append(now)
    return out


def right_7_9_copy(w, gradients, lr):
    w = np.array(w, dtype=np.float64)
    m, v, b1, b2 = np.zeros_like(w), np.zeros_like(w), 1.0, 1.0
    for g in gradients:
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * np.square(g)
        b1, b2 = b1 * 0.9, b2 * 0.999
        w -= lr * np.divide(m / (1 - b1), (v / (1 - b2)) ** 0.5 + 1e-8)
    return w


def wrong_7_9_no_correction(w, gradients, lr):
    m = v = np.zeros(len(w))
    for g in gradients:
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        w = w - lr * m / (np.sqrt(v) + 1e-8)
    return w


def wrong_7_9_no_root(w, gradients, lr):
    m = v = np.zeros(len(w))
    for t, g in enumerate(gradients, 1):
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        w = w - lr * (m / (1 - 0.9**t)) / (v / (1 - 0.999**t) + 1e-8)
    return w


def wrong_7_9_no_square(w, gradients, lr):
    m = v = np.zeros(len(w))
    for t, g in enumerate(gradients, 1):
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * np.abs(g)
        w = w - lr * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
    return w


def wrong_7_9_swapped_betas(w, gradients, lr):
    m = v = np.zeros(len(w))
    for t, g in enumerate(gradients, 1):
        m, v = 0.999 * m + 0.001 * g, 0.9 * v + 0.1 * g**2
        w = w - lr * (m / (1 - 0.999**t)) / (np.sqrt(v / (1 - 0.9**t)) + 1e-8)
    return w


def wrong_7_9_uphill(w, gradients, lr):
    m = v = np.zeros(len(w))
    for t, g in enumerate(gradients, 1):
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        w = w + lr * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
    return w


def wrong_7_9_frozen_time(w, gradients, lr):
    m = v = np.zeros(len(w))
    for g in gradients:
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        w = w - lr * (m / 0.1) / (np.sqrt(v / 0.001) + 1e-8)
    return w


def wrong_7_9_t_from_two(w, gradients, lr):
    m = v = np.zeros(len(w))
    for t, g in enumerate(gradients, 2):
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        w = w - lr * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
    return w


def wrong_7_9_correction_kept(w, gradients, lr):
    m = v = np.zeros(len(w))
    for t, g in enumerate(gradients, 1):
        m = (0.9 * m + 0.1 * g) / (1 - 0.9**t)
        v = (0.999 * v + 0.001 * g**2) / (1 - 0.999**t)
        w = w - lr * m / (np.sqrt(v) + 1e-8)
    return w


def wrong_7_9_one_mean_corrected(w, gradients, lr):
    m = v = np.zeros(len(w))
    for t, g in enumerate(gradients, 1):
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        w = w - lr * (m / (1 - 0.9**t)) / (np.sqrt(v) + 1e-8)
    return w


def wrong_7_9_gradient_above(w, gradients, lr):
    v = np.zeros(len(w))
    for t, g in enumerate(gradients, 1):
        v = 0.999 * v + 0.001 * g**2
        w = w - lr * g / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
    return w


def right_7_12_range(w, X, y, lr, B):
    for start in range(0, len(X), B):
        x, target = X[start : start + B], y[start : start + B]
        w = w - lr * 2 * x.T @ (x @ w - target) / len(x)
    return w


def right_7_12_while(w, X, y, lr, B):
    w = np.array(w, dtype=float)
    while len(X):
        x, target, X, y = X[:B], y[:B], X[B:], y[B:]
        w -= 2 * lr * np.mean((x @ w - target)[:, None] * x, axis=0)
    return w


def right_7_12_split(w, X, y, lr, B):
    cuts = list(range(B, len(X), B))
    for x, target in zip(np.split(X, cuts), np.split(y, cuts), strict=True):
        error = np.einsum("ij,j->i", x, w) - target
        w = w - lr * 2 / len(error) * np.einsum("i,ij->j", error, x)
    return w


def right_7_12_recursion(w, X, y, lr, B):
    if len(y) == 0:
        return w
    n = min(B, len(y))
    w = w - lr * 2 * (X[:n] @ w - y[:n]) @ X[:n] / n
    return right_7_12_recursion(w, X[n:], y[n:], lr, B)


def wrong_7_12_divides_by_b(w, X, y, lr, B):
    for k in range(0, len(X), B):
        x, target = X[k : k + B], y[k : k + B]
        w = w - lr * 2 * x.T @ (x @ w - target) / B
    return w


def wrong_7_12_one_more(w, X, y, lr, B):
    for k in range(len(X) // B + 1):
        x, target = X[k * B : (k + 1) * B], y[k * B : (k + 1) * B]
        with np.errstate(all="ignore"):
            w = w - lr * 2 * x.T @ (x @ w - target) / np.float64(len(x))
    return w


def wrong_7_12_last_ones(w, X, y, lr, B):
    for k in range(0, len(X), B):
        k = min(k, len(X) - B)  # noqa: PLW2901 - the last batch is filled up
        x, target = X[k : k + B], y[k : k + B]
        w = w - lr * 2 * x.T @ (x @ w - target) / B
    return w


def wrong_7_12_only_rest(w, X, y, lr, B):
    start = len(X) // B * B
    x, target = X[start:], y[start:]
    if len(x):
        w = w - lr * 2 * x.T @ (x @ w - target) / len(x)
    return w


def wrong_7_12_whole(w, X, y, lr, B):
    return w - lr * 2 * X.T @ (X @ w - y) / len(X)


def wrong_7_12_sum(w, X, y, lr, B):
    for k in range(0, len(X), B):
        x, target = X[k : k + B], y[k : k + B]
        w = w - lr * 2 * x.T @ (x @ w - target)
    return w


def wrong_7_12_by_all(w, X, y, lr, B):
    for k in range(0, len(X), B):
        x, target = X[k : k + B], y[k : k + B]
        w = w - lr * 2 * x.T @ (x @ w - target) / len(X)
    return w


def wrong_7_12_same_weights(w, X, y, lr, B):
    new = w
    for k in range(0, len(X), B):
        x, target = X[k : k + B], y[k : k + B]
        new = new - lr * 2 * x.T @ (x @ w - target) / len(x)
    return new


def wrong_7_12_overlap(w, X, y, lr, B):
    for k in range(len(X)):
        x, target = X[k : k + B], y[k : k + B]
        w = w - lr * 2 * x.T @ (x @ w - target) / len(x)
    return w


RIGHT = [
    ("7.1", [24, -1.2, 0.16]),
    ("7.2", [5, 0.4, 2.2]),
    ("7.3", right_7_3_loop),
    ("7.3", right_7_3_matrix),
    ("7.3", right_7_3_moments),
    ("7.5", [0.5, 0.9, 16, 55.26]),
    ("7.5", [0.5, 0.9, 16, 8 * math.log(1000)]),
    ("7.6", right_7_6_loops),
    ("7.6", right_7_6_moments),
    ("7.6", right_7_6_float32),
    ("7.8", [0.6, 0, -0.54]),
    ("7.9", right_7_8_rate_outside),
    ("7.9", right_7_8_rate_inside),
    ("7.9", right_7_8_powers),
    ("7.9", right_7_8_lists),
    ("7.10", right_7_9_sums),
    ("7.10", right_7_9_one_weight_at_a_time),
    ("7.10", right_7_9_copy),
    ("7.11", [785, 785, 1570, 2355]),
    ("7.13", right_7_12_range),
    ("7.13", right_7_12_while),
    ("7.13", right_7_12_split),
    ("7.13", right_7_12_recursion),
    ("7.14", [2, 2, 6, -2]),
]

WRONG = [
    ("7.1", [8, -0.4, 7.84], "forgets the inner derivative 3", "input forgotten"),
    ("7.1", [12, -0.6, 4.84], "forgets the 2 of the square", "factor 2 forgotten"),
    ("7.1", [24, 1.2, 57.76], "steps uphill", "sign flipped"),
    ("7.1", [24, -1.2, 0.4], "forgets to square in the last", "square forgotten"),
    ("7.1", [24, -24, 4624], "forgets the learning rate", "opposite, same size"),
    (
        "7.2",
        [10, 0.2, 1.6],
        "does not divide by the way between the two places",
        "not for each unit",
    ),
    (
        "7.2",
        [5, 0.2, 2.2],
        "takes one over the curvature for the border",
        "one step for the border",
    ),
    ("7.2", [5, 0.4, 2], "takes the middle for the lowest point", "middle for the lowest point"),
    ("7.2", [-1, -2, -5], "adds the two slopes instead of subtracting", "slopes added"),
    ("7.2", [5, 0.4, -0.2], "steps uphill from 1", "wrong side"),
    ("7.3", wrong_7_3_no_two, "forgets the 2 of the square", "factor 2 forgotten"),
    ("7.3", wrong_7_3_sum, "takes the sum for the mean", "sum for mean"),
    ("7.3", wrong_7_3_uphill, "adds the slope instead of subtracting it", "sign flipped"),
    (
        "7.3",
        wrong_7_3_too_early,
        "uses the new slope of the line for the intercept",
        "updated slope used too early",
    ),
    ("7.3", wrong_7_3_no_input, "forgets to multiply by x", "input forgotten"),
    ("7.3", wrong_7_3_fixed_intercept, "leaves the intercept where it is", "intercept held"),
    ("7.3", wrong_7_3_swapped, "returns the intercept first", "slope and intercept swapped"),
    (
        "7.3",
        wrong_7_3_product_of_means,
        "takes the product of the means for the mean product",
        "product of means",
    ),
    ("7.3", wrong_7_3_slopes, "returns the gradient instead of the new line", "only the gradient"),
    (
        "7.3",
        wrong_7_3_no_intercept,
        "predicts without the intercept",
        "predicts without the intercept",
    ),
    (
        "7.5",
        [8, 0.9, 16, 55.26],
        "takes the border at twice the curvature",
        "border of the flat direction",
    ),
    (
        "7.5",
        [0.25, 0.9, 16, 55.26],
        "takes one over the curvature for the border",
        "one step for the border",
    ),
    (
        "7.5",
        [0.5, 0.1, 16, 55.26],
        "gives what is taken off instead of what is left",
        "what is covered, not what is left",
    ),
    ("7.5", [0.5, 0.9, 0.06, 55.26], "turns the condition number upside down", "ratio upside down"),
    ("7.5", [0.5, 0.9, 16, 24], "takes the logarithm to base 10", "another logarithm"),
    ("7.5", [0.5, 0.9, 4, 55.26], "takes the root for the condition number", "root too early"),
    ("7.5", [0.5, 0.9, 1, 3.45], "multiplies the curvatures", "product for ratio"),
    (
        "7.6",
        wrong_7_6_by_new,
        "takes mean and spread of the new samples",
        "mean of the new samples",
    ),
    ("7.6", wrong_7_6_one_spread, "takes one spread for all inputs", "one spread for all inputs"),
    ("7.6", wrong_7_6_one_mean, "takes one mean for all inputs", "one zero for all inputs"),
    ("7.6", wrong_7_6_variance, "divides by the variance", "variance for spread"),
    ("7.6", wrong_7_6_only_moved, "forgets to divide", "only centred"),
    ("7.6", wrong_7_6_only_scaled, "forgets the mean", "only divided"),
    (
        "7.6",
        wrong_7_6_together,
        "takes mean and spread of old and new together",
        "old and new together",
    ),
    ("7.6", wrong_7_6_old_ones, "returns the old samples", "the old samples"),
    ("7.6", wrong_7_6_range, "scales from the smallest to the largest", "range for spread"),
    ("7.6", wrong_7_6_brackets, "forgets the brackets", "brackets forgotten"),
    ("7.6", wrong_7_6_in_place, "changes the samples it was given", "changes its input"),
    ("7.8", [0.6, 0.36, 0.216], "descends without momentum", "no momentum"),
    ("7.8", [0.96, 0.89, 0.78], "takes a running mean of the slopes", "mean for sum"),
    ("7.8", [1.4, 2.32, 4.08], "rolls uphill", "sign flipped"),
    ("7.8", [0.8, 0.46, 0.06], "takes the slope to be 2w", "slope of another parabola"),
    ("7.9", wrong_7_8_no_rate, "forgets the learning rate", "opposite, same size"),
    ("7.9", wrong_7_8_uphill, "adds the velocity instead of subtracting it", "sign flipped"),
    ("7.9", wrong_7_8_no_momentum, "has thrown the momentum out", "no momentum"),
    ("7.9", wrong_7_8_running_mean, "multiplies the gradient by 1 minus beta", "mean for sum"),
    ("7.9", wrong_7_8_too_late, "moves before it knows the new velocity", "one gradient late"),
    ("7.9", wrong_7_8_starts_anew, "sets the velocity to 0 at each step", "no momentum"),
    ("7.9", wrong_7_8_one_step, "moves only once, after the last gradient", "one step at the end"),
    ("7.9", wrong_7_8_rate_twice, "multiplies by the learning rate twice", "learning rate twice"),
    ("7.9", wrong_7_8_mutates, "changes the weights it was given", "changes its input"),
    (
        "7.10",
        wrong_7_9_no_correction,
        "does not correct the means for their start at 0",
        "not corrected",
    ),
    ("7.10", wrong_7_9_no_root, "forgets the root", "root forgotten"),
    ("7.10", wrong_7_9_no_square, "keeps the sizes instead of the squares", "a property"),
    ("7.10", wrong_7_9_swapped_betas, "has swapped the betas", "the two β swapped"),
    ("7.10", wrong_7_9_uphill, "adds the step", "sign flipped"),
    (
        "7.10",
        wrong_7_9_frozen_time,
        "corrects every step like the first",
        "always corrected as at first",
    ),
    ("7.10", wrong_7_9_t_from_two, "counts the steps one too far", "a property"),
    (
        "7.10",
        wrong_7_9_correction_kept,
        "puts the corrected means back into the running ones",
        "corrected means carried on",
    ),
    (
        "7.10",
        wrong_7_9_one_mean_corrected,
        "corrects only the mean of the gradients",
        "only the mean corrected",
    ),
    (
        "7.10",
        wrong_7_9_gradient_above,
        "divides the gradient itself, not its running mean",
        "gradient for its mean",
    ),
    ("7.11", [750, 750, 1500, 2250], "forgets the biases", "biases forgotten"),
    ("7.11", [785, 785, 785, 1570], "gives Adam one running mean only", "one mean for Adam"),
    (
        "7.11",
        [785, 785, 1570, 1570],
        "does not count the parameters in the last",
        "parameters forgotten in the sum",
    ),
    (
        "7.11",
        [785, 1570, 1570, 2355],
        "gives momentum two numbers for each parameter",
        "two sums for momentum",
    ),
    ("7.11", [805, 805, 1610, 2415], "gives the inputs biases, too", "biases of the inputs"),
    (
        "7.11",
        [785, 0, 1570, 2355],
        "believes that momentum keeps nothing",
        "momentum keeps nothing",
    ),
    ("7.13", wrong_7_12_divides_by_b, "divides the last batch by B", "last batch divided by B"),
    (
        "7.13",
        wrong_7_12_one_more,
        "makes a step with an empty batch when B divides the number",
        "a property",
    ),
    (
        "7.13",
        wrong_7_12_last_ones,
        "fills the last batch up with samples seen before",
        "last batch begun earlier",
    ),
    ("7.13", wrong_7_12_only_rest, "learns from the last batch alone", "only the rest"),
    ("7.13", wrong_7_12_whole, "makes one step with all samples", "one batch of all"),
    ("7.13", wrong_7_12_sum, "takes the sum for the mean", "sum for mean"),
    ("7.13", wrong_7_12_by_all, "divides by the number of all samples", "divided by all samples"),
    (
        "7.13",
        wrong_7_12_same_weights,
        "takes all slopes at the weights of the start",
        "all from the first weights",
    ),
    ("7.13", wrong_7_12_overlap, "moves on by one sample instead of a batch", "batches overlap"),
    (
        "7.14",
        [2, 2, 3, -1],
        "gives half the curvature along the diagonals",
        "coefficient for curvature",
    ),
    ("7.14", [1, 1, 6, -2], "forgets to double on the axes", "coefficient for curvature"),
    ("7.14", [2, 2, 12, -4], "does not measure along the diagonal", "diagonal counted too short"),
    ("7.14", [2, 2, 6, 2], "loses the minus on the second diagonal", "negative curvature lost"),
    ("7.14", [2, 2, -2, 6], "has swapped the diagonals", "diagonals swapped"),
    ("7.14", [2, 2, 4, 4], "adds the curvatures of the axes", "axes added"),
]
