/**
 * The figure "replay": pictures that a Python function drew when the book was built, one for each
 * state of its sliders. They lie in a script of their own, loaded when first needed, because a page
 * opened from a folder may load scripts but nothing else.
 */
nnbook.frames = (function () {
  "use strict";

  /**
   * Frames as `frames.py` packs them: a table of lines, the middle frame as line numbers, and for
   * each frame its edits of that one: [start, how many lines go, lines that come ...].
   * @typedef {{lines: string[], base: number[], frames: number[][][], words?: string[]}} Packed
   */

  /** @type {Object<string, Packed>} */
  const delivered = {};
  /** @type {Object<string, Promise<Packed>>} */
  const asked = {};

  /** Called by the script that holds the frames. @param {string} key @param {Packed} packed */
  function deliver(key, packed) {
    delivered[key] = packed;
  }

  /** The frames of a figure, loaded once. @param {string} folder @param {string} key */
  function need(folder, key) {
    if (!asked[key]) {
      asked[key] = nnbook.kit.script(`${folder}${key}.js`).then(() => {
        if (!delivered[key]) throw new Error("no frames came");
        return delivered[key];
      });
      asked[key].catch(() => { delete asked[key]; }); // so that the next move tries again
    }
    return asked[key];
  }

  /** @type {Object<string, string>} */
  const remembered = {};

  /**
   * Keep what a still says about itself, which is there before the frames are.
   * @param {string} key @param {number} n @param {string} said
   */
  function remember(key, n, said) {
    remembered[`${key} ${n}`] = said;
  }

  /** What frame number n says about itself, if it is there. @param {string} key @param {number} n */
  function words(key, n) {
    const packed = delivered[key];
    return (packed && packed.words && packed.words[n]) || remembered[`${key} ${n}`] || "";
  }

  /** Frame number n as markup. @param {Packed} packed @param {number} n @returns {string} */
  function unpack(packed, n) {
    const lines = packed.base.slice();
    const edits = packed.frames[n];
    // The last first: then the earlier places still count from the middle frame's beginning.
    for (let i = edits.length - 1; i >= 0; i--) {
      const [start, gone, ...come] = edits[i];
      lines.splice(start, gone, ...come);
    }
    return lines.map((line) => packed.lines[line]).join("\n");
  }

  return { deliver, need, remember, words, unpack };
})();

nnbook.figures.replay = (function () {
  "use strict";

  const { element, fill, sign, choice, toggle } = nnbook.kit;
  /** @type {Object<string, string>} */
  const GREEK = { alpha: "α", beta: "β", epsilon: "ε", eta: "η" };

  /**
   * @typedef {{name: string, kind: string, labels: string[]}} Axis  kind: number, choice or flag
   * @typedef {{axes: Axis[], index: number[], key: string, alt: string}} Replay
   */

  /** "" or what is impossible about the state. @param {Replay} s @returns {string} */
  function check(s) {
    if (!Array.isArray(s.axes) || !Array.isArray(s.index) || s.index.length !== s.axes.length) {
      return "index must hold one number for each control";
    }
    for (const [i, { name, labels }] of s.axes.entries()) {
      if (!Number.isInteger(s.index[i]) || s.index[i] < 0 || s.index[i] >= labels.length) {
        return `${name} has ${labels.length} values, but number ${s.index[i]} is asked for`;
      }
    }
    return "";
  }

  /** The place of a state among the frames: the last axis runs fastest. @param {Replay} s */
  function place(s) {
    return s.index.reduce((n, at, i) => n * s.axes[i].labels.length + at, 0);
  }

  /** The values, then the picture in words: its own, or the alt text with the values in its braces.
   * @param {Replay} s */
  function describe(s) {
    const values = s.axes.map(({ name, labels }, i) => `${spoken(name)} = ${labels[s.index[i]]}`);
    const alt = s.axes.reduce(
      (text, { name, labels }, i) => text.split(`{${name}}`).join(labels[s.index[i]]), s.alt);
    return `${values.join(", ")}. ${nnbook.frames.words(s.key, place(s)) || alt}`.trim();
  }

  /**
   * A parameter's name as the book writes it: "w11" is w₁₁, "eta" is η, "turned_by" two words.
   * @param {string} name
   */
  function written(name) {
    return GREEK[name] || name.replace(/_/g, " ").replace(/^([a-z])(\d+)$/i, (_, letter, digits) =>
      letter + digits.replace(/\d/g, (/** @type {string} */ digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]));
  }

  /** The same to be read aloud. @param {string} name */
  const spoken = (name) => name.replace(/_/g, " ");

  /**
   * A slider over positions whose values are given as texts.
   * @param {Element} parent @param {Axis} axis @param {(at: number) => void} set
   * @returns {(at: number) => void} show
   */
  function positions(parent, { name, labels }, set) {
    const row = element("label", { class: "nnb-row" }, parent);
    sign(row, written(name));
    const range = /** @type {HTMLInputElement} */ (element("input", { type: "range", min: 0,
      max: labels.length - 1, step: 1, "aria-label": spoken(name),
      "data-lm-suppress-shortcuts": "true" }, row));
    const shown = element("output", {}, row);
    range.addEventListener("input", () => set(Number(range.value)));
    return (at) => {
      range.value = String(at);
      fill(range, 0, at);
      range.setAttribute("aria-valuetext", labels[at]);
      shown.textContent = labels[at];
    };
  }

  /**
   * The control of one axis; `set` and what is returned speak of places among its values.
   * @param {Element} parent @param {Axis} axis @param {(at: number) => void} set
   * @returns {(at: number) => void} show
   */
  function control(parent, axis, set) {
    const { kind, labels } = axis, symbol = written(axis.name), label = spoken(axis.name);
    if (kind === "flag") {
      const show = toggle(parent, { symbol, label, set: (on) => set(Number(on)) });
      return (at) => show(at === 1);
    }
    if (kind === "choice") {
      const choices = Object.fromEntries(
        labels.map((value, at) => [String(at), value.replace(/^-(?=\d)/, "−")]));
      const show = choice(parent, { symbol, label, choices, set: (at) => set(Number(at)) });
      return (at) => show(String(at));
    }
    return positions(parent, axis, set);
  }

  /**
   * @param {HTMLElement} body @param {any} view
   * @returns {(state: Replay) => void}
   */
  function build(body, view) {
    const drawn = element("div", { class: "nnb-drawn", role: "img" }, body);
    if (view.still) drawn.appendChild(view.still);
    const controls = element("div", { class: "nnb-controls" }, body);
    /** @type {Replay} */
    const opening = view.opening;
    if (view.still && !opening.alt) {
      const said = view.still.getAttribute("alt") || view.still.getAttribute("aria-label");
      nnbook.frames.remember(opening.key, place(opening), said || "");
    }
    const shows = opening.axes.map((axis, i) => control(controls, axis, (at) => {
      /** @type {number[]} */
      const index = view.state().index;
      view.set({ index: index.map((old, j) => (j === i ? at : old)) });
    }));

    /** @type {ShadowRoot|null} */
    let shadow = null;
    let wanted = place(opening), painted = wanted;
    /** @param {string} markup */
    function paint(markup) {
      // In a shadow root the picture's ids and styles stay its own.
      if (!shadow) {
        drawn.textContent = "";
        shadow = element("div", {}, drawn).attachShadow({ mode: "open" });
      }
      shadow.innerHTML = "<style>svg{display:block;max-width:100%;height:auto;margin:auto}" +
        "pre{font:0.95em monospace;white-space:pre-wrap;margin:0}</style>" + markup;
    }

    return (state) => {
      state.index.forEach((at, i) => shows[i](at));
      drawn.setAttribute("aria-label", describe(state));
      wanted = place(state);
      if (wanted === painted) return;
      nnbook.frames.need(view.page.frames, state.key).then((/** @type {any} */ packed) => {
        if (painted === wanted) return;
        painted = wanted;
        paint(nnbook.frames.unpack(packed, wanted));
        drawn.setAttribute("aria-label", describe(view.state()));
      }, () => view.say("the pictures of the other states could not be loaded"));
    };
  }

  return { check, describe, build, moves: ["index"] };
})();
