"""A real Chromium on the built book, over http and from a folder."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

from chromium import FLAGS, system_chromium  # noqa: E402

import book  # noqa: E402
from nnbook.commands import serving  # noqa: E402
from tests.browser.figure_pages import Desk  # noqa: E402
from tests.browser.figure_pages import address as figure_address  # noqa: E402


@pytest.fixture(scope="module")  # while playwright is open, nothing else can run an event loop
def chromium() -> Iterator[Browser]:
    """One browser for a file of tests; continuous integration may not do without."""
    path = system_chromium()
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium found, and continuous integration must have one")
        pytest.skip("no Chromium found: install chromium, or set NNBOOK_CHROMIUM to its path")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(params=["http", "file"])
def desk(request: pytest.FixtureRequest, chromium: Browser, tmp_path: Path) -> Iterator[Desk]:
    """A page for figures; afterwards nothing was complained about and nobody else was asked."""
    with figure_address(tmp_path, request.param) as url:
        found = Desk(chromium, tmp_path, url)
        yield found
        for context in found.contexts:
            context.close()
    assert found.troubles == []
    assert found.strangers() == []


@pytest.fixture(scope="session")
def site() -> Path:
    """The folder of the site, built now if anything changed.

    In a process of its own: building runs chapters, for which an open playwright leaves no event
    loop.
    """
    subprocess.run([sys.executable, book.__file__, "build"], check=True)
    return book.SITE


@pytest.fixture(scope="session", params=["http", "file"])
def address(
    request: pytest.FixtureRequest, site: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Where the book is: once served on this machine, once unpacked from its zip into a folder."""
    if request.param == "file":
        folder = tmp_path_factory.mktemp("Bücher & Hefte")
        with zipfile.ZipFile(book.pack(folder / "book.zip")) as packed:
            packed.extractall(folder)
        yield (folder / book.ARCHIVE).as_uri()
        return
    with serving.server(site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@dataclass
class Visit:
    """An open page, with all that went wrong in it."""

    page: Page
    address: str
    troubles: list[str] = field(default_factory=list)
    received: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.troubles.append(f"exception: {error}"))
        self.page.on("request", self._watch)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.troubles.append(f"{message.type}: {message.text}")

    def _watch(self, request: Request) -> None:
        if request.url.startswith(self.address):
            self.received.append(request.url)
        elif not request.url.startswith(("data:", "blob:")):
            self.troubles.append(f"request to another host: {request.url}")

    def open(self, name: str) -> Page:
        """Go to a page of the book and wait until all of it is there."""
        self.page.goto(f"{self.address}/{name}", wait_until="load")
        return self.page


@pytest.fixture
def visit(chromium: Browser, address: str) -> Iterator[Callable[..., Visit]]:
    """Open windows on the book: ``visit(width=360, dark=True, javascript=False)``."""
    contexts = []

    def start(*, width: int = 1280, dark: bool = False, javascript: bool = True) -> Visit:
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
            accept_downloads=True,
        )
        contexts.append(context)
        context.set_default_timeout(30_000)
        return Visit(context.new_page(), address)

    yield start
    for context in contexts:
        context.close()
