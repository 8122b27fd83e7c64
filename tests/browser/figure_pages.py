"""Pages that hold figures and nothing else: they are made in a moment and need no built book."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page

from nnbook import widgets

PAGE = """<!DOCTYPE html>
<html lang="en" data-theme="{theme}"><head><meta charset="utf-8"><title>Figures</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="nnbook.css">
<style>
body {{ font: 16px/1.6 sans-serif; max-width: 44rem; margin: 0 auto; padding: 0 1rem;
  color: #222832; background: #fff; }}
html[data-theme="dark"] body {{ color: #ced6dd; background: #14181e; }}
</style>
<script src="nnbook.js" defer></script></head>
<body><main><h1>Figures</h1>{body}</main></body></html>
"""


def stored(figure: Any) -> str:
    """The html that a notebook stores of a figure."""
    data = figure._repr_mimebundle_()
    bundle: dict[str, str] = data[0] if isinstance(data, tuple) else data
    return bundle["text/html"]


def write_page(folder: Path, *figures: str, theme: str = "light") -> None:
    """Write a page with these figures, its script and its style."""
    folder.joinpath("nnbook.js").write_text(widgets.page_script(), encoding="utf-8")
    folder.joinpath("figures").mkdir(exist_ok=True)
    for kind, text in widgets.figure_scripts().items():
        folder.joinpath("figures", f"{kind}.js").write_text(text, encoding="utf-8")
    folder.joinpath("nnbook.css").write_text(widgets.page_style(), encoding="utf-8")
    page = PAGE.format(body="\n".join(figures), theme=theme)
    folder.joinpath("index.html").write_text(page, encoding="utf-8")


class Quiet(SimpleHTTPRequestHandler):
    """A server of files that says nothing."""

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def address(folder: Path, scheme: str) -> Iterator[str]:
    """Where the folder's page is, served or as a file."""
    if scheme == "file":
        yield (folder / "index.html").as_uri()
        return
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/index.html"
        server.shutdown()


@dataclass
class Desk:
    """A browser before a page of figures, and all that went wrong on it."""

    browser: Browser
    folder: Path
    url: str
    contexts: list[Any] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def lay(self, *figures: Any, theme: str = "light") -> None:
        """Put figures, or the html of figures, on the page."""
        html = (one if isinstance(one, str) else stored(one) for one in figures)
        write_page(self.folder, *html, theme=theme)

    def open(self, link: str = "", *, width: int = 900, touch: bool = False, **more: Any) -> Page:
        """Open the page in a new window."""
        context = self.browser.new_context(
            viewport={"width": width, "height": 800}, has_touch=touch, **more
        )
        self.contexts.append(context)
        context.set_default_timeout(30_000)
        page = context.new_page()
        page.on("console", lambda m: self.troubles.append(f"{m.type}: {m.text}"))
        page.on("pageerror", lambda e: self.troubles.append(f"exception: {e}"))
        page.on("request", lambda request: self.asked.append(request.url))
        page.goto(self.url + link)
        return page

    def strangers(self) -> list[str]:
        """Requests that left the page's own folder."""
        home = self.url.removesuffix("index.html")
        return [url for url in self.asked if not url.startswith((home, "data:"))]


def settle(page: Page) -> None:
    """Wait until what was done is drawn: a figure draws once a frame."""
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def live(page: Page, number: int = 0) -> Locator:
    """A figure of the page, once it has come to life: each does when it is scrolled near."""
    found = page.locator("figure.nnbook").nth(number)
    found.scroll_into_view_if_needed()
    found.locator(".nnb-body > *").first.wait_for()
    return found


def press(figure: Locator, name: str) -> None:
    """Press a button by its name."""
    figure.get_by_role("button", name=name, exact=True).click()
    settle(figure.page)


def barriers(page: Page) -> list[str]:
    """What axe finds serious or critical: its rule, and the first element that breaks it.

    Nothing of a page from a folder: axe would read its style sheet once more, which it may not.
    """
    if page.url.startswith("file"):
        return []
    violations = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:160]}"
        for one in violations
        if one["impact"] in {"critical", "serious"}
    ]


def shown(figure: Locator) -> dict[str, Any]:
    """All that a reader sees of a live figure: pictures, texts, and what stands in the controls."""
    settle(figure.page)
    return figure.evaluate(
        """(figure) => ({
          pictures: [...figure.querySelectorAll("svg > g:first-child")].map((g) => g.innerHTML),
          formulas: [...figure.querySelectorAll(".nnb-formula > div")].map((d) => d.textContent),
          controls: [...figure.querySelectorAll("input, select")]
            .map((one) => one.type === "checkbox" ? one.checked : one.value),
          drawn: figure.querySelector(".nnb-drawn > div")?.shadowRoot?.innerHTML ?? "",
        })"""
    )


def described(figure: Locator, wanted: str) -> None:
    """Wait until the figure's live description says what is wanted."""
    figure.locator(".nnb-description", has_text=wanted).wait_for(state="attached")


def drag(page: Page, target: Locator, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Drag with the mouse between two places in an element, as fractions of its size."""
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    assert box is not None
    (x0, y0), (x1, y1) = [
        (box["x"] + box["width"] * fx, box["y"] + box["height"] * fy) for fx, fy in (start, end)
    ]
    page.mouse.move(x0, y0)
    page.mouse.down()
    page.mouse.move((x0 + x1) / 2, (y0 + y1) / 2)
    page.mouse.move(x1, y1)
    page.mouse.up()
    settle(page)


def swipe(
    page: Page, target: Locator, start: tuple[float, float], end: tuple[float, float]
) -> None:
    """Drag with a finger between two places in an element, as fractions of its size."""
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    assert box is not None
    devtools = page.context.new_cdp_session(page)
    for kind, at in (
        ("touchStart", 0.0),
        ("touchMove", 0.5),
        ("touchMove", 1.0),
        ("touchEnd", None),
    ):
        points = [] if at is None else [{
            "x": box["x"] + box["width"] * (start[0] + (end[0] - start[0]) * at),
            "y": box["y"] + box["height"] * (start[1] + (end[1] - start[1]) * at),
        }]  # fmt: skip
        devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    settle(page)


OVERHANG = """() => {
  const edge = document.documentElement.clientWidth + 1;
  return [...document.querySelectorAll("main *")]
    .filter((one) => !one.closest(".nnb-description") && one.getBoundingClientRect().right > edge)
    .map((one) => `${one.tagName}.${one.className}`);
}"""
