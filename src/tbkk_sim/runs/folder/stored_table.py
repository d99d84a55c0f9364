"""A stored table of many replications, read one replication at a time."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


class StoredTable:
    """A Parquet file of which each row group is of one replication; it stays open until it is closed."""

    def __init__(self, path: Path) -> None:
        from pyarrow import parquet

        self._file = parquet.ParquetFile(path)
        self._groups: dict[int, list[int]] = defaultdict(list)
        about, column = self._file.metadata, self._file.schema_arrow.get_field_index("replication")
        for group in range(about.num_row_groups):
            if about.row_group(group).num_rows:
                self._groups[about.row_group(group).column(column).statistics.min].append(group)

    def close(self) -> None:
        """Let go of the file, so that it can be replaced on every system."""
        self._file.close()

    @property
    def replications(self) -> set[int]:
        """Replications that have a row."""
        return set(self._groups)

    def read(self, replication: int) -> "pa.Table":
        """The rows of a replication, without its number."""
        columns: Iterable[str] = (name for name in self._file.schema_arrow.names if name != "replication")
        return self._file.read_row_groups(self._groups[replication], columns=list(columns))
