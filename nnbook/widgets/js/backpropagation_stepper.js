/**
 * The stepper of the figure "backpropagation": the rule of the last operation, the rule with the
 * numbers put in, the value; and the controls that go forward and back, by operations and by steps.
 */
nnbook.backpropagationStepper = (function () {
  "use strict";

  const { element, button, player, fill, steady } = nnbook.kit;
  const { number } = nnbook.words;
  const { walk, done } = nnbook.backpropagationWalk;
  const PER_SECOND = 1;

  /** @typedef {BackpropState} State */

  // A name as the Trace writes it: dC/dW2[1,1], z1[2], x[1], alpha2, C.
  const NAMES =
    /(dC\/d|^|[^A-Za-z])(alpha|[Wbza](?=\d)|[xyC](?![A-Za-z/]))(\d*)(?:\[([\d,]+)\])?/g;

  /** A text of the Trace as HTML, its names set as in the book's formulas. @param {string} text */
  function pretty(text) {
    const safe = text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
    return safe.replace(NAMES, (_, before, letter, layer, entry) => {
      const index = (entry || "").replace(",", "");
      const marks = layer && index
        ? `<span class="nnb-index"><span>(${layer})</span><span>${index}</span></span>`
        : layer ? `<sup>(${layer})</sup>` : index && `<sub>${index}</sub>`;
      const name = `<i>${letter === "alpha" ? "α" : letter}</i>${marks}`;
      return before === "dC/d" ? `∂<i>C</i>/∂${name}` : before + name;
    });
  }

  /** Where the walk is, in words. @param {State} s */
  function position(s) {
    const { operations } = walk(s), count = done(s);
    return count ? `operation ${count} of ${operations.length}: ${operations[count - 1].name}`
      : `before operation 1 of ${operations.length}`;
  }

  /** The lines to be shown, as the Trace writes them. @param {State} s @returns {string[]} */
  function lines(s) {
    const { operations } = walk(s), count = done(s);
    if (!count) return ["", "Inputs, weights and target are given.", "Step forward.", ""];
    const { name, text, numbers, value, step, rule } = operations[count - 1];
    const back = step.startsWith("dC/");
    const told = [...new Set([text, numbers])]
      .filter((one) => one !== name && one !== number(value));
    return [
      `${back ? "backward" : "forward"}, ${count} of ${operations.length}: ${step} = ${rule}`,
      told.length ? `${name} = ${told[0]}` : name, told[1] ? `= ${told[1]}` : "",
      `= ${number(value)}`,
    ];
  }

  /** How many operations are done after a whole step more or less. @param {State} s
   * @param {number} way 1 or -1 */
  function byStep(s, way) {
    const ends = [0, ...new Set(walk(s).operations.map(({ end }) => end))], count = done(s);
    const next = way > 0 ? ends.find((end) => end > count)
      : [...ends].reverse().find((end) => end < count);
    return next === undefined ? count : next;
  }

  /**
   * The formulas and the controls.
   * @param {HTMLElement} body @param {any} view @returns {(s: State) => void}
   */
  function build(body, view) {
    const where = element("p", { class: "nnb-where" }, body);
    const formula = element("div", { class: "nnb-formula nnb-operation" }, body);
    const shown = [1, 2, 3].map(() => element("div", {}, formula));
    for (const text of [where, formula]) steady(text);
    const group = element("div", { role: "group",
      "aria-label": "the walk: arrow keys step, with Shift by whole steps" }, body);
    const range = /** @type {HTMLInputElement} */ (element("input", { type: "range", min: 0,
      step: 1, class: "nnb-walk", "aria-label": "operation", "data-lm-suppress-shortcuts": "true" },
    element("div", { class: "nnb-row" }, group)));
    const tools = element("div", { class: "nnb-tools nnb-steps" }, group);

    /** @param {number} step */
    const go = (step) => {
      play.pause();
      view.set({ step: Math.max(0, Math.min(step, walk(view.state()).operations.length)) });
    };
    const one = (/** @type {number} */ way) => go(done(view.state()) + way);
    const whole = (/** @type {number} */ way) => go(byStep(view.state(), way));
    /** @param {string} label @param {string} says @param {() => void} press */
    const named = (label, says, press) =>
      button(tools, label, press).setAttribute("aria-label", says);

    named("«", "back by a whole step", () => whole(-1));
    named("‹ Back", "Back by one operation", () => one(-1));
    const play = player(tools, { perSecond: PER_SECOND, label: "Play", tick() {
      const s = view.state(), count = done(s), all = walk(s).operations.length;
      view.set({ step: count < all ? count + 1 : 0 });
      return count + 1 !== all;
    } });
    named("Step ›", "Step on by one operation", () => one(1));
    named("»", "on by a whole step", () => whole(1));
    range.addEventListener("input", () => go(Number(range.value)));
    group.addEventListener("keydown", (event) => {
      const way = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
      const leap = { PageDown: -1, PageUp: 1 }[event.key];
      if (way && !event.shiftKey) one(way);
      else if (way || leap) whole(way || leap || 0);
      else if (event.key === "Home") go(0);
      else if (event.key === "End") go(Infinity);
      else return;
      event.preventDefault();
    });

    return (s) => {
      const { operations } = walk(s), count = done(s);
      const [place, ...rest] = lines(s);
      where.innerHTML = pretty(place) || "&nbsp;";
      shown.forEach((line, i) => { line.innerHTML = pretty(rest[i]) || "&nbsp;"; });
      const back = count > 0 && operations[count - 1].step.startsWith("dC/");
      formula.classList.toggle("nnb-backward", back);
      range.max = String(operations.length);
      range.value = String(count);
      range.classList.toggle("nnb-backward", back);
      range.setAttribute("aria-valuetext", position(s));
      fill(range, 0, count);
    };
  }

  return { pretty, position, lines, build };
})();
