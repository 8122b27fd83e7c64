/**
 * What the figure "perceptron" computes: the run of the perceptron over its points, one look at a
 * point after the other, and the room between the classes on which the convergence theorem rests.
 */

/**
 * @typedef {[number, number, number]} Weights  w1, w2 and the bias
 * @typedef {{points: [number, number][], labels: number[], w: [number, number], b: number,
 *   lr: number, steps: number, adds: number}} PerceptronState
 * @typedef {{number: number, x: [number, number], y: number, z: number, error: number,
 *   before: Weights}} Look
 * @typedef {{steps: number, weights: Weights, path: Weights[], look: Look|null, counts: number[],
 *   mistakes: number, wrong: boolean[], rest: boolean}} Run
 */
nnbook.perceptronRun = (function () {
  "use strict";

  const MOST_POINTS = 60, LONGEST = 20000, LARGEST = 1000;

  /** @param {unknown} value @param {number} low @param {number} high */
  function within(value, low, high) {
    return typeof value === "number" && value >= low && value <= high;
  }

  /** "" or what is impossible about the state. @param {PerceptronState} s @returns {string} */
  function check(s) {
    const { points, labels, w, b, lr, steps, adds } = s;
    if (!Array.isArray(points) || !Array.isArray(labels)) return "points and labels must be lists";
    if (points.length < 1 || points.length > MOST_POINTS) {
      return `there must be 1 to ${MOST_POINTS} points, but there are ${points.length}`;
    }
    if (labels.length !== points.length) {
      return `there must be ${points.length} labels, one for each point, but there are ` +
        `${labels.length}`;
    }
    for (let i = 0; i < points.length; i++) {
      const p = points[i];
      if (!Array.isArray(p) || p.length !== 2 || !p.every((one) => within(one, 0, 1))) {
        return `point ${i + 1} must be two numbers between 0 and 1`;
      }
      if (labels[i] !== 0 && labels[i] !== 1) return `label ${i + 1} must be 0 or 1`;
    }
    const limits = `between −${LARGEST} and ${LARGEST}`;
    if (!Array.isArray(w) || w.length !== 2 || !w.every((one) => within(one, -LARGEST, LARGEST))) {
      return `w must be two numbers ${limits}`;
    }
    if (!within(b, -LARGEST, LARGEST)) return `b must be a number ${limits}`;
    if (!within(lr, 0, LARGEST) || lr === 0) {
      return `the learning rate must be above 0 and at most ${LARGEST}`;
    }
    if (!Number.isInteger(steps) || !within(steps, 0, LONGEST)) {
      return `steps must be a whole number from 0 to ${LONGEST}`;
    }
    return adds === 0 || adds === 1 ? "" : "adds must be 0 or 1, the class of the next point";
  }

  /** The neuron's sum. @param {Weights} weights @param {[number, number]} x */
  const sum = ([w1, w2, b], x) => nnbook.engine.sum([w1, w2], x, b);

  let key = "";
  /** @type {Run|null} */
  let kept = null;

  /**
   * The run as it stands after `steps` looks, or at rest after an epoch without a mistake.
   * @param {PerceptronState} s @returns {Run}
   */
  function run(s) {
    const now = JSON.stringify([s.points, s.labels, s.w, s.b, s.lr, s.steps]);
    if (kept && now === key) return kept;
    const { points, labels, lr } = s, n = points.length;
    /** @type {Weights} */
    let weights = [s.w[0], s.w[1], s.b];
    const path = [weights];
    /** @type {number[]} */
    const counts = [];
    /** @type {Look|null} */
    let look = null;
    let steps = 0, rest = false;
    while (steps < s.steps && !rest) {
      const i = steps % n, x = points[i], z = sum(weights, x);
      const error = labels[i] - (z >= 0 ? 1 : 0);
      look = { number: i + 1, x, y: labels[i], z, error, before: weights };
      if (i === 0) counts.push(0);
      if (error) {
        weights = [weights[0] + lr * error * x[0], weights[1] + lr * error * x[1],
          weights[2] + lr * error];
        path.push(weights);
        counts[counts.length - 1] += 1;
      }
      steps += 1;
      rest = i === n - 1 && counts[counts.length - 1] === 0;
    }
    const wrong = points.map((x, i) => (sum(weights, x) >= 0 ? 1 : 0) !== labels[i]);
    key = now;
    kept = { steps, weights, path, look, counts, mistakes: path.length - 1, wrong, rest };
    return kept;
  }

  let measured = "", found = { R: 0, gamma: 0 };

  /**
   * R and gamma of the convergence theorem: the length of the longest sample (x1, x2, 1), and the
   * room in the best direction. With samples of class 0 turned to the other side, that direction
   * is the one to the nearest point of their hull, which lies on a corner, an edge or a triangle:
   * all of these are tried. No direction with room: gamma is 0, and no line separates the classes.
   * @param {PerceptronState} s
   */
  function room(s) {
    const now = JSON.stringify([s.points, s.labels]);
    if (now === measured) return found;
    measured = now;
    const turned = s.points.map(([x1, x2], i) => (s.labels[i] ? [x1, x2, 1] : [-x1, -x2, -1]));
    /** @param {number[]} u @param {number[]} v */
    const dot = (u, v) => u[0] * v[0] + u[1] * v[1] + u[2] * v[2];
    /** @param {number[]} u @param {number[]} v */
    const less = (u, v) => [u[0] - v[0], u[1] - v[1], u[2] - v[2]];
    let gamma = 0;

    /** @param {number[]} u */
    function attempt(u) {
      const length = Math.sqrt(dot(u, u));
      if (length < 1e-9) return;
      let least = Infinity;
      for (const v of turned) {
        least = Math.min(least, dot(u, v) / length);
        if (least <= gamma) return;
      }
      gamma = least;
    }

    turned.forEach((a, i) => {
      attempt(a);
      for (let j = 0; j < i; j++) {
        const edge = less(turned[j], a), t = -dot(a, edge) / (dot(edge, edge) || 1);
        attempt(a.map((one, k) => one + t * edge[k]));
        for (let k = 0; k < j; k++) {
          const [p, q, r] = edge, [x, y, z] = less(turned[k], a);
          const normal = [q * z - r * y, r * x - p * z, p * y - q * x];
          attempt(normal);
          attempt(normal.map((one) => -one));
        }
      }
    });
    const R = Math.sqrt(Math.max(...turned.map((v) => dot(v, v))));
    found = { R, gamma: gamma > 1e-9 ? gamma : 0 };
    return found;
  }

  /**
   * How many corrections the theorem allows from this start, (|w| / (lr R) + R / gamma)^2;
   * Infinity if no line separates the classes.
   * @param {PerceptronState} s
   */
  function bound(s) {
    const { R, gamma } = room(s);
    return gamma ? (Math.hypot(...s.w, s.b) / (s.lr * R) + R / gamma) ** 2 : Infinity;
  }

  return { MOST_POINTS, LONGEST, check, run, room, bound };
})();
