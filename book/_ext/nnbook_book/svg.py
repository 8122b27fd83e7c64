"""Turn the text of an SVG file into SVG that can stand inside an HTML page.

Inside a page an SVG shares ids, styles and colours with everything else. So its ids and style
rules get a scope, black becomes the colour of the text around it, and white the colour of the
paper: the picture then follows the page into the dark. Blue, vermilion and green, which mean
positive, negative and gradient, become the page's own lighter or darker hue of them. Other colours
stay.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import tinycss2
from defusedxml.ElementTree import fromstring

if TYPE_CHECKING:
    from collections.abc import Iterator

SVG = "{http://www.w3.org/2000/svg}"
XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
PALETTE = {
    **dict.fromkeys(("#000000", "#000", "black"), "currentColor"),
    **dict.fromkeys(("#ffffff", "#fff", "white"), "var(--nnb-paper, #fff)"),
    "#0072b2": "var(--nnb-positive, #0072b2)",
    "#d55e00": "var(--nnb-negative, #d55e00)",
    "#009e73": "var(--nnb-gradient, #009e73)",
}
PAINTS = {"fill", "stroke", "color", "stop-color", "flood-color"}
REFERENCE = re.compile(r"url\(\s*['\"]?#([^)'\"\s]+)['\"]?\s*\)")
LENGTH = re.compile(r"([\d.]+)(px|pt|in|cm|mm)?")
PIXELS = {"px": 1.0, None: 1.0, "pt": 96 / 72, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4}


def paint(colour: str) -> str:
    """The colour as the page knows it: black is ``currentColor``, white is the paper."""
    return PALETTE.get(colour.strip().lower(), colour)


def inline(text: str, *, label: str, scope: str, css_class: str) -> str:
    """SVG source to put into a page.

    ``label`` says what is to be seen, ``scope`` is a prefix that no other picture of the page has.
    Raises ValueError where the text is no SVG, or a style rule in it cannot be scoped.
    """
    try:
        root = fromstring(text)
    except ElementTree.ParseError as error:
        raise ValueError(f"the picture is not well-formed SVG: {error}") from error
    if root.tag != SVG + "svg":
        raise ValueError(f"a picture must be an <svg> of the SVG namespace, but is <{root.tag}>")
    for parent in list(root.iter()):
        for child in list(parent):
            tag = str(child.tag)  # comments have a function for a tag
            if not tag.startswith(SVG) or tag == SVG + "metadata":
                parent.remove(child)
    for element in root.iter():
        element.tag = element.tag.removeprefix(SVG)
        _adapt(element, scope)
    _frame(root, label=label, scope=scope, css_class=css_class)
    return ElementTree.tostring(root, encoding="unicode")


def _adapt(element: ElementTree.Element, scope: str) -> None:
    """Scope the names of one element, and hand its black and white to the page."""
    if XLINK_HREF in element.attrib:
        element.set("href", element.attrib.pop(XLINK_HREF))
    if element.tag == "style":
        element.text = _style_sheet(element.text or "", scope)
    for name, value in element.attrib.items():
        if name in {"id", "aria-labelledby", "aria-describedby"}:
            new = " ".join(f"{scope}-{one}" for one in value.split())
        elif name == "href" and value.startswith("#"):
            new = f"#{scope}-{value[1:]}"
        elif name == "style":
            new = _declarations(tinycss2.parse_blocks_contents(value), scope)
        else:
            new = _value(name, value, scope)
        element.set(name, new)


def _value(name: str, value: str, scope: str) -> str:
    value = REFERENCE.sub(rf"url(#{scope}-\1)", value)
    return paint(value) if name in PAINTS else value


def _declarations(nodes: list[tinycss2.ast.Node], scope: str) -> str:
    pairs = []
    for node in nodes:
        if node.type == "declaration":
            value = _value(node.lower_name, tinycss2.serialize(node.value).strip(), scope)
            pairs.append(f"{node.name}: {value}{' !important' if node.important else ''}")
        elif node.type not in {"whitespace", "comment"}:
            raise ValueError(f"cannot scope this style: {node.serialize()[:80]!r}")
    return "; ".join(pairs)


def _style_sheet(text: str, scope: str) -> str:
    rules = []
    for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
        if rule.type != "qualified-rule":
            raise ValueError(f"a picture may hold plain style rules only, not {rule.serialize()!r}")
        selectors = _selectors(rule.prelude, scope)
        body = _declarations(tinycss2.parse_blocks_contents(rule.content), scope)
        rules.append(f"{selectors} {{{body}}}")
    return "\n".join(rules)


def _selectors(tokens: list[tinycss2.ast.Node], scope: str) -> str:
    """The selector list, each selector below the picture and each id in it with the scope."""
    text = ""
    for token in tokens:
        text += f"#{scope}-{token.value}" if token.type == "hash" else token.serialize()
    return ", ".join(f"#{scope} {one.strip()}" for one in text.split(","))


def _frame(root: ElementTree.Element, *, label: str, scope: str, css_class: str) -> None:
    """Give the picture its name, and a size that shrinks with the column."""
    width = LENGTH.fullmatch(root.get("width", ""))
    if width and "viewBox" in root.attrib:
        root.set("width", f"{float(width[1]) * PIXELS[width[2]]:.0f}")
        root.attrib.pop("height", None)
    for name in ("version", "id", "role", "aria-labelledby", "aria-describedby"):
        root.attrib.pop(name, None)
    classes = " ".join(filter(None, (css_class, root.get("class", ""))))
    known_as = {"id": scope, "class": classes, "role": "img", "aria-label": label}
    root.attrib = {"fill": "currentColor"} | root.attrib | known_as


def counter(prefix: str) -> Iterator[str]:
    """Scopes ``prefix1``, ``prefix2`` ... for the pictures of one page."""
    number = 0
    while True:
        number += 1
        yield f"{prefix}{number}"
