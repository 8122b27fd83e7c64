/**
 * Shares what is kept with the Pythons of this browser: those of the cells on a page, and that of a
 * chapter in JupyterLite (nnbook/exercises/_browser.py). The browser's storage is the one record;
 * every page that keeps answers listens, and each message may be heard by several pages: to take it
 * twice does what taking it once does.
 *
 * Messages are JSON. {ask: true} asks what is kept; {id, right, today} is an answer, {merge: the
 * text of a file} what was imported, {erase: true} the wish to erase; each with the time it was
 * sent `at`, in ms. Whatever changes, and whoever asks: pages say {kept: the text of a file}.
 */
nnbook.progressShare = (function () {
  "use strict";

  const CHANNEL = "nnbook.progress";
  const LATE = 60_000; // ms; a page that slept must not take an old answer for a new one
  const PAUSE = 50; // ms; an import changes many entries, and each is an event in other tabs

  const { after, fromText, merged, put, read, remove, toText } = nnbook.progress;

  /** Do what a message says. @param {any} said */
  function take(said) {
    if (said.id) {
      put(said.id, (old) => after(old, said.right, said.today));
    } else if (said.merge) {
      for (const [id, item] of Object.entries(fromText(said.merge))) {
        put(id, (old) => (old ? merged(old, item) : item));
      }
    } else if (said.erase) {
      const { items, broken } = read() || { items: {}, broken: {} };
      remove(Object.keys({ ...items, ...broken }));
    }
  }

  /** Listen from now on, where the browser can. */
  function open() {
    if (typeof BroadcastChannel !== "function") return;
    const channel = new BroadcastChannel(CHANNEL);
    let pause = 0;

    function tell() {
      const kept = read();
      if (kept) channel.postMessage(JSON.stringify({ kept: toText(kept.items) }));
    }

    function tellSoon() {
      window.clearTimeout(pause);
      pause = window.setTimeout(tell, PAUSE);
    }

    channel.onmessage = ({ data }) => {
      const said = JSON.parse(data);
      if (said.ask) {
        tell();
      } else if (!said.kept && Date.now() - said.at < LATE) {
        take(said);
        // the browser itself tells only other tabs of a change
        window.dispatchEvent(new StorageEvent("storage"));
      }
    };
    window.addEventListener("storage", tellSoon);
    nnbook.progress.told = tellSoon;
  }

  return { open };
})();
