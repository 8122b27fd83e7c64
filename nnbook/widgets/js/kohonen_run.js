/** What the figure "kohonen" computes and says, and the program that it gives away. */
nnbook.kohonen = (function () {
  "use strict";

  const { number } = nnbook.marks;
  const { literal } = nnbook.kit;
  const SIDE = 6, UNITS_PER_POINT = 3;

  /**
   * `lr` and `radius` are the first and the last, `step` is how many samples have been shown;
   * beyond the last is the last.
   * @typedef {{points: number[][], shape: string, lr: number[], radius: number[], epochs: number,
   *   seed: number, step: number}} State
   * @typedef {{w: number[][], h: (i: number, j: number) => number, n: number}} Start  `h` is how
   *   far apart two neurons are on the ring or grid
   */

  /** @param {any} v @param {number} low @param {number} high */
  const within = (v, low, high) => typeof v === "number" && v >= low && v <= high;
  /** @param {any} v @param {number} low @param {number} high */
  const whole = (v, low, high) => Number.isInteger(v) && within(v, low, high);
  /** @param {any} pair @param {number} high */
  const falling = (pair, high) => Array.isArray(pair) && pair.length === 2 &&
    pair.every((v) => within(v, 0.001, high));

  /** "" or what is impossible about the state. @param {State} s @returns {string} */
  function check(s) {
    const { points } = s;
    if (!Array.isArray(points) || !whole(points.length, 3, 60) || !points.every((p) =>
      Array.isArray(p) && p.length === 2 && p.every((v) => within(v, 0, 1)))) {
      return "points must be 3 to 60 pairs of numbers from 0 to 1";
    }
    if (!["ring", "grid"].includes(s.shape)) return `shape must be ring or grid, but is ${s.shape}`;
    if (!falling(s.lr, 1)) return "lr must be two numbers from 0.001 to 1";
    if (!falling(s.radius, 100)) return "radius must be two numbers from 0.001 to 100";
    if (!whole(s.epochs, 1, 300)) return `epochs must be from 1 to 300, but is ${s.epochs}`;
    if (!whole(s.seed, 0, 1e9)) return `seed must be from 0 to 1000000000, but is ${s.seed}`;
    if (!whole(s.step, 0, 1e9)) return `step must be from 0 to 1000000000, but is ${s.step}`;
    return "";
  }

  /** @param {number[]} p @param {number[]} q */
  const squared = (p, q) => (p[0] - q[0]) * (p[0] - q[0]) + (p[1] - q[1]) * (p[1] - q[1]);

  /** The map before the first sample. @param {State} s @returns {Start} */
  function start({ points, shape }) {
    const all = points.flat(), mean = all.reduce((a, b) => a + b) / all.length;
    const spread = Math.sqrt(all.reduce((sum, v) => sum + (v - mean) ** 2, 0) / all.length);
    const middle = [0, 1].map((k) => points.reduce((sum, p) => sum + p[k], 0) / points.length);
    if (shape === "ring") {
      const n = UNITS_PER_POINT * points.length;
      const w = Array.from({ length: n }, (_, i) => [
        middle[0] + spread * Math.cos(2 * Math.PI * i / n),
        middle[1] + spread * Math.sin(2 * Math.PI * i / n)]);
      return { w, n, h(i, j) {
        const steps = Math.abs(i - j);
        return Math.min(steps, n - steps);
      } };
    }
    const w = Array.from({ length: SIDE * SIDE }, (_, i) => [
      middle[0] + spread * ((i % SIDE) / (SIDE - 1) - 0.5),
      middle[1] + spread * (Math.floor(i / SIDE) / (SIDE - 1) - 0.5)]);
    return { w, n: SIDE * SIDE, h: (i, j) => Math.hypot(Math.floor(i / SIDE) - Math.floor(j / SIDE),
      i % SIDE - j % SIDE) };
  }

  /** From the first to the last by equal factors. @param {number[]} ends @param {number} epoch
   * @param {number} epochs */
  const fallen = ([first, last], epoch, epochs) =>
    first * (last / first) ** (epochs > 1 ? epoch / (epochs - 1) : 0);

  /** @type {{key: string, map: Start, done: number, orders: Uint32Array[], stream: any, last: any}|null} */
  let kept = null;

  /**
   * The map after `step` samples, and what the last of them did.
   * @param {State} s
   */
  function run(s) {
    const { points, epochs } = s, n = points.length, total = n * epochs;
    const target = Math.min(s.step, total), { step, ...rest } = s, key = JSON.stringify(rest);
    if (!kept || kept.key !== key || kept.done > target) {
      kept = { key, map: start(s), done: 0, orders: [], last: null,
        stream: nnbook.engine.random(s.seed) };
    }
    const { map } = kept;
    while (kept.done < target) {
      const epoch = Math.floor(kept.done / n);
      if (kept.orders.length <= epoch) kept.orders.push(kept.stream.permutation(n));
      const sample = kept.orders[epoch][kept.done % n], x = points[sample];
      const rate = fallen(s.lr, epoch, epochs), radius = fallen(s.radius, epoch, epochs);
      const winner = nearest(map.w, x);
      const pulls = map.w.map((_, j) => rate *
        Math.exp(-(map.h(winner, j) ** 2) / (2 * radius ** 2)));
      const before = [map.w[winner], map.w[(winner + 1) % map.n]].map((w) => [...w]);
      map.w.forEach((w, j) => {
        for (const k of [0, 1]) w[k] += pulls[j] * (x[k] - w[k]);
      });
      kept.done += 1;
      kept.last = { sample, x, rate, radius, winner, pulls, before, epoch };
    }
    const w = map.w.map((one) => [...one]); // the kept ones move on
    return { ...map, w, total, done: target, last: target ? kept.last : null };
  }

  /** The number of the nearest neuron. @param {number[][]} w @param {number[]} x */
  function nearest(w, x) {
    let best = 0, least = Infinity;
    w.forEach((one, j) => {
      const away = squared(x, one);
      if (away < least) [best, least] = [j, away];
    });
    return best;
  }

  /** The points in the order of their winners. @param {number[][]} w @param {number[][]} points */
  function route(w, points) {
    const winners = points.map((x) => nearest(w, x));
    return points.map((_, i) => i).sort((i, j) => winners[i] - winners[j] || i - j);
  }

  /** @param {number[][]} points @param {number[]} order */
  const length = (points, order) => order.reduce((sum, p, k) =>
    sum + Math.hypot(...[0, 1].map((d) => points[p][d] - points[order[(k + 1) % order.length]][d])), 0);

  /** The shortest of the tours that always go on to the nearest point not yet seen, from any start.
   * @param {number[][]} points */
  const greedy = (points) => Math.min(...points.map((_, first) => {
    const order = [first], left = new Set(points.keys());
    left.delete(first);
    while (left.size) {
      const here = points[order[order.length - 1]];
      const next = [...left].reduce((a, b) =>
        (squared(points[b], here) < squared(points[a], here) ? b : a));
      order.push(next);
      left.delete(next);
    }
    return length(points, order);
  }));

  /** How good the map is. @param {State} s @returns {string} */
  function measure(s) {
    const { w } = run(s), { points } = s;
    if (s.shape === "ring") {
      return `Tour along the ring: ${length(points, route(w, points)).toFixed(4)}; ` +
        `always to the nearest, from the luckiest start: ${greedy(points).toFixed(4)}`;
    }
    const error = points.reduce((sum, x) => sum + squared(x, w[nearest(w, x)]), 0) / points.length;
    return `Mean squared distance from a point to its winner: ${error.toFixed(4)}`;
  }

  /** @param {number[]} p */
  const pair = (p) => `(${number(p[0], 3)}, ${number(p[1], 3)})`;

  /** What the last sample did, with numbers. @param {State} s @returns {string[]} */
  function lines(s) {
    const { last, total, done, w, n, h } = run(s);
    if (!last) return [`Before sample 1 of ${total}`, "", "", measure(s)];
    const { winner, x, rate, radius, before, pulls, epoch } = last, beside = (winner + 1) % n;
    const apart = h(winner, beside);
    return [
      `Sample ${done} of ${total}, epoch ${epoch + 1}: η = ${number(rate)}, r = ${number(radius)}`,
      `Winner, neuron ${winner + 1}: ${pair(before[0])} + ${number(rate)}·(${pair(x)} − ` +
        `${pair(before[0])}) = ${pair(w[winner])}`,
      `Neuron ${beside + 1}, ${number(apart, 2)} away: ${number(rate)}·exp(−${number(apart, 2)}² / ` +
        `(2·${number(radius)}²)) = ${number(pulls[beside])} of its way`,
      measure(s),
    ];
  }

  /** The picture in words. @param {State} s @returns {string} */
  function describe(s) {
    const { n } = run(s), [where, winner, , found] = lines(s);
    const shape = s.shape === "ring" ? `A ring of ${n}` : `A grid of ${SIDE} by ${SIDE}`;
    return [`${shape} neurons and ${s.points.length} points`, where, winner, found]
      .filter(Boolean).join(". ") + ".";
  }

  /** @param {State} s @returns {Object<string, string>} */
  function code(s) {
    const { points, seed, epochs } = s, { done } = run(s), ring = s.shape === "ring";
    const [a, b] = s.lr, [c, d] = s.radius;
    return { Python: [
      "import numpy as np", "from nnbook.kinds import KohonenMap, ring_order, tour_length", "",
      `points = np.array([\n${points.map((p) => `    ${literal(p)},`).join("\n")}\n])`,
      ...(ring ? [`start = KohonenMap.ring(${UNITS_PER_POINT} * len(points), points)`,
        "w, apart = start.weights.copy(), start.apart"]
        : [`apart = KohonenMap.grid(${SIDE}, ${SIDE}, points, rng=np.random.default_rng(0)).apart`,
          `i, j = np.divmod(np.arange(${SIDE * SIDE}), ${SIDE})`,
          `w = points.mean(axis=0) + points.std() * (np.column_stack([j, i]) / ${SIDE - 1} - 0.5)`]),
      `rates, radii = np.geomspace(${a}, ${b}, ${epochs}), np.geomspace(${c}, ${d}, ${epochs})`,
      `rng = np.random.default_rng(${seed})`,
      `shown = [(e, k) for e in range(${epochs}) for k in rng.permutation(len(points))]`,
      `for epoch, k in shown[:${done}]:`,
      "    winner = ((points[k] - w) ** 2).sum(axis=1).argmin()",
      "    pull = rates[epoch] * np.exp(-apart[winner] ** 2 / (2 * radii[epoch] ** 2))",
      "    w += pull[:, None] * (points[k] - w)",
      "one = KohonenMap(w, apart)",
      ring ? 'print(f"{tour_length(points, ring_order(one, points)):.4f}")'
        : 'print(f"{one.error(points):.4f}")',
      "for x, y in w:", '    print(f"{x:.4f} {y:.4f}")', "",
    ].join("\n") };
  }

  return { SIDE, check, run, route, length, greedy, lines, describe, code };
})();
