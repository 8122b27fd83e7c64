/**
 * The stage: what is the same for every figure. It keeps the figure's state in a model, asks the
 * figure to draw at most once a frame, shows a sentence where the state is impossible, describes
 * the picture to screen readers, resets, and puts the state into a link.
 *
 * A figure is an object in `nnbook.figures`:
 *   check(state)        "" or a sentence that says what is impossible about the state
 *   describe(state)     the picture in words
 *   build(body, view)   puts pictures and controls into `body`; returns draw(state)
 *   shape(state)        what the controls depend on; when it changes, `build` is called again
 *   moves               the part of the state that the reader moves; absent: all of it
 *   code(state)         programs that print the numbers shown, by name: Python, Keras, PyTorch
 */
nnbook.stage = (function () {
  "use strict";

  const { element, button, programs, guess } = nnbook.kit;
  const DESCRIBE_AFTER = 400; // ms of rest, so that a moving slider is not read out step by step

  /**
   * @typedef {Object<string, any>} State
   * @typedef {{get: (key: string) => any, set: (key: string, value: any) => void,
   *   save_changes: () => void, on: (name: string, f: () => void) => void,
   *   off: (name: string, f: () => void) => void}} Model  as anywidget gives it
   * @typedef {{state: () => State, set: (part: State) => string, say: (text: string) => void,
   *   opening: State, still: Element|null, page: Page|null}} View
   * @typedef {{check: (state: State) => string, describe: (state: State) => string,
   *   build: (body: HTMLElement, view: View) => (state: State) => void,
   *   shape?: (state: State) => string, moves?: string[],
   *   code?: (state: State) => Object<string, string>}} Figure
   * @typedef {{visit: (link: string) => void, remove: () => void}} Stage
   * @typedef {{frames: string, name: string}} Page  where frames lie; the figure's name in links
   */

  /** The model of a figure on a page, where no kernel keeps its state. */
  class PageModel {
    /** @param {State} state */
    constructor(state) {
      this.values = { ...state };
      /** @type {Object<string, Set<() => void>>} */
      this.listeners = {};
    }

    /** @param {string} key */
    get(key) {
      return this.values[key];
    }

    /** @param {string} key @param {any} value */
    set(key, value) {
      this.values[key] = value;
      for (const listen of this.listeners[`change:${key}`] || []) listen();
    }

    save_changes() {}

    /** @param {string} name @param {() => void} listen */
    on(name, listen) {
      (this.listeners[name] = this.listeners[name] || new Set()).add(listen);
    }

    /** @param {string} name @param {() => void} listen */
    off(name, listen) {
      if (this.listeners[name]) this.listeners[name].delete(listen);
    }
  }

  /**
   * State as the part of a link after "#": "figure=neuron-1&x=0.5,0.8&b=0". Each value is JSON
   * without its outer brackets or quotes; the opening state tells which they were.
   * @param {string} name @param {State} state @returns {string}
   */
  function toLink(name, state) {
    const parts = Object.entries(state).map(([key, value]) => {
      const json = typeof value === "string" ? value : JSON.stringify(value);
      const bare = Array.isArray(value) ? json.slice(1, -1) : json;
      return `${key}=${encodeURIComponent(bare).replace(/%2C/g, ",")}`;
    });
    return `figure=${name}&${parts.join("&")}`;
  }

  /**
   * The state that a link holds for the figure `name`; null if the link is for something else.
   * Throws an Error with a sentence if the link is broken.
   * @param {string} link @param {string} name @param {State} opening @returns {State|null}
   */
  function fromLink(link, name, opening) {
    const parts = new URLSearchParams(link.replace(/\+/g, "%2B"));
    if (parts.get("figure") !== name) return null;
    const state = { ...opening };
    for (const [key, bare] of parts) {
      if (key === "figure") continue;
      if (!(key in opening)) throw new Error(`the link sets ${key}, which this figure has not`);
      const was = opening[key];
      try {
        if (typeof was === "string") state[key] = bare;
        else state[key] = JSON.parse(Array.isArray(was) ? `[${bare}]` : bare);
      } catch {
        throw new Error(`the link gives ${key} a value that cannot be read: ${bare}`);
      }
    }
    return state;
  }

  /**
   * Put a figure on the stage.
   * @param {Figure} figure
   * @param {{model: Model, el: HTMLElement, opening: State, still: Element|null,
   *   page: Page|null, ask?: any}} context  `ask` is a question put before the figure is shown
   * @returns {Stage}
   */
  function present(figure, context) {
    const { model, opening, still, page, ask } = context;
    const keys = Object.keys(opening);
    const moving = Object.fromEntries((figure.moves || keys).map((key) => [key, opening[key]]));
    const root = element("div", { class: "nnb" }, context.el);
    const message = element("p", { class: "nnb-message", role: "alert" }, root);
    const body = element("div", { class: "nnb-body" }, root);
    const tools = element("div", { class: "nnb-tools" }, root);
    const description = element("p", { class: "nnb-description", "aria-live": "polite" }, root);
    const state = () => Object.fromEntries(keys.map((key) => [key, model.get(key)]));

    /** @param {string} problem */
    function say(problem) {
      message.textContent = problem && `${problem[0].toUpperCase()}${problem.slice(1)}.`;
    }

    /** @param {State} part */
    function set(part) {
      const problem = figure.check({ ...state(), ...part });
      say(problem);
      if (problem) return problem;
      for (const [key, value] of Object.entries(part)) model.set(key, value);
      model.save_changes();
      return "";
    }

    /** @type {((state: State) => void)|null} */
    let draw = null;
    let frame = 0, rest = 0, impossible = false, built = "";

    function redraw() {
      frame = 0;
      const now = state(), problem = figure.check(now);
      if (problem || impossible) say(problem);
      impossible = problem !== "";
      if (problem) {
        // The still stays below the sentence as long as there is nothing to draw instead.
        if (still && !draw) root.appendChild(still);
        return;
      }
      const shape = figure.shape ? figure.shape(now) : "";
      if (!draw || shape !== built) {
        built = shape;
        body.textContent = "";
        draw = figure.build(body, { state, set, say, opening, still, page });
        if (still && still.parentNode === root) still.remove();
      }
      draw(now);
      window.clearTimeout(rest);
      rest = window.setTimeout(() => { description.textContent = figure.describe(state()); },
        description.textContent ? DESCRIBE_AFTER : 0);
    }

    function changed() {
      if (!frame) frame = window.requestAnimationFrame(redraw);
    }

    button(tools, "Reset", () => set(moving));
    if (page) button(tools, "Copy link", () => copyLink(page.name, state(), moving, note));
    const { code } = figure;
    const note = element("span", { class: "nnb-note", role: "status" }, null);
    if (code) {
      programs(tools, root, Object.keys(code(opening)), (name) => code(state())[name], note);
    }
    tools.appendChild(note);
    if (ask && ask.question) {
      const hidden = [body, tools, description];
      for (const part of hidden) part.hidden = true;
      guess(root, ask, () => { for (const part of hidden) part.hidden = false; });
    }
    for (const key of keys) model.on(`change:${key}`, changed);
    redraw();

    return {
      visit(link) {
        if (!page) return;
        try {
          const part = fromLink(link, page.name, moving);
          if (part) set(part);
        } catch (error) {
          say(`${/** @type {Error} */ (error).message}; the figure stays as it was`);
        }
      },
      remove() {
        for (const key of keys) model.off(`change:${key}`, changed);
        window.cancelAnimationFrame(frame);
        window.clearTimeout(rest);
        root.remove();
      },
    };
  }

  /**
   * Put a link to the state into the clipboard or, where that is forbidden, the address bar.
   * @param {string} name @param {State} state @param {State} moving @param {HTMLElement} note
   */
  function copyLink(name, state, moving, note) {
    const now = Object.fromEntries(Object.keys(moving).map((key) => [key, state[key]]));
    const link = `#${toLink(name, now)}`;
    const toBar = () => {
      window.history.replaceState(null, "", link);
      note.textContent = "The address bar now holds the link.";
    };
    if (!navigator.clipboard) {
      toBar();
      return;
    }
    navigator.clipboard.writeText(window.location.href.split("#")[0] + link)
      .then(() => { note.textContent = "Link copied."; }, toBar);
  }

  return { PageModel, toLink, fromLink, present };
})();
