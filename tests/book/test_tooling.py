"""The tools that run, check, show and import chapters, on chapters made up for the test."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import notebooks
import pytest
from chapters import ChapterError, canonical
from chapters.running import run_chapter, run_chapters

Store = Callable[..., Path]
Tool = Callable[..., tuple[int, str]]
pytestmark = pytest.mark.slow  # most of these start kernels


@pytest.fixture
def tool(capsys: pytest.CaptureFixture[str]) -> Tool:
    """Return a caller of the command line tool, which gives its status and what it printed."""

    def called(*arguments: str | Path) -> tuple[int, str]:
        status = notebooks.main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return status, captured.out + captured.err

    return called


def nbval(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Compare the outputs of chapters strictly, with warnings as errors."""
    command = [sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env", "-W", "error"]
    command += ["-p", "no:cacheprovider", "-c", os.devnull, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


def test_run_then_check(store: Store, tool: Tool) -> None:
    """``run`` stores a chapter; ``check`` then finds it in order, and finds a changed output."""
    path = store(("md", "# A"), ("code", "print('one')"), ("code", "2"))
    status, said = tool("check", path)
    assert (status, "+#> one" in said) == (1, True)
    assert tool("run", path)[0] == 0
    assert tool("check", path)[0] == 0
    path.write_text(path.read_text().replace("one\\n", "two\\n"))
    status, said = tool("check", path)
    assert status == 1
    assert "-#> two\n+#> one" in said
    assert "made-up.ipynb: running changes it" in said


def test_run_stores_outputs_though_prose_is_wrong(store: Store, tool: Tool) -> None:
    """A wrong number in prose fails the command, but the fresh outputs are kept for its author."""
    path = store(("md", "# A\n\nIt is 0.5."), ("code", "2"))
    status, said = tool("run", path)
    assert status == 1
    assert "0.5 is neither proven nor given" in said
    assert canonical.code_cells(canonical.read(path))[0]["outputs"]


def test_a_failing_cell_leaves_the_file_alone(store: Store, tool: Tool) -> None:
    """A cell that fails is named with its notebook and error; the file keeps its bytes."""
    path = store(("code", "1"), ("code", "1 / 0"))
    stored = path.read_bytes()
    status, said = tool("run", path)
    assert status == 1
    assert "made-up.ipynb, cell 2 (id cell-1) failed with ZeroDivisionError" in said
    assert path.read_bytes() == stored


def test_text(store: Store, tool: Tool) -> None:
    """``text`` shows cells, outputs as comments, and pictures as digests."""
    path = store(("md", "# A\n\nη."), ("code", "1"))
    notebook = canonical.read(path)
    picture = '<img alt="a" src="data:image/svg+xml;base64,' + "QUJD" * 400 + '">'
    notebook["cells"][1]["outputs"] = [
        {"output_type": "stream", "name": "stdout", "text": "hello\n"},
        {"output_type": "display_data", "data": {"text/html": picture}, "metadata": {}},
    ]
    canonical.write(path, canonical.canonical(notebook))
    _, shown = tool("text", path)
    assert shown.startswith(
        "# %% [markdown]\n# # A\n#\n# η.\n\n# %% [1]\n1\n#> hello\n#> [text/html]"
    )
    assert "image/svg+xml:" in shown
    assert "QUJD" not in shown


def test_import_keeps_what_is_unchanged(store: Store, tool: Tool, tmp_path: Path) -> None:
    """Editing a chapter as a script keeps the ids, outputs and tags of the cells that stay."""
    path = store(("md", "# A"), ("code", "x = 1"), ("code", "x"))
    assert tool("run", path)[0] == 0
    script = tmp_path / "a.py"
    script.write_text(
        "# %% [markdown]\n# # A\n\n# %%\nx = 1\n\n# %%\ny = 2\n\n# %%\nx\n", encoding="utf-8"
    )
    assert tool("import", script, path)[0] == 0
    cells = canonical.read(path)["cells"]
    assert [cell["id"] for cell in cells if cell["source"] != "y = 2"] == [
        "cell-0", "cell-1", "cell-2",
    ]  # fmt: skip
    assert [cell["source"] for cell in cells] == ["# A", "x = 1", "y = 2", "x"]
    assert cells[3]["outputs"][0]["data"]["text/plain"] == "1"
    assert tool("run", path)[0] == 0
    assert tool("check", path)[0] == 0


def test_import_makes_a_chapter(tool: Tool, tmp_path: Path) -> None:
    """A script becomes a chapter that runs; importing it twice gives the same bytes."""
    script, path = tmp_path / "a.py", tmp_path / "a.ipynb"
    script.write_text('# %% [markdown]\n# # A\n\n# %% tags=["hide-input"]\n1\n', encoding="utf-8")
    assert tool("import", script, path)[0] == 0
    first = path.read_bytes()
    assert canonical.read(path)["cells"][1]["metadata"] == {"tags": ["hide-input"]}
    path.unlink()
    assert tool("import", script, path)[0] == 0
    assert path.read_bytes() == first
    assert tool("run", path)[0] == 0


def test_kernel_is_this_python_in_the_chapters_folder(store: Store, tmp_path: Path) -> None:
    """Chapters run in the interpreter of the tools, in their own folder, with fixed hashes."""
    path = store(
        ("code", f"import os, sys\nassert sys.executable == {sys.executable!r}"),
        ("code", f"assert os.path.samefile('.', {str(tmp_path)!r})"),
        ("code", "assert os.environ['PYTHONHASHSEED'] == '0'"),
        ("code", "open(os.environ['NNBOOK_FRAMES'] + '/left.js', 'w').close()"),
    )
    run_chapter(path, tmp_path / "frames")
    assert (tmp_path / "frames" / "left.js").exists()


def test_each_chapter_has_its_own_kernel(store: Store, tmp_path: Path) -> None:
    """Chapters that run side by side share no names, and one that fails stops no other."""
    good = store(("code", "assert 'x' not in globals()\nx = 1"), name="good")
    bad = store(("code", "x = 2"), ("code", "y"), name="bad")
    again = store(("code", "assert 'x' not in globals()\nx = 3"), name="again")
    steps: list[int] = []
    runs = run_chapters(
        [good, bad, again], jobs=3, frames=tmp_path / "frames", progress=lambda: steps.append(1)
    )
    assert [isinstance(run, ChapterError) for run in runs] == [False, True, False]
    assert len(steps) == 3


def test_a_figure_has_the_same_bytes_in_two_kernels(store: Store, tmp_path: Path) -> None:
    """No date, version or random id of matplotlib reaches a stored figure."""
    draw = """
        figure, axes = plt.subplots()
        axes.plot([0, 1], [0, 1], label="a")
        axes.fill_between([0, 1], [0, 1], alpha=0.5, hatch="/")
        axes.imshow([[0, 1]])
        axes.set_xlabel(r"$z^{(1)}_2$")
        plt.close(figure)
        Picture(figure, "A line that rises")
    """
    path = store(
        ("code", "import matplotlib.pyplot as plt\nfrom nnbook.plots import Picture"),
        ("code", textwrap.dedent(draw).strip()),
    )
    first, second = (run_chapter(path, tmp_path / "frames") for _ in range(2))
    assert "data:image/svg+xml;base64," in first.fresh
    assert first.fresh == second.fresh


def test_missing_frames_are_named(store: Store, tmp_path: Path) -> None:
    """A figure that replays frames needs them to be left by the run; one that computes does not."""
    show = "from IPython.display import HTML\nimport json, html\n"
    show += "def figure(state):\n    state = html.escape(json.dumps(state))\n"
    show += '    return HTML(f\'<figure class="nnbook" data-state="{state}"></figure>\')'
    leave = "import os\nopen(os.environ['NNBOOK_FRAMES'] + '/there.js', 'w').close()"
    shown = [("code", f"figure({state})") for state in ({"key": "there"}, {"key": "not"}, {"w": 1})]
    path = store(("code", show), ("code", leave), *shown)
    assert run_chapter(path, tmp_path / "frames").missing_frames == ("not",)


def test_nbval_compares(store: Store, tool: Tool) -> None:
    """The strict comparison of outputs is at work, with warnings as errors and spread by file."""
    good = store(("code", "print('one')"), ("code", "2"), name="good")
    bad = store(("code", "print('one')"), name="bad")
    assert tool("run", good, bad)[0] == 0
    bad.write_text(bad.read_text().replace("one\\n", "two\\n"))
    done = nbval("-n", "2", "--dist", "loadfile", good, bad)
    assert "1 failed, 2 passed" in done.stdout, done.stdout


def test_nbval_and_the_run_agree_on_frames(store: Store, tmp_path: Path) -> None:
    """A figure of ``interact`` has the same key in a run as under nbval, which keeps no history."""
    draw = (
        "def f(w):\n    return f'<svg xmlns=\"http://www.w3.org/2000/svg\"><g>{a * w}</g></svg>'\n"
    )
    show = "interact(f, w=(0, 2, 1), alt='w is {w}')"
    path = store(("code", "from nnbook import interact\na = 2"), ("code", draw + show))
    run = run_chapter(path, tmp_path / "frames")
    assert [file.suffix for file in (tmp_path / "frames").iterdir()] == [".js"]
    assert run.missing_frames == ()
    canonical.write(path, run.fresh)
    done = nbval(path)
    assert "2 passed" in done.stdout, done.stdout
