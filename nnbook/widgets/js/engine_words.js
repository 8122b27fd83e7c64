/**
 * The words of the Trace: numbers as text, names of entries, and rules with numbers put in, to the
 * letter as nnbook writes them.
 */
nnbook.words = (function () {
  "use strict";

  /** @typedef {Object<string, any>} Values numbers and nested arrays by name */

  // A name of the notation table: dC/dW1, W1, alpha2, or plain x and y, which stand in no word.
  const NAME = "dC/d(?:alpha|[Wbza])\\d+|(?:alpha|[Wbza])\\d+|[xy]";
  const ONE = new RegExp(`^(?:${NAME})$`);
  const NAMES = new RegExp(
    "(logsumexp)?(?:(dC/d(?:alpha|[Wbza])\\d+)|" +
    "(^|[^A-Za-z])((?:alpha|[Wbza])\\d+|[xy](?![A-Za-z])))", "g");
  // Of more entries than this, or of half as many in a row, only the shape is shown.
  const LARGEST = 12;

  /**
   * A number to 4 significant digits, as Python's format ".4g" writes it, with a minus sign.
   * @param {number} value @returns {string}
   */
  function number(value) {
    if (Number.isNaN(value)) return "nan";
    const size = Math.abs(value), sign = value < 0 ? "−" : "";
    if (size === Infinity) return `${sign}inf`;
    let [digits, power] = size.toExponential(3).split("e");
    // toExponential rounds a half upwards, Python to the even digit.
    const [exact, exactPower] = size.toExponential(60).split("e");
    if (/^.{4}[02468]50*$/.test(exact)) [digits, power] = [exact.slice(0, 5), exactPower];
    const exponent = Number(power);
    if (exponent >= -4 && exponent < 4) return sign + String(Number(`${digits}e${exponent}`));
    const two = String(Math.abs(exponent)).padStart(2, "0");
    return `${sign}${Number(digits)}e${exponent < 0 ? "−" : "+"}${two}`;
  }

  /** @param {any} value @returns {number[]} */
  const shape = (value) => (Array.isArray(value) ? [value.length, ...shape(value[0])] : []);

  /** A number or a small array on one line; a large array as its shape.
   * @param {any} value @returns {string} */
  function entry(value) {
    if (!Array.isArray(value)) return number(value);
    const sizes = shape(value);
    const count = sizes.reduce((all, one) => all * one, 1);
    if (count > LARGEST || sizes[sizes.length - 1] > LARGEST / 2) {
      return `(${sizes.join(" × ")} numbers)`;
    }
    return `[${value.map(entry).join(", ")}]`;
  }

  /** As it stands inside a formula: a negative number in parentheses. @param {any} value */
  function factor(value) {
    const text = entry(value);
    return text.startsWith("−") ? `(${text})` : text;
  }

  /**
   * The rule with each name of `values` replaced by what `put` says.
   * @param {string} rule @param {Values} values
   * @param {(name: string, whole: boolean) => string} put
   */
  function putIn(rule, values, put) {
    return rule.replace(NAMES, (all, whole = "", slope, before = "", plain) => {
      const name = slope || plain;
      return name in values ? whole + before + put(name, Boolean(whole)) : all;
    });
  }

  /** W1[2,1] from W1 and [1, 0]; sigmoid'(z1) carries the index inside.
   * @param {string} name @param {number[]} index */
  function label(name, index) {
    const counted = index.length ? `[${index.map((i) => i + 1).join(",")}]` : "";
    return name.endsWith(")") ? `${name.slice(0, -1)}${counted})` : name + counted;
  }

  /** @param {any} value @param {number[]} index */
  const at = (value, index) => index.reduce((inside, i) => inside[i], value);

  /** The places of all entries, the last index running fastest. @param {number[]} sizes
   * @returns {number[][]} */
  const places = (sizes) => sizes.reduce((/** @type {number[][]} */ found, size) =>
    found.flatMap((place) => Array.from({ length: size }, (_, i) => [...place, i])), [[]]);

  /** The rule for one entry: with the entry's names, and with its numbers.
   * @param {string} rule @param {Values} values @param {number[]} index
   * @returns {[string, string]} */
  function forEntry(rule, values, index) {
    if (ONE.test(rule)) return [label(rule, index), entry(at(values[rule], index))];
    // logsumexp takes the whole row, and a bias is the same for all samples.
    /** @param {string} name @param {boolean} whole */
    const place = (name, whole) =>
      whole ? index.slice(0, -1) : index.slice(index.length - shape(values[name]).length);
    return [
      putIn(rule, values, (name, whole) => label(name, place(name, whole))),
      putIn(rule, values, (name, whole) => factor(at(values[name], place(name, whole)))),
    ];
  }

  return { NAME, number, shape, entry, factor, putIn, label, at, places, forEntry };
})();
