/**
 * The figure "digit_reader": a sheet to draw on, and a network that answers while you draw.
 * The strokes are the state, each x1, y1, x2, y2 ... in hundredths of the sheet, y downwards.
 */
nnbook.figures.digit_reader = (function () {
  "use strict";

  const { element, picture, slider, button } = nnbook.kit;
  const { POSITIVE, NEGATIVE, number } = nnbook.marks;
  const { COUNT, HIDDEN, networkOf, read } = nnbook.digitInk;
  const STROKES = 40, POINTS = 2000, NEAR = 1.5, STEP = 4;
  const MAPS = ["What the network gets", "What would change the answer", ""];

  /** "" or what is impossible about the state. @param {DigitState} s @returns {string} */
  function check(s) {
    if (!Array.isArray(s.strokes)) return "strokes must be a list";
    if (s.strokes.length > STROKES) {
      return `a drawing here has at most ${STROKES} strokes, but this has ${s.strokes.length}`;
    }
    /** @param {unknown} value */
    const within = (value) => typeof value === "number" && value >= 0 && value <= 100;
    for (const [i, stroke] of s.strokes.entries()) {
      if (!Array.isArray(stroke) || !stroke.length || stroke.length % 2 || !stroke.every(within)) {
        return `stroke ${i + 1} must be pairs of numbers between 0 and 100`;
      }
    }
    const points = s.strokes.reduce((sum, stroke) => sum + stroke.length / 2, 0);
    if (points > POINTS) {
      return `a drawing here has at most ${POINTS} points, but this has ${points}`;
    }
    if (!Number.isInteger(s.unit) || s.unit < 1 || s.unit > HIDDEN) {
      return `unit must be a whole number from 1 to ${HIDDEN}, but is ${s.unit}`;
    }
    if (!Array.isArray(s.weights) || s.weights.length !== COUNT
      || !s.weights.every(Number.isInteger)) {
      return `weights must be the ${COUNT} of nnbook.reader.digit_network(), in hundredths`;
    }
    return "";
  }

  /** @param {number} p */
  const percent = (p) => `${(100 * p).toFixed(1)} %`;

  /** What it says, in a sentence. @param {DigitState} s */
  function answer(s) {
    const seen = read(s);
    if (!seen) return s.strokes.length ? "Too little to read: draw larger." : "Draw a digit.";
    const { best, next, p, sure } = seen;
    if (sure) return `It reads a ${best}.`;
    return `Unsure: ${best} (${percent(p[best])}) or ${next} (${percent(p[next])})?`;
  }

  /** The picture in words. @param {DigitState} s */
  function describe(s) {
    const seen = read(s), n = s.strokes.length;
    const said = [`A drawing of ${n} ${n === 1 ? "stroke" : "strokes"}. ${answer(s)}`];
    if (seen) {
      const { best, next, p, hidden } = seen;
      const silent = hidden.filter((/** @type {number} */ a) => a === 0).length;
      said.push(`Probability of ${best}: ${percent(p[best])}, of ${next}: ${percent(p[next])}.`,
        `${silent} of ${HIDDEN} hidden neurons are silent; neuron ${s.unit} gives `
        + `${number(hidden[s.unit - 1], 2)}.`);
    }
    return said.join(" ");
  }

  /** A square of the grid of 8 x 8 around its middle. @param {number} i @param {number} side */
  function square(i, side) {
    const corner = (10 - side) / 2;
    return `<rect x="${(i % 8 * 10 + corner).toFixed(2)}" y="${(Math.floor(i / 8) * 10 + corner)
      .toFixed(2)}" width="${side.toFixed(2)}" height="${side.toFixed(2)}"`;
  }

  const FRAME = '<rect width="80" height="80" fill="none" stroke="currentColor" '
    + 'stroke-opacity="0.4"/>';

  /** Greys as shades of the text colour. @param {number[]} pixels */
  const greys = (pixels) => FRAME + pixels.map((grey, i) =>
    `${square(i, 10)} fill-opacity="${grey.toFixed(3)}"/>`).join("");

  /**
   * Squares as large as the numbers: filled blue above 0, hollow vermilion below.
   * @param {number[]} values
   */
  function signs(values) {
    const largest = Math.max(...values.map(Math.abs)) || 1;
    return FRAME + values.map((value, i) => {
      const side = 9 * Math.sqrt(Math.abs(value) / largest);
      return value > 0 ? `${square(i, side)} style="fill:${POSITIVE}"/>`
        : `${square(i, Math.max(0, side - 1))} fill="none" style="stroke:${NEGATIVE}"/>`;
    }).join("");
  }

  /** Ten bars. @param {DigitAnswer|null} seen */
  function bars(seen) {
    return Array.from({ length: 10 }, (_, digit) => {
      const y = digit * 25, p = seen ? seen.p[digit] : 0, best = seen && digit === seen.best;
      const look = best ? ' font-weight="700"' : "";
      const bar = `<rect x="22" y="${y + 4}" width="150" height="16" fill="none" `
        + `stroke="currentColor" stroke-opacity="0.25"/><rect x="22" y="${y + 4}" `
        + `width="${(150 * p).toFixed(2)}" height="16" fill-opacity="${best ? 0.9 : 0.45}"/>`;
      return `<text x="4" y="${y + 17}"${look}>${digit}</text>${bar}`
        + `<text x="240" y="${y + 17}" text-anchor="end"${look}>${seen ? percent(p) : ""}</text>`;
    }).join("");
  }

  /**
   * The hidden neurons as a row of bars, the chosen one framed.
   * @param {DigitState} s @param {DigitAnswer|null} seen
   */
  function row(s, seen) {
    const values = seen ? seen.hidden : new Array(HIDDEN).fill(0), largest = Math.max(4, ...values);
    return values.map((/** @type {number} */ a, /** @type {number} */ i) => {
      const x = i * 20, high = 54 * a / largest, chosen = i + 1 === s.unit;
      return `<g data-unit="${i + 1}"><rect x="${x}" width="20" height="62" fill="transparent"/>`
        + `<rect x="${x + 4}" y="${(58 - high).toFixed(1)}" width="12" height="${high.toFixed(1)}" `
        + `fill-opacity="0.7"/>${chosen ? `<rect x="${x + 1}" y="1" width="18" height="60" rx="3" `
        + 'fill="none" stroke="var(--nnb-here)" stroke-width="3"/>' : ""}</g>`;
    }).join("") + '<path d="M0 58.5H640" stroke="currentColor" stroke-opacity="0.5"/>';
  }

  /**
   * The sheet: a pen for pointer and keyboard.
   * @param {HTMLElement} parent @param {any} view @returns {(s: DigitState) => void}
   */
  function buildSheet(parent, view) {
    const sheet = element("div", { class: "nnb-sheet", tabindex: 0, role: "application",
      "aria-label": "sheet to draw on: arrow keys move the pen, space puts it down or lifts it",
      "data-lm-suppress-shortcuts": "true" }, parent);
    const drawn = picture(sheet, [0, 0, 100, 100], "the drawing");
    const status = element("p", { class: "nnb-where", "aria-live": "polite" }, parent);
    const HELP = "Draw with mouse or finger; or with arrow keys and space.";
    /** @type {{x: number, y: number, down: boolean, keys: boolean}} */
    const pen = { x: 50, y: 50, down: false, keys: false };

    /** @returns {number[][]} */
    const strokes = () => view.state().strokes;
    /** @param {number} value */
    const held = (value) => Math.round(Math.max(0, Math.min(100, value)) * 10) / 10;
    const begin = () => view.set({ strokes: [...strokes(), [pen.x, pen.y]] });
    /** The stroke that is being drawn goes on to where the pen is. */
    function goOn() {
      const all = strokes(), last = all[all.length - 1];
      if (!last) return begin();
      return view.set({ strokes: [...all.slice(0, -1), [...last, pen.x, pen.y]] });
    }
    function show() {
      /** @type {string[]} */
      const path = strokes().map((stroke) => {
        const points = stroke.length === 2 ? [...stroke, ...stroke] : stroke;
        return points.map((v, i) => (i % 2 ? v : (i ? "L" : "M") + v)).join(" ");
      });
      const mark = pen.keys && document.activeElement === sheet
        ? `<circle cx="${pen.x}" cy="${pen.y}" r="3.5" stroke="var(--nnb-here)" stroke-width="1.5" `
          + `fill="${pen.down ? "var(--nnb-here)" : "none"}"/>` : "";
      drawn.show(`<path d="${path.join("")}" fill="none" stroke="currentColor" stroke-width="8" `
        + `stroke-linecap="round" stroke-linejoin="round"/>${mark}`);
      const where = `${pen.down ? "down" : "up"} at ${pen.x}, ${pen.y} of 100`;
      status.textContent = mark ? `Pen ${where}.` : HELP;
    }

    /** @param {PointerEvent} event @returns {number} how far the pen has moved */
    function follow(event) {
      const box = sheet.getBoundingClientRect(), { x, y } = pen;
      pen.x = held((event.clientX - box.left) / box.width * 100);
      pen.y = held((event.clientY - box.top) / box.height * 100);
      return Math.hypot(pen.x - x, pen.y - y);
    }
    sheet.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      event.preventDefault();
      sheet.focus({ preventScroll: true });
      sheet.setPointerCapture(event.pointerId);
      Object.assign(pen, { keys: false, down: false });
      follow(event);
      begin();
    });
    sheet.addEventListener("pointermove", (event) => {
      if (!sheet.hasPointerCapture(event.pointerId)) return;
      // Between two frames the pointer may have been in several places.
      const places = event.getCoalescedEvents ? event.getCoalescedEvents() : [];
      for (const place of places.length ? places : [event]) {
        const was = { x: pen.x, y: pen.y };
        if (follow(place) < NEAR || goOn() !== "") Object.assign(pen, was);
      }
    });
    sheet.addEventListener("keydown", (event) => {
      /** @type {Object<string, [number, number]>} */
      const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
      const way = ways[event.key];
      if (!way && event.key !== " ") return;
      event.preventDefault();
      pen.keys = true;
      if (way) {
        const far = event.shiftKey ? 3 * STEP : STEP;
        Object.assign(pen, { x: held(pen.x + way[0] * far), y: held(pen.y + way[1] * far) });
        if (pen.down) goOn();
      } else {
        pen.down = !pen.down;
        if (pen.down) begin();
      }
      show();
    });
    sheet.addEventListener("blur", () => {
      pen.down = false;
      show();
    });
    return show;
  }

  /**
   * @param {HTMLElement} body @param {any} view
   * @returns {(state: DigitState) => void}
   */
  function build(body, view) {
    const said = element("div", { class: "nnb-reader-answer" }, body);
    const top = element("div", { class: "nnb-reader" }, body);
    const left = element("div", {}, top), right = element("div", {}, top);
    const showSheet = buildSheet(left, view);
    const tools = element("div", { class: "nnb-tools nnb-sheet-tools" }, left);
    button(tools, "Undo stroke", () => view.set({ strokes: view.state().strokes.slice(0, -1) }));
    button(tools, "Clear", () => view.set({ strokes: [] }));
    const chart = picture(right, [0, 0, 244, 250], "the ten probabilities");
    const maps = element("div", { class: "nnb-reader-maps" }, body);
    const shown = MAPS.map((name, i) => {
      const place = element("div", {}, maps);
      return { map: picture(place, [-1, -1, 82, 82], name || "the weights of a hidden neuron"),
        label: element("div", {}, place, name), note: element("small", {}, place),
        place, i };
    });
    element("div", { class: "nnb-where" }, body, "The 32 hidden neurons");
    const hidden = picture(body, [0, 0, 640, 62], "the hidden neurons' activations");
    hidden.svg.addEventListener("click", (event) => {
      const pressed = /** @type {Element} */ (event.target).closest("[data-unit]");
      if (pressed) view.set({ unit: Number(pressed.getAttribute("data-unit")) });
    });
    const controls = element("div", { class: "nnb-controls" }, body);
    const showUnit = slider(controls, { symbol: "hidden neuron", label: "hidden neuron", min: 1,
      max: HIDDEN, step: 1, set: (value) => view.set({ unit: value }) });

    return (s) => {
      const seen = read(s), { layers } = networkOf(s), unit = s.unit - 1;
      showSheet(s);
      said.textContent = answer(s);
      chart.show(bars(seen));
      hidden.show(row(s, seen));
      showUnit(s.unit);
      const [gets, change, weights] = shown;
      gets.map.show(seen ? greys(seen.pixels) : FRAME);
      change.map.show(seen ? signs(seen.slope) : FRAME);
      change.note.textContent = seen
        ? `filled: ink there speaks for the ${seen.best}; hollow: against it` : "";
      weights.map.show(signs(layers[0].W[unit]));
      weights.label.textContent = `Weights of hidden neuron ${s.unit}`;
      weights.note.textContent = seen ? `a = ${number(seen.hidden[unit], 2)}; its weight to the `
        + `${seen.best}: ${number(layers[1].W[seen.best][unit], 2)}` : "";
    };
  }

  return { check, describe, build, moves: ["strokes", "unit"], code: nnbook.digitReaderCode.code,
    answer, read };
})();
