/**
 * The figure "backpropagation": a small network, walked through forward and back, one arithmetic
 * operation at a time; every number in it can be changed.
 */
nnbook.figures.backpropagation = (function () {
  "use strict";

  const { element, picture } = nnbook.kit;
  const { check, walk, done, named, rows } = nnbook.backpropagationWalk;
  const { draw, layout, whereIs } = nnbook.backpropagationPicture;
  const { position, lines } = nnbook.backpropagationStepper;
  const { edited, losses } = nnbook.backpropagationTable;
  const WIDEST = 640, NARROWEST = 290;

  /** @typedef {BackpropState} State */

  /** The picture in words. @param {State} s @returns {string} */
  function describe(s) {
    const { operations } = walk(s), count = done(s);
    const layers = s.layers.map(({ W, activation }) =>
      `${W.length} ${activation.replace("_", " ")}`);
    const inputs = s.x.length === 1 ? "1 input" : `${s.x.length} inputs`;
    const said = [`A network of ${inputs}, then ${layers.join(", then ")}; loss ${s.loss}`];
    const [, ...formula] = lines(s);
    said.push(count ? `${position(s)}; ${formula.filter(Boolean).join(" ")}` : position(s));
    if (losses(s)) said.push(losses(s));
    if (count === operations.length) {
      const found = rows(s), agree = found.filter((row) => row.agree).length;
      said.push(`${agree} of ${found.length} slopes agree with nudging`);
    }
    return `${said.map((part) => part[0].toUpperCase() + part.slice(1)).join(". ")}.`;
  }

  /**
   * The picture, in which a number that is pressed becomes a field.
   * @param {HTMLElement} body @param {any} view @returns {(s: State) => void}
   */
  function buildPicture(body, view) {
    const place = element("div", { class: "nnb-over nnb-net" }, body);
    const shown = picture(place, [0, 0, WIDEST, WIDEST / 2], "the network");
    const field = /** @type {HTMLInputElement} */ (element("input", { type: "number", step: 0.1,
      autocomplete: "off", "data-lm-suppress-shortcuts": "true" }, place));
    field.hidden = true;
    let width = 0, name = "", was = 0;
    /** @type {State|null} */
    let last = null;

    const fitting = () => Math.max(NARROWEST, Math.min(WIDEST, place.clientWidth || WIDEST));

    function show() {
      if (!last) return;
      width = fitting();
      const { markup, layout: l } = draw(last, width);
      shown.svg.setAttribute("viewBox", `0 0 ${width} ${l.height.toFixed(1)}`);
      shown.show(markup);
    }

    /** @param {number} value */
    const put = (value) => view.set(edited(view.state(), name, value));
    const close = () => { field.hidden = true; };
    shown.svg.addEventListener("click", (event) => {
      const pressed = /** @type {Element} */ (event.target).closest("[data-edit]");
      if (!pressed || !last) return;
      name = pressed.getAttribute("data-edit") || "";
      const found = named(last).find(([key]) => key === name);
      const [x, y] = whereIs(last, layout(last, width), name);
      was = Number(found && found[1]);
      field.value = String(was);
      field.setAttribute("aria-label", `${name} in the picture`);
      field.hidden = false;
      const left = Math.max(46, Math.min(width - 46, x));
      field.style.left = `${left / width * 100}%`;
      field.style.top = `${y * place.clientWidth / width}px`;
      field.select();
    });
    field.addEventListener("input", () => {
      if (field.value !== "") put(Number(field.value));
    });
    field.addEventListener("keydown", (event) => {
      if (event.key === "Escape") put(was);
      if (event.key === "Escape" || event.key === "Enter") close();
    });
    field.addEventListener("blur", close);
    new ResizeObserver(() => { if (fitting() !== width) show(); }).observe(place);
    return (s) => {
      last = s;
      if (!named(s).some(([key]) => key === name)) close();
      show();
    };
  }

  /**
   * @param {HTMLElement} body @param {any} view
   * @returns {(state: State) => void}
   */
  function build(body, view) {
    const parts = [buildPicture, nnbook.backpropagationStepper.build,
      nnbook.backpropagationTable.build, nnbook.backpropagationForm.build];
    const draws = parts.map((part) => part(body, view));
    return (s) => { for (const one of draws) one(s); };
  }

  return { check, describe, build, code: nnbook.backpropagationCode.code };
})();
