/** The figure "activations": each function with its slope, and a chain of neurons that use it. */
nnbook.figures.activations = (function () {
  "use strict";

  const { LABELS, bars, computed, curves, describe, ground, neuronLines, productLine, verdict } =
    nnbook.activationsPicture;
  const { element, picture, formulas, slider, choice, handle } = nnbook.kit;
  const LARGEST = 1e6, MOST_LAYERS = 20, STEP = 0.1;

  /** @typedef {ActivationsState} State */

  /** "" or what is impossible about the state. @param {State} s @returns {string} */
  function check(s) {
    if (!Object.keys(LABELS).includes(s.activation)) {
      return `activation must be one of ${Object.keys(LABELS).join(", ")}, but is ${s.activation}`;
    }
    const option = nnbook.engine.activations[s.activation].option || "option";
    /** @type {Object<string, unknown>} */
    const all = { x: s.x, w: s.w, ...(s.option === null ? {} : { [option]: s.option }) };
    for (const [key, value] of Object.entries(all)) {
      if (typeof value !== "number" || !(Math.abs(value) <= LARGEST)) {
        return `${key} must be a number between −1000000 and 1000000, but is ${value}`;
      }
    }
    if (!Number.isInteger(s.n) || s.n < 1 || s.n > MOST_LAYERS) {
      return `n must be a whole number of layers from 1 to ${MOST_LAYERS}, but is ${s.n}`;
    }
    return "";
  }

  /**
   * @param {HTMLElement} body @param {any} view
   * @returns {(state: State) => void}
   */
  function build(body, view) {
    const pictures = element("div", { class: "nnb-pictures nnb-pair" }, body);
    const shape = picture(pictures, [0, 0, 320, 272], "the function and its slope");
    const chainPlace = element("div", { class: "nnb-chain" }, pictures);
    const chain = picture(chainPlace, [0, 0, 320, 272], "what is left of a nudge behind each layer");
    const formula = formulas(body, 3);
    const chainText = element("div", {}, body);
    const product = formulas(chainText, 2);
    const controls = element("div", { class: "nnb-controls" }, body);

    const showActivation = choice(controls, { symbol: "function", label: "function", choices: LABELS,
      set: (value) => view.set({ activation: value, option: null }) });
    const showX = slider(controls, { symbol: "x", label: "input x", min: -6, max: 6, step: STEP,
      set: (value) => view.set({ x: value }) });
    const showW = slider(controls, { symbol: "w", label: "weight w", min: -8, max: 8, step: STEP,
      set: (value) => view.set({ w: value }) });
    const showN = slider(controls, { symbol: "n", label: "layers n", min: 1, max: MOST_LAYERS,
      step: 1, set: (value) => view.set({ n: value }) });
    /** @type {Object<string, {place: HTMLElement, show: (value: number) => void}>} */
    const options = {};
    for (const [option, symbol, min, max] of /** @type {[string, string, number, number][]} */ (
      [["alpha", "α", 0, 2], ["threshold", "threshold", -3, 3]])) {
      const place = element("div", {}, controls);
      options[option] = { place, show: slider(place, { symbol, label: option, min, max, step: 0.01,
        set: (value) => view.set({ option: value }) }) };
    }

    /** Let the first sum be z, by way of the input. @param {number} z */
    function moveTo(z) {
      const { w } = view.state(), { far } = ground(computed(view.state()));
      if (w === 0) return; // then z is 0, whatever the input
      const held = Math.round(Math.max(-far, Math.min(far, z)) / STEP) * STEP;
      view.set({ x: Number((held / w).toPrecision(6)) });
    }

    const showPoint = handle(shape.svg, { label: "sum z; arrow keys move it", step: STEP,
      values: () => {
        const { z, a } = computed(view.state());
        return [z[0], a[0]];
      },
      toPlane: (x, y) => {
        const { p } = ground(computed(view.state()));
        return [p.toX(x), p.toY(y)];
      },
      move: moveTo });

    return (state) => {
      const c = computed(state), { p } = ground(c);
      shape.show(curves(c));
      formula.show(neuronLines(c));
      const alone = c.n === 1;
      pictures.classList.toggle("nnb-alone", alone);
      chainPlace.hidden = chainText.hidden = alone;
      if (!alone) {
        chain.show(bars(c));
        product.show([productLine(c), verdict(c)]);
      }
      showActivation(c.activation);
      showX(c.x);
      showW(c.w);
      showN(c.n);
      const { option } = nnbook.engine.activations[c.activation];
      for (const [key, one] of Object.entries(options)) {
        one.place.hidden = key !== option;
        one.show(c.option);
      }
      showPoint(p.across(c.z[0]), p.up(c.a[0]));
    };
  }

  return { check, build,
    /** @param {State} s */
    describe: (s) => describe(computed(s)),
    code: nnbook.activationsCode.code };
})();
