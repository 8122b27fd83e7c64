"""The copy of nnbook that a submission finds: the core, and stand-ins for everything else.

`check` notes what it is handed, pictures and widgets swallow everything, and what an exercise
forbids is not in the copy at all: its definition is replaced in the source, so there is nothing to
find.
"""

from __future__ import annotations

import ast
import shutil
from collections.abc import Iterable
from pathlib import Path

import nnbook

__all__ = ["build"]

HOME = Path(nnbook.__file__).parent
# The rooms above the core: they need more than numpy, and one of them holds the solutions.
ABOVE = {
    "__main__.py",
    "__pycache__",
    "classroom",
    "cli.py",
    "commands",
    "exercises",
    "plots",
    "widgets",
}
RUNNER = ("_confine.py", "_prints.py", "_runner.py", "_seccomp.py", "_wire.py")
INSTALLED = "\n\nfrom nnbook import _stand_ins\n\n_stand_ins.install()\n"
STAND_INS = Path(__file__).parent / "_stand_ins.py"


def build(folder: Path, forbids: Iterable[str] = ()) -> None:
    """Write the copy into an empty folder, as `folder/nnbook`.

    `forbids` names what is to be missing, "losses.mse": module and global name. Raises ValueError
    if there is no such thing.
    """
    copy = folder / "nnbook"
    copy.mkdir()
    for each in sorted(HOME.iterdir()):
        if each.name not in ABOVE and (each.is_dir() or each.suffix == ".py"):
            _copy(each, copy / each.name)
    (copy / "classroom").mkdir()
    (copy / "classroom" / "__init__.py").touch()
    for name in RUNNER:
        _copy(Path(__file__).parent / name, copy / "classroom" / name)
    shutil.copy2(STAND_INS, copy / "_stand_ins.py")
    door = (HOME / "__init__.py").read_text(encoding="utf-8")
    (copy / "__init__.py").write_text(f"{door}{INSTALLED}", encoding="utf-8")
    for name in forbids:
        _take_out(copy, name)


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target)
        return
    shutil.copy2(source, target)
    compiled = list((source.parent / "__pycache__").glob(f"{source.stem}.*.pyc"))
    if compiled:  # as valid here as there: what counts is the time of the source
        (target.parent / "__pycache__").mkdir(exist_ok=True)
    for each in compiled:
        shutil.copy2(each, target.parent / "__pycache__" / each.name)


def _take_out(copy: Path, name: str) -> None:
    """Replace the definition of a global name by one that refuses."""
    module, _, wanted = name.rpartition(".")
    path = copy / f"{module.replace('.', '/')}.py"
    if not path.is_file():
        raise ValueError(f"an exercise forbids {name}, but nnbook has no module {module!r}")
    tree, found = ast.parse(path.read_text(encoding="utf-8")), False
    for number, node in enumerate(tree.body):
        if wanted in _defined(node):
            refused = (
                f"from nnbook._stand_ins import Refused\n{wanted} = Refused('nnbook.{wanted}')"
            )
            tree.body[number : number + 1] = ast.parse(refused).body
            found = True
            break
    if not found:
        raise ValueError(f"an exercise forbids {name}, but nnbook.{module} has no {wanted!r}")
    path.write_text(ast.unparse(tree), encoding="utf-8")
    for each in (path.parent / "__pycache__").glob(f"{path.stem}.*.pyc"):
        each.unlink()


def _defined(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else []
    if isinstance(node, ast.AnnAssign):
        targets = [node.target]
    return [each.id for each in targets if isinstance(each, ast.Name)]
