"""Numbers as a reader sees them in prose and in formulas, and when two spellings are the same.

A number is written with a point, with or without groups of three (``4 764 000 000``), with a
hyphen or a minus sign, with ``e-7`` or with a power of ten (``1.2·10⁻⁷``). A decimal is a number
with a point in it. ``Exercise 3.2``, ``Python 3.11``, ``1.0.4``, web addresses and DOIs are names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

GROUP = "[ ,\u00a0\u2009\u202f]"
NUMBER = re.compile(
    r"(?<![\w.])"
    rf"(?P<digits>\d{{1,3}}(?:{GROUP}\d{{3}})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?!\.\d)"
    r"(?:e(?P<e>[-+−]?\d+)|\s?[·×]\s?10(?P<power>[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+))?"
    r"(?P<percent>\s?%)?"
)
NAME = re.compile(
    r"https?://\S+"
    r"|\b10\.\d{4,9}/\S+"
    r"|\d+(?:\.\d+){2,}"
    r"|\b(?:chapter|section|exercise|figure|table|listing|equation|python|version)s?\s\d+\.\d+",
    re.IGNORECASE,
)
SUPERSCRIPTS = str.maketrans("⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹", "-+0123456789")
TO_SUPERSCRIPT = str.maketrans("-+0123456789", "⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹")
# after these a minus is the sign of what follows; after any other command it subtracts
OPERATORS = frozenset(
    re.findall(
        r"\w+",
        "cdot times le ge leq geq lt gt ne neq approx simeq sim equiv to mapsto gets in pm mp div "
        "rightarrow Rightarrow leftarrow longrightarrow implies iff left big Big quad qquad frac "
        "tfrac dfrac sqrt log ln exp min max sin cos tanh text begin end colon",
    )
)


@dataclass(frozen=True)
class Number:
    """A number in a text: how it is written there, where, and which spellings equal it."""

    text: str
    start: int
    end: int
    readings: frozenset[str]

    @property
    def is_decimal(self) -> bool:
        """Whether it is written with a decimal point."""
        return "." in self.text


def same_spelling(value: str) -> str:
    """Return ``value`` with one kind of minus, no groups of three and the shortest exponent."""
    value = value.strip().replace("−", "-").replace("\u00a0", " ")
    value = re.sub(rf"(?<=\d)(?:{GROUP}|_)(?=\d{{3}}(?!\d))", "", value)
    value = re.sub(r"\s(?=%$)", "", value)
    return re.sub(r"(?<=\d)e([-+]?)0*(?=\d)", lambda e: "e" + e[1].replace("+", ""), value)


def numbers_in(prose: str) -> list[Number]:
    """Return the numbers of a piece of prose; a sign belongs to its number if it touches it."""
    hidden = NAME.sub(lambda name: "_" * len(name[0]), prose)
    found = []
    for match in NUMBER.finditer(hidden):
        start = match.start()
        if re.search(r"(?:^|[^\w)\]−+-])[-−+]$", hidden[:start]):
            start -= 1
        found.append(_number(prose[start : match.end()], start, match))
    return found


def numbers_in_formula(latex: str) -> list[Number]:
    """Return the numbers of a TeX formula; positions are those in its plain form.

    A minus in front of a number that has nothing to be subtracted from is its sign.
    """
    plain = _plain(latex)
    found = []
    for match in NUMBER.finditer(plain):
        sign = re.search(r"[-−]$", plain[: match.start()])
        number = _number(match[0], match.start(), match)
        if sign:
            signed = _number("-" + match[0], match.start() - 1, match)
            subtracts = re.search(r"[\d)\]|'!⁰¹²³⁴⁵⁶⁷⁸⁹]$", plain[: sign.start()])
            both = signed.readings | number.readings
            readings = both if subtracts else signed.readings
            number = Number(signed.text, signed.start, signed.end, readings)
        found.append(number)
    return found


def _number(text: str, start: int, match: re.Match[str]) -> Number:
    sign = text[0] if text[0] in "-−+" else ""
    value = sign + match["digits"]
    if match["e"] or match["power"]:
        value += "e" + (match["e"] or match["power"].translate(SUPERSCRIPTS))
    value = same_spelling(value)
    readings = {value, value + "%"} if match["percent"] else {value}
    return Number(text.strip(), start, match.end(), frozenset(readings))


def _plain(latex: str) -> str:
    """Reduce TeX to its numbers: what can be subtracted from becomes ``)``, the rest ``;``."""
    plain = re.sub(r"\\\\(?:\[[^\]]*\])?", ";", latex)
    plain = re.sub(r"\\(?:label|tag|ref|eqref|hspace|vspace|phantom)\*?\{[^}]*\}", ";", plain)
    plain = re.sub(r"\{([.,])\}", lambda mark: "." if mark[1] == "." else "\u2009", plain)
    plain = re.sub(r"\\cdot(?![A-Za-z])\s*", "·", plain)
    plain = re.sub(r"\\times(?![A-Za-z])\s*", "×", plain)
    plain = re.sub(
        r"(?<=[·×])10\^(?:\{([-+]?\d+)\}|(\d))",
        lambda power: "10" + (power[1] or power[2]).translate(TO_SUPERSCRIPT),
        plain,
    )
    plain = re.sub(r"(?<=\d)\\,(?=\d)", "\u2009", plain).replace(r"\%", "%")
    plain = re.sub(r"\\([A-Za-z]+)", lambda name: ";" if name[1] in OPERATORS else ")", plain)
    plain = re.sub(r"\\[^A-Za-z]", ";", plain)
    plain = re.sub(r"[A-Za-zα-ωΑ-Ω}]", ")", plain).replace("{", "(")
    return re.sub(r"[ \t\n]", "", plain)
