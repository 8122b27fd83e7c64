"""How numbers are written in pictures: as the prose around them writes them."""

from __future__ import annotations

import re

__all__ = ["typeset"]

# A hyphen that nothing stands before is a minus; those of 2-2-1 and 1e-05 are none.
MINUS = re.compile(r"(?<![\w.)\]])-(?=\.?\d)")
# 67% becomes 67 %, and neither that nor 10 000 may be torn apart.
SPACE = re.compile(r"(?<=\d) ?(?=%)|(?<=\d) (?=\d{3}(?!\d))")


def typeset(words: str) -> str:
    """The words with true minus signs, and spaces that do not break inside their numbers."""
    return SPACE.sub("\N{NO-BREAK SPACE}", MINUS.sub("\N{MINUS SIGN}", words))
