/**
 * What the figure "xor" computes: its network, the answers at the four corners, and lines as the
 * two places where they leave a circle, which is how a hand holds them.
 */

/**
 * @typedef {[number, number, number]} Line  two weights and a bias: w1 x1 + w2 x2 + b = 0
 * @typedef {{h1: Line, h2: Line, output: Line, one: Line, sharpness: number, neurons: number}}
 *   XorState  the lines are multiplied by the sharpness
 */
nnbook.xorLines = (function () {
  "use strict";

  const LARGEST = 100, CORNERS = [[0, 0], [0, 1], [1, 0], [1, 1]], TARGETS = [0, 1, 1, 0];
  const MIDDLE = 0.5, REACH = 0.9; // the circle in which the lines are held

  /** "" or what is impossible about the state. @param {XorState} s @returns {string} */
  function check(s) {
    for (const [key, line] of Object.entries({ h1: s.h1, h2: s.h2, output: s.output, one: s.one })) {
      if (!Array.isArray(line) || line.length !== 3 ||
        !line.every((one) => typeof one === "number" && Math.abs(one) <= LARGEST)) {
        return `${key} must be two weights and a bias between −${LARGEST} and ${LARGEST}`;
      }
      if (Math.hypot(line[0], line[1]) < 0.001) return `${key} needs a weight that is not 0`;
    }
    if (typeof s.sharpness !== "number" || !(s.sharpness > 0 && s.sharpness <= LARGEST)) {
      return `the sharpness must be above 0 and at most ${LARGEST}`;
    }
    return s.neurons === 1 || s.neurons === 3 ? "" : "neurons must be 1 or 3";
  }

  /** Weights and bias as the network has them. @param {XorState} s @param {Line} line */
  const sharp = (s, line) => line.map((one) => s.sharpness * one);

  /** One layer of sigmoids. @param {XorState} s @param {Line[]} lines */
  function layer(s, lines) {
    const rows = lines.map((line) => sharp(s, line));
    return { W: rows.map(([w1, w2]) => [w1, w2]), b: rows.map((row) => row[2]),
      activation: "sigmoid" };
  }

  /** The output neuron alone, which sees the hidden space. @param {XorState} s */
  const last = (s) => ({ layers: [layer(s, [s.output])] });

  /** @param {XorState} s */
  function network(s) {
    if (s.neurons === 1) return { layers: [layer(s, [s.one])] };
    return { layers: [layer(s, [s.h1, s.h2]), layer(s, [s.output])] };
  }

  /** Hidden values and answers at the corners, and which are right. @param {XorState} s */
  function answers(s) {
    const { a } = nnbook.engine.forward(network(s), CORNERS);
    const y = a[a.length - 1].map(([one]) => one);
    const right = y.map((one, i) => (one >= 0.5 ? 1 : 0) === TARGETS[i]);
    return { hidden: s.neurons === 1 ? [] : a[1], y, right, count: right.filter(Boolean).length };
  }

  /**
   * Where the line leaves the circle; a quarter turn to the left from the way between the two is
   * the side on which the neuron fires. A line outside is held where the circle is next to it.
   * @param {Line} line @returns {[number, number][]}
   */
  function ends([w1, w2, b]) {
    const size = Math.hypot(w1, w2), n = [w1 / size, w2 / size];
    const far = -(w1 * MIDDLE + w2 * MIDDLE + b) / size;
    const foot = Math.max(-REACH, Math.min(REACH, far)), half = Math.sqrt(REACH ** 2 - foot ** 2);
    return [-1, 1].map((way) => [MIDDLE + foot * n[0] + way * half * n[1],
      MIDDLE + foot * n[1] - way * half * n[0]]);
  }

  /**
   * The line with one of its ends moved towards a place, as steep as before; null if the ends
   * would meet.
   * @param {Line} line @param {number} which @param {number} x @param {number} y
   * @returns {Line|null}
   */
  function moved(line, which, x, y) {
    const held = ends(line)[1 - which], way = Math.hypot(x - MIDDLE, y - MIDDLE);
    if (way < 1e-9) return null;
    const end = [MIDDLE + (x - MIDDLE) * REACH / way, MIDDLE + (y - MIDDLE) * REACH / way];
    const [p, q] = which ? [held, end] : [end, held], far = Math.hypot(q[0] - p[0], q[1] - p[1]);
    if (far < 0.1) return null;
    const size = Math.hypot(line[0], line[1]) / far;
    const w1 = tidy((p[1] - q[1]) * size), w2 = tidy((q[0] - p[0]) * size);
    return [w1, w2, tidy(-(w1 * (p[0] + q[0]) + w2 * (p[1] + q[1])) / 2)];
  }

  /** @param {number} value */
  const tidy = (value) => Number(value.toFixed(3)) + 0;

  return { CORNERS, TARGETS, check, sharp, network, last, answers, ends, moved };
})();
