"""What `import nnbook` costs beyond `import numpy`, each in a fresh process."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.harness import Result, race

ROOT = Path(__file__).resolve().parent.parent
CORE = "nnbook.training, nnbook.gradients, nnbook.datasets"


def python(code: str) -> None:
    """Run `code` in a fresh interpreter that may keep its byte code, as a user's does."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)


def of_children() -> float:
    """The processor's time of finished processes, or where nobody counts it, the clock's."""
    try:
        import resource
    except ImportError:  # Windows
        return time.perf_counter()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run() -> list[Result]:
    """Numpy alone, numpy and nnbook, numpy and every module of the core."""
    return race(
        "start Python, import numpy and nnbook",
        lambda: python("import numpy, nnbook"),
        {
            "numpy alone": lambda: python("import numpy"),
            "the whole core": lambda: python(f"import numpy, {CORE}"),
        },
        rounds=9,
        clock=of_children,
    )
