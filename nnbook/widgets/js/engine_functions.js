/**
 * The activations with their slopes, softmax, and a neuron's sum: the same formulas and the same
 * conventions as nnbook's. A test compares them to 1e-12.
 */
nnbook.functions = (function () {
  "use strict";

  /**
   * An activation a = f(z) with its slope da/dz. `setting` is its one option (alpha, threshold) as
   * it stands when none is given.
   * @typedef {{
   *   value: (z: number, option?: number) => number,
   *   slope: (z: number, option?: number) => number,
   *   option?: string, setting?: number
   * }} Activation
   */

  // Only exponentials of negative numbers: exp(1000) overflows, exp(-1000) is 0.
  /** @param {number} z */
  function sigmoid(z) {
    const small = Math.exp(-Math.abs(z));
    return (z >= 0 ? 1 : small) / (1 + small);
  }

  // Not a (1 - a), which rounds to 0 already at z = 37.
  /** @param {number} z */
  function sigmoidSlope(z) {
    const small = Math.exp(-Math.abs(z));
    return small / (1 + small) ** 2;
  }

  /** @param {number} z @param {number} [alpha] */
  const leaky = (z, alpha = 0.01) => (z > 0 ? z : alpha * z);
  /** @param {number} z @param {number} [alpha] */
  const leakySlope = (z, alpha = 0.01) => (z > 0 ? 1 : alpha);

  /** @type {Object<string, Activation>} */
  const activations = {
    step: { value: (z, threshold = 0) => (z >= threshold ? 1 : 0), slope: () => 0,
      option: "threshold", setting: 0 },
    identity: { value: (z) => z, slope: () => 1 },
    sigmoid: { value: sigmoid, slope: sigmoidSlope },
    tanh: { value: Math.tanh, slope: (z) => 4 * sigmoidSlope(2 * z) },
    relu: { value: (z) => (z > 0 ? z : 0), slope: (z) => (z > 0 ? 1 : 0) },
    leaky_relu: { value: leaky, slope: leakySlope, option: "alpha", setting: 0.01 },
    prelu: { value: (z, alpha = 0.25) => leaky(z, alpha),
      slope: (z, alpha = 0.25) => leakySlope(z, alpha), option: "alpha", setting: 0.25 },
    elu: { value: (z, alpha = 1) => (z > 0 ? z : alpha * Math.expm1(z)),
      slope: (z, alpha = 1) => (z > 0 ? 1 : alpha * Math.exp(z)), option: "alpha", setting: 1 },
  };

  /**
   * Softmax of a row: exp(z_i) / sum_j exp(z_j). The largest z is taken off first, which changes
   * nothing but keeps exp from overflowing.
   * @param {number[]} z @returns {number[]}
   */
  function softmax(z) {
    const largest = Math.max(...z);
    const e = z.map((one) => Math.exp(one - largest));
    const total = e.reduce((sum, one) => sum + one, 0);
    return e.map((one) => one / total);
  }

  /**
   * A neuron's sum: z = w1 x1 + w2 x2 + ... + b.
   * @param {number[]} w @param {number[]} x @param {number} b @returns {number}
   */
  function sum(w, x, b) {
    let z = 0;
    for (let i = 0; i < w.length; i++) z += w[i] * x[i];
    return z + b;
  }

  return { activations, softmax, sum };
})();
