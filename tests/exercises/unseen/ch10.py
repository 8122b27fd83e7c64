"""Answers to the exercises of chapter 10 that the checker has never seen."""

import numpy as np


def right_10_2_plain(photos):
    return 1 - np.asarray(photos).reshape(len(photos), -1) / 255


def right_10_2_lists(photos):
    return [[(255 - int(v)) / 255 for row in photo for v in row] for photo in photos]


def right_10_2_float32(photos):
    ink = np.float32(255) - np.array(photos, dtype=np.float32)
    return np.vstack([one.ravel() for one in ink]) / np.float32(255)


def wrong_10_2_not_turned(photos):
    return np.reshape(photos, (len(photos), -1)) / 255


def wrong_10_2_not_scaled(photos):
    return 255.0 - np.reshape(photos, (len(photos), -1))


def wrong_10_2_not_flat(photos):
    return 1 - np.asarray(photos) / 255


def wrong_10_2_columns_first(photos):
    return 1 - np.asarray(photos).transpose(0, 2, 1).reshape(len(photos), -1) / 255


def wrong_10_2_by_256(photos):
    return 1 - np.reshape(photos, (len(photos), -1)) / 256


def wrong_10_2_whole(photos):
    return 1 - np.reshape(photos, (len(photos), -1)) // 255


def wrong_10_2_own_darkest(photos):
    ink = 255.0 - np.reshape(photos, (len(photos), -1))
    return ink / ink.max(axis=1, keepdims=True)


def wrong_10_2_sign(photos):
    return np.reshape(photos, (len(photos), -1)) / 255 - 1


def wrong_10_2_threshold(photos):
    return (np.reshape(photos, (len(photos), -1)) < 128).astype(float)


def wrong_10_2_one_column_each(photos):
    return (1 - np.reshape(photos, (len(photos), -1)) / 255).T


def right_10_3_loop(P, labels):
    read = 0
    for row, k in zip(P, labels, strict=True):
        if list(row).index(max(row)) == k:
            read += 1
    return read / len(labels)


def right_10_3_sorting(P, labels):
    return float(np.mean(np.argsort(P, axis=1)[:, -1] == np.asarray(labels)))


def right_10_3_own_output(P, labels):
    own = np.take_along_axis(P, np.asarray(labels)[:, None], axis=1)[:, 0]
    return np.count_nonzero(own == P.max(axis=1)) / P.shape[0]


def wrong_10_3_above_half(P, labels):
    return (P[np.arange(len(P)), labels] > 0.5).mean()


def wrong_10_3_count(P, labels):
    return (P.argmax(axis=1) == labels).sum()


def wrong_10_3_axis(P, labels):
    said = P.argmax(axis=0)
    return np.mean(said[labels] == labels)


def wrong_10_3_errors(P, labels):
    return (P.argmax(axis=1) != labels).mean()


def wrong_10_3_mean_output(P, labels):
    return P[np.arange(len(P)), labels].mean()


def wrong_10_3_from_one(P, labels):
    return (P.argmax(axis=1) + 1 == labels).mean()


def wrong_10_3_per_cent(P, labels):
    return 100 * (P.argmax(axis=1) == labels).mean()


def wrong_10_3_smallest(P, labels):
    return (P.argmin(axis=1) == labels).mean()


def wrong_10_3_whole(P, labels):
    return (P.argmax(axis=1) == labels).sum() // len(P)


def wrong_10_3_prints(P, labels):
    print((P.argmax(axis=1) == labels).mean())


def right_10_4_straight(X, W1, b1, W2, b2):
    H = np.maximum(X @ W1.T + b1, 0)
    Z = H @ W2.T + b2
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def right_10_4_one_by_one(X, W1, b1, W2, b2):
    outputs = []
    for x in X:
        h = [max(0.0, float(w @ x) + b) for w, b in zip(W1, b1, strict=True)]
        z = np.array([w @ np.array(h) + b for w, b in zip(W2, b2, strict=True)])
        outputs.append(np.exp(z - np.logaddexp.reduce(z)))
    return np.array(outputs)


def right_10_4_einsum(X, W1, b1, W2, b2):
    H = np.einsum("ni,hi->nh", X, W1) + b1
    H = H * (H > 0)
    E = np.exp(np.einsum("nh,oh->on", H, W2) + np.asarray(b2)[:, None])
    return (E / E.sum(axis=0)).T


def wrong_10_4_no_relu(X, W1, b1, W2, b2):
    Z = (X @ W1.T + b1) @ W2.T + b2
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def wrong_10_4_over_images(X, W1, b1, W2, b2):
    E = np.exp(np.maximum(X @ W1.T + b1, 0) @ W2.T + b2)
    return E / E.sum(axis=0)


def wrong_10_4_over_everything(X, W1, b1, W2, b2):
    E = np.exp(np.maximum(X @ W1.T + b1, 0) @ W2.T + b2)
    return E / E.sum()


def wrong_10_4_sums(X, W1, b1, W2, b2):
    return np.maximum(X @ W1.T + b1, 0) @ W2.T + b2


def wrong_10_4_relu_last(X, W1, b1, W2, b2):
    E = np.exp(np.maximum(np.maximum(X @ W1.T + b1, 0) @ W2.T + b2, 0))
    return E / E.sum(axis=1, keepdims=True)


def wrong_10_4_no_second_bias(X, W1, b1, W2, b2):
    E = np.exp(np.maximum(X @ W1.T + b1, 0) @ W2.T)
    return E / E.sum(axis=1, keepdims=True)


def wrong_10_4_bias_behind_relu(X, W1, b1, W2, b2):
    E = np.exp((np.maximum(X @ W1.T, 0) + b1) @ W2.T + b2)
    return E / E.sum(axis=1, keepdims=True)


def wrong_10_4_softmax_twice(X, W1, b1, W2, b2):
    P = right_10_4_straight(X, W1, b1, W2, b2)
    return np.exp(P) / np.exp(P).sum(axis=1, keepdims=True)


def wrong_10_4_sigmoid(X, W1, b1, W2, b2):
    Z = np.maximum(X @ W1.T + b1, 0) @ W2.T + b2
    return 1 / (1 + np.exp(-Z))


def wrong_10_4_digits(X, W1, b1, W2, b2):
    return right_10_4_straight(X, W1, b1, W2, b2).argmax(axis=1)


def wrong_10_4_columns(X, W1, b1, W2, b2):
    return right_10_4_straight(X, W1, b1, W2, b2).T


def right_10_5_unique(writers):
    _, place = np.unique(writers, return_inverse=True)
    return place % 5 == 4


def right_10_5_sets(writers):
    people = sorted({int(w) for w in writers})
    chosen = set(people[4::5])
    return [int(w) in chosen for w in writers]


def right_10_5_isin(writers):
    return np.isin(writers, np.unique(writers)[4::5])


def right_10_5_counting(writers):
    """A person's place is the number of people with a smaller number."""
    return np.array([len({v for v in writers if v < w}) % 5 == 4 for w in writers])


def wrong_10_5_by_number(writers):
    return np.asarray(writers) % 5 == 4


def wrong_10_5_from_the_first(writers):
    return np.isin(writers, np.unique(writers)[::5])


def wrong_10_5_appearance(writers):
    people = list(dict.fromkeys(np.asarray(writers).tolist()))
    return np.isin(writers, people[4::5])


def wrong_10_5_turned(writers):
    return ~np.isin(writers, np.unique(writers)[4::5])


def wrong_10_5_numbers(writers):
    return np.unique(writers)[4::5]


def wrong_10_5_places(writers):
    return np.flatnonzero(np.isin(writers, np.unique(writers)[4::5]))


def wrong_10_5_last_fifth(writers):
    people = np.unique(writers)
    return np.isin(writers, people[len(people) * 4 // 5 :])


def wrong_10_5_sorted_images(writers):
    order = np.argsort(np.argsort(writers, kind="stable"))
    return order % 5 == 4


def wrong_10_5_off_by_one(writers):
    return np.isin(writers, np.unique(writers)[5::5])


def wrong_10_5_first_image(writers):
    _, first = np.unique(writers, return_index=True)
    out = np.zeros(len(writers), dtype=bool)
    out[first[4::5]] = True
    return out


def right_10_8_loop(P, labels, bar):
    opened = wrong = 0
    for row, k in zip(P, labels, strict=True):
        if max(row) > bar:
            opened += 1
            wrong += int(np.argmax(row)) != k
    return opened / len(P), (wrong / opened if opened else 0)


def right_10_8_masks(P, labels, bar):
    sure = np.max(P, axis=1) > bar
    misread = np.argmax(P, axis=1) != labels
    return [sure.mean(), (sure & misread).sum() / max(sure.sum(), 1)]


def right_10_8_selected(P, labels, bar):
    P, labels = np.asarray(P), np.asarray(labels)
    keep = (bar < P).any(axis=1)
    if not keep.any():
        return np.zeros(2)
    return np.array([keep.mean(), 1 - np.mean(P[keep].argmax(axis=1) == labels[keep])])


def wrong_10_8_of_all(P, labels, bar):
    sure = P.max(axis=1) > bar
    return sure.mean(), (sure & (P.argmax(axis=1) != labels)).mean()


def wrong_10_8_well_read(P, labels, bar):
    sure = P.max(axis=1) > bar
    return sure.mean(), (P.argmax(axis=1) == labels)[sure].mean() if sure.any() else 0


def wrong_10_8_nan(P, labels, bar):
    sure = P.max(axis=1) > bar
    with np.errstate(all="ignore"):
        share = np.float64((sure & (P.argmax(axis=1) != labels)).sum()) / sure.sum()
    return sure.mean(), share


def wrong_10_8_below(P, labels, bar):
    sure = P.max(axis=1) <= bar
    return sure.mean(), (P.argmax(axis=1) != labels)[sure].mean() if sure.any() else 0


def wrong_10_8_label_output(P, labels, bar):
    sure = P[np.arange(len(P)), labels] > bar
    return sure.mean(), (P.argmax(axis=1) != labels)[sure].mean() if sure.any() else 0


def wrong_10_8_counts(P, labels, bar):
    sure = P.max(axis=1) > bar
    return sure.sum(), (sure & (P.argmax(axis=1) != labels)).sum()


def wrong_10_8_all_misread(P, labels, bar):
    sure = P.max(axis=1) > bar
    return sure.mean(), (P.argmax(axis=1) != labels).mean()


def wrong_10_8_of_the_misread(P, labels, bar):
    sure = P.max(axis=1) > bar
    wrong = P.argmax(axis=1) != labels
    return sure.mean(), sure[wrong].mean() if wrong.any() else 0


def wrong_10_8_every_output(P, labels, bar):
    sure = (bar < P).any(axis=1)
    share = (bar < P).mean()
    return share, (P.argmax(axis=1) != labels)[sure].mean() if sure.any() else 0


def wrong_10_8_order(P, labels, bar):
    return right_10_8_loop(P, labels, bar)[::-1]


def right_10_9_loop(meant, said, classes):
    table = [[0] * classes for _ in range(classes)]
    for m, s in zip(meant, said, strict=True):
        table[m][s] += 1
    return table


def right_10_9_one_hot(meant, said, classes):
    eye = np.eye(classes, dtype=int)
    return eye[meant].T @ eye[said]


def right_10_9_bincount(meant, said, classes):
    flat = np.bincount(np.asarray(meant) * classes + said, minlength=classes**2)
    return flat.reshape(classes, classes).astype(np.float32)


def wrong_10_9_transposed(meant, said, classes):
    table = np.zeros((classes, classes))
    np.add.at(table, (said, meant), 1)
    return table


def wrong_10_9_once(meant, said, classes):
    table = np.zeros((classes, classes))
    table[meant, said] += 1
    return table


def wrong_10_9_shares(meant, said, classes):
    table = np.zeros((classes, classes))
    np.add.at(table, (meant, said), 1)
    return table / len(meant)


def wrong_10_9_row_shares(meant, said, classes):
    table = np.zeros((classes, classes))
    np.add.at(table, (meant, said), 1)
    return table / np.maximum(table.sum(axis=1, keepdims=True), 1)


def wrong_10_9_mistakes_only(meant, said, classes):
    table = np.zeros((classes, classes))
    for m, s in zip(meant, said, strict=True):
        if m != s:
            table[m, s] += 1
    return table


def wrong_10_9_hits_only(meant, said, classes):
    return np.diag(np.bincount(meant[meant == said], minlength=classes))


def wrong_10_9_from_one(meant, said, classes):
    table = np.zeros((classes, classes))
    np.add.at(table, (meant - 1, said - 1), 1)
    return table


def wrong_10_9_both_ways(meant, said, classes):
    table = np.zeros((classes, classes))
    np.add.at(table, (meant, said), 1)
    return table + table.T


def right_10_10_inverse(W, order):
    return W[:, np.argsort(order)]


def right_10_10_put_back(W, order):
    out = np.zeros_like(W)
    out[:, order] = W
    return out


def right_10_10_loop(W, order):
    out = [[0.0] * len(order) for _ in W]
    for j, row in enumerate(W):
        for place, pixel in enumerate(order):
            out[j][pixel] = row[place]
    return out


def right_10_10_matrix(W, order):
    return W @ np.eye(len(order))[order]


def wrong_10_10_again(W, order):
    return W[:, order]


def wrong_10_10_backwards(W, order):
    return W[:, order[::-1]]


def wrong_10_10_sorted(W, order):
    return np.sort(W, axis=1)


def wrong_10_10_unchanged(W, order):
    return W


def wrong_10_10_transposed(W, order):
    return W[:, np.argsort(order)].T


def wrong_10_10_mutates(W, order):
    W[:, order] = W.copy()
    return W


def right_10_11_rows(before, after):
    return [np.corrcoef(b, a)[0, 1] for b, a in zip(before, after, strict=True)]


def right_10_11_einsum(before, after):
    b = before - before.mean(axis=1, keepdims=True)
    a = after - after.mean(axis=1, keepdims=True)
    top = np.einsum("ij,ij->i", a, b)
    return top / np.sqrt(np.einsum("ij,ij->i", a, a) * np.einsum("ij,ij->i", b, b))


def right_10_11_loops(before, after):
    out = []
    for b, a in zip(before, after, strict=True):
        mb, ma = sum(b) / len(b), sum(a) / len(a)
        both = sum((p - mb) * (q - ma) for p, q in zip(b, a, strict=True))
        squares = sum((p - mb) ** 2 for p in b) * sum((q - ma) ** 2 for q in a)
        out.append(both / squares**0.5)
    return np.array(out)


def right_10_11_standard(before, after):
    def standard(W):
        return (W - W.mean(axis=1, keepdims=True)) / W.std(axis=1, keepdims=True)

    return np.mean(standard(before) * standard(after), axis=1)


def wrong_10_11_no_mean(before, after):
    top = (before * after).sum(axis=1)
    return top / np.sqrt((before**2).sum(axis=1) * (after**2).sum(axis=1))


def wrong_10_11_columns(before, after):
    b, a = before - before.mean(axis=0), after - after.mean(axis=0)
    return (a * b).sum(axis=0) / np.sqrt((a**2).sum(axis=0) * (b**2).sum(axis=0))


def wrong_10_11_one_number(before, after):
    return np.corrcoef(before.ravel(), after.ravel())[0, 1]


def wrong_10_11_no_root(before, after):
    b = before - before.mean(axis=1, keepdims=True)
    a = after - after.mean(axis=1, keepdims=True)
    return (a * b).sum(axis=1) / ((a**2).sum(axis=1) * (b**2).sum(axis=1))


def wrong_10_11_covariance(before, after):
    b = before - before.mean(axis=1, keepdims=True)
    a = after - after.mean(axis=1, keepdims=True)
    return (a * b).mean(axis=1)


def wrong_10_11_common_mean(before, after):
    b, a = before - before.mean(), after - after.mean()
    return (a * b).sum(axis=1) / np.sqrt((a**2).sum(axis=1) * (b**2).sum(axis=1))


def wrong_10_11_by_before(before, after):
    b = before - before.mean(axis=1, keepdims=True)
    a = after - after.mean(axis=1, keepdims=True)
    return (a * b).sum(axis=1) / (b**2).sum(axis=1)


def wrong_10_11_table(before, after):
    n = len(before)
    return np.corrcoef(before, after)[:n, n:]


def wrong_10_11_squared(before, after):
    return np.array([np.corrcoef(b, a)[0, 1] ** 2 for b, a in zip(before, after, strict=True)])


def right_10_12_loops(image):
    ink = down = across = 0.0
    for i, row in enumerate(image):
        for j, v in enumerate(row):
            ink += v
            down += v * (i + 0.5)
            across += v * (j + 0.5)
    return down / ink, across / ink


def right_10_12_average(image):
    rows, columns = np.shape(image)
    return [
        np.average(np.arange(rows) + 0.5, weights=np.sum(image, axis=1)),
        np.average(np.arange(columns) + 0.5, weights=np.sum(image, axis=0)),
    ]


def right_10_12_grid(image):
    places = np.indices(np.shape(image)) + 0.5
    return np.einsum("kij,ij->k", places, image) / np.sum(image)


def wrong_10_12_no_half(image):
    rows, columns = np.indices(image.shape)
    return (rows * image).sum() / image.sum(), (columns * image).sum() / image.sum()


def wrong_10_12_swapped(image):
    rows, columns = np.indices(image.shape) + 0.5
    return (columns * image).sum() / image.sum(), (rows * image).sum() / image.sum()


def wrong_10_12_any_ink(image):
    rows, columns = np.nonzero(image)
    return rows.mean() + 0.5, columns.mean() + 0.5


def wrong_10_12_box(image):
    rows, columns = np.nonzero(image)
    return (rows.min() + rows.max() + 1) / 2, (columns.min() + columns.max() + 1) / 2


def wrong_10_12_from_one(image):
    rows, columns = np.indices(image.shape) + 1
    return (rows * image).sum() / image.sum(), (columns * image).sum() / image.sum()


def wrong_10_12_by_points(image):
    rows, columns = np.indices(image.shape) + 0.5
    return (rows * image).mean(), (columns * image).mean()


def wrong_10_12_share(image):
    rows, columns = np.indices(image.shape) + 0.5
    down, across = (rows * image).sum() / image.sum(), (columns * image).sum() / image.sum()
    return down / image.shape[0], across / image.shape[1]


def wrong_10_12_darkest(image):
    row, column = np.unravel_index(image.argmax(), image.shape)
    return row + 0.5, column + 0.5


def wrong_10_12_from_below(image):
    rows, columns = np.indices(image.shape) + 0.5
    rows = image.shape[0] - rows
    return (rows * image).sum() / image.sum(), (columns * image).sum() / image.sum()


def right_10_15_both(rows):
    labels, points = rows[:, 0].astype(int), rows[:, 1:] / 255
    targets = np.zeros((len(rows), 10))
    targets[np.arange(len(rows)), labels] = 1
    return np.hstack([points, targets])


def right_10_15_row_by_row(rows):
    out = []
    for row in rows:
        one_hot = [1.0 if k == int(row[0]) else 0.0 for k in range(10)]
        out.append([v / 255 for v in row[1:]] + one_hot)
    return np.array(out)


def right_10_15_comparison(rows):
    table = np.array(rows, dtype=np.float32)
    return np.c_[table[:, 1:] / 255, table[:, :1] == np.arange(10)]


def wrong_10_15_first_only(rows):
    labels, points = rows[:, 0].astype(int), rows[:, 1:] / 255
    targets = np.zeros((len(rows), 10))
    targets[:, labels] = 1
    return np.hstack([points, targets])


def wrong_10_15_second_only(rows):
    rows = rows / 255
    labels, points = rows[:, 0].astype(int), rows[:, 1:]
    targets = np.zeros((len(rows), 10))
    targets[np.arange(len(rows)), labels] = 1
    return np.hstack([points, targets])


def wrong_10_15_not_scaled(rows):
    targets = np.eye(10)[rows[:, 0].astype(int)]
    return np.hstack([rows[:, 1:], targets])


def wrong_10_15_order(rows):
    return np.hstack([np.eye(10)[rows[:, 0].astype(int)], rows[:, 1:] / 255])


def wrong_10_15_labels(rows):
    return np.hstack([rows[:, 1:] / 255, rows[:, :1]])


def wrong_10_15_from_one(rows):
    return np.hstack([rows[:, 1:] / 255, np.eye(10)[rows[:, 0].astype(int) - 1]])


def wrong_10_15_label_inside(rows):
    return np.hstack([rows / 255, np.eye(10)[rows[:, 0].astype(int)]])


def wrong_10_15_turned(rows):
    return np.hstack([1 - rows[:, 1:] / 255, np.eye(10)[rows[:, 0].astype(int)]])


def wrong_10_15_own_largest(rows):
    points = rows[:, 1:] / rows[:, 1:].max()
    return np.hstack([points, np.eye(10)[rows[:, 0].astype(int)]])


def wrong_10_15_hundreds(rows):
    targets = np.zeros((len(rows), 10))
    targets[np.arange(len(rows)), rows[:, 0].astype(int)] = 1
    return np.hstack([rows[:, 1:], targets]) / 255


RIGHT = [
    ("10.1", [240, 41, 13886, 49886]),
    ("10.2", right_10_2_plain),
    ("10.2", right_10_2_lists),
    ("10.2", right_10_2_float32),
    ("10.3", right_10_3_loop),
    ("10.3", right_10_3_sorting),
    ("10.3", right_10_3_own_output),
    ("10.4", right_10_4_straight),
    ("10.4", right_10_4_one_by_one),
    ("10.4", right_10_4_einsum),
    ("10.5", right_10_5_unique),
    ("10.5", right_10_5_sets),
    ("10.5", right_10_5_isin),
    ("10.5", right_10_5_counting),
    ("10.7", [1.4, 10, 7.1, 59]),
    ("10.7", [500 / 355, 3600 / 360, 35.5 / 5, 100 * 0.9**5]),
    ("10.8", right_10_8_loop),
    ("10.8", right_10_8_masks),
    ("10.8", right_10_8_selected),
    ("10.9", right_10_9_loop),
    ("10.9", right_10_9_one_hot),
    ("10.9", right_10_9_bincount),
    ("10.10", right_10_10_inverse),
    ("10.10", right_10_10_put_back),
    ("10.10", right_10_10_loop),
    ("10.10", right_10_10_matrix),
    ("10.11", right_10_11_rows),
    ("10.11", right_10_11_einsum),
    ("10.11", right_10_11_loops),
    ("10.11", right_10_11_standard),
    ("10.12", right_10_12_loops),
    ("10.12", right_10_12_average),
    ("10.12", right_10_12_grid),
    ("10.16", right_10_15_both),
    ("10.16", right_10_15_row_by_row),
    ("10.16", right_10_15_comparison),
]

WRONG = [
    ("10.1", [240, 103, 13886, 49886], "counts column after column", "column after column"),
    ("10.1", [240, 41, 13800, 49800], "forgets the biases", "biases forgotten"),
    ("10.1", [240, 41, 13886, 25886], "doubles the inputs only once", "twice for four times"),
    ("10.1", [240, 42, 13886, 49886], "counts the inputs from 1", "off by one"),
    ("10.1", [240, 41, 13886, 55544], "takes four times all parameters", "everything four times"),
    ("10.1", [32, 41, 3486, 5086], "adds rows and columns", "sum for product"),
    ("10.2", wrong_10_2_not_turned, "leaves the paper bright", "paper for ink"),
    ("10.2", wrong_10_2_not_scaled, "leaves the numbers between 0 and 255", "not scaled"),
    ("10.2", wrong_10_2_not_flat, "leaves the photos in rows and columns", "wrong shape"),
    (
        "10.2",
        wrong_10_2_columns_first,
        "reads the photo column after column",
        "column after column",
    ),
    ("10.2", wrong_10_2_by_256, "divides by 256", "paper not quite 0"),
    ("10.2", wrong_10_2_whole, "divides with //", "divided too early"),
    (
        "10.2",
        wrong_10_2_own_darkest,
        "makes the darkest point of each photo 1",
        "each its own darkest",
    ),
    ("10.2", wrong_10_2_sign, "takes one off instead of subtracting from one", "a property"),
    ("10.2", wrong_10_2_threshold, "makes it pure black and white", "black or white"),
    ("10.2", wrong_10_2_one_column_each, "returns a column for each photo", "wrong shape"),
    ("10.3", wrong_10_3_above_half, "asks whether the output is above one half", "more than half"),
    ("10.3", wrong_10_3_count, "counts and does not divide", "sum for mean"),
    ("10.3", wrong_10_3_axis, "looks for the largest in each column", ""),
    ("10.3", wrong_10_3_errors, "gives the share that is misread", "mistakes for hits"),
    (
        "10.3",
        wrong_10_3_mean_output,
        "takes the mean output of the right class",
        "probability for accuracy",
    ),
    ("10.3", wrong_10_3_from_one, "counts the digits from 1", "classes counted from 1"),
    ("10.3", wrong_10_3_per_cent, "gives per cent", "a property"),
    ("10.3", wrong_10_3_smallest, "takes the smallest output", ""),
    ("10.3", wrong_10_3_whole, "divides with //", "divided to whole numbers"),
    ("10.3", wrong_10_3_prints, "prints the share instead of returning it", "returns nothing"),
    ("10.4", wrong_10_4_no_relu, "forgets the ReLU", "ReLU forgotten"),
    ("10.4", wrong_10_4_over_images, "shares out over the images", "softmax over the images"),
    (
        "10.4",
        wrong_10_4_over_everything,
        "divides by the sum over the whole batch",
        "one total for all",
    ),
    ("10.4", wrong_10_4_sums, "forgets the softmax", "softmax forgotten"),
    ("10.4", wrong_10_4_relu_last, "puts a ReLU before the softmax, too", "ReLU in the last layer"),
    ("10.4", wrong_10_4_no_second_bias, "forgets the second bias", "second bias forgotten"),
    (
        "10.4",
        wrong_10_4_bias_behind_relu,
        "adds the first bias behind the ReLU",
        "bias behind the bend",
    ),
    ("10.4", wrong_10_4_softmax_twice, "takes the softmax twice", "double softmax"),
    ("10.4", wrong_10_4_sigmoid, "takes a sigmoid for the softmax", "sigmoids for the softmax"),
    ("10.4", wrong_10_4_digits, "returns the digits instead of the outputs", "wrong shape"),
    ("10.4", wrong_10_4_columns, "returns a column for each image", "wrong shape"),
    (
        "10.5",
        wrong_10_5_by_number,
        "takes the numbers themselves, though some are missing",
        "numbers for places",
    ),
    ("10.5", wrong_10_5_from_the_first, "begins with the first person", "from the first person on"),
    ("10.5", wrong_10_5_appearance, "orders people by their first image", "order of appearance"),
    ("10.5", wrong_10_5_turned, "returns True for the training part", "parts swapped"),
    ("10.5", wrong_10_5_numbers, "returns the numbers of the people", "wrong shape"),
    ("10.5", wrong_10_5_places, "returns places instead of True and False", "wrong shape"),
    (
        "10.5",
        wrong_10_5_last_fifth,
        "takes the last fifth of the people",
        "last fifth of the people",
    ),
    ("10.5", wrong_10_5_sorted_images, "takes every fifth image of the ordered ones", "a property"),
    ("10.5", wrong_10_5_off_by_one, "begins with the sixth", "from the sixth person on"),
    ("10.5", wrong_10_5_first_image, "takes only the first image of each", "a property"),
    ("10.7", [98.6, 90, 0.9, 59], "counts what is read", "hits for mistakes"),
    ("10.7", [1.4, 10, 7.1, 90], "gives the share of single digits", "one digit for five"),
    ("10.7", [1.4, 10, 7.1, 50], "takes five times ten off the hundred", "mistakes added up"),
    ("10.7", [1.4, 10, 7.1, 65.6], "takes the fourth power", "four digits for five"),
    ("10.7", [1.4, 10, 8.6, 59], "subtracts instead of dividing", "difference for ratio"),
    ("10.7", [5, 36, 7.2, 59], "does not convert to a hundred", "counts for hundreds"),
    (
        "10.7",
        [1.4, 10, 7.1, 93.2],
        "takes the known hands for the form",
        "known hands for new ones",
    ),
    ("10.7", [1.4, 10, 7.1, 41], "gives the forms with a mistake", "forms with a mistake"),
    ("10.8", wrong_10_8_of_all, "divides the misread by all images", "share of all"),
    ("10.8", wrong_10_8_well_read, "gives the share of the well read", "hits for mistakes"),
    ("10.8", wrong_10_8_nan, "gives nan if it never opens", "a property"),
    ("10.8", wrong_10_8_below, "opens below the bar", "the doubtful ones"),
    (
        "10.8",
        wrong_10_8_label_output,
        "asks for the output of the true label",
        "peeked at the label",
    ),
    ("10.8", wrong_10_8_counts, "counts and does not divide", "counts for shares"),
    (
        "10.8",
        wrong_10_8_all_misread,
        "gives the share of the misread of all images",
        "bar forgotten",
    ),
    (
        "10.8",
        wrong_10_8_of_the_misread,
        "divides by the misread instead of the opened",
        "sure among the wrong",
    ),
    (
        "10.8",
        wrong_10_8_every_output,
        "takes the share of outputs instead of images",
        "all outputs counted",
    ),
    ("10.8", wrong_10_8_order, "returns the two in the wrong order", "mistakes first"),
    ("10.9", wrong_10_9_transposed, "has rows and columns swapped", "confusion matrix transposed"),
    ("10.9", wrong_10_9_once, "counts each pair only once", "counted once"),
    ("10.9", wrong_10_9_shares, "divides by the number of images", "shares of all"),
    ("10.9", wrong_10_9_row_shares, "gives shares of each row", "shares of a row"),
    ("10.9", wrong_10_9_mistakes_only, "leaves the diagonal empty", "hits left out"),
    ("10.9", wrong_10_9_hits_only, "fills only the diagonal", "only hits"),
    ("10.9", wrong_10_9_from_one, "counts the classes from 1", "classes counted from 1"),
    ("10.9", wrong_10_9_both_ways, "adds the table turned round", "a property"),
    ("10.10", wrong_10_10_again, "scrambles once more", "scrambled once more"),
    ("10.10", wrong_10_10_backwards, "takes the order from behind", "order from behind"),
    ("10.10", wrong_10_10_sorted, "sorts the weights", "a property"),
    ("10.10", wrong_10_10_unchanged, "returns the weights as they are", "left as they were"),
    ("10.10", wrong_10_10_transposed, "returns a column for each neuron", "transposed"),
    ("10.10", wrong_10_10_mutates, "changes the weights it was given", "changes its input"),
    ("10.11", wrong_10_11_no_mean, "does not take off the means", "means not taken off"),
    ("10.11", wrong_10_11_columns, "correlates the columns", "points for neurons"),
    ("10.11", wrong_10_11_one_number, "gives one number for all neurons", "wrong shape"),
    ("10.11", wrong_10_11_no_root, "forgets the root", "root forgotten"),
    (
        "10.11",
        wrong_10_11_covariance,
        "does not divide by the spreads",
        "covariance for correlation",
    ),
    ("10.11", wrong_10_11_common_mean, "takes one mean for all neurons", "one mean for all"),
    ("10.11", wrong_10_11_by_before, "divides by the squares of before only", "a property"),
    ("10.11", wrong_10_11_table, "returns every neuron with every other", "wrong shape"),
    ("10.11", wrong_10_11_squared, "squares the correlation", "squared"),
    ("10.12", wrong_10_12_no_half, "forgets the half point", "half a point"),
    ("10.12", wrong_10_12_swapped, "gives across first", "across before down"),
    (
        "10.12",
        wrong_10_12_any_ink,
        "counts each point alike that holds ink",
        "grey counted as black",
    ),
    ("10.12", wrong_10_12_box, "takes the middle of the box round the ink", "middle of the box"),
    ("10.12", wrong_10_12_from_one, "counts the points from 1", "off by one"),
    ("10.12", wrong_10_12_by_points, "divides by the number of points", "divided by the points"),
    ("10.12", wrong_10_12_share, "gives shares of the image", "share of the sheet"),
    ("10.12", wrong_10_12_darkest, "takes the darkest point", "darkest point"),
    ("10.12", wrong_10_12_from_below, "measures from the lower edge", "from the lower edge"),
    ("10.16", wrong_10_15_first_only, "mends the labels and not the targets", "labels as columns"),
    ("10.16", wrong_10_15_second_only, "mends the targets and not the labels", "as it was"),
    ("10.16", wrong_10_15_not_scaled, "does not scale the inputs any more", "not scaled"),
    ("10.16", wrong_10_15_order, "puts the targets first", "targets first"),
    ("10.16", wrong_10_15_labels, "returns labels instead of one-hot targets", "wrong shape"),
    ("10.16", wrong_10_15_from_one, "counts the digits from 1", "classes counted from 1"),
    ("10.16", wrong_10_15_label_inside, "leaves the label among the inputs", "wrong shape"),
    ("10.16", wrong_10_15_turned, "turns black and white round", "ink and paper exchanged"),
    ("10.16", wrong_10_15_own_largest, "divides by the largest grey value found", "own darkest"),
    ("10.16", wrong_10_15_hundreds, "divides the targets by 255, too", "a property"),
]
