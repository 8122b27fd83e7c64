/** The figure "quiz": questions that say of every answer why it is right or wrong. */
nnbook.figures.quiz = (function () {
  "use strict";

  const { element, button } = nnbook.kit;
  const { near, toNumber, write } = nnbook.answers;

  /**
   * @typedef {{text: string, says: string, right: boolean}} Option
   * @typedef {{text: string, wanted: number, says: string, mistakes: [number, string][]}} Variant
   * @typedef {{kind: string, text: string, options: Option[], variants: Variant[],
   *   decimals: number}} Question  kind: one, several or number
   * @typedef {{questions: Question[], chosen: number[][], typed: string[], variant: number[],
   *   judged: boolean[], sheet?: string}} Quiz  `chosen` are the options of each question by
   *   number; `sheet`, "3.A" in the book, is under which name answers are kept
   */

  /** "" or what is impossible about the state. @param {Quiz} s @returns {string} */
  function check(s) {
    const n = s.questions.length;
    for (const list of [s.chosen, s.typed, s.variant, s.judged]) {
      if (!Array.isArray(list) || list.length !== n) {
        return `a quiz of ${n} questions has as many answers`;
      }
    }
    const known = s.questions.every((question, i) => Array.isArray(s.chosen[i]) &&
      s.chosen[i].every((k) => question.options[k] !== undefined) &&
      (question.kind !== "number" || question.variants[s.variant[i]] !== undefined));
    return known ? "" : "an answer of this quiz does not exist";
  }

  /** Whether an answer is there to be judged. @param {Quiz} s @param {number} i */
  function answered(s, i) {
    return s.questions[i].kind === "number" ? s.typed[i].trim() !== "" : s.chosen[i].length > 0;
  }

  /**
   * The judgement on question i: whether it is right, and the sentences that say why.
   * A slip of the fingers is not right, and no mistake to be kept either.
   * @param {Quiz} s @param {number} i @returns {{right: boolean, says: string[], slip?: boolean}}
   */
  function judge(s, i) {
    const question = s.questions[i];
    if (question.kind === "number") return judgeNumber(question, s.typed[i], s.variant[i]);
    const off = question.options.filter((option, k) => option.right !== s.chosen[i].includes(k));
    if (question.kind === "one") {
      const option = question.options[s.chosen[i][0]];
      return { right: option.right, says: [option.says] };
    }
    if (!off.length) {
      return { right: true, says: question.options.filter((o) => o.right).map((o) => o.says) };
    }
    return { right: false, says: off.map((o) => (o.right ? `Missing: *${o.text}* ${o.says}` : o.says)) };
  }

  /** @param {Question} question @param {string} typed @param {number} variant */
  function judgeNumber(question, typed, variant) {
    const { wanted, says, mistakes } = question.variants[variant];
    const given = toNumber(typed);
    if (Number.isNaN(given)) return { right: false, slip: true, says: ["That is not a number."] };
    if (near(given, wanted, question.decimals)) return { right: true, says: [says] };
    const mistake = mistakes.find(([value]) => near(given, value, question.decimals));
    if (mistake) return { right: false, says: [mistake[1]] };
    return { right: false, says: [given > wanted ? "That is too large." : "That is too small."] };
  }

  /** In words, for screen readers and for the link. @param {Quiz} s @returns {string} */
  function describe(s) {
    const states = s.questions.map((_, i) => {
      const said = !s.judged[i] ? "open" : judge(s, i).right ? "right" : "not yet right";
      return `question ${i + 1} ${said}`;
    });
    return `${states.join(", ")}.`.replace(/^q/, "Q");
  }

  let quizzes = 0;

  /** @param {HTMLElement} body @param {any} view @returns {(state: Quiz) => void} */
  function build(body, view) {
    const id = `nnb-quiz-${(quizzes += 1)}`;
    const keys = { "data-lm-suppress-shortcuts": "true" };
    /** @type {Quiz} */
    const opening = view.state();

    /** A list of the state with one entry changed. @param {keyof Quiz} key @param {number} i
     * @param {any} value */
    const put = (key, i, value) => ({
      [key]: view.state()[key].map((/** @type {any} */ old, /** @type {number} */ j) =>
        (j === i ? value : old)),
    });
    const shows = opening.questions.map((question, i) => {
      const set = element("fieldset", { class: "nnb-question" }, body);
      const legend = element("legend", {}, set);
      write(element("span", {}, legend), `${i + 1}. `);
      const asked = element("span", {}, legend);
      const more = question.kind === "several" ? " Mark all that are right." : "";
      const boxes = question.options.map((option, k) => {
        const row = element("label", { class: "nnb-option" }, set);
        const type = question.kind === "one" ? "radio" : "checkbox";
        const box = /** @type {HTMLInputElement} */ (element("input",
          { type, name: `${id}-${i}`, ...keys }, row));
        write(element("span", {}, row), option.text);
        box.addEventListener("change", () => {
          const others = question.kind === "one" ? [] : view.state().chosen[i];
          const rest = others.filter((/** @type {number} */ other) => other !== k);
          const chosen = box.checked ? [...rest, k].sort((a, b) => a - b) : rest;
          view.set({ ...put("chosen", i, chosen), ...put("judged", i, false) });
        });
        return box;
      });
      const field = question.kind === "number" ? /** @type {HTMLInputElement} */ (element("input",
        { type: "text", inputmode: "decimal", autocomplete: "off", class: "nnb-answer",
          "aria-label": `your answer to question ${i + 1}`, ...keys }, set)) : null;
      const judgeNow = () => {
        const s = view.state();
        if (!answered(s, i)) {
          said.textContent = field ? "Enter a number first." : "Choose first.";
        } else if (!s.judged[i]) {
          const { right, slip } = judge(s, i);
          view.set(put("judged", i, true));
          if (s.sheet && !slip) nnbook.progress.record(`${s.sheet}.${i + 1}`, right);
        }
      };
      if (field) {
        field.addEventListener("input", () => view.set({
          ...put("typed", i, field.value), ...put("judged", i, false) }));
        field.addEventListener("keydown", (event) => {
          if (event.key === "Enter") judgeNow();
        });
      }
      const row = element("div", { class: "nnb-tools" }, set);
      button(row, "Check", judgeNow).setAttribute("aria-label", `Check question ${i + 1}`);
      if (question.variants.length > 1) {
        button(row, "Other numbers", () => view.set({ ...put("typed", i, ""),
          ...put("variant", i, (view.state().variant[i] + 1) % question.variants.length),
          ...put("judged", i, false) }));
      }
      const said = element("div", { class: "nnb-said", role: "status" }, set);
      let shown = "";

      /** @param {Quiz} state */
      return (state) => {
        write(asked, field ? question.variants[state.variant[i]].text : question.text + more);
        boxes.forEach((box, k) => { box.checked = state.chosen[i].includes(k); });
        if (field && document.activeElement !== field) field.value = state.typed[i];
        if (field && !state.typed[i]) field.value = "";
        const verdict = state.judged[i] ? judge(state, i) : null;
        const now = JSON.stringify([verdict, state.chosen[i], state.typed[i], state.variant[i]]);
        if (now === shown) return;
        shown = now;
        said.textContent = "";
        said.className = verdict ? `nnb-said nnb-${verdict.right ? "right" : "wrong"}` : "nnb-said";
        if (!verdict) return;
        element("strong", {}, said, verdict.right ? "✓ Right. " : "✗ Not yet. ");
        verdict.says.forEach((says) => write(element("p", {}, said), says));
      };
    });
    return (state) => shows.forEach((show) => show(state));
  }

  return { check, describe, build, judge, moves: ["chosen", "typed", "variant", "judged"] };
})();
