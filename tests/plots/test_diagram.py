"""draw_network: circles, lines and numbers say what the network holds."""

import re
from itertools import pairwise
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.patches import Circle, FancyArrowPatch

from nnbook import (
    Network,
    backprop,
    mse,
)
from nnbook.plots import (
    draw_network,
    new_figure,
)
from tests.plots.drawings import (
    HAND,
    SIGNED,
    by_name,
    random_network,
    svg_of,
    texts_of,
)


class TestNetwork:
    """draw_network."""

    def test_dashed_if_and_only_if_negative(self) -> None:
        """Each weight has one line: blue and solid if positive, vermilion and dashed if not."""
        lines = by_name(draw_network(SIGNED).lines)
        assert len(lines) == 9
        for number, layer in enumerate(SIGNED.layers, 1):
            for (to, origin), weight in np.ndenumerate(layer.W):  # type: ignore[attr-defined]
                line = lines[f"W{number}[{to + 1},{origin + 1}]"]
                assert (line.get_linestyle() == "--") == (weight < 0)
                colour = "#0072B2" if weight > 0 else "#D55E00" if weight < 0 else "#000000"
                assert line.get_color() == colour

    def test_dashes_reach_the_svg(self) -> None:
        """The file has a dashed vermilion stroke for each negative weight, and no other dash."""
        svg = svg_of(draw_network(SIGNED))
        styles = [style for style in re.findall(r'style="([^"]*)"', svg) if "stroke:" in style]
        dashed = [style for style in styles if "stroke-dasharray" in style]
        assert len(dashed) == 2
        assert all("#d55e00" in style for style in dashed)
        assert sum("#d55e00" in style for style in styles) == 2

    def test_width_grows_with_the_weight(self) -> None:
        """Within a layer a larger |w| has a wider line, and zero the thinnest."""
        lines = by_name(draw_network(SIGNED).lines)
        W = SIGNED.layers[0].W  # type: ignore[attr-defined]
        order = sorted(np.ndindex(W.shape), key=lambda place: abs(W[place]))
        widths = [lines[f"W1[{to + 1},{origin + 1}]"].get_linewidth() for to, origin in order]
        assert all(thin < thick for thin, thick in pairwise(widths))

    def test_lines_run_between_their_neurons(self) -> None:
        """W1[3,2] goes from input 2, on the left, to neuron 3, on the right, circle to circle."""
        ax = draw_network(SIGNED)
        centres = np.array([circle.center for circle in ax.patches if isinstance(circle, Circle)])
        columns = [centres[:2], centres[2:5], centres[5:]]
        for name, line in by_name(ax.lines).items():
            layer, to, origin = (int(digit) for digit in re.findall(r"\d", name))
            start, end = columns[layer - 1][origin - 1], columns[layer][to - 1]
            left, right = line.get_xydata()
            assert left[0] < right[0]
            gap = np.hypot(*(left - start)) + np.hypot(*(right - left)) + np.hypot(*(end - right))
            assert gap == pytest.approx(np.hypot(*(end - start)))

    @pytest.mark.parametrize("sizes", [(3, 1), (2, 2, 1), (2, 3, 1), (4, 8, 3)])
    def test_every_neuron_has_its_name(self, sizes: tuple[int, ...]) -> None:
        """Each circle is named as in the notation table, from the top down, inputs first."""
        ax = draw_network(random_network(*sizes))
        names = [text for text in texts_of(ax) if re.match(r"\$(x|a|\\hat)", text)]
        expected = [f"$x_{{{i + 1}}}$" for i in range(sizes[0])]
        for layer, units in enumerate(sizes[1:-1], 1):
            expected += [f"$a^{{({layer})}}_{{{i + 1}}}$" for i in range(units)]
        last = sizes[-1]
        expected += (
            [r"$\hat{y}$"] if last == 1 else [rf"$\hat{{y}}_{{{i + 1}}}$" for i in range(last)]
        )
        assert names == expected
        assert sum(isinstance(patch, Circle) for patch in ax.patches) == sum(sizes)

    def test_circles_hold_the_traces_values(self) -> None:
        """Inputs and activations of the trace stand in the circles, rounded, in order."""
        trace = backprop(HAND, [0.5, 0.3], [1.0], mse)
        ax = draw_network(HAND, trace, labels=False, digits=4)
        inside = [text for text in texts_of(ax) if re.fullmatch(r"[\d.]+", text)]
        values = [0.5, 0.3, *trace["a1"].value, *trace["a2"].value]
        assert inside == [f"{value:.4f}" for value in values]

    def test_sample_chooses_a_row(self) -> None:
        """With a trace of many samples, sample=2 writes the second sample's values."""
        trace = backprop(HAND, [[0.5, 0.3], [0.25, 0.75]], [[1.0], [0.0]], mse)
        assert {"0.25", "0.75"} <= set(texts_of(draw_network(HAND, trace, sample=2, labels=False)))
        with pytest.raises(ValueError, match="sample must be 1 to 2, as the trace has, but is 3"):
            draw_network(HAND, trace, sample=3)

    def test_values_without_a_trace(self) -> None:
        """Any numbers can stand in the circles; a minus is a true minus, and zero has none."""
        ax = draw_network(HAND, values=[[0.5, -1.5], [-0.001, 1], [0.69]])
        assert {"0.50", "\N{MINUS SIGN}1.50", "0.00", "1.00", "0.69"} <= set(texts_of(ax))

    def test_weights_are_written_where_there_is_room(self) -> None:
        """A small network shows its weights, one of 4-8-3 does not, and labels= decides."""
        few = by_name(draw_network(SIGNED).texts)
        assert few["W1[2,2]"].get_text() == "\N{MINUS SIGN}0.40"
        assert len(few) == 9
        assert not by_name(draw_network(random_network(4, 8, 3)).texts)
        assert not by_name(draw_network(SIGNED, labels=False).texts)
        assert len(by_name(draw_network(random_network(4, 8, 3), labels=True).texts)) == 56

    def test_biases_are_shown_where_there_are_any(self) -> None:
        """Each bias stands at its neuron; a layer without biases shows none."""
        assert [text for text in texts_of(draw_network(SIGNED)) if "$b$" in text] == [
            "$b$ = 0.10", "$b$ = \N{MINUS SIGN}0.25", "$b$ = 0.30", "$b$ = 0.40",
        ]  # fmt: skip
        assert not [text for text in texts_of(draw_network(HAND)) if "$b$" in text]

    def test_slopes_run_from_right_to_left_in_green(self) -> None:
        """Each weight gets a green arrow with its slope, head on the left, dashed if negative."""
        trace = backprop(SIGNED, [0.5, 0.3], [1.0], mse)
        ax = draw_network(SIGNED, trace, slopes=True)
        arrows = by_name(patch for patch in ax.patches if isinstance(patch, FancyArrowPatch))
        numbers = by_name(ax.texts)
        assert len(arrows) == 9
        for number in (1, 2):
            for (to, origin), slope in np.ndenumerate(trace[f"dC/dW{number}"].value):
                name = f"dC/dW{number}[{to + 1},{origin + 1}]"
                (tail, _), (head, _) = arrows[name]._posA_posB
                assert head < tail
                assert mpl.colors.to_hex(arrows[name].get_edgecolor()) == "#009e73"
                assert (arrows[name].get_linestyle() != "-") == (slope < 0)
                assert numbers[name].get_text() == f"{slope:.4f}".replace("-", "\N{MINUS SIGN}")
        assert sum(r"\partial z" in text for text in texts_of(ax)) == 4

    def test_large_layers_are_shortened(self) -> None:
        """Of 784 inputs the first four and the last are drawn, with dots between them."""
        texts = texts_of(draw_network(random_network(784, 11, 10)))
        assert [text for text in texts if "x_" in text] == [
            "$x_{1}$", "$x_{2}$", "$x_{3}$", "$x_{4}$", "$x_{784}$",
        ]  # fmt: skip
        assert texts.count("\N{VERTICAL ELLIPSIS}") == 2
        assert r"$\hat{y}_{10}$" in texts

    @pytest.mark.parametrize(
        "network", [HAND, SIGNED, random_network(3, 1), random_network(3, 3, 2)]
    )
    def test_numbers_do_not_lie_on_each_other(self, network: Network) -> None:
        """No two numbers beside edges overlap, with slopes or without."""
        x = np.linspace(0.2, 0.8, network.layers[0].inputs or 1)
        trace = backprop(network, x, [1.0] * (network.layers[-1].outputs or 1), mse)
        for slopes in (False, True):
            ax = draw_network(network, trace, slopes=slopes)
            middles = [text.get_position() for text in by_name(ax.texts).values()]
            for first, one in enumerate(middles):
                for other in middles[:first]:
                    assert np.hypot(one[0] - other[0], one[1] - other[1]) > 9

    def test_draws_into_given_axes(self) -> None:
        """With ax= the network is drawn inside those axes, and they are returned."""
        _, axes = new_figure(columns=2)
        assert draw_network(HAND, ax=axes[1]) is axes[1]
        low, high = axes[1].get_xlim()
        centres = [patch.center[0] for patch in axes[1].patches if isinstance(patch, Circle)]
        assert low < min(centres) < max(centres) < high

    @pytest.mark.parametrize(
        ("arguments", "options", "sentence"),
        [
            (("net",), {}, "draw_network takes a Network, but received 'net'"),
            ((random_network(*[2] * 10),), {}, "draws at most 8 layers, but this network has 9"),
            ((HAND, "trace"), {}, "trace must be a Trace, as backprop gives it"),
            ((HAND,), {"slopes": True}, "slopes=True takes the trace they are in"),
            ((HAND,), {"values": [[1, 2]]}, "values must hold 3 rows, .* but holds 1"),
            ((HAND,), {"values": [[1], [1, 2], [1]]}, "the input of the network has 2 values"),
            ((HAND,), {"values": [[1, 2], [1], [1]]}, "layer 1 of the network has 2 values"),
            ((HAND,), {"ax": 3}, "ax of draw_network must be a matplotlib Axes, but received 3"),
        ],
    )
    def test_bad_input(
        self, arguments: tuple[Any, ...], options: dict[str, Any], sentence: str
    ) -> None:
        """What cannot be drawn is refused in a sentence that says what came and where."""
        with pytest.raises((ValueError, TypeError), match=sentence):
            draw_network(*arguments, **options)

    def test_trace_of_another_network(self) -> None:
        """A trace of a network of other sizes is refused, and so are trace and values together."""
        trace = backprop(SIGNED, [0.5, 0.3], [1.0], mse)
        with pytest.raises(ValueError, match=r"layer 1 of the network has 2 values, .* shape"):
            draw_network(HAND, trace)
        with pytest.raises(ValueError, match="the trace has no a3: it belongs to another network"):
            draw_network(random_network(2, 3, 1, 1), trace)
        with pytest.raises(ValueError, match="takes a trace or values, but received both"):
            draw_network(SIGNED, trace, values=[[1, 2], [1, 2, 3], [1]])
