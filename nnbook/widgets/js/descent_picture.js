/**
 * The picture of the figure "descent": the curve or the contour lines of the loss, and on it the
 * way of each optimizer, in marks and dashes of its own.
 */
nnbook.descentPicture = (function () {
  "use strict";

  const { GRADIENT, NEGATIVE, POSITIVE, at, circle, line, tag, text } = nnbook.marks;
  const { plane, curve } = nnbook.chart;
  const { LANDSCAPES, rides } = nnbook.descentPaths;

  /** How an optimizer is drawn: stroke, dashes, and its mark with the radius r as a path.
   * @type {Object<string, {colour: string, dashes: string, mark: (r: number) => string}>} */
  const LOOKS = {
    SGD: { colour: "currentColor", dashes: "none",
      mark: (r) => `m${at(-r)} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0` },
    momentum: { colour: POSITIVE, dashes: "7 4",
      mark: (r) => `m${at(-r)} ${at(-r)}h${2 * r}v${2 * r}h${-2 * r}z` },
    Adam: { colour: NEGATIVE, dashes: "2 3",
      mark: (r) => `m0 ${at(-1.2 * r)}l${at(1.2 * r)} ${at(2.1 * r)}h${at(-2.4 * r)}z` },
  };
  const SMALL = 3, LARGE = 7, LINE = 17; // radii of marks, height of a label

  /** What of a broken line lies in the box, with gaps where it leaves it.
   * @param {number[][]} points @param {number[][]} box @returns {[number, number][]} */
  function clipped(points, box) {
    /** @type {[number, number][]} */
    const kept = [];
    for (let i = 1; i < points.length; i++) {
      const p = points[i - 1], way = p.map((one, k) => points[i][k] - one);
      let from = 0, to = 1;
      box.forEach(([low, high], k) => {
        // Where the segment meets the two edges; one that runs beside them is in or out as a whole.
        const ends = [(low - p[k]) / way[k], (high - p[k]) / way[k]].sort((a, b) => a - b);
        if (way[k]) [from, to] = [Math.max(from, ends[0]), Math.min(to, ends[1])];
        else if (p[k] < low || p[k] > high) to = -1;
      });
      if (from > to) continue;
      if (from > 0 || !kept.length) kept.push([NaN, NaN]);
      const goesOn = Number.isFinite(kept[kept.length - 1][0]);
      for (const part of goesOn ? [to] : [from, to]) {
        kept.push([p[0] + part * way[0], p[1] + part * way[1]]);
      }
      if (to < 1) kept.push([NaN, NaN]);
    }
    return kept;
  }

  /** Where all lies in a picture so wide. @param {DescentState} s @param {number} width */
  function layout(s, width) {
    const { box, names, top } = LANDSCAPES[s.landscape];
    const flat = box.length === 1, square = s.landscape === "saddle";
    const across = Math.min(width - 76, square ? 400 : width);
    const down = square ? across : Math.min(300, Math.max(200, across * 0.55));
    const y = flat ? /** @type {[number, number]} */ ([-0.06 * (top || 1), top || 1]) : box[1];
    const p = plane({ left: square ? (width - across) / 2 : 40, top: 26, width: across,
      height: down, x: box[0], y, xName: names[0], yName: flat ? "C" : names[1] });
    return { p, box: [box[0], y], height: down + 60, flat };
  }

  /** Contour lines, or the curve, with the axes. @param {DescentState} s @param {number} width */
  function ground(s, width) {
    const { loss, contours, floor, box } = LANDSCAPES[s.landscape];
    const l = layout(s, width), parts = [l.p.axes];
    /** @param {number[][]} points @param {Object<string, string>} look */
    const draw = (points, look) => parts.push(curve(l.p, clipped(points, l.box), look));
    if (l.flat) {
      const [low, high] = box[0];
      draw(Array.from({ length: 121 }, (_, i) => {
        const w = low + (high - low) * i / 120;
        return [w, loss([w])];
      }), { "stroke-width": "1.5" });
    }
    for (const one of contours()) draw(one, { "stroke-width": "1", "stroke-opacity": "0.4" });
    for (const one of floor ? floor() : []) {
      draw(one, { "stroke-width": "4", "stroke-opacity": "0.4" });
    }
    return parts.join("");
  }

  let groundKey = "", groundText = "";

  /**
   * The picture.
   * @param {DescentState} s @param {number} width @returns {{markup: string, height: number,
   *   start: [number, number], value: (x: number, y: number) => [number, number]}}
   */
  function draw(s, width) {
    const { loss, slope } = LANDSCAPES[s.landscape], { p, box, height, flat } = layout(s, width);
    if (`${s.landscape} ${width}` !== groundKey) {
      groundText = ground(s, width);
      groundKey = `${s.landscape} ${width}`;
    }
    const ways = rides(s), parts = [groundText];
    /** A place on the ground. @param {number[]} w @param {number} loss @returns {number[]} */
    const on = (w, loss) => (flat ? [w[0], loss] : w);
    /** @param {number[]} point */
    const seen = (point) => point.every((v, k) => v >= box[k][0] && v <= box[k][1]);
    /** @param {number[]} point @param {string} mark */
    const put = ([x, y], mark) => `M${at(p.across(x))} ${at(p.up(y))}${mark}`;
    const labels = [];
    for (const { name, path, losses } of ways) {
      const { colour, dashes, mark } = LOOKS[name];
      const points = path.map((w, t) => on(w, losses[t]));
      const style = `stroke:${colour}`;
      parts.push(curve(p, clipped(points, box),
        { style, "stroke-width": "1.5", "stroke-dasharray": dashes }));
      const small = points.slice(0, -1).filter(seen).map((one) => put(one, mark(SMALL)));
      parts.push(tag("path", { d: small.join(""), style: `${style};fill:var(--nnb-paper,#fff)`,
        "stroke-width": "1.3" }));
      const last = points[points.length - 1], inside = seen(last);
      if (inside) parts.push(tag("path", { d: put(last, mark(LARGE)), style: `fill:${colour}` }));
      const stays = last.map((v, k) => Math.min(Math.max(v, box[k][0]), box[k][1]));
      labels.push({ name: inside ? name : `${name} is outside`, colour,
        x: p.across(stays[0]), y: p.up(stays[1]) });
    }
    if (flat) {
      const { path, losses } = ways.filter(({ name }) => name === s.watch)[0];
      const w = path[path.length - 1][0], c = losses[losses.length - 1], m = slope([w])[0];
      const far = 0.12 * (box[0][1] - box[0][0]);
      parts.push(curve(p, clipped([[w - far, c - m * far], [w + far, c + m * far]], box),
        { style: `stroke:${GRADIENT}`, "stroke-width": "3" }));
    }
    // Labels to the side where there is room, each below the one before it.
    labels.sort((a, b) => a.y - b.y);
    let free = -Infinity;
    for (const { name, colour, x, y } of labels) {
      const left = x > (p.left + p.right) / 2;
      const place = Math.min(Math.max(y + 5, free), p.bottom + 12);
      free = place + LINE;
      parts.push(text(x + (left ? -14 : 14), place, name, { "text-anchor": left ? "end" : "start",
        style: `fill:${colour};stroke:var(--nnb-paper,#fff);paint-order:stroke`,
        "stroke-width": "4", "stroke-linejoin": "round" }));
    }
    const first = on(s.start, loss(s.start));
    /** @type {[number, number]} */
    const start = [p.across(first[0]), p.up(Math.min(first[1], box[1][1]))];
    parts.push(circle(...start, 11, { fill: "none", stroke: "currentColor", "stroke-width": "1.2",
      "stroke-dasharray": "3 3" }));
    return { markup: parts.join(""), height, start, value: (x, y) => [p.toX(x), p.toY(y)] };
  }

  /** A line and a mark, as a sample beside a name. @param {string} name */
  function sample(name) {
    const { colour, dashes, mark } = LOOKS[name];
    const style = `stroke:${colour}`;
    return line(1, 9, 33, 9, { style, "stroke-width": "1.5", "stroke-dasharray": dashes }) +
      tag("path", { d: `M17 9${mark(5)}`, style: `fill:${colour}` });
  }

  return { draw, sample };
})();
