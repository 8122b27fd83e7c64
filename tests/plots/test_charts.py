"""Boundaries, data, histories and activations as pictures."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from matplotlib.patches import PathPatch

from nnbook import (
    SGD,
    Layer,
    Network,
    mse,
    relu,
    sigmoid,
    softmax,
    step,
    tanh,
    train,
)
from nnbook.activations import ACTIVATIONS
from nnbook.plots import (
    draw_activation,
    draw_boundary,
    draw_data,
    draw_history,
)
from tests.plots.drawings import (
    AND,
    HAND,
    POINTS,
    by_name,
    random_network,
    svg_of,
    texts_of,
)


class TestBoundary:
    """draw_boundary."""

    @pytest.mark.parametrize("activation", [step.using(threshold=0.5), sigmoid, relu])
    def test_line_stands_where_the_answer_crosses(self, activation: Any) -> None:
        """Points of the line give the threshold, and 1e-5 to its sides the two classes."""
        threshold = 0.6 if activation is sigmoid else 0.5
        network = Network([Layer([[0.7, 0.4]], None, activation)])
        ax = draw_boundary(network, POINTS, AND, threshold=threshold)
        z = np.log(0.6 / 0.4) if activation is sigmoid else 0.5
        lines = [line for line in ax.lines if line.get_gid() == "boundary"]
        assert len(lines) == 1
        places = lines[0].get_xydata()
        assert len(places) > 20
        assert np.abs(places @ [0.7, 0.4] - z).max() < 1e-6
        assert (network(places + 1e-5) >= threshold).all()
        assert (network(places - 1e-5) < threshold).all()

    def test_circle(self) -> None:
        """A round boundary is found round, as one closed line, within a thousandth."""
        ax = draw_boundary(lambda p: 1 - np.hypot(*p.T), POINTS - 0.5, [0, 1, 1, 0])
        (line,) = [line for line in ax.lines if line.get_gid() == "boundary"]
        assert np.abs(np.hypot(*line.get_xydata().T) - 0.5).max() < 1e-6
        assert np.allclose(line.get_xydata()[0], line.get_xydata()[-1])

    def test_regions_lie_on_their_sides(self) -> None:
        """Each shaded region, and its name, lies where the function answers with that class."""
        ax = draw_boundary(lambda p: p[:, 0] - p[:, 1] + 0.4, POINTS, AND)
        regions = by_name(patch for patch in ax.patches if isinstance(patch, PathPatch))
        for x, y in [(0.9, 0.2), (0.1, 0.8), (0.5, 0.7), (0.5, 0.2)]:
            label = int(x - y + 0.4 >= 0.5)
            assert regions[f"region {label}"].get_path().contains_point((x, y))
            assert not regions[f"region {1 - label}"].get_path().contains_point((x, y))
        for text in ax.texts:
            x, y = text.get_position()
            assert text.get_text() == f"class {int(x - y + 0.4 >= 0.5)}"
        assert len(ax.texts) == 2

    def test_one_class_everywhere(self) -> None:
        """A function that never crosses has no line, one region and one name."""
        ax = draw_boundary(lambda p: np.zeros(len(p)), POINTS, AND)
        assert "boundary" not in by_name(ax.lines)
        assert texts_of(ax) == ["class 0"]
        assert [patch.get_gid() for patch in ax.patches] == ["region 0"]

    def test_limits(self) -> None:
        """The view is what limits say, by default a little more than the data."""
        ax = draw_boundary(HAND, POINTS, AND, limits=((-2, 3), (0, 4)))
        assert (ax.get_xlim(), ax.get_ylim()) == ((-2, 3), (0, 4))
        low, high = draw_boundary(HAND, POINTS, AND).get_xlim()
        assert -0.2 < low < 0
        assert 1 < high < 1.2

    @pytest.mark.parametrize(
        ("function", "X", "options", "sentence"),
        [
            (3, POINTS, {}, "takes a network or a function, but received 3"),
            (HAND, POINTS[:, :1], {}, r"X of draw_boundary must be \(N, 2\), .* \(4, 1\)"),
            (HAND, [[0, 0], [0, np.nan], [1, 0], [1, 1]], {}, "X of draw_boundary must be finite"),
            (random_network(3, 1), POINTS, {}, r"takes a function of points \(N, 2\): .*\(3,\)"),
            (random_network(2, 2), POINTS, {}, r"with one output, .* gave \(6557, 2\)"),
            (lambda p: p[:, 0] * np.nan, POINTS, {}, "finite answers, but the function gave NaN"),
            (HAND, POINTS, {"threshold": "half"}, "threshold must be a number"),
            (HAND, POINTS, {"limits": 3}, "limits must be two ranges"),
            (HAND, POINTS, {"limits": ((1, 0), (0, 1))}, "limits of x1 must rise"),
            (HAND, POINTS, {"limits": ((0, 1), 7)}, "limits of x2 must be two numbers"),
        ],
    )
    def test_bad_input(self, function: Any, X: Any, options: Any, sentence: str) -> None:
        """What is no function of two inputs with one finite answer is refused in a sentence."""
        with pytest.raises((ValueError, TypeError), match=sentence):
            draw_boundary(function, X, AND, **options)


class TestData:
    """draw_data."""

    def test_hollow_circles_and_filled_squares(self) -> None:
        """Class 0 are hollow circles, class 1 filled squares, each point in its place."""
        kinds = by_name(draw_data(POINTS, AND[:, None]).lines)
        hollow, filled = kinds["class 0"], kinds["class 1"]
        assert (hollow.get_marker(), hollow.get_markerfacecolor()) == ("o", "none")
        assert (filled.get_marker(), filled.get_markerfacecolor()) == ("s", "#000000")
        assert hollow.get_xydata().tolist() == POINTS[:3].tolist()
        assert filled.get_xydata().tolist() == POINTS[3:].tolist()

    @pytest.mark.parametrize(
        ("y", "sentence"),
        [
            ([0, 0, 0, 2], "y of draw_data must hold labels 0 and 1, but holds 2"),
            ([0, 1], r"must hold one label for each of the 4 points, but its shape is \(2,\)"),
            (["a", "b", "c", "d"], "y of draw_data must be numbers"),
        ],
    )
    def test_bad_labels(self, y: Any, sentence: str) -> None:
        """Labels other than 0 and 1, or not one a point, are refused in a sentence."""
        with pytest.raises((ValueError, TypeError), match=sentence):
            draw_data(POINTS, y)

    def test_no_points(self) -> None:
        """An empty set of points is refused."""
        with pytest.raises(ValueError, match=r"must be \(N, 2\), but its shape is \(0, 2\)"):
            draw_data(np.empty((0, 2)), [])


class TestHistory:
    """draw_history."""

    def test_draws_what_train_returns(self) -> None:
        """The curve is the losses of a real training, epoch by epoch from 0, named at its end."""
        history = train(
            HAND,
            POINTS,
            AND[:, None],
            loss=mse,
            optimizer=SGD(0.5),
            epochs=5,
            validation=(POINTS, AND[:, None]),
        )
        ax = draw_history(history)
        curves = by_name(ax.lines)
        assert curves["training"].get_xdata().tolist() == [0, 1, 2, 3, 4]
        assert curves["training"].get_ydata().tolist() == list(history.losses)
        assert curves["validation"].get_xdata().tolist() == [1, 2, 3, 4, 5]
        assert curves["validation"].get_linestyle() == "--"
        assert sorted(texts_of(ax)) == ["training", "validation"]

    def test_names_keep_their_distance(self) -> None:
        """Two curves that end together have names one above the other."""
        ax = draw_history(SimpleNamespace(losses=[1.0, 0.5], validation_losses=[1.0, 0.5]))
        heights = [text.get_position()[1] for text in ax.texts]
        assert abs(heights[0] - heights[1]) >= 12

    def test_names_do_not_lie_on_the_axis(self) -> None:
        """The name of a curve that ends on the axis stands half a line above it, others do not."""
        (low,) = draw_history(SimpleNamespace(losses=[1.0, 0.0])).texts
        (high,) = draw_history(SimpleNamespace(losses=[1.0, 0.5])).texts
        assert low.xyann == (6, 8)
        assert high.xyann == (6, 0)

    def test_logarithmic(self) -> None:
        """log=True makes the loss axis logarithmic, with plain numbers at few ticks."""
        ax = draw_history(SimpleNamespace(losses=[0.7, 0.2, 0.05]), log=True)
        assert ax.get_yscale() == "log"
        assert ">0.5<" in svg_of(ax)

    @pytest.mark.parametrize(
        ("losses", "log", "sentence"),
        [
            ([], False, r"training losses must be one an epoch, but have shape \(0,\)"),
            ([0.5, np.nan], False, "training losses must be finite, but holds nan at entry 2"),
            ([0.5, 0.0], True, "log=True takes losses above 0, but a training loss is 0"),
        ],
    )
    def test_bad_losses(self, losses: list[float], log: bool, sentence: str) -> None:
        """No losses, NaN, or a logarithm of zero: each is refused in a sentence."""
        with pytest.raises(ValueError, match=sentence):
            draw_history(SimpleNamespace(losses=losses), log=log)

    def test_no_history(self) -> None:
        """A bare list is no History."""
        with pytest.raises(TypeError, match="draw_history takes a History from train"):
            draw_history([0.5, 0.4])  # type: ignore[arg-type]


class TestActivation:
    """draw_activation."""

    @pytest.mark.parametrize("name", sorted(set(ACTIVATIONS) - {"softmax"}))
    def test_function_and_slope(self, name: str) -> None:
        """Every activation and its slope are drawn at their values, and named at their ends."""
        function = ACTIVATIONS[name]
        ax = draw_activation(function, limits=(-4, 4))
        curves = by_name(ax.lines)
        for label, values in ((name, function), ("slope", function.slope)):
            z, a = curves[label].get_data()
            drawn = np.isfinite(z)
            assert np.allclose(a[drawn], values(z[drawn]))
            assert (z[drawn].min(), z[drawn].max()) == (-4, 4)
        assert sorted(texts_of(ax)) == sorted([name, "slope"])

    def test_jumps_are_gaps(self) -> None:
        """No line joins the two sides of a step: they are two strokes."""
        curve = by_name(draw_activation(step.using(threshold=1)).lines)["step"]
        z, a = curve.get_data()
        gap = int(np.flatnonzero(np.isnan(z)).item())
        assert set(a[:gap]) == {0.0}
        assert set(a[gap + 1 :]) == {1.0}
        assert z[gap - 1] < 1 <= z[gap + 1]

    def test_bad_input(self) -> None:
        """Softmax, a name, and limits that fall are refused, each in its sentence."""
        with pytest.raises(ValueError, match="functions of one number, but softmax takes a row"):
            draw_activation(softmax)
        with pytest.raises(TypeError, match="takes an Activation, but received 'relu'"):
            draw_activation("relu")  # type: ignore[arg-type]
        with pytest.raises(ValueError, match="limits must rise from low to high"):
            draw_activation(tanh, limits=(1, 1))
