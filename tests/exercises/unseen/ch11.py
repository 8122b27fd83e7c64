"""Answers to the exercises of chapter 11 that the checker has never seen."""

import math

import numpy as np

from nnbook import softmax


def right_11_4_rows(W, U, b, X):
    said = [np.zeros(len(b))]
    for x in X:
        said.append(np.tanh(W @ x + U @ said[-1] + b))
    return np.array(said[1:])


def right_11_4_loops(W, U, b, X):
    h, out = [0.0] * len(b), []
    for x in X:
        new = []
        for j in range(len(b)):
            z = b[j] + sum(W[j][i] * x[i] for i in range(len(x)))
            new.append(math.tanh(z + sum(U[j][k] * h[k] for k in range(len(h)))))
        h = new
        out.append(h)
    return out


def right_11_4_one_matrix(W, U, b, X):
    both, h = np.hstack([W, U]), np.zeros(np.shape(U)[0])
    out = np.empty((len(X), len(h)))
    for t in range(len(X)):
        out[t] = h = np.tanh(both @ np.concatenate([X[t], h]) + b)
    return out


def wrong_11_4_turned(W, U, b, X):
    h, out = np.zeros(len(b)), []
    for x in X:
        h = np.tanh(W @ x + U.T @ h + b)
        out.append(h)
    return np.array(out)


def wrong_11_4_last(W, U, b, X):
    return right_11_4_rows(W, U, b, X)[-1]


def wrong_11_4_with_start(W, U, b, X):
    return np.vstack([np.zeros(len(b)), right_11_4_rows(W, U, b, X)])


def wrong_11_4_no_memory(W, U, b, X):
    return np.tanh(X @ W.T + b)


def wrong_11_4_no_bias(W, U, b, X):
    return right_11_4_rows(W, U, np.zeros(len(b)), X)


def wrong_11_4_no_bend(W, U, b, X):
    h, out = np.zeros(len(b)), []
    for x in X:
        h = W @ x + U @ h + b
        out.append(h)
    return np.array(out)


def wrong_11_4_too_early(W, U, b, X):
    h, out = np.zeros(len(b)), []
    for x in X:
        h = h.copy()
        for j in range(len(b)):
            h[j] = np.tanh(W[j] @ x + U[j] @ h + b[j])
        out.append(h)
    return np.array(out)


def wrong_11_4_bend_inside(W, U, b, X):
    h, out = np.zeros(len(b)), []
    for x in X:
        h = np.tanh(W @ x + b) + U @ h
        out.append(h)
    return np.array(out)


def right_11_5_slices(series, forecast):
    own = np.sqrt(np.mean((forecast[1:] - series[1:]) ** 2))
    return own / np.sqrt(np.mean((series[:-1] - series[1:]) ** 2))


def right_11_5_loop(series, forecast):
    own = friend = 0.0
    for t in range(1, len(series)):
        own += (forecast[t] - series[t]) ** 2
        friend += (series[t - 1] - series[t]) ** 2
    return math.sqrt(own / friend)


def right_11_5_norms(series, forecast):
    return np.linalg.norm(np.subtract(forecast, series)[1:]) / np.linalg.norm(np.diff(series))


def wrong_11_5_friend_only(series, forecast):
    own = np.sqrt(np.mean((forecast - series) ** 2))
    return own / np.sqrt(np.mean(np.diff(series) ** 2))


def wrong_11_5_no_root(series, forecast):
    return np.mean((forecast[1:] - series[1:]) ** 2) / np.mean(np.diff(series) ** 2)


def wrong_11_5_absolute(series, forecast):
    return np.mean(np.abs(forecast[1:] - series[1:])) / np.mean(np.abs(np.diff(series)))


def wrong_11_5_upside_down(series, forecast):
    return 1 / right_11_5_slices(series, forecast)


def wrong_11_5_shifted(series, forecast):
    own = np.sqrt(np.mean((forecast[:-1] - series[1:]) ** 2))
    return own / np.sqrt(np.mean(np.diff(series) ** 2))


def wrong_11_5_next(series, forecast):
    own = np.sqrt(np.mean((forecast[:-1] - series[:-1]) ** 2))
    return own / np.sqrt(np.mean(np.diff(series) ** 2))


def wrong_11_5_zero_first(series, forecast):
    friend = np.concatenate([[0], series[:-1]])
    own = np.sqrt(np.mean((forecast - series) ** 2))
    return own / np.sqrt(np.mean((friend - series) ** 2))


def wrong_11_5_mean_friend(series, forecast):
    own = np.sqrt(np.mean((forecast[1:] - series[1:]) ** 2))
    return own / np.sqrt(np.mean((series[1:] - series[1:].mean()) ** 2))


def wrong_11_5_spread(series, forecast):
    return np.std(forecast[1:] - series[1:]) / np.std(np.diff(series))


def right_11_8_walk(pixels, side, padding, stride):
    places, left = 0, -padding
    while left + side <= pixels + padding:
        places, left = places + 1, left + stride
    return places


def right_11_8_formula(pixels, side, padding, stride):
    return max(0, math.floor((pixels + 2 * padding - side) / stride) + 1)


def right_11_8_range(pixels, side, padding, stride):
    return len(range(0, pixels + 2 * padding - side + 1, stride))


def wrong_11_8_one_side(pixels, side, padding, stride):
    return (pixels + padding - side) // stride + 1


def wrong_11_8_no_one(pixels, side, padding, stride):
    return (pixels + 2 * padding - side) // stride


def wrong_11_8_fraction(pixels, side, padding, stride):
    return (pixels + 2 * padding - side) / stride + 1


def wrong_11_8_round_up(pixels, side, padding, stride):
    return math.ceil((pixels + 2 * padding - side) / stride) + 1


def wrong_11_8_no_stride(pixels, side, padding, stride):
    return pixels + 2 * padding - side + 1


def wrong_11_8_no_padding(pixels, side, padding, stride):
    return (pixels - side) // stride + 1


def wrong_11_8_one_inside(pixels, side, padding, stride):
    return (pixels + 2 * padding - side + 1) // stride


def wrong_11_8_over_the_edge(pixels, side, padding, stride):
    return -(-(pixels + 2 * padding) // stride)


def wrong_11_8_squared(pixels, side, padding, stride):
    return ((pixels + 2 * padding - side) // stride + 1) ** 2


def right_11_9_loops(image, K, b):
    channels, rows, columns = K.shape
    out = np.zeros((image.shape[1] - rows + 1, image.shape[2] - columns + 1))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            total = b
            for c in range(channels):
                total += (image[c, i : i + rows, j : j + columns] * K[c]).sum()
            out[i, j] = total
    return out


def right_11_9_windows(image, K, b):
    windows = np.lib.stride_tricks.sliding_window_view(image, np.shape(K)[1:], axis=(1, 2))
    return np.einsum("cijrs,crs->ij", windows, K) + b


def right_11_9_shifts(image, K, b):
    """Add up whole shifted images, one for each weight."""
    _, rows, columns = np.shape(K)
    high, wide = np.shape(image)[1] - rows + 1, np.shape(image)[2] - columns + 1
    out = np.full((high, wide), float(b))
    for (c, r, s), weight in np.ndenumerate(K):
        out += weight * image[c, r : r + high, s : s + wide]
    return out


def wrong_11_9_flipped(image, K, b):
    return right_11_9_loops(image, K[:, ::-1, ::-1], b)


def wrong_11_9_per_channel(image, K, b):
    return np.array([right_11_9_loops(image[c : c + 1], K[c : c + 1], b) for c in range(len(K))])


def wrong_11_9_bias_each(image, K, b):
    return right_11_9_loops(image, K, b * len(K))


def wrong_11_9_no_bias(image, K, b):
    return right_11_9_loops(image, K, 0)


def wrong_11_9_relu(image, K, b):
    return np.maximum(right_11_9_loops(image, K, b), 0)


def wrong_11_9_mean(image, K, b):
    return right_11_9_loops(image, K / len(K), b)


def wrong_11_9_one_short(image, K, b):
    return right_11_9_loops(image, K, b)[:-1, :-1]


def wrong_11_9_padded(image, K, b):
    _, rows, columns = K.shape
    pad = ((0, 0), (rows // 2, (rows - 1) // 2), (columns // 2, (columns - 1) // 2))
    return right_11_9_loops(np.pad(image, pad), K, b)


def wrong_11_9_first_channel(image, K, b):
    return right_11_9_loops(image[:1], K[:1], b)


def wrong_11_9_transposed(image, K, b):
    return right_11_9_loops(image, K, b).T


def wrong_11_9_grey_first(image, K, b):
    return right_11_9_loops(image.sum(axis=0)[None], K.sum(axis=0)[None], b)


def right_11_12_squares(X, centres, s):
    d2 = ((X[:, None] - centres) ** 2).sum(axis=-1)
    return np.exp(-d2 / (2 * s**2))


def right_11_12_expanded(X, centres, s):
    X, C = np.asarray(X, dtype=float), np.asarray(centres, dtype=float)
    d2 = (X * X).sum(axis=1)[:, None] - 2 * X @ C.T + (C * C).sum(axis=1)
    return np.exp(-0.5 * np.maximum(d2, 0) / s / s)


def right_11_12_lists(X, centres, s):
    return [[math.exp(-((math.dist(x, c) / s) ** 2) / 2) for c in centres] for x in X]


def right_11_12_product(X, centres, s):
    return np.prod(np.exp(-(((X[:, None] - centres) / s) ** 2) / 2), axis=2)


def distances(X, centres):
    return np.linalg.norm(X[:, None] - centres, axis=-1)


def wrong_11_12_no_two(X, centres, s):
    return np.exp(-(distances(X, centres) ** 2) / s**2)


def wrong_11_12_width(X, centres, s):
    return np.exp(-(distances(X, centres) ** 2) / (2 * s))


def wrong_11_12_distance_by_s(X, centres, s):
    return np.exp(-distances(X, centres) / s)


def wrong_11_12_all_squared(X, centres, s):
    return np.exp(-((distances(X, centres) / (2 * s**2)) ** 2))


def wrong_11_12_plus(X, centres, s):
    return np.exp(distances(X, centres) ** 2 / (2 * s**2))


def wrong_11_12_turned(X, centres, s):
    return np.exp(-(distances(X, centres) ** 2) / (2 * s**2)).T


def wrong_11_12_shares(X, centres, s):
    e = np.exp(-(distances(X, centres) ** 2) / (2 * s**2))
    return e / e.sum(axis=1, keepdims=True)


def wrong_11_12_density(X, centres, s):
    return np.exp(-(distances(X, centres) ** 2) / (2 * s**2)) / (s * np.sqrt(2 * np.pi))


def wrong_11_12_brackets(X, centres, s):
    return np.exp(-(distances(X, centres) ** 2) / 2 * s**2)


def wrong_11_12_sum_then_square(X, centres, s):
    return np.exp(-((X[:, None] - centres).sum(axis=-1) ** 2) / (2 * s**2))


def right_11_13_rule(w, apart, x, lr, radius):
    winner = np.argmin(np.linalg.norm(x - w, axis=1))
    near = np.exp(-(apart[winner] ** 2) / (2 * radius**2))
    return w + lr * near[:, None] * (x - w)


def right_11_13_loops(w, apart, x, lr, radius):
    gaps = [sum((a - b) ** 2 for a, b in zip(row, x, strict=True)) for row in w]
    winner = gaps.index(min(gaps))
    new = []
    for i, row in enumerate(w):
        pull = lr * math.exp(-((apart[winner][i] / radius) ** 2) / 2)
        new.append([a + pull * (b - a) for a, b in zip(row, x, strict=True)])
    return np.array(new)


def right_11_13_mixture(w, apart, x, lr, radius):
    winner = int(np.einsum("ij,ij->i", w - x, w - x).argmin())
    share = (lr * np.exp(-0.5 * np.square(apart[winner] / radius)))[:, np.newaxis]
    return (1 - share) * w + share * x


def wrong_11_13_winner_only(w, apart, x, lr, radius):
    w = w.copy()
    winner = np.argmin(np.linalg.norm(x - w, axis=1))
    w[winner] += lr * (x - w[winner])
    return w


def wrong_11_13_away(w, apart, x, lr, radius):
    winner = np.argmin(np.linalg.norm(x - w, axis=1))
    near = np.exp(-(apart[winner] ** 2) / (2 * radius**2))
    return w - lr * near[:, None] * (x - w)


def wrong_11_13_distance_in_space(w, apart, x, lr, radius):
    distance = np.linalg.norm(x - w, axis=1)
    near = np.exp(-(distance**2) / (2 * radius**2))
    return w + lr * near[:, None] * (x - w)


def wrong_11_13_farthest(w, apart, x, lr, radius):
    winner = np.argmax(np.linalg.norm(x - w, axis=1))
    near = np.exp(-(apart[winner] ** 2) / (2 * radius**2))
    return w + lr * near[:, None] * (x - w)


def wrong_11_13_inner_circle(w, apart, x, lr, radius):
    winner = np.argmin(np.linalg.norm(x - w, axis=1))
    near = (apart[winner] <= radius).astype(float)
    return w + lr * near[:, None] * (x - w)


def wrong_11_13_not_squared(w, apart, x, lr, radius):
    winner = np.argmin(np.linalg.norm(x - w, axis=1))
    near = np.exp(-apart[winner] / (2 * radius**2))
    return w + lr * near[:, None] * (x - w)


def wrong_11_13_no_rate(w, apart, x, lr, radius):
    winner = np.argmin(np.linalg.norm(x - w, axis=1))
    near = np.exp(-(apart[winner] ** 2) / (2 * radius**2))
    return w + near[:, None] * (x - w)


def wrong_11_13_like_the_winner(w, apart, x, lr, radius):
    winner = np.argmin(np.linalg.norm(x - w, axis=1))
    near = np.exp(-(apart[winner] ** 2) / (2 * radius**2))
    return w + lr * near[:, None] * (x - w[winner])


def wrong_11_13_mutates(w, apart, x, lr, radius):
    winner = np.argmin(np.linalg.norm(x - w, axis=1))
    w += lr * np.exp(-(apart[winner] ** 2) / (2 * radius**2))[:, None] * (x - w)
    return w


def wrong_11_13_no_two(w, apart, x, lr, radius):
    winner = np.argmin(np.linalg.norm(x - w, axis=1))
    near = np.exp(-(apart[winner] ** 2) / radius**2)
    return w + lr * near[:, None] * (x - w)


def right_11_15_direct(Z, answers, y, s):
    g = np.exp(Z - Z.max(axis=1, keepdims=True))
    g /= g.sum(axis=1, keepdims=True)
    near = g * np.exp(-((y[:, None] - answers) ** 2) / (2 * s**2))
    return g - near / near.sum(axis=1, keepdims=True)


def right_11_15_logs(Z, answers, y, s):
    def softmax(Z):
        return np.exp(Z - np.logaddexp.reduce(Z, axis=1, keepdims=True))

    return softmax(Z) - softmax(Z - (answers - np.reshape(y, (-1, 1))) ** 2 / 2 / s**2)


def right_11_15_loops(Z, answers, y, s):
    rows = []
    for z, o, target in zip(Z, answers, y, strict=True):
        e = [math.exp(v - max(z)) for v in z]
        n = [a * math.exp(-((target - p) ** 2) / (2 * s * s)) for a, p in zip(e, o, strict=True)]
        rows.append([a / sum(e) - c / sum(n) for a, c in zip(e, n, strict=True)])
    return rows


def gate_parts(Z, answers, y, s):
    g = np.exp(Z - Z.max(axis=1, keepdims=True))
    g /= g.sum(axis=1, keepdims=True)
    return g, np.exp(-((y[:, None] - answers) ** 2) / (2 * s**2))


def wrong_11_15_turned(Z, answers, y, s):
    return -right_11_15_direct(Z, answers, y, s)


def wrong_11_15_not_weighted(Z, answers, y, s):
    g, near = gate_parts(Z, answers, y, s)
    return g - near / near.sum(axis=1, keepdims=True)


def wrong_11_15_mean(Z, answers, y, s):
    return right_11_15_direct(Z, answers, y, s) / len(Z)


def wrong_11_15_not_shared_out(Z, answers, y, s):
    g, near = gate_parts(Z, answers, y, s)
    return g - g * near


def wrong_11_15_over_samples(Z, answers, y, s):
    g, near = gate_parts(Z, answers, y, s)
    return g - g * near / (g * near).sum(axis=0)


def wrong_11_15_no_two(Z, answers, y, s):
    g, _ = gate_parts(Z, answers, y, s)
    near = g * np.exp(-((y[:, None] - answers) ** 2) / s**2)
    return g - near / near.sum(axis=1, keepdims=True)


def wrong_11_15_earned(Z, answers, y, s):
    g, near = gate_parts(Z, answers, y, s)
    return g * near / (g * near).sum(axis=1, keepdims=True)


def wrong_11_15_sums(Z, answers, y, s):
    _, near = gate_parts(Z, answers, y, s)
    near = Z * near
    return Z - near / near.sum(axis=1, keepdims=True)


def wrong_11_15_no_square(Z, answers, y, s):
    g, _ = gate_parts(Z, answers, y, s)
    near = g * np.exp(-np.abs(y[:, None] - answers) / (2 * s**2))
    return g - near / near.sum(axis=1, keepdims=True)


def right_11_16_together(p_real, p_forged):
    verdicts = np.concatenate([p_real, 1 - np.asarray(p_forged)])
    return -np.log(verdicts).mean(), -np.log(p_forged).mean()


def right_11_16_loops(p_real, p_forged):
    judge = sum(-math.log(p) for p in p_real) - sum(math.log(1 - p) for p in p_forged)
    forger = -math.fsum(math.log(p) for p in p_forged) / len(p_forged)
    return [judge / (len(p_real) + len(p_forged)), forger]


def right_11_16_weighted(p_real, p_forged):
    n, m = len(p_real), len(p_forged)
    real, forged = np.mean(np.log(p_real)), np.mean(np.log1p(-np.asarray(p_forged)))
    return np.array([-(n * real + m * forged) / (n + m), np.mean(np.log(1 / np.array(p_forged)))])


def wrong_11_16_two_means(p_real, p_forged):
    judge = -(np.log(p_real).mean() + np.log(1 - p_forged).mean()) / 2
    return judge, -np.log(p_forged).mean()


def wrong_11_16_added_means(p_real, p_forged):
    judge = -np.log(p_real).mean() - np.log(1 - p_forged).mean()
    return judge, -np.log(p_forged).mean()


def wrong_11_16_the_old_forger(p_real, p_forged):
    judge = -np.log(np.concatenate([p_real, 1 - p_forged])).mean()
    return judge, np.log(1 - p_forged).mean()


def wrong_11_16_forger_like_judge(p_real, p_forged):
    judge = -np.log(np.concatenate([p_real, 1 - p_forged])).mean()
    return judge, -np.log(1 - p_forged).mean()


def wrong_11_16_minus_judge(p_real, p_forged):
    judge = -np.log(np.concatenate([p_real, 1 - p_forged])).mean()
    return judge, -judge


def wrong_11_16_all_real(p_real, p_forged):
    judge = -np.log(np.concatenate([p_real, p_forged])).mean()
    return judge, -np.log(p_forged).mean()


def wrong_11_16_sums(p_real, p_forged):
    judge = -np.log(np.concatenate([p_real, 1 - p_forged])).sum()
    return judge, -np.log(p_forged).sum()


def wrong_11_16_by_all(p_real, p_forged):
    n = len(p_real) + len(p_forged)
    judge = -np.log(np.concatenate([p_real, 1 - p_forged])).mean()
    return judge, -np.log(p_forged).sum() / n


def wrong_11_16_order(p_real, p_forged):
    return right_11_16_together(p_real, p_forged)[::-1]


def wrong_11_16_bits(p_real, p_forged):
    judge = -np.log2(np.concatenate([p_real, 1 - p_forged])).mean()
    return judge, -np.log2(p_forged).mean()


def wrong_11_16_real_turned(p_real, p_forged):
    judge = -np.log(np.concatenate([1 - p_real, p_forged])).mean()
    return judge, -np.log(p_forged).mean()


def right_11_17_svd(X, X_new, k):
    mean = X.mean(axis=0)
    V = np.linalg.svd(X - mean, full_matrices=False)[2][:k]
    return mean + (X_new - mean) @ V.T @ V


def right_11_17_eigen(X, X_new, k):
    mean = np.mean(X, axis=0)
    _, vectors = np.linalg.eigh(np.cov(np.asarray(X).T))
    V = vectors[:, ::-1][:, :k]
    return np.array([mean + V @ (V.T @ (x - mean)) for x in X_new])


def right_11_17_what_is_lost(X, X_new, k):
    """Take off what the other directions hold."""
    mean = X.mean(axis=0)
    _, vectors = np.linalg.eigh((X - mean).T @ (X - mean))
    rest = vectors[:, : X.shape[1] - k]
    return X_new - (X_new - mean) @ rest @ rest.T


def wrong_11_17_no_mean(X, X_new, k):
    V = np.linalg.svd(X, full_matrices=False)[2][:k]
    return X_new @ V.T @ V


def wrong_11_17_mean_not_back(X, X_new, k):
    mean = X.mean(axis=0)
    V = np.linalg.svd(X - mean, full_matrices=False)[2][:k]
    return (X_new - mean) @ V.T @ V


def wrong_11_17_new_mean(X, X_new, k):
    V = np.linalg.svd(X - X.mean(axis=0), full_matrices=False)[2][:k]
    mean = X_new.mean(axis=0)
    return mean + (X_new - mean) @ V.T @ V


def wrong_11_17_from_new(X, X_new, k):
    return right_11_17_svd(X_new, X_new, k)


def wrong_11_17_least(X, X_new, k):
    mean = X.mean(axis=0)
    V = np.linalg.svd(X - mean, full_matrices=False)[2][-k:]
    return mean + (X_new - mean) @ V.T @ V


def wrong_11_17_code(X, X_new, k):
    mean = X.mean(axis=0)
    V = np.linalg.svd(X - mean, full_matrices=False)[2][:k]
    return (X_new - mean) @ V.T


def wrong_11_17_columns_of_v(X, X_new, k):
    mean = X.mean(axis=0)
    V = np.linalg.svd(X - mean, full_matrices=False)[2][:, :k].T
    return mean + (X_new - mean) @ V.T @ V


def wrong_11_17_one_more(X, X_new, k):
    mean = X.mean(axis=0)
    V = np.linalg.svd(X - mean, full_matrices=False)[2][: k + 1]
    return mean + (X_new - mean) @ V.T @ V


def wrong_11_17_pixels(X, X_new, k):
    mean = X.mean(axis=0)
    best = np.argsort(-X.var(axis=0))[:k]
    out = np.tile(mean, (len(X_new), 1))
    out[:, best] = X_new[:, best]
    return out


def wrong_11_17_training(X, X_new, k):
    return right_11_17_svd(X, X, k)


def right_11_20_softmax(queries, keys, values):
    return softmax(queries @ keys.T / np.sqrt(queries.shape[1])) @ values


def right_11_20_loops(queries, keys, values):
    answers = []
    for q in queries:
        scores = [sum(a * b for a, b in zip(q, k, strict=True)) / math.sqrt(len(q)) for k in keys]
        votes = [math.exp(s - max(scores)) for s in scores]
        total = sum(votes)
        answers.append(
            [
                sum(v / total * row[j] for v, row in zip(votes, values, strict=True))
                for j in range(len(values[0]))
            ]
        )
    return answers


def right_11_20_einsum(queries, keys, values):
    scores = np.einsum("qd,kd->qk", queries, keys) * keys.shape[-1] ** -0.5
    votes = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.einsum("qk,kf,q->qf", votes, values, 1 / votes.sum(axis=-1))


def right_11_20_columns(queries, keys, values):
    scores = keys @ (queries / queries.shape[1] ** 0.5).T
    votes = np.exp(scores - scores.max(axis=0))
    return (values.T @ (votes / votes.sum(axis=0))).T


def right_11_20_logs(queries, keys, values):
    scores = (queries[:, None] * keys).sum(axis=2) / np.sqrt(len(keys[0]))
    logs = scores - np.logaddexp.reduce(scores, axis=1)[:, None]
    return (np.exp(logs)[..., None] * values).sum(axis=1)


def right_11_20_one_moment_after_another(queries, keys, values):
    top = np.full(len(queries), -np.inf)
    total, heard = np.zeros(len(queries)), np.zeros((len(queries), values.shape[1]))
    for k, v in zip(keys, values, strict=True):
        score = queries @ k / np.sqrt(len(k))
        new = np.maximum(top, score)
        old, vote = np.exp(top - new), np.exp(score - new)
        total, heard, top = total * old + vote, heard * old[:, None] + vote[:, None] * v, new
    return heard / total[:, None]


def right_11_20_rivals(queries, keys, values):
    scores = queries @ keys.T / np.sqrt(keys.shape[1])
    apart = np.clip(scores[:, None, :] - scores[:, :, None], None, 700)
    return (1 / np.exp(apart).sum(axis=2)) @ values


def right_11_20_float32(queries, keys, values):
    q, k, v = (np.asarray(one, dtype=np.float32) for one in (queries, keys, values))
    return softmax(q @ k.T / np.float32(np.sqrt(k.shape[1]))) @ v


def scores_11_20(queries, keys):
    return queries @ keys.T / np.sqrt(keys.shape[1])


def wrong_11_20_over_queries(queries, keys, values):
    scores = scores_11_20(queries, keys)
    votes = np.exp(scores - scores.max(axis=0))
    return votes / votes.sum(axis=0) @ values


def wrong_11_20_no_root(queries, keys, values):
    return softmax(queries @ keys.T) @ values


def wrong_11_20_no_root_by_hand(queries, keys, values):
    votes = np.exp(queries @ keys.T)
    return votes / votes.sum(axis=1, keepdims=True) @ values


def wrong_11_20_length(queries, keys, values):
    return softmax(queries @ keys.T / keys.shape[1]) @ values


def wrong_11_20_root_of_moments(queries, keys, values):
    return softmax(queries @ keys.T / np.sqrt(len(keys))) @ values


def wrong_11_20_norms(queries, keys, values):
    return softmax(queries @ keys.T / np.linalg.norm(keys, axis=1)) @ values


def wrong_11_20_cosine(queries, keys, values):
    q = queries / np.linalg.norm(queries, axis=1, keepdims=True)
    k = keys / np.linalg.norm(keys, axis=1, keepdims=True)
    return softmax(q @ k.T) @ values


def wrong_11_20_root_too_late(queries, keys, values):
    return softmax(queries @ keys.T) / np.sqrt(keys.shape[1]) @ values


def wrong_11_20_shares(queries, keys, values):
    return softmax(scores_11_20(queries, keys))


def wrong_11_20_keys_back(queries, keys, values):
    return softmax(scores_11_20(queries, keys)) @ keys


def wrong_11_20_roles(queries, keys, values):
    return softmax(queries @ values.T / np.sqrt(keys.shape[1])) @ keys


def wrong_11_20_best(queries, keys, values):
    return values[np.argmax(queries @ keys.T, axis=1)]


def wrong_11_20_scores(queries, keys, values):
    return scores_11_20(queries, keys) @ values


def wrong_11_20_scores_divided(queries, keys, values):
    scores = scores_11_20(queries, keys)
    return scores / scores.sum(axis=1, keepdims=True) @ values


def wrong_11_20_votes(queries, keys, values):
    return np.exp(scores_11_20(queries, keys)) @ values


def wrong_11_20_plain_exp(queries, keys, values):
    votes = np.exp(scores_11_20(queries, keys))
    return votes / votes.sum(axis=1, keepdims=True) @ values


def wrong_11_20_one_top(queries, keys, values):
    scores = scores_11_20(queries, keys)
    votes = np.exp(scores - scores.max())
    return votes / votes.sum(axis=1, keepdims=True) @ values


def wrong_11_20_no_keepdims(queries, keys, values):
    scores = scores_11_20(queries, keys)
    votes = np.exp(scores - scores.max())
    return votes / votes.sum() @ values


def wrong_11_20_sums_not_kept(queries, keys, values):
    votes = np.exp(scores_11_20(queries, keys))
    return votes / votes.sum(axis=1) @ values


def wrong_11_20_last_wins(queries, keys, values):
    answers = np.empty((len(queries), values.shape[1]))
    for q in queries:
        answers[:] = softmax(keys @ q / np.sqrt(len(q))) @ values
    return answers


def wrong_11_20_in_place(queries, keys, values):
    queries /= np.sqrt(keys.shape[1])
    return softmax(queries @ keys.T) @ values


def wrong_11_20_first_query(queries, keys, values):
    return softmax(keys @ queries[0] / np.sqrt(keys.shape[1])) @ values


def wrong_11_20_no_peeking(queries, keys, values):
    scores = scores_11_20(queries, keys)
    scores = np.where(np.tri(*scores.shape) == 1, scores, -np.inf)
    return softmax(scores) @ values


def wrong_11_20_mean(queries, keys, values):
    shares = softmax(scores_11_20(queries, keys))
    return (shares[:, :, None] * values).mean(axis=1)


def wrong_11_20_no_transpose(queries, keys, values):
    return softmax(queries @ keys / np.sqrt(keys.shape[1])) @ values


def wrong_11_20_distance(queries, keys, values):
    apart = ((queries[:, None] - keys) ** 2).sum(axis=2)
    return softmax(-apart / np.sqrt(keys.shape[1])) @ values


def wrong_11_20_sigmoid(queries, keys, values):
    return 1 / (1 + np.exp(-scores_11_20(queries, keys))) @ values


def wrong_11_20_lying(queries, keys, values):
    return (softmax(scores_11_20(queries, keys)) @ values).T


def wrong_11_20_products_not_added(queries, keys, values):
    return softmax(queries * keys[: len(queries)] / np.sqrt(keys.shape[1])) @ values


RIGHT = [
    ("11.2", [-1, 1.5, -0.75, -0.125]),
    ("11.4", right_11_4_rows),
    ("11.4", right_11_4_loops),
    ("11.4", right_11_4_one_matrix),
    ("11.5", right_11_5_slices),
    ("11.5", right_11_5_loop),
    ("11.5", right_11_5_norms),
    ("11.7", [1, 8, -1, 0, 8]),
    ("11.8", right_11_8_walk),
    ("11.8", right_11_8_formula),
    ("11.8", right_11_8_range),
    ("11.9", right_11_9_loops),
    ("11.9", right_11_9_windows),
    ("11.9", right_11_9_shifts),
    ("11.10", [608, 885888, 792, 792]),
    ("11.12", right_11_12_squares),
    ("11.12", right_11_12_expanded),
    ("11.12", right_11_12_lists),
    ("11.12", right_11_12_product),
    ("11.13", right_11_13_rule),
    ("11.13", right_11_13_loops),
    ("11.13", right_11_13_mixture),
    ("11.14", [0.731, 1.415, 0.378, 0.354, -1.652]),
    ("11.15", right_11_15_direct),
    ("11.15", right_11_15_logs),
    ("11.15", right_11_15_loops),
    ("11.16", right_11_16_together),
    ("11.16", right_11_16_loops),
    ("11.16", right_11_16_weighted),
    ("11.17", right_11_17_svd),
    ("11.17", right_11_17_eigen),
    ("11.17", right_11_17_what_is_lost),
    ("11.19", [0.665, 2.111, 1.552]),
    ("11.19", [0.66524, 2.11079, 1.55190]),
    ("11.20", right_11_20_softmax),
    ("11.20", right_11_20_loops),
    ("11.20", right_11_20_einsum),
    ("11.20", right_11_20_columns),
    ("11.20", right_11_20_logs),
    ("11.20", right_11_20_one_moment_after_another),
    ("11.20", right_11_20_rivals),
    ("11.20", right_11_20_float32),
]

WRONG = [
    ("11.2", [1, 1.5, 0.75, 0.125], "loses the minus of the weight", "sign of the weight lost"),
    (
        "11.2",
        [-1, 1.5, -0.75, 0.0625],
        "goes round the loop once too often for the slope",
        "one factor too many",
    ),
    ("11.2", [0, 1, 0, 0], "forgets the loop", "no memory"),
    ("11.2", [-1, 1.5, -0.75, -1.5], "adds the weights up instead of multiplying", "factors added"),
    (
        "11.2",
        [-1, 1.5, -0.75, -0.25],
        "multiplies the slope by the input",
        "answer's part for its slope",
    ),
    ("11.4", wrong_11_4_turned, "turns the feedback matrix round", "transposed"),
    ("11.4", wrong_11_4_last, "returns only what it says at the end", "wrong shape"),
    ("11.4", wrong_11_4_with_start, "returns the 0 before the first, too", "wrong shape"),
    ("11.4", wrong_11_4_no_memory, "forgets the feedback", "no memory"),
    ("11.4", wrong_11_4_no_bias, "forgets the biases", "bias forgotten"),
    ("11.4", wrong_11_4_no_bend, "forgets tanh", "bend forgotten"),
    (
        "11.4",
        wrong_11_4_too_early,
        "later units hear what earlier ones say at the same step",
        "heard too early",
    ),
    ("11.4", wrong_11_4_bend_inside, "adds the feedback behind tanh", "feedback past the bend"),
    (
        "11.5",
        wrong_11_5_friend_only,
        "judges the forecast from the first moment on",
        "own first moment kept",
    ),
    ("11.5", wrong_11_5_no_root, "forgets the roots", "root forgotten"),
    ("11.5", wrong_11_5_absolute, "takes mean absolute errors", "mean size of the errors"),
    ("11.5", wrong_11_5_upside_down, "divides the friend's error by the forecast's", "upside down"),
    ("11.5", wrong_11_5_shifted, "compares each forecast with the next moment", "one moment late"),
    (
        "11.5",
        wrong_11_5_next,
        "judges the forecast on all but the last moment",
        "cut at the wrong end",
    ),
    ("11.5", wrong_11_5_zero_first, "lets the friend say 0 at the first", "zero for the unknown"),
    (
        "11.5",
        wrong_11_5_mean_friend,
        "compares with the mean instead of the last value",
        "mean for the friend",
    ),
    (
        "11.5",
        wrong_11_5_spread,
        "takes the spread of the errors, without their mean",
        "spread of the errors",
    ),
    ("11.7", [3, 6, -2, 3, 6], "turns the filter round before it slides", "kernel flipped"),
    ("11.7", [1, 8, -1, 0, 2.25], "takes the mean of the window", "averaged in the pool"),
    ("11.7", [1, 8, -1, 0, 9], "takes the sum of the window", "added in the pool"),
    ("11.7", [1, 8, 0, 0, 8], "writes the map down after the ReLU", "map behind the ReLU"),
    ("11.7", [5, 8, 1, 6, 8], "loses the minus of the filter", "sign of a weight lost"),
    ("11.8", wrong_11_8_one_side, "adds the zeros at one end only", "padding at one end"),
    ("11.8", wrong_11_8_no_one, "forgets the place at which it starts", "off by one"),
    ("11.8", wrong_11_8_fraction, "does not round down", "not whole"),
    ("11.8", wrong_11_8_round_up, "rounds up", "rounded up"),
    ("11.8", wrong_11_8_no_stride, "forgets the stride", "stride forgotten"),
    ("11.8", wrong_11_8_no_padding, "forgets the zeros", "padding forgotten"),
    ("11.8", wrong_11_8_one_inside, "adds the one before it divides", "one added before dividing"),
    ("11.8", wrong_11_8_over_the_edge, "lets the window hang over the edge", "window forgotten"),
    ("11.8", wrong_11_8_squared, "counts a map of rows and columns", ""),
    ("11.9", wrong_11_9_flipped, "turns the filter round", "kernel flipped"),
    ("11.9", wrong_11_9_per_channel, "returns a map for each channel", "wrong shape"),
    ("11.9", wrong_11_9_bias_each, "adds the bias once for each channel", "bias for each channel"),
    ("11.9", wrong_11_9_no_bias, "forgets the bias", "bias forgotten"),
    ("11.9", wrong_11_9_relu, "puts a ReLU behind it", "a bend added"),
    ("11.9", wrong_11_9_mean, "takes the mean over the channels", "mean over the channels"),
    ("11.9", wrong_11_9_one_short, "loses the last row and column of places", "wrong shape"),
    ("11.9", wrong_11_9_padded, "pads with zeros", "wrong shape"),
    ("11.9", wrong_11_9_first_channel, "looks at the first channel only", "channels forgotten"),
    ("11.9", wrong_11_9_transposed, "has rows and columns of the map swapped", "wrong shape"),
    ("11.9", wrong_11_9_grey_first, "adds the colours up before it filters", "channels mixed"),
    ("11.10", [208, 885888, 792, 792], "forgets the colours in the filters", "channels forgotten"),
    ("11.10", [600, 884736, 768, 768], "forgets the biases", "bias forgotten"),
    (
        "11.10",
        [608, 885888, 792, 1584],
        "gives a longer wave more parameters",
        "twice as long, twice as many",
    ),
    (
        "11.10",
        [608, 1574912, 792, 792],
        "believes that the maps are as large as the image",
        "map as large as the image",
    ),
    (
        "11.10",
        [608, 885888, 15840, 31680],
        "gives every step its own weights",
        "counted at each step",
    ),
    (
        "11.10",
        [608, 296064, 792, 792],
        "forgets the colours of the image",
        "colours forgotten in the dense layer",
    ),
    ("11.10", [608, 885888, 216, 216], "forgets the feedback", "feedback forgotten"),
    (
        "11.10",
        [624, 885888, 792, 792],
        "gives each filter a bias for each colour",
        "bias for each channel",
    ),
    ("11.12", wrong_11_12_no_two, "forgets the 2 when it mends", "2 forgotten"),
    ("11.12", wrong_11_12_width, "does not square the width", "width not squared"),
    ("11.12", wrong_11_12_distance_by_s, "makes a tent of the bell", ""),
    ("11.12", wrong_11_12_all_squared, "squares the quotient, the 2 with it", "all squared"),
    ("11.12", wrong_11_12_plus, "loses the minus", "sign flipped"),
    ("11.12", wrong_11_12_turned, "returns a row for each centre", "wrong shape"),
    ("11.12", wrong_11_12_shares, "makes shares of the answers", "shares of the bells"),
    ("11.12", wrong_11_12_density, "divides as for a density", "area for height"),
    (
        "11.12",
        wrong_11_12_brackets,
        "forgets the brackets round the denominator",
        "multiplied for divided",
    ),
    (
        "11.12",
        wrong_11_12_sum_then_square,
        "adds the differences before it squares",
        "differences added",
    ),
    ("11.13", wrong_11_13_winner_only, "moves the winner only", "winner only"),
    ("11.13", wrong_11_13_away, "moves away from the sample", "sign flipped"),
    (
        "11.13",
        wrong_11_13_distance_in_space,
        "measures to the sample and not on the grid",
        "near the sample",
    ),
    ("11.13", wrong_11_13_farthest, "lets the farthest neuron win", "farthest wins"),
    ("11.13", wrong_11_13_inner_circle, "moves all within the radius alike", "all or nothing"),
    (
        "11.13",
        wrong_11_13_not_squared,
        "does not square the distance on the grid",
        "distance for its square",
    ),
    ("11.13", wrong_11_13_no_rate, "forgets the rate", "learning rate forgotten"),
    (
        "11.13",
        wrong_11_13_like_the_winner,
        "moves all by the winner's difference",
        "all move as the winner",
    ),
    ("11.13", wrong_11_13_mutates, "changes the weights it was given", "changes its input"),
    ("11.13", wrong_11_13_no_two, "forgets the 2 in the bell", "2 forgotten"),
    (
        "11.14",
        [0.731, 1.415, 0.182, 0.549, -0.798],
        "does not weigh the nearness by the gate",
        "share not asked",
    ),
    (
        "11.14",
        [0.731, 1.415, 0.378, -0.354, -1.652],
        "earned minus share for the gate",
        "sign flipped",
    ),
    (
        "11.14",
        [0.731, 1.415, 0.378, 0.354, 1.652],
        "target minus answer for the expert",
        "target minus prediction",
    ),
    (
        "11.14",
        [0.269, 1.785, 0.378, 0.354, -1.652],
        "gives the first expert the second's share",
        "second expert's share",
    ),
    (
        "11.14",
        [0.731, 1.415, 0.378, 0.354, -0.264],
        "forgets to divide by the square of s",
        "width forgotten",
    ),
    (
        "11.14",
        [0.731, 1.6, 0.378, 0.354, -1.652],
        "takes the plain mean of the experts",
        "mean of the experts",
    ),
    ("11.15", wrong_11_15_turned, "earned minus share", "sign flipped"),
    (
        "11.15",
        wrong_11_15_not_weighted,
        "does not weigh the nearness by the gate",
        "share not asked",
    ),
    ("11.15", wrong_11_15_mean, "divides by the number of samples", "mean over the samples"),
    ("11.15", wrong_11_15_not_shared_out, "does not make shares of what was earned", "not divided"),
    ("11.15", wrong_11_15_over_samples, "shares out over the samples", "earned over the samples"),
    ("11.15", wrong_11_15_no_two, "forgets the 2 in the bell", "2 forgotten"),
    ("11.15", wrong_11_15_earned, "returns the earned shares only", "only what was earned"),
    ("11.15", wrong_11_15_sums, "takes the sums for the shares", "a property"),
    ("11.15", wrong_11_15_no_square, "does not square the error", "distance for its square"),
    ("11.16", wrong_11_16_two_means, "gives both halves the same weight", "mean of two means"),
    ("11.16", wrong_11_16_added_means, "adds the means of both halves", "two means added"),
    (
        "11.16",
        wrong_11_16_the_old_forger,
        "lets the forger go down the log of being found out",
        "minus what the judge pays",
    ),
    (
        "11.16",
        wrong_11_16_forger_like_judge,
        "gives the forger the judge's targets",
        "forger wants to be caught",
    ),
    (
        "11.16",
        wrong_11_16_minus_judge,
        "gives the forger minus the judge's loss",
        "minus the other's loss",
    ),
    (
        "11.16",
        wrong_11_16_all_real,
        "lets the judge want 1 for forged points",
        "judge says real to all",
    ),
    ("11.16", wrong_11_16_sums, "takes sums for means", "sum for mean"),
    (
        "11.16",
        wrong_11_16_by_all,
        "divides the forger's loss by all points",
        "forger's mean over all points",
    ),
    ("11.16", wrong_11_16_order, "returns the two in the wrong order", "forger first"),
    ("11.16", wrong_11_16_bits, "takes logarithms to base 2", "logarithm to base 2"),
    (
        "11.16",
        wrong_11_16_real_turned,
        "has the judge's targets the wrong way round",
        "labels swapped",
    ),
    ("11.17", wrong_11_17_no_mean, "forgets the mean", "not centred"),
    ("11.17", wrong_11_17_mean_not_back, "does not add the mean again", "mean not put back"),
    ("11.17", wrong_11_17_new_mean, "takes the mean of the new samples", "mean of the new samples"),
    (
        "11.17",
        wrong_11_17_from_new,
        "finds the directions in the new samples",
        "code made of the new samples",
    ),
    ("11.17", wrong_11_17_least, "takes the directions that vary least", "least for most"),
    ("11.17", wrong_11_17_code, "returns the code", "wrong shape"),
    (
        "11.17",
        wrong_11_17_columns_of_v,
        "takes columns for the directions",
        "columns for directions",
    ),
    ("11.17", wrong_11_17_one_more, "takes one direction too many", "one direction too many"),
    ("11.17", wrong_11_17_pixels, "keeps the k inputs that vary most", "inputs that vary most"),
    ("11.17", wrong_11_17_training, "returns the training samples", "wrong shape"),
    ("11.19", [0.667, 1.667, 1.667], "divides the scores by their sum", "scores shared out"),
    ("11.19", [2, 5, 5], "weighs the values by the scores", "scores for shares"),
    ("11.19", [7.389, 23.449, 23.449], "does not divide the votes", "not divided"),
    ("11.19", [0.506, 1.958, 1.122], "takes the softmax of the keys", "query left out"),
    ("11.19", [0.665, 0.788, 0.579], "adds up the keys", "keys for values"),
    ("11.19", [0.665, 2.111, 2.111], "lets silence be silent", "silence without a vote"),
    ("11.19", [0.665, 2.111, 1.937], "counts the silence once", "one vote for all"),
    ("11.19", [0.665, 3, 3], "takes the value of the first alone", ""),
    ("11.19", [0.245, 2.111, 1.552], "gives the second share for the first", ""),
    ("11.20", wrong_11_20_over_queries, "softmax along the first axis", "softmax over the queries"),
    ("11.20", wrong_11_20_no_root, "does not divide the scores", "root forgotten"),
    (
        "11.20",
        wrong_11_20_no_root_by_hand,
        "does not divide the scores, and large ones overflow besides",
        "root forgotten",
    ),
    ("11.20", wrong_11_20_length, "divides by the number itself", "divided without the root"),
    ("11.20", wrong_11_20_root_of_moments, "counts the keys", "root of the moments"),
    (
        "11.20",
        wrong_11_20_norms,
        "takes the norm of each key for its length",
        "divided by the key's norm",
    ),
    ("11.20", wrong_11_20_cosine, "compares directions", "cosines"),
    ("11.20", wrong_11_20_root_too_late, "divides the shares by the root", "root too late"),
    ("11.20", wrong_11_20_shares, "returns the shares", "shares for the answer"),
    ("11.20", wrong_11_20_keys_back, "adds up the keys", "keys for values"),
    (
        "11.20",
        wrong_11_20_roles,
        "takes values for keys and keys for values",
        "keys and values swapped",
    ),
    ("11.20", wrong_11_20_best, "takes the value of the best key", "winner takes all"),
    ("11.20", wrong_11_20_scores, "weighs by the scores", "softmax forgotten"),
    ("11.20", wrong_11_20_scores_divided, "divides scores by their sum", "scores shared out"),
    ("11.20", wrong_11_20_votes, "does not divide the votes", "not divided"),
    ("11.20", wrong_11_20_plain_exp, "lets large scores overflow", "a property"),
    ("11.20", wrong_11_20_one_top, "subtracts the largest score of all queries", "a property"),
    ("11.20", wrong_11_20_no_keepdims, "divides by the sum of all votes", "one softmax for all"),
    ("11.20", wrong_11_20_sums_not_kept, "forgets keepdims", "sums lying"),
    ("11.20", wrong_11_20_last_wins, "writes over all rows", "last query's answer for all"),
    ("11.20", wrong_11_20_in_place, "divides the queries in place", "changes its input"),
    ("11.20", wrong_11_20_first_query, "answers the first query only", "wrong shape"),
    ("11.20", wrong_11_20_no_peeking, "hides later moments", "later moments hidden"),
    ("11.20", wrong_11_20_mean, "takes the mean of the weighed values", "mean for sum"),
    ("11.20", wrong_11_20_no_transpose, "does not turn the keys", "transposed"),
    ("11.20", wrong_11_20_distance, "scores by distance", "distance for product"),
    ("11.20", wrong_11_20_sigmoid, "bends each score by itself", "sigmoid for softmax"),
    ("11.20", wrong_11_20_lying, "returns a column for each query", "answers lying"),
    ("11.20", wrong_11_20_products_not_added, "does not add the products up", ""),
]
