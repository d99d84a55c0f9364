"""The tidy table of key figures as plain arrays, so that each of the many questions of a report is a quick one."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.arrays import Codes, Floats
from tbkk_sim.metrics.grid import infinite_where_nan
from tbkk_sim.runs.tables import arrow

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

NAMED = ("period", "team", "priority_class")
"""Columns that say of what a value is."""


class _Part(NamedTuple):
    """The rows of one key figure."""

    replication: Codes
    """Place of each row's replication among all."""
    named: dict[str, NDArray[np.integer]]
    value: Floats


class TidyRows:
    """Tidy rows (replication, period, team, priority_class, key_figure, value), sorted by key figure."""

    def __init__(self, table: "pa.Table | pd.DataFrame") -> None:
        import pyarrow as pa

        if not isinstance(table, pa.Table):
            known = infinite_where_nan(table["value"].to_numpy(float))
            table = pa.Table.from_pandas(table.assign(value=known), preserve_index=False)
        column_of = {name: table[name].combine_chunks() for name in table.column_names}
        figure, figures = arrow.coded(column_of["key_figure"])
        order = np.argsort(figure, kind="stable")
        numbers, replication = np.unique(arrow.plain(column_of["replication"]), return_inverse=True)
        coded = {column: arrow.coded(column_of[column]) for column in NAMED}
        named = {column: codes[order] for column, (codes, _) in coded.items()}
        replication, value = replication[order], infinite_where_nan(arrow.plain(column_of["value"]))[order]
        ends = np.cumsum(np.bincount(figure, minlength=len(figures))).tolist()
        self.replications: list[int] = numbers.tolist()
        """Numbers of the replications, in order."""
        self._codes = {column: {name: code for code, name in enumerate(names)} for column, (_, names) in coded.items()}
        self._parts = {}
        for name, begin, end in zip(figures, [0, *ends], ends, strict=False):
            at = slice(begin, end)
            self._parts[name] = _Part(replication[at], {column: of[at] for column, of in named.items()}, value[at])

    @property
    def key_figures(self) -> list[str]:
        """Names of the key figures that are there."""
        return sorted(name for name, part in self._parts.items() if len(part.value))

    @property
    def periods(self) -> list[str]:
        """Names of the periods that are there."""
        return list(self._codes["period"])

    def wide(
        self, key_figure: str, along: str, keep: Sequence[str], *, period: str, team: str, priority_class: str
    ) -> Floats:
        """Values [replication, keep] of a key figure; NaN where there is no row, inf where a row has no number.

        Args:
            key_figure: Its name.
            along: The column of which `keep` are names; the argument of that name is ignored.
            keep: One column of the result each.
            period: Which period.
            team: Which team.
            priority_class: Which class.
        """
        values = np.full((len(self.replications), len(keep)), np.nan)
        part = self._parts.get(key_figure)
        if part is None:
            return values
        chosen = np.ones(len(part.value), dtype=np.bool_)
        for column, name in zip(NAMED, (period, team, priority_class), strict=True):
            if column != along:
                chosen &= part.named[column] == self._codes[column].get(name, -1)
        column_of = np.full(len(self._codes[along]), -1)
        for number, name in enumerate(keep):
            if name in self._codes[along]:
                column_of[self._codes[along][name]] = number
        at = column_of[part.named[along]]
        chosen &= at >= 0
        values[part.replication[chosen], at[chosen]] = part.value[chosen]
        return values
