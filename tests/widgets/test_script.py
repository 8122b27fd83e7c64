"""The one JavaScript text: what it may not hold, what it weighs, and the links it makes."""

import json
import re
import subprocess
from pathlib import Path

import numpy as np
import pytest

from nnbook import widgets
from nnbook.widgets import script
from tests.widgets.in_node import in_node, node_program

FORBIDDEN = (r"^\s*import\b", r"\bimport\(", r"^\s*export\b", r"\bfetch\(", r"XMLHttpRequest",
             r"new Worker", r"https?://(?!www\.w3\.org/2000/svg)", r"\beval\(")  # fmt: skip


@pytest.mark.parametrize("pattern", FORBIDDEN)
def test_page_script_works_from_a_folder(pattern: str) -> None:
    """No import, export, fetch, worker or foreign address: a file:// page forbids them."""
    assert not re.findall(pattern, script.core(), flags=re.MULTILINE)


@pytest.mark.parametrize(
    ("text", "suffix"),
    [(widgets.page_script(), ".cjs"), (script.module_script("neuron"), ".mjs")],
    ids=["page", "module"],
)
def test_both_tails_parse(tmp_path: Path, text: str, suffix: str) -> None:
    """The same text is a classic script and, with another last line, a module."""
    path = tmp_path / f"nnbook{suffix}"
    path.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [node_program(), "--check", str(path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("kind", widgets.figure_scripts())
def test_each_figure_needs_its_own_script_alone(kind: str) -> None:
    """A figure's script, after what every page has and without the other figures, makes it."""
    text = script.NAMESPACE + script.text_of(script.SHARED) + widgets.figure_scripts()[kind]
    done = subprocess.run(
        [node_program(), "-"], input=f"{text}console.log(Object.keys(nnbook.figures).join())",
        capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip
    assert done.stderr == ""
    assert set(done.stdout.strip().split(",")) == {"quiz", "replay", "form", kind}


@pytest.mark.parametrize("path", sorted(Path(script.HERE, "js").glob("*.js")), ids=lambda p: p.name)
def test_each_part_is_strict_short_and_used(path: Path) -> None:
    """Every part says "use strict", has at most 300 lines, and is in the text."""
    text = path.read_text(encoding="utf-8")
    assert '"use strict"' in text
    assert len(text.splitlines()) <= 300
    assert text in script.core()


def code_lines(text: str) -> list[str]:
    """The lines of a script that are not, or not only, a comment."""
    lines = re.sub(r"/\*[\s\S]*?\*/", "", text).splitlines()
    return [line.strip() for line in lines if line.strip() and not line.strip().startswith("//")]


def test_a_page_gets_the_code_without_its_comments() -> None:
    """What is left out on a page are comments alone: the same code, in the same order."""
    sent = [widgets.page_script(), *widgets.figure_scripts().values()]
    assert not any(re.search(r"^\s*//|^ \* ", text, flags=re.MULTILINE) for text in sent)
    opening = f"nnbook.page.open(document.currentScript, {json.dumps(list(script.FIGURES))});"
    lines = [line for text in sent for line in code_lines(text) if line != opening]
    assert lines == code_lines(script.core())


def test_digest_follows_what_draws(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The digest is another one after a change of code that can draw, and the same after others."""
    assert widgets.source_digest() == widgets.source_digest()
    for folder in ("plots", "exercises"):
        (tmp_path / folder).mkdir()
    (tmp_path / "plots" / "a.py").write_text("1")
    monkeypatch.setattr(script, "PACKAGE", tmp_path)
    found = [widgets.source_digest()]
    for name in ("plots/a.py", "b.py", "exercises/c.py", "d.js", "README.md"):
        (tmp_path / name).write_text("2")
        found.append(widgets.source_digest())
    assert len(set(found[:3])) == 3
    assert set(found[2:]) == {found[2]}


def test_a_link_restores_every_state() -> None:
    """State put into a link and taken out again is the same, to the last bit."""
    rng = np.random.default_rng(5)
    states = [
        {"x": rng.normal(size=3).tolist(), "b": float(rng.normal() * 10.0 ** rng.integers(-9, 9)),
         "activation": "leaky_relu", "on": bool(i % 2), "tag": "a&b=c #+%,é"}
        for i in range(50)
    ]  # fmt: skip
    opening = {"x": [1], "b": 0, "activation": "step", "on": False, "tag": ""}
    code = """const { toLink, fromLink } = nnbook.stage;
      return given[1].map((s) => fromLink(toLink("neuron-1", s), "neuron-1", given[0]));"""
    assert in_node(code, [opening, states]) == states


@pytest.mark.parametrize(
    ("link", "sentence"),
    [("figure=neuron-1&x=1,,2", "the link gives x a value that cannot be read: 1,,2"),
     ("figure=neuron-1&b=abc", "the link gives b a value that cannot be read: abc"),
     ("figure=neuron-1&q=1", "the link sets q, which this figure has not")],
)  # fmt: skip
def test_a_broken_link_says_so(link: str, sentence: str) -> None:
    """What cannot be read in a link is named."""
    code = """try { nnbook.stage.fromLink(given, "neuron-1", {x: [1], b: 0}); }
      catch (error) { return error.message; }"""
    assert in_node(code, link) == sentence


@pytest.mark.parametrize("link", ["", "a-section", "figure=neuron-2&b=1"])
def test_links_for_others_are_left_alone(link: str) -> None:
    """A link to a section, or to another figure, is not this figure's."""
    assert in_node('return nnbook.stage.fromLink(given, "neuron-1", {b: 0})', link) is None


def test_exported_names() -> None:
    """The names of nnbook.widgets, asserted so that none is lost or slips in unseen."""
    assert set(widgets.__all__) == {
        "ActivationExplorer", "Ask", "Backpropagation", "ConvolutionExplorer", "Descent",
        "DigitReader", "Explorable", "Form", "GANExplorer", "Interaction", "KohonenExplorer",
        "LossExplorer", "Neuron", "PerceptronTrainer", "Playground", "Quiz", "StateError", "XOR",
        "figure_scripts", "interact", "page_script", "page_style", "source_digest",
    }  # fmt: skip
