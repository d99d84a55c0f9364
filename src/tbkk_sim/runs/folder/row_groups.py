"""A stored table of many replications, read one replication at a time."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from tbkk_sim.runs.folder.format import check_table_format

if TYPE_CHECKING:
    import pyarrow as pa


class StoredTable:
    """A Parquet file with one row group a replication or more; it stays open until it is closed."""

    def __init__(self, path: Path) -> None:
        from pyarrow import parquet

        self._file = parquet.ParquetFile(path)
        check_table_format(path, self._file.schema_arrow.metadata)
        self._groups: dict[int, list[int]] = defaultdict(list)
        about, column = self._file.metadata, self._file.schema_arrow.get_field_index("replication")
        for group in range(about.num_row_groups):
            if about.row_group(group).num_rows:
                self._groups[about.row_group(group).column(column).statistics.min].append(group)

    def close(self) -> None:
        """Close the file, so that it can be replaced on every system."""
        self._file.close()

    @property
    def replications(self) -> set[int]:
        """The replications that have a row."""
        return set(self._groups)

    def read(self, replication: int) -> "pa.Table":
        """Read the rows of a replication, without its number."""
        columns: Iterable[str] = (name for name in self._file.schema_arrow.names if name != "replication")
        return self._file.read_row_groups(self._groups[replication], columns=list(columns))
