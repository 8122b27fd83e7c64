/**
 * The judges of the exercises that are answered on the spot. They say what nnbook.exercises says,
 * in the same words; a test holds the two against each other.
 */

/**
 * @typedef {{state: string, says: string, see?: string, off?: boolean[], lines?: string[],
 *   slip?: boolean}} Verdict  state: right, wrong, compare or "not attempted yet"; `off` says
 *   which numbers are wrong, `lines` are the two (by letter) that stand the wrong way round, `see`
 *   is what to read again; a slip of the fingers is no mistake to be kept
 * @typedef {{id: string, kind: string, see: string, hints: [string, string][], names: string[],
 *   decimals: number, wanted: number[], worked: string, lines: string[],
 *   traps: {values: number[], says: string, see: string}[], model: string, points: string[],
 *   rules: {first: string, then: string, says: string}[], fewest: number}} Sheet
 */
nnbook.judges = (function () {
  "use strict";

  const { near, toNumber } = nnbook.answers;

  const ROUNDED = "Very near, but not to the last decimal asked for. Round at the end, not on the " +
    "way.";

  /** @param {Sheet} sheet @param {string[]} answer @returns {Verdict} */
  function numbers(sheet, answer) {
    const { names, decimals, wanted, see } = sheet;
    if (answer.some((typed) => !typed.trim())) {
      return { state: "not attempted yet", says: "Fill in every gap first." };
    }
    // In a count, a comma before three digits groups them.
    const given = answer.map((typed) =>
      toNumber(decimals ? typed : typed.replace(/,(?=\d{3}\b)/g, "")));
    const odd = given.findIndex(Number.isNaN);
    if (odd >= 0) {
      const off = given.map(Number.isNaN);
      const says = `What you gave as \`${names[odd]}\` is not a number.`;
      return { state: "wrong", slip: true, says, see, off };
    }
    /** @param {number[]} values @param {number} [places] */
    const agree = (values, places = decimals) =>
      given.map((value, i) => near(value, values[i], places));
    const off = agree(wanted).map((right) => !right);
    if (!off.includes(true)) {
      return { state: "right", says: decimals ? "To the last decimal." : "Exactly." };
    }
    // The trap that has all the wrong numbers, and most of the others.
    let trap = null, most = 0;
    for (const one of sheet.traps) {
      const agrees = agree(one.values);
      const count = agrees.filter(Boolean).length;
      if (count > most && off.every((wrong, i) => !wrong || agrees[i])) [trap, most] = [one, count];
    }
    if (trap) return { state: "wrong", says: trap.says, see: trap.see || see, off };
    if (decimals && !agree(wanted, decimals - 1).includes(false)) {
      return { state: "wrong", says: ROUNDED, see, off };
    }
    const first = off.indexOf(true);
    const size = given[first] > wanted[first] ? "large" : "small";
    return { state: "wrong", says: `\`${names[first]}\` is too ${size}.`, see, off };
  }

  /** @param {Sheet} sheet @param {string[]} answer @returns {Verdict} */
  function order(sheet, answer) {
    const rule = sheet.rules.find(({ first, then }) => answer.indexOf(first) > answer.indexOf(then));
    if (!rule) return { state: "right", says: "The program runs, and does what it should." };
    return { state: "wrong", says: rule.says, see: sheet.see, lines: [rule.then, rule.first] };
  }

  /** @param {Sheet} sheet @param {string[]} answer @returns {Verdict} */
  function sentence(sheet, answer) {
    const words = answer[0].split(/\s+/).filter(Boolean).length;
    if (!words) return { state: "not attempted yet", says: "Write a sentence first." };
    if (words >= sheet.fewest) return { state: "compare", says: sheet.model };
    const says = `That is short. Say it in a sentence of ${sheet.fewest} words or more, as you ` +
      "would to somebody beside you.";
    return { state: "wrong", says, see: sheet.see };
  }

  /** @type {Object<string, (sheet: Sheet, answer: string[]) => Verdict>} by the kind of sheet */
  const judges = { numbers, order, sentence };
  return judges;
})();
