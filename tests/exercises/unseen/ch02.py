"""Answers to the exercises of chapter 2 that the checker has never seen."""

from fractions import Fraction

import numpy as np


def right_2_3_loops(w, X):
    moves = []
    n = len(X)
    for j in range(len(w)):
        mean = sum(row[j] for row in X) / n
        variance = sum((row[j] - mean) ** 2 for row in X) / n
        moves.append(abs(w[j]) * variance**0.5)
    return [move / sum(moves) for move in moves]


def right_2_3_one_less(w, X):
    moves = np.abs(w * np.std(X, axis=0, ddof=1))
    return moves / np.sum(moves)


def right_2_3_products(w, X):
    """Every product first, and then the spread of the products."""
    spread = np.sqrt(np.var(X * w, axis=0))
    return spread / np.linalg.norm(spread, ord=1)


def wrong_2_3_mean(w, X):
    size = np.abs(w) * np.abs(X.mean(axis=0))
    return size / size.sum()


def wrong_2_3_variance(w, X):
    size = np.abs(w) * X.var(axis=0)
    return size / size.sum()


def wrong_2_3_sign(w, X):
    size = w * X.std(axis=0)
    return size / size.sum()


def wrong_2_3_not_shares(w, X):
    return np.abs(w) * X.std(axis=0)


def wrong_2_3_one_spread(w, X):
    size = np.abs(w) * X.std()
    return size / size.sum()


def wrong_2_3_divided(w, X):
    size = np.abs(w) / X.std(axis=0)
    return size / size.sum()


def wrong_2_3_spread_alone(w, X):
    size = X.std(axis=0)
    return size / size.sum()


def wrong_2_3_largest(w, X):
    size = np.abs(w) * X.std(axis=0)
    return size / size.max()


def right_2_4_loops(X, w, b):
    answers = []
    for row in X:
        total = b
        for xi, wi in zip(row, w, strict=True):
            total += xi * wi
        answers.append(1 if total >= 0 else 0)
    return np.array(answers)


def right_2_4_heaviside(X, w, b):
    return np.heaviside(np.dot(X, w) + b, 1.0)


def right_2_4_float32(X, w, b):
    z = np.einsum("ij,j->i", X, w) + b
    return np.where(z < 0, 0, 1).astype(np.float32)


def wrong_2_4_minus_bias(X, w, b):
    return (X @ w - b >= 0).astype(int)


def wrong_2_4_no_bias(X, w, b):
    return (X @ w >= 0).astype(int)


def wrong_2_4_half(X, w, b):
    return (X @ w + b >= 0.5).astype(int)


def wrong_2_4_sigmoid(X, w, b):
    return 1 / (1 + np.exp(-(X @ w + b)))


def wrong_2_4_sign(X, w, b):
    return np.sign(X @ w + b)


def wrong_2_4_first_night(X, w, b):
    for x in X:
        return np.array([1 if w @ x + b >= 0 else 0])
    return np.array([])


def wrong_2_4_prints(X, w, b):
    print((X @ w + b >= 0).astype(int))


def wrong_2_4_sums(X, w, b):
    return X @ w + b


def wrong_2_4_below(X, w, b):
    return (X @ w + b < 0).astype(int)


def wrong_2_4_bias_each(X, w, b):
    return ((X * w + b).sum(axis=1) >= 0).astype(int)


def right_2_8_loop(w, b, X):
    length = sum(wi * wi for wi in w) ** 0.5
    nearest = float("inf")
    for x in X:
        distance = abs(sum(wi * xi for wi, xi in zip(w, x, strict=True)) + b) / length
        nearest = min(nearest, distance)
    return nearest


def right_2_8_unit(w, b, X):
    size = np.hypot.reduce(np.asarray(w, dtype=float))
    u, c = np.asarray(w) / size, b / size
    return np.sort(np.abs(X @ u + c))[0]


def right_2_8_sheer_drop(w, b, X):
    """Drop each point on the line and measure the way."""
    w = np.asarray(w, dtype=float)
    feet = X - np.outer((X @ w + b) / (w @ w), w)
    return np.linalg.norm(X - feet, axis=1).min()


def wrong_2_8_no_length(w, b, X):
    return np.abs(X @ w + b).min()


def wrong_2_8_signed(w, b, X):
    return ((X @ w + b) / np.linalg.norm(w)).min()


def wrong_2_8_squared(w, b, X):
    return np.abs(X @ w + b).min() / (w @ w)


def wrong_2_8_farthest(w, b, X):
    return np.abs(X @ w + b).max() / np.linalg.norm(w)


def wrong_2_8_no_bias(w, b, X):
    return np.abs(X @ w).min() / np.linalg.norm(w)


def wrong_2_8_minus(w, b, X):
    return np.abs(X @ w - b).min() / np.linalg.norm(w)


def wrong_2_8_all(w, b, X):
    return np.abs(X @ w + b) / np.linalg.norm(w)


def wrong_2_8_bias_inside(w, b, X):
    return np.abs(X @ w + b).min() / np.sqrt(w @ w + b * b)


def wrong_2_8_city(w, b, X):
    return np.abs(X @ w + b).min() / np.abs(w).sum()


RIGHT = [
    ("2.1", [9.2, 21]),
    ("2.1", [10 * np.log(2.5), 200 // (10 * np.log(2.5))]),
    ("2.2", [-0.2, 0.4, 1]),
    ("2.2", np.array([-0.5 * 0.4, 0.42 - 0.2 + 0.18, 1])),
    ("2.3", right_2_3_loops),
    ("2.3", right_2_3_one_less),
    ("2.3", right_2_3_products),
    ("2.4", right_2_4_loops),
    ("2.4", right_2_4_heaviside),
    ("2.4", right_2_4_float32),
    ("2.5", [Fraction(3, 2), 0.95, Fraction(3, 4)]),
    ("2.5", [1.5, 1 / (1 + np.exp(-3)), 0.75]),
    ("2.8", right_2_8_loop),
    ("2.8", right_2_8_unit),
    ("2.8", right_2_8_sheer_drop),
    ("2.9", (-1, 0.5, 5.5)),
]

WRONG = [
    ("2.1", [4, 50], "takes the logarithm to base 10", "another logarithm"),
    (
        "2.1",
        [5.1, 39],
        "divides the drive by the threshold instead of what is left",
        "divided by the climb",
    ),
    ("2.1", [9.2, 22], "rounds the number of pulses up", "a pulse too many"),
    ("2.1", [0.9, 218], "forgets the leak of 10 ms", "leak time forgotten"),
    ("2.2", [0.2, 0.8, 1], "loses the minus of the weight", "sign lost"),
    (
        "2.2",
        [-0.2, 0.4, 0],
        "believes that 0.4 does not reach the threshold",
        "silent above the threshold",
    ),
    ("2.2", [-0.2, 0.4, 0.4], "hands the sum on instead of firing", "sum for output"),
    (
        "2.2",
        [-0.2, 0.1, 1],
        "writes the sum with the threshold taken off",
        "threshold taken off the sum",
    ),
    ("2.2", [0.1, 0.7, 1], "adds input and weight instead of multiplying", "weight added to input"),
    ("2.3", wrong_2_3_mean, "takes the mean of the input for its spread", "mean for spread"),
    (
        "2.3",
        wrong_2_3_variance,
        "takes the variance for the standard deviation",
        "variance for spread",
    ),
    ("2.3", wrong_2_3_sign, "leaves the signs of the weights in", "sign kept"),
    ("2.3", wrong_2_3_not_shares, "does not make shares of it", "no shares"),
    ("2.3", wrong_2_3_one_spread, "takes one spread of all numbers together", "as it was"),
    (
        "2.3",
        wrong_2_3_divided,
        "divides by the spread instead of multiplying",
        "divided by the spread",
    ),
    (
        "2.3",
        wrong_2_3_spread_alone,
        "takes the spread alone and forgets the weights",
        "spread alone",
    ),
    ("2.3", wrong_2_3_largest, "divides by the largest instead of the sum", "a property"),
    ("2.4", wrong_2_4_minus_bias, "takes the bias off like a threshold", "bias as threshold"),
    ("2.4", wrong_2_4_no_bias, "forgets the bias", "bias forgotten"),
    ("2.4", wrong_2_4_half, "compares with a threshold of one half", "threshold besides"),
    ("2.4", wrong_2_4_sigmoid, "returns the sigmoid instead of a yes or no", "sigmoid"),
    ("2.4", wrong_2_4_sign, "takes the sign, so that silence is -1", "a property"),
    ("2.4", wrong_2_4_first_night, "returns inside the loop, after the first night", "wrong shape"),
    ("2.4", wrong_2_4_prints, "prints the answers instead of returning them", "returns nothing"),
    ("2.4", wrong_2_4_sums, "returns the sums", "sum for answer"),
    ("2.4", wrong_2_4_below, "fires when the sum is below 0", "turned round"),
    ("2.4", wrong_2_4_bias_each, "adds the bias once for each input", "bias for each input"),
    ("2.5", [-1.5, 0.95, -0.75], "loses a minus when it solves for the input", "sign flipped"),
    (
        "2.5",
        [1.5, 0.05, 0.75],
        "the output at 0 has the wrong sign in the exponent",
        "sigmoid upside down",
    ),
    ("2.5", [1.5, 0.95, 3], "doubles the place instead of halving it", "doubled the place"),
    ("2.5", [0.67, 0.95, 1.33], "divides the weight by the bias", "weight over bias"),
    ("2.5", [1.5, 3, 0.75], "gives the sum and not the output", "sum for output"),
    (
        "2.5",
        [1.5, 0.95, 1.5],
        "believes that the place does not move with the weight",
        "place unmoved",
    ),
    ("2.8", wrong_2_8_no_length, "does not divide by the length of the weights", "not divided"),
    ("2.8", wrong_2_8_signed, "forgets the absolute value", "sign kept"),
    ("2.8", wrong_2_8_squared, "divides by the squared length", "divided by the squared length"),
    ("2.8", wrong_2_8_farthest, "takes the farthest point", "farthest"),
    ("2.8", wrong_2_8_no_bias, "forgets the bias", "bias forgotten"),
    ("2.8", wrong_2_8_minus, "subtracts the bias", "bias subtracted"),
    ("2.8", wrong_2_8_all, "returns the distances of all points", "wrong shape"),
    ("2.8", wrong_2_8_bias_inside, "puts the bias into the length", "bias in the length"),
    (
        "2.8",
        wrong_2_8_city,
        "divides by the sum of the absolute weights",
        "sum of the weights for their length",
    ),
    ("2.9", [0.5, 3.5, 4], "reads the matrix by its columns", "transposed"),
    ("2.9", [-1, 0, 6.5], "forgets the biases", "biases forgotten"),
    ("2.9", [0.5, 0.5, 5.5], "names the weight to neuron 2 from input 1", "weight read forwards"),
    ("2.9", [-1, 4.5, 5.5], "adds the second input without its minus", "sign lost"),
]
