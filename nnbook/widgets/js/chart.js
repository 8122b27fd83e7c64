/**
 * Charts: a plane with axes, and what is drawn in it, as SVG text. The same look in every figure:
 * few ticks, names at the ends of the axes, class 0 a hollow circle, class 1 a filled square.
 */
nnbook.chart = (function () {
  "use strict";

  const { at, circle, equals, name, number, tag, text } = nnbook.marks;
  const FAINT = { stroke: "currentColor", "stroke-opacity": "0.35", fill: "none" };
  const QUIET = { "font-size": "12.5", "fill-opacity": "0.7" };

  /** @typedef {Object<string, number|string>} Attributes */
  /**
   * @typedef {{axes: string, across: (v: number) => number, up: (v: number) => number,
   *   toX: (px: number) => number, toY: (px: number) => number, left: number, right: number,
   *   top: number, bottom: number}} Plane
   *   `across` and `up` give places in the picture, `toX` and `toY` the values of places
   */

  /**
   * Round values from min to max, about `count` of them, steps of 1, 2 or 5 times a power of ten.
   * @param {number} min @param {number} max @param {number} [count] @returns {number[]}
   */
  function ticks(min, max, count = 4) {
    const rough = (max - min) / count, power = 10 ** Math.floor(Math.log10(rough));
    const step = power * ([10, 5, 2].find((one) => one * power <= 1.6 * rough) || 1);
    const first = Math.ceil(min / step - 1e-9), last = Math.floor(max / step + 1e-9);
    return Array.from({ length: last - first + 1 },
      (_, i) => Number(((first + i) * step).toPrecision(12)));
  }

  /**
   * A plane: where values lie in the picture, and its axes, through zero where zero is in sight.
   * @param {{left: number, top: number, width: number, height: number, x: [number, number],
   *   y: [number, number], xName?: string, yName?: string, ticks?: number}} options
   * @returns {Plane}
   */
  function plane({ left, top, width, height, x, y, xName = "", yName = "", ticks: count = 4 }) {
    const right = left + width, bottom = top + height;
    /** @param {number} v */
    const across = (v) => left + width * (v - x[0]) / (x[1] - x[0]);
    /** @param {number} v */
    const up = (v) => bottom - height * (v - y[0]) / (y[1] - y[0]);
    const ground = up(Math.min(Math.max(0, y[0]), y[1]));
    const wall = across(Math.min(Math.max(0, x[0]), x[1]));
    const parts = [tag("path", { d: `M${at(left)} ${at(ground)}L${at(right)} ${at(ground)}` +
      `M${at(wall)} ${at(top)}L${at(wall)} ${at(bottom)}`, ...FAINT })];
    for (const v of ticks(x[0], x[1], count)) {
      // Zero belongs to both axes; written once, below, it stands in nobody's way.
      if (v || wall === left) parts.push(text(across(v), ground + 17, number(v), QUIET));
    }
    for (const v of ticks(y[0], y[1], count)) {
      if (v || ground === bottom) {
        if (!v && wall === left && ground === bottom) continue;
        parts.push(text(wall - 6, up(v) + 4, number(v), { ...QUIET, "text-anchor": "end" }));
      }
    }
    if (xName) parts.push(text(right + 6, ground + 5, name(xName), { "text-anchor": "start" }));
    if (yName) parts.push(text(wall, top - 8, name(yName)));
    return { axes: parts.join(""), across, up, left, right, top, bottom,
      toX: (px) => x[0] + (px - left) / width * (x[1] - x[0]),
      toY: (px) => y[0] + (bottom - px) / height * (y[1] - y[0]) };
  }

  /**
   * A line through points of the plane; where a point is not finite, the line is interrupted.
   * @param {Plane} p @param {[number, number][]} points @param {Attributes} [more]
   */
  function curve(p, points, more = {}) {
    let d = "", pen = "M";
    for (const [x, y] of points) {
      if (!Number.isFinite(x) || !Number.isFinite(y)) {
        pen = "M";
        continue;
      }
      d += `${pen}${at(p.across(x))} ${at(p.up(y))}`;
      pen = "L";
    }
    return tag("path", { d, fill: "none", stroke: "currentColor", "stroke-width": "2.5",
      "stroke-linejoin": "round", ...more });
  }

  /**
   * An example of class 0, a hollow circle, or of class 1, a filled square.
   * @param {Plane} p @param {number} x @param {number} y @param {number} label @param {Attributes} [more]
   */
  function dot(p, x, y, label, more = {}) {
    const look = { style: "fill:var(--nnb-paper,#fff)", stroke: "currentColor",
      "stroke-width": "1.8", ...more };
    if (label !== 1) return circle(p.across(x), p.up(y), 5.5, look);
    return tag("rect", { x: p.across(x) - 5, y: p.up(y) - 5, width: 10, height: 10,
      ...look, style: "fill:currentColor", ...more });
  }

  /**
   * Where an output is one half: a stroke through each cell of a map that has both sides.
   * @param {ArrayLike<number>} values n x n, row 0 on top, as nnbook.engine.map gives them
   * @param {number} n @param {Plane} p
   */
  function border(values, n, p) {
    const wide = (p.right - p.left) / n, high = (p.bottom - p.top) / n;
    let d = "";
    for (let row = 0; row + 1 < n; row++) {
      for (let column = 0; column + 1 < n; column++) {
        const k = row * n + column, v0 = values[k] - 0.5, v1 = values[k + 1] - 0.5;
        const v2 = values[k + n + 1] - 0.5, v3 = values[k + n] - 0.5;
        if (v0 > 0 === v1 > 0 && v1 > 0 === v2 > 0 && v2 > 0 === v3 > 0) continue;
        const v = [v0, v1, v2, v3];
        /** @type {string[]} */
        const cuts = [];
        for (let e = 0; e < 4; e++) {
          const from = v[e], to = v[(e + 1) % 4];
          if (from > 0 === to > 0) continue;
          const t = from / (from - to);
          const [dx, dy] = [[t, 0], [1, t], [1 - t, 1], [0, 1 - t]][e];
          cuts.push(`${at(p.left + (column + 0.5 + dx) * wide)} ` +
            at(p.top + (row + 0.5 + dy) * high));
        }
        for (let c = 0; c + 1 < cuts.length; c += 2) d += `M${cuts[c]}L${cuts[c + 1]}`;
      }
    }
    return tag("path", { d, fill: "none", stroke: "currentColor", "stroke-width": "2.5",
      "stroke-linecap": "round", class: "nnb-border" });
  }

  /**
   * A number of any size in a few characters: "0.0452", "3.1·10⁻⁷".
   * @param {number} value @returns {string}
   */
  function amount(value) {
    const size = Math.abs(value);
    if (size === 0 || (size >= 1e-3 && size < 1e5)) return number(value);
    const [digits, power] = value.toExponential(1).replace(".0e", "e").split("e");
    return `${digits.replace("-", "−")}·${tenTo(Number(power))}`;
  }

  /** @param {number} power @returns {string} */
  const tenTo = (power) => `10${String(power).replace("-", "⁻")
    .replace(/\d/g, (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)])}`;

  /** "= 0.25", "≈ 3.1·10⁻⁷". @param {number} value @returns {string} */
  function is(value) {
    const plain = !amount(value).includes("·");
    const sign = plain ? equals(value) : Number(value.toExponential(1)) === value ? "=" : "≈";
    return `${sign} ${amount(value)}`;
  }

  /**
   * Half the width of an axis that holds all values: `least`, doubled until they fit.
   * @param {number} least @param {...number} values
   */
  function reach(least, ...values) {
    const needed = Math.max(...values.map(Math.abs));
    while (least < needed) least *= 2;
    return least;
  }

  return { amount, is, plane, curve, dot, border, reach, tenTo, ticks, FAINT, QUIET };
})();
