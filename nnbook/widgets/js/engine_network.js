/**
 * Losses, and dense networks on rows of numbers: forward, loss and gradients, written to be read.
 * The same formulas, means and cut-offs as nnbook; engine_trainer.js does the same fast.
 */

/**
 * A dense layer a = f(W x + b); `option` is the alpha or threshold of its activation.
 * @typedef {{W: number[][], b: number[] | null, activation: string, option?: number}} Layer
 * @typedef {{layers: Layer[]}} Network
 */
nnbook.network = (function () {
  "use strict";
  const { activations, softmax, sum } = nnbook.functions;

  /** @typedef {number | any[]} Numbers a number, a row of them, rows, ... */

  /**
   * A loss: `value` and `slope` of a prediction, a number, row or rows. `one` is what is averaged
   * and `oneSlope` its slope; `term` and `slopeTerm` are their formulas.
   * @typedef {{
   *   one: (y: number, p: number) => number, oneSlope: (y: number, p: number) => number,
   *   term: string, slopeTerm: string, perSample?: boolean,
   *   value: (y: Numbers, yHat: Numbers) => number, slope: (y: Numbers, yHat: Numbers) => Numbers
   * }} Loss
   */

  /**
   * The same for each number inside two nested arrays of one shape.
   * @param {(a: any, b: any) => any} f @param {Numbers} a @param {Numbers} b @returns {any}
   */
  const each = (f, a, b) =>
    Array.isArray(a) ? a.map((one, i) => each(f, one, /** @type {any[]} */ (b)[i])) : f(a, b);

  // The logarithm of a probability is held at -100, a denominator at 1e-12, as in PyTorch.
  /** @param {number} p */
  const log = (p) => Math.max(Math.log(p), -100);
  /** @param {number} p */
  const held = (p) => Math.max(p, 1e-12);

  /** @type {Object<string, Loss>} */
  const losses = {};

  /**
   * @param {string} name @param {string} term @param {string} slopeTerm
   * @param {(y: number, p: number) => number} one
   * @param {(y: number, p: number) => number} oneSlope @param {boolean} [perSample]
   */
  function define(name, term, slopeTerm, one, oneSlope, perSample) {
    const loss = { term, slopeTerm, one, oneSlope, perSample,
      /** @param {Numbers} y @param {Numbers} yHat */
      value: (y, yHat) => total(each(one, y, yHat)) / countOf(loss, yHat),
      /** @param {Numbers} y @param {Numbers} yHat */
      slope(y, yHat) {
        const count = countOf(loss, yHat);
        return each((a, b) => oneSlope(a, b) / count, y, yHat);
      } };
    losses[name] = loss;
  }

  define("mse", "(y_hat - y)²", "2·(y_hat - y)",
    (y, p) => (p - y) ** 2, (y, p) => 2 * (p - y));
  define("mae", "|y_hat - y|", "sign(y_hat - y)",
    (y, p) => Math.abs(p - y), (y, p) => Math.sign(p - y));
  define("binary_cross_entropy", "-(y·log(y_hat) + (1 - y)·log(1 - y_hat))",
    "(y_hat - y) / (y_hat·(1 - y_hat))",
    (y, p) => -(y * log(p) + (1 - y) * log(1 - p)), (y, p) => (p - y) / held(p * (1 - p)));
  define("cross_entropy", "-y·log(y_hat)", "-y / y_hat",
    (y, p) => -y * log(p), (y, p) => -y / held(p), true);
  define("hinge", "max(0, 1 - y·y_hat)", "(-y if y·y_hat < 1 else 0)",
    (y, p) => (y * p < 1 ? 1 - y * p : 0), (y, p) => (y * p < 1 ? -y : 0));

  /** @param {Numbers} values @returns {number} */
  const total = (values) =>
    Array.isArray(values) ? values.reduce((sofar, one) => sofar + total(one), 0) : values;
  /** @param {Numbers} values @returns {number} */
  const size = (values) => total(each(() => 1, values, values));

  /** What the sum is divided by: N x outputs, or N. @param {Loss} loss @param {Numbers} yHat */
  const countOf = (loss, yHat) =>
    loss.perSample ? (Array.isArray(yHat) && Array.isArray(yHat[0]) ? yHat.length : 1) : size(yHat);

  /**
   * The terms of a loss computed from the sums z of the last layer, where no logarithm of a rounded
   * probability is taken; the slope dC/dz is then (a - y) / count. By activation and loss.
   * @type {Object<string, {terms: (y: number[], z: number[]) => number[], term: string}>}
   */
  const fromZ = {
    "sigmoid binary_cross_entropy": {
      term: "max(0, z) - y·z + log(1 + exp(-|z|))",
      terms: (y, z) =>
        z.map((one, i) => Math.max(one, 0) + Math.log1p(Math.exp(-Math.abs(one))) - y[i] * one),
    },
    "softmax cross_entropy": {
      term: "y·(logsumexp(z) - z)",
      terms(y, z) {
        const top = Math.max(...z);
        const logSum = top + Math.log(z.reduce((sofar, one) => sofar + Math.exp(one - top), 0));
        return z.map((one, i) => y[i] * (logSum - one));
      },
    },
  };
  /** @param {Network} network @param {string} loss */
  const findFromZ = (network, loss) =>
    fromZ[`${network.layers[network.layers.length - 1].activation} ${loss}`];

  /** The alpha or threshold that a layer's activation works with. @param {Layer} layer */
  function optionOf({ activation, option }) {
    return activation === "softmax" ? undefined : option ?? activations[activation].setting;
  }

  /** The activations of one row of sums. @param {Layer} layer @param {number[]} z */
  function activate(layer, z) {
    if (layer.activation === "softmax") return softmax(z);
    const { value } = activations[layer.activation], option = optionOf(layer);
    return z.map((one) => value(one, option));
  }

  /** The slopes f'(z) of one row of sums; for softmax its matrix da_i/dz_j.
   * @param {Layer} layer @param {number[]} z @returns {any[]} */
  function slopes(layer, z) {
    if (layer.activation === "softmax") {
      /** @type {number[]} */
      const a = softmax(z);
      return a.map((one, i) => a.map((other, j) => one * (Number(i === j) - other)));
    }
    const { slope } = activations[layer.activation], option = optionOf(layer);
    return z.map((one) => slope(one, option));
  }

  /**
   * The sums z and the activations a of every layer, a[0] being X. Each is rows, as X is; for one
   * sample, a row of numbers, each is a row.
   * @param {Network} network @param {any[]} X @returns {{z: any[][], a: any[][]}}
   */
  function forward(network, X) {
    const one = !Array.isArray(X[0]);
    /** @type {any[][]} */
    const z = [], a = [X];
    for (const layer of network.layers) {
      const { W, b } = layer;
      /** @param {number[]} x */
      const sums = (x) => W.map((w, i) => sum(w, x, b ? b[i] : 0));
      const x = a[a.length - 1];
      const here = one ? sums(/** @type {number[]} */ (x)) : /** @type {number[][]} */ (x).map(sums);
      z.push(here);
      a.push(one ? activate(layer, /** @type {number[]} */ (here))
        : /** @type {number[][]} */ (here).map((row) => activate(layer, row)));
    }
    return { z, a };
  }

  /**
   * Data as rows: one sample becomes one row, and y of a single output may be plain numbers.
   * @param {Network} network @param {any[]} X @param {Numbers} y
   * @returns {{X: number[][], y: number[][]}}
   */
  function asRows(network, X, y) {
    const outputs = network.layers[network.layers.length - 1].W.length;
    const one = !Array.isArray(X[0]);
    const targets = one ? [y] : /** @type {any[]} */ (y);
    return { X: one ? [X] : X,
      y: outputs === 1 ? targets.map((row) => (Array.isArray(row) ? row : [row])) : targets };
  }

  /** The terms that are summed to the loss. @param {Network} network @param {string} lossName
   * @param {number[][]} y @param {number[][]} z @param {number[][]} a @returns {number[][]} */
  function terms(network, lossName, y, z, a) {
    const exact = findFromZ(network, lossName);
    return exact ? y.map((row, n) => exact.terms(row, z[n])) : each(losses[lossName].one, y, a);
  }

  /**
   * The loss C of a network on these data.
   * @param {Network} network @param {any[]} X @param {Numbers} y @param {string} lossName
   */
  function loss(network, X, y, lossName) {
    const data = asRows(network, X, y), { z, a } = forward(network, data.X);
    const last = network.layers.length;
    const parts = terms(network, lossName, data.y, z[last - 1], a[last]);
    return total(parts) / countOf(losses[lossName], parts);
  }

  /** Aᵀ·B for rows A and B. @param {number[][]} A @param {number[][]} B */
  const transposedTimes = (A, B) =>
    A[0].map((_, i) => B[0].map((__, j) =>
      A.reduce((sofar, row, n) => sofar + row[i] * B[n][j], 0)));

  /** From dC/da to dC/dz. @param {Layer} layer @param {number[]} behind @param {any[]} slope */
  const through = (layer, behind, slope) =>
    layer.activation === "softmax"
      ? behind.map((_, j) => behind.reduce((sofar, one, i) => sofar + one * slope[i][j], 0))
      : behind.map((one, i) => one * slope[i]);

  /**
   * One pass forward and one backward over rows of samples: every value by its name in the Trace,
   * and in that order; "dC/da0" is the slope for the inputs.
   * @param {Network} network @param {number[][]} X @param {number[][]} y @param {string} lossName
   * @returns {Object<string, any>}
   */
  function sweep(network, X, y, lossName) {
    const { layers } = network, last = layers.length, { z, a } = forward(network, X);
    /** @type {Object<string, any>} */
    const values = { x: X, y };
    layers.forEach((layer, i) => {
      const slopeName = `${layer.activation}'(z${i + 1})`;
      Object.assign(values, { [`W${i + 1}`]: layer.W, [`z${i + 1}`]: z[i], [`a${i + 1}`]: a[i + 1],
        [slopeName]: z[i].map((row) => slopes(layer, row)) });
      if (layer.b) values[`b${i + 1}`] = layer.b;
      if (layer.activation === "prelu") values[`alpha${i + 1}`] = optionOf(layer);
    });
    values.terms = terms(network, lossName, y, z[last - 1], a[last]);
    const count = countOf(losses[lossName], a[last]);
    values.C = total(values.terms) / count;
    const exact = findFromZ(network, lossName);
    let behind = exact ? [] : losses[lossName].slope(y, a[last]);
    if (!exact) values[`dC/da${last}`] = behind;
    for (let number = last; number > 0; number--) {
      const layer = layers[number - 1], slope = values[`${layer.activation}'(z${number})`];
      /** @type {number[][]} */
      const dz = exact && number === last
        ? each((p, target) => (p - target) / count, a[last], y)
        : /** @type {number[][]} */ (behind).map((row, n) => through(layer, row, slope[n]));
      values[`dC/dz${number}`] = dz;
      values[`dC/dW${number}`] = transposedTimes(dz, a[number - 1]);
      if (layer.b) values[`dC/db${number}`] = transposedTimes(dz.map(() => [1]), dz)[0];
      if (layer.activation === "prelu") {
        values[`dC/dalpha${number}`] =
          total(each((one, sums) => one * Math.min(0, sums), behind, z[number - 1]));
      }
      behind = dz.map((row) => transposedTimes(row.map((one) => [one]), layer.W)[0]);
      values[`dC/da${number - 1}`] = behind;
    }
    return values;
  }

  /**
   * The loss, its slope for every parameter, and for the inputs (rows, as X).
   * @param {Network} network @param {any[]} X @param {Numbers} y @param {string} lossName
   * @returns {{loss: number, layers: {W: number[][], b: number[] | null, alpha?: number}[],
   *   x: number[][]}}
   */
  function gradients(network, X, y, lossName) {
    const data = asRows(network, X, y), values = sweep(network, data.X, data.y, lossName);
    const layers = network.layers.map((layer, i) => ({
      W: values[`dC/dW${i + 1}`], b: layer.b && values[`dC/db${i + 1}`],
      ...(layer.activation === "prelu" && { alpha: values[`dC/dalpha${i + 1}`] }),
    }));
    return { loss: values.C, layers, x: values["dC/da0"] };
  }

  return { losses, forward, loss, gradients, sweep, asRows, findFromZ, optionOf };
})();
