/**
 * Targets and predictions; for cross_entropy three classes of one example, and y_hat holds the
 * sums z of which softmax makes the predictions.
 * @typedef {{loss: string, y: number[], y_hat: number[]}} LossesState
 */

/** What the figure "losses" works out, says and draws, as functions of its state. */
nnbook.lossesPicture = (function () {
  "use strict";

  const { GRADIENT, HERE, at, circle, line, number, tag, text } = nnbook.marks;
  const { amount, is, reach, ticks, FAINT, QUIET } = nnbook.chart;

  /** @typedef {LossesState} State */

  /** @type {Object<string, string>} */
  const LABELS = { mse: "MSE", mae: "MAE", binary_cross_entropy: "binary cross-entropy",
    cross_entropy: "cross-entropy, after softmax", hinge: "hinge" };
  const BOX = { left: 44, right: 306, top: 24, bottom: 236 };
  const LONGEST = 46;

  /** @param {number[]} values @returns {number} */
  const total = (values) => values.reduce((sum, one) => sum + one, 0);
  /** @param {number[]} values @returns {number} */
  const mean = (values) => total(values) / values.length;

  /** @param {number[]} values @returns {number} */
  function median(values) {
    const sorted = [...values].sort((p, q) => p - q), half = sorted.length / 2;
    return (sorted[Math.floor(half)] + sorted[Math.ceil(half) - 1]) / 2;
  }

  /** The state with what follows from it. @param {State} s */
  function computed(s) {
    const n = s.y.length, classes = s.loss === "cross_entropy";
    if (!classes) {
      const { one, slope, value } = nnbook.engine.losses[s.loss];
      return { ...s, n, classes, p: s.y_hat, C: Number(value(s.y, s.y_hat)),
        terms: s.y.map((y, i) => Number(one(y, s.y_hat[i]))),
        slopes: /** @type {number[]} */ (slope(s.y, s.y_hat)) };
    }
    // From the sums: of a probability that was rounded to 0 no logarithm can be taken.
    const p = nnbook.engine.softmax(s.y_hat);
    const exact = nnbook.engine.findFromZ({ layers: [{ W: [], b: null, activation: "softmax" }] },
      s.loss);
    const terms = /** @type {number[]} */ (exact.terms(s.y, s.y_hat));
    return { ...s, n, classes, p, terms, C: total(terms), slopes: p.map((one, k) => one - s.y[k]) };
  }

  /** @typedef {ReturnType<typeof computed>} Computed */

  /** What a point adds to the loss, as a share of the whole. @param {Computed} c @param {number} i */
  const share = (c, i) => (total(c.terms) ? c.terms[i] / total(c.terms) : 0);

  /** @param {number} value */
  const inside = (value) => (value < 0 ? `(${amount(value)})` : amount(value));

  /** The point that adds most, first of equals. @param {Computed} c */
  const worst = (c) => c.terms.indexOf(Math.max(...c.terms));

  /** The term of one point with its numbers. @param {Computed} c @param {number} i */
  function term(c, i) {
    const y = c.y[i], p = c.p[i];
    switch (c.loss) {
      case "mse": return `(${amount(p)} − ${inside(y)})²`;
      case "mae": return `|${amount(p)} − ${inside(y)}|`;
      case "hinge": return `max(0, 1 − ${inside(y)}·${inside(p)})`;
      default:
        // Of 0 there is no logarithm; it is held at −100.
        if (y === 1) return p ? `−ln ${amount(p)}` : "−ln 0, held at 100,";
        if (y === 0) return p < 1 ? `−ln(1 − ${amount(p)})` : "−ln 0, held at 100,";
        return `−${amount(y)}·ln ${amount(p)} − ${amount(1 - y)}·ln(1 − ${amount(p)})`;
    }
  }

  /** The loss with the numbers put in, its largest part, and what it comes to. @param {Computed} c */
  function lines(c) {
    const i = worst(c), parts = c.terms.map(amount);
    if (c.classes) {
      const k = c.y.indexOf(1);
      return [c.p[k] ? `C = −ln ${amount(c.p[k])} ${is(c.C)}`
        : `C ${is(c.C)}, from the sums: the probability has been rounded to 0`,
        `Class ${k + 1} is right, and got ${number(100 * c.p[k], 1)} % of the probability.`];
    }
    const found = [`C = (${parts.join(" + ")}) / ${c.n} ${is(c.C)}`];
    const most = `Point ${i + 1} adds most: ${term(c, i)} ${is(c.terms[i])}, ${
      number(100 * share(c, i), 0)} % of the whole.`;
    found.push(c.C ? most : "No point adds anything: the loss is 0.");
    if (c.loss === "mse" || c.loss === "mae") {
      found.push(`Best constant: for MSE the mean, ${amount(mean(c.y))}; for MAE the median, ${
        amount(median(c.y))}.`);
    } else if (c.loss === "hinge") {
      found.push(`${c.terms.filter(Boolean).length} of ${c.n} points pay.`);
    } else {
      found.push(`What happened was given exp(−C) ${is(Math.exp(-c.C))}, in the geometric mean.`);
    }
    return found;
  }

  /** The picture in words. @param {Computed} c @returns {string} */
  function describe(c) {
    const points = c.y.map((y, i) => `${i + 1}: target ${amount(y)}, prediction ${
      amount(c.p[i])}, slope ${amount(c.slopes[i])}`);
    const said = lines(c).slice(1).join(" ");
    return `Loss ${LABELS[c.loss]}, C = ${amount(c.C)}. ${points.join("; ")}. ${said}`;
  }

  /** The lowest and highest value that the picture holds. @param {Computed} c @returns {[number, number]} */
  function range(c) {
    if (c.classes || c.loss === "binary_cross_entropy") return [0, 1];
    const values = [...c.y, ...c.p], least = Math.min(...values);
    if (c.loss === "hinge") return [-reach(4, ...c.p), reach(4, ...c.p)];
    const most = Math.max(...values), high = reach(8, Math.max(0, most));
    // A point at the top has room above it, or it could not be dragged there.
    return [least < 0 ? -reach(2, least) : 0, most > 0.95 * high ? 1.25 * high : high];
  }

  /** Where points and values lie. @param {Computed} c @param {[number, number]} held the range */
  function plane(c, held = range(c)) {
    const [low, high] = held, { left, right, top, bottom } = BOX;
    const slot = (right - left) / c.n, apart = Math.min(12, slot / 4);
    return { low, high, slot, apart,
      /** @param {number} i */
      middle: (i) => left + slot * (i + 0.5),
      /** @param {number} value */
      up: (value) => bottom - (bottom - top) * (value - low) / (high - low),
      /** @param {number} y */
      toValue: (y) => low + (high - low) * (bottom - y) / (bottom - top) };
  }

  /**
   * The shaft and the head of an arrow that goes down by `length`, or up.
   * @param {number} x @param {number} y @param {number} length
   */
  function pull(x, y, length) {
    const tip = y + length, back = tip - 7 * Math.sign(length);
    return line(x, y, x, back, { style: `stroke:${GRADIENT}`, "stroke-width": 3 }) +
      tag("path", { d: `M${at(x - 5)} ${at(back)}L${at(x)} ${at(tip)}L${at(x + 5)} ${at(back)}Z`,
        style: `fill:${GRADIENT}` });
  }

  /** Where at a line there is most room for its name: above or below it, at which point.
   * @param {number[][]} heights of each point, all that is drawn of it @param {number} y the line */
  function roomiest(heights, y) {
    const places = [y - 14, y + 14].flatMap((middle) => heights.map((one, i) => ({ i, middle,
      room: Math.max(Math.min(...one) - middle, middle - Math.max(...one)) })));
    return places.reduce((best, one) => (one.room > best.room ? one : best));
  }

  /** Targets, predictions, misses, and which way each prediction is pulled.
   * @param {Computed} c @param {[number, number]} [held] */
  function points(c, held) {
    const p = plane(c, held), { left, right, top, bottom } = BOX;
    const zero = p.up(Math.min(Math.max(0, p.low), p.high));
    const parts = [line(left, zero, right, zero, FAINT), line(left, top, left, bottom, FAINT)];
    for (const v of ticks(p.low, p.high, 4)) {
      parts.push(text(left - 7, p.up(v) + 4, amount(v), { ...QUIET, "text-anchor": "end" }));
    }
    const constant = c.loss === "mse" ? mean(c.y) : c.loss === "mae" ? median(c.y) : null;
    if (constant !== null) {
      parts.push(line(left, p.up(constant), right, p.up(constant), { stroke: "currentColor",
        "stroke-opacity": "0.6", "stroke-dasharray": "2 5", "stroke-width": "1.5" }));
    }
    const steepest = Math.max(...c.slopes.map(Math.abs));
    /** @type {number[][]} */
    const heights = [];
    c.y.forEach((y, i) => {
      const x = p.middle(i), from = p.up(y), to = p.up(c.p[i]), own = x + p.apart;
      parts.push(line(x, from, x, to, { stroke: "currentColor", "stroke-opacity": "0.25",
        "stroke-width": 7 }));
      parts.push(text(x, bottom + 19, String(i + 1), QUIET));
      parts.push(tag("rect", { x: x - p.apart - 5, y: from - 5, width: 10, height: 10 }));
      const long = steepest ? LONGEST * c.slopes[i] / steepest : 0;
      heights.push([from, to, to + long]);
      if (Math.abs(long) > 1) parts.push(pull(own, to, long + 8 * Math.sign(long)));
      parts.push(circle(own, to, 6, { style: `fill:${HERE}`, stroke: "currentColor",
        "stroke-width": "1.5" }));
    });
    if (constant !== null) {
      const { i, middle } = roomiest(heights, p.up(constant));
      parts.push(text(p.middle(i), middle + 4, c.loss === "mse" ? "mean" : "median",
        { "font-size": "12.5", style: "paint-order:stroke;" +
          "stroke:var(--nnb-paper,#fff);stroke-width:4px" }));
    }
    return parts.join("");
  }

  /** What share of the loss each point has. @param {Computed} c */
  function shares(c) {
    const { left, right, top, bottom } = BOX, slot = (right - left) / c.n;
    const parts = [line(left, bottom, right, bottom, FAINT),
      text(left, 16, "share of the loss", { "text-anchor": "start" })];
    c.y.forEach((_, i) => {
      const x = left + slot * (i + 0.5), tall = (bottom - top - 26) * share(c, i);
      const wide = Math.min(34, 0.7 * slot);
      parts.push(tag("rect", { x: x - wide / 2, y: bottom - tall, width: wide, height: tall,
        "fill-opacity": i === worst(c) && c.C ? "0.8" : "0.4" }));
      parts.push(text(x, bottom - tall - 6, `${number(100 * share(c, i), 0)} %`,
        { "font-size": "13" }));
      parts.push(text(x, bottom + 19, String(i + 1), QUIET));
    });
    return parts.join("");
  }

  return { LABELS, computed, describe, lines, mean, median, plane, points, shares, total };
})();
