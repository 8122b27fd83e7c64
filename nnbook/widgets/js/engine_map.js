/** Maps: what a network of two inputs answers at every place of a square of the plane. */
nnbook.map = (function () {
  "use strict";

  /**
   * The first output of a network of two inputs at the middles of n x n cells, row by row from the
   * top: row 0 has the largest second input.
   * @param {Network} network @param {number} n
   * @param {[number, number, number, number]} box x0, x1, y0, y1
   * @returns {Float64Array}
   */
  function map(network, n, [x0, x1, y0, y1]) {
    const rows = Math.ceil(400 / n), room = rows * n; // at a time
    const { x, last, forward } = nnbook.kernel(network, room), values = new Float64Array(n * n);
    for (let k = 0; k < room; k++) x[k] = x0 + (x1 - x0) * (k % n + 0.5) / n;
    for (let top = 0; top < n; top += rows) {
      const here = Math.min(rows, n - top);
      for (let row = 0; row < here; row++) {
        x.fill(y1 - (y1 - y0) * (top + row + 0.5) / n, room + row * n, room + (row + 1) * n);
      }
      forward(here * n);
      values.set(last.a.subarray(0, here * n), top * n);
    }
    return values;
  }

  return map;
})();
