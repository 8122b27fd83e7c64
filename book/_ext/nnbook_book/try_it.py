"""Cells tagged ``try-it`` can be edited and run on the page, by a Python that is fetched on demand.

A page that has such cells carries a script of a few lines, which puts a button under each. The
first click loads ``_static/try/try.js`` and, from JupyterLite's folder ``lite/``, Python. A cell
brings along the statements of the cells above that it builds on; they run first, once.
"""

from __future__ import annotations

import ast
import json
import re
import shutil
import symtable
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx

TAG = "try-it"
MAGIC = re.compile(r"^([ \t]*)[%!].*", re.MULTILINE)  # `%pip install` is for notebooks alone
CHECK = re.compile(r"^check\(", re.MULTILINE)
HELP = "\nnp, hint, solution"  # what an answer is likely to need, and what a verdict names
NOTE = "nnbook_try_it"  # in a page's metadata: it has such cells
HERE = Path(__file__).parent
FILES = {
    "try.js": "try_it.js",
    "worker.js": "try_it_worker.js",
    "cell.py": "try_it_cell.py",
}  # in _static/try/, and here
# Jupyter Book puts every script of _static/ on every page, so try.js is copied when pages are done.
LOADER = """(() => {
  const home = document.documentElement.dataset.content_root || "";
  let script;
  const load = () => script ??= new Promise((done, failed) => {
    const tag = document.createElement("script");
    tag.src = `${home}_static/try/try.js`;
    tag.onload = done;
    tag.onerror = () => { script = null; tag.remove(); failed(); };
    document.head.append(tag);
  });
  document.addEventListener("DOMContentLoaded", () => {
    for (const cell of document.querySelectorAll(".cell.tag_try-it")) {
      const row = document.createElement("div");
      row.className = "nnb nnb-try";
      row.innerHTML =
        '<button type="button" class="nnb-button">Try it</button><p role="alert"></p>';
      const [button, said] = row.children;
      button.onclick = () => load().then(() => nnbookTry(cell, row, home),
        () => { said.textContent = "The editor could not be loaded. Try it once more."; });
      cell.querySelector(".cell_input").after(row);
    }
  });
})();"""

Cell = tuple[str, str]  # id and source


@dataclass(frozen=True)
class Statement:
    """A statement at the top level of a cell: what it uses, what it binds, what it changes."""

    cell: str
    text: str
    node: ast.stmt
    uses: frozenset[str]
    binds: frozenset[str]
    changes: frozenset[str]

    @property
    def late(self) -> bool:
        """Whether what it uses is looked up when it is called, not when it stands there."""
        return isinstance(self.node, ast.FunctionDef | ast.ClassDef)

    @property
    def certain(self) -> bool:
        """Whether it binds its names whatever happens, so that no earlier value shines through."""
        return not isinstance(self.node, ast.For | ast.While | ast.If | ast.With | ast.Try)


def statements(cells: Iterable[Cell]) -> list[Statement]:
    """The statements of some cells in their order; raises SyntaxError for what is no Python."""
    return [
        _statement(name, _text(source, node), node)
        for name, written in cells
        for source in [MAGIC.sub(r"\1pass", written)]
        for node in ast.parse(source).body
    ]


def _text(source: str, node: ast.stmt) -> str:
    first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", []))])
    if first == node.lineno:
        return ast.get_source_segment(source, node) or ""
    return "\n".join(source.splitlines()[first - 1 : node.end_lineno])


def _statement(cell: str, text: str, node: ast.stmt) -> Statement:
    table = symtable.symtable(text, cell, "exec")
    binds = {
        one.get_name()
        for one in table.get_symbols()
        if one.is_assigned() or one.is_imported() or one.is_namespace()
    }
    changes = set(_changed(node))
    return Statement(
        cell, text, node, frozenset(_used(table) | changes), frozenset(binds), frozenset(changes)
    )


def _used(table: symtable.SymbolTable) -> set[str]:
    """The global names that are looked up in a scope or in one inside it."""
    top = table.get_type() == "module"
    names = {
        one.get_name()
        for one in table.get_symbols()
        if one.is_referenced() and (top or one.is_global())
    }
    return names.union(*map(_used, table.get_children()))


def _changed(node: ast.stmt) -> Iterable[str]:
    """The names whose values a statement alters in place."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return  # what its body alters, it alters when it is called
    for part in ast.walk(node):
        target: ast.AST | None = None
        if isinstance(part, ast.AugAssign):
            target = part.target
        elif isinstance(part, ast.Subscript | ast.Attribute) and isinstance(part.ctx, ast.Store):
            target = part
        elif isinstance(part, ast.Expr) and isinstance(part.value, ast.Call):
            target = part.value.func if isinstance(part.value.func, ast.Attribute) else None
        while isinstance(target, ast.Subscript | ast.Attribute):
            target = target.value
        if isinstance(target, ast.Name):
            yield target.id


def needed(above: Iterable[Cell], source: str) -> list[Cell]:
    """The statements of the cells above that a cell builds on, in order, with their cells' ids.

    A name leads to the last statement that binds it, and to those that change its value later;
    of an import only the names that are wanted stay, and calling what is in a module does not
    change the module. A random generator is changed by every statement that draws from it, so the
    same numbers come out.
    """
    earlier, own = statements(above), statements([("", source)])
    modules = frozenset(
        name for one in earlier if isinstance(one.node, ast.Import) for name in one.binds
    )
    generators = {
        name for one in earlier if "default_rng(" in one.text and one.certain and not one.late
        for name in one.binds
    }  # fmt: skip
    kept: set[int] = set()
    while True:
        late = {name for i in kept if earlier[i].late for name in earlier[i].uses}
        wanted, found = late | _open_names(own), set()
        imports: dict[int, frozenset[str]] = {}
        for i in reversed(range(len(earlier))):
            one = earlier[i]
            drawn = frozenset[str]() if one.late else one.uses & generators
            touched = (one.binds | (one.changes - modules) | drawn) & wanted
            if not touched:
                continue
            found.add(i)
            imports[i] = touched
            if one.certain:
                wanted -= one.binds
            wanted |= one.uses
        if found <= kept:
            return [(earlier[i].cell, _reduced(earlier[i], imports[i])) for i in sorted(found)]
        kept |= found


def _open_names(own: list[Statement]) -> set[str]:
    """The names that a cell uses before it binds them itself."""
    wanted: set[str] = set()
    for one in reversed(own):
        if one.certain:
            wanted -= one.binds
        wanted |= one.uses
    return wanted


def _reduced(one: Statement, names: frozenset[str]) -> str:
    """The statement; of an import only those of its names that are wanted."""
    if not isinstance(one.node, ast.Import | ast.ImportFrom):
        return one.text
    kept = [
        alias for alias in one.node.names if (alias.asname or alias.name.partition(".")[0]) in names
    ]
    if isinstance(one.node, ast.Import):
        return ast.unparse(ast.Import(kept))
    return ast.unparse(ast.ImportFrom(one.node.module, kept, one.node.level))


@dataclass(frozen=True)
class Trial:
    """A cell that can be tried, and what runs before it."""

    id: str
    source: str
    before: list[Cell]

    def as_html(self) -> str:
        """What try.js reads; nothing of it is seen."""
        text = json.dumps({"id": self.id, "before": self.before}, ensure_ascii=False)
        text = text.replace("</", "<\\/").replace("<!--", "<\\!--")
        return f'<script type="application/json" class="nnb-try-data">{text}</script>'


def trials(notebook: Path) -> list[Trial]:
    """The cells of a notebook that are tagged."""
    found: list[Trial] = []
    above: list[Cell] = []
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] != "code":
            continue
        source = "".join(cell["source"])
        if TAG in cell["metadata"].get("tags", []):
            help_too = HELP if CHECK.search(source) else ""
            found.append(Trial(cell["id"], source, needed(above, source + help_too)))
        above.append((cell["id"], source))
    return found


def _mark(app: Sphinx, doctree: nodes.document) -> None:
    """Lay beside each tagged cell of a page what its script needs."""
    source = Path(app.env.doc2path(app.env.docname))
    tagged = [one for one in doctree.findall(nodes.container) if f"tag_{TAG}" in one["classes"]]
    if not tagged:
        return
    app.env.metadata[app.env.docname][NOTE] = True
    for place, trial in zip(tagged, trials(source), strict=True):
        # Between code and output: myst-nb hides an output only where it is the last child.
        place.insert(1, nodes.raw("", trial.as_html(), format="html"))


def _load(
    app: Sphinx,
    pagename: str,
    _template: str,
    _context: dict[str, Any],
    _doctree: nodes.document | None,
) -> None:
    if app.env.metadata.get(pagename, {}).get(NOTE):
        app.add_js_file(None, body=LOADER)


def deliver(site: Path) -> None:
    """Copy what the first click loads to its place in the site."""
    folder = site / "_static" / "try"
    folder.mkdir(parents=True, exist_ok=True)
    for name, source in FILES.items():
        shutil.copyfile(HERE / source, folder / name)


def _deliver(app: Sphinx, error: Exception | None) -> None:
    if error is None and app.builder.format == "html":
        deliver(Path(app.outdir))


def setup(app: Sphinx) -> None:
    """Carry what cells need into their pages, and copy the editor when the pages are done."""
    app.connect("doctree-read", _mark)
    app.connect("html-page-context", _load)
    app.connect("build-finished", _deliver)
