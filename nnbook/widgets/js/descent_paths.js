/**
 * What the figure "descent" computes: landscapes of a loss, and the ways of optimizers down them.
 * descent_landscapes.py holds the same landscapes.
 */
/**
 * `box` is what is seen: the ranges of the weights; `top` the highest loss seen above one weight.
 * `curvature` is the largest at a place; `border` that of a parabola or valley, where it is the
 * same everywhere. `contours` are lines of equal loss, `floor` those of the lowest; `text` the
 * loss and its slope in Python.
 * @typedef {number[]|Float64Array} DescentWeights
 * @typedef {{title: string, formula: string, names: string[], box: [number, number][],
 *   top?: number, start: number[], lr: number, mostLr: number, stepLr: number, noise: number,
 *   border?: number, loss: (w: DescentWeights) => number,
 *   slope: (w: DescentWeights) => number[], curvature: (w: DescentWeights) => number,
 *   contours: () => number[][][], floor?: () => number[][][],
 *   text: [string, string]}} DescentLandscape
 * @typedef {{landscape: string, start: number[], optimizers: string[], watch: string, lr: number,
 *   noise: number, seed: number, steps: number}} DescentState
 */

/**
 * An optimizer's way so far; then the step that would follow: the memory before and after it, the
 * slope of all data and that of the batch, and where it leads.
 * @typedef {{name: string, path: number[][], losses: number[], left: boolean,
 *   before: Float64Array[], memory: Float64Array[], slope: number[], batch: number[],
 *   next: number[]}} DescentRide
 */

nnbook.descentPaths = (function () {
  "use strict";

  const { number } = nnbook.words;
  const { random, trainer: { descend } } = nnbook.engine;
  const BETA = 0.9, LIMIT = 1e6, MOST_STEPS = 300, MOST_NOISE = 100, MOST_LR = 10, MOST_SEED = 1e9;

  /** Parabola or valley: the sum of c (w - m)² / 2 over the weights, and the lowest loss.
   * @param {number[]} c @param {number[]} m @param {number} lowest @param {number[]} levels */
  function quadratic(c, m, lowest, levels) {
    const turn = Array.from({ length: 73 }, (_, i) => i * Math.PI / 36);
    return {
      border: Math.max(...c),
      loss: (/** @type {ArrayLike<number>} */ w) =>
        c.reduce((sum, one, i) => sum + one / 2 * (w[i] - m[i]) ** 2, 0) + lowest,
      slope: (/** @type {ArrayLike<number>} */ w) => c.map((one, i) => one * (w[i] - m[i])),
      curvature: () => Math.max(...c),
      contours: () => levels.map((level) => turn.map((t) => [
        m[0] + Math.sqrt(2 * level / c[0]) * Math.cos(t),
        m[1] + Math.sqrt(2 * level / c[1]) * Math.sin(t)])),
    };
  }

  /** Both branches of w1 w2 = p. @param {number} p */
  const branches = (p) => [1, -1].map((side) => Array.from({ length: 41 }, (_, i) => {
    const a = side * Math.exp(-3 + i / 10);
    return [a, p / a];
  }));

  /** @type {Object<string, DescentLandscape>} */
  const LANDSCAPES = {
    parabola: { title: "parabola", formula: "C = 2(w + 2.07)² + 0.0182", names: ["w"],
      box: [[-6.5, 2.5]], top: 36, start: [0], lr: 0.3, mostLr: 0.6, stepLr: 0.01, noise: 10,
      ...quadratic([4], [-2.07], 0.0182, []),
      text: ["2 * (w[0] + 2.07) ** 2 + 0.0182", "[4 * (w[0] + 2.07)]"] },
    "two minima": { title: "two minima", formula: "C = w⁴ − 2w² + 0.4w + 1.5", names: ["w"],
      box: [[-1.8, 1.8]], top: 4.5, start: [1.6], lr: 0.03, mostLr: 0.3, stepLr: 0.005, noise: 10,
      loss: ([w]) => w ** 4 - 2 * w ** 2 + 0.4 * w + 1.5,
      slope: ([w]) => [4 * w ** 3 - 4 * w + 0.4], curvature: ([w]) => 12 * w ** 2 - 4,
      contours: () => [],
      text: ["w[0] ** 4 - 2 * w[0] ** 2 + 0.4 * w[0] + 1.5",
        "[4 * w[0] ** 3 - 4 * w[0] + 0.4]"] },
    valley: { title: "round valley", formula: "C = 2(w + 2.07)² + (b − 20)² + 0.0182",
      names: ["w", "b"], box: [[-6.5, 2.5], [16, 24]], start: [0, 17], lr: 0.1, mostLr: 0.6,
      stepLr: 0.01, noise: 10, ...quadratic([4, 2], [-2.07, 20], 0.0182, [0.5, 2, 5, 10, 20]),
      text: ["2 * (w[0] + 2.07) ** 2 + (w[1] - 20) ** 2 + 0.0182",
        "[4 * (w[0] + 2.07), 2 * (w[1] - 20)]"] },
    canyon: { title: "canyon", formula: "C = ½(w₁² + 100 w₂²)", names: ["w₁", "w₂"],
      box: [[-9, 9], [-1.6, 1.6]], start: [-8, 0.7], lr: 0.018, mostLr: 0.05, stepLr: 0.001,
      noise: 40, ...quadratic([1, 100], [0, 0], 0, [1, 4, 10, 20, 40]),
      text: ["w[0] ** 2 / 2 + 50 * w[1] ** 2", "[w[0], 100 * w[1]]"] },
    saddle: { title: "saddle", formula: "C = (w₁ w₂ − 1)²", names: ["w₁", "w₂"],
      box: [[-2.2, 2.2], [-2.2, 2.2]], start: [1, -0.9], lr: 0.05, mostLr: 0.5, stepLr: 0.01,
      noise: 4, loss: ([a, b]) => (a * b - 1) ** 2,
      slope: ([a, b]) => [2 * (a * b - 1) * b, 2 * (a * b - 1) * a],
      curvature: ([a, b]) => a * a + b * b + Math.hypot(a * a - b * b, 4 * a * b - 2),
      contours: () => [-2, -1, -0.5, 0.5, 1.5, 2.5].flatMap(branches), floor: () => branches(1),
      text: ["(w[0] * w[1] - 1) ** 2",
        "[2 * (w[0] * w[1] - 1) * w[1], 2 * (w[0] * w[1] - 1) * w[0]]"] },
  };

  /** @type {Object<string, string>} what the engine calls the optimizers */
  const OPTIMIZERS = { SGD: "sgd", momentum: "momentum", Adam: "adam" };

  /** "" or what is impossible about the state. @param {DescentState} s @returns {string} */
  function check(s) {
    if (!Object.keys(LANDSCAPES).includes(s.landscape)) {
      return `landscape must be one of ${Object.keys(LANDSCAPES).join(", ")}, ` +
        `but is ${s.landscape}`;
    }
    const { box } = LANDSCAPES[s.landscape];
    if (!Array.isArray(s.start) || s.start.length !== box.length) {
      return `start must be a list of ${box.length} numbers in this landscape, but is ${s.start}`;
    }
    for (const [i, [low, high]] of box.entries()) {
      if (typeof s.start[i] !== "number" || !(s.start[i] >= low && s.start[i] <= high)) {
        return `start must lie in the picture, its number ${i + 1} between ${number(low)} and ` +
          `${number(high)}, but that is ${s.start[i]}`;
      }
    }
    const known = Object.keys(OPTIMIZERS);
    if (!Array.isArray(s.optimizers) || !s.optimizers.length ||
        s.optimizers.some((one, i) => !known.includes(one) || s.optimizers.indexOf(one) < i)) {
      return `optimizers must be one or more of ${known.join(", ")}, each once, ` +
        `but are ${s.optimizers || "none"}`;
    }
    if (!s.optimizers.includes(s.watch)) {
      return `watch must be one of the optimizers that run, but is ${s.watch}`;
    }
    /** @type {[string, unknown, number, boolean][]} */
    const bounds = [["lr", s.lr, MOST_LR, false], ["noise", s.noise, MOST_NOISE, false],
      ["seed", s.seed, MOST_SEED, true], ["steps", s.steps, MOST_STEPS, true]];
    for (const [key, value, most, whole] of bounds) {
      if (typeof value !== "number" || !(value >= 0 && value <= most) ||
          (whole && !Number.isInteger(value))) {
        return `${key} must be a ${whole ? "whole " : ""}number between 0 and ${most}, ` +
          `but is ${value}`;
      }
    }
    return "";
  }

  /** One optimizer's way, and the step that would follow. @param {DescentState} s @param {string} name
   * @returns {DescentRide} */
  function ride(s, name) {
    const { loss, slope } = LANDSCAPES[s.landscape], size = s.start.length;
    const stream = random(s.seed);
    const w = Float64Array.from(s.start), path = [[...w]], losses = [loss(w)];
    const memory = [new Float64Array(size), new Float64Array(size)];
    for (let t = 1; ; t++) {
      const all = slope(w);
      const batch = all.map((g) => (s.noise ? g + s.noise * (2 * stream.random() - 1) : g));
      const left = !(losses[t - 1] <= LIMIT), before = memory.map((one) => one.slice());
      if (!left) {
        const optimizer = { name: OPTIMIZERS[name], lr: s.lr, beta: BETA };
        descend[optimizer.name](w, Float64Array.from(batch), memory, t, optimizer);
      }
      if (left || t > s.steps) {
        return { name, path, losses, left, memory, before, slope: all, batch, next: [...w] };
      }
      path.push([...w]);
      losses.push(loss(w));
    }
  }

  let key = "";
  /** @type {DescentRide[]} */
  let found = [];

  /** The ways of all optimizers that run, in the order of the table. @param {DescentState} s */
  function rides(s) {
    const now = JSON.stringify(s);
    if (now !== key) {
      found = Object.keys(OPTIMIZERS).filter((name) => s.optimizers.includes(name))
        .map((name) => ride(s, name));
      key = now;
    }
    return found;
  }

  return { LANDSCAPES, OPTIMIZERS, BETA, MOST_STEPS, check, rides };
})();
