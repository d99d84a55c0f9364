"""The tidy table of key figures as numbers, so that each of the many questions of a report is a quick one."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]
OF_A_ROW = ("period", "team", "priority_class")


class _Part(NamedTuple):
    """The rows of one key figure."""

    replication: Codes
    """Place of each row's replication among all."""
    codes: dict[str, Codes]
    value: Floats


class Rows:
    """Tidy rows (replication, period, team, priority_class, key_figure, value), sorted by key figure."""

    def __init__(self, table: "pd.DataFrame") -> None:
        import pandas as pd

        def coded(column: str, order: Codes) -> tuple[Codes, dict[str, int]]:
            codes, names = pd.factorize(table[column], sort=column == "replication")
            return codes[order], {str(name): code for code, name in enumerate(names)}

        figure, figures = coded("key_figure", np.arange(len(table)))
        order = np.argsort(figure, kind="stable")
        replication, replications = coded("replication", order)
        columns = {column: coded(column, order) for column in OF_A_ROW}
        values = table["value"].to_numpy(float)[order]
        ends = np.cumsum(np.bincount(figure, minlength=len(figures))).tolist()
        self.replications = [int(name) for name in replications]
        """Numbers of the futures, in order."""
        self._code_of = {column: code_of for column, (_, code_of) in columns.items()}
        self._parts = {}
        for name, begin, end in zip(figures, [0, *ends], ends, strict=False):
            codes = {column: of[begin:end] for column, (of, _) in columns.items()}
            self._parts[name] = _Part(replication[begin:end], codes, values[begin:end])

    @property
    def key_figures(self) -> list[str]:
        """Names of the key figures that are there."""
        return sorted(self._parts)

    @property
    def periods(self) -> list[str]:
        """Names of the periods that are there."""
        return list(self._code_of["period"])

    def wide(self, key_figure: str, along: str, keep: Sequence[str], fixed: dict[str, str]) -> Floats:
        """Values [replication, keep] of a key figure; NaN where there is no row.

        Args:
            key_figure: Its name.
            along: Column of which `keep` are names.
            keep: One column each.
            fixed: What the other columns must be.
        """
        values = np.full((len(self.replications), len(keep)), np.nan)
        part = self._parts.get(key_figure)
        if part is None:
            return values
        chosen = np.ones(len(part.value), dtype=np.bool_)
        for column, name in fixed.items():
            chosen &= part.codes[column] == self._code_of[column].get(name, -1)
        place = np.full(len(self._code_of[along]) + 1, -1)
        for number, name in enumerate(keep):
            place[self._code_of[along].get(name, -1)] = number
        place[-1] = -1
        column_of = place[part.codes[along]]
        chosen &= column_of >= 0
        values[part.replication[chosen], column_of[chosen]] = part.value[chosen]
        return values
