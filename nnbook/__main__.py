"""`python -m nnbook COMMAND` is `nnbook COMMAND`."""

import sys

from nnbook.cli import main

if __name__ == "__main__":
    sys.exit(main())
