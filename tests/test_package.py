"""The package as a whole: what it exports, what it imports, and what that costs."""

import ast
import importlib
import os
import pkgutil
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import nnbook

ROOT = Path(nnbook.__file__).parent
# Lower rooms first: a module imports only from rooms before its own.
ROOMS = [
    "_checks",
    "activations",
    "losses",
    "_words",
    "_mathml",
    "_scalars",
    "trace",
    "dense",
    "network",
    "backpropagation",
    "gradients",
    "layers",
    "optimizers",
    "_road",
    "_general_road",
    "writing",
    "_number_road",
    "_calls",
    "_dense_road",
    "_stages",
    "_convolution_road",
    "_many_road",
    "training",
    "many",
    "datasets",
    "images",
    "reader",
    "kinds",
    "plots",
    "widgets",
    "exercises",
    "classroom",
    "commands",
    "cli",
    "__main__",
]
CORE = ROOMS[: ROOMS.index("plots")]
MODULES = sorted(module.name for module in pkgutil.walk_packages([str(ROOT)], "nnbook."))


def imports_of(path: Path) -> set[str]:
    """The modules that a file imports, written out in full."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            found |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def room_of(name: str) -> str | None:
    parts = name.split(".")
    return parts[1] if parts[0] == "nnbook" and len(parts) > 1 and parts[1] in ROOMS else None


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_down(module: str) -> None:
    """No module imports from its own floor's neighbours or from a room above."""
    spec = importlib.util.find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    here = room_of(module)
    assert here is not None, f"{module} has no room; give it one in ROOMS"
    for name in imports_of(Path(spec.origin)):
        there = room_of(name)
        if there is not None and there != here:
            assert ROOMS.index(there) < ROOMS.index(here), f"{module} imports {name}"


@pytest.mark.parametrize("module", CORE)
def test_the_core_imports_numpy_and_nothing_else(module: str) -> None:
    """The core needs the standard library, numpy and itself."""
    allowed = set(sys.stdlib_module_names) | {"numpy", "nnbook", "__future__"}
    folder = ROOT / module
    for path in folder.glob("*.py") if folder.is_dir() else [ROOT / f"{module}.py"]:
        for name in imports_of(path):
            assert name.split(".")[0] in allowed, f"{path} imports {name}"


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=lambda p: str(p.relative_to(ROOT)))
def test_no_file_is_longer_than_an_evening_allows(path: Path) -> None:
    """A file has at most 300 lines; exercises are read one at a time, 100 lines each at most."""
    most = 300
    if re.fullmatch(r"ch\d\d\.py", path.name):
        most = 100 * len(importlib.import_module(f"nnbook.exercises.{path.stem}").EXERCISES)
    assert len(path.read_text(encoding="utf-8").splitlines()) <= most


def run(code: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(ROOT.parent)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    return done.stdout


def test_importing_nnbook_imports_nothing_slow() -> None:
    """import nnbook leaves pictures, widgets and exercises alone, and prints nothing."""
    out = run(
        "import sys, nnbook; "
        "print([m for m in ('matplotlib', 'ipywidgets', 'anywidget', 'IPython', 'traitlets', "
        "'nnbook.widgets', 'nnbook.plots', 'nnbook.exercises') if m in sys.modules])"
    )
    assert out == "[]\n"


def test_the_whole_core_loads_few_modules_beyond_numpy() -> None:
    """What the core adds to import numpy is our own modules and a handful of the library's."""
    out = run(
        "import sys, numpy; before = set(sys.modules); "
        f"import {', '.join('nnbook.' + module for module in CORE)}; "
        "print(*(m for m in set(sys.modules) - before if not m.startswith('nnbook')))"
    )
    others = {name for name in out.split() if name.split(".")[0] not in sys.stdlib_module_names}
    assert others <= {"numpy.typing", "numpy._typing._add_docstring"}
    assert len(out.split()) < 40


def test_exported_names() -> None:
    """The names of nnbook, asserted so that none is lost or slips in unseen."""
    assert sorted(nnbook.__all__) == sorted(set(nnbook.__all__))
    assert set(nnbook.__all__) == {
        "L1",
        "L2",
        "SGD",
        "XOR",
        "Activation",
        "ActivationExplorer",
        "Adam",
        "Ask",
        "Backpropagation",
        "ConvolutionExplorer",
        "Descent",
        "DigitReader",
        "Divergence",
        "GANExplorer",
        "History",
        "KohonenExplorer",
        "Layer",
        "Loss",
        "LossExplorer",
        "Momentum",
        "Network",
        "Neuron",
        "PerceptronTrainer",
        "Playground",
        "Trace",
        "backprop",
        "binary_cross_entropy",
        "check",
        "complex_step",
        "cross_entropy",
        "datasets",
        "elu",
        "evaluate",
        "gradient_check",
        "hinge",
        "hint",
        "identity",
        "interact",
        "kinds",
        "layers",
        "leaky_relu",
        "mae",
        "mse",
        "nudge",
        "perceptron",
        "plots",
        "prelu",
        "progress",
        "quiz",
        "relu",
        "sigmoid",
        "softmax",
        "solution",
        "step",
        "tanh",
        "train",
        "train_many",
        "written_out",
    }


def test_every_public_name_can_be_fetched() -> None:
    """Each name of __all__, and dir() lists them all."""
    for name in nnbook.__all__:
        assert getattr(nnbook, name) is not None
    assert set(nnbook.__all__) <= set(dir(nnbook))


@pytest.mark.parametrize("module", MODULES)
def test_every_name_in_all_exists(module: str) -> None:
    """__all__ promises nothing that is not there, and every public module has one."""
    loaded = importlib.import_module(module)
    if not module.rpartition(".")[2].startswith("_"):
        for name in loaded.__all__:
            assert getattr(loaded, name) is not None


def test_no_module_shares_the_name_of_a_public_function() -> None:
    """`nnbook.train` is a function and `nnbook.training` a module: never one name for both."""
    functions = {
        name for name in nnbook.__all__ if not isinstance(getattr(nnbook, name), ModuleType)
    }
    assert functions & {module.rpartition(".")[2] for module in MODULES} == set()


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    """nnbook.backpropp raises AttributeError and lists what there is."""
    with pytest.raises(AttributeError, match=r"nnbook has no 'backpropp'; it has .*backprop"):
        _ = nnbook.backpropp
