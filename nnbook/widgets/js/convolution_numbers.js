/** What the figure "convolution" computes and says, and the programs that it gives away. */
nnbook.convolution = (function () {
  "use strict";

  const { number } = nnbook.marks;
  const { KERAS: HEAD, literal } = nnbook.kit;
  const SIDE = 8, LARGEST = 1000;

  /**
   * `down` and `right` say how many moves the window is away from the corner, `written` how many
   * places of the map are filled in; beyond the last is the last.
   * @typedef {{image: number[][], kernel: number[][], padding: number, stride: number, down: number,
   *   right: number, written: number}} State
   */

  /** @type {Object<string, [string, number[][]]>} the kernels to choose from */
  const KERNELS = {
    upright: ["edges, ink on the right", [[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]]],
    level: ["edges, ink below", [[-1, -1, -1], [0, 0, 0], [1, 1, 1]]],
    outline: ["outline", [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]],
    blur: ["blur", [[0.0625, 0.125, 0.0625], [0.125, 0.25, 0.125], [0.0625, 0.125, 0.0625]]],
    sharpen: ["sharpen", [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]],
    move: ["look to the left", [[0, 0, 0], [1, 0, 0], [0, 0, 0]]],
  };

  /** @param {any} rows @param {number} n @param {number} low @param {number} high */
  const square = (rows, n, low, high) => Array.isArray(rows) && rows.length === n &&
    rows.every((row) => Array.isArray(row) && row.length === n &&
      row.every((v) => typeof v === "number" && v >= low && v <= high));

  /** "" or what is impossible about the state. @param {State} s @returns {string} */
  function check(s) {
    if (!square(s.image, SIDE, 0, 1)) return "image must be 8 rows of 8 numbers from 0 to 1";
    if (!square(s.kernel, 3, -LARGEST, LARGEST)) {
      return "kernel must be 3 rows of 3 numbers between -1000 and 1000";
    }
    if (![0, 1, 2].includes(s.padding)) return `padding must be 0, 1 or 2, but is ${s.padding}`;
    if (![1, 2, 3].includes(s.stride)) return `stride must be 1, 2 or 3, but is ${s.stride}`;
    for (const key of /** @type {("down"|"right"|"written")[]} */ (["down", "right", "written"])) {
      if (!Number.isInteger(s[key]) || s[key] < 0) {
        return `${key} must be a whole number from 0 on, but is ${s[key]}`;
      }
    }
    return "";
  }

  /** The state with what follows from it. @param {State} s */
  function computed(s) {
    const wide = SIDE + 2 * s.padding, side = Math.floor((wide - 3) / s.stride) + 1;
    /** @param {number} i @param {number} j */
    const pixel = (i, j) => (s.image[i - s.padding] || [])[j - s.padding] || 0;
    /** What the window sees. @param {number} down @param {number} right */
    const under = (down, right) => s.kernel.map((row, u) =>
      row.map((_, v) => pixel(down * s.stride + u, right * s.stride + v)));
    /** @param {number[][]} seen */
    const sums = (seen) => seen.map((row, u) =>
      row.reduce((sum, x, v) => sum + s.kernel[u][v] * x, 0));
    const result = Array.from({ length: side }, (_, down) => Array.from({ length: side },
      (__, right) => sums(under(down, right)).reduce((a, b) => a + b)));
    const down = Math.min(s.down, side - 1), right = Math.min(s.right, side - 1);
    const seen = under(down, right);
    return { ...s, wide, side, pixel, result, down, right, seen, rows: sums(seen),
      z: result[down][right], written: Math.min(s.written, side * side) };
  }

  /** Terms of a sum, each with its sign before it. @param {[number, string][]} terms */
  const added = (terms) => terms.map(([sign, text], i) =>
    (sign < 0 ? (i ? " − " : "−") : i ? " + " : "") + text).join("");

  /** The sum at the present place, row by row. @param {State} s @returns {string[]} */
  function lines(s) {
    const { seen, rows, z } = computed(s);
    const each = seen.map((row, u) => `${added(row.map((x, v) => [s.kernel[u][v],
      `${number(Math.abs(s.kernel[u][v]))}·${number(x)}`]))} = ${number(rows[u])}`);
    const total = added(rows.map((sum) => [sum, number(Math.abs(sum))]));
    return [...each, `z = ${total} = ${number(z)}`];
  }

  /** How the size of the map comes about. @param {State} s @returns {string} */
  function sizeLine(s) {
    const exact = (SIDE + 2 * s.padding - 3) / s.stride, whole = Math.floor(exact);
    const cut = whole === exact ? "" : ` = ${number(exact, 2)}, rounded down ${whole};`;
    const sum = `(8 + 2·${s.padding} − 3) / ${s.stride}${cut}`;
    return `Map: ${sum} + 1 = ${whole + 1} in each direction`.replace("; +", ", +");
  }

  /** The picture in words. @param {State} s @returns {string} */
  function describe(s) {
    const { side, down, right, written, z, result } = computed(s), all = result.flat();
    const kernel = s.kernel.map((row) => row.map((v) => number(v)).join(" ")).join("; ");
    const count = written < side * side ? `${written} of ${side * side} written` : "all written";
    return `A picture of 8 by 8 pixels and the kernel ${kernel}. The window, ${down} moves down ` +
      `and ${right} to the right, gives z = ${number(z)}. Padding ${s.padding}, stride ` +
      `${s.stride}: a map of ${side} by ${side}, ${count}, from ${number(Math.min(...all))} to ` +
      `${number(Math.max(...all))}.`;
  }

  /** @param {number[][]} rows */
  const matrix = (rows) => `[\n${rows.map((row) => `    ${literal(row)},`).join("\n")}\n]`;

  /** @param {State} s @returns {Object<string, string>} */
  function code(s) {
    const { padding, stride } = s;
    const data = [`image = np.array(${matrix(s.image)}, dtype=float)`,
      `kernel = np.array(${matrix(s.kernel)}, dtype=float)`];
    const print = ["for row in result:", '    print(*(f"{v:.4f}" for v in row.tolist()))', ""];
    const pair = "[None, None]";
    return {
      Python: [
        "import numpy as np", "from nnbook import Network", "from nnbook.layers import Convolution",
        "", ...data,
        `layer = Convolution(kernel${pair}, None, "identity", (1, 8, 8),`,
        `                    padding=${padding}, stride=${stride})`,
        "result = Network([layer])(image.ravel()).reshape(layer.output_shape[1:])", ...print,
      ].join("\n"),
      Keras: [
        ...HEAD, "", ...data, `x = np.pad(image, ${padding})[None, :, :, None]`,
        `result = keras.ops.conv(x, kernel[:, :, None, None], strides=${stride})[0, :, :, 0]`,
        ...print,
      ].join("\n"),
      PyTorch: [
        "import numpy as np", "import torch", "", ...data,
        `x, K = torch.tensor(image)${pair}, torch.tensor(kernel)${pair}`,
        `result = torch.nn.functional.conv2d(x, K, padding=${padding}, stride=${stride})[0, 0]`,
        ...print,
      ].join("\n"),
    };
  }

  return { SIDE, KERNELS, check, computed, lines, sizeLine, describe, code };
})();
