"""What a run found, as JSON: the rows, and on what they were measured."""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
from collections.abc import Iterable
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.harness import Result
from nnbook import __version__

ROOT = Path(__file__).resolve().parent.parent
LATEST = ROOT / "build" / "benchmarks.json"
RECORDED = Path(__file__).parents[1] / "book" / "measured.json"
PACKAGES = ("numpy", "torch", "jax", "keras", "scikit-learn", "micrograd", "matplotlib")


def report(rows: dict[str, list[Result]]) -> dict[str, Any]:
    """The results by row, the date, the versions and the processor."""
    return {
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "processor": processor(),
        "processors": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "blas": blas(),
        "versions": {"python": platform.python_version(), "nnbook": __version__}
        | {name: found for name in PACKAGES if (found := _version(name))},
        "missing": [name for name in PACKAGES if _version(name) is None],
        "rows": {name: [_entry(one) for one in results] for name, results in rows.items()},
    }


def _entry(result: Result) -> dict[str, Any]:
    """A result with as many digits as a measurement has."""
    entry = asdict(result)
    for key in ("amount", "ratio", "wanted"):
        entry[key] = None if entry[key] is None else float(f"{entry[key]:.4g}")
    return entry


def write(path: Path, data: dict[str, Any]) -> None:
    """Write the report, or leave what was there as it was."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(f".{os.getpid()}")
    partial.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    partial.replace(path)


def read(path: Path = RECORDED) -> dict[str, Any]:
    """A report as it was written."""
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


def results(data: dict[str, Any], rows: Iterable[str] | None = None) -> list[Result]:
    """The results in a report, of all rows or of those named."""
    chosen = data["rows"] if rows is None else rows
    return [Result(**entry) for name in chosen for entry in data["rows"][name]]


def processor() -> str:
    """The name of the processor, as far as the system tells."""
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def blas() -> str:
    """The library that numpy multiplies with."""
    found = np.show_config(mode="dicts")
    details = (found or {}).get("Build Dependencies", {}).get("blas", {})
    return f"{details.get('name', 'unknown')} {details.get('version', '')}".strip()


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
