/** The programs that the figure "backpropagation" gives away: they print its loss and slopes. */
nnbook.backpropagationCode = (function () {
  "use strict";

  const { KERAS: HEAD, literal } = nnbook.kit;
  const { optionOf, findFromZ, activations } = nnbook.engine;

  /** Numbers and lists of them as floats, which frameworks tell from whole numbers.
   * @param {any} value @returns {string} */
  const floats = (value) => (Array.isArray(value) ? `[${value.map(floats).join(", ")}]`
    : Number.isInteger(value) ? value.toFixed(1) : String(value));

  /** @typedef {BackpropState} State */
  /** @typedef {BackpropLayer} Layer */

  /** The names of the slopes in the order of the parameters. @param {State} s */
  const slopeNames = (s) => s.layers.flatMap(({ b, activation }, k) => [`W${k + 1}`,
    ...(b ? [`b${k + 1}`] : []), ...(activation === "prelu" ? [`alpha${k + 1}`] : [])]);

  /** @param {State} s */
  function python(s) {
    const used = [...new Set(s.layers.map(({ activation }) => activation))];
    const names = ["Layer", "Network", "backprop", ...[...used, s.loss].sort()];
    const layers = s.layers.map((layer) => {
      const { option } = activations[layer.activation] || {};
      const f = layer.activation + (option ? `.using(${option}=${optionOf(layer)})` : "");
      return `    Layer(${literal(layer.W)}, ${literal(layer.b || null)}, ${f}),`;
    });
    return [
      `from nnbook import ${names.join(", ")}`, "", "network = Network([", ...layers, "])",
      `trace = backprop(network, ${literal(s.x)}, ${literal(s.y)}, ${s.loss})`,
      'print("C", trace.loss)', "for name, slope in trace.gradients.items():",
      '    print(f"dC/d{name}", slope.tolist())', "",
    ].join("\n");
  }

  /** @param {Layer} layer @param {number} k @returns {string} */
  function torchActivation(layer, k) {
    const z = `z${k}`, option = optionOf(layer), F = "torch.nn.functional";
    return {
      identity: z, softmax: `torch.softmax(${z}, dim=0)`,
      step: `(${z} >= ${option}).double() + 0 * ${z}`,
      leaky_relu: `${F}.leaky_relu(${z}, ${option})`, prelu: `${F}.prelu(${z}, alpha${k})`,
      elu: `${F}.elu(${z}, ${option})`,
    }[layer.activation] || `torch.${layer.activation}(${z})`;
  }

  /** @param {State} s */
  function torch(s) {
    const last = s.layers.length, F = "torch.nn.functional";
    const names = slopeNames(s), values = s.layers.flatMap((layer) => [layer.W,
      ...(layer.b ? [layer.b] : []), ...(layer.activation === "prelu" ? [[optionOf(layer)]] : [])]);
    const from = findFromZ(s, s.loss) ? `z${last}` : `a${last}`;
    const C = {
      mse: `${F}.mse_loss(${from}, y)`, mae: `${F}.l1_loss(${from}, y)`,
      hinge: `(1 - y * ${from}).clamp(min=0).mean()`,
      binary_cross_entropy: from[0] === "z" ? `${F}.binary_cross_entropy_with_logits(${from}, y)`
        : `${F}.binary_cross_entropy(${from}, y)`,
      cross_entropy: from[0] === "z" ? `${F}.cross_entropy(${from}, y)`
        : `-(y * ${from}.log()).sum()`,
    }[s.loss];
    return [
      "import torch", "", "torch.set_default_dtype(torch.float64)",
      `x, y = torch.tensor(${floats(s.x)}), torch.tensor(${floats(s.y)})`,
      ...names.map((name, n) => `${name} = torch.tensor(${floats(values[n])}, requires_grad=True)`),
      ...s.layers.flatMap((layer, i) => {
        const k = i + 1, bias = layer.b ? ` + b${k}` : "";
        return [`z${k} = W${k} @ ${i ? `a${i}` : "x"}${bias}`,
          `a${k} = ${torchActivation(layer, k)}`];
      }),
      `C = ${C}`, "C.backward()", 'print("C", C.item())',
      ...names.map((name) => `print("dC/d${name}", ${name}.grad.tolist())`), "",
    ].join("\n");
  }

  /** @param {Layer} layer @param {boolean} bare whether the loss takes z @returns {string} */
  function kerasActivation(layer, bare) {
    const option = optionOf(layer);
    return bare ? "None" : {
      identity: "None", step: `lambda z: keras.ops.cast(z >= ${option}, "float64") + 0 * z`,
      leaky_relu: `lambda z: keras.ops.leaky_relu(z, ${option})`, prelu: "None",
      elu: `lambda z: keras.ops.elu(z, ${option})`,
    }[layer.activation] || `"${layer.activation}"`;
  }

  /** Keras has no word for a slope: it is what a step with the rate 1 takes off.
   * @param {State} s */
  function keras(s) {
    const last = s.layers.length, from = Boolean(findFromZ(s, s.loss));
    const lines = s.layers.flatMap((layer, i) => {
      const bare = from && i === last - 1, bias = layer.b ? "" : ", use_bias=False";
      const f = kerasActivation(layer, bare), given = f === "None" ? "" : `, activation=${f}`;
      // One alpha for all units of the layer, as in nnbook.
      const learned = layer.activation === "prelu"
        ? ["    keras.layers.PReLU(shared_axes=[1]),"] : [];
      return [`    keras.layers.Dense(${layer.W.length}${given}${bias}),`, ...learned];
    });
    const values = s.layers.flatMap((layer) => [`np.array(${floats(layer.W)}).T`,
      ...(layer.b ? [`np.array(${floats(layer.b)})`] : []),
      ...(layer.activation === "prelu" ? [`np.array(${floats([optionOf(layer)])})`] : [])]);
    const loss = {
      mse: '"mse"', mae: '"mae"', hinge: '"hinge"',
      binary_cross_entropy: `keras.losses.BinaryCrossentropy(${from ? "from_logits=True" : ""})`,
      cross_entropy: from ? "keras.losses.CategoricalCrossentropy(from_logits=True)"
        : "lambda y, a: -keras.ops.sum(y * keras.ops.log(a), axis=-1)",
    }[s.loss];
    return [
      ...HEAD, "model = keras.Sequential([", `    keras.Input((${s.x.length},)),`, ...lines, "])",
      `start = [${values.join(", ")}]`, "model.set_weights(start)",
      `model.compile(optimizer=keras.optimizers.SGD(1.0), loss=${loss})`,
      `C = model.train_on_batch(np.array([${floats(s.x)}]), np.array([${floats(s.y)}]))`,
      'print("C", float(C))',
      "# The slopes are what one step with the learning rate 1 takes off.",
      `names = ${literal(slopeNames(s))}`,
      "for name, before, weights in zip(names, start, model.weights):",
      "    slopes = before - np.array(weights.value.tolist())",
      '    print(f"dC/d{name}", slopes.T.tolist())', "",
    ].join("\n");
  }

  /** @param {State} s @returns {Object<string, string>} */
  const code = (s) => ({ Python: python(s), Keras: keras(s), PyTorch: torch(s) });

  return { code };
})();
