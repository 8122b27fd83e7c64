"""The figures of the exercises as they open: the name that the task gives one, and how it is made.

In a chapter the figure stands above its exercise, often with more around it; here it stands alone.
"""

from __future__ import annotations

__all__ = ["opening"]

OPENINGS = {
    "1.4": ("alarm", 'Neuron(x=[3.0], w=[1.0], b=0.0, activation="sigmoid")'),
    "2.6": ("gate", 'Neuron(x=[1.0, 1.0], w=[1.0, 1.0], b=-1.5, activation="step", threshold=0.0)'),
    "3.9": ("trainer", "PerceptronTrainer()"),
    "4.11": ("lines", "XOR()"),
    "5.16": ("rescue", "ActivationExplorer()"),
    "6.14": ("forecasts", "LossExplorer(y_hat=[3, -0.5, 2, 7])"),
    "7.7": ("canyon", 'Descent("canyon", steps=10)'),
    "8.15": (
        "corner",
        """Backpropagation(Network([
    Layer([[0.75, -0.5], [0.5, 0.5]], [0.0, 0.0], "relu"),
    Layer([[0.5, -0.75]], [0.25], "identity"),
]), x=[0.5, 0.25], y=1, loss=mse, step=99)""",
    ),
    "9.16": (
        "playground",
        """Playground(
    Network.random([2, 8, 8, 1], [tanh, tanh, sigmoid], rng=np.random.default_rng(1)),
    data="moons", n=60, noise=0.4, batch=0, strength=0.003,
)""",
    ),
    "10.15": ("pad", "DigitReader()"),
    "11.6": ("lens", "ConvolutionExplorer(down=1, right=3)"),
}


def opening(id: str, figure: str) -> tuple[str, str]:
    """The name of the figure and the expression that makes it; one of a bank opens plainly."""
    return OPENINGS.get(id, ("figure", f"{figure}()"))
