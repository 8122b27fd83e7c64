"""The numbers that the sources print for chapter 2, as literals, against calls of nnbook."""

import numpy as np
import pytest

from nnbook import Layer, Network, Neuron, step
from tests.sources import prose_of

# What source A prints; the inputs and weights that give it are our reconstruction.
PRINTED_SUM, PRINTED_THRESHOLD, PRINTED_OUTPUT = 0.69, 0.5, 1
INPUTS, WEIGHTS = [0.5, 0.8, 0.3], [0.4, 0.5, 0.3]
LAST_DIGIT = 0.01


def test_the_sum_is_the_printed_069() -> None:
    """Three inputs times three weights add up to the 0.69 that the source prints."""
    neuron = Layer([WEIGHTS], None, "identity")
    assert abs(Network([neuron])(INPUTS)[0] - PRINTED_SUM) < LAST_DIGIT


def test_the_neuron_fires_at_the_printed_threshold() -> None:
    """With the threshold 0.5 the neuron of the example puts out 1."""
    neuron = Layer([WEIGHTS], None, step.using(threshold=PRINTED_THRESHOLD))
    assert Network([neuron])(INPUTS)[0] == PRINTED_OUTPUT


def test_the_figure_shows_the_same_numbers() -> None:
    """The chapter's moving figure opens with the printed sum, threshold and output."""
    figure = Neuron(x=INPUTS, w=WEIGHTS, b=0.0, activation="step", threshold=PRINTED_THRESHOLD)
    assert abs(figure.z - PRINTED_SUM) < LAST_DIGIT
    assert figure.a == PRINTED_OUTPUT


@pytest.mark.parametrize(("threshold", "output"), [(0.7, 0), (0.68, 1)])
def test_another_threshold_gives_another_answer(threshold: float, output: int) -> None:
    """The threshold decides: just above the sum the neuron is silent, just below it fires."""
    neuron = Layer([WEIGHTS], None, step.using(threshold=threshold))
    assert Network([neuron])(INPUTS)[0] == output


def test_a_bias_is_a_threshold_with_its_sign_turned() -> None:
    """b = -0.5 and threshold 0 decide as threshold 0.5 without a bias does."""
    nights = np.random.default_rng(2).uniform(-1, 1, (1000, 3))
    by_threshold = Network([Layer([WEIGHTS], None, step.using(threshold=PRINTED_THRESHOLD))])
    by_bias = Network([Layer([WEIGHTS], [-PRINTED_THRESHOLD], step)])
    answers = by_threshold(nights)
    assert set(answers.ravel()) == {0.0, 1.0}
    assert np.array_equal(by_bias(nights), answers)


def test_the_printed_numbers_stand_in_the_chapter() -> None:
    """A reader finds the printed sum and threshold in the prose, not only in hidden comments."""
    prose = prose_of("02-neurons")
    assert f"The sum {PRINTED_SUM}" in prose
    assert f"the threshold {PRINTED_THRESHOLD} are printed" in prose
