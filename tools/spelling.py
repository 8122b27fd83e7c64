"""Check the spelling of the book's prose: what is unknown, American, or stands twice.

    python tools/spelling.py             list it, with page and line; exit status 1 if any
    python tools/spelling.py --accept    put the unknown words into book/words.txt, and take out
                                         those that no page needs; then read the difference

`make test` and `make book` do the first.
"""

from __future__ import annotations

import argparse
import sys

from chapters import spelling


def main(arguments: list[str] | None = None) -> int:
    """Carry out the command; returns the exit status."""
    about, _, details = (__doc__ or "").partition("\n\n")
    parser = argparse.ArgumentParser(
        description=about, epilog=details, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--accept", action="store_true", help="put unknown words into words.txt")
    if parser.parse_args(arguments).accept:
        spelling.accept()
    found = spelling.everywhere()
    print("\n".join(found), file=sys.stderr, end="\n" if found else "")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
