"""The rows of the table of key figures: which exist follows from the settings alone, never from the events."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.arrays import Codes, Flags, Floats
from tbkk_sim.metrics.catalogue import KeyFigure, RowsOf, key_figure_list
from tbkk_sim.metrics.grid import Grid


@dataclass(frozen=True)
class Frame:
    """One row per key figure of a period, team and class; all replications of a run have the same rows."""

    grid: Grid
    figures: tuple[KeyFigure, ...]
    masks: tuple[NDArray[np.bool_], ...]
    """Per key figure, its rows in [period, team, class]."""
    key_figure: NDArray[np.int16]
    period: NDArray[np.int16]
    team: NDArray[np.int16]
    priority_class: NDArray[np.int16]

    def __repr__(self) -> str:
        return f"Frame({self.n_rows:,} rows, {len(self.figures)} key figures)"

    @property
    def n_rows(self) -> int:
        """Rows of one replication."""
        return len(self.key_figure)

    def values(self, of: dict[str, Floats]) -> Floats:
        """The values of all rows, from arrays [period, team, class] by name of the key figure."""
        return np.concatenate([of[f.name][mask] for f, mask in zip(self.figures, self.masks, strict=True)])

    def rows_of_whole_periods(self) -> Codes:
        """Rows of the whole run and of years."""
        return np.flatnonzero(self.period <= self.grid.n_years)


def frame_of(grid: Grid, has_norm: Flags, monthly: bool) -> Frame:
    """Lay out the rows; `has_norm` is [team, class]."""
    figures = key_figure_list(grid.names)
    masks = tuple(_mask(figure, grid, has_norm, monthly) for figure in figures)
    found = [np.nonzero(mask) for mask in masks]
    columns = [np.concatenate([cells[axis] for cells in found]).astype(np.int16) for axis in range(3)]
    return Frame(
        grid=grid,
        figures=figures,
        masks=masks,
        key_figure=np.repeat(np.arange(len(figures), dtype=np.int16), [len(cells[0]) for cells in found]),
        period=columns[0],
        team=columns[1],
        priority_class=columns[2],
    )


def _mask(figure: KeyFigure, grid: Grid, has_norm: Flags, monthly: bool) -> NDArray[np.bool_]:
    n_units, own_work = len(grid.names.units) + 1, len(grid.classes) - 1
    cells = np.zeros((len(grid.teams), len(grid.classes)), dtype=np.bool_)
    match figure.rows:
        case RowsOf.UNITS:
            cells[:n_units, 0] = True
        case RowsOf.TEAMS:
            cells[:, 0] = True
        case RowsOf.CASES_BY_SIDE:
            cells[0, :own_work] = True
            cells[0, 1] = False
            cells[:n_units, 0] = True
        case RowsOf.POOLS:
            cells[n_units:, 0] = True
        case RowsOf.ALL_UNITS:
            cells[0, 0] = True
        case RowsOf.REPORTS:
            cells[:n_units, :own_work] = True
        case RowsOf.HOURS:
            cells[:n_units, :own_work] = True
            cells[n_units:] = True
            cells[n_units:, 1] = False
        case RowsOf.CASES | RowsOf.NORMED:
            cells[:n_units, :own_work] = True
            cells[:, 1] = False
            cells[n_units:, [0, own_work]] = True
    if figure.rows is RowsOf.NORMED:
        with_norm = np.zeros_like(cells)
        with_norm[1:, 1:] = has_norm
        with_norm[0, 1:] = with_norm[1:n_units, 1:].any(axis=0)
        with_norm[:, 0] = with_norm[:, 1:].any(axis=1)
        cells &= with_norm
    of_month = np.zeros_like(cells)
    if monthly and figure.monthly:
        of_month[0], of_month[:, 0] = cells[0], cells[:, 0]
    return np.array([cells] * (grid.n_years + 1) + [of_month] * grid.n_months)
