"""The numbers that the sources print stand on the built pages, in the words or in the outputs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

import book

PRINTED = {
    "02-neurons": ["0.69", "0.5"],
    "03-perceptron": ["0.36", "0.01", "0.309", "0.901", "0.3682", "0.37", "0.5"],
    "04-xor": [
        *["0.6931", "0.25", "0.0812", "1.0", "0.079", "0.922", "0.910", "0.065"],
        *["0.7065", "0.6805", "0.5317", "0.3014", "0.1711"],
        *["0.1096", "0.0769", "0.0575", "0.0448", "0.0361", "0.0325", "0.9716", "0.0287"],
    ],
    "05-activations": ["0.36", "0.37", "0.001", "0.4999"],
    "06-losses": ["0.375", "0.5", "0.2362"],
    "08-backpropagation": [
        *["70 000", "79 400", "110", "4 764 000 000", "380 trillion", "123 hours", "0.1", "6"],
        *["0.615", "0.646", "0.1250", "-0.71", "-0.1", "0.56", "-0.095", "0.4595"],
        *["-0.0106", "0.7010"],
    ],
    "10-digits": ["784", "79 400", "110"],
    "12-frameworks": [
        *["0.7065", "0.6805", "0.5317", "0.3014", "0.1711"],
        *["0.1096", "0.0769", "0.0575", "0.0448", "0.0361"],
    ],
    "13-limits": ["97 %"],
}


@pytest.fixture(scope="module")
def site() -> Path:
    """The folder of the site, built now if anything changed."""
    subprocess.run([sys.executable, book.__file__, "build"], check=True)
    return book.SITE


@pytest.mark.slow
@pytest.mark.parametrize(
    ("chapter", "number"),
    [(chapter, number) for chapter, numbers in PRINTED.items() for number in numbers],
)
def test_printed_number_stands_on_its_page(site: Path, chapter: str, number: str) -> None:
    """What a reader sees, code cells left aside, holds the number as the source prints it."""
    page = BeautifulSoup((site / f"{chapter}.html").read_text(encoding="utf-8"), "html.parser")
    article = page.select_one("article")
    assert article is not None
    for unseen in article.select(".cell_input, svg, script, style, .katex-mathml"):
        unseen.decompose()
    text = re.sub(r"[\s\u2009\u202f]+", " ", article.get_text("")).replace("\u2212", "-")
    assert re.search(rf"(?<![\d.]){re.escape(number)}(?!\d|\.\d)", text)
