/** A box in which a wide picture scrolls can be reached and moved with the keyboard. */
(function () {
  "use strict";

  function mark() {
    for (const box of document.querySelectorAll(".nnb-scroll, .nnb-drawn")) {
      if (box.scrollWidth <= box.clientWidth) {
        box.removeAttribute("tabindex");
        continue;
      }
      box.tabIndex = 0;
      if (box.hasAttribute("role")) continue; // it has a name already
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", "A wide picture; it scrolls sideways");
    }
  }

  for (const when of ["load", "resize"]) window.addEventListener(when, mark);
  // Figures come to life when they are scrolled near.
  for (const when of ["scrollend", "focusin"]) document.addEventListener(when, mark);
})();

/**
 * From a folder (file://) a browser neither fetches a neighbouring page nor saves a neighbouring
 * file. So the search shows no excerpts there, and a notebook to be saved comes as a script.
 */
(function () {
  "use strict";

  if (window.location.protocol !== "file:") return;

  DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[download]");
    if (!link || link.protocol !== "file:") return;
    event.preventDefault();
    const script = document.createElement("script");
    script.src = `${link.href}.js`;
    document.head.append(script);
  });

  /** The script of a notebook calls this. */
  window.nnbookSave = function (name, text) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/x-ipynb+json" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  };
})();
