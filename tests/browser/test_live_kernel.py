"""The same figures in JupyterLab with a real kernel: hands move traits, traits move figures."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from nnbook.widgets import Neuron
from nnbook.widgets import neuron_picture as picture
from tests.browser.figure_pages import described, drag, settle, shown

ROOT = Path(__file__).resolve().parents[2]
CELLS = [
    "from nnbook import Neuron, interact\nneuron = Neuron(x=[0.9, 0.1], w=[0.3, 0.9])\nneuron",
    "print(neuron.x, neuron.w, neuron.activation, round(neuron.z, 6))",
    "neuron.x, neuron.activation = [0.2, -0.7], 'tanh'",
    "with neuron.hold_trait_notifications():\n    neuron.x, neuron.w = [1, 2, 3], [0, 1, -1]",
    "neuron.b = float('nan')",
    "interact(lambda w, kind: f'<b>{kind} {w:.1f}</b>', w=(-1, 1, 0.1), kind=['one', 'two'])",
    "from nnbook import check, solution\ncheck('3.3', '')",
    "solution('3.3')",
]


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A JupyterLab with one notebook, stopped when the tests are done."""
    home = tmp_path_factory.mktemp("lab")
    cells = [nbformat.v4.new_code_cell(code) for code in CELLS]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    book = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(book, home / "figures.ipynb")
    port = free_port()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "IPYTHONDIR": str(home / "ipython"),
                   "JUPYTER_CONFIG_DIR": str(home / "config"),
                   "JUPYTER_RUNTIME_DIR": str(home / "runtime")}  # fmt: skip
    options = [
        "--no-browser", "--allow-root", f"--port={port}", "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.root_dir={home}", "--IdentityProvider.token=", "--ServerApp.port_retries=0",
        "--LabApp.expose_app_in_browser=True", "--LabApp.extension_manager=readonly",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]  # fmt: skip
    log = home / "server.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *options],
            env=environment, stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(f"{address}/api", server, log)
            yield address
        finally:
            server.terminate()  # which ends its kernels too
            server.wait(20)


def wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the server answers."""
    for _ in range(300):
        if server.poll() is not None:
            break
        try:
            urllib.request.urlopen(url, timeout=1).close()  # noqa: S310  our own server
        except OSError:
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"JupyterLab did not start:\n{log.read_text()[-2000:]}")


@pytest.fixture(scope="module")
def notebook(lab: str, chromium: Browser) -> Iterator[Page]:
    """The notebook, open in JupyterLab with its kernel running; nobody else was asked."""
    context = chromium.new_context(viewport={"width": 1200, "height": 2400})
    context.set_default_timeout(30_000)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{lab}/lab/tree/figures.ipynb?reset")
    page.locator(".jp-CodeCell").nth(len(CELLS) - 1).wait_for()
    page.evaluate("jupyterapp.shell.currentWidget.sessionContext.ready")
    yield page
    context.close()
    strangers = [url for url in asked if not re.match(rf"{lab}|ws://127|data:|blob:", url)]
    assert strangers == []


def run(page: Page, number: int) -> Locator:
    """Run a cell again and return its output when it is done."""
    page.evaluate(
        """async (number) => {
          jupyterapp.shell.currentWidget.content.activeCellIndex = number;
          await jupyterapp.commands.execute("notebook:run-cell");
        }""",
        number,
    )
    return page.locator(".jp-CodeCell").nth(number).locator(".jp-OutputArea")


def python_says(page: Page, wanted: str) -> None:
    """Print the traits until they are as wanted: a widget sends its last change when it can."""
    printed = ""
    for _ in range(20):
        printed = run(page, 1).inner_text()
        if wanted in printed:
            return
        page.wait_for_timeout(100)
    pytest.fail(f"wanted {wanted}, but Python printed {printed}")


def formulas(neuron: Neuron) -> list[str]:
    """What the figure's two lines say for this neuron."""
    s = neuron._shown()
    return [picture.sum_text(s), picture.output_text(s)]


def test_traits_move_both_ways(notebook: Page) -> None:
    """A slider moved by key sets the trait in Python; a trait set in Python moves the slider."""
    found = run(notebook, 0).locator(".nnb")
    weight = found.get_by_role("slider", name="weight w1", exact=True)
    weight.wait_for()
    assert shown(found)["formulas"] == formulas(Neuron(x=[0.9, 0.1], w=[0.3, 0.9]))
    assert found.get_by_role("button", name="Copy link").count() == 0  # there is no page to link to

    weight.focus()
    for _ in range(4):
        notebook.keyboard.press("ArrowRight")
    python_says(notebook, "[0.9, 0.1] [0.5, 0.9] step 0.54")

    drag(notebook, found.get_by_role("slider", name="input x2", exact=True), (0.525, 0.5), (1, 0.5))
    python_says(notebook, "[0.9, 2.0] [0.5, 0.9] step 2.25")

    run(notebook, 2)
    wanted = Neuron(x=[0.2, -0.7], w=[0.5, 0.9], activation="tanh")
    described(found, wanted.alt)
    assert shown(found)["formulas"] == formulas(wanted)
    expect(found.get_by_label("input x2, as a number")).to_have_value("-0.7")

    found.get_by_role("button", name="Reset").click()
    python_says(notebook, "[0.9, 0.1] [0.3, 0.9] step 0.36")


def test_inputs_change_in_number(notebook: Page) -> None:
    """Two inputs become three in Python, and the figure grows a third."""
    found = run(notebook, 0).locator(".nnb")
    found.get_by_role("slider", name="weight w2", exact=True).wait_for()
    run(notebook, 3)
    found.get_by_role("slider", name="weight w3", exact=True).wait_for()
    assert shown(found)["formulas"] == formulas(Neuron(x=[1, 2, 3], w=[0, 1, -1]))


def test_impossible_state_is_refused_by_python(notebook: Page) -> None:
    """Setting a trait to NaN raises one sentence, and the figure stays as it was."""
    found = run(notebook, 0).locator(".nnb")
    found.get_by_role("slider", name="bias b", exact=True).wait_for()
    before = shown(found)
    expect(run(notebook, 4)).to_contain_text("b of Neuron must be finite, but received nan")
    settle(notebook)
    assert shown(found) == before


def test_interact_is_ordinary_ipywidgets(notebook: Page) -> None:
    """interact shows JupyterLab's own slider and list, and Python draws at each move."""
    output = run(notebook, 5)
    shows = output.locator(".widget-html-content b")
    expect(shows).to_have_text("one 0.0")
    slider = output.locator(".widget-slider [role=slider], .widget-slider .noUi-handle").first
    slider.focus()
    notebook.keyboard.press("ArrowRight")
    expect(shows).to_have_text("one 0.1")
    output.locator(".widget-dropdown select").select_option("two")
    expect(shows).to_have_text("two 0.1")


def test_an_exercise_is_answered_in_the_notebook(notebook: Page) -> None:
    """Lines are moved by keys; what was checked counts as tried, so the solution may be seen."""
    found = run(notebook, 6).locator(".nnb")
    grips = found.locator(".nnb-grip")
    grips.first.focus()
    expect(run(notebook, 7)).to_contain_text("Try once first.")
    grips.first.focus()
    for key in ("Space", "ArrowDown", "ArrowDown", "Space"):
        notebook.keyboard.press(key)
    expect(grips).to_contain_text(["B", "C", "A", "D", "E", "F"])
    found.get_by_role("button", name="Check exercise 3.3").focus()
    notebook.keyboard.press("Enter")
    expect(found.locator(".nnb-said")).to_contain_text("✗ Not yet.")
    for _ in range(20):
        if "def one_walk" in run(notebook, 7).inner_text():
            return
        notebook.wait_for_timeout(100)
    pytest.fail("the answer did not reach Python")
