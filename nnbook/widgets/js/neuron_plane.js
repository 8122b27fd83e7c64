/**
 * The plane of the figure "neuron" with two inputs: where it fires, and where the input lies.
 * neuron_plane.py is this file in Python, line by line (see marks.js).
 */
nnbook.neuronPlane = (function () {
  "use strict";

  const { POSITIVE, at, line, name, number, tag, text } = nnbook.marks;
  const { FAINT, QUIET, here } = nnbook.neuronPicture, { reach } = nnbook.chart;

  /**
   * @typedef {{x: number[], w: number[], b: number, activation: string, threshold: number}} State
   * @typedef {[number, number]} Point
   */

  /** Half the width of the plane's axes. @param {State} s */
  function planeReach(s) {
    return reach(2, s.x[0] * 1.1, s.x[1] * 1.1);
  }

  /** For two inputs: the plane, the line where the neuron decides, the point. @param {State} s */
  function plane(s) {
    const step = s.activation === "step";
    const level = step ? s.threshold : 0;
    const far = planeReach(s);
    /** @param {number} x */
    const across = (x) => 20 + 200 * (x + far) / (2 * far);
    /** @param {number} x */
    const up = (x) => 228 - 200 * (x + far) / (2 * far);
    const { yes, no, border } = divided(s.w, s.b - level, far);
    const parts = [];
    if (yes.length) {
      const d = "M" + yes.map(([p, q]) => `${at(across(p))} ${at(up(q))}`).join("L") + "Z";
      parts.push(tag("path", { d, style: `fill:${POSITIVE}`, "fill-opacity": "0.16" }));
    }
    const axes = `M12 ${at(up(0))}L228 ${at(up(0))}M${at(across(0))} 22L${at(across(0))} 234`;
    parts.push(tag("path", { d: axes, ...FAINT }));
    parts.push(text(234, up(0) + 5, name("x₁"), { "text-anchor": "end", dx: "6" }));
    parts.push(text(across(0), 17, name("x₂")));
    parts.push(text(across(far) - 3, up(0) + 16, number(far), QUIET));
    parts.push(text(across(-far) + 3, up(0) + 16, number(-far), QUIET));
    parts.push(text(across(0) - 6, up(far) + 9, number(far), { ...QUIET, "text-anchor": "end" }));
    parts.push(text(across(0) - 6, up(-far), number(-far), { ...QUIET, "text-anchor": "end" }));
    if (border.length === 2) {
      const [[p1, q1], [p2, q2]] = border;
      parts.push(line(across(p1), up(q1), across(p2), up(q2),
        { stroke: "currentColor", "stroke-width": "2.5" }));
    }
    const atX = across(s.x[0]), atY = up(s.x[1]);
    /** @type {[Point[], string][]} */
    const sides = [[yes, step ? "fires" : "z ≥ 0"], [no, step ? "silent" : "z &lt; 0"]];
    for (const [corners, label] of sides) {
      if (area(corners) > 0.1 * (2 * far) ** 2) {
        const [p, q] = inside(corners, s.w);
        const x = across(p);
        let y = up(q);
        if (Math.abs(x - atX) < 34 && Math.abs(y - atY) < 20) { // make way for the point
          y = y <= atY ? atY - 20 : atY + 20;
        }
        parts.push(text(x, y + 4, label, { "font-style": "italic" }));
      }
    }
    parts.push(here(atX, atY));
    return parts.join("");
  }

  /**
   * A place for a label: halfway from the middle of a side to its corner farthest from the cut.
   * @param {Point[]} corners @param {number[]} w
   */
  function inside(corners, w) {
    const p = corners.reduce((sum, corner) => sum + corner[0], 0) / corners.length;
    const q = corners.reduce((sum, corner) => sum + corner[1], 0) / corners.length;
    let far = corners[0];
    for (const corner of corners) {
      if (distance(corner, p, q, w) > distance(far, p, q, w) + 1e-9) far = corner;
    }
    return [(p + far[0]) / 2, (q + far[1]) / 2];
  }

  /**
   * How far a corner lies from (p, q) across the lines of equal z.
   * @param {Point} corner @param {number} p @param {number} q @param {number[]} w
   */
  function distance(corner, p, q, w) {
    return Math.abs(w[0] * (corner[0] - p) + w[1] * (corner[1] - q));
  }

  /**
   * The square [-far, far]² cut by w1 x1 + w2 x2 + b = 0: side >= 0, side < 0, the cut's ends.
   * @param {number[]} w @param {number} b @param {number} far
   */
  function divided(w, b, far) {
    /** @type {Point[]} */
    const corners = [[-far, -far], [far, -far], [far, far], [-far, far]];
    /** @type {Point[]} */
    const yes = [];
    /** @type {Point[]} */
    const no = [];
    /** @type {Point[]} */
    const border = [];
    corners.forEach(([p, q], i) => {
      const [p2, q2] = corners[(i + 1) % 4];
      const value = w[0] * p + w[1] * q + b, following = w[0] * p2 + w[1] * q2 + b;
      (value >= 0 ? yes : no).push([p, q]);
      if ((value >= 0) !== (following >= 0)) {
        const t = value / (value - following);
        /** @type {Point} */
        const cut = [p + (p2 - p) * t, q + (q2 - q) * t];
        yes.push(cut);
        no.push(cut);
        border.push(cut);
      }
    });
    return { yes, no, border };
  }

  /** The area of a polygon. @param {Point[]} corners */
  function area(corners) {
    let total = 0;
    corners.forEach(([p, q], i) => {
      const [p2, q2] = corners[(i + 1) % corners.length];
      total += p * q2 - p2 * q;
    });
    return Math.abs(total) / 2;
  }

  return { plane, planeReach };
})();
