/** The programs that the figure "perceptron" gives away: weights and mistakes after its steps. */
nnbook.perceptronCode = (function () {
  "use strict";

  /** @param {PerceptronState} s @returns {Object<string, string>} */
  function code(s) {
    const { literal } = nnbook.kit, { steps } = nnbook.perceptronRun.run(s);
    /** @param {string} sum @param {(list: string) => string} list */
    const loop = (sum, list) => [
      `points = ${list(literal(s.points))}`, `labels = ${literal(s.labels)}`,
      `w, b = ${list(literal(s.w))}, ${s.b}`, `lr, mistakes = ${s.lr}, 0`,
      `for look in range(${steps}):`,
      "    x, y = points[look % len(points)], labels[look % len(points)]",
      `    y_hat = 1 if ${sum} >= 0 else 0`,
    ];
    const count = "    mistakes += y != y_hat";
    return {
      Python: [
        ...loop("w[0] * x[0] + w[1] * x[1] + b", (list) => list),
        "    w = [w[0] + lr * (y - y_hat) * x[0], w[1] + lr * (y - y_hat) * x[1]]",
        "    b = b + lr * (y - y_hat)", count,
        'print(f"w1 = {w[0]:.4f}, w2 = {w[1]:.4f}, b = {b:.4f}, mistakes = {mistakes}")', "",
      ].join("\n"),
      Keras: [
        ...nnbook.kit.KERAS,
        ...loop("keras.ops.dot(w, x) + b", (list) => `keras.ops.array(${list}, dtype="float64")`),
        "    w = w + lr * (y - y_hat) * x", "    b = b + lr * (y - y_hat)", count,
        "w1, w2 = (one.item() for one in w)",
        'print(f"w1 = {w1:.4f}, w2 = {w2:.4f}, b = {b:.4f}, mistakes = {mistakes}")', "",
      ].join("\n"),
      PyTorch: [
        "import torch", "",
        ...loop("w @ x + b", (list) => `torch.tensor(${list}, dtype=torch.float64)`),
        "    w = w + lr * (y - y_hat) * x", "    b = b + lr * (y - y_hat)", count,
        'print(f"w1 = {w[0]:.4f}, w2 = {w[1]:.4f}, b = {b:.4f}, mistakes = {mistakes}")', "",
      ].join("\n"),
    };
  }

  return { code };
})();
