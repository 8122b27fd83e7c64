/**
 * From strokes to an answer: ink on a sheet, the picture of 8 x 8, and what the network says of it.
 * `draw_strokes` and `fit_image` of nnbook/images.py are the same computations; a test says so.
 * @typedef {{strokes: number[][], unit: number, weights: number[]}} DigitState
 * @typedef {{pixels: number[], hidden: number[], p: number[], best: number, next: number,
 *   sure: boolean, slope: number[]}} DigitAnswer
 */
nnbook.digitInk = (function () {
  "use strict";

  const { forward } = nnbook.engine;
  const SHEET = 64; // pixels of the inked sheet, along each side
  const PEN = 5 / 32 * SHEET;
  const CELLS = 8, HIDDEN = 32, DIGITS = 10;
  const COUNT = HIDDEN * CELLS * CELLS + HIDDEN + DIGITS * HIDDEN + DIGITS;
  const SMALLEST = 10; // hundredths of the sheet that a drawing has to reach over
  const SURE = 0.8; // as in nnbook/reader.py

  /**
   * The strokes' ends: left, top, right, bottom; null if there is no point.
   * @param {number[][]} strokes
   */
  function ends(strokes) {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (const stroke of strokes) {
      for (let i = 0; i < stroke.length; i++) {
        box[i % 2] = Math.min(box[i % 2], stroke[i]);
        box[2 + i % 2] = Math.max(box[2 + i % 2], stroke[i]);
      }
    }
    return box[0] <= box[2] ? box : null;
  }

  /**
   * The inked sheet, row by row: enlarged to fill it, under a pen of one thickness.
   * @param {number[][]} strokes at least one point @returns {Uint8Array}
   */
  function ink(strokes) {
    const sheet = new Uint8Array(SHEET * SHEET);
    const [left, top, right, bottom] = /** @type {number[]} */ (ends(strokes));
    const width = right - left, height = bottom - top;
    let scale = Infinity;
    if (width > 0) scale = (0.75 * SHEET - PEN) / width;
    if (height > 0) scale = Math.min(scale, (SHEET - PEN) / height);
    if (scale === Infinity) scale = 1;
    /** @param {number} value @param {number} low @param {number} high */
    const at = (value, low, high) => (value - (low + high) / 2) * scale + SHEET / 2;
    const reach = PEN / 2;
    /** @param {number} value */
    const inside = (value) => Math.max(0, Math.min(SHEET, value));
    for (const stroke of strokes) {
      for (let i = 0; i < stroke.length; i += 2) {
        const j = Math.min(i + 2, stroke.length - 2);
        const ax = at(stroke[i], left, right), ay = at(stroke[i + 1], top, bottom);
        const bx = at(stroke[j], left, right), by = at(stroke[j + 1], top, bottom);
        const dx = bx - ax, dy = by - ay, length = dx * dx + dy * dy;
        const last = inside(Math.ceil(Math.max(ay, by) + reach));
        const from = inside(Math.floor(Math.min(ax, bx) - reach));
        const to = inside(Math.ceil(Math.max(ax, bx) + reach));
        for (let row = inside(Math.floor(Math.min(ay, by) - reach)); row < last; row++) {
          for (let column = from; column < to; column++) {
            const x = column + 0.5, y = row + 0.5;
            let along = length === 0 ? 0 : ((x - ax) * dx + (y - ay) * dy) / length;
            along = Math.max(0, Math.min(1, along));
            const across = x - ax - along * dx, down = y - ay - along * dy;
            if (across * across + down * down <= PEN * PEN / 4) sheet[row * SHEET + column] = 1;
          }
        }
      }
    }
    return sheet;
  }

  /**
   * Row i: how much each old pixel gives to cell i, which begins at start + i step.
   * @param {number} start @param {number} step
   */
  function shares(start, step) {
    return Array.from({ length: CELLS }, (_, i) => Array.from({ length: SHEET }, (__, pixel) => {
      const low = Math.max(start + step * i, pixel);
      const high = Math.min(start + step * (i + 1), pixel + 1);
      return Math.max(0, high - low) / step;
    }));
  }

  /**
   * The inked sheet cut out, shrunk and centred to 8 x 8, row by row: all eight rows at most six
   * columns, the box in the middle of the rows, the mass in the middle of the columns.
   * @param {Uint8Array} sheet @returns {number[]}
   */
  function fitImage(sheet) {
    const rows = new Array(SHEET).fill(0), columns = new Array(SHEET).fill(0);
    sheet.forEach((grey, i) => {
      rows[Math.floor(i / SHEET)] += grey;
      columns[i % SHEET] += grey;
    });
    /** @param {number[]} sums */
    const range = (sums) => {
      const end = SHEET - [...sums].reverse().findIndex(Boolean);
      return [sums.findIndex(Boolean), end];
    };
    const [top, bottom] = range(rows), [left, right] = range(columns);
    const step = Math.max((bottom - top) / CELLS, (right - left) / (0.75 * CELLS));
    let mass = 0, total = 0;
    columns.forEach((sum, i) => {
      mass += sum * (i + 0.5);
      total += sum;
    });
    const down = shares((top + bottom) / 2 - step * CELLS / 2, step);
    const across = shares(mass / total - step * CELLS / 2, step);
    const found = [];
    for (const row of down) {
      const mixed = columns.map((_, j) =>
        row.reduce((sum, share, i) => sum + share * sheet[i * SHEET + j], 0));
      for (const column of across) {
        const grey = column.reduce((sum, share, j) => sum + share * mixed[j], 0);
        found.push(Math.max(0, Math.min(1, grey)));
      }
    }
    return found;
  }

  /**
   * The weights, in hundredths one after the other, as a network of the engine.
   * @param {number[]} weights
   */
  function unpack(weights) {
    let used = 0;
    /** @param {number} n */
    const take = (n) => weights.slice(used, used += n).map((one) => one / 100);
    /** @param {number} rows @param {number} columns @param {string} activation */
    const layer = (rows, columns, activation) => ({
      W: Array.from({ length: rows }, () => take(columns)), b: take(rows), activation });
    return { layers: [layer(HIDDEN, CELLS * CELLS, "relu"), layer(DIGITS, HIDDEN, "softmax")] };
  }

  /**
   * What was found last: of one drawing, several parts of the figure ask.
   * @type {{weights: number[]|null, network: any, strokes: number[][]|null, answer: any}}
   */
  const last = { weights: null, network: null, strokes: null, answer: null };

  /** The network of a state. @param {DigitState} s */
  function networkOf({ weights }) {
    if (last.weights !== weights) {
      Object.assign(last, { weights, network: unpack(weights), strokes: null });
    }
    return last.network;
  }

  /**
   * `found` of a state, once for each drawing.
   * @param {DigitState} s @returns {DigitAnswer|null}
   */
  function read(s) {
    networkOf(s);
    if (last.strokes !== s.strokes) Object.assign(last, { strokes: s.strokes, answer: found(s) });
    return last.answer;
  }

  /**
   * What the network says of the drawing; null if there is too little of one. `slope` is how much
   * the answer's logit, its sum before softmax, rises with the grey of each point.
   * @param {DigitState} s @returns {DigitAnswer|null}
   */
  function found(s) {
    const box = ends(s.strokes);
    if (!box || Math.max(box[2] - box[0], box[3] - box[1]) < SMALLEST) return null;
    const network = networkOf(s), [first, second] = network.layers;
    const pixels = fitImage(ink(s.strokes));
    const { z, a } = forward(network, [pixels]);
    /** @type {number[]} */
    const p = a[2][0];
    const order = p.map((_, i) => i).sort((i, j) => p[j] - p[i] || i - j);
    const slope = pixels.map((_, i) => second.W[order[0]].reduce(
      (/** @type {number} */ sum, /** @type {number} */ w, /** @type {number} */ unit) =>
        sum + (z[0][0][unit] > 0 ? w * first.W[unit][i] : 0), 0));
    return { pixels, hidden: a[1][0], p, best: order[0], next: order[1],
      sure: p[order[0]] >= SURE, slope };
  }

  return { COUNT, HIDDEN, SURE, ink, fitImage, networkOf, read };
})();
