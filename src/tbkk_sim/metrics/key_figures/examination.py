"""The laboratory: devices that came in, were examined and wait, and how long cases waited for it."""

import numpy as np

from tbkk_sim.arrays import Floats
from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.metrics.key_figures.ratio import mean
from tbkk_sim.metrics.listed.examination import EXAMINATION
from tbkk_sim.model.seconds import days_of


def examination(ledger: Ledger) -> dict[str, Floats]:
    """Key figures of the laboratory; nothing to measure where nothing is examined."""
    grid, rule = ledger.grid, ledger.parameters.examination
    if not rule.active:
        return dict.fromkeys((figure.name for figure in EXAMINATION), grid.nothing())
    found, done = ledger.examinations, np.flatnonzero(ledger.examinations.is_done)
    came = grid.cell(grid.month(found.came_seconds), found.unit, found.case_class)
    examined = grid.month(found.examined_seconds[done]), found.unit[done], found.case_class[done]
    into = grid.count_in(came, found.devices)
    out = grid.count_in(grid.cell(*examined), found.devices[done])
    days = days_of(found.examined_seconds[done] - found.came_seconds[done])
    (p90,) = grid.quantiles(days, *examined, at=(0.9,), monthly=False)
    return {
        "devices_in": grid.sums(into),
        "devices_examined": grid.sums(out),
        "devices_waiting_end": grid.ends(np.cumsum(into - out, axis=0)),
        "examination_days_mean": mean(grid, days, grid.cell(*examined)),
        "examination_days_p90": p90,
        "examined_within_norm_share": _within_norm(ledger),
    }


def _within_norm(ledger: Ledger) -> Floats:
    """Share of the cases examined in time, of those whose norm runs out in the period."""
    grid, found, norm = ledger.grid, ledger.examinations, ledger.parameters.examination.norm_seconds
    due = found.came_seconds + norm
    rows = np.flatnonzero(due < ledger.parameters.horizon_seconds)
    in_time = found.examined_seconds[rows] <= due[rows]
    cell = grid.cell(grid.month(due[rows]), found.unit[rows], found.case_class[rows])
    return mean(grid, in_time.astype(np.float64), cell)
