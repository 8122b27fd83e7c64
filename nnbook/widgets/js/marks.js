/**
 * Marks: numbers as text and the pieces of SVG that the figures are drawn with.
 *
 * marks.py is this file in Python, line by line. A picture is a function from a figure's state to
 * SVG text, written in both languages; a test says that the two texts are equal, so that the still
 * in a notebook is what the live figure shows when it opens.
 */
nnbook.marks = (function () {
  "use strict";

  /** @typedef {Object<string, number|string>} Attributes */

  // A page may change the variables (dark mode); where none is set, Okabe-Ito stands.
  const POSITIVE = "var(--nnb-positive,#0072B2)";
  const NEGATIVE = "var(--nnb-negative,#D55E00)";
  const GRADIENT = "var(--nnb-gradient,#009E73)";
  const HERE = "var(--nnb-here,#E69F00)";

  const LARGEST_PLAIN = 10000;

  /**
   * The value rounded half up to at most `digits` decimals, with a true minus sign: "−0.25".
   * @param {number} value @param {number} [digits] @returns {string}
   */
  function number(value, digits = 4) {
    let shown = Math.abs(value).toFixed(digits);
    if (digits) shown = shown.replace(/0+$/, "").replace(/\.$/, "");
    return value >= 0 || shown === "0" ? shown : "−" + shown;
  }

  /**
   * The sign that belongs before `number(value)`: "=" if nothing was rounded away, else "≈".
   * @param {number} value @param {number} [digits] @returns {string}
   */
  function equals(value, digits = 4) {
    const shown = Number(number(value, digits).replace("−", "-"));
    return Math.abs(shown - value) < 1e-9 * Math.max(1, Math.abs(value)) ? "=" : "≈";
  }

  /**
   * The value in at most seven characters, for the inside of a circle.
   * @param {number} value @returns {string}
   */
  function short(value) {
    const size = Math.abs(value);
    if (size < LARGEST_PLAIN) return number(value, size < 100 ? 2 : 0);
    const power = Math.floor(Math.log10(size));
    return number(value / 10 ** power, 1) + "e" + power;
  }

  /**
   * A coordinate: one decimal is a tenth of a pixel.
   * @param {number} value @returns {string}
   */
  function at(value) {
    return number(value, 1).replace("−", "-");
  }

  /**
   * One SVG element; numbers among the attributes are coordinates.
   * @param {string} kind @param {Attributes} attributes @param {string} [content] @returns {string}
   */
  function tag(kind, attributes, content = "") {
    let listed = "";
    for (const [key, value] of Object.entries(attributes)) {
      listed += ` ${key}="${typeof value === "string" ? value : at(value)}"`;
    }
    return `<${kind}${listed}>${content}</${kind}>`;
  }

  /**
   * Text centred on x, standing on the line y; the content may hold SVG.
   * @param {number} x @param {number} y @param {string} content @param {Attributes} [more]
   */
  function text(x, y, content, more = {}) {
    return tag("text", { x, y, "text-anchor": "middle", ...more }, content);
  }

  /** The name of a quantity, in italics as in the book's formulas. @param {string} symbol */
  function name(symbol) {
    return `<tspan font-style="italic">${symbol}</tspan>`;
  }

  /**
   * A straight stroke.
   * @param {number} x1 @param {number} y1 @param {number} x2 @param {number} y2
   * @param {Attributes} more
   */
  function line(x1, y1, x2, y2, more) {
    return tag("path", { d: `M${at(x1)} ${at(y1)}L${at(x2)} ${at(y2)}`, ...more });
  }

  /**
   * A circle.
   * @param {number} x @param {number} y @param {number} r @param {Attributes} more
   */
  function circle(x, y, r, more) {
    return tag("circle", { cx: x, cy: y, r, ...more });
  }

  /**
   * A level arrow from x1 to x2 in the text colour.
   * @param {number} x1 @param {number} x2 @param {number} y
   */
  function arrow(x1, x2, y) {
    const head = `M${at(x2 - 8)} ${at(y - 4.5)}L${at(x2)} ${at(y)}L${at(x2 - 8)} ${at(y + 4.5)}Z`;
    const shaft = line(x1, y, x2 - 6, y, { stroke: "currentColor", "stroke-width": "1.5" });
    return shaft + tag("path", { d: head });
  }

  /**
   * How a connection is drawn: colour and dashes tell the sign, width tells the size.
   * @param {number} weight @returns {Attributes}
   */
  function weighted(weight) {
    if (weight === 0) {
      return { stroke: "currentColor", "stroke-width": "1", "stroke-dasharray": "1 5",
        "stroke-opacity": "0.6" };
    }
    const width = 1 + 2 * Math.min(Math.abs(weight), 4);
    if (weight > 0) return { style: `stroke:${POSITIVE}`, "stroke-width": width };
    const dashes = `${at(5 + width)} ${at(3 + width / 2)}`;
    return { style: `stroke:${NEGATIVE}`, "stroke-width": width, "stroke-dasharray": dashes };
  }

  return { POSITIVE, NEGATIVE, GRADIENT, HERE, number, equals, short, at, tag, text, name, line,
    circle, arrow, weighted };
})();
