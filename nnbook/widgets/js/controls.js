/**
 * Elements and controls that every figure is put together from.
 * A control is given `set`, which it calls with the reader's value, and returns `show`, which the
 * figure calls with the value that stands. It holds no state of its own.
 */
nnbook.controls = (function () {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const { number } = nnbook.marks;
  const LONGEST_PIECE = 24; // characters that fit on one line anywhere

  /** @typedef {Object<string, string|number|boolean>} Attributes */

  /**
   * @param {Element} element @param {Attributes} attributes
   */
  function assign(element, attributes) {
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  }

  /**
   * A new HTML element at the end of the parent.
   * @param {string} kind @param {Attributes} attributes @param {Node|null} parent
   * @param {string} [content] @returns {HTMLElement}
   */
  function element(kind, attributes, parent, content) {
    const made = document.createElement(kind);
    assign(made, attributes);
    if (content !== undefined) made.textContent = content;
    if (parent) parent.appendChild(made);
    return made;
  }

  /**
   * A picture: an empty SVG that `show` fills. Its description stands in the figure's live text,
   * so that screen readers meet it once.
   * @param {Element} parent @param {[number, number, number, number]} box left, top, width, height
   * @param {string} label
   */
  function picture(parent, box, label) {
    const svg = document.createElementNS(SVG, "svg");
    assign(svg, { viewBox: box.join(" "), role: "img", "aria-label": label,
      fill: "currentColor", "font-size": 14 });
    parent.appendChild(svg);
    const drawn = document.createElementNS(SVG, "g");
    svg.appendChild(drawn);
    let shown = "";
    return {
      svg,
      /** @param {string} markup */
      show(markup) {
        if (markup === shown) return;
        shown = markup;
        drawn.innerHTML = markup;
      },
    };
  }

  /** A line in the pieces between which a narrow page may break it: not in short brackets, nor
   * beside "/". @param {string} text @returns {string[]} */
  function pieces(text) {
    /** @type {string[]} */
    const found = [];
    let open = 0, last = "";
    for (const word of text.split(" ")) {
      const bound = open > 0 || last === "/" || word === "/", end = found.length - 1;
      if (bound && found[end].length + word.length < LONGEST_PIECE) found[end] += ` ${word}`;
      else found.push(word);
      open += word.split("(").length - word.split(")").length;
      last = word;
    }
    return found;
  }

  /** Set a line of mathematics. A letter alone is a name and stands in italics, but for the "a" of
   * "a nudge". @param {HTMLElement} line @param {string} text */
  function typeset(line, text) {
    line.textContent = "";
    let at = 0;
    for (const piece of pieces(text)) {
      if (at) line.append(" ");
      const place = piece.includes(" ") ? element("span", { class: "nnb-whole" }, line) : line;
      for (const run of piece.split(/([\p{L}\p{M}]+)/u)) {
        const article = run === "a" && /^ \p{L}/u.test(text.slice(at + 1));
        if (/^\p{L}\p{M}*$/u.test(run) && !article) element("i", {}, place, run);
        else place.append(run);
        at += run.length;
      }
      at += 1;
    }
  }

  /**
   * Keep a place as tall as it has been at this width: while a line now and then needs a second
   * one, the sliders below it stand still.
   * @param {HTMLElement} place
   */
  function steady(place) {
    let width = 0;
    new ResizeObserver(() => window.requestAnimationFrame(() => {
      if (place.clientWidth !== width) place.style.minHeight = "";
      width = place.clientWidth;
      place.style.minHeight = `${Math.ceil(place.getBoundingClientRect().height)}px`;
    })).observe(place);
  }

  /**
   * Lines of mathematics with the numbers put in.
   * @param {Element} parent @param {number} count how many lines
   */
  function formulas(parent, count) {
    const place = element("div", { class: "nnb-formula" }, parent);
    const lines = Array.from({ length: count }, () => element("div", {}, place));
    steady(place);
    return {
      /** @param {string[]} texts */
      show(texts) {
        texts.forEach((text, i) => {
          if (lines[i].textContent !== text) typeset(lines[i], text);
        });
      },
    };
  }

  /**
   * Colour a slider's track from one value to another: as in the pictures, blue upwards from zero,
   * vermilion downwards.
   * @param {HTMLInputElement} range @param {number} from @param {number} to
   */
  function fill(range, from, to) {
    const low = Number(range.min), width = Number(range.max) - low || 1;
    const ends = [from, to].sort((a, b) => a - b).map((end) => `${100 * (end - low) / width}%`);
    range.style.setProperty("--nnb-from", ends[0]);
    range.style.setProperty("--nnb-to", ends[1]);
    range.classList.toggle("nnb-below", to < from);
  }

  /**
   * What stands before a control. A letter is a name, in italics as in a formula; a word is not.
   * @param {Element} row @param {string} symbol
   */
  function sign(row, symbol) {
    const look = /^\p{L}[₀-₉]*$/u.test(symbol) ? "nnb-symbol nnb-name" : "nnb-symbol";
    return element("span", { class: look }, row, symbol);
  }

  /**
   * A slider and a number field for one number. The slider covers the usual range, the field takes
   * any number; `set` answers with a sentence if the figure cannot take it, else with "".
   * @param {Element} parent
   * @param {{symbol: string, label: string, min: number, max: number, step: number,
   *   set: (value: number) => string}} options
   * @returns {(value: number) => void}
   */
  function slider(parent, options) {
    const { symbol, label, min, max, step, set } = options;
    const row = element("div", { class: "nnb-row" }, parent);
    const named = element("label", {}, row);
    sign(named, symbol).setAttribute("aria-hidden", "true");
    // JupyterLab takes arrow keys from inputs unless the input itself says otherwise.
    const keys = { "data-lm-suppress-shortcuts": "true" };
    const range = /** @type {HTMLInputElement} */ (element("input",
      { type: "range", min, max, step, "aria-label": label, ...keys }, named));
    const field = /** @type {HTMLInputElement} */ (element("input",
      { type: "number", step: "any", "aria-label": `${label}, as a number`,
        autocomplete: "off", ...keys }, row));
    let stands = NaN;

    range.addEventListener("input", () => set(Number(range.value)));
    field.addEventListener("input", () => {
      if (field.value === "") return; // somebody who has typed "-" is not done yet
      field.setAttribute("aria-invalid", String(set(Number(field.value)) !== ""));
    });
    field.addEventListener("change", () => {
      if (field.value === "") set(NaN); // the figure says what it wants instead
      field.value = String(stands);
      field.setAttribute("aria-invalid", "false");
    });

    /** @param {number} value */
    function show(value) {
      stands = value;
      range.value = String(value);
      fill(range, Math.max(0, min), Number(range.value));
      range.setAttribute("aria-valuetext", number(value));
      // While somebody types "0.50" the text is theirs, not "0.5".
      const typing = document.activeElement === field;
      if (!typing || (field.value !== "" && Number(field.value) !== value)) {
        field.value = String(value);
      }
    }
    return show;
  }

  /**
   * A choice from a list.
   * @param {Element} parent
   * @param {{symbol: string, label: string, choices: Object<string, string>,
   *   set: (value: string) => void}} options
   * @returns {(value: string) => void}
   */
  function choice(parent, options) {
    const { symbol, label, choices, set } = options;
    const row = element("label", { class: "nnb-row" }, parent);
    sign(row, symbol);
    const select = /** @type {HTMLSelectElement} */ (element("select",
      { "aria-label": label, "data-lm-suppress-shortcuts": "true" }, row));
    for (const [value, shown] of Object.entries(choices)) element("option", { value }, select, shown);
    select.addEventListener("change", () => set(select.value));
    return (value) => { select.value = value; };
  }

  /**
   * A switch.
   * @param {Element} parent
   * @param {{symbol: string, label: string, set: (value: boolean) => void}} options
   * @returns {(value: boolean) => void}
   */
  function toggle(parent, options) {
    const row = element("label", { class: "nnb-row" }, parent);
    sign(row, options.symbol);
    const box = /** @type {HTMLInputElement} */ (element("input", { type: "checkbox",
      "aria-label": options.label, "data-lm-suppress-shortcuts": "true" }, row));
    box.addEventListener("change", () => options.set(box.checked));
    return (value) => { box.checked = value; };
  }

  /**
   * @param {Element} parent @param {string} label @param {() => void} press
   */
  function button(parent, label, press) {
    const made = element("button", { type: "button", class: "nnb-button" }, parent, label);
    made.addEventListener("click", press);
    return made;
  }

  /**
   * A point that is moved in a picture by pointer and by arrow keys (with Shift ten times as far).
   * The picture draws the point; this is the invisible, focusable handle over it. A press beside
   * it brings it there, unless it is one of several.
   * @param {SVGSVGElement} svg
   * @param {{label: string, step: number, toPlane: (x: number, y: number) => [number, number],
   *   values: () => [number, number], move: (p: number, q: number) => void, several?: boolean
   *   }} options  `values` says where the point stands, `toPlane` what a place in the picture means
   * @returns {((x: number, y: number) => void) & {mark: SVGCircleElement}} show, with the point's
   *   place in the picture, and the handle itself
   */
  function handle(svg, options) {
    const { label, step, toPlane, values, move, several } = options;
    const made = document.createElementNS(SVG, "circle");
    assign(made, { r: 20, class: "nnb-handle", tabindex: 0, role: "slider", "aria-label": label,
      "aria-roledescription": "point in the plane", "data-lm-suppress-shortcuts": "true" });
    svg.appendChild(made);
    // A picture with a control inside is a group: "img" would hide the control.
    svg.setAttribute("role", "group");
    /** @param {MouseEvent} event */
    function follow(event) {
      const box = svg.getBoundingClientRect(), view = svg.viewBox.baseVal;
      move(...toPlane(view.x + (event.clientX - box.left) / box.width * view.width,
        view.y + (event.clientY - box.top) / box.height * view.height));
    }
    made.addEventListener("pointerdown", (event) => {
      made.setPointerCapture(event.pointerId);
      follow(event);
    });
    made.addEventListener("pointermove", (event) => {
      if (made.hasPointerCapture(event.pointerId)) follow(event);
    });
    // A finger on the point moves it; anywhere else it scrolls the page. (The CSS way to say so,
    // touch-action, browsers do not heed on a part of an SVG.)
    made.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
    svg.addEventListener("click", (event) => {
      if (!several && event.target !== made) follow(event);
    });
    made.addEventListener("keydown", (event) => {
      /** @type {Object<string, [number, number]>} */
      const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };
      const way = ways[event.key];
      if (!way) return;
      event.preventDefault();
      const [p, q] = values(), far = event.shiftKey ? 10 * step : step;
      move(p + way[0] * far, q + way[1] * far);
    });
    /** @param {number} x @param {number} y */
    const show = (x, y) => {
      const [p, q] = values();
      assign(made, { cx: x, cy: y, "aria-valuenow": p,
        "aria-valuetext": `${number(p)}, ${number(q)}` });
    };
    return Object.assign(show, { mark: made });
  }

  return { element, picture, formulas, steady, fill, sign, slider, choice, toggle, button, handle };
})();
