/** The programs that the figure "xor" gives away: each prints the four answers. */
nnbook.xorCode = (function () {
  "use strict";

  /** @param {XorState} s @returns {Object<string, string>} */
  function code(s) {
    const { KERAS, literal } = nnbook.kit, { CORNERS, network } = nnbook.xorLines;
    const { layers } = network(s), corners = `corners = ${literal(CORNERS)}`;
    const print = ["for (x1, x2), a in zip(corners, y):", '    print(x1, x2, f"{a.item():.5f}")', ""];
    return {
      Python: [
        "from nnbook import Layer, Network", "", corners, "network = Network([",
        ...layers.map(({ W, b }) => `    Layer(${literal(W)}, ${literal(b)}, "sigmoid"),`), "])",
        "y = network(corners)", ...print,
      ].join("\n"),
      Keras: [
        ...KERAS, "", corners, "network = keras.Sequential([keras.Input((2,))])",
        ...layers.flatMap(({ W, b }) => [
          `network.add(keras.layers.Dense(${b.length}, activation="sigmoid"))`,
          `network.layers[-1].set_weights([np.array(${literal(W)}).T, np.array(${literal(b)})])`]),
        "y = network(np.array(corners, dtype=float))", ...print,
      ].join("\n"),
      PyTorch: [
        "import torch", "", corners, "y = torch.tensor(corners, dtype=torch.float64)",
        ...layers.flatMap(({ W, b }) => [`W = torch.tensor(${literal(W)}, dtype=torch.float64)`,
          `y = torch.sigmoid(y @ W.T + torch.tensor(${literal(b)}, dtype=torch.float64))`]),
        ...print,
      ].join("\n"),
    };
  }

  return { code };
})();
