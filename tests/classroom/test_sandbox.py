"""The jail: what is in it, what cannot be done from it, and that it ends in time."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import socket
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from nnbook.classroom import _jail, _lab, _seccomp
from nnbook.classroom import sandbox as module
from nnbook.classroom._asking import Answer, Trial, ask
from nnbook.classroom._wire import Malformed, Odd, decode, encode
from nnbook.classroom.sandbox import Sandbox, Unavailable
from nnbook.exercises._engine import chapters, exercises_of
from tests.classroom.bpf import decision
from tests.classroom.marked import jail, own_jail
from tests.needs import missing

ALLOW, KILL = 0x7FFF0000, 0x80000000
REFUSED = 0x00050000 | errno.EPERM
QUICK = settings(deadline=None, max_examples=60)


def seen(*cells: str, sandbox: Sandbox | None = None, **settings: Any) -> Answer:
    """What a notebook leaves in `x`, and how it went."""
    sources = tuple(textwrap.dedent(cell) for cell in cells)
    return ask(sandbox or jail(), Trial("3.2", "x", sources, **settings))


# What is in it


@pytest.mark.slow
def test_every_place_but_the_scratch_is_read_only() -> None:
    """No folder that the jail shows takes a file, the scratch alone does."""
    with own_jail(seconds=60) as sandbox:
        answer = seen(
            """
            import os
            x = []
            for folder, _, _ in os.walk("/"):
                try:
                    with open(f"{folder}/mark", "w") as file:
                        file.write("here")
                    x.append(folder)
                except OSError:
                    pass
        """,
            sandbox=sandbox,
        )
    assert set(answer.value) <= {"/scratch", "/tmp"}  # noqa: S108 - the second points to the first
    assert "/scratch" in answer.value


def test_there_is_no_file_of_this_machine_but_python() -> None:
    """The jail shows system libraries, Python, numpy and the core, and no home, /etc or /proc."""
    here = {"lab", "lib", "lib64", "usr", "dev", "scratch", "tmp", "etc"}
    tops = {str(Path(place).parts[1]) for place in (sys.base_prefix, np.__file__)}
    assert set(seen("import os\nx = os.listdir('/')").value) <= here | tops
    core = set(seen("import os\nx = os.listdir('/lab/nnbook')").value)
    assert {"losses.py", "network.py", "training.py", "classroom"} <= core
    assert not core & {"exercises", "plots", "widgets", "commands", "cli.py", "__main__.py"}
    inside = set(seen("import os\nx = os.listdir('/lab/nnbook/classroom')").value)
    assert inside <= {"__init__.py", "__pycache__", *_lab.RUNNER}
    assert seen("import os\nx = os.path.exists('/proc/self') or os.listdir('/etc')").value in (
        ["alternatives", "ld.so.cache"], ["ld.so.cache"],
    )  # fmt: skip


def test_no_solution_can_be_found_in_it() -> None:
    """Neither a file nor a module of the jail holds an exercise; other packages are not there."""
    answer = seen(
        f"""
        import os
        x = [path for top, _, names in os.walk("/lab") for path in names if path.startswith("ch0")]
        import nnbook.exercises.ch03
        x.append(repr(nnbook.exercises.ch03.EXERCISES))
        x += os.listdir({str(Path(np.__file__).parents[1])!r})
        """
    )
    assert not answer.errors
    assert set(answer.value) <= {"", "numpy", "numpy.libs"}


def test_the_environment_is_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the marker's environment is inside, nor any open file but the two pipes."""
    monkeypatch.setenv("TOKEN", "canary")
    with own_jail() as sandbox:
        answer = seen(
            """
            import os
            x = [dict(os.environ)]
            for number in range(64):
                try:
                    x.append([number, os.fstat(number).st_mode & 0o170000])
                except OSError:
                    pass
            """,
            sandbox=sandbox,
        )
    environment, *files = answer.value
    assert "TOKEN" not in environment
    assert set(environment) <= {*_jail.ENVIRONMENT, "PWD", "LC_CTYPE"}
    kinds = [kind for _, kind in files]
    assert kinds.count(0o020000) == 3  # /dev/null
    assert kinds.count(0o010000) == len(kinds) - 3 == 2


def test_one_question_leaves_nothing_for_the_next() -> None:
    """A file, an environment variable and a changed module are gone in the next question."""
    seen(
        """
        import os, numpy
        open("left", "w").write("behind")
        os.environ["LEFT"] = "behind"
        numpy.left = "behind"
        """
    )
    answer = seen(
        "import os, numpy\nx = [os.listdir('.'), os.environ.get('LEFT'), hasattr(numpy, 'left')]"
    )
    assert answer.value == [[], None, False]


def test_each_question_is_the_first_process_of_a_namespace() -> None:
    """The filter of system calls counts on it, and so does the end of all that it has started."""
    for _ in range(3):
        assert seen("import os\nx = [os.getpid(), os.getppid()]").value == [1, 0]


@pytest.mark.parametrize(("cells", "heard"), [("def x(a):\n    return a.size", 5),
    ("def x(a):\n    while a.size: pass", 1)], ids=["all", "until the time is up"])  # fmt: skip
def test_inputs_that_fill_more_than_one_frame_come_in_parts(cells: str, heard: int) -> None:
    """Every call gets its own inputs, and none comes behind one that did not end."""
    inputs = [(np.zeros(400_000 + n),) for n in range(5)]
    answer = seen(cells, inputs=inputs, seconds=0.5)
    assert not answer.ended
    assert len(answer.outcomes) == heard
    if heard > 1:
        assert [outcome.value for outcome in answer.outcomes] == [len(one) for (one,) in inputs]


# What cannot be done from it


CALLS = {
    "fork": "os.fork()",
    "exec": "os.execv('/bin/true', ['true'])",
    "a shell": "os.system('true') and os.kill(-1, 0)",
    "subprocess": "__import__('subprocess').run(['true'])",
    "a process": "__import__('multiprocessing').get_context('fork').Process().start()",
    "a socket": "__import__('socket').socket()",
    "a pair of sockets": "__import__('socket').socketpair()",
    "a signal to all": "os.kill(-1, 9)",
    "a signal to the parent": "os.kill(os.getppid(), 9)",
    "a memory file": "os.memfd_create('x')",
    "a device": "os.mknod('x')",
    "root": "os.setuid(0)",
    "another root": "os.chroot('.')",
    "a priority": "os.nice(-1)",
    "more memory": "(__import__('resource').setrlimit(4, (2**30, 2**30)), __import__('resource')"
    ".setrlimit(9, (2**62, 2**62)))",
}
# By number where Python has no name for it, on x86_64 and aarch64.
NUMBERED = {
    "ptrace": (101, 117), "mount": (165, 40), "umount2": (166, 39), "unshare": (272, 97),
    "setns": (308, 268), "keyctl": (250, 219), "add_key": (248, 217), "bpf": (321, 280),
    "perf_event_open": (298, 241), "userfaultfd": (323, 282), "io_uring_setup": (425, 425),
    "personality": (135, 92), "kexec_load": (246, 104), "init_module": (175, 105),
    "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "pidfd_open": (434, 434),
    "pivot_root": (155, 41), "open_by_handle_at": (304, 265), "seccomp": (317, 277),
    "shmget": (29, 194), "msgget": (68, 186), "semget": (64, 190), "mq_open": (240, 180),
    "clone": (56, 220), "memfd_create": (319, 279), "socket": (41, 198), "execve": (59, 221),
    "kill": (62, 129), "fanotify_init": (300, 262), "move_mount": (429, 429), "quotactl": (179, 60),
}  # fmt: skip


@pytest.mark.parametrize("what", CALLS)
def test_it_cannot_have(what: str) -> None:
    """Python's own way to each of these ends in an error of the operating system."""
    answer = seen("import os", f"x = {CALLS[what]}", "y = 1")
    assert answer.errors in ([(1, "PermissionError")], [(1, "OSError")], [(1, "ValueError")]), (
        answer.value
    )
    assert not answer.ended


def test_system_calls_are_refused_by_the_kernel_itself() -> None:
    """Called past Python, each of these gives EPERM."""
    column = _seccomp.ARCHITECTURES[os.uname().machine][0]
    numbers = {name: pair[column] for name, pair in NUMBERED.items()}
    answer = seen(
        f"""
        import ctypes
        libc = ctypes.CDLL(None, use_errno=True)
        x = {{}}
        for name, number in {numbers!r}.items():
            x[name] = (libc.syscall(number, 0, 0, 0, 0, 0), ctypes.get_errno())
        """
    )
    assert answer.value == dict.fromkeys(numbers, (-1, errno.EPERM))


@pytest.mark.parametrize("machine", _seccomp.ARCHITECTURES)
def test_the_filter_allows_what_is_listed_and_nothing_else(machine: str) -> None:
    """Decided by a machine for its instructions: every number, also of other processors."""
    column, arch = _seccomp.ARCHITECTURES[machine]
    program = _seccomp.program(7, machine)
    listed = {pair[column] for pair in _seccomp.ALLOWED.values()}
    special = {pair[column] for pair in (
        _seccomp.CLONE, _seccomp.CLONE3, _seccomp.IOCTL, _seccomp.PRCTL, _seccomp.PRLIMIT,
        _seccomp.TGKILL)}  # fmt: skip
    assert not listed & special
    for number in set(range(_seccomp.HIGHEST)) - special:
        wanted = ALLOW if number in listed else REFUSED
        assert decision(program, arch, number) == wanted, number
    for number in (_seccomp.HIGHEST, 10**6, 0x40000000, 2**32 - 1):
        assert decision(program, arch, number) == 0x00050000 | errno.ENOSYS
    others = [pair[1] for name, pair in _seccomp.ARCHITECTURES.items() if name != machine]
    for other in (*others, 0x40000003):  # i386
        assert decision(program, other, 0) == KILL


@pytest.mark.parametrize("machine", _seccomp.ARCHITECTURES)
def test_calls_that_depend_on_an_argument(machine: str) -> None:
    """A thread, a question to a terminal, one's own limits and signals: these, and no others."""
    column, arch = _seccomp.ARCHITECTURES[machine]
    program = _seccomp.program(7, machine)

    def of(call: tuple[int, int], *arguments: int) -> int:
        return decision(program, arch, call[column], *arguments)

    thread = 0x003D0F00
    assert of(_seccomp.CLONE, thread) == ALLOW
    for flags in (0x11, 0x01200011, 0x4111, thread | 0x10000000, thread | 0x20000000, 0x7E020000):
        assert of(_seccomp.CLONE, flags) == REFUSED
    assert of(_seccomp.CLONE3) == 0x00050000 | errno.ENOSYS
    assert of(_seccomp.IOCTL, 0, 0x5401) == ALLOW
    assert of(_seccomp.IOCTL, 0, 0x5412) == 0x00050000 | errno.ENOTTY
    assert of(_seccomp.PRCTL, 15) == ALLOW
    assert of(_seccomp.PRCTL, 4) == of(_seccomp.PRCTL, 22) == REFUSED
    assert of(_seccomp.PRLIMIT, 0) == ALLOW
    assert of(_seccomp.PRLIMIT, 8) == REFUSED
    assert of(_seccomp.TGKILL, 7) == ALLOW
    assert of(_seccomp.TGKILL, 1) == REFUSED


def test_another_machine_has_no_filter() -> None:
    """Where the numbers of system calls are not known there is no jail, rather than an open one."""
    with pytest.raises(ValueError, match="x86_64, aarch64, not for riscv64"):
        _seccomp.program(1, "riscv64")


def test_nothing_reaches_the_network() -> None:
    """A listener on this machine hears nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        port = server.getsockname()[1]
        answer = seen(f"import urllib.request as u\nu.urlopen('http://127.0.0.1:{port}')")
        with pytest.raises(TimeoutError):
            server.accept()
    assert answer.errors


def test_what_python_and_numpy_need_is_allowed() -> None:
    """Files in the scratch, threads, clocks, random numbers, linear algebra, all of that works."""
    answer = seen(
        """
        import concurrent.futures, datetime, hashlib, json, os, random, tempfile, threading, time
        import numpy as np
        from pathlib import Path
        rng = np.random.default_rng()
        A = rng.normal(size=(60, 60))
        np.savez("weights.npz", A=A)
        assert np.array_equal(np.load("weights.npz")["A"], A)
        assert np.allclose(np.linalg.inv(A) @ A, np.eye(60))
        u, s, v = np.linalg.svd(A)
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            assert sum(pool.map(abs, range(10))) == 45
        folder = Path(tempfile.mkdtemp())
        (folder / "a").write_text("b")
        (folder / "a").rename(folder / "c")
        assert [p.name for p in folder.iterdir()] == ["c"]
        time.sleep(0.001)
        datetime.datetime.now(), hashlib.sha256(b"a").hexdigest(), random.random(), os.getpid()
        x = float(np.fft.ifft(np.fft.fft(s)).real.sum() / s.sum())
        """
    )
    assert answer.errors == []
    assert answer.value == pytest.approx(1)


# Its limits


def test_memory_is_limited() -> None:
    """An array larger than the limit is a MemoryError in the cell; the next cell runs."""
    answer = seen("import numpy as np\ny = np.ones(10**9)", "x = 1")
    assert answer.errors == [(0, "MemoryError")]
    assert answer.value == 1


def test_a_scratch_is_small() -> None:
    """A file, and all files together, end at 16 MB."""
    answer = seen(
        """
        x = []
        for number in range(5):
            try:
                with open(str(number), "wb") as file:
                    for _ in range(30):
                        file.write(bytes(10**6))
                        file.flush()
            except OSError as error:
                x.append(type(error).__name__)
        import os
        x.append(sum(os.path.getsize(name) for name in os.listdir(".")) <= 16 << 20)
        """
    )
    assert answer.value == ["OSError"] * 5 + [True]


def test_threads_and_files_are_counted() -> None:
    """A thousand threads or open files are more than there may be."""
    threads = (
        "import threading, time\n"
        "for _ in range(1000):\n"
        "    threading.Thread(target=time.sleep, args=(9,), daemon=True).start()"
    )
    assert seen(threads).errors == [(0, "RuntimeError")]
    files = "held = [open('/dev/null') for _ in range(1000)]"
    assert seen(files).errors == [(0, "OSError")]


@pytest.mark.slow
def test_what_catches_everything_is_killed_in_time() -> None:
    """A loop that ignores signals and catches all errors ends with its process, in real time."""
    start = time.monotonic()
    with own_jail(seconds=1) as sandbox:
        answer = seen(
            """
            import signal
            for number in range(1, 64):
                try:
                    signal.signal(number, signal.SIG_IGN)
                except (OSError, ValueError):
                    pass
            while True:
                try:
                    while True:
                        pass
                except BaseException:
                    pass
            """,
            sandbox=sandbox,
        )
        assert (answer.ended, answer.cell) == ("time", 0)
        assert seen("x = 1", sandbox=sandbox).value == 1
    assert time.monotonic() - start < 10


def test_a_limit_that_strikes_late_spares_the_next_question() -> None:
    """What ends one question cannot end another."""
    with own_jail() as sandbox:
        with sandbox.talk() as first:
            late = first._kill
        with sandbox.talk() as second:
            late()
            second.send({"id": "1", "name": "x", "cells": ["x = 1"], "skip": [], "seconds": 1,
                         "calls": None})  # fmt: skip
            assert second.receive() == {"cell": 0}
            assert second.receive()["ready"]["value"] == 1


def test_a_jail_that_is_killed_is_replaced() -> None:
    """If bubblewrap itself is ended from outside, the next question starts another."""
    with own_jail() as sandbox:
        for each in sandbox._jails.values():
            each._process.kill()
            each._process.wait()
        assert seen("x = 1", sandbox=sandbox).value == 1


def test_closing_leaves_nothing() -> None:
    """After close there is neither a process nor a file of the sandbox."""
    with own_jail() as sandbox:
        seen("x = 1", sandbox=sandbox, forbids=("losses.mse",))
        jails, folder = list(sandbox._jails.values()), sandbox._folder
    assert len(jails) == 2
    assert not any(each.lives for each in jails)
    assert not folder.exists()


# What an exercise forbids

FORBIDDEN = sorted({e.forbids for n in chapters() for e in exercises_of(n) if e.forbids})


@pytest.mark.slow
@pytest.mark.parametrize("names", FORBIDDEN, ids=lambda names: names[0])
def test_what_is_forbidden_refuses_and_all_else_can_be_imported(names: tuple[str, ...]) -> None:
    """Each forbidden name can be imported and not used; the whole core loads without it."""
    uses = [
        f"from nnbook.{module} import {wanted} as it\nit([1], [1])"
        for module, _, wanted in (name.rpartition(".") for name in names)
    ]
    everything = "import nnbook\nfor name in nnbook.__all__:\n    getattr(nnbook, name)"
    answer = seen(everything, *uses, forbids=names)
    assert answer.errors == [(n, "Forbidden") for n in range(1, len(uses) + 1)]


def test_what_is_forbidden_is_not_in_the_jail_at_all() -> None:
    """It is neither in a file nor in memory, where it was before."""
    cell = """
        import gc, nnbook
        x = [
            open("/lab/nnbook/activations.py").read().count("def _softmax("),
            sum(getattr(each, "__name__", "") == "_softmax" for each in gc.get_objects()),
        ]
        """
    assert seen(cell).value[0] == 1
    assert seen(cell, forbids=("activations.softmax", "activations._softmax")).value == [0, 0]


@pytest.mark.parametrize("name", ["losses.nothing", "nowhere.mse", "mse"])
def test_a_name_that_does_not_exist_cannot_be_forbidden(name: str) -> None:
    """A misspelt name in an exercise is an error, not a hole."""
    with own_jail() as sandbox, pytest.raises(ValueError, match="forbids"):
        seen("x = 1", sandbox=sandbox, forbids=(name,))


# Where there is none


def test_without_bubblewrap_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reason, and what to do."""
    monkeypatch.setattr(_jail.shutil, "which", lambda name: None)
    with pytest.raises(Unavailable, match=r"bubblewrap is not installed.*WSL 2.*--i-trust"):
        Sandbox.find()


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_on_another_system_it_says_so(monkeypatch: pytest.MonkeyPatch, system: str) -> None:
    """A jail is made of Linux; elsewhere there is none."""
    monkeypatch.setattr(_jail.sys, "platform", system)
    with pytest.raises(Unavailable, match=f"parts of Linux, and this is {system}"):
        Sandbox.find()


def test_where_bubblewrap_fails_its_own_words_are_passed_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Forbidden user namespaces, for one."""
    if sys.platform != "linux":
        missing("Linux")
    tmp_path.chmod(0o755)
    fake = tmp_path / "bwrap"
    fake.write_text("#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n")
    fake.chmod(0o755)
    for folder in tmp_path.parents:
        if folder.stat().st_uid == os.getuid() and folder.name.startswith("pytest"):
            folder.chmod(0o755)
    monkeypatch.setattr(_jail.shutil, "which", lambda name: str(fake))
    with pytest.raises(Unavailable, match=r"No permissions to create new namespace.*What|Mark on"):
        Sandbox.find()


@pytest.mark.slow
def test_trust_is_loud_once_and_marks_alike(capfd: pytest.CaptureFixture[str]) -> None:
    """Without a jail there is a warning, the same answers, and the same limits of time."""
    module._warned.clear()
    for _ in range(2):
        with Sandbox.find(trust=True, seconds=5) as sandbox:
            assert seen("import numpy as np", "1 / 0", "x = 1", sandbox=sandbox).value == 1
    assert capfd.readouterr().err.count("THERE IS NO JAIL") == 1
    with Sandbox.find(trust=True, seconds=5) as sandbox:
        assert seen("import os\nos._exit(3)", sandbox=sandbox).ended == "crash"


def test_senseless_limits_are_refused() -> None:
    """No time or no memory is an error, not a class without marks."""
    for settings_ in ({"seconds": 0}, {"seconds": float("nan")}, {"memory": 10}):
        with pytest.raises(ValueError, match="wants some seconds and 256 MB or more"):
            Sandbox.find(trust=True, **settings_)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="needs root to give it up")
def test_as_root_it_gives_root_up_first() -> None:
    """bubblewrap and everything in it belong to nobody, not to root."""
    with own_jail() as sandbox:
        process = next(iter(sandbox._jails.values()))._process.pid
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    uids = next(line.split()[1:] for line in status.splitlines() if line.startswith("Uid:"))
    assert set(uids) == {str(_jail.NOBODY)}


# The values that pass

numbers = st.none() | st.booleans() | st.integers(-(2**900), 2**900) | st.floats() | st.text()
values = st.recursive(
    numbers
    | arrays.arrays(
        st.sampled_from(["?", "i1", "u8", "f2", "f8", "c16"]), arrays.array_shapes(min_dims=1)
    ),
    lambda inner: (
        st.lists(inner)
        | st.lists(inner).map(tuple)
        | st.dictionaries(st.text() | st.integers(), inner)
    ),
    max_leaves=20,
)


@given(values)
@QUICK
def test_a_value_comes_back_as_it_was(value: Any) -> None:
    """Types, shapes and bits; NaN and signed zero too."""
    assert same(decode(encode(value)), value)


def same(one: Any, other: Any) -> bool:
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and one.shape == other.shape and (
            one.tobytes() == other.tobytes()
        )  # fmt: skip
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    return repr(one) == repr(other)


@given(st.binary(max_size=200))
@QUICK
def test_any_bytes_are_a_value_or_malformed(body: bytes) -> None:
    """Nothing that comes raises anything else."""
    with contextlib.suppress(Malformed):
        decode(body)


@given(st.recursive(numbers, lambda inner: st.lists(inner) | st.dictionaries(
    st.sampled_from(["array", "dict", "list", "tuple", "mark", "odd", "x"]), inner)))  # fmt: skip
@QUICK
def test_any_tree_is_a_value_or_malformed(tree: Any) -> None:
    """Not even what has the right tags with the wrong things behind them."""
    text = json.dumps(tree).encode()
    body = len(text).to_bytes(4, "little") + bytes(4) + text
    with contextlib.suppress(Malformed):
        decode(body)


@pytest.mark.parametrize(
    "text",
    ["[1]", '{"list": 1}', '{"list": [], "tuple": []}', '{"array": ["<f8", [9], 0]}', '{"x": 1}',
     '{"array": ["|O", [1], 0]}', '{"array": ["<f8", [-1], 0]}', '{"mark": "x"}', "9" * 400,
     '{"array": ["<f8", [0, 99999999999], 0, 1]}', '{"dict": [[{"list": []}, 1]]}', "{}"],
)  # fmt: skip
def test_what_has_not_the_form_of_a_value_is_malformed(text: str) -> None:
    """Lists without a tag, two tags, arrays longer than their bytes, objects, unhashable keys."""
    with pytest.raises(Malformed):
        decode(len(text).to_bytes(4, "little") + bytes(4) + text.encode())


def test_what_is_no_value_is_only_a_name() -> None:
    """Objects, generators, huge numbers and deep lists arrive as the name of their kind."""
    deep: Any = []
    for _ in range(1000):
        deep = [deep]
    for odd in (object(), (n for n in ()), 10**1000, np.array([object()]), {1, 2}, b"ab"):
        assert isinstance(decode(encode(odd)), Odd)
    assert "Odd" not in repr(decode(encode(deep)))
    assert decode(encode(np.ma.masked_array([1.0, 2.0], [0, 1]))).tolist() == [1, 2]
    assert type(decode(encode(np.ma.masked_array([1.0])))) is np.ndarray


@pytest.mark.slow
def test_two_processes_do_not_share_a_jail() -> None:
    """Each sandbox has a folder and jails of its own."""
    code = (
        "from nnbook.classroom.sandbox import Sandbox\n"
        "with Sandbox.find() as one, Sandbox.find() as other:\n"
        "    print(one._folder != other._folder, len(one._jails), len(other._jails))"
    )
    jail()
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": str(Path(module.__file__).parents[2])},
    )  # fmt: skip
    assert done.stdout == "True 1 1\n"
