"""The benchmarks: that none of the figures is forgotten, and how a row is printed."""

from benchmarks import figures
from benchmarks.harness import Result, table
from nnbook.widgets.script import FIGURES


def test_every_figure_with_a_script_is_timed() -> None:
    """The figures that are timed are those with a script of their own, and each opens by itself."""
    found = figures.kinds()
    assert set(found) == set(FIGURES)
    assert all(figure().state() for figure in found.values())


def test_a_row_says_its_unit() -> None:
    """Times are printed in microseconds, weights in kilobytes, and no rows as a heading alone."""
    rows = [Result("a", "p95 of 34 ms", 0.017, 0.5), Result("b", "of 250 KB", 500_000.0, 2.0, "B")]
    assert "17000.0 us  0.50" in table(rows)
    assert "500.0 KB  2.00" in table(rows)
    assert len(table([]).splitlines()) == 1
