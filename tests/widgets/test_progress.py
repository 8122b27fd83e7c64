"""Leitner boxes in the browser: the same rules, the same file, the same sentences as in Python."""

import json
from datetime import date, timedelta

import numpy as np
import pytest

from nnbook.exercises import _progress
from nnbook.exercises._progress import Item, ProgressError
from tests.widgets.in_node import in_node

FIRST_DAY = date(2027, 12, 20)  # a new year and a leap day are on the way


def histories(count):
    """Answers over some months, right mostly, with pauses from none to longer than any box's."""
    rng = np.random.default_rng(11)
    for _ in range(count):
        day, history = FIRST_DAY, []
        for _ in range(rng.integers(1, 25)):
            day += timedelta(days=int(rng.choice([0, 0, 1, 1, 2, 3, 4, 8, 16, 30])))
            history.append([bool(rng.random() < 0.75), day.isoformat()])
        yield history


def lived(history):
    """Where an item stands after each answer of its history."""
    item, stands = None, []
    for right, day in history:
        item = _progress.after(item, right, day)
        stands.append(vars(item))
    return stands


def test_both_keep_the_same_boxes():
    """After each answer of 200 random histories an item is where Python leaves it."""
    given = list(histories(200))
    code = """return given.map((history) => {
      let item = null;
      return history.map(([right, day]) => (item = nnbook.progress.after(item, right, day)));
    });"""
    wanted = [lived(history) for history in given]
    assert in_node(code, given) == wanted
    assert {item["box"] for stands in wanted for item in stands} == {1, 2, 3, 4, 5}


def test_both_merge_alike():
    """Of two records JavaScript and Python make the same third, whichever comes first."""
    rng = np.random.default_rng(3)
    days = [f"2026-11-{n}" for n in range(10, 14)]

    def record():
        right = rng.choice(days) if rng.random() < 0.7 else None
        return Item(int(rng.integers(1, 6)), *map(str, rng.choice(days, 2)), right and str(right))

    pairs = [(record(), record()) for _ in range(200)]
    code = "return given.map(([one, other]) => nnbook.progress.merged(one, other));"
    wanted = [vars(_progress.merged(*pair)) for pair in pairs]
    assert in_node(code, [[vars(one), vars(other)] for one, other in pairs]) == wanted
    assert in_node(code, [[vars(other), vars(one)] for one, other in pairs]) == wanted


def test_both_write_the_same_file():
    """The text of a file is the same to the letter, and each reads what the other wrote."""
    items = {"3.10": Item(2, "2026-11-23", "2026-11-21", "2026-11-21"),
             "3.A.1": Item(1, "2026-11-21", "2026-11-21", None),
             "12.1": Item(5, "2026-12-07", "2026-11-21", "2026-11-21")}  # fmt: skip
    for some in (items, {}):
        text = _progress.to_text(some)
        rows = {key: vars(item) for key, item in some.items()}
        assert in_node("return nnbook.progress.toText(given)", rows) == text
        assert in_node("return nnbook.progress.fromText(given)", text) == rows
        assert _progress.from_text(text) == some


GOOD = {"box": 1, "due": "2026-11-22", "tried": "2026-11-21", "right": None}


def file_with(row, key="3.1"):
    return json.dumps({"format": "nnbook progress", "version": 1, "items": {key: row}})


BROKEN = [
    *((text, "the file is no JSON") for text in ("", "{", "3.1: right", "{'format': 1}")),
    *((text, 'the file is JSON, but no "nnbook progress"')
      for text in ("[]", "null", "3", '"nnbook progress"', "{}", '{"format": "other"}')),
    *((json.dumps({"format": "nnbook progress", "version": version, "items": {}}),
       "the file is of another version than 1, which this book reads")
      for version in (2, "1", None, True)),
    *((json.dumps({"format": "nnbook progress", "version": 1, "items": items}),
       "the file has no table of items") for items in (None, [], "3.1", 7)),
    *((file_with(GOOD, key),
       f'the file has a record of "{key}", which is no exercise and no question')
      for key in ("", "3", "3.", "0.1", "3.0", "3.A", "3.a.1", "100.1", "__proto__", "3.1 ",
                  "٣.1")),
    *((file_with(row), "the record of 3.1 is no table") for row in (None, 1, [], "right")),
    *((file_with({**GOOD, "box": box}), "the record of 3.1 has a box that is not 1 to 5")
      for box in (0, 6, -1, 1.5, "1", True, None, [1])),
    *((file_with({**GOOD, key: day}), f'the record of 3.1 has no day under "{key}"')
      for key in ("due", "tried", "right")
      for day in ("", "tomorrow", "2026-11-31", "2026-02-29", "2026-13-01", "20261121",
                  "2026-11-21T00:00", "9999-01-01", 20261121, ["2026-11-21"], True)),
    (file_with({**GOOD, "due": None}), 'the record of 3.1 has no day under "due"'),
    (file_with({"box": 1, "due": "2026-11-22", "tried": "2026-11-21"}),
     'the record of 3.1 has no day under "right"'),
]  # fmt: skip


def test_both_refuse_a_broken_file_in_the_same_words():
    """Whatever is wrong with a file, the page and the kernel say it in the same sentence."""
    code = """return given.map((text) => {
      try { return nnbook.progress.fromText(text); } catch (error) { return error.message; }
    });"""
    said = in_node(code, [text for text, _ in BROKEN])
    for (text, sentence), answer in zip(BROKEN, said, strict=True):
        assert answer == sentence, text
        with pytest.raises(ProgressError) as caught:
            _progress.from_text(text)
        assert str(caught.value) == sentence, text


def test_without_storage_nothing_breaks():
    """Where there is no storage, as in Node, an answer is not kept, and nothing is thrown."""
    code = """nnbook.progress.onPage = true;
      return [nnbook.progress.record("3.1", true), nnbook.progress.read(), nnbook.progress.keeps(),
        nnbook.progress.put("3.1", () => null)];"""
    assert in_node(code, None) == [None, None, False, False]


def test_a_notebook_leaves_the_keeping_to_its_kernel():
    """Only a page keeps answers in the browser."""
    code = """globalThis.window = { localStorage: { getItem: () => null,
        setItem(key, text) { this[key] = text; } } };
      nnbook.progress.record("3.1", true, "2026-11-21");
      const before = Object.keys(window.localStorage).length;
      nnbook.progress.onPage = true;
      nnbook.progress.record("3.1", true, "2026-11-21");
      return [Object.keys(window.localStorage).length - before,
        window.localStorage["nnbook.progress:3.1"]];"""
    more, text = in_node(code, None)
    assert more == 1
    assert json.loads(text) == vars(_progress.after(None, True, "2026-11-21"))
