"""Key figures of the chain after a case: what came to each link, what it has done, what waits, and how long it took."""

import numpy as np

from tbkk_sim.arrays import Codes, Floats, Numbers
from tbkk_sim.chain.course import NO_REPORT, LinkCourse
from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.metrics.key_figures.ratio import mean, ratio
from tbkk_sim.model.chain.links import LinkParameters
from tbkk_sim.model.names import NamedLink
from tbkk_sim.model.seconds import NEVER_SECONDS, SECONDS_PER_DAY, Seconds, days_of


def chain(ledger: Ledger) -> dict[str, Floats]:
    """Key figures of all links, by unit and class of the case and the month of what they count."""
    found = dict[str, Floats]()
    parameters = ledger.parameters
    for link, norms, course in zip(parameters.names.links, parameters.chain.links, ledger.chain, strict=True):
        found |= {f"{name}_{link.name}": values for name, values in _of_link(ledger, link, norms, course).items()}
    return found


def _of_link(ledger: Ledger, link: NamedLink, norms: LinkParameters, course: LinkCourse) -> dict[str, Floats]:
    grid, horizon = ledger.grid, ledger.parameters.horizon_seconds
    moments = (course.came_seconds, course.ready_seconds, course.begun_seconds, course.done_seconds)
    came, ready, begun, done = (count_at(ledger, course, at) for at in moments)
    waiting_end = grid.ends(np.cumsum(ready - begun, axis=0))
    at_start = course.came_seconds < 0
    new = count_at(ledger, course, np.where(at_start, NEVER_SECONDS, course.came_seconds))
    finished = np.flatnonzero(course.done_seconds < horizon)
    figures = dict(zip(("chain_in", "chain_done"), grid.sums(np.stack((new, done))), strict=True))
    figures |= {
        "chain_stock_end": grid.ends(np.cumsum(came - done, axis=0)),
        "chain_waiting_end": waiting_end,
        "chain_days_mean": mean(
            grid,
            days_of((course.done_seconds - course.came_seconds)[finished]),
            grid.cell(*_where(ledger, course, course.done_seconds, finished)),
        ),
    }
    if link.is_limited:
        figures["chain_waiting_days_mean"] = _waited_days(ledger, course, waiting_end)
    if link.has_norm:
        figures["chain_within_norm"] = _within(ledger, course, course.came_seconds, norms.norm_seconds)
    if link.norm_days_from_file is not None:
        of_file = course.from_file_seconds, norms.norm_from_file_seconds
        due = count_at(ledger, course, _due(ledger, *of_file))
        figures |= {"chain_due": grid.sums(due), "chain_in_time": _within(ledger, course, *of_file)}
    if link.is_last:
        figures |= _lead(ledger, course)
    return figures


def count_at(ledger: Ledger, course: LinkCourse, at_seconds: Seconds, weights: Seconds | None = None) -> Floats:
    """Count moments within the run, or before it, or sum their weights, per cell [month, unit, class]."""
    rows = np.flatnonzero(at_seconds < ledger.parameters.horizon_seconds)
    return ledger.grid.count(*_where(ledger, course, at_seconds, rows), None if weights is None else weights[rows])


def _where(ledger: Ledger, course: LinkCourse, at_seconds: Seconds, rows: Codes) -> tuple[Numbers, Numbers, Numbers]:
    """Month, unit and class of some rows."""
    return ledger.grid.month(at_seconds[rows]), course.unit[rows], course.case_class[rows]


def _waited_days(ledger: Ledger, course: LinkCourse, waiting_end: Floats) -> Floats:
    """Mean days that those who wait for their turn at the end of each period have waited by then."""
    came, gone = (
        count_at(ledger, course, at, course.ready_seconds) for at in (course.ready_seconds, course.begun_seconds)
    )
    since_seconds = ledger.grid.ends(np.cumsum(came - gone, axis=0))
    return ratio(ledger.grid.period_ends_seconds * waiting_end - since_seconds, waiting_end) / SECONDS_PER_DAY


def _within(ledger: Ledger, course: LinkCourse, since_seconds: Seconds, norm_seconds: int) -> Floats:
    """Share of the cases whose norm ran out in the period that were done by then."""
    due = _due(ledger, since_seconds, norm_seconds)
    rows = np.flatnonzero(due < NEVER_SECONDS)
    in_time = (course.done_seconds[rows] <= due[rows]).astype(np.float64)
    return mean(ledger.grid, in_time, ledger.grid.cell(*_where(ledger, course, due, rows)))


def _due(ledger: Ledger, since_seconds: Seconds, norm_seconds: int) -> Seconds:
    """Moments at which norms run out; NEVER_SECONDS: not within the run, or not known since when."""
    due = since_seconds + norm_seconds
    within = (due >= 0) & (due < ledger.parameters.horizon_seconds) & (since_seconds < NEVER_SECONDS)
    return np.where(within, due, NEVER_SECONDS)


def _lead(ledger: Ledger, course: LinkCourse) -> dict[str, Floats]:
    """Days from the report to the end of the chain, of cases that were done in the period."""
    grid = ledger.grid
    done = course.done_seconds < ledger.parameters.horizon_seconds
    rows = np.flatnonzero(done & (course.report != NO_REPORT))
    days = days_of(course.done_seconds[rows] - ledger.arrived_seconds[course.report[rows]])
    where = _where(ledger, course, course.done_seconds, rows)
    median, p90 = grid.quantiles(days, *where, at=(0.5, 0.9), monthly=False, crossed=False)
    return {
        "chain_lead_days_mean": mean(grid, days, grid.cell(*where)),
        "chain_lead_days_median": median,
        "chain_lead_days_p90": p90,
    }
