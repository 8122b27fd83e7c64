/** Answers: reading what was typed, comparing numbers, and writing what is said to them. */
nnbook.answers = (function () {
  "use strict";

  const { element } = nnbook.kit;

  /** The number that was typed, with a point or a comma, a hyphen or a true minus sign; else NaN.
   * @param {string} typed */
  function toNumber(typed) {
    const bare = typed.replace(/\s/g, "").replace("−", "-").replace(",", ".");
    return bare && Number.isFinite(Number(bare)) ? Number(bare) : NaN;
  }

  /** Whether two numbers agree to so many decimals, whichever way a half was rounded.
   * @param {number} given @param {number} wanted @param {number} decimals */
  function near(given, wanted, decimals) {
    return Math.abs(given - wanted) <= 0.5101 * 10 ** -decimals;
  }

  /** Text with \`code\` and *stress* as elements. @param {HTMLElement} place @param {string} text */
  function write(place, text) {
    place.textContent = "";
    for (const part of text.split(/(`[^`]+`|\*[^*\s](?:[^*]*[^*\s])?\*)/)) {
      if (/^`.+`$/.test(part)) element("code", {}, place, part.slice(1, -1));
      else if (/^\*[^\s].*\*$/.test(part)) element("em", {}, place, part.slice(1, -1));
      else place.append(part);
    }
  }

  /**
   * A link to the heading that explains it, wherever the page put its anchor.
   * @param {HTMLElement} place @param {string} heading
   */
  function readAgain(place, heading) {
    const found = [...document.querySelectorAll("h1, h2, h3, h4")].find((one) =>
      (one.textContent || "").replace(/[#¶\s]+$/, "").trim() === heading);
    const section = found && found.closest("section[id]");
    // A notebook names its headings like this, even those that are not drawn at the moment.
    const id = (section && section.id) || (found && found.id) || heading.replace(/ /g, "-");
    const line = element("p", {}, place, "Read again: ");
    element("a", { href: `#${encodeURIComponent(id)}` }, line, heading);
  }

  return { toNumber, near, write, readAgain };
})();
