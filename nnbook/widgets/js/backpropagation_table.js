/**
 * The numbers of the figure "backpropagation": every one in a field where it can be changed, every
 * slope beside what nudging finds, and the update.
 */
nnbook.backpropagationTable = (function () {
  "use strict";

  const { element, button } = nnbook.kit;
  const { number } = nnbook.words;
  const { named, walk, done, known, changed, rows, updated } = nnbook.backpropagationWalk;
  const { few } = nnbook.backpropagationPicture;
  const { pretty } = nnbook.backpropagationStepper;
  const MOST_OPEN = 32; // rows; the tables of a larger network open one by one

  /** @typedef {BackpropState} State */

  /** The state with a number changed by hand: what an update did is another story then.
   * @param {State} s @param {string} name @param {number} value */
  const edited = (s, name, value) => (name === "lr" ? { lr: value }
    : { ...changed(s, name, value), updates: 0, before: 0 });

  /**
   * A field for the number of that name; it sets the figure while somebody types.
   * @param {Element} parent @param {string} name @param {any} view
   * @returns {(value: number) => void}
   */
  function field(parent, name, view) {
    const made = /** @type {HTMLInputElement} */ (element("input", { type: "number", step: 0.1,
      "aria-label": name === "lr" ? "learning rate" : name, "data-name": name,
      autocomplete: "off", "data-lm-suppress-shortcuts": "true" }, parent));
    let stands = NaN;
    made.addEventListener("input", () => {
      if (made.value === "") return; // somebody who has typed "-" is not done yet
      const problem = view.set(edited(view.state(), name, Number(made.value)));
      made.setAttribute("aria-invalid", String(problem !== ""));
    });
    made.addEventListener("change", () => {
      if (made.value === "") view.set(edited(view.state(), name, NaN));
      made.value = String(stands);
      made.setAttribute("aria-invalid", "false");
    });
    return (value) => {
      if (value !== stands && (document.activeElement !== made || Number(made.value) !== value)) {
        made.value = String(value);
      }
      stands = value;
    };
  }

  /** What is said of the update. @param {State} s @param {ReturnType<typeof rows>} found */
  function rule(s, found) {
    const steepest = found.reduce((a, b) => (Math.abs(b.slope) > Math.abs(a.slope) ? b : a));
    const { name, value, slope } = steepest, to = value - s.lr * slope;
    const sign = slope < 0 ? `(${number(slope)})` : number(slope);
    return `${name} ← ${number(value)} − ${number(s.lr)}·${sign} = ${number(to)}`;
  }

  /** The loss in words, as far as it is known. @param {State} s */
  function losses(s) {
    const C = known(s, done(s)).get("C");
    if (C === undefined) return "";
    if (!s.updates) return `C = ${number(C)}`;
    const count = s.updates === 1 ? "1 update" : `${s.updates} updates`;
    return `C was ${number(s.before)}, is ${number(C)} after ${count}`;
  }

  /** @param {any} view */
  function applyUpdate(view) {
    const s = view.state(), missing = walk(s).operations.length - done(s);
    if (missing) {
      const count = missing === 1 ? "1 operation" : `${missing} operations`;
      view.say(`first every slope, then the update: ${count} to go`);
      return;
    }
    const layers = updated(s), { loss } = walk(s);
    const far = named({ ...s, layers }).find(([, value]) => !(Math.abs(Number(value)) <= 1e6));
    if (far) {
      view.say(`the update would carry ${far[0]} to ${number(Number(far[1]))}, ` +
        "beyond 1000000; a smaller learning rate takes smaller steps");
      return;
    }
    view.set({ layers, before: loss, updates: s.updates + 1 });
  }

  /**
   * @param {HTMLElement} body @param {any} view @returns {(s: State) => void}
   */
  function build(body, view) {
    const learn = element("div", { class: "nnb-tools nnb-learn" }, body);
    const label = element("label", { class: "nnb-row" }, learn);
    element("span", { class: "nnb-name", "aria-hidden": "true" }, label, "η");
    const showRate = field(label, "lr", view);
    button(learn, "Apply the update", () => applyUpdate(view));
    const told = element("span", { class: "nnb-loss", role: "status" }, learn);
    const how = element("p", { class: "nnb-where" }, body);
    const place = element("div", {}, body);
    const verdict = element("p", { class: "nnb-where" }, body);
    /** @type {Map<string, (value: number) => void>} */
    let fields = new Map();
    /** @type {Map<string, HTMLElement[]>} */
    let cells = new Map();
    let built = "";

    /** @param {State} s @param {[string, unknown][]} all */
    function rebuild(s, all) {
      place.textContent = "";
      fields = new Map();
      cells = new Map();
      const sample = element("div", { class: "nnb-tools nnb-sample" }, place);
      for (const [name] of all.filter(([one]) => /^[xy]/.test(one))) {
        const pair = element("label", { class: "nnb-row" }, sample);
        element("span", { "aria-hidden": "true" }, pair).innerHTML = pretty(name);
        fields.set(name, field(pair, name, view));
      }
      s.layers.forEach(({ activation }, k) => {
        const own = all.filter(([name]) => new RegExp(`^\\D+${k + 1}(\\[|$)`).test(name));
        const details = element("details", { class: "nnb-layer" }, place);
        if (all.length <= MOST_OPEN) details.setAttribute("open", "");
        element("summary", {}, details, `Layer ${k + 1}: ${activation.replace("_", " ")}`);
        const table = element("table", { class: "nnb-slopes" }, details);
        const head = element("tr", {}, element("thead", {}, table));
        for (const word of ["", "number", "slope", "nudged"]) {
          element("th", { scope: "col" }, head, word);
        }
        const inside = element("tbody", {}, table);
        for (const [name] of own) {
          const row = element("tr", {}, inside);
          element("th", { scope: "row" }, row).innerHTML = pretty(name);
          fields.set(name, field(element("td", {}, row), name, view));
          cells.set(name, [row, element("td", {}, row), element("td", {}, row)]);
        }
      });
    }

    return (s) => {
      const all = named(s);
      const key = [...s.layers.map((layer) => layer.activation), ...all.map(([name]) => name)]
        .join();
      if (key !== built) {
        built = key;
        rebuild(s, all);
      }
      const { operations } = walk(s), count = done(s), slopes = known(s, count);
      const found = rows(s);
      const last = count ? operations[count - 1].name : "";
      for (const [name, value] of all) (fields.get(name) || Number)(Number(value));
      showRate(s.lr);
      for (const [name, [row]] of cells) row.classList.toggle("nnb-here", last === `dC/d${name}`);
      for (const { name, slope, nudged, agree } of found) {
        const shown = slopes.has(`dC/d${name}`);
        const [, one, other] = /** @type {HTMLElement[]} */ (cells.get(name) || []);
        if (!one) continue; // alpha as it stands when none is given
        one.textContent = shown ? few(slope, 5) : "";
        other.textContent = shown ? `${agree ? "" : "≠ "}${few(nudged, 5)}` : "";
        other.classList.toggle("nnb-apart", shown && !agree);
      }
      const complete = count === operations.length, wrong = found.filter(({ agree }) => !agree);
      told.innerHTML = pretty(losses(s));
      how.innerHTML = complete ? pretty(rule(s, found)) : "";
      verdict.textContent = !complete ? "" : wrong.length
        ? "≠: slope and nudge disagree. A sum or a prediction is on a corner, or so near that " +
          "the nudge steps over it; or the numbers are too large for so small a nudge."
        : `${found.length} of ${found.length} slopes agree with nudging.`;
    };
  }

  return { edited, losses, rule, build };
})();
