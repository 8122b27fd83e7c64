/** What the figure "kohonen" computes and says, and the program that it gives away. */
nnbook.kohonen = (function () {
  "use strict";

  const { number } = nnbook.marks;
  const { literal } = nnbook.kit;
  const SIDE = 6, UNITS_PER_POINT = 3;
  const MARK = 450; // samples from one kept map to the next

  /**
   * `lr` and `radius` are the first and the last, `step` is how many samples have been shown;
   * beyond the last is the last.
   * @typedef {{points: number[][], shape: string, lr: number[], radius: number[], epochs: number,
   *   seed: number, step: number}} State
   * @typedef {{w: number[][], n: number, apart: (i: number, j: number) => number,
   *   square: (key: number) => number, keys: number}} Start  `apart` is a whole number below `keys`
   *   that tells how far apart two neurons are on the ring or grid, `square` that distance squared
   * @typedef {{sample: number, x: number[], rate: number, radius: number, winner: number,
   *   pulls: number[], before: number[][], epoch: number}} Last
   * @typedef {Start & {total: number, done: number, last: Last|null}} Now
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
      return { w, n, keys: n, square: (key) => key * key, apart(i, j) {
        const steps = Math.abs(i - j);
        return Math.min(steps, n - steps);
      } };
    }
    const w = Array.from({ length: SIDE * SIDE }, (_, i) => [
      middle[0] + spread * ((i % SIDE) / (SIDE - 1) - 0.5),
      middle[1] + spread * (Math.floor(i / SIDE) / (SIDE - 1) - 0.5)]);
    return { w, n: SIDE * SIDE, keys: 2 * SIDE * SIDE, square: (key) => key, apart: (i, j) =>
      (Math.floor(i / SIDE) - Math.floor(j / SIDE)) ** 2 + (i % SIDE - j % SIDE) ** 2 };
  }

  /** From the first to the last by equal factors. @param {number[]} ends @param {number} epoch
   * @param {number} epochs */
  const fallen = ([first, last], epoch, epochs) =>
    first * (last / first) ** (epochs > 1 ? epoch / (epochs - 1) : 0);

  /** @type {{key: string, map: Start, done: number, orders: Uint32Array[], stream: any,
   *   marks: number[][][], pulls: number[], epoch: number, shown: Now|null, last: Last|null}|null} */
  let kept = null;

  /**
   * The map after `step` samples, and what the last of them did.
   * @param {State} s @returns {Now}
   */
  function run(s) {
    const { points, epochs } = s, total = points.length * epochs, target = Math.min(s.step, total);
    const { step, ...rest } = s, key = JSON.stringify(rest);
    if (!kept || kept.key !== key) {
      kept = { key, map: start(s), done: 0, orders: [], stream: nnbook.engine.random(s.seed),
        marks: [], pulls: [], epoch: -1, shown: null, last: null };
    }
    if (kept.shown && kept.shown.done === target) return kept.shown;
    const { map, marks } = kept;
    if (!marks.length || kept.done >= target) { // from the last mark before it
      const mark = Math.max(0, Math.ceil(target / MARK) - 1);
      if (marks.length) map.w = marks[mark].map((one) => [...one]);
      kept.done = marks.length ? mark * MARK : 0;
      kept.last = null;
    }
    while (kept.done < target) {
      if (kept.done % MARK === 0) marks[kept.done / MARK] = map.w.map((one) => [...one]);
      show(s, kept, kept.done + 1 === target);
    }
    const w = map.w.map((one) => [...one]); // the kept ones move on
    return (kept.shown = { ...map, w, total, done: target, last: kept.last });
  }

  /** One sample more. @param {State} s @param {any} now @param {boolean} tell what it did */
  function show({ points, epochs, lr, radius }, now, tell) {
    const n = points.length, epoch = Math.floor(now.done / n), { map } = now;
    while (now.orders.length <= epoch) now.orders.push(now.stream.permutation(n));
    const r = fallen(radius, epoch, epochs), rate = fallen(lr, epoch, epochs);
    if (now.epoch !== epoch) { // the pull depends on how far apart they are, and on nothing else
      now.epoch = epoch;
      now.pulls = Array.from({ length: map.keys }, (_, key) =>
        rate * Math.exp(-map.square(key) / (2 * r ** 2)));
    }
    const sample = now.orders[epoch][now.done % n], x = points[sample], winner = nearest(map.w, x);
    const before = tell ? [map.w[winner], map.w[(winner + 1) % map.n]].map((w) => [...w]) : [];
    for (let j = 0; j < map.n; j++) {
      const pull = now.pulls[map.apart(winner, j)], w = map.w[j];
      w[0] += pull * (x[0] - w[0]);
      w[1] += pull * (x[1] - w[1]);
    }
    now.done += 1;
    if (!tell) return;
    const pulls = map.w.map((/** @type {number[]} */ _, /** @type {number} */ j) =>
      now.pulls[map.apart(winner, j)]);
    now.last = { sample, x, rate, radius: r, winner, pulls, before, epoch };
  }

  /** The number of the nearest neuron. @param {number[][]} w @param {number[]} x */
  function nearest(w, x) {
    let best = 0, least = Infinity;
    for (let j = 0; j < w.length; j++) {
      const away = squared(x, w[j]);
      if (away < least) {
        best = j;
        least = away;
      }
    }
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

  let asked = "", best = 0;
  /** The shortest of the tours that always go on to the nearest point not yet seen, from any start.
   * @param {number[][]} points @returns {number} */
  function greedy(points) {
    const key = JSON.stringify(points);
    if (key !== asked) [asked, best] = [key, nearestFirst(points)];
    return best;
  }

  /** @param {number[][]} points */
  const nearestFirst = (points) => Math.min(...points.map((_, first) => {
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
    const { last, total, done, w, n, apart: far, square } = run(s);
    if (!last) return [`Before sample 1 of ${total}`, "", "", measure(s)];
    const { winner, x, rate, radius, before, pulls, epoch } = last, beside = (winner + 1) % n;
    const apart = Math.sqrt(square(far(winner, beside)));
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

  /**
   * The programs: they show the same samples to the same map. Neither Keras nor PyTorch has a map,
   * so there it is their tensors that are moved.
   * @param {State} s @returns {Object<string, string>}
   */
  function code(s) {
    const { points, seed, epochs } = s, { done } = run(s), ring = s.shape === "ring";
    const [a, b] = s.lr, [c, d] = s.radius;
    const before = [`points = np.array([\n${points.map((p) => `    ${literal(p)},`).join("\n")}\n])`,
      ...(ring ? [`start = KohonenMap.ring(${UNITS_PER_POINT} * len(points), points)`,
        "w, apart = start.weights.copy(), start.apart"]
        : [`apart = KohonenMap.grid(${SIDE}, ${SIDE}, points, rng=np.random.default_rng(0)).apart`,
          `i, j = np.divmod(np.arange(${SIDE * SIDE}), ${SIDE})`,
          `w = points.mean(axis=0) + points.std() * (np.column_stack([j, i]) / ${SIDE - 1} - 0.5)`]),
      `rates, radii = np.geomspace(${a}, ${b}, ${epochs}), np.geomspace(${c}, ${d}, ${epochs})`,
      `rng = np.random.default_rng(${seed})`,
      `shown = [(e, k) for e in range(${epochs}) for k in rng.permutation(len(points))]`];
    const loop = [`for epoch, k in shown[:${done}]:`];
    const rate = "rates[epoch]", falls = "-apart[winner] ** 2 / (2 * radii[epoch] ** 2)";
    const move = "    w = w + pull[:, None] * (points[k] - w)";
    const after = [
      ring ? 'print(f"{tour_length(points, ring_order(one, points)):.4f}")'
        : 'print(f"{one.error(points):.4f}")',
      "for x, y in one.weights:", '    print(f"{x:.4f} {y:.4f}")', "",
    ];
    const library = "from nnbook.kinds import KohonenMap, ring_order, tour_length";
    return {
      Python: ["import numpy as np", library, "", ...before, ...loop,
        "    winner = ((points[k] - w) ** 2).sum(axis=1).argmin()",
        `    pull = ${rate} * np.exp(${falls})`, move, "one = KohonenMap(w, apart)", ...after,
      ].join("\n"),
      Keras: [...nnbook.kit.KERAS, library, "", "ops = keras.ops", ...before,
        "w, distances, samples = ops.array(w), apart, points",
        "points, apart = ops.array(points), ops.array(apart)", ...loop,
        "    winner = int(ops.argmin(ops.sum((points[k] - w) ** 2, axis=1)))",
        `    pull = ${rate} * ops.exp(${falls})`, move, "points = samples",
        "one = KohonenMap(np.array([[v.item() for v in row] for row in w]), distances)", ...after,
      ].join("\n"),
      PyTorch: ["import numpy as np", "import torch", library, "", ...before,
        "w, distances, samples = torch.tensor(w), apart, points",
        "points, apart = torch.tensor(points), torch.tensor(apart)", ...loop,
        "    winner = ((points[k] - w) ** 2).sum(dim=1).argmin()",
        `    pull = ${rate} * torch.exp(${falls})`, move, "points = samples",
        "one = KohonenMap(w.numpy(), distances)", ...after,
      ].join("\n"),
    };
  }

  return { SIDE, check, run, route, length, greedy, lines, describe, code };
})();
