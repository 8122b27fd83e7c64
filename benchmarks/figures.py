"""Every figure that moves, in Chromium: from a move to the picture; and what the pages weigh.

A move is handed over at the start of a frame, as Chromium does with those of a pointer; the figure
draws in the same frame, and when the next one begins, the picture counts as painted. So no figure
takes less than the 16.7 ms between two frames; the row without a figure is what the machine gives.
Only on a machine that does nothing else are these times the figure's.
"compute" is the script alone: from the event until the redraw has returned, before styles, layout
and paint. What stands in a figure as it opens is moved, one slider after the other, from end to end
and back; handles in pictures and sheets to draw on are moved with the arrow keys.
"""

from __future__ import annotations

import gzip
import os
import re
import shutil
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from benchmarks.harness import Result
from nnbook import widgets
from nnbook.widgets import Explorable
from nnbook.widgets.script import FIGURES

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "build" / "book" / "_build" / "html"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
)  # fmt: skip
MOVES, WARM = 40, 5
MEDIAN, P95, COMPUTE = 0.018, 0.034, 0.004  # seconds: the targets
LIMIT = 250_000  # bytes, gzipped, of a chapter's first load without pictures
FONTS = ("Main-Regular", "Math-Italic", "Main-Bold", "Size1-Regular", "Size2-Regular")
LOADING = {"script": "src", "link": "href"}

# While `held` is a list, what a figure asks to be done in the next frame is kept there.
DRIVER = """
window.nnbookBench = (function () {
  const ask = window.requestAnimationFrame.bind(window);
  let held = null;
  window.requestAnimationFrame = (work) => (held ? -held.push(work) : ask(work));

  const controls = () => [...document.querySelectorAll(
    'input[type="range"], [role="slider"], .nnbook [role="application"]')]
    .filter((one) => !one.disabled && one.getClientRects().length);

  function open() {
    for (const one of document.querySelectorAll(".nnbook details")) one.open = true;
    return controls().map((one) => one.getAttribute("aria-label") || "without a name");
  }

  function press(one, key) {
    one.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  }

  function slide(range, k, moves) {
    const low = Number(range.min || 0), width = Number(range.max || 100) - low;
    const step = Number(range.step || 1) || width / 100, n = Math.max(1, Math.round(width / step));
    const at = k * Math.max(1, Math.round(2 * n / moves)) % (2 * n);
    range.value = String(low + step * Math.min(at, 2 * n - at));
    range.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function drive(index, moves, warm) {
    let one = controls()[index];
    const label = one && one.getAttribute("aria-label"), ways = ["Right", "Up", "Left", "Down"];
    if (one) {
      one.scrollIntoView({ block: "center" });
      one.focus({ preventScroll: true });
      if (one.getAttribute("role") === "application") press(one, " ");
    }
    function move(k) {
      if (!one) {
        window.requestAnimationFrame(() => {});
        return;
      }
      if (!one.isConnected) {
        one = controls().find((other) => other.getAttribute("aria-label") === label) || one;
      }
      if (one.type === "range") slide(one, k, moves);
      else press(one, `Arrow${ways[k % 2 + (k % 20 < 10 ? 0 : 2)]}`);
    }
    return new Promise((done) => {
      const found = [];
      let k = 0, start = 0, worked = 0, drew = false;
      function frame() {
        const now = performance.now();
        if (k > warm && drew) found.push([now - start, worked]);
        if (k === moves + warm) {
          done(found);
          return;
        }
        ask(frame);
        start = performance.now();
        const work = held = [];
        try {
          move(k++);
        } finally {
          held = null;
        }
        for (const one of work) one(start);
        worked = performance.now() - start;
        drew = work.length > 0;
      }
      ask(() => ask(frame));
    });
  }

  return { open, drive };
})();
"""


def kinds() -> dict[str, type[Explorable]]:
    """Every figure with a script of its own, by its kind: nnbook.widgets says which there are."""
    offered = (getattr(widgets, name) for name in widgets.__all__)
    figures = [one for one in offered if isinstance(one, type) and issubclass(one, Explorable)]
    return {one.kind: one for one in figures if vars(one).get("kind") in FIGURES}


def run() -> list[Result]:
    """What each move of each figure takes, and what each page weighs, beside the targets."""
    return [*_moves(), *_weights()]


def _moves() -> Iterator[Result]:
    installed = filter(None, map(shutil.which, CHROMIUM))
    path = os.environ.get("NNBOOK_CHROMIUM") or next(installed, None)
    if path is None:
        print("The figures are not timed: no Chromium, and NNBOOK_CHROMIUM names none.")
        return
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        print("The figures are not timed: playwright is not installed.")
        return
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        except Error:
            print(f"The figures are not timed: {path} does not start.")
            return
        yield from _timed(browser, "no figure", None)
        for kind, figure in kinds().items():
            try:
                yield from _timed(browser, kind, figure())
            except Error as error:
                print(f"The figure {kind} is not timed: {str(error).splitlines()[0]}")
        browser.close()


def _timed(browser: Browser, kind: str, figure: Explorable | None) -> Iterator[Result]:
    """The rows of one figure, alone on a page; without one, what an empty frame takes."""
    from tests.browser.figure_pages import settle, stored, write_page

    with tempfile.TemporaryDirectory() as folder:
        write_page(Path(folder), *([stored(figure)] if figure else []))
        context = browser.new_context(viewport={"width": 900, "height": 800})
        page = context.new_page()
        page.on("pageerror", lambda error: print(f"The figure {kind} went wrong: {error}"))
        page.add_init_script(DRIVER)
        page.goto((Path(folder) / "index.html").as_uri())
        names = ["nothing to draw"]
        if figure:
            page.locator(".nnb-body").first.wait_for()
            names = page.evaluate("nnbookBench.open()")
        for index, name in enumerate(names):
            moves = page.evaluate(f"nnbookBench.drive({index}, {MOVES}, {WARM})")
            yield from _rows(f"{kind}: {re.split('[:;]', name)[0]}", moves)
            if figure:
                page.get_by_role("button", name="Reset", exact=True).click()
                settle(page)
                page.evaluate("nnbookBench.open()")
        context.close()


def _rows(row: str, moves: list[list[float]]) -> Iterator[Result]:
    """Median, 95th percentile and compute of moves in milliseconds, as times of their targets."""
    if len(moves) < MOVES // 4:
        print(f"{row} is not timed: hardly a move changes the picture.")
        return
    painted, worked = ([one / 1000 for one in times] for times in zip(*moves, strict=True))
    late = statistics.quantiles(painted, n=20, method="inclusive")[-1]
    for name, value, target in (
        ("median", statistics.median(painted), MEDIAN),
        ("p95", late, P95),
        ("compute", statistics.median(worked), COMPUTE),
    ):
        yield Result(row, f"{name} of {target * 1000:.0f} ms", value, value / target)


def _weights() -> Iterator[Result]:
    pages = [SITE / f"{path.stem}.html" for path in sorted((ROOT / "book").glob("*.ipynb"))]
    built = [page for page in pages if page.is_file()]
    if not built:
        print("The pages are not weighed: the book is not built.")
        return
    try:
        from bs4 import BeautifulSoup
    except ImportError:
        print("The pages are not weighed: beautifulsoup4 is not installed.")
        return
    missing: set[str] = set()
    for page in built:
        soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
        weight = float(_weight(soup, missing))
        row = f"{page.stem}: the page and all that it loads, gzipped"
        yield Result(row, f"of {LIMIT // 1000} KB", weight, weight / LIMIT, "B")
    if missing:
        print(
            f"The built book is stale and weighs too little, without {', '.join(sorted(missing))}."
        )


def _weight(soup: Any, missing: set[str]) -> int:
    """The page without stills, its scripts, styles and fonts, and the scripts of its figures."""
    for still in soup.select("svg.nnb-still, img.nnb-still"):
        still.decompose()
    loads = [tag.get(key, "") for kind, key in LOADING.items() for tag in soup.find_all(kind)]
    names = {urlsplit(address).path for address in loads}
    wanted = {name for name in names if name.endswith((".js", ".css"))}
    found = {tag["data-explorable"] for tag in soup.select("[data-explorable]")}
    wanted |= {f"_static/figures/{kind}.js" for kind in found & set(FIGURES)}
    missing |= (absent := {name for name in wanted if not (SITE / name).is_file()})
    fonts = sum((SITE / f"_static/fonts/KaTeX_{font}.woff2").stat().st_size for font in FONTS)
    files = [(SITE / name).read_bytes() for name in wanted - absent]
    return fonts + sum(len(gzip.compress(one, 9)) for one in (str(soup).encode(), *files))
