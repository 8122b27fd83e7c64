/**
 * The pictures and sentences of the figure "neuron", as functions of its state.
 * neuron_picture.py is this file in Python, line by line (see marks.js).
 */
nnbook.neuronPicture = (function () {
  "use strict";

  const { reach } = nnbook.chart;
  const { HERE, NEGATIVE, POSITIVE, arrow, at, circle, equals, line, name, number, short, tag, text,
    weighted } = nnbook.marks;

  /**
   * What the pictures show: the figure's state, z and a, and the activation as a function.
   * @typedef {{x: number[], w: number[], b: number, activation: string, threshold: number,
   *   z: number, a: number, value: (z: number) => number}} State
   */

  /** @type {Object<string, string>} */
  const LABELS = { step: "step", identity: "identity", sigmoid: "sigmoid", tanh: "tanh",
    relu: "ReLU", leaky_relu: "leaky ReLU", elu: "ELU" };
  /** @type {Object<number, number[]>} */
  const ROWS = { 1: [130], 2: [78, 182], 3: [42, 130, 218] };
  /** @type {Object<number, [number, number, number, number]>} left, top, width, height */
  const DIAGRAM_BOX = { 1: [0, 20, 400, 200], 2: [0, 20, 400, 200], 3: [0, 4, 400, 246] };
  const INPUT_X = 54, INPUT_R = 25, SUM_X = 212, OUTPUT_X = 338, MIDDLE = 130, R = 32;
  const FAINT = { stroke: "currentColor", "stroke-opacity": "0.35", fill: "none" };
  const SMALL = { "font-size": "14.5" };
  const QUIET = { "font-size": "14.5", "fill-opacity": "0.7" };

  /** 1 as ₁, the way the book counts inputs and weights. @param {number} index */
  function subscript(index) {
    return "₀₁₂₃₄₅₆₇₈₉"[index];
  }

  /**
   * A factor; a negative one in parentheses unless the line begins with it.
   * @param {number} value @param {boolean} first
   */
  function inProduct(value, first) {
    return value >= 0 || first ? number(value) : `(${number(value)})`;
  }

  /** The sum with the numbers put in: "z = 0.5·0.4 + 0.8·0.5 + 0 = 0.9". @param {State} s */
  function sumText(s) {
    const terms = s.x.map((x, i) => `${inProduct(x, i === 0)}·${inProduct(s.w[i], false)}`);
    const bias = s.b >= 0 ? ` + ${number(s.b)}` : ` − ${number(-s.b)}`;
    return `z = ${terms.join(" + ")}${bias} ${equals(s.z)} ${number(s.z)}`;
  }

  /**
   * z, the sign of the comparison and the threshold, with enough digits to be seen unequal.
   * @param {State} s
   */
  function compared(s) {
    let z = number(s.z), threshold = number(s.threshold);
    if (z === threshold && s.z !== s.threshold) {
      z = number(s.z, 17);
      threshold = number(s.threshold, 17);
    }
    return [z, s.z >= s.threshold ? "≥" : "<", threshold];
  }

  /** "0.69 ≥ 0.5 → 1" or "a = tanh(0.9) ≈ 0.7163". @param {State} s */
  function outputText(s) {
    if (s.activation === "step") return `${compared(s).join(" ")} → ${number(s.a)}`;
    return `a = ${LABELS[s.activation]}(${number(s.z)}) ${equals(s.a)} ${number(s.a)}`;
  }

  /** The picture in words. @param {State} s */
  function describe(s) {
    const inputs = s.x
      .map((x, i) => `x${i + 1} = ${number(x)} with weight ${number(s.w[i])}`)
      .join(", ");
    const says = `A neuron takes ${inputs}, and bias ${number(s.b)}. Its sum z is ${number(s.z)}. `;
    if (s.activation !== "step") {
      return `${says}The ${LABELS[s.activation]} activation makes of it the output a = ${
        number(s.a)}.`;
    }
    const [, sign, threshold] = compared(s);
    return sign === "≥"
      ? `${says}That reaches the threshold ${threshold}: the neuron fires, a = 1.`
      : `${says}That is below the threshold ${threshold}: the neuron stays silent, a = 0.`;
  }

  /** The neuron: inputs left, weights on the edges, sum and output in circles. @param {State} s */
  function diagram(s) {
    const parts = [line(SUM_X, 34, SUM_X, MIDDLE - R, weighted(s.b))];
    parts.push(text(SUM_X + 10, 52, `${name("b")} = ${number(s.b)}`, { "text-anchor": "start" }));
    s.x.forEach((x, i) => {
      const w = s.w[i], y = ROWS[s.x.length][i];
      const run = SUM_X - INPUT_X, rise = MIDDLE - y;
      const length = Math.sqrt(run * run + rise * rise);
      const left = INPUT_R / length, right = 1 - R / length;
      parts.push(line(INPUT_X + run * left, y + rise * left,
        INPUT_X + run * right, y + rise * right, weighted(w)));
      // The label rides on its edge, clear of the widest stroke.
      const lift = 6 + Math.min(Math.abs(w), 4);
      let turn = `translate(${at(INPUT_X + run * 0.42)} ${at(y + rise * 0.42)}) `;
      turn += `rotate(${at(Math.atan2(rise, run) * 180 / Math.PI)})`;
      const label = `${name("w" + subscript(i + 1))} = ${number(w)}`;
      parts.push(text(0, -lift, label, { transform: turn }));
      parts.push(circle(INPUT_X, y, INPUT_R, ring()));
      parts.push(text(INPUT_X, y + 5, short(x)));
      parts.push(text(14, y + 5, name("x" + subscript(i + 1))));
    });
    parts.push(circle(SUM_X, MIDDLE, R, ring()));
    parts.push(text(SUM_X, MIDDLE + 5, short(s.z), { "font-weight": "600" }));
    parts.push(text(SUM_X, MIDDLE + R + 19, `sum ${name("z")}`, QUIET));
    parts.push(arrow(SUM_X + R, OUTPUT_X - R, MIDDLE));
    const between = (SUM_X + OUTPUT_X) / 2 - 3;
    const asked = s.activation === "step" ? `≥ ${number(s.threshold)} ?` : LABELS[s.activation];
    parts.push(text(between, MIDDLE - 11, asked, SMALL));
    const glow = { ...ring(), style: `fill:${s.a >= 0 ? POSITIVE : NEGATIVE}`,
      "fill-opacity": number(0.3 * Math.min(1, Math.abs(s.a)), 3) };
    parts.push(circle(OUTPUT_X, MIDDLE, R, glow));
    parts.push(text(OUTPUT_X, MIDDLE + 5, short(s.a), { "font-weight": "600" }));
    parts.push(text(OUTPUT_X, MIDDLE + R + 19, `output ${name("a")}`, QUIET));
    parts.push(arrow(OUTPUT_X + R, OUTPUT_X + R + 24, MIDDLE));
    return parts.join("");
  }

  /** The outline of a neuron. */
  function ring() {
    return { fill: "none", stroke: "currentColor", "stroke-width": "1.5" };
  }

  /** The activation's curve with the point (z, a) on it. @param {State} s */
  function curve(s) {
    const step = s.activation === "step";
    const far = step ? reach(2, s.z * 1.1, s.threshold * 1.6) : reach(4, s.z * 1.1);
    const low = { tanh: -1, elu: -1, identity: -far }[s.activation] || 0;
    const high = ["step", "sigmoid", "tanh"].includes(s.activation) ? 1 : far;
    const tall = (high - low) * 1.16;
    /** @param {number} z */
    const across = (z) => 20 + 200 * (z + far) / (2 * far);
    /** @param {number} a */
    const up = (a) => 212 - 176 * (a - low + tall * 0.07) / tall;
    const ground = up(0), centre = across(0);
    const parts = [
      tag("path", { d: `M12 ${at(ground)}L228 ${at(ground)}M${at(centre)} 28L${at(centre)} 218`,
        ...FAINT }),
      text(234, ground + 4, name("z"), { "text-anchor": "end", dx: "4" }),
      text(centre, 20, name("a")),
      text(across(-far), ground + 17, number(-far), QUIET),
      text(across(far), ground + 17, number(far), QUIET),
      text(centre - 6, up(high) - 4, number(high), { ...QUIET, "text-anchor": "end" }),
    ];
    if (low < 0) {
      parts.push(text(centre - 6, up(low) + 4, number(low), { ...QUIET, "text-anchor": "end" }));
    }
    const stroke = { fill: "none", stroke: "currentColor", "stroke-width": "2.5",
      "stroke-linejoin": "round" };
    let d;
    if (step) {
      const edge = across(s.threshold);
      d = `M${at(across(-far))} ${at(ground)}L${at(edge)} ${at(ground)}` +
        `M${at(edge)} ${at(up(1))}L${at(across(far))} ${at(up(1))}`;
      parts.push(line(edge, ground, edge, up(1), { ...FAINT, "stroke-dasharray": "3 4" }));
      parts.push(text(edge, ground + 17, number(s.threshold), SMALL));
      parts.push(circle(edge, up(1), 3.5, {}));
    } else {
      const z = Array.from({ length: 81 }, (_, i) => -far + 2 * far * i / 80);
      d = "M" + z.map((one) => `${at(across(one))} ${at(up(s.value(one)))}`).join("L");
    }
    parts.push(tag("path", { d, ...stroke }));
    const x = across(s.z), y = up(s.a);
    const trail = `M${at(x)} ${at(ground)}L${at(x)} ${at(y)}L${at(centre)} ${at(y)}`;
    parts.push(tag("path", { d: trail, fill: "none", style: `stroke:${HERE}`,
      "stroke-width": "1.5", "stroke-dasharray": "3 3" }));
    parts.push(here(x, y));
    return parts.join("");
  }

  /**
   * Where the neuron stands now: the same orange dot in every picture.
   * @param {number} x @param {number} y
   */
  function here(x, y) {
    return circle(x, y, 6.5, { style: `fill:${HERE}`, stroke: "currentColor",
      "stroke-width": "1.5" });
  }

  return { DIAGRAM_BOX, LABELS, sumText, outputText, describe, diagram, curve, FAINT, QUIET,
    here };
})();
