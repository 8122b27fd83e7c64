"""The benchmarks: each row runs, all in it do the same work, and what is recorded is whole."""

import json
import math
import re
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

import benchmarks.__main__
from benchmarks import figures, harness, limits, peers, record
from benchmarks.__main__ import ROWS, main
from benchmarks.harness import Contestant, Result, race, table
from nnbook import SGD, Adam, Network, binary_cross_entropy, cross_entropy, mse, perceptron, train
from nnbook.widgets.script import FIGURES
from tests.needs import need

SMALL = {
    "calls": {"SIZES": (1, 2), "CALLS": 2},
    "xor": {"EPOCHS": 40},
    "seeds": {"SEEDS": 3, "EPOCHS": 2},
    "small_network": {"EPOCHS": 2},
    "digits": {"SAMPLES": 40, "EPOCHS": 1},
    "wide": {"SAMPLES": 130, "EPOCHS": 1},
    "images": {"SIDE": 6, "BATCH": 2, "STEPS": 1},
    "rule": {"POINTS": 20, "EPOCHS": 2},
    "redraw": {"MOVES": 1},
    "curves": {"WIDTHS": (2,), "BATCHES": (1,), "WIDTH": 2, "STEPS": 1, "ROUNDS": 1},
}
BY_HAND = {
    "import_cost",
    "checker",
    "engine",
    "figures",
    "grading",
}  # other processes, or long ones


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


def test_a_row_says_whether_it_met_its_target() -> None:
    """A peer must take at least so many times as long; ours at most so many times the limit."""
    rows = [
        Result("a", "torch", 1e-3, 9.0, wanted=10.0),
        Result("a", "jax", 1e-3, 11.0, wanted=10.0),
        Result("a", "products", 1e-3, 0.5, kind="limit", wanted=0.25),
    ]
    slow, fast, limit = table(rows).splitlines()[1:]
    assert slow.endswith("(wanted 10: missed)")
    assert fast.endswith("(wanted 10: met)")
    assert limit.endswith("(ours takes 2.00 of it; wanted 0.25: met)")


def test_a_race_divides_within_each_round() -> None:
    """With a clock that ticks 1 for ours and 3 for the peer, the peer takes 3 times as long."""
    ticks = iter(np.cumsum([0.0, 1, 0, 3] * 5))
    peer = Contestant(lambda: None, 2, "limit")
    found = race("row", lambda: None, {"peer": peer}, rounds=5, clock=lambda: next(ticks))
    assert [one.name for one in found] == ["nnbook", "peer"]
    assert [one.amount for one in found] == [1.0, 1.5]
    assert [one.ratio for one in found] == [1.0, 1.5]
    assert [one.kind for one in found] == ["ours", "limit"]


def test_the_rows_are_all_there() -> None:
    """Every module with a `run` is a row, and every row is one that is tested here or by hand."""
    folder = Path(record.__file__).parent
    modules = {
        path.stem
        for path in folder.glob("*.py")
        if "def run() -> list[Result]" in path.read_text(encoding="utf-8")
    }
    assert set(ROWS) == modules == set(SMALL) | BY_HAND


@pytest.mark.parametrize("name", SMALL)
def test_every_row_runs(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a small scale and without the peers, each row gives times of ours and of a limit."""
    module = import_module(f"benchmarks.{name}")
    for constant, value in SMALL[name].items():
        monkeypatch.setattr(module, constant, value)
    monkeypatch.setattr(harness, "ROUNDS", 1)
    monkeypatch.setattr(limits, "TRIES", 1)
    monkeypatch.setattr(peers, "find", lambda _: None)
    found = module.run()
    assert all(one.amount > 0 and math.isfinite(one.ratio) for one in found)
    assert {one.row for one in found if one.kind == "ours"} == {one.row for one in found}
    if name not in {"redraw", "calls"} and limits.in_c():
        assert any(one.kind == "limit" for one in found)


def test_the_loop_in_c_does_the_same() -> None:
    """Its loss after the last epoch, and the perceptron's mistakes in it, are ours.

    Loading it leaves this process its smallest numbers.
    """
    if limits.in_c() is None:
        pytest.skip("there is no C compiler")
    assert np.float64(5e-324) * np.float64(1.0) > 0.0
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(30, 2)), rng.integers(2, size=(30, 1)).astype(float)
    network = Network.random([2, 2, 1], "sigmoid", rng=rng)
    for loss in (mse, binary_cross_entropy):
        values = list(network.parameters.values())
        loop = limits.train_221(values, X, y, 0.7, 40, squared=loss is mse)["a loop in C"]
        history = train(network, X, y, loss=loss, optimizer=SGD(0.7), epochs=40)
        assert loop.work() == pytest.approx(history.losses[-1], rel=1e-12)
    loop = limits.perceptron(X, y[:, 0], 1.0, 5)["a loop in C"]
    ours = perceptron(X, y[:, 0], w=np.zeros(2), b=0.0, lr=1.0, epochs=5)
    assert loop.work() == ours.mistakes[-1] > 0


TASKS = [
    (["tanh", "softmax"], cross_entropy, Adam(0.01)),
    (["relu", "sigmoid"], mse, SGD(0.5)),
    (["sigmoid", "sigmoid"], binary_cross_entropy, SGD(0.5)),
]


@pytest.mark.frameworks
@pytest.mark.parametrize("name", ["torch", "jax"])
@pytest.mark.parametrize(("activations", "loss", "optimizer"), TASKS)
def test_the_peers_do_the_same(
    name: str, activations: list, loss: object, optimizer: object
) -> None:
    """From the same start, full batches lead them to our loss, or to our weights."""
    module = pytest.importorskip("jax") if name == "jax" else need("torch")
    assert peers.find(name) is module
    rng = np.random.default_rng(0)
    network = Network.random([3, 5, 2], activations, rng=rng)
    X, y = rng.normal(size=(20, 3)), np.eye(2)[rng.integers(2, size=20)]
    task = peers.Training(network, X, y, loss, optimizer, 20, 30)
    history = train(network, X, y, loss=loss, optimizer=optimizer, epochs=30)
    if name == "torch":
        assert float(peers.torch_work(module, task)()) == pytest.approx(
            history.losses[-1], rel=1e-6
        )
        return
    for layer, (W, b) in zip(history.network.layers, peers.jax_work(module, task)(), strict=True):
        np.testing.assert_allclose(np.asarray(W).T, layer.W, rtol=1e-6, atol=1e-8)
        np.testing.assert_allclose(b, layer.b, rtol=1e-6, atol=1e-8)


def test_a_missing_peer_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    """Not silently dropped: its name, and where to get it."""
    assert peers.find("nnbook_has_no_such_peer.part") is None
    assert "nnbook_has_no_such_peer is not timed: it is not installed" in capsys.readouterr().out


def test_the_command_writes_what_it_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The table is printed, the JSON written; --record keeps rows of an earlier run."""
    monkeypatch.setattr(record, "ROOT", tmp_path)
    monkeypatch.setattr(record, "LATEST", tmp_path / "build" / "latest.json")
    monkeypatch.setattr(record, "RECORDED", tmp_path / "measured.json")
    monkeypatch.setattr(harness, "ROUNDS", 1)
    monkeypatch.setattr(benchmarks.__main__, "one_thread", lambda: None)
    rule = import_module("benchmarks.rule")
    for constant, value in SMALL["rule"].items():
        monkeypatch.setattr(rule, constant, value)
    monkeypatch.setattr(peers, "find", lambda _: None)
    main(["rule"])
    assert rule.ROW in capsys.readouterr().out
    data = record.read(record.LATEST)
    assert set(data["rows"]) == {"rule"}
    record.write(record.RECORDED, data | {"rows": {"xor": []}})
    main(["rule", "--record"])
    data = record.read(record.RECORDED)
    assert set(data["rows"]) == {"xor", "rule"}
    assert record.results(data, ["rule"])[0].kind == "ours"
    with pytest.raises(SystemExit):
        main(["speed"])
    assert "there is no row speed; there are import_cost" in capsys.readouterr().err


def test_what_is_recorded_is_whole() -> None:
    """The book's figures: every row, each with ours, with versions, the processor and the date."""
    text = record.RECORDED.read_text(encoding="utf-8")
    data = json.loads(text)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", data["date"])
    assert data["processor"]
    assert data["versions"]["torch"].startswith("2.13.0")
    assert {"python", "numpy", "nnbook"} <= set(data["versions"])
    assert set(SMALL) | {"import_cost"} <= set(data["rows"]) <= set(ROWS)
    for name in SMALL:
        found = record.results(data, [name])
        assert {one.row for one in found} == {one.row for one in found if one.kind == "ours"}
        assert all(one.amount > 0 and one.ratio > 0 for one in found)
        assert {one.kind for one in found} <= {"ours", "peer", "limit", "target"}
    assert text == json.dumps(data, indent=1, ensure_ascii=False) + "\n"
