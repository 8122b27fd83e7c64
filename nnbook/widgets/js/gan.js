/** The figure "gan": a forger and a judge, and a button for a step of either. */
nnbook.figures.gan = (function () {
  "use strict";

  const { circle, line, number, tag, text, GRADIENT } = nnbook.marks;
  const { element, picture, formulas, canvas, slider, choice, button, player } = nnbook.kit;
  const { plane, curve, border, QUIET } = nnbook.chart;
  const { MODES, RADIUS, POINTS, check, run } = nnbook.gan;
  const GRID = 48, LOW = -2, HIGH = 2, SIZE = 300, LONGEST = 0.25;

  /** @typedef {GanState} State */
  /** @typedef {GanNow} Now */

  /** Rates and steps that go together. @type {Object<string, [string, Partial<State>]>} */
  const SETTINGS = {
    even: ["both alike", { judge_lr: 0.005, forger_lr: 0.005, judge_steps: 1 }],
    greedy: ["a greedy forger", { judge_lr: 0.001, forger_lr: 0.02, judge_steps: 1 }],
    strict: ["a judge who looks five times", { judge_lr: 0.005, forger_lr: 0.005, judge_steps: 5 }],
  };

  const sight = plane({ left: 0, top: 0, width: SIZE, height: SIZE, x: [LOW, HIGH], y: [LOW, HIGH],
    ticks: 1 });
  /** A place in sight; what is outside stands at the edge. @param {number[]} p */
  const place = (p) => p.map((v, k) => {
    const held = Math.max(LOW, Math.min(HIGH, v));
    return k ? sight.up(held) : sight.across(held);
  });

  /** Modes, border, real and forged points. @param {Now} now @param {Float64Array} map */
  function points(now, map) {
    const parts = MODES.map((one) => {
      const [x, y] = place(one);
      return circle(x, y, RADIUS / (HIGH - LOW) * SIZE, { fill: "none", stroke: "currentColor",
        "stroke-opacity": "0.5", "stroke-dasharray": "3 3" });
    });
    parts.push(border(map, GRID, sight));
    for (const p of now.real) {
      const [x, y] = place(p);
      parts.push(tag("rect", { x: x - 1.8, y: y - 1.8, width: 3.6, height: 3.6 }));
    }
    const share = LONGEST / (Math.max(...now.pulls.map(([dx, dy]) => Math.hypot(dx, dy))) || 1);
    now.forged.forEach((p, n) => {
      const way = now.pulls[n];
      const [x, y] = place(p), [a, b] = place([p[0] + share * way[0], p[1] + share * way[1]]);
      parts.push(line(x, y, a, b, { style: `stroke:${GRADIENT}`, "stroke-width": "1.4" }));
    });
    for (const p of now.forged) {
      const [x, y] = place(p);
      parts.push(circle(x, y, 3, { style: "fill:var(--nnb-paper,#fff)", stroke: "currentColor",
        "stroke-width": "1.3" }));
    }
    const lost = now.forged.filter((p) => p.some((v) => v < LOW || v > HIGH)).length;
    if (lost) {
      parts.push(text(6, SIZE - 8, `${lost} farther out, held at the edge`,
        { "font-size": "13", "text-anchor": "start", style: "paint-order:stroke;" +
          "stroke:var(--nnb-paper,#fff);stroke-width:4px" }));
    }
    return parts.join("");
  }

  /** Both losses and the modes covered, over the steps. @param {Now} now */
  function curves({ curve: through }) {
    const [done] = through[through.length - 1];
    let right = 20;
    while (right < done) right *= 2;
    const highest = Math.max(1.4, ...through.map((one) => Math.max(one[1], one[2])));
    const above = plane({ left: 34, top: 24, width: 210, height: 110, x: [0, right],
      y: [0, Math.min(highest, 5)], ticks: 3 });
    const below = plane({ left: 34, top: 186, width: 210, height: 80, x: [0, right], y: [0, 8], ticks: 4 });
    /** @param {any} p @param {number} k @param {number} top @param {any} [look] */
    const drawn = (p, k, top, look) => curve(p, through.map((one) =>
      /** @type {[number, number]} */ ([one[0], Math.min(one[k], top)])), look);
    const last = through[through.length - 1].map((v, k) => (k < 3 ? Math.min(v, 5) : v));
    const apart = Math.max(0, 15 - Math.abs(above.up(last[1]) - above.up(last[2]))) / 2;
    const sign = last[1] > last[2] ? -1 : 1;
    const dot = (/** @type {any} */ p, /** @type {number} */ k) =>
      circle(p.across(done), p.up(last[k]), 3.5, {});
    return above.axes + drawn(above, 1, 5) + drawn(above, 2, 5, { "stroke-dasharray": "5 4" }) +
      dot(above, 1) + dot(above, 2) +
      [["judge", 1], ["forger", -1]].map(([who, way], i) => text(above.across(done) + 7,
        above.up(last[i + 1]) + 4 + Number(way) * sign * apart, String(who),
        { "font-size": "13", "text-anchor": "start" })).join("") +
      text(2, 12, "losses", { ...QUIET, "text-anchor": "start" }) +
      below.axes + drawn(below, 3, 8) + dot(below, 3) + text(2, 173, "modes covered, of 8",
        { ...QUIET, "text-anchor": "start" }) +
      text(below.right, below.bottom + 31, "steps of both", { ...QUIET, "text-anchor": "end" });
  }

  /** @param {number[]} list */
  const mean = (list) => list.reduce((a, b) => a + b) / list.length;
  /** @param {number} count */
  const after = (count) => `after ${count} ${count === 1 ? "step" : "steps"}`;
  /** @param {number} share */
  const percent = (share) => `${number(100 * share, 0)} %`;

  /** How each of them does, in numbers. @param {Now} now @returns {string[]} */
  function lines(now) {
    const real = now.trust.slice(0, POINTS), forged = now.trust.slice(POINTS);
    return [
      `Judge: loss ${now.judge.toFixed(4)} ${after(now.steps[0])}. It believes real points ` +
        `${percent(mean(real))}, forged ones ${percent(mean(forged))}`,
      `Forger: loss ${now.forger.toFixed(4)} ${after(now.steps[1])}. ${now.near} of ${POINTS} ` +
        `forged points (${percent(now.near / POINTS)}) lie near a mode`,
      `Modes covered: ${now.covered} of 8. Points at each, from the right and round: ${now.counts.join(", ")}`,
    ];
  }

  /** @param {State} s */
  const describe = (s) => `${lines(run(s)).join(". ")}.`;

  /** The moves with one more. @param {State} s @param {number} judge @param {number} forger
   * @param {number} [times] */
  function more({ moves, judge_lr: a, forger_lr: b }, judge, forger, times = 1) {
    const last = moves[moves.length - 1], next = [judge, forger, times, a, b];
    if (!last || !next.every((v, k) => k === 2 || v === last[k])) return [...moves, next];
    return [...moves.slice(0, -1), last.map((v, k) => (k === 2 ? v + times : v))];
  }

  /** @param {HTMLElement} body @param {any} view @returns {(s: State) => void} */
  function build(body, view) {
    const pictures = element("div", { class: "nnb-maps" }, body);
    const over = element("div", { class: "nnb-over" }, pictures);
    const colours = canvas(over, GRID, GRID, "the judge's verdicts, as colours");
    Object.assign(colours.canvas.style, { left: "0", top: "0", width: "100%", height: "100%" });
    const shown = picture(over, [0, 0, SIZE, SIZE], "real and forged points over the judge's verdicts");
    shown.svg.classList.add("nnb-front");
    const graph = picture(pictures, [0, 0, 300, SIZE], "losses and modes");
    const formula = formulas(body, 3);

    /** @param {number} judge @param {number} forger @param {number} [times] */
    const go = (judge, forger, times) => {
      const s = view.state();
      return view.set({ moves: more(s, judge, forger, times) }) === "";
    };
    const tools = element("div", { class: "nnb-tools nnb-samples" }, body);
    button(tools, "Judge: one step", () => go(1, 0));
    button(tools, "Forger: one step", () => go(0, 1));
    button(tools, "One round", () => go(view.state().judge_steps, 1));
    player(tools, { perSecond: 30, label: "Play rounds", tick: () => go(view.state().judge_steps, 1, 3) });
    button(tools, "Rewind", () => view.set({ moves: [] }));
    button(tools, "Another start", () => view.set({ moves: [], seed: (view.state().seed + 1) % 100 }));

    const controls = element("div", { class: "nnb-controls" }, body);
    const showSetting = choice(controls, { symbol: "setting", label: "setting",
      choices: { ...Object.fromEntries(Object.entries(SETTINGS).map(([key, [said]]) => [key, said])),
        own: "as set below" },
      set: (key) => view.set(key === "own" ? {} : SETTINGS[key][1]) });
    const showSteps = slider(controls, { symbol: "judge's steps", label: "the judge's steps in a round",
      min: 1, max: 10, step: 1, set: (value) => view.set({ judge_steps: value }) });
    const showJudge = slider(controls, { symbol: "judge's η", label: "the judge's learning rate",
      min: 0, max: 0.03, step: 0.001, set: (value) => view.set({ judge_lr: value }) });
    const showForger = slider(controls, { symbol: "forger's η", label: "the forger's learning rate",
      min: 0, max: 0.03, step: 0.001, set: (value) => view.set({ forger_lr: value }) });

    let drawn = "";
    return (s) => {
      const now = run(s), key = JSON.stringify([s.seed, s.moves]);
      if (key !== drawn) {
        const map = nnbook.engine.map(now.network, GRID, [LOW, HIGH, LOW, HIGH]);
        colours.show(map, 0, 1);
        shown.show(points(now, map));
        graph.show(curves(now));
        formula.show(lines(now));
        drawn = key;
      }
      const found = Object.entries(SETTINGS).find(([, [, part]]) => Object.entries(part)
        .every(([one, value]) => /** @type {any} */ (s)[one] === value));
      showSetting(found ? found[0] : "own");
      showSteps(s.judge_steps);
      showJudge(s.judge_lr);
      showForger(s.forger_lr);
    };
  }

  return { check, describe, build, lines, code: nnbook.ganCode.code };
})();
