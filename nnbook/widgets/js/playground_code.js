/** The programs that the figure "playground" gives away: they print its two losses. */
nnbook.playgroundCode = (function () {
  "use strict";

  const { KERAS: HEAD, literal } = nnbook.kit;
  const { points, training, count, size, perEpoch } = nnbook.playgroundData;

  /** @typedef {PlaygroundState} State */

  /** What is known of a run: its state, with as many steps as were really done. @param {State} s */
  const done = (s) => ({ ...s, steps: nnbook.figures.playground.runs(s)[0].steps });

  /** The data and how they are dealt. @param {State} s @param {string} [column] */
  function data(s, column = "") {
    const n = count(s), held = n - training(s), lines = [];
    if (s.data === "own") {
      const text = literal(s.points.map(([p, q]) => [p, q]));
      lines.push(`X = np.array(${text}, dtype=float)`,
        `y = np.array(${literal(s.points.map((one) => one[2]))}, dtype=float)`);
    } else {
      const noise = { diagonal: "", blobs: `, spread=${s.noise}` }[s.data] ?? `, noise=${s.noise}`;
      lines.push(`X, y = datasets.${s.data}(${n}, np.random.default_rng(${s.seed})${noise})`);
    }
    if (s.scale !== 1) lines.push(`X = ${s.scale} * X`);
    if (s.inputs.join() !== "x1,x2") {
      const list = s.inputs.map((name) => name.replace("^2", "**2").replace("x1 x2", "x1 * x2")
        .replace(/sin (x\d)/, "np.sin($1)")).join(", ");
      lines.push("x1, x2 = X.T", `X = np.column_stack([${list}])`);
    }
    if (column) lines.push(`y = y${column}`);
    lines.push(`order = np.random.default_rng(${s.seed}).permutation(${n})`,
      `seen, held = order[:${n - held}], order[${n - held}:]`);
    return lines;
  }

  /** The places at which the losses are printed. @param {State} s */
  const parts = (s) => (points(s).heldOut.X.length
    ? '(("training", seen), ("held-out", held))' : '(("training", seen),)');

  /** The rows of each step, drawn as nnbook.train draws them. @param {State} s */
  function stepping(s) {
    const m = size(s), each = perEpoch(s);
    const lines = [`for step in range(${s.steps}):`];
    if (each === 1) return [...lines, "    rows = seen"];
    return [...lines, `    if step % ${each} == 0:`, "        shuffled = rng.permutation(len(seen))",
      `    start = step % ${each} * ${m}`, `    rows = seen[shuffled[start : start + ${m}]]`];
  }

  /** @param {State} s */
  function python(s) {
    const optimizer = { sgd: "SGD", momentum: "Momentum", adam: "Adam" }[s.optimizer];
    const penalty = s.penalty !== "none" && s.penalty.toUpperCase(), m = size(s), each = perEpoch(s);
    const whole = s.steps % each === 0, drops = s.dropout > 0 && s.layers.length > 1;
    const functions = [...new Set([s.loss, ...s.layers.map((layer) => layer.activation)])];
    const names = [...[optimizer, ...(penalty ? [penalty] : []), "Layer", "Network"].sort(),
      ...[...functions, "evaluate", whole ? "train" : "backprop",
        ...(s.data === "own" ? [] : ["datasets"])].sort()];
    const random = m < training(s) || drops;
    const layers = s.layers.flatMap((layer, k) => [
      `    Layer(${literal(layer.W)}, ${literal(layer.b)}, ${layer.activation}),`,
      ...(drops && k < s.layers.length - 1 ? [`    Dropout(${s.dropout}),`] : [])]);
    const lines = ["import numpy as np", `from nnbook import ${names.join(", ")}`,
      ...(drops ? ["from nnbook.layers import Dropout"] : []), "", ...data(s),
      "network = Network([", ...layers, "])"];
    if (random) lines.push(`rng = np.random.default_rng(${s.seed})`);
    if (whole) {
      lines.push("history = train(",
        `    network, X[seen], y[seen], loss=${s.loss}, optimizer=${optimizer}(${s.lr}),`,
        `    epochs=${s.steps / each}, batch_size=${m},${random ? " rng=rng," : ""}` +
          `${penalty ? ` penalty=${penalty}(${s.strength}),` : ""}`, ")", "network = history.network");
    } else {
      lines.push(`optimizer, state = ${optimizer}(${s.lr}), None`, ...stepping(s),
        `    trace = backprop(network, X[rows], y[rows], ${s.loss}${drops ? ", rng=rng" : ""})`);
      if (penalty) {
        lines.push("    slopes = {", `        name: slope + ${penalty}(${s.strength}).slope(` +
          'network.parameters[name]) * (name[0] == "W")',
        "        for name, slope in trace.gradients.items()", "    }");
      }
      lines.push(`    network, state = optimizer.step(network, ${penalty ? "slopes"
        : "trace.gradients"}, state)`);
    }
    return [...lines, `for name, rows in ${parts(s)}:`,
      `    C = evaluate(network, X[rows], y[rows], ${s.loss})`,
      '    print(f"{name} loss {C:.4f}")', ""].join("\n");
  }

  /** What the frameworks' programs begin with. @param {State} s */
  const tables = (s) => (s.data === "own" ? [] : ["from nnbook import datasets"]);

  /** @param {State} s */
  function torch(s) {
    const optimizer = { sgd: `SGD(parameters, lr=${s.lr})`,
      momentum: `SGD(parameters, lr=${s.lr}, momentum=0.9)`,
      adam: `Adam(parameters, lr=${s.lr})` }[s.optimizer];
    const F = "torch.nn.functional", last = s.layers.length;
    const drops = s.dropout > 0 && last > 1, random = size(s) < training(s) || drops;
    /** @type {Object<string, string>} */
    const f = { tanh: "torch.tanh(z)", sigmoid: "torch.sigmoid(z)", relu: "torch.relu(z)",
      leaky_relu: `${F}.leaky_relu(z, 0.01)`, elu: `${F}.elu(z)`, identity: "z" };
    const C = s.loss === "mse" ? `${F}.mse_loss(torch.sigmoid(z), y[rows])`
      : `${F}.binary_cross_entropy_with_logits(z, y[rows])`;
    const forward = s.layers.flatMap(({ activation }, k) => [
      `    z = a @ W${k + 1}.T + b${k + 1}`,
      ...(k + 1 < last ? [`    a = ${f[activation]}`] : []),
      ...(drops && k + 1 < last ? ["    if training:",
        `        kept = (rng.random(a.shape) >= ${s.dropout}) / (1 - ${s.dropout})`,
        "        a = a * torch.tensor(kept)"] : [])]);
    const penalty = s.penalty === "none" ? "" : ` + ${s.strength} * sum((W${
      s.penalty === "l2" ? "**2" : ".abs()"}).sum() for W in parameters[::2])`;
    return ["import numpy as np", "import torch", ...tables(s), "",
      "torch.set_default_dtype(torch.float64)", ...data(s, "[:, None]"),
      "X, y = torch.tensor(X), torch.tensor(y)",
      ...s.layers.flatMap(({ W, b }, k) => ["W", "b"].map((name, i) =>
        `${name}${k + 1} = torch.tensor(${literal([W, b][i])}, dtype=X.dtype, requires_grad=True)`)),
      `parameters = [${s.layers.map((_, k) => `W${k + 1}, b${k + 1}`).join(", ")}]`,
      `optimizer = torch.optim.${optimizer}`,
      ...(random ? [`rng = np.random.default_rng(${s.seed})`] : []), "", "",
      `def loss(rows${drops ? ", training=False" : ""}):`, "    a = X[rows]", ...forward,
      `    return ${C}`, "", "", ...stepping(s), "    optimizer.zero_grad()",
      `    (loss(rows${drops ? ", training=True" : ""})${penalty}).backward()`,
      "    optimizer.step()", `for name, rows in ${parts(s)}:`,
      '    print(f"{name} loss {loss(rows).item():.4f}")', ""].join("\n");
  }

  /** @param {State} s */
  function keras(s) {
    const optimizer = { sgd: `SGD(${s.lr})`, momentum: `SGD(${s.lr}, momentum=0.9)`,
      adam: `Adam(${s.lr}, epsilon=1e-8)` }[s.optimizer];
    const last = s.layers.length, drops = s.dropout > 0 && last > 1;
    const random = size(s) < training(s) || drops, mse = s.loss === "mse";
    const penalty = s.penalty === "none" ? ""
      : `, kernel_regularizer=keras.regularizers.${s.penalty.toUpperCase()}(${s.strength})`;
    const layers = s.layers.flatMap(({ W, activation }, k) => {
      const ending = k + 1 === last, name = ending && !mse ? "identity" : activation;
      const f = { identity: "None", elu: '"elu"',
        leaky_relu: "lambda z: keras.ops.leaky_relu(z, 0.01)" }[name] || `"${name}"`;
      return [`    keras.layers.Dense(${W.length}, activation=${f}${penalty}),`,
        ...(drops && !ending ? ["    Dropout(),"] : [])];
    });
    const loss = mse ? "(y_hat - y) ** 2" : "keras.ops.softplus(z) - y * z";
    return [...HEAD, ...tables(s), "", ...data(s, "[:, None]"),
      ...(random ? [`rng = np.random.default_rng(${s.seed})`] : []), "", "",
      `def loss(y, ${mse ? "y_hat" : "z"}):`,
      `    # ${mse ? "The squared error" : "The cross-entropy of a sigmoid, from its sum z"}; ` +
        "keras.ops.mean would round to 32 bits.",
      `    y = keras.ops.cast(y, "float64")`,
      `    return keras.ops.sum(${loss}) / len(y)`, "", "",
      ...(drops ? ["class Dropout(keras.layers.Layer):",
        "    def call(self, a, training=False):", "        if not training:",
        "            return a", `        kept = rng.random(a.shape) >= ${s.dropout}`,
        `        return a * keras.ops.array(kept / (1 - ${s.dropout}))`, "", ""] : []),
      "model = keras.Sequential([", `    keras.Input((${s.inputs.length},)),`, ...layers, "])",
      "model.set_weights([",
      ...s.layers.map(({ W, b }) => `    np.array(${literal(W)}).T, np.array(${literal(b)}),`), "])",
      `model.compile(optimizer=keras.optimizers.${optimizer}, loss=loss${
        drops ? ", run_eagerly=True" : ""})`,
      ...stepping(s), "    model.train_on_batch(X[rows], y[rows])",
      `for name, rows in ${parts(s)}:`, "    C = loss(y[rows], model(X[rows]))",
      '    print(f"{name} loss {C.item():.4f}")', ""].join("\n");
  }

  /** @param {State} s @returns {Object<string, string>} */
  function code(s) {
    const now = done(s);
    return { Python: python(now), Keras: keras(now), PyTorch: torch(now) };
  }

  return { code };
})();
