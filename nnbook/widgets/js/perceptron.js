/** The figure "perceptron": points of two classes, and a neuron that learns from its mistakes. */
nnbook.figures.perceptron = (function () {
  "use strict";

  const { element, picture, formulas, slider, choice, button, player } = nnbook.kit;
  const { check, run, LONGEST } = nnbook.perceptronRun;
  const { BOX, PATH_BOX, square, points, path, lookLines, countLines, describe } =
    nnbook.perceptronPicture;
  const NEAR = 0.035; // a press so near to a point means the point
  const ARROW = 0.02;

  /**
   * Add a point of the class that is chosen, or take away the one that lies there. What has been
   * learned stays; the count begins anew.
   * @param {any} view @param {number} p @param {number} q
   */
  function press(view, p, q) {
    /** @type {PerceptronState} */
    const s = view.state();
    const [w1, w2, b] = run(s).weights;
    let there = -1, near = NEAR;
    s.points.forEach(([x1, x2], i) => {
      const far = Math.hypot(x1 - p, x2 - q);
      if (far < near) [there, near] = [i, far];
    });
    /** @param {any[]} list @param {any} one */
    const changed = (list, one) => (there < 0 ? [...list, one] : list.filter((_, i) => i !== there));
    view.set({ points: changed(s.points, [p, q]), labels: changed(s.labels, s.adds),
      w: [w1, w2], b, steps: 0 });
  }

  /** @param {number} value */
  const inside = (value) => Number(Math.min(1, Math.max(0, value)).toFixed(2));

  /**
   * Points are put down by pointer, or with a crosshair that arrow keys move.
   * @param {SVGSVGElement} svg @param {any} view
   */
  function aim(svg, view) {
    svg.setAttribute("role", "group");
    svg.style.cursor = "crosshair";
    svg.addEventListener("click", (event) => {
      const box = svg.getBoundingClientRect();
      const p = square.toX((event.clientX - box.left) / box.width * BOX[2]);
      const q = square.toY((event.clientY - box.top) / box.height * BOX[3]);
      if (Math.max(Math.abs(p - 0.5), Math.abs(q - 0.5)) < 0.54) press(view, inside(p), inside(q));
    });
    const cross = document.createElementNS("http://www.w3.org/2000/svg", "path");
    const attributes = { class: "nnb-cross", tabindex: "0", role: "button",
      "data-lm-suppress-shortcuts": "true" };
    for (const [key, value] of Object.entries(attributes)) cross.setAttribute(key, value);
    svg.appendChild(cross);
    let p = 0.5, q = 0.5;
    function show() {
      const x = square.across(p), y = square.up(q);
      cross.setAttribute("d", `M${x - 16} ${y}H${x + 16}M${x} ${y - 16}V${y + 16}`);
      cross.setAttribute("aria-label", `crosshair at ${p.toFixed(2)}, ${q.toFixed(2)}; arrow keys ` +
        "move it, Enter adds a point or takes one away");
    }
    cross.addEventListener("keydown", (event) => {
      /** @type {Object<string, [number, number]>} */
      const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };
      const way = ways[event.key], far = event.shiftKey ? 10 * ARROW : ARROW;
      if (!way && event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      if (way) [p, q] = [inside(p + way[0] * far), inside(q + way[1] * far)];
      else press(view, p, q);
      show();
    });
    show();
  }

  /**
   * @param {HTMLElement} body @param {any} view
   * @returns {(state: PerceptronState) => void}
   */
  function build(body, view) {
    const pictures = element("div", { class: "nnb-pictures nnb-two" }, body);
    const left = picture(pictures, BOX, "the points and the line; press to add or take away");
    const right = picture(pictures, PATH_BOX, "the way of the weights");
    aim(left.svg, view);

    const drive = element("div", { class: "nnb-tools nnb-learn" }, body);
    /** @param {number} steps */
    const go = (steps) => view.set({ steps: Math.min(LONGEST, Math.max(0, steps)) });
    /** How many looks are done. */
    const stands = () => run(view.state()).steps;
    button(drive, "Back", () => go(stands() - 1));
    button(drive, "One point", () => go(stands() + 1));
    button(drive, "One epoch", () => {
      const n = view.state().points.length;
      go((Math.floor(stands() / n) + 1) * n);
    });
    player(drive, { perSecond: 4, tick: () => {
      go(stands() + 1);
      return !run(view.state()).rest && stands() < LONGEST;
    } });
    button(drive, "Rewind", () => go(0));
    button(drive, "Start at 0", () => view.set({ w: [0, 0], b: 0, steps: 0 }));

    const formula = formulas(body, 7);

    const controls = element("div", { class: "nnb-controls" }, body);
    const showAdds = choice(controls, { symbol: "a press adds", label: "class of the next point",
      choices: { 1: "■ class 1", 0: "○ class 0" }, set: (value) => view.set({ adds: Number(value) }) });
    const showRate = slider(controls, { symbol: "η", label: "learning rate", min: 0.05, max: 2,
      step: 0.05, set: (lr) => view.set({ lr }) });
    const more = element("details", { class: "nnb-layer" }, body);
    element("summary", {}, more, "The weights at the start");
    const starts = element("div", { class: "nnb-controls" }, more);
    const showStart = ["w₁", "w₂", "b"].map((symbol, i) => slider(starts, { symbol,
      label: `${["w1", "w2", "b"][i]} at the start`, min: -2, max: 2, step: 0.1, set: (value) => {
        /** @type {[number, number]} */
        const w = view.state().w;
        return view.set(i === 2 ? { b: value } : { w: w.map((old, j) => (j === i ? value : old)) });
      } }));

    return (s) => {
      left.show(points(s));
      right.show(path(s));
      formula.show([...lookLines(s), ...countLines(s)]);
      showAdds(String(s.adds));
      showRate(s.lr);
      [...s.w, s.b].forEach((value, i) => showStart[i](value));
    };
  }

  return { check, describe, build, code: nnbook.perceptronCode.code };
})();
