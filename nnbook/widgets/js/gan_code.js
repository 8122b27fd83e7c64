/** The programs that the figure "gan" gives away: both losses, and how the forged points lie. */
nnbook.ganCode = (function () {
  "use strict";

  /** @typedef {GanState} State */

  /** The points, the noise and what is counted. @param {number} seed */
  const shared = (seed) => [
    "def tidy(values, parts):", "    return np.floor(values * parts + 0.5) / parts", "",
    "angles = 2 * np.pi * np.arange(8) / 8",
    "MODES = np.column_stack([np.cos(angles), np.sin(angles)])",
    `rng = np.random.default_rng(${seed})`,
    "real = tidy(MODES[np.arange(128) % 8] + rng.normal(0, 0.1, (128, 2)), 1000)",
    "z = tidy(rng.normal(size=(128, 2)), 1000)",
  ];

  const COUNT = [
    "found = count_modes(forged, MODES, radius=0.3)",
    'print(f"judge {judge_loss:.4f}, forger {forger_loss:.4f}")',
    'print(f"{found.counts.sum()} of 128 near a mode, {found.covered} of 8 modes covered")', "",
  ];

  /** The whole play, step by step. @param {State} s */
  function python(s) {
    return [
      "import numpy as np", "from nnbook import Adam, Network, binary_cross_entropy, evaluate",
      "from nnbook.kinds import GAN, count_modes", "", ...shared(s.seed),
      `moves = [  # the judge's steps, the forger's, how many times, both rates`,
      ...s.moves.map((one) => `    ${nnbook.kit.literal(one)},`), "]", "",
      "def stepped(network, lr, gradients, state):  # rounded, so that it runs alike everywhere",
      "    network, state = Adam(lr, beta1=0.5).step(network, gradients, state)",
      "    return tidied(network), state", "",
      "def tidied(network):",
      "    return network.updated({k: tidy(v, 1e6) for k, v in network.parameters.items()})", "",
      "gan = GAN.random(rng=rng, hidden=12)",
      "G, D = tidied(gan.generator), tidied(gan.discriminator)",
      "G_state = D_state = None",
      "for judge, forger, times, judge_lr, forger_lr in moves:",
      "    for k in range((judge + forger) * times):",
      "        if k % (judge + forger) < judge:",
      "            slopes = GAN(G, D).judge_gradients(real, G(z))",
      "            D, D_state = stepped(D, judge_lr, slopes, D_state)",
      "        else:",
      "            slopes = GAN(G, D).forger_gradients(z)",
      "            G, G_state = stepped(G, forger_lr, slopes, G_state)", "",
      "forged, ones = G(z), np.ones((128, 1))",
      "y = np.vstack([ones, 0 * ones])",
      "judge_loss = evaluate(D, np.vstack([real, forged]), y, binary_cross_entropy)",
      "chain = Network([*G.layers, *D.layers])",
      "forger_loss = evaluate(chain, z, ones, binary_cross_entropy)", ...COUNT,
    ].join("\n");
  }

  /** The weights as they stand, W1, b1, ... of the forger, then of the judge. @param {State} s */
  function weights(s) {
    const { layers } = nnbook.gan.run(s), { literal } = nnbook.kit;
    return ["parameters = [", ...layers.flatMap(({ W, b }) => [
      ...W.map((/** @type {number[]} */ row, /** @type {number} */ i) =>
        `    ${i ? " " : "["}${literal(row)}${i + 1 < W.length ? "" : "]"},`),
      `    ${literal(b)},`]), "]"];
  }

  /** @param {State} s */
  function keras(s) {
    return [...nnbook.kit.KERAS, "from nnbook.kinds import count_modes", "", ...shared(s.seed),
      ...weights(s), "",
      "def network(last, bend):",
      "    return keras.Sequential([keras.Input((2,)), *(keras.layers.Dense(12, bend) for _ in range(2)),",
      "                             last])", "",
      'G = network(keras.layers.Dense(2), "relu")',
      "slope = lambda z: keras.ops.leaky_relu(z, 0.01)",
      "D = network(keras.layers.Dense(1), slope)  # gives the sum before its sigmoid",
      "values = [np.array(one).T for one in parameters]",
      "G.set_weights(values[:6])", "D.set_weights(values[6:])",
      "forged = keras.ops.stop_gradient(G(z))",
      "forged = np.array([[float(v) for v in point] for point in forged])",
      "ones = np.ones((128, 1))",
      "loss = keras.losses.BinaryCrossentropy(from_logits=True)",
      "judge_loss = loss(np.vstack([ones, 0 * ones]), D(np.vstack([real, forged]))).item()",
      "forger_loss = loss(ones, D(forged)).item()", ...COUNT].join("\n");
  }

  /** @param {State} s */
  function torch(s) {
    return ["import numpy as np", "import torch", "from nnbook.kinds import count_modes", "", ...shared(s.seed),
      ...weights(s), "",
      "def network(outputs, bend):",
      "    sizes = [(2, 12), (12, 12), (12, outputs)]",
      "    a, b, c = (torch.nn.Linear(*size, dtype=torch.float64) for size in sizes)",
      "    return torch.nn.Sequential(a, bend, b, bend, c)", "",
      "G, D = network(2, torch.nn.ReLU()), network(1, torch.nn.LeakyReLU(0.01))",
      "with torch.no_grad():",
      "    for place, value in zip([*G.parameters(), *D.parameters()], parameters):",
      "        place.copy_(torch.tensor(value))",
      "    forged = G(torch.tensor(z)).numpy()",
      "    verdicts = D(torch.tensor(np.vstack([real, forged])))  # before the sigmoid",
      "    y = torch.tensor([[1.0]] * 128 + [[0.0]] * 128, dtype=torch.float64)",
      "    loss = torch.nn.functional.binary_cross_entropy_with_logits",
      "    judge_loss, forger_loss = loss(verdicts, y), loss(verdicts[128:], y[:128])", ...COUNT,
    ].join("\n");
  }

  /** @param {State} s @returns {Object<string, string>} */
  const code = (s) => ({ Python: python(s), Keras: keras(s), PyTorch: torch(s) });

  return { code };
})();
