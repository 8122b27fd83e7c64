/** The form of the figure "backpropagation": layers, units, activations, biases and the loss. */
nnbook.backpropagationForm = (function () {
  "use strict";

  const { element, button, choice, toggle } = nnbook.kit;
  const { activations, losses } = nnbook.engine;
  const { MOST_UNITS, MOST_LAYERS, check, walk, done } = nnbook.backpropagationWalk;

  /** @typedef {BackpropState} State */
  /** @typedef {BackpropLayer} Layer */

  /** A weight for a new connection: a tenth, always the same at the same place.
   * @param {number} k @param {number} i @param {number} j */
  const fresh = (k, i, j) => ((7 * i + 5 * j + 3 * k + 4) % 17 - 8 || 5) / 10;

  /** The same list, longer or shorter. @template T @param {T[]} list @param {number} length
   * @param {(i: number) => T} make @returns {T[]} */
  const resized = (list, length, make) =>
    Array.from({ length }, (_, i) => (i < list.length ? list[i] : make(i)));

  /** Targets that the loss allows, as near to these as can be. @param {number[]} y
   * @param {string} loss */
  function fitted(y, loss) {
    if (loss === "hinge") return y.map((one) => (one > 0 ? 1 : -1));
    if (loss === "mse" || loss === "mae") return y;
    const held = y.map((one) => Math.min(1, Math.max(0, one)));
    if (loss !== "cross_entropy") return held;
    const sum = held.reduce((sofar, one) => sofar + one, 0);
    return held.map((one, i) => (sum ? one / sum : Number(i === 0)));
  }

  /** A layer with another activation. @param {Layer} layer @param {string} activation */
  function activated(layer, activation) {
    const { option, ...rest } = layer, { setting } = activations[activation] || {};
    return { ...rest, activation, ...(setting === undefined ? {} : { option: setting }) };
  }

  /**
   * The state with the given numbers of units (the inputs' first): weights stay where they were.
   * @param {State} s @param {number[]} sizes @param {Layer[]} [layers] @returns {any}
   */
  function sized(s, sizes, layers = s.layers) {
    const outputs = sizes[sizes.length - 1];
    return {
      x: resized(s.x, sizes[0], () => 0.5),
      y: fitted(resized(s.y, outputs, () => 0), s.loss),
      layers: layers.map((layer, k) => ({
        ...layer,
        W: resized(layer.W, sizes[k + 1], () => []).map((row, i) =>
          resized(row, sizes[k], (j) => fresh(k, i, j))),
        b: layer.b && resized(layer.b, sizes[k + 1], () => 0),
      })),
    };
  }

  /** With a loss, and targets and a last activation that it allows. @param {State} s
   * @param {string} loss @returns {any} */
  function withLoss(s, loss) {
    const part = { loss, y: fitted(s.y, loss) };
    if (!check({ ...s, ...part })) return part;
    const last = s.layers.length - 1;
    const better = loss === "cross_entropy" ? "softmax" : "sigmoid";
    return { ...part, layers: s.layers.map((layer, k) =>
      (k === last ? activated(layer, better) : layer)) };
  }

  /** @param {State} s */
  const sizesOf = (s) => [s.x.length, ...s.layers.map(({ W }) => W.length)];

  /** One more hidden layer, or one less, before the output. @param {State} s @param {number} way */
  function deeper(s, way) {
    const sizes = sizesOf(s), at = s.layers.length - 1;
    const hidden = s.layers[Math.max(0, at - 1)];
    const added = { ...activated(hidden, hidden.activation), W: [], b: hidden.b && [] };
    const layers = way > 0 ? [...s.layers.slice(0, at), added, s.layers[at]]
      : s.layers.filter((_, k) => k !== at - 1);
    const units = way > 0 ? [...sizes.slice(0, -1), Math.min(2, sizes[at] + 1), sizes[at + 1]]
      : sizes.filter((_, k) => k !== at);
    return sized(s, units, layers);
  }

  /**
   * @param {HTMLElement} body @param {any} view @returns {(s: State) => void}
   */
  function build(body, view) {
    const details = element("details", { class: "nnb-layer" }, body);
    element("summary", {}, details, "Another network");
    const place = element("div", { class: "nnb-network" }, details);
    let built = -1;
    /** @type {((s: State) => void)[]} */
    let shows = [];

    /** A walk at its end stays there; any other begins again. @param {any} part */
    function set(part) {
      const s = view.state(), next = { ...s, ...part };
      const ended = done(s) === walk(s).operations.length && !check(next);
      const step = ended ? walk(next).operations.length : 0;
      const problem = view.set({ ...part, step, updates: 0, before: 0 });
      for (const show of shows) show(view.state());
      return problem;
    }

    /** @param {Element} row @param {string} label @param {number} column */
    function counter(row, label, column) {
      const change = (/** @type {number} */ way) => {
        const s = view.state();
        set(sized(s, sizesOf(s).map((units, k) => (k === column ? units + way : units))));
      };
      const less = button(row, "−", () => change(-1)), shown = element("output", {}, row);
      const more = button(row, "+", () => change(1));
      less.setAttribute("aria-label", `one less in ${label}`);
      more.setAttribute("aria-label", `one more in ${label}`);
      shows.push((s) => {
        const units = sizesOf(s)[column];
        if (units === undefined) return;
        shown.textContent = String(units);
        less.setAttribute("aria-disabled", String(units === 1));
        more.setAttribute("aria-disabled", String(units === MOST_UNITS));
      });
    }

    /** @param {number} k */
    function layerRow(k) {
      const row = element("div", { class: "nnb-tools" }, place);
      element("span", { class: "nnb-symbol" }, row, `layer ${k + 1}`);
      counter(row, `layer ${k + 1}`, k + 1);
      const names = [...Object.keys(activations), "softmax"];
      const show = choice(row, { symbol: "", label: `activation of layer ${k + 1}`,
        choices: Object.fromEntries(names.map((name) => [name, name.replace("_", " ")])),
        set: (name) => set({ layers: view.state().layers.map(
          (/** @type {Layer} */ layer, /** @type {number} */ i) =>
            (i === k ? activated(layer, name) : layer)) }) });
      shows.push((s) => { if (s.layers[k]) show(s.layers[k].activation); });
    }

    /** @param {State} s */
    function rebuild(s) {
      const focused = place.contains(document.activeElement)
        ? /** @type {HTMLElement} */ (document.activeElement).getAttribute("aria-label") : null;
      place.textContent = "";
      shows = [];
      const first = element("div", { class: "nnb-tools" }, place);
      element("span", { class: "nnb-symbol" }, first, "inputs");
      counter(first, "inputs", 0);
      s.layers.forEach((_, k) => layerRow(k));
      const row = element("div", { class: "nnb-tools" }, place);
      element("span", { class: "nnb-symbol" }, row, "layers");
      for (const [sign, way, says] of /** @type {[string, number, string][]} */ (
        [["−", -1, "one hidden layer less"], ["+", 1, "one hidden layer more"]])) {
        const made = button(row, sign, () => {
          const now = view.state(), depth = now.layers.length + way;
          if (depth >= 1 && depth <= MOST_LAYERS) set(deeper(now, way));
        });
        made.setAttribute("aria-label", says);
        if (way < 0) element("output", {}, row, String(s.layers.length));
        const end = way < 0 ? 1 : MOST_LAYERS;
        made.setAttribute("aria-disabled", String(s.layers.length === end));
      }
      const showBias = toggle(row, { symbol: "bias", label: "biases", set: (on) => set({
        layers: view.state().layers.map((/** @type {Layer} */ layer) =>
          ({ ...layer, b: on ? layer.W.map(() => 0) : null })) }) });
      shows.push((now) => showBias(now.layers.some(({ b }) => b)));
      const last = element("div", { class: "nnb-tools" }, place);
      const showLoss = choice(last, { symbol: "loss", label: "loss",
        choices: Object.fromEntries(Object.keys(losses).map((name) =>
          [name, name.replace(/_/g, " ")])),
        set: (name) => set(withLoss(view.state(), name)) });
      shows.push((now) => showLoss(now.loss));
      const again = /** @type {HTMLElement|null} */ (
        focused && place.querySelector(`[aria-label="${focused}"]`));
      if (again) again.focus();
    }

    return (s) => {
      if (s.layers.length !== built) {
        built = s.layers.length;
        rebuild(s);
      }
      for (const show of shows) show(s);
    };
  }

  return { fresh, fitted, sized, withLoss, deeper, build };
})();
