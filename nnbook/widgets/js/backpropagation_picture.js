/**
 * The picture of the figure "backpropagation": the network with what is known so far. Values flow
 * to the right in the text colour, slopes to the left in green; one thing is lit, where the last
 * operation happened. What has an attribute `data-edit` is a number that can be changed.
 */
nnbook.backpropagationPicture = (function () {
  "use strict";

  const { GRADIENT, HERE, number, short, tag, text, line, circle, weighted } = nnbook.marks;
  const { walk, done, known } = nnbook.backpropagationWalk;
  const SLOPE = "var(--nnb-slope,#007A59)"; // the green of the arrows, dark enough for text
  const LOSS = { width: 52, height: 32 };
  const MOST_NUMBERED = 6; // edges between two layers that have their numbers beside them
  const ROOM = 88; // px between two columns, below which there is no room for these numbers
  const AMPLE = 150; // px from which on there is room for long ones

  /** @typedef {BackpropState} State */
  /** @typedef {[number, number]} Point */
  /**
   * @typedef {{r: number, width: number, height: number, room: number, at: Point[][],
   *   loss: Point}} Layout  the places of all neurons, by layer (0 is the input), and of C
   */

  /** @param {State} s @param {number} width @returns {Layout} */
  function layout(s, width) {
    const sizes = [s.x.length, ...s.layers.map(({ W }) => W.length)];
    const most = Math.max(...sizes, 2), narrow = width < 480;
    const r = narrow && sizes.length > 3 ? 17 : 21;
    const behind = r + LOSS.width + (narrow ? 18 : 54); // from the last column to the edge
    const room = (width - r - 6 - behind) / (sizes.length - 1);
    const below = 18 + (s.layers.some(({ b }) => b) ? 16 : 0);
    const row = 2 * r + 20 + below + (most < 3 ? (narrow ? 58 : 44) : most < 4 ? 24 : 8);
    const targets = 26 + 18 * s.y.length + LOSS.height / 2; // down to the last target
    const height = Math.max(most * row + 8, 2 * targets);
    const middle = (height - below + 20) / 2;
    /** @type {(column: number, units: number, i: number) => Point} */
    const place = (column, units, i) =>
      [r + 6 + column * room, middle + (i - (units - 1) / 2) * row];
    const at = sizes.map((units, column) =>
      Array.from({ length: units }, (_, i) => place(column, units, i)));
    return { r, width, height, room, at, loss: [width - LOSS.width / 2 - 2, middle] };
  }

  /** A name of the notation, a with layer above and entry below. @param {string} letter
   * @param {number} layer @param {number} i */
  function symbol(letter, layer, i) {
    const above = layer ? `<tspan font-size="10" dy="-6">(${layer})</tspan>` : "";
    const back = layer ? ' dx="-12" dy="10"' : ' dy="4"';
    return `<tspan font-style="italic">${letter}</tspan>${above}` +
      `<tspan font-size="10"${back}>${i + 1}</tspan>`;
  }

  /** A slope in few digits. @param {number} value @param {number} [digits] */
  function few(value, digits = 3) {
    const shown = Number(value.toPrecision(digits)), size = Math.abs(shown);
    if (size && (size < 1e-3 || size >= 1e6)) {
      return shown.toExponential(digits - 1).replace(/-/g, "−").replace("+", "");
    }
    return String(shown).replace("-", "−");
  }

  // Text over lines stands on a rim of paper.
  const RIM = { stroke: "var(--nnb-paper,#fff)", "stroke-width": "4", "paint-order": "stroke" };
  const LIT = { style: `stroke:${HERE}`, fill: "none", "stroke-width": "7", class: "nnb-lit" };

  /** From circle to circle. @param {Layout} l @param {number} layer @param {number} i
   * @param {number} j @param {number} [aside] px below the middle
   * @returns {[number, number, number, number]} */
  function ends(l, layer, i, j, aside = 0) {
    const [x1, y1] = l.at[layer - 1][j], [x2, y2] = l.at[layer][i];
    const far = Math.hypot(x2 - x1, y2 - y1), dx = (x2 - x1) / far, dy = (y2 - y1) / far;
    const gap = l.r + 2;
    return [x1 + dx * gap - dy * aside, y1 + dy * gap + dx * aside,
      x2 - dx * gap - dy * aside, y2 - dy * gap + dx * aside];
  }

  /** The place of an edge's numbers: where crossing edges are far apart, but clear of the circle.
   * @param {Layout} l @param {number} layer @param {number} i @param {number} j @returns {Point} */
  function beside(l, layer, i, j) {
    const [x1, y1, x2, y2] = ends(l, layer, i, j);
    const part = l.room < ROOM ? 0.5 : l.room < AMPLE ? 0.38 : 0.27;
    return [x1 + part * (x2 - x1), y1 + part * (y2 - y1)];
  }

  /** @type {BackpropPlace} before the first operation */
  const NOWHERE = { kind: "", layer: 0, i: 0, j: 0 };

  /** A green arrow to the left. @param {[number, number, number, number]} way @param {number} value
   * @param {number} width */
  function arrowBack([x1, y1, x2, y2], value, width) {
    const far = Math.hypot(x2 - x1, y2 - y1), dx = (x2 - x1) / far, dy = (y2 - y1) / far;
    const [bx, by] = [x1 + 9 * dx, y1 + 9 * dy];
    /** @type {Object<string, string>} */
    const dashes = value < 0 ? { "stroke-dasharray": "6 4" } : {};
    const head = `M${x1.toFixed(1)} ${y1.toFixed(1)}L${(bx - 5 * dy).toFixed(1)} ` +
      `${(by + 5 * dx).toFixed(1)}L${(bx + 5 * dy).toFixed(1)} ${(by - 5 * dx).toFixed(1)}Z`;
    return line(bx, by, x2, y2, { style: `stroke:${GRADIENT}`, "stroke-width": width, ...dashes }) +
      tag("path", { d: head, style: `fill:${GRADIENT}` });
  }

  /**
   * The weights into a layer: lines, and arrows back for the slopes that are known.
   * @param {State} s @param {Layout} l @param {number} layer @param {Map<string, number>} values
   * @param {any} place where the last operation happened
   */
  function edges(s, l, layer, values, place) {
    const { W } = s.layers[layer - 1];
    const numbered = W.length * W[0].length <= MOST_NUMBERED && l.room >= ROOM;
    const slopes = W.flatMap((row, i) => row.map((_, j) =>
      Math.abs(values.get(`dC/dW${layer}[${i + 1},${j + 1}]`) || 0)));
    const largest = Math.max(...slopes) || 1, digits = l.room < AMPLE ? 2 : 3;
    let lines = "", numbers = "";
    W.forEach((row, i) => row.forEach((w, j) => {
      const name = `W${layer}[${i + 1},${j + 1}]`, slope = values.get(`dC/d${name}`);
      const lit = ["edge", "back", "slope"].includes(place.kind) &&
        place.layer === layer && place.i === i && place.j === j;
      const way = ends(l, layer, i, j, slope === undefined ? 0 : -3);
      if (!lit && !numbered) lines += '<g opacity="0.5">'; // a crowd stays behind
      if (lit) {
        lines += line(...ends(l, layer, i, j),
          { ...LIT, "stroke-width": "14", "stroke-opacity": "0.6" });
      }
      lines += line(...way, { ...weighted(w), "stroke-width": 1 + Math.min(Math.abs(w), 4) });
      if (slope !== undefined || (lit && place.kind === "back")) {
        const value = slope === undefined ? 1 : slope;
        lines += arrowBack(ends(l, layer, i, j, 4), value, 1.2 + 1.8 * Math.abs(value) / largest);
      }
      if (!lit && !numbered) lines += "</g>";
      lines += line(...ends(l, layer, i, j), { "data-edit": name, class: "nnb-hit" });
      if (!numbered && !(lit && l.room >= ROOM)) return;
      const [x, y] = beside(l, layer, i, j);
      numbers += text(x, y - 2, number(w, 3), { "data-edit": name, "font-size": "13", ...RIM });
      if (slope !== undefined) {
        numbers += text(x, y + 14, few(slope, digits),
          { style: `fill:${SLOPE}`, "font-size": "13", ...RIM });
      }
    }));
    return [lines, numbers];
  }

  /** One neuron: its name, its sum or output inside, bias and tag below. @param {State} s
   * @param {Layout} l @param {number} layer @param {number} i @param {Map<string, number>} values
   * @param {any} place */
  function neuron(s, l, layer, i, values, place) {
    const [x, y] = l.at[layer][i], { r } = l, entry = `[${i + 1}]`;
    const here = place.layer === layer && place.i === i;
    const a = layer ? values.get(`a${layer}${entry}`) : s.x[i], z = values.get(`z${layer}${entry}`);
    const value = a === undefined ? z : a;
    const letter = !layer ? "x" : a === undefined && z !== undefined ? "z" : "a";
    let drawn = here && place.kind === "unit" ? circle(x, y, r + 5, LIT) : "";
    drawn += circle(x, y, r, { fill: "var(--nnb-paper,#fff)", stroke: "currentColor",
      "stroke-width": value === undefined ? "1" : "1.6",
      ...(value === undefined ? { "stroke-dasharray": "3 3" } : {}),
      ...(layer ? {} : { "data-edit": `x${entry}` }) });
    if (value !== undefined) {
      const shown = Math.abs(value) < 10 && r > 18 ? number(value, 3) : short(value);
      const size = Math.min(13, 1.8 * r / (0.58 * shown.length));
      drawn += text(x, y + size * 0.36, shown, { "font-size": size.toFixed(1),
        ...(layer ? {} : { "data-edit": `x${entry}` }) });
    }
    drawn += text(x, y - r - 7, symbol(letter, layer, i), { "font-size": "13", ...RIM });
    let under = y + r + 15;
    const b = layer ? s.layers[layer - 1].b : null;
    if (b && (l.room >= ROOM || (here && place.kind === "bias"))) {
      if (here && place.kind === "bias") drawn += box(x, under - 4);
      drawn += text(x, under, `<tspan font-style="italic">b</tspan> = ${number(b[i], 3)}`,
        { "font-size": "12", "data-edit": `b${layer}${entry}`, ...RIM });
      under += 16;
    }
    const dz = values.get(`dC/dz${layer}${entry}`), da = values.get(`dC/da${layer}${entry}`);
    const slope = dz === undefined ? da : dz;
    if (slope === undefined) return drawn;
    if (here && place.kind === "tag") drawn += box(x, under - 4);
    const of = l.room < AMPLE ? ""
      : `∂<tspan font-style="italic">${dz === undefined ? "a" : "z"}</tspan> `;
    return drawn + text(x, under, of + few(slope, of ? 3 : 2),
      { "font-size": "13", style: `fill:${SLOPE}`,
        ...(here && place.kind === "tag" ? {} : RIM) });
  }

  /** A light behind a number. @param {number} x @param {number} y @param {number} [wide] */
  function box(x, y, wide = 66) {
    return tag("rect", { x: x - wide / 2, y: y - 9, width: wide, height: 18, rx: 9,
      style: `fill:${HERE}`, "fill-opacity": "0.45", class: "nnb-lit" });
  }

  /** The loss, what flows into it, and the first slopes out of it. @param {State} s
   * @param {Layout} l @param {Map<string, number>} values @param {any} place */
  function lossNode(s, l, values, place) {
    const [x, y] = l.loss, left = x - LOSS.width / 2, last = s.layers.length, C = values.get("C");
    let drawn = "";
    l.at[last].forEach(([ux, uy], i) => {
      const known = [`dC/da${last}`, `dC/dz${last}`].map((name) => values.get(`${name}[${i + 1}]`))
        .find((value) => value !== undefined);
      drawn += line(ux + l.r + 2, uy, left - 2, y, { stroke: "currentColor", "stroke-width": "1" });
      if (known === undefined) return;
      drawn += arrowBack([ux + l.r + 2, uy + 5, left - 2, y + 5], known, 2);
    });
    const frame = { x: left, y: y - LOSS.height / 2, ...LOSS, rx: 6 };
    if (place.kind === "loss") {
      drawn += tag("rect", { ...frame, x: left - 4, y: frame.y - 4, width: LOSS.width + 8,
        height: LOSS.height + 8, rx: 9, ...LIT });
    }
    drawn += tag("rect", { ...frame, fill: "var(--nnb-paper,#fff)", stroke: "currentColor",
      "stroke-width": C === undefined ? "1" : "1.6",
      ...(C === undefined ? { "stroke-dasharray": "3 3" } : {}) });
    drawn += text(x, frame.y - 7, `<tspan font-style="italic">C</tspan>`, { "font-size": "13" });
    if (C !== undefined) drawn += text(x, y + 4.5, few(C, 4), { "font-size": "12.5" });
    s.y.forEach((target, i) => {
      const down = y + LOSS.height / 2 + 18 * (i + 1);
      if (place.kind === "target" && place.i === i) drawn += box(x, down - 4, LOSS.width + 8);
      drawn += text(x, down, `${symbol("y", 0, i)}<tspan dy="-4"> = ${number(target, 3)}</tspan>`,
        { "font-size": "13", "data-edit": `y[${i + 1}]` });
    });
    return drawn;
  }

  /**
   * The picture after the operations that are done, for a width in px.
   * @param {State} s @param {number} width @returns {{markup: string, layout: Layout}}
   */
  function draw(s, width) {
    const l = layout(s, width), count = done(s), values = known(s, count);
    const place = count ? walk(s).operations[count - 1].place : NOWHERE;
    const parts = s.layers.map((_, k) => edges(s, l, k + 1, values, place));
    let drawn = "";
    if (place.kind === "column") {
      const column = l.at[place.layer], [x, y] = column[0];
      drawn += tag("rect", { x: x - l.r - 7, y: y - l.r - 7, width: 2 * l.r + 14,
        height: column[column.length - 1][1] - y + 2 * l.r + 14, rx: l.r + 7, ...LIT });
    }
    drawn += parts.map(([lines]) => lines).join("") + lossNode(s, l, values, place);
    l.at.forEach((column, layer) => column.forEach((_, i) => {
      drawn += neuron(s, l, layer, i, values, place);
    }));
    return { markup: drawn + parts.map(([, numbers]) => numbers).join(""), layout: l };
  }

  /** Where the number of that name stands. @param {State} s @param {Layout} l
   * @param {string} name @returns {Point} */
  function whereIs(s, l, name) {
    const [, letter, layer, i, j] = /** @type {string[]} */ (
      /^([Wbxy])(\d*)\[(\d)(?:,(\d))?\]$/.exec(name));
    const k = Number(layer), row = Number(i) - 1;
    if (letter === "W") {
      return beside(l, k, row, Number(j) - 1);
    }
    if (letter === "y") return [l.loss[0], l.loss[1] + LOSS.height / 2 + 18 * (row + 1) - 4];
    const [x, y] = l.at[k][row];
    return [x, letter === "b" ? y + l.r + 11 : y];
  }

  return { layout, draw, whereIs, few };
})();
