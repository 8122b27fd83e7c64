"""Inside bubblewrap's jail: a parent that runs no foreign code, and a cell for each question.

Importing numpy costs more than ten times what a question costs, so it is done once: the parent has
numpy and the core loaded, and forks. What a child must not share with the next is made anew for
each: a pid namespace (when the child ends, all it has started ends), a mount namespace with an
empty scratch in memory, the only place that can be written to, and pipes that come from outside and
that no other child ever holds. Then the child gives up, for good, what made this possible: its
capabilities, its limits, and all system calls but those of `_seccomp`. Memory is a copy; the
parent's holds nothing of any student, since it never reads from those pipes. A second fork in
between would cost as much as all of the rest, so the parent itself makes each namespace and returns
to its own.

    in   one byte and two file descriptors: start     one byte: end it
    out  one byte: ended
"""

from __future__ import annotations

import ctypes
import gc
import os
import resource
import signal
import socket
import sys
from importlib import import_module

from nnbook.classroom import _runner, _seccomp, _wire

NEWNS, NEWPID = 0x00020000, 0x20000000
PIDFD_OPEN = 434  # the system call; Python has a name for it only where it was built for Linux
NOSUID_NODEV_NOEXEC = 2 | 4 | 8
SET_DUMPABLE, SET_SECCOMP, SET_NO_NEW_PRIVS, CAP_AMBIENT, CLEAR_ALL = 4, 22, 38, 47, 4
FILTER = 2
SCRATCH_MB = 16
THREADS = 32
FILES = 64
PRELOADED = (
    "collections", "functools", "itertools", "math", "numpy.fft", "numpy.linalg",
    "numpy.polynomial", "numpy.random", "random", "statistics",
)  # fmt: skip

libc = ctypes.CDLL(None, use_errno=True)


def main(memory: int, cpu: int) -> None:
    """Wait for questions on standard input, a socket, and answer them one at a time.

    `memory` is a question's address space in MB, `cpu` its seconds on the processor.
    """
    _step_inside()
    control = socket.socket(fileno=os.dup(0))
    _quieten()
    for name in (*PRELOADED, *_runner.core()):
        import_module(name)
    _runner.close_core()
    home, filter_ = libc.syscall(PIDFD_OPEN, os.getpid(), 0), _filter()
    _done(min(home, 0), "name its own process")
    gc.collect()
    gc.freeze()  # so that collecting in a child does not copy what is shared
    control.send(b"!")
    while True:
        message, pipes, *_ = socket.recv_fds(control, 1, 2)
        if not message:
            return
        _done(libc.unshare(NEWPID), "make a pid namespace")
        child = os.fork()
        if child == 0:
            try:
                control.close()
                os.close(home)
                _confine(memory, cpu, filter_)
                _answer(*pipes)
            finally:
                os._exit(0)  # nothing that the notebook has left behind runs now
        _done(libc.setns(home, NEWPID), "return from a pid namespace")
        for each in pipes:
            os.close(each)
        control.recv(1)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        control.send(b".")


def _step_inside() -> None:
    """Go on in a pid namespace made here: nobody may return to one that bubblewrap has made."""
    _done(libc.unshare(NEWPID), "make a pid namespace")
    inside = os.fork()
    if inside:
        os.close(0)  # whoever listens hears when the other has ended
        os.waitpid(inside, 0)
        os._exit(0)


class Program(ctypes.Structure):
    """The kernel's `struct sock_fprog`: instructions of 8 bytes each."""

    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def _filter() -> Program:
    """The system calls of a question, which is the first process of its namespace."""
    text = _seccomp.program(1)
    return Program(len(text) // 8, text)


def _quieten() -> None:
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in range(3):
        os.dup2(nothing, standard)
    os.close(nothing)


def _answer(inlet: int, outlet: int) -> None:
    with os.fdopen(inlet, "rb") as reader, os.fdopen(outlet, "wb") as writer:
        _wire.write_frame(writer, "confined")
        _runner.serve(reader, writer)


def _confine(memory: int, cpu: int, filter_: Program) -> None:
    """Give up, one after the other, everything that a question does not need."""
    os.setsid()
    _done(libc.unshare(NEWNS), "make a mount namespace")
    size = f"size={SCRATCH_MB}m,nr_inodes=1000,mode=700".encode()
    _done(libc.mount(b"scratch", b"/scratch", b"tmpfs", NOSUID_NODEV_NOEXEC, size), "mount scratch")
    os.chdir("/scratch")
    for limit, most in (
        (resource.RLIMIT_AS, memory << 20),
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_FSIZE, SCRATCH_MB << 20),
        (resource.RLIMIT_NPROC, THREADS),
        (resource.RLIMIT_NOFILE, FILES),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MEMLOCK, 0),
    ):
        resource.setrlimit(limit, (most, most))
    _done(libc.prctl(SET_DUMPABLE, 0, 0, 0, 0), "hide the memory")
    _done(libc.prctl(CAP_AMBIENT, CLEAR_ALL, 0, 0, 0), "clear the ambient capabilities")
    header, none = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    _done(libc.capset(header, none), "drop the capabilities")
    _done(libc.prctl(SET_NO_NEW_PRIVS, 1, 0, 0, 0), "forbid new privileges")
    _done(libc.prctl(SET_SECCOMP, FILTER, ctypes.byref(filter_), 0, 0), "filter system calls")


def _done(status: int, what: str) -> None:
    if status != 0:
        raise OSError(ctypes.get_errno(), f"could not {what}")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
