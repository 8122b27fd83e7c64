"""python -m benchmarks [ROW ...]: run all rows, or those named, print the table, write JSON."""

from __future__ import annotations

import argparse
from importlib import import_module

from benchmarks.harness import one_thread, table

ROWS = (
    "import_cost", "calls", "xor", "seeds", "small_network", "digits", "wide", "images", "rule",
    "redraw", "curves", "checker", "engine", "figures", "grading",
)  # fmt: skip


def main(arguments: list[str] | None = None) -> None:
    """Run the rows one after the other; each is a module with `run`."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"any of {', '.join(ROWS)}")
    parser.add_argument(
        "--record", action="store_true", help="keep the results for the book: book/measured.json"
    )
    given = parser.parse_args(arguments)
    if unknown := [name for name in given.rows if name not in ROWS]:
        parser.error(f"there is no row {', '.join(unknown)}; there are {', '.join(ROWS)}")
    one_thread()  # before numpy is imported, and with it all rows
    from benchmarks import record

    found = {}
    for name in given.rows or ROWS:
        found[name] = import_module(f"benchmarks.{name}").run()
        print(table(found[name]), end="\n\n", flush=True)
    path = record.RECORDED if given.record else record.LATEST
    data = record.report(found)
    if given.record and path.exists():  # rows that were not run stay
        data["rows"] = record.read(path)["rows"] | data["rows"]
    record.write(path, data)
    print(f"The results are in {path.relative_to(record.ROOT)}.")


if __name__ == "__main__":
    main()
