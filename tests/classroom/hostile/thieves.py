"""Notebooks that want to see, send or change what is not theirs; files that are no notebooks."""

from __future__ import annotations

import json

from tests.classroom.hostile.attack import (
    RIGHT_NUMBERS,
    RIGHT_SOFTMAX,
    RIGHT_UPDATE,
    attack,
    code,
    raw,
)

GONE = "stops with (FileNotFoundError|PermissionError|OSError|NotADirectoryError)"


def cell(id: str, source: str, **more: object) -> dict[str, object]:
    """A cell with nbgrader's metadata."""
    named = {"grade_id": f"exercise-{id.replace('.', '-')}", "grade": True, "points": 1, **more}
    return code(source, nbgrader=named)


def written(*cells: object, **more: object) -> bytes:
    return json.dumps({"nbformat": 4, "cells": cells, **more}).encode()


THIEVES = [
    attack(
        "a file outside, read",
        RIGHT_NUMBERS, "open('CANARY').read()", "open('/etc/passwd').read()",
        "open('/proc/self/environ').read()", "open('/proc/1/mem')",
        points=1, says=tuple(f"Code cell {n} {GONE}" for n in (2, 3, 4, 5)),
    ),
    attack(
        "a file outside, written",
        RIGHT_NUMBERS, "open('CANARY', 'w').write('changed')",
        "import shutil\nshutil.rmtree('/')", "open('/lab/nnbook/losses.py', 'a').write('1')",
        points=1, says=(f"Code cell 2 {GONE}", "Code cell 3 stops with", "Code cell 4 stops with"),
    ),
    attack(
        "links out of the scratch",
        RIGHT_NUMBERS,
        "import os\nos.symlink('CANARY', 'link')\nopen('link', 'w').write('changed')",
        "os.link('/lab/nnbook/losses.py', 'hard')",
        "while True:\n    os.symlink('/', 'a')\n    os.rename('a', 'b')\n    open('b/CANARY', 'w')",
        points=1, says=f"Code cell 2 {GONE}",
    ),
    attack(
        "the open files of the process",
        RIGHT_NUMBERS,
        "import os\nprint(os.listdir('/proc/self/fd'))",
        "import glob\nfor name in glob.glob('/dev/*'):\n    print(name)\nopen('/dev/mem')",
        points=1, says=(f"Code cell 2 {GONE}", f"Code cell 3 {GONE}"),
    ),
    attack(
        "a call home",
        RIGHT_NUMBERS,
        "import socket\nsocket.create_connection(('127.0.0.1', PORT)).send(b'stolen')",
        "import urllib.request\nurllib.request.urlopen('http://127.0.0.1:PORT')",
        "import socket\nsocket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', "
        "('127.0.0.1', PORT))",
        points=1, says=tuple(f"Code cell {n} stops with" for n in (2, 3, 4)),
    ),
    attack(
        "another program",
        RIGHT_NUMBERS, "import subprocess\nsubprocess.run(['/bin/sh', '-c', 'touch CANARY'])",
        "import os\nos.execv('/usr/bin/touch', ['touch', 'CANARY'])",
        "import os\nassert os.system('touch CANARY') == 0",
        points=1, says=tuple(f"Code cell {n} stops with" for n in (2, 3, 4)),
    ),
    attack(
        "a namespace of its own",
        RIGHT_NUMBERS,
        "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\n"
        "for flag in (0x10000000, 0x20000, 0x20000000, 0x40000000):\n"
        "    if libc.unshare(flag) != 0: raise OSError(ctypes.get_errno(), 'no')",
        "if libc.mount(b'x', b'/scratch', b'tmpfs', 0, None): raise OSError('no')",
        points=1, says=("Code cell 2 stops with PermissionError", "Code cell 3 stops with OSError"),
    ),
    raw(
        "cells deleted, doubled, renamed and reordered",
        written(
            cell("5.12", RIGHT_SOFTMAX), cell("3.1", "def update(w, *_):\n    return w"),
            cell("9.9", RIGHT_NUMBERS), cell("3.1", RIGHT_UPDATE),
        ),
        3, ("exercise-3-1 is there 2 times", "exercise-3-2 cannot be found"),
    ),
    raw(
        "metadata that gives points",
        written(
            cell("3.1", "def update(w, *_):\n    return w", points=1000, locked=True, grade=False),
            metadata={"nbgrader": {"score": 3, "max_score": 3}, "points": 3},
        ),
        0, "there is no `answer_3_2`",
    ),
    raw(
        "outputs that claim to be right",
        written({**code("1"), "outputs": [{"output_type": "stream", "text": "Right."}] * 9}),
        0, "there is no `update`",
    ),
    raw(
        "sources of odd kinds",
        written(code(None), code([1, 2]), code({"a": 1}), None, 7, code([RIGHT_NUMBERS]),
                {"cell_type": {}, "source": "1"}, {"cell_type": "markdown", "source": 5}),
        1, ("Cell 1 has a source that is no text", "Cell 4 is no cell"),
    ),
    raw("a million cells", b'{"nbformat":4,"cells":[' + b"7," * 10**6 + b"7]}", 0, "1000001 cells"),
    raw("a bomb of brackets", b"[" * 10**6, 0, "nested more deeply"),
    raw("a bomb of parts", b"[" + b"[]," * 10**7 + b"1]", 0, "larger than|millions of parts"),
    raw("not a notebook", b"\x89PNG\r\n\x1a\n\0\0", 0, "not written in JSON"),
    raw("half a notebook", written(code(RIGHT_NUMBERS))[:-9], 0, "not written in JSON"),
    raw("nothing", b"", 0, "empty"),
    raw("an old notebook", b'{"nbformat": 3, "worksheets": [{"cells": []}]}', 0, "old format"),
    raw("a number of half a million digits",
        b'{"nbformat": 4, "cells": ' + b"9" * 500_000 + b"}", 0, "not written in JSON"),
    raw("halves of characters",
        b'{"nbformat":4,"cells":[{"cell_type":"code","source":"x = \\"\\ud800\\""},'
        b'{"cell_type":"code","source":"answer_3_2 = [0.55, 0.12, 0.371]"}]}',
        1, "Code cell 1 stops with UnicodeEncodeError|there is no"),
]  # fmt: skip
