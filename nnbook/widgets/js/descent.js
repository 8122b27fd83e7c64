/** The figure "descent": optimizers race down curves and valleys from one start. */
nnbook.figures.descent = (function () {
  "use strict";

  const { element, picture, formulas, slider, choice, button, player, handle } = nnbook.kit;
  const { LANDSCAPES, OPTIMIZERS, MOST_STEPS, check, rides } = nnbook.descentPaths;
  const { number, list, update, border, trouble, describe } = nnbook.descentWords;
  const { draw, sample } = nnbook.descentPicture;
  const WIDEST = 640, NARROWEST = 290, PER_SECOND = 6, USUAL_STEPS = 100;

  /**
   * The table: a row for each optimizer, to switch it on and off and to see where it stands.
   * @param {HTMLElement} body @param {any} view @returns {(s: DescentState) => void}
   */
  function buildTable(body, view) {
    const table = element("table", { class: "nnb-race" }, body);
    const head = element("tr", {}, element("thead", {}, table));
    for (const one of ["optimizer", "position", "loss C", "slope"]) {
      element("th", { scope: "col" }, head, one);
    }
    const rows = element("tbody", {}, table);
    const shows = Object.keys(OPTIMIZERS).map((name) => {
      const row = element("tr", {}, rows), label = element("label", {},
        element("th", { scope: "row" }, row));
      const box = /** @type {HTMLInputElement} */ (element("input", { type: "checkbox",
        "aria-label": name, "data-lm-suppress-shortcuts": "true" }, label));
      picture(label, [0, 0, 34, 18], "").show(sample(name));
      label.lastElementChild?.setAttribute("aria-hidden", "true");
      label.append(name);
      const cells = [1, 2, 3].map(() => element("td", {}, row));
      box.addEventListener("change", () => {
        const s = view.state();
        const optimizers = Object.keys(OPTIMIZERS)
          .filter((one) => (one === name ? box.checked : s.optimizers.includes(one)));
        const watch = optimizers.includes(s.watch) ? s.watch : optimizers[0];
        if (view.set({ optimizers, watch })) box.checked = true;
      });
      return (/** @type {DescentState} */ s) => {
        box.checked = s.optimizers.includes(name);
        const found = rides(s).filter((one) => one.name === name)[0];
        cells.forEach((cell, i) => {
          cell.textContent = !found ? ["off", "", ""][i] : [
            list(found.path[found.path.length - 1]), number(found.losses[found.losses.length - 1]),
            list(found.slope)][i];
        });
      };
    });
    return (s) => { for (const show of shows) show(s); };
  }

  /**
   * The picture, in which the start is dragged.
   * @param {HTMLElement} body @param {any} view @returns {(s: DescentState) => void}
   */
  function buildPicture(body, view) {
    const place = element("div", { class: "nnb-net" }, body);
    const shown = picture(place, [0, 0, WIDEST, WIDEST / 2], "the landscape and the ways down it");
    /** @type {DescentState|null} */
    let last = null;
    /** @type {any} */
    let drawn = null;
    const box = () => LANDSCAPES[view.state().landscape].box;
    const show = handle(shown.svg, { label: "the start; arrow keys move it", step: 0.1,
      values: () => {
        const { landscape, start: [p, q = LANDSCAPES[landscape].loss([p])] } = view.state();
        return [p, q];
      },
      toPlane: (x, y) => drawn.value(x, y),
      move: (...to) => view.set({ start: box().map(([low, high], i) =>
        Number(Math.min(Math.max(to[i], low), high).toFixed(2))) }) });
    const redraw = () => {
      if (!last) return;
      const width = Math.max(NARROWEST, Math.min(WIDEST, place.clientWidth || WIDEST));
      drawn = draw(last, width);
      shown.svg.setAttribute("viewBox", `0 0 ${width} ${drawn.height.toFixed(1)}`);
      shown.show(drawn.markup);
      show(drawn.start[0], drawn.start[1]);
    };
    new ResizeObserver(redraw).observe(place);
    return (s) => {
      last = s;
      redraw();
    };
  }

  /**
   * @param {HTMLElement} body @param {any} view @returns {(s: DescentState) => void}
   */
  function build(body, view) {
    const titles = Object.fromEntries(Object.entries(LANDSCAPES)
      .map(([key, { title }]) => [key, title]));
    const top = element("div", { class: "nnb-controls" }, body);
    const showLandscape = choice(top, { symbol: "landscape", label: "landscape", choices: titles,
      set: (landscape) => {
        const { start, lr } = LANDSCAPES[landscape];
        view.set({ landscape, start, lr, steps: 0 });
      } });
    const showPicture = buildPicture(body, view);

    const tools = element("div", { class: "nnb-tools nnb-steps" }, body);
    /** @param {number} steps */
    const go = (steps) => view.set({ steps: Math.min(Math.max(steps, 0), MOST_STEPS) });
    /** @param {string} label @param {string} says @param {(now: number) => number} to */
    const tool = (label, says, to) => button(tools, label, () => {
      play.pause();
      go(to(view.state().steps));
    }).setAttribute("aria-label", says);
    tool("« Start", "Start again", () => 0);
    tool("‹ Back", "Back by one step", (now) => now - 1);
    const play = player(tools, { perSecond: PER_SECOND, tick() {
      const s = view.state();
      if (s.steps < MOST_STEPS && rides(s).some(({ left }) => !left)) go(s.steps + 1);
      else return false;
    } });
    tool("Step ›", "Step on", (now) => now + 1);

    const controls = element("div", { class: "nnb-controls" }, body);
    const showSteps = slider(controls, { symbol: "steps", label: "steps", min: 0, max: USUAL_STEPS,
      step: 1, set: (steps) => view.set({ steps }) });
    const showRate = slider(controls, { symbol: "η", label: "learning rate", min: 0, max: 1,
      step: 0.01, set: (lr) => view.set({ lr }) });
    const rate = /** @type {HTMLInputElement} */ (
      controls.querySelectorAll('input[type="range"]')[1]);
    const showNoise = slider(controls, { symbol: "noise", label: "noise of the batches", min: 0,
      max: 10, step: 0.5, set: (noise) => view.set({ noise }) });
    const noise = /** @type {HTMLInputElement} */ (
      controls.querySelectorAll('input[type="range"]')[2]);
    const again = element("div", { class: "nnb-row" }, controls);
    button(again, "Other batches", () => view.set({ seed: view.state().seed + 1 }));

    const bound = element("p", { class: "nnb-border" }, body);
    const alarm = element("p", { class: "nnb-message", role: "status" }, body);
    const showTable = buildTable(body, view);
    const showWatch = choice(element("div", { class: "nnb-controls" }, body), {
      symbol: "next step of", label: "next step of",
      choices: Object.fromEntries(Object.keys(OPTIMIZERS).map((one) => [one, one])),
      set: (watch) => {
        const { optimizers } = view.state();
        view.set({ watch, optimizers: Object.keys(OPTIMIZERS)
          .filter((one) => one === watch || optimizers.includes(one)) });
      } });
    const formula = formulas(body, 5);

    return (s) => {
      const { mostLr, stepLr, noise: mostNoise } = LANDSCAPES[s.landscape];
      Object.assign(rate, { max: String(mostLr), step: String(stepLr) });
      Object.assign(noise, { max: String(mostNoise), step: String(mostNoise / 20) });
      showLandscape(s.landscape);
      showPicture(s);
      showSteps(s.steps);
      showRate(s.lr);
      showNoise(s.noise);
      again.hidden = !s.noise;
      bound.textContent = border(s);
      alarm.textContent = trouble(s);
      showTable(s);
      showWatch(s.watch);
      formula.show(update(s).concat(["", "", "", ""]).slice(0, 5));
    };
  }

  return { check, describe, build, code: nnbook.descentCode.code };
})();
