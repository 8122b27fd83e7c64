"""Run, check, show and import chapters: ``python tools/notebooks.py --help``.

``run [FILES]``     run chapters (all, if none is named) and store them in canonical form
``check [FILES]``   run them and fail if that would change a file, or if a number in prose is wrong
``text FILE``       print a chapter as text, pictures as digests (git's textconv)
``import PY FILE``  turn a py:percent script into a chapter; cells that stay keep ids and outputs

To edit a chapter as text: ``jupytext --to py:percent --output chapter.py book/NN-title.ipynb``,
edit, ``python tools/notebooks.py import chapter.py book/NN-title.ipynb``, then ``run`` it.

A chapter with cells tagged ``frameworks`` needs that extra of pyproject.toml; without it, ``run``
and ``check`` say so and leave the chapter out.
"""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path

from chapters import ChapterError, canonical, chapters, frameworks


def main(arguments: list[str] | None = None) -> int:
    """Carry out one command; returns the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(
            stream, io.TextIOWrapper
        ):  # the console of Windows has an alphabet of its own
            stream.reconfigure(encoding="utf-8")
    about, _, details = (__doc__ or "").partition("\n\n")
    parser = argparse.ArgumentParser(
        description=about, epilog=details, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("run", "check"):
        command = commands.add_parser(name)
        command.add_argument("files", nargs="*", type=Path)
        command.add_argument("--jobs", type=int, default=2, help="chapters at a time (2)")
    commands.add_parser("text").add_argument("file", type=Path)
    importing = commands.add_parser("import")
    importing.add_argument("script", type=Path)
    importing.add_argument("file", type=Path)
    given = parser.parse_args(arguments)
    try:
        if given.command == "text":
            return show(given.file)
        if given.command == "import":
            return import_script(given.script, given.file)
        return run(given.files or chapters(), jobs=given.jobs, store=given.command == "run")
    except ChapterError as error:
        print(error, file=sys.stderr)
        return 1


def show(path: Path) -> int:
    """Print a chapter as text."""
    from chapters.text import as_text

    notebook = canonical.read(path)
    print(as_text(canonical.tidied(notebook)), end="")
    return 0


def import_script(script: Path, path: Path) -> int:
    """Turn a py:percent script into a chapter; what is not changed keeps its ids and outputs."""
    import jupytext
    from jupytext.combine import combine_inputs_with_outputs

    notebook = jupytext.read(script, fmt="py:percent")
    kept: set[str] = set()
    if path.exists():
        before = canonical.read(path)
        kept = {cell["id"] for cell in before["cells"]}
        notebook = combine_inputs_with_outputs(notebook, before, fmt="py:percent")
    for cell in notebook["cells"]:
        # jupytext gives new cells random ids; the canonical form makes lasting ones
        cell["id"] = cell["id"] if cell["id"] in kept else None
    canonical.write(path, canonical.unexecuted(notebook))
    print(f"{path}: imported; now run it: python tools/notebooks.py run {path}")
    return 0


def run(paths: list[Path], *, jobs: int, store: bool) -> int:
    """Run chapters, store or compare what they gave, and report what is wrong."""
    from chapters.running import Run, run_chapters
    from tqdm import tqdm

    left_out = {path: why for path in paths if (why := frameworks.cannot_run(path))}
    for path, why in left_out.items():
        print(f"skipped  {path}: {why}", file=sys.stderr)
    paths = [path for path in paths if path not in left_out]
    cells = sum(len(canonical.read(path)["cells"]) for path in paths)
    with tqdm(total=cells, unit="cell", disable=None, leave=False) as bar:
        runs = run_chapters(paths, jobs=jobs, progress=bar.update)
    wrong = 0
    for path, result in zip(paths, runs, strict=True):
        if not isinstance(result, Run):
            print(f"FAILED  {result}", file=sys.stderr)
            wrong += 1
            continue
        faults = list(result.faults)
        faults += [f"{path.name}: no frames {key}" for key in result.missing_frames]
        if store:
            if not result.changes_nothing:
                canonical.write(path, result.fresh)
            print(f"{'same' if result.changes_nothing else 'rewritten'}  {path}")
        elif not result.changes_nothing:
            faults.append(f"{path.name}: running changes it:\n{result.difference()}")
        for fault in faults:
            print(fault, file=sys.stderr)
        wrong += bool(faults)
    count = f"{wrong} of {len(paths)} chapters" if wrong else f"{len(paths)} chapters"
    print(f"{count} {'have faults' if wrong else 'are in order'}", file=sys.stderr)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
