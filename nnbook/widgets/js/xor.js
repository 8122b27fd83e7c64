/** The figure "xor": lines in the input space, corners in the hidden space, four answers. */
nnbook.figures.xor = (function () {
  "use strict";

  const { element, picture, formulas, canvas, slider, choice, button, handle } = nnbook.kit;
  const { CORNERS, TARGETS, check, network, last, answers, ends, moved } = nnbook.xorLines;
  const p = nnbook.xorPicture;
  const GRID = 60, STEP = 0.05;
  const HEADS = ["x₁", "x₂", "h₁", "h₂", "ŷ", "wanted", ""];

  /** A picture over a map. @param {Element} parent @param {string} label */
  function over(parent, label) {
    const place = element("div", { class: "nnb-over nnb-plane" }, parent);
    const colours = canvas(place, GRID, GRID, `${label}, as colours`);
    Object.assign(colours.canvas.style,
      { left: "5%", top: "6%", width: "86%", height: "86%", opacity: "0.5" });
    const drawn = picture(place, [0, 0, p.SIZE, p.SIZE], label);
    drawn.svg.style.position = "relative"; // above the map
    return { place, colours, drawn };
  }

  /**
   * The ends of a line to be dragged.
   * @param {SVGSVGElement} svg @param {any} view @param {string} key @param {string} name
   */
  function held(svg, view, key, name) {
    const shows = [0, 1].map((which) => {
      const end = () => ends(view.state()[key])[which];
      const show = handle(svg, { label: `end ${which + 1} of the line of ${name}`, step: STEP,
        several: true, toPlane: (x, y) => [p.inputs.toX(x), p.inputs.toY(y)], values: end,
        move: (x, y) => {
          const line = moved(view.state()[key], which, x, y);
          if (line) view.set({ [key]: line });
        } });
      return (/** @type {boolean} */ visible) => {
        show.mark.style.display = visible ? "" : "none";
        show(p.inputs.across(end()[0]), p.inputs.up(end()[1]));
      };
    });
    /** @param {boolean} visible */
    return (visible) => shows.forEach((show) => show(visible));
  }

  /**
   * @param {HTMLElement} body @param {any} view
   * @returns {(state: XorState) => void}
   */
  function build(body, view) {
    const pictures = element("div", { class: "nnb-maps" }, body);
    const left = over(pictures, "the input space"), right = over(pictures, "the hidden space");
    const [from, to] = [left.drawn.svg, right.drawn.svg];
    const hands = [held(from, view, "h1", "h1"), held(from, view, "h2", "h2"),
      held(from, view, "one", "the neuron"), held(to, view, "output", "the output")];

    const table = element("table", { class: "nnb-truth" }, body);
    const head = element("tr", {}, element("thead", {}, table));
    for (const name of HEADS) element("th", { scope: "col" }, head, name);
    const rows = element("tbody", {}, table);
    const cells = CORNERS.map(() => {
      const row = element("tr", {}, rows);
      return HEADS.map(() => element("td", {}, row));
    });
    const score = element("p", { class: "nnb-where" }, body);
    const formula = formulas(body, 3);

    const controls = element("div", { class: "nnb-controls" }, body);
    const showNeurons = choice(controls, { symbol: "neurons", label: "how many neurons",
      choices: { 3: "three", 1: "only one" },
      set: (value) => view.set({ neurons: Number(value) }) });
    const showSharpness = slider(controls, { symbol: "sharpness", label: "sharpness of the sigmoids",
      min: 0.5, max: 20, step: 0.5, set: (sharpness) => view.set({ sharpness }) });
    const turns = element("div", { class: "nnb-tools nnb-learn" }, body);
    const turn = Object.entries({ h1: "Turn h₁ round", h2: "Turn h₂ round",
      output: "Turn ŷ round", one: "Turn round" }).map(([key, label]) => button(turns, label,
      () => view.set({ [key]: view.state()[key].map((/** @type {number} */ one) => 0 - one) })));

    let best = 0;
    return (s) => {
      const now = answers(s), single = s.neurons === 1;
      left.colours.show(nnbook.engine.map(network(s), GRID, [p.LOW, p.HIGH, p.LOW, p.HIGH]), 0, 1);
      left.drawn.show(p.inputSpace(s));
      right.place.hidden = single;
      if (!single) {
        right.colours.show(nnbook.engine.map(last(s), GRID, [p.LOW, p.HIGH, p.LOW, p.HIGH]), 0, 1);
        right.drawn.show(p.hiddenSpace(s));
      }
      hands.forEach((show, i) => show((i === 2) === single));
      cells.forEach((row, i) => {
        const shown = [...CORNERS[i].map(String), ...(single ? ["", ""] : now.hidden[i]
          .map((/** @type {number} */ one) => one.toFixed(5))), now.y[i].toFixed(5), String(TARGETS[i]),
          now.right[i] ? "✓" : "✗"];
        shown.forEach((content, j) => { row[j].textContent = content; });
      });
      // Reset forgets the best, too.
      const fresh = JSON.stringify(s.one) === JSON.stringify(view.opening.one);
      best = single && !fresh ? Math.max(best, now.count) : single ? now.count : 0;
      score.textContent = `${now.count} of 4 right` +
        (single ? `; the best line so far had ${best}` : "");
      formula.show(p.formulas(s));
      showNeurons(String(s.neurons));
      showSharpness(s.sharpness);
      turn.forEach((one, i) => { one.hidden = (i === 3) !== single; });
    };
  }

  return { check, describe: p.describe, build, code: nnbook.xorCode.code };
})();
