"""British and American spellings of one word: the dictionary holds the one, the book the other.

british("neighborhood") == "neighbourhood"      a word to refuse, with what to write instead
american("neighbourhood") == "neighborhood"     how the dictionary knows it
"""

from __future__ import annotations

import re
from functools import cache

__all__ = ["american", "british"]

PAIRS = {  # British: American
    "acknowledgement": "acknowledgment", "ageing": "aging", "aluminium": "aluminum",
    "analogue": "analog", "armour": "armor", "artefact": "artifact", "behaviour": "behavior",
    "behavioural": "behavioral", "catalogue": "catalog", "centimetre": "centimeter",
    "centre": "center", "centred": "centered", "centring": "centering", "clamour": "clamor",
    "colour": "color", "defence": "defense", "dialogue": "dialog", "endeavour": "endeavor",
    "enrol": "enroll", "favour": "favor", "fibre": "fiber", "flavour": "flavor",
    "fulfil": "fulfill", "grey": "gray", "harbour": "harbor", "honour": "honor",
    "humour": "humor", "jewellery": "jewelry", "judgement": "judgment",
    "kilometre": "kilometer", "labour": "labor", "licence": "license", "litre": "liter",
    "lustre": "luster", "manoeuvre": "maneuver", "metre": "meter", "millimetre": "millimeter",
    "mould": "mold", "neighbour": "neighbor", "odour": "odor", "offence": "offense",
    "plough": "plow", "pretence": "pretense", "rigour": "rigor", "rumour": "rumor",
    "savour": "savor", "sceptic": "skeptic", "skilful": "skillful", "spectre": "specter",
    "splendour": "splendor", "theatre": "theater", "tumour": "tumor", "vapour": "vapor",
    "vigour": "vigor",
}  # fmt: skip
# British as well: of circuits, to license, a gauge, what a court gives
BOTH = {"analog", "license", "meter", "judgment"}
BEFORE = r"(|dis|un|mis|re|multi)"
AFTER = r"(|s|ed|ing|able|er|ful|hood|ism|ist|ite|ites|less|ly)"
ENDINGS = r"(e|ed|es|er|ers|ing|able|ation|ations|ational)"
IZE = re.compile(rf"(.{{2,}})iz{ENDINGS}")
YZE = re.compile(rf"(.*l)yz{ENDINGS}")
NOT_ISE = re.compile(r"((|down|mid|over|re|under)s|(|ap)pr|se|ma|caps)iz.*")  # sizes, prizes ...
DOUBLED = (
    "cancel", "channel", "dial", "equal", "fuel", "initial", "label", "level", "marvel", "model",
    "panel", "pedal", "quarrel", "signal", "spiral", "total", "travel", "tunnel",
)  # fmt: skip
DOUBLED_L = re.compile(rf"({'|'.join(DOUBLED)})(ed|ing|er|ers)")


@cache
def _stems(*, of_americans: bool) -> tuple[re.Pattern[str], dict[str, str]]:
    table = {us: gb for gb, us in PAIRS.items() if us not in BOTH} if of_americans else PAIRS
    return re.compile(rf"{BEFORE}({'|'.join(table)}){AFTER}"), table


def _exchanged(word: str, *, of_americans: bool) -> str | None:
    pattern, table = _stems(of_americans=of_americans)
    match = pattern.fullmatch(word)
    return f"{match[1]}{table[match[2]]}{match[3]}" if match else None


def british(word: str) -> str | None:
    """What the British write for a word in small letters, if its spelling is American."""
    if match := DOUBLED_L.fullmatch(word):
        return f"{match[1]}l{match[2]}"
    if (match := YZE.fullmatch(word)) or (
        (match := IZE.fullmatch(word)) and not NOT_ISE.fullmatch(word)
    ):
        return f"{match[1]}{'ys' if match.re is YZE else 'is'}{match[2]}"
    return _exchanged(word, of_americans=True)


def american(word: str) -> str:
    """The American spelling of a British word in small letters; any other word unchanged."""
    word = re.sub(rf"([iy])s{ENDINGS}\Z", r"\1z\2", word)
    word = re.sub(rf"({'|'.join(DOUBLED)})l(ed|ing|er|ers)\Z", r"\1\2", word)
    return _exchanged(word, of_americans=False) or word
