/**
 * The two ways in: `render` shows a widget of a live notebook (anywidget calls it), and `open`
 * brings the figures of a page to life, each when it is scrolled near.
 */
nnbook.page = (function () {
  "use strict";

  const NEAR = "600px";
  /** @type {Object<string, Promise<void>>} */
  const asked = {};

  /**
   * Show a widget's model. Returns what takes it down again.
   * @param {string} kind @param {{model: any, el: HTMLElement}} context
   */
  function render(kind, { model, el }) {
    const opening = model.get("_opening");
    return nnbook.stage.present(nnbook.figures[kind],
      { model, el, opening, still: null, page: null, ask: model.get("_ask") }).remove;
  }

  /**
   * Bring one figure of the page to life.
   * @param {HTMLElement} figure @param {any} page
   */
  function wake(figure, page) {
    const kind = nnbook.figures[figure.dataset.explorable || ""];
    const still = figure.querySelector(".nnb-still");
    const el = document.createElement("div");
    figure.insertBefore(el, figure.firstChild);
    let opening, ask;
    try {
      opening = JSON.parse(figure.dataset.state || "");
      ask = JSON.parse(figure.dataset.ask || "null");
    } catch {
      el.className = "nnb nnb-message";
      el.textContent = "The state of this figure cannot be read.";
      return;
    }
    if (still) still.remove(); // the stage puts it back where it needs it
    const model = new nnbook.stage.PageModel(opening);
    const stage = nnbook.stage.present(kind, { model, el, opening, still, page, ask });
    const visit = () => stage.visit(window.location.hash.slice(1));
    visit();
    window.addEventListener("hashchange", visit);
  }

  /**
   * Bring a figure to life as soon as its kind is there; without it, say so above the still.
   * @param {HTMLElement} figure @param {string} home @param {any} page
   */
  function call(figure, home, page) {
    const kind = figure.dataset.explorable || "";
    if (nnbook.figures[kind]) {
      wake(figure, page);
      return;
    }
    if (!asked[kind]) asked[kind] = nnbook.kit.script(`${home}figures/${kind}.js`);
    asked[kind].then(() => wake(figure, page), () => {
      const said = document.createElement("p");
      said.className = "nnb nnb-message";
      said.textContent = "The script of this figure is missing, so it does not move.";
      figure.insertBefore(said, figure.firstChild);
    });
  }

  /**
   * Find the page's figures. Each is named by its kind and its place among its kind, "neuron-1".
   * @param {string} home the folder of this script @param {string} frames that of the frames
   * @param {string[]} kinds those that have scripts of their own
   */
  function find(home, frames, kinds) {
    /** @type {Object<string, number>} */
    const counts = {};
    const linked = new URLSearchParams(window.location.hash.slice(1)).get("figure");
    const near = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        near.unobserve(target);
        const figure = /** @type {HTMLElement} */ (target);
        call(figure, home, { frames, name: figure.dataset.name });
      }
    }, { rootMargin: NEAR });
    /** @type {NodeListOf<HTMLElement>} */
    const figures = document.querySelectorAll("figure[data-explorable]");
    for (const figure of figures) {
      const kind = figure.dataset.explorable || "";
      if (!nnbook.figures[kind] && !kinds.includes(kind)) continue;
      counts[kind] = (counts[kind] || 0) + 1;
      figure.dataset.name = `${kind}-${counts[kind]}`;
      near.observe(figure);
      if (figure.dataset.name === linked) figure.scrollIntoView({ block: "center" });
    }
  }

  /**
   * Start on a page, once it is there.
   * @param {any} script the element that loads this text; `data-frames` on it names the folder of
   *   the frames, else it is "frames/" beside the script
   * @param {string[]} kinds the figures that have scripts of their own, in "figures/" beside it
   */
  function open(script, kinds) {
    const home = script.src.replace(/[^/]*$/, ""), frames = script.dataset.frames || `${home}frames/`;
    if (document.readyState === "loading") {
      document.addEventListener("DOMContentLoaded", begin);
    } else {
      begin();
    }

    function begin() {
      nnbook.progressPage.open();
      find(home, frames, kinds);
    }
  }

  return { render, open };
})();

/** The scripts that hold frames call this. */
nnbook.deliver = nnbook.frames.deliver;
