/**
 * The page "Your progress": fills the list of exercises and questions with what is kept. Its fixed
 * words and buttons stand in the page, hidden where no script runs (book/_ext/nnbook_book/progress.py).
 */
nnbook.progressPage = (function () {
  "use strict";

  const { fromText, keeps, merged, put, read, remove, thisDay, toText } = nnbook.progress;
  const AT_ONCE = 20; // reviews; more than that is no list for a day
  const LARGEST = 1e6; // bytes of a file: far more than all items need

  /** "24 November" @param {string} day */
  function spoken(day) {
    return new Date(day).toLocaleDateString("en-GB",
      { day: "numeric", month: "long", timeZone: "UTC" });
  }

  /** @param {number} n */
  const records = (n) => `${n} record${n === 1 ? "" : "s"}`;

  /** Where an item stands, with a sign before the words. @param {Item|undefined} item
   * @param {string} today */
  function stands(item, today) {
    if (!item) return "not tried yet";
    if (!item.right) return "✗ not right yet";
    return item.due > today ? `✓ solved, next on ${spoken(item.due)}` : "↻ solved, due again";
  }

  /** Hand the reader a file. @param {string} name @param {string} text */
  function download(name, text) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = `nnbook-${name}.json`;
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  /** A button that asks once more before it acts. @param {Element} place @param {() => void} act */
  function twice(place, act) {
    const [ask, yes, no] = place.querySelectorAll("button");
    const row = /** @type {HTMLElement} */ (yes.parentElement);
    /** @param {boolean} asking */
    const swap = (asking) => {
      row.hidden = !asking;
      ask.hidden = asking;
      (asking ? no : ask).focus();
    };
    ask.onclick = () => swap(true);
    no.onclick = () => swap(false);
    yes.onclick = () => { swap(false); act(); };
    row.onkeydown = ({ key }) => { if (key === "Escape") swap(false); };
  }

  /** @param {HTMLElement} place */
  function build(place) {
    const able = keeps();
    const look = () => (able && read()) || { items: {}, broken: {} };
    /** @param {string} name @returns {any} */
    const part = (name) => place.querySelector(`[data-part=${name}]`);
    const [note, list, file] = ["note", "list", "file"].map(part);
    const rows = Array.from(place.querySelectorAll("[data-item]"), (row) =>
      ({ row, id: row.getAttribute("data-item") || "", state: row.querySelectorAll("span")[1] }));
    const chapters = Array.from(place.querySelectorAll("details"), (details) =>
      ({ details, own: rows.filter(({ row }) => details.contains(row)) }));

    part("forbidden").hidden = able;
    for (const name of ["top", "tools"]) part(name).hidden = !able;
    part("export").onclick = () => {
      const { items } = look();
      download(`progress-${thisDay()}`, toText(items));
      note.textContent = `${records(Object.keys(items).length)} exported.`;
    };
    part("save").onclick = () => download("unreadable", JSON.stringify(look().broken, null, 2));
    part("import").onclick = () => file.click();
    file.onchange = () => {
      const [chosen] = file.files;
      const text = chosen.size > LARGEST
        ? Promise.reject(new Error("it is too large for a progress file")) : chosen.text();
      text.then(take).catch((/** @type {Error} */ error) => {
        note.textContent = `Nothing was imported from ${chosen.name}: ${error.message}.`;
      });
      file.value = ""; // so that the same file may be chosen once more
    };
    twice(part("erase"), () => {
      const { items, broken } = look();
      remove(Object.keys({ ...items, ...broken }));
      note.textContent = "Erased.";
      show();
    });
    twice(part("anew"), () => {
      remove(Object.keys(look().broken));
      note.textContent = "They begin anew.";
      show();
    });

    /** Merge a file into what is kept. @param {string} text */
    function take(text) {
      const news = Object.entries(fromText(text)), had = look().items;
      /** @param {[string, Item]} entry */
      const isNew = ([id, item]) => !had[id] ||
        toText({ [id]: merged(had[id], item) }) !== toText({ [id]: had[id] });
      const taken = news.filter(isNew);
      const refused = taken.filter(([id, item]) => !put(id, (old) => (old ? merged(old, item) : item)));
      note.textContent = `Imported: ${records(taken.length - refused.length)} new or newer, of ` +
        `${news.length}.`;
      if (refused.length) note.textContent += ` There was no room for ${records(refused.length)}.`;
      show();
    }

    function show() {
      const { items, broken } = look(), today = thisDay(), lost = Object.keys(broken).length;
      /** @param {{id: string}} one */
      const isSolved = ({ id }) => items[id] && items[id].right;
      const tried = rows.filter(({ id }) => items[id])
        .sort((a, b) => items[a.id].due.localeCompare(items[b.id].due));
      const due = tried.filter(({ id }) => items[id].due <= today);

      part("mend").hidden = !lost;
      part("message").textContent = lost ? `${records(lost)} in this browser cannot be read. ` +
        "Nothing was overwritten." : "";
      part("sum").textContent =
        `${rows.filter(isSolved).length} of ${rows.length} solved, ${due.length} due today.`;
      for (const { id, state } of rows) state.textContent = able ? stands(items[id], today) : "";
      for (const { details, own } of chapters) {
        const [, text, bar] = details.querySelectorAll("span");
        const done = own.filter(isSolved).length, waiting = own.filter((one) => due.includes(one));
        text.textContent = `${done} of ${own.length} solved` +
          (waiting.length ? `, ${waiting.length} due` : "");
        text.hidden = bar.hidden = !able;
        bar.style.setProperty("--nnb-part", `${100 * done / own.length}%`);
      }
      list.textContent = "";
      for (const { row, id } of due.slice(0, AT_ONCE)) {
        const line = /** @type {any} */ (list.appendChild(row.cloneNode(true)));
        line.removeAttribute("data-item");
        line.lastElementChild.textContent = items[id].due < today
          ? `since ${spoken(items[id].due)}` : "";
      }
      part("next").textContent = due.length > AT_ONCE
        ? `These first; ${due.length - AT_ONCE} more are in the chapters below.`
        : due.length ? "" : tried.length
          ? `Nothing. The next review is on ${spoken(items[tried[0].id].due)}.`
          : "Nothing is kept yet. Answer a question in a chapter, and it comes back here tomorrow.";
    }

    show();
    window.addEventListener("storage", show); // an answer in another tab
    window.addEventListener("pageshow", show); // back from a chapter
    document.addEventListener("visibilitychange", show); // perhaps on another day
  }

  /** On a page answers are kept in the browser; if this is the page of progress, fill it. */
  function open() {
    nnbook.progress.onPage = true;
    nnbook.progressShare.open();
    /** @type {HTMLElement|null} */
    const place = document.querySelector("[data-progress]");
    if (place) build(place);
  }

  return { open };
})();
