/** The pictures of the figure "playground": the map with its points, the curves, the network. */
nnbook.playgroundPicture = (function () {
  "use strict";

  const { at, number, tag, text, line, circle, weighted, HERE } = nnbook.marks;
  const { points, perEpoch, told, spelled } = nnbook.playgroundData;
  const { plane, curve } = nnbook.chart;
  const GRID = 48, PART = 384, TINY = 14; // cells of the large map, at a time, and of the units'

  /** @typedef {PlaygroundState} State */
  /** @typedef {[number, number, number, number]} Box */

  /** The part of the plane in sight: a square around the points. @param {State} s @returns {Box} */
  function box(s) {
    const { X } = points(s), own = s.data === "own" ? [1.5, -1.5] : [];
    const sides = [0, 1].map((k) => [...X.map((one) => one[k]), ...own.map((v) => v * s.scale)]);
    const [p, q] = sides.map((side) => (Math.min(...side) + Math.max(...side)) / 2);
    const spans = sides.map((side) => Math.max(...side) - Math.min(...side));
    const half = 0.56 * (Math.max(...spans) || s.scale);
    const unit = 10 ** Math.floor(Math.log10(half) - 1);
    /** @param {number} v */
    const round = (v) => Number((Math.round(v / unit) * unit).toPrecision(12));
    return [round(p - half), round(p + half), round(q - half), round(q + half)];
  }

  /** @param {State} s */
  function mapPlane(s) {
    const [x0, x1, y0, y1] = box(s);
    return plane({ left: 30, top: 22, width: 250, height: 250, x: [x0, x1], y: [y0, y1],
      xName: "x₁", yName: "x₂" });
  }

  /** Axes and points: class 0 hollow circles, class 1 filled squares, held-out ones small.
   * @param {State} s */
  function scatter(s) {
    const p = mapPlane(s), { X, y, held } = points(s), many = X.length > 120;
    const dots = X.map(([a, b], i) => {
      const r = (held[i] ? 2.4 : 4) * (many ? 0.8 : 1), px = p.across(a), py = p.up(b);
      const look = { style: "fill:var(--nnb-paper,#fff)", stroke: "currentColor", "stroke-width":
        held[i] ? "1" : "1.5" };
      if (y[i] === 0) return circle(px, py, r, look);
      return tag("rect", { x: px - r, y: py - r, width: 2 * r, height: 2 * r });
    });
    return p.axes + dots.join("");
  }

  /** The cross at the chosen point. @param {State} s @param {any} p */
  function cross(s, p) {
    const x = p.across(s.probe[0]), y = p.up(s.probe[1]);
    const d = `M${at(x - 9)} ${at(y)}L${at(x + 9)} ${at(y)}M${at(x)} ${at(y - 9)}L${at(x)} ${at(y + 9)}`;
    const rim = { stroke: "var(--nnb-paper,#fff)", "stroke-width": "6" };
    return tag("path", { d, ...rim }) +
      tag("path", { d, style: `stroke:${HERE}`, "stroke-width": "3" });
  }

  /** A loss with four decimals, or fewer where it is large. @param {number} value */
  const shownLoss = (value) => (value < 1000 ? value.toFixed(4) : nnbook.marks.short(value));

  /** How far below the end of its curve a name stands: above it, but below the lower one of two
   * that end close together. @param {PlaygroundNow} run @param {number} k @param {any} p
   * @param {number} top */
  function beside(run, k, p, top) {
    const last = run.curve[run.curve.length - 1];
    const [a, b] = [k, 3 - k].map((one) => p.up(Math.min(last[one], top)));
    return Math.abs(a - b) < 18 && (a > b || (a === b && k === 2)) ? 18 : -9;
  }

  /**
   * The losses over the epochs: training solid, held-out dashed, a second run thin.
   * @param {State} s @param {PlaygroundNow[]} runs
   */
  function curves(s, runs) {
    const each = runs.map((_, i) => perEpoch(i ? { ...s, ...s.second } : s));
    const done = Math.max(...runs.map((run, i) => run.steps / each[i]));
    let right = 10;
    while (right < done) right *= 2;
    const first = Math.max(...runs.map(({ curve: [[, a, b]] }) => Math.max(a, b || 0)));
    const highest = Math.max(...runs.flatMap((run) => run.curve.map(([, a, b]) => Math.max(a, b || 0))));
    const top = Math.min(1.1 * highest, 3 * first) || 1;
    const p = plane({ left: 36, top: 22, width: 244, height: 200, x: [0, right], y: [0, top] });
    const lines = runs.map((run, i) => [1, 2].map((k) => {
      const through = run.curve.map((one) => /** @type {[number, number]} */ ([one[0] / each[i],
        Math.min(one[k], top)]));
      const last = through[through.length - 1], x = p.across(last[0]), early = x < 110;
      return curve(p, through, { "stroke-width": i ? "1.2" : "2.5",
        ...(k === 2 && { "stroke-dasharray": "6 4" }) }) +
        (Number.isFinite(last[1]) ? circle(x, p.up(last[1]), i ? 2 : 3.5, {}) +
          (i ? "" : text(early ? x + 6 : x, p.up(last[1]) + beside(run, k, p, top),
            k === 1 ? "training" : "held-out",
            { "text-anchor": early ? "start" : "end", "font-size": "13" })) : "");
    })).flat().join("");
    return p.axes + text(290, p.bottom + 36, "epoch", { "text-anchor": "end", "font-size": "13" }) +
      text(4, 12, "loss", { "text-anchor": "start", "font-size": "13" }) + lines;
  }

  /**
   * Where the units stand: inputs, hidden layers, output.
   * @param {State} s @param {number} width
   */
  function layout(s, width) {
    const sizes = [s.inputs.length, ...s.layers.map(({ W }) => W.length)], narrow = width < 480;
    const most = Math.max(...sizes), unit = narrow ? 26 : most > 5 ? 32 : 36;
    const row = unit + (most > 5 ? 9 : narrow ? 14 : 18), height = most * row + 26;
    const margin = narrow ? 40 : 48, room = (width - unit - margin - 8) / (sizes.length - 1);
    const places = sizes.map((units, column) => Array.from({ length: units }, (_, i) =>
      [4 + margin + unit / 2 + column * room, 22 + row / 2 + (i + (most - units) / 2) * row - 9]));
    return { unit, height, places, narrow };
  }

  /** The line of an edge. @param {any} l @param {number} k layer, from 0 @param {number} i
   * @param {number} j @returns {[number, number, number, number]} */
  function ends(l, k, i, j) {
    const [x1, y1] = l.places[k][j], [x2, y2] = l.places[k + 1][i];
    return [x1 + l.unit / 2 + 1, y1, x2 - l.unit / 2 - 1, y2];
  }

  /**
   * The network: edges by weight, a frame around each unit's map; one thing is lit.
   * @param {State} s @param {any} network as it is now @param {number} width
   * @param {string} lit the name of what is looked at
   */
  function diagram(s, network, width, lit) {
    const l = layout(s, width);
    let under = "", over = "", frames = "";
    network.layers.forEach((/** @type {any} */ { W }, /** @type {number} */ k) => {
      W.forEach((/** @type {number[]} */ row, /** @type {number} */ i) => row.forEach((w, j) => {
        const name = `W${k + 1}[${i + 1},${j + 1}]`, way = ends(l, k, i, j);
        if (name === lit) {
          under += line(...way, { style: `stroke:${HERE}`, "stroke-width": "11", class: "nnb-lit" });
        }
        under += line(...way, { ...weighted(w), "stroke-width": 0.6 + 1.2 * Math.min(Math.abs(w), 4) });
        over += line(...way, { class: "nnb-hit", "data-name": name, "stroke-width": "9" });
      }));
    });
    l.places.forEach((units, k) => units.forEach(([x, y], i) => {
      const name = `a${k}[${i + 1}]`, half = l.unit / 2;
      const here = lit === name || lit === `b${k}[${i + 1}]`;
      frames += tag("rect", { x: x - half, y: y - half, width: l.unit, height: l.unit, rx: 3,
        fill: "transparent", ...(k && { "data-name": name }), stroke: "currentColor",
        ...(here ? { style: `stroke:${HERE}`, "stroke-width": "4", class: "nnb-lit" } : {}) });
    }));
    const names = s.inputs.map((name, i) => text(l.places[0][i][0] - l.unit / 2 - 6,
      l.places[0][i][1] + 4, spelled(name), { "font-size": "13", "text-anchor": "end" }));
    const [x, y] = l.places[l.places.length - 1][0];
    names.push(text(x + l.unit / 2, y - l.unit / 2 - 4, "output", { "font-size": "13",
      "text-anchor": "end" }));
    return under + over + frames + names.join("");
  }

  /** Of each cell of an n x n map, what the network is told there: input by input.
   * @param {State} s @param {number} n */
  function cells(s, n) {
    const [x0, x1, y0, y1] = box(s), known = told(s), room = n * n;
    const found = new Float64Array(room * s.inputs.length);
    for (let k = 0; k < room; k++) {
      known([x0 + (x1 - x0) * (k % n + 0.5) / n, y1 - (y1 - y0) * (Math.floor(k / n) + 0.5) / n])
        .forEach((one, i) => { found[i * room + k] = one; });
    }
    return found;
  }

  /** What the network answers over the plane, GRID x GRID. @param {State} s @param {any} network */
  function answers(s, network) {
    const room = GRID * GRID, all = cells(s, GRID), values = new Float64Array(room);
    const { x, last, forward } = nnbook.kernel(network, PART);
    for (let from = 0; from < room; from += PART) {
      s.inputs.forEach((_, i) => {
        x.set(all.subarray(i * room + from, i * room + from + PART), i * PART);
      });
      forward(PART);
      values.set(last.a, from);
    }
    return values;
  }

  /**
   * What every unit answers over the plane, by column (the inputs' first): TINY x TINY numbers and
   * the range that the colours cover.
   * @param {State} s @param {any} network
   * @returns {{values: Float64Array, low: number, high: number}[][]}
   */
  function unitMaps(s, network) {
    const room = TINY * TINY, kernel = nnbook.kernel(network, room), { x, parts } = kernel;
    x.set(cells(s, TINY));
    kernel.forward(room);
    const all = [{ a: x, outputs: s.inputs.length, activation: "" }, ...parts];
    return all.map(({ a, outputs, activation }) => Array.from({ length: outputs }, (_, i) => {
      const values = a.slice(i * room, (i + 1) * room);
      if (activation === "sigmoid") return { values, low: 0, high: 1 };
      const far = activation === "tanh" ? 1 : Math.max(...values.map(Math.abs)) || 1;
      return { values, low: -far, high: far };
    }));
  }

  /** The share of right answers in per cent. @param {number} share */
  const percent = (share) => `${number(100 * share, 0)} % right`;

  return { GRID, TINY, box, mapPlane, scatter, cross, curves, layout, diagram, answers,
    unitMaps, shownLoss, percent };
})();
