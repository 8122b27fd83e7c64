/**
 * The kit of the figures: the controls and, with them, play and pause, maps of numbers, programs to
 * copy, and a guess before the figure.
 */
nnbook.kit = (function () {
  "use strict";

  const { element, button } = nnbook.controls;
  const CALM = 2; // steps a second for readers who asked for less motion

  /**
   * Play and Pause. `tick` is called so many times a second, at most once a frame, as long as the
   * figure is in sight; where it returns false, playing ends.
   * @param {Element} parent
   * @param {{tick: () => boolean|void, perSecond: number, label?: string}} options
   * @returns {{pause: () => void, playing: () => boolean, button: HTMLElement}}
   */
  function player(parent, { tick, perSecond, label = "Play" }) {
    let frame = 0, last = 0, seen = true;
    const made = button(parent, label, () => (frame ? pause() : play()));
    const watch = new IntersectionObserver((entries) => {
      seen = entries[entries.length - 1].isIntersecting;
      if (!made.isConnected) pause();
    });
    watch.observe(made.closest(".nnb") || made);

    function play() {
      made.textContent = "Pause";
      last = 0;
      frame = window.requestAnimationFrame(next);
    }

    function pause() {
      window.cancelAnimationFrame(frame);
      frame = 0;
      made.textContent = label;
    }

    /** @param {number} now */
    function next(now) {
      if (!made.isConnected) {
        pause();
        watch.disconnect();
        return;
      }
      frame = window.requestAnimationFrame(next);
      const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
      const rate = calm ? Math.min(CALM, perSecond) : perSecond;
      if (!seen || (last && now - last < 1000 / rate - 4)) return;
      last = now;
      if (tick() === false) pause();
    }

    return { pause, playing: () => frame !== 0, button: made };
  }

  /**
   * A map of numbers, one pixel each and smoothly enlarged: blue above the middle of [low, high],
   * vermilion below it, the stronger the farther away. A border drawn above it says the same
   * without colour.
   * @param {Element} parent @param {number} columns @param {number} rows @param {string} label
   * @returns {{canvas: HTMLCanvasElement, show: (values: ArrayLike<number>, low: number,
   *   high: number) => void}}
   */
  function canvas(parent, columns, rows, label) {
    const made = /** @type {HTMLCanvasElement} */ (element("canvas",
      { class: "nnb-map", width: columns, height: rows, role: "img", "aria-label": label }, parent));
    const context = /** @type {CanvasRenderingContext2D} */ (made.getContext("2d"));
    const image = context.createImageData(columns, rows);
    /** @param {ArrayLike<number>} values @param {number} low @param {number} high */
    function show(values, low, high) {
      const { above, below } = paints(made);
      const middle = (low + high) / 2, half = (high - low) / 2 || 1, data = image.data;
      for (let i = 0; i < values.length; i++) {
        const far = (values[i] - middle) / half, [r, g, b] = far >= 0 ? above : below;
        data[4 * i] = r;
        data[4 * i + 1] = g;
        data[4 * i + 2] = b;
        data[4 * i + 3] = 140 * Math.min(1, Math.abs(far));
      }
      context.putImageData(image, 0, 0);
      repaints.set(made, () => show(values, low, high));
    }
    watchTheme();
    return { canvas: made, show };
  }

  /** How each map is painted again. @type {WeakMap<Element, () => void>} */
  const repaints = new WeakMap();
  let watched = false;
  /** What is painted does not follow the style sheet: on a change of theme, which a page, Jupyter
   * or VS Code says in an attribute and the system in a query, all maps are painted again. */
  function watchTheme() {
    if (watched) return;
    watched = true;
    const again = () => {
      mixed = null;
      for (const one of document.querySelectorAll(".nnb-map")) repaints.get(one)?.();
    };
    const watch = new MutationObserver(again);
    for (const one of [document.documentElement, document.body]) {
      watch.observe(one, { attributeFilter: ["data-theme", "theme", "data-jp-theme-light",
        "data-vscode-theme-kind"] });
    }
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  }

  /** @type {{above: number[], below: number[]}|null} */
  let mixed = null;
  /** The theme's two colours. To ask for them costs a layout of the page, so all maps of a frame
   * ask once. @param {Element} inside */
  function paints(inside) {
    if (mixed) return mixed;
    const style = window.getComputedStyle(inside);
    const [above, below] = ["--nnb-positive", "--nnb-negative"]
      .map((key) => channels(style.getPropertyValue(key).trim()));
    window.requestAnimationFrame(() => { mixed = null; });
    return (mixed = { above, below });
  }

  /** "#0072b2" as [0, 114, 178]. @param {string} colour */
  function channels(colour) {
    return [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16) || 0);
  }

  /**
   * Buttons that copy programs, and a place that shows what was copied.
   * @param {Element} tools where the buttons stand @param {Element} place where the program stands
   * @param {string[]} names @param {(name: string) => string} program @param {HTMLElement} note
   */
  function programs(tools, place, names, program, note) {
    const box = element("div", { class: "nnb-code" }, place);
    box.hidden = true;
    const shown = element("pre", { tabindex: 0, "aria-label": "the program" }, box);
    button(box, "Close", () => { box.hidden = true; });
    for (const name of names) {
      button(tools, `Copy as ${name}`, () => {
        const text = program(name);
        shown.textContent = text;
        box.hidden = false;
        note.textContent = `The ${name} program stands below.`;
        if (!navigator.clipboard) return;
        navigator.clipboard.writeText(text)
          .then(() => { note.textContent = `${name} program copied.`; }, () => {});
      });
    }
  }

  /**
   * Load a classic script, which a page from a folder may do as well.
   * @param {string} address @returns {Promise<void>}
   */
  function script(address) {
    return new Promise((give, refuse) => {
      const made = document.createElement("script");
      made.src = address;
      made.onload = () => give();
      made.onerror = () => refuse();
      document.head.appendChild(made);
    });
  }

  // Keras computes with PyTorch here, and with 64 bits as the book does.
  const KERAS = ["import os", "", 'os.environ.setdefault("KERAS_BACKEND", "torch")', "",
    "import keras", "import numpy as np", "", 'keras.config.set_floatx("float64")'];

  /** Numbers and lists of them as Python writes them. @param {any} value @returns {string} */
  const literal = (value) => JSON.stringify(value).replace(/,/g, ", ").replace(/null/g, "None");

  /**
   * A question put before a figure is shown. `answer` is a number, or one of the options.
   * @typedef {{question: string, answer: number|string, options: string[], says: string}} Ask
   */

  /**
   * What is said to a guess; "" if it is none. asking.py says the same.
   * @param {Ask} ask @param {string} guessed @returns {string}
   */
  function reply({ answer, options, says }, guessed) {
    if (options.length) return `You guessed “${guessed}”; it is “${answer}”. ${says}`.trim();
    const text = guessed.trim(), value = Number(text.replace("−", "-").replace(",", "."));
    if (text === "" || !Number.isFinite(value)) return "";
    const { number } = nnbook.marks, off = Math.abs(value - Number(answer));
    const far = off >= 1e-9 ? `, you were off by ${number(off)}` : "";
    return `You guessed ${number(value)}; it is ${number(Number(answer))}${far}. ${says}`.trim();
  }

  /**
   * Ask, let the reader lock in a guess, then show the figure and how far off the guess was.
   * @param {Element} parent @param {Ask} ask @param {() => void} reveal
   */
  function guess(parent, ask, reveal) {
    const form = element("form", { class: "nnb-ask" }, parent);
    const label = element("label", {}, form);
    element("span", {}, label, ask.question);
    const keys = { "data-lm-suppress-shortcuts": "true" };
    const field = /** @type {HTMLInputElement|HTMLSelectElement} */ (ask.options.length
      ? element("select", keys, label)
      : element("input", { type: "text", inputmode: "decimal", class: "nnb-answer",
        autocomplete: "off", ...keys }, label));
    for (const option of ask.options) element("option", {}, field, option);
    const tools = element("div", { class: "nnb-tools" }, form);
    element("button", { type: "submit", class: "nnb-button" }, tools, "Lock in my guess");
    button(tools, "Show the figure without a guess", () => close(""));
    const said = element("p", { class: "nnb-guess", role: "status" }, parent);

    /** @param {string} text */
    function close(text) {
      form.remove();
      reveal();
      said.textContent = text;
    }

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = reply(ask, field.value);
      if (text) close(text);
      else said.textContent = "A guess is a number.";
    });
  }

  return { ...nnbook.controls, player, canvas, programs, guess, reply, script, KERAS, literal };
})();
