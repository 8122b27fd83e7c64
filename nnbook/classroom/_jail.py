"""bubblewrap's jail around the process that answers questions: what it sees, and how it starts."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import numpy as np

from nnbook.classroom import _descend

__all__ = ["Jail", "Unavailable", "reason_against"]

NOBODY = 65534
START = 60.0  # seconds; on an idle machine it takes a fifth of one
LIBRARIES = (
    "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/etc/ld.so.cache", "/etc/alternatives",
)  # fmt: skip
ENVIRONMENT = {
    "HOME": "/scratch", "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1", "PATH": "/nowhere", "TMPDIR": "/scratch", "MPLBACKEND": "agg",
}  # fmt: skip


class Unavailable(RuntimeError):
    """No jail can be made here; the message says why and what to do."""


def reason_against() -> str:
    """Why there can be no jail on this machine; empty if there may be one."""
    if sys.platform != "linux":
        return f"a jail is made of parts of Linux, and this is {sys.platform}"
    if shutil.which("bwrap") is None:
        return "bubblewrap is not installed (Debian, Ubuntu, Fedora: the package `bubblewrap`)"
    return ""


class Jail:
    """One bubblewrap with one copy of nnbook in it, in which questions are answered in turn."""

    def __init__(self, lab: Path, memory: int, cpu: int) -> None:
        """Start it. Raises Unavailable with what bubblewrap says if it cannot be made."""
        self._control, inside = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._lock = threading.Lock()
        self._question, self._open = 0, False
        command = [sys.executable, "-I", "-S", "-B", *_program(lab, memory, cpu)]
        self._process = subprocess.Popen(  # noqa: S603 - our own
            command,
            stdin=inside.fileno(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env={},
        )
        inside.close()
        self._control.settimeout(START)
        try:
            started = self._control.recv(1) == b"!"
        except TimeoutError:
            started = False
        if not started:
            self._process.kill()
            says = self._process.communicate()[1].decode(errors="replace").strip().splitlines()
            self.close()
            raise Unavailable(f"bubblewrap makes no jail here: {says[-1] if says else 'silence'}")

    @property
    def lives(self) -> bool:
        """Whether the jail has not ended."""
        return self._process.poll() is None

    def ready(self) -> bool:
        """Whether another question can be asked; waits until nothing is left of the last one."""
        try:
            ended = not self._question or self._control.recv(1) == b"."
        except OSError:
            ended = False
        return ended and self.lives

    def start(self, inlet: int, outlet: int) -> Callable[[], None]:
        """Answer a question on these two ends of pipes. Raises OSError if the jail has ended.

        Returns what kills whatever answers it; called again, or when there is another question, it
        does nothing.
        """
        socket.send_fds(self._control, [b"?"], [inlet, outlet])
        self._question += 1
        self._open = True
        return partial(self._end, self._question)

    def _end(self, question: int) -> None:
        with self._lock:
            if question == self._question and self._open:
                self._open = False
                with suppress(OSError):  # if it has ended, `ready` finds out
                    self._control.send(b"k")

    def close(self) -> None:
        """End the jail with everything in it."""
        self._control.close()
        self._process.kill()
        self._process.wait()
        if self._process.stderr:
            self._process.stderr.close()


def _program(lab: Path, memory: int, cpu: int) -> list[str]:
    """What is to be started: bubblewrap, as root by way of a program that gives root up first."""
    shown = _shown()
    every, root = [*shown, *_numpy(), str(lab)], os.geteuid() == 0
    hidden = [place for place in every if root and not _open_to_all(place)]
    staging = lab.parent / f"{lab.name}-staging"
    if hidden:
        staging.mkdir(mode=0o755, exist_ok=True)
    places = {place: str(staging / str(n)) for n, place in enumerate(hidden)}
    arguments = [str(shutil.which("bwrap")), *_view(shown, lab, places)]
    arguments += [_interpreter(), "-I", "-S", "-B", "-c", _code(), str(memory), str(cpu)]
    if root:
        return [_descend.__file__, str(NOBODY), str(staging), *hidden, "--", *arguments]
    return ["-c", "import os, sys; os.execv(sys.argv[1], sys.argv[1:])", *arguments]


def _code() -> str:
    return (
        "import sys; sys.path[:0] = ['/lab']; "
        f"sys.path.append({str(Path(np.__file__).parents[1])!r}); "
        "from nnbook.classroom._confine import main; main(int(sys.argv[1]), int(sys.argv[2]))"
    )


def _view(shown: list[str], lab: Path, places: dict[str, str]) -> list[str]:
    """The arguments of bubblewrap: all namespaces, and a read-only view of very little."""
    words = ["--unshare-all", "--unshare-user", "--disable-userns", "--uid", str(NOBODY), "--gid",
             str(NOBODY), "--cap-drop", "ALL", "--cap-add", "CAP_SYS_ADMIN", "--die-with-parent",
             "--new-session", "--hostname", "lab", "--clearenv"]  # fmt: skip
    for name, value in ENVIRONMENT.items():
        words += ["--setenv", name, value]
    for place in shown:
        words += ["--ro-bind", places.get(place, place), place]
    # Other packages stay outside: the book's own solutions, and frameworks with every answer.
    empty = [str(each) for place in shown for each in Path(place).glob("python3*/*-packages")]
    for place in empty:
        words += ["--tmpfs", place]
    for place in _numpy():
        words += ["--ro-bind", places.get(place, place), place]
    for place in empty:
        words += ["--remount-ro", place]
    for device in ("null", "zero", "urandom", "random"):
        words += ["--dev-bind", f"/dev/{device}", f"/dev/{device}"]
    words += ["--ro-bind", places.get(str(lab), str(lab)), "/lab", "--dir", "/scratch"]
    if not any(place.startswith("/tmp/") for place in [*shown, *_numpy()]):  # noqa: S108
        words += ["--symlink", "/scratch", "/tmp"]  # noqa: S108 - in the jail
    return [*words, "--chdir", "/scratch", "--remount-ro", "/", "--"]


def _shown() -> list[str]:
    """What the jail shows of this machine: Python and the libraries that it is linked with."""
    prefix, stdlib = Path(sys.base_prefix), Path(os.__file__).parent
    places = [*LIBRARIES, _interpreter(), str(prefix / "lib")]
    if not stdlib.is_relative_to(prefix / "lib"):
        places.append(str(stdlib.parent))
    return [place for place in dict.fromkeys(places) if Path(place).exists()]


def _numpy() -> list[str]:
    folder = Path(np.__file__).parent
    return [str(each) for each in (folder, folder.with_name("numpy.libs")) if each.is_dir()]


def _interpreter() -> str:
    """The program of Python itself, which a virtual environment only points to."""
    return os.path.realpath(getattr(sys, "_base_executable", sys.executable))


def _open_to_all(place: str) -> bool:
    """Whether nobody in particular can read a file or a folder."""
    path = Path(place).resolve()
    inside = all(each.stat().st_mode & 0o001 for each in path.parents)
    return inside and bool(path.stat().st_mode & 0o004)
