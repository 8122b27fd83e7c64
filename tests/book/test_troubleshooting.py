"""Every message that the page on troubleshooting quotes is what the program says."""

from __future__ import annotations

import errno
import http.server
import importlib.util
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from jupyter_client.kernelspec import NoSuchKernel

import book
import nnbook
from nnbook import SGD, Layer, Network, cross_entropy, interact, mse, perceptron, train
from nnbook.commands import serving
from nnbook.widgets import page_script

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "book" / "_ext"))

from nnbook_book import figures  # noqa: E402

PAGE = (ROOT / "book" / "troubleshooting.md").read_text("utf-8")
QUOTED = re.findall(r"^```text\n(.*?)\n```$", PAGE, re.MULTILINE | re.DOTALL)
RNG = np.random.default_rng(1)
NETWORK = Network.random([2, 2, 1], ["sigmoid", "sigmoid"], rng=RNG)
LINE = Network([Layer([[1.0]], None, "identity")])
FAR = np.array([[10.0], [20.0]])

# What a reader does, and what the page quotes of the answer.
ERRORS: dict[str, Callable[[], object]] = {
    "W must be (outputs": lambda: Layer([0.3, 0.9], [0.0], "step"),
    "layer 2 takes": lambda: Network(
        [Layer(np.ones((4, 2)), None, "relu"), Layer(np.ones((1, 3)), None, "sigmoid")]
    ),
    "the network takes x": lambda: NETWORK(np.ones((5, 3))),
    "mse takes": lambda: mse([1, 2, 3], [[1], [2], [3]]),
    "cross_entropy takes": lambda: cross_entropy([0, 2], np.full((2, 3), 1 / 3)),
    "Network.random takes": lambda: Network.random([2, 1], ["step"], rng=42),  # type: ignore[arg-type]
    "activation must": lambda: Layer([[1.0]], None, "sigmod"),
    "W must be finite": lambda: Layer([[np.nan]], None, "relu"),
    "perceptron takes": lambda: perceptron([[1.0], [2.0]], [1, -1], w=[0.0]),
    "draw takes": lambda: interact(draw, v=(0, 1)),
    "in epoch 92": lambda: train(
        LINE, FAR, 2 * FAR, loss=mse, optimizer=SGD(0.1), epochs=1000
    ),
    "there is no exercise": lambda: nnbook.check("99.1", 1),
    "No such kernel": lambda: raise_(NoSuchKernel("python3")),
    "there is no book yet": book.serve,
    "Address already": lambda: serving.server(ROOT, port=taken()),
}  # fmt: skip


RAISED = (ValueError, TypeError, ArithmeticError, KeyError, OSError, book.BookError)


def draw(w: float) -> float:
    return w


def raise_(error: Exception) -> None:
    raise error


def taken() -> int:
    """A port that another server holds for as long as this file is loaded."""
    HELD.append(serving.server(ROOT))
    return int(HELD[-1].server_address[1])


HELD: list[http.server.ThreadingHTTPServer] = []


def quoted(start: str) -> str:
    """The message of the page that begins so."""
    found = [one for one in QUOTED if one.startswith(start)]
    assert len(found) == 1, f"{len(found)} quoted messages begin with {start!r}"
    return found[0]


@pytest.fixture
def setup_tool() -> ModuleType:
    """tools/setup.py as a module of its own, so that a test may change what it knows."""
    spec = importlib.util.spec_from_file_location("setup_on_trial", ROOT / "tools" / "setup.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("start", ERRORS)
def test_the_program_says_what_the_page_quotes(
    start: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What a reader is told to have done raises the quoted sentence, word for word."""
    monkeypatch.setattr(book, "SITE", tmp_path / "no site")
    with pytest.raises(RAISED) as caught:
        ERRORS[start]()
    while HELD:
        HELD.pop().server_close()
    wanted, said = quoted(start), str(caught.value)
    if isinstance(caught.value, OSError):  # each system has its own words for it
        assert caught.value.errno == errno.EADDRINUSE
        assert sys.platform != "linux" or caught.value.strerror == wanted
    elif start == "there is no exercise":
        assert said.startswith(wanted)
    else:
        assert said == wanted


def test_an_old_python_is_told_so(
    setup_tool: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Python 3.9 gets as far as the sentence that says which one is wanted."""
    old = type(setup_tool)("sys")
    old.version_info, old.stderr = (3, 9, 2), sys.stderr  # type: ignore[attr-defined]
    monkeypatch.setattr(setup_tool, "sys", old)
    monkeypatch.setattr(setup_tool, "other_python", list)
    assert setup_tool.main() == 1
    assert capsys.readouterr().err.strip() == quoted("Python 3.11")


def test_a_python_in_parts_is_told_so(
    setup_tool: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without venv, virtualenv and pip the setup names what to install."""
    monkeypatch.setattr(setup_tool, "has", lambda _module: False)
    with pytest.raises(setup_tool.Failure) as caught:
        setup_tool.make_environment()
    here = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    assert str(caught.value).replace(here, "python3.11-venv") == quoted("This Python cannot")


def test_a_failed_installation_is_told(
    setup_tool: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where pip fails, its last words come first and then the sentence of the page."""
    monkeypatch.setattr(setup_tool, "PYTHON", Path(sys.executable))
    with pytest.raises(setup_tool.Failure) as caught:
        setup_tool.pip_install("--no-such-option")
    assert str(caught.value).splitlines()[-1] == quoted("pip could not")


def test_a_python_without_the_book_says_so() -> None:
    """A Python that does not see its installed packages misses nnbook in the words of the page."""
    command = [sys.executable, "-I", "-S", "-c", "import nnbook"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[-1] == quoted("ModuleNotFoundError")


def test_the_pages_say_what_is_quoted(tmp_path: Path) -> None:
    """The sentences in pages: of a figure without scripts, without frames, with old frames."""
    figure = '<figure class="nnbook" data-explorable="neuron"></figure>'
    assert quoted("This is a still") in figures.with_word_for_stills(figure, None)
    sentence = quoted("The pictures of").removesuffix(".")
    assert sentence[0].lower() + sentence[1:] in page_script()
    (tmp_path / "0123456789abcdef.js").write_text("/* nnbook-frames of another source */\n")
    assert figures.complaint(tmp_path, "0123456789abcdef") == quoted("the frames")


def test_a_damaged_progress_file_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A verdict ends with the sentence of the page where the learner's file cannot be read."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NNBOOK_PROGRESS", "progress.json")
    (tmp_path / "progress.json").write_text("{")
    said = str(nnbook.check("3.1", lambda *_: 0.0)).splitlines()
    assert said[-1] == quoted("Your progress was not")


def test_others_say_what_is_quoted() -> None:
    """JupyterLab's and numpy's own words, where they are installed, and those of an exercise."""
    manager = Path(sys.prefix, "share", "jupyter", "labextensions", "@jupyter-widgets")
    scripts = [path.read_text("utf-8") for path in manager.rglob("static/*.js")]
    assert any(quoted("Error displaying") in script for script in scripts)
    assert quoted("numpy.dtype") in Path(np.__file__).read_text("utf-8")
    assert str(nnbook.check("3.1", ...)).startswith(quoted("Not attempted"))


def test_every_quotation_is_tried() -> None:
    """The tests above account for each message on the page."""
    source = Path(__file__).read_text("utf-8")
    starts = {*ERRORS, *re.findall(r'quoted\("([^"]+)"\)', source)}
    untried = [one for one in QUOTED if not any(one.startswith(start) for start in starts)]
    assert not untried
