"""The spelling of the book, and the check that guards it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from chapters import spelling
from chapters.british import american, british
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

Page = Callable[[str], list[str]]


@pytest.fixture
def page(tmp_path: Path) -> Page:
    """Write a page and return what is wrong with its spelling."""

    def faults(text: str, own: tuple[str, ...] = ("Kohonen", "perceptron")) -> list[str]:
        path = tmp_path / "page.md"
        path.write_text(text, encoding="utf-8")
        return [str(fault) for fault in spelling.faults(path, own)]

    return faults


def test_the_book_is_spelt_well() -> None:
    """No page has an unknown word, an American spelling or a word twice; the list has no spare."""
    before = time.perf_counter()
    wrong = spelling.everywhere()
    assert not wrong, "\n" + "\n".join(wrong)
    assert time.perf_counter() - before < 10


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("# A nueron\n\nFires.", "nueron"),
        ("It *recieves* a sum.", "recieves"),
        ("| weigth |\n|---|\n| 1 |", "weigth"),
        ("[the gradiant](a.md)", "gradiant"),
        ("![A lien that risse](a.svg)", "risse"),
        (":::{tip} An importent hint\nBody.\n:::", "importent"),
        ("```{explorable} Neuron()\n:caption: A pictuer.\n```", "pictuer"),
        ("```{figure} a.svg\n\nA captoin.\n```", "captoin"),
        ("term\n: its meanning", "meanning"),
        ("Kohonens's maps, kohonen", "kohonen"),
        ("The well-knwon rule", "knwon"),
        ("They dont know", "dont"),
    ],
)
def test_a_misspelling_is_found(page: Page, text: str, word: str) -> None:
    """Wherever a reader reads, a word that does not exist is named."""
    assert any(f"{word!r} is in no dictionary" in fault for fault in page(text))


@pytest.mark.parametrize(
    "text",
    [
        "A sum: `nueron = recieve(x)`, $\\weigth$ and <!--= gradiant -->more.",
        "```python\nnueron = 1\n```",
        "$$\nweigth\n$$",
        "[the sum](nueron/weigth.md) at https://recieve.example/knwon",
        "Kohonen's maps; a perceptron's rule. XOR, MSE, W1, a_j.",
        "Neighbours, behaviour, centred, metre, normalised, analysing, travelled: don't, isn't.",
        "The size of a prize is seized; it emphasises.",
        "ID AND and OR; go on on-line; that is `x` is `y`; $a$ b b",
    ],
)
def test_what_is_no_misspelling_is_left_alone(page: Page, text: str) -> None:
    """Code, formulas, addresses, comments, the book's own words and British forms are all right."""
    assert page(text) == []


@pytest.mark.parametrize("text", ["It is the the sum.", "The the sum.", "of a\na sum of of it"])
def test_a_word_that_stands_twice_is_found(page: Page, text: str) -> None:
    """A doubled word is named, across a line end and with a capital too."""
    assert any("stands twice" in fault for fault in page(text))


@pytest.mark.parametrize(
    ("us", "gb"),
    [
        ("neighborhood", "neighbourhood"), ("colors", "colours"), ("gray", "grey"),
        ("normalization", "normalisation"), ("optimizer", "optimiser"),
        ("analyzed", "analysed"), ("labeled", "labelled"), ("centers", "centres"),
        ("discolored", "discoloured"),
        ("emphasize", "emphasise"), ("kilometer", "kilometre"), ("behavioral", "behavioural"),
    ],
)  # fmt: skip
def test_both_forms_are_known(us: str, gb: str, page: Page) -> None:
    """The American form is refused with the British one, which the dictionary then knows."""
    assert british(us) == gb
    assert american(gb) == us
    assert page(f"Say {us} here.") == [f"page.md, line 1: {us!r} is American: {gb}"]
    assert page(f"Say {gb} here.") == []


@pytest.mark.parametrize(
    "word",
    ["size", "prize", "horizon", "citizen", "laboratory", "parameter", "literal", "evaporate",
     "humorous", "collaborate", "diameter", "license", "resized", "seizes", "elaborate"],
)  # fmt: skip
def test_what_both_write_is_left_alone(word: str) -> None:
    """A word with the letters of an American form, but the same in both countries, passes."""
    assert british(word) is None


def test_titles_of_others_are_quoted_as_they_are(page: Page) -> None:
    """Below "Further reading" and in the references American stands, but nothing unknown."""
    assert page("## Further reading\n\nThe organization of behavior.") == []
    assert page("# References\n\nThe organization of behavior.") == []
    fault = "page.md, line 1: 'organization' is American: organisation"
    assert page("An organization.\n\n## Further reading\n\nThe labor.") == [fault]
    unknown = "page.md, line 5: 'gradiant' is in no dictionary"
    assert page("A title.\n\n## Further reading\n\nThe gradiant.") == [unknown]


def test_the_place_is_told(page: Page, tmp_path: Path) -> None:
    """A fault on a page has its line; in a chapter the cell and line, or the cell's output."""
    fault = "page.md, line 3: 'nueron' is in no dictionary"
    assert page("# One <!-- nueron -->\n\nA nueron.\n") == [fault]
    html = '<figure><img alt="A nueron."><figcaption>Its weigth.</figcaption></figure>'
    code = new_code_cell("nueron", outputs=[new_output("display_data", {"text/html": html})])
    path = tmp_path / "made-up.ipynb"
    cells = [new_markdown_cell("# One"), code, new_markdown_cell("Two\n\nIt recieves.")]
    nbformat.write(new_notebook(cells=cells), path)
    assert [str(fault) for fault in spelling.faults(path, ())] == [
        "made-up.ipynb, cell 2, output: 'nueron' is in no dictionary",
        "made-up.ipynb, cell 2, output: 'weigth' is in no dictionary",
        "made-up.ipynb, cell 3, line 3: 'recieves' is in no dictionary",
    ]


def test_spare_words_are_named(page: Page, tmp_path: Path) -> None:
    """A word of the list that the dictionary knows, no page has, or that stands twice, is spare."""
    page("The perceptron, or Perceptron, of Kohonen is a neuron.")
    own = ["adaline", "Kohonen", "Perceptron", "perceptron", "neuron"]
    assert spelling.unused([tmp_path / "page.md"], own) == ["adaline", "Perceptron", "neuron"]


def test_accepting_sorts_adds_and_drops(
    page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command writes the list anew: what is needed, once each, in the order of the alphabet."""
    page("A perceptron, a Softmax, Kohonen. Perceptron of Ångström, softmax.")
    words = tmp_path / "words.txt"
    words.write_text("spare\n")
    monkeypatch.setattr(spelling, "OWN_WORDS", words)
    monkeypatch.setattr(spelling, "pages", lambda: [tmp_path / "page.md"])
    assert len(spelling.everywhere()) == 7  # six words are unknown, one is spare
    spelling.accept()
    assert words.read_text("utf-8").split() == ["Kohonen", "perceptron", "softmax", "Ångström"]
    assert spelling.everywhere() == []
