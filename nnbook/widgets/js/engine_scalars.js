/**
 * The steps of the Trace taken apart into single operations, as pencil and paper would do them, in
 * nnbook's words and order.
 */

/**
 * One operation: `name` = `rule` = `numbers` (the rule with the numbers put in) = `value`.
 * @typedef {{name: string, rule: string, numbers: string, value: number}} Scalar
 */
nnbook.scalars = (function () {
  "use strict";
  const { NAME, shape, entry, factor, label, at, places, forEntry } = nnbook.words;

  /**
   * @typedef {Object<string, any>} Values numbers and nested arrays by name
   * @typedef {[label: string, value: number]} Labelled
   */

  const PRODUCT = new RegExp(`^\\(?(${NAME})\\)?(ᵀ?)·(${NAME})(ᵀ?)(?: \\+ (b\\d+))?$`);
  const THROUGH = new RegExp(`^(${NAME}) ([⊙·]) (.+'\\(z\\d+\\))$`);

  /** @param {string} name @param {Labelled[]} parts @param {number} value @returns {Scalar} */
  function addUp(name, parts, value) {
    return { name, rule: parts.map(([text]) => text).join(" + "),
      numbers: parts.map(([, one]) => factor(one)).join(" + "), value };
  }

  /** @param {Labelled} left @param {Labelled} right @param {string} [name] @returns {Scalar} */
  function multiply(left, right, name) {
    const rule = `${left[0]}·${right[0]}`;
    return { name: name || rule, rule, numbers: `${factor(left[1])}·${factor(right[1])}`,
      value: left[1] * right[1] };
  }

  /** A matrix, or a vector as a column, with the names of its entries.
   * @param {string} name @param {boolean} transposed @param {Values} values
   * @returns {Labelled[][]} */
  function entries(name, transposed, values) {
    /** @type {Labelled[][]} */
    const rows = values[name].map((/** @type {any} */ row, /** @type {number} */ i) =>
      Array.isArray(row) ? row.map((one, j) => [label(name, [i, j]), one])
        : [[label(name, [i]), row]]);
    return transposed ? rows[0].map((_, j) => rows.map((row) => row[j])) : rows;
  }

  /** @param {Scalar[]} products @returns {Labelled[]} */
  const named = (products) => products.map(({ name, value }) => [name, value]);

  /** @param {string} name @param {RegExpExecArray} match @param {Values} values */
  function* matrixProduct(name, [, left, leftT, right, rightT, bias], values) {
    const columns = entries(right, !rightT, values), vector = !Array.isArray(values[name][0]);
    for (const [i, row] of entries(left, Boolean(leftT), values).entries()) {
      for (const [j, column] of columns.entries()) {
        const index = vector ? [i] : [i, j], text = label(name, index);
        if (row.length === 1 && !bias) {
          yield multiply(row[0], column[0], text);
          continue;
        }
        const products = row.map((one, k) => multiply(one, column[k]));
        yield* products;
        const parts = named(products), unit = index.slice(-1);
        if (bias) parts.push([label(bias, unit), at(values[bias], unit)]);
        yield addUp(text, parts, at(values[name], index));
      }
    }
  }

  /** dC/dz = dC/da ⊙ f'(z), and for softmax dC/da · its matrix of slopes.
   * @param {string} name @param {RegExpExecArray} match @param {Values} values */
  function* throughFunction(name, [, behind, sign, slope], values) {
    for (const index of places(shape(values[name]))) {
      const text = label(name, index), row = index.slice(0, -1), j = index[index.length - 1];
      if (sign === "⊙") {
        const [rule, numbers] = forEntry(slope, values, index);
        const inner = { name: label(slope, index), rule, numbers, value: at(values[slope], index) };
        yield inner;
        yield multiply([label(behind, index), at(values[behind], index)],
          [inner.name, inner.value], text);
        continue;
      }
      /** @type {number[]} */
      const slopes = at(values[behind], row);
      const products = slopes.map((one, i) => multiply([label(behind, [...row, i]), one],
        [label(slope, [...row, i, j]), at(values[slope], [...row, i, j])]));
      yield* products;
      yield addUp(text, named(products), at(values[name], index));
    }
  }

  /** @param {string} name @param {string} z @param {Values} values */
  function* softmaxSteps(name, z, values) {
    for (const row of places(shape(values[z]).slice(0, -1))) {
      /** @type {number[]} */
      const sums = at(values[z], row);
      const largest = Math.max(...sums), top = `max(${label(z, row)})`;
      yield { name: top, rule: top, numbers: `max(${entry(sums)})`, value: largest };
      /** @type {Labelled[]} */
      const powers = [];
      for (const [i, value] of sums.entries()) {
        const inside = `exp(${label(z, [...row, i])} - ${top})`, power = Math.exp(value - largest);
        powers.push([inside, power]);
        yield { name: inside, rule: inside, numbers: `exp(${factor(value)} - ${factor(largest)})`,
          value: power };
      }
      const whole = powers.reduce((sofar, [, power]) => sofar + power, 0);
      const total = addUp(`sum of exp(${label(z, row)})`, powers, whole);
      yield total;
      for (const [i, [inside, power]] of powers.entries()) {
        const index = [...row, i];
        yield { name: label(name, index), rule: `${inside} / ${total.name}`,
          numbers: `${entry(power)} / ${entry(whole)}`, value: at(values[name], index) };
      }
    }
  }

  /** @param {string} rule @param {Values} values */
  function* lossSteps(rule, values) {
    const { terms, C } = values, index = places(shape(terms));
    const [, inside, count] = /^sum of \((.*?)\)(?: \/ (\d+))?$/.exec(rule) || [];
    if (!inside) {
      const [text, numbers] = forEntry(rule, values, index[0]);
      yield { name: "C", rule: text, numbers, value: C };
      return;
    }
    /** @type {Labelled[]} */
    const parts = [];
    for (const place of index) {
      const [text, numbers] = forEntry(inside, values, place);
      const name = label("term", place), value = at(terms, place);
      parts.push([name, value]);
      yield { name, rule: text, numbers, value };
    }
    const total = addUp("C", parts, C);
    yield count ? { ...total, rule: `(${total.rule}) / ${count}`,
      numbers: `(${total.numbers}) / ${count}` } : total;
  }

  /** @param {string} name @param {string} behind @param {string} z @param {Values} values */
  function* alphaSteps(name, behind, z, values) {
    const products = places(shape(values[z])).map((/** @type {number[]} */ index) =>
      multiply([label(behind, index), at(values[behind], index)],
        [`min(0, ${label(z, index)})`, Math.min(0, at(values[z], index))]));
    yield* products;
    yield addUp(name, named(products), values[name]);
  }

  /** The single operations inside the step `name` = `rule`, in the order of its entries.
   * @param {string} name @param {string} rule @param {Values} values
   * @returns {IterableIterator<Scalar>} */
  function* operations(name, rule, values) {
    /** @type {RegExpExecArray | null} */
    let match;
    if (name === "C") yield* lossSteps(rule, values);
    else if ((match = PRODUCT.exec(rule))) yield* matrixProduct(name, match, values);
    else if ((match = THROUGH.exec(rule))) yield* throughFunction(name, match, values);
    else if ((match = /^sum of (\S+) ⊙ min\(0, (z\d+)\)$/.exec(rule))) {
      yield* alphaSteps(name, match[1], match[2], values);
    } else if ((match = /^sum over samples of (.+)$/.exec(rule))) {
      for (const [i, value] of values[name].entries()) {
        yield addUp(label(name, [i]), values[match[1]].map(
          (/** @type {number[]} */ row, /** @type {number} */ n) =>
            [label(/** @type {RegExpExecArray} */ (match)[1], [n, i]), row[i]]), value);
      }
    } else if ((match = /^softmax\((z\d+)\)$/.exec(rule))) {
      yield* softmaxSteps(name, match[1], values);
    } else {
      const told = / if /.test(rule); // said in words, not in signs
      for (const index of places(shape(values[name]))) {
        const [text, numbers] = told ? [rule, rule] : forEntry(rule, values, index);
        yield { name: label(name, index), rule: text, numbers, value: at(values[name], index) };
      }
    }
  }

  return operations;
})();
