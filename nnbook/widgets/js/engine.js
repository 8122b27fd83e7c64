/**
 * The engine: nnbook's mathematics in JavaScript, with the same formulas and the same conventions,
 * in one place for the figures. It knows nothing of pages and pictures; tests compare each part
 * with nnbook to the last digits.
 */
nnbook.engine = (function () {
  "use strict";

  const { random, map, trainer } = nnbook;
  return { ...nnbook.functions, ...nnbook.network, ...nnbook.trace, random, map, trainer };
})();
