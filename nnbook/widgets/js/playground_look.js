/** What the figure "playground" says about the one thing looked at: a weight, a bias or a unit. */
nnbook.playgroundLook = (function () {
  "use strict";

  const { number, equals } = nnbook.marks;
  const { slopes } = nnbook.playgroundRun, { told } = nnbook.playgroundData;

  /** @typedef {PlaygroundState} State */

  /** A number with a few digits that matter. @param {number} value @param {number} [digits] */
  function few(value, digits = 3) {
    const shown = Number(value.toPrecision(digits)), size = Math.abs(shown);
    if (size && (size < 1e-3 || size >= 1e6)) {
      return shown.toExponential(digits - 1).replace(/-/g, "−").replace("+", "");
    }
    return String(shown).replace("-", "−");
  }

  /** The names of all that can be looked at, units first, with what they are.
   * @param {State} s @returns {Object<string, string>} */
  function names(s) {
    /** @type {Object<string, string>} */
    const found = {};
    const last = s.layers.length;
    s.layers.forEach(({ W }, k) => W.forEach((_, i) => {
      const what = k + 1 === last ? "the output" : `hidden unit ${i + 1} of layer ${k + 1}`;
      found[`a${k + 1}[${i + 1}]`] = `${what}, a${k + 1}[${i + 1}]`;
    }));
    s.layers.forEach(({ W }, k) => W.forEach((row, i) => {
      row.forEach((__, j) => {
        const name = `W${k + 1}[${i + 1},${j + 1}]`;
        found[name] = `weight ${name}`;
      });
      found[`b${k + 1}[${i + 1}]`] = `bias b${k + 1}[${i + 1}]`;
    }));
    return found;
  }

  /** "W2[1,3]" as [layer, row, column], from 0. @param {string} name */
  const indices = (name) => (name.match(/\d+/g) || []).map((one) => Number(one) - 1);

  /** The number of this name. @param {any} layers W and b of each layer @param {string} name */
  function value(layers, name) {
    const [k, i, j] = indices(name);
    return name[0] === "W" ? layers[k].W[i][j] : layers[k].b[i];
  }

  /** The layers with another number of this name. @param {any[]} layers @param {string} name
   * @param {number} to */
  function replaced(layers, name, to) {
    const [k, i, j] = indices(name);
    return layers.map((layer, at) => (at !== k ? layer : { ...layer,
      W: layer.W.map((/** @type {number[]} */ row, /** @type {number} */ r) =>
        row.map((w, c) => (name[0] === "W" && r === i && c === j ? to : w))),
      b: layer.b.map((/** @type {number} */ b, /** @type {number} */ r) =>
        (name[0] === "b" && r === i ? to : b)) }));
  }

  /** A unit at the cross: its sum with the numbers put in, and its output. @param {State} s
   * @param {any} network @param {string} name @returns {[string, string]} */
  function unit(s, network, name) {
    const [k, i] = indices(name), { z, a } = nnbook.engine.forward(network, told(s)(s.probe));
    const { W, b, activation } = network.layers[k], sum = z[k][i], out = a[k + 1][i];
    const parts = W[i].map((/** @type {number} */ w, /** @type {number} */ j) =>
      `${few(w)}·${few(a[k][j]).replace(/^(−.*)$/, "($1)")}`);
    const bias = b[i] < 0 ? ` − ${few(-b[i])}` : ` + ${few(b[i])}`;
    const joined = parts.join(" + ").replace(/\+ −/g, "− ");
    return [`z${k + 1}[${i + 1}] = ${joined}${bias} ≈ ${few(sum, 4)}`,
      `${name} = ${activation.replace("_", " ")}(${few(sum, 4)}) ${equals(out)} ${number(out)}` +
        ` at the cross (${few(s.probe[0])}, ${few(s.probe[1])})`];
  }

  /**
   * The two lines below the network.
   * @param {State} s @param {PlaygroundNow} now @param {string} name
   * @returns {[string, string]}
   */
  function lines(s, now, name) {
    const { network, before } = now;
    if (name[0] === "a") return unit(s, network, name);
    const is = value(network.layers, name);
    const slope = value(slopes(s, network).layers, name);
    const change = before ? is - value(before.layers, name) : 0;
    const update = before ? `last update ${change < 0 ? "" : "+"}${few(change)}` : "not updated yet";
    return [`${name} = ${few(is, 4)}, slope ${few(slope)}, ${update}`,
      "slope of the training loss for this number, on all training points"];
  }

  return { names, value, replaced, lines };
})();
