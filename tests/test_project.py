"""The project around the book: its commands, its dependencies, and what its files promise."""

from __future__ import annotations

import ast
import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import unquote

import pytest
import yaml
from mutants import MUTANTS, Mutant, own_tests
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

import nnbook

ROOT = Path(__file__).resolve().parents[1]
COMMANDS = [
    "read",
    "lab",
    "book",
    "zip",
    "pdf",
    "notebooks",
    "test",
    "quick",
    "bench",
    "mutants",
    "clean",
]
LOCKED_EXTRAS = ("book", "test")
PLACE = re.compile(r"://|file:|--(?:extra-)?index|--find-links|^[/.]")
PAPERS = ["README.md", "CONTRIBUTING.md", "THIRD_PARTY.md", "CHANGELOG.md"]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def text(name: str) -> str:
    """The text of a file of the project."""
    return (ROOT / name).read_text(encoding="utf-8")


@cache
def pyproject() -> dict[str, Any]:
    """pyproject.toml."""
    return tomllib.loads(text("pyproject.toml"))


@cache
def locked() -> dict[str, str]:
    """The version of each package in requirements.lock."""
    pins = re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", text("requirements.lock"), re.MULTILINE)
    assert len(pins) == len(dict(pins)), "a package is locked twice"
    return dict(pins)


def asked() -> dict[str, Requirement]:
    """What pyproject.toml asks for and the lock has to hold."""
    project = pyproject()["project"]
    lines = list(project["dependencies"])
    for extra in LOCKED_EXTRAS:
        lines += project["optional-dependencies"][extra]
    found = [Requirement(line) for line in lines]
    return {canonicalize_name(requirement.name): requirement for requirement in found}


def conda() -> tuple[dict[str, str], dict[str, str], list[str]]:
    """The pins of environment.yml by conda and by pip, and what else pip is told."""
    dependencies = yaml.safe_load(text("environment.yml"))["dependencies"]
    lines = [line for line in dependencies if isinstance(line, str)]
    by_pip = next(line["pip"] for line in dependencies if isinstance(line, dict))
    pins = dict(line.split("=", 1) for line in lines if "=" in line)
    return (
        pins,
        dict(line.split("==") for line in by_pip if "==" in line),
        [line for line in by_pip if "==" not in line],
    )


def load(path: Path) -> ModuleType:
    """A tool as a module."""
    spec = importlib.util.spec_from_file_location(f"tool_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_lock_fulfils_every_dependency() -> None:
    """Each package that pyproject.toml asks for is in the lock, at a version that it accepts."""
    for name, requirement in asked().items():
        assert name in locked(), f"{name} is not in the lock: run make lock"
        assert requirement.specifier.contains(locked()[name]), f"{requirement} against the lock"


def test_the_lock_also_fulfils_what_builds_the_package() -> None:
    """The package is installed without a look at the index: the lock holds its build system."""
    for line in pyproject()["build-system"]["requires"]:
        requirement = Requirement(line)
        assert requirement.specifier.contains(locked()[canonicalize_name(requirement.name)])


def test_every_locked_package_has_its_hashes() -> None:
    """Each entry of the lock ends in at least one sha256, so nothing else can be installed."""
    entries = re.split(r"^(?=[A-Za-z0-9])", text("requirements.lock"), flags=re.MULTILINE)[1:]
    assert len(entries) == len(locked())
    for entry in entries:
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\n", entry), entry.splitlines()[0]


def test_the_lock_names_no_place() -> None:
    """Lock and conda file hold names and versions, no address, index or folder of a machine."""
    for name in ("requirements.lock", "environment.yml"):
        lines = [line for line in text(name).splitlines() if not line.lstrip().startswith("--hash")]
        assert [line for line in lines if PLACE.search(line)] == []


def test_frameworks_are_not_locked() -> None:
    """The large peers are an extra of their own, pinned there, and no reader has to load them."""
    for line in pyproject()["project"]["optional-dependencies"]["frameworks"]:
        requirement = Requirement(line)
        assert str(requirement.specifier).startswith("==")
        assert canonicalize_name(requirement.name) not in locked()


def test_conda_pins_what_the_lock_pins() -> None:
    """environment.yml holds every direct dependency once, at exactly the version of the lock."""
    by_conda, by_pip, rest = conda()
    by_conda.pop("python")
    versions = {name.removesuffix("-base"): version for name, version in by_conda.items()}
    assert set(versions) & set(by_pip) == set()
    assert versions | by_pip == {name: locked()[name] for name in asked()}
    assert rest == ["--editable ."]


def test_conda_takes_a_supported_python() -> None:
    """The Python of environment.yml is one that pyproject.toml names."""
    assert (
        f"Programming Language :: Python :: {conda()[0]['python']}"
        in (pyproject()["project"]["classifiers"])
    )


def test_the_supported_pythons_agree() -> None:
    """pyproject.toml, the setup, the workflow and the README speak of the same Pythons."""
    setup = load(ROOT / "tools" / "setup.py")
    oldest, newest = (".".join(map(str, version)) for version in (setup.OLDEST, setup.NEWEST))
    named = re.findall(r"Python :: (3\.\d+)", " ".join(pyproject()["project"]["classifiers"]))
    assert (named[0], named[-1]) == (oldest, newest)
    assert pyproject()["project"]["requires-python"] == f">={oldest}"
    assert f"from {oldest} to {newest}" in text("README.md")
    jobs = yaml.safe_load(text(".github/workflows/test.yml"))["jobs"]
    assert jobs["systems"]["strategy"]["matrix"]["python"] == [oldest, newest]


def test_the_oldest_supported_versions_are_tested() -> None:
    """The workflow installs exactly the lower bounds that pyproject.toml states."""
    jobs = yaml.safe_load(text(".github/workflows/test.yml"))["jobs"]
    oldest = jobs["versions"]["strategy"]["matrix"]["include"][0]["packages"].split()
    pins = dict(pin.split("==") for pin in oldest)
    for line in pyproject()["project"]["dependencies"]:
        requirement = Requirement(line)
        (bound,) = requirement.specifier
        assert bound.operator == ">="
        assert Version(pins.pop(requirement.name)) == Version(bound.version)
    assert pins == {}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_runs_only_what_exists(path: Path) -> None:
    """Each workflow has jobs with steps, and every script or target that it runs is there."""
    jobs = yaml.safe_load(path.read_text("utf-8"))["jobs"]
    steps = [step for job in jobs.values() for step in job["steps"]]
    assert all("uses" in step or "run" in step for step in steps)
    for line in " ; ".join(step.get("run", "") for step in steps).splitlines():
        for script in re.findall(r"(?:tools/\w+\.py|\.ci/\w+)", line):
            assert (ROOT / script).is_file(), script
        for target in re.findall(r"\bmake ([\w-]+)", line):
            assert re.search(rf"^{target}:", text("Makefile"), re.MULTILINE), target


def test_every_command_has_a_line_of_help() -> None:
    """Each target of the Makefile says in one line what it does; the promised ones are there."""
    targets = re.findall(r"^([a-z-]+):(.*)$", text("Makefile"), re.MULTILINE)
    assert set(COMMANDS) <= {name for name, _ in targets}
    for name, rest in targets:
        assert re.search(r"## [a-z].{10,70}$", rest), f"make {name} has no help"
    phony = re.search(r"^\.PHONY: (.*)$", text("Makefile"), re.MULTILINE)
    assert phony is not None
    assert set(phony[1].split()) == {name for name, _ in targets}


@pytest.mark.skipif(not shutil.which("make"), reason="make is rare on Windows")
def test_bare_make_lists_the_commands() -> None:
    """`make` alone prints a line for each command and does nothing else."""
    command = [shutil.which("make") or "make", "--no-print-directory"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    lines = done.stdout.splitlines()
    targets = re.findall(r"^([a-z-]+):", text("Makefile"), re.MULTILINE)
    assert [line.split()[1] for line in lines] == targets
    assert done.stderr == ""


def test_recipes_run_programs_that_exist() -> None:
    """Every tool and module that the Makefile starts is in the project or in the lock."""
    recipes = "\n".join(re.findall(r"^\t(.*)$", text("Makefile"), re.MULTILINE))
    for script in re.findall(r"tools/\w+\.py", recipes):
        assert (ROOT / script).is_file(), script
    for module in re.findall(r"\$\(PY\) -m (\w+)", recipes):
        assert (ROOT / module).is_dir() or module in {*locked(), "jupyter"}, module


@pytest.mark.parametrize("command", ["make read", "make lab", "make test", "make quick"])
def test_the_readme_tells_the_commands(command: str) -> None:
    """A reader finds the commands in the README, and beside them the ways without make."""
    readme = text("README.md")
    assert command in readme
    for other in ("py tools\\setup.py", "conda env create --file environment.yml"):
        assert other in readme


def test_the_readme_runs_what_make_test_runs() -> None:
    """The line for Windows runs pytest as the Makefile does."""
    makefile = text("Makefile")
    recipe = re.search(r"\t@\$\(PY\) -m pytest \$\(PARALLEL\) (--nbval.*)\n", makefile)
    assert recipe is not None
    assert f"-m pytest --numprocesses 2 --dist loadfile {recipe[1]}\n" in text("README.md")
    assert "PARALLEL := --numprocesses $(WORKERS) --dist loadfile\n" in makefile


def test_the_code_in_the_readme_runs() -> None:
    """The example prints a table that ends in the gradients of the first layer."""
    code = text("README.md").partition("    from nnbook")[2].partition("\n\nprints")[0]
    lines = ("    from nnbook" + code).splitlines()
    program = "\n".join(line.removeprefix("    ") for line in lines)
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"}, encoding="utf-8",
    )  # fmt: skip
    assert "dC/dW1" in done.stdout


@pytest.mark.parametrize("paper", PAPERS)
def test_links_in_the_papers_lead_somewhere(paper: str) -> None:
    """Every relative link of README, CONTRIBUTING and the rest names a file that exists."""
    links = re.findall(r"\]\(([^)\s]+)\)", text(paper))
    assert links
    for link in links:
        if not link.startswith("https://"):
            assert (ROOT / unquote(link.partition("#")[0])).exists(), link


def test_everything_carried_along_is_listed() -> None:
    """Each folder under book/_vendor is named in THIRD_PARTY.md and has its licence."""
    folders = [path for path in (ROOT / "book" / "_vendor").iterdir() if path.is_dir()]
    assert folders
    for folder in folders:
        assert folder.relative_to(ROOT).as_posix() in text("THIRD_PARTY.md")
        assert (folder / "LICENSE").is_file()


def test_one_version_everywhere() -> None:
    """The installed package, nnbook.__version__ and CITATION.cff give the same version."""
    assert importlib.metadata.version("nnbook") == nnbook.__version__
    assert yaml.safe_load(text("CITATION.cff"))["version"] == nnbook.__version__


def test_the_licences_are_those_we_name() -> None:
    """Code is BSD-3-Clause, text is CC BY 4.0, and the files say so in full."""
    assert pyproject()["project"]["license"] == "BSD-3-Clause"
    assert text("LICENSE").startswith("BSD 3-Clause License")
    prose = " ".join(text("LICENSE-text").split())
    assert "this Creative Commons Attribution 4.0 International Public License" in prose
    assert [f"Section {n} -- " in prose for n in range(1, 9)] == [True] * 8


@pytest.mark.parametrize("path", sorted((ROOT / "tests").rglob("test_*.py")), ids=lambda p: p.name)
def test_every_test_states_its_claim(path: Path) -> None:
    """Each test function has a docstring."""
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    tests = [n for n in nodes if isinstance(n, ast.FunctionDef) and n.name.startswith("test_")]
    assert [test.name for test in tests if not ast.get_docstring(test)] == []


def test_each_exception_from_a_rule_has_a_reason() -> None:
    """In the ruff settings every ignored rule stands on a line of its own with a comment."""
    settings = text("pyproject.toml").partition("[tool.ruff.lint]")[2]
    rules = [line for line in settings.splitlines() if re.match(r'\s+"[A-Z]+\d*",', line)]
    assert len(rules) > 20
    assert [line for line in rules if not re.search(r",\s+# \S", line)] == []
    for line in settings.splitlines():
        assert not re.search(r'"\w+", "\w+"', line), f"one rule a line: {line}"


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_mutant_finds_the_line_that_it_breaks(mutant: Mutant) -> None:
    """It stands once in its file, the broken file is still Python, and there are tests for it."""
    source = text(f"nnbook/{mutant.file}.py")
    assert source.count(mutant.right) == 1
    compile(source.replace(mutant.right, mutant.wrong), mutant.name, "exec")
    assert (ROOT / "tests" / own_tests(mutant.file)).is_file()
    assert [one.name for one in MUTANTS].count(mutant.name) == 1
