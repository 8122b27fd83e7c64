/**
 * The figure "form": an exercise that is answered on the spot. Numbers go into fields or into the
 * gaps of a calculation, lines are put in order, a sentence is laid beside a model answer.
 */
nnbook.figures.form = (function () {
  "use strict";

  const { element, button } = nnbook.kit;
  const { write, readAgain } = nnbook.answers;
  const KEYS = { "data-lm-suppress-shortcuts": "true", autocomplete: "off" };

  /**
   * @typedef {{sheet: Sheet, answer: string[], judged: boolean, hints: number}} Form
   *   `answer` holds what was typed for each name, the letters of the lines in order, or the sentence
   * @typedef {{put: (answer: string[]) => void, judge: () => void, answer: () => string[]}} Desk
   * @typedef {(answer: string[], verdict: Verdict|null) => void} Show
   */

  /** "" or what is impossible about the state. @param {Form} s @returns {string} */
  function check({ sheet, answer, hints }) {
    const letters = (sheet.lines || []).map((_, n) => String.fromCharCode(65 + n));
    /** @type {Object<string, string[]>} */
    const gaps = { numbers: sheet.names, order: letters, sentence: [""] };
    const count = gaps[sheet.kind];
    const fits = Array.isArray(answer) && answer.every((one) => typeof one === "string") &&
      count && answer.length === count.length;
    if (!fits || (sheet.kind === "order" && letters.some((one) => !answer.includes(one)))) {
      return `this is no answer to exercise ${sheet.id}`;
    }
    const asked = Number.isInteger(hints) && hints >= 0 && hints <= sheet.hints.length;
    return asked ? "" : `exercise ${sheet.id} has ${sheet.hints.length} hints`;
  }

  /** @param {Sheet} sheet @param {string[]} answer @returns {Verdict} */
  function judge(sheet, answer) {
    return nnbook.judges[sheet.kind](sheet, answer);
  }

  /** In words, for screen readers. @param {Form} s @returns {string} */
  function describe({ sheet, answer, judged }) {
    /** @type {Object<string, string>} */
    const words = { right: "right", wrong: "not yet right", compare: "beside the model answer" };
    const said = judged ? words[judge(sheet, answer).state] : "not checked yet";
    return `Exercise ${sheet.id}: ${said || "not attempted yet"}.`;
  }

  /** @param {HTMLElement} place @param {Sheet} sheet @param {Desk} desk @returns {Show} */
  function numbers(place, sheet, desk) {
    const box = element("div", { class: sheet.worked ? "nnb-worked" : "nnb-fields" }, place);
    const texts = sheet.worked.split("{}");
    const fields = sheet.names.map((name, i) => {
      if (sheet.worked) box.append(texts[i]);
      const row = element(sheet.worked ? "span" : "label",
        { class: sheet.worked ? "nnb-gap" : "nnb-row" }, box);
      if (!sheet.worked) element("span", {}, row, name);
      const field = /** @type {HTMLInputElement} */ (element("input", { ...KEYS, type: "text",
        class: "nnb-answer", "aria-label": name, placeholder: sheet.worked && name,
        size: Math.max(4, name.length) }, row));
      field.addEventListener("input", () => desk.put(
        desk.answer().map((old, j) => (j === i ? field.value : old))));
      field.addEventListener("keydown", (event) => {
        if (event.key === "Enter") desk.judge();
      });
      return { field, mark: element("span", { class: "nnb-mark", "aria-hidden": "true" }, row) };
    });
    box.append(texts[fields.length] || "");
    return (answer, verdict) => fields.forEach(({ field, mark }, i) => {
      if (field.value !== answer[i]) field.value = answer[i];
      const off = Boolean(verdict && verdict.off && verdict.off[i]);
      field.setAttribute("aria-invalid", String(off));
      mark.textContent = !verdict ? "" : off ? "✗" : "✓";
    });
  }

  /** @param {HTMLElement} place @param {Sheet} sheet @param {Desk} desk @returns {Show} */
  function order(place, sheet, desk) {
    const show = nnbook.lines.build(place, sheet.lines, desk.answer, desk.put);
    return (answer, verdict) => show(answer, (verdict && verdict.lines) || []);
  }

  /** @param {HTMLElement} place @param {Sheet} sheet @param {Desk} desk @returns {Show} */
  function sentence(place, sheet, desk) {
    const field = /** @type {HTMLTextAreaElement} */ (element("textarea",
      { ...KEYS, rows: 4, class: "nnb-answer", "aria-label": "your sentence" }, place));
    field.addEventListener("input", () => desk.put([field.value]));
    return (answer) => {
      if (field.value !== answer[0]) field.value = answer[0];
    };
  }

  /** @type {Object<string, (place: HTMLElement, sheet: Sheet, desk: Desk) => Show>} */
  const FACES = { numbers, order, sentence };

  /** @type {Object<string, string>} */
  const WORDS = { right: "✓ Right. ", wrong: "✗ Not yet. ", compare: "Compare with your own. " };

  /** @param {HTMLElement} body @param {any} view @returns {(state: Form) => void} */
  function build(body, view) {
    /** @type {Sheet} */
    const sheet = view.state().sheet;
    const group = element("div", { role: "group", "aria-label": `exercise ${sheet.id}` }, body);
    const show = FACES[sheet.kind](group, sheet, {
      answer: () => view.state().answer,
      put: (answer) => view.set({ answer, judged: false }),
      judge: judgeNow,
    });
    const row = element("div", { class: "nnb-tools" }, group);
    const checks = button(row, "Check", judgeNow);
    checks.setAttribute("aria-label", `Check exercise ${sheet.id}`);
    const more = /** @type {HTMLButtonElement} */ (button(row, "Hint", () =>
      view.set({ hints: Math.min(view.state().hints + 1, sheet.hints.length) })));
    for (const one of [checks, more]) one.setAttribute("data-lm-suppress-shortcuts", "true");
    const said = element("div", { class: "nnb-said", role: "status" }, group);
    const hints = element("div", { role: "status" }, group);
    let spoken = "";

    function judgeNow() {
      const verdict = judge(sheet, view.state().answer);
      if (verdict.state === "not attempted yet") {
        said.textContent = verdict.says;
      } else if (!view.state().judged) {
        view.set({ judged: true });
        // Who has laid a sentence beside the model answer has done what there is to do.
        if (!verdict.slip) nnbook.progress.record(sheet.id, verdict.state !== "wrong");
      }
    }

    /** @param {Verdict} verdict */
    function speak(verdict) {
      element("strong", {}, said, WORDS[verdict.state]);
      write(element("span", {}, said), verdict.says);
      if (verdict.lines) {
        const shown = verdict.lines.map((one) => `${one}  ${sheet.lines[one.charCodeAt(0) - 65]}`);
        element("pre", {}, said, shown.join("\n"));
      }
      if (verdict.state === "compare") {
        const list = element("ul", {}, said);
        sheet.points.forEach((point) => write(element("li", {}, list), point));
      }
      if (verdict.see) readAgain(said, verdict.see);
    }

    return (state) => {
      const found = judge(sheet, state.answer);
      const verdict = state.judged && found.state in WORDS ? found : null;
      show(state.answer, verdict);
      const now = JSON.stringify([verdict, state.answer]);
      if (now !== spoken) {
        spoken = now;
        said.textContent = "";
        const look = { right: " nnb-right", wrong: " nnb-wrong" }[verdict ? verdict.state : ""];
        said.className = `nnb-said${look || ""}`;
        if (verdict) speak(verdict);
        else if (String(state.answer) === String(view.opening.answer)) {
          element("span", { class: "nnb-note" }, said, "Not attempted yet.");
        }
      }
      more.textContent = state.hints ? `Hint (${state.hints} of ${sheet.hints.length})` : "Hint";
      more.disabled = state.hints >= sheet.hints.length;
      if (hints.children.length === state.hints) return;
      hints.textContent = "";
      for (const [word, hint] of sheet.hints.slice(0, state.hints)) {
        const line = element("p", {}, hints);
        element("strong", {}, line, `${word} `);
        write(element("span", {}, line), hint);
      }
    };
  }

  return { check, describe, build, judge, moves: ["answer", "judged", "hints"] };
})();
