"""Answers to the exercises of chapter 8 that the checker has never seen."""

import math

import numpy as np


def sigma(z):
    return 1 / (1 + np.exp(-z))


def right_8_5_mended(W2, z1, dz2):
    a1 = sigma(z1)
    return (W2.T @ dz2) * a1 * (1 - a1)


def right_8_5_loops(W2, z1, dz2):
    tags = []
    for j, z in enumerate(z1):
        tag = sum(dz2[k] * W2[k][j] for k in range(len(dz2)))
        a = 1 / (1 + math.exp(-z))
        tags.append(tag * a * (1 - a))
    return tags


def right_8_5_einsum(W2, z1, dz2):
    return np.einsum("kj,k,j->j", W2, dz2, 1 / (4 * np.cosh(np.asarray(z1) / 2) ** 2))


def wrong_8_5_output_alone(W2, z1, dz2):
    return (W2.T @ dz2) * sigma(z1)


def wrong_8_5_no_slope(W2, z1, dz2):
    return W2.T @ dz2


def wrong_8_5_sum_for_output(W2, z1, dz2):
    return (W2.T @ dz2) * z1 * (1 - z1)


def wrong_8_5_tanh(W2, z1, dz2):
    return (W2.T @ dz2) * (1 - sigma(z1) ** 2)


def wrong_8_5_size(W2, z1, dz2):
    a1 = sigma(z1)
    return (np.abs(W2).T @ dz2) * a1 * (1 - a1)


def wrong_8_5_plain_sum(W2, z1, dz2):
    a1 = sigma(z1)
    return W2.sum(axis=0) * dz2.sum() * a1 * (1 - a1)


def wrong_8_5_mean(W2, z1, dz2):
    a1 = sigma(z1)
    return (W2.T @ dz2) / len(dz2) * a1 * (1 - a1)


def wrong_8_5_first_output(W2, z1, dz2):
    a1 = sigma(z1)
    return W2[0] * dz2[0] * a1 * (1 - a1)


def wrong_8_5_slope_twice(W2, z1, dz2):
    a1 = sigma(z1)
    return (W2.T @ dz2) * (a1 * (1 - a1)) ** 2


def right_8_6_loops(dA, Z, A_before):
    dW = np.zeros((np.shape(Z)[1], np.shape(A_before)[1]))
    for n in range(len(Z)):
        for j in range(dW.shape[0]):
            a = 1 / (1 + math.exp(-Z[n][j]))
            for i in range(dW.shape[1]):
                dW[j, i] += dA[n][j] * a * (1 - a) * A_before[n][i]
    return dW


def right_8_6_einsum(dA, Z, A_before):
    A = sigma(Z)
    return np.einsum("nj,nj,nj,ni->ji", dA, A, 1 - A, A_before)


def right_8_6_outer(dA, Z, A_before):
    slopes = [
        np.outer(d * sigma(z) * sigma(-z), a) for d, z, a in zip(dA, Z, A_before, strict=True)
    ]
    return np.sum(slopes, axis=0)


def wrong_8_6_mean_again(dA, Z, A_before):
    A = sigma(Z)
    return (dA * A * (1 - A)).T @ A_before / len(Z)


def wrong_8_6_transposed(dA, Z, A_before):
    A = sigma(Z)
    return A_before.T @ (dA * A * (1 - A))


def wrong_8_6_no_slope(dA, Z, A_before):
    return dA.T @ A_before


def wrong_8_6_slope_of_sum(dA, Z, A_before):
    return (dA * Z * (1 - Z)).T @ A_before


def wrong_8_6_slope_of_output(dA, Z, A_before):
    A = sigma(sigma(Z))
    return (dA * A * (1 - A)).T @ A_before


def wrong_8_6_slope_before(dA, Z, A_before):
    A = sigma(Z)
    return (dA * A * (1 - A)).T @ (A_before * (1 - A_before))


def wrong_8_6_sums_first(dA, Z, A_before):
    A = sigma(Z)
    return np.outer((dA * A * (1 - A)).sum(axis=0), A_before.sum(axis=0))


def wrong_8_6_minus(dA, Z, A_before):
    A = sigma(Z)
    return -(dA * A * (1 - A)).T @ A_before


def right_8_7_straight(W1, b1, W2, X, Y):
    H = np.tanh(X @ W1.T + b1)
    dP = 2 * (H @ W2.T - Y) / Y.size
    dZ = dP @ W2 * (1 - H**2)
    return np.concatenate([(dZ.T @ X).ravel(), dZ.sum(axis=0), (dP.T @ H).ravel()])


def right_8_7_sample_by_sample(W1, b1, W2, X, Y):
    d1, db, d2 = np.zeros(np.shape(W1)), np.zeros(len(b1)), np.zeros(np.shape(W2))
    for x, y in zip(X, Y, strict=True):
        h = np.tanh(W1 @ x + b1)
        tag = 2 * (W2 @ h - y) / (len(X) * len(y))
        d2 += np.outer(tag, h)
        hidden = (tag @ W2) * (1 - h * h)
        d1 += np.outer(hidden, x)
        db += hidden
    return [*d1.flatten(), *db, *d2.flatten()]


def right_8_7_complex(W1, b1, W2, X, Y):
    """No chain rule at all: a tiny imaginary nudge to each parameter."""
    parts = [np.asarray(p, dtype=complex) for p in (W1, b1, W2)]
    flat = np.concatenate([p.ravel() for p in parts])
    n1, n2 = parts[0].size, parts[0].size + parts[1].size

    def loss(p):
        H = np.tanh(X @ p[:n1].reshape(np.shape(W1)).T + p[n1:n2])
        return np.mean((H @ p[n2:].reshape(np.shape(W2)).T - Y) ** 2)

    return np.array([loss(flat + 1e-30j * e).imag / 1e-30 for e in np.eye(len(flat))])


def wrong_8_7_no_two(W1, b1, W2, X, Y):
    H = np.tanh(X @ W1.T + b1)
    dP = (H @ W2.T - Y) / Y.size
    dZ = dP @ W2 * (1 - H**2)
    return np.concatenate([(dZ.T @ X).ravel(), dZ.sum(axis=0), (dP.T @ H).ravel()])


def wrong_8_7_samples_only(W1, b1, W2, X, Y):
    H = np.tanh(X @ W1.T + b1)
    dP = 2 * (H @ W2.T - Y) / len(Y)
    dZ = dP @ W2 * (1 - H**2)
    return np.concatenate([(dZ.T @ X).ravel(), dZ.sum(axis=0), (dP.T @ H).ravel()])


def wrong_8_7_no_bend(W1, b1, W2, X, Y):
    H = np.tanh(X @ W1.T + b1)
    dP = 2 * (H @ W2.T - Y) / Y.size
    dZ = dP @ W2
    return np.concatenate([(dZ.T @ X).ravel(), dZ.sum(axis=0), (dP.T @ H).ravel()])


def wrong_8_7_square_of_sum(W1, b1, W2, X, Y):
    Z = X @ W1.T + b1
    H = np.tanh(Z)
    dP = 2 * (H @ W2.T - Y) / Y.size
    dZ = dP @ W2 * (1 - Z**2)
    return np.concatenate([(dZ.T @ X).ravel(), dZ.sum(axis=0), (dP.T @ H).ravel()])


def wrong_8_7_mean_biases(W1, b1, W2, X, Y):
    H = np.tanh(X @ W1.T + b1)
    dP = 2 * (H @ W2.T - Y) / Y.size
    dZ = dP @ W2 * (1 - H**2)
    return np.concatenate([(dZ.T @ X).ravel(), dZ.mean(axis=0), (dP.T @ H).ravel()])


def wrong_8_7_order(W1, b1, W2, X, Y):
    H = np.tanh(X @ W1.T + b1)
    dP = 2 * (H @ W2.T - Y) / Y.size
    dZ = dP @ W2 * (1 - H**2)
    return np.concatenate([(dZ.T @ X).ravel(), (dP.T @ H).ravel(), dZ.sum(axis=0)])


def wrong_8_7_columns(W1, b1, W2, X, Y):
    H = np.tanh(X @ W1.T + b1)
    dP = 2 * (H @ W2.T - Y) / Y.size
    dZ = dP @ W2 * (1 - H**2)
    return np.concatenate([(X.T @ dZ).ravel(), dZ.sum(axis=0), (H.T @ dP).ravel()])


def wrong_8_7_sign(W1, b1, W2, X, Y):
    H = np.tanh(X @ W1.T + b1)
    dP = 2 * (Y - H @ W2.T) / Y.size
    dZ = dP @ W2 * (1 - H**2)
    return np.concatenate([(dZ.T @ X).ravel(), dZ.sum(axis=0), (dP.T @ H).ravel()])


def wrong_8_7_tanh_behind(W1, b1, W2, X, Y):
    H = np.tanh(X @ W1.T + b1)
    P = H @ W2.T
    dP = 2 * (P - Y) / Y.size * (1 - P**2)
    dZ = dP @ W2 * (1 - H**2)
    return np.concatenate([(dZ.T @ X).ravel(), dZ.sum(axis=0), (dP.T @ H).ravel()])


def wrong_8_7_sigmoid_slope(W1, b1, W2, X, Y):
    H = np.tanh(X @ W1.T + b1)
    dP = 2 * (H @ W2.T - Y) / Y.size
    dZ = dP @ W2 * H * (1 - H)
    return np.concatenate([(dZ.T @ X).ravel(), dZ.sum(axis=0), (dP.T @ H).ravel()])


def wrong_8_7_no_bias(W1, b1, W2, X, Y):
    H = np.tanh(X @ W1.T)
    dP = 2 * (H @ W2.T - Y) / Y.size
    dZ = dP @ W2 * (1 - H**2)
    return np.concatenate([(dZ.T @ X).ravel(), dZ.sum(axis=0), (dP.T @ H).ravel()])


def right_8_8_size(W, X, Y, lr):
    A = sigma(X @ W.T)
    dZ = 2 * (A - Y) * A * (1 - A) / Y.size
    return W - lr * dZ.T @ X


def right_8_8_loops(W, X, Y, lr):
    new = np.array(W, dtype=float)
    rows, columns = np.shape(Y)
    for n in range(rows):
        for k in range(columns):
            a = 1 / (1 + math.exp(-float(np.dot(W[k], X[n]))))
            new[k] -= lr * 2 / (rows * columns) * (a - Y[n][k]) * a * (1 - a) * X[n]
    return new


def right_8_8_means(W, X, Y, lr):
    A = sigma(np.einsum("ni,ki->nk", X, W))
    dZ = 2 * (A - Y) * (A - A**2)
    return W - lr * np.mean(dZ[:, :, None] * X[:, None, :], axis=0) / len(W)


def wrong_8_8_samples_only(W, X, Y, lr):
    A = sigma(X @ W.T)
    dZ = 2 * (A - Y) * A * (1 - A) / len(X)
    return W - lr * dZ.T @ X


def wrong_8_8_no_two(W, X, Y, lr):
    A = sigma(X @ W.T)
    dZ = (A - Y) * A * (1 - A) / A.size
    return W - lr * dZ.T @ X


def wrong_8_8_outputs_only(W, X, Y, lr):
    A = sigma(X @ W.T)
    dZ = 2 * (A - Y) * A * (1 - A) / Y.shape[1]
    return W - lr * dZ.T @ X


def wrong_8_8_two_only(W, X, Y, lr):
    A = sigma(X @ W.T)
    dZ = 2 * (A - Y) * A * (1 - A)
    return W - lr * dZ.T @ X


def wrong_8_8_uphill(W, X, Y, lr):
    A = sigma(X @ W.T)
    dZ = 2 * (A - Y) * A * (1 - A) / A.size
    return W + lr * dZ.T @ X


def wrong_8_8_no_slope(W, X, Y, lr):
    A = sigma(X @ W.T)
    dZ = 2 * (A - Y) / A.size
    return W - lr * dZ.T @ X


def wrong_8_8_by_inputs(W, X, Y, lr):
    A = sigma(X @ W.T)
    dZ = 2 * (A - Y) * A * (1 - A) / X.size
    return W - lr * dZ.T @ X


def wrong_8_8_mean_error(W, X, Y, lr):
    A = sigma(X @ W.T)
    dZ = 2 * (A - Y).mean(axis=0) * A * (1 - A) / A.size
    return W - lr * dZ.T @ X


def wrong_8_8_in_place(W, X, Y, lr):
    A = sigma(X @ W.T)
    W -= lr * (2 * (A - Y) * A * (1 - A) / A.size).T @ X
    return W


def right_8_9_mended(w, b, x, y, lr):
    h = sigma(w[:6].reshape(3, 2) @ x + b[:3])
    y_hat = sigma(w[6:] @ h + b[3])
    dz = y_hat - y
    dsum = dz * w[6:] * h * (1 - h)
    dw = np.concatenate([np.outer(dsum, x).ravel(), dz * h])
    db = np.append(dsum, dz)
    return np.concatenate([w - lr * dw, b - lr * db])


def right_8_9_neuron_by_neuron(w, b, x, y, lr):
    h = [1 / (1 + math.exp(-(w[2 * j] * x[0] + w[2 * j + 1] * x[1] + b[j]))) for j in range(3)]
    z = b[3]
    for j in range(3):
        z += w[6 + j] * h[j]
    dz = 1 / (1 + math.exp(-z)) - y
    new_w, new_b = [], []
    for j in range(3):
        tag = dz * w[6 + j] * h[j] * (1 - h[j])
        new_w += [w[2 * j] - lr * tag * x[0], w[2 * j + 1] - lr * tag * x[1]]
        new_b.append(b[j] - lr * tag)
    new_w += [w[6 + j] - lr * dz * h[j] for j in range(3)]
    return [*new_w, *new_b, b[3] - lr * dz]


def thirteen_with(w, b, x, y, lr, hidden_tags, bias1=True):
    h = sigma(w[:6].reshape(3, 2) @ x + b[:3])
    dz = sigma(w[6:] @ h + b[3]) - y
    dsum = hidden_tags(dz, h)
    dw = np.concatenate([np.outer(dsum, x).ravel(), dz * h])
    db = np.array([dsum[0] if bias1 else 0.0, dsum[1], dsum[2], dz])
    return np.concatenate([w - lr * dw, b - lr * db])


def wrong_8_9_bias_only(w, b, x, y, lr):
    return thirteen_with(w, b, x, y, lr, lambda dz, h: dz * h[2] * h * (1 - h))


def wrong_8_9_weights_only(w, b, x, y, lr):
    return thirteen_with(w, b, x, y, lr, lambda dz, h: dz * w[6:] * h * (1 - h), bias1=False)


def wrong_8_9_own_value(w, b, x, y, lr):
    return thirteen_with(w, b, x, y, lr, lambda dz, h: dz * h * h * (1 - h))


def wrong_8_9_last_weight(w, b, x, y, lr):
    return thirteen_with(w, b, x, y, lr, lambda dz, h: dz * w[8] * h * (1 - h))


def wrong_8_9_no_slope(w, b, x, y, lr):
    return thirteen_with(w, b, x, y, lr, lambda dz, h: dz * w[6:])


def wrong_8_9_too_early(w, b, x, y, lr):
    return thirteen_with(w, b, x, y, lr, lambda dz, h: dz * (w[6:] - lr * dz * h) * h * (1 - h))


def wrong_8_9_uphill(w, b, x, y, lr):
    return thirteen_with(w, b, x, y, -lr, lambda dz, h: dz * w[6:] * h * (1 - h))


def wrong_8_9_gradient(w, b, x, y, lr):
    zeros = right_8_9_mended(w, b, x, y, 1.0)
    return np.concatenate([w, b]) - zeros


def wrong_8_9_squared_loss(w, b, x, y, lr):
    h = sigma(w[:6].reshape(3, 2) @ x + b[:3])
    a = sigma(w[6:] @ h + b[3])
    dz = (a - y) * a * (1 - a)
    dsum = dz * w[6:] * h * (1 - h)
    dw = np.concatenate([np.outer(dsum, x).ravel(), dz * h])
    return np.concatenate([w - lr * dw, b - lr * np.append(dsum, dz)])


def right_8_10_short(w, X, y):
    return X.T @ (sigma(X @ w) - y) / len(y)


def right_8_10_long(w, X, y):
    a = sigma(X @ w)
    da = (a - y) / (a * (1 - a)) / len(a)
    dz = da * a * (1 - a)
    return dz @ X


def right_8_10_loop(w, X, y):
    total = [0.0] * len(w)
    for x, target in zip(X, y, strict=True):
        a = 1 / (1 + math.exp(-sum(p * q for p, q in zip(w, x, strict=True))))
        total = [t + (a - target) * q for t, q in zip(total, x, strict=True)]
    return [t / len(y) for t in total]


def wrong_8_10_sum(w, X, y):
    return X.T @ (sigma(X @ w) - y)


def wrong_8_10_means_multiplied(w, X, y):
    return np.mean(sigma(X @ w) - y) * X.mean(axis=0)


def wrong_8_10_squared_loss(w, X, y):
    a = sigma(X @ w)
    return 2 * X.T @ ((a - y) * a * (1 - a)) / len(y)


def wrong_8_10_slope_left(w, X, y):
    a = sigma(X @ w)
    return X.T @ ((a - y) * a * (1 - a)) / len(y)


def wrong_8_10_sign(w, X, y):
    return X.T @ (y - sigma(X @ w)) / len(y)


def wrong_8_10_only_dz(w, X, y):
    a = sigma(X @ w)
    dz = np.mean((a - y) / (a * (1 - a)) * a * (1 - a))
    return dz * X.mean(axis=0)


def wrong_8_10_sum_of_inputs(w, X, y):
    return X.T @ (X @ w - y) / len(y)


def wrong_8_10_each_sample(w, X, y):
    return (sigma(X @ w) - y)[:, None] * X


def wrong_8_10_by_inputs(w, X, y):
    return X.T @ (sigma(X @ w) - y) / X.size


def right_8_13_loop(f, w, h):
    slopes = []
    for i in range(len(w)):
        up, down = list(w), list(w)
        up[i] += h
        down[i] -= h
        slopes.append((f(np.array(up)) - f(np.array(down))) / (2 * h))
    return slopes


def right_8_13_unit_rows(f, w, h):
    return np.array([f(w + h * e) - f(w - h * e) for e in np.eye(len(w))]) / h / 2


def right_8_13_put_back(f, w, h):
    w = np.array(w, dtype=float)
    out = np.empty(w.size)
    for i, old in enumerate(w.copy()):
        w[i] = old + h
        high = f(w)
        w[i] = old - h
        out[i] = 0.5 * (high - f(w)) / h
        w[i] = old
    return out


def wrong_8_13_one_side(f, w, h):
    return np.array([(f(w + h * e) - f(w)) / h for e in np.eye(len(w))])


def wrong_8_13_by_h(f, w, h):
    return np.array([(f(w + h * e) - f(w - h * e)) / h for e in np.eye(len(w))])


def wrong_8_13_all_at_once(f, w, h):
    return np.full(len(w), (f(w + h) - f(w - h)) / (2 * h))


def wrong_8_13_not_put_back(f, w, h):
    w, out = np.array(w, dtype=float), []
    for i in range(len(w)):
        w[i] += h
        high = f(w)
        w[i] -= 2 * h
        out.append((high - f(w)) / (2 * h))
    return np.array(out)


def wrong_8_13_sign(f, w, h):
    return np.array([(f(w - h * e) - f(w + h * e)) / (2 * h) for e in np.eye(len(w))])


def wrong_8_13_own_h(f, w, h):
    h = 1e-5
    return np.array([(f(w + h * e) - f(w - h * e)) / (2 * h) for e in np.eye(len(w))])


def wrong_8_13_no_division(f, w, h):
    return np.array([f(w + h * e) - f(w - h * e) for e in np.eye(len(w))])


def wrong_8_13_half_h(f, w, h):
    return np.array([(f(w + h / 2 * e) - f(w - h / 2 * e)) / h for e in np.eye(len(w))])


def wrong_8_13_mean(f, w, h):
    return np.mean([(f(w + h * e) - f(w - h * e)) / (2 * h) for e in np.eye(len(w))])


def wrong_8_13_percent(f, w, h):
    return np.array(
        [
            (f(w + h * wi * e) - f(w - h * wi * e)) / (2 * h)
            for wi, e in zip(w, np.eye(len(w)), strict=True)
        ]
    )


RIGHT = [
    ("8.1", [1.2, 3.6, 4.2]),
    ("8.2", [0.156, -0.148, -0.037, -0.074]),
    ("8.2", [0.15552435, -0.1481243, -0.03693865, -0.07387731]),
    ("8.5", right_8_5_mended),
    ("8.5", right_8_5_loops),
    ("8.5", right_8_5_einsum),
    ("8.6", right_8_6_loops),
    ("8.6", right_8_6_einsum),
    ("8.6", right_8_6_outer),
    ("8.7", right_8_7_straight),
    ("8.7", right_8_7_sample_by_sample),
    ("8.7", right_8_7_complex),
    ("8.8", right_8_8_size),
    ("8.8", right_8_8_loops),
    ("8.8", right_8_8_means),
    ("8.9", right_8_9_mended),
    ("8.9", right_8_9_neuron_by_neuron),
    ("8.10", right_8_10_short),
    ("8.10", right_8_10_long),
    ("8.10", right_8_10_loop),
    ("8.12", [260, 360, 148200]),
    ("8.13", right_8_13_loop),
    ("8.13", right_8_13_unit_rows),
    ("8.13", right_8_13_put_back),
    ("8.14", [0.5, 10, 5, -2]),
]

WRONG = [
    ("8.1", [0.6, 1.8, 2.1], "forgets the 2 of the square", "average for slope"),
    ("8.1", [1.2, 1.2, 1.2], "gives a ticket the tag of one visitor", "ratio forgotten"),
    ("8.1", [1.2, 3.6, 0.6], "counts only the way through the guides", "guides alone"),
    ("8.1", [1.2, 3.6, 6], "lets two guides come with each ticket", "two guides for each ticket"),
    ("8.1", [1.2, 0.4, 0.34], "divides by the visitors of a ticket", "ratio upside down"),
    ("8.1", [18, 54, 63], "gives the wait instead of its slope", "value for slope"),
    ("8.2", [0.156, 0.148, 0.037, 0.074], "loses the minus of w6", "sign of the weight lost"),
    (
        "8.2",
        [0.156, -0.148, -0.148, -0.296],
        "forgets the slope of the hidden sigmoid",
        "slope forgotten",
    ),
    ("8.2", [0.156, -0.148, -0.037, -0.018], "takes the first input for w4", "another input"),
    (
        "8.2",
        [-0.148, 0.156, 0.039, 0.078],
        "has swapped weight and value",
        "weight and input swapped",
    ),
    ("8.2", [0.184, -0.148, -0.037, -0.074], "takes h1 for h2", "another neuron's value"),
    (
        "8.5",
        wrong_8_5_output_alone,
        "multiplies by the output instead of the slope",
        "value for slope",
    ),
    ("8.5", wrong_8_5_no_slope, "forgets the slope", "slope forgotten"),
    (
        "8.5",
        wrong_8_5_sum_for_output,
        "takes the sum for the output in a times 1 minus a",
        "formula of the output, fed with the sum",
    ),
    ("8.5", wrong_8_5_tanh, "takes the slope of tanh", "slope of tanh"),
    ("8.5", wrong_8_5_size, "loses the signs of the weights", "signs of the weights lost"),
    ("8.5", wrong_8_5_plain_sum, "adds up weights and tags before multiplying", ""),
    (
        "8.5",
        wrong_8_5_mean,
        "takes the mean over the ways instead of the sum",
        "mean over the paths",
    ),
    (
        "8.5",
        wrong_8_5_first_output,
        "follows the way through the first output alone",
        "one path only",
    ),
    ("8.5", wrong_8_5_slope_twice, "multiplies by the slope twice", "slope squared"),
    ("8.6", wrong_8_6_mean_again, "divides by the number of samples once more", "mean taken twice"),
    ("8.6", wrong_8_6_transposed, "returns a row for each input", "transposed"),
    ("8.6", wrong_8_6_no_slope, "forgets the slope of the sigmoid", "slope forgotten"),
    (
        "8.6",
        wrong_8_6_slope_of_sum,
        "takes the sums for the outputs",
        "formula of the output, fed with the sum",
    ),
    (
        "8.6",
        wrong_8_6_slope_of_output,
        "takes the slope at the output instead of the sum",
        "slope taken at the output",
    ),
    ("8.6", wrong_8_6_slope_before, "multiplies by a slope of the layer before, too", ""),
    ("8.6", wrong_8_6_sums_first, "adds up over the samples before multiplying", "samples mixed"),
    ("8.6", wrong_8_6_minus, "returns the step downhill instead of the slope", "sign flipped"),
    ("8.7", wrong_8_7_no_two, "forgets the 2 of the square", "2 of the square forgotten"),
    (
        "8.7",
        wrong_8_7_samples_only,
        "divides by the samples and not by all entries",
        "mean over the samples only",
    ),
    ("8.7", wrong_8_7_no_bend, "forgets the slope of tanh", "slope forgotten"),
    (
        "8.7",
        wrong_8_7_square_of_sum,
        "squares the sum instead of the output",
        "formula of the output, fed with the sum",
    ),
    (
        "8.7",
        wrong_8_7_mean_biases,
        "takes the mean for the biases, once too often",
        "averaged biases",
    ),
    ("8.7", wrong_8_7_order, "puts the biases last", "biases last"),
    ("8.7", wrong_8_7_columns, "writes the matrices column by column", "column by column"),
    ("8.7", wrong_8_7_sign, "target minus prediction", "sign flipped"),
    (
        "8.7",
        wrong_8_7_tanh_behind,
        "gives the output layer a bend, too",
        "tanh where there is none",
    ),
    (
        "8.7",
        wrong_8_7_sigmoid_slope,
        "takes the slope of the sigmoid for tanh",
        "sigmoid's formula",
    ),
    ("8.7", wrong_8_7_no_bias, "forgets the biases on the way forward", "bias forgotten"),
    (
        "8.8",
        wrong_8_8_samples_only,
        "divides by the samples and not by all entries",
        "mean over the samples only",
    ),
    ("8.8", wrong_8_8_no_two, "forgets the 2 of the square", "2 of the square forgotten"),
    (
        "8.8",
        wrong_8_8_outputs_only,
        "divides by the outputs and not by all entries",
        "mean over the outputs only",
    ),
    ("8.8", wrong_8_8_two_only, "puts the 2 in and forgets the mean", "sum for mean"),
    ("8.8", wrong_8_8_uphill, "adds the slope", "sign flipped"),
    ("8.8", wrong_8_8_no_slope, "loses the slope of the sigmoid", "slope forgotten"),
    ("8.8", wrong_8_8_by_inputs, "divides by the number of all inputs", "divided by the inputs"),
    ("8.8", wrong_8_8_mean_error, "takes the mean of the errors first", ""),
    ("8.8", wrong_8_8_in_place, "changes the weights it was given", "changes its input"),
    (
        "8.9",
        wrong_8_9_bias_only,
        "mends the bias and not the hidden tags",
        "hidden value for the weight",
    ),
    ("8.9", wrong_8_9_weights_only, "mends the hidden tags and not the bias", "one bias stuck"),
    (
        "8.9",
        wrong_8_9_own_value,
        "gives each neuron its own value instead of its weight",
        "each its own value",
    ),
    ("8.9", wrong_8_9_last_weight, "takes w9 for all three", "one weight for all"),
    ("8.9", wrong_8_9_no_slope, "forgets the slope of the hidden sigmoids", "slope forgotten"),
    (
        "8.9",
        wrong_8_9_too_early,
        "uses the new output weights on the way back",
        "updated weight used too early",
    ),
    ("8.9", wrong_8_9_uphill, "adds the slopes", "sign flipped"),
    (
        "8.9",
        wrong_8_9_gradient,
        "returns the slopes instead of the new weights",
        "slopes for new weights",
    ),
    (
        "8.9",
        wrong_8_9_squared_loss,
        "takes the slope of the squared error",
        "bend that had cancelled",
    ),
    ("8.10", wrong_8_10_sum, "takes the sum for the mean", "sum for mean"),
    (
        "8.10",
        wrong_8_10_means_multiplied,
        "still multiplies the mean error by the mean input",
        "averaged halfway",
    ),
    (
        "8.10",
        wrong_8_10_squared_loss,
        "takes the slope of the squared error",
        "squared error for cross-entropy",
    ),
    (
        "8.10",
        wrong_8_10_slope_left,
        "leaves a slope of the sigmoid in that should cancel",
        "bend that had cancelled",
    ),
    ("8.10", wrong_8_10_sign, "target minus output", "sign flipped"),
    (
        "8.10",
        wrong_8_10_only_dz,
        "averages the tags of the sums before the inputs come in",
        "averaged halfway",
    ),
    ("8.10", wrong_8_10_sum_of_inputs, "forgets the sigmoid", "sigmoid forgotten"),
    ("8.10", wrong_8_10_each_sample, "returns a row for each sample", "wrong shape"),
    ("8.10", wrong_8_10_by_inputs, "divides by the number of all inputs", "divided by all inputs"),
    ("8.12", [260, 520, 148200], "asks for the tags of the inputs, too", "tags of the inputs"),
    ("8.12", [285, 360, 162450], "counts the biases as multiplications", "biases multiplied"),
    ("8.12", [260, 360, 135200], "does not nudge the biases", "biases not nudged"),
    ("8.12", [260, 360, 74100], "makes one run for each parameter", "one run for each parameter"),
    ("8.12", [260, 260, 148200], "forgets the tags of the hidden neurons", "tags not handed on"),
    ("8.12", [800, 900, 456000], "multiplies the three sizes", "sizes multiplied"),
    ("8.13", wrong_8_13_one_side, "nudges to one side only", "nudged to one side"),
    ("8.13", wrong_8_13_by_h, "divides by h and not by 2h", "width of the nudge"),
    ("8.13", wrong_8_13_all_at_once, "nudges all entries at once", "all nudged at once"),
    ("8.13", wrong_8_13_not_put_back, "does not put the entry back", "nudge not taken back"),
    ("8.13", wrong_8_13_sign, "lower minus higher", "sign flipped"),
    ("8.13", wrong_8_13_own_h, "takes an h of its own", "an h of its own"),
    ("8.13", wrong_8_13_no_division, "forgets to divide", "not divided"),
    ("8.13", wrong_8_13_half_h, "nudges by half of h", "half of h"),
    ("8.13", wrong_8_13_mean, "returns one mean slope", "wrong shape"),
    ("8.13", wrong_8_13_percent, "nudges each entry by a share of itself", ""),
    (
        "8.14",
        [0.5, 5, 2.5, -1],
        "believes that the mean is over the samples alone",
        "mean over the samples only",
    ),
    ("8.14", [0.5, 10, 5, 2], "forgets the sign of the last", "sign lost"),
    ("8.14", [2, 10, 20, -2], "divides truth by claim for the 2", ""),
    ("8.14", [0.5, 0.1, 0.05, -0.5], "divides truth by claim for the mean", ""),
    ("8.14", [0.5, 10, 10.5, -2], "adds the factors of both mistakes", "factors added"),
    ("8.14", [0.5, 10, 5, -1], "sees only the sign in the last", "samples not seen"),
]
