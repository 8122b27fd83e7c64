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
    "fast_road",
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
    "train_many",
    "written_out",
]
FOLDERS = ["layers", "kinds"]
FIRST = {  # where other tests know more of a file than those of its name, or there are none
    "_calls": "test_fast_road.py",
    "_convolution_road": "layers/test_fast_convolution.py",
    "_dense_road": "test_fast_road.py",
    "_general_road": "layers/test_every_layer.py",
    "_many_road": "test_train_many.py",
    "_number_road": "test_fast_road.py",
    "_road": "test_fast_road.py",
    "_scalars": "test_trace.py",
    "_stages": "layers/test_fast_convolution.py",
    "dense": "test_backpropagation.py",
    "many": "test_train_many.py",
    "training": "test_fast_road.py",
    "writing": "test_written_out.py",
}


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
    Mutant("penalty-on-dense-layers-only", "optimizers", 'WEIGHTS = "KUW"', 'WEIGHTS = "W"'),
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
    Mutant(
        "l2-slope-without-2",
        "optimizers",
        "return 2 * self.strength * W",
        "return self.strength * W",
    ),
    Mutant(
        "adam-epsilon-under-the-root",
        "optimizers",
        "np.sqrt(room, out=room)\n        room += self.epsilon",
        "room += self.epsilon\n        np.sqrt(room, out=room)",
    ),
    Mutant(
        "batches-unshuffled",
        "_road",
        "order = rng.permutation(len(self.X))",
        "order = np.arange(len(self.X))",
    ),
    Mutant(
        "last-batch-counts-as-a-whole-one",
        "_road",
        "(rows, len(rows) / len(order))",
        "(rows, self.batch_size / len(order))",
    ),
    Mutant(
        "a-function-known-by-its-name-alone",
        "_road",
        " and ACTIVATIONS[f.name]._value is f._value",
        "",
    ),
    Mutant("penalty-on-biases", "_general_road", "if name[0] in WEIGHTS:", "if name:"),
    Mutant(
        "recurrent-weights-go-free", "_general_road", "if name[0] in WEIGHTS:", 'if name[0] == "W":'
    ),
    Mutant(
        "running-statistics-stand-still",
        "_general_road",
        "self.network.updated(self.views, done.gradients.memories, copy=False)",
        "self.network.updated(self.views, copy=False)",
    ),
    Mutant(
        "kept-networks-move-on",
        "_general_road",
        "return self.network.updated(self.views)",
        "return self.network",
    ),
    Mutant(
        "kept-dense-networks-move-on",
        "_dense_road",
        "return self.task.network.updated(self.parameters)",
        "return self.task.network.updated(self.parameters, copy=False)",
    ),
    Mutant(
        "targets-of-the-first-batch-stay",
        "_dense_road",
        "calls: list[Call] = [(np.copyto, (columns, y.T))] * in_batches",
        "calls: list[Call] = []",
    ),
    Mutant("penalty-on-dense-biases", "_dense_road", "block.W[...] = 1", "block.V[...] = 1"),
    Mutant(
        "large-weights-are-called-lost",
        "_dense_road",
        "return isfinite(self.w.dot(self.w)) or bool(np.isfinite(self.w).all())",
        "return isfinite(self.w.dot(self.w))",
    ),
    Mutant(
        "lost-weights-go-unnoticed",
        "_dense_road",
        "return isfinite(self.w.dot(self.w)) or bool(np.isfinite(self.w).all())",
        "return True",
    ),
    Mutant(
        "dense-cross-entropy-mean-over-classes",
        "_calls",
        'count = y.size if loss.per == "element" else y.shape[1]',
        "count = y.size",
    ),
    Mutant(
        "dense-softmax-slope-of-the-diagonal",
        "_calls",
        "        (np.subtract, (d, shares, d)),\n",
        "",
    ),
    Mutant(
        "dense-sigmoid-slope-from-a",
        "_calls",
        "[(np.divide, (a, total, e)), (np.multiply, (d, e, d))]",
        "[(np.multiply, (a, a, e)), (np.subtract, (a, e, e)), (np.multiply, (d, e, d))]",
    ),
    Mutant(
        "dense-sigmoid-overflows",
        "_calls",
        "(partial(np.minimum, unit.z, highest(a), out=e), ())",
        "(np.positive, (unit.z, e))",
    ),
    Mutant(
        "dense-relu-learns-at-its-corner",
        "_calls",
        "[(np.sign, (a, z)), (np.multiply, (d, z, d))]",
        "[(np.heaviside, (a, np.ones_like(a), z)), (np.multiply, (d, z, d))]",
    ),
    Mutant("prelu-stays-at-its-first-alpha", "_calls", "f.using(alpha=float(alpha[0]))", "f"),
    Mutant(
        "dense-momentum-keeps-the-old-rate",
        "_calls",
        "(np.add, (v, g, v)),\n        (np.multiply, (v, rate, g)),",
        "(np.multiply, (g, rate, g)), (np.add, (v, g, v)), (np.positive, (v, g)),",
    ),
    Mutant("dense-adam-counts-from-0", "_calls", "t = steps + 1", "t = max(steps, 1)"),
    Mutant(
        "dense-adam-epsilon-unscaled",
        "_calls",
        "shift[()] = optimizer.epsilon / scale",
        "shift[()] = optimizer.epsilon",
    ),
    Mutant(
        "first-piece-only",
        "_calls",
        "for start in range(0, w.size, PIECE):",
        "for start in range(0, min(w.size, PIECE), PIECE):",
    ),
    Mutant(
        "written-elu-slope-without-alpha",
        "writing",
        '"elu": "{da} if {z} > 0.0 else {da} * {alpha} * exp({z})"',
        '"elu": "{da} if {z} > 0.0 else {da} * exp({z})"',
    ),
    Mutant(
        "written-tanh-slope-from-a",
        "writing",
        '"tanh": "{da} / {e} / {e}"',
        '"tanh": "{da} * (1.0 - {a} * {a})"',
    ),
    Mutant(
        "written-relu-learns-at-its-corner",
        "writing",
        '"relu": "{da} if {z} > 0.0 else 0.0"',
        '"relu": "{da} if {z} >= 0.0 else 0.0"',
    ),
    Mutant("written-l2-without-2", "writing", "d{w} += {twice} * {w}", "d{w} += {once} * {w}"),
    Mutant(
        "written-count-of-samples-alone", "writing", "{f' * {outputs}' if outputs > 1 else ''}", ""
    ),
    Mutant(
        "the-road-beyond-forgets-momentum",
        "_number_road",
        "zip((road.w, *road.vectors), (here, *vectors), strict=True)",
        "zip((road.w,), (here,), strict=True)",
    ),
    Mutant("the-road-beyond-counts-anew", "_number_road", "        road.steps = self.steps\n", ""),
    Mutant(
        "many-see-the-first-batch-again",
        "_many_road",
        '            self.y.take(rows, 0, here.y, "clip")\n',
        "",
    ),
    Mutant(
        "penalty-on-many-biases", "_many_road", 'values[...] = name[0] == "W"', "values[...] = 1"
    ),
    Mutant(
        "the-lost-network-by-its-loss-alone",
        "_many_road",
        "fine &= np.isfinite(values).reshape(self.many, -1).all(axis=1)",
        "fine &= values.size > 0",
    ),
    Mutant(
        "validation-losses-move-on",
        "_many_road",
        "return held_out.losses.copy()",
        "return held_out.losses",
    ),
    Mutant("many-kept-networks-move-on", "_many_road", 'np.array(values, order="C")', "values"),
    Mutant("in-turn-with-one-die", "many", "deepcopy(task.rng)", "task.rng"),
    Mutant(
        "builds-compared-by-name", "many", "(f.name, None if f.learned else f.setting)", "f.name"
    ),
    Mutant(
        "blame-for-each-of-equals",
        "_stages",
        "np.greater(won, self.taken, out=won)  # won, and not taken yet",
        "pass",
    ),
    Mutant("taken-is-not-noted", "_stages", "self.taken |= won", "pass"),
    Mutant(
        "the-edge-keeps-old-blame",
        "_stages",
        "if self.layer.padding and not self.first:",
        "if False:",
    ),
    Mutant(
        "blame-piles-up-on-the-image", "_stages", "self.image.fill(0)\n        for u, v", "for u, v"
    ),
    Mutant(
        "blank-places-learn",
        "_stages",
        "np.greater(self.largest, 0, out=self.taken)",
        "np.greater_equal(self.largest, 0, out=self.taken)",
    ),
    Mutant(
        "a-chunk-counts-as-the-whole", "_convolution_road", "self.part *= share", "self.part *= 1.0"
    ),
    Mutant(
        "kept-filters-move-on",
        "_convolution_road",
        "return self.task.network.updated(self.views)",
        "return self.task.network.updated(self.views, copy=False)",
    ),
    Mutant(
        "activations-that-fall",
        "_convolution_road",
        'falls = activation.option == "alpha" and activation.setting.real < 0',
        "falls = False",
    ),
    Mutant(
        "perceptron-greater-than",
        "training",
        "(weights.dot(inputs[position - 1]) >= threshold)",
        "(weights.dot(inputs[position - 1]) > threshold)",
    ),
    Mutant(
        "perceptron-sign",
        "training",
        "path.append(path[-1] + lr * error * x)",
        "path.append(path[-1] - lr * error * x)",
    ),
    Mutant(
        "a-sum-in-doubt-is-trusted", "training", "- bounds[rows] > doubt", "- bounds[rows] >= 0"
    ),
    Mutant(
        "a-sample-passed-over",
        "training",
        "position, ahead = rows.stop, MORE * ahead",
        "position, ahead = rows.stop + 1, MORE * ahead",
    ),
    Mutant(
        "dropout-keeps-what-it-should-drop",
        "layers/dropout",
        ".random(x.shape) < self.p]",
        ".random(x.shape) > self.p]",
    ),
    Mutant(
        "running-mean-moves-by-the-rest",
        "layers/batch_norm",
        'mean = (1 - share) * mean + share * memory["mean"]',
        'mean = share * mean + (1 - share) * memory["mean"]',
    ),
    Mutant(
        "the-padding-is-handed-back",
        "layers/convolution",
        "padded[:, :, p : p + height, p : p + width]",
        "padded[:, :, :height, :width]",
    ),
    Mutant("the-penalty-holds-the-bias", "kinds/rbf", "a - shift, np.sqrt(", "a, np.sqrt("),
    Mutant("the-ring-is-a-chain", "kinds/kohonen", "np.minimum(steps, units - steps)", "steps"),
    Mutant(
        "rates-fall-by-equal-steps",
        "kinds/kohonen",
        "np.geomspace(first, last, max(epochs, 1))",
        "np.linspace(first, last, max(epochs, 1))",
    ),
    Mutant(
        "the-forger-meets-the-old-judge",
        "kinds/gan",
        "GAN(gan.generator, D).forger_gradients",
        "gan.forger_gradients",
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
        first, further = own_tests(mutant.file), [f"test_{name}.py" for name in TESTS]
        return passes(copy, [first]) and passes(copy, [*further, *FOLDERS], without=first)


def own_tests(file: str) -> str:
    """The tests below tests/ that are about a file below nnbook/."""
    folder, _, name = file.rpartition("/")
    return FIRST.get(file) or Path(folder, f"test_{name}.py").as_posix()


def passes(copy: Path, tests: list[str], without: str = "nothing") -> str | None:
    """None if one of these tests fails on the copy, as it should; else what happened."""
    # Plugins take longer to load than most mutants live; none of them is needed here.
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider"]
    command += ["-m", "not slow and not frameworks", f"--deselect=tests/{without}"]
    command += [f"tests/{one}" for one in tests]
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
    survivors = 0
    with ThreadPoolExecutor(max_workers=2) as pool:
        verdicts = tqdm(pool.map(survives, chosen), total=len(chosen), unit="mutant")
        for mutant, why in zip(chosen, verdicts, strict=True):
            if why:
                survivors += 1
                tqdm.write(f"{mutant.name} survives: {why}")
    print(f"{len(chosen) - survivors} of {len(chosen)} mutants killed")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
