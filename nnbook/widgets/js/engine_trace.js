/**
 * Backpropagation written out: nnbook's Trace, step by step, with the same names, rules, numbers
 * and single operations, in the same words and order.
 */
nnbook.trace = (function () {
  "use strict";
  const { losses, sweep, asRows, findFromZ } = nnbook.network;
  const { putIn, entry, factor } = nnbook.words;

  /**
   * A step: `name` = `rule` = `numbers` = `value`; `scalars()` are its single operations.
   * @typedef {{name: string, rule: string, numbers: string, value: any,
   *   scalars: () => Scalar[]}} Step
   */

  /** @param {string} formula @param {number} count */
  const over = (formula, count) => (count === 1 ? formula : `${formula} / ${count}`);

  /** The rule of each step by name, as a person would write it: for one sample, or for many.
   * @param {Network} network @param {string} lossName @param {boolean} one @param {number} count */
  function rules(network, lossName, one, count) {
    /** @type {Object<string, string>} */
    const found = {};
    network.layers.forEach((layer, i) => {
      const n = i + 1, source = i ? `a${i}` : "x", f = layer.activation;
      const sign = f === "softmax" ? "·" : "⊙";
      Object.assign(found, {
        [`z${n}`]: (one ? `W${n}·${source}` : `${source}·W${n}ᵀ`) + (layer.b ? ` + b${n}` : ""),
        [`a${n}`]: `${f}(z${n})`,
        [`dC/dz${n}`]: `dC/da${n} ${sign} ${f}'(z${n})`,
        [`dC/dW${n}`]: one ? `dC/dz${n}·${source}ᵀ` : `(dC/dz${n})ᵀ·${source}`,
        [`dC/db${n}`]: one ? `dC/dz${n}` : `sum over samples of dC/dz${n}`,
        [`dC/dalpha${n}`]: `sum of dC/da${n} ⊙ min(0, z${n})`,
      });
      if (i) found[`dC/da${i}`] = one ? `W${n}ᵀ·dC/dz${n}` : `dC/dz${n}·W${n}`;
    });
    const last = network.layers.length, exact = findFromZ(network, lossName);
    const { term, slopeTerm, perSample } = losses[lossName];
    /** @param {string} formula @param {string} name */
    const put = (formula, name) => formula.replace(/\b(?:y_hat|z)\b/g, name);
    if (exact) found[`dC/dz${last}`] = over(`(a${last} - y)`, count);
    else found[`dC/da${last}`] = over(put(slopeTerm, `a${last}`), count);
    const text = exact ? put(exact.term, `z${last}`) : put(term, `a${last}`);
    found.C = count > 1 || perSample ? over(`sum of (${text})`, count) : text;
    return found;
  }

  // What a batch has a row of for each sample.
  const PER_SAMPLE = /^(?:[xy]|terms|(?:dC\/d)?[za]\d+|.+'\(z\d+\))$/;

  /**
   * The Trace of one pass forward and one backward. x is one sample, a row of numbers, or rows of
   * samples; y has the shape of the prediction, and may be plain numbers if there is one output.
   * @param {Network} network @param {any[]} x @param {any} y @param {string} lossName
   * @returns {Step[]}
   */
  function backprop(network, x, y, lossName) {
    const one = !Array.isArray(x[0]), data = asRows(network, x, y);
    const values = sweep(network, data.X, data.y, lossName);
    const count = losses[lossName].perSample ? data.y.length : data.y.length * data.y[0].length;
    if (one) {
      for (const name of Object.keys(values)) {
        if (PER_SAMPLE.test(name)) values[name] = values[name][0];
      }
    }
    const found = rules(network, lossName, one, count);
    return Object.keys(values).filter((name) => name in found).map((name) => ({
      name, rule: found[name], value: values[name],
      numbers: putIn(found[name], values, (/** @type {string} */ part) => factor(values[part])),
      scalars: () => [...nnbook.scalars(name, found[name], values)],
    }));
  }

  return { backprop, entry };
})();
