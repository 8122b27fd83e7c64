/**
 * The walk of the figure "backpropagation": what its state may be, the single operations forward
 * and back in order, and where in the network each of them happens.
 */

/**
 * The types of the figure. `step` operations are done; `before` is the loss before the last of
 * `updates` updates. The kind of a place: edge (a value on its way), back (a slope on its way),
 * slope (of a weight), unit, tag, bias, column, target, loss. `end`: operations until a step ends.
 * @typedef {{W: number[][], b: number[]|null, activation: string, option?: number}} BackpropLayer
 * @typedef {{layers: BackpropLayer[], x: number[], y: number[], loss: string, lr: number,
 *   step: number, updates: number, before: number}} BackpropState
 * @typedef {{kind: string, layer: number, i: number, j: number}} BackpropPlace
 * @typedef {{step: string, rule: string, name: string, text: string, numbers: string,
 *   value: number, end: number, place: BackpropPlace}} BackpropOperation
 * @typedef {{name: string, value: number, slope: number, nudged: number,
 *   agree: boolean}} BackpropRow
 */

nnbook.backpropagationWalk = (function () {
  "use strict";

  /**
   * @typedef {BackpropLayer} Layer
   * @typedef {BackpropState} State
   * @typedef {BackpropPlace} Place
   * @typedef {BackpropOperation} Operation
   * @typedef {BackpropRow} Row
   */

  const { activations, backprop, forward, losses, loss, optionOf } = nnbook.engine;
  const LARGEST = 1e6;
  const MOST_UNITS = 4, MOST_LAYERS = 4; // three hidden layers and the output
  const NUDGE = 1e-5; // as nnbook.nudge
  const AGREE = 1e-6; // as nnbook.gradient_check

  /** @param {unknown} value @returns {value is number} */
  const finite = (value) => typeof value === "number" && Math.abs(value) <= LARGEST;

  /** Every number of the state by its name. @param {State} s @returns {[string, unknown][]} */
  function named(s) {
    /** @type {[string, unknown][]} */
    const all = s.x.map((value, i) => [`x[${i + 1}]`, value]);
    s.layers.forEach(({ W, b, activation, option }, k) => {
      W.forEach((row, i) => row.forEach((value, j) => {
        all.push([`W${k + 1}[${i + 1},${j + 1}]`, value]);
      }));
      (b || []).forEach((value, i) => all.push([`b${k + 1}[${i + 1}]`, value]));
      if (option !== undefined) all.push([`${activations[activation].option}${k + 1}`, option]);
    });
    s.y.forEach((value, i) => all.push([`y[${i + 1}]`, value]));
    return all;
  }

  /** @param {unknown} list @param {number} [length] */
  const isList = (list, length) => Array.isArray(list) &&
    (length === undefined ? list.length >= 1 && list.length <= MOST_UNITS : list.length === length);

  /** What is wrong with the form of layer k. @param {any} layer @param {number} k
   * @param {number} inputs */
  function misshapen(layer, k, inputs) {
    if (!layer || !isList(layer.W) ||
        !layer.W.every((/** @type {unknown} */ row) => isList(row, inputs))) {
      return `W${k} must have one to four rows of ${inputs} numbers`;
    }
    if (layer.b != null && !isList(layer.b, layer.W.length)) {
      return `b${k} must hold one number for each of the ${layer.W.length} rows of W${k}`;
    }
    const known = [...Object.keys(activations), "softmax"];
    if (!known.includes(layer.activation)) {
      return `the activation of layer ${k} must be one of ${known.join(", ")}, ` +
        `but is ${layer.activation}`;
    }
    if (layer.option !== undefined && !(activations[layer.activation] || {}).option) {
      return `${layer.activation} of layer ${k} takes no option`;
    }
    return "";
  }

  /** What is wrong with targets or predictions for this loss. @param {State} s */
  function misfit(s) {
    const { y, loss: name } = s;
    const wrong = y.findIndex((one) =>
      (name === "hinge" ? Math.abs(one) !== 1 : one < 0 || one > 1));
    if (name === "mse" || name === "mae") return "";
    if (wrong >= 0) {
      const wanted = name === "hinge" ? "targets −1 and 1" : "targets between 0 and 1";
      return `${name} takes ${wanted}, but y[${wrong + 1}] is ${y[wrong]}`;
    }
    if (name === "hinge") return "";
    const sum = y.reduce((sofar, one) => sofar + one, 0);
    if (name === "cross_entropy" && Math.abs(sum - 1) > 1e-6) {
      return `cross_entropy takes targets that sum to 1, but they sum to ${sum}`;
    }
    const { a } = forward(s, s.x);
    const off = a[a.length - 1].find((one) => one < 0 || one > 1);
    return off === undefined ? ""
      : `${name} takes predictions between 0 and 1, but the network says ${off}`;
  }

  /** "" or what is impossible about the state. @param {State} s @returns {string} */
  function check(s) {
    if (!isList(s.x)) return "x must be a list of one to four numbers";
    if (!isList(s.layers)) {
      return `a network here has one to ${MOST_LAYERS} layers, the output's included`;
    }
    let inputs = s.x.length;
    for (let k = 0; k < s.layers.length; k++) {
      const problem = misshapen(s.layers[k], k + 1, inputs);
      if (problem) return problem;
      inputs = s.layers[k].W.length;
    }
    if (!isList(s.y, inputs)) return `y must have one target for each of the ${inputs} outputs`;
    for (const [name, value] of named(s)) {
      if (!finite(value)) {
        return `${name} must be a number between −1000000 and 1000000, but is ${value}`;
      }
    }
    if (!losses[s.loss]) {
      return `loss must be one of ${Object.keys(losses).join(", ")}, but is ${s.loss}`;
    }
    if (!finite(s.lr) || s.lr < 0) {
      return `the learning rate must be a number between 0 and 1000000, but is ${s.lr}`;
    }
    for (const [name, value] of [["step", s.step], ["updates", s.updates]]) {
      if (!Number.isInteger(value) || Number(value) < 0) {
        return `${name} must be a whole number from 0 on, but is ${value}`;
      }
    }
    if (!Number.isFinite(s.before)) return `before must be a number, but is ${s.before}`;
    return misfit(s);
  }

  /** Where the operation `name` of the step `step` happens. @param {string} step
   * @param {string} name @param {number} last the number of layers @returns {Place} */
  function placeOf(step, name, last) {
    const layer = Number((/\d+$/.exec(step) || [0])[0]);
    const weight = /^W(\d)\[(\d),(\d)\]·/.exec(name);
    if (weight) {
      const [k, i, j] = weight.slice(1).map(Number);
      return { kind: step.startsWith("z") ? "edge" : "back", layer: k, i: i - 1, j: j - 1 };
    }
    const indices = name.match(/\[[\d,]+\]/g) || [];
    const [i, j] = (indices[indices.length - 1] || "").replace(/[[\]]/g, "").split(",").map(Number);
    if (step === "C") {
      return name === "C" ? { kind: "loss", layer: last, i: 0, j: 0 }
        : { kind: "target", layer: last, i: i - 1, j: 0 };
    }
    if (!indices.length || /^max|^sum/.test(name)) return { kind: "column", layer, i: 0, j: 0 };
    if (step.startsWith("dC/dW")) return { kind: "slope", layer, i: i - 1, j: j - 1 };
    const kind = step.startsWith("dC/db") ? "bias" : name.startsWith("dC/d") ? "tag" : "unit";
    return { kind, layer, i: (j || i) - 1, j: 0 };
  }

  let memo = "";
  /** @type {{operations: Operation[], loss: number, rows?: Row[]}} */
  let walked = { operations: [], loss: 0 };

  /** All operations of the state's network, in order. @param {State} s */
  function walk(s) {
    const key = JSON.stringify([s.layers, s.x, s.y, s.loss]);
    if (key === memo) return walked;
    /** @type {Operation[]} */
    const operations = [];
    for (const step of backprop(s, s.x, s.y, s.loss)) {
      const inside = [...step.scalars()], end = operations.length + inside.length;
      for (const { name, rule, numbers, value } of inside) {
        operations.push({ step: step.name, rule: step.rule, name, text: rule, numbers, value, end,
          place: placeOf(step.name, name, s.layers.length) });
      }
    }
    memo = key;
    walked = { operations, loss: loss(s, s.x, s.y, s.loss) };
    return walked;
  }

  /** How many operations are done; a number beyond the end is the end. @param {State} s */
  const done = (s) => Math.min(s.step, walk(s).operations.length);

  /** The values known after `count` operations, by name. @param {State} s @param {number} count
   * @returns {Map<string, number>} */
  const known = (s, count) =>
    new Map(walk(s).operations.slice(0, count).map(({ name, value }) => [name, value]));

  /** The state with one number, by its name, changed. @param {State} s @param {string} name
   * @param {number} value @returns {any} */
  function changed(s, name, value) {
    const [, letter, layer, inside] = /** @type {string[]} */ (
      /^([A-Za-z]+?)(\d*)(?:\[([\d,]+)\])?$/.exec(name));
    const [i, j] = (inside || "").split(",").map((one) => Number(one) - 1);
    if (letter === "x") return { x: s.x.map((old, k) => (k === i ? value : old)) };
    if (letter === "y") return { y: targets(s, i, value) };
    return { layers: s.layers.map((old, k) => {
      if (k !== Number(layer) - 1) return old;
      if (letter === "W") {
        return { ...old, W: old.W.map((row, r) =>
          (r === i ? row.map((w, c) => (c === j ? value : w)) : row)) };
      }
      if (letter === "b") return { ...old, b: (old.b || []).map((b, r) => (r === i ? value : b)) };
      return { ...old, option: value };
    }) };
  }

  /** The targets with one changed; those of cross-entropy keep their sum of 1. @param {State} s
   * @param {number} i @param {number} value */
  function targets(s, i, value) {
    const rest = s.y.reduce((sum, one, k) => (k === i ? sum : sum + one), 0);
    return s.y.map((old, k) => {
      if (k === i) return value;
      if (s.loss !== "cross_entropy" || value > 1) return old;
      return rest > 0 ? old / rest * (1 - value) : (1 - value) / (s.y.length - 1);
    });
  }

  /** The parameters, their slopes, and what nudging says of them. @param {State} s
   * @returns {Row[]} */
  function rows(s) {
    const kept = walk(s);
    if (kept.rows) return kept.rows;
    const slopes = known(s, Infinity);
    const all = named({ ...s, layers: s.layers.map((layer) => (layer.activation === "prelu"
      ? { ...layer, option: optionOf(layer) } : layer)) });
    /** @param {string} name @param {number} value */
    const at = (name, value) => {
      const { layers } = changed(s, name, value);
      return loss({ layers }, s.x, s.y, s.loss);
    };
    const found = all.filter(([name]) => slopes.has(`dC/d${name}`)).map(([name, given]) => {
      const value = Number(given), slope = Number(slopes.get(`dC/d${name}`));
      const nudged = (at(name, value + NUDGE) - at(name, value - NUDGE)) / (2 * NUDGE);
      return { name, value, slope, nudged, agree: true };
    });
    const largest = Math.max(...found.map(({ nudged }) => Math.abs(nudged)));
    kept.rows = found.map((row) => {
      const scale = Math.max(Math.abs(row.slope), Math.abs(row.nudged), 1e-6 * largest, 1e-12);
      return { ...row, agree: Math.abs(row.slope - row.nudged) <= AGREE * scale };
    });
    return kept.rows;
  }

  /** The layers after one step against the slopes. @param {State} s @returns {Layer[]} */
  function updated(s) {
    const slopes = known(s, Infinity);
    /** @param {string} name @param {number} value */
    const moved = (name, value) => value - s.lr * Number(slopes.get(`dC/d${name}`));
    return s.layers.map((layer, k) => ({
      ...layer,
      W: layer.W.map((row, i) => row.map((w, j) => moved(`W${k + 1}[${i + 1},${j + 1}]`, w))),
      b: layer.b && layer.b.map((b, i) => moved(`b${k + 1}[${i + 1}]`, b)),
      ...(layer.activation === "prelu" &&
        { option: moved(`alpha${k + 1}`, Number(optionOf(layer))) }),
    }));
  }

  return { MOST_UNITS, MOST_LAYERS, check, named, walk, done, known, changed, rows, updated };
})();
