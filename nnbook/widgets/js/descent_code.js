/** The programs that the figure "descent" gives away: each prints where the optimizers stand. */
nnbook.descentCode = (function () {
  "use strict";

  const { LANDSCAPES, BETA, rides } = nnbook.descentPaths;

  /** What an optimizer is called. @type {Object<string, (name: string, lr: string) => string>} */
  const MADE = {
    Python: (name, lr) => ({ SGD: `SGD(${lr})`, momentum: `Momentum(${lr}, beta=${BETA})`,
      Adam: `Adam(${lr})` })[name] || "",
    Keras: (name, lr) => `keras.optimizers.${({ SGD: `SGD(${lr})`,
      momentum: `SGD(${lr}, momentum=${BETA})`, Adam: `Adam(${lr}, epsilon=1e-8)` })[name]}`,
    PyTorch: (name, lr) => `torch.optim.${({ SGD: `SGD([w], ${lr})`,
      momentum: `SGD([w], ${lr}, momentum=${BETA})`, Adam: `Adam([w], ${lr})` })[name]}`,
  };

  /** @param {DescentState} s @returns {Object<string, string>} */
  function code(s) {
    const { KERAS: head, literal } = nnbook.kit;
    const [loss, slope] = LANDSCAPES[s.landscape].text, ridden = rides(s);
    const size = s.start.length, start = literal(s.start);
    const rate = Number.isInteger(s.lr) ? `${s.lr}.0` : String(s.lr); // Keras wants a point
    const random = s.noise ? [`    rng = np.random.default_rng(${s.seed})`] : [];
    const noise = s.noise ? ` + rng.uniform(-${s.noise}, ${s.noise}, ${size})` : "";
    const slopeOf = ["def slope(w):", `    return np.array(${slope})`, "", ""];
    const lossOf = ["def loss(w):", `    return ${loss}`, "", ""];
    const say = (/** @type {string} */ w) =>
      `    print(name, *(f"{one:.4g}" for one in ${w}), f"loss {loss(${w}):.4g}")`;
    /** @param {string} kind */
    const runs = (kind) => ["runs = [",
      ...ridden.map(({ name, path }) =>
        `    ("${name}", ${kind === "PyTorch" ? "lambda w: " : ""}${MADE[kind](name, rate)}, ` +
        `${path.length - 1}),`),
      "]", "for name, optimizer, steps in runs:", ...random];
    const kinds = ridden.map(({ name }) => (name === "momentum" ? "Momentum" : name));
    return {
      Python: ["import numpy as np", `from nnbook import ${kinds.join(", ")}`, "", "", ...lossOf,
        ...slopeOf, ...runs("Python"),
        `    w, room = np.array(${start}, dtype=float), np.empty(${size})`,
        `    memory = tuple(np.zeros(${size}) for _ in range(optimizer.memory))`,
        "    for step in range(steps):",
        `        optimizer.descend(w, slope(w)${noise}, memory, step, room)`, say("w"), ""].join("\n"),
      Keras: [...head, "", "", ...lossOf, "def slope(w):",
        `    return keras.ops.stack(${slope})`, "", "", ...runs("Keras"),
        `    w = keras.Variable(np.array(${start}, dtype=float))`,
        "    for step in range(steps):", `        optimizer.apply([slope(w)${noise && ` + ${
          `keras.ops.array(${noise.slice(3)})`}`}], [w])`, say("w"), ""].join("\n"),
      PyTorch: [...(s.noise ? ["import numpy as np"] : []), "import torch", "", "", ...lossOf,
        ...runs("PyTorch"),
        `    w = torch.tensor(${start}, dtype=torch.float64, requires_grad=True)`,
        "    made = optimizer(w)", "    for _ in range(steps):", "        made.zero_grad()",
        "        loss(w).backward()",
        ...(s.noise ? [`        w.grad += torch.tensor(${noise.slice(3)})`] : []),
        "        made.step()", say("w.detach()"), ""].join("\n"),
    };
  }

  return { code };
})();
