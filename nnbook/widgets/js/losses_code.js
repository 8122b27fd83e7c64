/** The programs that the figure "losses" gives away: they print the loss and its slopes. */
nnbook.lossesCode = (function () {
  "use strict";

  /** @typedef {LossesState} State */

  /** Numbers as floats, which frameworks tell from whole numbers. @param {number[]} values */
  const floats = (values) => `[${values.map((one) =>
    (Number.isInteger(one) ? one.toFixed(1) : String(one))).join(", ")}]`;

  /** @param {State} s @returns {Object<string, string>} */
  function code(s) {
    const classes = s.loss === "cross_entropy", name = classes ? "z" : "y_hat";
    const y = floats(s.y), p = floats(s.y_hat), F = "torch.nn.functional";
    const torch = { mse: `${F}.mse_loss(y_hat, y)`, mae: `${F}.l1_loss(y_hat, y)`,
      hinge: "torch.relu(1 - y * y_hat).mean()", cross_entropy: `${F}.cross_entropy(z, y)`,
      binary_cross_entropy: `${F}.binary_cross_entropy(y_hat, y)` }[s.loss];
    const keras = { mse: '"mse"', mae: '"mae"',
      hinge: "lambda y, p: keras.ops.mean(keras.ops.relu(1 - y * p), axis=-1)",
      binary_cross_entropy: '"binary_crossentropy"',
      cross_entropy: "keras.losses.CategoricalCrossentropy(from_logits=True)" }[s.loss];
    const python = classes ? [
      "import numpy as np", "from nnbook import Layer, Network, backprop, cross_entropy, softmax", "",
      `y, z = ${y}, ${p}`, "classes = Network([Layer(np.eye(3), None, softmax)])",
      "trace = backprop(classes, z, y, cross_entropy)", 'print("C", trace.loss)',
      'print("slopes", trace["dC/dz1"].value.tolist())', "",
    ] : [
      `from nnbook import ${s.loss}`, "", `y = ${y}`, `y_hat = ${p}`,
      `print("C", ${s.loss}(y, y_hat))`, `print("slopes", ${s.loss}.slope(y, y_hat).tolist())`, "",
    ];
    return {
      Python: python.join("\n"),
      Keras: [
        ...nnbook.kit.KERAS, `y = ${y}`, `${name} = ${p}`,
        "# A layer that puts out these numbers whatever comes: 1 times its weights, and no bias yet.",
        `layer = keras.layers.Dense(${s.y.length})`,
        "model = keras.Sequential([keras.Input((1,)), layer])",
        `model.set_weights([np.array([${name}]), np.zeros(${s.y.length})])`,
        `model.compile(optimizer=keras.optimizers.SGD(1.0), loss=${keras})`,
        'print("C", float(model.train_on_batch(np.array([[1.0]]), np.array([y]))))',
        "# The slopes are what one step with the learning rate 1 takes off the biases.",
        'print("slopes", [-slope for slope in layer.bias.value.tolist()])', "",
      ].join("\n"),
      PyTorch: [
        "import torch", "", "torch.set_default_dtype(torch.float64)", `y = torch.tensor(${y})`,
        `${name} = torch.tensor(${p}, requires_grad=True)`, `C = ${torch}`, "C.backward()",
        'print("C", C.item())', `print("slopes", ${name}.grad.tolist())`, "",
      ].join("\n"),
    };
  }

  return { code };
})();
