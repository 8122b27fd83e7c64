"""Answers to the exercises of chapter 1 that the checker has never seen."""

import numpy as np


def right_1_3_loops(picture, X, y):
    best, winner = None, 0
    for i in range(len(X)):
        total = 0.0
        for j in range(len(picture)):
            total += (X[i][j] - picture[j]) ** 2
        if best is None or total < best:
            best, winner = total, i
    return y[winner]


def right_1_3_min_with_key(picture, X, y):
    return y[min(range(len(X)), key=lambda i: np.linalg.norm(X[i] - picture))]


def right_1_3_einsum(picture, X, y):
    gap = X - picture
    order = np.argsort(np.einsum("ij,ij->i", gap, gap), kind="stable")
    return y[order[0]]


def wrong_1_3_signed(picture, X, y):
    differences = (X - picture).sum(axis=1) ** 2
    return y[np.argmin(differences)]


def wrong_1_3_farthest(picture, X, y):
    differences = ((X - picture) ** 2).sum(axis=1)
    return y[np.argmax(differences)]


def wrong_1_3_place(picture, X, y):
    differences = ((X - picture) ** 2).sum(axis=1)
    return np.argmin(differences)


def wrong_1_3_axis(picture, X, y):
    differences = ((X - picture) ** 2).sum(axis=0)
    return y[np.argmin(differences) % len(y)]


def wrong_1_3_product(picture, X, y):
    return y[np.argmax(X @ picture)]


def wrong_1_3_largest_pixel(picture, X, y):
    differences = np.abs(X - picture).max(axis=1)
    return y[np.argmin(differences)]


def wrong_1_3_row_itself(picture, X, y):
    differences = ((X - picture) ** 2).sum(axis=1)
    return X[np.argmin(differences)]


RIGHT = [
    ("1.1", [-0.8, 0.2, -1, -1]),
    ("1.1", np.array([-0.8, 0.2, -1.0, -1.0], dtype=np.float32)),
    ("1.2", [2, 7, 9]),
    ("1.2", np.array([2, 7, 9])),
    ("1.3", right_1_3_loops),
    ("1.3", right_1_3_min_with_key),
    ("1.3", right_1_3_einsum),
    ("1.5", [0.45 / 3, (0.1506 - 0.15) / 0.01, 1.2 - 2 * 0.06]),
    ("1.8", [868.1, 3.3]),
    ("1.8", [600e6 * 20e6 / 160e6 / 86400, 600e6 * 20e6 / 1e12 / 3600]),
]

WRONG = [
    ("1.1", [-0.8, 0.2, -1.0, 0], "never moves the bias", "bias unmoved"),
    ("1.1", [-0.9, 0, -0.9, -1], "says nought at a sum of exactly 0", "silent at zero"),
    ("1.1", [1, 0.8, 1.1, 2], "takes away for a missed one and adds for a false one", "wrong way"),
    ("1.2", [0, 2, 7], "counts the empty heap", "empty heap counted"),
    (
        "1.2",
        [5, 10, 15],
        "takes the multiples of 1 + 4, as in the game with 1, 2, 3",
        "a rule guessed",
    ),
    ("1.2", [1, 3, 8], "plays so that who takes the last match loses", "the last match loses"),
    ("1.2", [1, 3, 4], "names heaps that are won, by taking all", "won for lost"),
    ("1.3", wrong_1_3_signed, "adds up the differences before it squares", "as it was"),
    ("1.3", wrong_1_3_farthest, "takes the least similar row", "most different"),
    (
        "1.3",
        wrong_1_3_place,
        "returns the number of the row and not its answer",
        "place for answer",
    ),
    (
        "1.3",
        wrong_1_3_axis,
        "adds up over the rows instead of the pixels",
        "added over the pictures",
    ),
    (
        "1.3",
        wrong_1_3_product,
        "takes the largest product, which bright rows win",
        "largest product",
    ),
    ("1.3", wrong_1_3_largest_pixel, "compares only the worst pixel", "worst pixel alone"),
    ("1.3", wrong_1_3_row_itself, "returns the similar row instead of its answer", "wrong shape"),
    (
        "1.5",
        [0.45, 0.06, 1.08],
        "the loss is the sum of the squares, without the mean",
        "sum for mean",
    ),
    ("1.5", [0.15, 0.06, 1.32], "turns the knob uphill", "uphill"),
    ("1.5", [0.15, 0.06, 1.14], "turns by the slope and not by twice the slope", "twice forgotten"),
    ("1.5", [0.15, 0.0006, 1.1988], "does not divide the rise by the nudge", "not for each unit"),
    (
        "1.5",
        [0.37, 0.06, 1.08],
        "takes the mean of the distances, not of their squares",
        "not squared",
    ),
    ("1.8", [289.4, 1.1], "forgets the way back", "way back forgotten"),
    ("1.8", [578.7, 2.2], "counts the way back like the way forward", "way back counted once"),
    ("1.8", [868.1, 1.1], "lets the cards run at their full speed", "full speed"),
    ("1.8", [21.7, 0.1], "goes through the pictures once instead of 40 times", "once through"),
    ("1.8", [20833.3, 3.3], "gives hours where days were asked for", "hours for days"),
]
