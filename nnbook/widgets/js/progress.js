/**
 * What the reader solved and when to review it: Leitner boxes in the browser's own storage, by the
 * rules of nnbook/exercises/_progress.py, whose file is the one that is exported and imported here.
 * Each item has an entry of its own, so that two open tabs cannot lose each other's answers.
 */

/**
 * @typedef {{box: number, due: string, tried: string, right: string|null}} Item  box 1 to 5, and
 *   ISO days: when it is due, was last tried, was last right (null: never)
 * @typedef {Object<string, Item>} Items  by id: exercise "3.5", question "3.A.1"
 */
nnbook.progress = (function () {
  "use strict";

  const WAITS = [1, 2, 4, 8, 16]; // days that an item rests in boxes 1 to 5
  const FORMAT = "nnbook progress", VERSION = 1;
  const PREFIX = "nnbook.progress:";

  /** Today where the reader is. */
  function thisDay() {
    const now = new Date(), two = (/** @type {number} */ n) => String(n).padStart(2, "0");
    return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  }

  /** @param {string} day @param {number} days */
  function plus(day, days) {
    return new Date(Date.parse(day) + days * 864e5).toISOString().slice(0, 10);
  }

  /**
   * Where an item stands after an answer; null is an item that was never tried.
   * @param {Item|null} item @param {boolean} right @param {string} today @returns {Item}
   */
  function after(item, right, today) {
    if (!right) return { box: 1, due: today, tried: today, right: item && item.right };
    // What was seen a moment ago is still in view: only an answer that had time to be forgotten
    // shows that it was not. Else five answers in a minute would put an item away for 16 days.
    if (item && today < item.due) return { ...item, tried: today, right: today };
    // After a mistake one starts as if anew: the first success leads to box 1.
    const box = item && item.due > item.tried ? Math.min(item.box + 1, WAITS.length) : 1;
    return { box, due: plus(today, WAITS[box - 1]), tried: today, right: today };
  }

  /**
   * The later record; of two of one day, whose order is not known, the one that is due first. A day
   * on which the answer was right stays known.
   * @param {Item} one @param {Item} other @returns {Item}
   */
  function merged(one, other) {
    const first = one.tried !== other.tried ? one.tried > other.tried
      : one.due !== other.due ? one.due < other.due : one.box <= other.box;
    const right = [one.right || "", other.right || ""].sort()[1] || null;
    return { ...(first ? one : other), right };
  }

  /** @param {any} value */
  function isDay(value) {
    return /^[12]\d{3}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value)) &&
      plus(value, 0) === value;
  }

  /** @param {any} value */
  const isTable = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

  /** What is wrong with a record, or "". @param {string} id @param {any} row */
  function problemOf(id, row) {
    if (!/^[1-9]\d?\.([A-Z]\.)?[1-9]\d?$/.test(id)) {
      return `the file has a record of "${id}", which is no exercise and no question`;
    }
    if (!isTable(row)) return `the record of ${id} is no table`;
    if (!WAITS[row.box - 1] || typeof row.box !== "number") {
      return `the record of ${id} has a box that is not 1 to ${WAITS.length}`;
    }
    const key = ["due", "tried", "right"].find((name) => !isDay(row[name]) &&
      !(name === "right" && row.right === null));
    return key ? `the record of ${id} has no day under "${key}"` : "";
  }

  /** @param {any} row @returns {Item} */
  const bare = ({ box, due, tried, right }) => ({ box, due, tried, right });

  /** The file that holds these items. @param {Items} items */
  function toText(items) {
    const rows = Object.fromEntries(Object.keys(items).sort().map((id) => [id, bare(items[id])]));
    return `${JSON.stringify({ format: FORMAT, version: VERSION, items: rows }, null, 2)}\n`;
  }

  /**
   * The items of a file. Throws an Error with a sentence that says what is wrong with it.
   * @param {string} text @returns {Items}
   */
  function fromText(text) {
    let data;
    try {
      data = JSON.parse(text);
    } catch {
      throw new Error("the file is no JSON");
    }
    if (!isTable(data) || data.format !== FORMAT) {
      throw new Error(`the file is JSON, but no "${FORMAT}"`);
    }
    if (data.version !== VERSION) {
      throw new Error(`the file is of another version than ${VERSION}, which this book reads`);
    }
    if (!isTable(data.items)) throw new Error("the file has no table of items");
    const rows = Object.entries(data.items);
    const problem = rows.map(([id, row]) => problemOf(id, row)).find(Boolean);
    if (problem) throw new Error(problem);
    return Object.fromEntries(rows.map(([id, row]) => [id, bare(row)]));
  }

  /**
   * The item that an entry of the storage holds, undefined if it cannot be read.
   * @param {string} id @param {string} text @returns {Item|undefined}
   */
  function parsed(id, text) {
    try {
      const row = JSON.parse(text);
      return problemOf(id, row) ? undefined : bare(row);
    } catch {
      return undefined;
    }
  }

  /**
   * What this browser keeps: items, and the text of entries that cannot be read; null where the
   * browser keeps nothing.
   * @returns {{items: Items, broken: Object<string, string>}|null}
   */
  function read() {
    /** @type {Items} */
    const items = {};
    /** @type {Object<string, string>} */
    const broken = {};
    try {
      const store = window.localStorage;
      for (const key of Object.keys(store).filter((name) => name.startsWith(PREFIX))) {
        const id = key.slice(PREFIX.length), text = store.getItem(key) || "";
        const item = parsed(id, text);
        if (item) items[id] = item;
        else broken[id] = text;
      }
      return { items, broken };
    } catch {
      return null;
    }
  }

  /** Whether this browser keeps anything: some show a storage that takes nothing. */
  function keeps() {
    try {
      window.localStorage.setItem(`${PREFIX}?`, "");
      remove(["?"]);
      return true;
    } catch {
      return false;
    }
  }

  /**
   * Change one entry; one that cannot be read stays as it is. Returns whether it is kept.
   * @param {string} id @param {(item: Item|null) => Item} change
   */
  function put(id, change) {
    try {
      const text = window.localStorage.getItem(PREFIX + id);
      const item = text === null ? null : parsed(id, text);
      if (item === undefined) return false;
      window.localStorage.setItem(PREFIX + id, JSON.stringify(change(item)));
      return true;
    } catch {
      return false;
    }
  }

  /** @param {string[]} ids */
  function remove(ids) {
    for (const id of ids) window.localStorage.removeItem(PREFIX + id);
  }

  /**
   * Keep an answer. In a notebook nothing is kept here: its kernel has a file.
   * @param {string} id @param {boolean} right @param {string} [today]
   */
  function record(id, right, today = thisDay()) {
    if (nnbook.progress.onPage && put(id, (item) => after(item, right, today))) {
      nnbook.progress.told();
    }
  }

  return {
    onPage: false, told() {}, thisDay, after, merged, toText, fromText, keeps, read, put, remove, record,
  };
})();
