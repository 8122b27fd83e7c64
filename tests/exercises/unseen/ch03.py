"""Answers to the exercises of chapter 3 that the checker has never seen."""

import numpy as np


def right_3_1_loop(w, x, y, lr, threshold):
    total = 0
    for i in range(len(w)):
        total += w[i] * x[i]
    says = 1 if total >= threshold else 0
    return [w[i] + lr * (y - says) * x[i] for i in range(len(w))]


def right_3_1_cases(w, x, y, lr, threshold):
    w, x = np.array(w, dtype=float), np.array(x, dtype=float)
    fires = w.dot(x) >= threshold
    if fires and y == 0:
        return w - lr * x
    if not fires and y == 1:
        return w + lr * x
    return w


def right_3_1_copy(w, x, y, lr, threshold):
    new = np.copy(w).astype(float)
    new -= lr * (int(np.vdot(w, x) >= threshold) - y) * np.asarray(x)
    return new


def wrong_3_1_minus(w, x, y, lr, threshold):
    says = int(w @ x >= threshold)
    return w - lr * (y - says) * x


def wrong_3_1_no_rate(w, x, y, lr, threshold):
    says = int(w @ x >= threshold)
    return w + (y - says) * x


def wrong_3_1_no_input(w, x, y, lr, threshold):
    says = int(w @ x >= threshold)
    return w + lr * (y - says)


def wrong_3_1_strict(w, x, y, lr, threshold):
    says = int(w @ x > threshold)
    return w + lr * (y - says) * x


def wrong_3_1_sum_for_answer(w, x, y, lr, threshold):
    return w + lr * (y - w @ x) * x


def wrong_3_1_zero_threshold(w, x, y, lr, threshold):
    says = int(w @ x >= 0)
    return w + lr * (y - says) * x


def wrong_3_1_only_ones(w, x, y, lr, threshold):
    says = int(w @ x >= threshold)
    if says < y:
        return w + lr * x
    return w


def wrong_3_1_change(w, x, y, lr, threshold):
    says = int(w @ x >= threshold)
    return lr * (y - says) * x


def wrong_3_1_always(w, x, y, lr, threshold):
    return w + lr * y * x


def wrong_3_1_in_place(w, x, y, lr, threshold):
    w += lr * (y - int(w @ x >= threshold)) * x
    return w


def wrong_3_1_plus_minus(w, x, y, lr, threshold):
    says = 1 if w @ x >= threshold else -1
    return w + lr * (y - says) * x


def right_3_4_loops(w, X, y, lr, threshold):
    w = [float(v) for v in w]
    for k in range(len(X)):
        s = sum(a * b for a, b in zip(w, X[k], strict=True))
        error = y[k] - (1 if s >= threshold else 0)
        for j in range(len(w)):
            w[j] += lr * error * X[k][j]
    return w


def right_3_4_recursion(w, X, y, lr, threshold):
    if len(X) == 0:
        return w
    says = float(X[0] @ w >= threshold)
    return right_3_4_recursion(w + lr * (y[0] - says) * X[0], X[1:], y[1:], lr, threshold)


def right_3_4_copy(w, X, y, lr, threshold):
    w = np.array(w, dtype=float, copy=True)
    for x, target in zip(X, y, strict=True):
        fires = (x * w).sum() >= threshold
        if fires != (target == 1):
            w += lr * x if target == 1 else -lr * x
    return w


def wrong_3_4_batch(w, X, y, lr, threshold):
    says = (X @ w >= threshold).astype(int)
    return w + lr * (y - says) @ X


def wrong_3_4_minus(w, X, y, lr, threshold):
    for x, target in zip(X, y, strict=True):
        w = w + lr * (int(w @ x >= threshold) - target) * x
    return w


def wrong_3_4_first_mistake(w, X, y, lr, threshold):
    for x, target in zip(X, y, strict=True):
        error = target - int(w @ x >= threshold)
        if error:
            return w + lr * error * x
    return w


def wrong_3_4_skips_last(w, X, y, lr, threshold):
    for i in range(len(X) - 1):
        w = w + lr * (y[i] - int(w @ X[i] >= threshold)) * X[i]
    return w


def wrong_3_4_backwards(w, X, y, lr, threshold):
    for x, target in zip(X[::-1], y[::-1], strict=True):
        w = w + lr * (target - int(w @ x >= threshold)) * x
    return w


def wrong_3_4_until_quiet(w, X, y, lr, threshold):
    for _ in range(50):
        for x, target in zip(X, y, strict=True):
            w = w + lr * (target - int(w @ x >= threshold)) * x
    return w


def wrong_3_4_threshold_learns(w, X, y, lr, threshold):
    for x, target in zip(X, y, strict=True):
        error = target - int(w @ x >= threshold)
        w, threshold = w + lr * error * x, threshold - lr * error
    return w


def wrong_3_4_mutates(w, X, y, lr, threshold):
    for x, target in zip(X, y, strict=True):
        w += lr * (target - int(w @ x >= threshold)) * x
    return w


def wrong_3_4_path(w, X, y, lr, threshold):
    path = []
    for x, target in zip(X, y, strict=True):
        w = w + lr * (target - int(w @ x >= threshold)) * x
        path.append(w)
    return np.array(path)


def right_3_6_solved(w, threshold, x1):
    return (threshold - w[0] * x1) / w[1]


def right_3_6_list(w, threshold, x1):
    a, b = w
    return [threshold / b - a / b * x for x in x1]


def right_3_6_two_points(w, threshold, x1):
    """Draw it through the places above 0 and above 1."""
    at0 = threshold / w[1]
    at1 = (threshold - w[0]) / w[1]
    return at0 + np.asarray(x1) * (at1 - at0)


def wrong_3_6_slope_only(w, threshold, x1):
    slope, height = -w[0] / w[1], threshold / w[0]
    return slope * x1 + height


def wrong_3_6_height_only(w, threshold, x1):
    slope, height = -w[1] / w[0], threshold / w[1]
    return slope * x1 + height


def wrong_3_6_rising(w, threshold, x1):
    slope, height = w[0] / w[1], threshold / w[1]
    return slope * x1 + height


def wrong_3_6_below(w, threshold, x1):
    slope, height = -w[0] / w[1], -threshold / w[1]
    return slope * x1 + height


def wrong_3_6_height_undivided(w, threshold, x1):
    slope, height = -w[0] / w[1], threshold
    return slope * x1 + height


def wrong_3_6_pair(w, threshold, x1):
    return -w[0] / w[1], threshold / w[1]


def right_3_7_loop(X, y, u):
    length = sum(a * a for a in u) ** 0.5
    room, radius = float("inf"), 0.0
    for x, c in zip(X, y, strict=True):
        side = 1 if c == 1 else -1
        room = min(room, side * sum(a * b for a, b in zip(u, x, strict=True)) / length)
        radius = max(radius, sum(a * a for a in x) ** 0.5)
    return (radius / room) ** 2


def right_3_7_squares(X, y, u):
    R2 = np.einsum("ij,ij->i", X, X).max()
    gamma2 = np.square((2 * np.asarray(y) - 1) * (X @ u)).min() / np.dot(u, u)
    return R2 / gamma2


def right_3_7_abs(X, y, u):
    """It is promised that the direction separates, so the side need not be asked."""
    gamma = np.abs(X @ (u / np.linalg.norm(u))).min()
    return max(np.linalg.norm(x) for x in X) ** 2 / gamma**2


def wrong_3_7_any_length(X, y, u):
    s = 2 * y - 1
    return (np.linalg.norm(X, axis=1).max() / (s * (X @ u)).min()) ** 2


def wrong_3_7_no_square(X, y, u):
    s, u = 2 * y - 1, u / np.linalg.norm(u)
    return np.linalg.norm(X, axis=1).max() / (s * (X @ u)).min()


def wrong_3_7_mean_radius(X, y, u):
    s, u = 2 * y - 1, u / np.linalg.norm(u)
    return (np.linalg.norm(X, axis=1).mean() / (s * (X @ u)).min()) ** 2


def wrong_3_7_classes_as_sides(X, y, u):
    u = u / np.linalg.norm(u)
    return (np.linalg.norm(X, axis=1).max() / (X @ u)[y == 1].min()) ** 2


def wrong_3_7_one_more_column(X, y, u):
    s, u = 2 * y - 1, u / np.linalg.norm(u)
    longer = np.column_stack([X, np.ones(len(X))])
    return (np.linalg.norm(longer, axis=1).max() / (s * (X @ u)).min()) ** 2


def wrong_3_7_widest(X, y, u):
    s, u = 2 * y - 1, u / np.linalg.norm(u)
    return (np.linalg.norm(X, axis=1).max() / (s * (X @ u)).max()) ** 2


def wrong_3_7_whole_norm(X, y, u):
    s, u = 2 * y - 1, u / np.linalg.norm(u)
    return (np.linalg.norm(X) / (s * (X @ u)).min()) ** 2


def wrong_3_7_upside_down(X, y, u):
    s, u = 2 * y - 1, u / np.linalg.norm(u)
    return ((s * (X @ u)).min() / np.linalg.norm(X, axis=1).max()) ** 2


RIGHT = [
    ("3.1", right_3_1_loop),
    ("3.1", right_3_1_cases),
    ("3.1", right_3_1_copy),
    ("3.2", [0.55, 0.12, 0.371]),
    ("3.2", np.array([0.6 - 0.1 * 0.5, 0.2 - 0.1 * 0.8, 0.371], dtype=np.float32)),
    ("3.4", right_3_4_loops),
    ("3.4", right_3_4_recursion),
    ("3.4", right_3_4_copy),
    ("3.5", (-0.5, 3 / 4)),
    ("3.6", right_3_6_solved),
    ("3.6", right_3_6_list),
    ("3.6", right_3_6_two_points),
    ("3.7", right_3_7_loop),
    ("3.7", right_3_7_squares),
    ("3.7", right_3_7_abs),
]

WRONG = [
    ("3.1", wrong_3_1_minus, "subtracts the change instead of adding it", "sign flipped"),
    ("3.1", wrong_3_1_no_rate, "forgets the learning rate", "learning rate forgotten"),
    ("3.1", wrong_3_1_no_input, "forgets to multiply by the input", "input forgotten"),
    (
        "3.1",
        wrong_3_1_strict,
        "does not fire when the sum just reaches the threshold",
        "greater than",
    ),
    (
        "3.1",
        wrong_3_1_sum_for_answer,
        "compares the target with the sum, not with the answer",
        "raw sum in the error",
    ),
    (
        "3.1",
        wrong_3_1_zero_threshold,
        "decides at 0 instead of the threshold",
        "threshold forgotten",
    ),
    (
        "3.1",
        wrong_3_1_only_ones,
        "corrects only when it should have fired",
        "learns from one kind of mistake",
    ),
    ("3.1", wrong_3_1_change, "returns the change instead of the new weights", "only the change"),
    (
        "3.1",
        wrong_3_1_always,
        "learns from every one, also if the answer was right",
        "moves when it was right",
    ),
    ("3.1", wrong_3_1_in_place, "changes the weights it was given", "changes its input"),
    ("3.1", wrong_3_1_plus_minus, "lets a silent neuron say -1", "minus one for no"),
    ("3.2", [0.65, 0.28, 0.549], "adds where it should take away", "sign flipped"),
    ("3.2", [0.5, 0.1, 0.33], "takes off the rate without the input", "input forgotten"),
    ("3.2", [0.55, 0.12, 0.46], "gives the sum of before", "old weights in the sum"),
    ("3.2", [0.1, -0.6, -0.43], "takes a rate of 1", "learning rate forgotten"),
    (
        "3.2",
        [0.6, 0.2, 0.46],
        "believes that the answer was right and changes nothing",
        "no mistake seen",
    ),
    ("3.2", [0.52, 0.15, 0.38], "has swapped the two inputs in the correction", "inputs swapped"),
    (
        "3.4",
        wrong_3_4_batch,
        "answers all samples with the weights of the start",
        "all judged by the old weights",
    ),
    ("3.4", wrong_3_4_minus, "corrects in the wrong direction", "sign flipped"),
    (
        "3.4",
        wrong_3_4_first_mistake,
        "stops after the first mistake",
        "ends after the first mistake",
    ),
    ("3.4", wrong_3_4_skips_last, "never sees the last sample", "last sample unseen"),
    ("3.4", wrong_3_4_backwards, "walks from the last sample to the first", "backwards"),
    ("3.4", wrong_3_4_until_quiet, "walks through the samples fifty times", ""),
    ("3.4", wrong_3_4_threshold_learns, "lets the threshold learn, too", "threshold learns too"),
    ("3.4", wrong_3_4_mutates, "changes the weights it was given", "changes its input"),
    ("3.4", wrong_3_4_path, "returns the weights after every sample", "wrong shape"),
    ("3.5", [0.5, 0.75], "loses the minus of the slope", "sign of the slope"),
    ("3.5", [-2, 1.5], "has swapped the two weights", "weights swapped"),
    (
        "3.5",
        [-0.5, 0.6],
        "gives the threshold, not divided by the weight",
        "threshold for the height",
    ),
    ("3.5", [-0.5, -0.75], "has the height with the wrong sign", "sign of the height"),
    ("3.5", [-0.5, 1.5], "gives the place on the other axis", "height of the other axis"),
    ("3.6", wrong_3_6_slope_only, "mends the slope and not the height", "half mended, slope"),
    ("3.6", wrong_3_6_height_only, "mends the height and not the slope", "half mended, height"),
    ("3.6", wrong_3_6_rising, "loses the minus of the slope", "sign of the slope"),
    ("3.6", wrong_3_6_below, "has the height with the wrong sign", "sign of the height"),
    (
        "3.6",
        wrong_3_6_height_undivided,
        "does not divide the threshold",
        "threshold for the height",
    ),
    ("3.6", wrong_3_6_pair, "returns slope and height instead of the points", "slope and height"),
    ("3.7", wrong_3_7_any_length, "does not bring the direction to length 1", "length of u"),
    ("3.7", wrong_3_7_no_square, "forgets the square", "not squared"),
    ("3.7", wrong_3_7_mean_radius, "takes the mean length for the largest", "mean length"),
    (
        "3.7",
        wrong_3_7_classes_as_sides,
        "looks for the room among the ones only",
        "room among the ones",
    ),
    (
        "3.7",
        wrong_3_7_one_more_column,
        "adds the column of ones a second time",
        "ones a second time",
    ),
    ("3.7", wrong_3_7_widest, "takes the widest room instead of the narrowest", "largest room"),
    (
        "3.7",
        wrong_3_7_whole_norm,
        "takes the length of the whole table",
        "length of the whole table",
    ),
    ("3.7", wrong_3_7_upside_down, "divides the other way round", "upside down"),
]
