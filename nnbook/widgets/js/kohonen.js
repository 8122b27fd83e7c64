/** The figure "kohonen": a ring or a grid of neurons that unfolds over points, sample by sample. */
nnbook.figures.kohonen = (function () {
  "use strict";

  const { at, circle, line, tag, HERE, POSITIVE, GRADIENT } = nnbook.marks;
  const { element, picture, formulas, slider, choice, button, player } = nnbook.kit;
  const { SIDE, check, run, route, lines, describe, code } = nnbook.kohonen;
  const BOX = 420;

  /** @typedef {{points: number[][], shape: string, lr: number[], radius: number[], epochs: number,
   *   seed: number, step: number}} State */

  /** @param {number[][]} places @param {boolean} closed */
  const through = (places, closed) =>
    places.map(([x, y], i) => `${i ? "L" : "M"}${at(x)} ${at(y)}`).join("") + (closed ? "Z" : "");

  /** The points, the neurons joined to their neighbours, and what the last sample did.
   * @param {State} s */
  function draw(s) {
    const { w, last, done, total } = run(s), ring = s.shape === "ring";
    /** @param {number[]} p */
    const place = (p) => [BOX * p[0], BOX * (1 - p[1])];
    const neurons = w.map(place), points = s.points.map(place);
    const rows = Array.from({ length: SIDE }, (_, k) => k);
    const d = ring ? through(neurons, true) : rows.map((i) =>
      through(rows.map((j) => neurons[i * SIDE + j]), false) +
      through(rows.map((j) => neurons[j * SIDE + i]), false)).join("");
    const parts = [tag("path", { d, fill: "none", stroke: "currentColor", "stroke-opacity": "0.55" })];
    if (ring && done === total) {
      parts.push(tag("path", { d: through(route(w, s.points).map((k) => points[k]), true),
        fill: "none", style: `stroke:${POSITIVE}`, "stroke-width": "3" }));
    }
    const most = last ? last.rate : 1;
    neurons.forEach(([x, y], j) => parts.push(circle(x, y, last ? 2 + 4 * last.pulls[j] / most : 2.5,
      { style: last ? `fill:color-mix(in srgb, ${HERE} ${at(100 * last.pulls[j] / most)}%, currentColor)`
        : "fill:currentColor" })));
    for (const [x, y] of points) {
      parts.push(tag("rect", { x: x - 4.5, y: y - 4.5, width: 9, height: 9 }));
    }
    if (last) {
      const [x, y] = points[last.sample], [a, b] = neurons[last.winner], [c, e] = place(last.before[0]);
      parts.push(line(c, e, a, b, { style: `stroke:${GRADIENT}`, "stroke-width": "3" }),
        circle(a, b, 8, { fill: "none", style: `stroke:${HERE}`, "stroke-width": "3" }),
        tag("rect", { x: x - 9, y: y - 9, width: 18, height: 18, fill: "none",
          style: `stroke:${HERE}`, "stroke-width": "3" }));
    }
    return parts.join("");
  }

  /** Points to choose from. @param {State} opening @returns {Object<string, [string, number[][]]>} */
  function clouds(opening) {
    const stream = nnbook.engine.random(7);
    /** @param {number} n @param {(u: number, v: number) => number[]} f */
    const made = (n, f) => Array.from({ length: n }, () => f(stream.random(), stream.random())
      .map((v) => Number(v.toFixed(3))));
    const turn = 2 * Math.PI;
    return {
      given: ["the first ones", opening.points],
      square: ["60 in a square", made(60, (u, v) => [u, v])],
      circle: ["40 on a circle", made(40, (u) => [0.5 + 0.45 * Math.cos(turn * u),
        0.5 + 0.45 * Math.sin(turn * u)])],
      clouds: ["60 in two clouds", made(60, (u, v) => (u < 0.5 ? [0.1 + 0.6 * u, 0.1 + 0.3 * v]
        : [0.3 + 0.6 * u, 0.6 + 0.3 * v]))],
    };
  }

  /**
   * @param {HTMLElement} body @param {any} view
   * @returns {(state: State) => void}
   */
  function build(body, view) {
    const place = element("div", { class: "nnb-kohonen" }, body);
    const shown = picture(place, [-12, -12, BOX + 24, BOX + 24], "the map and the points");
    const formula = formulas(body, 4);
    const now = () => run(view.state());
    /** @param {number} more @returns {boolean} whether there is more to come */
    function go(more) {
      const { done, total } = now(), step = Math.max(0, Math.min(total, done + more));
      view.set({ step });
      return step < total;
    }
    const controls = element("div", {}, body);
    const total = () => view.state().epochs * view.state().points.length;
    const showStep = slider(controls, { symbol: "samples", label: "samples shown", min: 0,
      max: total(), step: 1, set: (value) => view.set({ step: Math.round(value) }) });
    const steps = element("div", { class: "nnb-tools nnb-samples" }, body);
    button(steps, "Rewind", () => view.set({ step: 0 }));
    button(steps, "Back", () => go(-1));
    button(steps, "Step", () => go(1));
    const epoch = () => view.state().points.length;
    button(steps, "One epoch", () => go(epoch() - now().done % epoch()));
    player(steps, { perSecond: 6, label: "Play samples", tick: () => go(1) });
    player(steps, { perSecond: 10, label: "Play epochs", tick: () => go(epoch() - now().done % epoch()) });

    const more = element("div", { class: "nnb-controls" }, body);
    const showShape = choice(more, { symbol: "neurons", label: "neurons", set: (shape) => view.set({ shape }),
      choices: { ring: "a ring", grid: `a grid of ${SIDE} × ${SIDE}` } });
    const ready = clouds(view.opening);
    const showPoints = choice(more, { symbol: "points", label: "points",
      choices: Object.fromEntries(Object.entries(ready).map(([key, [name]]) => [key, name])),
      set: (key) => view.set({ points: ready[key][1], step: 0 }) });
    /** @type {((s: State) => void)[]} */
    const shows = [];
    for (const [key, name, most] of /** @type {["lr"|"radius", string, number][]} */ (
      [["lr", "learning rate", 1], ["radius", "radius", 20]])) {
      ["first", "last"].forEach((end, k) => {
        const show = slider(more, { symbol: `${end} ${key === "lr" ? "η" : "r"}`,
          label: `${name} in the ${end} epoch`, min: 0.05, max: most, step: 0.05,
          set: (value) => view.set({ [key]: view.state()[key].map(
            (/** @type {number} */ old, /** @type {number} */ i) => (i === k ? value : old)) }) });
        shows.push((s) => show(s[key][k]));
      });
    }
    return (s) => {
      shown.show(draw(s));
      formula.show(lines(s));
      showStep(now().done);
      showShape(s.shape);
      const found = Object.keys(ready).find((key) =>
        JSON.stringify(ready[key][1]) === JSON.stringify(s.points));
      showPoints(found || "given");
      for (const one of shows) one(s);
    };
  }

  return { check, describe, build, code,
    /** @param {State} s */
    shape: (s) => `${s.epochs} ${s.points.length}` };
})();
