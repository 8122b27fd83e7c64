"""Break the core on purpose, one place at a time, and see the tests fail.

Each mutant is one line of nnbook, replaced by a mistake that people really make. It is made in a
copy of the project, so the project itself is never touched, and the core's tests run on the copy.
A mutant that no test notices survives: then a test is missing, and this program ends with an error.

    python tools/mutants.py            all mutants
    python tools/mutants.py NAME ...   only those
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tqdm import tqdm

ROOT = Path(__file__).resolve().parent.parent
TESTS = [
    "activations",
    "losses",
    "network",
    "backpropagation",
    "trace",
    "gradients",
    "optimizers",
    "training",
    "layer_protocol",
    "datasets",
]


@dataclass(frozen=True)
class Mutant:
    """`right` stands once in nnbook/`file`.py; the mutant says `wrong` instead."""

    name: str
    file: str
    right: str
    wrong: str


MUTANTS = [
    Mutant(
        "sigmoid-slope-sign",
        "activations",
        "return small / (1.0 + small) ** 2",
        "return -small / (1.0 + small) ** 2",
    ),
    Mutant(
        "sigmoid-slope-at-a",
        "activations",
        "slope = self._apply(self._slope, z)",
        "slope = self._apply(self._slope, self._apply(self._value, z))",
    ),
    Mutant(
        "sigmoid-overflow",
        "activations",
        "    return np.where(z.real >= 0, 1.0, small) / (1.0 + small)",
        "    return 1.0 / (1.0 + np.exp(-z))",
    ),
    Mutant(
        "softmax-without-max",
        "activations",
        "e = np.exp(z - z.real.max(axis=-1, keepdims=True))",
        "e = np.exp(z)",
    ),
    Mutant(
        "softmax-over-the-batch", "activations", "e / e.sum(axis=-1, keepdims=True)", "e / e.sum()"
    ),
    Mutant(
        "step-greater-than",
        "activations",
        "np.where(z.real >= threshold, 1.0, 0.0)",
        "np.where(z.real > threshold, 1.0, 0.0)",
    ),
    Mutant(
        "relu-capped",
        "activations",
        "lambda z: np.where(z.real > 0, z, 0.0)",
        "lambda z: np.clip(z, 0.0, 1.0)",
    ),
    Mutant(
        "alpha-slope-of-all-z", "activations", "return np.where(z.real > 0, 0.0, z)", "return z"
    ),
    Mutant(
        "mse-without-the-mean",
        "losses",
        "return self._terms(y, y_hat).sum() / count, self._slopes(y, y_hat) / count",
        "return self._terms(y, y_hat).sum(), self._slopes(y, y_hat)",
    ),
    Mutant("mse-slope-without-2", "losses", "lambda y, p: 2 * (p - y)", "lambda y, p: p - y"),
    Mutant("mae-slope-sign", "losses", "np.sign((p - y).real)", "np.sign((y - p).real)"),
    Mutant("cross-entropy-mean-over-classes", "losses", 'per="sample"', 'per="element"'),
    Mutant(
        "binary-from-z-overflow",
        "losses",
        "softplus = np.where(z.real > 0, z, 0.0) + np.log1p(np.exp(np.where(z.real > 0, -z, z)))",
        "softplus = np.log1p(np.exp(z))",
    ),
    Mutant(
        "hinge-on-the-wrong-side",
        "losses",
        "np.where((y * p).real < 1, -y, 0.0)",
        "np.where((y * p).real > 1, -y, 0.0)",
    ),
    Mutant(
        "weights-transposed",
        "dense",
        'slopes = {"z": dz, "W": np.atleast_2d(dz).T.dot(np.atleast_2d(x))}',
        'slopes = {"z": dz, "W": np.resize(x.T.dot(dz), self.W.shape)}',
    ),
    Mutant(
        "bias-gradient-dropped",
        "dense",
        'slopes["b"] = np.atleast_2d(dz).sum(axis=0)',
        'slopes["b"] = np.zeros_like(self.b)',
    ),
    Mutant(
        "bias-gradient-mean-for-sum",
        "dense",
        'slopes["b"] = np.atleast_2d(dz).sum(axis=0)',
        'slopes["b"] = np.atleast_2d(dz).mean(axis=0)',
    ),
    Mutant("bias-forgotten", "dense", "else x.dot(self.W.T) + self.b", "else x.dot(self.W.T)"),
    Mutant(
        "layer-keeps-the-callers-array",
        "dense",
        'as_numbers(W, "W", finite=True).copy()',
        'as_numbers(W, "W", finite=True)',
    ),
    Mutant(
        "blame-from-the-slope-before",
        "dense",
        "return dz.dot(self.W), slopes",
        "return behind.dot(self.W), slopes",
    ),
    Mutant("glorot-for-he", "network", "np.sqrt(2 / inputs)", "np.sqrt(1 / inputs)"),
    Mutant(
        "sgd-uphill",
        "optimizers",
        "np.multiply(g, self.rate(steps), out=room)\n        w -= room",
        "np.multiply(g, self.rate(steps), out=room)\n        w += room",
    ),
    Mutant("momentum-forgets", "optimizers", "v *= self.beta\n", "v *= 0.0\n"),
    Mutant(
        "adam-without-bias-correction",
        "optimizers",
        "np.divide(v, 1 - self.beta2**t, out=room)",
        "np.divide(v, 1.0, out=room)",
    ),
    Mutant("adam-counts-from-0", "optimizers", "t = steps + 1", "t = max(steps, 1)"),
    Mutant(
        "step-changes-the-state",
        "optimizers",
        "vectors = tuple(vector.copy() for vector in before.vectors)",
        "vectors = before.vectors",
    ),
    Mutant("penalty-on-biases", "training", "if name[0] in WEIGHTS:", "if name:"),
    Mutant("penalty-on-dense-layers-only", "optimizers", 'WEIGHTS = "KUW"', 'WEIGHTS = "W"'),
    Mutant(
        "batches-unshuffled",
        "training",
        "order = rng.permutation(samples)",
        "order = np.arange(samples)",
    ),
    Mutant(
        "loss-after-the-step",
        "training",
        "descent.step(X[rows], y[rows]) * len(y[rows])",
        "descent.step(X[rows], y[rows])",
    ),
    Mutant(
        "kept-networks-move-on",
        "training",
        "kept[epoch] = descent.snapshot()",
        "kept[epoch] = descent.network",
    ),
    Mutant(
        "perceptron-greater-than",
        "training",
        "if weights.dot(x) >= threshold",
        "if weights.dot(x) > threshold",
    ),
    Mutant(
        "perceptron-sign",
        "training",
        "weights = weights + lr * error * x",
        "weights = weights - lr * error * x",
    ),
    Mutant(
        "nudge-one-sided",
        "gradients",
        "return float((f(higher) - f(lower)) / (2 * h))",
        "return float((f(higher) - f(point)) / h)",
    ),
    Mutant(
        "check-agrees-with-all", "gradients", "return self.difference <= TOLERANCE", "return True"
    ),
    Mutant(
        "trace-out-of-order",
        "backpropagation",
        'order = [*forward, "C",',
        'order = ["C", *forward,',
    ),
    Mutant(
        "scalars-skip-the-bias",
        "_scalars",
        "        if bias:\n            parts.append",
        "        if not bias:\n            parts.append",
    ),
    Mutant("dropout-without-making-up", "layers/dropout", "kept /= 1 - self.p", "kept /= 1.0"),
    Mutant(
        "batch-norm-forgets-that-the-mean-moves",
        "layers/batch_norm",
        "dx = dz - dz.mean(axis=0) - z * (dz * z).mean(axis=0)",
        "dx = dz - z * (dz * z).mean(axis=0)",
    ),
    Mutant(
        "running-variance-over-n",
        "layers/batch_norm",
        'share * memory["variance"] * (N / (N - 1))',
        'share * memory["variance"]',
    ),
    Mutant(
        "overlapping-windows-overwrite",
        "layers/convolution",
        "v : v + s * across : s] += blame[:, u, v]",
        "v : v + s * across : s] = blame[:, u, v]",
    ),
    Mutant(
        "convolution-with-the-filter-turned",
        "layers/convolution",
        "columns = seen.reshape(filters.shape[1], -1)",
        "columns = seen[:, ::-1, ::-1].reshape(filters.shape[1], -1)",
    ),
    Mutant(
        "the-last-of-equals-wins",
        "layers/pooling",
        "winner = flat.real.argmax(axis=-1)[..., None]",
        "winner = (flat.shape[-1] - 1 - flat.real[..., ::-1].argmax(axis=-1))[..., None]",
    ),
    Mutant(
        "blame-stops-at-the-last-step",
        "layers/recurrent",
        "blame[t - 1] += dz[t].dot(self.U)",
        "blame[t - 1] += 0 * dz[t].dot(self.U)",
    ),
    Mutant(
        "width-slope-forgets-the-width",
        "kinds/rbf",
        "np.atleast_2d(dz * -2 * z / self.width)",
        "np.atleast_2d(dz * -2 * z)",
    ),
    Mutant(
        "empty-cluster-stays-empty",
        "kinds/rbf",
        "joined[farthest], nearest[farthest] = empty, 0.0",
        "nearest[farthest] = 0.0",
    ),
    Mutant(
        "the-winner-helps-nobody",
        "kinds/kohonen",
        "np.exp(-squares / (2 * radii[epoch - 1] ** 2))",
        "(squares == 0)",
    ),
    Mutant(
        "experts-learn-whatever-they-earned",
        "kinds/modular",
        "loss = _weighed(h[:, number : number + 1] / width**2)",
        "loss = _weighed(np.ones((len(x), 1)) / width**2)",
    ),
    Mutant(
        "judge-praises-forgeries",
        "kinds/gan",
        "np.repeat([1.0, 0.0], [len(real), len(forged)])",
        "np.repeat([0.0, 1.0], [len(real), len(forged)])",
    ),
    Mutant(
        "principal-components-off-centre",
        "kinds/autoencoder",
        'Layer(directions, -directions @ mean, "identity")',
        'Layer(directions, 0 * directions @ mean, "identity")',
    ),
]


def survives(mutant: Mutant) -> str | None:
    """Why the mutant was not killed, or None if it was."""
    with tempfile.TemporaryDirectory(prefix="nnbook-mutant-") as place:
        copy = Path(place)
        for folder in ("nnbook", "tests"):
            ignored = shutil.ignore_patterns("__pycache__", "book", "browser")
            shutil.copytree(ROOT / folder, copy / folder, ignore=ignored)
        shutil.copy(ROOT / "pyproject.toml", copy)
        source = copy / "nnbook" / f"{mutant.file}.py"
        text = source.read_text(encoding="utf-8")
        if text.count(mutant.right) != 1:
            return f"its line stands {text.count(mutant.right)} times in nnbook/{mutant.file}.py"
        source.write_text(text.replace(mutant.right, mutant.wrong), encoding="utf-8")
        # The first failure ends a run, so the tests of the broken file go first.
        tests = [f"tests/test_{name}.py" for name in TESTS] + ["tests/layers", "tests/kinds"]
        room = mutant.file.partition("/")[0]
        tests.sort(key=lambda path: Path(path).stem.removeprefix("test_") != room)
        environment = {**os.environ, "PYTHONPATH": str(copy)}
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider"]
        command += ["-m", "not slow", *tests]
        done = subprocess.run(
            command, cwd=copy, env=environment, capture_output=True, text=True, check=False
        )
    if done.returncode == 1 and re.search(r"\d+ failed", done.stdout):
        return None
    return "no test failed" if done.returncode == 0 else f"pytest broke:\n{done.stdout[-2000:]}"


def main() -> int:
    """Run the chosen mutants, two at a time, and report the survivors."""
    names = [mutant.name for mutant in MUTANTS]
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="mutants to run; default all")
    wanted = parser.parse_args().names
    if unknown := [name for name in wanted if name not in names]:
        parser.error(f"no mutant {unknown[0]!r}; there are {', '.join(names)}")
    chosen = [mutant for mutant in MUTANTS if not wanted or mutant.name in wanted]
    with ThreadPoolExecutor(max_workers=2) as pool:
        verdicts = list(tqdm(pool.map(survives, chosen), total=len(chosen), unit="mutant"))
    survivors = [(m.name, why) for m, why in zip(chosen, verdicts, strict=True) if why]
    for name, why in survivors:
        print(f"{name} survives: {why}")
    print(f"{len(chosen) - len(survivors)} of {len(chosen)} mutants killed")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
