"""Answers to the exercises of chapter 9 that the checker has never seen."""

import math

import numpy as np


def right_9_4_counting(losses, patience):
    best, kept, waited = float("inf"), 0, 0
    for epoch, loss in enumerate(losses, start=1):
        if loss < best:
            best, kept, waited = loss, epoch, 0
        else:
            waited += 1
        if waited == patience:
            return epoch, kept
    return len(losses), kept


def right_9_4_while(losses, patience):
    losses = list(losses)
    kept = end = 1
    while end < len(losses) and end - kept < patience:
        end += 1
        if losses[end - 1] < min(losses[: end - 1]):
            kept = end
    return [end, kept]


def right_9_4_argmin(losses, patience):
    for end in range(1, len(losses) + 1):
        kept = int(np.argmin(losses[:end])) + 1
        if end - kept >= patience:
            break
    return np.array([end, kept])


def wrong_9_4_from_zero(losses, patience):
    end, kept = right_9_4_counting(losses, patience)
    return end - 1, kept - 1


def wrong_9_4_against_last(losses, patience):
    waited = 0
    for i in range(1, len(losses)):
        waited = waited + 1 if losses[i] >= losses[i - 1] else 0
        if waited == patience:
            return i + 1, int(np.argmin(losses[: i + 1])) + 1
    return len(losses), int(np.argmin(losses)) + 1


def wrong_9_4_never_resets(losses, patience):
    best, kept, waited = float("inf"), 0, 0
    for epoch, loss in enumerate(losses, start=1):
        if loss < best:
            best, kept = loss, epoch
        else:
            waited += 1
        if waited == patience:
            return epoch, kept
    return len(losses), kept


def wrong_9_4_one_too_long(losses, patience):
    return right_9_4_counting(losses, patience + 1)


def wrong_9_4_lowest_of_all(losses, patience):
    end, _ = right_9_4_counting(losses, patience)
    return end, int(np.argmin(losses)) + 1


def wrong_9_4_keeps_the_last(losses, patience):
    end, _ = right_9_4_counting(losses, patience)
    return end, end


def wrong_9_4_equal_counts(losses, patience):
    best, kept, waited = float("inf"), 0, 0
    for epoch, loss in enumerate(losses, start=1):
        if loss <= best:
            best, kept, waited = loss, epoch, 0
        else:
            waited += 1
        if waited == patience:
            return epoch, kept
    return len(losses), kept


def wrong_9_4_order(losses, patience):
    end, kept = right_9_4_counting(losses, patience)
    return kept, end


def right_9_6_inverted(a, p, draws, training):
    if not training:
        return a
    return a * (draws >= p) / (1 - p)


def right_9_6_loop(a, p, draws, training):
    out = np.array(a, dtype=float)
    if training:
        for place in np.ndindex(out.shape):
            out[place] = 0.0 if draws[place] < p else out[place] / (1 - p)
    return out


def right_9_6_where(a, p, draws, training):
    return np.where(draws < p, 0.0, np.divide(a, 1 - p)) if training else np.copy(a)


def wrong_9_6_no_scale(a, p, draws, training):
    return a * (draws >= p) if training else a


def wrong_9_6_always(a, p, draws, training):
    return a * (draws >= p) / (1 - p)


def wrong_9_6_by_p(a, p, draws, training):
    return a * (draws >= p) / p if training else a


def wrong_9_6_scaled_in_use(a, p, draws, training):
    return a * (draws >= p) if training else a * (1 - p)


def wrong_9_6_times(a, p, draws, training):
    return a * (draws >= p) * (1 - p) if training else a


def wrong_9_6_turned(a, p, draws, training):
    return a * (draws < p) / (1 - p) if training else a


def wrong_9_6_flag(a, p, draws, training):
    return a if training else a * (draws >= p) / (1 - p)


def wrong_9_6_found_share(a, p, draws, training):
    kept = draws >= p
    return a * kept / kept.mean() if training else a


def wrong_9_6_mutates(a, p, draws, training):
    if training:
        a[draws < p] = 0
        a /= 1 - p
    return a


def right_9_7_rows(A, gamma, beta, running, training):
    mean, variance = (A.mean(axis=0), A.var(axis=0)) if training else running
    return gamma * (A - mean) / np.sqrt(variance + 0.01) + beta


def right_9_7_columns(A, gamma, beta, running, training):
    out = np.zeros(np.shape(A))
    for j in range(out.shape[1]):
        column = [row[j] for row in A]
        m, v = running[0][j], running[1][j]
        if training:
            m = sum(column) / len(column)
            v = sum((c - m) ** 2 for c in column) / len(column)
        for i, c in enumerate(column):
            out[i, j] = gamma[j] * (c - m) / math.sqrt(v + 0.01) + beta[j]
    return out


def right_9_7_line(A, gamma, beta, running, training):
    """A weight and a bias for each unit."""
    if training:
        running = np.array([np.mean(A, 0), np.mean(np.square(A), 0) - np.mean(A, 0) ** 2])
    weight = gamma * (running[1] + 0.01) ** -0.5
    return A * weight + (beta - weight * running[0])


def wrong_9_7_always_batch(A, gamma, beta, running, training):
    return gamma * (A - A.mean(axis=0)) / np.sqrt(A.var(axis=0) + 0.01) + beta


def wrong_9_7_always_running(A, gamma, beta, running, training):
    return gamma * (A - running[0]) / np.sqrt(running[1] + 0.01) + beta


def wrong_9_7_flag(A, gamma, beta, running, training):
    return right_9_7_rows(A, gamma, beta, running, not training)


def wrong_9_7_axis(A, gamma, beta, running, training):
    if training:
        mean, variance = A.mean(axis=1, keepdims=True), A.var(axis=1, keepdims=True)
    else:
        mean, variance = running
    return gamma * (A - mean) / np.sqrt(variance + 0.01) + beta


def wrong_9_7_epsilon_outside(A, gamma, beta, running, training):
    mean, variance = (A.mean(axis=0), A.var(axis=0)) if training else running
    return gamma * (A - mean) / (np.sqrt(variance) + 0.01) + beta


def wrong_9_7_no_root(A, gamma, beta, running, training):
    mean, variance = (A.mean(axis=0), A.var(axis=0)) if training else running
    return gamma * (A - mean) / (variance + 0.01) + beta


def wrong_9_7_no_epsilon(A, gamma, beta, running, training):
    mean, variance = (A.mean(axis=0), A.var(axis=0)) if training else running
    return gamma * (A - mean) / np.sqrt(variance) + beta


def wrong_9_7_no_gamma(A, gamma, beta, running, training):
    mean, variance = (A.mean(axis=0), A.var(axis=0)) if training else running
    return (A - mean) / np.sqrt(variance + 0.01) + beta


def wrong_9_7_beta_inside(A, gamma, beta, running, training):
    mean, variance = (A.mean(axis=0), A.var(axis=0)) if training else running
    return gamma * ((A - mean) / np.sqrt(variance + 0.01) + beta)


def wrong_9_7_one_less(A, gamma, beta, running, training):
    mean, variance = (A.mean(axis=0), A.var(axis=0, ddof=1)) if training else running
    return gamma * (A - mean) / np.sqrt(variance + 0.01) + beta


def wrong_9_7_whole_batch(A, gamma, beta, running, training):
    mean, variance = (A.mean(), A.var()) if training else running
    return gamma * (A - mean) / np.sqrt(variance + 0.01) + beta


def right_9_9_others(y, K):
    parts = np.split(y, K)
    marks = []
    for k, part in enumerate(parts):
        lesson = np.concatenate([other for i, other in enumerate(parts) if i != k])
        marks.append(np.mean((part - lesson.mean()) ** 2))
    return np.mean(marks)


def right_9_9_mask(y, K):
    y = np.asarray(y, dtype=float)
    fold = np.arange(len(y)) * K // len(y)
    return sum(((y[fold == k] - y[fold != k].mean()) ** 2).mean() for k in range(K)) / K


def right_9_9_totals(y, K):
    n = len(y) // K
    table = np.reshape(y, (K, n))
    rest = (table.sum() - table.sum(axis=1, keepdims=True)) / (len(y) - n)
    return np.square(table - rest).mean()


def wrong_9_9_own_mean(y, K):
    return np.mean([np.mean((part - part.mean()) ** 2) for part in np.split(y, K)])


def wrong_9_9_sum(y, K):
    return right_9_9_others(y, K) * K


def wrong_9_9_interleaved(y, K):
    marks = []
    for k in range(K):
        lesson = np.concatenate([y[i::K] for i in range(K) if i != k])
        marks.append(np.mean((y[k::K] - lesson.mean()) ** 2))
    return np.mean(marks)


def wrong_9_9_learns_from_part(y, K):
    marks = []
    for k, part in enumerate(np.split(y, K)):
        n = len(part)
        rest = np.delete(y, np.arange(k * n, (k + 1) * n))
        marks.append(np.mean((rest - part.mean()) ** 2))
    return np.mean(marks)


def wrong_9_9_before(y, K):
    parts = np.split(y, K)
    marks = []
    for k in range(1, K):
        lesson = np.concatenate(parts[:k])
        marks.append(np.mean((parts[k] - lesson.mean()) ** 2))
    return np.mean(marks)


def wrong_9_9_marked_on_lesson(y, K):
    marks = []
    n = len(y) // K
    for k in range(K):
        rest = np.delete(y, np.arange(k * n, (k + 1) * n))
        marks.append(np.mean((rest - rest.mean()) ** 2))
    return np.mean(marks)


def wrong_9_9_root(y, K):
    parts = np.split(y, K)
    marks = []
    for k, part in enumerate(parts):
        lesson = np.concatenate(parts[:k] + parts[k + 1 :])
        marks.append(np.sqrt(np.mean((part - lesson.mean()) ** 2)))
    return np.mean(marks)


def wrong_9_9_all_marks(y, K):
    parts = np.split(y, K)
    return [
        np.mean((part - np.concatenate(parts[:k] + parts[k + 1 :]).mean()) ** 2)
        for k, part in enumerate(parts)
    ]


def wrong_9_9_bias(y, K):
    parts = np.split(y, K)
    marks = []
    for k, part in enumerate(parts):
        lesson = np.concatenate(parts[:k] + parts[k + 1 :])
        marks.append((part.mean() - lesson.mean()) ** 2)
    return np.mean(marks)


def right_9_11_counts(y, says):
    hit = miss = alarm = quiet = 0
    for t, s in zip(y, says, strict=True):
        if t == 1 and s == 1:
            hit += 1
        elif t == 1:
            miss += 1
        elif s == 1:
            alarm += 1
        else:
            quiet += 1
    recall, other = hit / (hit + miss), quiet / (quiet + alarm)
    return (hit + quiet) / len(y), recall, (recall + other) / 2


def right_9_11_masks(y, says):
    y, says = np.asarray(y), np.asarray(says)
    recalls = [np.mean(says[y == c] == c) for c in (0, 1)]
    return np.array([np.mean(y == says), recalls[1], np.mean(recalls)])


def right_9_11_products(y, says):
    y, says = np.array(y, dtype=float), np.array(says, dtype=float)
    recall = y @ says / y.sum()
    clear = (1 - y) @ (1 - says) / (1 - y).sum()
    return [1 - np.abs(y - says).mean(), recall, 0.5 * recall + 0.5 * clear]


def wrong_9_11_precision(y, says):
    recall, clear = says[y == 1].mean(), (1 - says[y == 0]).mean()
    return np.array([(y == says).mean(), y[says == 1].mean(), (recall + clear) / 2])


def wrong_9_11_not_halved(y, says):
    recall, clear = says[y == 1].mean(), (1 - says[y == 0]).mean()
    return np.array([(y == says).mean(), recall, recall + clear])


def wrong_9_11_false_alarms(y, says):
    recall, alarms = says[y == 1].mean(), says[y == 0].mean()
    return np.array([(y == says).mean(), recall, (recall + alarms) / 2])


def wrong_9_11_mean_of_two(y, says):
    right, recall = (y == says).mean(), says[y == 1].mean()
    return np.array([right, recall, (right + recall) / 2])


def wrong_9_11_recall_of_all(y, says):
    recall, clear = says[y == 1].mean(), (1 - says[y == 0]).mean()
    return np.array([(y == says).mean(), (y * says).mean(), (recall + clear) / 2])


def wrong_9_11_other_class(y, says):
    recall, clear = says[y == 1].mean(), (1 - says[y == 0]).mean()
    return np.array([(y == says).mean(), clear, (recall + clear) / 2])


def wrong_9_11_errors(y, says):
    recall, clear = says[y == 1].mean(), (1 - says[y == 0]).mean()
    return np.array([(y != says).mean(), recall, (recall + clear) / 2])


def wrong_9_11_order(y, says):
    recall, clear = says[y == 1].mean(), (1 - says[y == 0]).mean()
    return np.array([(y == says).mean(), (recall + clear) / 2, recall])


def wrong_9_11_per_cent(y, says):
    recall, clear = says[y == 1].mean(), (1 - says[y == 0]).mean()
    return 100 * np.array([(y == says).mean(), recall, (recall + clear) / 2])


def wrong_9_11_count(y, says):
    recall, clear = says[y == 1].mean(), (1 - says[y == 0]).mean()
    return np.array([(y == says).sum(), recall, (recall + clear) / 2])


def right_9_13_set(A):
    columns = [tuple(row[j] for row in A) for j in range(len(A[0]))]
    silent = sum(1 for c in columns if not any(c))
    return silent, len({c for c in columns if any(c)})


def right_9_13_unique(A):
    A = np.asarray(A)
    speaks = A.any(axis=0)
    return int(np.sum(~speaks)), np.unique(A[:, speaks].T, axis=0).shape[0] if speaks.any() else 0


def right_9_13_pairwise(A):
    silent = different = 0
    for j in range(A.shape[1]):
        if A[:, j].max() <= 0:
            silent += 1
        elif not any(np.array_equal(A[:, j], A[:, i]) for i in range(j)):
            different += 1
    return [silent, different]


def wrong_9_13_rows(A):
    silent = (A == 0).all(axis=1).sum()
    return silent, len(np.unique(A[A.any(axis=1)], axis=0))


def wrong_9_13_silent_too(A):
    return (A == 0).all(axis=0).sum(), len(np.unique(A.T, axis=0))


def wrong_9_13_once(A):
    speaks = (A > 0).all(axis=0)
    return (~speaks).sum(), len(np.unique(A[:, speaks].T, axis=0))


def wrong_9_13_no_twins(A):
    speaks = A.any(axis=0)
    return (~speaks).sum(), speaks.sum()


def wrong_9_13_same_sum(A):
    speaks = A.any(axis=0)
    return (~speaks).sum(), len(set(np.count_nonzero(A[:, speaks], axis=0)))


def wrong_9_13_first_image(A):
    speaks = A.any(axis=0)
    return (~speaks).sum(), len(np.unique(A[0, speaks]))


def wrong_9_13_entries(A):
    speaks = A.any(axis=0)
    return (A == 0).sum(), len(np.unique(A[:, speaks].T, axis=0))


def wrong_9_13_drops_twins(A):
    speaks = A.any(axis=0)
    _, counts = np.unique(A[:, speaks].T, axis=0, return_counts=True)
    return (~speaks).sum(), (counts == 1).sum()


def right_9_15_lesson(X, y, k, held):
    X, y = X[~held], y[~held]
    agreement = np.abs((y - y.mean()) @ X)
    return np.sort(np.argsort(-agreement)[:k])


def right_9_15_loop(X, y, k, held):
    rows = [i for i in range(len(y)) if not held[i]]
    mean = sum(y[i] for i in rows) / len(rows)
    score = {j: abs(sum((y[i] - mean) * X[i][j] for i in rows)) for j in range(np.shape(X)[1])}
    return sorted(sorted(score, key=score.get, reverse=True)[:k])


def right_9_15_weights(X, y, k, held):
    free = 1.0 - np.asarray(held, dtype=float)
    away = free * (y - np.average(y, weights=free))
    return np.sort(np.argpartition(np.abs(np.einsum("i,ij->j", away, X)), -k)[-k:])


def wrong_9_15_by_test(X, y, k, held):
    X, y = X[held], y[held]
    return np.sort(np.argsort(-np.abs((y - y.mean()) @ X))[:k])


def wrong_9_15_best_first(X, y, k, held):
    X, y = X[~held], y[~held]
    return np.argsort(-np.abs((y - y.mean()) @ X))[:k]


def wrong_9_15_worst(X, y, k, held):
    X, y = X[~held], y[~held]
    return np.sort(np.argsort(np.abs((y - y.mean()) @ X))[:k])


def wrong_9_15_no_abs(X, y, k, held):
    X, y = X[~held], y[~held]
    return np.sort(np.argsort(-((y - y.mean()) @ X))[:k])


def wrong_9_15_leaky_columns(X, y, k, held):
    away = np.where(held, y, y - y[~held].mean())
    return np.sort(np.argsort(-np.abs(away @ X))[:k])


def wrong_9_15_columns(X, y, k, held):
    inner, labels = X[~held], y[~held]
    best = np.sort(np.argsort(-np.abs((labels - labels.mean()) @ inner))[:k])
    return X[:, best]


def wrong_9_15_mask(X, y, k, held):
    X, y = X[~held], y[~held]
    agreement = np.abs((y - y.mean()) @ X)
    return agreement >= np.sort(agreement)[-k]


def wrong_9_15_from_one(X, y, k, held):
    X, y = X[~held], y[~held]
    return np.sort(np.argsort(-np.abs((y - y.mean()) @ X))[:k]) + 1


RIGHT = [
    ("9.1", [45, 155, 20]),
    ("9.2", [4, 2]),
    ("9.4", right_9_4_counting),
    ("9.4", right_9_4_while),
    ("9.4", right_9_4_argmin),
    ("9.5", [2.5, -0.425, 0.8, 2.75, -0.4]),
    ("9.6", right_9_6_inverted),
    ("9.6", right_9_6_loop),
    ("9.6", right_9_6_where),
    ("9.7", right_9_7_rows),
    ("9.7", right_9_7_columns),
    ("9.7", right_9_7_line),
    ("9.9", right_9_9_others),
    ("9.9", right_9_9_mask),
    ("9.9", right_9_9_totals),
    ("9.10", [1 / 8, (7 / 8) ** 16, 23]),
    ("9.11", right_9_11_counts),
    ("9.11", right_9_11_masks),
    ("9.11", right_9_11_products),
    ("9.12", [math.log(3), 1.5 * math.log(2), 0.5]),
    ("9.13", right_9_13_set),
    ("9.13", right_9_13_unique),
    ("9.13", right_9_13_pairwise),
    ("9.15", right_9_15_lesson),
    ("9.15", right_9_15_loop),
    ("9.15", right_9_15_weights),
]

WRONG = [
    ("9.1", [50, 150, 20], "believes that the die is always wrong", "every random label is false"),
    (
        "9.1",
        [45, 155, 15],
        "lets the roller agree with true labels only",
        "guesses meet true labels only",
    ),
    (
        "9.1",
        [45, 200, 20],
        "lets the perfect reader agree with every label",
        "agreement for knowledge",
    ),
    (
        "9.1",
        [5, 155, 20],
        "counts the lucky rolls as the false ones",
        "lucky rolls for false labels",
    ),
    ("9.2", [2.8, 2], "takes the mean for the median", "mean for median"),
    ("9.2", [4, 10], "takes the whole range for the spread", "range for spread"),
    ("9.2", [5, 2], "takes the difference of the medians", "difference of the medians"),
    ("9.2", [4, 1], "halves the spread", "sign of a loss dropped"),
    (
        "9.2",
        [6, 2],
        "takes the middle difference without putting them in order",
        "not put in order",
    ),
    ("9.4", wrong_9_4_from_zero, "counts the epochs from 0", "epochs counted from 0"),
    (
        "9.4",
        wrong_9_4_against_last,
        "compares with the epoch before, not with the lowest",
        "compared with the epoch before",
    ),
    (
        "9.4",
        wrong_9_4_never_resets,
        "does not start counting anew after a new lowest loss",
        "patience never renewed",
    ),
    ("9.4", wrong_9_4_one_too_long, "waits one epoch too long", "one epoch too patient"),
    ("9.4", wrong_9_4_lowest_of_all, "knows the losses that come after the end", "a property"),
    ("9.4", wrong_9_4_keeps_the_last, "keeps the last network", "last network kept"),
    (
        "9.4",
        wrong_9_4_equal_counts,
        "takes an equal loss for a lower one",
        "a tie counts as better",
    ),
    ("9.4", wrong_9_4_order, "returns the two in the wrong order", "in the other order"),
    ("9.5", [2.5, -0.425, 0.7, 2.75, -0.4], "punishes the bias as well", "bias penalised"),
    (
        "9.5",
        [2.65, -0.4375, 0.8, 2.75, -0.4],
        "forgets the 2 in the slope of L2",
        "factor 2 forgotten",
    ),
    (
        "9.5",
        [2.5, -0.425, 0.8, 2.75, -0.5],
        "forgets that the sign of the second weight is -1",
        "sign of the weight lost",
    ),
    (
        "9.5",
        [3.1, -0.475, 0.8, 2.85, -0.5],
        "subtracts the slope of the penalty",
        "pushed away from zero",
    ),
    ("9.5", [2.7, -0.225, 1, 2.95, -0.2], "forgets the slope of the loss", "penalty alone"),
    ("9.5", [2, -0.6, 0.6, 2.5, -0.55], "forgets the learning rate", "learning rate forgotten"),
    ("9.6", wrong_9_6_no_scale, "does not make up for the silenced", "survivors not made up for"),
    ("9.6", wrong_9_6_always, "silences in use as well", "silenced when used"),
    ("9.6", wrong_9_6_by_p, "divides by p instead of 1 minus p", "divided by p"),
    (
        "9.6",
        wrong_9_6_scaled_in_use,
        "scales in use instead of in training",
        "made up for when used",
    ),
    ("9.6", wrong_9_6_times, "multiplies by 1 minus p instead of dividing", "made smaller"),
    (
        "9.6",
        wrong_9_6_turned,
        "silences those that should stay",
        "survivors silenced, and another factor",
    ),
    ("9.6", wrong_9_6_flag, "drops in use and not in training", "the two cases swapped"),
    (
        "9.6",
        wrong_9_6_found_share,
        "divides by the share that happened to stay",
        "scaled by who survived",
    ),
    ("9.6", wrong_9_6_mutates, "changes the activations it was given", "changes its input"),
    ("9.7", wrong_9_7_always_batch, "takes the batch in use, too", "batch statistics in use"),
    (
        "9.7",
        wrong_9_7_always_running,
        "takes the running averages in training, too",
        "running statistics in training",
    ),
    ("9.7", wrong_9_7_flag, "has the two cases the wrong way round", "the two cases swapped"),
    (
        "9.7",
        wrong_9_7_axis,
        "takes the averages over the units of each sample",
        "mean over the units",
    ),
    ("9.7", wrong_9_7_epsilon_outside, "adds epsilon outside the root", "ε outside the root"),
    ("9.7", wrong_9_7_no_root, "divides by the variance", "root forgotten"),
    ("9.7", wrong_9_7_no_epsilon, "forgets epsilon", "ε forgotten"),
    ("9.7", wrong_9_7_no_gamma, "forgets gamma", "γ forgotten"),
    ("9.7", wrong_9_7_beta_inside, "multiplies beta by gamma", "β added first"),
    ("9.7", wrong_9_7_one_less, "divides by one less in the variance", "one less than N"),
    (
        "9.7",
        wrong_9_7_whole_batch,
        "takes one mean and one variance for all units",
        "one mean for all units",
    ),
    (
        "9.9",
        wrong_9_9_own_mean,
        "learns from the part that it is judged by",
        "each part its own lesson",
    ),
    ("9.9", wrong_9_9_sum, "adds the marks up", "sum for mean"),
    (
        "9.9",
        wrong_9_9_interleaved,
        "cuts every K-th target out instead of parts in order",
        "every K-th target",
    ),
    (
        "9.9",
        wrong_9_9_learns_from_part,
        "learns from the part and is judged by the rest",
        "lesson and test swapped",
    ),
    ("9.9", wrong_9_9_before, "learns only from what came before", "only what came before"),
    ("9.9", wrong_9_9_marked_on_lesson, "is judged by its own lesson", "tested on the lesson"),
    ("9.9", wrong_9_9_root, "takes the root of each mark", "root of each mark"),
    ("9.9", wrong_9_9_all_marks, "returns all marks", "wrong shape"),
    ("9.9", wrong_9_9_bias, "compares the means only", "means compared"),
    ("9.10", [0.5, 0.12, 23], "takes one half for the share of the map", "shares averaged"),
    ("9.10", [0.125, 0.12, 22], "rounds down", "rounded down"),
    ("9.10", [0.125, 0.88, 23], "gives the probability of a hit", "hit for miss"),
    ("9.10", [0.125, 0.12, 24], "gives 8 times 3", ""),
    ("9.10", [0.17, 0.05, 17], "divides one half by three", "shares divided"),
    ("9.10", [0.125, 0, 23], "believes that 16 throws must hit twice", "chances added"),
    ("9.11", wrong_9_11_precision, "takes the precision for the recall", "a property"),
    ("9.11", wrong_9_11_not_halved, "does not halve the balanced accuracy", "not halved"),
    (
        "9.11",
        wrong_9_11_false_alarms,
        "takes the share of false alarms for the other recall",
        "false alarms added",
    ),
    (
        "9.11",
        wrong_9_11_mean_of_two,
        "takes the mean of accuracy and recall",
        "mean of accuracy and recall",
    ),
    (
        "9.11",
        wrong_9_11_recall_of_all,
        "divides the hits by all images",
        "found among all images, balanced all the same",
    ),
    (
        "9.11",
        wrong_9_11_other_class,
        "gives the recall of the images that are no nines",
        "recall of the others",
    ),
    ("9.11", wrong_9_11_errors, "gives the share of mistakes", "mistakes for hits"),
    ("9.11", wrong_9_11_order, "has swapped the last two", "last two swapped"),
    ("9.11", wrong_9_11_per_cent, "gives per cent", "per cent for a share"),
    (
        "9.11",
        wrong_9_11_count,
        "counts the right answers instead of the share",
        "numbers for shares",
    ),
    ("9.12", [1.10, 0, 1], "believes that it learns everything", "it learns as usual"),
    (
        "9.12",
        [1.10, 1.10, 0.33],
        "believes that nothing moves, not even the last biases",
        "nothing learns",
    ),
    ("9.12", [1.58, 1.5, 0.5], "takes logarithms to base 2", "logarithm to base 2"),
    (
        "9.12",
        [1.10, 1.04, 0.38],
        "guesses by the shares instead of the most frequent",
        "guesses by shares",
    ),
    (
        "9.12",
        [1.10, 0.69, 0.5],
        "takes only the first class for the final loss",
        "the first class only",
    ),
    ("9.13", wrong_9_13_rows, "looks at images instead of neurons", "rows for columns"),
    (
        "9.13",
        wrong_9_13_silent_too,
        "counts the silent as one more",
        "silent ones counted as different",
    ),
    (
        "9.13",
        wrong_9_13_once,
        "calls a neuron silent that says 0 once",
        "silent on one image, and left out",
    ),
    ("9.13", wrong_9_13_no_twins, "counts every neuron that is not silent", "all that speak"),
    (
        "9.13",
        wrong_9_13_same_sum,
        "compares on how many images they say something",
        "told apart by how often they speak",
    ),
    ("9.13", wrong_9_13_first_image, "compares on the first image only", "first image only"),
    ("9.13", wrong_9_13_entries, "counts zeros instead of neurons", "zeros counted"),
    (
        "9.13",
        wrong_9_13_drops_twins,
        "does not count those that have a twin at all",
        "twins left out altogether",
    ),
    ("9.15", wrong_9_15_by_test, "chooses by the rows put aside", "chosen on the rows put aside"),
    ("9.15", wrong_9_15_best_first, "returns the best first instead of rising", "best first"),
    ("9.15", wrong_9_15_worst, "chooses those that agree least", "worst for best"),
    (
        "9.15",
        wrong_9_15_no_abs,
        "does not let a column agree with a minus",
        "sign of the agreement kept",
    ),
    ("9.15", wrong_9_15_leaky_columns, "mends the mean and still uses all rows", ""),
    ("9.15", wrong_9_15_columns, "returns the columns instead of their numbers", "wrong shape"),
    ("9.15", wrong_9_15_mask, "returns True and False instead of numbers", "wrong shape"),
    ("9.15", wrong_9_15_from_one, "counts the columns from 1", "counted from 1"),
]
