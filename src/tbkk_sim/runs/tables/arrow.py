"""Plain arrays as Arrow's and back, their memory shared: `pyarrow.array` and `to_numpy` do so too, and load pandas."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pyarrow as pa


def numbers(values: NDArray[Any], absent: NDArray[np.bool_] | None = None) -> "pa.Array":
    """Numbers; null where `absent`."""
    import pyarrow as pa

    there = None if absent is None else pa.py_buffer(np.packbits(~absent, bitorder="little"))
    held = pa.py_buffer(np.ascontiguousarray(values))
    return pa.Array.from_buffers(pa.from_numpy_dtype(values.dtype), len(values), [there, held])


def dates(days: NDArray[np.int32], absent: NDArray[np.bool_]) -> "pa.Array":
    """Dates, from days since 1970; null where `absent`."""
    import pyarrow as pa

    return numbers(days, absent).view(pa.date32())


def texts(values: Sequence[str]) -> "pa.Array":
    """Texts."""
    import pyarrow as pa

    encoded = [value.encode() for value in values]
    ends = np.cumsum([0, *map(len, encoded)], dtype=np.int32)
    held = [None, pa.py_buffer(ends), pa.py_buffer(b"".join(encoded))]
    return pa.Array.from_buffers(pa.string(), len(encoded), held)


def named(codes: NDArray[np.int16], names: "pa.Array", absent: NDArray[np.bool_] | None = None) -> "pa.Array":
    """Texts that are one of a few names; null where `absent`."""
    import pyarrow as pa

    return pa.DictionaryArray.from_arrays(numbers(codes, absent), names)


def plain(values: "pa.Array") -> NDArray[Any]:
    """Numbers, none of which is absent."""
    dtype = np.dtype(values.type.to_pandas_dtype())
    held = values.buffers()[1] if len(values) else b""
    return np.frombuffer(held, dtype, len(values), values.offset * dtype.itemsize)


def coded(values: "pa.Array") -> tuple[NDArray[Any], list[str]]:
    """Texts, none of which is absent, as codes and the names that they stand for."""
    found = values.dictionary_encode()
    return plain(found.indices), found.dictionary.to_pylist()
