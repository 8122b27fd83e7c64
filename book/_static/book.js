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
