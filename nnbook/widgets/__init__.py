"""Figures that move: alive in a notebook and on a page, still in print.

`Neuron` is a figure whose state is its traits; `interact` puts sliders on a Python function of the
reader's own. A page brings to life what a notebook stores of them, with `page_script()` and
`page_style()`.
"""

from nnbook.widgets.activation_explorer import ActivationExplorer
from nnbook.widgets.asking import Ask
from nnbook.widgets.backpropagation import Backpropagation
from nnbook.widgets.convolution import ConvolutionExplorer
from nnbook.widgets.descent import Descent
from nnbook.widgets.digit_reader import DigitReader
from nnbook.widgets.explorable import Explorable, StateError
from nnbook.widgets.forms import Form
from nnbook.widgets.gan import GANExplorer
from nnbook.widgets.interaction import Interaction, interact
from nnbook.widgets.kohonen import KohonenExplorer
from nnbook.widgets.loss_explorer import LossExplorer
from nnbook.widgets.neuron import Neuron
from nnbook.widgets.perceptron_trainer import PerceptronTrainer
from nnbook.widgets.playground import Playground
from nnbook.widgets.questions import Quiz
from nnbook.widgets.script import figure_scripts, page_script, page_style, source_digest
from nnbook.widgets.xor import XOR

__all__ = [
    "XOR", "ActivationExplorer", "Ask", "Backpropagation", "ConvolutionExplorer", "Descent",
    "DigitReader", "Explorable", "Form", "GANExplorer", "Interaction", "KohonenExplorer",
    "LossExplorer", "Neuron", "PerceptronTrainer", "Playground", "Quiz", "StateError",
    "figure_scripts", "interact", "page_script", "page_style", "source_digest",
]  # fmt: skip
