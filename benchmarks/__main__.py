"""python -m benchmarks: run every row and print the table."""

from benchmarks import checker, engine, figures, import_cost, small_network
from benchmarks.harness import table


def main() -> None:
    """Run the rows one after the other; each is a module with `run`."""
    for row in (import_cost, small_network, checker, engine, figures):
        print(table(row.run()), end="\n\n", flush=True)


if __name__ == "__main__":
    main()
