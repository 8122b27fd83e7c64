/**
 * Random numbers, bit for bit those of numpy.random.default_rng(seed): SeedSequence makes the start
 * and PCG64 (O'Neill 2014) the stream.
 */
nnbook.random = (function () {
  "use strict";

  // 0x2360ed051fc65da44385df649fccf645, 16 bits at a time, the least first.
  const MULTIPLIER = [0xf645, 0x9fcc, 0xdf64, 0x4385, 0x5da4, 0x1fc6, 0xed05, 0x2360];

  /**
   * numpy's SeedSequence: eight words of 32 bits, well mixed from one whole number.
   * @param {number} seed @returns {Uint32Array}
   */
  function mixed(seed) {
    const given = [seed >>> 0, Math.floor(seed / 2 ** 32)], pool = new Uint32Array(4);
    let constant = 0x43b0d7e5;
    /** @param {number} value @param {number} factor */
    function hash(value, factor) {
      value ^= constant;
      constant = Math.imul(constant, factor);
      value = Math.imul(value, constant);
      return value ^ (value >>> 16);
    }
    for (let i = 0; i < 4; i++) pool[i] = hash(given[i] || 0, 0x931e8875);
    for (let from = 0; from < 4; from++) {
      for (let to = 0; to < 4; to++) {
        if (from === to) continue;
        const other = hash(pool[from], 0x931e8875);
        const value = Math.imul(pool[to], 0xca01f9dd) - Math.imul(other, 0x4973f715);
        pool[to] = value ^ (value >>> 16);
      }
    }
    constant = 0x8b51f9dd;
    return Uint32Array.from({ length: 8 }, (_, i) => hash(pool[i % 4], 0x58f38ded));
  }

  /**
   * The stream that belongs to a seed, a whole number from 0 to 2^53 - 1.
   * @param {number} seed
   */
  function random(seed) {
    if (!Number.isSafeInteger(seed) || seed < 0) {
      throw new RangeError(`the seed must be a whole number from 0 on, not ${seed}`);
    }
    // 128 bits each, 16 at a time, the least first.
    const state = new Uint16Array(8), increment = new Uint16Array(8), next = new Uint16Array(8);
    let high = 0, low = 0; // the last 64 bits drawn
    let waiting = -1; // the half of 64 bits that the next number of 32 bits takes

    /** state <- state * MULTIPLIER + increment, modulo 2^128. */
    function advance() {
      let carry = 0;
      for (let k = 0; k < 8; k++) {
        let sum = carry + increment[k];
        for (let i = 0; i <= k; i++) sum += state[i] * MULTIPLIER[k - i];
        next[k] = sum % 65536;
        carry = Math.floor(sum / 65536);
      }
      state.set(next);
    }

    /** The next 64 bits, into `high` and `low`. */
    function draw() {
      advance();
      let upper = (state[7] << 16 | state[6]) ^ (state[3] << 16 | state[2]);
      let lower = (state[5] << 16 | state[4]) ^ (state[1] << 16 | state[0]);
      let turn = state[7] >>> 10;
      if (turn >= 32) {
        [upper, lower] = [lower, upper];
        turn -= 32;
      }
      // Shifting by 32 would do nothing, so the part that comes over is shifted in two.
      high = (upper >>> turn | lower << 1 << 31 - turn) >>> 0;
      low = (lower >>> turn | upper << 1 << 31 - turn) >>> 0;
    }

    function draw32() {
      if (waiting >= 0) {
        const half = waiting;
        waiting = -1;
        return half;
      }
      draw();
      waiting = high;
      return low;
    }

    /** A whole number from 0 to max: bits are drawn until they are not too large.
     * @param {number} max */
    function upTo(max) {
      const mask = 2 ** (32 - Math.clz32(max)) - 1;
      for (;;) {
        const value = (draw32() & mask) >>> 0;
        if (value <= max) return value;
      }
    }

    // The start: the state begins at 0, and the mixed words are added after one step.
    const words = mixed(seed);
    const seeds = [[2, 3, 0, 1], [6, 7, 4, 5]].map((some) =>
      some.flatMap((i) => [words[i] & 0xffff, words[i] >>> 16]));
    seeds[1].forEach((part, i) => {
      increment[i] = part << 1 | (i ? seeds[1][i - 1] >>> 15 : 1);
    });
    advance();
    let carry = 0;
    seeds[0].forEach((part, i) => {
      const sum = state[i] + part + carry;
      state[i] = sum;
      carry = sum >>> 16;
    });
    advance();

    return {
      /** A number in [0, 1), of 53 random bits. */
      random() {
        draw();
        return (high * 2 ** 21 + (low >>> 11)) / 2 ** 53;
      },
      /** The next 64 bits, as two numbers of 32: the higher and the lower. */
      bits() {
        draw();
        return [high, low];
      },
      /** The numbers 0 to n - 1 in random order. @param {number} n @returns {Uint32Array} */
      permutation(n) {
        const numbers = Uint32Array.from({ length: n }, (_, i) => i);
        for (let i = n - 1; i > 0; i--) {
          const j = upTo(i), kept = numbers[i];
          numbers[i] = numbers[j];
          numbers[j] = kept;
        }
        return numbers;
      },
    };
  }

  return random;
})();
