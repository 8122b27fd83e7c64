/** The sentences and formulas of the figure "descent", and the programs that it gives away. */
nnbook.descentWords = (function () {
  "use strict";

  const { number } = nnbook.words;
  const { LANDSCAPES, BETA, rides } = nnbook.descentPaths;

  /** A number inside a formula. @param {number} v */
  const inside = (v) => (v < 0 ? `(${number(v)})` : number(v));
  /** A place or a gradient. @param {number[]} values */
  const list = (values) => (values.length === 1 ? number(values[0])
    : `(${values.map(number).join(", ")})`);
  /** @param {DescentState} s */
  const watched = (s) => rides(s).filter(({ name }) => name === s.watch)[0];

  /** The step that follows, with the numbers put in: up to five lines. @param {DescentState} s
   * @returns {string[]} */
  function update(s) {
    const { name, path, left, before, memory, slope, batch, next } = watched(s);
    const w = path[path.length - 1], t = path.length, many = w.length > 1;
    if (left) return [`${name} takes no further step`];
    const lines = [`step ${t} of ${name}${s.noise
      ? `: slope ${list(slope)}, that of the batch ${list(batch)}` : ""}`];
    LANDSCAPES[s.landscape].names.forEach((symbol, i) => {
      const from = `${symbol} = ${number(w[i])} − ${number(s.lr)} · `;
      const to = ` = ${number(next[i])}`;
      const mark = many ? symbol.replace("w", "").replace("b", "₂") || "₁" : "";
      if (name === "SGD") lines.push(from + inside(batch[i]) + to);
      if (name === "momentum") {
        lines.push(`v${mark} = ${BETA} · ${inside(before[0][i])} + ${inside(batch[i])} = ` +
          `${number(memory[0][i])}`, from + inside(memory[0][i]) + to);
      }
      if (name === "Adam") {
        const mean = memory[0][i] / (1 - BETA ** t);
        const size = Math.sqrt(memory[1][i] / (1 - 0.999 ** t)) + 1e-8;
        lines.push(`m̂${mark} = ${number(mean)}, √v̂${mark} + ε = ${number(size)}`,
          `${from}${inside(mean)} / ${number(size)}${to}`);
      }
    });
    return lines;
  }

  /** Which learning rates settle here. @param {DescentState} s @returns {string} */
  function border(s) {
    const { border: c, curvature, formula } = LANDSCAPES[s.landscape], { name, path } = watched(s);
    if (c) {
      return `${formula}. Largest curvature λ = ${number(c)}: SGD settles below η = 2/λ = ${number(2 / c)}, ` +
        `momentum below 2(1 + ${BETA})/λ = ${number(2 * (1 + BETA) / c)}.`;
    }
    const here = curvature(path[path.length - 1]);
    return `${formula}. Where ${name} stands, the largest curvature is ${number(here)}: ${here > 0
      ? `as in a parabola with the border 2/${number(here)} = ${number(2 / here)}.`
      : "it bends downwards, and nothing holds it there."}`;
  }

  /** What has gone wrong, and why; "" if nothing. @param {DescentState} s @returns {string} */
  function trouble(s) {
    const { border: c } = LANDSCAPES[s.landscape];
    return rides(s).filter(({ left }) => left).map(({ name, path }) => {
      const says = `${name} diverged: the loss passed 10⁶ at step ${path.length - 1}`;
      const limit = { SGD: 2 / (c || 0), momentum: 2 * (1 + BETA) / (c || 0) }[name];
      if (!c || !limit || s.lr <= limit) return `${says}; a smaller learning rate stays.`;
      const why = name === "SGD" ? `Each step multiplied the distance by 1 − ${number(s.lr)}·` +
        `${number(c)} = ${number(1 - s.lr * c)}. ` : "";
      return `${says}. ${why}A learning rate below ${number(limit)} settles.`;
    }).join(" ");
  }

  /** The picture in words. @param {DescentState} s @returns {string} */
  function describe(s) {
    const { title, formula, names } = LANDSCAPES[s.landscape];
    const where = rides(s).map(({ name, path, losses }) => `${name} is at ` +
      `${names.map((one, i) => `${one} = ${number(path[path.length - 1][i])}`).join(", ")} ` +
      `with loss ${number(losses[losses.length - 1])}`);
    return `${title[0].toUpperCase()}${title.slice(1)}, ${formula}. From ${list(s.start)}, ` +
      `learning rate ${number(s.lr)}${s.noise ? `, noise ${number(s.noise)}` : ""}, step ` +
      `${s.steps}: ${where.join("; ")}. ${trouble(s)}`.trim();
  }

  return { number, list, update, border, trouble, describe };
})();
