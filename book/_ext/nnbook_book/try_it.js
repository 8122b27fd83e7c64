/**
 * Small cells of Python in a page. The page calls `nnbookTry(cell, row, home)` when a reader asks
 * to try a cell: `row` holds the button, `home` leads to the root of the site. All cells share one
 * worker, and so one set of variables; to stop a run the worker is ended and a new one started.
 */
window.nnbookTry = (function () {
  "use strict";

  const LIMIT = 60; // seconds of a run
  const HERE = document.currentScript.src.replace(/[^/]*$/, "");
  const FOLDER = "From a folder a page cannot start Python: browsers allow it only to pages from a " +
    "web address. nnbook read gives this folder one; nnbook lab opens the chapters in JupyterLab.";
  const OLD = "This browser is too old to run Python: it lacks WebAssembly or workers. A current " +
    "Firefox, Chrome, Edge or Safari can; so can nnbook lab on your own machine.";
  const PACKED = "This copy of the book was packed without Python. The book on the web can run " +
    "cells; so can nnbook lab on your own machine.";
  const LOST = "Variables are lost; the next run starts Python afresh.";

  /** One sentence under the button, in place of an editor. */
  function obstacle() {
    if (location.protocol === "file:") return FOLDER;
    return typeof WebAssembly === "object" && typeof Worker === "function" ? "" : OLD;
  }

  const megabytes = (bytes) => (bytes / 1e6).toFixed(0);

  /** An element with attributes and children. */
  function make(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name in made && typeof value !== "string") made[name] = value;
      else made.setAttribute(name, value);
    }
    made.append(...children);
    return made;
  }

  /* The worker, and the one cell that it is working for. */

  let worker = null, ready = null, owner = null;

  /** Start Python, unless it is there or on its way. Resolves when it is ready. */
  function start(home, code, heard) {
    listeners.add(heard);
    if (!ready) {
      const mine = ready = begin(home, code);
      mine.catch(() => { if (ready === mine) end(); }); // so that the next run begins anew
    }
    return ready.finally(() => listeners.delete(heard));
  }

  const listeners = new Set();

  async function begin(home, code) {
    const lite = new URL(`${home}lite/`, location.href).href;
    const answer = await fetch(`${lite}try.json`).catch((error) => ({ status: error.message }));
    if (answer.status === 404) throw new Error(PACKED);
    if (!answer.ok) throw new Error(`Python could not be loaded (${answer.status}).`);
    const settings = await answer.json();
    const made = worker = new Worker(`${HERE}worker.js`, { type: "module" });
    return new Promise((done, failed) => {
      const from = new URL(settings.python, lite).host;
      const lost = (why) => failed(new Error(`Python could not be loaded from ${from} (${why}).`));
      made.onerror = (event) => lost(event.message || "its worker did not start");
      made.onmessage = ({ data }) => {
        if (data.ready) done();
        else if (data.failed && !owner) lost(data.failed);
        else if (owner) owner(data);
        else if ("loaded" in data) for (const one of listeners) one(data);
      };
      made.onended = () => failed(new Error("Stopped."));
      made.postMessage({ lite, settings, code, runner: `${HERE}cell.py` });
    });
  }

  /** End Python: the only way to stop it. */
  function end() {
    if (worker) {
      worker.terminate();
      worker.onended();
    }
    worker = ready = owner = null;
  }

  /* A cell's editor. */

  return function open(cell, row, home) {
    const trouble = obstacle(), button = row.querySelector("button");
    if (trouble) {
      row.querySelector("[role=alert]").textContent = trouble;
      return;
    }
    const { id, before } = JSON.parse(cell.querySelector(".nnb-try-data").textContent);
    const input = cell.querySelector(".cell_input");
    const source = input.querySelector("pre").textContent.replace(/\n$/, "");
    const code = [...before.map(([, text]) => text), source].join("\n");

    const area = make("textarea", {
      class: "nnb-answer", "aria-label": "Python code of this cell", spellcheck: "false",
      autocapitalize: "off", autocomplete: "off", autocorrect: "off", wrap: "off",
      rows: String(source.split("\n").length + 1),
    });
    const tool = (text, press) =>
      make("button", { type: "button", class: "nnb-button", onclick: press }, text);
    const buttons = {
      run: tool("Run", run), stop: tool("Stop", stop), reset: tool("Reset", reset),
      close: tool("Close", close),
    };
    const bar = make("progress", { hidden: true, "aria-label": "Python is being loaded" });
    const status = make("span", { role: "status", class: "nnb-note" });
    const printed = make("pre");
    const output = make("div", { class: "nnb-try-output", "aria-live": "polite" });
    const editor = make("div", {},
      ...(before.length ? [above(before)] : []), area,
      make("div", { class: "nnb-tools" }, ...Object.values(buttons), status), bar,
      make("p", { class: "nnb-note" },
        "Ctrl+Enter runs it. The cells of a page share their variables, as in a notebook."),
      output);
    let clock = 0;

    area.value = source;
    area.addEventListener("keydown", keys);
    button.hidden = input.hidden = true;
    if (cell.querySelector(".cell_output")) {
      editor.append(make("p", { class: "nnb-note" }, "And in the book:"));
    }
    row.append(editor);
    rest();
    area.setSelectionRange(0, 0);
    area.focus();
    load().catch(() => {}); // it has been said

    /** Each change is read aloud, so what is said already is not said again. */
    function say(text) {
      if (status.textContent !== text) status.textContent = text;
    }

    /** Show which buttons can be pressed. */
    function rest() {
      buttons.run.disabled = Boolean(clock);
      buttons.stop.disabled = !clock;
      output.setAttribute("aria-busy", String(Boolean(clock)));
    }

    function heard({ loaded, total }) {
      bar.hidden = false;
      if (total) Object.assign(bar, { max: total, value: loaded });
      const of = total ? ` of ${megabytes(total)}` : "";
      say(`Loading Python, once: ${megabytes(loaded)}${of} MB.`);
    }

    function load() {
      return start(home, code, heard).then(
        () => { if (!clock) say("Python is ready."); },
        (error) => {
          alarm(error.message === "Stopped." ? "" : error.message);
          throw error;
        }).finally(() => { bar.hidden = true; });
    }

    /** Say what went wrong, where a screen reader reads it at once. */
    function alarm(text, traceback = false) {
      if (!text) return;
      output.append(make("div", { role: "alert", class: "nnb-try-error" },
        make(traceback ? "pre" : "p", {}, text)));
    }

    async function run() {
      if (clock) return;
      output.replaceChildren();
      clock = -1; // on its way: Python may have to be loaded first
      rest();
      try {
        if (owner) throw new Error("Another cell of this page is running.");
        await load();
        if (!clock) return; // stopped meanwhile
        if (owner) throw new Error("Another cell of this page is running.");
      } catch (error) {
        if (/^Another/.test(error.message)) alarm(error.message);
        clock = 0;
        say("");
        rest();
        return;
      }
      owner = hear;
      printed.textContent = "";
      worker.postMessage({ cell: id, source: area.value, before });
    }

    function hear(message) {
      if (message.began) {
        clock = setTimeout(() => halt(`Stopped after ${LIMIT} seconds. ${LOST}`), LIMIT * 1000);
        bar.hidden = true;
        say("Running.");
      } else if ("loaded" in message) {
        heard(message);
      } else if (message.print !== undefined) {
        if (!printed.isConnected) output.append(printed);
        printed.append(message.print);
      } else if (message.done) {
        finish(message.done);
      } else if (message.failed) {
        halt(`Python broke down (${message.failed}). ${LOST}`);
      }
    }

    function finish({ shown, problem, seconds }) {
      for (const [kind, text] of shown) {
        const box = make("div", { class: "output text_html" });
        if (kind === "html") fill(box, text);
        else box.append(make("pre", {}, text));
        output.append(box);
      }
      alarm(problem, true);
      for (const box of output.querySelectorAll("pre, .text_html")) {
        // what scrolls sideways must scroll by keyboard, too
        if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      }
      clearTimeout(clock);
      clock = 0;
      owner = null;
      const what = problem ? "Ended with an error" : "Done";
      say(`${what} after ${seconds < 0.1 ? "less than 0.1" : seconds.toFixed(1)} s` +
        (output.childElementCount ? "." : ", without output."));
      rest();
    }

    function stop() {
      const runs = owner === hear;
      halt(runs ? `Stopped. ${LOST}` : "Stopped before Python was there.", runs);
    }

    /** Stop Python, and start it again, so that the next run need not wait. */
    function halt(why, again = true) {
      clearTimeout(clock);
      clock = 0;
      bar.hidden = true;
      end();
      alarm(why);
      say("");
      rest();
      buttons.run.focus();
      if (again) load().catch(() => {});
    }

    function reset() {
      area.value = source;
      area.focus();
    }

    function close() {
      if (clock) halt("");
      editor.remove();
      button.hidden = input.hidden = false;
      button.focus();
    }

    function keys(event) {
      if (event.key !== "Enter" || event.isComposing) return;
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        run();
      } else if (!event.shiftKey && area.selectionStart === area.selectionEnd) {
        const line = area.value.slice(0, area.selectionStart).split("\n").pop();
        const deeper = /:\s*$/.test(line) ? "    " : "";
        event.preventDefault();
        // the only way to insert that can be undone by Ctrl+Z
        document.execCommand("insertText", false, `\n${/^ */.exec(line)[0]}${deeper}`);
      }
    }
  };

  /** Put HTML in a box; links to headings have the names that Jupyter gives them. */
  function fill(box, html) {
    box.innerHTML = html;
    for (const link of box.querySelectorAll("a[href^='#']")) {
      const name = decodeURIComponent(link.hash.slice(1)).toLowerCase();
      const target = name.replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
      if (document.getElementById(target)) link.setAttribute("href", `#${target}`);
    }
  }

  /** The lines of the cells above that run first, folded. */
  function above(before) {
    const text = before.map(([, statement]) => statement).join("\n");
    const lines = text.split("\n").length;
    return make("details", {},
      make("summary", {}, `Runs first: ${lines} line${lines === 1 ? "" : "s"} from above`),
      make("pre", { tabindex: "0" }, text));
  }
})();
