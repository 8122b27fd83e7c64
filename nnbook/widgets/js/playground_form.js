/** The controls of the figure "playground". */
nnbook.playgroundForm = (function () {
  "use strict";

  const { element, button, choice, slider, toggle } = nnbook.kit;
  const { DATA, INPUTS, ACTIVATIONS, LOSSES, OPTIMIZERS, PENALTIES, SECOND, points, fresh, hidden,
    activation, parse, spelled } = nnbook.playgroundData;

  /** @typedef {PlaygroundState} State */
  /** @typedef {(s: State) => void} Show */

  /** Numbers as the options of a choice. @param {number[]} values @param {Object<string, string>} [said] */
  const listed = (values, said = {}) =>
    Object.fromEntries(values.map((v) => [`${v} `, said[v] || String(v)]));

  /**
   * A choice among usual numbers; another one that stands is added to the list.
   * @param {Element} parent @param {string} symbol @param {number[]} values
   * @param {(value: number) => void} set @param {Object<string, string>} [said]
   * @returns {(value: number) => void}
   */
  function numbers(parent, symbol, values, set, said) {
    // The space keeps an object's keys in their order.
    const show = choice(parent, { symbol, label: symbol, choices: listed(values, said),
      set: (text) => set(Number(text)) });
    const select = /** @type {Element} */ (/** @type {Element} */ (parent.lastChild).lastChild);
    return (value) => {
      if (![...select.children].some((one) => one.getAttribute("value") === `${value} `)) {
        element("option", { value: `${value} ` }, select, String(value));
      }
      show(`${value} `);
    };
  }

  /** @type {Object<string, string>} what the training settings are called */
  const NAMES = { loss: "loss", optimizer: "optimizer", lr: "learning rate", batch: "batch size",
    penalty: "penalty", strength: "its strength", dropout: "dropout" };

  /**
   * The settings of training, each in a place of its own.
   * @param {Element} parent @param {string} whose @param {(part: any) => string} set
   * @returns {Object<string, {place: HTMLElement, show: (value: any) => void}>}
   */
  function settings(parent, whose, set) {
    /** @type {Object<string, any>} */
    const found = {};
    for (const key of SECOND) {
      const place = element("div", {}, parent), symbol = NAMES[key], label = whose + symbol;
      const words = { loss: LOSSES, optimizer: OPTIMIZERS, penalty: PENALTIES }[key];
      /** @param {any} value */
      const take = (value) => set({ [key]: value });
      let show;
      if (words) show = choice(place, { symbol, label, choices: words, set: take });
      else if (key === "batch") {
        show = numbers(place, symbol, [0, 1, 5, 10, 20, 50], take, { 0: "all points" });
        /** @type {Element} */ (place.querySelector("select")).setAttribute("aria-label", label);
      } else {
        const [max, step] = { lr: [1, 0.01], strength: [0.1, 0.001] }[key] || [0.9, 0.1];
        show = slider(place, { symbol, label, min: 0, max, step, set: take });
      }
      found[key] = { place, show };
    }
    return found;
  }

  /** @param {Element} body @param {string} title @param {boolean} [open] */
  function section(body, title, open = false) {
    const details = element("details", { class: "nnb-part" }, body);
    if (open) details.setAttribute("open", "");
    element("summary", {}, details, title);
    return element("div", { class: "nnb-controls" }, details);
  }

  /** What to try and the data: above the pictures. @param {Element} body @param {any} view
   * @returns {Show} */
  function top(body, view) {
    const place = element("div", { class: "nnb-controls" }, body), gallery = nnbook.playgroundGallery;
    const showData = choice(place, { symbol: "data", label: "data set", choices: DATA,
      set: (data) => view.set({ data, steps: 0, ...(data === "own" && { points: asOwn(view.state()) }) }) });
    const names = Object.entries(gallery).map(([key, one]) => [key, one.name]);
    const showGallery = choice(place, { symbol: "failures", label: "gallery of failures",
      choices: Object.fromEntries([["", "none chosen"], ...names]),
      set: (key) => view.set(key ? gallery[key].part() : { gallery: "" }) });
    const says = element("p", { class: "nnb-guess", role: "status" }, body);
    return (s) => {
      showData(s.data);
      showGallery(s.gallery);
      says.textContent = s.gallery && gallery[s.gallery].says;
    };
  }

  /** The present points as points of the reader's own. @param {State} s */
  function asOwn(s) {
    const { X, y } = points(s);
    return X.map((one, i) => [...one.map((v) => Number((v / s.scale).toFixed(3))), y[i]]);
  }

  /** With another set of units. @param {any} view @param {number[]} units @param {string} name
   * @param {number} [seed] */
  function rebuilt(view, units, name, seed = view.state().seed) {
    view.set({ layers: fresh(units, name, seed, view.state().inputs.length), steps: 0 });
  }

  /** What the network is told, each input with its switch. @param {HTMLElement} body
   * @param {any} view @returns {Show} */
  function told(body, view) {
    const place = element("fieldset", { class: "nnb-inputs" }, body), all = Object.keys(INPUTS);
    element("legend", {}, place, "The network is told");
    /** @param {State} s */
    const show = (s) => all.forEach((name, i) => shows[i](s.inputs.includes(name)));
    const shows = all.map((name) => toggle(place, { symbol: spelled(name),
      label: `the network is told ${spelled(name)}`, set(on) {
        /** @type {State} */
        const s = view.state();
        const inputs = all.filter((one) => (one === name ? on : s.inputs.includes(one)));
        view.set({ inputs, steps: 0,
          layers: fresh(hidden(s), activation(s), s.seed, inputs.length) });
        show(view.state()); // the last one stays
      } }));
    return show;
  }

  /** Layers and units, beside the picture of the network. @param {Element} body @param {any} view
   * @returns {Show} */
  function network(body, view) {
    const place = element("div", { class: "nnb-controls" }, body);
    const units = () => hidden(view.state()), name = () => activation(view.state());
    const showDepth = numbers(place, "hidden layers", [0, 1, 2, 3], (depth) =>
      rebuilt(view, Array.from({ length: depth }, (_, k) => units()[k] || 4), name()));
    const showActivation = choice(place, { symbol: "activation", label: "activation",
      choices: ACTIVATIONS, set: (one) => rebuilt(view, units(), one) });
    const places = [1, 2, 3].map(() => element("div", {}, place));
    const shows = places.map((one, k) => numbers(one, `units in layer ${k + 1}`,
      [1, 2, 3, 4, 5, 6, 7, 8], (many) =>
        rebuilt(view, units().map((old, i) => (i === k ? many : old)), name())));
    const tools = element("div", { class: "nnb-tools" }, body);
    button(tools, "New weights", () =>
      rebuilt(view, units(), name(), Math.floor(1e6 * Math.random())));
    return (s) => {
      showDepth(s.layers.length - 1);
      showActivation(activation(s));
      shows.forEach((show, k) => {
        places[k].hidden = k >= s.layers.length - 1;
        show(hidden(s)[k] || 4);
      });
    };
  }

  /** How training goes, where the points come from, a second run. @param {Element} body
   * @param {any} view @returns {Show} */
  function rest(body, view) {
    /** Any other setting is another run from the same weights. @param {any} part */
    const change = (part) => view.set({ ...part, steps: 0 });
    const training = settings(section(body, "Training", true), "", change);
    const data = section(body, "Data");
    /** @type {[string, string, number[], Object<string, string>?][]} */
    const usual = [["n", "points", [10, 20, 50, 100, 200, 500]],
      ["held", "held out", [0, 0.2, 0.5, 0.8], { 0: "none", 0.2: "20 %", 0.5: "50 %", 0.8: "80 %" }],
      ["scale", "inputs times", [0.01, 1, 10, 100]], ["seed", "seed of the data", [0, 1, 2, 3, 4, 5]]];
    const noisePlace = element("div", {}, data);
    const showNoise = slider(noisePlace, { symbol: "noise", label: "noise", min: 0, max: 1, step: 0.05,
      set: (noise) => change({ noise }) });
    const shows = usual.map(([key, symbol, values, said]) => {
      const place = element("div", {}, data);
      const show = numbers(place, symbol, values, (value) => change({ [key]: value }), said);
      return (/** @type {any} */ s) => {
        show(s[key]);
        place.hidden = key === "n" && s.data === "own";
      };
    });

    const twin = section(body, "A second run beside it");
    const showTwin = choice(twin, { symbol: "it differs in", label: "the second run differs in",
      choices: { "": "no second run", ...NAMES },
      set: (key) => change({ second: key ? { [key]: otherwise(view.state(), key) } : {} }) });
    const second = settings(twin, "second run: ", (part) => change({ second: part }));
    return (s) => {
      for (const key of SECOND) {
        training[key].show(/** @type {any} */ (s)[key]);
        second[key].place.hidden = !(key in s.second);
        second[key].show(key in s.second ? s.second[key] : /** @type {any} */ (s)[key]);
      }
      training.strength.place.hidden = s.penalty === "none";
      showTwin(Object.keys(s.second)[0] || "");
      noisePlace.hidden = s.data === "own" || s.data === "diagonal";
      showNoise(s.noise);
      for (const show of shows) show(s);
    };
  }

  /** Another value for the second run to begin with. @param {any} s @param {string} key */
  function otherwise(s, key) {
    /** @type {Object<string, any>} */
    const words = { loss: LOSSES, optimizer: OPTIMIZERS };
    if (key === "penalty") return s.penalty === "l2" ? "none" : "l2";
    if (words[key]) return Object.keys(words[key]).find((one) => one !== s[key]);
    if (key === "lr") return Number((s.lr * 10).toPrecision(6));
    if (key === "batch") return s.batch ? 0 : 10;
    if (key === "strength") return Number((s.strength * 10).toPrecision(6));
    return s.dropout ? 0 : 0.3;
  }

  /**
   * Points of the reader's own. `pen` says what a click in the map does.
   * @param {Element} body @param {any} view @param {{way: string}} pen @returns {Show}
   */
  function own(body, view, pen) {
    const place = section(body, "Draw or paste your own points");
    const showPen = choice(place, { symbol: "a click", label: "a click in the map",
      choices: { look: "moves the cross", 0: "adds a circle", 1: "adds a square",
        remove: "removes the nearest point" }, set: (way) => { pen.way = way; } });
    showPen(pen.way);
    const tools = element("div", { class: "nnb-tools" }, place);
    const here = () => view.state().probe;
    button(tools, "Circle at the cross", () => touch(view, "0", here()));
    button(tools, "Square at the cross", () => touch(view, "1", here()));
    button(tools, "Remove the point nearest to it", () => touch(view, "remove", here()));
    button(tools, "Begin with two points", () => view.set({ data: "own", steps: 0,
      points: [[-0.5, 0, 0], [0.5, 0, 1]] }));
    const label = element("label", { class: "nnb-paste" }, place, "Lines of x1, x2, class (0 or 1)");
    const field = /** @type {HTMLTextAreaElement} */ (element("textarea", { class: "nnb-answer",
      rows: 4, spellcheck: "false", "data-lm-suppress-shortcuts": "true" }, label));
    const more = element("div", { class: "nnb-tools" }, place);
    button(more, "Take these points", () => {
      const { points: found, problem } = parse(field.value);
      if (problem) view.say(problem);
      else view.set({ data: "own", points: found, steps: 0 });
    });
    button(more, "Write the present points here", () => {
      field.value = asOwn(view.state()).map((one) => one.join(", ")).join("\n");
    });
    return () => {};
  }

  /** Add or remove a point at a place of the plane. @param {any} view @param {string} way
   * @param {number[]} at */
  function touch(view, way, at) {
    /** @type {State} */
    const s = view.state(), now = asOwn(s), place = at.map((v) => Number((v / s.scale).toFixed(3)));
    if (way !== "remove") {
      view.set({ data: "own", points: [...now, [...place, Number(way)]], steps: 0 });
      return;
    }
    const far = now.map(([p, q]) => Math.hypot(p - place[0], q - place[1]));
    const nearest = far.indexOf(Math.min(...far));
    view.set({ data: "own", points: now.filter((_, i) => i !== nearest), steps: 0 });
  }

  return { top, told, network, rest, own, touch };
})();
