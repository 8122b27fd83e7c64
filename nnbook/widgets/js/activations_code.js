/** The programs that the figure "activations" gives away: they print a, its slope and the product. */
nnbook.activationsCode = (function () {
  "use strict";

  /** @typedef {ActivationsState} State */

  /** As a float, which frameworks tell from a whole number. @param {number} value */
  const float = (value) => (Number.isInteger(value) ? value.toFixed(1) : String(value));

  const PRINT = 'print("f(z)", a, " f\'(z)", slope, " product", product)';

  /** @param {State} s @returns {Object<string, string>} */
  function code(s) {
    const { option, setting } = nnbook.engine.activations[s.activation];
    const o = float(s.option === null ? setting || 0 : s.option);
    const given = [`x, w, n = ${float(s.x)}, ${float(s.w)}, ${s.n}`];
    const F = "torch.nn.functional", K = "keras.ops";
    const torch = {
      step: `lambda z: (z >= ${o}).double() + 0 * z`, identity: "lambda z: z",
      leaky_relu: `lambda z: ${F}.leaky_relu(z, ${o})`, elu: `lambda z: ${F}.elu(z, ${o})`,
      prelu: `lambda z: ${F}.prelu(z, torch.tensor(${o}, dtype=torch.float64))`,
    }[s.activation] || `torch.${s.activation}`;
    const keras = {
      step: `lambda z: ${K}.cast(z >= ${o}, "float64") + 0 * z`, identity: "lambda z: z",
      leaky_relu: `lambda z: ${K}.leaky_relu(z, ${o})`, elu: `lambda z: ${K}.elu(z, ${o})`,
      prelu: `lambda z: ${K}.leaky_relu(z, ${o})`,
    }[s.activation] || `${K}.${s.activation}`;
    return {
      Python: [
        `from nnbook import ${s.activation}`, "",
        `f = ${s.activation}${option ? `.using(${option}=${o})` : ""}`, ...given,
        "a, slope = float(f(w * x)), float(f.slope(w * x))", "product = 1.0",
        "for _ in range(n):", "    z = w * x", "    product *= w * float(f.slope(z))",
        "    x = float(f(z))", PRINT, "",
      ].join("\n"),
      Keras: [
        ...nnbook.kit.KERAS, `f = ${keras}`, ...given, "", "", "def nudged(n, w, x):",
        '    """What n neurons in a row put out, and how much of a nudge of x arrives."""',
        "    dense = keras.layers.Dense",
        "    row = [dense(1, activation=f, use_bias=False) for _ in range(n)]",
        "    model = keras.Sequential([keras.Input((1,)), dense(1), *row])",
        "    model.set_weights([np.array([[1.0]]), np.array([0.0])] + [np.array([[w]])] * n)",
        "    model.compile(keras.optimizers.SGD(1.0), lambda y, a: keras.ops.sum(a))",
        "    a = model.train_on_batch(np.array([[x]]), np.array([[0.0]]))",
        "    # The slope is what one step with the learning rate 1 takes off the first bias.",
        "    return float(a), -model.layers[0].bias.value.tolist()[0]", "", "",
        "a, slope = nudged(1, 1.0, w * x)", "product = nudged(n, w, x)[1]", PRINT, "",
      ].join("\n"),
      PyTorch: [
        "import torch", "", `f = ${torch}`, ...given, "", "", "def nudged(n, w, x):",
        '    """What n neurons in a row put out, and how much of a nudge of x arrives."""',
        "    a = x = torch.tensor(x, dtype=torch.float64, requires_grad=True)",
        "    for _ in range(n):", "        a = f(w * a)", "    a.backward()",
        "    return a.item(), x.grad.item()", "", "",
        "a, slope = nudged(1, 1.0, w * x)", "product = nudged(n, w, x)[1]", PRINT, "",
      ].join("\n"),
    };
  }

  return { code };
})();
