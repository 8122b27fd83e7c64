"""Run the programs that figures give away, as somebody would who pastes them into a file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# One process for all of them: importing a framework takes longer than any of the programs.
RUNNER = """
import contextlib, io, json, sys, warnings
warnings.simplefilter("error")
said = []
for program in json.load(sys.stdin):
    with contextlib.redirect_stdout(io.StringIO()) as out:
        exec(compile(program, "<program>", "exec"), {"__name__": "__main__"})
    said.append(out.getvalue())
print(json.dumps(said))
"""


def run_programs(programs: list[str]) -> list[str]:
    """What each program prints; a warning or an error of any of them fails the test."""
    done = subprocess.run(
        [sys.executable, "-c", RUNNER], input=json.dumps(programs), capture_output=True, text=True,
        check=False, cwd=ROOT, timeout=120, encoding="utf-8",
        env={**os.environ, "KERAS_BACKEND": "torch", "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    said: list[str] = json.loads(done.stdout.splitlines()[-1])
    return said
