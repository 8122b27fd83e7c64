"""Running chapters: every cell in a fresh kernel, and every proof where it stands in between."""

from __future__ import annotations

import ast
import asyncio
import html
import json
import os
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from traitlets import default

from . import FRAMES, ROOT, ChapterError, frameworks
from .canonical import Node, canonical, parsed, read, tidied
from .proofs import Outcome, decoded, expression, judge
from .prose import Fault, read_prose
from .text import difference

CELL_SECONDS = 600
ANSI = re.compile(r"\x1b\[[0-9;]*m")
STATE = re.compile(r'<figure\b[^>]*\bdata-state="([^"]*)"')


@dataclass(frozen=True)
class Run:
    """What a run of a chapter gave: its stored and its fresh text, and the faults of its prose."""

    path: Path
    stored: str
    fresh: str
    faults: tuple[str, ...]
    missing_frames: tuple[str, ...]

    @property
    def changes_nothing(self) -> bool:
        """Whether the file already holds what the run gave."""
        return self.stored == self.fresh

    def difference(self) -> str:
        """Return a readable difference between the stored and the fresh form."""
        if self.changes_nothing:
            return ""
        old, new = tidied(parsed(self.stored)), parsed(self.fresh)
        return difference(self.stored, self.fresh, old, new)


class _ThisPython(KernelSpecManager):
    """Offers one kernel: the interpreter that runs this program."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=command, display_name=kernel_name, language="python")


class _Kernel(AsyncKernelManager):
    @default("kernel_spec_manager")
    def _own_spec(self) -> KernelSpecManager:
        return _ThisPython()


def run_chapter(path: Path, frames: Path = FRAMES) -> Run:
    """Run one chapter and its proofs; writes the frames of its figures, leaves the file alone.

    Raises ChapterError if a cell fails, and for whatever the canonical form refuses.
    """
    (run,) = run_chapters([path], frames=frames)
    if isinstance(run, ChapterError):
        raise run
    return run


def run_chapters(
    paths: Iterable[Path],
    *,
    jobs: int = 1,
    frames: Path = FRAMES,
    progress: Callable[[], Any] = lambda: None,
) -> list[Run | ChapterError]:
    """Run several chapters, ``jobs`` at a time; ``progress()`` is called after every cell.

    Where the extra `frameworks` is missing, a cell that needs it may fail and keeps what is stored.
    """
    # Windows' default loop cannot watch the sockets of a kernel
    loop = asyncio.SelectorEventLoop if sys.platform == "win32" else None
    with asyncio.Runner(loop_factory=loop) as runner:
        return runner.run(_run_all(list(paths), jobs, frames, progress))


async def _run_all(
    paths: list[Path], jobs: int, frames: Path, progress: Callable[[], Any]
) -> list[Run | ChapterError]:
    places = asyncio.Semaphore(jobs)

    async def one(path: Path) -> Run | ChapterError:
        async with places:
            try:
                return await _run(path, frames, progress)
            except ChapterError as error:
                return error

    return await asyncio.gather(*(one(path) for path in paths))


async def _run(path: Path, frames: Path, progress: Callable[[], Any]) -> Run:
    stored, notebook = await asyncio.to_thread(_read, path, frames)
    without = bool(frameworks.lacking(notebook))
    client = NotebookClient(
        notebook,
        timeout=CELL_SECONDS,
        kernel_name="python3",
        kernel_manager_class=_Kernel,
        record_timing=False,
        store_widget_state=False,
        allow_errors=True,
        extra_arguments=["--log-level=ERROR"],
        shutdown_kernel="immediate",  # a graceful one interrupts first, and prints that it did
        resources={"metadata": {"path": str(path.parent)}},
    )
    faults: list[str] = []
    async with client.async_setup_kernel(env=_environment(frames)):
        for index, cell in enumerate(notebook["cells"]):
            if without and frameworks.is_tagged(cell):
                await _try_code(client, cell, index)
            elif cell["cell_type"] == "code":
                await _run_code(client, cell, index, path)
            elif cell["cell_type"] == "markdown":
                found = await _prove(client, cell["source"])
                faults += [f"{path.name}, cell {index + 1} (id {cell['id']}): {f}" for f in found]
            progress()
    try:
        fresh = canonical(notebook)
    except ChapterError as error:
        raise ChapterError(f"{path.name}: {error}") from error
    return Run(path, stored, fresh, tuple(faults), _missing_frames(notebook, frames))


def _read(path: Path, frames: Path) -> tuple[str, Node]:
    frames.mkdir(parents=True, exist_ok=True)
    return path.read_text(encoding="utf-8"), tidied(read(path))


def _environment(frames: Path) -> dict[str, str]:
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    return os.environ | {
        "PYTHONPATH": path,
        "PYTHONHASHSEED": "0",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "NNBOOK_FRAMES": str(frames.resolve()),
        # The chapters' matrices are small: more threads would wait for each other, and add up
        # in another order on another machine.
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        # A chapter that is made or tested answers nothing in the name of who does it.
        "NNBOOK_PROGRESS": "off",
    }


async def _run_code(client: NotebookClient, cell: Node, index: int, path: Path) -> None:
    where = f"{path.name}, cell {index + 1} (id {cell['id']})"
    try:
        await client.async_execute_cell(cell, index)
    except CellTimeoutError as error:
        raise ChapterError(f"{where} took more than {CELL_SECONDS} s") from error
    except DeadKernelError as error:
        raise ChapterError(f"{where}: the kernel died") from error
    if "raises-exception" in cell["metadata"].get("tags", []):
        return
    for output in cell["outputs"]:
        if output["output_type"] == "error":
            trace = ANSI.sub("", "\n".join(output["traceback"]))
            raise ChapterError(f"{where} failed with {output['ename']}\n{trace}")


async def _try_code(client: NotebookClient, cell: Node, index: int) -> None:
    """Run a cell that may fail: the keys of figures hang on the text of all cells before them."""
    stored = list(cell["outputs"])
    await client.async_execute_cell(cell, index)
    cell["outputs"] = stored


async def _prove(client: NotebookClient, markdown: str) -> list[Fault]:
    """Return the faults of a cell's prose, its proofs evaluated in the kernel as it stands."""
    proofs, faults = read_prose(markdown)
    outcomes: dict[str, Outcome] = {}
    sources: dict[str, str] = {}
    for number, proof in enumerate(proofs):
        try:
            sources[str(number)] = expression(proof)
        except ValueError as error:
            outcomes[str(number)] = Outcome(error=str(error))
    for key, reply in (await _evaluated(client, sources)).items():
        if reply["status"] == "ok":
            outcomes[key] = decoded(ast.literal_eval(reply["data"]["text/plain"]))
        else:
            outcomes[key] = Outcome(error=f"{reply['ename']}: {reply['evalue']}")
    found = [judge(proof, outcomes[str(number)]) for number, proof in enumerate(proofs)]
    return faults + [fault for fault in found if fault]


async def _evaluated(client: NotebookClient, sources: dict[str, str]) -> dict[str, Any]:
    """Return the kernel's answers to expressions; silent, so that no cell's count moves."""
    if not sources:
        return {}
    kernel: Any = client.kc
    message = kernel.execute("", silent=True, store_history=False, user_expressions=sources)
    while True:
        reply = await kernel.get_shell_msg(timeout=CELL_SECONDS)
        if reply["parent_header"].get("msg_id") == message:
            return dict(reply["content"]["user_expressions"])


def _missing_frames(notebook: Node, frames: Path) -> tuple[str, ...]:
    """Return the keys of the figures that replay frames which the run did not leave behind."""
    states = [
        json.loads(html.unescape(state))
        for cell in notebook["cells"]
        for output in cell.get("outputs", [])
        for state in STATE.findall(output.get("data", {}).get("text/html", ""))
    ]
    keys = [state["key"] for state in states if "key" in state]
    return tuple(key for key in keys if not (frames / f"{key}.js").exists())
