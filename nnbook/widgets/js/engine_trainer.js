/**
 * Training, step by step: nnbook.train on typed arrays, with the same order of samples, the same
 * dropout and the same arithmetic of the optimizers.
 */
nnbook.trainer = (function () {
  "use strict";

  /**
   * `batch` samples a step (null: all), in an order drawn from `seed`, a new one each epoch.
   * `dropout` holds for each hidden layer the probability that a unit is silenced in training.
   * Training stops where the loss passes `limit`, or is no number any more.
   * @typedef {{
   *   loss: string,
   *   optimizer: {name: string, lr: number, beta?: number, beta1?: number, beta2?: number,
   *     epsilon?: number},
   *   penalty?: {name: string, strength: number} | null,
   *   batch?: number | null, seed?: number, dropout?: number[], limit?: number
   * }} Settings
   */

  /**
   * One step of each optimizer: changes w and its memory, vectors like w, by the gradients g. t
   * counts the steps from 1.
   * @type {Object<string, (w: Float64Array, g: Float64Array, memory: Float64Array[], t: number,
   *   settings: Settings["optimizer"]) => void>}
   */
  const descend = {
    sgd(w, g, memory, t, { lr }) {
      for (let i = 0; i < w.length; i++) w[i] -= g[i] * lr;
    },
    momentum(w, g, [v], t, { lr, beta = 0.9 }) {
      for (let i = 0; i < w.length; i++) {
        v[i] = v[i] * beta + g[i];
        w[i] -= v[i] * lr;
      }
    },
    adam(w, g, [m, v], t, { lr, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }) {
      const first = lr / (1 - beta1 ** t), second = 1 - beta2 ** t;
      for (let i = 0; i < w.length; i++) {
        m[i] = m[i] * beta1 + g[i] * (1 - beta1);
        v[i] = v[i] * beta2 + g[i] * g[i] * (1 - beta2);
        w[i] -= m[i] / (Math.sqrt(v[i] / second) + epsilon) * first;
      }
    },
  };

  /** Rows as columns one after the other: number k of row n at k * rows + n.
   * @param {number[][]} rows */
  function columns(rows) {
    const values = new Float64Array(rows.length * rows[0].length);
    rows.forEach((row, n) => row.forEach((one, k) => { values[k * rows.length + n] = one; }));
    return values;
  }

  /**
   * @param {Network} network where training starts; it is left as it is
   * @param {number[][]} X @param {any[]} y @param {Settings} settings its `optimizer` and `penalty`
   *   may be changed between steps
   */
  function trainer(network, X, y, settings) {
    const data = nnbook.network.asRows(network, X, y), many = data.X.length;
    const size = Math.min(settings.batch || many, many), inputs = columns(data.X);
    const targets = columns(data.y), outputs = data.y[0].length;
    const hidden = (settings.dropout || []).slice(0, network.layers.length - 1);
    const kernel = nnbook.kernel(network, size, hidden), { w, g, x } = kernel;
    const expected = new Float64Array(outputs * size), before = w.slice();
    const memory = [new Float64Array(w.length), new Float64Array(w.length)];
    const stream = nnbook.random(settings.seed || 0);
    const inOrder = Uint32Array.from({ length: many }, (_, n) => n);
    /** @type {Uint32Array} */
    let order = inOrder;
    let next = many, epochs = 0, steps = 0, sofar = 0;
    /** @type {number | null} */
    let diverged = null, /** @type {number | null} */ mean = null;

    /** @param {Float64Array} to @param {Float64Array} from @param {Uint32Array} rows
     * @param {number} start @param {number} count */
    function gather(to, from, rows, start, count) {
      for (let k = 0, at = 0; at < from.length; k += size, at += many) {
        for (let n = 0; n < count; n++) to[k + n] = from[at + rows[start + n]];
      }
    }

    /** Samples into the kernel and forward; their loss. @param {Uint32Array} rows
     * @param {number} start @param {number} count @param {(() => number) | null} random */
    function measure(rows, start, count, random) {
      gather(x, inputs, rows, start, count);
      gather(expected, targets, rows, start, count);
      kernel.forward(count, random);
      return kernel.compare(settings.loss, expected, count);
    }

    function punish() {
      const { name, strength } = settings.penalty || { name: "", strength: 0 };
      for (const { W, inputs: across, outputs: down } of strength ? kernel.parts : []) {
        for (let i = W; i < W + across * down; i++) {
          g[i] += strength * (name === "l2" ? 2 * w[i] : Math.sign(w[i]));
        }
      }
    }

    /** Whether w holds nothing but numbers. */
    const finite = () => w.every((/** @type {number} */ one) => one - one === 0);

    /** One step on the next batch; whether it ended an epoch. */
    function once() {
      if (next >= many) {
        order = size < many ? stream.permutation(many) : inOrder;
        next = sofar = 0;
      }
      const count = Math.min(size, many - next);
      const loss = measure(order, next, count, stream.random);
      steps++;
      if (loss <= (settings.limit || 1e6)) {
        before.set(w);
        kernel.backward(settings.loss, count);
        punish();
        descend[settings.optimizer.name](w, g, memory, steps, settings.optimizer);
      } else diverged = steps;
      if (!finite()) diverged = steps;
      if (diverged) w.set(before);
      sofar += loss * count;
      next += count;
      if (diverged || next < many) return false;
      epochs++;
      mean = sofar / many;
      return true;
    }

    return {
      settings,
      /** So many steps, each on one batch. @param {number} [n] */
      step(n = 1) {
        for (let i = 0; i < n && !diverged; i++) once();
      },
      /**
       * To the end of the epoch, so many times. Gives the loss of the last whole epoch as nnbook's
       * History has it, each batch measured before its step; null before the first.
       * @param {number} [n] @returns {number | null}
       */
      epoch(n = 1) {
        for (let i = 0; i < n && !diverged;) if (once()) i++;
        return mean;
      },
      /** The network as it is now. */
      network: kernel.plain,
      /** The loss on all samples now, without dropout and penalty. */
      loss() {
        let total = 0;
        for (let start = 0; start < many; start += size) {
          const count = Math.min(size, many - start);
          total += measure(inOrder, start, count, null) * count;
        }
        return total / many;
      },
      /** Steps and whole epochs done. */
      get steps() { return steps; },
      get epochs() { return epochs; },
      /** The step at which the loss or a weight ran away; the weights are the last good ones. */
      get diverged() { return diverged; },
    };
  }

  return Object.assign(trainer, { descend });
})();
