/** The pictures of the figure "xor": input space and hidden space, and what is said about them. */
nnbook.xorPicture = (function () {
  "use strict";

  const { NEGATIVE, at, line, number, tag, text } = nnbook.marks;
  const { plane, dot, QUIET } = nnbook.chart;
  const { CORNERS, TARGETS, sharp, answers, ends } = nnbook.xorLines;
  const SIZE = 300, LOW = -0.45, HIGH = 1.45;
  const NAMES = ["00", "01", "10", "11"];

  /** @typedef {{key: string, name: string, line: Line}} Named */

  /** @param {string} xName @param {string} yName */
  const space = (xName, yName) => plane({ left: 15, top: 18, width: 258, height: 258,
    x: [LOW, HIGH], y: [LOW, HIGH], xName, yName, ticks: 1 });
  const inputs = space("x₁", "x₂"), hidden = space("h₁", "h₂");

  /** A line with an arrow to the side where its neuron fires. @param {Named} one */
  function cut({ line: w, name }) {
    const [[p, q], [p2, q2]] = ends(w), { across, up } = inputs, size = Math.hypot(w[0], w[1]);
    const x = across((p + p2) / 2), y = up((q + q2) / 2), n = [w[0] / size, -w[1] / size];
    const tip = [x + 24 * n[0], y + 24 * n[1]], side = [-n[1], n[0]];
    const wing = (/** @type {number} */ way) => `${at(tip[0] - 8 * n[0] + way * 5 * side[0])} ` +
      `${at(tip[1] - 8 * n[1] + way * 5 * side[1])}`;
    const ring = [[p, q], [p2, q2]].map(([u, v]) => tag("circle", { cx: across(u), cy: up(v), r: 6,
      style: "fill:var(--nnb-paper,#fff)", stroke: "currentColor", "stroke-width": "2" }));
    return line(across(p), up(q), across(p2), up(q2),
      { stroke: "currentColor", "stroke-width": "2.5" }) +
      line(x, y, tip[0], tip[1], { stroke: "currentColor", "stroke-width": "1.5" }) +
      tag("path", { d: `M${wing(1)}L${at(tip[0])} ${at(tip[1])}L${wing(-1)}`, fill: "none",
        stroke: "currentColor", "stroke-width": "1.5" }) +
      text(tip[0] + 12 * n[0], tip[1] + 12 * n[1] + 5, name, { "font-style": "italic" }) +
      ring.join("");
  }

  /** The two lines of the input space, or the only one. @param {XorState} s @returns {Named[]} */
  function inputLines(s) {
    if (s.neurons === 1) return [{ key: "one", name: "ŷ", line: s.one }];
    return [{ key: "h1", name: "h₁", line: s.h1 }, { key: "h2", name: "h₂", line: s.h2 }];
  }

  /** @param {number} x @param {number} y */
  function crossed(x, y) {
    const d = `M${at(x - 10)} ${at(y - 10)}L${at(x + 10)} ${at(y + 10)}` +
      `M${at(x - 10)} ${at(y + 10)}L${at(x + 10)} ${at(y - 10)}`;
    return tag("path", { d, style: `stroke:${NEGATIVE}`, "stroke-width": "2.5" });
  }

  /** The corners with their answers, under the lines. @param {XorState} s */
  function inputSpace(s) {
    const { y, right } = answers(s), { across, up } = inputs;
    const parts = [inputs.axes];
    CORNERS.forEach(([p, q], i) => {
      parts.push(dot(inputs, p, q, TARGETS[i]));
      if (!right[i]) parts.push(crossed(across(p), up(q)));
      parts.push(text(across(p) + (p ? 14 : -14), up(q) + (q ? -10 : 20), number(y[i], 2),
        { "font-weight": "600", "text-anchor": p ? "start" : "end" }));
    });
    return parts.join("") + inputLines(s).map(cut).join("");
  }

  /** Where the corners land. @param {XorState} s */
  function hiddenSpace(s) {
    const { hidden: places } = answers(s), { across, up } = hidden;
    const parts = [hidden.axes, cut({ key: "output", name: "ŷ", line: s.output })];
    /** @type {{p: number, q: number, names: string[]}[]} corners close together share a label */
    const spots = [];
    places.forEach(([p, q], i) => {
      parts.push(dot(hidden, p, q, TARGETS[i]));
      const near = spots.find((one) => Math.hypot(one.p - p, one.q - q) < 0.2);
      if (near) near.names.push(NAMES[i]);
      else spots.push({ p, q, names: [NAMES[i]] });
    });
    for (const { p, q, names } of spots) {
      parts.push(text(across(p) + (p > 0.5 ? 10 : -10), up(q) + (q > 0.5 ? -10 : 20),
        names.join(", "), { ...QUIET, "fill-opacity": "1",
          "text-anchor": p > 0.5 ? "start" : "end" }));
    }
    return parts.join("");
  }

  /** @param {number[]} row @param {string} x */
  function sum([w1, w2, b], x) {
    /** @param {number} value */
    const term = (value) => `${value < 0 ? "−" : "+"} ${number(Math.abs(value), 2)}`;
    return `${number(w1, 2)}${x}₁ ${term(w2)}${x}₂ ${term(b)}`;
  }

  /** The neurons as formulas. @param {XorState} s @returns {string[]} */
  function formulas(s) {
    if (s.neurons === 1) return [`ŷ = σ(${sum(sharp(s, s.one), "x")})`, "", ""];
    return [`h₁ = σ(${sum(sharp(s, s.h1), "x")})`, `h₂ = σ(${sum(sharp(s, s.h2), "x")})`,
      `ŷ = σ(${sum(sharp(s, s.output), "h")})`];
  }

  /** The pictures in words. @param {XorState} s */
  function describe(s) {
    const { y, hidden: places, right, count } = answers(s);
    const said = NAMES.map((corner, i) => {
      const seen = places[i] ? `, h ${places[i].map((/** @type {number} */ one) => number(one, 2)).join(" and ")}` : "";
      return `corner ${corner}${seen}: ${number(y[i], 2)}, ${right[i] ? "right" : "wrong"}`;
    });
    return `${s.neurons === 1 ? "One neuron" : "Three neurons"}, ${count} of 4 right. ` +
      `${formulas(s).filter(Boolean).join(", ")}. ${said.join("; ")}.`;
  }

  return { SIZE, LOW, HIGH, inputs, inputLines, inputSpace, hiddenSpace, formulas,
    describe };
})();
