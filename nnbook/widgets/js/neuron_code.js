/** The programs that the figure "neuron" gives away: each prints z and a as they are shown. */
nnbook.neuronCode = (function () {
  "use strict";

  /** @typedef {{x: number[], w: number[], b: number, activation: string, threshold: number}} Neuron */

  /** @type {Object<string, string>} what PyTorch and Keras call the activations */
  const TORCH = { identity: "z", sigmoid: "torch.sigmoid(z)", tanh: "torch.tanh(z)",
    relu: "torch.relu(z)", leaky_relu: "torch.nn.functional.leaky_relu(z, 0.01)",
    elu: "torch.nn.functional.elu(z)" };
  /** @type {Object<string, string>} */
  const KERAS = { identity: "z", sigmoid: "keras.ops.sigmoid(z)", tanh: "keras.ops.tanh(z)",
    relu: "keras.ops.relu(z)", leaky_relu: "keras.ops.leaky_relu(z, 0.01)", elu: "keras.ops.elu(z)" };
  const PRINT = 'print(f"z = {z.item():.4f}, a = {a.item():.4f}")';

  /** @param {Neuron} s @returns {Object<string, string>} */
  function code(s) {
    const { KERAS: head, literal } = nnbook.kit;
    const x = literal(s.x), w = literal(s.w);
    const step = s.activation === "step";
    const f = step ? `step.using(threshold=${s.threshold})` : s.activation;
    return {
      Python: [
        "import numpy as np", `from nnbook import Layer, ${s.activation}`, "",
        `layer = Layer([${w}], [${s.b}], ${f})`, `a, memory = layer.forward(np.array(${x}))`,
        'print(f"z = {memory[\'z\'].item():.4f}, a = {a.item():.4f}")', "",
      ].join("\n"),
      Keras: [
        ...head, "layer = keras.layers.Dense(1)", `layer.build((None, ${s.x.length}))`,
        `layer.set_weights([np.array([${w}]).T, np.array([${s.b}])])`,
        `z = layer(keras.ops.array([${x}]))`,
        step ? `a = keras.ops.cast(z >= ${s.threshold}, "float64")` : `a = ${KERAS[s.activation]}`,
        PRINT, "",
      ].join("\n"),
      PyTorch: [
        "import torch", "",
        `layer = torch.nn.Linear(${s.x.length}, 1, dtype=torch.float64)`, "with torch.no_grad():",
        `    layer.weight.copy_(torch.tensor([${w}]))`, `    layer.bias.fill_(${s.b})`,
        `z = layer(torch.tensor(${x}, dtype=torch.float64))`,
        step ? `a = (z >= ${s.threshold}).double()` : `a = ${TORCH[s.activation]}`,
        PRINT, "",
      ].join("\n"),
    };
  }

  return { code };
})();
