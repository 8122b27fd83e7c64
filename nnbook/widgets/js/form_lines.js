/** Lines of a program that are put in order: by mouse, by finger, by buttons and by keys. */
nnbook.lines = (function () {
  "use strict";

  const { element, button } = nnbook.kit;
  const KEYS = { "data-lm-suppress-shortcuts": "true" };
  const HOW = "Drag a line, press its arrows, or choose it with Space, move it with the arrow keys " +
    "and let it go with Space.";
  const SPACES = /^ */;

  let lists = 0;

  /**
   * A list of lines; `lines[n]` has the n-th letter for a name.
   * @param {HTMLElement} parent @param {string[]} lines @param {() => string[]} order by letter
   * @param {(order: string[]) => void} put
   * @returns {(order: string[], off: string[]) => void} show, with the lines to be marked
   */
  function build(parent, lines, order, put) {
    const id = `nnb-lines-${(lists += 1)}`;
    element("p", { class: "nnb-note", id }, parent, HOW);
    const list = element("ol", { class: "nnb-lines", "aria-label": "the lines in your order" },
      parent);
    const heard = element("p", { class: "nnb-description", role: "status" }, parent);
    let held = "", /** @type {string[]} */ before = [];

    /** @param {string} letter */
    const place = (letter) => `line ${order().indexOf(letter) + 1} of ${lines.length}`;

    /** Put a line where it becomes the n-th. @param {string} letter @param {number} n */
    function move(letter, n) {
      const rest = order().filter((other) => other !== letter);
      const to = Math.max(0, Math.min(rest.length, n));
      if (order().indexOf(letter) === to) return;
      put([...rest.slice(0, to), letter, ...rest.slice(to)]);
      heard.textContent = `${letter} is now ${place(letter)}.`;
    }

    /** Take a line, or let go of the one that is held. @param {string} letter "" for none */
    function hold(letter) {
      if (letter) [before, heard.textContent] = [order(), `${letter} is held: ${place(letter)}.`];
      else if (held) heard.textContent = `${held} stays ${place(held)}.`;
      held = letter;
      for (const item of items) {
        item.row.classList.toggle("nnb-held", item.letter === held);
        item.grip.setAttribute("aria-pressed", String(item.letter === held));
      }
    }

    const items = lines.map((line, n) => {
      const letter = String.fromCharCode(65 + n);
      const row = element("li", {}, list);
      const grip = button(row, "", () => {
        if (dragged) return;
        grip.focus();
        hold(held === letter ? "" : letter);
      });
      grip.className = "nnb-grip";
      for (const [key, value] of Object.entries({ ...KEYS, "aria-describedby": id,
        "aria-pressed": "false" })) grip.setAttribute(key, value);
      element("span", { "aria-hidden": "true" }, grip, "⠿");
      grip.append(` ${letter}`);
      const indent = (SPACES.exec(line) || [""])[0].length;
      const code = element("code", {}, row, line.slice(indent));
      code.style.setProperty("--nnb-indent", `${indent}ch`);
      const steps = [["↑", "up", -1], ["↓", "down", 1]].map(([arrow, way, by]) => {
        const step = /** @type {HTMLButtonElement} */ (button(row, String(arrow),
          () => move(letter, order().indexOf(letter) + Number(by))));
        step.className = "nnb-step";
        step.setAttribute("aria-label", `Move ${letter} ${way}`);
        step.tabIndex = -1; // the keys of the grip do the same
        return step;
      });
      let dragging = false, dragged = false, from = 0;

      row.addEventListener("pointerdown", (event) => {
        const target = /** @type {Element} */ (event.target);
        const onGrip = grip.contains(target);
        // A finger drags by the grip; anywhere else it scrolls the page.
        if (event.button || target.closest(".nnb-step")) return;
        if (event.pointerType !== "mouse" && !onGrip) return;
        (onGrip ? grip : row).setPointerCapture(event.pointerId);
        [dragging, dragged, from] = [true, false, event.clientY];
      });
      row.addEventListener("pointermove", (event) => {
        if (!dragging || (!dragged && Math.abs(event.clientY - from) < 4)) return;
        dragged = true;
        row.classList.add("nnb-held");
        const above = items.filter((other) => {
          const box = other.row.getBoundingClientRect();
          return other.row !== row && box.top + box.height / 2 < event.clientY;
        });
        move(letter, above.length);
      });
      row.addEventListener("lostpointercapture", () => {
        dragging = false;
        row.classList.toggle("nnb-held", held === letter);
      });
      grip.addEventListener("blur", () => { if (held === letter) hold(""); });
      grip.addEventListener("keydown", (event) => {
        dragged = false;
        if (event.key === "Escape" && held) {
          put(before);
          hold("");
        }
        const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
        if (!by) return;
        event.preventDefault();
        const n = order().indexOf(letter) + by;
        if (held || event.altKey) move(letter, n);
        else if (order()[n]) items[order()[n].charCodeAt(0) - 65].grip.focus();
      });
      return { letter, row, grip, steps };
    });

    return (now, off) => {
      const rows = now.map((letter) => items[letter.charCodeAt(0) - 65]);
      // The others move around the one that has the focus or the pointer: moved itself, it would
      // lose both.
      const root = /** @type {Document|ShadowRoot} */ (list.getRootNode());
      const held = rows.findIndex(({ row }) => row.classList.contains("nnb-held"));
      const fixed = held >= 0 ? held : rows.findIndex(({ row }) => row.contains(root.activeElement));
      if ([...list.children].some((child, n) => child !== rows[n].row)) {
        rows.forEach(({ row }, n) => {
          if (n < fixed) list.insertBefore(row, rows[fixed].row);
          else if (n !== fixed) list.appendChild(row);
        });
      }
      rows.forEach(({ letter, row, grip, steps }, n) => {
        grip.setAttribute("aria-label", `${letter}, line ${n + 1} of ${rows.length}: ` +
          lines[letter.charCodeAt(0) - 65].trim());
        row.classList.toggle("nnb-off", off.includes(letter));
        const ends = [n === 0, n === rows.length - 1];
        steps.forEach((step, k) => {
          if (ends[k] && step === root.activeElement) grip.focus();
          step.disabled = ends[k];
        });
      });
    };
  }

  return { build };
})();
