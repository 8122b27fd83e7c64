"""Notebooks that want to hold up, exhaust or end the marking."""

from __future__ import annotations

from tests.classroom.hostile.attack import RIGHT_NUMBERS, RIGHT_UPDATE, Attack, attack

NO_ANSWER = "there is no `update`"
CAUGHT = "was left out: it did not end in time"


def burden(name: str, *cells: str, says: str | tuple[str, ...]) -> Attack:
    """Cells between a right answer and another: both earn their point."""
    return attack(name, RIGHT_NUMBERS, *cells, RIGHT_UPDATE, points=2, says=says)


BURDENS = [
    burden("an endless loop in a cell", "while True:\n    pass", says=f"Code cell 2 {CAUGHT}"),
    burden(
        "an endless loop that ignores every signal",
        """
import signal
for number in range(1, 65):
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
        says=f"Code cell 2 {CAUGHT}",
    ),
    burden("an endless loop in C, where no signal is handled", "sum(iter(int, 1))", "10 ** 10 ** 9",
           says=("Code cell 2", "Code cell 3")),
    attack(
        "an endless loop in the answer",
        RIGHT_NUMBERS, "def update(w, x, y, lr, threshold):\n    while True:\n        pass",
        points=1, says="still running when its time was up",
    ),
    attack(
        "an answer that catches its own end",
        RIGHT_NUMBERS,
        """
def update(w, x, y, lr, threshold):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
""",
        points=1, says="still running when its time was up",
    ),
    attack(
        "an answer that sleeps",
        RIGHT_NUMBERS,
        "import time\ndef update(w, x, y, lr, threshold):\n    time.sleep(10**6)",
        points=1, says="still running when its time was up",
    ),
    burden("a fork bomb", "import os\nwhile True:\n    os.fork()",
           says="Code cell 2 stops with PermissionError"),
    burden("fork, then exit", "import os\nif os.fork():\n    os._exit(0)",
           says="Code cell 2 stops with PermissionError"),
    burden(
        "a bomb of threads",
        """
import threading
def again():
    while True:
        try:
            threading.Thread(target=again).start()
        except (RuntimeError, MemoryError):
            pass
again()
""",
        says="Code cell 2",
    ),
    burden("memory by lists", "held = []\nwhile True:\n    held.append(bytes(10**7))",
           says="Code cell 2"),
    burden("memory by arrays", "import numpy as np\nheld = np.ones((10**5, 10**5))",
           says="Code cell 2 stops with"),
    attack(
        "memory in the answer",
        RIGHT_NUMBERS,
        "def update(w, x, y, lr, threshold):\n    return list(range(10**12))",
        points=1, says="stops with MemoryError in your line `return list",
    ),
    burden(
        "a terabyte of output",
        "import sys\nwhile True:\n    print('x' * 10**6)\n    sys.stderr.write('y' * 10**6)",
        says=f"Code cell 2 {CAUGHT}",
    ),
    burden(
        "a disc full of files",
        "number = 0\nwhile True:\n    number += 1\n    open(str(number), 'wb').write(bytes(10**6))",
        says="Code cell 2 stops with OSError",
    ),
    attack(
        "a huge array for an answer",
        RIGHT_NUMBERS,
        "import numpy as np\ndef update(w, x, y, lr, threshold):\n    return np.zeros(2 * 10**7)",
        points=1, says="returns something that is not numbers",
    ),
    attack(
        "a huge whole number for an answer",
        "answer_3_2 = 7 ** 10**6",
        RIGHT_UPDATE,
        points=1, says="Wanted are 3 numbers",
    ),
    attack(
        "a list that holds itself",
        "answer_3_2 = [1]\nanswer_3_2.append(answer_3_2)", RIGHT_UPDATE,
        points=1, says="Wanted are 3 numbers",
    ),
    attack(
        "a list in a list, ten thousand times",
        "answer_3_2 = []\nfor _ in range(10**4):\n    answer_3_2 = [answer_3_2]", RIGHT_UPDATE,
        points=1, says="Wanted are 3 numbers",
    ),
    attack(
        "recursion without an end",
        RIGHT_NUMBERS,
        "def update(w, x, y, lr, threshold):\n    return update(w, x, y, lr, threshold)",
        points=1, says="stops with RecursionError",
    ),
    burden(
        "recursion through the floor",
        "import sys\nsys.setrecursionlimit(10**9)\nclass A:\n    def __repr__(self):\n        "
        "return repr([self])\nrepr(A())\nf = lambda: f()\nf()",
        says="Code cell 2",
    ),
    burden("a parser's recursion", "x = " + "(" * 40_000 + ")" * 40_000, "-" * 40_000 + "1",
           says="Code cell 2 stops with"),
    burden("the end of Python", "import os\nos._exit(0)", "raise SystemExit",
           says=("Code cell 2 was left out: the process", "Code cell 3 stops with SystemE")),
    burden("a crash of Python", "import ctypes\nctypes.string_at(0)",
           says="Code cell 2 was left out: the process ended"),
    attack(
        "the end of Python in the answer",
        RIGHT_NUMBERS,
        "import os\ndef update(w, x, y, lr, threshold):\n    os._exit(0)",
        points=1, says="was ended from within",
    ),
    burden("a process that stops itself", "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)",
           says="Code cell 2 stops with PermissionError"),
    burden(
        "death to everybody",
        "import os\nos.kill(-1, 9)", "os.kill(1, 9)", "os.kill(os.getppid(), 9)",
        says="Code cell 2 stops with PermissionError",
    ),
    attack(
        "something for the end: atexit, __del__ and threads",
        RIGHT_NUMBERS, RIGHT_UPDATE,
        """
import atexit, threading, time
class Late:
    def __del__(self):
        while True:
            pass
late = Late()
atexit.register(lambda: time.sleep(10**6))
threading.Thread(target=time.sleep, args=(10**6,)).start()
""",
        points=2, says=NO_ANSWER.replace("update", "safe_softmax"),
    ),
    attack(
        "ten cells that never end",
        *["while True:\n    try:\n        while True: pass\n    except BaseException: pass"] * 10,
        RIGHT_NUMBERS,
        points=0, says=(r"Code cell \d+ was left out: it did not end", "was stopped"),
    ),
]  # fmt: skip
