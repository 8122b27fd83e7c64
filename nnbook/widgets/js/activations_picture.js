/**
 * `option` is the function's alpha or threshold; null is the one that nnbook takes.
 * @typedef {{activation: string, option: number|null, x: number, w: number, n: number
 *   }} ActivationsState
 */

/** What the figure "activations" works out, says and draws, as functions of its state. */
nnbook.activationsPicture = (function () {
  "use strict";

  const { GRADIENT, HERE, circle, line, name, number, tag, text } = nnbook.marks;
  const { amount, curve, is, plane, reach, tenTo, ticks, FAINT, QUIET } = nnbook.chart;

  /** @typedef {ActivationsState} State */

  /** @type {Object<string, string>} */
  const LABELS = { step: "step", identity: "identity", sigmoid: "sigmoid", tanh: "tanh",
    relu: "ReLU", leaky_relu: "leaky ReLU", prelu: "PReLU", elu: "ELU" };
  const SAMPLES = 160, NEARLY = 1e-9;

  /** To two digits, as one says it. @param {number} value */
  const rough = (value) => amount(Number(value.toPrecision(2)));

  /** A negative number in parentheses. @param {number} value */
  const inside = (value) => (value < 0 ? `(${number(value)})` : number(value));

  /**
   * The state with what follows from it: for each neuron of the chain its sum z, its output a, its
   * factor w f′(z), and the product of the factors so far.
   * @param {State} s
   */
  function computed(s) {
    const f = nnbook.engine.activations[s.activation];
    const option = s.option === null ? f.setting : s.option;
    /** @param {number} z */
    const value = (z) => f.value(z, option);
    /** @param {number} z */
    const slope = (z) => f.slope(z, option);
    const z = [], a = [], factors = [], products = [];
    for (let layer = 0, x = s.x, product = 1; layer < s.n; layer++) {
      z.push(s.w * x);
      factors.push(s.w * slope(z[layer]));
      x = value(z[layer]);
      product *= factors[layer];
      a.push(x);
      products.push(product);
    }
    return { ...s, option: option === undefined ? 0 : option, value, slope, z, a, factors, products,
      product: products[s.n - 1], steepness: slope(z[0]) };
  }

  /** @typedef {ReturnType<typeof computed>} Computed */

  /** The sum, the output and the slope of the first neuron, with numbers. @param {Computed} c */
  function neuronLines(c) {
    const z = c.z[0], a = c.a[0], o = number(c.option), shown = number(z);
    const right = `a = z = ${shown}, for ${shown} > 0`, rises = "f′(z) = 1, for z > 0";
    // Where a rounds to its limit, putting it in would show a difference of nothing.
    const flat = ["0", "1", "−1"].includes(number(a));
    /** @type {Object<string, [string, string]>} */
    const lines = {
      step: [`a = ${number(a)}, for ${shown} ${a ? "≥" : "<"} ${o}`, "f′(z) = 0, everywhere"],
      identity: [`a = z = ${shown}`, "f′(z) = 1, everywhere"],
      sigmoid: [`a = 1 / (1 + exp(−z)) = 1 / (1 + exp(${number(-z)})) ${is(a)}`,
        `f′(z) = a (1 − a)${flat ? "" : ` = ${number(a)}·(1 − ${number(a)})`} ${is(c.steepness)}`],
      tanh: [`a = tanh(z) = tanh(${shown}) ${is(a)}`,
        `f′(z) = 1 − a²${flat ? "" : ` = 1 − ${inside(a)}²`} ${is(c.steepness)}`],
      relu: z > 0 ? [right, rises] : [`a = 0, for ${shown} ≤ 0`, "f′(z) = 0, for z ≤ 0"],
      elu: z > 0 ? [right, rises]
        : [`a = α (exp(z) − 1) = ${o}·(exp(${shown}) − 1) ${is(a)}`,
          `f′(z) = α exp(z) = ${o}·exp(${shown}) ${is(c.steepness)}`],
    };
    lines.leaky_relu = lines.prelu = z > 0 ? [right, rises]
      : [`a = α z = ${o}·${inside(z)} ${is(a)}`, `f′(z) = α = ${o}, for z ≤ 0`];
    return [`z = w x = ${number(c.w)}·${inside(c.x)} ${is(z)}`, ...lines[c.activation]];
  }

  /** The product of the factors w f′(z), the middle ones left out of a long chain.
   * @param {Computed} c */
  function productLine(c) {
    const each = c.factors.map((one) => (one < 0 ? `(${amount(one)})` : amount(one)));
    const shown = c.n > 5 ? [...each.slice(0, 3), "…", each[c.n - 1]] : each;
    return `w f′(z), layer by layer: ${shown.join(" · ")} ${is(c.product)}`;
  }

  /** What becomes of a nudge of the input, in words. @param {Computed} c @returns {string} */
  function verdict(c) {
    const size = Math.abs(c.product), whole = Math.abs(size - 1) < 0.005;
    if (size === 0) {
      const layer = c.factors.indexOf(0) + 1;
      if (!layer) return "Vanished: what is left is too small for the computer to hold.";
      return `Nothing arrives: ${c.w ? `the slope in layer ${layer}` : "the weight"} is 0.`;
    }
    const turned = c.product < 0 ? " Its sign is turned." : "";
    if (whole) return `Kept: a nudge of the input arrives whole.${turned}`;
    if (size < 0.01) {
      return `Vanishing: of a nudge of the input, one part in ${rough(1 / size)} arrives.${turned}`;
    }
    if (size < 1) return `Fading: ${rough(size)} of a nudge of the input arrives.${turned}`;
    const grows = size > 100 ? "Exploding" : "Growing";
    return `${grows}: a nudge of the input arrives ${rough(size)} times as large.${turned}`;
  }

  /** The picture in words. @param {Computed} c @returns {string} */
  function describe(c) {
    const option = nnbook.engine.activations[c.activation].option;
    const set = option ? ` with ${option} ${number(c.option)}` : "";
    const first = `The function ${LABELS[c.activation]}${set} at z = ${amount(c.z[0])}: a = ${
      amount(c.a[0])}, slope ${amount(c.steepness)}.`;
    if (c.n === 1) return first;
    return `${first} A chain of ${c.n} such neurons with weight ${number(c.w)} multiplies a nudge by ${
      amount(c.product)}. ${verdict(c)}`;
  }

  /** The function and its slope as points, with a gap at a jump. @param {Computed} c @param {number} far */
  function sampled(c, far) {
    /** @type {[number, number][]} */
    const values = [];
    /** @type {[number, number][]} */
    const slopes = [];
    const jump = c.activation === "step" ? c.option : 0;
    const z = Array.from({ length: SAMPLES + 1 }, (_, i) => far * (2 * i / SAMPLES - 1));
    if (Math.abs(jump) < far) z.push(jump - NEARLY * far, jump, jump + NEARLY * far);
    for (const one of z.sort((p, q) => p - q)) {
      if (one === jump && c.activation === "step") values.push([one, NaN]);
      values.push([one, c.value(one)]);
      slopes.push([one, c.slope(one)]);
      if (one === jump) slopes.push([one, NaN]);
    }
    return { values, slopes };
  }

  /** Half the width of the plane of z. @param {Computed} c */
  const width = (c) => reach(["sigmoid", "tanh"].includes(c.activation) ? 6 : 4, c.z[0],
    c.activation === "step" ? c.option * 1.2 : 0);

  /** The plane of the curves. @param {Computed} c */
  function ground(c) {
    const far = width(c), { values, slopes } = sampled(c, far);
    const heights = [...values, ...slopes].map(([, y]) => y).filter(Number.isFinite);
    const low = Math.min(...heights), high = Math.max(...heights), room = 0.08 * (high - low);
    const p = plane({ left: 18, top: 26, width: 276, height: 214, x: [-far, far],
      y: [low - room, high + room], xName: "z", ticks: 3 });
    return { p, far, values, slopes };
  }

  /** The function, black, its slope, green, and where the chain stands. @param {Computed} c */
  function curves(c) {
    const { p, far, values, slopes } = ground(c);
    const z = c.z[0], a = c.a[0], slope = { style: `stroke:${GRADIENT}`, "stroke-dasharray": "7 4" };
    // The tangent keeps one length on the screen, however steep it is.
    const rise = (p.up(0) - p.up(c.steepness)) / (p.across(1) - p.across(0));
    const run = 34 / Math.hypot(1, rise), x = p.across(z), y = p.up(a);
    const at = 0.66 * far;
    const parts = [
      p.axes,
      line(x - run, y + run * rise, x + run, y - run * rise, { style: `stroke:${HERE}`,
        "stroke-width": 7, "stroke-opacity": "0.55", "stroke-linecap": "round" }),
      curve(p, slopes, slope), curve(p, values),
      text(p.across(at) - 10, p.up(c.value(at)) - 9, name("f")),
      text(p.across(at) + 10, p.up(c.slope(at)) - 8, `${name("f")}′`,
        { style: `fill:var(--nnb-slope,#007a59)` }),
      line(x, p.up(0), x, y, { ...FAINT, "stroke-dasharray": "3 3" }),
    ];
    c.z.forEach((later, i) => {
      if (!i || Math.abs(later) > far) return;
      parts.push(circle(p.across(later), p.up(c.a[i]), 3.5, { stroke: "currentColor",
        style: "fill:var(--nnb-paper,#fff)", "stroke-width": "1.2" }));
    });
    parts.push(circle(x, p.up(c.steepness), 5.5, { style: `fill:${GRADIENT}`,
      stroke: "currentColor", "stroke-width": "1.2" }));
    parts.push(circle(x, y, 6.5, { style: `fill:${HERE}`, stroke: "currentColor",
      "stroke-width": "1.5" }));
    return parts.join("");
  }

  /** What is left of a nudge behind each layer, a bar for each, powers of ten. @param {Computed} c */
  function bars(c) {
    const left = 50, right = 300, top = 46, bottom = 232, slot = (right - left) / c.n;
    const logs = c.products.map((one) => Math.log10(Math.abs(one)));
    const seen = logs.filter(Number.isFinite);
    const low = Math.min(-1, Math.floor(Math.min(0, ...seen))) - 0.4;
    const high = Math.max(1, Math.ceil(Math.max(0, ...seen))) + 0.4;
    /** @param {number} power */
    const up = (power) => bottom - (bottom - top) * (power - low) / (high - low);
    const wide = Math.min(26, 0.72 * slot), one = up(0);
    const parts = [text(left - 34, 20, "what is left of a nudge", { "text-anchor": "start" }),
      line(left, one, right, one, FAINT), line(left, top, left, bottom, FAINT)];
    for (const power of ticks(low, high, 4)) {
      if (!Number.isInteger(power)) continue;
      parts.push(text(left - 7, up(power) + 4, power ? tenTo(power) : "1",
        { ...QUIET, "text-anchor": "end" }));
    }
    c.products.forEach((product, i) => {
      const middle = left + slot * (i + 0.5), layer = i + 1;
      if (layer === 1 || layer === c.n || (layer % 5 === 0 && c.n - layer > 1)) {
        parts.push(text(middle, bottom + 18, String(layer), QUIET));
      }
      const end = product ? up(logs[i]) : bottom;
      const look = { x: middle - wide / 2, y: Math.min(one, end), width: wide,
        height: Math.max(1, Math.abs(one - end)), style: `stroke:${GRADIENT};fill:${GRADIENT}` };
      // A turned sign is a hollow bar; nothing at all, only its dotted outline.
      if (!product) parts.push(tag("rect", { ...look, "fill-opacity": "0", "stroke-dasharray": "2 4" }));
      else if (product < 0) parts.push(tag("rect", { ...look, "fill-opacity": "0.12" }));
      else parts.push(tag("rect", { ...look, "fill-opacity": "0.85" }));
      if (layer < c.n) return;
      const above = product !== 0 && end < one - 1;
      parts.push(text(Math.min(middle, right - 24), above ? end - 7 : Math.min(end + 16, bottom - 3),
        amount(product), { "font-weight": "600", style: "paint-order:stroke;" +
          "stroke:var(--nnb-paper,#fff);stroke-width:4px" }));
    });
    parts.push(text((left + right) / 2, bottom + 34, "layer", QUIET));
    return parts.join("");
  }

  return { LABELS, bars, computed, curves, describe, ground, neuronLines, productLine, verdict };
})();
