"""The values of a finished run as arrays [replication, row], as a comparison reads them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.arrays import Codes, Floats
from tbkk_sim.metrics.cell import Cell
from tbkk_sim.metrics.grid import infinite_where_nan
from tbkk_sim.runs.folder.names import KEY_FIGURES
from tbkk_sim.runs.folder.reader import FinishedRun, open_run
from tbkk_sim.runs.folder.stored_file import TABLE_OF, read_parquet, reading
from tbkk_sim.runs.in_memory import MemoryRun
from tbkk_sim.runs.tables.columns import KEY_FIGURE_COLUMNS
from tbkk_sim.settings.settings import ALL

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from tbkk_sim.settings import Settings

Keep = Callable[[str, str], bool]
"""A function that returns True if the rows of a period and team are wanted."""


@dataclass(frozen=True, eq=False)
class RunValues:
    """One run under the name that it has in a comparison."""

    label: str
    run: FinishedRun | MemoryRun
    replications: NDArray[np.int64]
    """Numbers of the replications, in order."""
    rows: "pd.MultiIndex"
    """Cells: key_figure, priority_class, period, team."""
    values: Floats
    """[replication, row]; NaN where a replication has none, inf where it is more than any number."""

    def __repr__(self) -> str:
        return f"RunValues({self.label!r}: {len(self.replications)} replications x {len(self.rows):,} rows)"

    @property
    def settings(self) -> "Settings":
        """The settings of the run."""
        return self.run.settings

    @cached_property
    def _row_of(self) -> dict[tuple[str, ...], int]:
        return {names: row for row, names in enumerate(self.rows)}

    def read(self, cell: Cell, replications: NDArray[np.int64] | None = None) -> Floats:
        """The values of a cell, one a replication; NaN throughout where the run has no such row."""
        wanted = self.replications if replications is None else replications
        row = self._row_of.get(cell)
        if row is None:
            return np.full(len(wanted), np.nan)
        found: Floats = self.values[self.at(wanted), row]
        return found

    def at(self, replications: NDArray[np.int64]) -> Codes:
        """Rows of these replications, all of which the run has."""
        return np.searchsorted(self.replications, replications).astype(np.intp)


def read_run(label: str, path: Path, also: tuple[Cell, ...] = ()) -> RunValues:
    """Read what a comparison needs from a run folder; see `values_of`.

    Raises:
        RunFolderError: the folder holds no finished run.
    """
    return values_of(label, open_run(path), also)


def values_of(label: str, run: FinishedRun | MemoryRun, also: tuple[Cell, ...] = ()) -> RunValues:
    """Return what a comparison needs: the whole run, the years of all units together, and the cells asked for.

    Args:
        label: Name of the run in the comparison.
        run: A run in a folder or in memory.
        also: Cells besides.
    """
    asked = {(cell.period, cell.team) for cell in also}

    def keep(period: str, team: str) -> bool:
        return period == ALL or (team == ALL and "-" not in period) or (period, team) in asked

    if isinstance(run, MemoryRun):
        return RunValues(label, run, *values_in(run.table, keep))
    file = run.table(KEY_FIGURES)
    with reading(file, TABLE_OF):
        return RunValues(label, run, *values_in(read_parquet(file, KEY_FIGURE_COLUMNS), keep))


def values_in(table: "pa.Table", keep: Keep) -> tuple[NDArray[np.int64], "pd.MultiIndex", Floats]:
    """Return replications, rows and values [replication, row] of a tidy table, for the periods and teams to keep."""
    import pandas as pd

    table = table.unify_dictionaries()
    names: dict[str, list[str]] = {}
    codes: dict[str, NDArray[Any]] = {}
    for column in Cell._fields:
        chunks = table[column].chunks
        names[column] = chunks[0].dictionary.to_pylist() if chunks else []
        codes[column] = np.concatenate([chunk.indices.to_numpy() for chunk in chunks] or [np.zeros(0, np.int16)])
    wanted = np.array([[keep(period, team) for team in names["team"]] for period in names["period"]], dtype=np.bool_)
    chosen = np.flatnonzero(wanted[codes["period"], codes["team"]]) if len(table) else np.zeros(0, dtype=np.intp)
    number = np.zeros(len(chosen), dtype=np.int64)
    for column in Cell._fields:
        number = number * len(names[column]) + codes[column][chosen]
    rows, row = np.unique(number, return_inverse=True)
    replications, at = np.unique(table["replication"].to_numpy()[chosen].astype(np.int64), return_inverse=True)
    values = np.full((len(replications), len(rows)), np.nan)
    values[at, row] = infinite_where_nan(table["value"].to_numpy()[chosen])
    columns = []
    for column in reversed(Cell._fields):
        rows, code = np.divmod(rows, len(names[column]))
        columns.append(np.array(names[column], dtype=object)[code])
    return replications, pd.MultiIndex.from_arrays(columns[::-1], names=Cell._fields), values
