/** The figure "losses": targets and predictions to drag, and what each loss makes of them. */
nnbook.figures.losses = (function () {
  "use strict";

  const { LABELS, computed, describe, lines, mean, median, plane, points, shares, total } =
    nnbook.lossesPicture;
  const { element, picture, formulas, choice, button, handle } = nnbook.kit;
  const { number } = nnbook.marks;
  const { amount } = nnbook.chart;
  const LARGEST = 1e6, FEWEST = 3, MOST = 8, STEP = 0.01;

  /** @typedef {LossesState} State */

  /** What a loss opens with, if the points that stand are not for it: the chapter's numbers.
   * @type {Object<string, {y: number[], y_hat: number[]}>} */
  const OPENINGS = {
    mse: { y: [3, -0.5, 2, 7], y_hat: [2.5, 0, 2, 8] },
    mae: { y: [3, -0.5, 2, 7], y_hat: [2.5, 0, 2, 8] },
    binary_cross_entropy: { y: [1, 0, 1, 0], y_hat: [0.9, 0.1, 0.8, 0.4] },
    cross_entropy: { y: [0, 0, 1], y_hat: [2, 1, 0] },
    hinge: { y: [1, 1, -1, -1], y_hat: [2, 0.4, -3, 0.5] },
  };

  /** "" or what is impossible about the state. @param {State} s @returns {string} */
  function check(s) {
    if (!Object.keys(LABELS).includes(s.loss)) {
      return `loss must be one of ${Object.keys(LABELS).join(", ")}, but is ${s.loss}`;
    }
    if (!Array.isArray(s.y) || !Array.isArray(s.y_hat)) return "y and y_hat must be lists of numbers";
    const n = s.y.length, classes = s.loss === "cross_entropy";
    if (classes && n !== FEWEST) return `cross_entropy takes three classes here, but y has ${n}`;
    if (n < FEWEST || n > MOST) return `y must have ${FEWEST} to ${MOST} targets, but has ${n}`;
    if (s.y_hat.length !== n) {
      return `y_hat must have one prediction for each of the ${n} targets, but has ${s.y_hat.length}`;
    }
    for (const [key, values] of Object.entries({ y: s.y, y_hat: s.y_hat })) {
      for (const [i, value] of values.entries()) {
        if (typeof value !== "number" || !(Math.abs(value) <= LARGEST)) {
          return `${key}${i + 1} must be a number between −1000000 and 1000000, but is ${value}`;
        }
        if (s.loss === "binary_cross_entropy" && (value < 0 || value > 1)) {
          return `${s.loss} takes ${key} between 0 and 1, but ${key}${i + 1} is ${value}`;
        }
      }
    }
    if (s.loss === "hinge" && s.y.some((one) => Math.abs(one) !== 1)) {
      return "hinge takes the targets −1 and 1";
    }
    if (classes && (s.y.some((one) => one !== 0 && one !== 1) || total(s.y) !== 1)) {
      return "cross_entropy takes the target 1 for one class and 0 for the others";
    }
    return "";
  }

  /** The target nearest to a value that this loss takes. @param {State} s @param {number} value */
  function asTarget(s, value) {
    if (s.loss === "hinge") return value < 0 ? -1 : 1;
    return s.loss === "mse" || s.loss === "mae" ? value : Number(value >= 0.5);
  }

  /** The state with one target changed; another class is right if one stops being so.
   * @param {State} s @param {number} i @param {number} value @returns {Partial<State>} */
  function withTarget(s, i, value) {
    if (s.loss !== "cross_entropy") return { y: replaced(s.y, i, value) };
    return value === 1 ? { y: s.y.map((_, k) => Number(k === i)) } : {};
  }

  /** @param {number[]} list @param {number} i @param {number} value */
  const replaced = (list, i, value) => list.map((old, j) => (j === i ? value : old));

  /** The sum z that gives class i the probability p, while the other sums stay.
   * @param {number[]} z @param {number} i @param {number} p */
  function sumFor(z, i, p) {
    const others = z.filter((_, k) => k !== i), top = Math.max(...others);
    const rest = top + Math.log(total(others.map((one) => Math.exp(one - top))));
    return Number((rest + Math.log(p / (1 - p))).toFixed(3));
  }

  /**
   * A row for each point: target and prediction as fields, share and slope as numbers.
   * @param {HTMLElement} body @param {any} view @param {number} n @param {boolean} classes
   */
  function table(body, view, n, classes) {
    const made = element("table", { class: "nnb-losses" }, body);
    const head = element("tr", {}, element("thead", {}, made));
    const names = classes ? ["class", "target", "sum z", "softmax", "slope at z"]
      : ["point", "target", "prediction", "part of C", "slope"];
    for (const name of names) element("th", { scope: "col" }, head, name);
    const rows = element("tbody", {}, made);
    /** @param {HTMLElement} row @param {string} label @param {(value: number) => void} set */
    function field(row, label, set) {
      const input = /** @type {HTMLInputElement} */ (element("input", { type: "number",
        step: "any", "aria-label": label, autocomplete: "off",
        "data-lm-suppress-shortcuts": "true" }, element("td", {}, row)));
      let stands = 0;
      input.addEventListener("input", () => {
        if (input.value !== "") set(Number(input.value));
      });
      input.addEventListener("change", () => { input.value = String(stands); });
      return (/** @type {number} */ value) => {
        stands = value;
        if (document.activeElement !== input || Number(input.value) !== value) {
          input.value = String(value);
        }
      };
    }
    const shows = Array.from({ length: n }, (_, i) => {
      const row = element("tr", {}, rows);
      element("th", { scope: "row" }, row, String(i + 1));
      const y = field(row, `target ${i + 1}`, (value) =>
        view.set(withTarget(view.state(), i, value)));
      const p = field(row, `${classes ? "sum" : "prediction"} ${i + 1}`, (value) =>
        view.set({ y_hat: replaced(view.state().y_hat, i, value) }));
      const part = element("td", {}, row), slope = element("td", { class: "nnb-slope" }, row);
      return (/** @type {ReturnType<typeof computed>} */ c) => {
        y(c.y[i]);
        p(c.y_hat[i]);
        part.textContent = amount(classes ? c.p[i] : c.terms[i] / n);
        slope.textContent = amount(c.slopes[i]);
      };
    });
    const foot = element("tr", {}, element("tfoot", {}, made));
    element("th", { scope: "row", colspan: 3 }, foot, "together");
    const whole = element("td", {}, foot), pulls = element("td", { class: "nnb-slope" }, foot);
    return (/** @type {ReturnType<typeof computed>} */ c) => {
      for (const show of shows) show(c);
      whole.textContent = amount(classes ? total(c.p) : c.C);
      // Pulls that cancel leave the rounding of the last bits; that is not a slope.
      const left = total(c.slopes), noise = 1e-12 * total(c.slopes.map(Math.abs));
      pulls.textContent = amount(Math.abs(left) <= noise ? 0 : left);
    };
  }

  /**
   * @param {HTMLElement} body @param {any} view
   * @returns {(state: State) => void}
   */
  function build(body, view) {
    const { loss, y } = view.state(), n = y.length, classes = loss === "cross_entropy";
    const numbers = loss === "mse" || loss === "mae";
    /** A figure that is built anew returns the focus to where it was. @param {string} selector */
    const again = (selector) => window.requestAnimationFrame(() => {
      const found = /** @type {HTMLElement|null} */ (body.querySelector(selector));
      if (found) found.focus();
    });
    const showLoss = choice(body, { symbol: "loss", label: "loss", choices: LABELS,
      set(value) {
        const problem = check({ ...view.state(), loss: value });
        view.set({ loss: value, ...(problem || !numbers ? OPENINGS[value] : {}) });
        again("select");
      } });
    const pictures = element("div", { class: "nnb-pictures nnb-pair" }, body);
    const chart = picture(pictures, [0, 0, 320, 262], "targets and predictions");
    const bars = classes ? null : picture(pictures, [0, 0, 320, 262], "each point's share");
    pictures.classList.toggle("nnb-alone", classes);
    /** @type {[number, number]|undefined} the range, which stands still while a point is dragged */
    let held;
    const current = () => plane(computed(view.state()), held);
    chart.svg.addEventListener("pointerdown", () => {
      const { low, high } = current();
      held = [low, high];
    });
    for (const end of ["pointerup", "pointercancel"]) {
      chart.svg.addEventListener(end, () => {
        held = undefined;
        draw(view.state());
      });
    }
    const formula = formulas(body, classes ? 2 : 3);
    const showTable = table(body, view, n, classes);

    /**
     * A value of the picture, as round as the picture is fine; an arrow key goes as far.
     * @param {number} value @param {number} was
     */
    function rounded(value, was) {
      const { low, high } = current(), by = (value - was) / STEP;
      const grid = high - low <= 1 ? 0.01 : high - low <= 20 ? 0.1 : 1;
      const key = Math.abs(Math.abs(by) - 1) < 1e-6 || Math.abs(Math.abs(by) - 10) < 1e-6;
      const wanted = key ? was + by * grid : Math.min(high, Math.max(low, value));
      return Number((Math.round(wanted / grid) * grid).toFixed(2));
    }

    /** @param {number} i @param {number} value @param {number} was */
    function predict(i, value, was) {
      const s = view.state(), found = rounded(value, was);
      const inner = Math.min(0.99, Math.max(0.01, found));
      const z = classes ? sumFor(s.y_hat, i, inner)
        : s.loss === "binary_cross_entropy" ? inner : found;
      view.set({ y_hat: replaced(s.y_hat, i, z) });
    }

    /**
     * @param {string} label @param {() => number} value @param {(value: number) => void} put
     */
    function drag(label, value, put) {
      const show = handle(chart.svg, { label, step: STEP, several: true,
        values: () => [value(), value()],
        toPlane: (_, py) => {
          const found = current().toValue(py);
          return [found, found];
        },
        // Arrows left and right do what arrows down and up do.
        move: (p, q) => put(p === value() ? q : p) });
      return (/** @type {number} */ x, /** @type {number} */ py) => {
        show(x, py);
        show.mark.setAttribute("aria-valuetext", number(value()));
        show.mark.setAttribute("r", String(Math.max(9, current().apart + 2)));
      };
    }

    const handles = y.map((/** @type {number} */ _, /** @type {number} */ i) => [
      drag(`target ${i + 1}; arrow keys move it`, () => view.state().y[i], (value) => {
        const s = view.state(), was = s.y[i], key = Math.abs(Math.abs(value - was) - STEP) < 1e-9;
        // A target that is one of two goes to the other one by one arrow key.
        const other = value > was ? 1 : asTarget(s, -1);
        view.set(withTarget(s, i, numbers ? rounded(value, was) : key ? other : asTarget(s, value)));
      }),
      drag(`prediction ${i + 1}; arrow keys move it`, () => computed(view.state()).p[i],
        (value) => predict(i, value, computed(view.state()).p[i])),
    ]);

    const tools = element("div", { class: "nnb-tools" }, body);
    if (numbers) {
      /** @param {(values: number[]) => number} best */
      const constant = (best) => {
        const s = view.state();
        view.set({ y_hat: s.y.map(() => best(s.y)) });
      };
      button(tools, "Predict the mean", () => constant(mean));
      button(tools, "Predict the median", () => constant(median));
    }
    if (!classes) {
      button(tools, "Add a point", () => {
        const s = view.state();
        view.set({ y: [...s.y, s.y[n - 1]], y_hat: [...s.y_hat, s.y_hat[n - 1]] });
        again(".nnb-add");
      }).classList.add("nnb-add");
      button(tools, "Remove a point", () => {
        const s = view.state();
        view.set({ y: s.y.slice(0, -1), y_hat: s.y_hat.slice(0, -1) });
        again(".nnb-take");
      }).classList.add("nnb-take");
    }

    /** @param {State} state */
    function draw(state) {
      const c = computed(state), p = plane(c, held);
      showLoss(c.loss);
      chart.show(points(c, held));
      if (bars) bars.show(shares(c));
      formula.show(lines(c));
      showTable(c);
      handles.forEach((/** @type {any} */ [target, prediction], /** @type {number} */ i) => {
        target(p.middle(i) - p.apart, p.up(c.y[i]));
        prediction(p.middle(i) + p.apart, p.up(c.p[i]));
      });
    }

    return draw;
  }

  return { check, build,
    /** @param {State} s */
    describe: (s) => describe(computed(s)),
    /** @param {State} s */
    shape: (s) => `${s.loss === "mae" ? "mse" : s.loss} ${s.y.length}`,
    code: nnbook.lossesCode.code };
})();
