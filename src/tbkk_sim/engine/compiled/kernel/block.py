"""Arrays that compiled functions read and write in place, through one pointer.

numba's own way to pass many arrays, a structref, counts references to an array at every use, and its arrays allow
places that count from the end. A block counts nothing: Python owns the arrays and keeps them alive, compiled code gets
a table of their addresses and lengths, and a place is a place, from 0.
With plain tuples of arrays of records instead, the engine takes some 60 times as long to run, and 7 times as long to
compile (benchmarks/results/performance.md).
"""

import operator
from collections import namedtuple
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

import numba
import numpy as np
from llvmlite import ir
from numba import types
from numba.core.imputils import lower_getattr_generic
from numba.core.typing.templates import AbstractTemplate, AttributeTemplate, infer_getattr, infer_global, signature
from numba.extending import NativeValue, lower_builtin, models, register_model, typeof_impl, unbox
from numpy.typing import NDArray

NUMBERS = {bool: types.boolean, int: types.int64, float: types.float64}
"""What numba calls the plain types."""
CONFIG: Any = numba.config
SLOT = ir.IntType(64)


class TableType(types.Type):  # type: ignore[misc]
    """numba's type of an array in a block: where it begins, and how long its axes are."""

    def __init__(self, dtype: Any, n_axes: int) -> None:
        super().__init__(f"table({dtype}, {n_axes})")
        self.dtype, self.n_axes = dtype, n_axes
        self.place = types.int64 if n_axes == 1 else types.UniTuple(types.int64, n_axes)


def array_of(dtype: Any, n_axes: int = 1) -> Any:
    """Declare a field of a block: an array of this type."""
    return TableType(numba.from_dtype(np.dtype(dtype)), n_axes)


def tuple_of(named_tuple: Any, **fields: Any) -> Any:
    """Declare a field of a block: a NamedTuple whose fields are numbers and arrays."""
    return types.NamedTuple([NUMBERS.get(kind, kind) for kind in fields.values()], named_tuple)


def columns(dtypes: Mapping[str, Any]) -> Any:
    """Declare a field of a block: arrays of these types, by name."""
    return types.NamedTuple([array_of(dtype) for dtype in dtypes.values()], namedtuple("Columns", dtypes))


class Block:
    """Base of a class whose fields, declared with `array_of` and `tuple_of`, compiled code can use."""

    layout: ClassVar["BlockType"]

    def __init_subclass__(cls) -> None:
        cls.layout = BlockType(cls)

    def __init__(self, **fields: Any) -> None:
        assert fields.keys() == self.layout.fields.keys(), fields.keys() ^ self.layout.fields.keys()
        for name, value in fields.items():
            setattr(self, name, value)

    def __setattr__(self, name: str, value: Any) -> None:
        kind = self.layout.fields.get(name)
        super().__setattr__(name, value if kind is None else _stored(value, kind))

    def table(self) -> NDArray[np.int64]:
        """Addresses, lengths and numbers, as compiled code reads them; in force until an array is replaced."""
        return np.array(
            [slot for name, kind in self.layout.fields.items() for slot in _slots(getattr(self, name), kind)],
            dtype=np.int64,
        )

    @property
    def address(self) -> int:
        """Where compiled code finds the table."""
        self._table = self.table()
        return int(self._table.ctypes.data)


class BlockType(types.Type):  # type: ignore[misc]
    """numba's type of a block."""

    def __init__(self, block: type[Block]) -> None:
        super().__init__(f"{block.__module__}.{block.__name__}")
        self.fields = {name: kind for name, kind in vars(block).items() if isinstance(kind, types.Type)}
        self.starts: dict[str, int] = {}
        """First slot of each field in the table."""
        n_slots = 0
        for name, kind in self.fields.items():
            self.starts[name] = n_slots
            n_slots += _n_slots(kind)


def _stored(value: Any, kind: Any) -> Any:
    """A value in exactly the form that compiled code takes it for."""
    if isinstance(kind, TableType):
        array = np.require(value, numba.np.numpy_support.as_dtype(kind.dtype), ["C", "A", "W"])
        assert array.ndim == kind.n_axes
        is_read_by_python = CONFIG.DISABLE_JIT and array.dtype.names
        return array.view(np.recarray) if is_read_by_python else array
    if isinstance(kind, types.NamedTuple):
        return kind.instance_class(*(_stored(v, k) for v, k in zip(value, kind.types, strict=True)))
    return value


def _n_slots(kind: Any) -> int:
    if isinstance(kind, TableType):
        return 1 + int(kind.n_axes)
    if isinstance(kind, types.NamedTuple):
        return sum(map(_n_slots, kind.types))
    return 1


def _slots(value: Any, kind: Any) -> Iterator[int]:
    if isinstance(kind, TableType):
        yield value.ctypes.data
        yield from value.shape
    elif isinstance(kind, types.NamedTuple):
        for part, part_kind in zip(value, kind.types, strict=True):
            yield from _slots(part, part_kind)
    else:
        yield int(np.array(value, dtype=np.float64 if kind is types.float64 else np.int64).view(np.int64))


@typeof_impl.register(Block)
def _typeof_block(block: Block, _context: Any) -> BlockType:
    return block.layout


@register_model(BlockType)
class _BlockModel(models.PrimitiveModel):  # type: ignore[misc]
    """A block is a pointer to its table."""

    def __init__(self, manager: Any, kind: BlockType) -> None:
        super().__init__(manager, kind, SLOT.as_pointer())


@unbox(BlockType)
def _unbox_block(_kind: BlockType, block: Any, c: Any) -> NativeValue:
    number = c.pyapi.object_getattr_string(block, "address")
    address = c.unbox(types.int64, number).value
    c.pyapi.decref(number)
    return NativeValue(c.builder.inttoptr(address, SLOT.as_pointer()))


@infer_getattr
class _BlockFields(AttributeTemplate):  # type: ignore[misc]
    key = BlockType

    def generic_resolve(self, kind: BlockType, name: str) -> Any:  # type: ignore[override]
        return kind.fields.get(name)


@lower_getattr_generic(BlockType)
def _field(context: Any, builder: Any, block: BlockType, table: Any, name: str) -> Any:
    return _load(context, builder, table, block.starts[name], block.fields[name])


def _load(context: Any, builder: Any, table: Any, at: int, kind: Any) -> Any:
    """The value of a field, built from its slots."""

    def slot(n: int) -> Any:
        load = builder.load(builder.gep(table, [SLOT(at + n)]))
        load.set_metadata("invariant.load", builder.module.add_metadata([]))  # nothing compiled writes the table
        return load

    if isinstance(kind, types.NamedTuple):
        parts = []
        for part in kind.types:
            parts.append(_load(context, builder, table, at, part))
            at += _n_slots(part)
        return context.make_tuple(builder, kind, parts)
    if isinstance(kind, TableType):
        return context.make_tuple(builder, _parts_of(kind), [slot(axis) for axis in range(1 + kind.n_axes)])
    number = slot(0)
    if kind is types.float64:
        return builder.bitcast(number, ir.DoubleType())
    return builder.trunc(number, ir.IntType(1)) if kind is types.boolean else number


def _parts_of(kind: TableType) -> Any:
    """A table in compiled code: its address and the lengths of its axes."""
    return types.UniTuple(types.int64, 1 + kind.n_axes)


@register_model(TableType)
class _TableModel(models.UniTupleModel):  # type: ignore[misc]
    def __init__(self, manager: Any, kind: TableType) -> None:
        super().__init__(manager, _parts_of(kind))


@infer_global(len)
class _Length(AbstractTemplate):  # type: ignore[misc]
    def generic(self, arguments: Any, _keywords: Any) -> Any:
        if isinstance(arguments[0], TableType):
            return signature(types.int64, arguments[0])
        return None


@infer_global(operator.getitem)
class _Read(AbstractTemplate):  # type: ignore[misc]
    def generic(self, arguments: Any, _keywords: Any) -> Any:
        table = arguments[0]
        return signature(table.dtype, table, table.place) if isinstance(table, TableType) else None


@infer_global(operator.setitem)
class _Write(AbstractTemplate):  # type: ignore[misc]
    def generic(self, arguments: Any, _keywords: Any) -> Any:
        table = arguments[0]
        return signature(types.none, table, table.place, table.dtype) if isinstance(table, TableType) else None


@lower_builtin(len, TableType)  # type: ignore[untyped-decorator]
def _length(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
    return builder.extract_value(arguments[0], 1)


@lower_builtin(operator.getitem, TableType, types.Any)  # type: ignore[untyped-decorator]
def _read(context: Any, builder: Any, called: Any, arguments: Any) -> Any:
    table = called.args[0]
    return context.unpack_value(builder, table.dtype, _place_of(context, builder, table, *arguments))


@lower_builtin(operator.setitem, TableType, types.Any, types.Any)  # type: ignore[untyped-decorator]
def _write(context: Any, builder: Any, called: Any, arguments: Any) -> Any:
    table = called.args[0]
    context.pack_value(builder, table.dtype, arguments[2], _place_of(context, builder, table, *arguments[:2]))
    return context.get_dummy_value()


def _place_of(context: Any, builder: Any, kind: TableType, table: Any, place: Any) -> Any:
    """Pointer to an element."""
    number = place if kind.n_axes == 1 else builder.extract_value(place, 0)
    for axis in range(1, kind.n_axes):
        number = builder.add(
            builder.mul(number, builder.extract_value(table, 1 + axis)), builder.extract_value(place, axis)
        )
    element = context.get_data_type(kind.dtype)
    data = builder.inttoptr(builder.extract_value(table, 0), element.as_pointer())
    return builder.gep(data, [number], inbounds=True)
