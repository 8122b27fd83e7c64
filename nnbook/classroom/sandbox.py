"""A fresh process for each question, in a jail; values go in and out, and nothing else does.

Inside the jail (`_jail`, bubblewrap) there is Python, numpy and a copy of nnbook's core (`_lab`):
no exercises, no expected values, no network, no other student, nothing that can be written to but a
scratch of its own. A parent process that never runs foreign code has numpy loaded and forks a child
for each question, into namespaces of its own (`_confine`, `_seccomp`). A question costs a few
milliseconds that way, against 60 or more for starting Python and numpy. One jail holds one copy of
nnbook; what an exercise forbids is not in it, so each set of forbidden names has its own jail.

What bounds an answer: real time (the whole pid namespace is killed), processor time, address space,
threads, open files, the size of files, and of what it says. It cannot start a process, so the limit
on the address space of one is a limit on all its memory, with or without a control group.

Without a jail (`trust`) each question starts a plain Python process with the same limits where the
system has them. Values are still compared outside, so a notebook earns nothing that it should not;
but it can read, write and send whatever its user can.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any, Self

import numpy as np

from nnbook.classroom import _lab
from nnbook.classroom._jail import START, Jail, Unavailable, reason_against
from nnbook.classroom._wire import Malformed, read_frame, write_frame

__all__ = ["Sandbox", "Talk", "Unavailable"]

LOOK = 0.1  # seconds between two looks at the clock
CPU = 6  # so many times the seconds of a question: the end for what blocks all signals
ADVICE = (
    "Mark on Linux, in WSL 2, or in a container that allows user namespaces; where every "
    "submission is known to be harmless, --i-trust-these-submissions marks without a jail."
)
WARNING = (
    "nnbook: THERE IS NO JAIL. Submitted programs run as you, and can read, change and send "
    "whatever you can."
)


class Watch:
    """Kills what still runs when its time is up: one thread for one question after the other."""

    def __init__(self) -> None:
        self._until: tuple[float, Callable[[], None]] | None = None
        self._closed = threading.Event()
        threading.Thread(target=self._look, daemon=True).start()

    def limit(self, seconds: float, kill: Callable[[], None]) -> None:
        """Kill after so many seconds from now, and not when it was said before."""
        self._until = time.monotonic() + seconds, kill

    def release(self) -> None:
        """Set no limit."""
        self._until = None

    def close(self) -> None:
        """End the thread."""
        self._closed.set()

    def _look(self) -> None:
        while not self._closed.wait(LOOK):
            until = self._until
            if until and time.monotonic() >= until[0]:
                until[1]()  # again and again, until it is released


class Talk:
    """The two ends of the pipes to a process that answers a question."""

    def __init__(
        self, inlet: IO[bytes], outlet: IO[bytes], kill: Callable[[], None], watch: Watch
    ) -> None:
        self._inlet, self._outlet, self._kill, self._watch = inlet, outlet, kill, watch

    def send(self, value: Any) -> None:
        """Send one value. Raises OSError if nobody listens."""
        write_frame(self._inlet, value)

    def receive(self) -> Any:
        """The next value. Raises EOFError at the end, Malformed for what is no value."""
        return read_frame(self._outlet)

    def limit(self, seconds: float) -> None:
        """Kill the process after so many seconds from now, and not when it was said before."""
        self._watch.limit(seconds, self._kill)


class Sandbox:
    """Where submitted programs run; made by `Sandbox.find`, and closed when all is done.

    `seconds` is the real time that the cells of a notebook have for one question, `memory` its
    address space in MB. One sandbox belongs to one process and to one thread.
    """

    def __init__(
        self, seconds: float, memory: int, *, jailed: bool, uid: int | None = None
    ) -> None:
        if not seconds > 0 or memory < 256:
            raise ValueError(
                "a question wants some seconds and 256 MB or more, but received "
                f"{seconds:g} s and {memory} MB"
            )
        self.seconds, self.memory, self.jailed, self._uid = seconds, memory, jailed, uid
        self._folder = Path(tempfile.mkdtemp(prefix="nnbook-"))
        self._tidy = weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        self._folder.chmod(0o711)  # what lies in it is the public core
        self._watch = Watch()
        weakref.finalize(self, self._watch.close)
        self._labs: dict[tuple[str, ...], Path] = {}
        self._jails: dict[tuple[str, ...], Jail] = {}

    @classmethod
    def find(
        cls,
        trust: bool = False,
        seconds: float = 10.0,
        memory: int = 1024,
        *,
        uid: int | None = None,
        forbids: Sequence[str] = (),
    ) -> Sandbox:
        """The sandbox of this machine; with `trust`, plain processes without a jail.

        With a `uid`, which only root can give, those processes belong to that user. It is tried
        once, in the jail for `forbids`, which is ready from then on.
        Raises Unavailable where no jail can be made, with the reason and what to do.
        """
        reason = "" if trust else reason_against()
        if reason:
            raise Unavailable(f"There is no jail for submitted programs: {reason}. {ADVICE}")
        if trust:
            _warn()
        sandbox = cls(seconds, memory, jailed=not trust, uid=uid)
        try:
            with sandbox.talk(forbids):
                return sandbox
        except Unavailable as error:
            sandbox.close()
            raise Unavailable(
                f"There is no jail for submitted programs: {error}. {ADVICE}"
            ) from None

    @contextlib.contextmanager
    def talk(self, forbids: Sequence[str] = ()) -> Iterator[Talk]:
        """A fresh process to talk to; when the talk ends, it is killed with all it has started.

        `forbids` is missing in its copy of nnbook. Raises Unavailable if there is no such process.
        """
        open_one = self._in_jail if self.jailed else self._in_the_open
        with open_one(tuple(forbids)) as talk:
            try:
                talk.limit(START)
                talk.receive()  # the first word, said before any foreign code runs
            except (EOFError, OSError, Malformed) as error:
                raise Unavailable(f"a question could not be shut in: {error}") from None
            finally:
                self._watch.release()
            try:
                yield talk
            finally:
                self._watch.release()

    @contextlib.contextmanager
    def _in_jail(self, forbids: tuple[str, ...]) -> Iterator[Talk]:
        jail = self._jails.get(forbids)
        if jail is not None and not jail.ready():
            jail.close()
            jail = None
        if jail is None:
            cpu = int(self.seconds * CPU) + 1
            jail = self._jails[forbids] = Jail(self._lab(forbids), self.memory, cpu)
        inside_in, inlet = os.pipe()
        outlet, inside_out = os.pipe()
        with os.fdopen(inlet, "wb") as writer, os.fdopen(outlet, "rb") as reader:
            try:
                end = jail.start(inside_in, inside_out)
            except OSError as error:
                raise Unavailable(f"the jail has ended: {error}") from None
            finally:
                os.close(inside_in)
                os.close(inside_out)
            try:
                yield Talk(writer, reader, end, self._watch)
            finally:
                end()
                with contextlib.suppress(OSError):
                    writer.close()

    @contextlib.contextmanager
    def _in_the_open(self, forbids: tuple[str, ...]) -> Iterator[Talk]:
        site = str(Path(np.__file__).parents[1])
        code = (
            f"import sys; sys.path[:0] = [{str(self._lab(forbids))!r}]; sys.path.append({site!r}); "
            f"from nnbook.classroom._runner import main; main({self.memory})"
        )
        scratch = tempfile.mkdtemp(dir=self._folder)
        if self._uid is not None:
            os.chown(scratch, self._uid, self._uid)
        known = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
        process = subprocess.Popen(  # noqa: S603 - our own Python
            [sys.executable, "-I", "-S", "-B", "-c", code],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=scratch,
            env={**known, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "HOME": scratch},
            start_new_session=True, user=self._uid, group=self._uid,
            extra_groups=None if self._uid is None else [],
        )  # fmt: skip
        if process.stdin is None or process.stdout is None:
            raise Unavailable("a process without pipes")
        try:
            yield Talk(process.stdin, process.stdout, process.kill, self._watch)
        finally:
            process.kill()
            with contextlib.suppress(OSError):
                process.communicate()
            shutil.rmtree(scratch, ignore_errors=True)

    def _lab(self, forbids: tuple[str, ...]) -> Path:
        if forbids not in self._labs:
            folder = self._folder / f"lab{len(self._labs)}"
            shutil.rmtree(folder, ignore_errors=True)  # of one that could not be built
            folder.mkdir(mode=0o755)
            _lab.build(folder, forbids)
            self._labs[forbids] = folder
        return self._labs[forbids]

    def close(self) -> None:
        """End all processes and remove what was written."""
        for jail in self._jails.values():
            jail.close()
        self._jails.clear()
        self._watch.close()
        self._tidy()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _warn() -> None:
    """Say once, on standard error, that there is no jail."""
    if not _warned:
        _warned.append(True)
        print(WARNING, file=sys.stderr, flush=True)  # noqa: T201


_warned: list[bool] = []
