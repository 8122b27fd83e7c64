/** The pictures of the figure "perceptron", and what it says about a run. */
nnbook.perceptronPicture = (function () {
  "use strict";

  const { HERE, NEGATIVE, POSITIVE, at, circle, line, number, tag, text } = nnbook.marks;
  const { plane, curve, dot, QUIET } = nnbook.chart;
  const { run, room, bound, LONGEST } = nnbook.perceptronRun;
  const BOX = /** @type {[number, number, number, number]} */ ([0, 0, 400, 390]);
  const PATH_BOX = /** @type {[number, number, number, number]} */ ([0, 0, 240, 250]);
  const LATEST = 400; // weights drawn of a long path
  const square = plane({ left: 26, top: 26, width: 335, height: 335, x: [0, 1], y: [0, 1],
    xName: "x₁", yName: "x₂", ticks: 2 });

  /**
   * The part of the unit square where the sum is at least 0, and the ends of its border.
   * @param {number[]} weights
   */
  function half([w1, w2, b]) {
    const corners = [[0, 0], [1, 0], [1, 1], [0, 1]];
    /** @type {number[][]} */
    const yes = [];
    /** @type {number[][]} */
    const border = [];
    corners.forEach(([p, q], i) => {
      const [p2, q2] = corners[(i + 1) % 4];
      const here = w1 * p + w2 * q + b, there = w1 * p2 + w2 * q2 + b;
      if (here >= 0) yes.push([p, q]);
      if ((here >= 0) === (there >= 0)) return;
      const t = here / (here - there), cut = [p + (p2 - p) * t, q + (q2 - q) * t];
      yes.push(cut);
      border.push(cut);
    });
    return { yes, border };
  }

  /** @param {number[]} weights @param {Object<string, string|number>} look */
  function borderline(weights, look) {
    const { border } = half(weights);
    if (border.length < 2) return "";
    const [[p, q], [p2, q2]] = border;
    return line(square.across(p), square.up(q), square.across(p2), square.up(q2),
      { stroke: "currentColor", "stroke-width": "2.5", ...look });
  }

  /** The points, the line, the last point looked at. @param {PerceptronState} s */
  function points(s) {
    const { weights, look, wrong } = run(s), { across, up } = square;
    const parts = [], { yes } = half(weights);
    if (yes.length) {
      const d = `M${yes.map(([p, q]) => `${at(across(p))} ${at(up(q))}`).join("L")}Z`;
      parts.push(tag("path", { d, style: `fill:${POSITIVE}`, "fill-opacity": "0.16" }));
    }
    parts.push(square.axes);
    if (look && look.error) {
      parts.push(borderline(look.before, { "stroke-dasharray": "3 5", "stroke-width": "1.5",
        "stroke-opacity": "0.6" }));
    }
    parts.push(borderline(weights, {}));
    if (look) {
      parts.push(circle(across(look.x[0]), up(look.x[1]), 13,
        { fill: "none", style: `stroke:${HERE}`, "stroke-width": "3" }));
    }
    s.points.forEach(([p, q], i) => {
      const x = across(p), y = up(q);
      parts.push(dot(square, p, q, s.labels[i]));
      if (wrong[i]) {
        const d = `M${at(x - 9)} ${at(y - 9)}L${at(x + 9)} ${at(y + 9)}` +
          `M${at(x - 9)} ${at(y + 9)}L${at(x + 9)} ${at(y - 9)}`;
        parts.push(tag("path", { d, style: `stroke:${NEGATIVE}`, "stroke-width": "2" }));
      }
      const before = p > 0.95 ? -13 : 13;
      if (s.points.length <= 20) {
        parts.push(text(x + before, y - 8, String(i + 1), { ...QUIET, "font-size": "12" }));
      }
    });
    return parts.join("");
  }

  /** @param {number[]} values @returns {[number, number]} */
  function range(values) {
    const low = Math.min(0, ...values), high = Math.max(0, ...values);
    const spare = 0.08 * (high - low) || 1;
    return [low - spare, high + spare];
  }

  /** The way of the two weights. @param {PerceptronState} s */
  function path(s) {
    const shown = run(s).path.slice(-LATEST);
    const p = plane({ left: 24, top: 26, width: 180, height: 190, xName: "w₁", yName: "w₂",
      ticks: 2, x: range(shown.map(([w1]) => w1)), y: range(shown.map(([, w2]) => w2)) });
    const [w1, w2] = shown[shown.length - 1];
    const way = shown.map(([one, two]) => /** @type {[number, number]} */ ([one, two]));
    return p.axes + curve(p, way, { style: `stroke:${POSITIVE}`, "stroke-width": "1.5" }) +
      circle(p.across(shown[0][0]), p.up(shown[0][1]), 5,
        { fill: "none", stroke: "currentColor", "stroke-width": "1.5" }) +
      circle(p.across(w1), p.up(w2), 5, {});
  }

  /** @param {number} value */
  const signed = (value) => (value < 0 ? `(${number(value)})` : number(value));
  /** @param {number[]} pair */
  const pair = ([p, q]) => `(${number(p)}, ${number(q)})`;
  /** @param {number} count @param {string} what */
  const many = (count, what) => `${count} ${what}${count === 1 ? "" : "s"}`;

  /** The last look, with its numbers put in; four lines. @param {PerceptronState} s */
  function lookLines(s) {
    const { look, weights, steps } = run(s);
    if (!look) return [`Not begun: w = ${pair(weights)}, b = ${number(weights[2])}`, "", "", ""];
    const { number: i, x, y, z, error, before } = look, said = y - error;
    const epoch = Math.floor((steps - 1) / s.points.length) + 1;
    const sum = `${number(before[0])}·${number(x[0])} + ${signed(before[1])}·${number(x[1])} + ` +
      `${signed(before[2])} = ${number(z)}`;
    const verdict = error ? "wrong" : "right, nothing moves";
    const first = [`Epoch ${epoch}, point ${i}: x = ${pair(x)}, y = ${y}`,
      `z = ${sum} ${z >= 0 ? "≥" : "<"} 0, so ŷ = ${said}: ${verdict}`];
    if (!error) return [...first, "", ""];
    const rate = `${number(s.lr)}·(${y} − ${said})`;
    return [...first,
      `w ← ${pair(before)} + ${rate}·${pair(x)} = ${pair(weights)}`,
      `b ← ${number(before[2])} + ${rate} = ${number(weights[2])}`];
  }

  /** Mistakes, and how the run has to end; three lines. @param {PerceptronState} s */
  function countLines(s) {
    const { counts, mistakes, wrong, rest, steps } = run(s);
    const here = counts.length ? counts[counts.length - 1] : 0;
    const crossed = wrong.filter(Boolean).length;
    const listed = counts.slice(-12).join(" ");
    const said = [`${many(mistakes, "mistake")} so far, ${here} in this epoch; ` +
      `${crossed} of ${many(s.points.length, "point")} on the wrong side`];
    said.push(counts.length
      ? `mistakes in each epoch: ${counts.length > 12 ? "… " : ""}${listed}` : "");
    if (rest) said[1] += ". An epoch without a mistake: at rest";
    else if (steps === LONGEST) said[1] += `. ${LONGEST} looks are as many as this figure keeps`;
    said.push(promise(s));
    return said;
  }

  /** What the convergence theorem says about these points. @param {PerceptronState} s */
  function promise(s) {
    const { R, gamma } = room(s), most = Math.floor(bound(s) + 1e-9);
    if (!gamma) return "Not separable: no line has all squares on one side. It will never rest";
    const ratio = `${number(R, 2)}/${number(gamma, gamma < 0.01 ? 5 : 3)}`;
    const start = Math.hypot(...s.w, s.b);
    if (!start) return `Separable: at most (R/γ)² = (${ratio})², ${many(most, "correction")}`;
    return `Separable: at most (‖w₀‖/ηR + R/γ)² = (${number(start / (s.lr * R), 2)} + ${ratio})², ` +
      many(most, "correction");
  }

  /** The pictures in words. @param {PerceptronState} s */
  function describe(s) {
    const ones = s.labels.filter((label) => label === 1).length, { weights } = run(s);
    return [`${many(s.points.length, "point")}, ${ones} of class 1`,
      ...lookLines(s), `w = ${pair(weights)}, b = ${number(weights[2])}`, ...countLines(s)]
      .filter(Boolean).join(". ") + ".";
  }

  return { BOX, PATH_BOX, square, points, path, lookLines, countLines, describe };
})();
