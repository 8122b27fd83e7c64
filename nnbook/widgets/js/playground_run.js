/**
 * A run of the figure "playground": training from the start weights to a step, with the losses on
 * the way. The same state leads to the same run, so that a link or a rewind restores it exactly.
 */

/**
 * Where a run stands. `before` is the network one step earlier; the curve holds [step, training
 * loss, held-out loss]; `diverged` is the step at which training ran away, 0 if it did not.
 * @typedef {{steps: number, network: any, before: any, seen: {loss: number, right: number},
 *   unseen: {loss: number, right: number}, curve: number[][], diverged: number}} PlaygroundNow
 */

nnbook.playgroundRun = (function () {
  "use strict";

  const { points, size, perEpoch } = nnbook.playgroundData;
  const MOST_KEPT = 200; // places of the curves

  /** @typedef {PlaygroundState} State */
  /** @typedef {PlaygroundPart} Part */

  /** The settings of nnbook.engine.trainer. @param {State} s */
  const settings = (s) => ({
    loss: s.loss, optimizer: { name: s.optimizer, lr: s.lr },
    penalty: s.penalty === "none" ? null : { name: s.penalty, strength: s.strength },
    batch: s.batch || null, seed: s.seed,
    dropout: s.dropout ? s.layers.slice(1).map(() => s.dropout) : [],
  });

  /** Points sent forward through a network, and their loss. @param {any} network
   * @param {Part} part @param {string} name */
  function sent(network, { X, y }, name) {
    const count = X.length, kernel = nnbook.kernel(network, count);
    X.forEach((row, i) => row.forEach((one, k) => { kernel.x[k * count + i] = one; }));
    kernel.forward(count);
    return { kernel, count, loss: kernel.compare(name, Float64Array.from(y), count) };
  }

  /** Loss and share of right answers; NaN if there are no points.
   * @param {any} network @param {Part} part @param {string} name */
  function measure(network, part, name) {
    if (!part.X.length) return { loss: NaN, right: NaN };
    const { kernel, count, loss } = sent(network, part, name), { a } = kernel.last;
    return { loss, right: part.y.filter((one, i) => Number(a[i] > 0.5) === one).length / count };
  }

  /** From this number of steps to the next place of the curves: whole epochs, fewer as it grows.
   * @param {State} s @param {number} steps */
  function interval(s, steps) {
    let found = perEpoch(s);
    while (steps / found > MOST_KEPT) found *= 2;
    return found;
  }

  /** Runs one after the other: goes on where it stands, or begins again if anything has changed. */
  function runner() {
    let key = "", steps = 0, diverged = 0;
    /** @type {any} */ let trainer = null;
    /** @type {any} */ let before = null;
    /** @type {number[][]} */ let curve = [];

    /** @param {State} s */
    function begin(s) {
      const { X, y } = points(s).training;
      trainer = nnbook.engine.trainer({ layers: s.layers }, X, y, settings(s));
      steps = 0;
      before = null;
      curve = [];
    }

    /** @param {State} s */
    function note(s) {
      const { training, heldOut } = points(s), network = trainer.network();
      curve.push([steps, measure(network, training, s.loss).loss,
        measure(network, heldOut, s.loss).loss]);
    }

    /** On to a step, if training gets as far. @param {State} s @param {number} goal */
    function advance(s, goal) {
      const every = interval(s, goal);
      curve = curve.filter(([at]) => at % every === 0);
      if (!curve.length) note(s);
      while (steps < goal && !trainer.diverged) {
        const stop = Math.min(goal, steps - steps % every + every);
        if (stop === goal) {
          trainer.step(goal - 1 - steps);
          before = trainer.network();
          trainer.step(1);
        } else trainer.step(stop - steps);
        steps = stop;
        if (!trainer.diverged && steps % every === 0) note(s);
      }
      return trainer.diverged;
    }

    /**
     * The run of this state at its step.
     * @param {State} s @returns {PlaygroundNow}
     */
    return (s) => {
      const { data, n, noise, held, scale, seed, layers, inputs } = s;
      const now = JSON.stringify([settings(s), data, n, noise, held, scale, seed, layers,
        inputs, data === "own" && s.points]);
      if (now !== key) diverged = 0;
      if (now !== key || s.steps < steps) begin(s);
      key = now;
      // Where training runs away, the last weights that were good are one or two steps before.
      const good = () => Math.max(0, diverged - 2);
      const ran = diverged && s.steps >= diverged ? diverged
        : advance(s, diverged ? Math.min(s.steps, diverged - 1) : s.steps);
      if (ran && !diverged) diverged = ran;
      if (ran && steps !== good()) {
        begin(s);
        advance(s, good());
      }
      const network = trainer.network(), parts = points(s);
      const seen = measure(network, parts.training, s.loss);
      const unseen = measure(network, parts.heldOut, s.loss);
      const ending = curve.length && curve[curve.length - 1][0] === steps
        ? curve : [...curve, [steps, seen.loss, unseen.loss]];
      return { steps, network, before: steps ? before : null, seen, unseen, curve: ending,
        diverged: ran ? diverged : 0 };
    };
  }

  /** The slopes of the training loss, penalty and dropout aside, in the places of the weights.
   * @param {State} s @param {any} network */
  function slopes(s, network) {
    const { kernel, count } = sent(network, points(s).training, s.loss);
    kernel.backward(s.loss, count);
    kernel.w.set(kernel.g);
    return kernel.plain();
  }

  /** The state of the second run. @param {State} s @returns {State} */
  const other = (s) => ({ ...s, ...s.second });

  return { runner, slopes, settings, other, interval, size };
})();
