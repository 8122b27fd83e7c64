"""What the tests of the chapters' numbers share: a number as it was printed, a chapter as it reads.

A literal is what a source prints; ours may differ from it by one unit of its last digit.
"""

import json
import re
from decimal import Decimal
from pathlib import Path

BOOK = Path(__file__).resolve().parents[1] / "book"


def close_to_print(value: float, printed: str) -> bool:
    """Whether a value is within one unit of the last digit of what a source prints."""
    exponent = Decimal(printed).as_tuple().exponent
    assert isinstance(exponent, int)
    return abs(value - float(printed)) <= 10.0**exponent


def prose_of(chapter: str) -> str:
    """What a reader sees of the text of book/`chapter`.ipynb, on one line."""
    cells = json.loads((BOOK / f"{chapter}.ipynb").read_text(encoding="utf-8"))["cells"]
    prose = "".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    return " ".join(re.sub(r"<!--.*?-->", "", prose, flags=re.DOTALL).split())
