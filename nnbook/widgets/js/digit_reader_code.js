/** The programs that the figure "digit_reader" gives away: each prints the ten probabilities. */
nnbook.digitReaderCode = (function () {
  "use strict";

  const PRINT = ["for digit in range(10):", '    print(f"{digit}: {p[digit]:.1%}")', ""];
  const LOAD = "W1, b1, W2, b2 = digit_network().parameters.values()";
  const READER = "from nnbook.reader import digit_network";

  /** The 64 greys, a line for each row of the picture. @param {number[]} pixels */
  function rows(pixels) {
    const lines = ["x = np.array(["];
    for (let i = 0; i < 64; i += 8) lines.push(`    ${pixels.slice(i, i + 8).join(", ")},`);
    return [...lines, "])"];
  }

  /** @param {DigitState} s @returns {Object<string, string>} */
  function code(s) {
    const seen = nnbook.digitInk.read(s);
    if (!seen) {
      const nothing = 'print("Nothing has been drawn that could be read.")\n';
      return { Python: nothing, Keras: nothing, PyTorch: nothing };
    }
    const x = rows(seen.pixels);
    return {
      Python: ["import numpy as np", "", READER, "", ...x, "p = digit_network()(x)", ...PRINT]
        .join("\n"),
      Keras: [...nnbook.kit.KERAS, "", READER, "", ...x, LOAD, "model = keras.Sequential([",
        "    keras.Input((64,)),", '    keras.layers.Dense(32, activation="relu"),',
        '    keras.layers.Dense(10, activation="softmax"),', "])",
        "model.set_weights([W1.T, b1, W2.T, b2])",
        "p = model(x[None])[0]", ...PRINT].join("\n"),
      PyTorch: ["import numpy as np", "import torch", "", READER, "", ...x,
        "W1, b1, W2, b2 = map(torch.tensor, digit_network().parameters.values())",
        "a1 = torch.relu(W1 @ torch.tensor(x) + b1)",
        "p = torch.softmax(W2 @ a1 + b2, dim=0)", ...PRINT].join("\n"),
    };
  }

  return { code };
})();
