"""``{misconceptions}`` and ``{objectives}``: tables made of what the exercises know.

A mistake that several exercises catch stands once, with all of them; what a chapter lets its reader
do stands with the exercises that practise it. Both come from ``nnbook.exercises`` when the page is
read, so they cannot fall behind it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

import nnbook.exercises
from nnbook._words import marked
from nnbook.exercises._engine import Exercise, chapters, exercises_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

SOURCES = Path(nnbook.exercises.__file__).parent
UNTOUCHED = "as it was"  # the program to be mended, not a mistake of the learner's own
COMMON = 3  # exercises that meet a mistake, for it to stand among the common ones


@dataclass
class Mistake:
    """A misconception, what is said to whoever has it, and the exercises that catch it."""

    name: str
    says: str
    caught_by: list[Exercise] = field(default_factory=list)


def all_exercises() -> list[Exercise]:
    """Every exercise of the book in its order."""
    return [exercise for chapter in chapters() for exercise in exercises_of(chapter)]


def mistakes(exercises: Iterable[Exercise]) -> list[Mistake]:
    """The mistakes that these exercises know, by name."""
    found: dict[str, Mistake] = {}
    for exercise in exercises:
        judge = exercise.judge
        known = [*exercise.traps, *getattr(judge, "rules", ()), *getattr(judge, "goals", ())]
        for each in known:
            if each.name == UNTOUCHED:
                continue
            found.setdefault(each.name, Mistake(each.name, each.says)).caught_by.append(exercise)
    return sorted(found.values(), key=lambda mistake: mistake.name.lower())


def objectives(exercises: Iterable[Exercise]) -> dict[str, list[Exercise]]:
    """What is practised, in the order of the book, with the exercises that do."""
    found: dict[str, list[Exercise]] = {}
    for exercise in exercises:
        found.setdefault(exercise.objective, []).append(exercise)
    return found


def anchor(exercise: Exercise) -> str:
    """The name of the exercise's heading on its page."""
    heading = f"Exercise {exercise.id}: {exercise.title} ({exercise.level})"
    return str(nodes.make_id(heading))


Row = tuple[str, ...]


class _Table(SphinxDirective):
    def parts(self) -> Iterable[tuple[str, Row, Iterable[Row]]]:
        """The tables: what each is folded under ("": it is open), its head, its rows as HTML."""
        raise NotImplementedError

    def run(self) -> list[nodes.Node]:
        """The tables as HTML; the page is read again when an exercise has changed."""
        for path in SOURCES.glob("ch*.py"):
            self.env.note_dependency(str(path))
        html = "".join(_folded(*part) for part in self.parts())
        return [nodes.raw("", html, format="html")]

    def links(self, exercises: Iterable[Exercise]) -> str:
        """The exercises by number, each leading to its place."""
        return ", ".join(map(self._link, exercises))

    def _link(self, exercise: Exercise) -> str:
        page = self._page(int(exercise.id.partition(".")[0]))
        address = self.env.app.builder.get_relative_uri(self.env.docname, page)
        return f'<a href="{address}#{anchor(exercise)}">{exercise.id}</a>'

    def _page(self, chapter: int) -> str:
        return next(one for one in sorted(self.env.found_docs) if one.startswith(f"{chapter:02d}-"))


class Misconceptions(_Table):
    """First the mistakes that several exercises meet, then those of each chapter, folded."""

    def parts(self) -> Iterable[tuple[str, Row, Iterable[Row]]]:
        """A row for each mistake."""
        common = [one for one in mistakes(all_exercises()) if len(one.caught_by) >= COMMON]
        rows = ((escape(one.name), self.links(one.caught_by)) for one in common)
        yield "", ("Mistake", "Caught by"), rows
        for chapter in chapters():
            own = mistakes(exercises_of(chapter))
            title = f"Chapter {chapter}: {len(own)} mistakes"
            yield title, ("Mistake", "What helps", "Caught by"), map(self._row, own)

    def _row(self, mistake: Mistake) -> Row:
        return escape(mistake.name), marked(mistake.says), self.links(mistake.caught_by)


class Objectives(_Table):
    """What is practised, chapter by chapter."""

    def parts(self) -> Iterable[tuple[str, Row, Iterable[Row]]]:
        """A row for each objective."""
        for chapter in chapters():
            found = objectives(exercises_of(chapter))
            rows = ((escape(one), self.links(practised)) for one, practised in found.items())
            yield f"Chapter {chapter}", ("What you can do afterwards", "Practised in"), rows


def _folded(title: str, heads: Row, rows: Iterable[Row]) -> str:
    head = "".join(f"<th>{name}</th>" for name in heads)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    table = (
        f'<table class="table nnb-stack"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )
    return f"<details><summary>{title}</summary>{table}</details>" if title else table


def setup(app: Sphinx) -> None:
    """Add the directives."""
    app.add_directive("misconceptions", Misconceptions)
    app.add_directive("objectives", Objectives)
