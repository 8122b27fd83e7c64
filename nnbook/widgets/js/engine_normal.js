/**
 * Normal random numbers as numpy draws them from the same bits: the ziggurat of Marsaglia and Tsang
 * (2000) with 256 layers of equal area.
 */
nnbook.normal = (function () {
  "use strict";

  const EDGE = 3.6541528853610088, BITS = 2 ** 52;
  const height = (/** @type {number} */ x) => Math.exp(-0.5 * x * x);
  // The right ends of the layers, from the tail (255) to the top (1).
  const ends = new Float64Array(256);
  ends[255] = EDGE;
  const area = EDGE * height(EDGE) + tail();
  for (let i = 254; i > 0; i--) {
    ends[i] = Math.sqrt(-2 * Math.log(area / ends[i + 1] + height(ends[i + 1])));
  }
  const base = area / height(EDGE);

  /** The area under the bell beyond the edge, by its continued fraction. */
  function tail() {
    let fraction = EDGE;
    for (let k = 60; k > 0; k--) fraction = EDGE + k / fraction;
    return height(EDGE) / fraction;
  }

  /**
   * A number of mean 0 and variance 1.
   * @param {{bits: () => number[], random: () => number}} stream of nnbook.random
   * @returns {number}
   */
  function normal(stream) {
    for (;;) {
      const [high, low] = stream.bits(), layer = low & 255, sign = low & 256 ? -1 : 1;
      const place = (high & 0x1fffffff) * 2 ** 23 + (low >>> 9);
      const end = layer ? ends[layer] : base, x = place / BITS * end;
      const inner = layer === 0 ? EDGE : layer === 1 ? 0 : ends[layer - 1];
      if (place < inner / end * BITS) return sign * x;
      if (layer === 0) {
        for (;;) {
          const far = -Math.log1p(-stream.random()) / EDGE, up = -Math.log1p(-stream.random());
          if (2 * up > far * far) return (Math.floor(place / 256) & 1 ? -1 : 1) * (EDGE + far);
        }
      }
      const top = layer === 1 ? 1 : height(ends[layer - 1]), bottom = height(ends[layer]);
      if ((top - bottom) * stream.random() + bottom < height(x)) return sign * x;
    }
  }

  /**
   * Layers as Network.random draws them: He's weights for the relu family, Glorot's for others.
   * @param {number[]} sizes inputs and units @param {string[]} activations one for each layer
   * @param {any} rng @returns {{W: number[][], b: number[], activation: string}[]}
   */
  function layers(sizes, activations, rng) {
    return activations.map((activation, k) => {
      const inputs = sizes[k], outputs = sizes[k + 1], limit = Math.sqrt(6 / (inputs + outputs));
      const one = /elu$/.test(activation) ? () => Math.sqrt(2 / inputs) * normal(rng)
        : () => -limit + 2 * limit * rng.random();
      const W = Array.from({ length: outputs }, () => Array.from({ length: inputs }, one));
      return { W, b: Array(outputs).fill(0), activation };
    });
  }

  return Object.assign(normal, { layers });
})();
