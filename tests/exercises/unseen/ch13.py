"""Answers to the exercises of chapter 13 that the checker has never seen."""

import math

import numpy as np


def right_13_3_sign(x, w, b, y, epsilon):
    a = 1 / (1 + np.exp(-(w @ x + b)))
    return np.clip(x + epsilon * np.sign((a - y) * w), 0, 1)


def right_13_3_by_target(x, w, b, y, epsilon):
    """The loss rises with the sum for a target of 0, and falls with it for a target of 1."""
    direction = -1 if y == 1 else 1
    return np.minimum(1, np.maximum(0, np.asarray(x) + direction * epsilon * np.sign(w)))


def right_13_3_list(x, w, b, y, epsilon):
    z = sum(p * q for p, q in zip(w, x, strict=True)) + b
    error = 1 / (1 + math.exp(-z)) - y
    new = []
    for p, q in zip(x, w, strict=True):
        slope = error * q
        moved = p + epsilon if slope > 0 else p - epsilon if slope < 0 else p
        new.append(min(1.0, max(0.0, moved)))
    return new


def wrong_13_3_downhill(x, w, b, y, epsilon):
    a = 1 / (1 + np.exp(-(w @ x + b)))
    return np.clip(x - epsilon * np.sign((a - y) * w), 0, 1)


def wrong_13_3_no_clip(x, w, b, y, epsilon):
    a = 1 / (1 + np.exp(-(w @ x + b)))
    return x + epsilon * np.sign((a - y) * w)


def wrong_13_3_no_sign(x, w, b, y, epsilon):
    a = 1 / (1 + np.exp(-(w @ x + b)))
    return np.clip(x + epsilon * (a - y) * w, 0, 1)


def wrong_13_3_target_ignored(x, w, b, y, epsilon):
    return np.clip(x + epsilon * np.sign(w), 0, 1)


def wrong_13_3_push_only(x, w, b, y, epsilon):
    a = 1 / (1 + np.exp(-(w @ x + b)))
    return epsilon * np.sign((a - y) * w)


def wrong_13_3_sign_of_input(x, w, b, y, epsilon):
    a = 1 / (1 + np.exp(-(w @ x + b)))
    return np.clip(x + epsilon * np.sign((a - y) * x), 0, 1)


def wrong_13_3_mutates(x, w, b, y, epsilon):
    a = 1 / (1 + np.exp(-(w @ x + b)))
    x += epsilon * np.sign((a - y) * w)
    return np.clip(x, 0, 1, out=x)


def wrong_13_3_all_pixels_alike(x, w, b, y, epsilon):
    a = 1 / (1 + np.exp(-(w @ x + b)))
    return np.clip(x + epsilon * np.sign(a - y), 0, 1)


def right_13_7_masks(y, y_hat, group):
    wrong = np.asarray(y) != np.asarray(y_hat)
    group = np.asarray(group)
    return np.array([wrong[group == 0].mean(), wrong[group == 1].mean(), wrong.mean()])


def right_13_7_loop(y, y_hat, group):
    wrong, seen = [0, 0], [0, 0]
    for t, s, g in zip(y, y_hat, group, strict=True):
        seen[g] += 1
        wrong[g] += t != s
    return np.array([wrong[0] / seen[0], wrong[1] / seen[1], sum(wrong) / sum(seen)])


def right_13_7_bincount(y, y_hat, group):
    shares = np.bincount(group, weights=np.not_equal(y, y_hat)) / np.bincount(group)
    return np.append(shares, np.average(shares, weights=np.bincount(group))).astype(np.float32)


def wrong_13_7_right_answers(y, y_hat, group):
    good = y == y_hat
    return np.array([good[group == 0].mean(), good[group == 1].mean(), good.mean()])


def wrong_13_7_mean_of_groups(y, y_hat, group):
    wrong = y != y_hat
    a, b = wrong[group == 0].mean(), wrong[group == 1].mean()
    return np.array([a, b, (a + b) / 2])


def wrong_13_7_of_all(y, y_hat, group):
    wrong = y != y_hat
    return np.array([(wrong & (group == 0)).mean(), (wrong & (group == 1)).mean(), wrong.mean()])


def wrong_13_7_counts(y, y_hat, group):
    wrong = y != y_hat
    return np.array([wrong[group == 0].sum(), wrong[group == 1].sum(), wrong.sum()])


def wrong_13_7_order(y, y_hat, group):
    wrong = y != y_hat
    return np.array([wrong[group == 1].mean(), wrong[group == 0].mean(), wrong.mean()])


def wrong_13_7_of_the_wrong(y, y_hat, group):
    wrong = y != y_hat
    share = group[wrong].mean()
    return np.array([1 - share, share, wrong.mean()])


def wrong_13_7_distance(y, y_hat, group):
    off = np.abs(y - y_hat)
    return np.array([off[group == 0].mean(), off[group == 1].mean(), off.mean()])


def wrong_13_7_per_cent(y, y_hat, group):
    return 100 * right_13_7_masks(y, y_hat, group)


def wrong_13_7_two_only(y, y_hat, group):
    return right_13_7_masks(y, y_hat, group)[:2]


def right_13_8_slices(price, said):
    return 1 - np.mean((said[1:] - price[1:]) ** 2) / np.mean((price[:-1] - price[1:]) ** 2)


def right_13_8_loop(price, said):
    own = today = 0.0
    for t in range(1, len(price)):
        own += (said[t] - price[t]) ** 2
        today += (price[t - 1] - price[t]) ** 2
    return (today - own) / today


def right_13_8_products(price, said):
    error, change = np.subtract(said, price)[1:], np.diff(price)
    return 1 - error @ error / (change @ change)


def wrong_13_8_first_day(price, said):
    return 1 - np.mean((said - price) ** 2) / np.mean(np.diff(price) ** 2)


def wrong_13_8_against_mean(price, said):
    return 1 - np.mean((said[1:] - price[1:]) ** 2) / np.var(price[1:])


def wrong_13_8_ratio(price, said):
    return np.mean((said[1:] - price[1:]) ** 2) / np.mean(np.diff(price) ** 2)


def wrong_13_8_upside_down(price, said):
    return 1 - np.mean(np.diff(price) ** 2) / np.mean((said[1:] - price[1:]) ** 2)


def wrong_13_8_shifted(price, said):
    return 1 - np.mean((said[:-1] - price[1:]) ** 2) / np.mean(np.diff(price) ** 2)


def wrong_13_8_roots(price, said):
    return 1 - np.sqrt(np.mean((said[1:] - price[1:]) ** 2) / np.mean(np.diff(price) ** 2))


def wrong_13_8_absolute(price, said):
    return 1 - np.mean(np.abs(said[1:] - price[1:])) / np.mean(np.abs(np.diff(price)))


def wrong_13_8_rolled(price, said):
    today = np.roll(price, 1)
    return 1 - np.mean((said - price) ** 2) / np.mean((today - price) ** 2)


def wrong_13_8_today_of_said(price, said):
    return 1 - np.mean((said[1:] - price[1:]) ** 2) / np.mean((said[1:] - price[:-1]) ** 2)


RIGHT = [
    ("13.2", [90, 995, 8.3]),
    ("13.2", np.array([90, 995, 9000 / 1085])),
    ("13.3", right_13_3_sign),
    ("13.3", right_13_3_by_target),
    ("13.3", right_13_3_list),
    ("13.4", [0.25, 0.25 * 14**0.5, 1.5 / 96]),
    ("13.5", [2, -2, -1]),
    ("13.7", right_13_7_masks),
    ("13.7", right_13_7_loop),
    ("13.7", right_13_7_bincount),
    ("13.8", right_13_8_slices),
    ("13.8", right_13_8_loop),
    ("13.8", right_13_8_products),
]

WRONG = [
    ("13.2", [90, 995, 90], "gives the share of the ill that are found", "the hit rate again"),
    ("13.2", [90, 995, 9], "divides by the well that are called in", "ill to well"),
    ("13.2", [90, 18905, 0.5], "calls in the well that are cleared", "cleared for called in"),
    ("13.2", [90, 1000, 8.3], "takes 5 % of all people", "five per cent of all"),
    ("13.2", [100, 995, 9.1], "finds all of the ill", "all the ill found"),
    ("13.3", wrong_13_3_downhill, "lowers the loss", "downhill"),
    ("13.3", wrong_13_3_no_clip, "lets pixels leave the range from 0 to 1", "not kept"),
    ("13.3", wrong_13_3_no_sign, "moves by the slope itself and not by epsilon", "size kept"),
    ("13.3", wrong_13_3_target_ignored, "raises the sum whatever the target", "target ignored"),
    ("13.3", wrong_13_3_push_only, "returns the push instead of the picture", "only the change"),
    (
        "13.3",
        wrong_13_3_sign_of_input,
        "takes the slope for the weights instead of the pixels",
        "slope for the weights",
    ),
    ("13.3", wrong_13_3_mutates, "changes the picture it was given", "changes its input"),
    ("13.3", wrong_13_3_all_pixels_alike, "moves all pixels in one direction", "all pixels alike"),
    ("13.4", [0.75, 2.806, 0.047], "adds the weights with their signs", "weights cancel"),
    ("13.4", [0.25, 0.935, 0.25], "believes that more pixels change nothing", "unchanged"),
    ("13.4", [0.25, 3.742, 0.016], "does not multiply the root by epsilon", "ε forgotten"),
    ("13.4", [0.25, 3.5, 0.016], "forgets the root", "root forgotten"),
    ("13.4", [0.401, 1.5, 0.1], "aims with the root of the squares", "chance for aim"),
    ("13.4", [0.25, 0.935, 4], "multiplies where it should divide", "multiplied for divided"),
    ("13.5", [2, 2, 1], "loses the sign of erasing", "sign of both changes"),
    ("13.5", [3, -3, -1], "forgets the second term in the slope", "one path forgotten"),
    ("13.5", [2, -2, 0], "gives the score after erasing instead of its change", "score for change"),
    ("13.5", [2, -2, -2], "believes what the slope foretells", "foretold for fact"),
    ("13.5", [2, -2, -2.5], "leaves the bend of the first ReLU out", "bend left out"),
    ("13.7", wrong_13_7_right_answers, "gives the shares of right answers", "right for wrong"),
    (
        "13.7",
        wrong_13_7_mean_of_groups,
        "takes the mean of the two groups for all",
        "mean of the two",
    ),
    (
        "13.7",
        wrong_13_7_of_all,
        "divides by all writers instead of the group",
        "share of everybody",
    ),
    ("13.7", wrong_13_7_counts, "counts and does not divide", "counts for shares"),
    ("13.7", wrong_13_7_order, "gives group 1 first", "groups exchanged"),
    (
        "13.7",
        wrong_13_7_of_the_wrong,
        "shares the wrong answers out over the groups",
        "share of the mistakes",
    ),
    ("13.7", wrong_13_7_distance, "takes the distance of the digits", "size of the miss"),
    ("13.7", wrong_13_7_per_cent, "gives per cent", "a property"),
    ("13.7", wrong_13_7_two_only, "forgets the share of all", "wrong shape"),
    (
        "13.8",
        wrong_13_8_first_day,
        "judges the forecast on the first day, too",
        "first day counted",
    ),
    ("13.8", wrong_13_8_against_mean, "compares with the mean price", "against the mean"),
    ("13.8", wrong_13_8_ratio, "does not take the ratio from 1", "ratio alone"),
    ("13.8", wrong_13_8_upside_down, "divides the other way round", "upside down"),
    (
        "13.8",
        wrong_13_8_shifted,
        "compares each forecast with the next day",
        "the forecast a day early",
    ),
    ("13.8", wrong_13_8_roots, "takes roots", "root taken"),
    ("13.8", wrong_13_8_absolute, "takes absolute errors", "not squared"),
    ("13.8", wrong_13_8_rolled, "lets the first day repeat the last", "first day against the last"),
    (
        "13.8",
        wrong_13_8_today_of_said,
        "measures the forecast against today",
        "forecast against today",
    ),
]
