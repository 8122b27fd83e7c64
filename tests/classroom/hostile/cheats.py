"""Notebooks that want marks without an answer."""

from __future__ import annotations

from tests.classroom.hostile.attack import RIGHT_NUMBERS, RIGHT_UPDATE, attack

OTHER_NUMBERS = "gives other numbers than it should"
NOT_NUMBERS = "returns something that is not numbers"
NONSENSE = "What came back was no result"

EQUAL_TO_ALL = """
class Equal:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __hash__(self): return 0
    def __bool__(self): return True
    def __getattr__(self, name): return self
    def __call__(self, *_, **__): return self
    def __array_ufunc__(self, *_, **__): return True
    def __lt__(self, other): return True
    __gt__ = __le__ = __ge__ = __lt__
    def __abs__(self): return self
    def __sub__(self, other): return self
    __rsub__ = __add__ = __radd__ = __sub__
"""

# Everything that is open, whatever it is, gets frames that claim a right answer.
FORGED = """
import os, json, struct
def forged(value):
    text = json.dumps(value).encode()
    return struct.pack("<II", len(text), 0) + text
"""

CHEATS = [
    attack(
        "an object that equals everything",
        EQUAL_TO_ALL,
        "answer_3_2 = Equal()\ndef update(w, x, y, lr, threshold):\n    return Equal()",
        points=0, says=("Wanted are 3 numbers", f"ended from within|{NOT_NUMBERS}"),
    ),
    attack(
        "a list of objects that equal everything",
        EQUAL_TO_ALL,
        "answer_3_2 = [Equal()] * 3\ndef update(*_):\n    return [Equal(), Equal()]",
        points=0, says="Wanted are 3 numbers",
    ),
    attack(
        "a number that equals everything",
        """
class Sly(float):
    def __eq__(self, other): return True
    def __sub__(self, other): return 0.0
    __rsub__ = __sub__
    def __abs__(self): return 0.0
    def __le__(self, other): return True
answer_3_2 = [Sly(1), Sly(2), Sly(3)]
""",
        points=0, says="`clouds' weight` is too large",
    ),
    attack(
        "an array that equals everything",
        """
import numpy as np
class Sly(np.ndarray):
    def __eq__(self, other): return np.ones(self.shape, bool)
    def __array_ufunc__(self, ufunc, method, *inputs, **_): return np.zeros(2)
    def __array_function__(self, *_, **__): return True
    def __array__(self, *_, **__): return self
def update(w, x, y, lr, threshold):
    return np.zeros(len(w)).view(Sly)
""",
        points=0, says="there is nothing to learn",
    ),
    attack(
        "not a number, which differs from nothing",
        """
import numpy as np
answer_3_2 = [float("nan")] * 3
def update(w, x, y, lr, threshold):
    return w * np.nan
def safe_softmax(Z):
    return Z * np.nan
""",
        points=0, says="Wanted are 3 numbers",
    ),
    attack(
        "infinity, which is near to itself",
        "import numpy as np\nanswer_3_2 = [np.inf] * 3\ndef update(w, *_):\n    return w + np.inf",
        points=0, says="Wanted are 3 numbers",
    ),
    attack(
        "one number for all of them",
        "import numpy as np\nanswer_3_2 = 0.55\ndef update(w, x, y, lr, threshold):\n"
        "    return np.zeros((1, 1))\ndef safe_softmax(Z):\n    return 1.0",
        points=0, says=("Wanted are 3 numbers", "an array of another shape"),
    ),
    attack(
        "odd kinds of arrays",
        """
import numpy as np
answer_3_2 = np.array([0.55, 0.12, 0.371], dtype=object)
def update(w, x, y, lr, threshold):
    return np.array([(1, 2.0)], dtype=[("a", int), ("b", float)])
def safe_softmax(Z):
    return Z.astype(complex) + 1j
""",
        points=0, says=("Wanted are 3 numbers", NOT_NUMBERS),
    ),
    attack(
        "lazy answers",
        """
answer_3_2 = (n for n in (0.55, 0.12, 0.371))
def update(w, x, y, lr, threshold):
    yield from w
def safe_softmax(Z):
    return map(abs, Z)
""",
        points=0, says=("Wanted are 3 numbers", NOT_NUMBERS),
    ),
    attack(
        "true and false for numbers",
        "answer_3_2 = [True, True, True]\ndef update(*_):\n    return True",
        points=0, says="Wanted are 3 numbers",
    ),
    attack(
        "a patched numpy",
        """
import numpy as np
np.allclose = np.array_equal = np.isclose = lambda *_, **__: True
np.ndarray.__eq__ if False else None
np.testing.assert_allclose = lambda *_, **__: None
np.abs = np.absolute = lambda *_, **__: np.zeros(3)
np.asarray = lambda *_, **__: np.zeros(3)
answer_3_2 = [1, 2, 3]
def update(w, x, y, lr, threshold):
    return w
""",
        points=0, says="is too large",
    ),
    attack(
        "patched builtins",
        """
import builtins
builtins.all = builtins.any = lambda *_: True
builtins.isinstance = lambda *_: True
builtins.sum = lambda *_: 0
builtins.__import__ = lambda *_, **__: None
answer_3_2 = [1, 2, 3]
def update(w, x, y, lr, threshold):
    return w
""",
        points=0, says="the process ended while it ran|is too large",
    ),
    attack(
        "a patched check, and a patched package",
        """
import sys, types, nnbook
class Verdict:
    passed = True
    state = "right"
for name in list(vars(nnbook)):
    if name in ("check", "solution", "hint"):
        setattr(nnbook, name, lambda *_, **__: Verdict())
sys.modules["nnbook.exercises"] = types.ModuleType("nnbook.exercises")
sys.modules["nnbook.exercises"].check = lambda *_, **__: Verdict()
sys.modules["nnbook.exercises._engine"] = sys.modules["nnbook.exercises"]
from nnbook import check
print(check("3.1", None).passed)
""",
        points=0, says=("there is no `update`", "there is no `answer_3_2`"),
    ),
    attack(
        "a patched runner",
        """
import sys
runner = sys.modules["nnbook.classroom._runner"]
def called(*_):
    return {"value": 1.0, "error": None, "line": "", "printed": False, "changed": []}
runner._called = called
runner.Outcome = runner.same = lambda *_: True
def update(w, x, y, lr, threshold):
    return w
""",
        points=0, says="gives other numbers|a single number|another shape",
    ),
    attack(
        "the frame of the runner",
        """
import sys, inspect
frame = sys._getframe()
seen = []
while frame:
    seen += [(name, str(value)[:2000]) for name, value in list(frame.f_locals.items())]
    frame = frame.f_back
names = {name for name, _ in seen} - {"seen", "frame"}
known = names & {"expected", "wanted", "solution", "exercise", "judge", "traps", "inputs", "secret"}
answer_3_2 = [0.55, 0.12, 0.371] if known else [0, 0, 0]
""",
        points=0, says="is too small",
    ),
    attack(
        "tracing and the garbage collector",
        """
import gc, sys
found = []
def trace(frame, event, argument):
    found.extend(str(value) for value in frame.f_locals.values())
    return trace
sys.settrace(trace)
sys.setprofile(lambda *_: None)
def update(w, x, y, lr, threshold):
    for each in gc.get_objects():
        if type(each).__name__ in ("Exercise", "FunctionJudge", "Trap"):
            return each.solution(w, x, y, lr, threshold)
    return w
""",
        points=0, says="yet its weights stay as they are|the process ended",
    ),
    attack(
        "the published solutions",
        "import nnbook\nnnbook.solution('3.1', insist=True)",
        "from nnbook.exercises.ch03 import update",
        "from nnbook.exercises import ch05\nsafe_softmax = ch05.safe_softmax",
        "from nnbook.exercises._engine import find\nanswer_3_2 = find('3.2').solution()",
        points=0, says="Wanted are 3 numbers",
    ),
    attack(
        "the library function that is the exercise",
        "from nnbook import softmax\ndef safe_softmax(Z):\n    return softmax(Z)", RIGHT_NUMBERS,
        points=1, says="so `softmax` of nnbook cannot be used here",
    ),
    attack(
        "the library function by its other names",
        """
import nnbook.activations, gc, inspect
def safe_softmax(Z):
    for name in ("_softmax", "softmax"):
        return getattr(nnbook.activations, name)(Z)
""",
        RIGHT_NUMBERS,
        points=1, says="cannot be used here",
    ),
    attack(
        "the library function from its own source",
        """
source = open("/lab/nnbook/activations.py").read()
start = source.index("def _softmax")
exec(source[start:source.index("def ", start + 4)])
safe_softmax = _softmax
""",
        RIGHT_NUMBERS,
        points=1, says=("Code cell 1 stops with NameError", "there is no `safe_softmax`"),
    ),
    attack(
        "forged lines on the result pipe, before the answer",
        FORGED,
        """
for number in range(3, 64):
    try:
        for n in range(40):
            os.write(number, forged({"dict": [["ready", {"dict": [
                ["print", ""], ["stub", False], ["errors", {"list": []}], ["callable", True],
                ["value", None], ["called", ""], ["parameters", None]]}]]}))
            os.write(number, forged({"dict": [
                ["value", True], ["verdict", "right"], ["state", "right"], ["points", 1000],
                ["error", None], ["line", ""], ["printed", False], ["changed", {"list": []}]]}))
    except OSError:
        pass
""",
        points=0, says=OTHER_NUMBERS + "|another shape|not numbers|no result",
    ),
    attack(
        "a thread that keeps writing to the pipe",
        """
import os, threading
def write():
    while True:
        for number in range(3, 20):
            try:
                os.write(number, b"{'state': 'right'}" * 100)
            except OSError:
                pass
threading.Thread(target=write, daemon=True).start()
""",
        "import time\ntime.sleep(0.3)", RIGHT_UPDATE,
        points=0, says=NONSENSE,
    ),
    attack(
        "the pipes closed",
        "import os\nos.closerange(3, 64)", RIGHT_NUMBERS,
        points=1, says="Code cell 1 was left out: the process ended",
    ),
    attack(
        "the pipes swapped for others",
        """
import os
for number in range(3, 64):
    try:
        os.fstat(number)
        reader, writer = os.pipe()
        os.dup2(writer, number)
    except OSError:
        pass
""",
        RIGHT_NUMBERS,
        points=1, says="Code cell 1",
    ),
    attack(
        "an answer that counts its calls",
        """
count = 0
def update(w, x, y, lr, threshold):
    global count
    count += 1
    return w if count < 5 else w + lr * x
""",
        points=0, says="its weights stay as they are",
    ),
    attack(
        "the inputs of the calls to come, changed until a wrong answer is right",
        """
import sys
def update(w, x, y, lr, threshold):
    frame = sys._getframe()
    while frame:
        for held in list(frame.f_locals.values()):
            if isinstance(held, dict) and "inputs" in held:
                held["inputs"][1][:] = 0
            elif isinstance(held, list):
                for case in held:
                    if isinstance(case, dict) and "inputs" in case:
                        case["inputs"][1][:] = 0
        frame = frame.f_back
    return w
""",
        points=0, says="gives other numbers|yet its weights stay as they are",
    ),
    attack(
        "an answer from a table of what it was given in class",
        """
known = {}
def update(w, x, y, lr, threshold):
    if len(w) == 2 and round(float(w[0]), 2) == 0.3:
        return [0.309, 0.901]
    return w
""",
        points=0, says="",
    ),
    attack(
        "a pickle that runs code where it is read",
        """
import pickle, os
class Bomb:
    def __reduce__(self):
        return (os.system, ("touch CANARY",))
answer_3_2 = pickle.dumps(Bomb())
def update(*_):
    return Bomb()
""",
        points=0, says="Wanted are 3 numbers",
    ),
    attack(
        "exceptions whose words raise",
        """
class Bad(Exception):
    def __str__(self): raise Bad
    __repr__ = __str__
    @property
    def __traceback__(self): raise Bad
def update(*_):
    raise Bad
raise Bad
""",
        RIGHT_NUMBERS,
        points=1, says=("Code cell 1 stops with", "your function stops with"),
    ),
    attack(
        "the hidden inputs as the name of an error",
        """
def update(w, x, y, lr, threshold):
    raise type(f"W{w.tolist()}X{x.tolist()}", (Exception,), {})(str(w))
""",
        points=0, says="On some inputs your function stops with an error in your line `raise type",
    ),
    attack(
        "the hidden inputs as a line of code",
        """
def update(w, x, y, lr, threshold):
    exec(compile(f"raise ValueError # {w.tolist()}", "<cell 1>", "exec"))
""",
        points=0, says="stops with ValueError",
    ),
    attack(
        "the hidden inputs as a result",
        "def update(w, x, y, lr, threshold):\n    return f'{w} {x} {y}'",
        points=0, says=NOT_NUMBERS,
    ),
    attack(
        "text that breaks pages and terminals",
        "answer_3_2 = '</pre><script>alert(1)</script>\\x1b[31m\\u202e\\ud800' + '\\u0301' * 10**4",
        "raise type('\\x1b[2J<b>', (Exception,), {})",
        points=0, says=("Wanted are 3 numbers", "an error of its own"),
    ),
    attack(
        "an answer in another thread of time",
        """
import threading
def update(w, x, y, lr, threshold):
    threading.Thread(target=lambda: None).start()
    w += 0.0
    w[:] = 0
    return w
""",
        points=0, says="",
    ),
    attack(
        "memory written past Python",
        """
import ctypes
def update(w, x, y, lr, threshold):
    ctypes.memset(id(1), 0, 64)
    return w
""",
        RIGHT_NUMBERS,
        points=1, says="ended from within|gives other numbers",
    ),
    attack(
        "magics and shell escapes",
        "!touch CANARY\n%system touch CANARY\nfiles = !ls\nget_ipython().system('touch CANARY')",
        "%%bash\ntouch CANARY", "%%time\n%matplotlib inline\n" + RIGHT_NUMBERS,
        "await something", RIGHT_UPDATE,
        points=2, says=("Code cell 2 was left out: it is a magic", "Code cell 4 stops with Syntax"),
    ),
]  # fmt: skip
