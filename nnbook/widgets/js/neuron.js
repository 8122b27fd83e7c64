/** The figure "neuron": up to three inputs, weights, bias, activation, threshold. */
nnbook.figures.neuron = (function () {
  "use strict";

  const { DIAGRAM_BOX, LABELS, sumText, outputText, describe, diagram, curve } =
    nnbook.neuronPicture;
  const { plane, planeReach } = nnbook.neuronPlane;
  const { element, picture, formulas, slider, choice, handle } = nnbook.kit;
  const LARGEST = 1e6;
  const STEP = 0.05;

  /**
   * @typedef {{x: number[], w: number[], b: number, activation: string, threshold: number}} Neuron
   */

  /** "" or what is impossible about the state. @param {Neuron} s @returns {string} */
  function check(s) {
    if (!Array.isArray(s.x) || !Array.isArray(s.w)) return "x and w must be lists of numbers";
    if (s.x.length < 1 || s.x.length > 3) {
      return `a neuron here takes one to three inputs, but x has ${s.x.length}`;
    }
    if (s.w.length !== s.x.length) {
      return `w must have one weight for each of the ${s.x.length} inputs, but has ${s.w.length}`;
    }
    /** @type {Object<string, unknown>} */
    const all = { b: s.b, threshold: s.threshold };
    s.x.forEach((value, i) => { all[`x${i + 1}`] = value; });
    s.w.forEach((value, i) => { all[`w${i + 1}`] = value; });
    for (const [key, value] of Object.entries(all)) {
      if (typeof value !== "number" || !(Math.abs(value) <= LARGEST)) {
        return `${key} must be a number between −1000000 and 1000000, but is ${value}`;
      }
    }
    if (!(s.activation in LABELS)) {
      return `activation must be one of ${Object.keys(LABELS).join(", ")}, but is ${s.activation}`;
    }
    return "";
  }

  /** The state with what follows from it. @param {Neuron} s */
  function computed(s) {
    const { value } = nnbook.engine.activations[s.activation];
    const z = nnbook.engine.sum(s.w, s.x, s.b);
    const a = s.activation === "step" ? value(z, s.threshold) : value(z);
    return { ...s, z, a, value };
  }

  /**
   * @param {HTMLElement} body @param {any} view
   * @returns {(state: Neuron) => void}
   */
  function build(body, view) {
    const inputs = view.state().x.length;
    const pictures = element("div", { class: "nnb-pictures" }, body);
    pictures.classList.add(inputs === 2 ? "nnb-three" : "nnb-two");
    const neuron = picture(pictures, DIAGRAM_BOX[inputs], "the neuron");
    const graph = picture(pictures, [0, 0, 240, 250], "the activation's curve");
    const map = inputs === 2 ? picture(pictures, [0, 0, 240, 250], "the plane of the two inputs") : null;
    const formula = formulas(body, 2);
    const controls = element("div", { class: "nnb-controls" }, body);

    /** @param {number[]} list @param {number} i @param {number} value */
    const replaced = (list, i, value) => list.map((old, j) => (j === i ? value : old));
    /** @type {((s: Neuron) => void)[]} */
    const shows = [];
    for (let i = 0; i < inputs; i++) {
      const showX = slider(controls, { symbol: `x${"₁₂₃"[i]}`, label: `input x${i + 1}`,
        min: -2, max: 2, step: STEP,
        set: (value) => view.set({ x: replaced(view.state().x, i, value) }) });
      const showW = slider(controls, { symbol: `w${"₁₂₃"[i]}`, label: `weight w${i + 1}`,
        min: -3, max: 3, step: STEP,
        set: (value) => view.set({ w: replaced(view.state().w, i, value) }) });
      shows.push((s) => { showX(s.x[i]); showW(s.w[i]); });
    }
    const showB = slider(controls, { symbol: "b", label: "bias b", min: -3, max: 3, step: STEP,
      set: (value) => view.set({ b: value }) });
    const showActivation = choice(controls, { symbol: "activation", label: "activation",
      choices: LABELS, set: (value) => view.set({ activation: value }) });
    const thresholdPlace = element("div", {}, controls);
    const showThreshold = slider(thresholdPlace, { symbol: "threshold", label: "threshold",
      min: -3, max: 3, step: STEP, set: (value) => view.set({ threshold: value }) });

    /** @param {number} value */
    const toStep = (value) => Number((Math.round(value / STEP) * STEP).toFixed(2));
    const showPoint = map && handle(map.svg, { label: "the input; arrow keys move it", step: STEP,
      values: () => view.state().x,
      toPlane: (x, y) => {
        const far = planeReach(view.state());
        return [(x - 20) / 200 * 2 * far - far, (228 - y) / 200 * 2 * far - far];
      },
      move: (p, q) => view.set({ x: [toStep(p), toStep(q)] }) });

    return (state) => {
      const s = computed(state);
      neuron.show(diagram(s));
      graph.show(curve(s));
      formula.show([sumText(s), outputText(s)]);
      for (const show of shows) show(s);
      showB(s.b);
      showThreshold(s.threshold);
      showActivation(s.activation);
      // Only the step function asks for a threshold.
      thresholdPlace.hidden = s.activation !== "step";
      if (map && showPoint) {
        map.show(plane(s));
        const far = planeReach(s);
        showPoint(20 + 200 * (s.x[0] + far) / (2 * far), 228 - 200 * (s.x[1] + far) / (2 * far));
      }
    };
  }

  return {
    check,
    /** @param {Neuron} s */
    describe: (s) => describe(computed(s)),
    build,
    /** @param {Neuron} s */
    shape: (s) => String(s.x.length),
    code: nnbook.neuronCode.code,
    computed,
  };
})();
