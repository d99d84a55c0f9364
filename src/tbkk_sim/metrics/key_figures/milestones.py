"""Days until a suspect or victim is identified, a home is searched or a child is safe, and a file is made."""

import numpy as np

from tbkk_sim.arrays import Flags, Floats
from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.metrics.events.milestones import MilestoneReached
from tbkk_sim.metrics.key_figures.ratio import ratio
from tbkk_sim.model.names import FILE
from tbkk_sim.model.seconds import NEVER_SECONDS, SECONDS_PER_DAY, days_of

ENOUGH = 0.25
"""So many of the severe cases that come in a period must reach a milestone in it for their days to say anything."""


def milestones(ledger: Ledger) -> dict[str, Floats]:
    """Key figures of the milestones, by class at the milestone and the month in which it is reached."""
    if not ledger.milestones:
        return {}
    found, came = dict[str, Floats](), _severe_beginnings(ledger)
    for milestone in ledger.milestones:
        found |= _figures(ledger, milestone, came)
    norm = ledger.parameters.chain.file_norm_seconds
    if norm != NEVER_SECONDS:
        found["file_within_norm_share"] = _within_norm(ledger, ledger.milestones[-1], norm)
    return found


def _figures(ledger: Ledger, milestone: MilestoneReached, came: Floats) -> dict[str, Floats]:
    grid, name = ledger.grid, milestone.name
    taken = milestone.reached_seconds - milestone.counts_from_seconds
    where = grid.month(milestone.reached_seconds), ledger.cases.unit[milestone.case], milestone.case_class
    cell = grid.cell(*where)
    severe = ledger.parameters.classes.severe[milestone.case_class]
    columns = (None, taken, severe.astype(np.float64))
    number, total, of_severe = grid.sums(np.stack([grid.count_in(cell, column) for column in columns]))
    too_few: Flags = of_severe < ENOUGH * came
    median, p90 = grid.quantiles(days_of(taken), *where, at=(0.5, 0.9), monthly=False, crossed=False)
    days = {"mean": ratio(total, number) / SECONDS_PER_DAY, "median": median, "p90": p90}
    return {
        f"{name}_cases": number,
        **{f"{name}_days_{which}": np.where(too_few, np.inf, of) for which, of in days.items()},
    }


def _severe_beginnings(ledger: Ledger) -> Floats:
    """Severe cases of which the days began to count within the run [period, team, class]."""
    beginnings, severe = ledger.beginnings, ledger.parameters.classes.severe
    since = beginnings.counts_from_seconds
    came = severe[beginnings.case_class] & (since >= 0) & (since < ledger.parameters.horizon_seconds)
    rows = np.flatnonzero(came & (beginnings.unit < len(ledger.parameters.names.units)))
    month = ledger.grid.month(since[rows])
    return ledger.grid.sums(ledger.grid.count(month, beginnings.unit[rows], beginnings.case_class[rows]))


def _within_norm(ledger: Ledger, files: MilestoneReached, norm_seconds: int) -> Floats:
    """Share of the files made in the period that were made within the norm from the arrival of the report."""
    grid, cases = ledger.grid, ledger.cases
    assert files.name == FILE
    in_time = files.reached_seconds - cases.arrived_seconds[files.case] <= norm_seconds
    cell = grid.cell(grid.month(files.reached_seconds), cases.unit[files.case], files.case_class)
    part, whole = grid.sums(np.stack((grid.count_in(cell, in_time), grid.count_in(cell))))
    return ratio(part, whole)
