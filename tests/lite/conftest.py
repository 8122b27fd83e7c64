"""The built JupyterLite, served, in a real Chromium."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import lite
import pytest
from chromium import FLAGS, system_chromium
from playwright.sync_api import BrowserContext, Page, sync_playwright

from nnbook.commands import serving

START, RUN = 180_000, 900  # ms until a kernel is there, s until all cells have run
KERNEL = "window.jupyterapp?.shell.currentWidget?.sessionContext.session?.kernel"
MODEL = "jupyterapp.shell.currentWidget.content.model.toJSON()"


def pyodide() -> Path:
    """The folder with Pyodide that the command names; without it these tests are not for now."""
    folder = os.environ.get("PYODIDE")
    if not folder:
        pytest.skip("PYODIDE names no folder: make test-lite PYODIDE=DIR")
    return Path(folder)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with nothing but JupyterLite in it."""
    folder = tmp_path_factory.mktemp("site")
    lite.build(folder / "lite", pyodide())
    return folder


@pytest.fixture(scope="module")
def window(site: Path) -> Iterator[tuple[BrowserContext, str]]:
    """A window of a browser, which keeps what it has loaded, and the address of the site."""
    path = system_chromium()
    if path is None:
        pytest.fail("no Chromium found: install chromium, or set NNBOOK_CHROMIUM to its path")
    with serving.server(site) as server, sync_playwright() as playwright:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        context = browser.new_context(viewport={"width": 1200, "height": 900})
        context.set_default_timeout(START)
        yield context, f"http://127.0.0.1:{server.server_address[1]}"
        browser.close()
        server.shutdown()


@dataclass
class Lab:
    """A chapter that is open in JupyterLite, with a Python behind it."""

    page: Page
    address: str
    troubles: list[str] = field(default_factory=list)

    def open(self, name: str) -> Lab:
        """Come in as a reader does, and wait until Python is there."""
        own = (self.address, "data:", "blob:")
        self.page.on(
            "request",
            lambda request: (
                None if request.url.startswith(own) else self.troubles.append(request.url)
            ),
        )
        self.page.goto(f"{self.address}/lite/open.html?chapter={name}")
        self.page.wait_for_url("**/notebooks/**")
        self.page.wait_for_selector(".jp-Notebook")
        self.page.wait_for_function(f"{KERNEL}?.status === 'idle'")
        return self

    def run_all(self) -> None:
        """Run every cell, and wait for the last."""
        self.page.evaluate("() => jupyterapp.commands.execute('notebook:run-all-cells')")
        end = time.monotonic() + RUN
        while time.monotonic() < end:
            counts = [cell["execution_count"] for cell in self.code_cells()]
            if all(counts) and self.page.evaluate(f"{KERNEL}.status") == "idle":
                return
            self.page.wait_for_timeout(500)
        pytest.fail(f"after {RUN} s cell {sum(map(bool, counts)) + 1} had not run")

    def code_cells(self) -> list[dict[str, Any]]:
        """The code cells as they are now, with their outputs."""
        cells = self.page.evaluate(f"{MODEL}.cells")
        return [cell for cell in cells if cell["cell_type"] == "code"]

    def execute(self, code: str) -> str:
        """What some code prints, run beside the cells; nnbook is installed first."""
        return str(
            self.page.evaluate(
                f"""async (code) => {{
                  const asked = {KERNEL}.requestExecute({{ code }});
                  let said = "";
                  asked.onIOPub = (message) => {{
                    said += message.content.text ?? message.content.evalue ?? "";
                  }};
                  await asked.done;
                  return said;
                }}""",
                "%pip install --quiet nnbook\n" + code,
            )
        )


@pytest.fixture
def lab(window: tuple[BrowserContext, str]) -> Iterator[Callable[[str], Lab]]:
    """Open a chapter: `lab("02-neurons")`."""
    context, address = window
    pages = []

    def start(name: str) -> Lab:
        pages.append(context.new_page())
        return Lab(pages[-1], address).open(name)

    yield start
    for page in pages:
        page.close()
