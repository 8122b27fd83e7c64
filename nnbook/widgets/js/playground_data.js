/**
 * The state of the figure "playground" and what follows from it before any training: the points,
 * which of them are held out, and new weights. nnbook's data sets and Network.random draw the same
 * numbers from the same seed.
 */

/**
 * The types of the figure. `points` are [x1, x2, class] where `data` is "own"; `batch` 0 is all;
 * `layers` are the weights from which training starts, `steps` how many steps have been done;
 * `second` is what a second run from the same weights does otherwise; `inputs` are what of a point
 * the network is told.
 * @typedef {{W: number[][], b: number[], activation: string}} PlaygroundLayer
 * @typedef {{data: string, n: number, noise: number, held: number, scale: number, seed: number,
 *   points: number[][], layers: PlaygroundLayer[], loss: string, optimizer: string, lr: number,
 *   batch: number, penalty: string, strength: number, dropout: number, steps: number,
 *   probe: number[], gallery: string, second: Object<string, any>, inputs: string[]}} PlaygroundState
 * @typedef {{X: number[][], y: number[]}} PlaygroundPart
 */

nnbook.playgroundData = (function () {
  "use strict";

  const { normal } = nnbook, { random } = nnbook.engine;
  const MOST_POINTS = 500, MOST_SAMPLES = 1e6, MOST_STEPS = 1e5;

  /** @typedef {PlaygroundState} State */
  /** @typedef {PlaygroundLayer} Layer */

  const DATA = { circles: "disc and ring", xor: "XOR", blobs: "two blobs", diagonal: "diagonal",
    moons: "moons", spirals: "spirals", own: "your own points" };
  const ACTIVATIONS = { tanh: "tanh", sigmoid: "sigmoid", relu: "ReLU", leaky_relu: "leaky ReLU",
    elu: "ELU", identity: "identity" };
  const LOSSES = { binary_cross_entropy: "cross-entropy", mse: "squared error" };
  const OPTIMIZERS = { sgd: "SGD", momentum: "momentum", adam: "Adam" };
  const PENALTIES = { none: "none", l1: "L1", l2: "L2" };
  /** What the network may be told of a point, by name. @type {Object<string, (p: number, q: number) => number>} */
  const INPUTS = { x1: (p) => p, x2: (_, q) => q, "x1^2": (p) => p * p, "x2^2": (_, q) => q * q,
    "x1 x2": (p, q) => p * q, "sin x1": (p) => Math.sin(p), "sin x2": (_, q) => Math.sin(q) };
  /** The name of an input as it is read: x₁². @param {string} name */
  const spelled = (name) => name.replace("^2", "²").replace(/x([12])/g, (_, i) => `x${"₁₂"[i - 1]}`);
  const SECOND = ["loss", "optimizer", "lr", "batch", "penalty", "strength", "dropout"];

  /** A normal number for each number. @param {any} rng @param {number} n @param {number} scale */
  const normals = (rng, n, scale) => Array.from({ length: n }, () => scale * normal(rng));
  /** @param {number} n @param {(i: number) => number[]} make */
  const rows = (n, make) => Array.from({ length: n }, (_, i) => make(i));
  /** What noise adds comes last, point by point. @param {any} rng @param {number[][]} X
   * @param {number} noise */
  const shaken = (rng, X, noise) => X.map(([p, q]) => {
    const [dp, dq] = normals(rng, 2, noise);
    return [p + dp, q + dq];
  });
  /** @param {number} i */
  const inTurn = (i) => i % 2;

  /** @type {Object<string, (n: number, rng: any, noise: number) => [number[][], number[]]>} */
  const makers = {
    diagonal(n, rng) {
      const X = rows(n, () => [rng.random(), rng.random()]);
      return [X, X.map(([p, q]) => Number(p + q > 1))];
    },
    xor(n, rng, noise) {
      const X = rows(n, (i) => [i % 4 >> 1, i % 2]);
      return [noise ? shaken(rng, X, noise) : X, X.map(([p, q]) => Number(p !== q))];
    },
    blobs(n, rng, noise) {
      const X = rows(n, (i) => [2 * inTurn(i) - 1, 2 * inTurn(i) - 1]);
      return [shaken(rng, X, noise), X.map((_, i) => inTurn(i))];
    },
    circles(n, rng, noise) {
      const angles = rows(n, () => [2 * Math.PI * rng.random()]).flat();
      const X = angles.map((angle, i) => {
        const drawn = Math.sqrt(rng.random()), r = inTurn(i) ? 0.5 * drawn : 1;
        return [r * Math.cos(angle), r * Math.sin(angle)];
      });
      return [shaken(rng, X, noise), X.map((_, i) => inTurn(i))];
    },
    moons(n, rng, noise) {
      const X = rows(n, (i) => {
        const angle = Math.PI * rng.random(), p = Math.cos(angle), q = Math.sin(angle);
        return inTurn(i) ? [1 - p, 0.5 - q] : [p, q];
      });
      return [shaken(rng, X, noise), X.map((_, i) => inTurn(i))];
    },
    spirals(n, rng, noise) {
      const X = rows(n, () => [Math.sqrt(rng.random())]).map(([r], i) => {
        const angle = 2 * Math.PI * 1.5 * r + Math.PI * inTurn(i);
        return [r * Math.cos(angle), r * Math.sin(angle)];
      });
      return [shaken(rng, X, noise), X.map((_, i) => inTurn(i))];
    },
  };

  /** What the network is told of a point. @param {State} s @returns {(point: number[]) => number[]} */
  function told({ inputs }) {
    const ways = inputs.map((name) => INPUTS[name]);
    return ([p, q]) => ways.map((way) => way(p, q));
  }

  /** How many of n points are held out. @param {State} s @param {number} n */
  const heldOut = (s, n) => Math.min(n - 1, Math.floor(n * s.held + 0.5));
  /** How many points there are. @param {State} s */
  const count = (s) => (s.data === "own" ? s.points.length : s.n);
  /** How many of them are for training. @param {State} s */
  const training = (s) => count(s) - heldOut(s, count(s));
  /** How many samples a step takes. @param {State} s */
  const size = (s) => Math.min(s.batch || training(s), training(s));
  /** How many steps an epoch takes. @param {State} s */
  const perEpoch = (s) => Math.ceil(training(s) / size(s));
  /** The last step that the figure goes to. @param {State} s */
  const last = (s) => Math.min(MOST_STEPS, Math.floor(MOST_SAMPLES / size(s)));

  let made = "", /** @type {any} */ kept = null;
  /**
   * The points, and their two parts, as the network is told them, in the order in which they were
   * dealt.
   * @param {State} s
   * @returns {{X: number[][], y: number[], held: boolean[], training: PlaygroundPart, heldOut: PlaygroundPart}}
   */
  function points(s) {
    const key = JSON.stringify([s.data, s.n, s.noise, s.held, s.scale, s.seed,
      s.inputs, s.data === "own" && s.points]);
    if (key === made) return kept;
    const [raw, y] = s.data === "own"
      ? [s.points.map(([p, q]) => [p, q]), s.points.map((one) => one[2])]
      : makers[s.data](s.n, random(s.seed), s.noise);
    const X = raw.map(([p, q]) => [p * s.scale, q * s.scale]);
    const order = [...random(s.seed).permutation(X.length)];
    const seen = order.slice(0, training(s)), unseen = order.slice(seen.length), known = told(s);
    /** @param {number[]} some */
    const part = (some) => ({ X: some.map((i) => known(X[i])), y: some.map((i) => y[i]) });
    made = key;
    kept = { X, y, held: X.map((_, i) => unseen.includes(i)), training: part(seen),
      heldOut: part(unseen) };
    return kept;
  }

  /**
   * Network.random([inputs, ...hidden, 1], [activation, ..., sigmoid], rng=default_rng(seed)) as
   * layers.
   * @param {number[]} hidden @param {string} activation @param {number} seed
   * @param {number} [inputs] @returns {Layer[]}
   */
  function fresh(hidden, activation, seed, inputs = 2) {
    const names = [...hidden.map(() => activation), "sigmoid"];
    return normal.layers([inputs, ...hidden, 1], names, random(seed));
  }

  /** The units of each hidden layer. @param {State} s */
  const hidden = (s) => s.layers.slice(0, -1).map(({ W }) => W.length);
  /** The activation of the hidden layers. @param {State} s */
  const activation = (s) => (s.layers.length > 1 ? s.layers[0].activation : "tanh");

  /** @type {[string, number, number, boolean][]} key, least, most, whether whole */
  const NUMBERS = [
    ["n", 4, MOST_POINTS, true], ["noise", 0, 2, false], ["held", 0, 0.8, false],
    ["scale", 0.001, 1000, false], ["seed", 0, 1e9, true], ["lr", 0, 1e6, false],
    ["batch", 0, MOST_POINTS, true], ["strength", 0, 10, false], ["dropout", 0, 0.9, false],
    ["steps", 0, MOST_STEPS, true],
  ];
  /** @type {[string, Object<string, string>][]} */
  const WORDS = [["data", DATA], ["loss", LOSSES], ["optimizer", OPTIMIZERS],
    ["penalty", PENALTIES]];
  const isNumber = (/** @type {any} */ v) => typeof v === "number" && Math.abs(v) <= 1e6;
  /** @param {any} list @param {number} length */
  const isRow = (list, length) =>
    Array.isArray(list) && list.length === length && list.every(isNumber);

  /** What is wrong with single values. @param {any} s */
  function single(s) {
    for (const [key, words] of WORDS) {
      if (!Object.keys(words).includes(s[key])) {
        return `${key} must be one of ${Object.keys(words).join(", ")}, but is ${s[key]}`;
      }
    }
    for (const [key, low, high, whole] of NUMBERS) {
      if (!(isNumber(s[key]) || s[key] <= 1e9) || typeof s[key] !== "number" || s[key] < low ||
        s[key] > high || (whole && !Number.isInteger(s[key]))) {
        return `${key} must be a ${whole ? "whole " : ""}number between ${low} and ${high}, ` +
          `but is ${s[key]}`;
      }
    }
    return "";
  }

  /** What is wrong with the weights. @param {any} layers @param {number} inputs */
  function misshapen(layers, inputs) {
    if (!Array.isArray(layers) || layers.length < 1 || layers.length > 4) {
      return "a network here has at most 3 hidden layers and an output";
    }
    for (const [i, layer] of layers.entries()) {
      const ending = i === layers.length - 1, most = ending ? 1 : 8, number = i + 1;
      const { W, b, activation: name } = layer || {};
      if (!Array.isArray(W) || W.length < 1 || W.length > most ||
        !W.every((row) => isRow(row, inputs))) {
        return `W${number} must have ${ending ? "one row" : "1 to 8 rows"} of ${inputs} numbers ` +
          "between −1000000 and 1000000";
      }
      if (!isRow(b, W.length)) return `b${number} must hold ${W.length} numbers, one for each unit`;
      const known = ending ? ["sigmoid"] : Object.keys(ACTIVATIONS);
      if (!known.includes(name)) {
        return `the activation of layer ${number} must be one of ${known.join(", ")}, but is ${name}`;
      }
      inputs = W.length;
    }
    return "";
  }

  /** "" or what is impossible about the state. @param {any} s @returns {string} */
  function check(s) {
    const known = Object.keys(INPUTS), { inputs } = s;
    if (!Array.isArray(inputs) || !inputs.length ||
      JSON.stringify(known.filter((one) => inputs.includes(one))) !== JSON.stringify(inputs)) {
      return `inputs must be some of ${known.join(", ")}, in this order`;
    }
    const found = single(s) || misshapen(s.layers, inputs.length);
    if (found) return found;
    if (!Array.isArray(s.points) || s.points.length > MOST_POINTS) {
      return `there is room for ${MOST_POINTS} points`;
    }
    for (const [i, point] of s.points.entries()) {
      if (!isRow(point, 3) || (point[2] !== 0 && point[2] !== 1)) {
        return `point ${i + 1} must be two numbers and a class, 0 or 1`;
      }
    }
    if (s.data === "own" && s.points.length < 2) return "at least two points are needed";
    if (!isRow(s.probe, 2)) return "the cross must stand at two numbers";
    if (!s.second || typeof s.second !== "object" || Array.isArray(s.second)) {
      return "second must say what the second run does otherwise";
    }
    for (const key of Object.keys(s.second)) {
      if (!SECOND.includes(key)) return `the second run cannot change ${key}`;
    }
    if (single({ ...s, ...s.second })) return `second run: ${single({ ...s, ...s.second })}`;
    if (s.gallery !== "" && !(s.gallery in nnbook.playgroundGallery)) {
      return `gallery must be one of ${Object.keys(nnbook.playgroundGallery).join(", ")}, ` +
        `but is ${s.gallery}`;
    }
    const most = Math.min(last(s), last({ ...s, ...s.second }));
    if (s.steps > most) return `with these settings the figure goes no further than step ${most}`;
    return "";
  }

  /**
   * Points from pasted lines "x1, x2, class"; or a sentence about the first line that is none.
   * @param {string} text @returns {{points: number[][], problem: string}}
   */
  function parse(text) {
    /** @type {number[][]} */
    const found = [];
    for (const [i, line] of text.split(/\r?\n/).entries()) {
      if (!line.trim()) continue;
      const parts = line.trim().split(/[\s,;]+/), numbers = parts.map(Number);
      const where = `line ${i + 1}, “${line.trim().slice(0, 40)}”,`;
      if (parts.length !== 3) {
        return { points: [], problem: `${where} must hold x1, x2 and a class, separated by commas` };
      }
      const odd = parts.find((_, k) => parts[k] === "" || !isNumber(numbers[k]));
      if (odd !== undefined) {
        return { points: [], problem: `${where} holds “${odd}”, which is no number up to 1000000` };
      }
      if (numbers[2] !== 0 && numbers[2] !== 1) {
        return { points: [], problem: `${where} must end in class 0 or 1` };
      }
      found.push(numbers);
    }
    let problem = "";
    if (found.length > MOST_POINTS) {
      problem = `${found.length} points are too many; there is room for ${MOST_POINTS}`;
    } else if (found.length < 2) problem = "at least two points are needed";
    return { points: problem ? [] : found, problem };
  }

  return { DATA, INPUTS, ACTIVATIONS, LOSSES, OPTIMIZERS, PENALTIES, SECOND, points, told, spelled,
    fresh, hidden, activation, check, parse, size, perEpoch, last, training, count };
})();
