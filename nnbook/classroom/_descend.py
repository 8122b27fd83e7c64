"""As root: reach what only root may reach, become nobody, and start a program as nobody.

    python _descend.py UID STAGING SOURCE ... -- PROGRAM ARGUMENT ...

A Python that lives under /root cannot be read by nobody. Each SOURCE is mounted as STAGING/N, in a
mount namespace that ends with the program, before root is given up.
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

NEWNS, BIND, RECURSIVE, PRIVATE = 0x00020000, 4096, 16384, 1 << 18


def main(words: list[str]) -> None:
    """Do as above; the process becomes the program."""
    cut = words.index("--")
    uid, staging, sources, program = int(words[0]), Path(words[1]), words[2:cut], words[cut + 1 :]
    if sources:
        _mount(staging, sources)
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)
    os.execv(program[0], program)  # noqa: S606 - there is no shell to be had


def _mount(staging: Path, sources: list[str]) -> None:
    libc = ctypes.CDLL(None, use_errno=True)

    def done(status: int, what: str) -> None:
        if status != 0:
            raise OSError(ctypes.get_errno(), f"could not {what}")

    done(libc.unshare(NEWNS), "make a mount namespace")
    done(libc.mount(b"none", b"/", None, RECURSIVE | PRIVATE, None), "keep mounts to itself")
    for number, source in enumerate(sources):
        target = staging / str(number)
        if Path(source).is_dir():
            target.mkdir(exist_ok=True)
        else:
            target.touch()
        done(libc.mount(os.fsencode(source), os.fsencode(target), None, BIND | RECURSIVE, None),
             f"show {source}")  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1:])
