"""Hostile submissions: no undeserved mark, nothing learned or harmed, in time, with true words."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from nnbook.classroom.marking import BUDGET, Report
from nnbook.exercises._engine import find
from tests.classroom.hostile.attack import IDS, RIGHT_NUMBERS, RIGHT_SOFTMAX, RIGHT_UPDATE, Attack
from tests.classroom.hostile.burdens import BURDENS
from tests.classroom.hostile.cheats import CHEATS
from tests.classroom.hostile.thieves import THIEVES
from tests.classroom.marked import SECONDS, SECRET, assignment, jail, notebook, report_on

pytestmark = pytest.mark.slow

ATTACKS = [*CHEATS, *THIEVES, *BURDENS]
STATES = {
    "right",
    "partly right",
    "wrong",
    "not attempted",
    "by hand",
    "stopped",
    "missing",
    "refused",
}
# What the last process may use once the budget is spent: its own time, its calls, and some ease.
LIMIT = BUDGET * SECONDS + SECONDS + 10


@pytest.fixture
def canary(tmp_path: Path) -> Iterator[tuple[Path, socket.socket]]:
    """A file and a listener that nobody may touch, and a look at both afterwards."""
    file = tmp_path / "canary"
    file.write_text("alive", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        yield file, server
        with pytest.raises(BlockingIOError):
            server.accept()
    assert file.read_text(encoding="utf-8") == "alive"
    assert list(tmp_path.iterdir()) == [file]


def words_of(report: Report) -> str:
    return "\n".join([report.says, *(f"{mark.state}: {mark.says}" for mark in report.marks)])


@cache
def secrets() -> tuple[str, ...]:
    """What the hidden inputs and the right numbers look like."""
    exercise = find("3.1")
    cases = exercise.judge.inputs(exercise, f"{SECRET}/ann/3.1")
    inputs = (show(case[n]) for case in cases for n in (0, 1) for show in (str, repr, list))
    return ("0.371", *map(str, inputs))


def harmless(words: str) -> None:
    """Feedback is printable, short, and holds neither a hidden input nor a right number."""
    assert all(letter.isprintable() or letter == "\n" for letter in words)
    assert len(words) < 4000
    assert not [each for each in secrets() if each in words]


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_gains_nothing(attack: Attack, canary: tuple[Path, socket.socket]) -> None:
    """Exactly the points that its right answers are worth, true words, in time, and no harm."""
    file, server = canary
    content = attack.content.replace(b"CANARY", str(file).encode())
    content = content.replace(b"PORT", str(server.getsockname()[1]).encode())
    start = time.monotonic()
    report = report_on(content, *IDS)
    assert time.monotonic() - start < LIMIT
    assert report.points == attack.points, words_of(report)
    for says in attack.says:
        assert re.search(says, words_of(report)), words_of(report)
    assert {mark.state for mark in report.marks} <= STATES
    assert all(mark.says for mark in report.marks if mark.state in {"wrong", "stopped", "refused"})
    assert Report.from_json(report.to_json()) == report
    harmless(words_of(report))


def test_there_are_enough_of_them() -> None:
    """Each has a name of its own, and there are many more than thirty."""
    assert len({attack.name for attack in ATTACKS}) == len(ATTACKS) >= 80


def test_the_next_submission_suffers_from_none() -> None:
    """After all of them the same jail marks an honest notebook as before."""
    honest = notebook(RIGHT_NUMBERS, RIGHT_UPDATE, RIGHT_SOFTMAX)
    report = report_on(honest, *IDS)
    assert (report.points, report.says) == (3, "")
    assert assignment(*IDS).points == 3
    assert jail().jailed
