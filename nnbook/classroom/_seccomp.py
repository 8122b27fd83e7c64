"""The system calls that foreign code may make: a list of those it needs, and no others.

No process is started, no program executed, no socket opened, no other process seen or signalled, no
namespace made, nothing mounted or traced: Python and numpy compute without any of it. Threads are
allowed. The list is put into a small BPF program here because the filter differs by one number in
each process, and no Python package of it comes without a C library of its own.
"""

from __future__ import annotations

import errno
import platform
import struct

__all__ = ["ARCHITECTURES", "program"]

# name: its number on x86_64, on aarch64; from the kernel's asm/unistd_64.h, asm-generic/unistd.h
ALLOWED = {
    "access": (21, None), "alarm": (37, None), "arch_prctl": (158, None), "brk": (12, 214),
    "chdir": (80, 49), "chmod": (90, None), "clock_getres": (229, 114),
    "clock_gettime": (228, 113), "clock_nanosleep": (230, 115), "close": (3, 57),
    "close_range": (436, 436), "copy_file_range": (326, 285), "creat": (85, None),
    "dup": (32, 23), "dup2": (33, None), "dup3": (292, 24), "exit": (60, 93),
    "exit_group": (231, 94), "faccessat": (269, 48), "faccessat2": (439, 439),
    "fadvise64": (221, 223), "fallocate": (285, 47), "fchmod": (91, 52), "fchmodat": (268, 53),
    "fcntl": (72, 25), "fdatasync": (75, 83), "flock": (73, 32), "fstat": (5, 80),
    "fstatfs": (138, 44), "fsync": (74, 82), "ftruncate": (77, 46), "futex": (202, 98),
    "getcpu": (309, 168), "getcwd": (79, 17), "getdents": (78, None), "getdents64": (217, 61),
    "getegid": (108, 177), "geteuid": (107, 175), "getgid": (104, 176), "getgroups": (115, 158),
    "getitimer": (36, 102), "getpgid": (121, 155), "getpgrp": (111, None), "getpid": (39, 172),
    "getppid": (110, 173), "getrandom": (318, 278), "getresgid": (120, 150),
    "getresuid": (118, 148), "getrlimit": (97, 163), "getrusage": (98, 165), "getsid": (124, 156),
    "gettid": (186, 178), "gettimeofday": (96, 169), "getuid": (102, 174), "link": (86, None),
    "linkat": (265, 37), "lseek": (8, 62), "lstat": (6, None), "madvise": (28, 233),
    "membarrier": (324, 283), "mincore": (27, 232), "mkdir": (83, None), "mkdirat": (258, 34),
    "mmap": (9, 222), "mprotect": (10, 226), "mremap": (25, 216), "msync": (26, 227),
    "munmap": (11, 215), "nanosleep": (35, 101), "newfstatat": (262, 79), "open": (2, None),
    "openat": (257, 56), "openat2": (437, 437), "pause": (34, None), "pipe": (22, None),
    "pipe2": (293, 59), "poll": (7, None), "ppoll": (271, 73), "pread64": (17, 67),
    "preadv": (295, 69), "pselect6": (270, 72), "pwrite64": (18, 68), "pwritev": (296, 70),
    "read": (0, 63), "readlink": (89, None), "readlinkat": (267, 78), "readv": (19, 65),
    "rename": (82, None), "renameat": (264, 38), "renameat2": (316, 276),
    "restart_syscall": (219, 128), "rmdir": (84, None), "rseq": (334, 293),
    "rt_sigaction": (13, 134), "rt_sigpending": (127, 136), "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139), "rt_sigsuspend": (130, 133), "rt_sigtimedwait": (128, 137),
    "sched_get_priority_max": (146, 125), "sched_get_priority_min": (147, 126),
    "sched_getaffinity": (204, 123), "sched_getparam": (143, 121),
    "sched_getscheduler": (145, 120), "sched_yield": (24, 124), "select": (23, None),
    "sendfile": (40, 71), "set_robust_list": (273, 99), "set_tid_address": (218, 96),
    "setitimer": (38, 103), "sigaltstack": (131, 132), "stat": (4, None), "statfs": (137, 43),
    "statx": (332, 291), "symlink": (88, None), "symlinkat": (266, 36), "sysinfo": (99, 179),
    "time": (201, None), "timer_create": (222, 107), "timer_delete": (226, 111),
    "timer_gettime": (224, 108), "timer_settime": (223, 110), "times": (100, 153),
    "truncate": (76, 45), "umask": (95, 166), "uname": (63, 160), "unlink": (87, None),
    "unlinkat": (263, 35), "utime": (132, None), "utimensat": (280, 88), "utimes": (235, None),
    "wait4": (61, 260), "waitid": (247, 95), "write": (1, 64), "writev": (20, 66),
}  # fmt: skip

# Calls that depend on an argument: (number on x86_64, on aarch64), see `program`.
CLONE, CLONE3, IOCTL, PRCTL, PRLIMIT, TGKILL = (
    (56, 220), (435, 435), (16, 29), (157, 167), (302, 261), (234, 131)
)  # fmt: skip
HIGHEST = 462  # newer calls do not exist, so that libraries take the older way
CLONE_THREAD = 0x00010000
CLONE_ANYTHING_NEW = 0x7E020080  # namespaces
IOCTLS = (0x5401, 0x5413, 0x5421, 0x5450, 0x5451)  # is it a terminal; blocking; closing on exec
PRCTLS = (15, 16)  # the name of a thread

# machine: its column in the lists, its number in the kernel's audit.h
ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}

LOAD, EQUAL, AT_LEAST, ABOVE, AND, RETURN = 0x20, 0x15, 0x35, 0x25, 0x54, 0x06
ALLOW, KILL, ERROR = 0x7FFF0000, 0x80000000, 0x00050000
NUMBER, ARCH, FIRST, SECOND = 0, 4, 16, 24  # where they stand in the kernel's seccomp_data


def program(pid: int, machine: str | None = None) -> bytes:
    """The filter for a process of this number, as an array of `struct sock_filter`.

    A call of another architecture ends the process; one that is not allowed fails with EPERM, one
    that is newer than the list with ENOSYS. Raises ValueError for a machine that is not known.
    """
    name = machine or platform.machine()
    if name not in ARCHITECTURES:
        raise ValueError(f"system calls are known for {', '.join(ARCHITECTURES)}, not for {name}")
    column, arch = ARCHITECTURES[name]
    forbidden = ERROR | errno.EPERM
    steps = [
        (LOAD, 0, 0, ARCH), (EQUAL, 1, 0, arch), (RETURN, 0, 0, KILL), (LOAD, 0, 0, NUMBER),
        (AT_LEAST, 0, 1, HIGHEST), (RETURN, 0, 0, ERROR | errno.ENOSYS),
        (EQUAL, 0, 1, CLONE3[column]), (RETURN, 0, 0, ERROR | errno.ENOSYS),
        # Only threads: the one flag set, none of the others.
        (EQUAL, 0, 5, CLONE[column]), (LOAD, 0, 0, FIRST),
        (AND, 0, 0, CLONE_THREAD | CLONE_ANYTHING_NEW), (EQUAL, 0, 1, CLONE_THREAD),
        (RETURN, 0, 0, ALLOW), (RETURN, 0, 0, forbidden),
        *_only(IOCTL[column], SECOND, IOCTLS, ERROR | errno.ENOTTY),
        *_only(PRCTL[column], FIRST, PRCTLS, forbidden),
        *_only(PRLIMIT[column], FIRST, (0,), forbidden),
        *_only(TGKILL[column], FIRST, (pid,), forbidden),
    ]  # fmt: skip
    listed = [pair[column] for pair in ALLOWED.values()]
    for low, high in _runs(sorted(number for number in listed if number is not None)):
        steps += [(AT_LEAST, 0, 2, low), (ABOVE, 1, 0, high), (RETURN, 0, 0, ALLOW)]
    steps.append((RETURN, 0, 0, forbidden))
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


def _only(
    call: int, argument: int, values: tuple[int, ...], otherwise: int
) -> list[tuple[int, ...]]:
    """A call that is allowed if an argument (its lower half) is one of these values."""
    tests = [(EQUAL, len(values) - n, 0, value) for n, value in enumerate(values)]
    return [(EQUAL, 0, len(values) + 3, call), (LOAD, 0, 0, argument), *tests,
            (RETURN, 0, 0, otherwise), (RETURN, 0, 0, ALLOW)]  # fmt: skip


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    """Sorted numbers as runs without a gap."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number <= runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs
