"""Layers beside the dense one; each keeps the protocol of `nnbook.dense` and fits into a Network.

Images and sequences travel between layers as rows of numbers, (N, features), like everything else;
a layer that needs a shape is told it once. So there is no layer that flattens or reshapes.
"""

from nnbook.layers.batch_norm import BatchNorm
from nnbook.layers.convolution import Convolution
from nnbook.layers.dropout import Dropout
from nnbook.layers.pooling import MaxPooling
from nnbook.layers.recurrent import Recurrent

__all__ = ["BatchNorm", "Convolution", "Dropout", "MaxPooling", "Recurrent"]
