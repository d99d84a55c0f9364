"""Types of the arrays that the model counts with, by what one element is."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Floats32 = NDArray[np.float32]
Flags = NDArray[np.bool_]
Codes = NDArray[np.intp]
"""Rows or numbers of things: positions in other arrays."""
Longs = NDArray[np.int64]
Ints = NDArray[np.int32]
Shorts = NDArray[np.int16]
Bytes = NDArray[np.int8]
Integers = NDArray[np.signedinteger[Any]]
"""Whole numbers of any size."""
Numbers = NDArray[Any]
"""Numbers of any kind."""
