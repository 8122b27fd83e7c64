/**
 * What the figure "gan" computes: a forger and a judge, 2-12-12-2 and 2-12-12-1, that are moved in
 * turns, each by one step of Adam on all points that are shown, as in nnbook.kinds.train_gan.
 */

/**
 * `moves` is what has been done so far: [judge's steps, forger's steps, how many times, judge's
 * rate, forger's rate], one after the other. The other numbers are for what comes next.
 * @typedef {{seed: number, judge_lr: number, forger_lr: number, judge_steps: number,
 *   moves: number[][]}} GanState
 * @typedef {{judge: number, forger: number, steps: number[], real: number[][],
 *   forged: number[][], pulls: number[][], trust: number[], near: number, counts: number[],
 *   covered: number, network: any, layers: any[], curve: number[][]}} GanNow  losses, steps of
 *   each, points, down which slope each forged one would go, the judge's answers to real and to
 *   forged ones, how these lie among the modes, the judge, the layers of forger and judge, and
 *   [steps, judge's loss, forger's loss, modes covered] on the way
 */
nnbook.gan = (function () {
  "use strict";

  const { normal } = nnbook, { random } = nnbook.engine, { adam } = nnbook.trainer.descend;
  const HIDDEN = 12, POINTS = 128, RADIUS = 0.3, SPREAD = 0.1, BETA1 = 0.5;
  const MOST_STEPS = 4000, MOST_KEPT = 200;
  const MODES = Array.from({ length: 8 }, (_, i) =>
    [Math.cos(2 * Math.PI * i / 8), Math.sin(2 * Math.PI * i / 8)]);

  /** @typedef {GanState} State */

  /** On a grid of 1 / parts. A weight that is rounded after each step takes the same way wherever
   * it is computed; the last bits of a sum, which differ, would grow.
   * @param {number} value @param {number} parts */
  const round = (value, parts) => Math.floor(value * parts + 0.5) / parts;
  /** @param {Float64Array} w */
  function tidy(w) {
    for (let i = 0; i < w.length; i++) w[i] = round(w[i], 1e6);
  }

  /** @param {any} v @param {number} low @param {number} high */
  const within = (v, low, high) => typeof v === "number" && v >= low && v <= high;
  /** @param {any} v @param {number} low @param {number} high */
  const whole = (v, low, high) => Number.isInteger(v) && within(v, low, high);
  /** How many steps a move is. @param {number[]} move */
  const size = ([judge, forger, times]) => (judge + forger) * times;
  /** @param {number[][]} moves */
  const taken = (moves) => moves.reduce((sum, one) => sum + size(one), 0);

  /** "" or what is impossible about the state. @param {State} s @returns {string} */
  function check(s) {
    if (!whole(s.seed, 0, 1e9)) return `seed must be a whole number from 0 to 1000000000, but is ${s.seed}`;
    for (const [key, lr] of Object.entries({ judge_lr: s.judge_lr, forger_lr: s.forger_lr })) {
      if (!within(lr, 0, 1)) return `${key} must be a number from 0 to 1, but is ${lr}`;
    }
    if (!whole(s.judge_steps, 1, 10)) {
      return `judge_steps must be a whole number from 1 to 10, but is ${s.judge_steps}`;
    }
    if (!Array.isArray(s.moves) || !s.moves.every((one) => Array.isArray(one) && one.length === 5 &&
      whole(one[0], 0, 10) && whole(one[1], 0, 1) && whole(one[2], 1, MOST_STEPS) &&
      within(one[3], 0, 1) && within(one[4], 0, 1) && one[0] + one[1])) {
      return "each of the moves must be five numbers: the judge's steps, at most 10, the forger's, " +
        `at most 1, how many times, at most ${MOST_STEPS}, and two rates from 0 to 1`;
    }
    return taken(s.moves) > MOST_STEPS ? `the figure goes no further than step ${MOST_STEPS}` : "";
  }

  /** Real points, noise and both networks before the first step, drawn one after the other.
   * @param {number} seed */
  function start(seed) {
    const rng = random(seed);
    const real = Array.from({ length: POINTS }, (_, i) => MODES[i % 8].map((middle) =>
      round(middle + SPREAD * normal(rng), 1000)));
    const noise = Array.from({ length: POINTS }, () => [0, 1].map(() => round(normal(rng), 1000)));
    const sizes = [2, HIDDEN, HIDDEN];
    const forger = normal.layers([...sizes, 2], ["relu", "relu", "identity"], rng);
    const judge = normal.layers([...sizes, 1], ["leaky_relu", "leaky_relu", "sigmoid"], rng);
    return { real, noise, forger, judge };
  }

  /** Points as the kernel has them. @param {Float64Array} x @param {number} room
   * @param {number[][]} points @param {number} from */
  const fill = (x, room, points, from) => points.forEach((p, n) => p.forEach((v, k) => {
    x[k * room + from + n] = v;
  }));

  /** Both players from a seed, before their first step. @param {number} seed */
  function players(seed) {
    const { real, noise, forger, judge } = start(seed);
    const one = nnbook.kernel({ layers: judge }, 2 * POINTS);
    const chain = nnbook.kernel({ layers: [...forger, ...judge] }, POINTS);
    tidy(one.w);
    tidy(chain.w);
    fill(one.x, 2 * POINTS, real, 0);
    fill(chain.x, POINTS, noise, 0);
    const border = chain.w.length - one.w.length, loss = "binary_cross_entropy";
    const [own, slope] = [chain.w.subarray(0, border), chain.g.subarray(0, border)];
    const memory = [one.w, own].map((w) => [0, 1].map(() => new Float64Array(w.length)));
    const targets = new Float64Array(2 * POINTS).fill(1, 0, POINTS), wish = targets.slice(0, POINTS);
    const steps = [0, 0], out = chain.parts[2];

    /** The chain forward; the forger's loss. */
    function forge() {
      chain.forward(POINTS);
      return chain.compare(loss, wish, POINTS);
    }
    /** The judge forward over real and forged points; its loss. */
    function judged() {
      for (const k of [0, 1]) {
        one.x.set(out.a.subarray(k * POINTS, (k + 1) * POINTS), (2 * k + 1) * POINTS);
      }
      one.forward(2 * POINTS);
      return one.compare(loss, targets, 2 * POINTS);
    }

    return {
      real, steps, one, chain, out,
      /** One step of the judge. @param {number} lr */
      judge(lr) {
        chain.forward(POINTS);
        judged();
        one.backward(loss, 2 * POINTS);
        adam(one.w, one.g, memory[0], ++steps[0], { name: "adam", lr, beta1: BETA1 });
        tidy(one.w);
        chain.w.set(one.w, border);
      },
      /** One step of the forger. @param {number} lr */
      forger(lr) {
        forge();
        chain.backward(loss, POINTS);
        adam(own, slope, memory[1], ++steps[1], { name: "adam", lr, beta1: BETA1 });
        tidy(own);
      },
      /** Both losses; the slopes for the forged points stand in `out.back` afterwards. */
      losses() {
        const forger = forge(), judge = judged();
        chain.backward(loss, POINTS);
        return { forger, judge };
      },
    };
  }

  /** How points lie among the modes, as nnbook.kinds.count_modes counts. @param {Float64Array} a */
  function modes(a) {
    const counts = MODES.map(() => 0);
    for (let n = 0; n < POINTS; n++) {
      let best = 0, least = Infinity;
      for (let m = 0; m < 8; m++) {
        const far = Math.hypot(a[n] - MODES[m][0], a[POINTS + n] - MODES[m][1]);
        if (far < least) [best, least] = [m, far];
      }
      if (least <= RADIUS) counts[best]++;
    }
    return { counts, near: counts.reduce((a, b) => a + b),
      covered: counts.filter((one) => one >= POINTS / 8 / 5).length };
  }

  /** @typedef {{seed: number, path: number[][], done: number, now: GanNow|null,
   *   pair: ReturnType<typeof players>, curve: number[][]}} Play */

  /** The plays of this page, one or two for each figure. @type {Play[]} */
  const plays = [];

  /** Whether a play that went this path is on its way to these moves.
   * @param {number[][]} path @param {number[][]} moves */
  const leads = (path, moves) => path.every((one, i) => moves[i] &&
    one.every((v, k) => (k === 2 && i + 1 === path.length ? v <= moves[i][k] : v === moves[i][k])));

  /** From this many steps to the next place of the curve. @param {number} steps */
  function interval(steps) {
    let found = 1;
    while (steps / found > MOST_KEPT) found *= 2;
    return found;
  }

  /** A play on, up to all the moves. @param {Play} play @param {number[][]} moves */
  function advance(play, moves) {
    const { pair } = play, every = interval(taken(moves));
    play.curve = play.curve.filter(([at]) => at % every === 0);
    const begun = Math.max(0, play.path.length - 1);
    let k = play.path.length ? size(play.path[begun]) : 0;
    for (const move of moves.slice(begun)) {
      const [judge, forger, , judgeRate, forgerRate] = move;
      for (; k < size(move); k++) {
        if (k % (judge + forger) < judge) pair.judge(judgeRate);
        else pair.forger(forgerRate);
        play.done += 1;
        if (play.done % every === 0) play.curve.push(place(play));
      }
      k = 0;
    }
    play.path = moves.map((one) => [...one]);
  }

  /** Where a play stands, for the curve. @param {Play} play */
  function place({ pair, done }) {
    const { judge, forger } = pair.losses();
    return [done, judge, forger, modes(pair.out.a).covered];
  }

  /** Both players after the moves of a state. @param {State} s @returns {GanNow} */
  function run({ seed, moves }) {
    const fit = plays.filter((one) => one.seed === seed && leads(one.path, moves));
    let play = fit.sort((a, b) => b.done - a.done)[0];
    if (!play) {
      play = { seed, path: [], done: 0, now: null, pair: players(seed), curve: [] };
      play.curve.push(place(play));
      plays.push(play);
      if (plays.length > 4) plays.shift();
    }
    if (play.done < taken(moves)) {
      advance(play, moves);
      play.now = null;
    }
    return (play.now = play.now || look(play));
  }

  /** All that is to be seen of a play. @param {Play} play @returns {GanNow} */
  function look(play) {
    const { pair, done, curve } = play, { out, one } = pair, { judge, forger } = pair.losses();
    /** @param {Float64Array} values @param {number} times */
    const pairs = (values, times) => Array.from({ length: POINTS }, (_, n) =>
      [times * values[n], times * values[POINTS + n]]);
    const found = modes(out.a), last = [done, judge, forger, found.covered];
    return { judge, forger, ...found, real: pair.real, forged: pairs(out.a, 1),
      pulls: pairs(out.back, -POINTS), trust: [...one.last.a], steps: [...pair.steps],
      network: one.plain(), layers: pair.chain.plain().layers,
      curve: curve[curve.length - 1][0] === done ? curve : [...curve, last] };
  }

  return { MODES, RADIUS, POINTS, MOST_STEPS, HIDDEN, check, taken, start, run };
})();
