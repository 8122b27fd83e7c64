"""The book in a browser and nothing else: JupyterLite with every chapter, as `lite/` of the site.

`tools/book.py` calls `build` when the pages are done. Python for the browser, Pyodide, comes from
its CDN when a reader opens a chapter, or from the site itself if `make book PYODIDE=DIR` names a
folder that holds it. Readers come in by `lite/open.html?chapter=NAME`, which loads what JupyterLite
will ask for with a progress bar, and says so where a browser cannot run it.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from chapters import canonical, chapters, frameworks
from jupyterlite_pyodide_kernel.constants import PYODIDE_CDN_URL

from nnbook.widgets.script import progress_script

ROOT = Path(__file__).resolve().parents[1]
MEASURED = ROOT / "book" / "measured.json"  # what the page on speed reads
PAGE = Path(__file__).with_suffix(".html")
KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"
IMPORTED = ("anywidget", "ipywidgets", "matplotlib", "numpy")
# what JupyterLite's kernel asks for before the first cell
KERNEL_ASKS = ("jedi", "micropip", "piplite", "prompt-toolkit", "pyodide-http", "tqdm")
PRELOADED = ["ipykernel", "comm", "pyodide-kernel", "ipython"]
ENTRY = "pyodide.mjs"
CORE = (ENTRY, "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")


class LiteError(Exception):
    """The site could not be made; the message says why."""


def runnable() -> list[Path]:
    """The notebooks that run in a browser: all but those with cells for a framework."""
    paths = chapters()
    return [p for p in paths if not any(map(frameworks.is_tagged, canonical.read(p)["cells"]))]


def build(target: Path, pyodide: Path | None = None) -> None:
    """Make JupyterLite in the folder `target`; raises LiteError for a folder without Pyodide."""
    if pyodide is not None and not (pyodide / ENTRY).is_file():
        raise LiteError(f"PYODIDE names a folder with {ENTRY} in it, but {pyodide} has none")
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        _lay_out(work, pyodide)
        wheel = _wheel(work / "wheel")
        command = [
            sys.executable, "-m", "jupyter", "lite", "build", "--contents", "files",
            "--no-sourcemaps", "--apps", "notebooks", "--piplite-wheels", str(wheel),
            "--output-dir", "out",
        ]  # fmt: skip
        done = subprocess.run(
            command, cwd=work, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
            encoding="utf-8",
        )  # fmt: skip
        if done.returncode:
            raise LiteError(f"{done.stdout}\nJupyterLite was not built")
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(work / "out", target)
        (target / "try.json").write_text(_for_cells(wheel, pyodide), "utf-8")
    _share_progress(target)
    names = [path.stem for path in runnable()]
    (target / "open.html").write_text(opening_page(names, _downloads(pyodide)), "utf-8")


def opening_page(names: Iterable[str], downloads: Iterable[tuple[str, int]]) -> str:
    """The page that loads and then leads on; without names it says that nothing can be run here.

    `downloads` are addresses, from the page, with their sizes in bytes, 0 where that is not known.
    """
    config = json.dumps({"chapters": list(names), "downloads": list(downloads)})
    return PAGE.read_text("utf-8").replace("{{config}}", config.replace("</", "<\\/"))


def _downloads(pyodide: Path | None) -> list[tuple[str, int]]:
    if pyodide is None:
        return [(f"{PYODIDE_CDN_URL}/{name}", 0) for name in CORE]
    return [(f"static/pyodide/{path.name}", path.stat().st_size) for path in _files(pyodide)]


def _for_cells(wheel: Path, pyodide: Path | None) -> str:
    """What a cell that is tried on a page must know: where Python and nnbook are, how large."""
    files = [wheel, *(_files(pyodide) if pyodide else [])]
    return json.dumps({
        "python": f"{'static/pyodide' if pyodide else PYODIDE_CDN_URL}/{ENTRY}",
        "core": CORE,
        "nnbook": f"pypi/{wheel.name}",
        "sizes": {path.name: path.stat().st_size for path in files},
    })  # fmt: skip


def _share_progress(target: Path) -> None:
    """Let JupyterLite's page keep the answers given in its notebooks, as the book's pages do."""
    (target / "progress.js").write_text(progress_script(), "utf-8")
    page = target / "notebooks" / "index.html"
    head, end, rest = page.read_text("utf-8").partition("</head>")
    if not end:
        raise LiteError(f"{page} has no head to put a script into")
    page.write_text(f'{head}<script src="../progress.js"></script>\n{end}{rest}', "utf-8")


def _packages(pyodide: Path) -> dict[str, dict[str, Any]]:
    """What the folder's lock says of each package, by name."""
    lock = json.loads((pyodide / "pyodide-lock.json").read_text("utf-8"))
    found: dict[str, dict[str, Any]] = lock["packages"]
    return found


def _files(pyodide: Path) -> list[Path]:
    """Of a whole release, the files that the chapters need: Python, and packages with all they ask.

    Raises LiteError for a file that the folder lacks.
    """
    packages = _packages(pyodide)
    asked, wanted = [*PRELOADED, *IMPORTED, *KERNEL_ASKS], set[str]()
    while asked:
        name = asked.pop()
        if name in packages and name not in wanted:
            wanted.add(name)
            asked += packages[name]["depends"]
    files = [pyodide / name for name in CORE]
    files += [pyodide / packages[name]["file_name"] for name in sorted(wanted)]
    missing = [path.name for path in files if not path.is_file()]
    if missing:
        raise LiteError(f"{pyodide} is no whole release of Pyodide: it lacks {', '.join(missing)}")
    return files


def _lay_out(work: Path, pyodide: Path | None) -> None:
    """Write what JupyterLite is made of: the notebooks, the images, the settings, Pyodide."""
    files = work / "files"
    (files / "images").mkdir(parents=True)
    digest = hashlib.sha256()
    for path in [*runnable(), MEASURED]:
        shutil.copy(path, files)
        digest.update(path.read_bytes())
    for path in (ROOT / "book" / "images").glob("*.svg"):
        # JupyterLite hands an image to `btoa`, which takes no letter beyond Latin-1
        image = path.read_text("utf-8").encode("ascii", "xmlcharrefreplace")
        (files / "images" / path.name).write_bytes(image)
    kernel: dict[str, object] = {}
    if pyodide is not None:
        there = _packages(pyodide)
        (work / "static" / "pyodide").mkdir(parents=True)
        for path in _files(pyodide):
            shutil.copy(path, work / "static" / "pyodide")
        kernel["loadPyodideOptions"] = {"packages": [name for name in PRELOADED if name in there]}
        # a folder that holds all that the chapters import asks nobody else
        kernel["disablePyPIFallback"] = set(IMPORTED) <= set(there)
    config = {
        "appName": "Neural networks, number by number",
        # a new edition has a store of its own: nobody meets a stale copy of a chapter
        "contentsStorageName": f"nnbook {digest.hexdigest()[:12]}",
        "exposeAppInBrowser": True,
        "litePluginSettings": {KERNEL: kernel},
    }
    text = json.dumps({"jupyter-lite-schema-version": 0, "jupyter-config-data": config})
    (work / "jupyter-lite.json").write_text(text, "utf-8")


def _wheel(folder: Path) -> Path:
    """The package as a wheel."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory"]
    subprocess.run([*command, str(folder)], cwd=ROOT, check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)  # fmt: skip
    (wheel,) = folder.glob("*.whl")
    return wheel
