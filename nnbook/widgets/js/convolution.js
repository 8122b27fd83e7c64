/** The figure "convolution": a kernel slid over a small picture, one place after the other. */
nnbook.figures.convolution = (function () {
  "use strict";

  const { tag, text, short, number, POSITIVE, NEGATIVE, HERE } = nnbook.marks;
  const { element, picture, formulas, choice, toggle, button, handle, player } = nnbook.kit;
  const { SIDE, KERNELS, check, computed, lines, sizeLine, describe, code } = nnbook.convolution;
  const BOX = 260; // pictures are so wide and high, whatever the number of cells
  const SVG = "http://www.w3.org/2000/svg";

  /** @typedef {ReturnType<typeof computed>} Computed */
  /** @typedef {{image: number[][], kernel: number[][], padding: number, stride: number, down: number,
   *   right: number, written: number}} State */

  /** A square of ink, colour and strength by value. @param {number} i @param {number} j
   * @param {number} size @param {Object<string, string|number>} look */
  const cell = (i, j, size, look) => tag("rect",
    { x: j * size, y: i * size, width: size, height: size, ...look });

  /** @param {number} size @param {number} n */
  function lattice(size, n) {
    let d = "";
    for (let k = 0; k <= n; k++) d += `M0 ${k * size}H${n * size}M${k * size} 0V${n * size}`;
    return tag("path", { d, fill: "none", stroke: "currentColor", "stroke-opacity": "0.25" });
  }

  /** The picture with its padding and the window. @param {Computed} s @param {number[]|null} pen */
  function drawImage(s, pen) {
    const size = BOX / s.wide, parts = [];
    for (let i = 0; i < s.wide; i++) {
      for (let j = 0; j < s.wide; j++) {
        const ink = s.pixel(i, j);
        const edge = Math.min(i, j, s.wide - 1 - i, s.wide - 1 - j) < s.padding;
        if (ink) parts.push(cell(i, j, size, { "fill-opacity": String(ink) }));
        if (edge) parts.push(text((j + 0.5) * size, (i + 0.5) * size + 4.5, "0", { "font-size": "12.5" }));
      }
    }
    const way = s.stride * size;
    parts.push(lattice(size, s.wide), tag("rect", { x: s.right * way, y: s.down * way,
      width: 3 * size, height: 3 * size, fill: "none", style: `stroke:${HERE}`, "stroke-width": "4" }));
    if (pen) {
      parts.push(cell(pen[0] + s.padding, pen[1] + s.padding, size,
        { fill: "none", style: `stroke:${POSITIVE}`, "stroke-width": "3", "stroke-dasharray": "4 3" }));
    }
    return parts.join("");
  }

  /** The map as far as it is written. @param {Computed} s */
  function drawMap(s) {
    const { side, result } = s, size = BOX / side, parts = [];
    const most = Math.max(1, ...result.flat().map(Math.abs));
    for (let n = 0; n < s.written; n++) {
      const i = Math.floor(n / side), j = n % side, v = result[i][j];
      if (v) {
        parts.push(cell(i, j, size, { style: `fill:${v > 0 ? POSITIVE : NEGATIVE}`,
          "fill-opacity": String(0.6 * Math.abs(v) / most) }));
      }
      // Where numbers find no room, the sign alone says what the colour says.
      const shown = size > 40 ? short(v) : v > 0 ? "+" : v < 0 ? "−" : "0";
      parts.push(text((j + 0.5) * size, (i + 0.5) * size + 4.5, shown, { "font-size": "13" }));
    }
    parts.push(lattice(size, side), cell(s.down, s.right, size,
      { fill: "none", style: `stroke:${HERE}`, "stroke-width": "4" }));
    return parts.join("");
  }

  /** The part of the state with the window at a place. @param {State} s
   * @param {number} down @param {number} right @param {boolean} [sliding] filled in as far as here */
  function at(s, down, right, sliding = false) {
    const { side, written } = computed(s);
    const [i, j] = [down, right].map((v) => Math.max(0, Math.min(side - 1, Math.round(v))));
    const here = i * side + j + 1;
    return { down: i, right: j, written: sliding ? here : Math.max(written, here) };
  }

  /** One place on or back, row by row; behind the last comes the first. @param {State} s
   * @param {number} way */
  function moved(s, way) {
    const { side, down, right } = computed(s), count = side * side;
    const next = (down * side + right + way + count) % count;
    return at(s, Math.floor(next / side), next % side, true);
  }

  /** Pictures to choose from. @param {State} opening @returns {Object<string, [string, number[][]]>} */
  function images(opening) {
    /** @param {(i: number, j: number) => boolean} ink */
    const made = (ink) => Array.from({ length: SIDE },
      (_, i) => Array.from({ length: SIDE }, (__, j) => Number(ink(i, j))));
    return {
      given: ["the first one", opening.image],
      dot: ["a single dot", made((i, j) => i === 3 && j === 4)],
      block: ["a block of ink", made((i, j) => i > 1 && i < 6 && j > 1 && j < 6)],
      empty: ["empty paper", made(() => false)],
    };
  }

  /**
   * A choice among ready-made values of one part of the state.
   * @param {Element} parent @param {any} view @param {"image"|"kernel"} key @param {string} symbol
   * @param {Object<string, [string, number[][]]>} ready @returns {(s: State) => void}
   */
  function readymade(parent, view, key, symbol, ready) {
    const choices = Object.fromEntries(Object.entries(ready).map(([one, [name]]) => [one, name]));
    const show = choice(parent, { symbol, label: symbol, choices: { ...choices, own: "your own" },
      set: (one) => (ready[one] ? view.set({ [key]: ready[one][1] }) : show(found(view.state()))) });
    /** @param {State} s */
    const found = (s) => Object.keys(ready).find((one) =>
      JSON.stringify(ready[one][1]) === JSON.stringify(s[key])) || "own";
    return (s) => show(found(s));
  }

  /**
   * The nine weights as fields.
   * @param {Element} parent @param {any} view @returns {(s: State) => void}
   */
  function weights(parent, view) {
    const grid = element("div", { class: "nnb-kernel", role: "group", "aria-label": "weights of the kernel" },
      parent);
    const fields = Array.from({ length: 9 }, (_, n) => {
      const u = Math.floor(n / 3), v = n % 3;
      const field = /** @type {HTMLInputElement} */ (element("input", { type: "number", step: "any",
        "aria-label": `kernel row ${u + 1}, column ${v + 1}`, autocomplete: "off",
        "data-lm-suppress-shortcuts": "true" }, grid));
      field.addEventListener("input", () => {
        if (field.value === "") return;
        const kernel = view.state().kernel.map((/** @type {number[]} */ row) => [...row]);
        kernel[u][v] = Number(field.value);
        field.setAttribute("aria-invalid", String(view.set({ kernel }) !== ""));
      });
      field.addEventListener("blur", () => {
        field.value = String(view.state().kernel[u][v]);
        field.setAttribute("aria-invalid", "false");
      });
      return field;
    });
    return (s) => {
      const all = s.kernel.flat(), most = Math.max(...all.map(Math.abs)) || 1;
      fields.forEach((field, n) => {
        const v = all[n], colour = v < 0 ? NEGATIVE : POSITIVE;
        if (document.activeElement !== field || Number(field.value) !== v) field.value = String(v);
        field.style.background =
          `color-mix(in srgb, ${colour} ${number(45 * Math.abs(v) / most, 0)}%, transparent)`;
      });
    };
  }

  /**
   * Drawing: press a pixel, or go there with the arrow keys and press the space bar.
   * @param {SVGSVGElement} svg @param {any} view @param {() => void} redraw
   */
  function drawing(svg, view, redraw) {
    const paper = document.createElementNS(SVG, "rect");
    /** @type {Object<string, string|number>} */
    const looks = { width: BOX, height: BOX, tabindex: 0, class: "nnb-handle", role: "application",
      "aria-roledescription": "picture to draw on", "data-lm-suppress-shortcuts": "true" };
    for (const [key, value] of Object.entries(looks)) paper.setAttribute(key, String(value));
    svg.appendChild(paper);
    const pen = [3, 3];
    let ink = 1;
    const at = () => view.state().image[pen[0]][pen[1]];

    function paint() {
      const image = view.state().image.map((/** @type {number[]} */ row) => [...row]);
      image[pen[0]][pen[1]] = ink;
      view.set({ image });
    }
    /** @param {number} i @param {number} j */
    function go(i, j) {
      pen[0] = Math.max(0, Math.min(SIDE - 1, i));
      pen[1] = Math.max(0, Math.min(SIDE - 1, j));
      redraw();
    }
    /** @param {PointerEvent} event */
    function follow(event) {
      const box = svg.getBoundingClientRect(), { wide, padding } = computed(view.state());
      go(Math.floor((event.clientY - box.top) / box.height * wide) - padding,
        Math.floor((event.clientX - box.left) / box.width * wide) - padding);
    }
    paper.addEventListener("pointerdown", (event) => {
      paper.setPointerCapture(event.pointerId);
      follow(event);
      ink = at() < 0.5 ? 1 : 0;
      paint();
    });
    paper.addEventListener("pointermove", (event) => {
      if (!paper.hasPointerCapture(event.pointerId)) return;
      follow(event);
      paint();
    });
    paper.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
    paper.addEventListener("click", (event) => event.stopPropagation());
    paper.addEventListener("keydown", (event) => {
      /** @type {Object<string, [number, number]>} */
      const ways = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowDown: [1, 0], ArrowUp: [-1, 0],
        " ": [0, 0] };
      const way = ways[event.key];
      if (!way) return;
      event.preventDefault();
      if (event.key === " ") {
        ink = at() < 0.5 ? 1 : 0;
        paint();
      } else go(pen[0] + way[0], pen[1] + way[1]);
    });
    return {
      pen,
      /** @param {boolean} on */
      show(on) {
        paper.style.display = on ? "" : "none";
        paper.setAttribute("aria-label", `pixel in row ${pen[0] + 1}, column ${pen[1] + 1}: ` +
          `${number(at(), 2)}; arrow keys move the pen, the space bar changes the pixel`);
      },
    };
  }

  /**
   * @param {HTMLElement} body @param {any} view
   * @returns {(state: State) => void}
   */
  function build(body, view) {
    const box = /** @type {[number, number, number, number]} */ ([-2, -2, BOX + 4, BOX + 4]);
    const place = element("div", { class: "nnb-slide" }, body);
    const image = picture(place, box, "the picture and the window");
    const showWeights = weights(place, view);
    const map = picture(place, box, "the map");
    const formula = formulas(body, 5);
    const steps = element("div", { class: "nnb-tools nnb-steps" }, body);
    button(steps, "Back", () => view.set(moved(view.state(), -1)));
    button(steps, "Step", () => view.set(moved(view.state(), 1)));
    player(steps, { perSecond: 5, tick() {
      const part = moved(view.state(), 1), { side } = computed(view.state());
      view.set(part);
      return part.written < side * side;
    } });
    button(steps, "Fill in", () => view.set({ written: SIDE * SIDE * 2 }));
    const controls = element("div", { class: "nnb-controls" }, body);
    const shows = [readymade(controls, view, "kernel", "kernel", KERNELS),
      readymade(controls, view, "image", "picture", images(view.opening))];
    for (const [key, low] of /** @type {["padding"|"stride", number][]} */ ([["padding", 0], ["stride", 1]])) {
      const choices = Object.fromEntries([0, 1, 2].map((k) => [low + k, String(low + k)]));
      const show = choice(controls, { symbol: key, label: key, choices,
        set: (value) => view.set({ [key]: Number(value), written: SIDE * SIDE * 2 }) });
      shows.push((s) => show(String(s[key])));
    }
    let draws = false;
    const showDraws = toggle(controls, { symbol: "draw on the picture", label: "draw on the picture",
      set: (on) => {
        draws = on;
        show(view.state());
      } });

    const showWindow = handle(image.svg, { label: "the window; arrow keys move it", step: 1,
      values() {
        const { down, right } = computed(view.state());
        return [right, -down];
      },
      toPlane(x, y) {
        const { wide } = computed(view.state()), way = BOX / wide * view.state().stride;
        return [x / way - 1.5 / view.state().stride, 1.5 / view.state().stride - y / way];
      },
      move: (p, q) => view.set(at(view.state(), -q, p)) });
    const grip = /** @type {SVGElement} */ (image.svg.querySelector(".nnb-handle"));
    const pencil = drawing(image.svg, view, () => show(view.state()));
    map.svg.addEventListener("click", (event) => {
      const frame = map.svg.getBoundingClientRect(), { side } = computed(view.state());
      view.set(at(view.state(), (event.clientY - frame.top) / frame.height * side - 0.5,
        (event.clientX - frame.left) / frame.width * side - 0.5));
    });

    /** @param {State} state */
    function show(state) {
      const s = computed(state), size = BOX / s.wide, way = s.stride * size;
      image.show(drawImage(s, draws ? pencil.pen : null));
      map.show(drawMap(s));
      formula.show([...lines(state), sizeLine(state)]);
      showWeights(state);
      for (const one of shows) one(state);
      showDraws(draws);
      showWindow(s.right * way + 1.5 * size, s.down * way + 1.5 * size);
      grip.setAttribute("aria-valuetext", `${s.down} down, ${s.right} right: ${number(s.z)}`);
      grip.setAttribute("r", String(1.4 * size));
      grip.style.display = draws ? "none" : "";
      pencil.show(draws);
    }
    return show;
  }

  return { check, describe, build, code };
})();
