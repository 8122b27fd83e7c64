"""The types that the comments of the JavaScript state hold: TypeScript finds nothing."""

import json
import subprocess
from pathlib import Path

from nnbook.widgets import script
from tests.needs import missing
from tests.widgets.in_node import node_program

ROOT = Path(__file__).resolve().parents[2]
COMPILER = ROOT / "build" / "typescript" / "node_modules" / "typescript" / "bin" / "tsc"
OPTIONS = {
    "allowJs": True, "checkJs": True, "noEmit": True, "strict": True, "target": "ES2022",
    "lib": ["ES2022", "DOM", "DOM.Iterable"], "types": [],
}  # fmt: skip


def complaints(folder: Path, files: list[Path]) -> str:
    """What TypeScript finds in these scripts, read in this order in one page."""
    head = folder / "namespace.js"
    head.write_text(script.NAMESPACE, encoding="utf-8")
    config = {"compilerOptions": OPTIONS, "files": [str(path) for path in (head, *files)]}
    (folder / "tsconfig.json").write_text(json.dumps(config), encoding="utf-8")
    done = subprocess.run(
        [node_program(), str(COMPILER), "--project", str(folder), "--pretty", "false"],
        capture_output=True, text=True, check=False, encoding="utf-8", timeout=120,
    )  # fmt: skip
    return done.stdout


def test_types_hold(tmp_path: Path) -> None:
    """Every part of the page's script is free of type errors, under TypeScript's strict rules."""
    if not COMPILER.is_file():
        missing("TypeScript (`make types`)")
    parts = [script.HERE / "js" / f"{part}.js" for part in script.parts()]
    assert complaints(tmp_path, parts) == ""
    wrong = tmp_path / "wrong.js"
    wrong.write_text('nnbook.chart.ticks("no number", 1);\n', encoding="utf-8")
    assert "TS2345" in complaints(tmp_path, [*parts, wrong])
