/**
 * The same networks as engine_network.js on typed arrays, fast enough to train and to draw maps
 * within a frame. Numbers lie unit by unit, a row of samples each: values[unit * room + sample].
 */
nnbook.kernel = (function () {
  "use strict";
  const { activations, softmax } = nnbook.functions;
  const { losses, findFromZ, optionOf } = nnbook.network;

  /**
   * A layer: where its parameters start in the one vector of all (-1 if it has none), and its
   * numbers for the samples at hand: sums z, activations (`soft` of softmax before dropout, a after
   * it), and dC/da, which becomes dC/dz.
   * @typedef {{
   *   inputs: number, outputs: number, W: number, b: number, alpha: number, activation: string,
   *   option: number, dropout: number, z: Float64Array, soft: Float64Array, a: Float64Array,
   *   back: Float64Array, kept: Float64Array | null
   * }} Part
   */

  // tanh and its slope at -20, -20 + 1/64, ..., 20. From the nearest of these the law of addition
  // leads to any z with a few products: four times as fast as Math.tanh, and as exact.
  const TANH = Float64Array.from({ length: 40 * 64 + 1 }, (_, k) => Math.tanh(k / 64 - 20));
  const SLOPE = TANH.map((_, k) => activations.tanh.slope(k / 64 - 20));

  /** @param {number} z */
  function tanh(z) {
    const s = Math.min(Math.max(z, -19.9), 19.9), k = (s * 64 + 1280.5) | 0;
    const r = s - (k * (1 / 64) - 20), q = r * r, t = r * (1 + q * (q * (2 / 15) - 1 / 3));
    return (TANH[k] + t) / (1 + TANH[k] * t);
  }

  /** @param {number} z */
  function tanhSlope(z) {
    if (!(Math.abs(z) < 19.9)) return activations.tanh.slope(z);
    const k = (z * 64 + 1280.5) | 0, r = z - (k / 64 - 20), q = r * r;
    const t = r * (1 + q * (q * (2 / 15) - 1 / 3)), part = 1 / (1 + TANH[k] * t);
    return SLOPE[k] * (1 - t * t) * part * part;
  }

  /**
   * Activations of the numbers z[from] to z[to - 1].
   * @param {string} name @param {number} option @param {Float64Array} z @param {Float64Array} a
   * @param {number} from @param {number} to
   */
  function activate(name, option, z, a, from, to) {
    if (name === "tanh") {
      for (let n = from; n < to; n++) a[n] = tanh(z[n]);
    } else if (name === "sigmoid") {
      // Far below 0 the law of addition would leave few digits.
      const { value } = activations.sigmoid;
      for (let n = from; n < to; n++) {
        a[n] = z[n] < -4 ? value(z[n]) : 0.5 + 0.5 * tanh(0.5 * z[n]);
      }
    } else if (name === "relu") {
      for (let n = from; n < to; n++) a[n] = z[n] > 0 ? z[n] : 0;
    } else {
      const { value } = activations[name];
      for (let n = from; n < to; n++) a[n] = value(z[n], option);
    }
  }

  /**
   * From dC/da to dC/dz, in place: times the slopes f'(z).
   * @param {string} name @param {number} option @param {Float64Array} z
   * @param {Float64Array} back @param {number} from @param {number} to
   */
  function timesSlopes(name, option, z, back, from, to) {
    if (name === "tanh") {
      for (let n = from; n < to; n++) back[n] *= tanhSlope(z[n]);
    } else if (name === "sigmoid") {
      for (let n = from; n < to; n++) back[n] *= 0.25 * tanhSlope(0.5 * z[n]);
    } else if (name === "relu") {
      for (let n = from; n < to; n++) back[n] = z[n] > 0 ? back[n] : 0;
    } else {
      const { slope } = activations[name];
      for (let n = from; n < to; n++) back[n] *= slope(z[n], option);
    }
  }

  /**
   * to[o][n] += sum over k of w[at + o * down + k * right] * from[k][n], in blocks of two rows and
   * four columns, so that each number fetched is used more than once.
   * @param {Float64Array} to @param {Float64Array} w @param {number} at @param {number} down
   * @param {number} right @param {number} rows @param {number} columns @param {Float64Array} from
   * @param {number} room @param {number} count
   */
  function multiply(to, w, at, down, right, rows, columns, from, room, count) {
    for (let o = 0; o < rows; o += 2) {
      const two = o + 1 < rows, t0 = o * room, t1 = two ? t0 + room : t0;
      for (let k = 0; k < columns; k += 4) {
        // A block that sticks out takes the number 0 times the first.
        const u = at + o * down + k * right, v = u + down, left = columns - k;
        const u0 = w[u], u1 = left > 1 ? w[u + right] : 0;
        const u2 = left > 2 ? w[u + 2 * right] : 0, u3 = left > 3 ? w[u + 3 * right] : 0;
        const v0 = two ? w[v] : 0, v1 = two && left > 1 ? w[v + right] : 0;
        const v2 = two && left > 2 ? w[v + 2 * right] : 0;
        const v3 = two && left > 3 ? w[v + 3 * right] : 0;
        const f0 = k * room, f1 = left > 1 ? f0 + room : f0;
        const f2 = left > 2 ? f1 + room : f0, f3 = left > 3 ? f2 + room : f0;
        for (let n = 0; two && left > 2 && n < count; n++) {
          const a = from[f0 + n], b = from[f1 + n], c = from[f2 + n], d = from[f3 + n];
          to[t0 + n] += u0 * a + u1 * b + u2 * c + u3 * d;
          to[t1 + n] += v0 * a + v1 * b + v2 * c + v3 * d;
        }
        for (let n = 0; two && left <= 2 && n < count; n++) {
          const a = from[f0 + n], b = from[f1 + n];
          to[t0 + n] += u0 * a + u1 * b;
          to[t1 + n] += v0 * a + v1 * b;
        }
        for (let n = 0; !two && n < count; n++) {
          to[t0 + n] += u0 * from[f0 + n] + u1 * from[f1 + n] + u2 * from[f2 + n] +
            u3 * from[f3 + n];
        }
      }
    }
  }

  /**
   * A network on typed arrays, for up to `room` samples at a time. `w` holds all parameters in the
   * order W1, b1, alpha1, W2, ..., `g` their gradients. `dropout` is a probability for each layer.
   * @param {Network} network @param {number} room @param {number[]} [dropout]
   */
  function kernel(network, room, dropout = []) {
    let length = 0;
    /** @param {number} many */
    const place = (many) => (length += many) - many;
    /** @type {Part[]} */
    const parts = network.layers.map((layer, i) => {
      const inputs = layer.W[0].length, outputs = layer.W.length;
      const array = () => new Float64Array(outputs * room);
      return { inputs, outputs, activation: layer.activation, dropout: dropout[i] || 0,
        option: optionOf(layer) || 0, W: place(inputs * outputs), b: layer.b ? place(outputs) : -1,
        alpha: layer.activation === "prelu" ? place(1) : -1, z: array(), soft: array(),
        a: array(), back: array(), kept: dropout[i] ? array() : null };
    });
    const w = new Float64Array(length), g = new Float64Array(length);
    const x = new Float64Array(parts[0].inputs * room), last = parts[parts.length - 1];
    network.layers.forEach((layer, i) => {
      w.set(layer.W.flat(), parts[i].W);
      if (layer.b) w.set(layer.b, parts[i].b);
      if (parts[i].alpha >= 0) w[parts[i].alpha] = parts[i].option;
    });

    /** The numbers of one sample. @param {Float64Array} values @param {number} n
     * @param {number} outputs */
    const unit = (values, n, outputs) =>
      Array.from({ length: outputs }, (_, o) => values[o * room + n]);
    /** @param {Part} part */
    const settingOf = ({ alpha, option }) => (alpha < 0 ? option : w[alpha]);

    /**
     * The first `count` samples in x through all layers; with `random`, dropout is at work.
     * @param {number} count @param {(() => number) | null} [random]
     */
    function forward(count, random) {
      /** @type {Float64Array} */
      let from = x;
      for (const part of parts) {
        const { inputs, outputs, activation, z, soft, a, kept } = part;
        for (let o = 0; o < outputs; o++) {
          z.fill(part.b < 0 ? 0 : w[part.b + o], o * room, o * room + count);
        }
        multiply(z, w, part.W, inputs, 1, outputs, inputs, from, room, count);
        if (activation === "softmax") {
          for (let n = 0; n < count; n++) {
            /** @type {number[]} */
            const row = softmax(unit(z, n, outputs));
            row.forEach((one, o) => { soft[o * room + n] = a[o * room + n] = one; });
          }
        } else {
          for (let at = 0; at < outputs * room; at += room) {
            activate(activation, settingOf(part), z, a, at, at + count);
          }
        }
        if (kept && random) {
          for (let n = 0; n < count; n++) {
            for (let k = n; k < outputs * room; k += room) {
              kept[k] = random() < part.dropout ? 0 : 1 / (1 - part.dropout);
              a[k] *= kept[k];
            }
          }
        }
        from = a;
      }
    }

    /** The loss of the samples just sent forward, and its slope into the last layer's `back`.
     * @param {string} name @param {Float64Array} y @param {number} count */
    function compare(name, y, count) {
      const { outputs, z, a, back } = last, { one, oneSlope, perSample } = losses[name];
      const over = perSample ? count : count * outputs, exact = findFromZ(network, name);
      let total = 0;
      for (let o = 0; o < outputs; o++) {
        for (let n = 0, k = o * room; n < count; n++, k++) {
          if (!exact) total += one(y[k], a[k]);
          back[k] = (exact ? a[k] - y[k] : oneSlope(y[k], a[k])) / over;
        }
      }
      for (let n = 0; exact && n < count; n++) {
        for (const term of exact.terms(unit(y, n, outputs), unit(z, n, outputs))) total += term;
      }
      return total / over;
    }

    /** From dC/da to dC/dz, in place. @param {Part} part @param {number} count */
    function through(part, count) {
      const { activation, outputs, z, soft, back, kept, alpha } = part, end = outputs * room;
      if (kept) for (let k = 0; k < end; k++) back[k] *= kept[k];
      if (alpha >= 0) {
        g[alpha] = 0;
        for (let at = 0; at < end; at += room) {
          for (let k = at; k < at + count; k++) g[alpha] += back[k] * Math.min(0, z[k]);
        }
      }
      if (activation !== "softmax") {
        for (let at = 0; at < end; at += room) {
          timesSlopes(activation, settingOf(part), z, back, at, at + count);
        }
        return;
      }
      for (let n = 0; n < count; n++) {
        let mean = 0;
        for (let k = n; k < end; k += room) mean += back[k] * soft[k];
        for (let k = n; k < end; k += room) back[k] = soft[k] * (back[k] - mean);
      }
    }

    /** Backward, after `compare`: all gradients into g. @param {string} lossName
     * @param {number} count */
    function backward(lossName, count) {
      for (let i = parts.length - 1; i >= 0; i--) {
        const part = parts[i], { inputs, outputs, back } = part;
        if (part !== last || !findFromZ(network, lossName)) through(part, count);
        const from = i ? parts[i - 1].a : x;
        for (let o = 0; o < outputs; o++) {
          const at = o * room;
          for (let k = 0; k < inputs; k++) {
            let sum = 0;
            for (let n = 0, f = k * room; n < count; n++) sum += back[at + n] * from[f + n];
            g[part.W + o * inputs + k] = sum;
          }
          if (part.b < 0) continue;
          let sum = 0;
          for (let n = 0; n < count; n++) sum += back[at + n];
          g[part.b + o] = sum;
        }
        if (!i) return;
        const before = parts[i - 1].back;
        before.fill(0);
        multiply(before, w, part.W, 1, inputs, inputs, outputs, back, room, count);
      }
    }

    /** The network with the parameters as they are now, as plain JSON. @returns {Network} */
    function plain() {
      return { layers: network.layers.map((layer, i) => {
        const { W, b, alpha, inputs, outputs } = parts[i];
        const rows = Array.from({ length: outputs }, (_, o) =>
          [...w.subarray(W + o * inputs, W + (o + 1) * inputs)]);
        return { ...layer, W: rows, b: b < 0 ? null : [...w.subarray(b, b + outputs)],
          ...(alpha >= 0 && { option: w[alpha] }) };
      }) };
    }

    return { w, g, x, parts, last, forward, compare, backward, plain };
  }

  return kernel;
})();
